//! Acceptance (采用): what departments handed in counts once the office has accepted it, or is sent back with words.
//!
//! Which filing moves progress, and what stands in the way, is decided in [`crate::domain::filing`]. Progress takes effect on
//! the day of acceptance: that is the decided fact. The day of completion is the one the filing claims.

use super::{
    Result, filing,
    session::{MAX_NAME, Run, Session, all_or_refusals, run, text},
};
use crate::{
    domain::{
        context::Context,
        event::Event,
        filing::{Filed, FilingState, Objection, before_taken_up},
        ids::{FilingId, ItemId},
        receipt::{Change, Receipt},
        refusal::{Refusal, Warning},
    },
    store::{Ledger, query::FilingRow},
};

/// Which filings are decided on.
#[derive(Debug, Clone, Copy)]
pub enum Which<'a> {
    /// All that wait about these items.
    About(&'a [ItemId]),
    /// These, by their numbers.
    Numbers(&'a [i64]),
}

/// Accepts filings that wait. What the leading department claims moves progress; others stand beside it.
///
/// # Errors
/// [`Refusal::CannotAccept`] for every filing that cannot be, [`Refusal::NoFilingWaits`], [`Refusal::UnknownNumber`].
pub fn accept(ledger: &mut Ledger, context: &mut Context, which: Which<'_>, how: Run) -> Result<Receipt> {
    let (_, receipt) = run(ledger, context, "accept", how, |session| {
        let filings = find(session, which)?;
        all_or_refusals(filings.iter().map(|filing| accept_one(session, filing))).map(drop)
    })?;
    Ok(receipt)
}

pub(super) fn accept_one(session: &mut Session<'_, '_>, filing: &FilingRow) -> Result<()> {
    let item = session.item(filing.item)?;
    let below: Vec<String> = session.live_children(item.id)?.into_iter().map(|child| child.code).collect();
    if let Some(objection) = filing.filed().objection(&item, &below, session.on) {
        return Err(Refusal::CannotAccept { number: filing.id.0, code: item.code, objection }.into());
    }
    // Round, lock, and what is struck off above.
    session.workable(item.id)?;
    session.record(&Event::FilingAccepted { filing: filing.id, item: item.id })?;
    session.done(&item, Change::FilingAccepted { filing: filing.id });
    let accepted = Filed { state: FilingState::Accepted, ..filing.filed() };
    let overtaken = session.filing_overtaken(filing)?;
    match accepted.moves(overtaken) {
        Some(progress) => {
            let again = session.taken_up_again(item.id)?;
            if let Some((completed, returned)) = before_taken_up(filing.completed_on, again) {
                let objection = Objection::CompletedBeforeReturn { completed, returned };
                return Err(Refusal::CannotAccept { number: filing.id.0, code: item.code, objection }.into());
            }
            if let Some(completed) = filing.completed_on {
                filing::warn_before_feedback(session, &item, completed)?;
            }
            filing::set_progress(session, &item, progress, filing.completed_on, Some(filing.id))?;
        }
        None if accepted.progress.is_none() => {}
        None if overtaken => session.warn(Warning::Overtaken { code: item.code, number: filing.id.0 }),
        None => session.warn(Warning::NotLeading { code: item.code }),
    }
    Ok(())
}

/// Sends filings back: the department files anew. Also what can no longer be accepted is sent back, so that nothing waits for
/// ever.
///
/// # Errors
/// As [`accept`], but only for what was decided on before.
pub fn give_back(
    ledger: &mut Ledger,
    context: &mut Context,
    which: Which<'_>,
    words: &str,
    how: Run,
) -> Result<Receipt> {
    let words = text("words", words, MAX_NAME)?;
    let (_, receipt) = run(ledger, context, "accept", how, |session| {
        let filings = find(session, which)?;
        all_or_refusals(filings.iter().map(|filing| give_back_one(session, filing, &words))).map(drop)
    })?;
    Ok(receipt)
}

pub(super) fn give_back_one(session: &mut Session<'_, '_>, filing: &FilingRow, words: &str) -> Result<()> {
    let item = session.item(filing.item)?;
    session.open_round(item.round)?;
    let refuse = |objection| Refusal::CannotAccept { number: filing.id.0, code: item.code.clone(), objection };
    if filing.state != FilingState::Pending {
        return Err(refuse(Objection::Decided(filing.state)).into());
    }
    if session.on < filing.on {
        return Err(refuse(Objection::BeforeFiled { filed: filing.on, on: session.on }).into());
    }
    session.record(&Event::FilingReturned { filing: filing.id, item: item.id, words: words.to_owned() })?;
    session.done(&item, Change::FilingReturned { filing: filing.id });
    Ok(())
}

/// The filings that are meant, in the order in which they were handed in.
fn find(session: &Session<'_, '_>, which: Which<'_>) -> Result<Vec<FilingRow>> {
    let mut found = Vec::new();
    match which {
        Which::About(items) => {
            let attempts = items.iter().map(|id| {
                let waits: Vec<FilingRow> =
                    session.filings_of(*id)?.into_iter().filter(|f| f.state == FilingState::Pending).collect();
                if waits.is_empty() {
                    return Err(Refusal::NoFilingWaits(session.item(*id)?.code).into());
                }
                Ok(waits)
            });
            found.extend(all_or_refusals(attempts)?.into_iter().flatten());
        }
        Which::Numbers(numbers) => {
            let attempts = numbers.iter().map(|number| {
                let filing = session.filing(FilingId(*number))?;
                Ok(filing.ok_or(Refusal::UnknownNumber { what: "filing", number: *number })?)
            });
            found.extend(all_or_refusals(attempts)?);
        }
    }
    found.sort_by_key(|filing| (filing.on, filing.id));
    found.dedup_by_key(|filing| filing.id);
    Ok(found)
}
