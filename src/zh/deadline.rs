//! Deadline words (时限): what an office writes into that cell, read into a class, a due day and a review day.
//!
//! The reading never fails. Words without a day become class `unclear` with a note that says why; open words (2027年前) take
//! the stricter reading and the note says 待确认. One pass over the words finds calendar days (`point`) and spans of time
//! (`span`); what is left is decided by the words of `word`.

mod calendar;
mod point;
mod scan;
mod span;
mod word;

use crate::{
    domain::{
        Day,
        deadline::{Deadline, DeadlineClass},
        round::{Milestone, MilestoneKind, RoundSettings},
    },
    zh::date::format_day,
};
use chrono::{Days, Months};
use scan::{Finding, Findings};

/// What of a round bears on the reading of its deadlines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The day of the feedback, from which spans are counted and unsaid years are taken.
    pub feedback_on: Day,
    /// The round's milestones.
    pub milestones: Vec<Milestone>,
    /// Days allowed for 立行立改.
    pub now_days: i64,
    /// Whether the words stand in a table cell: only there a bare number is a spreadsheet's day.
    pub in_table: bool,
}

impl Frame {
    /// The frame of a round, for words outside of tables.
    #[must_use]
    pub fn of_round(settings: &RoundSettings) -> Self {
        Self {
            feedback_on: settings.feedback_on,
            milestones: settings.milestones.clone(),
            now_days: settings.now_days,
            in_table: false,
        }
    }

    fn milestone(&self, kind: MilestoneKind) -> Option<Day> {
        self.milestones.iter().find(|m| m.kind == kind).map(|m| m.on)
    }

    /// The last day for 立行立改.
    fn now_due(&self) -> Option<Day> {
        let days = Days::new(u64::try_from(self.now_days).ok()?);
        self.feedback_on.checked_add_days(days)
    }
}

/// Whether words name the deadline that holds: the same words, or what comes to the same. A review day that was set by hand is
/// the office's own and stands in no paper: the held words are read anew.
#[must_use]
pub fn holds(held: &Deadline, words: &str, frame: &Frame) -> bool {
    let read = parse_deadline(words, frame);
    held.raw.trim() == words.trim()
        || held.comes_to(&read)
        || (held.due == read.due && parse_deadline(&held.raw, frame).comes_to(&read))
}

/// What the words were found to mean, before it is put together with them.
struct Reading {
    class: DeadlineClass,
    due: Option<Day>,
    review: Option<Day>,
    notes: Vec<String>,
}

impl Reading {
    fn dated(class: DeadlineClass, due: Day) -> Self {
        Self { class, due: Some(due), review: None, notes: Vec::new() }
    }

    fn unclear(why: impl Into<String>) -> Self {
        Self { class: DeadlineClass::Unclear, due: None, review: None, notes: vec![why.into()] }
    }

    fn noted(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }
}

/// Reads deadline words where no feedback day is known: spans count from `frame.feedback_on`, and no day is called early.
#[must_use]
pub fn parse_deadline_from(words: &str, frame: &Frame) -> Deadline {
    let reading = read(words, frame);
    made(words, reading)
}

/// Reads deadline words. Takes time in proportion to their length, whatever they are.
#[must_use]
pub fn parse_deadline(words: &str, frame: &Frame) -> Deadline {
    let mut reading = read(words, frame);
    if let Some(due) = reading.due
        && due < frame.feedback_on
    {
        reading.notes.push(format!("早于反馈日{}，请核对", format_day(frame.feedback_on)));
    }
    made(words, reading)
}

/// Whether a deadline's note asks the clerk to look again: it was read on the strict side, or a day does not fit.
#[must_use]
pub fn wants_confirmation(note: &str) -> bool {
    ["待确认", "请核对"].iter().any(|mark| note.contains(mark))
}

fn made(words: &str, reading: Reading) -> Deadline {
    let Reading { class, due, review, notes } = reading;
    Deadline { raw: words.to_owned(), class, due, review, note: (!notes.is_empty()).then(|| notes.join("；")) }
}

/// The day in the words that the calendar does not have (2月30日), as a sentence: what a clerk types by hand is asked back,
/// while a paper is taken as it stands.
#[must_use]
pub fn impossible_day(words: &str, frame: &Frame) -> Option<String> {
    scan::scan(&scan::fold(words), frame).problem.filter(|problem| problem.starts_with(NO_SUCH_DAY))
}

/// How the sentence begins that names a day which the calendar does not have.
const NO_SUCH_DAY: &str = "无此日期";

