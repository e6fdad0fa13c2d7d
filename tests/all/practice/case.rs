//! Cases (个案) under an issue: counted apart with their own 清结率, never moving the issue.

use crate::all::office::Office;
use serde_json::json;

fn run(office: &Office, lines: &[&str]) {
    for line in lines {
        office.run(line.split(' ')).ok();
    }
}

/// An issue with one measure and 39 cases, 28 of them cleared.
fn with_cases(policy: &str) -> Office {
    let mut office = Office::empty();
    office.on("2025-09-30").run(["init", "--office", "某区人民法院"]).ok();
    run(
        &office,
        &[
            &*format!("round open 2025专项 --feedback 2025-06-13 --policy {policy} --on 2025-06-13"),
            "add 超标准收费 --dept 财务处 --new-party 财务处 --on 2025-06-20",
            "add 修订收费办法 --kind 措施 --under 1 --on 2025-06-20",
        ],
    );
    for number in 1..=39 {
        let words = format!("群众反映事项第{number}件");
        office.run(["add", &words, "--kind", "个案", "--under", "1", "--on", "2025-06-20"]).ok();
    }
    // Codes go on below the issue: 1.1 is the measure.
    run(&office, &["progress 1.2-1.29 --done --on 2025-08-01"]);
    office
}

#[test]
fn cases_have_a_clearance_rate_of_their_own() {
    let office = with_cases("党组会审定");
    let summary = office.run(["summary", "--format", "json"]).ok().json();
    let cases = &summary["cases"];
    assert_eq!((&cases["total"], &cases["completed"]), (&json!(39), &json!(28)));
    assert_eq!(cases["clearance_rate"], json!(71.79));
    assert_eq!(cases["clearance_rate"], cases["completion_rate"]);
    // Never added to issues or measures, and no rate of theirs.
    assert_eq!((&summary["issues"]["total"], &summary["measures"]["total"]), (&json!(1), &json!(1)));
    assert_eq!(summary["issues"]["clearance_rate"], json!(null));
    office.run(["summary"]).ok().says("清结率71.79%").says("28/39").says("未清结");
    office.run(["show", "1"]).ok().says("交办39件，已清结28件，清结率71.79%（28/39）");
    // Explained by the condition that counted them.
    let explained = office.run(["summary", "--explain", "清结率", "--format", "json"]).ok().json();
    assert_eq!(explained["members"].as_array().unwrap().len(), 28);
    assert_eq!(explained["others"].as_array().unwrap().len(), 11);
    assert!(explained["members"].as_array().unwrap().iter().all(|case| case["kind"] == "case"));
}

#[test]
fn cases_do_not_move_their_issue_and_do_not_hold_it_up() {
    let office = with_cases("党组会审定");
    let row = |code: &str| office.run(["list", code, "--format", "json"]).ok().json()["items"][0].clone();
    assert_eq!(row("1")["progress"], json!("not_started"));
    run(
        &office,
        &[
            "progress 1.1 --done --on 2025-08-05",
            "attach 1 --register 某法〔2025〕1号 --title 办法 --kept-at 档案室 --on 2025-08-05",
            "meeting add 2025-08-20 --kind 党组会",
            "close 1 --meeting 2 --on 2025-08-20",
        ],
    );
    assert_eq!((&row("1")["progress"], &row("1")["closure"]), (&json!("completed"), &json!("closed")));
    // Its cases go on under it, and the issue stays as it is.
    run(&office, &["progress 1.30 --done --on 2025-09-01"]);
    assert_eq!((&row("1")["closed_on"], &row("1.30")["progress"]), (&json!("2025-08-20"), &json!("completed")));
    let rate = office.run(["summary", "--format", "json"]).ok().json()["cases"]["clearance_rate"].clone();
    assert_eq!(rate, json!(74.36));
    // The round is not finished over open cases.
    office.run("round finish 2025专项 --reason 全部办完".split(' ')).refused().says("还有 10 项没有办完");
    run(&office, &["progress 1.31-1.40 --done --on 2025-09-20", "round finish 2025专项 --reason 全部办完"]);
    office.run(["verify"]).ok();
}

