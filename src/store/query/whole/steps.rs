//! How the items of whole rounds came to stand as they do: what was set on them day by day, and what approved it.

use super::{super::read_day, super::read_day_opt, super::read_key, Reader, keys};
use crate::{
    domain::{
        Day,
        deadline::Deadline,
        event::DisclosureFacts,
        ids::{FilingId, ItemId, MeetingId, RoundId},
        item::Disclosure,
        party::Role,
        plan::PlanChangeKind,
    },
    store::StoreError,
};
use std::collections::HashMap;

/// A deadline that was set on an item itself, or a further day of it.
#[derive(Debug, Clone)]
pub struct DeadlineStep {
    /// The record.
    pub seq: i64,
    /// From which day.
    pub on: Day,
    /// Words, class, due day, review day, note.
    pub deadline: Deadline,
    /// How many times it had been extended by then.
    pub extensions: i64,
}

/// A review day that was set on an item whose deadline was set above.
#[derive(Debug, Clone)]
pub struct ReviewStep {
    /// From which day.
    pub on: Day,
    /// The review day; none where it was taken away.
    pub review: Option<Day>,
}

/// Who was given a role on an item itself.
#[derive(Debug, Clone)]
pub struct RoleStep {
    /// The record.
    seq: i64,
    /// From which day.
    pub on: Day,
    /// The role.
    pub role: Role,
    /// Who took it, in order; nobody where it was emptied.
    pub names: Vec<String>,
}

/// A change that carries an approval.
#[derive(Debug, Clone)]
pub struct ApprovedStep {
    /// The record.
    pub seq: i64,
    /// From which day.
    pub on: Day,
    /// What was changed.
    pub change: PlanChangeKind,
    /// The meeting that approved it.
    pub meeting: Option<MeetingId>,
    /// Or the document.
    pub approval: Option<String>,
}

