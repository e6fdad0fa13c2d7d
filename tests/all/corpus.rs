//! The real papers, where their folder is there: `TAIZHANG_CORPUS`, or `../shared/corpus` beside the checkout.

use super::intake::assert_nothing_lost;
use std::path::PathBuf;
use taizhang::domain::item::{ItemKind, ItemType, Origin};
use taizhang::intake::plan::{FigureKind, PaperKind, Plan};
use taizhang::intake::{Options, read_text};

fn paper(name: &str) -> Option<Plan> {
    #[expect(clippy::disallowed_methods, reason = "a test may ask where the papers are")]
    let named = std::env::var("TAIZHANG_CORPUS").ok().map(PathBuf::from);
    let folder = named.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"));
    let Ok(bytes) = std::fs::read(folder.join(name)) else {
        println!("{name}: not there, nothing tested (set TAIZHANG_CORPUS)");
        return None;
    };
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
