//! Numbers of two levels in front of rows: 1, 1.1, 1.2, 2, 2.1.
//!
//! What stands below an issue gets its issue's number and one of its own anyway (DESIGN: children append): where the file has
//! numbered its rows so, and its tree agrees, these are the codes. Where it does not agree the numbers stay what they are, the
//! file's own. An issue 1.1 behind an issue 1 is its 表现; behind what calls itself an aspect it is an issue of it.

use crate::domain::code::{Code, Series};
use crate::domain::item::ItemKind;
use crate::intake::plan::{Note, PlannedItem};
use crate::intake::wording;
use crate::zh::numeral::fold_digits;
use std::collections::HashSet;

/// 3.2: the number of what stands above, and its own.
type Number = (u32, u32);

/// The numbers of two levels of a ledger.
#[derive(Debug, Default)]
pub(super) struct Leveled {
    /// Issue by issue: the number in front of its first row, and its measures with theirs.
    issues: Vec<OfIssue>,
    /// Issues that stand below the one that was numbered before them: below which, and which.
    symptoms: Vec<(usize, usize, Number)>,
    /// The last aspect that was numbered like an issue, and its number.
    aspect: Option<(usize, u32)>,
}

#[derive(Debug)]
struct OfIssue {
    issue: usize,
    first: Option<Number>,
    measures: Vec<(usize, Option<Number>)>,
}

impl Leveled {
    /// 3.2, 3．2, 3-2 and nothing else.
    pub(super) fn read(words: &str) -> Option<Number> {
        let folded = fold_digits(words.trim());
        let (above, own) = folded.split_once(['.', '．', '-', '－', '—'])?;
        let number = |digits: &str| {
            let plain = !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
            digits.parse::<u32>().ok().filter(|number| plain && *number > 0)
        };
        Some((number(above)?, number(own)?))
    }

    /// Takes the numbers of an issue's rows.
    pub(super) fn issue(&mut self, issue: usize, first: Option<Number>, measures: Vec<(usize, Option<Number>)>) {
        self.issues.push(OfIssue { issue, first, measures });
    }

    /// Puts an issue numbered 3.2 below the issue numbered 3 right before it, `numbered` last; or where that is an aspect, into it.
    pub(super) fn below(
        &mut self,
        number: Number,
        issue: usize,
        items: &mut [PlannedItem],
        numbered: &mut Vec<(usize, u32)>,
    ) {
        let above = match (numbered.last(), self.aspect) {
            (Some((above, last)), _) if *last == number.0 => *above,
            (_, Some((aspect, last))) if last == number.0 => {
                items[issue].parent = Some(aspect);
                return;
            }
            _ => return,
        };
        let same_place = items[above].parent == items[issue].parent;
        if !same_place || items[above].kind != ItemKind::Issue || items[issue].kind != ItemKind::Issue {
            return;
        }
        items[issue].parent = Some(above);
        let aspect = &items[above];
        let bare = aspect.reported.is_none()
            && aspect.deadline_raw.is_none()
            && [&aspect.leaders, &aspect.departments, &aspect.persons].iter().all(|names| names.is_empty());
        if items[above].text.ends_with("方面") && bare && above + 1 == issue {
            let aspect = &mut items[above];
            aspect.kind = ItemKind::Category;
            aspect.text = wording::category(&aspect.text);
            aspect.source_no = Some(number.0.to_string());
            numbered.pop();
            self.issues.pop_if(|of| of.issue == above);
            self.aspect = Some((above, number.0));
        } else {
            self.symptoms.push((above, issue, number));
        }
    }

    /// Tells that issues became 表现 by their numbers.
    pub(super) fn note(&self, items: &[PlannedItem]) -> Option<Note> {
        let (first, issue, number) = self.symptoms.first()?;
        let reason = format!(
            "编号 {}.{} 这样的 {} 行写在问题 {} 这样的问题下面，按其问题表现读入，不另计为问题；各是一个问题的，请把编号改成连续的整数再导入",
            number.0,
            number.1,
            self.symptoms.len(),
            number.0,
        );
        debug_assert!(first < issue);
        Some(Note { place: items[*issue].place.clone(), reason })
    }

    /// Gives what stands below issues the file's numbers for codes, where they agree with the issues' own.
    pub(super) fn keep(self, items: &mut [PlannedItem]) {
        let Self { issues, symptoms, .. } = self;
        if numbers_measures(&issues, items) {
            for of in &issues {
                let Some(number) = of.first else { continue };
                items[of.issue].number = Some(number.0);
                let own = items[of.issue].source_no.take();
                if let Some((measure, _)) = of.measures.first() {
                    items[*measure].source_no = items[*measure].source_no.take().or(own);
                }
            }
        }
        for of in &issues {
            let numbers: Option<Vec<(usize, Number)>> =
                of.measures.iter().map(|(measure, number)| Some((*measure, (*number)?))).collect();
            give(of.issue, &numbers.unwrap_or_default(), items);
        }
        for of in symptoms.chunk_by(|one, next| one.0 == next.0) {
            let below: Vec<(usize, Number)> = of.iter().map(|(_, issue, number)| (*issue, *number)).collect();
            give(of[0].0, &below, items);
        }
    }
}

/// Whether the numbers in front of issues are those of their measures: each issue has a first number of its own.
fn numbers_measures(issues: &[OfIssue], items: &[PlannedItem]) -> bool {
    let mut seen = HashSet::new();
    let own = |of: &OfIssue| {
        let Some((above, _)) = of.first else { return false };
        let all = |number: &Option<Number>| number.is_some_and(|number| number.0 == above);
        items[of.issue].number.is_none() && !of.measures.is_empty() && of.measures.iter().all(|(_, number)| all(number))
    };
    issues.iter().all(|of| own(of) && of.first.is_some_and(|(above, _)| seen.insert(above)))
        && issues.iter().any(|of| of.measures.len() > 1)
}

/// Makes codes of the numbers of everything below an issue, if all of it has one, and all of these are the issue's.
fn give(issue: usize, numbers: &[(usize, Number)], items: &mut [PlannedItem]) {
    let Some(own) = items[issue].number.filter(|_| !numbers.is_empty()) else { return };
    let mut seen = HashSet::new();
    let fits = numbers.iter().all(|(at, (above, number))| {
        *above == own && items[*at].parent == Some(issue) && items[*at].code.is_none() && seen.insert(*number)
    });
    // Everything below an issue follows it.
    let below = items[issue + 1..].iter().take_while(|item| item.parent.is_some_and(|parent| parent >= issue));
    let work = below.filter(|item| item.parent == Some(issue) && item.kind != ItemKind::Case).count();
    if fits && work == numbers.len() {
        for (at, (_, number)) in numbers {
            items[*at].code = Some(Code::top(Series::PLAIN, own).child(*number));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Leveled;

    #[test]
    fn two_whole_numbers_are_two_levels() {
        for (words, read) in [
            ("3.2", Some((3, 2))),
            (" 3．12 ", Some((3, 12))),
            ("３－２", Some((3, 2))),
            ("3.2.1", None),
            ("3", None),
            ("3.", None),
            ("0.5", None),
            ("2025.6", Some((2025, 6))),
            ("20250.6", None),
            ("J1.2", None),
            ("", None),
        ] {
            assert_eq!(Leveled::read(words), read, "{words}");
        }
    }
}
