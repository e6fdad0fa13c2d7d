//! The figures that a paper states, sentence by sentence, held against one another: sums, rates, slips, days.
//!
//! What cannot be told from the paper alone leaves as a [`Claim`], for the ledger. Sentences are read wherever they stand;
//! claims about the whole round only where the paper speaks of it, outside of its single issues.

mod claim;
mod days;
mod segment;
mod slip;
mod sums;

use super::plan::{FigureKind, PaperKind, Plan};
use crate::domain::{
    Day,
    stated::{Claim, Fault, FigureCheck, Weight},
};
use segment::{Segment, Totals};

/// More claims about the round than any paper makes.
const MOST_CLAIMS: usize = 300;

/// What a paper states in figures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statements {
    /// What was looked at, in the order of the paper.
    pub checks: Vec<FigureCheck>,
    /// What the ledger can say something about.
    pub claims: Vec<Claim>,
    /// The day under the paper's signature.
    pub dated: Option<Day>,
}

/// A stretch of the paper with its place.
struct Passage<'p> {
    place: &'p str,
    text: &'p str,
    /// It stands in no item: the paper speaks of the round.
    apart: bool,
}

/// Reads what a paper states in figures, and holds it against the paper itself.
#[must_use]
pub fn read(plan: &Plan) -> Statements {
    let passages = passages(plan);
    let mut statements = Statements { dated: days::signed(&passages), ..Statements::default() };
    let checks = &mut statements.checks;
    for passage in &passages {
        slip::find(passage, checks);
        days::find(passage, checks);
        let mut totals = Totals::default();
        for sentence in passage.text.split(['。', '！', '\n']) {
            // 截至 holds until the end of its sentence.
            let mut as_of = None;
            let segments: Vec<&str> = sentence.split(['；', ';']).collect();
            let last = segments.len() - 1;
            for (at, words) in segments.into_iter().enumerate() {
                let segment = Segment::read(words, at == last).going_on_with(&totals);
                totals.take(&segment);
                sums::find(passage, &segment, checks);
                if passage.apart && statements.claims.len() < MOST_CLAIMS {
                    as_of = claim::day_of(words).or(as_of);
                    claim::find(passage, &segment, as_of, &mut statements.claims);
                }
            }
        }
    }
    checks.extend(days::header(&plan.header));
    checks.extend(claim::stated_twice(&statements.claims));
    checks.extend(outline(plan));
    checks.extend(totals(plan));
    statements.claims.extend(claim::totals(plan));
    statements
}

/// What the total rows of its tables state, and what their rows come to.
fn totals(plan: &Plan) -> impl Iterator<Item = FigureCheck> {
    plan.tables.iter().flat_map(|table| &table.totals).map(|total| FigureCheck {
        weight: if total.stated == total.computed { Weight::Agrees } else { Weight::Finding },
        fault: Fault::Sum,
        place: total.place.clone(),
        words: format!("{}：{}", total.label, total.heading),
        stated: total.stated.clone(),
        computed: total.computed.clone(),
        against: if total.whole { "全表各行" } else { "以上各行" }.to_owned(),
    })
}

/// The paper in its order, as far as places tell it.
fn passages(plan: &Plan) -> Vec<Passage<'_>> {
    let apart = plan.left_out.iter().map(|left| Passage { place: &left.place, text: &left.text, apart: true });
    let items = plan.items.iter().filter(|item| !item.repeats_source());
    let items = items.map(|item| Passage { place: &item.place, text: &item.source_text, apart: false });
    let mut passages: Vec<Passage<'_>> = apart.chain(items).collect();
    let line = |place: &str| -> Option<usize> { place.strip_prefix("第")?.strip_suffix("行")?.parse().ok() };
    passages.sort_by_key(|passage| line(passage.place));
    passages
}

/// What the paper says its text holds, and what was found in it. A report need not repeat every measure and opinion.
fn outline(plan: &Plan) -> Vec<FigureCheck> {
    let check = |figure: &super::plan::StatedFigure| {
        // A text that lists none of them bears nothing out, and denies nothing.
        let found = figure.found.filter(|found| *found > 0)?;
        let told = match figure.what {
            FigureKind::Measure => !matches!(plan.paper, PaperKind::Plan | PaperKind::Ledger),
            FigureKind::Opinion => plan.paper == PaperKind::Report,
            _ => false,
        };
        Some(FigureCheck {
            weight: match (found == figure.number, told) {
                (true, _) => Weight::Agrees,
                (false, true) => Weight::Remark,
                (false, false) => Weight::Finding,
            },
            fault: Fault::Outline,
            place: "全文".to_owned(),
            words: figure.words.clone(),
            stated: figure.number.to_string(),
            computed: found.to_string(),
            against: "正文数出".to_owned(),
        })
    };
    plan.stated.iter().filter_map(check).collect()
}

/// So much of a sentence is repeated before and behind the figure that is spoken of.
const AROUND: usize = 28;

/// The words around a stretch of a sentence, for a reader: whole clauses where they are short.
fn excerpt(words: &str, from: usize, to: usize) -> String {
    let begin = words[..from].char_indices().rev().nth(AROUND).map_or(0, |(at, _)| at);
    let mark = |c: char| matches!(c, '，' | ',' | '：' | '、');
    // A cut falls behind a mark where there is one.
    let begin = match words[begin..from].find(mark) {
        Some(at) if begin > 0 => begin + at + words[begin + at..].chars().next().map_or(0, char::len_utf8),
        _ => begin,
    };
    let end = words[to..].char_indices().nth(AROUND).map_or(words.len(), |(at, _)| to + at);
    let (head, tail) = (if begin > 0 { "…" } else { "" }, if end < words.len() { "…" } else { "" });
    format!("{head}{}{tail}", words[begin..end].trim())
}

#[cfg(test)]
mod tests;
