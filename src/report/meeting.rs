//! What meetings decided, so that it adds up.

use crate::{
    domain::{
        ids::ItemId,
        meeting::{Decision, DecisionOn},
    },
    store::query::DecisionRow,
    zh::label::Label as _,
};
use std::collections::BTreeMap;

/// How many items were tabled, and how it went: tabled = agreed + returned + deferred.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    /// 同意.
    pub agreed: i64,
    /// 退回.
    pub returned: i64,
    /// 暂缓.
    pub deferred: i64,
}

impl Tally {
    /// An item counts once per matter; its last decision is the one that counts.
    #[must_use]
    pub fn of(decisions: &[DecisionRow], on: DecisionOn) -> Self {
        let mut last: BTreeMap<ItemId, Decision> = BTreeMap::new();
        for row in decisions.iter().filter(|row| row.on == on) {
            last.insert(row.item, row.decision);
        }
        let mut tally = Self::default();
        for decision in last.into_values() {
            match decision {
                Decision::Agreed => tally.agreed += 1,
                Decision::Returned => tally.returned += 1,
                Decision::Deferred => tally.deferred += 1,
            }
        }
        tally
    }

    /// Both together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self {
            agreed: self.agreed + other.agreed,
            returned: self.returned + other.returned,
            deferred: self.deferred + other.deferred,
        }
    }

    /// How many were tabled.
    #[must_use]
    pub const fn tabled(self) -> i64 {
        self.agreed + self.returned + self.deferred
    }

    /// How many, and how it went, leaving out what did not happen.
    #[must_use]
    pub fn words(self, on: DecisionOn) -> Option<String> {
        let parts = [("同意", self.agreed), ("退回", self.returned), ("暂缓", self.deferred)];
        let parts: Vec<String> =
            parts.iter().filter(|(_, count)| *count > 0).map(|(word, count)| format!("{word}{count}")).collect();
        (!parts.is_empty()).then(|| format!("{}{}项：{}", on.label(), self.tabled(), parts.join("、")))
    }
}
