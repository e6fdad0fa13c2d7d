//! Closings taken over from an earlier ledger that is read in, each as far as the gate lets it through.

use super::{
    super::{
        Error, Result, meeting,
        session::{MAX_NAME, Session, text},
    },
    basis::Basis,
    warn_of_cases,
};
use crate::{
    domain::{
        event::Event, gate::Missing, item::Item, lifecycle::Closure, meeting::DecisionOn, receipt::Change,
        refusal::Refusal,
    },
    store::query::{Axis, Meeting},
    zh::label::Label as _,
};

/// A closing that was taken over.
pub(in crate::service) struct TakenOver {
    /// It rests on the earlier ledger's word alone: 无佐证销号.
    pub(in crate::service) without_evidence: bool,
}

/// Takes a closing over on the day of effect: agreed by a meeting of this ledger, else 待补党组会审议. `words` say where it stood.
///
/// What does not pass the gate is handed back and changes nothing: an earlier ledger's contradictions are reported, they
/// are no reason to leave its other rows out.
pub(in crate::service) fn take_over(
    session: &mut Session<'_, '_>,
    item: &Item,
    meeting: Option<&Meeting>,
    words: &str,
) -> Result<Result<TakenOver, Vec<Missing>>> {
    let basis = Basis::of(session, item)?;
    let mut missing = basis.missing(session, item, meeting, (Some(words), true), &[]);
    match session.nothing_closed_above(item) {
        Ok(()) => {}
        Err(Error::Refused(reasons)) => missing.extend(reasons.into_iter().filter_map(|reason| match reason {
            Refusal::AboveClosed { above, .. } => Some(Missing::AboveClosed(above)),
            _ => None,
        })),
        Err(other) => return Err(other),
    }
    if !missing.is_empty() {
        return Ok(Err(missing));
    }
    let without_evidence = basis.evidence.is_empty();
    let grounds = Grounds {
        without_evidence: without_evidence.then(|| words.to_owned()),
        taken_over: true,
        words: Some(words.to_owned()),
    };
    strike_off(session, item, basis, meeting, grounds)?;
    Ok(Ok(TakenOver { without_evidence }))
}

/// What a closing of another ledger of this program rested on besides its meeting.
#[derive(Debug, Clone)]
pub(in crate::service) struct Grounds {
    /// The words that stand for evidence: 无佐证销号.
    pub(in crate::service) without_evidence: Option<String>,
    /// It had been taken over there from an earlier ledger.
    pub(in crate::service) taken_over: bool,
    /// From where.
    pub(in crate::service) words: Option<String>,
}

/// Strikes an item off on the day of effect as another ledger of this program did, by the same gate: sign-offs, meeting,
/// completion and evidence must be here, too.
///
/// # Errors
/// [`Refusal::Gate`] with everything that is missing; what stands above it is struck off; the meeting decided already.
pub(in crate::service) fn close_as_told(
    session: &mut Session<'_, '_>,
    item: &Item,
    meeting: Option<&Meeting>,
    grounds: Grounds,
) -> Result<()> {
    let basis = Basis::of(session, item)?;
    let missing = basis.missing(session, item, meeting, (grounds.without_evidence.as_deref(), grounds.taken_over), &[]);
    if !missing.is_empty() {
        return Err(Refusal::Gate { code: item.code.clone(), missing }.into());
    }
    session.nothing_closed_above(item)?;
    if let Some(meeting) = meeting {
        meeting::undecided(session, item, meeting.id, DecisionOn::Closure)?;
    }
    session.check_day(item, Axis::Closure)?;
    strike_off(session, item, basis, meeting, grounds)
}

/// Returns an item on the day of effect as another ledger says that it was. What is open again that ledger tells of the items
/// themselves.
///
/// # Errors
/// When the item cannot be worked on, the meeting was not yet held, or decided about it already.
pub(in crate::service) fn return_as_told(
    session: &mut Session<'_, '_>,
    item: &Item,
    meeting: Option<&Meeting>,
    words: Option<&str>,
) -> Result<()> {
    let item = session.workable(item.id)?;
    if let Some(meeting) = meeting {
        meeting::held(session, &item, meeting)?;
        meeting::undecided(session, &item, meeting.id, DecisionOn::Closure)?;
    }
    session.check_day(&item, Axis::Closure)?;
    let words = text("words", words.unwrap_or_else(|| Closure::Returned.label()), MAX_NAME)?;
    session.record(&Event::ClosureReturned {
        item: item.id,
        meeting: meeting.map(|meeting| meeting.id),
        words,
        open_again: Vec::new(),
    })?;
    session.done(&item, Change::Returned);
    Ok(())
}

fn strike_off(
    session: &mut Session<'_, '_>,
    item: &Item,
    basis: Basis,
    meeting: Option<&Meeting>,
    grounds: Grounds,
) -> Result<()> {
    session.record(&Event::Closed {
        item: item.id,
        cycle: item.cycle,
        meeting: meeting.map(|meeting| meeting.id),
        unratified: grounds.taken_over && meeting.is_none(),
        without_evidence: grounds.without_evidence.filter(|_| basis.evidence.is_empty()),
        words: grounds.words,
        rests_on: basis.rests_on(),
        evidence: basis.evidence,
        open_cases: basis.open_cases.iter().map(|case| case.id).collect(),
    })?;
    warn_of_cases(session, item, &basis.open_cases);
    session.done(item, Change::Closed { cycle: item.cycle });
    Ok(())
}
