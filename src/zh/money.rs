//! Sums of money as offices write them, read exactly into cents (分): no sum passes through a floating-point number.

use crate::zh::numeral::{fold_char, parse_number};

/// Why a text is no sum of money. The text is kept as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadAmount {
    /// No number with an optional unit.
    #[error("“{0}”读不出金额；请写成 12.5万元、3646.75元 或 300000")]
    NotAnAmount(String),
    /// There are parts of a cent.
    #[error("“{0}”不足一分的部分无法记账；请四舍五入到分")]
    TooFine(String),
    /// More than any ledger holds.
    #[error("“{0}”的金额太大；请核对单位是万元还是元")]
    TooLarge(String),
}

/// A sum as papers print it: 万元 with up to three decimals where that is exact, else 元 and its cents.
#[must_use]
pub fn format_cents(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.unsigned_abs();
    let with = |whole: u64, decimals: String, unit: &str| {
        let decimals = decimals.trim_end_matches('0');
        let point = if decimals.is_empty() { "" } else { "." };
        format!("{sign}{whole}{point}{decimals}{unit}")
    };
    // Below a hundred yuan 万元 is no unit that anyone says.
    if cents.is_multiple_of(1_000) && (cents == 0 || cents >= 10_000) {
        with(cents / 1_000_000, format!("{:03}", cents % 1_000_000 / 1_000), "万元")
    } else {
        with(cents / 100, format!("{:02}", cents % 100), "元")
    }
}

/// The units, longest first, each with its cents.
const UNITS: &[(&str, i64)] = &[
    ("亿元", 10_000_000_000),
    ("万元", 1_000_000),
    ("千元", 100_000),
    ("元", 100),
    ("角", 10),
    ("分", 1),
    ("亿", 10_000_000_000),
    ("万", 1_000_000),
    ("千", 100_000),
];

/// Reads a sum: `12.5万元`, `3646.75元`, `1,234.50`, `￥300`, `三十万元`, in either width. Without a unit it is 元.
///
/// # Errors
/// When it is no sum, not a whole number of cents, or larger than can be kept.
pub fn parse_cents(text: &str) -> Result<i64, BadAmount> {
    let typed = || text.trim().chars().take(40).collect::<String>();
    // A sum is short; what is longer is none, and is not searched for one.
    let folded: String = text.trim().chars().take(64).map(fold_char).filter(|c| !c.is_whitespace()).collect();
    let plain = folded.trim_start_matches("人民币").trim_start_matches(['¥', '￥']);
    let plain = plain.strip_suffix('整').unwrap_or(plain);
    let (number, unit) = UNITS
        .iter()
        .find_map(|(word, cents)| plain.strip_suffix(word).map(|number| (number, *cents)))
        .unwrap_or((plain, 100));
    if let (false, Some(whole)) = (number.is_ascii(), parse_number(number)) {
        return i64::from(whole).checked_mul(unit).ok_or_else(|| BadAmount::TooLarge(typed()));
    }
    let (whole, part) = split(number).ok_or_else(|| BadAmount::NotAnAmount(typed()))?;
    let too_large = || BadAmount::TooLarge(typed());
    if whole.len() > 18 {
        return Err(too_large());
    }
    let whole: i64 = whole.parse().map_err(|_| BadAmount::NotAnAmount(typed()))?;
    let mut cents = whole.checked_mul(unit).ok_or_else(too_large)?;
    let mut worth = unit;
    for digit in part.trim_end_matches('0').chars() {
        if worth % 10 != 0 {
            return Err(BadAmount::TooFine(typed()));
        }
        worth /= 10;
        let digit = i64::from(digit.to_digit(10).ok_or_else(|| BadAmount::NotAnAmount(typed()))?);
        cents = cents.checked_add(digit * worth).ok_or_else(too_large)?;
    }
    Ok(cents)
}

/// Digits before and after the point. Commas may stand only where they part thousands.
fn split(number: &str) -> Option<(String, &str)> {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    if number.ends_with('.') || !part.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let groups: Vec<&str> = whole.split([',', '，']).collect();
    let digits = groups.iter().all(|g| !g.is_empty() && g.bytes().all(|b| b.is_ascii_digit()));
    let parted = groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|g| g.len() == 3));
    (digits && parted).then(|| (groups.concat(), part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_printed_exactly() {
        for (cents, words) in [
            (0, "0万元"),
            (5, "0.05元"),
            (1_000, "10元"),
            (364_675, "3646.75元"),
            (1_000_000, "1万元"),
            (123_000, "0.123万元"),
            (341_000_000, "341万元"),
            (634_020_000, "634.02万元"),
            (-250_000, "-0.25万元"),
        ] {
            assert_eq!(format_cents(cents), words);
        }
    }

    #[test]
    fn sums_are_read_exactly() {
        for (text, cents) in [
            ("12.5万元", 12_500_000),
            ("3646.75元", 364_675),
            ("3646.75", 364_675),
            ("0.07元", 7),
            ("1,234.50元", 123_450),
            ("１２．５万元", 12_500_000),
            ("￥300", 30_000),
            ("人民币 300 元整", 30_000),
            ("1.23亿元", 12_300_000_000),
            ("三十万元", 30_000_000),
            ("0.000001万元", 1),
            ("8.10元", 810),
            ("5角", 50),
            ("92233720368547758.07元", i64::MAX),
        ] {
            assert_eq!(parse_cents(text), Ok(cents), "{text}");
        }
    }

    #[test]
    fn what_is_no_sum_is_refused_in_words() {
        for text in ["", "万元", "十二点五万", "12..5", "12.", ".5", "1,23元", "-5元", "5美元", "12.5.6", "约3万元"]
        {
            assert!(matches!(parse_cents(text), Err(BadAmount::NotAnAmount(_))), "{text}");
        }
        assert!(matches!(parse_cents("0.005元"), Err(BadAmount::TooFine(_))));
        assert!(matches!(parse_cents("12.3456789万元"), Err(BadAmount::TooFine(_))));
        for text in ["92233720368547758.08元", "9999999999999999999999元", "99999999999999亿元"] {
            assert!(matches!(parse_cents(text), Err(BadAmount::TooLarge(_))), "{text}");
        }
        assert!(parse_cents(&"9".repeat(1_000_000)).is_err());
    }
}
