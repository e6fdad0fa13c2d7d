//! The journal as people read it.

use super::{Reader, Record};
use crate::{
    domain::{
        Day,
        event::Event,
        ids::{ItemId, RoundId},
    },
    store::StoreError,
};
use rusqlite::Row;

/// A record with what has become of it.
#[derive(Debug, Clone)]
pub struct LogEntry {
    /// The record.
    pub record: Record,
    /// Its event.
    pub event: Event,
    /// Its command was reversed later.
    pub undone: bool,
}

/// How much of what is printed as of now reads otherwise than on an earlier day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Reworded {
    /// Items with other words or another goal.
    pub items: i64,
    /// Parties that answered for items and have another name.
    pub parties: i64,
}

impl Reader<'_> {
    /// What of a round as it stood on a day was reworded or renamed by what was entered, or undone, after that day: names and
    /// wording are never those of a past day. Reads the records since, and no others.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn reworded_since(&self, round: RoundId, day: Day) -> Result<Reworded, StoreError> {
        let day = day.to_string();
        let sql = "SELECT seq FROM journal WHERE substr(entered_at, 1, 10) <= ?1 ORDER BY seq DESC LIMIT 1";
        let last: i64 = self.one(sql, [&day], |row| row.get(0))?.unwrap_or(0);
        let sql = "WITH since AS (
              SELECT j.body FROM journal j WHERE j.seq > ?1 AND j.body ->> 'kind' IN ('item_edited', 'party_renamed')
                AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.command_id = j.command_id)
              UNION ALL SELECT j.body FROM undone u JOIN journal j ON j.command_id = u.command_id
                WHERE u.seq > ?1 AND j.seq <= ?1 AND j.body ->> 'kind' IN ('item_edited', 'party_renamed'))
            SELECT
              (SELECT count(*) FROM item i WHERE i.round_id = ?2 AND i.added_on <= ?3
                 AND i.id IN (SELECT body ->> 'item' FROM since WHERE body ->> 'field' IN ('text', 'goal'))),
              (SELECT count(DISTINCT r.party_id) FROM responsibility_row r JOIN item i ON i.id = r.item_id
                 WHERE i.round_id = ?2 AND r.from_on <= ?3 AND r.party_id IN (SELECT body ->> 'party' FROM since))";
        let read = |row: &Row<'_>| Ok(Reworded { items: row.get(0)?, parties: row.get(1)? });
        Ok(self.one(sql, (last, round.0, &day), read)?.unwrap_or_default())
    }

    /// The newest records first, at most `limit`; only those of one item when given.
    ///
    /// # Errors
    /// When SQLite refuses or a record is no event.
    pub fn log(&self, item: Option<ItemId>, limit: Option<u64>) -> Result<Vec<LogEntry>, StoreError> {
        let columns = "j.seq, j.command_id, j.verb, j.entered_at, j.effective_on, j.operator, j.body, j.hash,
               EXISTS (SELECT 1 FROM undone u WHERE u.command_id = j.command_id)";
        let limit = limit.map_or(-1, |n| i64::try_from(n).unwrap_or(i64::MAX));
        let read = |row: &Row<'_>| Ok((Record::from_row(row)?, row.get(8)?));
        let records: Vec<(Record, bool)> = match item {
            None => {
                self.all(&format!("SELECT {columns} FROM journal j ORDER BY j.seq DESC LIMIT ?1"), [limit], read)?
            }
            Some(item) => self.all(
                &format!(
                    "SELECT {columns} FROM item_record x JOIN journal j ON j.seq = x.seq
                     WHERE x.item_id = ?2 ORDER BY x.seq DESC LIMIT ?1"
                ),
                (limit, item.0),
                read,
            )?,
        };
        records
            .into_iter()
            .map(|(record, undone)| {
                let event = record.event()?;
                Ok(LogEntry { record, event, undone })
            })
            .collect()
    }

    /// The records of one command, first to last.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn records_of_command(&self, command_id: &str) -> Result<Vec<Record>, StoreError> {
        self.all(
            "SELECT seq, command_id, verb, entered_at, effective_on, operator, body, hash FROM journal
             WHERE command_id = ?1 ORDER BY seq",
            [command_id],
            Record::from_row,
        )
    }

    /// The last command that can still be reversed: neither reversed nor itself a reversal.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn last_command(&self) -> Result<Option<String>, StoreError> {
        self.one(
            "SELECT j.command_id FROM journal j
             WHERE j.verb <> 'undo' AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.command_id = j.command_id)
             ORDER BY j.seq DESC LIMIT 1",
            [],
            |row| row.get(0),
        )
    }

    /// The command that wrote a record.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn command_of_record(&self, seq: i64) -> Result<Option<String>, StoreError> {
        self.one("SELECT command_id FROM journal WHERE seq = ?1", [seq], |row| row.get(0))
    }

    /// Whether a command was reversed.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn is_undone(&self, command_id: &str) -> Result<bool, StoreError> {
        Ok(self.one("SELECT 1 FROM undone WHERE command_id = ?1", [command_id], |_| Ok(()))?.is_some())
    }
}
