//! Small hand-written bodies, styles and lists, and what a reader of the page would see.

use super::*;
use crate::intake::grid::Cell;
use std::io::{Cursor, Write as _};
use zip::write::{SimpleFileOptions, ZipWriter};

const SPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
    xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:v" xmlns:a="urn:a" xmlns:r="urn:r""#;

/// A package of these parts, in the simplest way that is still a Word file.
fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn document(body: &str) -> String {
    format!("<w:document {SPACES}><w:body>{body}</w:body></w:document>")
}

fn open_with(body: &str, styles: &str, numbering: &str) -> Document {
    let styles = format!("<w:styles {SPACES}>{styles}</w:styles>");
    let numbering = format!("<w:numbering {SPACES}>{numbering}</w:numbering>");
    let bytes = package(&[
        ("word/document.xml", &document(body)),
        ("word/styles.xml", &styles),
        ("word/numbering.xml", &numbering),
    ]);
    Document::open(&bytes).unwrap()
}

fn open(body: &str) -> Document {
    open_with(body, "", "")
}

fn lines(document: &Document) -> Vec<&str> {
    document.lines.iter().map(|(_, line)| line.as_str()).collect()
}

/// A paragraph with properties.
fn p(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn numbered(list: u32, level: u32, text: &str) -> String {
    p(&format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>"#), text)
}

fn level(at: u32, format: &str, pattern: &str, more: &str) -> String {
    format!(
        r#"<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{pattern}"/></w:lvl>"#
    )
}

fn definition(id: u32, levels: &str) -> String {
    format!(r#"<w:abstractNum w:abstractNumId="{id}">{levels}</w:abstractNum>"#)
}

fn list(id: u32, definition: u32, more: &str) -> String {
    format!(r#"<w:num w:numId="{id}"><w:abstractNumId w:val="{definition}"/>{more}</w:num>"#)
}

/// 一、 （一） 1. （1）
fn official() -> String {
    let nothing = r#"<w:suff w:val="nothing"/>"#;
    level(0, "chineseCounting", "%1、", nothing)
        + &level(1, "chineseCountingThousand", "（%2）", nothing)
        + &level(2, "decimal", "%3.", "")
        + &level(3, "decimal", "（%4）", nothing)
}

#[test]
fn levels_count_and_those_below_begin_anew() {
    let body: String =
        [(0, "甲"), (1, "乙"), (2, "丙"), (2, "丁"), (3, "戊"), (1, "己"), (2, "庚"), (0, "辛"), (1, "壬")]
            .map(|(level, text)| numbered(1, level, text))
            .concat();
    let document = open_with(&body, "", &(definition(0, &official()) + &list(1, 0, "")));
    let expected = ["一、甲", "（一）乙", "1. 丙", "2. 丁", "（1）戊", "（二）己", "1. 庚", "二、辛", "（一）壬"];
    assert_eq!(lines(&document), expected);
}

#[test]
fn a_level_may_run_on_or_begin_anew_at_a_level_of_its_choice() {
    let run = |restart: &str| {
        let levels =
            level(0, "decimal", "%1、", "") + &level(1, "decimal", "(%2)", "") + &level(2, "decimal", "%3)", restart);
        let body: String = [0, 1, 2, 1, 2, 0, 1, 2].map(|level| numbered(1, level, "甲")).concat();
        let document = open_with(&body, "", &(definition(0, &levels) + &list(1, 0, "")));
        [2, 4, 7].map(|at| lines(&document)[at].to_owned())
    };
    assert_eq!(run(""), ["1) 甲", "1) 甲", "1) 甲"]);
    assert_eq!(run(r#"<w:lvlRestart w:val="0"/>"#), ["1) 甲", "2) 甲", "3) 甲"]);
    assert_eq!(run(r#"<w:lvlRestart w:val="1"/>"#), ["1) 甲", "2) 甲", "1) 甲"]);
}

#[test]
fn lists_of_one_definition_count_on_together_unless_a_start_is_overridden() {
    let lists = list(1, 0, "")
        + &list(2, 0, "")
        + &list(3, 0, r#"<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>"#)
        + &list(
            4,
            0,
            &format!(
                r#"<w:lvlOverride w:ilvl="0">{}</w:lvlOverride>"#,
                r#"<w:lvl w:ilvl="0"><w:start w:val="5"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1)"/></w:lvl>"#
            ),
        );
    let body = [1, 1, 2, 3, 3, 1, 4].map(|list| numbered(list, 0, "甲")).concat();
    let document = open_with(&body, "", &(definition(0, &official()) + &lists));
    assert_eq!(lines(&document), ["一、甲", "二、甲", "三、甲", "一、甲", "二、甲", "三、甲", "D) 甲"]);
}

#[test]
fn numbering_comes_from_styles_and_those_they_stand_on() {
    let styles = r#"
        <w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/><w:basedOn w:val="h1"/></w:style>
        <w:style w:type="paragraph" w:styleId="h3"><w:name w:val="heading 3"/><w:basedOn w:val="h2"/><w:pPr><w:numPr><w:ilvl w:val="2"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="off"><w:name w:val="off"/><w:basedOn w:val="h1"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>"#;
    let levels = level(0, "chineseCounting", "%1、", r#"<w:pStyle w:val="h1"/>"#)
        + &level(1, "chineseCounting", "（%2）", r#"<w:pStyle w:val="h2"/>"#)
        + &level(2, "decimal", "%3.", "");
    let with = |style: &str, more: &str| p(&format!(r#"<w:pStyle w:val="{style}"/>{more}"#), "甲");
    let body = with("h1", "")
        + &with("h2", "")
        + &with("h3", "")
        + &with("off", "")
        + &with("h1", r#"<w:numPr><w:numId w:val="0"/></w:numPr>"#)
        + &with("h1", r#"<w:numPr><w:ilvl w:val="1"/></w:numPr>"#);
    let document = open_with(&body, styles, &(definition(0, &levels) + &list(1, 0, "")));
    assert_eq!(lines(&document), ["一、 甲", "（一） 甲", "1. 甲", "甲", "甲", "（二） 甲"]);
}

#[test]
fn a_numbering_style_stands_for_the_list_that_it_names() {
    let styles =
        r#"<w:style w:type="numbering" w:styleId="s"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>"#;
    let linked = r#"<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="s"/></w:abstractNum>"#.to_owned()
        + &definition(1, &(r#"<w:styleLink w:val="s"/>"#.to_owned() + &official()));
    let lists = list(1, 0, "") + &list(2, 1, "");
    for styles in [styles, ""] {
        let body = numbered(1, 0, "甲") + &numbered(2, 0, "乙");
        assert_eq!(lines(&open_with(&body, styles, &(linked.clone() + &lists))), ["一、甲", "二、乙"]);
    }
    let circle = r#"<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="a"/><w:styleLink w:val="b"/></w:abstractNum>
        <w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="b"/><w:styleLink w:val="a"/></w:abstractNum>"#;
    assert_eq!(lines(&open_with(&numbered(1, 0, "甲"), "", &(circle.to_owned() + &lists))), ["甲"]);
}

#[test]
fn patterns_join_levels_and_say_how_numbers_are_written() {
    let levels = level(0, "chineseCounting", "第%1章", "")
        + &level(1, "decimal", "%1.%2", r#"<w:isLgl/>"#)
        + &level(2, "bullet", "", "")
        + &level(3, "decimalEnclosedCircle", "%4", r#"<w:suff w:val="space"/>"#)
        + &level(4, "decimal", "%5", "")
        + &level(5, "none", "", "");
    let body: String = [0, 1, 2, 3, 4, 5, 6].map(|level| numbered(1, level, "甲")).concat();
    let document = open_with(&body, "", &(definition(0, &levels) + &list(1, 0, "")));
    assert_eq!(lines(&document), ["第一章 甲", "1.1 甲", "甲", "① 甲", "1. 甲", "甲", "甲"]);
}

#[test]
fn a_number_is_never_read_together_with_the_words_behind_it() {
    let nothing = r#"<w:suff w:val="nothing"/>"#;
    let levels = level(0, "chineseCounting", "%1、", nothing) + &level(1, "decimal", "%2.", nothing);
    let body = numbered(1, 0, "二审案件超期") + &numbered(1, 1, "5名干部缺课") + &numbered(1, 1, "缺课");
    let document = open_with(&body, "", &(definition(0, &levels) + &list(1, 0, "")));
    assert_eq!(lines(&document), ["一、 二审案件超期", "1. 5名干部缺课", "2.缺课"]);
    let outline = outline::read_lines(document.lines.iter().map(|(place, line)| (*place, line.as_str())));
    assert_eq!(
        outline.nodes.iter().map(outline::Node::words).collect::<Vec<_>>(),
        ["二审案件超期", "5名干部缺课", "缺课"]
    );
}

#[test]
fn counters_at_their_end_stay_there() {
    let levels = r#"<w:lvl w:ilvl="0"><w:start w:val="4294967295"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1."/></w:lvl>
        <w:lvl w:ilvl="9"/><w:lvl w:ilvl="-1"/><w:lvl/>"#;
    let body = numbered(1, 0, "甲") + &numbered(1, 0, "乙") + &numbered(1, 99, "丙") + &numbered(77, 0, "丁");
    let document = open_with(&body, "", &(definition(0, levels) + &list(1, 0, "")));
    assert_eq!(lines(&document), ["4294967295. 甲", "4294967295. 乙", "丙", "丁"]);
}

#[test]
fn tracked_changes_are_read_as_if_accepted() {
    let body = r#"<w:p><w:r><w:t>甲</w:t></w:r><w:ins><w:r><w:t>乙</w:t></w:r></w:ins><w:del><w:r><w:delText>丙</w:delText></w:r></w:del>
        <w:moveFrom><w:r><w:t>丁</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>戊</w:t></w:r></w:moveTo></w:p>
        <w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p><w:p><w:r><w:t>后半</w:t></w:r></w:p>
        <w:p><w:pPr><w:rPr><w:del w:id="2"/></w:rPr></w:pPr><w:del><w:r><w:delText>全删</w:delText></w:r></w:del></w:p><w:p><w:r><w:t>末</w:t></w:r></w:p>
        <w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>删行</w:t></w:r></w:p></w:tc><w:tc/></w:tr><w:tr><w:tc/><w:tc><w:p><w:r><w:t>留</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"#;
    let document = open(body);
    assert_eq!(lines(&document), ["甲乙戊", "前半后半", "末"]);
    assert_eq!(document.tables[0].rows, [[Cell::Empty, Cell::Text("留".into())]]);
    assert!(
        document.notes.iter().any(|note| note.reason.contains("删除的 4 处") && note.reason.contains("插入的 2 处"))
    );
}

#[test]
fn a_deleted_heading_counts_no_number() {
    let deleted = r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>"#;
    let body = numbered(1, 0, "甲") + deleted + &numbered(1, 0, "乙");
    let document = open_with(&body, "", &(definition(0, &official()) + &list(1, 0, "")));
    assert_eq!(lines(&document), ["一、甲", "二、乙"]);
}

#[test]
fn a_text_box_is_read_once_behind_its_paragraph() {
    let boxed = |text: &str| format!("<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>");
    let body = format!(
        "<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><a:shape>{}</a:shape></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><v:shape>{}</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p>\
         <w:p><w:r><mc:AlternateContent><mc:Choice/><mc:Fallback><w:pict><v:textbox>{}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        boxed("框一"),
        boxed("框一"),
        boxed("框二")
    );
    let document = open(&body);
    assert_eq!(lines(&document), ["前后", "框一", "框二"]);
    assert_eq!(document.lines[2].0, Place::Paragraph(3));
}

#[test]
fn runs_are_joined_and_breaks_kept() {
    let body = r#"<w:p><w:r><w:t>甲</w:t><w:tab/><w:t xml:space="preserve"> 乙</w:t></w:r><w:hyperlink><w:r><w:t>丙&amp;&#x4E01;</w:t></w:r></w:hyperlink>
        <w:smartTag><w:r><w:t>戊</w:t></w:r></w:smartTag><w:r><w:noBreakHyphen/><w:softHyphen/><w:sym w:font="Wingdings" w:char="F0FC"/><w:br/><w:t>己</w:t></w:r>
        <w:r><w:ruby><w:rt><w:r><w:t>zì</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>字</w:t></w:r></w:rubyBase></w:ruby></w:r><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></w:p>"#;
    let document = open(body);
    assert_eq!(lines(&document), ["甲\t 乙丙&丁戊-✓", "己字x=1"]);
    assert!(document.lines.iter().all(|(place, _)| *place == Place::Paragraph(1)));
}

#[test]
fn of_fields_the_result_stays_and_the_code_goes() {
    let char = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let code = |text: &str| format!("<w:r><w:instrText>{text}</w:instrText></w:r>");
    let field = |instruction: &str, result: &str| {
        char("begin") + &code(instruction) + &char("separate") + &run(result) + &char("end")
    };
    let nested = char("begin") + &code("IF ") + &field("DATE", "内码") + &char("separate") + &run("外") + &char("end");
    let unended = char("begin") + &code("PAGE");
    let body = format!(
        "<w:p>{}{}{}</w:p><w:p>{}</w:p><w:p><w:fldSimple>{}</w:fldSimple>{unended}</w:p><w:p>{}</w:p>",
        run("一"),
        field("REF x", "二"),
        run("三"),
        nested,
        run("简"),
        run("完")
    );
    assert_eq!(lines(&open(&body)), ["一二三", "外", "简", "完"]);
}

#[test]
fn a_table_of_contents_is_left_out_with_its_place() {
    let styles = r#"<w:style w:type="paragraph" w:styleId="t1"><w:name w:val="toc 1"/></w:style>"#;
    let toc = r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText> TOC \o "1-3" </w:instrText><w:fldChar w:fldCharType="separate"/><w:t>一、甲</w:t><w:tab/><w:t>1</w:t></w:r></w:p>
        <w:p><w:r><w:t>二、乙</w:t><w:tab/><w:t>2</w:t></w:r></w:p><w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>"#;
    let gallery = r#"<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent><w:p><w:r><w:t>目录</w:t></w:r></w:p></w:sdtContent></w:sdt>"#;
    let body = gallery.to_owned() + toc + &p(r#"<w:pStyle w:val="t1"/>"#, "三、丙 3") + &p("", "一、甲");
    let document = open_with(&body, styles, "");
    assert_eq!(lines(&document), ["一、甲"]);
    assert_eq!(
        document.contents.iter().map(|left| left.text.as_str()).collect::<Vec<_>>(),
        ["目录", "一、甲\t1", "二、乙\t2", "三、丙 3"]
    );
    assert_eq!(document.lines[0].0, Place::Paragraph(5));
}

#[test]
fn what_a_reader_of_the_page_does_not_see_is_counted() {
    let styles = r#"<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>"#;
    let body = r#"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>密 文</w:t></w:r><w:r><w:rPr><w:rStyle w:val="h"/></w:rPr><w:t>也密</w:t></w:r>
        <w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>明</w:t></w:r><w:r><w:t>文&#x202E;</w:t></w:r>
        <w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:commentReference w:id="1"/></w:r>
        <w:r><w:drawing><a:blip r:embed="x"/></w:drawing></w:r><w:r><w:object><a:OLEObject/></w:object></w:r></w:p><w:altChunk/>
        <w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>单击此处</w:t></w:r></w:p></w:sdtContent></w:sdt>"#;
    let document = open_with(body, styles, "");
    assert_eq!(lines(&document), ["明文"]);
    let told: String = document.notes.iter().map(|note| note.reason.as_str()).collect();
    for words in [
        "图片 1 张",
        "对象和图表 1 个",
        "文档 1 个",
        "批注 1 处",
        "尾注另有 1 处",
        "隐藏文字 4 个字",
        "去除了 1 个",
        "内容控件 1 处",
    ] {
        assert!(told.contains(words), "{words} in {told}");
    }
}

#[test]
fn tables_keep_their_rows_and_frames_are_opened() {
    let cell = |properties: &str, text: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p("", text));
    let row = |cells: &str| format!("<w:tr>{cells}</w:tr>");
    let table = |rows: &str| format!("<w:tbl>{rows}</w:tbl>");
    let numbers = numbered(1, 0, "").replace("<w:t></w:t>", "");
    let body = table(&row(&cell("", "框里的一段")))
        + &table(
            &(row(&(cell("", "序号") + &cell("", "问题") + &cell("", "措施")))
                + &row(&(format!("<w:tc>{numbers}</w:tc>")
                    + &cell(r#"<w:vMerge w:val="restart"/>"#, "甲")
                    + &cell("", "乙")))
                + &row(&(format!("<w:sdt><w:sdtContent><w:tc>{numbers}</w:tc></w:sdtContent></w:sdt>")
                    + &cell("<w:vMerge/>", "")
                    + &cell("", "丙")))),
        );
    let document = open_with(&body, "", &(definition(0, &level(0, "decimal", "%1", "")) + &list(1, 0, "")));
    assert_eq!(lines(&document), ["框里的一段"]);
    let words: Vec<Vec<String>> = document.tables[0]
        .rows
        .iter()
        .map(|row| {
            row.iter().map(|cell| if let Cell::Text(text) = cell { text.to_string() } else { String::new() }).collect()
        })
        .collect();
    assert_eq!(words, [["序号", "问题", "措施"], ["1", "甲", "乙"], ["2", "甲", "丙"]]);
    let rows = document.tables[0].rows_left_out();
    assert_eq!(
        rows.iter().map(|left| left.text.as_str()).collect::<Vec<_>>(),
        ["序号\t问题\t措施", "1\t甲\t乙", "2\t丙"]
    );
    assert_eq!(rows[2].place, "表1第3行");
}

#[test]
fn the_main_part_is_found_by_its_relation() {
    let relations = |target: &str| {
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
            <Relationship Type="http://x/officeDocument" Target="{target}"/><Relationship Type="http://x/styles" Target="{target}" TargetMode="External"/></Relationships>"#
        )
    };
    for (target, part) in [("/a/正文.xml", "a/正文.xml"), ("b/../c.xml", "c.xml"), ("missing.xml", "word/document.xml")]
    {
        let bytes = package(&[("_rels/.rels", &relations(target)), (part, &document(&p("", "找到了")))]);
        assert_eq!(lines(&Document::open(&bytes).unwrap()), ["找到了"], "{target}");
    }
    // A part that refers to itself, and two that refer to each other, are read once each.
    let bytes = package(&[
        ("_rels/.rels", &relations("word/document.xml")),
        ("word/_rels/document.xml.rels", &relations("document.xml").replace("officeDocument", "styles")),
        ("word/document.xml", &document(&p("", "一次"))),
    ]);
    assert_eq!(lines(&Document::open(&bytes).unwrap()), ["一次"]);
}

#[test]
fn other_names_for_the_same_namespace_are_understood() {
    let strict = document(&p("", "严格")).replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    );
    assert_eq!(lines(&Document::open(&package(&[("word/document.xml", &strict)])).unwrap()), ["严格"]);
    let renamed = document(&p("", "前缀")).replace("w:", "word:").replace("xmlns:w=", "xmlns:word=");
    assert_eq!(lines(&Document::open(&package(&[("word/document.xml", &renamed)])).unwrap()), ["前缀"]);
    let foreign = document("<a:p><a:r><a:t>图中文字</a:t></a:r></a:p>");
    assert!(Document::open(&package(&[("word/document.xml", &foreign)])).unwrap().lines.is_empty());
}

#[test]
fn hostile_parts_end_in_a_sentence() {
    let deep = |open: &str, close: &str| document(&(open.repeat(100_000) + &close.repeat(100_000)));
    let bomb = format!(
        "<!DOCTYPE d [<!ENTITY a \"{}\"><!ENTITY b \"&a;&a;&a;\">]>{}",
        "字".repeat(1000),
        document(&p("", "&b;"))
    );
    for (document, trouble) in [
        (deep("<w:p>", "</w:p>"), Trouble::TooDeep),
        (deep("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"), Trouble::TooDeep),
        (deep("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"), Trouble::TooDeep),
        (deep("<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"), Trouble::TooDeep),
        (deep("<w:p><m:oMath>", "</m:oMath></w:p>"), Trouble::TooDeep),
        (deep("<w:ins>", "</w:ins>"), Trouble::TooDeep),
        (deep("<mc:AlternateContent><mc:Choice>", "</mc:Choice></mc:AlternateContent>"), Trouble::TooDeep),
        (bomb, Trouble::Dtd),
        (document(&p("", "&b;")), Trouble::Dtd),
        (
            document(&format!("<w:p>{}</w:p>", r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r>"#.repeat(1000))),
            Trouble::TooDeep,
        ),
        (document("<w:p>").replace("</w:body>", ""), Trouble::NotXml),
        ("<w:document/>".to_owned(), Trouble::NoBody),
        (format!("<w:document {SPACES}/>"), Trouble::NoBody),
        (String::new(), Trouble::NoBody),
        (document(&format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", "<w:tc/>".repeat(500_000))), Trouble::TooManyCells),
    ] {
        let begins: String = document.chars().take(400).collect();
        assert_eq!(Document::open(&package(&[("word/document.xml", &document)])).unwrap_err(), trouble, "{begins}");
    }
    assert_eq!(Document::open(&package(&[("word/other.xml", "")])).unwrap_err(), Trouble::NoBody);
}
