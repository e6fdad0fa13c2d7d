//! Which style of heading is the issue in each part of the paper.
//!
//! The same (1) is a measure in one report and an issue in the next. What tells them apart is what stands below and how they
//! read: an issue is a title with measures under it, a measure is a paragraph of sentences.

use super::section::{Purpose, Sections};
use crate::intake::field::Field;
use crate::intake::marker::Style;
use crate::intake::outline::Outline;
use crate::intake::plan::PaperKind;
use crate::intake::{series, wording};
use std::collections::HashMap;

/// What was found about one style in one group.
#[derive(Debug, Clone)]
struct Seen {
    style: Style,
    count: usize,
    depth: usize,
    titles: usize,
    with_shi: usize,
    with_field: usize,
    /// Labelled ones that are not the last of their kind under their heading.
    with_field_inside: usize,
    with_child: usize,
    leaves: usize,
    leaves_with_shi: usize,
    parents: usize,
}

/// The levels of one group, outermost first, and the one that is the issue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Level {
    /// Numbered styles from the outermost inwards.
    pub(super) chain: Vec<Style>,
    /// The style of issues; none when the group has no headings.
    pub(super) issue: Option<Style>,
}

impl Level {
    /// Whether a style stands below the issue.
    pub(super) fn is_below_issue(&self, style: Style) -> bool {
        let at = |style: Style| self.chain.iter().position(|known| *known == style);
        match (self.issue.and_then(at), at(style)) {
            (Some(issue), Some(this)) => this > issue,
            (None, _) => false,
            (_, None) => true,
        }
    }
}

/// The facts about each node that levels and building both need.
#[derive(Debug, Clone, Default)]
pub(super) struct Levels {
    /// One per group of sections.
    pub(super) groups: Vec<Level>,
    /// For each node: whether its own words hold a series 一是…二是….
    pub(super) inline: Vec<bool>,
}

impl Levels {
    /// The style of issues where a node stands; none in parts that bring no issues.
    pub(super) fn issue_style(&self, sections: &Sections, at: usize) -> Option<Style> {
        let section = sections.of_node[at];
        match sections.purpose[section] {
            Purpose::Answer { .. } | Purpose::Direct => {
                self.groups.get(sections.group[section]).and_then(|level| level.issue)
            }
            Purpose::LeaveOut | Purpose::Opinions => None,
        }
    }
}

/// Finds the levels of every group.
pub(super) fn find(outline: &Outline, sections: &Sections, paper: PaperKind) -> Levels {
    let nodes = &outline.nodes;
    let wanted = |at: usize| matches!(sections.purpose[sections.of_node[at]], Purpose::Answer { .. } | Purpose::Direct);
    let inline: Vec<bool> = nodes
        .iter()
        .enumerate()
        .map(|(at, node)| {
            let shi = node.marker.is_some_and(|marker| marker.style == Style::Shi);
            wanted(at) && !shi && series::find(node.words(), 1, &[Style::Shi]).is_some()
        })
        .collect();
    let mut facts: Vec<Facts> = vec![Facts::default(); nodes.len()];
    for (at, node) in nodes.iter().enumerate().rev() {
        let Some(parent) = node.parent else { continue };
        let style = node.marker.map(|marker| marker.style);
        facts[at].last = style.is_some_and(Style::is_numbered) && !facts[parent].numbered && !facts[parent].shi_heading;
        let below = &mut facts[parent];
        match style {
            Some(Style::Shi) => {
                below.shi = true;
                below.shi_heading = true;
            }
            Some(Style::Field(Field::Measures | Field::Situation)) => below.field = true,
            Some(Style::Field(_) | Style::Extension | Style::Closing) => {}
            Some(_) => below.numbered = true,
            None => below.shi |= inline[at],
        }
        below.child |= style.is_none_or(Style::is_numbered);
    }
    let group_count = sections.group.iter().max().map_or(0, |last| last + 1);
    let mut seen: Vec<Vec<Seen>> = vec![Vec::new(); group_count];
    let mut depth: Vec<usize> = Vec::with_capacity(nodes.len());
    let mut hidden: Vec<bool> = Vec::with_capacity(nodes.len());
    let mut last_parent: HashMap<(usize, Style), Option<usize>> = HashMap::new();
    for (at, node) in nodes.iter().enumerate() {
        depth.push(node.parent.map_or(0, |parent| depth[parent] + 1));
        let style = node.marker.map(|marker| marker.style);
        let labelled = style.is_some_and(|style| !style.is_numbered());
        hidden.push(labelled || node.parent.is_some_and(|parent| hidden[parent]));
        let section = sections.of_node[at];
        let is_section = node.parent.is_none() && matches!(sections.purpose[section], Purpose::Answer { .. });
        let (Some(style), false, false, true) = (style, hidden[at], is_section, wanted(at)) else { continue };
        let group = sections.group[section];
        let seen = &mut seen[group];
        let index = seen.iter().position(|known| known.style == style).unwrap_or_else(|| {
            seen.push(Seen::new(style));
            seen.len() - 1
        });
        let fact = &facts[at];
        let shi = fact.shi || inline[at];
        let known = &mut seen[index];
        known.count += 1;
        known.depth += depth[at];
        known.titles += usize::from(is_title(node.words(), inline[at]));
        known.with_shi += usize::from(shi);
        known.with_field += usize::from(fact.field);
        known.with_field_inside += usize::from(fact.field && !fact.last);
        known.with_child += usize::from(fact.child);
        if !fact.numbered && style != Style::Shi {
            known.leaves += 1;
            known.leaves_with_shi += usize::from(shi);
        }
        if last_parent.insert((group, style), node.parent) != Some(node.parent) {
            known.parents += 1;
        }
    }
    let groups = seen.into_iter().map(|seen| decide(seen, paper)).collect();
    Levels { groups, inline }
}

