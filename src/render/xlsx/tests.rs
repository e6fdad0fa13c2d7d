use super::*;
use crate::render::sample;
use calamine::{Data, Reader as _, Xlsx};
use std::io::Cursor;

fn made_at() -> DateTime<FixedOffset> {
    "2026-06-30T09:00:00+08:00".parse().unwrap()
}

fn written(build: impl FnOnce(&mut XlsxPage<'_>) -> io::Result<()>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut page = XlsxPage::new(&mut out, made_at()).unwrap();
    build(&mut page).unwrap();
    page.finish().unwrap();
    drop(page);
    out
}

fn read_back(bytes: Vec<u8>) -> Vec<(String, Vec<Vec<Data>>)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    let rows = |book: &mut Xlsx<_>, name: &str| {
        book.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect::<Vec<_>>()
    };
    names.into_iter().map(|name| (name.clone(), rows(&mut book, &name))).collect()
}

#[test]
fn each_section_is_a_sheet_and_cells_are_typed() {
    let sheets = read_back(written(|page| sample::push(page)));
    assert_eq!(sheets[0].0, "概况");
    assert_eq!(sheets[1].0, "一、已逾期事项");
    let grid = &sheets[1].1;
    assert_eq!(grid[0][4], Data::String("逾期天数".into()));
    assert!(matches!(grid[2][3], Data::DateTime(_)), "{:?}", grid[2]);
    assert_eq!(grid[2][4], Data::Float(91.0));
}

#[test]
fn the_same_page_gives_the_same_bytes() {
    assert_eq!(written(|page| sample::push(page)), written(|page| sample::push(page)));
}

#[test]
fn what_names_the_row_is_on_each_sheet_of_paper() {
    let words = |title: &'static str, width| Column::text(title, 1).of_width(width);
    let columns = [
        words("编号", 6).leading(),
        words("问题", 26).leading(),
        words("目标", 36),
        words("措施编号", 7).leading(),
        words("措施", 60),
        words("情况", 60),
        words("备注", 30),
    ];
    let bytes = written(|page| {
        page.title("台账", None)?;
        page.begin_grid(&columns)?;
        page.band("一、党的建设", Tone::Strong)?;
        page.row(vec!["1".into(), "甲".into(), "乙".into(), "1.1".into(), "丙".into(), "丁".into(), "戊".into()])?;
        page.row(vec![Value::Above.into(), Value::Above.into(), "己".into(), "1.2".into()])?;
        page.end_grid()
    });
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.clone())).unwrap();
    // What stands between in the page comes behind what is repeated, its cells with it.
    let rows = read_back(bytes).remove(0).1;
    let row = |at: usize| rows[at].iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(row(1), ["编号", "问题", "措施编号", "目标", "措施", "情况", "备注"]);
    assert_eq!(row(3), ["1", "甲", "1.1", "乙", "丙", "丁", "戊"]);
    assert_eq!(row(4), ["1", "甲", "1.2", "己", "", "", ""]);
    let (_, titles) = book.defined_names().iter().find(|(name, _)| name.contains("Print_Titles")).unwrap();
    assert_eq!(titles, "概况!$A:$C,概况!$2:$2");
    // No cell goes over the line behind which columns are not repeated, nor from one sheet to the next.
    let merged = book.merge_cells_by_sheet_name("概况").unwrap();
    let merged: Vec<_> = merged.iter().map(|at| (at.start.0, at.start.1, at.end.1)).collect();
    assert_eq!(merged, [(0, 0, 2), (2, 0, 2), (2, 3, 4), (2, 5, 6), (3, 0, 0), (3, 1, 1)]);
}

#[test]
fn a_long_line_below_a_grid_makes_the_sheet_no_wider() {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(written(|page| {
        page.begin_grid(&[Column::text("编号", 1).of_width(6), Column::text("内容", 1).of_width(40)])?;
        page.row(vec!["1".into(), "甲".into()])?;
        page.end_grid()?;
        page.block(Block::Note("短".into()))?;
        page.block(Block::Note("说明文字".repeat(40)))
    })))
    .unwrap();
    let merged = book.merge_cells_by_sheet_name("概况").unwrap();
    let merged: Vec<_> = merged.iter().map(|at| (at.start, at.end)).collect();
    assert_eq!(merged, [((5, 0), (5, 1))]);
}

#[test]
fn names_of_sheets_are_ones_that_excel_takes_and_words_are_no_formulas() {
    let sheets = read_back(written(|page| {
        for name in ["甲/乙:[丙]*?", "甲/乙:[丙]*?", "", &"长".repeat(40)] {
            page.block(Block::Heading { level: 1, text: name.into() })?;
            page.begin_grid(&[Column::rigid("内容")])?;
            page.row(vec!["=1+1".into()])?;
            page.end_grid()?;
        }
        Ok(())
    }));
    let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names[..3], ["甲 乙  丙", "甲 乙  丙（2）", "工作表"]);
    assert_eq!(names[3].chars().count(), MOST_OF_A_NAME);
    assert!(sheets.iter().all(|(_, rows)| rows[1][0] == Data::String("=1+1".into())));
}
