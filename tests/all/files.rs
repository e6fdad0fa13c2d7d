//! Files that are no ledger, or no longer the one they were.

use super::office::Office;
use rusqlite::Connection;
use std::fs;

/// A ledger with a few records.
fn kept() -> Office {
    let office = Office::new();
    office.run(["party", "add", "甲部", "乙部", "--kind", "部门"]).ok();
    office.run(["party", "rename", "甲部", "丙部"]).ok();
    office
}

#[test]
fn other_peoples_files_are_refused_and_stay_byte_for_byte() {
    let office = Office::new();
    let other = Connection::open(office.path("other.db")).unwrap();
    other.execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1)").unwrap();
    drop(other);
    let mut newer = office.bytes("taizhang.db");
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
    office.write("newer.db", newer);
    office.write("cut.db", &office.bytes("taizhang.db")[..5000]);
    office.write("short.db", &office.bytes("taizhang.db")[..50]);
    office.write("words.db", "这不是数据库");
    office.write("empty.db", "");
    for (name, words) in [
        ("other.db", "不是台账"),
        ("newer.db", "更新版本"),
        ("cut.db", "损坏"),
        ("short.db", "不是台账"),
        ("words.db", "不是台账"),
        ("empty.db", "不是台账"),
    ] {
        let before = office.bytes(name);
        for args in [vec!["log"], vec!["verify"], vec!["undo"], vec!["backup", "copy.db"]] {
            office.run(["--ledger", name].into_iter().chain(args)).trouble().says(words);
        }
        office.run(["restore", name, "--yes"]).trouble();
        assert_eq!(office.bytes(name), before, "{name}");
        assert!(!office.path(&format!("{name}-wal")).exists(), "{name}");
        assert!(!office.path("copy.db").exists(), "{name}");
    }
    office.run(["verify"]).ok();
}

#[test]
fn a_missing_ledger_and_a_folder_are_named() {
    let office = Office::empty();
    office.run(["log"]).trouble().says("没有找到台账");
    office.run(["--ledger", "nix.db", "log"]).trouble().says("nix.db");
    fs::create_dir(office.path("dir")).unwrap();
    office.run(["--ledger", "dir", "log"]).trouble().says("是文件夹");
    office.run(["--ledger", "dir", "init"]).trouble().says("是文件夹");
    office.run(["--ledger", "nix/taizhang.db", "init"]).trouble();
}

#[test]
fn the_ledger_is_found_from_a_folder_below_or_by_the_environment() {
    let office = Office::new();
    fs::create_dir_all(office.path("a/b")).unwrap();
    let mut below = office.command(["log"]);
    below.current_dir(office.path("a/b"));
    office.finish(below, "log").ok();
    let other = Office::empty();
    let mut named = other.command(["log"]);
    named.env("TAIZHANG_LEDGER", office.path("taizhang.db"));
    other.finish(named, "log").ok();
}

#[test]
fn init_never_overwrites() {
    let office = kept();
    let before = office.bytes("taizhang.db");
    office.run(["init"]).trouble().says("已经存在");
    assert_eq!(office.bytes("taizhang.db"), before);
}

/// Whatever writes a file, asked to or not: a ledger and what lies beside it stay, the open one and any other.
#[test]
fn no_output_takes_the_place_of_a_ledger() {
    let office = kept();
    office.run(["round", "open", "2025巡察", "--feedback", "2025-06-13", "--on", "2025-06-13"]).ok();
    office.run(["party", "add", "办公室", "--kind", "部门"]).ok();
    office.run(["add", "账目不清", "--dept", "办公室", "--due", "2025-12-31"]).ok();
    let names = ["台账.json", "台账.md", "台账.xlsx", "台账.csv", "台账.html", "台账.ics", "台账.docx", "台账.toml"];
    for name in names {
        office.run(["backup", name]).ok();
    }
    office.run(["backup", "另一本.db"]).ok();
    for name in names {
        let before = office.bytes(name);
        let verb: &[&str] = match name.rsplit_once('.').unwrap().1 {
            "docx" => &["paper", "lists", "-o", name],
            "toml" => &["paper", "profile", "-o", name],
            _ => &["export", name],
        };
        for ledger in [name, "taizhang.db"] {
            for force in [&["--force"][..], &[]] {
                let line = [verb, &["--ledger", ledger], force].concat();
                office.run(line).refused().says("是台账的文件").says("taizhang backup");
            }
        }
        assert_eq!(office.bytes(name), before, "{name}");
    }
    let before = office.bytes("taizhang.db");
    for beside in ["taizhang.db", "taizhang.db-wal", "taizhang.db-shm", "另一本.db", "另一本.db-wal"] {
        let there = office.path(beside).exists();
        office.run(["paper", "profile", "-o", beside, "--force"]).refused().says("是台账的文件");
        office.run(["paper", "lists", "-o", beside, "--force"]).refused().says("是台账的文件");
        assert_eq!(office.path(beside).exists(), there, "{beside}");
    }
    office.write("反馈.txt", "关于某院的反馈意见\n一、存在的主要问题\n（一）账目不清。\n（二）登记不全。\n");
    office.run(["intake", "反馈.txt", "--plan", "另一本.db-wal"]).refused().says("是台账的文件");
    office.run(["intake", "反馈.txt", "--plan", "台账.json"]).refused().says("是台账的文件");
    assert_eq!(office.bytes("taizhang.db"), before);
    office.run(["verify"]).ok();
    // What only is called so is a file like any other.
    office.write("别的.json", "{}");
    office.run(["export", "别的.json", "--force"]).ok();
}

