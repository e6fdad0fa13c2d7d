//! The rows of a grid that belong together: merged, as high as their words, offering what their columns may hold.

use super::{
    Upright, XlsxPage, cell,
    cell::{failed, write, written},
    height, look,
};
use crate::{
    render::{grid::misuse, words::words},
    report::page::{Column, Tone, Value},
};
use rust_xlsxwriter::{ConditionalFormatCell, ConditionalFormatCellRule, DataValidation};
use std::io;

/// Rows that are together higher than this, in points, are read from their top.
const TALL: f64 = 120.0;
/// As many rows below a grid can be filled in by hand and still be offered the words of its columns.
const ROWS_TO_COME: u32 = 200;

impl XlsxPage<'_> {
    /// Writes the rows that belong together: cells that go on below are merged, and the rows as high as their words.
    pub(super) fn write_block(&mut self) -> io::Result<()> {
        let rows = std::mem::take(&mut self.block);
        if rows.is_empty() {
            return Ok(());
        }
        let begun = self.row;
        let goes_on = |row: usize, column: usize| {
            1 + rows[row + 1..].iter().take_while(|below| below[column].value == Value::Above).count()
        };
        let first_of = |row: usize, column: usize| {
            (0..=row).rev().find(|at| *at == 0 || rows[*at][column].value != Value::Above).unwrap_or(row)
        };
        let columns = 0..self.columns.len();
        let cells = (0..rows.len()).flat_map(|row| columns.clone().map(move |column| (row, column)));
        let begins = cells.filter(|(row, column)| *row == 0 || rows[*row][*column].value != Value::Above);
        let asked: Vec<(usize, usize, usize)> = begins
            .clone()
            .map(|(row, column)| {
                (
                    row,
                    goes_on(row, column),
                    height::lines(&rows[row][column], self.widths.get(column).copied().unwrap_or(8.0)),
                )
            })
            .collect();
        let heights = height::of_block(rows.len(), asked.iter().copied());
        let high = heights.iter().sum();
        match &mut self.inner {
            Some((_, all)) => *all += high,
            None => self.down.block(begun, high),
        }
        let upright = if heights.iter().sum::<f64>() > TALL { Upright::Top } else { Upright::Middle };
        for ((row, column), (_, over, lines)) in begins.zip(&asked) {
            if !height::holds(&heights[row..row + over], *lines) || cell::is_too_long(&rows[row][column]) {
                let name = rows[0].first().map(|cell| words(&cell.value).into_owned()).unwrap_or_default();
                self.cut.push((name, self.columns[column].title.to_string()));
            }
        }
        for (at, (row, height)) in rows.iter().zip(heights).enumerate() {
            let to = begun + u32::try_from(at).map_err(|_| misuse("too many rows"))?;
            for (column, cell) in row.iter().enumerate() {
                // A merged cell shows what stands in its first one; the others hold the same, since filters ask each row by itself.
                let covered = cell.value == Value::Above && at > 0;
                let cell = if covered { &rows[first_of(at, column)][column] } else { cell };
                let over = if covered { 1 } else { goes_on(at, column) };
                let Column { align, choices, .. } = &self.columns[column];
                // Where a rule marks the words, nothing else does: the rule follows what is edited.
                let tone = if choices.is_empty() { cell.tone } else { Tone::Plain };
                let format = self.looks.boxed(tone, *align, written(cell), upright).clone();
                let column = u16::try_from(column).map_err(|_| misuse("too many columns"))?;
                let sheet = self.sheet()?;
                if over > 1 {
                    let last = to + u32::try_from(over - 1).map_err(|_| misuse("too many rows"))?;
                    sheet.merge_range(to, column, last, column, "", &format).map_err(failed)?;
                }
                write(sheet, to, column, cell, &format)?;
            }
            self.sheet()?.set_row_height(to, height).map_err(failed)?;
            self.row = to + 1;
        }
        Ok(())
    }

    /// What the columns of the open grid offer to choose from, and the rules by which these words are marked.
    pub(super) fn offer(&mut self, first: u32, last: u32) -> io::Result<()> {
        for (column, Column { choices, chosen, .. }) in std::mem::take(&mut self.columns).iter().enumerate() {
            if choices.is_empty() {
                continue;
            }
            let column = u16::try_from(column).map_err(|_| misuse("too many columns"))?;
            let sheet = self.sheet()?;
            if *chosen {
                let words: Vec<&str> = choices.iter().map(|(word, _)| word.as_ref()).collect();
                let offered = DataValidation::new().allow_list_strings(&words).map_err(failed)?;
                let offered = offered
                    .set_error_title("不在可选的范围内")
                    .and_then(|offered| offered.set_error_message("请从下拉列表中选择，或先清空这一格。"))
                    .map_err(failed)?;
                sheet.add_data_validation(first, column, last + ROWS_TO_COME, column, &offered).map_err(failed)?;
            }
            for (word, tone) in choices {
                let Some(marked) = look::marked(*tone) else { continue };
                let rule = ConditionalFormatCell::new()
                    .set_rule(ConditionalFormatCellRule::EqualTo(word.as_ref()))
                    .set_format(marked);
                sheet.add_conditional_format(first, column, last + ROWS_TO_COME, column, &rule).map_err(failed)?;
            }
        }
        Ok(())
    }
}
