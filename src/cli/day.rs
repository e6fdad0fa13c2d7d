//! Days as they are typed: the day of effect of a write (`--on`), the day a report speaks of (`--as-of`).

use super::{Result, error::CliError};
use crate::{domain::Day, zh::date};

/// For writing verbs; flatten it into their `Args`.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct OnDay {
    /// 生效日（默认今天）
    #[arg(long, value_name = "日期")]
    pub(super) on: Option<String>,
}

/// For reading verbs; flatten it into their `Args`.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct AsOfDay {
    /// 截至哪一天（默认今天）
    #[arg(long, value_name = "日期")]
    pub(super) as_of: Option<String>,
}

impl AsOfDay {
    /// The day that is asked about.
    pub(super) fn day(&self, today: Day) -> Result<Day> {
        Ok(parse_opt("--as-of", self.as_of.as_deref(), today)?.unwrap_or(today))
    }
}

/// Reads a day as people write it; `flag` names where it stood.
pub(super) fn parse(flag: &str, text: &str, today: Day) -> Result<Day> {
    date::parse_day(text, Some(today)).map_err(|bad| CliError::bad_day(flag, &bad))
}

/// As [`parse`], where nothing may have been said.
pub(super) fn parse_opt(flag: &str, text: Option<&str>, today: Day) -> Result<Option<Day>> {
    text.map(|text| parse(flag, text, today)).transpose()
}
