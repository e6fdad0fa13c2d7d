//! A workbook for people who mark things up: one sheet for each section of the page.
//!
//! What stands before the first section goes to a sheet of its own, 概况 unless it is named otherwise. Cells are typed: days are
//! days and numbers numbers, words are never taken for formulas. Cells that are the same as above are one cell with them, and
//! rows are as high as their words ask. A sheet that begins with a grid has its heading frozen and repeated on paper, and can be
//! filtered. Rows are streamed into the file's parts; the same page and instant give the same bytes.

mod block;
mod cell;
mod down;
mod height;
mod look;
mod paper;

use crate::{
    domain::Day,
    render::{
        grid::{OpenGrid, misuse},
        words::{as_of_words, signed_words},
    },
    report::page::{Bars, Block, Cell, Column, PageSink, Tone, Value},
};
use cell::{dom, failed, month, write, written};
use chrono::{DateTime, Datelike, FixedOffset};
use down::Down;
use look::{Looks, Upright, as_written, look};
use paper::Pages;
pub use paper::SheetPaper;
use rust_xlsxwriter::{Chart, ChartType, DocProperties, ExcelDateTime, Format, Workbook, Worksheet};
use std::{io, ops::Range};

/// The most characters of a sheet's name that Excel takes.
const MOST_OF_A_NAME: usize = 31;
/// Characters that no sheet's name may hold.
const NOT_IN_A_NAME: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];
/// The size of the letters in a grid, in points.
const FONT_SIZE: f64 = 10.0;

/// Writes a page as a workbook. The file is written out by `finish`.
pub struct XlsxPage<'w> {
    out: &'w mut dyn io::Write,
    book: Workbook,
    paper: SheetPaper,
    /// What the sheet before the first section is called.
    first: String,
    /// The sheet that is being written: its index, and the row that comes next.
    sheet: Option<usize>,
    row: u32,
    names: Vec<String>,
    grid: OpenGrid,
    columns: Vec<Column>,
    /// The widths of the sheet's columns so far: several grids share them.
    widths: Vec<f64>,
    /// The columns over which what concerns a whole grid of the sheet is written.
    across: Range<u16>,
    /// Title and lines that wait for the grid below them, to stand over the whole of it.
    over: Vec<(String, Format)>,
    /// How high the rows are that stand over the grid, in points.
    over_height: f64,
    /// Rows that belong together and wait for the last of them: merged cells are as high as all of them.
    block: Vec<Vec<Cell>>,
    /// The heading row of the grid with which this sheet begins.
    heading: Option<u32>,
    /// The first row below the heading of the open grid.
    body: u32,
    /// In which order the columns of the open grid stand: what names the row to the left of all else, since only neighbours can
    /// be repeated on each sheet of paper.
    order: Vec<usize>,
    /// The sheets of paper on which the columns of the open grid stand.
    pages: Pages,
    /// The rows of the sheet, for the sheets of paper below each other.
    down: Down,
    /// The open grid where it is not the one with which the sheet begins: its first row, and how high it is so far. It stands on
    /// one sheet of paper.
    inner: Option<(u32, f64)>,
    /// How high the lines of the present block are.
    lines_high: f64,
    /// How far to the right the charts of the sheet reach, in pixels.
    charts_wide: f64,
    looks: Looks,
    /// Cells whose words are not all seen: what the row begins with, and the heading of the column.
    cut: Vec<(String, String)>,
}

