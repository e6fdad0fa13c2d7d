//! 举一反三、推动改革清单: what was found beyond the feedback, from which issue it stems, and how far it is.

use super::{
    About, Paper,
    rows::{Group, UNSET_MEANS, deadline, departments, each_group, issue_words, progress_words, unless},
};
use crate::{
    domain::{
        figures::Figure,
        filter::Filter,
        item::{Item, Origin},
        link::LinkKind,
    },
    report::{
        Result,
        page::{Block, Cell, Column, PageSink},
        row::{closure_cell, progress_cell},
        summary::Summary,
    },
    zh::{label::Label as _, numeral::to_chinese},
};

/// The list of what stems from the feedback.
pub struct Extensions;

/// The origins that it lists.
const ORIGINS: [Origin; 2] = [Origin::Extension, Origin::Reform];

impl Paper for Extensions {
    fn title(&self, about: &About<'_>) -> String {
        format!("{}举一反三、推动改革清单", about.round.settings.title)
    }

    fn page(&self, about: &About<'_>, sink: &mut dyn PageSink) -> Result<()> {
        about.begin(&self.title(about), sink)?;
        let within = about.within()?;
        let summary = Summary::new(about.scope, about.filter, None)?;
        for (number, origin) in (1..).zip(ORIGINS) {
            let set = summary.origin(origin);
            let total = set.figures.get(Figure::Total);
            let text = format!("{}、{}事项", to_chinese(number), origin.label());
            sink.block(Block::Heading { level: 1, text })?;
            if total == 0 {
                sink.block(Block::Paragraph(format!("{within}没有{}事项。", origin.label())))?;
                continue;
            }
            let is_closed = summary.issues.is_closed;
            let set = crate::report::summary::Set { is_closed, ..set };
            sink.block(Block::Paragraph(format!(
                "{within}共有{}事项{total}个，{}。",
                origin.label(),
                progress_words(&set, "个")
            )))?;
            table(about, origin, sink)?;
        }
        if ORIGINS.iter().any(|origin| summary.origin(*origin).figures.get(Figure::Total) > 0) {
            sink.block(Block::Note(UNSET_MEANS.into()))?;
        }
        about.end(sink)
    }
}

fn table(about: &About<'_>, origin: Origin, sink: &mut dyn PageSink) -> Result<()> {
    sink.begin_grid(&[
        Column::code("编号"),
        Column::text("事项", 3),
        Column::text("由何问题引出", 2),
        Column::code("措施编号"),
        Column::text("整改措施", 4),
        Column::text("责任部门", 1).at_most(14),
        Column::text("时限", 2).at_most(16),
        Column::rigid("进度"),
        Column::rigid("销号"),
    ])?;
    let filter = Filter { origins: vec![origin], ..about.filter.clone() };
    each_group(about, &filter, &mut |group: &Group| {
        let stems = stems_from(about, &group.head)?;
        for at in 0..group.measures.len().max(1) {
            let measure = group.measures.get(at);
            let duty = measure.unwrap_or(&group.head);
            sink.row(vec![
                unless(at > 0, group.head.code.as_str()),
                unless(at > 0, issue_words(group)),
                unless(at > 0, stems.as_str()),
                measure.map(|measure| measure.code.clone()).into(),
                measure.map_or_else(|| Cell::text("尚未制定措施"), |measure| measure.text.as_str().into()),
                departments(duty),
                deadline(duty),
                progress_cell(duty),
                unless(at > 0, closure_cell(&group.head)),
            ])?;
        }
        Ok(())
    })?;
    Ok(sink.end_grid()?)
}

/// The issues that an item stems from, by code and words.
fn stems_from(about: &About<'_>, item: &Item) -> Result<String> {
    let links = about.scope.reader.links_of(item.id)?;
    let issues: Vec<String> = links
        .iter()
        .filter(|link| link.kind == LinkKind::StemsFrom && link.from == item.id && link.since <= about.day())
        .map(|link| format!("{}　{}", link.to_end.code, link.to_end.text))
        .collect();
    Ok(if issues.is_empty() { "未关联".to_owned() } else { issues.join("\n") })
}
