use super::*;
use crate::render::sample;
use proptest::prelude::*;

/// The sample page in that style.
fn sampled(style: TerminalStyle) -> String {
    let mut out = Vec::new();
    sample::push(&mut TerminalPage::new(&mut out, style)).unwrap();
    String::from_utf8(out).unwrap()
}

/// A page of one grid.
fn grid(style: TerminalStyle, columns: &[Column], rows: Vec<Vec<Cell>>) -> String {
    let mut out = Vec::new();
    let mut page = TerminalPage::new(&mut out, style);
    page.begin_grid(columns).unwrap();
    rows.into_iter().for_each(|row| page.row(row).unwrap());
    page.end_grid().unwrap();
    page.finish().unwrap();
    String::from_utf8(out).unwrap()
}

fn at(width: usize) -> TerminalStyle {
    TerminalStyle { width, ..TerminalStyle::default() }
}

/// The width of a line on a terminal that shows ambiguous characters narrow; in the ascii style also on the others.
fn measured(line: &str, ascii: bool) -> usize {
    if ascii {
        assert_eq!(display_width(line), unicode_width::UnicodeWidthStr::width_cjk(line), "{line}");
    }
    display_width(line)
}

/// The text without colour.
fn bare(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

#[test]
fn in_a_pipe_there_are_numbers_and_no_bars() {
    let drawn = sampled(TerminalStyle { bars: false, ..at(80) });
    assert!(!drawn.contains('█') && drawn.contains("立案庭  14\n") && drawn.contains("55.56%"), "{drawn}");
}

#[test]
fn page_at_80_columns() {
    insta::assert_snapshot!(sampled(at(80)));
}

#[test]
fn page_at_120_columns_in_ascii() {
    insta::assert_snapshot!(sampled(TerminalStyle { ascii: true, ..at(120) }));
}

#[test]
fn page_at_40_columns() {
    insta::assert_snapshot!(sampled(at(40)));
}

#[test]
fn page_in_colour() {
    insta::assert_snapshot!(sampled(TerminalStyle { color: true, ..at(80) }).replace('\u{1b}', "␛"));
}

#[test]
fn without_colour_there_is_no_escape_byte() {
    for width in [20, 40, 80, 120, 200] {
        assert!(!sampled(at(width)).contains('\u{1b}'), "{width}");
    }
}

#[test]
fn colour_changes_nothing_but_colour() {
    for width in [20, 40, 80, 120, 200] {
        let plain = sampled(at(width));
        let colour = sampled(TerminalStyle { color: true, ..at(width) });
        assert_ne!(plain, colour);
        assert_eq!(plain, bare(&colour), "{width}");
    }
}

#[test]
fn pages_never_exceed_their_width_and_no_line_ends_in_spaces() {
    for width in 20..=200 {
        for ascii in [false, true] {
            for line in sampled(TerminalStyle { ascii, ..at(width) }).lines() {
                assert!(measured(line, ascii) <= width, "{width} {line}");
                assert_eq!(line, line.trim_end());
            }
        }
    }
}

#[test]
fn ascii_pages_draw_nothing_of_ambiguous_width() {
    let drawn = sampled(TerminalStyle { ascii: true, ..at(80) });
    assert!(!drawn.contains(['─', '┈', '═', '█', '■', '◆', '…']), "{drawn}");
}

#[test]
fn closing_punctuation_begins_no_line_of_a_cell() {
    let text = "诉讼费退费不及时，当事人领款难。原因：台账不清、责任不明；“一案一卡”（试行）未落实！";
    for width in 24..90 {
        let page = grid(at(width), &[Column::text("问题", 1)], vec![vec![text.into()]]);
        for line in page.lines() {
            assert!(!line.starts_with(['，', '。', '：', '、', '；', '”', '）', '！']), "{width}\n{page}");
        }
        let kept: String = page.lines().filter(|l| !l.starts_with('─') && *l != "问题").collect();
        assert_eq!(kept, text, "{width}");
    }
}

#[test]
fn what_acts_on_a_terminal_is_shown_instead() {
    let evil = "甲\u{1b}[2J乙\u{202e}丙\u{7}";
    let mut out = Vec::new();
    let mut page = TerminalPage::new(&mut out, at(80));
    page.title(evil, None).unwrap();
    page.block(Block::Heading { level: 1, text: evil.into() }).unwrap();
    page.block(Block::Paragraph(evil.into())).unwrap();
    page.block(Block::Note(evil.into())).unwrap();
    page.block(Block::KeyValues(vec![(evil.into(), evil.into())])).unwrap();
    page.block(Block::Chart(Bars { title: evil.into(), rows: vec![(evil.into(), 3)] })).unwrap();
    page.begin_grid(&[Column { title: evil.into(), ..Column::text("", 1) }]).unwrap();
    page.band(evil, Tone::Plain).unwrap();
    page.row(vec![evil.into()]).unwrap();
    page.end_grid().unwrap();
    page.finish().unwrap();
    let page = String::from_utf8(out).unwrap();
    assert!(!page.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{page}");
    assert!(page.matches("\\u{202e}").count() >= 9, "{page}");
}

#[test]
fn cut_columns_stay_in_one_line() {
    let rows = vec![vec!["1".into(), "很长的问题".repeat(20).into()]];
    for ascii in [false, true] {
        let style = TerminalStyle { ascii, ..at(60) };
        let page = grid(style, &[Column::rigid("编号"), Column::text("问题", 1).cut()], rows.clone());
        assert_eq!(page.lines().count(), 4, "{page}");
        assert!(page.contains(if ascii { "..." } else { "…" }), "{page}");
    }
}

#[test]
fn odd_grids_are_drawn_all_the_same() {
    // No columns, no words in any cell, and bands only in the last batch.
    let mut out = Vec::new();
    let mut page = TerminalPage::new(&mut out, at(40));
    for (columns, rows) in [(vec![], 1), (vec![Column::text("", 1), Column::text("", 1)], 2), (vec![], 0)] {
        page.begin_grid(&columns).unwrap();
        (0..rows).for_each(|_| page.row(vec![]).unwrap());
        page.band("某处室", Tone::Plain).unwrap();
        page.end_grid().unwrap();
    }
    page.begin_grid(&[Column::code("编号"), Column::text("问题", 1)]).unwrap();
    (0..BATCH).for_each(|_| page.row(vec!["1".into(), "不及时".into()]).unwrap());
    page.band("某处室", Tone::Plain).unwrap();
    page.end_grid().unwrap();
    page.finish().unwrap();
    let page = String::from_utf8(out).unwrap();
    assert_eq!(page.matches("◆ ").count(), 4, "{page}");
    let rule = "─".repeat(15);
    let end = format!("1        不及时\n{}\n◆ 某处室\n{rule}\n", "┈".repeat(15));
    assert!(page.ends_with(&end), "{page}");
    assert!(page.contains(&format!("\n编号     问题\n{rule}\n1        不及时\n")), "{page}");
}

#[test]
fn grids_in_the_wrong_order_are_refused() {
    let mut out = Vec::new();
    let mut page = TerminalPage::new(&mut out, at(80));
    assert!(page.row(vec![]).is_err());
    assert!(page.band("", Tone::Plain).is_err());
    assert!(page.end_grid().is_err());
    page.begin_grid(&[Column::rigid("编号")]).unwrap();
    assert!(page.begin_grid(&[]).is_err());
    assert!(page.block(Block::Paragraph(String::new())).is_err());
    assert!(page.row(vec!["1".into(), "2".into()]).is_err());
    assert!(page.finish().is_err());
}

/// Counts bytes and forgets them.
#[derive(Default)]
struct Counter(usize);

impl io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn long_grids_are_streamed_and_never_kept() {
    let mut out = Counter::default();
    let mut page = TerminalPage::new(&mut out, at(80));
    page.begin_grid(&[Column::rigid("编号"), Column::text("问题", 1)]).unwrap();
    for row in 0..100_000_i64 {
        page.row(vec![row.to_string().into(), "台账登记不及时".into()]).unwrap();
        assert!(page.grid.as_ref().unwrap().waiting() <= BATCH);
    }
    page.end_grid().unwrap();
    assert!(out.0 > 2_000_000);
}

#[test]
fn later_batches_go_on_under_the_same_header() {
    let rows = |count: usize| (0..count).map(|_| vec!["12".into(), "台账登记不及时".into()]).collect();
    let columns = [Column::code("编号"), Column::text("问题", 1)];
    let page = grid(at(80), &columns, rows(3 * BATCH + 1));
    assert_eq!(page.lines().count(), 3 * BATCH + 1 + 3);
    assert_eq!(page.matches("编号").count(), 1);
    // A later row that is wider than the first batch is broken, not let out of its column.
    let columns = [Column::rigid("编号"), Column::text("问题", 1)];
    let mut wide: Vec<Vec<Cell>> = rows(BATCH);
    wide.push(vec!["1234567".into(), "不及时".repeat(40).into()]);
    let page = grid(at(80), &columns, wide);
    let rule = page.lines().nth(1).unwrap().chars().count();
    assert!(page.lines().all(|line| measured(line, false) <= rule), "{page}");
    assert!(page.contains("\n1234  "), "{page}");
}

#[test]
fn days_that_come_late_in_a_long_grid_have_their_room() {
    let columns = [Column::code("编号"), Column::day("时限"), Column::text("问题", 1)];
    let mut rows: Vec<Vec<Cell>> = (0..BATCH).map(|_| vec!["1".into(), Cell::EMPTY, "不及时".into()]).collect();
    let day: Day = "2026-06-30".parse().unwrap();
    rows.push(vec!["12.10.3".into(), day.into(), "不及时".into()]);
    assert!(grid(at(80), &columns, rows).contains("\n12.10.3  2026-06-30  不及时\n"));
}

/// Words as they come: Chinese with its punctuation, Latin, emoji, characters beyond the BMP, ambiguous ones, line
/// feeds, and what must be made visible.
fn words_strategy() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "整改",
        "台账，",
        "“一案一卡”",
        "（试行）",
        "。",
        "、",
        "《办法》",
        "——",
        "…",
        "①",
        "𠮷",
        "😀",
        "👨\u{200d}👩",
        "❤\u{fe0f}",
        "e\u{301}",
        "abc",
        "word ",
        " ",
        "　",
        "12.3",
        "2026-06-30",
        "\n",
        "\t",
        "\u{1b}[31m",
        "\u{202e}",
        "ﾊﾝｶｸ",
        "한글",
        "longlatinwordwithoutbreaks",
        "№",
        "α",
        "█",
    ]);
    prop::collection::vec(pieces, 0..25).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// The last column leans right and is never empty, so the first line of each row ends exactly where the rules end:
    /// every column before it has its width.
    #[test]
    fn tables_are_aligned_whatever_is_in_them(
        rows in prop::collection::vec((words_strategy(), words_strategy(), any::<i16>()), 1..8),
        ascii in any::<bool>(),
        color in any::<bool>(),
    ) {
        let columns =
            [Column::rigid("编号"), Column::text("问题", 3), Column::text("部门", 1).cut(), Column::number("天数")];
        for width in [40, 80, 120, 200] {
            let cells = rows.iter().map(|(a, b, number)| {
                vec!["12.3".into(), Cell::text(a).toned(Tone::Late), b.as_str().into(), i64::from(*number).into()]
            });
            let page = bare(&grid(TerminalStyle { width, color, ascii, bars: true }, &columns, cells.collect()));
            let lines: Vec<&str> = page.lines().collect();
            let rule = measured(lines[1], ascii);
            prop_assert!(rule <= width);
            let mut whole = 0;
            for line in &lines {
                prop_assert!(measured(line, ascii) <= rule, "{}\n{}", line, page);
                if line.starts_with("12.3  ") {
                    whole += 1;
                    prop_assert_eq!(measured(line, ascii), rule, "{}\n{}", line, page);
                }
            }
            prop_assert_eq!(whole, rows.len(), "{}", page);
            prop_assert_eq!(measured(lines[0], ascii), rule);
        }
    }

    #[test]
    fn blocks_and_lists_fit_whatever_is_in_them(
        words in prop::collection::vec(words_strategy(), 6),
        ascii in any::<bool>(),
        width in prop::sample::select(vec![20_usize, 21, 40, 80, 200]),
    ) {
        let mut out = Vec::new();
        let mut page = TerminalPage::new(&mut out, TerminalStyle { width, color: false, ascii, bars: true });
        page.title(&words[0], Some("2026-06-30".parse().unwrap())).unwrap();
        page.block(Block::Heading { level: 2, text: words[1].clone() }).unwrap();
        page.block(Block::Paragraph(words[2].clone())).unwrap();
        page.block(Block::KeyValues(vec![(words[3].clone(), words[4].as_str().into())])).unwrap();
        page.block(Block::Chart(Bars { title: words[5].clone(), rows: vec![(words[0].clone(), 5), (words[1].clone(), -2)] })).unwrap();
        page.block(Block::Note(words[5].clone())).unwrap();
        let columns: Vec<Column> = words.iter().map(|title| Column::text(title.clone(), 1)).collect();
        page.begin_grid(&columns).unwrap();
        page.band(&words[1], Tone::Strong).unwrap();
        page.row(words.iter().map(|text| text.as_str().into()).collect()).unwrap();
        page.end_grid().unwrap();
        page.finish().unwrap();
        let page = String::from_utf8(out).unwrap();
        for line in page.lines() {
            prop_assert!(measured(line, ascii) <= width, "{}: {:?}\n{}", width, line, page);
        }
    }
}
