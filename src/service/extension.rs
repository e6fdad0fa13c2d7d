//! Extensions (延期) within another command.

use super::{
    Result,
    responsibility::{check_days, deadline_reach, read, warn_about},
    session::Session,
};
use crate::{
    domain::{
        Day,
        deadline::DeadlineClass,
        event::Event,
        ids::{ExtensionId, ItemId, PartyId},
        item::Item,
        meeting::Approval,
        party::Role,
        receipt::Change,
        refusal::{Refusal, Warning},
    },
    store::query::Axis,
};

/// What is asked for an item. Words and reason are checked where they come in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The words of the new deadline.
    pub(super) to: &'a str,
    /// The next review day; overrides the one the words give.
    pub(super) review: Option<Day>,
    /// Why.
    pub(super) reason: &'a str,
    /// Who applies; the leading department when `None`.
    pub(super) applicant: Option<PartyId>,
}

/// Applies for a later deadline of one item on the day of effect and approves it in one go, within a command. Returns the
/// items for which the deadline is effective now.
pub(super) fn grant(
    session: &mut Session<'_, '_>,
    id: ItemId,
    asked: &Asked<'_>,
    approval: &Approval,
) -> Result<Vec<Item>> {
    let item = session.workable(id)?;
    let round = session.open_round(item.round)?;
    let held = item.deadline.clone().ok_or_else(|| Refusal::NoDeadline(item.code.clone()))?;
    let deadline = read(&round, asked.to, asked.review, false)?;
    if deadline.class == DeadlineClass::Unclear {
        let note = deadline.note.unwrap_or_default();
        return Err(Refusal::UnclearDeadline { raw: deadline.raw, note }.into());
    }
    if let (Some(due), Some(asked)) = (held.now.due, deadline.due)
        && asked <= due
    {
        return Err(Refusal::NotLater { code: item.code.clone(), due, asked }.into());
    }
    let reached = deadline_reach(session, &item)?;
    check_days(session, &reached, Axis::Deadline)?;
    let after_expiry = held.now.due.is_some_and(|due| session.on > due);
    if let (true, Some(due)) = (after_expiry, held.now.due) {
        session.warn(Warning::ExtendedAfterExpiry { code: item.code.clone(), due });
    }
    warn_about(session, &round, &item, &deadline)?;
    let extension = ExtensionId(session.next(ExtensionId::COUNTER)?);
    session.record(&Event::ExtensionApplied {
        extension,
        item: item.id,
        applicant: asked.applicant.or_else(|| item.in_role(Role::Department).next().map(|d| d.id)),
        deadline: deadline.clone(),
        reason: asked.reason.to_owned(),
        after_expiry,
    })?;
    session.record(&Event::ExtensionApproved {
        extension,
        item: item.id,
        deadline: deadline.clone(),
        approval: approval.clone(),
        reach: reached.iter().map(|i| i.id).collect(),
    })?;
    session.done(&item, Change::Extended { before: held.now.due, deadline, times: held.extensions + 1 });
    Ok(reached)
}
