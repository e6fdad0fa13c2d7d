//! Where somebody lives, and the companies and parties by which a case is known. What is written with 某 was made nameless before.

use super::number::digits;
use std::ops::Range;

/// How many characters stand before `at` that belong to the name of a place.
fn name_before(chars: &[char], at: usize, most: usize) -> usize {
    chars[..at].iter().rev().take(most).take_while(|c| c.is_alphabetic() && !"的在于至住由位为".contains(**c)).count()
}

/// Digits or Chinese numerals from a place on.
fn number(chars: &[char], at: usize) -> usize {
    match digits(chars, at) {
        0 => chars
            .get(at..)
            .unwrap_or_default()
            .iter()
            .take_while(|c| "一二三四五六七八九十百〇零".contains(**c))
            .count(),
        count => count,
    }
}

fn nameless(chars: &[char]) -> bool {
    chars.iter().any(|c| "某×ＸX*＊○".contains(*c))
}

/// Where an address with its telling sign at `at` stands: 人民路12号, 3栋2单元501室, 李家村三组, 住址：….
pub(super) fn address(chars: &[char], at: usize) -> Option<Range<usize>> {
    let found = match chars[at] {
        '路' | '街' | '巷' | '弄' | '道' | '同' => street(chars, at),
        '栋' | '幢' | '座' | '楼' | '元' => building(chars, at),
        '村' => village(chars, at),
        '住' | '址' | '地' => lives(chars, at),
        _ => None,
    }?;
    (!nameless(&chars[found.clone()])).then_some(found)
}

fn street(chars: &[char], at: usize) -> Option<Range<usize>> {
    let end = at + 1 + usize::from(chars[at] == '同' && chars.get(at + 1) == Some(&'胡'));
    let is_street = match chars[at] {
        '道' => at > 0 && chars[at - 1] == '大',
        '同' => at > 0 && chars[at - 1] == '胡',
        '路' => at > 0 && !"线电思出网道套链".contains(chars[at - 1]),
        _ => true,
    };
    let sided = end
        + usize::from(chars.get(end).is_some_and(|c| "东西南北中甲乙丙丁".contains(*c)) && number(chars, end + 1) > 0);
    let count = number(chars, sided);
    let mut close = sided + count;
    if chars.get(close).is_some_and(|c| "-之—".contains(*c)) {
        close += 1 + number(chars, close + 1);
    }
    let named = name_before(chars, at, 8);
    let is_named =
        chars[at - named..at].iter().filter(|c| number(&[**c], 0) == 0 && **c != '大' && **c != '第').count() > 0;
    let is_line = chars.get(close + 1).is_some_and(|c| "线文令".contains(*c));
    (is_street && is_named && !is_line && (1..=5).contains(&count) && chars.get(close) == Some(&'号'))
        .then(|| at - named..close + 1)
}

fn building(chars: &[char], at: usize) -> Option<Range<usize>> {
    // 号楼 and 单元 begin one character earlier than they are known by.
    let mark = match chars[at] {
        '楼' => at.checked_sub(1).filter(|before| chars[*before] == '号')?,
        '元' => at.checked_sub(1).filter(|before| chars[*before] == '单')?,
        _ => at,
    };
    let is_count = |c: &&char| c.is_ascii_alphanumeric() || "一二三四五六七八九十".contains(**c);
    let before = chars[..mark].iter().rev().take(3).take_while(is_count).count();
    let behind = chars[at + 1..].iter().take(5).take_while(|c| is_count(c) || **c == '-').count();
    let closed = chars.get(at + 1 + behind).is_none_or(|c| !"个年月日件人条项次名间台套".contains(*c));
    if before == 0 || behind == 0 || !closed {
        return None;
    }
    let tail =
        chars[at + 1 + behind..].iter().take(8).take_while(|c| is_count(c) || "单元室号层楼户-".contains(**c)).count();
    let named = name_before(chars, mark - before, 10);
    Some(mark - before - named..at + 1 + behind + tail)
}

fn village(chars: &[char], at: usize) -> Option<Range<usize>> {
    let from = at + 1 + usize::from(chars.get(at + 1) == Some(&'第'));
    let count = number(chars, from);
    let rest: String = chars[from + count..].iter().take(4).collect();
    let unit = ["村民小组", "组", "社", "屯", "小组", "号"].iter().find(|unit| rest.starts_with(**unit))?;
    let named = name_before(chars, at, 6);
    let is_named = chars[at - named..at].iter().any(|c| number(&[*c], 0) == 0);
    ((1..=3).contains(&count) && is_named).then(|| at - named..from + count + unit.chars().count())
}

