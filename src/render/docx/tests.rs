use super::*;
use crate::{
    render::sample,
    report::page::{Bars, Field, Value},
};
use quick_xml::{Reader, events::Event};
use std::{
    collections::BTreeMap,
    io::{Cursor, Read as _},
};

fn written(build: impl FnOnce(&mut DocxPage<'_>) -> io::Result<()>) -> Vec<u8> {
    let mut out = Vec::new();
    {
        let mut page = DocxPage::new(&mut out, Profile::default()).unwrap();
        build(&mut page).unwrap();
        page.finish().unwrap();
    }
    out
}

fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    names
        .into_iter()
        .map(|name| {
            let mut text = String::new();
            zip.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
            (name, text)
        })
        .collect()
}

fn document(build: impl FnOnce(&mut DocxPage<'_>) -> io::Result<()>) -> String {
    parts(&written(build)).remove("word/document.xml").unwrap()
}

/// The words of a document, a line for each paragraph.
fn words_of(xml: &str) -> String {
    let mut reader = Reader::from_str(xml);
    let mut words = String::new();
    let mut in_text = false;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) if tag.name().as_ref() == "w:t" => in_text = true,
            Event::End(tag) if tag.name().as_ref() == "w:t" => in_text = false,
            Event::End(tag) if tag.name().as_ref() == "w:p" => words.push('\n'),
            Event::Text(text) if in_text => words.push_str(&text),
            Event::GeneralRef(name) if in_text => words.push(match name.as_ref() {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                other => panic!("{other}"),
            }),
            Event::Eof => return words,
            _ => {}
        }
    }
}

/// Everything that a page can hold.
fn everything(page: &mut dyn PageSink) -> io::Result<()> {
    page.title("关于整改事项的函", Some("2026-06-30".parse().unwrap()))?;
    page.block(Block::DocumentNumber("某整改办函〔2026〕1号".into()))?;
    page.block(Block::Addressee("立案庭".into()))?;
    page.block(Block::Paragraph("第一段。\n第二段。".into()))?;
    for level in 1..=5 {
        page.block(Block::Heading { level, text: format!("第{level}层") })?;
    }
    page.block(Block::KeyValues(vec![("完成率".into(), Cell::rate(1, 3))]))?;
    page.begin_grid(&[Column::code("编号"), Column::text("问题", 1)])?;
    page.band("甲", Tone::Strong)?;
    page.row(vec!["1".into(), Cell::text("问题一\n第二行").toned(Tone::Late)])?;
    page.row(vec![Value::Above.into(), Cell::text("问题二").toned(Tone::Strong)])?;
    page.row(vec![Value::Above.into()])?;
    page.end_grid()?;
    page.begin_grid(&["一", "二", "三", "四", "五", "六", "七"].map(|title| Column::text(title, 1)))?;
    page.end_grid()?;
    page.block(Block::Chart(Bars { title: "逾期".into(), rows: vec![("立案庭".into(), 3)] }))?;
    page.block(Block::PageBreak)?;
    page.block(Block::Form(vec![
        vec![Field::new("编号", "1"), Field::new("问题", "甲")],
        vec![Field::new("党组会意见", Cell::EMPTY).with_room(6)],
        vec![Field::new("一", "1"), Field::new("二", "2"), Field::new("三", "3")],
    ]))?;
    page.block(Block::Note("注解。".into()))?;
    page.block(Block::Signature { office: "某区人民法院整改办".into(), day: None })
}

/// In which order the children of an element have to come (ISO/IEC 29500-1, `wml.xsd`), as far as we write them.
fn order(parent: &str) -> Option<&'static [&'static str]> {
    Some(match parent {
        "w:pPr" => &[
            "pStyle",
            "keepNext",
            "keepLines",
            "pageBreakBefore",
            "widowControl",
            "snapToGrid",
            "spacing",
            "ind",
            "jc",
            "outlineLvl",
            "rPr",
            "sectPr",
        ],
        "w:rPr" => &["rFonts", "b", "bCs", "color", "spacing", "kern", "sz", "szCs", "lang"],
        "w:tblPr" => &["tblW", "jc", "tblBorders", "tblLayout", "tblCellMar"],
        "w:tblBorders" => &["top", "left", "bottom", "right", "insideH", "insideV"],
        "w:tblCellMar" => &["top", "left", "bottom", "right"],
        "w:tcPr" => &["tcW", "gridSpan", "vMerge", "vAlign"],
        "w:trPr" => &["cantSplit", "trHeight", "tblHeader"],
        "w:tbl" => &["tblPr", "tblGrid", "tr"],
        "w:tr" => &["trPr", "tc"],
        "w:tc" => &["tcPr", "p"],
        "w:p" => &["pPr", "r"],
        "w:sectPr" => &["footerReference", "type", "pgSz", "pgMar"],
        "w:style" => &["name", "basedOn", "qFormat", "pPr", "rPr"],
        "w:styles" => &["docDefaults", "style"],
        "w:settings" => {
            &["zoom", "defaultTabStop", "evenAndOddHeaders", "characterSpacingControl", "compat", "themeFontLang"]
        }
        "w:font" => &["altName", "charset", "family"],
        _ => return None,
    })
}

