//! Extensions (延期): applied for, approved, refused. What may be asked for is decided in [`crate::domain::extension`].
//!
//! An application that waits changes nothing: the due day stands and what is late is late, until it is decided on. Should the
//! work be completed, struck off or withdrawn in the meantime, the application is no obstacle to that: it is shown as no longer
//! needed (已不需要), can be refused while the item is not struck off, and can never be approved.

use super::{
    Result, filing, meeting,
    responsibility::{check_days, deadline_reach, impossible, read, warn_about},
    select,
    session::{MAX_NAME, Run, Session, all_or_refusals, reason, run, text},
};
use crate::{
    domain::{
        Day,
        context::Context,
        deadline::Deadline,
        event::Event,
        extension::{Above, DayFault, Objection, day_fault, is_after_expiry, is_later, objection, review_after},
        ids::{ExtensionId, ItemId, PartyId},
        item::Item,
        lifecycle::Progress,
        meeting::Approval,
        party::Role,
        receipt::{Change, Receipt},
        refusal::{Refusal, Warning},
        reported::ExtensionTold,
    },
    store::{
        Ledger,
        query::{Axis, ExtensionRow, Meeting, Round},
    },
};
use std::collections::HashSet;

/// A later deadline, as it is asked for.
#[derive(Debug, Clone, Default)]
pub struct Extension {
    /// The words of the new deadline.
    pub to: String,
    /// The next review day; overrides the one the words give.
    pub review: Option<Day>,
    /// Why.
    pub reason: String,
    /// Who applies; the leading department when not named.
    pub applicant: Option<String>,
    /// The meeting that approved.
    pub meeting: Option<String>,
    /// Or the document.
    pub approval: Option<String>,
}

/// Extends deadlines. With an approval they are applied for and approved in one go, else the applications wait. The first due
/// day stays for ever visible.
///
/// # Errors
/// Every item's first objection, all at once; also when an application waits for it already.
pub fn extend(
    ledger: &mut Ledger,
    context: &mut Context,
    items: &[ItemId],
    extension: &Extension,
    how: Run,
) -> Result<Receipt> {
    let reason = reason("reason", &extension.reason)?;
    let (_, receipt) = run(ledger, context, "extend", how, |session| {
        let approval = meeting::approval(session, extension.meeting.as_deref(), extension.approval.as_deref())?;
        let applicant = extension.applicant.as_deref().map(|name| filing::department(session, name)).transpose()?;
        let asked = Asked {
            to: &extension.to,
            review: extension.review,
            told: None,
            reason: &reason,
            applicant,
            on_return: None,
        };
        let mut covered: HashSet<ItemId> = HashSet::new();
        let attempts = items.iter().map(|id| {
            if covered.contains(id) {
                // Goes with the item above whose deadline it inherits: told, but not extended twice.
                return tell_covered(session, *id, &asked, approval.is_some());
            }
            let reached = match &approval {
                Some(approval) => {
                    let item = session.item(*id)?;
                    check_deciding(session, &item, approval)?;
                    check_order(session, &item, approval, session.on, true)?;
                    grant(session, *id, &asked, approval)?
                }
                None => {
                    let item = session.workable(*id)?;
                    check_adopted(session, &item)?;
                    let (_, deadline) = apply(session, &item, &asked, true)?;
                    session.done(&item, Change::ExtensionApplied { before: item.due(), deadline });
                    deadline_reach(session, &item)?
                }
            };
            covered.extend(reached.iter().map(|item| item.id));
            Ok(())
        });
        all_or_refusals(attempts).map(drop)
    })?;
    Ok(receipt)
}

/// What is asked for an item. Words and reason are checked where they come in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The words of the new deadline.
    pub(super) to: &'a str,
    /// The next review day; overrides the one the words give.
    pub(super) review: Option<Day>,
    /// As another ledger of this program understood the words.
    pub(super) told: Option<&'a Deadline>,
    /// Why.
    pub(super) reason: &'a str,
    /// Who applies; the leading department when `None`.
    pub(super) applicant: Option<PartyId>,
    /// Nobody applies: an item was returned, and these are open again. What is done and was not named keeps its day.
    pub(super) on_return: Option<&'a [Item]>,
}

/// Applies for a later deadline of one item on the day of effect and approves it in one go, within a command. The item must
/// be work that is open at this moment (what is returned has fallen back before). Returns the items for which the deadline is
/// effective now. An application that waited is not decided by this: it refuses.
pub(super) fn grant(
    session: &mut Session<'_, '_>,
    id: ItemId,
    asked: &Asked<'_>,
    approval: &Approval,
) -> Result<Vec<Item>> {
    let item = session.workable(id)?;
    check_deciding(session, &item, approval)?;
    let (extension, deadline) = apply(session, &item, asked, false)?;
    put_off(session, &item, extension, deadline, approval, asked.on_return)
}

