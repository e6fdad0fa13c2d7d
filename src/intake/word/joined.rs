//! A paper with its ledger: what the paragraphs say and what the tables below them say, as one plan.
//!
//! Where the paragraphs hold no issue, the ledger is the plan and the paragraphs are what stands around it. Where they do,
//! the ledger's rows are hung under the issues of the same words: a second issue of the same words is never made.

use crate::domain::item::{ItemKind, Origin};
use crate::intake::paper;
use crate::intake::plan::{LeftOut, MARK_WHOLE_CATEGORY, Note, PaperKind, Plan, PlannedItem};
use crate::intake::wording;
use crate::zh::fold::{fold_heading, fold_words};
use crate::zh::likeness;
use std::collections::HashMap;

/// Makes one plan of a paper's paragraphs and its ledger.
pub(super) fn join(mut paper: Plan, ledger: Plan) -> Plan {
    promote(&mut paper, &ledger);
    let mut plan = if paper.counts().issue == 0 { around(paper, ledger) } else { hung(paper, ledger) };
    paper::restate(&mut plan);
    plan
}

/// The ledger with the paragraphs around it.
fn around(paper: Plan, mut ledger: Plan) -> Plan {
    let mut left_out = paper.left_out;
    for mut item in paper.items {
        if item.kind == ItemKind::Opinion {
            // 整改意见 stand by themselves; only headings lose their meaning without issues below them.
            (item.parent, item.stems_from) = (None, None);
            item.answers.clear();
            ledger.items.push(item);
        } else if !item.repeats_source() && !item.source_text.is_empty() {
            left_out.push(LeftOut { place: item.place, text: item.source_text });
        }
    }
    left_out.append(&mut ledger.left_out);
    let mut notes = paper.notes;
    notes.retain(|note| note.reason != paper::NO_ISSUE);
    notes.append(&mut ledger.notes);
    // The title above a table is nearer to it than one in its first row.
    let mut header = paper.header;
    let inner = ledger.header;
    header.title = header.title.or(inner.title);
    header.feedback_on = header.feedback_on.or(inner.feedback_on);
    header.onsite_from = header.onsite_from.or(inner.onsite_from);
    header.onsite_to = header.onsite_to.or(inner.onsite_to);
    header.body = header.body.or(inner.body);
    header.party_group = header.party_group.or(inner.party_group);
    header.round_kind = header.round_kind.or(inner.round_kind);
    header.unit = header.unit.or(inner.unit);
    header.as_of = header.as_of.or(inner.as_of);
    Plan { left_out, notes, header, stated: paper.stated, ..ledger }
}

/// Where a paper has only headings, and its measures in the table, the outline takes its issues for measures: the table
/// knows better.
fn promote(paper: &mut Plan, ledger: &Plan) {
    let issues: HashMap<String, ()> = ledger
        .items
        .iter()
        .filter(|item| is_top_issue(ledger, item))
        .map(|item| (fold_words(&item.text), ()))
        .collect();
    let mut raised = vec![false; paper.items.len()];
    for item in &paper.items {
        let named = item.kind == ItemKind::Measure && issues.contains_key(&fold_words(&item.text));
        if let (true, Some(above)) = (named, item.parent) {
            raised[above] |= paper.items[above].kind == ItemKind::Issue;
        }
    }
    let mut gone = vec![false; paper.items.len()];
    for at in 0..paper.items.len() {
        let above = paper.items[at].parent;
        if raised[at] {
            let stands_for_category = paper.items[at].marks.iter().any(|mark| mark == MARK_WHOLE_CATEGORY);
            if let (true, Some(category)) = (stands_for_category, above) {
                gone[at] = true;
                let source = std::mem::take(&mut paper.items[at].source_text);
                add_source(&mut paper.items[category], &source);
            } else {
                let item = &mut paper.items[at];
                item.kind = ItemKind::Category;
                item.number = None;
                item.text = wording::category(&wording::tidy(&item.text));
            }
        } else if let Some(above) = above.filter(|above| raised[*above]) {
            let parent = if gone[above] { paper.items[above].parent } else { Some(above) };
            let item = &mut paper.items[at];
            if item.kind == ItemKind::Measure {
                item.kind = ItemKind::Issue;
                item.text = wording::issue(&wording::tidy(&item.text));
            }
            item.parent = parent;
        }
    }
    remove(paper, &gone);
}

/// Takes items out; what stood below them was led elsewhere before.
fn remove(plan: &mut Plan, gone: &[bool]) {
    if gone.contains(&true) {
        let kept: Vec<usize> = (0..gone.len()).filter(|at| !gone[*at]).collect();
        arrange(plan, &kept);
    }
}

