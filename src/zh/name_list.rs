//! Names as people type them in one go: with commas between them, though a name may hold a comma itself (立案、速裁庭).

use super::own_table::names_of_cell;
use std::ops::Range;

/// What parts the entries of a list.
pub const COMMAS: [char; 5] = [',', '，', '、', ';', '；'];

/// The names in what was typed. What is declared as a whole is that name, the longest one first; a name in 「…」 is what stands
/// between them, as in the tables that we write.
pub fn split(typed: &str, is_declared: impl Fn(&str) -> bool) -> Vec<String> {
    let parts = parts(typed);
    let mut names = Vec::new();
    let mut at = 0;
    while at < parts.len() {
        let declared = (at + 1..parts.len())
            .rev()
            .map(|last| (last, typed[parts[at].start..parts[last].end].trim()))
            .find(|(_, whole)| is_declared(whole));
        let (last, name) = match declared {
            Some((last, whole)) => (last, whole.to_owned()),
            None => (at, unwrapped(typed[parts[at].clone()].trim(), &is_declared)),
        };
        if !name.is_empty() {
            names.push(name);
        }
        at = last + 1;
    }
    names
}

/// One name where no list is taken, with or without 「…」 around it.
#[must_use]
pub fn one(typed: &str) -> String {
    unwrapped(typed.trim(), |_| false)
}

/// A name as it must be typed in a list to stay one name while it is not declared.
#[must_use]
pub fn typed(name: &str) -> String {
    if name.contains(COMMAS) { format!("「{}」", name.replace('」', "」」")) } else { name.to_owned() }
}

/// What stands between the commas outside of 「…」.
fn parts(typed: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut from = 0;
    // A bracket wraps a name only where the name begins with it, and only when it is closed.
    let mut wrapped = false;
    for (at, c) in typed.char_indices() {
        let begun = !typed[from..at].trim().is_empty();
        match c {
            '「' if !begun => wrapped = typed[at..].contains('」'),
            // Doubled, it is the name's own.
            '」' if wrapped => {
                let run = typed[at..].chars().take_while(|c| *c == '」').count();
                let seen = typed[from..at].chars().rev().take_while(|c| *c == '」').count();
                wrapped = (run + seen) % 2 == 0;
            }
            c if COMMAS.contains(&c) && !wrapped => {
                parts.push(from..at);
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(from..typed.len());
    parts
}

/// One name without the brackets around it, unless they are its own.
fn unwrapped(part: &str, is_declared: impl Fn(&str) -> bool) -> String {
    match <[String; 1]>::try_from(names_of_cell(part)) {
        Ok([name]) if !is_declared(part) => name,
        _ => part.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_a_comma_in_it_is_one_name_where_it_is_declared_or_in_brackets() {
        let declared =
            |name: &str| ["立案、速裁庭", "立案", "办公室", "「试点」专班", "甲、乙", "甲、乙、丙"].contains(&name);
        for (typed, names) in [
            ("办公室", &["办公室"][..]),
            ("政治部，办公室、研究室；执行局,", &["政治部", "办公室", "研究室", "执行局"]),
            ("立案、速裁庭", &["立案、速裁庭"]),
            ("办公室、立案、速裁庭，政治部", &["办公室", "立案、速裁庭", "政治部"]),
            (" 立案、速裁庭 ,办公室", &["立案、速裁庭", "办公室"]),
            ("「立案、速裁庭」、办公室", &["立案、速裁庭", "办公室"]),
            ("「刑事，行政庭」", &["刑事，行政庭"]),
            ("「试点」专班、办公室", &["「试点」专班", "办公室"]),
            ("甲、乙、丙、丁", &["甲、乙、丙", "丁"]),
            ("立案、办公室", &["立案", "办公室"]),
            ("「没有合上、办公室", &["「没有合上", "办公室"]),
            ("，", &[]),
            ("", &[]),
        ] {
            assert_eq!(split(typed, declared), names, "{typed}");
        }
    }

    #[test]
    fn what_is_proposed_to_be_typed_is_read_as_that_name() {
        for name in ["办公室", "立案、速裁庭", "刑事，行政庭", "「试点」、专班", "甲」、乙"] {
            assert_eq!(split(&typed(name), |_| false), [name]);
            assert_eq!(one(&typed(name)), name);
        }
        assert_eq!(one("立案、速裁庭"), "立案、速裁庭");
    }

    proptest::proptest! {
        #[test]
        fn nothing_typed_is_lost_where_nothing_is_declared(typed in "[甲乙「」、，, ]{0,12}") {
            let kept = |text: &str| text.chars().filter(|c| "甲乙".contains(*c)).collect::<String>();
            proptest::prop_assert_eq!(kept(&split(&typed, |_| false).concat()), kept(&typed));
        }
    }
}
