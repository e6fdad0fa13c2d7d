//! Extensions (延期) are applied for, then approved or refused: what may be asked, and every way round it.

use crate::all::office::{Office, Outcome};
use serde_json::json;

/// An issue due on 2025-09-13 with a measure that inherits and one with a day of its own, and an issue of standing work.
fn planned(today: &str) -> Office {
    let mut office = Office::empty();
    office.on(today);
    for line in [
        "init --office 某区人民法院",
        "round open 2025巡察 --feedback 2025-06-13 --milestone 集中整改=2025-09-13 --on 2025-06-13",
        "party add 政治部 办公室 --kind 部门",
        "add 理论学习不深入 --dept 政治部 --due 集中整改期内 --on 2025-06-20",
        "add 修订学习制度 --kind 措施 --under 1 --on 2025-06-20",
        "add 组织专题培训 --kind 措施 --under 1 --due 2025-08-31 --on 2025-06-20",
        "add 台账登记不全 --dept 办公室 --due 2025-10-31 --on 2025-06-20",
        "add 督促检查不够 --dept 办公室 --due 长期坚持 --on 2025-06-20",
    ] {
        office.run(line.split_whitespace()).ok();
    }
    office
}

/// The same on 2025-09-10, with a meeting of 2025-09-05 (the second; the first is the feedback).
fn under_way() -> Office {
    let office = planned("2025-09-10");
    run(&office, "meeting add 2025-09-05 --kind 党组会 --title 第15次党组会").ok();
    office
}

fn run(office: &Office, line: &str) -> Outcome {
    office.run(line.split_whitespace())
}

fn anchor(office: &Office) -> String {
    run(office, "verify --format json").ok().json()["anchor"].as_str().unwrap().to_owned()
}

/// Runs a line that must be refused with these words, and makes sure that nothing was recorded.
fn refused(office: &Office, line: &str, words: &str) {
    let before = anchor(office);
    run(office, line).refused().says(words);
    assert_eq!(anchor(office), before, "{line}");
}

fn deadline(office: &Office, code: &str) -> serde_json::Value {
    let list = run(office, &format!("list {code} --format json")).ok().json();
    list["items"][0]["deadline"].clone()
}

#[test]
fn an_application_waits_and_moves_nothing() {
    let office = under_way();
    run(&office, "extend 1 --to 2025年12月底前 --reason 审批未办结 --applicant 办公室").ok().says("待批准");
    assert_eq!(deadline(&office, "1")["due"], "2025-09-13");
    assert_eq!(deadline(&office, "1")["extensions"], 0);
    let waiting = run(&office, "extend --format json").ok().json();
    assert_eq!(waiting["schema"], "taizhang.extensions/1");
    assert_eq!(
        waiting["waiting"],
        json!([{
            "round": "2025巡察", "code": "1", "text": "理论学习不深入", "applied_on": "2025-09-10", "applicant": "办公室",
            "before": "2025-09-13", "raw": "2025年12月底前", "due": "2025-12-31", "reason": "审批未办结",
            "after_expiry": false, "days_waiting": 0, "needed": true,
        }])
    );
}

#[test]
fn an_approved_application_moves_the_day_for_what_inherits_at_that_moment() {
    let mut office = under_way();
    run(&office, "extend 1 --to 2025年12月底前 --reason 审批未办结").ok();
    // Taken up between application and approval: inherits, and is reached by the approval.
    run(&office, "add 建立督学机制 --kind 措施 --under 1").ok();
    office.on("2025-09-20");
    run(&office, "meeting add 2025-09-18 --kind 党组会 --title 第16次党组会").ok();
    run(&office, "extend 1 --approve --meeting 第16次党组会").ok().says("第 1 次延期 2025-09-13 → “2025年12月底前”");
    for code in ["1", "1.1", "1.3"] {
        let held = deadline(&office, code);
        assert_eq!((&held["first_due"], &held["due"]), (&json!("2025-09-13"), &json!("2025-12-31")), "{code}");
    }
    assert_eq!(deadline(&office, "1.2")["due"], "2025-08-31");
    run(&office, "extend").ok().says("没有待批准的延期申请");
    run(&office, "show 1")
        .ok()
        .says("2025-09-10 政治部申请 2025-09-13 → 2025-12-31（到期前），原因：审批未办结；")
        .says("2025-09-20 批准，依据：第16次党组会");
    run(&office, "verify").ok();
}

