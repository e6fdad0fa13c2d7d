//! Look-backs, what is due to be looked at again, and draws of closed items.

use super::{
    Reader,
    item::AsOf,
    read_day, read_day_opt,
    rule::{self, LAST_LOOKED, NEXT_LOOK},
    select::{Order, Selection},
};
use crate::{
    domain::{
        Day,
        event::Event,
        filter::Filter,
        ids::{EvidenceId, ItemId, RecheckId, RoundId, SampleId},
        item::{Item, ItemKind},
        recheck::{Due, Finding, Looked},
        sample::Stratum,
    },
    store::StoreError,
};

/// A look-back as it stands.
#[derive(Debug, Clone)]
pub struct RecheckRow {
    /// Its key.
    pub id: RecheckId,
    /// When.
    pub on: Day,
    /// In which cycle.
    pub cycle: i64,
    /// By whom.
    pub by: String,
    /// What it found.
    pub finding: Finding,
    /// In words.
    pub words: String,
    /// When to look again.
    pub next: Option<Day>,
    /// The evidence that it names.
    pub evidence: Vec<EvidenceId>,
    /// The draw that it answers.
    pub sample: Option<SampleId>,
}

/// A draw as it stands.
#[derive(Debug, Clone)]
pub struct SampleRow {
    /// Its number.
    pub id: SampleId,
    /// The record that keeps its conditions and what it was drawn from.
    pub seq: i64,
    /// From which round.
    pub round: Option<RoundId>,
    /// The day as of which it was drawn.
    pub on: Day,
    /// What it was made from.
    pub seed: String,
    /// From how many items.
    pub population: i64,
    /// How many were drawn.
    pub drawn: i64,
}

/// Closed items for whose looking back this is the reason, on a day.
fn due_items(filter: &Filter, as_of: AsOf, due: Due, months: u32) -> Selection {
    Selection::new(filter, as_of).and(&rule::look_back_due(due, months, as_of.day))
}

