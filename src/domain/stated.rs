//! 核对 of figures: what a paper's counts, sums and rates must satisfy, against themselves and against the ledger.
//!
//! A checker of other people's papers accuses only where it can be sure. Parts must add up where the words leave nothing out
//! (完成, 未完成); a list behind 其中 may leave something out, and is only held against its whole; a rate may be rounded or
//! cut off, and it is said which it was.

use crate::domain::{
    Day,
    item::Origin,
    outcome::{AccountabilityForm, MoneyDirection},
};

keyed! {
    /// What is looked at in a paper's figures.
    Fault {
        /// 合计: parts and their whole.
        Sum = "sum",
        /// 部分大于整体.
        PartOverWhole = "part_over_whole",
        /// 比率: a rate and its fraction.
        Rate = "rate",
        /// 前后不一: the same thing stated twice.
        StatedTwice = "stated_twice",
        /// 文内口径: what is stated of the text, and what stands in it.
        Outline = "outline",
        /// 台账: what is stated, and what the ledger has.
        Ledger = "ledger",
        /// 笔误: units and marks that stand twice.
        Slip = "slip",
        /// 无此日期.
        NoSuchDay = "no_such_day",
        /// 日期先后.
        DaysOutOfOrder = "days_out_of_order",
    }
}

keyed! {
    /// How much weight a figure that was looked at has.
    Weight {
        /// 出入: it cannot be right.
        Finding = "finding",
        /// 提示: it may be right, and should be looked at.
        Remark = "remark",
        /// 相符.
        Agrees = "agrees",
    }
}

/// One figure of a paper that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FigureCheck {
    /// What comes of it.
    pub weight: Weight,
    /// What was looked at.
    pub fault: Fault,
    /// Where it stands.
    pub place: String,
    /// The words that state it.
    pub words: String,
    /// What is stated.
    pub stated: String,
    /// What comes out.
    pub computed: String,
    /// What it was compared with, and how.
    pub against: String,
}

keyed! {
    /// How a stated rate was made of its fraction.
    Rounding {
        /// It is exactly that.
        Exact = "exact",
        /// 四舍五入.
        Rounded = "rounded",
        /// 舍去尾数.
        CutOff = "cut_off",
    }
}

/// Whether `value` (with so many `decimals`) is the percentage of `part` in `whole`, and how it was rounded. Where rounding and
/// cutting off give the same it is called rounded.
#[must_use]
pub fn fits(part: i64, whole: i64, value: i64, decimals: u32) -> Option<Rounding> {
    if whole <= 0 || part < 0 || decimals > 8 {
        return None;
    }
    let scaled = i128::from(part) * 100 * 10_i128.pow(decimals);
    let (whole, value) = (i128::from(whole), i128::from(value));
    let down = scaled / whole;
    let near = (2 * scaled + whole) / (2 * whole);
    match (value == near, value == down) {
        (true, _) if scaled % whole == 0 => Some(Rounding::Exact),
        (true, _) => Some(Rounding::Rounded),
        (false, true) => Some(Rounding::CutOff),
        (false, false) => None,
    }
}

/// How far parts must make up their whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completeness {
    /// Their words leave nothing out: 完成 and 未完成.
    Must,
    /// They look like all of them.
    Seems,
    /// Others may be left out: 其中.
    NeedNot,
}

/// What is to be said of parts and their whole; `None` where nothing follows. Parts that may overlap (次; one person in several
/// forms of sanction) may come to more than the whole.
#[must_use]
pub fn add_up(whole: i64, parts: &[i64], complete: Completeness, overlapping: bool) -> Option<(Weight, Fault)> {
    if parts.iter().any(|part| *part > whole) {
        return Some((Weight::Finding, Fault::PartOverWhole));
    }
    let sum: i128 = parts.iter().map(|part| i128::from(*part)).sum();
    match (sum.cmp(&i128::from(whole)), complete) {
        (std::cmp::Ordering::Equal, _) if parts.len() > 1 => Some((Weight::Agrees, Fault::Sum)),
        (std::cmp::Ordering::Equal, _) => None,
        (std::cmp::Ordering::Greater, _) if overlapping => Some((Weight::Remark, Fault::Sum)),
        (std::cmp::Ordering::Greater, _) | (_, Completeness::Must) => Some((Weight::Finding, Fault::Sum)),
        (_, Completeness::Seems) => Some((Weight::Remark, Fault::Sum)),
        (_, Completeness::NeedNot) => None,
    }
}

