//! The parts that say how a paper looks: styles, fonts, footers, settings, sections. Element order is the schema's: Word
//! refuses what LibreOffice lets through.

use super::{
    profile::{Font, NumberPlace, NumberStyle, Profile, Size, Twips},
    xml,
};
use std::fmt::Write as _;

/// A4, in twips.
const A4: (u32, u32) = (11906, 16838);

/// From the foot of the text to the page number, and the number's own height: 7 mm and about 5 mm.
const NUMBER_BELOW_TEXT: u32 = 680;

pub(super) const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:zoom w:percent="100"/><w:defaultTabStop w:val="640"/><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>"#;

const W: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;
const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The room for text on a sheet, in twips; sideways when `lying`.
pub(super) const fn text_width(profile: &Profile, lying: bool) -> u32 {
    let page = &profile.page;
    if lying { A4.1 - page.top.0.0 - page.bottom.0.0 } else { A4.0 - page.left.0.0 - page.right.0.0 }
}

/// The width and the height of that room.
pub(super) const fn text_size(profile: &Profile, lying: bool) -> (u32, u32) {
    (text_width(profile, lying), text_width(profile, !lying))
}

/// A section's sheet. Turned sideways, the bound side is on top, as when the sheet is turned by hand.
pub(super) fn section(profile: &Profile, lying: bool) -> String {
    let page = &profile.page;
    let (top, bottom, left, right) = (page.top.0.0, page.bottom.0.0, page.left.0.0, page.right.0.0);
    let (size, [top, right, bottom, left]) = if lying {
        (format!(r#"<w:pgSz w:w="{}" w:h="{}" w:orient="landscape"/>"#, A4.1, A4.0), [left, top, right, bottom])
    } else {
        (format!(r#"<w:pgSz w:w="{}" w:h="{}"/>"#, A4.0, A4.1), [top, right, bottom, left])
    };
    let footer = bottom.saturating_sub(NUMBER_BELOW_TEXT).max(300);
    format!(
        r#"<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/><w:type w:val="nextPage"/>{size}<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="851" w:footer="{footer}" w:gutter="0"/></w:sectPr>"#
    )
}

/// The fonts of a run: the profile's font for Chinese, the Latin one for digits and letters.
fn fonts(profile: &Profile, font: &Font) -> String {
    let east = xml::text(&font.0);
    let latin = if profile.latin.font.0.is_empty() { east.clone() } else { xml::text(&profile.latin.font.0) };
    format!(r#"<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east}" w:cs="{latin}"/>"#)
}

/// What a style says of its words.
struct Words<'a> {
    font: &'a Font,
    bold: bool,
    /// Moves characters apart, in twips, or together.
    apart: i64,
    size: Size,
}

impl<'a> Words<'a> {
    const fn new(font: &'a Font, size: Size) -> Self {
        Self { font, bold: false, apart: 0, size }
    }

    fn xml(&self, profile: &Profile) -> String {
        let bold = if self.bold { "<w:b/><w:bCs/>" } else { "" };
        let apart = if self.apart == 0 { String::new() } else { format!(r#"<w:spacing w:val="{}"/>"#, self.apart) };
        let size = self.size.0;
        format!(
            r#"<w:rPr>{}{bold}{apart}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>"#,
            fonts(profile, self.font)
        )
    }
}

/// By how much characters move together or apart so that so many fill a line; nothing where that would be seen.
fn apart(profile: &Profile) -> i64 {
    let body = &profile.body;
    let per_line = i64::from(body.per_line.0);
    if per_line == 0 {
        return 0;
    }
    // A size is in half points, a twip is a twentieth of a point.
    let apart = (i64::from(text_width(profile, false)) / per_line) - i64::from(body.size.0) * 10;
    if (-12..=20).contains(&apart) { apart } else { 0 }
}

fn line(line: Twips) -> String {
    format!(r#"<w:spacing w:before="0" w:after="0" w:line="{}" w:lineRule="exact"/>"#, line.0)
}

const SINGLE: &str = r#"<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>"#;

/// An indentation of so many characters of the running text.
pub(super) fn first_line(profile: &Profile) -> String {
    let indent = profile.body.indent.0;
    format!(r#"<w:ind w:firstLineChars="{}" w:firstLine="{}"/>"#, indent * 100, indent * profile.body.size.0 * 10)
}

/// The styles. Names are Word's own where it has one, so that outline and navigation work.
pub(super) fn styles(profile: &Profile) -> String {
    let body = &profile.body;
    let body_line = line(body.line.0);
    let indent = first_line(profile);
    let words = |font, size| Words::new(font, size);
    let running = Words { apart: apart(profile), ..words(&body.font, body.size) };
    let mut out = format!(
        r#"{XML}<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>{}<w:kern w:val="2"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl w:val="0"/>{SINGLE}</w:pPr></w:pPrDefault></w:docDefaults>"#,
        fonts(profile, &body.font),
        size = body.size.0
    );
    let mut style = |id: &str, name: &str, paragraph: &str, words: &Words<'_>| {
        let (is_default, based) =
            if id == "Normal" { (r#" w:default="1""#, "") } else { ("", r#"<w:basedOn w:val="Normal"/>"#) };
        // Writing to a String cannot fail.
        let _ = write!(
            out,
            r#"<w:style w:type="paragraph"{is_default} w:styleId="{id}"><w:name w:val="{name}"/>{based}<w:qFormat/><w:pPr>{paragraph}</w:pPr>{}</w:style>"#,
            words.xml(profile)
        );
    };
    style("Normal", "Normal", SINGLE, &words(&body.font, body.size));
    style("BodyText", "Body Text", &format!(r#"{body_line}{indent}<w:jc w:val="both"/>"#), &running);
    let title = &profile.title;
    style(
        "Title",
        "Title",
        &format!(r#"<w:keepNext/>{}<w:jc w:val="center"/>"#, line(title.line.0)),
        &Words { bold: title.bold, ..words(&title.font, title.size) },
    );
    let under = format!(
        r#"{}<w:jc w:val="center"/>"#,
        body_line.replace(r#"w:before="0""#, &format!(r#"w:before="{}""#, body.line.0.0 / 4))
    );
    style("Subtitle", "Subtitle", &under, &words(&profile.headings[1].font, body.size));
    style("DocumentNumber", "Document Number", &format!(r#"{body_line}<w:jc w:val="center"/>"#), &running);
    style("Addressee", "Addressee", &format!(r#"{body_line}<w:jc w:val="left"/>"#), &running);
    style(
        "Signature",
        "Signature",
        &format!(r#"<w:keepLines/>{body_line}<w:jc w:val="right"/>"#),
        &words(&body.font, body.size),
    );
    for (level, heading) in (0..).zip(&profile.headings) {
        style(
            &format!("Heading{}", level + 1),
            &format!("heading {}", level + 1),
            &format!(r#"<w:keepNext/>{body_line}{indent}<w:jc w:val="both"/><w:outlineLvl w:val="{level}"/>"#),
            &Words { bold: heading.bold, ..words(&heading.font, heading.size) },
        );
    }
    let table = &profile.table;
    for (id, name, size) in [("Table", "Table Words", table.size), ("WideTable", "Wide Table Words", table.wide_size)] {
        style(id, name, &format!(r#"<w:snapToGrid w:val="0"/>{SINGLE}"#), &words(&table.font, size));
        style(
            &format!("{id}Head"),
            &format!("{name} Head"),
            &format!(r#"<w:keepNext/><w:snapToGrid w:val="0"/>{SINGLE}<w:jc w:val="center"/>"#),
            &words(&table.head_font, size),
        );
    }
    let note = &profile.note;
    style(
        "Note",
        "Note",
        r#"<w:spacing w:before="60" w:after="0" w:line="240" w:lineRule="auto"/><w:jc w:val="left"/>"#,
        &words(&note.font, note.size),
    );
    style("Footer", "footer", SINGLE, &words(&profile.number.font, profile.number.size));
    out.push_str("</w:styles>");
    out
}

/// What a machine without a font takes in its place.
const ALIKE: [(&str, &str); 5] = [
    ("仿宋_GB2312", "仿宋"),
    ("楷体_GB2312", "楷体"),
    ("方正小标宋简体", "宋体"),
    ("方正小标宋_GBK", "宋体"),
    ("黑体", "SimHei"),
];

/// The fonts that are named, each with what stands in for it where it is missing.
pub(super) fn font_table(profile: &Profile) -> String {
    let mut names: Vec<&str> = vec![
        &profile.body.font.0,
        &profile.title.font.0,
        &profile.table.font.0,
        &profile.table.head_font.0,
        &profile.note.font.0,
        &profile.number.font.0,
        &profile.latin.font.0,
    ];
    names.extend(profile.headings.iter().map(|heading| heading.font.0.as_str()));
    names.sort_unstable();
    names.dedup();
    let mut out = format!("{XML}<w:fonts {W}>");
    for name in names.into_iter().filter(|name| !name.is_empty()) {
        let alike = ALIKE.iter().find(|(missing, _)| *missing == name);
        let alike = alike.map_or_else(String::new, |(_, other)| format!(r#"<w:altName w:val="{other}"/>"#));
        let charset = if name.is_ascii() { "00" } else { "86" };
        // Writing to a String cannot fail.
        let _ = write!(
            out,
            r#"<w:font w:name="{}">{alike}<w:charset w:val="{charset}"/><w:family w:val="auto"/></w:font>"#,
            xml::text(name)
        );
    }
    out.push_str("</w:fonts>");
    out
}

/// The page number; of the pages on the left when `even`. Set one character in from the edge of the text.
pub(super) fn footer(profile: &Profile, even: bool) -> String {
    let number = &profile.number;
    let side = match (number.place, even) {
        (NumberPlace::Centre, _) => r#"<w:jc w:val="center"/>"#.to_owned(),
        (NumberPlace::Outside, false) => {
            format!(r#"<w:ind w:rightChars="100" w:right="{}"/><w:jc w:val="right"/>"#, number.size.0 * 10)
        }
        (NumberPlace::Outside, true) => {
            format!(r#"<w:ind w:leftChars="100" w:left="{}"/><w:jc w:val="left"/>"#, number.size.0 * 10)
        }
    };
    let (before, after) = match number.style {
        NumberStyle::Dash => ("— ", " —"),
        NumberStyle::Plain | NumberStyle::None => ("", ""),
    };
    // The number itself is set in the font of the page numbers, not in the Latin one of the text.
    let font = xml::text(&number.font.0);
    let look = format!(
        r#"<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/></w:rPr>"#
    );
    let words = |words: &str| {
        if words.is_empty() {
            String::new()
        } else {
            format!(r#"<w:r>{look}<w:t xml:space="preserve">{words}</w:t></w:r>"#)
        }
    };
    let field = |kind: &str| format!(r#"<w:r>{look}<w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let runs = if number.style == NumberStyle::None {
        String::new()
    } else {
        [
            words(before),
            field("begin"),
            format!(r#"<w:r>{look}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>"#),
            field("separate"),
            format!(r#"<w:r>{look}<w:t>{}</w:t></w:r>"#, if even { 2 } else { 1 }),
            field("end"),
            words(after),
        ]
        .concat()
    };
    format!(r#"{XML}<w:ftr {W}><w:p><w:pPr><w:pStyle w:val="Footer"/>{side}</w:pPr>{runs}</w:p></w:ftr>"#)
}
