//! The 核对 of a paper: every issue of it held against the ledger word for word, and every figure it states.
//!
//! Which item is which, and what is to be said of it, is [`crate::domain::reconcile`]'s; here the ledger is read and the answer
//! made into rows. What the paper's figures say of the paper itself comes in with it.

mod answer;
mod page;
mod state;

pub use state::{PaperState, StateRow, States};

use super::{Result, Scope};
use crate::{
    domain::{
        Day,
        filter::Filter,
        ids::ItemId,
        item::{Item, ItemKind, Origin, WithdrawGround},
        reconcile::{OfLedger, OfPaper, Settled, Verdict, as_another_kind, settle},
        stated::{Claim, FigureCheck, Weight},
    },
    zh::{
        collate::{Stretch, fold_print, overlaps, stretches},
        fold::fold_heading,
    },
};
use serde::Serialize;
use std::collections::HashMap;

/// An item of the paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperItem {
    /// What it is.
    pub kind: ItemKind,
    /// Where it comes from.
    pub origin: Origin,
    /// The paper's number of it, where it numbers throughout.
    pub number: Option<u32>,
    /// The paper's own numbering.
    pub source_no: Option<String>,
    /// Where it stands.
    pub place: String,
    /// Its words.
    pub text: String,
    /// Its words with what stands behind them: examples and details, where the first sentence is the issue.
    #[serde(skip)]
    pub whole: String,
    /// The item above: an earlier one of the list.
    #[serde(skip)]
    pub parent: Option<usize>,
    /// What is stated of it beside its words.
    #[serde(skip)]
    pub state: Option<PaperState>,
}

/// A paper to be held against the ledger.
#[derive(Debug, Clone, Default)]
pub struct Paper {
    /// The file's name.
    pub name: String,
    /// Whether states are asked about: in a ledger file, whose rows state them.
    pub states: bool,
    /// The day of which a ledger file speaks (截至…).
    pub speaks_of: Option<Day>,
    /// It is the feedback itself: then also the details behind an issue are held against those that were read in.
    pub is_feedback: bool,
    /// It is the feedback or a ledger: how it divides its issues is held against the ledger.
    pub divides: bool,
    /// Whether words are asked about.
    pub words: bool,
    /// Its issues and opinions, and its measures where they are asked about; `None` where neither words nor states are.
    pub items: Option<Vec<PaperItem>>,
    /// What its figures say of the paper itself; `None` where figures are not asked about.
    pub checks: Option<Vec<FigureCheck>>,
    /// What it says of the round.
    pub claims: Vec<Claim>,
    /// The day of which it speaks, where its words name none.
    pub dated: Option<Day>,
}

/// An item of the ledger in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldItem {
    /// Its code.
    pub code: String,
    /// What it is.
    pub kind: ItemKind,
    /// Its words.
    pub text: String,
    /// From this day on it is withdrawn.
    pub withdrawn_on: Option<Day>,
    /// Why.
    pub withdrawn_ground: Option<WithdrawGround>,
    /// In words.
    pub withdrawn_reason: Option<String>,
}

/// Words that differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What the paper says; empty where it says nothing there.
    pub paper: String,
    /// What the ledger says in its place.
    pub ledger: String,
}

/// A row about words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WordRow {
    /// What is to be said.
    pub verdict: Verdict,
    /// Whether it keeps the paper from standing in the ledger once and word for word.
    pub finding: bool,
    /// The paper's items.
    pub paper: Vec<PaperItem>,
    /// The ledger's items.
    pub ledger: Vec<HeldItem>,
    /// Where one stands for one: the words that differ.
    pub changes: Vec<Change>,
    /// What comes nearest in the ledger, by code, where nothing stands there.
    pub near: Option<String>,
    /// The whole of both wordings, for marking.
    #[serde(skip)]
    pub stretches: Vec<Stretch>,
}

/// A paper held against the ledger.
#[derive(Debug, Clone)]
pub struct Reconciliation {
    /// The day of which is spoken.
    pub as_of: Day,
    /// The file's name.
    pub name: String,
    /// What is said of words; `None` where they were not asked about.
    pub words: Option<Vec<WordRow>>,
    /// What is said of figures; `None` where they were not asked about.
    pub figures: Option<Vec<FigureCheck>>,
    /// What is said of states; `None` where they were not asked about.
    pub states: Option<States>,
}