#[test]
fn backups_never_overwrite_and_can_be_restored() {
    let office = kept();
    office.run(["backup"]).ok().says("taizhang-20260301.db");
    office.run(["backup"]).ok().says("taizhang-20260301-2.db");
    office.run(["backup", "taizhang-20260301.db"]).trouble().says("已经存在");
    office.run(["party", "add", "丁部", "--kind", "部门"]).ok();
    office.run(["backup", "nix/copy.db"]).trouble().says("没有这个文件或文件夹");
    office.run(["restore", "taizhang-20260301.db"]).refused().says("--yes");
    office.run(["restore", "taizhang-20260301.db", "--yes"]).ok().says("old1");
    assert!(!office.run(["party", "list"]).ok().out.contains("丁部"));
    office.run(["--ledger", "taizhang.db.old1", "party", "list"]).ok().says("丁部");
    office.run(["verify"]).ok();
}

#[test]
fn every_edit_behind_the_programs_back_is_found_and_named() {
    for (what, sql, kind, words) in [
        ("a table", "UPDATE party SET name = '戊部' WHERE id = 2", "table", "表 party"),
        ("a row taken", "DELETE FROM party_name WHERE party_id = 3", "table", "少了一行"),
        ("a row added", "INSERT INTO counter (name, last) VALUES ('item', 7)", "table", "多出一行"),
        ("a record", "UPDATE journal SET operator = '某人' WHERE seq = 3", "hash", "记录内容被改动过"),
        ("a record taken", "DELETE FROM journal WHERE seq = 3", "sequence", "记录不连续"),
        (
            "a planted trigger",
            "CREATE TRIGGER planted AFTER INSERT ON party BEGIN SELECT 1; END",
            "schema",
            "trigger planted",
        ),
        ("a planted view", "CREATE VIEW planted AS SELECT 1", "schema", "view planted"),
        ("a planted index", "CREATE INDEX planted ON party (note)", "schema", "index planted"),
    ] {
        let office = kept();
        office.tamper(sql);
        office.run(["verify"]).found().says(words);
        let document = office.run(["verify", "--format", "json"]).found().json();
        assert_eq!((&document["schema"], &document["ok"]), (&"taizhang.verify/1".into(), &false.into()), "{what}");
        let fault = &document["faults"][0];
        assert_eq!(fault["kind"], kind, "{what}: {document:#}");
        assert!(fault["detail"].as_str().unwrap().contains(words), "{what}: {document:#}");
        assert_eq!(fault.as_object().unwrap().keys().collect::<Vec<_>>(), ["detail", "kind", "seq"], "{what}");
    }
}

#[test]
fn a_cut_tail_is_found_against_an_anchor() {
    let office = kept();
    let anchor = office.run(["verify", "--format", "json"]).ok().json()["anchor"].as_str().unwrap().to_owned();
    office.run(["verify", "--anchor", &anchor.to_lowercase()]).ok().says("一致");
    office.run(["party", "add", "丁部", "--kind", "部门"]).ok();
    office.run(["verify", "--anchor", &anchor]).ok();
    office.run(["undo"]).ok();
    office.run(["verify", "--anchor", &anchor]).ok();
    office.run(["verify", "--anchor", "胡写"]).found().says("锚码");
    // Without its last records, tables and all, the ledger is sound in itself: only the paper tells.
    office.run(["backup", "earlier.db"]).ok();
    office.run(["party", "add", "戊部", "--kind", "部门"]).ok();
    let later = office.run(["verify", "--format", "json"]).ok().json()["anchor"].as_str().unwrap().to_owned();
    fs::copy(office.path("earlier.db"), office.path("taizhang.db")).unwrap();
    office.run(["verify"]).ok();
    office.run(["verify", "--anchor", &later]).found().says("末尾的记录被删除");
}

