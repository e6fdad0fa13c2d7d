//! The workbook's own parts: what a spreadsheet program needs to show and print it as it is meant.

use super::office;
use std::io::{Cursor, Read as _};

fn part(bytes: &[u8], name: &str) -> String {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    package.by_name(name).unwrap_or_else(|_| panic!("{name} is missing")).read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_ledger_is_set_up_to_be_edited_and_printed() {
    let office = office();
    office.run(["export", "台账.xlsx"]).ok();
    let bytes = office.bytes("台账.xlsx");
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    for (what, words) in [
        ("frozen headings", "ySplit=\"4\""),
        ("what names the row stays in sight", "<pane xSplit="),
        ("a break where the work begins to be told", "<colBreaks"),
        ("sheets side by side first", "pageOrder=\"overThenDown\""),
        ("a filter", "<autoFilter ref="),
        ("merged cells", "<mergeCell ref="),
        ("words to choose from", "未启动,整改中,阶段性完成,已完成"),
        ("rules for colours", "<conditionalFormatting sqref="),
        ("A3", "paperSize=\"8\""),
        ("lying", "orientation=\"landscape\""),
        ("page numbers", "第 &amp;P 页，共 &amp;N 页"),
    ] {
        assert!(sheet.contains(words), "{what}");
    }
    assert!(!sheet.contains("<f>"), "no cell is a formula");
    let book = part(&bytes, "xl/workbook.xml");
    assert!(book.contains("_xlnm.Print_Titles"), "headings are repeated on paper");
    for name in ["整改台账", "汇总", "数字说明"] {
        assert!(book.contains(&format!("name=\"{name}\"")), "{name}");
    }
    assert!(part(&bytes, "xl/charts/chart1.xml").contains("汇总"), "the chart is drawn from the sheet's own numbers");
    assert!(part(&bytes, "xl/styles.xml").contains("quotePrefix=\"1\""), "words that look like formulas stay words");
    office.run(["export", "小.xlsx", "--paper", "a4"]).ok();
    assert!(part(&office.bytes("小.xlsx"), "xl/worksheets/sheet1.xml").contains("paperSize=\"9\""));
}

#[test]
fn each_printed_sheet_names_issue_and_measure() {
    let office = office();
    for paper in ["a3", "a4"] {
        office.run(["export", "台账.xlsx", "--force", "--paper", paper]).ok();
        let bytes = office.bytes("台账.xlsx");
        let rows = super::cells(bytes.clone(), "整改台账");
        let heading = rows.iter().find(|row| row[0] == "编号").unwrap();
        assert!(heading.iter().any(|title| title == "整改目标") && heading.iter().any(|title| title == "问题表现"));
        let letter = |wanted: &str| {
            let at = heading.iter().position(|title| title == wanted).unwrap();
            char::from(b'A' + u8::try_from(at).unwrap())
        };
        let book = part(&bytes, "xl/workbook.xml");
        // Where all that names a row would fill the sheet, what is repeated begins with the issue's words.
        let repeated = |first: char| format!("整改台账!${first}:${},整改台账!$", letter("措施编号"));
        let narrow = paper == "a4" && book.contains(&repeated(letter("反馈问题")));
        assert!(narrow || book.contains(&repeated('A')), "{paper} {heading:?} {book}");
    }
}

#[test]
fn what_is_worked_out_is_not_offered_for_choice_and_said_to_be_so() {
    let office = office();
    office.run(["export", "台账.xlsx"]).ok();
    let bytes = office.bytes("台账.xlsx");
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    let offered: Vec<&str> = sheet.split("<dataValidation ").skip(1).collect();
    let words = ["立行立改", "未启动", "未申请"];
    assert_eq!(offered.len(), words.len(), "整改类型、进度、销号状态");
    assert!(offered.iter().zip(words).all(|(list, word)| list.contains(word)), "{offered:?}");
    // Its colours stay.
    assert!(sheet.contains("\"红\""), "亮灯 is marked by rules");
    let notes = super::cells(bytes, "数字说明");
    assert!(notes.iter().any(|row| row[0].contains("“到期日”、“亮灯”由程序算出") && row[0].contains("不读回")));
}

#[test]
fn every_format_counts_items_of_work_alike() {
    let office = office();
    for chosen in [&[][..], &["--dept", "审管办"], &["--kind", "措施"]] {
        let listed = office.run([&["list", "--format", "json"], chosen].concat()).ok().json();
        let listed = listed["items"].as_array().unwrap().len();
        assert!(listed > 3);
        for ending in ["xlsx", "csv", "md", "json", "html", "ics"] {
            let name = format!("台账.{ending}");
            let written = office.run([&["export", &name, "--force", "--format", "json"], chosen].concat()).ok().json();
            assert_eq!(written["items"], listed, "{ending} {chosen:?} {written}");
        }
    }
    office.run(["export", "全.json"]).ok().says("另列撤项 2 项");
}

#[test]
fn an_option_of_another_format_is_refused() {
    let office = office();
    for (file, option, value, only) in [
        ("台账.csv", "--paper", "a4", ".xlsx"),
        ("看板.html", "--paper", "a3", ".xlsx"),
        ("日历.ics", "--paper", "a4", ".xlsx"),
        ("台账.xlsx", "--alarm", "7", ".ics"),
        ("台账.json", "--alarm", "无", ".ics"),
    ] {
        office.run(["export", file, option, value]).usage().says(&format!("{option} 只用于 {only}"));
        assert!(!office.path(file).exists(), "{file} is not written");
    }
    office.run(["export", "--help"]).ok().says("也可写 无");
}

#[test]
fn a_filter_finds_every_row_of_a_merged_cell() {
    let office = office();
    office.run(["export", "台账.xlsx"]).ok();
    let rows = super::cells(office.bytes("台账.xlsx"), "整改台账");
    let heading = rows.iter().position(|row| row[0] == "编号").unwrap();
    let column = |title: &str| rows[heading].iter().position(|cell| cell == title).unwrap();
    let (measure, words) = (column("措施编号"), column("反馈问题"));
    let mut seen = 0;
    for row in rows[heading + 1..].iter().filter(|row| !row[measure].is_empty()) {
        let issue = row[measure].rsplit_once('.').unwrap().0;
        assert!(issue.starts_with(&row[0]) && !row[words].is_empty(), "each row says whose it is: {row:?}");
        seen += 1;
    }
    assert!(seen > 8);
    // For people they are one cell.
    assert!(part(&office.bytes("台账.xlsx"), "xl/worksheets/sheet1.xml").matches("<mergeCell ref=").count() > 20);
}

#[test]
fn a_row_of_a_markdown_table_says_everything_by_itself() {
    let office = office();
    office.run(["export", "台账.md"]).ok();
    let text = String::from_utf8(office.bytes("台账.md")).unwrap();
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| 1 |")).collect();
    assert_eq!(rows.len(), 2, "{text}");
    assert!(rows.iter().all(|row| row.contains("议题把关不严") && row.contains("党的建设")), "{text}");
}
