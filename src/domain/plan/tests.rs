//! The rules of the plan, as tables.

use super::*;
use crate::domain::{
    Day,
    ids::PartyId,
    item::{HeldDeadline, Named},
};

fn deadline(class: DeadlineClass, due: Option<&str>) -> Deadline {
    Deadline { raw: "时限".into(), class, due: due.map(day), review: None, note: None }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn the_meeting_that_adopted_the_plan_decides_no_later_change_of_it() {
    let (first, second) = (MeetingId(2), MeetingId(3));
    for (approving, on, adopted, only) in [
        (first, "2025-07-02", Some((first, "2025-07-01")), true),
        (first, "2025-07-01", Some((first, "2025-07-01")), false),
        (second, "2025-07-02", Some((first, "2025-07-01")), false),
        // Held on the first, adopted in the ledger on the fourth: until then it stands for what it adopted.
        (first, "2025-07-04", Some((first, "2025-07-04")), false),
        (first, "2025-07-02", None, false),
    ] {
        let adopted = adopted.map(|(meeting, on)| (meeting, day(on)));
        assert_eq!(only_adopted(approving, day(on), adopted), only, "{approving:?} {on} {adopted:?}");
    }
}

#[test]
fn after_adoption_what_changes_measures_goals_or_days_is_an_adjustment() {
    use ItemField as F;
    use ItemKind as K;
    let reworded = |kind, field, stood| PlanChange::Reworded { kind, field, stood };
    for (change, needs) in [
        (PlanChange::Added(K::Measure), Needs::Approval),
        (PlanChange::Added(K::Issue), Needs::Nothing),
        (PlanChange::Added(K::Opinion), Needs::Nothing),
        (PlanChange::Added(K::Case), Needs::Nothing),
        (PlanChange::Added(K::Category), Needs::Nothing),
        (reworded(K::Measure, F::Text, true), Needs::Approval),
        (reworded(K::Measure, F::Goal, true), Needs::Approval),
        (reworded(K::Measure, F::Goal, false), Needs::Nothing),
        (reworded(K::Issue, F::Goal, true), Needs::Approval),
        (reworded(K::Opinion, F::Goal, true), Needs::Approval),
        // The inspecting body's words are put right against its paper.
        (reworded(K::Issue, F::Text, true), Needs::Nothing),
        (reworded(K::Category, F::Text, true), Needs::Nothing),
        (reworded(K::Measure, F::Type, true), Needs::Nothing),
        (reworded(K::Measure, F::SourceNo, true), Needs::Nothing),
        (reworded(K::Measure, F::Note, true), Needs::Nothing),
        (reworded(K::Issue, F::Origin, true), Needs::Approval),
        (PlanChange::Moved(K::Measure), Needs::Approval),
        (PlanChange::Withdrawn(&[K::Measure]), Needs::Approval),
        (PlanChange::Withdrawn(&[K::Issue, K::Measure]), Needs::Approval),
        (PlanChange::Withdrawn(&[K::Category, K::Issue, K::Issue, K::Measure]), Needs::Approval),
        (PlanChange::Withdrawn(&[K::Issue, K::Case]), Needs::Nothing),
        (PlanChange::Linked(LinkKind::AlsoAnswers), Needs::Approval),
        (PlanChange::Linked(LinkKind::Answers), Needs::Nothing),
        (PlanChange::Linked(LinkKind::StemsFrom), Needs::Nothing),
        (PlanChange::Linked(LinkKind::SameAs), Needs::Nothing),
        (PlanChange::Deadline(DeadlineStep::First), Needs::Nothing),
        (PlanChange::Deadline(DeadlineStep::Earlier), Needs::Approval),
        (PlanChange::Deadline(DeadlineStep::Same), Needs::Approval),
        (PlanChange::Deadline(DeadlineStep::Later), Needs::Extension),
    ] {
        assert_eq!(rule(true, &change), needs, "{change:?}");
        assert_eq!(rule(false, &change), Needs::Nothing, "before adoption: {change:?}");
    }
}

#[test]
fn a_deadline_is_first_earlier_the_same_or_later() {
    use DeadlineClass as C;
    let date = |due| deadline(C::Date, Some(due));
    let (long, unclear) = (deadline(C::Long, None), deadline(C::Unclear, None));
    for (held, asked, step) in [
        (None, date("2025-09-30"), DeadlineStep::First),
        (None, long.clone(), DeadlineStep::First),
        (Some(date("2025-09-30")), date("2025-09-29"), DeadlineStep::Earlier),
        (Some(date("2025-09-30")), deadline(C::Combo, Some("2025-09-30")), DeadlineStep::Same),
        (Some(date("2025-09-30")), date("2025-10-01"), DeadlineStep::Later),
        // 长期 in the place of a day is an extension, and so are words without a day.
        (Some(date("2025-09-30")), long.clone(), DeadlineStep::Later),
        (Some(date("2025-09-30")), unclear.clone(), DeadlineStep::Later),
        (Some(long.clone()), date("2025-09-30"), DeadlineStep::Earlier),
        (Some(long), unclear.clone(), DeadlineStep::Same),
        (Some(unclear.clone()), date("2025-09-30"), DeadlineStep::First),
        (Some(unclear), deadline(C::Long, None), DeadlineStep::First),
    ] {
        assert_eq!(deadline_step(held.as_ref(), &asked), step, "{held:?} -> {asked:?}");
    }
}

#[test]
fn only_the_party_group_adopts_and_a_feedback_meeting_approves_nothing() {
    for kind in MeetingKind::ALL {
        assert_eq!(can_adopt(*kind), *kind == MeetingKind::PartyGroup, "{kind}");
        let decides = !matches!(kind, MeetingKind::Feedback | MeetingKind::DemocraticLife);
        assert_eq!(can_adjust(*kind), decides, "{kind}");
    }
}

fn item(id: i64, parent: Option<i64>, kind: ItemKind) -> Item {
    Item {
        id: ItemId(id),
        parent: parent.map(ItemId),
        kind,
        deadline: Some(HeldDeadline {
            now: deadline(DeadlineClass::Date, Some("2025-09-30")),
            first_due: Some(day("2025-09-30")),
            extensions: 0,
            set_on: ItemId(id),
        }),
        parties: [Role::Leader, Role::Department]
            .map(|role| (role, Named { id: PartyId(1), name: "甲".into() }))
            .into(),
        ..Item::plain(&format!("#{id}"), "2025-06-20")
    }
}

fn found(items: &[Item], answered: &[i64]) -> Vec<(Gap, String)> {
    let answered = answered.iter().copied().map(ItemId).collect();
    gaps(items, &answered).into_iter().map(|(gap, codes)| (gap, codes.join(" "))).collect()
}

#[test]
fn a_plan_in_which_every_issue_has_measures_days_and_people_lacks_nothing() {
    let items = [
        item(1, None, ItemKind::Category),
        item(2, Some(1), ItemKind::Issue),
        item(3, Some(2), ItemKind::Measure),
        // A 表现 whose measure also stands for the issue above it.
        item(4, Some(1), ItemKind::Issue),
        Item { under_issue: true, ..item(5, Some(4), ItemKind::Issue) },
        item(6, Some(5), ItemKind::Measure),
        // Answered by a measure that stands elsewhere.
        item(7, Some(1), ItemKind::Issue),
    ];
    assert_eq!(found(&items, &[7]), []);
    assert_eq!(found(&items, &[]), [(Gap::NoMeasure, "#7".into())]);
}

#[test]
fn every_gap_is_told_with_its_codes_where_it_is_to_be_filled() {
    let held = |note: Option<&str>, class| {
        let now = Deadline { note: note.map(ToOwned::to_owned), ..deadline(class, None) };
        Some(HeldDeadline { now, first_due: None, extensions: 0, set_on: ItemId(2) })
    };
    let items = [
        Item { parties: vec![], ..item(1, None, ItemKind::Issue) },
        // Nobody answers for the issue, but for the measure below it: that is where the work is.
        Item {
            parties: vec![],
            deadline: held(Some("推不出日期"), DeadlineClass::Unclear),
            ..item(2, None, ItemKind::Issue)
        },
        Item { deadline: held(Some("推不出日期"), DeadlineClass::Unclear), ..item(3, Some(2), ItemKind::Measure) },
        Item { deadline: None, parties: vec![], ..item(4, Some(2), ItemKind::Measure) },
        Item {
            deadline: Some(HeldDeadline {
                set_on: ItemId(5),
                ..held(Some("待确认"), DeadlineClass::Relative).unwrap()
            }),
            ..item(5, Some(2), ItemKind::Measure)
        },
        Item {
            withdrawn_on: Some(day("2025-07-01")),
            deadline: None,
            parties: vec![],
            ..item(6, None, ItemKind::Issue)
        },
    ];
    assert_eq!(
        found(&items, &[]),
        [
            (Gap::NoMeasure, "#1".into()),
            (Gap::NoDeadline, "#4".into()),
            (Gap::UnclearDeadline, "#2".into()),
            (Gap::DeadlineToConfirm, "#5".into()),
            (Gap::NoLeader, "#1 #4".into()),
            (Gap::NoDepartment, "#1 #4".into()),
        ]
    );
}
