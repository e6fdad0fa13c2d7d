//! The plan: free until it is adopted, adjusted with an approval afterwards, and listed. And every way round that.

mod at_random;
mod moves;

use crate::all::{
    core::office::dump,
    office::{Office, Outcome},
};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::OnceLock};

/// An office before its plan is adopted: two issues with measures, one without, one opinion.
fn drafted() -> Office {
    static LEDGER: OnceLock<Vec<u8>> = OnceLock::new();
    prepared(&LEDGER, || {
        let office = Office::new();
        for line in [
            "round open 2025巡察 --feedback 2025-06-13 --milestone 集中整改=2025-09-13",
            "party add 院长 分管副院长 --kind 院领导",
            "party add 政治部 办公室 执行局 --kind 部门",
            "add 政治建设方面 --kind 方面 --on 2025-06-20",
            "add 理论学习不深入 --under C1 --leader 院长 --dept 政治部 --due 2025-09-30 --on 2025-06-20",
            "add 修订学习制度 --kind 措施 --under 1 --goal 制度完备 --on 2025-06-20",
            "add 组织专题培训 --kind 措施 --under 1 --due 2025-08-31 --on 2025-06-20",
            "add 印章登记不全 --under C1 --dept 办公室 --due 2025-12-31 --on 2025-06-20",
            "add 完善登记簿 --kind 措施 --under 2 --on 2025-06-20",
            "add 案款清理缓慢 --under C1 --leader 分管副院长 --dept 执行局 --due 尽快 --on 2025-06-20",
            "add 健全长效机制 --kind 意见 --answers 1,2 --on 2025-06-20",
            "meeting add 2025-07-01 --kind 党组会 --title 第9次党组会 --on 2025-07-01",
            "meeting add 2025-08-20 --kind 党组会 --title 第12次党组会 --on 2025-08-20",
        ] {
            run(&office, line).assert_done();
        }
        office
    })
}

/// The same with the plan adopted on the day of the first of its two meetings (number 2; the other one is number 3).
fn adopted() -> Office {
    static LEDGER: OnceLock<Vec<u8>> = OnceLock::new();
    prepared(&LEDGER, || {
        let office = drafted();
        run(&office, "round adopt --meeting 2 --on 2025-07-01").assert_done();
        office
    })
}

/// An office that is set up once for all tests; each gets a copy of its ledger.
fn prepared(ledger: &OnceLock<Vec<u8>>, set_up: impl FnOnce() -> Office) -> Office {
    let office = Office::empty();
    office.write("taizhang.db", ledger.get_or_init(|| set_up().bytes("taizhang.db")));
    office
}

fn run(office: &Office, line: &str) -> Outcome {
    office.run(line.split_whitespace())
}

trait Ended {
    fn assert_done(self) -> Self;
}

impl Ended for Outcome {
    fn assert_done(self) -> Self {
        assert_eq!(self.code, 0, "{self}");
        self
    }
}

/// Runs a line that must be refused with these words; nothing is recorded.
fn refused(office: &Office, line: &str, words: &str) {
    let before = records(office);
    let outcome = run(office, line).says(words);
    assert_ne!(outcome.code, 0, "{outcome}");
    assert_eq!(records(office), before, "{line}");
}

fn records(office: &Office) -> i64 {
    run(office, "log --limit 1 --format json").json()["total"].as_i64().unwrap()
}

fn tables(office: &Office) -> BTreeMap<String, Vec<String>> {
    let conn = Connection::open(office.path("taizhang.db")).unwrap();
    dump(&conn, &["journal", "undone", "counter", "item_record"])
}

fn adjustments(office: &Office) -> Vec<(String, String)> {
    let shown = run(office, "round show --format json").ok().json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    shown["adjustments"].as_array().unwrap().iter().map(|a| (text(&a["code"]), text(&a["change"]))).collect()
}

fn item(office: &Office, code: &str) -> Value {
    run(office, &format!("show {code} --format json")).ok().json()["items"][0].clone()
}

