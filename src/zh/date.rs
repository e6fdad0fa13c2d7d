//! Days as a clerk types them, anywhere in the program, and as papers print them.

use crate::{
    domain::Day,
    zh::numeral::{fold_char, parse_number},
};
use chrono::{Datelike, Days};
use std::ops::RangeInclusive;

/// The years in which a day of this ledger can lie; anything else is a slip of the hand.
pub(crate) const YEARS: RangeInclusive<i32> = 1949..=2199;

/// Why a text is no day. The text is kept as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadDay {
    /// Nothing was typed.
    #[error("日期是空的；请写成 2025-06-30 或 2025年6月30日")]
    Empty,
    /// The calendar has no such day (2月30日).
    #[error("“{0}”无此日期；请核对月份和日子")]
    NoSuchDay(String),
    /// Month and day without a year, and nothing to take the year from.
    #[error("“{0}”没有年份；请写成 2025-06-30 或 2025年6月30日")]
    NoYear(String),
    /// 今天 and the like where no day is there to count from.
    #[error("“{0}”在这里无从推算；请写明日期，如 2025-06-30")]
    NoReference(String),
    /// The year is far outside of what a ledger can hold.
    #[error("“{0}”的年份不合常理；请核对，写成 2025-06-30 这样的四位年份")]
    FarYear(String),
    /// Anything else.
    #[error("“{0}”读不出日期；请写成 2025-06-30、2025年6月30日 或 20250630")]
    NotADay(String),
}

/// Reads one whole day.
///
/// Takes `2025-06-30`, `2025/6/30`, `2025.6.30`, `20250630`, `2025年6月30日`, all of them in full width, Chinese numerals
/// (二〇二五年六月三十日), a midnight after the day (as spreadsheets write it), and, where a reference day is given,
/// `6月30日` and `6-30` in its year and 今天, 昨天, 明天, 前天, 后天 counted from it.
///
/// # Errors
/// When the text is no day, or a day that the calendar does not have; see [`BadDay`].
pub fn parse_day(text: &str, default_year_from: Option<Day>) -> Result<Day, BadDay> {
    let typed = || shorten(text);
    // A day is short; what is longer is no day, and is not searched for one.
    let folded: String = text.trim().chars().take(64).map(fold_char).collect();
    let whole = strip_midnight(&folded);
    let plain: String = whole.chars().filter(|c| !c.is_whitespace()).collect();
    if plain.is_empty() {
        return Err(BadDay::Empty);
    }
    if let Some(days) = day_word(&plain) {
        let from = default_year_from.ok_or_else(|| BadDay::NoReference(typed()))?;
        let day = if days < 0 {
            from.checked_sub_days(Days::new(days.unsigned_abs()))
        } else {
            from.checked_add_days(Days::new(days.unsigned_abs()))
        };
        return day.ok_or_else(|| BadDay::NotADay(typed()));
    }
    let (year, month, day) = read_parts(&plain).ok_or_else(|| BadDay::NotADay(typed()))?;
    let year = match (year, default_year_from) {
        (Some(year), _) => i32::try_from(year).unwrap_or(i32::MAX),
        (None, Some(from)) => from.year(),
        (None, None) => return Err(BadDay::NoYear(typed())),
    };
    if !YEARS.contains(&year) {
        return Err(BadDay::FarYear(typed()));
    }
    Day::from_ymd_opt(year, month, day).ok_or_else(|| BadDay::NoSuchDay(typed()))
}

/// Reads a month as people write it (`2025-08`, `2025年8月`, `8月` in the year of `today`, 本月, 上月) and gives its first day.
///
/// # Errors
/// When it is no month; see [`BadDay`].
pub fn parse_month(text: &str, today: Day) -> Result<Day, BadDay> {
    let typed = || shorten(text);
    let first = |day: Day| day.with_day(1).unwrap_or(day);
    let plain: String = text.chars().take(64).map(fold_char).filter(|c| !c.is_whitespace()).collect();
    match plain.as_str() {
        "" => return Err(BadDay::Empty),
        "本月" | "这个月" | "当月" => return Ok(first(today)),
        "上月" | "上个月" => return Ok(first(first(today).pred_opt().unwrap_or(today))),
        _ => {}
    }
    let digits = plain.bytes().all(|b| b.is_ascii_digit());
    let whole = match plain.strip_suffix('月') {
        Some(_) => format!("{plain}1日"),
        None if digits && plain.len() == 6 => format!("{plain}01"),
        None if digits => return Err(BadDay::NotADay(typed())),
        None => format!("{}-01", plain.replace(['.', '/', '年'], "-")),
    };
    let day = parse_day(&whole, Some(today)).map_err(|bad| match bad {
        BadDay::FarYear(_) => BadDay::FarYear(typed()),
        BadDay::NoSuchDay(_) => BadDay::NoSuchDay(typed()),
        _ => BadDay::NotADay(typed()),
    })?;
    if day.day() == 1 { Ok(day) } else { Err(BadDay::NotADay(typed())) }
}

