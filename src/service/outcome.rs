//! Outcomes (成效): recorded, put right, linked to further items, taken back. Each is one counted thing.
//!
//! No gate rests on an outcome. What is new under a closing is refused all the same (DESIGN §3.5); a figure that was entered
//! wrongly is put right or taken back also there, because a wrong figure must not stand, and what a published report
//! said of it is protected by the lock.

use super::{
    Result,
    attachment::attachable,
    session::{MAX_NAME, Run, Session, all_or_refusals, reason as a_reason, run, text, text_opt},
};
use crate::{
    domain::{
        Day,
        context::Context,
        event::{DisclosureSubject, Event},
        ids::{ItemId, OutcomeId},
        outcome::{OutcomeEdit, OutcomeFacts},
        receipt::{Change, Receipt},
        refusal::Refusal,
    },
    store::{Ledger, query::OutcomeRow},
    zh::receipt::subject_words,
};

/// Records an outcome with the items it belongs to: counted once however many they are.
///
/// # Errors
/// When a number is not positive where it must be, or an item is withdrawn or struck off.
pub fn add(
    ledger: &mut Ledger,
    context: &mut Context,
    items: &[ItemId],
    facts: OutcomeFacts,
    words: Option<&str>,
    how: Run,
) -> Result<(OutcomeId, Receipt)> {
    let facts = checked(facts)?;
    let words = text_opt("words", words, MAX_NAME)?;
    run(ledger, context, "outcome", how, |session| {
        let targets = attachable(session, items)?;
        all_or_refusals(items.iter().map(|id| session.workable(*id)))?;
        let outcome = OutcomeId(session.next(OutcomeId::COUNTER)?);
        session.record(&Event::OutcomeAdded { outcome, facts, items: items.to_vec(), words })?;
        for item in &targets {
            session.done(item, Change::Outcome { outcome });
        }
        Ok(outcome)
    })
}

/// Puts an outcome's facts right. Returns what it says now.
///
/// # Errors
/// When there is none of that number, it has no such field, nothing changes, the day runs back, or a round is locked.
pub fn amend(
    ledger: &mut Ledger,
    context: &mut Context,
    outcome: OutcomeId,
    edit: &OutcomeEdit,
    how: Run,
) -> Result<(OutcomeFacts, Receipt)> {
    run(ledger, context, "outcome", how, |session| {
        let row = standing(session, outcome)?;
        let kind = row.facts.kind();
        let unfit = edit.unfit(kind);
        if !unfit.is_empty() {
            let refusals = unfit.into_iter().map(|field| Refusal::OutcomeField { kind, field });
            return Err(super::Error::Refused(refusals.collect()));
        }
        let after = checked(row.facts.amended(edit))?;
        if after == row.facts {
            return Err(Refusal::NothingToDo.into());
        }
        changeable(session, outcome)?;
        session.record(&Event::OutcomeAmended { outcome, before: row.facts, after: after.clone() })?;
        Ok(after)
    })
}

/// Links an outcome to further items; it stays one.
///
/// # Errors
/// When there is none of that number, it belongs to an item already, or an item is withdrawn or struck off.
pub fn link(
    ledger: &mut Ledger,
    context: &mut Context,
    outcome: OutcomeId,
    items: &[ItemId],
    how: Run,
) -> Result<Receipt> {
    let (_, receipt) = run(ledger, context, "outcome", how, |session| {
        let row = standing(session, outcome)?;
        let held = session.outcome_items(outcome)?;
        let targets = attachable(session, items)?;
        all_or_refusals(items.iter().map(|id| session.workable(*id)))?;
        let fresh: Vec<_> = targets.into_iter().filter(|item| !held.contains(&item.id)).collect();
        if fresh.is_empty() {
            return Err(Refusal::NothingToDo.into());
        }
        for item in &fresh {
            check_day(session, &item.code, row.on.max(item.added_on))?;
            session.record(&Event::OutcomeLinked { outcome, item: item.id })?;
            session.done(item, Change::Outcome { outcome });
        }
        Ok(())
    })?;
    Ok(receipt)
}

/// Takes an outcome back.
///
/// # Errors
/// When there is none of that number, the day runs back, or a round is locked.
pub fn withdraw(
    ledger: &mut Ledger,
    context: &mut Context,
    outcome: OutcomeId,
    reason: &str,
    how: Run,
) -> Result<Receipt> {
    let reason = a_reason("reason", reason)?;
    let (_, receipt) = run(ledger, context, "outcome", how, |session| {
        standing(session, outcome)?;
        changeable(session, outcome)?;
        session.record(&Event::OutcomeWithdrawn { outcome, reason })
    })?;
    Ok(receipt)
}

fn standing(session: &Session<'_, '_>, outcome: OutcomeId) -> Result<OutcomeRow> {
    match session.outcome(outcome)? {
        Some(row) => Ok(row),
        None => Err(Refusal::UnknownNumber { what: "outcome", number: outcome.0 }.into()),
    }
}

/// What changes an outcome changes the figures of every round that it belongs to, from the day of effect on.
fn changeable(session: &Session<'_, '_>, outcome: OutcomeId) -> Result<()> {
    for item in session.outcome_items(outcome)? {
        session.open_round(session.item(item)?.round)?;
    }
    match session.outcome_last_day(outcome)? {
        Some(last) => check_day(session, &subject_words(DisclosureSubject::Outcome(outcome)), last),
        None => Ok(()),
    }
}

fn check_day(session: &Session<'_, '_>, code: &str, last: Day) -> Result<()> {
    if session.on < last {
        return Err(Refusal::DayRunsBack { code: code.to_owned(), on: session.on, last }.into());
    }
    Ok(())
}

fn checked(facts: OutcomeFacts) -> Result<OutcomeFacts> {
    Ok(match facts {
        OutcomeFacts::Rule { title, number, revised, institution } => OutcomeFacts::Rule {
            title: text("title", title.trim().trim_matches(['《', '》']), MAX_NAME)?,
            number: text_opt("number", number.as_deref(), MAX_NAME)?,
            revised,
            institution,
        },
        OutcomeFacts::Accountability { people, .. } if people < 1 => return Err(Refusal::NotPositive("people").into()),
        OutcomeFacts::Accountability { people, times, .. } if times < people => {
            return Err(Refusal::FewerTimes { people, times }.into());
        }
        OutcomeFacts::Money { cents, .. } if cents < 1 => return Err(Refusal::NotPositive("amount").into()),
        OutcomeFacts::Other { name, count, unit } => {
            if count < 1 {
                return Err(Refusal::NotPositive("count").into());
            }
            OutcomeFacts::Other { name: text("name", &name, MAX_NAME)?, count, unit: text("unit", &unit, 10)? }
        }
        fine => fine,
    })
}
