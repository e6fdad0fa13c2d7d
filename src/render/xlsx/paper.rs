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

/// The smallest scale: letters of 10 points are printed with 8, the least that is read at arm's length.
const LEAST: f64 = 0.8;

/// The sheets of paper on which the columns of a grid stand side by side.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pages {
    /// The columns with which the second and further sheets begin, behind those that name the row.
    pub(super) breaks: Vec<u16>,
    /// How many columns name the row, from the first on.
    leads: u16,
    /// In percent.
    scale: u16,
}

impl Pages {
    /// Lays columns on paper.
    pub(super) fn of(columns: &[Column], paper: SheetPaper) -> Self {
        // As the programs measure them: seven pixels for a letter, five around it.
        let wide: Vec<f64> = columns.iter().map(|column| (width(column) * 7.0 + 5.0).trunc()).collect();
        let leads = columns.iter().take_while(|column| column.lead).count();
        let leading: f64 = wide[..leads].iter().sum();
        let most = paper.room() / LEAST;
        let (mut breaks, mut widest) = (Vec::new(), 0.0_f64);
        let mut begins = 0;
        while begins < columns.len() {
            let named = if begins == 0 { 0.0 } else { leading };
            let mut taken = named;
            let mut ends = begins;
            while ends < columns.len() && (ends == begins || taken + wide[ends] <= most) {
                taken += wide[ends];
                ends += 1;
            }
            if ends < columns.len() {
                let better = (begins.max(leads) + 1..=ends).rev().find(|at| columns[*at].opens);
                ends = better.unwrap_or(ends);
                taken = named + wide[begins..ends].iter().sum::<f64>();
                breaks.extend(u16::try_from(ends));
            }
            widest = widest.max(taken);
            begins = ends;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 10 and 100")]
        let scale = (paper.room() / widest.max(1.0) * 100.0).clamp(10.0, 100.0) as u16;
        Self { breaks, leads: u16::try_from(leads).unwrap_or(0), scale }
    }

    /// Sets a sheet up whose heading stands in that row. Without columns that name the row it goes on one sheet in width.
    pub(super) fn set_up(&self, sheet: &mut Worksheet, heading: u32) -> Result<(), XlsxError> {
        sheet.set_freeze_panes(heading + 1, self.leads)?;
        sheet.set_repeat_rows(heading, heading)?;
        if self.leads == 0 {
            return Ok(());
        }
        // First a sheet with what is to its right, then the rows below.
        sheet.set_print_fit_to_pages(0, 0).set_print_scale(self.scale).set_page_order(true);
        if !self.breaks.is_empty() {
            sheet.set_repeat_columns(0, self.leads - 1)?;
            let breaks: Vec<u32> = self.breaks.iter().map(|column| u32::from(*column)).collect();
            sheet.set_vertical_page_breaks(&breaks)?;
        }
        Ok(())
    }
}
