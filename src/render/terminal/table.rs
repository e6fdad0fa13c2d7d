//! A grid on the terminal, drawn by comfy-table in batches of one width.
//!
//! comfy-table aligns the columns and draws the rules. It gets its widths from [`Layout`] and its cells already broken
//! into lines, since it knows nothing of 避头尾; tones are painted over what it has drawn, since it counts escape
//! sequences as text.

use super::{
    BATCH, Pen,
    layout::{Claim, GAP, Layout},
    measure::{fit, widest_line},
    ready::Ready,
};
use crate::report::page::{Align, Column, Tone};
use comfy_table::{CellAlignment, ColumnConstraint, ContentLineStyle, LineStyle, TableStyle, Width};
use std::io;

/// A line of a grid.
pub(super) enum Line {
    Band(String, Tone),
    Row(Vec<Ready>),
}

/// A grid being written; keeps at most a batch of its lines.
pub(super) struct Table {
    /// Its columns, their titles safe to print.
    columns: Vec<Column>,
    batch: Vec<Line>,
    /// Decided with the first batch.
    layout: Option<Layout>,
    last: LastLine,
}

/// What was written last, for the rule to the next line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LastLine {
    Nothing,
    Band,
    Row { tall: bool },
}

impl Table {
    pub(super) fn new(columns: Vec<Column>) -> Self {
        Self { columns, batch: Vec::new(), layout: None, last: LastLine::Nothing }
    }

    /// How many lines wait to be written.
    #[cfg(test)]
    pub(super) fn waiting(&self) -> usize {
        self.batch.len()
    }

    /// Takes the next line, and writes those before it when they fill a batch.
    pub(super) fn take(&mut self, pen: &mut Pen<'_>, line: Line) -> io::Result<()> {
        if self.batch.len() >= BATCH {
            self.flush(pen, false)?;
        }
        self.batch.push(line);
        Ok(())
    }

    /// Writes what is left, and the rule under it.
    pub(super) fn end(mut self, pen: &mut Pen<'_>) -> io::Result<()> {
        self.flush(pen, true)
    }

    fn flush(&mut self, pen: &mut Pen<'_>, ends: bool) -> io::Result<()> {
        let lines = std::mem::take(&mut self.batch);
        let layout = self.layout.take().unwrap_or_else(|| self.decide(&lines, pen.style.width, !ends));
        match &layout {
            Layout::Table(widths) => self.write_table(pen, widths, &lines, ends),
            Layout::List => self.write_list(pen, &lines, ends),
        }?;
        self.layout = Some(layout);
        Ok(())
    }

    /// Decides the widths from the first lines; `more` may follow.
    fn decide(&self, lines: &[Line], width: usize, more: bool) -> Layout {
        let mut claims: Vec<Claim> = self
            .columns
            .iter()
            .map(|column| Claim {
                title: widest_line(&column.title),
                content: if more { column.min } else { 0 },
                weight: column.weight,
                max: column.max,
            })
            .collect();
        for line in lines {
            let Line::Row(cells) = line else { continue };
            for (claim, cell) in claims.iter_mut().zip(cells) {
                claim.content = claim.content.max(cell.natural());
            }
        }
        Layout::decide(&claims, width)
    }

    /// The header first, then rows, set off from one another where one of them has several lines, and bands.
    fn write_table(&mut self, pen: &mut Pen<'_>, widths: &[usize], lines: &[Line], ends: bool) -> io::Result<()> {
        let header: Vec<String> =
            self.columns.iter().zip(widths).map(|(column, width)| fit(&column.title, *width).join("\n")).collect();
        let fitted: Vec<Vec<String>> = lines
            .iter()
            .filter_map(|line| if let Line::Row(cells) = line { Some(cells) } else { None })
            .map(|cells| {
                let columns = self.columns.iter().zip(widths);
                let fitted = cells.iter().zip(columns);
                fitted.map(|(cell, (column, width))| cell.within(*width, column.wrap, pen.style)).collect()
            })
            .collect();
        let mut table = comfy_table::Table::new();
        table.load_style(rules(pen.style.firm(), ends)).set_header(&header).add_rows(&fitted);
        for (at, (column, width)) in table.column_iter_mut().zip(widths).enumerate() {
            let gap = if at + 1 < widths.len() { GAP - 1 } else { 0 };
            column.set_padding((0, u16::try_from(gap).unwrap_or(u16::MAX)));
            let width = u16::try_from(width + gap).unwrap_or(u16::MAX);
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
            column.set_cell_alignment(match self.columns[at].align {
                Align::Left => CellAlignment::Left,
                Align::Centre => CellAlignment::Center,
                Align::Right => CellAlignment::Right,
            });
        }

        let mut drawn = table.lines();
        let first = self.last == LastLine::Nothing;
        let above: Vec<String> = drawn.by_ref().take(height(&header) + 1).collect();
        if let ([titles @ .., rule], true) = (&above[..], first) {
            paint(pen, titles.iter(), &header, |_| Tone::Strong)?;
            pen.line(rule, Tone::Muted)?;
        }
        let width = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
        let mut fitted = fitted.iter();
        for line in lines {
            match (line, if let Line::Row(_) = line { fitted.next() } else { None }) {
                (Line::Row(cells), Some(fitted)) => {
                    let height = height(fitted);
                    self.set_off(pen, LastLine::Row { tall: height > 1 }, width)?;
                    paint(pen, drawn.by_ref().take(height), fitted, |at| cells[at].tone)?;
                }
                (Line::Band(text, tone), _) => self.band(pen, text, *tone, width)?,
                (Line::Row(_), None) => {}
            }
        }
        if ends {
            self.nothing(pen)?;
            pen.line(&drawn.next().unwrap_or_default(), Tone::Muted)?;
        }
        Ok(())
    }

