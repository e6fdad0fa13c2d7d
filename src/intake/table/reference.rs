//! What a row says of other rows: the issues that an opinion answers, and the one that a 举一反三 stems from.
//!
//! They are named by number (3、第3条、问题1—3), by code (J2, 3.1), by the paper's own numbering (（一）2) or by words. A number of
//! which the file has two is asked about; one of which it has none may be that of an issue which the round has already.

use super::ledger::shown;
use crate::domain::code::Code;
use crate::domain::item::{ItemKind, Origin};
use crate::intake::plan::{Note, PlannedItem};
use crate::intake::wording;
use crate::zh::numeral::{fold_char, fold_digits, is_chinese_numeral, parse_number};
use std::cell::Cell;
use std::collections::HashMap;

/// More than an opinion is answered by, or a range of numbers is long.
const MOST: u32 = 200;
/// So many names are looked for within the words of issues, and so many notes are written: a list of names that nothing is called
/// by must not cost a walk through the file for each.
const SEARCHED: usize = 500;
/// Fewer characters name no issue by a part of its words.
const TELLING: usize = 6;

/// Words that name other items, as they stand beside one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Related {
    /// The item beside which they stand.
    pub(super) item: usize,
    /// The heading of their column.
    pub(super) heading: String,
    /// The words.
    pub(super) words: String,
    /// Whether they stand in a column of such words; else only 由第3条举一反三 names anything.
    pub(super) own_column: bool,
}

/// Whether words elsewhere than in a column of references name what a 举一反三 stems from.
pub(super) fn names_source(words: &str) -> bool {
    words.contains("举一反三") && !in_running_words(words).is_empty()
}

/// Ties opinions to the issues they answer, and issues to the one they stem from. `numbered` are the numbers in front of issues,
/// whether or not they become codes.
pub(super) fn relate(items: &mut [PlannedItem], related: &[Related], numbered: &[(usize, u32)]) -> Vec<Note> {
    if related.is_empty() {
        return Vec::new();
    }
    let index = Index::of(items, numbered);
    let mut notes = Vec::new();
    for one in related {
        let Related { item, heading, words, own_column } = one;
        let mut note = |reason: String| notes.push(Note { place: items[*item].place.clone(), reason });
        let opinion = items[*item].kind == ItemKind::Opinion;
        let may_stem = matches!(items[*item].origin, Origin::Extension | Origin::Reform);
        if !opinion && !may_stem {
            if *own_column {
                note(format!(
                    "“{heading}”写了“{}”，但这一行是反馈等问题，没有建立关联；是举一反三的，请在问题来源里写明",
                    shown(words)
                ));
            }
            continue;
        }
        let whole = own_column.then(|| index.worded(items, *item, words, true)).flatten();
        let pieces = match whole {
            Some(_) => Vec::new(),
            None if *own_column => in_list(words, &index),
            None => in_running_words(words),
        };
        let mut found: Vec<usize> = whole.into_iter().collect();
        let mut elsewhere: Vec<String> = Vec::new();
        for piece in pieces {
            match index.named(items, *item, &piece) {
                Named::One(other) => found.push(other),
                Named::Several(places) => note(format!(
                    "“{heading}”的“{piece}”在表内有 {} 处（{}），分不清是哪一个，没有建立关联，请核对",
                    places.len(),
                    places.iter().take(5).map(String::as_str).collect::<Vec<_>>().join("、")
                )),
                Named::Nowhere if piece.parse::<Code>().is_ok() => elsewhere.push(piece),
                Named::Nowhere => {
                    note(format!("“{heading}”的“{}”没有对应到表内的问题，没有建立关联", shown(&piece)));
                }
            }
        }
        if !elsewhere.is_empty() {
            note(format!(
                "“{heading}”的“{}”不在这份文件里：轮次中有这个编号的问题的，与它建立关联，没有的不建立，请核对",
                elsewhere.join("、")
            ));
        }
        if !opinion && found.len() + elsewhere.len() + usize::from(items[*item].stems_from.is_some()) > 1 && *own_column
        {
            note(format!(
                "“{heading}”写了几个问题（{}），举一反三只与第一个建立关联，其余请用 taizhang link 补上",
                shown(words)
            ));
        }
        let item = &mut items[*item];
        if opinion {
            for other in found {
                if !item.answers.contains(&other) {
                    item.answers.push(other);
                }
            }
            item.related.extend(elsewhere);
        } else if item.stems_from.is_none() && item.related.is_empty() {
            item.stems_from = found.first().copied();
            if item.stems_from.is_none() {
                item.related = elsewhere.into_iter().take(1).collect();
            }
        }
    }
    if notes.len() > SEARCHED {
        let reason = format!("另有 {} 处关联问题需要核对，没有逐一列出，原文都已保留", notes.len() - SEARCHED);
        notes.truncate(SEARCHED);
        notes.push(Note { place: "全表".to_owned(), reason });
    }
    notes
}

