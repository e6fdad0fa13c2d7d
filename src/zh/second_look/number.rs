//! Numbers by which a person, a case or an account is found: read with every digit at half width.

use std::ops::Range;

/// The most characters between a case number's year and its 号.
const LONGEST_CASE: usize = 30;

/// How many ASCII digits stand from a place on.
pub(super) fn digits(chars: &[char], at: usize) -> usize {
    chars.get(at..).unwrap_or_default().iter().take_while(|c| c.is_ascii_digit()).count()
}

/// Whether one of these words ends before `at`, with no more than `gap` characters that are no digits between.
fn follows(chars: &[char], at: usize, words: &[&str], gap: usize) -> bool {
    let text: String = chars[at.saturating_sub(gap + 5)..at].iter().collect();
    words.iter().any(|word| text.rfind(word).is_some_and(|place| text[place + word.len()..].chars().count() <= gap))
}

/// Where a case number that begins at `at` ends: （2024）某0101民初123号. The number of a document, 〔2024〕1号, has no court and
/// no kind of case between year and number.
pub(super) fn case(chars: &[char], at: usize) -> Option<usize> {
    if !"(（〔[【".contains(*chars.get(at)?) {
        return None;
    }
    let year = chars.get(at + 1..at + 5)?;
    if !year.iter().all(char::is_ascii_digit) || !")）〕]】".contains(*chars.get(at + 5)?) {
        return None;
    }
    let rest = chars.get(at + 6..)?;
    let end = rest.iter().take(LONGEST_CASE).position(|c| *c == '号')?;
    let between = &rest[..end];
    let named = between.iter().any(|c| !c.is_ascii_digit() && !"年度第字号-—、".contains(*c));
    let counted = between.last().is_some_and(char::is_ascii_digit);
    let whole = between.iter().all(|c| c.is_alphanumeric() || "-—、".contains(*c));
    (named && counted && whole).then_some(at + 7 + end)
}

/// What a run of digits is, by its length, what stands in it and before it; with where it ends.
pub(super) fn run(chars: &[char], at: usize) -> Option<(super::Reason, usize)> {
    use super::Reason::{IdentityCard, LongNumber, Telephone};
    let run = digits(chars, at);
    let is_mobile = |from: usize| chars[from] == '1' && ('3'..='9').contains(&chars[from + 1]);
    let checked = matches!(chars.get(at + run), Some('X' | 'x'));
    let dialled = || follows(chars, at, &["电话", "手机", "座机", "联系方式", "号码"], 3);
    let banked = || follows(chars, at, &["账号", "帐号", "账户", "帐户", "卡号", "银行卡", "存折"], 4);
    match run {
        17 if checked => Some((IdentityCard, at + 18)),
        18 if born(&chars[at + 6..at + 14]) => Some((IdentityCard, at + 18)),
        15..=30 => Some((LongNumber, at + run)),
        11 if is_mobile(at) => Some((Telephone, at + 11)),
        13 if chars[at..].starts_with(&['8', '6']) && is_mobile(at + 2) => Some((Telephone, at + 13)),
        10..=12 if chars[at] == '0' => Some((Telephone, at + run)),
        8..=14 if banked() => Some((LongNumber, at + run)),
        7 | 8 if dialled() => Some((Telephone, at + run)),
        _ => None,
    }
}

/// Where a telephone number in parts that begins at `at` ends: 010-12345678, (0760)88886666, 138-0013-8000.
pub(super) fn telephone(chars: &[char], at: usize) -> Option<usize> {
    if let Some('(' | '（') = chars.get(at) {
        let area = digits(chars, at + 1);
        let close = at + 1 + area;
        let rest = digits(chars, close + 1);
        let is_area = chars.get(at + 1) == Some(&'0') && matches!(area, 3 | 4);
        return (is_area && matches!(chars.get(close), Some(')' | '）')) && matches!(rest, 7 | 8))
            .then_some(close + 1 + rest);
    }
    let (lengths, end) = parts(chars, at)?;
    let fixed = chars[at] == '0' && matches!(lengths[..], [3 | 4, 7 | 8] | [3 | 4, 7 | 8, 1..=5]);
    let mobile = chars[at] == '1' && matches!(lengths[..], [3, 4, 4] | [3, 8]);
    (fixed || mobile).then_some(end)
}

/// Where the number of a card in groups that begins at `at` ends: 6222-0210-0112-3456-789.
pub(super) fn card(chars: &[char], at: usize) -> Option<usize> {
    let (lengths, end) = parts(chars, at)?;
    let (last, groups) = lengths.split_last()?;
    let all: usize = lengths.iter().sum();
    (groups.len() > 2 && groups.iter().all(|length| *length == 4) && *last < 5 && (15..=19).contains(&all))
        .then_some(end)
}