#[test]
fn every_part_is_well_formed_and_in_the_order_of_the_schema() {
    let parts = parts(&written(|page| everything(page)));
    for (name, text) in &parts {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        // The open elements, each with the place of its last child in the schema's order.
        let mut open: Vec<(String, usize)> = Vec::new();
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
                Event::Start(tag) => {
                    let tag = tag.name().as_ref().to_owned();
                    if let Some((parent, last)) = open.last_mut()
                        && let Some(order) = order(parent)
                    {
                        let own = tag.trim_start_matches("w:");
                        let at = order.iter().position(|known| *known == own);
                        let at = at.unwrap_or_else(|| panic!("{name}: {tag} in {parent}"));
                        assert!(at >= *last, "{name}: {tag} comes too late in {parent}");
                        *last = at;
                    }
                    open.push((tag, 0));
                }
                Event::End(_) => {
                    open.pop();
                }
                Event::Eof => break,
                _ => {}
            }
        }
        assert!(open.is_empty(), "{name}");
    }
    // What one part says of another is there.
    let named = |text: &str, key: &str| -> Vec<String> {
        text.split(&format!("{key}=\"")).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    };
    for target in named(&parts["_rels/.rels"], "Target") {
        assert!(parts.contains_key(&target), "{target}");
    }
    for target in named(&parts["word/_rels/document.xml.rels"], "Target") {
        assert!(parts.contains_key(&format!("word/{target}")), "{target}");
    }
    for part in named(&parts["[Content_Types].xml"], "PartName") {
        assert!(parts.contains_key(part.trim_start_matches('/')), "{part}");
    }
    let ids = named(&parts["word/_rels/document.xml.rels"], "Id");
    for id in named(&parts["word/document.xml"], "r:id") {
        assert!(ids.contains(&id), "{id}");
    }
    let styles = named(&parts["word/styles.xml"], "w:styleId");
    for (at, _) in parts["word/document.xml"].match_indices("<w:pStyle") {
        let style = named(&parts["word/document.xml"][at..at + 60], "w:val").remove(0);
        assert!(styles.contains(&style), "{style}");
    }
}

#[test]
fn a_page_written_twice_is_the_same_to_the_byte() {
    assert_eq!(written(|page| everything(page)), written(|page| everything(page)));
    assert_eq!(written(|page| sample::push(page)), written(|page| sample::push(page)));
}

#[test]
fn what_a_page_says_stands_in_the_document() {
    insta::assert_snapshot!(words_of(&document(|page| everything(page))));
}

#[test]
fn words_from_outside_stay_words() {
    let evil = "</w:t><w:p>&lt;\u{0}\u{1b}[31m\u{202e}\u{ffff}\"'=1+1";
    let shown = "</w:t><w:p>&lt;\\u{0}\\u{1b}[31m\\u{202e}\\u{ffff}\"'=1+1";
    let bytes = written(|page| {
        page.title(evil, None)?;
        page.block(Block::Paragraph(evil.into()))?;
        page.block(Block::Form(vec![vec![Field::new(evil, evil)]]))?;
        page.block(Block::Signature { office: evil.into(), day: None })?;
        page.begin_grid(&[Column::text(evil, 1)])?;
        page.band(evil, Tone::Strong)?;
        page.row(vec![evil.into()])?;
        page.end_grid()
    });
    let parts = parts(&bytes);
    let words = words_of(&parts["word/document.xml"]);
    assert_eq!(words.matches(shown).count(), 8, "{words}");
    assert!(parts["docProps/core.xml"].contains("&lt;/w:t&gt;"));
}

const WIDE: [&str; 7] = ["一", "二", "三", "四", "五", "六", "七"];

fn grid(page: &mut dyn PageSink, columns: usize) -> io::Result<()> {
    let columns: Vec<Column> = WIDE[..columns].iter().map(|title| Column::text(*title, 1)).collect();
    page.begin_grid(&columns)?;
    page.row(vec!["值".into()])?;
    page.end_grid()
}

