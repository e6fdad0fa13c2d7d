//! Words as XML: nothing in them is markup, and nothing in them is a character that XML lacks.

use crate::zh::sanitize::visible;
use std::fmt::Write as _;

/// Appends words. Control and hidden characters are written out as `\u{1b}`, and so are the two that XML has no place for.
pub(super) fn push_text(out: &mut String, words: &str) {
    for c in visible(words).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
}

/// Words for an attribute or a part of their own.
pub(super) fn text(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    push_text(&mut out, words);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        for (words, xml) in [
            ("台账", "台账"),
            ("<w:p>&amp;\"", "&lt;w:p&gt;&amp;amp;&quot;"),
            ("甲\u{0}乙\u{1b}[2J", "甲\\u{0}乙\\u{1b}[2J"),
            ("甲\u{ffff}\u{202e}乙", "甲\\u{ffff}\\u{202e}乙"),
            ("]]>", "]]&gt;"),
            ("𠮷", "𠮷"),
        ] {
            assert_eq!(text(words), xml);
        }
    }
}
