//! Ledgers in the layouts and formats in which offices keep them, and what becomes of hostile ones.
//!
//! The samples are written by `tests/data/intake/ledgers.py`. Each has its page as a snapshot: what was understood of its
//! columns, its items with everything they hold, what was passed over and what is to be looked at.

mod cells;
mod embedded;
mod hostile;
mod random;
mod relations;
mod states;

use std::collections::HashSet;
use std::fmt::Write as _;
use taizhang::intake::plan::{PaperKind, Plan, PlannedItem, PlannedTable, TableField};
use taizhang::intake::table::{TableError, WorkbookFormat, read_csv, read_workbook};
use taizhang::intake::{IntakeError, Options};

pub(crate) fn bytes_of(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/data/intake/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// How many cases a test tries: as many as the variable says, or so many.
#[expect(clippy::disallowed_methods, reason = "a test may be told how long to go on")]
fn cases<N: std::str::FromStr>(variable: &str, otherwise: N) -> N {
    std::env::var(variable).ok().and_then(|cases| cases.parse().ok()).unwrap_or(otherwise)
}

fn read_as(name: &str, bytes: &[u8], options: &Options) -> Result<Plan, IntakeError> {
    match name.rsplit('.').next().unwrap() {
        "xlsx" => read_workbook(name, bytes, WorkbookFormat::Xlsx, options),
        "xls" => read_workbook(name, bytes, WorkbookFormat::Xls, options),
        "ods" => read_workbook(name, bytes, WorkbookFormat::Ods, options),
        _ => read_csv(name, bytes, options),
    }
}

fn read(name: &str, options: &Options) -> Plan {
    read_as(name, &bytes_of(name), options).unwrap_or_else(|error| panic!("{error}"))
}

/// Each row below the headings is used, skipped or reported; a parent stands before its children.
pub(crate) fn assert_accounted(name: &str, plan: &Plan) {
    for table in &plan.tables {
        let PlannedTable { rows, used, skipped, reported, .. } = table;
        let told = used + u32::try_from(skipped.len() + reported.len()).unwrap();
        assert_eq!(told, *rows, "{name} {}: used {used}, skipped {skipped:?}, reported {reported:?}", table.place);
        let numbers: Vec<u32> = skipped.iter().chain(reported).map(|(row, _)| *row).collect();
        assert_eq!(numbers.iter().collect::<HashSet<_>>().len(), numbers.len(), "{name}: a row is told twice");
    }
    for (at, item) in plan.items.iter().enumerate() {
        assert!(item.parent.is_none_or(|parent| parent < at), "{name}: a parent stands behind its child");
        assert!(!item.text.trim().is_empty(), "{name}: an item has words: {item:?}");
    }
}

fn list(line: &mut String, name: &str, names: &[String]) {
    if !names.is_empty() {
        write!(line, " {name}={}", names.join("+")).unwrap();
    }
}

fn line(plan: &Plan, codes: &[String], at: usize, item: &PlannedItem) -> String {
    let mut line = format!("{:<6}{} {}", codes[at], item.kind, item.text.replace('\n', "⏎"));
    if item.origin.key() != "feedback" {
        write!(line, " [{}]", item.origin).unwrap();
    }
    if let Some(no) = &item.source_no {
        write!(line, " 〔{no}〕").unwrap();
    }
    if let Some(parent) = item.parent {
        write!(line, " under {}", codes[parent]).unwrap();
    }
    list(&mut line, "leader", &item.leaders);
    list(&mut line, "dept", &item.departments);
    list(&mut line, "co", &item.co_departments);
    list(&mut line, "person", &item.persons);
    for (name, words) in [("goal", &item.goal), ("due", &item.deadline_raw), ("did", &item.situation)] {
        if let Some(words) = words {
            write!(line, " {name}={}", words.replace('\n', "⏎")).unwrap();
        }
    }
    if let Some(kind) = item.item_type {
        write!(line, " type={kind}").unwrap();
    }
    if let Some(reported) = &item.reported {
        for (name, words) in [
            ("progress", reported.progress.map(|p| p.key().to_owned())),
            ("done_on", reported.completed_on.map(|d| d.to_string())),
            ("closure", reported.closure.map(|c| c.key().to_owned())),
            ("closed_on", reported.closed_on.map(|d| d.to_string())),
            ("meeting", reported.meeting.clone()),
            ("problems", reported.problems.clone()),
            ("next", reported.next.clone()),
            ("remark", reported.remark.clone()),
            ("unit", reported.unit.clone()),
        ] {
            if let Some(words) = words {
                write!(line, " {name}={}", words.replace('\n', "⏎")).unwrap();
            }
        }
        for told in &reported.months {
            write!(line, " {}月", told.month).unwrap();
            for (name, words) in [("did", &told.situation), ("problems", &told.problems), ("next", &told.next)] {
                if let Some(words) = words {
                    write!(line, " {name}={}", words.replace('\n', "⏎")).unwrap();
                }
            }
        }
        list(&mut line, "evidence", &reported.evidence);
    }
    let _ = plan;
    line
}

pub(crate) fn page(plan: &Plan) -> String {
    let mut page = format!("{} {:?} {:?}\n", plan.paper, plan.counts(), plan.by_origin());
    let header = &plan.header;
    writeln!(
        page,
        "title {:?} unit {:?} as of {:?}",
        header.title,
        header.unit,
        header.as_of.map(|day| day.to_string())
    )
    .unwrap();
    for table in &plan.tables {
        let columns: Vec<String> = table
            .columns
            .iter()
            .map(|column| format!("{}:{}={}", column.letter, column.heading, column.field.map_or("—", TableField::key)))
            .collect();
        writeln!(page, "{} headings {:?}: {}", table.place, table.heading_rows, columns.join(" ")).unwrap();
        writeln!(
            page,
            "rows {} used {} skipped {:?} reported {:?}",
            table.rows, table.used, table.skipped, table.reported
        )
        .unwrap();
    }
    let codes: Vec<String> = plan.codes().iter().map(ToString::to_string).collect();
    for (at, item) in plan.items.iter().enumerate() {
        writeln!(page, "{}", line(plan, &codes, at, item)).unwrap();
    }
    for left in &plan.left_out {
        writeln!(page, "left out: {} {}", left.place, left.first_words(40)).unwrap();
    }
    for note in &plan.notes {
        writeln!(page, "note: {} {}", note.place, note.reason).unwrap();
    }
    page
}

macro_rules! golden {
    ($($name:ident = $file:literal,)+) => {
        $(#[test]
        fn $name() {
            let plan = read($file, &Options::default());
            assert_accounted($file, &plan);
            assert_eq!(plan.paper, PaperKind::Ledger);
            insta::assert_snapshot!($file, page(&plan));
        })+
    };
}

golden! {
    one_heading_row_with_bands_merged_issues_totals_and_notes = "plain.xlsx",
    two_heading_rows_with_nested_categories_and_symptoms = "two-rows.xlsx",
    three_heading_rows_with_months_over_a_trio = "months.xlsx",
    several_measures_deadlines_and_names_in_one_cell = "one-cell.xlsx",
    an_old_ledger_with_closings = "closed.xlsx",
    a_matrix_of_ticks = "ticks.xlsx",
    headings_on_every_page_faults_formulas_and_empty_rows = "pages.xlsx",
    days_that_count_from_1904 = "days-from-1904.xlsx",
    an_old_workbook = "old.xls",
    a_csv_in_gb18030 = "flat-gb18030.csv",
    tasks_with_semicolons_and_line_breaks = "tasks-bom.csv",
}

/// What a ledger says, without what differs between formats: places and letters.
fn said(plan: &Plan) -> Vec<String> {
    let codes: Vec<String> = plan.codes().iter().map(ToString::to_string).collect();
    plan.items.iter().enumerate().map(|(at, item)| line(plan, &codes, at, item)).collect()
}

#[test]
fn the_same_ledger_says_the_same_in_every_format() {
    for (one, other) in [
        ("plain.xlsx", "plain.ods"),
        ("plain.xlsx", "plain-libreoffice.xlsx"),
        ("two-rows.xlsx", "two-rows.ods"),
        ("months.xlsx", "months.xls"),
        ("closed.xlsx", "closed.xls"),
        ("flat-gb18030.csv", "flat-utf16.csv"),
    ] {
        let plan = read(other, &Options::default());
        assert_accounted(other, &plan);
        let (one_said, other_said) = (said(&read(one, &Options::default())), said(&plan));
        for (one_line, other_line) in one_said.iter().zip(&other_said) {
            assert_eq!(one_line, other_line, "{one} {other}");
        }
        assert_eq!(one_said.len(), other_said.len(), "{one} {other}");
    }
}

#[test]
fn a_ledger_that_runs_over_several_word_tables_is_one() {
    let plan = taizhang::intake::read("table.docx", &bytes_of("table.docx"), &Options::default()).unwrap();
    assert_accounted("table.docx", &plan);
    insta::assert_snapshot!("table.docx", page(&plan));
}

#[test]
fn every_sample_is_read_by_what_it_holds() {
    for name in ["plain.xlsx", "closed.xls", "plain.ods", "flat-gb18030.csv", "flat-utf16.csv", "tasks-bom.csv"] {
        let plan = taizhang::intake::read(name, &bytes_of(name), &Options::default()).unwrap();
        assert_eq!(said(&plan), said(&read(name, &Options::default())), "{name}");
    }
}

#[test]
fn two_ledgers_in_one_workbook_are_asked_about() {
    let name = "two-ledgers.xlsx";
    let bytes = bytes_of(name);
    let with =
        |sheet: Option<&str>| read_as(name, &bytes, &Options { sheet: sheet.map(str::to_owned), ..Options::default() });
    let error = with(None).unwrap_err();
    assert!(
        matches!(&error, IntakeError::Table { error: TableError::WhichSheet { sheets }, .. } if sheets == &["办公室", "政治部"])
    );
    assert!(error.to_string().contains("--sheet"));
    for told in ["政治部", "2"] {
        let plan = with(Some(told)).unwrap();
        assert_eq!(plan.items[0].text, "政治部的登记簿不全", "{told}");
    }
    assert_eq!(with(Some("全部")).unwrap().counts().issue, 2);
    assert!(matches!(with(Some("执行局")), Err(IntakeError::Table { error: TableError::NoSuchSheet { .. }, .. })));
}

#[test]
fn a_hidden_sheet_is_read_when_it_is_named() {
    let plan = read("pages.xlsx", &Options { sheet: Some("旧表".to_owned()), ..Options::default() });
    assert_eq!(plan.items[0].text, "旧事项");
}

#[test]
fn columns_are_taken_for_what_the_clerk_says() {
    let text = "序号,清单内容,怎么改,谁来改\n1,门禁没有登记,补登记,办公室\n";
    let error = read_csv("a.csv", text.as_bytes(), &Options::default()).unwrap_err().to_string();
    assert!(error.contains("--map"), "{error}");
    let columns = [("清单内容", TableField::Issue), ("C", TableField::Measure), ("谁来改", TableField::Department)];
    let columns: Vec<(String, TableField)> = columns.map(|(name, field)| (name.to_owned(), field)).to_vec();
    let plan = read_csv("a.csv", text.as_bytes(), &Options { columns, ..Options::default() }).unwrap();
    assert_accounted("a.csv", &plan);
    assert_eq!((plan.counts().issue, plan.counts().measure), (1, 1));
    assert_eq!(plan.items[0].departments, ["办公室"]);
    assert!(plan.tables[0].columns[1].told);
}
