//! What can be tabled at the party group meeting, by the very gate that a closing passes afterwards.

use super::{super::Result, basis::Basis};
use crate::{
    domain::{
        Day,
        deadline::DeadlineClass,
        filter::Filter,
        gate::{Gate, Missing, is_closed_at},
        ids::{EvidenceId, ItemId},
        item::{Item, ItemKind},
        lifecycle::{Closure, Progress},
        meeting::DecisionOn,
        policy::Walk,
    },
    store::{
        Reader,
        query::{AsOf, Meeting, Round},
    },
};

/// An item that may be tabled, or what keeps it from that.
#[derive(Debug, Clone)]
pub struct Tabling {
    /// The item.
    pub item: Item,
    /// What keeps it from being tabled; nothing when it can be.
    pub missing: Vec<Missing>,
    /// The evidence that counts for it.
    pub evidence: Vec<EvidenceId>,
    /// How far it has come on the way of the policy.
    pub walk: Walk,
}

/// The items of a filter that are done, or for which 销号 was applied, each with what keeps it from being tabled; in the order of
/// their codes. What a meeting that is named has decided already is left out, and the days are held against that meeting.
/// With `every` item of the filter, those that are not up are told what they lack, too.
///
/// # Errors
/// When the ledger cannot be read.
pub fn tabled(
    reader: &Reader<'_>,
    round: &Round,
    filter: &Filter,
    meeting: Option<&Meeting>,
    today: Day,
    every: bool,
) -> Result<Vec<Tabling>> {
    let filter = Filter { rounds: vec![round.id], skip_closed: !every, with_withdrawn: every, ..filter.clone() };
    let mut items = reader.items(&filter, AsOf { day: today, current: true })?;
    items.retain(|item| every || (is_closed_at(item.kind, round.settings.close_level) && is_up(item)));
    // As when they are struck off by one decision: measures first, so that their issue can go with them.
    items.sort_by_key(|item| (item.kind != ItemKind::Measure, !item.under_issue));
    let mut found: Vec<Tabling> = Vec::new();
    let mut along: Vec<ItemId> = Vec::new();
    for item in items {
        if let Some(meeting) = meeting {
            let mut decided = reader.decisions_about(item.id)?.into_iter();
            if decided.any(|decision| decision.meeting == meeting.id && decision.on == DecisionOn::Closure) {
                continue;
            }
        }
        let basis = Basis::read(reader, &item, round.clone())?;
        let waits = basis.goes_first.iter().filter(|part| !along.contains(&part.id));
        let open_below: Vec<String> = waits.map(|part| part.code.clone()).collect();
        let gate = basis.gate(today, today, &item);
        let missing =
            Gate { meeting: meeting.map(|m| &m.facts), open_below: &open_below, ..gate }.missing_before_meeting();
        if missing.is_empty() {
            along.push(item.id);
        }
        let Basis { evidence, walk, .. } = basis;
        found.push(Tabling { item, missing, evidence, walk });
    }
    found.sort_by(|a, b| a.item.sort_key.cmp(&b.item.sort_key));
    Ok(found)
}

/// Whether an item is up for being struck off: done, standing work whose stage goal is met, or applied for.
fn is_up(item: &Item) -> bool {
    let standing = item.class().is_some_and(DeadlineClass::is_standing);
    item.progress == Progress::Completed
        || item.closure == Closure::Requested
        || (standing && item.progress == Progress::Staged)
}
