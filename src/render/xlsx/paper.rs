//! How a sheet's columns are laid on paper: as few sheets side by side as let its letters be read, broken where a group of columns
//! begins, each with the columns that name the row.

use super::cell::width;
use crate::report::page::Column;
use rust_xlsxwriter::{Worksheet, XlsxError};

/// On which paper the sheets are printed, lying.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SheetPaper {
    /// 297 × 210 mm.
    #[default]
    A4,
    /// 420 × 297 mm.
    A3,
}

impl SheetPaper {
    /// What Excel calls it.
    pub(super) const fn key(self) -> u8 {
        match self {
            Self::A4 => 9,
            Self::A3 => 8,
        }
    }

    /// How wide it is between its margins of half an inch, in the pixels in which columns are measured (96 to an inch).
    const fn room(self) -> f64 {
        match self {
            Self::A4 => (297.0 / 25.4 - 1.0) * 96.0,
            Self::A3 => (420.0 / 25.4 - 1.0) * 96.0,
        }
    }
}

/// The margins above and below together, in inches.
const MARGINS: f64 = 1.3;

/// The smallest scale: letters of 10 points are printed with 8, the least that is read at arm's length.
const LEAST: f64 = 0.8;

/// How wide a letter of a column's width is, in pixels: seven in the font that the workbook names, a little more in those that
/// take its place where it is missing.
const LETTER: f64 = 7.4;

/// The sheets of paper on which the columns of a grid stand side by side.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pages {
    /// The columns with which the second and further sheets begin, behind those that name the row.
    pub(super) breaks: Vec<u16>,
    /// How many columns name the row, from the first on.
    pub(super) leads: u16,
    /// In percent.
    scale: u16,
}

/// How wide the columns are, in letters: none wider than a sheet has room for beside those that name the row.
pub(super) fn widths(columns: &[Column], paper: SheetPaper) -> Vec<f64> {
    let leading: f64 = columns.iter().take_while(|column| column.lead).map(|column| in_pixels(width(column))).sum();
    let most = ((paper.room() / LEAST - leading - 5.0) / LETTER).floor().max(20.0);
    columns.iter().map(|column| width(column).min(most)).collect()
}

fn in_pixels(letters: f64) -> f64 {
    letters * LETTER + 5.0
}

impl Pages {
    /// Lays columns on paper.
    pub(super) fn of(columns: &[Column], paper: SheetPaper) -> Self {
        let wide: Vec<f64> = widths(columns, paper).into_iter().map(in_pixels).collect();
        let leads = columns.iter().take_while(|column| column.lead).count();
        let leading: f64 = wide[..leads].iter().sum();
        // How wide the sheet is that takes these columns.
        let sheet = |from: usize, to: usize| {
            let named = if from == 0 { 0.0 } else { leading };
            named + wide[from..to].iter().sum::<f64>()
        };
        let most = paper.room() / LEAST;
        let all = columns.len();
        let opens: Vec<usize> = (leads + 1..all).filter(|at| columns[*at].opens).collect();
        let halves = |at: usize| sheet(0, at).max(sheet(at, all));
        let even = opens.iter().copied().min_by(|one, other| halves(*one).total_cmp(&halves(*other)));
        let breaks: Vec<usize> = match even {
            _ if leads == 0 || sheet(0, all) <= most => Vec::new(),
            Some(at) if halves(at) <= most => vec![at],
            _ => {
                // As full as they get, broken where a group begins.
                let mut breaks: Vec<usize> = Vec::new();
                let mut from = 0;
                while sheet(from, all) > most && from + 1 < all {
                    let full = (from + 1..all).take_while(|to| sheet(from, *to) <= most).last().unwrap_or(from + 1);
                    let group = opens.iter().copied().rfind(|at| (from + 1..=full).contains(at));
                    from = group.unwrap_or(full);
                    breaks.push(from);
                }
                breaks
            }
        };
        let ends = breaks.iter().copied().chain([all]);
        let begins = std::iter::once(0).chain(breaks.iter().copied());
        let widest = begins.zip(ends).map(|(from, to)| sheet(from, to)).fold(1.0, f64::max);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 10 and 100")]
        let scale = (paper.room() / widest * 100.0).clamp(10.0, 100.0) as u16;
        let breaks = breaks.into_iter().filter_map(|at| u16::try_from(at).ok()).collect();
        Self { breaks, leads: u16::try_from(leads).unwrap_or(0), scale }
    }

    /// How high the rows of one sheet may be together, in points.
    pub(super) fn room_below(&self, paper: SheetPaper) -> f64 {
        let high = match paper {
            SheetPaper::A4 => 210.0,
            SheetPaper::A3 => 297.0,
        };
        (high / 25.4 - MARGINS) * 72.0 * 100.0 / f64::from(self.scale)
    }

    /// Sets a sheet up whose heading stands in that row. Without columns that name the row it goes on one sheet in width.
    pub(super) fn set_up(&self, sheet: &mut Worksheet, heading: u32) -> Result<(), XlsxError> {
        sheet.set_freeze_panes(heading + 1, self.leads)?;
        sheet.set_repeat_rows(heading, heading)?;
        if self.leads == 0 {
            return Ok(());
        }
        // First a sheet with what is to its right, then the rows below.
        sheet.set_print_fit_to_pages(0, 0).set_print_scale(self.scale).set_page_order(false);
        if !self.breaks.is_empty() {
            sheet.set_repeat_columns(0, self.leads - 1)?;
            let breaks: Vec<u32> = self.breaks.iter().map(|column| u32::from(*column)).collect();
            sheet.set_vertical_page_breaks(&breaks)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(widths: &[usize], opens: &[usize]) -> Vec<Column> {
        let column = |(at, wide): (usize, &usize)| {
            let column = Column::text("列", 1).of_width(*wide);
            let column = if at < 2 { column.leading() } else { column };
            if opens.contains(&at) { column.opening() } else { column }
        };
        widths.iter().enumerate().map(column).collect()
    }

    #[test]
    fn letters_are_never_printed_smaller_than_they_are_read() {
        for (widths, opens, breaks) in [
            // All on one sheet.
            (&[6, 26, 32, 32, 10][..], &[][..], &[][..]),
            // In two, where the halves are most alike.
            (&[6, 26, 60, 60, 30, 40, 40, 20], &[3, 4, 6], &[4]),
            // Nobody said where.
            (&[6, 26, 60, 60, 60, 60, 60], &[], &[5]),
            (&[6, 26, 90, 90, 90, 90, 90, 90], &[3, 4, 5, 6], &[4, 6]),
            // Wider than a sheet has room for: as wide as that.
            (&[6, 26, 60, 400, 60], &[3, 4], &[3, 4]),
        ] {
            let pages = Pages::of(&columns(widths, opens), SheetPaper::A3);
            assert_eq!(pages.breaks, breaks, "{widths:?}");
            assert!(pages.scale >= 80, "{widths:?} {}", pages.scale);
        }
    }
}
