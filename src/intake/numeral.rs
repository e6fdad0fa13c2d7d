//! The numerals of headings: 一…九十九…, 1…999 in either width, ①, ⑴, ⒈, ㈠. Private until `zh` reads numerals.

/// Reads a Chinese numeral (一 to 九百九十九) at the start of `text`: its value and its length in bytes.
pub(super) fn chinese(text: &str) -> Option<(u32, usize)> {
    let (mut total, mut digit, mut len) = (0, None, 0);
    for c in text.chars().take(7) {
        let value = match c {
            '一' => 1,
            '二' => 2,
            '三' => 3,
            '四' => 4,
            '五' => 5,
            '六' => 6,
            '七' => 7,
            '八' => 8,
            '九' => 9,
            '十' | '百' => {
                let unit = if c == '十' { 10 } else { 100 };
                // 百 always follows a digit; 十 may open the numeral.
                if c == '百' && digit.is_none() {
                    break;
                }
                total += digit.take().unwrap_or(1) * unit;
                len += c.len_utf8();
                continue;
            }
            '零' | '〇' if total >= 100 && digit.is_none() => {
                len += c.len_utf8();
                continue;
            }
            _ => break,
        };
        // Two digits side by side (二三) are no numeral of a heading.
        if digit.replace(value).is_some() {
            return None;
        }
        len += c.len_utf8();
    }
    total += digit.unwrap_or(0);
    (total > 0 && len > 0).then_some((total, len))
}

/// Reads one to three digits of either width at the start of `text`: value and length in bytes. No leading zero.
pub(super) fn digits(text: &str) -> Option<(u32, usize)> {
    let (mut value, mut len, mut count) = (0, 0, 0);
    for c in text.chars() {
        let Some(digit) = digit(c) else { break };
        if count == 3 || (count == 0 && digit == 0) {
            return None;
        }
        value = value * 10 + digit;
        len += c.len_utf8();
        count += 1;
    }
    (count > 0).then_some((value, len))
}

/// The value of a digit of either width.
pub(super) fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(u32::from(c) - u32::from('0')),
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        _ => None,
    }
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
        for text in ["2024年", "0.5", "", "a"] {
            assert_eq!(digits(text), None, "{text}");
        }
    }
}
