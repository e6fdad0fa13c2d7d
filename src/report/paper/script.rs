//! A paper being written: its blocks in order, what of them came from outside, and what the clerk has to see to.
//!
//! Kept whole before it is printed: a paper with gaps, or with names in it that the public may not read, is refused before a
//! file is there.

use crate::{
    domain::item::{Item, ItemKind},
    report::page::Block,
    zh::{
        prose::{self, Mark},
        second_look::{self, Found},
    },
};
use serde::Serialize;
use std::collections::BTreeSet;

keyed! {
    /// How categories, issues and measures are numbered.
    Numbering {
        /// 一、（一）1.（1）: issues begin anew in each category.
        Levels = "levels",
        /// 一、1.（1）: each category is a section of the paper.
        Sections = "sections",
        /// 一、（一）1.（1）, issues numbered on through all categories.
        Running = "running",
    }
}

impl Numbering {
    /// The mark of a depth, 0 the sections of the paper.
    #[must_use]
    pub const fn mark(self, depth: usize) -> Mark {
        match (self, depth) {
            (_, 0) => Mark::Chinese,
            (Self::Levels | Self::Running, 1) => Mark::Bracketed,
            (Self::Levels | Self::Running, 2) | (Self::Sections, 1) => Mark::Arabic,
            (Self::Levels | Self::Running, 3) | (Self::Sections, 2) => Mark::BracketedArabic,
            _ => Mark::Circled,
        }
    }

    /// The depth at which issues stand at least.
    #[must_use]
    pub const fn issue_depth(self) -> usize {
        match self {
            Self::Levels | Self::Running => 2,
            Self::Sections => 1,
        }
    }
}

/// Something that the ledger lacks and the paper would say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// What it is.
    pub kind: GapKind,
    /// The item's code, when about one.
    pub code: Option<String>,
    /// What the item is, when about one: opinions are no issues.
    pub item: Option<ItemKind>,
    /// Under which of the paper's own numbers it stands there: its readers know no others.
    pub place: Option<String>,
    /// In words: the item's own, or what is missing and how it is put right.
    pub words: String,
}

keyed! {
    /// What is lacking.
    GapKind {
        /// An issue or opinion about which nothing was filed and accepted.
        NoFiling = "no_filing",
        /// A measure of an issue that is told of, about which nothing was.
        MeasureWithoutFiling = "measure_without_filing",
        /// A setting of the round, or something else that a paper says at its beginning or end.
        Setting = "setting",
    }
}

/// Words that are looked at a second time, and where they stand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SecondLook {
    /// The item's code; none for words of the round.
    pub code: Option<String>,
    /// The words and why.
    #[serde(flatten)]
    pub found: Found,
}

/// The paper so far.
#[derive(Debug, Default)]
pub struct Script {
    /// What is printed.
    pub blocks: Vec<Block>,
    /// What is lacking.
    pub gaps: Vec<Gap>,
    printed: Vec<(Option<String>, String)>,
    sections: usize,
    /// The marks of the headings above, each with its depth.
    marks: Vec<(usize, String)>,
}

impl Script {
    /// Begins a section of the paper, with the next number.
    pub fn section(&mut self, words: &str) {
        self.sections += 1;
        let mark = Mark::Chinese.at(self.sections);
        let text = format!("{mark}{}", prose::phrase(words));
        self.marks = vec![(0, mark)];
        self.blocks.push(Block::Heading { level: 1, text });
    }

    /// Begins a part of a section. Depth 0 is a section.
    pub fn heading(&mut self, depth: usize, mark: &str, words: &str) {
        let level = u8::try_from(depth + 1).unwrap_or(u8::MAX);
        self.marks.retain(|(above, _)| *above < depth);
        self.marks.push((depth, mark.to_owned()));
        self.blocks.push(Block::Heading { level, text: format!("{mark}{}", prose::phrase(words)) });
    }

    /// Says words of the paper's own.
    pub fn say(&mut self, words: impl Into<String>) {
        let words = words.into();
        if !words.is_empty() {
            self.blocks.push(Block::Paragraph(words));
        }
    }

    /// Remembers words from outside that were printed.
    pub fn quote(&mut self, code: Option<&str>, words: &str) {
        self.printed.push((code.map(ToOwned::to_owned), words.to_owned()));
    }

    /// Notes what is lacking.
    pub fn lacks(&mut self, kind: GapKind, code: Option<&str>, words: impl Into<String>) {
        let code = code.map(ToOwned::to_owned);
        self.gaps.push(Gap { kind, code, item: None, place: None, words: words.into() });
    }

    /// Notes that nothing was filed and accepted about an issue or opinion, under the heading of which the script stands.
    pub fn lacks_filing(&mut self, item: &Item, words: impl Into<String>) {
        let place = self.marks.iter().map(|(_, mark)| mark.as_str()).collect();
        let (code, words) = (Some(item.code.clone()), words.into());
        self.gaps.push(Gap { kind: GapKind::NoFiling, code, item: Some(item.kind), place: Some(place), words });
    }

    /// What of the words from outside is looked at a second time; `names` are the persons of the roster.
    #[must_use]
    pub fn second_looks(&self, names: &[String]) -> Vec<SecondLook> {
        let mut looks = BTreeSet::new();
        let mut found = Vec::new();
        for (code, words) in &self.printed {
            for one in second_look::find(words, names) {
                let look = SecondLook { code: code.clone(), found: one };
                if looks.insert(look.clone()) {
                    found.push(look);
                }
            }
        }
        found
    }
}
