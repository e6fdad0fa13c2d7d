//! One integration binary: linking once is quicker than linking per file.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests fail and print like tests"
)]

#[path = "all/corpus.rs"]
mod corpus;
#[path = "all/intake.rs"]
mod intake;
