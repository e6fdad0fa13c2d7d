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
