//! From events to tables: the only code that writes any table but the journal.
//!
//! Architecture invariant: sees events in journal order and decides nothing. It reads no clock, no holiday table, no
//! policy and no Chinese; everything decided stands in the event. `unapply` takes back exactly what `apply` did, so
//! that an undone command leaves the tables as they were (counters stay: numbers are spent).

mod attachment;
mod axis;
mod item;
mod roster;
mod round;

use super::{Record, StoreError, journal, tables::Tables};
use crate::domain::{Day, event::Event};
use rusqlite::{Connection, ToSql};

/// What an event's record says besides the event.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stamp<'a> {
    pub(crate) seq: i64,
    pub(crate) effective_on: Day,
    pub(crate) operator: &'a str,
}

/// Runs one statement of `apply`, prepared once.
fn run(conn: &Tables<'_>, sql: &'static str, params: &[&dyn ToSql]) -> Result<usize, StoreError> {
    conn.run(sql, params)
}

/// Runs a statement whose words are made on the way.
fn run_made(conn: &Connection, sql: &str, params: &[&dyn ToSql]) -> Result<usize, StoreError> {
    Ok(conn.prepare_cached(sql)?.execute(params)?)
}

/// A day as it is stored.
fn day(on: Day) -> String {
    on.to_string()
}

fn day_opt(on: Option<Day>) -> Option<String> {
    on.map(day)
}

/// Notes that a number has been handed out.
fn spend(conn: &Tables<'_>, counter: &str, number: i64) -> Result<(), StoreError> {
    run(
        conn,
        "INSERT INTO counter (name, last) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET last = max(last, excluded.last)",
        &[&counter, &number],
    )?;
    Ok(())
}

/// Makes the change that the event says.
pub(crate) fn apply(conn: &Tables<'_>, stamp: &Stamp<'_>, event: &Event) -> Result<(), StoreError> {
    for item in event.items() {
        run(conn, "INSERT OR IGNORE INTO item_record (item_id, seq) VALUES (?1, ?2)", &[&item.0, &stamp.seq])?;
    }
    match part(event) {
        Part::Roster => roster::apply(conn, stamp, event),
        Part::Round => round::apply(conn, stamp, event),
        Part::Item => item::apply(conn, stamp, event),
        Part::Axis => axis::apply(conn, stamp, event),
        Part::Attachment => attachment::apply(conn, stamp, event),
        Part::Ledger => apply_to_ledger(conn, stamp, event),
    }
}

/// Takes back what [`apply`] did for an event on which nothing later stands.
fn unapply(conn: &Tables<'_>, stamp: &Stamp<'_>, event: &Event) -> Result<(), StoreError> {
    match part(event) {
        Part::Roster => roster::unapply(conn, stamp, event),
        Part::Round => round::unapply(conn, stamp, event),
        Part::Item => item::unapply(conn, stamp, event),
        Part::Axis => axis::unapply(conn, stamp, event),
        Part::Attachment => attachment::unapply(conn, stamp, event),
        Part::Ledger => Err(StoreError::Value(format!("record {} cannot be undone", stamp.seq))),
    }
}

fn apply_to_ledger(conn: &Tables<'_>, stamp: &Stamp<'_>, event: &Event) -> Result<(), StoreError> {
    match event {
        Event::LedgerOpened { ledger_id, office } => {
            run(
                conn,
                "INSERT INTO ledger (id, ledger_id, office, apply_version) VALUES (1, ?1, ?2, ?3)",
                &[&ledger_id.to_string(), office, &super::file::APPLY_VERSION],
            )?;
        }
        Event::Undone { command, records, .. } => {
            for seq in records {
                let record = super::query::Reader::new(conn).record(*seq)?;
                let earlier = Stamp { seq: *seq, effective_on: record.day()?, operator: &record.operator };
                unapply(conn, &earlier, &record.event()?)?;
            }
            run(conn, "INSERT INTO undone (command_id, seq) VALUES (?1, ?2)", &[&command.to_string(), &stamp.seq])?;
        }
        _ => unreachable!("sorted by part"),
    }
    Ok(())
}