/// Writes a month as Chinese papers do: `2025年8月`.
#[must_use]
pub fn format_month_zh(day: Day) -> String {
    format!("{}年{}月", day.year(), day.month())
}

/// Writes a day as papers for machines do: `2025-06-30`.
#[must_use]
pub fn format_day(day: Day) -> String {
    day.to_string()
}

/// Writes a day as Chinese papers do, without leading zeros: `2025年6月30日`.
#[must_use]
pub fn format_day_zh(day: Day) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// The start of what was typed: a whole page typed into a date field must not fill the screen.
fn shorten(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(24) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

fn day_word(text: &str) -> Option<i64> {
    Some(match text {
        "今天" | "今日" | "当天" => 0,
        "昨天" | "昨日" => -1,
        "前天" => -2,
        "明天" | "明日" => 1,
        "后天" => 2,
        _ => return None,
    })
}

/// `2025-06-30 00:00:00` is how spreadsheets write a day; any other time of day is left and refused.
fn strip_midnight(text: &str) -> &str {
    let Some((day, time)) = text.split_once([' ', 'T']) else { return text };
    if matches!(time, "00:00" | "00:00:00" | "0:00" | "0:00:00" | "00:00:00.000") { day } else { text }
}

/// Year (if there is one), month and day, as they stand in the text, not yet checked against the calendar.
fn read_parts(text: &str) -> Option<(Option<u32>, u32, u32)> {
    if text.contains('月') {
        let (year, rest) = match text.split_once('年') {
            Some((year, rest)) => (Some(read_year(year)?), rest),
            None => (None, text),
        };
        let (month, rest) = rest.split_once('月')?;
        let day = rest.strip_suffix(['日', '号']).unwrap_or(rest);
        return Some((year, short_number(month)?, short_number(day)?));
    }
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some((text[..4].parse().ok(), text[4..6].parse().ok()?, text[6..].parse().ok()?));
    }
    let separator = ['-', '/', '.'].into_iter().find(|c| text.contains(*c))?;
    let mut parts = text.split(separator);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next());
    if parts.next().is_some() {
        return None;
    }
    match third {
        Some(day) => {
            // Two digits in front could be the day as well as the year: not guessed at.
            let year = (first.len() == 4).then(|| first.parse().ok()).flatten()?;
            Some((Some(year), arabic(second)?, arabic(day)?))
        }
        None => Some((None, arabic(first)?, arabic(second)?)),
    }
}

/// A year before 年: four digits in any writing, or its last two (25年).
fn read_year(text: &str) -> Option<u32> {
    let value = parse_number(text)?;
    match text.chars().count() {
        4 => Some(value),
        2 if text.is_ascii() => Some(2000 + value),
        _ => None,
    }
}

fn short_number(text: &str) -> Option<u32> {
    parse_number(text).filter(|_| text.chars().count() <= 3)
}

