//! Use cases: one function each. Read the state, ask the domain, append the events.
//!
//! Architecture invariant: knows no terminal and no SQL; prints nothing, asks nothing. A use case either appends everything
//! it decided within one transaction, or refuses with reasons and leaves the ledger as it was.

pub mod acceptance;
pub mod attachment;
pub mod bulletin;
pub mod closure;
pub mod disclosure;
pub mod extension;
pub mod filing;
pub mod issuing;
pub mod item;
pub mod ledger;
pub mod link;
pub mod lock;
pub mod meeting;
pub mod outcome;
pub mod paper;
pub mod plan;
pub mod recheck;
pub mod reminder;
pub mod repeat;
pub mod responsibility;
pub mod roster;
pub mod round;
pub mod sample;
pub mod select;
pub mod session;
pub mod succession;

use crate::{domain::refusal::Refusal, store::StoreError};

/// Why a use case did not come about.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Rules said no; all of them that apply.
    #[error("refused: {0:?}")]
    Refused(Vec<Refusal>),
    /// Trouble with the file.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A paper that was to be issued could not be printed, for reasons of whoever prints.
    #[error("not printed: {0}")]
    Print(issuing::PrintError),
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal])
    }
}

/// The result of a use case.
pub type Result<T, E = Error> = std::result::Result<T, E>;
