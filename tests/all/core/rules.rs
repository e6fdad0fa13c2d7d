//! Rules that hold between items and between commands: what was once found broken stays mended.

use super::office::{Office, day, feedback};
use chrono::Days;
use taizhang::{
    domain::{
        Day,
        figures::Figure,
        filter::Filter,
        item::{Item, ItemKind, Origin, WithdrawGround},
        lifecycle::{Closure, Progress},
        meeting::{MeetingFacts, MeetingKind},
        party::{PartyKind, Role},
        receipt::Change,
        refusal::Refusal,
        round::CloseLevel,
    },
    service::{
        self, Error,
        closure::{Closing, Returning},
        extension::Extension,
        filing::Filing,
        ledger::Which,
        responsibility::Assignment,
        roster::NewParty,
        session::Run,
    },
    store::{
        StoreError,
        query::{AsOf, GroupBy},
    },
};

fn item(office: &Office, code: &str) -> Item {
    let id = office.id(code);
    office.read(|r| r.item(id))
}

fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> Refusal {
    match result {
        Err(Error::Refused(mut reasons)) => reasons.remove(0),
        other => panic!("{other:?}"),
    }
}

fn last_record(office: &Office) -> i64 {
    office.read(|r| r.ledger()).unwrap().records
}

fn undo(office: &mut Office, which: Which) -> Result<(), Error> {
    let mut ctx = office.at(None);
    service::ledger::undo(&mut office.ledger, &mut ctx, which, None, Run::Record).map(drop)
}

fn file(office: &mut Office, code: &str, progress: Progress) {
    let (id, mut ctx) = (office.id(code), office.at(None));
    let filing = Filing { progress: Some(progress), ..Default::default() };
    service::filing::file(&mut office.ledger, &mut ctx, &[id], &filing, Run::Record).unwrap();
}

fn withdraw(office: &mut Office, code: &str) {
    let (id, mut ctx) = (office.id(code), office.at(None));
    let (ground, none) = (WithdrawGround::EntryError, (None, None));
    service::item::withdraw(&mut office.ledger, &mut ctx, &[id], ground, "重复", none, Run::Record).unwrap();
}

fn assign(office: &mut Office, code: &str, department: &str) {
    let (id, mut ctx) = (office.id(code), office.at(None));
    let roles = vec![(Role::Department, vec![department.to_owned()])];
    let assignment = Assignment { roles, ..Default::default() };
    service::responsibility::assign(&mut office.ledger, &mut ctx, &[id], &assignment, Run::Record).unwrap();
}

fn extension(to: &str) -> Extension {
    Extension {
        to: to.into(),
        review: None,
        reason: "需协调".into(),
        applicant: None,
        meeting: None,
        approval: Some("批示".into()),
    }
}

/// An issue with two measures.
fn issue_with_measures() -> Office {
    let mut office = Office::with_round(|_| {});
    office.add(ItemKind::Issue, None, Some("2025年6月底前"));
    office.add(ItemKind::Measure, Some("1"), None);
    office.add(ItemKind::Measure, Some("1"), None);
    office
}

