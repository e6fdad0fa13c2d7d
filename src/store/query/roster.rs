//! Parties.

use super::{Reader, read_day, read_day_opt, read_key};
use crate::{
    domain::{
        Day,
        ids::{ItemId, PartyId},
        party::{PartyKind, Role},
    },
    store::StoreError,
};
use rusqlite::Row;

/// A name in the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Its key.
    pub id: PartyId,
    /// The name it goes by now.
    pub name: String,
    /// What it is.
    pub kind: PartyKind,
    /// Its place in the office's order.
    pub ord: i64,
    /// Remark.
    pub note: Option<String>,
    /// No longer offered from this day on.
    pub retired_on: Option<Day>,
    /// The party it was merged into.
    pub into: Option<PartyId>,
}

/// One party followed by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuccessionRow {
    /// The earlier one.
    pub from: PartyId,
    /// The one that followed, or into which it was merged.
    pub to: PartyId,
    /// From which day.
    pub on: Day,
    /// Why; `None` for a merger.
    pub reason: Option<String>,
}

const COLUMNS: &str = "p.id, p.name, p.kind, p.ord, p.note, p.retired_on, p.into_id";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Party> {
    Ok(Party {
        id: PartyId(row.get(0)?),
        name: row.get(1)?,
        kind: read_key(row, 2)?,
        ord: row.get(3)?,
        note: row.get(4)?,
        retired_on: read_day_opt(row, 5)?,
        into: row.get::<_, Option<i64>>(6)?.map(PartyId),
    })
}

impl Reader<'_> {
    /// The whole roster in the office's order, those no longer offered included.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn parties(&self) -> Result<Vec<Party>, StoreError> {
        self.all(&format!("SELECT {COLUMNS} FROM party p ORDER BY p.ord, p.id"), [], from_row)
    }

    /// One party.
    ///
    /// # Errors
    /// When there is none with that key.
    pub fn party(&self, id: PartyId) -> Result<Party, StoreError> {
        self.one(&format!("SELECT {COLUMNS} FROM party p WHERE p.id = ?1"), [id.0], from_row)?
            .ok_or_else(|| StoreError::Value(format!("no party {id}")))
    }

    /// Every spelling under which a party is known: names it went by and aliases.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn party_names(&self) -> Result<Vec<(PartyId, String)>, StoreError> {
        self.all("SELECT party_id, name FROM party_name ORDER BY party_id, seq", [], |row| {
            Ok((PartyId(row.get(0)?), row.get(1)?))
        })
    }

    /// Who followed whom, mergers included, by day.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn successions(&self) -> Result<Vec<SuccessionRow>, StoreError> {
        self.all(
            "SELECT from_id, to_id, on_day, reason FROM party_succession
             UNION ALL SELECT id, into_id, retired_on, NULL FROM party WHERE into_id IS NOT NULL
             ORDER BY 3, 1, 2",
            [],
            |row| {
                Ok(SuccessionRow {
                    from: PartyId(row.get(0)?),
                    to: PartyId(row.get(1)?),
                    on: read_day(row, 2)?,
                    reason: row.get(3)?,
                })
            },
        )
    }

    /// The names that a party went by, with the day from which it did.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn names_of_party(&self, party: PartyId) -> Result<Vec<(String, Day)>, StoreError> {
        self.all(
            "SELECT name, from_on FROM party_name WHERE party_id = ?1 AND NOT is_alias ORDER BY seq",
            [party.0],
            |row| Ok((row.get(0)?, read_day(row, 1)?)),
        )
    }

    /// How many open items name the party, in any role.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn open_items_of(&self, party: PartyId) -> Result<i64, StoreError> {
        Ok(self
            .one(
                "SELECT count(DISTINCT x.item_id) FROM item_party x JOIN item i ON i.id = x.item_id
                 WHERE x.party_id = ?1 AND i.closure <> 'closed' AND i.progress <> 'completed'
                   AND i.withdrawn_on IS NULL AND i.kind <> 'category'",
                [party.0],
                |row| row.get(0),
            )?
            .unwrap_or(0))
    }

    /// The items and roles in which a party stands now.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn roles_of_party(&self, party: PartyId) -> Result<Vec<(ItemId, Role)>, StoreError> {
        self.all("SELECT item_id, role FROM item_party WHERE party_id = ?1 ORDER BY item_id, role", [party.0], |row| {
            Ok((ItemId(row.get(0)?), read_key(row, 1)?))
        })
    }
}
