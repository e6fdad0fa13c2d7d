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
    zh::receipt::subject_words,
};

/// What something was marked as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// What was marked.
    pub subject: DisclosureSubject,
    /// The mark, and the wording for the public.
    pub facts: DisclosureFacts,
}

/// Sets marks and wordings; `verb` is the one under which the command stands in the journal.
///
/// # Errors
/// When there is no such thing, a wording is given for what is not 可公开 or for several things at once, an item is
/// withdrawn, or nothing changes.
pub fn set(
    ledger: &mut Ledger,
    context: &mut Context,
    verb: &str,
    subjects: &[DisclosureSubject],
    edit: &DisclosureEdit,
    how: Run,
) -> Result<(Vec<Marked>, Receipt)> {
    if subjects.len() > 1 && matches!(edit.public_words, Some(Some(_))) {
        return Err(Refusal::PublicWordsForMany(subjects.len()).into());
    }
    let public_words = match &edit.public_words {
        Some(Some(words)) => Some(Some(text("public_words", words, MAX_TEXT)?)),
        other => other.clone(),
    };
    let edit = DisclosureEdit { public_words, ..*edit };
    run(ledger, context, verb, how, |session| {
        let marks = all_or_refusals(subjects.iter().map(|subject| changed(session, *subject, &edit)))?;
        let mut marked = Vec::new();
        for (subject, (before, after)) in subjects.iter().zip(marks) {
            if before == after {
                continue;
            }
            let gone = before.public_words.is_some() && after.public_words.is_none() && edit.public_words.is_none();
            session.record(&Event::DisclosureSet { subject: *subject, before, after: after.clone() })?;
            marked.push(Marked { subject: *subject, facts: after.clone() });
            if let DisclosureSubject::Item(id) = subject {
                let item = session.item(*id)?;
                let DisclosureFacts { disclosure, public_words } = after;
                session.done(&item, Change::Disclosed { disclosure, public_words });
                if gone {
                    session.warn(Warning::PublicWordsGone(item.code));
                }
            } else if gone {
                session.warn(Warning::PublicWordsGone(subject_words(*subject)));
            }
        }
        if marked.is_empty() { Err(Refusal::NothingToDo.into()) } else { Ok(marked) }
    })
}

/// Sets one mark within a command, where it is another one than stands.
///
/// # Errors
/// As [`set`].
pub(super) fn mark(session: &mut Session<'_, '_>, subject: DisclosureSubject, facts: &DisclosureFacts) -> Result<()> {
    let words = facts.public_words.as_deref().map(|words| text("public_words", words, MAX_TEXT)).transpose()?;
    let edit = DisclosureEdit { disclosure: Some(facts.disclosure), public_words: Some(words) };
    let (before, after) = changed(session, subject, &edit)?;
    if before != after {
        session.record(&Event::DisclosureSet { subject, before, after })?;
    }
    Ok(())
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
