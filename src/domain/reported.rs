//! What an earlier ledger says of an item: how far the work is, whether it was struck off, what stands beside it.
//!
//! Somebody else's words, taken over as they stand and never judged here: what the gate does not let through is reported.

use crate::domain::{
    Day,
    item::{Item, WithdrawGround},
    lifecycle::{Closure, Progress},
    outcome::OutcomeFacts,
    party::Role,
};
use chrono::Datelike as _;

keyed! {
    /// What becomes of that about which the ledger says something else than a paper.
    #[derive(Default)]
    OnConflict {
        /// Nothing is recorded until the clerk has said what counts.
        #[default]
        Stop = "stop",
        /// The ledger's words count; what else the paper brings is recorded.
        Skip = "skip",
        /// The paper's words count, as far as the rules of the plan let them.
        Update = "update",
    }
}

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
    /// The meeting that decided, by its place among those that the paper names with their day.
    pub met: Option<usize>,
    /// The application or the return that stands, where its day is told.
    pub stepped: Option<SteppedTold>,
    /// What came of it, counted.
    pub outcomes: Vec<OutcomeTold>,
    /// It was withdrawn.
    pub withdrawn: Option<WithdrawnTold>,
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
    /// The day on which standing or staged work is looked at next.
    pub review: Option<Day>,
    /// The due day before any extension.
    pub first_due: Option<Day>,
    /// The extensions by which the deadline came to be what it is, first to last.
    pub extended: Vec<ExtensionTold>,
}

/// An approved extension as another ledger tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtensionTold {
    /// The day on which it was approved.
    pub on: Day,
    /// The words of the deadline that was approved.
    pub to: String,
    /// What approved it: a meeting or a document, in words.
    pub approval: String,
    /// The meeting, by its place among those that the paper names with their day.
    pub met: Option<usize>,
    /// Why.
    pub reason: String,
}

/// An application for 销号, or a return, as another ledger tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SteppedTold {
    /// On which day.
    pub on: Day,
    /// [`Closure::Requested`] or [`Closure::Returned`].
    pub closure: Closure,
    /// What was remarked, or why it was returned.
    pub words: Option<String>,
}

/// An outcome (成效) as another ledger tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OutcomeTold {
    /// Since which day it is counted.
    pub on: Day,
    /// What is counted.
    pub facts: OutcomeFacts,
    /// A remark.
    pub words: Option<String>,
    /// Which of several that say all the same, from 1; the same one beside several items is counted once.
    pub nth: u32,
}

/// A withdrawal (撤项) as another ledger tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithdrawnTold {
    /// From which day.
    pub on: Day,
    /// Why, by kind.
    pub ground: WithdrawGround,
    /// Why, in words.
    pub reason: String,
    /// What approved it: a meeting or a letter, in words.
    pub approval: Option<String>,
    /// The meeting, by its place among those that the paper names with their day.
    pub met: Option<usize>,
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
    // A few months back, also over the turn of a year.
    let falls = months.windows(2).filter(|pair| (1..6).contains(&((pair[0].month + 12 - pair[1].month) % 12))).count();
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

    /// Where the state that is told of an item is another than its own. What is not told is no contradiction; only where
    /// `silence_denies` a row that tells how far the work is and nothing of a closing says that there was none. Closings are
    /// held against the item where it is struck off by itself (`closes_here`): else its row speaks of the issue above.
    #[must_use]
    pub fn partings(&self, item: &Item, closes_here: bool, silence_denies: bool) -> Vec<Parting> {
        let mut found = Vec::new();
        if !self.tells_of_work() && self.closure.is_none() {
            return found;
        }
        let mut part = |field, ledger, paper| found.push(Parting { field, ledger, paper });
        match self.effective_progress() {
            Some(said) if said != item.progress => {
                part(Field::Progress, Said::Progress(item.progress), Said::Progress(said));
            }
            Some(Progress::Completed) => {
                if let (Some(held), Some(said)) = (item.completed_on, self.completed_on)
                    && held != said
                {
                    part(Field::Progress, Said::Day(held), Said::Day(said));
                }
            }
            _ => {}
        }
        match (item.closure, self.closure) {
            _ if !closes_here => {}
            (Closure::Closed, Some(Closure::Closed)) => {
                if let (Some(held), Some(said)) = (item.closed_on, self.closed_on)
                    && held != said
                {
                    part(Field::Closure, Said::Day(held), Said::Day(said));
                }
            }
            (held, Some(said)) if held != said => part(Field::Closure, Said::Closure(held), Said::Closure(said)),
            (held @ Closure::Closed, None) if silence_denies && self.progress.is_some() => {
                part(Field::Closure, Said::Closure(held), Said::Closure(Closure::None));
            }
            _ => {}
        }
        found
    }
}

