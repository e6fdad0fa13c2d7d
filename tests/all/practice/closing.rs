//! Closings and every way round them: levels, closings taken over, cycles, who signs, what a return opens again.

use crate::all::office::{Office, Outcome};
use serde_json::{Value, json};

fn run(office: &Office, lines: &[&str]) {
    for line in lines {
        office.run(line.split(' ')).ok();
    }
}

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

fn row(office: &Office, code: &str) -> Value {
    office.run(["list", code, "--format", "json"]).ok().json()["items"][0].clone()
}

/// A round that strikes off at this level: issue 1 with two measures, opinion Y1 with one, issue 2 with a 表现 and its measure.
/// Everything is done on 07-20 and proved; the party group met on 08-20.
fn at_level(level: &str) -> Office {
    let mut office = Office::empty();
    office.on("2025-09-30").run(["init", "--office", "某区人民法院"]).ok();
    run(
        &office,
        &[
            &*format!("round open 2025巡察 --feedback 2025-06-13 --close-level {level} --on 2025-06-13"),
            "party add 政治部 办公室 --kind 部门 --on 2025-06-13",
            "add 学习制度不落实 --dept 政治部 --due 2025-12-31 --on 2025-06-20",
            "add 修订学习制度 --kind 措施 --under 1 --on 2025-06-20",
            "add 组织专题培训 --kind 措施 --under 1 --on 2025-06-20",
            "add 健全机制 --kind 意见 --dept 办公室 --on 2025-06-20",
            "add 制定机制 --kind 措施 --under Y1 --on 2025-06-20",
            "add 印章管理混乱 --dept 办公室 --on 2025-06-20",
            "add 登记不全 --under 2 --on 2025-06-20",
            "add 补齐登记簿 --kind 措施 --under 2.1 --on 2025-06-20",
            "progress 1.1 1.2 Y1.1 2.1.1 --done --on 2025-07-20",
            "attach 1 Y1 2 1.1 1.2 Y1.1 2.1.1 --register 某法〔2025〕1号 --title 材料 --kept-at 档案室 --on 2025-07-20",
            "attach 2.1 --register 某法〔2025〕2号 --title 登记簿 --kept-at 档案室 --on 2025-07-20",
            "meeting add 2025-08-20 --kind 党组会",
        ],
    );
    office
}

#[test]
fn where_measures_are_struck_off_too_they_go_first() {
    let office = at_level("两级");
    refused(&office, "close 1 --meeting 2", &["1.1、1.2 还没有销", "taizhang close 1.1 1.2"]);
    // However deep they stand.
    refused(&office, "close 2 --meeting 2", &["2.1.1 还没有销"]);
    refused(&office, "close 1 --taken-over 旧台账 --on 2025-08-20", &["1.1、1.2 还没有销"]);
    run(&office, &["close 1.1 --meeting 2 --on 2025-08-20"]);
    refused(&office, "close 1 --meeting 2", &["1.2 还没有销"]);
    // By one decision, in whichever order they are typed.
    run(&office, &["close 1 1.2 --meeting 2 --on 2025-08-21", "close 2 2.1.1 --meeting 2 --on 2025-08-21"]);
    assert!(["1", "1.1", "1.2", "2", "2.1.1"].iter().all(|code| row(&office, code)["closure"] == "closed"));
    // The closing of the measure is not taken back under the issue's.
    let log = office.run(["log", "1.1", "--format", "json"]).ok().json();
    let closed = log["entries"].as_array().unwrap().iter().find(|e| e["kind"] == "closed").unwrap()["seq"].clone();
    refused(&office, &format!("undo --record {closed}"), &["还不能撤销", "销号 taizhang close"]);
    office.run(["verify"]).ok();
}

#[test]
fn one_decision_over_a_filter_strikes_off_measures_and_issues() {
    let office = at_level("两级");
    run(&office, &["close --closure 未申请 --progress 已完成 --meeting 2 --on 2025-08-21 --yes"]);
    let open = office.run("list --closure 未申请 --format json".split(' ')).ok().json();
    assert_eq!(open["total"], json!(0), "{open}");
    // A measure that is not ready holds its issue up, and is told with it.
    run(&office, &["undo", "attach withdraw 2 --reason 传错文件"]);
    refused(&office, "close 2 --meeting 2", &["2.1.1 还没有销"]);
}

