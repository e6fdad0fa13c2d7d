//! Papers that leave the office: what they say is what the ledger knows, whenever they are printed.

mod meeting;
mod reminder;
