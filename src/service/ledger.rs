//! The ledger as a whole: begun, and a command reversed.

mod adopted;
mod after_undo;

use super::{
    Error, Result, lock,
    session::{MAX_NAME, Run, reason as a_reason, run, text, text_opt},
};
use crate::{
    domain::{
        context::Context,
        event::Event,
        ids::{ItemId, PartyId},
        party::PartyKind,
        receipt::Receipt,
        refusal::Refusal,
        standing::Subject,
    },
    store::{Command, Ledger, Record},
};
use std::{collections::HashSet, path::Path};

/// Begins a ledger in a new file, with its first operator.
///
/// # Errors
/// When something stands at `path` already or the name cannot be used.
pub fn init(path: &Path, context: &mut Context, office: Option<&str>, operator: &str) -> Result<Ledger> {
    let operator = text("operator", operator, MAX_NAME)?;
    let office = text_opt("office", office, MAX_NAME)?;
    let mut ledger = Ledger::create(path)?;
    let command = Command {
        id: (context.new_uid)(),
        verb: "init".into(),
        entered_at: context.now,
        effective_on: context.today(),
        operator: operator.clone(),
    };
    let (ledger_id, uid) = ((context.new_uid)(), (context.new_uid)());
    let begun = ledger.write(&command, |writer| {
        writer.append(&Event::LedgerOpened { ledger_id, office })?;
        writer.append(&Event::PartyAdded {
            party: PartyId(1),
            uid,
            name: operator,
            party_kind: PartyKind::Operator,
            ord: 1,
            note: None,
        })?;
        Ok::<_, Error>(())
    });
    if let Err(error) = begun {
        // Nothing half made stays behind; the file is ours, it did not exist a moment ago.
        drop(ledger);
        let _ = std::fs::remove_file(path);
        return Err(error);
    }
    Ok(ledger)
}

/// Which command is to be reversed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The last one that still stands.
    Last,
    /// The one that wrote this record.
    Record(i64),
}

/// What an undo reversed.
#[derive(Debug, Clone)]
pub struct Undone {
    /// Its verb.
    pub verb: String,
    /// The day of entry and the operator of the reversed command.
    pub entered_at: String,
    /// Who had entered it.
    pub operator: String,
    /// Its records, first to last.
    pub records: Vec<Record>,
}

/// Reverses a command whole by appending; refused when something later stands on it.
///
/// # Errors
/// When there is none, it was reversed already, it is a decision against whoever asked and no reason is given, a locked round is concerned, or later records stand on it.
pub fn undo(
    ledger: &mut Ledger,
    context: &mut Context,
    which: Which,
    reason: Option<&str>,
    how: Run,
) -> Result<(Undone, Receipt)> {
    let reason = reason.map(|words| a_reason("reason", words)).transpose()?;
    run(ledger, context, "undo", how, |session| {
        let command = match which {
            Which::Last => session.last_command()?,
            Which::Record(seq) => session.command_of_record(seq)?,
        }
        .ok_or(Refusal::NothingToUndo)?;
        if session.is_undone(&command)? {
            return Err(Refusal::UndoneAlready.into());
        }
        let records = session.records_of_command(&command)?;
        let (Some(first), Some(last)) = (records.first(), records.last()) else {
            return Err(Refusal::NothingToUndo.into());
        };
        let mut written: HashSet<Subject> = HashSet::new();
        let mut events = Vec::new();
        for record in &records {
            let event = record.event()?;
            if matches!(event, Event::LedgerOpened { .. } | Event::Undone { .. }) {
                return Err(Refusal::CannotUndo.into());
            }
            lock::check_undo(session, record, &event)?;
            written.extend(event.standing().writes);
            events.push(event);
        }
        let last = last.seq;
        let plan = adopted::Plan::of(session, &events)?;
        // Taking a reopening back strikes the items off again: what the open state let happen to them stands on it.
        let mut struck_off: HashSet<ItemId> = HashSet::new();
        for event in &events {
            if let Event::Reopened { item, .. } = event {
                struck_off.extend(session.subtree(*item)?.iter().map(|below| below.id));
            }
        }
        session.each_record::<Error>(last + 1, |later| {
            if later.command_id == command {
                return Ok(());
            }
            let event = later.event()?;
            // A paper that was taken back keeps its number and what it was about: it left the office.
            if session.is_undone(&later.command_id)? && !matches!(event, Event::PaperIssued { .. }) {
                return Ok(());
            }
            let standing = event.standing();
            let under_closing = match &event {
                Event::EvidenceAdded { .. }
                | Event::EvidenceLinked { .. }
                | Event::OutcomeAdded { .. }
                // A bulletin tells of items as they stood on its day, which its lock guards.
                | Event::PaperIssued { letter: None, .. } => false,
                Event::EvidenceWithdrawn { evidence, .. } => {
                    session.evidence_items(*evidence)?.iter().any(|item| struck_off.contains(item))
                }
                other => other.items().iter().any(|item| struck_off.contains(item)),
            };
            if under_closing
                || plan.is_rested_on_by(session, &event)?
                || standing.writes.iter().chain(&standing.rests_on).any(|s| written.contains(s))
            {
                let kind = event.kind().to_owned();
                return Err(Refusal::LaterStandsOn { seq: later.seq, verb: later.verb, kind }.into());
            }
            Ok(())
        })?;
        if let (Some((_, against, _)), None) = (events.iter().find_map(Event::against), &reason) {
            return Err(Refusal::UndoNeedsReason(against).into());
        }
        let undone = Undone {
            verb: first.verb.clone(),
            entered_at: first.entered_at.clone(),
            operator: first.operator.clone(),
            records: records.clone(),
        };
        let seqs: Vec<i64> = records.iter().rev().map(|r| r.seq).collect();
        let id = command.parse().map_err(|_| Refusal::NothingToUndo)?;
        session.record(&Event::Undone { command: id, records: seqs, reason })?;
        after_undo::check(session, &events, last)?;
        Ok(undone)
    })
}
