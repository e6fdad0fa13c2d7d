//! 审签程序: a round's policy is walked in order, and there is no way round it.

use crate::all::office::{Office, Outcome};
use serde_json::json;

/// A round under this policy with issue 1 (leader, two measures) and issue 2, everything done on 07-20 and proved.
fn done_under(policy: &str) -> Office {
    let mut office = Office::empty();
    office.on("2025-09-30").run(["init", "--office", "某区人民法院"]).ok();
    for line in [
        &*format!("round open 2025巡察 --feedback 2025-06-13 --policy {policy} --on 2025-06-13"),
        "party add 院长 副院长 --kind 院领导 --on 2025-06-13",
        "party add 政治部 办公室 --kind 部门 --on 2025-06-13",
        "add 学习制度不落实 --leader 院长 --dept 政治部 --due 2025-12-31 --on 2025-06-20",
        "add 修订学习制度 --kind 措施 --under 1 --on 2025-06-20",
        "add 组织专题培训 --kind 措施 --under 1 --on 2025-06-20",
        "add 印章登记不全 --leader 副院长 --dept 办公室 --due 2025-12-31 --on 2025-06-20",
        "progress 1.1 1.2 2 --done --on 2025-07-20",
        "attach 1 2 --register 某法〔2025〕1号 --title 材料 --kept-at 档案室 --on 2025-07-20",
    ] {
        office.run(line.split(' ')).ok();
    }
    office
}

const LONG: &str = "责任部门申请、牵头领导审签、整改办初审、纪检监察组意见、党组会审定、上级备案";

fn anchor(office: &Office) -> String {
    office.run(["verify", "--format", "json"]).ok().json()["anchor"].as_str().unwrap().to_owned()
}

/// A line that is refused with these words; nothing was recorded.
fn refused(office: &Office, line: &str, words: &[&str]) -> Outcome {
    let before = anchor(office);
    let outcome = words.iter().fold(office.run(line.split(' ')).refused(), |outcome, word| outcome.says(word));
    assert_eq!(anchor(office), before, "{outcome}");
    outcome
}

fn run(office: &Office, lines: &[&str]) {
    for line in lines {
        office.run(line.split(' ')).ok();
    }
}

fn policy_of(office: &Office, code: &str) -> Vec<(String, String)> {
    let shown = office.run(["show", code, "--format", "json"]).ok().json();
    let steps = shown["items"][0]["policy"].as_array().unwrap().clone();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    steps.iter().map(|step| (text(&step["step"]), text(&step["state"]))).collect()
}

#[test]
fn a_policy_walked_in_order_ends_in_a_closing() {
    let table: [(&str, &[&str]); 5] = [
        ("党组会审定", &["meeting add 2025-08-20 --kind 党组会", "close 1 --meeting 2 --on 2025-08-20"]),
        ("整改办初审", &["sign 1 --on 2025-07-22", "close 1 --on 2025-07-22"]),
        (
            "责任部门申请、党组会审定",
            &[
                "submit 1 --on 2025-07-22",
                "meeting add 2025-08-20 --kind 党组会",
                "close 1 --meeting 2 --on 2025-08-20",
            ],
        ),
        (
            "党组会审定、牵头领导审签",
            &[
                "meeting add 2025-08-20 --kind 党组会",
                "sign 1 --step 牵头领导审签 --on 2025-08-21",
                "close 1 --meeting 2 --on 2025-08-21",
            ],
        ),
        (
            LONG,
            &[
                "submit 1 --on 2025-07-22",
                "sign 1 --on 2025-07-23",
                "sign 1 --on 2025-07-24 --words 材料齐全",
                "sign 1 --step 纪检组 --words 无异议 --on 2025-07-24",
                "meeting add 2025-08-20 --kind 党组会",
                "sign 1 --step 上级备案 --on 2025-08-25",
                "close 1 --meeting 2 --on 2025-08-26",
            ],
        ),
    ];
    for (policy, walk) in table {
        walk_in_order(policy, walk);
    }
}

