//! What was done to the items of whole rounds: filings, applications for extension, closings, sign-offs, look-backs.

use super::{
    super::{ExtensionRow, FilingRow, Reader, extension, filing, read_day, read_day_opt, read_key},
    keys,
};
use crate::{
    domain::{
        Day,
        filing::FilingState,
        ids::{ItemId, MeetingId, RoundId},
        lifecycle::Closure,
        recheck::Finding,
        round::SignOff,
    },
    store::StoreError,
};
use std::collections::HashMap;

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
    /// Numbers of the evidence it names.
    pub evidence: Vec<i64>,
    /// The number of the draw that it answers.
    pub sample: Option<i64>,
}

impl Reader<'_> {
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
                asked.meeting = None;
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
            "SELECT k.item_id, k.on_day, k.cycle, k.by, k.rebound, k.words, k.next_review, k.sample_id,
               (SELECT group_concat(e.evidence_id) FROM recheck_evidence e WHERE e.recheck_id = k.id)
             FROM recheck k JOIN item i ON i.id = k.item_id
             WHERE i.round_id IN (SELECT value FROM json_each(?1)) AND k.on_day <= ?2 ORDER BY k.id",
            (keys(rounds), day.to_string()),
            |row| {
                let named = row.get::<_, Option<String>>(8)?.unwrap_or_default();
                let fact = RecheckFact {
                    on: read_day(row, 1)?,
                    cycle: row.get(2)?,
                    by: row.get(3)?,
                    finding: if row.get(4)? { Finding::Rebound } else { Finding::Held },
                    words: row.get(5)?,
                    next: read_day_opt(row, 6)?,
                    evidence: named.split(',').filter_map(|number| number.parse().ok()).collect(),
                    sample: row.get(7)?,
                };
                Ok((ItemId(row.get(0)?), fact))
            },
        )
    }
}
