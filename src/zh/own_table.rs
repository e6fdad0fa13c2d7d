//! The words of our own table (整改台账 as it is exported): what its columns are called, and how one cell holds several names or
//! what was done. Written by `report`, read back by `intake`: both ask here, so that what goes out comes in again.

mod counted;
mod told;

pub use counted::{outcomes_as_cell, outcomes_of_cell};
pub use told::{
    extensions_as_cell, extensions_of_cell, meeting_as_cell, meeting_of_cell, stepped_as_cell, stepped_of_cell,
    withdrawn_as_cell, withdrawn_of_cell,
};

use super::label;
use crate::domain::item::ItemKind;

/// Headings by which a table of ours is known, whatever people took out, added or moved. No other program puts these side by side.
pub const ALWAYS: [&str; 6] = ["编号", "反馈问题", "措施编号", "整改措施", "进度", "销号状态"];

/// Whether a column of ours shows what is worked out, and is not read.
#[must_use]
pub fn is_worked_out(heading: &str) -> bool {
    ["到期日", "亮灯"].contains(&heading)
}

/// Closings that were taken over without a meeting, in the column of closings.
pub const CLOSED_UNRATIFIED: &str = "已销号（待补审议）";

/// The sheet of the summary.
pub const SUMMARY_SHEET: &str = "汇总";
/// The sheet that explains every figure.
pub const EXPLAINED_SHEET: &str = "数字说明";
/// The sheet of the meetings.
pub const MEETINGS_SHEET: &str = "会议";

/// Whether a workbook of ours has a sheet of that name beside its table.
#[must_use]
pub fn is_own_sheet(name: &str) -> bool {
    [SUMMARY_SHEET, EXPLAINED_SHEET, MEETINGS_SHEET].contains(&name)
}

/// The band over opinions, and their origin in the table.
pub const OPINIONS: &str = "整改意见";

/// The band over cases.
pub const CASES: &str = "个案";

/// The band over what was withdrawn: listed, and in no total.
pub const WITHDRAWN: &str = "撤项（不计入各项数字）";

/// Where an item comes from, as its row says when it stands apart from the item that it belongs to: its level, 个案.
#[must_use]
pub fn apart_as_cell(kind: ItemKind, under_issue: bool) -> &'static str {
    label::level(kind, under_issue)
}

/// The kind of an item whose row says that it stands apart; [`apart_as_cell`] wrote it.
#[must_use]
pub fn apart_of_cell(cell: &str) -> Option<ItemKind> {
    [(ItemKind::Case, false), (ItemKind::Measure, false), (ItemKind::Issue, true)]
        .into_iter()
        .find(|(kind, under_issue)| apart_as_cell(*kind, *under_issue) == cell)
        .map(|(kind, _)| kind)
}

/// The band over issues that stand in no category.
pub const UNSORTED: &str = "未列入方面的问题";

/// Whether these headings are those of a table of ours.
#[must_use]
pub fn is_own<'h>(headings: impl IntoIterator<Item = &'h str>) -> bool {
    let found: Vec<&str> = headings.into_iter().collect();
    ALWAYS.iter().all(|wanted| found.contains(wanted))
}

/// Several names as one cell: a name that holds what stands between names is put into corner brackets, those in it doubled.
#[must_use]
pub fn names_as_cell(names: &[&str]) -> String {
    let written = names.iter().map(|name| {
        let unclear = name.starts_with('「') || name.contains('、');
        if unclear { format!("「{}」", name.replace('」', "」」")) } else { (*name).to_owned() }
    });
    written.collect::<Vec<_>>().join("、")
}

/// The names of a cell that [`names_as_cell`] wrote.
#[must_use]
pub fn names_of_cell(cell: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = cell.trim();
    while !rest.is_empty() {
        let (name, behind) = bracketed(rest).unwrap_or_else(|| {
            let (name, behind) = rest.split_at(rest.find('、').unwrap_or(rest.len()));
            (name.trim().to_owned(), behind)
        });
        names.extend(Some(name).filter(|name| !name.is_empty()));
        rest = behind.strip_prefix('、').unwrap_or(behind).trim_start();
    }
    names
}

/// The name in brackets with which a cell begins, and what stands behind it.
fn bracketed(cell: &str) -> Option<(String, &str)> {
    let mut rest = cell.strip_prefix('「')?;
    let mut name = String::new();
    loop {
        let at = rest.find('」')?;
        name.push_str(&rest[..at]);
        rest = &rest[at + '」'.len_utf8()..];
        match rest.strip_prefix('」') {
            Some(further) => {
                name.push('」');
                rest = further;
            }
            None => return (rest.is_empty() || rest.starts_with('、')).then_some((name, rest)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_table_is_known_by_its_headings_in_their_order() {
        assert!(is_own(ALWAYS));
        let with_more =
            "编号 方面 方面（2级） 反馈问题 我的一列 措施编号 整改措施 整改时限 到期日 亮灯 进度 销号状态 电话";
        assert!(is_own(with_more.split(' ')));
        assert!(!is_own("序号 方面 反馈问题 整改措施 整改时限 进度".split(' ')));
        assert!(is_own(ALWAYS.iter().rev().copied()), "somebody moved the columns");
        assert!(!is_own(ALWAYS[1..].iter().copied()));
    }

    #[test]
    fn names_come_back_from_one_cell() {
        for names in [
            &["办公室"][..],
            &["办公室", "政治部/督察室"],
            &["立案、速裁庭", "办公室"],
            &["立案、速裁庭"],
            &["「试点」专班", "甲」乙", "办公室等3家单位", "政治部（3人）"],
            &["「甲」、乙"],
            &[],
        ] {
            let cell = names_as_cell(names);
            assert_eq!(names_of_cell(&cell), names, "{cell}");
        }
        assert_eq!(names_of_cell("办公室、 政治部、"), ["办公室", "政治部"]);
        assert_eq!(names_of_cell("「没有合上、办公室"), ["「没有合上", "办公室"]);
    }
}