fn walk_in_order(policy: &str, walk: &[&str]) {
    let office = done_under(policy);
    let (close, before) = walk.split_last().unwrap();
    for line in before {
        // Before each step, the last one included, it is not struck off; neither with the meeting nor without.
        refused(&office, "close 1", &["1 还不能销号"]);
        if !line.starts_with("meeting") && office.run(["meeting", "show", "2"]).code == 0 {
            refused(&office, "close 1 --meeting 2", &["1 还不能销号"]);
        }
        office.run(line.split(' ')).ok();
    }
    office.run(close.split(' ')).ok().says("已销号");
    assert!(policy_of(&office, "1").iter().all(|(_, state)| state == "given"));
    office.run(["verify"]).ok();
}

#[test]
fn each_step_that_is_not_there_is_named_with_its_command() {
    let office = done_under(LONG);
    refused(
        &office,
        "close 1",
        &[
            "缺 6 样",
            "taizhang submit 1",
            "taizhang sign 1 --step 牵头领导审签",
            "taizhang sign 1 --step 整改办初审",
            "taizhang sign 1 --step 纪检监察组意见",
            "没有党组会审定",
            "taizhang sign 1 --step 上级备案",
        ],
    );
}

#[test]
fn a_step_is_signed_only_when_it_is_its_turn() {
    let office = done_under(LONG);
    // Before the application, out of order, outside the policy, by the wrong verb.
    refused(&office, "sign 1", &["前面还缺：责任部门申请", "taizhang submit 1"]);
    refused(&office, "sign 1 --step 整改办初审", &["前面还缺：责任部门申请、牵头领导审签"]);
    refused(&office, "sign 1 --step 责任部门申请", &["taizhang submit 1"]);
    refused(&office, "sign 1 --step 党组会审定", &["taizhang close 1 --meeting"]);
    run(&office, &["submit 1 2 --on 2025-07-22"]);
    refused(&office, "sign 1 --step 整改办初审", &["前面还缺：牵头领导审签", "taizhang sign 1 --step 牵头领导审签"]);
    run(&office, &["sign 1 --on 2025-07-25"]);
    refused(&office, "sign 1 --step 牵头领导审签", &["已经签过", "2025年7月25日"]);
    // Back-dated: before the step before it, before the completion.
    refused(&office, "sign 1 --step 整改办初审 --on 2025-07-24", &["日期倒退"]);
    refused(&office, "sign 2 --on 2025-07-19", &["早于完成日"]);
    run(&office, &["sign 1 --on 2025-07-25", "sign 1 --words 驻院纪检组无异议 --on 2025-07-26"]);
    // Next is the meeting; what follows it waits for one that was held.
    refused(&office, "sign 1", &["党组会审定", "taizhang sign 1 --step 上级备案"]);
    refused(&office, "sign 1 --step 上级备案 --on 2025-08-01", &["还没有登记党组会"]);
    run(&office, &["meeting add 2025-08-20 --kind 党组会"]);
    refused(&office, "sign 1 --step 上级备案 --on 2025-08-19", &["还没有登记党组会"]);
    run(&office, &["sign 1 --step 上级备案 --on 2025-08-20"]);
    refused(&office, "sign 1", &["已经齐全", "taizhang close 1"]);
    // A later meeting than the one the superior has on file is not the one that agreed.
    run(&office, &["meeting add 2025-09-10 --kind 党组会"]);
    refused(&office, "close 1 --meeting 3", &["“上级备案”2025年8月20日 早于前一步“党组会审定”2025年9月10日"]);
    refused(&office, "close 1 --meeting 2 --on 2025-08-19", &["早于"]);
    run(&office, &["close 1 --meeting 2 --on 2025-08-21"]);
    refused(&office, "sign 1 --step 上级备案", &["1 已销号"]);
}

#[test]
fn a_sign_off_outside_the_policy_is_refused_with_the_policy() {
    let office = done_under("责任部门申请、党组会审定");
    refused(&office, "sign 1 --step 整改办初审", &["没有“整改办初审”", "责任部门申请 → 党组会审定"]);
    // Measures are not struck off by themselves here.
    refused(&office, "sign 1.1 --step 责任部门申请", &["不需要单独销号"]);
}

