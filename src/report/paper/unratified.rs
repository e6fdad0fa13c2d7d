//! 未经党组会销号补办清单: what was taken over as struck off without a meeting, to be put before the party group.

use super::{
    About, Paper,
    rows::{UNSET_MEANS, departments, leaders},
};
use crate::{
    domain::{
        figures::Figure,
        item::{Item, ItemKind},
    },
    report::{
        ReportError, Result,
        page::{Block, Cell, Column, PageSink, Tone},
        summary::{Set, Summary},
    },
};

/// The list of closings that wait for the party group.
pub struct Unratified;

impl Paper for Unratified {
    fn title(&self, about: &About<'_>) -> String {
        format!("{}未经党组会销号补办清单", about.round.settings.title)
    }

    fn page(&self, about: &About<'_>, sink: &mut dyn PageSink) -> Result<()> {
        about.begin(&self.title(about), sink)?;
        let summary = Summary::new(about.scope, about.filter, None)?;
        let kinds: [(ItemKind, &str, &str, &Set); 4] = [
            (ItemKind::Issue, "问题", "个", &summary.issues),
            (ItemKind::Measure, "措施", "条", &summary.measures),
            (ItemKind::Opinion, "整改意见", "条", &summary.opinions),
            (ItemKind::Case, "个案", "件", &summary.cases),
        ];
        let within = about.within()?;
        let waiting = |set: &Set| set.figures.get(Figure::ClosedUnratified);
        if kinds.iter().all(|(.., set)| waiting(set) == 0) {
            sink.block(Block::Paragraph(format!("{within}已销号的事项都经过党组会审议，没有需要补办的。")))?;
            return about.end(sink);
        }
        let counts: Vec<String> =
            kinds.iter().map(|(_, name, unit, set)| format!("{name}{}{unit}", waiting(set))).collect();
        sink.block(Block::Paragraph(format!(
            "{within}下列事项已按原台账记为销号，没有党组会审议记录，提请党组会补办审议：{}。",
            counts.join("、")
        )))?;
        sink.begin_grid(&[
            Column::code("编号"),
            Column::text("事项", 4),
            Column::text("牵头领导", 1).at_most(16),
            Column::text("责任部门", 1).at_most(14),
            Column::day("完成日期"),
            Column::day("销号日期"),
            Column::text("销号依据", 2),
            Column::text("审议意见", 2),
        ])?;
        for (kind, name, unit, set) in kinds.iter().filter(|(.., set)| waiting(set) > 0) {
            sink.band(&format!("{name}（{}{unit}）", waiting(set)), Tone::Strong)?;
            let filter = about.of_kinds(&[*kind]);
            let reader = about.scope.reader;
            reader.each_member(&filter, about.scope.as_of, Figure::ClosedUnratified, None, None, |item| {
                let basis = basis(about, &item)?;
                sink.row(vec![
                    item.code.as_str().into(),
                    item.text.as_str().into(),
                    leaders(&item),
                    departments(&item),
                    item.completed_on.map_or_else(|| Cell::text("未登记"), Cell::from),
                    item.closed_on.into(),
                    basis.into(),
                ])
                .map_err(ReportError::from)
            })?;
        }
        sink.end_grid()?;
        sink.block(Block::Note(format!("{UNSET_MEANS}审议结果登记入台账后，不再列入本单。")))?;
        about.end(sink)
    }
}

/// On what a closing rests: the evidence in the ledger, or the words that stand for it.
fn basis(about: &About<'_>, item: &Item) -> Result<String> {
    let evidence = about.scope.reader.evidence_of(item.id)?;
    let titles: Vec<&str> =
        evidence.iter().filter(|row| row.on <= about.day()).map(|row| row.facts.title.as_str()).collect();
    let words = about.scope.reader.closure_steps(item.id)?.into_iter().rev().find_map(|step| step.words);
    Ok(match (titles.is_empty(), words) {
        (false, _) => titles.join("\n"),
        (true, Some(words)) => format!("无佐证，{words}"),
        (true, None) => "无佐证".to_owned(),
    })
}
