//! Tables: grids streamed row by row, forms, charts.
//!
//! The first rows are waited for, so that columns are as wide as what stands in them; the others follow as they come. Rows that
//! share a merged cell stay on one sheet; where they are too many for that, the cell stands again above the rest of them, so that
//! its words are on every sheet.

use super::{
    columns::{Room, heading, letters, set_narrow, widths},
    paragraph::{KEEP, Stress, paragraph},
    profile::Profile,
};
use crate::{
    render::words::words,
    report::page::{Align, Bars, Cell, Column, Field, Tone, Value},
    zh::width::display_width,
};
use std::{fmt::Write as _, ops::Range};

/// So many rows are looked at before the widths are fixed.
const LOOKED_AT: usize = 200;
/// Left and right of the words in a cell, in twips.
pub(super) const PADDING: u32 = 60;

/// A row is not cut at the foot of a sheet.
const WHOLE: &str = "<w:cantSplit/>";
/// A paragraph may stay behind on the page before the next one, whatever its style says.
const LOOSE: &str = r#"<w:keepNext w:val="0"/>"#;

/// How a table is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    /// The style of its words; its headings have the one with `Head` behind.
    pub(super) style: &'static str,
    /// The room that it fills.
    room: Room,
    /// How many lines of it fill a sheet.
    sheet: u32,
    /// What is late stands in red.
    red: bool,
}

impl Look {
    pub(super) const fn new(profile: &Profile, lying: bool, (width, height): (u32, u32)) -> Self {
        let table = &profile.table;
        let (style, size) = if lying { ("WideTable", table.wide_size) } else { ("Table", table.size) };
        // A line of many fonts is half as high again as its characters; the headings take some.
        let line = size.0 * 15;
        let room = Room { letter: size.0 * 5, width };
        Self { style, room, sheet: (height / line).saturating_sub(4), red: table.red }
    }

    /// About how many lines high a cell so wide is.
    fn lines(self, cell: &Cell, width: u32) -> u32 {
        let room = self.room.letters(width).max(1);
        words(&cell.value).lines().map(|line| letters(line).div_ceil(room).max(1)).sum()
    }

    /// Whether a row so many lines high is cut where the sheet ends: pushed on to the next sheet as a whole, it would leave this
    /// one empty.
    const fn is_cut(self, lines: u32) -> bool {
        lines > self.sheet / 4
    }

    const fn stress(self, tone: Tone) -> Stress {
        Stress { bold: matches!(tone, Tone::Strong), red: self.red && matches!(tone, Tone::Late) }
    }
}

/// A row as it waits.
enum Row {
    Band(String, Tone),
    Cells(Vec<Cell>),
}

/// A grid that is being written.
pub(super) struct Table {
    look: Look,
    columns: Vec<Column>,
    /// Fixed once the first rows are known.
    widths: Vec<u32>,
    waiting: Vec<Row>,
    /// The last row with those above it that share a merged cell with it.
    sheaf: Vec<Vec<Cell>>,
}

impl Table {
    pub(super) fn new(look: Look, columns: &[Column]) -> Self {
        Self { look, columns: columns.to_vec(), widths: Vec::new(), waiting: Vec::new(), sheaf: Vec::new() }
    }

    pub(super) fn band(&mut self, out: &mut String, text: &str, tone: Tone) {
        self.push(out, Row::Band(text.to_owned(), tone));
    }

    pub(super) fn row(&mut self, out: &mut String, cells: Vec<Cell>) {
        self.push(out, Row::Cells(cells));
    }

    fn push(&mut self, out: &mut String, row: Row) {
        if !self.widths.is_empty() {
            self.follow(out, row);
            return;
        }
        self.waiting.push(row);
        if self.waiting.len() == LOOKED_AT {
            self.begin(out, false);
        }
    }

    pub(super) fn end(mut self, out: &mut String) {
        if self.widths.is_empty() {
            self.begin(out, true);
        }
        // The last row goes along with the notes and the signature below it.
        self.write_sheaf(out, true);
        out.push_str("</w:tbl>");
    }

    /// Fixes the widths and writes what waited.
    fn begin(&mut self, out: &mut String, complete: bool) {
        let cells = self.waiting.iter().filter_map(|row| match row {
            Row::Cells(cells) => Some(cells),
            Row::Band(..) => None,
        });
        let cells = cells.flat_map(|cells| {
            let own = cells.iter().enumerate().filter(|(_, cell)| cell.value != Value::Above);
            own.map(|(at, cell)| (at, words(&cell.value)))
        });
        self.widths = widths(&self.columns, cells, complete, self.look.room);
        open(out, self.look, &self.widths);
        let has_headings = self.columns.iter().any(|column| !column.title.is_empty());
        if has_headings {
            out.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
            let style = format!("{}Head", self.look.style);
            for (column, width) in self.columns.iter().zip(&self.widths) {
                cell_open(out, *width, 1, "");
                let title = heading(&column.title, self.look.room.letters(*width));
                paragraph(out, &style, "", &title, Stress::default());
                out.push_str("</w:tc>");
            }
            out.push_str("</w:tr>");
        }
        for row in std::mem::take(&mut self.waiting) {
            self.follow(out, row);
        }
    }

