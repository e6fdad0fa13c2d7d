//! Wordings of the same matter held against each other, word for word: what only printing changes is folded, what differs is
//! shown beside what stands in its place, and what shares wording is found without comparing everything with everything.

use super::{likeness::shared_pairs, numeral::fold_char};
use crate::domain::reconcile::Overlap;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::HashMap;

/// What [`fold_print`] does not count, in words for a reader.
pub const FOLDED: &str = "全角半角、空格换行、引号样式、横线样式、省略号样式、句末标点，以及套语“关于…的问题”";

/// A text as any printing of it reads: width, blanks, the shapes of quotes, dashes and dots, and the mark at the end do not
/// count. Every other character does, punctuation and upper case included.
#[must_use]
pub fn fold_print(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        let c = fold_mark(c);
        // …… and … are one mark, —— and — too.
        if !(matches!(c, '…' | '—') && folded.ends_with(c)) {
            folded.push(c);
        }
    }
    let trimmed = folded.trim_end_matches(['。', '.', '；', ';', '，', ',', '：', ':', '、']);
    unframed(if trimmed.is_empty() { &folded } else { trimmed }).to_owned()
}

/// 关于X的问题 → X, the frame in which reports set an issue; only where it stands on both sides.
fn unframed(folded: &str) -> &str {
    let inner = ["关于", "针对"].iter().find_map(|opening| folded.strip_prefix(opening));
    let core = inner.and_then(|inner| inner.strip_suffix("的问题"));
    core.filter(|core| core.chars().nth(1).is_some()).unwrap_or(folded)
}

fn fold_mark(c: char) -> char {
    match c {
        '“' | '”' | '„' | '‟' | '「' | '」' | '＂' | '〝' | '〞' | '﹁' | '﹂' => '"',
        '‘' | '’' | '‚' | '‛' | '『' | '』' | '＇' | '`' | '﹃' | '﹄' => '\'',
        '－' | '‐' | '‑' | '‒' | '–' | '−' | '﹣' => '-',
        '—' | '―' | '─' | '━' => '—',
        '…' | '⋯' | '︙' => '…',
        '∶' => ':',
        '·' | '・' | '•' | '‧' | '∙' => '·',
        // Both widths of the marks that have two; 。 and 、 have no other.
        '，' | '；' | '：' | '？' | '！' | '（' | '）' | '％' | '＋' | '＝' | '＆' | '～' | '［' | '］' | '｛'
        | '｝' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '〔' => '[',
        '〕' => ']',
        c => fold_char(c),
    }
}

/// A stretch of two wordings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stretch {
    /// Both say it; as the first says it.
    Same(String),
    /// They differ; either side may be empty.
    Changed {
        /// What the first says.
        first: String,
        /// What the second says in its place.
        second: String,
    },
}

/// Where two wordings differ. What [`fold_print`] folds is no difference; numbers and Latin words are compared whole, and a
/// single character between two differences is shown with them.
#[must_use]
pub fn stretches(first: &str, second: &str) -> Vec<Stretch> {
    let (first, second) = (words(first), words(second));
    let keys = |words: &[(String, String)]| words.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>();
    if first.len() + second.len() > LONGEST {
        return one_change(&first, &second);
    }
    let mut found: Vec<Stretch> = Vec::new();
    let operations = capture_diff_slices(Algorithm::Myers, &keys(&first), &keys(&second));
    let last = operations.len().saturating_sub(1);
    for (at, operation) in operations.iter().enumerate() {
        let (old, new) = (&first[operation.old_range()], &second[operation.new_range()]);
        let equal = matches!(operation, DiffOp::Equal { .. });
        let island = equal && old.len() == 1 && at > 0 && at < last;
        if equal && !island {
            found.push(Stretch::Same(raw(old)));
        } else if let Some(Stretch::Changed { first, second }) = found.last_mut() {
            first.push_str(&raw(old));
            second.push_str(&raw(new));
        } else {
            found.push(Stretch::Changed { first: raw(old), second: raw(new) });
        }
    }
    found
}

/// Of longer wordings only the ends are compared: their differences are beyond what anyone reads side by side.
const LONGEST: usize = 8_000;

