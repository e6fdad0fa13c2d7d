//! What is longer than the ledger takes, with its place: a file is refused for all of it at once, before anything is tried.

use super::IntakeError;
use super::plan::{Plan, PlannedItem, TableField};
use super::table::field_label;
use crate::domain::item::ItemKind;
use crate::domain::length::{MAX_NAME, MAX_TEXT};

/// Words that are too long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TooLong {
    /// Where they stand: 工作表“台账”第5行B列.
    pub place: String,
    /// What they are, as a clerk calls it.
    pub field: &'static str,
    /// How many characters they have.
    pub length: usize,
    /// How many they may have.
    pub limit: usize,
    /// What the reader noticed there: a quote that was never closed makes one cell of many.
    pub noticed: Option<String>,
}

impl std::fmt::Display for TooLong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let noticed = self.noticed.as_ref().map_or_else(String::new, |noticed| format!("；{noticed}"));
        write!(f, "{}的“{}”有 {} 字（最多 {} 字{noticed}）", self.place, self.field, self.length, self.limit)
    }
}

/// Refuses a plan that holds words too long for a ledger.
///
/// # Errors
/// [`IntakeError::TooLong`], naming every place.
pub fn check(name: &str, plan: &Plan) -> Result<(), IntakeError> {
    let cells: Vec<TooLong> = plan.items.iter().flat_map(|item| of_item(plan, item)).collect();
    if cells.is_empty() { Ok(()) } else { Err(IntakeError::TooLong { name: name.to_owned(), cells }) }
}

fn of_item(plan: &Plan, item: &PlannedItem) -> Vec<TooLong> {
    let mut found = Vec::new();
    let mut field = |field: TableField, words: &str, limit: usize| {
        // Bytes are counted first: hardly any field is near its limit.
        if words.len() > limit {
            let length = words.trim().chars().count();
            if length > limit {
                let noticed = plan.notes.iter().find(|note| note.place == item.place).map(|note| note.reason.clone());
                let (place, field) = (place(plan, item, field), field_label(field));
                found.push(TooLong { place, field, length, limit, noticed });
            }
        }
    };
    let own = match item.kind {
        ItemKind::Category => TableField::Category,
        ItemKind::Measure => TableField::Measure,
        _ => TableField::Issue,
    };
    field(own, &item.text, MAX_TEXT);
    let reported = item.reported.as_deref();
    for (kind, words) in [
        (TableField::Goal, item.goal.as_ref()),
        (TableField::Situation, item.situation.as_ref()),
        (TableField::Problems, reported.and_then(|reported| reported.problems.as_ref())),
        (TableField::Next, reported.and_then(|reported| reported.next.as_ref())),
        (TableField::Remark, reported.and_then(|reported| reported.remark.as_ref())),
    ] {
        field(kind, words.map_or("", String::as_str), MAX_TEXT);
    }
    for month in reported.map_or(&[][..], |reported| reported.months.as_slice()) {
        field(TableField::Situation, month.situation.as_deref().unwrap_or_default(), MAX_TEXT);
        field(TableField::Problems, month.problems.as_deref().unwrap_or_default(), MAX_TEXT);
        field(TableField::Next, month.next.as_deref().unwrap_or_default(), MAX_TEXT);
    }
    field(TableField::Deadline, item.deadline_raw.as_deref().unwrap_or_default(), MAX_NAME);
    let titles = reported.map_or(&[][..], |reported| reported.evidence.as_slice());
    for (kind, names) in [
        (TableField::Leader, item.leaders.as_slice()),
        (TableField::Department, &item.departments),
        (TableField::CoDepartment, &item.co_departments),
        (TableField::Person, &item.persons),
        (TableField::Evidence, titles),
    ] {
        for name in names {
            field(kind, name, MAX_NAME);
        }
    }
    found
}

/// The item's place, and in a table the column where one alone holds that field.
fn place(plan: &Plan, item: &PlannedItem, field: TableField) -> String {
    let of_row = |table: &&super::plan::PlannedTable| {
        item.place.strip_prefix(&table.place).is_some_and(|row| row.starts_with('第'))
    };
    let columns = plan.tables.iter().find(of_row).map_or(&[][..], |table| table.columns.as_slice());
    let mut letters = columns.iter().filter(|column| column.field == Some(field)).map(|column| &column.letter);
    match (letters.next(), letters.next()) {
        (Some(letter), None) => format!("{}{letter}列", item.place),
        _ => item.place.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::{Options, read};

    fn cells(text: &str) -> Vec<TooLong> {
        match check("台账.csv", &read("台账.csv", text.as_bytes(), &Options::default()).unwrap()) {
            Ok(()) => Vec::new(),
            Err(IntakeError::TooLong { cells, .. }) => cells,
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn what_is_too_long_is_told_with_row_column_length_and_limit() {
        let heading = "序号,反馈问题,整改措施,责任部门,整改时限,备注";
        let (long, wide) = ("长".repeat(MAX_TEXT + 1), "宽".repeat(MAX_NAME + 1));
        let text =
            format!("{heading}\n1,台账不全,建账,办公室,6月底前,\n2,{long},核对,办公室,{wide},\n3,卷宗,装订,{wide},,\n");
        let said: Vec<String> = cells(&text).iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "第3行B列的“问题”有 20001 字（最多 20000 字）",
                "第3行E列的“时限”有 201 字（最多 200 字）",
                "第4行D列的“责任部门”有 201 字（最多 200 字）",
            ]
        );
        let swallowed = format!("{heading}\n1,\"台账不全,建账,办公室,,\n{}", "2,卷宗,装订,办公室,,\n".repeat(2_000));
        let said: Vec<String> = cells(&swallowed).iter().map(ToString::to_string).collect();
        assert!(said.len() == 1 && said[0].contains("文件末尾都没有合上"), "{said:?}");
        let (long, wide) = (&long[3..], &wide[3..]);
        assert_eq!(cells(&format!("{heading}\n2,{long},核对,{wide},{wide},{long}\n")), []);
    }
}
