//! Official papers as Word documents, set as GB/T 9704 wants them and as the office's [`Profile`] changes it.
//!
//! The document is streamed into its package. Only what stands above a grid waits for it: a grid with many columns lies on a
//! sheet turned sideways, and takes along the headings and the short lead above it; what follows it stays there as long as it is
//! notes, a signature, or another such grid.

mod columns;
mod package;
mod paragraph;
pub mod profile;
mod style;
mod table;
mod xml;

use self::{
    package::Package,
    paragraph::{KEEP, Stress, lines, paragraph, signature, thin},
    profile::Profile,
    table::{Look, Table},
};
use crate::{
    domain::Day,
    render::{
        grid::{OpenGrid, misuse},
        words::{as_of_words, words},
    },
    report::page::{Block, Cell, Column, PageSink, Tone},
    zh::title::title_lines,
};
use std::io;

/// A lead of more characters does not lie down with the grid below it.
const LONGEST_LEAD: usize = 400;

/// A piece that waits for what comes after it.
enum Piece {
    Title(String, Option<Day>),
    Block(Block),
}

/// Writes a page as a Word document.
pub struct DocxPage<'w> {
    package: Package<'w>,
    profile: Profile,
    title: String,
    day: Option<Day>,
    grid: OpenGrid,
    table: Option<Table>,
    waiting: Vec<Piece>,
    /// How much waits, in characters.
    waiting_length: usize,
    /// The sheet is turned sideways.
    lying: bool,
    /// Something stands on the present section's sheets.
    started: bool,
    /// The next piece begins a new sheet.
    breaks: bool,
    /// Where what the last paragraph says of itself begins in the body, when the last piece was one.
    last: Option<usize>,
    /// Where it stands in the body that the table before goes along with what comes next, when the last piece was a table.
    tied: Option<usize>,
}

impl<'w> DocxPage<'w> {
    /// A page to be written there. The writer should be buffered.
    ///
    /// # Errors
    /// Trouble with the place written to.
    pub fn new(out: &'w mut dyn io::Write, profile: Profile) -> io::Result<Self> {
        Ok(Self {
            package: Package::new(out, &profile)?,
            profile,
            title: String::new(),
            day: None,
            grid: OpenGrid::default(),
            table: None,
            waiting: Vec::new(),
            waiting_length: 0,
            lying: false,
            started: false,
            breaks: false,
            last: None,
            tied: None,
        })
    }

    fn wait(&mut self, piece: Piece) -> io::Result<()> {
        self.waiting_length += length(&piece);
        self.waiting.push(piece);
        if self.waiting_length <= LONGEST_LEAD {
            return Ok(());
        }
        // Too much to lie down: it is written upright, and only the last headings wait for what they head.
        let is_heading = |piece: &Piece| matches!(piece, Piece::Block(Block::Heading { .. }));
        let headings = self.waiting.iter().rev().take_while(|piece| is_heading(piece)).count();
        let headings = self.waiting.split_off(self.waiting.len() - headings);
        self.turn(false);
        self.write_waiting()?;
        self.waiting_length = headings.iter().map(length).sum();
        self.waiting = headings;
        Ok(())
    }

    /// Turns the sheet; what stood on the sheets before becomes a section.
    fn turn(&mut self, lying: bool) {
        if self.lying == lying {
            return;
        }
        if self.started {
            let section = style::section(&self.profile, self.lying);
            thin(&mut self.package.body, "", &section);
            self.started = false;
        }
        self.lying = lying;
    }

    fn write_waiting(&mut self) -> io::Result<()> {
        self.waiting_length = 0;
        let mut pieces = std::mem::take(&mut self.waiting);
        // The number under which a paper leaves stands above its title.
        if let [Piece::Title(..), Piece::Block(Block::DocumentNumber(_)), ..] = pieces.as_slice() {
            pieces.swap(0, 1);
        }
        for piece in pieces {
            match piece {
                Piece::Title(title, as_of) => self.write_title(&title, as_of),
                Piece::Block(block) => self.write_block(block)?,
            }
        }
        self.pass_on()
    }

    /// What comes next does not stand alone on a sheet: the last paragraph goes along.
    fn take_along(&mut self) {
        self.tied = None;
        if let Some(at) = self.last.take() {
            self.package.body.insert_str(at, KEEP);
        }
    }