#[test]
fn only_what_the_round_strikes_off_by_itself_goes_first() {
    // Measures alone: an opinion has no other level, and would leave its measures stuck.
    let office = at_level("措施");
    refused(&office, "close 1 --meeting 2", &["不需要单独销号"]);
    refused(&office, "close Y1 --meeting 2", &["Y1.1 还没有销"]);
    run(&office, &["close Y1 Y1.1 1.1 --meeting 2 --on 2025-08-20"]);
    // Issues alone: measures and 表现 are struck off with them.
    let office = at_level("问题");
    refused(&office, "close 1.1 --meeting 2", &["不需要单独销号"]);
    run(&office, &["close 1 2 Y1 --meeting 2 --on 2025-08-20"]);
    // What was struck off along with an item above is out of reach, for closing as for everything else.
    refused(&office, "close 2.1 --meeting 2", &["上级 2 已销号"]);
    refused(&office, "submit 2.1", &["上级 2 已销号"]);
}

#[test]
fn a_denial_names_what_is_open_again_though_it_was_struck_off() {
    let office = at_level("两级");
    run(
        &office,
        &[
            "round amend --policy 整改办初审、党组会审定 --reason 加强审核 --approval 批示 --on 2025-07-21",
            "sign 1.1 1.2 --on 2025-07-25",
            "close 1.1 1.2 --meeting 2 --on 2025-08-20",
        ],
    );
    refused(&office, "sign 1 --deny --words 培训没有记录", &["1.1、1.2", "--open 1.1"]);
    run(&office, &["sign 1 --deny --words 培训没有记录 --open 1.2 --on 2025-08-25"]);
    assert_eq!(
        (&row(&office, "1")["closure"], &row(&office, "1.1")["closure"]),
        (&json!("returned"), &json!("closed"))
    );
    let again = row(&office, "1.2");
    assert_eq!(
        (&again["closure"], &again["cycle"], &again["progress"]),
        (&json!("none"), &json!(2), &json!("in_progress"))
    );
    office.run(["verify"]).ok();
}

#[test]
fn what_was_struck_off_since_the_ledger_knew_it_was_not_taken_over() {
    let mut office = at_level("问题");
    // Everything was entered on 09-30: what the old ledger had struck off by then is taken over.
    run(&office, &["close 1 --taken-over 旧台账第3项 --on 2025-09-01"]);
    office.on("2025-10-08");
    refused(
        &office,
        "close 2 --taken-over 旧台账第4项",
        &["2025年9月30日 已录入本台账", "2025年10月8日 的销号不是从旧台账转入的", "close --meeting"],
    );
    // Nor with a meeting beside it: then it walks the round's way.
    run(&office, &["meeting add 2025-10-08 --kind 党组会"]);
    refused(&office, "close 2 --taken-over 旧台账第4项 --meeting 3", &["不是从旧台账转入的"]);
    run(&office, &["close 2 --meeting 3", "close Y1 --taken-over 旧台账意见 --on 2025-09-30"]);
    // What was recorded only now may have been struck off in the old ledger long ago.
    run(
        &office,
        &[
            "add 值班脱岗 --dept 办公室 --on 2025-06-20",
            "progress 3 --done --on 2025-07-01",
            "close 3 --taken-over 旧台账第5项 --without-evidence 材料在档案室 --on 2025-08-01",
        ],
    );
    // Reopened, it is this ledger's.
    office.on("2025-10-09");
    run(&office, &["reopen 3 --reason 又有脱岗", "progress 3 --done"]);
    refused(&office, "close 3 --taken-over 旧台账第5项 --without-evidence 材料在档案室", &["不是从旧台账转入的"]);
}