/// What one side says of a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// How far the work is.
    Progress(Progress),
    /// Where it stands on the way to being struck off.
    Closure(Closure),
    /// On which day it got there.
    Day(Day),
}

/// A state in which the ledger and a paper part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parting {
    /// Which.
    pub field: Field,
    /// What the ledger says.
    pub ledger: Said,
    /// What the paper says.
    pub paper: Said,
}

/// What is said differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// What kind of item it is, or at which level it stands.
    Kind,
    /// The item's words.
    Text,
    /// 整改目标.
    Goal,
    /// 整改类型.
    Type,
    /// 备注.
    Note,
    /// The parties in a role.
    Role(Role),
    /// 时限.
    Deadline,
    /// 复核日期.
    Review,
    /// The number it has in the paper.
    Number,
    /// How far the work is.
    Progress,
    /// Whether it is struck off.
    Closure,
}

impl Field {
    /// The stable English key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Text => "text",
            Self::Goal => "goal",
            Self::Type => "type",
            Self::Note => "note",
            Self::Role(role) => role.key(),
            Self::Deadline => "deadline",
            Self::Review => "review",
            Self::Number => "number",
            Self::Progress => "progress",
            Self::Closure => "closure",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_that_is_told_otherwise_is_told_and_silence_is_none() {
        let day = |text: &str| -> Day { text.parse().unwrap() };
        let closed = |closed_on: &str| Item {
            progress: Progress::Completed,
            completed_on: Some(day("2025-06-20")),
            closure: Closure::Closed,
            closed_on: Some(day(closed_on)),
            ..Item::plain("1", "2025-05-20")
        };
        let open = Item { progress: Progress::InProgress, ..Item::plain("1", "2025-05-20") };
        let told = |progress: Option<Progress>, closure: Option<Closure>| Reported {
            progress,
            closure,
            ..Reported::default()
        };
        use Field as F;
        let fields = |reported: &Reported, item: &Item, here: bool, silence: bool| -> Vec<Field> {
            reported.partings(item, here, silence).iter().map(|one| one.field).collect()
        };
        for (reported, item, here, silence, expected) in [
            (told(None, None), closed("2025-07-01"), true, true, vec![]),
            (told(Some(Progress::Completed), Some(Closure::Closed)), closed("2025-07-01"), true, true, vec![]),
            (told(Some(Progress::Completed), None), closed("2025-07-01"), true, true, vec![F::Closure]),
            (told(Some(Progress::Completed), None), closed("2025-07-01"), true, false, vec![]),
            (told(Some(Progress::Completed), Some(Closure::None)), closed("2025-07-01"), true, false, vec![F::Closure]),
            (told(None, Some(Closure::None)), closed("2025-07-01"), true, false, vec![F::Closure]),
            (told(Some(Progress::InProgress), Some(Closure::None)), open.clone(), true, false, vec![]),
            (told(None, Some(Closure::Closed)), open.clone(), true, false, vec![F::Progress, F::Closure]),
            // Its row speaks of the issue, which is struck off for all of its measures.
            (told(Some(Progress::InProgress), Some(Closure::Closed)), open.clone(), false, false, vec![]),
            (told(Some(Progress::Staged), Some(Closure::Requested)), open, true, false, vec![F::Progress, F::Closure]),
            (
                Reported {
                    closed_on: Some(day("2025-07-02")),
                    ..told(Some(Progress::Completed), Some(Closure::Closed))
                },
                closed("2025-07-01"),
                true,
                false,
                vec![F::Closure],
            ),
            (
                Reported {
                    completed_on: Some(day("2025-06-21")),
                    ..told(Some(Progress::Completed), Some(Closure::Closed))
                },
                closed("2025-07-01"),
                true,
                false,
                vec![F::Progress],
            ),
        ] {
            assert_eq!(fields(&reported, &item, here, silence), expected, "{reported:?}");
        }
    }

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