    /// Begins a piece; gives what its first paragraph says when it begins a new sheet.
    fn begin(&mut self) -> &'static str {
        self.last = None;
        // Only notes and signatures are tied to the table above them.
        if let Some(at) = self.tied.take() {
            self.package.body.replace_range(at..at + KEEP.len(), "");
        }
        let breaks = std::mem::take(&mut self.breaks) && self.started;
        self.started = true;
        if breaks { "<w:pageBreakBefore/>" } else { "" }
    }

    /// Begins a piece that is a table.
    fn begin_table(&mut self) {
        let breaks = self.begin();
        if !breaks.is_empty() {
            thin(&mut self.package.body, breaks, "");
        }
    }

    fn write_title(&mut self, title: &str, as_of: Option<Day>) {
        let breaks = self.begin();
        let (width, size) = (style::text_width(&self.profile, self.lying), self.profile.title.size.0);
        // A size is in half points, a column half a character.
        let columns = usize::try_from(width / (size * 5).max(1)).unwrap_or(usize::MAX);
        let title = title_lines(title, columns).join("\n");
        paragraph(&mut self.package.body, "Title", breaks, &title, Stress::default());
        if let Some(day) = as_of {
            paragraph(&mut self.package.body, "Subtitle", "", &format!("（{}）", as_of_words(day)), Stress::default());
        }
        self.empty_line();
    }

    /// A line left free.
    fn empty_line(&mut self) {
        paragraph(&mut self.package.body, "DocumentNumber", "", "", Stress::default());
    }

    fn paragraphs(&mut self, style: &str, text: &str) {
        for line in lines(text) {
            let breaks = self.begin();
            let from = self.package.body.len();
            paragraph(&mut self.package.body, style, breaks, line, Stress::default());
            self.last = paragraph::properties(&self.package.body, from);
        }
    }

    fn look(&self) -> Look {
        Look::new(&self.profile, self.lying, style::text_size(&self.profile, self.lying))
    }

    fn write_block(&mut self, block: Block) -> io::Result<()> {
        match block {
            Block::Heading { level, text } => {
                self.paragraphs(
                    ["Heading1", "Heading2", "Heading3", "Heading4"][usize::from(level.clamp(1, 4)) - 1],
                    &text,
                );
            }
            Block::Paragraph(text) => self.paragraphs("BodyText", &text),
            Block::KeyValues(pairs) => {
                for (key, cell) in &pairs {
                    let breaks = self.begin();
                    let line = format!("{key}：{}", words(&cell.value).replace('\n', "；"));
                    let stress = Stress { bold: cell.tone == Tone::Strong, red: false };
                    paragraph(&mut self.package.body, "BodyText", breaks, &line, stress);
                }
            }
            Block::Chart(bars) => {
                self.begin_table();
                let look = self.look();
                table::chart(&mut self.package.body, look, &bars);
                thin(&mut self.package.body, "", "");
            }
            Block::Note(text) => {
                self.take_along();
                for (at, line) in lines(&text).enumerate() {
                    let breaks = self.begin();
                    let line = if at == 0 { format!("注：{line}") } else { line.to_owned() };
                    paragraph(&mut self.package.body, "Note", &format!("{KEEP}{breaks}"), &line, Stress::default());
                }
            }
            Block::DocumentNumber(text) => {
                self.paragraphs("DocumentNumber", &text);
                self.empty_line();
            }
            Block::Addressee(text) => self.paragraphs("Addressee", &format!("{}：", text.replace('\n', "、"))),
            Block::Signature { office, day } => {
                self.take_along();
                // A signature alone on a sheet is worse than a sheet that was not begun.
                if std::mem::take(&mut self.breaks) && self.started {
                    thin(&mut self.package.body, "<w:pageBreakBefore/>", "");
                }
                self.started = true;
                let from = signature(&mut self.package.body, &self.profile, &office, day);
                self.last = paragraph::properties(&self.package.body, from);
            }
            Block::Form(rows) => {
                self.begin_table();
                let look = self.look();
                table::form(&mut self.package.body, look, &rows);
                thin(&mut self.package.body, "", "");
            }
            Block::PageBreak => self.breaks = true,
        }
        self.pass_on()
    }

    /// Hands on what is written, as far as nothing of it may change.
    fn pass_on(&mut self) -> io::Result<()> {
        if self.package.is_full() {
            (self.last, self.tied) = (None, None);
        }
        self.package.pass_on()
    }
}