/// Sections in order: lying or upright, with the words on their sheets.
fn sections(xml: &str) -> Vec<(bool, String)> {
    let mut sections = Vec::new();
    let mut rest = xml;
    while let Some((before, after)) = rest.split_once("<w:sectPr>") {
        let (section, after) = after.split_once("</w:sectPr>").unwrap();
        let words = before.split("<w:t ").skip(1).map(|t| t.split(['>', '<']).nth(1).unwrap()).collect::<Vec<_>>();
        sections.push((section.contains("landscape"), words.join(" ")));
        rest = after;
    }
    sections
}

#[test]
fn a_wide_grid_lies_down_with_its_headings_and_its_notes() {
    let heading = |text: &str| Block::Heading { level: 1, text: text.into() };
    let paragraph = |text: &str| Block::Paragraph(text.into());
    let long = "长".repeat(LONGEST_LEAD + 1);
    let xml = document(|page| {
        page.title("标题", None)?;
        page.block(paragraph("短"))?;
        grid(page, 7)?;
        page.block(Block::Note("注".into()))
    });
    assert_eq!(sections(&xml), [(true, "标题 短 一 二 三 四 五 六 七 值 注：注".to_owned())]);
    let xml = document(|page| {
        page.title("标题", None)?;
        page.block(paragraph(&long))?;
        page.block(heading("表"))?;
        grid(page, 7)?;
        page.block(Block::Note("注".into()))?;
        page.block(Block::PageBreak)?;
        page.block(heading("窄"))?;
        grid(page, 2)?;
        page.block(paragraph("完"))
    });
    let expected = [
        (false, format!("标题 {long}")),
        (true, "表 一 二 三 四 五 六 七 值 注：注".to_owned()),
        (false, "窄 一 二 值 完".to_owned()),
    ];
    assert_eq!(sections(&xml), expected);
    assert!(!xml.contains("pageBreakBefore"), "a new section begins a new sheet anyway");
    let xml = document(|page| {
        page.block(paragraph("短"))?;
        page.block(Block::PageBreak)?;
        page.block(heading("附表"))?;
        grid(page, 7)
    });
    let expected = [(false, "短".to_owned()), (true, "附表 一 二 三 四 五 六 七 值".to_owned())];
    assert_eq!(sections(&xml), expected);
}

#[test]
fn a_cell_over_several_rows_is_merged_and_ends_at_a_band() {
    let xml = document(|page| {
        page.begin_grid(&[Column::code("编号"), Column::text("措施", 1)])?;
        page.row(vec!["1".into(), "甲".into()])?;
        page.row(vec![Value::Above.into(), "乙".into()])?;
        page.band("二", Tone::Strong)?;
        page.row(vec![Value::Above.into(), "丙".into()])?;
        page.row(vec!["3".into(), "丁".into()])?;
        page.end_grid()
    });
    let merges: Vec<&str> = xml.match_indices("<w:vMerge").map(|(at, _)| &xml[at..at + 13]).collect();
    assert_eq!(merges, ["<w:vMerge w:v", "<w:vMerge/><w"]);
}

