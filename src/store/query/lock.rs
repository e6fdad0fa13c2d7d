//! Locks of rounds, and what was entered after one though it belongs to its period (补报调整).
//!
//! The ledger as of the locked day is what was published. What a fact's own day (completion, the meeting that agreed) places
//! in that period while its effect lies after it, and what counts since then otherwise than it counted there, are adjustments.

use super::{Reader, read_day, read_day_opt, read_key, read_key_opt};
use crate::{
    domain::{
        Day,
        ids::{ItemId, MeetingId, OutcomeId, PaperId, PartyId, RoundId},
        item::{ItemKind, ItemType, Origin},
        lock::AdjustmentKind,
        outcome::OutcomeFacts,
    },
    store::StoreError,
};
use rusqlite::Row;

/// A lock of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    /// The record.
    pub seq: i64,
    /// When it was locked.
    pub on: Day,
    /// Nothing takes effect up to this day any more.
    pub through: Day,
    /// What was published: the title of the paper, or as it was said.
    pub title: Option<String>,
    /// The paper that was issued.
    pub paper: Option<PaperId>,
}

/// Something that belongs to a locked period and that the report of it did not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    /// What it is.
    pub kind: AdjustmentKind,
    /// Of what.
    pub of: Adjusted,
    /// The day from which it counts.
    pub on: Day,
    /// The day on which it happened, where the fact has one.
    pub happened_on: Option<Day>,
    /// How it had counted: a key of origin or type, or a category's code.
    pub before: Option<String>,
    /// How it counts now.
    pub after: Option<String>,
}

/// What an adjustment is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Adjusted {
    /// An item.
    Item {
        /// Its key.
        id: ItemId,
        /// Its code.
        code: String,
        /// What it is.
        kind: ItemKind,
        /// Its words.
        text: String,
    },
    /// A meeting.
    Meeting {
        /// Its key, and the number people type.
        id: MeetingId,
        /// Its title.
        title: String,
    },
    /// An outcome.
    Outcome {
        /// Its key, and the number people type.
        id: OutcomeId,
        /// Its title, where it has one.
        title: Option<String>,
        /// What was counted as of the locked day, and what is counted now; nothing once it was taken back.
        facts: Box<(Option<OutcomeFacts>, Option<OutcomeFacts>)>,
    },
    /// A party.
    Party {
        /// Its name of today.
        name: String,
    },
}

/// `?1` the round, `?2` the locked day, `?3` the day of the report. Withdrawn items are told as withdrawn and not again.
const LIVE: &str = "i.round_id = ?1 AND i.kind <> 'category' AND (i.withdrawn_on IS NULL OR i.withdrawn_on > ?3)";

/// Key, code, kind and words of the item, then the day of effect and the day it happened.
fn from_row(row: &Row<'_>, kind: AdjustmentKind) -> rusqlite::Result<Adjustment> {
    Ok(Adjustment {
        kind,
        of: Adjusted::Item { id: ItemId(row.get(0)?), code: row.get(1)?, kind: read_key(row, 2)?, text: row.get(3)? },
        on: read_day(row, 4)?,
        happened_on: read_day_opt(row, 5)?,
        before: None,
        after: None,
    })
}

