//! 印发通报: the paper takes a number and the round is locked through its day, by one command.

use super::{
    Result, issuing,
    issuing::{Draft, Numbering, Printing},
    lock::{self, Locking},
    select,
    session::{MAX_NAME, Run, run, text},
};
use crate::{
    domain::{
        Day,
        context::Context,
        disclosure::Audience,
        ids::{ItemId, RoundId},
        receipt::Receipt,
        refusal::Refusal,
    },
    store::{Ledger, Reader, query::IssuedPaper},
};

/// A bulletin that is to be issued.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// For whom.
    pub audience: Audience,
    /// The day that it speaks of, through which the round is locked.
    pub as_of: Day,
    /// Its title.
    pub title: String,
    /// The items it speaks of.
    pub items: Vec<ItemId>,
    /// How many of its words were looked at a second time.
    pub looked_at: Option<i64>,
}

/// A bulletin that was issued.
#[derive(Debug, Clone)]
pub struct Issued {
    /// The paper.
    pub paper: IssuedPaper,
    /// Whether this command locked the round: it may have been locked through that very day, by hand or with the other version.
    pub locked: bool,
}

/// The bulletin that was issued for a round, a day and these readers, if one was and stands.
///
/// # Errors
/// When the ledger cannot be read.
pub fn find(reader: &Reader<'_>, round: RoundId, as_of: Day, audience: Audience) -> Result<Option<IssuedPaper>> {
    let papers = reader.issued_papers()?.into_iter().filter(|paper| !paper.withdrawn);
    let is_it = |paper: &IssuedPaper| {
        (paper.round, paper.as_of, paper.audience, paper.letter) == (Some(round), as_of, Some(audience), None)
    };
    Ok(papers.into_iter().find(is_it))
}

/// Issues a bulletin: its number and record, the lock of the round where none holds through its day, and what is kept of it.
/// A dry run goes the whole way but for the printing.
///
/// # Errors
/// When it was issued already, no register is known, a number was given, the day does not fit, or it cannot be printed.
pub fn issue(
    ledger: &mut Ledger,
    context: &mut Context,
    key: Option<&str>,
    wanted: Wanted,
    numbering: &Numbering,
    printing: &mut Printing<'_>,
    how: Run,
) -> Result<(Issued, Receipt)> {
    run(ledger, context, "paper", how, |session| {
        let round = select::round(session, key)?;
        let Wanted { audience, as_of, title, items, looked_at } = wanted;
        if let Some(IssuedPaper { register, year, number, .. }) = find(session, round.id, as_of, audience)? {
            return Err(Refusal::IssuedAlready { register, year, number }.into());
        }
        let register = issuing::register(session, round.id, issuing::Kind::Bulletin, numbering.register.as_deref())?;
        let locked = !session.locks(round.id)?.iter().any(|lock| lock.through == as_of);
        let draft = Draft {
            round: Some(round.id),
            title: text("title", &title, MAX_NAME)?,
            as_of,
            items,
            addressee: None,
            letter: None,
            audience: Some(audience),
            looked_at,
        };
        let mut paper = issuing::record(session, &register, numbering.start, draft)?;
        if locked {
            lock::lock_within(session, &round, &Locking { through: as_of, title: None }, Some(paper.id))?;
        }
        if how == Run::Record {
            paper = issuing::keep(session, &paper, printing)?;
        }
        Ok(Issued { paper, locked })
    })
}
