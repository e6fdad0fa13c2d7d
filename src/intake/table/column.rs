//! What each column holds: by its heading, and where that has two meanings, by the other headings and by what stands below.

use super::heading::{self, Headed, Headings};
use super::synonym::{self, Meaning};
use super::{TableError, ledger::says_nothing, status};
use crate::intake::grid::{Cell, Grid};
use crate::intake::plan::TableField;
use crate::zh::own_table;

/// How many filled cells are looked at to tell what a column holds.
const SAMPLE: usize = 200;

/// A column as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    /// Its place in the grid.
    pub(super) at: usize,
    /// Its heading, of all heading rows.
    pub(super) heading: String,
    /// What it holds; none when its heading is not known.
    pub(super) field: Option<TableField>,
    /// Whether the clerk said so.
    pub(super) told: bool,
    /// Whether its heading is the status and its cells are ticks.
    pub(super) ticked: bool,
    /// The month its heading names.
    pub(super) month: Option<String>,
    /// Year and month, where months stand side by side and each is a filing of its own.
    pub(super) filed_month: Option<(Option<i32>, u32)>,
    /// Whether its heading says that it counts days.
    pub(super) counts_days: bool,
    /// Whether some of its cells are states and others tell of the work: each is read for what it is.
    pub(super) mixed: bool,
}

/// Says what each column holds.
///
/// # Errors
/// When two readings remain and nothing decides, when a column that was named does not exist, or when no column holds issues.
pub(super) fn resolve(
    grid: &Grid,
    headings: &Headings,
    told: &[(String, TableField)],
) -> Result<Vec<Column>, TableError> {
    let mut columns: Vec<Column> = headings.columns.iter().map(column).collect();
    for (name, field) in told {
        let mut fits = false;
        for (headed, column) in headings.columns.iter().zip(&mut columns) {
            if heading::names(headed, name) {
                (column.field, column.told, column.ticked, fits) = (Some(*field), true, false, true);
            }
        }
        if !fits {
            let known = headings.columns.iter().map(Headed::heading).collect();
            return Err(TableError::NoSuchColumn { column: name.clone(), place: grid.place.clone(), columns: known });
        }
    }
    let below = headings.last + 1;
    let own = own_table::is_own(columns.iter().map(|column| column.heading.as_str()));
    for (at, headed) in headings.columns.iter().enumerate() {
        if columns[at].told {
            continue;
        }
        let Some(meaning) = headed.meaning else { continue };
        if own && own_table::is_worked_out(&columns[at].heading) {
            columns[at].field = Some(TableField::Ignored);
            continue;
        }
        columns[at].field = match meaning {
            Meaning::Sure(field) => Some(field),
            Meaning::Goal => Some(TableField::Goal),
            Meaning::Tick(field) => {
                columns[at].ticked = true;
                Some(field)
            }
            Meaning::TypeOrCategory => {
                let types = mostly(grid, below, headed.at, &|cell| status::type_of(&cell.words()).is_some());
                Some(if types { TableField::Type } else { TableField::Category })
            }
            Meaning::ProgressOrSituation => Some(if mostly(grid, below, headed.at, &is_short_state) {
                TableField::Progress
            } else {
                TableField::Situation
            }),
            _ => None,
        };
    }
    by_the_others(grid, headings, &mut columns)?;
    // 对应问题 beside measures holds the issue itself where no other column does, and more than its number.
    if !columns.iter().any(|column| column.field == Some(TableField::Issue))
        && let Some(column) =
            columns.iter_mut().find(|column| column.field == Some(TableField::Related) && !column.told)
        && mostly(grid, below, column.at, &|cell| cell.words().chars().filter(|c| c.is_alphabetic()).nth(5).is_some())
    {
        column.field = Some(TableField::Issue);
    }
    // Where nothing else is numbered the numbers of measures are the ledger's numbers.
    if !columns.iter().any(|column| column.field == Some(TableField::Number)) {
        let alone = columns.iter_mut().find(|column| column.field == Some(TableField::MeasureNumber));
        if let Some(column) = alone.filter(|column| !column.told) {
            column.field = Some(TableField::Number);
        }
    }
    one_of_each(&mut columns);
    months_apart(&mut columns);
    states(grid, below, headings, &mut columns);
    if !columns.iter().any(|column| column.field == Some(TableField::Issue)) {
        if columns.iter().any(|column| column.field == Some(TableField::Case)) {
            return Err(TableError::CasesWithoutIssue { place: grid.place.clone() });
        }
        let known = headings.columns.iter().map(Headed::heading).collect();
        return Err(TableError::NoIssueColumn { place: grid.place.clone(), columns: known });
    }
    Ok(columns)
}

