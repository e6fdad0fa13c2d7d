//! The board as one page (.html) that needs nothing else: no network, no fonts, no second file.
//!
//! What it may do is said in its own policy (Content-Security-Policy): the one style sheet and the one script that it brings
//! along, by their hashes, and nothing else. So words from the ledger that looked like markup or script would still do
//! nothing, even if they were not escaped, which they are. Without scripts everything is there; scripts sort and search.

mod matters;
mod page;

use crate::{report::board::Board, zh::sanitize::is_hidden};
use askama::{
    Template as _,
    filters::{Escaper, Html},
};
use page::BoardPage;
use std::{
    fmt::{self, Write as _},
    io,
};

/// Escapes for HTML, and leaves out control characters and those that turn or hide their neighbours.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shown;

impl Escaper for Shown {
    fn write_escaped_str<W: fmt::Write>(&self, mut dest: W, string: &str) -> fmt::Result {
        let mut rest = string;
        while let Some(at) = rest.find(|c: char| is_hidden(c) || (c.is_control() && c != '\n')) {
            Html.write_escaped_str(&mut dest, &rest[..at])?;
            rest = &rest[at + rest[at..].chars().next().map_or(1, char::len_utf8)..];
        }
        Html.write_escaped_str(&mut dest, rest)
    }
}

/// A text made safe for an element or a quoted attribute.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push(&mut out, text);
    out
}

fn push(out: &mut String, text: &str) {
    // A string takes whatever it is given.
    let _ = Shown.write_escaped_str(&mut *out, text);
}

/// Writes the board.
///
/// # Errors
/// Trouble with the place written to.
pub fn write(board: &Board, out: &mut dyn io::Write) -> io::Result<()> {
    BoardPage::new(board).write_into(out).map_err(io::Error::other)?;
    out.flush()
}

/// The hash by which a policy names a script or style sheet.
fn source_hash(text: &str) -> String {
    use sha2::{Digest as _, Sha256};
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut said = "sha256-".to_owned();
    for three in Sha256::digest(text.as_bytes()).chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4_usize {
            // Six bits at a time; what has no byte behind it is filled up with =.
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            said.push(if place <= three.len() { char::from(letter) } else { '=' });
        }
    }
    said
}

/// A number with its word, or nothing for none.
fn counted(count: i64, words: &str) -> String {
    let mut out = String::new();
    if count > 0 {
        let _ = write!(out, "{count}{words}");
    }
    out
}

#[cfg(test)]
mod tests;
