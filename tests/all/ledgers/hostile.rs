//! Workbooks that nobody would write: each ends as a plan or as a sentence, in bounded time and memory, never in a panic.
//! Samples changed at random are tried in `intake::mutation`.

use super::{bytes_of, read_as};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::time::{Duration, Instant};
use taizhang::intake::table::{TableError, WorkbookFormat, read_csv, read_workbook};
use taizhang::intake::{IntakeError, Options};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const SAMPLES: [&str; 10] = [
    "plain.xlsx",
    "two-rows.xlsx",
    "closed.xlsx",
    "pages.xlsx",
    "days-from-1904.xlsx",
    "plain-libreoffice.xlsx",
    "old.xls",
    "closed.xls",
    "plain.ods",
    "flat-gb18030.csv",
];

fn read(name: &str, bytes: &[u8]) {
    let begun = Instant::now();
    let result = read_as(name, bytes, &Options::default());
    // What runs away takes hours; no measurement.
    assert!(begun.elapsed() < Duration::from_secs(60), "{name} took {:?}", begun.elapsed());
    match result {
        Ok(plan) => super::assert_accounted(name, &plan),
        Err(error) => assert!(error.to_string().contains(name), "{error}"),
    }
}

#[test]
fn files_that_are_cut_off_are_refused_or_read() {
    for name in SAMPLES {
        let bytes = bytes_of(name);
        for end in (0..bytes.len()).step_by(1024).chain([bytes.len() - 1]) {
            read(name, &bytes[..end]);
        }
    }
}

