//! Papers that divide the matter otherwise than the ledger: the same words are the same item, whatever they are called there.

use super::{Office, Value, codes, fate, json, listed, read, run};

const FEEDBACK: &str = "区委第二巡察组关于巡察某区人民法院党组的反馈意见
2025年5月20日反馈了意见。
一、党的建设方面
1.理论学习不够深入。
2.支部组织生活记录不全。
二、审判执行方面
3.未结案件清理缓慢。
4.案款发放偏慢。
";

const HEAD: &str = "某区人民法院党组关于巡察整改进展情况的通报
2025年5月20日区委巡察组反馈了意见。现将整改进展情况予以公布。
";

/// An office whose ledger has two 方面 with two issues each.
fn office() -> Office {
    let mut office = Office::empty();
    office.on("2025-09-01");
    run(&office, "init --office 某区人民法院").ok();
    office.write("反馈.txt", FEEDBACK);
    run(&office, "intake 反馈.txt --open-round 2025巡察 --yes").went_well();
    office
}

fn report(office: &Office, body: &str) -> Value {
    office.write("通报.txt", format!("{HEAD}{body}"));
    read(office, "intake 通报.txt --yes")
}

/// What is said of levels: code, what it is in the ledger, what it is in the file.
fn levels(document: &Value) -> Vec<(String, String, String)> {
    let items = document["items"].as_array().unwrap();
    let told = items.iter().flat_map(|item| {
        let differences = item["differences"].as_array().unwrap().iter().filter(|one| one["field"] == "kind");
        differences.map(move |one| (&item["code"], &one["ledger"], &one["paper"]))
    });
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    told.map(|(code, ledger, paper)| (text(code), text(ledger), text(paper))).collect()
}

fn told(rows: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    rows.iter().map(|(code, ledger, paper)| ((*code).into(), (*ledger).into(), (*paper).into())).collect()
}

fn situations(office: &Office, code: &str) -> Vec<String> {
    let shown = read(office, &format!("show {code}"));
    let filings = shown["items"][0]["filings"].as_array().unwrap().clone();
    filings.iter().filter_map(|filing| filing["situation"].as_str().map(str::to_owned)).collect()
}

#[test]
fn a_report_whose_aspects_look_like_issues_doubles_nothing() {
    let office = office();
    let read = report(
        &office,
        "一、关于党的建设方面的问题
1.理论学习不够深入。修订学习制度，开展专题学习四次。组织测试一次。
2.支部组织生活记录不全。补齐三个支部的记录。
二、关于审判执行方面的问题
1.未结案件清理缓慢。清理长期未结案件二十件。
2.案款发放偏慢。发放案款一百笔。
",
    );
    assert_eq!(fate(&read, "added"), 0, "{read}");
    assert_eq!(
        levels(&read),
        told(&[
            ("C1", "方面", "问题"),
            ("1", "问题", "措施"),
            ("2", "问题", "措施"),
            ("C2", "方面", "问题"),
            ("3", "问题", "措施"),
            ("4", "问题", "措施"),
        ])
    );
    assert_eq!(codes(&listed(&office, "")), ["1", "2", "3", "4"]);
    assert_eq!(codes(&listed(&office, "--kind 方面")), ["C1", "C2"]);
    // What follows the issue's words in the paragraph is what was done about it.
    assert_eq!(situations(&office, "1"), ["修订学习制度，开展专题学习四次。组织测试一次。"]);
    let again = run(&office, "intake 通报.txt --yes").ok();
    again.says("没有新的内容").says("文字相同，是同一事项，按台账的级别");
}

