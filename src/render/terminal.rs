//! The screen: calm tables without vertical rules, aligned also with Chinese text, coloured by meaning.
//!
//! The widths of a table are decided from its first [`BATCH`] rows; those after it are written as they come, so that
//! a list of any length needs no more memory than its beginning. A table never exceeds the given width: words wrap, and
//! where there is too little room for columns, each row becomes a short list.
//!
//! Text from other people's files is made visible here ([`crate::render::visible`]), and escape sequences are written
//! only when [`TerminalStyle::color`] is on.

mod bar;
mod layout;
mod measure;
mod table;

use crate::{
    domain::Day,
    render::{
        grid::OpenGrid,
        visible::visible,
        words::{as_of_words, words},
    },
    report::page::{Align, Bars, Block, Cell, Column, PageSink, Tone, Value},
};
use anstyle::{AnsiColor, Style};
use layout::{Claim, Layout};
use measure::Measure;
use std::io;
use table::Table;

/// How many rows are looked at before the widths of a table are decided.
pub const BATCH: usize = 200;

/// The narrowest page that is laid out; below it, lines are longer than the terminal.
const NARROWEST: usize = 20;

/// The widest running text; longer lines are hard to read.
const READABLE: usize = 100;

/// What the terminal is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TerminalStyle {
    /// How many columns it has. No line is longer, unless it has fewer than 20.
    pub width: usize,
    /// Whether it takes colour; otherwise not one escape byte is written.
    pub color: bool,
    /// For consoles that show “”, … and line drawing two columns wide (ambiguous = wide): rules and bars are drawn with
    /// ASCII, and such characters in texts are counted as two.
    pub ascii: bool,
}

impl Default for TerminalStyle {
    /// 80 columns, no colour, line drawing.
    fn default() -> Self {
        Self { width: 80, color: false, ascii: false }
    }
}

/// Writes a page to a terminal, or to a file that shall look like one.
pub struct TerminalPage<'w> {
    out: &'w mut dyn io::Write,
    style: TerminalStyle,
    open: OpenGrid,
    grid: Option<Grid>,
    /// What the last piece was, for the space to the next.
    last: Last,
}

/// The kinds of pieces that matter for spacing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    Nothing,
    Heading,
    Other,
}

/// A grid that is being written.
struct Grid {
    columns: Vec<Column>,
    state: State,
}

/// Before and after the widths are decided.
enum State {
    Gathering(Vec<Line>),
    Writing(Table),
}

/// A line of a grid, ready to be measured.
enum Line {
    Band(String, Tone),
    Row(Vec<Ready>),
}

/// A cell whose words are safe to print.
struct Ready {
    content: Content,
    tone: Tone,
}

/// What is printed of a cell.
enum Content {
    Words(String),
    Bar(crate::domain::rate::Rate),
}

impl Ready {
    fn new(cell: &Cell) -> Self {
        let content = match &cell.value {
            Value::Bar(rate) => Content::Bar(*rate),
            value => Content::Words(visible(&words(value)).into_owned()),
        };
        Self { content, tone: cell.tone }
    }

    /// How wide it would like to be.
    fn natural(&self, measure: Measure) -> usize {
        match &self.content {
            Content::Words(text) => measure.widest_line(text),
            Content::Bar(_) => bar::NATURAL,
        }
    }

    /// Its lines within that width.
    fn lines(&self, measure: Measure, width: usize, wrap: bool) -> Vec<String> {
        match &self.content {
            Content::Bar(rate) => vec![bar::draw(rate.part, rate.whole, width.min(bar::NATURAL), measure.ascii)],
            Content::Words(text) if wrap => measure.fit(text, width),
            Content::Words(text) => vec![measure.cut(text, width)],
        }
    }
}

/// How a meaning looks.
fn style_of(tone: Tone) -> Style {
    match tone {
        Tone::Plain => Style::new(),
        Tone::Good => AnsiColor::Green.on_default(),
        Tone::Late => AnsiColor::Red.on_default(),
        Tone::Soon => AnsiColor::Yellow.on_default(),
        Tone::Muted => Style::new().dimmed(),
        Tone::Strong => Style::new().bold(),
    }
}

/// Where lines are written to, and what the terminal is like.
struct Pen<'a> {
    out: &'a mut dyn io::Write,
    measure: Measure,
    width: usize,
    color: bool,
}

