//! What a rule that says no is called in Chinese: what happened, why, and what to type next.

use crate::domain::refusal::Refusal;

/// A refusal in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Its stable English key.
    pub code: &'static str,
    /// What happened, one sentence without a full stop.
    pub what: String,
    /// Why, a line per reason.
    pub why: Vec<String>,
    /// What to do, with the next command.
    pub hint: Option<String>,
}

impl Said {
    /// With one reason and a hint.
    #[must_use]
    pub fn new(code: &'static str, what: impl Into<String>, why: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code, what: what.into(), why: vec![why.into()], hint: Some(hint.into()) }
    }
}

/// Says a refusal.
#[must_use]
pub fn explain(refusal: &Refusal) -> Said {
    Said::new("refused", "规则不允许", format!("{refusal:?}"), "用 --help 查看写法")
}
