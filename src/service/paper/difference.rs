//! What the ledger and a paper say differently about the same item, and what became of it.

pub use crate::domain::reported::{Field, OnConflict};
use crate::domain::{Day, gate::Missing};

/// Why the ledger keeps what it has, whatever was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Because {
    /// The number belongs to an issue of other words: numbers are identity.
    NumberTaken,
    /// A later day of an adopted plan is an extension, an earlier one a change with an approval.
    NeedsExtension,
    /// The closing does not pass the gate.
    Gate(Vec<Missing>),
    /// An application, or a return, is made by whoever makes it, not by a table.
    NotApplied,
    /// What is struck off is never altered by a file.
    Closed,
    /// It names a day that has not come yet.
    DayAhead(Day),
    /// What was done, done again, comes to something else.
    Retold,
    /// The ledger divides the matter otherwise: its levels stay.
    OtherLevel {
        /// The file says something of it that a category cannot hold: 整改情况, parties, a deadline.
        left: bool,
    },
}

/// What became of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// Nobody has said yet what counts.
    Open,
    /// The ledger kept what it had, as was asked.
    Kept,
    /// The paper's words stand now, as was asked.
    Updated,
    /// The ledger kept what it had, because a rule wants it so.
    Held(Because),
}

impl Settled {
    /// The stable English key.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Kept => "kept",
            Self::Updated => "updated",
            Self::Held(_) => "held",
        }
    }
}

/// One thing that ledger and paper say differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What.
    pub field: Field,
    /// What the ledger says, in words.
    pub ledger: String,
    /// What the paper says, in words.
    pub paper: String,
    /// What became of it.
    pub settled: Settled,
}
