//! What happened to an item on its way to being struck off: for the walk of its policy, and for what counts in a new cycle.

use super::{Reader, read_day, read_key};
use crate::{
    domain::{
        Day,
        event::Event,
        filing::TakenUp,
        ids::{EvidenceId, ItemId},
        item::Item,
        lifecycle::Closure,
        policy::{Act, Dated},
    },
    store::StoreError,
};

impl Reader<'_> {
    /// Applications, sign-offs, returns, reopenings and changes of progress of an item, in the order of the journal.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn trail_of(&self, item: ItemId) -> Result<Vec<Dated>, StoreError> {
        let steps = self.all(
            "SELECT seq, on_day, 'signed' AS what, step AS word, agreed FROM sign_off WHERE item_id = ?1
             UNION ALL SELECT seq, from_on, 'closure', closure, 0 FROM closure_row WHERE item_id = ?1
             UNION ALL SELECT seq, from_on, 'progress', progress, 0 FROM progress_row WHERE item_id = ?1
             ORDER BY 1",
            [item.0],
            |row| {
                let what: String = row.get(2)?;
                let act = match what.as_str() {
                    "signed" => Some(Act::Signed { step: read_key(row, 3)?, agreed: row.get(4)? }),
                    "progress" => Some(Act::Progress(read_key(row, 3)?)),
                    _ => match read_key(row, 3)? {
                        Closure::Requested => Some(Act::Applied),
                        Closure::Returned => Some(Act::Returned),
                        Closure::None => Some(Act::Reopened),
                        Closure::Closed => None,
                    },
                };
                Ok((row.get(0)?, read_day(row, 1)?, act))
            },
        )?;
        Ok(steps.into_iter().filter_map(|(seq, on, act)| Some(Dated { seq, on, act: act? })).collect())
    }

    /// The record of an item's last reopening, and its day; `None` in its first cycle.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn reopened(&self, item: ItemId) -> Result<Option<(i64, Day)>, StoreError> {
        // A closure that is none again was struck off before.
        let sql =
            "SELECT seq, from_on FROM closure_row WHERE item_id = ?1 AND closure = 'none' ORDER BY seq DESC LIMIT 1";
        self.one(sql, [item.0], |row| Ok((row.get(0)?, read_day(row, 1)?)))
    }

    /// The evidence of these items that counts for an item in its present cycle: what was kept before a reopening proved work
    /// that did not hold, and counts no longer. The record and its day of effect both follow the reopening.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn evidence_of_cycle(
        &self,
        item: &Item,
        of: impl IntoIterator<Item = ItemId>,
    ) -> Result<Vec<EvidenceId>, StoreError> {
        let reopened = if item.cycle > 1 { self.reopened(item.id)? } else { None };
        let mut evidence = Vec::new();
        for id in of {
            let kept = self.evidence_of(id)?;
            match reopened {
                None => evidence.extend(kept.into_iter().map(|row| row.id)),
                Some((seq, day)) => {
                    let since = self.evidence_since(id, seq, day)?;
                    evidence.extend(kept.into_iter().map(|row| row.id).filter(|id| since.contains(id)));
                }
            }
        }
        evidence.sort_unstable();
        evidence.dedup();
        Ok(evidence)
    }

    /// The evidence that was kept for an item after a record, on that record's day or later.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn evidence_since(&self, item: ItemId, seq: i64, day: Day) -> Result<Vec<EvidenceId>, StoreError> {
        let mut found = Vec::new();
        for entry in self.log(Some(item), None)? {
            if entry.record.seq <= seq {
                break;
            }
            match entry.event {
                Event::EvidenceAdded { evidence, .. } | Event::EvidenceLinked { evidence, .. }
                    if !entry.undone && entry.record.day()? >= day =>
                {
                    found.push(evidence);
                }
                _ => {}
            }
        }
        Ok(found)
    }

    /// The day on which this ledger came to know an item, whatever day it stands on.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn known_since(&self, item: ItemId) -> Result<Option<Day>, StoreError> {
        // An instant begins with its day, told in the zone in which it was entered.
        let sql = "SELECT substr(j.entered_at, 1, 10) FROM journal j
                   WHERE j.seq = (SELECT min(x.seq) FROM item_record x WHERE x.item_id = ?1)";
        self.one(sql, [item.0], |row| read_day(row, 0))
    }

    /// The day on which the work on an item was last taken up again, because it was returned or reopened and this item named.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn taken_up_again(&self, item: ItemId) -> Result<Option<Day>, StoreError> {
        Ok(self.fell_back(item, Day::MAX)?.map(|(_, on, _)| on))
    }

    /// The same as it was known of a day, with the item that was returned or reopened.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn taken_up_by(&self, item: ItemId, day: Day) -> Result<Option<(TakenUp, ItemId)>, StoreError> {
        let Some((seq, on, above)) = self.fell_back(item, day)? else { return Ok(None) };
        let mut after = None;
        for entry in self.log(Some(item), None)? {
            if let Event::FilingRecorded(new) = entry.event
                && entry.record.seq < seq
                && new.item == item
            {
                after = after.max(Some(new.filing));
            }
        }
        Ok(Some((TakenUp { on, after }, above)))
    }

    /// The record by which the work on an item last fell back by that day, its day, and the item that was returned or reopened.
    fn fell_back(&self, item: ItemId, by: Day) -> Result<Option<(i64, Day, ItemId)>, StoreError> {
        // Progress that no filing moved fell back by a decision, or follows from what was withdrawn below.
        let sql = "SELECT seq, from_on FROM progress_row WHERE item_id = ?1 AND filing_id IS NULL AND NOT derived
                     AND progress = 'in_progress' ORDER BY seq DESC";
        let fell: Vec<(i64, Day)> = self.all(sql, [item.0], |row| Ok((row.get(0)?, read_day(row, 1)?)))?;
        for (seq, day) in fell.into_iter().filter(|(_, day)| *day <= by) {
            let Some(command) = self.command_of_record(seq)? else { continue };
            for record in self.records_of_command(&command)? {
                if let Event::Reopened { item: above, open_again, .. }
                | Event::ClosureReturned { item: above, open_again, .. } = record.event()?
                    && open_again.contains(&item)
                {
                    return Ok(Some((seq, day, above)));
                }
            }
        }
        Ok(None)
    }
}
