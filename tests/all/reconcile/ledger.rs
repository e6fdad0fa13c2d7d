//! A ledger file held against the ledger: what its rows state of the work, and what its totals add up.

use super::{Office, Outcome, Value, json, wrong};

const FILE: &str = "某区人民法院整改台账（截至2025年6月30日）,,,,,,,,
序号,方面,反馈问题,整改措施,责任部门,整改时限,状态,是否销号,涉及金额
1,党的建设,理论学习不够深入,修订学习制度,政治部,2025年8月底前,整改中,否,
,,,组织测试,政治部,2025年8月底前,整改中,,
2,党的建设,支部组织生活记录不全,补齐记录,政治部、办公室,长期坚持,整改中,否,1.5
小计,,2,3,,,,,1.5
3,审判执行,未结案件清理缓慢,逐案清理,执行局,2025年12月31日,未启动,否,2.25
小计,,1个,1条,,,,,2.25
合计,,3,4,,,,,3.75
";

fn run(office: &Office, line: &str) -> Outcome {
    office.run(line.split_whitespace())
}

fn office() -> Office {
    let mut office = Office::empty();
    office.on("2025-09-01");
    for line in [
        "init --office 某区人民法院",
        "round open 2025巡察 --feedback 2025-05-20",
        "meeting add 2025-08-10 --kind 党组会",
    ] {
        run(&office, line).ok();
    }
    office.write("台账.csv", FILE);
    run(&office, "intake 台账.csv --new-parties --yes").went_well();
    office
}

fn states(answer: &Value) -> Vec<[&str; 4]> {
    let rows = answer["states"].as_array().unwrap().iter();
    rows.map(|row| ["code", "field", "paper", "ledger"].map(|key| row[key].as_str().unwrap())).collect()
}

fn of(office: &Office, changes: &[(&str, &str)], more: &str) -> Value {
    let mut file = FILE.to_owned();
    for (from, to) in changes {
        assert!(file.contains(from), "{from}");
        file = file.replacen(from, to, 1);
    }
    office.write("核对.csv", file);
    run(office, &format!("reconcile 核对.csv --format json {more}")).json()
}

#[test]
fn a_ledger_file_that_was_read_in_agrees_in_words_totals_and_states() {
    let office = office();
    let before = office.bytes("taizhang.db");
    let page = run(&office, "核对 台账.csv").ok();
    let page = page.says("办理：与台账截至2025年6月30日的进度、销号、时限、责任比，5项，相符5项、出入0项。");
    page.says("数字：核对11处，相符11处、出入0处、提示0处。");
    assert_eq!(office.bytes("taizhang.db"), before);
}

#[test]
fn what_a_row_states_otherwise_is_told_field_by_field() {
    let office = office();
    let answer = of(
        &office,
        &[
            ("2025年8月底前,整改中,否", "2025年8月31日,已完成,已销号"),
            ("政治部、办公室,长期坚持", "办公室,2025年10月底"),
        ],
        "",
    );
    assert_eq!(answer["found"], json!(true));
    assert_eq!(
        states(&answer),
        [
            ["1", "progress", "已完成", "整改中"],
            ["1", "closure", "已销号", "未申请"],
            // A state of the issue is not repeated by its measures: the row tells it of both.
            ["1.1", "progress", "已完成", "整改中"],
            ["2", "deadline", "2025年10月底", "长期坚持"],
            ["2", "department", "办公室", "政治部、办公室"],
        ]
    );
    // Only what is asked about.
    let words = of(&office, &[("2025年8月底前,整改中,否", "2025年8月底前,已完成,否")], "--only 文字");
    assert_eq!((&words["found"], &words["states_as_of"]), (&json!(false), &Value::Null));
    run(&office, "reconcile 核对.csv --only 办理").found().says("■ 一、办理");
}

#[test]
fn the_ledger_is_asked_as_of_the_day_of_which_the_file_speaks() {
    let office = office();
    for line in [
        "progress 1.1 --done --on 2025-08-01",
        "progress 1.2 --done --on 2025-08-01",
        "attach 1 --title 测试成绩 --kept-at 政治部 --on 2025-08-01",
        "close 1 --meeting 2 --on 2025-08-10 --yes",
        "extend 3 --to 2026-03-31 --reason 案件疑难 --approval 某党组批示 --on 2025-08-10",
    ] {
        run(&office, line).went_well();
    }
    assert_eq!(states(&of(&office, &[], "")), [] as [[&str; 4]; 0]);
    let later = of(&office, &[("6月30日", "8月31日")], "");
    assert_eq!(later["states_as_of"], json!("2025-08-31"));
    assert_eq!(
        states(&later),
        [
            ["1", "closure", "未申请", "已销号"],
            ["1.1", "progress", "整改中", "已完成"],
            ["1.2", "progress", "整改中", "已完成"],
            ["3", "deadline", "2025年12月31日", "2026-03-31"],
        ]
    );
    // The clerk may ask about another day.
    assert_eq!(of(&office, &[], "--as-of 2025-08-31")["states_as_of"], json!("2025-08-31"));
}

#[test]
fn totals_are_held_against_their_rows_and_the_ledger() {
    let office = office();
    for (from, to, expected) in [
        ("小计,,2,3,,,,,1.5", "小计,,3,3,,,,,1.5", vec![("sum", "3", "2")]),
        ("合计,,3,4,,,,,3.75", "合计,,3,4,,,,,3.8", vec![("sum", "3.8", "3.75")]),
        // Neither its rows nor the ledger have so many.
        ("合计,,3,4", "合计,,3,5", vec![("sum", "5", "4"), ("ledger", "5", "4")]),
        // The rows bear it out, and the ledger has one more.
        (
            "3,审判执行,未结案件清理缓慢,逐案清理,执行局,2025年12月31日,未启动,否,2.25\n小计,,1个,1条,,,,,2.25\n合计,,3,4,,,,,3.75",
            "合计,,2,3,,,,,1.5",
            vec![("ledger", "2", "3"), ("ledger", "3", "4")],
        ),
    ] {
        let answer = of(&office, &[(from, to)], "--only 数字");
        let expected: Vec<(String, String, String)> = expected
            .into_iter()
            .map(|(fault, stated, computed)| (fault.into(), stated.into(), computed.into()))
            .collect();
        assert_eq!(wrong(&answer), expected, "{to}");
    }
    // What does not add up is told on the way in, too.
    office.write("核对.csv", FILE.replace("合计,,3,4", "合计,,3,5"));
    run(&office, "intake 核对.csv --dry-run").ok().says("合计行“整改措施”写 5，各行合计 4，请核对");
}

#[test]
fn a_sheet_and_columns_are_named_as_for_intake() {
    let office = office();
    let other = FILE.replace("整改措施", "怎么改").replace("反馈问题", "清单内容");
    office.write("核对.csv", &other);
    assert_ne!(run(&office, "reconcile 核对.csv").code, 0);
    run(&office, "reconcile 核对.csv --map 清单内容=问题 --map 怎么改=措施").ok().says("一致9项");
    run(&office, "reconcile 核对.csv --map 清单内容=哪里").usage().says("应写成 列名=字段");
}
