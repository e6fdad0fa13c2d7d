//! The writing verbs as a clerk meets them: the good path, the empty state, the slips, and what bulk commands leave alone.

use super::office::{Office, Outcome};
use serde_json::json;

/// An office in the midst of a round: one category, three issues with measures, one 举一反三, one opinion.
fn under_way() -> Office {
    let office = Office::new();
    for line in [
        "round open 2025巡察 --feedback 2025-06-13 --body 某区委第一巡察组 --milestone 集中整改=2025-09-13",
        "party add 院长 分管副院长 --kind 院领导",
        "party add 政治部 办公室 执行局 --kind 部门",
        "add 政治建设方面 --kind 方面 --on 2025-06-20",
        "add 理论学习不深入 --under C1 --leader 院长 --dept 政治部 --due 集中整改期内 --on 2025-06-20",
        "add 修订学习制度 --kind 措施 --under 1 --on 2025-06-20",
        "add 组织专题培训 --kind 措施 --under 1 --on 2025-06-20",
        "add 印章登记不全 --under C1 --leader 分管副院长 --dept 办公室,政治部 --due 立行立改 --on 2025-06-20",
        "add 执行案款清理缓慢 --under C1 --dept 执行局 --due 2025年12月底前 --on 2025-06-20",
        "add 其他庭室台账缺页 --from-issue 2 --dept 办公室 --due 2025-10-31 --on 2025-06-20",
        "add 健全长效机制 --kind 意见 --answers 1,2 --on 2025-06-20",
    ] {
        office.run(line.split_whitespace()).ok();
    }
    office
}

/// The same, with issue 2 struck off on the strength of a meeting.
fn with_one_closed() -> Office {
    let office = under_way();
    office.write("登记簿.txt", "印章使用登记簿");
    for line in [
        "progress 2 --done --on 2025-07-10",
        "attach 2 登记簿.txt --on 2025-07-10",
        "meeting add 2025-08-20 --kind 党组会 --title 第12次党组会",
        "close 2 --meeting 2 --on 2025-08-21",
    ] {
        office.run(line.split_whitespace()).ok();
    }
    office
}

fn anchor(office: &Office) -> String {
    office.run(["verify", "--format", "json"]).ok().json()["anchor"].as_str().unwrap().to_owned()
}

/// Runs a line that must be refused with these words, and makes sure that nothing was recorded.
fn refused(office: &Office, line: &str, words: &str) -> Outcome {
    let before = anchor(office);
    let outcome = office.run(line.split_whitespace()).says(words);
    assert!(outcome.code == 1 || outcome.code == 2, "{outcome}");
    assert_eq!(anchor(office), before, "{outcome}");
    outcome
}

#[test]
fn from_an_empty_folder_to_the_first_closing() {
    let office = Office::empty();
    office.write("学习制度.txt", "第一条");
    insta::assert_snapshot!(office.session(&[
        "round list",
        "init --office 某区人民法院整改办",
        "round list",
        "meeting list",
        "outcome list",
        "add 理论学习不深入",
        "轮次 开立 2025巡察 --feedback 2025-06-13 --milestone 集中整改=2025-09-13",
        "录入 政治建设方面 --kind 方面",
        "录入 理论学习不深入 --under C1 --dept 政治部 --new-party 政治部 --due 集中整改期内 --on 2025-06-20",
        "录入 修订学习制度 --kind 措施 --under 1 --on 2025-06-20",
        "分工 1 --leader 院长 --new-party 院长 --on 2025-06-20",
        "填报 1.1 --state 整改中 --situation 已起草 --on 2025-07-01",
        "修改 1 --set 目标=学深悟透 --set 类型=限期",
        "延期 1 --to 2025年12月底前 --reason 审批未办结 --approval 某巡整办〔2025〕3号 --on 2025-09-10",
        "填报 1.1 --done --on 2025-11-20",
        "佐证 1.1 学习制度.txt --dated 2025-11-20",
        "成效 制度 1 --title 《学习制度》 --institution",
        "成效 资金 1 --direction 追缴 --amount 3646.75元",
        "申请销号 1 --on 2025-11-25",
        "会议 登记 2025-11-30 --kind 党组会 --title 第20次党组会 --no 〔2025〕20号",
        "销号 1 --meeting 〔2025〕20号",
        "会议 详情 2",
        "会议 列表",
        "成效 列表",
        "轮次 详情",
        "轮次 办结 2025巡察 --reason 全部销号",
        "round list",
        "轮次 启用 2025巡察 --reason 补充材料",
        "verify",
    ]));
}

