//! The real papers, where their folder is there: `TAIZHANG_CORPUS`, or `../shared/corpus` beside the checkout.

use super::{intake::assert_nothing_lost, office::Office};
use serde_json::{Value, json};
use std::path::PathBuf;
use taizhang::domain::item::{ItemKind, ItemType, Origin};
use taizhang::intake::plan::{FigureKind, Note, PaperKind, Plan};
use taizhang::intake::{Options, read_text};
use taizhang::zh::second_look::{Reason, find};

/// The bytes of a paper; none where the folder is not there.
fn bytes(name: &str) -> Option<Vec<u8>> {
    #[expect(clippy::disallowed_methods, reason = "a test may ask where the papers are")]
    let named = std::env::var("TAIZHANG_CORPUS").ok().map(PathBuf::from);
    let folder = named.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"));
    let bytes = std::fs::read(folder.join(name)).ok();
    if bytes.is_none() {
        println!("{name}: not there, nothing tested (set TAIZHANG_CORPUS)");
    }
    bytes
}

fn paper(name: &str) -> Option<Plan> {
    let bytes = bytes(name)?;
    let plan = read_text(name, &bytes, &Options::default()).unwrap();
    assert_nothing_lost(name, &String::from_utf8(bytes).unwrap(), &plan);
    Some(plan)
}

fn issue_codes(plan: &Plan) -> Vec<String> {
    let codes = plan.codes();
    let issues = plan.items.iter().enumerate().filter(|(_, item)| item.kind == ItemKind::Issue);
    issues.map(|(at, _)| codes[at].to_string()).collect()
}

fn numbers(from: u32, to: u32) -> Vec<String> {
    (from..=to).map(|number| number.to_string()).collect()
}

fn stated(plan: &Plan) -> Vec<(FigureKind, u32, Option<u32>)> {
    plan.stated.iter().map(|figure| (figure.what, figure.number, figure.found)).collect()
}

/// Papers that were published had been looked through: what is marked in them, but for the office's own telephone, mail and house,
/// costs a clerk time. Nothing was wrong in 7.2 ten thousands of characters; a name stood in one of them.
#[test]
fn papers_that_were_published_raise_hardly_a_mark() {
    let (mut marks, mut length) = (Vec::new(), 0);
    for name in ["wendeng_court_2020.txt", "tianjin_third_court_2022.txt", "zhongshan_first_court_2025.txt"] {
        let Some(bytes) = bytes(name) else { return };
        let text = String::from_utf8(bytes).unwrap();
        length += text.chars().count();
        marks.extend(find(&text, &[]).into_iter().filter(|found| {
            !matches!(found.reason, Reason::Telephone | Reason::Mail) && !found.words.ends_with("62号")
        }));
    }
    let words: Vec<&str> = marks.iter().map(|found| found.words.as_str()).collect();
    assert!(length > 70_000 && marks.len() <= 1, "{words:?}");
    assert!(marks.iter().all(|found| found.reason == Reason::Person), "{words:?}");
}

#[test]
fn a_report_with_numbering_that_restarts_gives_28_issues() {
    let Some(plan) = paper("wendeng_court_2020.txt") else { return };
    assert_eq!(plan.paper, PaperKind::Report);
    let counts = plan.counts();
    assert_eq!((counts.category, counts.issue, counts.measure), (5, 28, 94));
    assert_eq!(issue_codes(&plan), numbers(1, 28));
    assert!(plan.items.iter().all(|item| !item.source_text.contains("下转") && !item.source_text.contains("上接")));
    assert_eq!(stated(&plan), [(FigureKind::Issue, 28, Some(28)), (FigureKind::Measure, 100, Some(94))]);
    assert!(plan.notes.iter().any(|note| note.reason.starts_with("文内口径") && note.reason.contains("94")));
    assert_eq!(plan.header.feedback_on.map(|day| day.to_string()).as_deref(), Some("2019-12-16"));
    assert_eq!(plan.header.body.as_deref(), Some("区委第三巡察组"));
}

