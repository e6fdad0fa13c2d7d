//! How alike two wordings are, by the pairs of neighbouring characters that they share.
//!
//! Two questions are asked. Within a round a number may already tie two texts together, and the question is whether their
//! words bear it out ([`alike`]). Across rounds nothing ties them but their words, and the words of all inspections
//! resemble one another: …制度执行不严格, …管理不规范. [`Matter`] leaves such stock phrases out and compares what is
//! left, the matter itself. Its answer is for a person to look at, never alone a reason to take one for the other.

use super::{fold::fold_heading, numeral::fold_char};
use std::collections::HashMap;

/// Whether two folded texts are most likely the same in other words: one holds the other, or most pairs of neighbouring
/// characters are shared. For texts that a number already ties together.
#[must_use]
pub fn alike(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    (short.chars().count() >= 6 && long.contains(short)) || shared_pairs(a, b) >= 60
}

/// How many of a hundred pairs of neighbouring characters two texts share (Dice's coefficient).
#[must_use]
pub fn shared_pairs(a: &str, b: &str) -> usize {
    let pairs = |text: &str| {
        let chars: Vec<char> = text.chars().collect();
        chars.windows(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>()
    };
    let (first, second) = (pairs(a), pairs(b));
    if first.is_empty() || second.is_empty() {
        return if a == b && !a.is_empty() { 100 } else { 0 };
    }
    let mut count: HashMap<(char, char), usize> = HashMap::new();
    for pair in &first {
        *count.entry(*pair).or_default() += 1;
    }
    let mut shared = 0;
    for pair in &second {
        if let Some(left) = count.get_mut(pair).filter(|left| **left > 0) {
            *left -= 1;
            shared += 1;
        }
    }
    200 * shared / (first.len() + second.len())
}

/// Phrases in which inspections say of any matter that it is not in order, longest first. They tell no matter from another.
const STOCK: &[&str] = &[
    "贯彻落实",
    "执行落实",
    "制度执行",
    "工作机制",
    "还不够",
    "不到位",
    "不严格",
    "不规范",
    "不深入",
    "不扎实",
    "不健全",
    "不完善",
    "不及时",
    "不彻底",
    "不充分",
    "不全面",
    "不明显",
    "不突出",
    "不严肃",
    "不经常",
    "不够",
    "不足",
    "不力",
    "不严",
    "不实",
    "不高",
    "不强",
    "不多",
    "不细",
    "不深",
    "不紧",
    "不全",
    "有差距",
    "有欠缺",
    "有待",
    "欠缺",
    "缺失",
    "薄弱",
    "松散",
    "滞后",
    "偏弱",
    "偏少",
    "较少",
    "较多",
    "较大",
    "差距",
    "风险",
    "隐患",
    "现象",
    "存在",
    "发生",
    "问题",
    "情况",
    "方面",
    "管理",
    "制度",
    "执行",
    "落实",
    "贯彻",
    "推进",
    "推动",
    "开展",
    "工作",
    "建设",
    "机制",
    "加强",
    "提升",
    "重视",
    "力度",
    "监督",
    "检查",
    "部分",
    "个别",
    "有的",
    "一些",
    "仍然",
    "依然",
    "以及",
];

/// Whether a stock phrase may begin with a character, by the low bits of its code point: most characters are passed over
/// with one look.
const MAY_BEGIN: [bool; 4096] = {
    let mut table = [false; 4096];
    let mut at = 0;
    while at < STOCK.len() {
        // Every phrase begins with a character of three bytes, whose last two hold these bits.
        let bytes = STOCK[at].as_bytes();
        table[((bytes[1] & 0x3f) as usize) << 6 | (bytes[2] & 0x3f) as usize] = true;
        at += 1;
    }
    table
};

/// The fewest pairs of a matter that can be found within a longer one.
const FEWEST_WITHIN: usize = 5;

/// What a wording is about: its pairs of neighbouring characters, stock phrases and frames left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matter {
    /// Sorted.
    pairs: Vec<u64>,
}

