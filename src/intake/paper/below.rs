//! What stands below each node, found out before the walk so that the walk needs to look only upwards.

use super::level::Levels;
use super::section::Sections;
use crate::intake::field::Field;
use crate::intake::marker::Style;
use crate::intake::outline::Outline;
use std::collections::HashMap;

/// Facts about each node's subtree.
#[derive(Debug, Default)]
pub(super) struct Below {
    /// For each node: whether issues stand below it.
    pub(super) holds_issues: Vec<bool>,
    /// For each node: whether measures stand below it under numbers or labels of their own.
    pub(super) holds_measures: Vec<bool>,
    /// For each node: whether a label 整改措施 stands below it.
    pub(super) holds_measure_label: Vec<bool>,
    /// For each node: the last numbered heading right under it.
    last_numbered: Vec<Option<usize>>,
    /// For each node: the issue's heading it stands under, if any.
    issue_heading: Vec<Option<usize>>,
    /// How often a label stands under an issue's heading.
    labels: HashMap<(Option<usize>, Field), usize>,
}

impl Below {
    /// Looks through the outline once from its end and once from its beginning.
    pub(super) fn look(outline: &Outline, sections: &Sections, levels: &Levels) -> Self {
        let count = outline.nodes.len();
        let mut below = Self {
            holds_issues: vec![false; count],
            holds_measures: vec![false; count],
            holds_measure_label: vec![false; count],
            last_numbered: vec![None; count],
            ..Self::default()
        };
        for (at, node) in outline.nodes.iter().enumerate().rev() {
            let style = node.marker.map(|marker| marker.style);
            let inline_issues = levels.issue_style(sections, at) == Some(Style::Shi) && levels.inline[at];
            if inline_issues && style.is_some() {
                below.holds_issues[at] = true;
            }
            let Some(parent) = node.parent else { continue };
            let is_issue = style.is_some() && style == levels.issue_style(sections, at);
            below.holds_issues[parent] |= is_issue || inline_issues || below.holds_issues[at];
            match style {
                Some(Style::Field(Field::Measures)) => {
                    below.holds_measures[parent] = true;
                    below.holds_measure_label[parent] = true;
                }
                Some(Style::Field(Field::Situation)) => below.holds_measures[parent] = true,
                Some(style) if style.is_numbered() => {
                    below.holds_measures[parent] = true;
                    below.last_numbered[parent].get_or_insert(at);
                }
                _ => {}
            }
        }
        for (at, node) in outline.nodes.iter().enumerate() {
            let style = node.marker.map(|marker| marker.style);
            let is_issue = style.is_some() && style == levels.issue_style(sections, at);
            let heading = if is_issue { Some(at) } else { node.parent.and_then(|parent| below.issue_heading[parent]) };
            below.issue_heading.push(heading);
            if let Some(Style::Field(field)) = style {
                *below.labels.entry((heading, field)).or_default() += 1;
            }
        }
        below
    }

    /// Whether a label under a measure speaks of the whole issue: it stands there once, and behind the last measure.
    pub(super) fn speaks_of_issue(&self, outline: &Outline, at: usize, field: Field) -> bool {
        let heading = self.issue_heading[at];
        let once = self.labels.get(&(heading, field)).is_none_or(|count| *count < 2);
        let measure = outline.nodes[at].parent;
        let above = measure.and_then(|measure| outline.nodes[measure].parent);
        once && above.is_none_or(|above| self.last_numbered[above] == measure)
    }
}
