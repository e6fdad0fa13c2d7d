//! Where brackets and quotes stand in a line: a heading never begins inside them.

/// How far apart a bracket and its partner may stand, in bytes; farther than that they are taken for stray ones.
const LONGEST: usize = 1800;
/// How many unclosed brackets are looked through for a partner; keeps hostile lines linear.
const DEEPEST: usize = 6;

/// The outermost bracketed stretches of a text, as byte positions of the opening and the closing character, in order.
pub(super) fn bracketed(text: &str) -> Vec<(usize, usize)> {
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '(' | '（' => open.push((')', at)),
            '《' => open.push(('》', at)),
            '〈' => open.push(('〉', at)),
            '“' => open.push(('”', at)),
            '‘' => open.push(('’', at)),
            '「' => open.push(('」', at)),
            '【' => open.push(('】', at)),
            '[' => open.push((']', at)),
            ')' | '）' | '》' | '〉' | '”' | '’' | '」' | '】' | ']' => {
                let close = if c == '）' { ')' } else { c };
                let Some(back) = open.iter().rev().take(DEEPEST).position(|(partner, _)| *partner == close) else {
                    continue;
                };
                let index = open.len() - 1 - back;
                let (_, from) = open[index];
                open.truncate(index);
                if at - from <= LONGEST {
                    while spans.last().is_some_and(|(inner, _)| *inner > from) {
                        spans.pop();
                    }
                    spans.push((from, at));
                }
            }
            _ => {}
        }
    }
    spans
}

/// Walks forward through sorted spans and says whether a position is inside one.
pub(super) struct Inside<'a> {
    spans: &'a [(usize, usize)],
}

impl<'a> Inside<'a> {
    /// Begins before the first span.
    pub(super) fn new(spans: &'a [(usize, usize)]) -> Self {
        Self { spans }
    }

    /// Whether `at` stands behind an opening bracket and before its partner. Positions must not go backwards.
    pub(super) fn holds(&mut self, at: usize) -> bool {
        while self.spans.first().is_some_and(|(_, close)| *close < at) {
            self.spans = &self.spans[1..];
        }
        self.spans.first().is_some_and(|(open, close)| *open < at && at <= *close)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outermost_pairs_are_found_and_stray_ones_ignored() {
        assert_eq!(bracketed("a(b(c)d)e"), [(1, 7)]);
        assert_eq!(bracketed("((((a"), []);
        assert_eq!(bracketed(")a(b）"), [(2, 4)]);
        assert_eq!(bracketed("“(”"), [(0, 4)]);
    }

    #[test]
    fn inside_is_behind_the_opening_and_before_the_closing() {
        let spans = bracketed("a(bc)d(e)");
        let mut inside = Inside::new(&spans);
        let held: Vec<bool> = (0..9).map(|at| inside.holds(at)).collect();
        assert_eq!(held, [false, false, true, true, true, false, false, true, true]);
    }
}
