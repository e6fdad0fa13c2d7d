//! Words compared as papers repeat them: width, blanks, punctuation and the frame around an issue (关于…的问题) do not count.
//!
//! The feedback, the plan and the published report state the same issue one after the other, each with its own marks and
//! its own opening and closing words. What is folded here is for comparing, never for showing.

use super::numeral::fold_char;

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
    fn a_name_may_stand_for_several() {
        assert!(names_several("各业务庭") && names_several("机关各支部"));
        assert!(!names_several("办公室"));
    }
}
