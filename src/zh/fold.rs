//! Words compared as papers repeat them: width, blanks, punctuation and the frame around an issue (关于…的问题) do not count.
//!
//! The feedback, the plan and the published report state the same issue one after the other, each with its own marks and
//! its own opening and closing words. What is folded here is for comparing, never for showing.

use super::numeral::fold_char;
use std::collections::HashMap;

/// The letters, digits and characters of a text, half width and lower case; everything else is gone.
#[must_use]
pub fn fold_words(text: &str) -> String {
    text.chars().map(fold_char).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// As [`fold_words`], without the words that only say that it is an issue or a category: 关于…方面的问题, 针对…存在的问题.
#[must_use]
pub fn fold_heading(text: &str) -> String {
    let folded = fold_words(text);
    let mut core = folded.as_str();
    for opening in ["关于", "针对", "在"] {
        core = core.strip_prefix(opening).unwrap_or(core);
    }
    for closing in ["的整改情况", "整改情况", "的整改", "问题", "存在的", "方面", "的"] {
        core = core.strip_suffix(closing).unwrap_or(core);
    }
    // A heading that is nothing but such words keeps them.
    if core.is_empty() { folded } else { core.to_owned() }
}

/// Whether two folded texts are most likely the same in other words: one holds the other, or most pairs of neighbouring
/// characters are shared. For texts that a number already ties together; never alone a reason to take one for the other.
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

/// Whether a name stands for several parties at once (各支部, 各业务庭).
#[must_use]
pub fn names_several(name: &str) -> bool {
    let name = name.trim();
    name.starts_with(['各', '全']) || name.contains("各部门") || name.contains("各支部") || name.contains("各庭")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_width_and_frames_do_not_count() {
        for (one, other) in [
            ("台账登记不全", "台账 登记，不全。"),
            ("执行“一岗双责”不到位", "执行'一岗双责'不到位"),
            ("ＡＢ１２", "ab12"),
            ("关于台账登记不全的问题", "台账登记不全"),
            ("针对廉政教育方面存在的问题", "廉政教育"),
            ("（一）党的建设方面", "（一）党的建设"),
        ] {
            assert_eq!(fold_heading(one), fold_heading(other), "{one} {other}");
        }
        assert_ne!(fold_heading("一庭台账不全"), fold_heading("二庭台账不全"));
        assert_eq!(fold_heading("问题"), "问题");
    }

    #[test]
    fn texts_that_share_most_of_their_words_are_alike() {
        assert!(alike("党组会议事规则执行不严", "党组会议事规则执行不严临时动议较多"));
        assert!(alike("中心组学习次数不足研讨少", "中心组学习次数不够研讨少"));
        assert!(!alike("台账登记不全", "公务用车管理松散"));
        assert!(!alike("不全", "台账登记不全"));
        assert!(!alike("", ""));
    }

    #[test]
    fn a_name_may_stand_for_several() {
        assert!(names_several("各业务庭") && names_several("机关各支部"));
        assert!(!names_several("办公室"));
    }
}
