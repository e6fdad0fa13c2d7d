//! Figures that a paper states about itself: 28个具体问题, 整改措施112条. They are compared, never forced.

use super::plan::FigureKind;
use crate::zh::numeral::{is_chinese_numeral, parse_number};

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
const COUNTERS: [char; 5] = ['个', '条', '项', '件', '类'];
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
        for (at, number, len) in numbers(sentence) {
            // 一个, 三个方面, 五类 are turns of speech as often as counts.
            let in_words = !sentence[at..].starts_with(|c: char| c.is_ascii_digit());
            let counts = |what: FigureKind| !(in_words && number < 10 && what == FigureKind::Category);
            let rest = &sentence[at + len..];
            let Some(counter) = rest.chars().next().filter(|c| COUNTERS.contains(c)) else { continue };
            let after = &rest[counter.len_utf8()..];
            let before = &sentence[..at];
            let bare = || {
                !(in_words && number < 10)
                    && after.starts_with("问题")
                    && SOURCES.iter().any(|word| before.contains(word))
            };
            let statement = noun(|noun| after.starts_with(noun))
                .or_else(|| bare().then_some(("问题", FigureKind::Issue)))
                .map(|(noun, what)| (format!("{}{counter}{noun}", &sentence[at..at + len]), what))
                .or_else(|| {
                    noun(|noun| before.ends_with(noun))
                        .map(|(noun, what)| (format!("{noun}{}{counter}", &sentence[at..at + len]), what))
                });
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

/// Numbers of up to six plain digits or in Chinese (二十八): where they begin, their value, their length.
fn numbers(text: &str) -> Vec<(usize, u32, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let run = |fits: fn(char) -> bool| {
            text[at..].chars().take(LONGEST + 1).take_while(|c| fits(*c)).map(char::len_utf8).sum::<usize>()
        };
        let (len, value) = if c.is_ascii_digit() {
            let len = text[at..].bytes().take_while(u8::is_ascii_digit).count();
            (len, (len <= 6).then(|| text[at..at + len].parse().ok()).flatten())
        } else if is_chinese_numeral(c) {
            let len = run(is_chinese_numeral);
            let words = &text[at..at + len];
            // Digits side by side are a year or a number of a paper.
            let counts = words.chars().count() == 1
                || words.contains(['十', '百', '千', '万'])
                || words.chars().all(|c| ('０'..='９').contains(&c));
            (len, parse_number(words).filter(|_| counts && words.chars().count() <= LONGEST))
        } else {
            (c.len_utf8(), None)
        };
        found.extend(value.filter(|_| len > 0).map(|value| (at, value, len)));
        at += len.max(c.len_utf8());
    }
    found
}

/// The longest Chinese number that counts something.
const LONGEST: usize = 9;

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
