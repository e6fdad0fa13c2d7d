//! The words of the office and its rules, pure and small.
//!
//! Architecture invariant: nothing in here knows SQL, files, terminals, the clock or how Chinese is written;
//! it imports nothing of the house. Every rule of practice stands here once, as a function over plain values,
//! and is tested as a table. Labels that people read live in [`crate::zh::label`].

#[macro_use]
mod keyed;

pub mod check;
pub mod closing_form;
pub mod code;
pub mod context;
pub mod deadline;
pub mod decision;
pub mod digest;
pub mod disclosure;
pub mod event;
pub mod evidence;
pub mod extension;
pub mod figures;
pub mod filing;
pub mod filter;
pub mod gate;
pub mod ids;
pub mod issuing;
pub mod item;
pub mod length;
pub mod lifecycle;
pub mod link;
pub mod lock;
pub mod meeting;
pub mod outcome;
pub mod party;
pub mod plan;
pub mod policy;
pub mod rate;
pub mod receipt;
pub mod recheck;
pub mod reconcile;
pub mod refusal;
pub mod reminder;
pub mod reported;
pub mod rhythm;
pub mod round;
pub mod sample;
pub mod standing;
pub mod stated;
pub mod succession;

pub use chrono::NaiveDate as Day;

/// A word that is none of an enumeration's keys.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key:?} is no key of {of}")]
pub struct UnknownKey {
    /// The enumeration's name.
    pub of: &'static str,
    /// What was found instead of a key.
    pub key: String,
}
