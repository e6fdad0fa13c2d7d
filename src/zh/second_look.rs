//! What of a text is looked at a second time before the public reads it: names of persons, case numbers, numbers of identity
//! cards, telephones and accounts, mail addresses.
//!
//! Nothing is changed here: 某法官 may be a role and 某案 may have been published. A person decides; the program finds.

use crate::zh::numeral::fold_char;

/// Why words are looked at a second time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The name of a person: of the roster, or before 同志, 先生, 女士.
    Person,
    /// A case number (案号).
    CaseNumber,
    /// The number of an identity card.
    IdentityCard,
    /// The number of a telephone.
    Telephone,
    /// A number as long as those of accounts.
    LongNumber,
    /// A mail address.
    Mail,
}

impl Reason {
    /// The word that is printed.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Person => "人员姓名",
            Self::CaseNumber => "案号",
            Self::IdentityCard => "身份证号",
            Self::Telephone => "电话号码",
            Self::LongNumber => "账号等长号码",
            Self::Mail => "邮箱",
        }
    }
}

/// Words to be looked at, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Found {
    /// Why.
    pub reason: Reason,
    /// The words as they stand.
    pub words: String,
}

/// The most characters between a case number's year and its 号.
const LONGEST_CASE: usize = 30;

/// Everything in a text that is looked at a second time, each once; `names` are the persons that the roster knows.
#[must_use]
pub fn find(text: &str, names: &[String]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut add = |reason, words: String| {
        let one = Found { reason, words };
        if !found.contains(&one) {
            found.push(one);
        }
    };
    // Lines stay apart: numbers that stand below each other are not one.
    let plain: String = text.chars().filter(|c| *c == '\n' || !c.is_whitespace()).collect();
    for name in names {
        let bare: String = name.chars().filter(|c| !c.is_whitespace()).collect();
        if bare.chars().count() > 1 && plain.contains(&bare) {
            add(Reason::Person, name.clone());
        }
    }
    let chars: Vec<char> = plain.chars().collect();
    let folded: Vec<char> = chars.iter().copied().map(fold_char).collect();
    for at in 0..chars.len() {
        if let Some(end) = case_number(&folded, at) {
            add(Reason::CaseNumber, chars[at..end].iter().collect());
        }
    }
    for at in 0..chars.len() {
        if let Some(end) = addressed(&chars, at) {
            add(Reason::Person, chars[at..end].iter().collect());
        }
        if let Some(end) = joined_telephone(&folded, at) {
            add(Reason::Telephone, chars[at..end].iter().collect());
        }
        if folded[at] == '@' {
            let part = |c: &&char| c.is_ascii_alphanumeric() || "._-".contains(**c);
            let before = folded[..at].iter().rev().take_while(part).count();
            let behind = folded[at + 1..].iter().take_while(part).count();
            if before > 0 && behind > 0 {
                add(Reason::Mail, chars[at - before..=at + behind].iter().collect());
            }
        }
    }
    let mut at = 0;
    while at < folded.len() {
        let run = folded[at..].iter().take_while(|c| c.is_ascii_digit()).count();
        let number = |end: usize| chars[at..end].iter().collect::<String>();
        let checked = matches!(folded.get(at + run), Some('X' | 'x'));
        match run {
            17 if checked => add(Reason::IdentityCard, number(at + 18)),
            18 if born(&folded[at + 6..at + 14]) => add(Reason::IdentityCard, number(at + 18)),
            15..=30 => add(Reason::LongNumber, number(at + run)),
            11 if folded[at] == '1' && ('3'..='9').contains(&folded[at + 1]) => add(Reason::Telephone, number(at + 11)),
            _ => {}
        }
        at += run.max(1);
    }
    found
}

/// Surnames that most people have; a name before 同志 begins with one.
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文";

