//! Parts of the calendar that deadline words name, and the day on which each is over.

use crate::domain::Day;
use chrono::Datelike;

/// A part of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// 6月30日.
    Day(u32, u32),
    /// 上旬, 中旬 or 下旬 of a month: 1, 2, 3.
    Third(u32, u32),
    /// 6月.
    Month(u32),
    /// 6月中: read as its 15th.
    MidMonth(u32),
    /// 第二季度.
    Quarter(u32),
    /// 上半年: 1, 下半年: 2.
    Half(u32),
    /// 国庆节, by its first day: before it is the day before.
    Feast(u32, u32),
    /// The whole year.
    Year,
}

impl Unit {
    /// Its first and last day in that year; `None` when the calendar does not have it.
    pub(super) fn days(self, year: i32) -> Option<(Day, Day)> {
        let day = |month, day| Day::from_ymd_opt(year, month, day);
        Some(match self {
            Self::Day(m, d) | Self::Feast(m, d) => (day(m, d)?, day(m, d)?),
            Self::Third(m, 1) => (day(m, 1)?, day(m, 10)?),
            Self::Third(m, 2) => (day(m, 11)?, day(m, 20)?),
            Self::Third(m, _) => (day(m, 21)?, end_of_month(year, m)?),
            Self::Month(m) => (day(m, 1)?, end_of_month(year, m)?),
            Self::MidMonth(m) => (day(m, 15)?, day(m, 15)?),
            Self::Quarter(q) => (day(q.checked_mul(3)?.checked_sub(2)?, 1)?, end_of_month(year, q * 3)?),
            Self::Half(1) => (day(1, 1)?, day(6, 30)?),
            Self::Half(_) => (day(7, 1)?, day(12, 31)?),
            Self::Year => (day(1, 1)?, day(12, 31)?),
        })
    }

    /// Whether “before it” means the day itself still counts (6月30日前) rather than the day before it begins (6月前).
    pub(super) const fn is_day(self) -> bool {
        matches!(self, Self::Day(..) | Self::MidMonth(_))
    }
}

fn end_of_month(year: i32, month: u32) -> Option<Day> {
    let first = Day::from_ymd_opt(year, month, 1)?;
    let next = if month == 12 { Day::from_ymd_opt(year + 1, 1, 1)? } else { first.with_month(month + 1)? };
    next.pred_opt()
}

/// A part of the calendar as the words name it, its year perhaps unsaid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Expression {
    /// The year, when said.
    pub(super) year: Option<i32>,
    /// The part of it.
    pub(super) unit: Unit,
    /// Whether the words mean the time before it (6月前).
    pub(super) before: bool,
}

impl Expression {
    /// The due day in that year.
    fn due_in(self, year: i32) -> Option<Day> {
        let (first, last) = self.unit.days(year)?;
        if self.before && !self.unit.is_day() { first.pred_opt() } else { Some(last) }
    }

    /// Its year: the one said, else `hint`, else the one in which it first falls on or after `from`.
    ///
    /// `None` when the calendar does not have it there.
    pub(super) fn resolve(self, hint: Option<i32>, from: Day) -> Option<(i32, Day)> {
        if let Some(year) = self.year {
            return Some((year, self.due_in(year)?));
        }
        if let Some(year) = hint
            && let Some(due) = self.due_in(year)
            && due >= from
        {
            return Some((year, due));
        }
        // 2月29日 said in a year without one is no day; said late in a year it may be meant for the next.
        let over = matches!(self.unit, Unit::Day(m, d) if (m, d) < (from.month(), from.day()));
        let first = if over { from.year() + 1 } else { from.year() };
        let due = self.due_in(first)?;
        if due >= from { Some((first, due)) } else { Some((first + 1, self.due_in(first + 1)?)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn parts_of_the_year_end_where_the_calendar_ends_them() {
        for (unit, first, last) in [
            (Unit::Day(6, 30), "2025-06-30", "2025-06-30"),
            (Unit::Third(2, 3), "2025-02-21", "2025-02-28"),
            (Unit::Month(12), "2025-12-01", "2025-12-31"),
            (Unit::Quarter(1), "2025-01-01", "2025-03-31"),
            (Unit::Half(2), "2025-07-01", "2025-12-31"),
            (Unit::Feast(10, 1), "2025-10-01", "2025-10-01"),
            (Unit::Year, "2025-01-01", "2025-12-31"),
        ] {
            assert_eq!(unit.days(2025), Some((day(first), day(last))), "{unit:?}");
        }
        for unit in [Unit::Day(2, 30), Unit::Month(13), Unit::Month(0), Unit::Quarter(5), Unit::Quarter(0)] {
            assert_eq!(unit.days(2025), None, "{unit:?}");
        }
    }

    #[test]
    fn an_unsaid_year_is_the_first_in_which_the_day_is_still_to_come() {
        let from = day("2023-06-15");
        for (unit, before, due) in [
            (Unit::Day(6, 30), false, Some("2023-06-30")),
            (Unit::Day(6, 15), false, Some("2023-06-15")),
            (Unit::Day(6, 14), false, Some("2024-06-14")),
            (Unit::Day(2, 29), false, Some("2024-02-29")),
            (Unit::Day(6, 31), false, None),
            (Unit::Month(7), true, Some("2023-06-30")),
            (Unit::Month(6), true, Some("2024-05-31")),
        ] {
            let found = Expression { year: None, unit, before }.resolve(None, from);
            assert_eq!(found.map(|(_, due)| due), due.map(day), "{unit:?}");
        }
    }
}
