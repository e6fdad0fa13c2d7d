//! Items (整改事项): recorded by hand, edited, withdrawn.

use super::{
    Error, Result, link, meeting, plan, repeat, responsibility, select,
    session::{MAX_NAME, MAX_TEXT, Run, Session, all_or_refusals, run, text, text_opt},
};
use crate::{
    domain::{
        code::{Code, Series},
        context::Context,
        deadline::Deadline,
        event::{Event, GivenRole, NewItem, SourcePlace},
        ids::ItemId,
        item::{Item, ItemField, ItemKind, ItemType, Origin, WithdrawGround},
        lifecycle::{Closure, Progress},
        link::LinkKind,
        meeting::Approval,
        plan::PlanChange,
        receipt::{Change, Receipt},
        refusal::{Refusal, Warning},
    },
    store::{
        Ledger,
        query::{Axis, Round},
    },
};

/// An item as it is to be recorded; shared by `add` and by intake.
#[derive(Debug, Clone)]
pub struct Draft {
    /// What it is.
    pub kind: ItemKind,
    /// Where it comes from.
    pub origin: Origin,
    /// 整改类型.
    pub item_type: Option<ItemType>,
    /// Its words.
    pub text: String,
    /// 整改目标.
    pub goal: Option<String>,
    /// The paper's own numbering.
    pub source_no: Option<String>,
    /// 备注.
    pub note: Option<String>,
    /// Where it stood in which paper.
    pub source: Option<SourcePlace>,
    /// The number it has in the paper, when the paper numbers its issues throughout.
    pub number: Option<u32>,
    /// The code that it had in another ledger of this program; taken where it is free and fits the place.
    pub code: Option<Code>,
}

/// What `add` is told.
#[derive(Debug, Clone)]
pub struct Addition {
    /// The round's key.
    pub round: Option<String>,
    /// The code of the item above.
    pub parent: Option<String>,
    /// The item.
    pub draft: Draft,
    /// The issue it stems from (举一反三, 推动改革).
    pub stems_from: Option<String>,
    /// The issues it answers (opinions).
    pub answers: Vec<String>,
    /// The issues of earlier rounds that it repeats (屡改屡犯).
    pub same_as: Vec<String>,
    /// It was looked at and repeats none.
    pub not_same: bool,
    /// Who is to answer for it, and by when.
    pub assignment: responsibility::Assignment,
    /// The meeting that approved a change of the adopted plan.
    pub meeting: Option<String>,
    /// Or the document.
    pub approval: Option<String>,
}

/// Records an item by hand, with its responsibility and deadline if given.
///
/// # Errors
/// When it cannot stand there, or the plan was adopted and no approval is named.
pub fn add(ledger: &mut Ledger, context: &mut Context, addition: &Addition, how: Run) -> Result<Receipt> {
    let (_, receipt) = run(ledger, context, "add", how, |session| {
        let key = addition.round.as_deref();
        let parent = match &addition.parent {
            Some(code) => Some(session.workable(select::code(session, key, code)?)?),
            None => None,
        };
        let round = match &parent {
            Some(parent) => session.open_round(parent.round)?,
            None => session.open_round(select::round(session, key)?.id)?,
        };
        let approval = meeting::approval(session, addition.meeting.as_deref(), addition.approval.as_deref())?;
        check_parent(addition.draft.kind, parent.as_ref())?;
        let above = parent.as_ref().map(|p| p.code.as_str()).unwrap_or_default();
        plan::allow(session, &round, above, &PlanChange::Added(addition.draft.kind), approval.as_ref())?;
        let given = Given { approval: approval.clone(), ..Given::default() };
        let id = place(session, &round, parent.as_ref(), addition.draft.clone(), given)?.id;
        for (kind, code) in addition
            .stems_from
            .iter()
            .map(|c| (LinkKind::StemsFrom, c))
            .chain(addition.answers.iter().map(|c| (LinkKind::Answers, c)))
            .chain(addition.same_as.iter().map(|c| (LinkKind::SameAs, c)))
        {
            for to in select::codes(session, key, std::slice::from_ref(code))? {
                link::within(session, kind, id, to, None)?;
            }
        }
        if addition.same_as.is_empty() && !addition.not_same && may_repeat(addition.draft.kind, parent.as_ref()) {
            let added = session.item(id)?;
            for earlier in repeat::Earlier::than(session, round.id)?.resembling(&added.text) {
                let (code, earlier, text) = (added.code.clone(), repeat::typed(earlier), earlier.text.clone());
                session.warn(Warning::LooksAlike { code, earlier, text });
            }
        }
        if !addition.assignment.is_empty() {
            responsibility::check_typed(&round, &addition.assignment)?;
            let assignment = responsibility::typed(session, &addition.assignment)?;
            responsibility::assign_within(session, &[id], &assignment, approval.as_ref())?;
        }
        Ok(())
    })?;
    Ok(receipt)
}

