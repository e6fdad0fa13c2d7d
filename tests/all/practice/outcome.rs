//! Outcomes: one counted thing each, whatever it belongs to; put right without touching past days.

use super::super::office::Office;
use serde_json::{Value, json};

fn done(office: &Office, lines: &[&str]) {
    super::link::done(office, lines);
}

fn refused(office: &Office, line: &str, words: &str) {
    let before = office.bytes("taizhang.db");
    office.run(line.split(' ')).refused().says(words);
    assert!(before == office.bytes("taizhang.db"), "{line} changed the ledger");
}

/// Two issues of two departments, and three outcomes: a rule of both, people of the first, money of the second.
fn office() -> Office {
    let office = Office::new();
    done(
        &office,
        &[
            "round open 2025巡察 --feedback 2025-05-20 --on 2025-05-20",
            "add 学习不深入 --dept 政治部 --new-party 政治部 --on 2025-05-20",
            "add 执行款发放迟缓 --dept 执行局 --new-party 执行局 --on 2025-05-20",
            "outcome rule 1,2 --title 《案款管理办法》 --institution --on 2025-06-01",
            "outcome accountability 1 --form 提醒谈话 --people 2 --on 2025-06-01",
            "outcome money 2 --direction 发放 --amount 12.5万元 --on 2025-06-01",
        ],
    );
    office
}

fn summary(office: &Office, args: &str) -> Value {
    let line = format!("summary {args} --format json");
    office.run(line.split_whitespace()).ok().json()
}

fn explained(office: &Office, figure: &str, args: &str) -> Value {
    let line = format!("summary --explain {figure} {args} --format json");
    office.run(line.split_whitespace()).ok().json()
}

#[test]
fn an_outcome_is_put_right_from_the_day_on_and_not_before() {
    let office = office();
    done(
        &office,
        &[
            "outcome edit 2 --people 3 --on 2025-07-01",
            "outcome edit 2 --form 诫勉 --times 4 --on 2025-08-01",
            "outcome withdraw 2 --reason 重复登记 --on 2025-09-01",
        ],
    );
    for (day, reminded, admonished, times) in [
        ("2025-05-31", 0, 0, 0),
        ("2025-06-30", 2, 0, 0),
        ("2025-07-31", 3, 0, 0),
        ("2025-08-31", 0, 3, 4),
        ("2025-09-01", 0, 0, 0),
    ] {
        let outcomes = summary(&office, &format!("--as-of {day}"))["outcomes"].clone();
        assert_eq!(outcomes["people"]["reminder"], json!(reminded), "{day}");
        assert_eq!(outcomes["people"]["admonition"], json!(admonished), "{day}");
        assert_eq!(outcomes["times"]["admonition"], json!(times), "{day}");
        for (figure, sum) in [("提醒谈话", reminded), ("诫勉", admonished), ("问责", reminded + admonished)] {
            assert_eq!(explained(&office, figure, &format!("--as-of {day}"))["sum"], json!(sum), "{figure} {day}");
        }
    }
    office.run(["verify"]).ok();
    done(&office, &["undo", "undo"]);
    assert_eq!(summary(&office, "")["outcomes"]["people"]["reminder"], json!(3));
    done(&office, &["undo"]);
    assert_eq!(summary(&office, "")["outcomes"]["people"]["reminder"], json!(2));
    office.run(["verify"]).ok();
}

