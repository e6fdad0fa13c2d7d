//! Several issues in one cell, and months side by side: what the numbers and the headings say, and no more.

use crate::all::office::Office;
use taizhang::domain::item::ItemKind;
use taizhang::intake::plan::Plan;
use taizhang::intake::{Options, read};

fn plan(text: &str) -> Plan {
    let plan = read("台账.csv", text.as_bytes(), &Options::default()).unwrap_or_else(|error| panic!("{error}"));
    super::assert_accounted("cells", &plan);
    plan
}

fn issues(plan: &Plan) -> Vec<&str> {
    plan.items.iter().filter(|item| item.kind == ItemKind::Issue).map(|item| item.text.as_str()).collect()
}

const HEADINGS: &str = "序号,反馈问题,整改措施,责任部门,整改时限\n";

#[test]
fn issues_and_measures_with_the_same_numbers_are_taken_apart() {
    let plan = plan(&format!(
        "{HEADINGS}1,\"1.台账登记不全；\n2.卷宗装订不齐；\n3.庭审录像缺失\",\"1.建账；\n2.装订；\n3.补录\",办公室,1.6月底；2.7月底；3.8月底\n2,执行不力,核查,执行局,9月底\n"
    ));
    assert_eq!(issues(&plan), ["台账登记不全", "卷宗装订不齐", "庭审录像缺失", "执行不力"]);
    let dues: Vec<Option<&str>> = plan
        .items
        .iter()
        .filter(|item| item.kind == ItemKind::Issue)
        .map(|item| item.deadline_raw.as_deref())
        .collect();
    assert_eq!(dues, [Some("6月底"), Some("7月底"), Some("8月底"), Some("9月底")]);
    for (at, item) in plan.items.iter().enumerate().filter(|(_, item)| item.kind == ItemKind::Measure) {
        assert_eq!(item.parent, Some(at - 1), "each measure stands under its own issue");
    }
    assert!(plan.items[0].departments == ["办公室"] && plan.items[4].departments == ["办公室"]);
    // The row's number is no issue's number any more.
    assert!(plan.items.iter().all(|item| item.number.is_none()));
    assert_eq!(plan.notes.iter().filter(|note| note.reason.contains("按 3 个问题读入")).count(), 1);
}

#[test]
fn numbers_that_the_measures_do_not_share_leave_the_issue_whole() {
    for measures in ["建账", "1.建账；2.装订；3.补录", "（1）建账；（2）装订", "①建账②装订"]
    {
        let plan = plan(&format!("{HEADINGS}1,1.台账登记不全；2.卷宗装订不齐,{measures},办公室,6月底\n"));
        assert_eq!(issues(&plan).len(), 1, "{measures}");
        assert!(
            plan.notes.iter().any(|note| note.place == "第2行" && note.reason.contains("按一个问题读入")),
            "{measures}"
        );
    }
    let plain = plan(&format!("{HEADINGS}1,一是台账不全。二是卷宗不齐。,一是建账。二是装订。,办公室,6月底\n"));
    assert_eq!((issues(&plain).len(), plain.notes.len()), (1, 0), "{:?}", plain.notes);
}

const MONTHS: &str = "序号,反馈问题,整改措施,责任部门,3月进展,4月进展,5月进展,整改状态\n\
1,台账登记不全,建账,办公室,已选型,已采购,已启用,整改中\n\
2,卷宗装订不齐,装订,办公室,,已装订一半,,\n";

#[test]
fn each_month_is_a_filing_on_its_last_day() {
    let office = Office::new();
    office.run(["round", "open", "2025巡察", "--feedback", "2025-01-13"]).ok();
    office.write("台账.csv", MONTHS);
    office.run(["intake", "台账.csv", "--on", "2025-05-20", "--new-parties", "--yes"]).went_well();
    let filed = |code: &str| -> Vec<(String, String)> {
        let shown = office.run(["show", code, "--format", "json"]).ok().json();
        let filings = shown["items"][0]["filings"].as_array().unwrap().iter();
        let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        filings.map(|filing| (word(&filing["on"]), word(&filing["situation"]))).collect()
    };
    let day = |on: &str, words: &str| (on.to_owned(), words.to_owned());
    assert_eq!(filed("1"), [day("2025-03-31", "已选型"), day("2025-04-30", "已采购"), day("2025-05-20", "已启用")]);
    assert_eq!(filed("2"), [day("2025-04-30", "已装订一半")]);
    // Next month's ledger brings the new month only.
    office.write(
        "六月.csv",
        MONTHS.replace("5月进展", "5月进展,6月进展").replace("已启用", "已启用,已验收").replace("一半,,", "一半,,,"),
    );
    office.run(["intake", "六月.csv", "--on", "2025-06-30", "--yes"]).went_well();
    assert_eq!(filed("1").last(), Some(&day("2025-06-30", "已验收")));
    assert_eq!(filed("1").len(), 4);
}

/// 成效 counts things in our own tables, and tells of the work in words elsewhere.
#[test]
fn a_column_of_outcomes_is_read_as_it_is_written() {
    let counted = "2025-07-07新建《台账管理办法》，制度";
    let plan = plan(&format!(
        "序号,反馈问题,整改措施,责任部门,整改时限,成效\n1,台账登记不全,建账,办公室,6月底前,已建账三十本\n2,卷宗装订不齐,装订,办公室,6月底前,{counted}\n"
    ));
    let told: Vec<(Option<&str>, usize)> = plan
        .items
        .iter()
        .filter(|item| item.situation.is_some() || item.reported.is_some())
        .map(|item| (item.situation.as_deref(), item.reported.as_ref().map_or(0, |told| told.outcomes.len())))
        .collect();
    assert_eq!(told, [(Some("已建账三十本"), 0), (None, 1)]);
}
