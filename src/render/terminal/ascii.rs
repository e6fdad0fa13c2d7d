//! Words for consoles that show “ ”, …, — and ① two columns wide.
//!
//! Unicode leaves the width of such characters to the terminal. With none of them left in a text, one measure is right
//! on every terminal.

use std::{borrow::Cow, fmt::Write as _};
use unicode_width::UnicodeWidthChar;

/// The text with every character of ambiguous width replaced by a look-alike, or written out as `\u{221e}` where there
/// is none. Greek and Cyrillic letters stay: few consoles widen them, and names need them.
pub(super) fn unambiguous(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_ambiguous) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        // Writing to a String cannot fail.
        let _ = match (c, look_alike(c)) {
            _ if !is_ambiguous(c) => out.write_char(c),
            ('①'..='⑳', _) => write!(out, "({})", u32::from(c) - u32::from('①') + 1),
            ('⑴'..='⒇', _) => write!(out, "({})", u32::from(c) - u32::from('⑴') + 1),
            ('⒈'..='⒛', _) => write!(out, "{}.", u32::from(c) - u32::from('⒈') + 1),
            (_, Some(like)) => out.write_str(like),
            _ => write!(out, "\\u{{{:x}}}", u32::from(c)),
        };
    }
    Cow::Owned(out)
}

fn is_ambiguous(c: char) -> bool {
    c.width() != c.width_cjk()
}

/// What stands for an ambiguous character in Chinese papers and in names of files.
fn look_alike(c: char) -> Option<&'static str> {
    Some(match c {
        '“' | '”' | '″' => "\"",
        '‘' | '’' | '′' => "'",
        '…' => "...",
        '‥' => "..",
        '—' | '―' => "--",
        '‐' | '–' | '─' | '━' | '┄' | '┅' | '┈' | '┉' | '═' => "-",
        '·' | '•' => ".",
        '│' | '┃' | '║' => "|",
        '\u{2500}'..='\u{257f}' => "+",
        '\u{2580}'..='\u{259f}' => "#",
        '○' => "〇",
        '●' | '■' | '◆' | '★' | '▲' | '▼' | '※' => "*",
        '□' | '◇' | '☆' | '△' | '▽' | '◎' => "o",
        '√' | '↓' => "v",
        '×' => "x",
        '÷' => "/",
        '±' => "+/-",
        '≤' => "<=",
        '≥' => ">=",
        '≠' => "!=",
        '≈' => "~",
        '→' => "->",
        '←' => "<-",
        '↑' => "^",
        '°' => "度",
        '℃' => "摄氏度",
        '‰' => "o/oo",
        '№' => "No.",
        '€' => "EUR",
        '¹' => "1",
        '²' => "2",
        '³' => "3",
        '¼' => "1/4",
        '½' => "1/2",
        '¾' => "3/4",
        'Ⅰ' => "I",
        'Ⅱ' => "II",
        'Ⅲ' => "III",
        'Ⅳ' => "IV",
        'Ⅴ' => "V",
        'Ⅵ' => "VI",
        'Ⅶ' => "VII",
        'Ⅷ' => "VIII",
        'Ⅸ' => "IX",
        'Ⅹ' => "X",
        'Ⅺ' => "XI",
        'Ⅻ' => "XII",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn ambiguous_characters_become_look_alikes() {
        for (from, to) in [
            ("某区人民法院（试行）", "某区人民法院（试行）"),
            ("“一案一卡”——‘试行’…", "\"一案一卡\"----'试行'..."),
            ("①⑳⑵⒊Ⅳ", "(1)(20)(2)3.IV"),
            ("二○二六·〇", "二〇二六.〇"),
            ("≥5×2°", ">=5x2度"),
            ("∞", "\\u{221e}"),
        ] {
            assert_eq!(unambiguous(from), to, "{from}");
        }
    }

    #[test]
    fn no_look_alike_is_ambiguous_itself() {
        for c in ('\0'..=char::MAX).filter_map(look_alike) {
            assert_eq!(c.width(), c.width_cjk(), "{c}");
        }
    }

    proptest! {
        #[test]
        fn every_terminal_agrees_on_the_width(text in "[“”‘’…—·①-⑳Ⅰ-Ⅻ─-╿█○●αé整改，。a-z \n]{0,30}|\\PC{0,30}") {
            let text = unambiguous(&text);
            prop_assert_eq!(text.width(), text.width_cjk(), "{}", text);
        }
    }
}
