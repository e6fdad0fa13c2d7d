//! Tables: grids streamed row by row, forms, charts.
//!
//! The first rows are waited for, so that columns are as wide as what stands in them; the others follow as they come.

use super::{
    paragraph::{KEEP, Stress, paragraph},
    profile::Profile,
};
use crate::{
    render::words::words,
    report::page::{Align, Bars, Cell, Column, Field, Tone, Value},
    zh::width::display_width,
};
use std::fmt::Write as _;

/// So many rows are looked at before the widths are fixed.
const LOOKED_AT: usize = 200;
/// Left and right of the words in a cell, in twips.
const PADDING: u32 = 60;
/// A column of words is not narrower than this, in letters, if it has so many: a day stays in its line.
const LEAST: u32 = 13;
/// A rigid column claims at most so many letters; what is longer wraps.
const MOST_RIGID: u32 = 26;

/// How a table is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    /// The style of its words; its headings have the one with `Head` behind.
    pub(super) style: &'static str,
    /// The width of a Latin letter in it, in twips.
    letter: u32,
    /// The room that it fills, in twips.
    width: u32,
    /// What is late stands in red.
    red: bool,
}

impl Look {
    pub(super) const fn new(profile: &Profile, lying: bool, width: u32) -> Self {
        let table = &profile.table;
        let (style, size) = if lying { ("WideTable", table.wide_size) } else { ("Table", table.size) };
        Self { style, letter: size.0 * 5, width, red: table.red }
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

impl Row {
    fn continues(&self, column: usize) -> bool {
        matches!(self, Self::Cells(cells) if cells[column].value == Value::Above)
    }
}

/// A grid that is being written.
pub(super) struct Table {
    look: Look,
    columns: Vec<Column>,
    /// Fixed once the first rows are known.
    widths: Vec<u32>,
    waiting: Vec<Row>,
    /// The last row, whose cells may go on in the next one.
    last: Option<Row>,
    /// In which columns a cell is open that goes on.
    open: Vec<bool>,
}

impl Table {
    pub(super) fn new(look: Look, columns: &[Column]) -> Self {
        Self {
            look,
            columns: columns.to_vec(),
            widths: Vec::new(),
            waiting: Vec::new(),
            last: None,
            open: vec![false; columns.len()],
        }
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
        if let Some(row) = self.last.take() {
            self.write(out, &row, None);
        }
        out.push_str("</w:tbl>");
    }

    /// Fixes the widths and writes what waited.
    fn begin(&mut self, out: &mut String, whole: bool) {
        self.widths = self.measured(whole);
        open(out, self.look, &self.widths);
        let has_headings = self.columns.iter().any(|column| !column.title.is_empty());
        if has_headings {
            out.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
            let style = format!("{}Head", self.look.style);
            for (column, width) in self.columns.iter().zip(&self.widths) {
                cell_open(out, *width, 1, "");
                paragraph(out, &style, "", &column.title, Stress::default());
                out.push_str("</w:tc>");
            }
            out.push_str("</w:tr>");
        }
        for row in std::mem::take(&mut self.waiting) {
            self.follow(out, row);
        }
    }

    /// Writes the row before, now that the next one is known.
    fn follow(&mut self, out: &mut String, row: Row) {
        if let Some(last) = self.last.take() {
            self.write(out, &last, Some(&row));
        }
        self.last = Some(row);
    }

    fn write(&mut self, out: &mut String, row: &Row, next: Option<&Row>) {
        out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        match row {
            Row::Band(text, tone) => {
                self.open.fill(false);
                cell_open(out, self.widths.iter().sum(), self.columns.len(), "");
                // A band does not stay behind on the page before its rows.
                let style = format!("{}Head", self.look.style);
                for line in text.lines() {
                    paragraph(
                        out,
                        &style,
                        &format!(r#"{KEEP}<w:jc w:val="left"/>"#),
                        line,
                        Stress { bold: false, ..self.look.stress(*tone) },
                    );
                }
                if text.is_empty() {
                    paragraph(out, &style, "", "", Stress::default());
                }
                out.push_str("</w:tc>");
            }
            Row::Cells(cells) => {
                for (at, cell) in cells.iter().enumerate() {
                    let goes_on = next.is_some_and(|next| next.continues(at));
                    let merge = match (row.continues(at) && self.open[at], goes_on) {
                        (true, _) => "<w:vMerge/>",
                        (false, true) => r#"<w:vMerge w:val="restart"/>"#,
                        (false, false) => "",
                    };
                    self.open[at] = goes_on;
                    cell_open(out, self.widths[at], 1, merge);
                    // The last row goes along with the notes and the signature below it.
                    cell_words(out, self.look, cell, next.is_none(), side(&self.columns[at]));
                    out.push_str("</w:tc>");
                }
            }
        }
        out.push_str("</w:tr>");
    }

    /// The widths of the columns: rigid ones what they need, the others shares of the rest by weight, none more than
    /// its words need as long as another could use it.
    fn measured(&self, whole: bool) -> Vec<u32> {
        let need = |column: &Column| heading_need(letters(&column.title), column.weight == 0);
        let mut needs: Vec<u32> = self.columns.iter().map(need).collect();
        for row in &self.waiting {
            if let Row::Cells(cells) = row {
                for (need, cell) in needs.iter_mut().zip(cells) {
                    *need = (*need).max(letters(&words(&cell.value)));
                }
            }
        }
        let twips =
            |letters: u32| letters.saturating_mul(self.look.letter).saturating_add(2 * PADDING + self.look.letter / 2);
        let mut widths = vec![0_u32; self.columns.len()];
        for ((width, need), column) in widths.iter_mut().zip(&needs).zip(&self.columns) {
            let unseen = if whole { 0 } else { u32::try_from(column.min).unwrap_or(0) };
            *width = twips((*need).max(unseen).min(if column.weight == 0 { MOST_RIGID } else { u32::MAX / 4096 }));
        }
        let rigid: u32 = widths.iter().zip(&self.columns).filter(|(_, c)| c.weight == 0).map(|(width, _)| *width).sum();
        let weights: u32 = self.columns.iter().map(|c| u32::from(c.weight)).sum();
        let total = self.look.width;
        if weights == 0 {
            return scaled(&widths, total);
        }
        // Words keep at least two fifths of the sheet.
        let most = total * 3 / 5;
        if rigid > most {
            let shrunk: Vec<u32> =
                self.columns.iter().zip(&widths).map(|(c, w)| if c.weight == 0 { *w } else { 0 }).collect();
            for (width, small) in widths.iter_mut().zip(scaled(&shrunk, most)).filter(|(_, small)| *small > 0) {
                *width = small;
            }
        }
        let free = total - rigid.min(most);
        let wanted: Vec<u32> = widths
            .iter()
            .zip(&self.columns)
            .map(|(width, column)| match column.max {
                _ if !whole => column.max.map_or(u32::MAX, |max| twips(u32::try_from(max).unwrap_or(u32::MAX))),
                Some(max) => (*width).min(twips(u32::try_from(max).unwrap_or(u32::MAX))),
                None => *width,
            })
            .collect();
        for (at, share) in shares(&self.columns, &wanted, free, twips(LEAST)) {
            widths[at] = share;
        }
        scaled(&widths, total)
    }
}

/// The letters that words take: digits and Latin letters of many fonts are wider than half a Chinese character.
fn letters(words: &str) -> u32 {
    let line = |line: &str| {
        let latin = line.bytes().filter(u8::is_ascii_alphanumeric).count();
        u32::try_from(display_width(line) + latin.div_ceil(6)).unwrap_or(u32::MAX)
    };
    words.lines().map(line).max().unwrap_or(0)
}

/// A long heading goes on in a second line; that of a rigid column sooner.
const fn heading_need(letters: u32, is_rigid: bool) -> u32 {
    let whole = if is_rigid { 4 } else { 8 };
    if letters <= whole { letters } else { letters.div_ceil(4) * 2 }
}

/// Shares of the free room by weight; who wants less than its share leaves the rest to the others. What nobody wants is
/// shared out all the same: a table fills the sheet.
fn shares(columns: &[Column], wanted: &[u32], free: u32, least: u32) -> Vec<(usize, u32)> {
    let least = least.min(free / 6);
    let mut left: Vec<usize> = (0..columns.len()).filter(|at| columns[*at].weight > 0).collect();
    let mut shares: Vec<(usize, u32)> = Vec::new();
    let mut room = free;
    while !left.is_empty() {
        let weights = left.iter().map(|at| u32::from(columns[*at].weight)).sum();
        let share = |at: usize| part(room, u32::from(columns[at].weight), weights);
        // Who has the least it can do with, or all it wants, is out of the sharing.
        let settled: Vec<(usize, u32)> = left
            .iter()
            .filter_map(|at| {
                let least = wanted[*at].min(least);
                let own = if share(*at) < least { least } else { wanted[*at] };
                (own <= share(*at) || own == least).then_some((*at, own))
            })
            .collect();
        if settled.is_empty() {
            shares.extend(left.iter().map(|at| (*at, share(*at))));
            return shares;
        }
        left.retain(|at| settled.iter().all(|(other, _)| other != at));
        room = room.saturating_sub(settled.iter().map(|(_, own)| own).sum());
        shares.extend(settled);
    }
    let weights = shares.iter().map(|(at, _)| u32::from(columns[*at].weight)).sum();
    for (at, share) in &mut shares {
        *share += part(room, u32::from(columns[*at].weight), weights);
    }
    shares
}

/// So much of a whole.
fn part(whole: u32, weight: u32, weights: u32) -> u32 {
    u32::try_from(u64::from(whole) * u64::from(weight) / u64::from(weights.max(1))).unwrap_or(whole)
}

/// The same proportions, adding up to `total`.
fn scaled(widths: &[u32], total: u32) -> Vec<u32> {
    let sum = widths.iter().sum();
    if sum == 0 {
        return widths.to_vec();
    }
    let mut scaled: Vec<u32> = widths.iter().map(|width| part(total, *width, sum)).collect();
    let rest = total - scaled.iter().sum::<u32>();
    if let Some(widest) = scaled.iter_mut().max() {
        *widest += rest;
    }
    scaled
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
    debug_assert!(width <= look.width);
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

/// The words of a cell, a paragraph for each line.
fn cell_words(out: &mut String, look: Look, cell: &Cell, keep: bool, side: &str) {
    let text = words(&cell.value);
    let properties = if keep { format!("{KEEP}{side}") } else { side.to_owned() };
    let stress = look.stress(cell.tone);
    let mut is_empty = true;
    for line in text.lines() {
        paragraph(out, look.style, &properties, line, stress);
        is_empty = false;
    }
    if is_empty {
        paragraph(out, look.style, &properties, "", stress);
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
    // Labels longer than six characters go on in a second line.
    let letters = u32::try_from(label_letters).unwrap_or(12).clamp(8, 12);
    let label = letters * look.letter + 2 * PADDING + look.letter;
    let half = look.width / 2 - label;
    let widths = [label, half, label, look.width - 2 * label - half];
    open(out, look, &widths);
    let line = look.letter * 3;
    // A third field in a row has no place beside the others and goes below them.
    for fields in rows.iter().flat_map(|fields| fields.chunks(2)) {
        let lines = fields.iter().map(|field| u32::from(field.lines)).max().unwrap_or(1).max(1);
        // A row high enough for two lines of a label, and for a pen.
        let height = (lines * line + 60).max(line + 140);
        let _ = write!(out, r#"<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/></w:trPr>"#);
        for (at, field) in fields.iter().enumerate() {
            let is_alone = fields.len() == 1;
            cell_open(out, label, 1, "");
            paragraph(out, &format!("{}Head", look.style), "", &field.label, Stress::default());
            out.push_str("</w:tc>");
            let (span, width) = if is_alone { (3, widths[1] + widths[2] + widths[3]) } else { (1, widths[at * 2 + 1]) };
            cell_open(out, width, span, "");
            cell_words(out, look, &field.cell, false, "");
            out.push_str("</w:tc>");
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
}
