//! What each top-level part of a paper is for: only what answers the feedback becomes items.

use crate::domain::item::Origin;
use crate::intake::marker::Style;
use crate::intake::outline::Outline;
use crate::intake::plan::PaperKind;
use crate::intake::wording;

/// What a top-level part is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Not about single issues: 基本情况, 下一步打算, the lead, the signature.
    LeaveOut,
    /// Its children are categories or issues.
    Answer {
        /// Where its issues come from.
        origin: Origin,
        /// 需长期整改事项.
        long_term: bool,
    },
    /// It is a category or an issue itself.
    Direct,
    /// 整改意见 of a feedback paper: its children are opinions.
    Opinions,
}

/// The purpose of each top-level node, and the group in which its levels are compared.
#[derive(Debug, Clone)]
pub(super) struct Sections {
    /// For each node: the section it belongs to.
    pub(super) of_node: Vec<usize>,
    /// For each section: its purpose.
    pub(super) purpose: Vec<Purpose>,
    /// For each section: its group. All direct ones are one group.
    pub(super) group: Vec<usize>,
}

const LEAVE: [&str; 30] = [
    "主体责任",
    "基本情况",
    "工作情况",
    "总体情况",
    "组织领导",
    "组织实施",
    "组织保障",
    "主要做法",
    "下一步",
    "下步",
    "今后",
    "打算",
    "计划安排",
    "巩固深化",
    "努力方向",
    "联系方式",
    "指导思想",
    "总体要求",
    "基本原则",
    "工作要求",
    "工作目标",
    "整改目标",
    "工作步骤",
    "实施步骤",
    "保障措施",
    "监督方式",
    "存在的主要问题",
    "存在的问题",
    "总体评价",
    "民主生活会",
];

/// Classifies the top-level parts.
pub(super) fn classify(outline: &Outline, paper: PaperKind) -> Sections {
    let mut sections =
        Sections { of_node: Vec::with_capacity(outline.nodes.len()), purpose: Vec::new(), group: Vec::new() };
    let mut labelled = vec![false; outline.nodes.len()];
    for node in &outline.nodes {
        let block =
            matches!(node.marker.map(|marker| marker.style), Some(Style::Field(field)) if field.opens_a_block());
        if let Some(parent) = node.parent.filter(|_| block) {
            labelled[parent] = true;
        }
    }
    for (at, node) in outline.nodes.iter().enumerate() {
        let section = match node.parent {
            Some(parent) => sections.of_node[parent],
            None => {
                let purpose = match node.marker.map(|marker| marker.style) {
                    None | Some(Style::Closing | Style::Extension | Style::Shi) => Purpose::LeaveOut,
                    // 一、甲 with 整改措施： right under it is an issue, whatever its words say.
                    Some(Style::ChineseComma) if labelled[at] => Purpose::Direct,
                    Some(Style::ChineseComma) => purpose(node.words(), paper),
                    Some(_) => Purpose::Direct,
                };
                sections.purpose.push(purpose);
                sections.purpose.len() - 1
            }
        };
        sections.of_node.push(section);
    }
    if paper == PaperKind::Unknown {
        // A text of no known kind brings items only where its headings speak of problems.
        let speaks = outline.nodes.iter().any(|node| {
            node.marker.is_some_and(|marker| marker.style == Style::IssueLabel)
                || (node.marker.is_some() && wording::names_problem(node.words()))
        });
        if !speaks {
            sections.purpose.fill(Purpose::LeaveOut);
        }
    } else if !sections.purpose.iter().any(|purpose| matches!(purpose, Purpose::Answer { .. } | Purpose::Direct)) {
        set_direct(outline, &mut sections);
    }
    let direct = 0;
    sections.group = sections
        .purpose
        .iter()
        .enumerate()
        .map(|(at, purpose)| if *purpose == Purpose::Direct { direct } else { at + 1 })
        .collect();
    sections
}

/// No heading says that it answers the feedback: then those that are not known to be something else do.
fn set_direct(outline: &Outline, sections: &mut Sections) {
    for (at, node) in outline.nodes.iter().enumerate() {
        let headed = node.marker.is_some_and(|marker| marker.style == Style::ChineseComma);
        let section = sections.of_node[at];
        if node.parent.is_none()
            && headed
            && sections.purpose[section] == Purpose::LeaveOut
            && !is_left_out(node.words())
        {
            sections.purpose[section] = Purpose::Direct;
        }
    }
}

fn is_left_out(words: &str) -> bool {
    let title = wording::first_sentence(words);
    LEAVE.iter().any(|word| title.contains(word))
}

fn purpose(words: &str, paper: PaperKind) -> Purpose {
    let plain = wording::plain(wording::first_sentence(words));
    let title = plain.as_str();
    let has = |words: &[&str]| words.iter().any(|word| title.contains(word));
    let answer = |origin, long_term| Purpose::Answer { origin, long_term };
    let short = title.chars().take(17).count() <= 16;
    if has(&["长期整改", "长期坚持"]) && !has(&["打算"]) {
        return answer(Origin::Feedback, true);
    }
    if paper == PaperKind::Feedback
        && short
        && title.ends_with("问题")
        && has(&["存在", "发现", "主要", "突出", "反馈"])
    {
        return answer(Origin::Feedback, false);
    }
    if short && has(&["存在的主要问题", "存在的问题", "存在的突出问题"]) {
        return Purpose::LeaveOut;
    }
    if title.ends_with("方面")
        || title.ends_with("问题")
        || title.ends_with("方面的整改")
        || wording::names_problem(title)
    {
        return Purpose::Direct;
    }
    if is_left_out(title) {
        return Purpose::LeaveOut;
    }
    if has(&["推动改革"]) {
        return answer(Origin::Reform, false);
    }
    if has(&["举一反三"]) {
        return answer(Origin::Extension, false);
    }
    if has(&["自查"]) && !has(&["反馈"]) {
        return answer(Origin::SelfCheck, false);
    }
    if paper == PaperKind::Feedback && has(&["意见建议", "整改意见", "整改建议", "工作建议", "意见和建议", "整改要求"])
    {
        return Purpose::Opinions;
    }
    let about = ["反馈", "整改", "问题", "任务", "措施"];
    if has(&about) && (paper != PaperKind::Feedback || has(&["问题"])) {
        return answer(Origin::Feedback, false);
    }
    Purpose::LeaveOut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_apart_by_their_titles() {
        use PaperKind::{Feedback, Report};
        let answer = Purpose::Answer { origin: Origin::Feedback, long_term: false };
        let long = Purpose::Answer { origin: Origin::Feedback, long_term: true };
        for (words, paper, expected) in [
            ("整改工作基本情况", Report, Purpose::LeaveOut),
            ("履行巡察整改主体责任情况", Report, Purpose::LeaveOut),
            ("巡察反馈问题整改落实情况", Report, answer),
            ("需长期整改事项进展情况", Report, long),
            ("下一步工作打算", Report, Purpose::LeaveOut),
            ("存在的主要问题", Report, Purpose::LeaveOut),
            ("存在的主要问题", Feedback, answer),
            ("关于落实主体责任不到位问题", Report, Purpose::Direct),
            ("在“政治建设”方面", Report, Purpose::Direct),
            ("意见建议", Feedback, Purpose::Opinions),
            ("推动改革促进发展事项整改情况", Report, Purpose::Answer { origin: Origin::Reform, long_term: false }),
            ("民主生活会查摆问题整改情况", Report, Purpose::LeaveOut),
        ] {
            assert_eq!(purpose(words, paper), expected, "{words}");
        }
    }
}