fn column(headed: &Headed) -> Column {
    let heading = headed.heading();
    let month = headed.parts.iter().rev().find_map(|part| synonym::month(part));
    let counts_days = heading.contains("天数")
        || heading.contains("（天）")
        || heading.contains("(天)")
        || heading.contains("（日）");
    Column {
        at: headed.at,
        heading,
        field: None,
        told: false,
        ticked: false,
        month,
        filed_month: None,
        counts_days,
        mixed: false,
    }
}

/// Decides by the other headings what has two meanings.
fn by_the_others(grid: &Grid, headings: &Headings, columns: &mut [Column]) -> Result<(), TableError> {
    let first = |columns: &[Column], fields: &[TableField]| {
        columns.iter().position(|column| column.field.is_some_and(|field| fields.contains(&field)))
    };
    for at in 0..columns.len() {
        if columns[at].told || headings.columns[at].meaning != Some(Meaning::IssueOrMeasure) {
            continue;
        }
        let issue = first(columns, &[TableField::Issue]).is_some()
            || headings.columns.iter().any(|headed| headed.meaning == Some(Meaning::IssueOrProblems));
        let measure = first(columns, &[TableField::Measure]).is_some();
        columns[at].field = Some(match (issue, measure) {
            (false, _) => TableField::Issue,
            (true, false) => TableField::Measure,
            (true, true) => TableField::Ignored,
        });
    }
    for at in 0..columns.len() {
        if columns[at].told || headings.columns[at].meaning != Some(Meaning::IssueOrProblems) {
            continue;
        }
        let issue = first(columns, &[TableField::Issue]);
        let worked_on =
            first(columns, &[TableField::Measure, TableField::Situation, TableField::Next, TableField::Progress]);
        let follows = worked_on.is_some_and(|worked_on| worked_on < at);
        let beside_next = columns.get(at + 1).is_some_and(|next| next.field == Some(TableField::Next))
            || (at > 0 && columns[at - 1].field == Some(TableField::Situation));
        columns[at].field = Some(match (issue.is_some(), follows) {
            (false, false) => TableField::Issue,
            (true, true) => TableField::Problems,
            (false, true) if beside_next => TableField::Problems,
            _ => {
                let place = grid.place_of_cell(headings.last, columns[at].at);
                return Err(TableError::TwoMeanings { heading: columns[at].heading.clone(), place });
            }
        });
    }
    for at in 0..columns.len() {
        if columns[at].told {
            continue;
        }
        columns[at].field = match headings.columns[at].meaning {
            Some(Meaning::IssueOrSymptom) if first(columns, &[TableField::Issue]).is_some() => {
                Some(TableField::Symptom)
            }
            Some(Meaning::IssueOrSymptom) => Some(TableField::Issue),
            Some(Meaning::DeadlineOrCompleted) => {
                let dated = columns.iter().any(|column| column.field == Some(TableField::Deadline));
                Some(if dated { TableField::CompletedOn } else { TableField::Deadline })
            }
            _ => columns[at].field,
        };
    }
    Ok(())
}

