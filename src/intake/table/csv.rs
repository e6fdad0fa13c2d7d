//! CSV files: which encoding, which separator, which line each record stands on.

use super::sheet::{self, Several};
use super::{TableError, fault};
use crate::intake::decode;
use crate::intake::grid::Grid;
use crate::intake::plan::{Note, Plan};
use crate::intake::{IntakeError, Options};

/// More records than any ledger has.
const MAX_ROWS: usize = 1_048_576;
/// More cells, blank ones included, than any ledger has.
const MAX_CELLS: usize = 6_000_000;
/// More columns than any ledger has.
const MAX_COLUMNS: usize = 512;
/// How much of a file is looked at to find its separator.
const SAMPLE: usize = 64 * 1024;

/// Reads a CSV file into a plan. `name` is only used in messages.
///
/// # Errors
/// When the bytes are no text, their encoding cannot be told, or they are no ledger.
pub fn read(name: &str, bytes: &[u8], options: &Options) -> Result<Plan, IntakeError> {
    let decoded = decode::decode(name, bytes, options)?;
    let grid = grid(&decoded.text).map_err(|error| error.in_file(name))?;
    // A CSV file is one sheet, whatever --sheet says of the workbooks read beside it.
    let options = Options { sheet: None, ..options.clone() };
    let mut plan = sheet::read(vec![grid], &options, Several::Ask).map_err(|error| error.in_file(name))?;
    plan.notes.splice(0..0, decoded.notes);
    Ok(plan)
}

/// The records of a text as a grid.
fn grid(text: &str) -> Result<Grid, TableError> {
    let (said, text, skipped) = separator_line(text);
    let separator = said.unwrap_or_else(|| separator(text));
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut grid = Grid { first_row: 1, ..Grid::default() };
    let mut record = csv::StringRecord::new();
    let mut cells = 0_usize;
    let (mut seen, mut line) = (0_usize, 1 + skipped);
    let too_large = |what: String, limit: String| TableError::TooLarge { place: String::new(), what, limit };
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => return Err(TableError::Damaged { what: error.to_string() }),
        }
        // Blank lines are no records; the next record begins behind them, whatever the reader says.
        let at = record.position().map_or(0, csv::Position::byte);
        let mut at = usize::try_from(at).unwrap_or(text.len()).min(text.len());
        at += text.as_bytes()[at..].iter().take_while(|byte| **byte == b'\n').count();
        line += text.as_bytes()[seen..at].iter().filter(|byte| **byte == b'\n').count() as u64;
        seen = at;
        let number = u32::try_from(line).unwrap_or(u32::MAX);
        let last = (0..record.len()).rev().find(|at| !record[*at].trim().is_empty()).map_or(0, |last| last + 1);
        if last > MAX_COLUMNS {
            return Err(too_large(format!("第{number}行有 {last} 列"), format!("{MAX_COLUMNS} 列")));
        }
        cells += last;
        if grid.rows.len() >= MAX_ROWS || cells > MAX_CELLS {
            return Err(too_large("内容过多".to_owned(), "100 万行、600 万个单元格".to_owned()));
        }
        grid.rows.push(record.iter().take(last).map(|field| fault::or_words(without_guard(field))).collect());
        grid.numbers.push(number);
    }
    if let Some(quote) = broken_quote(text, separator) {
        let line = |at: usize| 1 + skipped + text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() as u64;
        let until = match quote.end {
            Some(end) => format!("到第{}行才遇到下一个引号", line(end)),
            None => "到文件末尾都没有合上".to_owned(),
        };
        let reason = format!("从这一行打开的引号{until}，其间各行都并到了一格里；请补上或删去引号后再导入");
        grid.notes.push(Note { place: format!("第{}行", line(quote.begin)), reason });
    }
    Ok(grid)
}

/// A field without the apostrophe that keeps a spreadsheet from running it as a formula; one of several, if its words begin with
/// some themselves.
fn without_guard(field: &str) -> &str {
    let bare = field.trim_start_matches('\'');
    if bare.len() < field.len() && bare.starts_with(['=', '+', '-', '@', '\t', '\r']) { &field[1..] } else { field }
}

/// A quote that opens a cell and is not closed where the cell ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct BrokenQuote {
    /// Where it was opened.
    begin: usize,
    /// The quote that was taken for its partner; none where the file ended first.
    end: Option<usize>,
}