/// Puts what was added behind the item it stands under, where a reader looks for it.
fn in_tree_order(plan: &mut Plan) {
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); plan.items.len()];
    let mut waiting: Vec<usize> = Vec::new();
    for (at, item) in plan.items.iter().enumerate() {
        match item.parent {
            Some(above) => below[above].push(at),
            None => waiting.push(at),
        }
    }
    waiting.reverse();
    let mut order = Vec::with_capacity(plan.items.len());
    while let Some(at) = waiting.pop() {
        order.push(at);
        waiting.extend(below[at].iter().rev());
    }
    arrange(plan, &order);
}

/// Keeps these items, in this order, and what they refer to.
fn arrange(plan: &mut Plan, order: &[usize]) {
    let mut moved: Vec<Option<usize>> = vec![None; plan.items.len()];
    for (now, before) in order.iter().enumerate() {
        moved[*before] = Some(now);
    }
    let mut items: Vec<Option<PlannedItem>> = std::mem::take(&mut plan.items).into_iter().map(Some).collect();
    plan.items = order.iter().filter_map(|at| items[*at].take()).collect();
    for item in &mut plan.items {
        item.parent = item.parent.and_then(|at| moved[at]);
        item.stems_from = item.stems_from.and_then(|at| moved[at]);
        item.answers = item.answers.iter().filter_map(|at| moved[*at]).collect();
    }
}

fn is_top_issue(plan: &Plan, item: &PlannedItem) -> bool {
    item.kind == ItemKind::Issue && item.parent.is_none_or(|above| plan.items[above].kind != ItemKind::Issue)
}

/// The paper with the ledger's rows hung under its issues.
fn hung(paper: Plan, ledger: Plan) -> Plan {
    let mut join = Join::new(paper);
    let Plan { items, mut left_out, mut notes, tables, header, .. } = ledger;
    let place = tables.first().map_or_else(|| "表".to_owned(), |table| table.place.clone());
    let issue_above: Vec<bool> =
        items.iter().map(|item| item.parent.is_some_and(|above| items[above].kind == ItemKind::Issue)).collect();
    let mut added = 0;
    for (at, item) in items.into_iter().enumerate() {
        added += usize::from(join.take(item, issue_above[at]));
    }
    let Join { mut plan, .. } = join;
    in_tree_order(&mut plan);
    if added > 0 {
        plan.notes.push(Note {
            place,
            reason: format!(
                "表中有 {added} 个问题在正文里没有相同的文字，另列为问题；如与正文是同一问题，请先改成一致再导入"
            ),
        });
    }
    plan.left_out.append(&mut left_out);
    plan.notes.append(&mut notes);
    plan.tables = tables;
    plan.header.unit = plan.header.unit.or(header.unit);
    plan.header.as_of = plan.header.as_of.or(header.as_of);
    if plan.paper == PaperKind::Unknown {
        plan.paper = PaperKind::Ledger;
    }
    plan
}

struct Join {
    plan: Plan,
    /// Issues and categories by their words.
    issues: HashMap<String, usize>,
    categories: HashMap<String, usize>,
    /// Measures by the issue above and their words.
    measures: HashMap<(usize, String), usize>,
    /// The paper's numbers of issues.
    numbers: HashMap<u32, usize>,
    numbered: bool,
    /// For each item of the ledger: where it is now. A category waits until something stands in it.
    moved: Vec<Moved>,
}

enum Moved {
    To(usize),
    Waits(Box<PlannedItem>),
}

impl Join {
    fn new(plan: Plan) -> Self {
        let mut join = Self {
            issues: HashMap::new(),
            categories: HashMap::new(),
            measures: HashMap::new(),
            numbers: HashMap::new(),
            numbered: plan.items.iter().any(|item| item.number.is_some()),
            moved: Vec::new(),
            plan,
        };
        for at in 0..join.plan.items.len() {
            join.know(at);
        }
        join
    }

    fn know(&mut self, at: usize) {
        let item = &self.plan.items[at];
        match item.kind {
            ItemKind::Category => {
                self.categories.entry(fold_heading(&item.text)).or_insert(at);
            }
            ItemKind::Issue => {
                self.issues.entry(fold_words(&item.text)).or_insert(at);
                if let Some(number) = item.number {
                    self.numbers.entry(number).or_insert(at);
                }
            }
            ItemKind::Measure => {
                if let Some(above) = item.parent {
                    self.measures.entry((above, fold_words(&item.text))).or_insert(at);
                }
            }
            ItemKind::Opinion | ItemKind::Case => {}
        }
    }

