//! Width and line breaking with the signatures of `zh::width`, in a minimal copy until that module is there: then this file
//! goes, and `terminal` imports the other.

use unicode_width::UnicodeWidthStr;

/// How many columns a text takes on a terminal: two for a Chinese character.
pub(super) fn display_width(text: &str) -> usize {
    text.width()
}

/// The text broken into lines of at most `limit` columns; no line begins with closing punctuation (避头尾).
pub(super) fn wrap(text: &str, limit: usize) -> Vec<String> {
    let options = textwrap::Options::new(limit.max(1))
        .word_separator(textwrap::WordSeparator::UnicodeBreakProperties)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}
