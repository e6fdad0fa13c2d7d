//! Closure (销号): applied for, agreed, returned, deferred, ratified, reopened. The gate decides, whichever verb asks.

use super::{
    Error, Result, filing, select,
    session::{MAX_NAME, Run, Session, all_or_refusals, run, text, text_opt},
    succession,
};
use crate::{
    domain::{
        context::Context,
        event::Event,
        gate::{Gate, Missing},
        ids::{EvidenceId, ItemId, RecheckId},
        item::{Item, ItemKind},
        lifecycle::{Closure, Progress},
        link::LinkKind,
        meeting::MeetingKind,
        receipt::{Change, Receipt},
        refusal::{Refusal, Warning},
        round::SignOff,
    },
    store::{
        Ledger,
        query::{Axis, Meeting},
    },
};

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
    let without_evidence =
        closing.without_evidence.as_deref().map(|w| super::session::reason("without_evidence", w)).transpose()?;
    let taken_over = closing.taken_over.as_deref().map(|w| super::session::reason("taken_over", w)).transpose()?;
    let (_, receipt) = run(ledger, context, "close", how, |session| {
        let meeting = closing.meeting.as_deref().map(|typed| select::meeting(session, typed)).transpose()?;
        let mut passed = Vec::new();
        let mut refused = Vec::new();
        for (at, id) in items.iter().enumerate() {
            if items[..at].contains(id) {
                continue;
            }
            let item = session.item(*id)?;
            let basis = Basis::of(session, &item)?;
            let gate_words = without_evidence.as_deref().or(taken_over.as_deref());
            match check(session, &item, &basis, meeting.as_ref(), gate_words, taken_over.is_some())? {
                None => passed.push((item, basis)),
                Some(refusal) => refused.push(refusal),
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
                rests_on: basis.below.iter().map(|b| b.id).collect(),
                evidence: basis.evidence,
            })?;
            if words.is_some() {
                session.warn(Warning::WithoutEvidence(item.code.clone()));
            }
            if taken_over.is_some() && meeting.is_none() {
                session.warn(Warning::Unratified(item.code.clone()));
            }
            session.done(&item, Change::Closed { cycle: item.cycle });
        }
        Ok(())
    })?;
    Ok(receipt)
}

/// What a closing rests on.
struct Basis {
    below: Vec<Item>,
    evidence: Vec<EvidenceId>,
    signed: Vec<SignOff>,
}

impl Basis {
    fn of(session: &Session<'_, '_>, item: &Item) -> Result<Self> {
        let mut below = session.live_children(item.id)?;
        // A measure of another issue that also answers this one is counted there, but this gate sees it, too.
        for link in session.links_of(item.id)? {
            if link.kind == LinkKind::AlsoAnswers && link.to == item.id {
                let measure = session.item(link.from)?;
                if measure.withdrawn_on.is_none() {
                    below.push(measure);
                }
            }
        }
        let mut evidence = Vec::new();
        for id in std::iter::once(item.id).chain(below.iter().map(|b| b.id)) {
            evidence.extend(session.evidence_of(id)?.into_iter().map(|e| e.id));
        }
        evidence.sort_unstable();
        evidence.dedup();
        let signed = session
            .sign_offs_of(item.id)?
            .into_iter()
            .filter(|s| s.agreed && s.cycle == item.cycle)
            .map(|s| s.step)
            .collect();
        Ok(Self { below, evidence, signed })
    }
}

fn check(
    session: &Session<'_, '_>,
    item: &Item,
    basis: &Basis,
    meeting: Option<&Meeting>,
    without_evidence: Option<&str>,
    taken_over: bool,
) -> Result<Option<Refusal>> {
    let round = session.open_round(item.round)?;
    let gate = Gate {
        item,
        below: &basis.below,
        round: &round.settings,
        evidence: basis.evidence.len(),
        without_evidence,
        signed: &basis.signed,
        meeting: meeting.map(|m| &m.facts),
        taken_over,
        closing_on: session.on,
        today: session.today,
    };
    let missing = gate.missing();
    Ok((!missing.is_empty()).then(|| Refusal::Gate { code: item.code.clone(), missing }))
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
        for item in targets {
            session.check_day(&item, Axis::Closure)?;
            let department = item.in_role(crate::domain::party::Role::Department).next().map(|d| d.id);
            session.record(&Event::ClosureRequested { item: item.id, department, words: words.clone() })?;
            session.done(&item, Change::Requested);
        }
        Ok(())
    })?;
    Ok(receipt)
}

fn submittable(session: &Session<'_, '_>, id: ItemId) -> Result<Item> {
    let item = session.workable(id)?;
    if item.closure == Closure::Requested {
        return Err(Refusal::AlreadyRequested(item.code).into());
    }
    let round = session.open_round(item.round)?;
    if !crate::domain::gate::is_closed_at(item.kind, round.settings.close_level) {
        let missing = vec![Missing::WrongLevel(round.settings.close_level)];
        return Err(Refusal::Gate { code: item.code, missing }.into());
    }
    let basis = Basis::of(session, &item)?;
    let gate = Gate {
        item: &item,
        below: &basis.below,
        round: &round.settings,
        evidence: 0,
        without_evidence: None,
        signed: &[],
        meeting: None,
        taken_over: false,
        closing_on: session.on,
        today: session.today,
    };
    let mut missing = Vec::new();
    gate.completion(&mut missing);
    if missing.is_empty() { Ok(item) } else { Err(Refusal::Gate { code: item.code, missing }.into()) }
}

