//! What a use case is told about the world: the day, the instant, who is at the desk, where new ids come from.

use crate::domain::Day;
use chrono::{DateTime, FixedOffset};
use uuid::Uuid;

/// Time, ids and the operator, handed in from outside: the library itself has no clock and no chance.
pub struct Context {
    /// The instant of entry.
    pub now: DateTime<FixedOffset>,
    /// The 经办人 as named at the desk; `None` when nobody was named.
    pub operator: Option<String>,
    /// The day of effect of a write (`--on`); `None` means the day of entry.
    pub on: Option<Day>,
    /// Where new uuids (v7) come from.
    pub new_uid: Box<dyn FnMut() -> Uuid>,
}

impl Context {
    /// The day of entry.
    #[must_use]
    pub fn today(&self) -> Day {
        self.now.date_naive()
    }

    /// The day on which what is written takes effect.
    #[must_use]
    pub fn effective_on(&self) -> Day {
        self.on.unwrap_or_else(|| self.today())
    }
}
