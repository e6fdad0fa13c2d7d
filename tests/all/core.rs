//! The core (domain, store, service) at library level, trusted in nothing.

#![allow(
    clippy::redundant_closure_for_method_calls,
    reason = "a reader's lifetime is not general enough for the bare method"
)]

mod big;
mod catalogue;
mod durability;
mod events;
mod figures;
mod filing_due;
mod golden_journal;
mod history;
mod locks;
mod model;
pub(crate) mod office;
mod past;
mod plans;
mod rules;
mod tamper;