    /// Takes an item of the ledger in. Says whether it is an issue that the paper does not have.
    fn take(&mut self, mut item: PlannedItem, under_issue: bool) -> bool {
        let top_issue = item.kind == ItemKind::Issue && !under_issue;
        let known = match item.kind {
            ItemKind::Category => self.categories.get(&fold_heading(&item.text)).copied(),
            _ if top_issue => self.issue_like(&item),
            ItemKind::Measure => item.parent.and_then(|above| match &self.moved[above] {
                Moved::To(above) => self.measures.get(&(*above, fold_words(&item.text))).copied(),
                Moved::Waits(_) => None,
            }),
            _ => None,
        };
        let place = |moved: &Self, at: usize| if let Moved::To(at) = moved.moved[at] { Some(at) } else { None };
        item.stems_from = item.stems_from.and_then(|at| place(self, at)).filter(|at| known != Some(*at));
        item.answers = item.answers.iter().filter_map(|at| place(self, *at)).collect();
        if let Some(known) = known {
            self.complete(known, item);
            self.moved.push(Moved::To(known));
            return false;
        }
        if item.kind == ItemKind::Category {
            self.moved.push(Moved::Waits(Box::new(item)));
            return false;
        }
        item.parent = item.parent.map(|above| self.settled(above));
        if !self.numbered || item.number.is_some_and(|number| self.numbers.contains_key(&number)) {
            item.number = None;
        }
        let at = self.push(item);
        self.moved.push(Moved::To(at));
        top_issue
    }

    /// The paper's issue of the same words; or of the same number and words that are alike.
    fn issue_like(&mut self, item: &PlannedItem) -> Option<usize> {
        let folded = fold_words(&item.text);
        if let Some(known) = self.issues.get(&folded) {
            return Some(*known);
        }
        let known = *self.numbers.get(&item.number?)?;
        if item.origin != Origin::Feedback || !likeness::alike(&folded, &fold_words(&self.plan.items[known].text)) {
            return None;
        }
        let number = item.number.unwrap_or_default();
        let reason = format!("第 {number} 个问题表中与正文的文字不尽相同，按编号对上，文字以正文为准");
        self.plan.notes.push(Note { place: item.place.clone(), reason });
        Some(known)
    }

    /// Where a ledger's item is; a category that waited is put into the plan, and what it stands in.
    fn settled(&mut self, at: usize) -> usize {
        let item = match &mut self.moved[at] {
            Moved::To(at) => return *at,
            Moved::Waits(item) => (**item).clone(),
        };
        let above = item.parent.map(|above| self.settled(above));
        let here = self.push(PlannedItem { parent: above, ..item });
        self.moved[at] = Moved::To(here);
        here
    }

    fn push(&mut self, item: PlannedItem) -> usize {
        let at = self.plan.items.len();
        self.plan.items.push(item);
        self.know(at);
        at
    }

    /// What the ledger says beyond the paper is added; what they say differently stays as the paper has it, and is told.
    fn complete(&mut self, at: usize, from: PlannedItem) {
        let into = &mut self.plan.items[at];
        let mut differing: Vec<&str> = Vec::new();
        let mut one = |into: &mut Option<String>, from: Option<String>, what: &'static str| match (&into, from) {
            (None, from) => *into = from,
            (Some(known), Some(from)) if fold_words(known) != fold_words(&from) => differing.push(what),
            _ => {}
        };
        one(&mut into.goal, from.goal, "整改目标");
        one(&mut into.deadline_raw, from.deadline_raw, "整改时限");
        one(&mut into.situation, from.situation, "整改情况");
        let mut several = |into: &mut Vec<String>, from: Vec<String>, what: &'static str| {
            if into.is_empty() {
                *into = from;
            } else if !from.is_empty() && *into != from {
                differing.push(what);
            }
        };
        several(&mut into.leaders, from.leaders, "责任领导");
        several(&mut into.departments, from.departments, "责任部门");
        several(&mut into.co_departments, from.co_departments, "配合部门");
        several(&mut into.persons, from.persons, "责任人");
        into.item_type = into.item_type.or(from.item_type);
        into.stems_from = into.stems_from.or(from.stems_from);
        into.answers.extend(from.answers);
        into.related.extend(from.related);
        into.reported = into.reported.take().or(from.reported);
        into.marks.extend(from.marks.into_iter().filter(|mark| mark != MARK_WHOLE_CATEGORY));
        add_source(into, &from.source_text);
        if !differing.is_empty() {
            let reason = format!("表中的{}与正文（{}）不同，以正文为准，请核对", differing.join("、"), into.place);
            self.plan.notes.push(Note { place: from.place, reason });
        }
    }
}

