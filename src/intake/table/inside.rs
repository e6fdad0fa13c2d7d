//! What stands inside a workbook beside its cells: pictures, charts, embedded files, each with the cell at which it is anchored.
//!
//! A part that cannot be read names nothing: the cells were read before, and they are what counts.

use super::workbook::place;
use crate::intake::embedded::{self, Embedded, Relation, What};
use crate::intake::grid::letters;
use crate::intake::package::Package;
use crate::intake::plan::LeftOut;
use crate::intake::word::all_relations;
use crate::intake::word::text;
use crate::intake::word::xml::{Tag, Xml};

/// More than any ledger has pictures.
const MOST: usize = 2_000;
/// A sheet with embedded files that is longer is not searched for their places.
const SEARCHED: usize = 64 * 1024 * 1024;

/// Names everything embedded in a workbook, sheet by sheet.
pub(super) fn of_workbook(bytes: &[u8]) -> Vec<LeftOut> {
    let Ok(mut package) = Package::open(bytes) else { return Vec::new() };
    // Hardly any ledger has such parts; where there are none nothing is inflated.
    let holds = package.names().any(|name| {
        ["xl/drawings/", "xl/embeddings/", "xl/media/", "xl/cellimages"].iter().any(|folder| name.starts_with(folder))
    });
    if holds { sheets(&mut package) } else { Vec::new() }
}

fn sheets(package: &mut Package<'_>) -> Vec<LeftOut> {
    let mut named = Vec::new();
    for (name, part) in names(package).unwrap_or_default() {
        let sheet = place(&name);
        let related = all_relations(package, &part).unwrap_or_default();
        for drawing in related.iter().filter(|relation| relation.kind == "drawing") {
            let Some(found) = drawn(package, &drawing.target, &sheet) else { continue };
            let related = all_relations(package, &drawing.target).unwrap_or_default();
            named.extend(embedded::named(found, &related, package));
        }
        let objects = objects(package, &part, &related, &sheet);
        named.extend(embedded::named(objects, &related, package));
    }
    // WPS keeps pictures that stand in cells in a part of their own; the cells only hold their ids.
    let cells = "xl/cellimages.xml";
    if let Some(found) = drawn(package, cells, "单元格内") {
        let related = all_relations(package, cells).unwrap_or_default();
        named.extend(embedded::named(found, &related, package));
    }
    named
}

fn part(package: &mut Package<'_>, name: &str) -> Option<String> {
    text(package.read(name).ok().flatten()?).ok()
}

/// The sheets: name and part.
fn names(package: &mut Package<'_>) -> Option<Vec<(String, String)>> {
    let related = all_relations(package, "xl/workbook.xml").ok()?;
    let workbook = part(package, "xl/workbook.xml")?;
    let mut found = Vec::new();
    each(&workbook, &mut |tag, _| {
        if tag.name() == "sheet"
            && let (Some(name), Some(id)) = (tag.get("name"), tag.get("id"))
            && let Some(relation) = related.iter().find(|relation| relation.id == id)
        {
            found.push((name, relation.target.clone()));
        }
    })?;
    Some(found)
}

/// Goes through all elements of a part with the words directly in front of each.
fn each(text: &str, take: &mut dyn FnMut(&Tag<'_>, &str)) -> Option<()> {
    use crate::intake::word::xml::Token;
    let mut xml = Xml::new(text);
    let mut words = String::new();
    loop {
        match xml.next().ok()? {
            Token::Open(tag) => {
                take(&tag, &words);
                words.clear();
            }
            Token::Text(text) => words.push_str(&text),
            Token::Close => {}
            Token::End => return Some(()),
        }
    }
}

/// Where the anchor that is being read begins: from 0.
#[derive(Default)]
struct Anchor {
    column: Option<usize>,
    row: Option<usize>,
    /// Which of the two the next words are, and whether the anchor's end has begun.
    wanted: Option<bool>,
    ended: bool,
}

impl Anchor {
    /// Takes an element of an anchor; `words` stood between the one before and it.
    fn take(&mut self, name: &str, words: &str) {
        if let (Some(is_row), Ok(number)) = (self.wanted.take(), words.trim().parse()) {
            let slot = if is_row { &mut self.row } else { &mut self.column };
            slot.get_or_insert(number);
        }
        match name {
            "from" => *self = Self::default(),
            "to" => self.ended = true,
            "col" if !self.ended => self.wanted = Some(false),
            "row" if !self.ended => self.wanted = Some(true),
            _ => {}
        }
    }

    fn place(&self, sheet: &str) -> String {
        match (self.row, self.column) {
            (Some(row), Some(column)) if column < 16_384 => format!("{sheet}第{}行{}列", row + 1, letters(column)),
            _ => sheet.to_owned(),
        }
    }
}

/// What a drawing holds, with its places.
fn drawn(package: &mut Package<'_>, name: &str, sheet: &str) -> Option<Vec<(String, Embedded)>> {
    let drawing = part(package, name)?;
    let mut found: Vec<(String, Embedded)> = Vec::new();
    let (mut anchor, mut called) = (Anchor::default(), None);
    // What broke off in the middle still names what stood before.
    let _ = each(&drawing, &mut |tag, words| {
        anchor.take(tag.name(), words);
        let what = match tag.name() {
            "absoluteAnchor" => {
                anchor = Anchor::default();
                return;
            }
            "cNvPr" => {
                called =
                    ["descr", "title", "name"].iter().find_map(|name| tag.get(name).filter(|said| !said.is_empty()));
                return;
            }
            "blip" => What::Picture,
            "chart" | "relIds" => What::Chart,
            _ => return,
        };
        let relation = ["embed", "link", "id", "dm"].iter().find_map(|name| tag.get(name));
        if found.len() < MOST {
            found.push((anchor.place(sheet), Embedded { what, called: called.clone(), program: None, relation }));
        }
    });
    Some(found)
}

/// The files embedded in a sheet: the sheet's own end says where each stands.
fn objects(package: &mut Package<'_>, name: &str, related: &[Relation], sheet: &str) -> Vec<(String, Embedded)> {
    let is_object = |relation: &&Relation| matches!(relation.kind.as_str(), "oleObject" | "package");
    let files: Vec<&Relation> = related.iter().filter(is_object).take(MOST).collect();
    if files.is_empty() {
        return Vec::new();
    }
    let mut programs: Vec<(String, Option<String>, String)> = Vec::new();
    let whole = package.read(name).ok().flatten().filter(|bytes| bytes.len() <= SEARCHED);
    if let Some(text) = whole.and_then(|bytes| text(bytes).ok()) {
        let mut anchor = Anchor::default();
        let _ = each(&text, &mut |tag, words| {
            anchor.take(tag.name(), words);
            match tag.name() {
                "oleObject" => {
                    anchor = Anchor::default();
                    let id = tag.get("id").unwrap_or_default();
                    if programs.iter().all(|(known, ..)| *known != id) {
                        programs.push((id, tag.get("progId"), sheet.to_owned()));
                    }
                }
                "to" => {
                    if let Some((.., place)) = programs.last_mut() {
                        *place = anchor.place(sheet);
                    }
                }
                _ => {}
            }
        });
    }
    let one = |file: &Relation| {
        let told = programs.iter().find(|(id, ..)| *id == file.id);
        let place = told.map_or_else(|| sheet.to_owned(), |(.., place)| place.clone());
        let program = told.and_then(|(_, program, _)| program.clone());
        (place, Embedded { what: What::Object, called: None, program, relation: Some(file.id.clone()) })
    };
    files.into_iter().map(one).collect()
}