#[test]
fn the_meeting_may_decide_on_an_earlier_day_than_asked() {
    let office = under_way();
    run(&office, "extend 2 --to 2026年3月底前 --reason 系统改造 --on 2025-09-01").ok();
    run(&office, "extend 2 --approve --to 2025-12-31 --meeting 2").ok();
    assert_eq!(deadline(&office, "2")["due"], "2025-12-31");
    let shown = run(&office, "show 2 --format json").ok().json();
    let extension = &shown["items"][0]["extensions"][0];
    assert_eq!((&extension["due"], &extension["granted"]["due"]), (&json!("2026-03-31"), &json!("2025-12-31")));
    run(&office, "show 2").ok().says("2025-10-31 → 2026-03-31").says("批准延到 2025-12-31");
}

#[test]
fn a_day_that_is_not_later_is_not_approved_either() {
    let office = under_way();
    run(&office, "extend 2 --to 2026年3月底前 --reason 系统改造 --on 2025-09-01").ok();
    refused(&office, "extend 2 --approve --to 2025-10-31 --meeting 2", "不晚于原时限");
    refused(&office, "extend 2 --approve --to 尽快 --meeting 2", "推不出日期");
}

#[test]
fn a_refused_application_leaves_the_day_and_may_be_made_anew() {
    let office = under_way();
    run(&office, "extend 2 --to 2026年3月底前 --reason 系统改造 --on 2025-09-01").ok();
    run(&office, "extend 2 --refuse --meeting 2 --words 按原时限办结").ok().says("延期未批准，时限仍为 2025-10-31");
    assert_eq!(deadline(&office, "2")["due"], "2025-10-31");
    run(&office, "show 2").ok().says("未批准：按原时限办结");
    let decided = run(&office, "meeting show 2 --format json").ok();
    assert!(decided.out.contains("\"returned\""), "{decided}");
    run(&office, "extend 2 --to 2025年11月底前 --reason 缩短时间").ok();
    run(&office, "verify").ok();
}

#[test]
fn a_second_application_is_refused_with_who_applied_when() {
    let office = under_way();
    run(&office, "extend 2 --to 2025年12月底前 --reason 审批未办结").ok();
    refused(&office, "extend 2 --to 2026年1月底前 --reason 再缓", "办公室于2025年9月10日申请延到“2025年12月底前”");
    // Nor is it gone round by having another one approved at once.
    refused(&office, "extend 2 --to 2026年1月底前 --reason 再缓 --meeting 2 --on 2025-09-05", "在等批准");
}

#[test]
fn there_is_nothing_to_approve_without_an_application() {
    let office = under_way();
    refused(&office, "extend 2 --approve --meeting 2", "没有在等批准的延期申请");
    refused(&office, "extend 2 --refuse --meeting 2 --words 不同意", "没有在等批准的延期申请");
    run(&office, "extend 2 --to 2025年12月底前 --reason 审批未办结 --on 2025-09-01").ok();
    refused(&office, "extend 2 --approve", "没有写明批准");
    run(&office, "extend 2 --approve --meeting 2").ok();
    refused(&office, "extend 2 --approve --meeting 2", "没有在等批准的延期申请");
}