fn read(words: &str, frame: &Frame) -> Reading {
    let text = scan::fold(words);
    if word::is_blank(&text) {
        return Reading::unclear("未填时限");
    }
    if let Some(reading) = read_cell_number(&text, frame) {
        return reading;
    }
    let mut found = scan::scan(&text, frame);
    if let Some(problem) = found.problem.take() {
        return Reading::unclear(problem);
    }
    if text.contains("截至") && found.findings.len() <= 1 {
        return Reading::unclear("“截至”后面是统计日，不是时限");
    }
    if text.contains("公示期") {
        return Reading::unclear(word::why_unclear(&text));
    }
    let standing = found.recurring || word::is_standing(&text);
    if word::tells_what_was_done(&text) && !standing {
        return Reading::unclear("这是整改状态，不是时限");
    }
    let dated =
        read_days(&text, &mut found, frame).or_else(|| read_milestone(&text, frame)).or_else(|| read_now(&text, frame));
    match dated {
        Some(reading) if standing && reading.due.is_some() => as_combo(reading),
        Some(reading) => reading,
        None if standing => Reading {
            class: DeadlineClass::Long,
            due: None,
            review: half_a_year_after(frame.feedback_on),
            notes: Vec::new(),
        },
        None if found.begins => Reading::unclear("只写了起始时间，没有截止日"),
        None => Reading::unclear(word::why_unclear(&text)),
    }
}

/// A bare number in a table cell: a spreadsheet's day, or a number of days.
fn read_cell_number(text: &str, frame: &Frame) -> Option<Reading> {
    // The days of 1954 to 2119; smaller and larger numbers are none that a ledger holds.
    const SERIALS: std::ops::RangeInclusive<u32> = 20_000..=80_000;
    let digits = text.strip_suffix(".0").unwrap_or(text);
    if !frame.in_table || digits.len() > 5 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: u32 = digits.parse().ok()?;
    if SERIALS.contains(&number) {
        let zero = Day::from_ymd_opt(1899, 12, 30)?;
        let due = zero.checked_add_days(Days::new(u64::from(number)))?;
        return Some(Reading::dated(DeadlineClass::Date, due));
    }
    if (1..=730).contains(&number) {
        let due = frame.feedback_on.checked_add_days(Days::new(u64::from(number)))?;
        return Some(
            Reading::dated(DeadlineClass::Relative, due).noted(format!("待确认：“{number}”读作反馈后{number}天")),
        );
    }
    None
}

/// The days and spans that were found, put together: one day, or stages.
fn read_days(text: &str, found: &mut Findings, frame: &Frame) -> Option<Reading> {
    let mut days = std::mem::take(&mut found.findings);
    // A day written out rules over the span it spells out: 反馈后3个月内（2025年4月13日前）.
    if !word::has_stages(text) && days.iter().any(|f| !f.relative) {
        days.retain(|f| !f.relative);
    }
    // Days before the feedback beside later ones are dates of papers that the words mention.
    if days.iter().any(|f| f.due >= frame.feedback_on) {
        days.retain(|f| f.due >= frame.feedback_on);
    }
    let first = days.iter().map(|f| f.due).min()?;
    let last = days.iter().map(|f| f.due).max()?;
    let relative = days.iter().all(|f| f.relative);
    let class = match (first == last, relative) {
        (false, _) => DeadlineClass::Stages,
        (true, true) => DeadlineClass::Relative,
        (true, false) => DeadlineClass::Date,
    };
    let mut reading = Reading::dated(class, last);
    reading.review = (first != last).then_some(first);
    // A page full of open words needs no page full of notes.
    reading.notes = days.into_iter().filter_map(|Finding { note, .. }| note).take(4).collect();
    Some(reading)
}

/// 集中整改期内 and the like, resting on the round's milestones.
fn read_milestone(text: &str, frame: &Frame) -> Option<Reading> {
    let (kind, name) = [
        (MilestoneKind::Focused, "集中整改"),
        (MilestoneKind::Deep, "深度整改"),
        (MilestoneKind::Report, "报告上报前"),
        (MilestoneKind::Plan, "方案上报前"),
    ]
    .into_iter()
    .find(|(_, name)| text.contains(name))?;
    let name = name.trim_end_matches('前');
    Some(match frame.milestone(kind) {
        Some(day) if text.contains(&format!("{name}后")) || text.contains(&format!("{name}结束后")) => {
            Reading::unclear(format!("只写了起始时间（{name}结束于{}），没有截止日", format_day(day)))
        }
        Some(day) => Reading::dated(DeadlineClass::Relative, day),
        None => Reading::unclear(format!("本轮次未设“{name}”节点，推不出日期")),
    })
}

fn read_now(text: &str, frame: &Frame) -> Option<Reading> {
    let due = frame.now_due()?;
    word::is_now(text).then(|| Reading::dated(DeadlineClass::Now, due))
}

/// Standing work after a due day. Dated stages keep the first of them as the day to look again.
fn as_combo(mut reading: Reading) -> Reading {
    reading.class = DeadlineClass::Combo;
    reading.review = reading.review.or_else(|| reading.due.and_then(half_a_year_after));
    reading
}

/// The day on which standing work is looked at when nothing else is said.
fn half_a_year_after(day: Day) -> Option<Day> {
    day.checked_add_months(Months::new(6))
}

#[cfg(test)]
mod tests;