impl Reconciliation {
    /// Holds a paper against the one round of the scope. `told` is the day that was asked about, where one was.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn new(scope: &Scope<'_>, paper: &Paper, told: Option<Day>) -> Result<Self> {
        let (words, states) = match &paper.items {
            Some(items) if paper.words || paper.states => {
                let (words, pairs) = words(scope, items, paper)?;
                let named = told.or(paper.speaks_of);
                let states = paper.states.then(|| state::states(scope, items, &pairs, named, true)).transpose()?;
                (paper.words.then_some(words), states)
            }
            _ => (None, None),
        };
        let figures = match &paper.checks {
            Some(checks) => {
                let mut checks = checks.clone();
                checks.extend(answer::checks(scope, paper, told)?);
                Some(checks)
            }
            None => None,
        };
        Ok(Self { as_of: scope.as_of.day, name: paper.name.clone(), words, figures, states })
    }

    /// Whether anything was found.
    #[must_use]
    pub fn found(&self) -> bool {
        self.words.iter().flatten().any(|row| row.finding)
            || self.figures.iter().flatten().any(|check| check.weight == Weight::Finding)
            || self.states.as_ref().is_some_and(|states| !states.rows.is_empty())
    }

    /// How many rows of words have a verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        self.words.iter().flatten().filter(|row| row.verdict == verdict).count()
    }

    /// How many figures have a weight.
    #[must_use]
    pub fn weighing(&self, weight: Weight) -> usize {
        self.figures.iter().flatten().filter(|check| check.weight == weight).count()
    }
}

/// Which item of the ledger an item of the paper is.
type Pairs = Vec<(usize, ItemId)>;

/// The rows of words, and which item of the ledger each of the paper's is where one stands for one.
fn words(scope: &Scope<'_>, paper: &[PaperItem], of: &Paper) -> Result<(Vec<WordRow>, Pairs)> {
    let filter = Filter {
        rounds: scope.rounds.iter().map(|round| round.id).collect(),
        kinds: ItemKind::ALL.to_vec(),
        with_withdrawn: true,
        ..Filter::default()
    };
    let items = scope.reader.items(&filter, scope.as_of)?;
    let places: HashMap<ItemId, usize> = items.iter().enumerate().map(|(at, item)| (item.id, at)).collect();
    let said: Vec<String> = paper.iter().map(|item| folded(item.kind, &item.text)).collect();
    let held: Vec<String> = items.iter().map(|item| folded(item.kind, &item.text)).collect();
    let of_paper: Vec<OfPaper<'_>> = paper
        .iter()
        .zip(&said)
        .map(|(item, folded)| OfPaper {
            kind: item.kind,
            origin: item.origin,
            folded,
            number: item.number,
            parent: item.parent,
        })
        .collect();
    let of_ledger: Vec<OfLedger<'_>> = items
        .iter()
        .zip(&held)
        .map(|(item, folded)| OfLedger {
            kind: item.kind,
            origin: item.origin,
            folded,
            code: &item.code,
            parent: item.parent.and_then(|id| places.get(&id).copied()),
            live: item.withdrawn_on.is_none(),
            counted: !item.under_issue,
        })
        .collect();
    let mut settled = settle(&of_paper, &of_ledger, |from, to| {
        let from: Vec<(usize, &str)> = from.iter().map(|at| (*at, said[*at].as_str())).collect();
        let to: Vec<(usize, &str)> = to.iter().map(|at| (*at, held[*at].as_str())).collect();
        overlaps(&from, &to)
    });
    let telling = |text: &str| Some(fold_heading(text)).filter(|words| words.chars().count() >= 4).unwrap_or_default();
    let said_words: Vec<String> = paper.iter().map(|item| telling(&item.text)).collect();
    let held_words: Vec<String> = items
        .iter()
        .map(|item| if item.withdrawn_on.is_none() { telling(&item.text) } else { String::new() })
        .collect();
    let said_as: Vec<(ItemKind, &str)> =
        paper.iter().zip(&said_words).map(|(item, w)| (item.kind, w.as_str())).collect();
    let held_as: Vec<(ItemKind, &str)> =
        items.iter().zip(&held_words).map(|(item, w)| (item.kind, w.as_str())).collect();
    as_another_kind(&mut settled, &said_as, &held_as);
    let mut rows: Vec<WordRow> =
        settled.iter().map(|settled| row(scope, paper, &items, settled, of)).collect::<Result<_>>()?;
    let mut pairs = Vec::new();
    for (row, settled) in rows.iter_mut().zip(&settled) {
        let ([said], [held]) = (&settled.paper[..], &settled.ledger[..]) else { continue };
        pairs.push((*said, items[*held].id));
        if paper[*said].kind == ItemKind::Category {
            continue;
        }
        read_whole(scope, row, &paper[*said], &items[*held], of.is_feedback)?;
    }
    Ok((rows, pairs))
}

