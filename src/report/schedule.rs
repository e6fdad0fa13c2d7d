//! The days that matter (日程): due days of open work, review days of standing work, and the rounds' milestones.
//!
//! A measure that takes its deadline from its issue is said with the issue: thirty measures due along with it are one entry in
//! a calendar, not thirty-one.
//!
//! What is over stays in the calendar as cancelled: a program that took it over earlier must take it back, and its reminders too.
//! So does what left a filter by being done. What left it otherwise, to another department say, nobody can tell from the ledger
//! of today: that entry stays where it was taken over.

use super::{Result, Scope, row::joined};
use crate::{
    domain::{
        Day,
        filter::Filter,
        ids::ItemId,
        item::{Item, ItemKind},
        lifecycle::{Closure, Progress},
        party::Role,
        round::MilestoneKind,
    },
    store::query::Order,
    zh::label::Label as _,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

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

/// Why a day matters no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// The work was completed.
    Completed,
    /// It was struck off.
    Closed,
    /// The item was withdrawn.
    Withdrawn,
    /// Another deadline holds, which has no such day.
    GivenUp,
    /// The round is finished.
    Finished,
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
    /// Rises with every record about the matter, undoing ones too: the number of the last. Of the schedule only.
    pub sequence: i64,
    /// The day matters no longer.
    pub over: Option<Over>,
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

/// The whole schedule, in the order of days: milestones first, then what is due, then what is to be reviewed; what is over too.
///
/// # Errors
/// When the ledger cannot be read.
pub fn schedule(scope: &Scope<'_>, filter: &Filter) -> Result<Vec<Entry>> {
    let reader = scope.reader;
    let read = |filter: &Filter| {
        let mut items = Vec::new();
        reader.each_item(filter, scope.as_of, Order::Code, None, |item| {
            if item.kind.is_work() {
                items.push(item);
            }
            Ok::<_, super::ReportError>(())
        })?;
        Ok::<_, super::ReportError>(items)
    };
    let whole = Filter { with_withdrawn: true, ..filter.whatever_state() };
    let ever = read(&whole)?;
    let mut entries = if whole == (Filter { with_withdrawn: true, ..filter.clone() }) {
        of_items(scope, ever.iter().filter(|item| item.withdrawn_on.is_none()))?
    } else {
        of_items(scope, &read(&Filter { with_withdrawn: false, ..filter.clone() })?)?
    };
    entries.extend(over(scope, &ever)?);
    let rounds: Vec<_> = scope.rounds.iter().map(|round| round.id).collect();
    let last = reader.last_records(&rounds)?;
    // A milestone has no records of its own: it goes with the ledger.
    let whole = reader.last_entry()?.map_or(0, |(seq, _)| seq);
    for entry in &mut entries {
        entry.sequence = entry.item.map_or(whole, |item| last.get(&item).copied().unwrap_or_default());
    }
    // Stable: within a day and kind in the order in which people list codes.
    entries.sort_by_key(|entry| (entry.on, entry.kind));
    Ok(entries)
}

/// The days that no longer matter, each as the entry that it was.
fn over(scope: &Scope<'_>, items: &[Item]) -> Result<Vec<Entry>> {
    let rounds: Vec<_> = scope.rounds.iter().map(|round| round.id).collect();
    let given_up = scope.reader.days_given_up(&rounds, scope.as_of)?;
    let by_id: HashMap<ItemId, &Item> = items.iter().map(|item| (item.id, item)).collect();
    let mut entries = Vec::new();
    for item in items {
        let given_up = given_up.get(&item.id).copied().unwrap_or_default();
        for (kind, now, before) in
            [(DateKind::Due, item.due(), given_up.due), (DateKind::Review, item.review(), given_up.review)]
        {
            let (on, over) = match (now, ended(item, kind)) {
                (Some(now), Some(over)) if !told_above(item, kind, &by_id) => (now, over),
                (None, _) => match before {
                    Some(before) => (before, Over::GivenUp),
                    None => continue,
                },
                _ => continue,
            };
            entries.push(Entry { over: Some(over), ..entry(scope, item, kind, on) });
        }
    }
    Ok(entries)
}

/// Why a day of this kind matters no longer for an item.
fn ended(item: &Item, kind: DateKind) -> Option<Over> {
    if item.withdrawn_on.is_some() {
        Some(Over::Withdrawn)
    } else if kind == DateKind::Review {
        // Standing work is looked at again after it was struck off, too.
        None
    } else if item.closure == Closure::Closed {
        Some(Over::Closed)
    } else {
        (item.progress == Progress::Completed).then_some(Over::Completed)
    }
}

/// Whether an item takes its deadline from one that had the entry for both of them to the end.
fn told_above(item: &Item, kind: DateKind, by_id: &HashMap<ItemId, &Item>) -> bool {
    let Some(held) = item.deadline.as_ref().filter(|held| held.set_on != item.id) else { return false };
    let last = |item: &Item| {
        let days = [item.withdrawn_on, item.completed_on, item.closed_on];
        if kind == DateKind::Due { days.into_iter().flatten().min() } else { item.withdrawn_on }
    };
    by_id.get(&held.set_on).is_some_and(|above| match (last(above), last(item)) {
        (Some(above), Some(own)) => own <= above,
        (None, _) => true,
        (Some(_), None) => false,
    })
}

fn entry(scope: &Scope<'_>, item: &Item, kind: DateKind, on: Day) -> Entry {
    let held = item.deadline.as_ref();
    Entry {
        on,
        kind,
        uid: format!("{}-{}", item.uid, if kind == DateKind::Review { "review" } else { "due" }),
        sequence: 0,
        over: None,
        item: Some(item.id),
        item_kind: Some(item.kind),
        code: scope.code_of(item),
        words: item.text.clone(),
        leader: joined(item, Role::Leader),
        departments: joined(item, Role::Department),
        raw: held.map(|held| held.now.raw.clone()).unwrap_or_default(),
        first_due: held.and_then(|held| held.first_due.filter(|_| held.extensions > 0)),
        along: Vec::new(),
        round: scope.round(item.round).map(|round| round.settings.title.clone()).unwrap_or_default(),
    }
}

/// The days that matter of items that were read already, in the same order.
///
/// # Errors
/// When the ledger cannot be read.
pub fn of_items<'i>(scope: &Scope<'_>, items: impl IntoIterator<Item = &'i Item> + Clone) -> Result<Vec<Entry>> {
    let ledger = scope.reader.ledger()?.map(|ledger| ledger.ledger_id).unwrap_or_default();
    let mut entries = Vec::new();
    for round in &scope.rounds {
        let over = round.finished_on.filter(|on| *on <= scope.as_of.day).map(|_| Over::Finished);
        for milestone in &round.settings.milestones {
            entries.push(Entry {
                on: milestone.on,
                kind: DateKind::Milestone(milestone.kind),
                uid: format!("{ledger}-{}-{}", round.id.0, milestone.kind.key()),
                sequence: 0,
                over,
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
        for (kind, day, there) in [(DateKind::Due, held.now.due, &due), (DateKind::Review, held.now.review, &reviewed)]
        {
            let Some(on) = day.filter(|_| there.contains(&item.id)) else { continue };
            if inherited && there.contains(&held.set_on) {
                continue;
            }
            entries.push(Entry {
                along: along.remove(&(item.id, kind)).unwrap_or_default(),
                ..entry(scope, item, kind, on)
            });
        }
    }
    // Stable: within a day and kind in the order in which people list codes.
    entries.sort_by_key(|entry| (entry.on, entry.kind));
    Ok(entries)
}