/// The lengths of groups of digits with hyphens between them, and where they end.
fn parts(chars: &[char], at: usize) -> Option<(Vec<usize>, usize)> {
    if !chars.get(at)?.is_ascii_digit() || at > 0 && (chars[at - 1].is_ascii_digit() || chars[at - 1] == '-') {
        return None;
    }
    let run = chars[at..].iter().take_while(|c| c.is_ascii_digit() || **c == '-').count();
    let lengths: Vec<usize> = chars[at..at + run].split(|c| *c == '-').map(<[char]>::len).collect();
    (lengths.len() > 1).then_some((lengths, at + run))
}

/// Whether eight digits are a day on which somebody may have been born.
fn born(digits: &[char]) -> bool {
    let text: String = digits.iter().collect();
    let number = |range: Range<usize>| text.get(range).and_then(|part| part.parse::<u32>().ok());
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(4..6), number(6..8)) else { return false };
    (1900..=2199).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)
}

/// Where a mail address with its sign at `at` stands.
pub(super) fn mail(chars: &[char], at: usize) -> Option<Range<usize>> {
    let part = |c: &&char| c.is_ascii_alphanumeric() || "._-".contains(**c);
    let before = chars[..at].iter().rev().take_while(part).count();
    let behind = chars[at + 1..].iter().take_while(part).count();
    (chars[at] == '@' && before > 0 && behind > 0).then(|| at - before..at + 1 + behind)
}

/// Where a vehicle plate that begins at `at` ends: 某A12345, with six signs where the car is electric; 粤B·12345 and 京A1234警, too.
pub(super) fn plate(chars: &[char], at: usize) -> Option<usize> {
    let province = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼".contains(*chars.get(at)?);
    if !province || !chars.get(at + 1)?.is_ascii_alphabetic() {
        return None;
    }
    let from = at + 2 + usize::from(matches!(chars.get(at + 2), Some('·' | '•' | '.' | '-')));
    let signs = chars.get(from..)?.iter().take_while(|c| c.is_ascii_alphanumeric()).count();
    let marked = chars.get(from + signs).is_some_and(|c| "警学挂港澳领试超".contains(*c));
    let counted = chars[from..from + signs].iter().any(char::is_ascii_digit);
    (counted && matches!((signs, marked), (5 | 6, _) | (4, true))).then(|| from + signs + usize::from(marked))
}

/// Where a unified social credit code that begins at `at` ends: two signs, six digits of a place, ten signs.
pub(super) fn credit_code(chars: &[char], at: usize) -> Option<usize> {
    let is_sign = |c: &char| c.is_ascii_digit() || c.is_ascii_alphabetic() && !"IOSVZiosvz".contains(*c);
    if at > 0 && chars[at - 1].is_ascii_alphanumeric() {
        return None;
    }
    let run = chars.get(at..)?.iter().take_while(|c| c.is_ascii_alphanumeric()).count();
    let code = &chars[at..at + run];
    let shaped = run == 18 && code.iter().all(is_sign) && code[2..8].iter().all(char::is_ascii_digit);
    // Without a letter it is read as any other long number; with one at its end only, as that of an identity card.
    let lettered = code.get(..17).is_some_and(|body| body.iter().any(char::is_ascii_alphabetic));
    (shaped && lettered).then_some(at + run)
}

/// Where the words that tell when somebody was born stand, by a 生 at `at`: 1962年5月生, 出生于1990年, 生于一九六二年.
pub(super) fn birth(chars: &[char], at: usize) -> Option<Range<usize>> {
    if chars[at] != '生' {
        return None;
    }
    let part_of_day = |c: &&char| c.is_ascii_digit() || "年月日.-/〇零一二三四五六七八九十".contains(**c);
    let is_out = at > 0 && chars[at - 1] == '出';
    let from = at - usize::from(is_out);
    let before = chars[..from].iter().rev().take_while(part_of_day).count();
    let told = &chars[from - before..from];
    let ended = chars.get(at + 1).is_none_or(|c| !c.is_alphanumeric() || "人于的".contains(*c));
    if told.len() > 4
        && told[..4].iter().all(|c| c.is_ascii_digit() || "〇零一二三四五六七八九".contains(*c))
        && (is_out || ended)
    {
        return Some(from - before..at + 1);
    }
    // Behind it: 出生日期：1990-03-07. 产生于 and 发生于 tell of nobody's birth.
    let head: String = chars[at + 1..].iter().take(4).collect();
    let skipped = ["日期", "年月日", "年月", "时间", "于"].iter().find(|word| head.starts_with(**word));
    let wordy = skipped.map_or(0, |word| word.chars().count());
    let is_birth =
        is_out || skipped == Some(&"于") && (at == 0 || !"产发诞衍滋萌派学医考先卫民师女男养".contains(chars[at - 1]));
    let mut on = at + 1 + wordy;
    on += usize::from(chars.get(on).is_some_and(|c| "：:为是系".contains(*c)));
    let day = chars.get(on..)?.iter().take_while(part_of_day).count();
    (is_birth && day > 4).then(|| from..on + day)
}
