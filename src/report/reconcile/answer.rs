//! What the ledger says to the figures that a paper states of the round.
//!
//! A difference is told, never put right: either may be wrong, and the ledger may only lack what is known.

use super::{Paper, Result, Scope};
use crate::{
    domain::{
        Day,
        figures::Figure,
        filter::Filter,
        item::{ItemKind, ItemType, Origin},
        stated::{Claim, Fault, FigureCheck, State, Subject, Weight},
    },
    report::outcome::Outcomes,
    store::query::{FigureRow, GroupBy},
    zh::{date::format_day_zh, label::Label as _, money::format_cents},
};
use std::collections::BTreeMap;

/// The ledger's figures of a day.
struct Known {
    rows: Vec<FigureRow>,
    long_term: i64,
    outcomes: Outcomes,
}

/// Holds every claim against the ledger, each once.
pub(super) fn checks(scope: &Scope<'_>, paper: &Paper, told: Option<Day>) -> Result<Vec<FigureCheck>> {
    let mut known: BTreeMap<Day, Known> = BTreeMap::new();
    let mut found: Vec<FigureCheck> = Vec::new();
    let mut seen: Vec<(Subject, State, i64, Day)> = Vec::new();
    for claim in &paper.claims {
        let on = day(scope, paper, claim, told);
        let key = (claim.subject, claim.state, claim.number, on);
        if seen.contains(&key) || is_one_of_several(&paper.claims, claim) {
            continue;
        }
        seen.push(key);
        if let std::collections::btree_map::Entry::Vacant(free) = known.entry(on) {
            free.insert(Known::of(scope, on)?);
        }
        found.extend(known.get(&on).and_then(|known| known.answer(claim, on)));
    }
    Ok(found)
}

/// The day of which a claim speaks. How many there are does not depend on how far they are: that is asked of the day of the
/// report. Progress is asked of the day that the clerk, the words or the paper's date name, within the round and up to now.
fn day(scope: &Scope<'_>, paper: &Paper, claim: &Claim, told: Option<Day>) -> Day {
    let now = scope.as_of.day;
    let feedback = scope.rounds.first().map(|round| round.settings.feedback_on);
    let is_work = !matches!(claim.subject, Subject::Categories) && claim.state != State::Total;
    let named = told.or(claim.as_of).or(paper.dated).filter(|_| is_work);
    named.filter(|day| *day <= now && feedback.is_none_or(|feedback| feedback <= *day)).unwrap_or(now)
}

/// Outcomes are told of single occasions, too; only where the paper names one number it is the round's.
fn is_one_of_several(claims: &[Claim], claim: &Claim) -> bool {
    let is_item =
        matches!(claim.subject, Subject::Issues(_) | Subject::Measures | Subject::Opinions | Subject::Categories);
    !is_item && claims.iter().any(|other| other.subject == claim.subject && other.number != claim.number)
}

impl Known {
    fn of(scope: &Scope<'_>, on: Day) -> Result<Self> {
        let rounds: Vec<_> = scope.rounds.iter().map(|round| round.id).collect();
        let as_of = scope.reader.as_of(on)?;
        let filter = Filter { rounds, ..Filter::default() };
        let long = Filter { types: vec![ItemType::LongTerm], origins: vec![Origin::Feedback], ..filter.clone() };
        let long = scope.reader.figures(&long, as_of, GroupBy::Nothing)?;
        let outcomes = scope.reader.outcomes_among(&filter, as_of)?;
        Ok(Self {
            rows: scope.reader.figures(&filter, as_of, GroupBy::Nothing)?,
            long_term: sum(&long, ItemKind::Issue, Some(Origin::Feedback), Figure::Total),
            outcomes: Outcomes::new(outcomes.iter().map(|outcome| &outcome.facts)),
        })
    }

