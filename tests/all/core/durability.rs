//! Several at one ledger, commands cut off midway, older and newer files, places that cannot be written.

use super::office::{Office, addition, context, feedback};
use rusqlite::Connection;
use std::{cell::Cell, fs, path::Path, process::Command as Process, rc::Rc, thread};
use taizhang::{
    domain::item::{ItemKind, Origin},
    service::{self, Error, session::Run},
    store::{Ledger, Mode, StoreError},
};

/// Adds `count` items, each by a ledger opened anew, as every command of the program does.
fn add_many(path: &Path, writer: u128, count: usize) {
    let next = Rc::new(Cell::new(writer << 40));
    for _ in 0..count {
        let mut ledger = Ledger::open(path, Mode::Write).unwrap();
        let mut ctx = context(feedback(), None, &next);
        let issue = addition(ItemKind::Issue, Origin::Feedback, None, Some("立行立改"), &["立案庭"]);
        service::item::add(&mut ledger, &mut ctx, &issue, Run::Record).unwrap();
    }
}

fn read_while(path: &Path, until: usize) {
    loop {
        let ledger = Ledger::open(path, Mode::Read).unwrap();
        // Both counts are of one moment, whatever is written meanwhile.
        let (items, records) = ledger
            .read(|r| {
                let items = r.counter("item")?;
                thread::yield_now();
                Ok::<_, StoreError>((items, r.ledger()?.map_or(0, |l| l.records)))
            })
            .unwrap();
        // Each add writes three records: the item, its department, its deadline.
        assert_eq!((records - 11) % 3, 0);
        assert_eq!((records - 11) / 3, items);
        if usize::try_from(items).unwrap() >= until {
            return;
        }
    }
}

#[test]
fn threads_of_one_process_and_another_process_write_at_once_without_failure() {
    const EACH: usize = 70;
    let office = Office::with_round(|_| {});
    let path = office.path.clone();
    assert_eq!(office.read(|r| r.ledger()).unwrap().records, 11);
    // This binary itself is the other process.
    let mut other = Process::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "all::core::durability::other_process"])
        .env("TAIZHANG_TEST_LEDGER", &path)
        .spawn()
        .unwrap();
    thread::scope(|scope| {
        for writer in 1..=2 {
            let path = &path;
            scope.spawn(move || add_many(path, writer, EACH));
        }
        for _ in 0..2 {
            let path = &path;
            scope.spawn(move || read_while(path, 3 * EACH));
        }
        assert!(other.wait().unwrap().success());
    });
    office.assert_sound();
    assert_eq!(office.read(|r| r.counter("item")), 3 * 70);
}

#[test]
#[ignore = "run by another test as its second process"]
#[expect(clippy::disallowed_methods, reason = "told by the test that starts it")]
fn other_process() {
    if let Ok(path) = std::env::var("TAIZHANG_TEST_LEDGER") {
        add_many(Path::new(&path), 9, 70);
    }
}

#[test]
fn opening_a_second_time_in_a_process_leaves_the_locks_of_the_first() {
    let mut office = Office::with_round(|_| {});
    office.add(ItemKind::Issue, None, None);
    let path = office.path.clone();
    // Opened and closed while the first is open: its hold on the file must stand.
    drop(Ledger::open(&path, Mode::Read).unwrap());
    let status = Process::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "all::core::durability::other_process"])
        .env("TAIZHANG_TEST_LEDGER", &path)
        .status()
        .unwrap();
    assert!(status.success());
    // Were the locks gone, the other process would have thought itself the last and taken the log away under us.
    assert!(path.with_file_name("taizhang.db-wal").exists());
    office.add(ItemKind::Issue, None, None);
    office.assert_sound();
    assert_eq!(office.read(|r| r.counter("item")), 72);
}

