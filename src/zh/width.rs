//! How wide text is on a screen, and how it is cut and wrapped there.
//!
//! Chinese characters take two columns; characters of ambiguous width (“ ” … ① —) count as one, as terminals draw them by
//! default. Lines are broken by Unicode's rules and by 避头尾: no line begins with a closing mark or ends with an opening one.

use textwrap::WordSeparator;
use unicode_width::UnicodeWidthStr;

/// What must not stand at the beginning of a line.
const NO_START: &str = "，。、；：？！）》〉”’」』】〕］｝…,.;:?!)]}%％‰℃·—～";

/// What must not stand at the end of a line.
const NO_END: &str = "（《〈“‘「『【〔［｛([{";

/// The width to which marks hang over the edge of a narrower line before they are cut from their character after all.
///
/// A run of marks that is wider is no writing: keeping it whole would only tear the page.
const WIDEST_CLUSTER: usize = 20;

/// The columns a text takes on one line.
#[must_use]
pub fn display_width(text: &str) -> usize {
    text.width()
}

/// Cuts a text to `width` columns, with … in its last one where something was cut; a wide character is never halved.
#[must_use]
pub fn truncate(text: &str, width: usize) -> String {
    if width == 0 {
        return String::new();
    }
    // A long text is known not to fit by a look at its beginning.
    let bound = prefix_of(text, width);
    if bound.len() == text.len() && display_width(text) <= width {
        return text.to_owned();
    }
    let mut kept = bound;
    while let Some((at, _)) = kept.char_indices().next_back() {
        if display_width(kept) < width {
            break;
        }
        kept = &kept[..at];
    }
    format!("{}…", kept.trim_end())
}

/// A beginning of the text that is certainly too wide to fit, or the whole text.
///
/// Joined emoji are narrower than their characters, but not four times; and a column that is piled up with more than sixteen
/// marks is no writing, so that its text may as well be cut.
fn prefix_of(text: &str, width: usize) -> &str {
    let widest = width.saturating_mul(4);
    let longest = width.saturating_mul(16).saturating_add(64);
    let mut used = 0_usize;
    for (count, (at, c)) in text.char_indices().enumerate() {
        used += unicode_width::UnicodeWidthChar::width(c).unwrap_or(1);
        if used > widest || count > longest {
            return &text[..at];
        }
    }
    text
}

/// Breaks a text into lines of at most `width` columns; its own line breaks stay, an empty text is one empty line.
///
/// The rules of 避头尾 come before the width: where one character with its marks is wider than the line, it stands alone and
/// hangs over. `width` 0 is read as 1.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        wrap_paragraph(paragraph, width, &mut lines);
    }
    lines
}

fn wrap_paragraph(text: &str, width: usize, lines: &mut Vec<String>) {
    let (mut start, mut end, mut used) = (0, 0, 0);
    for piece in pieces(text, width) {
        // A piece's trailing blanks may hang over the edge: they are not drawn.
        let whole = display_width(piece);
        let shown = display_width(piece.trim_end());
        if used > 0 && used + shown > width {
            lines.push(text[start..end].trim_end().to_owned());
            (start, used) = (end, 0);
        }
        end += piece.len();
        used += whole;
    }
    lines.push(text[start..].trim_end().to_owned());
}

/// The text in pieces between which a line may end; put together they are the text.
fn pieces(text: &str, width: usize) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    for piece in unbroken(text) {
        if display_width(piece.trim_end()) > width {
            split_wide(piece, width, &mut out);
        } else {
            out.push(piece);
        }
    }
    out
}

/// What Unicode's rules keep on one line, and what 避头尾 adds to it.
fn unbroken(text: &str) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    let (mut start, mut end) = (0, 0);
    for word in WordSeparator::UnicodeBreakProperties.find_words(text) {
        let before = text[start..end].trim_end().chars().next_back();
        if let (Some(before), Some(after)) = (before, word.word.chars().next())
            && !forbidden(before, after)
        {
            out.push(&text[start..end]);
            start = end;
        }
        end += word.word.len() + word.whitespace.len();
    }
    // To the text's end, so that whatever the separator might leave over is not lost.
    out.push(&text[start..]);
    out
}

/// Splits a word that does not fit a line into clusters: a character with the marks that may not leave it.
fn split_wide<'a>(word: &'a str, width: usize, out: &mut Vec<&'a str>) {
    let widest = width.max(WIDEST_CLUSTER);
    let mut start = 0;
    let mut used = 0;
    let mut last: Option<char> = None;
    for (at, c) in word.char_indices() {
        let own = unicode_width::UnicodeWidthChar::width(c).unwrap_or(1);
        if let Some(last) = last {
            let may_break = own > 0 && last != '\u{200D}' && !c.is_whitespace() && !forbidden(last, c);
            if may_break || used + own > widest {
                out.push(&word[start..at]);
                (start, used) = (at, 0);
            }
        }
        used += own;
        // Blanks separate nothing that marks hold together.
        if !c.is_whitespace() {
            last = Some(c);
        }
    }
    out.push(&word[start..]);
}

