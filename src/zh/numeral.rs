//! Numerals as offices write them: Arabic in either width, Chinese with units (二十三), Chinese digit by digit (二〇二五).

/// The digit a character stands for, Arabic (folded) or Chinese. 两 counts as 2 and is for counting only.
fn digit(c: char) -> Option<u32> {
    Some(match c {
        '0'..='9' => u32::from(c) - u32::from('0'),
        // U+3007, U+25CB and U+25EF all stand for the zero in printed years.
        '〇' | '○' | '◯' | '零' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// Whether a character can be part of a Chinese numeral.
#[must_use]
pub fn is_chinese_numeral(c: char) -> bool {
    !c.is_ascii() && (digit(c).is_some() || matches!(c, '十' | '百' | '千' | '万' | '廿' | '卅'))
}

/// Reads a whole number; `None` when the text is anything else, or more than a `u32` holds.
///
/// Takes Arabic digits of either width, Chinese numerals with units and Chinese digits in a row. Colloquial shortenings
/// (一百二 for 120) and approximations (两三) are not guessed at.
#[must_use]
pub fn parse_number(text: &str) -> Option<u32> {
    let text = text.trim();
    let first = fold_char(text.chars().next()?);
    if first.is_ascii_digit() {
        text.chars().try_fold(0_u32, |sum, c| {
            let c = fold_char(c);
            c.is_ascii_digit().then(|| digit(c)).flatten().and_then(|d| sum.checked_mul(10)?.checked_add(d))
        })
    } else if text.chars().all(|c| !c.is_ascii() && digit(c).is_some()) {
        positional(text)
    } else {
        with_units(text)
    }
}

/// Digits in a row: 二〇二五. A single digit may be 两; in a row it would be an approximation.
fn positional(text: &str) -> Option<u32> {
    let single = text.chars().nth(1).is_none();
    text.chars().try_fold(0_u32, |sum, c| {
        if c == '两' && !single {
            return None;
        }
        sum.checked_mul(10)?.checked_add(digit(c)?)
    })
}

/// Digits with units: 二十三, 一百零五, 三万二千. Units must fall, 零 must bridge a gap, nothing is assumed but the 一 of 十.
fn with_units(text: &str) -> Option<u32> {
    let (high, low) = match text.split_once('万') {
        Some((high, low)) => (Some(below_ten_thousand(high).filter(|n| *n > 0)?), low),
        None => (None, text),
    };
    let Some(high) = high else { return below_ten_thousand(low) };
    let low_value = match low {
        "" => 0,
        // 一万五 is colloquial for 15,000 and is refused; 一万零五 is 10,005.
        low if low.starts_with('零') || low.contains('千') => below_ten_thousand(low.trim_start_matches('零'))?,
        _ => return None,
    };
    high.checked_mul(10_000)?.checked_add(low_value)
}

fn below_ten_thousand(text: &str) -> Option<u32> {
    let mut sum = 0;
    // The smallest unit used so far; the next must be smaller.
    let mut unit = 10_000;
    let mut bridged = false;
    let mut pending: Option<u32> = None;
    for c in text.chars() {
        let next = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '廿' | '卅' => {
                if pending.is_some() || unit <= 10 {
                    return None;
                }
                sum += if c == '廿' { 20 } else { 30 };
                (unit, bridged) = (10, false);
                continue;
            }
            '零' | '〇' if sum > 0 && pending.is_none() && !bridged => {
                bridged = true;
                continue;
            }
            _ => {
                let value = (!c.is_ascii()).then(|| digit(c)).flatten().filter(|d| *d > 0)?;
                if pending.replace(value).is_some() {
                    return None;
                }
                continue;
            }
        };
        let leads = next == 10 && (sum == 0 || bridged);
        let count = pending.take().or_else(|| leads.then_some(1))?;
        if next >= unit {
            return None;
        }
        sum += count * next;
        (unit, bridged) = (next, false);
    }
    match pending {
        // 一百二 would have to be guessed at: the last digit must follow 十 or a 零.
        Some(value) if unit == 10 || bridged || sum == 0 => Some(sum + value),
        Some(_) => None,
        None => (sum > 0 && !bridged).then_some(sum),
    }
}

/// Folds a full-width digit, ASCII letter, ．／ or － to half width.
pub(crate) const fn fold_char(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '．' | '／' | '－' => {
            match char::from_u32(c as u32 - 0xFEE0) {
                Some(folded) => folded,
                None => c,
            }
        }
        _ => c,
    }
}

/// Folds full-width digits, ASCII letters and ．／－ to half width. Chinese punctuation such as ，（） stays: it is no code.
#[must_use]
pub fn fold_digits(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// Writes a number as headings do: 一, 十, 二十三, 一百零五.
#[must_use]
pub fn to_chinese(n: u32) -> String {
    if n == 0 {
        return "零".to_owned();
    }
    let mut out = String::new();
    let groups = [(n / 100_000_000, "亿"), (n / 10_000 % 10_000, "万"), (n % 10_000, "")];
    for (group, unit) in groups {
        if group > 0 {
            if !out.is_empty() && group < 1000 {
                out.push('零');
            }
            push_group(&mut out, group);
            out.push_str(unit);
        }
    }
    out
}

/// Writes 1..=9999. The 一 of 十 is left out only where the number begins with it.
fn push_group(out: &mut String, group: u32) {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let begins = out.is_empty();
    let mut gap = false;
    let mut started = false;
    for (unit, word) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let value = group / unit % 10;
        if value == 0 {
            gap = started;
            continue;
        }
        if gap {
            out.push('零');
            gap = false;
        }
        if !(unit == 10 && value == 1 && begins && !started) {
            out.push(DIGITS[value as usize]);
        }
        out.push_str(word);
        started = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_every_writing() {
        for (text, value) in [
            ("0", 0),
            ("30", 30),
            ("030", 30),
            ("３０", 30),
            (" 7 ", 7),
            ("4294967295", u32::MAX),
            ("零", 0),
            ("〇", 0),
            ("一", 1),
            ("两", 2),
            ("十", 10),
            ("十一", 11),
            ("二十", 20),
            ("二十三", 23),
            ("廿", 20),
            ("廿五", 25),
            ("卅", 30),
            ("卅一", 31),
            ("一百", 100),
            ("两百", 200),
            ("一百零五", 105),
            ("一百一十", 110),
            ("一百二十三", 123),
            ("一百零十", 110),
            ("一千零二十", 1020),
            ("一千二百", 1200),
            ("三千零五", 3005),
            ("一万", 10_000),
            ("一万二千", 12_000),
            ("一万零五", 10_005),
            ("十二万", 120_000),
            ("二〇二五", 2025),
            ("二○二五", 2025),
            ("二零二五", 2025),
            ("一九四九", 1949),
            ("一〇", 10),
        ] {
            assert_eq!(parse_number(text), Some(value), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_not_guessed_at() {
        for text in [
            "",
            " ",
            "-1",
            "1.5",
            "3万",
            "abc",
            "十十",
            "二三十",
            "百",
            "十百",
            "一百二",
            "一万五",
            "两三",
            "第一",
            "4294967296",
            "一点五",
            "万",
            "九九九九九九九九九九九",
            "廿十",
            "一廿",
            "百零",
            "一百零",
            "1一",
            "一1",
            "零十",
        ] {
            assert_eq!(parse_number(text), None, "{text}");
        }
    }

    #[test]
    fn headings_are_written_as_people_write_them() {
        for (value, text) in [
            (0, "零"),
            (1, "一"),
            (10, "十"),
            (11, "十一"),
            (20, "二十"),
            (23, "二十三"),
            (100, "一百"),
            (105, "一百零五"),
            (110, "一百一十"),
            (1001, "一千零一"),
            (1010, "一千零一十"),
            (10_000, "一万"),
            (10_500, "一万零五百"),
            (120_003, "十二万零三"),
            (100_000_000, "一亿"),
        ] {
            assert_eq!(to_chinese(value), text);
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for value in (1..12_000).chain([99_999, 100_001, 1_234_567, 99_999_999]) {
            let text = to_chinese(value);
            assert_eq!(parse_number(&text), Some(value), "{text}");
        }
    }

    #[test]
    fn folding_touches_digits_and_codes_only() {
        assert_eq!(fold_digits("２０２５．６／３０－Ｊ１，（一）：完成"), "2025.6/30-J1，（一）：完成");
    }
}
