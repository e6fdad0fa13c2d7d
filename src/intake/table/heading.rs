//! Where a sheet's headings are: one row, or two or three with merged parents; below title and unit lines, above the data.

use super::synonym::{self, Meaning};
use crate::intake::grid::{Cell, Grid};
use crate::intake::plan::TableField;

/// How far down headings are looked for: titles, unit lines and notes of how to fill in take no more.
const REACH: usize = 60;
/// No heading is longer.
const LONGEST: usize = 40;
/// How many columns are looked at for headings.
const WIDEST: usize = 512;

/// A column under its headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Headed {
    /// Its place in the grid.
    pub(super) at: usize,
    /// Its headings from the top down, each once.
    pub(super) parts: Vec<String>,
    /// What they stand for.
    pub(super) meaning: Option<Meaning>,
}

impl Headed {
    /// All its headings in one line.
    pub(super) fn heading(&self) -> String {
        self.parts.iter().map(|part| part.split_whitespace().collect::<String>()).collect::<Vec<_>>().join("/")
    }
}

/// The heading rows of a grid, and the columns under them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Headings {
    /// First heading row.
    pub(super) first: usize,
    /// Last heading row.
    pub(super) last: usize,
    /// Every column that has a heading.
    pub(super) columns: Vec<Headed>,
    /// How much these rows look like the headings of a ledger.
    pub(super) score: usize,
}

/// Finds the heading rows that explain most columns; none when no row looks like the headings of a ledger.
pub(super) fn find(grid: &Grid, told: &[(String, TableField)]) -> Option<Headings> {
    let mut best: Option<Headings> = None;
    let mut looked = 0;
    for top in 0..grid.rows.len() {
        if grid.rows[top].iter().all(Cell::is_empty) {
            continue;
        }
        looked += 1;
        if looked > REACH {
            break;
        }
        for height in 1..=3.min(grid.rows.len() - top) {
            if height > 1 && !continues(grid, top, top + height - 1) {
                break;
            }
            let Some(found) = at(grid, top, top + height - 1, told) else { continue };
            if best.as_ref().is_none_or(|best| found.score > best.score) {
                best = Some(found);
            }
        }
    }
    best
}

/// The headings in these rows, if they look like those of a ledger.
fn at(grid: &Grid, first: usize, last: usize, told: &[(String, TableField)]) -> Option<Headings> {
    let width = grid.rows[first..=last].iter().map(Vec::len).max().unwrap_or(0).min(WIDEST);
    let bottom = &grid.rows[last];
    let long = |cell: &Cell| cell.words().chars().take(LONGEST + 1).count() > LONGEST;
    // 填报单位：… and 截至… right above the headings are no parents of them.
    if grid.rows[first..last].iter().flatten().any(|cell| is_above(&cell.words())) {
        return None;
    }
    if first == last && bottom.iter().any(long) {
        return None;
    }
    let columns: Vec<Headed> = (0..width).filter_map(|column| headed(grid, first, last, column)).collect();
    // A title merged over the whole width is no heading of anything.
    let mut top: Vec<String> =
        grid.rows[first].iter().map(|cell| cell.words().into_owned()).filter(|words| !words.is_empty()).collect();
    top.dedup();
    if top.len() < 2 {
        return None;
    }
    // Columns under one merged heading are one until a further row divides them.
    let mut distinct: Vec<&Headed> = columns.iter().collect();
    distinct.dedup_by(|right, left| right.parts == left.parts);
    let is_told = |column: &Headed| told.iter().any(|(name, _)| names(column, name));
    let known = distinct.iter().filter(|column| column.meaning.is_some() || is_told(column)).count();
    let tells_work = columns.iter().any(|column| {
        is_told(column)
            || matches!(
                column.meaning,
                Some(
                    Meaning::Sure(
                        TableField::Issue | TableField::Measure | TableField::Deadline | TableField::Department
                    ) | Meaning::IssueOrProblems
                        | Meaning::IssueOrMeasure
                        | Meaning::IssueOrSymptom
                )
            )
    });
    // A list of cases with the issue that each of them is of.
    let has = |field| columns.iter().any(|column| column.meaning == Some(Meaning::Sure(field)));
    let tells_work = tells_work || has(TableField::Related) && has(TableField::Case);
    let enough = known >= 3 || (known == 2 && distinct.len() <= 4);
    // A row of data may hold a word or two that are headings elsewhere; headings are known for the most part.
    let unknown = distinct.len() - known;
    // What only ends like a heading (关于…的问题) may be data; a row of headings has some that are nothing else.
    let listed = distinct
        .iter()
        .filter(|column| is_told(column) || column.parts.iter().any(|part| synonym::is_listed(part)))
        .count();
    (tells_work && enough && listed >= 2 && unknown <= known * 2).then(|| Headings {
        first,
        last,
        score: known * 4 - unknown.min(known),
        columns,
    })
}

