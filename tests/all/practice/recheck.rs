//! Look-backs (回头看): only at what was struck off, with a next day for standing work; what came back is reopened at once.

use crate::all::office::{Office, Outcome};
use serde_json::{Value, json};

/// A round with four issues: 1 with a measure that ends and one that goes on, 2 plain, 3 open, 4 standing. 1, 2 and 4 are struck off
/// on 2025-08-21.
pub(super) fn struck_off() -> Office {
    let office = Office::new();
    office.write("台账.txt", "台账");
    office.write("别的.txt", "别的");
    for line in [
        "round open 2025巡察 --feedback 2025-06-13 --milestone 集中整改=2025-09-13",
        "party add 政治部 办公室 执行局 --kind 部门",
        "add 政治建设方面 --kind 方面 --on 2025-06-20",
        "add 理论学习不深入 --under C1 --dept 政治部 --due 集中整改期内 --on 2025-06-20",
        "add 修订学习制度 --kind 措施 --under 1 --on 2025-06-20",
        "add 坚持集体学习 --kind 措施 --under 1 --due 长期坚持 --on 2025-06-20",
        "add 印章登记不全 --under C1 --dept 办公室 --due 立行立改 --on 2025-06-20",
        "add 案款清理缓慢 --under C1 --dept 执行局 --due 2025-12-31 --on 2025-06-20",
        "add 廉政教育不经常 --under C1 --dept 政治部 --due 长期坚持 --on 2025-06-20",
        "progress 1.1 2 --done --on 2025-07-10",
        "progress 1.2 4 --state 阶段性完成 --on 2025-07-10",
        "assign 1.2 4 --review 2026-01-15 --on 2025-07-11",
        "attach 1 2 4 台账.txt --on 2025-07-11",
        "attach 3 别的.txt --on 2025-07-11",
        "meeting add 2025-08-20 --kind 党组会 --title 第12次党组会",
        "close 1 2 4 --meeting 2 --on 2025-08-21",
    ] {
        office.run(line.split_whitespace()).ok();
    }
    office
}

pub(super) fn run(office: &Office, line: &str) -> Outcome {
    office.run(line.split_whitespace())
}

pub(super) fn anchor(office: &Office) -> String {
    run(office, "verify --format json").ok().json()["anchor"].as_str().unwrap().to_owned()
}

/// Must be refused with these words, and nothing recorded.
pub(super) fn refused(office: &Office, line: &str, words: &str) {
    let before = anchor(office);
    run(office, line).refused().says(words);
    assert_eq!(anchor(office), before, "{line}");
}

fn show(office: &Office, code: &str) -> Value {
    run(office, &format!("show {code} --format json")).ok().json()["items"][0].clone()
}

fn due(office: &Office, more: &str) -> Value {
    run(office, &format!("recheck --format json {more}")).ok().json()
}

fn codes(rows: &Value) -> Vec<&str> {
    rows.as_array().unwrap().iter().map(|row| row["code"].as_str().unwrap()).collect()
}

/// The number of the last record of that verb.
fn record(office: &Office, verb: &str) -> String {
    let log = run(office, "log --format json --all").ok().json();
    let entries = log["entries"].as_array().unwrap();
    let last =
        entries.iter().filter(|e| e["verb"] == verb && e["undone"] != true).map(|e| e["seq"].as_i64().unwrap()).max();
    last.unwrap().to_string()
}

const HELD: &str = "--result 巩固 --checker 纪检监察组 --words 台账齐全";
const REBOUND: &str = "--result 反弹 --checker 纪检监察组 --words 又有缺页";

#[test]
fn an_open_item_is_not_looked_back_at() {
    let office = struck_off();
    refused(&office, &format!("recheck 3 {HELD}"), "3 还没有销号");
    refused(&office, &format!("recheck 3 {REBOUND}"), "3 还没有销号");
    // What was struck off along with the item above is looked at there.
    refused(&office, &format!("recheck 1.1 {HELD}"), "回头看记在 1 上");
    refused(&office, &format!("recheck C1 {HELD}"), "C1 还没有销号");
}

