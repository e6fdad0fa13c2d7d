//! Meetings add up: 上会 = 同意 + 退回 + 暂缓, one decision per item, matter and meeting; and closings without a meeting are made
//! up for, or reopened.

use crate::all::office::{Office, Outcome};
use serde_json::{Value, json};

/// Four issues done on 07-20 and proved, and two party group meetings.
fn before_the_meeting() -> Office {
    let mut office = Office::empty();
    office.on("2025-09-30").run(["init", "--office", "某区人民法院"]).ok();
    for line in [
        "round open 2025巡察 --feedback 2025-06-13 --on 2025-06-13",
        "party add 办公室 --kind 部门 --on 2025-06-13",
        "add 台账缺页 --dept 办公室 --due 2025-12-31 --on 2025-06-20",
        "add 印章登记不全 --dept 办公室 --due 2025-12-31 --on 2025-06-20",
        "add 车辆管理松散 --dept 办公室 --due 2025-12-31 --on 2025-06-20",
        "add 会议记录缺失 --dept 办公室 --due 2025-12-31 --on 2025-06-20",
        "progress 1-4 --done --on 2025-07-20",
        "attach 1-4 --register 某法〔2025〕1号 --title 材料 --kept-at 档案室 --on 2025-07-20",
        "meeting add 2025-08-20 --kind 党组会 --title 第12次党组会",
        "meeting add 2025-09-10 --kind 党组会 --title 第13次党组会",
    ] {
        office.run(line.split(' ')).ok();
    }
    office
}

fn run(office: &Office, lines: &[&str]) {
    for line in lines {
        office.run(line.split(' ')).ok();
    }
}

fn refused(office: &Office, line: &str, words: &[&str]) -> Outcome {
    let anchor = || office.run(["verify", "--format", "json"]).ok().json()["anchor"].clone();
    let before = anchor();
    let outcome = words.iter().fold(office.run(line.split(' ')).refused(), |outcome, word| outcome.says(word));
    assert_eq!(anchor(), before, "{outcome}");
    outcome
}

fn tally(office: &Office, meeting: &str, matter: &str) -> Value {
    office.run(["meeting", "show", meeting, "--format", "json"]).ok().json()[matter].clone()
}

fn sum(tabled: i64, agreed: i64, returned: i64, deferred: i64) -> Value {
    json!({ "tabled": tabled, "agreed": agreed, "returned": returned, "deferred": deferred })
}

#[test]
fn what_was_tabled_is_what_was_agreed_returned_and_put_off() {
    let office = before_the_meeting();
    run(
        &office,
        &[
            "submit 4 --on 2025-08-01",
            "close 1 2 --meeting 2 --on 2025-08-20",
            "return 3 --meeting 2 --words 补齐里程登记 --on 2025-08-20",
            "return 4 --meeting 2 --defer --words 再核实 --on 2025-08-20",
        ],
    );
    assert_eq!(tally(&office, "2", "closure"), sum(4, 2, 1, 1));
    assert_eq!(tally(&office, "2", "extension"), sum(0, 0, 0, 0));
    office.run(["meeting", "show", "2"]).ok().says("销号：上会 4 项 = 同意 2 + 退回 1 + 暂缓 1");
    office.run(["meeting", "list"]).ok().says("销号4项：同意2、退回1、暂缓1");
    let listed = office.run(["meeting", "list", "--format", "json"]).ok().json();
    assert_eq!(listed["meetings"][1]["closure"], sum(4, 2, 1, 1));
    // An undo takes the decision out of the sum.
    run(&office, &["undo"]);
    assert_eq!(tally(&office, "2", "closure"), sum(3, 2, 1, 0));
    office.run(["verify"]).ok();
}

