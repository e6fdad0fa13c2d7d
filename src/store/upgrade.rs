//! Upgrade (升级): an older ledger is backed up beside itself, then its tables are made anew from its journal.

use super::{
    StoreError, apply,
    backup::copy_to,
    file::{APPLY_VERSION, SCHEMA, SCHEMA_VERSION},
    verify,
};
use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// What an upgrade did.
#[derive(Debug, Clone)]
pub struct Upgraded {
    /// The backup that was made first.
    pub backup: PathBuf,
    /// How many records were replayed.
    pub records: i64,
    /// Rows that stand otherwise than before, as `table: key`; at most the first hundred.
    pub changed: Vec<String>,
}

pub(super) fn upgrade(conn: &mut Connection, path: &Path) -> Result<Upgraded, StoreError> {
    let from: i64 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let backup = free_name(path, from);
    copy_to(conn, &backup)?;
    let replayed = verify::replay_plain()?;
    let records = verify::replay_into(conn, &replayed)?;
    let mut changed = Vec::new();
    verify::compare_tables(conn, &replayed, |table, difference| {
        changed.push(format!("{table}: {}", difference.detail));
        changed.len() < 100
    })?;
    // Foreign keys can only be switched outside a transaction; tables are dropped in any order.
    conn.pragma_update(None, "foreign_keys", false)?;
    let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    // Another process may have done it while this one was looking; then it is done once more, which changes nothing.
    for (kind, name, _) in parts_of(&tx)?.into_iter().rev() {
        if !is_kept(&kind, &name) {
            tx.execute_batch(&format!("DROP {kind} \"{}\"", name.replace('"', "\"\"")))?;
        }
    }
    let model = Connection::open_in_memory()?;
    model.execute_batch(SCHEMA)?;
    for (kind, name, sql) in parts_of(&model)? {
        if !is_kept(&kind, &name) {
            tx.execute_batch(&sql)?;
        }
    }
    apply::replay_own(&tx)?;
    tx.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    tx.execute("UPDATE ledger SET apply_version = ?1", [APPLY_VERSION])?;
    tx.commit()?;
    conn.pragma_update(None, "foreign_keys", true)?;
    Ok(Upgraded { backup, records, changed })
}

/// The journal and the kept files are what everything else is made from: they stay, and their definition never changes.
fn is_kept(kind: &str, name: &str) -> bool {
    kind == "table" && matches!(name, "journal" | "evidence_blob")
}

/// Kind, name and definition of everything in a schema, tables first.
fn parts_of(conn: &Connection) -> Result<Vec<(String, String, String)>, StoreError> {
    let mut statement = conn.prepare(
        "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL
         ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 WHEN 'view' THEN 2 ELSE 3 END, rowid",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// `taizhang.db` → `taizhang.v0.db`, or with a number when that stands already.
fn free_name(path: &Path, version: i64) -> PathBuf {
    let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let ending = path.extension().map(|e| format!(".{}", e.to_string_lossy())).unwrap_or_default();
    let named = |suffix: &str| path.with_file_name(format!("{stem}.v{version}{suffix}{ending}"));
    let mut name = named("");
    let mut at = 2;
    while name.exists() {
        name = named(&format!("-{at}"));
        at += 1;
    }
    name
}