#[test]
fn a_clerks_slips_are_answered_with_what_to_do() {
    let office = under_way();
    insta::assert_snapshot!(office.session(&[
        "add 台账缺页 --under 99",
        "add 台账缺页 --kind 措施",
        "add 台账缺页 --kind 方面 --under 1",
        "add 台账缺页 --under C1 --leader 院长,分管副院长",
        "add 台账缺页 --under C1 --leader 院长 --leader 分管副院长",
        "assign 1 --dept 政治部门,研究室 --co-dept 办公厅",
        "assign 1 --due 2月30日",
        "assign 1 --due 2026-13-01 --on 2月30日",
        "assign 1",
        "assign --dept 政治部",
        "edit 1 --set 颜色=红",
        "edit 1 --set 类型=马上改",
        "withdraw 1 --ground 并入 --reason 与2重复",
        "extend 1",
        "extend 1 --to 2026-06-30",
        "extend 1 --approve",
        "extend 1 --refuse --meeting 2",
        "extend 1 --to 尽快 --reason 忙 --approval 口头",
        "extend 1 --to 2025-07-01 --reason 忙 --approval 口头",
        "progress 1 --done",
        "progress 2",
        "progress 2 --done --completed-on 2026-12-31",
        "progress 2 --state 快好了",
        "progress 2 --state 整改中 --dept 某处",
        "outcome money 2 --direction 追缴 --amount 十来万",
        "outcome money 2 --direction 追缴 --amount 0.005元",
        "outcome accountability 2 --form 诫勉 --people 0",
        "attach 2",
        "attach 2 没有这个文件.txt",
        "attach 2 --register 某政〔2025〕1号",
        "attach withdraw 7 --reason 传错",
        "meeting add 2025-06-01 --kind 党组会",
        "meeting add 2026-03-02 --kind 党组会",
        "meeting add 2025-07-01 --kind 茶话会",
        "round open 2025巡察 --feedback 2025-06-13",
        "round open 2026巡察 --feedback 2026-04-01",
        "round open 1:2 --feedback 2026-01-01",
        "round amend --milestone 集中=2025-09-13 --reason 改",
        "round finish 2025巡察 --reason 想办结",
        "submit 2",
        "return 2 --words 重做",
        "reopen 2 --reason 重做",
    ]));
}

#[test]
fn the_gate_names_everything_missing_of_every_item_at_once() {
    let office = under_way();
    office.run(["assign", "3", "--due", "长期坚持", "--on", "2025-06-21"]).ok();
    office.run(["meeting", "add", "2025-07-01", "--kind", "推进会"]).ok();
    insta::assert_snapshot!(office.session(&[
        "close 1-3 J1",
        "close 1.1 --meeting 2025-07-01",
        "close 2 --meeting 2025-07-01",
        "close 2 --meeting 2025-08-01",
    ]));
}