/// The first quote that swallowed the lines behind it: its partner stands on another line and does not end a cell.
///
/// A stray quote inside a cell, or one whose partner stands on the same line, swallows nothing.
fn broken_quote(text: &str, separator: u8) -> Option<BrokenQuote> {
    let bytes = text.as_bytes();
    let mut begins_cell = true;
    let mut at = 0;
    while at < bytes.len() {
        if !(begins_cell && bytes[at] == b'"') {
            begins_cell = bytes[at] == separator || bytes[at] == b'\n';
            at += 1;
            continue;
        }
        let begin = at;
        at += 1;
        // A doubled quote stands for one and closes nothing.
        let end = loop {
            match (bytes.get(at), bytes.get(at + 1)) {
                (None, _) => return Some(BrokenQuote { begin, end: None }),
                (Some(b'"'), Some(b'"')) => at += 2,
                (Some(b'"'), _) => break at,
                _ => at += 1,
            }
        };
        at += 1;
        let closes = bytes.get(at).is_none_or(|byte| *byte == separator || *byte == b'\n');
        if !closes && bytes[begin..end].contains(&b'\n') {
            return Some(BrokenQuote { begin, end: Some(end) });
        }
        begins_cell = false;
    }
    None
}

/// `sep=;` on the first line, as some programs write it: the separator, the rest, how many lines were taken.
fn separator_line(text: &str) -> (Option<u8>, &str, u64) {
    let said = text.strip_prefix("sep=").or_else(|| text.strip_prefix("\"sep="));
    let Some(said) = said else { return (None, text, 0) };
    let separator = said.bytes().next().filter(|byte| matches!(byte, b',' | b';' | b'\t' | b'|'));
    match (separator, said.split_once('\n')) {
        (Some(separator), Some((_, rest))) => (Some(separator), rest, 1),
        _ => (None, text, 0),
    }
}

/// The separator that gives most records the same number of fields; a comma when none does.
fn separator(text: &str) -> u8 {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = &text[..end];
    let mut best = (0, b',');
    for candidate in [b',', b'\t', b';', b'|'] {
        let mut counts: Vec<usize> = vec![0; MAX_COLUMNS + 1];
        let mut fields = 1;
        let mut quoted = false;
        for byte in sample.bytes() {
            match byte {
                b'"' => quoted = !quoted,
                b'\n' if !quoted => {
                    counts[fields.min(MAX_COLUMNS)] += 1;
                    fields = 1;
                }
                byte if byte == candidate && !quoted => fields += 1,
                _ => {}
            }
        }
        counts[fields.min(MAX_COLUMNS)] += 1;
        let most =
            counts.iter().enumerate().skip(2).map(|(fields, lines)| lines * (fields - 1).min(40)).max().unwrap_or(0);
        if most > best.0 {
            best = (most, candidate);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_found_out() {
        for (text, expected) in [
            ("序号,问题,措施\n1,甲,乙\n", b','),
            ("序号\t问题\t措施\n1\t甲,丙\t乙\n", b'\t'),
            ("序号;问题;措施\n1;甲;乙，丙\n", b';'),
            ("序号,问题\n1,\"甲;乙;丙;丁\"\n", b','),
            ("一行字\n", b','),
        ] {
            assert_eq!(separator(text), expected, "{text}");
        }
        assert_eq!(separator_line("sep=;\n甲;乙"), (Some(b';'), "甲;乙", 1));
    }

    #[test]
    fn records_keep_the_line_on_which_they_begin() {
        let grid = grid("序号,问题\n1,\"甲\n乙\n丙\"\n\n2,丁,戊\n3\n").unwrap();
        assert_eq!(grid.numbers, [1, 2, 6, 7]);
        assert_eq!(grid.rows[1][1].words(), "甲\n乙\n丙");
        assert_eq!((grid.rows[2].len(), grid.rows[3].len()), (3, 1));
    }

    #[test]
    fn a_quote_without_partner_is_told_where_it_was_opened() {
        for (text, place, words) in [
            ("a,b\n1,\"甲\n2,乙\n", "第2行", "文件末尾"),
            ("a,b\n0,零\n1,\"甲\n2,\"乙\"\n3,丙\n4,\"丁\"\n", "第3行", "到第4行"),
            ("a,b\n0,\"零\n零\"\n1,\"甲\n2,乙\n3,丙\n", "第4行", "文件末尾"),
            ("sep=,\na,b\n1,\"甲\"\"\n2,乙\n", "第3行", "文件末尾"),
        ] {
            let notes = grid(text).unwrap().notes;
            assert_eq!(notes.len(), 1, "{text}");
            assert_eq!(notes[0].place, place, "{text}");
            assert!(notes[0].reason.contains(words), "{}", notes[0].reason);
        }
    }

    #[test]
    fn a_quote_inside_of_a_cell_breaks_nothing() {
        for text in ["a,b\n1,甲\"乙\n2,丙\n", "a,b\n1,\"甲\n乙\"\n2,丙", "a,b\n1,\"\"甲\"\"乙\n", "a,b\n1,\"\"\n"]
        {
            assert_eq!(grid(text).unwrap().notes, [], "{text}");
        }
    }
}
