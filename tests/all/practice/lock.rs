//! A locked month cannot change: not by any verb, not by back-dating, not by bulk, not by undo. What is found out later is
//! listed as 补报调整.

use crate::all::office::{Office, Outcome};
use serde_json::Value;

const LOCKED: &str = "2025-08-31";

fn does(office: &Office, line: &str) -> Outcome {
    let outcome = office.run(line.split_whitespace());
    assert_eq!(outcome.code, 0, "{outcome}");
    outcome
}

fn anchor(office: &Office) -> String {
    does(office, "verify --format json").json()["anchor"].as_str().unwrap().to_owned()
}

/// Refused with these words, and nothing recorded.
fn refused(office: &Office, line: &str, words: &str) -> Outcome {
    let before = anchor(office);
    let outcome = office.run(line.split_whitespace()).refused().says(words);
    assert_eq!(anchor(office), before, "{outcome}");
    outcome
}

/// A round in which something of every kind happened before the end of August: 1 struck off, 2 returned, 3 extended, 4
/// withdrawn, 5 taken over and not ratified, 6 untouched, 7 reopened.
fn august() -> Office {
    let mut office = Office::empty();
    office.on("2025-09-05");
    office.write("登记簿.txt", "印章使用登记簿");
    office.write("照片.txt", "现场照片");
    for line in [
        "init --office 某区人民法院",
        "round open 2025巡察 --feedback 2025-06-13 --milestone 集中整改=2025-09-13 --on 2025-06-20",
        "party add 院长 分管副院长 --kind 院领导 --on 2025-06-20",
        "party add 政治部 办公室 执行局 --kind 部门 --on 2025-06-20",
        "add 政治建设方面 --kind 方面 --on 2025-06-20",
        "add 审判执行方面 --kind 方面 --on 2025-06-20",
        "add 理论学习不深入 --under C1 --leader 院长 --dept 政治部 --due 集中整改期内 --on 2025-06-20",
        "add 印章登记不全 --under C1 --dept 办公室 --due 立行立改 --on 2025-06-20",
        "add 执行案款清理缓慢 --under C2 --dept 执行局 --due 2025年8月底前 --on 2025-06-20",
        "add 重复的问题 --under C2 --dept 执行局 --on 2025-06-20",
        "add 以前销号的问题 --under C2 --dept 办公室 --due 2025-07-31 --on 2025-06-20",
        "add 终本案件管理不严 --under C2 --dept 执行局 --due 2025-12-31 --on 2025-06-20",
        "add 信访办理超期 --under C2 --dept 办公室 --due 2025-07-31 --on 2025-06-20",
        "add 逐件清理 --kind 措施 --under 6 --on 2025-06-20",
        "add 健全长效机制 --kind 意见 --answers 1,2 --on 2025-06-20",
        "assign 6 --leader 分管副院长 --on 2025-06-21",
        "edit 2 --set 类型=立行立改 --on 2025-06-22",
        "progress 1,2,5,7 --done --on 2025-07-10",
        "attach 1 登记簿.txt --on 2025-07-10",
        "attach 7 照片.txt --on 2025-07-10",
        "outcome money 3 --direction 追缴 --amount 300元 --on 2025-07-20",
        "outcome rule 1 --title 《学习制度》 --institution --on 2025-07-21",
        "outcome rule 1 --title 《重复的制度》 --on 2025-07-21",
        "outcome withdraw 3 --reason 重复 --on 2025-07-22",
        "withdraw 4 --ground 录入差错 --reason 重复录入 --on 2025-07-23",
        "submit 1,2,7 --on 2025-07-25",
        "meeting add 2025-07-30 --kind 党组会 --title 第12次党组会 --on 2025-07-30",
        "close 1,7 --meeting 2 --on 2025-07-31",
        "return 2 --meeting 2 --words 材料不全 --keep-due --on 2025-07-31",
        "close 5 --taken-over 旧台账 --on 2025-07-31",
        "extend 3 --to 2025年10月底前 --reason 案件未结 --approval 某巡整办〔2025〕3号 --on 2025-08-20",
        "reopen 7 --reason 反弹 --on 2025-08-25",
        "round amend --yellow 5 --reason 调整亮灯 --on 2025-08-26",
        "progress 6.1 --state 整改中 --situation 已起草 --on 2025-08-28",
        "progress 6.1 --pending --dept 执行局 --filled-by 填报人 --done --situation 报送整改情况 --on 2025-08-29",
        "extend 6 --to 2026-06-30 --reason 案件未结 --on 2025-08-29",
        "recheck 1 --result 巩固 --checker 纪检监察组 --words 台账齐全 --on 2025-08-29",
    ] {
        does(&office, line);
    }
    office
}

