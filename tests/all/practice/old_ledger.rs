//! An earlier ledger read in: what it reports of the work is taken over on its own day, as far as the rules let it.

use crate::all::core::office::{Office, day, feedback};
use taizhang::{
    domain::{
        item::{Item, ItemKind, Origin},
        lifecycle::{Closure, Progress},
        party::Role,
        reported::Reported,
        round::CloseLevel,
    },
    service::{
        Error,
        paper::{self, Because, Fate, Field, OnConflict, Paper, PaperItem, Read, Settled, Target},
        roster::NameChoices,
        session::Run,
    },
};

fn row(kind: ItemKind, text: &'static str, parent: Option<usize>, reported: Option<Reported>) -> PaperItem<'static> {
    // A test's paper may live as long as the test.
    let departments: &'static [String] = Box::leak(Box::new(["立案庭".to_owned()]));
    PaperItem {
        kind,
        origin: Origin::Feedback,
        item_type: None,
        text,
        goal: None,
        source_no: None,
        number: None,
        code: None,
        place: "工作表“台账”第5行",
        words: text,
        parent,
        stems_from: None,
        answers: &[],
        related: &[],
        roles: vec![(Role::Department, departments)],
        deadline: Some("2025年6月底前"),
        situation: None,
        reported: reported.map(|reported| &*Box::leak(Box::new(reported))),
    }
}

fn ledger(items: Vec<PaperItem<'static>>) -> Paper<'static> {
    Paper {
        into: Target::Round(None),
        name: "整改台账.xlsx".into(),
        sha256: format!("{:064x}", items.len()),
        bytes: 100,
        kind: "ledger".into(),
        tells_results: false,
        stated: Vec::new(),
        items,
        choices: NameChoices::default(),
        declare_all: true,
        on_conflict: OnConflict::Stop,
        unit: None,
        in_table: true,
        filed_on: None,
        meetings: Vec::new(),
        meeting: None,
        approval: None,
    }
}

/// An office in November, long after the work was done.
fn office(settings: impl FnOnce(&mut taizhang::domain::round::RoundSettings)) -> Office {
    let mut office = Office::with_round(settings);
    office.today = day("2025-11-20");
    office
}

fn take(office: &mut Office, paper: &Paper<'_>) -> Result<Read, Error> {
    let mut ctx = office.at(Some(feedback()));
    paper::read(&mut office.ledger, &mut ctx, paper, Run::Record, &mut |_| {}).map(|(read, _)| read)
}

fn item(office: &Office, code: &str) -> Item {
    let id = office.id(code);
    office.read(|reader| reader.item(id))
}

fn closed(completed: &str, closed: &str) -> Reported {
    Reported {
        progress: Some(Progress::Completed),
        completed_on: Some(day(completed)),
        closure: Some(Closure::Closed),
        closed_on: Some(day(closed)),
        ..Reported::default()
    }
}

#[test]
fn days_in_any_order_are_told_in_the_order_of_the_calendar() {
    let mut office = office(|_| {});
    let done = |on: &str| Some(Reported { completed_on: Some(day(on)), ..Reported::default() });
    let read = take(
        &mut office,
        &ledger(vec![
            row(ItemKind::Issue, "立案登记不及时", None, None),
            row(ItemKind::Measure, "当日登记并由专人复核", Some(0), done("2025-08-20")),
            row(ItemKind::Measure, "每周通报一次登记情况", Some(0), done("2025-05-06")),
        ]),
    )
    .unwrap();
    assert_eq!((read.told.filings, read.told.completed_undated), (2, 0));
    let issue = item(&office, "1");
    assert_eq!((issue.progress, issue.completed_on), (Progress::Completed, Some(day("2025-08-20"))));
    assert_eq!(item(&office, "1.2").completed_on, Some(day("2025-05-06")));
    office.assert_sound();
}

#[test]
fn a_closing_comes_in_with_its_day_and_waits_for_the_party_group() {
    let mut office = office(|_| {});
    let mut reported = closed("2025-06-10", "2025-06-30");
    reported.evidence = vec!["立案登记制度".into()];
    reported.meeting = Some("2025年第8次党组会".into());
    let read = take(&mut office, &ledger(vec![row(ItemKind::Issue, "立案登记不及时", None, Some(reported))])).unwrap();
    assert_eq!((read.told.closings, read.told.unratified, read.told.without_evidence), (1, 1, 0));
    let issue = item(&office, "1");
    assert_eq!((issue.closure, issue.closed_on, issue.unratified), (Closure::Closed, Some(day("2025-06-30")), true));
    office.assert_sound();
}

#[test]
fn an_issue_is_struck_off_when_all_its_measures_are_and_a_state_over_measures_is_theirs() {
    let mut office = office(|_| {});
    let read = take(
        &mut office,
        &ledger(vec![
            row(ItemKind::Issue, "立案登记不及时", None, None),
            row(ItemKind::Measure, "当日登记并由专人复核", Some(0), Some(closed("2025-05-06", "2025-05-30"))),
            row(ItemKind::Measure, "每周通报一次登记情况", Some(0), Some(closed("2025-06-06", "2025-06-30"))),
            row(ItemKind::Issue, "裁判文书校对不细", None, Some(closed("2025-07-01", "2025-07-31"))),
            row(ItemKind::Measure, "承办人自查后庭长复核", Some(3), None),
        ]),
    )
    .unwrap();
    assert_eq!((read.told.closings, read.told.without_evidence), (2, 2));
    assert_eq!(item(&office, "1").closed_on, Some(day("2025-06-30")));
    assert_eq!(item(&office, "1.1").closure, Closure::None, "measures are not struck off in this round");
    assert_eq!(item(&office, "2.1").completed_on, Some(day("2025-07-01")));
    assert_eq!(item(&office, "2").closed_on, Some(day("2025-07-31")));
    office.assert_sound();
}

#[test]
fn each_level_strikes_off_what_is_its_own() {
    for (level, expected) in [
        (CloseLevel::Issue, [Closure::Closed, Closure::None]),
        (CloseLevel::Measure, [Closure::None, Closure::Closed]),
        (CloseLevel::Both, [Closure::Closed, Closure::Closed]),
    ] {
        let mut office = office(|settings| settings.close_level = level);
        let items = vec![
            row(ItemKind::Issue, "立案登记不及时", None, Some(closed("2025-05-06", "2025-05-30"))),
            row(ItemKind::Measure, "当日登记并由专人复核", Some(0), None),
        ];
        let read = take(&mut office, &ledger(items)).unwrap();
        assert!(read.items.iter().all(|taken| taken.differences.is_empty()), "{level:?}: {:?}", read.items);
        assert_eq!([item(&office, "1").closure, item(&office, "1.1").closure], expected, "{level:?}");
        office.assert_sound();
    }
}

#[test]
fn a_closing_that_contradicts_itself_is_reported_and_the_rest_comes_in() {
    let mut office = office(|_| {});
    let read = take(
        &mut office,
        &ledger(vec![
            row(ItemKind::Issue, "立案登记不及时", None, Some(closed("2025-06-10", "2025-05-01"))),
            row(ItemKind::Issue, "裁判文书校对不细", None, Some(closed("2025-07-01", "2025-07-31"))),
        ]),
    )
    .unwrap();
    let difference = &read.items[0].differences[0];
    assert_eq!(difference.field, Field::Closure);
    assert!(matches!(&difference.settled, Settled::Held(Because::Gate(missing)) if !missing.is_empty()));
    assert_eq!(item(&office, "1").closure, Closure::None);
    assert_eq!(item(&office, "1").progress, Progress::Completed);
    assert_eq!(item(&office, "2").closure, Closure::Closed);
    office.assert_sound();
}

#[test]
fn what_is_done_without_a_day_counts_from_the_day_of_reading_and_is_counted() {
    let mut office = office(|_| {});
    let done = Reported { closure: Some(Closure::Closed), ..Reported::default() };
    let read = take(&mut office, &ledger(vec![row(ItemKind::Issue, "立案登记不及时", None, Some(done))])).unwrap();
    assert_eq!((read.told.completed_undated, read.told.closed_undated), (1, 1));
    assert_eq!(item(&office, "1").closed_on, Some(day("2025-11-20")));
}

#[test]
fn read_again_nothing_is_filed_kept_or_struck_off_twice() {
    let mut office = office(|_| {});
    let items = || {
        let mut open = row(
            ItemKind::Issue,
            "裁判文书校对不细",
            None,
            Some(Reported {
                progress: Some(Progress::InProgress),
                problems: Some("人手不足".into()),
                next: Some("增加校对环节".into()),
                evidence: vec!["校对登记表".into()],
                remark: Some("市院督办".into()),
                ..Reported::default()
            }),
        );
        open.situation = Some("已完成首轮自查");
        vec![row(ItemKind::Issue, "立案登记不及时", None, Some(closed("2025-06-10", "2025-06-30"))), open]
    };
    take(&mut office, &ledger(items())).unwrap();
    let before = office.tables(&[]);
    let again = take(&mut office, &ledger(items())).unwrap();
    assert!(!again.news);
    let fates: Vec<&Fate> = again.items.iter().map(|taken| &taken.fate).collect();
    assert!(matches!(fates[0], Fate::Skipped(_)), "what is struck off is not touched");
    assert_eq!(fates[1], &Fate::Unchanged);
    assert_eq!(office.tables(&[]), before);
    assert_eq!(item(&office, "2").note.as_deref(), Some("市院督办"));
}

#[test]
fn another_state_is_a_difference_that_someone_decides() {
    let mut office = office(|_| {});
    let with = |progress| {
        let reported = Reported { progress: Some(progress), ..Reported::default() };
        ledger(vec![row(ItemKind::Issue, "裁判文书校对不细", None, Some(reported))])
    };
    take(&mut office, &with(Progress::InProgress)).unwrap();
    let before = office.tables(&[]);
    let refused = take(&mut office, &with(Progress::Completed)).unwrap_err();
    assert!(matches!(refused, Error::Refused(_)), "{refused:?}");
    assert_eq!(office.tables(&[]), before);
    let kept = take(&mut office, &Paper { on_conflict: OnConflict::Skip, ..with(Progress::Completed) }).unwrap();
    assert_eq!(
        (kept.items[0].differences[0].field, &kept.items[0].differences[0].settled),
        (Field::Progress, &Settled::Kept)
    );
    assert_eq!(office.tables(&[]), before);
    take(&mut office, &Paper { on_conflict: OnConflict::Update, ..with(Progress::Completed) }).unwrap();
    assert_eq!(item(&office, "1").progress, Progress::Completed);
    office.assert_sound();
}

#[test]
fn two_branches_with_the_same_words_have_an_issue_each_and_are_told_of() {
    let mut office = office(|_| {});
    let of = |unit: &str| Paper {
        unit: Some(unit.into()),
        ..ledger(vec![PaperItem { number: Some(1), ..row(ItemKind::Issue, "立案登记不及时", None, None) }])
    };
    take(&mut office, &of("第一分院")).unwrap();
    let second = take(&mut office, &of("第二分院")).unwrap();
    assert_eq!((second.items[0].fate.clone(), second.items[0].code.as_str()), (Fate::Added, "2"));
    assert_eq!(second.doubles.len(), 1);
    let again = take(&mut office, &of("第二分院")).unwrap();
    assert!(!again.news, "each branch is matched with its own: {again:?}");
}

#[test]
fn a_second_branch_adds_its_own_measures_to_the_issue_of_the_feedback() {
    let mut office = office(|_| {});
    take(&mut office, &ledger(vec![row(ItemKind::Issue, "立案登记不及时", None, None)])).unwrap();
    let of = |unit: &str, measure: &'static str| Paper {
        unit: Some(unit.into()),
        ..ledger(vec![
            row(ItemKind::Issue, "立案登记不及时", None, None),
            row(ItemKind::Measure, measure, Some(0), None),
        ])
    };
    take(&mut office, &of("第一分院", "建立第一分院登记复核制度")).unwrap();
    let second = take(&mut office, &of("第二分院", "建立第二分院登记复核制度")).unwrap();
    assert_eq!(second.items[1].fate, Fate::Added, "alike, but of another unit");
    assert_eq!(
        (item(&office, "1.1").text.as_str(), item(&office, "1.2").text.as_str()),
        ("建立第一分院登记复核制度", "建立第二分院登记复核制度")
    );
}

#[test]
fn what_a_file_says_otherwise_of_something_struck_off_is_told_and_never_recorded() {
    let mut office = office(|_| {});
    let done = || row(ItemKind::Issue, "立案登记不及时", None, Some(closed("2025-06-10", "2025-06-30")));
    take(&mut office, &ledger(vec![done()])).unwrap();
    let before = office.tables(&[]);
    let open = Reported { progress: Some(Progress::InProgress), ..Reported::default() };
    let changed = PaperItem {
        deadline: Some("2025年12月底前"),
        ..row(ItemKind::Issue, "立案登记不及时", None, Some(open))
    };
    for on_conflict in [OnConflict::Stop, OnConflict::Skip, OnConflict::Update] {
        let read = take(&mut office, &Paper { on_conflict, ..ledger(vec![changed.clone()]) }).unwrap();
        let fields: Vec<Field> = read.items[0].differences.iter().map(|one| one.field).collect();
        assert_eq!(fields, [Field::Deadline, Field::Progress, Field::Closure]);
        assert!(read.items[0].differences.iter().all(|one| one.settled == Settled::Held(Because::Closed)));
        assert_eq!(office.tables(&[]), before, "{on_conflict:?}");
    }
}

#[test]
fn a_row_that_contradicts_itself_or_names_a_day_to_come_closes_nothing() {
    let mut office = office(|_| {});
    let open = Reported {
        progress: Some(Progress::InProgress),
        closure: Some(Closure::Closed),
        closed_on: Some(day("2025-06-30")),
        ..Reported::default()
    };
    let read = take(
        &mut office,
        &ledger(vec![
            row(ItemKind::Issue, "立案登记不及时", None, Some(open)),
            row(ItemKind::Issue, "裁判文书校对不细", None, Some(closed("2025-07-01", "2027-03-01"))),
        ]),
    )
    .unwrap();
    assert_eq!((item(&office, "1").progress, item(&office, "1").closure), (Progress::InProgress, Closure::None));
    assert!(matches!(read.items[0].differences[0].settled, Settled::Held(Because::Gate(_))));
    assert_eq!(item(&office, "2").closure, Closure::None);
    assert_eq!(read.items[1].differences[0].settled, Settled::Held(Because::DayAhead(day("2027-03-01"))));
}

#[test]
fn work_that_a_file_says_is_not_begun_any_more_is_a_difference() {
    let mut office = office(|_| {});
    let with = |progress| {
        let reported = Reported { progress: Some(progress), ..Reported::default() };
        ledger(vec![row(ItemKind::Issue, "裁判文书校对不细", None, Some(reported))])
    };
    take(&mut office, &with(Progress::Completed)).unwrap();
    let refused = take(&mut office, &with(Progress::NotStarted)).unwrap_err();
    assert!(matches!(refused, Error::Refused(_)), "{refused:?}");
}

#[test]
fn an_application_in_a_file_is_told_and_not_recorded() {
    let mut office = office(|_| {});
    let waiting = Reported {
        progress: Some(Progress::Completed),
        completed_on: Some(day("2025-06-10")),
        closure: Some(Closure::Requested),
        ..Reported::default()
    };
    let read = take(&mut office, &ledger(vec![row(ItemKind::Issue, "立案登记不及时", None, Some(waiting))])).unwrap();
    let one = &read.items[0].differences[0];
    assert_eq!((one.field, &one.settled), (Field::Closure, &Settled::Held(Because::NotApplied)));
    assert_eq!(item(&office, "1").closure, Closure::None);
}
