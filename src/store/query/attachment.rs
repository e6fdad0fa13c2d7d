//! What hangs on items: sign-offs, evidence, papers they came from.

use super::{AsOf, Reader, read_day, read_day_opt, read_key};
use crate::{
    domain::{
        Day,
        evidence::{EvidenceFacts, EvidenceFile, RegisterEntry},
        ids::{EvidenceId, ItemId, PartyId, RoundId, SourceId},
        round::SignOff,
    },
    store::StoreError,
};
use rusqlite::Row;

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

/// A sign-off that somebody gave or denied, with what is to be known of its item.
#[derive(Debug, Clone)]
pub struct SignedRow {
    /// The item.
    pub item: ItemId,
    /// Its code.
    pub code: String,
    /// Which sign-off.
    pub step: SignOff,
    /// When.
    pub on: Day,
    /// Given or denied.
    pub agreed: bool,
    /// In words.
    pub words: Option<String>,
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

/// The columns of a piece of evidence.
pub(super) const EVIDENCE: &str =
    "e.id, e.on_day, e.title, e.dated_on, e.file_name, e.sha256, e.bytes, e.register_no, e.register_pages, e.kept_at";

/// Evidence from a row of [`EVIDENCE`].
pub(super) fn evidence_row(row: &Row<'_>) -> rusqlite::Result<EvidenceRow> {
    let file = match row.get::<_, Option<String>>(5)? {
        None => None,
        Some(sha256) => {
            let bytes = u64::try_from(row.get::<_, i64>(6)?).unwrap_or_default();
            Some(EvidenceFile { name: row.get(4)?, sha256, bytes })
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
}

impl Reader<'_> {
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

    /// What a party signed in a round by a day, first to last.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn signed_by(&self, party: PartyId, round: RoundId, through: Day) -> Result<Vec<SignedRow>, StoreError> {
        self.all(
            "SELECT i.id, i.code, s.step, s.on_day, s.agreed, s.words FROM sign_off s JOIN item i ON i.id = s.item_id
             WHERE s.party_id = ?1 AND i.round_id = ?2 AND s.on_day <= ?3 ORDER BY s.on_day, s.seq",
            (party.0, round.0, through.to_string()),
            |row| {
                Ok(SignedRow {
                    item: ItemId(row.get(0)?),
                    code: row.get(1)?,
                    step: read_key(row, 2)?,
                    on: read_day(row, 3)?,
                    agreed: row.get(4)?,
                    words: row.get(5)?,
                })
            },
        )
    }

    /// The evidence that stands for an item, in order.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn evidence_of(&self, item: ItemId) -> Result<Vec<EvidenceRow>, StoreError> {
        let sql = format!(
            "SELECT {EVIDENCE} FROM evidence e JOIN evidence_item x ON x.evidence_id = e.id
             WHERE x.item_id = ?1 AND e.withdrawn_on IS NULL ORDER BY e.id"
        );
        self.all(&sql, [item.0], evidence_row)
    }

    /// The bytes kept under a hash.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn kept_bytes(&self, sha256: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.one("SELECT bytes FROM evidence_blob WHERE sha256 = ?1", [sha256], |row| row.get(0))
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

    /// The last filing about an item, or about those directly below it, up to a day, unless it was sent back by then: its day, and
    /// whether it still waited to be accepted.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn last_filing(&self, id: ItemId, below: bool, through: Day) -> Result<Option<(Day, bool)>, StoreError> {
        let items =
            if below { "SELECT c.id FROM item c WHERE c.parent_id = ?1 UNION ALL SELECT ?1" } else { "SELECT ?1" };
        self.one(
            &format!(
                "SELECT f.on_day, f.decided_on IS NULL OR f.decided_on > ?2 FROM filing f
                 WHERE f.item_id IN ({items}) AND f.on_day <= ?2 AND NOT (f.state = 'returned' AND f.decided_on <= ?2)
                 ORDER BY f.on_day DESC, f.id DESC LIMIT 1"
            ),
            (id.0, through.to_string()),
            |row| Ok((read_day(row, 0)?, row.get(1)?)),
        )
    }
}
