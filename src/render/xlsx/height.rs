//! How high rows must be for their words.
//!
//! The programs fit rows to cells that stand in one row only; where cells are merged over rows nobody does, so every row's
//! height is worked out here and written.

use crate::{
    render::words::words,
    report::page::{Cell, Value},
    zh::width::display_width,
};

/// The height of one line, in points: what 10 points take in the highest of the fonts that stand in for ours.
pub(super) const LINE: f64 = 14.5;
/// The room above and below the lines.
const ROOM: f64 = 2.0;
/// The highest row that Excel takes.
const HIGHEST: f64 = 409.0;

/// How many lines a cell takes in a column that is so wide.
pub(super) fn lines(cell: &Cell, width: f64) -> usize {
    let text = match &cell.value {
        Value::Text(text) => text,
        Value::Rate(_) => return words(&cell.value).len().div_ceil(room(width)),
        _ => return 1,
    };
    in_lines(text, width)
}

/// How many lines a text takes in a column that is so wide.
pub(super) fn in_lines(text: &str, width: f64) -> usize {
    let room = room(width);
    text.split('\n').map(|line| display_width(line).div_ceil(room).max(1)).sum()
}

/// How many Latin letters stand side by side in a column: a little less than its width, since a line ends where a
/// character or a word does not fit any more.
fn room(width: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a column is at most a few hundred wide"
    )]
    let room = (width - 1.0).max(2.0) as usize;
    // Two letters make a Chinese character, and half of one is no place for it.
    room / 2 * 2
}

/// The height of a row of so many lines.
#[expect(clippy::cast_precision_loss, reason = "a cell has at most 32,767 characters")]
pub(super) fn of_lines(lines: usize) -> f64 {
    (lines as f64 * LINE + ROOM).min(HIGHEST)
}

/// Whether so many lines are all seen in rows that are together so high.
#[expect(clippy::cast_precision_loss, reason = "a cell has at most 32,767 characters")]
pub(super) fn holds(heights: &[f64], lines: usize) -> bool {
    lines as f64 * LINE <= heights.iter().sum::<f64>()
}

/// How high the rows of a block are: each as high as its own cells ask, and all together as high as the merged ones do. What a
/// merged cell lacks is shared out over its rows. `cells` are its column, first row, number of rows and lines.
pub(super) fn of_block(rows: usize, cells: impl Iterator<Item = (usize, usize, usize)> + Clone) -> Vec<f64> {
    let mut lines = vec![1_usize; rows];
    for (first, over, wanted) in cells.clone().filter(|(_, over, _)| *over == 1) {
        debug_assert_eq!(over, 1);
        lines[first] = lines[first].max(wanted);
    }
    let mut merged: Vec<(usize, usize, usize)> = cells.filter(|(_, over, _)| *over > 1).collect();
    // The narrow ones first: what they are given counts for the wide ones, too.
    merged.sort_by_key(|(first, over, _)| (*over, *first));
    for (first, over, wanted) in merged {
        let has: usize = lines[first..first + over].iter().sum();
        let lacks = wanted.saturating_sub(has);
        for (at, row) in lines[first..first + over].iter_mut().enumerate() {
            *row += lacks / over + usize::from(at < lacks % over);
        }
    }
    lines.into_iter().map(of_lines).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merged_cell_has_room_in_its_rows_together() {
        let heights = |cells: &[(usize, usize, usize)]| of_block(3, cells.iter().copied());
        assert_eq!(heights(&[(0, 1, 2), (1, 1, 1), (2, 1, 1)]), [of_lines(2), of_lines(1), of_lines(1)]);
        // Eight lines over three rows that have four: two more for the first, one for each other.
        assert_eq!(heights(&[(0, 1, 2), (0, 3, 8)]), [of_lines(4), of_lines(2), of_lines(2)]);
        assert_eq!(heights(&[(0, 1, 5), (0, 3, 3)]), [of_lines(5), of_lines(1), of_lines(1)]);
        assert_eq!(of_lines(1000), HIGHEST);
    }

    #[test]
    fn chinese_takes_two_letters_room_and_line_feeds_count() {
        assert_eq!(in_lines("整改措施", 10.0), 1);
        assert_eq!(in_lines("整改措施五", 10.0), 2);
        assert_eq!(in_lines("甲\n\n乙", 10.0), 3);
        assert_eq!(in_lines("", 10.0), 1);
        assert_eq!(in_lines("整改", 1.0), 2);
    }
}
