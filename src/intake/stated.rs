//! Figures that a paper states about itself: 28个具体问题, 整改措施112条. They are compared, never forced.

use super::plan::FigureKind;
use crate::zh::quantity::{Unit, quantities};

/// A stated figure before anything was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    /// The words that state it.
    pub(super) words: String,
    /// What it counts.
    pub(super) what: FigureKind,
    /// The number.
    pub(super) number: u32,
}

/// What is counted, by the words next to the number; longer words first.
const NOUNS: [(&str, FigureKind); 25] = [
    ("举一反三整改事项", FigureKind::Extension),
    ("举一反三事项", FigureKind::Extension),
    ("举一反三问题", FigureKind::Extension),
    ("推动改革、促进发展事项", FigureKind::Reform),
    ("推动改革促进发展事项", FigureKind::Reform),
    ("“推动改革促进发展”整改事项", FigureKind::Reform),
    ("推动改革促进发展整改事项", FigureKind::Reform),
    ("推动改革事项", FigureKind::Reform),
    ("反馈具体问题", FigureKind::Issue),
    ("具体问题", FigureKind::Issue),
    ("反馈问题", FigureKind::Issue),
    ("问题表现", FigureKind::Symptom),
    ("重点问题", FigureKind::KeyIssue),
    ("细化整改措施", FigureKind::Measure),
    ("具体整改措施", FigureKind::Measure),
    ("整改措施", FigureKind::Measure),
    ("具体措施", FigureKind::Measure),
    ("整改意见建议", FigureKind::Opinion),
    ("整改意见", FigureKind::Opinion),
    ("意见建议", FigureKind::Opinion),
    ("整改建议", FigureKind::Opinion),
    ("制度规定", FigureKind::Rule),
    ("规章制度", FigureKind::Rule),
    ("方面问题", FigureKind::Category),
    ("方面", FigureKind::Category),
];

/// What lets a bare N个问题 speak of the feedback.
const SOURCES: [&str; 6] = ["反馈", "指出", "梳理", "细化", "分解", "归纳"];
const COUNTERS: [&str; 5] = ["个", "条", "项", "件", "类"];
/// Words that say that something else was found or done, not how the paper divides the feedback.
const ELSEWHERE: [&str; 3] = ["民主生活会", "组织生活会", "专题会议上"];

/// More statements than any paper makes; a text that goes on and on is not a lead.
const MOST: usize = 60;

/// Finds the figures that a passage states. The same figure said twice is given once.
pub(super) fn find(text: &str) -> Vec<Statement> {
    let mut found: Vec<Statement> = Vec::new();
    for sentence in text.split(['。', '\n']) {
        if found.len() >= MOST {
            break;
        }
        if ELSEWHERE.iter().any(|word| sentence.contains(word)) {
            continue;
        }
        for quantity in quantities(sentence).iter().filter(|quantity| !quantity.about) {
            let said = &sentence[quantity.at..quantity.end];
            // 一个, 三个方面, 五类 are turns of speech as often as counts.
            let in_words = !said.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
            // Digits side by side are a year or a number of a paper.
            if in_words && quantity.value >= 10 && !said.contains(['十', '百', '千', '万']) {
                continue;
            }
            let Unit::Count(counter) = quantity.unit else { continue };
            let (Ok(number), true) = (u32::try_from(quantity.value), COUNTERS.contains(&counter)) else { continue };
            let (before, after) = (&sentence[..quantity.at], &sentence[quantity.end..]);
            let counts = |what: FigureKind| !(in_words && number < 10 && what == FigureKind::Category);
            let bare = || !(in_words && number < 10) && after.starts_with("问题") && speaks_of_feedback(before);
            let statement = noun(|noun| after.starts_with(noun))
                .or_else(|| bare().then_some(("问题", FigureKind::Issue)))
                .map(|(noun, what)| (format!("{said}{noun}"), what))
                .or_else(|| noun(|noun| before.ends_with(noun)).map(|(noun, what)| (format!("{noun}{said}"), what)));
            if let Some((words, what)) = statement
                && counts(what)
                && found.len() < MOST
                && !found.iter().any(|known| known.what == what && known.number == number)
            {
                found.push(Statement { words, what, number });
            }
        }
    }
    found
}

fn noun(fits: impl Fn(&str) -> bool) -> Option<(&'static str, FigureKind)> {
    NOUNS.into_iter().find(|(noun, _)| fits(noun))
}

/// The level that words around a number name: behind it (27个具体问题) or before it (具体问题27个).
pub(super) fn level(before: &str, after: &str) -> Option<FigureKind> {
    noun(|noun| after.starts_with(noun)).or_else(|| noun(|noun| before.ends_with(noun))).map(|(_, what)| what)
}

/// Whether words before a bare N个问题 say that the feedback is spoken of.
pub(super) fn speaks_of_feedback(before: &str) -> bool {
    // No clause reaches farther back; a text without full stops is not read anew for each of its numbers.
    const FAR: usize = 160;
    let from = before.char_indices().rev().nth(FAR).map_or(0, |(at, _)| at);
    SOURCES.iter().any(|word| before[from..].contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_found_on_either_side_of_their_noun() {
        let found = find("方案分为重点问题5项、具体问题9项，拟定24条整改措施；整改意见3条。具体问题9个已改。");
        let said: Vec<(&str, FigureKind, u32)> = found.iter().map(|s| (s.words.as_str(), s.what, s.number)).collect();
        assert_eq!(
            said,
            [
                ("重点问题5项", FigureKind::KeyIssue, 5),
                ("具体问题9项", FigureKind::Issue, 9),
                ("24条整改措施", FigureKind::Measure, 24),
                ("整改意见3条", FigureKind::Opinion, 3),
            ]
        );
    }

    #[test]
    fn figures_in_chinese_numerals_are_found_and_turns_of_speech_are_none() {
        for (text, said) in [
            (
                "共反馈二十八个具体问题，制定一百一十二条整改措施。",
                vec![("二十八个具体问题", 28), ("一百一十二条整改措施", 112)],
            ),
            ("细化整改措施三条，反馈了十二个问题。", vec![("细化整改措施三条", 3), ("十二个问题", 12)]),
            ("从三个方面抓整改，对反馈的每一个问题逐项销号。", vec![]),
            ("二〇二五条整改措施。一千零二十四条整改措施。", vec![("一千零二十四条整改措施", 1024)]),
        ] {
            let found: Vec<(String, u32)> = find(text).into_iter().map(|s| (s.words, s.number)).collect();
            let found: Vec<(&str, u32)> = found.iter().map(|(words, number)| (words.as_str(), *number)).collect();
            assert_eq!(found, said, "{text}");
        }
    }

    #[test]
    fn issues_of_a_democratic_life_meeting_are_not_the_papers_figures() {
        assert!(find("专题民主生活会查摆了19个具体问题，提出整改措施40条。").is_empty());
    }
}
