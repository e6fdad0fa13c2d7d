//! The walk: each node of the outline becomes an item, a part of one, or goes to `left_out`.

use super::below::Below;
use super::label::{add_line, read_trailing_labels, set_field};
use super::level::Levels;
use super::section::{Purpose, Sections};
use crate::domain::item::{ItemKind, ItemType, Origin};
use crate::intake::field::Field;
use crate::intake::marker::{self, Style};
use crate::intake::outline::{Node, Outline, Place};
use crate::intake::plan::{LeftOut, MARK_QUOTED_OPINION, MARK_WHOLE_CATEGORY, MARK_WHOLE_TEXT, PaperKind, PlannedItem};
use crate::intake::span::{Inside, bracketed};
use crate::intake::{series, wording};
use std::collections::{HashMap, HashSet};

/// What the walk leaves for the last step.
#[derive(Debug, Default)]
pub(super) struct Built {
    /// The items, parents first.
    pub(super) items: Vec<PlannedItem>,
    /// For each item that is an issue with a numbered heading: its section's group, its style and its number.
    pub(super) numbered: Vec<Option<(usize, Style, u32)>>,
    /// Paragraphs of which no item was made.
    pub(super) left_out: Vec<LeftOut>,
    /// The node of the first item.
    pub(super) first_node: Option<usize>,
}

/// What became of a node; its children ask.
#[derive(Debug, Clone, Copy)]
enum Role {
    LeftOut(usize),
    Section,
    Opinions,
    Category {
        item: usize,
        whole: Option<usize>,
    },
    Issue(usize),
    Measure {
        item: usize,
        issue: usize,
    },
    Opinion(usize),
    /// A label whose numbered children are measures of this issue.
    Measures(usize),
    /// Whatever stands below is a part of this item.
    Part {
        item: usize,
        issue: usize,
    },
}

struct Builder<'a> {
    outline: &'a Outline,
    sections: &'a Sections,
    levels: &'a Levels,
    paper: PaperKind,
    built: Built,
    roles: Vec<Role>,
    /// For each node: its own numbering and that of the headings above it.
    source_no: Vec<String>,
    below: Below,
    /// For each issue: the one measure that its unnumbered text became.
    whole_text: HashMap<usize, usize>,
    /// Issues that have a measure.
    with_measures: HashSet<usize>,
    /// Opinions by their folded words.
    opinions: HashMap<String, usize>,
}

/// Walks the outline once.
pub(super) fn build(outline: &Outline, sections: &Sections, levels: &Levels, paper: PaperKind) -> Built {
    let count = outline.nodes.len();
    let mut builder = Builder {
        outline,
        sections,
        levels,
        paper,
        built: Built::default(),
        roles: Vec::with_capacity(count),
        source_no: Vec::with_capacity(count),
        below: Below::look(outline, sections, levels),
        whole_text: HashMap::new(),
        with_measures: HashSet::new(),
        opinions: HashMap::new(),
    };
    for (at, node) in outline.nodes.iter().enumerate() {
        let no = builder.numbering(at, node);
        builder.source_no.push(no);
        let before = builder.built.items.len();
        let role = builder.role(at, node);
        builder.roles.push(role);
        if builder.built.items.len() > before {
            builder.built.first_node.get_or_insert(at);
        }
    }
    builder.built
}

