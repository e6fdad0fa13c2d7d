//! The plan of a round (整改方案): whose comments were asked, who adopted it, how it was adjusted since.

use super::{
    ReportError,
    page::{Block, Column, PageSink},
};
use crate::{
    domain::{ids::MeetingId, meeting::Approval},
    store::{
        Reader, StoreError,
        query::{Consultation, Meeting, PlanAdjustment, Round},
    },
    zh::{date::format_day, event::Names, label::Label as _, plan},
};
use serde::Serialize;
use std::collections::{BTreeMap, btree_map::Entry};

/// A round's plan.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The meeting that adopted it.
    pub adopted_by: Option<Meeting>,
    /// Whose comments were asked.
    pub consultations: Vec<Consultation>,
    /// How it was adjusted since.
    pub adjustments: Vec<PlanAdjustment>,
    /// The meetings that approved these, by day and title: their numbers are nothing for readers of papers.
    approved_by: BTreeMap<MeetingId, String>,
}

/// Comments in the document.
#[derive(Debug, Serialize)]
struct Comments<'a> {
    on: crate::domain::Day,
    asked: &'a str,
    words: &'a str,
    taken_up: &'a str,
}

/// An adjustment in the document.
#[derive(Debug, Serialize)]
struct Adjusted<'a> {
    record: i64,
    on: crate::domain::Day,
    code: &'a str,
    change: &'a str,
    words: String,
    reason: Option<&'a str>,
    meeting: Option<i64>,
    approval: Option<&'a str>,
}

fn heading(text: String) -> Block {
    Block::Heading { level: 1, text }
}

impl Plan {
    /// Of all plans, what a meeting adjusted.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn adjusted_by(reader: &Reader<'_>, meeting: MeetingId) -> Result<Self, StoreError> {
        let adjustments = reader.plan_adjustments_by(meeting)?;
        let approved_by = approved_by(reader, &adjustments)?;
        Ok(Self { adopted_by: None, consultations: Vec::new(), adjustments, approved_by })
    }

    /// Reads a round's plan.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn new(reader: &Reader<'_>, round: &Round) -> Result<Self, StoreError> {
        let adjustments = reader.plan_adjustments(round.id)?;
        Ok(Self {
            adopted_by: round.adopted_meeting.map(|id| reader.meeting(id)).transpose()?.flatten(),
            consultations: reader.consultations(round.id)?,
            approved_by: approved_by(reader, &adjustments)?,
            adjustments,
        })
    }

    /// The consultations as elements of a document.
    #[must_use]
    pub fn consultations_json(&self) -> serde_json::Value {
        let rows = self.consultations.iter().map(|c| Comments {
            on: c.on,
            asked: &c.asked,
            words: &c.words,
            taken_up: &c.taken_up,
        });
        serde_json::json!(rows.collect::<Vec<_>>())
    }

    /// The adjustments as elements of a document.
    #[must_use]
    pub fn adjustments_json(&self, names: &dyn Names) -> serde_json::Value {
        let rows = self.adjustments.iter().map(|a| {
            let (meeting, approval) = match &a.approval {
                Approval::Meeting(id) => (Some(id.0), None),
                Approval::Words(words) => (None, Some(words.as_str())),
            };
            Adjusted {
                record: a.seq,
                on: a.on,
                code: &a.code,
                change: a.change.key(),
                words: plan::adjustment(&a.event, &a.text, names),
                reason: plan::reason(&a.event),
                meeting,
                approval,
            }
        });
        serde_json::json!(rows.collect::<Vec<_>>())
    }

    /// Pushes what there is of it; nothing where there is nothing.
    ///
    /// # Errors
    /// When the page cannot be written.
    pub fn show(&self, page: &mut dyn PageSink, names: &dyn Names) -> Result<(), ReportError> {
        if !self.consultations.is_empty() {
            page.block(heading("征求意见及采纳".into()))?;
            page.begin_grid(&[
                Column::day("日期"),
                Column::text("征求对象", 1),
                Column::text("意见", 2),
                Column::text("采纳", 2),
            ])?;
            for c in &self.consultations {
                page.row(vec![
                    c.on.into(),
                    c.asked.as_str().into(),
                    c.words.as_str().into(),
                    c.taken_up.as_str().into(),
                ])?;
            }
            page.end_grid()?;
        }
        if !self.adjustments.is_empty() {
            page.block(heading(format!("方案调整 {} 项", self.adjustments.len())))?;
            self.show_adjustments(page, names)?;
        }
        Ok(())
    }

    /// Pushes the adjustments alone, without their heading; nothing where there are none.
    ///
    /// # Errors
    /// When the page cannot be written.
    pub fn show_adjustments(&self, page: &mut dyn PageSink, names: &dyn Names) -> Result<(), ReportError> {
        if self.adjustments.is_empty() {
            return Ok(());
        }
        page.begin_grid(&[
            Column::day("日期"),
            Column::code("编号"),
            Column::rigid("调整"),
            Column::text("内容", 3),
            Column::text("批准", 2),
            Column::text("理由", 2),
        ])?;
        for a in &self.adjustments {
            let approval = match &a.approval {
                Approval::Meeting(id) => self.approved_by.get(id).cloned(),
                Approval::Words(words) => Some(words.clone()),
            };
            page.row(vec![
                a.on.into(),
                a.code.as_str().into(),
                a.change.label().into(),
                plan::adjustment(&a.event, &a.text, names).into(),
                approval.into(),
                plan::reason(&a.event).into(),
            ])?;
        }
        Ok(page.end_grid()?)
    }
}

/// The meetings that approved adjustments, by day and title.
fn approved_by(reader: &Reader<'_>, adjustments: &[PlanAdjustment]) -> Result<BTreeMap<MeetingId, String>, StoreError> {
    let mut by = BTreeMap::new();
    for adjustment in adjustments {
        if let Approval::Meeting(id) = adjustment.approval
            && let Entry::Vacant(unknown) = by.entry(id)
            && let Some(Meeting { facts, .. }) = reader.meeting(id)?
        {
            unknown.insert(format!("{}\n{}", format_day(facts.held_on), facts.title));
        }
    }
    Ok(by)
}
