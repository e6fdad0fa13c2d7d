//! The same papers as text and as Word files: typed numbers and automatic ones, saved by another program, give the same items.
//!
//! `.ci/office` runs the ignored ones: the first writes Word files with automatic numbers, LibreOffice saves them and the
//! texts as its own .docx, and the second compares. What needs no LibreOffice runs always.

use super::intake::docx::{docx, paragraph};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use taizhang::intake::outline::{self, Node, Style};
use taizhang::intake::plan::Plan;
use taizhang::intake::{Options, decode, read};

fn folder(variable: &str) -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "a test may ask where the papers are")]
    std::env::var(variable).ok().map(PathBuf::from)
}

/// The papers of a folder: name without ending, and bytes.
fn papers(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut papers: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    papers.sort();
    papers
}

fn plan(name: &str, bytes: &[u8]) -> Plan {
    read(name, bytes, &Options::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// What has to be the same: kind, code, words, and the code of the item above.
fn items(plan: &Plan) -> Vec<String> {
    let codes = plan.codes();
    let above = |at: Option<usize>| at.map_or_else(String::new, |at| codes[at].to_string());
    let row = |at: usize| {
        let item = &plan.items[at];
        let words: String = item.text.split_whitespace().collect();
        format!("{} {} {words} < {}", item.kind, codes[at], above(item.parent))
    };
    (0..plan.items.len()).map(row).collect()
}

fn assert_same(name: &str, text: &Plan, word: &Plan) {
    let (text_items, word_items) = (items(text), items(word));
    let first = text_items.iter().zip(&word_items).find(|(text, word)| text != word);
    assert!(first.is_none(), "{name}: {first:#?}");
    assert_eq!(text_items.len(), word_items.len(), "{name}");
    assert_eq!(text.paper, word.paper, "{name}");
    assert!(word.items.iter().all(|item| item.place.ends_with('段')), "{name}");
}

/// How automatic numbers are given to a paper.
#[derive(Clone, Copy)]
enum Lists {
    /// A list of its own for each run of numbers, named by each paragraph.
    OfTheirOwn,
    /// One list of several levels, named by the paragraphs' styles; numbers that do not follow restart it.
    OfStyles,
}

/// The style of heading as a list's level writes it; none for what stays typed.
fn level(style: Style) -> Option<(&'static str, &'static str)> {
    Some(match style {
        Style::ChineseComma => ("chineseCountingThousand", "%、"),
        Style::ChineseParen => ("chineseCounting", "（%）"),
        Style::Digit => ("decimal", "%."),
        Style::DigitParen => ("decimal", "(%)"),
        Style::DigitHalfParen => ("decimal", "%)"),
        Style::Circled => ("decimalEnclosedCircle", "%"),
        // 1.1 needs the number above it in its label, which a pattern of one number does not show: it stays typed.
        Style::Decimal(_) | Style::Shi | Style::IssueLabel | Style::Field(_) | Style::Extension | Style::Closing => {
            return None;
        }
    })
}

/// A paper as a Word file in which no number of a heading is typed.
fn automatic(text: &str, lists: Lists) -> Vec<u8> {
    let outline = outline::read(text);
    let mut styles_of: Vec<Style> = Vec::new();
    for style in outline.nodes.iter().filter_map(|node| node.marker).map(|marker| marker.style) {
        if level(style).is_some() && !styles_of.contains(&style) {
            styles_of.push(style);
        }
    }
    let (mut definitions, mut numbers, mut styles, mut body) =
        (String::new(), String::new(), String::new(), String::new());
    let pattern = |at: usize, shown: usize| {
        let (format, pattern) = level(styles_of[at]).unwrap();
        let label = pattern.replace('%', &format!("%{shown}"));
        format!(
            r#"<w:start w:val="1"/><w:numFmt w:val="{format}"/><w:pStyle w:val="L{at}"/><w:suff w:val="nothing"/><w:lvlText w:val="{label}"/>"#
        )
    };
    let mut count = 0;
    let mut list = |numbers: &mut String, definition: usize, at: usize, start: Option<u32>| {
        count += 1;
        let start = start.map_or_else(String::new, |start| {
            format!(r#"<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{start}"/></w:lvlOverride>"#)
        });
        write!(numbers, r#"<w:num w:numId="{count}"><w:abstractNumId w:val="{definition}"/>{start}</w:num>"#).unwrap();
        count
    };
    let own = |node: &Node| {
        node.marker.and_then(|marker| Some((styles_of.iter().position(|style| *style == marker.style)?, marker.number)))
    };
    match lists {
        Lists::OfTheirOwn => {
            for at in 0..styles_of.len() {
                let level = pattern(at, 1).replace(&format!(r#"<w:pStyle w:val="L{at}"/>"#), "");
                write!(definitions, r#"<w:abstractNum w:abstractNumId="{at}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">{level}</w:lvl></w:abstractNum>"#).unwrap();
            }
            let mut last: Vec<(u32, u32)> = vec![(0, 0); styles_of.len()];
            for node in &outline.nodes {
                let Some((at, number)) = own(node) else {
                    body.push_str(&paragraph("", &node.text));
                    continue;
                };
                let (used, before) = last[at];
                let used =
                    if used > 0 && before + 1 == number { used } else { list(&mut numbers, at, 0, Some(number)) };
                last[at] = (used, number);
                body.push_str(&paragraph(
                    &format!(r#"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{used}"/></w:numPr>"#),
                    node.words(),
                ));
            }
        }
        Lists::OfStyles => {
            let levels: String = (0..styles_of.len())
                .map(|at| format!(r#"<w:lvl w:ilvl="{at}">{}</w:lvl>"#, pattern(at, at + 1)))
                .collect();
            write!(
                definitions,
                r#"<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>"#
            )
            .unwrap();
            let base = list(&mut numbers, 0, 0, None);
            for at in 0..styles_of.len() {
                let based = if at > 0 { format!(r#"<w:basedOn w:val="L{}"/>"#, at - 1) } else { String::new() };
                let num = if at == 0 {
                    format!(r#"<w:pPr><w:numPr><w:numId w:val="{base}"/></w:numPr></w:pPr>"#)
                } else {
                    String::new()
                };
                write!(styles, r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="L{at}"><w:name w:val="level {at}"/>{based}{num}</w:style>"#).unwrap();
            }
            // What Word would count, so that only numbers that do not follow need a list of their own.
            let mut counters = vec![0_u32; styles_of.len()];
            for node in &outline.nodes {
                let Some((at, number)) = own(node) else {
                    body.push_str(&paragraph("", &node.text));
                    continue;
                };
                let own = if counters[at] + 1 == number {
                    String::new()
                } else {
                    let fresh = list(&mut numbers, 0, at, Some(number));
                    format!(r#"<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{fresh}"/></w:numPr>"#)
                };
                counters[at] = number;
                counters[at + 1..].fill(0);
                body.push_str(&paragraph(&format!(r#"<w:pStyle w:val="L{at}"/>{own}"#), node.words()));
            }
        }
    }
    docx(&body, &styles, &(definitions + &numbers))
}

fn text_of(name: &str, bytes: &[u8]) -> String {
    decode::decode(name, bytes, &Options::default()).unwrap().text
}

fn assert_automatic_numbers_give_the_same(folder: &Path) {
    let papers = papers(folder);
    assert!(!papers.is_empty());
    for (name, bytes) in papers {
        for lists in [Lists::OfTheirOwn, Lists::OfStyles] {
            let word = plan(&format!("{name}.docx"), &automatic(&text_of(&name, &bytes), lists));
            assert_same(&name, &plan(&name, &bytes), &word);
        }
    }
}

#[test]
fn automatic_numbers_give_the_items_of_typed_ones() {
    assert_automatic_numbers_give_the_same(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/papers"));
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if let Some(corpus) = folder("TAIZHANG_CORPUS").or_else(|| beside.exists().then_some(beside)) {
        assert_automatic_numbers_give_the_same(&corpus);
    }
}

/// Writes Word files with automatic numbers for the papers in `TAIZHANG_OFFICE/text` to `TAIZHANG_OFFICE/automatic`.
#[test]
#[ignore = "the first half of .ci/office"]
fn corpus_docx_write() {
    let office = folder("TAIZHANG_OFFICE").expect("TAIZHANG_OFFICE names the folder to work in");
    fs::create_dir_all(office.join("automatic")).unwrap();
    for (name, bytes) in papers(&office.join("text")) {
        let word = automatic(&text_of(&name, &bytes), Lists::OfTheirOwn);
        fs::write(office.join("automatic").join(format!("{name}.docx")), word).unwrap();
    }
}

/// Compares what LibreOffice saved, typed and automatic, with the papers in `TAIZHANG_OFFICE/text`.
#[test]
#[ignore = "the second half of .ci/office"]
fn corpus_docx_read() {
    let office = folder("TAIZHANG_OFFICE").expect("TAIZHANG_OFFICE names the folder to work in");
    let papers = papers(&office.join("text"));
    assert!(!papers.is_empty(), "no paper in {}", office.display());
    for (name, bytes) in papers {
        let saved = |folder: &str| {
            let path = office.join(folder).join(format!("{name}.docx"));
            let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            plan(&format!("{name}.docx"), &bytes)
        };
        assert_same(&format!("{name}, typed"), &plan(&name, &bytes), &saved("typed"));
        assert_same(&format!("{name}, automatic"), &plan(&name, &bytes), &saved("resaved"));
        println!("{name}: the same items as text, as Word file, and with automatic numbers");
    }
}
