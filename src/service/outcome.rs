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
        filter::Filter,
        ids::{ItemId, OutcomeId, RoundId},
        outcome::{OutcomeEdit, OutcomeFacts, is_same_document},
        receipt::{Change, Receipt},
        refusal::Refusal,
    },
    store::{
        Ledger,
        query::{AsOf, OutcomeRow},
    },
    zh::{event::outcome_words, fold::fold_words, receipt::subject_words},
};

/// Records an outcome with the items it belongs to: counted once however many they are. With `again` also a document that is
/// counted in the round already.
///
/// # Errors
/// When a number is not positive where it must be, an item is withdrawn or struck off, or the document is counted already.
pub fn add(
    ledger: &mut Ledger,
    context: &mut Context,
    items: &[ItemId],
    facts: OutcomeFacts,
    words: Option<&str>,
    again: bool,
    how: Run,
) -> Result<(OutcomeId, Receipt)> {
    run(ledger, context, "outcome", how, |session| add_within(session, items, facts, words, again))
}

/// Records an outcome within a command.
///
/// # Errors
/// As [`add`].
pub(super) fn add_within(
    session: &mut Session<'_, '_>,
    items: &[ItemId],
    facts: OutcomeFacts,
    words: Option<&str>,
    again: bool,
) -> Result<OutcomeId> {
    let facts = checked(facts)?;
    let words = text_opt("words", words, MAX_NAME)?;
    let targets = attachable(session, items)?;
    all_or_refusals(items.iter().map(|id| session.workable(*id)))?;
    if !again {
        counted_once(session, targets.iter().map(|item| item.round), &facts, None)?;
    }
    let outcome = OutcomeId(session.next(OutcomeId::COUNTER)?);
    session.record(&Event::OutcomeAdded { outcome, facts, items: items.to_vec(), words })?;
    for item in &targets {
        session.done(item, Change::Outcome { outcome });
    }
    Ok(outcome)
}

/// Puts an outcome's facts right. Returns what it says now.
///
/// # Errors
/// When there is none of that number, it has no such field, nothing changes, the day runs back, a round is locked, or it would
/// be another document that is counted already, unless `again`.
pub fn amend(
    ledger: &mut Ledger,
    context: &mut Context,
    outcome: OutcomeId,
    edit: &OutcomeEdit,
    again: bool,
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
        if !again && (edit.title.is_some() || edit.number.is_some()) {
            let items = session.outcome_items(outcome)?;
            let rounds = items.iter().map(|id| Ok(session.item(*id)?.round)).collect::<Result<Vec<_>>>()?;
            counted_once(session, rounds, &after, Some(outcome))?;
        }
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
    let (_, receipt) = run(ledger, context, "outcome", how, |session| link_within(session, outcome, items))?;
    Ok(receipt)
}

/// Links an outcome to further items within a command.
///
/// # Errors
/// As [`link`].
pub(super) fn link_within(session: &mut Session<'_, '_>, outcome: OutcomeId, items: &[ItemId]) -> Result<()> {
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
}

/// Ties an outcome to those of these items that it does not belong to; whether there were any.
///
/// # Errors
/// As [`link`].
pub(super) fn tie(session: &mut Session<'_, '_>, outcome: OutcomeId, items: &[ItemId]) -> Result<bool> {
    let held = session.outcome_items(outcome)?;
    let fresh: Vec<ItemId> = items.iter().copied().filter(|item| !held.contains(item)).collect();
    if !fresh.is_empty() {
        link_within(session, outcome, &fresh)?;
    }
    Ok(!fresh.is_empty())
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

/// Refuses a document that an outcome of these rounds counts already; `itself` is no other one.
fn counted_once(
    session: &Session<'_, '_>,
    rounds: impl IntoIterator<Item = RoundId>,
    facts: &OutcomeFacts,
    itself: Option<OutcomeId>,
) -> Result<()> {
    let OutcomeFacts::Rule { title, number, .. } = facts else { return Ok(()) };
    let filter = Filter { rounds: rounds.into_iter().collect(), ..Filter::default() };
    let counted = session.outcomes_among(&filter, AsOf { day: session.today, current: true })?;
    let double = counted.into_iter().filter(|row| Some(row.id) != itself).find(|row| match &row.facts {
        OutcomeFacts::Rule { title: other, number: its, .. } => {
            is_same_document((title, number.as_deref()), (other, its.as_deref()), fold_words)
        }
        _ => false,
    });
    match double {
        Some(row) => {
            let (outcome, words) = (row.id.0, outcome_words(&row.facts));
            Err(Refusal::OutcomeDoubled { outcome, words, items: row.codes }.into())
        }
        None => Ok(()),
    }
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
