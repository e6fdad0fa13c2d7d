//! Which items of a paper stand in the round already.
//!
//! Words decide: the same words, folded, are the same item. A number ties two issues together only when their words are
//! alike too, because the feedback paper, the plan and the report do not always number alike, and a measure hung under the
//! wrong issue would be worse than one more issue that a clerk can see.

use super::PaperItem;
use crate::{
    domain::item::{Item, ItemKind, Origin},
    zh::{
        fold::fold_heading,
        likeness::{alike, shared_pairs},
    },
};

/// What stands in the round, with its words folded.
pub(super) struct Standing {
    /// The items, withdrawn ones included, in the order of their codes.
    pub(super) items: Vec<Item>,
    folded: Vec<String>,
}

impl Standing {
    pub(super) fn new(items: Vec<Item>) -> Self {
        let folded = items.iter().map(|item| fold_heading(&item.text)).collect();
        Self { items, folded }
    }

    /// Whether the round has nothing yet that a paper could be matched with.
    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// For each item of the paper the one that it is, if it stands already.
    pub(super) fn matches(&self, paper: &[PaperItem]) -> Vec<Option<usize>> {
        let mut found: Vec<Option<usize>> = Vec::with_capacity(paper.len());
        let mut taken = vec![false; self.items.len()];
        for item in paper {
            let above = item.parent.map(|at| (paper[at].draft.kind, found[at]));
            let same = self.find(item, above, &taken);
            if let Some(at) = same {
                taken[at] = true;
            }
            found.push(same);
        }
        found
    }

    fn find(&self, item: &PaperItem, above: Option<(ItemKind, Option<usize>)>, taken: &[bool]) -> Option<usize> {
        let words = fold_heading(&item.draft.text);
        // Work below an issue or opinion is looked for below the one it was matched with, and nowhere else.
        let below = match above {
            Some((ItemKind::Issue | ItemKind::Opinion, found)) => Some(self.items[found?].id),
            _ => None,
        };
        let kind = item.draft.kind;
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
            let origin = |origin: Origin| origin == Origin::Extension;
            other.kind == kind
                && place
                && (kind != ItemKind::Issue || origin(other.origin) == origin(item.draft.origin))
        };
        let candidates: Vec<usize> = (0..self.items.len()).filter(fits).collect();
        let numbered = |at: &usize| item.draft.number.is_some_and(|n| self.items[*at].code == n.to_string());
        let same: Vec<usize> = candidates.iter().copied().filter(|at| self.folded[*at] == words).collect();
        let free = |at: &&usize| !taken[**at];
        same.iter()
            .filter(free)
            .find(|at| numbered(at))
            .or_else(|| same.iter().find(free))
            // The paper repeats itself: still no second item of the same words.
            .or_else(|| same.first())
            .or_else(|| candidates.iter().filter(free).find(|at| numbered(at) && alike(&self.folded[**at], &words)))
            .or_else(|| {
                let close = |at: &&usize| shared_pairs(&self.folded[**at], &words) >= 85;
                let worded = matches!(kind, ItemKind::Measure | ItemKind::Opinion);
                candidates.iter().filter(free).find(|at| worded && close(at))
            })
            .copied()
    }

    /// Whether live measures stand below an item.
    pub(super) fn has_measures(&self, at: usize) -> bool {
        let id = self.items[at].id;
        self.items
            .iter()
            .any(|item| item.parent == Some(id) && item.kind == ItemKind::Measure && item.withdrawn_on.is_none())
    }
}
