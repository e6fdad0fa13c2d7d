//! A paper beside the ledger: what was passed over, what the two say differently, what may be there twice.

use super::{
    Preview, Row, further,
    words::{from_difference, reasons, settled_words, skip_words},
};
use crate::{
    domain::refusal::Warning,
    report::page::{Block, Column, PageSink},
    service::paper::{Fate, Settled, Skip},
    zh::{label::field, width::truncate},
};

impl Preview<'_> {
    /// What was passed over, and why.
    pub(super) fn passed_over(&self, page: &mut dyn PageSink) -> std::io::Result<()> {
        let passed = |row: &&Row<'_>| matches!(row.taken.fate, Fate::Skipped(skip) if skip != Skip::NothingNew);
        let rows: Vec<&Row<'_>> = self.rows.iter().filter(passed).collect();
        if rows.is_empty() {
            return Ok(());
        }
        page.block(Block::Heading { level: 1, text: "略过的".into() })?;
        page.begin_grid(&[Column::code("编号"), Column::text("文件内容", 1), Column::rigid("原因")])?;
        for row in rows {
            let Fate::Skipped(skip) = row.taken.fate else { continue };
            let words = truncate(&row.item.text.replace('\n', " "), 40);
            page.row(vec![row.taken.code.clone().into(), words.into(), skip_words(skip).into()])?;
        }
        page.end_grid()
    }

    /// What ledger and paper say differently, field by field, and what becomes of it.
    pub(super) fn differences(&self, page: &mut dyn PageSink) -> std::io::Result<()> {
        let differing =
            || self.rows.iter().flat_map(|row| row.taken.differences.iter().map(move |one| (&row.taken.code, one)));
        if differing().next().is_none() {
            return Ok(());
        }
        page.block(Block::Heading { level: 1, text: "与台账不一致的".into() })?;
        page.begin_grid(&[
            Column::code("编号"),
            Column::rigid("栏目"),
            Column::text("台账", 2),
            Column::text("文件", 2),
            Column::text("处理", 2),
        ])?;
        for (code, one) in differing() {
            page.row(vec![
                code.as_str().into(),
                field(one.field).into(),
                from_difference(&one.ledger, &one.paper).into(),
                from_difference(&one.paper, &one.ledger).into(),
                settled_words(code, one).into(),
            ])?;
        }
        page.end_grid()?;
        if differing().any(|(_, one)| one.settled == Settled::Open) {
            page.block(Block::Note(
                "待定的要先决定：以台账为准加 --on-conflict skip，以文件为准加 --on-conflict update。".into(),
            ))?;
        }
        Ok(())
    }

    /// What was done in another ledger of this program and could not be done again here.
    pub(super) fn untold(&self, page: &mut dyn PageSink, most: usize) -> std::io::Result<()> {
        if self.untold.is_empty() {
            return Ok(());
        }
        let heading = format!("没有照样读入的办理记录（{} 条）", self.untold.len());
        page.block(Block::Heading { level: 1, text: heading })?;
        page.begin_grid(&[
            Column::code("编号"),
            Column::rigid("日期"),
            Column::text("办理记录", 1),
            Column::text("原因", 2),
        ])?;
        for untold in self.untold.iter().take(most) {
            page.row(vec![
                untold.code.as_str().into(),
                untold.on.into(),
                truncate(&untold.words, 40).into(),
                reasons(untold).join("；").into(),
            ])?;
        }
        page.end_grid()?;
        further(page, self.untold.len(), most)
    }

    /// Issues with the words of another one in the round: of another unit's ledger, most likely.
    pub(super) fn doubled(&self, page: &mut dyn PageSink) -> std::io::Result<()> {
        if self.doubles.is_empty() {
            return Ok(());
        }
        page.block(Block::Heading { level: 1, text: "可能重复的".into() })?;
        page.begin_grid(&[Column::code("编号"), Column::code("已有编号"), Column::text("已有问题", 1)])?;
        for (code, other, text) in &self.doubles {
            page.row(vec![code.as_str().into(), other.as_str().into(), truncate(text, 60).into()])?;
        }
        page.end_grid()
    }

    /// Which new issues may be the same matter as one that an earlier round had struck off (屡改屡犯).
    pub(super) fn repeated(&self, page: &mut dyn PageSink) -> std::io::Result<()> {
        let alike: Vec<(&String, &String, &String)> = self
            .receipt
            .warnings
            .iter()
            .filter_map(|warning| match warning {
                Warning::LooksAlike { code, earlier, text } => Some((code, earlier, text)),
                _ => None,
            })
            .collect();
        if alike.is_empty() {
            return Ok(());
        }
        page.block(Block::Heading { level: 1, text: "与往轮已销号问题相近的".into() })?;
        page.begin_grid(&[Column::code("编号"), Column::code("往轮编号"), Column::text("往轮问题", 1)])?;
        for (code, earlier, text) in &alike {
            page.row(vec![code.as_str().into(), earlier.as_str().into(), text.as_str().into()])?;
        }
        page.end_grid()?;
        let (code, earlier, _) = alike[0];
        page.block(Block::Note(format!(
            "确是同一问题（屡改屡犯）的，导入后关联，如 taizhang link {code} --same-as {earlier}"
        )))
    }
}
