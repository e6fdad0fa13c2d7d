//! The one error of the desk: what happened, why, and what to type next.

mod once;

use super::help;
use crate::{
    domain::refusal::Refusal,
    intake::IntakeError,
    render::json::{JsonLayout, JsonWriter},
    report::ReportError,
    service,
    store::{StoreError, query::Round},
    zh::{
        date::BadDay,
        refusal::{Said, explain},
        sanitize::visible,
    },
};
use anstyle::{AnsiColor, Style};
use serde_json::json;
use std::{
    borrow::Cow,
    io::{self, Write as _},
    path::Path,
    process::ExitCode,
};

/// What kind of failure, which decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A rule said no.
    Refused,
    /// The command was not understood.
    Usage,
    /// File, database or operating system.
    Trouble,
    /// The answer could not be written, whatever was recorded.
    Output,
    /// The reader of the pipe had enough: no failure.
    PipeClosed,
}

impl Kind {
    const fn exit_code(self) -> u8 {
        match self {
            Self::PipeClosed => 0,
            Self::Refused => 1,
            Self::Usage => 2,
            Self::Trouble | Self::Output => 3,
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Usage => "usage",
            Self::Trouble => "trouble",
            Self::Output | Self::PipeClosed => "output",
        }
    }
}

/// Why a command did not come about.
#[derive(Debug)]
pub(super) struct CliError {
    kind: Kind,
    said: Vec<Said>,
}

impl CliError {
    fn new(kind: Kind, said: Said) -> Self {
        Self { kind, said: vec![said] }
    }

    /// A rule of the desk itself said no.
    pub(super) fn refused(
        code: &'static str,
        what: impl Into<String>,
        why: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self::new(Kind::Refused, Said::new(code, what, why, hint))
    }

    /// What is asked for is about one round, and there are several.
    pub(super) fn several_rounds(rounds: &[Round], what: &str, besides: &str) -> Self {
        let keys: Vec<&str> = rounds.iter().map(|round| round.key.as_str()).collect();
        let first = keys.first().copied().unwrap_or_default();
        Self::refused(
            "several_rounds",
            format!("不知道{what}"),
            format!("有几个轮次：{}", keys.join("、")),
            format!("用 --round 指明，如 --round {first}{besides}"),
        )
    }

    /// A rule of the desk said no, over several things at once.
    pub(super) fn refused_over(code: &'static str, what: String, rows: &[String], hint: &str) -> Self {
        const SHOWN: usize = 20;
        let mut why: Vec<String> = rows.iter().take(SHOWN).cloned().collect();
        if rows.len() > SHOWN {
            why.push(format!("……以及另外 {} 处", rows.len() - SHOWN));
        }
        Self::new(Kind::Refused, Said { code, what, why, hint: Some(hint.to_owned()) })
    }

    /// The command was not understood.
    pub(super) fn usage(
        code: &'static str,
        what: impl Into<String>,
        why: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self::new(Kind::Usage, Said::new(code, what, why, hint))
    }

    /// A file other than the ledger could not be read or written.
    pub(super) fn file(path: &Path, error: &io::Error) -> Self {
        let what = format!("无法读写文件 {}", path.display());
        Self::new(Kind::Trouble, Said::new("file", what, io_words(error), "核对文件名和所在文件夹后重试"))
    }

    /// A file was to be written into a folder that does not stand.
    pub(super) fn no_folder(folder: &Path) -> Self {
        let what = format!("没有文件夹 {}", folder.display());
        let why = "文件要写到这个文件夹里，不会自行新建";
        Self::new(Kind::Trouble, Said::new("no_folder", what, why, "核对路径；确要写到那里的，先新建这个文件夹"))
    }

    /// Something that is read whole must be a file: a folder has no content, a pipe or a device no end.
    pub(super) fn unless_regular(path: &Path) -> Result<std::fs::Metadata, Self> {
        let about = std::fs::metadata(path).map_err(|error| Self::file(path, &error))?;
        if about.is_dir() {
            return Err(Self::file(path, &io::ErrorKind::IsADirectory.into()));
        }
        if !about.is_file() {
            return Err(Self::new(
                Kind::Trouble,
                Said::new(
                    "not_regular",
                    format!("{} 不是普通文件", path.display()),
                    "它是管道、设备之类，不知道有多长，不读取",
                    "先把内容存成文件再试",
                ),
            ));
        }
        Ok(about)
    }

