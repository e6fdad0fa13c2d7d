//! The gate as tables: each thing that can be missing, alone and all at once.

use super::{Gate, Missing, is_closed_at};
use crate::domain::{
    Day,
    deadline::{Deadline, DeadlineClass},
    ids::ItemId,
    item::{HeldDeadline, Item, ItemKind, ItemType},
    lifecycle::{Closure, Progress},
    meeting::{MeetingFacts, MeetingKind},
    policy::{Act, Dated, Walk},
    round::{CloseLevel, RoundKind, RoundSettings, SignOff},
};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn item(code: &str) -> Item {
    Item { progress: Progress::Completed, completed_on: Some(day("2025-04-10")), ..Item::plain(code, "2025-03-03") }
}

fn below(code: &str, progress: Progress) -> Item {
    let completed_on = (progress == Progress::Completed).then(|| day("2025-04-10"));
    Item { id: ItemId(9), parent: Some(ItemId(1)), kind: ItemKind::Measure, progress, completed_on, ..item(code) }
}

fn standing(review: Option<&str>) -> HeldDeadline {
    let now =
        Deadline {
            raw: "长期坚持".into(), class: DeadlineClass::Long, due: None, review: review.map(day), note: None
        };
    HeldDeadline { now, first_due: None, extensions: 0, set_on: ItemId(1) }
}

/// Acts on these days, in this order.
fn acts(acts: &[(&str, Act)]) -> Vec<Dated> {
    (1..).zip(acts).map(|(seq, (on, act))| Dated { seq, on: day(on), act: *act }).collect()
}

fn signed(step: SignOff) -> Act {
    Act::Signed { step, agreed: true }
}

fn meeting(kind: MeetingKind, on: &str) -> MeetingFacts {
    MeetingFacts { kind, held_on: day(on), title: "会议".into(), minutes_no: None }
}

/// Everything there: feedback 03-03, completed 04-10, meeting 04-20, closing 04-25, today 05-01.
struct Case {
    item: Item,
    below: Vec<Item>,
    round: RoundSettings,
    evidence: usize,
    without_evidence: Option<&'static str>,
    acts: Vec<Dated>,
    meeting: Option<MeetingFacts>,
    taken_over: bool,
    closing_on: &'static str,
}

impl Case {
    fn new() -> Self {
        Self {
            item: item("1"),
            below: Vec::new(),
            round: RoundSettings::new("巡察", RoundKind::Patrol, day("2025-03-03")),
            evidence: 1,
            without_evidence: None,
            acts: Vec::new(),
            meeting: Some(meeting(MeetingKind::PartyGroup, "2025-04-20")),
            taken_over: false,
            closing_on: "2025-04-25",
        }
    }

    fn with(change: impl FnOnce(&mut Self)) -> Vec<Missing> {
        let mut case = Self::new();
        change(&mut case);
        Gate {
            item: &case.item,
            below: &case.below,
            answers: &[],
            round: &case.round,
            evidence: case.evidence,
            without_evidence: case.without_evidence,
            walk: &Walk::new(&case.round.policy, &case.acts),
            meeting: case.meeting.as_ref(),
            taken_over: case.taken_over,
            closing_on: day(case.closing_on),
            today: day("2025-05-01"),
        }
        .missing()
    }
}

#[test]
fn nothing_is_missing_when_all_is_there() {
    assert_eq!(Case::with(|_| {}), []);
    // Words may stand for evidence.
    assert_eq!(Case::with(|c| (c.evidence, c.without_evidence) = (0, Some("涉密"))), []);
    // All on one day.
    let one_day = |c: &mut Case| {
        c.item.completed_on = Some(day("2025-03-03"));
        c.meeting = Some(meeting(MeetingKind::PartyGroup, "2025-03-03"));
        c.closing_on = "2025-03-03";
    };
    assert_eq!(Case::with(one_day), []);
    assert_eq!(Case::with(|c| c.below = vec![below("1.1", Progress::Completed)]), []);
}

