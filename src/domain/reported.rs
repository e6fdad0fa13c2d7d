//! What an earlier ledger says of an item: how far the work is, whether it was struck off, what stands beside it.
//!
//! Somebody else's words, taken over as they stand and never judged here: what the gate does not let through is reported.

use crate::domain::{
    Day,
    item::Item,
    lifecycle::{Closure, Progress},
    party::Role,
};

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
}
