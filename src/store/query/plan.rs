//! A round's plan: whose comments were asked, and how it was adjusted once it was adopted.

use super::{Reader, read_day, read_key};
use crate::{
    domain::{
        Day,
        event::Event,
        ids::{ConsultationId, ItemId, MeetingId, RoundId},
        meeting::Approval,
        plan::PlanChangeKind,
    },
    store::StoreError,
};

/// Comments on a plan that were asked from a superior.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consultation {
    /// Its key.
    pub id: ConsultationId,
    /// When.
    pub on: Day,
    /// Whose comments.
    pub asked: String,
    /// What they said.
    pub words: String,
    /// What was taken up.
    pub taken_up: String,
}

/// One 方案调整.
#[derive(Debug, Clone)]
pub struct PlanAdjustment {
    /// The record.
    pub seq: i64,
    /// From which day.
    pub on: Day,
    /// The item: the measure that was added, reworded, moved; the item that was withdrawn with what stood below.
    pub item: ItemId,
    /// Its code.
    pub code: String,
    /// Its words as of now.
    pub text: String,
    /// What kind of adjustment.
    pub change: PlanChangeKind,
    /// What approved it.
    pub approval: Approval,
    /// The event itself, for its words.
    pub event: Event,
}

impl Reader<'_> {
    /// Whose comments on a round's plan were asked, in the order in which it was recorded.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn consultations(&self, round: RoundId) -> Result<Vec<Consultation>, StoreError> {
        self.all(
            "SELECT id, on_day, asked, words, taken_up FROM consultation WHERE round_id = ?1 ORDER BY id",
            [round.0],
            |row| {
                Ok(Consultation {
                    id: ConsultationId(row.get(0)?),
                    on: read_day(row, 1)?,
                    asked: row.get(2)?,
                    words: row.get(3)?,
                    taken_up: row.get(4)?,
                })
            },
        )
    }

    /// A round's 方案调整: what changed its plan under an approval after it had been adopted, in the order of the records.
    ///
    /// # Errors
    /// When SQLite refuses or a record cannot be read.
    pub fn plan_adjustments(&self, round: RoundId) -> Result<Vec<PlanAdjustment>, StoreError> {
        self.adjustments_where("i.round_id = ?1", round.0)
    }

    /// The 方案调整 that a meeting approved, in the order of the records.
    ///
    /// # Errors
    /// When SQLite refuses or a record cannot be read.
    pub fn plan_adjustments_by(&self, meeting: MeetingId) -> Result<Vec<PlanAdjustment>, StoreError> {
        self.adjustments_where("c.meeting_id = ?1", meeting.0)
    }

    fn adjustments_where(&self, condition: &str, key: i64) -> Result<Vec<PlanAdjustment>, StoreError> {
        type Row = (i64, Day, ItemId, String, String, PlanChangeKind, Option<i64>, Option<String>);
        let rows: Vec<Row> = self.all(
            &format!(
                "SELECT c.seq, c.on_day, c.item_id, i.code, i.text, c.change, c.meeting_id, c.approval
                 FROM item i JOIN plan_change c ON c.item_id = i.id JOIN round r ON r.id = i.round_id
                 WHERE {condition} AND c.seq > r.adopted_seq ORDER BY c.seq"
            ),
            [key],
            |row| {
                Ok((
                    row.get(0)?,
                    read_day(row, 1)?,
                    ItemId(row.get(2)?),
                    row.get(3)?,
                    row.get(4)?,
                    read_key(row, 5)?,
                    row.get(6)?,
                    row.get(7)?,
                ))
            },
        )?;
        let adjustment = |(seq, on, item, code, text, change, meeting, words): Row| {
            let approval = match (meeting, words) {
                (Some(meeting), _) => Approval::Meeting(MeetingId(meeting)),
                (None, words) => Approval::Words(words.unwrap_or_default()),
            };
            let event = self.record(seq)?.event()?;
            Ok(PlanAdjustment { seq, on, item, code, text, change, approval, event })
        };
        rows.into_iter().map(adjustment).collect()
    }

    /// The last day from which an item stood elsewhere, or counted as something else, than before.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn last_move(&self, item: ItemId) -> Result<Option<Day>, StoreError> {
        self.one("SELECT until_on FROM item_before WHERE item_id = ?1 ORDER BY seq DESC LIMIT 1", [item.0], |row| {
            read_day(row, 0)
        })
    }
}
