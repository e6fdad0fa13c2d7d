//! What opens a heading: 一、 （一） 1. (1) ① 一是 反馈问题一： and the labels 整改措施： 责任部门： …

use super::field::{self, Field};
use super::numeral::{chinese, digits, either, offset};

/// The style of a heading. Which style stands above which is for the document to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// 一、
    ChineseComma,
    /// （一）
    ChineseParen,
    /// `1.` `1．` `1、`
    Digit,
    /// `1.1` below 1., `1.1.1` below 1.1: how many numbers it has. Alone it may be an amount; see [`decimal`].
    Decimal(u8),
    /// `(1)`
    DigitParen,
    /// `1)`
    DigitHalfParen,
    /// ①
    Circled,
    /// 一是
    Shi,
    /// 反馈问题一： 问题1：
    IssueLabel,
    /// 整改措施： 责任部门： and the like, without a number.
    Field(Field),
    /// 针对“举一反三”整改事项…
    Extension,
    /// 欢迎广大干部群众…: where the paper takes its leave; belongs to no section.
    Closing,
}

impl Style {
    /// Whether the heading carries a number and stands in a series.
    #[must_use]
    pub const fn is_numbered(self) -> bool {
        !matches!(self, Self::Field(_) | Self::Extension | Self::Closing)
    }

    /// Whether two headings are of one series: every label counts as one.
    #[must_use]
    pub fn is_like(self, other: Self) -> bool {
        matches!((self, other), (Self::Field(_), Self::Field(_))) || self == other
    }
}

/// What opens a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marker {
    /// The heading's style.
    pub style: Style,
    /// Its number; 0 for styles without one.
    pub number: u32,
    /// How many bytes of the heading are the marker.
    pub len: usize,
}

/// Reads the marker at the start of `text`, which has no white space in front.
#[must_use]
pub(super) fn read(text: &str) -> Option<Marker> {
    let found = numbered_or_words(text)?;
    // 2.整改措施： is a label that happens to carry a number.
    if found.style.is_numbered()
        && let Some((field, len)) = field::label(&text[found.len..])
        && text[..found.len + len].ends_with([':', '：'])
    {
        return marker(Style::Field(field), 0, text, found.len + len);
    }
    Some(found)
}

fn numbered_or_words(text: &str) -> Option<Marker> {
    let first = text.chars().next()?;
    match first {
        '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' => plain_chinese(text),
        '0'..='9' | '０'..='９' => plain_digits(text),
        '(' | '（' => in_brackets(text),
        '①'..='⑳' => single(text, Style::Circled, offset(first, '①', '⑳')?),
        '⑴'..='⒇' => single(text, Style::DigitParen, offset(first, '⑴', '⒇')?),
        '⒈'..='⒛' => single(text, Style::Digit, offset(first, '⒈', '⒛')?),
        '㈠'..='㈩' => single(text, Style::ChineseParen, offset(first, '㈠', '㈩')?),
        _ => words(text),
    }
}

fn marker(style: Style, number: u32, text: &str, len: usize) -> Option<Marker> {
    let len = len + blanks(&text[len..]);
    Some(Marker { style, number, len })
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t', '\u{3000}', '\u{A0}']).len()
}

/// Blanks inside a marker's brackets; more than two are no marker.
fn few_blanks(text: &str) -> Option<usize> {
    let count = text.chars().take(3).take_while(|c| c.is_whitespace()).count();
    (count < 3).then(|| text.chars().take(count).map(char::len_utf8).sum())
}

fn single(text: &str, style: Style, number: u32) -> Option<Marker> {
    let len = text.chars().next().map_or(0, char::len_utf8);
    // ①、 and ㈠. are met as well.
    let rest = &text[len..];
    let extra = rest.chars().next().filter(|c| matches!(c, '、' | '.' | '．')).map_or(0, char::len_utf8);
    marker(style, number, text, len + extra)
}

