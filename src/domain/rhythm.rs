//! The rhythm of filing (填报频次): which days make one period, and whose filing is due in it (本期应填报).
//!
//! Practice: departments report to the office once in each period until the item is done (一周一报、半月一报、一月一报、
//! 两月一报); who has not reported is chased before the period is over. Work that is standing (长期坚持) is reported on, too.

use crate::domain::{Day, filing::FilingState, round::Rhythm};
use chrono::{Datelike as _, Days, Months};

/// The days of one period of filing, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Period {
    /// Its first day.
    pub from: Day,
    /// Its last day.
    pub to: Day,
}

impl Period {
    /// Whether a day lies in it.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }
}

impl Rhythm {
    /// The period that contains `day`, in a round whose feedback was given on `feedback`. Weeks begin on Monday; fortnights
    /// are counted from the Monday of the feedback's week and pairs of months from the feedback's month, before it as well
    /// as after it, so that every day lies in exactly one period.
    #[must_use]
    pub fn period(self, feedback: Day, day: Day) -> Period {
        match self {
            Self::Weekly => days(monday(day), 7),
            Self::Fortnightly => {
                let since = (day - monday(feedback)).num_days().rem_euclid(14);
                days(back(day, since), 14)
            }
            Self::Monthly => months(first_of_month(day), 1),
            Self::Bimonthly => {
                let count = |d: Day| i64::from(d.year()) * 12 + i64::from(d.month0());
                let odd = (count(day) - count(feedback)).rem_euclid(2) == 1;
                let first = first_of_month(day);
                months(if odd { first.checked_sub_months(Months::new(1)).unwrap_or(first) } else { first }, 2)
            }
        }
    }

    /// The period before `period`.
    #[must_use]
    pub fn earlier(self, feedback: Day, period: Period) -> Period {
        self.period(feedback, back(period.from, 1))
    }
}

/// The calendar ends some 260,000 years from now; days beyond it are cut off rather than panicked over.
fn days(from: Day, count: u64) -> Period {
    Period { from, to: from.checked_add_days(Days::new(count - 1)).unwrap_or(Day::MAX) }
}

fn months(from: Day, count: u32) -> Period {
    let to = from.checked_add_months(Months::new(count)).and_then(|next| next.pred_opt());
    Period { from, to: to.unwrap_or(Day::MAX) }
}

fn monday(day: Day) -> Day {
    back(day, i64::from(day.weekday().num_days_from_monday()))
}

fn first_of_month(day: Day) -> Day {
    back(day, i64::from(day.day0()))
}

fn back(day: Day, count: i64) -> Day {
    day.checked_sub_days(Days::new(u64::try_from(count).unwrap_or_default())).unwrap_or(Day::MIN)
}

/// An item as far as it bears on what is due in a period: counted, not withdrawn, an issue with no issue above or an opinion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reporting {
    /// Since when it stands in the ledger.
    pub added_on: Day,
    /// Neither completed nor struck off on the day that is spoken of.
    pub open: bool,
}

/// A filing on the item or on anything below it, as of the day that is spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FiledOn {
    /// The day it was handed in.
    pub on: Day,
    /// What the office had made of it by then.
    pub state: FilingState,
}

keyed! {
    /// Where an item stands in a period of filing.
    FilingDue {
        /// 已填报.
        Filed = "filed",
        /// 未填报: due, and nothing was handed in.
        Unfiled = "unfiled",
        /// Nothing is due: done before, or not there yet.
        NotDue = "not_due",
    }
}

