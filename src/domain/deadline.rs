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

impl Deadline {
    /// Whether two deadlines come to the same in whatever words: class, due day and review day. 10月底前 is 10月31日. Of words
    /// from which no day can be told nothing but the words is known.
    #[must_use]
    pub fn comes_to(&self, other: &Self) -> bool {
        let days = (self.class, self.due, self.review) == (other.class, other.due, other.review);
        days && (self.class != DeadlineClass::Unclear || self.raw.trim() == other.raw.trim())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deadlines_of_the_same_class_and_days_are_equal_in_whatever_words() {
        use DeadlineClass::{Combo, Date, Long, Now, Unclear};
        let deadline = |raw: &str, class, due: Option<&str>, review: Option<&str>| Deadline {
            raw: raw.to_owned(),
            class,
            due: due.map(|day| day.parse().unwrap()),
            review: review.map(|day| day.parse().unwrap()),
            note: None,
        };
        for (one, other, equal) in [
            (
                deadline("2026年10月底前", Date, Some("2026-10-31"), None),
                deadline("2026年10月31日", Date, Some("2026-10-31"), None),
                true,
            ),
            (
                deadline("10月底", Date, Some("2026-10-31"), None),
                deadline("9月底", Date, Some("2026-09-30"), None),
                false,
            ),
            // 立行立改 is more than the day it comes to.
            (
                deadline("立行立改", Now, Some("2026-10-31"), None),
                deadline("2026年10月31日", Date, Some("2026-10-31"), None),
                false,
            ),
            (
                deadline("长期坚持", Long, None, Some("2026-10-31")),
                deadline("持续推进", Long, None, Some("2026-10-31")),
                true,
            ),
            (
                deadline("10月底前，长期坚持", Combo, Some("2026-10-31"), Some("2027-04-30")),
                deadline("10月31日前完成并长期坚持", Combo, Some("2026-10-31"), Some("2027-03-31")),
                false,
            ),
            (deadline("尽快", Unclear, None, None), deadline("条件成熟时", Unclear, None, None), false),
            (deadline("尽快", Unclear, None, None), deadline(" 尽快", Unclear, None, None), true),
        ] {
            assert_eq!(one.comes_to(&other), equal, "{} {}", one.raw, other.raw);
            assert_eq!(other.comes_to(&one), equal, "{} {}", other.raw, one.raw);
        }
    }
}