/// Where months stand side by side, each of them is a filing.
fn months_apart(columns: &mut [Column]) {
    let of = |column: &Column| synonym::month_number(column.month.as_deref()?, &column.heading);
    let mut told: Vec<(Option<i32>, u32)> =
        columns.iter().filter(|column| column.field == Some(TableField::Situation)).filter_map(of).collect();
    told.sort_unstable();
    told.dedup();
    if told.len() < 2 {
        return;
    }
    for column in columns {
        if matches!(column.field, Some(TableField::Situation | TableField::Problems | TableField::Next)) {
            column.filed_month = of(column);
        }
    }
}

/// A column for what was done, in which nothing but states stands, tells how far the work is; where states and texts stand side by
/// side, each cell is read for what it is. A ledger with a column of states keeps what stands elsewhere as words.
fn states(grid: &Grid, below: usize, headings: &Headings, columns: &mut [Column]) {
    for at in 0..columns.len() {
        let column = &columns[at];
        if column.told || column.ticked || column.filed_month.is_some() {
            continue;
        }
        let states = || cells(grid, below, column.at).filter(|cell| status::is_state(cell)).count();
        let said = || cells(grid, below, column.at).filter(|cell| !says_nothing(&cell.words())).count();
        let alone = |field| {
            columns.iter().filter(|other| other.field == Some(field)).count()
                == usize::from(column.field == Some(field))
        };
        match column.field {
            Some(TableField::Situation) if alone(TableField::Progress) && alone(TableField::Situation) => {
                let (states, said) = (states(), said());
                if states > 0 && states == said {
                    columns[at].field = Some(TableField::Progress);
                } else {
                    columns[at].mixed = states > 0;
                }
            }
            Some(TableField::Progress) if headings.columns[at].meaning == Some(Meaning::ProgressOrSituation) => {
                columns[at].mixed = cells(grid, below, column.at).any(is_text);
            }
            _ => {}
        }
    }
}

/// The filled cells of a column.
fn cells(grid: &Grid, below: usize, column: usize) -> impl Iterator<Item = &Cell> {
    let rows = grid.rows.get(below..).unwrap_or_default();
    rows.iter().filter_map(move |row| row.get(column)).filter(|cell| !cell.is_empty())
}

/// Whether a cell under 完成情况 is short enough for a state and names one.
fn is_short_state(cell: &Cell) -> bool {
    !is_long(cell) && !status::read(cell, status::Asked::Progress).is_empty()
}

/// Whether a cell under 完成情况 is too long for a state, and none: it tells of the work.
pub(super) fn is_text(cell: &Cell) -> bool {
    is_long(cell) && !status::is_state(cell)
}

fn is_long(cell: &Cell) -> bool {
    const LONGEST: usize = 14;
    cell.words().chars().nth(LONGEST).is_some()
}

/// A second issue column holds its symptoms; a second number, deadline or measure is kept in the row's words only.
fn one_of_each(columns: &mut [Column]) {
    let mut seen: Vec<TableField> = Vec::new();
    for column in columns {
        let Some(field) = column.field else { continue };
        if column.told || column.ticked {
            seen.push(field);
            continue;
        }
        let once = matches!(
            field,
            TableField::Number
                | TableField::MeasureNumber
                | TableField::SymptomNumber
                | TableField::Related
                | TableField::Issue
                | TableField::Symptom
                | TableField::Deadline
                | TableField::FirstDue
                | TableField::Review
                | TableField::Measure
                | TableField::CompletedOn
                | TableField::ClosedOn
        );
        if once && seen.contains(&field) {
            column.field = Some(match field {
                TableField::Issue if !seen.contains(&TableField::Symptom) => TableField::Symptom,
                _ => TableField::Ignored,
            });
        }
        seen.extend(column.field);
    }
}