#[test]
fn an_issue_and_its_inheriting_measures_in_one_extension_are_extended_once() {
    let mut office = issue_with_measures();
    let ids = ["1", "1.1", "1.2"].map(|c| office.id(c));
    let mut ctx = office.at(None);
    let receipt =
        service::extension::extend(&mut office.ledger, &mut ctx, &ids, &extension("2025年9月底前"), Run::Record)
            .unwrap();
    // All three are told: what is announced is what was changed.
    let told: Vec<(&str, i64)> = receipt
        .done
        .iter()
        .map(|d| match &d.change {
            Change::Extended { before, times, .. } => {
                assert_eq!(*before, Some(day("2025-06-30")));
                (d.code.as_str(), *times)
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(told, [("1", 1), ("1.1", 1), ("1.2", 1)]);
    for code in ["1", "1.1", "1.2"] {
        let held = item(&office, code).deadline.unwrap();
        assert_eq!(
            (held.now.due, held.first_due, held.extensions),
            (Some(day("2025-09-30")), Some(day("2025-06-30")), 1)
        );
    }
}

#[test]
fn an_extended_deadline_that_is_inherited_is_not_loosened_by_giving_the_item_its_own() {
    let mut office = issue_with_measures();
    let (one, measure) = (office.id("1"), office.id("1.1"));
    let mut ctx = office.at(None);
    service::extension::extend(&mut office.ledger, &mut ctx, &[one], &extension("2025年9月底前"), Run::Record).unwrap();
    let own = |words: &str| Assignment { deadline: Some(words.into()), ..Default::default() };
    for words in ["2025年12月底前", "长期坚持"] {
        let refused =
            service::responsibility::assign(&mut office.ledger, &mut ctx, &[measure], &own(words), Run::Record);
        assert!(matches!(refusal(refused), Refusal::AlreadyExtended(code) if code == "1.1"), "{words}");
    }
    service::responsibility::assign(&mut office.ledger, &mut ctx, &[measure], &own("2025年8月底前"), Run::Record)
        .unwrap();
}

#[test]
fn with_its_last_measure_withdrawn_an_issue_is_as_its_own_filing_says() {
    let mut office = Office::with_round(|_| {});
    office.add(ItemKind::Issue, None, None);
    file(&mut office, "1", Progress::InProgress);
    office.add(ItemKind::Measure, Some("1"), None);
    file(&mut office, "1.1", Progress::Completed);
    assert_eq!(item(&office, "1").progress, Progress::Completed);
    withdraw(&mut office, "1.1");
    assert_eq!((item(&office, "1").progress, item(&office, "1").completed_on), (Progress::InProgress, None));
    office.assert_sound();
}

#[test]
fn an_undo_on_which_the_progress_above_rests_is_refused() {
    // The issue was begun by the first filing, which the second then relied on.
    let mut office = issue_with_measures();
    file(&mut office, "1.1", Progress::InProgress);
    let first = last_record(&office);
    file(&mut office, "1.2", Progress::InProgress);
    assert!(matches!(refusal(undo(&mut office, Which::Record(first))), Refusal::LaterStandsOn { .. }));
    // Completed only with the second: the first cannot go from under it.
    let mut office = issue_with_measures();
    file(&mut office, "1.1", Progress::InProgress);
    file(&mut office, "1.1", Progress::Completed);
    let completed = last_record(&office);
    file(&mut office, "1.2", Progress::Completed);
    assert!(matches!(refusal(undo(&mut office, Which::Record(completed))), Refusal::LaterStandsOn { .. }));
    undo(&mut office, Which::Last).unwrap();
    undo(&mut office, Which::Record(completed)).unwrap();
    assert_eq!(item(&office, "1").progress, Progress::InProgress);
}

#[test]
fn an_undo_that_would_leave_an_item_with_what_no_longer_holds_above_is_refused() {
    let mut office = issue_with_measures();
    assign(&mut office, "1", "立案庭");
    assign(&mut office, "1.1", "执行局");
    let own = last_record(&office);
    assign(&mut office, "1", "政治部");
    assert!(matches!(refusal(undo(&mut office, Which::Record(own))), Refusal::LaterStandsOn { .. }));
    undo(&mut office, Which::Last).unwrap();
    undo(&mut office, Which::Record(own)).unwrap();
    assert_eq!(item(&office, "1.1").in_role(Role::Department).next().unwrap().name, "立案庭");
    // Out of reach while withdrawn, and back.
    withdraw(&mut office, "1.2");
    let gone = last_record(&office);
    assign(&mut office, "1", "政治部");
    assert!(matches!(refusal(undo(&mut office, Which::Record(gone))), Refusal::LaterStandsOn { .. }));
    undo(&mut office, Which::Last).unwrap();
    withdraw(&mut office, "1");
    assert!(matches!(refusal(undo(&mut office, Which::Record(gone))), Refusal::LaterStandsOn { .. }));
}

#[test]
fn an_undo_that_would_give_one_name_to_two_is_refused() {
    let mut office = Office::with_round(|_| {});
    let mut ctx = office.at(None);
    service::roster::rename(&mut office.ledger, &mut ctx, "立案庭", "诉服中心").unwrap();
    let renamed = last_record(&office);
    let again = NewParty { name: "立案庭".into(), kind: PartyKind::Department, note: None };
    service::roster::add(&mut office.ledger, &mut ctx, &[again]).unwrap();
    assert!(matches!(refusal(undo(&mut office, Which::Record(renamed))), Refusal::PartyExists { .. }));
}

#[test]
fn a_back_dated_merge_does_not_make_days_run_backwards() {
    let mut office = Office::with_round(|_| {});
    office.today = feedback() + Days::new(10);
    office.add_with(ItemKind::Issue, Origin::Feedback, None, None, &["立案庭"]);
    let mut ctx = office.at(Some(feedback()));
    let merged = service::succession::merge(
        &mut office.ledger,
        &mut ctx,
        &["立案庭".into(), "执行局".into()],
        &Default::default(),
    );
    assert!(matches!(refusal(merged), Refusal::DayRunsBack { .. }));
}

/// Level `both`: an issue and its measures are struck off each by itself.
fn both_closed() -> Office {
    let mut office = Office::with_round(|r| r.close_level = CloseLevel::Both);
    office.add(ItemKind::Issue, None, None);
    office.add(ItemKind::Measure, Some("1"), None);
    office.complete("1.1");
    office.register("1.1");
    let meeting = office.meet();
    office.close("1.1", meeting);
    office.close("1", meeting);
    office
}

#[test]
fn reopening_begins_above_and_takes_along_what_was_struck_off_below() {
    let mut office = both_closed();
    let (one, measure, mut ctx) = (office.id("1"), office.id("1.1"), office.at(None));
    let below = service::closure::reopen(&mut office.ledger, &mut ctx, &[measure], "反弹", &[], Run::Record);
    assert!(matches!(refusal(below), Refusal::AboveClosed { .. }));
    service::closure::reopen(&mut office.ledger, &mut ctx, &[one], "反弹", &[], Run::Record).unwrap();
    for code in ["1", "1.1"] {
        let item = item(&office, code);
        assert_eq!((item.closure, item.cycle, item.progress), (Closure::None, 2, Progress::InProgress), "{code}");
    }
    office.assert_sound();
}

#[test]
fn a_return_opens_what_was_struck_off_by_itself_only_when_it_is_named() {
    let mut office = Office::with_round(|r| r.close_level = CloseLevel::Both);
    office.add(ItemKind::Issue, None, None);
    office.add(ItemKind::Measure, Some("1"), None);
    office.complete("1.1");
    office.register("1.1");
    let meeting = office.meet();
    office.close("1.1", meeting);
    let (one, mut ctx) = (office.id("1"), office.at(None));
    let mut returning = Returning { words: "补材料".into(), ..Default::default() };
    let refused = service::closure::give_back(&mut office.ledger, &mut ctx, &[one], &returning, Run::Record);
    assert!(matches!(refusal(refused), Refusal::NameOpenAgain { closed, .. } if closed == ["1.1"]));
    // Named it is open again, and its closing is revoked by the same command.
    returning.open_again = vec!["1.1".to_owned()];
    service::closure::give_back(&mut office.ledger, &mut ctx, &[one], &returning, Run::Record).unwrap();
    let (above, below) = (item(&office, "1"), item(&office, "1.1"));
    assert_eq!((above.closure, below.closure, below.cycle), (Closure::Returned, Closure::None, 2));
    assert_eq!((above.progress, below.progress), (Progress::InProgress, Progress::InProgress));
    office.assert_sound();
}

#[test]
fn a_closing_taken_over_with_a_meeting_that_cannot_agree_is_refused() {
    let mut office = Office::with_round(|_| {});
    office.add(ItemKind::Issue, None, None);
    office.complete("1");
    let facts =
        MeetingFacts {
            kind: MeetingKind::Progress, held_on: office.today, title: "推进会".into(), minutes_no: None
        };
    let mut ctx = office.at(None);
    let (meeting, _) = service::meeting::add(&mut office.ledger, &mut ctx, None, facts).unwrap();
    let closing =
        Closing { meeting: Some(meeting.to_string()), taken_over: Some("原台账".into()), ..Default::default() };
    let one = office.id("1");
    let refused = service::closure::close(&mut office.ledger, &mut ctx, &[one], &closing, Run::Record);
    assert!(matches!(refusal(refused), Refusal::Gate { .. }));
}

#[test]
fn the_same_item_named_twice_is_struck_off_once() {
    let mut office = Office::with_round(|_| {});
    office.add(ItemKind::Issue, None, None);
    office.complete("1");
    office.register("1");
    let (meeting, one, mut ctx) = (office.meet(), office.id("1"), office.at(None));
    let closing = Closing { meeting: Some(meeting.to_string()), ..Default::default() };
    let receipt = service::closure::close(&mut office.ledger, &mut ctx, &[one, one], &closing, Run::Record).unwrap();
    assert_eq!(receipt.done.len(), 1);
}

#[test]
fn a_feedback_issue_is_not_withdrawn_with_the_item_above_it() {
    let mut office = Office::with_round(|_| {});
    office.add_with(ItemKind::Issue, Origin::SelfCheck, None, None, &[]);
    office.add(ItemKind::Issue, Some("Z1"), None);
    let (id, mut ctx) = (office.id("Z1"), office.at(None));
    let ground = WithdrawGround::Merged;
    let refused =
        service::item::withdraw(&mut office.ledger, &mut ctx, &[id], ground, "并入", (None, None), Run::Record);
    assert!(matches!(refusal(refused), Refusal::WithdrawGround { .. }));
}

#[test]
fn categories_are_in_no_figure_and_among_no_members() {
    let mut office = Office::with_round(|_| {});
    office.add(ItemKind::Category, None, None);
    office.add(ItemKind::Issue, Some("C1"), None);
    let as_of = AsOf { day: office.today, current: true };
    let mut members = Vec::new();
    office.read(|r| {
        r.each_member(&Filter::default(), as_of, Figure::Total, None, None, |item| {
            members.push(item.code);
            Ok::<_, StoreError>(())
        })
    });
    assert_eq!(members, ["1"]);
    let rows = office.read(|r| r.figures(&Filter::default(), as_of, GroupBy::Nothing));
    assert_eq!(rows.iter().map(|r| r.figures.get(Figure::Total)).sum::<i64>(), 1);
}

#[test]
fn a_ledger_whose_first_command_fails_leaves_no_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("taizhang.db");
    let next = std::rc::Rc::default();
    for (office, operator) in [(None, " "), (Some("\u{202e}"), "经办甲")] {
        let mut ctx = super::office::context(day("2025-03-01"), None, &next);
        assert!(service::ledger::init(&path, &mut ctx, office, operator).is_err());
        assert!(!path.exists());
    }
}

#[test]
fn numbers_are_not_given_again_after_an_undo() {
    let mut office = Office::with_round(|_| {});
    assert_eq!(office.add(ItemKind::Issue, None, None), "1");
    assert_eq!(office.add(ItemKind::Issue, None, None), "2");
    undo(&mut office, Which::Last).unwrap();
    assert_eq!(office.add(ItemKind::Issue, None, None), "3");
    let days: Vec<Day> = office.read(|r| r.rounds()).iter().map(|r| r.opened_on).collect();
    assert_eq!(days, [feedback()]);
}

/// Evidence on which something is struck off is not undone when what it replaced was taken back meanwhile.
#[test]
fn undoing_the_evidence_that_was_left_under_a_closing_is_refused() {
    let mut office = Office::with_round(|_| {});
    let code = office.add(ItemKind::Issue, None, None);
    office.complete(&code);
    office.register(&code);
    let meeting = office.meet();
    office.close(&code, meeting);
    office.register(&code);
    let better = last_record(&office);
    let mut ctx = office.at(None);
    let first = taizhang::domain::ids::EvidenceId(1);
    service::attachment::withdraw_evidence(&mut office.ledger, &mut ctx, first, "放错").unwrap();
    let refused = refusal(undo(&mut office, Which::Record(better)));
    assert!(matches!(refused, Refusal::LaterStandsOn { seq, .. } if seq == better + 1), "{refused:?}");
    office.assert_sound();
}
