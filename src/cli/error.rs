//! The one error of the desk: what happened, why, and what to type next.

use super::help;
use crate::{
    domain::refusal::Refusal,
    intake::IntakeError,
    render::json::{JsonLayout, JsonWriter},
    report::ReportError,
    service,
    store::StoreError,
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

    /// The same with a further way out, where an error of this code is among what is said.
    pub(super) fn hinting(mut self, code: &str, further: &str) -> Self {
        for said in self.said.iter_mut().filter(|said| said.code == code) {
            let hint = said.hint.take().map(|hint| format!("{hint}；")).unwrap_or_default();
            said.hint = Some(format!("{hint}{further}"));
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
        for Said { what, why, hint, .. } in &said_once(&self.said) {
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
        Self::new(Kind::Trouble, store_words(&error))
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

/// What is said about several items in the same words is said once, of all of them; and a way out that is the same for all that
/// follows is named behind the last. Programs are told item by item.
fn said_once(said: &[Said]) -> Vec<Said> {
    let mut once: Vec<(Said, Vec<String>)> = Vec::new();
    for one in said {
        let (said, subject) = match subject(&one.what) {
            Some(subject) => (without(one, &subject), subject),
            None => (one.clone(), String::new()),
        };
        match once.iter_mut().find(|(earlier, of)| *earlier == said && !subject.is_empty() && !of[0].is_empty()) {
            Some((_, of)) => of.push(subject),
            None => once.push((said, vec![subject])),
        }
    }
    let hints: Vec<Option<String>> = once.iter().map(|(said, _)| said.hint.clone()).collect();
    let mut of_hint: Vec<String> = Vec::new();
    let mut words = Vec::new();
    for (at, (said, subjects)) in once.into_iter().enumerate() {
        of_hint.extend(subjects.iter().filter(|subject| !of_hint.contains(subject)).cloned().collect::<Vec<_>>());
        let same_next = hints.get(at + 1).is_some_and(|next| *next == said.hint && said.hint.is_some());
        let (many, together) = (named(&subjects), typed(&subjects));
        let fill = |line: &str, of: &str| line.replace(SUBJECT, of);
        words.push(Said {
            code: said.code,
            what: fill(&said.what, &many),
            why: said.why.iter().map(|line| fill(line, &together)).collect(),
            hint: said.hint.filter(|_| !same_next).map(|hint| fill(&hint, &typed(&of_hint))),
        });
        if !same_next {
            of_hint.clear();
        }
    }
    words
}

/// Codes in a sentence.
fn named(codes: &[String]) -> String {
    const NAMED: usize = 20;
    let more = if codes.len() > NAMED { format!("等 {} 项", codes.len()) } else { String::new() };
    format!("{}{more}", codes.iter().take(NAMED).cloned().collect::<Vec<_>>().join("、"))
}

/// Codes as they are typed.
fn typed(codes: &[String]) -> String {
    const TYPED: usize = 10;
    let more = if codes.len() > TYPED { " …" } else { "" };
    format!("{}{more}", codes.iter().take(TYPED).cloned().collect::<Vec<_>>().join(" "))
}

/// Stands for the item's code while words are compared; no text that is kept holds it.
const SUBJECT: &str = "\u{1}";

/// The code of the item that a sentence begins with (`12.3 还不能销号`).
fn subject(what: &str) -> Option<String> {
    let word = what.split(' ').next().filter(|word| word.len() < what.len())?;
    let code = word.rsplit(':').next().unwrap_or(word);
    let is_code = code.chars().any(|c| c.is_ascii_digit())
        && code.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || c == '.');
    is_code.then(|| word.to_owned())
}

/// The same words with the code taken out: at the beginning, and behind the verb of a command. Elsewhere a number may be anything.
fn without(said: &Said, code: &str) -> Said {
    let line = |line: &str| {
        let words: Vec<&str> = line.split(' ').collect();
        let command = |at: usize| at > 1 && words[at - 2].ends_with("taizhang");
        let word =
            |(at, word): (usize, &&str)| if *word == code && command(at) { SUBJECT.into() } else { (*word).to_owned() };
        words.iter().enumerate().map(word).collect::<Vec<_>>().join(" ")
    };
    Said {
        code: said.code,
        what: said.what.strip_prefix(code).map_or_else(|| said.what.clone(), |rest| format!("{SUBJECT}{rest}")),
        why: said.why.iter().map(|why| line(why)).collect(),
        hint: said.hint.as_deref().map(line),
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
        StoreError::ClockBack { today, last } => Said::new(
            "clock_back",
            "电脑的日期不对",
            format!("今天显示为 {today}，而台账最后一次记录是在 {last}"),
            "校准电脑时间后重试",
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
    use crate::domain::{gate::Missing, lifecycle::Progress};

    fn gate(code: &str, missing: Vec<Missing>) -> Refusal {
        Refusal::Gate { code: code.into(), missing }
    }

    #[test]
    fn what_holds_for_several_items_is_said_once_and_the_way_out_last() {
        let said: Vec<Said> = [
            gate("1", vec![Missing::NoMeeting]),
            gate("3", vec![Missing::NotCompleted(Progress::InProgress)]),
            gate("2", vec![Missing::NoMeeting]),
            Refusal::ItemClosed("4".into()),
            Refusal::NothingToUndo,
        ]
        .iter()
        .map(explain)
        .collect();
        let once = said_once(&said);
        let whats: Vec<&str> = once.iter().map(|said| said.what.as_str()).collect();
        assert_eq!(whats, ["1、2 还不能销号，缺 1 样", "3 还不能销号，缺 1 样", "4 已销号", "没有可撤销的记录"]);
        assert_eq!(once[0].hint, None);
        assert!(once[1].hint.as_deref().is_some_and(|hint| hint.contains("taizhang show 1 2 3 ")), "{:?}", once[1]);
        assert!(once[1].why[0].contains("taizhang progress 3 --done"));
        // Alone, everything reads as it did.
        assert_eq!(said_once(&said[1..2]), said[1..2]);
        assert_eq!(said_once(&said[3..]), said[3..]);
    }

    #[test]
    fn a_verb_that_stands_in_the_way_is_named_as_it_is_typed() {
        let said = told(Refusal::LaterStandsOn { seq: 7, verb: "close".into(), kind: "closed".into() });
        assert!(said.why[0].contains("第 7 号记录（销号 taizhang close）"), "{said:?}");
    }
}
