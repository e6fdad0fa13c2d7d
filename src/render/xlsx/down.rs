//! Where a long grid is broken from one sheet of paper to the next below it: never inside of rows that belong together, as long
//! as these fit on one sheet.

/// More breaks than Excel takes in one sheet; what comes behind them is broken wherever a sheet is full.
const MOST: usize = 1_000;

/// The rows of a grid as sheets of paper are filled with them.
#[derive(Debug, Default)]
pub(super) struct Down {
    /// How high what stands over the heading is, in points.
    above: f64,
    /// How high the heading is, which every sheet repeats.
    heading: f64,
    pieces: Vec<Piece>,
}

/// Rows that belong together, or a band.
#[derive(Debug, Clone, Copy)]
struct Piece {
    row: u32,
    height: f64,
    /// Whether it is a band, which is never the last row of a sheet.
    band: bool,
}

impl Down {
    /// Begins below a heading.
    pub(super) fn begin(above: f64, heading: f64) -> Self {
        Self { above, heading, pieces: Vec::new() }
    }

    /// A band.
    pub(super) fn band(&mut self, row: u32, height: f64) {
        self.pieces.push(Piece { row, height, band: true });
    }

    /// Rows that belong together.
    pub(super) fn block(&mut self, row: u32, height: f64) {
        self.pieces.push(Piece { row, height, band: false });
    }

    /// The rows before which a sheet begins that has so much room, and how many sheets there are.
    pub(super) fn breaks(&self, room: f64) -> (Vec<u32>, usize) {
        let room = room - self.heading;
        let (mut breaks, mut sheets) = (Vec::new(), 1);
        if room <= 0.0 {
            return (breaks, sheets);
        }
        let mut left = room - self.above;
        // Bands wait for what stands below them: the first one's row, and their height.
        let mut bands: Option<(u32, f64)> = None;
        for Piece { row, height, band } in self.pieces.iter().copied() {
            let (first, before) = bands.take().unwrap_or((row, 0.0));
            let mut high = before + height;
            if band {
                bands = Some((first, high));
                continue;
            }
            if high > left && high <= room && breaks.len() < MOST {
                breaks.push(first);
                sheets += 1;
                left = room;
            }
            while high > left {
                high -= left;
                sheets += 1;
                left = room;
            }
            left -= high;
        }
        (breaks, sheets)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_together_stays_on_one_sheet() {
        let mut down = Down::begin(30.0, 20.0);
        // 70 are left of the first sheet, then 100 on each.
        down.block(5, 40.0);
        down.block(7, 40.0);
        down.block(9, 50.0);
        assert_eq!(down.breaks(120.0), (vec![7], 2));
        // A band goes with what it stands over; two of them as well.
        down.band(11, 5.0);
        down.band(12, 5.0);
        down.block(13, 20.0);
        assert_eq!(down.breaks(120.0), (vec![7, 11], 3));
        // What no sheet holds begins where it is and ends on a later one.
        down.block(14, 150.0);
        down.block(20, 20.0);
        down.block(21, 5.0);
        assert_eq!(down.breaks(120.0), (vec![7, 11, 21], 5));
    }
}
