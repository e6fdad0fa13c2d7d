//! Items, as of now or of a day.

use super::{Reader, read_day, read_day_opt, read_key, read_key_opt, select::Selection};
use crate::{
    domain::{
        Day,
        code::Code,
        deadline::Deadline,
        filter::Filter,
        ids::{ItemId, MeetingId, PartyId, RoundId, SourceId},
        item::{HeldDeadline, Item, ItemKind, Named, WithdrawGround},
        lifecycle::{Closure, Progress},
        party::Role,
    },
    store::{StoreError, query::select::Order},
};
use rusqlite::Row;
use std::{collections::HashMap, sync::LazyLock};

/// One item by its key. It is asked for each row of a large ledger: its words are made once.
static ITEM: LazyLock<String> = LazyLock::new(|| format!("SELECT {COLUMNS} FROM item i WHERE i.id = ?1"));

/// The day that a question speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsOf {
    /// The day.
    pub day: Day,
    /// Whether the current rows answer for that day: nothing was entered after it.
    pub current: bool,
}

impl AsOf {
    /// What the item table is replaced by when a past day is asked for: the last dated row of each axis, never a replay.
    /// Type, origin and category are those of that day. Names and wording are today's. `?1` is the day.
    pub(super) const PAST: &'static str = "(SELECT i.id, i.uid, i.round_id, i.parent_id,
        CASE WHEN b.seq IS NULL THEN i.category_id ELSE b.category_id END AS category_id,
        coalesce(b.under_issue, i.under_issue) AS under_issue, i.kind, coalesce(b.origin, i.origin) AS origin,
        CASE WHEN b.seq IS NULL THEN i.type ELSE b.type END AS type,
        i.code, i.sort_key, i.text, i.goal, i.note, i.source_no, i.source_id, i.disclosure, i.added_on,
        CASE WHEN i.withdrawn_on <= ?1 THEN i.withdrawn_on END AS withdrawn_on,
        d.raw AS deadline_raw, d.class AS deadline_class, d.first_due, d.due, d.review, coalesce(d.extensions, 0) AS extensions,
        d.note AS deadline_note, d.set_item_id AS deadline_item_id,
        coalesce(p.progress, 'not_started') AS progress, p.completed_on,
        coalesce(c.closure, 'none') AS closure, c.closed_on, CASE c.closure WHEN 'closed' THEN c.meeting_id END AS closed_meeting_id,
        coalesce(c.unratified, 0) AS unratified, c.without_evidence IS NOT NULL AS without_evidence, coalesce(c.cycle, 1) AS cycle,
        (SELECT max(f.on_day) FROM filing f WHERE f.item_id = i.id AND f.on_day <= ?1
          AND NOT (f.state = 'returned' AND f.decided_on <= ?1)) AS last_filing_on,
        (SELECT max(r.on_day) FROM recheck r WHERE r.item_id = i.id AND r.on_day <= ?1) AS looked_on,
        (SELECT max(r.on_day) FROM recheck r WHERE r.item_id = i.id AND r.on_day <= ?1 AND r.rebound) AS rebounded_on
      FROM item i
      LEFT JOIN deadline_row d ON d.item_id = i.id
        AND d.seq = (SELECT x.seq FROM deadline_row x WHERE x.item_id = i.id AND x.from_on <= ?1 ORDER BY x.seq DESC LIMIT 1)
      LEFT JOIN progress_row p ON p.item_id = i.id
        AND p.seq = (SELECT x.seq FROM progress_row x WHERE x.item_id = i.id AND x.from_on <= ?1 ORDER BY x.seq DESC LIMIT 1)
      LEFT JOIN closure_row c ON c.item_id = i.id
        AND c.seq = (SELECT x.seq FROM closure_row x WHERE x.item_id = i.id AND x.from_on <= ?1 ORDER BY x.seq DESC LIMIT 1)
      LEFT JOIN item_before b ON b.item_id = i.id
        AND b.seq = (SELECT x.seq FROM item_before x WHERE x.item_id = i.id AND x.until_on > ?1 ORDER BY x.seq LIMIT 1)
      WHERE i.added_on <= ?1)";

    /// What stands after FROM.
    pub(super) const fn items(self) -> &'static str {
        if self.current { "item" } else { Self::PAST }
    }
}

/// One of the dated axes of an item, on which days never run backwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// A role.
    Role(Role),
    /// The deadline.
    Deadline,
    /// Progress.
    Progress,
    /// Closure.
    Closure,
    /// Type, origin and place: what an item is counted as.
    Facets,
}