    /// A day that is none.
    pub(super) fn bad_day(flag: &str, bad: &BadDay) -> Self {
        Self::usage("bad_day", format!("{flag} 的日期不对"), bad.to_string(), "按 2026-06-30 或 2026年6月30日 的样子写")
    }

    /// There is no ledger here or above.
    pub(super) fn no_ledger(folder: &Path) -> Self {
        Self::new(
            Kind::Trouble,
            Said::new(
                "no_ledger",
                "没有找到台账",
                format!("{} 及其上级文件夹里都没有 taizhang.db", folder.display()),
                "先用 taizhang init 建账，或用 --ledger 指明台账文件",
            ),
        )
    }

    /// A bulk command that nobody could be asked about.
    pub(super) fn unconfirmed(what: &str, rows: &[String]) -> Self {
        const SHOWN: usize = 20;
        let mut why = vec!["这里没有终端，无法询问".to_owned()];
        why.extend(rows.iter().take(SHOWN).cloned());
        if rows.len() > SHOWN {
            why.push(format!("……以及另外 {} 项", rows.len() - SHOWN));
        }
        let hint = Some("核对无误后加 --yes 再执行".to_owned());
        Self::new(Kind::Refused, Said { code: "unconfirmed", what: format!("{what}，需要确认"), why, hint })
    }

    /// Somebody was asked and said no.
    pub(super) fn cancelled() -> Self {
        Self::refused("cancelled", "已取消", "没有确认", "需要时重新执行这条命令")
    }

    /// Whether an error of this code is among what is said.
    pub(super) fn says(&self, code: &str) -> bool {
        self.said.iter().any(|said| said.code == code)
    }

    /// The same with a further way out, where an error of this code is among what is said.
    pub(super) fn hinting(mut self, code: &str, further: &str) -> Self {
        for said in self.said.iter_mut().filter(|said| said.code == code) {
            let hint = said.hint.take().map(|hint| format!("{hint}；")).unwrap_or_default();
            said.hint = Some(format!("{hint}{further}"));
        }
        self
    }

    /// The same of what came after something had been recorded: that stands, and this is what to do now.
    pub(super) fn after_recording(mut self, hint: impl Into<String>) -> Self {
        self.kind = Kind::Output;
        if let Some(said) = self.said.first_mut() {
            said.hint = Some(hint.into());
        }
        self
    }

    /// Says it on standard error and gives the exit code.
    pub(super) fn report(&self, as_json: bool) -> ExitCode {
        if self.kind != Kind::PipeClosed {
            let text = if as_json { self.as_json() } else { self.in_words() };
            // Where standard error is closed too there is nobody left to tell; the exit code still says it.
            let _ = write!(anstream::stderr(), "{text}");
        }
        ExitCode::from(self.kind.exit_code())
    }

    fn in_words(&self) -> String {
        let (red, muted) = (AnsiColor::Red.on_default().bold(), Style::new().dimmed());
        let mut text = String::new();
        for Said { what, why, hint, .. } in &once::said_once(&self.said) {
            text.push_str(&format!("{red}错误：{red:#}{}\n", brief(what)));
            match why.as_slice() {
                [] => {}
                [one] => text.push_str(&format!("原因：{}\n", brief(one))),
                many => {
                    text.push_str("原因：\n");
                    many.iter().for_each(|line| text.push_str(&format!("  · {}\n", brief(line))));
                }
            }
            if let Some(hint) = hint {
                text.push_str(&format!("办法：{}\n", brief(hint)));
            }
        }
        let rest =
            if self.kind == Kind::Output { "已经记录的内容不受影响。" } else { "台账没有改动。" };
        text.push_str(&format!("{muted}{rest}{muted:#}\n"));
        text
    }

    fn as_json(&self) -> String {
        let mut text = Vec::new();
        // Writing into memory cannot fail.
        let _ = self.write_json(&mut text);
        String::from_utf8_lossy(&text).into_owned()
    }

    fn write_json(&self, out: &mut Vec<u8>) -> io::Result<()> {
        let mut json = JsonWriter::begin(out, "taizhang.error/1", JsonLayout::Pretty)?;
        json.field("kind", self.kind.key())?;
        if let Some(Said { code, what, why, hint }) = self.said.first() {
            json.field("code", code)?;
            json.field("message", what)?;
            json.field("reason", &why.join("\n"))?;
            json.field("reasons", why)?;
            json.field("hint", hint)?;
        }
        json.field("ledger_unchanged", &(self.kind != Kind::Output))?;
        json.begin_array("more")?;
        for Said { code, what, why, hint } in self.said.iter().skip(1) {
            json.element(&json!({ "code": code, "message": what, "reasons": why, "hint": hint }))?;
        }
        json.end_array()?;
        json.finish()
    }
}

