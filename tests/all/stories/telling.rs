//! How a story is told: days on which lines are typed, attempts that are refused, figures, and months that end.

use crate::all::{
    exports::whole::comes_back,
    office::{Office, Outcome},
};
use serde_json::Value;

/// An office, and what its summary said when each month ended.
pub(super) struct Story {
    office: Office,
    published: Vec<(&'static str, String)>,
}

impl Story {
    /// An office with these papers on its desk.
    pub(super) fn begins(papers: &[(&str, &str)]) -> Self {
        let office = Office::empty();
        for (name, text) in papers {
            office.write(name, text);
        }
        Self { office, published: Vec::new() }
    }

    /// That day, all of this is done.
    pub(super) fn on(&mut self, day: &str, lines: &[&str]) {
        self.office.on(day);
        for line in lines {
            let outcome = self.run(line);
            assert_eq!(outcome.code, 0, "{outcome}");
        }
    }

    /// The whole ledger leaves as a document and comes back, but for these differences.
    pub(super) fn comes_back(&self, rounds: &[&str], known: &[&str]) {
        comes_back(&self.office, rounds, known);
    }

    pub(super) fn run(&self, line: &str) -> Outcome {
        self.office.run(line.split_whitespace())
    }

    /// An attempt that is refused for this reason and leaves no trace.
    pub(super) fn refused(&self, line: &str, why: &str) {
        let before = self.json("log --limit 1")["total"].clone();
        self.run(line).refused().says(why);
        assert_eq!(self.json("log --limit 1")["total"], before, "{line}");
    }

    pub(super) fn json(&self, line: &str) -> Value {
        let outcome = self.run(&format!("{line} --format json"));
        assert!(outcome.code <= 1, "{outcome}");
        outcome.json()
    }

    /// These figures of the issues, as the summary of that day states them.
    pub(super) fn states(&self, day: &str, figures: &Value) {
        let issues = self.json(&format!("summary --as-of {day}"))["issues"].clone();
        let wrong: Vec<String> = figures
            .as_object()
            .unwrap()
            .iter()
            .filter(|(name, value)| issues[*name] != **value)
            .map(|(name, value)| format!("{name}: {} ≠ {value}", issues[name]))
            .collect();
        assert!(wrong.is_empty(), "{day}: {wrong:#?}");
    }

    /// The month ends: what its summary and its overdue report say is kept.
    pub(super) fn month_ends(&mut self, day: &'static str) {
        self.office.on(day);
        let page = self.page(day);
        self.published.push((day, page));
    }

    fn page(&self, day: &str) -> String {
        let asked = ["summary", "summary --by 部门", "overdue"];
        asked.map(|verb| self.run(&format!("{verb} --as-of {day} --format json")).ok().out).concat()
    }

    /// Every month reads as it read when it ended.
    pub(super) fn every_month_reads_as_it_did(&self) {
        for (day, page) in &self.published {
            assert_eq!(&self.page(day), page, "{day} has changed");
        }
    }

    /// A department's own figure of its issues.
    pub(super) fn of_department(&self, name: &str, figure: &str, day: &str) -> Value {
        let groups = self.json(&format!("summary --by 部门 --as-of {day}"))["groups"].clone();
        let group = groups.as_array().unwrap().iter().find(|g| g["label"] == name);
        group.unwrap_or_else(|| panic!("{name} has no group in {groups:#}"))["issues"][figure].clone()
    }

    /// The number of the first record of that kind.
    pub(super) fn record(&self, kind: &str) -> String {
        let log = self.json("log --all");
        let entries = log["entries"].as_array().unwrap().iter();
        let found = entries.filter(|e| e["kind"] == kind).map(|e| e["seq"].as_i64().unwrap()).min();
        found.unwrap_or_else(|| panic!("there is no {kind}")).to_string()
    }

    /// The members of a figure, by their codes.
    pub(super) fn members(&self, figure: &str, day: &str) -> Vec<String> {
        let explained = self.json(&format!("summary --explain {figure} --as-of {day} --all"));
        codes(&explained["members"])
    }

    /// What the 自查 finds: each rule, and how often.
    pub(super) fn findings(&self) -> Vec<(String, i64)> {
        let check = self.json("check");
        let rules = check["rules"].as_array().unwrap().iter();
        rules
            .map(|r| (r["rule"].as_str().unwrap().to_owned(), r["rows"].as_i64().unwrap()))
            .filter(|r| r.1 > 0)
            .collect()
    }
}

fn codes(rows: &Value) -> Vec<String> {
    rows.as_array().unwrap().iter().map(|row| row["code"].as_str().unwrap().to_owned()).collect()
}

pub(super) fn found(rules: &[(&str, i64)]) -> Vec<(String, i64)> {
    rules.iter().map(|(rule, rows)| ((*rule).to_owned(), *rows)).collect()
}
