//! One integration binary: linking once is quicker than linking per file. Most of it meets the program from the outside, as a
//! clerk does; `core` holds the library to its word.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "in a test a panic is the answer, and helpers of tests print like tests"
)]

// The folder `tests/all/` as a module, so that what stands in it nests as files nest everywhere else.
mod all {
    mod board;
    mod core;
    mod corpus;
    mod corpus_docx;
    mod desk;
    mod examples;
    mod exports;
    mod files;
    mod handbook;
    mod intake;
    mod ledgers;
    pub(crate) mod office;
    mod papers;
    mod practice;
    mod reconcile;
    mod recording;
    mod stories;
    mod verbs;
}