#[test]
fn the_leaders_sign_off_is_the_leaders() {
    let office = done_under("牵头领导审签、整改办初审");
    refused(&office, "sign 1 --party 副院长", &["“副院长”不是 1 的牵头领导", "院长"]);
    refused(&office, "sign 1 --party 政治部", &["不是 1 的牵头领导"]);
    run(&office, &["add 无人牵头 --dept 政治部 --on 2025-06-20", "progress 3 --done --on 2025-07-20"]);
    refused(&office, "sign 3", &["3 没有牵头领导", "taizhang assign 3 --leader"]);
    run(&office, &["sign 1 --on 2025-07-21", "sign 2 --party 副院长 --on 2025-07-21"]);
    let shown = office.run(["show", "1", "--format", "json"]).ok().json();
    assert_eq!(shown["items"][0]["policy"][0]["by"], json!("院长"));
    // The others are anybody's who is declared, or a matter of words.
    refused(&office, "sign 1 --party 纪检组", &["“纪检组”没有登记"]);
    run(&office, &["sign 1 --party 办公室 --on 2025-07-22", "sign 2 --words 材料齐全 --on 2025-07-22"]);
}

#[test]
fn a_returned_item_walks_the_whole_way_again() {
    let office = done_under(LONG);
    run(
        &office,
        &[
            "submit 1 --on 2025-07-22",
            "sign 1 --on 2025-07-23",
            "sign 1 --on 2025-07-24",
            "sign 1 --words 驻院纪检组无异议 --on 2025-07-25",
            "meeting add 2025-08-20 --kind 党组会",
            "return 1 --meeting 2 --words 培训没有记录 --open 1.2 --on 2025-08-20",
        ],
    );
    // The work is not done, and once it is, nothing that was signed before counts.
    refused(&office, "submit 1", &["1.2 没有完成"]);
    refused(&office, "sign 1 --step 纪检监察组意见", &["1.2 没有完成"]);
    run(&office, &["progress 1.2 --done --on 2025-09-01", "meeting add 2025-09-10 --kind 党组会"]);
    refused(&office, "sign 1 --step 上级备案", &["前面还缺：责任部门申请、牵头领导审签、整改办初审、纪检监察组意见"]);
    refused(&office, "close 1 --meeting 3", &["缺 5 样", "责任部门申请", "牵头领导审签", "上级备案"]);
    run(&office, &["submit 1 --on 2025-09-02"]);
    refused(&office, "close 1 --meeting 3", &["缺 4 样"]);
    run(
        &office,
        &[
            "sign 1 --on 2025-09-02",
            "sign 1 --on 2025-09-03",
            "sign 1 --words 驻院纪检组无异议 --on 2025-09-03",
            "sign 1 --step 上级备案 --on 2025-09-12",
        ],
    );
    // The meeting that returned it cannot have agreed to it.
    refused(&office, "close 1 --meeting 2", &["早于"]);
    run(&office, &["close 1 --meeting 3"]);
    let shown = office.run(["show", "1", "--format", "json"]).ok().json();
    let stands: Vec<bool> =
        shown["items"][0]["sign_offs"].as_array().unwrap().iter().map(|s| s["stands"].as_bool().unwrap()).collect();
    assert_eq!(stands, [false, false, false, true, true, true, true]);
}

#[test]
fn work_completed_with_a_day_before_the_return_is_not_struck_off() {
    let office = done_under("党组会审定");
    run(&office, &["meeting add 2025-07-25 --kind 党组会", "return 2 --words 印章仍未登记 --on 2025-08-20"]);
    refused(
        &office,
        "progress 2 --done --completed-on 2025-07-21 --on 2025-08-25",
        &["2 的完成日早于最近一次退回", "2025年8月20日"],
    );
    run(&office, &["progress 2 --done --completed-on 2025-08-24 --on 2025-08-25"]);
    refused(&office, "close 2 --meeting 2", &["早于完成日"]);
}

#[test]
fn a_denial_returns_the_item_in_one_command() {
    let office = done_under("责任部门申请、整改办初审、党组会审定");
    run(&office, &["submit 1 2 --on 2025-07-22"]);
    office.run("sign 1 --deny".split(' ')).usage().says("--words");
    run(&office, &["sign 1 --deny --words 培训没有记录 --open 1.2 --on 2025-07-25"]);
    let shown = office.run(["show", "1", "--format", "json"]).ok().json();
    assert_eq!(shown["items"][0]["item"]["closure"], json!("returned"));
    assert_eq!(shown["items"][0]["sign_offs"][0]["agreed"], json!(false));
    assert_eq!(policy_of(&office, "1")[0], ("department".into(), "next".into()));
    let below = &shown["items"][0]["below"];
    assert_eq!((&below[0]["progress"], &below[1]["progress"]), (&json!("completed"), &json!("in_progress")));
    // Undone, it is as it was before.
    run(&office, &["undo --reason 签错了事项", "sign 1 --on 2025-07-26"]);
    office.run(["verify"]).ok();
}

