//! What a 销号审批表 says of an item on a day, and on which days it may have said something else.

use super::{AsOf, Reader};
use crate::{
    domain::{
        Day,
        closing_form::{ClosingForm, Part},
        filter::Filter,
        ids::ItemId,
        item::ItemKind,
        link::LinkKind,
    },
    store::StoreError,
};
use std::collections::BTreeSet;

impl Reader<'_> {
    /// What a form says of an item on a day. Evidence for which `is_form` says so is the signed form itself and no part of it.
    ///
    /// # Errors
    /// When SQLite refuses, or the item did not stand in the ledger on that day.
    pub fn closing_form(
        &self,
        id: ItemId,
        as_of: AsOf,
        is_form: impl Fn(&str) -> bool,
    ) -> Result<Option<ClosingForm>, StoreError> {
        let filter = Filter { items: vec![id], ..Filter::default() };
        let Some(item) = self.items(&filter, as_of)?.pop() else { return Ok(None) };
        let parts = self.items(&Filter { items: self.parts_of(id)?, ..Filter::default() }, as_of)?;
        let parts = parts.into_iter().filter(|part| part.id != id);
        let mut told: Vec<(ItemId, Day, Option<String>)> = Vec::new();
        let mut of = vec![id];
        let mut whole = Vec::new();
        for part in parts {
            of.push(part.id);
            whole.push(Part { item: part, told: None });
        }
        for of in &of {
            for filing in self.accepted_filings(*of, as_of.day)?.into_iter().filter(|filing| filing.item == *of) {
                told.push((*of, filing.on, filing.situation));
            }
        }
        let last = |of: ItemId| {
            let words = told.iter().filter(|(item, _, words)| *item == of && words.is_some());
            words.max_by_key(|(_, on, _)| *on).and_then(|(_, _, words)| words.clone())
        };
        for part in &mut whole {
            part.told = last(part.item.id);
        }
        let counted = self.evidence_of_cycle(&item, of.iter().copied())?;
        let mut evidence = Vec::new();
        for of in &of {
            for row in self.evidence_of(*of)? {
                let known = evidence.iter().any(|(id, _)| *id == row.id);
                if counted.contains(&row.id) && row.on <= as_of.day && !is_form(&row.facts.title) && !known {
                    evidence.push((row.id, row.facts));
                }
            }
        }
        evidence.sort_by_key(|(id, _)| *id);
        let (round, told) = (self.round(item.round)?.key, last(id));
        Ok(Some(ClosingForm { round, item, told, parts: whole, evidence }))
    }

    /// The item itself, what is to be done below it, and the measures of others that also answer it.
    fn parts_of(&self, id: ItemId) -> Result<Vec<ItemId>, StoreError> {
        let below = self.subtree(id)?.into_iter();
        let mut parts: Vec<ItemId> =
            below.filter(|part| matches!(part.kind, ItemKind::Measure | ItemKind::Issue)).map(|part| part.id).collect();
        let links = self.links_of(id)?.into_iter();
        parts.extend(links.filter(|link| link.kind == LinkKind::AlsoAnswers && link.to == id).map(|link| link.from));
        // Opinions have nothing below them; a filter without items would find everything.
        parts.push(id);
        Ok(parts)
    }

    /// The days on which something about an item or what stands below it took effect, the last first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn days_of_change(&self, id: ItemId) -> Result<Vec<Day>, StoreError> {
        let mut days: BTreeSet<Day> = BTreeSet::new();
        for part in self.parts_of(id)? {
            let sql = "SELECT DISTINCT j.effective_on FROM item_record x JOIN journal j ON j.seq = x.seq WHERE x.item_id = ?1";
            days.extend(self.all(sql, [part.0], |row| super::read_day(row, 0))?);
        }
        Ok(days.into_iter().rev().collect())
    }
}
