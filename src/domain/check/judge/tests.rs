//! Each rule of the 自查 as a table: what it finds, and the near misses.

use super::*;
use crate::domain::{
    deadline::Deadline,
    item::HeldDeadline,
    round::{CloseLevel, Milestone, RoundKind},
};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn at(text: &str) -> Option<DateTime<FixedOffset>> {
    Some(DateTime::parse_from_rfc3339(text).unwrap())
}

fn round() -> RoundSettings {
    RoundSettings::new("2025年区委巡察整改", RoundKind::Patrol, day("2025-03-03"))
}

const TODAY: &str = "2025-12-01";

/// An issue of the feedback that nothing was done about yet.
fn issue() -> Item {
    Item { text: "案卷移交登记不全".into(), ..Item::plain("1", "2025-03-10") }
}

fn due(class: DeadlineClass, set_on: i64) -> Option<HeldDeadline> {
    let now = Deadline { raw: "某日前".into(), class, due: Some(day("2025-06-30")), review: None, note: None };
    Some(HeldDeadline { now, first_due: Some(day("2025-06-30")), extensions: 0, set_on: ItemId(set_on) })
}

fn done(on: &str) -> Item {
    Item {
        progress: Progress::Completed,
        completed_on: Some(day(on)),
        deadline: due(DeadlineClass::Date, 1),
        ..issue()
    }
}

fn struck(on: &str) -> Item {
    let meeting = Some(crate::domain::ids::MeetingId(1));
    Item { closure: Closure::Closed, closed_on: Some(day(on)), closed_meeting: meeting, ..done("2025-05-01") }
}

/// Whether the rule finds something in the item today, the facts beside it being these.
fn finds(rule: CheckRule, item: &Item, aside: &Aside) -> bool {
    super::item(rule, item, aside, &round(), day(TODAY)).is_some()
}

