//! Filings (填报): what departments report, and how it moves progress.

use super::{
    Result, closure, responsibility,
    session::{MAX_NAME, MAX_TEXT, Run, Session, all_or_refusals, run, text_opt},
};
use crate::{
    domain::{
        Day,
        context::Context,
        event::{Event, NewFiling},
        filing::before_taken_up,
        ids::{FilingId, ItemId, PartyId},
        item::{Item, ItemKind, ItemType},
        lifecycle::Progress,
        party::{PartyKind, Role},
        receipt::{Change, Receipt},
        refusal::{Refusal, UnknownParty, Warning},
    },
    store::{Ledger, query::Axis},
};

/// A filing as it is handed in.
#[derive(Debug, Clone, Default)]
pub struct Filing {
    /// The department that reports; the leading one when not named.
    pub department: Option<String>,
    /// Who filled it in.
    pub filled_by: Option<String>,
    /// 整改情况.
    pub situation: Option<String>,
    /// 存在问题.
    pub problems: Option<String>,
    /// 下步措施.
    pub next: Option<String>,
    /// The progress claimed.
    pub progress: Option<Progress>,
    /// The day of completion; the day of effect when not named.
    pub completed_on: Option<Day>,
    /// The next review day of standing work.
    pub review: Option<Day>,
    /// Handed in by the department and not yet accepted: moves nothing until it is ([`super::acceptance`]).
    pub pending: bool,
}

/// Records a filing for each item. Entered by the office, it is accepted at once and, when it comes from the leading
/// department, moves progress. One that is pending names who filled it in and waits for [`super::acceptance`].
///
/// # Errors
/// When it says nothing, claims progress for an item whose measures say it, or its days do not fit.
pub fn file(
    ledger: &mut Ledger,
    context: &mut Context,
    items: &[ItemId],
    filing: &Filing,
    how: Run,
) -> Result<Receipt> {
    let filing = Filing {
        department: filing.department.clone(),
        filled_by: text_opt("filled_by", filing.filled_by.as_deref(), MAX_NAME)?,
        situation: text_opt("situation", filing.situation.as_deref(), MAX_TEXT)?,
        problems: text_opt("problems", filing.problems.as_deref(), MAX_TEXT)?,
        next: text_opt("next", filing.next.as_deref(), MAX_TEXT)?,
        ..*filing
    };
    let says_nothing = filing.situation.is_none()
        && filing.problems.is_none()
        && filing.next.is_none()
        && filing.progress.is_none()
        && filing.review.is_none();
    if says_nothing {
        return Err(Refusal::EmptyFiling.into());
    }
    if filing.pending {
        if filing.filled_by.is_none() {
            return Err(Refusal::EmptyText("filled_by").into());
        }
        // A filing claims progress; the day of the next review is the office's to set, once it has accepted.
        if filing.review.is_some() {
            return Err(Refusal::ReviewBeforeAcceptance.into());
        }
    }
    let (_, receipt) = run(ledger, context, "progress", how, |session| {
        let mut targets = all_or_refusals(items.iter().map(|id| fileable(session, *id, filing.progress)))?;
        // An opinion is 已落实 once its issues are: those that are completed by the same command come first.
        targets.sort_by_key(|item| item.kind == ItemKind::Opinion);
        all_or_refusals(targets.iter().map(|item| record(session, item, &filing))).map(drop)
    })?;
    Ok(receipt)
}

/// An item about which this may be filed.
pub(super) fn fileable(session: &Session<'_, '_>, id: ItemId, progress: Option<Progress>) -> Result<Item> {
    let item = session.workable(id)?;
    if item.kind == ItemKind::Category {
        return Err(Refusal::WrongKind { code: item.code, kind: item.kind }.into());
    }
    let below = session.live_children(id)?;
    if progress.is_some() && !below.is_empty() {
        let below = below.into_iter().map(|c| c.code).collect();
        return Err(Refusal::ProgressIsDerived { code: item.code, below }.into());
    }
    Ok(item)
}