/// Where an item stands in the tree, and how far its work is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkState {
    /// The item above.
    pub parent: Option<ItemId>,
    /// What it is.
    pub kind: ItemKind,
    /// How far the work is.
    pub progress: Progress,
    /// The day of completion.
    pub completed_on: Option<Day>,
}

/// Where an item stood in the paper it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoodIn {
    /// The paper's file name.
    pub name: String,
    /// The place in it, in words.
    pub place: String,
    /// The words as they stood.
    pub words: String,
    /// Whose ledger it was, where several were read into the round.
    pub unit: Option<String>,
}

/// One step of an item's closure, for its history.
#[derive(Debug, Clone)]
pub struct ClosureStep {
    /// The day.
    pub on: Day,
    /// Where it stood from then on.
    pub closure: Closure,
    /// In which cycle.
    pub cycle: i64,
    /// The meeting that decided.
    pub meeting: Option<MeetingId>,
    /// Reason or remark, or the words that stand for evidence.
    pub words: Option<String>,
    /// A meeting ratified the closing, which stood already.
    pub ratified: bool,
}

pub(super) const COLUMNS: &str =
    "i.id, i.uid, i.round_id, i.parent_id, i.category_id, i.under_issue, i.kind, i.origin, i.type,
    i.code, i.sort_key, i.text, i.goal, i.note, i.source_no, i.source_id, i.added_on, i.withdrawn_on,
    i.deadline_raw, i.deadline_class, i.first_due, i.due, i.review, i.extensions, i.deadline_note, i.deadline_item_id,
    i.progress, i.completed_on, i.closure, i.closed_on, i.closed_meeting_id, i.unratified, i.without_evidence, i.cycle,
    i.last_filing_on, i.looked_on, i.rebounded_on";

pub(super) fn from_row(row: &Row<'_>) -> rusqlite::Result<Item> {
    let deadline = match row.get::<_, Option<String>>(18)? {
        None => None,
        Some(raw) => Some(HeldDeadline {
            now: Deadline {
                raw,
                class: read_key(row, 19)?,
                due: read_day_opt(row, 21)?,
                review: read_day_opt(row, 22)?,
                note: row.get(24)?,
            },
            first_due: read_day_opt(row, 20)?,
            extensions: row.get(23)?,
            set_on: ItemId(row.get(25)?),
        }),
    };
    Ok(Item {
        id: ItemId(row.get(0)?),
        uid: row.get(1)?,
        round: RoundId(row.get(2)?),
        parent: row.get::<_, Option<i64>>(3)?.map(ItemId),
        category: row.get::<_, Option<i64>>(4)?.map(ItemId),
        under_issue: row.get(5)?,
        kind: read_key(row, 6)?,
        origin: read_key(row, 7)?,
        item_type: read_key_opt(row, 8)?,
        code: row.get(9)?,
        sort_key: row.get(10)?,
        text: row.get(11)?,
        goal: row.get(12)?,
        note: row.get(13)?,
        source_no: row.get(14)?,
        source: row.get::<_, Option<i64>>(15)?.map(SourceId),
        added_on: read_day(row, 16)?,
        withdrawn_on: read_day_opt(row, 17)?,
        deadline,
        progress: read_key::<Progress>(row, 26)?,
        completed_on: read_day_opt(row, 27)?,
        closure: read_key::<Closure>(row, 28)?,
        closed_on: read_day_opt(row, 29)?,
        closed_meeting: row.get::<_, Option<i64>>(30)?.map(MeetingId),
        unratified: row.get(31)?,
        without_evidence: row.get(32)?,
        cycle: row.get(33)?,
        last_filing_on: read_day_opt(row, 34)?,
        looked_on: read_day_opt(row, 35)?,
        rebounded_on: read_day_opt(row, 36)?,
        parties: Vec::new(),
    })
}

/// The statement that lists what a selection finds.
fn listing(selection: &Selection, as_of: AsOf, order: Order) -> String {
    format!(
        "SELECT {COLUMNS} FROM {} i {} {} WHERE {} ORDER BY {}",
        as_of.items(),
        selection.index(),
        order.join(as_of),
        selection.conditions(),
        order.by()
    )
}

