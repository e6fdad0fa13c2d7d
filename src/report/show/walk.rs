//! The way of the round's policy (审签程序), as far as an item has come on it.

use super::{Show, heading};
use crate::{
    domain::{Day, gate, item::Item, lifecycle::Closure, party::Role, policy::Walk, round::SignOff},
    report::{
        Result, Scope,
        page::{Block, Cell, Column, PageSink, Tone},
    },
    store::query::SignOffRow,
    zh::label::Label as _,
};
use serde::Serialize;

/// A step of the policy, as far as the item has come.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// Which one.
    pub step: SignOff,
    /// `given`, `next` or `waiting`.
    pub state: &'static str,
    /// The day it was given.
    pub on: Option<Day>,
    /// By whom: a party, or the meeting.
    pub by: Option<String>,
    /// In words.
    pub words: Option<String>,
}

impl Show {
    /// The way of the policy, and what was signed on it that no longer stands. Where the meeting is the only step, the decisions
    /// of meetings say it all.
    pub(super) fn walk_page(&self, sink: &mut dyn PageSink) -> Result<()> {
        if self.walk.len() > 1 {
            heading(sink, "审签程序")?;
            sink.begin_grid(&[
                Column::rigid("环节"),
                Column::rigid("情况"),
                Column::day("日期"),
                Column::text("由谁", 1),
                Column::text("意见", 2),
            ])?;
            for step in &self.walk {
                let (state, tone) = match step.state {
                    "given" => ("同意", Tone::Good),
                    "next" => ("下一步", Tone::Soon),
                    _ => ("待办", Tone::Muted),
                };
                let state = if step.step == SignOff::Department && step.state == "given" { "已申请" } else { state };
                sink.row(vec![
                    step.step.label().into(),
                    Cell::text(state).toned(tone),
                    Cell::from(step.on),
                    Cell::from(step.by.clone()),
                    Cell::from(step.words.clone()),
                ])?;
            }
            sink.end_grid()?;
        }
        let lapsed: Vec<&SignOffRow> = self.sign_offs.iter().filter(|row| !self.stands(row)).collect();
        if !lapsed.is_empty() {
            heading(sink, "不同意和已失效的审签")?;
            for row in lapsed {
                let by = row.party.as_ref().map(|who| format!("（{who}）")).unwrap_or_default();
                let words = row.words.as_ref().map(|w| format!("，{w}")).unwrap_or_default();
                let agreed = if row.agreed { "同意（已失效，须重签）" } else { "不同意" };
                sink.block(Block::Paragraph(format!("{} {}{by}：{agreed}{words}", row.on, row.step.label())))?;
            }
        }
        Ok(())
    }

    /// Whether a sign-off still counts.
    #[must_use]
    pub fn stands(&self, row: &SignOffRow) -> bool {
        row.agreed && self.standing.contains(&row.seq)
    }
}

/// The steps of the round's policy for an item, and the records of those that stand.
pub(super) fn walk(scope: &Scope<'_>, item: &Item) -> Result<(Vec<Step>, Vec<i64>)> {
    let Some(round) = scope.round(item.round) else { return Ok((Vec::new(), Vec::new())) };
    let settings = &round.settings;
    if !gate::is_closed_at(item.kind, settings.close_level) || item.withdrawn_on.is_some() {
        return Ok((Vec::new(), Vec::new()));
    }
    let walk = Walk::new(&settings.policy, &scope.reader.trail_of(item.id)?);
    let rows = scope.reader.sign_offs_of(item.id)?;
    let closed = item.closure == Closure::Closed;
    let meeting = item.closed_meeting.map(|id| scope.reader.meeting(id)).transpose()?.flatten();
    let next = if closed { None } else { walk.next() };
    let past = next.and_then(|next| settings.policy.iter().position(|s| *s == next));
    let mut standing = Vec::new();
    let mut steps = Vec::new();
    for (at, step) in settings.policy.iter().enumerate() {
        let given = walk.given(*step);
        let row = given.and_then(|given| rows.iter().find(|row| row.seq == given.seq));
        standing.extend(given.map(|given| given.seq));
        let mut shown = Step {
            step: *step,
            state: match given {
                Some(_) => "given",
                None if next == Some(*step) => "next",
                None => "waiting",
            },
            on: given.map(|given| given.on),
            by: row.and_then(|row| row.party.clone()),
            words: row.and_then(|row| row.words.clone()),
        };
        match (step, &meeting) {
            (SignOff::PartyGroup, Some(meeting)) if closed => {
                (shown.state, shown.on) = ("given", Some(meeting.facts.held_on));
                shown.by = Some(format!("{}（会议{}）", meeting.facts.title, meeting.id));
            }
            // A step after it stands, so the meeting was held; which one is named at the closing.
            (SignOff::PartyGroup, None) if !closed && past.is_none_or(|past| past > at) => {
                shown.words = Some("销号时写明会议".into());
            }
            (SignOff::Department, _) if given.is_some() => {
                shown.by = item.in_role(Role::Department).next().map(|d| d.name.clone());
            }
            _ => {}
        }
        steps.push(shown);
    }
    Ok((steps, standing))
}