fn plain_chinese(text: &str) -> Option<Marker> {
    let (number, len) = chinese(text)?;
    let rest = &text[len..];
    let next = rest.chars().next()?;
    let after = &rest[next.len_utf8()..];
    match next {
        // 一、二审 is two instances, not a heading.
        '、' | '.' | '．' if chinese(after).is_none_or(|(following, _)| following != number + 1) => {
            marker(Style::ChineseComma, number, text, len + next.len_utf8())
        }
        '是' if !after.starts_with('否') => marker(Style::Shi, number, text, len + next.len_utf8()),
        _ => None,
    }
}

fn plain_digits(text: &str) -> Option<Marker> {
    let (number, len) = digits(text)?;
    let next = text[len..].chars().next()?;
    let end = len + next.len_utf8();
    match next {
        // A digit behind the dot makes it an amount or a date, behind 、 a list such as 1、2月.
        '.' | '．' | '、' if digits_follow(&text[end..]) => None,
        '.' | '．' | '、' => marker(Style::Digit, number, text, end),
        ')' | '）' => marker(Style::DigitHalfParen, number, text, end),
        _ => None,
    }
}

/// The deepest level of `1.1.1.1`.
const DEEPEST: usize = 5;
/// What stands behind an amount, and never opens the words of a heading behind its number.
const UNITS: &str = "万亿元千百个倍米吨斤亩％%‰°年月日号时点折级版";

/// Reads `1.1 ` or `1.1.1、` at the start of `text`: all its numbers, and the bytes that they take.
///
/// Whether it is a heading, only the headings before it can tell: 2.5 is an amount more often than a part of 2.
pub(super) fn decimal(text: &str) -> Option<(Vec<u32>, usize)> {
    let mut numbers = Vec::new();
    let mut len = 0;
    loop {
        let (number, digits) = digits(&text[len..])?;
        numbers.push(number);
        len += digits;
        let next = text[len..].chars().next()?;
        if matches!(next, '.' | '．') && digits_follow(&text[len + next.len_utf8()..]) {
            if numbers.len() == DEEPEST {
                return None;
            }
            len += next.len_utf8();
            continue;
        }
        if numbers.len() < 2 || UNITS.contains(next) {
            return None;
        }
        let mark = if matches!(next, '.' | '．' | '、') { next.len_utf8() } else { 0 };
        let words = &text[len + mark..];
        let opens = mark > 0 || next.is_whitespace() || matches!(next, '一'..='龥' | '“' | '《' | '【');
        let behind = words.trim_start();
        return (opens && !behind.is_empty() && !behind.starts_with(|c: char| UNITS.contains(c)))
            .then_some((numbers, len + mark + blanks(words)));
    }
}

fn digits_follow(text: &str) -> bool {
    text.chars().next().is_some_and(|c| super::numeral::digit(c).is_some())
        // `1.2024年12月，…` is a heading whose words open with a year.
        && !year_follows(text)
}

fn year_follows(text: &str) -> bool {
    let digits = text.chars().take_while(|c| super::numeral::digit(*c).is_some()).count();
    digits == 4 && text.chars().nth(4) == Some('年')
}

fn in_brackets(text: &str) -> Option<Marker> {
    let open = text.chars().next()?.len_utf8();
    let inner = &text[open..];
    let inner_blank = few_blanks(inner)?;
    let inner = &inner[inner_blank..];
    let (style, (number, len)) = match digits(inner) {
        Some(found) => (Style::DigitParen, found),
        None => (Style::ChineseParen, chinese(inner)?),
    };
    let rest = &inner[len..];
    let close_blank = few_blanks(rest)?;
    let close = rest[close_blank..].chars().next().filter(|c| matches!(c, ')' | '）'))?;
    let end = open + inner_blank + len + close_blank + close.len_utf8();
    // （一）、 is met as well.
    let extra = text[end..].chars().next().filter(|c| matches!(c, '、' | '.' | '．')).map_or(0, char::len_utf8);
    marker(style, number, text, end + extra)
}

const ISSUE_WORDS: [&str; 4] = ["反馈问题", "具体问题", "整改问题", "问题"];
const EXTENSION_WORDS: [&str; 5] =
    ["针对“举一反三”", "针对\"举一反三\"", "针对举一反三", "“举一反三”整改事项", "举一反三整改事项"];
const CLOSING_WORDS: [&str; 3] = ["欢迎广大干部群众", "请广大干部群众对", "欢迎社会各界"];

