//! 销号审批表: what those who sign a closing put their names to, and the code by which the signed sheet is known again.
//!
//! The code is made of what the sheet says of the work: the item, its deadline, its measures and what was reported of them, the
//! evidence. Signatures are not part of it: they are what the sheet collects, and entering them must not make it another one.

use crate::domain::{
    Day, digest,
    evidence::EvidenceFacts,
    ids::EvidenceId,
    item::{Item, ItemKind},
    party::Role,
};

/// Something to be done, and what became of it.
#[derive(Debug, Clone)]
pub struct Part {
    /// A measure or a 问题表现.
    pub item: Item,
    /// What was last reported of it and accepted.
    pub told: Option<String>,
}

/// What the sheet says of an item on a day.
#[derive(Debug, Clone)]
pub struct ClosingForm {
    /// The round's key.
    pub round: String,
    /// The item as of that day.
    pub item: Item,
    /// What was last reported of it and accepted.
    pub told: Option<String>,
    /// What stands below it or also answers it, in the order of the codes.
    pub parts: Vec<Part>,
    /// The evidence that counts, in the order of its numbers.
    pub evidence: Vec<(EvidenceId, EvidenceFacts)>,
}

/// The version of what the code is made of.
const TAG: &str = "taizhang.closing-form/1";

impl ClosingForm {
    /// The sheet's code: the same for the same facts, on whatever day it is printed.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut fields = vec![self.round.clone()];
        work(&self.item, self.told.as_deref(), &mut fields);
        fields.push(self.parts.len().to_string());
        for part in &self.parts {
            work(&part.item, part.told.as_deref(), &mut fields);
        }
        fields.push(self.evidence.len().to_string());
        for (id, facts) in &self.evidence {
            fields.extend([id.to_string(), facts.title.clone(), day(facts.dated_on)]);
            fields.push(facts.file.as_ref().map(|file| file.sha256.clone()).unwrap_or_default());
            let register = facts.register.as_ref();
            fields.push(register.and_then(|entry| entry.number.clone()).unwrap_or_default());
            fields.push(register.map(|entry| entry.kept_at.clone()).unwrap_or_default());
        }
        digest::short(TAG, fields.iter().map(String::as_str))
    }
}

fn day(day: Option<Day>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// What is said of a piece of work. Who answers for it counts for the item itself and for every part alike.
fn work(item: &Item, told: Option<&str>, fields: &mut Vec<String>) {
    let names = |role: Role| item.in_role(role).map(|party| party.name.as_str()).collect::<Vec<_>>().join("\n");
    fields.extend([
        item.uid.clone(),
        item.code.clone(),
        ItemKind::key(item.kind).to_owned(),
        item.text.clone(),
        item.goal.clone().unwrap_or_default(),
        item.cycle.to_string(),
        names(Role::Leader),
        names(Role::Department),
        item.deadline.as_ref().map(|held| held.now.raw.clone()).unwrap_or_default(),
        day(item.due()),
        day(item.first_due()),
        day(item.review()),
        item.progress.key().to_owned(),
        day(item.completed_on),
        told.unwrap_or_default().to_owned(),
    ]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lifecycle::{Closure, Progress};

    fn form() -> ClosingForm {
        let facts = EvidenceFacts { title: "签到表".into(), dated_on: None, file: None, register: None };
        let part = Part { item: Item::plain("1.1", "2025-03-05"), told: Some("已建立登记制度".into()) };
        ClosingForm {
            round: "2025巡察".into(),
            item: Item::plain("1", "2025-03-05"),
            told: None,
            parts: vec![part],
            evidence: vec![(EvidenceId(1), facts)],
        }
    }

    #[test]
    fn the_code_is_of_the_work_and_not_of_its_signing() {
        let code = form().digest();
        assert_eq!(form().digest(), code);
        let same: [fn(&mut ClosingForm); 3] = [
            |form| form.item.closure = Closure::Closed,
            |form| form.item.last_filing_on = Some("2025-09-01".parse().unwrap()),
            |form| form.item.note = Some("备注".into()),
        ];
        for change in same {
            let mut changed = form();
            change(&mut changed);
            assert_eq!(changed.digest(), code);
        }
        let other: [fn(&mut ClosingForm); 8] = [
            |form| form.item.text.push('。'),
            |form| form.item.cycle = 2,
            |form| form.item.progress = Progress::Completed,
            |form| form.told = Some("已完成".into()),
            |form| form.parts[0].told = None,
            |form| form.parts[0].item.completed_on = Some("2025-09-01".parse().unwrap()),
            |form| form.parts.clear(),
            |form| form.evidence[0].1.title.push('二'),
        ];
        for (number, change) in other.iter().enumerate() {
            let mut changed = form();
            change(&mut changed);
            assert_ne!(changed.digest(), code, "change {number}");
        }
    }
}
