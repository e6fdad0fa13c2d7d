//! Papers (材料): what a 整改办 hands out, each a page in the form that its readers expect.
//!
//! A paper is one file here: a struct with what was asked of it, that names itself and pushes its page. Every figure comes from
//! [`summary`](super::summary) or a query of the store, none is typed; what the ledger does not know is said to be missing
//! and never padded.
//!
//! Architecture invariant: knows neither file format nor layout; that a title is set in 小标宋 is the renderer's business.

pub mod agenda;
pub mod bulletin;
pub mod cases;
pub mod closing_form;
pub mod extensions;
pub mod leader;
pub mod lists;
pub mod lookback;
pub mod meetings;
pub mod minutes;
pub mod monthly;
pub mod opinions;
pub mod plan;
pub mod progress;
pub mod register;
pub mod reminder;
pub mod results;
mod rows;
pub mod rules;
pub mod script;
pub mod standing;
pub mod story;
pub mod tables;
pub mod unratified;

use super::{
    Result, Scope,
    conditions::scope_words,
    page::{Block, PageSink},
};
use crate::{
    domain::{
        Day,
        filter::Filter,
        item::{Item, ItemKind},
    },
    store::query::{FilingRow, Reworded, Round},
};

/// What every paper is about: one round at one moment, and who issues it.
pub struct About<'a> {
    /// The moment, with exactly one round.
    pub scope: &'a Scope<'a>,
    /// What of the round it is about.
    pub filter: &'a Filter,
    /// The round.
    pub round: &'a Round,
    /// The office that keeps the ledger (整改办).
    pub office: String,
    /// The anchor code of the journal as it stood when the paper was made.
    pub anchor: String,
    /// Where the office is reached.
    pub contact: Contact,
    /// The day of signature (成文日期) of a paper that the office or the party group signs; the day spoken of where none is named.
    pub dated: Option<Day>,
    /// Whether it is arranged anew of a paper that was issued: then it says that it is not the original.
    pub rearranged: bool,
}

/// How the office signs and where it is reached, as far as it says so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// Its name under papers, where that is not the ledger's.
    pub name: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Mail address.
    pub mailbox: Option<String>,
    /// Postal address.
    pub address: Option<String>,
}

/// A paper that can be made of a ledger.
pub trait Paper {
    /// What it is called; its file is named after it.
    fn title(&self, about: &About<'_>) -> String;

    /// What the clerk has to see to: what the ledger lacks for it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    fn remarks(&self, _about: &About<'_>) -> Result<Vec<script::Gap>> {
        Ok(Vec::new())
    }

    /// Pushes its page.
    ///
    /// # Errors
    /// Trouble with the ledger or the place written to.
    fn page(&self, about: &About<'_>, sink: &mut dyn PageSink) -> Result<()>;
}

impl<'a> About<'a> {
    /// A paper about the one round of a scope; `None` when it has none or several.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn new(scope: &'a Scope<'a>, filter: &'a Filter) -> Result<Option<Self>> {
        let [round] = scope.rounds.as_slice() else { return Ok(None) };
        let office = scope.reader.ledger()?.and_then(|ledger| ledger.office).unwrap_or_else(|| "整改办".to_owned());
        let anchor = scope.reader.anchor()?;
        Ok(Some(Self {
            scope,
            filter,
            round,
            office,
            anchor,
            contact: Contact::default(),
            dated: None,
            rearranged: false,
        }))
    }

    /// The same, signed as the office wants it.
    #[must_use]
    pub fn signed(mut self, contact: Contact) -> Self {
        if let Some(name) = &contact.name {
            self.office.clone_from(name);
        }
        self.contact = contact;
        self
    }

    /// The same, signed on that day.
    #[must_use]
    pub fn dated(mut self, on: Option<Day>) -> Self {
        self.dated = on;
        self
    }

    /// The day that the paper speaks of.
    #[must_use]
    pub fn day(&self) -> Day {
        self.scope.as_of.day
    }

    /// The inspected party group, in whose name papers to superiors and the public go out; the office where none is named.
    #[must_use]
    pub fn party_group(&self) -> &str {
        self.round.settings.party_group.as_deref().unwrap_or(&self.office)
    }

    /// What of the round was reworded or renamed since the paper's day: it is printed as it is called now.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn reworded(&self) -> Result<Reworded> {
        let as_of = self.scope.as_of;
        if as_of.current {
            return Ok(Reworded::default());
        }
        Ok(self.scope.reader.reworded_since(self.round.id, as_of.day)?)
    }

    /// Begins a list: its title and, where it was asked for a part of the round only, which part it shows.
    ///
    /// # Errors
    /// Trouble with the ledger or the place written to.
    pub fn begin(&self, title: &str, sink: &mut dyn PageSink) -> Result<()> {
        sink.title(title, Some(self.day()))?;
        let part = scope_words(self.scope.reader, self.filter)?;
        if !part.is_empty() {
            let words = format!("本件不是全部，只摘录符合下列条件的：{part}。");
            sink.block(Block::Paragraph(words))?;
        }
        Ok(())
    }

    /// How a sentence about what is shown begins: with nothing where that is the whole round.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn within(&self) -> Result<&'static str> {
        let part = scope_words(self.scope.reader, self.filter)?;
        Ok(if part.is_empty() { "" } else { "摘录范围内" })
    }

    /// The same filter, narrowed to these kinds.
    #[must_use]
    pub fn of_kinds(&self, kinds: &[ItemKind]) -> Filter {
        Filter { kinds: kinds.to_vec(), ..self.filter.clone() }
    }

    /// The last report of an item that has words about the work, handed in and accepted by the paper's day.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn last_told(&self, item: &Item) -> Result<Option<FilingRow>> {
        let filings = self.scope.reader.accepted_filings(item.id, self.day())?;
        Ok(filings.into_iter().filter(|filing| filing.situation.is_some()).max_by_key(|filing| (filing.on, filing.id)))
    }

    /// Who signs, and on which day: the day on which the paper is written, whatever day its figures speak of.
    #[must_use]
    pub fn signature(&self, by: &str) -> Block {
        Block::Signature { office: by.to_owned(), day: Some(self.dated.unwrap_or_else(|| self.day())) }
    }

    /// The same about a paper of the register: its anchor code is that of the record that issued it, however often it is printed.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn issued(mut self, seq: i64) -> Result<Self> {
        self.anchor = self.scope.reader.anchor_of(seq)?;
        Ok(self)
    }

    /// The same arranged anew of a paper that was issued, with the words and names of today.
    #[must_use]
    pub const fn rearranged(mut self, is_so: bool) -> Self {
        self.rearranged = is_so;
        self
    }

    /// Says under a paper arranged anew that it is not what was issued: on paper nobody sees what the screen said.
    ///
    /// # Errors
    /// Trouble with the place written to.
    pub fn no_original(&self, sink: &mut dyn PageSink) -> Result<()> {
        if self.rearranged {
            sink.block(Block::Note("本件按现在的名称和表述重新排印，不是印发时的原件。".to_owned()))?;
        }
        Ok(())
    }

    /// Ends a table or list, which nobody signs.
    ///
    /// # Errors
    /// Trouble with the place written to.
    pub fn end(&self, sink: &mut dyn PageSink) -> Result<()> {
        self.no_original(sink)?;
        sink.block(Block::Note(format!("台账锚码 {}，可用 taizhang verify --anchor 核验。", self.anchor)))?;
        Ok(sink.finish()?)
    }
}
