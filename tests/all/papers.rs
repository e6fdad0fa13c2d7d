//! Papers that leave the office, looked at from the outside: what they say is what the ledger knows, whenever they are printed.

mod issued;
mod lists;
mod meeting;
mod reminder;
mod story;
