//! 制度清单: the documents that rectification made or revised, 制度 first.

use super::{About, Paper};
use crate::{
    domain::outcome::OutcomeFacts,
    report::{
        Result,
        page::{Block, Cell, Column, PageSink, Tone},
        summary::Summary,
    },
    store::query::OutcomeRow,
};

/// The list of documents.
pub struct Rules;

impl Paper for Rules {
    fn title(&self, about: &About<'_>) -> String {
        format!("{}制度清单", about.round.settings.title)
    }

    fn page(&self, about: &About<'_>, sink: &mut dyn PageSink) -> Result<()> {
        about.begin(&self.title(about), sink)?;
        let within = about.within()?;
        let outcomes = Summary::new(about.scope, about.filter, None)?.outcomes;
        if outcomes.rules == 0 {
            sink.block(Block::Paragraph(format!("{within}没有登记制定或修订的制度。")))?;
            return about.end(sink);
        }
        sink.block(Block::Paragraph(format!(
            "{within}共制定修订规范性文件{}件（新建{}件、修订{}件），其中制度{}件。",
            outcomes.rules, outcomes.made, outcomes.revised, outcomes.institutions
        )))?;
        let all = about.scope.reader.outcomes_among(about.filter, about.scope.as_of)?;
        sink.begin_grid(&[
            Column::number("序号"),
            Column::text("名称", 5),
            Column::text("文号", 2).at_most(22),
            Column::rigid("新建或修订"),
            Column::day("日期"),
            Column::text("对应事项", 1).at_most(16),
        ])?;
        let mut number = 0;
        for (band, wanted) in [("制度", true), ("其他规范性文件", false)] {
            let of_band: Vec<&OutcomeRow> = all
                .iter()
                .filter(|row| matches!(row.facts, OutcomeFacts::Rule { institution, .. } if institution == wanted))
                .collect();
            if !of_band.is_empty() {
                sink.band(&format!("{band}（{}件）", of_band.len()), Tone::Strong)?;
            }
            for row in of_band {
                number += 1;
                sink.row(cells(number, row))?;
            }
        }
        sink.end_grid()?;
        about.end(sink)
    }
}

fn cells(at: i64, row: &OutcomeRow) -> Vec<Cell> {
    let OutcomeFacts::Rule { title, number, revised, .. } = &row.facts else { return Vec::new() };
    vec![
        at.into(),
        format!("《{title}》").into(),
        Cell::text(number.as_deref().unwrap_or("无文号")),
        if *revised { "修订" } else { "新建" }.into(),
        row.on.into(),
        row.codes.join("、").into(),
    ]
}