/// What a name of an issue comes to.
enum Named {
    One(usize),
    Several(Vec<String>),
    Nowhere,
}

/// The issues of the file by everything that they are called.
struct Index {
    by_name: HashMap<String, Vec<usize>>,
    by_words: HashMap<String, Vec<usize>>,
    /// How many names were looked for within the words of issues.
    searched: Cell<usize>,
}

impl Index {
    fn of(items: &[PlannedItem], numbered: &[(usize, u32)]) -> Self {
        let mut index = Self { by_name: HashMap::new(), by_words: HashMap::new(), searched: Cell::new(0) };
        let mut called = |name: String, at: usize| {
            let at_name = index.by_name.entry(name).or_default();
            if !at_name.contains(&at) {
                at_name.push(at);
            }
        };
        for (at, number) in numbered.iter().filter(|(at, _)| items[*at].kind == ItemKind::Issue) {
            called(number.to_string(), *at);
        }
        for (at, item) in items.iter().enumerate().filter(|(_, item)| item.kind == ItemKind::Issue) {
            if let Some(code) = &item.code {
                called(code.to_string(), at);
            } else if let Some(number) = item.number {
                called(number.to_string(), at);
            }
            // （1） in front of a 表现 says nothing without its issue.
            let below = item.parent.is_some_and(|parent| items[parent].kind == ItemKind::Issue);
            let telling = |no: &String| !no.is_empty() && (!below || no.contains(['.', '-']));
            if let Some(no) = item.source_no.as_deref().map(bare).filter(telling) {
                called(no, at);
            }
            index.by_words.entry(wording::folded(&item.text)).or_default().push(at);
        }
        index
    }

    /// The issue of that name, other than the item that names it. 举一反三 stem from what is none, where both bear the number.
    fn named(&self, items: &[PlannedItem], own: usize, name: &str) -> Named {
        let bare = bare(name);
        let others = self.by_name.get(&bare).into_iter().flatten().copied().filter(|at| *at != own);
        let mut others: Vec<usize> = others.collect();
        let first_hand = |at: &usize| items[*at].origin != Origin::Extension;
        if others.len() > 1 && others.iter().any(first_hand) {
            others.retain(first_hand);
        }
        match others[..] {
            [one] => Named::One(one),
            [] => self.worded(items, own, name, false).map_or(Named::Nowhere, Named::One),
            _ => Named::Several(others.iter().map(|at| items[*at].place.clone()).collect()),
        }
    }

