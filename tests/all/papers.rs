//! What leaves the office: papers made of the ledger, looked at from the outside.

mod lists;
mod story;
