//! Horizontal bars.

/// How wide a bar in a table's cell is.
pub(super) const NATURAL: usize = 10;

/// How wide the longest bar of a chart is, at most.
pub(super) const WIDEST: usize = 40;

const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// A bar of `part / whole` of the width, in eighths of a column, or in whole columns with `#`.
///
/// Whatever is more than nothing shows at least the smallest mark; more than the whole is drawn as the whole.
pub(super) fn draw(part: i64, whole: i64, width: usize, ascii: bool) -> String {
    let (Ok(part), Ok(whole)) = (u128::try_from(part), u128::try_from(whole)) else { return String::new() };
    if part == 0 || whole == 0 || width == 0 {
        return String::new();
    }
    let steps = if ascii { 1 } else { 8 };
    let length = (part.min(whole) * (width * steps) as u128 / whole).max(1);
    // At most width * 8, by `min` above.
    let length = usize::try_from(length).unwrap_or(0);
    if ascii { "#".repeat(length) } else { "█".repeat(length / 8) + EIGHTHS[length % 8] }
}

#[cfg(test)]
mod tests {
    use super::draw;

    #[test]
    fn bars_are_as_long_as_their_share() {
        for (part, whole, wide, ascii) in [
            (0, 8, "", ""),
            (8, 8, "████", "####"),
            (4, 8, "██", "##"),
            (3, 8, "█▌", "#"),
            (1, 100_000, "▏", "#"),
            (9, 8, "████", "####"),
            (-1, 8, "", ""),
            (0, 0, "", ""),
            (i64::MAX, i64::MAX, "████", "####"),
        ] {
            assert_eq!(draw(part, whole, 4, false), wide, "{part}/{whole}");
            assert_eq!(draw(part, whole, 4, true), ascii, "{part}/{whole}");
        }
    }
}