#[test]
fn a_meeting_agrees_returns_and_puts_off_and_the_numbers_add_up() {
    let office = with_one_closed();
    office.write("台账.txt", "台账");
    insta::assert_snapshot!(office.session(&[
        "progress 1.1 1.2 3 --done --on 2025-09-01",
        "attach 1 3 台账.txt --on 2025-09-01",
        "submit 1 3 --on 2025-09-02",
        "meeting add 2025-09-10 --kind 党组会 --title 第14次党组会",
        "return 1 --meeting 3 --words 培训没有签到表 --open 1.2 --on 2025-09-10",
        "return 3 --meeting 3 --defer --on 2025-09-10",
        "meeting show 3",
        "meeting list",
        "progress 1.2 --done --on 2025-09-20",
        "close 1 --meeting 3 --on 2025-09-21",
        "meeting add 2025-09-25 --kind 党组会 --title 第15次党组会",
        "close 1 3 --meeting 4 --on 2025-09-25",
        "reopen 1 --reason 回头看发现反弹 --open 1.2 --on 2025-10-10",
        "close J1 --taken-over 旧台账第9项 --without-evidence 材料在档案室",
        "progress J1 --done --on 2025-10-11",
        "close J1 --taken-over 旧台账第9项 --on 2025-10-12",
        "close J1 --ratify --meeting 4",
        "meeting add 2025-10-20 --kind 党组会 --title 第17次党组会",
        "close J1 --ratify --meeting 5",
        "close J1 --ratify --meeting 5",
        "meeting show 5",
        "verify",
    ]));
}