/// What the report of the locked day says, in every way it can be asked.
fn published(office: &Office) -> Vec<String> {
    [
        "summary",
        "summary --format json",
        "summary --by 部门 --format json",
        "summary --by 方面 --format json",
        "list --format json",
        "list --closure 已销号",
        "list --origin 反馈问题",
        "list --type 立行立改",
        "list --light 黄,蓝,红",
        "overdue --format json",
        "outcome list --format json",
    ]
    .iter()
    .map(|line| does(office, &format!("--round 2025巡察 {line} --as-of {LOCKED}")).out)
    .collect()
}

fn lock(office: &Office) {
    does(office, &format!("round lock --through {LOCKED} --title 八月整改进展报告 --yes"));
}

#[test]
fn no_verb_takes_effect_in_a_locked_month() {
    let office = august();
    lock(&office);
    let before = anchor(&office);
    for line in [
        "add 补录的问题 --under C1",
        "add 补录的措施 --kind 措施 --under 6",
        "edit 6 --set 来源=自查 --reason 口径核对",
        "edit 6 --set 类型=限期",
        "edit 6 --set 备注=已核对",
        "withdraw 6.1 --ground 录入差错 --reason 重复",
        "assign 6 --dept 办公室",
        "assign 6 --due 2025-11-30",
        "extend 6 --to 2026-03-31 --reason 案件未结 --approval 某巡整办〔2025〕4号",
        "progress 6.1 --done --completed-on 2025-08-20",
        "progress 6 --situation 已清理",
        "progress --of-dept 执行局 --situation 已清理 --yes",
        "attach 6 照片.txt",
        "outcome money 6 --direction 追缴 --amount 100元",
        "submit 6",
        "return 2 --words 材料不全 --keep-due",
        "close 5 --meeting 2 --ratify",
        "close 5 --meeting 2",
        "close --closure 待审定 --meeting 2 --yes",
        "reopen 1 --reason 反弹",
        "party succeed 执行局 办公室 --reason 机构改革 --yes",
        "party merge 执行局 办公室 --yes",
        "accept 6.1",
        "accept 6.1 --return --words 缺佐证材料",
        "extend 6 --approve --approval 院长批示",
        "extend 6 --refuse --words 抓紧办理 --approval 院长批示",
        "sign 5 --step 整改办初审",
        "link Y1 --answers 3",
        "link Y1 --answers 2 --remove --reason 对应错了",
        "recheck 1 --result 巩固 --checker 纪检监察组 --words 台账齐全",
        "recheck 1 --result 反弹 --checker 纪检监察组 --words 又有缺页",
        "sample 1 --seed 一",
        "outcome edit 1 --amount 200元",
        "outcome link 1 6",
        "edit 6 --disclosure 可公开",
        "outcome edit 1 --disclosure 可公开",
        "edit 6.1 --under 3",
        "round consult --asked 某区委巡察办 --words 可行 --taken-up 已采纳",
        "round finish 2025巡察 --reason 全部销号",
        "meeting decide 2 6 --about 延期 --as 暂缓",
    ] {
        let outcome = office.run(format!("{line} --on {LOCKED}").split_whitespace()).refused();
        // Where another rule speaks first, the day is not what is wrong.
        let another = ["close 5 --meeting 2", "close --closure", "return 2", "sign 5", "round finish"]
            .iter()
            .any(|other| line.starts_with(other));
        assert!(another || outcome.err.contains("已锁定"), "{outcome}");
    }
    for line in [
        "outcome withdraw 1 --reason 重复",
        "attach withdraw 2 --reason 放错",
        "round amend --blue 20 --reason 调整亮灯",
        "round amend --feedback 2025-06-12 --reason 更正",
        "meeting add 2025-08-30 --kind 党组会 --title 补开的党组会",
    ] {
        office.run(format!("{line} --on {LOCKED}").split_whitespace()).refused().says("已锁定");
    }
    assert_eq!(anchor(&office), before, "something was recorded");
    // The day after, all is as ever.
    does(&office, "progress 6.1 --done --completed-on 2025-08-20 --on 2025-09-01");
}

