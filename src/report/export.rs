//! The whole ledger of one or more rounds (导出), as it leaves the office: as a table for people, as a document for programs.
//!
//! Everything that both need is read here once, in a few scans. What a filter leaves out is not there; what stands above an item
//! that it finds is, so that no measure comes without its issue.

pub mod document;
pub mod figures;
pub mod table;

mod layout;

use super::{Result, Scope};
use crate::{
    domain::{
        filter::Filter,
        ids::{ItemId, RoundId},
        item::{Item, ItemKind},
        link::LinkKind,
    },
    store::query::{LinkFact, Order},
};
use std::collections::{HashMap, HashSet};

/// What an export is made of.
pub struct Export<'a> {
    /// The moment.
    pub scope: &'a Scope<'a>,
    /// What is asked for.
    pub filter: &'a Filter,
    /// The office that keeps the ledger.
    pub office: Option<String>,
    /// Every item that is shown, in the order of rounds and codes.
    pub items: Vec<Item>,
    /// Below each item, by their places in `items`, in the order of codes.
    below: Vec<Vec<usize>>,
    /// Those that stand below nothing that is shown.
    top: Vec<usize>,
    at: HashMap<ItemId, usize>,
    shown: HashSet<(RoundId, String)>,
}

impl<'a> Export<'a> {
    /// Reads what is shown.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn new(scope: &'a Scope<'a>, filter: &'a Filter) -> Result<Self> {
        let all = Filter { rounds: filter.rounds.clone(), with_withdrawn: filter.with_withdrawn, ..Filter::default() };
        let mut items = scope.reader.items(&all, scope.as_of)?;
        if *filter != all {
            let mut shown: HashSet<ItemId> = HashSet::new();
            let parents: HashMap<ItemId, Option<ItemId>> = items.iter().map(|item| (item.id, item.parent)).collect();
            scope.reader.each_item(filter, scope.as_of, Order::Code, None, |item| {
                let mut next = Some(item.id);
                while let Some(id) = next.filter(|id| shown.insert(*id)) {
                    next = parents.get(&id).copied().flatten();
                }
                Ok::<_, super::ReportError>(())
            })?;
            items.retain(|item| shown.contains(&item.id));
        }
        let at: HashMap<ItemId, usize> = items.iter().enumerate().map(|(at, item)| (item.id, at)).collect();
        let mut below = vec![Vec::new(); items.len()];
        let mut top = Vec::new();
        for (place, item) in items.iter().enumerate() {
            match item.parent.and_then(|parent| at.get(&parent)) {
                Some(parent) => below[*parent].push(place),
                None => top.push(place),
            }
        }
        let office = scope.reader.ledger()?.and_then(|ledger| ledger.office);
        let shown = items.iter().map(|item| (item.round, item.code.clone())).collect();
        Ok(Self { scope, filter, office, items, below, top, at, shown })
    }

    /// How many items of work are shown.
    #[must_use]
    pub fn work(&self) -> usize {
        self.items.iter().filter(|item| item.kind.is_work()).count()
    }

    /// How many of them were not withdrawn.
    #[must_use]
    pub fn live(&self) -> usize {
        self.items.iter().filter(|item| item.kind.is_work() && item.withdrawn_on.is_none()).count()
    }

    /// The rounds that are shown.
    #[must_use]
    pub fn rounds(&self) -> Vec<RoundId> {
        self.scope.rounds.iter().map(|round| round.id).collect()
    }

    /// The item of that key, if it is shown.
    fn item(&self, id: ItemId) -> Option<&Item> {
        self.at.get(&id).map(|at| &self.items[*at])
    }

    /// Whether an item is shown, by round and code.
    fn shows(&self, round: RoundId, code: &str) -> bool {
        self.shown.contains(&(round, code.to_owned()))
    }

    /// The items directly below one that are of one of these kinds.
    fn children<'s>(&'s self, at: usize, kinds: &'s [ItemKind]) -> impl Iterator<Item = usize> + 's {
        self.below[at].iter().copied().filter(move |child| kinds.contains(&self.items[*child].kind))
    }

    /// The codes that an item's links of a kind point to, within its own round.
    fn linked(&self, links: &HashMap<ItemId, Vec<LinkFact>>, item: &Item, kind: LinkKind) -> Vec<String> {
        let own = self.scope.round(item.round).map(|round| round.key.as_str()).unwrap_or_default();
        let of = links.get(&item.id).into_iter().flatten();
        of.filter(|link| link.kind == kind && link.round == own).map(|link| link.code.clone()).collect()
    }
}