impl Reader<'_> {
    /// The locks of a round, first to last.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn locks(&self, round: RoundId) -> Result<Vec<Lock>, StoreError> {
        self.all(
            "SELECT l.seq, l.on_day, l.through, coalesce(p.title, l.title), l.paper_id
             FROM round_lock l LEFT JOIN paper p ON p.id = l.paper_id WHERE l.round_id = ?1 ORDER BY l.seq",
            [round.0],
            |row| {
                Ok(Lock {
                    seq: row.get(0)?,
                    on: read_day(row, 1)?,
                    through: read_day(row, 2)?,
                    title: row.get(3)?,
                    paper: row.get::<_, Option<i64>>(4)?.map(PaperId),
                })
            },
        )
    }

    /// What a report of `day` states as 补报调整 to the report that was locked through `through`: items by kind of adjustment
    /// in the order of their codes, then meetings and outcomes.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn adjustments(&self, round: RoundId, through: Day, day: Day) -> Result<Vec<Adjustment>, StoreError> {
        let days = (round.0, through.to_string(), day.to_string());
        let item = "i.id, i.code, i.kind, i.text";
        let of_items = |kind: AdjustmentKind, sql: &str| self.all(sql, params(&days), |row| from_row(row, kind));
        let mut found = of_items(
            AdjustmentKind::Added,
            &format!(
                "SELECT {item}, i.added_on, NULL FROM item i
                 WHERE {LIVE} AND i.kind = 'issue' AND i.origin = 'feedback' AND i.added_on > ?2 AND i.added_on <= ?3
                 ORDER BY i.sort_key"
            ),
        )?;
        found.extend(of_items(
            AdjustmentKind::Completed,
            &format!(
                "SELECT {item}, p.from_on, p.completed_on FROM progress_row p JOIN item i ON i.id = p.item_id
                 WHERE {LIVE} AND p.progress = 'completed' AND p.completed_on <= ?2 AND p.from_on > ?2 AND p.from_on <= ?3
                   AND p.seq = (SELECT max(x.seq) FROM progress_row x WHERE x.item_id = i.id AND x.from_on <= ?3)
                   AND 'completed' IS NOT (SELECT x.progress FROM progress_row x
                     WHERE x.item_id = i.id AND x.from_on <= ?2 ORDER BY x.seq DESC LIMIT 1)
                 ORDER BY i.sort_key"
            ),
        )?);
        // A closing that had been taken over and was ratified counted as struck off already.
        found.extend(of_items(
            AdjustmentKind::Closed,
            &format!(
                "SELECT {item}, c.from_on, m.held_on FROM closure_row c JOIN item i ON i.id = c.item_id
                   JOIN meeting m ON m.id = c.meeting_id
                 WHERE {LIVE} AND c.closure = 'closed' AND m.held_on <= ?2 AND c.from_on > ?2 AND c.from_on <= ?3
                   AND c.seq = (SELECT max(x.seq) FROM closure_row x WHERE x.item_id = i.id AND x.from_on <= ?3)
                   AND 'closed' IS NOT (SELECT x.closure FROM closure_row x
                     WHERE x.item_id = i.id AND x.from_on <= ?2 ORDER BY x.seq DESC LIMIT 1)
                 ORDER BY i.sort_key"
            ),
        )?);
        found.extend(of_items(
            AdjustmentKind::Withdrawn,
            &format!(
                "SELECT {item}, i.withdrawn_on, NULL FROM item i
                 WHERE i.round_id = ?1 AND i.kind <> 'category' AND i.added_on <= ?2 AND i.withdrawn_on > ?2
                   AND i.withdrawn_on <= ?3
                 ORDER BY i.sort_key"
            ),
        )?);
        found.extend(self.counted_otherwise(&days)?);
        found.extend(self.all(
            "SELECT m.id, m.title, m.added_on, m.held_on FROM meeting m
             WHERE m.round_id = ?1 AND m.held_on <= ?2 AND m.added_on > ?2 AND m.added_on <= ?3
             ORDER BY m.held_on, m.id",
            params(&days),
            |row| {
                Ok(Adjustment {
                    kind: AdjustmentKind::Meeting,
                    of: Adjusted::Meeting { id: MeetingId(row.get(0)?), title: row.get(1)? },
                    on: read_day(row, 2)?,
                    happened_on: Some(read_day(row, 3)?),
                    before: None,
                    after: None,
                })
            },
        )?);
        found.extend(self.adjusted_outcomes(&days)?);
        found.extend(self.renamed(&days)?);
        found.extend(self.reworded(&days)?);
        Ok(found)
    }

    /// The rounds whose items name a party or named it.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn rounds_naming(&self, party: PartyId) -> Result<Vec<RoundId>, StoreError> {
        self.all(
            "SELECT DISTINCT i.round_id FROM responsibility_row r JOIN item i ON i.id = r.item_id WHERE r.party_id = ?1",
            [party.0],
            |row| Ok(RoundId(row.get(0)?)),
        )
    }

    /// Parties that the round named when it was locked, and that bear another name now.
    fn renamed(&self, days: &(i64, String, String)) -> Result<Vec<Adjustment>, StoreError> {
        let name = |day: &str| {
            format!(
                "(SELECT n.name FROM party_name n WHERE n.party_id = p.id AND NOT n.is_alias AND n.from_on <= {day}
                   ORDER BY n.seq DESC LIMIT 1)"
            )
        };
        self.all(
            &format!(
                "SELECT p.name, max(c.from_on), {before}, {after} FROM party p
                   JOIN party_name c ON c.party_id = p.id AND NOT c.is_alias AND c.from_on > ?2 AND c.from_on <= ?3
                 WHERE EXISTS (SELECT 1 FROM responsibility_row r JOIN item i ON i.id = r.item_id
                     WHERE r.party_id = p.id AND r.from_on <= ?2 AND i.round_id = ?1)
                 GROUP BY p.id HAVING {before} <> {after} ORDER BY p.ord, p.id",
                before = name("?2"),
                after = name("?3"),
            ),
            params(days),
            |row| {
                Ok(Adjustment {
                    kind: AdjustmentKind::Renamed,
                    of: Adjusted::Party { name: row.get(0)? },
                    on: read_day(row, 1)?,
                    happened_on: None,
                    before: row.get(2)?,
                    after: row.get(3)?,
                })
            },
        )
    }

    /// Items that read otherwise when the round was locked. What takes effect after a day was entered after it, so that only
    /// later records are looked at.
    fn reworded(&self, days: &(i64, String, String)) -> Result<Vec<Adjustment>, StoreError> {
        let sql = "SELECT seq FROM journal WHERE substr(entered_at, 1, 10) <= ?1 ORDER BY seq DESC LIMIT 1";
        let last: i64 = self.one(sql, [&days.1], |row| row.get(0))?.unwrap_or(0);
        let edits = self.all(
            &format!(
                "SELECT i.id, i.code, i.kind, i.text, j.effective_on, NULL, j.body ->> 'before', j.body ->> 'after'
                 FROM journal j CROSS JOIN item i ON i.id = j.body ->> 'item'
                 WHERE j.seq > ?4 AND j.body ->> 'kind' = 'item_edited' AND j.body ->> 'field' = 'text'
                   AND j.effective_on > ?2 AND j.effective_on <= ?3 AND {LIVE} AND i.added_on <= ?2
                   AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.command_id = j.command_id)
                 ORDER BY i.sort_key, j.seq"
            ),
            (days.0, &days.1, &days.2, last),
            |row| {
                let edit = from_row(row, AdjustmentKind::Reworded)?;
                Ok(Adjustment { before: row.get(6)?, after: row.get(7)?, ..edit })
            },
        )?;
        // Of several edits the first tells what had been printed, the last what is printed now.
        let mut found: Vec<Adjustment> = Vec::new();
        for edit in edits {
            match found.last_mut() {
                Some(known) if known.of == edit.of => (known.on, known.after) = (edit.on, edit.after),
                _ => found.push(edit),
            }
        }
        found.retain(|row| row.before != row.after);
        Ok(found)
    }

    /// Items whose origin, type or category was another one in the locked report.
    fn counted_otherwise(&self, days: &(i64, String, String)) -> Result<Vec<Adjustment>, StoreError> {
        let rows = self.all(
            &format!(
                "SELECT i.id, i.code, i.kind, i.text, b.until_on, NULL,
                   b.origin, CASE WHEN a.seq IS NULL THEN i.origin ELSE a.origin END,
                   b.type, CASE WHEN a.seq IS NULL THEN i.type ELSE a.type END,
                   (SELECT c.code FROM item c WHERE c.id = b.category_id),
                   (SELECT c.code FROM item c WHERE c.id = CASE WHEN a.seq IS NULL THEN i.category_id ELSE a.category_id END)
                 FROM item_before b JOIN item i ON i.id = b.item_id
                   LEFT JOIN item_before a ON a.item_id = i.id AND a.seq =
                     (SELECT min(x.seq) FROM item_before x WHERE x.item_id = i.id AND x.until_on > ?3)
                 WHERE {LIVE} AND i.added_on <= ?2 AND b.until_on > ?2 AND b.until_on <= ?3
                   AND b.seq = (SELECT min(x.seq) FROM item_before x WHERE x.item_id = i.id AND x.until_on > ?2)
                 ORDER BY i.sort_key"
            ),
            params(days),
            |row| {
                let as_adjusted = from_row(row, AdjustmentKind::Origin)?;
                let pairs = [
                    (AdjustmentKind::Origin, keys::<Origin>(row, 6)?),
                    (AdjustmentKind::Type, keys::<ItemType>(row, 8)?),
                    (AdjustmentKind::Moved, (row.get(10)?, row.get(11)?)),
                ];
                Ok((as_adjusted, pairs))
            },
        )?;
        let mut found: Vec<Adjustment> = Vec::new();
        for (row, pairs) in rows {
            // Where a measure counts follows from its issue.
            let is_measure = matches!(row.of, Adjusted::Item { kind: ItemKind::Measure | ItemKind::Case, .. });
            for (kind, (before, after)) in pairs {
                if before != after && !(kind == AdjustmentKind::Moved && is_measure) {
                    found.push(Adjustment { kind, before, after, ..row.clone() });
                }
            }
        }
        Ok(found)
    }

    fn adjusted_outcomes(&self, days: &(i64, String, String)) -> Result<Vec<Adjustment>, StoreError> {
        let of_round = "EXISTS (SELECT 1 FROM outcome_item x JOIN item i ON i.id = x.item_id
                        WHERE x.outcome_id = o.id AND x.from_on <= ?2 AND i.round_id = ?1)";
        let read = |row: &Row<'_>, kind| {
            Ok(Adjustment {
                kind,
                of: Adjusted::Outcome { id: OutcomeId(row.get(0)?), title: row.get(1)?, facts: Box::default() },
                on: read_day(row, 2)?,
                happened_on: None,
                before: None,
                after: None,
            })
        };
        let mut found = self.all(
            &format!(
                "SELECT o.id, o.title, max(b.until_on) FROM outcome o JOIN outcome_before b ON b.outcome_id = o.id
                 WHERE o.on_day <= ?2 AND b.until_on > ?2 AND b.until_on <= ?3
                   AND (o.withdrawn_on IS NULL OR o.withdrawn_on > ?3) AND {of_round}
                 GROUP BY o.id ORDER BY o.id"
            ),
            params(days),
            |row| read(row, AdjustmentKind::OutcomeAmended),
        )?;
        found.extend(self.all(
            &format!(
                "SELECT o.id, o.title, o.withdrawn_on FROM outcome o
                 WHERE o.on_day <= ?2 AND o.withdrawn_on > ?2 AND o.withdrawn_on <= ?3 AND {of_round} ORDER BY o.id"
            ),
            params(days),
            |row| read(row, AdjustmentKind::OutcomeWithdrawn),
        )?);
        for row in &mut found {
            if let Adjusted::Outcome { id, facts, .. } = &mut row.of {
                **facts = (self.outcome_on(*id, &days.1)?, self.outcome_on(*id, &days.2)?);
            }
        }
        // Amended and put back again, it counts as it counted.
        found.retain(|row| !matches!(&row.of, Adjusted::Outcome { facts, .. } if facts.0 == facts.1));
        Ok(found)
    }
}

fn params(days: &(i64, String, String)) -> [&dyn rusqlite::ToSql; 3] {
    [&days.0, &days.1, &days.2]
}

/// Two columns with a term of the domain each, by key.
fn keys<T>(row: &Row<'_>, at: usize) -> rusqlite::Result<(Option<String>, Option<String>)>
where
    T: std::str::FromStr + std::fmt::Display,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    let key = |at| Ok::<_, rusqlite::Error>(read_key_opt::<T>(row, at)?.map(|term| term.to_string()));
    Ok((key(at)?, key(at + 1)?))
}
