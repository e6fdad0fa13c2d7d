//! Measures that move below another issue: what comes along, what follows, what is refused, what an undo meets.

use super::{Ended as _, adopted, drafted, item, last_command, last_record, refused, run, tables};
use crate::all::office::Office;
use serde_json::{Value, json};

/// The item above, the leader, the departments, due and first due day.
fn place(office: &Office, code: &str) -> Value {
    let shown = item(office, code);
    let row = &shown["item"];
    let held = &row["deadline"];
    json!([shown["above"][0]["code"], row["leader"], row["departments"], held["due"], held["first_due"]])
}

#[test]
fn a_measure_moves_with_its_code_and_what_it_inherited_follows_the_new_issue() {
    let office = drafted();
    assert_eq!(place(&office, "1.1"), json!(["1", "院长", ["政治部"], "2025-09-30", "2025-09-30"]));
    let before = tables(&office);
    run(&office, "edit 1.1 --under 2 --on 2025-06-21").assert_done();
    // 2 has no leader: nobody is lost by a move. Its day is the later one: before adoption it holds.
    assert_eq!(place(&office, "1.1"), json!(["2", "院长", ["办公室"], "2025-12-31", "2025-12-31"]));
    let then = run(&office, "list 1.1 --as-of 2025-06-20 --format json").ok().json();
    assert_eq!(then["items"][0]["deadline"]["due"], "2025-09-30");
    // From now on it inherits from there, and no longer from where it was.
    run(&office, "assign 2 --dept 执行局 --on 2025-06-22").assert_done();
    run(&office, "assign 1 --dept 办公室 --on 2025-06-22").assert_done();
    assert_eq!(place(&office, "1.1")[2], json!(["执行局"]));
    for _ in 0..3 {
        run(&office, "undo").assert_done();
    }
    assert_eq!(tables(&office), before);
    run(&office, "verify").ok();
}

#[test]
fn after_adoption_a_move_is_no_extension() {
    let office = adopted();
    // Later there: it keeps its day as its own, and the issue's extension no longer reaches it.
    run(&office, "edit 1.1 --under 2 --meeting 3 --on 2025-08-21").assert_done();
    assert_eq!(place(&office, "1.1"), json!(["2", "院长", ["办公室"], "2025-09-30", "2025-09-30"]));
    run(&office, "extend 2 --to 2026-01-31 --reason 审批未办结 --approval 某党组批示 --on 2025-08-22").assert_done();
    assert_eq!(place(&office, "1.1")[3], "2025-09-30");
    // Earlier there: that day holds, the first one stays.
    run(&office, "edit 2.1 --under 1 --meeting 3 --on 2025-08-22").assert_done();
    assert_eq!(place(&office, "2.1"), json!(["1", "院长", ["政治部"], "2025-09-30", "2025-12-31"]));
    assert_eq!(item(&office, "2.1")["item"]["deadline"]["extensions"], 1);
    // No day there: it takes its own along.
    run(&office, "edit 2.1 --under Y1 --meeting 3 --on 2025-08-23").assert_done();
    assert_eq!(place(&office, "2.1")[3], "2025-09-30");
}

#[test]
fn a_move_that_makes_no_sense_is_refused_in_words() {
    let office = drafted();
    run(&office, "assign 2.1 --due 2025-11-30 --on 2025-06-21").assert_done();
    refused(&office, "edit 2.1 --under 1 --on 2025-06-22", "晚于 1 的时限 2025年9月30日");
    refused(&office, "edit 2 --under 1", "只有措施能移到别的问题或意见下面");
    refused(&office, "edit Y1 --under C1", "它是整改意见");
    refused(&office, "edit 1.1 --under C1", "措施不能放在 C1 下面");
    refused(&office, "edit 1.1 --under 1.2", "措施不能放在 1.2 下面");
    refused(&office, "edit 1.1 --under 99", "没有编号 99");
    refused(&office, "edit 1.1 --under 1", "没有要改动的内容");
    refused(&office, "edit 1.1 --under 2 --on 2025-06-19", "日期倒退");
    run(&office, "edit 1.1 --under 2 --on 2025-06-25").assert_done();
    refused(&office, "edit 1.1 --under 3 --on 2025-06-24", "日期倒退");
    run(&office, "withdraw 3 --ground 录错 --reason 重复").assert_done();
    refused(&office, "edit 1.1 --under 3", "3 已撤项");
    run(&office, "round open 2024审计 --feedback 2024-06-13").assert_done();
    run(&office, "add 账实不符 --round 2024审计").assert_done();
    refused(&office, "edit 2025巡察:1.1 --under 2024审计:1", "不在“2025巡察”这个轮次里");
    // A code without a round is looked for where the measure stands.
    run(&office, "edit 2025巡察:1.1 --under 1").assert_done();
}

#[test]
fn the_progress_of_both_issues_follows_a_move_and_its_undo() {
    let office = drafted();
    let mut filed = Vec::new();
    for line in [
        "progress 1.2 --done --on 2025-07-10",
        "progress 1.1 --state 整改中 --on 2025-07-10",
        "progress 2.1 --done --on 2025-07-11",
    ] {
        run(&office, line).assert_done();
        filed.push(last_record(&office));
    }
    let progress = |code: &str| item(&office, code)["item"]["progress"].clone();
    assert_eq!([progress("1"), progress("2")], ["in_progress", "completed"]);
    let before = tables(&office);
    run(&office, "edit 1.1 --under 2 --on 2025-07-12").assert_done().says("进度随下级");
    assert_eq!([progress("1"), progress("2")], ["completed", "in_progress"]);
    let moved = last_record(&office);
    // What came after stands on it: the filing moved the progress of the issue it now stands below.
    run(&office, "progress 1.1 --done --on 2025-07-13").assert_done();
    assert_eq!(progress("2"), "completed");
    run(&office, &format!("undo --record {moved}")).refused().says("还不能撤销");
    run(&office, "undo").assert_done();
    run(&office, "undo").assert_done();
    assert_eq!(tables(&office), before);
    // And what went before it is not undone from under it.
    run(&office, "edit 1.1 --under 2 --on 2025-07-12").assert_done();
    let moved = last_command(&office, "1.1");
    for record in filed {
        refused(&office, &format!("undo --record {record}"), &format!("第 {moved} 号记录（edit）"));
    }
    run(&office, "verify").ok();
}

#[test]
fn a_move_is_not_undone_once_an_issue_was_struck_off_on_the_strength_of_it() {
    for closed in ["1", "2"] {
        let office = drafted();
        office.write("登记簿.txt", "登记簿");
        for line in ["progress 1.2 2.1 --done --on 2025-07-10", "edit 1.1 --under 2 --on 2025-07-12"] {
            run(&office, line).assert_done();
        }
        let moved = last_command(&office, "1.1");
        if closed == "2" {
            run(&office, "progress 1.1 --done --on 2025-07-12").assert_done();
        }
        run(&office, &format!("attach {closed} 登记簿.txt --on 2025-07-13")).assert_done();
        run(&office, &format!("close {closed} --meeting 3 --on 2025-08-21")).assert_done();
        run(&office, &format!("undo --record {moved}")).refused().says("还不能撤销");
        // Nor does anything move to or from an issue that is struck off.
        let other = if closed == "1" { "1" } else { "3" };
        refused(&office, &format!("edit 1.1 --under {other}"), "已销号");
    }
}
