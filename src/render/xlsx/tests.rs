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