impl Builder<'_> {
    fn group(&self, at: usize) -> usize {
        self.sections.group[self.sections.of_node[at]]
    }

    fn purpose(&self, at: usize) -> Purpose {
        self.sections.purpose[self.sections.of_node[at]]
    }

    fn issue_style(&self, at: usize) -> Option<Style> {
        self.levels.issue_style(self.sections, at)
    }

    fn origin(&self, at: usize) -> (Origin, Option<ItemType>) {
        match self.purpose(at) {
            Purpose::Answer { origin, long_term } => (origin, long_term.then_some(ItemType::LongTerm)),
            _ => (Origin::Feedback, None),
        }
    }

    /// （三）2.（1）: the numbers of the headings above, without the part of the paper they stand in.
    fn numbering(&self, at: usize, node: &Node) -> String {
        let Some(parent) = node.parent else {
            let counts =
                self.purpose(at) == Purpose::Direct && node.marker.is_some_and(|marker| marker.style.is_numbered());
            return if counts { node.marker_text().to_owned() } else { String::new() };
        };
        let mut no = self.source_no[parent].clone();
        // 1.1 says the 1. above it once more.
        if node.marker.is_some_and(|marker| matches!(marker.style, Style::Decimal(_))) {
            let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
            no.truncate(no.trim_end_matches(|c| digit(c) || matches!(c, '.' | '．' | '、')).len());
        }
        if node.marker.is_some_and(|marker| marker.style.is_numbered()) {
            no.push_str(node.marker_text());
        }
        no
    }

    fn role(&mut self, at: usize, node: &Node) -> Role {
        let Some(parent) = node.parent else { return self.root(at, node) };
        let style = node.marker.map(|marker| marker.style);
        match (self.roles[parent], style) {
            (Role::LeftOut(index), _) => {
                self.add_left_out(index, &node.text);
                Role::LeftOut(index)
            }
            (Role::Section | Role::Opinions, None | Some(Style::Closing)) => self.leave_out(node),
            (Role::Section, Some(style)) => self.heading(at, node, style, None),
            (Role::Category { item, whole }, _) => self.in_category(at, node, item, whole),
            (Role::Opinions, Some(_)) => {
                let words = node.words().trim().trim_end_matches(['。', '；', ';']);
                let item = self.new_item(at, ItemKind::Opinion, words, &node.text, None);
                Role::Opinion(item)
            }
            (Role::Opinion(item), _) => {
                self.add_words(item, &node.text);
                Role::Opinion(item)
            }
            (
                Role::Issue(issue) | Role::Measure { issue, .. } | Role::Measures(issue) | Role::Part { issue, .. },
                Some(Style::Extension),
            ) => self.extension(at, node, Some(issue)),
            (Role::Issue(issue) | Role::Measures(issue), Some(Style::Field(field))) => {
                self.labelled(node, parent, field, issue, issue)
            }
            (Role::Measure { item, issue }, Some(Style::Field(field))) => {
                let owner = if self.below.speaks_of_issue(self.outline, at, field) { issue } else { item };
                self.labelled(node, parent, field, owner, issue)
            }
            (Role::Issue(issue), Some(_)) if self.paper != PaperKind::Feedback => self.measures(at, node, issue),
            (Role::Issue(issue), Some(_)) => {
                self.add_source(issue, &node.text);
                Role::Part { item: issue, issue }
            }
            (Role::Issue(issue), None) => {
                self.body(parent, node.place, &node.text, issue);
                Role::Part { item: issue, issue }
            }
            (Role::Measures(issue), Some(_)) => self.measures(at, node, issue),
            (Role::Measures(issue), None) => {
                self.series_or_whole(node, &node.text, issue);
                Role::Part { item: issue, issue }
            }
            (Role::Measure { item, issue }, _) => {
                self.add_words(item, &node.text);
                Role::Part { item, issue }
            }
            (Role::Part { item, issue }, _) => {
                self.add_source(item, &node.text);
                if item != issue {
                    self.add_text(item, &node.text);
                }
                Role::Part { item, issue }
            }
        }
    }

    fn root(&mut self, at: usize, node: &Node) -> Role {
        match (self.purpose(at), node.marker) {
            (Purpose::LeaveOut, _) | (_, None) => self.leave_out(node),
            (Purpose::Answer { .. }, _) => {
                self.leave_out(node);
                Role::Section
            }
            (Purpose::Opinions, _) => {
                self.leave_out(node);
                Role::Opinions
            }
            (Purpose::Direct, Some(marker)) => self.heading(at, node, marker.style, None),
        }
    }

    /// A numbered heading above, at or below the level of issues, directly in a section or in a category.
    fn heading(&mut self, at: usize, node: &Node, style: Style, category: Option<usize>) -> Role {
        match style {
            Style::Extension => return self.extension(at, node, None),
            // A label without an issue above it: nothing to attach it to, so it stays for the reader.
            Style::Closing | Style::Field(_) => return self.leave_out(node),
            _ => {}
        }
        let level = &self.levels.groups[self.group(at)];
        if Some(style) == level.issue || level.is_below_issue(style) {
            return self.issues(at, node, category);
        }
        let (title, rest) = split_title(node.words());
        let inline_issues = level.issue == Some(Style::Shi) && self.levels.inline[at];
        let marker_len = node.marker.map_or(0, |marker| marker.len);
        let cut = if rest.is_empty() { node.text.len() } else { marker_len + title.len() };
        let item = self.new_item(
            at,
            ItemKind::Category,
            &wording::category(&wording::tidy(title)),
            &node.text[..cut],
            category,
        );
        if self.below.holds_issues[at] {
            let rest = node.text[cut..].trim();
            if inline_issues {
                self.inline_issues(at, node.place, rest, item);
            } else if !rest.is_empty() {
                self.add_source(item, rest);
            }
            return Role::Category { item, whole: None };
        }
        let words = self.built.items[item].text.clone();
        let issue = self.new_item(at, ItemKind::Issue, &words, "", Some(item));
        self.built.items[issue].marks.push(MARK_WHOLE_CATEGORY.to_owned());
        let rest = node.text[cut..].trim();
        if !rest.is_empty() {
            self.body(at, node.place, rest, issue);
        }
        Role::Category { item, whole: Some(issue) }
    }

    fn in_category(&mut self, at: usize, node: &Node, item: usize, whole: Option<usize>) -> Role {
        let style = node.marker.map(|marker| marker.style);
        let Some(parent) = node.parent else { return self.leave_out(node) };
        match (style, whole) {
            (Some(Style::Closing), _) => self.leave_out(node),
            (Some(Style::Extension), _) => {
                let role = self.extension(at, node, whole);
                if let (Role::Issue(issue), None) = (role, whole) {
                    self.built.items[issue].parent = Some(item);
                }
                role
            }
            (Some(Style::Field(field)), Some(issue)) => self.labelled(node, parent, field, issue, issue),
            (Some(Style::Field(_)), None) => {
                self.add_source(item, &node.text);
                Role::Part { item, issue: item }
            }
            (Some(_), Some(issue)) if self.paper != PaperKind::Feedback && self.is_below(at) => {
                self.measures(at, node, issue)
            }
            (Some(style), _) => self.heading(at, node, style, Some(item)),
            (None, Some(issue)) => {
                self.body(parent, node.place, &node.text, issue);
                Role::Part { item: issue, issue }
            }
            (None, None) => {
                if self.issue_style(at) == Some(Style::Shi) && self.levels.inline[at] {
                    self.inline_issues(at, node.place, &node.text, item);
                } else {
                    self.add_source(item, &node.text);
                }
                Role::Part { item, issue: item }
            }
        }
    }

    fn is_below(&self, at: usize) -> bool {
        let style = self.outline.nodes[at].marker.map(|marker| marker.style);
        style.is_some_and(|style| self.levels.groups[self.group(at)].is_below_issue(style))
    }

    /// An issue's heading; a paragraph 一是…。二是… of a feedback paper holds several.
    fn issues(&mut self, at: usize, node: &Node, category: Option<usize>) -> Role {
        let marker = node.marker;
        if let Some(marker) = marker.filter(|marker| marker.style == Style::Shi)
            && let Some(found) = series::find(&node.text, marker.number, &[Style::Shi])
        {
            let mut last = None;
            for part in found.parts(&node.text) {
                last = Some(self.inline_issue(at, node.place, part, category));
            }
            if let Some(issue) = last {
                return Role::Issue(issue);
            }
        }
        let (title, rest) =
            if self.paper == PaperKind::Feedback { (node.words(), "") } else { split_title(node.words()) };
        let marker_len = marker.map_or(0, |marker| marker.len);
        let cut = if rest.is_empty() { node.text.len() } else { marker_len + title.len() };
        let issue = self.new_issue(at, title, &node.text[..cut], category);
        if let Some(marker) = marker.filter(|marker| marker.style != Style::Shi) {
            self.built.numbered[issue] = Some((self.group(at), marker.style, marker.number));
        }
        self.quoted_opinion(at, title, issue);
        let rest = node.text[cut..].trim();
        if !rest.is_empty() {
            self.body(at, node.place, rest, issue);
        }
        Role::Issue(issue)
    }

    fn inline_issues(&mut self, at: usize, place: Place, text: &str, category: usize) {
        let Some(found) = series::find(text, 1, &[Style::Shi]) else { return self.add_source(category, text) };
        let lead = found.lead(text).trim();
        if !lead.is_empty() {
            self.add_source(category, lead);
        }
        for part in found.parts(text) {
            self.inline_issue(at, place, part, Some(category));
        }
    }

    fn inline_issue(&mut self, at: usize, place: Place, part: &str, category: Option<usize>) -> usize {
        let len = marker::read(part).map_or(0, |marker| marker.len);
        let issue = self.new_issue(at, &part[len..], part.trim(), category);
        let item = &mut self.built.items[issue];
        item.place = place.to_string();
        let above = self.outline.nodes[at]
            .marker
            .filter(|marker| marker.style == Style::Shi)
            .and(self.outline.nodes[at].parent);
        let no = above.map_or(&self.source_no[at], |parent| &self.source_no[parent]);
        item.source_no = Some(format!("{no}{}", part[..len].trim()));
        issue
    }

    /// An issue's item: in a feedback paper its words are the first sentence, in others its title without scaffolding.
    fn new_issue(&mut self, at: usize, title: &str, source: &str, category: Option<usize>) -> usize {
        let words = if self.paper == PaperKind::Feedback { wording::first_sentence(title) } else { title };
        let words = wording::issue(&wording::tidy(words));
        let (origin, item_type) = self.origin(at);
        let issue = self.new_item(at, ItemKind::Issue, &words, source, category);
        let item = &mut self.built.items[issue];
        item.origin = origin;
        item.item_type = item_type;
        issue
    }

    fn extension(&mut self, at: usize, node: &Node, stems_from: Option<usize>) -> Role {
        // An extension inside an extension stems from the same issue.
        let stems_from = stems_from.map(|issue| self.built.items[issue].stems_from.unwrap_or(issue));
        let category = stems_from.and_then(|issue| self.built.items[issue].parent);
        let (title, rest) = split_title(node.words());
        let cut = if rest.is_empty() { node.text.len() } else { title.len() };
        let issue =
            self.new_item(at, ItemKind::Issue, &wording::issue(&wording::tidy(title)), &node.text[..cut], category);
        let item = &mut self.built.items[issue];
        item.origin = Origin::Extension;
        item.stems_from = stems_from;
        item.source_no = None;
        if stems_from.is_none() {
            item.marks.push("未找到所举一反三的问题".to_owned());
        }
        let rest = node.text[cut..].trim();
        if !rest.is_empty() {
            self.body(at, node.place, rest, issue);
        }
        Role::Issue(issue)
    }

    fn quoted_opinion(&mut self, at: usize, title: &str, issue: usize) {
        let title = wording::tidy(title);
        let Some(words) = wording::opinion(&title) else { return };
        let key = wording::folded(words);
        if let Some(opinion) = self.opinions.get(&key) {
            return self.built.items[*opinion].answers.push(issue);
        }
        let opinion = self.new_item(at, ItemKind::Opinion, words, words, None);
        let item = &mut self.built.items[opinion];
        item.answers.push(issue);
        item.source_no = None;
        item.marks.push(MARK_QUOTED_OPINION.to_owned());
        self.opinions.insert(key, opinion);
    }

    /// A paragraph under an issue that carries no number: details, results, or the issue's one measure.
    fn body(&mut self, heading: usize, place: Place, text: &str, issue: usize) {
        if self.paper == PaperKind::Feedback {
            // A category's name says no issue; what the paper finds there does.
            if self.built.items[issue].source_text.is_empty() {
                self.built.items[issue].text = wording::issue(wording::first_sentence(text));
            }
            return self.add_source(issue, text);
        }
        if self.below.holds_measures[heading] {
            self.add_source(issue, text);
            return add_line(&mut self.built.items[issue].situation, text);
        }
        self.series_or_whole_at(heading, place, text, issue);
    }

    fn series_or_whole(&mut self, node: &Node, text: &str, issue: usize) {
        self.series_or_whole_at(self.roles.len(), node.place, text, issue);
    }

    /// Measures from a text without numbered paragraphs: its inner series, or the whole as one measure.
    fn series_or_whole_at(&mut self, at: usize, place: Place, text: &str, issue: usize) {
        const STYLES: [Style; 4] = [Style::Shi, Style::DigitParen, Style::Digit, Style::Circled];
        if let Some(found) = series::find(text, 1, &STYLES) {
            let lead = found.lead(text).trim();
            if !lead.is_empty() {
                self.add_source(issue, lead);
                add_line(&mut self.built.items[issue].situation, lead);
            }
            let listed = is_list(found.parts(text));
            for part in found.parts(text) {
                let measure = self.new_measure(at, place, part.trim(), issue);
                if listed {
                    end_of_list(&mut self.built.items[measure].text);
                }
            }
            return;
        }
        if let Some(measure) = self.whole_text.get(&issue).copied() {
            return self.add_words(measure, text);
        }
        let measure = self.new_measure(at, place, text, issue);
        self.built.items[measure].marks.push(MARK_WHOLE_TEXT.to_owned());
        self.whole_text.insert(issue, measure);
    }

    /// A numbered paragraph under an issue: one measure, or several when 一是…。二是… go on inside it.
    fn measures(&mut self, at: usize, node: &Node, issue: usize) -> Role {
        let mut last = None;
        if let Some(marker) = node.marker.filter(|marker| marker.style == Style::Shi)
            && let Some(found) = series::find(&node.text, marker.number, &[Style::Shi])
        {
            let listed = is_list(found.parts(&node.text));
            for part in found.parts(&node.text) {
                let measure = self.new_measure(at, node.place, part.trim(), issue);
                if listed {
                    end_of_list(&mut self.built.items[measure].text);
                }
                last = Some(measure);
            }
        }
        let item = last.unwrap_or_else(|| self.new_measure(at, node.place, &node.text, issue));
        if node.marker.is_some_and(|marker| matches!(marker.style, Style::Decimal(_))) {
            // That 1.1 is a number, only the outline knew.
            let no = self.numbering(at, node);
            let measure = &mut self.built.items[item];
            if let Some(words) =
                measure.text.strip_prefix(node.marker_text()).map(|words| words.trim_start().to_owned())
            {
                (measure.text, measure.source_no) = (words, Some(no));
            }
        }
        Role::Measure { item, issue }
    }

    fn new_measure(&mut self, at: usize, place: Place, source: &str, issue: usize) -> usize {
        let len = marker::read(source).filter(|marker| marker.style.is_numbered()).map_or(0, |marker| marker.len);
        let item = self.new_item(
            at,
            ItemKind::Measure,
            source[len..].trim().trim_end_matches(['；', ';']),
            source,
            Some(issue),
        );
        let origin = self.built.items[issue].origin;
        let above = self.built.items[issue].source_no.clone().unwrap_or_default();
        let no = format!("{above}{}", source[..len].trim());
        self.with_measures.insert(issue);
        let measure = &mut self.built.items[item];
        measure.origin = origin;
        measure.place = place.to_string();
        measure.source_no = (!no.is_empty()).then_some(no);
        read_trailing_labels(measure);
        item
    }

    fn labelled(&mut self, node: &Node, parent: usize, field: Field, owner: usize, issue: usize) -> Role {
        let words = node.words().trim();
        let label = &node.text[..node.text.len() - node.words().len()];
        let brings_measures = self.paper != PaperKind::Feedback
            && owner == issue
            && (field == Field::Measures
                || (field == Field::Situation
                    && !self.below.holds_measure_label[parent]
                    && !self.with_measures.contains(&issue)));
        if brings_measures {
            self.add_source(owner, label.trim_end());
            if !words.is_empty() {
                self.series_or_whole(node, words, issue);
            }
            return Role::Measures(issue);
        }
        self.add_source(owner, &node.text);
        set_field(&mut self.built.items[owner], field, words);
        Role::Part { item: owner, issue: owner }
    }

    fn new_item(&mut self, at: usize, kind: ItemKind, words: &str, source: &str, parent: Option<usize>) -> usize {
        let node = self.outline.nodes.get(at);
        let place = node.map(Node::place).unwrap_or_default();
        let (origin, _) = node.map_or((Origin::Feedback, None), |_| self.origin(at));
        let mut item = PlannedItem::new(kind, origin, wording::without_pinyin(words.trim()), place);
        source.trim().clone_into(&mut item.source_text);
        item.parent = parent;
        item.source_no = self.source_no.get(at).filter(|no| !no.is_empty()).cloned();
        self.built.items.push(item);
        self.built.numbered.push(None);
        self.built.items.len() - 1
    }

    fn add_source(&mut self, item: usize, text: &str) {
        let source = &mut self.built.items[item].source_text;
        if !source.is_empty() {
            source.push('\n');
        }
        source.push_str(text);
    }

    fn add_text(&mut self, item: usize, text: &str) {
        let words = &mut self.built.items[item].text;
        // A line that breaks off goes on in the next; one that ends is followed by a paragraph of its own.
        if wording::ends_sentence(words) || marker::read(text).is_some() {
            words.push('\n');
        }
        words.push_str(text);
    }

    fn add_words(&mut self, item: usize, text: &str) {
        self.add_source(item, text);
        self.add_text(item, text);
    }

    fn leave_out(&mut self, node: &Node) -> Role {
        self.built.left_out.push(LeftOut { place: node.place(), text: node.text.clone() });
        Role::LeftOut(self.built.left_out.len() - 1)
    }

    fn add_left_out(&mut self, index: usize, text: &str) {
        let whole = &mut self.built.left_out[index].text;
        whole.push('\n');
        whole.push_str(text);
    }
}

/// Whether parts are parted by semicolons: 一是…；二是…；三是…。
fn is_list<'t>(mut parts: impl Iterator<Item = &'t str>) -> bool {
    parts.any(|part| part.trim_end().ends_with(['；', ';']))
}

/// The full stop behind the last part of such a list ends the list, not the part; one of several sentences stays.
fn end_of_list(words: &mut String) {
    if words.matches('。').count() == 1 && words.ends_with('。') {
        words.pop();
    }
}

/// A heading's title and what follows it in the same paragraph: the first full stop outside brackets, or where 一是 begins.
fn split_title(words: &str) -> (&str, &str) {
    let spans = bracketed(words);
    let mut inside = Inside::new(&spans);
    let stop = words.char_indices().find(|(at, c)| *c == '。' && !inside.holds(*at)).map(|(at, c)| at + c.len_utf8());
    let first = series::find(words, 1, &[Style::Shi]).map(|found| found.starts[0]);
    match stop.into_iter().chain(first).min() {
        Some(cut) if cut > 0 && cut < words.len() => words.split_at(cut),
        _ => (words, ""),
    }
}
