//! Tables of a Word file as grids: merged cells filled in, tables inside cells as grids of their own.

use super::Trouble;
use super::body::{Block, Row, TableCell};
use crate::intake::embedded::Embedded;
use crate::intake::grid::{Cell, Grid, Merge};

/// The widest table that cells may claim; those that are really there are counted by themselves.
const MAX_COLUMNS: usize = 512;

/// How much text the filled-in cells of a document may hold: merged words are repeated in every row.
const MAX_FILLED: usize = 48 * 1024 * 1024;

/// How many cells the grids of a document may have, filled-in ones included.
const MAX_CELLS: usize = 2_000_000;

/// Lays out tables, and counts them and what they hold.
#[derive(Debug, Default)]
pub(super) struct Layout {
    tables: usize,
    filled: usize,
    cells: usize,
    /// What is embedded in cells, with its place.
    pub(super) embedded: Vec<(String, Embedded)>,
}

/// Whether a table has one column only: a frame around paragraphs, not a ledger.
pub(super) fn is_frame(rows: &[Row]) -> bool {
    rows.iter().all(|row| row.cells.len() <= 1)
}

impl Layout {
    /// Makes grids of a table: itself, then those inside its cells, in their order.
    pub(super) fn grids(&mut self, rows: Vec<Row>) -> Result<Vec<Grid>, Trouble> {
        self.tables += 1;
        let mut grid = Grid { place: format!("表{}", self.tables), first_row: 1, ..Grid::default() };
        let mut inside: Vec<Vec<Row>> = Vec::new();
        // For each column, the merge in `grid.merges` that a cell below could go on with.
        let mut open: Vec<Option<usize>> = Vec::new();
        for row in rows {
            let top = number(grid.rows.len());
            let mut line = vec![Cell::Empty; row.before.min(MAX_COLUMNS)];
            let mut open_here: Vec<Option<usize>> = vec![None; line.len()];
            for cell in row.cells {
                let TableCell { span, below, beside, blocks } = cell;
                let left = line.len();
                // Beyond the widest table a cell is as wide as one, whatever it says.
                let span = span.clamp(1, MAX_COLUMNS.saturating_sub(left).max(1));
                let above = open.get(left).copied().flatten().filter(|_| below);
                let beside = open_here.last().copied().flatten().filter(|_| beside);
                let place = || grid.place_of_cell(grid.rows.len(), left);
                let own = self.words(blocks, &mut inside, &place);
                let (value, merge) = match (above, beside) {
                    // Words in a cell that goes on are not shown, but are not lost either.
                    (Some(merge), _) if own == Cell::Empty => {
                        let value =
                            grid.rows[grid.merges[merge].top as usize][grid.merges[merge].left as usize].clone();
                        grid.merges[merge].bottom = top;
                        (value, merge)
                    }
                    (None, Some(merge)) if own == Cell::Empty => {
                        grid.merges[merge].right = number(left + span - 1);
                        (line.last().cloned().unwrap_or_default(), merge)
                    }
                    _ => {
                        grid.merges.push(Merge {
                            top,
                            left: number(left),
                            bottom: top,
                            right: number(left + span - 1),
                        });
                        (own, grid.merges.len() - 1)
                    }
                };
                let weight = if let Cell::Text(text) = &value { text.len() } else { 0 };
                self.filled += weight.saturating_mul(span);
                self.cells += span;
                if self.filled > MAX_FILLED || self.cells > MAX_CELLS {
                    return Err(Trouble::TooManyCells);
                }
                line.extend(std::iter::repeat_n(value, span));
                open_here.extend(std::iter::repeat_n(Some(merge), span));
            }
            grid.rows.push(line);
            open = open_here;
        }
        // Only cells that hold more than one place are merged.
        grid.merges.retain(|merge| merge.bottom > merge.top || merge.right > merge.left);
        let mut grids = vec![grid];
        for rows in inside {
            grids.extend(self.grids(rows)?);
        }
        Ok(grids)
    }