impl Matter {
    /// The matter of a wording.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let folded = fold_heading(text);
        let core = Self::of_core(&folded, true);
        // A wording that is nothing but stock phrases is compared by them.
        if core.pairs.is_empty() { Self::of_core(&folded, false) } else { core }
    }

    fn of_core(folded: &str, leave_stock_out: bool) -> Self {
        let mut pairs = Vec::new();
        let mut last: Option<char> = None;
        let mut rest = folded;
        while let Some(next) = rest.chars().next() {
            let may = leave_stock_out && MAY_BEGIN[(u32::from(next) & 0xfff) as usize];
            if may && let Some(phrase) = STOCK.iter().find(|phrase| rest.starts_with(**phrase)) {
                last = None;
                rest = &rest[phrase.len()..];
                continue;
            }
            if let Some(last) = last {
                pairs.push(u64::from(u32::from(last)) << 32 | u64::from(u32::from(next)));
            }
            last = Some(next);
            rest = &rest[next.len_utf8()..];
        }
        pairs.sort_unstable();
        Self { pairs }
    }

    /// How alike two matters are, of a hundred: pairs shared, of the pairs of both; or, where one says more clauses than the
    /// other, of the pairs of the shorter.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> usize {
        let shared = self.shared(other);
        let (short, both) = (self.pairs.len().min(other.pairs.len()), self.pairs.len() + other.pairs.len());
        if short == 0 {
            return 0;
        }
        let dice = 200 * shared / both;
        let within = if short >= FEWEST_WITHIN { 95 * shared / short } else { 0 };
        dice.max(within)
    }

    /// Whether a person should look at the two: most of what they say is the same.
    #[must_use]
    pub fn resembles(&self, other: &Self) -> bool {
        self.likeness(other) >= 70
    }

    fn shared(&self, other: &Self) -> usize {
        let (mut at, mut to, mut shared) = (0, 0, 0);
        while let (Some(one), Some(two)) = (self.pairs.get(at), other.pairs.get(to)) {
            match one.cmp(two) {
                std::cmp::Ordering::Less => at += 1,
                std::cmp::Ordering::Greater => to += 1,
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    at += 1;
                    to += 1;
                }
            }
        }
        shared
    }
}

/// Passes over, without folding it, most of what cannot resemble a matter: what has too few of its characters.
#[derive(Debug, Clone)]
pub struct Sieve {
    /// The matter's characters, by the low bits of their code points.
    known: Box<[bool; 4096]>,
    /// The fewest of them that anything alike has.
    fewest: usize,
}

impl Sieve {
    /// The sieve of a matter.
    #[must_use]
    pub fn new(matter: &Matter) -> Self {
        let mut known = Box::new([false; 4096]);
        for pair in &matter.pairs {
            for half in [pair >> 32, *pair] {
                known[usize::try_from(half & 0xfff).unwrap_or_default()] = true;
            }
        }
        // Alike are those that share 35 of a hundred pairs of both, or four of five within the shorter; so many pairs have one
        // character more.
        let shared = (matter.pairs.len() * 35).div_ceil(100).clamp(1, FEWEST_WITHIN - 1);
        Self { known, fewest: shared + 1 }
    }

    /// Whether a wording may resemble the matter.
    #[must_use]
    pub fn lets_through(&self, text: &str) -> bool {
        let is_known = |c: &char| self.known[(u32::from(fold_char(*c).to_ascii_lowercase()) & 0xfff) as usize];
        text.chars().filter(is_known).take(self.fewest).count() == self.fewest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_share_most_of_their_words_are_alike() {
        assert!(alike("党组会议事规则执行不严", "党组会议事规则执行不严临时动议较多"));
        assert!(alike("中心组学习次数不足研讨少", "中心组学习次数不够研讨少"));
        assert!(!alike("台账登记不全", "公务用车管理松散"));
        assert!(!alike("不全", "台账登记不全"));
        assert!(!alike("", ""));
    }

    #[test]
    fn the_same_matter_resembles_itself_in_other_words() {
        for (one, other) in [
            ("公务用车管理不规范", "公务用车管理不规范。"),
            ("关于公务用车管理不规范的问题", "公务用车 管理松散"),
            ("“一岗双责”落实不到位", "'一岗双责'履行不到位"),
            ("党组理论学习中心组学习不深入", "党组理论学习中心组学习研讨不够深入"),
            ("长期未结案件清理不及时", "长期未结案件清理不及时，部分案件超过审限未说明原因"),
            ("针对涉案财物保管不善方面存在的问题", "涉案财物保管不善"),
            ("执行案款发放不及时", "执行案款发放迟缓"),
            ("ＡＢ系统数据录入不全", "ab系统数据录入不完整"),
        ] {
            let (matter, other_matter) = (Matter::new(one), Matter::new(other));
            assert!(matter.resembles(&other_matter), "{one} / {other}");
            assert!(Sieve::new(&matter).lets_through(other), "{one} / {other}");
            assert!(Sieve::new(&other_matter).lets_through(one), "{other} / {one}");
        }
    }

    #[test]
    fn other_matters_in_the_same_frame_do_not_resemble_one_another() {
        for (one, other) in [
            ("财务管理制度执行不严格", "公务用车管理制度执行不严格"),
            ("关于廉政教育开展不深入的问题", "关于调查研究开展不深入的问题"),
            ("党建工作责任制落实不到位", "保密工作责任制落实不到位"),
            ("涉案财物管理不规范", "档案管理不规范"),
            ("一庭庭审记录不全", "二楼安检登记不全"),
            ("选人用人程序不规范", "政府采购程序不规范"),
            ("学习不深入", "监督不深入"),
            ("", "学习不深入"),
            ("不严不实", "台账登记不全"),
        ] {
            assert!(!Matter::new(one).resembles(&Matter::new(other)), "{one} / {other}");
        }
    }
}
