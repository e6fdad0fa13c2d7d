//! What a page says: the page model, and one builder per report or paper.
//!
//! Architecture invariant: a report reads the store and pushes typed values into a [`page::PageSink`]. It knows no
//! width, colour or file format; that a number stands right or a late day is red is the renderer's business.

pub mod page;
