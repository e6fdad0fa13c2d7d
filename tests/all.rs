//! One integration binary: linking once is quicker than linking per file.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests fail and print like tests"
)]

// The folder `tests/all/` as a module, so that what stands in it nests as files nest everywhere else.
mod all {
    mod core;
    mod corpus;
    mod intake;
}
