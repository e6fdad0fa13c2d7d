//! Papers of the register as files: the original as it was issued, or the paper arranged anew.

use super::look::{self, Look};
use crate::{
    cli::{Result, desk::Desk, error::CliError, out::Out},
    domain::{disclosure::Audience, filter::Filter},
    render::docx::profile::Profile,
    report::{
        Scope,
        paper::{About, reminder::Reminder},
    },
    service::issuing::{self, Asked, PrintError},
    store::{Mode, Reader, query::IssuedPaper},
    zh::issuing::document_number,
};
use serde_json::{Value, json};
use std::{
    io::Write,
    path::{Path, PathBuf},
};

/// A file that was written.
pub(super) struct Written {
    pub(super) file: PathBuf,
    pub(super) bytes: u64,
    /// It is the file as which the paper was issued.
    pub(super) original: bool,
}

/// The number under which it left the office.
pub(super) fn number(paper: &IssuedPaper) -> String {
    document_number(&paper.register, paper.year, paper.number)
}

/// The ending that a paper's file has unless another one is asked for.
pub(super) fn ending<'p>(paper: &'p IssuedPaper, desk: &Desk) -> &'p str {
    match &paper.original {
        _ if desk.is_markdown() => "md",
        Some(original) => &original.ending,
        None => look::ENDING,
    }
}

/// Letters are named after number and title: those of later days lie beside them. The two versions of a bulletin have one title.
pub(super) fn file_name(paper: &IssuedPaper, ending: &str) -> String {
    let name = match paper.audience {
        None => format!("{} {}", number(paper), paper.title),
        Some(Audience::Party) => paper.title.clone(),
        Some(Audience::Public) => format!("{}（公开）", paper.title),
    };
    let void = if paper.withdrawn { "（作废）" } else { "" };
    format!("{}.{ending}", crate::cli::out::file_name(&(name + void)))
}

/// Whether a file of that name is to be the original.
pub(super) fn is_original(paper: &IssuedPaper, path: &Path) -> bool {
    let asked = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    paper.original.as_ref().is_some_and(|original| asked.as_ref() == Some(&original.ending))
}

/// Writes the file as which a paper was issued.
pub(super) fn write_original(reader: &Reader<'_>, paper: &IssuedPaper, path: &Path, out: &Out) -> Result<Written> {
    let Some(original) = issuing::original(reader, paper)? else { return Err(nothing_kept(reader, paper)?) };
    let bytes = out.write(path, |to| Ok(to.write_all(&original)?))?;
    Ok(Written { file: path.to_owned(), bytes, original: true })
}

/// Prints a letter of what is on record of it.
pub(super) fn print_letter(
    reader: &Reader<'_>,
    paper: &IssuedPaper,
    profile: &Profile,
    path: &Path,
    rearranged: bool,
    out: &mut dyn Write,
) -> Result<()> {
    let Some(letter) = Reminder::of(paper) else { return Err(nothing_kept(reader, paper)?) };
    let mut filter = Filter {
        rounds: paper.round.into_iter().collect(),
        items: paper.items.iter().map(|item| item.id).collect(),
        with_withdrawn: true,
        ..Filter::default()
    };
    let scope = Scope::new(reader, &mut filter, paper.as_of)?;
    let about = About::new(&scope, &filter)?.ok_or_else(|| super::several_rounds(&scope))?;
    let about = about.signed(look::contact(profile)).rearranged(rearranged).issued(paper.seq)?;
    look::write_as(path, profile, &letter, &about, out)
}

/// What goes wrong with printing, as the use case hands it on.
pub(super) fn handed_on(error: CliError) -> PrintError {
    Box::new(error)
}

/// What programs are told of an issued paper and its file.
pub(super) fn document(reader: &Reader<'_>, paper: &IssuedPaper, written: &Written) -> Result<Value> {
    Ok(json!({
        "kind": if paper.audience.is_some() { "bulletin" } else { "reminder" },
        "number": number(paper), "register": paper.register, "year": paper.year, "no": paper.number,
        "title": paper.title, "as_of": paper.as_of, "issued_on": paper.issued_on,
        "addressee": paper.addressee.as_ref().map(|party| &party.name),
        "tier": paper.letter.map(|letter| letter.tier), "reply_by": paper.letter.map(|letter| letter.reply_by),
        "audience": paper.audience, "looked_at": paper.looked_at, "withdrawn": paper.withdrawn,
        "file": written.file.to_string_lossy(), "bytes": written.bytes, "original": written.original,
        "anchor": reader.anchor_of(paper.seq)?,
    }))
}

