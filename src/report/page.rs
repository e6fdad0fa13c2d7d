//! The page model: what a page says, never how it looks.
//!
//! A report *pushes* its page into a [`PageSink`] piece by piece (title, blocks, grids row by row), so that a list of
//! 100,000 items is printed without being collected. A renderer is a `PageSink`; a new format is one more of them.
//!
//! ```
//! use taizhang::report::page::{Block, Cell, Column, PageSink, Tone};
//!
//! fn overdue(page: &mut dyn PageSink) -> std::io::Result<()> {
//!     page.title("逾期事项", None)?;
//!     page.begin_grid(&[Column::code("编号"), Column::text("问题", 3), Column::number("逾期天数")])?;
//!     page.band("某处室", Tone::Strong)?;
//!     page.row(vec!["12".into(), "台账登记不及时".into(), Cell::number(9).toned(Tone::Late)])?;
//!     page.end_grid()?;
//!     page.block(Block::Note("本表不含已撤项的事项。".into()))?;
//!     page.finish()
//! }
//! ```
//!
//! Architecture invariant: imports only [`crate::domain`]; knows no width in columns, no colour, no escape sequence.

use crate::domain::{Day, rate::Rate};
use std::{borrow::Cow, io};

/// What a piece of text means to its reader. How that looks is the renderer's choice; it must never be the only way
/// in which something is said, since papers and pipes have no colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Plain,
    /// Done, in order.
    Good,
    /// Late, wrong, missing.
    Late,
    /// Due soon, to be looked at.
    Soon,
    /// Of lesser weight.
    Muted,
    /// Of greater weight: totals, group headings.
    Strong,
}

/// What stands in a cell, typed, so that each renderer can align, compute with or escape it properly.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Value {
    /// Nothing.
    #[default]
    Empty,
    /// Words; a line feed is kept as a line break.
    Text(String),
    /// A count or another whole number.
    Number(i64),
    /// A day, written `2026-06-30` everywhere.
    Day(Day),
    /// A percentage with its fraction, `82.76%（24/29）`; “—” for 0/0.
    Rate(Rate),
    /// A percentage alone, where the fraction stands in columns beside it.
    Percent(Rate),
    /// A bar as long as the rate is high; plain formats write the percentage.
    Bar(Rate),
    /// The same as in the row above, one cell with it where the format has such cells: an issue over its measures.
    /// Formats for programs repeat what stood there; the others leave it out.
    Above,
}

/// One cell: a value and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// What it holds.
    pub value: Value,
    /// What it means.
    pub tone: Tone,
}

impl Cell {
    /// A cell with nothing in it.
    pub const EMPTY: Self = Self { value: Value::Empty, tone: Tone::Plain };

    /// A cell of words.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Value::Text(text.into()).into()
    }

    /// A cell with a whole number.
    #[must_use]
    pub fn number(number: i64) -> Self {
        Value::Number(number).into()
    }

    /// A cell with a percentage and its fraction.
    #[must_use]
    pub fn rate(part: i64, whole: i64) -> Self {
        Value::Rate(Rate::new(part, whole)).into()
    }

    /// The same value with another meaning.
    #[must_use]
    pub fn toned(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

impl From<Value> for Cell {
    fn from(value: Value) -> Self {
        Self { value, tone: Tone::Plain }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::number(number)
    }
}

impl From<Day> for Cell {
    fn from(day: Day) -> Self {
        Value::Day(day).into()
    }
}

impl From<Rate> for Cell {
    fn from(rate: Rate) -> Self {
        Value::Rate(rate).into()
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::EMPTY, Into::into)
    }
}

/// To which side a column's cells lean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Align {
    /// Words, codes, days.
    #[default]
    Left,
    /// Marks of one sign.
    Centre,
    /// Numbers.
    Right,
}

/// What a column is called and how much room it may claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub title: Cow<'static, str>,
    /// To which side it leans.
    pub align: Align,
    /// Its share of the room that is left when every rigid column has what it needs; 0 makes it rigid: codes, days and
    /// counts are shown whole before words get any room.
    pub weight: u16,
    /// The room a rigid column keeps for rows that are not known yet when a long grid is streamed, counted in Latin
    /// letters; a grid known as a whole takes what it needs.
    pub min: usize,
    /// The most room it may take, counted in Latin letters (a Chinese character is two); `None` for no limit.
    pub max: Option<usize>,
    /// Whether words that do not fit go on in the next line. Otherwise they are cut off with “…” where room is scarce.
    pub wrap: bool,
    /// Whether it names the row, so that it stays in sight however wide the grid is: on the screen, and on every sheet of paper.
    pub lead: bool,
    /// Whether the next sheet of paper best begins with it, where the columns do not fit on one.
    pub opens: bool,
    /// The words that it may hold, each with what it means; empty for any. A format that is edited marks them as they mean.
    pub choices: Vec<(Cow<'static, str>, Tone)>,
    /// Whether such a format offers these words to choose from. What is worked out is not chosen.
    pub chosen: bool,
}

impl Column {
    /// A column of words that takes `weight` shares of the free room and wraps.
    #[must_use]
    pub fn text(title: impl Into<Cow<'static, str>>, weight: u16) -> Self {
        Self {
            title: title.into(),
            align: Align::Left,
            weight,
            min: 0,
            max: None,
            wrap: true,
            lead: false,
            opens: false,
            choices: Vec::new(),
            chosen: false,
        }
    }

    /// A column of short words that are always shown whole.
    #[must_use]
    pub fn rigid(title: impl Into<Cow<'static, str>>) -> Self {
        Self::text(title, 0)
    }

    /// A column of codes (编号).
    #[must_use]
    pub fn code(title: impl Into<Cow<'static, str>>) -> Self {
        Self { min: 7, ..Self::rigid(title) }
    }

