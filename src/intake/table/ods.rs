//! OpenDocument spreadsheets (.ods) to grids.
//!
//! Read by ourselves: the reader of workbooks knows neither the merged cells nor the hidden rows of this format, and lays
//! out repeated cells before anybody can count them.

use super::TableError;
use super::workbook::{Book, Filling, iso, text};
use crate::intake::grid::{Cell, Merge};
use crate::intake::package::Package;
use quick_xml::Reader;
use quick_xml::escape::{resolve_xml_entity, unescape};
use quick_xml::events::{BytesStart, Event};
use std::collections::HashSet;
use std::sync::Arc;

/// Rows that a sheet can have.
const MAX_ROWS: usize = 1_048_576;
/// Blanks in a cell that are counted up by one element.
const MAX_BLANKS: usize = 256;

/// The sheets of a workbook.
pub(super) fn book(bytes: &[u8], told: Option<&str>) -> Result<Book, TableError> {
    let damaged = |what: &str| TableError::Damaged { what: what.to_owned() };
    let content = Package::open(bytes)
        .and_then(|mut package| package.read("content.xml"))
        .map_err(|error| damaged(error.to_string().split('。').next().unwrap_or_default()))?
        .ok_or_else(|| damaged("没有 content.xml"))?;
    let content = String::from_utf8(content).map_err(|_| damaged("content.xml 不是 UTF-8"))?;
    let mut sheets =
        Sheets { reader: Reader::from_str(&content), book: Book::default(), hidden: HashSet::new(), style: None };
    sheets.reader.config_mut().expand_empty_elements = true;
    sheets.all(told)?;
    Ok(sheets.book)
}

struct Sheets<'a> {
    reader: Reader<&'a [u8]>,
    book: Book,
    /// Names of styles under which a table is hidden.
    hidden: HashSet<String>,
    style: Option<String>,
}

