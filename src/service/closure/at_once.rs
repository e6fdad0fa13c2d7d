//! 结案即销: in case rounds completing an item strikes it off, in the same command.

use super::{
    super::{Result, session::Session},
    basis::Basis,
    warn_of_cases,
};
use crate::{
    domain::{
        event::Event,
        gate::Missing,
        ids::ItemId,
        item::ItemKind,
        lifecycle::{Closure, Progress},
        link::LinkKind,
        receipt::Change,
        refusal::{Refusal, Warning},
        round::CloseLevel,
    },
    store::query::Axis,
    zh::label::Label as _,
};

/// Strikes an item off that is completed, where the round does so without sign-offs and meeting; then the issues that it also
/// answers and that waited for it. Elsewhere it does nothing.
///
/// # Errors
/// [`Refusal::Gate`] when its days do not fit: then it cannot be completed so, either.
pub(in crate::service) fn close_at_once(session: &mut Session<'_, '_>, id: ItemId) -> Result<()> {
    if !session.closes_at_no_level(id)? {
        return Ok(());
    }
    let item = session.item(id)?;
    let settings = session.round(item.round)?.settings;
    let done = item.progress == Progress::Completed && item.closure != Closure::Closed && item.withdrawn_on.is_none();
    if !settings.closes_at_once() || !done || item.kind == ItemKind::Category {
        return Ok(());
    }
    let basis = Basis::of(session, &item)?;
    // Where nothing was attached, the words say what stands for it: the case's own conclusion.
    let words = basis.evidence.is_empty().then(|| CloseLevel::None.label().to_owned());
    let missing = basis.missing(session, &item, None, (words.as_deref(), false), &[]);
    if !missing.is_empty() {
        // A measure of another issue that also answers this one is still open: the last of them closes it.
        let waits = missing.iter().all(|m| matches!(m, Missing::BelowOpen { .. } | Missing::NoReviewDay(_)));
        return if waits { Ok(()) } else { Err(Refusal::Gate { code: item.code, missing }.into()) };
    }
    session.check_day(&item, Axis::Closure)?;
    session.record(&Event::Closed {
        item: item.id,
        cycle: item.cycle,
        meeting: None,
        unratified: false,
        without_evidence: words.clone(),
        words: None,
        rests_on: basis.rests_on(),
        evidence: basis.evidence,
        open_cases: basis.open_cases.iter().map(|case| case.id).collect(),
    })?;
    warn_of_cases(session, &item, &basis.open_cases);
    if words.is_some() {
        session.warn(Warning::WithoutEvidence(item.code.clone()));
    }
    session.done(&item, Change::Closed { cycle: item.cycle });
    for link in session.links_of(id)? {
        if link.kind == LinkKind::AlsoAnswers && link.from == id {
            close_at_once(session, link.to)?;
        }
    }
    Ok(())
}