#[test]
fn each_rule_about_items_has_its_hit_and_its_near_misses() {
    use CheckRule as R;
    let none = Aside::default;
    let since = |on: &str| Aside { closure_since: Some(day(on)), ..none() };
    let filed = |on: &str| Aside { last_filing_on: Some(day(on)), ..none() };
    let closure = |closure, item: Item| Item { closure, ..item };
    let returned = || closure(Closure::Returned, issue());
    let requested = || closure(Closure::Requested, done("2025-05-01"));
    let measure = || Item { kind: ItemKind::Measure, ..issue() };
    let hollow = || Aside { hollow: Some((vec!["加强".into()], 60)), ..none() };
    let extended = |times| Item {
        deadline: due(DeadlineClass::Date, 1).map(|d| HeldDeadline { extensions: times, ..d }),
        ..issue()
    };
    let withdrawn = || Aside { withdrawn: Some((WithdrawGround::Letter, "来函".into())), ..none() };
    let gone = |origin| Item { withdrawn_on: Some(day("2025-06-01")), origin, ..issue() };
    for (rule, item, aside, hit) in [
        (R::CompletedBeforeFeedback, done("2025-03-02"), none(), true),
        (R::CompletedBeforeFeedback, done("2025-03-03"), none(), false),
        (
            R::CompletedBeforeFeedback,
            Item { item_type: Some(ItemType::OnTheSpot), ..done("2025-03-02") },
            none(),
            false,
        ),
        (
            R::CompletedBeforeFeedback,
            Item { completed_on: Some(day("2025-03-02")), ..struck("2025-05-02") },
            none(),
            true,
        ),
        (R::ExtendedOften, extended(2), none(), true),
        (R::ExtendedOften, extended(1), none(), false),
        (R::ExtendedOften, Item { id: ItemId(2), ..extended(2) }, none(), false),
        (R::ClosedUnratified, Item { unratified: true, ..struck("2025-05-02") }, none(), true),
        (R::ClosedUnratified, struck("2025-05-02"), none(), false),
        (R::ClosedWithoutEvidence, Item { without_evidence: true, ..struck("2025-05-02") }, none(), true),
        (R::ClosedWithoutEvidence, struck("2025-05-02"), none(), false),
        (R::NeverRechecked, struck("2025-06-01"), none(), true),
        (R::NeverRechecked, struck("2025-06-02"), none(), false),
        (R::NeverRechecked, struck("2025-06-01"), Aside { rechecked_on: Some(day("2025-11-30")), ..none() }, false),
        // A look on the day of the closing looked back at nothing.
        (R::NeverRechecked, struck("2025-06-01"), Aside { rechecked_on: Some(day("2025-06-01")), ..none() }, true),
        (R::NeverRechecked, struck("2025-06-01"), Aside { rechecked_on: Some(day("2025-06-02")), ..none() }, false),
        (R::NeverRechecked, Item { kind: ItemKind::Measure, ..struck("2025-06-01") }, none(), false),
        (R::NeverRechecked, Item { under_issue: true, ..struck("2025-06-01") }, none(), false),
        (R::CompletedNotClosed, done("2025-10-02"), none(), true),
        (R::CompletedNotClosed, done("2025-10-03"), none(), false),
        (R::CompletedNotClosed, requested(), none(), false),
        (R::CompletedNotClosed, struck("2025-05-02"), none(), false),
        // A case is cleared when it is done.
        (R::CompletedNotClosed, Item { kind: ItemKind::Case, ..done("2025-05-01") }, none(), false),
        // Measures are not struck off in this round.
        (R::CompletedNotClosed, Item { kind: ItemKind::Measure, ..done("2025-05-01") }, none(), false),
        (R::RequestWaiting, requested(), since("2025-10-31"), true),
        (R::RequestWaiting, requested(), since("2025-11-01"), false),
        (R::RequestWaiting, done("2025-05-01"), since("2025-05-02"), false),
        (R::ReturnedNotFiled, returned(), since("2025-11-01"), true),
        (R::ReturnedNotFiled, returned(), since("2025-11-02"), false),
        (
            R::ReturnedNotFiled,
            returned(),
            Aside { last_filing_on: Some(day("2025-11-01")), ..since("2025-11-01") },
            false,
        ),
        (
            R::ReturnedNotFiled,
            returned(),
            Aside { last_filing_on: Some(day("2025-10-31")), ..since("2025-11-01") },
            true,
        ),
        (R::ImmediateOpen, Item { item_type: Some(ItemType::Immediate), ..issue() }, none(), true),
        (R::ImmediateOpen, Item { deadline: due(DeadlineClass::Now, 1), ..issue() }, none(), true),
        (R::ImmediateOpen, Item { deadline: due(DeadlineClass::Now, 7), ..measure() }, none(), false),
        (R::ImmediateOpen, Item { item_type: Some(ItemType::Immediate), ..done("2025-11-30") }, none(), false),
        (R::ImmediateOpen, issue(), none(), false),
        (R::DeadlineMissing, issue(), none(), true),
        (R::DeadlineMissing, issue(), Aside { gap_above: true, ..none() }, false),
        (R::DeadlineMissing, Item { under_issue: true, ..issue() }, none(), false),
        (R::DeadlineMissing, Item { deadline: due(DeadlineClass::Unclear, 1), ..issue() }, none(), false),
        (R::DeadlineMissing, Item { deadline: None, ..done("2025-05-01") }, none(), false),
        (R::DeadlineUnclear, Item { deadline: due(DeadlineClass::Unclear, 1), ..issue() }, none(), true),
        (R::DeadlineUnclear, Item { deadline: due(DeadlineClass::Unclear, 7), ..measure() }, none(), false),
        (R::DeadlineUnclear, Item { deadline: due(DeadlineClass::Date, 1), ..issue() }, none(), false),
        (
            R::DeadlineUnclear,
            Item { deadline: due(DeadlineClass::Date, 1), ..issue() },
            Aside { to_confirm: true, ..none() },
            true,
        ),
        (R::LeaderMissing, issue(), none(), true),
        (R::LeaderMissing, issue(), Aside { has_role: true, ..none() }, false),
        (R::DepartmentMissing, measure(), none(), true),
        (R::DepartmentMissing, measure(), Aside { gap_above: true, ..none() }, false),
        (R::LongSilent, issue(), none(), true),
        (R::LongSilent, issue(), filed("2025-10-02"), true),
        (R::LongSilent, issue(), filed("2025-10-03"), false),
        (R::LongSilent, measure(), none(), false),
        (R::LongSilent, done("2025-05-01"), none(), false),
        (R::MeasureHollow, measure(), hollow(), true),
        (R::MeasureHollow, measure(), Aside { backed: true, ..hollow() }, false),
        (R::MeasureHollow, measure(), none(), false),
        (R::MeasureHollow, issue(), hollow(), false),
        (R::FeedbackWithdrawn, gone(Origin::Feedback), withdrawn(), true),
        (R::FeedbackWithdrawn, gone(Origin::Extension), withdrawn(), false),
        (R::FeedbackWithdrawn, issue(), withdrawn(), false),
        // What is withdrawn is asked nothing else.
        (R::DeadlineMissing, gone(Origin::Feedback), none(), false),
        (R::DeadlineMissing, Item { kind: ItemKind::Category, ..issue() }, none(), false),
    ] {
        assert_eq!(finds(rule, &item, &aside), hit, "{rule} {item:?} {aside:?}");
    }
}

