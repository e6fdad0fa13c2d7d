//! Deadlines (时限): how one is classed, what it consists of, how the round's days bear on it.
//!
//! The words themselves are read by [`crate::zh`]; here stands only what they were understood to mean.

use crate::domain::Day;
use serde::{Deserialize, Serialize};

keyed! {
    /// How a deadline was understood.
    DeadlineClass {
        /// A calendar day.
        Date = "date",
        /// 立行立改: feedback day plus the round's days.
        Now = "now",
        /// Counted from the feedback or a milestone.
        Relative = "relative",
        /// 长期坚持: no due day, a review day instead.
        Long = "long",
        /// A due day, and standing work afterwards.
        Combo = "combo",
        /// Several dated stages.
        Stages = "stages",
        /// No day can be made of the words.
        Unclear = "unclear",
    }
}

impl DeadlineClass {
    /// Whether work goes on after the due day, so that the item stays on the standing list (长期坚持).
    #[must_use]
    pub const fn is_standing(self) -> bool {
        matches!(self, Self::Long | Self::Combo)
    }
}

/// A deadline as one unit: it is set, inherited and extended whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// The words as they were given.
    pub raw: String,
    /// How they were understood.
    pub class: DeadlineClass,
    /// The last day on which it is still in time.
    pub due: Option<Day>,
    /// The day on which standing or staged work is looked at next.
    pub review: Option<Day>,
    /// What the clerk should know about the reading, such as 待确认; in the reader's language, as it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
