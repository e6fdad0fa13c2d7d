//! Meetings (会议): recorded, amended.

use super::{
    Result, select,
    session::{MAX_NAME, Run, Session, all_or_refusals, run, text, text_opt},
};
use crate::{
    domain::{
        context::Context,
        event::Event,
        ids::{ItemId, MeetingId, RoundId},
        item::Item,
        lifecycle::Closure,
        meeting::{Approval, Decision, DecisionOn, MeetingFacts, MeetingKind},
        receipt::{Change, Receipt},
        refusal::{Refusal, Warning},
    },
    store::{
        Ledger,
        query::{Meeting, Round},
    },
};

/// Records a meeting. Returns its number.
///
/// A meeting is recorded when it was held: its day may not lie after the day of entry. One that decides may not lie before
/// the feedback of its round.
///
/// # Errors
/// When a meeting of the same kind, day and title stands already, or the days do not fit.
pub fn add(
    ledger: &mut Ledger,
    context: &mut Context,
    round: Option<&str>,
    facts: MeetingFacts,
) -> Result<(MeetingId, Receipt)> {
    let facts = checked(facts)?;
    run(ledger, context, "meeting", Run::Record, |session| {
        let round = match round {
            Some(key) => Some(select::round(session, Some(key))?),
            None => select::round(session, None).ok(),
        };
        if facts.held_on > session.today {
            return Err(Refusal::DayAhead { what: "meeting", day: facts.held_on, on: session.today }.into());
        }
        if let Some(round) = &round
            && facts.kind == MeetingKind::PartyGroup
            && facts.held_on < round.settings.feedback_on
        {
            let feedback = round.settings.feedback_on;
            return Err(Refusal::MeetingBeforeFeedback { meeting: facts.held_on, feedback }.into());
        }
        let of_none = round.is_none();
        let meeting = record(session, round.map(|r| r.id), facts)?;
        if of_none {
            let open: Vec<Round> = session.rounds()?.into_iter().filter(|r| r.finished_on.is_none()).collect();
            if open.len() > 1 {
                let open = open.into_iter().map(|r| r.key).collect();
                session.warn(Warning::MeetingOfNoRound { meeting: meeting.0, open });
            }
        }
        Ok(meeting)
    })
}

/// Records a meeting within a command.
pub(super) fn record(session: &mut Session<'_, '_>, round: Option<RoundId>, facts: MeetingFacts) -> Result<MeetingId> {
    let same = session.meetings()?.into_iter().find(|m| {
        m.round == round && (m.facts.kind, m.facts.held_on, &m.facts.title) == (facts.kind, facts.held_on, &facts.title)
    });
    if let Some(same) = same {
        return Err(Refusal::MeetingExists(same.id.0).into());
    }
    let meeting = MeetingId(session.next(MeetingId::COUNTER)?);
    let uid = session.uid();
    // It counts from the day it was held, whenever it is entered; where that day is locked, from the day of effect.
    let locked = round.map(|id| session.round(id)).transpose()?.and_then(|r| r.locked_through);
    let counts = if locked.is_some_and(|through| facts.held_on <= through) { session.on } else { facts.held_on };
    session.record_on(counts.min(session.on), &Event::MeetingAdded { meeting, uid, round, facts })?;
    Ok(meeting)
}

fn checked(facts: MeetingFacts) -> Result<MeetingFacts> {
    let MeetingFacts { kind, held_on, title, minutes_no } = facts;
    let title = text("title", &title, MAX_NAME)?;
    let minutes_no = text_opt("minutes_no", minutes_no.as_deref(), MAX_NAME)?;
    Ok(MeetingFacts { kind, held_on, title, minutes_no })
}

/// What an approval rests on: a meeting held by the day of effect, or words.
pub(super) fn approval(
    session: &Session<'_, '_>,
    meeting: Option<&str>,
    words: Option<&str>,
) -> Result<Option<Approval>> {
    match (meeting, words) {
        (Some(typed), _) => {
            let meeting = select::meeting(session, typed)?;
            if meeting.facts.held_on > session.on {
                return Err(Refusal::DayAhead { what: "meeting", day: meeting.facts.held_on, on: session.on }.into());
            }
            Ok(Some(Approval::Meeting(meeting.id)))
        }
        (None, Some(words)) => Ok(Some(Approval::Words(text("approval", words, MAX_NAME)?))),
        (None, None) => Ok(None),
    }
}

