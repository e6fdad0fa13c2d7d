//! An orderly series inside one paragraph: 一是…。二是…。三是…, or (1)…；(2)… behind a label.

use super::marker::{self, Style};
use super::span::{Inside, bracketed};

/// A paragraph taken apart: what stands before the series, and where each member begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Series {
    /// The byte position where each member begins; the first member ends where the second begins, the last with the text.
    pub(super) starts: Vec<usize>,
}

impl Series {
    /// The words before the first member.
    pub(super) fn lead<'a>(&self, text: &'a str) -> &'a str {
        &text[..self.starts.first().copied().unwrap_or(text.len())]
    }

    /// Each member, its marker included.
    pub(super) fn parts<'a>(&self, text: &'a str) -> impl Iterator<Item = &'a str> + use<'a, '_> {
        let ends = self.starts.iter().skip(1).copied().chain([text.len()]);
        self.starts.iter().copied().zip(ends).map(|(from, to)| &text[from..to])
    }
}

/// Finds a series of at least two members that begins with `first` and goes on by one, each behind the end of a clause.
///
/// `styles` says which markers may form it; the one that comes first in the text is the series' style.
pub(super) fn find(text: &str, first: u32, styles: &[Style]) -> Option<Series> {
    let spans = bracketed(text);
    let mut inside = Inside::new(&spans);
    let mut starts: Vec<usize> = Vec::new();
    let mut style = None;
    let mut next = first;
    let mut may_begin = true;
    for (at, c) in text.char_indices() {
        if may_begin
            && opens(c)
            && !inside.holds(at)
            && let Some(found) = marker::read(&text[at..])
            && found.number == next
            && style.map_or_else(|| styles.contains(&found.style), |style| style == found.style)
        {
            style = Some(found.style);
            starts.push(at);
            next += 1;
        }
        may_begin = matches!(c, '。' | '；' | ';' | '：' | ':' | '！' | '？' | '”' | '）' | ')') || c.is_whitespace();
    }
    (starts.len() >= 2).then_some(Series { starts })
}

fn opens(c: char) -> bool {
    matches!(c, '一'..='龥' | '0'..='9' | '０'..='９' | '(' | '（' | '①'..='⒛' | '㈠'..='㈩')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Option<(String, Vec<&str>)> {
        find(text, 1, &[Style::Shi, Style::DigitParen, Style::Digit])
            .map(|series| (series.lead(text).to_owned(), series.parts(text).collect()))
    }

    #[test]
    fn an_orderly_series_is_taken_apart() {
        assert_eq!(split("一是甲。二是乙；三是丙。"), Some((String::new(), vec!["一是甲。", "二是乙；", "三是丙。"])));
        assert_eq!(split("总述：(1)甲；(2)乙。"), Some(("总述：".to_owned(), vec!["(1)甲；", "(2)乙。"])));
    }

    #[test]
    fn a_lone_or_broken_series_is_running_text() {
        for text in ["一是甲。", "一是甲，二是乙。", "二是甲。三是乙。", "一是甲。三是乙。", "甲（一是乙。二是丙。）"]
        {
            assert_eq!(split(text), None, "{text}");
        }
    }
}