#[test]
fn standing_work_is_silent_until_its_review_day() {
    let long = |review| {
        let now = Deadline {
            raw: "长期坚持".into(),
            class: DeadlineClass::Long,
            due: None,
            review: Some(day(review)),
            note: None,
        };
        Item { deadline: Some(HeldDeadline { now, first_due: None, extensions: 0, set_on: ItemId(1) }), ..issue() }
    };
    assert!(!finds(CheckRule::LongSilent, &long(TODAY), &Aside::default()));
    assert!(finds(CheckRule::LongSilent, &long("2025-11-30"), &Aside::default()));
}

#[test]
fn a_closing_within_a_day_is_at_once_or_entered_afterwards() {
    let aside = |recorded: &str, assigned: Option<&str>, closed: &str| Aside {
        recorded_at: at(recorded),
        assigned_at: assigned.and_then(at),
        closed_at: at(closed),
        ..Aside::default()
    };
    let quick = Item { added_on: day("2025-05-01"), ..struck("2025-05-02") };
    let slow = struck("2025-05-02");
    for (item, aside, rule) in [
        (&quick, aside("2025-05-01T09:00:00+08:00", None, "2025-05-02T08:59:00+08:00"), Some(CheckRule::ClosedAtOnce)),
        (&quick, aside("2025-05-01T09:00:00+08:00", None, "2025-05-02T09:00:00+08:00"), None),
        (
            &slow,
            aside("2025-05-02T09:00:00+08:00", None, "2025-05-02T09:01:00+08:00"),
            Some(CheckRule::ClosedBackfilled),
        ),
        // Recorded long ago and given out only this morning.
        (
            &quick,
            aside("2025-03-10T09:00:00+08:00", Some("2025-05-02T09:00:00+08:00"), "2025-05-02T09:30:00+08:00"),
            Some(CheckRule::ClosedAtOnce),
        ),
        (
            &quick,
            Aside { taken_over: true, ..aside("2025-05-01T09:00:00+08:00", None, "2025-05-01T09:01:00+08:00") },
            None,
        ),
    ] {
        for asked in [CheckRule::ClosedAtOnce, CheckRule::ClosedBackfilled] {
            assert_eq!(finds(asked, item, &aside), Some(asked) == rule, "{asked} {aside:?}");
        }
    }
}