impl<'w> XlsxPage<'w> {
    /// A page to be written there; `made_at` is the instant that the file says it was made.
    ///
    /// # Errors
    /// When the instant is outside of what a workbook can hold.
    pub fn new(out: &'w mut dyn io::Write, made_at: DateTime<FixedOffset>) -> io::Result<Self> {
        let mut book = Workbook::new();
        book.set_default_format(&look::normal(), 18, 64).map_err(failed)?;
        let day =
            ExcelDateTime::from_ymd(u16::try_from(made_at.year()).unwrap_or(1900), month(&made_at), dom(&made_at));
        let made = day.and_then(|day| {
            use chrono::Timelike as _;
            day.and_hms(u16::try_from(made_at.hour()).unwrap_or(0), u8::try_from(made_at.minute()).unwrap_or(0), 0)
        });
        book.set_properties(&DocProperties::new().set_creation_datetime(&made.map_err(failed)?));
        Ok(Self {
            out,
            book,
            paper: SheetPaper::A4,
            first: "概况".to_owned(),
            sheet: None,
            row: 0,
            names: Vec::new(),
            grid: OpenGrid::default(),
            columns: Vec::new(),
            widths: Vec::new(),
            across: 0..0,
            over: Vec::new(),
            over_height: 0.0,
            block: Vec::new(),
            heading: None,
            body: 0,
            order: Vec::new(),
            pages: Pages::default(),
            down: Down::default(),
            inner: None,
            lines_high: 0.0,
            charts_wide: 0.0,
            looks: Looks::default(),
            cut: Vec::new(),
        })
    }

    /// The same page on that paper, its first sheet under that name.
    #[must_use]
    pub fn laid_out(mut self, paper: SheetPaper, first_sheet: impl Into<String>) -> Self {
        (self.paper, self.first) = (paper, first_sheet.into());
        self
    }

    /// The cells so far whose words are not all seen, since no row can be high enough: what the row begins with, and the heading.
    #[must_use]
    pub fn cut(&self) -> &[(String, String)] {
        &self.cut
    }

    /// Begins a sheet.
    fn begin(&mut self, name: &str) -> io::Result<()> {
        self.end_sheet()?;
        let name = self.free_name(name);
        let sheet = self.book.add_worksheet_with_constant_memory().map_err(failed)?;
        sheet.set_name(&name).map_err(failed)?;
        // Lying; as wide as the paper, as many pages as it takes.
        sheet
            .set_paper_size(self.paper.key())
            .set_landscape()
            .set_margins(0.5, 0.5, 0.5, 0.6, 0.25, 0.25)
            .set_print_fit_to_pages(1, 0)
            .set_footer("&C第 &P 页，共 &N 页");
        self.sheet = Some(self.names.len());
        self.names.push(name);
        self.row = 0;
        self.widths.clear();
        (self.across, self.charts_wide) = (0..0, 0.0);
        (self.heading, self.down) = (None, Down::default());
        Ok(())
    }

    /// Lays the sheet on paper, now that all of it is known.
    fn end_sheet(&mut self) -> io::Result<()> {
        self.write_over(None)?;
        // Without a grid it is as wide as its longest line, which only the programs know: they fit it to the paper.
        if self.sheet.is_none() || self.across.is_empty() {
            return Ok(());
        }
        let pages = match self.heading {
            Some(_) => std::mem::take(&mut self.pages),
            None => Pages::plain(&self.widths, self.charts_wide, self.paper),
        };
        let (heading, down, paper) = (self.heading, std::mem::take(&mut self.down), self.paper);
        pages.set_up(self.sheet()?, heading, &down, paper).map_err(failed)
    }

    /// A name that Excel takes and no other sheet has.
    fn free_name(&self, name: &str) -> String {
        let plain: String =
            name.chars().map(|c| if NOT_IN_A_NAME.contains(&c) || c.is_control() { ' ' } else { c }).collect();
        let plain = plain.trim().trim_matches('\'').trim();
        let base = if plain.is_empty() { "工作表" } else { plain };
        let taken = |name: &str| self.names.iter().any(|other| other.eq_ignore_ascii_case(name));
        let short = |room: usize| base.chars().take(room).collect::<String>();
        let mut free = short(MOST_OF_A_NAME);
        let mut number = 2;
        while taken(&free) {
            let suffix = format!("（{number}）");
            free = short(MOST_OF_A_NAME - suffix.chars().count()) + &suffix;
            number += 1;
        }
        free
    }

    fn sheet(&mut self) -> io::Result<&mut Worksheet> {
        if self.sheet.is_none() {
            let first = self.first.clone();
            self.begin(&first)?;
        }
        let at = self.sheet.ok_or_else(|| misuse("no sheet is open"))?;
        self.book.worksheet_from_index(at).map_err(failed)
    }

