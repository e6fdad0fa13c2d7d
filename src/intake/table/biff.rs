//! How large the sheets of an old workbook (.xls) are, measured before anything is allocated for them.
//!
//! The reader of this format lays every sheet out as a full rectangle and copies each shared string into each cell that shows
//! it. A few kilobytes of a hostile file would so become gigabytes; here its records are counted first.

use super::TableError;
use super::workbook::{LIMITS, MAX_CELLS, MAX_WORDS};
use cfb::CompoundFile;
use std::io::{Cursor, Read as _};

/// Old workbooks have no more columns.
const MAX_COLUMNS: usize = 256;

/// Counts the cells and words of every sheet.
///
/// # Errors
/// When the file is no workbook of that format, is locked, or holds more than a ledger can.
pub(super) fn check(bytes: &[u8]) -> Result<(), TableError> {
    let stream = stream(bytes)?;
    let too_large =
        |what: &str| TableError::TooLarge {
            place: "文件".to_owned(), what: what.to_owned(), limit: LIMITS.to_owned()
        };
    let mut lengths: Vec<usize> = Vec::new();
    let (mut cells, mut words) = (0_usize, 0_usize);
    // Of the sheet that is being read.
    let (mut first, mut last, mut left, mut right) = (usize::MAX, 0_usize, usize::MAX, 0_usize);
    let mut records = Records { stream: &stream }.peekable();
    while let Some((kind, data)) = records.next() {
        match kind {
            // BOF: a sheet begins.
            0x0809 => (first, last, left, right) = (usize::MAX, 0, usize::MAX, 0),
            0x002F => return Err(TableError::Locked),
            // SST and its CONTINUE records.
            0x00FC => {
                let mut parts = vec![data];
                while let Some((_, more)) = records.next_if(|(kind, _)| *kind == 0x003C) {
                    parts.push(more);
                }
                lengths = string_lengths(&parts);
            }
            0x0006
            | 0x0201
            | 0x0203
            | 0x0204
            | 0x0205
            | 0x027E
            | 0x00BD
            | 0x00BE
            | 0x00D6
            | 0x00FD
            | 0x0001..=0x0005 => {
                let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) else { continue };
                let mut end = column;
                if matches!(kind, 0x00BD | 0x00BE) {
                    end = column.max(u16_at(data, data.len().saturating_sub(2)).unwrap_or(column));
                }
                if kind == 0x00FD {
                    let index = u16_at(data, 6).unwrap_or(0) | u16_at(data, 8).unwrap_or(0) << 16;
                    words += lengths.get(index).copied().unwrap_or(0);
                }
                if matches!(kind, 0x0204 | 0x00D6 | 0x0004) {
                    words += data.len();
                }
                (first, last, left, right) = (first.min(row), last.max(row), left.min(column), right.max(end));
                if right >= MAX_COLUMNS {
                    return Err(TableError::TooLarge {
                        place: "文件".to_owned(),
                        what: format!("有 {} 列", right + 1),
                        limit: format!("{MAX_COLUMNS} 列"),
                    });
                }
                // Counted by what the sheets come to so far; a sheet that grows counts again at its end.
                if (last + 1 - first) * (right + 1 - left) + cells > MAX_CELLS || words > MAX_WORDS {
                    return Err(too_large("内容过多"));
                }
            }
            // EOF: a sheet ends.
            0x000A if first <= last => cells += (last + 1 - first) * (right + 1 - left),
            _ => {}
        }
    }
    Ok(())
}

/// The stream in which an old workbook keeps its sheets.
fn stream(bytes: &[u8]) -> Result<Vec<u8>, TableError> {
    let damaged = |error: std::io::Error| TableError::Damaged {
        what: error.to_string().chars().filter(|c| !c.is_control()).take(80).collect(),
    };
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    let path = ["/Workbook", "/Book", "/WORKBOOK", "/BOOK"].into_iter().find(|path| file.is_stream(path));
    let Some(path) = path else {
        return Err(TableError::Damaged { what: "里面没有工作簿".to_owned() });
    };
    let mut stream = Vec::new();
    // A stream cannot hold more than the file; one that claims to ends there.
    let limit = bytes.len() as u64 + 4096;
    file.open_stream(path).map_err(damaged)?.take(limit).read_to_end(&mut stream).map_err(damaged)?;
    Ok(stream)
}

/// The records of a stream: kind and data.
struct Records<'a> {
    stream: &'a [u8],
}

impl<'a> Iterator for Records<'a> {
    type Item = (usize, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = u16_at(self.stream, 0)?;
        let length = u16_at(self.stream, 2)?;
        let data = self.stream.get(4..4 + length)?;
        self.stream = &self.stream[4 + length..];
        Some((kind, data))
    }
}

fn u16_at(data: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_le_bytes([*data.get(at)?, *data.get(at + 1)?])))
}

/// How many bytes of text each shared string can become; what cannot be followed counts as the longest possible.
fn string_lengths(parts: &[&[u8]]) -> Vec<usize> {
    let mut lengths = Vec::new();
    let (mut part, mut at) = (0_usize, 8_usize);
    while part < parts.len() {
        let data = parts[part];
        if at >= data.len() {
            (part, at) = (part + 1, 0);
            continue;
        }
        let (Some(count), Some(flags)) = (u16_at(data, at), data.get(at + 2).copied()) else { break };
        at += 3;
        let mut wide = flags & 1 == 1;
        let mut behind = 0;
        if flags & 8 != 0 {
            behind += 4 * u16_at(data, at).unwrap_or(0);
            at += 2;
        }
        if flags & 4 != 0 {
            behind += u16_at(data, at).unwrap_or(0) | u16_at(data, at + 2).unwrap_or(0) << 16;
            at += 4;
        }
        let mut rest = count;
        while rest > 0 {
            let here = parts[part].len().saturating_sub(at) / if wide { 2 } else { 1 };
            let taken = rest.min(here);
            at += taken * if wide { 2 } else { 1 };
            rest -= taken;
            if rest > 0 {
                // The string goes on in the next record, which says anew how wide its characters are.
                (part, at) = (part + 1, 1);
                match parts.get(part).and_then(|data| data.first()) {
                    Some(flags) => wide = flags & 1 == 1,
                    None => break,
                }
            }
        }
        lengths.push(count * 3);
        while behind > 0 && part < parts.len() {
            let here = parts[part].len().saturating_sub(at).min(behind);
            (at, behind) = (at + here, behind - here);
            if behind > 0 {
                (part, at) = (part + 1, 0);
            }
        }
    }
    lengths
}