/// About how many characters of running text a piece is as long as.
fn length(piece: &Piece) -> usize {
    let count = |text: &str| text.chars().count();
    /// What stands for a line of a table.
    const LINE: usize = 28;
    match piece {
        Piece::Title(title, _) => count(title),
        Piece::Block(block) => match block {
            Block::Heading { text, .. } | Block::DocumentNumber(text) | Block::Addressee(text) | Block::Note(text) => {
                count(text)
            }
            Block::Paragraph(text) => count(text).max(LINE),
            Block::KeyValues(pairs) => pairs.len() * LINE,
            Block::Chart(bars) => bars.rows.len() * LINE,
            Block::Signature { .. } => 3 * LINE,
            // A form is a page of its own and stands upright.
            Block::Form(_) => LONGEST_LEAD + 1,
            Block::PageBreak => 0,
        },
    }
}

impl PageSink for DocxPage<'_> {
    fn title(&mut self, title: &str, as_of: Option<Day>) -> io::Result<()> {
        self.grid.none_open()?;
        title.clone_into(&mut self.title);
        self.day = as_of;
        self.wait(Piece::Title(title.to_owned(), as_of))
    }

    fn block(&mut self, block: Block) -> io::Result<()> {
        self.grid.none_open()?;
        if self.day.is_none()
            && let Block::Signature { day, .. } = &block
        {
            self.day = *day;
        }
        let stays = matches!(block, Block::Note(_) | Block::Signature { .. } | Block::PageBreak);
        if stays && self.waiting.is_empty() { self.write_block(block) } else { self.wait(Piece::Block(block)) }
    }

    fn begin_grid(&mut self, columns: &[Column]) -> io::Result<()> {
        self.grid.begin(columns.len())?;
        let wide_from = usize::try_from(self.profile.page.wide_from.0).unwrap_or(usize::MAX);
        let is_wide = columns.len() >= wide_from.max(1);
        // What was ended by a signature or a new sheet stays as it is.
        let is_end = |piece: &Piece| matches!(piece, Piece::Block(Block::PageBreak | Block::Signature { .. }));
        if is_wide != self.lying
            && let Some(end) = self.waiting.iter().rposition(is_end)
        {
            let rest = self.waiting.split_off(end + 1);
            self.write_waiting()?;
            self.waiting = rest;
        }
        self.turn(is_wide);
        let lead = match self.waiting.pop() {
            Some(Piece::Block(Block::Paragraph(text))) => Some(text),
            other => {
                self.waiting.extend(other);
                None
            }
        };
        self.write_waiting()?;
        // The last words above a table are not left on the sheet before it.
        for line in lead.iter().flat_map(|text| lines(text)) {
            let breaks = self.begin();
            paragraph(&mut self.package.body, "BodyText", &format!("{KEEP}{breaks}"), line, Stress::default());
        }
        self.begin_table();
        self.table = Some(Table::new(self.look(), columns));
        Ok(())
    }

    fn band(&mut self, text: &str, tone: Tone) -> io::Result<()> {
        self.grid.columns()?;
        let table = self.table.as_mut().ok_or_else(|| misuse("no grid is open"))?;
        table.band(&mut self.package.body, text, tone);
        self.pass_on()
    }

    fn row(&mut self, cells: Vec<Cell>) -> io::Result<()> {
        let cells = self.grid.fill(cells)?;
        let table = self.table.as_mut().ok_or_else(|| misuse("no grid is open"))?;
        table.row(&mut self.package.body, cells);
        self.pass_on()
    }

    fn end_grid(&mut self) -> io::Result<()> {
        self.grid.end()?;
        let table = self.table.take().ok_or_else(|| misuse("no grid is open"))?;
        table.end(&mut self.package.body);
        let from = self.package.body.len();
        thin(&mut self.package.body, KEEP, "");
        self.tied = self.package.body[from..].find(KEEP).map(|at| from + at);
        self.pass_on()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.grid.none_open()?;
        if self.package.is_finished() {
            return Ok(());
        }
        // What little is left stays with what stands above it.
        self.write_waiting()?;
        (self.last, self.tied) = (None, None);
        if !self.started {
            thin(&mut self.package.body, "", "");
        }
        let section = style::section(&self.profile, self.lying);
        self.package.body.push_str(&section);
        self.package.finish(&self.title, self.day)
    }
}

#[cfg(test)]
mod tests;
