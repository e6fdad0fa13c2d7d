//! A rate: so many out of so many. The one place where a percentage is computed and rounded.

use serde::{Serialize, Serializer};
use std::fmt;

/// So many (`part`) out of so many (`whole`); both are kept, so that the figure can be recomputed by its reader.
///
/// Percentages are rounded half up to two places by integer arithmetic: 453/471 is 96.18%, 1/8 is 12.50%. Where there is
/// nothing to count (`whole` is not positive) there is no percentage, neither 0% nor 100%: it is written “—” and is
/// `null` in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rate {
    /// How many of them.
    pub part: i64,
    /// Out of how many.
    pub whole: i64,
}

impl Rate {
    /// `part` out of `whole`.
    #[must_use]
    pub const fn new(part: i64, whole: i64) -> Self {
        Self { part, whole }
    }

    /// The percentage in hundredths of a percent (9618 for 96.18%), rounded half up; `None` where nothing is counted.
    #[must_use]
    pub fn hundredths(self) -> Option<i64> {
        if self.whole <= 0 {
            return None;
        }
        let (part, whole) = (i128::from(self.part), i128::from(self.whole));
        // Half up: floor of (percentage + 1/2 hundredth), over the common denominator 2 * whole.
        i64::try_from((part * 20_000 + whole).div_euclid(2 * whole)).ok()
    }

    /// Both numbers as a fraction: `453/471`.
    #[must_use]
    pub fn fraction(self) -> String {
        format!("{}/{}", self.part, self.whole)
    }

    /// The percentage with its fraction beside it, `96.18%（453/471）`; “—” where nothing is counted.
    #[must_use]
    pub fn with_fraction(self) -> String {
        if self.hundredths().is_some() { format!("{self}（{}）", self.fraction()) } else { self.to_string() }
    }
}

/// The percentage alone: `96.18%`, or “—”.
impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.hundredths() {
            Some(all) => {
                let sign = if all < 0 { "-" } else { "" };
                f.pad(&format!("{sign}{}.{:02}%", all.unsigned_abs() / 100, all.unsigned_abs() % 100))
            }
            None => f.pad("—"),
        }
    }
}

/// The percentage as a number (`96.18`), or `null`. The fraction is for the document to state beside it.
impl Serialize for Rate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.hundredths() {
            // Rounding is done; the nearest f64 to a number with two decimals prints as that number again.
            #[allow(clippy::cast_precision_loss)]
            Some(all) => serializer.serialize_f64(all as f64 / 100.0),
            None => serializer.serialize_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_rounded_half_up_to_two_places() {
        for (part, whole, percent, json) in [
            (453, 471, "96.18%", "96.18"),
            (24, 29, "82.76%", "82.76"),
            (688, 697, "98.71%", "98.71"),
            (1691, 1786, "94.68%", "94.68"),
            (0, 7, "0.00%", "0.0"),
            (7, 7, "100.00%", "100.0"),
            (1, 8, "12.50%", "12.5"),
            (1, 20_000, "0.01%", "0.01"), // exactly half a hundredth goes up
            (1, 20_001, "0.00%", "0.0"),
            (19_999, 20_000, "100.00%", "100.0"), // 99.995%
            (3, 2, "150.00%", "150.0"),
        ] {
            let rate = Rate::new(part, whole);
            assert_eq!(rate.to_string(), percent, "{part}/{whole}");
            assert_eq!(serde_json::to_string(&rate).unwrap(), json, "{part}/{whole}");
        }
    }

    #[test]
    fn nothing_out_of_nothing_is_no_percentage() {
        let rate = Rate::new(0, 0);
        assert_eq!(rate.hundredths(), None);
        assert_eq!((rate.to_string(), rate.with_fraction()), ("—".to_owned(), "—".to_owned()));
        assert_eq!(serde_json::to_string(&rate).unwrap(), "null");
    }

    #[test]
    fn fraction_stands_beside_the_percentage() {
        assert_eq!(Rate::new(24, 29).with_fraction(), "82.76%（24/29）");
    }

    #[test]
    fn huge_counts_do_not_overflow() {
        assert_eq!(Rate::new(i64::MAX, i64::MAX).hundredths(), Some(10_000));
        assert_eq!(Rate::new(i64::MAX, 1).hundredths(), None);
    }

    #[test]
    fn every_two_decimal_number_is_a_short_json_number() {
        for hundredths in 0..=10_000 {
            let json = serde_json::to_string(&Rate::new(hundredths, 10_000)).unwrap();
            let decimals = json.split('.').nth(1).map_or(0, str::len);
            assert!((1..=2).contains(&decimals), "{json}");
        }
    }
}
