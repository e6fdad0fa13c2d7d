//! What hangs on items: filings, extensions, sign-offs, outcomes, evidence, links, papers they came from.

use super::{AsOf, Reader, read_day, read_day_opt, read_key, read_key_opt};
use crate::{
    domain::{
        Day,
        evidence::{EvidenceFacts, EvidenceFile, RegisterEntry},
        ids::{EvidenceId, ExtensionId, FilingId, ItemId, OutcomeId, RoundId, SourceId},
        lifecycle::Progress,
        link::LinkKind,
        outcome::{OutcomeFacts, OutcomeKind},
        round::SignOff,
    },
    store::StoreError,
};
use rusqlite::Row;

/// A filing as it stands.
#[derive(Debug, Clone)]
pub struct FilingRow {
    /// Its key.
    pub id: FilingId,
    /// Day of effect.
    pub on: Day,
    /// Who reports.
    pub department: Option<String>,
    /// Who filled it in.
    pub filled_by: Option<String>,
    /// Who entered it.
    pub entered_by: String,
    /// 整改情况.
    pub situation: Option<String>,
    /// 存在问题.
    pub problems: Option<String>,
    /// 下步措施.
    pub next: Option<String>,
    /// The progress it claims.
    pub progress: Option<Progress>,
    /// By the leading department.
    pub leading: bool,
    /// `pending`, `accepted` or `returned`.
    pub state: String,
}

/// An application for a later deadline as it stands.
#[derive(Debug, Clone)]
pub struct ExtensionRow {
    /// Its key.
    pub id: ExtensionId,
    /// When it was applied for.
    pub applied_on: Day,
    /// The due day before.
    pub before_due: Option<Day>,
    /// The words asked for.
    pub raw: String,
    /// The day asked for.
    pub due: Option<Day>,
    /// Why.
    pub reason: String,
    /// Applied for when the due day had passed.
    pub after_expiry: bool,
    /// `applied`, `approved` or `refused`.
    pub state: String,
    /// When it was decided.
    pub decided_on: Option<Day>,
    /// What approved it, in words: the meeting's title or the document.
    pub approval: Option<String>,
}

