//! Codes (编号): what people type to name an item. Never reused, never renumbered.
//!
//! An issue is `12`; one of a series by origin is `J1`; an opinion `Y1`; a category `C1`, `C1.2`; children append a
//! number: measure `12.3`. A code may be qualified by its round (`2024巡察:12`) and stand in a range (`1-5`, `J1-J3`).

use crate::domain::item::{ItemKind, Origin};
use std::{fmt, str::FromStr};

/// The letter that opens a code, or its absence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Series(Option<char>);

impl Series {
    /// Issues numbered as the paper numbers them.
    pub const PLAIN: Self = Self(None);

    /// The series in which an item without a number of its own gets its code.
    #[must_use]
    pub const fn of(kind: ItemKind, origin: Origin) -> Self {
        Self(match kind {
            ItemKind::Category => Some('C'),
            ItemKind::Opinion => Some('Y'),
            ItemKind::Issue | ItemKind::Measure | ItemKind::Case => match origin {
                Origin::Feedback => None,
                Origin::Extension => Some('J'),
                Origin::Reform => Some('G'),
                Origin::SelfCheck => Some('Z'),
                Origin::Prior => Some('S'),
                Origin::Audit => Some('A'),
                Origin::Lookback => Some('H'),
                Origin::Meeting => Some('M'),
            },
        })
    }

    /// Whether issues have codes of this series, whatever their origin is by now: it may be put right, a code never is.
    #[must_use]
    pub const fn is_of_issues(self) -> bool {
        !matches!(self.0, Some('C' | 'Y'))
    }

    /// Its letter; empty for the plain series.
    #[must_use]
    pub fn letter(self) -> String {
        self.0.map(String::from).unwrap_or_default()
    }

    const LETTERS: &'static str = "CYJGZSAHM";

    /// The order in which series are listed: categories, plain numbers, then by letter in the order of origins, opinions last.
    fn rank(self) -> u8 {
        match self.0 {
            Some('C') => 0,
            None => 1,
            Some('Y') => 90,
            Some(letter) => 2 + Self::LETTERS.find(letter).map_or(60, |at| u8::try_from(at).unwrap_or(60)),
        }
    }
}

/// A code: a series and a path of numbers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Code {
    /// The series.
    pub series: Series,
    /// The numbers, outermost first; never empty.
    pub path: Vec<u32>,
}

impl Code {
    /// A top-level code.
    #[must_use]
    pub fn top(series: Series, number: u32) -> Self {
        Self { series, path: vec![number] }
    }

    /// The code of this item's child with that number.
    #[must_use]
    pub fn child(&self, number: u32) -> Self {
        let mut path = self.path.clone();
        path.push(number);
        Self { series: self.series, path }
    }

    /// The code of the item above, when the code itself says so.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        (self.path.len() > 1).then(|| Self { series: self.series, path: self.path[..self.path.len() - 1].to_vec() })
    }

    /// A text that sorts codes as people list them: `2` before `10`, `12` before `12.1`, plain numbers before `J1`.
    #[must_use]
    pub fn sort_key(&self) -> String {
        let mut key = format!("{:02}", self.series.rank());
        for number in &self.path {
            key.push_str(&format!(".{number:06}"));
        }
        key
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(letter) = self.series.0 {
            write!(f, "{letter}")?;
        }
        for (at, number) in self.path.iter().enumerate() {
            if at > 0 {
                f.write_str(".")?;
            }
            write!(f, "{number}")?;
        }
        Ok(())
    }
}

/// Why a text is no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no code")]
pub struct BadCode(pub String);

impl FromStr for Code {
    type Err = BadCode;

    fn from_str(text: &str) -> Result<Self, BadCode> {
        let bad = || BadCode(text.to_owned());
        let mut rest = text;
        let mut series = Series::PLAIN;
        if let Some(first) = text.chars().next().map(|c| c.to_ascii_uppercase())
            && Series::LETTERS.contains(first)
        {
            series = Series(Some(first));
            rest = &text[1..];
        }
        let path = rest
            .split('.')
            .map(|part| {
                let plain = !part.is_empty() && part.len() <= 6 && part.bytes().all(|b| b.is_ascii_digit());
                plain.then(|| part.parse().ok()).flatten().filter(|n: &u32| *n > 0).ok_or_else(bad)
            })
            .collect::<Result<Vec<u32>, _>>()?;
        Ok(Self { series, path })
    }
}

