//! Empty phrases (空话套话): words that state an attitude and no act. Measured, not judged: where the line lies is said in
//! [`crate::domain::check`].
//!
//! The list holds what can be left out of a measure without anything being done less. It is short on purpose: a word that also
//! names acts (学习, 排查, 整改) is not on it.

use super::fold::fold_words;
use std::{collections::HashMap, sync::LazyLock};

/// Attitudes, and the adverbs and verbs around them. Longer ones first where one begins another.
const PHRASES: &[&str] = &[
    "高度重视",
    "充分认识",
    "深刻认识",
    "提高认识",
    "统一思想",
    "提高政治站位",
    "提升政治站位",
    "政治站位",
    "思想认识",
    "大局意识",
    "责任意识",
    "规矩意识",
    "纪律意识",
    "服务意识",
    "责任感",
    "紧迫感",
    "使命感",
    "自觉性",
    "主动性",
    "重要性",
    "必要性",
    "加强组织领导",
    "组织领导",
    "加强领导",
    "压实责任",
    "压紧压实",
    "层层传导压力",
    "传导压力",
    "履职尽责",
    "担当作为",
    "狠抓落实",
    "抓好落实",
    "抓实抓细",
    "抓紧抓实",
    "落实落细",
    "落细落实",
    "落地见效",
    "落到实处",
    "取得实效",
    "确保实效",
    "见到实效",
    "引以为戒",
    "举一反三",
    "久久为功",
    "常抓不懈",
    "长抓不懈",
    "持之以恒",
    "一以贯之",
    "驰而不息",
    "上新台阶",
    "再上台阶",
    "进一步",
    "切实",
    "认真",
    "不断",
    "持续",
    "深入",
    "扎实",
    "严格",
    "全面",
    "积极",
    "大力",
    "坚决",
    "务必",
    "始终",
    "着力",
    "有效",
    "加强",
    "强化",
    "加大",
    "提高",
    "提升",
    "增强",
    "深化",
    "推进",
    "推动",
    "确保",
    "做好",
    "抓好",
    "力度",
    "水平",
    "意识",
    "工作",
    "重视",
];

/// The phrases by their first character: most characters begin none.
static BY_FIRST: LazyLock<HashMap<char, Vec<&str>>> = LazyLock::new(|| {
    let mut by_first = HashMap::<char, Vec<&str>>::new();
    for phrase in PHRASES {
        by_first.entry(phrase.chars().next().unwrap_or_default()).or_default().push(phrase);
    }
    by_first
});

/// Characters that only join words: they make a text neither fuller nor emptier.
const JOINTS: &[char] = &['的', '和', '与', '及', '并', '了', '对', '在', '把', '将', '上', '中'];

/// Marks of something that can be looked up: a figure, or a paper by its title.
const TITLE_MARKS: [char; 2] = ['《', '》'];

/// What a text is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emptiness {
    /// The phrases found, in their order, each once.
    pub phrases: Vec<&'static str>,
    /// Their share of the text in percent, marks and joints left out. 0 for a text without words.
    pub percent: usize,
    /// It names a figure or the title of a paper.
    pub concrete: bool,
}

/// Measures how much of a text is empty phrases. Takes time in proportion to its length.
#[must_use]
pub fn emptiness(text: &str) -> Emptiness {
    let folded = fold_words(text);
    let (mut rest, mut phrases, mut empty, mut all) = (folded.as_str(), Vec::new(), 0, 0);
    while let Some(first) = rest.chars().next() {
        let begun = BY_FIRST.get(&first).into_iter().flatten().copied();
        if let Some(phrase) = begun.filter(|p| rest.starts_with(p)).max_by_key(|p| p.len()) {
            let chars = phrase.chars().count();
            (empty, all) = (empty + chars, all + chars);
            if !phrases.contains(&phrase) {
                phrases.push(phrase);
            }
            rest = &rest[phrase.len()..];
        } else {
            all += usize::from(!JOINTS.contains(&first));
            rest = &rest[first.len_utf8()..];
        }
    }
    // 一 stands in many set phrases (统一, 进一步): a written numeral counts only before what it counts.
    let counted = folded
        .chars()
        .zip(folded.chars().skip(1))
        .any(|(n, unit)| numeral_word(n) && "次项条件份人个场期篇名家处年月日天万元轮批".contains(unit));
    let concrete = counted || folded.chars().any(|c| c.is_ascii_digit()) || text.contains(TITLE_MARKS);
    Emptiness { phrases, percent: (empty * 100).checked_div(all).unwrap_or(0), concrete }
}

fn numeral_word(c: char) -> bool {
    "一二三四五六七八九十百千两每".contains(c)
}

/// The words of a filing for comparing with others: marks, blanks and width do not count. `None` when it is shorter than
/// `least` characters.
#[must_use]
pub fn comparable(text: &str, least: usize) -> Option<String> {
    let folded = fold_words(text);
    (folded.chars().count() >= least).then_some(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attitude_is_told_from_act() {
        for (text, percent, concrete) in [
            ("高度重视，切实提高认识", 100, false),
            ("进一步加强印章管理", 55, false),
            ("进一步增强责任意识，狠抓落实，确保取得实效", 100, false),
            ("修订印章使用登记办法", 0, false),
            ("每月核对一次案款台账", 0, true),
            ("进一步加强学习，全年组织12次", 35, true),
            ("切实落实《案款管理办法》", 20, true),
            ("对库存案卷逐卷清点并移交档案室", 0, false),
            ("统一保管钥匙", 0, false),
            ("", 0, false),
            ("，。", 0, false),
        ] {
            let found = emptiness(text);
            assert_eq!((found.percent, found.concrete), (percent, concrete), "{text}: {found:?}");
        }
        assert_eq!(emptiness("加强领导，加强领导").phrases, ["加强领导"]);
    }

    #[test]
    fn no_phrase_stands_twice_and_each_is_folded() {
        for (at, phrase) in PHRASES.iter().enumerate() {
            assert!(!PHRASES[..at].contains(phrase), "{phrase}");
            assert_eq!(&fold_words(phrase), phrase);
        }
    }

    #[test]
    fn filings_are_compared_by_their_words() {
        let one = comparable("已对 2024 年以来的案卷，逐卷核对并补齐签字手续。", 20);
        assert_eq!(one, comparable("已对2024年以来的案卷逐卷核对、并补齐签字手续", 20));
        assert!(one.is_some());
        assert_eq!(comparable("已完成整改。", 20), None);
    }

    #[test]
    fn a_long_text_is_measured_in_time() {
        assert_eq!(emptiness(&"高度重视".repeat(50_000)).percent, 100);
    }
}