#[test]
fn each_missing_thing_is_named() {
    let feedback = day("2025-03-03");
    type Change = fn(&mut Case);
    let table: [(Change, Missing); 16] = [
        (
            |c| (c.item.closure, c.item.closed_on) = (Closure::Closed, Some(day("2025-04-21"))),
            Missing::AlreadyClosed(Some(day("2025-04-21"))),
        ),
        (|c| c.item.withdrawn_on = Some(day("2025-04-01")), Missing::Withdrawn),
        (|c| c.item.kind = ItemKind::Measure, Missing::WrongLevel(CloseLevel::Issue)),
        (|c| c.item.kind = ItemKind::Category, Missing::WrongLevel(CloseLevel::Issue)),
        (
            |c| (c.item.progress, c.item.completed_on) = (Progress::Staged, None),
            Missing::NotCompleted(Progress::Staged),
        ),
        (
            |c| c.below = vec![below("1.1", Progress::Completed), below("1.2", Progress::InProgress)],
            Missing::BelowOpen { code: "1.2".into(), progress: Progress::InProgress },
        ),
        (
            |c| {
                c.item.deadline = Some(standing(Some("2025-12-01")));
                (c.item.progress, c.item.completed_on) = (Progress::InProgress, None);
            },
            Missing::StageGoal(Progress::InProgress),
        ),
        (
            |c| {
                c.item.deadline = Some(standing(None));
                (c.item.progress, c.item.completed_on) = (Progress::Staged, None);
            },
            Missing::NoReviewDay("1".into()),
        ),
        (|c| c.evidence = 0, Missing::NoEvidence),
        (|c| c.meeting = None, Missing::NoMeeting),
        (
            |c| c.meeting = Some(meeting(MeetingKind::Special, "2025-04-20")),
            Missing::WrongMeeting(MeetingKind::Special),
        ),
        (|c| c.round.policy.insert(0, SignOff::Leader), Missing::NoSignOff(SignOff::Leader)),
        (
            |c| c.item.completed_on = Some(day("2025-03-02")),
            Missing::CompletedBeforeFeedback { completed: day("2025-03-02"), feedback },
        ),
        (
            |c| c.meeting = Some(meeting(MeetingKind::PartyGroup, "2025-04-09")),
            Missing::MeetingBeforeCompletion { meeting: day("2025-04-09"), completed: day("2025-04-10") },
        ),
        (
            |c| c.closing_on = "2025-04-19",
            Missing::ClosingBeforeMeeting { closing: day("2025-04-19"), meeting: day("2025-04-20") },
        ),
        (|c| c.closing_on = "2025-05-02", Missing::ClosingInFuture(day("2025-05-02"))),
    ];
    for (change, missing) in table {
        assert_eq!(Case::with(change), [missing]);
    }
}

#[test]
fn everything_missing_is_named_at_once() {
    let missing = Case::with(|c| {
        c.below = vec![below("1.1", Progress::NotStarted), below("1.2", Progress::Staged)];
        c.item.progress = Progress::NotStarted;
        c.item.completed_on = None;
        c.evidence = 0;
        c.without_evidence = Some("  ");
        c.round.policy = vec![SignOff::Department, SignOff::Office, SignOff::PartyGroup];
        c.meeting = Some(meeting(MeetingKind::Feedback, "2025-03-01"));
        c.closing_on = "2025-02-28";
    });
    assert_eq!(
        missing,
        [
            Missing::BelowOpen { code: "1.1".into(), progress: Progress::NotStarted },
            Missing::BelowOpen { code: "1.2".into(), progress: Progress::Staged },
            Missing::NoEvidence,
            Missing::NoSignOff(SignOff::Department),
            Missing::NoSignOff(SignOff::Office),
            Missing::WrongMeeting(MeetingKind::Feedback),
            Missing::MeetingBeforeFeedback { meeting: day("2025-03-01"), feedback: day("2025-03-03") },
            Missing::ClosingBeforeMeeting { closing: day("2025-02-28"), meeting: day("2025-03-01") },
        ]
    );
}

#[test]
fn standing_work_is_struck_off_with_its_stage_goal_and_a_review_day() {
    let staged = |c: &mut Case| {
        c.item.deadline = Some(standing(Some("2025-12-01")));
        (c.item.progress, c.item.completed_on) = (Progress::Staged, None);
    };
    assert_eq!(Case::with(staged), []);
    let measure = |c: &mut Case| {
        let long = Item { deadline: Some(standing(Some("2025-12-01"))), ..below("1.1", Progress::Staged) };
        c.below = vec![long, below("1.2", Progress::Completed)];
        (c.item.progress, c.item.completed_on) = (Progress::Staged, None);
    };
    assert_eq!(Case::with(measure), []);
    // Never before the feedback, though it has no day of completion.
    let early = |c: &mut Case| {
        staged(c);
        (c.round.policy, c.meeting, c.closing_on) = (Vec::new(), None, "2025-03-02");
    };
    let early_day = Missing::ClosingBeforeCompletion { closing: day("2025-03-02"), completed: day("2025-03-03") };
    assert_eq!(Case::with(early), [early_day]);
}