/// One argument that names items: a code or a range of codes, with or without its round's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeRange {
    /// The round's key, when given (`2024巡察:12`).
    pub round: Option<String>,
    /// The first code.
    pub first: Code,
    /// The last code; equal to the first for a single one. Same series, same length, same numbers but the last.
    pub last: Code,
}

impl CodeRange {
    /// Whether it names a single code.
    #[must_use]
    pub fn is_single(&self) -> bool {
        self.first == self.last
    }

    /// The codes of the range, in order. A range holds at most 999,999 codes by construction.
    pub fn codes(&self) -> impl Iterator<Item = Code> + '_ {
        let end = self.first.path.len() - 1;
        (self.first.path[end]..=self.last.path[end]).map(move |number| {
            let mut code = self.first.clone();
            code.path[end] = number;
            code
        })
    }
}

impl FromStr for CodeRange {
    type Err = BadCode;

    fn from_str(text: &str) -> Result<Self, BadCode> {
        let bad = || BadCode(text.to_owned());
        let (round, codes) = match text.rsplit_once([':', '：']) {
            Some((round, codes)) => (Some(round.to_owned()), codes),
            None => (None, text),
        };
        let (first, last) = match codes.split_once(['-', '~', '～', '—']) {
            Some((first, last)) => (first, Some(last)),
            None => (codes, None),
        };
        let first: Code = first.parse()?;
        let last: Code = match last {
            None => first.clone(),
            // `J1-3` means J1 to J3, `12.1-4` means 12.1 to 12.4.
            Some(short) if short.bytes().all(|b| b.is_ascii_digit()) => {
                let number: Code = short.parse()?;
                let mut last = first.clone();
                let end = last.path.len() - 1;
                last.path[end] = number.path[0];
                last
            }
            Some(whole) => whole.parse()?,
        };
        let end = first.path.len() - 1;
        let same =
            first.series == last.series && last.path.len() == first.path.len() && first.path[..end] == last.path[..end];
        if !same || last.path[end] < first.path[end] {
            return Err(bad());
        }
        Ok(Self { round, first, last })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_and_written_alike() {
        for text in ["1", "12.3", "J1", "C1.2", "Y22", "12.3.4", "M7"] {
            assert_eq!(text.parse::<Code>().unwrap().to_string(), text);
        }
        for text in ["", "0", "X1", "1.", ".1", "1..2", "-1", "1234567", "J", "一", "1.0"] {
            assert!(text.parse::<Code>().is_err(), "{text}");
        }
        assert_eq!("j3".parse::<Code>().unwrap().to_string(), "J3");
    }

    #[test]
    fn ranges_stay_within_a_series_and_a_parent() {
        let codes =
            |text: &str| text.parse::<CodeRange>().map(|r| r.codes().map(|c| c.to_string()).collect::<Vec<_>>());
        assert_eq!(codes("1-3").unwrap(), ["1", "2", "3"]);
        assert_eq!(codes("J2-J3").unwrap(), ["J2", "J3"]);
        assert_eq!(codes("J2-3").unwrap(), ["J2", "J3"]);
        assert_eq!(codes("12.1-12.2").unwrap(), ["12.1", "12.2"]);
        assert_eq!(codes("2024巡察:7").unwrap(), ["7"]);
        for text in ["3-1", "1-J3", "12.1-13.2", "1-2-3", "1-"] {
            assert!(codes(text).is_err(), "{text}");
        }
    }

    #[test]
    fn sort_keys_follow_the_order_people_list_in() {
        let mut codes: Vec<Code> =
            ["J1", "10", "2", "12.1", "12", "C2", "Y1", "2.10", "2.9"].iter().map(|c| c.parse().unwrap()).collect();
        codes.sort_by_key(Code::sort_key);
        let sorted: Vec<String> = codes.iter().map(ToString::to_string).collect();
        assert_eq!(sorted, ["C2", "2", "2.9", "2.10", "10", "12", "12.1", "J1", "Y1"]);
    }
}
