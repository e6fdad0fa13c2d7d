//! Verification (核验): is the ledger what its journal says, and was nobody at it with another tool?
//!
//! In one read transaction: SQLite's own integrity check; the schema against `schema.sql`, so that a planted trigger, view,
//! index or table is found; every record's hash; a replay of the whole journal into an empty database and a comparison of
//! every table, row by row; every kept file's hash. What this cannot find (a journal rewritten whole, consistently, with
//! no anchor on paper) is said in ARCHITECTURE.md.

use super::{
    StoreError, apply,
    file::{APPLY_VERSION, Ledger, SCHEMA, SCHEMA_VERSION, configure_planner},
    journal::{self, hex},
};
use crate::domain::event::Event;
use rusqlite::{Connection, Row, types::ValueRef};
use sha2::{Digest, Sha256};
use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

/// What kind of thing is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// SQLite finds the file damaged.
    Integrity,
    /// Something in the schema was added, changed or removed.
    Schema,
    /// A record is missing or out of order.
    Sequence,
    /// A record's bytes do not match its hash, or the chain is broken.
    Hash,
    /// A record is no event.
    Event,
    /// A record cannot be applied.
    Replay,
    /// A row of a table is not what the journal says.
    Table,
    /// A kept file's bytes are not those that the journal names.
    Evidence,
    /// The anchor does not match.
    Anchor,
    /// The file is of an earlier version: differences may come from that.
    Version,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The first record concerned, when it can be told.
    pub seq: Option<i64>,
    /// What kind of thing.
    pub kind: FaultKind,
    /// The thing's own name: of a table, an index, a file.
    pub subject: String,
    /// The row's key, the bytes found and expected: what can be pointed at.
    pub detail: String,
}

/// What a verification found.
#[derive(Debug, Clone)]
pub struct Verification {
    /// How many records the journal has.
    pub events: i64,
    /// The anchor of the journal as it stands.
    pub anchor: String,
    /// Everything wrong; empty when all is well.
    pub faults: Vec<Fault>,
}

/// More faults than this are not listed: the first ones say enough.
const MAX_FAULTS: usize = 200;

impl Ledger {
    /// Verifies the whole ledger; with an anchor, also that its record still stands as it was printed.
    ///
    /// # Errors
    /// Only when the file cannot be read at all. What is wrong with it is in the answer.
    pub fn verify(&self, anchor: Option<&str>) -> Result<Verification, StoreError> {
        let tx = self.conn.unchecked_transaction()?;
        let mut found = Faults(Vec::new());
        // What was changed so far that it cannot even be asked is a fault like any other.
        let integrity = check_integrity(&tx, &mut found);
        found.note("SQLite", integrity);
        check_schema(&tx, &mut found)?;
        let version = check_version(&tx, &mut found);
        found.note("user_version/apply_version", version);
        let mut named = BTreeMap::new();
        let chain = check_chain(&tx, anchor, &mut named, &mut found);
        let whole = chain.is_ok();
        let tip = found.note("journal", chain).unwrap_or_default();
        // With the chain broken the replay would report the same thing once more for every row.
        if whole && !found.0.iter().any(|f| matches!(f.kind, FaultKind::Hash | FaultKind::Sequence)) {
            let tables = check_tables(&tx, &mut found);
            found.note("tables", tables);
            let kept = check_kept(&tx, &named, &mut found);
            found.note("evidence_blob", kept);
        }
        Ok(Verification { events: tip.0, anchor: journal::anchor(tip.0, &tip.1), faults: found.0 })
    }
}

struct Faults(Vec<Fault>);

impl Faults {
    /// Notes that a part could not be looked at.
    fn note<T>(&mut self, subject: &str, looked: Result<T, StoreError>) -> Option<T> {
        match looked {
            Ok(found) => Some(found),
            Err(error) => {
                self.add(None, FaultKind::Integrity, subject, error.to_string());
                None
            }
        }
    }

    fn add(&mut self, seq: Option<i64>, kind: FaultKind, subject: impl Into<String>, detail: impl Into<String>) {
        if self.0.len() < MAX_FAULTS {
            self.0.push(Fault { seq, kind, subject: subject.into(), detail: detail.into() });
        }
    }
}

fn check_integrity(conn: &Connection, found: &mut Faults) -> Result<(), StoreError> {
    let mut statement = conn.prepare("PRAGMA integrity_check(20)")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let line: String = row.get(0)?;
        if line != "ok" {
            found.add(None, FaultKind::Integrity, "SQLite", line);
        }
    }
    let mut statement = conn.prepare("PRAGMA foreign_key_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        found.add(None, FaultKind::Integrity, table, format!("→ {parent}"));
    }
    Ok(())
}

