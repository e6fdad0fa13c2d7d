//! What stands beside the body of a Word file: footnotes, endnotes, the heads and feet of its pages.
//!
//! No item is made of it, but a footnote may say what counts and a page's head whose paper it is: it is counted, and its
//! words are shown with everything else that was left out.

use super::body::{Block, Body, Row};
use super::numbering::Numbering;
use super::style::Styles;
use super::xml::Xml;
use super::{Trouble, text};
use crate::intake::package::Package;
use crate::intake::plan::{LeftOut, Note};

/// More pages' heads and feet than any paper has; Word makes up to six for each section.
const MAX_PARTS: usize = 300;

/// What was found beside the body.
#[derive(Debug, Default)]
pub(super) struct Aside {
    /// Its words, each with its place.
    pub(super) words: Vec<LeftOut>,
    /// How many of each kind there are.
    pub(super) notes: Vec<Note>,
}

/// Kinds of relations, and what a clerk calls what they lead to.
const KINDS: [(&str, &str); 4] = [("footnotes", "脚注"), ("endnotes", "尾注"), ("header", "页眉"), ("footer", "页脚")];

/// Reads the parts beside the body; `related` are the relations of the main part.
pub(super) fn read(package: &mut Package<'_>, related: &[(String, String)], styles: &Styles) -> Result<Aside, Trouble> {
    let mut aside = Aside::default();
    for (kind, name) in KINDS {
        let mut found: Vec<String> = Vec::new();
        let notes = kind.ends_with("notes");
        for (_, part) in related.iter().filter(|(known, _)| known == kind).take(MAX_PARTS) {
            let Some(bytes) = package.read(part)? else { continue };
            for words in of_part(&text(bytes)?, notes, styles)? {
                // The same head over every section is one; a page's number is none.
                if notes || !(found.contains(&words) || is_page_number(&words)) {
                    found.push(words);
                }
            }
        }
        if !found.is_empty() {
            let reason = format!("{name} {} 处未读入，文字列在未录入的部分", found.len());
            aside.notes.push(Note { place: "全文".to_owned(), reason });
        }
        for (at, text) in found.into_iter().enumerate() {
            aside.words.push(LeftOut { place: format!("{name}{}", at + 1), text });
        }
    }
    Ok(aside)
}

/// The texts of a part: of each footnote, or of the whole head.
fn of_part(text: &str, notes: bool, styles: &Styles) -> Result<Vec<String>, Trouble> {
    let mut texts = Vec::new();
    let mut body = Body::new(styles, Numbering::default());
    Xml::new(text).children(|xml, root| match root.word() {
        "hdr" | "ftr" if !notes => {
            texts.push(words(&body.flow_of(xml)?));
            Ok(())
        }
        "footnotes" | "endnotes" if notes => xml.children(|xml, tag| {
            // Lines that separate notes from the page are notes of a kind of their own.
            let own = tag.get("type").is_none_or(|kind| kind == "normal");
            if !own || !matches!(tag.word(), "footnote" | "endnote") {
                return xml.skip();
            }
            texts.push(words(&body.flow_of(xml)?));
            Ok(())
        }),
        _ => xml.skip(),
    })?;
    texts.retain(|text| !text.is_empty());
    Ok(texts)
}

fn words(blocks: &[Block]) -> String {
    fn add(blocks: &[Block], lines: &mut Vec<String>) {
        for block in blocks {
            match block {
                Block::Paragraph { text, .. } => lines.push(text.trim().to_owned()),
                Block::Table(rows) => {
                    rows.iter().flat_map(|row: &Row| &row.cells).for_each(|cell| add(&cell.blocks, lines));
                }
                Block::Embedded(_) => {}
            }
        }
    }
    let mut lines = Vec::new();
    add(blocks, &mut lines);
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

/// — 3 —, 第3页 共12页.
fn is_page_number(words: &str) -> bool {
    words.chars().all(|c| c.is_numeric() || !c.is_alphanumeric() || "第页共".contains(c))
}