    /// Writes a cell of the present row outside of grids.
    fn cell(&mut self, column: u16, cell: &Cell, format: &Format) -> io::Result<()> {
        let format = as_written(format.clone(), written(cell));
        let row = self.row;
        write(self.sheet()?, row, column, cell, &format)
    }

    /// How wide these columns are.
    fn wide(&self, columns: &Range<u16>) -> f64 {
        let columns = usize::from(columns.start)..usize::from(columns.end);
        self.widths.get(columns).map_or(0.0, |widths| widths.iter().sum())
    }

    /// A line outside of grids. One that is longer than the grid above it is wide goes on below itself: it would make the whole
    /// sheet wider, and its letters smaller.
    fn line(&mut self, text: &str, format: &Format) -> io::Result<()> {
        let across = self.across.clone();
        let lines = height::in_lines(text, self.wide(&across));
        if across.len() > 1 && lines > 1 {
            let row = self.row;
            let format = as_written(format.clone().set_text_wrap(), written(&Cell::text(text)));
            let sheet = self.sheet()?;
            sheet.merge_range(row, across.start, row, across.end - 1, text, &format).map_err(failed)?;
            sheet.set_row_height(row, height::of_lines(lines)).map_err(failed)?;
            self.lines_high += height::of_lines(lines);
        } else {
            self.cell(0, &Cell::text(text), format)?;
            self.lines_high += height::LINE;
        }
        self.row += 1;
        Ok(())
    }

    /// A value beside its name.
    fn named(&mut self, name: &str, cell: &Cell) -> io::Result<()> {
        self.cell(0, &Cell::text(name), &look(Tone::Strong))?;
        self.cell(1, cell, &look(cell.tone).set_align(rust_xlsxwriter::FormatAlign::Left))?;
        self.lines_high += height::LINE;
        self.row += 1;
        Ok(())
    }

    /// Sets the next piece off from the one before.
    fn piece(&mut self) -> io::Result<()> {
        self.grid.none_open()?;
        self.write_over(None)?;
        self.lines_high = 0.0;
        if self.row > 0 {
            self.down.band(self.row, height::LINE);
            self.row += 1;
        }
        Ok(())
    }

    /// Writes what waits to stand over a grid: over all its columns, or as plain lines where no grid follows.
    fn write_over(&mut self, columns: Option<(&Range<u16>, f64)>) -> io::Result<()> {
        for (text, format) in std::mem::take(&mut self.over) {
            match columns.filter(|(columns, _)| columns.len() > 1) {
                Some((columns, wide)) => {
                    let row = self.row;
                    // The title's letters are larger by two thirds.
                    let (high, wide) = if row == 0 { (28.0, wide / 1.7) } else { (16.0, wide) };
                    #[expect(clippy::cast_precision_loss, reason = "a few lines")]
                    let height = high * height::in_lines(&text, wide) as f64;
                    self.over_height += height;
                    let format = as_written(format.set_text_wrap(), written(&Cell::text(&*text)));
                    let sheet = self.sheet()?;
                    sheet.merge_range(row, columns.start, row, columns.end - 1, &text, &format).map_err(failed)?;
                    sheet.set_row_height(row, height).map_err(failed)?;
                }
                None => self.cell(0, &Cell::text(text), &format.set_align(rust_xlsxwriter::FormatAlign::Left))?,
            }
            self.row += 1;
        }
        Ok(())
    }