/// What needs an approval once the plan is adopted, as it is typed.
const ADJUSTMENTS: [(&str, &str, &str); 14] = [
    ("add 每月自查 --kind 措施 --under 2", "增加措施", "2.2 added"),
    ("add 逐件核对 --kind 措施 --under 3 --due 2025-10-31", "增加措施", "3.1 added"),
    ("add 汇总成果 --kind 措施 --under Y1", "增加措施", "Y1.1 added"),
    ("edit 1.1 --set 表述=修订学习制度和考核办法", "修改表述", "1.1 reworded"),
    ("edit 1.1 --set 目标=有制度即可", "修改表述", "1.1 reworded"),
    ("edit 1.1 --set 目标=", "修改表述", "1.1 reworded"),
    ("edit --kind 措施 --text 学习制度 --set 表述=修订制度 --yes", "修改表述", "1.1 reworded"),
    ("edit 1.1 --under 2", "调整归属", "1.1 moved"),
    ("withdraw 1.1 --ground 录错 --reason 重复", "撤项", "1.1 withdrawn"),
    ("withdraw 1.1 --ground 并入 --reason 并入1.2", "撤项", "1.1 withdrawn"),
    // With the issue its measures would go.
    ("withdraw 1 --ground 录错 --reason 重复", "撤项", "1 withdrawn"),
    ("assign 1.2 --due 2025-08-15", "调整时限", "1.2 deadline"),
    // What it inherits stands no less than what it was given.
    ("assign 1.1 --due 2025-08-15", "调整时限", "1.1 deadline"),
    ("link 1.2 --also-answers 2", "调整对应问题", "1.2 linked"),
];

#[test]
fn until_adoption_everything_may_be_edited() {
    for (line, _, _) in ADJUSTMENTS {
        let office = drafted();
        run(&office, line).assert_done();
        assert!(adjustments(&office).is_empty(), "{line}");
    }
}

#[test]
fn after_adoption_no_door_changes_the_plan_without_an_approval() {
    let office = adopted();
    for (line, change, _) in ADJUSTMENTS {
        for on in ["", " --on 2025-08-21", " --on 2025-07-01"] {
            refused(&office, &format!("{line}{on}"), &format!("{change}属于方案调整"));
        }
    }
}

#[test]
fn with_an_approval_it_is_done_and_listed() {
    for (line, _, listed) in ADJUSTMENTS {
        let office = adopted();
        run(&office, &format!("{line} --meeting 3 --on 2025-08-21")).assert_done();
        let (code, change) = listed.split_once(' ').unwrap();
        assert_eq!(adjustments(&office), [(code.to_owned(), change.to_owned())], "{line}");
        let shown = run(&office, "round show --format json").json();
        let row = &shown["adjustments"][0];
        assert_eq!((&row["meeting"], &row["on"], &row["approval"]), (&json!(3), &json!("2025-08-21"), &Value::Null));
        run(&office, "verify").ok();
    }
}

#[test]
fn an_adjustment_dated_back_before_the_adoption_is_refused_with_or_without_an_approval() {
    let office = adopted();
    for (line, _, _) in ADJUSTMENTS {
        refused(&office, &format!("{line} --on 2025-06-25"), "不能早于方案审定");
        refused(&office, &format!("{line} --approval 某整办〔2025〕4号 --on 2025-06-25"), "不能早于方案审定");
    }
}

#[test]
fn only_a_meeting_since_the_adoption_that_decides_approves_an_adjustment() {
    let office = adopted();
    run(&office, "meeting add 2025-06-25 --kind 党组会 --title 第8次党组会 --on 2025-06-25").assert_done();
    run(&office, "meeting add 2025-08-01 --kind 民主生活会 --on 2025-08-01").assert_done();
    let line = "edit 1.1 --set 表述=修订制度";
    refused(&office, &format!("{line} --meeting 1"), "它是反馈会");
    refused(&office, &format!("{line} --meeting 4"), "而审定“2025巡察”方案的会议在 2025年7月1日");
    refused(&office, &format!("{line} --meeting 5"), "它是民主生活会");
    refused(&office, &format!("{line} --meeting 3 --on 2025-08-01"), "还没有到");
    // The meeting that adopted the plan may have adopted other words than were entered.
    run(&office, &format!("{line} --meeting 2 --on 2025-07-01")).assert_done();
}

