//! The one filter (筛选) that serves `list` and every writing verb: what you list is what you change.

use crate::domain::{
    Day,
    ids::{ItemId, PartyId, RoundId},
    item::{Disclosure, ItemKind, ItemType, Origin},
    lifecycle::{Closure, Light, Progress},
    rhythm::{FilingDue, Period},
};

/// Conditions that an item must meet, all of them; an empty list asks nothing. Draws of closed items keep theirs in the journal: a
/// field is never removed and never changes its meaning, a new one has a default.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Filter {
    /// In one of these rounds.
    pub rounds: Vec<RoundId>,
    /// One of these items.
    pub items: Vec<ItemId>,
    /// In one of these categories, at any depth.
    pub categories: Vec<ItemId>,
    /// Directly below one of these items.
    pub parents: Vec<ItemId>,
    /// Of one of these kinds.
    pub kinds: Vec<ItemKind>,
    /// Of one of these origins.
    pub origins: Vec<Origin>,
    /// Of one of these types.
    pub types: Vec<ItemType>,
    /// Led by one of these leaders, or assisted.
    pub leaders: Vec<PartyId>,
    /// One of these departments leads or has a part in it.
    pub departments: Vec<PartyId>,
    /// One of these persons answers for it.
    pub persons: Vec<PartyId>,
    /// Its progress is one of these.
    pub progress: Vec<Progress>,
    /// Its closure is one of these.
    pub closures: Vec<Closure>,
    /// Its light is one of these.
    pub lights: Vec<Light>,
    /// Due on or before this day.
    pub due_before: Option<Day>,
    /// Due on or after this day.
    pub due_after: Option<Day>,
    /// Struck off without a meeting: 待补党组会审议.
    // Draws keep the filter they were made with: what was not asked is not written.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unratified_only: bool,
    /// Its words contain this.
    pub text: Option<String>,
    /// One of these marks stands on it (公开范围).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub disclosures: Vec<Disclosure>,
    /// It is the same matter as one of an earlier round (屡改屡犯).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub repeated: bool,
    /// Issues that stand below another issue (问题表现) are left out.
    pub top_issues_only: bool,
    /// Items whose progress follows from what stands below them are left out.
    pub own_progress_only: bool,
    /// Items struck off are left out, as for every writing verb that is not told otherwise.
    pub skip_closed: bool,
    /// Withdrawn items are shown too.
    pub with_withdrawn: bool,
    /// Something about them waits to be decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waits: Option<Waits>,
    /// They stand so in the period of filing of their round; items of other rounds are left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filing: Option<(FilingDue, Vec<(RoundId, Period)>)>,
}

/// What waits for the office or a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waits {
    /// An application for extension, to be approved or refused.
    Extension,
    /// A filing, to be accepted or sent back.
    Filing,
}

impl Filter {
    /// The same without what changes as the work goes on: what left it since, by being done or struck off, meets this one. Items
    /// named one by one stay named.
    #[must_use]
    pub fn whatever_state(&self) -> Self {
        Self {
            progress: Vec::new(),
            closures: Vec::new(),
            lights: Vec::new(),
            due_before: None,
            due_after: None,
            unratified_only: false,
            waits: None,
            filing: None,
            ..self.clone()
        }
    }

    /// Whether it asks nothing that narrows: writing verbs refuse such a filter.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let plain = Self {
            rounds: self.rounds.clone(),
            skip_closed: self.skip_closed,
            with_withdrawn: self.with_withdrawn,
            top_issues_only: self.top_issues_only,
            own_progress_only: self.own_progress_only,
            ..Self::default()
        };
        *self == plain
    }
}