fn package(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook of one sheet.
fn workbook(sheet: &str, shared: Option<&str>) -> Vec<u8> {
    let text = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
    let mut parts = vec![
        text(
            "[Content_Types].xml",
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>"#,
        ),
        text(
            "_rels/.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        text(
            "xl/workbook.xml",
            r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        text(
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#,
        ),
        text("xl/worksheets/sheet1.xml", sheet),
    ];
    if let Some(shared) = shared {
        parts.push(text("xl/sharedStrings.xml", shared));
    }
    package(&parts)
}

fn sheet(dimension: &str, rows: &str, behind: &str) -> String {
    format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="{dimension}"/><sheetData>{HEADINGS}{rows}</sheetData>{behind}</worksheet>"#
    )
}

const HEADINGS: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>序号</t></is></c><c r="B1" t="inlineStr"><is><t>反馈问题</t></is></c><c r="C1" t="inlineStr"><is><t>整改措施</t></is></c></row>"#;

fn outcome(bytes: &[u8]) -> Result<taizhang::intake::plan::Plan, IntakeError> {
    let begun = Instant::now();
    let result = read_workbook("敌意.xlsx", bytes, WorkbookFormat::Xlsx, &Options::default());
    assert!(begun.elapsed() < Duration::from_secs(60));
    result
}

fn too_large(result: &Result<taizhang::intake::plan::Plan, IntakeError>) -> bool {
    matches!(result, Err(IntakeError::Table { error: TableError::TooLarge { .. }, .. }))
}

const ISSUE: &str = r#"<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="inlineStr"><is><t>台账不全</t></is></c></row>"#;

#[test]
fn a_dimension_that_lies_costs_nothing() {
    let plan = outcome(&workbook(&sheet("A1:XFD1048576", ISSUE, ""), None)).unwrap();
    assert_eq!(plan.counts().issue, 1);
}

#[test]
fn a_cell_far_to_the_right_or_far_below_is_told_or_read() {
    let far = |cell: &str| format!(r#"{ISSUE}<row><c r="{cell}" t="inlineStr"><is><t>远</t></is></c></row>"#);
    assert!(too_large(&outcome(&workbook(&sheet("A1", &far("XFD3"), ""), None))));
    let plan = outcome(&workbook(&sheet("A1", &far("A1048576"), ""), None)).unwrap();
    assert_eq!(plan.tables[0].rows, 1_048_575);
    for cell in ["ZZZZZZZ1", "A99999999999", "A0", "1A", ""] {
        let _ = outcome(&workbook(&sheet("A1", &far(cell), ""), None));
    }
}

#[test]
fn many_wide_rows_are_refused_before_they_fill_the_memory() {
    let mut rows = String::new();
    for row in 2..40_000 {
        write!(rows, r#"<row r="{row}"><c r="SR{row}"><v>1</v></c></row>"#).unwrap();
    }
    assert!(too_large(&outcome(&workbook(&sheet("A1", &rows, ""), None))));
}

#[test]
fn a_shared_string_shown_everywhere_is_refused() {
    let shared = format!("<sst><si><t>{}</t></si></sst>", "字".repeat(200_000));
    let mut rows = String::new();
    for row in 2..3_000 {
        write!(rows, r#"<row r="{row}"><c r="B{row}" t="s"><v>0</v></c></row>"#).unwrap();
    }
    assert!(too_large(&outcome(&workbook(&sheet("A1", &rows, ""), Some(&shared)))));
}

#[test]
fn merges_over_everything_cost_no_more_than_the_grid() {
    let mut merges = String::from("<mergeCells>");
    for _ in 0..20_000 {
        merges.push_str(r#"<mergeCell ref="A2:XFD1048576"/>"#);
    }
    merges.push_str("</mergeCells>");
    let mut rows = String::new();
    for row in 2..2_000 {
        write!(rows, r#"<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}" t="inlineStr"><is><t>甲{row}</t></is></c></row>"#).unwrap();
    }
    let plan = outcome(&workbook(&sheet("A1", &rows, &merges), None)).unwrap();
    super::assert_accounted("merges", &plan);
}

#[test]
fn a_sheet_that_inflates_to_gigabytes_is_refused() {
    let blanks = " ".repeat(450 * 1024 * 1024);
    let bytes = workbook(&sheet("A1", &blanks, ""), None);
    assert!(matches!(outcome(&bytes), Err(IntakeError::Package { .. })));
}

#[test]
fn an_old_workbook_of_two_far_cells_is_refused_before_it_is_laid_out() {
    let name = "far.xls";
    let error = read_as(name, &bytes_of(name), &Options::default()).unwrap_err();
    assert!(matches!(&error, IntakeError::Table { error: TableError::TooLarge { .. }, .. }), "{error}");
}

#[test]
fn repeated_cells_of_an_open_document_are_counted_before_they_are_laid_out() {
    let inside = |rows: &str| {
        let content = format!(
            r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="台账">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
        );
        let parts = [
            ("mimetype".to_owned(), b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
            ("content.xml".to_owned(), content.into_bytes()),
        ];
        read_workbook("敌意.ods", &package(&parts), WorkbookFormat::Ods, &Options::default())
    };
    let cell = |more: &str, words: &str| {
        format!(r#"<table:table-cell office:value-type="string" {more}><text:p>{words}</text:p></table:table-cell>"#)
    };
    let heading = format!(
        "<table:table-row>{}{}{}</table:table-row>",
        cell("", "序号"),
        cell("", "反馈问题"),
        cell("", "整改措施")
    );
    for (rows, refused) in [
        (
            format!(
                r#"{heading}<table:table-row table:number-rows-repeated="1048576">{}</table:table-row>"#,
                cell(r#"table:number-columns-repeated="16384""#, "甲")
            ),
            true,
        ),
        (
            format!(
                r#"{heading}<table:table-row table:number-rows-repeated="99999999999999999999">{}</table:table-row>"#,
                cell(r#"table:number-columns-repeated="3""#, "甲")
            ),
            false,
        ),
        (
            format!(
                r#"{heading}<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row><table:table-row>{}</table:table-row>"#,
                cell("", "1").repeat(2)
            ),
            false,
        ),
        (
            format!(
                r#"{heading}<table:table-row>{}</table:table-row>"#,
                cell(r#"table:number-rows-spanned="4000000000" table:number-columns-spanned="4000000000""#, "甲")
            ),
            false,
        ),
        (
            format!(
                r#"{heading}<table:table-row><table:table-cell office:value-type="string"><text:p>甲<text:s text:c="4000000000"/>乙</text:p></table:table-cell></table:table-row>"#
            ),
            false,
        ),
        (format!("{heading}<table:table-row>{}</table:table-row>", "<table:table-cell>".repeat(100_000)), true),
    ] {
        let begun = Instant::now();
        let result = inside(&rows);
        assert!(begun.elapsed() < Duration::from_secs(60));
        assert!(!refused || result.is_err(), "{}", &rows[..rows.len().min(700)]);
    }
}

#[test]
fn a_csv_of_commas_or_of_one_quote_ends_in_a_sentence() {
    for text in [
        ",".repeat(1 << 20),
        "\"".repeat((1 << 20) + 1),
        format!("序号,反馈问题\n1,\"{}", "甲\n".repeat(1 << 18)),
        "a,".repeat(600),
        "\n".repeat(1 << 20),
    ] {
        let begun = Instant::now();
        let _ = read_csv("敌意.csv", text.as_bytes(), &Options::default());
        assert!(begun.elapsed() < Duration::from_secs(60));
    }
}

#[test]
fn a_file_of_another_format_is_a_sentence() {
    for (name, format) in [
        ("plain.xlsx", WorkbookFormat::Xls),
        ("old.xls", WorkbookFormat::Xlsx),
        ("plain.ods", WorkbookFormat::Xlsx),
        ("plain.xlsx", WorkbookFormat::Ods),
        ("table.docx", WorkbookFormat::Xlsx),
        ("flat-gb18030.csv", WorkbookFormat::Xls),
    ] {
        let error = read_workbook(name, &bytes_of(name), format, &Options::default()).unwrap_err().to_string();
        assert!(error.starts_with(name), "{error}");
        assert!(error.contains('。'), "{error}");
    }
}
