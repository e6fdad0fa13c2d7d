//! Filings of departments (填报).

use super::{AsOf, Order, Reader, read_day, read_day_opt, read_key, read_key_opt, select::Selection};
use crate::{
    domain::{
        Day,
        event::DisclosureFacts,
        filing::{Filed, FilingState},
        filter::Filter,
        ids::{FilingId, ItemId, RoundId},
        lifecycle::Progress,
        party::Role,
    },
    store::StoreError,
};
use rusqlite::Row;

/// A filing as it stands.
#[derive(Debug, Clone)]
pub struct FilingRow {
    /// Its key, and the number people type.
    pub id: FilingId,
    /// The item it is about.
    pub item: ItemId,
    /// In which cycle of the item.
    pub cycle: i64,
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
    /// The day of completion it claims.
    pub completed_on: Option<Day>,
    /// By the leading department.
    pub leading: bool,
    /// What the office made of it.
    pub state: FilingState,
    /// When it was accepted or sent back.
    pub decided_on: Option<Day>,
    /// Words of return.
    pub words: Option<String>,
}

impl FilingRow {
    /// The filing as far as the rules look at it.
    #[must_use]
    pub fn filed(&self) -> Filed {
        Filed {
            on: self.on,
            cycle: self.cycle,
            leading: self.leading,
            state: self.state,
            progress: self.progress,
            completed_on: self.completed_on,
        }
    }
}

/// A filing that waits for acceptance, with what is to be known of its item.
#[derive(Debug, Clone)]
pub struct WaitingFiling {
    /// The filing.
    pub filing: FilingRow,
    /// The item's round.
    pub round: RoundId,
    /// Its code.
    pub code: String,
    /// Its words.
    pub text: String,
}

pub(super) const COLUMNS: &str =
    "f.id, f.item_id, f.cycle, f.on_day, p.name, f.filled_by, f.entered_by, f.situation, f.problems, f.next,
    f.progress, f.completed_on, f.leading, f.state, f.decided_on, f.words";

pub(super) const JOINED: &str = "FROM filing f LEFT JOIN party p ON p.id = f.department_id";

pub(super) fn from_row(row: &Row<'_>) -> rusqlite::Result<FilingRow> {
    Ok(FilingRow {
        id: FilingId(row.get(0)?),
        item: ItemId(row.get(1)?),
        cycle: row.get(2)?,
        on: read_day(row, 3)?,
        department: row.get(4)?,
        filled_by: row.get(5)?,
        entered_by: row.get(6)?,
        situation: row.get(7)?,
        problems: row.get(8)?,
        next: row.get(9)?,
        progress: read_key_opt(row, 10)?,
        completed_on: read_day_opt(row, 11)?,
        leading: row.get(12)?,
        state: read_key(row, 13)?,
        decided_on: read_day_opt(row, 14)?,
        words: row.get(15)?,
    })
}

