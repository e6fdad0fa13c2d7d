//! Empty phrases (空话套话): words that state an attitude and no act. Measured, not judged: where the line lies is said in
//! [`crate::domain::check`].
//!
//! The list holds what can be left out of a measure without anything being done less. It is short on purpose: a word that also
//! names acts (学习, 排查, 整改) is not on it.

use super::{fold::fold_words, numeral::fold_char};
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

/// What a figure counts or dates: the word or sign that follows it. A figure without one says nothing (“加强管理1”, “（2）”).
const UNITS: &str = "次项条件份人个名位户家场期篇处起宗笔册卷页张本封台套辆间所栋亩米件类级批轮例道届条款点\
                     年月日天周旬季号时分秒元万亿千百倍成小公平里％%‰";

/// Between a figure and its unit: 60余件.
const BETWEEN_FIGURE_AND_UNIT: &[char] = &['余', '多', '几', '来'];

/// Marks of something that can be looked up: a figure, or a paper by its title.
const TITLE_MARKS: [char; 2] = ['《', '》'];

/// What a text is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emptiness {
    /// The phrases found, in their order, each once.
    pub phrases: Vec<&'static str>,
    /// Their share of the text in percent, marks and joints left out. 0 for a text without words.
    pub percent: usize,
    /// It names a quantity, a day or the title of a paper.
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
    let concrete = counted || measures(text) || text.contains(TITLE_MARKS);
    Emptiness { phrases, percent: (empty * 100).checked_div(all).unwrap_or(0), concrete }
}

/// Whether a figure in the text is part of a quantity, a share or a day.
fn measures(text: &str) -> bool {
    let text: Vec<char> = text.chars().map(fold_char).filter(|c| !c.is_whitespace()).collect();
    let mut at = 0;
    while let Some(from) = text[at..].iter().position(char::is_ascii_digit).map(|found| at + found) {
        // 2025-06-30, 2025.6.30, 1,200.50: marks between digits belong to the figure.
        let mut end = from;
        let mut parts = 1;
        while let Some(c) = text.get(end) {
            let joins = matches!(c, '-' | '/' | '.' | ',') && text.get(end + 1).is_some_and(char::is_ascii_digit);
            if !c.is_ascii_digit() && !joins {
                break;
            }
            parts += usize::from(matches!(c, '-' | '/' | '.'));
            end += 1;
        }
        let mut unit = end;
        while text.get(unit).is_some_and(|c| BETWEEN_FIGURE_AND_UNIT.contains(c)) {
            unit += 1;
        }
        let is_day = parts == 3 && text[from..end].iter().take_while(|c| c.is_ascii_digit()).count() == 4;
        if is_day || text.get(unit).is_some_and(|c| UNITS.contains(*c)) {
            return true;
        }
        at = end;
    }
    false
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
            // A figure counts as part of a quantity, a share or a day, not by standing there.
            ("进一步加强管理1", 62, false),
            ("1.进一步加强印章管理；2.切实提高认识", 64, false),
            ("进一步加强12368管理", 41, false),
            ("进一步加强管理，办结率提高到95%以上", 43, true),
            ("进一步加强管理，２０２５年底前", 35, true),
            ("进一步加强管理，2025-12-31", 33, true),
            ("进一步加强管理，每周不少于 3 次", 35, true),
            ("进一步加强管理，清理60余件", 38, true),
            ("进一步加强管理，24小时内答复", 35, true),
            ("进一步加强管理，压缩1,200.50元", 31, true),
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
