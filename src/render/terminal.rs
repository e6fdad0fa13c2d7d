//! The screen: calm tables without vertical rules, aligned also with Chinese text, coloured by meaning.
//!
//! Tables are drawn in batches of [`BATCH`] rows, with the widths decided from the first, so that a list of any length
//! needs no more memory than its beginning. A table never exceeds the given width: words wrap, and where there is too
//! little room for columns, each row becomes a short list.
//!
//! Text from other people's files is made visible here ([`crate::zh::sanitize::visible`]), and escape sequences are written
//! only when [`TerminalStyle::color`] is on.

mod ascii;
mod bar;
mod layout;
mod measure;
mod ready;
mod table;

use crate::{
    domain::Day,
    render::{
        grid::{OpenGrid, misuse},
        words::{as_of_words, signed_words},
    },
    report::page::{Bars, Block, Cell, Column, PageSink, Tone},
    zh::{sanitize::visible, width::display_width},
};
use anstyle::{AnsiColor, Style};
use measure::{cut, fit, pad, widest_line};
use ready::Ready;
use std::io;
use table::{Line, Table};

/// How many rows are drawn at once; the first so many decide the widths of a table.
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
    /// ASCII, and such characters in texts are replaced by look-alikes.
    pub ascii: bool,
    /// Whether bars are drawn: somebody looks at it. In a pipe numbers are plain text.
    pub bars: bool,
}

impl Default for TerminalStyle {
    /// 80 columns, no colour, line drawing, bars.
    fn default() -> Self {
        Self { width: 80, color: false, ascii: false, bars: true }
    }
}

impl TerminalStyle {
    /// A text as it is printed: nothing in it acts on the terminal, and its width is the one we count.
    fn shown(self, text: &str) -> String {
        let text = visible(text);
        if self.ascii { ascii::unambiguous(&text).into_owned() } else { text.into_owned() }
    }

    /// The same in one line.
    fn shown_flat(self, text: &str) -> String {
        self.shown(text).replace('\n', " ")
    }

    /// What stands for words that were cut off.
    fn cut_sign(self) -> &'static str {
        if self.ascii { "..." } else { "…" }
    }

    /// The rule under the header and under the last row.
    fn firm(self) -> char {
        if self.ascii { '-' } else { '─' }
    }

    /// The rule between rows.
    fn faint(self) -> char {
        if self.ascii { '.' } else { '┈' }
    }
}

/// Writes a page to a terminal, or to a file that shall look like one.
pub struct TerminalPage<'w> {
    pen: Pen<'w>,
    open: OpenGrid,
    grid: Option<Table>,
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
struct Pen<'w> {
    out: &'w mut dyn io::Write,
    style: TerminalStyle,
}