/// Whether words are those of a line above the headings: whose ledger, of which day, in which unit.
fn is_above(words: &str) -> bool {
    let words = words.trim_start_matches(['（', '(', '【', '[', ' ', '\u{3000}']);
    let opens = |list: &[&str]| list.iter().any(|word| words.starts_with(word));
    let labelled = words.contains(['：', ':'])
        && opens(&[
            "填报", "报送", "填表", "制表", "上报", "编制", "单位", "统计", "更新", "截至", "截止", "数据", "日期",
            "时间", "密级", "编号",
        ]);
    // 截至6月底整改情况 is a heading; 截至6月底 alone is the day of which the ledger speaks.
    let day = opens(&["截至", "截止", "统计至", "数据截至", "统计截至"])
        && words.contains(|c: char| c.is_numeric() || "月底年末".contains(c));
    labelled || (day && synonym::meaning(words).is_none())
}

/// A column's headings in these rows; blank cells under a merged parent take its words.
fn headed(grid: &Grid, first: usize, last: usize, column: usize) -> Option<Headed> {
    let words = |row: usize, column: usize| {
        grid.rows[row].get(column).map(|cell| cell.words().into_owned()).unwrap_or_default()
    };
    let mut parts: Vec<String> = Vec::new();
    for row in first..=last {
        let mut part = words(row, column);
        if part.is_empty() && row < last && !words(row + 1, column).is_empty() && grid.merges.is_empty() {
            // Without merges (CSV) a parent's words stand above its first column only.
            let parent = (0..column).rev().map(|left| words(row, left)).find(|words| !words.is_empty());
            part = parent.unwrap_or_default();
        }
        if !part.is_empty() && parts.last() != Some(&part) {
            parts.push(part);
        }
    }
    if parts.is_empty() {
        return None;
    }
    let meaning = meaning_of(&parts);
    Some(Headed { at: column, parts, meaning })
}

/// What a column's headings mean together: the lowest that is known, with what stands above it.
fn meaning_of(parts: &[String]) -> Option<Meaning> {
    let (own, above) = parts.split_last()?;
    let parent = above.last().map(String::as_str).unwrap_or_default();
    let over = || (!parent.is_empty()).then(|| synonym::meaning(parent)).flatten();
    match synonym::meaning(own) {
        // 存在问题 under 整改情况 is a month's.
        Some(Meaning::IssueOrProblems)
            if matches!(over(), Some(Meaning::Sure(TableField::Situation) | Meaning::ProgressOrSituation)) =>
        {
            Some(Meaning::Sure(TableField::Problems))
        }
        // 完成 | 未完成 count as ticks only under a heading; alone they would be anything.
        found @ Some(_) => found,
        None if parent.is_empty() => None,
        // 牵头 under 责任单位, 内容 under 反馈问题.
        None => synonym::meaning(&format!("{own}{parent}"))
            .or_else(|| synonym::meaning(&format!("{parent}{own}")))
            .or_else(|| meaning_of(above)),
    }
}

