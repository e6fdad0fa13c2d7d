//! What a meeting decided, counted so that it adds up: tabled = agreed + returned + deferred. A plan that it adopted and what it
//! approved of 方案调整 were tabled, too.

use super::{Result, plan::Plan};
use crate::{
    domain::{
        Day,
        ids::{ItemId, RoundId},
        meeting::{Decision, DecisionOn},
    },
    store::{
        Reader,
        query::{DecisionRow, ExtensionRow, Meeting, Round},
    },
    zh::label::Label as _,
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, btree_map::Entry};

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

    /// How many of what is called so, and how it went, leaving out what did not happen.
    #[must_use]
    pub fn words_of(self, what: &str) -> String {
        let parts = [("同意", self.agreed), ("退回", self.returned), ("暂缓", self.deferred)];
        let parts: Vec<String> =
            parts.iter().filter(|(_, count)| *count > 0).map(|(word, count)| format!("{word}{count}")).collect();
        format!("{what}{}项：{}", self.tabled(), parts.join("、"))
    }

    /// In a document.
    #[must_use]
    pub fn json(self) -> Value {
        json!({ "tabled": self.tabled(), "agreed": self.agreed, "returned": self.returned, "deferred": self.deferred })
    }
}

/// What may be tabled at a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    /// A round's plan, to be adopted.
    Adoption,
    /// 方案调整: those that were approved, and those that were sent back or put off.
    Adjustment,
    /// 销号.
    Closure,
    /// 延期.
    Extension,
    /// 补办审议.
    Ratification,
}

impl Matter {
    /// All of them, in the order in which papers tell of them.
    pub const ALL: [Self; 5] = [Self::Adoption, Self::Adjustment, Self::Closure, Self::Extension, Self::Ratification];

    /// What it is called.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Adoption => "审定整改方案",
            Self::Adjustment => "方案调整",
            Self::Closure => DecisionOn::Closure.label(),
            Self::Extension => DecisionOn::Extension.label(),
            Self::Ratification => DecisionOn::Ratification.label(),
        }
    }

    /// Its stable key in documents.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self.on() {
            None => "adoption",
            Some(on) => on.key(),
        }
    }

    /// What a decision about an item was on, when it was on this.
    #[must_use]
    pub const fn on(self) -> Option<DecisionOn> {
        match self {
            Self::Adoption => None,
            Self::Adjustment => Some(DecisionOn::Plan),
            Self::Closure => Some(DecisionOn::Closure),
            Self::Extension => Some(DecisionOn::Extension),
            Self::Ratification => Some(DecisionOn::Ratification),
        }
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
    /// The days that it set as it returned items: nobody had applied for them, so they are part of the return.
    set_on_return: Vec<NewDay>,
    /// What it adjusted in adopted plans.
    pub plan: Plan,
}

/// A day that a return set, for what was returned or for something of it.
struct NewDay {
    /// What was returned.
    returned: ItemId,
    /// What the day is for, where that is not what was returned itself.
    code: Option<String>,
    before: Option<Day>,
    after: Option<Day>,
}

