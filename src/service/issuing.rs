//! The register of papers that leave the office (发文登记): numbers are taken one after the other and never given twice.
//!
//! Within one command the number and its record come first; then the paper is printed, which is the business of whoever asks,
//! and the bytes are kept. A paper that cannot be printed spends no number. Files are written from what is kept, once the
//! command stands: what left the office is at hand for ever as it was, whatever becomes of items, names and marks. A
//! command that issues several papers is one command, and is undone whole; its numbers stay spent.

use super::{
    Error, Result,
    session::{MAX_NAME, Session, text},
};
use crate::{
    domain::{
        Day,
        disclosure::Audience,
        event::Event,
        ids::{ItemId, PaperId, PartyId, RoundId},
        issuing::{Given, MAX_PAPER_BYTES, Original, dated_behind},
        refusal::Refusal,
        reminder::Letter,
    },
    store::{Reader, journal::sha256_hex, query::IssuedPaper},
};
use chrono::Datelike as _;
use std::io::{self, Write};

/// Under what a command issues its papers.
#[derive(Debug, Clone, Default)]
pub struct Numbering {
    /// The register (文号字); the one last used for the round when none is named.
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
    /// What makes it a 通报: for whom it is.
    pub audience: Option<Audience>,
    /// How many of its words were looked at a second time before the public reads them.
    pub looked_at: Option<i64>,
}

/// Why a paper could not be printed.
pub type PrintError = Box<dyn std::error::Error + Send + Sync>;

/// Prints a paper of the register, of what the ledger says within the command that issues it.
pub type Print<'p> = dyn FnMut(&Reader<'_>, &IssuedPaper, &mut dyn Write) -> Result<(), PrintError> + 'p;

/// How papers become the files as which they are issued.
pub struct Printing<'p> {
    /// The ending that says the format.
    pub ending: String,
    /// What prints them.
    pub print: Box<Print<'p>>,
}

/// What is issued: letters of 催办 and bulletins have registers of their own, unless somebody names one for both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Letter,
    Bulletin,
}

/// The name of the counter that gives a register's numbers of a year.
fn counter(register: &str, year: i64) -> String {
    format!("paper:{register}:{year}")
}

/// The register that is meant: the one named, else the one in which such a paper of the round was last issued.
///
/// # Errors
/// [`Refusal::NoRegister`], [`Refusal::BadRegister`].
pub(super) fn register(reader: &Reader<'_>, round: RoundId, kind: Kind, named: Option<&str>) -> Result<String> {
    if let Some(named) = named {
        let named = text("register", named, MAX_NAME)?;
        // Year and number are given, not typed; a counter's name has its colons; and files are named after what is issued.
        let wrong = |c: char| {
            c.is_whitespace() || c.is_control() || c.is_numeric() || "〔〕[]（）()【】:：号/\\*?\"<>|.．…".contains(c)
        };
        return if named.chars().any(wrong) { Err(Refusal::BadRegister(named).into()) } else { Ok(named) };
    }
    let issued = reader.issued_papers()?.into_iter().filter(|paper| {
        let alike = if paper.audience.is_some() { Kind::Bulletin } else { Kind::Letter };
        alike == kind && paper.round.is_none_or(|of| of == round)
    });
    let last = issued.max_by_key(|paper| paper.id).map(|paper| paper.register);
    last.ok_or_else(|| Refusal::NoRegister.into())
}

/// Gives a paper the next number of the register within a command, and records it. `start` counts for the first of them.
pub(super) fn record(
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
    follows(session, register, year)?;
    let paper = PaperId(session.next(PaperId::COUNTER)?);
    let Draft { round, title, as_of, items, addressee, letter, audience, looked_at } = draft;
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
        audience,
        looked_at,
    })?;
    recorded(session, paper)
}

/// A paper is not dated behind those whose numbers come before its own.
fn follows(session: &Session<'_, '_>, register: &str, year: i64) -> Result<()> {
    let given = session.numbers_of(register, year)?;
    match dated_behind(session.on, given) {
        None => Ok(()),
        Some(Given { number, on: last, .. }) => {
            Err(Refusal::DatedBack { register: register.to_owned(), year, number, last, on: session.on }.into())
        }
    }
}

fn recorded(session: &Session<'_, '_>, paper: PaperId) -> Result<IssuedPaper> {
    let found = session.issued_paper(paper)?;
    found.ok_or_else(|| Refusal::UnknownNumber { what: "paper", number: paper.0 }.into())
}

/// Prints a paper that was given its number within this command, and keeps the bytes.
pub(super) fn keep(
    session: &mut Session<'_, '_>,
    paper: &IssuedPaper,
    printing: &mut Printing<'_>,
) -> Result<IssuedPaper> {
    let mut room = Room::default();
    let printed = (printing.print)(session, paper, &mut room);
    if room.is_full {
        return Err(Refusal::PaperTooLarge { title: paper.title.clone(), most: MAX_PAPER_BYTES }.into());
    }
    printed.map_err(Error::Print)?;
    let sha256 = sha256_hex(&room.bytes);
    session.writer().keep_bytes(&sha256, &room.bytes)?;
    let original = Original { sha256, bytes: room.bytes.len() as u64, ending: printing.ending.clone() };
    session.record(&Event::PaperKept { paper: paper.id, original })?;
    recorded(session, paper.id)
}

/// Takes what may be kept of a paper, and no more: a paper without end does not fill the memory first.
#[derive(Default)]
struct Room {
    bytes: Vec<u8>,
    is_full: bool,
}

impl Write for Room {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + part.len() > MAX_PAPER_BYTES {
            self.is_full = true;
            return Err(io::Error::other("the paper is larger than what is kept"));
        }
        self.bytes.extend_from_slice(part);
        Ok(part.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The bytes of the file as which a paper was issued; none where none were kept.
///
/// # Errors
/// [`Refusal::OriginalDiffers`] when what is kept is not what was issued.
pub fn original(reader: &Reader<'_>, paper: &IssuedPaper) -> Result<Option<Vec<u8>>> {
    let Some(original) = &paper.original else { return Ok(None) };
    match reader.kept_bytes(&original.sha256)? {
        Some(bytes) if sha256_hex(&bytes) == original.sha256 => Ok(Some(bytes)),
        _ => Err(Refusal::OriginalDiffers { title: paper.title.clone() }.into()),
    }
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

/// The issued papers that a number may mean, those that were taken back among them, with the file that was kept of them.
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
    for paper in found.iter_mut().filter(|paper| paper.withdrawn) {
        paper.original = reader.original_of_void(paper)?;
    }
    Ok(found)
}