fn check_version(conn: &Connection, found: &mut Faults) -> Result<(), StoreError> {
    let schema: i64 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let applied: Option<i64> = conn.query_row("SELECT max(apply_version) FROM ledger", [], |row| row.get(0))?;
    if schema != SCHEMA_VERSION || applied.is_some_and(|a| a != APPLY_VERSION) {
        let applied = applied.unwrap_or_default();
        let detail = format!("{schema}/{applied} ≠ {SCHEMA_VERSION}/{APPLY_VERSION}");
        found.add(None, FaultKind::Version, "user_version/apply_version", detail);
    }
    Ok(())
}

/// Name → kind and definition of everything in a schema. SQLite's own automatic indexes have no definition.
fn schema_of(conn: &Connection) -> Result<BTreeMap<String, (String, Option<String>)>, StoreError> {
    let mut statement = conn.prepare("SELECT name, type, sql FROM sqlite_schema")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn check_schema(conn: &Connection, found: &mut Faults) -> Result<(), StoreError> {
    let model = Connection::open_in_memory()?;
    model.execute_batch(SCHEMA)?;
    let (expected, actual) = (schema_of(&model)?, schema_of(conn)?);
    for (name, (kind, sql)) in &actual {
        match expected.get(name) {
            None => found.add(None, FaultKind::Schema, format!("{kind} {name}"), "+"),
            Some((_, wanted)) if wanted != sql => {
                found.add(None, FaultKind::Schema, format!("{kind} {name}"), sql.clone().unwrap_or_default());
            }
            Some(_) => {}
        }
    }
    for (name, (kind, _)) in &expected {
        if !actual.contains_key(name) {
            found.add(None, FaultKind::Schema, format!("{kind} {name}"), "-");
        }
    }
    Ok(())
}

/// Re-hashes every record and notes the kept files that the journal names, each with the record that did first. Returns the last record's number and hash.
fn check_chain(
    conn: &Connection,
    anchor: Option<&str>,
    named: &mut BTreeMap<String, i64>,
    found: &mut Faults,
) -> Result<(i64, String), StoreError> {
    let anchor = anchor.map(|text| (text, journal::parse_anchor(text)));
    if let Some((text, None)) = &anchor {
        found.add(None, FaultKind::Anchor, "anchor", (*text).to_owned());
    }
    let mut tip = (0, String::new());
    let mut anchored = false;
    journal::for_each::<StoreError>(conn, i64::MIN, |record| {
        if record.seq != tip.0 + 1 {
            found.add(Some(record.seq), FaultKind::Sequence, "journal", format!("{} → {}", tip.0, record.seq));
        } else if record.expected_hash(&tip.1) != record.hash {
            found.add(Some(record.seq), FaultKind::Hash, "journal", record.hash.clone());
        } else {
            match record.event() {
                Ok(event) => {
                    if let Some(sha256) = kept_by(event) {
                        named.entry(sha256).or_insert(record.seq);
                    }
                }
                Err(error) => found.add(Some(record.seq), FaultKind::Event, "journal", error.to_string()),
            }
        }
        if let Some((text, Some((seq, code)))) = &anchor
            && *seq == record.seq
        {
            anchored = true;
            let stands = journal::anchor(record.seq, &record.hash);
            if stands != *code {
                found.add(Some(record.seq), FaultKind::Anchor, "anchor", format!("{text} ≠ {stands}"));
            }
        }
        tip = (record.seq, record.hash);
        Ok(())
    })?;
    if let Some((text, Some((seq, _)))) = anchor
        && !anchored
    {
        // The journal ends before the record that the paper names: its tail was cut.
        found.add(Some(seq), FaultKind::Anchor, "anchor", text);
    }
    Ok(tip)
}

/// The hash of the file that an event says was kept.
fn kept_by(event: Event) -> Option<String> {
    match event {
        Event::EvidenceAdded { facts, .. } => facts.file.map(|file| file.sha256),
        Event::PaperKept { original, .. } => Some(original.sha256),
        _ => None,
    }
}

/// Tables that are not made by replay.
const NOT_REPLAYED: &[&str] = &["journal", "evidence_blob"];

fn check_tables(conn: &Connection, found: &mut Faults) -> Result<(), StoreError> {
    let replayed = replay_plain()?;
    match replay_into(conn, &replayed) {
        Ok(_) => {}
        Err(error) => {
            found.add(None, FaultKind::Replay, "journal", error.to_string());
            return Ok(());
        }
    }
    compare_tables(conn, &replayed, |table, difference| {
        found.add(difference.seq, FaultKind::Table, table, difference.detail);
        found.0.len() < MAX_FAULTS
    })
}

/// An empty database with the tables of `schema.sql`, without its secondary indexes and triggers: quick to fill.
pub(super) fn replay_plain() -> Result<Connection, StoreError> {
    // The empty name is a private temporary file: a large ledger does not have to fit in memory.
    let conn = Connection::open("")?;
    conn.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -65536;",
    )?;
    conn.execute_batch(SCHEMA)?;
    let mut statement =
        conn.prepare("SELECT type, name FROM sqlite_schema WHERE sql IS NOT NULL AND type IN ('index', 'trigger')")?;
    let secondary: Vec<(String, String)> =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    drop(statement);
    for (kind, name) in secondary {
        // apply itself looks items up by parent and filings by item; without these two a replay would be quadratic.
        if !matches!(name.as_str(), "item_by_parent" | "filing_by_item") {
            conn.execute_batch(&format!("DROP {kind} {name}"))?;
        }
    }
    configure_planner(&conn)?;
    Ok(conn)
}

