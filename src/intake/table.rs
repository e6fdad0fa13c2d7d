//! Ledgers kept as tables: workbooks, CSV files, tables of Word papers.
//!
//! A table comes as a [`Grid`]. [`heading`] finds its heading rows, [`column`] says what each column holds, [`ledger`] walks
//! down the rows, [`block`] makes items of the rows of one issue and [`fill`] reads single cells into them. What the cells of
//! one kind can hold stands by itself: [`names`], [`status`], [`day`], [`split`].
//!
//! Architecture invariant: every row below the headings is used, skipped or reported, and counted as one of these; the words of
//! a used row stand in the items it made, those of every other row in `left_out`.

mod biff;
mod block;
mod category;
mod column;
mod csv;
mod day;
mod fault;
mod field_name;
mod fill;
mod guard;
mod heading;
mod html;
mod inside;
mod ledger;
mod leveled;
mod line;
mod names;
mod ods;
mod reference;
mod several;
mod sheet;
mod split;
mod status;
mod synonym;
mod total;
mod workbook;

use super::grid::Grid;
use super::plan::Plan;
use super::{IntakeError, Options};

pub use csv::read as read_csv;
pub use field_name::{field_label, field_named};
pub use guard::is_guarded;
pub use html::read as read_html;
pub use workbook::{WorkbookFormat, read as read_workbook};

/// Why a table is not read. Behind the first full stop the message says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// No row looks like the headings of a ledger.
    #[error(
        "{place}没有找到台账的表头：要有一行写着“反馈问题”（或“整改事项”等）和“整改措施”“责任部门”“整改时限”等列名。请核对文件；列名与众不同的，加 --map 列名=字段 指明，如 --map 清单内容=问题 --map 怎么改=措施"
    )]
    NoHeadings {
        /// Where was looked.
        place: String,
    },
    /// A list of cases that does not say of which issue each of them is.
    #[error(
        "{place}是案件清单，没有一列写明各案属于哪个问题，没有读入。请在案号旁加一列“反馈问题”，写上所属问题的原文，再导入；只有几件的，也可用 taizhang add 逐件录入"
    )]
    CasesWithoutIssue {
        /// The sheet.
        place: String,
    },
    /// Headings, but none for issues.
    #[error("{place}的列里没有“问题”一列（现有：{}）。请加 --map 列名=问题 指明哪一列写的是问题", columns.join("、"))]
    NoIssueColumn {
        /// The sheet.
        place: String,
        /// The headings.
        columns: Vec<String>,
    },
    /// A heading that means two things, and nothing decides which.
    #[error(
        "{place}的“{heading}”既可能是台账的问题，也可能是当月填报的“存在问题”，其他列名也分不清。请加 --map {heading}=问题，或 --map {heading}=填报问题"
    )]
    TwoMeanings {
        /// The heading.
        heading: String,
        /// Where it stands.
        place: String,
    },
    /// `--map` names a column that does not exist.
    #[error("{place}没有名为“{column}”的列（现有：{}）。请核对 --map 里的列名，也可以写列的字母，如 --map C=措施", columns.join("、"))]
    NoSuchColumn {
        /// What was named.
        column: String,
        /// The sheet.
        place: String,
        /// The headings.
        columns: Vec<String>,
    },
    /// Several sheets look like ledgers.
    #[error("有 {} 个工作表像是台账（{}），不能替您选。请加 --sheet 工作表名 指明读哪一个；要一并读入加 --sheet 全部", sheets.len(), sheets.join("、"))]
    WhichSheet {
        /// Their names.
        sheets: Vec<String>,
    },
    /// `--sheet` names a sheet that does not exist.
    #[error("没有名为“{sheet}”的工作表（现有：{}）。请核对 --sheet，也可以写第几个，如 --sheet 2", sheets.join("、"))]
    NoSuchSheet {
        /// What was named.
        sheet: String,
        /// The sheets there are.
        sheets: Vec<String>,
    },
    /// More rows, columns, cells or words than a ledger has.
    #[error("{place}{what}，超过上限（{limit}），不像是台账。请删去表格以外的内容，或只把台账部分复制到新文件再导入")]
    TooLarge {
        /// The sheet.
        place: String,
        /// What there is too much of.
        what: String,
        /// The limit, in words.
        limit: String,
    },
    /// The file cannot be read as what it says it is.
    #[error("文件读不通（{what}）。请用 WPS 或 Excel 打开，另存为 .xlsx 再导入；打不开的，请来文单位重新发送")]
    Damaged {
        /// What exactly.
        what: String,
    },
    /// What `intake --plan` wrote: it is for looking at, and holds less than the file it was made of.
    #[error("这是 intake --plan 写出的导入计划{}，只供核对，不能再导入。请在原来的文件里改好，再导入原来的文件", of.as_ref().map_or_else(String::new, |of| format!("（{of}的）")))]
    OwnPlan {
        /// The file it was made of.
        of: Option<String>,
    },
    /// Locked with a password.
    #[error("文件设有密码。请用 WPS 或 Excel 打开，取消密码后另存一份再导入")]
    Locked,
}

impl TableError {
    /// The same error, about a file of that name.
    #[must_use]
    pub fn in_file(self, name: &str) -> IntakeError {
        IntakeError::Table { name: name.to_owned(), error: self }
    }
}

/// Reads the tables of one paper that belong together: every one that has the headings of a ledger.
///
/// # Errors
/// When none is a ledger, or its columns cannot be told; see [`TableError`].
pub fn read_grids(grids: Vec<Grid>, options: &Options) -> Result<Plan, TableError> {
    sheet::read(grids, options, sheet::Several::Together)
}

/// Whether a table without headings may be the rest of the ledger above it, which a page break cut in two.
#[must_use]
pub fn goes_on(above: &Grid, grid: &Grid) -> bool {
    sheet::goes_on(above, grid)
}