#[test]
fn a_new_cycle_rests_on_new_evidence() {
    let office = at_level("问题");
    run(&office, &["close 1 --meeting 2 --on 2025-08-20", "reopen 1 --reason 反弹 --open 1.2 --on 2025-08-25"]);
    refused(
        &office,
        "progress 1.2 --done --completed-on 2025-07-20 --on 2025-09-01",
        &["完成日 2025年7月20日", "2025年8月25日", "--completed-on"],
    );
    // What was not opened again may be told in more words.
    run(&office, &["progress 1.1 --done --completed-on 2025-07-20 --on 2025-09-01"]);
    run(&office, &["progress 1.2 --done --on 2025-09-01", "meeting add 2025-09-10 --kind 党组会"]);
    refused(&office, "close 1 --meeting 3", &["没有佐证材料"]);
    // Kept now with a day before the reopening it is of the old cycle all the same.
    run(&office, &["attach 1.2 --register 某法〔2025〕8号 --title 补记 --kept-at 档案室 --on 2025-08-24"]);
    refused(&office, "close 1 --meeting 3", &["没有佐证材料"]);
    run(&office, &["attach 1.2 --register 某法〔2025〕9号 --title 培训签到表 --kept-at 档案室 --on 2025-09-01"]);
    run(&office, &["close 1 --meeting 3 --on 2025-09-10"]);
    let summary = office.run(["summary", "--format", "json"]).ok().json();
    assert_eq!(summary["issues"]["closed_without_evidence"], json!(0));
    // The piece on which it rests is not taken back, though older ones are there.
    refused(&office, "attach withdraw 4 --reason 传错文件", &["1 已销号"]);
    run(&office, &["attach withdraw 3 --reason 传错文件"]);
    // Words stand for it as ever, and are counted.
    run(&office, &["undo", "undo", "close 1 --meeting 3 --without-evidence 涉密 --on 2025-09-10"]);
    office.run(["verify"]).ok();
}

#[test]
fn a_pending_filing_does_not_complete_what_was_reopened_since() {
    let office = at_level("问题");
    run(
        &office,
        &[
            "close 1 --meeting 2 --on 2025-08-20",
            "reopen 1 --reason 反弹 --open 1.2 --on 2025-08-25",
            "progress 1.2 --done --completed-on 2025-08-25 --filled-by 内勤 --pending --on 2025-08-26",
        ],
    );
    refused(
        &office,
        "progress 1.2 --done --completed-on 2025-08-24 --filled-by 内勤 --pending --on 2025-08-26",
        &["退回或撤销销号"],
    );
    run(&office, &["accept 1.2 --on 2025-08-27"]);
    assert_eq!(row(&office, "1")["completed_on"], json!("2025-08-25"));
    // Handed in before it was reopened on the same day, with a day of completion before that.
    run(&office, &["undo", "undo", "undo"]);
    run(&office, &["reopen 1 --reason 反弹 --open 1.2 --on 2025-08-25"]);
    office.run(["verify"]).ok();
}

#[test]
fn what_was_done_and_not_named_keeps_its_day_when_another_is_set_on_return() {
    let office = at_level("问题");
    run(
        &office,
        &[
            "add 账目不清 --dept 办公室 --due 2025-07-31 --on 2025-06-20",
            "add 对账 --kind 措施 --under 3 --on 2025-06-20",
            "add 清账 --kind 措施 --under 3 --on 2025-06-20",
            "progress 3.1 3.2 --done --on 2025-08-05",
            "return 3 --meeting 2 --words 没有清完 --open 3.2 --until 2025-10-31 --on 2025-08-21",
        ],
    );
    let due = |code: &str| row(&office, code)["deadline"]["due"].clone();
    assert_eq!(["3", "3.1", "3.2"].map(due), [json!("2025-10-31"), json!("2025-07-31"), json!("2025-10-31")]);
    // Late it was, and late it stays.
    let late = office.run("summary --explain 逾期完成 --kind 措施 --format json".split(' ')).ok().json();
    assert_eq!(late["members"][0]["code"], json!("3.1"), "{late}");
    let shown = office.run(["show", "3"]).ok();
    assert!(shown.out.contains("2025-08-21 退回后重定期限 2025-07-31 → 2025-10-31"), "{shown}");
    office.run(["verify"]).ok();
}

