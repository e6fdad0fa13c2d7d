//! Several things in one cell: `1.…；2.…`, `①…②…`, `一是…。二是…`, one numbered line under the other.

use crate::intake::marker::{self, Style};
use crate::intake::series;

/// Which numberings count things up inside a cell.
const STYLES: [Style; 7] = [
    Style::Digit,
    Style::DigitParen,
    Style::DigitHalfParen,
    Style::Circled,
    Style::Shi,
    Style::ChineseParen,
    Style::ChineseComma,
];

/// One thing of several in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part<'a> {
    /// As it stood, its number included.
    pub(super) source: &'a str,
    /// Its number as it is written: 1. （2） ③ 四是; empty for a cell that holds one thing without a number.
    pub(super) marker: &'a str,
    /// Its words, without the number and a closing semicolon.
    pub(super) words: &'a str,
}

/// Takes a cell apart: what stands before the first number, and each part. A cell that counts nothing up is one part.
pub(super) fn parts(cell: &str) -> (&str, Vec<Part<'_>>) {
    // A cell may go on counting where the one above it ended.
    let first = marker::read(cell).filter(|marker| STYLES.contains(&marker.style)).map_or(1, |marker| marker.number);
    match series::find(cell, first, &STYLES) {
        Some(found) => {
            let parts = found.parts(cell).map(part).collect();
            (found.lead(cell).trim(), parts)
        }
        None => ("", run_together(cell, first).unwrap_or_else(|| vec![part(cell)])),
    }
}

/// （1）甲（2）乙 and ①甲②乙 without a mark between them: such numbers in a row count things up wherever they stand.
fn run_together(cell: &str, first: u32) -> Option<Vec<Part<'_>>> {
    let style = marker::read(cell)
        .map(|marker| marker.style)
        .filter(|style| matches!(style, Style::Circled | Style::DigitParen))?;
    let mut starts: Vec<usize> = Vec::new();
    for (at, c) in cell.char_indices() {
        if matches!(c, '（' | '(' | '①'..='⒇')
            && let Some(found) = marker::read(&cell[at..])
            && found.style == style
            && found.number == first + u32::try_from(starts.len()).unwrap_or(u32::MAX)
        {
            starts.push(at);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([cell.len()]);
    (starts.len() >= 2).then(|| starts.iter().copied().zip(ends).map(|(from, to)| part(&cell[from..to])).collect())
}

fn part(source: &str) -> Part<'_> {
    let source = source.trim();
    let len = marker::read(source).filter(|marker| STYLES.contains(&marker.style)).map_or(0, |marker| marker.len);
    let words = source[len..].trim().trim_end_matches(['；', ';']).trim_end();
    // A number without words behind it is the thing itself.
    if words.is_empty() {
        return Part { source, marker: "", words: source };
    }
    Part { source, marker: source[..len].trim(), words }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(cell: &str) -> Vec<&str> {
        parts(cell).1.iter().map(|part| part.words).collect()
    }

    #[test]
    fn several_measures_in_one_cell_are_told_apart() {
        for cell in [
            "1.建账；2.核对；3.抽查",
            "1、建账；\n2、核对；\n3、抽查",
            "（1）建账；（2）核对；（3）抽查；",
            "①建账；②核对；③抽查",
            "一是建账；二是核对；三是抽查",
            "1.建账\n2.核对\n3.抽查",
            "１．建账；２．核对；３．抽查",
            "3）建账\n4）核对\n5）抽查",
            "①建账②核对③抽查",
            "（1）建账（2）核对（3）抽查",
        ] {
            assert_eq!(words(cell), ["建账", "核对", "抽查"], "{cell}");
        }
        let (lead, found) = parts("采取以下措施：1.建账；2.核对。");
        assert_eq!((lead, found.len()), ("采取以下措施：", 2));
        assert_eq!((found[1].marker, found[1].words, found[1].source), ("2.", "核对。", "2.核对。"));
    }

    #[test]
    fn one_measure_is_one() {
        for (cell, one) in [
            ("建账", "建账"),
            ("1.建账", "建账"),
            ("对2025年1、2月份的案件逐件核对", "对2025年1、2月份的案件逐件核对"),
            ("修订办法（2025年修订）；印发", "修订办法（2025年修订）；印发"),
            ("1.", "1."),
            ("①建账，按①执行", "建账，按①执行"),
        ] {
            assert_eq!(words(cell), [one], "{cell}");
        }
    }
}