impl Reader<'_> {
    /// How a question about `day` is answered, when today is `today`.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn as_of(&self, day: Day) -> Result<AsOf, StoreError> {
        // Nothing takes effect after its day of entry, so from the last entry's day on the current rows answer.
        Ok(AsOf { day, current: self.last_entry_day()?.is_none_or(|last| day >= last) })
    }

    /// The rounds that these items belong to.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn rounds_of(&self, items: &[ItemId]) -> Result<Vec<RoundId>, StoreError> {
        let keys: Vec<i64> = items.iter().map(|item| item.0).collect();
        let sql = "SELECT DISTINCT round_id FROM item WHERE id IN (SELECT value FROM json_each(?1))";
        self.all(sql, [serde_json::to_string(&keys).unwrap_or_default()], |row| row.get(0).map(RoundId))
    }

    /// The key of an item by its code.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn item_by_code(&self, round: RoundId, code: &Code) -> Result<Option<ItemId>, StoreError> {
        self.one("SELECT id FROM item WHERE round_id = ?1 AND code = ?2", (round.0, code.to_string()), |row| {
            row.get(0).map(ItemId)
        })
    }

    /// An item as of now.
    ///
    /// # Errors
    /// When there is none with that key.
    pub fn item(&self, id: ItemId) -> Result<Item, StoreError> {
        let mut item = self.one(&ITEM, [id.0], from_row)?.ok_or_else(|| StoreError::Value(format!("no item {id}")))?;
        item.parties = self.parties_now(id)?;
        Ok(item)
    }

    /// The items directly below one, in the order of their codes.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn children(&self, id: ItemId) -> Result<Vec<Item>, StoreError> {
        self.all(&format!("SELECT {COLUMNS} FROM item i WHERE i.parent_id = ?1 ORDER BY i.sort_key"), [id.0], from_row)
    }

    /// An item and everything below it, parents first. Parties are left out.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn subtree(&self, id: ItemId) -> Result<Vec<Item>, StoreError> {
        let mut found = vec![self.item(id)?];
        let mut at = 0;
        while at < found.len() {
            let below = self.children(found[at].id)?;
            found.extend(below);
            at += 1;
        }
        Ok(found)
    }

    /// How many items the filter finds.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn count_items(&self, filter: &Filter, as_of: AsOf) -> Result<i64, StoreError> {
        let selection = Selection::new(filter, as_of);
        let sql = format!("SELECT count(*) FROM {} i WHERE {}", as_of.items(), selection.conditions());
        Ok(self.one(&sql, selection.params().as_slice(), |row| row.get(0))?.unwrap_or(0))
    }

    /// Hands every item that the filter finds to `each`, in order, without collecting them; at most `limit` of them.
    ///
    /// # Errors
    /// What `each` returns, or trouble with the file.
    pub fn each_item<E: From<StoreError>>(
        &self,
        filter: &Filter,
        as_of: AsOf,
        order: Order,
        limit: Option<u64>,
        each: impl FnMut(Item) -> Result<(), E>,
    ) -> Result<(), E> {
        self.each_selected(&Selection::new(filter, as_of), as_of, order, limit, each)
    }

    pub(super) fn each_selected<E: From<StoreError>>(
        &self,
        selection: &Selection,
        as_of: AsOf,
        order: Order,
        limit: Option<u64>,
        mut each: impl FnMut(Item) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut sql = listing(selection, as_of, order);
        if let Some(limit) = limit {
            sql.push_str(&format!(" LIMIT {limit}"));
        }
        let mut statement = self.conn.prepare_cached(&sql).map_err(StoreError::from)?;
        let mut rows = statement.query(selection.params().as_slice()).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            let mut item = from_row(row).map_err(StoreError::from)?;
            item.parties =
                if as_of.current { self.parties_now(item.id)? } else { self.parties_on(item.id, as_of.day)? };
            each(item)?;
        }
        Ok(())
    }

    /// The items that the filter finds, collected: for writing verbs and short lists.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn items(&self, filter: &Filter, as_of: AsOf) -> Result<Vec<Item>, StoreError> {
        let mut found = Vec::new();
        self.each_item(filter, as_of, Order::Code, None, |item| {
            found.push(item);
            Ok::<_, StoreError>(())
        })?;
        Ok(found)
    }

    /// The steps that SQLite takes for a listing: what the tests pin.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn explain_items(&self, filter: &Filter, as_of: AsOf, order: Order) -> Result<Vec<String>, StoreError> {
        self.explain_selected(&Selection::new(filter, as_of), as_of, order)
    }

    pub(super) fn explain_selected(
        &self,
        selection: &Selection,
        as_of: AsOf,
        order: Order,
    ) -> Result<Vec<String>, StoreError> {
        let sql = format!("EXPLAIN QUERY PLAN {}", listing(selection, as_of, order));
        self.all(&sql, selection.params().as_slice(), |row| row.get(3))
    }

    fn parties_now(&self, id: ItemId) -> Result<Vec<(Role, Named)>, StoreError> {
        self.all(
            "SELECT x.role, x.party_id, p.name FROM item_party x JOIN party p ON p.id = x.party_id
             WHERE x.item_id = ?1 ORDER BY x.role, x.ord",
            [id.0],
            |row| Ok((read_key(row, 0)?, Named { id: PartyId(row.get(1)?), name: row.get(2)? })),
        )
    }

    fn parties_on(&self, id: ItemId, day: Day) -> Result<Vec<(Role, Named)>, StoreError> {
        self.all(
            "SELECT r.role, r.party_id, p.name FROM responsibility_row r JOIN party p ON p.id = r.party_id
             WHERE r.item_id = ?1 AND r.seq =
               (SELECT x.seq FROM responsibility_row x WHERE x.item_id = ?1 AND x.role = r.role AND x.from_on <= ?2
                ORDER BY x.seq DESC LIMIT 1)
             ORDER BY r.role, r.ord",
            (id.0, day.to_string()),
            |row| Ok((read_key(row, 0)?, Named { id: PartyId(row.get(1)?), name: row.get(2)? })),
        )
    }

    /// The last day on which something took effect on an axis of an item.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn last_day(&self, item: ItemId, axis: Axis) -> Result<Option<Day>, StoreError> {
        let sql = |table: &str, role: &str| {
            format!("SELECT from_on FROM {table} WHERE item_id = ?1{role} ORDER BY seq DESC LIMIT 1")
        };
        let day = |row: &Row<'_>| read_day(row, 0);
        match axis {
            Axis::Role(role) => self.one(&sql("responsibility_row", " AND role = ?2"), (item.0, role.key()), day),
            Axis::Deadline => self.one(&sql("deadline_row", ""), [item.0], day),
            Axis::Progress => self.one(&sql("progress_row", ""), [item.0], day),
            // Sign-offs are steps on the same way, though they leave the closure as it is.
            Axis::Closure => self.one(
                "SELECT from_on FROM (SELECT seq, from_on FROM closure_row WHERE item_id = ?1
                   UNION ALL SELECT seq, on_day FROM sign_off WHERE item_id = ?1) ORDER BY seq DESC LIMIT 1",
                [item.0],
                day,
            ),
            Axis::Facets => {
                let sql = "SELECT until_on FROM item_before WHERE item_id = ?1 ORDER BY seq DESC LIMIT 1";
                self.one(sql, [item.0], day)
            }
        }
    }

    /// The due day that held before the last row of the deadline axis.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn due_before_last(&self, item: ItemId) -> Result<Option<Day>, StoreError> {
        let sql = "SELECT due FROM deadline_row WHERE item_id = ?1 ORDER BY seq DESC LIMIT 1 OFFSET 1";
        Ok(self.one(sql, [item.0], |row| read_day_opt(row, 0))?.flatten())
    }

    /// Whether the progress of an item follows from the items that stood below it when it was last set.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn progress_is_derived(&self, item: ItemId) -> Result<bool, StoreError> {
        let sql = "SELECT derived FROM progress_row WHERE item_id = ?1 ORDER BY seq DESC LIMIT 1";
        Ok(self.one(sql, [item.0], |row| row.get(0))?.unwrap_or(false))
    }

    /// Where an item stands in the tree and how far its work is: the few columns that derived progress goes by.
    ///
    /// # Errors
    /// When there is none with that key.
    pub fn work_state(&self, id: ItemId) -> Result<WorkState, StoreError> {
        self.one("SELECT parent_id, kind, progress, completed_on FROM item WHERE id = ?1", [id.0], |row| {
            Ok(WorkState {
                parent: row.get::<_, Option<i64>>(0)?.map(ItemId),
                kind: read_key(row, 1)?,
                progress: read_key(row, 2)?,
                completed_on: read_day_opt(row, 3)?,
            })
        })?
        .ok_or_else(|| StoreError::Value(format!("no item {id}")))
    }

    /// Progress and day of completion of the live measures and 表现 directly below an item.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn progress_below(&self, id: ItemId) -> Result<Vec<(Progress, Option<Day>)>, StoreError> {
        self.all(
            "SELECT progress, completed_on FROM item
             WHERE parent_id = ?1 AND withdrawn_on IS NULL AND kind IN ('measure', 'issue')",
            [id.0],
            |row| Ok((read_key(row, 0)?, read_day_opt(row, 1)?)),
        )
    }

    /// What the item's own filings last said of its progress, whatever followed from the items below since.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn own_progress(&self, item: ItemId) -> Result<(Progress, Option<Day>), StoreError> {
        let sql = "SELECT progress, completed_on FROM progress_row WHERE item_id = ?1 AND NOT derived ORDER BY seq DESC LIMIT 1";
        let own = self.one(sql, [item.0], |row| Ok((read_key(row, 0)?, read_day_opt(row, 1)?)))?;
        Ok(own.unwrap_or((Progress::NotStarted, None)))
    }

    /// The item on which a role was set that is effective for `item`; `None` when it never was.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn role_set_on(&self, item: ItemId, role: Role) -> Result<Option<ItemId>, StoreError> {
        self.one(
            "SELECT set_item_id FROM responsibility_row WHERE item_id = ?1 AND role = ?2 ORDER BY seq DESC LIMIT 1",
            (item.0, role.key()),
            |row| row.get(0).map(ItemId),
        )
    }

    /// The steps of an item's closure, first to last.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn closure_steps(&self, item: ItemId) -> Result<Vec<ClosureStep>, StoreError> {
        self.all(
            "SELECT from_on, closure, cycle, meeting_id, coalesce(words, without_evidence),
               closure = 'closed' AND coalesce(lag(closure) OVER (ORDER BY seq), '') = 'closed'
             FROM closure_row WHERE item_id = ?1 ORDER BY seq",
            [item.0],
            |row| {
                Ok(ClosureStep {
                    on: read_day(row, 0)?,
                    closure: read_key(row, 1)?,
                    cycle: row.get(2)?,
                    meeting: row.get::<_, Option<i64>>(3)?.map(MeetingId),
                    words: row.get(4)?,
                    ratified: row.get(5)?,
                })
            },
        )
    }

    /// Why an item was withdrawn: the ground and the words.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn withdrawal(&self, item: ItemId) -> Result<Option<(WithdrawGround, String)>, StoreError> {
        let sql = "SELECT withdrawn_ground, coalesce(withdrawn_reason, '') FROM item WHERE id = ?1 AND withdrawn_ground IS NOT NULL";
        self.one(sql, [item.0], |row| Ok((read_key(row, 0)?, row.get(1)?)))
    }

    /// Where an item stood in the paper it came from.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn source_place(&self, item: ItemId) -> Result<Option<StoodIn>, StoreError> {
        self.one(
            "SELECT s.name, i.source_place, i.source_words, i.source_unit FROM item i JOIN source s ON s.id = i.source_id
             WHERE i.id = ?1",
            [item.0],
            |row| Ok(StoodIn { name: row.get(0)?, place: row.get(1)?, words: row.get(2)?, unit: row.get(3)? }),
        )
    }

    /// The words of an item as they stood in the feedback paper it came from; `None` when it came from elsewhere.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn feedback_words(&self, item: ItemId) -> Result<Option<String>, StoreError> {
        let sql = "SELECT i.source_words FROM item i JOIN source s ON s.id = i.source_id
             WHERE i.id = ?1 AND s.paper = 'feedback' AND i.source_words IS NOT NULL";
        self.one(sql, [item.0], |row| row.get(0))
    }

    /// Whose ledger the items of a round came from, for those of which that is known.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn source_units(&self, round: RoundId) -> Result<HashMap<ItemId, String>, StoreError> {
        let units = self.all(
            "SELECT id, source_unit FROM item WHERE round_id = ?1 AND source_unit IS NOT NULL",
            [round.0],
            |row| Ok((ItemId(row.get(0)?), row.get(1)?)),
        )?;
        Ok(units.into_iter().collect())
    }

    /// The categories of a round, in order: key, parent, code, words.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn categories(&self, round: RoundId) -> Result<Vec<Item>, StoreError> {
        self.all(
            // The kind stands in the statement itself: only then SQLite knows that the index of categories answers it.
            &format!(
                "SELECT {COLUMNS} FROM item i WHERE i.round_id = ?1 AND i.kind = '{}' ORDER BY i.sort_key",
                ItemKind::Category
            ),
            [round.0],
            from_row,
        )
    }
}
