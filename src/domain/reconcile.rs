//! 核对 of words: which item of the ledger each issue of a paper is, and what is to be said of it.
//!
//! Equal words are the same item. What is left is held together by how much of their wording two texts share: one for one it
//! is a rewording, several of the paper in one of the ledger a merger, one of the paper in several a split. How much is
//! shared is measured elsewhere ([`crate::zh::collate`]); what follows from it is decided here.

use crate::domain::item::{ItemKind, Origin};
use std::collections::{HashMap, HashSet};

keyed! {
    /// What became of an issue of the paper in the ledger, or of an item of the ledger in the paper.
    Verdict {
        /// 一致.
        Same = "same",
        /// 文字有出入.
        Reworded = "reworded",
        /// 位置不符: the same words stand below another item.
        Misplaced = "misplaced",
        /// 缺失.
        Missing = "missing",
        /// 重复: it stands more than once.
        Doubled = "doubled",
        /// 合并: several of the paper stand in one item.
        Merged = "merged",
        /// 拆分: it stands in pieces.
        Split = "split",
        /// 已撤项.
        Withdrawn = "withdrawn",
        /// 多出: an item of the ledger that no issue of the paper is.
        Extra = "extra",
    }
}

/// An item of the paper, its words folded for comparing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfPaper<'a> {
    /// What it is.
    pub kind: ItemKind,
    /// Where it comes from.
    pub origin: Origin,
    /// Its words, folded.
    pub folded: &'a str,
    /// The paper's number.
    pub number: Option<u32>,
    /// The item above: an earlier one of the list.
    pub parent: Option<usize>,
}

/// An item of the ledger, its words folded for comparing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfLedger<'a> {
    /// What it is.
    pub kind: ItemKind,
    /// Where it comes from.
    pub origin: Origin,
    /// Its words, folded.
    pub folded: &'a str,
    /// What people type.
    pub code: &'a str,
    /// The item above, by its place in the list.
    pub parent: Option<usize>,
    /// Not withdrawn.
    pub live: bool,
    /// Counted by itself: no issue stands above it.
    pub counted: bool,
}

/// How much of their wording two items share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overlap {
    /// The paper's item.
    pub paper: usize,
    /// The ledger's.
    pub ledger: usize,
    /// Of a hundred pairs of neighbouring characters of both.
    pub likeness: usize,
    /// Of a hundred pairs of the paper's, how many stand in the ledger's.
    pub of_paper: usize,
    /// Of a hundred pairs of the ledger's, how many stand in the paper's.
    pub of_ledger: usize,
    /// The shorter of the two is long enough for being found within the other to mean something.
    pub weighty: bool,
}

impl Overlap {
    /// The paper's words stand within the ledger's.
    const fn held(&self) -> bool {
        self.weighty && self.of_paper >= WITHIN
    }

    /// The ledger's words stand within the paper's.
    const fn holds(&self) -> bool {
        self.weighty && self.of_ledger >= WITHIN
    }

    /// Whether one is the other in other words; a number that ties them asks for less.
    fn is_rewording(&self, numbered: bool) -> bool {
        self.likeness >= if numbered { 30 } else { 55 } || self.held() || self.holds()
    }
}

/// So many of a hundred pairs stand in another wording where it is said to stand within.
const WITHIN: usize = 80;
/// The least that pieces make up of the whole that they are the pieces of.
const PIECES_FROM: usize = 50;
/// The most: beyond it the pieces say the same thing twice and are no pieces.
const PIECES_TO: usize = 115;
/// From here on an item beside one that is matched is the same thing entered twice.
const TWICE: usize = 85;

/// What is to be said of items of the paper and of the ledger that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// What is said.
    pub verdict: Verdict,
    /// The items of the paper.
    pub paper: Vec<usize>,
    /// The items of the ledger.
    pub ledger: Vec<usize>,
    /// Where nothing stands on the other side: what comes nearest there.
    pub near: Option<usize>,
}

