//! The numerals that open headings: 一…九千九百九十九, 1…9999 in either width (but for what reads as a year), ①, ⑴, ⒈, ㈠. What a numeral means is
//! [`crate::zh::numeral`]'s; here is only where one ends, and which ones number headings.

use crate::zh::numeral::{fold_char, is_chinese_numeral, parse_number};

/// Reads a Chinese numeral (一 to 九千九百九十九) at the start of `text`: its value and its length in bytes.
///
/// Digits side by side (二三, 二〇二五) and 两 count and date things; they number no heading.
pub(super) fn chinese(text: &str) -> Option<(u32, usize)> {
    const LONGEST: usize = 8;
    let len: usize = text.chars().take(LONGEST).take_while(|c| is_chinese_numeral(*c)).map(char::len_utf8).sum();
    let numeral = &text[..len];
    let in_a_row = numeral.chars().count() > 1 && !numeral.contains(['十', '百', '千']);
    if in_a_row || numeral.contains('两') {
        return None;
    }
    parse_number(numeral).filter(|value| (1..=9999).contains(value)).map(|value| (value, len))
}

/// Reads one to four digits of either width at the start of `text`: value and length in bytes. No leading zero, and no year:
/// a line that begins with one is no heading.
pub(super) fn digits(text: &str) -> Option<(u32, usize)> {
    let (mut value, mut len, mut count) = (0, 0, 0);
    for c in text.chars() {
        let Some(digit) = digit(c) else { break };
        if count == 4 || (count == 0 && digit == 0) {
            return None;
        }
        value = value * 10 + digit;
        len += c.len_utf8();
        count += 1;
    }
    (count > 0 && !(1900..=2100).contains(&value)).then_some((value, len))
}

/// The value of a digit of either width.
pub(super) fn digit(c: char) -> Option<u32> {
    fold_char(c).to_digit(10)
}

/// The value of a character that is a whole number in a ring, in brackets or with a dot, offset from its block's first.
pub(super) fn offset(c: char, first: char, last: char) -> Option<u32> {
    (first..=last).contains(&c).then(|| u32::from(c) - u32::from(first) + 1)
}

/// Either kind of number, for words such as 反馈问题一 and 问题1.
pub(super) fn either(text: &str) -> Option<(u32, usize)> {
    digits(text).or_else(|| chinese(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_numerals_of_headings_are_read() {
        for (text, value) in [
            ("一", 1),
            ("十", 10),
            ("十一、", 11),
            ("二十", 20),
            ("四十三是", 43),
            ("一百零二", 102),
            ("三百一十二", 312),
            ("一千零二十四", 1024),
        ] {
            assert_eq!(chinese(text).map(|(value, _)| value), Some(value), "{text}");
        }
        for text in ["", "零", "百", "一二", "甲", "二三是"] {
            assert_eq!(chinese(text), None, "{text}");
        }
        assert_eq!(chinese("十一是"), Some((11, 6)));
    }

    #[test]
    fn digits_of_either_width_are_read() {
        assert_eq!(digits("12."), Some((12, 2)));
        assert_eq!(digits("１２．"), Some((12, 6)));
        assert_eq!(digits("1024．"), Some((1024, 4)));
        for text in ["2024年", "2025.1", "12345", "0.5", "", "a"] {
            assert_eq!(digits(text), None, "{text}");
        }
    }
}
