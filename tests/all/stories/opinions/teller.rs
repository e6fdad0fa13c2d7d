//! Who tells the story: small verbs for what is done, tried and read.

use crate::all::office::{Office, Outcome};
use serde_json::Value;

/// The office, and what its summary said at the end of each month.
pub(super) struct Story {
    pub(super) office: Office,
    pub(super) kept: Vec<(String, Value)>,
}

impl Story {
    /// An empty folder.
    pub(super) fn begins() -> Self {
        Self { office: Office::empty(), kept: Vec::new() }
    }

    pub(super) fn on(&mut self, day: &str) -> &mut Self {
        self.office.on(day);
        self
    }

    pub(super) fn run(&self, line: &str) -> Outcome {
        self.office.run(line.split(' '))
    }

    /// Something is done.
    pub(super) fn does(&self, line: &str) -> &Self {
        self.run(line).went_well();
        self
    }

    pub(super) fn says(&self, line: &str, words: &str) -> &Self {
        self.run(line).went_well().says(words);
        self
    }

    /// An attempt to get round a rule: refused with the reason, and not a byte of the ledger is another.
    pub(super) fn tries(&self, line: &str, reason: &str) -> &Self {
        let before = self.office.bytes("taizhang.db");
        self.run(line).refused().says(reason);
        assert!(before == self.office.bytes("taizhang.db"), "{line} changed the ledger");
        self
    }

    pub(super) fn json(&self, line: &str) -> Value {
        self.run(&format!("{line} --format json")).ok().json()
    }

    /// The number of the one record that says this.
    pub(super) fn record(&self, words: &str) -> i64 {
        let log = self.json("log --limit 500");
        let entry = log["entries"].as_array().unwrap().iter().find(|e| e["words"].as_str().unwrap().contains(words));
        entry.unwrap()["seq"].as_i64().unwrap()
    }

    /// The month ends: what its summary says is kept.
    pub(super) fn month_ends(&mut self, day: &str) -> Value {
        let summary = self.on(day).json("summary --by 部门");
        self.kept.push((day.to_owned(), summary.clone()));
        summary
    }

    /// A figure of the issues: when it is explained these are listed, and they are as many as the summary counts.
    pub(super) fn explains(&self, figure: &str, codes: &[&str]) {
        self.explains_of("issues", figure, codes);
    }

    /// The same of the `opinions`, the `measures`.
    pub(super) fn explains_of(&self, part: &str, figure: &str, codes: &[&str]) {
        let kind = part.trim_end_matches('s');
        let explained = self.json(&format!("summary --explain {figure} --kind {kind}"));
        assert_eq!(each(&explained["members"], "code"), codes, "{figure} of {part}");
        let summary = self.json("summary");
        let counted = &summary[part][explained["figure"].as_str().unwrap()];
        assert_eq!(counted.as_u64(), Some(codes.len() as u64), "{figure} of {part}");
    }
}

/// Named figures of one part of a summary.
pub(super) fn figures<const N: usize>(part: &Value, names: [&str; N]) -> [i64; N] {
    names.map(|name| part[name].as_i64().unwrap_or_else(|| panic!("no {name} in {part}")))
}

/// 总数、已完成、已销号、逾期未完成.
pub(super) fn state(part: &Value) -> [i64; 4] {
    figures(part, ["total", "completed", "closed", "overdue"])
}

/// What each of these says under one key.
pub(super) fn each<'a>(rows: &'a Value, key: &str) -> Vec<&'a str> {
    rows.as_array().unwrap().iter().map(|row| row[key].as_str().unwrap()).collect()
}

/// The same under two.
pub(super) fn pairs<'a>(rows: &'a Value, first: &str, second: &str) -> Vec<(&'a str, &'a str)> {
    each(rows, first).into_iter().zip(each(rows, second)).collect()
}

/// Each department's issues: 总数、已完成、已销号.
pub(super) fn departments(summary: &Value) -> Vec<(&str, [i64; 3])> {
    let groups = summary["groups"].as_array().unwrap().iter();
    groups.map(|g| (g["label"].as_str().unwrap(), figures(&g["issues"], ["total", "completed", "closed"]))).collect()
}
