//! What labelled words bring to an item: people, departments, deadline, goal, type.

use crate::domain::item::ItemType;
use crate::intake::field::{self, Field};
use crate::intake::plan::PlannedItem;
use crate::intake::span::bracketed;

/// Adds a paragraph to an optional text.
pub(super) fn add_line(field: &mut Option<String>, text: &str) {
    match field {
        Some(lines) => {
            lines.push('\n');
            lines.push_str(text);
        }
        None => *field = Some(text.to_owned()),
    }
}

/// Sets what a label announces; lists of names are taken apart.
pub(super) fn set_field(item: &mut PlannedItem, field: Field, words: &str) {
    let value = words.trim().trim_end_matches(['。', '；', ';']);
    if value.is_empty() {
        return;
    }
    match field {
        Field::Measures | Field::Situation => add_line(&mut item.situation, words),
        Field::Goal => add_line(&mut item.goal, value),
        Field::Leader => item.leaders.extend(field::names(value)),
        Field::Department => {
            let (lead, help) = field::departments(value);
            item.departments.extend(lead);
            item.co_departments.extend(help);
        }
        Field::CoDepartment => item.co_departments.extend(field::names(value)),
        Field::Person => item.persons.extend(field::names(value)),
        Field::Deadline => add_line(&mut item.deadline_raw, value),
        Field::Type => {
            item.item_type = [
                ("边巡边改", ItemType::OnTheSpot),
                ("边查边改", ItemType::OnTheSpot),
                ("立行立改", ItemType::Immediate),
                ("立即整改", ItemType::Immediate),
                ("分阶段", ItemType::Staged),
                ("长期", ItemType::LongTerm),
                ("限期", ItemType::TimeLimited),
            ]
            .into_iter()
            .find(|(word, _)| value.contains(word))
            .map(|(_, kind)| kind)
            .or(item.item_type);
        }
    }
}

/// （责任部门：…；完成时限：…） at the end of a measure: taken as its labels, and off its words.
pub(super) fn read_trailing_labels(item: &mut PlannedItem) {
    let words = item.text.trim_end().trim_end_matches(['。', '；', ';']);
    if !words.ends_with(['）', ')']) {
        return;
    }
    let Some(&(open, close)) = bracketed(words).last() else { return };
    let inner_at = open + words[open..].chars().next().map_or(0, char::len_utf8);
    if close + words[close..].chars().next().map_or(0, char::len_utf8) != words.len() || inner_at > close {
        return;
    }
    let inner = words[inner_at..close].to_owned();
    if field::label(&inner).is_none() {
        return;
    }
    let words = words[..open].trim_end().to_owned();
    let mut last = None;
    for part in inner.split(['；', ';', '，', ',']).map(str::trim) {
        match field::label(part) {
            Some((field, len)) => {
                last = Some(field);
                set_field(item, field, &part[len..]);
            }
            None => {
                if let Some(field) = last {
                    set_field(item, field, part);
                }
            }
        }
    }
    item.text = words;
}