impl Pen<'_> {
    /// Writes text in a tone; without colour nothing but the text.
    fn put(&mut self, text: &str, tone: Tone) -> io::Result<()> {
        let style = style_of(tone);
        if self.style.color && tone != Tone::Plain && !text.is_empty() {
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
        let indent = display_width(lead.0);
        let lines = fit(text, width.saturating_sub(indent));
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

    fn rule(&mut self, with: char, width: usize) -> io::Result<()> {
        self.line(&with.to_string().repeat(width), Tone::Muted)
    }

    /// Writes names and values, one below the other, without those that have nothing to say where `terse`.
    fn pairs(&mut self, pairs: &[(&str, &Ready)], terse: bool) -> io::Result<()> {
        let (style, width) = (self.style, self.style.width);
        let names = pairs.iter().map(|(name, _)| widest_line(name)).max().unwrap_or(0).min(width / 2 - 2);
        for (name, value) in pairs {
            let text = value.within(width - names - 2, true, style);
            if !(terse && text.trim().is_empty()) {
                let name = pad(&cut(name, names, style.cut_sign()), names + 2);
                self.hanging((&name, Tone::Muted), &text, value.tone, width)?;
            }
        }
        Ok(())
    }
}

impl<'w> TerminalPage<'w> {
    /// A page to be written there. The writer should be buffered.
    pub fn new(out: &'w mut dyn io::Write, style: TerminalStyle) -> Self {
        let style = TerminalStyle { width: style.width.max(NARROWEST), ..style };
        Self { pen: Pen { out, style }, open: OpenGrid::default(), grid: None, last: Last::Nothing }
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
        if gap { writeln!(self.pen.out) } else { Ok(()) }
    }

    /// Takes the next line of the grid.
    fn take(&mut self, line: Line) -> io::Result<()> {
        let grid = self.grid.as_mut().ok_or_else(|| misuse("no grid is open"))?;
        grid.take(&mut self.pen, line)
    }

    fn key_values(&mut self, pairs: &[(String, Cell)]) -> io::Result<()> {
        let style = self.pen.style;
        let ready: Vec<_> = pairs.iter().map(|(key, cell)| (style.shown_flat(key), Ready::new(cell, style))).collect();
        let pairs: Vec<_> = ready.iter().map(|(key, value)| (key.as_str(), value)).collect();
        self.pen.pairs(&pairs, false)
    }

    fn chart(&mut self, bars: &Bars) -> io::Result<()> {
        let (style, pen) = (self.pen.style, &mut self.pen);
        if !bars.title.is_empty() {
            pen.hanging(("", Tone::Plain), &style.shown(&bars.title), Tone::Strong, style.width)?;
        }
        let labels: Vec<String> = bars.rows.iter().map(|(label, _)| style.shown_flat(label)).collect();
        let widest = labels.iter().map(|label| display_width(label)).max().unwrap_or(0).min(style.width / 3);
        let numbers = bars.rows.iter().map(|(_, number)| number.to_string().len()).max().unwrap_or(0);
        let greatest = bars.rows.iter().map(|(_, number)| *number).max().unwrap_or(0);
        let room = style.width.saturating_sub(widest + numbers + 4).min(bar::WIDEST);
        for (label, (_, number)) in labels.iter().zip(&bars.rows) {
            let label = pad(&cut(label, widest, style.cut_sign()), widest);
            let drawn = if style.bars { bar::draw(*number, greatest, room, style.ascii) } else { String::new() };
            let gap = if drawn.is_empty() { "" } else { "  " };
            pen.line(&format!("{label}  {number:>numbers$}{gap}{drawn}"), Tone::Plain)?;
        }
        Ok(())
    }
}

impl PageSink for TerminalPage<'_> {
    fn title(&mut self, title: &str, as_of: Option<Day>) -> io::Result<()> {
        self.piece(Last::Other, false)?;
        let (style, pen) = (self.pen.style, &mut self.pen);
        let title = style.shown(title);
        let day = as_of.map(|day| format!("  {}", as_of_words(day))).unwrap_or_default();
        let together = widest_line(&title) + display_width(&day);
        if together <= style.width && !title.contains('\n') {
            pen.put(&title, Tone::Strong)?;
            pen.line(&day, Tone::Muted)?;
        } else {
            pen.hanging(("", Tone::Plain), &title, Tone::Strong, style.width)?;
            if as_of.is_some() {
                pen.line(day.trim_start(), Tone::Muted)?;
            }
        }
        pen.rule(if style.ascii { '=' } else { '═' }, together.min(style.width))
    }

    fn block(&mut self, block: Block) -> io::Result<()> {
        let heading = matches!(block, Block::Heading { .. });
        self.piece(if heading { Last::Heading } else { Last::Other }, matches!(block, Block::Note(_)))?;
        let (style, pen) = (self.pen.style, &mut self.pen);
        let readable = style.width.min(READABLE);
        match block {
            Block::Heading { level, text } => {
                let mark = match (level, style.ascii) {
                    (0 | 1, false) => "■ ",
                    (0 | 1, true) => "# ",
                    (_, false) => "□ ",
                    (_, true) => "## ",
                };
                pen.hanging((mark, Tone::Strong), &style.shown(&text), Tone::Strong, style.width)
            }
            Block::Paragraph(text) => pen.hanging(("", Tone::Plain), &style.shown(&text), Tone::Plain, readable),
            Block::Note(text) => pen.hanging(("注：", Tone::Muted), &style.shown(&text), Tone::Muted, readable),
            Block::KeyValues(pairs) => self.key_values(&pairs),
            Block::Chart(bars) => self.chart(&bars),
            Block::DocumentNumber(text) => {
                pen.hanging(("", Tone::Plain), &style.shown(&text), Tone::Muted, style.width)
            }
            Block::Addressee(text) => {
                pen.hanging(("", Tone::Plain), &format!("{}：", style.shown(&text)), Tone::Plain, readable)
            }
            Block::Signature { office, day } => [style.shown(&office), signed_words(day)].iter().try_for_each(|line| {
                pen.spaces(readable.saturating_sub(widest_line(line)))?;
                pen.line(line, Tone::Plain)
            }),
            Block::Form(rows) => {
                let fields = rows.into_iter().flatten().map(|asked| (asked.label.into_owned(), asked.cell));
                self.key_values(&fields.collect::<Vec<_>>())
            }
            Block::PageBreak => pen.rule(style.faint(), style.width),
        }
    }

    fn begin_grid(&mut self, columns: &[Column]) -> io::Result<()> {
        self.piece(Last::Other, false)?;
        self.open.begin(columns.len())?;
        let shown = |column: &Column| Column { title: self.pen.style.shown(&column.title).into(), ..column.clone() };
        self.grid = Some(Table::new(columns.iter().map(shown).collect()));
        Ok(())
    }

    fn band(&mut self, text: &str, tone: Tone) -> io::Result<()> {
        self.take(Line::Band(self.pen.style.shown(text), tone))
    }

    fn row(&mut self, cells: Vec<Cell>) -> io::Result<()> {
        let cells = self.open.fill(cells)?;
        self.take(Line::Row(cells.iter().map(|cell| Ready::new(cell, self.pen.style)).collect()))
    }

    fn end_grid(&mut self) -> io::Result<()> {
        self.open.end()?;
        self.grid.take().map_or(Ok(()), |grid| grid.end(&mut self.pen))
    }

    fn finish(&mut self) -> io::Result<()> {
        self.open.none_open()?;
        self.pen.out.flush()
    }

    fn draws_bars(&self) -> bool {
        self.pen.style.bars
    }
}

#[cfg(test)]
mod tests;
