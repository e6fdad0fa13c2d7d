//! How a sheet's columns are laid on paper: as few sheets side by side as let its letters be read, broken where a group of columns
//! begins, each with the columns that name the row.

use super::{cell::width, down::Down};
use crate::report::page::Column;
use rust_xlsxwriter::{Worksheet, XlsxError};
use std::ops::Range;

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
const MARGINS: f64 = 1.1;

/// The smallest scale: letters of 10 points are printed with 8, the least that is read at arm's length.
const LEAST: f64 = 0.8;

/// How wide a letter of a column's width is, in pixels: seven in the font that the workbook names, and this in the widest of those
/// that take its place where it is missing. A sheet that did not hold its columns there would be cut in two behind our back.
const LETTER: f64 = 8.5;

/// The sheets of paper on which the columns of a grid stand side by side.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Pages {
    /// The columns with which the second and further sheets begin, behind those that name the row.
    pub(super) breaks: Vec<u16>,
    /// How many columns name the row, from the first on.
    pub(super) leads: u16,
    /// The first of them that each sheet repeats.
    pub(super) repeats: u16,
    /// In percent.
    scale: u16,
}

/// How wide the columns are, in letters: none wider than a sheet has room for beside those that name the row.
pub(super) fn widths(columns: &[Column], paper: SheetPaper) -> Vec<f64> {
    let leads: Vec<f64> = leads(columns);
    let repeated: f64 = leads[first_repeated(&leads, paper)..].iter().sum();
    let most = ((paper.room() / LEAST - repeated - 5.0) / LETTER).floor().max(20.0);
    columns.iter().map(|column| width(column).min(most)).collect()
}

/// How wide the columns are that name the row.
fn leads(columns: &[Column]) -> Vec<f64> {
    columns.iter().take_while(|column| column.lead).map(|column| in_pixels(width(column))).collect()
}

/// From which of the columns that name the row on each sheet repeats them: all, as long as these leave it half of its room;
/// otherwise those from the widest on, which holds the words by which people know the row.
fn first_repeated(leads: &[f64], paper: SheetPaper) -> usize {
    if leads.iter().sum::<f64>() <= paper.room() / LEAST / 2.0 {
        return 0;
    }
    (0..leads.len()).max_by(|one, other| leads[*one].total_cmp(&leads[*other])).unwrap_or(0)
}

/// How wide a column is of so many letters.
pub(super) fn in_pixels(letters: f64) -> f64 {
    letters * LETTER + 6.5
}

/// The scale, in percent, at which what is so wide stands on one sheet.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 10 and 100")]
fn scale(paper: SheetPaper, wide: f64) -> u16 {
    (paper.room() / wide.max(1.0) * 100.0).clamp(10.0, 100.0) as u16
}

