//! Numbers in running text, each with what it counts: 27个, 三十二项, 12.5万元, 98.71%, 百分之八十, 九成.
//!
//! Years, days, ordinals (第3条) and durations (3个月) count nothing that a report states, and 一 and 两 before a counter are
//! more often an article or a slogan than a number: they are passed over. Where a number only says about how many (余, 约,
//! 以上, 3至5个) it is marked so.

use super::{
    money::parse_cents,
    numeral::{fold_char, is_chinese_numeral, parse_number},
};

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Things, by their counter.
    Count(&'static str),
    /// Money, in cents.
    Cents,
    /// A rate, in percent.
    Percent,
}

/// A number in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quantity {
    /// Where it begins, in bytes.
    pub at: usize,
    /// Where its unit ends.
    pub end: usize,
    /// Its digits; in cents for money.
    pub value: i64,
    /// How many of them stand behind the point.
    pub decimals: u32,
    /// What it counts.
    pub unit: Unit,
    /// It says about how many, not how many.
    pub about: bool,
}

/// Counters, longer ones first.
const COUNTERS: [&str; 22] = [
    "人次", "家次", "件次", "户次", "个", "项", "条", "件", "份", "人", "名", "家", "次", "起", "篇", "场", "处", "宗",
    "例", "类", "户", "笔",
];

/// What makes a counter of the words before it something else: 3个月, 5个百分点, 2次日.
const NO_COUNTER: [&str; 7] = ["个月", "个百分点", "个工作日", "个小时", "个季度", "个年度", "个多月"];

const ABOUT_BEFORE: [&str; 14] =
    ["约", "近", "超", "超过", "逾", "多于", "至少", "不少于", "不低于", "不超过", "最多", "上", "将近", "达到"];
const ABOUT_BEHIND: [&str; 6] = ["以上", "以下", "左右", "余", "多", "以内"];
const MONEY: [&str; 4] = ["亿元", "万元", "千元", "元"];
const RANGE: [char; 7] = ['-', '—', '–', '～', '~', '至', '到'];

/// Every number of a text that counts something, in order.
#[must_use]
pub fn quantities(text: &str) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let previous = text[..at].chars().next_back();
        match read(text, at, previous) {
            Some(quantity) => {
                at = quantity.end;
                found.push(quantity);
            }
            // A number that counts nothing is passed over whole: its tail is none either.
            None => at += number_len(&text[at..]).max(c.len_utf8()),
        }
    }
    found
}

/// How many bytes of digits and points, or of a Chinese numeral, a text begins with.
fn number_len(text: &str) -> usize {
    let is_digit = |c: char| fold_char(c).is_ascii_digit();
    let arabic: usize = text
        .char_indices()
        .take_while(|(at, c)| {
            is_digit(*c) || (*at > 0 && matches!(c, '.' | ',' | '，' | '．') && followed(text, *at, *c))
        })
        .map(|(_, c)| c.len_utf8())
        .sum();
    if arabic > 0 { arabic } else { text.chars().take_while(|c| is_chinese_numeral(*c)).map(char::len_utf8).sum() }
}

/// Whether a point or comma stands within a number: digits follow, three of them behind a comma.
fn followed(text: &str, at: usize, c: char) -> bool {
    let digits = text[at + c.len_utf8()..].chars().take_while(|c| fold_char(*c).is_ascii_digit()).count();
    if matches!(c, ',' | '，') { digits == 3 } else { digits > 0 }
}

fn read(text: &str, at: usize, previous: Option<char>) -> Option<Quantity> {
    let rest = &text[at..];
    if previous.is_some_and(|c| c == '第' || c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '〔' | '[' | '_')) {
        return None;
    }
    let before = &text[..at];
    if let Some(behind) = rest.strip_prefix("百分之") {
        let len = number_len(behind);
        let (value, decimals) = number(&behind[..len])?;
        let end = at + "百分之".len() + len;
        let about = is_about(before, &text[end..]);
        return Some(Quantity { at, end, value, decimals, unit: Unit::Percent, about });
    }
    let len = number_len(rest);
    let (value, decimals) = number(&rest[..len])?;
    let range = previous.is_some_and(|c| RANGE.contains(&c) && ends_in_number(before));
    let mut behind = &rest[len..];
    let more = ["余", "多"].iter().find_map(|word| behind.strip_prefix(word));
    behind = more.unwrap_or(behind);
    let about = |end: usize| more.is_some() || range || is_about(before, &text[end..]);
    let from = text.len() - behind.len();
    if behind.starts_with(['%', '％', '﹪']) {
        let end = from + behind.chars().next().map_or(0, char::len_utf8);
        return Some(Quantity { at, end, value, decimals, unit: Unit::Percent, about: about(end) });
    }
    if let Some(tail) = behind.strip_prefix('成')
        && (1..=10).contains(&value)
        && decimals == 0
        && !tail.starts_with(['立', '为', '员', '果', '效', '本', '功', '长'])
    {
        let end = from + '成'.len_utf8();
        // Nine tenths are said of anything near them.
        return Some(Quantity { at, end, value: value * 10, decimals: 0, unit: Unit::Percent, about: true });
    }
    if let Some(unit) = MONEY.iter().find(|unit| behind.starts_with(**unit)) {
        let end = from + unit.len();
        let value = parse_cents(&format!("{}{unit}", &rest[..len])).ok()?;
        return Some(Quantity { at, end, value, decimals: 0, unit: Unit::Cents, about: about(end) });
    }
    let (thousands, behind) = match behind.strip_prefix('万') {
        Some(behind) if decimals == 0 => (10_000, behind),
        _ => (1, behind),
    };
    let counter = COUNTERS.iter().find(|counter| behind.starts_with(**counter))?;
    let small = !rest.starts_with(|c: char| fold_char(c).is_ascii_digit()) && (value < 2 || rest.starts_with('两'));
    if small || decimals > 0 || NO_COUNTER.iter().any(|word| behind.starts_with(word)) {
        return None;
    }
    let end = text.len() - behind.len() + counter.len();
    let value = value.checked_mul(thousands)?;
    Some(Quantity { at, end, value, decimals, unit: Unit::Count(counter), about: about(end) || thousands > 1 })
}

