//! Papers that leave the office under a register number: what is kept of them, and the order of their days.

use crate::domain::Day;
use serde::{Deserialize, Serialize};

/// The largest file that a paper is issued as, in bytes (20 MiB).
pub const MAX_PAPER_BYTES: usize = 20 * 1024 * 1024;

/// The file as which a paper was issued; its bytes stand in the ledger under their hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// The ending that says its format: `docx`, `md`.
    pub ending: String,
}

/// A number that was given, and the day that its paper bears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// The number.
    pub number: i64,
    /// The day.
    pub on: Day,
    /// The paper was taken back: it bears its day no longer.
    pub withdrawn: bool,
}

/// The number that stands in the way of a further one dated `on`: within a register and year, days follow the numbers. Whoever
/// dates a letter wrongly takes it back and dates the next one rightly.
#[must_use]
pub fn dated_behind(on: Day, given: impl IntoIterator<Item = Given>) -> Option<Given> {
    given
        .into_iter()
        .filter(|earlier| !earlier.withdrawn && earlier.on > on)
        .max_by_key(|earlier| (earlier.on, earlier.number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_follow_the_numbers() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let given = |number, on, withdrawn| Given { number, on: day(on), withdrawn };
        let (first, second) = (given(1, "2025-09-01", false), given(2, "2025-09-10", false));
        let void = given(3, "2025-09-20", true);
        for (on, stands_in_the_way) in
            [("2025-08-31", Some(second)), ("2025-09-09", Some(second)), ("2025-09-10", None), ("2025-09-11", None)]
        {
            assert_eq!(dated_behind(day(on), [first, second, void]), stands_in_the_way, "{on}");
        }
        assert_eq!(dated_behind(day("2025-01-01"), [void]), None);
        assert_eq!(dated_behind(day("2025-01-01"), []), None);
    }
}
