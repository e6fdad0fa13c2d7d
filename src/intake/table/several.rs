//! Several issues in one cell, numbered as their measures beside them are: each is an issue of its own.
//!
//! Numbers inside an issue's cell count up examples as often as issues. Only a cell of measures with the very same numbers
//! says that each number is a thing to be worked on by itself; everything else stays whole and is noted.

use super::block::{Block, Row, Seen, in_step_with};
use super::column::Column;
use super::split;
use crate::intake::grid::Cell;
use crate::intake::marker;
use crate::intake::plan::TableField;

/// What a block turned out to hold.
pub(super) enum Held {
    /// One issue.
    One(Block),
    /// One issue with so many numbers in its cell, which its measures do not share.
    Unsure(Block, usize),
    /// Several issues, each with its measure.
    Several(Vec<Block>),
}

/// Takes a block apart where one cell holds several issues.
pub(super) fn apart(block: Block, columns: &[Column]) -> Held {
    let at = |field| columns.iter().position(|column| column.field == Some(field));
    let cell = |at: usize| block.rows[0].cells[at].cell.words().trim().to_owned();
    let Some(issue) = at(TableField::Issue).map(cell) else { return Held::One(block) };
    let issues = numbers(&issue);
    // Where each measure has a code of its own, so has each issue.
    if issues.len() < 2 || at(TableField::MeasureNumber).is_some() || block.rows.iter().any(|row| row.is_case) {
        return Held::One(block);
    }
    let alike = at(TableField::Measure).map(cell).is_some_and(|measures| numbers(&measures) == issues);
    if !alike || block.rows.len() > 1 || at(TableField::Symptom).is_some() {
        return Held::Unsure(block, issues.len());
    }
    Held::Several((0..issues.len()).map(|which| part(&block, columns, which, issues.len())).collect())
}

/// The numbers that a cell counts up, style and all; none where words stand before the first or the style is a turn of speech.
fn numbers(cell: &str) -> Vec<(marker::Style, u32)> {
    let (lead, parts) = split::parts(cell);
    if !lead.is_empty() || parts.len() < 2 {
        return Vec::new();
    }
    let read = |part: &split::Part<'_>| marker::read(part.source).map(|marker| (marker.style, marker.number));
    let found: Vec<(marker::Style, u32)> = parts.iter().filter_map(read).collect();
    let counted = found.len() == parts.len() && found.iter().all(|(style, _)| *style != marker::Style::Shi);
    if counted { found } else { Vec::new() }
}

/// One of the issues with its share of every cell that counts in step; what does not is said of each of them.
fn part(block: &Block, columns: &[Column], which: usize, count: usize) -> Block {
    let row = &block.rows[0];
    let share = |(column, seen): (&Column, &Seen)| {
        let words = seen.cell.words();
        let own = match (&seen.cell, column.field) {
            (Cell::Text(_), Some(TableField::Number | TableField::Category | TableField::Origin)) => None,
            (Cell::Text(_), Some(field)) => in_step_with(&words, count, field == TableField::Deadline),
            _ => None,
        };
        let cell = own.map_or_else(
            || seen.cell.clone(),
            |parts| {
                let keeps_number = matches!(column.field, Some(TableField::Issue));
                Cell::words_of(if keeps_number { parts[which].source } else { parts[which].words })
            },
        );
        Seen { cell, ..seen.clone() }
    };
    // What stands where no heading is, is kept once.
    let extras = if which == 0 { row.extras.clone() } else { Vec::new() };
    let cells = columns.iter().zip(&row.cells).map(share).collect();
    Block {
        rows: vec![Row { at: row.at, cells, extras, is_case: false }],
        category: block.category,
        origin: block.origin,
        kind: block.kind,
        apart: block.apart,
        stems: block.stems.clone(),
    }
}
