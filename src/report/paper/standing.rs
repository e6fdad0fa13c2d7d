//! 长期整改事项进展表: what stays on the list after its stage goal is met, how far it is and when it is looked at next.

use super::{About, Paper};
use crate::{
    domain::{
        figures::Figure,
        item::{Item, ItemKind},
        party::Role,
    },
    report::{
        Result,
        page::{Block, Cell, Column, PageSink, Tone},
        row::{joined, progress_cell},
    },
};

/// The table of standing work.
pub struct Standing;

impl Paper for Standing {
    fn title(&self, about: &About<'_>) -> String {
        format!("{}长期整改事项进展表", about.round.settings.title)
    }

    fn page(&self, about: &About<'_>, sink: &mut dyn PageSink) -> Result<()> {
        about.begin(&self.title(about), sink)?;
        let filter = about.of_kinds(&[ItemKind::Issue, ItemKind::Measure, ItemKind::Opinion]);
        let mut items: Vec<Item> = Vec::new();
        let reader = about.scope.reader;
        reader.each_member(&filter, about.scope.as_of, Figure::Standing, None, None, |item| {
            items.push(item);
            Ok::<_, crate::report::ReportError>(())
        })?;
        if items.is_empty() {
            sink.block(Block::Paragraph(format!("{}没有需长期整改的事项。", about.within()?)))?;
            return about.end(sink);
        }
        sink.begin_grid(&[
            Column::code("编号"),
            Column::text("整改事项", 3),
            Column::text("时限要求", 1),
            Column::text("牵头领导", 1).at_most(16),
            Column::text("责任部门", 1).at_most(14),
            Column::rigid("进度"),
            Column::text("目前进展", 4),
            Column::day("下次研判"),
        ])?;
        let mut passed = 0;
        for item in &items {
            let has_passed = item.review().is_some_and(|review| review < about.day());
            passed += usize::from(has_passed);
            let told = about.last_told(item)?;
            sink.row(vec![
                item.code.as_str().into(),
                item.text.as_str().into(),
                item.deadline.as_ref().map(|held| held.now.raw.clone()).into(),
                joined(item, Role::Leader).into(),
                joined(item, Role::Department).into(),
                progress_cell(item),
                told.and_then(|filing| filing.situation).map_or_else(|| Cell::text("未填报"), Cell::text),
                Cell::from(item.review()).toned(if has_passed { Tone::Late } else { Tone::Plain }),
            ])?;
        }
        sink.end_grid()?;
        sink.block(Block::Note(format!(
            "{}共{}项，均留在台账上持续推进；达到阶段目标的可按程序销号。",
            about.within()?,
            items.len()
        )))?;
        if passed > 0 {
            sink.block(Block::Note(format!("其中{passed}项的研判日已过，尚未定下次研判日。")))?;
        }
        about.end(sink)
    }
}