#[test]
fn nothing_of_a_locked_month_is_undone() {
    let office = august();
    lock(&office);
    let entries = does(&office, "log --all --format json").json()["entries"].as_array().unwrap().clone();
    let mut verbs = std::collections::BTreeSet::new();
    let before = anchor(&office);
    for entry in &entries {
        let (verb, seq) = (entry["verb"].as_str().unwrap(), &entry["seq"]);
        let outcome = office.run(format!("undo --record {seq}").split_whitespace()).refused();
        if !matches!(verb, "init" | "party") {
            assert!(outcome.err.contains("已锁定") || outcome.err.contains("锁定不能撤销"), "{entry}\n{outcome}");
            verbs.insert(verb.to_owned());
        }
    }
    assert_eq!(anchor(&office), before, "something was undone");
    let expected = [
        "add", "assign", "attach", "close", "edit", "extend", "meeting", "outcome", "progress", "recheck", "reopen",
        "return", "round", "submit", "withdraw",
    ];
    assert_eq!(verbs.into_iter().collect::<Vec<_>>(), expected);
    refused(&office, "undo", "锁定不能撤销");
}

#[test]
fn a_published_report_reads_the_same_for_ever() {
    let mut office = august();
    let before = published(&office);
    lock(&office);
    for line in [
        "add 九月才录入的问题 --under C1 --dept 办公室",
        "add 新的措施 --kind 措施 --under 2",
        "edit 6 --set 来源=自查 --reason 口径核对",
        "edit 2 --set 类型=限期",
        "withdraw 6 --ground 录入差错 --reason 重复",
        "progress 3 --done --completed-on 2025-08-20",
        "assign 2 --dept 执行局",
        "extend 2 --to 2026-03-31 --reason 材料未齐 --approval 某巡整办〔2025〕5号",
        "party succeed 政治部 组织处 --new --reason 机构改革 --yes",
        "party merge 执行局 办公室 --yes",
        "outcome money 3 --direction 追缴 --amount 100元",
        "outcome withdraw 2 --reason 重复",
        "attach 3 照片.txt",
        "submit 3",
        "meeting add 2025-08-30 --kind 党组会 --title 第13次党组会",
        "close 3 --meeting 3",
        "close 5 --meeting 3 --ratify",
        "reopen 1 --reason 反弹",
        "round amend --yellow 30 --blue 60 --reason 调整亮灯",
        "round open 2026巡察 --feedback 2025-09-02",
    ] {
        does(&office, line.trim());
        if line.starts_with("add 九月") {
            assert_eq!(published(&office), before, "{line}");
        }
    }
    for (said, as_before) in published(&office).iter().zip(&before) {
        assert_eq!(said, as_before);
    }
    office.on("2025-10-10");
    does(&office, "round lock 2025巡察 --through 2025-09-30 --title 九月整改进展报告 --yes");
    assert_eq!(published(&office), before);
    does(&office, "verify");
}

