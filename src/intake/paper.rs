//! Outline to plan: which part of the paper answers the feedback, what its levels mean, and what becomes of each paragraph.
//!
//! Three questions, in this order: what kind of paper it is (`kind`); what each top-level part is for (`section`); and
//! which style of heading is the issue in each part (`level`). Then `build` walks the outline once, and `finish`
//! compares the result with the figures that the paper states about itself.

mod below;
mod build;
mod finish;
mod kind;
mod label;
mod level;
mod section;

pub(super) use finish::{NO_ISSUE, restate};

use super::outline::Outline;
use super::plan::Plan;

/// Makes a plan of an outline. Every paragraph goes into an item or into `left_out`.
#[must_use]
pub fn read(outline: &Outline) -> Plan {
    let paper = kind::of(outline);
    let sections = section::classify(outline, paper);
    let levels = level::find(outline, &sections, paper);
    let built = build::build(outline, &sections, &levels, paper);
    finish::finish(outline, built, paper)
}
