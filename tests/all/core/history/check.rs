//! What must hold after every command, whichever it was.

use super::super::office::{Office, dump};
use rusqlite::{Connection, types::Value};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use taizhang::{
    domain::{
        event::Event,
        ids::ItemId,
        item::{Item, ItemKind},
        lifecycle::{self, Closure, Progress},
        round::SignOff,
    },
    service::{Error, ledger::Which, session::Run},
    store::{Command, Ledger, Record, StoreError},
};

/// Every row of every table.
type Tables = BTreeMap<String, Vec<String>>;

/// What an undo leaves behind on purpose: the journal itself, what was undone, numbers spent, which records spoke of an item.
const LEFT_BEHIND: &[&str] = &["journal", "undone", "counter", "item_record", "evidence_blob"];

/// Sees from outside whether anything was committed to the file.
pub(super) struct Watch(Connection);

impl Watch {
    pub(super) fn new(office: &Office) -> Self {
        Self(Connection::open(&office.path).unwrap())
    }

    /// Another number after every commit of anybody else, and the same as long as nothing was committed.
    pub(super) fn version(&self) -> i64 {
        self.0.pragma_query_value(None, "data_version", |row| row.get(0)).unwrap()
    }

    /// A refused command has changed nothing and says why; one that was recorded leaves a ledger in order.
    pub(super) fn answered(&self, office: &Office, verb: &str, answer: Result<(), Error>, before: i64) {
        match answer {
            Ok(()) => {
                assert_ne!(self.version(), before, "{verb} says that it was recorded, and the file is as before");
                invariants(office, verb);
            }
            Err(Error::Refused(reasons)) => {
                assert!(!reasons.is_empty(), "{verb} was refused for no reason");
                assert_eq!(self.version(), before, "{verb} was refused and yet changed something: {reasons:?}");
            }
            Err(other) => {
                let all: Vec<String> =
                    journal(office).iter().map(|r| format!("{} {} {}", r.seq, r.verb, r.body)).collect();
                panic!("{verb}: {other}\n{}", all.join("\n"))
            }
        }
    }
}

/// What is true of every ledger, whichever way it came about.
pub(super) fn invariants(office: &Office, after: &str) {
    let all: HashMap<ItemId, Item> = super::items(office).into_iter().map(|item| (item.id, item)).collect();
    for item in all.values() {
        let code = &item.code;
        let below = office.read(|r| r.live_children(item.id));
        let states: Vec<_> = below.iter().map(|b| (b.progress, b.completed_on)).collect();
        if item.kind != ItemKind::Category
            && item.withdrawn_on.is_none()
            && let Some(follows) = lifecycle::derive_progress(&states)
        {
            assert_eq!(
                (item.progress, item.completed_on),
                follows,
                "{code} does not follow from what is below, after {after}"
            );
        }
        if let Some(above) = item.parent.map(|id| &all[&id]) {
            let withdrawn = above.withdrawn_on.is_none() || item.withdrawn_on.is_some();
            assert!(withdrawn, "{code} stands below what is withdrawn, after {after}");
        }
        if item.closure == Closure::Closed {
            assert_eq!(item.withdrawn_on, None, "{code} is struck off and withdrawn, after {after}");
            let based = item.without_evidence || has_basis(office, item.id);
            assert!(based, "{code} is struck off with nothing to show for it, after {after}");
            let ratified = item.unratified || item.closed_meeting.is_some() || !needs_meeting(office, item);
            assert!(ratified, "{code} is struck off by no meeting and not to be ratified either, after {after}");
        }
        let done = item.completed_on.is_none_or(|day| day <= office.today);
        assert!(done, "{code} was completed on a day to come, after {after}");
        assert_eq!(item.completed_on.is_some(), item.progress == Progress::Completed, "{code}, after {after}");
    }
}

