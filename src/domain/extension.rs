//! Extensions (延期): what counts as one, and what may be asked for.
//!
//! Practice: a deadline of the adopted plan is moved only by an application with its reason, decided by the party group
//! meeting or whoever approved the plan; what could not be finished in time is applied for before the due day, and what is
//! applied for afterwards is marked as such. The words that say why nothing may be asked stand in `zh`.

use crate::domain::{
    Day,
    deadline::{Deadline, DeadlineClass},
    item::{Item, ItemKind},
    lifecycle::{Closure, Progress},
};

/// Whether a deadline that was due on `from` is moved out by one that is due on `to`: a later day, or no day any more
/// (长期坚持). Where there was no day, none can be later.
#[must_use]
pub fn is_later(from: Option<Day>, to: Option<Day>) -> bool {
    match (from, to) {
        (Some(from), Some(to)) => to > from,
        (Some(_), None) => true,
        (None, _) => false,
    }
}

/// Whether it is asked for when the due day had passed. The due day itself is still in time.
#[must_use]
pub fn is_after_expiry(due: Option<Day>, on: Day) -> bool {
    due.is_some_and(|due| on > due)
}

/// The review day after an extension that takes effect `on`: the one that the new deadline brings, else the one that was held, as
/// long as it is still to come. A day that has passed belonged to the words that are replaced.
#[must_use]
pub fn review_after(held: Option<Day>, brought: Option<Day>, on: Day) -> Option<Day> {
    brought.or(held.filter(|review| *review >= on))
}

/// Whether a part of the work, put off, would be due after the whole it belongs to. 长期坚持 has no end and is later than any day,
/// unless the whole goes on as well; a stage goal that is held to afterwards has its day. What a plan has go on for ever from
/// the beginning is another matter: it is not put off.
#[must_use]
pub fn outlasts(part: &Deadline, whole: &Deadline) -> bool {
    match (part.due, whole.due) {
        (Some(part), Some(whole)) => part > whole,
        (None, Some(_)) => part.class == DeadlineClass::Long && !whole.class.is_standing(),
        (_, None) => false,
    }
}

/// Why the days of an extension do not fit each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayFault {
    /// It would take effect before the plan was adopted: what the plan says is not put off before it stands.
    BeforeAdoption {
        /// The day of effect.
        on: Day,
        /// The day of adoption.
        adopted: Day,
    },
    /// The meeting that approved it was held before it was applied for.
    BeforeApplied {
        /// The day of application.
        applied_on: Day,
        /// The day of the meeting, or that of effect when that is earlier.
        decided_on: Day,
    },
}

/// What is wrong with the days of an extension that takes effect `on`, of a plan that was `adopted`, decided by a meeting that was
/// `held`; an approval in words bears no day.
#[must_use]
pub fn day_fault(on: Day, adopted: Option<Day>, applied_on: Day, held: Option<Day>) -> Option<DayFault> {
    if let Some(adopted) = adopted.filter(|adopted| on < *adopted) {
        return Some(DayFault::BeforeAdoption { on, adopted });
    }
    let decided_on = held.map_or(on, |held| held.min(on));
    (decided_on < applied_on).then_some(DayFault::BeforeApplied { applied_on, decided_on })
}

/// Whether items of this kind are parts of the issue or opinion above them, so that their days lie within its own. A
/// category's day is only a default for what stands below it, and a case (个案) is closed and counted by itself.
#[must_use]
pub const fn is_part(kind: ItemKind, above: ItemKind) -> bool {
    matches!(kind, ItemKind::Measure | ItemKind::Issue) && !matches!(above, ItemKind::Category)
}

/// The item above, as far as it bounds what may be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Above {
    /// Its code.
    pub code: String,
    /// What it is.
    pub kind: ItemKind,
    /// Its deadline, or a later one that was applied for and waits.
    pub deadline: Option<Deadline>,
}

/// Why an extension cannot be asked for, or not be approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Objection {
    /// It is withdrawn.
    Withdrawn,
    /// It is struck off.
    Closed,
    /// It is completed: nothing is left that could take longer.
    Completed,
    /// It has no deadline.
    NoDeadline,
    /// Its deadline has no due day: what has none cannot be put off.
    NoDueDay,
    /// The words asked for give no day.
    Unclear,
    /// The day asked for is not later.
    NotLater {
        /// The due day.
        due: Day,
        /// The day asked for.
        asked: Day,
    },
    /// The day asked for lies after that of the item above.
    AfterAbove {
        /// The day asked for; none for 长期坚持.
        asked: Option<Day>,
        /// The code above.
        above: String,
        /// Its day.
        above_due: Day,
    },
}

