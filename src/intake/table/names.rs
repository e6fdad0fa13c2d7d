//! Names in a cell: several of them, with roles among them, with numbers of people behind them.

use crate::intake::field::{self, Field};

/// Who is named in a cell, by role.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Named {
    /// Leaders, in their order.
    pub(super) leaders: Vec<String>,
    /// Departments that lead.
    pub(super) departments: Vec<String>,
    /// Departments that help.
    pub(super) co_departments: Vec<String>,
    /// People.
    pub(super) persons: Vec<String>,
    /// Names that stand for several (A等3家单位): kept whole, to be looked at.
    pub(super) several: Vec<String>,
}

/// Reads the names of a cell whose column names this role; labels inside the cell (责任领导：…) overrule it.
pub(super) fn read(cell: &str, role: Field) -> Named {
    let mut named = Named::default();
    let mut current = role;
    for line in lines(cell) {
        let (field, rest) = match label(line) {
            Some((field, len)) => (field, line[len..].trim()),
            None => (current, line),
        };
        current = field;
        add(&mut named, field, rest);
    }
    named
}

/// Lines, and pieces of a line that begin with a label of their own: 责任领导：甲；责任部门：乙.
fn lines(cell: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    for line in cell.split('\n') {
        let mut from = 0;
        for (at, c) in line.char_indices() {
            if matches!(c, '；' | ';' | '，' | ',' | '。' | ' ' | '\u{3000}') {
                let next = at + c.len_utf8();
                if label(line[next..].trim_start()).is_some() {
                    lines.push(line[from..at].trim());
                    from = next;
                }
            }
        }
        lines.push(line[from..].trim());
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// A label of a role, with its colon.
fn label(text: &str) -> Option<(Field, usize)> {
    const SHORT: [(&str, Field); 12] = [
        ("牵头", Field::Department),
        ("主责", Field::Department),
        ("主办", Field::Department),
        ("配合", Field::CoDepartment),
        ("协办", Field::CoDepartment),
        ("协助", Field::CoDepartment),
        ("参与", Field::CoDepartment),
        ("协同", Field::CoDepartment),
        ("领导", Field::Leader),
        ("牵头人", Field::Leader),
        ("部门", Field::Department),
        ("联络人", Field::Person),
    ];
    let found = field::label(text)
        .filter(|(field, _)| matches!(field, Field::Leader | Field::Department | Field::CoDepartment | Field::Person));
    found.or_else(|| {
        SHORT.iter().find_map(|(word, field)| {
            let colon = text.strip_prefix(word)?.chars().next().filter(|c| matches!(c, ':' | '：'))?;
            Some((*field, word.len() + colon.len_utf8()))
        })
    })
}

fn add(named: &mut Named, field: Field, text: &str) {
    if stands_for_several(text) {
        let whole = text.trim_end_matches(['。', '；', ';']).to_owned();
        named.several.push(whole.clone());
        return put(named, field, whole);
    }
    for piece in pieces(text) {
        let (piece, field) = role_of(&piece, field);
        let name = without_count(piece);
        if !name.is_empty() {
            put(named, field, name.to_owned());
        }
    }
}

fn put(named: &mut Named, field: Field, name: String) {
    let list = match field {
        Field::Leader => &mut named.leaders,
        Field::CoDepartment => &mut named.co_departments,
        Field::Person => &mut named.persons,
        _ => &mut named.departments,
    };
    if !list.contains(&name) {
        list.push(name);
    }
}

/// 甲（牵头）, 甲牵头, 乙配合: the name and its role.
fn role_of(piece: &str, field: Field) -> (&str, Field) {
    const ENDS: [(&str, bool); 14] = [
        ("（牵头）", true),
        ("(牵头)", true),
        ("（主责）", true),
        ("(主责)", true),
        ("（配合）", false),
        ("(配合)", false),
        ("（协助）", false),
        ("(协助)", false),
        ("牵头负责", true),
        ("牵头", true),
        ("负责配合", false),
        ("协助配合", false),
        ("配合", false),
        ("协助", false),
    ];
    for (end, leads) in ENDS {
        if let Some(name) = piece.strip_suffix(end).filter(|name| !name.is_empty()) {
            let field = match (field, leads) {
                (Field::Leader | Field::Person, _) => field,
                (_, true) => Field::Department,
                (_, false) => Field::CoDepartment,
            };
            return (name.trim_end(), field);
        }
    }
    (piece, field)
}

/// 办公室（3人） → 办公室; other brackets belong to the name.
fn without_count(name: &str) -> &str {
    let name = name.trim();
    let Some(open) = name.rfind(['（', '(']) else { return name };
    let inner = name[open..].trim_start_matches(['（', '(']).trim_end_matches(['）', ')']);
    let count = inner.trim_end_matches(['人', '名', '个']);
    let counts = !count.is_empty()
        && count.len() < inner.len()
        && count.trim_start_matches('共').chars().all(|c| c.is_numeric() || "一二三四五六七八九十".contains(c));
    if counts && open > 0 { name[..open].trim_end() } else { name }
}

/// A等3家单位, A、B等部门: who else is meant is not said, so the words stay together.
fn stands_for_several(text: &str) -> bool {
    let text = text.trim_end_matches(['。', '；', ';', ' ']);
    let Some(at) = text.rfind('等') else { return false };
    let tail = &text[at + '等'.len_utf8()..];
    let tail = tail.trim_start_matches(|c: char| c.is_numeric() || "一二三四五六七八九十几多余各有相关".contains(c));
    let tail = tail.strip_prefix(['家', '个']).unwrap_or(tail);
    at > 0
        && ["单位", "部门", "科室", "处室", "庭室", "支部", "责任单位", "责任部门", "业务庭", "法庭", "人", "同志", ""]
            .contains(&tail)
}

/// Names between 、 ， ； / and blanks; 和, 及, 与 only between two names of departments.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut depth = 0_usize;
    let mut piece = String::new();
    for c in text.chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && matches!(c, '、' | '，' | ',' | '；' | ';' | '/' | '／' | '\n' | '|') {
            pieces.push(std::mem::take(&mut piece));
        } else {
            piece.push(c);
        }
    }
    pieces.push(piece);
    pieces
        .iter()
        .flat_map(|piece| by_blanks(piece))
        .flat_map(|piece| by_conjunction(&piece))
        .filter(|piece| !piece.is_empty())
        .collect()
}

