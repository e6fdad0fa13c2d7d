//! One integration binary: linking once is quicker than linking per file.

#[path = "all/corpus.rs"]
mod corpus;
#[path = "all/intake.rs"]
mod intake;
