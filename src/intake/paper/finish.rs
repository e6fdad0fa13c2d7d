//! The last step: the paper's own numbers, its stated figures, its header, and what a reader should look at.

use super::build::Built;
use crate::domain::item::{ItemKind, ItemType, Origin};
use crate::intake::marker::Style;
use crate::intake::outline::Outline;
use crate::intake::plan::{
    FigureKind, LeftOut, MARK_NAMELESS, MARK_REFORM_BY_COUNT, Note, PaperKind, Plan, PlannedItem, StatedFigure,
};
use crate::intake::stated::{self, Statement};
use crate::intake::{header, marker, repeated, wording};
use std::collections::HashMap;

/// What is noted of a paper without issues.
pub(in crate::intake) const NO_ISSUE: &str =
    "没有找到编号的问题，未形成整改事项；如为新闻稿或自动编号已丢失的文件，请核对后手工录入";

/// What a note about a stated figure begins with.
const STATED: &str = "文内口径：";

/// Compares the stated figures with the items anew, after items were added.
pub(in crate::intake) fn restate(plan: &mut Plan) {
    plan.notes.retain(|note| !note.reason.starts_with(STATED));
    let stated = std::mem::take(&mut plan.stated);
    let again = stated.into_iter().map(|StatedFigure { words, what, number, .. }| Statement { words, what, number });
    compare(plan, again.collect());
}

/// Completes the plan.
pub(super) fn finish(outline: &Outline, built: Built, paper: PaperKind) -> Plan {
    let Built { items, numbered, left_out, first_node } = built;
    let mut notes = outline.notes.clone();
    let (lead, places) = lead(outline, first_node);
    let signature: Vec<&str> = outline.nodes.iter().rev().take(12).map(|node| node.text.as_str()).collect();
    let signature: Vec<&str> = signature.into_iter().rev().filter(|text| wording::is_signature(text)).collect();
    let (header, header_notes) = header::read(&lead, &places, &signature.join("\n"));
    notes.extend(header_notes);
    let mut all_left_out: Vec<LeftOut> = outline.left_out.clone();
    all_left_out.extend(left_out);
    let mut plan = Plan { paper, items, left_out: all_left_out, notes, stated: Vec::new(), header, tables: Vec::new() };
    keep_numbers(&mut plan, &numbered);
    name_nameless(&mut plan);
    let statements = stated::find(&lead);
    set_reform_apart(&mut plan, &statements);
    compare(&mut plan, statements);
    if plan.counts().issue == 0 {
        plan.notes.push(Note { place: "全文".to_owned(), reason: NO_ISSUE.to_owned() });
    }
    plan
}

/// A heading without words of its own (a number alone) is called by what stood there, so that no item is nameless.
fn name_nameless(plan: &mut Plan) {
    for item in plan.items.iter_mut().filter(|item| item.text.trim().is_empty()) {
        let words = item.source_text.trim();
        let words = if words.is_empty() { item.source_no.as_deref().unwrap_or("（无文字）") } else { words };
        item.text = words.to_owned();
        item.marks.push(MARK_NAMELESS.to_owned());
        let reason = "编号后没有文字，请核对原文".to_owned();
        plan.notes.push(Note { place: item.place.clone(), reason });
    }
}

/// The text before the first item, one line per paragraph, and where each stands.
fn lead(outline: &Outline, first_node: Option<usize>) -> (String, Vec<String>) {
    let nodes = &outline.nodes[..first_node.unwrap_or(outline.nodes.len())];
    let mut text = String::new();
    for node in nodes {
        text.push_str(&node.text);
        text.push('\n');
    }
    (text, nodes.iter().map(crate::intake::outline::Node::place).collect())
}

/// Issues keep the paper's numbers where these run on through the paper; numbers that begin anew are not numbers of issues.
fn keep_numbers(plan: &mut Plan, numbered: &[Option<(usize, Style, u32)>]) {
    let mut groups: Vec<Vec<(usize, u32)>> = Vec::new();
    let mut known: HashMap<(usize, Style), usize> = HashMap::new();
    for (at, numbered) in numbered.iter().enumerate() {
        let Some((group, style, number)) = numbered else { continue };
        let index = *known.entry((*group, *style)).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[index].push((at, *number));
    }
    let mut highest = 0;
    for members in groups {
        plan.notes.extend(repeated::notes(&plan.items, &members));
        let rising = members.first().is_some_and(|(_, first)| *first > highest)
            && members.windows(2).all(|pair| pair[0].1 < pair[1].1);
        if !rising {
            continue;
        }
        for (at, number) in members {
            plan.items[at].number = Some(number);
            highest = highest.max(number);
        }
    }
}

