//! Writing very many rows in one command.
//!
//! The indexes that only lists and reports ask are set aside and built anew before the commit: sorting once is several
//! times cheaper than keeping six orders up to date row by row. Those of few rows stay: they cost nothing on the way, and
//! building them would read all items once more. What the use cases themselves ask on the way (children,
//! filings, codes) keeps its indexes. Everything happens inside the command's transaction: when it is given up, so is this.

use super::StoreError;
use rusqlite::Connection;

/// Indexes that nothing asks while items are recorded, in the order of schema.sql.
const LISTS: [&str; 6] =
    ["item_by_sort", "item_open_due", "item_figures", "item_party_by_party", "filing_by_day", "evidence_by_hash"];

/// Indexes that were set aside, by the words that make them.
#[derive(Debug, Default)]
pub(super) struct Aside(Vec<String>);

impl Aside {
    /// Sets the indexes of lists aside.
    pub(super) fn lists(conn: &Connection) -> Result<Self, StoreError> {
        let mut definitions = Vec::new();
        for name in LISTS {
            let sql = "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ?1";
            definitions.push(conn.query_row(sql, [name], |row| row.get(0))?);
            conn.execute_batch(&format!("DROP INDEX {name}"))?;
        }
        Ok(Self(definitions))
    }

    /// Builds them anew, word for word as they were.
    pub(super) fn build(self, conn: &Connection) -> Result<(), StoreError> {
        self.0.iter().try_for_each(|definition| Ok(conn.execute_batch(definition)?))
    }
}
