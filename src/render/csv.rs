//! CSV for Excel and other programs: UTF-8 with BOM and CRLF.
//!
//! Title, headings, remarks and bands are lines of their own with one field; pieces follow one another with a line
//! of one empty field between them. Text is written as it is, also where a terminal would have it made visible: this is data.
//! Only what a spreadsheet would take for a formula gets an apostrophe in front.

use crate::{
    domain::Day,
    render::{
        grid::OpenGrid,
        words::{as_of_words, signed_words, words},
    },
    report::page::{Block, Cell, Column, PageSink, Tone, Value},
};
use std::{borrow::Cow, io};

/// Writes a page as CSV.
pub struct CsvPage<'w> {
    out: ::csv::Writer<&'w mut dyn io::Write>,
    grid: OpenGrid,
    /// The row written last, for cells that are the same as above: rows are to be sorted and filtered.
    above: Vec<Cell>,
    started: bool,
}

impl<'w> CsvPage<'w> {
    /// A page to be written there; the BOM, by which Excel knows UTF-8, is written at once.
    ///
    /// # Errors
    ///
    /// When the BOM cannot be written.
    pub fn new(out: &'w mut dyn io::Write) -> io::Result<Self> {
        out.write_all("\u{feff}".as_bytes())?;
        let out = ::csv::WriterBuilder::new().flexible(true).terminator(::csv::Terminator::CRLF).from_writer(out);
        Ok(Self { out, grid: OpenGrid::default(), above: Vec::new(), started: false })
    }

    /// Sets the next piece off from the one before.
    fn piece(&mut self) -> io::Result<()> {
        self.grid.none_open()?;
        if std::mem::replace(&mut self.started, true) {
            self.line([Cow::Borrowed("")])?;
        }
        Ok(())
    }

    fn line<'a>(&mut self, fields: impl IntoIterator<Item = Cow<'a, str>>) -> io::Result<()> {
        for field in fields {
            self.out.write_field(field.as_bytes())?;
        }
        Ok(self.out.write_record(None::<&[u8]>)?)
    }
}

/// Keeps a spreadsheet from running a text as a formula. A text that begins with such a guard itself gets one more, so that
/// whoever takes one away has the text again.
fn harmless(text: &str) -> Cow<'_, str> {
    if text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

/// A field: words made harmless, everything else as it reads.
fn field(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Text(text) => harmless(text),
        other => words(other),
    }
}

impl PageSink for CsvPage<'_> {
    fn title(&mut self, title: &str, as_of: Option<Day>) -> io::Result<()> {
        self.piece()?;
        self.line([harmless(title)])?;
        as_of.map_or(Ok(()), |day| self.line([as_of_words(day).into()]))
    }

    fn block(&mut self, block: Block) -> io::Result<()> {
        self.piece()?;
        match block {
            Block::Heading { text, .. }
            | Block::Paragraph(text)
            | Block::DocumentNumber(text)
            | Block::Addressee(text) => text.lines().try_for_each(|line| self.line([harmless(line)])),
            Block::Note(text) => self.line([format!("注：{text}").into()]),
            Block::KeyValues(pairs) => {
                pairs.iter().try_for_each(|(key, cell)| self.line([harmless(key), field(&cell.value)]))
            }
            Block::Signature { office, day } => self.line([harmless(&office), signed_words(day).into()]),
            Block::Form(rows) => rows
                .iter()
                .flatten()
                .try_for_each(|asked| self.line([harmless(&asked.label), field(&asked.cell.value)])),
            Block::PageBreak => Ok(()),
            Block::Chart(bars) => {
                if !bars.title.is_empty() {
                    self.line([harmless(&bars.title)])?;
                }
                bars.rows.iter().try_for_each(|(label, number)| self.line([harmless(label), number.to_string().into()]))
            }
        }
    }

    fn begin_grid(&mut self, columns: &[Column]) -> io::Result<()> {
        self.piece()?;
        self.grid.begin(columns.len())?;
        self.above.clear();
        self.line(columns.iter().map(|column| harmless(&column.title)))
    }

    fn band(&mut self, text: &str, _tone: Tone) -> io::Result<()> {
        self.grid.columns()?;
        self.line([harmless(text)])
    }

    fn row(&mut self, cells: Vec<Cell>) -> io::Result<()> {
        self.grid.repeat(cells, &mut self.above)?;
        let cells = std::mem::take(&mut self.above);
        self.line(cells.iter().map(|cell| field(&cell.value)))?;
        self.above = cells;
        Ok(())
    }

    fn end_grid(&mut self) -> io::Result<()> {
        self.grid.end()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.grid.none_open()?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;
    use proptest::prelude::*;

    fn written(build: impl FnOnce(&mut CsvPage<'_>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        let mut page = CsvPage::new(&mut out).unwrap();
        build(&mut page).unwrap();
        page.finish().unwrap();
        drop(page);
        String::from_utf8(out).unwrap()
    }

    fn read_back(text: &str) -> Vec<Vec<String>> {
        let mut reader = ::csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.strip_prefix('\u{feff}').unwrap().as_bytes());
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn page_as_csv() {
        let text = written(|page| sample::push(page));
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        insta::assert_snapshot!(text.replace('\u{feff}', "<BOM>").replace("\r\n", "\n"));
    }

    #[test]
    fn formulas_are_disarmed_and_numbers_left_alone() {
        for (cell, field) in [
            (Cell::text("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")"),
            (Cell::text("+1"), "'+1"),
            (Cell::text("-1"), "'-1"),
            (Cell::text("@x"), "'@x"),
            (Cell::text("\t=1"), "'\t=1"),
            (Cell::text("'=1"), "''=1"),
            (Cell::text("1=1"), "1=1"),
            (Cell::text("'甲"), "'甲"),
            (Cell::text("—"), "—"),
            (Cell::number(-1), "-1"),
        ] {
            let text = written(|page| {
                page.begin_grid(&[Column::rigid("=标题")])?;
                page.band("@带", Tone::Plain)?;
                page.row(vec![cell])?;
                page.end_grid()
            });
            assert_eq!(read_back(&text), [["'=标题"], ["'@带"], [field]]);
        }
    }

    proptest! {
        #[test]
        fn what_is_read_back_is_what_was_written(
            rows in prop::collection::vec(prop::collection::vec("[^'=+@\t\r-][\\PC\n\r\",;]{0,12}|", 3), 0..6),
        ) {
            let text = written(|page| {
                page.begin_grid(&[Column::rigid("甲"), Column::rigid("乙,\""), Column::rigid("丙\n")])?;
                for row in &rows {
                    page.row(row.iter().map(|text| text.as_str().into()).collect())?;
                }
                page.end_grid()
            });
            let mut expected = vec![vec!["甲".to_owned(), "乙,\"".to_owned(), "丙\n".to_owned()]];
            expected.extend(rows);
            prop_assert_eq!(read_back(&text), expected);
        }
    }
}