/// Records an application. `in_hope`: the item above counts with the day that was applied for it.
pub(super) fn apply(
    session: &mut Session<'_, '_>,
    item: &Item,
    asked: &Asked<'_>,
    in_hope: bool,
) -> Result<(ExtensionId, Deadline)> {
    let round = session.open_round(item.round)?;
    if let Some(waits) = session.extension_waiting(item.id)? {
        let (code, applicant) = (item.code.clone(), waits.applicant);
        return Err(
            Refusal::ExtensionWaits { code, applied_on: waits.applied_on, applicant, to: waits.deadline.raw }.into()
        );
    }
    impossible(&round, asked.to)?;
    let deadline = match asked.told {
        Some(told) => told.clone(),
        None => read(&round, asked.to, asked.review, false)?,
    };
    check(session, item, &deadline, in_hope)?;
    session.check_day(item, Axis::Deadline)?;
    let after_expiry = asked.on_return.is_none() && is_after_expiry(item.due(), session.on);
    if let (true, Some(due)) = (after_expiry, item.due()) {
        session.warn(Warning::ExtendedAfterExpiry { code: item.code.clone(), due });
    }
    let extension = ExtensionId(session.next(ExtensionId::COUNTER)?);
    session.record(&Event::ExtensionApplied {
        extension,
        item: item.id,
        applicant: match (asked.applicant, asked.on_return) {
            (None, None) => item.in_role(Role::Department).next().map(|d| d.id),
            (applicant, _) => applicant,
        },
        deadline: deadline.clone(),
        reason: asked.reason.to_owned(),
        after_expiry,
        on_return: asked.on_return.is_some(),
    })?;
    Ok((extension, deadline))
}

/// The rule of what may be asked for, with what bounds it above.
fn check(session: &Session<'_, '_>, item: &Item, asked: &Deadline, in_hope: bool) -> Result<()> {
    let above = match item.parent {
        Some(parent) => {
            let parent = session.item(parent)?;
            let mut deadline = parent.deadline.map(|held| held.now);
            if in_hope
                && let Some(waits) = session.extension_waiting(parent.id)?
                && is_later(deadline.as_ref().and_then(|held| held.due), waits.deadline.due)
            {
                deadline = Some(waits.deadline);
            }
            Some(Above { code: parent.code, kind: parent.kind, deadline })
        }
        None => None,
    };
    let code = item.code.clone();
    let Some(objection) = objection(item, asked, above.as_ref()) else { return Ok(()) };
    Err(match objection {
        Objection::Withdrawn => Refusal::ItemWithdrawn(code),
        Objection::Closed => Refusal::ItemClosed(code),
        Objection::Completed => Refusal::ExtendCompleted(code),
        Objection::NoDeadline => Refusal::NoDeadline(code),
        Objection::NoDueDay => Refusal::NoDueDay(code),
        Objection::Unclear => {
            Refusal::UnclearDeadline { raw: asked.raw.clone(), note: asked.note.clone().unwrap_or_default() }
        }
        Objection::NotLater { due, asked } => Refusal::NotLater { code, due, asked },
        Objection::AfterAbove { asked, above, above_due } => Refusal::DueAfterAbove { code, asked, above, above_due },
    }
    .into())
}

/// The deadline becomes effective for the item and what inherits it at this moment.
fn put_off(
    session: &mut Session<'_, '_>,
    item: &Item,
    extension: ExtensionId,
    mut deadline: Deadline,
    approval: &Approval,
    open_again: Option<&[Item]>,
) -> Result<Vec<Item>> {
    let round = session.open_round(item.round)?;
    let mut reached = deadline_reach(session, item)?;
    if let Some(named) = open_again {
        // Done in its time or late, it was not asked to be done again: another day would tell it otherwise.
        reached.retain(|work| work.progress != Progress::Completed || named.iter().any(|again| again.id == work.id));
    }
    check_days(session, &reached, Axis::Deadline)?;
    warn_about(session, &round, item, &deadline)?;
    let review_of = |item: &Item| item.deadline.as_ref().and_then(|held| held.now.review);
    let (brought, held) = (deadline.review, review_of(item));
    deadline.review = review_after(held, brought, session.on);
    if let (None, Some(review)) = (deadline.review, held) {
        session.warn(Warning::ReviewPassed { code: item.code.clone(), review });
    }
    session.record(&Event::ExtensionApproved {
        extension,
        item: item.id,
        deadline: deadline.clone(),
        approval: approval.clone(),
        reach: reached.iter().map(|i| i.id).collect(),
    })?;
    let times = item.deadline.as_ref().map_or(0, |held| held.extensions) + 1;
    let now = deadline.review;
    session.done(item, Change::Extended { before: item.due(), deadline, times });
    // What inherits the deadline may have been given a review day of its own.
    for work in reached.iter().filter(|work| review_of(work) != held) {
        let own = review_after(review_of(work), brought, session.on);
        if own.is_some() && own != now {
            session.record(&Event::ReviewSet { item: work.id, review: own, reach: vec![work.id] })?;
            session.done(work, Change::ReviewSet { review: own });
        }
    }
    Ok(reached)
}

