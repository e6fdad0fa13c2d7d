//! A cell whose words are safe to print and to measure.

use super::{
    TerminalStyle, bar,
    measure::{cut, fit, widest_line},
};
use crate::{
    domain::rate::Rate,
    render::words::words,
    report::page::{Cell, Tone, Value},
};

/// A cell ready to be fitted into a width.
pub(super) struct Ready {
    content: Content,
    pub(super) tone: Tone,
}

/// What is printed of a cell.
enum Content {
    Words(String),
    Bar(Rate),
}

impl Ready {
    pub(super) fn new(cell: &Cell, style: TerminalStyle) -> Self {
        let content = match &cell.value {
            Value::Bar(rate) if style.bars => Content::Bar(*rate),
            value => Content::Words(style.shown(&words(value))),
        };
        Self { content, tone: cell.tone }
    }

    /// How wide it would like to be.
    pub(super) fn natural(&self) -> usize {
        match &self.content {
            Content::Words(text) => widest_line(text),
            Content::Bar(_) => bar::NATURAL,
        }
    }

    /// Its lines within that width, joined by line feeds.
    pub(super) fn within(&self, width: usize, wrap: bool, style: TerminalStyle) -> String {
        match &self.content {
            Content::Bar(rate) => bar::draw(rate.part, rate.whole, width.min(bar::NATURAL), style.ascii),
            Content::Words(text) if wrap => fit(text, width).join("\n"),
            Content::Words(text) => cut(text, width, style.cut_sign()),
        }
    }
}