/// Whether most filled cells of a column are so.
fn mostly(grid: &Grid, below: usize, column: usize, so: &dyn Fn(&Cell) -> bool) -> bool {
    let (mut all, mut yes) = (0, 0);
    for cell in cells(grid, below, column).take(SAMPLE) {
        all += 1;
        yes += usize::from(so(cell));
    }
    all > 0 && yes * 5 >= all * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(rows: &[&[&str]], told: &[(&str, TableField)]) -> Result<Vec<&'static str>, TableError> {
        let grid = Grid {
            first_row: 1,
            place: "工作表“台账”".to_owned(),
            rows: rows.iter().map(|row| row.iter().map(|words| Cell::words_of(words)).collect()).collect(),
            ..Grid::default()
        };
        let told: Vec<(String, TableField)> = told.iter().map(|(name, field)| ((*name).to_owned(), *field)).collect();
        let headings = heading::find(&grid, &told).expect("headings");
        Ok(resolve(&grid, &headings, &told)?
            .iter()
            .map(|column| column.field.map_or("—", |field| field.key()))
            .collect())
    }

    #[test]
    fn other_headings_decide_what_has_two_meanings() {
        for (headings, expected) in [
            ("序号 存在问题 整改措施 责任部门 整改时限", "number issue measure department deadline"),
            ("序号 反馈问题 整改措施 整改情况 存在问题 下步措施", "number issue measure situation problems next"),
            ("序号 存在问题 整改措施 整改情况 存在的问题 下一步计划", "number issue measure situation problems next"),
            ("序号 存在问题 问题表现 整改措施", "number issue symptom measure"),
            ("序号 问题表现 整改措施", "number issue measure"),
            ("序号 整改任务 整改措施 责任单位", "number issue measure department"),
            ("序号 反馈问题 整改任务 责任单位", "number issue measure department"),
            ("序号 反馈问题 整改措施 整改时限 完成时间", "number issue measure deadline completed_on"),
            ("序号 反馈问题 整改措施 完成时间", "number issue measure deadline"),
            ("序号 反馈问题 具体问题 整改措施", "number issue symptom measure"),
            ("序号 一级标题 二级标题 三级标题 整改措施 问题", "number category category category measure issue"),
        ] {
            let row: Vec<&str> = headings.split(' ').collect();
            assert_eq!(fields(&[&row], &[]).unwrap().join(" "), expected, "{headings}");
        }
    }

    #[test]
    fn what_stands_below_decides_between_a_status_and_a_text() {
        let head = ["序号", "问题", "整改完成情况", "类型"];
        let status =
            fields(&[&head, &["1", "甲", "已完成", "立行立改"], &["2", "乙", "未完成", "长期坚持"]], &[]).unwrap();
        assert_eq!(status, ["number", "issue", "progress", "type"]);
        let text = fields(
            &[
                &head,
                &["1", "甲", "已修订办法并组织全院干警学习，逐月核对", "作风"],
                &["2", "乙", "已补建四本台账，共核对一百二十条", "纪律"],
            ],
            &[],
        );
        assert_eq!(text.unwrap(), ["number", "issue", "situation", "category"]);
    }

    #[test]
    fn what_nothing_decides_is_asked() {
        let row = ["序号", "整改事项", "存在问题", "整改措施"];
        let Err(TableError::TwoMeanings { heading, .. }) = fields(&[&row], &[]) else { panic!("asked") };
        assert_eq!(heading, "存在问题");
        assert_eq!(
            fields(&[&row], &[("存在问题", TableField::Problems)]).unwrap(),
            ["number", "issue", "problems", "measure"]
        );
        assert_eq!(fields(&[&row], &[("C", TableField::Symptom)]).unwrap(), ["number", "issue", "symptom", "measure"]);
        assert!(matches!(fields(&[&row], &[("天气", TableField::Remark)]), Err(TableError::NoSuchColumn { .. })));
    }

    #[test]
    fn a_ledger_without_issues_is_no_ledger() {
        assert!(matches!(
            fields(&[&["序号", "整改措施", "责任部门", "整改时限"]], &[]),
            Err(TableError::NoIssueColumn { .. })
        ));
    }
}
