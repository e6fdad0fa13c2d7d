//! One pass over deadline words from left to right, which collects every day and span of time in them.

use super::Frame;
use crate::{
    domain::Day,
    zh::{
        numeral::{fold_char, is_chinese_numeral, parse_number},
        sanitize::is_hidden,
    },
};
use chrono::Datelike;

/// What 每 makes a rhythm of; 每名干警 is none.
const RHYTHMS: &[&str] =
    &["半年", "半个月", "半月", "季度", "年度", "年", "季", "月", "周", "星期", "工作日", "日", "天", "旬"];

/// A day that was found, said or counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    /// The last day in time.
    pub(super) due: Day,
    /// Whether it was counted from another day.
    pub(super) relative: bool,
    /// What the clerk should know about the reading.
    pub(super) note: Option<String>,
}

/// Everything one pass brings.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// The days, in the order of the words.
    pub(super) findings: Vec<Finding>,
    /// Whether something recurs (每季度).
    pub(super) recurring: bool,
    /// Whether a beginning is named (2025年3月起).
    pub(super) begins: bool,
    /// Why no day can be relied on, such as one that the calendar does not have.
    pub(super) problem: Option<String>,
}

/// Folds width and takes out blanks, but for one between digits: `2025-06-30 00:00` must not run together.
pub(super) fn fold(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut blank = false;
    for c in words.chars().filter(|c| !is_hidden(*c)).map(fold_char) {
        if c.is_whitespace() || c.is_control() {
            blank = true;
            continue;
        }
        if blank && c.is_ascii_digit() && out.ends_with(|c: char| c.is_ascii_digit()) {
            out.push(' ');
        }
        blank = false;
        out.push(c);
    }
    out
}

/// Collects the days and spans of folded words.
pub(super) fn scan(text: &str, frame: &Frame) -> Findings {
    let chars: Vec<char> = text.chars().collect();
    let mut scanner =
        Scanner { chars: &chars, at: 0, frame, said_year: None, begins_on: None, found: Findings::default() };
    while scanner.at < chars.len() && scanner.found.problem.is_none() {
        let from = scanner.at;
        if !begins_something(chars[from]) {
            scanner.at += 1;
            continue;
        }
        if scanner.recurrence() || scanner.point() || scanner.span() {
            debug_assert!(scanner.at > from, "every reading moves on");
            continue;
        }
        // A number that is none of these is passed over whole: a run of a million digits is looked at once.
        scanner.at = from;
        if scanner.number().is_none() {
            scanner.at = from + 1;
        }
    }
    scanner.found
}

/// Whether a day, a span or a rhythm can begin with this character. Most characters of a long text begin none.
fn begins_something(c: char) -> bool {
    c.is_ascii_digit() || is_chinese_numeral(c) || "每第前上下本当这今明来翌后去次年岁全半元国月季".contains(c)
}

/// A number in the words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number {
    /// What it says; `None` when it is too long to be part of a date.
    pub(super) value: Option<u32>,
    /// How many characters it has.
    pub(super) len: usize,
    /// Whether it is written in Arabic digits.
    pub(super) arabic: bool,
}

/// The place in the words and what was found up to it.
pub(super) struct Scanner<'a> {
    pub(super) chars: &'a [char],
    pub(super) at: usize,
    pub(super) frame: &'a Frame,
    /// The last year that was said: later days without one take it.
    pub(super) said_year: Option<i32>,
    /// A beginning, and the place where its words end.
    pub(super) begins_on: Option<(Day, usize)>,
    pub(super) found: Findings,
}

impl Scanner<'_> {
    pub(super) fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    pub(super) fn before(&self, at: usize) -> Option<char> {
        at.checked_sub(1).and_then(|at| self.chars.get(at).copied())
    }

    /// Whether the words go on with `text`.
    pub(super) fn looks_at(&self, text: &str) -> bool {
        let mut at = self.at;
        text.chars().all(|c| {
            at += 1;
            self.chars.get(at - 1) == Some(&c)
        })
    }

    /// Moves past `text` when it is there.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        let there = self.looks_at(text);
        if there {
            self.at += text.chars().count();
        }
        there
    }

    /// Moves past the first of `texts` that is there; list longer ones first.
    pub(super) fn eat_any(&mut self, texts: &[&str]) -> bool {
        texts.iter().any(|text| self.eat(text))
    }

    /// Moves past one of `words`, unless what follows makes it another word (前 in 前期).
    pub(super) fn eat_but(&mut self, words: &[&str], not_before: &str) -> bool {
        let from = self.at;
        if self.eat_any(words) && !self.peek().is_some_and(|c| not_before.contains(c)) {
            return true;
        }
        self.at = from;
        false
    }

    /// Moves past a number, whatever its length.
    pub(super) fn number(&mut self) -> Option<Number> {
        let from = self.at;
        let arabic = self.peek()?.is_ascii_digit();
        let belongs = |c: char| if arabic { c.is_ascii_digit() } else { is_chinese_numeral(c) };
        while self.peek().is_some_and(belongs) {
            self.at += 1;
        }
        let len = self.at - from;
        if len == 0 {
            return None;
        }
        // No day or span needs more characters: 三百六十五 has five, 20250630 eight.
        let value = (len <= 8).then(|| parse_number(&self.chars[from..self.at].iter().collect::<String>())).flatten();
        Some(Number { value, len, arabic })
    }

    /// The words between two places, for notes.
    pub(super) fn words(&self, from: usize, to: usize) -> String {
        self.chars[from..to].iter().collect()
    }

    /// 每季度, 每两个月, 每年12月底前: a rhythm and the day named in it are no deadline.
    fn recurrence(&mut self) -> bool {
        let from = self.at;
        if !self.eat("每") {
            return false;
        }
        self.number();
        self.eat("个");
        if !self.eat_any(RHYTHMS) {
            self.at = from;
            return false;
        }
        self.found.recurring = true;
        // The day within the rhythm: 12月底前, 末月20日前, 5日前. It is read and dropped.
        self.eat_any(&["末月", "首月", "的"]);
        let day = self.at;
        // A day with its year is said for once, whatever recurs before it.
        if self.year().is_some() {
            self.at = day;
            return true;
        }
        if self.expression().is_some() {
            // 每年6月底、12月底前.
            let mut end = self.at;
            while self.eat_any(&["、", "和", "及"]) && self.year().is_none() && self.expression().is_some() {
                end = self.at;
            }
            self.at = end;
            return true;
        }
        self.at = day;
        if self.number().is_some_and(|n| n.len <= 3) {
            if self.eat_any(&["日", "号"]) {
                return true;
            }
            self.at = day;
        }
        self.eat_any(&["末", "底", "初"]);
        true
    }

    /// The year of words such as 今年.
    pub(super) fn this_year(&self) -> i32 {
        self.frame.feedback_on.year()
    }
}
