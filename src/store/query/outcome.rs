//! Outcomes, as of a day: what was counted, and which of them belong to the items that a filter finds.

use super::{AsOf, Reader, figures::GroupBy, read_day, read_day_opt, read_key, select::Selection};
use crate::{
    domain::{
        Day,
        event::DisclosureFacts,
        filter::Filter,
        ids::{ItemId, OutcomeId},
        item::Origin,
        outcome::{OutcomeFacts, OutcomeKind},
    },
    store::StoreError,
};
use rusqlite::{Params, Row};

/// An outcome as it stood on a day.
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
    /// Its 公开范围, as of now: marks are undated.
    pub disclosure: DisclosureFacts,
}

/// One outcome's share in a breakdown: it may stand in several groups, and is still one outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutcomeShare {
    /// The outcome.
    pub outcome: OutcomeId,
    /// The origin of an item that it belongs to.
    pub origin: Origin,
    /// The group of that item.
    pub group: Option<i64>,
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<OutcomeRow> {
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
        disclosure: DisclosureFacts { disclosure: read_key(row, 16)?, public_words: row.get(17)? },
    })
}

/// An outcome as it stood on the day `?1`: the facts before the first amendment that took effect later, else its own; the
/// items that it belonged to by then.
const OUTCOME: &str = "
  WITH stood AS (
    SELECT o.id, o.on_day, o.kind, o.title, o.number, o.revised, o.institution, o.form, o.people, o.times, o.direction, o.cents,
      o.count, o.unit, o.words, o.disclosure, o.public_words
    FROM outcome o
    WHERE o.on_day <= ?1 AND (o.withdrawn_on IS NULL OR o.withdrawn_on > ?1)
      AND NOT EXISTS (SELECT 1 FROM outcome_before b WHERE b.outcome_id = o.id AND b.until_on > ?1)
    UNION ALL
    SELECT o.id, o.on_day, b.kind, b.title, b.number, b.revised, b.institution, b.form, b.people, b.times, b.direction, b.cents,
      b.count, b.unit, o.words, o.disclosure, o.public_words
    FROM outcome o JOIN outcome_before b ON b.outcome_id = o.id
      AND b.seq = (SELECT min(x.seq) FROM outcome_before x WHERE x.outcome_id = o.id AND x.until_on > ?1)
    WHERE o.on_day <= ?1 AND (o.withdrawn_on IS NULL OR o.withdrawn_on > ?1))
  SELECT o.id, o.on_day, o.kind, o.title, o.number, o.revised, o.institution, o.form, o.people, o.times,
    o.direction, o.cents, o.count, o.unit, o.words,
    (SELECT group_concat(c.code) FROM (SELECT i.code FROM outcome_item x JOIN item i ON i.id = x.item_id
      WHERE x.outcome_id = o.id AND x.from_on <= ?1 ORDER BY i.sort_key) c), o.disclosure, o.public_words
  FROM stood o";

/// The outcomes of the items that a selection finds, with the items themselves.
fn belonging(selection: &Selection, as_of: AsOf, join: &str) -> String {
    format!(
        "{} i {join} JOIN outcome_item x ON x.item_id = i.id AND x.from_on <= ?1 WHERE {}",
        as_of.items(),
        selection.conditions()
    )
}

impl Reader<'_> {
    fn stood(&self, tail: &str, params: impl Params) -> Result<Vec<OutcomeRow>, StoreError> {
        self.all(&format!("{OUTCOME} {tail} ORDER BY o.id"), params, from_row)
    }

    /// The outcomes that stand on a day, in order; of one item when given.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn outcomes(&self, as_of: AsOf, item: Option<ItemId>) -> Result<Vec<OutcomeRow>, StoreError> {
        let day = as_of.day.to_string();
        match item {
            None => self.stood("", [day]),
            Some(item) => self.stood(
                "WHERE o.id IN (SELECT outcome_id FROM outcome_item WHERE item_id = ?2 AND from_on <= ?1)",
                (day, item.0),
            ),
        }
    }

    /// The outcomes that stand on a day and belong to at least one item that the filter finds, each once. Figures sum over
    /// these rows, and what explains a figure lists them.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn outcomes_among(&self, filter: &Filter, as_of: AsOf) -> Result<Vec<OutcomeRow>, StoreError> {
        let selection = Selection::new(filter, as_of);
        let among = belonging(&selection, as_of, "");
        self.stood(&format!("WHERE o.id IN (SELECT x.outcome_id FROM {among})"), selection.params().as_slice())
    }

    /// In which groups the outcomes of [`Reader::outcomes_among`] stand.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn outcome_shares(&self, filter: &Filter, as_of: AsOf, by: GroupBy) -> Result<Vec<OutcomeShare>, StoreError> {
        let selection = Selection::new(filter, as_of);
        let sql = format!(
            "SELECT DISTINCT x.outcome_id, i.origin, {} FROM {}",
            by.column(),
            belonging(&selection, as_of, &by.join(as_of))
        );
        self.all(&sql, selection.params().as_slice(), |row| {
            Ok(OutcomeShare { outcome: OutcomeId(row.get(0)?), origin: read_key(row, 1)?, group: row.get(2)? })
        })
    }

    /// One outcome as it stands now, also one that takes effect later than the day asked about elsewhere; `None` when there is
    /// none of that number or it was taken back.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn outcome(&self, id: OutcomeId) -> Result<Option<OutcomeRow>, StoreError> {
        Ok(self.stood("WHERE o.id = ?2", (LAST_DAY, id.0))?.pop())
    }

    /// What an outcome said on a day; `None` when it did not stand then.
    pub(super) fn outcome_on(&self, id: OutcomeId, day: &str) -> Result<Option<OutcomeFacts>, StoreError> {
        Ok(self.stood("WHERE o.id = ?2", (day, id.0))?.pop().map(|row| row.facts))
    }

    /// The items that an outcome belongs to.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn outcome_items(&self, id: OutcomeId) -> Result<Vec<ItemId>, StoreError> {
        let sql = "SELECT item_id FROM outcome_item WHERE outcome_id = ?1 ORDER BY item_id";
        self.all(sql, [id.0], |row| Ok(ItemId(row.get(0)?)))
    }

    /// The last day on which what is known of an outcome changed.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn outcome_last_day(&self, id: OutcomeId) -> Result<Option<Day>, StoreError> {
        let last: Option<Option<Day>> = self.one(
            "SELECT max(day) FROM (SELECT on_day AS day FROM outcome WHERE id = ?1
               UNION ALL SELECT until_on FROM outcome_before WHERE outcome_id = ?1
               UNION ALL SELECT from_on FROM outcome_item WHERE outcome_id = ?1)",
            [id.0],
            |row| read_day_opt(row, 0),
        )?;
        Ok(last.flatten())
    }
}

/// Later than any day of effect.
const LAST_DAY: &str = "9999-12-31";