#[test]
fn the_meeting_that_adopted_the_plan_approves_no_later_adjustment() {
    let office = adopted();
    for (line, _, _) in ADJUSTMENTS {
        refused(&office, &format!("{line} --meeting 2 --on 2025-08-21"), "第 2 号会议不能批准这次方案调整");
        refused(&office, &format!("{line} --meeting 2"), "--meeting 写决定调整的那次会议");
    }
    for (line, _, _) in ADJUSTMENTS {
        // What it adopted and was entered wrongly stands from that day on.
        let office = adopted();
        run(&office, &format!("{line} --meeting 2 --on 2025-07-01")).assert_done();
        run(&office, "verify").ok();
    }
    office.write("整改方案.txt", PLAN);
    refused(&office, "intake 整改方案.txt --yes --meeting 2", "审定“2025巡察”方案的那次会议");
}

#[test]
fn what_is_no_part_of_the_plan_stays_free() {
    let office = adopted();
    for line in [
        "edit 1 --set 表述=理论学习不够深入 --reason 校对原文",
        "edit 1.1 --set 备注=已起草 --set 类型=限期",
        "edit 1.2 --set 目标=全员受训",
        "add 其他庭室台账缺页 --from-issue 2 --dept 办公室 --due 2026-06-30",
        "assign 1.1 --dept 办公室",
        "assign 3 --due 2025-10-31",
        "withdraw Y1 --ground 录错 --reason 重复",
    ] {
        run(&office, line).assert_done();
    }
    assert!(adjustments(&office).is_empty());
}

#[test]
fn a_plan_is_adopted_once_by_a_party_group_meeting_since_the_feedback() {
    let office = drafted();
    run(&office, "meeting add 2025-07-02 --kind 推进会 --on 2025-07-02").assert_done();
    refused(&office, "round adopt --meeting 1", "它是反馈会");
    refused(&office, "round adopt --meeting 4", "整改方案由党组会审定");
    refused(&office, "round adopt --meeting 9", "没有找到会议");
    refused(&office, "round adopt --meeting 2 --on 2025-06-30", "还没有到");
    run(&office, "round adopt --meeting 2 --on 2025-07-01").assert_done();
    refused(&office, "round adopt --meeting 3", "方案只审定一次");
    refused(&office, "轮次 审定 2025巡察 --meeting 2", "已经审定");
    let shown = run(&office, "round show --format json").ok().json();
    assert_eq!((&shown["adopted_on"], &shown["adopted_meeting"]), (&json!("2025-07-01"), &json!(2)));
}

#[test]
fn nothing_to_adopt_and_a_meeting_before_the_feedback_are_told_at_once() {
    let office = Office::new();
    run(&office, "round open 2024审计 --feedback 2024-05-01").assert_done();
    run(&office, "meeting add 2024-06-01 --kind 党组会").assert_done();
    run(&office, "round open 2025巡察 --feedback 2025-06-13").assert_done();
    run(&office, "round adopt 2025巡察 --meeting 2").refused().says("没有问题和措施").says("会议早于反馈日");
}