    fn answer(&self, claim: &Claim, on: Day) -> Option<FigureCheck> {
        let (accepted, is_outcome) = self.accepted(claim)?;
        let shown = |number: i64| match claim.subject {
            Subject::Money(_) => format_cents(number),
            _ => number.to_string(),
        };
        let first = *accepted.first()?;
        let agrees = accepted.contains(&claim.number);
        let weight = match agrees {
            true => Weight::Agrees,
            // An office that keeps no outcomes in its ledger is reminded, not accused.
            false if is_outcome && self.outcomes.members == 0 => Weight::Remark,
            false => Weight::Finding,
        };
        Some(FigureCheck {
            weight,
            fault: Fault::Ledger,
            place: claim.place.clone(),
            words: claim.words.clone(),
            stated: shown(claim.number),
            computed: shown(if agrees { claim.number } else { first }),
            against: match weight {
                Weight::Remark => format!("{}，台账没有登记成效", what(claim)),
                _ => format!("{}，截至{}", what(claim), format_day_zh(on)),
            },
        })
    }

    /// The numbers that the ledger can stand for, and whether they are of outcomes.
    fn accepted(&self, claim: &Claim) -> Option<(Vec<i64>, bool)> {
        let (kind, origin) = match claim.subject {
            Subject::Issues(origin) => (ItemKind::Issue, Some(origin)),
            Subject::Measures => (ItemKind::Measure, None),
            Subject::Opinions => (ItemKind::Opinion, None),
            Subject::Categories => return None,
            Subject::Rules => return Some((vec![self.outcomes.rules], true)),
            // 制度 is said of all rules as often as of those among them.
            Subject::Institutions => return Some((vec![self.outcomes.institutions, self.outcomes.rules], true)),
            Subject::People(form) => return Some((vec![*self.outcomes.people.get(&form)?], true)),
            Subject::Times(form) => return Some((vec![*self.outcomes.times.get(&form)?], true)),
            Subject::Money(way) => return Some((vec![*self.outcomes.money_cents.get(&way)?], true)),
        };
        let get = |figure| sum(&self.rows, kind, origin, figure);
        let (total, completed, staged) = (get(Figure::Total), get(Figure::Completed), get(Figure::Staged));
        let accepted = match claim.state {
            // 需长期整改事项 are stated apart by some papers and included by others.
            State::Total if claim.subject == Subject::Issues(Origin::Feedback) => vec![total, total - self.long_term],
            State::Total => vec![total],
            State::Completed => vec![completed],
            State::Staged => vec![staged],
            // Whether 阶段性完成 is 未完成 is the writer's choice.
            State::Unfinished => vec![total - completed - staged, total - completed],
            State::Closed => vec![get(Figure::Closed)],
            State::Unclosed => vec![total - get(Figure::Closed)],
            State::Extended => vec![get(Figure::Extended)],
        };
        Some((accepted, false))
    }
}

fn sum(rows: &[FigureRow], kind: ItemKind, origin: Option<Origin>, figure: Figure) -> i64 {
    let of = |row: &&FigureRow| row.kind == kind && origin.is_none_or(|origin| row.origin == origin);
    rows.iter().filter(of).map(|row| row.figures.get(figure)).sum()
}

/// What a claim counts, in words.
fn what(claim: &Claim) -> String {
    let subject = match claim.subject {
        Subject::Issues(origin) => origin.label().to_owned(),
        Subject::Measures => ItemKind::Measure.label().to_owned(),
        Subject::Opinions => ItemKind::Opinion.label().to_owned(),
        Subject::Categories => ItemKind::Category.label().to_owned(),
        Subject::Rules => "规范性文件".to_owned(),
        Subject::Institutions => "制度".to_owned(),
        Subject::People(form) => format!("{}人数", form.label()),
        Subject::Times(form) => format!("{}人次", form.label()),
        Subject::Money(way) => format!("{}资金", way.label()),
    };
    match claim.subject {
        Subject::Issues(_) | Subject::Measures | Subject::Opinions => format!("{subject}{}", claim.state.label()),
        _ => subject,
    }
}