#[test]
fn a_closing_without_a_meeting_is_told_where_the_round_asks_for_none() {
    let without = Item { closed_meeting: None, ..struck("2025-05-02") };
    let lax = RoundSettings { policy: vec![SignOff::Office], ..round() };
    let found = |item: &Item, round: &RoundSettings| {
        super::item(CheckRule::ClosedWithoutMeeting, item, &Aside::default(), round, day(TODAY)).is_some()
    };
    assert!(found(&without, &lax));
    assert!(!found(&struck("2025-05-02"), &lax));
    assert!(!found(
        &Item { kind: ItemKind::Case, ..without.clone() },
        &RoundSettings { close_level: CloseLevel::None, ..lax.clone() }
    ));
    // 结案即销: what is done is struck off, and no meeting is asked.
    let at_once = RoundSettings { close_level: CloseLevel::None, policy: Vec::new(), ..lax.clone() };
    assert!(!found(&without, &at_once));
    // Taken over is told by its own rule.
    assert!(!found(&Item { unratified: true, ..without }, &lax));
}

#[test]
fn what_was_taken_over_lacks_the_sign_offs_that_nobody_gave_here() {
    let over = || Aside { taken_over: true, ..Aside::default() };
    let lacking = |lacks: &[SignOff], aside: Aside| {
        let aside = Aside { lacks: lacks.to_vec(), ..aside };
        match super::item(CheckRule::ClosedWithoutSignOff, &struck("2025-05-02"), &aside, &round(), day(TODAY)) {
            Some(Finding::ClosedWithoutSignOff { lacks, ratified: true, .. }) => lacks,
            None => Vec::new(),
            other => panic!("{other:?}"),
        }
    };
    let (office, meeting) = (SignOff::Office, SignOff::PartyGroup);
    assert_eq!(lacking(&[office, meeting], over()), [office]);
    // The meeting is told by itself until it has ratified; what passed the gate here lacks nothing.
    assert!(lacking(&[meeting], over()).is_empty());
    assert!(lacking(&[office, meeting], Aside::default()).is_empty());
}

fn evidence(dated: Option<&str>, kept: &str, closed: Option<&str>) -> EvidenceFacts {
    EvidenceFacts {
        evidence: EvidenceId(1),
        title: "签到表".into(),
        dated_on: dated.map(day),
        kept_on: day(kept),
        item: ItemId(1),
        round: RoundId(1),
        item_type: None,
        closed_on: closed.map(day),
        taken_over: false,
        of_recheck: false,
    }
}

#[test]
fn evidence_belongs_between_feedback_and_closing() {
    let spot = |facts| EvidenceFacts { item_type: Some(ItemType::OnTheSpot), ..facts };
    let recheck = |facts| EvidenceFacts { of_recheck: true, ..facts };
    let taken = |facts| EvidenceFacts { taken_over: true, ..facts };
    for (facts, before, after) in [
        (evidence(Some("2025-03-02"), "2025-04-01", None), true, false),
        (evidence(Some("2025-03-03"), "2025-04-01", None), false, false),
        (spot(evidence(Some("2025-03-02"), "2025-04-01", None)), false, false),
        (evidence(None, "2025-04-01", None), false, false),
        (evidence(Some("2025-05-02"), "2025-05-02", Some("2025-05-01")), false, true),
        (evidence(Some("2025-05-01"), "2025-05-09", Some("2025-05-01")), false, false),
        (evidence(None, "2025-05-02", Some("2025-05-01")), false, true),
        (recheck(evidence(None, "2025-05-02", Some("2025-05-01"))), false, false),
        (taken(evidence(None, "2025-05-02", Some("2025-05-01"))), false, false),
        (taken(evidence(Some("2025-05-02"), "2025-05-02", Some("2025-05-01"))), false, true),
    ] {
        assert_eq!(evidence_before_feedback(&facts, &round()).is_some(), before, "{facts:?}");
        assert_eq!(evidence_after_closing(&facts).is_some(), after, "{facts:?}");
    }
}

fn file(item: i64, top: i64, selected: bool) -> FileFacts {
    FileFacts {
        sha256: "ab".into(),
        evidence: EvidenceId(item),
        title: "会议纪要".into(),
        item: ItemId(item),
        round: RoundId(1),
        code: item.to_string(),
        top: ItemId(top),
        selected,
    }
}

