//! Links (关联): made and taken away. What may be linked to what is the table in [`crate::domain::link`].

use super::{
    Error, Result, meeting, plan, select,
    session::{Run, Session, all_or_refusals, reason as a_reason, run},
};
use crate::{
    domain::{
        Day,
        context::Context,
        event::Event,
        ids::{ItemId, RoundId},
        item::{Item, ItemKind},
        lifecycle::{Closure, Progress},
        link::{LinkEnd, LinkFault, LinkKind, faults, unanswered},
        meeting::Approval,
        plan::{Needs, PlanChange, rule},
        receipt::{Change, Receipt},
        refusal::Refusal,
    },
    store::{Ledger, Reader, query::Axis},
};

/// What items are linked to: the kind, and codes as typed.
pub type Targets = Vec<(LinkKind, Vec<String>)>;

/// What approved a change of the adopted plan: the meeting, or the document.
#[derive(Debug, Clone, Copy, Default)]
pub struct Approved<'a> {
    /// The meeting, as typed.
    pub meeting: Option<&'a str>,
    /// Or the document.
    pub approval: Option<&'a str>,
}

/// Links items to others: all of it or nothing.
///
/// # Errors
/// [`Refusal::CannotLink`] with everything the table says against it, for every pair; an item that is struck off or withdrawn; a
/// change of the adopted plan without an approval.
pub fn link(
    ledger: &mut Ledger,
    context: &mut Context,
    items: &[ItemId],
    targets: &Targets,
    round: Option<&str>,
    approved: Approved<'_>,
    how: Run,
) -> Result<Receipt> {
    let (_, receipt) = run(ledger, context, "link", how, |session| {
        let approval = meeting::approval(session, approved.meeting, approved.approval)?;
        let pairs = pairs(session, items, targets, round)?;
        // Everything that stands against any of them is said at once, before the first is recorded.
        all_or_refusals(pairs.iter().map(|(kind, from, to)| {
            possible(session, *kind, *from, *to)?;
            adjusts(session, *kind, *from, approval.as_ref()).map(drop)
        }))?;
        for (kind, from, to) in pairs {
            // A pair that was typed twice is found here.
            possible(session, kind, from, to)?;
            let approval = adjusts(session, kind, from, approval.as_ref())?;
            record(session, kind, from, to, approval)?;
        }
        Ok(())
    })?;
    Ok(receipt)
}

/// Refuses a link that changes the adopted plan unapproved. Only what needed the approval carries it: everything that does is
/// listed as 方案调整.
fn adjusts(
    session: &Session<'_, '_>,
    kind: LinkKind,
    from: ItemId,
    approval: Option<&Approval>,
) -> Result<Option<Approval>> {
    let item = session.item(from)?;
    let round = session.open_round(item.round)?;
    let change = PlanChange::Linked(kind);
    plan::allow(session, &round, &item.code, &change, approval)?;
    let needed = rule(round.adopted_on.is_some(), &change) == Needs::Approval;
    Ok(approval.filter(|_| needed).cloned())
}

/// Takes links away.
///
/// # Errors
/// [`Refusal::NotLinked`]; an issue that was struck off with the measure in its sight; a change of the adopted plan without an
/// approval.
#[expect(clippy::too_many_arguments, reason = "what is linked, where, why and on whose word: each typed by itself")]
pub fn unlink(
    ledger: &mut Ledger,
    context: &mut Context,
    items: &[ItemId],
    targets: &Targets,
    round: Option<&str>,
    reason: &str,
    approved: Approved<'_>,
    how: Run,
) -> Result<Receipt> {
    let reason = a_reason("reason", reason)?;
    let (_, receipt) = run(ledger, context, "link", how, |session| {
        let approval = meeting::approval(session, approved.meeting, approved.approval)?;
        let pairs = pairs(session, items, targets, round)?;
        let stand = all_or_refusals(pairs.iter().map(|(kind, from, to)| {
            let since = removable(session, *kind, *from, *to)?;
            Ok((since, adjusts(session, *kind, *from, approval.as_ref())?))
        }))?;
        for ((kind, from, to), (since, approval)) in pairs.into_iter().zip(stand) {
            let (from, to) = (session.item(from)?, session.item(to)?);
            session.record(&Event::LinkRemoved {
                link: kind,
                from: from.id,
                to: to.id,
                since,
                reason: Some(reason.clone()),
                approval,
            })?;
            let to = typed_code(session, &to, from.round)?;
            session.done(&from, Change::Unlinked { link: kind, to });
        }
        Ok(())
    })?;
    Ok(receipt)
}