    /// The only issue of these words; unless `whole`, also the only one that they are a part of.
    fn worded(&self, items: &[PlannedItem], own: usize, words: &str, whole: bool) -> Option<usize> {
        let words =
            words.trim_matches(|c: char| matches!(c, '“' | '”' | '"' | '《' | '》' | '。') || c.is_whitespace());
        let folded = wording::folded(words);
        let only = |found: Vec<usize>| if let [one] = found[..] { Some(one) } else { None };
        let first_hand = |found: Vec<usize>| {
            let first: Vec<usize> = found.iter().copied().filter(|at| items[*at].origin != Origin::Extension).collect();
            only(if first.is_empty() { found } else { first })
        };
        let same: Vec<usize> =
            self.by_words.get(&folded).into_iter().flatten().copied().filter(|at| *at != own).collect();
        if !same.is_empty() || whole {
            return first_hand(same);
        }
        folded.chars().nth(TELLING - 1).filter(|_| self.searched.get() < SEARCHED)?;
        self.searched.set(self.searched.get() + 1);
        let holding = self.by_words.iter().filter(|(held, _)| held.contains(&folded));
        first_hand(holding.flat_map(|(_, at)| at.iter().copied()).filter(|at| *at != own).collect())
    }
}

/// A number as it is compared: （一）2. and 一2 are the same.
fn bare(name: &str) -> String {
    let kept = |c: char| {
        if matches!(c, '．' | '。' | '·') {
            '.'
        } else if matches!(c, '－' | '—' | '–') {
            '-'
        } else {
            c
        }
    };
    let name: String = fold_digits(name).chars().map(|c| fold_char(kept(c))).collect();
    name.chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))
        .collect::<String>()
        .trim_matches(['.', '-'])
        .to_owned()
}

/// The names in a cell of names: 1、3; 第2条; 问题4-6; （一）2; words. A line in which anything else stands is words as a whole.
fn in_list(words: &str, index: &Index) -> Vec<String> {
    let mut names = Vec::new();
    for line in words.split(['；', ';', '\n']).map(str::trim).filter(|line| !line.is_empty()) {
        let parts = line.split(['、', '，', ',', '/', '和', '及', '与']).flat_map(str::split_whitespace);
        let listed: Option<Vec<Vec<String>>> = parts.map(|part| of_part(part, index)).collect();
        match listed {
            Some(listed) => names.extend(listed.into_iter().flatten()),
            None => {
                let told = in_running_words(line);
                if told.is_empty() { names.push(line.to_owned()) } else { names.extend(told) }
            }
        }
    }
    names
}

/// The numbers that one part of a list names; none when it is words.
fn of_part(part: &str, index: &Index) -> Option<Vec<String>> {
    let name = without_frame(part);
    if name.is_empty() {
        return part.chars().all(|c| !c.is_alphanumeric()).then(Vec::new);
    }
    // 1-3 is the third of the first where the file numbers so, else from the first to the third.
    let bare = bare(name);
    if index.by_name.contains_key(&bare) {
        return Some(vec![bare]);
    }
    if let Some(numbers) = range(name) {
        return Some(numbers);
    }
    match parse_number(&fold_digits(name)) {
        Some(number) => Some(vec![number.to_string()]),
        None => bare.to_ascii_uppercase().parse::<Code>().ok().map(|code| vec![code.to_string()]),
    }
}

/// 第3条、反馈问题3、3号问题（举一反三） → 3.
fn without_frame(part: &str) -> &str {
    const BEFORE: [&str; 14] =
        ["由", "源自", "源于", "来自", "对应", "关联", "针对", "回应", "反馈", "具体", "问题", "序号", "编号", "第"];
    const BEHIND: [&str; 9] = ["举一反三", "个问题", "号问题", "问题", "条", "项", "个", "号", "等"];
    let mut rest =
        part.trim_matches(|c: char| c.is_whitespace() || matches!(c, '：' | ':' | '。' | '“' | '”' | '#' | '＃'));
    loop {
        let before = BEFORE.iter().find_map(|word| rest.strip_prefix(word));
        let behind = BEHIND.iter().find_map(|word| rest.strip_suffix(word));
        let Some(shorter) = before.or(behind) else { return rest };
        rest = shorter.trim_matches(|c: char| c.is_whitespace() || matches!(c, '：' | ':'));
    }
}

