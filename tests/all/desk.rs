//! The desk's own verbs, and the mistakes that are made at it.

use super::office::Office;
use serde_json::json;
use std::process::Stdio;

#[test]
fn a_new_ledger_its_roster_and_what_was_done() {
    let office = Office::empty();
    insta::assert_snapshot!(office.session(&[
        "init --office 某区人民法院",
        "init",
        "party add 政治部 办公室 --kind 部门 --on 2026-02-01",
        "名册 登记 院长 --kind 院领导",
        "party add 办公室 --kind 部门",
        "party add 甲 --kind 神仙",
        "party rename 办公室 综合办公室",
        "party merge 政治部 综合办公室",
        "party order 综合办公室",
        "party order 没有的部门",
        "party retire 院长 --reason 换届",
        "party list",
        "party list --all --format md",
        "log --limit 3",
        "办理记录 --limit 1",
        "log 12",
        "verify",
    ]));
}

#[test]
fn a_command_is_undone_whole_and_only_once() {
    let office = Office::new();
    insta::assert_snapshot!(office.session(&[
        "party add 甲部 乙部 --kind 部门",
        "undo --dry-run",
        "undo --reason 录错",
        "party list",
        "undo --record 3",
        "undo --record 1",
        "undo --record 99",
        "party add 甲部 --kind 部门",
        "party rename 甲部 丙部",
        "undo --record 6",
        "log",
        "verify",
    ]));
}

#[test]
fn deadlines_are_read_without_a_ledger() {
    let office = Office::empty();
    insta::assert_snapshot!(office.session(&[
        "due 立行立改 --from 2024-12-20",
        "时限 2026年6月底前 完成并长期坚持",
        "due 集中整改期内 --focus 2026-05-31",
        "due 集中整改期内",
        "due 46203 --in-table",
        "due 46203",
        "due 长期坚持 --from 3月40日",
        "due",
    ]));
}

#[test]
fn the_deadline_document_is_exactly_this() {
    let office = Office::empty();
    let read = office.run(["due", "立行立改", "--from", "2024-12-20", "--format", "json"]).ok();
    assert_eq!(
        read.json(),
        json!({ "schema": "taizhang.due/1", "raw": "立行立改", "class": "now", "due": "2025-01-19", "review": null, "note": null })
    );
    assert!(read.out.starts_with("{\n  \"schema\": \"taizhang.due/1\","), "{}", read.out);
}

#[test]
fn slips_at_the_keyboard_are_answered_in_chinese() {
    let office = Office::new();
    insta::assert_snapshot!(office.session(&[
        "inti",
        "时线",
        "log --limt 3",
        "log --limit 三",
        "log --limit",
        "log --limit 3 --all",
        "log --format jsn",
        "log 1 2",
        "log --limit 3 --limit 4",
        "party add 甲",
        "party",
        "undo --record x",
        "due --from",
        "--round 2099巡察 due 立行立改",
    ]));
}

#[test]
fn a_slip_below_a_verb_is_answered_with_the_help_of_that_level() {
    let office = Office::new();
    office.run(["paper", "minutes"]).usage().says("用 taizhang paper minutes --help 查看写法");
    office.run(["材料", "会议纪要"]).usage().says("用 taizhang paper minutes --help 查看写法");
    office.run(["log", "--limit"]).usage().says("用 taizhang log --help 查看写法");
}

#[test]
fn what_was_meant_is_offered() {
    let office = Office::new();
    office.run(["查看"]).usage().says("查询").says("详情");
    office.run(["extend", "5", "--due", "2025-10-15"]).usage().says("--to");
    // A name is not the content.
    office.write("甲\u{200b}.pdf", "扫描");
    office.run(["round", "open", "2025巡察", "--feedback", "2025-06-13"]).ok();
    office.run(["add", "账目不清"]).ok();
    office.run(["attach", "1", "甲\u{200b}.pdf"]).refused().says("文件名里有看不见的字符").says("改名");
}