/// The first thing that stands in the way of extending `item` to `asked`. The same rule holds when it is asked for and
/// when it is approved: in between the work may have been done.
#[must_use]
pub fn objection(item: &Item, asked: &Deadline, above: Option<&Above>) -> Option<Objection> {
    if item.withdrawn_on.is_some() {
        return Some(Objection::Withdrawn);
    }
    if item.closure == Closure::Closed {
        return Some(Objection::Closed);
    }
    if item.progress == Progress::Completed {
        return Some(Objection::Completed);
    }
    let Some(held) = &item.deadline else { return Some(Objection::NoDeadline) };
    if asked.class == DeadlineClass::Unclear {
        return Some(Objection::Unclear);
    }
    match (held.now.due, asked.due) {
        (Some(due), Some(asked)) if !is_later(Some(due), Some(asked)) => {
            return Some(Objection::NotLater { due, asked });
        }
        // What an extension made 长期 may be given a day again by a further one; it was never to be set anew.
        (None, _) if held.extensions == 0 => return Some(Objection::NoDueDay),
        _ => {}
    }
    let above = above.filter(|above| is_part(item.kind, above.kind))?;
    let whole = above.deadline.as_ref().filter(|whole| outlasts(asked, whole))?;
    Some(Objection::AfterAbove { asked: asked.due, above: above.code.clone(), above_due: whole.due? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ids::ItemId, item::HeldDeadline};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn some(text: &str) -> Option<Day> {
        (!text.is_empty()).then(|| day(text))
    }

    fn deadline(class: DeadlineClass, due: &str) -> Deadline {
        Deadline { raw: due.into(), class, due: some(due), review: None, note: None }
    }

    fn measure(due: &str) -> Item {
        let now = deadline(if due.is_empty() { DeadlineClass::Long } else { DeadlineClass::Date }, due);
        Item {
            id: ItemId(2),
            parent: Some(ItemId(1)),
            under_issue: true,
            kind: ItemKind::Measure,
            deadline: Some(HeldDeadline { first_due: now.due, now, extensions: 0, set_on: ItemId(2) }),
            progress: Progress::InProgress,
            ..Item::plain("1.1", "2025-06-13")
        }
    }

    fn issue(due: &str) -> Above {
        let class = if due.is_empty() { DeadlineClass::Long } else { DeadlineClass::Date };
        Above { code: "1".into(), kind: ItemKind::Issue, deadline: Some(deadline(class, due)) }
    }

    #[test]
    fn a_review_day_to_come_outlives_an_extension_that_brings_none() {
        for (held, brought, after) in [
            ("2025-10-01", "", "2025-10-01"),
            ("2025-09-10", "", "2025-09-10"),
            ("2025-09-09", "", ""),
            ("2025-10-01", "2025-11-01", "2025-11-01"),
            ("2025-09-09", "2025-11-01", "2025-11-01"),
            ("", "2025-11-01", "2025-11-01"),
            ("", "", ""),
        ] {
            assert_eq!(review_after(some(held), some(brought), day("2025-09-10")), some(after), "{held} → {brought}");
        }
    }

    #[test]
    fn a_later_day_or_none_at_all_is_an_extension() {
        for (from, to, later) in [
            ("2025-09-30", "2025-10-01", true),
            ("2025-09-30", "2025-09-30", false),
            ("2025-09-30", "2025-09-29", false),
            // Into standing work, and out of it.
            ("2025-09-30", "", true),
            ("", "2025-09-30", false),
            ("", "", false),
        ] {
            assert_eq!(is_later(some(from), some(to)), later, "{from} → {to}");
        }
    }

    #[test]
    fn what_is_asked_for_after_the_due_day_is_marked() {
        for (due, on, after) in
            [("2025-09-30", "2025-09-30", false), ("2025-09-30", "2025-10-01", true), ("", "2025-10-01", false)]
        {
            assert_eq!(is_after_expiry(some(due), day(on)), after, "{due} on {on}");
        }
    }

    #[test]
    fn a_measure_is_not_extended_beyond_its_issue() {
        for (to, above, refused) in [
            ("2025-12-31", "2025-12-31", false),
            ("2026-01-01", "2025-12-31", true),
            // The issue is standing work, and the measure may become so, too; under an issue with an end it may not.
            ("2026-01-01", "", false),
            ("", "", false),
            ("", "2025-12-31", true),
        ] {
            let class = if to.is_empty() { DeadlineClass::Long } else { DeadlineClass::Date };
            let found = objection(&measure("2025-09-30"), &deadline(class, to), Some(&issue(above)));
            let beyond = || Objection::AfterAbove { asked: some(to), above: "1".into(), above_due: day(above) };
            assert_eq!(found, refused.then(beyond), "{to} under {above}");
        }
    }

    #[test]
    fn a_part_ends_with_its_whole() {
        use DeadlineClass as C;
        for (part, whole, later) in [
            ((C::Date, "2025-12-31"), (C::Date, "2025-12-31"), false),
            ((C::Date, "2026-01-01"), (C::Date, "2025-12-31"), true),
            ((C::Long, ""), (C::Date, "2025-12-31"), true),
            ((C::Long, ""), (C::Combo, "2025-12-31"), false),
            ((C::Long, ""), (C::Long, ""), false),
            ((C::Combo, "2025-06-30"), (C::Date, "2025-12-31"), false),
            ((C::Combo, "2026-06-30"), (C::Combo, "2025-12-31"), true),
            // Words that give no day are no end that could lie later.
            ((C::Unclear, ""), (C::Date, "2025-12-31"), false),
        ] {
            assert_eq!(outlasts(&deadline(part.0, part.1), &deadline(whole.0, whole.1)), later, "{part:?} {whole:?}");
        }
    }

    #[test]
    fn an_extension_is_neither_before_the_adoption_nor_decided_before_it_was_applied_for() {
        let early = |on, adopted| Some(DayFault::BeforeAdoption { on: day(on), adopted: day(adopted) });
        let unasked =
            |applied, decided| Some(DayFault::BeforeApplied { applied_on: day(applied), decided_on: day(decided) });
        for (on, adopted, applied, held, fault) in [
            ("2025-07-01", "2025-06-20", "2025-07-01", "", None),
            ("2025-07-01", "2025-06-20", "2025-07-01", "2025-07-01", None),
            ("2025-07-05", "2025-06-20", "2025-07-01", "2025-07-03", None),
            ("2025-06-19", "2025-06-20", "2025-06-19", "", early("2025-06-19", "2025-06-20")),
            ("2025-06-19", "", "2025-06-19", "2025-06-19", None),
            ("2025-07-01", "2025-06-20", "2025-07-01", "2025-06-30", unasked("2025-07-01", "2025-06-30")),
            ("2025-06-30", "2025-06-20", "2025-07-01", "", unasked("2025-07-01", "2025-06-30")),
            ("2025-06-30", "2025-06-20", "2025-07-01", "2025-07-02", unasked("2025-07-01", "2025-06-30")),
        ] {
            assert_eq!(day_fault(day(on), some(adopted), day(applied), some(held)), fault, "{on} {applied} {held}");
        }
    }

    #[test]
    fn a_category_and_a_case_bound_nothing() {
        let later = deadline(DeadlineClass::Date, "2026-06-30");
        let category = Above { kind: ItemKind::Category, ..issue("2025-12-31") };
        assert_eq!(objection(&measure("2025-09-30"), &later, Some(&category)), None);
        let case = Item { kind: ItemKind::Case, ..measure("2025-09-30") };
        assert_eq!(objection(&case, &later, Some(&issue("2025-12-31"))), None);
    }

    #[test]
    fn what_is_done_withdrawn_or_without_a_day_is_not_extended() {
        let later = deadline(DeadlineClass::Date, "2026-06-30");
        let with = |change: &dyn Fn(&mut Item)| {
            let mut item = measure("2025-09-30");
            change(&mut item);
            objection(&item, &later, None)
        };
        assert_eq!(with(&|_| {}), None);
        assert_eq!(with(&|i| i.progress = Progress::Completed), Some(Objection::Completed));
        // 阶段性完成 is not done: what is left may take longer.
        assert_eq!(with(&|i| i.progress = Progress::Staged), None);
        assert_eq!(with(&|i| i.closure = Closure::Closed), Some(Objection::Closed));
        assert_eq!(with(&|i| i.withdrawn_on = Some(day("2025-07-01"))), Some(Objection::Withdrawn));
        assert_eq!(with(&|i| i.deadline = None), Some(Objection::NoDeadline));
        assert_eq!(objection(&measure(""), &later, None), Some(Objection::NoDueDay));
    }

    #[test]
    fn what_an_extension_made_standing_work_may_be_given_a_day_again() {
        let mut item = measure("");
        if let Some(held) = &mut item.deadline {
            held.extensions = 1;
        }
        assert_eq!(objection(&item, &deadline(DeadlineClass::Date, "2026-06-30"), None), None);
    }

    #[test]
    fn unclear_words_and_days_that_are_not_later_are_no_extension() {
        let not_later = |asked| Objection::NotLater { due: day("2025-09-30"), asked: day(asked) };
        for (class, to, expected) in [
            (DeadlineClass::Unclear, "", Objection::Unclear),
            (DeadlineClass::Date, "2025-09-30", not_later("2025-09-30")),
            (DeadlineClass::Combo, "2025-08-31", not_later("2025-08-31")),
        ] {
            assert_eq!(objection(&measure("2025-09-30"), &deadline(class, to), None), Some(expected), "{to}");
        }
    }
}
