//! 个案清结情况: cases that were handed over, counted apart from issues, and how many of them are cleared.

use super::{
    About, Paper,
    rows::{UNSET_MEANS, deadline, departments, persons},
};
use crate::{
    domain::{
        figures::{Figure, RateKind},
        item::ItemKind,
        lifecycle::Progress,
    },
    report::{
        ReportError, Result,
        page::{Block, Cell, Column, PageSink},
        row::progress_cell,
        summary::Summary,
    },
    store::query::Order,
};

/// The list of cases.
pub struct Cases;

impl Paper for Cases {
    fn title(&self, about: &About<'_>) -> String {
        format!("{}个案清结情况", about.round.settings.title)
    }

    fn page(&self, about: &About<'_>, sink: &mut dyn PageSink) -> Result<()> {
        about.begin(&self.title(about), sink)?;
        let within = about.within()?;
        let set = Summary::new(about.scope, about.filter, None)?.cases;
        let get = |figure| set.figures.get(figure);
        let total = get(Figure::Total);
        if total == 0 {
            sink.block(Block::Paragraph(format!("{within}没有交办的个案。")))?;
            return about.end(sink);
        }
        let cleared = get(Figure::Completed);
        sink.block(Block::Paragraph(format!(
            "{within}交办个案{total}件，已清结{cleared}件，未清结{}件，其中逾期{}件；清结率{}。",
            total - cleared,
            get(Figure::Overdue),
            set.rate(RateKind::Clearance).with_fraction(),
        )))?;
        sink.begin_grid(&[
            Column::code("编号"),
            Column::text("个案", 4),
            Column::code("所属问题"),
            Column::text("责任部门", 1).at_most(14),
            Column::text("责任人", 1).at_most(14),
            Column::text("时限", 2).at_most(16),
            Column::rigid("进度"),
            Column::day("清结日期"),
            Column::text("办理情况", 4),
        ])?;
        let reader = about.scope.reader;
        reader.each_item(&about.of_kinds(&[ItemKind::Case]), about.scope.as_of, Order::Code, None, |item| {
            let above = item.parent.map(|parent| reader.item(parent)).transpose()?;
            let told = about.last_told(&item)?.and_then(|filing| filing.situation);
            let cleared = item.completed_on.filter(|_| item.progress == Progress::Completed);
            sink.row(vec![
                item.code.as_str().into(),
                item.text.as_str().into(),
                above.map(|issue| issue.code).into(),
                departments(&item),
                persons(&item),
                deadline(&item),
                progress_cell(&item),
                cleared.map_or_else(|| Cell::text("—"), Cell::from),
                told.map_or_else(|| Cell::text("未填报"), Cell::text),
            ])
            .map_err(ReportError::from)
        })?;
        sink.end_grid()?;
        sink.block(Block::Note(UNSET_MEANS.into()))?;
        about.end(sink)
    }
}