#[test]
fn an_approval_does_not_predate_the_application() {
    let office = under_way();
    // Applied for today; the meeting was held on the 5th.
    run(&office, "extend 2 --to 2025年12月底前 --reason 审批未办结").ok();
    refused(&office, "extend 2 --approve --meeting 2", "批准早于申请");
    refused(&office, "extend 2 --approve --approval 某文 --on 2025-09-09", "批准早于申请");
    refused(&office, "extend 2 --refuse --words 不同意 --meeting 2", "批准早于申请");
    refused(&office, "extend 2 --approve --meeting 2 --on 2025-09-04", "还没有到");
    run(&office, "extend 2 --approve --approval 主要领导批示").ok();
}

#[test]
fn a_meeting_before_the_feedback_decides_nothing() {
    let office = under_way();
    run(&office, "meeting add 2025-05-05 --kind 专题会 --title 巡察动员会").ok();
    refused(&office, "extend 2 --to 2025年12月底前 --reason 审批未办结 --meeting 3", "会议早于反馈日");
}

#[test]
fn an_application_after_the_due_day_is_marked_for_ever() {
    let mut office = under_way();
    office.on("2025-11-03");
    run(&office, "extend 2 --to 2025年12月底前 --reason 审批未办结").ok().says("逾期后才申请延期");
    run(&office, "extend").ok().says("到期后申请");
    run(&office, "extend 2 --approve --approval 主要领导批示").ok();
    run(&office, "show 2").ok().says("到期后");
    let shown = run(&office, "show 2 --format json").ok().json();
    assert_eq!(shown["items"][0]["extensions"][0]["after_expiry"], true);
}

#[test]
fn late_work_stays_late_while_its_application_waits() {
    let mut office = under_way();
    office.on("2025-11-03");
    run(&office, "extend 2 --to 2025年12月底前 --reason 审批未办结").ok();
    let late = run(&office, "list 2 --format json").ok().json();
    assert_eq!((&late["items"][0]["light"], &late["items"][0]["days_late"]), (&json!("red"), &json!(3)));
}

#[test]
fn into_standing_work_is_an_extension_and_needs_its_approval() {
    let mut office = under_way();
    office.on("2025-11-03");
    refused(&office, "assign 2 --due 长期坚持", "taizhang extend 2");
    run(&office, "extend 2 --to 长期坚持 --reason 转为常态 --review 2026-03-31 --approval 某巡整办〔2025〕3号").ok();
    let held = deadline(&office, "2");
    assert_eq!(
        (&held["due"], &held["first_due"], &held["extensions"]),
        (&json!(null), &json!("2025-10-31"), &json!(1))
    );
}

#[test]
fn what_has_no_day_is_not_put_off() {
    let office = under_way();
    refused(&office, "extend 3 --to 2026年6月底前 --reason 需协调", "没有到期日");
    run(&office, "add 未定时限 --dept 办公室 --on 2025-06-20").ok();
    refused(&office, "extend 4 --to 2026年6月底前 --reason 需协调", "还没有时限");
}

#[test]
fn a_measure_is_not_extended_beyond_its_issue() {
    let office = under_way();
    refused(&office, "extend 1.2 --to 2025-09-14 --reason 需协调", "先用 taizhang extend 1 ");
    refused(&office, "extend 1.2 --to 2025-09-14 --reason 需协调 --meeting 2 --on 2025-09-05", "不能晚于 1 的时限");
    // What inherits has its issue's day: it cannot outlast it either.
    refused(&office, "extend 1.1 --to 2025-10-31 --reason 需协调 --meeting 2 --on 2025-09-05", "不能晚于 1 的时限");
    run(&office, "extend 1.2 --to 2025-09-13 --reason 需协调 --meeting 2 --on 2025-09-05").ok();
    // Both at once, the issue first: then it is not beyond it.
    run(&office, "extend 1.2 1 --to 2025-10-31 --reason 需协调 --meeting 2 --on 2025-09-05").ok();
    assert_eq!(deadline(&office, "1.2")["due"], "2025-10-31");
}

