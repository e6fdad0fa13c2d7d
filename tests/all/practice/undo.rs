//! An undo of a decision against whoever asked: with its reason, in the item's history, and in the 自查.

use crate::all::office::{Office, Outcome};
use serde_json::{Value, json};

fn run(office: &Office, line: &str) -> Outcome {
    office.run(line.split(' '))
}

fn finds(office: &Office) -> Vec<Value> {
    run(office, "check --rule 撤销过的决定 --format json").json()["rows"].as_array().unwrap().clone()
}

/// Issues 1 to 3: 1 and 2 done and proved, 2 struck off; a meeting on 08-20.
fn office() -> Office {
    let mut office = Office::empty();
    office.on("2025-09-30");
    for line in [
        "init --office 某区人民法院",
        "round open 2025巡察 --feedback 2025-06-13 --policy 整改办初审、党组会审定 --on 2025-06-13",
        "party add 办公室 --kind 部门 --on 2025-06-13",
        "add 印章登记不全 --dept 办公室 --due 2025-12-31 --on 2025-06-20",
        "add 值班脱岗 --dept 办公室 --due 2025-12-31 --on 2025-06-20",
        "add 卷宗迟归 --dept 办公室 --due 2025-12-31 --on 2025-06-20",
        "progress 1 2 --done --on 2025-07-20",
        "attach 1 2 --register 某法〔2025〕1号 --title 材料 --kept-at 档案室 --on 2025-07-20",
        "sign 2 --on 2025-07-25",
        "meeting add 2025-08-20 --kind 党组会",
        "close 2 --meeting 2 --on 2025-08-20",
    ] {
        run(&office, line).ok();
    }
    office
}

#[test]
fn what_was_said_no_to_is_not_undone_without_a_reason() {
    for (before, line, code, against) in [
        ("show 1", "sign 1 --deny --words 登记簿缺页 --on 2025-07-25", "1", "审签不同意"),
        ("show 1", "return 1 --meeting 2 --words 登记簿缺页 --on 2025-08-20", "1", "会议退回整改"),
        ("show 2", "recheck 2 --result 反弹 --checker 纪检监察组 --words 又有脱岗", "2", "回头看反弹"),
        (
            "extend 3 --to 2026-03-31 --reason 外地取证",
            "extend 3 --refuse --approval 批示 --words 按期办结",
            "3",
            "延期未批准",
        ),
    ] {
        let office = office();
        run(&office, before).ok();
        let decided = run(&office, line).ok();
        run(&office, "undo").refused().says(&format!("撤销“{against}”要写明理由")).says("--reason");
        run(&office, "undo --reason 。").refused().says("理由是空的");
        run(&office, "undo --dry-run").refused().says(against);
        assert!(finds(&office).is_empty());
        run(&office, "undo --reason 录错了编号").ok();
        // The item's history keeps both, and the 自查 lists it.
        run(&office, &format!("show {code}")).ok().says("撤销过的决定").says(against).says("理由：录错了编号");
        let undone = run(&office, &format!("show {code} --format json")).ok().json()["items"][0]["undone"].clone();
        assert_eq!((undone.as_array().unwrap().len(), &undone[0]["reason"]), (1, &json!("录错了编号")), "{decided}");
        let rows = finds(&office);
        assert_eq!((rows.len(), &rows[0]["code"], &rows[0]["severity"]), (1, &json!(code), &json!("notice")));
        assert!(rows[0]["words"].as_str().unwrap().contains("由整改办撤销，理由：录错了编号"), "{rows:?}");
        // Named items only, and as of a day before nobody had undone anything.
        let other = if code == "3" { "1" } else { "3" };
        assert_eq!(run(&office, &format!("check {other} --rule decision_undone")).code, 0);
        assert_eq!(run(&office, "check --rule decision_undone --as-of 2025-09-29").code, 0);
        run(&office, "verify").ok();
    }
}

#[test]
fn a_ratification_that_was_not_agreed_to_is_one_of_them() {
    let office = office();
    run(&office, "close 1 --taken-over 旧台账第1项 --on 2025-08-01").went_well();
    run(&office, "meeting decide 2 1 --about 补办审议 --as 退回 --words 材料不足").ok();
    run(&office, "undo").refused().says("撤销“补办审议未同意”要写明理由");
    run(&office, "undo --reason 会议没有议到").ok();
    assert_eq!(finds(&office)[0]["facts"]["against"], json!("not_ratified"));
}

#[test]
fn everything_else_is_undone_as_before() {
    let office = office();
    run(&office, "return 1 --words 办公室自行退回补记 --on 2025-08-20").ok();
    run(&office, "undo").ok();
    run(&office, "sign 1 --on 2025-08-01").ok();
    run(&office, "undo").ok();
    run(&office, "recheck 2 --result 巩固 --checker 整改办 --words 值班正常").ok();
    run(&office, "undo").ok();
    assert!(finds(&office).is_empty());
    let shown = run(&office, "show 1").ok();
    assert!(!shown.out.contains("撤销过的决定"), "{shown}");
}