/// Hands a paper of the register out again. Of one that was taken back there is what was kept, and nothing is arranged anew.
pub(super) fn again(asked: &Asked, out: &Out, look: &Look, desk: &mut Desk) -> Result<()> {
    let ledger = desk.open(Mode::Read)?;
    ledger.read(|reader| {
        let paper = one(issuing::find(reader, asked)?, asked.number)?;
        let path = out.named(&file_name(&paper, ending(&paper, desk)));
        if paper.withdrawn && !is_original(&paper, &path) {
            return Err(void(&paper));
        }
        let written = if is_original(&paper, &path) {
            write_original(reader, &paper, &path, out)?
        } else {
            let profile = look.profile(desk)?;
            let bytes = out.write(&path, |to| print_letter(reader, &paper, &profile, &path, true, to))?;
            Written { file: path, bytes, original: false }
        };
        tell(reader, &paper, &written, desk)
    })
}

/// Says what was written, and whether it is what left the office.
pub(super) fn tell(reader: &Reader<'_>, paper: &IssuedPaper, written: &Written, desk: &mut Desk) -> Result<()> {
    if desk.is_json() {
        let mut json = desk.json("taizhang.paper/1")?;
        if let Value::Object(fields) = document(reader, paper, written)? {
            for (key, value) in fields {
                json.field(&key, &value)?;
            }
        }
        return Ok(json.finish()?);
    }
    let number = number(paper);
    if written.original {
        desk.say(&format!("{number}《{}》印发时的原件，已写入 {}", paper.title, written.file.display()))?;
        let since = if paper.withdrawn {
            "后来撤销了登记，此号已经作废，不能再用"
        } else {
            "没有另编号"
        };
        return desk.say(&format!("  {} 印发，{since}", paper.issued_on));
    }
    desk.say(&format!("{number}《{}》已写入 {}", paper.title, written.file.display()))?;
    let why = match &paper.original {
        Some(original) => format!("原件是 .{} 文件", original.ending),
        None => "较早版本印发的没有留存原件".to_owned(),
    };
    desk.say(&format!("  不是印发时的原件（{why}）：按 {} 的情况重新排印，没有另编号，名称和表述是现在的", paper.as_of))
}

/// The one paper that is meant.
fn one(mut found: Vec<IssuedPaper>, number: i64) -> Result<IssuedPaper> {
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err(CliError::refused(
            "unknown_number",
            format!("没有编过 {number} 号"),
            "号数写错了，或在别的年份、别的发文字里",
            "用 taizhang paper register 查看发文登记",
        )),
        _ => {
            let all: Vec<String> = found.iter().map(self::number).collect();
            Err(CliError::refused(
                "several_numbers",
                format!("{number} 号不止一个"),
                format!("有 {}", all.join("、")),
                "加 --register 发文字 或 --year 年份",
            ))
        }
    }
}

/// A number that was taken back, asked for as something else than the file that was kept of it.
fn void(paper: &IssuedPaper) -> CliError {
    let (why, hint) = match &paper.original {
        Some(original) => ("作废的不再重新排印", format!("原件是 .{} 文件，-o 写这个后缀", original.ending)),
        None => ("发文后撤销了登记，也没有留存原件", "用 taizhang paper register 查看发文登记".to_owned()),
    };
    CliError::refused("void_number", format!("{} 已经作废", number(paper)), why, hint)
}

/// Only letters are arranged anew of what the register knows of them; how a bulletin was wanted is said where it is made.
fn nothing_kept(reader: &Reader<'_>, paper: &IssuedPaper) -> Result<CliError> {
    let hint = match (paper.audience, &paper.original) {
        (Some(audience), _) => {
            // What was issued has been looked at.
            let public = if audience == Audience::Public { " --public --checked" } else { "" };
            let rounds = reader.rounds()?;
            let of = rounds.iter().find(|round| rounds.len() > 1 && Some(round.id) == paper.round);
            let round = of.map(|round| format!(" --round {}", round.key)).unwrap_or_default();
            format!(
                "另排一份用 taizhang paper bulletin --issue{public} --as-of {}{round}，-o 写要的文件名",
                paper.as_of
            )
        }
        (None, Some(original)) => format!("原件的后缀是 .{}", original.ending),
        (None, None) => "用 taizhang paper register 查看发文登记".to_owned(),
    };
    let why = match &paper.original {
        Some(original) => format!("留存的原件是 .{} 文件，别的格式要重新排印", original.ending),
        None => "没有留存原件，也不是催办函".to_owned(),
    };
    Ok(CliError::refused("no_original", format!("{} 按这个格式打不出来", number(paper)), why, hint))
}