impl Reader<'_> {
    /// The look-backs at an item, first to last.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn rechecks_of(&self, item: ItemId) -> Result<Vec<RecheckRow>, StoreError> {
        let mut rows = self.all(
            "SELECT id, on_day, cycle, by, rebound, words, next_review, sample_id FROM recheck WHERE item_id = ?1 ORDER BY id",
            [item.0],
            |row| {
                Ok(RecheckRow {
                    id: RecheckId(row.get(0)?),
                    on: read_day(row, 1)?,
                    cycle: row.get(2)?,
                    by: row.get(3)?,
                    finding: if row.get(4)? { Finding::Rebound } else { Finding::Held },
                    words: row.get(5)?,
                    next: read_day_opt(row, 6)?,
                    evidence: Vec::new(),
                    sample: row.get::<_, Option<i64>>(7)?.map(SampleId),
                })
            },
        )?;
        for row in &mut rows {
            let sql = "SELECT evidence_id FROM recheck_evidence WHERE recheck_id = ?1 ORDER BY evidence_id";
            row.evidence = self.all(sql, [row.id.0], |row| row.get(0).map(EvidenceId))?;
        }
        Ok(rows)
    }

    /// The day of the last look-back at an item.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn last_recheck(&self, item: ItemId) -> Result<Option<Day>, StoreError> {
        let sql = "SELECT on_day FROM recheck WHERE item_id = ?1 ORDER BY id DESC LIMIT 1";
        self.one(sql, [item.0], |row| read_day(row, 0))
    }

    /// The code of an item at which a look-back names this evidence.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn recheck_on(&self, evidence: EvidenceId) -> Result<Option<String>, StoreError> {
        self.one(
            "SELECT i.code FROM recheck_evidence x JOIN recheck r ON r.id = x.recheck_id JOIN item i ON i.id = r.item_id
             WHERE x.evidence_id = ?1 ORDER BY r.id LIMIT 1",
            [evidence.0],
            |row| row.get(0),
        )
    }

    /// What is known of the looking back at a closed item, as of a day.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn looked(&self, item: ItemId, as_of: AsOf) -> Result<Looked, StoreError> {
        let sql =
            format!("SELECT {LAST_LOOKED}, {NEXT_LOOK} FROM {} i WHERE i.id = ?2 AND i.added_on <= ?1", as_of.items());
        let looked = self.one(&sql, (as_of.day.to_string(), item.0), |row| {
            Ok(Looked { last: read_day_opt(row, 0)?, next: read_day_opt(row, 1)? })
        })?;
        Ok(looked.unwrap_or_default())
    }

    /// How many closed items are due to be looked at again for this reason, by kind.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn count_look_backs(
        &self,
        filter: &Filter,
        as_of: AsOf,
        due: Due,
        months: u32,
    ) -> Result<Vec<(ItemKind, i64)>, StoreError> {
        let selection = due_items(filter, as_of, due, months);
        let sql = format!(
            "SELECT i.kind, count(*) FROM {} i WHERE {} GROUP BY i.kind",
            as_of.items(),
            selection.conditions()
        );
        self.all(&sql, selection.params().as_slice(), |row| Ok((super::read_key(row, 0)?, row.get(1)?)))
    }

    /// The closed items that are due to be looked at again for this reason, in the order of their codes.
    ///
    /// # Errors
    /// What `each` returns, or trouble with the file.
    pub fn each_look_back<E: From<StoreError>>(
        &self,
        filter: &Filter,
        as_of: AsOf,
        (due, months): (Due, u32),
        limit: Option<u64>,
        mut each: impl FnMut(Item, Looked) -> Result<(), E>,
    ) -> Result<(), E> {
        let selection = due_items(filter, as_of, due, months);
        self.each_selected(&selection, as_of, Order::Code, limit, |item| {
            let looked = self.looked(item.id, as_of)?;
            each(item, looked)
        })
    }

    /// The draws that stand, first to last.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn samples(&self) -> Result<Vec<SampleRow>, StoreError> {
        self.sample_rows("1", &[])
    }

    /// A draw by its number; `None` when there is none or it was undone.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn sample(&self, id: SampleId) -> Result<Option<SampleRow>, StoreError> {
        Ok(self.sample_rows("s.id = ?1", &[&id.0])?.pop())
    }

    fn sample_rows(&self, which: &str, params: &[&dyn rusqlite::ToSql]) -> Result<Vec<SampleRow>, StoreError> {
        let sql = format!(
            "SELECT s.id, s.seq, s.round_id, s.on_day, s.seed, s.population,
               (SELECT count(*) FROM sample_item x WHERE x.sample_id = s.id)
             FROM sample s WHERE {which} ORDER BY s.id"
        );
        self.all(&sql, params, |row| {
            Ok(SampleRow {
                id: SampleId(row.get(0)?),
                seq: row.get(1)?,
                round: row.get::<_, Option<i64>>(2)?.map(RoundId),
                on: read_day(row, 3)?,
                seed: row.get(4)?,
                population: row.get(5)?,
                drawn: row.get(6)?,
            })
        })
    }

    /// The items of a draw, in the order in which they were drawn.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn sample_items(&self, id: SampleId) -> Result<Vec<ItemId>, StoreError> {
        let sql = "SELECT item_id FROM sample_item WHERE sample_id = ?1 ORDER BY ord";
        self.all(sql, [id.0], |row| row.get(0).map(ItemId))
    }
    /// The last draw that an item is in and that no look-back at it has answered yet.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn waiting_draw(&self, item: ItemId) -> Result<Option<SampleId>, StoreError> {
        let sql = "SELECT x.sample_id FROM sample_item x WHERE x.item_id = ?1 AND NOT EXISTS
                     (SELECT 1 FROM recheck r WHERE r.item_id = ?1 AND r.sample_id = x.sample_id)
                   ORDER BY x.sample_id DESC LIMIT 1";
        self.one(sql, [item.0], |row| row.get(0).map(SampleId))
    }

    /// What the journal keeps of a draw: its conditions, and the groups that it was drawn from.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn sample_basis(&self, row: &SampleRow) -> Result<(Option<Filter>, Vec<Stratum>), StoreError> {
        match self.record(row.seq)?.event()? {
            Event::SampleDrawn { among, filter, .. } => Ok((filter.map(|f| *f), among)),
            _ => Err(StoreError::Value(format!("record {} is no draw", row.seq))),
        }
    }
}
