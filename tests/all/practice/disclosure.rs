//! 公开范围: marks and wordings for the public, and what they do not touch.

use super::super::office::Office;
use serde_json::json;

fn done(office: &Office, lines: &[&str]) {
    super::link::done(office, lines);
}

fn refused(office: &Office, line: &str, words: &str) {
    let before = office.bytes("taizhang.db");
    office.run(line.split(' ')).refused().says(words);
    assert!(before == office.bytes("taizhang.db"), "{line} changed the ledger");
}

/// Issue 1 struck off with filing 1 and evidence 1; issue 2 open with outcome 1.
fn office() -> Office {
    let office = Office::new();
    done(
        &office,
        &[
            "round open 2025巡察 --feedback 2025-05-20 --on 2025-05-20",
            "add 某案久拖不决 --on 2025-05-20",
            "add 学习不深入 --on 2025-05-20",
            "progress 1 --state 已完成 --situation 已办结 --on 2025-06-01",
            "attach 1 --register 某政〔2025〕1号 --title 结案材料 --kept-at 档案柜 --on 2025-06-02",
            "outcome rule 2 --title 学习计划 --on 2025-06-02",
            "meeting add 2025-06-10 --kind 党组会 --on 2025-06-10",
            "close 1 --meeting 2 --on 2025-06-11",
        ],
    );
    office
}

#[test]
fn marks_are_set_shown_listed_and_undone() {
    let office = office();
    done(
        &office,
        &[
            "edit 1 --disclosure 可公开 --public-words 个别案件办理周期偏长",
            "edit --filing 1 --disclosure 不公开",
            "attach edit 1 --disclosure 不公开",
            "outcome edit 1 --disclosure 可公开",
        ],
    );
    let shown = office.run("show 1 --format json".split(' ')).ok().json()["items"][0].clone();
    assert_eq!(shown["disclosure"], json!("public"));
    assert_eq!(shown["public_words"], json!("个别案件办理周期偏长"));
    assert_eq!(shown["filings"][0]["disclosure"]["disclosure"], json!("closed"));
    assert_eq!(shown["evidence"][0]["disclosure"]["disclosure"], json!("closed"));
    office.run(["show", "1"]).ok().says("公开表述").says("（第1号填报，不公开）");
    for (mark, total) in [("可公开", 1), ("党内通报", 1), ("不公开", 0)] {
        let line = format!("list --disclosure {mark} --format json");
        assert_eq!(office.run(line.split(' ')).ok().json()["total"], json!(total), "{mark}");
    }
    let listed = office.run("outcome list --format json".split(' ')).ok().json();
    assert_eq!(listed["outcomes"][0]["disclosure"], json!("public"));
    office.run(["log", "--format", "json"]).ok().says("第 1 号佐证材料 公开范围定为不公开");
    office.run(["verify"]).ok();
    done(&office, &["undo", "undo", "undo", "undo"]);
    assert_eq!(office.run("list --disclosure 党内通报 --format json".split(' ')).ok().json()["total"], json!(2));
    office.run(["verify"]).ok();
}

#[test]
fn a_mark_changes_no_figure() {
    let office = office();
    let figures = || {
        let mut all = office.run("summary --format json".split(' ')).ok().json();
        all.as_object_mut().unwrap().remove("anchor");
        all
    };
    let before = figures();
    done(&office, &["edit 1-2 --disclosure 不公开", "outcome edit 1 --disclosure 不公开"]);
    assert_eq!(figures(), before);
}

#[test]
fn a_wording_for_the_public_needs_the_mark_and_goes_with_it() {
    let office = office();
    refused(&office, "edit 1 --public-words 甲", "可公开");
    refused(&office, "edit 1 --disclosure 不公开 --public-words 甲", "可公开");
    refused(&office, "edit 1-2 --disclosure 可公开 --public-words 甲", "逐项");
    refused(&office, "edit 1 --disclosure 党内通报", "没有要改动的内容");
    done(&office, &["edit 1 --disclosure 可公开 --public-words 甲"]);
    office.run("edit 1 --disclosure 不公开".split(' ')).ok().says("公开表述一并去掉");
    done(&office, &["edit 1 --disclosure 可公开"]);
    let shown = office.run("show 1 --format json".split(' ')).ok().json();
    assert_eq!(shown["items"][0]["public_words"], json!(null));
}

#[test]
fn what_is_gone_or_was_never_there_is_not_marked() {
    let office = office();
    done(&office, &["withdraw 2 --ground 录入差错 --reason 重复"]);
    refused(&office, "edit 2 --disclosure 可公开", "已撤项");
    refused(&office, "edit --filing 9 --disclosure 可公开", "没有第 9 号填报");
    refused(&office, "outcome edit 9 --disclosure 可公开", "没有第 9 号成效");
    refused(&office, "attach edit 9 --disclosure 可公开", "没有第 9 号佐证材料");
    office.run(["edit", "1"]).usage();
    office.run("edit 1 --set 备注=甲 --disclosure 可公开".split(' ')).usage();
}

#[test]
fn a_closed_item_is_passed_over_by_a_filter_and_marked_when_named() {
    let office = office();
    done(&office, &["edit --kind 问题 --disclosure 可公开 --yes"]);
    let marked = || office.run("list --disclosure 可公开 --format json".split(' ')).ok().json()["total"].clone();
    assert_eq!(marked(), json!(1));
    done(&office, &["edit --kind 问题 --disclosure 可公开 --yes --closed-too"]);
    assert_eq!(marked(), json!(2));
}