#[test]
fn a_report_with_extensions_and_reform_keeps_them_apart() {
    let Some(plan) = paper("tianjin_third_court_2022.txt") else { return };
    assert_eq!(plan.paper, PaperKind::Report);
    assert_eq!(plan.counts().category, 11);
    assert_eq!(plan.by_origin(), [(Origin::Feedback, 27), (Origin::Extension, 32), (Origin::Reform, 15)]);
    let codes = plan.codes();
    let of = |origin: Origin| -> Vec<String> {
        let issues = plan.items.iter().enumerate();
        let issues = issues.filter(|(_, item)| item.kind == ItemKind::Issue && item.origin == origin);
        issues.map(|(at, _)| codes[at].to_string()).collect()
    };
    assert_eq!(of(Origin::Feedback), numbers(1, 27));
    assert_eq!(of(Origin::Reform), numbers(28, 42));
    assert_eq!(of(Origin::Extension), (1..=32).map(|number| format!("J{number}")).collect::<Vec<_>>());
    let mut before = None;
    for (at, item) in plan.items.iter().enumerate().filter(|(_, item)| item.kind == ItemKind::Issue) {
        match item.origin {
            Origin::Feedback => before = Some(at),
            Origin::Extension => {
                assert_eq!(item.stems_from, before, "{}", codes[at]);
                assert_eq!(item.parent, before.and_then(|issue| plan.items[issue].parent));
                assert!(!item.text.contains("举一反三"), "{}", item.text);
            }
            _ => assert_eq!(item.parent, None),
        }
    }
    let opinions: Vec<_> = plan.items.iter().filter(|item| item.kind == ItemKind::Opinion).collect();
    assert_eq!(opinions.len(), 22);
    assert_eq!(opinions.iter().map(|opinion| opinion.answers.len()).sum::<usize>(), 27);
    let said = stated(&plan);
    for figure in [
        (FigureKind::KeyIssue, 12, None),
        (FigureKind::Issue, 27, Some(27)),
        (FigureKind::Symptom, 42, None),
        (FigureKind::Extension, 32, Some(32)),
        (FigureKind::Reform, 15, Some(15)),
        (FigureKind::Opinion, 21, Some(22)),
        (FigureKind::Rule, 40, None),
    ] {
        assert!(said.contains(&figure), "{figure:?} in {said:?}");
    }
    assert!(said.iter().any(|(what, number, _)| (*what, *number) == (FigureKind::Measure, 112)));
    for words in ["重点问题12项", "112条", "意见21条"] {
        let told = |note: &&Note| note.reason.starts_with("文内口径") && note.reason.contains(words);
        assert_eq!(plan.notes.iter().filter(told).count(), 1, "{words} in {:?}", plan.notes);
    }
    assert_eq!(plan.header.feedback_on.map(|day| day.to_string()).as_deref(), Some("2021-07-27"));
}

#[test]
fn a_report_in_three_lines_gives_43_issues_and_two_long_term_ones() {
    let Some(plan) = paper("zhongshan_first_court_2025.txt") else { return };
    assert_eq!(plan.paper, PaperKind::Report);
    assert_eq!(plan.counts().category, 4);
    let below = plan.items.iter().filter(|item| item.kind == ItemKind::Category && item.parent.is_some()).count();
    assert_eq!(below, 19);
    assert_eq!(issue_codes(&plan), numbers(1, 45));
    let long: Vec<_> = plan.items.iter().filter(|item| item.item_type == Some(ItemType::LongTerm)).collect();
    assert_eq!(long.len(), 2);
    assert!(long.iter().all(|item| item.number.is_none() && item.origin == Origin::Feedback));
    let eighth = plan.items.iter().find(|item| item.number == Some(8)).unwrap();
    assert!(eighth.situation.as_deref().is_some_and(|text| text.ends_with("监督:")), "{eighth:?}");
    assert!(
        plan.items.iter().filter(|item| item.kind == ItemKind::Measure).all(|item| item.source_text.contains("是"))
    );
    assert_eq!(plan.header.onsite_from.map(|day| day.to_string()).as_deref(), Some("2024-09-23"));
    assert_eq!(plan.header.feedback_on.map(|day| day.to_string()).as_deref(), Some("2025-01-13"));
}

