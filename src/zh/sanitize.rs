//! Text that came from outside, made fit for the ledger and the screen, and names made comparable.
//!
//! Hidden characters are taken out on the way in (a bidi control can make a line read backwards, a zero-width one makes two
//! equal names differ) and escaped on the way to a terminal, where whatever is left could still move the cursor.

use std::{borrow::Cow, fmt::Write as _};

/// Whether a character has no looks of its own or turns the direction of its neighbours: soft hyphen, joiners, bidi marks,
/// fillers, tags, annotations.
#[must_use]
pub const fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe0e}' | '\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e00ff}')
}

/// Whether a character ends a line: line feed and return, form feed, and Unicode's own separators.
const fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Makes one line of a text from outside: hidden and control characters go, every run of blanks and breaks becomes one space,
/// none stays at the ends.
#[must_use]
pub fn clean_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_folded(&mut out, text);
    out
}

/// Cleans like [`clean_line`] but keeps the text's lines. Empty lines within stay, those at the ends go.
#[must_use]
pub fn clean_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Breaks are written only before the next line with words on it, so that none trails.
    let mut breaks = 0;
    let mut rest = text;
    loop {
        let end = rest.find(is_break).unwrap_or(rest.len());
        let start = out.len();
        if start > 0 {
            out.extend(std::iter::repeat_n('\n', breaks));
        }
        let words = out.len();
        push_folded(&mut out, &rest[..end]);
        if out.len() == words {
            out.truncate(start);
        } else {
            breaks = 0;
        }
        let Some(first) = rest[end..].chars().next() else { return out };
        let width = if rest[end..].starts_with("\r\n") { 2 } else { first.len_utf8() };
        rest = &rest[end + width..];
        breaks += 1;
    }
}

/// Appends `text` with its blanks folded and its hidden characters gone.
fn push_folded(out: &mut String, text: &str) {
    let begin = out.len();
    let mut blank = false;
    for c in text.chars() {
        if c.is_whitespace() {
            blank = true;
        } else if !c.is_control() && !is_hidden(c) {
            if blank && out.len() > begin {
                out.push(' ');
            }
            blank = false;
            out.push(c);
        }
    }
}

/// The text with control, bidi and zero-width characters written out as `\u{1b}`.
///
/// Line feeds are kept (CR LF counts as one), tabs become a space. The selectors between text and emoji looks
/// (U+FE0E, U+FE0F) are dropped: terminals disagree about the width they make.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c != '\n' && (c.is_control() || is_hidden(c))) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' => out.push('\n'),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\t' => out.push(' '),
            '\u{fe0e}' | '\u{fe0f}' => {}
            c if c.is_control() || is_hidden(c) => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Folds a party's name to what makes it that name: no spaces, half width, lower case, 办公室 as 办, 部门 as 部, 委员会 as 委.
///
/// Numerals are left as they are, so that 第一支部 and 第二支部, 一庭 and 二庭 stay apart. The result is for comparing,
/// never for showing.
#[must_use]
pub fn normalize_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars().filter(|c| !c.is_whitespace() && !c.is_control() && !is_hidden(*c)) {
        match c {
            '！'..='～' => out.extend(char::from_u32(c as u32 - 0xFEE0).into_iter().flat_map(char::to_lowercase)),
            _ => out.extend(c.to_lowercase()),
        }
        for (long, short) in [("办公室", "办"), ("部门", "部"), ("委员会", "委")] {
            if out.ends_with(long) {
                out.truncate(out.len() - long.len());
                out.push_str(short);
            }
        }
    }
    out
}

