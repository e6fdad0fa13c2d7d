//! 退回整改 and 暂缓: not agreed to, or put off. What is open again is named, and gets a day that has not passed.

use super::{
    super::{
        Result,
        extension::{self, Asked},
        meeting, responsibility, select,
        session::{MAX_NAME, Run, Session, all_or_refusals, run, text, text_opt},
    },
    basis::Basis,
    fall_back, named_below, reopen_one, struck_off_between,
};
use crate::{
    domain::{
        Day,
        context::Context,
        event::Event,
        ids::ItemId,
        item::Item,
        lifecycle::{Closure, Progress},
        meeting::{Approval, Decision, DecisionOn},
        receipt::{Change, Receipt},
        refusal::Refusal,
    },
    store::{
        Ledger,
        query::{Axis, Meeting},
    },
    zh::label::Label as _,
};

/// How items are returned.
#[derive(Debug, Clone, Default)]
pub struct Returning {
    /// The meeting that returned them.
    pub meeting: Option<String>,
    /// Why, and what is to be done.
    pub words: String,
    /// Codes of what is open again; everything completed below when none is named.
    pub open_again: Vec<String>,
    /// The words of the new deadline of what is open again.
    pub until: Option<String>,
    /// What approved the new deadline, where no meeting returned the item.
    pub approval: Option<String>,
    /// What is late already stays so, on purpose.
    pub keep_due: bool,
}

/// 退回整改: names what is open again; progress falls back.
///
/// # Errors
/// When an item was neither applied for nor completed, was decided by the same meeting already, or would be late from the
/// first day on without a word about it.
pub fn give_back(
    ledger: &mut Ledger,
    context: &mut Context,
    items: &[ItemId],
    returning: &Returning,
    how: Run,
) -> Result<Receipt> {
    let words = text("words", &returning.words, MAX_NAME)?;
    let (_, receipt) = run(ledger, context, "return", how, |session| {
        let meeting = returning.meeting.as_deref().map(|typed| select::meeting(session, typed)).transpose()?;
        let targets =
            all_or_refusals(items.iter().map(|id| returnable(session, *id, meeting.as_ref(), Decision::Returned)))?;
        for item in targets {
            return_one(session, &item, meeting.as_ref(), &words, returning, false)?;
        }
        Ok(())
    })?;
    Ok(receipt)
}

/// Returns one item within a command. `denied`: because a sign-off was denied.
pub(super) fn return_one(
    session: &mut Session<'_, '_>,
    item: &Item,
    meeting: Option<&Meeting>,
    words: &str,
    returning: &Returning,
    denied: bool,
) -> Result<()> {
    let (open_again, struck_off) = open_again(session, item, &returning.open_again)?;
    let mut again: Vec<Item> = vec![item.clone()];
    again.extend(open_again.iter().filter(|below| below.id != item.id).cloned());
    let late: Vec<(String, Day)> = again
        .iter()
        .filter_map(|work| Some((work.code.clone(), work.due().filter(|due| session.on > *due)?)))
        .collect();
    if !late.is_empty() && returning.until.is_none() && !returning.keep_due {
        return Err(Refusal::NeedsNewDay { code: item.code.clone(), late, denied }.into());
    }
    session.check_day(item, Axis::Closure)?;
    session.record(&Event::ClosureReturned {
        item: item.id,
        meeting: meeting.map(|m| m.id),
        words: words.to_owned(),
        open_again: open_again.iter().map(|i| i.id).collect(),
    })?;
    session.done(item, Change::Returned);
    // What was struck off by itself and is named is so no longer.
    for closed in struck_off {
        reopen_one(session, &closed, words, None, Vec::new())?;
    }
    fall_back(session, &open_again)?;
    if let Some(until) = &returning.until {
        let approval = match meeting {
            Some(meeting) => Approval::Meeting(meeting.id),
            None => meeting::approval(session, None, returning.approval.as_deref())?.ok_or(Refusal::NoApproval)?,
        };
        set_new_day(session, &again, until, &approval)?;
    }
    Ok(())
}

/// The new day of what is open again: an extension of the returned item, and of what below it has a deadline of its own that
/// ends sooner. What has time enough keeps its day; the first due day stays in sight everywhere.
fn set_new_day(session: &mut Session<'_, '_>, again: &[Item], until: &str, approval: &Approval) -> Result<()> {
    let Some(returned) = again.first() else { return Ok(()) };
    let round = session.open_round(returned.round)?;
    let until_day = responsibility::read(&round, until, None, false)?.due;
    let asked = Asked {
        to: until,
        review: None,
        told: None,
        reason: Closure::Returned.label(),
        applicant: None,
        on_return: Some(again),
    };
    let mut granted = false;
    for work in again {
        // Read again: the extension of the item above may have reached it.
        let work = session.item(work.id)?;
        let has_time = |due: Day| until_day.is_some_and(|until| until <= due);
        if work.due().is_none_or(has_time) {
            continue;
        }
        if let Approval::Meeting(meeting) = approval {
            meeting::undecided(session, &work, *meeting, DecisionOn::Extension)?;
        }
        extension::grant(session, work.id, &asked, approval)?;
        granted = true;
    }
    if !granted {
        // The rule of extensions says why there is nothing to put off.
        extension::grant(session, returned.id, &asked, approval)?;
    }
    Ok(())
}

