//! Cells of a workbook: their values written, the widths of their columns, what the library calls its troubles.

use super::look::Written;
use crate::{
    domain::{Day, rate::Rate},
    render::words::words,
    report::page::{Cell, Column, Value},
};
use chrono::{DateTime, Datelike, FixedOffset};
use rust_xlsxwriter::{ExcelDateTime, Format, Worksheet, XlsxError};
use std::io;

/// The most characters of a cell that Excel takes.
const MOST_OF_A_CELL: usize = 32_767;

/// How a cell's value is written.
pub(super) fn written(cell: &Cell) -> Written {
    match &cell.value {
        Value::Day(_) => Written::Day,
        Value::Percent(rate) | Value::Bar(rate) if rate.whole != 0 => Written::Percent,
        Value::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']) => Written::Quoted,
        _ => Written::Plain,
    }
}

/// Whether a cell's words are more than Excel takes.
pub(super) fn is_too_long(cell: &Cell) -> bool {
    matches!(&cell.value, Value::Text(text) if text.chars().nth(MOST_OF_A_CELL).is_some())
}

/// Writes a cell.
pub(super) fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, format: &Format) -> io::Result<()> {
    match &cell.value {
        Value::Empty | Value::Above => sheet.write_blank(row, column, format),
        Value::Number(number) => {
            #[expect(clippy::cast_precision_loss, reason = "counts and days are far below 2^53")]
            let number = *number as f64;
            sheet.write_number_with_format(row, column, number, format)
        }
        Value::Day(day) => {
            let day = excel_day(*day).map_err(failed)?;
            sheet.write_datetime_with_format(row, column, &day, format)
        }
        Value::Percent(rate) | Value::Bar(rate) if rate.whole != 0 => {
            sheet.write_number_with_format(row, column, share(*rate), format)
        }
        other => {
            let words = words(other);
            match words.char_indices().nth(MOST_OF_A_CELL) {
                // No cell holds more; the ledger does, and so do the other formats. The page counts it among what is not all seen.
                Some(_) => {
                    let kept: String = words.chars().take(MOST_OF_A_CELL - 20).collect();
                    sheet.write_string_with_format(row, column, kept + "…（过长，全文见台账）", format)
                }
                None => sheet.write_string_with_format(row, column, words, format),
            }
        }
    }
    .map(drop)
    .map_err(failed)
}

/// The trouble of the library as trouble of the place written to.
pub(super) fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::new(io::ErrorKind::InvalidData, other),
    }
}

/// The month of an instant.
pub(super) fn month(at: &DateTime<FixedOffset>) -> u8 {
    u8::try_from(at.month()).unwrap_or(1)
}

/// The day of the month of an instant.
pub(super) fn dom(at: &DateTime<FixedOffset>) -> u8 {
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

/// How wide a column is, in characters of the sheet.
pub(super) fn width(column: &Column) -> f64 {
    let heading = column.title.lines().map(|line| line.chars().count() * 2 + 2).max().unwrap_or(0);
    let room = match (column.weight, column.max) {
        // Where the room is limited headings wrap, too.
        (_, Some(most)) if most < heading => most.max(6),
        (0, _) if column.min > 0 => column.min.max(heading).max(8),
        (0, _) => heading.max(12),
        (weight, _) => (14 * usize::from(weight.min(4)) + 6).max(column.min),
    };
    let least = if column.max.is_some() { 6 } else { heading.min(20) };
    #[expect(clippy::cast_precision_loss, reason = "a column is at most a few hundred wide")]
    let width = room.min(column.max.unwrap_or(60)).max(least) as f64;
    width
}