#[test]
fn a_measure_may_be_applied_for_together_with_its_issue_but_not_approved_before_it() {
    let office = under_way();
    run(&office, "extend 1 1.2 --to 2025-10-31 --reason 需协调 --on 2025-09-01").ok();
    refused(&office, "extend 1.2 --approve --meeting 2", "不能晚于 1 的时限");
    run(&office, "extend 1 --approve --meeting 2").ok();
    run(&office, "extend 1.2 --approve --meeting 2").ok();
    // Taking back the issue's extension would leave the measure beyond it.
    let log = run(&office, "log --format json").ok().json();
    let records = log["entries"].as_array().unwrap();
    let of_issue =
        records.iter().filter(|r| r["kind"] == "extension_approved").map(|r| r["seq"].as_i64().unwrap()).min().unwrap();
    refused(&office, &format!("undo --record {of_issue}"), "以它为基础");
}

#[test]
fn assign_sets_no_measure_after_its_issue_and_no_issue_before_its_measures() {
    let office = planned("2025-07-01");
    refused(&office, "assign 1.2 --due 2025-09-14", "不能晚于 1 的时限");
    refused(&office, "add 另一条措施 --kind 措施 --under 1 --due 2025-10-31", "不能晚于 1 的时限");
    refused(&office, "assign 1 --due 2025-08-30", "1.2 的时限是 2025年8月31日");
    // Both in one command, in whatever order they were typed.
    run(&office, "assign 1.2 1 --due 2025-08-30").ok();
    assert_eq!(deadline(&office, "1")["due"], "2025-08-30");
}

#[test]
fn a_paper_that_says_otherwise_is_read_in_with_a_warning() {
    let mut office = Office::empty();
    run(office.on("2025-06-20"), "init --office 某区人民法院").ok();
    run(&office, "round open 2025巡察 --feedback 2025-06-13").ok();
    run(&office, "party add 办公室 --kind 部门").ok();
    office.write(
        "方案.txt",
        "某局整改方案\n反馈问题1：台账不全\n整改时限：2025年9月底前\n整改措施：\n（1）补建台账。\n责任部门：办公室\n\
         整改时限：2025年12月底前\n（2）每月核对。\n责任部门：办公室\n整改时限：2025年8月底前\n",
    );
    let read = run(&office, "intake 方案.txt --yes");
    assert_eq!(read.code, 0, "{read}");
    assert_eq!(deadline(&office, "1")["due"], "2025-09-30", "{}", run(&office, "list"));
    assert_eq!(deadline(&office, "1.1")["due"], "2025-12-31");
    read.says("1.1 的时限 2025-12-31 晚于 1 的时限 2025-09-30");
}

#[test]
fn in_bulk_one_refusal_keeps_all_and_every_one_is_named() {
    let office = under_way();
    let line = "extend 2 3 1.2 --to 2026年3月底前 --reason 需协调 --meeting 2 --on 2025-09-05";
    let before = anchor(&office);
    run(&office, line).refused().says("3 的时限没有到期日").says("1.2 的时限不能晚于");
    assert_eq!(anchor(&office), before);
    assert_eq!(deadline(&office, "2")["due"], "2025-10-31");
}

#[test]
fn in_bulk_only_those_that_wait_are_approved() {
    let office = under_way();
    run(&office, "extend 2 --to 2025年12月底前 --reason 审批未办结 --on 2025-09-01").ok();
    run(&office, "extend --dept 办公室 --approve --meeting 2 --yes").ok();
    assert_eq!(deadline(&office, "2")["due"], "2025-12-31");
    refused(&office, "extend --dept 办公室 --approve --meeting 2 --yes", "没有符合条件");
}

#[test]
fn what_is_completed_needs_no_later_day_and_its_application_is_only_refused() {
    let office = under_way();
    run(&office, "extend 2 --to 2025年12月底前 --reason 审批未办结 --on 2025-09-01").ok();
    run(&office, "progress 2 --done --on 2025-09-02").ok();
    run(&office, "extend").ok().says("已不需要");
    assert_eq!(run(&office, "extend --format json").ok().json()["waiting"][0]["needed"], false);
    refused(&office, "extend 2 --approve --meeting 2", "已经完成，不用延期");
    run(&office, "extend 2 --refuse --meeting 2 --words 已按期完成").ok();
    refused(&office, "extend 2 --to 2025年12月底前 --reason 审批未办结", "已经完成，不用延期");
}

