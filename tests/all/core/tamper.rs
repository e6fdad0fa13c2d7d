//! Somebody was at the file with another tool: `verify` finds it and names it.

use super::{
    catalogue::{catalogue, later, opened},
    events::{append, command},
};
use rusqlite::{Connection, types::Value};
use std::{
    fs,
    path::{Path, PathBuf},
};
use taizhang::{
    domain::event::Event,
    store::{
        Ledger, Mode, StoreError,
        verify::{Fault, FaultKind},
    },
};
use tempfile::TempDir;

/// A ledger with a row in every table.
fn full() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("taizhang.db");
    let mut ledger = Ledger::create(&path).unwrap();
    append(&mut ledger, 1, &opened());
    // What empties a table again is left out.
    let events: Vec<Event> = catalogue()
        .into_iter()
        .filter(|e| !matches!(e, Event::LinkRemoved { .. } | Event::RoundAmended { .. }))
        .chain(later())
        .collect();
    for (number, event) in (2..).zip(&events) {
        append(&mut ledger, number, std::slice::from_ref(event));
    }
    let link = Event::PartyAliased { party: taizhang::domain::ids::PartyId(2), alias: "诉服".into() };
    let records = append(&mut ledger, 900, &[link]);
    append(&mut ledger, 901, &[Event::Undone { command: command(900).id, records, reason: None }]);
    assert!(ledger.verify(None).unwrap().faults.is_empty());
    drop(ledger);
    // Hundreds of copies are edited: without a log beside each.
    open(&path).execute_batch("PRAGMA journal_mode = DELETE").unwrap();
    (dir, path)
}

/// Opens the file with another tool: no triggers, no foreign keys, no checks.
fn open(path: &Path) -> Connection {
    let conn = Connection::open(path).unwrap();
    conn.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; PRAGMA synchronous = OFF;")
        .unwrap();
    conn
}