#[derive(Debug, Clone, Default)]
struct Facts {
    shi: bool,
    shi_heading: bool,
    field: bool,
    numbered: bool,
    child: bool,
    /// No numbered heading follows it under the same parent.
    last: bool,
}

impl Seen {
    fn new(style: Style) -> Self {
        Self {
            style,
            count: 0,
            depth: 0,
            titles: 0,
            with_shi: 0,
            with_field: 0,
            with_field_inside: 0,
            with_child: 0,
            leaves: 0,
            leaves_with_shi: 0,
            parents: 0,
        }
    }

    fn is(part: usize, whole: usize, percent: usize) -> bool {
        whole > 0 && part * 100 >= whole * percent
    }
}

fn is_title(words: &str, inline: bool) -> bool {
    let head = if inline {
        series::find(words, 1, &[Style::Shi]).map_or(words, |found| &words[..found.starts[0]])
    } else {
        words
    };
    wording::is_title(head)
}

fn decide(mut seen: Vec<Seen>, paper: PaperKind) -> Level {
    // Average depth, compared without dividing.
    seen.sort_by(|a, b| (a.depth * b.count).cmp(&(b.depth * a.count)));
    let chain: Vec<Style> = seen.iter().map(|seen| seen.style).collect();
    let issue = issue_style(&seen, paper);
    Level { chain, issue }
}

fn issue_style(seen: &[Seen], paper: PaperKind) -> Option<Style> {
    if seen.iter().any(|seen| seen.style == Style::IssueLabel) {
        return Some(Style::IssueLabel);
    }
    let mut chain: Vec<&Seen> = seen.iter().filter(|seen| seen.style != Style::Shi).collect();
    // A style that opens only here and there (①②③ inside one measure) is no level.
    while let [.., above, deepest] = chain.as_slice()
        && deepest.parents * 4 < above.count
        && deepest.with_field == 0
    {
        chain.pop();
    }
    if paper == PaperKind::Feedback {
        let leaves: usize = chain.iter().map(|seen| seen.leaves).sum();
        let with_shi: usize = chain.iter().map(|seen| seen.leaves_with_shi).sum();
        if Seen::is(with_shi, leaves, 30) {
            return Some(Style::Shi);
        }
        return chain.last().copied().or(seen.last()).map(|seen| seen.style);
    }
    // 整改情况： behind the last measure speaks of the issue; a label under most headings, or between them, makes these issues.
    let is_labelled = |seen: &Seen| {
        Seen::is(seen.with_field, seen.count, 80)
            || (Seen::is(seen.with_field, seen.count, 30) && Seen::is(seen.with_field_inside, seen.with_field, 20))
    };
    if let Some(labelled) = chain.iter().rev().find(|seen| is_labelled(seen)) {
        return Some(labelled.style);
    }
    if let Some(at) = chain.iter().rposition(|seen| Seen::is(seen.with_shi, seen.count, 50)) {
        let title = Seen::is(chain[at].titles, chain[at].count, 60);
        return Some(if title { chain[at] } else { chain[at.saturating_sub(1)] }.style);
    }
    let Some(deepest) = chain.last() else { return seen.last().map(|seen| seen.style) };
    let titled = Seen::is(deepest.titles, deepest.count, 60) && Seen::is(deepest.with_child, deepest.count, 50);
    match chain.len() {
        1 => Some(deepest.style),
        _ if titled => Some(deepest.style),
        more => Some(chain[more - 2].style),
    }
}
