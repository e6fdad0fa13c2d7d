//! Draws of closed items (销号抽查): recorded, made again by anybody, answered by look-backs.

use super::recheck::{anchor, refused, run, struck_off};
use crate::all::office::Office;
use serde_json::Value;

/// Twelve closed issues: six of 政治部, four of 办公室, two of 执行局; a thirteenth is open.
fn many() -> Office {
    let office = Office::new();
    let mut lines = vec![
        "round open 2025巡察 --feedback 2025-06-13".to_owned(),
        "party add 政治部 办公室 执行局 --kind 部门".to_owned(),
    ];
    for number in 0..13 {
        let department = ["政治部", "政治部", "政治部", "办公室", "办公室", "执行局"][number % 6];
        lines.push(format!("add 第{number}个问题 --dept {department} --on 2025-06-20"));
    }
    lines.push("progress 1-12 --done --on 2025-07-10".into());
    lines.push("meeting add 2025-08-20 --kind 党组会 --title 第12次党组会".into());
    lines.push("close 1-12 --meeting 2 --without-evidence 原件在档案室 --on 2025-08-21".into());
    for line in lines {
        run(&office, &line).ok();
    }
    office
}

fn drawn(answer: &Value) -> Vec<String> {
    answer["items"].as_array().unwrap().iter().map(|item| item["code"].as_str().unwrap().to_owned()).collect()
}

fn draw(office: &Office, line: &str) -> Value {
    run(office, &format!("sample {line} --format json")).ok().json()
}

