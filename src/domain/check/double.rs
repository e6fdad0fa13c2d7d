//! Outcomes that count one document twice.

use super::{Finding, NAMED};
use crate::domain::{
    ids::{ItemId, OutcomeId, RoundId},
    outcome::is_same_document,
};

/// A document that counts as an outcome, under one of its items.
#[derive(Debug, Clone)]
pub struct DoubleFacts {
    /// The outcome's number.
    pub outcome: OutcomeId,
    /// The item's round.
    pub round: RoundId,
    /// The first of its items there.
    pub item: ItemId,
    /// Its title as it was typed.
    pub title: String,
    /// Its document number.
    pub number: Option<String>,
    /// The item is among those asked about; the others are what it is compared with.
    pub selected: bool,
}

/// Of documents in the order of their numbers, those that an earlier one of the same round had counted already. `fold` is that
/// of [`is_same_document`].
#[must_use]
pub fn doubles(documents: &[DoubleFacts], fold: impl Fn(&str) -> String) -> Vec<(&DoubleFacts, Finding)> {
    let doubled = |one: &DoubleFacts, other: &DoubleFacts| {
        one.round == other.round
            && one.outcome != other.outcome
            && is_same_document((&one.title, one.number.as_deref()), (&other.title, other.number.as_deref()), &fold)
    };
    let mut found = Vec::new();
    for (at, one) in documents.iter().enumerate() {
        let earlier: Vec<i64> = documents[..at]
            .iter()
            .filter(|other| doubled(one, other))
            .map(|other| other.outcome.0)
            .take(NAMED)
            .collect();
        if one.selected && !earlier.is_empty() {
            let (title, number) = (one.title.clone(), one.number.clone());
            found.push((one, Finding::OutcomeDoubled { outcome: one.outcome.0, title, number, earlier }));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(outcome: i64, round: i64, title: &str, number: Option<&str>) -> DoubleFacts {
        DoubleFacts {
            outcome: OutcomeId(outcome),
            round: RoundId(round),
            item: ItemId(outcome),
            title: title.into(),
            number: number.map(Into::into),
            selected: true,
        }
    }

    #[test]
    fn a_document_doubles_one_of_its_round_with_the_same_title_or_number() {
        for (title, number, round, doubled) in [
            ("印章管理办法", None, 1, true),
            ("印章管理办法", Some("办发7号"), 1, true),
            ("印章使用办法", Some("办发3号"), 1, true),
            // Two documents without a number are not the same for that.
            ("公车管理办法", None, 1, false),
            ("公车管理办法", Some("办发7号"), 1, false),
            ("印章管理办法", Some("办发3号"), 2, false),
        ] {
            let all = [document(1, 1, "印章管理办法", Some("办发3号")), document(2, round, title, number)];
            let found: Vec<i64> = doubles(&all, str::to_owned).iter().map(|(one, _)| one.outcome.0).collect();
            assert_eq!(found, if doubled { vec![2] } else { vec![] }, "{title} {number:?} {round}");
        }
    }

    #[test]
    fn what_was_not_asked_about_is_compared_with_and_not_told() {
        let mut all = [document(1, 1, "办法", None), document(2, 1, "办法", None), document(3, 1, "办法", None)];
        all[1].selected = false;
        let found = doubles(&all, str::to_owned);
        assert_eq!(found.len(), 1);
        assert!(matches!(&found[0].1, Finding::OutcomeDoubled { outcome: 3, earlier, .. } if *earlier == [1, 2]));
    }
}
