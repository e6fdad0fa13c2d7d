//! What rectification brought about (成效), in figures and in the wording of reports' accountability paragraph.
//!
//! Zeros are printed: such a paragraph says 给予政务处分0人 rather than leave the form out.

use super::{
    Result,
    page::{Cell, Column, PageSink, Tone},
};
use crate::{
    domain::{
        item::Disclosure,
        meeting::MeetingKind,
        outcome::{AccountabilityForm, MoneyDirection, OutcomeFacts, OutcomeFigure},
    },
    store::query::OutcomeRow,
    zh::{event::outcome_words, label::Label as _, money::format_cents},
};
use serde::Serialize;
use std::collections::BTreeMap;

/// Outcomes, each counted once.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Outcomes {
    /// How many outcomes there are, of whatever kind.
    pub members: usize,
    /// 规范性文件.
    pub rules: i64,
    /// 其中制度.
    pub institutions: i64,
    /// 其中新建.
    pub made: i64,
    /// 其中修订.
    pub revised: i64,
    /// 问责: people by form, zeros included.
    pub people: BTreeMap<AccountabilityForm, i64>,
    /// 问责: times by form, zeros included.
    pub times: BTreeMap<AccountabilityForm, i64>,
    /// 资金: cents by direction, zeros included.
    pub money_cents: BTreeMap<MoneyDirection, i64>,
    /// Anything else: name, number, unit.
    pub other: Vec<(String, i64, String)>,
}

impl Outcomes {
    /// Counts outcomes, each of which must be there once.
    pub fn new<'o>(outcomes: impl IntoIterator<Item = &'o OutcomeFacts>) -> Self {
        let facts: Vec<&OutcomeFacts> = outcomes.into_iter().collect();
        let sum = |figure: OutcomeFigure| figure.sum(facts.iter().copied());
        let mut other: Vec<(String, i64, String)> = Vec::new();
        for one in &facts {
            let OutcomeFacts::Other { name, count, unit } = one else { continue };
            match other.iter_mut().find(|(n, _, u)| n == name && u == unit) {
                Some(same) => same.1 += count,
                None => other.push((name.clone(), *count, unit.clone())),
            }
        }
        Self {
            members: facts.len(),
            rules: sum(OutcomeFigure::Rules),
            institutions: sum(OutcomeFigure::Institutions),
            made: sum(OutcomeFigure::Made),
            revised: sum(OutcomeFigure::Revised),
            people: AccountabilityForm::ALL.iter().map(|f| (*f, sum(OutcomeFigure::People(Some(*f))))).collect(),
            times: AccountabilityForm::ALL.iter().map(|f| (*f, sum(OutcomeFigure::Times(Some(*f))))).collect(),
            money_cents: MoneyDirection::ALL.iter().map(|d| (*d, sum(OutcomeFigure::Money(Some(*d))))).collect(),
            other,
        }
    }

    /// The outcomes in one paragraph; zeros are printed, as such reports print them.
    #[must_use]
    pub fn words(&self) -> String {
        let mut words = format!(
            "制定修订规范性文件{}件（新建{}件、修订{}件），其中制度{}件；",
            self.rules, self.made, self.revised, self.institutions
        );
        let people: Vec<String> = AccountabilityForm::ALL
            .iter()
            .map(|form| {
                let (people, times) = (get(&self.people, form), get(&self.times, form));
                let apart = if times == people { String::new() } else { format!("（{times}人次）") };
                format!("{}{people}人{apart}", form.label())
            })
            .collect();
        words.push_str(&people.join("、"));
        words.push('；');
        words.push_str(&self.money_words(true));
        for (name, count, unit) in &self.other {
            words.push_str(&format!("；{name}{count}{unit}"));
        }
        words.push('。');
        words
    }

    /// The money by direction; with or without the directions in which none went.
    #[must_use]
    pub fn money_words(&self, zeros: bool) -> String {
        let money: Vec<String> = MoneyDirection::ALL
            .iter()
            .map(|direction| (direction, get(&self.money_cents, direction)))
            .filter(|(_, cents)| zeros || *cents != 0)
            .map(|(direction, cents)| format!("{}{}", direction.label(), format_cents(cents)))
            .collect();
        money.join("、")
    }
}

/// Outcomes as a grid.
///
/// # Errors
/// Trouble with the place written to.
pub fn grid(outcomes: &[OutcomeRow], sink: &mut dyn PageSink) -> Result<()> {
    sink.begin_grid(&[
        Column::number("号数"),
        Column::day("日期"),
        Column::rigid("类别"),
        Column::text("内容", 3),
        Column::text("事项", 1),
        Column::rigid("公开"),
    ])?;
    for o in outcomes {
        let tone = if o.disclosure.disclosure == Disclosure::Party { Tone::Muted } else { Tone::Plain };
        sink.row(vec![
            o.id.0.into(),
            o.on.into(),
            o.facts.kind().label().into(),
            outcome_words(&o.facts).into(),
            o.codes.join("、").into(),
            Cell::text(o.disclosure.disclosure.label()).toned(tone),
        ])?;
    }
    Ok(sink.end_grid()?)
}

/// The meetings in one sentence, by kind; zeros are printed.
#[must_use]
pub fn meeting_words(meetings: &BTreeMap<MeetingKind, i64>) -> String {
    let kinds: Vec<String> =
        MeetingKind::ALL.iter().map(|kind| format!("{}{}次", kind.label(), get(meetings, kind))).collect();
    format!("召开{}。", kinds.join("、"))
}

fn get<K: Ord>(map: &BTreeMap<K, i64>, key: &K) -> i64 {
    map.get(key).copied().unwrap_or_default()
}