/// Whether two names are written differently and are still, most likely, the same department: one is to be asked about.
///
/// For departments and collectives. Two persons are never taken for one another: do not ask for them.
#[must_use]
pub fn nearly_equal(a: &str, b: &str) -> bool {
    if a == b {
        return false;
    }
    let (a, b) = (normalize_name(a), normalize_name(b));
    !a.is_empty() && a == b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_keeps_its_words_and_loses_what_hides_in_it() {
        for (text, expected) in [
            ("整改 台账", "整改 台账"),
            ("  整改\t\n 台账\r\n", "整改 台账"),
            ("整改\u{3000}\u{A0}台账", "整改 台账"),
            ("整\u{200B}改\u{FEFF}台\u{202E}账\u{2069}", "整改台账"),
            ("\u{1b}[31m红\u{7}", "[31m红"),
            ("a\0b", "ab"),
            ("甲 \u{200B} 乙", "甲 乙"),
            ("\u{2028}甲\u{2029}乙", "甲 乙"),
            ("", ""),
            (" \n ", ""),
            ("𠮷野家", "𠮷野家"),
        ] {
            assert_eq!(clean_line(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_text_keeps_its_lines() {
        for (text, expected) in [
            ("甲\r\n乙\n丙\r丁", "甲\n乙\n丙\n丁"),
            ("\n\n 甲  乙 \n\n\u{3000}丙\n \n", "甲 乙\n\n丙"),
            ("甲\u{200B}\n\u{200B}\n乙", "甲\n\n乙"),
            ("甲\u{2028}乙\u{B}丙", "甲\n乙\n丙"),
            ("", ""),
            ("\n\n", ""),
        ] {
            assert_eq!(clean_text(text), expected, "{text:?}");
        }
    }

    #[test]
    fn names_that_differ_in_writing_only_are_nearly_equal() {
        for (a, b) in [
            ("办公室", "办"),
            ("整改办公室", "整改办"),
            ("政治 部", "政治部"),
            ("政治部（机关党委）", "政治部(机关党委)"),
            ("机关党委员会", "机关党委"),
            ("审判业务部门", "审判业务部"),
            ("纪检监察委员会办公室", "纪检监察委办"),
            ("第１支部", "第1支部"),
            ("执行局\u{200B}", "执行局"),
            ("ＩＴ中心", "it中心"),
            ("各支部 ", "各支部"),
        ] {
            assert!(nearly_equal(a, b) && nearly_equal(b, a), "{a} {b}");
        }
    }

    #[test]
    fn names_that_differ_in_a_numeral_or_a_word_are_not() {
        for (a, b) in [
            ("第一支部", "第二支部"),
            ("一庭", "二庭"),
            ("民一庭", "民二庭"),
            ("民一庭", "民庭"),
            ("刑事审判庭", "行政审判庭"),
            ("第1支部", "第11支部"),
            ("第一支部", "第十一支部"),
            ("监察一室", "监察二室"),
            ("办公室", "办公厅"),
            ("政治部", "政治处"),
            ("立案庭", "立案庭"),
            ("", " "),
            ("一", "—"),
        ] {
            assert!(!nearly_equal(a, b) && !nearly_equal(b, a), "{a} {b}");
        }
    }

    proptest::proptest! {
        #[test]
        fn cleaning_is_idempotent_and_leaves_nothing_hidden(text in "[ \t\r\n\u{b}\u{2028}\u{200b}\u{202e}\u{feff}\u{3000}甲乙a\u{1b}]{0,24}|.{0,24}") {
            let line = clean_line(&text);
            proptest::prop_assert_eq!(&clean_line(&line), &line);
            proptest::prop_assert!(!line.chars().any(|c| c.is_control() || is_hidden(c)));
            let lines = clean_text(&text);
            proptest::prop_assert_eq!(&clean_text(&lines), &lines);
            proptest::prop_assert_eq!(&clean_line(&lines), &line);
            proptest::prop_assert_eq!(&visible(&line), &line);
            let name = normalize_name(&text);
            proptest::prop_assert_eq!(&normalize_name(&name), &name);
        }
    }

    #[test]
    fn characters_that_act_unseen_are_written_out() {
        for (from, to) in [
            ("某区人民法院", "某区人民法院"),
            ("红\u{1b}[31m字", "红\\u{1b}[31m字"),
            ("甲\u{202e}乙", "甲\\u{202e}乙"),
            ("甲\u{200b}乙", "甲\\u{200b}乙"),
            ("\u{9b}2J", "\\u{9b}2J"),
            ("一\r\n二\t三", "一\n二 三"),
            ("一\r二", "一\\u{d}二"),
            ("❤\u{fe0f}", "❤"),
            ("𠮷", "𠮷"),
        ] {
            assert_eq!(visible(from), to, "{from:?}");
        }
    }
}
