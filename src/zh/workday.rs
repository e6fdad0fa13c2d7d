//! Working days by the yearly notices of the State Council's General Office (节假日安排), kept as a table with its source.
//!
//! A year whose notice is not in the table is unknown: nothing is guessed from weekends, because a guess that is off by
//! one day makes an office late. A new year is added by adding its rows to `holiday.csv`.

use crate::domain::Day;
use chrono::{Datelike, Weekday};
use std::sync::LazyLock;

/// The notices' days, each row with the notice it comes from.
const TABLE: &str = include_str!("holiday.csv");

/// What a notice says of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Off, whatever the weekday.
    Holiday,
    /// A working Saturday or Sunday (调休上班).
    Workday,
}

/// The table's days in order; a broken row is left out, and a test keeps broken rows out of the table.
static DAYS: LazyLock<Vec<(Day, Kind)>> = LazyLock::new(|| {
    let mut days: Vec<_> = TABLE.lines().skip(1).filter_map(read_row).collect();
    days.sort_by_key(|(day, _)| *day);
    days
});

fn read_row(row: &str) -> Option<(Day, Kind)> {
    let mut cells = row.split(',');
    let day = cells.next()?.parse().ok()?;
    let kind = match cells.next()? {
        "holiday" => Kind::Holiday,
        "workday" => Kind::Workday,
        _ => return None,
    };
    Some((day, kind))
}

fn listed(day: Day) -> Option<Kind> {
    DAYS.binary_search_by_key(&day, |(day, _)| *day).ok().map(|at| DAYS[at].1)
}

/// A year whose arrangement of holidays is not in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("未录入{year}年放假安排，算不出工作日；请直接写明日期")]
pub struct NoArrangement {
    /// The year in question.
    pub year: i32,
}

/// Whether the table has that year's notice.
///
/// The year's National Day stands in every notice, so it is the mark: single rows do not count, because a notice may
/// reach back into the last days of the year before.
#[must_use]
pub fn has_arrangement(year: i32) -> bool {
    Day::from_ymd_opt(year, 10, 1).and_then(listed) == Some(Kind::Holiday)
}

/// Whether people work on that day.
///
/// # Errors
/// When the day's year has no arrangement in the table.
pub fn is_working_day(day: Day) -> Result<bool, NoArrangement> {
    if !has_arrangement(day.year()) {
        return Err(NoArrangement { year: day.year() });
    }
    Ok(match listed(day) {
        Some(kind) => kind == Kind::Workday,
        None => !matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
    })
}

/// The `n`th working day after `from`; the day itself is not counted, a negative `n` counts backwards, 0 gives `from`.
///
/// # Errors
/// When the count runs into a year without an arrangement.
pub fn add_working_days(from: Day, n: i64) -> Result<Day, NoArrangement> {
    let mut day = from;
    let mut left = n.unsigned_abs();
    while left > 0 {
        let next = if n > 0 { day.succ_opt() } else { day.pred_opt() };
        day = next.ok_or(NoArrangement { year: day.year() })?;
        if is_working_day(day)? {
            left -= 1;
        }
    }
    Ok(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn every_row_of_the_table_is_a_day_with_a_kind_and_a_notice() {
        let mut last = None;
        for row in TABLE.lines().skip(1) {
            let (day, kind) = read_row(row).unwrap_or_else(|| panic!("{row}"));
            assert!(last < Some(day), "{row}: in order, each day once");
            last = Some(day);
            let source = row.split(',').nth(2).unwrap();
            assert!(source.starts_with("国办发明电〔20") && source.ends_with('号'), "{row}");
            assert_eq!(row.split(',').count(), 3, "{row}");
            let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
            assert!(kind == Kind::Holiday || weekend, "{row}: only weekends are made working days");
        }
    }

    #[test]
    fn each_year_has_as_many_days_off_and_on_as_its_notice_says() {
        // Days off as the notices count them, working weekends. 2020 with the three added days; 2022 with 12-31 of the next notice.
        for (year, off, on) in
            [(2020, 30, 6), (2021, 31, 7), (2022, 32, 7), (2023, 26, 7), (2024, 28, 8), (2025, 28, 5), (2026, 33, 6)]
        {
            let count = |kind| DAYS.iter().filter(|(day, k)| day.year() == year && *k == kind).count();
            assert_eq!((count(Kind::Holiday), count(Kind::Workday)), (off, on), "{year}");
        }
    }

    #[test]
    fn days_are_working_days_as_the_notice_says() {
        for (text, works) in [
            ("2025-01-26", true),
            ("2025-01-27", true),
            ("2025-01-28", false),
            ("2025-02-04", false),
            ("2025-02-08", true),
            ("2025-02-09", false),
            ("2025-06-28", false),
            ("2025-06-30", true),
            ("2025-10-11", true),
            ("2024-02-09", true),
            ("2026-01-02", false),
            ("2026-02-28", true),
            ("2022-12-31", false),
            ("2020-02-01", false),
        ] {
            assert_eq!(is_working_day(day(text)), Ok(works), "{text}");
        }
    }

    #[test]
    fn working_days_are_counted_from_the_next_day() {
        for (from, n, to) in [
            ("2025-01-13", 10, "2025-01-26"),
            ("2025-01-13", 11, "2025-01-27"),
            ("2025-01-13", 12, "2025-02-05"),
            ("2025-01-13", 0, "2025-01-13"),
            ("2025-02-05", -1, "2025-01-27"),
            ("2024-12-31", 1, "2025-01-02"),
        ] {
            assert_eq!(add_working_days(day(from), n), Ok(day(to)), "{from} {n}");
        }
    }

    #[test]
    fn an_unknown_year_is_said_and_never_guessed() {
        assert_eq!(is_working_day(day("2019-12-31")), Err(NoArrangement { year: 2019 }));
        assert_eq!(add_working_days(day("2026-12-25"), 10), Err(NoArrangement { year: 2027 }));
        assert_eq!(add_working_days(day("2025-01-13"), i64::MAX), Err(NoArrangement { year: 2027 }));
        assert_eq!(add_working_days(Day::MAX, 1).map_err(|e| e.year), Err(Day::MAX.year()));
        assert!(NoArrangement { year: 2027 }.to_string().contains("未录入2027年放假安排"));
    }
}
