use super::*;

const ISSUE: ItemKind = ItemKind::Issue;

fn of_paper(folded: &str, number: u32) -> OfPaper<'_> {
    OfPaper { kind: ISSUE, origin: Origin::Feedback, folded, number: Some(number), parent: None }
}

fn of_ledger<'a>(folded: &'a str, code: &'a str) -> OfLedger<'a> {
    OfLedger { kind: ISSUE, origin: Origin::Feedback, folded, code, parent: None, live: true, counted: true }
}

/// So many of a hundred pairs are shared: of both, of the paper's, of the ledger's.
fn share(paper: usize, ledger: usize, [likeness, of_paper, of_ledger]: [usize; 3]) -> Overlap {
    Overlap { paper, ledger, likeness, of_paper, of_ledger, weighty: true }
}

fn said(paper: &[OfPaper<'_>], ledger: &[OfLedger<'_>], overlaps: &[Overlap]) -> Vec<String> {
    let known = |from: &[usize], to: &[usize]| {
        overlaps.iter().filter(|o| from.contains(&o.paper) && to.contains(&o.ledger)).copied().collect()
    };
    settle(paper, ledger, known)
        .iter()
        .map(|row| {
            let near = row.near.map(|near| format!(" near {near}")).unwrap_or_default();
            format!("{} {:?} {:?}{near}", row.verdict, row.paper, row.ledger)
        })
        .collect()
}

#[test]
fn equal_words_are_the_same_whatever_their_number() {
    let ledger = [of_ledger("乙", "1"), of_ledger("甲", "2")];
    assert_eq!(said(&[of_paper("甲", 1), of_paper("乙", 2)], &ledger, &[]), ["same [0] [1]", "same [1] [0]"]);
}

#[test]
fn words_that_stand_twice_are_paired_by_number_and_the_rest_is_told() {
    let ledger = [of_ledger("甲", "1"), of_ledger("甲", "3")];
    let twice = [of_paper("甲", 3), of_paper("甲", 1)];
    assert_eq!(said(&twice, &ledger, &[]), ["same [0] [1]", "same [1] [0]"]);
    assert_eq!(said(&twice[..1], &ledger, &[]), ["doubled [0] [1, 0]"]);
    assert_eq!(said(&twice, &ledger[..1], &[]), ["merged [0, 1] [0]"], "two issues stand in one item");
}

#[test]
fn an_extension_of_the_same_words_is_another_matter() {
    let extension = OfLedger { origin: Origin::Extension, ..of_ledger("甲", "J1") };
    assert_eq!(said(&[of_paper("甲", 1)], &[of_ledger("甲", "1"), extension.clone()], &[]), ["same [0] [0]"]);
    assert_eq!(said(&[of_paper("甲", 1)], &[extension], &[]), ["missing [0] []"]);
}

#[test]
fn most_of_the_words_make_a_rewording_and_a_number_asks_for_less() {
    let (paper, ledger) = ([of_paper("甲", 1)], [of_ledger("乙", "1")]);
    let other = [of_ledger("乙", "2")];
    for (ledger, likeness, verdict) in [
        (&ledger, 30, "reworded [0] [0]"),
        (&other, 55, "reworded [0] [0]"),
        (&ledger, 29, "missing [0] []"),
        (&other, 54, "missing [0] []"),
    ] {
        assert_eq!(said(&paper, ledger, &[share(0, 0, [likeness, 40, 40])])[0], verdict, "{likeness}");
    }
    assert_eq!(said(&paper, &other, &[share(0, 0, [40, 100, 25])]), ["reworded [0] [0]"], "words were added");
}

#[test]
fn several_within_one_are_merged_and_one_in_several_is_split() {
    let (two, one) = ([of_paper("甲", 1), of_paper("乙", 2)], [of_ledger("甲乙", "1")]);
    let within = [share(0, 0, [66, 100, 50]), share(1, 0, [66, 100, 50])];
    assert_eq!(said(&two, &one, &within), ["merged [0, 1] [0]"]);
    let same_thing = [share(0, 0, [95, 100, 90]), share(1, 0, [92, 100, 85])];
    assert_eq!(said(&two, &one, &same_thing), ["reworded [0] [0]", "missing [1] [] near 0"]);
    let little = [share(0, 0, [20, 100, 20]), share(1, 0, [20, 100, 20])];
    assert!(!said(&two, &one, &little)[0].starts_with("merged"));
    let (one, two) = ([of_paper("甲乙", 1)], [of_ledger("甲", "1"), of_ledger("乙", "2")]);
    let within = [share(0, 0, [66, 50, 100]), share(0, 1, [66, 50, 100])];
    assert_eq!(said(&one, &two, &within), ["split [0] [0, 1]"]);
}

#[test]
fn what_was_withdrawn_is_told_where_nothing_else_stands_for_it() {
    let gone = OfLedger { live: false, ..of_ledger("甲", "1") };
    assert_eq!(said(&[of_paper("甲", 1)], std::slice::from_ref(&gone), &[]), ["withdrawn [0] [0]"]);
    assert_eq!(said(&[of_paper("甲", 1)], &[gone.clone(), of_ledger("甲", "2")], &[]), ["same [0] [1]"]);
    let reworded = [share(0, 0, [80, 80, 80])];
    assert_eq!(said(&[of_paper("甲改", 1)], &[gone], &reworded), ["withdrawn [0] [0]"]);
}