#[test]
fn what_a_category_cannot_hold_is_told_and_not_dropped() {
    let office = office();
    let body = "一、党的建设方面
1.理论学习不够深入
2.支部组织生活记录不全
整改情况：修订学习制度，补齐三个支部的记录。
二、审判执行方面
1.未结案件清理缓慢
2.案款发放偏慢
整改情况：清理长期未结案件二十件。
";
    assert_eq!(fate(&report(&office, body), "added"), 0);
    let page = run(&office, "intake 通报.txt --dry-run").ok();
    page.says("文件写在它名下的整改");
    // A 方面 that is spoken of as a whole is no issue of its own, either.
    let whole =
        report(&office, "一、党的建设方面\n修订学习制度，补齐三个支部的记录。\n二、审判执行方面\n发放案款一百笔。\n");
    assert_eq!(fate(&whole, "added"), 0, "{whole}");
    assert_eq!(codes(&listed(&office, "")), ["1", "2", "3", "4"]);
    run(&office, "intake 通报.txt --dry-run").ok().says("台账里上一级的类别不同");
}

#[test]
fn what_stands_one_level_deeper_in_the_ledger_is_found() {
    let mut office = Office::empty();
    office.on("2025-09-01");
    for line in [
        "init --office 某区人民法院",
        "round open 2025巡察 --feedback 2025-05-20",
        "add 党的建设弱化 --on 2025-05-20",
        "add 理论学习不够深入 --under 1 --kind 问题 --on 2025-05-20",
        "add 补齐组织生活记录 --under 1 --kind 措施 --on 2025-05-20",
    ] {
        run(&office, line).went_well();
    }
    let read = report(
        &office,
        "一、整改落实情况
（一）党的建设弱化
1.理论学习不够深入
（1）修订学习制度，开展专题学习四次。
（2）组织测试一次。
2.补齐组织生活记录
（1）补齐了三个支部的记录。
3.换届提醒不及时
（1）建立换届台账，逐个支部提醒。
",
    );
    assert_eq!(levels(&read), told(&[("1", "问题", "方面"), ("1.1", "问题表现", "问题"), ("1.2", "措施", "问题")]));
    // What is new is counted by itself: it does not go below the issue that the paper takes for an aspect.
    assert_eq!(codes(&listed(&office, "--kind 问题")), ["1", "1.1", "3"]);
    assert_eq!(situations(&office, "1.2"), ["（1）补齐了三个支部的记录。"]);
    run(&office, "verify").ok();
}

#[test]
fn measures_of_the_same_words_below_other_issues_stay_their_own() {
    let office = office();
    run(&office, "add 建立专项工作台账 --under 1 --kind 措施").went_well();
    office.write(
        "方案.txt",
        "某区人民法院党组关于落实巡察反馈意见的整改方案
一、党的建设方面
反馈问题1：支部组织生活记录不全。
整改措施：（1）建立专项工作台账；（2）补齐三个支部的记录。
反馈问题2：换届提醒不及时。
整改措施：（1）建立专项工作台账；（2）逐个支部提醒。
",
    );
    let read = read(&office, "intake 方案.txt --yes");
    assert_eq!(levels(&read), []);
    assert_eq!(codes(&listed(&office, "--kind 措施")), ["1.1", "2.1", "2.2", "5.1", "5.2"]);
}

#[test]
fn a_plan_that_speaks_of_a_category_as_a_whole_brings_its_measures_and_is_told_as_a_likely_double() {
    let office = office();
    office.write(
        "方案.txt",
        "某区人民法院党组关于落实巡察反馈意见的整改方案
一、整改任务
（一）党的建设方面
整改措施：（1）修订学习制度；（2）补齐三个支部的记录。
（二）审判执行方面
整改措施：（1）清理长期未结案件；（2）发放案款。
",
    );
    let read = read(&office, "intake 方案.txt --yes");
    let doubles: Vec<(&Value, &Value)> =
        read["doubles"].as_array().unwrap().iter().map(|one| (&one["code"], &one["other"])).collect();
    let added: Vec<&Value> = read["items"].as_array().unwrap().iter().filter(|i| i["fate"] == "added").collect();
    assert!(added.iter().any(|item| item["kind"] == "measure"), "{read}");
    assert_eq!(doubles, [(&json!("5"), &json!("C1")), (&json!("6"), &json!("C2"))], "{read}");
}