#[test]
fn work_taken_up_again_takes_the_sign_offs_with_it() {
    let office = done_under("责任部门申请、整改办初审、党组会审定");
    run(
        &office,
        &[
            "submit 2 --on 2025-07-22",
            "sign 2 --on 2025-07-23",
            "progress 2 --state 整改中 --situation 发现遗漏 --on 2025-07-25",
            "progress 2 --done --on 2025-07-30",
            "meeting add 2025-08-20 --kind 党组会",
        ],
    );
    refused(&office, "close 2 --meeting 2", &["缺 2 样", "taizhang submit 2", "整改办初审"]);
    // So does a measure that is added under an issue: its work is not done any more.
    run(&office, &["submit 1 --on 2025-07-22", "sign 1 --on 2025-07-23"]);
    run(&office, &["add 完善台账 --kind 措施 --under 1 --on 2025-08-01", "progress 1.3 --done --on 2025-08-02"]);
    refused(&office, "close 1 --meeting 2", &["taizhang submit 1", "整改办初审"]);
    run(&office, &["submit 1 2 --on 2025-08-03", "sign 1 2 --on 2025-08-04", "close 1 2 --meeting 2 --on 2025-08-20"]);
}

#[test]
fn in_bulk_one_item_that_lacks_a_step_closes_none() {
    let office = done_under("整改办初审、党组会审定");
    run(&office, &["sign 1 --on 2025-07-22", "meeting add 2025-08-20 --kind 党组会"]);
    refused(&office, "close 1-2 --meeting 2", &["2 还不能销号", "taizhang sign 2 --step 整改办初审"]);
    refused(&office, "close --closure 未申请 --progress 已完成 --kind 问题 --meeting 2 --yes", &["2 还不能销号"]);
    // The same for sign-offs: all that are named, or none; every reason is told.
    refused(&office, "sign 1-2 --step 整改办初审", &["1 的“整改办初审”已经签过"]);
    let next = office.run(["list", "--next-step", "整改办初审", "--format", "json"]).ok().json();
    assert_eq!((&next["total"], &next["items"][0]["code"]), (&json!(1), &json!("2")));
    run(&office, &["sign --next-step 整改办初审 --step 整改办初审 --on 2025-07-23"]);
    assert_eq!(office.run(["list", "--next-step", "整改办初审", "--format", "json"]).ok().json()["total"], json!(0));
    let ready = office.run(["list", "--next-step", "党组会审定", "--format", "json"]).ok().json();
    assert_eq!(ready["total"], json!(2));
    run(&office, &["close --next-step 党组会审定 --meeting 2 --on 2025-08-20 --yes"]);
}

#[test]
fn what_a_sign_off_rests_on_is_not_undone_under_it() {
    let office = done_under("责任部门申请、整改办初审、党组会审定");
    run(&office, &["submit 2 --on 2025-07-22"]);
    let record = |verb: &str| {
        let log = office.run(["log", "2", "--format", "json"]).ok().json();
        let records = log["entries"].as_array().unwrap().clone();
        let found = records.iter().find(|r| r["verb"] == verb).unwrap_or_else(|| panic!("{verb} in {log}"));
        found["seq"].to_string()
    };
    run(&office, &["sign 2 --on 2025-07-23"]);
    refused(&office, &format!("undo --record {}", record("submit")), &["还不能撤销", "sign"]);
    refused(&office, &format!("undo --record {}", record("progress")), &["还不能撤销"]);
    run(&office, &["meeting add 2025-08-20 --kind 党组会", "close 2 --meeting 2 --on 2025-08-20"]);
    refused(&office, &format!("undo --record {}", record("sign")), &["还不能撤销", "close"]);
    run(&office, &["undo"]);
    run(&office, &[&*format!("undo --record {}", record("sign"))]);
    refused(&office, "close 2 --meeting 2", &["整改办初审"]);
    office.run(["verify"]).ok();
}

