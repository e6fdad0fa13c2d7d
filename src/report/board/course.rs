//! How the work went on: open issues week by week or month by month since the feedback, and closings month by month.

use crate::{
    domain::{Day, filter::Filter},
    report::{Result, Scope},
    store::query::CoursePoint,
};
use chrono::{Datelike, Days, Months};

/// Up to so many days the course is told by weeks, beyond that by months.
const BY_WEEKS: i64 = 200;

/// A course of more months than this is told by every second, third… month.
const MOST_MONTHS: i32 = 48;

/// The course of the work.
#[derive(Debug, Clone)]
pub struct Course {
    /// From the first feedback to the board's day.
    pub points: Vec<CoursePoint>,
    /// What lies between two points: 周 or 月.
    pub step: &'static str,
}

impl Course {
    /// Asks how far the issues were on each of the days.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn new(scope: &Scope<'_>, filter: &Filter) -> Result<Self> {
        let day = scope.as_of.day;
        let from = scope.rounds.iter().map(|round| round.settings.feedback_on).min().unwrap_or(day);
        let (days, step) = days(from, day);
        let points = scope.reader.course(filter, scope.as_of, &days)?;
        Ok(Self { points, step })
    }

    /// Whether there is a course to be drawn: more than one day and anything on it.
    #[must_use]
    pub fn is_drawn(&self) -> bool {
        self.points.len() > 1 && self.points.iter().any(|point| point.total > 0)
    }
}

/// The days of a course, the first and the last included.
fn days(from: Day, to: Day) -> (Vec<Day>, &'static str) {
    let mut days = vec![from];
    let by_weeks = (to - from).num_days() <= BY_WEEKS;
    if by_weeks {
        let mut day = from;
        while let Some(next) = day.checked_add_days(Days::new(7)).filter(|next| *next < to) {
            days.push(next);
            day = next;
        }
    } else {
        let months = (to.year() - from.year()) * 12 + i32::try_from(to.month()).unwrap_or(0)
            - i32::try_from(from.month()).unwrap_or(0);
        let stride = u32::try_from(months / MOST_MONTHS + 1).unwrap_or(1);
        let mut after = from.with_day(1).and_then(|first| first.checked_add_months(Months::new(1)));
        // The last day of each month: what stood when the month was over.
        while let Some(end) = after.and_then(|first| first.pred_opt()).filter(|end| *end < to) {
            if end > from {
                days.push(end);
            }
            after = after.and_then(|first| first.checked_add_months(Months::new(stride)));
        }
    }
    if to > from {
        days.push(to);
    }
    (days, if by_weeks { "周" } else { "月" })
}

/// Closings with the months in which there were none, from the first one to the board's.
pub(super) fn every_month(closings: &[(String, i64, i64)], until: Day) -> Vec<(String, i64, i64)> {
    let Some((first, ..)) = closings.first() else { return Vec::new() };
    let mut months = Vec::new();
    let mut month = format!("{first}-01").parse::<Day>().ok();
    while let Some(at) = month.filter(|at| *at <= until) {
        let key = at.format("%Y-%m").to_string();
        let found = closings.iter().find(|(name, ..)| *name == key);
        months.push(found.cloned().unwrap_or((key, 0, 0)));
        month = at.checked_add_months(Months::new(1));
    }
    months
}

/// A month `2025-03` as people say it: `2025年3月`.
#[must_use]
pub fn month_words(month: &str) -> String {
    match month.split_once('-') {
        Some((year, month)) => format!("{year}年{}月", month.trim_start_matches('0')),
        None => month.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_course_begins_with_the_feedback_and_ends_today() {
        for (from, to, count, second, step) in [
            ("2025-03-01", "2025-03-01", 1, None, "周"),
            ("2025-03-01", "2025-03-02", 2, Some("2025-03-02"), "周"),
            ("2025-03-01", "2025-03-20", 4, Some("2025-03-08"), "周"),
            ("2025-01-15", "2025-12-31", 13, Some("2025-01-31"), "月"),
            ("2025-01-31", "2025-12-10", 12, Some("2025-02-28"), "月"),
            ("2010-01-31", "2025-12-10", 49, None, "月"),
        ] {
            let (days, said) = days(day(from), day(to));
            assert_eq!((days.first(), days.last()), (Some(&day(from)), Some(&day(to))), "{from} {to}");
            assert_eq!((days.len(), said), (count, step), "{from} {to} {days:?}");
            assert!(days.is_sorted_by(|a, b| a < b), "{days:?}");
            if let Some(second) = second {
                assert_eq!(days[1], day(second));
            }
        }
    }

    #[test]
    fn months_without_closings_are_there() {
        let closings = [("2024-11".to_owned(), 3, 1), ("2025-01".to_owned(), 2, 0)];
        let months = every_month(&closings, day("2025-02-10"));
        let said: Vec<String> = months.iter().map(|(m, n, _)| format!("{} {n}", month_words(m))).collect();
        assert_eq!(said, ["2024年11月 3", "2024年12月 0", "2025年1月 2", "2025年2月 0"]);
    }
}