#[test]
fn an_application_that_waits_does_not_stand_in_the_way_of_closing() {
    let office = under_way();
    run(&office, "extend 2 --to 2025年12月底前 --reason 审批未办结 --on 2025-09-01").ok();
    run(&office, "progress 2 --done --on 2025-09-02").ok();
    run(&office, "close 2 --meeting 2 --without-evidence 材料在档案室").ok();
    refused(&office, "extend 2 --approve --meeting 2", "已销号");
    refused(&office, "extend 2 --refuse --meeting 2 --words 已销号", "已销号");
    run(&office, "extend").ok().says("已不需要");
    refused(&office, "extend 2 --to 2025年12月底前 --reason 审批未办结", "已销号");
}

#[test]
fn an_application_is_not_undone_under_its_approval() {
    let office = under_way();
    run(&office, "extend 2 --to 2025年12月底前 --reason 审批未办结 --on 2025-09-01").ok();
    let record = run(&office, "log 2 --format json").ok().json();
    let applied =
        record["entries"].as_array().unwrap().iter().find(|r| r["kind"] == "extension_applied").unwrap()["seq"].clone();
    run(&office, "extend 2 --approve --meeting 2").ok();
    refused(&office, &format!("undo --record {applied}"), "以它为基础");
    run(&office, "undo").ok();
    assert_eq!(deadline(&office, "2")["due"], "2025-10-31");
    run(&office, "extend").ok().says("共1份");
    run(&office, &format!("undo --record {applied}")).ok();
    run(&office, "extend").ok().says("没有待批准");
    run(&office, "verify").ok();
}

#[test]
fn a_refusal_is_not_undone_once_it_was_applied_for_again() {
    let office = under_way();
    run(&office, "extend 2 --to 2026年3月底前 --reason 系统改造 --on 2025-09-01").ok();
    run(&office, "extend 2 --refuse --meeting 2 --words 按原时限办结").ok();
    let records = run(&office, "log 2 --format json").ok().json();
    let refusal =
        records["entries"].as_array().unwrap().iter().find(|r| r["kind"] == "extension_refused").unwrap()["seq"]
            .clone();
    run(&office, "extend 2 --to 2025年11月底前 --reason 缩短时间").ok();
    refused(&office, &format!("undo --record {refusal}"), "以它为基础");
    run(&office, "undo").ok();
    refused(&office, &format!("undo --record {refusal}"), "撤销“延期未批准”要写明理由");
    run(&office, &format!("undo --record {refusal} --reason 会议没有议到")).ok();
    run(&office, "extend").ok().says("2026-03-31");
    run(&office, "verify").ok();
}

#[test]
fn an_application_is_not_back_dated_before_the_deadline_it_asks_to_move() {
    let office = under_way();
    refused(&office, "extend 2 --to 2025年12月底前 --reason 审批未办结 --on 2025-06-15", "日期倒退");
}

#[test]
fn a_dry_run_records_no_application() {
    let office = under_way();
    let before = anchor(&office);
    run(&office, "extend 2 --to 2025年12月底前 --reason 审批未办结 --dry-run").ok().says("仅预演");
    assert_eq!(anchor(&office), before);
}

#[test]
fn a_meeting_before_the_application_approves_nothing_also_in_one_go() {
    let office = under_way();
    let line = "extend 2 --to 2025年12月底前 --reason 审批未办结 --meeting 2";
    refused(&office, line, "批准早于申请");
    run(&office, line).says("--on 2025-09-05").says("--approval");
    run(&office, &format!("{line} --on 2025-09-05")).ok();
    // A document bears no day; the application is the day that was typed.
    run(&office, "extend 3 --to 2026年6月底前 --reason 需协调 --approval 院党组纪要5号").refused();
    run(&office, "extend 2 --to 2026年6月底前 --reason 需协调 --approval 院党组纪要5号").ok();
}

