//! What a ledger file states of its items beside their words, held against the ledger as of the day that the file speaks of:
//! how far the work is, whether it was struck off, until when, by whom.
//!
//! Only what the file states is looked at; a row that leaves something out contradicts nothing.

use super::{PaperItem, Result, Scope};
use crate::{
    domain::{
        Day,
        filter::Filter,
        ids::ItemId,
        item::{Item, ItemKind},
        party::Role,
        reported::{Field, Reported},
        round::CloseLevel,
    },
    store::query::Round,
    zh::{
        self,
        deadline::{Frame, holds},
        sanitize::normalize_name,
    },
};
use serde::Serialize;
use std::collections::HashMap;

/// What a paper states of an item beside its words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaperState {
    /// How far the work is, and whether it was struck off.
    pub reported: Option<Reported>,
    /// The words of its deadline.
    pub deadline: Option<String>,
    /// Who answers for it, by role.
    pub roles: Vec<(Role, Vec<String>)>,
}

impl PaperState {
    /// Whether anything is stated.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let tells = self.reported.as_ref().is_some_and(|told| told.tells_of_work() || told.closure.is_some());
        !tells && self.deadline.is_none() && self.roles.is_empty()
    }
}

/// A state in which the file and the ledger part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StateRow {
    /// Where it stands in the file.
    pub place: String,
    /// The item's code.
    pub code: String,
    /// Its words.
    pub text: String,
    /// What is stated, by key.
    pub field: &'static str,
    /// The same as a column would be headed.
    #[serde(skip)]
    pub label: &'static str,
    /// What the file says.
    pub paper: String,
    /// What the ledger says.
    pub ledger: String,
}

/// The states of a file held against the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct States {
    /// The day of which the file speaks.
    pub as_of: Day,
    /// How many items state anything and stand in the ledger.
    pub compared: usize,
    /// Items that stand in the ledger only since a later day.
    pub later: Vec<String>,
    /// Where they part.
    pub rows: Vec<StateRow>,
}

/// Holds the states of the file's items against those of the ledger's that they are.
pub(super) fn states(
    scope: &Scope<'_>,
    paper: &[PaperItem],
    pairs: &[(usize, ItemId)],
    named: Option<Day>,
    in_table: bool,
) -> Result<States> {
    let round = scope.rounds.first();
    let feedback = round.map(|round| round.settings.feedback_on);
    let as_of = named
        .filter(|day| *day <= scope.as_of.day && feedback.is_none_or(|feedback| feedback <= *day))
        .unwrap_or(scope.as_of.day);
    let filter = Filter {
        rounds: scope.rounds.iter().map(|round| round.id).collect(),
        with_withdrawn: true,
        ..Filter::default()
    };
    let items = scope.reader.items(&filter, scope.reader.as_of(as_of)?)?;
    let items: HashMap<ItemId, Item> = items.into_iter().map(|item| (item.id, item)).collect();
    let mut found = States { as_of, compared: 0, later: Vec::new(), rows: Vec::new() };
    for (at, id) in pairs {
        let said = &paper[*at];
        let Some(state) = said.state.as_ref().filter(|state| !state.is_empty()) else { continue };
        let Some(item) = items.get(id) else {
            found.later.push(said.place.clone());
            continue;
        };
        found.compared += 1;
        let Some(round) = scope.round(item.round) else { continue };
        for (field, paper, ledger) in partings(state, item, round, in_table) {
            let (code, text) = (item.code.clone(), item.text.clone());
            let label = zh::label::field(field);
            found.rows.push(StateRow {
                place: said.place.clone(),
                code,
                text,
                field: field.key(),
                label,
                paper,
                ledger,
            });
        }
    }
    Ok(found)
}

fn partings(state: &PaperState, item: &Item, round: &Round, in_table: bool) -> Vec<(Field, String, String)> {
    let mut found = Vec::new();
    let level = round.settings.close_level;
    let closes_here = match item.kind {
        ItemKind::Measure => matches!(level, CloseLevel::Measure | CloseLevel::Both),
        ItemKind::Issue => !item.under_issue && matches!(level, CloseLevel::Issue | CloseLevel::Both),
        _ => level != CloseLevel::None,
    };
    for one in state.reported.iter().flat_map(|reported| reported.partings(item, closes_here, false)) {
        found.push((one.field, zh::label::said(one.paper), zh::label::said(one.ledger)));
    }
    if let Some(words) = &state.deadline {
        let frame = Frame { in_table, ..Frame::of_round(&round.settings) };
        let held = item.deadline.as_ref().map(|held| &held.now);
        if !held.is_some_and(|held| holds(held, words, &frame)) {
            let held = held.map(|held| match held.due {
                Some(due) if !held.raw.contains(&due.to_string()) => format!("{}（{due}）", held.raw),
                _ => held.raw.clone(),
            });
            found.push((Field::Deadline, words.clone(), held.unwrap_or_default()));
        }
    }
    for (role, names) in &state.roles {
        let held: Vec<&str> = item.in_role(*role).map(|party| party.name.as_str()).collect();
        if !same_parties(names, &held) {
            found.push((Field::Role(*role), names.join("、"), held.join("、")));
        }
    }
    found
}

/// Whether the same parties are named, the same one first: that one leads.
fn same_parties(said: &[String], held: &[&str]) -> bool {
    let mut said: Vec<String> = said.iter().map(|name| normalize_name(name)).collect();
    let mut held: Vec<String> = held.iter().map(|name| normalize_name(name)).collect();
    if said.first() != held.first() {
        return false;
    }
    for names in [&mut said, &mut held] {
        names.sort_unstable();
        names.dedup();
    }
    said == held
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parties_are_the_same_in_any_order_behind_the_one_that_leads() {
        for (said, held, same) in [
            (&["办公室", "政治部"][..], &["办公室", "政治部"][..], true),
            (&["办 公 室"], &["办公室"], true),
            (&["办公室", "执行局", "政治部"], &["办公室", "政治部", "执行局"], true),
            (&["政治部", "办公室"], &["办公室", "政治部"], false),
            (&["办公室"], &["办公室", "政治部"], false),
            (&["第一支部"], &["第二支部"], false),
            (&["办公室"], &[], false),
        ] {
            let said: Vec<String> = said.iter().map(ToString::to_string).collect();
            assert_eq!(same_parties(&said, held), same, "{said:?} {held:?}");
        }
    }
}