#[test]
fn a_policy_amended_on_the_way_keeps_what_is_still_in_it() {
    let office = done_under("责任部门申请、整改办初审、纪检监察组意见、党组会审定");
    run(&office, &["submit 1 --on 2025-07-22", "sign 1 --on 2025-07-23", "meeting add 2025-08-20 --kind 党组会"]);
    let amend = "round amend --policy 责任部门申请、整改办初审、牵头领导审签、党组会审定 --reason 调整程序";
    refused(&office, amend, &["有依据"]);
    run(&office, &[&*format!("{amend} --approval 某巡整办〔2025〕4号 --on 2025-07-24")]);
    refused(&office, "close 1 --meeting 2", &["缺 1 样", "牵头领导审签"]);
    refused(&office, "sign 1 --step 纪检监察组意见", &["没有“纪检监察组意见”"]);
    run(&office, &["sign 1 --on 2025-07-25", "close 1 --meeting 2 --on 2025-08-20"]);
    // The amendment is not taken back under what it let through.
    let log = office.run(["log", "--format", "json"]).ok().json();
    let amended = log["entries"].as_array().unwrap().iter().find(|r| r["kind"] == "round_amended").unwrap().clone();
    refused(&office, &format!("undo --record {}", amended["seq"]), &["还不能撤销"]);
    // A step put in front of what was signed makes the rest walk again.
    run(&office, &["submit 2 --on 2025-07-26", "sign 2 --on 2025-07-27"]);
    run(
        &office,
        &["round amend --policy 责任部门申请、纪检监察组意见、整改办初审、党组会审定 --reason 再调整 --meeting 2"],
    );
    refused(&office, "close 2 --meeting 2", &["纪检监察组意见", "整改办初审"]);
}

#[test]
fn what_is_open_again_and_late_needs_a_new_day_or_the_word_that_it_stays_late() {
    let office = done_under("党组会审定");
    run(&office, &["add 账目不清 --dept 办公室 --due 2025-07-31 --on 2025-06-20", "progress 3 --done --on 2025-07-20"]);
    run(&office, &["meeting add 2025-08-20 --kind 党组会"]);
    refused(
        &office,
        "return 3 --meeting 2 --words 重做",
        &["3 的时限 2025年7月31日 已经过了", "--until", "--keep-due"],
    );
    refused(&office, "return 3 --words 重做 --until 2025-10-31", &["批准"]);
    refused(&office, "return 3 --meeting 2 --words 重做 --until 2025-07-01", &["不晚于原时限"]);
    refused(&office, "return 3 --meeting 2 --words 重做 --until 尽快", &["推不出日期"]);
    run(&office, &["return 3 --meeting 2 --words 重做 --until 2025-10-31 --on 2025-08-21"]);
    let shown = office.run(["show", "3", "--format", "json"]).ok().json();
    let deadline = &shown["items"][0]["item"]["deadline"];
    assert_eq!((&deadline["first_due"], &deadline["due"]), (&json!("2025-07-31"), &json!("2025-10-31")));
    assert_eq!(deadline["extensions"], json!(1));
    assert_eq!(shown["items"][0]["extensions"][0]["reason"], json!("退回整改"));
    // Nobody applied for it, neither in time nor too late.
    let extension = &shown["items"][0]["extensions"][0];
    assert_eq!((&extension["on_return"], &extension["after_expiry"]), (&json!(true), &json!(false)));
    assert_eq!(extension["applicant"], json!(null));
    // Undone in one go; then kept late on purpose.
    run(&office, &["undo --reason 时限写错", "return 3 --meeting 2 --words 重做 --keep-due --on 2025-08-21"]);
    let late = office.run(["list", "3", "--format", "json"]).ok().json();
    assert!(late["items"][0]["days_late"].as_i64().unwrap() > 0, "{late}");
    // What is not late keeps its day without a word.
    run(&office, &["return 2 --meeting 2 --words 重做 --on 2025-08-21"]);
    office.run(["verify"]).ok();
}

#[test]
fn a_return_with_a_new_day_leaves_the_review_day_that_is_to_come() {
    let office = done_under("党组会审定");
    run(&office, &["add 账目不清 --dept 办公室 --due 2025-07-31 --review 2025-09-15 --on 2025-06-20"]);
    run(&office, &["progress 3 --done --on 2025-07-20", "meeting add 2025-08-20 --kind 党组会"]);
    run(&office, &["return 3 --meeting 2 --words 重做 --until 2025-10-31 --on 2025-08-21"]);
    let listed = office.run(["list", "3", "--format", "json"]).ok().json();
    let deadline = &listed["items"][0]["deadline"];
    assert_eq!((&deadline["due"], &deadline["review"]), (&json!("2025-10-31"), &json!("2025-09-15")));
}