#[test]
fn what_a_filter_announces_is_what_it_changes() {
    let office = with_one_closed();
    // 办公室 answers for 2 (struck off) and J1; 政治部 for 1, its two measures and, second, for 2.
    refused(&office, "assign --of-dept 政治部 --co-dept 执行局", "将改动 3 项").says("--yes");
    let dry = office.run("assign --of-dept 政治部 --co-dept 执行局 --dry-run".split(' ')).ok().says("仅预演");
    let done =
        office.run("assign --of-dept 政治部 --co-dept 执行局 --yes".split(' ')).ok().says("已销号的 1 项没有改动");
    let rows = |o: &Outcome| o.out.lines().filter(|l| l.starts_with("  ")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(rows(&dry), rows(&done));
    let list = office.run("list --dept 执行局 --format json".split(' ')).ok().json();
    let codes: Vec<&str> = list["items"].as_array().unwrap().iter().map(|i| i["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["1", "1.1", "1.2", "3"]);
    // One hit is not asked about; struck-off items found by a filter are never changed, those named are refused in words.
    office.run("assign --of-dept 办公室 --person 张某 --new-party 张某".split(' ')).ok().says("已销号的 1 项没有改动");
    refused(&office, "assign 2 --person 张某", "2 已销号").says("taizhang reopen 2");
    refused(&office, "progress --closure 已销号 --state 整改中 --yes", "都已销号");
    refused(&office, "progress --text 没有这几个字 --state 整改中 --yes", "没有符合条件的事项");
    refused(&office, "reopen --reason 错", "没有写明要改动哪些事项");
    refused(&office, "assign --of-dept 某某处 --person 张某", "某某处");
    // Withdrawing and closing by filter, too.
    office.run("withdraw --origin 举一反三 --ground 并入 --reason 并入第2项".split(' ')).ok().says("J1");
    refused(&office, "close --closure 待审定 --meeting 2", "没有符合条件的事项");
}

#[test]
fn a_dry_run_goes_the_whole_way_and_records_nothing() {
    let office = with_one_closed();
    office.write("签到表.txt", "签到");
    office.run("progress 3 --done --on 2025-08-01".split(' ')).ok();
    let before = anchor(&office);
    for line in [
        "add 台账缺页 --under C1 --dept 研究室 --new-party 研究室 --due 立行立改 --dry-run",
        "edit 1 --set 备注=核对 --dry-run",
        "withdraw 3 --ground 录错 --reason 重复 --dry-run",
        "assign 1 --co-dept 执行局 --dry-run",
        "extend 1 --to 2026-06-30 --reason 忙 --meeting 2 --on 2025-08-20 --dry-run",
        "progress 1.1 --done --dry-run",
        "attach 3 签到表.txt --dry-run",
        "outcome other 3 --name 培训 --count 2 --unit 场 --dry-run",
        "submit 3 --dry-run",
        "close 3 --meeting 2 --without-evidence 材料涉密 --dry-run",
        "return 3 --words 重做 --keep-due --dry-run",
        "reopen 2 --reason 反弹 --dry-run",
        "undo --dry-run",
    ] {
        office.run(line.split(' ')).ok().says("仅预演，未记录");
        assert_eq!(anchor(&office), before, "{line}");
    }
    // What a rule refuses is refused in a rehearsal, too.
    refused(&office, "close 1 --meeting 2 --dry-run", "还不能销号");
}

#[test]
fn texts_that_hide_something_or_never_end_are_refused() {
    let office = under_way();
    office.write("很长.txt", "台账".repeat(200_000));
    office.write("过大.txt", "台".repeat(2_000_000));
    office.write("图片.jpg", [0xFF, 0xD8, 0xFF, 0x00, 0x80, 0xFF]);
    office.write("情况.txt", [0xD2, 0xD1, 0xD6, 0xC6, 0xB6, 0xA9]); // 已制订 in GB18030
    let before = anchor(&office);
    let long = "台账".repeat(17_000);
    for (args, words) in [
        (vec!["add", long.as_str()], "最多 20000 字"),
        (vec!["add", "@很长.txt"], "最多 20000 字"),
        (vec!["add", "@过大.txt"], "太大"),
        (vec!["add", "@没有.txt"], "没有这个文件"),
        (vec!["add", "@图片.jpg"], "不是文字"),
        (vec!["add", "   "], "是空的"),
        (vec!["add", "台账\u{202E}缺页"], "U+202E"),
        (vec!["add", "台账\u{7}缺页"], "U+0007"),
        (vec!["edit", "1", "--set", "表述=台账\u{200B}缺页"], "U+200B"),
        (vec!["progress", "2", "--situation", "\u{1b}[31m红"], "U+001B"),
        (vec!["assign", "2", "--dept", "政\u{202E}部", "--new-party", "政\u{202E}部"], "U+202E"),
        (vec!["meeting", "add", "2025-07-01", "--kind", "党组会", "--title", long.as_str()], "最多 200 字"),
        (vec!["round", "open", long.as_str(), "--feedback", "2025-06-13"], "最多 30 字"),
        (vec!["close", "1-99999", "--meeting", "1"], "没有编号"),
        (vec!["outcome", "money", "2", "--direction", "追缴", "--amount", long.as_str()], "金额"),
        (vec!["assign", "2", "--due", long.as_str()], "最多 200 字"),
    ] {
        let outcome = office.run(args).says(words);
        assert!((1..=3).contains(&outcome.code), "{outcome}");
        assert!(outcome.err.chars().count() < 3000, "an error is no page: {}", outcome.err.len());
        assert!(!outcome.err.contains('\u{202E}') && !outcome.err.contains('\u{7}'), "{outcome}");
    }
    assert_eq!(anchor(&office), before);
    office.run(["progress", "2", "--situation", "@情况.txt"]).ok();
    office.run(["show", "2"]).ok().says("已制订");
}

#[test]
fn acknowledgements_are_documents_where_json_is_asked_for() {
    let office = under_way();
    let receipt = |line: &str| office.run(line.split(' ')).ok().json();
    let added = receipt("add 台账缺页 --under C1 --format json");
    assert_eq!(added["schema"], "taizhang.receipt/1");
    assert_eq!(
        added["items"],
        json!([{ "code": "4", "kind": "issue", "text": "台账缺页", "change": "added", "words": "已录入" }])
    );
    assert_eq!(added["records"]["first"], added["records"]["last"]);
    let outcome = receipt("outcome money 2 --direction 追缴 --amount 12.5万元 --format json");
    assert_eq!(outcome["items"][0]["change"], "outcome");
    let list = receipt("outcome list --format json");
    assert_eq!(list["outcomes"][0]["facts"]["cents"], 12_500_000);
    let meeting = receipt("meeting add 2025-08-20 --kind 党组会 --format json");
    assert_eq!(meeting["meeting"], 2);
    let shown = receipt("meeting show 2 --format json");
    assert_eq!((&shown["held_on"], &shown["kind"]), (&json!("2025-08-20"), &json!("party_group")));
    assert_eq!(shown["closure"], json!({ "tabled": 0, "agreed": 0, "returned": 0, "deferred": 0 }));
    let round = receipt("round show --format json");
    assert_eq!((&round["key"], &round["issues"]["total"]), (&json!("2025巡察"), &json!(5)));
    assert_eq!(round["milestones"], json!([{ "kind": "focused", "on": "2025-09-13" }]));
    let failed = office.run("close 1 2 --format json".split(' '));
    let error = failed.error_json();
    assert_eq!((failed.code, &error["code"], error["more"].as_array().unwrap().len()), (1, &json!("gate"), 1));
}

#[test]
fn a_round_is_set_up_and_amended_as_the_notice_says() {
    let office = Office::new();
    insta::assert_snapshot!(office.session(&[
        "round open 2025审计 --feedback 2025年5月9日 --title 2025年度经济责任审计 --policy 责任部门申请、党组会审定 --close-level 两级",
        "round show",
        "round amend --yellow 10 --blue 5 --reason 统一口径",
        "round amend --milestone 报告=2025-07-09 --policy 无 --category-word 大类 --rhythm 双周 --reason 审计局通知",
        "round amend --milestone 报告=2025-07-09 --reason 审计局通知",
        "round amend --milestone 报告=无 --reason 通知作废",
        "round show --format json",
        "round open 2026巡视 --feedback 2026-02-01",
        "add 台账缺页",
        "add 台账缺页 --round 2026巡视",
        "assign 2026巡视:1 --due 立行立改",
        "meeting add 2026-02-10 --kind 党组会 --round 2026巡视",
        "meeting list",
        "round list",
    ]));
}

#[test]
fn the_departments_sign_off_is_given_by_applying_the_others_by_signing() {
    let office = Office::new();
    for line in [
        "round open 2025审计 --feedback 2025-05-09 --policy 责任部门申请、牵头领导审签、党组会审定",
        "add 台账缺页 --on 2025-05-10",
        "progress 1 --done --on 2025-05-20",
    ] {
        office.run(line.split(' ')).ok();
    }
    let before =
        refused(&office, "close 1", "“责任部门申请”：taizhang submit 1").says("taizhang sign 1 --step 牵头领导审签");
    assert!(before.err.contains("缺 4 样"), "{before}");
    office.run(["submit", "1", "--on", "2025-05-21"]).ok();
    let after = refused(&office, "close 1", "“牵头领导审签”");
    assert!(!after.err.contains("责任部门申请"), "{after}");
}

#[test]
fn a_section_of_the_overdue_report_speaks_of_more_rows_only_where_there_are_more() {
    use taizhang::{
        domain::{figures::Grouping, filter::Filter},
        render::csv::CsvPage,
        report::{Scope, overdue::Overdue},
        store::{Ledger, Mode},
    };
    let office = under_way();
    let ledger = Ledger::open(&office.path("taizhang.db"), Mode::Read).unwrap();
    // Late on that day: issue 1 with its two measures, and issue 2. About nothing was filed yet: five rows there.
    for (limit, speaks) in [(None, 0), (Some(3), 2), (Some(4), 1), (Some(5), 0)] {
        let mut out = Vec::new();
        ledger
            .read(|reader| {
                let mut filter = Filter::default();
                let scope = Scope::new(reader, &mut filter, "2025-09-30".parse().unwrap())?;
                let mut page = CsvPage::new(&mut out)?;
                Overdue { scope: &scope, filter: &filter, group: Grouping::Department, within: 0, limit }
                    .page(&mut page)
            })
            .unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("已逾期：2个问题、2条措施"), "{text}");
        assert_eq!(text.matches("加 --all").count(), speaks, "{limit:?}: {text}");
    }
}

#[test]
fn what_was_returned_is_not_returned_again_before_it_is_done() {
    let office = under_way();
    for line in [
        "progress 2 --done --on 2025-07-10",
        "meeting add 2025-08-20 --kind 党组会",
        "return 2 --meeting 2 --words 佐证不足 --until 2025-09-30 --on 2025-08-21",
    ] {
        office.run(line.split(' ')).ok();
    }
    refused(&office, "return 2 --meeting 2 --words 佐证不足 --on 2025-08-22", "2");
    let meeting = office.run(["meeting", "show", "2", "--format", "json"]).ok().json();
    assert_eq!(meeting["closure"], json!({ "tabled": 1, "agreed": 0, "returned": 1, "deferred": 0 }));
}

#[test]
fn a_look_at_a_paper_needs_no_round_even_where_several_are_open() {
    let office = under_way();
    office.run(["round", "open", "2025审计", "--feedback", "2025-05-09"]).ok();
    let paper = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/papers/demo-feedback.txt");
    office.write("反馈意见.txt", std::fs::read(paper).unwrap());
    let look = office.run("intake 反馈意见.txt --dry-run --format json".split(' ')).ok().json();
    assert_eq!((&look["round"], &look["recorded"], &look["counts"]["issue"]), (&json!(null), &json!(false), &json!(8)));
    refused(&office, "intake 反馈意见.txt --yes", "2025审计");
}

/// Item 1 of a small round, struck off on one piece of evidence.
fn closed_on_one_paper() -> Office {
    let office = Office::new();
    office.write("签到表.txt", "签到");
    office.write("纪要.txt", "纪要");
    for line in [
        "round open 2026巡察 --feedback 2026-01-10 --on 2026-01-10",
        "add 学习不深入 --on 2026-01-10",
        "add 台账不全 --on 2026-01-10",
        "meeting add 2026-02-20 --kind 党组会 --on 2026-02-20",
        "progress 1 --done --on 2026-02-10",
        "attach 1 签到表.txt --on 2026-02-10",
        "close 1 --meeting 2 --on 2026-02-20",
    ] {
        office.run(line.split(' ')).ok();
    }
    office
}

#[test]
fn the_only_evidence_is_not_taken_away_under_a_closing() {
    let office = closed_on_one_paper();
    refused(&office, "attach withdraw 1 --reason 传错", "1 已销号").says("taizhang reopen 1");
    // The right paper first, then the wrong one may go.
    office.run("attach 1 纪要.txt".split(' ')).ok();
    office.run("attach withdraw 1 --reason 传错".split(' ')).ok();
    refused(&office, "attach withdraw 2 --reason 传错", "1 已销号");
    office.run("reopen 1 --reason 复查".split(' ')).ok();
    office.run("attach withdraw 2 --reason 传错".split(' ')).ok();
}

#[test]
fn an_issue_leaves_the_feedback_only_with_a_reason() {
    let office = closed_on_one_paper();
    refused(&office, "edit 2 --set 来源=自查", "理由");
    office.run("edit 2 --set 来源=自查 --reason 录入差错".split(' ')).ok();
    office.run("edit 2 --set 来源=反馈问题".split(' ')).ok();
}

#[test]
fn words_longer_than_any_item_are_looked_for_and_not_found() {
    let office = closed_on_one_paper();
    let long = "甲".repeat(30_000);
    office.run(["list", "--text", &long]).ok().says("没有符合条件");
    office.run(["list", "--text", &"%_\\".repeat(10_000)]).ok().says("没有符合条件");
}

#[test]
fn nothing_to_show_is_said() {
    let office = closed_on_one_paper();
    for codes in ["", " ", ","] {
        office.run(["show", codes]).refused();
    }
}

#[test]
fn a_name_with_a_comma_in_it_is_named_as_it_is_declared() {
    let office = under_way();
    office.run("party add 立案、速裁庭 立案 --kind 部门".split(' ')).ok();
    let departments = |code: &str| {
        let shown = office.run(["list", code, "--format", "json"]).ok().json();
        shown["items"][0]["departments"].clone()
    };
    for (typed, expected) in [
        ("立案、速裁庭", json!(["立案、速裁庭"])),
        ("办公室、立案、速裁庭", json!(["办公室", "立案、速裁庭"])),
        ("「立案、速裁庭」，政治部", json!(["立案、速裁庭", "政治部"])),
        ("立案、政治部", json!(["立案", "政治部"])),
    ] {
        office.run(["assign", "3", "--dept", typed]).ok();
        assert_eq!(departments("3"), expected, "{typed}");
    }
    office.run(["assign", "3", "--dept", "立案、速裁庭"]).ok();
    office.run(["add", "执行款未及时发还", "--under", "C1", "--dept", "立案、速裁庭"]).ok();
    assert_eq!(departments("4"), json!(["立案、速裁庭"]));
    for typed in ["立案、速裁庭", "「立案、速裁庭」"] {
        let found = office.run(["list", "--dept", typed, "--kind", "问题", "--format", "json"]).ok().json();
        assert_eq!(found["items"].as_array().unwrap().len(), 2, "{typed}");
    }
    // What a refusal proposes can be typed.
    let refused = office.run(["assign", "3", "--dept", "「审管、研究室」"]).refused();
    refused.says("--new-party 「审管、研究室」");
    office.run(["assign", "3", "--dept", "「审管、研究室」", "--new-party", "「审管、研究室」"]).ok();
    assert_eq!(departments("3"), json!(["审管、研究室"]));
    // Nobody is called so: the parts are named, and a role is emptied by 无 only.
    office.run(["assign", "3", "--dept", "速裁庭、立案"]).refused().says("“速裁庭”");
    office.run(["assign", "3", "--leader", "院长、分管副院长"]).refused().says("牵头领导");
    office.run(["assign", "3", "--co-dept", "无"]).ok();
}

#[test]
fn a_name_half_typed_is_answered_with_those_that_may_be_meant() {
    let office = under_way();
    for (flag, typed, meant) in
        [("--dept", "政治", "政治部"), ("--dept", "政冶部", "政治部"), ("--leader", "副院长", "分管副院长")]
    {
        office.run(["list", flag, typed]).refused().says(&format!("“{typed}”没有登记，相近的有：")).says(meant);
    }
    let told = office.run(["list", "--dept", "政治部门"]).refused().says("写名册里的全称");
    assert!(!told.err.contains("party add"), "{told}");
    let told = office.run(["list", "--dept", "院长办"]).refused();
    assert!(!told.err.contains("相近"), "a leader is no department: {told}");
    for words in ["执行局", "印章"] {
        office.run(["list", words]).refused().says("--dept").says("--text");
        office.run(["overdue", words]).usage().says(&format!("--dept {words}"));
    }
    office.run(["list", "--category", "1"]).refused().says("1 不是方面").says("C1");
    office.run(["list", "--category", "C1"]).ok();
    let told = office.run(["list", "--dept", "财务科"]).refused();
    assert!(!told.err.contains("相近"), "{told}");
}

#[test]
fn a_summary_of_nothing_that_was_asked_for_says_so() {
    let office = under_way();
    office.run(["summary", "--kind", "个案"]).ok().says("没有符合条件的事项");
    Office::new().run(["summary"]).ok().says("台账里还没有问题");
}

#[test]
fn what_happened_while_reopened_is_not_slipped_under_the_old_closing_by_an_undo() {
    for change in ["edit 1 --set 表述=换了", "assign 1 --due 2026-12-31", "attach withdraw 1 --reason 传错"] {
        let office = closed_on_one_paper();
        office.run("reopen 1 --reason 复查".split(' ')).ok();
        let log = office.run(["log", "--limit", "1", "--format", "json"]).ok().json();
        let record = log["entries"][0]["seq"].to_string();
        office.run(change.split(' ')).ok();
        refused(&office, &format!("undo --record {record}"), "还不能撤销");
        office.run(["undo"]).ok();
        office.run(["undo"]).ok();
        office.run(["list", "--closure", "已销号"]).ok().says("学习不深入");
        office.run(["verify"]).ok();
    }
}

#[test]
fn a_name_is_one_line() {
    let office = closed_on_one_paper();
    office.run(["party", "add", "甲\n部", "--kind", "部门"]).refused().says("U+000A");
    office.run(["party", "add", "甲部", "--kind", "部门"]).ok();
    office.run(["party", "rename", "甲部", "乙\r\n部"]).refused();
}

#[test]
fn the_gate_is_changed_only_with_an_approval_once_items_stand() {
    let office = closed_on_one_paper();
    refused(&office, "round amend --policy 无 --reason 简化", "--approval");
    refused(&office, "round amend --close-level 措施 --reason 简化", "--approval");
    refused(&office, "round amend --feedback 2026-01-05 --reason 更正", "--approval");
    refused(&office, "round amend --feedback 2026-02-15 --reason 更正", "2026年2月10日");
    office.run("round amend --policy 无 --reason 结案即销 --approval 区委巡察办批复".split(' ')).ok();
}

#[test]
fn a_day_that_has_passed_is_moved_by_an_extension_only() {
    let office = Office::new();
    for line in [
        "round open 2026巡察 --feedback 2025-05-20 --on 2025-05-20",
        "add 学习不深入 --due 2025-06-30 --on 2025-05-20",
        "assign 1 --due 2025-07-10 --on 2025-06-20",
    ] {
        office.run(line.split(' ')).ok();
    }
    refused(&office, "assign 1 --due 2026-12-31", "taizhang extend 1");
    refused(&office, "assign 1 --due 长期坚持", "taizhang extend 1");
    office.run("assign 1 --due 2025-07-01".split(' ')).ok();
}

#[test]
fn an_empty_value_takes_no_role_and_asks_for_nothing() {
    let office = closed_on_one_paper();
    for line in [
        vec!["assign", "2", "--dept", ""],
        vec!["list", "--leader", ""],
        vec!["overdue", "--dept", " "],
        vec!["add", "举一反三", "--origin", "举一反三", "--from-issue", ""],
    ] {
        office.run(line).usage();
    }
    office.run("close 2 --without-evidence 。".split(' ')).refused();
}

#[test]
fn another_offices_backup_does_not_take_the_ledgers_place_unnoticed() {
    let office = closed_on_one_paper();
    office.run(["--ledger", "别家.db", "init", "--office", "某区检察院整改办"]).ok();
    let before = anchor(&office);
    refused(&office, "restore 别家.db --yes", "--other");
    assert_eq!(anchor(&office), before);
    office.run("restore 别家.db --yes --other".split(' ')).ok();
}

#[test]
fn a_damaged_backup_is_refused_in_words_and_the_ledger_stays() {
    let office = closed_on_one_paper();
    office.run("backup 备份.db".split(' ')).ok();
    let before = anchor(&office);
    let conn = rusqlite::Connection::open(office.path("备份.db")).unwrap();
    conn.execute("UPDATE item SET text = '改过' WHERE code = '1'", []).unwrap();
    drop(conn);
    let refused = office.run("restore 备份.db --yes".split(' ')).trouble();
    refused.says("核验没有通过").says("表 item");
    assert_eq!(anchor(&office), before);
}

#[test]
fn help_is_also_a_word() {
    let office = Office::empty();
    assert_eq!(office.run(["help", "overdue"]).ok().out, office.run(["overdue", "--help"]).ok().out);
    office.run(["帮助"]).ok().says("用法");
}

#[test]
fn what_stands_below_is_shown_with_those_who_answer_for_it() {
    let office = Office::new();
    for line in [
        "round open 2026巡察 --feedback 2025-05-20 --on 2025-05-20",
        "add 学习不深入 --leader 院长 --dept 政治部 --new-party 院长 --new-party 政治部 --on 2025-05-20",
        "add 制定计划 --kind 措施 --under 1 --on 2025-05-21",
        "progress 1.1 --situation 已起草 --on 2025-06-01",
    ] {
        office.run(line.split(' ')).ok();
    }
    let shown = office.run(["show", "1", "--format", "json"]).ok().json();
    let (item, below) = (&shown["items"][0]["item"], &shown["items"][0]["below"][0]);
    assert_eq!((&below["leader"], &below["departments"]), (&json!("院长"), &json!(["政治部"])));
    assert_eq!(item["last_filing_on"], json!("2025-06-01"));
}