    /// The words of a cell; tables in it are put aside.
    fn words(&mut self, blocks: Vec<Block>, inside: &mut Vec<Vec<Row>>, place: &dyn Fn() -> String) -> Cell {
        let mut text = String::new();
        for block in blocks {
            match block {
                Block::Paragraph { text: words, .. } => {
                    if !text.is_empty() {
                        text.push('\n');
                    }
                    text.push_str(words.trim());
                }
                Block::Table(rows) => inside.push(rows),
                Block::Embedded(embedded) => self.embedded.push((place(), embedded)),
            }
        }
        let text = text.trim();
        if text.is_empty() { Cell::Empty } else { Cell::Text(text.into()) }
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str, span: usize, below: bool) -> TableCell {
        let blocks = if text.is_empty() {
            Vec::new()
        } else {
            vec![Block::Paragraph { text: text.to_owned(), contents: false }]
        };
        TableCell { span, below, beside: false, blocks }
    }

    fn show(grid: &Grid) -> Vec<String> {
        let word = |cell: &Cell| if let Cell::Text(text) = cell { text.to_string() } else { "·".to_owned() };
        grid.rows.iter().map(|row| row.iter().map(word).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn merged_cells_are_filled_in_and_named() {
        let rows = vec![
            Row { before: 0, cells: vec![cell("甲", 1, false), cell("乙", 2, false)] },
            Row { before: 0, cells: vec![cell("", 1, true), cell("丙", 1, false), cell("丁", 1, false)] },
            Row { before: 1, cells: vec![cell("", 1, true), cell("戊", 1, false)] },
            // No cell above begins a merge here, so this one is empty.
            Row { before: 0, cells: vec![cell("", 1, true), cell("己", 99, false)] },
        ];
        let grids = Layout::default().grids(rows).unwrap();
        assert_eq!(show(&grids[0])[..3], ["甲 乙 乙", "甲 丙 丁", "· 丙 戊"]);
        assert!(show(&grids[0])[3].starts_with("· 己 己"));
        let merge = |top, left, bottom, right| Merge { top, left, bottom, right };
        assert_eq!(grids[0].merges, [merge(0, 0, 1, 0), merge(0, 1, 0, 2), merge(1, 1, 2, 1), merge(3, 1, 3, 99)]);
    }

    #[test]
    fn a_table_in_a_cell_is_a_grid_of_its_own() {
        let inner = vec![Row { before: 0, cells: vec![cell("里", 1, false), cell("间", 1, false)] }];
        let mut outer = cell("外", 1, false);
        outer.blocks.push(Block::Table(inner));
        let grids = Layout::default().grids(vec![Row { before: 0, cells: vec![outer, cell("面", 1, false)] }]).unwrap();
        assert_eq!(grids.iter().map(|grid| grid.place.as_str()).collect::<Vec<_>>(), ["表1", "表2"]);
        assert_eq!((show(&grids[0]), show(&grids[1])), (vec!["外 面".to_owned()], vec!["里 间".to_owned()]));
    }

    #[test]
    fn what_merging_repeats_is_bounded() {
        let long = "长".repeat(100_000);
        let mut rows = vec![Row { before: 0, cells: vec![cell(&long, 1, false)] }];
        rows.extend((0..10_000).map(|_| Row { before: 0, cells: vec![cell("", 1, true)] }));
        assert_eq!(Layout::default().grids(rows).unwrap_err(), Trouble::TooManyCells);
        let wide: Vec<Row> =
            (0..10).map(|_| Row { before: 256, cells: (0..9).map(|_| cell("甲", 256, false)).collect() }).collect();
        let grids = Layout::default().grids(wide).unwrap();
        assert!(grids[0].rows.iter().all(|row| row.len() == MAX_COLUMNS + 8));
    }
}
