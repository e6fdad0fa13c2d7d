//! The acknowledgement (已记录): what a writing verb did, item by item, for people and for programs.

use super::{Result, desk::Desk};
use crate::{
    domain::{
        item::ItemKind,
        receipt::{Change, Done, Receipt},
    },
    zh::{self, label::Label as _, width::truncate},
};
use serde::Serialize;
use serde_json::Value;

/// The columns that an item's first words may take.
const FIRST_WORDS: usize = 36;

/// An item in the document.
#[derive(Serialize)]
struct Row<'a> {
    code: &'a str,
    kind: ItemKind,
    text: &'a str,
    change: &'a str,
    words: String,
}

/// The numbers of the first and last record.
#[derive(Serialize)]
struct Records {
    first: i64,
    last: i64,
}

impl Desk {
    /// Acknowledges what was done.
    pub(super) fn receipt(&mut self, receipt: &Receipt) -> Result<()> {
        self.receipt_with(receipt, &[], &[])
    }

    /// The same, with lines of the verb's own for people and fields of its own for programs.
    pub(super) fn receipt_with(&mut self, receipt: &Receipt, lines: &[String], fields: &[(&str, Value)]) -> Result<()> {
        if self.is_json() {
            return self.receipt_json(receipt, fields);
        }
        self.say(&match (receipt.dry_run, receipt.records) {
            (true, _) => "仅预演，未记录：".into(),
            (false, None) => "没有变化，未记录".into(),
            (false, Some((first, last))) if first == last => format!("已记录（第 {first} 号）"),
            (false, Some((first, last))) => format!("已记录（第 {first}–{last} 号）"),
        })?;
        for line in lines {
            self.say(&format!("  {line}"))?;
        }
        for done in &receipt.done {
            self.say(&format!("  {}", line(done)))?;
        }
        for warning in &receipt.warnings {
            self.say(&format!("注意：{}", zh::receipt::warning(warning)))?;
        }
        Ok(())
    }

    fn receipt_json(&mut self, receipt: &Receipt, fields: &[(&str, Value)]) -> Result<()> {
        let mut json = self.json("taizhang.receipt/1")?;
        json.field("dry_run", &receipt.dry_run)?;
        json.field("records", &receipt.records.map(|(first, last)| Records { first, last }))?;
        json.begin_array("items")?;
        for done in &receipt.done {
            json.element(&Row {
                code: &done.code,
                kind: done.kind,
                text: &done.text,
                change: change_key(&done.change),
                words: zh::receipt::change(&done.change),
            })?;
        }
        json.end_array()?;
        json.field("warnings", &receipt.warnings.iter().map(zh::receipt::warning).collect::<Vec<_>>())?;
        for (key, value) in fields {
            json.field(key, value)?;
        }
        Ok(json.finish()?)
    }
}

/// Code, kind, first words and the change.
fn line(done: &Done) -> String {
    let words = truncate(&done.text.replace('\n', " "), FIRST_WORDS);
    format!("{} {} {words}  {}", done.code, done.kind.label(), zh::receipt::change(&done.change))
}

/// A change's stable English key.
const fn change_key(change: &Change) -> &'static str {
    match change {
        Change::Added => "added",
        Change::Edited { .. } => "edited",
        Change::Withdrawn => "withdrawn",
        Change::Moved { .. } => "moved",
        Change::Linked { .. } => "linked",
        Change::Unlinked { .. } => "unlinked",
        Change::Disclosed { .. } => "disclosed",
        Change::Assigned { .. } => "assigned",
        Change::DeadlineSet { .. } => "deadline_set",
        Change::ReviewSet { .. } => "review_set",
        Change::Extended { .. } => "extended",
        Change::ExtensionApplied { .. } => "extension_applied",
        Change::ExtensionRefused { .. } => "extension_refused",
        Change::Filed => "filed",
        Change::FilingWaits { .. } => "filing_pending",
        Change::FilingAccepted { .. } => "filing_accepted",
        Change::FilingReturned { .. } => "filing_returned",
        Change::Progress { .. } => "progress",
        Change::Derived { .. } => "derived",
        Change::Requested => "requested",
        Change::Signed { agreed: true, .. } => "signed",
        Change::Signed { .. } => "denied",
        Change::Closed { .. } => "closed",
        Change::Ratified => "ratified",
        Change::Returned => "returned",
        Change::Deferred => "deferred",
        Change::Decided { .. } => "decided",
        Change::Reopened { .. } => "reopened",
        Change::LookedBack { .. } => "looked_back",
        Change::Drawn { .. } => "drawn",
        Change::Reminded { .. } => "reminded",
        Change::Evidence { .. } => "evidence",
        Change::Outcome { .. } => "outcome",
    }
}