#[test]
fn a_look_back_before_the_closing_is_refused() {
    let office = struck_off();
    refused(&office, &format!("recheck 2 {HELD} --on 2025-08-20"), "不能早于销号");
    // On the very day nothing can be told of whether it held, nor has anything come back.
    refused(&office, &format!("recheck 2 {HELD} --on 2025-08-21"), "2 在 2025年8月21日 当天才销号");
    refused(&office, &format!("recheck 2 {REBOUND} --on 2025-08-21"), "当天也还看不出");
    run(&office, &format!("recheck 2 {HELD} --on 2025-08-22")).ok();
    // Nor do look-backs run backwards.
    run(&office, &format!("recheck 2 {HELD} --on 2025-12-01")).ok();
    refused(&office, &format!("recheck 2 {HELD} --on 2025-11-30"), "日期倒退");
    refused(&office, &format!("recheck 2 {REBOUND} --on 2025-11-30"), "日期倒退");
}

#[test]
fn a_look_back_says_who_and_what() {
    let office = struck_off();
    run(&office, "recheck 2 --result 巩固 --words 好").usage().says("--checker");
    run(&office, "recheck 2 --result 巩固 --checker 整改办").usage().says("--words");
    refused(&office, "recheck 2 --result 巩固 --checker 整改办 --words 。", "说明文字是空的");
    // Codes without a result are a slip, not a list.
    run(&office, "recheck 2").usage().says("--result");
    run(&office, "recheck --on 2026-01-01").usage().says("--result");
    run(&office, &format!("recheck 2 {HELD} --as-of 2026-01-01")).usage();
    run(&office, &format!("recheck 2 {HELD} --open 2.1")).usage();
    run(&office, &format!("recheck 2 {REBOUND} --next 2026-06-30")).usage();
}

#[test]
fn standing_work_needs_a_next_day_that_is_ahead() {
    let office = struck_off();
    refused(&office, &format!("recheck 4 {HELD}"), "加 --next 日期");
    // Struck off along with it, its measure goes on: so does the issue.
    refused(&office, &format!("recheck 1 {HELD}"), "加 --next 日期");
    refused(&office, &format!("recheck 4 {HELD} --next 2026-03-01"), "要晚于这次回头看");
    refused(&office, &format!("recheck 4 {HELD} --next 2026-02-01 --on 2026-02-01"), "要晚于这次回头看");
    run(&office, &format!("recheck 1 4 {HELD} --next 2026-06-30")).ok();
    assert_eq!(show(&office, "4")["item"]["deadline"]["review"], "2026-06-30");
    assert_eq!(show(&office, "1.2")["item"]["deadline"]["review"], "2026-06-30");
    // What ends has no review day, and its deadline stays as it was.
    assert_eq!(show(&office, "1.1")["item"]["deadline"]["review"], Value::Null);
    assert_eq!(show(&office, "4")["item"]["deadline"]["extensions"], 0);
    // Elsewhere the review day of what is struck off stays out of reach.
    refused(&office, "assign 4 --review 2027-01-01", "已销号");
    refused(&office, "assign 1.2 --review 2027-01-01", "已销号");
}

#[test]
fn the_overdue_report_keeps_standing_work_on_its_list_after_the_closing() {
    let office = struck_off();
    let review = |office: &Office| run(office, "overdue --format json").ok().json()["review_due"].clone();
    assert_eq!(codes(&review(&office)), ["1.2", "4"]);
    run(&office, &format!("recheck 4 {HELD} --next 2026-06-30")).ok();
    assert_eq!(codes(&review(&office)), ["1.2"]);
    let later = run(&office, "overdue --format json --as-of 2026-06-30").ok().json();
    assert_eq!(codes(&later["review_due"]), ["1.2", "4"]);
}