impl Reader<'_> {
    /// The latest filings about what stands below an item, the last first, each with the code of its item.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn filings_below(&self, item: ItemId, most: i64) -> Result<Vec<(String, FilingRow)>, StoreError> {
        let sql = format!(
            "WITH RECURSIVE below (id, code) AS (SELECT c.id, c.code FROM item c WHERE c.parent_id = ?1 AND c.kind <> 'category'
               UNION ALL SELECT x.id, x.code FROM item x JOIN below ON x.parent_id = below.id)
             SELECT {COLUMNS}, b.code {JOINED} JOIN below b ON b.id = f.item_id ORDER BY f.on_day DESC, f.id DESC LIMIT ?2"
        );
        self.all(&sql, [item.0, most], |row| Ok((row.get(16)?, from_row(row)?)))
    }

    /// The filings about an item, first to last.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn filings_of(&self, item: ItemId) -> Result<Vec<FilingRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} {JOINED} WHERE f.item_id = ?1 ORDER BY f.on_day, f.id");
        self.all(&sql, [item.0], from_row)
    }

    /// What was handed in by that day about an item and all below it, and accepted by then: in the order of the items, each
    /// item's first to last.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn accepted_filings(&self, item: ItemId, day: Day) -> Result<Vec<FilingRow>, StoreError> {
        let sql = format!(
            "WITH RECURSIVE below (id, sort_key) AS (SELECT i.id, i.sort_key FROM item i WHERE i.id = ?1
               UNION ALL SELECT x.id, x.sort_key FROM item x JOIN below ON x.parent_id = below.id)
             SELECT {COLUMNS} {JOINED} JOIN below b ON b.id = f.item_id
             WHERE f.state = 'accepted' AND f.on_day <= ?2 AND coalesce(f.decided_on, f.on_day) <= ?2
             ORDER BY b.sort_key, f.on_day, f.id"
        );
        self.all(&sql, (item.0, day.to_string()), from_row)
    }

    /// Everything that was handed in by that day in a round and accepted by then, with its 公开范围: item by item, each item's
    /// first to last. One scan, for papers that tell of a whole round.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn accepted_in_round(&self, round: RoundId, day: Day) -> Result<Vec<(FilingRow, DisclosureFacts)>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS}, f.disclosure, f.public_words {JOINED} JOIN item i ON i.id = f.item_id
             WHERE i.round_id = ?1 AND f.state = 'accepted' AND f.on_day <= ?2 AND coalesce(f.decided_on, f.on_day) <= ?2
             ORDER BY f.item_id, f.on_day, f.id"
        );
        self.all(&sql, (round.0, day.to_string()), |row| {
            let mark = DisclosureFacts { disclosure: read_key(row, 16)?, public_words: row.get(17)? };
            Ok((from_row(row)?, mark))
        })
    }

    /// A filing by its number.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn filing(&self, id: FilingId) -> Result<Option<FilingRow>, StoreError> {
        self.one(&format!("SELECT {COLUMNS} {JOINED} WHERE f.id = ?1"), [id.0], from_row)
    }

    /// The filings of these rounds that wait for acceptance, first to last.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn filings_waiting(&self, rounds: &[RoundId]) -> Result<Vec<WaitingFiling>, StoreError> {
        let keys: Vec<i64> = rounds.iter().map(|r| r.0).collect();
        self.all(
            &format!(
                "SELECT {COLUMNS}, i.round_id, i.code, i.text {JOINED} JOIN item i ON i.id = f.item_id
                 WHERE f.state = 'pending' AND i.round_id IN (SELECT value FROM json_each(?1))
                 ORDER BY f.on_day, f.id"
            ),
            [serde_json::to_string(&keys).unwrap_or_default()],
            |row| {
                Ok(WaitingFiling {
                    filing: from_row(row)?,
                    round: RoundId(row.get(16)?),
                    code: row.get(17)?,
                    text: row.get(18)?,
                })
            },
        )
    }

    /// How many items that the filter finds the leading party of a role has, in the office's order; those without one last.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn count_by_party(
        &self,
        filter: &Filter,
        as_of: AsOf,
        role: Role,
    ) -> Result<Vec<(Option<String>, i64)>, StoreError> {
        let selection = Selection::new(filter, as_of);
        let sql = format!(
            "SELECT op.name, count(*) FROM {} i {} WHERE {} GROUP BY op.id ORDER BY op.ord IS NULL, op.ord, op.id",
            as_of.items(),
            Order::Party(role).join(as_of),
            selection.conditions()
        );
        self.all(&sql, selection.params().as_slice(), |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Whether the item's own progress was set since by something later than this filing: by a filing handed in after it, or
    /// without one (退回整改, 撤销销号) on a later day.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn filing_overtaken(&self, filing: &FilingRow) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM progress_row r LEFT JOIN filing g ON g.id = r.filing_id
             WHERE r.item_id = ?1 AND NOT r.derived
               AND CASE WHEN g.id IS NULL THEN r.from_on > ?2 ELSE (g.on_day, g.id) > (?2, ?3) END
             LIMIT 1";
        let later = (filing.item.0, filing.on.to_string(), filing.id.0);
        Ok(self.one(sql, later, |_| Ok(()))?.is_some())
    }
}
