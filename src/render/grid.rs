//! The order in which the pieces of a page may come, checked alike by all renderers.

use crate::report::page::{Cell, Value};
use std::io;

/// Whether a grid is open, and how many columns it has.
#[derive(Debug, Default)]
pub(super) struct OpenGrid(Option<usize>);

impl OpenGrid {
    /// Opens one; refused inside another.
    pub(super) fn begin(&mut self, columns: usize) -> io::Result<()> {
        self.none_open()?;
        self.0 = Some(columns);
        Ok(())
    }

    /// Refused inside a grid.
    pub(super) fn none_open(&self) -> io::Result<()> {
        if self.0.is_some() { Err(misuse("a grid is still open")) } else { Ok(()) }
    }

    /// Refused outside of a grid; gives the number of columns.
    pub(super) fn columns(&self) -> io::Result<usize> {
        self.0.ok_or_else(|| misuse("no grid is open"))
    }

    /// Fills a row up to the number of columns; refused when it has more cells than that.
    pub(super) fn fill(&self, mut cells: Vec<Cell>) -> io::Result<Vec<Cell>> {
        let columns = self.columns()?;
        if cells.len() > columns {
            return Err(misuse("a row has more cells than the grid has columns"));
        }
        cells.resize(columns, Cell::EMPTY);
        Ok(cells)
    }

    /// Likewise, with every [`Value::Above`] replaced by what stood in that column in the row before.
    pub(super) fn repeat(&self, cells: Vec<Cell>, above: &mut Vec<Cell>) -> io::Result<()> {
        let mut cells = self.fill(cells)?;
        for (at, cell) in cells.iter_mut().enumerate().filter(|(_, cell)| cell.value == Value::Above) {
            *cell = above.get(at).cloned().unwrap_or_default();
        }
        *above = cells;
        Ok(())
    }

    /// Closes it; refused when none is open.
    pub(super) fn end(&mut self) -> io::Result<()> {
        self.columns()?;
        self.0 = None;
        Ok(())
    }
}

/// The error of a report that pushes its page in the wrong order.
pub(super) fn misuse(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, what)
}