#[test]
fn a_kind_in_front_of_the_text_is_no_text() {
    let office = Office::new();
    office.run(["round", "open", "2025巡察", "--feedback", "2025-06-13"]).ok();
    for (typed, command) in [
        (["问题", "报销不规范"], "taizhang add 报销不规范"),
        (["措施", "修订制度"], "taizhang add 修订制度 --kind 措施 --under 1"),
        (["measure", "修订制度"], "taizhang add 修订制度 --kind 措施 --under 1"),
        (["整改意见", "健全机制"], "taizhang add 健全机制 --kind 意见"),
        (["个案", "某公司退款案"], "taizhang add 某公司退款案 --kind 个案 --under 1"),
        (["方面", "政治建设"], "taizhang add 政治建设 --kind 方面"),
    ] {
        office.run(["add"].into_iter().chain(typed)).usage().says(command);
    }
    office.run(["add", "报销", "不规范"]).ok();
    office.run(["add", "问题 多发"]).ok();
    office.run(["add", "问题"]).ok();
}

#[test]
fn help_is_chinese() {
    let office = Office::empty();
    insta::assert_snapshot!(office.session(&["--help", "due --help", "party add --help"]));
    assert_eq!(office.run([]).code, 2);
    assert_eq!(office.run(["--version"]).ok().out, format!("taizhang {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn errors_are_objects_where_json_is_asked_for() {
    let office = Office::new();
    for (args, code, kind, key) in [
        (vec!["undo", "--record", "99", "--format", "json"], 1, "refused", "nothing_to_undo"),
        (vec!["nix", "--format", "json"], 2, "usage", "unknown_verb"),
        (vec!["--format=json", "log", "--nix"], 2, "usage", "unknown_flag"),
        (vec!["--ledger", "nix.db", "log", "--format", "json"], 3, "trouble", "not_found"),
    ] {
        let failed = office.run(args);
        let object = failed.error_json();
        assert_eq!((failed.code, failed.out.as_str()), (code, ""), "{failed}");
        assert_eq!(object["schema"], "taizhang.error/1");
        assert_eq!((object["kind"].as_str(), object["code"].as_str()), (Some(kind), Some(key)), "{failed}");
        assert_eq!(object["ledger_unchanged"], true);
        for field in ["message", "reason", "hint"] {
            assert!(!object[field].as_str().unwrap().is_empty(), "{field} of {failed}");
        }
    }
}

#[test]
fn acknowledgements_and_records_are_documents() {
    let office = Office::new();
    let added = office.run(["party", "add", "甲部", "--kind", "部门", "--format", "json"]).ok().json();
    assert_eq!(added["schema"], "taizhang.receipt/1");
    assert_eq!(added["records"], json!({ "first": 3, "last": 3 }));
    let undone = office.run(["undo", "--dry-run", "--format", "json"]).ok().json();
    assert_eq!((&undone["dry_run"], &undone["records"]), (&json!(true), &json!(null)));
    let log = office.run(["log", "--format", "json"]).ok().json();
    assert_eq!((&log["schema"], &log["total"]), (&json!("taizhang.log/1"), &json!(3)));
    assert_eq!(log["entries"][0]["words"], "登记部门 甲部");
    let roster = office.run(["party", "list", "--kind", "部门", "--format", "json"]).ok().json();
    assert_eq!(roster["parties"][0]["name"], "甲部");
}

#[test]
fn the_operator_is_a_declared_one() {
    let office = Office::empty();
    office.run(["init", "--by", "甲"]).ok();
    office.run(["party", "add", "乙部", "--kind", "部门", "--by", "路人"]).refused().says("路人");
    office.run(["party", "add", "乙", "--kind", "经办人"]).ok();
    office.run(["party", "add", "丙部", "--kind", "部门"]).refused().says("--by");
    let mut command = office.command(["party", "add", "丙部", "--kind", "部门"]);
    command.env("TAIZHANG_BY", "乙");
    office.finish(command, "party add 丙部").ok();
    assert_eq!(office.run(["log", "--limit", "1", "--format", "json"]).ok().json()["entries"][0]["operator"], "乙");
}

#[test]
fn what_has_not_happened_is_not_recorded_nor_by_a_clock_set_back() {
    let mut office = Office::new();
    office.run(["party", "add", "甲部", "--kind", "部门", "--on", "2026-03-02"]).refused().says("还没有到");
    let behind = office.on("2026-02-27").run(["party", "add", "甲部", "--kind", "部门"]).trouble();
    behind.says("电脑的日期").says("第 2 号").says("录入于 2026-03-01 09:00").says("taizhang restore");
    office.on("明年").run(["log"]).usage().says("TAIZHANG_TODAY");
}

#[test]
fn colour_and_lines_obey_the_screen() {
    let office = Office::new();
    let plain = office.run(["log"]).ok().out;
    assert!(!plain.contains('\u{1b}'));
    let mut command = office.command(["log"]);
    command.env("NO_COLOR", "1").env("CLICOLOR_FORCE", "0").env("COLUMNS", "120");
    let wide = office.finish(command, "log").ok().out;
    let widest = |text: &str| text.lines().map(taizhang::zh::width::display_width).max();
    assert_eq!((widest(&plain) <= Some(80), widest(&wide) <= Some(120)), (true, true));
    let ascii = office.run(["log", "--ascii"]).ok().out;
    assert!(!ascii.contains('─') && ascii.contains("---"), "{ascii}");
    assert!(office.run(["log", "--color", "always"]).ok().out.contains('\u{1b}'));
    assert!(!office.run(["log", "--color", "always", "--format", "csv"]).ok().out.contains('\u{1b}'));
    assert!(office.run(["undo", "--record", "99", "--color", "always"]).refused().err.contains("\u{1b}[31m"));
    let mut never = office.command(["undo", "--record", "99", "--color", "never"]);
    never.env("CLICOLOR_FORCE", "1");
    assert!(!office.finish(never, "undo").refused().err.contains('\u{1b}'));
}

#[test]
fn hidden_characters_in_arguments_neither_enter_nor_move_the_cursor() {
    let office = Office::new();
    office.run(["party", "add", "甲\u{1b}[31m部", "--kind", "部门"]).refused().says("U+001B");
    office.run(["party", "add", "甲\u{202e}部", "--kind", "部门"]).refused().says("U+202E");
    let wrong = office.run(["甲\u{1b}[31m"]).usage();
    assert!(!wrong.err.contains('\u{1b}'), "{wrong}");
    let long = "长".repeat(30_000);
    office.run(["party", "add", &long, "--kind", "部门"]).refused().says("30000 字");
}

#[cfg(unix)]
#[test]
fn arguments_that_are_no_text_are_refused() {
    use std::os::unix::ffi::OsStrExt as _;
    let office = Office::new();
    let gbk = std::ffi::OsStr::from_bytes(b"\xd5\xfe\xd6\xce");
    let command = office.command([std::ffi::OsStr::new("due"), gbk]);
    office.finish(command, "due [GBK]").usage().says("UTF-8");
}

#[test]
fn a_reader_that_has_had_enough_is_no_failure() {
    let office = Office::new();
    let folder = office.path("");
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_taizhang"))
        .args(["completions", "bash"])
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), [].as_slice()));
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_leaves_what_was_recorded() {
    let office = Office::new();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_taizhang"))
        .args(["party", "add", "甲部", "--kind", "部门"])
        .current_dir(office.path(""))
        .env("TAIZHANG_TODAY", super::office::TODAY)
        .stdout(full)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("磁盘已满") && said.contains("已经记录的内容不受影响"), "{said}");
    office.run(["party", "list"]).ok().says("甲部");
}

#[test]
fn completions_and_manual_pages_are_made() {
    let office = Office::empty();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        assert!(office.run(["completions", shell]).ok().out.contains("taizhang"));
    }
    office.run(["man"]).ok().says(".SH 名称");
    office.run(["man", "due"]).ok().says("taizhang due");
    office.run(["man", "nix"]).usage();
}
