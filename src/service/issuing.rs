//! The register of papers that leave the office (发文登记): numbers are taken one after the other and never given twice.
//!
//! The number and its record come first, the file after them: whatever happens to the file, the paper is printed again from
//! what is on record. A command that issues several papers is one command, and is undone whole; its numbers stay spent.

use super::{
    Result,
    session::{MAX_NAME, Session, text},
};
use crate::{
    domain::{
        Day,
        event::Event,
        ids::{ItemId, PaperId, PartyId, RoundId},
        refusal::Refusal,
        reminder::Letter,
    },
    store::{Reader, query::IssuedPaper},
};
use chrono::Datelike as _;

/// Under what a command issues its papers.
#[derive(Debug, Clone, Default)]
pub struct Numbering {
    /// The register (文号字); the one last used for letters of the round when none is named.
    pub register: Option<String>,
    /// The number to begin with, where earlier ones were given outside the ledger.
    pub start: Option<i64>,
}

/// A paper about to be issued.
#[derive(Debug, Clone)]
pub struct Draft {
    /// About which round.
    pub round: Option<RoundId>,
    /// Its title.
    pub title: String,
    /// The day that it speaks of.
    pub as_of: Day,
    /// The items it speaks of.
    pub items: Vec<ItemId>,
    /// Whose items they are.
    pub addressee: Option<PartyId>,
    /// What makes it a letter of 催办.
    pub letter: Option<Letter>,
}

/// The name of the counter that gives a register's numbers of a year.
fn counter(register: &str, year: i64) -> String {
    format!("paper:{register}:{year}")
}

/// The register that is meant: the one named, else the one in which a paper of the round was last issued.
///
/// # Errors
/// [`Refusal::NoRegister`], [`Refusal::BadRegister`].
pub(super) fn register(reader: &Reader<'_>, round: RoundId, named: Option<&str>) -> Result<String> {
    if let Some(named) = named {
        let named = text("register", named, MAX_NAME)?;
        // Year and number are given, not typed; a counter's name has its colons; and files are named after what is issued.
        let wrong = |c: char| {
            c.is_whitespace() || c.is_control() || c.is_numeric() || "〔〕[]（）()【】:：号/\\*?\"<>|.．…".contains(c)
        };
        return if named.chars().any(wrong) { Err(Refusal::BadRegister(named).into()) } else { Ok(named) };
    }
    // What was taken back belongs to no round any more; its register is still the office's.
    let issued = reader.issued_papers()?.into_iter().filter(|paper| paper.round.is_none_or(|of| of == round));
    let last = issued.max_by_key(|paper| paper.id).map(|paper| paper.register);
    last.ok_or_else(|| Refusal::NoRegister.into())
}

/// Issues a paper within a command, under the next number of the register. `start` counts for the first of them.
pub(super) fn issue(
    session: &mut Session<'_, '_>,
    register: &str,
    start: Option<i64>,
    draft: Draft,
) -> Result<IssuedPaper> {
    let year = i64::from(session.on.year());
    let next = session.next(&counter(register, year))?;
    let number = match start {
        Some(start) if start < next => {
            return Err(Refusal::NumberSpent { number: start, last: next - 1 }.into());
        }
        Some(start) => start,
        None => next,
    };
    let paper = PaperId(session.next(PaperId::COUNTER)?);
    let Draft { round, title, as_of, items, addressee, letter } = draft;
    let register = register.to_owned();
    session.record(&Event::PaperIssued {
        paper,
        round,
        register,
        year,
        number,
        title,
        as_of,
        items,
        addressee,
        letter,
    })?;
    session.issued_paper(paper)?.ok_or_else(|| Refusal::UnknownNumber { what: "paper", number }.into())
}

/// Which issued paper is meant by its number.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Its number.
    pub number: i64,
    /// Its register, where several have that number.
    pub register: Option<String>,
    /// Its year, likewise.
    pub year: Option<i64>,
}

/// The issued papers that a number may mean, those that were taken back among them.
///
/// # Errors
/// When the ledger cannot be read.
pub fn find(reader: &Reader<'_>, asked: &Asked) -> Result<Vec<IssuedPaper>> {
    let mut found = reader.issued_papers()?;
    found.retain(|paper| {
        paper.number == asked.number
            && asked.register.as_ref().is_none_or(|register| paper.register == register.trim())
            && asked.year.is_none_or(|year| paper.year == year)
    });
    Ok(found)
}