    /// Each row as names and values, one below the other; empty cells are left out.
    fn write_list(&mut self, pen: &mut Pen<'_>, lines: &[Line], ends: bool) -> io::Result<()> {
        let width = pen.style.width;
        if self.last == LastLine::Nothing {
            pen.rule(pen.style.firm(), width)?;
        }
        for line in lines {
            match line {
                Line::Band(text, tone) => self.band(pen, text, *tone, width)?,
                Line::Row(cells) => {
                    self.set_off(pen, LastLine::Row { tall: true }, width)?;
                    let pairs: Vec<_> = self.columns.iter().map(|column| column.title.as_ref()).zip(cells).collect();
                    pen.pairs(&pairs, true)?;
                }
            }
        }
        if ends {
            self.nothing(pen)?;
            pen.rule(pen.style.firm(), width)?;
        }
        Ok(())
    }

    /// A line across the whole table.
    fn band(&mut self, pen: &mut Pen<'_>, text: &str, tone: Tone, width: usize) -> io::Result<()> {
        self.set_off(pen, LastLine::Band, width)?;
        let lead = if pen.style.ascii { "* " } else { "◆ " };
        pen.hanging((lead, tone), text, tone, width)
    }

    /// Draws the faint rule to the next line where there is to be one.
    fn set_off(&mut self, pen: &mut Pen<'_>, next: LastLine, width: usize) -> io::Result<()> {
        let apart = match (std::mem::replace(&mut self.last, next), next) {
            (LastLine::Nothing, _) | (LastLine::Band, LastLine::Row { .. }) => false,
            (LastLine::Row { tall: before }, LastLine::Row { tall }) => before || tall,
            _ => true,
        };
        if apart { pen.rule(pen.style.faint(), width) } else { Ok(()) }
    }

    /// Says so when the grid has no lines.
    fn nothing(&self, pen: &mut Pen<'_>) -> io::Result<()> {
        if self.last == LastLine::Nothing { pen.line("（无）", Tone::Muted) } else { Ok(()) }
    }
}

/// Blanks between the columns, a rule under the header and, where the table ends, under its last row.
fn rules(firm: char, ends: bool) -> TableStyle {
    let line = LineStyle::none().fill(firm).junction(firm);
    let blank = ContentLineStyle::none().junction(' ');
    let style = TableStyle::new().header_lines(blank).content_lines(blank).header_separator(line);
    if ends { style.bottom_border(line) } else { style }
}

/// How many lines a row of cells takes.
fn height(cells: &[String]) -> usize {
    cells.iter().map(|cell| cell.split('\n').count()).max().unwrap_or(0)
}

/// Writes the lines that were drawn of these cells, each cell in its tone; no line ends in spaces.
fn paint(
    pen: &mut Pen<'_>,
    drawn: impl Iterator<Item = impl AsRef<str>>,
    cells: &[String],
    tone: impl Fn(usize) -> Tone,
) -> io::Result<()> {
    let mut parts: Vec<_> = cells.iter().map(|cell| cell.split('\n')).collect();
    for line in drawn {
        let mut rest = line.as_ref().trim_end();
        for (at, part) in parts.iter_mut().enumerate() {
            // Only blanks stand between the cells, so that the first match is the cell itself.
            let text = part.next().unwrap_or_default();
            if let Some((blanks, after)) = rest.split_once(text).filter(|_| !text.is_empty()) {
                pen.put(blanks, Tone::Plain)?;
                pen.put(text, tone(at))?;
                rest = after;
            }
        }
        pen.line(rest, Tone::Plain)?;
    }
    Ok(())
}