#[test]
fn an_older_ledger_is_backed_up_and_upgraded_and_that_is_said() {
    let office = kept();
    office.tamper("UPDATE ledger SET apply_version = 0");
    office.run(["verify"]).found().says("较早版本");
    let opened = office.run(["party", "list"]);
    assert_eq!(opened.code, 0, "{opened}");
    opened.says("台账已升级到本版本：重放 5 条记录").says("taizhang.v6.db");
    office.run(["verify"]).ok();
}

/// Makes a folder read-only while `act` runs. Does nothing where the user may write all the same (root).
#[cfg(unix)]
fn read_only(office: &Office, act: impl FnOnce()) {
    use std::os::unix::fs::PermissionsExt as _;
    let set = |mode| fs::set_permissions(office.path(""), fs::Permissions::from_mode(mode)).unwrap();
    set(0o555);
    if fs::write(office.path("probe"), "").is_err() {
        act();
    }
    set(0o755);
}

#[cfg(unix)]
#[test]
fn in_a_read_only_folder_reading_works_and_writing_is_refused() {
    let office = kept();
    let before = office.bytes("taizhang.db");
    read_only(&office, || {
        office.run(["log"]).ok().says("更名为");
        office.run(["verify"]).ok();
        office.run(["party", "list"]).ok();
        office.run(["undo"]).trouble().says("不能写入");
        office.run(["party", "add", "丁部", "--kind", "部门"]).trouble().says("不能写入");
        office.run(["backup"]).trouble().says("不能写入");
        office.run(["--ledger", "neu.db", "init"]).trouble().says("不能写入");
    });
    assert_eq!(office.bytes("taizhang.db"), before);
}

/// `:memory:` and `file:…` mean something else to SQLite: what is said to be in such a file must be in it.
#[test]
fn names_that_sqlite_takes_for_something_else_are_plain_files() {
    for name in [":memory:", "file:账.db", "file:a?mode=memory", "a%20b?mode=ro#x.db", "q'\"uo te.db"] {
        let office = Office::empty();
        let ledger = format!("--ledger={name}");
        office.run(["init", "--office", "某院", &ledger]).ok();
        office.run(["party", "add", "甲部", "--kind", "部门", &ledger]).ok();
        office.run(["party", "list", &ledger]).ok().says("甲部");
        office.run(["verify", &ledger]).ok().says("共 3 条");
        let copy = if cfg!(windows) { "copy.db".to_owned() } else { format!("file:{name}") };
        office.run(["backup", &copy, &ledger]).ok();
        office.run(["verify", &format!("--ledger={copy}")]).ok().says("共 3 条");
    }
    let office = kept();
    office.run(["backup", ":memory:"]).ok();
    office.run(["verify", "--ledger=:memory:"]).ok();
}

#[cfg(unix)]
#[test]
fn devices_are_no_ledgers_and_do_not_fill_the_memory() {
    let office = kept();
    for device in ["/dev/zero", "/dev/null"] {
        office.run(["--ledger", device, "log"]).trouble().says("不是台账");
    }
    office.run(["round", "open", "2026巡察", "--feedback", "2026-01-10"]).ok();
    office.run(["add", "学习不深入"]).ok();
    // A pipe nobody writes into would be waited for for ever.
    let pipe = std::process::Command::new("mkfifo").arg(office.path("管道")).status();
    let pipes = pipe.is_ok_and(|status| status.success()).then_some("管道");
    for name in ["/dev/zero"].into_iter().chain(pipes) {
        let text = format!("@{name}");
        for line in [&["attach", "1", name][..], &["progress", "1", "--situation", &text], &["intake", name]] {
            office.run(line.iter().copied()).trouble().says("不是普通文件");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_a_ledger_is_that_ledger() {
    let office = kept();
    fs::create_dir(office.path("elsewhere")).unwrap();
    std::os::unix::fs::symlink(office.path("taizhang.db"), office.path("elsewhere/link.db")).unwrap();
    office.run(["--ledger", "elsewhere/link.db", "party", "add", "丁部", "--kind", "部门"]).ok();
    office.run(["party", "list"]).ok().says("丁部");
    assert_eq!(fs::read_dir(office.path("elsewhere")).unwrap().count(), 1);
}
