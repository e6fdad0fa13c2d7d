//! 整改意见落实清单: what the inspecting body asked for, which issues it answers, and how far it is carried out.

use super::{
    About, Paper,
    rows::{UNSET_MEANS, deadline, departments, leaders, progress_words},
};
use crate::{
    domain::{figures::Figure, item::ItemKind, link::LinkKind},
    report::{
        ReportError, Result,
        page::{Block, Cell, Column, PageSink},
        row::{closure_cell, progress_cell},
        summary::Summary,
    },
    store::query::Order,
};

/// The list of opinions.
pub struct Opinions;

impl Paper for Opinions {
    fn title(&self, about: &About<'_>) -> String {
        format!("{}整改意见落实清单", about.round.settings.title)
    }

    fn page(&self, about: &About<'_>, sink: &mut dyn PageSink) -> Result<()> {
        about.begin(&self.title(about), sink)?;
        let within = about.within()?;
        let summary = Summary::new(about.scope, about.filter, None)?;
        let total = summary.opinions.figures.get(Figure::Total);
        if total == 0 {
            sink.block(Block::Paragraph(match within {
                "" => "台账里没有整改意见。".to_owned(),
                within => format!("{within}没有整改意见。"),
            }))?;
            return about.end(sink);
        }
        sink.block(Block::Paragraph(format!(
            "{within}共有整改意见{total}条，{}。",
            progress_words(&summary.opinions, "条")
        )))?;
        sink.begin_grid(&[
            Column::code("编号"),
            Column::text("整改意见", 4),
            Column::text("对应问题", 1).at_most(12),
            Column::text("牵头领导", 1).at_most(16),
            Column::text("责任部门", 1).at_most(14),
            Column::text("时限", 2).at_most(16),
            Column::rigid("进度"),
            Column::rigid("销号"),
            Column::text("落实情况", 5),
        ])?;
        let reader = about.scope.reader;
        let filter = about.of_kinds(&[ItemKind::Opinion]);
        reader.each_item(&filter, about.scope.as_of, Order::Code, None, |item| {
            let links = reader.links_of(item.id)?;
            let answers: Vec<&str> = links
                .iter()
                .filter(|link| link.kind == LinkKind::Answers && link.from == item.id && link.since <= about.day())
                .map(|link| link.to_end.code.as_str())
                .collect();
            let told = about.last_told(&item)?.and_then(|filing| filing.situation);
            sink.row(vec![
                item.code.as_str().into(),
                item.text.as_str().into(),
                Cell::text(if answers.is_empty() { "未关联".to_owned() } else { answers.join("、") }),
                leaders(&item),
                departments(&item),
                deadline(&item),
                progress_cell(&item),
                closure_cell(&item),
                told.map_or_else(|| Cell::text("未填报"), Cell::text),
            ])
            .map_err(ReportError::from)
        })?;
        sink.end_grid()?;
        sink.block(Block::Note(UNSET_MEANS.into()))?;
        about.end(sink)
    }
}
