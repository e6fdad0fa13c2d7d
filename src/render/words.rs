//! The words of a value, the same in every format.

use crate::report::page::Value;
use std::borrow::Cow;

/// What a value reads as, before any format's own escaping. A bar reads as its percentage.
pub(super) fn words(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Empty | Value::Above => Cow::Borrowed(""),
        Value::Text(text) => Cow::Borrowed(text),
        Value::Number(number) => Cow::Owned(number.to_string()),
        Value::Day(day) => Cow::Owned(day.to_string()),
        Value::Rate(rate) => Cow::Owned(rate.with_fraction()),
        Value::Percent(rate) | Value::Bar(rate) => Cow::Owned(rate.to_string()),
    }
}

/// The day a page speaks of, as it stands beside the title.
pub(super) fn as_of_words(day: crate::domain::Day) -> String {
    day.format("截至%Y年%-m月%-d日").to_string()
}

/// The day under a paper, as papers write it; a line for the pen when it is left open.
pub(super) fn signed_words(day: Option<crate::domain::Day>) -> String {
    day.map_or_else(|| "　　年　月　日".to_owned(), |day| day.format("%Y年%-m月%-d日").to_string())
}
