//! What a paper says of the whole round, for the ledger to answer.

use super::{
    Passage, excerpt,
    segment::{Figure, Segment},
};
use crate::{
    domain::{
        Day,
        item::{ItemKind, Origin},
        outcome::{AccountabilityForm, MoneyDirection},
        stated::{Claim, Fault, FigureCheck, State, Subject, Weight},
    },
    intake::{
        plan::{FigureKind, Plan, Totalled},
        stated,
    },
    zh::{date::parse_day, label::Label, quantity::Unit},
};
use chrono::{Datelike as _, Months};

/// Words that say that something else is counted than this round.
const ELSEWHERE: [&str; 14] = [
    "民主生活会",
    "组织生活会",
    "上一轮",
    "上轮",
    "往轮",
    "以往",
    "历次",
    "去年",
    "上年",
    "同期",
    "每个",
    "每名",
    "审计",
    "督查发现",
];

/// Collects the claims of a stretch.
pub(super) fn find(passage: &Passage<'_>, segment: &Segment<'_>, as_of: Option<Day>, claims: &mut Vec<Claim>) {
    if ELSEWHERE.iter().any(|word| segment.words.contains(word)) {
        return;
    }
    let total = segment.figures.first().filter(|_| segment.goes_on);
    let mut about = total.and_then(|total| Some((total.level.and_then(subject)?, total.quantity.unit)));
    let own = usize::from(segment.goes_on);
    for (at, figure) in segment.figures.iter().enumerate().skip(own).filter(|(_, figure)| figure.is_exact()) {
        let before = &segment.words[..figure.quantity.at];
        let said = match (figure.level, figure.state) {
            (Some(level), state) => {
                about = subject(level).map(|subject| (subject, figure.quantity.unit));
                about.map(|(subject, _)| (subject, state.unwrap_or(State::Total)))
            }
            (None, None) if figure.noun.starts_with("问题") && stated::speaks_of_feedback(before) => {
                about = Some((Subject::Issues(Origin::Feedback), figure.quantity.unit));
                about.map(|(subject, _)| (subject, State::Total))
            }
            (None, Some(state)) if goes_on(figure) => {
                about.filter(|(_, unit)| *unit == figure.quantity.unit).map(|(subject, _)| (subject, state))
            }
            _ => outcome(figure).map(|subject| (subject, State::Total)),
        };
        // A count of those not on time is no count of all that are open, and an extended one none of a state.
        if let Some((subject, state)) = said.filter(|(_, state)| *state != State::Extended) {
            let claim = Claim {
                subject,
                state,
                number: figure.quantity.value,
                as_of,
                place: passage.place.to_owned(),
                words: excerpt(segment.words, figure.quantity.at, figure.quantity.end),
            };
            let all = all_of_them(segment, at).filter(|_| state == State::Total);
            claims.extend(all.map(|state| Claim { state, ..claim.clone() }));
            claims.push(claim);
        }
    }
}

/// What the last total of a ledger file says of the round: where its issues are of one origin, how many there are.
pub(super) fn totals(plan: &Plan) -> Vec<Claim> {
    let [table] = &plan.tables[..] else { return Vec::new() };
    let mut origins = plan.items.iter().filter(|item| item.kind == ItemKind::Issue).map(|item| item.origin);
    let origin = origins.next().filter(|first| origins.all(|other| other == *first));
    let subject = |of: Totalled| match of {
        Totalled::Issues => origin.map(Subject::Issues),
        Totalled::Measures => Some(Subject::Measures),
        Totalled::Sum | Totalled::Ticks => None,
    };
    let last = table.totals.last().map_or(0, |total| total.row);
    let totals = table.totals.iter().filter(|total| total.whole && total.row == last);
    totals
        .filter_map(|total| {
            Some(Claim {
                subject: subject(total.of)?,
                state: State::Total,
                number: total.stated.parse().ok()?,
                as_of: None,
                place: total.place.clone(),
                words: format!("{}：{}", total.label, total.heading),
            })
        })
        .collect()
}

/// 27个，均已完成整改: the state that is said of all of them.
fn all_of_them(segment: &Segment<'_>, at: usize) -> Option<State> {
    let end = segment.figures.get(at + 1).map_or(segment.words.len(), |next| next.quantity.at);
    let behind = &segment.words[segment.figures[at].quantity.end..end];
    let from = ["均已", "全部已", "已全部", "全部"].iter().filter_map(|word| behind.find(word)).min()?;
    // What stands far off is said of something else.
    let near = behind[..from].chars().count() <= 8;
    let state = super::segment::state(&behind[from..])?;
    (near && matches!(state, State::Completed | State::Closed)).then_some(state)
}