#[test]
fn what_was_rectified_on_the_spot_may_be_completed_before_the_feedback() {
    let on_the_spot = |c: &mut Case| {
        c.item.item_type = Some(ItemType::OnTheSpot);
        c.item.completed_on = Some(day("2025-02-20"));
    };
    assert_eq!(Case::with(on_the_spot), []);
    let agreed_before = |c: &mut Case| {
        on_the_spot(c);
        c.meeting = Some(meeting(MeetingKind::PartyGroup, "2025-02-25"));
    };
    let before = Missing::MeetingBeforeFeedback { meeting: day("2025-02-25"), feedback: day("2025-03-03") };
    assert_eq!(Case::with(agreed_before), [before]);
}

#[test]
fn sign_offs_follow_the_policy() {
    let applied = |c: &mut Case| {
        c.round.policy = vec![SignOff::Department, SignOff::PartyGroup];
        c.acts = acts(&[("2025-04-15", Act::Applied)]);
    };
    assert_eq!(Case::with(applied), []);
    let signed = |c: &mut Case| {
        c.round.policy = vec![SignOff::Office, SignOff::Discipline, SignOff::PartyGroup];
        c.acts = acts(&[("2025-04-15", signed(SignOff::Office))]);
    };
    assert_eq!(Case::with(signed), [Missing::NoSignOff(SignOff::Discipline)]);
    // 结案即销: no sign-off, no meeting.
    assert_eq!(Case::with(|c| (c.round.policy, c.meeting) = (Vec::new(), None)), []);
    // Taken over: the earlier ledger answers for its sign-offs, but a meeting that is named must be able to agree.
    assert_eq!(Case::with(|c| (c.taken_over, c.meeting) = (true, None)), []);
    let named = |c: &mut Case| (c.taken_over, c.meeting) = (true, Some(meeting(MeetingKind::Progress, "2025-04-20")));
    assert_eq!(Case::with(named), [Missing::WrongMeeting(MeetingKind::Progress)]);
    let late = |c: &mut Case| (c.taken_over, c.meeting, c.closing_on) = (true, None, "2025-04-09");
    let order = Missing::ClosingBeforeCompletion { closing: day("2025-04-09"), completed: day("2025-04-10") };
    assert_eq!(Case::with(late), [order]);
}

#[test]
fn sign_offs_lie_between_completion_and_closing_in_the_policys_order() {
    use SignOff as S;
    // The meeting is on 04-20, the closing on 04-25.
    type Row<'a> = (&'a [S], &'a [(&'a str, Act)], &'a [Missing]);
    let table: [Row<'_>; 7] = [
        (
            &[S::Office, S::PartyGroup, S::Superior],
            &[("2025-04-20", signed(S::Office)), ("2025-04-25", signed(S::Superior))],
            &[],
        ),
        (
            &[S::Office, S::PartyGroup],
            &[("2025-04-09", signed(S::Office))],
            &[Missing::SignedBeforeCompletion {
                step: S::Office,
                signed: day("2025-04-09"),
                completed: day("2025-04-10"),
            }],
        ),
        (
            &[S::Office, S::PartyGroup],
            &[("2025-04-21", signed(S::Office))],
            &[Missing::OutOfOrder {
                step: S::PartyGroup,
                on: day("2025-04-20"),
                before: S::Office,
                given: day("2025-04-21"),
            }],
        ),
        (
            &[S::PartyGroup, S::Superior],
            &[("2025-04-19", signed(S::Superior))],
            &[Missing::OutOfOrder {
                step: S::Superior,
                on: day("2025-04-19"),
                before: S::PartyGroup,
                given: day("2025-04-20"),
            }],
        ),
        (
            &[S::PartyGroup, S::Superior],
            &[("2025-04-26", signed(S::Superior))],
            &[Missing::ClosingBeforeSignOff {
                closing: day("2025-04-25"),
                step: S::Superior,
                signed: day("2025-04-26"),
            }],
        ),
        // Returned since: the old sign-off is gone, and neither meeting nor completion may lie before the return.
        (
            &[S::Office, S::PartyGroup],
            &[("2025-04-12", signed(S::Office)), ("2025-04-22", Act::Returned)],
            &[
                Missing::NoSignOff(S::Office),
                Missing::CompletedBeforeReturn { completed: day("2025-04-10"), returned: day("2025-04-22") },
                Missing::MeetingBeforeReturn { meeting: day("2025-04-20"), returned: day("2025-04-22") },
            ],
        ),
        (&[S::PartyGroup], &[("2025-04-01", Act::Returned), ("2025-04-10", Act::Applied)], &[]),
    ];
    for (policy, walked, missing) in table {
        let found = Case::with(|c| (c.round.policy, c.acts) = (policy.to_vec(), acts(walked)));
        assert_eq!(found, missing, "{policy:?} {walked:?}");
    }
    // What was taken over answers for its own sign-offs.
    let taken_over = |c: &mut Case| {
        (c.taken_over, c.meeting) = (true, None);
        c.acts = acts(&[("2025-04-26", signed(S::Superior))]);
    };
    assert_eq!(Case::with(taken_over), []);
}

