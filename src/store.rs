//! SQLite and nothing else: the file, the journal, the tables made from it, and every question asked of them.
//!
//! Architecture invariant: no `rusqlite` type in a public signature, so that a shared server store can take this one's
//! place; no rule of practice and no Chinese in here. All SQL of the program stands in this module. The journal is
//! written by [`journal`], the other tables by [`apply`] and by nobody else.

pub mod apply;
pub mod backup;
mod bulk;
pub mod error;
pub mod file;
pub mod journal;
pub mod query;
mod tables;
pub mod upgrade;
pub mod verify;

pub use error::StoreError;
pub use file::{Ledger, Mode};
pub use journal::{Command, Record};
pub use query::Reader;

use crate::domain::{Day, event::Event};
use rusqlite::Connection;
use std::ops::Deref;

/// A write under way: one command, one transaction. What it appends is applied at once, so that the next question sees it.
pub struct Writer<'a> {
    reader: Reader<'a>,
    tables: tables::Tables<'a>,
    command: &'a Command,
    journal: journal::Appender,
    keep: bool,
    aside: bulk::Aside,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(conn: &'a Connection, command: &'a Command) -> Result<Self, StoreError> {
        let journal = journal::Appender::new(conn, command)?;
        Ok(Self {
            reader: Reader::new(conn),
            tables: tables::Tables::new(conn),
            command,
            journal,
            keep: true,
            aside: bulk::Aside::default(),
        })
    }

    /// Appends an event that takes effect on the command's day. Returns its number in the journal.
    ///
    /// # Errors
    /// When SQLite refuses; the transaction is then rolled back as a whole.
    pub fn append(&mut self, event: &Event) -> Result<i64, StoreError> {
        self.append_on(self.command.effective_on, event)
    }

    /// Appends an event that takes effect on a day of its own.
    ///
    /// # Errors
    /// As [`Writer::append`].
    pub fn append_on(&mut self, effective_on: Day, event: &Event) -> Result<i64, StoreError> {
        let seq = self.journal.append(&self.tables, effective_on, event)?;
        let record = apply::Stamp { seq, effective_on, operator: &self.command.operator };
        apply::apply(&self.tables, &record, event)?;
        Ok(seq)
    }

    /// The next key of a kind. Keys are spent by the events that carry them: see [`apply`].
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn next_number(&self, counter: &str) -> Result<i64, StoreError> {
        Ok(self.reader.counter(counter)? + 1)
    }

    /// Keeps a file's bytes under their hash; the same bytes are kept once.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn keep_bytes(&mut self, sha256: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.reader
            .conn
            .prepare_cached("INSERT OR IGNORE INTO evidence_blob (sha256, bytes) VALUES (?1, ?2)")?
            .execute((sha256, bytes))?;
        Ok(())
    }

    /// Says that very many rows follow: what only lists ask is built anew at the end, in the same transaction.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn expect_many(&mut self) -> Result<(), StoreError> {
        self.aside = bulk::Aside::lists(self.reader.conn)?;
        Ok(())
    }

    /// Whether the command is to stand; then everything is in place for the commit.
    fn settle(self) -> Result<bool, StoreError> {
        if self.keep {
            self.aside.build(self.reader.conn)?;
        }
        Ok(self.keep)
    }

    /// The command under way.
    #[must_use]
    pub fn command(&self) -> &Command {
        self.command
    }

    /// Lets nothing of this command stand: `--dry-run` goes the whole way and then turns back.
    pub fn discard(&mut self) {
        self.keep = false;
    }
}

impl<'a> Deref for Writer<'a> {
    type Target = Reader<'a>;
    fn deref(&self) -> &Reader<'a> {
        &self.reader
    }
}
