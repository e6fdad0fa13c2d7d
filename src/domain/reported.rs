//! What an earlier ledger says of an item: how far the work is, whether it was struck off, what stands beside it.
//!
//! Somebody else's words, taken over as they stand and never judged here: what the gate does not let through is reported.

use crate::domain::{
    Day,
    lifecycle::{Closure, Progress},
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
}