/// Settles every item of the paper, and every item of the ledger that should stand in it, in the order of the paper.
///
/// `overlap` is asked once per level for what equal words have not settled: it gets the places of the paper's and the ledger's
/// items and hands back the pairs that share wording. Issues and opinions are settled first; measures are looked for below
/// the item that theirs was matched with.
pub fn settle(
    paper: &[OfPaper<'_>],
    ledger: &[OfLedger<'_>],
    overlap: impl Fn(&[usize], &[usize]) -> Vec<Overlap>,
) -> Vec<Settled> {
    let mut settling = Settling { paper, ledger, found: Vec::new(), of_paper: vec![None; paper.len()] };
    for kind in [ItemKind::Category, ItemKind::Issue, ItemKind::Opinion, ItemKind::Case, ItemKind::Measure] {
        settling.level(kind, &overlap);
    }
    let mut found = settling.found;
    // What the paper says comes in its order; what only the ledger has comes behind, in the ledger's.
    found.sort_by_key(|row| match (row.paper.iter().min(), row.ledger.first()) {
        (Some(at), _) => (false, *at),
        (None, at) => (true, at.copied().unwrap_or_default()),
    });
    found
}

/// Words that stand in the ledger as another kind of item: what the paper calls an issue is a category there, or a 表现. They are
/// not missing, and what they are is not too much.
///
/// `paper` and `ledger` are what all items are and their folded words; where these are empty the item is out of the question:
/// withdrawn, or too short to be known by its words.
pub fn as_another_kind(settled: &mut Vec<Settled>, paper: &[(ItemKind, &str)], ledger: &[(ItemKind, &str)]) {
    let mut free: HashMap<&str, Vec<usize>> = HashMap::new();
    let taken: HashSet<usize> =
        settled.iter().filter(|row| row.verdict != Verdict::Extra).flat_map(|row| row.ledger.iter().copied()).collect();
    for (at, (_, words)) in
        ledger.iter().enumerate().filter(|(at, (_, words))| !words.is_empty() && !taken.contains(at))
    {
        free.entry(words).or_default().push(at);
    }
    let mut found: HashSet<usize> = HashSet::new();
    for row in settled.iter_mut().filter(|row| row.verdict == Verdict::Missing) {
        let [said] = row.paper[..] else { continue };
        let (kind, words) = paper[said];
        let others = free.get(words).into_iter().flatten().copied();
        if let Some(other) = others.filter(|at| !found.contains(at)).find(|at| ledger[*at].0 != kind) {
            *row = Settled { verdict: Verdict::Misplaced, paper: vec![said], ledger: vec![other], near: None };
            found.insert(other);
        }
    }
    settled.retain(|row| row.verdict != Verdict::Extra || !row.ledger.iter().all(|at| found.contains(at)));
}

struct Settling<'a> {
    paper: &'a [OfPaper<'a>],
    ledger: &'a [OfLedger<'a>],
    found: Vec<Settled>,
    /// For each item of the paper the one of the ledger that it was matched with.
    of_paper: Vec<Option<usize>>,
}

/// What is not settled yet of a level, on both sides.
struct Open {
    paper: Vec<bool>,
    ledger: Vec<bool>,
    /// Of the ledger's items those that are withdrawn.
    gone: Vec<bool>,
}

/// Overlaps, the most alike first, and which of them each item has.
struct Shared {
    all: Vec<Overlap>,
    of_paper: HashMap<usize, Vec<usize>>,
    of_ledger: HashMap<usize, Vec<usize>>,
}

impl Shared {
    fn paper(&self, at: usize) -> impl Iterator<Item = &Overlap> {
        self.of_paper.get(&at).into_iter().flatten().map(|one| &self.all[*one])
    }

    fn ledger(&self, at: usize) -> impl Iterator<Item = &Overlap> {
        self.of_ledger.get(&at).into_iter().flatten().map(|one| &self.all[*one])
    }
}

/// What must be equal beside the words: 举一反三 may repeat an issue's words without being it, and measures stand below theirs.
type Class = (bool, Option<usize>);