#[test]
fn where_cleared_is_struck_off_each_case_closes_by_itself() {
    let office = with_cases("无");
    let summary = office.run(["summary", "--format", "json"]).ok().json();
    assert_eq!((&summary["cases"]["closed"], &summary["issues"]["closed"]), (&json!(28), &json!(0)));
    // Nothing was attached: counted as such, with the words for it, and nothing owed to a meeting.
    assert_eq!(summary["cases"]["closed_without_evidence"], json!(28));
    assert_eq!(summary["cases"]["closed_unratified"], json!(0));
    run(&office, &["attach 1.30 --register 收据 --title 收据 --kept-at 财务处 --on 2025-08-02"]);
    run(&office, &["progress 1.30 --done --on 2025-08-03"]);
    let summary = office.run(["summary", "--format", "json"]).ok().json();
    assert_eq!(summary["cases"]["closed_without_evidence"], json!(28));
    assert_eq!(summary["cases"]["closed"], json!(29));
    office.run(["verify"]).ok();
}

#[test]
fn a_closing_over_open_cases_says_which_and_how_many() {
    let office = with_cases("党组会审定");
    run(
        &office,
        &[
            "progress 1.1 --done --on 2025-08-05",
            "attach 1 --register 某法〔2025〕1号 --title 办法 --kept-at 档案室 --on 2025-08-05",
            "meeting add 2025-08-20 --kind 党组会",
        ],
    );
    // 1.2 to 1.29 are cleared, 1.30 to 1.40 are not.
    let closed = office.run("close 1 --meeting 2 --on 2025-08-20".split(' ')).ok();
    assert!(closed.out.contains("1 下面还有 11 件个案没有清结：1.30、1.31"), "{closed}");
    office.run(["log", "1", "--limit", "1"]).ok().says("下面还有 11 件个案未清结");
    // What was cleared before is part of what the closing said; what is cleared afterwards is not.
    let cleared = |code: &str| {
        let log = office.run(["log", code, "--format", "json"]).ok().json();
        let entries = log["entries"].as_array().unwrap().clone();
        entries.iter().find(|entry| entry["kind"] == "progress_set").unwrap()["seq"].to_string()
    };
    office
        .run(format!("undo --record {}", cleared("1.2")).split(' '))
        .refused()
        .says("还不能撤销")
        .says("销号 taizhang close");
    run(&office, &["progress 1.30 --done --on 2025-09-01"]);
    let later = cleared("1.30");
    run(&office, &[&*format!("undo --record {later}")]);
    // Nor is an open case taken out of the count by undoing that it was recorded.
    let log = office.run("log 1.40 --format json".split(' ')).ok().json();
    let added = log["entries"].as_array().unwrap().iter().find(|e| e["kind"] == "item_added").unwrap()["seq"].clone();
    office.run(format!("undo --record {added}").split(' ')).refused().says("还不能撤销");
    // Its open cases go on; with all of them cleared nothing is said.
    run(&office, &["progress 1.30-1.40 --done --on 2025-09-02", "reopen 1 --reason 反弹 --on 2025-09-03"]);
    run(
        &office,
        &[
            "progress 1.1 --done --on 2025-09-04",
            "attach 1.1 --register 某法〔2025〕4号 --title 清退单 --kept-at 财务处 --on 2025-09-04",
            "meeting add 2025-09-10 --kind 党组会",
        ],
    );
    let closed = office.run("close 1 --meeting 3 --on 2025-09-10".split(' ')).ok();
    assert!(!closed.out.contains("个案"), "{closed}");
    office.run(["verify"]).ok();
}

#[test]
fn a_case_of_the_feedback_is_not_withdrawn_for_convenience() {
    let office = with_cases("党组会审定");
    for ground in ["并入", "方案调整"] {
        let line = format!("withdraw 1.30 --ground {ground} --reason 与第1件相同");
        office.run(line.split(' ')).refused().says("1.30 不能以").says("来函");
    }
    office.run("withdraw 1.30 --ground 来函 --reason 已移送".split(' ')).refused().says("--approval");
    run(&office, &["withdraw 1.30 --ground 来函 --reason 已移送 --approval 某巡办函〔2025〕7号 --on 2025-08-02"]);
    run(&office, &["withdraw 1.31 --ground 录入差错 --reason 重复录入 --on 2025-08-02"]);
    // Under an issue of our own it is ours.
    run(
        &office,
        &[
            "add 自查发现 --origin 自查 --dept 财务处 --on 2025-06-20",
            "add 第一件 --kind 个案 --under Z1 --on 2025-06-20",
            "withdraw Z1.1 --ground 并入 --reason 与第2件相同 --on 2025-08-02",
        ],
    );
}
