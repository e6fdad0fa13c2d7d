//! How text is fitted into a width.

use crate::zh::width::{display_width, wrap};
use unicode_width::UnicodeWidthChar;

/// The width of the widest line of a text.
pub(super) fn widest_line(text: &str) -> usize {
    text.lines().map(display_width).max().unwrap_or(0)
}

/// The text in lines of at most that width, at least one; line feeds at its end count for nothing.
///
/// Lines are broken as Chinese is ([`wrap`]), and wherever they end where that lets them hang over.
pub(super) fn fit(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for piece in text.trim_end_matches('\n').split('\n') {
        if display_width(piece) <= width {
            lines.push(piece.trim_end().to_owned());
        } else {
            lines.extend(wrap(piece, width).iter().flat_map(|line| chopped(line, width)));
        }
    }
    lines
}

/// The line in parts of at most that width, wherever they end; the last resort.
fn chopped(line: &str, width: usize) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut used = 0;
    for c in line.chars() {
        let wide = c.width().unwrap_or(0);
        if used + wide > width && used > 0 {
            parts.push(String::new());
            used = 0;
        }
        used += wide;
        // There is always a last part.
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts.iter().map(|part| part.trim_end().to_owned()).collect()
}

/// The text in one line of at most that width, with the sign in place of what was cut off.
pub(super) fn cut(text: &str, width: usize, sign: &str) -> String {
    let line = text.replace('\n', " ");
    if display_width(&line) <= width {
        return line.trim_end().to_owned();
    }
    let sign = chopped(sign, width).swap_remove(0);
    let kept = chopped(&line, width - display_width(&sign)).swap_remove(0);
    if display_width(&kept) + display_width(&sign) > width { sign } else { kept + &sign }
}

/// The text with spaces after it up to that width.
pub(super) fn pad(text: &str, width: usize) -> String {
    format!("{text}{:free$}", "", free = width.saturating_sub(display_width(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_also_when_nothing_can_be_broken() {
        for text in ["““““““““““““““””", "————————————", "，，，，，，，，", "longlatinword", "甲“乙”丙“丁”"]
        {
            for width in 2..14 {
                let lines = fit(text, width);
                assert!(lines.iter().all(|line| display_width(line) <= width), "{width} {lines:?}");
                assert_eq!(lines.concat(), text);
            }
        }
    }

    #[test]
    fn what_is_cut_off_is_signed() {
        for (width, sign, expected) in
            [(8, "…", "台账登记"), (7, "…", "台账登…"), (7, "...", "台账..."), (3, "...", "..."), (2, "...", "..")]
        {
            assert_eq!(cut("台账登记", width, sign), expected);
        }
    }

    #[test]
    fn padding_counts_columns() {
        assert_eq!(pad("台账", 8), "台账    ");
        assert_eq!(pad("台账", 3), "台账");
    }
}