#[test]
fn an_outcome_of_many_items_is_counted_once_and_the_groups_say_so() {
    let office = office();
    done(&office, &["outcome link 3 1 --on 2025-07-01"]);
    let whole = summary(&office, "--by 部门");
    assert_eq!(whole["outcomes"]["rules"], json!(1));
    assert_eq!(whole["outcomes"]["institutions"], json!(1));
    assert_eq!(whole["outcomes"]["money_cents"]["paid_out"], json!(12_500_000));
    assert_eq!(whole["outcomes_overlap"], json!(true));
    let groups: Vec<(Value, Value)> = whole["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|g| (g["outcomes"]["rules"].clone(), g["outcomes"]["money_cents"]["paid_out"].clone()))
        .collect();
    assert_eq!(groups, [(json!(1), json!(12_500_000)), (json!(1), json!(12_500_000))]);
    office.run("summary --by 部门".split(' ')).ok().says("总数只计一次");
    // Before it was linked, the money was the other department's alone.
    let before = summary(&office, "--dept 政治部 --as-of 2025-06-30");
    assert_eq!(before["outcomes"]["money_cents"]["paid_out"], json!(0));
    assert_eq!(before["outcomes"]["rules"], json!(1));
    assert_eq!(summary(&office, "--dept 政治部")["outcomes"]["money_cents"]["paid_out"], json!(12_500_000));
    assert_eq!(explained(&office, "发放", "--dept 政治部")["outcomes"].as_array().unwrap().len(), 1);
}

#[test]
fn what_explains_a_figure_sums_to_it() {
    let office = office();
    done(
        &office,
        &[
            "outcome rule 1 --title 学习计划 --revised --on 2025-06-02",
            "outcome accountability 2 --form 诫勉 --people 1 --times 2 --on 2025-06-02",
            "outcome money 1 --direction 追缴 --amount 0.07元 --on 2025-06-02",
        ],
    );
    let outcomes = summary(&office, "")["outcomes"].clone();
    for (figure, stated) in [
        ("规范性文件", &outcomes["rules"]),
        ("制度", &outcomes["institutions"]),
        ("新建", &outcomes["made"]),
        ("修订", &outcomes["revised"]),
        ("诫勉", &outcomes["people"]["admonition"]),
        ("追缴", &outcomes["money_cents"]["recovered"]),
        ("清退", &outcomes["money_cents"]["refunded"]),
    ] {
        assert_eq!(&explained(&office, figure, "")["sum"], stated, "{figure}");
    }
    assert_eq!((&outcomes["rules"], &outcomes["made"], &outcomes["revised"]), (&json!(2), &json!(1), &json!(1)));
    office.run(["summary", "--explain", "没有这个数"]).usage().says("规范性文件");
}

#[test]
fn the_accountability_paragraph_prints_its_zeros() {
    let office = office();
    let page = office.run(["summary", "--format", "md"]).ok();
    page.says("党纪处分0人").says("政务处分0人").says("清退0万元").says("党组会0次").says("反馈会1次");
}

#[test]
fn an_outcome_is_put_right_only_where_it_has_the_field_and_a_reasonable_number() {
    let office = office();
    for (line, words) in [
        ("outcome edit 2 --amount 3元 --title 甲", "没有金额"),
        ("outcome edit 2 --amount 3元 --title 甲", "没有标题"),
        ("outcome edit 2 --people 0", "大于零"),
        ("outcome edit 2 --times 1", "人次不能少于人数"),
        ("outcome edit 2 --people 2", "没有要改动的内容"),
        ("outcome edit 9 --people 2", "没有第 9 号成效"),
        ("outcome link 9 1", "没有第 9 号成效"),
        ("outcome link 1 1", "没有要改动的内容"),
    ] {
        refused(&office, line, words);
    }
    office.run(["outcome", "edit", "2"]).usage();
    office.run("outcome edit 2 --people 3 --dry-run".split(' ')).ok().says("提醒谈话 3 人 3 人次");
    assert_eq!(summary(&office, "")["outcomes"]["people"]["reminder"], json!(2));
}

#[test]
fn an_outcome_is_not_dated_back_before_what_is_known_of_it() {
    let office = office();
    refused(&office, "outcome edit 2 --people 3 --on 2025-05-30", "倒退");
    refused(&office, "outcome link 2 2 --on 2025-05-30", "倒退");
    done(&office, &["outcome edit 2 --people 3 --on 2025-07-01"]);
    refused(&office, "outcome edit 2 --people 4 --on 2025-06-15", "2025年7月1日");
    refused(&office, "outcome withdraw 2 --reason 重复 --on 2025-06-15", "2025年7月1日");
}

#[test]
fn under_a_closing_nothing_new_is_linked_but_a_wrong_figure_is_put_right() {
    let office = office();
    done(
        &office,
        &[
            "progress 1 --state 已完成 --situation 已办 --on 2025-06-02",
            "meeting add 2025-06-10 --kind 党组会 --on 2025-06-10",
            "close 1 --meeting 2 --without-evidence 现场查验 --on 2025-06-11",
        ],
    );
    refused(&office, "outcome link 3 1", "1 已销号");
    refused(&office, "outcome accountability 1 --form 诫勉 --people 1", "1 已销号");
    // A filter passes over what is struck off, and says so.
    office.run("outcome link 3 --text 学习 --yes".split(' ')).refused().says("已销号");
    done(&office, &["outcome edit 2 --people 1"]);
}

#[test]
fn an_undone_outcome_takes_its_links_along_only_when_none_was_added() {
    let office = office();
    done(&office, &["outcome link 2 2"]);
    let log = office.run("log 1 --format json".split(' ')).ok().json();
    let entries = log["entries"].as_array().unwrap();
    let added = entries.iter().find(|e| e["words"].as_str().unwrap().contains("第 2 号成效")).unwrap();
    refused(&office, &format!("undo --record {}", added["seq"]), "还不能撤销");
    done(&office, &["undo"]);
    let listed = office.run("outcome list --format json".split(' ')).ok().json();
    assert_eq!(listed["outcomes"][1]["items"], json!(["1"]));
}

#[test]
fn a_document_is_counted_once_in_a_round_unless_it_is_said_to_be_another_one() {
    let office = office();
    // Width, marks and blanks are no other title.
    for title in ["案款管理办法", "《案款管理办法》", "“案款”管理办法"] {
        refused(&office, &format!("outcome rule 1 --title {title}"), "成效第 1 号");
    }
    done(&office, &["outcome rule 1 --title 执行款发放细则 --number 某法〔2025〕3号"]);
    refused(&office, "outcome rule 2 --title 另一名称 --number 某法(2025)3号", "第 4 号");
    refused(&office, "outcome edit 4 --title 案款管理办法", "成效第 1 号");
    // Itself is no double, and another round counts for itself.
    done(&office, &["outcome edit 4 --title 执行款发放实施细则"]);
    let doubles = |office: &Office| {
        let said = office.run(["check", "--rule", "成效重复登记", "--format", "json"]).json();
        said["rows"].as_array().unwrap().iter().map(|row| row["facts"].clone()).collect::<Vec<_>>()
    };
    assert!(doubles(&office).is_empty());
    done(&office, &["outcome rule 2 --title 案款管理办法 --again"]);
    let told = doubles(&office);
    assert_eq!(told.len(), 1);
    assert_eq!((&told[0]["outcome"], &told[0]["earlier"]), (&json!(5), &json!([1])));
    done(&office, &["outcome withdraw 5 --reason 重复登记"]);
    assert!(doubles(&office).is_empty());
}
