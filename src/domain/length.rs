//! How long words may be: the same limits at the desk and in every file that is read in.

/// The most characters that one field of text may hold: a long paragraph, not a file pasted by mistake.
pub const MAX_TEXT: usize = 20_000;
/// The most characters of a name or a title.
pub const MAX_NAME: usize = 200;