/// What is said to be where somebody lives, up to the next sign.
fn lives(chars: &[char], at: usize) -> Option<Range<usize>> {
    let until = |from: usize| {
        from + chars[from..].iter().take(30).take_while(|c| c.is_alphanumeric() || "-（）()".contains(**c)).count()
    };
    let told = |words: &[&str]| {
        let text: String = chars[at.saturating_sub(5)..=at].iter().collect();
        words.iter().any(|word| text.ends_with(word))
    };
    let from = match chars.get(at + 1)? {
        '：' | ':' if told(&["住", "住址", "地址", "住所地", "户籍地", "居住地", "所在地", "籍贯地"]) => {
            at + 2
        }
        _ if told(&["家住", "现住"]) => at + 1,
        _ => return None,
    };
    let end = until(from);
    (end > from + 3).then_some(from..end)
}

/// What a company may be in a case.
const PARTY: [&str; 11] =
    ["原告", "被告", "申请人", "执行人", "上诉人", "第三人", "案外人", "当事人", "债权人", "债务人", "担保人"];

/// Where a company whose name ends at `at` (the 司 of 公司) stands; without 有限 or the like only as a party.
pub(super) fn company(chars: &[char], at: usize) -> Option<Range<usize>> {
    if chars[at] != '司' {
        return None;
    }
    let text: String = chars[at.saturating_sub(5)..=at].iter().collect();
    let part = |c: &&char| c.is_alphanumeric() || "（）()".contains(**c);
    let kinds = ["有限责任公司", "股份有限公司", "有限公司", "责任公司", "集团公司", "股份公司"];
    if let Some(kind) = kinds.iter().find(|kind| text.ends_with(**kind)) {
        let from = at + 1 - kind.chars().count();
        let named = |c: &&char| part(c) && !"的在对向是以将由或及与指括涉条作款为".contains(**c);
        let before = chars[..from].iter().rev().take(16).take_while(named).count();
        // Place, name and trade are four characters at least; 一人有限责任公司 is nobody's name.
        return (before > 3 && !nameless(&chars[from - before..from])).then_some(from - before..at + 1);
    }
    let from = at.checked_sub(1).filter(|_| text.ends_with("公司"))?;
    let before: String = chars[from.saturating_sub(12)..from].iter().collect();
    let name =
        PARTY.iter().filter_map(|role| before.rsplit_once(role).map(|(_, name)| name)).min_by_key(|name| name.len())?;
    let name: Vec<char> = name.trim_start_matches(['：', ':']).chars().collect();
    let whole =
        name.iter().all(|c| part(&c) && !"与和为是向对因等系的将被在其各已未以就由不求起主按协代提要".contains(*c));
    ((2..=8).contains(&name.len()) && whole && !nameless(&name)).then_some(from - name.len()..at + 1)
}

/// Where the parties and the cause of a case with its 诉 at `at` stand: 甲诉乙…案.
pub(super) fn parties(chars: &[char], at: usize) -> Option<Range<usize>> {
    let (before, behind) = (chars[..at].last()?, chars.get(at + 1)?);
    let is_word = "上起申投反公自应败胜撤告控哭倾陈涉滥缠息服非初再抗刑民执立群众信被受捕追)）".contains(*before)
        || "讼求源前调辩状权至服由苦说称请中后外判裁访争".contains(*behind);
    if chars[at] != '诉' || is_word || !behind.is_alphanumeric() {
        return None;
    }
    let part = |c: &&char| c.is_alphanumeric() || "（）()".contains(**c);
    let left = chars[..at].iter().rev().take(20).take_while(part).count();
    let right: Vec<char> = chars[at + 1..].iter().take(40).take_while(|c| part(c) || **c == '、').copied().collect();
    let case =
        (3..right.len()).find(|end| right[*end] == '案' && !matches!(right.get(end + 1), Some('卷' | '材' | '情')))?;
    let end = at + 1 + case + 1;
    let named = |side: &[char]| side.len() > 1 && !nameless(side);
    (named(&chars[at - left..at]) || named(&chars[at + 1..end])).then_some(at - left..end)
}
