//! What hangs on the items of whole rounds, asked for once per kind and not once per item: for exports.
//!
//! Everything is as of a day: what was recorded to take effect later is left out.

mod steps;
mod work;

pub use steps::{ApprovedStep, DeadlineStep, ReviewStep, RoleStep};
pub use work::{ClosureFact, RecheckFact, SignOffFact};

use super::{EvidenceRow, Reader, StoodIn, attachment, read_day, read_day_opt, read_key, read_key_opt};
use crate::{
    domain::{
        Day,
        ids::{EvidenceId, ItemId, OutcomeId, RoundId},
        item::{Disclosure, WithdrawGround},
        link::LinkKind,
        party::Role,
    },
    store::StoreError,
};
use rusqlite::{Params, Row};
use std::{collections::HashMap, hash::Hash};

/// What a filing says of the time to come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outlook {
    /// 存在问题.
    pub problems: Option<String>,
    /// 下步措施.
    pub next: Option<String>,
}

/// What an item's row says beyond [`crate::domain::item::Item`].
#[derive(Debug, Clone)]
pub struct ItemExtra {
    /// 公开范围.
    pub disclosure: Disclosure,
    /// Its wording for the public.
    pub public_words: Option<String>,
    /// Why it was withdrawn: ground and words.
    pub withdrawn: Option<(WithdrawGround, Option<String>)>,
    /// Where it stood in the paper it came from.
    pub source: Option<StoodIn>,
}

/// A link from an item, and the round and code of the item it points to.
#[derive(Debug, Clone)]
pub struct LinkFact {
    /// What it says.
    pub kind: LinkKind,
    /// The round of the other item.
    pub round: String,
    /// The other item's code.
    pub code: String,
    /// Since which day.
    pub on: Day,
}

/// A piece of evidence and the items it belongs to, by code.
#[derive(Debug, Clone)]
pub struct EvidenceEntry {
    /// The evidence.
    pub evidence: EvidenceRow,
    /// 公开范围.
    pub disclosure: Disclosure,
    /// Its wording for the public.
    pub public_words: Option<String>,
    /// The day it was taken back.
    pub withdrawn_on: Option<Day>,
    /// Why.
    pub withdrawn_reason: Option<String>,
    /// Its items: round and code.
    pub items: Vec<(RoundId, String)>,
}

/// An item that an outcome belongs to.
#[derive(Debug, Clone)]
pub struct OutcomePlace {
    /// Its round.
    pub round: RoundId,
    /// Its code.
    pub code: String,
    /// Since which day.
    pub on: Day,
}

/// A paper that was read in.
#[derive(Debug, Clone)]
pub struct SourceEntry {
    /// Into which round.
    pub round: RoundId,
    /// File name without folders.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// What kind of paper it was taken for, by key.
    pub paper: String,
    /// Day of effect.
    pub read_on: Day,
}

pub(super) fn keys(rounds: &[RoundId]) -> String {
    serde_json::to_string(&rounds.iter().map(|round| round.0).collect::<Vec<_>>()).unwrap_or_default()
}