#[test]
fn rows_under_one_cell_stay_together_and_the_cell_stands_again_where_they_are_too_many() {
    let written = |measures: i64| {
        document(|page| {
            page.begin_grid(&[Column::code("编号"), Column::text("问题", 1), Column::text("措施", 2)])?;
            page.row(vec!["9".into(), "台账登记不及时".into(), "措施".into()])?;
            for _ in 1..measures {
                page.row(vec![Value::Above.into(), Value::Above.into(), "措施".into()])?;
            }
            page.row(vec!["10".into(), "另一问题".into(), "措施".into()])?;
            page.end_grid()
        })
    };
    for (measures, stands) in [(2, 1), (10, 1), (30, 3), (100, 10)] {
        let xml = written(measures);
        assert_eq!(xml.matches("台账登记不及时").count(), stands, "{measures}");
        assert_eq!(xml.matches(r#"<w:vMerge w:val="restart"/>"#).count(), 2 * stands, "{measures}");
        // All but the last row of each part go along with the next one, three cells each; the heading has its own style.
        let kept = xml.matches(r#"<w:pStyle w:val="Table"/><w:keepNext/>"#).count();
        assert_eq!(kept, 3 * (usize::try_from(measures).unwrap() - stands + 1), "{measures}");
    }
}

#[test]
fn rows_that_come_late_are_set_in_the_widths_of_the_first() {
    let xml = document(|page| {
        page.begin_grid(&[Column::code("编号"), Column::text("措施", 1)])?;
        for number in 0..1000_i64 {
            page.row(vec![number.into(), "甲".into()])?;
        }
        page.end_grid()
    });
    assert_eq!(xml.matches("<w:tr>").count(), 1001);
    assert_eq!(xml.matches("<w:tblHeader/>").count(), 1);
    let grid: Vec<u32> =
        xml.split("<w:gridCol w:w=\"").skip(1).map(|rest| rest.split('"').next().unwrap().parse().unwrap()).collect();
    assert_eq!(grid.iter().sum::<u32>(), style::text_width(&Profile::default(), false));
    assert_eq!(xml.matches(&format!("<w:tcW w:w=\"{}\"", grid[0])).count(), 1001);
}

#[test]
fn the_office_is_centred_over_the_day() {
    for (office, day, office_in, day_in) in [
        // Twelve letters of day, four characters from the right.
        ("某办", Some("2025-09-01"), 12, 8),
        ("某区人民法院", Some("2025-09-01"), 8, 8),
        ("某区人民法院巡察整改工作领导小组办公室", Some("2025-09-01"), 4, 17),
    ] {
        let xml = document(|page| {
            page.block(Block::Signature { office: office.into(), day: day.map(|day| day.parse().unwrap()) })
        });
        let indents: Vec<u32> = xml
            .split("w:rightChars=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().parse::<u32>().unwrap() / 50)
            .collect();
        assert_eq!(indents, [office_in, day_in], "{office}");
    }
}

#[test]
fn neither_a_signature_nor_a_note_stands_alone_on_a_sheet() {
    let xml = document(|page| {
        page.block(Block::Paragraph("前一段".into()))?;
        page.block(Block::Paragraph("末段".into()))?;
        page.block(Block::Signature { office: "某办".into(), day: None })?;
        page.block(Block::Note("锚码".into()))
    });
    let kept: Vec<bool> = xml
        .split("<w:p>")
        .skip(1)
        .map(|one| one.starts_with("<w:pPr><w:pStyle") && one.contains("/><w:keepNext/>"))
        .collect();
    assert_eq!(kept, [false, true, true, true, true], "{xml}");
}

#[test]
fn a_page_out_of_order_is_refused() {
    let mut out = Vec::new();
    let mut page = DocxPage::new(&mut out, Profile::default()).unwrap();
    assert!(page.row(vec![]).is_err());
    page.begin_grid(&[Column::rigid("列")]).unwrap();
    assert!(page.block(Block::PageBreak).is_err());
    assert!(page.row(vec!["1".into(), "2".into()]).is_err());
    page.end_grid().unwrap();
    page.finish().unwrap();
    assert!(page.block(Block::Paragraph("长".repeat(1 << 16))).is_err());
}

/// The rows of a document's tables, each as it is written.
fn rows_of(xml: &str) -> Vec<&str> {
    xml.split("<w:tr>").skip(1).map(|row| row.split("</w:tr>").next().unwrap()).collect()
}

#[test]
fn a_row_higher_than_a_part_of_the_sheet_is_cut_where_the_sheet_ends() {
    let long = "对照反馈意见逐案逐笔清理，建立台账，明确责任人和时限。".repeat(30);
    let xml = document(|page| {
        page.begin_grid(&[Column::code("编号"), Column::text("完成情况", 1)])?;
        page.row(vec!["1".into(), Cell::text("已清理")])?;
        page.row(vec!["2".into(), Cell::text(&long)])?;
        page.end_grid()?;
        page.block(Block::Note("注解。".into()))
    });
    let rows = rows_of(&xml);
    // The heading stands again on every sheet; a row that is cut is tied to nothing below it.
    let is_whole = |row: &&str| row.contains("<w:cantSplit/>");
    assert_eq!(rows.iter().map(is_whole).collect::<Vec<_>>(), [true, true, false]);
    assert!(!rows[2].contains("keepNext"), "{}", rows[2]);
}

#[test]
fn a_form_begins_below_its_title_and_its_long_fields_are_cut() {
    let long = "对照反馈意见逐案逐笔清理，建立台账，明确责任人和时限。".repeat(30);
    let xml = document(|page| {
        page.title("销号审批表", None)?;
        page.block(Block::Form(vec![
            vec![Field::new("编号", "1")],
            vec![Field::new("整改情况", long.as_str())],
            vec![Field::new("党组会审定", Cell::EMPTY).with_room(4)],
        ]))
    });
    let rows = rows_of(&xml);
    assert_eq!(rows.iter().map(|row| row.contains("<w:cantSplit/>")).collect::<Vec<_>>(), [true, false, true]);
    // The style of its labels ties a row to the next one: all of them together fit on no sheet.
    let ties = |row: &&str| row.matches("<w:p>").count() != 0 && !row.contains(r#"<w:keepNext w:val="0"/>"#);
    assert!(!rows.iter().any(ties), "{xml}");
}
