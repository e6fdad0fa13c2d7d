//! What a meeting decided, counted so that it adds up: tabled = agreed + returned + deferred.

use super::{Result, plan::Plan};
use crate::{
    domain::{
        Day,
        ids::ItemId,
        meeting::{Decision, DecisionOn},
    },
    store::{
        Reader,
        query::{DecisionRow, ExtensionRow, Meeting, Round},
    },
    zh::label::Label as _,
};
use serde_json::{Value, json};
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

    /// 上会.
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

    /// In a document.
    #[must_use]
    pub fn json(self) -> Value {
        json!({ "tabled": self.tabled(), "agreed": self.agreed, "returned": self.returned, "deferred": self.deferred })
    }
}

/// A meeting with all that it decided.
pub struct Decided {
    /// The meeting.
    pub meeting: Meeting,
    /// The key of the round it was about.
    pub round: Option<String>,
    /// The rounds whose plans it adopted.
    pub adopted: Vec<Round>,
    /// What it decided about items, in the order of the records.
    pub decisions: Vec<DecisionRow>,
    /// The applications that it decided on.
    pub extensions: Vec<ExtensionRow>,
    /// What it adjusted in adopted plans.
    pub plan: Plan,
}

impl Decided {
    /// Reads what a meeting decided.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn new(reader: &Reader<'_>, meeting: Meeting) -> Result<Self> {
        let rounds = reader.rounds()?;
        let key = |id| rounds.iter().find(|r| r.id == id).map(|r| r.key.clone());
        Ok(Self {
            round: meeting.round.and_then(key),
            adopted: rounds.iter().filter(|r| r.adopted_meeting == Some(meeting.id)).cloned().collect(),
            decisions: reader.decisions_of_meeting(meeting.id)?,
            extensions: reader.extensions_decided_by(meeting.id)?,
            plan: Plan::adjusted_by(reader, meeting.id)?,
            meeting,
        })
    }

    /// The due days before and since of an extension that was decided on: the last application about the item.
    #[must_use]
    pub fn days(&self, decision: &DecisionRow) -> Option<(Option<Day>, Option<Day>)> {
        let decided = (decision.on == DecisionOn::Extension)
            .then(|| self.extensions.iter().rev().find(|e| e.item == decision.item))??;
        let granted = decided.granted.as_ref().map_or(decided.deadline.due, |(_, due)| *due);
        Some((decided.before_due, if decision.decision == Decision::Agreed { granted } else { decided.before_due }))
    }

    /// What a decision says beside: the days of an extension, and words.
    #[must_use]
    pub fn remark(&self, d: &DecisionRow) -> String {
        let day = |day: Option<Day>| day.map_or_else(|| "长期坚持".to_owned(), |day| day.to_string());
        let days = self.days(d).filter(|_| d.decision == Decision::Agreed);
        let days = days.map(|(before, after)| format!("{} → {}", day(before), day(after)));
        days.into_iter().chain(d.words.clone()).collect::<Vec<_>>().join("；")
    }
}
