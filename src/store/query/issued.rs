//! Papers that left the office under a register number (发文登记).

use super::{Reader, read_day, read_day_opt, read_key_opt};
use crate::{
    domain::{
        Day,
        disclosure::Audience,
        event::Event,
        ids::{ItemId, PaperId, PartyId, RoundId},
        issuing::{Given, Original},
        item::Named,
        reminder::{Letter, Sent, Tier},
    },
    store::{StoreError, journal},
};
use rusqlite::{Params, Row};

/// A paper of the register as it stands.
#[derive(Debug, Clone)]
pub struct IssuedPaper {
    /// Its key.
    pub id: PaperId,
    /// The record that issued it.
    pub seq: i64,
    /// Who issued it (经办人).
    pub by: String,
    /// About which round.
    pub round: Option<RoundId>,
    /// Which register (文号字).
    pub register: String,
    /// Of which year.
    pub year: i64,
    /// Its number.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// The day that it speaks of.
    pub as_of: Day,
    /// Its day of issue.
    pub issued_on: Day,
    /// Whose items it is about.
    pub addressee: Option<Named>,
    /// What makes it a letter of 催办.
    pub letter: Option<Letter>,
    /// What makes it a 通报: for whom it is.
    pub audience: Option<Audience>,
    /// How many of its words were looked at a second time before the public read them.
    pub looked_at: Option<i64>,
    /// The file as which it was issued; none in papers of versions that kept none, and in those taken back.
    pub original: Option<Original>,
    /// Taken back; the number stays spent.
    pub withdrawn: bool,
    /// The items it speaks of, in the order of their codes.
    pub items: Vec<PaperItem>,
}

/// An item that a paper speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperItem {
    /// Its key.
    pub id: ItemId,
    /// Its code.
    pub code: String,
}

/// A letter of 催办 about an item.
#[derive(Debug, Clone)]
pub struct Reminded {
    /// Its key.
    pub paper: PaperId,
    /// Which register.
    pub register: String,
    /// Of which year.
    pub year: i64,
    /// Its number.
    pub number: i64,
    /// Its tier.
    pub tier: Tier,
    /// Its day, and by which day it is to be answered.
    pub sent: Sent,
    /// Whose items it is about.
    pub addressee: Option<String>,
}

const COLUMNS: &str = "p.id, p.seq, j.operator, p.round_id, p.register, p.year, p.number, p.title, p.as_of, p.issued_on,
    p.addressee_id, a.name, p.tier, p.reply_by, p.role, p.audience, p.looked_at, p.sha256, p.bytes, p.ending, p.withdrawn";

const JOINED: &str = "FROM paper p JOIN journal j ON j.seq = p.seq LEFT JOIN party a ON a.id = p.addressee_id";

fn from_row(row: &Row<'_>) -> rusqlite::Result<IssuedPaper> {
    let addressee = match row.get::<_, Option<i64>>(10)? {
        Some(id) => Some(Named { id: PartyId(id), name: row.get(11)? }),
        None => None,
    };
    let letter = match (read_key_opt(row, 12)?, read_day_opt(row, 13)?, read_key_opt(row, 14)?) {
        (Some(tier), Some(reply_by), Some(role)) => Some(Letter { tier, reply_by, role }),
        _ => None,
    };
    let original = match (row.get(17)?, row.get::<_, Option<i64>>(18)?, row.get(19)?) {
        (Some(sha256), Some(bytes), Some(ending)) => {
            Some(Original { sha256, bytes: u64::try_from(bytes).unwrap_or_default(), ending })
        }
        _ => None,
    };
    Ok(IssuedPaper {
        id: PaperId(row.get(0)?),
        seq: row.get(1)?,
        by: row.get(2)?,
        round: row.get::<_, Option<i64>>(3)?.map(RoundId),
        register: row.get(4)?,
        year: row.get(5)?,
        number: row.get(6)?,
        title: row.get(7)?,
        as_of: read_day(row, 8)?,
        issued_on: read_day(row, 9)?,
        addressee,
        letter,
        audience: read_key_opt(row, 15)?,
        looked_at: row.get(16)?,
        original,
        withdrawn: row.get(20)?,
        items: Vec::new(),
    })
}