/// Whether a line may not end between these two characters.
fn forbidden(before: char, after: char) -> bool {
    NO_END.contains(before) || NO_START.contains(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn widths_are_those_of_a_terminal() {
        for (text, width) in
            [("", 0), ("abc", 3), ("整改", 4), ("，。", 4), ("“”…①—", 5), ("𠮷", 2), ("e\u{301}", 1), ("ａ", 2)]
        {
            assert_eq!(display_width(text), width, "{text}");
        }
    }

    #[test]
    fn a_cut_never_halves_a_wide_character() {
        for (text, width, expected) in [
            ("整改台账", 8, "整改台账"),
            ("整改台账", 7, "整改台…"),
            ("整改台账", 6, "整改…"),
            ("整改台账", 2, "…"),
            ("整改台账", 1, "…"),
            ("整改台账", 0, ""),
            ("a整改", 4, "a整…"),
            ("ab cd", 4, "ab…"),
            ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
            ("", 3, ""),
        ] {
            assert_eq!(truncate(text, width), expected, "{text} {width}");
        }
    }

    #[test]
    fn lines_break_where_printers_break_them() {
        for (text, width, expected) in [
            ("整改台账，逐项销号。", 8, vec!["整改台", "账，逐项", "销号。"]),
            ("按照（方案）办理", 6, vec!["按照", "（方", "案）办", "理"]),
            ("report 2025 整改", 8, vec!["report", "2025 整", "改"]),
            ("甲\n\n乙", 8, vec!["甲", "", "乙"]),
            ("", 8, vec![""]),
            ("abcdefghij", 4, vec!["abcd", "efgh", "ij"]),
            ("文，", 2, vec!["文，"]),
        ] {
            assert_eq!(wrap(text, width), expected, "{text} {width}");
        }
    }

    #[test]
    fn a_long_text_is_wrapped_in_linear_time() {
        for unit in ["整改，", "a", "，", "（", "“整改”", "\u{301}", "❤\u{fe0f}", " "] {
            let text = unit.repeat(1_000_000 / unit.len());
            let lines = wrap(&text, 40);
            let kept: usize = lines.iter().map(String::len).sum();
            assert!(kept <= text.len() && truncate(&text, 40).len() <= text.len(), "{unit}");
            let piled = format!("整改{}台账", unit.repeat(1_000_000 / unit.len()));
            assert!(display_width(&truncate(&piled, 3)) <= 3, "{unit}");
        }
    }

    /// Text as offices write it: words, numbers, names in marks, at most two marks in a row, also long runs without a space.
    fn writing() -> impl Strategy<Value = String> {
        let plain =
            prop::sample::select(vec!["整", "改", "台账", "2025", "J1", "report", "𠮷", "党组会议", " ", "x", "㎡"]);
        let opened = prop::sample::select(vec!["（", "《", "“", "‘", "「", "【", "（《", "“《", "("]);
        let closed = prop::sample::select(vec![
            "）", "》", "”", "’", "」", "】", "，", "。", "、", "；", "：", "？", "！", "…", "……", "。”", "》，",
            "）。", ")",
        ]);
        let run = "[a-z]{1,60}|[整改落实]{1,60}".prop_map(|run| run);
        let token = prop_oneof![
            6 => plain.clone().prop_map(str::to_owned),
            2 => (opened, plain.clone()).prop_map(|(open, word)| format!("{open}{word}")),
            3 => (plain, closed).prop_map(|(word, close)| format!("{word}{close}")),
            1 => run,
        ];
        prop::collection::vec(token, 0..40).prop_map(|tokens| tokens.concat())
    }

    proptest! {
        #[test]
        fn no_line_begins_or_ends_with_a_mark_that_must_not_stand_there(text in writing(), width in 2_usize..=40) {
            let lines = wrap(&text, width);
            for (at, line) in lines.iter().enumerate() {
                if at > 0 {
                    prop_assert!(!line.starts_with(|c| NO_START.contains(c)), "{:?}", lines);
                }
                if at + 1 < lines.len() {
                    prop_assert!(!line.ends_with(|c| NO_END.contains(c)), "{:?}", lines);
                }
                // Wider than the line only when it is one character with its marks.
                let bare = line.chars().filter(|c| !NO_START.contains(*c) && !NO_END.contains(*c) && *c != ' ').count();
                prop_assert!(display_width(line) <= width || bare <= 1, "{:?}", lines);
            }
            let unwrapped: String = lines.concat().chars().filter(|c| *c != ' ').collect();
            prop_assert_eq!(unwrapped, text.chars().filter(|c| *c != ' ').collect::<String>());
        }

        #[test]
        fn a_cut_text_is_never_wider_than_asked(text in "[整改a”（e\u{301}❤\u{fe0f}👩\u{200d}💻 ]{0,30}|.{0,30}", width in 0_usize..=40) {
            let cut = truncate(&text, width);
            prop_assert!(display_width(&cut) <= width, "{:?}", cut);
            prop_assert!(display_width(&text) > width || cut == text || text.len() > width);
        }

        #[test]
        fn wrapping_anything_loses_nothing_but_blanks(text in ".{0,60}", width in 0_usize..=40) {
            let kept: String = wrap(&text, width).concat().chars().filter(|c| !c.is_whitespace()).collect();
            prop_assert_eq!(kept, text.chars().filter(|c| !c.is_whitespace()).collect::<String>());
        }
    }
}