#[test]
fn an_extension_does_not_take_effect_before_the_plan_was_adopted() {
    let office = under_way();
    run(&office, "meeting add 2025-07-01 --kind 党组会 --title 第9次党组会").ok();
    run(&office, "round adopt --meeting 3 --on 2025-07-01").ok();
    let line = "extend 2 --to 2025年12月底前 --reason 审批未办结";
    refused(&office, &format!("{line} --on 2025-06-30"), "不能早于方案审定");
    refused(&office, &format!("{line} --approval 院党组纪要5号 --on 2025-06-30"), "不能早于方案审定");
    run(&office, &format!("{line} --on 2025-07-01")).ok();
}

#[test]
fn a_measure_becomes_standing_work_only_where_its_issue_goes_on() {
    let office = under_way();
    // What the plan has go on for ever from the beginning stands beside its issue's day.
    run(&office, "add 坚持集体学习 --kind 措施 --under 1 --due 长期坚持 --on 2025-06-20").ok();
    let line = "extend 1.2 --to 长期坚持 --review 2026-03-31 --reason 需长期坚持 --meeting 2 --on 2025-09-05";
    refused(&office, line, "不能晚于 1 的时限");
    run(&office, line).says("写的是 长期坚持，1 最迟 2025年9月13日");
    run(&office, "extend 1 --to 长期坚持 --review 2026-03-31 --reason 需长期坚持 --meeting 2 --on 2025-09-05").ok();
    run(&office, line).ok();
    // The issue cannot be taken back under it.
    let undone = run(&office, "undo --record 11");
    assert_ne!(undone.code, 0, "{undone}");
}

/// An extension that says nothing of a review day leaves the one that is still to come, however it is decided.
#[test]
fn a_review_day_to_come_outlives_an_extension() {
    let ways: [&[&str]; 3] = [
        &["extend 1 --to 2025-10-15 --reason 审批未办结", "extend 1 --approve --approval 某批〔2025〕1号"],
        &["extend 1 --to 2025-10-15 --reason 审批未办结 --approval 某批〔2025〕1号"],
        &[
            "extend 1 --to 2025-10-15 --reason 审批未办结",
            "extend 1 --approve --to 2025-10-20 --approval 某批〔2025〕1号",
        ],
    ];
    for way in ways {
        let office = under_way();
        run(&office, "assign 1 --review 2025-10-01").ok();
        // Inherits the deadline and is looked at on a day of its own.
        run(&office, "assign 1.1 --review 2025-09-25").ok();
        let (last, before) = way.split_last().unwrap();
        before.iter().for_each(|line| drop(run(&office, line).ok()));
        run(&office, last).ok().says("复核日 2025-10-01");
        assert_eq!(deadline(&office, "1")["review"], "2025-10-01", "{last}");
        assert_eq!(deadline(&office, "1.1")["review"], "2025-09-25", "{last}");
        run(&office, "verify").ok();
        run(&office, "undo").ok();
        assert_eq!(deadline(&office, "1.1")["review"], "2025-09-25", "{last}");
    }
}

#[test]
fn a_review_day_goes_with_an_extension_that_brings_one_and_once_it_has_passed() {
    let mut office = under_way();
    run(&office, "assign 1 --review 2025-10-01").ok();
    run(&office, "extend 1 --to 2025-10-15 --review 2025-10-08 --reason 审批未办结 --approval 某批〔2025〕1号").ok();
    assert_eq!(deadline(&office, "1")["review"], "2025-10-08");
    office.on("2025-10-09");
    let told = run(&office, "extend 1 --to 2025-12-31 --reason 审批未办结 --approval 某批〔2025〕1号").ok();
    told.says("复核日 2025-10-08 已过").says("assign 1 --review");
    assert!(deadline(&office, "1")["review"].is_null());
}