/// A meeting that decides about an item was held by the day of effect, and not before the feedback.
pub(super) fn held(session: &Session<'_, '_>, item: &Item, meeting: &Meeting) -> Result<()> {
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

/// A meeting decides a matter of an item once, so that what was tabled adds up: 上会 = 同意 + 退回 + 暂缓.
pub(super) fn undecided(session: &Session<'_, '_>, item: &Item, meeting: MeetingId, on: DecisionOn) -> Result<()> {
    let decided = session.decisions_about(item.id)?;
    match decided.iter().find(|d| d.meeting == meeting && d.on == on) {
        Some(earlier) => {
            let (code, decision) = (item.code.clone(), earlier.decision);
            Err(Refusal::DecidedAlready { code, meeting: meeting.0, on, decision }.into())
        }
        None => Ok(()),
    }
}

/// Records what a meeting decided about items where no other verb carries the decision: an extension, a ratification or a
/// change of the plan that was put off or not agreed to.
///
/// # Errors
/// When a verb of its own carries the decision, the meeting has decided the matter already, or there is nothing of the kind to
/// decide about an item.
pub fn decide(
    ledger: &mut Ledger,
    context: &mut Context,
    items: &[ItemId],
    meeting: &str,
    (on, decision): (DecisionOn, Decision),
    words: Option<&str>,
    how: Run,
) -> Result<Receipt> {
    let words = text_opt("words", words, MAX_NAME)?;
    if on == DecisionOn::Closure || decision == Decision::Agreed {
        return Err(Refusal::DecidedByVerb { on, decision }.into());
    }
    let (_, receipt) = run(ledger, context, "meeting", how, |session| {
        let meeting = select::meeting(session, meeting)?;
        let targets = all_or_refusals(items.iter().map(|id| decidable(session, *id, &meeting, on)))?;
        targets.iter().try_for_each(|item| record_decision(session, item, &meeting, (on, decision), words.clone()))
    })?;
    Ok(receipt)
}

/// Records what a meeting decided about one item within a command.
///
/// # Errors
/// As [`decide`].
pub(super) fn decide_one(
    session: &mut Session<'_, '_>,
    id: ItemId,
    meeting: &Meeting,
    (on, decision): (DecisionOn, Decision),
    words: Option<String>,
) -> Result<()> {
    if on == DecisionOn::Closure || decision == Decision::Agreed {
        return Err(Refusal::DecidedByVerb { on, decision }.into());
    }
    let item = decidable(session, id, meeting, on)?;
    record_decision(session, &item, meeting, (on, decision), words)
}

fn record_decision(
    session: &mut Session<'_, '_>,
    item: &Item,
    meeting: &Meeting,
    (on, decision): (DecisionOn, Decision),
    words: Option<String>,
) -> Result<()> {
    session.record(&Event::MeetingDecided { meeting: meeting.id, item: item.id, on, decision, words })?;
    session.done(item, Change::Decided { on, decision });
    Ok(())
}

/// An item of which the meeting may decide this matter.
fn decidable(session: &Session<'_, '_>, id: ItemId, meeting: &Meeting, on: DecisionOn) -> Result<Item> {
    let item = if on == DecisionOn::Ratification {
        let item = session.item(id)?;
        session.open_round(item.round)?;
        if item.closure != Closure::Closed {
            return Err(Refusal::ItemNotClosed { code: item.code, closure: item.closure }.into());
        }
        if !item.unratified {
            return Err(Refusal::NothingToRatify(item.code).into());
        }
        item
    } else {
        session.workable(id)?
    };
    if on == DecisionOn::Extension && item.deadline.is_none() {
        return Err(Refusal::NoDeadline(item.code).into());
    }
    held(session, &item, meeting)?;
    undecided(session, &item, meeting.id, on)?;
    Ok(item)
}