impl std::fmt::Display for CliError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let what: Vec<&str> = self.said.iter().map(|said| said.what.as_str()).collect();
        f.write_str(&what.join("；"))
    }
}

/// So that a use case can hand it back from what it was given to do.
impl std::error::Error for CliError {}

impl From<Refusal> for CliError {
    fn from(refusal: Refusal) -> Self {
        Self::new(Kind::Refused, told(refusal))
    }
}

/// A refusal in words. The verbs of earlier commands are named as people type them, alias first: only the desk knows these.
fn told(mut refusal: Refusal) -> Said {
    if let Refusal::LaterStandsOn { verb, .. } | Refusal::LockedRecord { verb, .. } = &mut refusal {
        let alias = help::alias_of(verb);
        if alias != *verb {
            *verb = format!("{alias} taizhang {verb}");
        }
    }
    explain(&refusal)
}

impl From<service::Error> for CliError {
    fn from(error: service::Error) -> Self {
        match error {
            service::Error::Refused(refusals) => {
                Self { kind: Kind::Refused, said: refusals.into_iter().map(told).collect() }
            }
            service::Error::Store(error) => error.into(),
            service::Error::Print(error) => match error.downcast::<Self>() {
                Ok(own) => *own,
                Err(other) => {
                    let what = "材料没有排印成";
                    Self::new(Kind::Trouble, Said::new("print", what, other.to_string(), "号没有编，台账没有改动"))
                }
            },
        }
    }
}

impl From<IntakeError> for CliError {
    fn from(error: IntakeError) -> Self {
        let words = error.to_string();
        // The sentence names the file, then says what is wrong up to its first stop, and what to do behind it.
        let words = words.strip_prefix(error.file()).unwrap_or(&words).trim_start_matches('：');
        let (why, hint) = words.split_once('。').unwrap_or((words, ""));
        let what = format!("“{}”读不出来", error.file());
        Self::new(Kind::Trouble, Said::new("unreadable", what, why, hint.trim_end_matches('。')))
    }
}

/// Only what is written to the screen or a pipe comes this way; other files go through [`CliError::file`].
impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        let kind = if error.kind() == io::ErrorKind::BrokenPipe { Kind::PipeClosed } else { Kind::Output };
        Self::new(kind, Said::new("output", "结果没有写完", io_words(&error), "腾出空间或换一个输出位置后，重新查看"))
    }
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        // That a backup is another ledger's is a rule's no; all else is trouble with a file.
        let kind = if matches!(error, StoreError::OtherLedger { .. }) { Kind::Refused } else { Kind::Trouble };
        Self::new(kind, store_words(&error))
    }
}

impl From<ReportError> for CliError {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::Store(error) => error.into(),
            ReportError::Io(error) => error.into(),
        }
    }
}

/// A line as it is said: hidden characters made visible, what was pasted by mistake cut.
fn brief(line: &str) -> Cow<'_, str> {
    const MOST: usize = 600;
    match line.char_indices().nth(MOST) {
        Some((at, _)) => Cow::Owned(format!("{}…", visible(&line[..at]))),
        None => visible(line),
    }
}

/// What the operating system said, where there are words for it.
fn io_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "没有这个文件或文件夹".into(),
        io::ErrorKind::PermissionDenied => "没有权限".into(),
        io::ErrorKind::AlreadyExists => "已有同名文件".into(),
        io::ErrorKind::IsADirectory => "这是一个文件夹".into(),
        io::ErrorKind::NotADirectory => "路径中有一段不是文件夹".into(),
        io::ErrorKind::StorageFull => "磁盘已满".into(),
        io::ErrorKind::ReadOnlyFilesystem => "所在磁盘是只读的".into(),
        _ => format!("操作系统说：{error}"),
    }
}