/// Records an extension that another ledger tells of, for an item that was just recorded with its first day: on the day of its
/// approval, or the first one that is open. The rule of what may be asked for was for whoever approved it.
pub(super) fn take_over(
    session: &mut Session<'_, '_>,
    id: ItemId,
    told: &ExtensionTold,
    met: Option<Meeting>,
    deadline: Deadline,
) -> Result<()> {
    let item = session.item(id)?;
    let round = session.open_round(item.round)?;
    let reached = deadline_reach(session, &item)?;
    let mut open = told.on.max(item.added_on).max(round.adopted_on.unwrap_or(told.on));
    for work in &reached {
        open = session.last_day(work.id, Axis::Deadline)?.map_or(open, |last| open.max(last));
    }
    let (own, on) = (session.on, open.min(session.today));
    session.on = on;
    let extension = ExtensionId(session.next(ExtensionId::COUNTER)?);
    session.record(&Event::ExtensionApplied {
        extension,
        item: id,
        applicant: None,
        deadline: deadline.clone(),
        reason: reason("reason", &told.reason)?,
        after_expiry: is_after_expiry(item.due(), on),
        on_return: false,
    })?;
    // A meeting of this ledger decided it; of any other the words say which it was.
    let met = met.or_else(|| select::meeting(session, &told.approval).ok()).filter(|met| met.facts.held_on <= on);
    let approval = match met {
        Some(meeting) => Approval::Meeting(meeting.id),
        None => Approval::Words(text("approval", &told.approval, MAX_NAME)?),
    };
    session.record(&Event::ExtensionApproved {
        extension,
        item: id,
        deadline: deadline.clone(),
        approval,
        reach: reached.iter().map(|work| work.id).collect(),
    })?;
    let times = item.deadline.as_ref().map_or(0, |held| held.extensions) + 1;
    session.done(&item, Change::Extended { before: item.due(), deadline, times });
    session.on = own;
    Ok(())
}

fn tell_covered(session: &mut Session<'_, '_>, id: ItemId, asked: &Asked<'_>, approved: bool) -> Result<()> {
    let item = session.item(id)?;
    let Some(held) = item.deadline.clone() else { return Ok(()) };
    let change = if approved {
        Change::Extended { before: session.due_before_last(id)?, deadline: held.now, times: held.extensions }
    } else {
        let round = session.open_round(item.round)?;
        let deadline = read(&round, asked.to, asked.review, false)?;
        Change::ExtensionApplied { before: held.now.due, deadline }
    };
    session.done(&item, change);
    Ok(())
}

/// How waiting applications are approved.
#[derive(Debug, Clone, Default)]
pub struct Ruling {
    /// Another deadline than the one applied for, in words.
    pub to: Option<String>,
    /// The next review day.
    pub review: Option<Day>,
    /// The meeting that approved.
    pub meeting: Option<String>,
    /// Or the document.
    pub approval: Option<String>,
}

/// Approves the applications that wait for these items: as applied for, or with the day that was decided instead, which may be
/// earlier than asked but still is later than the day now.
///
/// # Errors
/// [`Refusal::NoApproval`], [`Refusal::NoExtensionWaits`], [`Refusal::DecidedBeforeApplied`], and what would refuse the
/// application if it were made now.
pub fn approve(
    ledger: &mut Ledger,
    context: &mut Context,
    items: &[ItemId],
    ruling: &Ruling,
    how: Run,
) -> Result<Receipt> {
    let (_, receipt) = run(ledger, context, "extend", how, |session| {
        let approval = meeting::approval(session, ruling.meeting.as_deref(), ruling.approval.as_deref())?
            .ok_or(Refusal::NoApproval)?;
        let attempts = items.iter().map(|id| {
            approve_one(session, *id, &approval, |round, waits| match &ruling.to {
                Some(words) => {
                    impossible(round, words)?;
                    read(round, words, ruling.review, false)
                }
                None => Ok(Deadline { review: ruling.review.or(waits.review), ..waits.clone() }),
            })
        });
        all_or_refusals(attempts).map(drop)
    })?;
    Ok(receipt)
}

