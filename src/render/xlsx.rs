//! A workbook for people who mark things up: one sheet for each section of the page.
//!
//! What stands before the first section goes to the sheet 概况. Cells are typed: days are days and numbers numbers, words are
//! never taken for formulas. A sheet with one grid has its heading frozen and repeated on paper, and can be filtered.
//! Rows are streamed into the file's parts; the same page and instant give the same bytes.

use crate::{
    domain::{Day, rate::Rate},
    render::{
        grid::{OpenGrid, misuse},
        words::{as_of_words, signed_words, words},
    },
    report::page::{Align, Block, Cell, Column, PageSink, Tone, Value},
};
use chrono::{DateTime, Datelike, FixedOffset};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use std::io;

/// The most characters of a sheet's name that Excel takes.
const MOST_OF_A_NAME: usize = 31;
/// Characters that no sheet's name may hold.
const NOT_IN_A_NAME: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];

/// Writes a page as a workbook. The file is written out by `finish`.
pub struct XlsxPage<'w> {
    out: &'w mut dyn io::Write,
    book: Workbook,
    /// The sheet that is being written: its index, and the row that comes next.
    sheet: Option<usize>,
    row: u32,
    names: Vec<String>,
    grid: OpenGrid,
    columns: Vec<Column>,
    /// The heading row of the only grid of this sheet, until another piece follows.
    heading: Option<u32>,
}

impl<'w> XlsxPage<'w> {
    /// A page to be written there; `made_at` is the instant that the file says it was made.
    ///
    /// # Errors
    /// When the instant is outside of what a workbook can hold.
    pub fn new(out: &'w mut dyn io::Write, made_at: DateTime<FixedOffset>) -> io::Result<Self> {
        let mut book = Workbook::new();
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
            sheet: None,
            row: 0,
            names: Vec::new(),
            grid: OpenGrid::default(),
            columns: Vec::new(),
            heading: None,
        })
    }

    /// Begins a sheet.
    fn begin(&mut self, name: &str) -> io::Result<()> {
        let name = self.free_name(name);
        let sheet = self.book.add_worksheet_with_constant_memory().map_err(failed)?;
        sheet.set_name(&name).map_err(failed)?;
        // A4, lying; as wide as the paper, as many pages as it takes.
        sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0).set_footer("&C第 &P 页，共 &N 页");
        self.sheet = Some(self.names.len());
        self.names.push(name);
        self.row = 0;
        self.heading = None;
        Ok(())
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
            self.begin("概况")?;
        }
        let at = self.sheet.ok_or_else(|| misuse("no sheet is open"))?;
        self.book.worksheet_from_index(at).map_err(failed)
    }

    fn cell(&mut self, column: usize, cell: &Cell, format: &Format) -> io::Result<()> {
        let row = self.row;
        let column = u16::try_from(column).map_err(|_| misuse("too many columns"))?;
        let sheet = self.sheet()?;
        match &cell.value {
            Value::Empty | Value::Above => sheet.write_blank(row, column, format),
            Value::Number(number) => {
                #[expect(clippy::cast_precision_loss, reason = "counts and days are far below 2^53")]
                let number = *number as f64;
                sheet.write_number_with_format(row, column, number, format)
            }
            Value::Day(day) => {
                let day = excel_day(*day).map_err(failed)?;
                sheet.write_datetime_with_format(row, column, &day, &format.clone().set_num_format("yyyy-mm-dd"))
            }
            Value::Percent(rate) | Value::Bar(rate) if rate.whole != 0 => {
                let format = format.clone().set_num_format("0.00%");
                sheet.write_number_with_format(row, column, share(*rate), &format)
            }
            other => sheet.write_string_with_format(row, column, words(other), format),
        }
        .map(drop)
        .map_err(failed)
    }

    fn line(&mut self, text: &str, format: &Format) -> io::Result<()> {
        self.cell(0, &Cell::text(text), format)?;
        self.row += 1;
        Ok(())
    }

    /// A value beside its name.
    fn named(&mut self, name: &str, cell: &Cell) -> io::Result<()> {
        self.cell(0, &Cell::text(name), &look(Tone::Strong))?;
        self.cell(1, cell, &look(cell.tone).set_align(FormatAlign::Left))?;
        self.row += 1;
        Ok(())
    }

    /// Closes what the sheet had: a grid that is not alone any more is neither frozen nor filtered.
    fn piece(&mut self) -> io::Result<()> {
        self.grid.none_open()?;
        if self.row > 0 {
            self.row += 1;
        }
        Ok(())
    }
}

fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::new(io::ErrorKind::InvalidData, other),
    }
}

fn month(at: &DateTime<FixedOffset>) -> u8 {
    u8::try_from(at.month()).unwrap_or(1)
}

fn dom(at: &DateTime<FixedOffset>) -> u8 {
    u8::try_from(at.day()).unwrap_or(1)
}

fn excel_day(day: Day) -> Result<ExcelDateTime, XlsxError> {
    let (month, dom) = (u8::try_from(day.month()).unwrap_or(1), u8::try_from(day.day()).unwrap_or(1));
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or(1900), month, dom)
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn share(rate: Rate) -> f64 {
    rate.part as f64 / rate.whole as f64
}

/// How a cell of that meaning looks.
fn look(tone: Tone) -> Format {
    let format = Format::new().set_align(FormatAlign::Top);
    match tone {
        Tone::Plain => format,
        Tone::Good => format.set_font_color(Color::RGB(0x1E_7B_34)),
        Tone::Late => format.set_font_color(Color::RGB(0xB0_12_1B)),
        Tone::Soon => format.set_font_color(Color::RGB(0x9A_67_00)),
        Tone::Muted => format.set_font_color(Color::RGB(0x60_60_60)),
        Tone::Strong => format.set_bold(),
    }
}

/// A cell inside a grid.
fn boxed(tone: Tone, align: Align) -> Format {
    let align = match align {
        Align::Left => FormatAlign::Left,
        Align::Centre => FormatAlign::Center,
        Align::Right => FormatAlign::Right,
    };
    look(tone).set_border(FormatBorder::Thin).set_align(align).set_text_wrap()
}

/// How wide a column is, in characters of the sheet.
fn width(column: &Column) -> f64 {
    let heading = column.title.chars().count() * 2 + 2;
    let room = match column.weight {
        0 => column.min.max(heading).max(8),
        weight => 14 * usize::from(weight.min(4)) + 6,
    };
    #[expect(clippy::cast_precision_loss, reason = "a column is at most a few hundred wide")]
    let width = room.min(column.max.unwrap_or(60)).max(heading.min(20)) as f64;
    width
}

