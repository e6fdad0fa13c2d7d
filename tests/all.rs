//! The one integration binary: the program as a clerk meets it, from the outside.

#![allow(clippy::unwrap_used, clippy::panic, reason = "in a test a panic is the answer")]

mod all {
    mod desk;
    mod files;
    pub(crate) mod office;
}