/// Where a name of two or three characters that begins at `at` ends, when it is addressed: 某某同志.
fn addressed(chars: &[char], at: usize) -> Option<usize> {
    let spoken = |end: usize| {
        let title: Option<String> = chars.get(end..end + 2).map(|title| title.iter().collect());
        title.is_some_and(|title| matches!(title.as_str(), "同志" | "先生" | "女士"))
    };
    SURNAMES.contains(chars[at]).then(|| [at + 3, at + 2].into_iter().find(|end| spoken(*end)))?
}

/// Where a telephone number written with hyphens that begins at `at` ends: 010-12345678, 138-0013-8000.
fn joined_telephone(chars: &[char], at: usize) -> Option<usize> {
    if at > 0 && (chars[at - 1].is_ascii_digit() || chars[at - 1] == '-') {
        return None;
    }
    let run = chars[at..].iter().take_while(|c| c.is_ascii_digit() || **c == '-').count();
    let text: String = chars[at..at + run].iter().collect();
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let fixed = parts[0].starts_with('0') && matches!(lengths[..], [3 | 4, 7 | 8]);
    let mobile = parts[0].starts_with('1') && matches!(lengths[..], [3, 4, 4] | [3, 8]);
    (fixed || mobile).then_some(at + run)
}

/// Whether eight digits are a day on which somebody may have been born.
fn born(digits: &[char]) -> bool {
    let text: String = digits.iter().collect();
    let number = |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse::<u32>().ok());
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(4..6), number(6..8)) else { return false };
    (1900..=2199).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)
}

/// Where a case number that begins at `at` ends: （2024）某0101民初123号. The number of a document, 〔2024〕1号, has no court and
/// no kind of case between year and number.
fn case_number(chars: &[char], at: usize) -> Option<usize> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_are_found_and_documents_are_not() {
        let names = ["李某某".to_owned(), "王 某".to_owned(), "甲".to_owned()];
        let of = |text: &str| find(text, &names).into_iter().map(|f| (f.reason, f.words)).collect::<Vec<_>>();
        for (text, found) in [
            ("由李某某牵头，李某某负责", vec![(Reason::Person, "李某某")]),
            ("王某带队", vec![(Reason::Person, "王 某")]),
            ("甲方案", vec![]),
            ("（2024）某0101民初123号已结", vec![(Reason::CaseNumber, "（2024）某0101民初123号")]),
            ("(2015)某民初字第 12 号", vec![(Reason::CaseNumber, "(2015)某民初字第12号")]),
            ("〔2024〕某01执恢7号", vec![(Reason::CaseNumber, "〔2024〕某01执恢7号")]),
            ("（２０２４）某０１刑终９号", vec![(Reason::CaseNumber, "（２０２４）某０１刑终９号")]),
            ("某政〔2025〕12号、某法发〔2025〕第3号", vec![]),
            ("（2024）年度第3号通报", vec![]),
            ("计划（2024）已经印发，详见12号文", vec![]),
            ("身份证11010119900307123X", vec![(Reason::IdentityCard, "11010119900307123X")]),
            ("身份证110101199003071234", vec![(Reason::IdentityCard, "110101199003071234")]),
            ("流水号999999999999999999", vec![(Reason::LongNumber, "999999999999999999")]),
            ("对赵某强同志、党员同志", vec![(Reason::Person, "赵某强")]),
            ("电话010-12345678", vec![(Reason::Telephone, "010-12345678")]),
            (
                "138-0013-8000\n１３８００１３８０００",
                vec![(Reason::Telephone, "138-0013-8000"), (Reason::Telephone, "１３８００１３８０００")],
            ),
            ("寄 office@example.cn 收", vec![(Reason::Mail, "office@example.cn")]),
            ("2025-08-31至2025-09-30", vec![]),
            ("电话13800138000", vec![(Reason::Telephone, "13800138000")]),
            ("共12345678901件", vec![]),
            ("", vec![]),
        ] {
            let expected: Vec<_> = found.iter().map(|(r, w)| (*r, (*w).to_owned())).collect();
            assert_eq!(of(text), expected, "{text}");
        }
    }
}