#[test]
fn a_draw_is_spread_over_departments_in_proportion() {
    let office = many();
    let answer = draw(&office, "6 --seed 甲");
    let shares: Vec<(&str, i64, i64)> = answer["departments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| (d["department"].as_str().unwrap(), d["population"].as_i64().unwrap(), d["drawn"].as_i64().unwrap()))
        .collect();
    assert_eq!(shares, [("政治部", 6, 3), ("办公室", 4, 2), ("执行局", 2, 1)]);
    assert_eq!((&answer["population"], drawn(&answer).len()), (&12.into(), 6));
    // Of one department only, and never what is open or was not yet struck off.
    assert_eq!(draw(&office, "9 --dept 执行局")["population"], 2);
    refused(&office, "sample 3 --on 2025-08-20", "没有可抽的事项");
    refused(&office, "sample 3 --progress 整改中", "没有可抽的事项");
}

#[test]
fn more_than_there_are_takes_all_and_says_so() {
    let office = many();
    let answer = draw(&office, "99");
    assert_eq!(drawn(&answer).len(), 12);
    assert!(answer["warnings"][0].as_str().unwrap().contains("只有 12 项"), "{answer}");
    refused(&office, "sample 0", "抽查项数要大于零");
    run(&office, "sample").usage().says("没有写抽几项");
}

#[test]
fn the_same_seed_draws_the_same_and_another_another() {
    let office = many();
    let first = drawn(&draw(&office, "5 --seed 纪检组给定"));
    assert_eq!(drawn(&draw(&office, "5 --seed 纪检组给定")), first);
    assert_eq!(drawn(&draw(&office, "5 --seed 纪检组给定 --dry-run")), first);
    let others: Vec<Vec<String>> = (0..4).map(|n| drawn(&draw(&office, &format!("5 --seed 另一{n}")))).collect();
    assert!(others.iter().any(|other| *other != first), "{first:?}");
}

#[test]
fn a_draw_by_chance_is_not_looked_at_beforehand() {
    let office = many();
    refused(&office, "sample 5 --dry-run", "随机抽查不能预演");
    let answer = draw(&office, "5");
    assert_eq!(answer["seed_named"], false);
    // A seed that looks like one by chance is none of the office's choice.
    refused(&office, &format!("sample 5 --seed {}", answer["seed"].as_str().unwrap()), "这个种子不能用");
    let before = anchor(&office);
    run(&office, "sample 5 --seed 甲 --dry-run").ok().says("仅预演");
    assert_eq!(anchor(&office), before);
}

#[test]
fn a_draw_that_was_taken_back_stays_visible() {
    let office = many();
    run(&office, "sample 5").ok();
    run(&office, "undo --reason 想换一批").ok();
    run(&office, "sample 5").ok();
    let list = run(&office, "sample list --format json").ok().json();
    assert_eq!(list["taken_back"], serde_json::json!([1]));
    assert_eq!(list["samples"][0]["sample"], 2);
    run(&office, "sample list").ok().says("第 1 号抽查已撤销");
    refused(&office, "sample show 1", "没有第 1 号抽查");
    run(&office, "verify").ok();
}

#[test]
fn a_redraw_agrees_whatever_happened_since() {
    let mut office = many();
    run(&office, "sample 5").ok();
    let redraw = |office: &Office| run(office, "sample show 1 --redraw --format json").ok().json()["redraw"].clone();
    assert_eq!((&redraw(&office)["agrees"], &redraw(&office)["same_population"]), (&true.into(), &true.into()));
    office.on("2026-03-05");
    let picked = drawn(&run(&office, "sample show 1 --format json").ok().json());
    let line = format!("reopen {} --reason 重做", picked[0]);
    run(&office, &line).ok();
    run(&office, "assign 13 --dept 执行局").ok();
    run(&office, "party order 执行局 办公室 政治部").ok();
    run(&office, "party rename 办公室 综合办公室").ok();
    run(&office, "progress 13 --done").ok();
    run(&office, "close 13 --meeting 2 --without-evidence 原件在档案室").refused();
    run(&office, "meeting add 2026-03-05 --kind 党组会 --title 第3次").ok();
    run(&office, "close 13 --meeting 3 --without-evidence 原件在档案室").ok();
    let after = redraw(&office);
    assert_eq!((&after["agrees"], &after["same_population"]), (&true.into(), &true.into()), "{after}");
    run(&office, "sample show 1 --redraw").ok().says("复核一致");
}

#[test]
fn what_was_entered_since_for_the_day_of_the_draw_is_told() {
    let mut office = many();
    for line in ["progress 13 --done --on 2025-09-01", "meeting add 2025-09-02 --kind 党组会 --title 第13次"] {
        run(&office, line).ok();
    }
    office.on("2026-03-02");
    run(&office, "sample 5 --on 2026-03-01").ok();
    // A closing entered late, for a day before the draw: it had not been there to be drawn.
    run(&office, "close 13 --meeting 3 --without-evidence 原件在档案室 --on 2025-09-03").ok();
    let told = run(&office, "sample show 1 --redraw --format json").ok().json()["redraw"].clone();
    assert_eq!((&told["agrees"], &told["found_since"]), (&true.into(), &serde_json::json!(["13"])));
    run(&office, "sample show 1 --redraw").ok().says("当时没有列入的：13");
}

#[test]
fn a_draw_that_was_forged_is_found() {
    let office = many();
    let picked = drawn(&draw(&office, "3"));
    let other = (1..=12).map(|n| n.to_string()).find(|code| !picked.contains(code)).unwrap();
    office.tamper(&format!(
        "UPDATE sample_item SET item_id = (SELECT id FROM item WHERE code = '{other}') WHERE ord = 1"
    ));
    let told = run(&office, "sample show 1 --redraw --format json").found().json()["redraw"].clone();
    assert_eq!(told["agrees"], false);
    assert_eq!(told["not_drawn"], serde_json::json!([other]));
    run(&office, "verify").found();
}

#[test]
fn what_was_drawn_stays_struck_off_by_the_closing_that_stood() {
    let office = many();
    run(&office, "sample 5").ok();
    // The record of the closing: the draw is undone first, and that stays visible.
    let log = run(&office, "log --format json --all").ok().json();
    let close = log["entries"].as_array().unwrap().iter().find(|e| e["verb"] == "close").unwrap()["seq"].clone();
    refused(&office, &format!("undo --record {close}"), "以它为基础");
}

#[test]
fn look_backs_answer_a_draw() {
    let mut office = many();
    let picked = drawn(&draw(&office, "3"));
    let other = (1..=12).map(|n| n.to_string()).find(|code| !picked.contains(code)).unwrap();
    let held = "--result 巩固 --checker 纪检监察组 --words 属实";
    refused(&office, &format!("recheck {other} {held} --sample 1"), "不在第 1 号抽查里");
    refused(&office, &format!("recheck {} {held} --sample 2", picked[0]), "没有第 2 号抽查");
    refused(&office, &format!("recheck {} {held} --sample 1 --on 2026-02-28", picked[0]), "才抽取");
    run(&office, &format!("recheck {} {held} --sample 1", picked[0])).ok();
    // Without the number on the day itself it may have come before the draw: it is said, and not counted.
    run(&office, &format!("recheck {} {held}", picked[1])).ok().says("--sample 1 重录");
    let shown = run(&office, "sample show 1 --format json").ok().json();
    assert_eq!((&shown["looked_at"], &shown["rebounded"]), (&1.into(), &0.into()));
    office.on("2026-03-09");
    run(&office, &format!("recheck {} --result 反弹 --checker 纪检监察组 --words 仍缺页", picked[2])).ok();
    let shown = run(&office, "sample show 1 --format json").ok().json();
    assert_eq!((&shown["looked_at"], &shown["rebounded"]), (&2.into(), &1.into()));
    assert_eq!(shown["items"][0]["look_back"]["finding"], "held");
    // The draw is not taken back under what answers it.
    let log = run(&office, "log --format json --all").ok().json();
    let sample = log["entries"].as_array().unwrap().iter().find(|e| e["verb"] == "sample").unwrap()["seq"].clone();
    refused(&office, &format!("undo --record {sample}"), "以它为基础");
    run(&office, "verify").ok();
}

#[test]
fn draws_are_of_one_level() {
    let office = struck_off();
    assert_eq!(draw(&office, "9 --seed 甲")["population"], 3);
    refused(&office, "sample 9 --seed 甲 --kind 措施", "没有可抽的事项");
    let shown = run(&office, "sample show 1").ok();
    assert!(shown.out.contains("已销号的问题"), "{shown}");
}

#[test]
fn draws_are_shown_as_a_clerk_reads_them() {
    let office = many();
    insta::assert_snapshot!(office.session(&[
        "sample list",
        // Which are drawn depends on uids, which are new each time: here all are.
        "抽查 3 --dept 执行局 --seed 甲 --dry-run",
        "抽查 2 --dept 执行局 --seed 纪检组2026年3月1日给定",
        "sample list",
        "sample show 1 --redraw",
        "log --limit 1",
    ]));
}
