//! Tables that several papers append: figures by category, and what is still open.

use super::{
    About,
    rows::origin_words,
    story::{NOT_TOLD, Story},
};
use crate::{
    domain::{
        Day,
        figures::{Figure, RateKind},
        item::{Item, ItemKind},
        party::Role,
    },
    report::{
        Result,
        page::{Block, Cell, Column, PageSink, Tone, Value},
        row::{closure_cell, due_cell, joined, progress_cell},
        summary::{Set, Summary},
    },
    zh::{date::format_day_zh, label::Label as _, prose::phrase},
};

/// The figures in the order of the columns.
const COUNTS: [Figure; 7] = [
    Figure::Total,
    Figure::Completed,
    Figure::Staged,
    Figure::InProgress,
    Figure::NotStarted,
    Figure::Closed,
    Figure::Overdue,
];

/// Issues by category, and altogether; `whole` is broken down by category.
///
/// # Errors
/// Trouble with the place written to.
pub fn by_category(about: &About<'_>, story: &Story, whole: &Summary, sink: &mut dyn PageSink) -> Result<()> {
    let mut columns = vec![Column::text(about.round.settings.category_word.label(), 3)];
    for title in ["问题", "已完成", "阶段性\n完成", "整改中", "未启动", "已销号", "逾期", "完成率", "销号率"]
    {
        columns.push(Column::number(title));
    }
    sink.begin_grid(&columns)?;
    for group in &whole.groups {
        let category = group.key.as_deref().and_then(|code| story.category(code));
        let label = category.map_or(group.label.as_str(), |category| story.own_words(category).unwrap_or(NOT_TOLD));
        sink.row(cells(label, &group.issues, Tone::Plain))?;
    }
    sink.row(cells("合计", &whole.issues, Tone::Strong))?;
    sink.end_grid()?;
    let origins = origin_words(&whole.by_origin);
    if !origins.is_empty() {
        let total = whole.issues.figures.get(Figure::Total);
        sink.block(Block::Note(format!("本表问题共{total}个{origins}。")))?;
    }
    Ok(())
}

fn cells(label: &str, set: &Set, tone: Tone) -> Vec<Cell> {
    let mut cells = vec![Cell::text(label.to_owned()).toned(tone)];
    cells.extend(COUNTS.iter().map(|figure| {
        let count = set.figures.get(*figure);
        let late = *figure == Figure::Overdue && count > 0;
        Cell::number(count).toned(if late { Tone::Late } else { tone })
    }));
    for rate in [RateKind::Completion, RateKind::Closure] {
        cells.push(Cell::from(Value::Percent(set.rate(rate))).toned(tone));
    }
    cells
}

/// Items with who answers for them, until when, and how far they are.
///
/// # Errors
/// Trouble with the place written to.
pub fn items(items: &[&Item], sink: &mut dyn PageSink) -> Result<()> {
    sink.begin_grid(&[
        Column::code("编号"),
        Column::rigid("类别"),
        Column::text("内容", 5),
        Column::text("牵头领导", 1).at_most(16),
        Column::text("责任部门", 2).at_most(16),
        Column::day("时限").at_most(12),
        Column::rigid("进度"),
        Column::rigid("销号"),
    ])?;
    for item in items {
        sink.row(vec![
            Cell::text(item.code.clone()),
            Cell::text(kind_word(item)),
            Cell::text(item.text.clone()),
            Cell::text(joined(item, Role::Leader)),
            Cell::text(joined(item, Role::Department)),
            due_cell(item),
            progress_cell(item),
            closure_cell(item),
        ])?;
    }
    Ok(sink.end_grid()?)
}

/// Until when something is to be done, in running text: the day, how late it is; the words where there is no day.
#[must_use]
pub fn due_words(item: &Item, day: Day) -> String {
    let mut words = match (item.due(), &item.deadline) {
        (Some(due), _) => format!("时限{}", format_day_zh(due)),
        (None, Some(held)) if !phrase(&held.now.raw).is_empty() => format!("时限为{}", phrase(&held.now.raw)),
        (None, _) => "时限未定".to_owned(),
    };
    match (item.days_late(day), item.review()) {
        (0, Some(review)) => words.push_str(&review_words(review, day)),
        (0, None) => {}
        (late, _) => words.push_str(&format!("，已逾期{late}天")),
    }
    words
}

/// When standing work is looked at next, after a comma: a day that has passed is no next one.
#[must_use]
pub fn review_words(review: Day, day: Day) -> String {
    let on = format_day_zh(review);
    if review < day {
        format!("，研判日{on}已过，尚未定下次研判日")
    } else {
        format!("，下次研判{on}")
    }
}

/// What an item is called; an issue inside an issue is a 问题表现.
#[must_use]
pub fn kind_word(item: &Item) -> &'static str {
    if item.kind == ItemKind::Issue && item.under_issue { "问题表现" } else { item.kind.label() }
}

/// 补报调整 to the report that was locked last, if there are any.
///
/// # Errors
/// Trouble with the place written to.
pub fn adjustments(summary: &Summary, story: &Story, heading: &str, sink: &mut dyn PageSink) -> Result<()> {
    for adjusted in summary.adjustments.iter().filter(|adjusted| !adjusted.rows.is_empty()) {
        sink.block(Block::Heading { level: 1, text: heading.to_owned() })?;
        story.adjusted(adjusted).page(sink)?;
    }
    Ok(())
}

/// A heading above an appended table; the first begins a new sheet.
///
/// # Errors
/// Trouble with the place written to.
pub fn appendix(number: usize, title: &str, sink: &mut dyn PageSink) -> Result<()> {
    if number == 1 {
        sink.block(Block::PageBreak)?;
    }
    Ok(sink.block(Block::Heading { level: 1, text: format!("附表{number}　{title}") })?)
}