#[test]
fn a_lock_goes_forward_only_between_feedback_and_today_and_is_confirmed() {
    let office = august();
    refused(&office, "round lock --through 2025-06-12 --yes", "锁定日要在反馈日 2025年6月13日");
    refused(&office, "round lock --through 2025-09-06 --yes", "锁定日要在反馈日");
    refused(&office, &format!("round lock --through {LOCKED} --on 2025-08-30 --yes"), "锁定日要在反馈日");
    refused(&office, &format!("round lock --through {LOCKED}"), "锁定后不能撤回，需要确认");
    does(&office, &format!("round lock --through {LOCKED} --dry-run")).says("仅预演");
    lock(&office);
    refused(&office, &format!("round lock --through {LOCKED} --yes"), "锁定日只能往后");
    refused(&office, "轮次 锁定 --through 2025-07-31 --yes", "锁定日只能往后");
    let round = does(&office, "round show --format json").json();
    assert_eq!(round["locked_through"], LOCKED);
    assert_eq!(round["locks"][0]["title"], "八月整改进展报告");
    does(&office, "round show").says("2025-08-31（2025-09-05 锁定，八月整改进展报告）");
}

#[test]
fn a_lock_binds_its_own_round_only() {
    let office = august();
    does(&office, "round open 2024审计 --feedback 2025-06-01 --on 2025-06-20");
    does(&office, &format!("round lock 2025巡察 --through {LOCKED} --yes"));
    does(&office, "--round 2024审计 add 台账缺页 --on 2025-07-01");
    let office_of = "--round 2025巡察 progress 6.1 --situation 已清理 --on 2025-08-31";
    refused(&office, office_of, "“2025巡察”在 2025年8月31日 及以前的内容已锁定");
}

fn told(office: &Office, as_of: &str) -> Vec<(String, String)> {
    let document = does(office, &format!("round adjustments 2025巡察 --as-of {as_of} --format json")).json();
    let rows = document["adjustments"]["rows"].as_array().cloned().unwrap_or_default();
    let of = |row: &Value| match row["code"].as_str() {
        Some(code) => code.to_owned(),
        None if row["meeting"].is_null() => format!("成效{}", row["outcome"]),
        None => format!("会议{}", row["meeting"]),
    };
    rows.iter().map(|row| (row["adjustment"].as_str().unwrap().to_owned(), of(row))).collect()
}

