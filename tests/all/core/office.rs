//! A ledger in a folder of its own, with a clock that stands where the test puts it.

use rusqlite::{Connection, types::Value};
use std::{cell::Cell, collections::BTreeMap, path::PathBuf, rc::Rc};
use taizhang::{
    domain::{
        Day,
        context::Context,
        ids::{ItemId, MeetingId},
        item::{ItemKind, Origin},
        meeting::{MeetingFacts, MeetingKind},
        party::{PartyKind, Role},
        receipt::Receipt,
        round::{RoundKind, RoundSettings},
    },
    service::{
        self,
        item::{Addition, Draft},
        responsibility::Assignment,
        roster::NewParty,
        session::Run,
    },
    store::{Ledger, Mode, Reader, StoreError},
};
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The feedback day of every round here.
pub(crate) fn feedback() -> Day {
    day("2025-03-03")
}

/// The context of one command, with ids from a counter that the caller keeps.
pub(crate) fn context(today: Day, on: Option<Day>, next: &Rc<Cell<u128>>) -> Context {
    let next = Rc::clone(next);
    Context {
        now: today
            .and_hms_opt(9, 0, 0)
            .unwrap()
            .and_local_timezone(chrono::FixedOffset::east_opt(8 * 3600).unwrap())
            .unwrap(),
        operator: None,
        on,
        new_uid: Box::new(move || {
            next.set(next.get() + 1);
            Uuid::from_u128(0x0195_0000_0000_7000_8000_0000_0000_0000 | next.get())
        }),
    }
}

pub(crate) struct Office {
    pub(crate) dir: TempDir,
    pub(crate) path: PathBuf,
    pub(crate) ledger: Ledger,
    next: Rc<Cell<u128>>,
    pub(crate) today: Day,
}

impl Office {
    /// A ledger with one operator and nothing else, begun on 2025-03-01.
    pub(crate) fn empty() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("taizhang.db");
        let next = Rc::new(Cell::new(0));
        let today = day("2025-03-01");
        let ledger =
            service::ledger::init(&path, &mut context(today, None, &next), Some("某区人民法院整改办"), "经办甲")
                .unwrap();
        Self { dir, path, ledger, next, today }
    }

    /// With a roster and an open round.
    pub(crate) fn with_round(settings: impl FnOnce(&mut RoundSettings)) -> Self {
        let mut office = Self::empty();
        office.today = feedback();
        let mut ctx = office.at(None);
        service::roster::add(&mut office.ledger, &mut ctx, &roster()).unwrap();
        let mut round = RoundSettings::new("2025年区委巡察整改", RoundKind::Patrol, feedback());
        settings(&mut round);
        service::round::open(&mut office.ledger, &mut ctx, "2025巡察", round).unwrap();
        office
    }

    /// A context for today, with another day of effect if given.
    pub(crate) fn at(&self, on: Option<Day>) -> Context {
        context(self.today, on, &self.next)
    }

    pub(crate) fn read<T>(&self, ask: impl FnOnce(&Reader<'_>) -> Result<T, StoreError>) -> T {
        self.ledger.read(ask).unwrap()
    }

    pub(crate) fn id(&self, code: &str) -> ItemId {
        self.ledger.read(|r| service::select::code(r, Some("2025巡察"), code)).unwrap()
    }

    /// Adds an item below `parent`; returns its code.
    pub(crate) fn add(&mut self, kind: ItemKind, parent: Option<&str>, deadline: Option<&str>) -> String {
        self.add_with(kind, Origin::Feedback, parent, deadline, &[])
    }

    pub(crate) fn add_with(
        &mut self,
        kind: ItemKind,
        origin: Origin,
        parent: Option<&str>,
        deadline: Option<&str>,
        departments: &[&str],
    ) -> String {
        let mut ctx = self.at(None);
        let receipt = service::item::add(
            &mut self.ledger,
            &mut ctx,
            &addition(kind, origin, parent, deadline, departments),
            Run::Record,
        )
        .unwrap();
        receipt.done[0].code.clone()
    }

    /// A party group meeting held today.
    pub(crate) fn meet(&mut self) -> MeetingId {
        let facts = MeetingFacts {
            kind: MeetingKind::PartyGroup,
            held_on: self.today,
            title: format!("党组会{}", self.today),
            minutes_no: None,
        };
        let mut ctx = self.at(None);
        service::meeting::add(&mut self.ledger, &mut ctx, None, facts).unwrap().0
    }

    pub(crate) fn complete(&mut self, code: &str) -> Receipt {
        let filing = service::filing::Filing {
            situation: Some("已建章立制".into()),
            progress: Some(taizhang::domain::lifecycle::Progress::Completed),
            ..Default::default()
        };
        let (id, mut ctx) = (self.id(code), self.at(None));
        service::filing::file(&mut self.ledger, &mut ctx, &[id], &filing, Run::Record).unwrap()
    }

    pub(crate) fn register(&mut self, code: &str) {
        let (id, mut ctx) = (self.id(code), self.at(None));
        let entry =
            taizhang::domain::evidence::RegisterEntry { number: None, pages: Some(3), kept_at: "档案室".into() };
        let kept = service::attachment::Kept::Register(entry);
        service::attachment::attach(&mut self.ledger, &mut ctx, &[id], Some("台账复印件"), None, &kept, Run::Record)
            .unwrap();
    }

    pub(crate) fn close(&mut self, code: &str, meeting: MeetingId) {
        let (id, mut ctx) = (self.id(code), self.at(None));
        let closing = service::closure::Closing { meeting: Some(meeting.to_string()), ..Default::default() };
        service::closure::close(&mut self.ledger, &mut ctx, &[id], &closing, Run::Record).unwrap();
    }

    pub(crate) fn anchor(&self) -> String {
        self.read(|r| r.anchor())
    }

    pub(crate) fn assert_sound(&self) {
        let found = self.ledger.verify(None).unwrap();
        assert!(found.faults.is_empty(), "{:#?}", found.faults);
    }

    /// Every row of every table but those named, as text.
    pub(crate) fn tables(&self, without: &[&str]) -> BTreeMap<String, Vec<String>> {
        let conn = Connection::open(&self.path).unwrap();
        dump(&conn, without)
    }

    /// Closes the ledger, edits the file with another tool, opens it as it lies.
    pub(crate) fn edited(self, edit: impl FnOnce(&Connection)) -> (TempDir, Result<Ledger, StoreError>) {
        let Self { dir, path, ledger, .. } = self;
        drop(ledger);
        let conn = Connection::open(&path).unwrap();
        conn.pragma_update(None, "foreign_keys", false).unwrap();
        edit(&conn);
        drop(conn);
        (dir, Ledger::open(&path, Mode::AsIs))
    }
}

