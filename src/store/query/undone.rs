//! Decisions against whoever asked that were undone: their rows are gone from the tables, the journal keeps both.

use super::{AsOf, Reader, Record};
use crate::{
    domain::{Day, decision::Against, event::Event, filter::Filter, ids::ItemId},
    store::StoreError,
};

/// A decision that was undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoneDecision {
    /// The item it was about.
    pub item: ItemId,
    /// What had been decided.
    pub against: Against,
    /// In words.
    pub words: Option<String>,
    /// When.
    pub decided_on: Day,
    /// When it was undone.
    pub undone_on: Day,
    /// The operator who did it.
    pub by: String,
    /// Why; none in records of a version that did not ask.
    pub reason: Option<String>,
}

impl Reader<'_> {
    /// The undone decisions about an item, first to last.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn undone_decisions_of(&self, item: ItemId) -> Result<Vec<UndoneDecision>, StoreError> {
        let sql = "SELECT d.seq, u.seq FROM item_record x JOIN journal d ON d.seq = x.seq JOIN undone u ON u.command_id = d.command_id
                   WHERE x.item_id = ?1 ORDER BY d.seq";
        let pairs = self.all(sql, [item.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(self.read_undone(pairs)?.into_iter().filter(|decision| decision.item == item).collect())
    }

    /// Every undone decision about an item that the filter finds, in the order of the items; those about items that were undone
    /// themselves have none to stand under.
    ///
    /// # Errors
    /// What `each` returns, or trouble with the file.
    pub fn each_undone_decision<E: From<StoreError>>(
        &self,
        filter: &Filter,
        as_of: AsOf,
        mut each: impl FnMut(UndoneDecision) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = "SELECT d.seq, u.seq FROM undone u JOIN journal d ON d.command_id = u.command_id ORDER BY d.seq";
        let pairs = self.all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut found = self.read_undone(pairs)?;
        found.retain(|decision| decision.undone_on <= as_of.day);
        let mut about: Vec<ItemId> = found.iter().map(|decision| decision.item).collect();
        about.retain(|item| filter.items.is_empty() || filter.items.contains(item));
        if about.is_empty() {
            return Ok(());
        }
        let filter = Filter { items: about, with_withdrawn: true, ..filter.clone() };
        for item in self.items(&filter, as_of)? {
            for decision in found.iter().filter(|decision| decision.item == item.id) {
                each(decision.clone())?;
            }
        }
        Ok(())
    }

    /// What of these records, each with the one that undid it, are decisions against whoever asked.
    fn read_undone(&self, pairs: Vec<(i64, i64)>) -> Result<Vec<UndoneDecision>, StoreError> {
        let mut found = Vec::new();
        for (decided, undone) in pairs {
            let record = self.record(decided)?;
            let event = record.event()?;
            let Some((item, against, words)) = event.against() else { continue };
            let undo: Record = self.record(undone)?;
            let reason = match undo.event()? {
                Event::Undone { reason, .. } => reason,
                _ => None,
            };
            found.push(UndoneDecision {
                item,
                against,
                words: words.map(ToOwned::to_owned),
                decided_on: record.day()?,
                undone_on: undo.day()?,
                by: undo.operator,
                reason,
            });
        }
        Ok(found)
    }
}
