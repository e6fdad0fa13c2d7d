//! Running text of official papers: words put together so that no stop stands twice or is missing, and the numbers before them.

use crate::zh::{numeral::to_chinese, sanitize::clean_text};

/// Ends a sentence by itself.
const STOPS: &str = "。！？…";
/// Stands at the end of words that go on, or that somebody ended with a Latin stop.
const LOOSE: &str = "，、；：,;:.．";
/// Closes a quotation or a bracket: the stop may stand inside.
const CLOSING: &str = "”’」』）)》";

/// A text as sentences: trimmed, and with a stop at its end, once. Its own paragraphs stay.
#[must_use]
pub fn sentence(text: &str) -> String {
    let lines: Vec<String> = clean_text(text).lines().map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()).collect();
    let text = lines.join("\n");
    let bare = text.trim_end_matches(|c: char| LOOSE.contains(c) || c.is_whitespace());
    if bare.is_empty() {
        return String::new();
    }
    let inside = bare.trim_end_matches(|c: char| CLOSING.contains(c));
    if ends_in(inside, STOPS) { bare.to_owned() } else { format!("{bare}。") }
}

/// A text as words in the middle of a sentence, or in a heading: one line, and no stop at its end.
#[must_use]
pub fn phrase(text: &str) -> String {
    let mut joined = String::new();
    for line in clean_text(text).lines().map(str::trim).filter(|line| !line.is_empty()) {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if latin(joined.chars().last()) && latin(line.chars().next()) {
            joined.push(' ');
        }
        joined.push_str(line);
    }
    joined.trim_end_matches(|c: char| "。！".contains(c) || LOOSE.contains(c) || c.is_whitespace()).to_owned()
}

fn ends_in(text: &str, chars: &str) -> bool {
    text.chars().last().is_some_and(|c| chars.contains(c))
}

/// How two texts that say the same are told to be the same: without blanks and stops.
#[must_use]
pub fn gist(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !STOPS.contains(*c) && !LOOSE.contains(*c)).collect()
}

/// The number before a heading or paragraph, in the order in which official papers use them (GB/T 9704).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// 一、
    Chinese,
    /// （一）
    Bracketed,
    /// 1.
    Arabic,
    /// （1）
    BracketedArabic,
    /// ①
    Circled,
}

impl Mark {
    /// The mark of that number, 1 first.
    #[must_use]
    pub fn at(self, number: usize) -> String {
        let n = u32::try_from(number).unwrap_or(u32::MAX);
        match self {
            Self::Chinese => format!("{}、", to_chinese(n)),
            Self::Bracketed => format!("（{}）", to_chinese(n)),
            Self::Arabic => format!("{n}."),
            Self::BracketedArabic => format!("（{n}）"),
            Self::Circled => circled(n).map_or_else(|| format!("{n})"), String::from),
        }
    }
}

/// ① to ㊿; there are no further ones.
fn circled(n: u32) -> Option<char> {
    let first = match n {
        1..=20 => 0x2460 - 1,
        21..=35 => 0x3251 - 21,
        36..=50 => 0x32B1 - 36,
        _ => return None,
    };
    char::from_u32(first + n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_stands_once() {
        for (text, said) in [
            ("已办结", "已办结。"),
            ("已办结。", "已办结。"),
            (" 已办结；\n", "已办结。"),
            ("已办结.", "已办结。"),
            ("好！", "好！"),
            ("提出“不回避。”", "提出“不回避。”"),
            ("印发《办法》", "印发《办法》。"),
            ("一是甲；\n\n 二是乙", "一是甲；\n二是乙。"),
            ("预算执行率96.73%", "预算执行率96.73%。"),
            ("。", "。"),
            ("、", ""),
            ("", ""),
        ] {
            assert_eq!(sentence(text), said, "{text:?}");
        }
    }

    #[test]
    fn a_heading_has_no_stop_and_one_line() {
        for (text, said) in [
            ("把关不严。", "把关不严"),
            ("把关\n不严；", "把关不严"),
            ("OA\nsystem", "OA system"),
            ("能否到位？", "能否到位？"),
            ("。", ""),
        ] {
            assert_eq!(phrase(text), said, "{text:?}");
        }
        assert_eq!(gist(" 台账 不全。"), gist("台账不全"));
    }

    #[test]
    fn marks_are_those_of_official_papers() {
        let of = |mark: Mark| [1, 12, 21].map(|n| mark.at(n));
        assert_eq!(of(Mark::Chinese), ["一、", "十二、", "二十一、"]);
        assert_eq!(of(Mark::Bracketed), ["（一）", "（十二）", "（二十一）"]);
        assert_eq!(of(Mark::Arabic), ["1.", "12.", "21."]);
        assert_eq!(of(Mark::BracketedArabic), ["（1）", "（12）", "（21）"]);
        assert_eq!(of(Mark::Circled), ["①", "⑫", "㉑"]);
        assert_eq!(Mark::Circled.at(36), "㊱");
        assert_eq!(Mark::Circled.at(51), "51)");
    }
}