/// What a stated figure is about. Levels are never added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// Issues of an origin.
    Issues(Origin),
    /// 措施.
    Measures,
    /// 整改意见.
    Opinions,
    /// 方面.
    Categories,
    /// 规范性文件.
    Rules,
    /// 制度.
    Institutions,
    /// 问责 in a form, in people.
    People(AccountabilityForm),
    /// 问责 in a form, in times.
    Times(AccountabilityForm),
    /// 资金 one way, in cents.
    Money(MoneyDirection),
}

keyed! {
    /// In which state the things are that a figure counts.
    State {
        /// All of them.
        Total = "total",
        /// 已完成.
        Completed = "completed",
        /// 阶段性完成, 基本完成.
        Staged = "staged",
        /// 未完成.
        Unfinished = "unfinished",
        /// 已销号.
        Closed = "closed",
        /// 未销号.
        Unclosed = "unclosed",
        /// 延期.
        Extended = "extended",
    }
}

/// A figure of a paper that speaks of the whole round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// What it counts.
    pub subject: Subject,
    /// In which state.
    pub state: State,
    /// How many; cents for money.
    pub number: i64,
    /// The day of which it speaks, where the words say so.
    pub as_of: Option<Day>,
    /// Where it stands.
    pub place: String,
    /// The words that state it.
    pub words: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_may_be_rounded_or_cut_off_and_it_is_said_which() {
        for (part, whole, value, decimals, how) in [
            (688, 697, 9871, 2, Some(Rounding::Rounded)),
            (168, 203, 828, 1, Some(Rounding::Rounded)),
            (1691, 1786, 94, 0, Some(Rounding::CutOff)),
            (1691, 1786, 95, 0, Some(Rounding::Rounded)),
            (513, 817, 62, 0, Some(Rounding::CutOff)),
            (19, 25, 76, 0, Some(Rounding::Exact)),
            (453, 471, 9618, 2, Some(Rounding::Rounded)),
            (27, 27, 100, 0, Some(Rounding::Exact)),
            (0, 5, 0, 0, Some(Rounding::Exact)),
            (453, 471, 9619, 2, None),
            (1691, 1786, 93, 0, None),
            (1, 0, 100, 0, None),
            (i64::MAX, i64::MAX, 100, 0, Some(Rounding::Exact)),
        ] {
            assert_eq!(fits(part, whole, value, decimals), how, "{part}/{whole} {value}");
        }
    }

    #[test]
    fn parts_are_held_against_their_whole_as_far_as_their_words_go() {
        use Completeness::{Must, NeedNot, Seems};
        use Fault::{PartOverWhole, Sum};
        use Weight::{Agrees, Finding, Remark};
        for (whole, parts, complete, overlapping, said) in [
            (697, &[688, 4, 5][..], Must, false, Some((Agrees, Sum))),
            (697, &[688, 4, 6], Must, false, Some((Finding, Sum))),
            (697, &[688, 4], NeedNot, false, None),
            (37, &[18, 11, 1, 2, 5], Seems, false, Some((Agrees, Sum))),
            (37, &[18, 11, 1, 2, 4], Seems, false, Some((Remark, Sum))),
            (37, &[18, 11, 1, 2, 6], Seems, false, Some((Finding, Sum))),
            (4, &[3, 3], Seems, true, Some((Remark, Sum))),
            (28, &[29], NeedNot, true, Some((Finding, PartOverWhole))),
            (28, &[28], NeedNot, false, None),
        ] {
            assert_eq!(add_up(whole, parts, complete, overlapping), said, "{whole} {parts:?}");
        }
    }
}