pub(super) fn replay_into(journal: &Connection, into: &Connection) -> Result<i64, StoreError> {
    into.execute_batch("BEGIN")?;
    let count = apply::replay(journal, into)?;
    into.execute_batch("COMMIT")?;
    Ok(count)
}

/// One row that differs.
pub(super) struct Difference {
    pub(super) seq: Option<i64>,
    pub(super) detail: String,
}

/// Compares every derived table of two databases, row by row in the order of their keys. Stops when `each` says so.
pub(super) fn compare_tables(
    actual: &Connection,
    expected: &Connection,
    mut each: impl FnMut(String, Difference) -> bool,
) -> Result<(), StoreError> {
    let mut statement = expected.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")?;
    let tables: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for table in tables.iter().filter(|t| !NOT_REPLAYED.contains(&t.as_str())) {
        let mut info = expected.prepare(&format!("PRAGMA table_info({table})"))?;
        let columns: Vec<(String, i64)> =
            info.query_map([], |row| Ok((row.get(1)?, row.get(5)?)))?.collect::<Result<_, _>>()?;
        let mut keys: Vec<&(String, i64)> = columns.iter().filter(|(_, pk)| *pk > 0).collect();
        keys.sort_by_key(|(_, pk)| *pk);
        let order: Vec<&str> = keys.iter().map(|(name, _)| name.as_str()).collect();
        // What an earlier schema had not yet, a table cannot say otherwise; that a column is gone, the schema's check says.
        let had: Vec<String> = actual
            .prepare(&format!("PRAGMA table_info({table})"))?
            .query_map([], |row| row.get(1))?
            .collect::<Result<_, _>>()?;
        let names: Vec<&str> =
            columns.iter().map(|(name, _)| name.as_str()).filter(|name| had.iter().any(|had| had == name)).collect();
        let sql = format!("SELECT {} FROM {table} ORDER BY {}", names.join(", "), order.join(", "));
        let Ok(mut left) = actual.prepare(&sql) else {
            if !each(table.clone(), Difference { seq: None, detail: "?".into() }) {
                return Ok(());
            }
            continue;
        };
        let mut right = expected.prepare(&sql)?;
        let key_at: Vec<usize> = order.iter().filter_map(|k| names.iter().position(|n| n == k)).collect();
        let (mut left, mut right) = (left.query([])?, right.query([])?);
        let (mut a, mut b) = (next(&mut left)?, next(&mut right)?);
        while a.is_some() || b.is_some() {
            let (seq, detail) = match (&a, &b) {
                (Some(x), Some(y)) => match compare_keys(x, y, &key_at) {
                    Ordering::Equal => {
                        let differs = (0..names.len()).find(|at| x[*at] != y[*at]);
                        let fault = differs.map(|at| {
                            (
                                seq_of(&names, y),
                                format!(
                                    "{}: {} {} ≠ {}",
                                    key_text(&names, y, &key_at),
                                    names[at],
                                    x[at].text(),
                                    y[at].text()
                                ),
                            )
                        });
                        (a, b) = (next(&mut left)?, next(&mut right)?);
                        match fault {
                            None => continue,
                            Some(fault) => fault,
                        }
                    }
                    Ordering::Less => surplus(&mut a, &names, &key_at, || next(&mut left), '+')?,
                    Ordering::Greater => surplus(&mut b, &names, &key_at, || next(&mut right), '-')?,
                },
                (Some(_), None) => surplus(&mut a, &names, &key_at, || next(&mut left), '+')?,
                (None, _) => surplus(&mut b, &names, &key_at, || next(&mut right), '-')?,
            };
            if !each(table.clone(), Difference { seq, detail }) {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// A row that only one side has: `+` was added to the ledger, `-` is missing from it.
fn surplus(
    row: &mut Option<Vec<Cell>>,
    names: &[&str],
    key_at: &[usize],
    next: impl FnOnce() -> Result<Option<Vec<Cell>>, StoreError>,
    sign: char,
) -> Result<(Option<i64>, String), StoreError> {
    let taken = row.take().unwrap_or_default();
    *row = next()?;
    Ok((seq_of(names, &taken), format!("{sign} {}", key_text(names, &taken, key_at))))
}

fn seq_of(names: &[&str], row: &[Cell]) -> Option<i64> {
    names.iter().position(|n| *n == "seq").and_then(|at| match row.get(at) {
        Some(Cell::Integer(seq)) => Some(*seq),
        _ => None,
    })
}

fn key_text(names: &[&str], row: &[Cell], key_at: &[usize]) -> String {
    let mut parts: Vec<String> =
        key_at.iter().filter_map(|at| row.get(*at).map(|c| format!("{}={}", names[*at], c.text()))).collect();
    // An item's code says more to people than its key.
    if let Some(at) = names.iter().position(|n| *n == "code")
        && let Some(code) = row.get(at)
    {
        parts.push(format!("code={}", code.text()));
    }
    parts.join(" ")
}

fn compare_keys(x: &[Cell], y: &[Cell], key_at: &[usize]) -> Ordering {
    key_at.iter().map(|at| x[*at].cmp(&y[*at])).find(|o| o.is_ne()).unwrap_or(Ordering::Equal)
}

/// A value, ordered as SQLite orders values of the types that the schema allows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Cell {
    Null,
    Integer(i64),
    /// Real numbers stand in no column; a planted one is kept by its bits, so that it differs.
    Real(u64),
    Text(Vec<u8>),
    Blob(Vec<u8>),
}

impl Cell {
    fn text(&self) -> String {
        match self {
            Self::Null => "NULL".into(),
            Self::Integer(n) => n.to_string(),
            Self::Real(bits) => f64::from_bits(*bits).to_string(),
            Self::Text(bytes) => {
                let text = String::from_utf8_lossy(bytes);
                let mut short: String = text.chars().take(60).collect();
                if short.len() < text.len() {
                    short.push('…');
                }
                short
            }
            Self::Blob(bytes) => hex(bytes.get(..16).unwrap_or(bytes)),
        }
    }
}

fn next(rows: &mut rusqlite::Rows<'_>) -> Result<Option<Vec<Cell>>, StoreError> {
    let Some(row) = rows.next()? else { return Ok(None) };
    read_row(row).map(Some)
}

fn read_row(row: &Row<'_>) -> Result<Vec<Cell>, StoreError> {
    (0..row.as_ref().column_count())
        .map(|at| {
            Ok(match row.get_ref(at)? {
                ValueRef::Null => Cell::Null,
                ValueRef::Integer(n) => Cell::Integer(n),
                ValueRef::Real(n) => Cell::Real(n.to_bits()),
                ValueRef::Text(t) => Cell::Text(t.to_vec()),
                ValueRef::Blob(b) => Cell::Blob(b.to_vec()),
            })
        })
        .collect()
}

/// Every file that the journal ever named is kept, unchanged, and no other: also what was taken back or undone since.
fn check_kept(conn: &Connection, named: &BTreeMap<String, i64>, found: &mut Faults) -> Result<(), StoreError> {
    let mut kept = BTreeSet::new();
    let mut statement = conn.prepare("SELECT sha256, bytes FROM evidence_blob")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let Some(sha256) = row.get::<_, Option<String>>(0)? else {
            found.add(None, FaultKind::Evidence, "evidence_blob", "NULL");
            continue;
        };
        let actual = match row.get_ref(1)? {
            ValueRef::Blob(bytes) | ValueRef::Text(bytes) => hex(&Sha256::digest(bytes)),
            ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) => String::new(),
        };
        let by = named.get(&sha256).copied();
        if actual != sha256 {
            found.add(by, FaultKind::Evidence, format!("evidence_blob {sha256}"), actual);
        } else if by.is_none() {
            found.add(None, FaultKind::Evidence, format!("evidence_blob {sha256}"), "+");
        }
        kept.insert(sha256);
    }
    for (missing, by) in named.iter().filter(|(sha256, _)| !kept.contains(*sha256)) {
        found.add(Some(*by), FaultKind::Evidence, format!("evidence_blob {missing}"), "-");
    }
    Ok(())
}
