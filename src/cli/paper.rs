//! `paper` 材料: official papers, made of the ledger.

use super::{Exit, Result, day::AsOfDay, desk::Desk, error::CliError, out::Out, selection::Selection};
use crate::{
    render::markdown::MarkdownPage,
    report::{
        Scope,
        paper::{About, Paper, standing::Standing},
    },
    service::select::{self, Purpose},
    store::Mode,
};
use std::{io::Write, path::Path};

/// 出材料：清单、督办函、上会材料、通报
#[derive(Debug, clap::Args)]
#[command(
    subcommand_value_name = "材料",
    after_help = "\
例：
  taizhang paper standing
  taizhang 材料 长期清单 --as-of 2025-06-30 -o 长期.md
不写 -o 时按标题取名，放在当前文件夹；加 --format md 直接显示，不写文件"
)]
pub(super) struct Args {
    #[command(subcommand)]
    kind: Kind,
}

/// The papers, each with its Chinese alias.
#[derive(Debug, clap::Subcommand)]
enum Kind {
    /// 长期整改事项进展表
    #[command(alias = "长期清单")]
    Standing(Common),
}

/// What may be said with every paper.
#[derive(Debug, Clone, clap::Args)]
struct Common {
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    as_of: AsOfDay,
    #[command(flatten)]
    out: Out,
}

pub(super) fn run(args: Args, desk: &mut Desk) -> Result {
    match args.kind {
        Kind::Standing(common) => make(&Standing, "standing", &common, desk),
    }
}

/// Makes a paper that changes nothing in the ledger: as a file, or on the screen where `--format md` asks for it.
fn make(paper: &dyn Paper, kind: &str, common: &Common, desk: &mut Desk) -> Result {
    let day = common.as_of.day(desk.today())?;
    let wanted = common.selection.wanted(desk, Vec::new())?;
    let ledger = desk.open(Mode::Read)?;
    ledger.read(|reader| {
        let mut filter = select::filter(reader, &wanted, Purpose::Read)?;
        let scope = Scope::new(reader, &mut filter, day)?;
        let about = About::new(&scope, &filter)?.ok_or_else(|| several_rounds(&scope))?;
        if desk.is_markdown() && common.out.is_silent() {
            let mut page = desk.page()?;
            paper.page(&about, &mut *page)?;
            return Ok(Exit::Done);
        }
        let title = paper.title(&about);
        let path = common.out.path(&title, "md");
        let bytes = common.out.write(&path, |out| write_as(&path, paper, &about, out))?;
        if desk.is_json() {
            let mut json = desk.json("taizhang.paper/1")?;
            json.field("kind", kind)?;
            json.field("title", &title)?;
            json.field("as_of", &day)?;
            json.field("file", &path.to_string_lossy())?;
            json.field("bytes", &bytes)?;
            json.field("anchor", &about.anchor)?;
            json.finish()?;
        } else {
            desk.say(&format!("《{title}》已写入 {}", path.display()))?;
        }
        Ok(Exit::Done)
    })
}

/// Writes a paper in the format that the file's ending asks for.
fn write_as(path: &Path, paper: &dyn Paper, about: &About<'_>, out: &mut dyn Write) -> Result<()> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("md") => Ok(paper.page(about, &mut MarkdownPage::new(out))?),
        _ => Err(CliError::usage(
            "bad_ending",
            format!("不知道把材料写成什么格式：{}", path.display()),
            "看文件名的后缀决定格式",
            "后缀用 .md",
        )),
    }
}

/// A paper is about one round; several were meant, or none.
fn several_rounds(scope: &Scope<'_>) -> CliError {
    if scope.rounds.is_empty() {
        return CliError::refused(
            "no_round",
            "还没有轮次，出不了材料",
            "材料是某一轮整改的材料",
            "先用 taizhang intake 导入反馈意见，或用 taizhang round open 开一轮",
        );
    }
    let keys: Vec<&str> = scope.rounds.iter().map(|round| round.key.as_str()).collect();
    CliError::refused(
        "several_rounds",
        "不知道出哪一轮的材料",
        format!("有几个轮次：{}", keys.join("、")),
        format!("用 --round 指明，如 --round {}", keys[0]),
    )
}
