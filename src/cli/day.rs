//! Days as they are typed: the day of effect of a write (`--on`), the day a report speaks of (`--as-of`), the
//! day a paper is signed on (`--dated`).

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

/// For papers that are signed; flatten it into their `Args`.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct DatedDay {
    /// 成文日期，写在落款里（默认今天）
    #[arg(long, value_name = "日期")]
    dated: Option<String>,
}

impl DatedDay {
    /// The day of signature: nobody signs figures of a day that is still to come.
    pub(super) fn day(&self, as_of: Day, today: Day) -> Result<Day> {
        let dated = parse_opt("--dated", self.dated.as_deref(), today)?.unwrap_or(today);
        if dated >= as_of {
            return Ok(dated);
        }
        let whose = if self.dated.is_some() {
            "成文日期是"
        } else {
            "没有写 --dated 时，成文日期是今天，即"
        };
        Err(CliError::usage(
            "dated_before",
            "成文日期早于统计数字的截止日",
            format!("{whose} {dated}，统计数字截至 {as_of}"),
            format!("用 --dated 写 {as_of} 或以后的日期，或把 --as-of 改早"),
        ))
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
