//! Locks (锁定): a round is locked through the day of a report, and what the lock binds is refused.
//!
//! The check stands where every event is appended, so no use case can pass it by; an undo is looked at record by record.

use super::{
    Error, Result, select,
    session::{MAX_NAME, Run, Session, run, text_opt},
};
use crate::{
    domain::{
        Day,
        context::Context,
        event::{DisclosureSubject, Event},
        ids::{ItemId, PaperId, RoundId},
        lock::{self, Concern},
        receipt::Receipt,
        refusal::Refusal,
    },
    store::{Ledger, Reader, Record, StoreError, query::Round},
};

/// How a round is locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locking {
    /// Through which day.
    pub through: Day,
    /// What was issued: the title of the report.
    pub title: Option<String>,
}

/// A lock as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locked {
    /// The round's key.
    pub round: String,
    /// The day up to which it had been locked.
    pub before: Option<Day>,
    /// The day up to which it is locked now.
    pub through: Day,
}

/// Locks a round through a day: nothing takes effect in it on or before that day any more, and nothing is undone.
///
/// A lock goes forward only and cannot be taken back: what was published stays (DESIGN §3.4).
///
/// # Errors
/// When there is no such round, or the day does not lie between the feedback (and the last lock) and the day of effect.
pub fn lock(
    ledger: &mut Ledger,
    context: &mut Context,
    key: Option<&str>,
    locking: &Locking,
    how: Run,
) -> Result<(Locked, Receipt)> {
    run(ledger, context, "round", how, |session| {
        let round = select::round(session, key)?;
        lock_within(session, &round, locking, None)
    })
}

/// Locks within a command: by itself, or with the paper that is issued.
pub(super) fn lock_within(
    session: &mut Session<'_, '_>,
    round: &Round,
    locking: &Locking,
    paper: Option<PaperId>,
) -> Result<Locked> {
    let title = text_opt("title", locking.title.as_deref(), MAX_NAME)?;
    let Locking { through, .. } = *locking;
    let from = round.settings.feedback_on;
    if through < from || through > session.on {
        return Err(Refusal::LockDay { round: round.key.clone(), through, from, to: session.on }.into());
    }
    if let Some(last) = round.locked_through.filter(|last| through <= *last) {
        return Err(Refusal::LockRunsBack { round: round.key.clone(), through, last }.into());
    }
    let before = round.locked_through;
    session.record(&Event::RoundLocked { round: round.id, before, through, paper, title })?;
    session.locks = standing(session)?;
    Ok(Locked { round: round.key.clone(), before, through })
}

/// The rounds that are locked: key, name, through which day.
pub(super) fn standing(reader: &Reader<'_>) -> Result<Vec<(RoundId, String, Day)>> {
    let rounds = reader.rounds()?.into_iter();
    Ok(rounds.filter_map(|round| Some((round.id, round.key, round.locked_through?))).collect())
}

/// Refuses an event that would change what a locked report says.
pub(super) fn check(session: &Session<'_, '_>, on: Day, event: &Event) -> Result<()> {
    match binding(session, on, event)? {
        Some((round, through)) => Err(Refusal::Locked { round, through }.into()),
        None => Ok(()),
    }
}

/// Refuses to reverse a record that a locked report rests on, or a lock itself.
pub(super) fn check_undo(session: &Session<'_, '_>, record: &Record, event: &Event) -> Result<()> {
    if let Event::RoundLocked { round, through, .. } = event {
        return Err(Refusal::LockStays { round: session.round(*round)?.key, through: *through }.into());
    }
    match binding(session, record.day()?, event)? {
        Some((round, through)) => {
            Err(Refusal::LockedRecord { seq: record.seq, verb: record.verb.clone(), round, through }.into())
        }
        None => Ok(()),
    }
}

/// The lock that binds an event of that day, if one does.
fn binding(session: &Session<'_, '_>, on: Day, event: &Event) -> Result<Option<(String, Day)>> {
    if session.locks.is_empty() {
        return Ok(None);
    }
    let bound = lock::bound(event, on);
    if !session.locks.iter().any(|(_, _, through)| lock::refuses(Some(*through), bound.since)) {
        return Ok(None);
    }
    let concerned = rounds_of(session, &bound.of)?;
    let binds = |(id, _, through): &&(RoundId, String, Day)| {
        concerned.contains(id) && lock::refuses(Some(*through), bound.since)
    };
    Ok(session.locks.iter().find(binds).map(|(_, key, through)| (key.clone(), *through)))
}

fn rounds_of(session: &Session<'_, '_>, concern: &Concern) -> Result<Vec<RoundId>> {
    let of_items = |items: &[ItemId]| {
        let mut rounds = Vec::new();
        for id in items {
            match session.item(*id) {
                Ok(item) => rounds.push(item.round),
                // Undone since: nothing rests on it any more.
                Err(StoreError::Value(_)) => {}
                Err(other) => return Err(Error::from(other)),
            }
        }
        Ok(rounds)
    };
    match concern {
        Concern::Nothing => Ok(Vec::new()),
        Concern::Round(round) => Ok(vec![*round]),
        Concern::Items(items) => of_items(items),
        Concern::Party(party) => Ok(session.rounds_naming(*party)?),
        Concern::Outcome(outcome) => of_items(&session.outcome_items(*outcome)?),
        Concern::Evidence(evidence) => of_items(&session.evidence_items(*evidence)?),
        Concern::Filing(filing) => of_items(&session.items_of(DisclosureSubject::Filing(*filing))?),
        Concern::Meeting(id) => {
            let decided: Vec<ItemId> = session.decisions_of_meeting(*id)?.iter().map(|d| d.item).collect();
            let mut rounds = of_items(&decided)?;
            rounds.extend(session.meeting(*id)?.and_then(|meeting| meeting.round));
            Ok(rounds)
        }
    }
}
