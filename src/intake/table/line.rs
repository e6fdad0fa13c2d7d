//! What kind of row it is: data, a band that names a category, a total, a note, a heading that was printed again.

use super::column::Column;
use super::synonym;
use crate::intake::grid::{Cell, Merge};
use crate::intake::marker::{self, Style};
use crate::intake::plan::TableField;
use crate::intake::wording;

/// A row's kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing stands in it.
    Blank,
    /// Holds work.
    Data,
    /// One cell over the table's width that names a category.
    Band(String),
    /// Passed over: why.
    Skipped(&'static str),
    /// Not understood: why.
    Unknown(&'static str),
}

/// A cell that begins in this row: its grid column, how many columns it covers, and its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fresh {
    /// Its column in the grid.
    pub(super) column: usize,
    /// How many columns it covers.
    pub(super) width: usize,
    /// Its words.
    pub(super) words: String,
    /// Whether it is a number.
    pub(super) number: bool,
}

/// Walks down a grid and knows which merge each cell of the present row belongs to.
#[derive(Debug)]
pub(super) struct MergeWalk {
    merges: Vec<Merge>,
    next: usize,
    active: Vec<Option<usize>>,
}

impl MergeWalk {
    /// Begins above the first row. `merges` are in order of rows.
    pub(super) fn new(merges: Vec<Merge>, width: usize) -> Self {
        Self { merges, next: 0, active: vec![None; width] }
    }

    /// Whether nothing is merged.
    pub(super) fn is_empty(&self) -> bool {
        self.merges.is_empty()
    }

    /// Steps down to a row.
    pub(super) fn step(&mut self, row: usize) {
        for slot in &mut self.active {
            if slot.is_some_and(|merge| (self.merges[merge].bottom as usize) < row) {
                *slot = None;
            }
        }
        while let Some(merge) = self.merges.get(self.next).filter(|merge| merge.top as usize <= row) {
            let right = (merge.right as usize).min(self.active.len().saturating_sub(1));
            if merge.bottom as usize >= row && merge.left as usize <= right && !self.active.is_empty() {
                self.active[merge.left as usize..=right].fill(Some(self.next));
            }
            self.next += 1;
        }
    }

    /// The merge of a cell: its index and itself.
    pub(super) fn of(&self, column: usize) -> Option<(usize, Merge)> {
        let index = (*self.active.get(column)?)?;
        Some((index, self.merges[index]))
    }

    /// The cells that begin in this row; merged ones once.
    pub(super) fn fresh(&self, row: usize, cells: &[Cell]) -> Vec<Fresh> {
        let mut fresh = Vec::new();
        for (column, cell) in cells.iter().enumerate() {
            if cell.is_empty() {
                continue;
            }
            let merge = self.of(column).map(|(_, merge)| merge);
            if merge.is_some_and(|merge| (merge.top as usize) < row || (merge.left as usize) < column) {
                continue;
            }
            let width = merge.map_or(1, |merge| (merge.right - merge.left) as usize + 1);
            fresh.push(Fresh {
                column,
                width,
                words: cell.words().into_owned(),
                number: matches!(cell, Cell::Number(_)),
            });
        }
        fresh
    }
}

const TOTALS: [&str; 8] = ["合计", "总计", "小计", "共计", "累计", "本页小计", "合  计", "总数"];
/// Why a total row is passed over.
pub(super) const TOTAL: &str = "合计行";
const NOTES: [&str; 8] = ["注", "说明", "备注", "填表说明", "填报说明", "填写说明", "附注", "填报要求"];
const SIGNED: [&str; 16] = [
    "填表人",
    "填报人",
    "审核人",
    "制表人",
    "联系人",
    "联系电话",
    "负责人",
    "填报日期",
    "填表日期",
    "签字",
    "审批人",
    "报送人",
    "制表日期",
    "填报单位",
    "盖章",
    "截至日期",
];

/// Tells a row's kind from the cells that begin in it.
pub(super) fn kind(fresh: &[Fresh], columns: &[Column], continued: bool, first: bool) -> Kind {
    let Some(lead) = fresh.first() else { return if continued { Kind::Data } else { Kind::Blank } };
    let of = |cell: &Fresh| columns.iter().find(|column| column.at == cell.column);
    let field = |cell: &Fresh| of(cell).and_then(|column| column.field);
    if is_heading(fresh, columns) {
        return Kind::Skipped("重复的表头");
    }
    if first && is_column_numbers(fresh) {
        return Kind::Skipped("列号");
    }
    let folded = synonym::fold(&lead.words);
    let short = lead.words.chars().take(21).count() <= 20;
    if short
        && !continued
        && TOTALS.iter().any(|word| folded.starts_with(&synonym::fold(word)))
        && !fresh.iter().skip(1).any(|cell| {
            matches!(field(cell), Some(TableField::Issue | TableField::Measure))
                && !cell.number
                && cell.words.chars().count() > 12
        })
    {
        return Kind::Skipped(TOTAL);
    }
    let begins_note = NOTES.iter().any(|word| {
        lead.words.strip_prefix(word).is_some_and(|rest| {
            rest.is_empty() || rest.starts_with([':', '：', '.', '、', ' ', '\n', '1', '１', '（', '(', '\u{3000}'])
        })
    });
    if fresh.len() == 1 && begins_note {
        return Kind::Skipped("表注");
    }
    let signed = |cell: &Fresh| {
        SIGNED.iter().any(|word| cell.words.contains(word))
            && cell.words.contains([':', '：'])
            && cell.words.chars().count() <= 60
    };
    if !continued
        && fresh.iter().all(|cell| signed(cell) || cell.words.chars().count() <= 12)
        && fresh.iter().any(|cell| signed(cell) && cell.column == lead.column)
    {
        return Kind::Skipped("填表人等落款");
    }
    if !continued
        && fresh.len() == 1
        && let Some(kind) = alone(lead, field(lead), columns.len())
    {
        return kind;
    }
    if fresh.len() == 1 && !continued && field(lead) == Some(TableField::Number) {
        return Kind::Skipped("只有序号");
    }
    Kind::Data
}