/// The file that knows an event's tables.
enum Part {
    Ledger,
    Roster,
    Round,
    Item,
    Axis,
    Attachment,
}

/// Which file knows an event's tables. Exhaustive: a new kind of event does not build until it has its place.
const fn part(event: &Event) -> Part {
    match event {
        Event::LedgerOpened { .. } | Event::Undone { .. } => Part::Ledger,
        Event::PartyAdded { .. }
        | Event::PartyRenamed { .. }
        | Event::PartyAliased { .. }
        | Event::PartyMerged { .. }
        | Event::PartySucceeded { .. }
        | Event::PartyOrdered { .. }
        | Event::PartyRetired { .. } => Part::Roster,
        Event::RoundOpened { .. }
        | Event::RoundAmended { .. }
        | Event::RoundAdopted { .. }
        | Event::RoundFinished { .. }
        | Event::RoundLocked { .. }
        | Event::ConsultationRecorded { .. }
        | Event::MeetingAdded { .. }
        | Event::MeetingAmended { .. }
        | Event::MeetingDecided { .. } => Part::Round,
        Event::SourceRead { .. }
        | Event::ItemAdded(_)
        | Event::ItemEdited { .. }
        | Event::ItemMoved { .. }
        | Event::ItemWithdrawn { .. }
        | Event::LinkAdded { .. }
        | Event::LinkRemoved { .. }
        | Event::DisclosureSet { .. } => Part::Item,
        Event::ResponsibilitySet { .. }
        | Event::DeadlineSet { .. }
        | Event::ReviewSet { .. }
        | Event::ExtensionApplied { .. }
        | Event::ExtensionApproved { .. }
        | Event::ExtensionRefused { .. }
        | Event::ProgressSet { .. }
        | Event::ClosureRequested { .. }
        | Event::ClosureSigned { .. }
        | Event::Closed { .. }
        | Event::ClosureReturned { .. }
        | Event::ClosureDeferred { .. }
        | Event::ClosureRatified { .. }
        | Event::Reopened { .. } => Part::Axis,
        Event::FilingRecorded(_)
        | Event::FilingAccepted { .. }
        | Event::FilingReturned { .. }
        | Event::RecheckRecorded { .. }
        | Event::OutcomeAdded { .. }
        | Event::OutcomeAmended { .. }
        | Event::OutcomeLinked { .. }
        | Event::OutcomeWithdrawn { .. }
        | Event::EvidenceAdded { .. }
        | Event::EvidenceLinked { .. }
        | Event::EvidenceWithdrawn { .. }
        | Event::PaperIssued { .. }
        | Event::PaperKept { .. }
        | Event::SampleDrawn { .. } => Part::Attachment,
    }
}

/// Replays every record of `journal` into the empty tables of `into`. Returns the number of records.
pub(super) fn replay(journal: &Connection, into: &Connection) -> Result<i64, StoreError> {
    let mut count = 0;
    let into = Tables::new(into);
    journal::for_each::<StoreError>(journal, 1, |record| {
        // Undoing reads earlier records: the journal comes along.
        journal::insert(&into, &record)?;
        count += 1;
        apply_record(&into, &record)
    })?;
    Ok(count)
}

/// Replays the journal of `conn` into its own tables, which are empty.
pub(super) fn replay_own(conn: &Connection) -> Result<(), StoreError> {
    let tables = Tables::new(conn);
    journal::for_each::<StoreError>(conn, 1, |record| apply_record(&tables, &record))
}

fn apply_record(conn: &Tables<'_>, record: &Record) -> Result<(), StoreError> {
    let stamp = Stamp { seq: record.seq, effective_on: record.day()?, operator: &record.operator };
    apply(conn, &stamp, &record.event()?).map_err(|e| match e {
        StoreError::Sqlite(detail) => StoreError::Value(format!("record {} cannot be applied: {detail}", record.seq)),
        other => other,
    })
}
