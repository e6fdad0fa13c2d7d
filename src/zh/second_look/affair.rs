//! Persons of whom an affair is told, without a title and without a role: who is talked to, punished, or gives a case its name.
//!
//! What stands around them is weak, so a name has to begin with a surname of the table and to fill its place.

use super::name;
use std::ops::Range;

/// What is done to somebody who is named right behind it.
const DONE_TO: [&str; 22] = [
    "约谈",
    "约谈了",
    "约谈过",
    "约谈提醒",
    "提醒谈话",
    "谈话提醒",
    "诫勉谈话",
    "诫勉",
    "诫勉了",
    "函询",
    "函询了",
    "查处",
    "查处了",
    "问责",
    "问责了",
    "处分了",
    "通报批评",
    "批评教育",
    "留置",
    "双开",
    "举报",
    "检举",
];

/// What stands before somebody to whom something is done.
const OBJECT: [&str; 5] = ["对", "将", "给", "给予", "把"];

/// What is done to somebody by discipline.
const AFFAIRS: [&str; 33] = [
    "约谈",
    "诫勉",
    "处分",
    "问责",
    "函询",
    "谈话",
    "批评",
    "提醒",
    "党内",
    "政务",
    "警告",
    "记过",
    "记大过",
    "降级",
    "撤职",
    "开除",
    "留党",
    "严重警告",
    "免职",
    "停职",
    "通报",
    "组织处理",
    "立案",
    "留置",
    "移送",
    "双开",
    "审查",
    "纪律",
    "逮捕",
    "拘留",
    "追责",
    "书面检查",
    "调离",
];

/// Besides, what somebody may suffer.
const SUFFERED: [&str; 8] = ["查处", "举报", "检举", "控告", "判", "调查", "采取", "起诉"];

/// Why somebody is spoken of.
const BLAMED: [&str; 7] = ["违纪", "违规", "违法", "受贿", "醉", "酒驾", "被"];

/// What a case is about, between the name and 案.
const CAUSES: [&str; 43] = [
    "涉嫌",
    "受贿",
    "行贿",
    "贪污",
    "挪用",
    "滥用职权",
    "玩忽职守",
    "徇私",
    "枉法",
    "职务",
    "侵占",
    "违纪",
    "违法",
    "违规",
    "严重违纪",
    "渎职",
    "失职",
    "诈骗",
    "盗窃",
    "抢劫",
    "抢夺",
    "故意",
    "过失",
    "交通肇事",
    "危险驾驶",
    "贩卖",
    "贩毒",
    "寻衅滋事",
    "强奸",
    "赌博",
    "非法",
    "敲诈",
    "涉黑",
    "涉恶",
    "拒执",
    "拒不",
    "民间借贷",
    "离婚",
    "买卖",
    "劳动",
    "信访",
    "举报",
    "申诉",
];

/// What leads to the name of a case, besides signs.
const CASE_BEHIND: [&str; 24] = [
    "办理", "查办", "审理", "审结", "办结", "关于", "移送", "执结", "督办", "化解", "涉及", "处理", "有关", "例如",
    "针对", "通报", "查处", "以及", "其中", "妥善", "剖析", "汲取", "吸取", "反思",
];

/// What is told in brackets of a person only.
const TOLD_IN_BRACKETS: [&str; 22] = [
    "身份证",
    "公民身份",
    "证件号",
    "居民身份",
    "护照",
    "男",
    "女",
    "汉族",
    "回族",
    "满族",
    "出生",
    "住址",
    "户籍",
    "另案处理",
    "已判",
    "已故",
    "手机",
    "电话",
    "化名",
    "警号",
    "微信",
    "又名",
];

fn starts_with_any(chars: &[char], at: usize, words: &[&str]) -> bool {
    let from = chars.get(at..).unwrap_or_default();
    words.iter().any(|word| {
        let mut from = from.iter();
        word.chars().all(|c| from.next() == Some(&c))
    })
}

fn ends_with_any(chars: &[char], end: usize, words: &[&str]) -> bool {
    words.iter().any(|word| {
        let mut before = chars[..end].iter().rev();
        word.chars().rev().all(|c| before.next() == Some(&c))
    })
}