#[test]
fn a_file_is_shared_when_it_stands_under_several_issues() {
    assert!(shared(&[file(11, 1, true), file(12, 1, true)]).is_empty());
    let uses = [file(11, 1, true), file(12, 1, true), file(21, 2, true), file(31, 3, false)];
    let found = shared(&uses);
    assert_eq!(found.len(), 3, "those not asked about are only compared with");
    let Finding::FileShared { others: 2, with, .. } = &found[0].1 else { panic!("{found:?}") };
    assert_eq!(with, &["21", "31"]);
    let many: Vec<FileFacts> = (1..=40).map(|n| file(n, n, true)).collect();
    let Finding::FileShared { others: 39, with, .. } = &shared(&many)[39].1 else { panic!() };
    assert_eq!(with.len(), NAMED);
}

fn filing(item: i64, on: &str) -> FilingFacts {
    FilingFacts {
        filing: FilingId(1),
        item: ItemId(item),
        round: RoundId(1),
        code: item.to_string(),
        on: day(on),
        situation: None,
        progress: None,
        pending: false,
        selected: true,
    }
}

#[test]
fn filings_repeat_across_items_or_across_periods() {
    assert!(repeats(&[filing(1, "2025-05-01")]).is_empty());
    // A correction within the week is no repetition.
    assert!(repeats(&[filing(1, "2025-05-01"), filing(1, "2025-05-07")]).is_empty());
    let periods = [filing(1, "2025-05-01"), filing(1, "2025-05-08")];
    let Finding::FilingRepeated { others: 0, earlier, .. } = &repeats(&periods)[0].1 else { panic!() };
    assert_eq!(earlier, &[day("2025-05-01")]);
    let items =
        [filing(1, "2025-05-01"), filing(2, "2025-05-01"), FilingFacts { selected: false, ..filing(3, "2025-05-01") }];
    let found = repeats(&items);
    assert_eq!(found.len(), 2);
    let Finding::FilingRepeated { others: 2, with, .. } = &found[1].1 else { panic!() };
    assert_eq!(with, &["1", "3"]);
}

#[test]
fn what_waits_is_told_after_its_time() {
    let waiting = |on: &str, pending| filing_pending(&FilingFacts { pending, ..filing(1, on) }, day(TODAY)).is_some();
    assert!(waiting("2025-11-15", true));
    assert!(!waiting("2025-11-16", true));
    assert!(!waiting("2025-11-15", false));
    let extension = |on: &str, after_expiry, approved| ExtensionFacts {
        item: ItemId(1),
        applied_on: day(on),
        before_due: Some(day("2025-06-30")),
        raw: "2025年底前".into(),
        entered_on: day(on),
        after_expiry,
        on_return: false,
        approved,
    };
    for (facts, expired, waits) in [
        (extension("2025-10-31", false, None), false, true),
        (extension("2025-11-01", false, None), false, false),
        (extension("2025-10-31", false, Some(true)), false, false),
        (extension("2025-11-01", true, None), true, false),
        (extension("2025-11-01", true, Some(true)), true, false),
        (extension("2025-11-01", true, Some(false)), false, false),
    ] {
        assert_eq!(extension_after_expiry(&facts).is_some(), expired, "{facts:?}");
        assert_eq!(extension_waiting(&facts, day(TODAY)).is_some(), waits, "{facts:?}");
        assert_eq!(day_on_return(&facts), None);
    }
    // What a return named is told by itself, also where an older version noted it as applied for too late.
    let on_return = ExtensionFacts { on_return: true, ..extension("2025-11-01", true, Some(true)) };
    assert_eq!(extension_after_expiry(&on_return), None);
    let until = "2025年底前".to_owned();
    let found = Finding::DayOnReturn { due: Some(day("2025-06-30")), returned_on: day("2025-11-01"), until };
    assert_eq!(day_on_return(&on_return), Some(found));
}

