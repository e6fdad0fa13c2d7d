//! Numbers by which a person, a case or an account is found: read with every digit at half width.

use std::ops::Range;

/// The most characters between a case number's year and its 号.
const LONGEST_CASE: usize = 30;

/// By what the provinces are called for short.
const PLACES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

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

/// Where a case number without brackets that begins at `at` ends: 2024京01执12号. A court and a kind of case tell it from a date.
pub(super) fn bare_case(chars: &[char], at: usize) -> Option<usize> {
    if at > 0 && chars[at - 1].is_ascii_digit() || digits(chars, at) != 4 || !"12".contains(chars[at]) {
        return None;
    }
    let from = at + 4 + usize::from(chars.get(at + 4) == Some(&'年'));
    let rest = chars.get(from..)?;
    if !PLACES.contains(*rest.first()?) && !"某最军兵".contains(*rest.first()?) {
        return None;
    }
    let end = rest.iter().take(LONGEST_CASE).position(|c| *c == '号')?;
    let between = &rest[..end];
    let kind = between.iter().any(|c| "民刑执行破赔诉初终再监恢财保辖调督".contains(*c));
    let counted = between.last().is_some_and(char::is_ascii_digit);
    let whole = between.iter().all(|c| c.is_alphanumeric() && !"年月日".contains(*c));
    // 2024京行动第1号 has neither the number of a court nor 字第.
    let courted = between.get(1).is_some_and(char::is_ascii_digit) || "最军兵".contains(between[0]);
    let old = between.windows(2).any(|pair| pair == ['字', '第']);
    (kind && counted && whole && (courted || old)).then_some(from + end + 1)
}

/// Where the number of a document of discipline, supervision or prosecution with its bracket at `at` stands: 京纪监〔2025〕12号.
/// What such offices publish ends in 发 or 释字 before the year.
pub(super) fn file(chars: &[char], at: usize) -> Option<Range<usize>> {
    let year = chars.get(at + 1..at + 5)?;
    let is_year =
        year.iter().all(char::is_ascii_digit) && matches!(chars.get(at + 5), Some(')' | '）' | '〕' | ']' | '】'));
    if !"(（〔[【".contains(chars[at]) || !is_year {
        return None;
    }
    let from = at + 6 + usize::from(chars.get(at + 6) == Some(&'第'));
    let count = digits(chars, from);
    let word = chars[..at].iter().rev().take(8).take_while(|c| c.is_alphabetic()).count();
    let word = at - word;
    let is_mark = |place: &usize| match chars[*place] {
        '纪' | '检' => !matches!(chars.get(*place + 1), Some('律' | '查' | '录' | '念' | '测' | '验' | '要')),
        '监' => !matches!(chars.get(*place + 1), Some('管' | '督' | '理' | '测')),
        '公' => matches!(chars.get(*place + 1), Some('刑' | '经' | '诉' | '侦' | '治')),
        _ => false,
    };
    let mark = (word..at).find(is_mark)?;
    // What a local organ of discipline sends out under its own number, 某纪发〔2025〕3号, is for inside; that of the centre,
    // 中纪发, is published.
    let sent = chars[at - 1] == '发';
    let central = mark > word && chars[mark - 1] == '中';
    let inside = sent && chars[mark] == '纪' && !central;
    let published = !inside && (sent || matches!(chars[at - 1], '会' | '令') || chars[..at].ends_with(&['释', '字']));
    // The office is named by one or two characters before: 京纪监, 某区检.
    let begin = (word..=mark).rev().find(|place| PLACES.contains(chars[*place]) || "某中最".contains(chars[*place]));
    let begin = begin.unwrap_or(mark.saturating_sub(1).max(word));
    (count > 0 && chars.get(from + count) == Some(&'号') && !published).then(|| begin..from + count + 1)
}

/// Where a document or an account that is called so at `at` stands: 护照E12345678, 微信号zhangsan88, QQ12345678.
pub(super) fn called(chars: &[char], at: usize) -> Option<(Range<usize>, super::Reason)> {
    use super::Reason::{Document, Handle};
    const CALLED: [(&str, super::Reason); 14] = [
        ("护照", Document),
        ("通行证", Document),
        ("军官证", Document),
        ("士兵证", Document),
        ("警官证", Document),
        ("驾驶证", Document),
        ("居留证", Document),
        ("微信", Handle),
        ("QQ", Handle),
        ("抖音", Handle),
        ("快手", Handle),
        ("微博", Handle),
        ("支付宝", Handle),
        ("钉钉", Handle),
    ];
    let begins = |from: usize, word: &str| {
        let mut rest = chars.get(from..).unwrap_or_default().iter();
        word.chars().all(|c| rest.next().is_some_and(|one| one.eq_ignore_ascii_case(&c)))
    };
    if chars[at].is_ascii_alphabetic() && at > 0 && chars[at - 1].is_ascii_alphanumeric() {
        return None;
    }
    let (word, reason) = CALLED.iter().find(|(word, _)| begins(at, word))?;
    let mut from = at + word.chars().count();
    for _ in 0..3 {
        let link = ["账号", "帐号", "号码", "号", "名", "ID", "：", ":", "为", "是", "（", "("];
        from += link.iter().find(|link| begins(from, link)).map_or(0, |link| link.chars().count());
    }
    let is_sign = |c: &&char| c.is_ascii_alphanumeric() || matches!((c, reason), ('_' | '-', Handle));
    let signs = chars.get(from..)?.iter().take_while(is_sign).count();
    let counted = chars[from..from + signs].iter().any(char::is_ascii_digit);
    let fits = match reason {
        Document => counted && (7..=18).contains(&signs),
        _ => (5..=20).contains(&signs),
    };
    fits.then_some((at..from + signs, *reason))
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
    if !PLACES.contains(*chars.get(at)?) || !chars.get(at + 1)?.is_ascii_alphabetic() {
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