/// 推动改革 issues that run on behind the feedback issues without a heading of their own, known by the stated figures.
fn set_reform_apart(plan: &mut Plan, statements: &[Statement]) {
    let stated = |what: FigureKind| statements.iter().find(|s| s.what == what).map(|s| s.number);
    let (Some(feedback), Some(reform)) = (stated(FigureKind::Issue), stated(FigureKind::Reform)) else { return };
    if plan.items.iter().any(|item| item.kind == ItemKind::Issue && item.origin == Origin::Reform) {
        return;
    }
    let numbers = plan.items.iter().filter_map(|item| item.number);
    if numbers.clone().max() != feedback.checked_add(reform) || numbers.count() != (feedback + reform) as usize {
        return;
    }
    let is_reform: Vec<bool> =
        plan.items.iter().map(|item| item.number.is_some_and(|number| number > feedback)).collect();
    for at in 0..plan.items.len() {
        if is_reform[at] {
            let item = &mut plan.items[at];
            item.origin = Origin::Reform;
            item.parent = None;
            item.source_no = item.source_no.take().map(|no| own_number(&no));
            item.marks.push(MARK_REFORM_BY_COUNT.to_owned());
        } else if plan.items[at].parent.is_some_and(|parent| is_reform[parent]) {
            let above =
                plan.items[at].parent.and_then(|parent| plan.items[parent].source_no.clone()).unwrap_or_default();
            let item = &mut plan.items[at];
            item.origin = Origin::Reform;
            item.source_no =
                item.source_no.take().map(|no| no.find(&above).map_or(no.clone(), |from| no[from..].to_owned()));
        }
    }
    plan.notes.push(Note {
        place: "全文".to_owned(),
        reason: format!(
            "第 {} 至 {} 项没有单独的标题，按文内“推动改革”{reform} 项的口径列为改革事项，不归入前一方面",
            feedback + 1,
            feedback + reform
        ),
    });
}

/// （十一）28. → 28.: the number that remains when the item stands in no category.
fn own_number(no: &str) -> String {
    let mut rest = no;
    while let Some(marker) = marker::read(rest).filter(|marker| marker.len < rest.len()) {
        rest = &rest[marker.len..];
    }
    rest.to_owned()
}

fn compare(plan: &mut Plan, statements: Vec<Statement>) {
    for Statement { words, what, number } in statements {
        let found = found(plan, what, number);
        let difference = match found {
            Some(found) if found == number => None,
            Some(found) => Some(format!("{STATED}{words}，正文中找到 {found}，请核对")),
            None => Some(format!("{STATED}{words}，正文没有逐项列出，无从核对")),
        };
        plan.notes.extend(difference.map(|reason| Note { place: "全文".to_owned(), reason }));
        plan.stated.push(StatedFigure { words, what, number, found });
    }
}

/// How many the text shows; none for levels that an outline does not show.
fn found(plan: &Plan, what: FigureKind, stated: u32) -> Option<u32> {
    let count =
        |fits: &dyn Fn(&PlannedItem) -> bool| u32::try_from(plan.items.iter().filter(|item| fits(item)).count()).ok();
    let issues = |origin: Origin| count(&|item| item.kind == ItemKind::Issue && item.origin == origin);
    match what {
        FigureKind::Issue => {
            // 需长期整改事项 are stated apart by some papers and included by others.
            let long = count(&|item| item.kind == ItemKind::Issue && item.item_type == Some(ItemType::LongTerm))?;
            let all = issues(Origin::Feedback)?;
            Some(if all == stated { all } else { all.saturating_sub(long) })
        }
        FigureKind::Measure => count(&|item| item.kind == ItemKind::Measure),
        FigureKind::Opinion => count(&|item| item.kind == ItemKind::Opinion),
        FigureKind::Extension => issues(Origin::Extension),
        FigureKind::Reform => issues(Origin::Reform),
        FigureKind::Category => Some(plan.counts().category),
        FigureKind::KeyIssue | FigureKind::Symptom | FigureKind::Rule => None,
    }
}
