//! What a page says: the page model, and one builder per report or paper.
//!
//! Architecture invariant: a report reads the store and pushes typed values into a [`page::PageSink`]. It knows no
//! width, colour or file format; that a number stands right or a late day is red is the renderer's business.
//!
//! Each report offers the same content twice: as typed rows or a document (what `--format json` prints) and as a page.

pub mod adjustment;
pub mod board;
pub mod check;
pub mod conditions;
pub mod disclosure;
pub mod export;
mod known;
pub mod list;
pub mod meeting;
pub mod outcome;
pub mod overdue;
pub mod page;
pub mod paper;
pub mod plan;
pub mod recheck;
pub mod reconcile;
pub mod row;
pub mod sample;
pub mod schedule;
pub mod scope;
pub mod sentence;
pub mod show;
pub mod summary;
pub mod typed;
pub mod waiting;

pub use known::Known;
pub use scope::Scope;

use crate::store::StoreError;

/// Why a report could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// Trouble with the ledger.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Trouble with the place it is written to.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// The result of building a report.
pub type Result<T> = std::result::Result<T, ReportError>;
