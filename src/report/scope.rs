//! What every report needs beside its rows: the day it speaks of, the rounds, and the names of categories.

use super::Result;
use crate::{
    domain::{
        Day,
        filter::Filter,
        ids::{ItemId, RoundId},
        item::Item,
        lifecycle::LightDays,
    },
    store::{
        Reader,
        query::{AsOf, Round},
    },
};
use std::collections::HashMap;

/// One moment of the ledger, as a report sees it.
pub struct Scope<'a> {
    /// Answers all questions of one moment.
    pub reader: &'a Reader<'a>,
    /// The day the report speaks of.
    pub as_of: AsOf,
    /// The rounds it is about, in the order of their opening, with the settings of that day.
    pub rounds: Vec<Round>,
    categories: HashMap<ItemId, Item>,
}

impl<'a> Scope<'a> {
    /// A report about the rounds that the filter names; about all open ones when it names none, or all when none is open.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn new(reader: &'a Reader<'a>, filter: &mut Filter, day: Day) -> Result<Self> {
        Self::of(reader, filter, day, false)
    }

    /// The same about finished rounds, too, where the filter names none: who was told of their days must be told that they are
    /// over.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn with_finished(reader: &'a Reader<'a>, filter: &mut Filter, day: Day) -> Result<Self> {
        Self::of(reader, filter, day, true)
    }

    fn of(reader: &'a Reader<'a>, filter: &mut Filter, day: Day, finished_too: bool) -> Result<Self> {
        let as_of = reader.as_of(day)?;
        let mut all = Vec::new();
        for round in reader.rounds_as_of(as_of)? {
            // A round of later days does not turn up in a report that was made before it.
            if filter.rounds.contains(&round.id) || reader.round_stood(&round, day)? {
                all.push(round);
            }
        }
        let named: Vec<Round> = all.iter().filter(|r| filter.rounds.contains(&r.id)).cloned().collect();
        let open: Vec<Round> =
            all.iter().filter(|r| finished_too || r.finished_on.is_none_or(|on| on > day)).cloned().collect();
        let rounds = match (filter.rounds.is_empty(), filter.items.is_empty(), open.is_empty()) {
            (false, _, _) => named,
            // Items named by their codes may belong to a finished round.
            (true, false, _) => {
                let of = reader.rounds_of(&filter.items)?;
                all.into_iter().filter(|r| of.contains(&r.id)).collect()
            }
            (true, true, false) => open,
            (true, true, true) => all,
        };
        filter.rounds = rounds.iter().map(|r| r.id).collect();
        let mut categories = HashMap::new();
        for round in &rounds {
            categories.extend(reader.categories(round.id)?.into_iter().map(|c| (c.id, c)));
        }
        Ok(Self { reader, as_of, rounds, categories })
    }

    /// The round of an item.
    #[must_use]
    pub fn round(&self, id: RoundId) -> Option<&Round> {
        self.rounds.iter().find(|r| r.id == id)
    }

    /// When the lights of an item's round change.
    #[must_use]
    pub fn lights(&self, id: RoundId) -> LightDays {
        self.round(id).map(|r| r.settings.light_days).unwrap_or_default()
    }

    /// The category an item stands in.
    #[must_use]
    pub fn category(&self, item: &Item) -> Option<&Item> {
        item.category.and_then(|id| self.categories.get(&id))
    }

    /// A category by its key.
    #[must_use]
    pub fn category_by_id(&self, id: i64) -> Option<&Item> {
        self.categories.get(&ItemId(id))
    }

    /// The top category above a category, itself when it is one.
    #[must_use]
    pub fn top_category(&self, id: i64) -> Option<&Item> {
        let mut category = self.category_by_id(id)?;
        while let Some(parent) = category.parent.and_then(|p| self.categories.get(&p)) {
            category = parent;
        }
        Some(category)
    }

    /// An item's code as people must type it here: with the round's key where several rounds are shown.
    #[must_use]
    pub fn code_of(&self, item: &Item) -> String {
        match self.round(item.round) {
            Some(round) if self.rounds.len() > 1 => format!("{}:{}", round.key, item.code),
            _ => item.code.clone(),
        }
    }
}
