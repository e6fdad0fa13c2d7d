//! What a round has to tell on a day: its tree with the last accepted words of each item, as one kind of reader may hear them.
//!
//! Words count from the cycle that is on: what was filed before a problem came back is no result any more. Of several accepted
//! filings the last one that these readers may hear is told.

use super::About;
use crate::{
    domain::{
        disclosure::Audience,
        event::DisclosureFacts,
        ids::ItemId,
        item::{Item, ItemKind, Origin},
        lifecycle::{Closure, Progress},
    },
    report::{Result, adjustment::Adjustments},
    store::query::{Adjusted, FilingRow},
    zh::prose,
};
use std::collections::{BTreeMap, BTreeSet};

/// A round on a day, for its readers.
pub struct Story {
    /// Who reads it.
    pub audience: Audience,
    items: BTreeMap<ItemId, Item>,
    below: BTreeMap<ItemId, Vec<ItemId>>,
    tops: Vec<ItemId>,
    categories: Vec<Item>,
    marks: BTreeMap<ItemId, DisclosureFacts>,
    filings: BTreeMap<ItemId, Vec<(FilingRow, DisclosureFacts)>>,
}

/// Stands for the words of an item in tables that list it all the same.
pub const NOT_TOLD: &str = "（按规定不列出）";

/// What is told of an item's work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// In these words.
    Words(String),
    /// There are words, but not for these readers.
    Withheld,
    /// Nothing was filed and accepted.
    Nothing,
}

/// How much these readers are not told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Withheld {
    /// Issues with no issue above.
    pub issues: usize,
    /// 问题表现.
    pub parts: usize,
    /// Measures.
    pub measures: usize,
    /// Opinions.
    pub opinions: usize,
    /// Items that are told of, without the words about their work.
    pub results: usize,
}

/// Issues in the order of a paper: a category and what stands in it.
pub struct Group<'s> {
    /// The category; none for issues without one.
    pub category: Option<&'s Item>,
    /// The issues directly in it.
    pub issues: Vec<&'s Item>,
    /// The categories in it.
    pub groups: Vec<Group<'s>>,
}