impl Pen<'_> {
    /// Writes text in a tone; without colour nothing but the text.
    fn put(&mut self, text: &str, tone: Tone) -> io::Result<()> {
        let style = style_of(tone);
        if self.color && tone != Tone::Plain && !text.is_empty() {
            write!(self.out, "{style}{text}{style:#}")
        } else {
            self.out.write_all(text.as_bytes())
        }
    }

    fn line(&mut self, text: &str, tone: Tone) -> io::Result<()> {
        self.put(text, tone)?;
        self.out.write_all(b"\n")
    }

    /// Writes a text in lines of at most that width; `lead` stands before the first, spaces before the others.
    fn hanging(&mut self, lead: (&str, Tone), text: &str, tone: Tone, width: usize) -> io::Result<()> {
        let indent = self.measure.width(lead.0);
        let lines = self.measure.fit(text, width.saturating_sub(indent));
        for (at, line) in lines.iter().enumerate() {
            if line.is_empty() {
                self.put(if at == 0 { lead.0.trim_end() } else { "" }, lead.1)?;
            } else {
                if at == 0 {
                    self.put(lead.0, lead.1)?;
                } else {
                    self.spaces(indent)?;
                }
                self.put(line, tone)?;
            }
            self.out.write_all(b"\n")?;
        }
        Ok(())
    }

    fn spaces(&mut self, count: usize) -> io::Result<()> {
        write!(self.out, "{:count$}", "")
    }
}

impl<'w> TerminalPage<'w> {
    /// A page to be written there. The writer should be buffered.
    pub fn new(out: &'w mut dyn io::Write, style: TerminalStyle) -> Self {
        Self { out, style, open: OpenGrid::default(), grid: None, last: Last::Nothing }
    }

    fn pen(&mut self) -> Pen<'_> {
        Pen {
            out: &mut *self.out,
            measure: Measure { ascii: self.style.ascii },
            width: self.style.width.max(NARROWEST),
            color: self.style.color,
        }
    }

    /// Sets the next piece off from the one before; what follows a heading stands close to it.
    fn piece(&mut self, kind: Last, close: bool) -> io::Result<()> {
        self.open.none_open()?;
        let before = std::mem::replace(&mut self.last, kind);
        let gap = match before {
            Last::Nothing => false,
            Last::Heading => kind == Last::Heading,
            Last::Other => !close,
        };
        if gap { writeln!(self.out) } else { Ok(()) }
    }

    /// Takes the next line of the grid: kept while its widths are undecided, written afterwards.
    fn take(&mut self, line: Line) -> io::Result<()> {
        let Some(mut grid) = self.grid.take() else {
            return Err(crate::render::grid::misuse("no grid is open"));
        };
        match &mut grid.state {
            State::Gathering(lines) => {
                lines.push(line);
                if lines.len() >= BATCH {
                    self.decide(&mut grid, true)?;
                }
            }
            State::Writing(table) => table.write(&mut self.pen(), &grid.columns, &line)?,
        }
        self.grid = Some(grid);
        Ok(())
    }

    /// Decides the widths from the lines gathered, and writes these; `more` may follow.
    fn decide(&mut self, grid: &mut Grid, more: bool) -> io::Result<()> {
        let State::Gathering(lines) = &mut grid.state else { return Ok(()) };
        let lines = std::mem::take(lines);
        let mut pen = self.pen();
        let mut claims: Vec<Claim> = grid
            .columns
            .iter()
            .map(|column| Claim {
                title: pen.measure.widest_line(&visible(&column.title)),
                content: if more { column.min } else { 0 },
                weight: column.weight,
                max: column.max,
            })
            .collect();
        for line in &lines {
            let Line::Row(cells) = line else { continue };
            for (claim, cell) in claims.iter_mut().zip(cells) {
                claim.content = claim.content.max(cell.natural(pen.measure));
            }
        }
        let mut table = Table::new(Layout::decide(&claims, pen.width));
        table.begin(&mut pen, &grid.columns)?;
        for line in &lines {
            table.write(&mut pen, &grid.columns, line)?;
        }
        grid.state = State::Writing(table);
        Ok(())
    }

    fn key_values(&mut self, pairs: &[(String, Cell)]) -> io::Result<()> {
        let mut pen = self.pen();
        let keys: Vec<String> = pairs.iter().map(|(key, _)| visible(key).replace('\n', " ")).collect();
        let widest = keys.iter().map(|key| pen.measure.width(key)).max().unwrap_or(0).min(pen.width / 2);
        for (key, (_, cell)) in keys.iter().zip(pairs) {
            let key = pen.measure.pad(&pen.measure.cut(key, widest), widest, Align::Left);
            let ready = Ready::new(cell);
            let (width, measure) = (pen.width, pen.measure);
            let text = ready.lines(measure, width.saturating_sub(widest + 2), true).join("\n");
            pen.hanging((&format!("{key}  "), Tone::Muted), &text, ready.tone, width)?;
        }
        Ok(())
    }

    fn chart(&mut self, bars: &Bars) -> io::Result<()> {
        let mut pen = self.pen();
        if !bars.title.is_empty() {
            pen.hanging(("", Tone::Plain), &visible(&bars.title), Tone::Strong, pen.width)?;
        }
        let labels: Vec<String> = bars.rows.iter().map(|(label, _)| visible(label).replace('\n', " ")).collect();
        let widest = labels.iter().map(|label| pen.measure.width(label)).max().unwrap_or(0).min(pen.width / 3);
        let numbers = bars.rows.iter().map(|(_, number)| number.to_string().len()).max().unwrap_or(0);
        let greatest = bars.rows.iter().map(|(_, number)| *number).max().unwrap_or(0);
        let room = pen.width.saturating_sub(widest + numbers + 4).min(bar::WIDEST);
        for (label, (_, number)) in labels.iter().zip(&bars.rows) {
            let label = pen.measure.pad(&pen.measure.cut(label, widest), widest, Align::Left);
            let drawn = bar::draw(*number, greatest, room, pen.measure.ascii);
            let gap = if drawn.is_empty() { "" } else { "  " };
            pen.line(&format!("{label}  {number:>numbers$}{gap}{drawn}"), Tone::Plain)?;
        }
        Ok(())
    }
}