/// Whether items of this kind belong to the issue that they stand below.
const fn is_below(kind: ItemKind) -> bool {
    matches!(kind, ItemKind::Measure | ItemKind::Case)
}

fn set(flags: &[bool]) -> Vec<usize> {
    (0..flags.len()).filter(|at| flags[*at]).collect()
}

impl Settling<'_> {
    fn level(&mut self, kind: ItemKind, overlap: &impl Fn(&[usize], &[usize]) -> Vec<Overlap>) {
        let mut open = Open {
            paper: self.paper.iter().map(|item| item.kind == kind).collect(),
            ledger: self.ledger.iter().map(|item| item.kind == kind && item.live).collect(),
            gone: self.ledger.iter().map(|item| item.kind == kind && !item.live).collect(),
        };
        let all = open.paper.clone();
        if !all.contains(&true) {
            return;
        }
        self.equal(&mut open);
        if kind == ItemKind::Measure {
            self.elsewhere(&mut open);
        }
        self.withdrawn(&mut open);
        if open.paper.contains(&true) || open.ledger.contains(&true) {
            let shared = self.shared(kind, &all, &open, overlap);
            // The name of a category is too short to be in pieces, or to stand twice in other words.
            if kind != ItemKind::Category {
                self.merged(&mut open, &shared);
                self.split(&mut open, &shared);
            }
            self.reworded(&mut open, &shared);
            if kind != ItemKind::Category {
                self.entered_twice(&mut open, &shared);
            }
            self.missing(&mut open, &shared);
            self.extra(kind, &open, &shared);
        }
    }

    /// What is settled stays in reach: something may have been entered twice, or be nearest to what is missing.
    fn shared(
        &self,
        kind: ItemKind,
        all: &[bool],
        open: &Open,
        overlap: &impl Fn(&[usize], &[usize]) -> Vec<Overlap>,
    ) -> Shared {
        let to: Vec<usize> = (0..self.ledger.len()).filter(|at| self.ledger[*at].kind == kind).collect();
        let from = set(all);
        let loose = |o: &Overlap| open.paper[o.paper] || open.ledger[o.ledger] || open.gone[o.ledger];
        let mut overlaps = overlap(&from, &to);
        overlaps.retain(|o| loose(o) && self.class_of_paper(o.paper) == self.class_of_ledger(o.ledger));
        overlaps.sort_by_key(|o| {
            let numbered = usize::from(self.numbered(o)) * 15;
            (std::cmp::Reverse(o.likeness.max(o.of_paper.min(o.of_ledger)) + numbered), o.paper, o.ledger)
        });
        let (mut of_paper, mut of_ledger): (HashMap<usize, Vec<usize>>, HashMap<usize, Vec<usize>>) =
            Default::default();
        for (at, o) in overlaps.iter().enumerate() {
            of_paper.entry(o.paper).or_default().push(at);
            of_ledger.entry(o.ledger).or_default().push(at);
        }
        Shared { all: overlaps, of_paper, of_ledger }
    }

    fn class_of_paper(&self, at: usize) -> Class {
        let item = &self.paper[at];
        let above = is_below(item.kind).then(|| item.parent.and_then(|parent| self.of_paper[parent]));
        (item.kind == ItemKind::Issue && item.origin == Origin::Extension, above.flatten())
    }

    fn class_of_ledger(&self, at: usize) -> Class {
        let item = &self.ledger[at];
        let above = is_below(item.kind).then_some(item.parent).flatten();
        (item.kind == ItemKind::Issue && item.origin == Origin::Extension, above)
    }

    fn is_number_of(&self, paper: usize, ledger: usize) -> bool {
        self.paper[paper].number.is_some_and(|number| self.ledger[ledger].code == number.to_string())
    }

    fn numbered(&self, o: &Overlap) -> bool {
        self.is_number_of(o.paper, o.ledger)
    }

    fn settle(&mut self, open: &mut Open, verdict: Verdict, paper: &[usize], ledger: &[usize]) {
        for at in paper {
            open.paper[*at] = false;
            self.of_paper[*at] = ledger.first().copied();
        }
        for at in ledger {
            (open.ledger[*at], open.gone[*at]) = (false, false);
        }
        self.found.push(Settled { verdict, paper: paper.to_vec(), ledger: ledger.to_vec(), near: None });
    }

    /// Equal words: as many on both sides are the same, more in the ledger stand there twice, more in the paper in one.
    fn equal(&mut self, open: &mut Open) {
        let mut by_words: HashMap<(Class, &str), Vec<usize>> = HashMap::new();
        for at in set(&open.ledger) {
            by_words.entry((self.class_of_ledger(at), self.ledger[at].folded)).or_default().push(at);
        }
        let mut groups: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
        let mut known: HashMap<(Class, &str), usize> = HashMap::new();
        for at in set(&open.paper) {
            let key = (self.class_of_paper(at), self.paper[at].folded);
            if let Some(group) = known.get(&key) {
                groups[*group].0.push(at);
            } else if let Some(held) = by_words.remove(&key).filter(|_| !key.1.is_empty()) {
                known.insert(key, groups.len());
                groups.push((vec![at], held));
            }
        }
        for (said, held) in groups {
            self.group(open, said, held);
        }
    }

    /// One group of equal words, paired by the paper's own numbers first and then in order.
    fn group(&mut self, open: &mut Open, said: Vec<usize>, mut held: Vec<usize>) {
        let mut rest = said;
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for by_number in [true, false] {
            let mut left = Vec::new();
            for at in rest {
                match held.iter().position(|to| !by_number || self.is_number_of(at, *to)) {
                    Some(to) => pairs.push((at, held.remove(to))),
                    None => left.push(at),
                }
            }
            rest = left;
        }
        pairs.sort_unstable();
        let Some(((at, to), others)) = pairs.split_first() else { return };
        let mut several: Vec<usize> = std::iter::once(*at).chain(rest).collect();
        several.sort_unstable();
        let standing: Vec<usize> = std::iter::once(*to).chain(held).collect();
        let verdict = match (standing.len(), several.len()) {
            (1, 1) => Verdict::Same,
            (1, _) => Verdict::Merged,
            _ => Verdict::Doubled,
        };
        self.settle(open, verdict, &several, &standing);
        for (at, to) in others {
            self.settle(open, Verdict::Same, &[*at], &[*to]);
        }
    }

    /// Measures of the same words below another item.
    fn elsewhere(&mut self, open: &mut Open) {
        let mut by_words: HashMap<&str, Vec<usize>> = HashMap::new();
        for at in set(&open.ledger).into_iter().rev() {
            by_words.entry(self.ledger[at].folded).or_default().push(at);
        }
        for at in set(&open.paper) {
            if let Some(to) = by_words.get_mut(self.paper[at].folded).and_then(Vec::pop) {
                self.settle(open, Verdict::Misplaced, &[at], &[to]);
            }
        }
    }

    /// Equal words that were withdrawn and stand nowhere else.
    fn withdrawn(&mut self, open: &mut Open) {
        let mut by_words: HashMap<(Class, &str), usize> = HashMap::new();
        for at in set(&open.gone).into_iter().rev() {
            by_words.insert((self.class_of_ledger(at), self.ledger[at].folded), at);
        }
        for at in set(&open.paper) {
            if let Some(to) = by_words.remove(&(self.class_of_paper(at), self.paper[at].folded)) {
                self.settle(open, Verdict::Withdrawn, &[at], &[to]);
            }
        }
    }

    fn merged(&mut self, open: &mut Open, shared: &Shared) {
        for to in set(&open.ledger) {
            let within = shared.ledger(to).filter(|o| o.held() && open.paper[o.paper]);
            if let Some(several) = pieces(within.map(|o| (o.paper, o.of_ledger))) {
                self.settle(open, Verdict::Merged, &several, &[to]);
            }
        }
    }

    fn split(&mut self, open: &mut Open, shared: &Shared) {
        for at in set(&open.paper) {
            let within = shared.paper(at).filter(|o| o.holds() && open.ledger[o.ledger]);
            if let Some(several) = pieces(within.map(|o| (o.ledger, o.of_paper))) {
                self.settle(open, Verdict::Split, &[at], &several);
            }
        }
    }

    fn reworded(&mut self, open: &mut Open, shared: &Shared) {
        for o in &shared.all {
            if open.paper[o.paper] && open.ledger[o.ledger] && o.is_rewording(self.numbered(o)) {
                self.settle(open, Verdict::Reworded, &[o.paper], &[o.ledger]);
            }
        }
    }

    /// What is left in the ledger and says almost the same as what was matched already.
    fn entered_twice(&mut self, open: &mut Open, shared: &Shared) {
        let mut rows: HashMap<usize, usize> = HashMap::new();
        for (row, settled) in self.found.iter().enumerate() {
            if matches!(settled.verdict, Verdict::Same | Verdict::Reworded | Verdict::Doubled) {
                rows.extend(settled.paper.iter().map(|at| (*at, row)));
            }
        }
        for to in set(&open.ledger) {
            let twice = shared.ledger(to).find(|o| o.likeness >= TWICE && self.of_paper[o.paper].is_some());
            if let Some(row) = twice.and_then(|o| rows.get(&o.paper)) {
                self.found[*row].verdict = Verdict::Doubled;
                self.found[*row].ledger.push(to);
                open.ledger[to] = false;
            }
        }
    }

    fn missing(&mut self, open: &mut Open, shared: &Shared) {
        for at in set(&open.paper) {
            let alike = |o: &&Overlap| o.is_rewording(self.numbered(o));
            let gone = shared.paper(at).filter(alike).find(|o| open.gone[o.ledger]).map(|o| o.ledger);
            let near = shared.paper(at).find(alike).map(|o| o.ledger);
            match gone {
                Some(to) => self.settle(open, Verdict::Withdrawn, &[at], &[to]),
                None => {
                    let row = Settled { verdict: Verdict::Missing, paper: vec![at], ledger: Vec::new(), near };
                    self.found.push(row);
                }
            }
        }
    }

    /// What the paper should hold and does not: feedback issues that count; opinions; measures below what was matched.
    fn extra(&mut self, kind: ItemKind, open: &Open, shared: &Shared) {
        let answered: HashSet<Option<usize>> = self
            .paper
            .iter()
            .filter(|item| item.kind == kind && matches!(kind, ItemKind::Measure | ItemKind::Case))
            .map(|item| item.parent.and_then(|parent| self.of_paper[parent]))
            .collect();
        for to in set(&open.ledger) {
            let item = &self.ledger[to];
            let expected = match kind {
                ItemKind::Issue => item.origin == Origin::Feedback && item.counted,
                ItemKind::Measure | ItemKind::Case => item.parent.is_some() && answered.contains(&item.parent),
                ItemKind::Category => item.parent.is_none(),
                _ => true,
            };
            if expected {
                let near = shared.ledger(to).find(|o| o.is_rewording(self.numbered(o))).map(|o| o.paper);
                self.found.push(Settled { verdict: Verdict::Extra, paper: Vec::new(), ledger: vec![to], near });
            }
        }
    }
}

/// Which of several wordings within another are its pieces: at least two, that together make up most of it and do not say the
/// same thing twice.
fn pieces(within: impl Iterator<Item = (usize, usize)>) -> Option<Vec<usize>> {
    let mut within: Vec<(usize, usize)> = within.collect();
    within.sort_by_key(|(at, share)| (std::cmp::Reverse(*share), *at));
    let (mut sum, mut pieces) = (0, Vec::new());
    for (at, share) in within {
        if sum + share <= PIECES_TO {
            sum += share;
            pieces.push(at);
        }
    }
    pieces.sort_unstable();
    (pieces.len() >= 2 && sum >= PIECES_FROM).then_some(pieces)
}

#[cfg(test)]
mod tests;
