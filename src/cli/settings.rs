//! The one place that looks at environment, clock and terminal, and makes settings of them and of the arguments.

use super::{Color, Format, Global, Result, error::CliError};
use crate::{domain::Day, render::terminal::TerminalStyle, zh::date};
use anstream::{AutoStream, ColorChoice};
use chrono::{DateTime, FixedOffset, NaiveDateTime, NaiveTime};
use std::{
    io::{self, IsTerminal as _},
    path::{Path, PathBuf},
};

/// The name a ledger has when none is given.
const LEDGER_NAME: &str = "taizhang.db";

/// Everything a verb needs to know of the world, decided.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    /// The ledger that was named; `None` when it is to be looked for.
    named_ledger: Option<PathBuf>,
    /// The folder the command was typed in.
    folder: PathBuf,
    /// The instant of entry.
    pub(super) now: DateTime<FixedOffset>,
    /// The round that was named.
    pub(super) round: Option<String>,
    /// The 经办人 who was named.
    pub(super) operator: Option<String>,
    /// How the answer is written.
    pub(super) format: Format,
    /// What the screen is like.
    pub(super) style: TerminalStyle,
    /// Whether standard output takes colour, and in which way.
    pub(super) out_color: ColorChoice,
    /// The same of standard error.
    pub(super) err_color: ColorChoice,
    /// Whether somebody is there to be asked.
    pub(super) interactive: bool,
}

impl Settings {
    /// Looks around.
    pub(super) fn resolve(global: &Global) -> Result<Self> {
        // For the whole program, so that an error is coloured as the answer would have been.
        color_choice(global.color).write_global();
        let out_color = AutoStream::choice(&io::stdout());
        Ok(Self {
            named_ledger: global.ledger.clone().or_else(ledger_from_env),
            folder: std::env::current_dir().unwrap_or_else(|_| PathBuf::from(".")),
            now: now(read_env("TAIZHANG_TODAY").as_deref())?,
            round: global.round.clone(),
            operator: global.by.clone().or_else(|| read_env("TAIZHANG_BY")),
            format: global.format,
            style: TerminalStyle {
                width: width(),
                color: out_color != ColorChoice::Never,
                ascii: global.ascii || read_env("TAIZHANG_ASCII").is_some_and(|v| v != "0"),
                bars: io::stdout().is_terminal(),
            },
            out_color,
            err_color: AutoStream::choice(&io::stderr()),
            interactive: io::stdin().is_terminal() && io::stderr().is_terminal(),
        })
    }

    /// The same world, seen from another folder with a ledger of its own; answers are tables.
    pub(super) fn in_folder(&self, folder: &Path) -> Self {
        Self {
            named_ledger: Some(PathBuf::from(LEDGER_NAME)),
            folder: folder.to_owned(),
            round: None,
            operator: None,
            format: Format::Table,
            ..self.clone()
        }
    }

    /// The folder the command was typed in.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The day of entry.
    pub(super) fn today(&self) -> Day {
        self.now.date_naive()
    }

    /// Where the ledger lies: as named, else the nearest `taizhang.db` upwards.
    pub(super) fn ledger(&self) -> Result<PathBuf> {
        if let Some(named) = &self.named_ledger {
            return Ok(named.clone());
        }
        nearest(&self.folder).ok_or_else(|| CliError::no_ledger(&self.folder))
    }

    /// Where a new ledger is put: as named, else here.
    pub(super) fn new_ledger(&self) -> PathBuf {
        self.named_ledger.clone().unwrap_or_else(|| PathBuf::from(LEDGER_NAME))
    }
}

/// The ledger in this folder or the nearest one above.
fn nearest(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().map(|above| above.join(LEDGER_NAME)).find(|path| path.exists())
}

/// A variable that is set and not empty.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
fn read_env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The ledger that the environment names; a path need not be text.
fn ledger_from_env() -> Option<PathBuf> {
    std::env::var_os("TAIZHANG_LEDGER").filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// The instant of entry. `$TAIZHANG_TODAY` sets it, for tests and scripts: a day alone means nine o'clock in Beijing.
fn now(set: Option<&str>) -> Result<DateTime<FixedOffset>> {
    let Some(text) = set else {
        #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
        return Ok(chrono::Local::now().fixed_offset());
    };
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Ok(instant);
    }
    let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
    let local = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .map_or_else(|| date::parse_day(text, None).map(|day| day.and_time(nine)), Ok)
        .map_err(|bad| CliError::bad_day("$TAIZHANG_TODAY", &bad))?;
    FixedOffset::east_opt(8 * 3600)
        .and_then(|beijing| local.and_local_timezone(beijing).single())
        .ok_or_else(|| CliError::bad_day("$TAIZHANG_TODAY", &date::BadDay::NotADay(text.to_owned())))
}

/// The terminal's width, else `$COLUMNS`, else 80.
fn width() -> usize {
    terminal_size::terminal_size_of(io::stdout())
        .map(|(width, _)| usize::from(width.0))
        .or_else(|| read_env("COLUMNS").and_then(|columns| columns.parse().ok()))
        .filter(|width| (1..=1000).contains(width))
        .unwrap_or(80)
}

/// Auto asks the stream, NO_COLOR and CLICOLOR_FORCE.
fn color_choice(asked: Color) -> ColorChoice {
    match asked {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_day_is_nine_in_the_morning_in_beijing() {
        for (text, instant) in [
            ("2026-03-01", "2026-03-01T09:00:00+08:00"),
            ("2026年3月1日", "2026-03-01T09:00:00+08:00"),
            ("2026-03-01 14:30", "2026-03-01T14:30:00+08:00"),
            ("2026-03-01T14:30:05", "2026-03-01T14:30:05+08:00"),
            ("2026-03-01T14:30:05Z", "2026-03-01T14:30:05+00:00"),
        ] {
            assert_eq!(now(Some(text)).unwrap().to_rfc3339(), instant, "{text}");
        }
        assert!(now(Some("2026-02-30")).is_err());
        assert!(now(Some("明年")).is_err());
    }
}