impl<'a> Sheets<'a> {
    fn next(&mut self) -> Result<Event<'a>, TableError> {
        self.reader.read_event().map_err(|error| TableError::Damaged {
            what: error.to_string().chars().filter(|c| !c.is_control()).take(80).collect(),
        })
    }

    fn all(&mut self, told: Option<&str>) -> Result<(), TableError> {
        let mut at = 0;
        loop {
            match self.next()? {
                Event::Start(start) => match start.name().into_inner() {
                    "style:style" => self.style = attribute(&start, "style:name"),
                    "style:table-properties" if attribute(&start, "table:display").as_deref() == Some("false") => {
                        self.hidden.extend(self.style.take());
                    }
                    "table:table" => {
                        let name = attribute(&start, "table:name").unwrap_or_default();
                        let shown =
                            attribute(&start, "table:style-name").is_none_or(|style| !self.hidden.contains(&style));
                        let wanted = self.book.wants(&name, shown, at, told);
                        let filled = self.table(&name, wanted)?;
                        if wanted {
                            self.book.take(&name, filled)?;
                        }
                        at += 1;
                    }
                    _ => {}
                },
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    /// A table; one that is too large is read to its end all the same, so that the next one is found.
    fn table(&mut self, name: &str, wanted: bool) -> Result<Result<Filling, TableError>, TableError> {
        let mut filling = Filling::new(name, false);
        let mut failed = None;
        let (mut row, mut column, mut repeat) = (0_usize, 0_usize, 1_usize);
        let mut cells: Vec<(usize, usize, Cell)> = Vec::new();
        // A table inside of a cell is a part of the cell.
        let mut depth = 0_usize;
        loop {
            match self.next()? {
                Event::Start(start) => match start.name().into_inner() {
                    "table:table" => depth += 1,
                    _ if depth > 0 => {}
                    "table:table-row" => {
                        repeat = number(&start, "table:number-rows-repeated");
                        column = 0;
                        cells.clear();
                    }
                    element @ ("table:table-cell" | "table:covered-table-cell") => {
                        let covered = element == "table:covered-table-cell";
                        let times = number(&start, "table:number-columns-repeated");
                        let (down, right) = (
                            number(&start, "table:number-rows-spanned"),
                            number(&start, "table:number-columns-spanned"),
                        );
                        let cell = self.cell(&start)?;
                        if wanted && !covered {
                            if down > 1 || right > 1 {
                                filling.merge(Merge {
                                    top: index(row),
                                    left: index(column),
                                    bottom: index(row + down - 1),
                                    right: index(column + right - 1),
                                });
                            }
                            if !cell.is_empty() {
                                cells.push((column, times, cell));
                            }
                        }
                        column = column.saturating_add(times);
                    }
                    _ => {}
                },
                Event::End(end) => match end.name().into_inner() {
                    "table:table" if depth > 0 => depth -= 1,
                    "table:table" => return Ok(failed.map_or(Ok(filling), Err)),
                    "table:table-row" if depth == 0 => {
                        let repeated = if cells.is_empty() { 0 } else { repeat };
                        for down in 0..repeated {
                            for (column, times, cell) in &cells {
                                for right in 0..*times {
                                    if failed.is_some() {
                                        break;
                                    }
                                    let (row, column) = (row.saturating_add(down), column.saturating_add(right));
                                    if row >= MAX_ROWS {
                                        break;
                                    }
                                    failed = filling.put(row, column, cell.clone()).err();
                                }
                            }
                            if failed.is_some() || row.saturating_add(down) >= MAX_ROWS {
                                break;
                            }
                        }
                        row = row.saturating_add(repeat);
                    }
                    _ => {}
                },
                Event::Eof => return Err(TableError::Damaged { what: "表格没有结尾".to_owned() }),
                _ => {}
            }
        }
    }

    /// What stands in a cell; read up to its end.
    fn cell(&mut self, start: &BytesStart<'_>) -> Result<Cell, TableError> {
        let kind = attribute(start, "office:value-type");
        let fault = attribute(start, "calcext:value-type").as_deref() == Some("error");
        let formula = attribute(start, "table:formula").is_some();
        let mut words = String::new();
        let (mut depth, mut paragraphs, mut aside) = (0_usize, 0_usize, 0_usize);
        loop {
            match self.next()? {
                Event::Start(inner) => match inner.name().into_inner() {
                    // Comments, drawings and nested tables are not the cell's words.
                    "office:annotation" | "draw:frame" | "table:table" => aside += 1,
                    "table:table-cell" | "table:covered-table-cell" => depth += 1,
                    "text:p" if aside == 0 => {
                        if paragraphs > 0 {
                            words.push('\n');
                        }
                        paragraphs += 1;
                    }
                    "text:s" if aside == 0 => {
                        let blanks = number(&inner, "text:c").min(MAX_BLANKS);
                        words.extend(std::iter::repeat_n(' ', blanks));
                    }
                    "text:tab" if aside == 0 => words.push(' '),
                    "text:line-break" if aside == 0 => words.push('\n'),
                    _ => {}
                },
                Event::End(end) => match end.name().into_inner() {
                    "office:annotation" | "draw:frame" | "table:table" => aside = aside.saturating_sub(1),
                    "table:table-cell" | "table:covered-table-cell" => {
                        if depth == 0 {
                            break;
                        }
                        depth -= 1;
                    }
                    _ => {}
                },
                Event::Text(text) if aside == 0 && paragraphs > 0 => words.push_str(&text.xml10_content()),
                Event::CData(text) if aside == 0 && paragraphs > 0 => words.push_str(&text.xml10_content()),
                Event::GeneralRef(entity) if aside == 0 => {
                    if let Some(known) = resolve_xml_entity(&entity) {
                        words.push_str(known);
                    } else if let Ok(Some(c)) = entity.resolve_char_ref() {
                        words.push(c);
                    }
                }
                Event::DocType(_) => {
                    return Err(TableError::Damaged { what: "文件带有文档类型声明".to_owned() });
                }
                Event::Eof => return Err(TableError::Damaged { what: "单元格没有结尾".to_owned() }),
                _ => {}
            }
        }
        let value = || attribute(start, "office:value").and_then(|value| value.parse::<f64>().ok());
        Ok(match kind.as_deref() {
            _ if fault => Cell::Fault(Arc::from(if words.is_empty() { "#ERR" } else { words.trim() })),
            Some("float" | "currency" | "percentage") => value().map_or_else(|| text(&words), Cell::Number),
            Some("date") => attribute(start, "office:date-value")
                .and_then(|date| iso(&date))
                .map_or_else(|| text(&words), Cell::Day),
            Some("boolean") => Cell::Bool(attribute(start, "office:boolean-value").as_deref() == Some("true")),
            None if formula && words.is_empty() => Cell::Fault("公式没有算出的值".into()),
            _ if words.is_empty() => attribute(start, "office:string-value").map_or(Cell::Empty, |words| text(&words)),
            _ => text(&words),
        })
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.attributes().with_checks(false).flatten().find(|found| found.key.into_inner() == name)?;
    unescape(&found.value).ok().map(std::borrow::Cow::into_owned)
}

/// A count that is 1 when it is not said.
fn number(start: &BytesStart<'_>, name: &str) -> usize {
    attribute(start, name).and_then(|value| value.parse().ok()).unwrap_or(1).clamp(1, MAX_ROWS)
}

fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
