//! A sheet or a table as a grid of cells, whatever program wrote it.
//!
//! The one shape in which workbooks, CSV files and Word tables reach the reader of ledgers. Merged cells are filled in by
//! whoever builds the grid, and named in `merges`: one issue over several rows of measures is *one* issue, while the
//! same words typed twice may be two.

use crate::domain::Day;

/// What stands in a cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Cell {
    /// Nothing, or blanks only.
    #[default]
    Empty,
    /// Words, without blanks around them; line breaks inside are kept as `\n`.
    Text(Box<str>),
    /// A number; a whole one is shown without a fraction.
    Number(f64),
    /// A cell that the writing program holds as a day.
    Day(Day),
    /// 真 or 假.
    Bool(bool),
    /// An error value such as `#REF!`: reported, never taken for words.
    Fault(Box<str>),
}

/// Cells that are merged into one: first and last row and column, from 0, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u32,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u32,
}

/// A sheet or a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grid {
    /// Where it stands, for a reader: 工作表“台账”, 表2.
    pub place: String,
    /// The number of the first row in `rows`, as the program that wrote the file counts (from 1).
    pub first_row: u32,
    /// Its rows; they may differ in length. A merged cell's value stands in each of its cells.
    pub rows: Vec<Vec<Cell>>,
    /// Its merges, by row index into `rows`, in order of rows.
    pub merges: Vec<Merge>,
}