/// Whether the row `last` can be a further heading row below the one above it: it divides what is merged, and holds no data.
fn continues(grid: &Grid, first: usize, last: usize) -> bool {
    let (above, row) = (&grid.rows[last - 1], &grid.rows[last]);
    let width = above.len().max(row.len()).min(WIDEST);
    let empty = Cell::Empty;
    let cell = |row: &'_ [Cell], column: usize| row.get(column).cloned().unwrap_or_default();
    let mut divides = false;
    for column in 0..width {
        let (upper, lower) = (cell(above, column), cell(row, column));
        if lower == empty {
            continue;
        }
        let words = lower.words().into_owned();
        if lower == upper {
            continue;
        }
        if !matches!(lower, Cell::Text(_)) || words.chars().count() > LONGEST / 2 {
            return false;
        }
        let merged_right = |column: usize| {
            if grid.merges.is_empty() {
                cell(above, column).is_empty()
                    || (cell(above, column + 1).is_empty() && !cell(row, column + 1).is_empty())
            } else {
                grid.merges.iter().take_while(|merge| merge.top as usize <= last).any(|merge| {
                    (merge.top as usize..=merge.bottom as usize).contains(&(last - 1))
                        && (merge.left as usize..=merge.right as usize).contains(&column)
                        && merge.right > merge.left
                        && (merge.bottom as usize) < last
                })
            }
        };
        if upper.is_empty() || merged_right(column) {
            divides = true;
        } else {
            return false;
        }
    }
    divides && first < last
}

/// Whether a table that is no ledger lists cases: 案号 beside other headings that are known.
pub(super) fn lists_cases(grid: &Grid) -> bool {
    grid.rows.iter().filter(|row| row.iter().any(|cell| !cell.is_empty())).take(REACH).any(|row| {
        let known = row.iter().take(WIDEST).filter_map(|cell| synonym::meaning(&cell.words()));
        let known: Vec<Meaning> = known.collect();
        known.len() >= 2 && known.contains(&Meaning::Sure(TableField::Case))
    })
}

