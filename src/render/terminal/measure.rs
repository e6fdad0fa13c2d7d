//! How wide text is on this terminal, and how it is fitted into a width.

use crate::{
    render::wrap::{display_width, truncate, wrap},
    report::page::Align,
};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The ruler of a terminal.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    /// Characters of ambiguous width count as two.
    pub(super) ascii: bool,
}

impl Measure {
    /// How many columns a line takes.
    pub(super) fn width(self, text: &str) -> usize {
        if self.ascii { text.width_cjk() } else { display_width(text) }
    }

    /// The width of the widest line of a text.
    pub(super) fn widest_line(self, text: &str) -> usize {
        text.lines().map(|line| self.width(line)).max().unwrap_or(0)
    }

    /// The text in lines of at most that width, at least one; line feeds at its end count for nothing.
    ///
    /// Lines are broken as Chinese is ([`wrap`]); where that counts ambiguous characters as one and this terminal
    /// as two, it is asked for shorter lines until they fit.
    pub(super) fn fit(self, text: &str, width: usize) -> Vec<String> {
        let mut lines = Vec::new();
        for piece in text.trim_end_matches('\n').split('\n') {
            if self.width(piece) <= width {
                lines.push(piece.trim_end().to_owned());
            } else {
                lines.extend(self.broken(piece, width));
            }
        }
        lines
    }

    fn broken(self, piece: &str, width: usize) -> Vec<String> {
        let first = wrap(piece, width);
        let mut excess = self.excess(&first, width);
        let mut limit = width;
        while excess > 0 {
            limit = limit.saturating_sub(excess.div_ceil(2));
            if limit < 2 || limit < width / 2 {
                return first.iter().flat_map(|line| self.chopped(line, width)).collect();
            }
            let shorter = wrap(piece, limit);
            excess = self.excess(&shorter, width);
            if excess == 0 {
                return shorter;
            }
        }
        first
    }

    /// By how much the widest line is too wide.
    fn excess(self, lines: &[String], width: usize) -> usize {
        lines.iter().map(|line| self.width(line)).max().unwrap_or(0).saturating_sub(width)
    }

    /// The line in parts of at most that width, wherever they end; the last resort.
    fn chopped(self, line: &str, width: usize) -> Vec<String> {
        let mut parts = vec![String::new()];
        let mut used = 0;
        for c in line.chars() {
            let wide = if self.ascii { c.width_cjk() } else { c.width() }.unwrap_or(0);
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
        parts
    }

    /// The text in one line of at most that width, with a sign for what was cut off.
    pub(super) fn cut(self, text: &str, width: usize) -> String {
        let line = text.replace('\n', " ");
        if self.width(&line) <= width {
            return line;
        }
        if !self.ascii {
            return truncate(&line, width);
        }
        let sign = &"..."[..width.min(3)];
        let kept = self.chopped(&line, width - sign.len()).swap_remove(0);
        if self.width(&kept) + sign.len() > width { sign.to_owned() } else { kept + sign }
    }

    /// The text with spaces around it up to that width.
    pub(super) fn pad(self, text: &str, width: usize, align: Align) -> String {
        let free = width.saturating_sub(self.width(text));
        let left = match align {
            Align::Left => 0,
            Align::Centre => free / 2,
            Align::Right => free,
        };
        format!("{:left$}{text}{:right$}", "", "", right = free - left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ambiguous_characters_count_as_two_where_they_are_shown_so() {
        for (text, narrow, wide) in [("“一”", 4, 6), ("——", 2, 4), ("abc", 3, 3), ("①…", 2, 4)] {
            assert_eq!(Measure { ascii: false }.width(text), narrow, "{text}");
            assert_eq!(Measure { ascii: true }.width(text), wide, "{text}");
        }
    }

    #[test]
    fn lines_fit_also_when_marks_are_wide_or_nothing_can_be_broken() {
        for ascii in [false, true] {
            let measure = Measure { ascii };
            for text in ["““““““““””””””””", "————————————", "，，，，，，，，", "longlatinword", "甲“乙”丙“丁”"]
            {
                for width in 2..14 {
                    let lines = measure.fit(text, width);
                    assert!(lines.iter().all(|line| measure.width(line) <= width), "{width} {lines:?}");
                    assert_eq!(lines.concat(), text);
                }
            }
        }
    }

    #[test]
    fn what_is_cut_off_is_signed() {
        assert_eq!(Measure { ascii: false }.cut("台账登记", 7), "台账登…");
        assert_eq!(Measure { ascii: true }.cut("台账登记", 7), "台账...");
        assert_eq!(Measure { ascii: true }.cut("台账登记", 3), "...");
        assert_eq!(Measure { ascii: true }.cut("台账登记", 2), "..");
    }

    #[test]
    fn padding_goes_to_the_side_it_should() {
        let measure = Measure { ascii: false };
        assert_eq!(measure.pad("台账", 8, Align::Left), "台账    ");
        assert_eq!(measure.pad("台账", 8, Align::Right), "    台账");
        assert_eq!(measure.pad("台账", 7, Align::Centre), " 台账  ");
    }
}
