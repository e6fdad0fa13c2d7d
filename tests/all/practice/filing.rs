//! Filings (填报) that wait for acceptance (采用), and what is due in a period of filing (本期应填报).

use crate::all::office::{Office, Outcome};
use serde_json::{Value, json};

/// On 2025-08-10: an issue with two measures, an issue led by one department with another taking part, an opinion.
fn under_way() -> Office {
    let mut office = Office::empty();
    office.on("2025-08-10");
    for line in [
        "init --office 某区人民法院",
        "round open 2025巡察 --feedback 2025-06-13 --on 2025-06-13",
        "party add 政治部 办公室 --kind 部门",
        "add 理论学习不深入 --dept 政治部 --due 2025-12-31 --on 2025-06-20",
        "add 修订学习制度 --kind 措施 --under 1 --on 2025-06-20",
        "add 组织专题培训 --kind 措施 --under 1 --on 2025-06-20",
        "add 台账登记不全 --dept 办公室 --co-dept 政治部 --due 2025-10-31 --on 2025-06-20",
        "add 健全长效机制 --kind 意见 --dept 政治部 --due 长期坚持 --on 2025-06-20",
    ] {
        office.run(line.split_whitespace()).ok();
    }
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

fn item(office: &Office, code: &str) -> Value {
    run(office, &format!("list {code} --format json")).ok().json()["items"][0].clone()
}

/// The number of the first record of that kind.
fn record(office: &Office, kind: &str) -> i64 {
    let log = run(office, "log --limit 200 --format json").ok().json();
    let entries = log["entries"].as_array().unwrap();
    entries.iter().filter(|e| e["kind"] == kind).map(|e| e["seq"].as_i64().unwrap()).min().unwrap()
}

#[test]
fn what_is_pending_moves_nothing_and_names_who_filled_it() {
    let office = under_way();
    run(&office, "progress 2 --done --completed-on 2025-08-08 --pending").usage().says("--filled-by");
    run(&office, "progress 2 --done --completed-on 2025-08-08 --filled-by 办公室内勤 --pending").ok().says("待采用");
    assert_eq!(item(&office, "2")["progress"], "not_started");
    let waiting = run(&office, "accept --format json").ok().json();
    assert_eq!(waiting["schema"], "taizhang.filings/1");
    assert_eq!(
        waiting["waiting"],
        json!([{
            "filing": 1, "round": "2025巡察", "code": "2", "text": "台账登记不全", "on": "2025-08-10", "department": "办公室",
            "filled_by": "办公室内勤", "entered_by": "整改办", "leading": true, "progress": "completed",
            "completed_on": "2025-08-08", "situation": null, "problems": null, "next": null, "days_waiting": 0,
        }])
    );
}

#[test]
fn progress_moves_on_the_day_of_acceptance_with_the_day_of_completion_that_was_filed() {
    let mut office = under_way();
    run(&office, "progress 1.1 --done --completed-on 2025-08-08 --filled-by 内勤 --pending").ok();
    office.on("2025-08-20");
    run(&office, "accept 1.1 --on 2025-08-15").ok().says("采用第 1 号填报");
    let done = item(&office, "1.1");
    assert_eq!((&done["progress"], &done["completed_on"]), (&json!("completed"), &json!("2025-08-08")));
    assert_eq!(item(&office, "1")["progress"], "in_progress");
    let before = run(&office, "list 1.1 --as-of 2025-08-14 --format json").ok().json();
    assert_eq!(before["items"][0]["progress"], "not_started");
    run(&office, "accept").ok().says("没有待采用的填报");
    run(&office, "verify").ok();
}

#[test]
fn a_filing_of_a_department_that_takes_part_stands_beside() {
    let office = under_way();
    run(&office, "progress 2 --state 已完成 --dept 政治部 --filled-by 内勤 --pending").ok();
    run(&office, "accept").ok().says("非主责部门，进度不变");
    run(&office, "accept 2").ok().says("不是由第一责任部门填报，进度不变");
    assert_eq!(item(&office, "2")["progress"], "not_started");
    let shown = run(&office, "show 2 --format json").ok().json();
    assert_eq!(shown["items"][0]["filings"][0]["state"], "accepted");
}

#[test]
fn what_is_sent_back_is_filed_anew_never_accepted() {
    let office = under_way();
    run(&office, "progress 2 --done --filled-by 内勤 --pending").ok();
    run(&office, "accept 2 --return --words 缺佐证材料").ok().says("退回第 1 号填报");
    run(&office, "show 2").ok().says("缺佐证材料").says("已退回");
    refused(&office, "accept --filing 1", "这份填报已退回");
    refused(&office, "accept --filing 1 --return --words 再退", "这份填报已退回");
    refused(&office, "accept 2", "没有待采用的填报");
    run(&office, "progress 2 --done --filled-by 内勤 --pending").ok();
    run(&office, "accept --filing 2").ok();
    assert_eq!(item(&office, "2")["progress"], "completed");
}

#[test]
fn a_filing_is_accepted_once() {
    let office = under_way();
    run(&office, "progress 2 --state 整改中 --filled-by 内勤 --pending").ok();
    run(&office, "accept --filing 1").ok();
    refused(&office, "accept --filing 1", "这份填报已采用");
    refused(&office, "accept --filing 1 --return --words 退", "这份填报已采用");
    // What the office entered by itself was accepted at once.
    run(&office, "progress 2 --state 阶段性完成").ok();
    refused(&office, "accept --filing 2", "这份填报已采用");
    refused(&office, "accept --filing 99", "没有第 99 号填报");
}

#[test]
fn a_filing_about_what_was_closed_or_withdrawn_since_is_only_sent_back() {
    let office = under_way();
    run(&office, "progress 2 --state 整改中 --filled-by 内勤 --pending --on 2025-07-01").ok();
    run(&office, "progress 1.1 --state 整改中 --filled-by 内勤 --pending --on 2025-07-01").ok();
    run(&office, "progress 2 --done --on 2025-07-10").ok();
    run(&office, "meeting add 2025-08-01 --kind 党组会 --title 第13次党组会").ok();
    run(&office, "close 2 --meeting 2 --without-evidence 材料在档案室").ok().says("还有 1 份填报没有采用");
    run(&office, "withdraw 1.1 --ground 录入差错 --reason 重复").ok();
    refused(&office, "accept 2", "2 已销号，进度不再变动");
    refused(&office, "accept 1.1", "1.1 已撤项，不再办理");
    run(&office, "accept --filing 1 --filing 2 --return --words 事项已了结").ok();
    run(&office, "accept").ok().says("没有待采用的填报");
    run(&office, "verify").ok();
}

#[test]
fn a_claim_is_refused_once_measures_say_it() {
    let office = under_way();
    run(&office, "progress 2 --done --filled-by 内勤 --pending").ok();
    run(&office, "add 补登台账 --kind 措施 --under 2").ok();
    refused(&office, "accept 2", "下面有了 2.1，进度由它们得出");
    refused(&office, "progress 2 --done --filled-by 内勤 --pending", "进度不能直接填");
}

#[test]
fn a_filing_of_an_earlier_cycle_is_not_accepted_in_the_next() {
    let office = under_way();
    run(&office, "progress 2 --done --filled-by 内勤 --pending --on 2025-07-01").ok();
    run(&office, "progress 2 --done --on 2025-07-10").ok();
    run(&office, "meeting add 2025-08-01 --kind 党组会 --title 第13次党组会").ok();
    run(&office, "close 2 --meeting 2 --without-evidence 材料在档案室").ok();
    run(&office, "reopen 2 --reason 反弹").ok();
    refused(&office, "accept 2", "填报的是第 1 次整改");
}

#[test]
fn an_acceptance_does_not_predate_its_filing() {
    let office = under_way();
    run(&office, "progress 2 --done --filled-by 内勤 --pending --on 2025-08-05").ok();
    refused(&office, "accept 2 --on 2025-08-04", "--on 不能早于 2025-08-05");
    refused(&office, "accept 2 --return --words 缺材料 --on 2025-08-04", "--on 不能早于 2025-08-05");
    refused(&office, "progress 2 --done --completed-on 2025-08-11 --filled-by 内勤 --pending", "完成日晚于生效日");
}

#[test]
fn what_was_filed_later_holds_whichever_is_accepted_first() {
    let office = under_way();
    run(&office, "progress 2 --state 整改中 --filled-by 内勤 --pending --on 2025-08-01").ok();
    run(&office, "progress 2 --done --filled-by 内勤 --pending --on 2025-08-05").ok();
    run(&office, "accept --filing 2").ok();
    run(&office, "accept --filing 1").ok().says("进度以后来的为准");
    assert_eq!(item(&office, "2")["progress"], "completed");
    // In one go they are taken in the order in which they were handed in.
    run(&office, "undo").ok();
    run(&office, "undo").ok();
    run(&office, "accept 2").ok();
    assert_eq!(item(&office, "2")["progress"], "completed");
}

#[test]
fn an_old_claim_does_not_undo_a_return() {
    let mut office = under_way();
    run(&office, "progress 2 --done --on 2025-07-10").ok();
    run(&office, "progress 2 --done --filled-by 内勤 --pending --on 2025-08-01").ok();
    run(&office, "meeting add 2025-08-05 --kind 党组会 --title 第13次党组会").ok();
    run(&office, "return 2 --meeting 2 --words 台账不全 --on 2025-08-05").ok();
    office.on("2025-08-12");
    run(&office, "accept 2").ok().says("进度以后来的为准");
    assert_eq!(item(&office, "2")["progress"], "in_progress");
}

#[test]
fn in_bulk_one_that_cannot_be_accepted_keeps_all() {
    let office = under_way();
    run(&office, "progress 1.1 --done --filled-by 内勤 --pending").ok();
    run(&office, "progress 2 --done --filled-by 内勤 --pending").ok();
    run(&office, "add 补登台账 --kind 措施 --under 2").ok();
    refused(&office, "accept 1.1 2", "进度由它们得出");
    refused(&office, "accept --dept 政治部 --yes", "进度由它们得出");
    assert_eq!(item(&office, "1.1")["progress"], "not_started");
    run(&office, "accept --kind 措施 --yes").ok();
    assert_eq!(item(&office, "1.1")["progress"], "completed");
}

#[test]
fn a_dry_run_accepts_nothing() {
    let office = under_way();
    run(&office, "progress 1.1 --done --filled-by 内勤 --pending").ok();
    let before = anchor(&office);
    run(&office, "accept 1.1 --dry-run").ok().says("仅预演");
    run(&office, "accept --filing 1 --dry-run").ok().says("仅预演");
    assert_eq!(anchor(&office), before);
    run(&office, "accept 1.1 --filing 1").usage().says("不能同时写");
    run(&office, "accept --return --words 都退").usage().says("没有写明退回哪些填报");
}

#[test]
fn an_acceptance_is_not_undone_under_a_closing() {
    let office = under_way();
    run(&office, "progress 2 --done --filled-by 内勤 --pending --on 2025-07-10").ok();
    run(&office, "accept 2 --on 2025-07-11").ok();
    let accepted = record(&office, "filing_accepted");
    run(&office, "meeting add 2025-08-01 --kind 党组会 --title 第13次党组会").ok();
    run(&office, "close 2 --meeting 2 --without-evidence 材料在档案室").ok();
    refused(&office, &format!("undo --record {accepted}"), "以它为基础");
}

#[test]
fn a_filing_is_not_undone_under_its_acceptance() {
    let office = under_way();
    run(&office, "progress 2 --done --filled-by 内勤 --pending").ok();
    let filed = record(&office, "filing_recorded");
    run(&office, "accept 2").ok();
    refused(&office, &format!("undo --record {filed}"), "以它为基础");
    run(&office, "undo").ok();
    assert_eq!(item(&office, "2")["progress"], "not_started");
    run(&office, "accept").ok().says("共1份");
    run(&office, &format!("undo --record {filed}")).ok();
    run(&office, "verify").ok();
}

fn unfiled(office: &Office, more: &str) -> Vec<String> {
    let list = run(office, &format!("list --unfiled --format json {more}")).ok().json();
    list["items"].as_array().unwrap().iter().map(|i| i["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_filing_is_due_in_each_period_until_the_work_is_done() {
    let mut office = under_way();
    assert_eq!(unfiled(&office, ""), ["1", "2", "Y1"]);
    // About a measure is about its issue; a pending one counts, one that was sent back does not.
    run(&office, "progress 1.1 --situation 已起草").ok();
    run(&office, "progress 2 --situation 正在补登 --filled-by 内勤 --pending").ok();
    assert_eq!(unfiled(&office, ""), ["Y1"]);
    office.on("2025-08-20");
    run(&office, "accept 2 --return --words 写清数量").ok();
    assert_eq!(unfiled(&office, ""), ["2", "Y1"]);
    // As it was known on the day before.
    assert_eq!(unfiled(&office, "--as-of 2025-08-19"), ["Y1"]);
    let round = run(&office, "round show --format json").ok().json();
    assert_eq!(
        round["filing"],
        json!({"period": {"from": "2025-08-01", "to": "2025-08-31"}, "counts": {"due": 3, "filed": 1, "unfiled": 2}})
    );
    run(&office, "round show").ok().says("2025-08-01 至 2025-08-31，应填报 3 项，已填报 1 项，未填报 2 项");
    // The filing that completes it is still one of the month; in the next nothing is due.
    run(&office, "progress 2 --done").ok();
    assert_eq!(run(&office, "round show --format json").ok().json()["filing"]["counts"]["due"], 3);
    office.on("2025-09-01");
    assert_eq!(unfiled(&office, ""), ["1", "Y1"]);
    // What came into the ledger on the last day of a period is due from the next on.
    office.on("2025-09-30");
    run(&office, "add 新发现的问题 --dept 政治部").ok();
    assert_eq!(unfiled(&office, ""), ["1", "Y1"]);
    office.on("2025-10-01");
    assert_eq!(unfiled(&office, ""), ["1", "3", "Y1"]);
}

#[test]
fn overdue_says_who_has_not_filed() {
    let office = under_way();
    run(&office, "progress 1.1 --situation 已起草").ok();
    let report = run(&office, "overdue --format json").ok().json();
    assert_eq!(report["filing"]["counts"], json!({"due": 3, "filed": 1, "unfiled": 2}));
    assert_eq!(
        report["filing"]["unfiled_by_department"],
        json!([{"department": "政治部", "count": 1}, {"department": "办公室", "count": 1}])
    );
    assert_eq!(
        report["filing"]["periods"],
        json!([{"round": "2025巡察", "rhythm": "monthly", "from": "2025-08-01", "to": "2025-08-31"}])
    );
    assert_eq!(report["totals"]["unfiled"]["issues"], 1);
    assert_eq!(report["totals"]["unfiled"]["opinions"], 1);
    run(&office, "overdue")
        .ok()
        .says("五、本期应填报未填报：1个问题、1条整改意见")
        .says("应填报3项，已填报1项，未填报2项");
    let of_office = run(&office, "overdue --dept 办公室 --format json").ok().json();
    assert_eq!(of_office["unfiled"].as_array().unwrap().len(), 1);
}

#[test]
fn the_rhythm_of_the_round_says_when_the_next_filing_is_due() {
    let mut office = under_way();
    run(&office, "round amend --rhythm 每周 --reason 巡察办要求").ok();
    run(&office, "progress 2 --situation 正在补登").ok();
    assert_eq!(unfiled(&office, ""), ["1", "Y1"]);
    // 2025-08-10 is a Sunday.
    office.on("2025-08-11");
    assert_eq!(unfiled(&office, ""), ["1", "2", "Y1"]);
    run(&office, "round amend --rhythm 每两月 --reason 转入常态").ok();
    assert_eq!(unfiled(&office, ""), ["1", "Y1"]);
}

#[test]
fn what_was_sent_back_is_no_last_filing_and_what_waits_is_marked() {
    let office = under_way();
    let last = |code: &str| {
        let row = item(&office, code);
        (row["last_filing_on"].clone(), row["last_filing_waits"].clone())
    };
    run(&office, "progress 2 --situation 已清点 --on 2025-07-10").ok();
    run(&office, "progress 2 --situation 已补齐 --pending --filled-by 内勤 --on 2025-08-01").ok();
    assert_eq!(last("2"), (json!("2025-08-01"), json!(true)));
    run(&office, "overdue").ok();
    run(&office, "accept 2 --return --words 请补数据 --on 2025-08-02").ok();
    assert_eq!(last("2"), (json!("2025-07-10"), json!(false)));
    run(&office, "undo").ok();
    assert_eq!(last("2"), (json!("2025-08-01"), json!(true)));
    run(&office, "verify").ok();
}

#[test]
fn an_issue_shows_what_was_filed_about_its_measures() {
    let office = under_way();
    let whole = |office: &Office, code: &str| {
        run(office, &format!("show {code} --format json")).ok().json()["items"][0].clone()
    };
    run(&office, "progress 1.1 --situation 已起草 --on 2025-07-10").ok();
    run(&office, "progress 1.2 --situation 已培训两期 --on 2025-07-20").ok();
    let below = whole(&office, "1")["filings_below"].clone();
    let told: Vec<_> = below.as_array().unwrap().iter().map(|f| (&f["code"], &f["on"])).collect();
    assert_eq!(told, [(&json!("1.2"), &json!("2025-07-20")), (&json!("1.1"), &json!("2025-07-10"))]);
    run(&office, "show 1").ok().says("下级事项的填报（最近2份）").says("已培训两期");
    assert_eq!(whole(&office, "1.1")["filings_below"], json!([]));
}
