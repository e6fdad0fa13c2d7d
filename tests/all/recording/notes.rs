//! What a paper leaves in doubt is said with its place: numbers that stand twice, rows without an issue's words.

use super::{Office, Value, codes, listed, read, run};

fn office() -> Office {
    let mut office = Office::empty();
    office.on("2025-09-01");
    run(&office, "init --office 某区人民法院").ok();
    run(&office, "round open 2025巡察 --feedback 2025-05-20").ok();
    office
}

fn notes(document: &Value) -> Vec<(&str, &str)> {
    let notes = document["notes"].as_array().unwrap().iter();
    notes.map(|note| (note["place"].as_str().unwrap(), note["reason"].as_str().unwrap())).collect()
}

#[test]
fn a_number_that_two_issues_share_is_told_with_both_places() {
    let office = office();
    let paper = "区委第二巡察组关于巡察某区人民法院党组的反馈意见
一、党的建设方面
1.理论学习不够深入。
2.支部组织生活记录不全。
二、审判执行方面
2.未结案件清理缓慢。
3.案款发放偏慢。
";
    office.write("反馈.txt", paper);
    let told = read(&office, "intake 反馈.txt --yes");
    let twice = |told: &Value| notes(told).iter().filter(|(_, reason)| reason.contains("编号重复")).count();
    let said = (
        "第6行",
        "编号 2 与第4行“支部组织生活记录不全”的编号重复；编号不能对应到问题，全部改按先后顺序编号，请核对原文",
    );
    assert!(notes(&told).contains(&said), "{told}");
    assert_eq!(twice(&told), 1);
    assert_eq!(codes(&listed(&office, "--kind 问题")), ["1", "2", "3", "4"]);
    office.write("反馈.txt", paper.replace("\n2.未结", "\n1.未结").replace("\n3.案款", "\n2.案款"));
    assert_eq!(twice(&read(&office, "intake 反馈.txt --dry-run")), 0);
}

#[test]
fn a_number_that_two_rows_share_and_rows_without_an_issue_are_told() {
    let office = office();
    office.write(
        "台账.csv",
        "序号,反馈问题,整改措施,责任部门
1,理论学习不够深入,修订学习制度,政治部
,,组织测试,政治部
,,开展培训,政治部
2,支部组织生活记录不全,补齐记录,政治部
2,未结案件清理缓慢,逐案清理,执行局
,,按月通报,执行局
",
    );
    let told = read(&office, "intake 台账.csv --new-parties --yes");
    assert_eq!(
        notes(&told),
        [
            (
                "第6行",
                "编号 2 与第5行“支部组织生活记录不全”的编号重复；编号不能对应到问题，全部改按先后顺序编号，请核对原文"
            ),
            ("全表", "第3—4、7行没有问题文字，归到上面的问题；不是的请补上问题再导入"),
        ]
    );
    office.write("台账.csv", "序号,反馈问题,整改措施\n1,理论学习不够深入,修订学习制度\n2,,组织测试\n");
    let told = read(&office, "intake 台账.csv --dry-run");
    assert_eq!(notes(&told), [("全表", "第3行有序号而没有问题文字，归到上面的问题；不是的请补上问题再导入")]);
}
