//! The desk itself: the settings, and everything that is printed or asked.

use super::{Format, Result, day::OnDay, error::CliError, settings::Settings};
use crate::{
    domain::{Day, context::Context},
    render::{
        csv::CsvPage,
        json::{JsonLayout, JsonWriter},
        markdown::MarkdownPage,
        terminal::TerminalPage,
    },
    report::page::PageSink,
    store::{Ledger, Mode},
    zh::sanitize::visible,
};
use anstream::{AutoStream, ColorChoice};
use std::{
    io::{self, BufRead as _, BufWriter, Write},
    path::PathBuf,
    process::ExitCode,
};
use uuid::{ContextV7, Timestamp, Uuid};

/// What a verb is handed: settings, somewhere to write, and the ways to open, print and ask.
pub(super) struct Desk {
    settings: Settings,
    out: Box<dyn Write>,
    err: AutoStream<io::Stderr>,
}

impl Desk {
    pub(super) fn new(settings: Settings) -> Self {
        // Data is written byte for byte; only a screen has escape sequences to be let through or taken away.
        let choice = match settings.format {
            Format::Json | Format::Csv => ColorChoice::AlwaysAnsi,
            Format::Table | Format::Md => settings.out_color,
        };
        let out = Box::new(BufWriter::new(AutoStream::new(io::stdout(), choice)));
        Self::writing_to(settings, out)
    }

    /// A desk whose answers go elsewhere than to standard output.
    pub(super) fn writing_to(settings: Settings, out: Box<dyn Write>) -> Self {
        let err = AutoStream::new(io::stderr(), settings.err_color);
        Self { settings, out, err }
    }

    /// What it was told of the world.
    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The day of entry.
    pub(super) fn today(&self) -> Day {
        self.settings.today()
    }

    /// The round that was named with `--round`.
    pub(super) fn round(&self) -> Option<&str> {
        self.settings.round.as_deref()
    }

    /// The 经办人 who was named.
    pub(super) fn operator(&self) -> Option<&str> {
        self.settings.operator.as_deref()
    }

    /// Whether the answer is to be JSON; otherwise it is a page.
    pub(super) fn is_json(&self) -> bool {
        self.settings.format == Format::Json
    }

    /// Whether the answer is to be Markdown.
    pub(super) fn is_markdown(&self) -> bool {
        self.settings.format == Format::Md
    }

    /// Where the ledger lies.
    pub(super) fn ledger_path(&self) -> Result<PathBuf> {
        self.settings.ledger()
    }

    /// Where a new ledger is put.
    pub(super) fn new_ledger_path(&self) -> PathBuf {
        self.settings.new_ledger()
    }

    /// Opens the ledger, and says so when it had to be upgraded.
    pub(super) fn open(&mut self, mode: Mode) -> Result<Ledger> {
        let ledger = Ledger::open(&self.settings.ledger()?, mode)?;
        if let Some(upgraded) = ledger.upgraded() {
            let changed = match upgraded.changed.len() {
                0 => "各表内容不变".to_owned(),
                rows => format!("{rows} 行有变化：{}", upgraded.changed.join("；")),
            };
            let backup = upgraded.backup.display();
            self.remark(&format!(
                "台账已升级到本版本：重放 {} 条记录，{changed}；原文件备份在 {backup}",
                upgraded.records
            ))?;
        }
        Ok(ledger)
    }

    /// Time, operator and new ids for a use case that takes effect today.
    pub(super) fn context(&self) -> Context {
        let (seconds, nanos) = (self.settings.now.timestamp(), self.settings.now.timestamp_subsec_nanos());
        // Ids made within one command still sort in the order in which they were made.
        let order = ContextV7::new();
        let new_uid =
            move || Uuid::new_v7(Timestamp::from_unix(&order, u64::try_from(seconds).unwrap_or_default(), nanos));
        Context {
            now: self.settings.now,
            operator: self.settings.operator.clone(),
            on: None,
            new_uid: Box::new(new_uid),
        }
    }

    /// The same for one that takes effect on the day of `--on`.
    pub(super) fn context_on(&self, on: &OnDay) -> Result<Context> {
        let on = super::day::parse_opt("--on", on.on.as_deref(), self.today())?;
        Ok(Context { on, ..self.context() })
    }

