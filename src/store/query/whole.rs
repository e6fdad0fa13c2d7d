//! What hangs on the items of whole rounds, asked for once per kind and not once per item: for exports.
//!
//! Everything is as of a day: what was recorded to take effect later is left out.

use super::{
    EvidenceRow, ExtensionRow, FilingRow, Reader, StoodIn, attachment, extension, filing, read_day, read_day_opt,
    read_key, read_key_opt,
};
use crate::{
    domain::{
        Day,
        filing::FilingState,
        ids::{EvidenceId, ItemId, MeetingId, OutcomeId, RoundId},
        item::{Disclosure, WithdrawGround},
        lifecycle::Closure,
        link::LinkKind,
        party::Role,
        recheck::Finding,
        round::SignOff,
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
}

/// One step of an item's closure.
#[derive(Debug, Clone)]
pub struct ClosureFact {
    /// From which day.
    pub on: Day,
    /// Where it stood from then on.
    pub closure: Closure,
    /// In which cycle.
    pub cycle: i64,
    /// The day of closing.
    pub closed_on: Option<Day>,
    /// The meeting that decided.
    pub meeting: Option<MeetingId>,
    /// 待补党组会审议.
    pub unratified: bool,
    /// The words that stand for evidence.
    pub without_evidence: Option<String>,
    /// Reason or remark.
    pub words: Option<String>,
}

/// A sign-off given or denied.
#[derive(Debug, Clone)]
pub struct SignOffFact {
    /// Which sign-off.
    pub step: SignOff,
    /// In which cycle.
    pub cycle: i64,
    /// By whom.
    pub party: Option<String>,
    /// When.
    pub on: Day,
    /// Given or denied.
    pub agreed: bool,
    /// In words.
    pub words: Option<String>,
}

/// A look-back.
#[derive(Debug, Clone)]
pub struct RecheckFact {
    /// When.
    pub on: Day,
    /// In which cycle.
    pub cycle: i64,
    /// By whom.
    pub by: String,
    /// What was found.
    pub finding: Finding,
    /// In words.
    pub words: String,
    /// When to look again.
    pub next: Option<Day>,
}

/// A piece of evidence and the items it belongs to, by code.
#[derive(Debug, Clone)]
pub struct EvidenceEntry {
    /// The evidence.
    pub evidence: EvidenceRow,
    /// 公开范围.
    pub disclosure: Disclosure,
    /// The day it was taken back.
    pub withdrawn_on: Option<Day>,
    /// Its items: round and code.
    pub items: Vec<(RoundId, String)>,
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

    /// The filings about the items of these rounds, first to last; decisions of later days are not known yet.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn filings_in(&self, rounds: &[RoundId], day: Day) -> Result<HashMap<ItemId, Vec<FilingRow>>, StoreError> {
        let sql = format!(
            "SELECT {} {} JOIN item i ON i.id = f.item_id
             WHERE i.round_id IN (SELECT value FROM json_each(?1)) AND f.on_day <= ?2 ORDER BY f.on_day, f.id",
            filing::COLUMNS,
            filing::JOINED
        );
        self.grouped(&sql, (keys(rounds), day.to_string()), |row| {
            let mut filed = filing::from_row(row)?;
            if filed.decided_on.is_some_and(|on| on > day) {
                (filed.state, filed.decided_on, filed.words) = (FilingState::Pending, None, None);
            }
            Ok((filed.item, filed))
        })
    }

    /// The applications for extension of the items of these rounds, first to last; decisions of later days are not known yet.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn extensions_in(
        &self,
        rounds: &[RoundId],
        day: Day,
    ) -> Result<HashMap<ItemId, Vec<ExtensionRow>>, StoreError> {
        let sql = format!(
            "SELECT {} {} JOIN item i ON i.id = e.item_id
             WHERE i.round_id IN (SELECT value FROM json_each(?1)) AND e.applied_on <= ?2 ORDER BY e.id",
            extension::COLUMNS,
            extension::JOINED
        );
        self.grouped(&sql, (keys(rounds), day.to_string()), |row| {
            let mut asked = extension::from_row(row)?;
            if asked.decided_on.is_some_and(|on| on > day) {
                "applied".clone_into(&mut asked.state);
                (asked.decided_on, asked.granted, asked.approval, asked.words) = (None, None, None, None);
            }
            Ok((asked.item, asked))
        })
    }

    /// The steps of closure of the items of these rounds, first to last.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn closure_facts_in(
        &self,
        rounds: &[RoundId],
        day: Day,
    ) -> Result<HashMap<ItemId, Vec<ClosureFact>>, StoreError> {
        self.grouped(
            "SELECT c.item_id, c.from_on, c.closure, c.cycle, c.closed_on, c.meeting_id, c.unratified, c.without_evidence, c.words
             FROM closure_row c JOIN item i ON i.id = c.item_id
             WHERE i.round_id IN (SELECT value FROM json_each(?1)) AND c.from_on <= ?2 ORDER BY c.item_id, c.seq",
            (keys(rounds), day.to_string()),
            |row| {
                let fact = ClosureFact {
                    on: read_day(row, 1)?,
                    closure: read_key(row, 2)?,
                    cycle: row.get(3)?,
                    closed_on: read_day_opt(row, 4)?,
                    meeting: row.get::<_, Option<i64>>(5)?.map(MeetingId),
                    unratified: row.get(6)?,
                    without_evidence: row.get(7)?,
                    words: row.get(8)?,
                };
                Ok((ItemId(row.get(0)?), fact))
            },
        )
    }

    /// The sign-offs about the items of these rounds, first to last.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn sign_off_facts_in(
        &self,
        rounds: &[RoundId],
        day: Day,
    ) -> Result<HashMap<ItemId, Vec<SignOffFact>>, StoreError> {
        self.grouped(
            "SELECT s.item_id, s.step, s.cycle, p.name, s.on_day, s.agreed, s.words
             FROM sign_off s JOIN item i ON i.id = s.item_id LEFT JOIN party p ON p.id = s.party_id
             WHERE i.round_id IN (SELECT value FROM json_each(?1)) AND s.on_day <= ?2 ORDER BY s.seq",
            (keys(rounds), day.to_string()),
            |row| {
                let fact = SignOffFact {
                    step: read_key(row, 1)?,
                    cycle: row.get(2)?,
                    party: row.get(3)?,
                    on: read_day(row, 4)?,
                    agreed: row.get(5)?,
                    words: row.get(6)?,
                };
                Ok((ItemId(row.get(0)?), fact))
            },
        )
    }

    /// The look-backs at the items of these rounds, first to last.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn recheck_facts_in(
        &self,
        rounds: &[RoundId],
        day: Day,
    ) -> Result<HashMap<ItemId, Vec<RecheckFact>>, StoreError> {
        self.grouped(
            "SELECT k.item_id, k.on_day, k.cycle, k.by, k.rebound, k.words, k.next_review
             FROM recheck k JOIN item i ON i.id = k.item_id
             WHERE i.round_id IN (SELECT value FROM json_each(?1)) AND k.on_day <= ?2 ORDER BY k.id",
            (keys(rounds), day.to_string()),
            |row| {
                let fact = RecheckFact {
                    on: read_day(row, 1)?,
                    cycle: row.get(2)?,
                    by: row.get(3)?,
                    finding: if row.get(4)? { Finding::Rebound } else { Finding::Held },
                    words: row.get(5)?,
                    next: read_day_opt(row, 6)?,
                };
                Ok((ItemId(row.get(0)?), fact))
            },
        )
    }

    /// The links from the items of these rounds: what each says, and the round and code of the item it points to.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn links_from(&self, rounds: &[RoundId], day: Day) -> Result<HashMap<ItemId, Vec<LinkFact>>, StoreError> {
        self.grouped(
            "SELECT l.from_id, l.kind, r.key, t.code FROM (
               SELECT kind, from_id, to_id FROM link WHERE from_on <= ?2
               UNION SELECT kind, from_id, to_id FROM link_before WHERE from_on <= ?2 AND until_on > ?2) l
               JOIN item f ON f.id = l.from_id JOIN item t ON t.id = l.to_id JOIN round r ON r.id = t.round_id
             WHERE f.round_id IN (SELECT value FROM json_each(?1)) ORDER BY l.kind, r.id, t.sort_key",
            (keys(rounds), day.to_string()),
            |row| {
                let fact = LinkFact { kind: read_key(row, 1)?, round: row.get(2)?, code: row.get(3)? };
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
            "SELECT {}, e.disclosure, CASE WHEN e.withdrawn_on <= ?1 THEN e.withdrawn_on END FROM evidence e
             WHERE e.on_day <= ?1 ORDER BY e.id",
            attachment::EVIDENCE
        );
        let mut items = items;
        let rows = self.all(&sql, [day.to_string()], |row| {
            Ok((attachment::evidence_row(row)?, read_key(row, 10)?, read_day_opt(row, 11)?))
        })?;
        Ok(rows
            .into_iter()
            .filter_map(|(evidence, disclosure, withdrawn_on)| {
                let items = items.remove(&evidence.id)?;
                Some(EvidenceEntry { evidence, disclosure, withdrawn_on, items })
            })
            .collect())
    }

    /// The rounds and codes of the items that outcomes belong to, those of these rounds only.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn outcome_codes_in(
        &self,
        rounds: &[RoundId],
        day: Day,
    ) -> Result<HashMap<OutcomeId, Vec<(RoundId, String)>>, StoreError> {
        self.grouped(
            "SELECT x.outcome_id, i.round_id, i.code FROM outcome_item x JOIN item i ON i.id = x.item_id
             WHERE i.round_id IN (SELECT value FROM json_each(?1)) AND x.from_on <= ?2 ORDER BY i.round_id, i.sort_key",
            (keys(rounds), day.to_string()),
            |row| Ok((OutcomeId(row.get(0)?), (RoundId(row.get(1)?), row.get(2)?))),
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