/// A sign-off given or denied.
#[derive(Debug, Clone)]
pub struct SignOffRow {
    /// The record that says it.
    pub seq: i64,
    /// Which one.
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

/// An outcome as it stands.
#[derive(Debug, Clone)]
pub struct OutcomeRow {
    /// Its key, and the number people type.
    pub id: OutcomeId,
    /// Day of effect.
    pub on: Day,
    /// What was counted.
    pub facts: OutcomeFacts,
    /// Remark.
    pub words: Option<String>,
    /// The codes of the items it belongs to.
    pub codes: Vec<String>,
}

/// A piece of evidence as it stands.
#[derive(Debug, Clone)]
pub struct EvidenceRow {
    /// Its key, and the number people type.
    pub id: EvidenceId,
    /// Day of effect.
    pub on: Day,
    /// What is known of it.
    pub facts: EvidenceFacts,
}

/// A link from or to an item.
#[derive(Debug, Clone)]
pub struct LinkRow {
    /// What it says.
    pub kind: LinkKind,
    /// The item it starts from.
    pub from: ItemId,
    /// Its code.
    pub from_code: String,
    /// The item it points to.
    pub to: ItemId,
    /// Its code.
    pub to_code: String,
}

/// A paper that was read in.
#[derive(Debug, Clone)]
pub struct SourceRow {
    /// Its key.
    pub id: SourceId,
    /// File name.
    pub name: String,
    /// Hash of its bytes.
    pub sha256: String,
    /// When it was read.
    pub read_on: Day,
}

/// A figure that a paper states of itself.
#[derive(Debug, Clone)]
pub struct SourceFigureRow {
    /// The paper's file name.
    pub source: String,
    /// The paper's words.
    pub words: String,
    /// What is counted.
    pub what: String,
    /// The number stated.
    pub number: i64,
    /// The number found.
    pub found: Option<i64>,
}

fn outcome_from_row(row: &Row<'_>) -> rusqlite::Result<OutcomeRow> {
    let facts = match read_key::<OutcomeKind>(row, 2)? {
        OutcomeKind::Rule => OutcomeFacts::Rule {
            title: row.get(3)?,
            number: row.get(4)?,
            revised: row.get(5)?,
            institution: row.get(6)?,
        },
        OutcomeKind::Accountability => {
            OutcomeFacts::Accountability { form: read_key(row, 7)?, people: row.get(8)?, times: row.get(9)? }
        }
        OutcomeKind::Money => OutcomeFacts::Money { direction: read_key(row, 10)?, cents: row.get(11)? },
        OutcomeKind::Other => OutcomeFacts::Other { name: row.get(3)?, count: row.get(12)?, unit: row.get(13)? },
    };
    let codes: Option<String> = row.get(15)?;
    Ok(OutcomeRow {
        id: OutcomeId(row.get(0)?),
        on: read_day(row, 1)?,
        facts,
        words: row.get(14)?,
        codes: codes.map(|c| c.split(',').map(ToOwned::to_owned).collect()).unwrap_or_default(),
    })
}

const OUTCOME: &str = "o.id, o.on_day, o.kind, o.title, o.number, o.revised, o.institution, o.form, o.people, o.times,
    o.direction, o.cents, o.count, o.unit, o.words,
    (SELECT group_concat(c.code) FROM (SELECT i.code FROM outcome_item x JOIN item i ON i.id = x.item_id
      WHERE x.outcome_id = o.id ORDER BY i.sort_key) c)";

impl Reader<'_> {
    /// The filings about an item, first to last.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn filings_of(&self, item: ItemId) -> Result<Vec<FilingRow>, StoreError> {
        self.all(
            "SELECT f.id, f.on_day, p.name, f.filled_by, f.entered_by, f.situation, f.problems, f.next, f.progress, f.leading, f.state
             FROM filing f LEFT JOIN party p ON p.id = f.department_id WHERE f.item_id = ?1 ORDER BY f.on_day, f.id",
            [item.0],
            |row| {
                Ok(FilingRow {
                    id: FilingId(row.get(0)?),
                    on: read_day(row, 1)?,
                    department: row.get(2)?,
                    filled_by: row.get(3)?,
                    entered_by: row.get(4)?,
                    situation: row.get(5)?,
                    problems: row.get(6)?,
                    next: row.get(7)?,
                    progress: read_key_opt(row, 8)?,
                    leading: row.get(9)?,
                    state: row.get(10)?,
                })
            },
        )
    }

    /// The applications for extension of an item, first to last.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn extensions_of(&self, item: ItemId) -> Result<Vec<ExtensionRow>, StoreError> {
        self.all(
            "SELECT e.id, e.applied_on, e.before_due, e.raw, e.due, e.reason, e.after_expiry, e.state, e.decided_on,
               coalesce(m.title, e.approval)
             FROM extension e LEFT JOIN meeting m ON m.id = e.meeting_id WHERE e.item_id = ?1 ORDER BY e.id",
            [item.0],
            |row| {
                Ok(ExtensionRow {
                    id: ExtensionId(row.get(0)?),
                    applied_on: read_day(row, 1)?,
                    before_due: read_day_opt(row, 2)?,
                    raw: row.get(3)?,
                    due: read_day_opt(row, 4)?,
                    reason: row.get(5)?,
                    after_expiry: row.get(6)?,
                    state: row.get(7)?,
                    decided_on: read_day_opt(row, 8)?,
                    approval: row.get(9)?,
                })
            },
        )
    }

    /// The sign-offs about an item, first to last.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn sign_offs_of(&self, item: ItemId) -> Result<Vec<SignOffRow>, StoreError> {
        self.all(
            "SELECT s.step, s.cycle, p.name, s.on_day, s.agreed, s.words, s.seq FROM sign_off s LEFT JOIN party p ON p.id = s.party_id
             WHERE s.item_id = ?1 ORDER BY s.seq",
            [item.0],
            |row| {
                Ok(SignOffRow {
                    seq: row.get(6)?,
                    step: read_key(row, 0)?,
                    cycle: row.get(1)?,
                    party: row.get(2)?,
                    on: read_day(row, 3)?,
                    agreed: row.get(4)?,
                    words: row.get(5)?,
                })
            },
        )
    }

    /// The outcomes that stand on a day, in order; of one item when given.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn outcomes(&self, as_of: AsOf, item: Option<ItemId>) -> Result<Vec<OutcomeRow>, StoreError> {
        let of = if item.is_some() {
            "AND o.id IN (SELECT outcome_id FROM outcome_item WHERE item_id = ?2)"
        } else {
            "AND ?2 IS NULL"
        };
        self.all(
            &format!(
                "SELECT {OUTCOME} FROM outcome o WHERE o.on_day <= ?1 AND (o.withdrawn_on IS NULL OR o.withdrawn_on > ?1) {of}
                 ORDER BY o.id"
            ),
            (as_of.day.to_string(), item.map(|i| i.0)),
            outcome_from_row,
        )
    }

    /// The outcomes that stand on a day and belong to at least one item of these rounds.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn outcomes_of_rounds(&self, as_of: AsOf, rounds: &[RoundId]) -> Result<Vec<OutcomeRow>, StoreError> {
        let keys: Vec<i64> = rounds.iter().map(|r| r.0).collect();
        self.all(
            &format!(
                "SELECT {OUTCOME} FROM outcome o WHERE o.on_day <= ?1 AND (o.withdrawn_on IS NULL OR o.withdrawn_on > ?1)
                   AND EXISTS (SELECT 1 FROM outcome_item x JOIN item i ON i.id = x.item_id WHERE x.outcome_id = o.id
                     AND i.round_id IN (SELECT value FROM json_each(?2)))
                 ORDER BY o.id"
            ),
            (as_of.day.to_string(), serde_json::to_string(&keys).unwrap_or_default()),
            outcome_from_row,
        )
    }

    /// The evidence that stands for an item, in order.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn evidence_of(&self, item: ItemId) -> Result<Vec<EvidenceRow>, StoreError> {
        self.all(
            "SELECT e.id, e.on_day, e.title, e.dated_on, e.file_name, e.sha256, e.bytes, e.register_no, e.register_pages, e.kept_at
             FROM evidence e JOIN evidence_item x ON x.evidence_id = e.id
             WHERE x.item_id = ?1 AND e.withdrawn_on IS NULL ORDER BY e.id",
            [item.0],
            |row| {
                let file = match row.get::<_, Option<String>>(5)? {
                    None => None,
                    Some(sha256) => {
                        Some(EvidenceFile { name: row.get(4)?, sha256, bytes: u64::try_from(row.get::<_, i64>(6)?).unwrap_or_default() })
                    }
                };
                let register = match row.get::<_, Option<String>>(9)? {
                    None => None,
                    Some(kept_at) => Some(RegisterEntry { number: row.get(7)?, pages: row.get(8)?, kept_at }),
                };
                Ok(EvidenceRow {
                    id: EvidenceId(row.get(0)?),
                    on: read_day(row, 1)?,
                    facts: EvidenceFacts { title: row.get(2)?, dated_on: read_day_opt(row, 3)?, file, register },
                })
            },
        )
    }

    /// The bytes kept under a hash.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn kept_bytes(&self, sha256: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.one("SELECT bytes FROM evidence_blob WHERE sha256 = ?1", [sha256], |row| row.get(0))
    }

    /// The links from and to an item.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn links_of(&self, item: ItemId) -> Result<Vec<LinkRow>, StoreError> {
        self.all(
            "SELECT l.kind, l.from_id, f.code, l.to_id, t.code FROM link l JOIN item f ON f.id = l.from_id JOIN item t ON t.id = l.to_id
             WHERE l.from_id = ?1 AND l.kind IN ('answers', 'stems_from', 'also_answers', 'same_as')
             UNION
             SELECT l.kind, l.from_id, f.code, l.to_id, t.code FROM link l JOIN item f ON f.id = l.from_id JOIN item t ON t.id = l.to_id
             WHERE l.to_id = ?1
             ORDER BY 1, 3, 5",
            [item.0],
            |row| {
                Ok(LinkRow {
                    kind: read_key(row, 0)?,
                    from: ItemId(row.get(1)?),
                    from_code: row.get(2)?,
                    to: ItemId(row.get(3)?),
                    to_code: row.get(4)?,
                })
            },
        )
    }

    /// The papers read into a round.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn sources(&self, round: RoundId) -> Result<Vec<SourceRow>, StoreError> {
        self.all("SELECT id, name, sha256, read_on FROM source WHERE round_id = ?1 ORDER BY id", [round.0], |row| {
            Ok(SourceRow {
                id: SourceId(row.get(0)?),
                name: row.get(1)?,
                sha256: row.get(2)?,
                read_on: read_day(row, 3)?,
            })
        })
    }

    /// Figures that papers read by a day state of themselves and that their text does not bear out (文内口径), those of
    /// levels that the text does not show among them.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn differing_source_figures(
        &self,
        as_of: AsOf,
        rounds: &[RoundId],
    ) -> Result<Vec<SourceFigureRow>, StoreError> {
        let keys: Vec<i64> = rounds.iter().map(|r| r.0).collect();
        self.all(
            "SELECT s.name, f.words, f.what, f.number, f.found FROM source_figure f JOIN source s ON s.id = f.source_id
             WHERE s.read_on <= ?1 AND s.round_id IN (SELECT value FROM json_each(?2)) AND f.found IS NOT f.number
             ORDER BY s.id, f.ord",
            (as_of.day.to_string(), serde_json::to_string(&keys).unwrap_or_default()),
            |row| {
                Ok(SourceFigureRow {
                    source: row.get(0)?,
                    words: row.get(1)?,
                    what: row.get(2)?,
                    number: row.get(3)?,
                    found: row.get(4)?,
                })
            },
        )
    }

    /// The items that a piece of evidence belongs to.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn evidence_items(&self, id: EvidenceId) -> Result<Vec<ItemId>, StoreError> {
        let sql = "SELECT item_id FROM evidence_item WHERE evidence_id = ?1 ORDER BY item_id";
        self.all(sql, [id.0], |row| Ok(ItemId(row.get(0)?)))
    }

    /// Whether evidence of that number stands.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn evidence_stands(&self, id: EvidenceId) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM evidence WHERE id = ?1 AND withdrawn_on IS NULL";
        Ok(self.one(sql, [id.0], |_| Ok(()))?.is_some())
    }

    /// The last filing about the items directly below one, up to a day.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn last_filing_below(&self, id: ItemId, through: Day) -> Result<Option<Day>, StoreError> {
        let last: Option<Option<Day>> = self.one(
            "SELECT max(f.on_day) FROM item c JOIN filing f ON f.item_id = c.id AND f.on_day <= ?2 WHERE c.parent_id = ?1",
            (id.0, through.to_string()),
            |row| read_day_opt(row, 0),
        )?;
        Ok(last.flatten())
    }

    /// Whether an outcome of that number stands.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn outcome_stands(&self, id: OutcomeId) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM outcome WHERE id = ?1 AND withdrawn_on IS NULL";
        Ok(self.one(sql, [id.0], |_| Ok(()))?.is_some())
    }
}