/// An item's words for comparing. Each paper words the headings of its categories anew.
fn folded(kind: ItemKind, text: &str) -> String {
    if kind == ItemKind::Category { fold_heading(text) } else { fold_print(text) }
}

fn row(scope: &Scope<'_>, paper: &[PaperItem], items: &[Item], settled: &Settled, of: &Paper) -> Result<WordRow> {
    let held = |at: &usize| -> Result<HeldItem> {
        let item = &items[*at];
        let why = match item.withdrawn_on {
            Some(_) => scope.reader.withdrawal(item.id)?,
            None => None,
        };
        Ok(HeldItem {
            code: item.code.clone(),
            kind: item.kind,
            text: item.text.clone(),
            withdrawn_on: item.withdrawn_on,
            withdrawn_ground: why.as_ref().map(|(ground, _)| *ground),
            withdrawn_reason: why.map(|(_, reason)| reason).filter(|reason| !reason.is_empty()),
        })
    };
    let ledger: Vec<HeldItem> = settled.ledger.iter().map(held).collect::<Result<_>>()?;
    let said: Vec<PaperItem> = settled.paper.iter().map(|at| paper[*at].clone()).collect();
    // What the inspecting body took back by letter is told, but nobody has to answer for it.
    let by_letter = ledger.iter().all(|item| item.withdrawn_ground == Some(WithdrawGround::Letter));
    let finding = match settled.verdict {
        Verdict::Same => false,
        Verdict::Withdrawn => !by_letter,
        // A report divides the matter as it likes; what else lists the issues is held to how they are divided.
        _ => {
            of.divides || !said.iter().map(|item| item.kind).chain(ledger.iter().map(|item| item.kind)).any(is_category)
        }
    };
    let differs = |said: &PaperItem, held: &HeldItem| folded(said.kind, &said.text) != folded(held.kind, &held.text);
    let stretches = match (&said[..], &ledger[..]) {
        ([said], [.., held]) if said.kind == held.kind && differs(said, held) => stretches(&said.text, &held.text),
        _ => Vec::new(),
    };
    let changes = changes(&stretches);
    let near = settled.near.filter(|_| settled.ledger.is_empty()).map(|at| items[at].code.clone());
    Ok(WordRow { verdict: settled.verdict, finding, paper: said, ledger, changes, near, stretches })
}

fn is_category(kind: ItemKind) -> bool {
    kind == ItemKind::Category
}

fn changes(stretches: &[Stretch]) -> Vec<Change> {
    let change = |stretch: &Stretch| match stretch {
        Stretch::Changed { first, second } => Some(Change { paper: first.clone(), ledger: second.clone() }),
        Stretch::Same(_) => None,
    };
    stretches.iter().filter_map(change).collect()
}

/// Looks at what stands behind an issue's first sentence: a ledger may hold the whole paragraph as the issue, and one that
/// holds the sentence was read from a feedback whose details may have been others.
fn read_whole(scope: &Scope<'_>, row: &mut WordRow, said: &PaperItem, held: &Item, is_feedback: bool) -> Result<()> {
    match row.verdict {
        Verdict::Reworded if fold_print(&said.whole) == fold_print(&held.text) => {
            (row.verdict, row.finding) = (Verdict::Same, false);
            row.changes.clear();
            row.stretches.clear();
        }
        Verdict::Same if is_feedback => {
            let Some(words) = scope.reader.feedback_words(held.id)? else { return Ok(()) };
            let words = whole(&words, &held.text);
            if fold_print(&said.whole) != fold_print(words) {
                row.stretches = stretches(&said.whole, words);
                row.changes = changes(&row.stretches);
                (row.verdict, row.finding) = (Verdict::Reworded, true);
            }
        }
        _ => {}
    }
    Ok(())
}

/// The words of a paragraph from where an item's text begins in it: without its numbering.
#[must_use]
pub fn whole<'w>(words: &'w str, text: &str) -> &'w str {
    words.find(text).map_or(words, |at| &words[at..])
}
