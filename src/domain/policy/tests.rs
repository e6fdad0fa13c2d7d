//! Policies and walks as tables.

use super::{Act, Dated, Obstacle, Unfit, Walk, may_give};
use crate::domain::{Day, lifecycle::Progress, round::SignOff as S};

fn day(text: &str) -> Day {
    format!("2025-{text}").parse().unwrap()
}

fn signed(step: S) -> Act {
    Act::Signed { step, agreed: true }
}

fn walk(policy: &[S], acts: &[(&str, Act)]) -> Walk {
    let acts: Vec<Dated> = (1..).zip(acts).map(|(seq, (on, act))| Dated { seq, on: day(on), act: *act }).collect();
    Walk::new(policy, &acts)
}

const LONG: [S; 6] = [S::Department, S::Leader, S::Office, S::Discipline, S::PartyGroup, S::Superior];
const UP_TO_OFFICE: [(&str, Act); 3] = [
    ("06-01", Act::Applied),
    ("06-02", Act::Signed { step: S::Leader, agreed: true }),
    ("06-03", Act::Signed { step: S::Office, agreed: true }),
];

#[test]
fn what_stands_and_what_is_next() {
    type Row<'a> = (&'a [S], Vec<(&'a str, Act)>, &'a [S], Option<S>);
    let after = |more: &[(&'static str, Act)]| [&UP_TO_OFFICE[..], more].concat();
    let table: Vec<Row<'_>> = vec![
        (&[], vec![], &[], None),
        (&[S::PartyGroup], vec![], &[], Some(S::PartyGroup)),
        (&LONG, vec![], &[], Some(S::Department)),
        (&LONG, vec![("06-01", Act::Applied)], &[S::Department], Some(S::Leader)),
        (&LONG, after(&[]), &[S::Department, S::Leader, S::Office], Some(S::Discipline)),
        (
            &LONG,
            after(&[("06-04", signed(S::Discipline))]),
            &[S::Department, S::Leader, S::Office, S::Discipline],
            Some(S::PartyGroup),
        ),
        // The meeting is named at the closing: the step after it stands without a record of it.
        (
            &LONG,
            after(&[("06-04", signed(S::Discipline)), ("06-09", signed(S::Superior))]),
            &[S::Department, S::Leader, S::Office, S::Discipline, S::Superior],
            None,
        ),
        // A return, a denial, a reopening, or work taken up again: the whole way anew.
        (&LONG, after(&[("06-05", Act::Returned)]), &[], Some(S::Department)),
        (&LONG, after(&[("06-05", Act::Signed { step: S::Discipline, agreed: false })]), &[], Some(S::Department)),
        (&LONG, after(&[("06-05", Act::Reopened)]), &[], Some(S::Department)),
        (
            &LONG,
            [
                &[("05-30", Act::Progress(Progress::Completed))][..],
                &UP_TO_OFFICE,
                &[("06-05", Act::Progress(Progress::InProgress)), ("06-06", Act::Progress(Progress::Completed))],
            ]
            .concat(),
            &[],
            Some(S::Department),
        ),
        // Signed again without an application after the return: nothing stands yet.
        (&LONG, after(&[("06-05", Act::Returned), ("06-06", signed(S::Leader))]), &[], Some(S::Department)),
        (
            &LONG,
            after(&[("06-05", Act::Returned), ("06-06", Act::Applied), ("06-07", signed(S::Leader))]),
            &[S::Department, S::Leader],
            Some(S::Office),
        ),
        // Amended on the way: what is still in the policy and in order counts, and nothing else.
        (&[S::Leader, S::PartyGroup], after(&[]), &[S::Leader], Some(S::PartyGroup)),
        (&[S::Office, S::Leader, S::PartyGroup], after(&[]), &[S::Office], Some(S::Leader)),
        (&[S::Discipline, S::Office, S::PartyGroup], after(&[]), &[], Some(S::Discipline)),
        (
            &[S::Discipline, S::Office, S::PartyGroup],
            after(&[("06-08", signed(S::Discipline))]),
            &[S::Discipline],
            Some(S::Office),
        ),
    ];
    for (policy, acts, standing, next) in table {
        let walk = walk(policy, &acts);
        let found: Vec<S> = policy.iter().copied().filter(|s| walk.given(*s).is_some()).collect();
        assert_eq!(found, standing, "{policy:?} {acts:?}");
        assert_eq!(walk.next(), next, "{policy:?} {acts:?}");
    }
}

#[test]
fn whether_a_step_may_be_signed_now() {
    let policy_is = |policy: &[S]| Err(Obstacle::NotInPolicy(policy.to_vec()));
    let before = |steps: &[S]| Err(Obstacle::Before(steps.to_vec()));
    let met = ["06-20"];
    let long = |more: &[(&'static str, Act)]| walk(&LONG, &[&UP_TO_OFFICE[..], more].concat());
    let all_four = [("06-04", signed(S::Discipline))];
    type Row<'a> = (Walk, S, &'a str, &'a [&'a str], Result<(), Obstacle>);
    let table: Vec<Row<'_>> = vec![
        (long(&[]), S::Discipline, "06-03", &[], Ok(())),
        (long(&[]), S::Discipline, "06-02", &[], Err(Obstacle::RunsBack(day("06-03")))),
        (long(&[]), S::Office, "06-09", &[], Err(Obstacle::Twice(day("06-03")))),
        (long(&[]), S::Department, "06-09", &[], Err(Obstacle::ByApplication)),
        (long(&[]), S::PartyGroup, "06-09", &[], Err(Obstacle::ByMeeting { then: Some(S::Superior) })),
        (long(&[]), S::Superior, "06-25", &met, before(&[S::Discipline])),
        (walk(&LONG, &[]), S::Office, "06-09", &[], before(&[S::Department, S::Leader])),
        (walk(&[S::PartyGroup], &[]), S::Leader, "06-09", &[], policy_is(&[S::PartyGroup])),
        (walk(&[], &[]), S::Leader, "06-09", &[], policy_is(&[])),
        // 上级备案 follows a meeting that was held after the last step before and by that day.
        (long(&all_four), S::Superior, "06-25", &met, Ok(())),
        (long(&all_four), S::Superior, "06-19", &met, Err(Obstacle::NoMeetingYet)),
        (long(&all_four), S::Superior, "06-25", &["06-03"], Err(Obstacle::NoMeetingYet)),
        (walk(&[S::PartyGroup, S::Superior], &[]), S::Superior, "06-25", &[], Err(Obstacle::NoMeetingYet)),
        (
            walk(&[S::PartyGroup, S::Superior], &[("06-21", Act::Returned)]),
            S::Superior,
            "06-25",
            &met,
            Err(Obstacle::NoMeetingYet),
        ),
        // After a return nothing is signed on a day before it.
        (
            walk(&[S::Office], &[("06-21", Act::Returned)]),
            S::Office,
            "06-20",
            &[],
            Err(Obstacle::RunsBack(day("06-21"))),
        ),
    ];
    for (walk, step, on, meetings, may) in table {
        let meetings: Vec<Day> = meetings.iter().map(|m| day(m)).collect();
        assert_eq!(walk.may_sign(step, day(on), &meetings), may, "{walk:?} {step} {on}");
    }
}

