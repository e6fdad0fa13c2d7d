//! A grid on the terminal once its layout is decided, written line by line.

use super::{
    Line, Pen, Ready,
    layout::{GAP, Layout},
};
use crate::{
    render::visible::visible,
    report::page::{Align, Column, Tone},
};
use std::io;

/// A grid being written; keeps nothing of its rows.
pub(super) struct Table {
    layout: Layout,
    last: LastLine,
}

/// What was written last, for the rule to the next line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LastLine {
    Nothing,
    Band,
    Row { tall: bool },
}

/// The rules of a table.
#[derive(Debug, Clone, Copy)]
enum Rule {
    /// Under the header and under the last row.
    Firm,
    /// Between rows.
    Faint,
}

impl Table {
    pub(super) fn new(layout: Layout) -> Self {
        Self { layout, last: LastLine::Nothing }
    }

    /// Writes the header.
    pub(super) fn begin(&self, pen: &mut Pen<'_>, columns: &[Column]) -> io::Result<()> {
        let Layout::Table(widths) = &self.layout else { return self.rule(pen, Rule::Firm) };
        let titles: Vec<_> =
            columns.iter().zip(widths).map(|(c, width)| pen.measure.fit(&visible(&c.title), *width)).collect();
        write_row(pen, columns, widths, &titles, |_| Tone::Strong)?;
        self.rule(pen, Rule::Firm)
    }

    /// Writes a band or a row. Rows are set off from one another where one of them has several lines.
    pub(super) fn write(&mut self, pen: &mut Pen<'_>, columns: &[Column], line: &Line) -> io::Result<()> {
        match line {
            Line::Band(text, tone) => {
                if self.last != LastLine::Nothing {
                    self.rule(pen, Rule::Faint)?;
                }
                self.last = LastLine::Band;
                let (lead, width) = (if pen.measure.ascii { "* " } else { "◆ " }, self.width(pen));
                pen.hanging((lead, *tone), text, *tone, width)
            }
            Line::Row(cells) => {
                let tone = |at: usize| cells[at].tone;
                let Layout::Table(widths) = &self.layout else { return self.write_list(pen, columns, cells) };
                let lines: Vec<Vec<String>> = cells
                    .iter()
                    .zip(columns.iter().zip(widths))
                    .map(|(cell, (column, width))| cell.lines(pen.measure, *width, column.wrap))
                    .collect();
                let tall = lines.iter().any(|lines| lines.len() > 1);
                if let LastLine::Row { tall: before } = self.last
                    && (tall || before)
                {
                    self.rule(pen, Rule::Faint)?;
                }
                write_row(pen, columns, widths, &lines, tone)?;
                self.last = LastLine::Row { tall };
                Ok(())
            }
        }
    }

    /// Closes the table.
    pub(super) fn end(&self, pen: &mut Pen<'_>) -> io::Result<()> {
        if self.last == LastLine::Nothing {
            pen.line("（无）", Tone::Muted)?;
        }
        self.rule(pen, Rule::Firm)
    }

    /// A row as names and values, one below the other; empty cells are left out.
    fn write_list(&mut self, pen: &mut Pen<'_>, columns: &[Column], cells: &[Ready]) -> io::Result<()> {
        if let LastLine::Row { .. } = self.last {
            self.rule(pen, Rule::Faint)?;
        }
        self.last = LastLine::Row { tall: true };
        let titles: Vec<String> = columns.iter().map(|column| visible(&column.title).replace('\n', " ")).collect();
        let names = titles.iter().map(|title| pen.measure.width(title)).max().unwrap_or(0).min(pen.width / 2 - GAP);
        for (title, cell) in titles.iter().zip(cells) {
            let (width, measure) = (pen.width, pen.measure);
            let lines = cell.lines(measure, width - names - GAP, true);
            if lines.iter().all(String::is_empty) {
                continue;
            }
            let name = measure.pad(&measure.cut(title, names), names + GAP, Align::Left);
            pen.hanging((&name, Tone::Muted), &lines.join("\n"), cell.tone, width)?;
        }
        Ok(())
    }

    fn width(&self, pen: &Pen<'_>) -> usize {
        match &self.layout {
            Layout::Table(widths) => widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1),
            Layout::List => pen.width,
        }
    }

    fn rule(&self, pen: &mut Pen<'_>, rule: Rule) -> io::Result<()> {
        let width = self.width(pen);
        let line = match (rule, pen.measure.ascii) {
            (Rule::Firm, false) => "─".repeat(width),
            (Rule::Faint, false) => "┈".repeat(width),
            (Rule::Firm, true) => "-".repeat(width),
            (Rule::Faint, true) => ".".repeat(width),
        };
        pen.line(&line, Tone::Muted)
    }
}

/// Writes cells side by side, each in as many lines as it has; no line ends in spaces.
fn write_row(
    pen: &mut Pen<'_>,
    columns: &[Column],
    widths: &[usize],
    cells: &[Vec<String>],
    tone: impl Fn(usize) -> Tone,
) -> io::Result<()> {
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    for line in 0..height {
        let mut owed = 0;
        for (at, lines) in cells.iter().enumerate() {
            let text = lines.get(line).map_or("", String::as_str);
            let free = widths[at].saturating_sub(pen.measure.width(text));
            let left = match columns[at].align {
                Align::Left => 0,
                Align::Centre => free / 2,
                Align::Right => free,
            };
            if !text.is_empty() {
                pen.spaces(owed + left)?;
                pen.put(text, tone(at))?;
                owed = free - left;
            } else {
                owed += widths[at];
            }
            owed += GAP;
        }
        pen.out.write_all(b"\n")?;
    }
    Ok(())
}