#[test]
fn the_clerk_sees_what_the_plan_lacks_before_it_is_adopted() {
    let office = drafted();
    insta::assert_snapshot!(office.session(&[
        "round consult --asked 某区委巡察办 --words 措施要能检查 --taken-up 已采纳，写明检查办法 --on 2025-06-27",
        "轮次 征求意见 --asked 驻院纪检监察组 --words 无 --taken-up 无 --on 2025-06-28",
        "round adopt --meeting 2 --on 2025-07-01 --dry-run",
        "轮次 审定 --meeting 2 --on 2025-07-01",
        "edit 1.1 --under 2 --reason 职责划分 --meeting 3 --on 2025-08-21",
        "edit 1.1 --set 表述=修订制度 --reason 党组会要求 --meeting 3 --on 2025-08-21",
        "add 每月自查 --kind 措施 --under 2 --approval 某整办〔2025〕4号 --on 2025-08-22",
        "withdraw 2.1 --ground 方案调整 --reason 并入每月自查 --meeting 3 --on 2025-08-22",
        "assign 1.2 --due 2025-08-25 --meeting 3 --on 2025-08-22",
        "round show",
        "log 1.1",
    ]));
    let json = run(&office, "round show --format json").ok().json();
    assert_eq!(
        json["consultations"][0],
        json!({ "on": "2025-06-27", "asked": "某区委巡察办", "words": "措施要能检查", "taken_up": "已采纳，写明检查办法" })
    );
    assert_eq!(
        json["adjustments"][0],
        json!({ "record": json["adjustments"][0]["record"], "on": "2025-08-21", "code": "1.1", "change": "moved",
            "words": "从 1 移到 2 下面", "reason": "职责划分", "meeting": 3, "approval": null })
    );
}

#[test]
fn an_adoption_in_json_names_what_the_plan_lacks() {
    let office = drafted();
    let receipt = run(&office, "round adopt --meeting 2 --on 2025-07-01 --format json").ok().json();
    assert_eq!(receipt["schema"], "taizhang.receipt/1");
    let lacks: Vec<(&str, &Value)> =
        receipt["lacks"].as_array().unwrap().iter().map(|l| (l["gap"].as_str().unwrap(), &l["codes"])).collect();
    assert_eq!(
        lacks,
        [("no_measure", &json!(["3"])), ("unclear_deadline", &json!(["3"])), ("no_leader", &json!(["2.1"]))]
    );
}

#[test]
fn a_consultation_is_undone_like_everything() {
    let office = drafted();
    let before = tables(&office);
    run(&office, "round consult --asked 某区委巡察办 --words 无 --taken-up 无").assert_done();
    run(&office, "undo").assert_done();
    assert_eq!(tables(&office), before);
    refused(&office, "round consult --asked 某区委巡察办 --words @没有.txt --taken-up 无", "没有这个文件");
}

/// The record of the last command.
fn last_record(office: &Office) -> i64 {
    run(office, "log --limit 1 --format json").json()["entries"][0]["seq"].as_i64().unwrap()
}

/// The last record that speaks of an item.
fn last_command(office: &Office, code: &str) -> i64 {
    run(office, &format!("log {code} --format json")).json()["entries"][0]["seq"].as_i64().unwrap()
}

#[test]
fn what_was_adopted_is_not_undone_from_under_the_adoption() {
    let office = Office::new();
    for line in [
        "round open 2025巡察 --feedback 2025-06-13",
        "add 理论学习不深入 --on 2025-06-20",
        "add 印章登记不全 --on 2025-06-20",
    ] {
        run(&office, line).assert_done();
    }
    let mut written = Vec::new();
    for line in [
        "add 修订学习制度 --kind 措施 --under 1 --on 2025-06-20",
        "add 组织专题培训 --kind 措施 --under 1 --on 2025-06-20",
        "assign 1 --due 2025-09-30 --on 2025-06-20",
        "edit 1.1 --set 表述=修订制度 --on 2025-06-20",
        "edit 1.1 --set 目标=制度完备 --on 2025-06-20",
        "edit 1.2 --under 2 --on 2025-06-21",
        "withdraw 1.2 --ground 录错 --reason 重复 --on 2025-06-21",
    ] {
        run(&office, line).assert_done();
        written.push((line, last_record(&office)));
    }
    run(&office, "meeting add 2025-07-01 --kind 党组会 --on 2025-07-01").assert_done();
    run(&office, "round adopt --meeting 2 --on 2025-07-01").assert_done();
    let adoption = last_record(&office);
    for (line, record) in &written {
        // Whatever else stands on it: the adoption does.
        run(&office, &format!("undo --record {record}")).refused().says("还不能撤销");
        assert_ne!(*record, adoption, "{line}");
    }
    let newest = written.last().unwrap().1;
    run(&office, &format!("undo --record {newest}"))
        .refused()
        .says(&format!("第 {adoption} 号记录（轮次 taizhang round）"));
    // Nothing was adjusted yet: the adoption itself may be taken back, and then what went before it.
    run(&office, "undo").assert_done().says("整改方案审定");
    run(&office, &format!("undo --record {newest}")).assert_done();
    run(&office, "verify").ok();
}