#[test]
fn what_is_due_is_listed_by_reason() {
    let mut office = struck_off();
    let list = due(&office, "");
    assert_eq!(codes(&list["review_come"]), ["1", "4"]);
    assert_eq!(codes(&list["never"]), ["2"]);
    assert_eq!(codes(&list["long_ago"]), [""; 0]);
    assert_eq!(list["totals"]["review_come"]["issues"], 2);
    assert_eq!(list["never"][0]["last_looked_on"], Value::Null);
    // Before the review day came they had simply not been looked at; before the closing they were not there.
    assert_eq!(codes(&due(&office, "--as-of 2025-12-31")["never"]), ["1", "2", "4"]);
    assert_eq!(codes(&due(&office, "--as-of 2025-08-20")["never"]), [""; 0]);
    assert_eq!(codes(&due(&office, "--dept 办公室")["never"]), ["2"]);

    run(&office, &format!("recheck 2 {HELD}")).ok();
    run(&office, &format!("recheck 4 {HELD} --next 2099-01-01")).ok();
    let list = due(&office, "");
    assert_eq!((codes(&list["review_come"]), codes(&list["never"])), (vec!["1"], vec![]));
    office.on("2026-08-31");
    assert_eq!(codes(&due(&office, "")["long_ago"]), [""; 0]);
    assert_eq!(codes(&due(&office, "--months 5")["long_ago"]), ["2", "4"]);
    // Six months to the day; a review day in the far future does not keep an item off the list.
    office.on("2026-09-01");
    let list = due(&office, "");
    assert_eq!(codes(&list["long_ago"]), ["2", "4"]);
    assert_eq!(list["long_ago"][0]["last_looked_on"], "2026-03-01");
    assert_eq!(list["long_ago"][1]["next_look_on"], "2099-01-01");
}

#[test]
fn a_finished_round_is_looked_back_at_all_the_same() {
    let office = struck_off();
    for line in [
        "progress 3 --done",
        "meeting add 2026-03-01 --kind 党组会 --title 末次",
        "close 3 --meeting 3",
        "round finish 2025巡察 --reason 全部销号",
    ] {
        run(&office, line).ok();
    }
    assert_eq!(codes(&due(&office, "")["never"]), ["2", "3"]);
    run(&office, &format!("recheck 2 {HELD} --round 2025巡察")).ok();
    assert_eq!(codes(&due(&office, "")["never"]), ["3"]);
    run(&office, "sample 1 --round 2025巡察").ok();
    run(&office, "sample show 1 --redraw").ok().says("复核一致");
}

#[test]
fn what_came_back_is_reopened_in_the_same_command() {
    let office = struck_off();
    run(&office, &format!("recheck 1 {REBOUND} --open 1.1 --evidence 1")).ok().says("已撤销销号，开始第 2 次整改");
    let item = show(&office, "1");
    assert_eq!(item["item"]["closure"], "none");
    assert_eq!(item["item"]["cycle"], 2);
    assert_eq!(show(&office, "1.1")["item"]["progress"], "in_progress");
    assert_eq!(show(&office, "1.2")["item"]["progress"], "staged");
    // The earlier cycle stands, with the look-back in it.
    let look = &item["rechecks"][0];
    assert_eq!((&look["finding"], &look["cycle"]), (&json!("rebound"), &json!(1)));
    assert_eq!((&look["by"], &look["evidence"]), (&json!("纪检监察组"), &json!([1])));
    let steps: Vec<(&Value, &Value)> =
        item["closure"].as_array().unwrap().iter().map(|s| (&s["closure"], &s["cycle"])).collect();
    assert_eq!(steps, [(&json!("closed"), &json!(1)), (&json!("none"), &json!(2))]);
    // Open again, it is no longer looked back at; closed again, it was not looked at since.
    refused(&office, &format!("recheck 1 {HELD}"), "还没有销号");
    run(&office, "progress 1.1 --done").ok();
    run(&office, "attach 1.1 别的.txt").ok();
    run(&office, "assign 1.2 --review 2026-09-30").ok();
    run(&office, "meeting add 2026-03-01 --kind 党组会 --title 复审").ok();
    run(&office, "close 1 --meeting 3").ok();
    assert_eq!(codes(&due(&office, "")["never"]), ["1", "2"]);
    run(&office, "verify").ok();
}

