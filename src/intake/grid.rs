//! A sheet or a table as a grid of cells, whatever program wrote it.
//!
//! The one shape in which workbooks, CSV files and Word tables reach the reader of ledgers. Merged cells are filled in by
//! whoever builds the grid, and named in `merges`: one issue over several rows of measures is *one* issue, while the
//! same words typed twice may be two.

use super::plan::{LeftOut, Note};
use crate::domain::Day;
use std::borrow::Cow;
use std::sync::Arc;

/// What stands in a cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Cell {
    /// Nothing, or blanks only.
    #[default]
    Empty,
    /// Words, without blanks around them; line breaks inside are kept as `\n`.
    ///
    /// Shared, so that a merge over a thousand rows, or a string that a workbook holds once, costs its words once.
    Text(Arc<str>),
    /// A number; a whole one is shown without a fraction.
    Number(f64),
    /// A cell that the writing program holds as a day.
    Day(Day),
    /// 真 or 假.
    Bool(bool),
    /// An error value such as `#REF!`: reported, never taken for words.
    Fault(Arc<str>),
}

impl Cell {
    /// A cell of words; blanks around them do not count, and nothing but blanks is nothing.
    #[must_use]
    pub fn words_of(text: &str) -> Self {
        let text = text.trim_matches(|c: char| c.is_whitespace() || super::decode::is_hidden(c));
        if text.is_empty() { Self::Empty } else { Self::Text(text.into()) }
    }

    /// What a reader sees in the cell.
    #[must_use]
    pub fn words(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(words) | Self::Fault(words) => Cow::Borrowed(words),
            Self::Number(number) => Cow::Owned(format!("{number}")),
            Self::Day(day) => Cow::Owned(day.to_string()),
            Self::Bool(true) => Cow::Borrowed("是"),
            Self::Bool(false) => Cow::Borrowed("否"),
        }
    }

    /// Whether nothing stands in it.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }
}

/// How many words under merged cells are told one by one.
const MOST_HIDDEN: usize = 100;

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
    /// The number of each row, where they are not numbered one by one (a CSV record may take several lines); else empty.
    pub numbers: Vec<u32>,
    /// Whether its days count from 1904, so that a bare number in a column of days does, too.
    pub since_1904: bool,
    /// What its reader noticed.
    pub notes: Vec<Note>,
}

impl Grid {
    /// The number by which people call a row.
    #[must_use]
    pub fn number(&self, row: usize) -> u32 {
        let counted = self.first_row.saturating_add(u32::try_from(row).unwrap_or(u32::MAX));
        self.numbers.get(row).copied().unwrap_or(counted)
    }

    /// Where a row stands: 工作表“台账”第5行.
    #[must_use]
    pub fn place_of(&self, row: usize) -> String {
        format!("{}第{}行", self.place, self.number(row))
    }

    /// Where a cell stands: 工作表“台账”第5行C列.
    #[must_use]
    pub fn place_of_cell(&self, row: usize, column: usize) -> String {
        format!("{}{}列", self.place_of(row), letters(column))
    }

    /// How many columns its widest row has.
    #[must_use]
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// Writes the first cell of every merge into its other cells; a merge that holds no other cell is dropped.
    ///
    /// Merges reach no farther than the rows and columns that exist, so that a merge over a million empty rows costs nothing.
    pub fn fill_merges(&mut self) {
        let width = self.width();
        let height = self.rows.len();
        self.merges.retain(|merge| {
            (merge.top as usize) < height
                && (merge.left as usize) < width
                && (merge.bottom > merge.top || merge.right > merge.left)
                && merge.bottom >= merge.top
                && merge.right >= merge.left
        });
        self.merges.sort_by_key(|merge| (merge.top, merge.left));
        // Cells that merges may fill: overlapping merges of a hostile file must not cost more than the grid itself.
        let mut budget = width.saturating_mul(height).saturating_mul(2);
        let mut hidden: Vec<(usize, usize)> = Vec::new();
        let mut kept = Vec::with_capacity(self.merges.len());
        for merge in std::mem::take(&mut self.merges) {
            let (top, left) = (merge.top as usize, merge.left as usize);
            let right = (merge.right as usize).min(width - 1);
            let bottom = (merge.bottom as usize).min(height - 1);
            let cells = (right + 1 - left) * (bottom + 1 - top);
            if cells > budget {
                break;
            }
            budget -= cells;
            let value = self.rows[top].get(left).cloned().unwrap_or_default();
            // A merge that shows nothing leaves the cells below it to themselves.
            if value.is_empty() {
                continue;
            }
            for (at, row) in self.rows.iter_mut().enumerate().take(bottom + 1).skip(top) {
                if row.len() <= right {
                    row.resize(right + 1, Cell::Empty);
                }
                for (column, cell) in row.iter_mut().enumerate().take(right + 1).skip(left) {
                    if !cell.is_empty() && *cell != value && hidden.len() < MOST_HIDDEN {
                        hidden.push((at, column));
                        let reason = format!("合并单元格下面盖着看不见的内容“{}”，没有读入", cell.words());
                        self.notes.push(Note { place: String::new(), reason });
                    }
                    *cell = value.clone();
                }
            }
            kept.push(merge);
        }
        self.merges = kept;
        let noted = self.notes.len() - hidden.len();
        for (at, (row, column)) in hidden.into_iter().enumerate() {
            self.notes[noted + at].place = self.place_of_cell(row, column);
        }
    }
}

impl Grid {
    /// The rows of a table of which nothing is made; merged cells are told once.
    #[must_use]
    pub fn rows_left_out(&self) -> Vec<LeftOut> {
        let mut covered = std::collections::HashSet::new();
        for merge in &self.merges {
            for row in merge.top..=merge.bottom {
                for column in merge.left..=merge.right {
                    if (row, column) != (merge.top, merge.left) {
                        covered.insert((row as usize, column as usize));
                    }
                }
            }
        }
        let mut left_out = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            let words: Vec<_> = row
                .iter()
                .enumerate()
                .filter(|(column, cell)| !cell.is_empty() && !covered.contains(&(at, *column)))
                .map(|(_, cell)| cell.words())
                .collect();
            if !words.is_empty() {
                left_out.push(LeftOut { place: self.place_of(at), text: words.join("\t") });
            }
        }
        left_out
    }
}

/// A column as people call it: A, B … Z, AA.
#[must_use]
pub fn letters(column: usize) -> String {
    let mut rest = column + 1;
    let mut word = Vec::new();
    while rest > 0 {
        word.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    word.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_called_as_spreadsheets_call_them() {
        for (column, word) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(column), word);
        }
    }

    #[test]
    fn a_merge_fills_its_cells_and_reaches_no_farther_than_the_grid() {
        let text = |words: &str| Cell::Text(words.into());
        let mut grid = Grid {
            rows: vec![vec![text("甲"), text("乙")], vec![Cell::Empty, text("丙")], vec![]],
            merges: vec![
                Merge { top: 0, left: 0, bottom: u32::MAX, right: 0 },
                Merge { top: 1, left: 1, bottom: 1, right: 1 },
            ],
            ..Grid::default()
        };
        grid.fill_merges();
        assert_eq!(grid.rows[2], [text("甲")]);
        assert_eq!(grid.rows[1][1], text("丙"));
        assert_eq!(grid.merges.len(), 1, "a merge of one cell is none");
    }
}