#[test]
fn an_adoption_is_not_undone_while_an_adjustment_or_an_extension_stands_on_it() {
    for line in ADJUSTMENTS.map(|(line, _, _)| line).into_iter().chain(["extend 1 --to 2025-11-30 --reason 审批未办结"])
    {
        let office = adopted();
        let adoption = last_record(&office);
        let before = tables(&office);
        run(&office, &format!("{line} --meeting 3 --on 2025-08-20")).assert_done();
        run(&office, &format!("undo --record {adoption}")).refused().says("还不能撤销");
        // The adjustment first, whole, then the adoption: and everything is as it was.
        run(&office, "undo").assert_done();
        assert_eq!(tables(&office), before, "{line}");
        run(&office, &format!("undo --record {adoption}")).assert_done();
        assert!(run(&office, "round show").ok().out.contains("未审定"));
        run(&office, "verify").ok();
    }
}

#[test]
fn after_adoption_a_deadline_moves_forward_with_an_approval_and_back_by_extension_only() {
    let office = adopted();
    for line in ["assign 1.2 --due 2025-12-31", "assign 1 --due 长期坚持", "assign 1.1 --due 2025-12-31"] {
        for approval in ["", " --meeting 3", " --approval 某整办〔2025〕4号"] {
            refused(&office, &format!("{line}{approval} --on 2025-08-21"), "只能用延期推后");
        }
    }
    run(&office, "assign 1 --due 2025-09-15 --meeting 3 --on 2025-08-21").assert_done();
    for code in ["1", "1.1"] {
        let row = &item(&office, code)["item"]["deadline"];
        assert_eq!((&row["due"], &row["first_due"]), (&json!("2025-09-15"), &json!("2025-09-30")), "{code}");
    }
    // An issue that had no day at adoption gets its first one freely; from then on it stands.
    run(&office, "assign 3 --due 2025-10-31 --on 2025-08-21").assert_done();
    refused(&office, "assign 3 --due 2025-10-30 --on 2025-08-22", "需要写明批准");
    refused(&office, "assign 3 --due 2025-11-30 --meeting 3 --on 2025-08-22", "只能用延期推后");
}

#[test]
fn what_was_extended_keeps_the_count_when_it_is_moved_forward_again() {
    let office = adopted();
    run(&office, "extend 1 --to 2025-11-30 --reason 审批未办结 --meeting 3 --on 2025-08-20").assert_done();
    run(&office, "assign 1 --due 2025-10-31 --meeting 3 --on 2025-08-22").assert_done();
    let row = &item(&office, "1")["item"]["deadline"];
    assert_eq!(
        (&row["due"], &row["first_due"], &row["extensions"]),
        (&json!("2025-10-31"), &json!("2025-09-30"), &json!(1))
    );
}