#[test]
fn what_belongs_to_a_locked_month_and_came_later_is_an_adjustment_of_the_next_report() {
    let mut office = august();
    does(&office, "attach 3 照片.txt --on 2025-08-29");
    lock(&office);
    does(&office, "round adjustments").says("之后没有补报调整");
    for line in [
        // Belong to August.
        "add 补录的反馈问题 --under C1",
        "progress 3 --done --completed-on 2025-08-20",
        "meeting add 2025-08-30 --kind 党组会 --title 第13次党组会",
        "close 3 --meeting 3",
        "edit 2 --set 类型=限期",
        "edit 6 --set 来源=自查 --reason 口径核对",
        "outcome withdraw 2 --reason 重复",
        // Belong to September.
        "progress 7 --done --completed-on 2025-09-03",
        "add 自查发现的问题 --origin 自查",
        "outcome money 6 --direction 追缴 --amount 100元",
    ] {
        does(&office, line);
    }
    let pairs = |rows: &[(&str, &str)]| {
        rows.iter().map(|(kind, of)| ((*kind).to_owned(), (*of).to_owned())).collect::<Vec<_>>()
    };
    let september = pairs(&[
        ("added", "8"),
        ("completed", "3"),
        ("closed", "3"),
        ("type", "2"),
        ("origin", "6"),
        ("meeting", "会议3"),
        ("outcome_withdrawn", "成效2"),
    ]);
    assert_eq!(told(&office, "2025-09-05"), september);
    assert_eq!(told(&office, LOCKED), pairs(&[]), "the locked report adjusts nothing of itself");
    let section = does(&office, "summary").says("补报调整").out;
    assert!(section.contains("来源更正：反馈问题 → 自"), "{section}");
    let document = does(&office, "summary --format json").json();
    assert_eq!(document["late_adjustments"][0]["rows"].as_array().unwrap().len(), 7, "{document:#}");
    // Put back to what was published, it is none any more; withdrawn, it is told as withdrawn.
    does(&office, "edit 6 --set 来源=反馈问题 --reason 恢复");
    does(&office, "withdraw 2 --ground 录入差错 --reason 重复");
    assert_eq!(
        told(&office, "2025-09-05"),
        pairs(&[
            ("added", "8"),
            ("completed", "3"),
            ("closed", "3"),
            ("withdrawn", "2"),
            ("meeting", "会议3"),
            ("outcome_withdrawn", "成效2"),
        ])
    );
    // The report of September is locked in its turn: October adjusts that one, September's list stands.
    let stood = told(&office, "2025-09-30");
    office.on("2025-10-08");
    does(&office, "round lock --through 2025-09-30 --yes");
    does(&office, "progress 6.1 --done --completed-on 2025-09-28");
    assert_eq!(told(&office, "2025-09-30"), stood);
    assert_eq!(told(&office, "2025-10-08"), pairs(&[("completed", "6"), ("completed", "6.1")]));
}

#[test]
fn a_party_renamed_after_a_lock_is_told_and_one_renamed_within_it_is_refused() {
    let office = august();
    lock(&office);
    refused(&office, "party rename 执行局 执行工作局 --on 2025-08-31", "已锁定");
    let receipt = does(&office, "party rename 执行局 执行工作局 --on 2025-09-02");
    receipt.says("印发的报告里写的是“执行局”");
    let rows = does(&office, "round adjustments 2025巡察 --format json").json()["adjustments"]["rows"].clone();
    assert_eq!(rows.as_array().unwrap().len(), 1, "{rows:#}");
    let row = &rows[0];
    assert_eq!((&row["adjustment"], &row["party"]), (&"renamed".into(), &"执行工作局".into()));
    assert_eq!(
        (&row["before"], &row["after"], &row["on"]),
        (&"执行局".into(), &"执行工作局".into(), &"2025-09-02".into())
    );
    does(&office, "round adjustments 2025巡察").says("名称变更：执行局 → 执行工作局");
    // As of the locked day nothing is adjusted, and an undo takes the row with it.
    assert!(told(&office, LOCKED).is_empty());
    does(&office, "undo");
    assert!(told(&office, "2025-09-05").is_empty());
    // Who never stood in the round is no part of what was published.
    does(&office, "party add 研究室 --kind 部门");
    office.run("party rename 研究室 调研室".split(' ')).ok();
    assert!(told(&office, "2025-09-05").is_empty());
}

