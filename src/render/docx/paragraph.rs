//! Paragraphs: running text, headings, what stands at head and foot of a paper.

use super::{profile::Profile, xml};
use crate::{domain::Day, render::words::signed_words, zh::width::display_width};
use std::fmt::Write as _;

/// A paragraph that does not stay behind on the page before the next one.
pub(super) const KEEP: &str = "<w:keepNext/>";

/// How words stand out from those around them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Stress {
    /// Bold.
    pub(super) bold: bool,
    /// In red.
    pub(super) red: bool,
}

/// Appends a run; a line feed goes on in the next line. Marks that both scripts have (“ ” … —) are set in the Chinese font.
pub(super) fn run(out: &mut String, words: &str, stress: Stress) {
    if words.is_empty() {
        return;
    }
    out.push_str(r#"<w:r><w:rPr><w:rFonts w:hint="eastAsia"/>"#);
    if stress.bold {
        out.push_str("<w:b/><w:bCs/>");
    }
    if stress.red {
        out.push_str(r#"<w:color w:val="C00000"/>"#);
    }
    out.push_str("</w:rPr>");
    for (at, line) in words.split('\n').enumerate() {
        if at > 0 {
            out.push_str("<w:br/>");
        }
        if !line.is_empty() {
            out.push_str(r#"<w:t xml:space="preserve">"#);
            xml::push_text(out, line);
            out.push_str("</w:t>");
        }
    }
    out.push_str("</w:r>");
}

/// Appends a paragraph in a style; `properties` come behind the style's name, in the order of the schema.
pub(super) fn paragraph(out: &mut String, style: &str, properties: &str, words: &str, stress: Stress) {
    // Writing to a String cannot fail.
    let _ = write!(out, r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>"#);
    run(out, words, stress);
    out.push_str("</w:p>");
}

/// Appends a paragraph that is hardly there: Word wants one behind a table and at the end of a section.
pub(super) fn thin(out: &mut String, before: &str, section: &str) {
    let _ = write!(
        out,
        r#"<w:p><w:pPr>{before}<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/><w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr>{section}</w:pPr></w:p>"#
    );
}

/// The lines of a text that have words on them; each becomes a paragraph.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// Who issued a paper, centred over the day, which stands four characters in from the right, as for papers that are sealed;
/// a name much longer than the day stands two characters in, and the day is centred below it. It is never parted from itself.
/// Gives where the paragraph of the day begins.
pub(super) fn signature(out: &mut String, profile: &Profile, office: &str, day: Option<Day>) -> usize {
    let day = signed_words(day);
    // Counted in Latin letters, half a character each.
    let width = |words: &str| u32::try_from(display_width(words)).unwrap_or(u32::MAX).min(200);
    let (office_width, day_width) = (width(office), width(&day));
    let (office_in, day_in) = if office_width <= day_width + 4 {
        (8 + day_width / 2 - office_width.min(day_width + 4) / 2, 8)
    } else {
        (4, 4 + (office_width - day_width) / 2)
    };
    let letter = profile.body.size.0 * 5;
    let line = profile.body.line.0.0;
    let indent = |letters: u32| format!(r#"<w:ind w:rightChars="{}" w:right="{}"/>"#, letters * 50, letters * letter);
    let before = format!(
        r#"<w:keepNext/><w:spacing w:before="{}" w:after="0" w:line="{line}" w:lineRule="exact"/>{}"#,
        line * 2,
        indent(office_in)
    );
    paragraph(out, "Signature", &before, office, Stress::default());
    let from = out.len();
    paragraph(out, "Signature", &indent(day_in), &day, Stress::default());
    from
}

/// Where the properties of the paragraph that begins there begin behind its style.
pub(super) fn properties(out: &str, from: usize) -> Option<usize> {
    const STYLE_ENDS: &str = "/>";
    Some(from + out[from..].find(STYLE_ENDS)? + STYLE_ENDS.len())
}
