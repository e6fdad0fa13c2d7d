//! The tables as `apply` writes them: statements are prepared once per command and found by where they stand in the program.
//!
//! rusqlite's own cache finds a statement by its words: each use copies them and hashes them twice, and ours are long. That was
//! a twelfth of recording a large ledger. Statements whose words are made on the way still go through that cache.

use super::StoreError;
use rusqlite::{Connection, Params, PrepFlags, Row, Statement};
use std::{cell::RefCell, collections::HashMap, ops::Deref};

/// A connection with what was prepared on it so far.
pub(crate) struct Tables<'c> {
    conn: &'c Connection,
    /// By address and length of the words: what lives as long as the program does not move.
    prepared: RefCell<HashMap<(usize, usize), Statement<'c>>>,
}

impl<'c> Tables<'c> {
    pub(super) fn new(conn: &'c Connection) -> Self {
        Self { conn, prepared: RefCell::default() }
    }

    /// Runs a statement. Returns how many rows it changed.
    pub(super) fn run(&self, sql: &'static str, params: impl Params) -> Result<usize, StoreError> {
        self.with(sql, |statement| statement.execute(params))
    }

    /// Every row that a statement finds, read to the end before anything else is run.
    pub(super) fn all<T>(
        &self,
        sql: &'static str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        self.with(sql, |statement| statement.query_map(params, read)?.collect())
    }

    /// The row that a statement finds.
    pub(super) fn one<T>(
        &self,
        sql: &'static str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        self.with(sql, |statement| statement.query_row(params, read))
    }

    fn with<T>(
        &self,
        sql: &'static str,
        act: impl FnOnce(&mut Statement<'c>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let place = (sql.as_ptr().addr(), sql.len());
        let mut prepared = self.prepared.borrow_mut();
        let statement = match prepared.entry(place) {
            std::collections::hash_map::Entry::Occupied(held) => held.into_mut(),
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(self.conn.prepare_with_flags(sql, PrepFlags::SQLITE_PREPARE_PERSISTENT)?)
            }
        };
        Ok(act(statement)?)
    }
}

impl Deref for Tables<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        self.conn
    }
}