impl PageSink for TerminalPage<'_> {
    fn title(&mut self, title: &str, as_of: Option<Day>) -> io::Result<()> {
        self.piece(Last::Other, false)?;
        let mut pen = self.pen();
        let width = pen.width;
        let title = visible(title);
        let day = as_of.map(|day| format!("  {}", as_of_words(day))).unwrap_or_default();
        let together = pen.measure.widest_line(&title) + pen.measure.width(&day);
        if together <= width && !title.contains('\n') {
            pen.put(&title, Tone::Strong)?;
            pen.line(&day, Tone::Muted)?;
        } else {
            pen.hanging(("", Tone::Plain), &title, Tone::Strong, width)?;
            if as_of.is_some() {
                pen.line(day.trim_start(), Tone::Muted)?;
            }
        }
        let rule = if pen.measure.ascii { "=" } else { "═" };
        pen.line(&rule.repeat(together.min(width)), Tone::Muted)
    }

    fn block(&mut self, block: Block) -> io::Result<()> {
        let heading = matches!(block, Block::Heading { .. });
        self.piece(if heading { Last::Heading } else { Last::Other }, matches!(block, Block::Note(_)))?;
        let mut pen = self.pen();
        let width = pen.width;
        match block {
            Block::Heading { level, text } => {
                let mark = match (level, pen.measure.ascii) {
                    (0 | 1, false) => "■ ",
                    (0 | 1, true) => "# ",
                    (_, false) => "□ ",
                    (_, true) => "## ",
                };
                pen.hanging((mark, Tone::Strong), &visible(&text), Tone::Strong, width)
            }
            Block::Paragraph(text) => pen.hanging(("", Tone::Plain), &visible(&text), Tone::Plain, width.min(READABLE)),
            Block::Note(text) => pen.hanging(("注：", Tone::Muted), &visible(&text), Tone::Muted, width.min(READABLE)),
            Block::KeyValues(pairs) => self.key_values(&pairs),
            Block::Chart(bars) => self.chart(&bars),
        }
    }

    fn begin_grid(&mut self, columns: &[Column]) -> io::Result<()> {
        self.piece(Last::Other, false)?;
        self.open.begin(columns.len())?;
        self.grid = Some(Grid { columns: columns.to_vec(), state: State::Gathering(Vec::new()) });
        Ok(())
    }

    fn band(&mut self, text: &str, tone: Tone) -> io::Result<()> {
        self.take(Line::Band(visible(text).into_owned(), tone))
    }

    fn row(&mut self, cells: Vec<Cell>) -> io::Result<()> {
        let cells = self.open.fill(cells)?;
        self.take(Line::Row(cells.iter().map(Ready::new).collect()))
    }

    fn end_grid(&mut self) -> io::Result<()> {
        self.open.end()?;
        if let Some(mut grid) = self.grid.take() {
            self.decide(&mut grid, false)?;
            if let State::Writing(table) = &grid.state {
                table.end(&mut self.pen())?;
            }
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.open.none_open()?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests;
