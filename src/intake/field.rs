//! Labelled lines of a plan: 整改措施： 责任领导： 责任部门： 整改时限： … and the lists of names behind them.

/// What a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// 整改措施.
    Measures,
    /// 整改情况: what a report brings.
    Situation,
    /// 整改目标.
    Goal,
    /// 责任领导.
    Leader,
    /// 责任部门.
    Department,
    /// 配合部门.
    CoDepartment,
    /// 责任人.
    Person,
    /// 整改时限.
    Deadline,
    /// 整改类型.
    Type,
}

impl Field {
    /// Whether numbered paragraphs may stand under the label; under the others stands nothing but their own line.
    #[must_use]
    pub const fn opens_a_block(self) -> bool {
        matches!(self, Self::Measures | Self::Situation)
    }
}

const LABELS: [(Field, &[&str]); 9] = [
    (Field::Measures, &["整改措施", "整改举措", "采取的整改措施", "具体措施", "主要措施", "治理措施"]),
    (
        Field::Situation,
        &[
            "整改情况",
            "整改进展情况",
            "整改进展",
            "整改落实情况",
            "整改完成情况",
            "落实情况",
            "完成情况",
            "整改成效",
            "整改措施及成效",
            "整改措施和成效",
            "整改情况及成效",
            "整改措施及完成情况",
        ],
    ),
    (Field::Goal, &["整改目标", "整改要求", "整改标准"]),
    (Field::Leader, &["责任领导", "牵头领导", "牵头院领导", "牵头责任领导", "整改责任领导", "分管领导", "责任院领导"]),
    (
        Field::Department,
        &[
            "责任部门",
            "责任单位",
            "牵头部门",
            "牵头单位",
            "主责单位",
            "主责部门",
            "整改责任单位",
            "责任科室",
            "牵头责任部门",
        ],
    ),
    (Field::CoDepartment, &["配合部门", "配合单位", "协办单位", "协助部门"]),
    (Field::Person, &["责任人", "整改责任人", "直接责任人", "责任人员", "联络员", "具体责任人"]),
    (Field::Deadline, &["整改时限", "完成时限", "整改期限", "完成时间", "办结时限", "整改完成时限", "计划完成时间"]),
    (Field::Type, &["整改类型"]),
];

/// Reads a label with its colon (or in 【】, or alone on its line) at the start of `text`: the field and the label's length.
pub(super) fn label(text: &str) -> Option<(Field, usize)> {
    // No label is longer than ten characters, brackets and colon included; most text is told apart by its first character.
    let (open, inner) = text.strip_prefix('【').map_or((0, text), |inner| ('【'.len_utf8(), inner));
    if !inner
        .starts_with(['整', '采', '具', '主', '治', '落', '完', '责', '牵', '分', '配', '协', '直', '联', '办', '计'])
    {
        return None;
    }
    for (field, words) in LABELS {
        for word in words {
            let Some(rest) = inner.strip_prefix(word) else { continue };
            let mut end = open + word.len();
            let mut rest = rest;
            if open > 0 {
                let Some(closed) = rest.strip_prefix('】') else { continue };
                rest = closed;
                end += '】'.len_utf8();
            }
            match rest.chars().next() {
                Some(colon @ (':' | '：')) => return Some((field, end + colon.len_utf8())),
                None => return Some((field, end)),
                Some(_) if open > 0 => return Some((field, end)),
                Some(_) => {}
            }
        }
    }
    None
}

/// Names in one line, split on 、 ， , ； and white space, without an ending 。
pub(super) fn names(text: &str) -> Vec<String> {
    text.split(['、', '，', ',', '；', ';', ' ', '\t', '\u{3000}', '\n'])
        .map(|name| name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '。' | '.' | '：' | ':')))
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Departments and those that help them: `牵头：A 配合：B、C`, else the whole list leads.
pub(super) fn departments(text: &str) -> (Vec<String>, Vec<String>) {
    const LEAD: [&str; 6] = ["牵头部门", "牵头单位", "牵头", "主责", "责任部门", "主办"];
    const HELP: [&str; 6] = ["配合部门", "配合单位", "配合", "协助", "协办", "协同"];
    let position = |words: &[&str]| {
        let found = words.iter().flat_map(|word| {
            text.match_indices(word).filter(move |(at, word)| text[at + word.len()..].starts_with([':', '：']))
        });
        found
            .map(|(at, word)| (at, at + word.len() + text[at + word.len()..].chars().next().map_or(0, char::len_utf8)))
            .min()
    };
    match (position(&LEAD), position(&HELP)) {
        (Some((lead, lead_end)), Some((help, help_end))) if lead < help => {
            (names(&text[lead_end..help]), names(&text[help_end..]))
        }
        (Some((lead, lead_end)), Some((_, help_end))) if help_end <= lead => {
            (names(&text[lead_end..]), names(&text[help_end..lead]))
        }
        (Some((_, lead_end)), None) => (names(&text[lead_end..]), Vec::new()),
        (None, Some((help, help_end))) => (names(&text[..help]), names(&text[help_end..])),
        _ => (names(text), Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_need_a_colon_brackets_or_a_line_of_their_own() {
        assert_eq!(label("整改措施：甲").map(|(field, _)| field), Some(Field::Measures));
        assert_eq!(label("【整改情况】已").map(|(field, _)| field), Some(Field::Situation));
        assert_eq!(label("整改情况").map(|(field, _)| field), Some(Field::Situation));
        assert_eq!(label("整改情况良好"), None);
        assert_eq!(label("责任人:甲").map(|(field, _)| field), Some(Field::Person));
    }

    #[test]
    fn departments_that_lead_and_that_help_are_told_apart() {
        for (text, lead, help) in [
            ("办公室、政治部", &["办公室", "政治部"][..], &[][..]),
            ("牵头：办公室 配合：政治部、执行局", &["办公室"], &["政治部", "执行局"]),
            ("办公室；配合部门：政治部", &["办公室"], &["政治部"]),
            ("牵头单位：办公室，配合单位：政治部。", &["办公室"], &["政治部"]),
        ] {
            let (leads, helps) = departments(text);
            assert_eq!(leads, lead, "{text}");
            assert_eq!(helps, help, "{text}");
        }
    }
}