    /// A column of days.
    #[must_use]
    pub fn day(title: impl Into<Cow<'static, str>>) -> Self {
        Self { min: 10, ..Self::rigid(title) }
    }

    /// A column of numbers or rates: rigid, leaning right.
    #[must_use]
    pub fn number(title: impl Into<Cow<'static, str>>) -> Self {
        Self { align: Align::Right, min: 6, ..Self::rigid(title) }
    }

    /// The same column, at most `max` Latin letters wide.
    #[must_use]
    pub fn at_most(mut self, max: usize) -> Self {
        self.max = Some(max);
        self
    }

    /// The same column, as wide as that, counted in Latin letters.
    #[must_use]
    pub fn of_width(self, width: usize) -> Self {
        Self { min: width, max: Some(width), ..self }
    }

    /// The same column as one that names its row.
    #[must_use]
    pub fn leading(self) -> Self {
        Self { lead: true, ..self }
    }

    /// The same column as the first of those that belong together.
    #[must_use]
    pub fn opening(self) -> Self {
        Self { opens: true, ..self }
    }

    /// The same column, holding one of these words.
    #[must_use]
    pub fn one_of<W: Into<Cow<'static, str>>>(self, choices: impl IntoIterator<Item = (W, Tone)>) -> Self {
        Self { chosen: true, ..self.marking(choices) }
    }

    /// The same column, holding one of these words, which nobody chooses since it is worked out.
    #[must_use]
    pub fn marking<W: Into<Cow<'static, str>>>(mut self, choices: impl IntoIterator<Item = (W, Tone)>) -> Self {
        self.choices = choices.into_iter().map(|(word, tone)| (word.into(), tone)).collect();
        self
    }

    /// The same column, cut off instead of wrapped.
    #[must_use]
    pub fn cut(mut self) -> Self {
        self.wrap = false;
        self
    }

    /// The same column, leaning elsewhere.
    #[must_use]
    pub fn aligned(mut self, align: Align) -> Self {
        self.align = align;
        self
    }
}

/// A chart of horizontal bars: one number per label, drawn to the scale of the greatest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bars {
    /// What is shown; empty for none.
    pub title: String,
    /// Label and number, in the order in which they are shown. Bars of numbers below zero are empty.
    pub rows: Vec<(String, i64)>,
}

/// One field of a form: what is asked, what the ledger knows of it, and the room that is left for handwriting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What the field is called.
    pub label: Cow<'static, str>,
    /// What stands in it.
    pub cell: Cell,
    /// At least so many lines high; opinions and signatures are written by hand.
    pub lines: u8,
}

impl Field {
    /// A field as high as its words.
    #[must_use]
    pub fn new(label: impl Into<Cow<'static, str>>, cell: impl Into<Cell>) -> Self {
        Self { label: label.into(), cell: cell.into(), lines: 1 }
    }

    /// The same field with room for so many lines of handwriting.
    #[must_use]
    pub fn with_room(mut self, lines: u8) -> Self {
        self.lines = lines;
        self
    }
}

/// A piece of a page other than a grid. Blocks are small; whatever grows with the ledger is a grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// The heading of a section.
    Heading {
        /// 1 for a section, 2 for a part of one, and so on.
        level: u8,
        /// Its words, with their number (`一、`) if they have one.
        text: String,
    },
    /// Running text; a line feed starts a new paragraph.
    Paragraph(String),
    /// Facts with their names.
    KeyValues(Vec<(String, Cell)>),
    /// A chart.
    Chart(Bars),
    /// A remark under what it explains (注).
    Note(String),
    /// The number under which the paper leaves the office (发文字号).
    DocumentNumber(String),
    /// To whom the paper goes (主送), without the colon.
    Addressee(String),
    /// Who issued the paper, and when (落款).
    Signature {
        /// The office's name.
        office: String,
        /// The day on the paper; left open for the pen when there is none.
        day: Option<Day>,
    },
    /// A form (表单): each row holds one or two fields side by side.
    Form(Vec<Vec<Field>>),
    /// What follows begins a new sheet of paper.
    PageBreak,
}

/// Where a page goes. Implemented by renderers; called by reports.
///
/// The order is `title` first, if at all, then blocks and grids, `finish` last. Sheets that are signed one by one bear the title
/// each, after a page break. A grid is `begin_grid`, any number
/// of `band` and `row`, `end_grid`; grids do not nest. A sink keeps at most a batch of rows, however long the grid.
///
/// # Errors
///
/// Every method returns the error of the place written to. A row with more cells than columns, or a piece out of order,
/// is an [`io::ErrorKind::InvalidInput`]: nothing that a report states is dropped in silence.
pub trait PageSink {
    /// The page's title, and the day it speaks of.
    fn title(&mut self, title: &str, as_of: Option<Day>) -> io::Result<()>;
    /// A block.
    fn block(&mut self, block: Block) -> io::Result<()>;
    /// Opens a grid with these columns.
    fn begin_grid(&mut self, columns: &[Column]) -> io::Result<()>;
    /// A line across the whole grid: the name of a group, or an issue above its measures.
    fn band(&mut self, text: &str, tone: Tone) -> io::Result<()>;
    /// A row. Cells missing at its end are empty.
    fn row(&mut self, cells: Vec<Cell>) -> io::Result<()>;
    /// Closes the grid.
    fn end_grid(&mut self) -> io::Result<()>;
    /// Ends the page and flushes what it was written to.
    fn finish(&mut self) -> io::Result<()>;
    /// Whether bars are drawn here, so that a page may show beside its numbers what they look like. Others are told numbers
    /// only: a bar never says what no number says.
    fn draws_bars(&self) -> bool {
        false
    }
}