impl Pages {
    /// Lays columns on paper.
    pub(super) fn of(columns: &[Column], paper: SheetPaper) -> Self {
        let wide: Vec<f64> = widths(columns, paper).into_iter().map(in_pixels).collect();
        let leads = leads(columns);
        let repeats = first_repeated(&leads, paper);
        let leads = leads.len();
        let repeated: f64 = wide[repeats..leads].iter().sum();
        // How wide the sheet is that takes these columns.
        let sheet = |from: usize, to: usize| {
            let named = if from == 0 { 0.0 } else { repeated };
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
                // As full as they get; where a group begins, as long as that costs no further sheet.
                let next = |from: usize| {
                    let fits = |to: &usize| sheet(from, *to) <= most;
                    let full = (from + 1..all).take_while(fits).last().unwrap_or(from + 1);
                    (sheet(from, all) > most && from + 1 < all).then_some(full)
                };
                let further = |from: usize| std::iter::successors(next(from), |at| next(*at)).count();
                std::iter::successors(Some(0), |from| {
                    let full = next(*from)?;
                    let groups = opens.iter().copied().filter(|at| (from + 1..full).contains(at));
                    Some(groups.rev().find(|at| further(*at) == further(full)).unwrap_or(full))
                })
                .skip(1)
                .collect()
            }
        };
        let ends = breaks.iter().copied().chain([all]);
        let begins = std::iter::once(0).chain(breaks.iter().copied());
        let widest = begins.zip(ends).map(|(from, to)| sheet(from, to)).fold(1.0, f64::max);
        let scale = scale(paper, widest);
        let breaks = breaks.into_iter().filter_map(|at| u16::try_from(at).ok()).collect();
        let [leads, repeats] = [leads, repeats].map(|at| u16::try_from(at).unwrap_or(0));
        Self { breaks, leads, repeats, scale }
    }

    /// The columns over which what concerns the whole grid is written, so that it is read on each sheet: those that are
    /// repeated, or all of them where there is one sheet.
    pub(super) fn across(&self, columns: u16) -> Range<u16> {
        if self.breaks.is_empty() { 0..columns } else { self.repeats..self.leads }
    }

    /// A sheet that has nothing beside what is so wide, in letters of its columns.
    pub(super) fn plain(columns: &[f64], beside: f64, paper: SheetPaper) -> Self {
        let wide = columns.iter().copied().map(in_pixels).sum::<f64>().max(beside);
        Self { scale: scale(paper, wide), ..Self::default() }
    }

    /// How high the rows of one sheet may be together at that scale, in points.
    fn room_below(paper: SheetPaper, scale: u16) -> f64 {
        let high = match paper {
            SheetPaper::A4 => 210.0,
            SheetPaper::A3 => 297.0,
        };
        // A little less than that: the programs round the heights of rows, each in its own way.
        0.98 * (high / 25.4 - MARGINS) * 72.0 * 100.0 / f64::from(scale)
    }

    /// Where these rows are broken, and the scale in percent: the largest of those that take the fewest sheets below each other.
    /// Letters are not made smaller than they are read for that.
    fn below(&self, down: &Down, paper: SheetPaper) -> (Vec<u32>, u16) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 10 and 100")]
        let least = ((LEAST * 100.0).round() as u16).min(self.scale);
        let laid =
            (least..=self.scale).rev().step_by(4).map(|scale| (down.breaks(Self::room_below(paper, scale)), scale));
        // Of those that are alike the first.
        let (down, scale) = laid.min_by_key(|((_, sheets), _)| *sheets).unwrap_or_default();
        (down.0, scale)
    }

    /// Sets a sheet up that has these rows below each other, and its heading, if it begins with one, in that row.
    pub(super) fn set_up(
        &self,
        sheet: &mut Worksheet,
        heading: Option<u32>,
        down: &Down,
        paper: SheetPaper,
    ) -> Result<(), XlsxError> {
        if let Some(heading) = heading {
            sheet.set_freeze_panes(heading + 1, self.leads)?;
            sheet.set_repeat_rows(heading, heading)?;
        }
        let (rows, scale) = self.below(down, paper);
        if !rows.is_empty() {
            sheet.set_page_breaks(&rows)?;
        }
        // First a sheet with what is to its right, then the rows below.
        sheet.set_print_fit_to_pages(0, 0).set_print_scale(scale).set_page_order(false);
        if !self.breaks.is_empty() {
            sheet.set_repeat_columns(self.repeats, self.leads - 1)?;
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

    #[test]
    fn what_each_sheet_repeats_leaves_room_for_what_it_tells() {
        let pages = |named: &[usize]| {
            let named = named.iter().map(|wide| Column::text("列", 1).of_width(*wide).leading());
            let columns: Vec<Column> = named.chain(columns(&[0, 0, 40, 40, 40, 40], &[]).into_iter().skip(2)).collect();
            Pages::of(&columns, SheetPaper::A4)
        };
        let narrow = pages(&[6, 10, 26, 7]);
        assert_eq!((narrow.repeats, narrow.leads, narrow.breaks.len()), (0, 4, 1));
        // Nested categories and long words: the words and what stands behind them are enough.
        let wide = pages(&[6, 10, 10, 10, 8, 44, 7]);
        assert_eq!((wide.repeats, wide.leads, wide.breaks.len()), (5, 7, 2));
    }

    #[test]
    fn letters_are_as_large_as_the_fewest_sheets_allow() {
        let pages = Pages::of(&columns(&[6, 26, 60], &[]), SheetPaper::A4);
        let rows = |count: u32| {
            let mut down = Down::begin(40.0, 20.0);
            (0..count).for_each(|row| down.block(row, 15.0));
            pages.below(&down, SheetPaper::A4)
        };
        assert_eq!(rows(10), (vec![], 100));
        // A few rows more are no reason for a second sheet, many are, and that one has room.
        assert_eq!(rows(35), (vec![], 84));
        let (breaks, scale) = rows(50);
        assert_eq!((breaks.len(), scale), (1, 100));
    }
}