impl Story {
    /// Reads a round.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn new(about: &About<'_>, audience: Audience) -> Result<Self> {
        let reader = about.scope.reader;
        let kinds = about.of_kinds(&[ItemKind::Issue, ItemKind::Measure, ItemKind::Opinion, ItemKind::Case]);
        let mut story = Self {
            audience,
            items: BTreeMap::new(),
            below: BTreeMap::new(),
            tops: Vec::new(),
            categories: reader.categories(about.round.id)?,
            marks: reader.disclosures_in(about.round.id)?.into_iter().collect(),
            filings: BTreeMap::new(),
        };
        for item in reader.items(&kinds, about.scope.as_of)? {
            match item.parent {
                Some(parent) if story.items.contains_key(&parent) => {
                    story.below.entry(parent).or_default().push(item.id);
                }
                _ => story.tops.push(item.id),
            }
            story.items.insert(item.id, item);
        }
        for (filing, mark) in reader.accepted_in_round(about.round.id, about.day())? {
            if story.items.get(&filing.item).is_some_and(|item| item.cycle == filing.cycle) {
                story.filings.entry(filing.item).or_default().push((filing, mark));
            }
        }
        Ok(story)
    }

    /// Every item, issues, measures, opinions and cases.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.items.values()
    }

    /// What stands with nothing but a category above it, in the order of the codes.
    pub fn tops(&self) -> impl Iterator<Item = &Item> {
        self.tops.iter().filter_map(|id| self.items.get(id))
    }

    /// What stands directly below an item, in the order of the codes.
    pub fn below(&self, item: &Item) -> impl Iterator<Item = &Item> {
        self.below.get(&item.id).into_iter().flatten().filter_map(|id| self.items.get(id))
    }

    /// The item's words for these readers, those of what stands above it included: nobody is told a part of what is not told.
    #[must_use]
    pub fn words<'s>(&'s self, item: &'s Item) -> Option<&'s str> {
        let words = self.own_words(item)?;
        let mut above = item.parent.and_then(|id| self.items.get(&id));
        while let Some(one) = above {
            self.own_words(one)?;
            above = one.parent.and_then(|id| self.items.get(&id));
        }
        Some(words)
    }

    /// The item's words for these readers, or that they are not told here.
    #[must_use]
    pub fn shown<'s>(&'s self, item: &'s Item) -> &'s str {
        self.words(item).unwrap_or(NOT_TOLD)
    }

    /// The same by the item's key.
    #[must_use]
    pub fn shown_by_key(&self, id: ItemId) -> &str {
        self.items.get(&id).map_or(NOT_TOLD, |item| self.shown(item))
    }

    /// What was adjusted, without the words of items that these readers are not told of.
    #[must_use]
    pub fn adjusted(&self, adjusted: &Adjustments) -> Adjustments {
        let mut adjusted = adjusted.clone();
        for row in &mut adjusted.rows {
            if let Adjusted::Item { id, text, .. } = &mut row.of
                && self.items.get(id).is_none_or(|item| self.words(item).is_none())
            {
                NOT_TOLD.clone_into(text);
            }
        }
        adjusted
    }

    /// A category by its code.
    #[must_use]
    pub fn category(&self, code: &str) -> Option<&Item> {
        self.categories.iter().find(|category| category.code == code)
    }

    /// The item's words by its own mark alone.
    #[must_use]
    pub fn own_words<'s>(&'s self, item: &'s Item) -> Option<&'s str> {
        self.marks.get(&item.id)?.words_for(self.audience, &item.text)
    }

    /// What is told of the work on one item; what was filed about those below it is theirs.
    #[must_use]
    pub fn told(&self, item: &Item) -> Told {
        let mut told = Told::Nothing;
        for (filing, mark) in self.filings.get(&item.id).into_iter().flatten() {
            let Some(situation) = filing.situation.as_deref() else { continue };
            match mark.words_for(self.audience, situation) {
                Some(words) => told = Told::Words(words.to_owned()),
                None if told == Told::Nothing => told = Told::Withheld,
                None => {}
            }
        }
        told
    }

    /// Whether anything was filed and accepted about an item or what stands below it, whoever may hear it.
    #[must_use]
    pub fn is_told_of(&self, item: &Item) -> bool {
        let own = self.filings.get(&item.id).into_iter().flatten().any(|(filing, _)| filing.situation.is_some());
        own || self.below(item).any(|below| self.is_told_of(below))
    }

    /// 存在问题 that were filed about work that goes on, each said once.
    #[must_use]
    pub fn problems(&self) -> Vec<(Vec<&Item>, &str)> {
        self.filed(|filing| filing.problems.as_deref())
    }

    /// 下步措施 that were filed about work that goes on, each said once.
    #[must_use]
    pub fn next_steps(&self) -> Vec<(Vec<&Item>, &str)> {
        self.filed(|filing| filing.next.as_deref())
    }

    /// The last words of a field, with the items about which they were filed and whose work goes on.
    fn filed<'s>(&'s self, field: impl Fn(&'s FilingRow) -> Option<&'s str>) -> Vec<(Vec<&'s Item>, &'s str)> {
        let mut said = BTreeMap::new();
        let mut found: Vec<(Vec<&Item>, &str)> = Vec::new();
        let mut open: Vec<&Item> =
            self.items().filter(|item| self.goes_on(item) && self.words(item).is_some()).collect();
        open.sort_by(|a, b| a.sort_key.cmp(&b.sort_key));
        for item in open {
            let words = self.last_of(item, &field);
            if let Some(words) = words {
                let at = *said.entry(prose::gist(words)).or_insert(found.len());
                match found.get_mut(at) {
                    Some((about, _)) => about.push(item),
                    None => found.push((vec![item], words)),
                }
            }
        }
        found
    }

    /// The last words of a field about an item that these readers may hear. A filing with a wording for the public speaks to them
    /// in that wording only. About work that is done, what was said before it was is settled.
    fn last_of<'s>(&'s self, item: &Item, field: &impl Fn(&'s FilingRow) -> Option<&'s str>) -> Option<&'s str> {
        let filings = self.filings.get(&item.id).map_or(&[][..], Vec::as_slice);
        let done = item.progress == Progress::Completed;
        let finished = filings.iter().rposition(|(filing, _)| filing.progress == Some(Progress::Completed));
        let from = finished.filter(|_| done).unwrap_or(0);
        let may = |mark: &DisclosureFacts| {
            let reworded = self.audience == Audience::Public && mark.public_words.is_some();
            !reworded && mark.words_for(self.audience, "").is_some()
        };
        filings[from..].iter().rev().filter(|(_, mark)| may(mark)).find_map(|(filing, _)| field(filing))
    }

    /// Whether the work on an item goes on, or on what stands above it: a measure that is done may leave something to the issue.
    fn goes_on(&self, item: &Item) -> bool {
        let above = || item.parent.and_then(|id| self.items.get(&id)).is_some_and(|above| self.goes_on(above));
        item.closure != Closure::Closed && (is_open(item) || above())
    }

    /// The last 存在问题 filed about an item or, where there are none, about what stands below it.
    #[must_use]
    pub fn last_problem(&self, item: &Item) -> Option<&str> {
        let own = self.last_of(item, &|filing: &FilingRow| filing.problems.as_deref());
        own.or_else(|| self.below(item).filter(|below| self.goes_on(below)).find_map(|below| self.last_problem(below)))
    }

    /// How much these readers are not told.
    #[must_use]
    pub fn withheld(&self) -> Withheld {
        let mut held = Withheld::default();
        for item in self.items() {
            if self.words(item).is_none() {
                match item.kind {
                    ItemKind::Issue if item.under_issue => held.parts += 1,
                    ItemKind::Issue => held.issues += 1,
                    ItemKind::Measure => held.measures += 1,
                    ItemKind::Opinion => held.opinions += 1,
                    ItemKind::Category | ItemKind::Case => {}
                }
            } else if item.kind != ItemKind::Case && self.told(item) == Told::Withheld {
                held.results += 1;
            }
        }
        held
    }

    /// The issues of these origins that these readers are told of, in the order of their categories.
    #[must_use]
    pub fn groups(&self, origins: &[Origin]) -> Vec<Group<'_>> {
        let issues: Vec<&Item> = self
            .tops()
            .filter(|item| item.kind == ItemKind::Issue && origins.contains(&item.origin) && self.words(item).is_some())
            .collect();
        let mut groups = self.groups_in(None, &issues);
        let known: BTreeSet<ItemId> = self.categories.iter().map(|category| category.id).collect();
        let loose: Vec<&Item> =
            issues.into_iter().filter(|item| item.category.is_none_or(|id| !known.contains(&id))).collect();
        if !loose.is_empty() {
            groups.push(Group { category: None, issues: loose, groups: Vec::new() });
        }
        groups
    }

    fn groups_in<'s>(&'s self, parent: Option<ItemId>, issues: &[&'s Item]) -> Vec<Group<'s>> {
        let here = self.categories.iter().filter(|category| category.parent == parent);
        here.map(|category| Group {
            category: Some(category),
            issues: issues.iter().copied().filter(|item| item.category == Some(category.id)).collect(),
            groups: self.groups_in(Some(category.id), issues),
        })
        .filter(|group| !group.issues.is_empty() || !group.groups.is_empty())
        .collect()
    }

    /// The opinions that these readers are told of.
    pub fn opinions(&self) -> impl Iterator<Item = &Item> {
        self.tops().filter(|item| item.kind == ItemKind::Opinion && self.words(item).is_some())
    }
}

/// Whether the work on an item goes on.
#[must_use]
pub fn is_open(item: &Item) -> bool {
    item.progress != Progress::Completed && item.closure != Closure::Closed
}

impl Withheld {
    /// What is not told, kind by kind; empty when everything is.
    #[must_use]
    pub fn words(&self) -> String {
        let kinds = [
            (self.issues, "个问题"),
            (self.parts, "个问题表现"),
            (self.measures, "条措施"),
            (self.opinions, "条整改意见"),
            (self.results, "项整改情况"),
        ];
        let some = kinds.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count}{unit}"));
        some.collect::<Vec<_>>().join("、")
    }
}
