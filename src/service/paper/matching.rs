//! Which items of a paper stand in the round already.
//!
//! Words decide: the same words, folded, are the same item. A number ties two issues together only when their words are
//! alike too, because the feedback paper, the plan and the report do not always number alike, and a measure hung under the
//! wrong issue would be worse than one more issue that a clerk can see. Items of two units' ledgers are never the same:
//! what two branches both found is two issues.
//!
//! Papers divide the same matter differently: what one lists as an issue is a category, a 表现 or a measure in the next. Words
//! that no item of the same kind has are looked for among the others, too, so that nothing is entered a second time.

use super::PaperItem;
use crate::{
    domain::{
        Day,
        filter::Filter,
        ids::{ItemId, RoundId},
        item::{Item, ItemKind, Origin},
    },
    store::{
        Reader, StoreError,
        query::{AsOf, Order},
    },
    zh::{
        fold::fold_heading,
        likeness::{alike, shared_pairs},
    },
};
use std::collections::HashMap;

/// So many characters of folded words tell one matter from another, whatever kind of item they stand in.
const TELLING: usize = 4;

/// Of an item that stands in the round, what tells whether it is one of the paper's.
pub(super) struct Stood {
    pub(super) id: ItemId,
    pub(super) code: String,
    pub(super) text: String,
    pub(super) kind: ItemKind,
    origin: Origin,
    pub(super) parent: Option<ItemId>,
    under_issue: bool,
    withdrawn: bool,
}

impl From<Item> for Stood {
    fn from(item: Item) -> Self {
        let Item { id, code, text, kind, origin, parent, under_issue, .. } = item;
        Self { id, code, text, kind, origin, parent, under_issue, withdrawn: item.withdrawn_on.is_some() }
    }
}

/// What stands in the round, indexed by what a paper says of it.
pub(super) struct Standing {
    /// The items, withdrawn ones included, in the order of their codes.
    pub(super) items: Vec<Stood>,
    folded: Vec<String>,
    units: HashMap<ItemId, String>,
    /// Places in `items`, in the order of folded words.
    by_words: Vec<usize>,
    /// Issues alone: a paper numbers nothing else throughout.
    by_code: HashMap<String, usize>,
    below: HashMap<ItemId, Vec<usize>>,
    opinions: Vec<usize>,
    known: HashMap<ItemId, usize>,
}

impl Standing {
    /// What stands in a round before the paper is read.
    pub(super) fn of(reader: &Reader<'_>, round: RoundId, today: Day) -> Result<Self, StoreError> {
        let filter = Filter { rounds: vec![round], with_withdrawn: true, ..Filter::default() };
        let mut items: Vec<Stood> = Vec::new();
        reader.each_item(&filter, AsOf { day: today, current: true }, Order::Code, None, |item| {
            items.push(item.into());
            Ok::<_, StoreError>(())
        })?;
        Ok(Self::new(items, reader.source_units(round)?))
    }

    /// `units` names whose ledger an item came from, where that is known.
    fn new(items: Vec<Stood>, units: HashMap<ItemId, String>) -> Self {
        let folded: Vec<String> = items.iter().map(|item| fold_heading(&item.text)).collect();
        let mut by_words: Vec<usize> = (0..items.len()).collect();
        by_words.sort_by_key(|at| folded[*at].as_str());
        let mut below: HashMap<ItemId, Vec<usize>> = HashMap::new();
        for (at, item) in items.iter().enumerate() {
            if let Some(parent) = item.parent {
                below.entry(parent).or_default().push(at);
            }
        }
        let issues = (0..items.len()).filter(|at| items[*at].kind == ItemKind::Issue);
        let by_code = issues.map(|at| (items[at].code.clone(), at)).collect();
        let opinions = (0..items.len()).filter(|at| items[*at].kind == ItemKind::Opinion).collect();
        let known = items.iter().enumerate().map(|(at, item)| (item.id, at)).collect();
        Self { items, folded, units, by_words, by_code, below, opinions, known }
    }

    /// Whether the round has nothing yet that a paper could be matched with.
    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// An item that stood before the paper was read.
    pub(super) fn get(&self, id: ItemId) -> Option<&Stood> {
        self.known.get(&id).map(|at| &self.items[*at])
    }

    /// Whether an item stood before the paper was read.
    pub(super) fn has(&self, id: ItemId) -> bool {
        self.known.contains_key(&id)
    }