#[test]
fn a_command_cut_off_midway_leaves_nothing() {
    let mut office = Office::with_round(|_| {});
    let (before, anchor) = (office.tables(&[]), office.anchor());
    let path = office.path.clone();
    let stopped: Result<((), _), Error> = service::session::run(
        &mut office.ledger,
        &mut context(feedback(), None, &Rc::default()),
        "test",
        Run::Dry,
        |_| Ok(()),
    );
    assert!(stopped.unwrap().1.dry_run);
    // A whole command gone the whole way, then back.
    let issue = addition(ItemKind::Issue, Origin::Feedback, None, Some("立行立改"), &["立案庭"]);
    let mut ctx = office.at(None);
    let receipt = service::item::add(&mut office.ledger, &mut ctx, &issue, Run::Dry).unwrap();
    assert_eq!((receipt.dry_run, receipt.records), (true, None));
    // Refused only after two events had been recorded.
    let issue = addition(ItemKind::Issue, Origin::Feedback, None, Some("立行立改"), &["没有的庭"]);
    let refused = service::item::add(&mut office.ledger, &mut ctx, &issue, Run::Record);
    assert!(matches!(refused, Err(Error::Refused(_))));
    assert_eq!((office.tables(&[]), office.anchor()), (before, anchor));
    drop(office.ledger);
    // One file is left.
    assert!(!path.with_file_name("taizhang.db-wal").exists());
}

/// The file as an earlier version would have left it: other marks, an index fewer, a row that its rules made otherwise.
fn older() -> Office {
    let mut office = Office::with_round(|_| {});
    for _ in 0..3 {
        office.add(ItemKind::Issue, None, Some("立行立改"));
    }
    office
}

#[test]
fn an_older_file_is_backed_up_beside_itself_and_upgraded_by_replay() {
    let office = older();
    let sound = office.tables(&["journal"]);
    let path = office.path.clone();
    let (dir, opened) = office.edited(|conn| {
        conn.execute_batch(
            "PRAGMA user_version = 0; UPDATE ledger SET apply_version = 0; DROP INDEX item_by_sort;
             UPDATE item SET due = '2030-01-01' WHERE code = '2'; CREATE TABLE leftover (a INTEGER);",
        )
        .unwrap();
    });
    // As it lies it is older, not damaged.
    let found = opened.unwrap().verify(None).unwrap();
    assert!(found.faults.iter().any(|f| f.subject.contains("user_version")));
    let before = fs::read(&path).unwrap();
    let ledger = Ledger::open(&path, Mode::Read).unwrap();
    let upgraded = ledger.upgraded().unwrap();
    assert!(
        upgraded.changed.iter().any(|c| c.starts_with("item:") && c.contains("2030-01-01")),
        "{:?}",
        upgraded.changed
    );
    assert!(upgraded.backup.starts_with(dir.path()));
    let backup = Connection::open(&upgraded.backup).unwrap();
    let due: String = backup.query_row("SELECT due FROM item WHERE code = '2'", [], |row| row.get(0)).unwrap();
    assert_eq!(due, "2030-01-01");
    assert!(ledger.verify(None).unwrap().faults.is_empty(), "{:#?}", ledger.verify(None).unwrap().faults);
    assert_eq!(super::office::dump(&Connection::open(&path).unwrap(), &["journal"]), sound);
    drop(ledger);
    assert_ne!(fs::read(&path).unwrap(), before);
    // Once is enough.
    assert!(Ledger::open(&path, Mode::Write).unwrap().upgraded().is_none());
}

#[test]
fn a_newer_a_foreign_and_a_damaged_file_are_refused_untouched() {
    for (sql, newer) in [
        ("PRAGMA user_version = 99", true),
        ("UPDATE ledger SET apply_version = 99", true),
        ("PRAGMA application_id = 7", false),
        ("DROP TABLE ledger", false),
        ("ALTER TABLE ledger RENAME COLUMN apply_version TO other", false),
    ] {
        for log in ["DELETE", "WAL"] {
            let office = older();
            let path = office.path.clone();
            let (dir, _) = office.edited(|conn| {
                conn.execute_batch(sql).unwrap();
                conn.pragma_update_and_check(None, "journal_mode", log, |_| Ok(())).unwrap();
            });
            let before = fs::read(&path).unwrap();
            for mode in [Mode::Read, Mode::Write, Mode::AsIs] {
                let error = Ledger::open(&path, mode).unwrap_err();
                assert_eq!(matches!(error, StoreError::Newer { .. }), newer, "{sql}: {error}");
                assert!(fs::read(&path).unwrap() == before, "{sql}, {log}, {mode:?}: the file was changed");
            }
            let names: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
            assert_eq!(names, ["taizhang.db"], "{sql}, {log}");
        }
    }
}

