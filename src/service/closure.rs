//! Closure (销号): applied for, agreed, returned, deferred, ratified, reopened. The gate decides, whichever verb asks.

mod at_once;
mod basis;
mod returning;
mod signing;
mod tabled;
mod taken_over;

pub(super) use at_once::close_at_once;
pub(super) use basis::evidence_of_work;
pub use returning::{Returning, defer, give_back};
pub(super) use returning::{defer_one, give_back_one};
pub(super) use signing::sign_one;
pub use signing::{Signing, sign};
pub use tabled::{Tabling, tabled};
pub(super) use taken_over::{Grounds, close_as_told, return_as_told, take_over};

use super::{
    Error, Result, filing, meeting, select,
    session::{MAX_NAME, Run, Session, all_or_refusals, run, text_opt},
    succession,
};
use crate::{
    domain::{
        context::Context,
        event::Event,
        filing::FilingState,
        ids::{ItemId, RecheckId},
        item::{Item, ItemKind},
        lifecycle::{Closure, Progress},
        meeting::{Decision, DecisionOn, MeetingKind},
        party::Role,
        receipt::{Change, Receipt},
        refusal::{Refusal, Warning},
        round::SignOff,
    },
    store::{
        Ledger,
        query::{Axis, FilingRow, Meeting},
    },
};
use basis::Basis;

/// How items are to be struck off.
#[derive(Debug, Clone, Default)]
pub struct Closing {
    /// The meeting that agreed.
    pub meeting: Option<String>,
    /// Words that stand for evidence.
    pub without_evidence: Option<String>,
    /// Taken over from an earlier ledger without a meeting; the words say from where.
    pub taken_over: Option<String>,
}

/// Strikes items off by one decision. Either all of them pass the gate or none is struck off.
///
/// # Errors
/// [`Refusal::Gate`] for every item that does not pass, each with everything that is missing.
pub fn close(
    ledger: &mut Ledger,
    context: &mut Context,
    items: &[ItemId],
    closing: &Closing,
    how: Run,
) -> Result<Receipt> {
    let (_, receipt) = run(ledger, context, "close", how, |session| close_within(session, items, closing))?;
    Ok(receipt)
}

/// Strikes items off within a command, what goes first first.
///
/// # Errors
/// As [`close`].
fn close_within(session: &mut Session<'_, '_>, items: &[ItemId], closing: &Closing) -> Result<()> {
    let reason =
        |field, words: &Option<String>| words.as_deref().map(|words| super::session::reason(field, words)).transpose();
    let without_evidence = reason("without_evidence", &closing.without_evidence)?;
    let taken_over = reason("taken_over", &closing.taken_over)?;
    let meeting = closing.meeting.as_deref().map(|typed| select::meeting(session, typed)).transpose()?;
    let mut targets: Vec<Item> = Vec::new();
    for id in items {
        if !targets.iter().any(|item| item.id == *id) {
            targets.push(session.item(*id)?);
        }
    }
    // One decision may strike off an issue with its measures: then they go first, or they would stand under a closing.
    targets.sort_by_key(|item| (item.kind != ItemKind::Measure, !item.under_issue));
    let (mut passed, mut refused) = (Vec::new(), Vec::new());
    for item in targets {
        let basis = Basis::of(session, &item)?;
        let words = (without_evidence.as_deref().or(taken_over.as_deref()), taken_over.is_some());
        let missing = basis.missing(session, &item, meeting.as_ref(), words, items);
        if !missing.is_empty() {
            refused.push(Refusal::Gate { code: item.code, missing });
            continue;
        }
        let decided = match &meeting {
            Some(meeting) => meeting::undecided(session, &item, meeting.id, DecisionOn::Closure),
            None => Ok(()),
        };
        match session.nothing_closed_above(&item).and(decided) {
            Ok(()) => passed.push((item, basis)),
            Err(Error::Refused(reasons)) => refused.extend(reasons),
            Err(other) => return Err(other),
        }
    }
    if !refused.is_empty() {
        return Err(Error::Refused(refused));
    }
    for (item, basis) in passed {
        session.check_day(&item, Axis::Closure)?;
        let words = without_evidence.clone().or_else(|| taken_over.clone()).filter(|_| basis.evidence.is_empty());
        session.record(&Event::Closed {
            item: item.id,
            cycle: item.cycle,
            meeting: meeting.as_ref().map(|m| m.id),
            unratified: taken_over.is_some() && meeting.is_none(),
            without_evidence: words.clone(),
            words: taken_over.clone(),
            rests_on: basis.rests_on(),
            evidence: basis.evidence,
            open_cases: basis.open_cases.iter().map(|case| case.id).collect(),
        })?;
        if words.is_some() {
            session.warn(Warning::WithoutEvidence(item.code.clone()));
        }
        warn_of_cases(session, &item, &basis.open_cases);
        let waiting = filings_waiting(session, &item, &basis.below)?;
        if waiting > 0 {
            session.warn(Warning::FilingsWait { code: item.code.clone(), count: waiting });
        }
        if taken_over.is_some() && meeting.is_none() {
            session.warn(Warning::Unratified(item.code.clone()));
        }
        session.done(&item, Change::Closed { cycle: item.cycle });
    }
    Ok(())
}