pub(crate) fn dump(conn: &Connection, without: &[&str]) -> BTreeMap<String, Vec<String>> {
    let names: Vec<String> = conn
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let mut tables = BTreeMap::new();
    for name in names.into_iter().filter(|n| !without.contains(&n.as_str())) {
        let mut statement = conn.prepare(&format!("SELECT * FROM {name}")).unwrap();
        let columns = statement.column_count();
        let mut rows: Vec<String> = statement
            .query_map([], |row| {
                let cells: Vec<Value> = (0..columns).map(|at| row.get(at)).collect::<Result<_, _>>()?;
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

pub(crate) fn roster() -> Vec<NewParty> {
    [
        ("院领导甲", PartyKind::Leader),
        ("院领导乙", PartyKind::Leader),
        ("立案庭", PartyKind::Department),
        ("执行局", PartyKind::Department),
        ("政治部", PartyKind::Department),
        ("各支部", PartyKind::Collective),
        ("责任人丙", PartyKind::Person),
    ]
    .into_iter()
    .map(|(name, kind)| NewParty { name: name.into(), kind, note: None })
    .collect()
}

pub(crate) fn addition(
    kind: ItemKind,
    origin: Origin,
    parent: Option<&str>,
    deadline: Option<&str>,
    departments: &[&str],
) -> Addition {
    let roles = if departments.is_empty() {
        Vec::new()
    } else {
        vec![(Role::Department, departments.iter().map(|d| (*d).to_owned()).collect())]
    };
    Addition {
        round: None,
        parent: parent.map(ToOwned::to_owned),
        draft: Draft {
            kind,
            origin,
            item_type: None,
            text: "立案窗口服务不够规范".into(),
            goal: None,
            source_no: None,
            note: None,
            source: None,
            number: None,
            code: None,
        },
        stems_from: None,
        answers: Vec::new(),
        same_as: Vec::new(),
        not_same: false,
        assignment: Assignment { roles, deadline: deadline.map(ToOwned::to_owned), ..Assignment::default() },
        meeting: None,
        approval: None,
    }
}
