//! Applications for a later deadline (延期申请).

use super::{Reader, read_day, read_day_opt, read_key};
use crate::{
    domain::{
        Day,
        deadline::Deadline,
        ids::{ExtensionId, ItemId, MeetingId, RoundId},
    },
    store::StoreError,
};
use rusqlite::Row;

/// An application for a later deadline as it stands.
#[derive(Debug, Clone)]
pub struct ExtensionRow {
    /// Its key.
    pub id: ExtensionId,
    /// The item.
    pub item: ItemId,
    /// When it was applied for.
    pub applied_on: Day,
    /// By whom.
    pub applicant: Option<String>,
    /// The due day before.
    pub before_due: Option<Day>,
    /// The deadline asked for.
    pub deadline: Deadline,
    /// Why.
    pub reason: String,
    /// Applied for when the due day had passed.
    pub after_expiry: bool,
    /// Nobody applied: a return named another day.
    pub on_return: bool,
    /// `applied`, `approved` or `refused`.
    pub state: String,
    /// When it was decided.
    pub decided_on: Option<Day>,
    /// The words and the day that were approved, when others than asked for.
    pub granted: Option<(String, Option<Day>)>,
    /// What decided, in words: the meeting's title or the document.
    pub approval: Option<String>,
    /// The meeting that decided.
    pub meeting: Option<MeetingId>,
    /// Words of refusal.
    pub words: Option<String>,
}

/// An application that waits, with what is to be known of its item.
#[derive(Debug, Clone)]
pub struct WaitingExtension {
    /// The application.
    pub extension: ExtensionRow,
    /// The item's round.
    pub round: RoundId,
    /// Its code.
    pub code: String,
    /// Its words.
    pub text: String,
    /// Whether the item still needs it: neither completed nor struck off nor withdrawn since.
    pub needed: bool,
}

pub(super) const COLUMNS: &str =
    "e.id, e.item_id, e.applied_on, p.name, e.before_due, e.raw, e.class, e.due, e.review, e.note, e.reason,
    e.after_expiry, e.state, e.decided_on, e.granted_raw, e.granted_due, coalesce(m.title, e.approval), e.words, e.on_return,
    e.meeting_id";

pub(super) const JOINED: &str =
    "FROM extension e LEFT JOIN party p ON p.id = e.applicant_id LEFT JOIN meeting m ON m.id = e.meeting_id";

pub(super) fn from_row(row: &Row<'_>) -> rusqlite::Result<ExtensionRow> {
    let granted = row.get::<_, Option<String>>(14)?;
    Ok(ExtensionRow {
        id: ExtensionId(row.get(0)?),
        item: ItemId(row.get(1)?),
        applied_on: read_day(row, 2)?,
        applicant: row.get(3)?,
        before_due: read_day_opt(row, 4)?,
        deadline: Deadline {
            raw: row.get(5)?,
            class: read_key(row, 6)?,
            due: read_day_opt(row, 7)?,
            review: read_day_opt(row, 8)?,
            note: row.get(9)?,
        },
        reason: row.get(10)?,
        after_expiry: row.get(11)?,
        state: row.get(12)?,
        decided_on: read_day_opt(row, 13)?,
        granted: granted.map(|raw| Ok::<_, rusqlite::Error>((raw, read_day_opt(row, 15)?))).transpose()?,
        approval: row.get(16)?,
        words: row.get(17)?,
        on_return: row.get(18)?,
        meeting: row.get::<_, Option<i64>>(19)?.map(MeetingId),
    })
}

impl Reader<'_> {
    /// The applications for extension of an item, first to last.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn extensions_of(&self, item: ItemId) -> Result<Vec<ExtensionRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} {JOINED} WHERE e.item_id = ?1 ORDER BY e.id");
        self.all(&sql, [item.0], from_row)
    }

    /// The applications for extension that a meeting decided on, first to last.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn extensions_decided_by(&self, meeting: MeetingId) -> Result<Vec<ExtensionRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} {JOINED} WHERE e.meeting_id = ?1 ORDER BY e.id");
        self.all(&sql, [meeting.0], from_row)
    }

    /// The application of an item that waits; there is at most one.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn extension_waiting(&self, item: ItemId) -> Result<Option<ExtensionRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} {JOINED} WHERE e.item_id = ?1 AND e.state = 'applied'");
        self.one(&sql, [item.0], from_row)
    }

    /// The applications of these rounds that wait, first to last.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn extensions_waiting(&self, rounds: &[RoundId]) -> Result<Vec<WaitingExtension>, StoreError> {
        let keys: Vec<i64> = rounds.iter().map(|r| r.0).collect();
        self.all(
            &format!(
                "SELECT {COLUMNS}, i.round_id, i.code, i.text,
                   i.progress <> 'completed' AND i.closure <> 'closed' AND i.withdrawn_on IS NULL
                 {JOINED} JOIN item i ON i.id = e.item_id
                 WHERE e.state = 'applied' AND i.round_id IN (SELECT value FROM json_each(?1))
                 ORDER BY e.applied_on, e.id"
            ),
            [serde_json::to_string(&keys).unwrap_or_default()],
            |row| {
                Ok(WaitingExtension {
                    extension: from_row(row)?,
                    round: RoundId(row.get(20)?),
                    code: row.get(21)?,
                    text: row.get(22)?,
                    needed: row.get(23)?,
                })
            },
        )
    }
}