    /// Takes the next row; what shares no merged cell with it is written.
    fn follow(&mut self, out: &mut String, row: Row) {
        match row {
            Row::Band(text, tone) => {
                self.write_sheaf(out, false);
                self.write_band(out, &text, tone);
            }
            Row::Cells(cells) => {
                if cells.iter().all(|cell| cell.value != Value::Above) {
                    self.write_sheaf(out, false);
                }
                self.sheaf.push(cells);
            }
        }
    }

    fn write_band(&self, out: &mut String, text: &str, tone: Tone) {
        let _ = write!(out, "<w:tr><w:trPr>{WHOLE}</w:trPr>");
        cell_open(out, self.widths.iter().sum(), self.columns.len(), "");
        let style = format!("{}Head", self.look.style);
        let stress = Stress { bold: false, ..self.look.stress(tone) };
        // A band does not stay behind on the page before its rows.
        let properties = format!(r#"{KEEP}<w:jc w:val="left"/>"#);
        let lines = if text.is_empty() { vec![""] } else { text.lines().collect() };
        for line in lines {
            paragraph(out, &style, &properties, line, stress);
        }
        out.push_str("</w:tc></w:tr>");
    }

    /// Writes the rows that share merged cells, in parts that fit on a sheet.
    fn write_sheaf(&mut self, out: &mut String, is_last: bool) {
        let rows = std::mem::take(&mut self.sheaf);
        let parts = self.parts(&rows);
        // What stands in a merged cell, to be told again above the next part.
        let mut above: Vec<Cell> = vec![Cell::EMPTY; self.columns.len()];
        for (at, part) in parts.iter().enumerate() {
            for number in part.clone() {
                let next = rows[..part.end].get(number + 1);
                let goes_on = |column: usize| next.is_some_and(|next| next[column].value == Value::Above);
                let own = (0..self.columns.len()).filter(|column| !goes_on(*column));
                let lines = own.map(|column| self.look.lines(&rows[number][column], self.widths[column])).max();
                let is_cut = self.look.is_cut(lines.unwrap_or(1));
                let keep = !is_cut && (next.is_some() || (is_last && at + 1 == parts.len()));
                out.push_str("<w:tr>");
                if !is_cut {
                    let _ = write!(out, "<w:trPr>{WHOLE}</w:trPr>");
                }
                for (column, cell) in rows[number].iter().enumerate() {
                    let is_above = cell.value == Value::Above;
                    if !is_above {
                        above[column].clone_from(cell);
                    }
                    let (merge, shown) = match (is_above && number > part.start, goes_on(column)) {
                        (true, _) => ("<w:vMerge/>", &Cell::EMPTY),
                        (false, true) => (r#"<w:vMerge w:val="restart"/>"#, &above[column]),
                        (false, false) => ("", &above[column]),
                    };
                    self.write_cell(out, column, shown, merge, keep);
                }
                out.push_str("</w:tr>");
            }
        }
    }

    /// Which of these rows stay together: all, if they fill no more than about half a sheet; else parts of about the same height, a
    /// third of a sheet or high enough for the words of the merged cells.
    fn parts(&self, rows: &[Vec<Cell>]) -> Vec<Range<usize>> {
        let goes_on = |row: usize, column: usize| {
            rows.get(row + 1).is_some_and(|next: &Vec<Cell>| next[column].value == Value::Above)
        };
        let (mut heights, mut merged) = (Vec::with_capacity(rows.len()), 0);
        for (at, row) in rows.iter().enumerate() {
            let mut height = 1;
            for (column, cell) in row.iter().enumerate() {
                let lines = self.look.lines(cell, self.widths[column]);
                if goes_on(at, column) {
                    merged = lines.max(merged);
                } else {
                    height = lines.max(height);
                }
            }
            heights.push(height);
        }
        let sheet = self.look.sheet;
        let total: u32 = heights.iter().sum();
        let most = if total.max(merged) <= sheet / 2 { sheet / 2 } else { merged.clamp(sheet / 3, sheet) }.max(1);
        let wanted = total.div_ceil(total.div_ceil(most).max(1)).max(merged.min(sheet));
        let (mut parts, mut start, mut used) = (Vec::new(), 0, 0);
        for (at, height) in heights.iter().enumerate() {
            if used > 0 && used + height / 2 >= wanted {
                parts.push(start..at);
                (start, used) = (at, 0);
            }
            used += height;
        }
        if start < rows.len() {
            parts.push(start..rows.len());
        }
        parts
    }

    /// The words of a cell; names and days in a narrow column stay whole.
    fn write_cell(&self, out: &mut String, at: usize, cell: &Cell, merge: &str, keep: bool) {
        let column = &self.columns[at];
        cell_open(out, self.widths[at], 1, merge);
        let room = self.look.room.letters(self.widths[at]);
        let is_narrow = column.weight > 0 && column.max.is_some();
        let set = |line: &str| if is_narrow { set_narrow(line, room) } else { line.to_owned() };
        cell_words(out, self.look, cell, keep, side(column), set);
        out.push_str("</w:tc>");
    }
}

/// Short cells stand in the middle, words to the left.
const fn side(column: &Column) -> &'static str {
    match column.align {
        Align::Left if column.weight > 0 => "",
        Align::Left | Align::Centre | Align::Right => r#"<w:jc w:val="center"/>"#,
    }
}

/// Opens a table of columns so wide.
fn open(out: &mut String, look: Look, widths: &[u32]) {
    let width: u32 = widths.iter().sum();
    let _ = write!(out, r#"<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>"#);
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        let _ = write!(out, r#"<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>"#);
    }
    let _ = write!(
        out,
        r#"</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="{PADDING}" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/><w:right w:w="{PADDING}" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>"#
    );
    for width in widths {
        let _ = write!(out, r#"<w:gridCol w:w="{width}"/>"#);
    }
    out.push_str("</w:tblGrid>");
    debug_assert!(width <= look.room.width);
}

/// Opens a cell over so many columns.
fn cell_open(out: &mut String, width: u32, columns: usize, merge: &str) {
    let _ = write!(out, r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>"#);
    if columns > 1 {
        let _ = write!(out, r#"<w:gridSpan w:val="{columns}"/>"#);
    }
    out.push_str(merge);
    out.push_str(r#"<w:vAlign w:val="center"/></w:tcPr>"#);
}

/// The words of a cell, a paragraph for each line, as `set` sets it.
fn cell_words(out: &mut String, look: Look, cell: &Cell, keep: bool, side: &str, set: impl Fn(&str) -> String) {
    let text = words(&cell.value);
    let properties = if keep { format!("{KEEP}{side}") } else { side.to_owned() };
    let stress = look.stress(cell.tone);
    let lines = if text.is_empty() { vec![""] } else { text.lines().collect() };
    for line in lines {
        paragraph(out, look.style, &properties, &set(line), stress);
    }
}

/// A chart as a table of its numbers.
pub(super) fn chart(out: &mut String, look: Look, bars: &Bars) {
    let title = if bars.title.is_empty() { "项目" } else { &bars.title };
    let mut table = Table::new(look, &[Column::text(title.to_owned(), 1), Column::number("数量")]);
    for (label, number) in &bars.rows {
        table.row(out, vec![label.as_str().into(), (*number).into()]);
    }
    table.end(out);
}

/// A form: labels in narrow cells, room for what is written by hand beside them.
pub(super) fn form(out: &mut String, look: Look, rows: &[Vec<Field>]) {
    let label_letters = rows.iter().flatten().map(|field| display_width(&field.label)).max().unwrap_or(8);
    // Labels longer than five characters go on in a second line.
    let letters = u32::try_from(label_letters).unwrap_or(10).clamp(8, 10);
    let label = letters * look.room.letter + 2 * PADDING + look.room.letter;
    let half = look.room.width / 2 - label;
    let widths = [label, half, label, look.room.width - 2 * label - half];
    open(out, look, &widths);
    let line = look.room.letter * 3;
    // A third field in a row has no place beside the others and goes below them.
    for fields in rows.iter().flat_map(|fields| fields.chunks(2)) {
        let lines = fields.iter().map(|field| u32::from(field.lines)).max().unwrap_or(1).max(1);
        // A row high enough for two lines of a label, and for a pen.
        let height = (lines * line + 60).max(line + 140);
        let beside = |at: usize| if fields.len() == 1 { look.room.width - label } else { widths[at * 2 + 1] };
        let told = fields.iter().enumerate().map(|(at, field)| look.lines(&field.cell, beside(at))).max().unwrap_or(1);
        let whole = if look.is_cut(told) { "" } else { WHOLE };
        let _ = write!(out, r#"<w:tr><w:trPr>{whole}<w:trHeight w:val="{height}" w:hRule="atLeast"/></w:trPr>"#);
        for (at, field) in fields.iter().enumerate() {
            let is_alone = fields.len() == 1;
            cell_open(out, label, 1, "");
            // Its labels are those of rows: they tie no row to the next.
            paragraph(out, &format!("{}Head", look.style), LOOSE, &field.label, Stress::default());
            out.push_str("</w:tc>");
            let (span, width) = (if is_alone { 3 } else { 1 }, beside(at));
            cell_open(out, width, span, "");
            cell_words(out, look, &field.cell, false, "", str::to_owned);
            out.push_str("</w:tc>");
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
}