/// 4-6, 4至6, 4～6: every number of it.
fn range(words: &str) -> Option<Vec<String>> {
    let (from, to) = words.split_once(['-', '－', '—', '–', '~', '～', '至', '到'])?;
    let number = |words: &str| parse_number(&fold_digits(without_frame(words.trim_start_matches(['-', '—']))));
    let (from, to) = (number(from)?, number(to)?);
    (from < to && to - from < MOST).then(|| (from..=to).map(|number| number.to_string()).collect())
}

/// The numbers that running words name: 由第3条举一反三, 问题5引申, 第2、4项. A bare number in a sentence names nothing.
fn in_running_words(words: &str) -> Vec<String> {
    let chars: Vec<char> = words.chars().map(fold_char).collect();
    let is_number = |c: char| c.is_ascii_digit() || is_chinese_numeral(c);
    let mut found: Vec<String> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let ordinal = chars[at] == '第';
        let named = chars[at..].starts_with(&['问', '题']) && !ordinal;
        let from = at + if ordinal { 1 } else { 2 };
        at += 1;
        if !(ordinal || named) {
            continue;
        }
        let len = chars[from.min(chars.len())..]
            .iter()
            .take_while(|c| is_number(**c) || matches!(c, '、' | '至' | '-' | '—' | '和' | '及' | '.'))
            .count();
        let text: String = chars[from.min(chars.len())..from.min(chars.len()) + len].iter().collect();
        let behind = chars.get(from + len).copied();
        // 第三次, 第1季度 and 问题一直存在 name no issue.
        let ends = if ordinal {
            behind.is_some_and(|c| matches!(c, '条' | '项' | '个' | '号'))
        } else {
            behind.is_none_or(|c| !c.is_alphanumeric() || matches!(c, '举' | '引' | '延'))
                && text.chars().all(|c| !is_chinese_numeral(c) || c.is_ascii_digit())
        };
        if !ends {
            continue;
        }
        for part in text.split(['、', '和', '及']).filter(|part| !part.is_empty()) {
            let numbers = range(part).or_else(|| Some(vec![parse_number(part)?.to_string()]));
            found.extend(numbers.into_iter().flatten().filter(|number| !found.contains(number)).collect::<Vec<_>>());
        }
        at = from + len;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_named_in_lists_and_in_running_words() {
        let index = Index {
            by_name: HashMap::from([("1-3".to_owned(), vec![0])]),
            by_words: HashMap::new(),
            searched: Cell::new(0),
        };
        for (words, names) in [
            ("3", &["3"][..]),
            ("第3条", &["3"]),
            ("第三条", &["3"]),
            ("由第３条举一反三", &["3"]),
            ("问题2、问题5", &["2", "5"]),
            ("1，2；4", &["1", "2", "4"]),
            ("反馈问题第4-6项", &["4", "5", "6"]),
            ("问题2至4", &["2", "3", "4"]),
            ("J2", &["J2"]),
            ("j2 和 3.1", &["J2", "3.1"]),
            ("1-3", &["1-3"]),
            ("（1-3）", &["1-3"]),
            ("党建和业务融合不够", &["党建和业务融合不够"]),
            ("针对第7条反馈的台账问题", &["7"]),
            ("12号问题", &["12"]),
        ] {
            assert_eq!(in_list(words, &index), names, "{words}");
        }
        for (words, names) in [
            ("由第3条举一反三", &["3"][..]),
            ("举一反三（源自问题5）", &["5"]),
            ("根据第2、4项问题举一反三", &["2", "4"]),
            ("第三季度举一反三", &[]),
            ("举一反三发现问题一直存在", &[]),
            ("举一反三自查2个问题", &[]),
            ("第十二条举一反三", &["12"]),
        ] {
            assert_eq!(in_running_words(words), names, "{words}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_words_are_read(words in "[第问题条项0-9０-９一二三十、至\\-—.（）由举反和]{0,16}|.{0,16}") {
            let index = Index { by_name: HashMap::new(), by_words: HashMap::new(), searched: Cell::new(0) };
            let _ = (in_list(&words, &index), in_running_words(&words));
        }
    }
}