fn raw(words: &[(String, String)]) -> String {
    words.iter().map(|(_, raw)| raw.as_str()).collect()
}

/// What both begin and end with, and all between as one change.
fn one_change(first: &[(String, String)], second: &[(String, String)]) -> Vec<Stretch> {
    let same = |pair: &(&(String, String), &(String, String))| pair.0.0 == pair.1.0;
    let head = first.iter().zip(second).take_while(same).count();
    let (one, other) = (&first[head..], &second[head..]);
    let tail = one.iter().rev().zip(other.iter().rev()).take_while(same).count();
    let (one, end) = one.split_at(one.len() - tail);
    let other = &other[..other.len() - tail];
    let mut found = vec![Stretch::Same(raw(&first[..head]))];
    if !(one.is_empty() && other.is_empty()) {
        found.push(Stretch::Changed { first: raw(one), second: raw(other) });
    }
    found.push(Stretch::Same(raw(end)));
    found.retain(|stretch| *stretch != Stretch::Same(String::new()));
    found
}

/// A text cut into what is compared: each with its folded form, blanks hung to what stands before them.
fn words(text: &str) -> Vec<(String, String)> {
    let mut words: Vec<(String, String)> = Vec::new();
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '.';
    for c in text.trim().chars() {
        let folded = fold_mark(c);
        match words.last_mut() {
            Some((_, raw)) if c.is_whitespace() => raw.push(c),
            Some((key, raw)) if is_part(folded) && !raw.ends_with(char::is_whitespace) && key.chars().all(is_part) => {
                key.push(folded);
                raw.push(c);
            }
            _ if c.is_whitespace() => {}
            _ => words.push((folded.to_string(), c.to_string())),
        }
    }
    words
}

/// How many characters of what both say are shown before and behind a difference.
const AROUND: usize = 10;

/// Both wordings with their differences in 【】, long stretches that both say shortened by ….
#[must_use]
pub fn marked(stretches: &[Stretch]) -> (String, String) {
    let (mut first, mut second) = (String::new(), String::new());
    let last = stretches.len().saturating_sub(1);
    for (at, stretch) in stretches.iter().enumerate() {
        match stretch {
            Stretch::Same(words) => {
                let shown = shortened(words, at > 0, at < last);
                first.push_str(&shown);
                second.push_str(&shown);
            }
            Stretch::Changed { first: one, second: other } => {
                first.push_str(&format!("【{one}】"));
                second.push_str(&format!("【{other}】"));
            }
        }
    }
    (first, second)
}

fn shortened(words: &str, behind_one: bool, before_one: bool) -> String {
    let chars: Vec<char> = words.chars().collect();
    let (head, tail) = (if behind_one { AROUND } else { 0 }, if before_one { AROUND } else { 0 });
    if chars.len() <= head + tail + 2 || !(behind_one || before_one) {
        return words.to_owned();
    }
    let head: String = chars[..head].iter().collect();
    let tail: String = chars[chars.len() - tail..].iter().collect();
    format!("{head}…{tail}")
}

/// Pairs of characters in more texts than this tell none of them from another.
const COMMON: usize = 100;
/// So many candidates per text are compared.
const CANDIDATES: usize = 16;
/// The fewest pairs that mean something when they are found within a longer wording.
const WEIGHTY: usize = 4;

/// The wordings of `paper` and `ledger` that share pairs of neighbouring characters, with how much; each is given by its place
/// and its folded words. For each text of either side the most alike are compared, found by the pairs that few texts have.
#[must_use]
pub fn overlaps(paper: &[(usize, &str)], ledger: &[(usize, &str)]) -> Vec<Overlap> {
    let mut compared: Vec<(usize, usize)> = candidates(paper, ledger);
    compared.extend(candidates(ledger, paper).into_iter().map(|(to, from)| (from, to)));
    compared.sort_unstable();
    compared.dedup();
    let counts = |texts: &[(usize, &str)]| texts.iter().map(|(_, text)| pairs(text)).collect::<Vec<_>>();
    let (of_paper, of_ledger) = (counts(paper), counts(ledger));
    compared
        .into_iter()
        .map(|(from, to)| {
            let (one, other) = (&of_paper[from], &of_ledger[to]);
            let shared = common(one, other);
            let share = |of: usize| (100 * shared).checked_div(of).unwrap_or_default();
            Overlap {
                paper: paper[from].0,
                ledger: ledger[to].0,
                likeness: shared_pairs(paper[from].1, ledger[to].1),
                of_paper: share(one.len()),
                of_ledger: share(other.len()),
                weighty: one.len().min(other.len()) >= WEIGHTY,
            }
        })
        .collect()
}