#[test]
fn the_step_that_need_not_be_named() {
    let table: Vec<(Walk, Result<S, Obstacle>)> = vec![
        (walk(&LONG, &UP_TO_OFFICE), Ok(S::Discipline)),
        (walk(&LONG, &[]), Err(Obstacle::Before(vec![S::Department]))),
        (walk(&[S::PartyGroup], &[]), Err(Obstacle::ByMeeting { then: None })),
        (walk(&[S::PartyGroup, S::Superior], &[]), Err(Obstacle::ByMeeting { then: Some(S::Superior) })),
        (walk(&[S::Office], &[("06-01", signed(S::Office))]), Err(Obstacle::AllGiven)),
        (walk(&[], &[]), Err(Obstacle::AllGiven)),
    ];
    for (walk, step) in table {
        assert_eq!(walk.step_to_sign(), step, "{walk:?}");
    }
}

#[test]
fn nobody_gives_an_opinion_on_his_own_work_and_the_inspectors_say_who() {
    for (step, responsible, named, answer) in [
        (S::Office, true, true, Err(Unfit::OwnWork)),
        (S::Discipline, true, true, Err(Unfit::OwnWork)),
        (S::Office, false, false, Ok(())),
        (S::Office, false, true, Ok(())),
        (S::Discipline, false, false, Err(Unfit::Unnamed)),
        (S::Discipline, false, true, Ok(())),
        // The superior may well be told by the department itself; the leader is asked for by name elsewhere.
        (S::Superior, true, true, Ok(())),
        (S::Leader, false, false, Ok(())),
    ] {
        assert_eq!(may_give(step, responsible, named), answer, "{step} {responsible} {named}");
    }
}