/// Whether an item is one of those that may repeat an issue of an earlier round: an issue that no issue stands above.
#[must_use]
pub fn may_repeat(kind: ItemKind, parent: Option<&Item>) -> bool {
    kind == ItemKind::Issue && parent.is_none_or(|parent| parent.kind == ItemKind::Category)
}

/// What an item is given as it is recorded, instead of what it would take over from the item above.
#[derive(Debug, Default)]
pub(super) struct Given {
    pub(super) roles: Vec<GivenRole>,
    pub(super) deadline: Option<Deadline>,
    pub(super) approval: Option<Approval>,
}

/// An item that was just recorded.
pub(super) struct Placed {
    pub(super) id: ItemId,
    pub(super) code: String,
}

/// Records one item within a command. Its code follows DESIGN §2: the paper's own number where it has one, else the next of
/// its series or below its parent; never one that was handed out before. `parent` is the item above as it stands.
pub(super) fn place(
    session: &mut Session<'_, '_>,
    round: &Round,
    parent: Option<&Item>,
    draft: Draft,
    given: Given,
) -> Result<Placed> {
    check_parent(draft.kind, parent)?;
    let words = text("text", &draft.text, MAX_TEXT)?;
    let goal = text_opt("goal", draft.goal.as_deref(), MAX_TEXT)?;
    let note = text_opt("note", draft.note.as_deref(), MAX_TEXT)?;
    let (code, counter) = next_code(session, round, parent, &draft)?;
    let item = ItemId(session.next(ItemId::COUNTER)?);
    let uid = session.uid();
    let new = NewItem {
        item,
        uid,
        round: round.id,
        parent: parent.map(|p| p.id),
        item_kind: draft.kind,
        origin: draft.origin,
        item_type: draft.item_type,
        sort_key: code.sort_key(),
        code: code.to_string(),
        counter,
        text: words,
        goal,
        note,
        source_no: draft.source_no,
        source: draft.source,
        approval: given.approval,
        roles: given.roles,
        deadline: given.deadline,
    };
    session.added(&new);
    session.record(&Event::ItemAdded(Box::new(new)))?;
    // One more piece of work that is not begun changes nothing above that is not begun either.
    if matches!(draft.kind, ItemKind::Measure | ItemKind::Issue)
        && let Some(parent) = parent.filter(|p| is_begun(p))
    {
        session.derive_up(Some(parent.id))?;
    }
    Ok(Placed { id: item, code: code.to_string() })
}

/// Whether one more piece of work below an item could change its progress.
pub(super) fn is_begun(item: &Item) -> bool {
    item.kind != ItemKind::Category && item.progress != Progress::NotStarted
}

