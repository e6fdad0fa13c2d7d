//! Papers that left the office under a register number (发文登记).

use super::{Reader, read_day, read_day_opt, read_key_opt};
use crate::{
    domain::{
        Day,
        ids::{ItemId, PaperId, PartyId, RoundId},
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
    /// About which round; none once it was taken back.
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
    /// Whose items it is about; none once it was taken back.
    pub addressee: Option<Named>,
    /// What makes it a letter of 催办.
    pub letter: Option<Letter>,
    /// Taken back; the number stays spent.
    pub withdrawn: bool,
    /// The items it speaks of, in the order of their codes; none once it was taken back.
    pub items: Vec<ItemId>,
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

const COLUMNS: &str =
    "p.id, p.seq, p.round_id, p.register, p.year, p.number, p.title, p.as_of, p.issued_on, p.addressee_id, a.name,
    p.tier, p.reply_by, p.role, p.withdrawn";

const JOINED: &str = "FROM paper p LEFT JOIN party a ON a.id = p.addressee_id";

fn from_row(row: &Row<'_>) -> rusqlite::Result<IssuedPaper> {
    let addressee = match row.get::<_, Option<i64>>(9)? {
        Some(id) => Some(Named { id: PartyId(id), name: row.get(10)? }),
        None => None,
    };
    let letter = match (read_key_opt(row, 11)?, read_day_opt(row, 12)?, read_key_opt(row, 13)?) {
        (Some(tier), Some(reply_by), Some(role)) => Some(Letter { tier, reply_by, role }),
        _ => None,
    };
    Ok(IssuedPaper {
        id: PaperId(row.get(0)?),
        seq: row.get(1)?,
        round: row.get::<_, Option<i64>>(2)?.map(RoundId),
        register: row.get(3)?,
        year: row.get(4)?,
        number: row.get(5)?,
        title: row.get(6)?,
        as_of: read_day(row, 7)?,
        issued_on: read_day(row, 8)?,
        addressee,
        letter,
        withdrawn: row.get(14)?,
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

    /// A paper of the register by its key.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn issued_paper(&self, id: PaperId) -> Result<Option<IssuedPaper>, StoreError> {
        Ok(self.issued("p.id = ?1", [id.0])?.pop())
    }

    fn issued(&self, condition: &str, params: impl Params) -> Result<Vec<IssuedPaper>, StoreError> {
        let sql = format!("SELECT {COLUMNS} {JOINED} WHERE {condition} ORDER BY p.register, p.year, p.number");
        let mut papers = self.all(&sql, params, from_row)?;
        for paper in &mut papers {
            let sql = "SELECT x.item_id FROM paper_item x JOIN item i ON i.id = x.item_id WHERE x.paper_id = ?1
                       ORDER BY i.round_id, i.sort_key";
            paper.items = self.all(sql, [paper.id.0], |row| row.get(0).map(ItemId))?;
        }
        Ok(papers)
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