/// Names the cases that go on under a closing: they have their own clearance and do not hold it up.
fn warn_of_cases(session: &mut Session<'_, '_>, item: &Item, open: &[Item]) {
    if !open.is_empty() {
        let cases = open.iter().map(|case| case.code.clone()).collect();
        session.warn(Warning::CasesOpen { code: item.code.clone(), cases });
    }
}

/// How many filings about the item or what its completion rests on have not been accepted: they never will be.
fn filings_waiting(session: &Session<'_, '_>, item: &Item, below: &[Item]) -> Result<i64> {
    let mut count = 0;
    for id in std::iter::once(item.id).chain(below.iter().map(|b| b.id)) {
        let waits = |f: &&FilingRow| f.state == FilingState::Pending;
        count += session.filings_of(id)?.iter().filter(waits).count();
    }
    Ok(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Applies for 销号: the work must be done.
///
/// # Errors
/// [`Refusal::Gate`] with what stands in the way of completion, or when it was applied for already.
pub fn submit(
    ledger: &mut Ledger,
    context: &mut Context,
    items: &[ItemId],
    words: Option<&str>,
    how: Run,
) -> Result<Receipt> {
    let words = text_opt("words", words, MAX_NAME)?;
    let (_, receipt) = run(ledger, context, "submit", how, |session| {
        let targets = all_or_refusals(items.iter().map(|id| submittable(session, *id)))?;
        targets.iter().try_for_each(|item| request(session, item, words.clone()))
    })?;
    Ok(receipt)
}

/// Applies for 销号 of one item within a command.
///
/// # Errors
/// As [`submit`].
pub(super) fn submit_one(session: &mut Session<'_, '_>, id: ItemId, words: Option<String>) -> Result<()> {
    let item = submittable(session, id)?;
    request(session, &item, words)
}

fn request(session: &mut Session<'_, '_>, item: &Item, words: Option<String>) -> Result<()> {
    session.check_day(item, Axis::Closure)?;
    let department = item.in_role(Role::Department).next().map(|d| d.id);
    session.record(&Event::ClosureRequested { item: item.id, department, words })?;
    session.done(item, Change::Requested);
    Ok(())
}

fn submittable(session: &Session<'_, '_>, id: ItemId) -> Result<Item> {
    let item = session.workable(id)?;
    let basis = Basis::of(session, &item)?;
    // An application lapses when the work is taken up again; until then a second one says nothing new.
    if item.closure == Closure::Requested && basis.walk.applied_on.is_some() {
        return Err(Refusal::AlreadyRequested(item.code).into());
    }
    basis.work_is_done(session, &item, SignOff::Department)?;
    Ok(item)
}

/// 撤销销号: a new cycle begins; the earlier one stands.
///
/// # Errors
/// When an item is not struck off.
pub fn reopen(
    ledger: &mut Ledger,
    context: &mut Context,
    items: &[ItemId],
    reason: &str,
    open_again: &[String],
    how: Run,
) -> Result<Receipt> {
    let reason = super::session::reason("reason", reason)?;
    let (_, receipt) = run(ledger, context, "reopen", how, |session| {
        for id in items {
            reopen_item(session, *id, &reason, open_again)?;
        }
        Ok(())
    })?;
    Ok(receipt)
}

/// Reopens one item that was struck off within a command.
///
/// # Errors
/// As [`reopen`].
pub(super) fn reopen_item(
    session: &mut Session<'_, '_>,
    id: ItemId,
    reason: &str,
    open_again: &[String],
) -> Result<()> {
    let item = session.item(id)?;
    session.open_round(item.round)?;
    if item.closure != Closure::Closed {
        return Err(Refusal::ItemNotClosed { code: item.code, closure: item.closure }.into());
    }
    reopen_within(session, &item, reason, open_again, None)
}

/// Reopens a closed item within a command, because of a look-back where one is named.
pub(super) fn reopen_within(
    session: &mut Session<'_, '_>,
    item: &Item,
    reason: &str,
    open_again: &[String],
    recheck: Option<RecheckId>,
) -> Result<()> {
    // Work below a closed item cannot be taken up: the item above is reopened first.
    session.nothing_closed_above(item)?;
    let again = named_below(session, item, open_again)?;
    reopen_one(session, item, reason, recheck, again.iter().map(|i| i.id).collect())?;
    // What was struck off by itself, down to what is open again, is so no longer.
    for below in struck_off_between(session, item, &again)? {
        reopen_one(session, &below, reason, recheck, Vec::new())?;
    }
    fall_back(session, &again)
}

fn reopen_one(
    session: &mut Session<'_, '_>,
    item: &Item,
    reason: &str,
    recheck: Option<RecheckId>,
    open_again: Vec<ItemId>,
) -> Result<()> {
    session.check_day(item, Axis::Closure)?;
    let cycle = item.cycle + 1;
    session.record(&Event::Reopened { item: item.id, cycle, reason: reason.to_owned(), recheck, open_again })?;
    session.done(item, Change::Reopened { cycle });
    succession::warn_of_retired(session, item)
}

/// The items struck off among those named and everything between them and `item`, uppermost first.
fn struck_off_between(session: &Session<'_, '_>, item: &Item, named: &[Item]) -> Result<Vec<Item>> {
    let mut on_the_way: Vec<ItemId> = Vec::new();
    for leaf in named {
        let mut at = leaf.clone();
        while at.id != item.id {
            on_the_way.push(at.id);
            match at.parent {
                Some(parent) => at = session.item(parent)?,
                None => break,
            }
        }
    }
    let below = session.subtree(item.id)?.into_iter();
    Ok(below.filter(|b| b.closure == Closure::Closed && b.id != item.id && on_the_way.contains(&b.id)).collect())
}

/// A meeting ratifies closings that had been taken over without one (补党组会审议).
///
/// # Errors
/// When an item is not such a closing, or the meeting is no party group meeting.
pub fn ratify(
    ledger: &mut Ledger,
    context: &mut Context,
    items: &[ItemId],
    meeting: &str,
    how: Run,
) -> Result<Receipt> {
    let (_, receipt) = run(ledger, context, "close", how, |session| {
        let meeting = select::meeting(session, meeting)?;
        let targets = all_or_refusals(items.iter().map(|id| ratifiable(session, *id, &meeting)))?;
        targets.iter().try_for_each(|item| record_ratified(session, item, &meeting))
    })?;
    Ok(receipt)
}

/// A meeting ratifies one closing within a command.
///
/// # Errors
/// As [`ratify`].
pub(super) fn ratify_one(session: &mut Session<'_, '_>, id: ItemId, meeting: &Meeting) -> Result<()> {
    let item = ratifiable(session, id, meeting)?;
    record_ratified(session, &item, meeting)
}

fn record_ratified(session: &mut Session<'_, '_>, item: &Item, meeting: &Meeting) -> Result<()> {
    session.check_day(item, Axis::Closure)?;
    session.record(&Event::ClosureRatified { item: item.id, meeting: meeting.id })?;
    session.done(item, Change::Ratified);
    Ok(())
}

/// A closing without a meeting, about which this one may decide.
fn ratifiable(session: &Session<'_, '_>, id: ItemId, meeting: &Meeting) -> Result<Item> {
    if meeting.facts.kind != MeetingKind::PartyGroup {
        return Err(Refusal::WrongMeeting(meeting.id.0).into());
    }
    let item = session.item(id)?;
    session.open_round(item.round)?;
    meeting::held(session, &item, meeting)?;
    if item.closure != Closure::Closed {
        return Err(Refusal::ItemNotClosed { code: item.code, closure: item.closure }.into());
    }
    if !item.unratified {
        return Err(Refusal::NothingToRatify(item.code).into());
    }
    let held = meeting.facts.held_on;
    if let Some(completed) = item.completed_on.filter(|day| held < *day) {
        let decision = Decision::Agreed;
        return Err(Refusal::DecidedBeforeDone { code: item.code, meeting: held, completed, decision }.into());
    }
    meeting::undecided(session, &item, meeting.id, DecisionOn::Ratification)?;
    Ok(item)
}

/// The named items, which must stand below `item`; everything completed or staged below when none is named; the item itself
/// when nothing stands below it.
fn named_below(session: &Session<'_, '_>, item: &Item, codes: &[String]) -> Result<Vec<Item>> {
    let leaves: Vec<Item> = session
        .subtree(item.id)?
        .into_iter()
        .filter(|below| below.id != item.id && below.withdrawn_on.is_none())
        .filter(|below| matches!(below.kind, ItemKind::Measure | ItemKind::Issue))
        .collect();
    if leaves.is_empty() {
        return Ok(vec![item.clone()]);
    }
    let round = session.round(item.round)?;
    let named = select::codes(session, Some(&round.key), codes)?;
    let mut again = Vec::new();
    for id in named {
        match leaves.iter().find(|l| l.id == id) {
            Some(leaf) => again.push(leaf.clone()),
            None => {
                let other = session.item(id)?.code;
                return Err(Refusal::NotBelow { code: item.code.clone(), other }.into());
            }
        }
    }
    if codes.is_empty() {
        for leaf in leaves {
            if session.live_children(leaf.id)?.is_empty() {
                again.push(leaf);
            }
        }
    }
    Ok(again)
}

/// What is open again falls back to 整改中 unless it had not even begun.
fn fall_back(session: &mut Session<'_, '_>, items: &[Item]) -> Result<()> {
    for item in items {
        if matches!(item.progress, Progress::Completed | Progress::Staged) {
            filing::set_progress(session, item, Progress::InProgress, None, None)?;
        }
    }
    Ok(())
}
