//! 会议纪要（议定事项）: what a meeting decided as it was recorded, counted so that it adds up.

use super::{About, Paper};
use crate::{
    domain::meeting::DecisionOn,
    report::{
        Known, Result,
        meeting::{Decided, Matter, Tally},
        page::{Block, Cell, Column, PageSink},
    },
    store::query::Meeting,
    zh::{date::format_day_zh, event::Names, label::Label as _, numeral::to_chinese, plan},
};

/// The minutes of a meeting.
pub struct Minutes {
    /// The meeting.
    pub meeting: Meeting,
}

/// Numbers sections as they come: 一、 二、 三、
struct Sections(u32);

impl Sections {
    fn head(&mut self, text: &str, sink: &mut dyn PageSink) -> Result<()> {
        self.0 += 1;
        Ok(sink.block(Block::Heading { level: 1, text: format!("{}、{text}", to_chinese(self.0)) })?)
    }
}

impl Minutes {
    fn opening(&self, about: &About<'_>) -> String {
        let facts = &self.meeting.facts;
        let number = facts.minutes_no.as_ref().map(|no| format!("（纪要号：{no}）")).unwrap_or_default();
        let (day, title, round) = (format_day_zh(facts.held_on), &facts.title, &about.round.settings.title);
        format!("{day}召开{title}{number}，研究{round}整改工作，议定事项如下：")
    }
}

impl Paper for Minutes {
    fn title(&self, _: &About<'_>) -> String {
        format!("{}纪要（议定事项）", self.meeting.facts.title)
    }

    fn page(&self, about: &About<'_>, sink: &mut dyn PageSink) -> Result<()> {
        sink.title(&self.title(about), None)?;
        let reader = about.scope.reader;
        let decided = Decided::new(reader, self.meeting.clone())?;
        let (decided, elsewhere) = decided.in_round(reader, about.round.id, about.day())?;
        let tabled = decided.tabled();
        if tabled.is_empty() {
            let facts = &self.meeting.facts;
            let day = format_day_zh(facts.held_on);
            sink.block(Block::Paragraph(format!("台账里没有{day}{}对本轮整改作出的决定。", facts.title)))?;
            return about.end(sink);
        }
        sink.block(Block::Paragraph(self.opening(about)))?;
        let names = Known::new(reader, [])?;
        let mut sections = Sections(0);
        for (matter, tally) in &tabled {
            sections.head(matter.label(), sink)?;
            sink.block(Block::Paragraph(format!("上会{}。", counts(*tally))))?;
            match matter {
                Matter::Adoption => {
                    let title = &about.round.settings.title;
                    let words = format!("会议审定{title}整改方案，以后的改动作为方案调整，按程序报批。");
                    sink.block(Block::Paragraph(words))?;
                }
                Matter::Adjustment => adjustments(&decided, &names, sink)?,
                Matter::Closure | Matter::Extension | Matter::Ratification => {}
            }
            if let Some(on) = matter.on() {
                about_items(&decided, on, sink)?;
            }
        }
        let all = tabled.iter().fold(Tally::default(), |all, (_, tally)| all.with(*tally));
        if tabled.len() > 1 {
            sink.block(Block::Paragraph(format!("以上上会事项共{}。", counts(all))))?;
        }
        if elsewhere > 0 {
            sink.block(Block::Note(format!("会议对其他轮次的事项另有{elsewhere}项决定，不在此列。")))?;
        }
        about.end(sink)
    }
}

fn counts(tally: Tally) -> String {
    let Tally { agreed, returned, deferred } = tally;
    format!("{}项：同意{agreed}项，退回{returned}项，暂缓{deferred}项", tally.tabled())
}

/// The decisions about items on one matter: the last about each.
fn about_items(decided: &Decided, on: DecisionOn, sink: &mut dyn PageSink) -> Result<()> {
    let rows: Vec<_> = decided.counted().into_iter().filter(|row| row.on == on).collect();
    if rows.is_empty() {
        return Ok(());
    }
    if on == DecisionOn::Plan && !decided.plan.adjustments.is_empty() {
        sink.block(Block::Paragraph("没有批准的：".into()))?;
    }
    sink.begin_grid(&[
        Column::code("编号"),
        Column::text("整改事项", 3),
        Column::rigid("决定"),
        Column::text("说明", 2),
    ])?;
    for row in rows {
        sink.row(vec![
            row.code.as_str().into(),
            row.text.as_str().into(),
            row.decision.label().into(),
            Cell::text(decided.remark(row)),
        ])?;
    }
    Ok(sink.end_grid()?)
}

/// The adjustments of the plan that were approved.
fn adjustments(decided: &Decided, names: &dyn Names, sink: &mut dyn PageSink) -> Result<()> {
    if decided.plan.adjustments.is_empty() {
        return Ok(());
    }
    sink.begin_grid(&[
        Column::code("编号"),
        Column::rigid("调整"),
        Column::text("内容", 3),
        Column::text("理由", 2),
        Column::day("生效日"),
    ])?;
    for row in &decided.plan.adjustments {
        sink.row(vec![
            row.code.as_str().into(),
            row.change.label().into(),
            plan::adjustment(&row.event, &row.text, names).into(),
            plan::reason(&row.event).into(),
            row.on.into(),
        ])?;
    }
    Ok(sink.end_grid()?)
}
