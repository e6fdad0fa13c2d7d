//! What a calendar that was handed out before must be told: what changed since, and which days hold no longer.

use super::{AsOf, Reader, read_day_opt};
use crate::{
    domain::{
        Day,
        ids::{ItemId, RoundId},
    },
    store::StoreError,
};
use std::collections::HashMap;

/// Days that an item had and has no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GivenUp {
    /// The last due day of its own, when it has none now.
    pub due: Option<Day>,
    /// The last review day of its own, when it has none now.
    pub review: Option<Day>,
}

impl Reader<'_> {
    /// The last record of the journal that spoke of each item of these rounds or of what stands above it, from where deadlines and
    /// withdrawals reach down, or that took such a record back: it never falls, not even by an undo.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn last_records(&self, rounds: &[RoundId]) -> Result<HashMap<ItemId, i64>, StoreError> {
        let undone: HashMap<i64, i64> = self
            .all("SELECT j.seq, u.seq FROM undone u JOIN journal j ON j.command_id = u.command_id", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?
            .into_iter()
            .collect();
        let keys: Vec<i64> = rounds.iter().map(|round| round.0).collect();
        let rows = self.all(
            "SELECT i.id, i.parent_id, x.seq FROM item i JOIN item_record x ON x.item_id = i.id
             WHERE i.round_id IN (SELECT value FROM json_each(?1))",
            [serde_json::to_string(&keys).unwrap_or_default()],
            |row| Ok((ItemId(row.get(0)?), row.get::<_, Option<i64>>(1)?.map(ItemId), row.get::<_, i64>(2)?)),
        )?;
        let mut own: HashMap<ItemId, (Option<ItemId>, i64)> = HashMap::new();
        for (item, parent, seq) in rows {
            let seq = undone.get(&seq).map_or(seq, |undo| seq.max(*undo));
            let known = own.entry(item).or_insert((parent, seq));
            known.1 = known.1.max(seq);
        }
        let up = |item: &ItemId| {
            let (mut last, mut above) = (0, Some(*item));
            while let Some((parent, seq)) = above.and_then(|id| own.get(&id)) {
                last = last.max(*seq);
                above = *parent;
            }
            last
        };
        Ok(own.keys().map(|item| (*item, up(item))).collect())
    }

    /// The last due day and the last review day of items that had one of their own by the day of the question and have
    /// none any more.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn days_given_up(&self, rounds: &[RoundId], as_of: AsOf) -> Result<HashMap<ItemId, GivenUp>, StoreError> {
        let keys: Vec<i64> = rounds.iter().map(|round| round.0).collect();
        let last = |column: &str| {
            format!(
                "CASE WHEN i.{column} IS NULL THEN (SELECT d.{column} FROM deadline_row d WHERE d.item_id = i.id AND d.set_item_id = i.id
                   AND d.{column} IS NOT NULL AND d.from_on <= ?1 ORDER BY d.seq DESC LIMIT 1) END"
            )
        };
        let sql = format!(
            "SELECT * FROM (SELECT i.id, {} AS due, {} AS review FROM {} i
               WHERE i.round_id IN (SELECT value FROM json_each(?2)) AND i.added_on <= ?1 AND (i.due IS NULL OR i.review IS NULL))
             WHERE due IS NOT NULL OR review IS NOT NULL",
            last("due"),
            last("review"),
            as_of.items()
        );
        let json = serde_json::to_string(&keys).unwrap_or_default();
        let rows = self.all(&sql, (as_of.day.to_string(), json), |row| {
            Ok((ItemId(row.get(0)?), GivenUp { due: read_day_opt(row, 1)?, review: read_day_opt(row, 2)? }))
        })?;
        Ok(rows.into_iter().collect())
    }
}