#[test]
fn an_item_reworded_after_a_lock_is_told_and_listed() {
    let office = august();
    lock(&office);
    refused(&office, "edit 3 --set 表述=案款清理不力 --reason 校对 --on 2025-08-31", "已锁定");
    does(&office, "edit 3 --set 表述=案款清理不力 --reason 校对 --on 2025-09-02")
        .says("印发的报告里 3 写的是原来的表述");
    does(&office, "edit 3 --set 表述=案款清理偏慢 --reason 校对 --on 2025-09-03");
    // What was blank or is no wording of the paper is no matter of it, nor what came after it.
    let noted = does(&office, "edit 6 --set 备注=已约谈 --on 2025-09-03");
    assert!(!noted.out.contains("印发的报告") && !noted.err.contains("印发的报告"), "{noted}");
    does(&office, "add 新发现的问题 --under C2 --origin 自查 --dept 办公室 --on 2025-09-02");
    let rows = does(&office, "round adjustments 2025巡察 --format json").json()["adjustments"]["rows"].clone();
    assert_eq!(rows.as_array().unwrap().len(), 1, "{rows:#}");
    let row = &rows[0];
    assert_eq!((&row["adjustment"], &row["code"], &row["on"]), (&"reworded".into(), &"3".into(), &"2025-09-03".into()));
    assert_eq!((&row["before"], &row["after"]), (&"执行案款清理缓慢".into(), &"案款清理偏慢".into()));
    does(&office, "round adjustments 2025巡察").says("表述变更：执行案款清理缓慢 →");
    assert!(told(&office, LOCKED).is_empty());
    // Put back, it reads as it read.
    does(&office, "edit 3 --set 表述=执行案款清理缓慢 --reason 校对 --on 2025-09-04");
    assert!(told(&office, "2025-09-05").is_empty());
    does(&office, "undo");
    assert_eq!(told(&office, "2025-09-05").len(), 1);
}

#[test]
fn the_kind_of_a_published_round_stays() {
    let office = august();
    does(&office, "round amend 2025巡察 --kind 巡视 --reason 开立时选错");
    lock(&office);
    refused(&office, "round amend 2025巡察 --kind 审计 --reason 开立时选错", "种类不能改");
    does(&office, "round amend 2025巡察 --body 某区委第一巡察组 --reason 补全");
}

#[test]
fn an_outcome_that_was_put_right_after_a_lock_is_told_with_before_and_after() {
    let office = august();
    lock(&office);
    does(&office, "outcome edit 1 --amount 200元");
    does(&office, "outcome withdraw 2 --reason 重复");
    let rows = does(&office, "round adjustments 2025巡察 --format json").json()["adjustments"]["rows"].clone();
    assert_eq!((&rows[0]["before"], &rows[0]["after"]), (&"追缴 0.03万元".into(), &"追缴 0.02万元".into()), "{rows:#}");
    assert!(rows[1]["before"].as_str().unwrap().contains("学习制度"), "{rows:#}");
    assert_eq!(rows[1]["after"], Value::Null);
    does(&office, "round adjustments 2025巡察").says("成效更正：追缴 0.03万元 →");
    // Put back, it counts as it counted.
    does(&office, "outcome edit 1 --amount 300元");
    assert_eq!(told(&office, "2025-09-05"), [("outcome_withdrawn".to_owned(), "成效2".to_owned())]);
}

#[test]
fn a_closing_stays_in_its_month_when_it_is_taken_back_later() {
    let office = august();
    let months = |as_of: &str| {
        let said = does(&office, &format!("summary --as-of {as_of} --format json")).json();
        (said["closings_by_month"].to_string(), said["reopened_by_month"].to_string())
    };
    // 1, 5 and 7 were struck off on 07-31; 7 was taken back on 08-25.
    assert_eq!(months("2025-08-24"), ("{\"2025-07\":3}".into(), "{}".into()));
    assert_eq!(months("2025-08-25"), ("{\"2025-07\":3}".into(), "{\"2025-07\":1}".into()));
    does(&office, "summary").says("其中后来撤销销号的，仍计在当月：2025-07 1个");
    // Struck off again, it counts in that month, too; ratified, it counts once.
    does(&office, "progress 7 --done --on 2025-09-01");
    does(&office, "meeting add 2025-09-01 --kind 党组会 --title 第13次党组会");
    does(&office, "attach 7 照片.txt --on 2025-09-01");
    does(&office, "close 7 --meeting 3 --on 2025-09-02");
    does(&office, "close 5 --ratify --meeting 3 --on 2025-09-02");
    assert_eq!(months("2025-09-05"), ("{\"2025-07\":3,\"2025-09\":1}".into(), "{\"2025-07\":1}".into()));
    assert_eq!(months("2025-08-24"), ("{\"2025-07\":3}".into(), "{}".into()));
}
