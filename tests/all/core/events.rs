//! Every kind of event: its bytes, its application, its undoing, its replay.

use super::{
    catalogue::{KEPT, catalogue, later, opened},
    office::{Office, day},
};
use std::collections::BTreeSet;
use taizhang::{
    domain::event::{self, DecodeError, Event},
    store::{Command, Ledger, StoreError, journal::sha256_hex},
};
use uuid::Uuid;

pub(super) fn command(number: u128) -> Command {
    Command {
        id: Uuid::from_u128(0x0195_0000_0000_7000_9000_0000_0000_0000 | number),
        verb: "test".into(),
        entered_at: "2025-03-05T09:00:00+08:00".parse().unwrap(),
        effective_on: day("2025-03-05"),
        operator: "经办甲".into(),
    }
}

pub(super) fn append(ledger: &mut Ledger, number: u128, events: &[Event]) -> Vec<i64> {
    ledger
        .write(&command(number), |writer| {
            events
                .iter()
                .map(|event| {
                    if matches!(event, Event::EvidenceAdded { .. } | Event::PaperKept { .. }) {
                        writer.keep_bytes(&sha256_hex(KEPT), KEPT)?;
                    }
                    writer.append(event)
                })
                .collect::<Result<Vec<_>, StoreError>>()
        })
        .unwrap()
}

fn undone() -> Event {
    Event::Undone { command: command(7).id, records: vec![9, 8], reason: Some("录错".into()) }
}

/// The bytes of all events that the golden file holds, those of the first version first.
fn written() -> Vec<String> {
    opened().iter().chain(&catalogue()).chain([&undone()]).chain(&later()).map(event::encode).collect()
}

/// The kinds that `Event::kind` knows, read from its source: the compiler keeps that list whole.
pub(super) fn kinds() -> BTreeSet<String> {
    let source = include_str!("../../../src/domain/event.rs");
    let arms = source.lines().filter_map(|line| line.trim().strip_prefix("Self::")?.split_once("=> \""));
    arms.map(|(_, kind)| kind.trim_end_matches("\",").to_owned()).collect()
}

#[test]
fn the_catalogue_has_every_kind() {
    let mut found: BTreeSet<String> =
        opened().iter().chain(&catalogue()).chain(&later()).map(|e| e.kind().to_owned()).collect();
    found.insert(undone().kind().to_owned());
    assert_eq!(found, kinds());
    assert_eq!(found.len(), 54);
}

/// Events are kept for ever. When this fails, old ledgers can no longer be read as they were written: add a version instead.
#[test]
fn the_bytes_of_every_kind_are_as_they_were_in_the_first_version() {
    let written = written();
    let golden = include_str!("../../data/golden/events.v1.jsonl");
    for (written, golden) in written.iter().zip(golden.lines()) {
        assert_eq!(written, golden);
        let read = event::decode(golden).unwrap();
        assert_eq!(event::encode(&read), golden);
    }
    assert_eq!(written.len(), golden.lines().count());
}

#[test]
#[ignore = "writes the golden bytes: only when a kind is added"]
fn make_golden_events() {
    let written = written();
    std::fs::write(
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/golden/events.v1.jsonl"),
        written.join("\n") + "\n",
    )
    .unwrap();
}

#[test]
fn an_unknown_version_or_kind_is_refused_in_words() {
    let newer = r#"{"v":2,"kind":"party_retired","party":1,"reason":"x"}"#;
    assert!(matches!(event::decode(newer), Err(DecodeError::Newer(2))));
    for bad in [
        r#"{"v":0,"kind":"party_retired","party":1,"reason":"x"}"#,
        r#"{"v":1,"kind":"no_such_thing"}"#,
        r#"{"v":1,"kind":"party_retired"}"#,
        r#"{"kind":"party_retired","party":1,"reason":"x"}"#,
        r#"{"v":-1,"kind":"party_retired","party":1,"reason":"x"}"#,
        "[]",
        "",
    ] {
        assert!(matches!(event::decode(bad), Err(DecodeError::Malformed(_))), "{bad}");
    }
}

/// What an undo leaves behind on purpose: the journal itself, what was undone, numbers spent, which records spoke of an item.
const LEFT_BEHIND: &[&str] = &["journal", "undone", "counter", "item_record", "evidence_blob"];

#[test]
fn applying_and_undoing_any_kind_leaves_the_tables_as_before() {
    let mut office = Office::empty();
    let path = office.dir.path().join("plain.db");
    office.ledger = Ledger::create(&path).unwrap();
    office.path = path;
    append(&mut office.ledger, 1, &opened());
    let mut number = 1;
    for event in catalogue().into_iter().chain(later()) {
        let before = office.tables(LEFT_BEHIND);
        number += 1;
        let records = append(&mut office.ledger, number, std::slice::from_ref(&event));
        assert_ne!(office.tables(&["journal"]), before, "{}", event.kind());
        let undo = Event::Undone { command: command(number).id, records, reason: None };
        number += 1;
        append(&mut office.ledger, number, &[undo]);
        let after = office.tables(LEFT_BEHIND);
        // The number of a paper stays spent and visible.
        if !matches!(event, Event::PaperIssued { .. }) {
            for (table, rows) in &after {
                assert_eq!(rows, &before[table], "{table} after {}", event.kind());
            }
            number += 1;
            append(&mut office.ledger, number, std::slice::from_ref(&event));
        }
        let found = office.ledger.verify(None).unwrap();
        assert!(found.faults.is_empty(), "{}: {:#?}", event.kind(), found.faults);
    }
}
