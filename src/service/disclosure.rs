//! 公开范围 and wordings for the public, of items, filings, outcomes and evidence.
//!
//! Possible also under what is struck off and in a locked round: a mark is undated and changes neither a fact of the closing
//! nor a figure, and what may be published is often settled last.

use super::{
    Result,
    session::{MAX_TEXT, Run, Session, all_or_refusals, run, text},
};
use crate::{
    domain::{
        context::Context,
        disclosure::DisclosureEdit,
        event::{DisclosureFacts, DisclosureSubject, Event},
        receipt::{Change, Receipt},
        refusal::{Refusal, Warning},
    },
    store::Ledger,
};

/// Sets marks and wordings; `verb` is the one under which the command stands in the journal.
///
/// # Errors
/// When there is no such thing, a wording is given for what is not 可公开, an item is withdrawn, or nothing changes.
pub fn set(
    ledger: &mut Ledger,
    context: &mut Context,
    verb: &str,
    subjects: &[DisclosureSubject],
    edit: &DisclosureEdit,
    how: Run,
) -> Result<Receipt> {
    let public_words = match &edit.public_words {
        Some(Some(words)) => Some(Some(text("public_words", words, MAX_TEXT)?)),
        other => other.clone(),
    };
    let edit = DisclosureEdit { public_words, ..*edit };
    let (_, receipt) = run(ledger, context, verb, how, |session| {
        let marks = all_or_refusals(subjects.iter().map(|subject| changed(session, *subject, &edit)))?;
        let mut any = false;
        for (subject, (before, after)) in subjects.iter().zip(marks) {
            if before == after {
                continue;
            }
            any = true;
            let gone = before.public_words.is_some() && after.public_words.is_none() && edit.public_words.is_none();
            let marked = Change::Disclosed { disclosure: after.disclosure, public_words: after.public_words.clone() };
            session.record(&Event::DisclosureSet { subject: *subject, before, after })?;
            for id in session.items_of(*subject)? {
                let item = session.item(id)?;
                session.done(&item, marked.clone());
                if gone {
                    session.warn(Warning::PublicWordsGone(item.code));
                }
            }
        }
        if any { Ok(()) } else { Err(Refusal::NothingToDo.into()) }
    })?;
    Ok(receipt)
}

fn changed(
    session: &Session<'_, '_>,
    subject: DisclosureSubject,
    edit: &DisclosureEdit,
) -> Result<(DisclosureFacts, DisclosureFacts)> {
    let (what, number, stands) = match subject {
        DisclosureSubject::Item(id) => ("item", id.0, true),
        DisclosureSubject::Filing(id) => ("filing", id.0, true),
        DisclosureSubject::Outcome(id) => ("outcome", id.0, session.outcome(id)?.is_some()),
        DisclosureSubject::Evidence(id) => ("evidence", id.0, session.evidence_stands(id)?),
    };
    let Some(before) = session.disclosure_of(subject)?.filter(|_| stands) else {
        return Err(Refusal::UnknownNumber { what, number }.into());
    };
    if let DisclosureSubject::Item(id) = subject
        && let item = session.item(id)?
        && item.withdrawn_on.is_some()
    {
        return Err(Refusal::ItemWithdrawn(item.code).into());
    }
    let after = before.amended(edit)?;
    Ok((before, after))
}
