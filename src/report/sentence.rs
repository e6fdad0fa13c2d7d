//! Sentences in the wording of published reports, every number computed.

use super::{
    Scope,
    summary::{Set, Summary},
};
use crate::{
    domain::{
        figures::{Figure, RateKind},
        item::Origin,
        round::RoundKind,
    },
    zh::{date::format_day_zh, label::Label as _},
};

/// What a summary says in sentences. 本轮反馈 means the origin `feedback`; other origins are said apart.
pub(super) fn sentences(scope: &Scope<'_>, summary: &Summary) -> Vec<String> {
    let mut said = Vec::new();
    let round = match scope.rounds.as_slice() {
        [only] => format!("本轮{}", word(only.settings.kind)),
        _ => "各轮次".to_owned(),
    };
    let day = format_day_zh(scope.as_of.day);
    let feedback = summary.origin(Origin::Feedback);
    if feedback.figures.get(Figure::Total) > 0 {
        let total = feedback.figures.get(Figure::Total);
        let long = summary.long_term.figures.get(Figure::Total);
        let apart = if long > 0 && long < total {
            format!("（其中需长期坚持整改{long}个、其他{}个）", total - long)
        } else {
            String::new()
        };
        said.push(format!("截至{day}，{round}共反馈具体问题{total}个{apart}，{}。", progress_words(&feedback, "个")));
    }
    if summary.repeated > 0 {
        // Not 其中: issues of every origin are among them, and what was asked for may leave the sentence before out.
        said.push(format!("往轮已反馈、再次出现（屡改屡犯）的问题{}个。", summary.repeated));
    }
    if summary.opinions.figures.get(Figure::Total) > 0 {
        let (set, figures) = (&summary.opinions, &summary.opinions.figures);
        let mut words =
            format!("提出整改意见{}条，已落实{}条", figures.get(Figure::Total), figures.get(Figure::Completed));
        words.push_str(&closure_words(set, "条"));
        said.push(format!("{words}。"));
    }
    for (origin, set) in &summary.by_origin {
        if *origin != Origin::Feedback && set.figures.get(Figure::Total) > 0 {
            said.push(format!(
                "{}事项{}个，{}。",
                origin.label(),
                set.figures.get(Figure::Total),
                progress_words(set, "个")
            ));
        }
    }
    if summary.measures.figures.get(Figure::Total) > 0 {
        said.push(format!(
            "共制定整改措施{}条，{}。",
            summary.measures.figures.get(Figure::Total),
            progress_words(&summary.measures, "条")
        ));
    }
    for (set, unit, name) in [(&summary.issues, "个", "问题"), (&summary.measures, "条", "措施")] {
        let (looked, rebounded) = (set.figures.get(Figure::LookedAt), set.figures.get(Figure::Rebounded));
        if looked > 0 {
            said.push(format!("已对{looked}{unit}已销号{name}开展回头看，其中反弹{rebounded}{unit}。"));
        }
    }
    if summary.cases.figures.get(Figure::Total) > 0 {
        let rate = summary.cases.rate(RateKind::Clearance);
        said.push(format!(
            "交办个案{}件，已办结{}件，清结率{rate}。",
            summary.cases.figures.get(Figure::Total),
            summary.cases.figures.get(Figure::Completed)
        ));
    }
    said
}

/// Completed, staged, under way, late, and struck off apart: 完成 is not 销号.
fn progress_words(set: &Set, unit: &str) -> String {
    let get = |figure| set.figures.get(figure);
    let mut words = format!("已完成整改{}{unit}", get(Figure::Completed));
    for (figure, label) in
        [(Figure::Staged, "阶段性完成"), (Figure::InProgress, "正在整改"), (Figure::NotStarted, "未启动")]
    {
        if get(figure) > 0 {
            words.push_str(&format!("、{label}{}{unit}", get(figure)));
        }
    }
    words.push_str(&format!("，完成率{}", set.rate(RateKind::Completion)));
    words.push_str(&closure_words(set, unit));
    if get(Figure::Overdue) > 0 {
        words.push_str(&format!("；逾期未完成{}{unit}", get(Figure::Overdue)));
    }
    words
}

/// 完成 is not 销号: both are stated, where items of this kind are struck off.
fn closure_words(set: &Set, unit: &str) -> String {
    if !set.is_closed {
        return String::new();
    }
    let get = |figure| set.figures.get(figure);
    let mut words = format!("；已销号{}{unit}，销号率{}", get(Figure::Closed), set.rate(RateKind::Closure));
    if get(Figure::ClosedUnratified) > 0 {
        words.push_str(&format!("（其中待补党组会审议{}{unit}）", get(Figure::ClosedUnratified)));
    }
    words
}

/// What a round of this kind is called in running text.
#[must_use]
pub const fn word(kind: RoundKind) -> &'static str {
    match kind {
        RoundKind::Inspection => "巡视",
        RoundKind::Patrol => "巡察",
        RoundKind::Audit => "审计",
        RoundKind::Review => "督查",
        RoundKind::Special => "专项整治",
    }
}
