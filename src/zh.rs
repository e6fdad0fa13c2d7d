//! Chinese: numerals, dates and deadline words, labels of the domain's terms, width and line breaking.
//!
//! Architecture invariant: knows words and days, nothing of SQL, files or terminals. Imports only [`crate::domain`].

pub mod check;
pub mod chronicle;
pub mod collate;
pub mod date;
pub mod deadline;
pub mod event;
pub mod fold;
pub mod issuing;
pub mod label;
pub mod likeness;
pub mod money;
pub mod name_list;
pub mod numeral;
pub mod own_table;
pub mod phrase;
pub mod plan;
pub mod prose;
pub mod quantity;
pub mod receipt;
pub mod refusal;
pub mod sanitize;
pub mod second_look;
pub mod title;
pub mod width;
pub mod workday;