#[test]
fn a_measure_that_also_answers_is_seen_but_does_not_stand_for_the_items_own_work() {
    let elsewhere = |progress| Item { parent: Some(ItemId(7)), ..below("7.1", progress) };
    assert_eq!(
        Case::with(|c| c.below = vec![elsewhere(Progress::InProgress)]),
        [Missing::BelowOpen { code: "7.1".into(), progress: Progress::InProgress }]
    );
    let own_open = |c: &mut Case| {
        c.below = vec![elsewhere(Progress::Completed)];
        (c.item.progress, c.item.completed_on) = (Progress::NotStarted, None);
    };
    assert_eq!(Case::with(own_open), [Missing::NotCompleted(Progress::NotStarted)]);
    let finished_late = |c: &mut Case| {
        c.below = vec![Item { completed_on: Some(day("2025-04-22")), ..elsewhere(Progress::Completed) }];
    };
    let order = Missing::MeetingBeforeCompletion { meeting: day("2025-04-20"), completed: day("2025-04-22") };
    assert_eq!(Case::with(finished_late), [order]);
}

#[test]
fn levels_say_what_is_struck_off() {
    use {CloseLevel as L, ItemKind as K};
    for (kind, closed_at) in [
        (K::Category, [false; 4]),
        (K::Issue, [true, false, true, true]),
        (K::Measure, [false, true, true, true]),
        (K::Opinion, [true; 4]),
        (K::Case, [true; 4]),
    ] {
        assert_eq!(
            [L::Issue, L::Measure, L::Both, L::None].map(|level| is_closed_at(kind, level)),
            closed_at,
            "{kind}"
        );
    }
}

#[test]
fn an_opinion_waits_for_the_issues_through_which_it_is_carried_out() {
    let opinion = Item {
        kind: ItemKind::Opinion,
        progress: Progress::Completed,
        completed_on: Some(day("2025-03-01")),
        ..Item::plain("Y1", "2025-01-10")
    };
    let round = RoundSettings::new("2025巡察", crate::domain::round::RoundKind::Patrol, day("2025-01-10"));
    let walk = Walk::new(&round.policy, &[]);
    for (progress, taken_over, open) in [
        (Progress::InProgress, false, true),
        (Progress::NotStarted, false, true),
        (Progress::Completed, false, false),
        // An earlier ledger answers for its own closings.
        (Progress::InProgress, true, false),
    ] {
        let issue = [Item { kind: ItemKind::Issue, progress, ..Item::plain("1", "2025-01-10") }];
        let gate = Gate {
            item: &opinion,
            below: &[],
            answers: &issue,
            round: &round,
            evidence: 1,
            without_evidence: None,
            walk: &walk,
            meeting: None,
            taken_over,
            closing_on: day("2025-05-01"),
            today: day("2025-05-01"),
        };
        let held_up = Missing::AnswersOpen { code: "1".into(), progress };
        assert_eq!(gate.missing().contains(&held_up), open, "{progress:?} {taken_over}");
    }
}
