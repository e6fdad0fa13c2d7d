//! 长期整改事项进展表: what stays on the list after its stage goal is met, how far it is and when it is looked at next.

use super::{About, Paper};
use crate::{
    domain::{
        figures::Figure,
        item::{Item, ItemKind},
        party::Role,
    },
    report::{
        ReportError, Result,
        page::{Block, Cell, Column, PageSink, Tone},
        row::{joined, progress_cell},
    },
    zh::label::Label as _,
};

/// The table of standing work.
pub struct Standing;

/// The standing work of these kinds, by the condition that the summary counts it by.
pub(super) fn standing(about: &About<'_>, kinds: &[ItemKind]) -> Result<Vec<Item>> {
    let mut items = Vec::new();
    let (reader, filter) = (about.scope.reader, about.of_kinds(kinds));
    reader.each_member(&filter, about.scope.as_of, Figure::Standing, None, None, |item| {
        items.push(item);
        Ok::<_, ReportError>(())
    })?;
    Ok(items)
}

/// How many items there are, level by level: an issue and its measures are never added.
pub(super) fn level_words(items: &[&Item]) -> String {
    let levels =
        [(ItemKind::Issue, "个"), (ItemKind::Measure, "条"), (ItemKind::Opinion, "条"), (ItemKind::Case, "件")];
    let counted = levels.map(|(kind, unit)| (kind, items.iter().filter(|item| item.kind == kind).count(), unit));
    let some = counted.iter().filter(|(_, count, _)| *count > 0);
    some.map(|(kind, count, unit)| format!("{}{count}{unit}", kind.label())).collect::<Vec<_>>().join("、")
}

impl Paper for Standing {
    fn title(&self, about: &About<'_>) -> String {
        format!("{}长期整改事项进展表", about.round.settings.title)
    }

    fn page(&self, about: &About<'_>, sink: &mut dyn PageSink) -> Result<()> {
        about.begin(&self.title(about), sink)?;
        let items = standing(about, &[ItemKind::Issue, ItemKind::Measure, ItemKind::Opinion, ItemKind::Case])?;
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
        let mut passed: Vec<&Item> = Vec::new();
        for item in &items {
            let has_passed = item.review().is_some_and(|review| review < about.day());
            passed.extend(has_passed.then_some(item));
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
        let counted = level_words(&items.iter().collect::<Vec<_>>());
        let within = about.within()?;
        sink.block(Block::Note(format!("{within}{counted}，均留在台账上持续推进；达到阶段目标的可按程序销号。")))?;
        if !passed.is_empty() {
            sink.block(Block::Note(format!("其中{}的研判日已过，尚未定下次研判日。", level_words(&passed))))?;
        }
        about.end(sink)
    }
}
