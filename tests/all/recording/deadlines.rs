//! Deadlines of a second paper: equal is what comes to the same, in whatever words.

use super::{Office, Value, read, run};

fn ledger(deadlines: [&str; 4]) -> String {
    let mut rows = "序号,反馈问题,责任部门,整改时限\n".to_owned();
    for (at, words) in deadlines.iter().enumerate() {
        let issue = ["理论学习不够深入", "支部组织生活记录不全", "未结案件清理缓慢", "案款发放偏慢"][at];
        rows.push_str(&format!("{},{issue},办公室,\"{words}\"\n", at + 1));
    }
    rows
}

fn office() -> Office {
    let mut office = Office::empty();
    office.on("2026-03-01");
    run(&office, "init --office 某区人民法院").ok();
    run(&office, "round open 2026巡察 --feedback 2026-01-20").ok();
    office.write("台账.csv", ledger(["2026年10月底前", "长期坚持", "尽快", "2026年6月底前完成，长期坚持"]));
    run(&office, "intake 台账.csv --new-parties --yes").went_well();
    office
}

fn differing(document: &Value) -> Vec<&str> {
    let items = document["items"].as_array().unwrap().iter();
    let dated = |item: &&Value| item["differences"].as_array().unwrap().iter().any(|one| one["field"] == "deadline");
    items.filter(dated).map(|item| item["code"].as_str().unwrap()).collect()
}

#[test]
fn a_deadline_in_other_words_that_comes_to_the_same_is_no_difference() {
    let office = office();
    office.write("台账.csv", ledger(["2026年10月31日", "持续推进", "条件成熟时", "2026年6月30日前完成并长期坚持"]));
    assert_eq!(differing(&read(&office, "intake 台账.csv --dry-run")), ["3"]);
    run(&office, "intake 台账.csv --yes").refused().says("3");
    office.write("台账.csv", ledger(["2026年10月30日", "2026年12月底", "尽快", "2026年6月底"]));
    assert_eq!(differing(&read(&office, "intake 台账.csv --dry-run")), ["1", "2", "4"]);
}

#[test]
fn it_is_none_in_an_adopted_plan_nor_of_what_is_struck_off() {
    let office = office();
    for line in [
        "meeting add 2026-02-01 --kind 党组会",
        "round adopt --meeting 2",
        "progress 4 --done --on 2026-02-20",
        "attach 4 --title 发放清单 --kept-at 办公室 --on 2026-02-20",
        "meeting add 2026-02-25 --kind 党组会",
        "close 4 --meeting 3 --yes",
    ] {
        run(&office, line).went_well();
    }
    office.write("台账.csv", ledger(["2026年10月31日", "持续推进", "尽快", "2026年6月30日前完成并长期坚持"]));
    run(&office, "intake 台账.csv --yes").ok().says("没有新的内容");
    assert_eq!(differing(&read(&office, "intake 台账.csv --dry-run")), Vec::<&str>::new());
    office.write("台账.csv", ledger(["2026年11月30日", "持续推进", "尽快", "2026年7月底"]));
    assert_eq!(differing(&read(&office, "intake 台账.csv --dry-run")), ["1", "4"]);
}