/// A ledger into which a paper was read on that day, through the program.
fn ledger(name: &str, today: &str) -> Option<Office> {
    let bytes = bytes(name)?;
    let mut office = Office::empty();
    office.on(today);
    office.run(["init", "--office", "某院整改办"]).ok();
    office.write("通报.txt", bytes);
    let before = office.run(["intake", "通报.txt", "--dry-run", "--format", "json"]).ok().json();
    assert_eq!(before["recorded"], false);
    let after = office.run(["intake", "通报.txt", "--open-round", "本轮", "--yes", "--format", "json"]).ok().json();
    assert_eq!(after["recorded"], true);
    // What was shown is what was recorded, codes and all.
    assert_eq!(before["items"], after["items"]);
    assert_eq!(before["counts"], after["counts"]);
    Some(office)
}

/// Runs a line of words, which has to end well.
fn do_it(office: &Office, line: &str) {
    let outcome = office.run(line.split_whitespace());
    assert_eq!(outcome.code, 0, "{outcome}");
}

fn summary(office: &Office, as_of: &str) -> Value {
    office.run(["summary", "--format", "json", "--as-of", as_of]).ok().json()
}

fn codes_of(office: &Office, conditions: &[&str]) -> Vec<String> {
    let listed = office.run(["list", "--format", "json"].iter().chain(conditions).copied()).ok().json();
    listed["items"].as_array().unwrap().iter().map(|item| item["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_28_issues_of_the_first_paper_are_completed_and_struck_off() {
    let Some(office) = ledger("wendeng_court_2020.txt", "2020-05-10") else { return };
    assert_eq!(codes_of(&office, &["--kind", "问题"]), numbers(1, 28));
    do_it(&office, "progress --kind 措施 --done --on 2020-04-10 --yes");
    let open = summary(&office, "2020-04-10");
    assert_eq!((&open["issues"]["completed"], &open["issues"]["closed"]), (&json!(28), &json!(0)));
    office.run(["close", "1-28", "--on", "2020-04-20", "--yes"]).refused();
    do_it(&office, "meeting add 2020-04-20 --kind 党组会 --on 2020-04-20");
    do_it(&office, "close 1-28 --meeting 2020-04-20 --without-evidence 见公开通报 --on 2020-04-20 --yes");
    let issues = &summary(&office, "2020-05-10")["issues"];
    for (figure, count) in [("total", 28), ("completed", 28), ("closed", 28), ("closed_without_evidence", 28)] {
        assert_eq!(issues[figure], count, "{figure}");
    }
    assert_eq!((&issues["completion_rate"], &issues["closure_rate"]), (&json!(100.0), &json!(100.0)));
    // The stated 100 measures against those that can be counted: told, not forced.
    office.run(["summary"]).ok().says("文内口径").says("100");
    office.run(["verify"]).ok();
}

#[test]
fn the_second_paper_comes_to_27_and_32_and_15_as_of_the_day_it_names() {
    let Some(office) = ledger("tianjin_third_court_2022.txt", "2022-08-10") else { return };
    assert_eq!(codes_of(&office, &["--kind", "问题", "--origin", "反馈问题"]), numbers(1, 27));
    assert_eq!(codes_of(&office, &["--kind", "问题", "--origin", "推动改革"]), numbers(28, 42));
    let extensions: Vec<String> = (1..=32).map(|number| format!("J{number}")).collect();
    assert_eq!(codes_of(&office, &["--kind", "问题", "--origin", "举一反三"]), extensions);
    for (origin, state) in [("反馈问题", "已完成"), ("举一反三", "已完成"), ("推动改革", "阶段性完成")]
    {
        do_it(&office, &format!("progress --kind 措施 --origin {origin} --state {state} --on 2021-10-20 --yes"));
    }
    do_it(&office, "progress --kind 意见 --done --on 2021-10-20 --yes");
    let first: Vec<String> = codes_of(&office, &["--kind", "措施", "--origin", "推动改革"])
        .into_iter()
        .filter(|code| code.starts_with("28."))
        .collect();
    do_it(&office, &format!("progress {} --done --on 2021-10-25 --yes", first.join(" ")));
    // What happened afterwards changes nothing of that day's figures.
    do_it(&office, "progress --kind 措施 --origin 推动改革 --done --on 2022-06-30 --yes");
    let then = summary(&office, "2021-10-31");
    let origin = |summary: &Value, origin: &str| {
        let set = &summary["by_origin"][origin];
        (set["total"].as_i64(), set["completed"].as_i64(), set["staged"].as_i64())
    };
    assert_eq!(origin(&then, "feedback"), (Some(27), Some(27), Some(0)));
    assert_eq!(origin(&then, "extension"), (Some(32), Some(32), Some(0)));
    assert_eq!(origin(&then, "reform"), (Some(15), Some(1), Some(14)));
    assert_eq!(then["opinions"]["total"], then["opinions"]["completed"]);
    let now = summary(&office, "2022-08-10");
    assert_eq!(origin(&now, "reform"), (Some(15), Some(15), Some(0)));
    office.run(["summary", "--as-of", "2021-10-31"]).ok().says("具体问题27个");
    // What the paper states of itself is told from the day on which it was read.
    office.run(["summary"]).ok().says("文内口径").says("112").says("重点问题12项");
    office.run(["verify"]).ok();
}

#[test]
fn the_third_paper_comes_to_43_and_two_long_term_ones() {
    let Some(office) = ledger("zhongshan_first_court_2025.txt", "2025-12-20") else { return };
    assert_eq!(codes_of(&office, &["--kind", "问题"]), numbers(1, 45));
    assert_eq!(codes_of(&office, &["--kind", "问题", "--type", "长期坚持"]), numbers(44, 45));
    do_it(&office, "assign 44-45 --due 长期坚持 --review 2026-06-30 --on 2025-01-13 --yes");
    let measures = codes_of(&office, &["--kind", "措施"]);
    let (long, dated): (Vec<String>, Vec<String>) =
        measures.into_iter().partition(|code| code.starts_with("44.") || code.starts_with("45."));
    do_it(&office, &format!("progress {} --done --on 2025-07-01 --yes", dated.join(" ")));
    let standing = if long.is_empty() { "44 45".to_owned() } else { long.join(" ") };
    do_it(&office, &format!("progress {standing} --state 阶段性完成 --on 2025-07-01 --yes"));
    do_it(&office, "meeting add 2025-07-10 --kind 党组会 --on 2025-07-10");
    do_it(&office, "close 1-43 --meeting 2025-07-10 --without-evidence 见公开通报 --on 2025-07-10 --yes");
    let summary = summary(&office, "2025-12-20");
    let figures = |set: &Value| ["total", "completed", "staged", "closed"].map(|figure| set[figure].as_i64().unwrap());
    assert_eq!(figures(&summary["issues"]), [45, 43, 2, 43]);
    assert_eq!(figures(&summary["long_term"]), [2, 0, 2, 0]);
    office.run(["summary"]).ok().says("43个");
    office.run(["verify"]).ok();
}

#[test]
fn the_papers_reconcile_word_for_word_and_are_accused_of_nothing_they_did_not_write() {
    for (name, today, found) in [
        ("wendeng_court_2020.txt", "2020-05-10", &[][..]),
        ("tianjin_third_court_2022.txt", "2022-08-10", &[]),
        // The paper does say 万万元.
        ("zhongshan_first_court_2025.txt", "2025-12-20", &[("slip", "634.02万万元")]),
    ] {
        let Some(office) = ledger(name, today) else { return };
        let answer = office.run(["reconcile", "通报.txt", "--measures", "--format", "json"]).json();
        let words = answer["words"].as_array().unwrap();
        assert!(words.len() > 100 && words.iter().all(|row| row["verdict"] == "same"), "{name}");
        let figures = answer["figures"].as_array().unwrap().iter();
        // What the ledger does not know yet, the paper is not wrong about.
        let wrong = figures.filter(|check| check["weight"] == "finding" && check["fault"] != "ledger");
        let wrong: Vec<_> =
            wrong.map(|check| (check["fault"].as_str().unwrap(), check["stated"].as_str().unwrap())).collect();
        assert_eq!(wrong, found, "{name}");
    }
}
