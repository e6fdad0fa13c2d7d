//! Issues that an earlier round had already (屡改屡犯): which of them a new issue may repeat.
//!
//! Only issues that were struck off count: what an earlier round still has open is work there, not a relapse. Nothing is
//! decided here; a person says whether two issues are the same matter, and a link keeps it.

use super::Result;
use crate::{
    domain::ids::RoundId,
    store::{Reader, query::EarlierIssue},
    zh::likeness::{Matter, Sieve},
};

/// So many are shown for one issue.
pub const MOST_SHOWN: usize = 3;

/// The issues struck off in earlier rounds, to be compared with new ones.
pub struct Earlier(Vec<EarlierIssue>);

impl Earlier {
    /// Those that came before a round.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn than(reader: &Reader<'_>, round: RoundId) -> Result<Self> {
        Ok(Self(reader.earlier_issues(round)?))
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those that are worded much like `text`, the most alike first, then the latest; at most [`MOST_SHOWN`].
    #[must_use]
    pub fn resembling(&self, text: &str) -> Vec<&EarlierIssue> {
        let matter = Matter::new(text);
        let sieve = Sieve::new(&matter);
        let mut found: Vec<(usize, &EarlierIssue)> = self
            .0
            .iter()
            .filter(|issue| sieve.lets_through(&issue.text))
            .map(|issue| (Matter::new(&issue.text), issue))
            .filter(|(other, _)| matter.resembles(other))
            .map(|(other, issue)| (matter.likeness(&other), issue))
            .collect();
        // They came latest round first; a stable sort keeps that among equals.
        found.sort_by_key(|(likeness, _)| std::cmp::Reverse(*likeness));
        found.into_iter().take(MOST_SHOWN).map(|(_, issue)| issue).collect()
    }
}

/// An earlier issue's code as it is typed from another round.
#[must_use]
pub fn typed(issue: &EarlierIssue) -> String {
    format!("{}:{}", issue.round, issue.code)
}