impl Reader<'_> {
    /// Every paper of the register, by register, year and number.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn issued_papers(&self) -> Result<Vec<IssuedPaper>, StoreError> {
        self.issued("1", [])
    }

    /// The numbers of a register that were given in a year, with their days.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn numbers_of(&self, register: &str, year: i64) -> Result<Vec<Given>, StoreError> {
        self.all(
            "SELECT number, issued_on, withdrawn FROM paper WHERE register = ?1 AND year = ?2",
            (register, year),
            |row| Ok(Given { number: row.get(0)?, on: read_day(row, 1)?, withdrawn: row.get(2)? }),
        )
    }

    /// A paper of the register by its key.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn issued_paper(&self, id: PaperId) -> Result<Option<IssuedPaper>, StoreError> {
        Ok(self.issued("p.id = ?1", [id.0])?.pop())
    }

    /// The papers about these rounds that were issued by a day, and those about none, in the order of their issue.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn issued_in(&self, rounds: &[RoundId], through: Day) -> Result<Vec<IssuedPaper>, StoreError> {
        let mut papers = self.issued(
            "(p.round_id IS NULL OR p.round_id IN (SELECT value FROM json_each(?1))) AND p.issued_on <= ?2",
            (super::whole::keys(rounds), through.to_string()),
        )?;
        papers.sort_by_key(|paper| paper.id);
        Ok(papers)
    }

    fn issued(&self, condition: &str, params: impl Params) -> Result<Vec<IssuedPaper>, StoreError> {
        let sql = format!("SELECT {COLUMNS} {JOINED} WHERE {condition} ORDER BY p.register, p.year, p.number");
        let mut papers = self.all(&sql, params, from_row)?;
        for paper in &mut papers {
            let sql = "SELECT i.id, i.code FROM paper_item x JOIN item i ON i.id = x.item_id WHERE x.paper_id = ?1
                       ORDER BY i.round_id, i.sort_key";
            paper.items =
                self.all(sql, [paper.id.0], |row| Ok(PaperItem { id: ItemId(row.get(0)?), code: row.get(1)? }))?;
        }
        Ok(papers)
    }

    /// The file as which a paper was issued that was taken back since: the register names it no longer, the journal does.
    ///
    /// # Errors
    /// When SQLite refuses or a record cannot be read.
    pub fn original_of_void(&self, paper: &IssuedPaper) -> Result<Option<Original>, StoreError> {
        let Some(command) = self.command_of_record(paper.seq)? else { return Ok(None) };
        for record in self.records_of_command(&command)? {
            if let Event::PaperKept { paper: of, original } = record.event()?
                && of == paper.id
            {
                return Ok(Some(original));
            }
        }
        Ok(None)
    }

    /// The letters of 催办 about an item that were issued by a day and stand, first to last.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn reminders_of(&self, item: ItemId, through: Day) -> Result<Vec<Reminded>, StoreError> {
        self.all(
            "SELECT p.id, p.register, p.year, p.number, p.tier, p.issued_on, p.reply_by, a.name
             FROM paper_item x JOIN paper p ON p.id = x.paper_id LEFT JOIN party a ON a.id = p.addressee_id
             WHERE x.item_id = ?1 AND p.tier IS NOT NULL AND NOT p.withdrawn AND p.issued_on <= ?2 ORDER BY p.issued_on, p.id",
            (item.0, through.to_string()),
            |row| {
                Ok(Reminded {
                    paper: PaperId(row.get(0)?),
                    register: row.get(1)?,
                    year: row.get(2)?,
                    number: row.get(3)?,
                    tier: super::read_key(row, 4)?,
                    sent: Sent { on: read_day(row, 5)?, reply_by: read_day(row, 6)? },
                    addressee: row.get(7)?,
                })
            },
        )
    }

    /// The anchor code of the journal as it stood with a record.
    ///
    /// # Errors
    /// When there is none of that number.
    pub fn anchor_of(&self, seq: i64) -> Result<String, StoreError> {
        Ok(journal::anchor(seq, &self.record(seq)?.hash))
    }
}