#[test]
fn a_newer_mark_that_stands_only_in_the_log_is_seen() {
    let office = older();
    let path = office.path.clone();
    // Another program keeps the file open, so that the mark stays in the log.
    let newer = Connection::open(&path).unwrap();
    newer.execute_batch("PRAGMA wal_autocheckpoint = 0; PRAGMA user_version = 99").unwrap();
    drop(office.ledger);
    assert!(matches!(Ledger::open(&path, Mode::Write), Err(StoreError::Newer { found: 99, .. })));
}

#[test]
fn what_is_no_ledger_is_refused_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    assert!(matches!(Ledger::open(&at("none.db"), Mode::Read), Err(StoreError::NotFound(_))));
    assert!(matches!(Ledger::open(dir.path(), Mode::Read), Err(StoreError::IsFolder(_))));
    assert!(matches!(Ledger::create(dir.path()), Err(StoreError::IsFolder(_))));
    for (name, bytes) in [("empty.db", &b""[..]), ("text.db", b"hello"), ("long.db", &[b'x'; 5000])] {
        fs::write(at(name), bytes).unwrap();
        assert!(matches!(Ledger::open(&at(name), Mode::Write), Err(StoreError::NotALedger(_))), "{name}");
        assert!(matches!(Ledger::create(&at(name)), Err(StoreError::AlreadyThere(_))), "{name}");
        assert_eq!(fs::read(at(name)).unwrap(), bytes);
    }
    assert!(matches!(Ledger::create(&at("no/folder.db")), Err(StoreError::Io { .. })));
    // A ledger cut short in the middle of its pages.
    let office = older();
    drop(office.ledger);
    let bytes = fs::read(&office.path).unwrap();
    fs::write(at("cut.db"), &bytes[..bytes.len() / 2]).unwrap();
    match Ledger::open(&at("cut.db"), Mode::AsIs) {
        Err(StoreError::Damaged { .. }) => {}
        Err(other) => panic!("{other}"),
        Ok(ledger) => assert!(!ledger.verify(None).unwrap().faults.is_empty()),
    }
}

#[test]
fn reading_does_not_change_a_backup() {
    let office = older();
    let copy = office.dir.path().join("copy.db");
    office.ledger.backup(&copy).unwrap();
    let before = fs::read(&copy).unwrap();
    for mode in [Mode::Read, Mode::AsIs] {
        let ledger = Ledger::open(&copy, mode).unwrap();
        assert!(ledger.verify(None).unwrap().faults.is_empty());
        drop(ledger);
        assert!(fs::read(&copy).unwrap() == before, "{mode:?}");
    }
    assert!(matches!(office.ledger.backup(&copy), Err(StoreError::AlreadyThere(_))));
    // And put back in place of a ledger that went on meanwhile.
    let mut office = office;
    office.add(ItemKind::Issue, None, None);
    let path = office.path.clone();
    drop(office.ledger);
    let kept = taizhang::store::backup::restore(&copy, &path, false).unwrap().unwrap();
    let items = |path: &Path| Ledger::open(path, Mode::Read).unwrap().read(|r| r.counter("item")).unwrap();
    assert_eq!((items(&path), items(&kept)), (3, 4));
}

/// Runs only where permissions bind: the superuser writes anywhere.
#[cfg(unix)]
#[test]
fn a_read_only_place_can_be_read_but_not_written() {
    use std::os::unix::fs::PermissionsExt as _;
    let office = older();
    let (dir, path) = (office.dir, office.path);
    drop(office.ledger);
    let set = |mode: u32| {
        if mode & 0o200 == 0 {
            fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        }
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(mode)).unwrap();
    };
    set(0o555);
    let bound = fs::write(dir.path().join("try"), "").is_err();
    if bound {
        let before = fs::read(&path).unwrap();
        assert!(matches!(Ledger::open(&path, Mode::Write), Err(StoreError::ReadOnly(_))));
        let ledger = Ledger::open(&path, Mode::Read).unwrap();
        assert_eq!(ledger.read(|r| r.counter("item")).unwrap(), 3);
        assert!(ledger.verify(None).unwrap().faults.is_empty());
        drop(ledger);
        assert_eq!(fs::read(&path).unwrap(), before);
        set(0o755);
        fs::write(dir.path().join("taizhang.db-wal"), "unfinished").unwrap();
        set(0o555);
        assert!(matches!(Ledger::open(&path, Mode::Read), Err(StoreError::UnfinishedWrite(_))));
    }
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
}
