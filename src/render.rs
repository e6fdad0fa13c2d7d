//! How a page looks: one file per format, each a [`PageSink`](crate::report::page::PageSink) that writes to an
//! [`io::Write`](std::io::Write).
//!
//! | module | for |
//! |---|---|
//! | [`terminal`] | the screen: aligned tables, colour by meaning, bars |
//! | [`csv`] | Excel and other programs: UTF-8 with BOM, CRLF |
//! | [`markdown`] | wikis and mail |
//! | [`docx`] | Word and WPS: official papers |
//! | [`xlsx`] | Excel and WPS: typed cells, a sheet for each section |
//! | [`html`] | the board: one page, from its own model, with the pictures of [`svg`] |
//! | [`ics`] | calendars: due days, review days, milestones; not made from the page model |
//! | [`json`] | programs; documents with a `schema` field, not made from the page model |
//!
//! Architecture invariant: knows [`crate::report::page`] and [`crate::zh`], and neither the store nor where a figure comes
//! from. Reads no environment: width, colour and the rest come in through styles.

pub mod csv;
pub mod docx;
pub mod html;
pub mod ics;
pub mod json;
pub mod markdown;
pub mod svg;
pub mod terminal;
pub mod xlsx;

mod grid;
mod words;

#[cfg(test)]
mod sample;