    /// The numbers of a chart in two columns, and the chart beside them.
    fn chart(&mut self, bars: &Bars) -> io::Result<()> {
        if !bars.title.is_empty() {
            self.line(&bars.title, &look(Tone::Strong))?;
        }
        let first = self.row;
        for (label, number) in &bars.rows {
            self.cell(0, &Cell::text(label), &look(Tone::Plain))?;
            self.cell(1, &Cell::number(*number), &look(Tone::Plain))?;
            self.row += 1;
        }
        if bars.rows.is_empty() {
            return Ok(());
        }
        let last = self.row - 1;
        let name = self.sheet.and_then(|at| self.names.get(at)).cloned().unwrap_or_default();
        let mut chart = Chart::new(ChartType::Column);
        chart
            .add_series()
            .set_categories((name.as_str(), first, 0, last, 0))
            .set_values((name.as_str(), first, 1, last, 1))
            .set_data_label(rust_xlsxwriter::ChartDataLabel::new().show_value());
        chart.title().set_name(if bars.title.is_empty() { "数量" } else { bars.title.as_str() });
        chart.legend().set_hidden();
        // Each column says its number, so the axis need not.
        chart.y_axis().set_hidden(true).set_major_gridlines(false).set_min(0);
        chart.set_width(560).set_height(220);
        self.sheet()?.insert_chart(first, 3, &chart).map_err(failed)?;
        let before: f64 = (0..3).map(|at| paper::in_pixels(self.widths.get(at).copied().unwrap_or(8.0))).sum();
        self.charts_wide = self.charts_wide.max(before + 560.0);
        // What comes below the numbers does not stand behind the chart.
        let end = self.row.max(first + 12);
        self.lines_high += f64::from(end - first) * height::LINE;
        self.row = end;
        Ok(())
    }
}