/// What is open again, and what of it was struck off by itself: that stays so unless it is named, and is reopened then.
fn open_again(session: &Session<'_, '_>, item: &Item, codes: &[String]) -> Result<(Vec<Item>, Vec<Item>)> {
    let named = named_below(session, item, codes)?;
    let closed = struck_off_between(session, item, &named)?;
    if closed.is_empty() || !codes.is_empty() {
        return Ok((named, closed));
    }
    let mut open = Vec::new();
    for again in named {
        if struck_off_between(session, item, std::slice::from_ref(&again))?.is_empty() {
            open.push(again);
        }
    }
    if open.is_empty() {
        let closed = closed.into_iter().map(|below| below.code).collect();
        return Err(Refusal::NameOpenAgain { code: item.code.clone(), closed }.into());
    }
    Ok((open, Vec::new()))
}

/// The meeting puts items off (暂缓): they stay as they are.
///
/// # Errors
/// When there is no such meeting, it has decided about an item already, or an item cannot be worked on.
pub fn defer(
    ledger: &mut Ledger,
    context: &mut Context,
    items: &[ItemId],
    meeting: &str,
    words: Option<&str>,
    how: Run,
) -> Result<Receipt> {
    let words = text_opt("words", words, MAX_NAME)?;
    let (_, receipt) = run(ledger, context, "return", how, |session| {
        let meeting = select::meeting(session, meeting)?;
        let targets = all_or_refusals(items.iter().map(|id| deferrable(session, *id, &meeting)))?;
        targets.iter().try_for_each(|item| put_off(session, item, &meeting, words.clone()))
    })?;
    Ok(receipt)
}

/// Puts one item off within a command.
///
/// # Errors
/// As [`defer`].
pub(in crate::service) fn defer_one(
    session: &mut Session<'_, '_>,
    id: ItemId,
    meeting: &Meeting,
    words: Option<String>,
) -> Result<()> {
    let item = deferrable(session, id, meeting)?;
    put_off(session, &item, meeting, words)
}

fn put_off(session: &mut Session<'_, '_>, item: &Item, meeting: &Meeting, words: Option<String>) -> Result<()> {
    session.check_day(item, Axis::Closure)?;
    session.record(&Event::ClosureDeferred { item: item.id, meeting: meeting.id, words })?;
    session.done(item, Change::Deferred);
    Ok(())
}

/// Returns one item that was put before a meeting, or was done, within a command.
///
/// # Errors
/// As [`give_back`].
pub(in crate::service) fn give_back_one(
    session: &mut Session<'_, '_>,
    id: ItemId,
    meeting: Option<&Meeting>,
    returning: &Returning,
) -> Result<()> {
    let words = text("words", &returning.words, MAX_NAME)?;
    let item = returnable(session, id, meeting, Decision::Returned)?;
    return_one(session, &item, meeting, &words, returning, false)
}

/// What is put off had been tabled: applied for, or signed on its way to the meeting. That the work is done tables nothing.
fn deferrable(session: &Session<'_, '_>, id: ItemId, meeting: &Meeting) -> Result<Item> {
    let item = returnable(session, id, Some(meeting), Decision::Deferred)?;
    let tabled = item.closure == Closure::Requested || Basis::of(session, &item)?.walk.last().is_some();
    if tabled { Ok(item) } else { Err(Refusal::NothingTabled(item.code).into()) }
}

/// What is returned or put off had been put before the meeting: applied for, or done. So a meeting's decisions add up to
/// what was tabled, and what was returned is not returned again before work on it.
fn returnable(session: &Session<'_, '_>, id: ItemId, meeting: Option<&Meeting>, decision: Decision) -> Result<Item> {
    let item = session.workable(id)?;
    let round = session.open_round(item.round)?;
    if round.settings.closes_at_once() {
        return Err(Refusal::ClosesAtOnce { code: item.code, round: round.key }.into());
    }
    if item.closure != Closure::Requested && !matches!(item.progress, Progress::Completed | Progress::Staged) {
        return Err(Refusal::NothingToReturn { code: item.code, progress: item.progress }.into());
    }
    if let Some(meeting) = meeting {
        meeting::held(session, &item, meeting)?;
        // What was tabled had been done by then.
        let held = meeting.facts.held_on;
        if let Some(completed) = item.completed_on.filter(|completed| held < *completed) {
            return Err(Refusal::DecidedBeforeDone { code: item.code, meeting: held, completed, decision }.into());
        }
        meeting::undecided(session, &item, meeting.id, DecisionOn::Closure)?;
    }
    Ok(item)
}
