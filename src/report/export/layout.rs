//! Which rows an issue takes in the table, and which cells of it are one: what a reader of the table, ours among them, can only
//! understand in one way.
//!
//! A cell over all rows of an issue speaks of the issue; one beside a measure of that measure. As long as that says everything,
//! an issue takes as many rows as it has measures. Where the issue itself has something of its own beside what its measures have
//! (another deadline than theirs, a report of its own), it takes a row of its own above them.

use crate::report::page::{Cell, Value};

/// The facts of an item that the table shows, each a cell: see [`super::table`] for which.
pub(super) type Facts = Vec<Cell>;

/// How the facts of an issue and of its measures stand beside each other.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// As many rows as measures (one where there are none): for each fact its cells, [`Value::Above`] where they are one.
    Compact(Vec<Vec<Cell>>),
    /// A row for the issue above those of its measures.
    Headed,
}

/// How each fact may be read back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// The same in every row holds for the issue, and measures inherit it.
    Inherited,
    /// The same in every row holds for the issue, and measures do not inherit it.
    Lasting,
    /// Follows from the measures, and is theirs where the issue alone states it.
    Derived,
    /// Belongs to whom it is written beside.
    Own,
    /// Likewise, and the same in every row holds for the issue: what was struck off.
    Decided,
    /// Not read back.
    Shown,
}

fn blank(cell: &Cell) -> bool {
    cell.value == Value::Empty
}

/// Places the facts of an issue and of its measures in rows. `merges`: whether cells can be one over several rows; where they are
/// repeated instead, what is the issue's own would be read as each measure's.
pub(super) fn shape(issue: &Facts, measures: &[Facts], readings: &[Reading], merges: bool) -> Shape {
    let rows = measures.len();
    if rows == 0 {
        return Shape::Compact(vec![issue.clone()]);
    }
    let mut cells: Vec<Vec<Cell>> = vec![Vec::with_capacity(readings.len()); rows];
    for (fact, reading) in readings.iter().enumerate() {
        let own = &issue[fact];
        let theirs: Vec<&Cell> = measures.iter().map(|facts| &facts[fact]).collect();
        let all_as_issue = theirs.iter().all(|cell| cell.value == own.value);
        let all_same = theirs.iter().all(|cell| cell.value == theirs[0].value);
        let none_below = theirs.iter().all(|cell| blank(cell));
        let merged = match reading {
            Reading::Inherited | Reading::Shown | Reading::Derived if all_as_issue => Some(own),
            // One row with a measure tells of the measure; without merged cells each row does.
            Reading::Own if none_below && !blank(own) && (rows == 1 || !merges) => return Shape::Headed,
            Reading::Own if rows == 1 && !blank(own) => return Shape::Headed,
            Reading::Own | Reading::Decided | Reading::Lasting if none_below => Some(own),
            // One row speaks of the issue and of its only measure alike.
            Reading::Own | Reading::Decided | Reading::Lasting if rows == 1 && (blank(own) || all_as_issue) => {
                Some(theirs[0])
            }
            Reading::Inherited | Reading::Lasting | Reading::Own | Reading::Decided | Reading::Derived if rows == 1 => {
                return Shape::Headed;
            }
            Reading::Inherited | Reading::Lasting if !blank(own) || all_same => return Shape::Headed,
            Reading::Own | Reading::Decided if !blank(own) => return Shape::Headed,
            _ => None,
        };
        for (row, cell) in theirs.into_iter().enumerate() {
            cells[row].push(match merged {
                Some(one) if row == 0 => one.clone(),
                Some(_) => Value::Above.into(),
                None => cell.clone(),
            });
        }
    }
    Shape::Compact(cells)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Reading::{Decided, Derived, Inherited, Lasting, Own, Shown};

    fn facts(words: &[&str]) -> Facts {
        words.iter().map(|word| if word.is_empty() { Cell::EMPTY } else { Cell::text(*word) }).collect()
    }

    fn shown(issue: &str, measures: &[&str], reading: Reading) -> String {
        shown_where(issue, measures, reading, true)
    }

    fn shown_where(issue: &str, measures: &[&str], reading: Reading, merges: bool) -> String {
        let measures: Vec<Facts> = measures.iter().map(|word| facts(&[word])).collect();
        match shape(&facts(&[issue]), &measures, &[reading], merges) {
            Shape::Headed => "headed".to_owned(),
            Shape::Compact(rows) => {
                let words: Vec<&str> = rows
                    .iter()
                    .map(|row| match &row[0].value {
                        Value::Text(text) => text,
                        Value::Above => "^",
                        _ => "",
                    })
                    .collect();
                words.join("|")
            }
        }
    }

    #[test]
    fn what_is_said_once_is_said_of_the_issue_and_what_differs_of_each_measure() {
        for (issue, measures, reading, expected) in [
            ("甲", &[][..], Inherited, "甲"),
            ("甲", &["甲", "甲"], Inherited, "甲|^"),
            ("甲", &["甲", "乙"], Inherited, "headed"),
            ("", &["甲", "乙"], Inherited, "甲|乙"),
            ("", &["甲", ""], Inherited, "甲|"),
            // The same in every row would be read as the issue's.
            ("", &["甲", "甲"], Inherited, "headed"),
            ("", &["甲"], Inherited, "headed"),
            ("甲", &["乙"], Inherited, "headed"),
            ("甲", &["甲"], Inherited, "甲"),
            ("整改中", &["已完成", "未启动"], Derived, "已完成|未启动"),
            ("已完成", &["已完成", "已完成"], Derived, "已完成|^"),
            ("甲", &["", ""], Own, "甲|^"),
            ("甲", &["", "乙"], Own, "headed"),
            ("", &["", "乙"], Own, "|乙"),
            ("", &["乙"], Own, "乙"),
            ("甲", &["乙"], Own, "headed"),
            ("甲", &["", ""], Lasting, "甲|^"),
            ("", &["甲", "乙"], Lasting, "甲|乙"),
            ("", &["甲", "甲"], Lasting, "headed"),
            ("", &["甲"], Lasting, "甲"),
            ("红", &["红", "绿"], Shown, "红|绿"),
        ] {
            assert_eq!(shown(issue, measures, reading), expected, "{issue} {measures:?} {reading:?}");
        }
        // Without merged cells a report of the issue would be one of each measure.
        assert_eq!(shown_where("甲", &["", ""], Own, false), "headed");
        assert_eq!(shown_where("甲", &["", ""], Lasting, false), "甲|^");
        assert_eq!(shown_where("甲", &["", ""], Decided, false), "甲|^");
        // Beside its only measure a report of the issue would be one of the measure.
        assert_eq!(shown_where("甲", &[""], Own, false), "headed");
        assert_eq!(shown_where("甲", &[""], Own, true), "headed");
        assert_eq!(shown_where("甲", &["甲"], Own, true), "headed");
        assert_eq!(shown_where("", &["甲"], Own, true), "甲");
    }
}
