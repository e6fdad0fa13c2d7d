//! Days in cells: inside of words, as spreadsheet serials, as deadlines in whatever shape a column holds them.

use crate::domain::Day;
use crate::intake::grid::Cell;
use crate::zh::date::parse_day;
use crate::zh::numeral::{fold_char, fold_digits, parse_number};
use chrono::{Datelike as _, Days};

/// A day that was found in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// The day; the month's last one when only the month was written.
    pub(super) day: Day,
    /// Whether only the month was written.
    pub(super) month_only: bool,
}

/// Spreadsheet serials that are taken for days: 1980 to 2100.
const SERIALS: std::ops::RangeInclusive<f64> = 29_221.0..=73_415.0;

/// The day of a spreadsheet serial (days since 1899-12-30, or since 1904-01-01); none outside of what a ledger can hold.
pub(super) fn of_serial(serial: f64, since_1904: bool) -> Option<Day> {
    let whole = serial.trunc();
    let days = if since_1904 { whole + 1462.0 } else { whole };
    if !SERIALS.contains(&days) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range of serials was checked")]
    let days = days as u64;
    Day::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))
}

/// The first whole day in words, else the last day of the first month.
pub(super) fn find(words: &str) -> Option<Found> {
    let folded = fold_digits(words);
    let mut month = None;
    for piece in folded.split(|c: char| !is_part_of_day(c)) {
        let piece = piece.trim_matches(|c: char| matches!(c, '.' | '-' | '/' | '月' | '年' | '日'));
        // parse_day wants its last mark back where it belongs to the day.
        if piece.chars().count() < 6 {
            continue;
        }
        if let Ok(day) = parse_day(piece, None) {
            return Some(Found { day, month_only: false });
        }
        month = month.or_else(|| month_end(piece));
    }
    month.map(|day| Found { day, month_only: true })
}

fn is_part_of_day(c: char) -> bool {
    c.is_ascii_digit()
        || matches!(c, '年' | '月' | '日' | '.' | '-' | '/' | '〇' | '○' | '零' | '十' | '廿' | '卅')
        || "一二三四五六七八九".contains(c)
}

/// 2024年5, 2024-05, 2024.5, 202405: the last day of that month.
pub(super) fn month_end(piece: &str) -> Option<Day> {
    let (year, month) = if let Some((year, month)) = piece.split_once(['年', '.', '-', '/']) {
        (parse_number(year)?, parse_number(month.trim_end_matches(['月', '份']))?)
    } else if piece.len() == 6 && piece.bytes().all(|b| b.is_ascii_digit()) {
        (piece[..4].parse().ok()?, piece[4..].parse().ok()?)
    } else {
        return None;
    };
    let year = i32::try_from(year).ok().filter(|year| (1949..=2199).contains(year))?;
    let next = if month == 12 { Day::from_ymd_opt(year + 1, 1, 1) } else { Day::from_ymd_opt(year, month + 1, 1) };
    if !(1..=12).contains(&month) {
        return None;
    }
    next?.pred_opt()
}

/// A cell of days (完成日期, 销号时间): the day, if there is one.
pub(super) fn of_cell(cell: &Cell, since_1904: bool) -> Option<Found> {
    match cell {
        Cell::Day(day) => Some(Found { day: *day, month_only: false }),
        Cell::Number(number) => of_serial(*number, since_1904)
            .map(|day| Found { day, month_only: false })
            .or_else(|| find(&format!("{number}"))),
        Cell::Text(words) => find(words).or_else(|| {
            let number: f64 = words.trim().parse().ok()?;
            of_serial(number, since_1904).map(|day| Found { day, month_only: false })
        }),
        _ => None,
    }
}