    /// For each item of the paper the one that it is, if it stands already.
    pub(super) fn matches(&self, paper: &[PaperItem<'_>], unit: Option<&str>, results: bool) -> Vec<Option<usize>> {
        if self.is_empty() {
            return vec![None; paper.len()];
        }
        let mut found: Vec<Option<usize>> = Vec::with_capacity(paper.len());
        let mut taken = vec![false; self.items.len()];
        for (at, item) in paper.iter().enumerate() {
            let above = item.parent.map(|at| (paper[at].kind, found[at]));
            let same = self.find(item, unit, above, &taken).or_else(|| {
                let category = results || self.holds_no_measures(&paper[at..], at);
                self.as_another_kind(item, unit, above, results, category, &taken)
            });
            if let Some(at) = same {
                taken[at] = true;
            }
            found.push(same);
        }
        self.reworded(paper, unit, &mut found, &mut taken);
        found
    }

    /// Measures that are left over on both sides below the same issue and alike: most likely one that was worded anew. It
    /// is shown as a difference, so that a person decides.
    fn reworded(&self, paper: &[PaperItem<'_>], unit: Option<&str>, found: &mut [Option<usize>], taken: &mut [bool]) {
        for at in 0..paper.len() {
            let item = &paper[at];
            let above = item.parent.and_then(|above| found[above]);
            let Some(above) = above.filter(|_| found[at].is_none() && item.kind == ItemKind::Measure) else {
                continue;
            };
            let words = fold_heading(item.text);
            let below = self.below.get(&self.items[above].id).into_iter().flatten().copied();
            let same = below
                .filter(|other| !taken[*other] && self.items[*other].kind == ItemKind::Measure)
                .filter(|other| self.of_one_unit(item, unit, *other))
                .find(|other| alike(&self.folded[*other], &words));
            if let Some(same) = same {
                taken[same] = true;
                found[at] = Some(same);
            }
        }
    }

    fn find(
        &self,
        item: &PaperItem<'_>,
        unit: Option<&str>,
        above: Option<(ItemKind, Option<usize>)>,
        taken: &[bool],
    ) -> Option<usize> {
        let words = fold_heading(item.text);
        // Work below an issue or opinion is looked for below the one it was matched with, and nowhere else.
        let below = match above {
            Some((ItemKind::Issue | ItemKind::Opinion, found)) => Some(self.items[found?].id),
            _ => None,
        };
        let kind = item.kind;
        let fits = |at: &usize| {
            let other = &self.items[*at];
            let place = match (kind, below) {
                (_, Some(parent)) => other.parent == Some(parent),
                // Categories nest: the same words may stand below different ones.
                (ItemKind::Category, None) => {
                    other.parent == above.and_then(|(_, found)| found).map(|found| self.items[found].id)
                }
                (_, None) => !other.under_issue,
            };
            let extension = |origin: Origin| origin == Origin::Extension;
            let same_unit = self.of_one_unit(item, unit, *at);
            other.kind == kind
                && place
                && (kind != ItemKind::Issue || extension(other.origin) == extension(item.origin))
                && (kind == ItemKind::Category || same_unit)
        };
        let free = |at: &usize| !taken[*at];
        let numbered = item.number.and_then(|n| self.by_code.get(&n.to_string())).copied();
        let same: Vec<usize> = self.worded(&words).iter().copied().filter(|at| fits(at)).collect();
        same.iter()
            .copied()
            .find(|at| free(at) && Some(*at) == numbered)
            .or_else(|| same.iter().copied().find(free))
            // The paper repeats itself: still no second item of the same words.
            .or_else(|| same.first().copied())
            .or_else(|| numbered.filter(|at| free(at) && fits(at) && alike(&self.folded[*at], &words)))
            .or_else(|| {
                let near: &[usize] = match (kind, below) {
                    (ItemKind::Measure, Some(parent)) => self.below.get(&parent).map_or(&[], Vec::as_slice),
                    (ItemKind::Opinion, _) => &self.opinions,
                    _ => &[],
                };
                let close = |at: &usize| shared_pairs(&self.folded[*at], &words) >= 85;
                near.iter().copied().find(|at| free(at) && fits(at) && close(at))
            })
    }

    /// Whether nothing would be lost if an item of the paper were a category: no measure stands below it, or what looks like
    /// measures has the words of issues. `from` begins with the item.
    fn holds_no_measures(&self, from: &[PaperItem<'_>], at: usize) -> bool {
        let below = || from[1..].iter().take_while(|item| item.parent.is_some_and(|parent| parent >= at));
        let issue = |words: &str| {
            let same = self.worded(&fold_heading(words)).iter();
            same.copied().any(|at| self.items[at].kind == ItemKind::Issue)
        };
        let mut measures = below().filter(|item| item.kind == ItemKind::Measure).peekable();
        measures.peek().is_none() || measures.any(|item| issue(item.text))
    }

    /// The item of another kind, or at another level, that has these words: the one below what stands above, or the only one.
    /// In a report a paragraph that opens with an issue's words tells of that issue.
    fn as_another_kind(
        &self,
        item: &PaperItem<'_>,
        unit: Option<&str>,
        above: Option<(ItemKind, Option<usize>)>,
        results: bool,
        category: bool,
        taken: &[bool],
    ) -> Option<usize> {
        let held = above.and_then(|(_, found)| found);
        let as_held = above.is_some_and(|(kind, found)| found.is_some_and(|at| self.items[at].kind == kind));
        let extension = |kind: ItemKind, origin: Origin| kind == ItemKind::Issue && origin == Origin::Extension;
        let candidate = |words: &str, opens: bool| -> Option<usize> {
            words.chars().nth(TELLING - 1)?;
            let below = |at: usize| held.is_some_and(|held| self.items[at].parent == Some(self.items[held].id));
            let fits = |at: usize| {
                let other = &self.items[at];
                // A report that speaks of a category as a whole has it as category and as issue.
                let again = results && held == Some(at);
                let kinds = match (item.kind, other.kind) {
                    (_, ItemKind::Measure) => below(at),
                    (ItemKind::Measure, ItemKind::Issue) => below(at) || !(opens && as_held),
                    (ItemKind::Measure, ItemKind::Category) => !as_held,
                    (ItemKind::Issue, ItemKind::Category) => category,
                    (ItemKind::Issue, _)
                    | (ItemKind::Category, ItemKind::Issue)
                    | (ItemKind::Case, ItemKind::Issue) => true,
                    // Categories nest: one of the same words below another one is another.
                    (ItemKind::Category, ItemKind::Category) => above.is_none(),
                    _ => false,
                };
                kinds
                    && (again || !taken[at])
                    && extension(item.kind, item.origin) == extension(other.kind, other.origin)
                    && self.of_one_unit(item, unit, at)
            };
            let same: Vec<usize> = self.worded(words).iter().copied().filter(|at| fits(*at)).collect();
            let only = || if let [only] = same[..] { Some(only) } else { None };
            same.iter().copied().find(|at| below(*at)).or_else(only)
        };
        candidate(&fold_heading(item.text), false).or_else(|| {
            let (opening, _) = opening(item.text).filter(|_| results && item.kind == ItemKind::Measure)?;
            candidate(&fold_heading(opening), true)
        })
    }

    /// The items with these folded words, of whatever kind, in the order of their codes.
    fn worded(&self, words: &str) -> &[usize] {
        let key = |at: &usize| self.folded[*at].as_str();
        let begin = self.by_words.partition_point(|at| key(at) < words);
        let rest = &self.by_words[begin..];
        &rest[..rest.partition_point(|at| key(at) == words)]
    }

    /// Whether an item of the paper and one that stands may come from the same unit's ledger; the feedback itself is of none.
    fn of_one_unit(&self, item: &PaperItem<'_>, unit: Option<&str>, at: usize) -> bool {
        let here = item.reported.and_then(|reported| reported.unit.as_deref()).or(unit);
        match (here, self.units.get(&self.items[at].id)) {
            (Some(here), Some(there)) => here == there,
            _ => true,
        }
    }

    /// Whether live measures stand below an item.
    pub(super) fn has_measures(&self, at: usize) -> bool {
        let below = self.below.get(&self.items[at].id).into_iter().flatten();
        below.map(|at| &self.items[*at]).any(|item| item.kind == ItemKind::Measure && !item.withdrawn)
    }

    /// An issue of another unit's ledger, or of another number, with the same words; or an item of another kind: a likely
    /// double. A 举一反三 repeats the words of what it stems from by right.
    pub(super) fn double_of(&self, item: &PaperItem<'_>) -> Option<&Stood> {
        let words = fold_heading(item.text);
        let telling = words.chars().nth(TELLING - 1).is_some();
        let others = || {
            let same = self.worded(&words).iter();
            same.map(|at| &self.items[*at]).filter(|other| !other.withdrawn)
        };
        let another_kind = |other: &&Stood| telling && !matches!(other.kind, ItemKind::Issue | ItemKind::Measure);
        others()
            .find(|other| other.kind == item.kind && !other.under_issue)
            .or_else(|| others().filter(|_| item.origin != Origin::Extension).find(another_kind))
    }
}

/// The first sentence of a paragraph, and what follows it.
pub(super) fn opening(text: &str) -> Option<(&str, &str)> {
    let (opening, rest) = text.split_once(['。', '\n'])?;
    Some((opening, rest.trim())).filter(|(_, rest)| !rest.is_empty())
}
