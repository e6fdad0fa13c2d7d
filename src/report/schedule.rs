//! The days that matter (日程): due days of open work, review days of standing work, and the rounds' milestones.
//!
//! A measure that takes its deadline from its issue is said with the issue: thirty measures due along with it are one entry in
//! a calendar, not thirty-one.

use super::{Result, Scope, row::joined};
use crate::{
    domain::{
        Day,
        filter::Filter,
        ids::ItemId,
        item::{Item, ItemKind},
        party::Role,
        round::MilestoneKind,
    },
    store::query::Order,
    zh::label::Label as _,
};
use std::collections::{BTreeMap, BTreeSet};

/// Why a day matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateKind {
    /// A round's milestone.
    Milestone(MilestoneKind),
    /// Open work is due.
    Due,
    /// Standing work is to be looked at again (复核, 研判).
    Review,
}

/// One entry of the schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The day.
    pub on: Day,
    /// Why it matters.
    pub kind: DateKind,
    /// The same for ever for the same matter: a calendar replaces its entry instead of adding another one.
    pub uid: String,
    /// Rises when the day was put off.
    pub sequence: i64,
    /// The item, none for milestones.
    pub item: Option<ItemId>,
    /// What it is.
    pub item_kind: Option<ItemKind>,
    /// Its code, as people must type it.
    pub code: String,
    /// Its words, or the milestone's name.
    pub words: String,
    /// Who leads.
    pub leader: String,
    /// The departments.
    pub departments: String,
    /// The deadline's words.
    pub raw: String,
    /// The first due day, where it was put off.
    pub first_due: Option<Day>,
    /// Codes of open items below that are due along with it.
    pub along: Vec<String>,
    /// The round's title.
    pub round: String,
}

/// The whole schedule, in the order of days: milestones first, then what is due, then what is to be reviewed.
///
/// # Errors
/// When the ledger cannot be read.
pub fn schedule(scope: &Scope<'_>, filter: &Filter) -> Result<Vec<Entry>> {
    let mut items = Vec::new();
    let reader = scope.reader;
    reader.each_item(filter, scope.as_of, Order::Code, None, |item| {
        if item.kind.is_work() && (item.due().is_some() || item.review().is_some()) {
            items.push(item);
        }
        Ok::<_, super::ReportError>(())
    })?;
    of_items(scope, &items)
}

/// The schedule of items that were read already.
///
/// # Errors
/// When the ledger cannot be read.
pub fn of_items<'i>(scope: &Scope<'_>, items: impl IntoIterator<Item = &'i Item> + Clone) -> Result<Vec<Entry>> {
    let ledger = scope.reader.ledger()?.map(|ledger| ledger.ledger_id).unwrap_or_default();
    let mut entries = Vec::new();
    for round in &scope.rounds {
        for milestone in &round.settings.milestones {
            entries.push(Entry {
                on: milestone.on,
                kind: DateKind::Milestone(milestone.kind),
                uid: format!("{ledger}-{}-{}", round.id.0, milestone.kind.key()),
                sequence: 0,
                item: None,
                item_kind: None,
                code: String::new(),
                words: milestone.kind.label().to_owned(),
                leader: String::new(),
                departments: String::new(),
                raw: String::new(),
                first_due: None,
                along: Vec::new(),
                round: round.settings.title.clone(),
            });
        }
    }
    let due: BTreeSet<ItemId> =
        items.clone().into_iter().filter(|item| item.is_open() && item.due().is_some()).map(|item| item.id).collect();
    let reviewed: BTreeSet<ItemId> = items
        .clone()
        .into_iter()
        .filter(|item| item.review().is_some() && item.withdrawn_on.is_none())
        .map(|item| item.id)
        .collect();
    // What takes its deadline from another entry is named there.
    let mut along: BTreeMap<(ItemId, DateKind), Vec<String>> = BTreeMap::new();
    for item in items.clone() {
        let Some(held) = item.deadline.as_ref().filter(|held| held.set_on != item.id) else { continue };
        for (kind, there) in [(DateKind::Due, &due), (DateKind::Review, &reviewed)] {
            if there.contains(&item.id) && there.contains(&held.set_on) {
                along.entry((held.set_on, kind)).or_default().push(scope.code_of(item));
            }
        }
    }
    for item in items {
        let Some(held) = item.deadline.as_ref() else { continue };
        let inherited = held.set_on != item.id;
        for (kind, name, day, there) in
            [(DateKind::Due, "due", held.now.due, &due), (DateKind::Review, "review", held.now.review, &reviewed)]
        {
            let Some(on) = day.filter(|_| there.contains(&item.id)) else { continue };
            if inherited && there.contains(&held.set_on) {
                continue;
            }
            entries.push(Entry {
                on,
                kind,
                uid: format!("{}-{name}", item.uid),
                sequence: held.extensions,
                item: Some(item.id),
                item_kind: Some(item.kind),
                code: scope.code_of(item),
                words: item.text.clone(),
                leader: joined(item, Role::Leader),
                departments: joined(item, Role::Department),
                raw: held.now.raw.clone(),
                first_due: held.first_due.filter(|_| held.extensions > 0),
                along: along.remove(&(item.id, kind)).unwrap_or_default(),
                round: scope.round(item.round).map(|round| round.settings.title.clone()).unwrap_or_default(),
            });
        }
    }
    // Stable: within a day and kind in the order in which people list codes.
    entries.sort_by_key(|entry| (entry.on, entry.kind));
    Ok(entries)
}
