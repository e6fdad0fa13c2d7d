//! Look-backs (回头看): what was struck off is looked at again, and by what rule it is due to be.
//!
//! Source of the practice: after 销号 the discipline inspectors and the rectification office go back to what was struck off, to see
//! whether it held; what came back is taken up again (巡视巡察整改“回头看”，问题反弹的撤销销号、重新整改), and standing work (长期坚持)
//! is looked at on review days.

use crate::domain::{Day, item::Item};
use chrono::Months;

/// A closed item is listed when it was not looked at for so many months, unless told otherwise.
pub const MONTHS: u32 = 6;

keyed! {
    /// What a look-back found.
    Finding {
        /// 巩固: it held.
        Held = "held",
        /// 反弹: the problem came back.
        Rebound = "rebound",
    }
}

keyed! {
    /// Why a look-back is due.
    Due {
        /// The review day has come.
        Review = "review_come",
        /// Never looked at since its last closing.
        Never = "never",
        /// The last look-back is too long ago.
        LongAgo = "long_ago",
    }
}

/// Why a look-back cannot be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// It stands below a closed item and was not struck off by itself: that one is looked at.
    LookAbove {
        /// The item.
        code: String,
        /// The closed one above.
        above: String,
    },
    /// It had not been struck off yet on the day before.
    BeforeClosing {
        /// The item.
        code: String,
        /// Day of effect.
        on: Day,
        /// The day it was struck off.
        closed: Day,
    },
    /// Its work goes on: without a next review day nobody would look at it again.
    NoNextReview(String),
    /// The next review day is not after the look-back.
    NextNotAhead {
        /// The day named.
        next: Day,
        /// Day of effect.
        on: Day,
    },
    /// The evidence named belongs neither to the item nor to what is below it.
    EvidenceElsewhere {
        /// The item.
        code: String,
        /// The evidence's number.
        number: i64,
    },
    /// The evidence is named by a look-back: it is not taken away under it.
    EvidenceInUse {
        /// The evidence's number.
        number: i64,
        /// The item that was looked at.
        code: String,
    },
}

/// What is known of the looking back at a closed item, as of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Looked {
    /// The last look-back since the last closing; those of earlier cycles looked at earlier work.
    pub last: Option<Day>,
    /// The day on which it is to be looked at next.
    pub next: Option<Day>,
}

impl Looked {
    /// Whether a look-back is due on `on`, and why. The review day comes first; a review day that lies far ahead does not keep an
    /// item off the list, or a day in the next century would be the way round it.
    #[must_use]
    pub fn due(self, months: u32, on: Day) -> Option<Due> {
        if self.next.is_some_and(|day| day <= on) {
            return Some(Due::Review);
        }
        match self.last {
            None => Some(Due::Never),
            Some(last) if last <= months_before(on, months) => Some(Due::LongAgo),
            Some(_) => None,
        }
    }
}

/// The day so many months before `on`; in a shorter month its last day. What was last looked at on that day or before it has not been
/// looked at for so many months.
#[must_use]
pub fn months_before(on: Day, months: u32) -> Day {
    on.checked_sub_months(Months::new(months)).unwrap_or(Day::MIN)
}

/// Whether a look on `on` looks back at what was struck off on `closed`: on the day itself nothing can be told of whether it held.
#[must_use]
pub fn looks_back(on: Day, closed: Day) -> bool {
    on > closed
}

/// Whether the item's work goes on after it was struck off, so that it is looked at on review days: standing work (长期坚持), and
/// whatever else was given a review day.
#[must_use]
pub fn goes_on(item: &Item) -> bool {
    item.class().is_some_and(crate::domain::deadline::DeadlineClass::is_standing) || item.review().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_look_back_is_due_never_made_long_ago_or_on_its_day() {
        for (last, next, on, due) in [
            // Never looked at: on the list from the closing on.
            (None, None, "2025-09-01", Some(Due::Never)),
            (None, Some("2025-12-01"), "2025-09-01", Some(Due::Never)),
            // The review day comes first, on the day itself.
            (None, Some("2025-09-01"), "2025-09-01", Some(Due::Review)),
            (Some("2025-08-31"), Some("2025-09-01"), "2025-09-01", Some(Due::Review)),
            (Some("2025-08-31"), Some("2025-09-02"), "2025-09-01", None),
            // Six months to the day.
            (Some("2025-03-02"), None, "2025-09-01", None),
            (Some("2025-03-01"), None, "2025-09-01", Some(Due::LongAgo)),
            // A short month: 31 August less six months is 28 February.
            (Some("2025-02-28"), None, "2025-08-31", Some(Due::LongAgo)),
            (Some("2025-03-01"), None, "2025-08-31", None),
            // A day far ahead does not keep it off the list.
            (Some("2025-01-01"), Some("2099-01-01"), "2025-09-01", Some(Due::LongAgo)),
        ] {
            let looked = Looked { last: last.map(day), next: next.map(day) };
            assert_eq!(looked.due(MONTHS, day(on)), due, "{looked:?} on {on}");
        }
    }

    #[test]
    fn on_the_day_of_the_closing_nothing_can_be_told_yet() {
        for (on, looks) in [("2025-08-20", false), ("2025-08-21", false), ("2025-08-22", true)] {
            assert_eq!(looks_back(day(on), day("2025-08-21")), looks, "{on}");
        }
    }

    #[test]
    fn no_months_at_all_lists_everything_and_very_many_nothing_looked_at() {
        let looked = Looked { last: Some(day("2025-09-01")), next: None };
        assert_eq!(looked.due(0, day("2025-09-01")), Some(Due::LongAgo));
        assert_eq!(looked.due(u32::MAX, day("2025-09-01")), None);
    }
}
