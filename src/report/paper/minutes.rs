//! 会议纪要（议定事项）: what a meeting decided as it was recorded, counted so that it adds up.

use super::{About, Paper};
use crate::{
    domain::{ids::ItemId, meeting::DecisionOn},
    report::{
        Result,
        meeting::{Decided, Tally},
        page::{Block, Cell, Column, PageSink},
    },
    zh::{date::format_day_zh, event::Names, label::Label as _, numeral::to_chinese, plan},
};
use std::collections::HashSet;

/// The minutes of a meeting.
pub struct Minutes<'a> {
    /// What it decided.
    pub decided: Decided,
    /// How parties, items and meetings are called.
    pub names: &'a dyn Names,
}

/// Numbers sections as they come: 一、 二、 三、
struct Sections(u32);

impl Sections {
    fn head(&mut self, text: &str, sink: &mut dyn PageSink) -> Result<()> {
        self.0 += 1;
        Ok(sink.block(Block::Heading { level: 1, text: format!("{}、{text}", to_chinese(self.0)) })?)
    }
}

impl Minutes<'_> {
    /// The items of the round that the minutes are about; a meeting may have decided about other rounds, too.
    fn of_round(&self, about: &About<'_>) -> Result<HashSet<ItemId>> {
        let mut of = HashSet::new();
        let adjusted = self.decided.plan.adjustments.iter().map(|adjustment| adjustment.item);
        for id in self.decided.decisions.iter().map(|decision| decision.item).chain(adjusted) {
            if about.scope.reader.item(id)?.round == about.round.id {
                of.insert(id);
            }
        }
        Ok(of)
    }

    fn opening(&self, about: &About<'_>) -> String {
        let facts = &self.decided.meeting.facts;
        let number = facts.minutes_no.as_ref().map(|no| format!("（纪要号：{no}）")).unwrap_or_default();
        let (day, title, round) = (format_day_zh(facts.held_on), &facts.title, &about.round.settings.title);
        format!("{day}召开{title}{number}，研究{round}整改工作，议定事项如下：")
    }
}

impl Paper for Minutes<'_> {
    fn title(&self, _: &About<'_>) -> String {
        format!("{}纪要（议定事项）", self.decided.meeting.facts.title)
    }

    fn page(&self, about: &About<'_>, sink: &mut dyn PageSink) -> Result<()> {
        sink.title(&self.title(about), None)?;
        let of = self.of_round(about)?;
        let decisions: Vec<_> = self.decided.decisions.iter().filter(|row| of.contains(&row.item)).cloned().collect();
        let adjustments: Vec<_> = self.decided.plan.adjustments.iter().filter(|row| of.contains(&row.item)).collect();
        let adopted = self.decided.adopted.iter().any(|round| round.id == about.round.id);
        if decisions.is_empty() && adjustments.is_empty() && !adopted {
            let facts = &self.decided.meeting.facts;
            let day = format_day_zh(facts.held_on);
            sink.block(Block::Paragraph(format!("台账里没有{day}{}对本轮整改作出的决定。", facts.title)))?;
            return about.end(sink);
        }
        sink.block(Block::Paragraph(self.opening(about)))?;
        let mut sections = Sections(0);
        if adopted {
            sections.head("审定整改方案", sink)?;
            let title = &about.round.settings.title;
            sink.block(Block::Paragraph(format!("会议审定{title}整改方案，以后的改动作为方案调整，按程序报批。")))?;
        }
        let mut all = Tally::default();
        for on in DecisionOn::ALL {
            let tally = Tally::of(&decisions, *on);
            if tally.tabled() == 0 {
                continue;
            }
            all = all.with(tally);
            let Tally { agreed, returned, deferred } = tally;
            let tabled = tally.tabled();
            let counts = format!("上会{tabled}项，同意{agreed}项、退回{returned}项、暂缓{deferred}项");
            sections.head(&format!("{}：{counts}", on.label()), sink)?;
            sink.begin_grid(&[
                Column::code("编号"),
                Column::text("整改事项", 3),
                Column::rigid("决定"),
                Column::text("说明", 2),
            ])?;
            for row in decisions.iter().filter(|row| row.on == *on) {
                sink.row(vec![
                    row.code.as_str().into(),
                    row.text.as_str().into(),
                    row.decision.label().into(),
                    Cell::text(self.decided.remark(row)),
                ])?;
            }
            sink.end_grid()?;
        }
        if !adjustments.is_empty() {
            sections.head(&format!("批准方案调整{}项", adjustments.len()), sink)?;
            sink.begin_grid(&[
                Column::code("编号"),
                Column::rigid("调整"),
                Column::text("内容", 3),
                Column::text("理由", 2),
                Column::day("生效日"),
            ])?;
            for row in &adjustments {
                sink.row(vec![
                    row.code.as_str().into(),
                    row.change.label().into(),
                    plan::adjustment(&row.event, &row.text, self.names).into(),
                    plan::reason(&row.event).into(),
                    row.on.into(),
                ])?;
            }
            sink.end_grid()?;
        }
        if all.tabled() > 0 {
            let Tally { agreed, returned, deferred } = all;
            let tabled = all.tabled();
            sink.block(Block::Paragraph(format!(
                "以上上会事项共{tabled}项：同意{agreed}项，退回{returned}项，暂缓{deferred}项。"
            )))?;
        }
        let elsewhere = self.decided.decisions.len() - decisions.len();
        if elsewhere > 0 {
            sink.block(Block::Note(format!("会议对其他轮次的事项另有{elsewhere}项决定，不在此列。")))?;
        }
        about.end(sink)
    }
}