/// A text's pairs of neighbouring characters, sorted.
fn pairs(text: &str) -> Vec<(char, char)> {
    let mut pairs: Vec<(char, char)> = text.chars().zip(text.chars().skip(1)).collect();
    pairs.sort_unstable();
    pairs
}

fn common(one: &[(char, char)], other: &[(char, char)]) -> usize {
    let (mut at, mut to, mut shared) = (0, 0, 0);
    while let (Some(a), Some(b)) = (one.get(at), other.get(to)) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => to += 1,
            std::cmp::Ordering::Equal => (at, to, shared) = (at + 1, to + 1, shared + 1),
        }
    }
    shared
}

fn candidates(from: &[(usize, &str)], to: &[(usize, &str)]) -> Vec<(usize, usize)> {
    let mut index: HashMap<(char, char), Vec<u32>> = HashMap::new();
    for (at, (_, text)) in (0..).zip(to) {
        for pair in pairs(text) {
            let texts = index.entry(pair).or_default();
            if texts.last() != Some(&at) {
                texts.push(at);
            }
        }
    }
    let mut found = Vec::new();
    // How many pairs each text shares with the one in hand, and which share any.
    let (mut hits, mut touched): (Vec<u32>, Vec<u32>) = (vec![0; to.len()], Vec::new());
    for (at, (_, text)) in from.iter().enumerate() {
        let mut own = pairs(text);
        own.dedup();
        for texts in own.iter().filter_map(|pair| index.get(pair)).filter(|texts| texts.len() <= COMMON) {
            for to in texts {
                let count = &mut hits[*to as usize];
                if *count == 0 {
                    touched.push(*to);
                }
                *count += 1;
            }
        }
        touched.sort_unstable_by_key(|to| (std::cmp::Reverse(hits[*to as usize]), *to));
        found.extend(touched.iter().take(CANDIDATES).map(|to| (at, *to as usize)));
        for to in touched.drain(..) {
            hits[to as usize] = 0;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_printing_changes_is_folded() {
        for (one, other) in [
            ("执行“一岗双责”不到位", "执行\"一岗双责\"不到位"),
            ("执行「一岗双责」 不到位。", "执行“一岗双责”不到位"),
            ("２０２４年、（一）", "2024年、(一)"),
            ("台账登记不全，交接不清", "台账登记不全,交接不清；"),
            ("学习——研讨……不足", "学习―研讨…不足"),
            ("关于台账登记不全的问题", "台账登记不全"),
            ("台账\n登记不全", "台账登记　不全"),
        ] {
            assert_eq!(fold_print(one), fold_print(other), "{one} {other}");
        }
        for (one, other) in [
            ("台账登记不全", "台帐登记不全"),
            ("台账登记不全、交接不清", "台账登记不全，交接不清"),
            ("一庭台账不全", "二庭台账不全"),
            ("执行“一岗双责”不到位", "执行一岗双责不到位"),
            ("台账登记不全", "台账登记不全的问题"),
            ("ABC系统", "abc系统"),
            ("台账登记不全", "关于台账登记不全"),
        ] {
            assert_ne!(fold_print(one), fold_print(other), "{one} {other}");
        }
        assert_eq!(fold_print("关于的问题"), "关于的问题");
        assert_eq!(fold_print("。"), "。");
    }

    #[test]
    fn differences_are_marked_where_they_stand() {
        for (one, other, first, second) in [
            ("议事规则执行不严", "议事规则执行不到位", "议事规则执行不【严】", "议事规则执行不【到位】"),
            ("缺少台账", "台账", "【缺少】台账", "【】台账"),
            ("登记 12 件", "登记１３件", "登记 【12 】件", "登记 【１３】件"),
            ("甲乙丙丁", "戊乙己丁", "【甲乙丙】丁", "【戊乙己】丁"),
            ("一，二", "一,二", "一，二", "一，二"),
        ] {
            let (shown, beside) = marked(&stretches(one, other));
            assert_eq!((shown.as_str(), beside.as_str()), (first, second), "{one} {other}");
        }
        let whole = format!("{}甲{}", "前".repeat(5_000), "后".repeat(5_000));
        let (first, second) = ("甲".to_owned(), "乙".to_owned());
        assert_eq!(stretches(&whole, &whole.replace('甲', "乙"))[1], Stretch::Changed { first, second });
        let long = format!("{}甲{}", "前".repeat(40), "后".repeat(40));
        let (shown, _) = marked(&stretches(&long, &long.replace('甲', "乙")));
        assert_eq!(shown, format!("…{}【甲】{}…", "前".repeat(10), "后".repeat(10)));
    }

    #[test]
    fn what_shares_wording_is_found_among_many() {
        let others: Vec<String> = (0..3000).map(|n| format!("第{n}项关于管理不规范的第{}件", n * 7)).collect();
        let mut ledger: Vec<(usize, &str)> = others.iter().map(String::as_str).enumerate().collect();
        ledger.push((9999, "公务用车派车单填写不全、加油卡未专人保管"));
        let found = overlaps(&[(0, "公务用车派车单填写不全")], &ledger);
        let best = found.iter().max_by_key(|o| o.of_paper).unwrap();
        assert_eq!((best.ledger, best.of_paper), (9999, 100));
        assert!(best.weighty && best.of_ledger < 70 && found.len() < 100);
    }

    #[test]
    fn thousands_of_issues_of_which_every_one_was_reworded_are_settled_in_seconds() {
        use crate::domain::{
            item::{ItemKind, Origin},
            reconcile::{OfLedger, OfPaper, Verdict, settle},
        };
        let words = "党组会议题把关支部组织生活未结案件清理款发放裁判文书公务用车档案诉讼服务窗口等候时间财报销凭证采购合同印章";
        let letters: Vec<char> = words.chars().collect();
        let text = |n: usize| -> String {
            (1..14).map(|at| letters[(n * 31 + at * at * (n % 97 + 3) + n / 7 * at) % letters.len()]).collect()
        };
        let said: Vec<String> = (0..4_000).map(|n| format!("{}{n}号管理不够规范", text(n))).collect();
        let held: Vec<String> = (0..4_000).map(|n| format!("{}{n}号管理不规范", text(n))).collect();
        let codes: Vec<String> = (1..=4_000).map(|n| n.to_string()).collect();
        let (kind, origin, parent) = (ItemKind::Issue, Origin::Feedback, None);
        let paper: Vec<OfPaper<'_>> =
            said.iter().map(|folded| OfPaper { kind, origin, folded, number: None, parent }).collect();
        let ledger: Vec<OfLedger<'_>> = held
            .iter()
            .zip(&codes)
            .map(|(folded, code)| OfLedger { kind, origin, folded, code, parent, live: true, counted: true })
            .collect();
        let begun = std::time::Instant::now();
        let settled = settle(&paper, &ledger, |from, to| {
            let of = |places: &[usize], words: &'_ [String]| {
                places.iter().map(|at| (*at, words[*at].clone())).collect::<Vec<_>>()
            };
            let (from, to) = (of(from, &said), of(to, &held));
            let from: Vec<(usize, &str)> = from.iter().map(|(at, text)| (*at, text.as_str())).collect();
            let to: Vec<(usize, &str)> = to.iter().map(|(at, text)| (*at, text.as_str())).collect();
            overlaps(&from, &to)
        });
        assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
        let own = settled.iter().filter(|row| row.verdict == Verdict::Reworded && row.paper == row.ledger).count();
        assert!(own > 3_960, "{own}");
    }
}