#[test]
fn a_rush_is_many_closings_on_a_last_day() {
    let mut settings = round();
    settings.milestones = vec![
        Milestone { kind: MilestoneKind::Focused, on: day("2025-06-03") },
        Milestone { kind: MilestoneKind::Report, on: day("2025-07-01") },
        Milestone { kind: MilestoneKind::Plan, on: day("2025-04-01") },
    ];
    let last = |closed: &str, due: Option<&str>| {
        let closing = ClosingFacts { round: RoundId(1), code: "1".into(), closed_on: day(closed), due: due.map(day) };
        last_minute(&closing, &settings)
    };
    assert_eq!(last("2025-06-03", None), Some(LastDay::Milestone(MilestoneKind::Focused)));
    assert_eq!(last("2025-06-02", None), None);
    assert_eq!(last("2025-06-30", None), Some(LastDay::EveOfReport));
    assert_eq!(last("2025-05-20", Some("2025-05-20")), Some(LastDay::Due));
    assert_eq!(last("2025-05-20", Some("2025-05-21")), None);
    assert_eq!(last("2025-04-01", None), None, "the plan's day is no last day");
    for (closings, of, hit) in [(5, 16, true), (5, 17, false), (4, 4, false), (30, 100, true), (29, 100, false)] {
        assert_eq!(bunched(closings, of), hit, "{closings} of {of}");
    }
}

#[test]
fn a_text_is_hollow_from_half_on_unless_it_names_something() {
    assert!(is_hollow(50, false) && !is_hollow(49, false) && !is_hollow(100, true));
}

#[test]
fn a_due_day_that_had_passed_by_the_clock_is_not_replaced_unseen() {
    for (entered, before_entered, due, added, completed, found) in [
        ("2025-07-01", "2025-06-13", "2025-09-30", "2025-06-13", false, true),
        // No day any more is later than any day.
        ("2025-07-01", "2025-06-13", "", "2025-06-13", false, true),
        // On the due day itself it is still in time.
        ("2025-06-30", "2025-06-13", "2025-09-30", "2025-06-13", false, false),
        ("2025-07-01", "2025-06-13", "2025-06-15", "2025-06-13", false, false),
        ("2025-07-01", "2025-06-13", "2025-09-30", "2025-06-13", true, false),
        // A slip of the pen, put right on the day on which it was made.
        ("2025-07-01", "2025-07-01", "2025-09-30", "2025-06-13", false, false),
        // The day had passed before the item was there.
        ("2025-07-05", "2025-07-02", "2025-09-30", "2025-07-02", false, false),
    ] {
        let facts = DeadlineFacts {
            item: ItemId(1),
            added_on: day(added),
            before_due: day("2025-06-30"),
            before_entered_on: day(before_entered),
            due: (!due.is_empty()).then(|| day(due)),
            on: day("2025-06-29"),
            entered_on: day(entered),
            completed,
        };
        assert_eq!(deadline_redated(&facts).is_some(), found, "{facts:?}");
    }
}

#[test]
fn an_extension_dated_back_before_the_due_day_is_told_by_its_day_of_entry() {
    for (applied, entered, after_expiry, approved, found) in [
        ("2025-06-29", "2025-07-01", false, Some(true), true),
        ("2025-06-29", "2025-07-01", false, None, true),
        ("2025-06-29", "2025-06-30", false, Some(true), false),
        // What was refused has been answered; what is late by its days is another rule's.
        ("2025-06-29", "2025-07-01", false, Some(false), false),
        ("2025-07-01", "2025-07-01", true, Some(true), false),
    ] {
        let facts = ExtensionFacts {
            on_return: false,
            item: ItemId(1),
            applied_on: day(applied),
            before_due: Some(day("2025-06-30")),
            raw: "2025年底前".into(),
            entered_on: day(entered),
            after_expiry,
            approved,
        };
        assert_eq!(extension_backfilled(&facts).is_some(), found, "{facts:?}");
        // What a return named nobody applied for.
        assert_eq!(extension_backfilled(&ExtensionFacts { on_return: true, ..facts }), None);
    }
}
