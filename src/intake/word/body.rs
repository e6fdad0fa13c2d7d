//! The document's body in reading order: paragraphs with their labels, tables with their cells, text boxes behind the
//! paragraph that they hang on. What a reader of the printed page would not see stays out, and is counted.

use super::Trouble;
use super::numbering::{Label, Numbering};
use super::style::{NumRef, Styles};
use super::symbol;
use super::xml::{Space, Tag, Xml};
use crate::intake::decode::{MAX_BYTES, is_hidden};
use crate::intake::embedded::{Embedded, What};

/// The most cells that are read, rows included.
const MAX_CELLS: usize = 400_000;

/// How many fields may stand in each other.
const MAX_FIELDS: usize = 64;

/// So many embedded things are kept for being named; beyond it they are counted.
const MAX_EMBEDDED: usize = 2_000;

/// A piece of the body.
#[derive(Debug)]
pub(super) enum Block {
    /// A paragraph that says something; its lines are separated by `\n`.
    Paragraph {
        /// Its words, label included.
        text: String,
        /// Whether it is a line of a table of contents.
        contents: bool,
    },
    /// A table.
    Table(Vec<Row>),
    /// What is embedded in the paragraph before it.
    Embedded(Embedded),
}

/// A row of a table.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// Columns left empty in front of its first cell.
    pub(super) before: usize,
    /// Its cells.
    pub(super) cells: Vec<TableCell>,
}

/// A cell of a table.
#[derive(Debug)]
pub(super) struct TableCell {
    /// How many columns it is wide.
    pub(super) span: usize,
    /// Whether it goes on with the cell above it.
    pub(super) below: bool,
    /// Whether it goes on with the cell to its left (an old way to merge).
    pub(super) beside: bool,
    /// What stands in it.
    pub(super) blocks: Vec<Block>,
}

/// What was not read, and what was read in another form.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) pictures: usize,
    pub(super) objects: usize,
    pub(super) charts: usize,
    pub(super) comments: usize,
    pub(super) note_marks: usize,
    pub(super) hidden_characters: usize,
    pub(super) controls: usize,
    pub(super) placeholders: usize,
    pub(super) symbols: usize,
    pub(super) imports: usize,
    pub(super) deletions: usize,
    pub(super) insertions: usize,
    pub(super) bare_labels: usize,
    pub(super) labels: usize,
}

struct FieldCode {
    instruction: String,
    shows: bool,
}

/// A paragraph as it is being read.
#[derive(Default)]
struct Open {
    text: String,
    boxes: Vec<Block>,
    embedded: Vec<Block>,
    style: Option<String>,
    num: NumRef,
    /// Whether a field that lists contents is open in it.
    listed: bool,
    /// Whether its style hides its words.
    hidden: bool,
    /// Its end was deleted under track changes: the next paragraph goes on with it.
    end_deleted: bool,
    end_hidden: bool,
}

/// Reads the body.
pub(super) struct Body<'s> {
    styles: &'s Styles,
    numbering: Numbering,
    pub(super) tally: Tally,
    fields: Vec<FieldCode>,
    /// Words of paragraphs whose end was deleted.
    carried: String,
    in_table: usize,
    in_contents: usize,
    bytes: usize,
    cells: usize,
    /// How many embedded things are kept for being named.
    embedded: usize,
    /// What the drawing that is being read is called.
    called: Option<String>,
    /// Counts everything that was taken, so that alternatives know whether one brought something.
    taken: usize,
}

impl<'s> Body<'s> {
    pub(super) fn new(styles: &'s Styles, numbering: Numbering) -> Self {
        Self {
            styles,
            numbering,
            tally: Tally::default(),
            fields: Vec::new(),
            carried: String::new(),
            in_table: 0,
            in_contents: 0,
            bytes: 0,
            cells: 0,
            embedded: 0,
            called: None,
            taken: 0,
        }
    }

    /// Reads `document.xml`.
    pub(super) fn read(&mut self, text: &str) -> Result<Vec<Block>, Trouble> {
        let mut blocks = Vec::new();
        let mut found = false;
        Xml::new(text).children(|xml, root| {
            if root.word() != "document" {
                return Ok(());
            }
            xml.children(|xml, tag| {
                if tag.word() == "body" {
                    found = true;
                    self.flow(xml, &mut blocks)?;
                }
                Ok(())
            })
        })?;
        if found { Ok(blocks) } else { Err(Trouble::NoBody) }
    }

