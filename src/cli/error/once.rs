//! Refusals of many items: what is the same for all of them is said once.

use crate::zh::refusal::Said;

/// What is said about several items in the same words is said once, of all of them; and a way out that is the same for all that
/// follows is named behind the last. Programs are told item by item.
pub(super) fn said_once(said: &[Said]) -> Vec<Said> {
    let mut once: Vec<(Said, Vec<String>)> = Vec::new();
    for one in said {
        let (said, subject) = match subject(&one.what) {
            Some(subject) => (without(one, &subject), subject),
            None => (one.clone(), String::new()),
        };
        match once.iter_mut().find(|(earlier, of)| *earlier == said && !subject.is_empty() && !of[0].is_empty()) {
            Some((_, of)) => of.push(subject),
            None => once.push((said, vec![subject])),
        }
    }
    let hints: Vec<Option<String>> = once.iter().map(|(said, _)| said.hint.clone()).collect();
    let mut of_hint: Vec<String> = Vec::new();
    let mut words = Vec::new();
    for (at, (said, subjects)) in once.into_iter().enumerate() {
        of_hint.extend(subjects.iter().filter(|subject| !of_hint.contains(subject)).cloned().collect::<Vec<_>>());
        let same_next = hints.get(at + 1).is_some_and(|next| *next == said.hint && said.hint.is_some());
        let (many, together) = (named(&subjects), typed(&subjects));
        let fill = |line: &str, of: &str| line.replace(SUBJECT, of);
        words.push(Said {
            code: said.code,
            what: fill(&said.what, &many),
            why: said.why.iter().map(|line| fill(line, &together)).collect(),
            hint: said.hint.filter(|_| !same_next).map(|hint| fill(&hint, &typed(&of_hint))),
        });
        if !same_next {
            of_hint.clear();
        }
    }
    words
}

/// Codes in a sentence.
fn named(codes: &[String]) -> String {
    const NAMED: usize = 20;
    let more = if codes.len() > NAMED { format!("等 {} 项", codes.len()) } else { String::new() };
    format!("{}{more}", codes.iter().take(NAMED).cloned().collect::<Vec<_>>().join("、"))
}

/// Codes as they are typed.
fn typed(codes: &[String]) -> String {
    const TYPED: usize = 10;
    let more = if codes.len() > TYPED { " …" } else { "" };
    format!("{}{more}", codes.iter().take(TYPED).cloned().collect::<Vec<_>>().join(" "))
}

/// Stands for the item's code while words are compared; no text that is kept holds it.
const SUBJECT: &str = "\u{1}";

/// The code of the item that a sentence begins with (`12.3 还不能销号`).
fn subject(what: &str) -> Option<String> {
    let word = what.split(' ').next().filter(|word| word.len() < what.len())?;
    let code = word.rsplit(':').next().unwrap_or(word);
    let is_code = code.chars().any(|c| c.is_ascii_digit())
        && code.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || c == '.');
    is_code.then(|| word.to_owned())
}

/// The same words with the code taken out: at the beginning, and behind the verb of a command. Elsewhere a number may be anything.
fn without(said: &Said, code: &str) -> Said {
    let line = |line: &str| {
        let words: Vec<&str> = line.split(' ').collect();
        let command = |at: usize| at > 1 && words[at - 2].ends_with("taizhang");
        let word =
            |(at, word): (usize, &&str)| if *word == code && command(at) { SUBJECT.into() } else { (*word).to_owned() };
        words.iter().enumerate().map(word).collect::<Vec<_>>().join(" ")
    };
    Said {
        code: said.code,
        what: said.what.strip_prefix(code).map_or_else(|| said.what.clone(), |rest| format!("{SUBJECT}{rest}")),
        why: said.why.iter().map(|why| line(why)).collect(),
        hint: said.hint.as_deref().map(line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{gate::Missing, lifecycle::Progress, refusal::Refusal},
        zh::refusal::explain,
    };

    fn gate(code: &str, missing: Vec<Missing>) -> Refusal {
        Refusal::Gate { code: code.into(), missing }
    }

    #[test]
    fn what_holds_for_several_items_is_said_once_and_the_way_out_last() {
        let said: Vec<Said> = [
            gate("1", vec![Missing::NoMeeting]),
            gate("3", vec![Missing::NotCompleted(Progress::InProgress)]),
            gate("2", vec![Missing::NoMeeting]),
            Refusal::ItemClosed("4".into()),
            Refusal::NothingToUndo,
        ]
        .iter()
        .map(explain)
        .collect();
        let once = said_once(&said);
        let whats: Vec<&str> = once.iter().map(|said| said.what.as_str()).collect();
        assert_eq!(whats, ["1、2 还不能销号，缺 1 样", "3 还不能销号，缺 1 样", "4 已销号", "没有可撤销的记录"]);
        assert_eq!(once[0].hint, None);
        assert!(once[1].hint.as_deref().is_some_and(|hint| hint.contains("taizhang show 1 2 3 ")), "{:?}", once[1]);
        assert!(once[1].why[0].contains("taizhang progress 3 --done"));
        // Alone, everything reads as it did.
        assert_eq!(said_once(&said[1..2]), said[1..2]);
        assert_eq!(said_once(&said[3..]), said[3..]);
    }
}
