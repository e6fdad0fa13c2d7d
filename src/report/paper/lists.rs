//! 问题清单、任务清单、责任清单: what is wrong, what is to be done, who answers for it.

use super::{
    About, Paper,
    rows::{
        Bands, UNSET_MEANS, deadline, departments, each_group, issue_words, leaders, origin_words, persons, unless,
    },
};
use crate::{
    domain::{figures::Figure, item::ItemKind},
    report::{
        Result,
        page::{Block, Column, PageSink},
        summary::Summary,
    },
    zh::{label::Label as _, numeral::to_chinese},
};

/// One of the three lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// 问题清单.
    Issues,
    /// 任务清单.
    Tasks,
    /// 责任清单.
    Duties,
}

impl List {
    /// All of them, in order.
    pub const ALL: [Self; 3] = [Self::Issues, Self::Tasks, Self::Duties];

    /// What it is called.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Issues => "问题清单",
            Self::Tasks => "任务清单",
            Self::Duties => "责任清单",
        }
    }
}

/// The three lists in one paper, or one of them.
pub struct Lists {
    /// Only this one.
    pub only: Option<List>,
}

impl Paper for Lists {
    fn title(&self, about: &About<'_>) -> String {
        let title = &about.round.settings.title;
        match self.only {
            Some(list) => format!("{title}整改{}", list.label()),
            None => format!("{title}整改问题清单任务清单责任清单"),
        }
    }

    fn page(&self, about: &About<'_>, sink: &mut dyn PageSink) -> Result<()> {
        about.begin(&self.title(about), sink)?;
        let summary = Summary::new(about.scope, about.filter, None)?;
        if summary.issues.figures.get(Figure::Total) + summary.measures.figures.get(Figure::Total) == 0 {
            sink.block(Block::Paragraph(none_yet(about)?))?;
            return about.end(sink);
        }
        for (number, list) in (1..).zip(List::ALL.iter().filter(|list| self.only.is_none_or(|only| only == **list))) {
            if self.only.is_none() {
                let text = format!("{}、{}", to_chinese(number), list.label());
                sink.block(Block::Heading { level: 1, text })?;
            }
            sink.block(Block::Paragraph(counts(*list, &summary, about.within()?)))?;
            match list {
                List::Issues => issues(about, sink)?,
                List::Tasks => tasks(about, sink)?,
                List::Duties => duties(about, sink)?,
            }
        }
        if self.only != Some(List::Issues) {
            sink.block(Block::Note(UNSET_MEANS.into()))?;
        }
        about.end(sink)
    }
}

/// That there is nothing to be listed: in the round, or in what was asked for.
fn none_yet(about: &About<'_>) -> Result<String> {
    Ok(match about.within()? {
        "" => "台账里还没有问题。".to_owned(),
        within => format!("{within}没有问题。"),
    })
}

/// How much a list holds.
fn counts(list: List, summary: &Summary, within: &str) -> String {
    let (issues, measures) = (summary.issues.figures.get(Figure::Total), summary.measures.figures.get(Figure::Total));
    match list {
        List::Issues => format!("{within}共有问题{issues}个{}。", origin_words(&summary.by_origin)),
        List::Tasks => format!("{within}针对{issues}个问题，制定整改措施{measures}条。"),
        List::Duties => {
            format!("{within}问题{issues}个、整改措施{measures}条，责任分工如下；没有措施的问题按问题列责任。")
        }
    }
}

fn issues(about: &About<'_>, sink: &mut dyn PageSink) -> Result<()> {
    sink.begin_grid(&[
        Column::code("编号"),
        Column::text("问题", 5),
        Column::rigid("来源"),
        Column::rigid("整改类型"),
        Column::text("备注", 1).at_most(16),
    ])?;
    let mut bands = Bands::default();
    each_group(about, about.filter, &mut |group| {
        if group.again || group.head.kind != ItemKind::Issue {
            return Ok(());
        }
        bands.before(about, &group.head, sink)?;
        Ok(sink.row(vec![
            group.head.code.as_str().into(),
            issue_words(group).into(),
            group.head.origin.label().into(),
            group.head.item_type.map_or("未定", |kind| kind.label()).into(),
            group.head.note.clone().into(),
        ])?)
    })?;
    Ok(sink.end_grid()?)
}

fn tasks(about: &About<'_>, sink: &mut dyn PageSink) -> Result<()> {
    sink.begin_grid(&[
        Column::code("编号"),
        Column::text("问题", 3),
        Column::text("整改目标", 2),
        Column::code("措施编号"),
        Column::text("整改措施", 5),
        Column::text("时限", 2).at_most(16),
    ])?;
    let mut bands = Bands::default();
    each_group(about, about.filter, &mut |group| {
        bands.before(about, &group.head, sink)?;
        for at in 0..group.measures.len().max(1) {
            let measure = group.measures.get(at);
            sink.row(vec![
                unless(at > 0, group.head.code.as_str()),
                unless(at > 0, issue_words(group)),
                unless(at > 0, group.head.goal.clone()),
                measure.map(|measure| measure.code.clone()).into(),
                measure.map_or_else(|| "尚未制定措施".to_owned(), |measure| measure.text.clone()).into(),
                deadline(measure.unwrap_or(&group.head)),
            ])?;
        }
        Ok(())
    })?;
    Ok(sink.end_grid()?)
}

fn duties(about: &About<'_>, sink: &mut dyn PageSink) -> Result<()> {
    sink.begin_grid(&[
        Column::code("编号"),
        Column::text("整改任务", 4),
        Column::text("牵头领导", 1).at_most(16),
        Column::text("责任部门", 1).at_most(16),
        Column::text("责任人", 1).at_most(14),
        Column::text("时限", 2).at_most(16),
    ])?;
    let mut bands = Bands::default();
    each_group(about, about.filter, &mut |group| {
        bands.before(about, &group.head, sink)?;
        let alone = group.measures.is_empty().then_some(&group.head);
        for item in alone.into_iter().chain(&group.measures) {
            sink.row(vec![
                item.code.as_str().into(),
                item.text.as_str().into(),
                leaders(item),
                departments(item),
                persons(item),
                deadline(item),
            ])?;
        }
        Ok(())
    })?;
    Ok(sink.end_grid()?)
}