#[test]
fn what_was_not_tabled_is_not_put_off() {
    let office = at_level("问题");
    refused(&office, "return 1 --meeting 2 --defer", &["1 谈不上暂缓", "没有申请销号", "taizhang submit 1"]);
    run(&office, &["submit 1 --on 2025-08-01", "return 1 --meeting 2 --defer --on 2025-08-20"]);
    // Signed on its way to the meeting it is tabled, too.
    run(
        &office,
        &[
            "round amend --policy 整改办初审、党组会审定 --reason 加强审核 --approval 批示 --on 2025-07-21",
            "sign 2 --on 2025-08-01",
            "return 2 --meeting 2 --defer --on 2025-08-20",
        ],
    );
    refused(&office, "return Y1 --meeting 2 --defer", &["Y1 谈不上暂缓"]);
}

#[test]
fn nobody_signs_for_his_own_work() {
    let office = at_level("问题");
    run(
        &office,
        &[
            "round amend --policy 整改办初审、纪检监察组意见、党组会审定 --reason 加强审核 --approval 批示 --on 2025-07-21",
            "assign 1 --co-dept 办公室 --on 2025-07-21",
            "party add 派驻纪检监察组 --kind 部门 --on 2025-06-13",
        ],
    );
    refused(&office, "sign 1 --party 政治部", &["1 的“整改办初审”不能由“政治部”办", "责任部门或配合部门"]);
    refused(&office, "sign 1 --party 办公室", &["1 的“整改办初审”不能由“办公室”办"]);
    refused(&office, "sign 1 --words 办公室", &["1 的“整改办初审”不能由“办公室”办"]);
    run(&office, &["sign 1 2 --words 材料齐全 --on 2025-07-25"]);
    refused(&office, "sign 1 --step 纪检监察组意见", &["没有写明是谁的意见", "--party", "--words"]);
    refused(&office, "sign 1 --step 纪检监察组意见 --words 。", &["没有写明是谁的意见"]);
    refused(&office, "sign 1 --step 纪检监察组意见 --party 政治部 --words 无异议", &["不能审自己的整改"]);
    refused(&office, "sign 1 --deny --words 不属实 --party 政治部", &["不能审自己的整改"]);
    run(&office, &["sign 1 --party 派驻纪检监察组 --on 2025-07-26", "sign 2 --words 驻院纪检组无异议 --on 2025-07-26"]);
}

#[test]
fn what_is_the_same_for_many_is_said_once() {
    let office = at_level("问题");
    let outcome = refused(&office, "close 1 2 Y1", &["1、2、Y1 还不能销号，缺 1 样"]);
    assert_eq!(outcome.err.matches("办法：").count(), 1, "{outcome}");
    assert_eq!(outcome.err.matches("没有党组会审定").count(), 1, "{outcome}");
    // Programs are told item by item.
    let error = office.run("close 1 2 Y1 --format json".split(' ')).error_json();
    assert_eq!(error["message"], json!("1 还不能销号，缺 1 样"));
    assert_eq!(error["more"].as_array().unwrap().len(), 2);
}

#[test]
fn a_ratified_closing_is_told_once_in_the_history() {
    let office = at_level("问题");
    run(&office, &["close 1 --taken-over 旧台账第3项 --on 2025-08-01", "close 1 --ratify --meeting 2 --on 2025-08-20"]);
    let shown = office.run(["show", "1"]).ok();
    assert_eq!(shown.out.matches("第1轮 已销号").count(), 1, "{shown}");
    assert_eq!(shown.out.matches("旧台账第3项").count(), 1, "{shown}");
    assert!(shown.out.contains("2025-08-20 第1轮 补办审议"), "{shown}");
    let steps = office.run(["show", "1", "--format", "json"]).ok().json()["items"][0]["closure"].clone();
    assert_eq!((&steps[0]["ratified"], &steps[1]["ratified"]), (&json!(false), &json!(true)));
}
