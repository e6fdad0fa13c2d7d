//! Where a long grid is broken from one sheet of paper to the next below it: never inside of rows that belong together, as long
//! as these fit on one sheet.

/// More breaks than Excel takes in one sheet; what comes behind them is broken wherever a sheet is full.
const MOST: usize = 1_000;

/// Sheets of paper being filled with rows.
#[derive(Debug, Default)]
pub(super) struct Down {
    /// How high the rows of a sheet may be together, below the heading that is repeated.
    room: f64,
    /// How much of the present one is left.
    left: f64,
    /// Bands that wait for what stands below them: the first one's row, and their height.
    bands: Option<(u32, f64)>,
    breaks: Vec<u32>,
}

impl Down {
    /// Begins below a heading. `room` is what a sheet has for it and its rows, `above` the height of what stands over it.
    pub(super) fn begin(room: f64, above: f64, heading: f64) -> Self {
        let room = room - heading;
        Self { room, left: room - above, ..Self::default() }
    }

    /// A band, which is never the last row of a sheet.
    pub(super) fn band(&mut self, row: u32, height: f64) {
        let (first, before) = self.bands.unwrap_or((row, 0.0));
        self.bands = Some((first, before + height));
    }

    /// Rows that belong together.
    pub(super) fn block(&mut self, row: u32, height: f64) {
        let (first, above) = self.bands.take().unwrap_or((row, 0.0));
        let mut high = above + height;
        if self.room <= 0.0 || self.breaks.len() >= MOST {
            return;
        }
        if high > self.left && high <= self.room {
            self.breaks.push(first);
            self.left = self.room;
        }
        while high > self.left {
            high -= self.left;
            self.left = self.room;
        }
        self.left -= high;
    }

    /// The rows before which a sheet begins.
    pub(super) fn breaks(&self) -> &[u32] {
        &self.breaks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_together_stays_on_one_sheet() {
        let mut down = Down::begin(120.0, 30.0, 20.0);
        // 70 are left, then 100 on each sheet.
        down.block(5, 40.0);
        down.block(7, 40.0);
        down.block(9, 50.0);
        assert_eq!(down.breaks(), [7]);
        // A band goes with what it stands over; two of them as well.
        down.band(11, 5.0);
        down.band(12, 5.0);
        down.block(13, 20.0);
        assert_eq!(down.breaks(), [7, 11]);
        // What no sheet holds begins where it is and ends on a later one.
        down.block(14, 150.0);
        down.block(20, 20.0);
        down.block(21, 5.0);
        assert_eq!(down.breaks(), [7, 11, 21]);
    }
}