#[test]
fn a_meeting_decides_one_matter_of_an_item_once() {
    let office = before_the_meeting();
    run(&office, &["submit 1 2 --on 2025-08-01", "return 1 --meeting 2 --defer --on 2025-08-20"]);
    let decided = ["第 2 号会议已经对 1 的销号作过决定", "暂缓"];
    refused(&office, "close 1 --meeting 2", &decided);
    refused(&office, "close 1 2 --meeting 2", &decided);
    refused(&office, "return 1 --meeting 2 --words 重做", &decided);
    refused(&office, "return 1 --meeting 2 --defer", &decided);
    // Another meeting takes it up; what it decided is not decided by it again in the next cycle, either.
    run(&office, &["close 1 --meeting 3 --on 2025-09-10", "reopen 1 --reason 反弹 --on 2025-09-10"]);
    run(
        &office,
        &[
            "progress 1 --done --on 2025-09-10",
            "attach 1 --register 某法〔2025〕5号 --title 台账 --kept-at 档案室 --on 2025-09-10",
        ],
    );
    refused(&office, "close 1 --meeting 3", &["第 3 号会议已经对 1 的销号作过决定", "同意"]);
    // Extensions are a matter of their own.
    run(
        &office,
        &["return 2 --meeting 2 --defer --on 2025-08-20", "meeting decide 2 2 --about 延期 --as 暂缓 --on 2025-08-20"],
    );
    assert_eq!(tally(&office, "2", "extension"), sum(1, 0, 0, 1));
    assert_eq!(tally(&office, "2", "closure"), sum(2, 0, 0, 2));
}

#[test]
fn decisions_without_a_verb_of_their_own_are_recorded() {
    let office = before_the_meeting();
    for (line, words) in [
        ("meeting decide 2 1 --about 销号 --as 退回", "taizhang return 编号 --meeting 会议编号 --words"),
        ("meeting decide 2 1 --about 销号 --as 暂缓", "--defer"),
        ("meeting decide 2 1 --about 延期 --as 同意", "taizhang extend"),
        ("meeting decide 2 1 --about 补办审议 --as 退回", "1 还没有销号"),
        ("meeting decide 9 1 --about 方案 --as 退回", "没有找到会议“9”"),
        ("meeting decide 2 99 --about 方案 --as 退回", "没有编号 99"),
        ("meeting decide 3 1 --about 方案 --as 退回 --on 2025-09-01", "还没有到"),
    ] {
        refused(&office, line, &[words]);
    }
    run(&office, &["meeting decide 2 1-3 --about 方案 --as 暂缓 --words 措施要再细化 --on 2025-08-20"]);
    assert_eq!(tally(&office, "2", "plan"), sum(3, 0, 0, 3));
    refused(&office, "meeting decide 2 3 4 --about 方案 --as 退回", &["第 2 号会议已经对 3 的方案作过决定"]);
    office.run(["show", "1"]).ok().says("方案：暂缓：措施要再细化");
    run(&office, &["undo"]);
    assert_eq!(tally(&office, "2", "plan"), sum(0, 0, 0, 0));
    office.run(["verify"]).ok();
}

#[test]
fn a_meeting_held_before_the_work_was_done_cannot_have_returned_it() {
    let office = before_the_meeting();
    refused(&office, "return 1 --meeting 1 --words 重做", &["1 不能由这次会议退回", "早于完成日"]);
    run(&office, &["submit 2"]);
    refused(&office, "return 2 --meeting 1 --defer", &["2 不能由这次会议暂缓", "早于完成日"]);
    refused(&office, "return 1 --meeting 3 --words 重做 --on 2025-09-01", &["还没有到"]);
}