    /// A page in the chosen format. For JSON ask [`Desk::is_json`] first and write a document.
    pub(super) fn page(&mut self) -> Result<Box<dyn PageSink + '_>> {
        let style = self.settings.style;
        Ok(match self.settings.format {
            Format::Table | Format::Json => Box::new(TerminalPage::new(&mut self.out, style)),
            Format::Csv => Box::new(CsvPage::new(&mut self.out)?),
            Format::Md => Box::new(MarkdownPage::new(&mut self.out)),
        })
    }

    /// A JSON document of that schema.
    pub(super) fn json(&mut self, schema: &str) -> Result<JsonWriter<'_>> {
        Ok(JsonWriter::begin(&mut self.out, schema, JsonLayout::Pretty)?)
    }

    /// Standard output as it is, for what is neither page nor document.
    pub(super) fn raw(&mut self) -> &mut dyn Write {
        &mut self.out
    }

    /// A line of the answer. What came from other people's files is made visible.
    pub(super) fn say(&mut self, line: &str) -> Result<()> {
        Ok(writeln!(self.out, "{}", visible(line))?)
    }

    /// A line beside the answer, on standard error.
    pub(super) fn remark(&mut self, line: &str) -> Result<()> {
        self.out.flush()?;
        Ok(writeln!(self.err, "{}", visible(line))?)
    }

    /// Has a bulk command confirmed: what it is going to change is shown, and more than one hit is asked about.
    ///
    /// `rows` are what will be changed, one line each. Where nobody can be asked it is refused with the hint `--yes`.
    pub(super) fn confirm(&mut self, rows: &[String], yes: bool) -> Result<()> {
        if rows.len() < 2 { Ok(()) } else { self.ask(&format!("将改动 {} 项", rows.len()), rows, yes) }
    }

    /// Asks before something weighty is done, unless `yes` was said beforehand.
    pub(super) fn ask(&mut self, what: &str, rows: &[String], yes: bool) -> Result<()> {
        if yes {
            return Ok(());
        }
        if !self.settings.interactive {
            return Err(CliError::unconfirmed(what, rows));
        }
        self.remark(&format!("{what}："))?;
        for row in rows {
            self.remark(&format!("  {row}"))?;
        }
        write!(self.err, "确定吗？输入 y 继续，其他键取消：")?;
        self.err.flush()?;
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer)?;
        let agreed = matches!(answer.trim(), "y" | "Y" | "yes" | "是" | "ｙ" | "Ｙ");
        if agreed { Ok(()) } else { Err(CliError::cancelled()) }
    }

    /// Has one or more of some rows chosen by their numbers; an empty answer chooses none, and `None` is an answer that was not
    /// understood. Only where somebody can be asked.
    pub(super) fn choose(&mut self, what: &str, rows: &[String]) -> Result<Option<Vec<usize>>> {
        self.remark(what)?;
        for (number, row) in (1..).zip(rows) {
            self.remark(&format!("  {number}. {row}"))?;
        }
        write!(self.err, "输入序号关联（可写 1,2），直接回车不关联：")?;
        self.err.flush()?;
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer)?;
        Ok(chosen(&answer, rows.len()))
    }

    /// Makes sure that everything said has left the house.
    pub(super) fn flush(&mut self) -> Result<()> {
        self.out.flush()?;
        Ok(self.err.flush()?)
    }
}

/// The rows that an answer names by their numbers, 1 first; `None` when any of it is no such number.
fn chosen(answer: &str, rows: usize) -> Option<Vec<usize>> {
    let mut chosen: Vec<usize> = Vec::new();
    for word in super::term::list(answer).flat_map(str::split_whitespace) {
        let digits: String = word.chars().map(crate::zh::numeral::fold_char).collect();
        match digits.parse::<usize>() {
            Ok(number) if (1..=rows).contains(&number) && !chosen.contains(&(number - 1)) => chosen.push(number - 1),
            Ok(number) if (1..=rows).contains(&number) => {}
            _ => return None,
        }
    }
    Some(chosen)
}

/// Shows help or the version, before there are settings.
pub(super) fn show(text: &str, code: u8) -> ExitCode {
    match write!(anstream::stdout(), "{text}").and_then(|()| anstream::stdout().flush()) {
        Ok(()) => ExitCode::from(code),
        Err(error) => CliError::from(error).report(false),
    }
}

#[cfg(test)]
mod tests {
    use super::chosen;

    #[test]
    fn rows_are_chosen_by_their_numbers_and_a_slip_is_told_from_none() {
        for (answer, rows) in
            [("1\n", vec![0]), ("3，1 1\n", vec![2, 0]), ("２", vec![1]), ("\n", vec![]), ("", vec![])]
        {
            assert_eq!(chosen(answer, 3), Some(rows), "{answer:?}");
        }
        for slip in ["n", "4", "0", "1,x", "-1"] {
            assert_eq!(chosen(slip, 3), None, "{slip:?}");
        }
    }
}