impl PageSink for XlsxPage<'_> {
    fn title(&mut self, title: &str, as_of: Option<Day>) -> io::Result<()> {
        self.piece()?;
        self.line(title, &Format::new().set_bold().set_font_size(16))?;
        as_of.map_or(Ok(()), |day| self.line(&as_of_words(day), &look(Tone::Muted)))
    }

    fn block(&mut self, block: Block) -> io::Result<()> {
        self.grid.none_open()?;
        if let Block::Heading { level: 1, text } = &block {
            return self.begin(text);
        }
        self.piece()?;
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
            Block::Chart(bars) => {
                if !bars.title.is_empty() {
                    self.line(&bars.title, &look(Tone::Strong))?;
                }
                bars.rows.iter().try_for_each(|(label, number)| {
                    self.cell(0, &Cell::text(label), &look(Tone::Plain))?;
                    self.cell(1, &Cell::number(*number), &look(Tone::Plain))?;
                    self.row += 1;
                    Ok(())
                })
            }
        }
    }

    fn begin_grid(&mut self, columns: &[Column]) -> io::Result<()> {
        self.piece()?;
        self.grid.begin(columns.len())?;
        self.columns = columns.to_vec();
        let alone = self.row == 0;
        let format = Format::new()
            .set_bold()
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_background_color(Color::RGB(0xE7_ED_F5))
            .set_text_wrap();
        for (at, column) in columns.iter().enumerate() {
            self.cell(at, &Cell::text(column.title.clone()), &format)?;
            let sheet_column = u16::try_from(at).map_err(|_| misuse("too many columns"))?;
            self.sheet()?.set_column_width(sheet_column, width(column)).map_err(failed)?;
        }
        let row = self.row;
        if alone {
            self.heading = Some(row);
            self.sheet()?.set_freeze_panes(row + 1, 0).and_then(|s| s.set_repeat_rows(row, row)).map_err(failed)?;
        }
        self.row += 1;
        Ok(())
    }

    fn band(&mut self, text: &str, tone: Tone) -> io::Result<()> {
        let columns = self.grid.columns()?;
        let format = boxed(tone, Align::Left).set_background_color(Color::RGB(0xF4_F4_F4));
        self.cell(0, &Cell::text(text), &format)?;
        (1..columns).try_for_each(|at| self.cell(at, &Cell::EMPTY, &format))?;
        self.row += 1;
        Ok(())
    }

    fn row(&mut self, cells: Vec<Cell>) -> io::Result<()> {
        let cells = self.grid.fill(cells)?;
        for (at, cell) in cells.iter().enumerate() {
            let align = self.columns.get(at).map(|column| column.align).unwrap_or_default();
            self.cell(at, cell, &boxed(cell.tone, align))?;
        }
        self.row += 1;
        Ok(())
    }

    fn end_grid(&mut self) -> io::Result<()> {
        let columns = self.grid.columns()?;
        self.grid.end()?;
        let last = self.row - 1;
        if let Some(heading) = self.heading.take().filter(|heading| last > *heading)
            && let Ok(right) = u16::try_from(columns - 1)
        {
            self.sheet()?.autofilter(heading, 0, last, right).map_err(failed)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.grid.none_open()?;
        self.sheet()?;
        let bytes = self.book.save_to_buffer().map_err(failed)?;
        self.out.write_all(&bytes)?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;
    use calamine::{Data, Reader as _, Xlsx};
    use std::io::Cursor;

    fn made_at() -> DateTime<FixedOffset> {
        "2026-06-30T09:00:00+08:00".parse().unwrap()
    }

    fn written(build: impl FnOnce(&mut XlsxPage<'_>) -> io::Result<()>) -> Vec<u8> {
        let mut out = Vec::new();
        let mut page = XlsxPage::new(&mut out, made_at()).unwrap();
        build(&mut page).unwrap();
        page.finish().unwrap();
        drop(page);
        out
    }

    fn read_back(bytes: Vec<u8>) -> Vec<(String, Vec<Vec<Data>>)> {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let names = book.sheet_names();
        let rows = |book: &mut Xlsx<_>, name: &str| {
            book.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect::<Vec<_>>()
        };
        names.into_iter().map(|name| (name.clone(), rows(&mut book, &name))).collect()
    }

    #[test]
    fn each_section_is_a_sheet_and_cells_are_typed() {
        let sheets = read_back(written(|page| sample::push(page)));
        assert_eq!(sheets[0].0, "概况");
        assert_eq!(sheets[1].0, "一、已逾期事项");
        let grid = &sheets[1].1;
        assert_eq!(grid[0][4], Data::String("逾期天数".into()));
        assert!(matches!(grid[2][3], Data::DateTime(_)), "{:?}", grid[2]);
        assert_eq!(grid[2][4], Data::Float(91.0));
    }

    #[test]
    fn the_same_page_gives_the_same_bytes() {
        assert_eq!(written(|page| sample::push(page)), written(|page| sample::push(page)));
    }

    #[test]
    fn names_of_sheets_are_ones_that_excel_takes_and_words_are_no_formulas() {
        let sheets = read_back(written(|page| {
            for name in ["甲/乙:[丙]*?", "甲/乙:[丙]*?", "", &"长".repeat(40)] {
                page.block(Block::Heading { level: 1, text: name.into() })?;
                page.begin_grid(&[Column::rigid("内容")])?;
                page.row(vec!["=1+1".into()])?;
                page.end_grid()?;
            }
            Ok(())
        }));
        let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names[..3], ["甲 乙  丙", "甲 乙  丙（2）", "工作表"]);
        assert_eq!(names[3].chars().count(), MOST_OF_A_NAME);
        assert!(sheets.iter().all(|(_, rows)| rows[1][0] == Data::String("=1+1".into())));
    }
}