impl PageSink for XlsxPage<'_> {
    fn title(&mut self, title: &str, as_of: Option<Day>) -> io::Result<()> {
        self.piece()?;
        self.over.push((title.to_owned(), look::title()));
        if let Some(day) = as_of {
            self.over.push((as_of_words(day), look(Tone::Muted)));
        }
        Ok(())
    }

    fn block(&mut self, block: Block) -> io::Result<()> {
        self.grid.none_open()?;
        if let Block::Heading { level: 1, text } = &block {
            self.write_over(None)?;
            return self.begin(text);
        }
        if let (Block::Paragraph(text), false) = (&block, self.over.is_empty()) {
            self.over.extend(text.lines().map(|line| (line.to_owned(), look(Tone::Plain))));
            return Ok(());
        }
        self.piece()?;
        let (first, heads) = (self.row, matches!(block, Block::Heading { .. }));
        match block {
            Block::Heading { text, .. } => self.line(&text, &look(Tone::Strong)),
            Block::Paragraph(text) => text.lines().try_for_each(|line| self.line(line, &look(Tone::Plain))),
            Block::Note(text) => self.line(&format!("注：{text}"), &look(Tone::Muted)),
            Block::KeyValues(pairs) => pairs.iter().try_for_each(|(key, cell)| self.named(key, cell)),
            Block::Form(rows) => rows.iter().flatten().try_for_each(|asked| self.named(&asked.label, &asked.cell)),
            Block::DocumentNumber(text) | Block::Addressee(text) => self.line(&text, &look(Tone::Plain)),
            Block::Signature { office, day } => {
                self.line(&office, &look(Tone::Plain))?;
                self.line(&signed_words(day), &look(Tone::Plain))
            }
            Block::PageBreak => Ok(()),
            Block::Chart(bars) => self.chart(&bars),
        }?;
        // A heading stands on one sheet with what comes below it.
        if heads {
            self.down.band(first, self.lines_high);
        } else {
            self.down.block(first, self.lines_high);
        }
        Ok(())
    }

    fn begin_grid(&mut self, columns: &[Column]) -> io::Result<()> {
        let mut order: Vec<usize> = (0..columns.len()).collect();
        order.sort_by_key(|at| !columns[*at].lead);
        let columns: Vec<Column> = order.iter().map(|at| columns[*at].clone()).collect();
        let pages = Pages::of(&columns, self.paper);
        let widths = paper::widths(&columns, self.paper);
        let over = !self.over.is_empty();
        // What stands over the grid is read whole on each sheet of paper: over the columns that each repeats.
        let all = u16::try_from(columns.len()).map_err(|_| misuse("too many columns"))?;
        let across = pages.across(all);
        if over {
            self.grid.none_open()?;
            let wide = widths[usize::from(across.start)..usize::from(across.end)].iter().sum();
            self.write_over(Some((&across, wide)))?;
        } else {
            self.piece()?;
        }
        self.sheet()?;
        self.across = across.start..self.across.end.max(across.end);
        self.grid.begin(columns.len())?;
        self.order = order;
        let format = look::heading();
        for (at, (column, width)) in columns.iter().zip(widths).enumerate() {
            let to = u16::try_from(at).map_err(|_| misuse("too many columns"))?;
            self.cell(to, &Cell::text(column.title.clone()), &format)?;
            let width = width.max(self.widths.get(at).copied().unwrap_or(0.0));
            if at < self.widths.len() {
                self.widths[at] = width;
            } else {
                self.widths.push(width);
            }
            self.sheet()?.set_column_width(to, width).map_err(failed)?;
        }
        let row = self.row;
        let high = columns.iter().zip(&self.widths).map(|(c, w)| height::in_lines(&c.title, *w)).max().unwrap_or(1);
        self.sheet()?.set_row_height(row, height::of_lines(high) + 6.0).map_err(failed)?;
        let (above, high) = (std::mem::take(&mut self.over_height), height::of_lines(high) + 6.0);
        if self.heading.is_none() && (over || row == 0) {
            (self.heading, self.pages) = (Some(row), pages);
            self.down = Down::begin(above, high);
        } else {
            self.inner = Some((row, above + high));
        }
        self.columns = columns;
        self.row += 1;
        self.body = self.row;
        Ok(())
    }

    fn band(&mut self, text: &str, tone: Tone) -> io::Result<()> {
        let columns = u16::try_from(self.grid.columns()?).map_err(|_| misuse("too many columns"))?;
        self.write_block()?;
        let format = as_written(look::band(tone), written(&Cell::text(text)));
        let row = self.row;
        // No cell goes from one sheet of paper to the next, nor from the columns that each repeats to those that it does not.
        let mut begins: Vec<u16> = vec![0];
        if self.inner.is_none() && !self.pages.breaks.is_empty() {
            begins.extend([self.pages.repeats, self.pages.leads].into_iter().filter(|at| *at > 0));
            begins.extend(&self.pages.breaks);
        }
        let first = begins.get(1).copied().unwrap_or(columns);
        let wide = self.wide(&(0..first));
        let sheet = self.sheet()?;
        for (at, begin) in begins.iter().enumerate() {
            let end = begins.get(at + 1).copied().unwrap_or(columns);
            let words = if at == 0 { text } else { "" };
            if end - begin > 1 {
                sheet.merge_range(row, *begin, row, end - 1, words, &format).map_err(failed)?;
            } else {
                sheet.write_string_with_format(row, *begin, words, &format).map_err(failed)?;
            }
        }
        let height = height::of_lines(height::in_lines(text, wide)) + 3.0;
        sheet.set_row_height(row, height).map_err(failed)?;
        match &mut self.inner {
            Some((_, high)) => *high += height,
            None => self.down.band(row, height),
        }
        self.row += 1;
        Ok(())
    }

    fn row(&mut self, cells: Vec<Cell>) -> io::Result<()> {
        let mut cells = self.grid.fill(cells)?;
        let cells: Vec<Cell> = self.order.iter().map(|at| std::mem::take(&mut cells[*at])).collect();
        if !cells.iter().any(|cell| cell.value == Value::Above) {
            self.write_block()?;
        }
        self.block.push(cells);
        Ok(())
    }

    fn end_grid(&mut self) -> io::Result<()> {
        let columns = self.grid.columns()?;
        self.write_block()?;
        self.grid.end()?;
        let last = self.row - 1;
        if let Some((row, high)) = self.inner.take() {
            self.down.block(row, high);
        } else if let Some(heading) = self.heading
            && let Ok(right) = u16::try_from(columns - 1)
            && last > heading
        {
            self.sheet()?.autofilter(heading, 0, last, right).map_err(failed)?;
        }
        self.offer(self.body, last.max(self.body))
    }

    fn finish(&mut self) -> io::Result<()> {
        self.grid.none_open()?;
        self.write_over(None)?;
        self.sheet()?;
        self.end_sheet()?;
        let bytes = self.book.save_to_buffer().map_err(failed)?;
        self.out.write_all(&bytes)?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests;
