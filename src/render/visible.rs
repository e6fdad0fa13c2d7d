//! Makes characters visible that would otherwise act on a terminal or hide in a text.
//!
//! Words come from other people's files. An escape sequence in one must not move the cursor, a bidi override must not
//! turn a name around, and two names that differ by a zero-width character must not look the same.

use std::{borrow::Cow, fmt::Write as _};

/// The text with control, bidi and zero-width characters written out as `\u{1b}`.
///
/// Line feeds are kept (CR LF counts as one), tabs become a space. The selectors between text and emoji looks
/// (U+FE0E, U+FE0F) are dropped: terminals disagree about the width they make.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c != '\n' && (c.is_control() || acts_unseen(c))) {
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
            c if c.is_control() || acts_unseen(c) => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Whether the character has no looks of its own: soft hyphen, joiners, bidi marks, fillers, tags.
fn acts_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe0e}' | '\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e00ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

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