/// Approves the application that waits for an item within a command: with the deadline that is `granted` of the one asked for.
///
/// # Errors
/// As [`approve`].
pub(super) fn approve_one(
    session: &mut Session<'_, '_>,
    id: ItemId,
    approval: &Approval,
    granted: impl FnOnce(&Round, &Deadline) -> Result<Deadline>,
) -> Result<()> {
    let item = session.workable(id)?;
    let waits = waiting(session, &item, approval)?;
    let deadline = granted(&session.open_round(item.round)?, &waits.deadline)?;
    check(session, &item, &deadline, false)?;
    put_off(session, &item, waits.id, deadline, approval, None).map(drop)
}

/// Refuses the applications that wait for these items: the deadline stays.
///
/// # Errors
/// [`Refusal::NoApproval`] when it is not said who refused, [`Refusal::NoExtensionWaits`],
/// [`Refusal::DecidedBeforeApplied`].
pub fn refuse(
    ledger: &mut Ledger,
    context: &mut Context,
    items: &[ItemId],
    words: &str,
    approval: (Option<&str>, Option<&str>),
    how: Run,
) -> Result<Receipt> {
    let words = text("words", words, MAX_NAME)?;
    let (_, receipt) = run(ledger, context, "extend", how, |session| {
        let approval = meeting::approval(session, approval.0, approval.1)?.ok_or(Refusal::NoApproval)?;
        all_or_refusals(items.iter().map(|id| refuse_one(session, *id, &words, &approval))).map(drop)
    })?;
    Ok(receipt)
}

/// Refuses the application that waits for an item within a command.
///
/// # Errors
/// As [`refuse`].
pub(super) fn refuse_one(session: &mut Session<'_, '_>, id: ItemId, words: &str, approval: &Approval) -> Result<()> {
    let item = session.workable(id)?;
    let waits = waiting(session, &item, approval)?;
    session.record(&Event::ExtensionRefused {
        extension: waits.id,
        item: item.id,
        approval: approval.clone(),
        words: words.to_owned(),
    })?;
    session.done(&item, Change::ExtensionRefused { due: item.due() });
    Ok(())
}

/// The application that waits, which must have been made by the day it is decided on, and by the day of the meeting.
fn waiting(session: &Session<'_, '_>, item: &Item, approval: &Approval) -> Result<ExtensionRow> {
    let waits = session.extension_waiting(item.id)?.ok_or_else(|| Refusal::NoExtensionWaits(item.code.clone()))?;
    check_deciding(session, item, approval)?;
    check_order(session, item, approval, waits.applied_on, false)?;
    Ok(waits)
}

/// Adopted, then applied for, then decided on. Whether the plan was adopted is asked as of now, as for any adjustment.
fn check_order(
    session: &Session<'_, '_>,
    item: &Item,
    approval: &Approval,
    applied_on: Day,
    at_once: bool,
) -> Result<()> {
    let adopted = session.round(item.round)?.adopted_on;
    let code = item.code.clone();
    match day_fault(session.on, adopted, applied_on, held_on(session, approval)?) {
        None => Ok(()),
        Some(DayFault::BeforeAdoption { on, adopted }) => {
            Err(Refusal::ExtendedBeforeAdoption { code, on, adopted }.into())
        }
        Some(DayFault::BeforeApplied { applied_on, decided_on }) => {
            Err(Refusal::DecidedBeforeApplied { code, applied_on, decided_on, at_once }.into())
        }
    }
}

/// An application by itself has only the adoption before it.
fn check_adopted(session: &Session<'_, '_>, item: &Item) -> Result<()> {
    match day_fault(session.on, session.round(item.round)?.adopted_on, session.on, None) {
        Some(DayFault::BeforeAdoption { on, adopted }) => {
            Err(Refusal::ExtendedBeforeAdoption { code: item.code.clone(), on, adopted }.into())
        }
        _ => Ok(()),
    }
}

/// A meeting cannot have decided on what was fed back after it.
fn check_deciding(session: &Session<'_, '_>, item: &Item, approval: &Approval) -> Result<()> {
    let feedback = session.round(item.round)?.settings.feedback_on;
    match held_on(session, approval)? {
        Some(meeting) if meeting < feedback => Err(Refusal::MeetingBeforeFeedback { meeting, feedback }.into()),
        _ => Ok(()),
    }
}

fn held_on(session: &Session<'_, '_>, approval: &Approval) -> Result<Option<Day>> {
    match approval {
        Approval::Meeting(id) => Ok(session.meeting(*id)?.map(|meeting| meeting.facts.held_on)),
        Approval::Words(_) => Ok(None),
    }
}
