//! The rules of practice, each held to from the outside and from within: what a rule asks for, and every way round it.

#![allow(
    clippy::redundant_closure_for_method_calls,
    reason = "a reader's lifetime is not general enough for the bare method"
)]

mod case;
mod check;
mod closing;
mod disclosure;
mod extension;
mod filing;
mod link;
mod lock;
mod meeting;
mod old_ledger;
mod outcome;
mod plan;
mod recheck;
mod sample;
mod sign_off;
mod succession;
mod undo;