impl Reporting {
    /// Where it stands in a period. What was handed in counts before the office accepted it; what was sent back does not.
    /// What came into the ledger on the period's last day, or later, has the next one. Who reported has reported, also on what
    /// is done meanwhile: else the last report of all would make the figure of those due smaller.
    #[must_use]
    pub fn in_period(self, period: Period, filings: &[FiledOn]) -> FilingDue {
        let counts = |filing: &FiledOn| period.contains(filing.on) && filing.state != FilingState::Returned;
        if self.added_on >= period.to {
            FilingDue::NotDue
        } else if filings.iter().any(counts) {
            FilingDue::Filed
        } else if self.open {
            FilingDue::Unfiled
        } else {
            FilingDue::NotDue
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn period(from: &str, to: &str) -> Period {
        Period { from: day(from), to: day(to) }
    }

    // 2025-06-13 is a Friday; the Monday of its week is 2025-06-09.
    #[test]
    fn a_day_lies_in_one_period() {
        use Rhythm as R;
        for (rhythm, on, from, to) in [
            // Monday, Sunday, over the end of a month and of a year.
            (R::Weekly, "2025-06-16", "2025-06-16", "2025-06-22"),
            (R::Weekly, "2025-06-22", "2025-06-16", "2025-06-22"),
            (R::Weekly, "2025-07-01", "2025-06-30", "2025-07-06"),
            (R::Weekly, "2026-01-01", "2025-12-29", "2026-01-04"),
            // The feedback itself, the second window, before the feedback, over the end of a year.
            (R::Fortnightly, "2025-06-13", "2025-06-09", "2025-06-22"),
            (R::Fortnightly, "2025-06-23", "2025-06-23", "2025-07-06"),
            (R::Fortnightly, "2025-06-08", "2025-05-26", "2025-06-08"),
            (R::Fortnightly, "2026-01-01", "2025-12-22", "2026-01-04"),
            (R::Monthly, "2025-08-31", "2025-08-01", "2025-08-31"),
            (R::Monthly, "2025-02-28", "2025-02-01", "2025-02-28"),
            (R::Monthly, "2028-02-01", "2028-02-01", "2028-02-29"),
            (R::Monthly, "2025-12-31", "2025-12-01", "2025-12-31"),
            // First and second of a pair, before the feedback's month, pairs over the end of a year and with February.
            (R::Bimonthly, "2025-06-01", "2025-06-01", "2025-07-31"),
            (R::Bimonthly, "2025-07-31", "2025-06-01", "2025-07-31"),
            (R::Bimonthly, "2025-05-31", "2025-04-01", "2025-05-31"),
            (R::Bimonthly, "2025-12-31", "2025-12-01", "2026-01-31"),
            (R::Bimonthly, "2026-01-31", "2025-12-01", "2026-01-31"),
            (R::Bimonthly, "2026-03-01", "2026-02-01", "2026-03-31"),
        ] {
            assert_eq!(rhythm.period(day("2025-06-13"), day(on)), period(from, to), "{rhythm} {on}");
        }
    }

    #[test]
    fn before_each_period_there_is_one() {
        let feedback = day("2025-06-13");
        for (rhythm, on, from, to) in [
            (Rhythm::Weekly, "2025-06-30", "2025-06-23", "2025-06-29"),
            (Rhythm::Fortnightly, "2025-06-23", "2025-06-09", "2025-06-22"),
            (Rhythm::Monthly, "2026-01-15", "2025-12-01", "2025-12-31"),
            (Rhythm::Monthly, "2025-03-31", "2025-02-01", "2025-02-28"),
            (Rhythm::Bimonthly, "2025-08-15", "2025-06-01", "2025-07-31"),
        ] {
            let earlier = rhythm.earlier(feedback, rhythm.period(feedback, day(on)));
            assert_eq!(earlier, period(from, to), "{rhythm} {on}");
        }
    }

    #[test]
    fn periods_follow_each_other_without_gap_or_overlap() {
        let feedback = day("2024-12-30");
        for rhythm in Rhythm::ALL {
            let mut at = day("2023-11-01");
            let mut current = rhythm.period(feedback, at);
            while at < day("2029-03-02") {
                assert!(current.contains(at), "{rhythm} {at}");
                let next = at.succ_opt().unwrap();
                let of_next = rhythm.period(feedback, next);
                if of_next != current {
                    assert_eq!((current.to, of_next.from), (at, next), "{rhythm}");
                    assert_eq!(rhythm.earlier(feedback, of_next), current, "{rhythm}");
                }
                (at, current) = (next, of_next);
            }
        }
    }

    #[test]
    fn one_filing_is_due_in_each_period() {
        use FilingState::{Accepted, Pending, Returned};
        type Filings<'a> = &'a [(&'a str, FilingState)];
        let cases: &[(&str, bool, Filings<'_>, FilingDue)] = &[
            ("2025-06-20", true, &[], FilingDue::Unfiled),
            ("2025-06-20", true, &[("2025-08-05", Pending)], FilingDue::Filed),
            ("2025-06-20", true, &[("2025-08-05", Returned)], FilingDue::Unfiled),
            ("2025-06-20", true, &[("2025-08-05", Returned), ("2025-08-09", Pending)], FilingDue::Filed),
            // The last day of the month before; first and last day.
            ("2025-06-20", true, &[("2025-07-31", Accepted)], FilingDue::Unfiled),
            ("2025-06-20", true, &[("2025-08-01", Accepted)], FilingDue::Filed),
            ("2025-06-20", true, &[("2025-08-31", Accepted)], FilingDue::Filed),
            // The filing that completed it; completed in an earlier period.
            ("2025-06-20", false, &[("2025-08-05", Accepted)], FilingDue::Filed),
            ("2025-06-20", false, &[("2025-07-05", Accepted)], FilingDue::NotDue),
            // Came into the ledger before the last day, or on it.
            ("2025-08-30", true, &[], FilingDue::Unfiled),
            ("2025-08-31", true, &[], FilingDue::NotDue),
        ];
        for (added, open, filings, expected) in cases {
            let filed: Vec<FiledOn> =
                filings.iter().map(|(on, state)| FiledOn { on: day(on), state: *state }).collect();
            let item = Reporting { added_on: day(added), open: *open };
            assert_eq!(item.in_period(period("2025-08-01", "2025-08-31"), &filed), *expected, "{added} {filings:?}");
        }
    }
}