    /// The content of a footnote or of a page's head.
    pub(super) fn flow_of(&mut self, xml: &mut Xml<'_>) -> Result<Vec<Block>, Trouble> {
        let mut blocks = Vec::new();
        self.flow(xml, &mut blocks)?;
        Ok(blocks)
    }

    /// The content of a body, a cell or a text box, from its first paragraph to its last.
    fn flow<'x>(&mut self, xml: &mut Xml<'x>, out: &mut Vec<Block>) -> Result<(), Trouble> {
        let outer = std::mem::take(&mut self.carried);
        xml.children(|xml, tag| self.block(xml, tag, out))?;
        let rest = std::mem::replace(&mut self.carried, outer);
        self.emit(rest, false, out);
        Ok(())
    }

    fn block<'x>(&mut self, xml: &mut Xml<'x>, tag: &Tag<'x>, out: &mut Vec<Block>) -> Result<(), Trouble> {
        match tag.word() {
            "p" => self.paragraph(xml, out),
            "tbl" => self.table(xml, out),
            "sdt" => self.control(xml, &mut |body, xml, tag| body.block(xml, tag, out)),
            "customXml" | "ins" | "moveTo" | "smartTag" => xml.children(|xml, tag| self.block(xml, tag, out)),
            "altChunk" => {
                self.tally.imports += 1;
                Ok(())
            }
            _ if is_alternatives(tag) => self.alternatives(xml, &mut |body, xml, tag| body.block(xml, tag, out)),
            _ => xml.skip(),
        }
    }

    /// A content control: its content, unless it only asks for some.
    fn control<'x>(
        &mut self,
        xml: &mut Xml<'x>,
        read: &mut dyn FnMut(&mut Self, &mut Xml<'x>, &Tag<'x>) -> Result<(), Trouble>,
    ) -> Result<(), Trouble> {
        let (mut asks, mut contents) = (false, false);
        xml.children(|xml, tag| match tag.word() {
            "sdtPr" => xml.children(|xml, tag| match tag.word() {
                "showingPlcHdr" => {
                    asks = tag.is_on();
                    Ok(())
                }
                "docPartObj" => xml.children(|_, tag| {
                    contents |= tag.word() == "docPartGallery" && tag.val().is_some_and(|of| of == "Table of Contents");
                    Ok(())
                }),
                _ => Ok(()),
            }),
            "sdtContent" if asks => {
                self.tally.placeholders += 1;
                xml.skip()
            }
            "sdtContent" => {
                self.in_contents += usize::from(contents);
                let result = xml.children(|xml, tag| read(self, xml, tag));
                self.in_contents -= usize::from(contents);
                result
            }
            _ => Ok(()),
        })
    }

    /// The first of several writings of the same thing that brings something.
    fn alternatives<'x>(
        &mut self,
        xml: &mut Xml<'x>,
        read: &mut dyn FnMut(&mut Self, &mut Xml<'x>, &Tag<'x>) -> Result<(), Trouble>,
    ) -> Result<(), Trouble> {
        let before = self.taken;
        xml.children(|xml, tag| {
            if !matches!(tag.name(), "Choice" | "Fallback") || self.taken > before {
                return xml.skip();
            }
            xml.children(|xml, tag| read(self, xml, tag))
        })
    }

    fn paragraph<'x>(&mut self, xml: &mut Xml<'x>, out: &mut Vec<Block>) -> Result<(), Trouble> {
        let hidden = self.styles.hides(self.styles.of_paragraph(None));
        let mut open = Open { listed: self.lists_contents(), hidden, ..Open::default() };
        xml.children(|xml, tag| self.inline(xml, tag, &mut open))?;
        // The code of a field ends with its paragraph at the latest: a file that forgot to end it loses no words.
        for field in &mut self.fields {
            field.shows = true;
        }
        let style = self.styles.of_paragraph(open.style.as_deref());
        let contents =
            self.in_contents > 0 || self.styles.is_contents(style) || open.listed && looks_like_contents(&open.text);
        let Open { text, boxes, embedded, num, end_deleted, end_hidden, .. } = open;
        if end_deleted {
            self.carried.push_str(&text);
            out.extend(embedded);
            out.extend(boxes);
            return Ok(());
        }
        let mut words = std::mem::take(&mut self.carried);
        words.push_str(&text);
        let seen = !(end_hidden && words.trim().is_empty());
        let label = if seen && !contents { self.numbering.next(self.styles, style, num) } else { None };
        if let Some(label) = label {
            words = self.labelled(&label, &words)?;
        }
        self.emit(words, contents, out);
        out.extend(embedded);
        out.extend(boxes);
        Ok(())
    }

    fn labelled(&mut self, label: &Label, words: &str) -> Result<String, Trouble> {
        self.tally.labels += 1;
        self.bytes += label.text.len();
        self.within_bytes()?;
        let words = words.trim();
        Ok(if !words.is_empty() {
            label.before(words)
        } else if self.in_table > 0 {
            // The column of running numbers is often numbered so, and says nothing else.
            label.text.clone()
        } else {
            self.tally.bare_labels += 1;
            String::new()
        })
    }

    fn emit(&mut self, text: String, contents: bool, out: &mut Vec<Block>) {
        if !text.trim().is_empty() {
            self.taken += 1;
            out.push(Block::Paragraph { text, contents });
        }
    }

    fn lists_contents(&self) -> bool {
        let says = |field: &FieldCode| {
            field.instruction.trim_start().get(..3).is_some_and(|word| word.eq_ignore_ascii_case("toc"))
        };
        self.fields.iter().any(says)
    }

    /// What stands in a paragraph, or in anything within one.
    fn inline<'x>(&mut self, xml: &mut Xml<'x>, tag: &Tag<'x>, open: &mut Open) -> Result<(), Trouble> {
        match tag.word() {
            "r" => self.run(xml, open),
            "pPr" => self.properties(xml, open),
            "ins" | "moveTo" => {
                self.tally.insertions += 1;
                xml.children(|xml, tag| self.inline(xml, tag, open))
            }
            "del" | "moveFrom" => {
                self.tally.deletions += 1;
                xml.skip()
            }
            "hyperlink" | "smartTag" | "fldSimple" | "customXml" | "dir" | "bdo" => {
                xml.children(|xml, tag| self.inline(xml, tag, open))
            }
            "sdt" => self.control(xml, &mut |body, xml, tag| body.inline(xml, tag, open)),
            _ if is_alternatives(tag) => self.alternatives(xml, &mut |body, xml, tag| body.inline(xml, tag, open)),
            _ if tag.space == Space::Math => self.formula(xml, tag, open),
            _ => xml.skip(),
        }
    }

    fn properties(&mut self, xml: &mut Xml<'_>, open: &mut Open) -> Result<(), Trouble> {
        xml.children(|xml, tag| {
            match tag.word() {
                "pStyle" => {
                    open.style = tag.val();
                    open.hidden = self.styles.hides(open.style.as_deref());
                }
                "numPr" => open.num = NumRef::read(xml)?,
                "rPr" => xml.children(|_, tag| {
                    match tag.word() {
                        "del" | "moveFrom" => open.end_deleted = true,
                        "vanish" => open.end_hidden = tag.is_on(),
                        _ => {}
                    }
                    Ok(())
                })?,
                _ => {}
            }
            Ok(())
        })
    }

    fn formula<'x>(&mut self, xml: &mut Xml<'x>, tag: &Tag<'x>, open: &mut Open) -> Result<(), Trouble> {
        if tag.name() == "t" {
            let text = xml.text()?;
            return self.push(&text, open);
        }
        xml.children(|xml, tag| match tag.space {
            Space::Math => self.formula(xml, tag, open),
            _ => self.inline(xml, tag, open),
        })
    }

    fn run<'x>(&mut self, xml: &mut Xml<'x>, open: &mut Open) -> Result<(), Trouble> {
        let mut hidden = open.hidden;
        xml.children(|xml, tag| {
            if tag.word() == "rPr" {
                return xml.children(|_, tag| {
                    match tag.word() {
                        "vanish" => hidden = tag.is_on(),
                        "rStyle" => hidden |= self.styles.hides(tag.val().as_deref()),
                        _ => {}
                    }
                    Ok(())
                });
            }
            self.in_run(xml, tag, hidden, open)
        })
    }

    fn in_run<'x>(&mut self, xml: &mut Xml<'x>, tag: &Tag<'x>, hidden: bool, open: &mut Open) -> Result<(), Trouble> {
        match tag.word() {
            "t" => {
                // Line ends inside an element are the file's, not the paper's.
                let text = xml.text()?.replace(['\n', '\t'], " ");
                if hidden {
                    self.tally.hidden_characters += text.chars().filter(|c| !c.is_whitespace()).count();
                    return Ok(());
                }
                self.push(&text, open)
            }
            "tab" | "ptab" if !hidden => self.push("\t", open),
            "br" | "cr" if !hidden => self.push("\n", open),
            "noBreakHyphen" if !hidden => self.push("-", open),
            "sym" if !hidden => {
                let read = symbol::read(tag.get("font").as_deref(), tag.get("char").as_deref());
                self.tally.symbols += usize::from(read.is_none());
                self.push(read.unwrap_or(symbol::UNKNOWN).encode_utf8(&mut [0; 4]), open)
            }
            "ruby" => xml.children(|xml, tag| match tag.word() {
                "rubyBase" => xml.children(|xml, tag| self.inline(xml, tag, open)),
                _ => xml.skip(),
            }),
            "fldChar" => self.field(tag, open),
            "instrText" => {
                let text = xml.text()?;
                // Which field it is stands at the front; the rest may be as long as it likes.
                if let Some(field) = self.fields.last_mut().filter(|field| field.instruction.len() < 16) {
                    field.instruction.extend(text.chars().take(16));
                }
                Ok(())
            }
            "footnoteReference" | "endnoteReference" => {
                self.tally.note_marks += 1;
                Ok(())
            }
            "commentReference" => {
                self.tally.comments += 1;
                Ok(())
            }
            "drawing" | "pict" | "object" => {
                self.called = None;
                xml.children(|xml, tag| self.shape(xml, tag, open))
            }
            _ if is_alternatives(tag) => {
                self.alternatives(xml, &mut |body, xml, tag| body.in_run(xml, tag, hidden, open))
            }
            _ => xml.skip(),
        }
    }

    fn field(&mut self, tag: &Tag<'_>, open: &mut Open) -> Result<(), Trouble> {
        match tag.get("fldCharType").as_deref() {
            Some("begin") => {
                if self.fields.len() >= MAX_FIELDS {
                    return Err(Trouble::TooDeep);
                }
                self.fields.push(FieldCode { instruction: String::new(), shows: false });
            }
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.shows = true;
                }
                open.listed |= self.lists_contents();
            }
            Some("end") => {
                self.fields.pop();
            }
            _ => {}
        }
        Ok(())
    }

    /// A drawing: text boxes are read, pictures and the like are counted.
    fn shape<'x>(&mut self, xml: &mut Xml<'x>, tag: &Tag<'x>, open: &mut Open) -> Result<(), Trouble> {
        if tag.word() == "txbxContent" {
            let fields = std::mem::take(&mut self.fields);
            let result = self.flow(xml, &mut open.boxes);
            self.fields = fields;
            return result;
        }
        if is_alternatives(tag) {
            return self.alternatives(xml, &mut |body, xml, tag| body.shape(xml, tag, open));
        }
        let (what, count) = match tag.name() {
            "docPr" | "cNvPr" | "shape" => {
                self.call(tag);
                return xml.children(|xml, tag| self.shape(xml, tag, open));
            }
            "blip" | "imagedata" => (What::Picture, &mut self.tally.pictures),
            "OLEObject" => (What::Object, &mut self.tally.objects),
            "chart" | "relIds" => (What::Chart, &mut self.tally.charts),
            _ => return xml.children(|xml, tag| self.shape(xml, tag, open)),
        };
        *count += 1;
        self.taken += 1;
        self.embed(what, tag, open);
        xml.children(|xml, tag| self.shape(xml, tag, open))
    }

    /// What a drawing is called: what its writer says of it, else its name.
    fn call(&mut self, tag: &Tag<'_>) {
        let said =
            ["descr", "title", "alt", "name"].iter().find_map(|name| tag.get(name).filter(|said| !said.is_empty()));
        // A picture inside of a drawing often bears the name of its file.
        if said.as_ref().is_some_and(|said| self.called.is_none() || said.contains('.')) {
            self.called = said;
        }
    }

    fn embed(&mut self, what: What, tag: &Tag<'_>, open: &mut Open) {
        // An object stands behind the picture of its icon.
        let icon = |block: &Block| matches!(block, Block::Embedded(Embedded { what: What::Picture, .. }));
        if what == What::Object && open.embedded.last().is_some_and(icon) {
            open.embedded.pop();
        } else {
            self.embedded += 1;
        }
        if self.embedded > MAX_EMBEDDED {
            return;
        }
        let called = tag.get("title").filter(|title| !title.is_empty()).or_else(|| self.called.clone());
        let relation = ["embed", "link", "id", "dm"].iter().find_map(|name| tag.get(name));
        open.embedded.push(Block::Embedded(Embedded { what, called, program: tag.get("ProgID"), relation }));
    }

    fn push(&mut self, text: &str, open: &mut Open) -> Result<(), Trouble> {
        if self.fields.iter().any(|field| !field.shows) {
            return Ok(());
        }
        self.bytes += text.len();
        self.within_bytes()?;
        self.taken += 1;
        for c in text.chars() {
            match c {
                '\u{2028}' | '\u{2029}' | '\u{0B}' | '\u{0C}' | '\u{85}' => open.text.push('\n'),
                // A soft hyphen shows at the end of a line only, and is no word.
                '\r' | '\u{AD}' => {}
                c if is_hidden(c) => self.tally.controls += 1,
                c => open.text.push(c),
            }
        }
        Ok(())
    }

    fn within_bytes(&self) -> Result<(), Trouble> {
        if self.bytes > MAX_BYTES { Err(Trouble::TooMuchText) } else { Ok(()) }
    }

    fn table<'x>(&mut self, xml: &mut Xml<'x>, out: &mut Vec<Block>) -> Result<(), Trouble> {
        let mut rows = Vec::new();
        self.in_table += 1;
        let result = xml.children(|xml, tag| self.row(xml, tag, &mut rows));
        self.in_table -= 1;
        result?;
        if !rows.is_empty() {
            self.taken += 1;
            out.push(Block::Table(rows));
        }
        Ok(())
    }

    fn row<'x>(&mut self, xml: &mut Xml<'x>, tag: &Tag<'x>, rows: &mut Vec<Row>) -> Result<(), Trouble> {
        match tag.word() {
            "sdt" => return self.control(xml, &mut |body, xml, tag| body.row(xml, tag, rows)),
            "customXml" | "ins" | "moveTo" => return xml.children(|xml, tag| self.row(xml, tag, rows)),
            "tr" => {}
            _ => return xml.skip(),
        }
        self.count_cell()?;
        let mut row = Row::default();
        let mut deleted = false;
        xml.children(|xml, tag| match tag.word() {
            "trPr" => xml.children(|_, tag| {
                match tag.word() {
                    "del" => deleted = true,
                    "gridBefore" => row.before = tag.number().map_or(0, columns),
                    _ => {}
                }
                Ok(())
            }),
            _ => self.cell(xml, tag, &mut row),
        })?;
        if deleted {
            self.tally.deletions += 1;
        } else {
            rows.push(row);
        }
        Ok(())
    }

    fn cell<'x>(&mut self, xml: &mut Xml<'x>, tag: &Tag<'x>, row: &mut Row) -> Result<(), Trouble> {
        match tag.word() {
            "sdt" => return self.control(xml, &mut |body, xml, tag| body.cell(xml, tag, row)),
            "customXml" | "ins" => return xml.children(|xml, tag| self.cell(xml, tag, row)),
            "tc" => {}
            _ => return xml.skip(),
        }
        self.count_cell()?;
        let mut cell = TableCell { span: 1, below: false, beside: false, blocks: Vec::new() };
        let outer = std::mem::take(&mut self.carried);
        xml.children(|xml, tag| {
            if tag.word() != "tcPr" {
                return self.block(xml, tag, &mut cell.blocks);
            }
            xml.children(|_, tag| {
                let goes_on = || tag.val().is_none_or(|val| val == "continue");
                match tag.word() {
                    "gridSpan" => cell.span = tag.number().map_or(1, columns).max(1),
                    "vMerge" => cell.below = goes_on(),
                    "hMerge" => cell.beside = goes_on(),
                    _ => {}
                }
                Ok(())
            })
        })?;
        let rest = std::mem::replace(&mut self.carried, outer);
        self.emit(rest, false, &mut cell.blocks);
        row.cells.push(cell);
        Ok(())
    }

    fn count_cell(&mut self) -> Result<(), Trouble> {
        self.cells += 1;
        if self.cells > MAX_CELLS { Err(Trouble::TooManyCells) } else { Ok(()) }
    }
}

/// A number of columns that no page holds is one that a hostile file states.
fn columns(number: i64) -> usize {
    const WIDEST: i64 = 256;
    usize::try_from(number.clamp(0, WIDEST)).unwrap_or(0)
}

fn is_alternatives(tag: &Tag<'_>) -> bool {
    tag.space == Space::Compatibility && tag.name() == "AlternateContent"
}

/// A line of a table of contents ends in its page; a field that was never ended would hold the whole paper otherwise.
fn looks_like_contents(text: &str) -> bool {
    text.contains('\t') || text.trim_end().ends_with(|c: char| c.is_ascii_digit()) || text.trim().chars().count() <= 4
}
