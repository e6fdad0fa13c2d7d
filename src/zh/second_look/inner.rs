//! Words that belong to the ledger or inside the party: codes and records where they are called so, and what is not said outside.

use super::number::digits;
use std::ops::Range;

/// What is only said inside.
const INSIDE: [&str; 23] = [
    "拟立案",
    "拟处分",
    "拟给予",
    "拟留置",
    "党内掌握",
    "内部掌握",
    "不公开",
    "涉密",
    "不予公开",
    "不宜公开",
    "不对外",
    "暂不公布",
    "仅供内部",
    "仅限内部",
    "仅限党内",
    "内部资料",
    "内部参考",
    "请勿外传",
    "不得外传",
    "注意保密",
    "机密",
    "绝密",
    "内部台账",
];

/// How public papers write the same words: about hearings, documents and the office's care for secrets.
const PUBLIC_BEHIND: [&str; 21] = [
    "不公开审",
    "不公开开",
    "不公开听",
    "不公开宣",
    "不公开质",
    "不公开裁",
    "不公开文",
    "不公开上",
    "不公开透",
    "不公开、",
    "不公开的",
    "涉密载体",
    "涉密人员",
    "涉密计算",
    "涉密设备",
    "涉密岗位",
    "涉密网络",
    "涉密场所",
    "不公开不",
    "机密码",
    "机密钥",
];

/// What stands before 不公开 and 涉密 in public papers.
const PUBLIC_BEFORE: [&str; 12] =
    ["文书", "信息", "政务", "院务", "党务", "过程", "公开", "审理", "流程", "而", "非", "该"];

/// What a code of the ledger is called.
const CALLED: [&str; 16] = [
    "台账",
    "编号",
    "代码",
    "问题",
    "措施",
    "意见",
    "整改意见",
    "事项",
    "记录",
    "清单",
    "证明材料",
    "任务",
    "序号",
    "表现",
    "条目",
    "填报",
];

/// Where words that are said inside only stand, from `at` on.
pub(super) fn said(chars: &[char], at: usize) -> Option<Range<usize>> {
    let word = INSIDE.iter().find(|word| begins(chars, at, word))?;
    let before: String = chars[at.saturating_sub(2)..at].iter().collect();
    let tolerant = matches!(*word, "不公开" | "涉密");
    let public = PUBLIC_BEHIND.iter().any(|words| begins(chars, at, words))
        || tolerant && PUBLIC_BEFORE.iter().any(|words| before.ends_with(words));
    let more = if begins(chars, at, "拟立案审查") { 2 } else { 0 };
    (!public).then(|| at..at + word.chars().count() + more)
}

fn begins(chars: &[char], at: usize, word: &str) -> bool {
    let mut from = chars.get(at..).unwrap_or_default().iter();
    word.chars().all(|c| from.next() == Some(&c))
}

/// Where a reference to the ledger stands that begins at `at`: 台账4.1, 编号C2, 第118号记录, 见台账.
pub(super) fn reference(chars: &[char], at: usize) -> Option<Range<usize>> {
    if let Some(word) = ["见台账", "见整改台账", "台账编号", "台账锚码"].iter().find(|word| begins(chars, at, word))
    {
        let end = at + word.chars().count();
        return Some(at..code_behind(chars, end).unwrap_or(end));
    }
    if let Some(word) = CALLED.iter().find(|word| begins(chars, at, word)) {
        let end = at + word.chars().count();
        let numbered = || numbered(chars, end).filter(|_| matches!(*word, "台账" | "记录" | "填报"));
        return code_behind(chars, end).or_else(numbered).map(|end| at..end);
    }
    // 第118号记录, 118号填报.
    let from = at + usize::from(chars[at] == '第');
    let count = digits(chars, from);
    let follows_digit = at > 0 && (chars[at - 1].is_ascii_digit() || chars[at - 1] == '第');
    let end = from + count;
    let called = ["号记录", "条记录", "号填报", "号事件"].iter().find(|word| begins(chars, end, word))?;
    (count > 0 && !follows_digit && (chars[at] == '第' || !called.starts_with('条')))
        .then(|| at..end + called.chars().count())
}

/// Where 第12号 behind a word ends.
fn numbered(chars: &[char], at: usize) -> Option<usize> {
    let from = at + usize::from(chars.get(at) == Some(&'第'));
    let count = digits(chars, from);
    (count > 0 && chars.get(from + count).is_some_and(|c| "号条项".contains(*c))).then_some(from + count + 1)
}

/// Where a code that stands behind what it is called ends: 4.1, C2, Y1, J3.2.
fn code_behind(chars: &[char], at: usize) -> Option<usize> {
    let linked = ["编号为", "编号", "代码", "：", ":", "中的", "中", "第", "为", "“", "（", "("];
    let mut from = at;
    for _ in 0..2 {
        from += linked.iter().find(|word| begins(chars, from, word)).map_or(0, |word| word.chars().count());
    }
    let lettered = chars.get(from).is_some_and(char::is_ascii_uppercase);
    let mut end = from + usize::from(lettered);
    let mut parts = 0;
    loop {
        let count = digits(chars, end);
        if !(1..=3).contains(&count) {
            break;
        }
        end += count;
        parts += 1;
        if chars.get(end) != Some(&'.') || digits(chars, end + 1) == 0 {
            break;
        }
        end += 1;
    }
    // 意见3.5万条 counts, 编号G20会议 is a word that goes on.
    let closed = chars.get(end).is_none_or(|c| !c.is_ascii_alphanumeric() && !"%％万亿千百元倍级-".contains(*c));
    (parts > usize::from(!lettered) && closed).then_some(end)
}