#[test]
fn closings_without_a_meeting_are_listed_and_ratified_in_one_go() {
    let office = before_the_meeting();
    run(&office, &["meeting add 2025-09-11 --kind 专题会", "meeting add 2025-07-10 --kind 党组会"]);
    run(&office, &["close 1 2 --taken-over 转自上轮台账 --on 2025-08-01", "close 3 --meeting 2 --on 2025-08-20"]);
    let listed = office.run(["list", "--unratified", "--format", "json"]).ok().json();
    let codes: Vec<&str> = listed["items"].as_array().unwrap().iter().map(|i| i["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["1", "2"]);
    let summary = office.run(["summary", "--format", "json"]).ok().json();
    assert_eq!(summary["issues"]["closed_unratified"], json!(2));
    office.run(["summary"]).ok().says("待补党组会审议：2个问题");
    office.run(["overdue"]).ok().says("已销号待补党组会审议：2个问题");
    let overdue = office.run(["overdue", "--format", "json"]).ok().json();
    assert_eq!(
        (&overdue["totals"]["unratified"]["issues"], &overdue["unratified"][0]["code"]),
        (&json!(2), &json!("1"))
    );
    // Not by another kind of meeting, not by one before the work was done, not what a meeting agreed to, not twice.
    refused(&office, "close --ratify --unratified --meeting 4 --yes", &["种类不符"]);
    refused(&office, "close --ratify --unratified --meeting 5 --yes", &["1、2 不能由这次会议补办审议", "早于完成日"]);
    refused(&office, "close 1 3 --ratify --meeting 3", &["3 不用补办审议"]);
    refused(&office, "close 4 --ratify --meeting 3", &["4 还没有销号"]);
    // More than one is asked about; nobody is there to answer.
    refused(&office, "close --ratify --unratified --meeting 3", &["--yes"]);
    run(&office, &["close --ratify --unratified --meeting 3 --on 2025-09-10 --yes"]);
    assert_eq!(tally(&office, "3", "ratification"), sum(2, 2, 0, 0));
    refused(&office, "close 1 --ratify --meeting 3", &["1 不用补办审议"]);
    refused(&office, "close --ratify --unratified --meeting 3 --yes", &["没有符合条件的事项"]);
    let after = office.run(["overdue", "--format", "json"]).ok().json();
    assert_eq!(after["unratified"], json!([]));
    // As of a day before, they still waited.
    let before = office.run("list --unratified --as-of 2025-09-01 --format json".split(' ')).ok().json();
    assert_eq!(before["total"], json!(2));
}

#[test]
fn what_the_meeting_does_not_ratify_is_done_again() {
    let office = before_the_meeting();
    run(&office, &["close 1 2 --taken-over 转自上轮台账 --on 2025-08-01"]);
    run(&office, &["meeting decide 2 1 --about 补办审议 --as 退回 --words 材料不足 --on 2025-08-20"]);
    run(&office, &["meeting decide 2 2 --about 补办审议 --as 暂缓 --on 2025-08-20"]);
    assert_eq!(tally(&office, "2", "ratification"), sum(2, 0, 1, 1));
    refused(&office, "close 1 --ratify --meeting 2", &["第 2 号会议已经对 1 的补办审议作过决定", "退回"]);
    // The closing under the decision is not undone; it is reopened, and the next time a meeting agrees.
    let log = office.run(["log", "1", "--format", "json"]).ok().json();
    let closed = log["entries"].as_array().unwrap().iter().find(|e| e["kind"] == "closed").unwrap().clone();
    refused(&office, &format!("undo --record {}", closed["seq"]), &["还不能撤销"]);
    run(
        &office,
        &[
            "reopen 1 --reason 党组会没有同意补办 --on 2025-08-20",
            "progress 1 --done --on 2025-09-05",
            "attach 1 --register 某法〔2025〕5号 --title 台账 --kept-at 档案室 --on 2025-09-05",
            "close 1 --meeting 3 --on 2025-09-10",
            "close 2 --ratify --meeting 3 --on 2025-09-10",
        ],
    );
    let summary = office.run(["summary", "--format", "json"]).ok().json();
    assert_eq!((&summary["issues"]["closed"], &summary["issues"]["closed_unratified"]), (&json!(2), &json!(0)));
    office.run(["verify"]).ok();
}

/// One meeting adopted the plan and returned an item, the next one approved an adjustment and an extension.
fn after_adoption_and_an_adjustment() -> Office {
    let office = before_the_meeting();
    run(
        &office,
        &[
            "add 补齐台账 --kind 措施 --under 2 --on 2025-07-20",
            "round adopt --meeting 2 --on 2025-08-20",
            "edit 2.1 --set 表述=补齐并装订台账 --meeting 3 --on 2025-09-10",
            "return 3 --meeting 2 --words 补齐里程登记 --on 2025-08-20",
            "extend 3 --to 2026-03-31 --reason 车辆未处置 --meeting 3 --on 2025-09-10",
        ],
    );
    office
}

#[test]
fn a_meeting_shows_the_plan_it_adopted_what_it_adjusted_and_the_days_it_gave() {
    let office = after_adoption_and_an_adjustment();
    let adopting = office.run(["meeting", "show", "2", "--format", "json"]).ok().json();
    assert_eq!(adopting["adopted"], json!([{ "round": "2025巡察", "adopted_on": "2025-08-20" }]));
    office.run(["meeting", "show", "2"]).ok().says("审定整改方案：2025巡察");
    let later = office.run(["meeting", "show", "3", "--format", "json"]).ok().json();
    assert_eq!(later["adopted"], json!([]));
    assert_eq!(
        (&later["adjustments"][0]["code"], &later["adjustments"][0]["change"]),
        (&json!("2.1"), &json!("reworded"))
    );
    let decision = &later["decisions"][0];
    assert_eq!((&decision["due_before"], &decision["due_after"]), (&json!("2025-12-31"), &json!("2026-03-31")));
    office.run(["meeting", "show", "3"]).ok().says("2025-12-31 → 2026-03-31").says("方案调整：上会 1 项 = 同意 1");
}

/// What a meeting adopted and what it approved of adjustments was tabled, wherever the meeting is counted.
#[test]
fn list_and_show_count_what_the_minutes_count() {
    let office = after_adoption_and_an_adjustment();
    let listed = office.run(["meeting", "list", "--format", "json"]).ok().json()["meetings"].clone();
    let page = office.run(["meeting", "list"]).ok().out;
    for (at, meeting, of, words) in [
        (1, "2", [("adoption", 1), ("plan", 0), ("closure", 1)], ["审定整改方案1项：同意1", "销号1项：退回1"]),
        (2, "3", [("adoption", 0), ("plan", 1), ("extension", 1)], ["方案调整1项：同意1", "延期1项：同意1"]),
    ] {
        assert_eq!(listed[at]["decisions"]["tabled"], 2, "{listed}");
        let shown = office.run(["meeting", "show", meeting, "--format", "json"]).ok().json();
        for (matter, count) in of {
            assert_eq!(listed[at][matter]["tabled"], count, "{matter} {listed}");
            assert_eq!(shown[matter], listed[at][matter], "{matter} {shown}");
        }
        for words in words {
            assert!(page.contains(words), "{words}\n{page}");
        }
        let minutes = office.run(["paper", "minutes", "--meeting", meeting, "--format", "md"]).ok().out;
        assert!(minutes.contains("以上上会事项共2项："), "{minutes}");
    }
    // Papers call the meeting by day and title: its number in the ledger is nothing for their readers.
    let plan = office.run(["paper", "plan", "--format", "md"]).ok().out;
    let titles = office.run(["meeting", "list", "--format", "json"]).ok().json();
    let title = titles["meetings"][2]["title"].as_str().unwrap().to_owned();
    assert!(plan.contains(&format!("2025-09-10<br>{title}")) && !plan.contains("号会议"), "{plan}");
}

#[test]
fn a_meeting_of_no_round_is_told_of_where_several_are_open() {
    let office = before_the_meeting();
    let alone = office.run(["meeting", "add", "2025-09-11", "--kind", "推进会"]).ok();
    assert!(!alone.out.contains("注意"), "{alone}");
    run(&office, &["round open 2025专项 --feedback 2025-09-01"]);
    let line = ["meeting", "add", "2025-09-12", "--kind", "推进会"];
    let told = office.run(line).went_well();
    assert!(told.out.contains("2025巡察、2025专项") && told.out.contains("哪一轮的汇总和材料都不计它"), "{told}");
    // What it says is what helps.
    assert!(told.out.contains("undo") && told.out.contains("--round 2025巡察"), "{told}");
    run(&office, &["undo"]);
    let named = office.run(line.into_iter().chain(["--round", "2025巡察"])).ok();
    assert!(!named.out.contains("注意"), "{named}");
    let count = |key: &str| {
        let page = office.run(["paper", "meetings", "--round", key, "--format", "md"]).ok().out;
        page.matches("9月12日").count() + page.matches("2025-09-12").count()
    };
    assert!(count("2025巡察") > 0 && count("2025专项") == 0);
}

#[test]
fn a_meeting_belongs_to_every_round_about_whose_items_it_decided() {
    let office = before_the_meeting();
    run(
        &office,
        &[
            "round open 2025审计 --feedback 2025-07-01 --on 2025-07-01",
            "--round 2025审计 add 往来款长期挂账 --dept 办公室 --due 2025-12-31 --on 2025-07-02",
            "--round 2025审计 progress 1 --done --on 2025-07-20",
            "--round 2025审计 attach 1 --register 某法〔2025〕2号 --title 材料 --kept-at 档案室 --on 2025-07-20",
            "--round 2025审计 meeting add 2025-09-12 --kind 党组会 --title 第14次党组会",
        ],
    );
    let all = office.run(["meeting", "list", "--format", "json"]).ok().json();
    let first = all["meetings"].as_array().unwrap().iter().find(|m| m["title"] == "第12次党组会").unwrap();
    assert_eq!(first["round"], json!("2025巡察"));
    let of = |round: &str, day: &str| {
        let line = format!("--round {round} summary --as-of {day} --format json");
        let told = office.run(line.split(' ')).ok().json();
        told["meetings"]["party_group"].as_i64().unwrap()
    };
    assert_eq!([of("2025巡察", "2025-09-30"), of("2025审计", "2025-09-30")], [2, 1]);
    run(
        &office,
        &[
            "--round 2025审计 close 1 --meeting 2 --on 2025-08-20",
            "--round 2025巡察 close 1 --meeting 2 --on 2025-08-20",
        ],
    );
    // By the day of its decision it is a meeting of both.
    assert_eq!([of("2025审计", "2025-08-19"), of("2025审计", "2025-08-20"), of("2025审计", "2025-09-30")], [0, 1, 2]);
    assert_eq!(of("2025巡察", "2025-09-30"), 2);
    let listed = office.run("--round 2025审计 meeting list --format json".split(' ')).ok().json();
    let rows = listed["meetings"].as_array().unwrap();
    let here = rows.iter().find(|m| m["title"] == "第12次党组会").unwrap();
    assert_eq!((rows.len(), &here["closure"]), (3, &sum(1, 1, 0, 0)), "{listed}");
    let paper = office.run("--round 2025审计 paper meetings --format md".split(' ')).ok().out;
    assert!(paper.contains("往来款长期挂账") && paper.contains("同意1项次") && !paper.contains("台账缺页"), "{paper}");
    // A document of one round holds the meetings that decided in it.
    office.run("--round 2025审计 export 台账.json".split(' ')).ok();
    let ledger = String::from_utf8(office.bytes("台账.json")).unwrap();
    assert!(ledger.contains("第12次党组会") && !ledger.contains("第13次党组会"));
    office.run(["verify"]).ok();
}

#[test]
fn a_return_with_another_day_is_one_matter() {
    let office = before_the_meeting();
    run(
        &office,
        &[
            "add 账目不清 --dept 办公室 --due 2025-07-31 --on 2025-06-20",
            "add 对账 --kind 措施 --under 5 --due 2025-07-25 --on 2025-06-20",
            "progress 5.1 --done --on 2025-07-20",
            "return 5 --meeting 2 --words 没有清完 --open 5.1 --until 2025-10-31 --on 2025-08-20",
            "add 库房未盘点 --dept 办公室 --due 2025-12-31 --on 2025-06-20",
            "extend 6 --to 2026-01-31 --reason 物品多 --meeting 2 --on 2025-08-20",
        ],
    );
    assert_eq!(tally(&office, "2", "closure"), sum(1, 0, 1, 0));
    assert_eq!(tally(&office, "2", "extension"), sum(1, 1, 0, 0));
    let shown = office.run(["meeting", "show", "2", "--format", "json"]).ok().json();
    let decisions = shown["decisions"].as_array().unwrap();
    let returned = decisions.iter().find(|d| d["code"] == "5").unwrap();
    assert_eq!(
        (decisions.len(), &returned["due_before"], &returned["due_after"]),
        (2, &json!("2025-07-31"), &json!("2025-10-31")),
        "{shown}"
    );
    for paper in ["paper minutes --meeting 2", "paper meetings", "meeting show 2"] {
        let words = office.run(format!("{paper} --format md").split(' ')).ok().out;
        assert!(words.contains("整改时限 2025-07-31 → 2025-10-31；5.1 整改时限"), "{paper}\n{words}");
    }
    let minutes = office.run("paper minutes --meeting 2 --format md".split(' ')).ok().out;
    assert!(minutes.contains("以上上会事项共2项：同意1项，退回1项"), "{minutes}");
}