impl Decided {
    /// Reads what a meeting decided.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn new(reader: &Reader<'_>, meeting: Meeting) -> Result<Self> {
        let rounds = reader.rounds()?;
        let key = |id| rounds.iter().find(|r| r.id == id).map(|r| r.key.clone());
        let mut decisions = reader.decisions_of_meeting(meeting.id)?;
        let (named, extensions): (Vec<_>, Vec<_>) =
            reader.extensions_decided_by(meeting.id)?.into_iter().partition(|row| row.on_return);
        let mut set_on_return = Vec::new();
        for row in named {
            let Some(returned) = returned_with(reader, &decisions, row.item)? else { continue };
            let granted =
                |d: &DecisionRow| (d.item, d.on, d.decision) == (row.item, DecisionOn::Extension, Decision::Agreed);
            if let Some(at) = decisions.iter().rposition(granted) {
                decisions.remove(at);
            }
            let code = (returned != row.item).then(|| reader.item(row.item)).transpose()?.map(|item| item.code);
            set_on_return.push(NewDay { returned, code, before: row.before_due, after: row.deadline.due });
        }
        Ok(Self {
            round: meeting.round.and_then(key),
            adopted: rounds.iter().filter(|r| r.adopted_meeting == Some(meeting.id)).cloned().collect(),
            decisions,
            extensions,
            set_on_return,
            plan: Plan::adjusted_by(reader, meeting.id)?,
            meeting,
        })
    }

    /// What of it is about one round, by a day; and how many decisions about other rounds were left out.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn in_round(mut self, reader: &Reader<'_>, round: RoundId, day: Day) -> Result<(Self, usize)> {
        let all = self.decisions.len() + self.plan.adjustments.len() + self.adopted.len();
        let mut elsewhere: BTreeMap<ItemId, bool> = BTreeMap::new();
        let items = self.decisions.iter().map(|row| row.item);
        for item in items.chain(self.plan.adjustments.iter().map(|row| row.item)) {
            if let Entry::Vacant(unknown) = elsewhere.entry(item) {
                unknown.insert(reader.item(item)?.round != round);
            }
        }
        let is_here = |item: &ItemId| !elsewhere.get(item).copied().unwrap_or_default();
        self.adopted.retain(|other| other.id == round);
        self.decisions.retain(|row| is_here(&row.item));
        self.plan.adjustments.retain(|row| is_here(&row.item));
        let left_out = all - self.decisions.len() - self.plan.adjustments.len() - self.adopted.len();
        self.adopted.retain(|round| round.adopted_on.is_some_and(|on| on <= day));
        self.plan.adjustments.retain(|row| row.on <= day);
        Ok((self, left_out))
    }

    /// The decisions that count: the last about an item and a matter.
    #[must_use]
    pub fn counted(&self) -> Vec<&DecisionRow> {
        let later = |at: usize, row: &DecisionRow| {
            self.decisions[at + 1..].iter().any(|other| (other.item, other.on) == (row.item, row.on))
        };
        self.decisions.iter().enumerate().filter(|(at, row)| !later(*at, row)).map(|(_, row)| row).collect()
    }

    /// How a matter went.
    #[must_use]
    pub fn tally(&self, matter: Matter) -> Tally {
        let about_items = matter.on().map(|on| Tally::of(&self.decisions, on)).unwrap_or_default();
        let agreed = match matter {
            Matter::Adoption => self.adopted.len(),
            Matter::Adjustment => self.plan.adjustments.len(),
            Matter::Closure | Matter::Extension | Matter::Ratification => 0,
        };
        about_items.with(Tally { agreed: i64::try_from(agreed).unwrap_or(i64::MAX), ..Tally::default() })
    }

    /// What was tabled, with how it went.
    #[must_use]
    pub fn tabled(&self) -> Vec<(Matter, Tally)> {
        let tallies = Matter::ALL.iter().map(|matter| (*matter, self.tally(*matter)));
        tallies.filter(|(_, tally)| tally.tabled() > 0).collect()
    }

    /// The due days before and since of an extension that was decided on: the last application about the item; and of what was
    /// returned with a new day.
    #[must_use]
    pub fn days(&self, decision: &DecisionRow) -> Option<(Option<Day>, Option<Day>)> {
        if is_return(decision) {
            let own = self.set_on_return.iter().rfind(|set| set.returned == decision.item && set.code.is_none())?;
            return Some((own.before, own.after));
        }
        let decided = (decision.on == DecisionOn::Extension)
            .then(|| self.extensions.iter().rev().find(|e| e.item == decision.item))??;
        let granted = decided.granted.as_ref().map_or(decided.deadline.due, |(_, due)| *due);
        Some((decided.before_due, if decision.decision == Decision::Agreed { granted } else { decided.before_due }))
    }

    /// What a decision says beside: the days of an extension, the new day of what was returned, that a closing rests on no evidence, and words.
    #[must_use]
    pub fn remark(&self, d: &DecisionRow) -> String {
        let day = |day: Option<Day>| day.map_or_else(|| "长期坚持".to_owned(), |day| day.to_string());
        let days = self.days(d).filter(|_| d.decision == Decision::Agreed);
        let days = days.map(|(before, after)| format!("{} → {}", day(before), day(after)));
        let again = self.set_on_return.iter().filter(|set| is_return(d) && set.returned == d.item).map(|set| {
            let of = set.code.as_ref().map(|code| format!("{code} ")).unwrap_or_default();
            format!("{of}整改时限 {} → {}", day(set.before), day(set.after))
        });
        let bare = d.without_evidence.as_ref().map(|words| format!("无佐证：{words}"));
        // Words taken over from an earlier ledger may be all that stands for evidence: they are said once.
        let words = d.words.clone().filter(|_| d.words != d.without_evidence);
        days.into_iter().chain(again).chain(bare).chain(words).collect::<Vec<_>>().join("；")
    }
}

fn is_return(decision: &DecisionRow) -> bool {
    (decision.on, decision.decision) == (DecisionOn::Closure, Decision::Returned)
}

/// What a meeting returned when it set a day for an item: the item itself, or what it stands below.
fn returned_with(reader: &Reader<'_>, decisions: &[DecisionRow], item: ItemId) -> Result<Option<ItemId>> {
    let mut at = Some(item);
    while let Some(id) = at {
        if decisions.iter().any(|row| is_return(row) && row.item == id) {
            return Ok(Some(id));
        }
        at = reader.item(id)?.parent;
    }
    Ok(None)
}
