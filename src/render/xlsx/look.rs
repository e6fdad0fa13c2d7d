//! How cells of a workbook look; each look is made once, however many cells have it.

use crate::report::page::{Align, Tone};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};
use std::collections::HashMap;

/// How a value is written, as far as its look says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Written {
    /// As it stands.
    Plain,
    /// Words that begin like a formula: editing the cell leaves them words.
    Quoted,
    /// A day.
    Day,
    /// A share of one as a percentage.
    Percent,
}

/// Where the words of a cell stand in a high row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Upright {
    /// In its middle.
    Middle,
    /// At its top, where reading begins: the row is too high for one look.
    Top,
}

/// The looks of cells inside grids, made when first asked for.
#[derive(Debug, Default)]
pub(super) struct Looks(HashMap<(Tone, Align, Written, Upright), Format>);

impl Looks {
    /// The look of a cell inside a grid.
    pub(super) fn boxed(&mut self, tone: Tone, align: Align, written: Written, upright: Upright) -> &Format {
        self.0.entry((tone, align, written, upright)).or_insert_with(|| {
            let format = as_written(boxed(tone, align), written);
            match upright {
                Upright::Middle => format,
                Upright::Top => format.set_align(FormatAlign::Top),
            }
        })
    }
}

/// Adds how a value is written.
pub(super) fn as_written(format: Format, written: Written) -> Format {
    match written {
        Written::Plain => format,
        Written::Quoted => format.set_quote_prefix(),
        Written::Day => format.set_num_format("yyyy-mm-dd"),
        Written::Percent => format.set_num_format("0.00%"),
    }
}

/// The font of everything: it is there on every desk, and its digits are half as wide as its characters, so that a column is as
/// wide as what it holds.
const FONT: &str = "宋体";

/// What cells look like that nobody wrote: columns are measured in its digits.
pub(super) fn normal() -> Format {
    Format::new().set_font_name(FONT).set_font_size(super::FONT_SIZE)
}

/// How a cell of that meaning looks.
pub(super) fn look(tone: Tone) -> Format {
    let format = Format::new().set_font_name(FONT).set_align(FormatAlign::Top);
    match tone {
        Tone::Plain => format,
        Tone::Good => format.set_font_color(Color::RGB(0x1E_7B_34)),
        Tone::Late => format.set_font_color(Color::RGB(0xB0_12_1B)),
        Tone::Soon => format.set_font_color(Color::RGB(0x9A_67_00)),
        Tone::Muted => format.set_font_color(Color::RGB(0x60_60_60)),
        Tone::Strong => format.set_bold(),
    }
}

/// A cell inside a grid.
pub(super) fn boxed(tone: Tone, align: Align) -> Format {
    let align = match align {
        Align::Left => FormatAlign::Left,
        Align::Centre => FormatAlign::Center,
        Align::Right => FormatAlign::Right,
    };
    look(tone)
        .set_font_size(super::FONT_SIZE)
        .set_border(FormatBorder::Thin)
        .set_align(align)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}

/// The heading of a grid.
pub(super) fn heading() -> Format {
    normal()
        .set_bold()
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color(Color::RGB(0xE7_ED_F5))
        .set_text_wrap()
}

/// A line across a grid.
pub(super) fn band(tone: Tone) -> Format {
    boxed(tone, Align::Left).set_background_color(Color::RGB(0xF4_F4_F4))
}

/// A page's title, over the whole grid below it.
pub(super) fn title() -> Format {
    normal().set_bold().set_font_size(16).set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter)
}

/// How a rule marks a cell that holds a word of that meaning; `None` where nothing is to be marked.
pub(super) fn marked(tone: Tone) -> Option<Format> {
    let (ink, ground) = match tone {
        Tone::Plain | Tone::Strong => return None,
        Tone::Good => (0x1E_7B_34, 0xE2_F2_E5),
        Tone::Late => (0xB0_12_1B, 0xFB_E3_E4),
        Tone::Soon => (0x7A_52_00, 0xFD_F1_D0),
        Tone::Muted => (0x60_60_60, 0xF0_F0_F0),
    };
    Some(Format::new().set_font_color(Color::RGB(ink)).set_background_color(Color::RGB(ground)))
}