/// Where persons are named by an affair.
pub(super) fn find(chars: &[char]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in 0..chars.len() {
        if ends_with_any(chars, at, &DONE_TO) {
            found.extend(listed(chars, at, &|end| is_closed(chars, end)).unwrap_or_default());
        }
        if ends_with_any(chars, at, &OBJECT) {
            found.extend(listed(chars, at, &|end| is_punished(chars, end)).unwrap_or_default());
        }
        let before = || name::backward(chars, at);
        found.extend(
            match chars[at] {
                '被' | '受' if suffers(chars, at) => before().filter(|begin| name::is_begun(chars, *begin)),
                '因' if window(chars, at + 1, 12, &BLAMED) => before().filter(|begin| name::is_begun(chars, *begin)),
                '（' | '(' if starts_with_any(chars, at + 1, &TOLD_IN_BRACKETS) => before(),
                '案' => before().filter(|begin| is_named_case(chars, *begin)),
                '一' if chars.get(at + 1) == Some(&'案') => before().filter(|begin| is_named_case(chars, *begin)),
                _ if starts_with_any(chars, at, &CAUSES) && is_case(chars, at) => {
                    before().filter(|begin| is_named_case(chars, *begin))
                }
                _ => None,
            }
            .map(|begin| begin..at),
        );
    }
    found
}

/// The names from a place on, one or several, up to where `closed` holds.
fn listed(chars: &[char], at: usize, closed: &dyn Fn(usize) -> bool) -> Option<Vec<Range<usize>>> {
    // 约谈王五后: what goes on is no part of the name.
    let goes_on = |end: usize| chars.get(end - 1).is_some_and(|c| "后前时起并等共约".contains(*c));
    let lengths = if goes_on(at + 3) { [2, 3, 4] } else { [3, 2, 4] };
    lengths.into_iter().map(|length| at + length).filter(|end| name::is_exactly(chars, at, *end)).find_map(|end| {
        let first = at..end;
        let more = chars.get(end).filter(|c| "、和与及".contains(**c)).and_then(|_| listed(chars, end + 1, closed));
        match more {
            Some(more) => Some(std::iter::once(first).chain(more).collect()),
            None => closed(end).then(|| vec![first]),
        }
    })
}

/// Whether a name that ends here ends visibly.
fn is_closed(chars: &[char], end: usize) -> bool {
    chars.get(end).is_none_or(|c| {
        !c.is_alphanumeric() || c.is_ascii_digit() || "的等与和及因后前时起并但也已未一二两三四共".contains(*c)
    }) || name::acts(chars, end)
}

/// Whether somebody named before `end` is punished: 进行约谈, 党内警告处分.
fn is_punished(chars: &[char], end: usize) -> bool {
    let through = ["进行", "予以", "给予", "作出", "采取", "开展", "实施"];
    starts_with_any(chars, end, &AFFAIRS)
        || starts_with_any(chars, end, &["的"]) && starts_with_any(chars, end + 1, &AFFAIRS)
        || starts_with_any(chars, end, &through) && window(chars, end + 2, 8, &AFFAIRS)
}

fn suffers(chars: &[char], at: usize) -> bool {
    let from = at + 1 + usize::from(chars.get(at + 1) == Some(&'到'));
    starts_with_any(chars, from, &AFFAIRS) || chars[at] == '被' && starts_with_any(chars, from, &SUFFERED)
}

/// Whether one of these words stands within the next characters of the same clause.
fn window(chars: &[char], from: usize, length: usize, words: &[&str]) -> bool {
    let rest = chars.get(from..).unwrap_or_default();
    let clause = rest.iter().take(length).take_while(|c| c.is_alphanumeric()).count();
    (0..clause).any(|at| starts_with_any(rest, at, words))
}

/// Whether a cause at `at` is that of a case.
fn is_case(chars: &[char], at: usize) -> bool {
    chars[at..].iter().take(18).take_while(|c| c.is_alphanumeric() || **c == '、').any(|c| *c == '案')
}

/// Whether what begins here may be the name of a case.
fn is_named_case(chars: &[char], begin: usize) -> bool {
    name::is_begun(chars, begin) || ends_with_any(chars, begin, &CASE_BEHIND)
}