/// Records a filing within a command.
pub(super) fn record(session: &mut Session<'_, '_>, item: &Item, filing: &Filing) -> Result<()> {
    let leading_party = item.in_role(Role::Department).next().map(|d| d.id);
    let department = match &filing.department {
        None => leading_party,
        Some(name) => Some(department(session, name)?),
    };
    let leading = filing.department.is_none() || leading_party.is_none() || department == leading_party;
    record_of(session, item, filing, department, leading).map(drop)
}

/// Records a filing of a department of which is known whether it leads. Returns its number.
pub(super) fn record_of(
    session: &mut Session<'_, '_>,
    item: &Item,
    filing: &Filing,
    department: Option<PartyId>,
    leading: bool,
) -> Result<FilingId> {
    let completed_on = completion_day(session, item, filing)?;
    let id = FilingId(session.next(FilingId::COUNTER)?);
    session.record(&Event::FilingRecorded(Box::new(NewFiling {
        filing: id,
        item: item.id,
        department,
        filled_by: filing.filled_by.clone(),
        situation: filing.situation.clone(),
        problems: filing.problems.clone(),
        next: filing.next.clone(),
        progress: filing.progress,
        completed_on,
        leading,
        accepted: !filing.pending,
    })))?;
    if filing.pending {
        session.done(item, Change::FilingWaits { filing: id });
        return Ok(id);
    }
    match filing.progress {
        Some(progress) if leading => set_progress(session, item, progress, completed_on, Some(id))?,
        Some(_) => {
            session.warn(Warning::NotLeading { code: item.code.clone() });
            session.done(item, Change::Filed);
        }
        None => session.done(item, Change::Filed),
    }
    if filing.review.is_some() {
        responsibility::set_review(session, item, filing.review)?;
    }
    Ok(id)
}

/// A declared department by its name.
pub(super) fn department(session: &Session<'_, '_>, name: &str) -> Result<PartyId> {
    let files = |kind| matches!(kind, PartyKind::Department | PartyKind::Collective);
    if let Some(party) = session.find_party(name, files)? {
        return Ok(party.id);
    }
    if let Some(ended) = super::roster::ended(session, name, files)? {
        return Err(ended.into());
    }
    let near = super::roster::near(session, name, Role::Department)?;
    // Filing gives nobody a role: a new name is declared first.
    Err(Refusal::UnknownParties(vec![UnknownParty { name: name.to_owned(), role: None, near }]).into())
}

fn completion_day(session: &mut Session<'_, '_>, item: &Item, filing: &Filing) -> Result<Option<Day>> {
    if filing.progress != Some(Progress::Completed) {
        return Ok(None);
    }
    let completed = filing.completed_on.unwrap_or(session.on);
    if completed > session.on {
        return Err(Refusal::CompletedInFuture { code: item.code.clone(), completed, on: session.on }.into());
    }
    // What was returned or reopened was found not to be done by then.
    if let Some((completed, returned)) = before_taken_up(Some(completed), session.taken_up_again(item.id)?) {
        return Err(Refusal::CompletedBeforeReturn { code: item.code.clone(), completed, returned }.into());
    }
    warn_before_feedback(session, item, completed)?;
    Ok(Some(completed))
}

/// Warns of a completion before the feedback, unless it was rectified on the spot.
pub(super) fn warn_before_feedback(session: &mut Session<'_, '_>, item: &Item, completed: Day) -> Result<()> {
    let feedback = session.round(item.round)?.settings.feedback_on;
    if completed < feedback && item.item_type != Some(ItemType::OnTheSpot) {
        session.warn(Warning::CompletedBeforeFeedback { code: item.code.clone(), completed, feedback });
    }
    Ok(())
}

/// Sets an item's progress and brings everything above in line.
pub(super) fn set_progress(
    session: &mut Session<'_, '_>,
    item: &Item,
    progress: Progress,
    completed_on: Option<Day>,
    filing: Option<FilingId>,
) -> Result<()> {
    session.check_day(item, Axis::Progress)?;
    super::link::answers_all(session, item, progress)?;
    if progress < item.progress {
        super::link::carries_no_closing(session, item)?;
    }
    session.record(&Event::ProgressSet { item: item.id, progress, completed_on, filing, derived: false })?;
    session.done(item, Change::Progress { before: item.progress, after: progress, completed_on });
    closure::close_at_once(session, item.id)?;
    session.derive_up(item.parent)
}