/// A row of one cell: a category, a long remark, or an issue that has nothing else yet.
fn alone(cell: &Fresh, field: Option<TableField>, columns: usize) -> Option<Kind> {
    let words = cell.words.trim();
    if cell.number || words.chars().all(|c| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let style = marker::read(words).map(|marker| marker.style);
    let chapter = matches!(style, Some(Style::ChineseComma | Style::ChineseParen));
    let title = words.chars().take(81).count() <= 80
        && !words.trim_end_matches('。').contains('。')
        && wording::is_title(words);
    let wide = cell.width >= 3 && cell.width * 2 >= columns;
    let in_margin = matches!(field, Some(TableField::Number | TableField::Category)) && words.chars().count() >= 2;
    let in_work = matches!(field, Some(TableField::Issue | TableField::Symptom | TableField::Measure));
    match () {
        () if wide && title => Some(Kind::Band(words.to_owned())),
        () if wide => Some(Kind::Unknown("整行合并的文字，看不出是分类还是说明")),
        () if in_margin && title => Some(Kind::Band(words.to_owned())),
        () if chapter && title && (!in_work || style == Some(Style::ChineseComma)) => {
            Some(Kind::Band(words.to_owned()))
        }
        () => None,
    }
}

fn is_heading(fresh: &[Fresh], columns: &[Column]) -> bool {
    let repeated = |cell: &Fresh| {
        // Asked of every row: what is longer than any heading over it is none, and need not be folded.
        let longest = columns.iter().filter(|c| (cell.column..cell.column + cell.width).contains(&c.at));
        if longest.map(|column| column.heading.len()).max().is_none_or(|most| cell.words.len() > most * 2 + 12) {
            return false;
        }
        let words = synonym::fold(&cell.words);
        // A parent over several columns is repeated, too.
        !words.is_empty()
            && columns
                .iter()
                .filter(|column| (cell.column..cell.column + cell.width).contains(&column.at))
                .any(|column| column.heading.split('/').any(|part| synonym::fold(part) == words))
    };
    // Most rows are none, and say so with their first cells.
    let mut others = 0;
    for cell in fresh {
        others += usize::from(!repeated(cell));
        if others * 5 > fresh.len() * 2 {
            return false;
        }
    }
    fresh.len() >= others + 2
}

/// 1 2 3 4 under the headings, as forms have them.
fn is_column_numbers(fresh: &[Fresh]) -> bool {
    fresh.len() >= 4
        && fresh
            .iter()
            .enumerate()
            .all(|(at, cell)| cell.words.trim_matches(['(', ')', '（', '）', '栏', ' ']).parse() == Ok(at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Vec<Column> {
        [
            ("序号", TableField::Number),
            ("反馈问题", TableField::Issue),
            ("整改措施", TableField::Measure),
            ("责任部门", TableField::Department),
            ("整改时限", TableField::Deadline),
        ]
        .iter()
        .enumerate()
        .map(|(at, (heading, field))| Column {
            at,
            heading: (*heading).to_owned(),
            field: Some(*field),
            told: false,
            ticked: false,
            month: None,
            filed_month: None,
            counts_days: false,
            mixed: false,
        })
        .collect()
    }

    fn of(words: &[&str]) -> Kind {
        let cells: Vec<Cell> = words.iter().map(|words| Cell::words_of(words)).collect();
        let walk = MergeWalk::new(Vec::new(), cells.len());
        kind(&walk.fresh(0, &cells), &columns(), false, true)
    }

    #[test]
    fn rows_that_hold_no_work_are_known() {
        for (words, expected) in [
            (&["", "", "", "", ""][..], Kind::Blank),
            (&["序号", "反馈问题", "整改措施", "责任部门", "整改时限"], Kind::Skipped("重复的表头")),
            (&["1", "2", "3", "4", "5"], Kind::Skipped("列号")),
            (&["合计", "", "12", "", ""], Kind::Skipped("合计行")),
            (&["", "合 计", "12条", "", ""], Kind::Skipped("合计行")),
            (&["注：本表每月25日前报送。", "", "", "", ""], Kind::Skipped("表注")),
            (&["填表人：", "", "审核人：", "", "联系电话："], Kind::Skipped("填表人等落款")),
            (&["一、党的建设方面", "", "", "", ""], Kind::Band("一、党的建设方面".to_owned())),
            (&["", "一、党的建设方面", "", "", ""], Kind::Band("一、党的建设方面".to_owned())),
            (&["（一）政治建设", "", "", "", ""], Kind::Band("（一）政治建设".to_owned())),
            (&["党的建设", "", "", "", ""], Kind::Band("党的建设".to_owned())),
            (&["7", "", "", "", ""], Kind::Skipped("只有序号")),
            (&["1", "台账登记不全", "建账", "办公室", "6月底"], Kind::Data),
            (&["", "（一）台账登记不全的问题", "", "", ""], Kind::Data),
            (&["", "", "建账", "", ""], Kind::Data),
            (&["1", "合计金额核算不准，个别科目没有逐项核对", "重新核算", "财务科", ""], Kind::Data),
        ] {
            assert_eq!(of(words), expected, "{words:?}");
        }
    }
}