#[test]
fn a_first_due_day_never_changes_after_adoption_whatever_is_done() {
    let first = |office: &Office| {
        let conn = Connection::open(office.path("taizhang.db")).unwrap();
        let mut rows =
            conn.prepare("SELECT code, first_due FROM item WHERE first_due IS NOT NULL ORDER BY id").unwrap();
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        rows.query_map([], read).unwrap().collect::<Result<Vec<(String, String)>, _>>().unwrap()
    };
    let office = adopted();
    let fixed = first(&office);
    assert_eq!(fixed.len(), 5);
    office.write("登记簿.txt", "登记簿");
    for line in [
        "assign 1 --due 2025-09-15 --meeting 3 --on 2025-08-21",
        "assign 1.1 --due 2025-09-10 --meeting 3 --on 2025-08-21",
        "extend 1 --to 2025-11-30 --reason 审批未办结 --approval 某党组批示 --on 2025-08-22",
        "extend 2 --to 长期坚持 --review 2026-01-31 --reason 需长期坚持 --approval 某党组批示 --on 2025-08-22",
        "assign 2 --due 2025-11-30 --meeting 3 --on 2025-08-23",
        "assign 2 --review 2026-02-28 --on 2025-08-23",
        "edit 1.1 --under 2 --meeting 3 --on 2025-08-23",
        "edit 2.1 --under 1 --meeting 3 --on 2025-08-23",
        "edit 1.2 --under Y1 --meeting 3 --on 2025-08-23",
        "edit 1.2 --under 1 --meeting 3 --on 2025-08-24",
        "round amend --feedback 2025-06-12 --now-days 20 --reason 更正 --approval 更正函 --on 2025-08-24",
        "assign C1 --due 2026-12-31 --on 2025-08-24",
        "progress 1.1 --done --on 2025-08-25",
        "attach 2 登记簿.txt --on 2025-08-25",
        "close 2 --meeting 4 --on 2025-08-27",
        "reopen 2 --reason 反弹 --on 2025-08-28",
        "withdraw 1.2 --ground 并入 --reason 并入2.1 --meeting 3 --on 2025-08-28",
        "undo",
    ] {
        if line.starts_with("close") {
            run(&office, "meeting add 2025-08-26 --kind 党组会 --on 2025-08-26").assert_done();
        }
        let outcome = run(&office, line).assert_done();
        let now = first(&office);
        let kept: Vec<_> = now.iter().filter(|(code, _)| fixed.iter().any(|(c, _)| c == code)).cloned().collect();
        assert_eq!(kept, fixed, "{outcome}");
    }
    run(&office, "verify").ok();
}

const PLAN: &str = "某区人民法院党组关于落实区委巡察组反馈意见的整改方案
一、总体要求
条条有人管，件件有期限。
二、整改任务及措施
（一）政治建设方面
反馈问题1：理论学习不深入。
整改措施：（1）修订学习制度；（2）组织专题培训；（3）开展学习测试。
责任领导：院长
责任部门：政治部
整改时限：2025年12月底前
";

#[test]
fn a_paper_read_into_an_adopted_plan_adds_measures_only_with_an_approval() {
    let office = adopted();
    office.write("整改方案.txt", PLAN);
    refused(&office, "intake 整改方案.txt --yes", "增加措施属于方案调整");
    refused(&office, "intake 整改方案.txt --dry-run", "增加措施属于方案调整");
    refused(&office, "intake 整改方案.txt --yes --meeting 1", "它是反馈会");
    refused(&office, "intake 整改方案.txt --yes --approval 某整办〔2025〕4号 --on 2025-06-25", "不能早于方案审定");
    run(&office, "intake 整改方案.txt --yes --meeting 3").assert_done();
    assert_eq!(adjustments(&office), [("1.3".into(), "added".into())]);
    // The deadline stays as the ledger has it.
    assert_eq!(item(&office, "1")["item"]["deadline"]["due"], "2025-09-30");
}

#[test]
fn a_plan_read_before_adoption_needs_none() {
    let office = drafted();
    office.write("整改方案.txt", PLAN);
    run(&office, "intake 整改方案.txt --yes --on-conflict skip").assert_done();
    assert!(adjustments(&office).is_empty());
}
