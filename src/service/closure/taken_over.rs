//! Closings taken over from an earlier ledger that is read in, each as far as the gate lets it through.

use super::{
    super::{Error, Result, session::Session},
    basis::Basis,
    warn_of_cases,
};
use crate::{
    domain::{event::Event, gate::Missing, item::Item, receipt::Change, refusal::Refusal},
    store::query::Meeting,
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
    session.record(&Event::Closed {
        item: item.id,
        cycle: item.cycle,
        meeting: meeting.map(|meeting| meeting.id),
        unratified: meeting.is_none(),
        without_evidence: without_evidence.then(|| words.to_owned()),
        words: Some(words.to_owned()),
        rests_on: basis.rests_on(),
        evidence: basis.evidence,
        open_cases: basis.open_cases.iter().map(|case| case.id).collect(),
    })?;
    warn_of_cases(session, item, &basis.open_cases);
    session.done(item, Change::Closed { cycle: item.cycle });
    Ok(Ok(TakenOver { without_evidence }))
}
