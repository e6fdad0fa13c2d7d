//! What an earlier ledger says of an item: how far the work is, whether it was struck off, what stands beside it.
//!
//! Somebody else's words, taken over as they stand and never judged here: what the gate does not let through is reported.

use crate::domain::{
    Day,
    lifecycle::{Closure, Progress},
};
use chrono::Datelike as _;

/// What a ledger says of an item beyond the plan: how far the work is, and whether it was struck off.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reported {
    /// How far the work is.
    pub progress: Option<Progress>,
    /// The day it was completed.
    pub completed_on: Option<Day>,
    /// Whether it was struck off, or asked to be.
    pub closure: Option<Closure>,
    /// The day it was struck off.
    pub closed_on: Option<Day>,
    /// The meeting that agreed, as written.
    pub meeting: Option<String>,
    /// 存在问题 of the latest filing.
    pub problems: Option<String>,
    /// 下步措施 of the latest filing.
    pub next: Option<String>,
    /// Titles of 佐证材料, kept as register entries.
    pub evidence: Vec<String>,
    /// 备注, as it stands.
    pub remark: Option<String>,
    /// Whose ledger the row comes from.
    pub unit: Option<String>,
    /// What each month tells, where a ledger has a column for each.
    pub months: Vec<MonthTold>,
}

/// What a ledger's column of one month tells of an item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MonthTold {
    /// The year, where the heading says so.
    pub year: Option<i32>,
    /// The month, 1 to 12.
    pub month: u32,
    /// 整改情况.
    pub situation: Option<String>,
    /// 存在问题.
    pub problems: Option<String>,
    /// 下步措施.
    pub next: Option<String>,
}

/// The days on which months are filed, in their order: each month's last day, or `base` where that is earlier.
///
/// A month without a year is the last one of that name which has begun by `base`, and no later than the one behind it; a
/// ledger that begins with its newest month is read from that end.
#[must_use]
pub fn filing_days(months: &[MonthTold], base: Day) -> Vec<Day> {
    let falls =
        months.windows(2).filter(|pair| pair[0].month > pair[1].month && pair[0].month - pair[1].month < 6).count();
    let newest_first = falls * 2 > months.len().saturating_sub(1);
    let mut latest = (base.year(), base.month());
    let mut days = vec![base; months.len()];
    for step in 0..months.len() {
        let at = if newest_first { step } else { months.len() - 1 - step };
        let month = months[at].month;
        let year = months[at].year.unwrap_or(latest.0 - i32::from(month > latest.1));
        latest = (year, month);
        let (next_year, next_month) = if month >= 12 { (year + 1, 1) } else { (year, month + 1) };
        let end = Day::from_ymd_opt(next_year, next_month, 1).and_then(|first| first.pred_opt());
        days[at] = end.map_or(base, |end| end.min(base));
    }
    days
}

impl Reported {
    /// Whether it says anything of the work itself: a state, a filing, a closing.
    #[must_use]
    pub fn tells_of_work(&self) -> bool {
        self.progress.is_some()
            || self.completed_on.is_some()
            || self.closure.is_some_and(|closure| closure != Closure::None)
            || self.problems.is_some()
            || self.next.is_some()
            || !self.months.is_empty()
    }

    /// The progress that it amounts to: what it says; where it says nothing, what is struck off or has a day of completion is
    /// completed. A row that says 正在整改 and names a day of closing contradicts itself, and the gate tells.
    #[must_use]
    pub fn effective_progress(&self) -> Option<Progress> {
        let done = self.closure == Some(Closure::Closed) || self.completed_on.is_some();
        self.progress.or(done.then_some(Progress::Completed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_filed_on_its_last_day_or_on_the_day_of_the_ledger() {
        for (months, base, days) in [
            (&[(None, 3), (None, 4), (None, 5)][..], "2025-05-20", &["2025-03-31", "2025-04-30", "2025-05-20"][..]),
            (&[(None, 11), (None, 12), (None, 1)], "2025-02-10", &["2024-11-30", "2024-12-31", "2025-01-31"]),
            (&[(Some(2024), 2), (None, 3)], "2025-09-01", &["2024-02-29", "2025-03-31"]),
            (&[(None, 5), (None, 4), (None, 3)], "2025-06-30", &["2025-05-31", "2025-04-30", "2025-03-31"]),
            (&[(None, 1), (None, 12), (None, 11)], "2025-01-20", &["2025-01-20", "2024-12-31", "2024-11-30"]),
            (&[(Some(2025), 12)], "2025-09-01", &["2025-09-01"]),
            (&[], "2025-09-01", &[]),
        ] {
            let told: Vec<MonthTold> = months
                .iter()
                .map(|(year, month)| MonthTold { year: *year, month: *month, ..MonthTold::default() })
                .collect();
            let found: Vec<String> =
                filing_days(&told, base.parse().unwrap()).iter().map(ToString::to_string).collect();
            assert_eq!(found, days, "{months:?} by {base}");
        }
    }
}
