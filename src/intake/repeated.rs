//! Numbers that two issues of a paper share: told with both places, since neither keeps it then.

use super::plan::{Note, PlannedItem};
use std::collections::HashMap;

/// More than so many are no slips: the numbers were lost in copying.
const MOST: usize = 20;

/// Notes about issues that have the number of an earlier one. `numbered` are issues in their order with the numbers in front of
/// them. Numbers may begin anew with 1, in each category or wherever the paper likes; what is there again before that is told.
pub(super) fn notes(items: &[PlannedItem], numbered: &[(usize, u32)]) -> Vec<Note> {
    let mut seen: HashMap<u32, usize> = HashMap::new();
    let mut last: Option<(usize, u32)> = None;
    let mut twice: Vec<(usize, u32, usize)> = Vec::new();
    let mut rising: Vec<u32> = Vec::new();
    for (at, number) in numbered.iter().copied() {
        let beside = last.is_some_and(|(other, before)| before == 1 && items[other].parent == items[at].parent);
        if number == 1 && !beside {
            seen.clear();
        }
        match seen.get(&number) {
            Some(first) => twice.push((at, number, *first)),
            None => {
                seen.insert(number, at);
                rising.push(number);
            }
        }
        last = Some((at, number));
    }
    // Numbers that begin anew are not the paper's numbers of its issues anyway.
    let lost = if rising.is_sorted_by(|one, next| one < next) {
        "；编号不能对应到问题，全部改按先后顺序编号"
    } else {
        ""
    };
    let note = |(at, number, first): &(usize, u32, usize)| {
        let (item, first) = (&items[*at], &items[*first]);
        let words: String = first.text.chars().take(16).collect();
        let reason = format!("编号 {number} 与{}“{words}”的编号重复{lost}，请核对原文", first.place);
        Note { place: item.place.clone(), reason }
    };
    let mut notes: Vec<Note> = twice.iter().take(MOST).map(note).collect();
    if let Some((at, _, _)) = twice.get(MOST) {
        let reason = format!("另有 {} 个问题的编号与前面的重复，请核对原文", twice.len() - MOST);
        notes.push(Note { place: items[*at].place.clone(), reason });
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::item::{ItemKind, Origin};

    /// Which of the numbers are told, and whether it is said that all are lost; issues stand in the categories named.
    fn told(numbered: &[(usize, u32)]) -> (Vec<usize>, bool) {
        let items: Vec<PlannedItem> = numbered
            .iter()
            .enumerate()
            .map(|(at, (category, _))| {
                let place = format!("第{at}行");
                let item = PlannedItem::new(ItemKind::Issue, Origin::Feedback, "台账登记不全", place);
                PlannedItem { parent: category.checked_sub(1), ..item }
            })
            .collect();
        let numbers: Vec<(usize, u32)> = numbered.iter().map(|(_, number)| *number).enumerate().collect();
        let notes = notes(&items, &numbers);
        let row = |note: &Note| note.place.trim_matches(['第', '行']).parse().unwrap();
        (notes.iter().map(row).collect(), notes.iter().any(|note| note.reason.contains("先后顺序")))
    }

    #[test]
    fn a_number_that_stands_twice_is_told_and_one_that_begins_anew_is_not() {
        for (numbered, expected, lost) in [
            (&[(1, 1), (1, 2), (2, 3)][..], &[][..], false),
            // 1 2 2 3: neither is the second issue.
            (&[(1, 1), (1, 2), (1, 2), (2, 3)], &[2], true),
            (&[(1, 1), (1, 2), (2, 2), (2, 3)], &[2], true),
            (&[(1, 1), (1, 2), (2, 1), (2, 2), (2, 2)], &[4], false),
            (&[(1, 1), (1, 2), (1, 3), (1, 2)], &[3], true),
            (&[(1, 1), (2, 1), (3, 1)], &[], false),
            (&[(1, 1), (1, 1), (1, 2)], &[1], true),
            // Without categories numbers begin anew as well.
            (&[(0, 1), (0, 2), (0, 1), (0, 2)], &[], false),
        ] {
            assert_eq!(told(numbered), (expected.to_vec(), lost), "{numbered:?}");
        }
    }
}