/// Trouble with the ledger file, in words.
fn store_words(error: &StoreError) -> Said {
    let named =
        |path: &Path| if path.as_os_str().is_empty() { "台账".to_owned() } else { path.display().to_string() };
    match error {
        StoreError::NotFound(path) => Said::new(
            "not_found",
            format!("没有台账文件 {}", named(path)),
            "这个位置没有文件",
            "核对路径，或用 taizhang init 建账",
        ),
        StoreError::AlreadyThere(path) => Said::new(
            "already_there",
            format!("{} 已经存在", named(path)),
            "不会覆盖已有的文件",
            "换一个文件名，或先把原文件移走",
        ),
        StoreError::IsFolder(path) => Said::new(
            "is_folder",
            format!("{} 是文件夹，不是台账文件", named(path)),
            "台账是一个文件",
            "写明文件名，如 --ledger 文件夹/taizhang.db",
        ),
        StoreError::NotALedger(path) => Said::new(
            "not_a_ledger",
            format!("{} 不是台账文件", named(path)),
            "文件不是本程序建立的，或已被截断",
            "核对路径；原来是台账的，用 taizhang restore 从备份恢复",
        ),
        StoreError::Newer { path, found, known } => Said::new(
            "newer",
            format!("{} 由更新版本的程序写成", named(path)),
            format!("文件版本 {found}，本程序只认识到 {known}"),
            "换用新版本的 taizhang 打开",
        ),
        StoreError::NeedsUpgrade(path) => Said::new(
            "needs_upgrade",
            format!("{} 需要升级，但所在位置不能写入", named(path)),
            "文件由较早版本写成，升级要改写它",
            "复制到可写的文件夹后再打开",
        ),
        StoreError::Damaged { path, detail } => Said::new(
            "damaged",
            format!("{} 已损坏", named(path)),
            format!("数据库说：{detail}"),
            "不要再写入；用 taizhang restore 从最近的备份恢复",
        ),
        StoreError::Unsound { path, fault } => Said::new(
            "unsound",
            format!("备份 {} 核验没有通过", named(path)),
            format!(
                "{}{}",
                fault.seq.map(|seq| format!("第 {seq} 号记录：")).unwrap_or_default(),
                super::verify::words(fault)
            ),
            format!("换用别的备份；全部问题用 taizhang --ledger {} verify 查看", named(path)),
        ),
        StoreError::OtherLedger { now, backup } => {
            let office = |office: &Option<String>| office.clone().unwrap_or_else(|| "未写单位的台账".into());
            Said::new(
                "other_ledger",
                "备份和现在的台账不是同一本",
                format!("现在的是 {}，备份的是 {}", office(now), office(backup)),
                "核对文件；确要换成另一本台账，加 --other",
            )
        }
        StoreError::ReadOnly(path) => Said::new(
            "read_only",
            format!("{} 不能写入", named(path)),
            "文件或所在文件夹是只读的，或没有权限",
            "请管理员开通写权限，或把台账放到可写的文件夹；查看不受影响",
        ),
        StoreError::UnfinishedWrite(path) => Said::new(
            "unfinished_write",
            format!("{} 旁边有未写完的内容", named(path)),
            "所在位置只读，无法先把它写完",
            "连同 -wal 文件一起复制到可写的文件夹后再打开",
        ),
        StoreError::Busy => Said::new(
            "busy",
            "台账正被另一个程序占用",
            "等了 10 秒仍未让出",
            "稍候重试；长时间如此，查看是否有别的窗口正在操作",
        ),
        StoreError::DiskFull => Said::new("disk_full", "磁盘已满", "没有空间写入台账", "腾出空间后重试"),
        StoreError::ClockBack { today, seq, last } => Said::new(
            "clock_back",
            "电脑的日期不对",
            format!("今天显示为 {today}，而最后一条（第 {seq} 号）记录录入于 {}", last.format("%Y-%m-%d %H:%M")),
            "现在的日期错了的，校准电脑时间后重试；当时的日期错了的，用 taizhang restore 恢复那以前的备份再补录，没有备份的到那一天才能接着录入",
        ),
        StoreError::Event { seq, source } => Said::new(
            "bad_record",
            format!("第 {seq} 号记录无法读取"),
            source.to_string(),
            "用 taizhang verify 核验；由更新版本写成的，换用新版本",
        ),
        StoreError::Value(detail) => Said::new(
            "bad_value_in_ledger",
            "台账里有本程序不会写入的内容",
            detail.clone(),
            "用 taizhang verify 核验；用 taizhang restore 从备份恢复",
        ),
        StoreError::Io { path, source } => {
            Said::new("io", format!("无法读写 {}", named(path)), io_words(source), "核对路径和权限后重试")
        }
        StoreError::Sqlite(detail) => {
            Said::new("database", "数据库出错", detail.clone(), "重试一次；仍然出错，用 taizhang verify 核验")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_that_stands_in_the_way_is_named_as_it_is_typed() {
        let said = told(Refusal::LaterStandsOn { seq: 7, verb: "close".into(), kind: "closed".into() });
        assert!(said.why[0].contains("第 7 号记录（销号 taizhang close）"), "{said:?}");
    }
}