fn subject(level: FigureKind) -> Option<Subject> {
    match level {
        FigureKind::Issue => Some(Subject::Issues(Origin::Feedback)),
        FigureKind::Extension => Some(Subject::Issues(Origin::Extension)),
        FigureKind::Reform => Some(Subject::Issues(Origin::Reform)),
        FigureKind::Measure => Some(Subject::Measures),
        FigureKind::Opinion => Some(Subject::Opinions),
        FigureKind::Rule => Some(Subject::Institutions),
        // The ledger has no such level, or many aspects are spoken of.
        FigureKind::KeyIssue | FigureKind::Symptom | FigureKind::Category => None,
    }
}

/// A number that says nothing of its own but the state of what was named before.
fn goes_on(figure: &Figure<'_>) -> bool {
    let plain = |words: &str| {
        let mut rest = words.to_owned();
        for word in
            ["整改", "阶段性完成", "基本完成", "未完成", "完成", "落实", "销号", "均", "已", "待", "未", "全部", "的"]
        {
            rest = rest.replace(word, "");
        }
        rest.trim().is_empty()
    };
    plain(figure.noun) && (plain(figure.lead) || super::segment::names_state(figure.lead))
}

fn outcome(figure: &Figure<'_>) -> Option<Subject> {
    let near = |word: &str| figure.lead.contains(word) || figure.noun.contains(word);
    match figure.quantity.unit {
        Unit::Count("人" | "名" | "人次") => {
            let forms = AccountabilityForm::ALL.iter().copied();
            let mut named = forms.filter(|form| near(form.label()) || form.other_words().iter().any(|word| near(word)));
            let (form, other) = (named.next()?, named.next());
            let times = figure.quantity.unit == Unit::Count("人次");
            other.is_none().then_some(if times { Subject::Times(form) } else { Subject::People(form) })
        }
        Unit::Cents => {
            let mut named = MoneyDirection::ALL.iter().copied().filter(|way| near(way.label()));
            let (way, other) = (named.next()?, named.next());
            other.is_none().then_some(Subject::Money(way))
        }
        Unit::Count("件" | "项" | "个" | "份") if near("规范性文件") => Some(Subject::Rules),
        Unit::Count("件" | "项" | "个") if near("制度性规定") || figure.noun.starts_with("制度") => {
            Some(Subject::Institutions)
        }
        _ => None,
    }
}

/// The day after 截至 or 截止: 2021年10月底, 2025年6月30日; none for 目前.
pub(super) fn day_of(words: &str) -> Option<Day> {
    let behind = ["截至", "截止到", "截止"].iter().find_map(|word| words.split_once(word)).map(|(_, behind)| behind)?;
    let written =
        |end: char| behind.char_indices().take(16).find(|(_, c)| *c == end).map(|(at, c)| &behind[..at + c.len_utf8()]);
    if let Some(day) = written('日').and_then(|day| parse_day(day, None).ok()) {
        return Some(day);
    }
    let month = written('月')?;
    let first = parse_day(&format!("{month}1日"), None).ok()?;
    behind[month.len()..]
        .starts_with(['底', '末'])
        .then(|| first.with_day(1)?.checked_add_months(Months::new(1))?.pred_opt())?
}

/// The same thing of the same day, stated twice with different numbers. Outcomes of several occasions may differ.
pub(super) fn stated_twice(claims: &[Claim]) -> Vec<FigureCheck> {
    let one_of_a_kind =
        |claim: &Claim| matches!(claim.subject, Subject::Issues(_) | Subject::Measures | Subject::Opinions);
    let mut found = Vec::new();
    for (at, claim) in claims.iter().enumerate().filter(|(_, claim)| one_of_a_kind(claim)) {
        let same =
            |other: &&Claim| (other.subject, other.state, other.as_of) == (claim.subject, claim.state, claim.as_of);
        let Some(first) = claims[..at].iter().find(same).filter(|first| first.number != claim.number) else { continue };
        found.push(FigureCheck {
            weight: Weight::Finding,
            fault: Fault::StatedTwice,
            place: claim.place.clone(),
            words: claim.words.clone(),
            stated: claim.number.to_string(),
            computed: first.number.to_string(),
            against: format!("{}：{}", first.place, first.words),
        });
    }
    found
}
