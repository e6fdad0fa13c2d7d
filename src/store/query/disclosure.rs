//! Marks of 公开范围 and wordings for the public.

use super::{Reader, read_key};
use crate::{
    domain::{
        event::{DisclosureFacts, DisclosureSubject},
        ids::{ItemId, RoundId},
    },
    store::StoreError,
};

impl Reader<'_> {
    /// The mark of an item, filing, outcome or piece of evidence; `None` when there is none of that number.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn disclosure_of(&self, subject: DisclosureSubject) -> Result<Option<DisclosureFacts>, StoreError> {
        let (table, key) = match subject {
            DisclosureSubject::Item(id) => ("item", id.0),
            DisclosureSubject::Filing(id) => ("filing", id.0),
            DisclosureSubject::Outcome(id) => ("outcome", id.0),
            DisclosureSubject::Evidence(id) => ("evidence", id.0),
        };
        self.one(&format!("SELECT disclosure, public_words FROM {table} WHERE id = ?1"), [key], |row| {
            Ok(DisclosureFacts { disclosure: read_key(row, 0)?, public_words: row.get(1)? })
        })
    }

    /// The marks of a round's items, categories included, in the order of their keys.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn disclosures_in(&self, round: RoundId) -> Result<Vec<(ItemId, DisclosureFacts)>, StoreError> {
        let sql = "SELECT id, disclosure, public_words FROM item WHERE round_id = ?1 ORDER BY id";
        self.all(sql, [round.0], |row| {
            Ok((ItemId(row.get(0)?), DisclosureFacts { disclosure: read_key(row, 1)?, public_words: row.get(2)? }))
        })
    }

    /// The items that a filing, outcome or piece of evidence belongs to; the item itself.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn items_of(&self, subject: DisclosureSubject) -> Result<Vec<ItemId>, StoreError> {
        match subject {
            DisclosureSubject::Item(id) => Ok(vec![id]),
            DisclosureSubject::Outcome(id) => self.outcome_items(id),
            DisclosureSubject::Evidence(id) => self.evidence_items(id),
            DisclosureSubject::Filing(id) => {
                self.all("SELECT item_id FROM filing WHERE id = ?1", [id.0], |row| Ok(ItemId(row.get(0)?)))
            }
        }
    }
}
