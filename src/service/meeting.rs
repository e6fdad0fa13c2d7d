//! Meetings (会议): recorded, amended.

use super::{
    Result, select,
    session::{MAX_NAME, Run, Session, run, text, text_opt},
};
use crate::{
    domain::{
        context::Context,
        event::Event,
        ids::{MeetingId, RoundId},
        meeting::{Approval, MeetingFacts, MeetingKind},
        receipt::Receipt,
        refusal::Refusal,
    },
    store::Ledger,
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
        record(session, round.map(|r| r.id), facts)
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