#[test]
fn what_only_the_ledger_has_is_told_where_the_paper_should_have_it() {
    let paper = [of_paper("甲", 1)];
    let own = OfLedger { origin: Origin::SelfCheck, ..of_ledger("丙", "Z1") };
    let part = OfLedger { counted: false, ..of_ledger("丁", "1.1") };
    let ledger = [of_ledger("甲", "1"), of_ledger("乙", "2"), own, part];
    assert_eq!(said(&paper, &ledger, &[]), ["same [0] [0]", "extra [] [1]"]);
    let nearly = [share(0, 1, [90, 90, 90])];
    assert_eq!(said(&paper, &ledger, &nearly), ["doubled [0] [0, 1]"], "almost the same words are entered twice");
    let opinion = OfLedger { kind: ItemKind::Opinion, ..of_ledger("戊", "Y1") };
    assert_eq!(said(&paper, &[of_ledger("甲", "1"), opinion], &[]), ["same [0] [0]"], "the paper holds no opinions");
}

#[test]
fn measures_are_looked_for_below_their_issue() {
    let below = |folded, parent| OfPaper { kind: ItemKind::Measure, parent: Some(parent), ..of_paper(folded, 0) };
    let under =
        |folded, code, parent| OfLedger { kind: ItemKind::Measure, parent: Some(parent), ..of_ledger(folded, code) };
    let paper = [of_paper("甲", 1), below("丁", 0), of_paper("乙", 2), below("丁", 2), below("戊", 2)];
    let ledger = [
        of_ledger("甲", "1"),
        under("丁", "1.1", 0),
        under("戊", "1.2", 0),
        of_ledger("乙", "2"),
        under("丁", "2.1", 3),
    ];
    assert_eq!(
        said(&paper, &ledger, &[]),
        ["same [0] [0]", "same [1] [1]", "same [2] [3]", "same [3] [4]", "misplaced [4] [2]"]
    );
    let other = [of_ledger("甲", "1"), under("己", "1.1", 0), of_ledger("乙", "2"), under("丁", "2.1", 2)];
    assert_eq!(
        said(&paper[..4], &other, &[share(1, 1, [90, 90, 90]), share(1, 3, [95, 95, 95])])[1],
        "reworded [1] [1]",
        "a measure below another issue is no rewording of this one"
    );
}

#[test]
fn categories_are_the_same_by_their_words_and_cases_below_their_issue() {
    let kind = |kind: ItemKind, item: OfPaper<'static>| OfPaper { kind, ..item };
    let held = |kind: ItemKind, item: OfLedger<'static>| OfLedger { kind, ..item };
    let paper = [
        kind(ItemKind::Category, of_paper("党建", 0)),
        of_paper("甲", 1),
        OfPaper { parent: Some(1), ..kind(ItemKind::Case, of_paper("某案", 0)) },
        OfPaper { parent: Some(1), ..kind(ItemKind::Case, of_paper("又案", 0)) },
    ];
    let ledger = [
        held(ItemKind::Category, of_ledger("党建", "C1")),
        held(ItemKind::Category, of_ledger("审判", "C2")),
        of_ledger("甲", "1"),
        OfLedger { parent: Some(2), ..held(ItemKind::Case, of_ledger("某案", "1.1")) },
        OfLedger { parent: Some(2), ..held(ItemKind::Case, of_ledger("他案", "1.2")) },
    ];
    assert_eq!(
        said(&paper, &ledger, &[]),
        ["same [0] [0]", "same [1] [2]", "same [2] [3]", "missing [3] []", "extra [] [1]", "extra [] [4]"]
    );
    // A paper without categories says nothing of them.
    assert_eq!(said(&paper[1..2], &ledger[..3], &[]), ["same [0] [2]"]);
}

#[test]
fn words_that_stand_as_another_kind_are_neither_missing_nor_too_much() {
    let row = |verdict, paper: &[usize], ledger: &[usize]| Settled {
        verdict,
        paper: paper.to_vec(),
        ledger: ledger.to_vec(),
        near: None,
    };
    let paper = [(ISSUE, "党的建设"), (ISSUE, "别的事情"), (ISSUE, "审判执行")];
    let ledger = [(ItemKind::Category, "党的建设"), (ISSUE, "别的事情"), (ItemKind::Opinion, "审判执行")];
    let mut settled = vec![
        row(Verdict::Missing, &[0], &[]),
        row(Verdict::Missing, &[1], &[]),
        row(Verdict::Missing, &[2], &[]),
        row(Verdict::Extra, &[], &[2]),
    ];
    as_another_kind(&mut settled, &paper, &ledger);
    assert_eq!(
        settled,
        [
            row(Verdict::Misplaced, &[0], &[0]),
            // Of the same kind it was compared before.
            row(Verdict::Missing, &[1], &[]),
            row(Verdict::Misplaced, &[2], &[2]),
        ]
    );
}