fn arabic(text: &str) -> Option<u32> {
    (text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn months_are_read_as_they_are_written() {
        let today: Day = "2025-09-01".parse().unwrap();
        for text in ["2025-08", "2025年8月", "8月", "2025.8", "2025/08", "202508", "２０２５年８月", "上月", "八月"]
        {
            assert_eq!(parse_month(text, today).map(|day| day.to_string()), Ok("2025-08-01".to_owned()), "{text}");
        }
        assert_eq!(parse_month("本月", today).map(|day| day.to_string()), Ok("2025-09-01".to_owned()));
        for text in ["", "8", "13月", "2025", "2025-8-3", "2025-13", "八月初", "1800-01"] {
            assert!(parse_month(text, today).is_err(), "{text}");
        }
        assert_eq!(format_month_zh(today), "2025年9月");
    }

    #[test]
    fn a_day_is_read_in_every_writing() {
        for text in [
            "2025-06-30",
            "2025-6-30",
            "2025/6/30",
            "2025.6.30",
            "2025.06.30",
            "20250630",
            "2025年6月30日",
            "2025年06月30日",
            "2025年6月30号",
            "2025年6月30",
            "25年6月30日",
            " 2025 年 6 月 30 日 ",
            "２０２５年６月３０日",
            "２０２５－０６－３０",
            "２０２５．６．３０",
            "２０２５／６／３０",
            "二〇二五年六月三十日",
            "二○二五年六月三十日",
            "二零二五年六月卅日",
            "2025-06-30 00:00:00",
            "2025-06-30T00:00:00",
            "2025/6/30 0:00",
        ] {
            assert_eq!(parse_day(text, None), Ok(day("2025-06-30")), "{text}");
        }
    }

    #[test]
    fn a_missing_year_and_day_words_need_a_reference() {
        let from = Some(day("2025-03-01"));
        for (text, expected) in [
            ("6月30日", "2025-06-30"),
            ("六月三十日", "2025-06-30"),
            ("6-30", "2025-06-30"),
            ("6/30", "2025-06-30"),
            ("6.30", "2025-06-30"),
            ("今天", "2025-03-01"),
            ("今日", "2025-03-01"),
            ("昨天", "2025-02-28"),
            ("前天", "2025-02-27"),
            ("明天", "2025-03-02"),
            ("后天", "2025-03-03"),
        ] {
            assert_eq!(parse_day(text, from), Ok(day(expected)), "{text}");
            let refused = parse_day(text, None).unwrap_err();
            assert!(matches!(refused, BadDay::NoYear(_) | BadDay::NoReference(_)), "{text}: {refused:?}");
        }
    }

    #[test]
    fn what_is_no_day_says_why() {
        let from = Some(day("2025-03-01"));
        for (text, expected) in [
            ("", BadDay::Empty),
            (" 　", BadDay::Empty),
            ("2月30日", BadDay::NoSuchDay("2月30日".into())),
            ("2月29日", BadDay::NoSuchDay("2月29日".into())),
            ("2025-13-01", BadDay::NoSuchDay("2025-13-01".into())),
            ("20250631", BadDay::NoSuchDay("20250631".into())),
            ("2025年6月0日", BadDay::NoSuchDay("2025年6月0日".into())),
            ("0025-06-30", BadDay::FarYear("0025-06-30".into())),
            ("9999-06-30", BadDay::FarYear("9999-06-30".into())),
            ("尽快", BadDay::NotADay("尽快".into())),
            ("2025年6月", BadDay::NotADay("2025年6月".into())),
            ("2025-06", BadDay::NotADay("2025-06".into())),
            ("25-6-30", BadDay::NotADay("25-6-30".into())),
            ("45838", BadDay::NotADay("45838".into())),
            ("2025-6-30-1", BadDay::NotADay("2025-6-30-1".into())),
            ("2025-06-30 18:00", BadDay::NotADay("2025-06-30 18:00".into())),
            ("6月30日前", BadDay::NotADay("6月30日前".into())),
            ("-6-30", BadDay::NotADay("-6-30".into())),
            ("月日", BadDay::NotADay("月日".into())),
            ("月年", BadDay::NotADay("月年".into())),
        ] {
            assert_eq!(parse_day(text, from), Err(expected), "{text}");
        }
        let said = parse_day("2025年2月30日", None).unwrap_err().to_string();
        assert_eq!(said, "“2025年2月30日”无此日期；请核对月份和日子");
    }

    #[test]
    fn a_page_in_a_date_field_is_answered_shortly() {
        let said = parse_day(&"六".repeat(1_000_000), None).unwrap_err().to_string();
        assert!(said.chars().count() < 80, "{said}");
    }

    #[test]
    fn what_is_written_is_read_again() {
        for text in ["2025-06-30", "2024-02-29", "2025-01-01"] {
            let day = day(text);
            assert_eq!(format_day(day), text);
            assert_eq!(parse_day(&format_day_zh(day), None), Ok(day));
        }
        assert_eq!(format_day_zh(day("2025-06-03")), "2025年6月3日");
    }

    proptest::proptest! {
        #[test]
        fn reading_never_panics(text in "[0-9年月日〇一二十廿.／/\\-－ T:今天前]{0,12}|.{0,12}") {
            let _ = parse_day(&text, Some(Day::MIN));
            let _ = parse_day(&text, Some(Day::MAX));
        }
    }
}