/// How items are returned.
#[derive(Debug, Clone, Default)]
pub struct Returning {
    /// The meeting that returned them.
    pub meeting: Option<String>,
    /// Why, and what is to be done.
    pub words: String,
    /// Codes of what is open again; everything completed below when none is named.
    pub open_again: Vec<String>,
}

/// 退回整改: names what is open again; progress falls back.
///
/// # Errors
/// When an item was neither applied for nor completed.
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
        let targets = all_or_refusals(items.iter().map(|id| session.workable(*id)))?;
        for item in targets {
            check_tabled(&item)?;
            if let Some(meeting) = &meeting {
                check_held(session, &item, meeting)?;
            }
            let mut open_again = named_below(session, &item, &returning.open_again)?;
            // What is struck off by itself stays so; to open it again is to reopen it.
            if let Some(closed) = struck_off_between(session, &item, &open_again)?.first() {
                if !returning.open_again.is_empty() {
                    return Err(Refusal::ItemClosed(closed.code.clone()).into());
                }
                let mut open = Vec::new();
                for again in open_again {
                    if struck_off_between(session, &item, std::slice::from_ref(&again))?.is_empty() {
                        open.push(again);
                    }
                }
                if open.is_empty() {
                    return Err(Refusal::ItemClosed(closed.code.clone()).into());
                }
                open_again = open;
            }
            session.check_day(&item, Axis::Closure)?;
            session.record(&Event::ClosureReturned {
                item: item.id,
                meeting: meeting.as_ref().map(|m| m.id),
                words: words.clone(),
                open_again: open_again.iter().map(|i| i.id).collect(),
            })?;
            session.done(&item, Change::Returned);
            fall_back(session, &open_again)?;
        }
        Ok(())
    })?;
    Ok(receipt)
}

/// The meeting puts items off (暂缓): they stay as they are.
///
/// # Errors
/// When there is no such meeting or an item cannot be worked on.
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
        let targets = all_or_refusals(items.iter().map(|id| session.workable(*id)))?;
        for item in targets {
            check_held(session, &item, &meeting)?;
            check_tabled(&item)?;
            session.record(&Event::ClosureDeferred { item: item.id, meeting: meeting.id, words: words.clone() })?;
            session.done(&item, Change::Deferred);
        }
        Ok(())
    })?;
    Ok(receipt)
}

/// What is returned or put off had been put before the meeting: applied for, or done. So a meeting's decisions add up to
/// what was tabled, and what was returned is not returned again before work on it.
fn check_tabled(item: &Item) -> Result<()> {
    if item.closure != Closure::Requested && !matches!(item.progress, Progress::Completed | Progress::Staged) {
        return Err(Refusal::NothingToReturn { code: item.code.clone(), progress: item.progress }.into());
    }
    Ok(())
}

fn check_held(session: &Session<'_, '_>, item: &Item, meeting: &Meeting) -> Result<()> {
    let feedback = session.round(item.round)?.settings.feedback_on;
    let held = meeting.facts.held_on;
    if held < feedback {
        return Err(Refusal::MeetingBeforeFeedback { meeting: held, feedback }.into());
    }
    if held > session.on {
        return Err(Refusal::DayAhead { what: "meeting", day: held, on: session.on }.into());
    }
    Ok(())
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
            let item = session.item(*id)?;
            session.open_round(item.round)?;
            if item.closure != Closure::Closed {
                return Err(Refusal::ItemNotClosed { code: item.code, closure: item.closure }.into());
            }
            reopen_within(session, &item, &reason, open_again, None)?;
        }
        Ok(())
    })?;
    Ok(receipt)
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
        if meeting.facts.kind != MeetingKind::PartyGroup {
            return Err(Refusal::WrongMeeting(meeting.id.0).into());
        }
        for id in items {
            let item = session.item(*id)?;
            session.open_round(item.round)?;
            check_held(session, &item, &meeting)?;
            if item.closure == Closure::Closed && !item.unratified {
                let missing = vec![Missing::AlreadyClosed(item.closed_on)];
                return Err(Refusal::Gate { code: item.code, missing }.into());
            }
            if item.closure != Closure::Closed {
                return Err(Refusal::ItemNotClosed { code: item.code, closure: item.closure }.into());
            }
            let held = meeting.facts.held_on;
            if let Some(completed) = item.completed_on.filter(|day| held < *day) {
                let missing = vec![Missing::MeetingBeforeCompletion { meeting: held, completed }];
                return Err(Refusal::Gate { code: item.code, missing }.into());
            }
            session.check_day(&item, Axis::Closure)?;
            session.record(&Event::ClosureRatified { item: item.id, meeting: meeting.id })?;
            session.done(&item, Change::Ratified);
        }
        Ok(())
    })?;
    Ok(receipt)
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