/// A number's digits without its point, and how many stood behind it.
fn number(text: &str) -> Option<(i64, u32)> {
    if text.is_empty() {
        return None;
    }
    if !text.starts_with(|c: char| fold_char(c).is_ascii_digit()) {
        return parse_number(text).map(|value| (i64::from(value), 0));
    }
    let folded: String = text.chars().map(fold_char).filter(|c| !matches!(c, ',' | '，')).collect();
    let (whole, part) = folded.split_once('.').unwrap_or((&folded, ""));
    let value = format!("{whole}{part}").parse().ok()?;
    Some((value, u32::try_from(part.len()).ok()?))
}

fn is_about(before: &str, behind: &str) -> bool {
    let range = behind.starts_with(RANGE)
        && behind.chars().nth(1).is_some_and(|c| fold_char(c).is_ascii_digit() || is_chinese_numeral(c));
    range
        || ABOUT_BEFORE.iter().any(|word| before.ends_with(word))
        || ABOUT_BEHIND.iter().any(|word| behind.starts_with(word))
}

fn ends_in_number(before: &str) -> bool {
    let mut back = before.chars().rev();
    back.next();
    back.next()
        .is_some_and(|c| fold_char(c).is_ascii_digit() || is_chinese_numeral(c) || COUNTERS.contains(&&*c.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<(&str, i64, u32, bool)> {
        quantities(text).iter().map(|q| (&text[q.at..q.end], q.value, q.decimals, q.about)).collect()
    }

    #[test]
    fn numbers_are_read_with_what_they_count() {
        for (text, words, value, decimals) in [
            ("共27个问题", "27个", 27, 0),
            ("整改三十二项", "三十二项", 32, 0),
            ("处理１５人次", "１５人次", 15, 0),
            ("追缴12.345万元", "12.345万元", 12_345_000, 0),
            ("清退3,646.75元", "3,646.75元", 364_675, 0),
            ("完成率98.71%", "98.71%", 9871, 2),
            ("占百分之七十六", "百分之七十六", 76, 0),
            ("占百分之82.8", "百分之82.8", 828, 1),
            ("给予政务处分0人", "0人", 0, 0),
            ("办结1,786件", "1,786件", 1786, 0),
        ] {
            assert_eq!(said(text), [(words, value, decimals, false)], "{text}");
        }
    }

    #[test]
    fn what_says_about_how_many_is_marked() {
        for text in
            ["约30个", "30余人", "30多个", "30个以上", "近九成", "3至5个", "3—5个", "3.5万元左右", "2万人", "不低于70%"]
        {
            assert!(!said(text).is_empty() && said(text).iter().all(|(.., about)| *about), "{text}");
        }
    }

    #[test]
    fn years_days_ordinals_durations_and_articles_count_nothing() {
        for text in [
            "2024年3月1日至4月30日",
            "第3条",
            "第十二次会议",
            "3个月内",
            "上升5个百分点",
            "一个支部",
            "两个维护",
            "一家企业",
            "A3个",
            "12.3.4",
            "〔2024〕3号",
            "三十而立",
            "3月",
        ] {
            assert_eq!(said(text), [], "{text}");
        }
    }

    #[test]
    fn hostile_text_is_read_in_one_pass() {
        for piece in ["9", "一", "9,", "百分之", "9个", "十"] {
            let text = piece.repeat(200_000);
            let begun = std::time::Instant::now();
            let _ = quantities(&text);
            assert!(begun.elapsed().as_secs() < 5, "{piece}");
        }
    }
}
