//! The core (domain, store, service) at library level, trusted in nothing.

mod big;
mod catalogue;
mod durability;
mod events;
mod figures;
mod golden_journal;
mod model;
mod office;
mod plans;
mod rules;
mod tamper;