/// 办公室 政治部 are two names; 政 治 部 is one that was spaced out.
fn by_blanks(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let spaced_out = words.iter().any(|word| word.chars().count() == 1);
    let tidy = |word: &str| word.trim_matches(|c: char| matches!(c, '。' | '：' | ':' | '.')).to_owned();
    if spaced_out { vec![tidy(&words.concat())] } else { words.into_iter().map(tidy).collect() }
}

fn by_conjunction(text: &str) -> Vec<String> {
    for word in ["和", "及", "与", "以及"] {
        if let Some((left, right)) = text.split_once(word)
            && is_department(left)
            && is_department(right)
        {
            let mut names = vec![left.trim().to_owned()];
            names.extend(by_conjunction(right.trim()));
            return names;
        }
    }
    vec![text.to_owned()]
}

/// Whether words are surely the whole name of a department: 人力资源 of 人力资源和社会保障局 is none.
fn is_department(name: &str) -> bool {
    let name = name.trim();
    let chars = name.chars().count();
    let collective = name.starts_with('各') && chars >= 3;
    collective
        || ((3..=14).contains(&chars)
            && !name.ends_with("干部")
            && [
                "部",
                "室",
                "庭",
                "局",
                "办",
                "处",
                "科",
                "队",
                "中心",
                "支部",
                "机关党委",
                "纪委",
                "组",
                "厅",
                "所",
                "站",
            ]
            .iter()
            .any(|end| name.ends_with(end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn departments(cell: &str) -> (Vec<String>, Vec<String>) {
        let named = read(cell, Field::Department);
        (named.departments, named.co_departments)
    }

    #[test]
    fn departments_of_a_cell_are_told_apart_and_by_role() {
        for (cell, lead, help) in [
            ("办公室", &["办公室"][..], &[][..]),
            ("办公室、政治部，执行局；审管办", &["办公室", "政治部", "执行局", "审管办"], &[]),
            ("办公室/政治部", &["办公室", "政治部"], &[]),
            ("办公室\n政治部", &["办公室", "政治部"], &[]),
            ("办公室 政治部", &["办公室", "政治部"], &[]),
            ("政 治 部", &["政治部"], &[]),
            ("牵头：办公室 配合：政治部、执行局", &["办公室"], &["政治部", "执行局"]),
            ("牵头单位：办公室\n配合单位：政治部", &["办公室"], &["政治部"]),
            ("办公室（牵头）、政治部（配合）", &["办公室"], &["政治部"]),
            ("办公室牵头，政治部、执行局配合", &["办公室", "政治部"], &["执行局"]),
            ("办公室（3人）、政治部(2名)", &["办公室", "政治部"], &[]),
            ("办公室（党组办）", &["办公室（党组办）"], &[]),
            ("办公室和政治部", &["办公室", "政治部"], &[]),
            ("办公室、政治部及各支部", &["办公室", "政治部", "各支部"], &[]),
            ("人力资源和社会保障局", &["人力资源和社会保障局"], &[]),
            ("老干部和人事处", &["老干部和人事处"], &[]),
            ("各支部", &["各支部"], &[]),
            ("办公室。", &["办公室"], &[]),
            ("办公室、办公室", &["办公室"], &[]),
        ] {
            let (leads, helps) = departments(cell);
            assert_eq!(leads, lead, "{cell}");
            assert_eq!(helps, help, "{cell}");
        }
    }

    #[test]
    fn names_that_stand_for_several_stay_whole_and_are_told() {
        for cell in ["办公室等3家单位", "办公室、政治部等部门", "执行局等有关庭室"] {
            let named = read(cell, Field::Department);
            assert_eq!((named.departments, named.several), (vec![cell.to_owned()], vec![cell.to_owned()]));
        }
        assert!(read("高等法院", Field::Department).several.is_empty());
    }

    #[test]
    fn one_cell_may_name_all_roles() {
        let named = read("责任领导：分管副院长；责任部门：办公室、政治部；责任人：办公室主任", Field::Department);
        assert_eq!(named.leaders, ["分管副院长"]);
        assert_eq!(named.departments, ["办公室", "政治部"]);
        assert_eq!(named.persons, ["办公室主任"]);
        let named = read("院长\n分管副院长", Field::Leader);
        assert_eq!(named.leaders, ["院长", "分管副院长"]);
    }
}