#[test]
fn the_new_day_reaches_what_below_has_a_day_of_its_own() {
    let office = done_under("党组会审定");
    run(
        &office,
        &["add 通报情况 --kind 措施 --under 1 --due 2025-07-31 --on 2025-07-21", "progress 1.3 --done --on 2025-07-22"],
    );
    refused(&office, "return 1 --words 重做 --open 1.3 --on 2025-08-21", &["1.3 的时限 2025年7月31日"]);
    // The issue has time until December and keeps its day.
    run(&office, &["return 1 --words 重做 --open 1.3 --until 2025-10-31 --approval 院长批示 --on 2025-08-21"]);
    let listed = office.run(["list", "1", "1.3", "--format", "json"]).ok().json();
    let due = |at: usize| listed["items"][at]["deadline"]["due"].clone();
    assert_eq!((due(0), due(1)), (json!("2025-12-31"), json!("2025-10-31")));
}

#[test]
fn a_round_that_strikes_off_at_once_has_no_way_to_walk() {
    let mut office = Office::empty();
    office.on("2025-09-30").run(["init", "--office", "某区人民法院"]).ok();
    refused(
        &office,
        "round open 2025专项 --feedback 2025-06-13 --close-level 结案即销 --policy 党组会审定",
        &["没有审签程序"],
    );
    refused(&office, "round open 2025专项 --feedback 2025-06-13 --close-level 问题 --policy 无", &["要有审签程序"]);
    // Either of the two says it.
    run(&office, &["round open 2025专项 --feedback 2025-06-13 --policy 无 --on 2025-06-13"]);
    let round = office.run(["round", "show", "--format", "json"]).ok().json();
    assert_eq!((&round["close_level"], &round["policy"]), (&json!("none"), &json!([])));
    run(
        &office,
        &[
            "add 违规收费 --dept 财务处 --new-party 财务处 --on 2025-06-20",
            "add 清退 --kind 措施 --under 1 --on 2025-06-20",
            "add 建账 --kind 措施 --under 1 --on 2025-06-20",
            "attach 1.1 --register 收据 --title 收据 --kept-at 财务处 --on 2025-07-01",
            "progress 1.1 --done --on 2025-07-01",
        ],
    );
    let row = |code: &str| office.run(["list", code, "--format", "json"]).ok().json()["items"][0].clone();
    assert_eq!((&row("1.1")["closure"], &row("1")["closure"]), (&json!("closed"), &json!("none")));
    refused(&office, "submit 1", &["结案即销"]);
    refused(&office, "sign 1 --step 整改办初审", &["结案即销"]);
    refused(&office, "return 1 --words 重做", &["结案即销"]);
    // The last of them strikes the issue off with it, on the strength of what proves it.
    run(&office, &["progress 1.2 --done --on 2025-07-05"]);
    let (issue, measure) = (row("1"), row("1.2"));
    assert_eq!((&issue["closure"], &issue["closed_on"]), (&json!("closed"), &json!("2025-07-05")));
    assert_eq!(issue["unratified"], json!(false));
    let figures = office.run(["summary", "--format", "json"]).ok().json();
    assert_eq!(figures["issues"]["closed_without_evidence"], json!(0));
    assert_eq!(figures["measures"]["closed_without_evidence"], json!(1));
    assert_eq!(measure["closure"], json!("closed"));
    // Undone whole; reopened, it closes again by being done.
    run(&office, &["undo"]);
    assert_eq!((&row("1")["closure"], &row("1.2")["closure"]), (&json!("none"), &json!("none")));
    run(&office, &["progress 1.2 --done --on 2025-07-06", "reopen 1 --reason 反弹 --open 1.2 --on 2025-08-01"]);
    run(&office, &["progress 1.2 --done --on 2025-08-02"]);
    assert_eq!((&row("1")["closure"], &row("1")["cycle"]), (&json!("closed"), &json!(2)));
    office.run(["verify"]).ok();
}
