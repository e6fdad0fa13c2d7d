//! 补报调整: what a report states of the period of an earlier one that was locked, and that was not known then.

use super::{
    Result,
    page::{Block, Cell, Column, PageSink},
};
use crate::{
    domain::{
        Day,
        item::{ItemType, Origin},
        lock::AdjustmentKind,
    },
    store::{
        Reader, StoreError,
        query::{Adjusted, Adjustment, Lock, Round},
    },
    zh::{
        date::format_day_zh,
        event::outcome_words,
        label::{Label as _, from_words},
        width::truncate,
    },
};
use serde::Serialize;

/// The columns that an item's first words may take.
const FIRST_WORDS: usize = 40;

/// A lock, and what was entered since that belongs to its period.
#[derive(Debug, Clone)]
pub struct Adjustments {
    /// The round's key.
    pub round: String,
    /// The lock.
    pub lock: Lock,
    /// What the locked report did not know.
    pub rows: Vec<Adjustment>,
}

/// A row of the document.
#[derive(Debug, Clone, Serialize)]
pub struct AdjustmentRow<'a> {
    /// What it is.
    pub adjustment: AdjustmentKind,
    /// The item's code; `null` for meetings and outcomes.
    pub code: Option<&'a str>,
    /// The meeting's number.
    pub meeting: Option<i64>,
    /// The outcome's number.
    pub outcome: Option<i64>,
    /// The name of today of the party that was renamed.
    pub party: Option<&'a str>,
    /// The words of the item, or the title of meeting or outcome.
    pub text: Option<&'a str>,
    /// The day from which it counts.
    pub on: Day,
    /// The day on which it happened.
    pub happened_on: Option<Day>,
    /// How it had counted; an outcome in words.
    pub before: Option<String>,
    /// How it counts now.
    pub after: Option<String>,
}

impl Adjustments {
    /// The last lock before `day` of a round, with what a report of `day` states as adjustments to it; `None` when there is
    /// no such lock. Of the locked day itself that very report speaks: it is the next one that adjusts. A lock that was set
    /// after `day` adds nothing to what was said as of that day.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn of_round(reader: &Reader<'_>, round: &Round, day: Day) -> std::result::Result<Option<Self>, StoreError> {
        let Some(lock) = reader.locks(round.id)?.into_iter().rev().find(|lock| lock.through < day && lock.on <= day)
        else {
            return Ok(None);
        };
        let rows = reader.adjustments(round.id, lock.through, day)?;
        Ok(Some(Self { round: round.key.clone(), lock, rows }))
    }

    /// The same for several rounds; those without a lock are left out.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn of_rounds(reader: &Reader<'_>, rounds: &[Round], day: Day) -> std::result::Result<Vec<Self>, StoreError> {
        rounds.iter().filter_map(|round| Self::of_round(reader, round, day).transpose()).collect()
    }

    /// The rows for the document.
    pub fn document(&self) -> impl Iterator<Item = AdjustmentRow<'_>> {
        self.rows.iter().map(|row| {
            let (code, meeting, outcome, text) = match &row.of {
                Adjusted::Item { code, text, .. } => (Some(code.as_str()), None, None, Some(text.as_str())),
                Adjusted::Meeting { id, title } => (None, Some(id.0), None, Some(title.as_str())),
                Adjusted::Outcome { id, title, .. } => (None, None, Some(id.0), title.as_deref()),
                Adjusted::Party { .. } => (None, None, None, None),
            };
            let party = match &row.of {
                Adjusted::Party { name } => Some(name.as_str()),
                _ => None,
            };
            let (before, after) = counted(row);
            AdjustmentRow {
                adjustment: row.kind,
                code,
                meeting,
                outcome,
                party,
                text,
                on: row.on,
                happened_on: row.happened_on,
                before,
                after,
            }
        })
    }

    /// What was locked, in one sentence.
    #[must_use]
    pub fn lead(&self) -> String {
        let Lock { through, title, .. } = &self.lock;
        let report = title.as_ref().map(|title| format!("《{title}》")).unwrap_or_default();
        let through = format_day_zh(*through);
        match self.rows.len() {
            0 => format!("{}{report}锁定到 {through}，之后没有补报调整。", self.round),
            n => format!("{}{report}锁定到 {through}，其中的数字不变；属于那时而当时没有反映的有 {n} 项：", self.round),
        }
    }

    /// What was locked, and what is adjusted, as a part of a page.
    ///
    /// # Errors
    /// Trouble with the place written to.
    pub fn page(&self, sink: &mut dyn PageSink) -> Result<()> {
        sink.block(Block::Paragraph(self.lead()))?;
        if self.rows.is_empty() {
            return Ok(());
        }
        sink.begin_grid(&[
            Column::code("编号"),
            Column::text("内容", 3),
            Column::text("调整", 3),
            Column::day("发生"),
            Column::day("计入"),
        ])?;
        for row in &self.rows {
            let (code, text) = match &row.of {
                Adjusted::Item { code, text, .. } => (code.clone(), truncate(&text.replace('\n', " "), FIRST_WORDS)),
                Adjusted::Meeting { id, title } => (String::new(), numbered(id.0, "会议", Some(title))),
                Adjusted::Outcome { id, title, .. } => (String::new(), numbered(id.0, "成效", title.as_deref())),
                Adjusted::Party { name } => (String::new(), name.clone()),
            };
            sink.row(vec![
                code.into(),
                Cell::text(text),
                Cell::text(words(row)),
                row.happened_on.into(),
                row.on.into(),
            ])?;
        }
        sink.end_grid()?;
        Ok(())
    }
}

fn numbered(number: i64, what: &str, title: Option<&str>) -> String {
    let title = title.map(|title| format!(" {title}")).unwrap_or_default();
    format!("第 {number} 号{what}{title}")
}

/// How it had counted and how it counts now; of an outcome what it says.
fn counted(row: &Adjustment) -> (Option<String>, Option<String>) {
    match &row.of {
        Adjusted::Outcome { facts, .. } => (facts.0.as_ref().map(outcome_words), facts.1.as_ref().map(outcome_words)),
        _ => (row.before.clone(), row.after.clone()),
    }
}

/// The kind of adjustment, with how it had counted and counts now.
fn words(row: &Adjustment) -> String {
    let term = |key: &Option<String>| {
        let Some(key) = key else { return "无".to_owned() };
        let label = match row.kind {
            AdjustmentKind::Origin => from_words::<Origin>(key).map(Origin::label),
            AdjustmentKind::Type => from_words::<ItemType>(key).map(ItemType::label),
            _ => None,
        };
        label.unwrap_or(key).to_owned()
    };
    match &counted(row) {
        (None, None) => row.kind.label().to_owned(),
        (before, after) => format!("{}：{} → {}", row.kind.label(), term(before), term(after)),
    }
}