fn words(text: &str) -> Option<Marker> {
    if CLOSING_WORDS.iter().any(|word| text.starts_with(word)) {
        return Some(Marker { style: Style::Closing, number: 0, len: 0 });
    }
    if EXTENSION_WORDS.iter().any(|word| text.starts_with(word)) {
        return Some(Marker { style: Style::Extension, number: 0, len: 0 });
    }
    for word in ISSUE_WORDS {
        if let Some(rest) = text.strip_prefix(word)
            && let Some((number, len)) = numbered_label(rest)
        {
            return marker(Style::IssueLabel, number, text, word.len() + len);
        }
    }
    let (field, len) = field::label(text)?;
    marker(Style::Field(field), 0, text, len)
}

/// The number and colon behind 反馈问题: 一： 1: （一）：
fn numbered_label(rest: &str) -> Option<(u32, usize)> {
    let open = rest.chars().next().filter(|c| matches!(c, '(' | '（')).map_or(0, char::len_utf8);
    let (number, len) = either(&rest[open..])?;
    let mut end = open + len;
    if open > 0 {
        end += rest[end..].chars().next().filter(|c| matches!(c, ')' | '）'))?.len_utf8();
    }
    let colon = rest[end..].chars().next().filter(|c| matches!(c, ':' | '：'))?;
    Some((number, end + colon.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heading_styles_are_told_apart() {
        for (text, style, number, words) in [
            ("一、基本情况", Style::ChineseComma, 1, "基本情况"),
            ("（十二）关于", Style::ChineseParen, 12, "关于"),
            ("(三)关于", Style::ChineseParen, 3, "关于"),
            ("1.学习", Style::Digit, 1, "学习"),
            ("１．　学习", Style::Digit, 1, "学习"),
            ("2、 学习", Style::Digit, 2, "学习"),
            ("1.2024年12月", Style::Digit, 1, "2024年12月"),
            ("（43）规范", Style::DigitParen, 43, "规范"),
            ("( 4 )规范", Style::DigitParen, 4, "规范"),
            ("3）规范", Style::DigitHalfParen, 3, "规范"),
            ("③规范", Style::Circled, 3, "规范"),
            ("⑵规范", Style::DigitParen, 2, "规范"),
            ("十一是规范", Style::Shi, 11, "规范"),
            ("反馈问题一：卷宗", Style::IssueLabel, 1, "卷宗"),
            ("问题12:卷宗", Style::IssueLabel, 12, "卷宗"),
            ("反馈问题（二）：卷宗", Style::IssueLabel, 2, "卷宗"),
            ("整改情况：已", Style::Field(Field::Situation), 0, "已"),
            ("（2）整改措施：已", Style::Field(Field::Measures), 0, "已"),
            ("2.整改措施不实", Style::Digit, 2, "整改措施不实"),
        ] {
            let marker = read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((marker.style, marker.number, &text[marker.len..]), (style, number, words), "{text}");
        }
    }

    #[test]
    fn decimal_numbers_are_told_from_amounts() {
        for (text, numbers, words) in [
            ("1.1 学习", &[1, 1][..], "学习"),
            ("1.1学习", &[1, 1], "学习"),
            ("2.10.3、学习", &[2, 10, 3], "学习"),
            ("１．２　学习", &[1, 2], "学习"),
            ("1.1. 学习", &[1, 1], "学习"),
        ] {
            let (found, len) = decimal(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found.as_slice(), &text[len..]), (numbers, words), "{text}");
        }
        for text in [
            "1.1",
            "1. 学习",
            "1.5万元",
            "1.5 万元",
            "96.73%",
            "1.2倍",
            "1.1，1.2",
            "1.2024年12月",
            "1、2月",
            "1.1.1.1.1.1 甲",
        ] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }

    #[test]
    fn running_text_is_no_heading() {
        for text in [
            "96.73%",
            "2.5万元",
            "2024.9.23",
            "一、二审案件",
            "1、2月份",
            "（2019）民初",
            "（境）",
            "一般",
            "二是否",
            "问题清单",
            "问题一直",
            "（试行）",
            "3000元",
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