fn triggers(conn: &Connection) -> Vec<(String, String)> {
    conn.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

/// Changes a copy of the ledger behind its back, with the triggers dropped and put back so that only the change remains.
/// Returns what was found; a refusal to open counts as a fault that names the file.
fn faults_after(path: &Path, change: impl FnOnce(&Connection)) -> Vec<Fault> {
    let copy = path.with_file_name("copy.db");
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{ending}", copy.display()));
    }
    fs::copy(path, &copy).unwrap();
    let conn = open(&copy);
    let planted = triggers(&conn);
    for (name, _) in &planted {
        conn.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    change(&conn);
    for (_, sql) in &planted {
        let _ = conn.execute_batch(sql);
    }
    drop(conn);
    match Ledger::open(&copy, Mode::AsIs) {
        Ok(ledger) => ledger.verify(None).unwrap().faults,
        Err(error @ (StoreError::Newer { .. } | StoreError::Damaged { .. } | StoreError::NotALedger(_))) => {
            vec![Fault { seq: None, kind: FaultKind::Version, subject: "ledger".into(), detail: error.to_string() }]
        }
        Err(error) => panic!("{error}"),
    }
}

fn tables(conn: &Connection) -> Vec<String> {
    conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

/// Name, declared type, whether it may be NULL, of every column.
fn columns(conn: &Connection, table: &str) -> Vec<(String, String, bool)> {
    conn.prepare(&format!("PRAGMA table_info({table})"))
        .unwrap()
        .query_map([], |row| Ok((row.get(1)?, row.get(2)?, row.get::<_, i64>(3)? == 0 && row.get::<_, i64>(5)? == 0)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

fn is_named(faults: &[Fault], table: &str) -> bool {
    faults.iter().any(|f| f.subject.contains(table) || f.detail.contains(table))
}

#[test]
fn an_edit_of_any_column_of_any_table_is_found_and_named() {
    let (_dir, path) = full();
    let conn = open(&path);
    let mut tried = 0;
    for table in tables(&conn) {
        let rows: i64 = conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap();
        assert!(rows > 0, "no row in {table}");
        for (column, kind, nullable) in columns(&conn, &table) {
            let first = format!("(SELECT {column} FROM {table} LIMIT 1)");
            let before: Value = conn.query_row(&format!("SELECT {first}"), [], |row| row.get(0)).unwrap();
            let mut others = vec![match (kind.as_str(), &before) {
                ("INTEGER", Value::Integer(n)) => Value::Integer(n + 1000),
                ("INTEGER", _) => Value::Integer(7),
                ("TEXT", Value::Text(t)) => Value::Text(format!("{t}x")),
                ("TEXT", _) => Value::Text("x".into()),
                ("BLOB", _) => Value::Blob(b"other".to_vec()),
                other => panic!("{other:?}"),
            }];
            if nullable && before != Value::Null {
                others.push(Value::Null);
            }
            if matches!(before, Value::Integer(0 | 1)) {
                others.push(Value::Integer(if before == Value::Integer(0) { 1 } else { 0 }));
            }
            for other in others {
                let shown = format!("{table}.{column}: {before:?} -> {other:?}");
                let sql = format!("UPDATE {table} SET {column} = ?1 WHERE {column} IS {first}");
                let one = format!("{sql} AND rowid = (SELECT min(rowid) FROM {table})");
                let mut changed = true;
                let faults = faults_after(&path, |conn| {
                    // One row where that can be told; a key that would stand twice cannot be written by any tool.
                    let rows = conn.execute(&one, [&other]).unwrap_or(0);
                    changed = rows > 0 || conn.execute(&sql, [&other]).unwrap_or(0) > 0;
                });
                if changed {
                    assert!(!faults.is_empty(), "{shown} was not found");
                    assert!(is_named(&faults, &table), "{shown} is not named: {faults:#?}");
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 300, "{tried}");
}

#[test]
fn a_row_taken_out_of_any_table_is_found_and_named() {
    let (_dir, path) = full();
    let conn = open(&path);
    for table in tables(&conn) {
        let (key, ..) = &columns(&conn, &table)[0];
        let faults = faults_after(&path, |conn| {
            let sql = format!("DELETE FROM {table} WHERE {key} = (SELECT {key} FROM {table} LIMIT 1)");
            assert!(conn.execute(&sql, []).unwrap() > 0);
        });
        assert!(is_named(&faults, &table), "{table}: {faults:#?}");
    }
}

#[test]
fn a_row_put_into_any_table_is_found_and_named() {
    let (_dir, path) = full();
    let conn = open(&path);
    for table in tables(&conn) {
        let faults = faults_after(&path, |conn| {
            let columns = columns(conn, &table);
            // A copy of a row with other keys.
            let values: Vec<String> = columns
                .iter()
                .map(|(name, kind, _)| match (table.as_str(), name.as_str(), kind.as_str()) {
                    ("evidence_blob", "sha256", _) => {
                        format!("'{}'", taizhang::store::journal::sha256_hex(b"planted"))
                    }
                    ("evidence_blob", "bytes", _) => "CAST('planted' AS BLOB)".into(),
                    (_, name, "INTEGER") => format!("coalesce({name}, 0) + 5000"),
                    (_, name, "TEXT") => format!("coalesce({name}, '') || 'x'"),
                    (_, name, _) => name.to_owned(),
                })
                .collect();
            let sql = format!("INSERT INTO {table} SELECT {} FROM {table} LIMIT 1", values.join(", "));
            assert_eq!(conn.execute(&sql, []).unwrap(), 1, "{sql}");
        });
        assert!(is_named(&faults, &table), "{table}: {faults:#?}");
    }
}

#[test]
fn whatever_is_planted_in_or_taken_from_the_schema_is_named() {
    let (_dir, path) = full();
    for (sql, name) in [
        ("CREATE TABLE planted (a INTEGER)", "planted"),
        ("CREATE VIEW planted AS SELECT 1", "planted"),
        ("CREATE INDEX planted ON item (text)", "planted"),
        ("CREATE TRIGGER planted AFTER INSERT ON filing BEGIN UPDATE item SET progress = 'completed'; END", "planted"),
        ("CREATE TEMP TABLE harmless (a INTEGER); CREATE TABLE item2 AS SELECT * FROM item", "item2"),
        ("DROP INDEX item_open_due", "item_open_due"),
        ("DROP INDEX item_by_sort; CREATE INDEX item_by_sort ON item (sort_key)", "item_by_sort"),
        ("DROP TABLE sample_item", "sample_item"),
        ("ALTER TABLE item ADD COLUMN secret TEXT", "item"),
        ("ALTER TABLE item DROP COLUMN note", "item"),
        ("ALTER TABLE journal RENAME COLUMN hash TO other", "journal"),
        ("ALTER TABLE journal RENAME COLUMN seq TO other", "journal"),
        ("ALTER TABLE ledger RENAME COLUMN apply_version TO other", "ledger"),
        ("ALTER TABLE evidence_blob RENAME COLUMN bytes TO other", "evidence_blob"),
        ("DROP TABLE journal", "journal"),
        ("DROP TABLE evidence_blob", "evidence_blob"),
        ("ANALYZE", "sqlite_stat1"),
        ("PRAGMA user_version = 0", "user_version"),
        ("PRAGMA user_version = 77", ""),
        ("UPDATE ledger SET apply_version = 0", "apply_version"),
        ("PRAGMA application_id = 5", ""),
    ] {
        let faults = faults_after(&path, |conn| conn.execute_batch(sql).unwrap());
        assert!(!faults.is_empty(), "{sql} was not found");
        assert!(is_named(&faults, name), "{sql}: {faults:#?}");
    }
    // The triggers themselves: dropped for good.
    let copy = path.with_file_name("bare.db");
    fs::copy(&path, &copy).unwrap();
    open(&copy).execute_batch("DROP TRIGGER journal_no_delete").unwrap();
    let found = Ledger::open(&copy, Mode::AsIs).unwrap().verify(None).unwrap();
    assert!(is_named(&found.faults, "journal_no_delete"));
}

#[test]
fn a_journal_cut_or_reordered_or_rewritten_does_not_match_its_anchor() {
    let (_dir, path) = full();
    let ledger = Ledger::open(&path, Mode::AsIs).unwrap();
    let anchor = ledger.verify(None).unwrap().anchor;
    drop(ledger);
    let last: i64 = open(&path).query_row("SELECT max(seq) FROM journal", [], |row| row.get(0)).unwrap();

    // Two records exchanged: the first of them is named.
    let faults = faults_after(&path, |conn| {
        conn.execute_batch(
            "UPDATE journal SET seq = -1 WHERE seq = 20; UPDATE journal SET seq = 20 WHERE seq = 21; UPDATE journal SET seq = 21 WHERE seq = -1;",
        )
        .unwrap();
    });
    assert_eq!((faults[0].kind, faults[0].seq), (FaultKind::Hash, Some(20)));

    // One taken out of the middle.
    let faults = faults_after(&path, |conn| {
        conn.execute("DELETE FROM journal WHERE seq = 20", []).unwrap();
    });
    assert_eq!((faults[0].kind, faults[0].seq), (FaultKind::Sequence, Some(21)));

    // The tail cut, with everything it had made: only the anchor tells.
    let copy = path.with_file_name("cut.db");
    fs::copy(&path, &copy).unwrap();
    let conn = open(&copy);
    conn.execute_batch(&format!(
        "DROP TRIGGER journal_no_delete; DELETE FROM journal WHERE seq > {}; DELETE FROM undone;
         UPDATE party_name SET seq = seq WHERE 0;
         CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal\nBEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;",
        last - 2
    ))
    .unwrap();
    drop(conn);
    let cut = Ledger::open(&copy, Mode::AsIs).unwrap();
    assert!(cut.verify(None).unwrap().faults.is_empty(), "{:#?}", cut.verify(None).unwrap().faults);
    let found = cut.verify(Some(&anchor)).unwrap();
    assert!(found.faults.iter().any(|f| f.kind == FaultKind::Anchor && f.seq == Some(last)), "{:#?}", found.faults);
    for nonsense in ["", "12", "abc", "1-2-3"] {
        assert!(cut.verify(Some(nonsense)).unwrap().faults.iter().any(|f| f.kind == FaultKind::Anchor), "{nonsense}");
    }
}

#[test]
fn kept_files_are_checked_also_when_their_evidence_was_undone() {
    let (_dir, path) = full();
    let mut ledger = Ledger::open(&path, Mode::Write).unwrap();
    let event = Event::EvidenceAdded {
        evidence: taizhang::domain::ids::EvidenceId(2),
        facts: taizhang::domain::evidence::EvidenceFacts {
            title: "照片".into(),
            dated_on: None,
            file: Some(taizhang::domain::evidence::EvidenceFile {
                name: "a.jpg".into(),
                sha256: taizhang::store::journal::sha256_hex(b"photo"),
                bytes: 5,
            }),
            register: None,
        },
        items: Vec::new(),
        filing: None,
    };
    let records = ledger
        .write(&command(950), |writer| {
            writer.keep_bytes(&taizhang::store::journal::sha256_hex(b"photo"), b"photo")?;
            Ok::<_, StoreError>(vec![writer.append(&event)?])
        })
        .unwrap();
    append(&mut ledger, 951, &[Event::Undone { command: command(950).id, records, reason: None }]);
    assert!(ledger.verify(None).unwrap().faults.is_empty());
    drop(ledger);
    let faults = faults_after(&path, |conn| {
        conn.execute("DELETE FROM evidence_blob WHERE bytes = CAST('photo' AS BLOB)", []).unwrap();
    });
    assert!(faults.iter().any(|f| f.kind == FaultKind::Evidence), "{faults:#?}");
}
