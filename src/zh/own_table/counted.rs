//! Outcomes (成效) as a cell: a line each. The same line beside several items is one outcome, counted once.

use super::told::day_first;
use crate::{
    domain::{
        outcome::{AccountabilityForm, MoneyDirection, OutcomeFacts},
        reported::OutcomeTold,
    },
    zh::{
        event::outcome_words,
        label::Label as _,
        money::parse_cents,
        numeral::{parse_number, to_chinese},
    },
};

const REMARK: &str = "；说明：";
const ANOTHER: &str = "（之";
const OTHER: &str = "其他：";
const INSTITUTION: &str = "，制度";
const NUMBER: &str = "》（";

/// The outcomes of an item as one cell, each on a line of its own: since which day, what, and a remark.
#[must_use]
pub fn outcomes_as_cell(outcomes: &[OutcomeTold]) -> String {
    let lines = outcomes.iter().map(|one| {
        let OutcomeTold { on, facts, words, nth } = one;
        let other = if matches!(facts, OutcomeFacts::Other { .. }) { OTHER } else { "" };
        let remark = words.as_ref().map(|words| format!("{REMARK}{words}")).unwrap_or_default();
        let another = if *nth > 1 { format!("{ANOTHER}{}）", to_chinese(*nth)) } else { String::new() };
        // A line is an outcome.
        format!("{on}{other}{}{remark}{another}", outcome_words(facts)).replace('\n', " ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The outcomes of a cell that [`outcomes_as_cell`] wrote; none where a line says something else.
#[must_use]
pub fn outcomes_of_cell(cell: &str) -> Option<Vec<OutcomeTold>> {
    cell.lines().filter(|line| !line.trim().is_empty()).map(line).collect()
}

fn line(line: &str) -> Option<OutcomeTold> {
    let (on, rest) = day_first(line)?;
    let nth = |rest: &str| {
        let (rest, number) = rest.strip_suffix('）')?.rsplit_once(ANOTHER)?;
        Some((rest.len(), parse_number(number)?))
    };
    let (len, nth) = nth(rest).unwrap_or((rest.len(), 1));
    let rest = rest[..len].trim_end();
    let (rest, words) = rest.split_once(REMARK).map_or((rest, None), |(rest, words)| (rest, Some(words.to_owned())));
    Some(OutcomeTold { on, facts: facts(rest.trim())?, words, nth })
}

fn facts(words: &str) -> Option<OutcomeFacts> {
    if let Some(rest) = words.strip_prefix(OTHER) {
        let (rest, unit) = rest.rsplit_once(' ')?;
        let (name, count) = rest.rsplit_once(' ')?;
        return Some(OutcomeFacts::Other { name: name.to_owned(), count: count.parse().ok()?, unit: unit.to_owned() });
    }
    let rule = [("新建《", false), ("修订《", true)];
    if let Some((rest, revised)) = rule.iter().find_map(|(lead, revised)| Some((words.strip_prefix(lead)?, *revised))) {
        let (rest, institution) = rest.strip_suffix(INSTITUTION).map_or((rest, false), |rest| (rest, true));
        let numbered = rest.strip_suffix('）').and_then(|rest| rest.rsplit_once(NUMBER));
        let (title, number) = match numbered {
            Some((title, number)) => (title, Some(number.to_owned())),
            None => (rest.strip_suffix('》')?, None),
        };
        return Some(OutcomeFacts::Rule { title: title.to_owned(), number, revised, institution });
    }
    let (what, how_many) = words.split_once(' ')?;
    if let Some(direction) = MoneyDirection::ALL.iter().copied().find(|known| known.label() == what) {
        return Some(OutcomeFacts::Money { direction, cents: parse_cents(how_many).ok()? });
    }
    let form = AccountabilityForm::ALL.iter().copied().find(|known| known.label() == what)?;
    let (people, times) = how_many.strip_suffix(" 人次")?.split_once(" 人 ")?;
    Some(OutcomeFacts::Accountability { form, people: people.parse().ok()?, times: times.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_come_back_from_one_cell() {
        let rule = |title: &str, number: Option<&str>, revised, institution| OutcomeFacts::Rule {
            title: title.to_owned(),
            number: number.map(str::to_owned),
            revised,
            institution,
        };
        let other = |name: &str, count, unit: &str| OutcomeFacts::Other { name: name.into(), count, unit: unit.into() };
        let all: Vec<OutcomeTold> = [
            rule("议题审核办法", None, false, true),
            rule("甲》（试行", Some("院〔2025〕3号"), true, false),
            rule("乙（试行）", None, false, false),
            OutcomeFacts::Accountability { form: AccountabilityForm::Admonition, people: 2, times: 3 },
            OutcomeFacts::Money { direction: MoneyDirection::Recovered, cents: 12_345_678 },
            OutcomeFacts::Money { direction: MoneyDirection::Saved, cents: 30_000_000 },
            other("追缴 现场", 12, "次"),
        ]
        .into_iter()
        .zip([(None, 1), (Some("首次"), 1), (None, 2), (None, 1), (Some("甲；说明：乙"), 12), (None, 1), (None, 1)])
        .map(|(facts, (words, nth))| OutcomeTold {
            on: "2025-07-07".parse().unwrap(),
            facts,
            words: words.map(str::to_owned),
            nth,
        })
        .collect();
        let cell = outcomes_as_cell(&all);
        assert_eq!(cell.lines().count(), all.len());
        assert_eq!(outcomes_of_cell(&cell).unwrap(), all, "{cell}");
        assert!(cell.starts_with("2025-07-07新建《议题审核办法》，制度\n"), "{cell}");
        assert_eq!(outcomes_of_cell(""), Some(Vec::new()));
        for words in ["成效明显", "2025-07-07", "2025-07-07新建一项制度", "2025-07-07诫勉两人", "2025-07-07追缴 许多"]
        {
            assert_eq!(outcomes_of_cell(words), None, "{words}");
        }
    }
}
