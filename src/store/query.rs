//! Every question asked of the ledger.
//!
//! A [`Reader`] speaks for one transaction: all its answers are of the same moment. Questions return domain values,
//! never rows.

mod attachment;
mod calendar;
mod check;
mod closing_form;
mod course;
mod disclosure;
mod extension;
mod figures;
mod filing;
mod issued;
mod item;
mod link;
mod lock;
mod log;
mod outcome;
mod plan;
mod recheck;
mod roster;
mod round;
pub mod rule;
mod select;
mod trail;
mod undone;
mod whole;

pub use attachment::{EvidenceRow, SignOffRow, SignedRow, SourceFigureRow, SourceRow};
pub use calendar::GivenUp;
pub use course::{CoursePoint, Happened, Happening};
pub use extension::{ExtensionRow, WaitingExtension};
pub use figures::{FigureRow, GroupBy};
pub use filing::{FilingRow, WaitingFiling};
pub use issued::{IssuedPaper, PaperItem, Reminded};
pub use item::{AsOf, Axis, ClosureStep, StoodIn, WorkState};
pub use link::{EarlierIssue, LinkEnd, LinkRow};
pub use lock::{Adjusted, Adjustment, Lock};
pub use log::{LogEntry, Reworded};
pub use outcome::{OutcomeRow, OutcomeShare};
pub use plan::{Consultation, PlanAdjustment};
pub use recheck::{RecheckRow, SampleRow};
pub use roster::{Party, SuccessionRow};
pub use round::{DecisionRow, Meeting, Round};
pub use select::Order;
pub use undone::UndoneDecision;
pub use whole::{
    ApprovedStep, ClosureFact, DeadlineStep, EvidenceEntry, ItemExtra, LinkFact, OutcomePlace, Outlook, RecheckFact,
    ReviewStep, RoleStep, SignOffFact, SourceEntry,
};

use super::{Record, StoreError, journal};
use crate::domain::Day;
use rusqlite::{Connection, OptionalExtension, Params, Row};

/// Asks questions within one transaction.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    pub(super) conn: &'a Connection,
}

/// What is known of the ledger itself.
#[derive(Debug, Clone)]
pub struct LedgerInfo {
    /// Its own id.
    pub ledger_id: String,
    /// The office that keeps it.
    pub office: Option<String>,
    /// How many records its journal has.
    pub records: i64,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(conn: &'a Connection) -> Self {
        Self { conn }
    }

    fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.conn.prepare_cached(sql)?.query_row(params, read).optional()?)
    }

    fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        Ok(self.conn.prepare_cached(sql)?.query_map(params, read)?.collect::<Result<_, _>>()?)
    }

    /// The last number a counter has handed out; 0 when none.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn counter(&self, name: &str) -> Result<i64, StoreError> {
        Ok(self.one("SELECT last FROM counter WHERE name = ?1", [name], |row| row.get(0))?.unwrap_or(0))
    }

    /// The ledger itself; `None` while its first record is missing.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn ledger(&self) -> Result<Option<LedgerInfo>, StoreError> {
        self.one(
            "SELECT ledger_id, office, (SELECT coalesce(max(seq), 0) FROM journal) FROM ledger WHERE id = 1",
            [],
            |row| Ok(LedgerInfo { ledger_id: row.get(0)?, office: row.get(1)?, records: row.get(2)? }),
        )
    }

    /// The day of the last entry, by the clock of that time.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn last_entry_day(&self) -> Result<Option<Day>, StoreError> {
        Ok(self.last_entry()?.map(|(_, at)| at.date_naive()))
    }

    /// The last record and the instant of its entry, by the clock of that time.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn last_entry(&self) -> Result<Option<(i64, chrono::DateTime<chrono::FixedOffset>)>, StoreError> {
        let last: Option<(i64, String)> =
            self.one("SELECT seq, entered_at FROM journal ORDER BY seq DESC LIMIT 1", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        last.map(|(seq, text)| {
            chrono::DateTime::parse_from_rfc3339(&text)
                .map(|at| (seq, at))
                .map_err(|_| StoreError::Value(format!("entered_at {text:?}")))
        })
        .transpose()
    }

    /// One record of the journal.
    ///
    /// # Errors
    /// When there is none of that number.
    pub fn record(&self, seq: i64) -> Result<Record, StoreError> {
        self.one(&format!("SELECT {} FROM journal WHERE seq = ?1", journal::COLUMNS), [seq], Record::from_row)?
            .ok_or_else(|| StoreError::Value(format!("no record {seq}")))
    }

    /// Every record from a number on, one after the other.
    ///
    /// # Errors
    /// What `each` returns, or trouble with the file.
    pub fn each_record<E: From<StoreError>>(
        &self,
        from_seq: i64,
        each: impl FnMut(Record) -> Result<(), E>,
    ) -> Result<(), E> {
        journal::for_each(self.conn, from_seq, each)
    }
}

/// A day that the ledger stores as text.
fn read_day(row: &Row<'_>, at: usize) -> rusqlite::Result<Day> {
    let text: String = row.get(at)?;
    text.parse().map_err(|e| bad_value(at, e))
}

fn read_day_opt(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Day>> {
    let text: Option<String> = row.get(at)?;
    text.map(|t| t.parse().map_err(|e| bad_value(at, e))).transpose()
}

/// A key of one of the domain's enumerations.
fn read_key<T: std::str::FromStr>(row: &Row<'_>, at: usize) -> rusqlite::Result<T>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    let text: String = row.get(at)?;
    text.parse().map_err(|e| bad_value(at, e))
}

fn read_key_opt<T: std::str::FromStr>(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<T>>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    let text: Option<String> = row.get(at)?;
    text.map(|t| t.parse().map_err(|e| bad_value(at, e))).transpose()
}

fn bad_value(at: usize, error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(at, rusqlite::types::Type::Text, Box::new(error))
}