fn add_source(item: &mut PlannedItem, words: &str) {
    if !words.is_empty() {
        if !item.source_text.is_empty() {
            item.source_text.push('\n');
        }
        item.source_text.push_str(words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::{outline, paper};

    fn paper_of(text: &str) -> Plan {
        paper::read(&outline::read(text))
    }

    fn item(kind: ItemKind, text: &str, parent: Option<usize>, number: Option<u32>) -> PlannedItem {
        let source_text = text.to_owned();
        PlannedItem { parent, number, source_text, ..PlannedItem::new(kind, Origin::Feedback, text, "表1第2行") }
    }

    fn ledger(items: Vec<PlannedItem>) -> Plan {
        let mut plan = paper_of("");
        (plan.items, plan.paper, plan.notes) = (items, PaperKind::Ledger, Vec::new());
        plan
    }

    fn show(plan: &Plan) -> Vec<String> {
        let codes = plan.codes();
        (0..codes.len()).map(|at| format!("{} {}", codes[at], plan.items[at].text)).collect()
    }

    const REPORT: &str = "某局整改情况的通报\n一、反馈问题整改情况\n（一）关于学风方面\n1.学习不深入\n（1）定计划。\n2.督办不力\n（1）建台账。";

    #[test]
    fn measures_of_the_table_are_hung_under_the_issue_of_the_same_words() {
        use ItemKind::{Category, Issue, Measure};
        let mut first = item(Measure, "定计划", Some(1), None);
        first.departments = vec!["办公室".to_owned()];
        let plan = join(
            paper_of(REPORT),
            ledger(vec![
                item(Category, "学风", None, None),
                item(Issue, "学习 不深入。", Some(0), Some(7)),
                first,
                item(Measure, "补课", Some(1), None),
                item(Category, "作风", None, None),
                item(Issue, "会风不实", Some(4), Some(1)),
                item(Measure, "合并会议", Some(5), None),
            ]),
        );
        let expected = [
            "C1 学风",
            "1 学习不深入",
            "1.1 定计划。",
            "1.2 补课",
            "2 督办不力",
            "2.1 建台账。",
            "C2 作风",
            "3 会风不实",
            "3.1 合并会议",
        ];
        assert_eq!(show(&plan), expected);
        assert_eq!(plan.items[2].departments, ["办公室"]);
        assert!(plan.notes.iter().any(|note| note.reason.contains("表中有 1 个问题")));
        assert_eq!(plan.paper, PaperKind::Report);
    }

    #[test]
    fn a_number_ties_issues_only_when_their_words_are_alike() {
        use ItemKind::Issue;
        let items =
            |second: &str| ledger(vec![item(Issue, "学习不够深入", None, Some(1)), item(Issue, second, None, Some(2))]);
        let plan = join(paper_of(REPORT), items("车辆管理混乱"));
        assert_eq!(plan.counts().issue, 3);
        assert!(plan.notes.iter().any(|note| note.reason.contains("按编号对上")));
        assert_eq!(join(paper_of(REPORT), items("督办不力")).counts().issue, 2);
    }

    #[test]
    fn what_both_say_differently_is_told_and_the_paper_counts() {
        let mut one = item(ItemKind::Issue, "督办不力", None, None);
        one.deadline_raw = Some("2025年底前".to_owned());
        let mut paper = paper_of(REPORT);
        let known = paper.items.iter().position(|item| item.text == "督办不力").unwrap();
        paper.items[known].deadline_raw = Some("2025年6月".to_owned());
        let plan = join(paper, ledger(vec![one]));
        assert_eq!(plan.items[known].deadline_raw.as_deref(), Some("2025年6月"));
        assert!(plan.notes.iter().any(|note| note.reason.contains("表中的整改时限与正文")), "{:?}", plan.notes);
    }

    #[test]
    fn headings_alone_are_issues_where_the_table_says_so() {
        use ItemKind::{Issue, Measure};
        let headings = "某局巡察整改方案\n一、整改任务\n（一）学风方面\n1.学习不深入\n2.督办不力\n";
        let plan = join(
            paper_of(headings),
            ledger(vec![
                item(Issue, "学习不深入", None, Some(1)),
                item(Measure, "补课", Some(0), None),
                item(Issue, "督办不力", None, Some(2)),
            ]),
        );
        assert_eq!(show(&plan), ["C1 学风", "1 学习不深入", "1.1 补课", "2 督办不力"]);
        assert!(plan.items.iter().all(|item| item.parent.is_none_or(|above| above < plan.items.len())));
    }

    #[test]
    fn without_issues_in_words_the_ledger_is_the_plan() {
        let notice = "某院整改任务清单\n区委第二巡察组2025年2月20日反馈。\n共3个具体问题。";
        let plan = join(paper_of(notice), ledger(vec![item(ItemKind::Issue, "甲", None, Some(4))]));
        assert_eq!(show(&plan), ["4 甲"]);
        assert_eq!(plan.header.title.as_deref(), Some("某院整改任务清单"));
        assert_eq!(plan.header.feedback_on.map(|day| day.to_string()).as_deref(), Some("2025-02-20"));
        assert_eq!(plan.left_out.len(), 3);
        assert!(plan.notes.iter().all(|note| note.reason != paper::NO_ISSUE));
        assert!(plan.notes.iter().any(|note| note.reason.starts_with("文内口径")), "{:?}", plan.notes);
    }
}