fn pairs(
    session: &Session<'_, '_>,
    items: &[ItemId],
    targets: &Targets,
    round: Option<&str>,
) -> Result<Vec<(LinkKind, ItemId, ItemId)>> {
    let mut pairs = Vec::new();
    for (kind, typed) in targets {
        let ends = select::codes(session, round, typed)?;
        if ends.is_empty() {
            return Err(Refusal::BadCode(typed.join(" ")).into());
        }
        for from in items {
            for to in &ends {
                if !pairs.contains(&(*kind, *from, *to)) {
                    pairs.push((*kind, *from, *to));
                }
            }
        }
    }
    if pairs.is_empty() { Err(Refusal::NothingToDo.into()) } else { Ok(pairs) }
}

/// Links two items within a command, for verbs that record an item with its links.
///
/// # Errors
/// As [`link`].
pub(super) fn within(
    session: &mut Session<'_, '_>,
    kind: LinkKind,
    from: ItemId,
    to: ItemId,
    approval: Option<&Approval>,
) -> Result<()> {
    possible(session, kind, from, to)?;
    let approval = adjusts(session, kind, from, approval)?;
    record(session, kind, from, to, approval)
}

/// The same for a paper that is read in: a link that stands is nothing new, and one that the table does not allow (an item
/// that was moved or changed its origin since) is not made. Returns whether it was.
///
/// # Errors
/// When the ledger cannot be read or written.
pub(super) fn where_possible(session: &mut Session<'_, '_>, kind: LinkKind, from: ItemId, to: ItemId) -> Result<bool> {
    match possible(session, kind, from, to) {
        Ok(()) => record(session, kind, from, to, None).map(|()| true),
        Err(Error::Refused(_)) => Ok(false),
        Err(other) => Err(other),
    }
}

fn record(
    session: &mut Session<'_, '_>,
    kind: LinkKind,
    from: ItemId,
    to: ItemId,
    approval: Option<Approval>,
) -> Result<()> {
    session.record(&Event::LinkAdded { link: kind, from, to, approval })?;
    let (from, to) = (session.item(from)?, session.item(to)?);
    let to = typed_code(session, &to, from.round)?;
    session.done(&from, Change::Linked { link: kind, to });
    Ok(())
}

/// Whether a link may be made, with everything that stands against it.
fn possible(session: &Session<'_, '_>, kind: LinkKind, from: ItemId, to: ItemId) -> Result<()> {
    let (from, to) = (session.workable(from)?, session.item(to)?);
    let mut against = faults(kind, &end(session, &from)?, &end(session, &to)?);
    if session.links_of(from.id)?.iter().any(|l| (l.kind, l.from, l.to) == (kind, from.id, to.id)) {
        against.push(LinkFault::Stands);
    } else if matches!(kind, LinkKind::StemsFrom | LinkKind::SameAs) && leads_to(session, kind, to.id, from.id)? {
        against.push(LinkFault::Circle);
    }
    if !against.is_empty() {
        // Between two rounds both are named with theirs.
        let (one, other) = (typed_code(session, &from, to.round)?, typed_code(session, &to, from.round)?);
        return Err(Refusal::CannotLink { link: kind, from: one, to: other, faults: against }.into());
    }
    may_change(session, kind, &to)?;
    if to.withdrawn_on.is_some() {
        return Err(Refusal::ItemWithdrawn(typed_code(session, &to, from.round)?).into());
    }
    if kind == LinkKind::Answers && from.progress == Progress::Completed && unanswered(&to) {
        return Err(Refusal::AnswersOpen { code: from.code, open: vec![to.code], linking: true }.into());
    }
    check_days(session, kind, &from, &to)
}

/// Whether a link may be taken away; since when it stands.
fn removable(session: &Session<'_, '_>, kind: LinkKind, from: ItemId, to: ItemId) -> Result<Day> {
    let (from, to) = (session.workable(from)?, session.item(to)?);
    let Some(since) = session.link_since(kind, from.id, to.id)? else {
        let to = typed_code(session, &to, from.round)?;
        return Err(Refusal::NotLinked { link: kind, from: from.code, to }.into());
    };
    may_change(session, kind, &to)?;
    check_days(session, kind, &from, &to)?;
    Ok(since)
}

