//! The list (查询): items that meet a filter, in order.

use super::{
    ReportError, Result, Scope,
    page::{Block, Cell, Column, PageSink, Tone},
    row::{ItemRow, closure_cell, due_cell, light_tone, progress_cell, responsible_cell},
};
use crate::{
    domain::{figures::Figure, filter::Filter, item::Item, lifecycle::Light},
    store::query::Order,
    zh::label::Label as _,
};

/// How many rows a list shows unless told otherwise.
pub const FIRST_PAGE: u64 = 200;

/// A list to be shown.
pub struct List<'a> {
    /// The moment.
    pub scope: &'a Scope<'a>,
    /// What is listed.
    pub filter: &'a Filter,
    /// In which order.
    pub order: Order,
    /// At most so many rows; `None` streams all.
    pub limit: Option<u64>,
}

impl List<'_> {
    /// How many items meet the filter, shown or not.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn total(&self) -> Result<i64> {
        Ok(self.scope.reader.count_items(self.filter, self.scope.as_of)?)
    }

    /// Hands every row to `each`, one after the other.
    ///
    /// # Errors
    /// What `each` returns, or trouble with the ledger.
    pub fn each(&self, mut each: impl FnMut(&Item, ItemRow) -> Result<()>) -> Result<()> {
        let scope = self.scope;
        scope.reader.each_item(self.filter, scope.as_of, self.order, self.limit, |item| {
            each(&item, ItemRow::new(scope, &item)?)
        })
    }

    /// The list as a page.
    ///
    /// # Errors
    /// Trouble with the ledger or the place written to.
    pub fn page(&self, sink: &mut dyn PageSink) -> Result<()> {
        let total = self.total()?;
        sink.title("整改事项", Some(self.scope.as_of.day))?;
        if total == 0 {
            sink.block(Block::Paragraph("没有符合条件的事项。".into()))?;
            sink.finish()?;
            return Ok(());
        }
        sink.begin_grid(&columns())?;
        let mut shown = 0_i64;
        self.each(|item, _| {
            shown += 1;
            sink.row(cells(self.scope, item)).map_err(ReportError::from)
        })?;
        sink.end_grid()?;
        sink.block(Block::Note(more(shown, total)))?;
        sink.finish()?;
        Ok(())
    }
}

/// Hands every member of a figure to `each` that is no member of `without`.
///
/// # Errors
/// What `each` returns, or trouble with the ledger.
pub fn each_member(
    scope: &Scope<'_>,
    filter: &Filter,
    figure: Figure,
    without: Option<Figure>,
    limit: Option<u64>,
    mut each: impl FnMut(&Item, ItemRow) -> Result<()>,
) -> Result<()> {
    scope
        .reader
        .each_member(filter, scope.as_of, figure, without, limit, |item| each(&item, ItemRow::new(scope, &item)?))
}

/// The members of a figure as a grid.
///
/// # Errors
/// Trouble with the ledger or the place written to.
pub fn members_page(
    scope: &Scope<'_>,
    filter: &Filter,
    figure: Figure,
    without: Option<Figure>,
    limit: Option<u64>,
    total: i64,
    sink: &mut dyn PageSink,
) -> Result<()> {
    sink.begin_grid(&columns())?;
    let mut shown = 0;
    each_member(scope, filter, figure, without, limit, |item, _| {
        shown += 1;
        sink.row(cells(scope, item)).map_err(ReportError::from)
    })?;
    sink.end_grid()?;
    if shown < total {
        sink.block(Block::Note(more(shown, total)))?;
    }
    Ok(())
}

/// How many are shown of how many, and how to see the rest.
#[must_use]
pub fn more(shown: i64, total: i64) -> String {
    if shown < total {
        format!("共{total}条，以上为前{shown}条；加 --all 显示全部")
    } else {
        format!("共{total}条")
    }
}

fn columns() -> [Column; 8] {
    [
        Column::code("编号"),
        Column::rigid("类别"),
        Column::text("内容", 5),
        Column::text("责任", 2).at_most(24),
        Column::day("时限").at_most(12),
        Column::rigid("进度"),
        Column::rigid("销号"),
        Column::rigid("灯"),
    ]
}

fn cells(scope: &Scope<'_>, item: &Item) -> Vec<Cell> {
    let light = item.light(scope.lights(item.round), scope.as_of.day);
    let muted = item.withdrawn_on.is_some();
    let text = if muted { format!("（已撤项）{}", item.text) } else { item.text.clone() };
    vec![
        Cell::text(scope.code_of(item)).toned(Tone::Strong),
        Cell::text(item.kind.label()),
        Cell::text(text).toned(if muted { Tone::Muted } else { Tone::Plain }),
        if item.kind.is_work() { responsible_cell(item, true, true) } else { Cell::EMPTY },
        if item.kind.is_work() { due_cell(item) } else { Cell::EMPTY },
        progress_cell(item),
        closure_cell(item),
        light_cell(light),
    ]
}

/// A light in one word.
#[must_use]
pub fn light_cell(light: Option<Light>) -> Cell {
    light.map_or(Cell::EMPTY, |l| Cell::text(l.label()).toned(light_tone(Some(l))))
}