/// What may stand below what.
#[expect(clippy::match_same_arms, reason = "read as a table, kind by kind")]
pub(super) fn check_parent(kind: ItemKind, parent: Option<&Item>) -> Result<(), Refusal> {
    use ItemKind as K;
    let fits = match (kind, parent.map(|p| p.kind)) {
        (K::Category | K::Opinion, None | Some(K::Category)) | (K::Issue, None | Some(K::Category | K::Issue)) => true,
        (K::Measure, Some(K::Issue | K::Opinion)) | (K::Case, Some(K::Issue)) => true,
        (K::Measure | K::Case, None) => return Err(Refusal::NeedsParent(kind)),
        _ => false,
    };
    match parent {
        Some(parent) if !fits => {
            Err(Refusal::WrongParent { kind, parent: parent.code.clone(), parent_kind: parent.kind })
        }
        _ => Ok(()),
    }
}

/// The code of the next item, and the counter it is taken from with the number taken.
fn next_code(
    session: &Session<'_, '_>,
    round: &Round,
    parent: Option<&Item>,
    draft: &Draft,
) -> Result<(Code, (String, i64))> {
    let below = match (draft.kind, parent) {
        (ItemKind::Measure | ItemKind::Case | ItemKind::Category, Some(parent)) => Some(parent),
        (ItemKind::Issue, Some(parent)) if parent.kind == ItemKind::Issue => Some(parent),
        _ => None,
    };
    let number_of = |n: i64| u32::try_from(n).map_err(|_| Refusal::BadCode(n.to_string()));
    if let Some(code) = &draft.code {
        let fits = match (below, code.path.as_slice()) {
            (Some(parent), [_, .., last]) => {
                let above = code.parent().is_some_and(|above| above.to_string() == parent.code);
                above.then(|| (parent.code.clone(), i64::from(*last)))
            }
            (None, [number])
                if code.series == Series::of(draft.kind, draft.origin)
                    || (draft.kind == ItemKind::Issue && code.series.is_of_issues()) =>
            {
                Some((code.series.letter(), i64::from(*number)))
            }
            _ => None,
        };
        if let Some(counter) = fits
            && session.item_by_code(round.id, code)?.is_none()
        {
            return Ok((code.clone(), counter));
        }
    }
    if let Some(parent) = below {
        let above: Code = parent.code.parse().map_err(|_| Refusal::BadCode(parent.code.clone()))?;
        let number = session.next(&format!("code:{}:{}", round.id, parent.code))?;
        return Ok((above.child(number_of(number)?), (parent.code.clone(), number)));
    }
    if let (ItemKind::Issue, Some(number)) = (draft.kind, draft.number) {
        let code = Code::top(Series::PLAIN, number);
        if session.item_by_code(round.id, &code)?.is_none() {
            return Ok((code, (Series::PLAIN.letter(), i64::from(number))));
        }
    }
    let series = Series::of(draft.kind, draft.origin);
    let mut number = session.next(&format!("code:{}:{}", round.id, series.letter()))?;
    loop {
        let code = Code::top(series, number_of(number)?);
        // A number that a paper gave may lie ahead of the counter.
        if session.item_by_code(round.id, &code)?.is_none() {
            return Ok((code, (series.letter(), number)));
        }
        number += 1;
    }
}

/// What `edit` changes: each field with its new words; `None` empties it.
pub type Edits = Vec<(ItemField, Option<String>)>;

/// What is to be otherwise about items.
#[derive(Debug, Clone, Default)]
pub struct Revision {
    /// Wordings.
    pub edits: Edits,
    /// The code of the issue or opinion below which measures go.
    pub under: Option<String>,
    /// The round in which that code is looked for; the items' own when not named.
    pub round: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The meeting that approved a change of the adopted plan.
    pub meeting: Option<String>,
    /// Or the document.
    pub approval: Option<String>,
}

/// Edits wordings of items.
///
/// # Errors
/// As [`revise`].
pub fn edit(
    ledger: &mut Ledger,
    context: &mut Context,
    items: &[ItemId],
    edits: &Edits,
    reason: Option<&str>,
    approval: (Option<&str>, Option<&str>),
    how: Run,
) -> Result<Receipt> {
    let owned = |words: Option<&str>| words.map(ToOwned::to_owned);
    let revision = Revision {
        edits: edits.clone(),
        reason: owned(reason),
        meeting: owned(approval.0),
        approval: owned(approval.1),
        ..Revision::default()
    };
    revise(ledger, context, items, &revision, how)
}