/// Whether evidence stands for an item, for what is below it, or for a measure that also answers it.
fn has_basis(office: &Office, item: ItemId) -> bool {
    office.read(|r| {
        let mut of: Vec<ItemId> = r.subtree(item)?.iter().map(|below| below.id).collect();
        of.extend(r.links_of(item)?.iter().filter(|l| l.to == item).map(|l| l.from));
        for id in of {
            if !r.evidence_of(id)?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    })
}

/// Whether the round's policy, as it stands, asks for a meeting; an amended one asked for one then or not.
fn needs_meeting(office: &Office, item: &Item) -> bool {
    let round = office.read(|r| r.round(item.round));
    round.settings.policy.contains(&SignOff::PartyGroup) && office.read(|r| r.last_amended(round.id)).is_none()
}

/// The command just recorded is undone, and the tables are as they were before it; then it is left undone.
pub(super) fn undone_at_once(office: &mut Office, verb: &str, before: &Tables) {
    let mut ctx = office.at(None);
    match taizhang::service::ledger::undo(&mut office.ledger, &mut ctx, Which::Last, Some("录错"), Run::Record) {
        Ok(_) => {
            let after = office.tables(LEFT_BEHIND);
            for (table, rows) in &after {
                // The number of a paper stays spent and visible.
                if !table.starts_with("paper") {
                    assert_eq!(rows, &before[table], "{table} after the undo of {verb}");
                }
            }
        }
        // What was published stays: a lock is not taken back.
        Err(Error::Refused(_)) if matches!(verb, "lock" | "paper bulletin") => {}
        Err(other) => panic!("{verb} cannot be undone at once: {other:?}"),
    }
}

/// The kinds of event in the journal.
pub(crate) fn kinds(office: &Office) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for record in journal(office) {
        found.insert(record.event().unwrap().kind().to_owned());
    }
    found
}

fn journal(office: &Office) -> Vec<Record> {
    let mut records = Vec::new();
    office.read(|r| {
        r.each_record::<StoreError>(1, |record| {
            records.push(record);
            Ok(())
        })
    });
    records
}

/// The ledger is as if what was undone had never been: applying what still stands to an empty ledger gives the same tables.
///
/// Stronger than replaying the journal, which repeats the undoing: an event that was applied with something in sight that
/// was undone later must not have kept any of it.
pub(crate) fn assert_as_if_never(office: &Office) {
    let records = journal(office);
    let gone: BTreeSet<String> = records
        .iter()
        .filter_map(|record| match record.event().unwrap() {
            Event::Undone { command, .. } => Some(command.to_string()),
            _ => None,
        })
        .collect();
    let standing: Vec<&Record> = records
        .iter()
        .filter(|r| !gone.contains(&r.command_id) && !matches!(r.event().unwrap(), Event::Undone { .. }))
        .collect();
    let path = office.dir.path().join("as-if-never.db");
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{ending}", path.display()));
    }
    let mut fresh = Ledger::create(&path).unwrap();
    let command = Command {
        id: uuid::Uuid::from_u128(1),
        verb: "test".into(),
        entered_at: "2020-01-01T09:00:00+08:00".parse().unwrap(),
        effective_on: office.today,
        operator: standing[0].operator.clone(),
    };
    // Records that are left close ranks: the numbers that rows bear are told by their place.
    let mut place: HashMap<i64, i64> = HashMap::new();
    fresh
        .write::<_, StoreError>(&command, |writer| {
            for record in &standing {
                let event = record.event()?;
                if let Event::EvidenceAdded { facts, .. } = &event
                    && let Some(file) = &facts.file
                {
                    let bytes = office.read(|r| r.kept_bytes(&file.sha256)).unwrap();
                    writer.keep_bytes(&file.sha256, &bytes)?;
                }
                place.insert(record.seq, writer.append_on(record.day()?, &event)?);
            }
            Ok(())
        })
        .unwrap();
    drop(fresh);
    let stands = told_by_place(&Connection::open(&office.path).unwrap(), Some(&place));
    let never = told_by_place(&Connection::open(&path).unwrap(), None);
    for (table, rows) in &never {
        assert_eq!(&stands[table], rows, "{table} remembers what was undone");
    }
}

/// The tables, with the numbers of records replaced as said.
fn told_by_place(conn: &Connection, place: Option<&HashMap<i64, i64>>) -> Tables {
    let names: Vec<String> = dump(conn, LEFT_BEHIND).into_keys().collect();
    let mut tables = Tables::new();
    for name in names {
        // A paper that was taken back keeps its number and stays visible.
        let standing = match name.as_str() {
            "paper" => " WHERE NOT withdrawn",
            "paper_item" => " WHERE paper_id IN (SELECT id FROM paper WHERE NOT withdrawn)",
            _ => "",
        };
        let mut statement = conn.prepare(&format!("SELECT * FROM {name}{standing}")).unwrap();
        let columns: Vec<String> = statement.column_names().map(ToOwned::to_owned).collect();
        let mut rows: Vec<String> = statement
            .query_map([], |row| {
                let mut cells = Vec::new();
                for (at, column) in columns.iter().enumerate() {
                    let value: Value = row.get(at)?;
                    cells.push(match (value, place) {
                        (Value::Integer(seq), Some(place)) if column == "seq" || column.ends_with("_seq") => {
                            Value::Integer(place.get(&seq).copied().unwrap_or(-seq))
                        }
                        (value, _) => value,
                    });
                }
                Ok(format!("{cells:?}"))
            })
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        rows.sort();
        tables.insert(name, rows);
    }
    tables
}
