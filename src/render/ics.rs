//! Calendars (.ics, RFC 5545), for the phone and the office's calendar program: all-day events with reminders before.
//!
//! Written by hand: the crates at hand fill a missing stamp or id from the clock and from chance, and a calendar of the same
//! ledger and day is the same file, byte for byte. Tests read it back with one of them.

use crate::{
    domain::{Day, item::ItemKind},
    report::schedule::{DateKind, Entry, Over},
    zh::{label::Label as _, width::truncate},
};
use chrono::{DateTime, Days, FixedOffset, Utc};
use std::io::{self, Write};

/// So many columns of its words are enough to know what was cancelled.
const CANCELLED_WORDS: usize = 48;

/// No line is longer, in octets, without its break (RFC 5545, 3.1).
const LONGEST_LINE: usize = 75;

/// What a calendar says of itself.
#[derive(Debug, Clone)]
pub struct Calendar<'a> {
    /// Its name.
    pub name: &'a str,
    /// When the ledger last changed: entries bear this instant, not the clock's.
    pub stamp: DateTime<FixedOffset>,
    /// How many days before the event to remind of it, at nine in the morning; 0 is the day itself.
    pub alarms: &'a [u32],
}

/// Writes a calendar.
///
/// # Errors
/// Trouble with the place written to.
pub fn write(calendar: &Calendar<'_>, entries: &[Entry], out: &mut dyn Write) -> io::Result<()> {
    let stamp = calendar.stamp.with_timezone(&Utc).format("%Y%m%dT%H%M%SZ").to_string();
    let mut put = |line: &str| fold(line, out);
    put("BEGIN:VCALENDAR")?;
    put("VERSION:2.0")?;
    put("PRODID:-//taizhang//taizhang//ZH")?;
    put("CALSCALE:GREGORIAN")?;
    put("METHOD:PUBLISH")?;
    put(&format!("X-WR-CALNAME:{}", escape(calendar.name)))?;
    put("X-WR-TIMEZONE:Asia/Shanghai")?;
    for entry in entries {
        let summary = escape(&summary(entry));
        put("BEGIN:VEVENT")?;
        put(&format!("UID:{}@taizhang", escape(&entry.uid)))?;
        put(&format!("DTSTAMP:{stamp}"))?;
        put(&format!("LAST-MODIFIED:{stamp}"))?;
        put(&format!("SEQUENCE:{}", entry.sequence))?;
        put(&format!("DTSTART;VALUE=DATE:{}", compact(entry.on)))?;
        // The end of an all-day event is the day after it.
        if let Some(after) = entry.on.checked_add_days(Days::new(1)) {
            put(&format!("DTEND;VALUE=DATE:{}", compact(after)))?;
        }
        put(&format!("SUMMARY:{summary}"))?;
        put(&format!("CATEGORIES:{}", category(entry.kind)))?;
        put("CLASS:PRIVATE")?;
        // A day on which something is due keeps nobody busy.
        put("TRANSP:TRANSPARENT")?;
        // Who took the entry over keeps it until told otherwise: it is cancelled, and reminds of nothing.
        if entry.over.is_some() {
            put("STATUS:CANCELLED")?;
            put("END:VEVENT")?;
            continue;
        }
        put("STATUS:CONFIRMED")?;
        put(&format!("DESCRIPTION:{}", escape(&description(entry))))?;
        for days in calendar.alarms {
            put("BEGIN:VALARM")?;
            put("ACTION:DISPLAY")?;
            put(&format!("DESCRIPTION:{summary}"))?;
            put(&format!("TRIGGER:{}", trigger(*days)))?;
            put("END:VALARM")?;
        }
        put("END:VEVENT")?;
    }
    put("END:VCALENDAR")?;
    out.flush()
}

fn category(kind: DateKind) -> &'static str {
    match kind {
        DateKind::Milestone(_) => "整改节点",
        DateKind::Due => "整改到期",
        DateKind::Review => "整改复核",
    }
}

fn summary(entry: &Entry) -> String {
    let of = |what: &str| {
        let kind = entry.item_kind.unwrap_or(ItemKind::Issue).label();
        format!("{what} {kind}{} {}", entry.code, entry.words.replace('\n', " "))
    };
    let what = match entry.kind {
        DateKind::Milestone(_) => format!("节点 {}（{}）", entry.words, entry.round),
        DateKind::Due => of("到期"),
        DateKind::Review => of("复核"),
    };
    if let Some(over) = entry.over {
        let word = match over {
            Over::Completed => "（已完成）",
            Over::Closed => "（已销号）",
            Over::Withdrawn => "（已撤项）",
            Over::GivenUp => "（不再按此日）",
            Over::Finished => "（轮次已办结）",
        };
        return format!("{word}{}", truncate(&what, CANCELLED_WORDS));
    }
    what
}

fn description(entry: &Entry) -> String {
    let mut lines = Vec::new();
    let mut say = |label: &str, words: &str| {
        if !words.is_empty() {
            lines.push(format!("{label}：{words}"));
        }
    };
    say("轮次", &entry.round);
    say("牵头领导", &entry.leader);
    say("责任部门", &entry.departments);
    say("时限", &entry.raw);
    say("原时限", &entry.first_due.map(|day| day.to_string()).unwrap_or_default());
    let along = if entry.kind == DateKind::Review { "同日复核" } else { "同日到期" };
    say(along, &entry.along.join("、"));
    lines.join("\n")
}

/// Nine in the morning, so many days before: all-day events begin at midnight.
fn trigger(days: u32) -> String {
    match days {
        0 => "PT9H".to_owned(),
        1 => "-PT15H".to_owned(),
        days => format!("-P{}DT15H", days - 1),
    }
}

fn compact(day: Day) -> String {
    day.format("%Y%m%d").to_string()
}

/// A text as a value: what has a meaning of its own is escaped, what no calendar may hold is left out.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => out.push_str("\\n"),
            '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Writes a content line, broken before it grows too long and never inside a character.
fn fold(line: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut room = LONGEST_LINE;
    let mut from = 0;
    for (at, c) in line.char_indices() {
        if at + c.len_utf8() - from > room {
            out.write_all(&line.as_bytes()[from..at])?;
            out.write_all(b"\r\n ")?;
            // The blank that marks a continued line counts.
            (from, room) = (at, LONGEST_LINE - 1);
        }
    }
    out.write_all(&line.as_bytes()[from..])?;
    out.write_all(b"\r\n")
}

#[cfg(test)]
mod tests;