/// Revises items: wordings, and for measures the item above.
///
/// # Errors
/// When nothing changes, a field cannot be empty, something other than a measure is to move, or the plan was adopted and no
/// approval is named.
pub fn revise(
    ledger: &mut Ledger,
    context: &mut Context,
    items: &[ItemId],
    revision: &Revision,
    how: Run,
) -> Result<Receipt> {
    let reason = text_opt("reason", revision.reason.as_deref(), MAX_NAME)?;
    let (_, receipt) = run(ledger, context, "edit", how, |session| {
        let approval = meeting::approval(session, revision.meeting.as_deref(), revision.approval.as_deref())?;
        let targets = all_or_refusals(items.iter().map(|id| session.workable(*id)))?;
        let under = match (&revision.under, targets.first()) {
            (Some(code), Some(first)) => {
                let own = session.round(first.round)?.key;
                let id = select::code(session, Some(revision.round.as_ref().unwrap_or(&own)), code)?;
                Some(session.workable(id)?)
            }
            _ => None,
        };
        for item in targets {
            let round = session.open_round(item.round)?;
            if let Some(under) = &under {
                plan::move_below(session, &item, under, reason.as_deref(), approval.as_ref())?;
            }
            for (field, words) in &revision.edits {
                let before = field_of(&item, *field);
                let after = checked_field(*field, words.as_deref())?;
                if before == after {
                    continue;
                }
                let change = PlanChange::Reworded { kind: item.kind, field: *field, stood: before.is_some() };
                plan::allow(session, &round, &item.code, &change, approval.as_ref())?;
                if matches!(field, ItemField::Origin) && item.kind != ItemKind::Issue {
                    return Err(Refusal::WrongKind { code: item.code, kind: item.kind }.into());
                }
                // Out of 反馈问题 is out of the figures that are published: as with withdrawing, not without a reason.
                if matches!(field, ItemField::Origin) && item.origin == Origin::Feedback && reason.is_none() {
                    return Err(Refusal::EmptyText("reason").into());
                }
                // Type and origin are counted as of a day: their days do not run backwards.
                if matches!(field, ItemField::Type | ItemField::Origin) {
                    session.check_day(&item, Axis::Facets)?;
                }
                let locked = session.locks.iter().find(|(id, ..)| *id == item.round).cloned();
                if let Some((_, round, through)) = locked
                    && *field == ItemField::Text
                    && item.added_on <= through
                {
                    session.warn(Warning::RewordedSinceLock { code: item.code.clone(), round, through });
                }
                session.record(&Event::ItemEdited {
                    item: item.id,
                    field: *field,
                    before: before.clone(),
                    after: after.clone(),
                    reason: reason.clone(),
                    approval: approval.clone(),
                })?;
                session.done(&item, Change::Edited { field: *field, before, after });
            }
        }
        nothing_done(session)
    })?;
    Ok(receipt)
}

fn nothing_done(session: &Session<'_, '_>) -> Result<()> {
    if session.receipt.done.is_empty() { Err(Refusal::NothingToDo.into()) } else { Ok(()) }
}

fn field_of(item: &Item, field: ItemField) -> Option<String> {
    match field {
        ItemField::Text => Some(item.text.clone()),
        ItemField::Goal => item.goal.clone(),
        ItemField::Type => item.item_type.map(|t| t.key().to_owned()),
        ItemField::Origin => Some(item.origin.key().to_owned()),
        ItemField::SourceNo => item.source_no.clone(),
        ItemField::Note => item.note.clone(),
    }
}