#[test]
fn a_rebound_below_a_closed_item_goes_by_the_item_above() {
    let office = Office::new();
    for line in [
        "round open 2025巡察 --feedback 2025-06-13 --close-level both",
        "add 理论学习不深入 --on 2025-06-20",
        "add 修订学习制度 --kind 措施 --under 1 --on 2025-06-20",
        "progress 1.1 --done --on 2025-07-10",
        "meeting add 2025-08-20 --kind 党组会 --title 第12次党组会",
        "close 1.1 1 --meeting 2 --without-evidence 涉密 --on 2025-08-21",
        // It held: that may be recorded where it was struck off.
        "recheck 1.1 --result 巩固 --checker 整改办 --words 制度在执行",
    ] {
        run(&office, line).ok();
    }
    refused(&office, &format!("recheck 1.1 {REBOUND}"), "上级 1 已销号");
    run(&office, &format!("recheck 1 {REBOUND} --open 1.1")).ok();
    assert_eq!(show(&office, "1.1")["item"]["cycle"], 2);
    assert_eq!(codes(&due(&office, "")["never"]), [""; 0]);
}

#[test]
fn a_bulk_with_one_open_item_records_nothing() {
    let office = struck_off();
    refused(&office, &format!("recheck 1-4 {REBOUND}"), "3 还没有销号");
    refused(&office, &format!("recheck 2,3 {HELD}"), "3 还没有销号");
    // By filter, only what is struck off is meant; more than one hit is asked about.
    refused(&office, &format!("recheck --category C1 {REBOUND}"), "需要确认");
    refused(&office, &format!("recheck {REBOUND}"), "没有写明要改动哪些事项");
    let before = anchor(&office);
    let looked = run(&office, &format!("recheck --category C1 {REBOUND} --dry-run --format json")).ok().json();
    let looked: Vec<&str> = looked["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|i| i["change"] == "looked_back")
        .map(|i| i["code"].as_str().unwrap())
        .collect();
    assert_eq!(looked, ["1", "2", "4"]);
    assert_eq!(anchor(&office), before);
    run(&office, &format!("recheck --category C1 {REBOUND} --yes")).ok();
    assert_eq!(run(&office, "list --closure 已销号 --format json").ok().json()["total"], 0);
}

#[test]
fn everything_that_stands_in_the_way_is_said_at_once() {
    let office = struck_off();
    let line = format!("recheck 2-4 {HELD} --on 2025-08-01 --evidence 2,9 --sample 3");
    run(&office, &line).refused().says("没有第 3 号抽查");
    let outcome = run(&office, &line.replace(" --sample 3", "")).refused();
    for words in ["2、4 在 2025年8月1日 还没有销号", "3 还没有销号", "没有写明 4 下次回头看", "第 2 号不是 2 的"]
    {
        assert!(outcome.err.contains(words), "{words}\n{outcome}");
    }
    assert_eq!(outcome.err.matches("没有第 9 号佐证材料").count(), 1, "{outcome}");
}

#[test]
fn evidence_named_by_a_look_back_belongs_to_the_item_and_stays() {
    let office = struck_off();
    refused(&office, &format!("recheck 2 {HELD} --evidence 2"), "第 2 号不是 2 的");
    refused(&office, &format!("recheck 2 {HELD} --evidence 0"), "没有第 0 号");
    // What is found on the spot is kept first: that is possible under a closed item.
    office.write("照片.jpg", "照片");
    run(&office, "attach 2 照片.jpg").ok();
    run(&office, &format!("recheck 2 {HELD} --evidence 3,3")).ok();
    assert_eq!(show(&office, "2")["rechecks"][0]["evidence"], json!([3]));
    refused(&office, "attach withdraw 3 --reason 传错文件", "2 的回头看以它为凭");
    run(&office, "undo").ok();
    run(&office, "attach withdraw 3 --reason 传错文件").ok();
    refused(&office, &format!("recheck 2 {HELD} --evidence 3"), "没有第 3 号");
    run(&office, "verify").ok();
}

#[test]
fn a_look_back_is_undone_whole_and_not_under_what_came_after() {
    let office = struck_off();
    let before = run(&office, "show 1 2 4 --format json").ok().out;
    run(&office, &format!("recheck 1 4 {HELD} --next 2026-06-30")).ok();
    run(&office, "undo").ok();
    run(&office, &format!("recheck 2 {HELD}")).ok();
    run(&office, "undo").ok();
    assert_eq!(run(&office, "show 1 2 4 --format json").ok().out, before);

    // The closing is not undone under a look-back, nor a review day under the next one.
    run(&office, &format!("recheck 4 {HELD} --next 2026-06-30")).ok();
    let first = record(&office, "recheck");
    refused(&office, &format!("undo --record {}", record(&office, "close")), "以它为基础");
    run(&office, &format!("recheck 4 {HELD} --next 2026-12-31")).ok();
    refused(&office, &format!("undo --record {first}"), "以它为基础");

    // A rebound is not undone once work was filed in the new cycle.
    run(&office, &format!("recheck 2 {REBOUND}")).ok();
    let rebound = record(&office, "recheck");
    run(&office, "progress 2 --situation 重新登记").ok();
    refused(&office, &format!("undo --record {rebound}"), "以它为基础");
    run(&office, "undo").ok();
    run(&office, &format!("undo --record {rebound} --reason 看错了事项")).ok();
    assert_eq!(show(&office, "2")["item"]["closure"], "closed");
    run(&office, "verify").ok();
}

#[test]
fn what_was_looked_at_is_counted_with_what_came_back_as_of_a_day() {
    let mut office = struck_off();
    run(&office, &format!("recheck 2 {HELD} --on 2025-12-01")).ok();
    run(&office, &format!("recheck 4 {REBOUND}")).ok();
    let counts = |office: &Office, more: &str| {
        let summary = run(office, &format!("summary --format json {more}")).ok().json();
        let get = |key: &str| summary["issues"][key].as_i64().unwrap();
        (get("looked_at"), get("rebounded"), get("closed"))
    };
    assert_eq!(counts(&office, ""), (2, 1, 2));
    assert_eq!(counts(&office, "--as-of 2025-12-01"), (1, 0, 3));
    assert_eq!(counts(&office, "--as-of 2025-11-30"), (0, 0, 3));
    run(&office, "summary").ok().says("已对2个已销号问题开展回头看，其中反弹1个。");
    let members = |words: &str| run(&office, &format!("summary --explain {words} --format json")).ok().json();
    assert_eq!(codes(&members("已回头看")["members"]), ["2", "4"]);
    assert_eq!(codes(&members("反弹")["members"]), ["4"]);
    office.on("2026-03-02");
    assert_eq!(counts(&office, "--as-of 2025-12-01"), (1, 0, 3));
}

#[test]
fn a_locked_day_takes_no_look_back() {
    let office = struck_off();
    // Locked through a report of the round, whichever verb issues it.
    office.tamper("UPDATE round SET locked_through = '2026-01-31'");
    run(&office, &format!("recheck 2 {HELD} --on 2026-01-31")).refused().says("已锁定");
    run(&office, &format!("recheck 2 {HELD} --on 2026-02-01")).ok();
}

#[test]
fn look_backs_are_shown_as_a_clerk_reads_them() {
    let office = struck_off();
    run(&office, &format!("recheck 2 {HELD} --on 2025-12-01 --evidence 1 --next 2026-08-01")).ok();
    insta::assert_snapshot!(office.session(&[
        "recheck",
        "回头看 4 --result 巩固 --checker 纪检监察组 --words 学习有记录 --next 2026-06-30",
        "recheck 2 --result 反弹 --checker 纪检监察组 --words 又有缺页",
        "show 2",
        "log 2 --limit 4",
    ]));
}