impl Reader<'_> {
    /// The deadlines that were set on the items of these rounds themselves, first to last.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn deadline_steps_in(
        &self,
        rounds: &[RoundId],
        day: Day,
    ) -> Result<HashMap<ItemId, Vec<DeadlineStep>>, StoreError> {
        self.grouped(
            "SELECT d.item_id, d.seq, d.from_on, d.raw, d.class, d.due, d.review, d.note, d.extensions
             FROM deadline_row d JOIN item i ON i.id = d.item_id
             WHERE i.round_id IN (SELECT value FROM json_each(?1)) AND d.set_item_id = d.item_id AND d.from_on <= ?2
             ORDER BY d.item_id, d.seq",
            (keys(rounds), day.to_string()),
            |row| {
                let deadline = Deadline {
                    raw: row.get(3)?,
                    class: read_key(row, 4)?,
                    due: read_day_opt(row, 5)?,
                    review: read_day_opt(row, 6)?,
                    note: row.get(7)?,
                };
                let step = DeadlineStep { seq: row.get(1)?, on: read_day(row, 2)?, deadline, extensions: row.get(8)? };
                Ok((ItemId(row.get(0)?), step))
            },
        )
    }

    /// The review days that were set on items of these rounds which have the deadline of an item above, first to last.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn review_steps_in(
        &self,
        rounds: &[RoundId],
        day: Day,
    ) -> Result<HashMap<ItemId, Vec<ReviewStep>>, StoreError> {
        self.grouped(
            "SELECT x.item_id, x.from_on, x.review FROM (
               SELECT d.item_id, d.seq, d.from_on, d.review, d.set_item_id, lag(d.review) OVER own AS was,
                 lag(d.set_item_id) OVER own AS whose
               FROM deadline_row d JOIN item i ON i.id = d.item_id
               WHERE i.round_id IN (SELECT value FROM json_each(?1)) AND d.from_on <= ?2
               WINDOW own AS (PARTITION BY d.item_id ORDER BY d.seq)) x
             WHERE x.whose = x.set_item_id AND x.set_item_id <> x.item_id AND x.was IS NOT x.review
               AND NOT EXISTS (SELECT 1 FROM deadline_row u WHERE u.item_id = x.set_item_id AND u.seq = x.seq)
             ORDER BY x.item_id, x.seq",
            (keys(rounds), day.to_string()),
            |row| Ok((ItemId(row.get(0)?), ReviewStep { on: read_day(row, 1)?, review: read_day_opt(row, 2)? })),
        )
    }

    /// The roles that were given on the items of these rounds themselves, first to last.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn role_steps_in(&self, rounds: &[RoundId], day: Day) -> Result<HashMap<ItemId, Vec<RoleStep>>, StoreError> {
        let mut steps: HashMap<ItemId, Vec<RoleStep>> = HashMap::new();
        let mut statement = self.conn.prepare_cached(
            "SELECT x.item_id, x.seq, x.from_on, x.role, p.name
             FROM responsibility_row x JOIN item i ON i.id = x.item_id LEFT JOIN party p ON p.id = x.party_id
             WHERE i.round_id IN (SELECT value FROM json_each(?1)) AND x.set_item_id = x.item_id AND x.from_on <= ?2
             ORDER BY x.item_id, x.from_on, x.role, x.seq, x.ord",
        )?;
        let mut rows = statement.query((keys(rounds), day.to_string()))?;
        while let Some(row) = rows.next()? {
            let of = steps.entry(ItemId(row.get(0)?)).or_default();
            let (seq, role): (i64, Role) = (row.get(1)?, read_key(row, 3)?);
            let name: Option<String> = row.get(4)?;
            match of.last_mut() {
                Some(last) if (last.seq, last.role) == (seq, role) => last.names.extend(name),
                _ => of.push(RoleStep { seq, on: read_day(row, 2)?, role, names: name.into_iter().collect() }),
            }
        }
        Ok(steps)
    }

    /// The changes of the items of these rounds that carry an approval, first to last.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn approved_steps_in(
        &self,
        rounds: &[RoundId],
        day: Day,
    ) -> Result<HashMap<ItemId, Vec<ApprovedStep>>, StoreError> {
        self.grouped(
            "SELECT c.item_id, c.seq, c.on_day, c.change, c.meeting_id, c.approval
             FROM plan_change c JOIN item i ON i.id = c.item_id
             WHERE i.round_id IN (SELECT value FROM json_each(?1)) AND c.on_day <= ?2 ORDER BY c.seq",
            (keys(rounds), day.to_string()),
            |row| {
                let step = ApprovedStep {
                    seq: row.get(1)?,
                    on: read_day(row, 2)?,
                    change: read_key(row, 3)?,
                    meeting: row.get::<_, Option<i64>>(4)?.map(MeetingId),
                    approval: row.get(5)?,
                };
                Ok((ItemId(row.get(0)?), step))
            },
        )
    }

    /// The days on which the work on items of these rounds was taken up again, because it was returned or reopened.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn days_taken_up_in(&self, rounds: &[RoundId], day: Day) -> Result<HashMap<ItemId, Vec<Day>>, StoreError> {
        // As in `taken_up_again`: progress that no filing moved fell back by a decision.
        self.grouped(
            "SELECT p.item_id, p.from_on FROM progress_row p JOIN item i ON i.id = p.item_id
             WHERE i.round_id IN (SELECT value FROM json_each(?1)) AND p.from_on <= ?2 AND p.filing_id IS NULL
               AND NOT p.derived AND p.progress = 'in_progress' ORDER BY p.item_id, p.seq",
            (keys(rounds), day.to_string()),
            |row| Ok((ItemId(row.get(0)?), read_day(row, 1)?)),
        )
    }

    /// The marks of filings that are not what they are at first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn filing_marks_in(&self, rounds: &[RoundId]) -> Result<HashMap<FilingId, DisclosureFacts>, StoreError> {
        let marks = self.all(
            "SELECT f.id, f.disclosure, f.public_words FROM filing f JOIN item i ON i.id = f.item_id
             WHERE i.round_id IN (SELECT value FROM json_each(?1)) AND (f.disclosure <> ?2 OR f.public_words IS NOT NULL)",
            (keys(rounds), Disclosure::Party.key()),
            |row| {
                let facts = DisclosureFacts { disclosure: read_key(row, 1)?, public_words: row.get(2)? };
                Ok((FilingId(row.get(0)?), facts))
            },
        )?;
        Ok(marks.into_iter().collect())
    }
}