/// A measure that also answers an issue is seen by that issue's gate: what the gate saw of an issue that is struck off stays
/// as it was. Every other link leaves the gate of the item it points to alone.
fn may_change(session: &Session<'_, '_>, kind: LinkKind, to: &Item) -> Result<()> {
    if kind == LinkKind::AlsoAnswers && to.withdrawn_on.is_none() {
        session.workable(to.id)?;
    }
    Ok(())
}

/// Days of a link never run backwards, nor before either end stood in the ledger, nor before what a gate decided.
fn check_days(session: &Session<'_, '_>, kind: LinkKind, from: &Item, to: &Item) -> Result<()> {
    let last = session.link_last_day(kind, from.id, to.id)?.max(Some(from.added_on)).max(Some(to.added_on));
    if let Some(last) = last.filter(|last| session.on < *last) {
        return Err(Refusal::DayRunsBack { code: from.code.clone(), on: session.on, last }.into());
    }
    if kind == LinkKind::AlsoAnswers {
        session.check_day(to, Axis::Closure)?;
    }
    Ok(())
}

fn end(session: &Session<'_, '_>, item: &Item) -> Result<LinkEnd> {
    let mut above = Vec::new();
    let mut at = item.parent;
    while let Some(parent) = at {
        above.push(parent);
        at = session.item(parent)?.parent;
    }
    Ok(LinkEnd::new(item, session.round(item.round)?.settings.feedback_on, above))
}

/// Whether links of a kind lead from one item to another.
fn leads_to(session: &Session<'_, '_>, kind: LinkKind, from: ItemId, to: ItemId) -> Result<bool> {
    let mut seen = vec![from];
    let mut at = 0;
    while at < seen.len() {
        for link in session.links_of(seen[at])? {
            if link.kind == kind && link.from == seen[at] {
                if link.to == to {
                    return Ok(true);
                }
                if !seen.contains(&link.to) {
                    seen.push(link.to);
                }
            }
        }
        at += 1;
    }
    Ok(false)
}

/// Refuses where an opinion would be 已落实 while an issue is open through which it is carried out.
pub(super) fn answers_all(session: &Session<'_, '_>, item: &Item, progress: Progress) -> Result<()> {
    if item.kind != ItemKind::Opinion || progress != Progress::Completed {
        return Ok(());
    }
    let mut open = Vec::new();
    for link in session.links_of(item.id)? {
        if link.kind == LinkKind::Answers && link.from == item.id {
            open.push(session.item(link.to)?);
        }
    }
    open.retain(unanswered);
    if open.is_empty() {
        return Ok(());
    }
    open.sort_by(|a, b| a.sort_key.cmp(&b.sort_key));
    let open = open.into_iter().map(|issue| issue.code).collect();
    Err(Refusal::AnswersOpen { code: item.code.clone(), open, linking: false }.into())
}

/// The issues struck off that a measure also answers: their closing rests on its work.
pub(super) fn carried_closings(session: &Session<'_, '_>, measure: ItemId) -> Result<Vec<Item>> {
    let mut closed = Vec::new();
    for link in session.links_of(measure)? {
        if link.kind == LinkKind::AlsoAnswers && link.from == measure {
            let issue = session.item(link.to)?;
            if issue.closure == Closure::Closed {
                closed.push(issue);
            }
        }
    }
    Ok(closed)
}

/// Refuses where an issue that was struck off on a measure's work would lose it.
pub(super) fn carries_no_closing(session: &Session<'_, '_>, measure: &Item) -> Result<()> {
    match carried_closings(session, measure.id)?.into_iter().next() {
        Some(closed) => Err(Refusal::CarriesClosed { code: measure.code.clone(), closed: closed.code }.into()),
        None => Ok(()),
    }
}

/// An item's code as it is typed beside items of `round`: with its own round's key when that is another one.
pub(super) fn typed_code(reader: &Reader<'_>, item: &Item, round: RoundId) -> Result<String> {
    if item.round == round {
        return Ok(item.code.clone());
    }
    Ok(format!("{}:{}", reader.round(item.round)?.key, item.code))
}