impl Reader<'_> {
    /// Rows under their keys, each key's in the order of the statement.
    fn grouped<K: Eq + Hash, T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<(K, T)>,
    ) -> Result<HashMap<K, Vec<T>>, StoreError> {
        let mut grouped: HashMap<K, Vec<T>> = HashMap::new();
        let mut statement = self.conn.prepare_cached(sql)?;
        for pair in statement.query_map(params, read)? {
            let (key, value) = pair?;
            grouped.entry(key).or_default().push(value);
        }
        Ok(grouped)
    }

    /// For every item the words of the last filing about it that tells of the work and was accepted by that day.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn situations_in(&self, rounds: &[RoundId], day: Day) -> Result<HashMap<ItemId, String>, StoreError> {
        let mut last = HashMap::new();
        let mut statement = self.conn.prepare_cached(
            "SELECT f.item_id, f.situation FROM filing f JOIN item i ON i.id = f.item_id
             WHERE i.round_id IN (SELECT value FROM json_each(?1)) AND f.state = 'accepted' AND f.situation IS NOT NULL
               AND f.on_day <= ?2 AND coalesce(f.decided_on, f.on_day) <= ?2
             ORDER BY f.on_day, f.id",
        )?;
        let mut rows = statement.query((keys(rounds), day.to_string()))?;
        while let Some(row) = rows.next()? {
            last.insert(ItemId(row.get(0)?), row.get(1)?);
        }
        Ok(last)
    }

    /// For every item 存在问题 and 下步措施 of its last accepted filing by that day, where it names any.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn outlooks_in(&self, rounds: &[RoundId], day: Day) -> Result<HashMap<ItemId, Outlook>, StoreError> {
        let mut last = HashMap::new();
        let mut statement = self.conn.prepare_cached(
            "SELECT f.item_id, f.problems, f.next FROM filing f JOIN item i ON i.id = f.item_id
             WHERE i.round_id IN (SELECT value FROM json_each(?1)) AND f.state = 'accepted'
               AND (f.situation IS NOT NULL OR f.problems IS NOT NULL OR f.next IS NOT NULL)
               AND f.on_day <= ?2 AND coalesce(f.decided_on, f.on_day) <= ?2
             ORDER BY f.on_day, f.id",
        )?;
        let mut rows = statement.query((keys(rounds), day.to_string()))?;
        while let Some(row) = rows.next()? {
            last.insert(ItemId(row.get(0)?), Outlook { problems: row.get(1)?, next: row.get(2)? });
        }
        Ok(last)
    }

    /// For every item the titles of its evidence that stood on that day.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn evidence_titles_in(&self, rounds: &[RoundId], day: Day) -> Result<HashMap<ItemId, Vec<String>>, StoreError> {
        self.grouped(
            "SELECT x.item_id, e.title FROM evidence e JOIN evidence_item x ON x.evidence_id = e.id
               JOIN item i ON i.id = x.item_id
             WHERE i.round_id IN (SELECT value FROM json_each(?1)) AND e.on_day <= ?2
               AND (e.withdrawn_on IS NULL OR e.withdrawn_on > ?2)
             ORDER BY e.id",
            (keys(rounds), day.to_string()),
            |row| Ok((ItemId(row.get(0)?), row.get(1)?)),
        )
    }

    /// The links from the items of these rounds: what each says, and the round and code of the item it points to.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn links_from(&self, rounds: &[RoundId], day: Day) -> Result<HashMap<ItemId, Vec<LinkFact>>, StoreError> {
        self.grouped(
            "SELECT l.from_id, l.kind, r.key, t.code, l.from_on FROM (
               SELECT kind, from_id, to_id, from_on FROM link WHERE from_on <= ?2
               UNION SELECT kind, from_id, to_id, from_on FROM link_before WHERE from_on <= ?2 AND until_on > ?2) l
               JOIN item f ON f.id = l.from_id JOIN item t ON t.id = l.to_id JOIN round r ON r.id = t.round_id
             WHERE f.round_id IN (SELECT value FROM json_each(?1)) ORDER BY l.kind, r.id, t.sort_key",
            (keys(rounds), day.to_string()),
            |row| {
                let fact =
                    LinkFact { kind: read_key(row, 1)?, round: row.get(2)?, code: row.get(3)?, on: read_day(row, 4)? };
                Ok((ItemId(row.get(0)?), fact))
            },
        )
    }

    /// What the rows of the items of these rounds say beyond what every report asks.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn item_extras_in(&self, rounds: &[RoundId]) -> Result<HashMap<ItemId, ItemExtra>, StoreError> {
        let extras = self.all(
            "SELECT i.id, i.disclosure, i.public_words, i.withdrawn_ground, i.withdrawn_reason,
               s.name, i.source_place, i.source_words, i.source_unit
             FROM item i LEFT JOIN source s ON s.id = i.source_id
             WHERE i.round_id IN (SELECT value FROM json_each(?1))",
            [keys(rounds)],
            |row| {
                let ground: Option<WithdrawGround> = read_key_opt(row, 3)?;
                let reason: Option<String> = row.get(4)?;
                let source: Option<String> = row.get(5)?;
                let extra = ItemExtra {
                    disclosure: read_key(row, 1)?,
                    public_words: row.get(2)?,
                    withdrawn: ground.map(|ground| (ground, reason)),
                    source: match source {
                        Some(name) => Some(StoodIn {
                            name,
                            place: row.get::<_, Option<String>>(6)?.unwrap_or_default(),
                            words: row.get::<_, Option<String>>(7)?.unwrap_or_default(),
                            unit: row.get(8)?,
                        }),
                        None => None,
                    },
                };
                Ok((ItemId(row.get(0)?), extra))
            },
        )?;
        Ok(extras.into_iter().collect())
    }

    /// The roles that are set on the items of these rounds themselves, and not taken over from above.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn own_roles_in(&self, rounds: &[RoundId], day: Day) -> Result<HashMap<ItemId, Vec<Role>>, StoreError> {
        self.grouped(
            "SELECT x.item_id, x.role FROM responsibility_row x JOIN item i ON i.id = x.item_id
             WHERE i.round_id IN (SELECT value FROM json_each(?1)) AND x.set_item_id = x.item_id AND x.ord <= 1
               AND x.seq = (SELECT max(y.seq) FROM responsibility_row y
                 WHERE y.item_id = x.item_id AND y.role = x.role AND y.from_on <= ?2)
             ORDER BY x.item_id, x.role",
            (keys(rounds), day.to_string()),
            |row| Ok((ItemId(row.get(0)?), read_key(row, 1)?)),
        )
    }

    /// The evidence of these rounds, in order, without its bytes.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn evidence_in(&self, rounds: &[RoundId], day: Day) -> Result<Vec<EvidenceEntry>, StoreError> {
        let items: HashMap<EvidenceId, Vec<(RoundId, String)>> = self.grouped(
            "SELECT x.evidence_id, i.round_id, i.code FROM evidence_item x JOIN item i ON i.id = x.item_id
             WHERE i.round_id IN (SELECT value FROM json_each(?1)) ORDER BY i.round_id, i.sort_key",
            [keys(rounds)],
            |row| Ok((EvidenceId(row.get(0)?), (RoundId(row.get(1)?), row.get(2)?))),
        )?;
        let sql = format!(
            "SELECT {}, e.disclosure, CASE WHEN e.withdrawn_on <= ?1 THEN e.withdrawn_on END, e.public_words,
               CASE WHEN e.withdrawn_on <= ?1 THEN e.withdrawn_reason END FROM evidence e
             WHERE e.on_day <= ?1 ORDER BY e.id",
            attachment::EVIDENCE
        );
        let mut items = items;
        let rows = self.all(&sql, [day.to_string()], |row| {
            Ok(EvidenceEntry {
                evidence: attachment::evidence_row(row)?,
                disclosure: read_key(row, 10)?,
                public_words: row.get(12)?,
                withdrawn_on: read_day_opt(row, 11)?,
                withdrawn_reason: row.get(13)?,
                items: Vec::new(),
            })
        })?;
        Ok(rows
            .into_iter()
            .filter_map(|entry| {
                let items = items.remove(&entry.evidence.id)?;
                Some(EvidenceEntry { items, ..entry })
            })
            .collect())
    }

    /// The rounds and codes of the items that outcomes belong to, those of these rounds only, and since when.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn outcome_codes_in(
        &self,
        rounds: &[RoundId],
        day: Day,
    ) -> Result<HashMap<OutcomeId, Vec<OutcomePlace>>, StoreError> {
        self.grouped(
            "SELECT x.outcome_id, i.round_id, i.code, x.from_on FROM outcome_item x JOIN item i ON i.id = x.item_id
             WHERE i.round_id IN (SELECT value FROM json_each(?1)) AND x.from_on <= ?2 ORDER BY i.round_id, i.sort_key",
            (keys(rounds), day.to_string()),
            |row| {
                let place = OutcomePlace { round: RoundId(row.get(1)?), code: row.get(2)?, on: read_day(row, 3)? };
                Ok((OutcomeId(row.get(0)?), place))
            },
        )
    }

    /// The papers that were read into these rounds.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn sources_in(&self, rounds: &[RoundId], day: Day) -> Result<Vec<SourceEntry>, StoreError> {
        self.all(
            "SELECT round_id, name, sha256, paper, read_on FROM source
             WHERE round_id IN (SELECT value FROM json_each(?1)) AND read_on <= ?2 ORDER BY id",
            (keys(rounds), day.to_string()),
            |row| {
                Ok(SourceEntry {
                    round: RoundId(row.get(0)?),
                    name: row.get(1)?,
                    sha256: row.get(2)?,
                    paper: row.get(3)?,
                    read_on: read_day(row, 4)?,
                })
            },
        )
    }
}