/// Whether a clerk's name for a column means this one: its heading, its lowest heading, or its letter.
pub(super) fn names(column: &Headed, name: &str) -> bool {
    let folded = synonym::fold(name);
    let last = column.parts.last().map(|part| synonym::fold(part)).unwrap_or_default();
    let letter = crate::intake::grid::letters(column.at);
    (!folded.is_empty() && (last == folded || synonym::fold(&column.parts.concat()) == folded))
        || letter.eq_ignore_ascii_case(name.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::grid::Merge;

    fn grid(rows: &[&[&str]], merges: &[(u32, u32, u32, u32)]) -> Grid {
        let mut grid = Grid {
            first_row: 1,
            rows: rows.iter().map(|row| row.iter().map(|words| Cell::words_of(words)).collect()).collect(),
            merges: merges.iter().map(|&(top, left, bottom, right)| Merge { top, left, bottom, right }).collect(),
            ..Grid::default()
        };
        grid.fill_merges();
        grid
    }

    fn found(grid: &Grid) -> (usize, usize, Vec<String>) {
        let headings = find(grid, &[]).expect("headings are found");
        (headings.first, headings.last, headings.columns.iter().map(Headed::heading).collect())
    }

    #[test]
    fn one_heading_row_below_title_and_unit() {
        let grid = grid(
            &[
                &["某区人民法院巡察整改台账", "", "", ""],
                &["填报单位：某区人民法院", "", "截至日期：2025年6月30日", ""],
                &["序号", "反馈问题", "整改措施", "责任部门"],
                &["1", "台账登记不全", "建账", "办公室"],
            ],
            &[(0, 0, 0, 3)],
        );
        assert_eq!(found(&grid), (2, 2, ["序号", "反馈问题", "整改措施", "责任部门"].map(str::to_owned).to_vec()));
    }

    #[test]
    fn lines_of_unit_and_day_right_above_the_headings_are_no_parents_of_them() {
        for line in [
            &["截至2025年6月30日", "", "", ""][..],
            &["截至2025年6月30日", "", "", "单位：万元"],
            &["填报单位：某区人民法院", "", "截至日期：2025年6月30日", ""],
            &["填报单位：", "某区人民法院", "截至6月底", ""],
            &["", "（截至2025年6月30日）", "", "编号：3"],
            &["某区人民法院", "", "截止2025.6.30", ""],
            &["统计时间：2025年6月30日", "制表：办公室", "", ""],
        ] {
            let title = &["某区人民法院整改台账", "", "", ""];
            let grid = grid(
                &[title, line, &["序号", "反馈问题", "整改措施", "责任部门"], &["1", "台账登记不全", "建账", "办公室"]],
                &[],
            );
            let columns = ["序号", "反馈问题", "整改措施", "责任部门"].map(str::to_owned).to_vec();
            assert_eq!(found(&grid), (2, 2, columns), "{line:?}");
        }
        // A heading that names its day stays one.
        let rows: &[&[&str]] = &[
            &["序号", "反馈问题", "截至2025年6月底整改情况", "", "责任部门"],
            &["", "", "进展情况", "存在问题", ""],
            &["1", "台账登记不全", "已建账", "无", "办公室"],
        ];
        assert_eq!(found(&grid(rows, &[])).2[2], "截至2025年6月底整改情况/进展情况");
    }

    #[test]
    fn two_heading_rows_with_merged_parents() {
        let rows: &[&[&str]] = &[
            &["整改台账", "", "", "", "", ""],
            &["序号", "反馈问题", "责任分工", "", "", "整改时限"],
            &["", "", "牵头领导", "责任部门", "配合", ""],
            &["1", "台账登记不全", "分管副院长", "办公室", "政治部", "6月底"],
        ];
        let merges = [(0, 0, 0, 5), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 4), (1, 5, 2, 5)];
        let merged = grid(rows, &merges);
        let columns = ["序号", "反馈问题", "责任分工/牵头领导", "责任分工/责任部门", "责任分工/配合", "整改时限"]
            .map(str::to_owned)
            .to_vec();
        assert_eq!(found(&merged), (1, 2, columns.clone()));
        // The same without merges, as a CSV has it.
        assert_eq!(found(&grid(rows, &[])), (1, 2, columns));
    }

    #[test]
    fn three_heading_rows() {
        let merged = grid(
            &[
                &["序号", "问题", "整改情况", "", "", ""],
                &["", "", "6月", "", "7月", ""],
                &["", "", "进展情况", "存在问题", "进展情况", "存在问题"],
                &["1", "台账登记不全", "已建账", "无", "已核对", "无"],
            ],
            &[(0, 0, 2, 0), (0, 1, 2, 1), (0, 2, 0, 5), (1, 2, 1, 3), (1, 4, 1, 5)],
        );
        let (first, last, columns) = found(&merged);
        assert_eq!((first, last), (0, 2));
        assert_eq!(columns[2], "整改情况/6月/进展情况");
    }

    #[test]
    fn a_news_table_has_no_headings_of_a_ledger() {
        for rows in [&[&["姓名", "电话", "地址"][..], &["甲", "1", "乙"]][..], &[&["标题"][..], &["正文"]], &[]]
        {
            assert_eq!(find(&grid(rows, &[]), &[]), None);
        }
    }

    #[test]
    fn the_first_row_of_data_is_no_heading() {
        let grid = grid(
            &[
                &["序号", "存在问题", "整改措施", "状态"],
                &["1", "措施不实", "", "已完成"],
                &["2", "责任不清", "明确", "未完成"],
            ],
            &[],
        );
        assert_eq!((found(&grid).0, found(&grid).1), (0, 0));
    }
}
