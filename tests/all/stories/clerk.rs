//! A clerk at work: the words in which a story is told, each of them the program run once or twice.

use crate::all::{
    exports::whole::comes_back,
    office::{Office, Outcome},
};
use serde_json::Value;
use std::{fs, path::Path};

/// The clerk of one office, and the figures that were written down when a month ended.
pub(super) struct Clerk {
    office: Office,
    today: String,
    round: Option<String>,
    kept: Vec<Kept>,
}

/// What the ledger said of a round and a day.
struct Kept {
    round: Option<String>,
    day: String,
    said: Vec<String>,
}

impl Clerk {
    /// An empty folder with these papers in it, on the first day of the story.
    pub(super) fn begins(day: &str, papers: &[&str]) -> Self {
        let mut office = Office::empty();
        office.on(day);
        for paper in papers {
            let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/stories").join(paper);
            office.write(paper, fs::read(source).unwrap());
        }
        Self { office, today: day.into(), round: None, kept: Vec::new() }
    }

    /// The whole ledger leaves as a document and comes back, but for these differences.
    pub(super) fn comes_back(&self, rounds: &[&str], known: &[&str]) {
        comes_back(&self.office, rounds, known);
    }

    /// Another day comes.
    pub(super) fn on(&mut self, day: &str) -> &mut Self {
        self.office.on(day);
        day.clone_into(&mut self.today);
        self
    }

    /// From now on every line is about this round, or about all of them.
    pub(super) fn about(&mut self, round: Option<&str>) -> &mut Self {
        self.round = round.map(str::to_owned);
        self
    }

    fn run(&self, round: Option<&str>, line: &str, more: &[&str]) -> Outcome {
        let round = round.iter().flat_map(|key| ["--round", key]);
        self.office.run(round.chain(line.split_whitespace()).chain(more.iter().copied()))
    }

    /// Runs a line that must be done, warnings or not.
    pub(super) fn does(&self, line: &str) -> Outcome {
        self.run(self.round.as_deref(), line, &[]).went_well()
    }

    /// Runs a line that must be refused with all these words; nothing is recorded.
    pub(super) fn may_not(&self, line: &str, words: &[&str]) {
        let before = self.records();
        let outcome = self.run(self.round.as_deref(), line, &[]).refused();
        words.iter().fold(outcome, |outcome, word| outcome.says(word));
        assert_eq!(self.records(), before, "{line}");
    }

    /// The answer of a reading verb.
    pub(super) fn asks(&self, line: &str) -> Value {
        self.answer(self.round.as_deref(), line)
    }

    fn answer(&self, round: Option<&str>, line: &str) -> Value {
        let outcome = self.run(round, line, &["--format", "json"]);
        assert!(outcome.code <= 1 && outcome.err.is_empty(), "{outcome}");
        outcome.json()
    }

    fn records(&self) -> Value {
        self.asks("log --limit 1")["total"].clone()
    }

    /// The figures of a level (`issues`, `measures`, `opinions`, `cases`) are these today, and each is explained by as many rows.
    pub(super) fn counts(&self, level: &str, figures: &[(&str, usize)]) {
        let summary = self.asks("summary");
        let kind = match level {
            "issues" => "问题",
            "measures" => "措施",
            "opinions" => "意见",
            _ => "个案",
        };
        for (figure, number) in figures {
            assert_eq!(summary[level][figure], *number, "{figure} of {level} on {}", self.today);
            let explained = self.asks(&format!("summary --explain {figure} --kind {kind}"));
            assert_eq!(explained["members"].as_array().unwrap().len(), *number, "{figure} of {level} explained");
        }
    }

    /// Figures of a level that a reader recomputes: rates, and what has no members.
    pub(super) fn rates(&self, level: &str, rates: &[(&str, f64)]) {
        let summary = self.asks("summary");
        for (rate, percent) in rates {
            assert_eq!(summary[level][rate], *percent, "{rate} of {level} on {}", self.today);
        }
    }

    /// Of a department's issues so many are completed and so many struck off.
    pub(super) fn department(&self, name: &str, total: usize, completed: usize, closed: usize) {
        let groups = self.asks("summary --by 部门")["groups"].clone();
        let group = groups.as_array().unwrap().iter().find(|g| g["label"] == name).unwrap_or_else(|| panic!("{name}"));
        let found = ["total", "completed", "closed"].map(|figure| group["issues"][figure].as_u64().unwrap());
        assert_eq!(found.map(|n| usize::try_from(n).unwrap()), [total, completed, closed], "{name} on {}", self.today);
    }

    /// The codes of a list, in its order.
    pub(super) fn lists(&self, filter: &str) -> Vec<String> {
        let list = self.asks(&format!("list {filter}"));
        list["items"].as_array().unwrap().iter().map(|item| item["code"].as_str().unwrap().to_owned()).collect()
    }

    /// A meeting's decisions of one matter: tabled, agreed, returned, deferred.
    pub(super) fn tabled(&self, meeting: u32, matter: &str) -> [i64; 4] {
        let tally = self.asks(&format!("meeting show {meeting}"))[matter].clone();
        let [tabled, agreed, returned, deferred] =
            ["tabled", "agreed", "returned", "deferred"].map(|part| tally[part].as_i64().unwrap());
        assert_eq!(tabled, agreed + returned + deferred, "{tally}");
        [tabled, agreed, returned, deferred]
    }

    /// What is late at the end of this day.
    pub(super) fn late(&self) -> Vec<String> {
        self.lists("--light 红")
    }

    /// The record of an item's newest record of that kind, as `undo --record` is told it.
    pub(super) fn record(&self, code: &str, kind: &str) -> i64 {
        let log = self.asks(&format!("log {code}"));
        let entries = log["entries"].as_array().unwrap();
        let found =
            entries.iter().filter(|entry| entry["kind"] == kind).filter_map(|entry| entry["seq"].as_i64()).max();
        found.unwrap_or_else(|| panic!("{kind} in {log}"))
    }

    /// Writes down everything that the ledger says of a month end, and makes sure that earlier ones read as they did.
    pub(super) fn keeps(&mut self, month_end: &str) {
        let said = self.said(self.round.as_deref(), month_end);
        self.kept.push(Kept { round: self.round.clone(), day: month_end.into(), said });
        self.looks_back();
    }

    /// Every month end that was written down reads as it did when it was.
    pub(super) fn looks_back(&self) {
        for Kept { round, day, said } in &self.kept {
            assert_eq!(self.said(round.as_deref(), day), *said, "as of {day}, asked on {}", self.today);
        }
    }

    fn said(&self, round: Option<&str>, day: &str) -> Vec<String> {
        let lines = ["summary --by 部门", "summary --by 来源", "list", "overdue"];
        lines.iter().map(|line| self.answer(round, &format!("{line} --as-of {day}")).to_string()).collect()
    }

    /// What the 自查 finds: rule and item.
    pub(super) fn finds(&self) -> Vec<(String, String)> {
        let check = self.asks("check");
        let name = |rule: &Value| {
            let rules = check["rules"].as_array().unwrap();
            rules.iter().find(|r| r["rule"] == *rule).and_then(|r| r["name"].as_str()).unwrap().to_owned()
        };
        let rows = check["rows"].as_array().unwrap();
        rows.iter().map(|row| (name(&row["rule"]), row["code"].as_str().unwrap_or("轮次").to_owned())).collect()
    }

    /// A page as it is read on the screen.
    pub(super) fn reads(&self, line: &str, words: &[&str]) {
        words.iter().fold(self.does(line), |outcome, word| outcome.says(word));
    }
}