fn checked_field(field: ItemField, words: Option<&str>) -> Result<Option<String>, Error> {
    match field {
        ItemField::Text => Ok(Some(text("text", words.unwrap_or_default(), MAX_TEXT)?)),
        ItemField::Goal => Ok(text_opt("goal", words, MAX_TEXT)?),
        ItemField::Note => Ok(text_opt("note", words, MAX_TEXT)?),
        ItemField::SourceNo => Ok(text_opt("source_no", words, MAX_NAME)?),
        ItemField::Type => match words {
            None => Ok(None),
            Some(key) => Ok(Some(key.parse::<ItemType>().map_err(|_| Refusal::BadCode(key.into()))?.key().into())),
        },
        ItemField::Origin => {
            let key = words.unwrap_or_default();
            Ok(Some(key.parse::<Origin>().map_err(|_| Refusal::BadCode(key.into()))?.key().into()))
        }
    }
}

/// Withdraws items and everything below them: out of every total from this day on, listed apart.
///
/// # Errors
/// When a feedback issue, or a case under one, is withdrawn for another ground than 录入差错 or the inspecting body's letter (DESIGN §3.6), or
/// something below is struck off.
pub fn withdraw(
    ledger: &mut Ledger,
    context: &mut Context,
    items: &[ItemId],
    ground: WithdrawGround,
    reason: &str,
    approval: (Option<&str>, Option<&str>),
    how: Run,
) -> Result<Receipt> {
    let reason = super::session::reason("reason", reason)?;
    let (_, receipt) = run(ledger, context, "withdraw", how, |session| {
        let approval = meeting::approval(session, approval.0, approval.1)?;
        let targets = all_or_refusals(items.iter().map(|id| session.workable(*id)))?;
        for item in targets {
            if session.item(item.id)?.withdrawn_on.is_some() {
                // Went with an item above it in the same command.
                continue;
            }
            withdraw_one(session, &item, ground, &reason, approval.as_ref())?;
        }
        Ok(())
    })?;
    Ok(receipt)
}

/// Withdraws one item that may be worked on within a command, and everything below it.
///
/// # Errors
/// As [`withdraw`].
pub(super) fn withdraw_one(
    session: &mut Session<'_, '_>,
    item: &Item,
    ground: WithdrawGround,
    reason: &str,
    approval: Option<&Approval>,
) -> Result<()> {
    let below = session.subtree(item.id)?;
    let mut bound = false;
    for part in below.iter().filter(|part| part.withdrawn_on.is_none()) {
        bound |= match part.kind {
            ItemKind::Issue | ItemKind::Category => part.origin == Origin::Feedback,
            // What was handed over with the feedback is of the issue that it stands under.
            ItemKind::Case => match part.parent {
                Some(issue) => session.item(issue)?.origin == Origin::Feedback,
                None => true,
            },
            ItemKind::Measure | ItemKind::Opinion => false,
        };
    }
    if bound && !matches!(ground, WithdrawGround::EntryError | WithdrawGround::Letter) {
        return Err(Refusal::WithdrawGround { code: item.code.clone(), ground }.into());
    }
    let needs = matches!(ground, WithdrawGround::Letter | WithdrawGround::PlanChange);
    if needs && approval.is_none() {
        return Err(Refusal::NoApproval.into());
    }
    let round = session.open_round(item.round)?;
    let kinds: Vec<ItemKind> = below.iter().filter(|i| i.withdrawn_on.is_none()).map(|i| i.kind).collect();
    plan::allow(session, &round, &item.code, &PlanChange::Withdrawn(&kinds), approval)?;
    if let Some(closed) = below.iter().find(|i| i.closure == Closure::Closed) {
        return Err(Refusal::ItemClosed(closed.code.clone()).into());
    }
    all_or_refusals(below.iter().map(|measure| link::carries_no_closing(session, measure)))?;
    let reach: Vec<ItemId> = below.iter().filter(|i| i.withdrawn_on.is_none()).map(|i| i.id).collect();
    session.record(&Event::ItemWithdrawn {
        item: item.id,
        reach,
        ground,
        reason: reason.to_owned(),
        approval: approval.cloned(),
    })?;
    session.done(item, Change::Withdrawn);
    session.derive_up(item.parent)
}