/// The words of a deadline cell, and what should be looked at in how they were made.
///
/// A day and a spreadsheet serial become a day, a small number becomes days from the feedback, `2025.6` a month.
pub(super) fn deadline(cell: &Cell, heading_counts_days: bool, since_1904: bool) -> (String, Option<String>) {
    let words = cell.words();
    let folded: String = words.chars().map(fold_char).filter(|c| !c.is_whitespace()).collect();
    let number = match cell {
        Cell::Number(number) => Some(*number),
        Cell::Text(_) => folded.parse::<f64>().ok().filter(|_| folded.bytes().all(|b| b.is_ascii_digit() || b == b'.')),
        _ => None,
    };
    let Some(number) = number else { return (words.into_owned(), None) };
    if number.fract() == 0.0 && (1.0..=1000.0).contains(&number) {
        let said = format!("“{words}”是天数还是别的，单元格里没有写明，按反馈后{words}日内理解，请核对");
        return (format!("反馈后{words}日内"), (!heading_counts_days).then_some(said));
    }
    if let Some(day) = of_serial(number, since_1904).filter(|_| !heading_counts_days) {
        let said = format!("“{words}”按电子表格的日期序号理解为{day}，请核对");
        return (day.to_string(), Some(said));
    }
    // 2025.6 and 2025.06 typed as a number; 2025.1 may have been 2025.10.
    if (1949.0..2200.0).contains(&number)
        && number.fract() != 0.0
        && let Some(day) = month_end(&folded)
    {
        let doubt = matches!(cell, Cell::Number(_)) && folded.split_once('.').is_some_and(|(_, month)| month == "1");
        let said = format!("“{words}”可能是{}年10月（数字末尾的 0 不显示），按1月理解，请核对", day.year());
        return (format!("{}年{}月", day.year(), day.month()), doubt.then_some(said));
    }
    (words.into_owned(), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn serials_are_days_of_either_calendar() {
        assert_eq!(of_serial(45838.0, false), Some(day("2025-06-30")));
        assert_eq!(of_serial(45838.75, false), Some(day("2025-06-30")));
        assert_eq!(of_serial(44376.0, true), Some(day("2025-06-30")));
        for none in [0.0, 60.0, -5.0, 1e12, f64::NAN, f64::INFINITY] {
            assert_eq!(of_serial(none, false), None, "{none}");
        }
    }

    #[test]
    fn days_are_found_inside_of_words() {
        for (words, on, month_only) in [
            ("已于2024年6月30日完成", "2024-06-30", false),
            ("2024.6.30完成", "2024-06-30", false),
            ("（2024-06-30）", "2024-06-30", false),
            ("２０２４／６／３０", "2024-06-30", false),
            ("20240630", "2024-06-30", false),
            ("二〇二四年六月三十日", "2024-06-30", false),
            ("2024年6月", "2024-06-30", true),
            ("2024-02", "2024-02-29", true),
            ("2024.12", "2024-12-31", true),
        ] {
            assert_eq!(find(words), Some(Found { day: day(on), month_only }), "{words}");
        }
        for words in ["", "已完成", "第3号", "2024", "2024年13月", "3.5万元", "〔2024〕15号"] {
            assert_eq!(find(words), None, "{words}");
        }
    }

    #[test]
    fn deadline_cells_of_every_shape() {
        let number = Cell::Number;
        for (cell, words, noted) in [
            (Cell::Day(day("2025-06-30")), "2025-06-30", false),
            (number(45838.0), "2025-06-30", true),
            (Cell::Text("45838".into()), "2025-06-30", true),
            (number(30.0), "反馈后30日内", true),
            (number(20_250_630.0), "20250630", false),
            (number(2025.06), "2025年6月", false),
            (number(2025.1), "2025年1月", true),
            (Cell::Text("2025.10".into()), "2025年10月", false),
            (Cell::Text("2025-06".into()), "2025-06", false),
            (Cell::Text("6月底前".into()), "6月底前", false),
            (Cell::Text("立行立改".into()), "立行立改", false),
        ] {
            let (read, note) = deadline(&cell, false, false);
            assert_eq!((read.as_str(), note.is_some()), (words, noted), "{cell:?}");
        }
        assert_eq!(deadline(&number(30.0), true, false), ("反馈后30日内".to_owned(), None));
    }

    proptest::proptest! {
        #[test]
        fn any_words_are_looked_through(words in "[0-9年月日〇一二十./-]{0,16}|.{0,16}") {
            let _ = find(&words);
            let _ = deadline(&Cell::Text(words.as_str().into()), false, false);
        }
    }
}
