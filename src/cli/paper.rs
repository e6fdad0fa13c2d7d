//! `paper` 材料: official papers, made of the ledger.

mod look;

use self::look::Look;
use super::{Exit, Result, day::AsOfDay, desk::Desk, error::CliError, out::Out, selection::Selection};
use crate::{
    report::{
        Scope,
        paper::{About, Paper, standing::Standing},
    },
    service::select::{self, Purpose},
    store::Mode,
};
/// 出材料：清单、督办函、上会材料、通报
#[derive(Debug, clap::Args)]
#[command(
    subcommand_value_name = "材料",
    after_help = "\
例：
  taizhang paper standing
  taizhang 材料 长期清单 --as-of 2025-06-30 -o 长期.md
  taizhang paper profile
写成 Word 文件（.docx），按 GB/T 9704 排版；字体、页边等用 paper profile 取出改动。
不写 -o 时按标题取名，放在当前文件夹；加 --format md 直接显示，不写文件"
)]
pub(super) struct Args {
    #[command(subcommand)]
    kind: Kind,
}

/// The papers, each with its Chinese alias.
#[derive(Debug, clap::Subcommand)]
#[allow(clippy::large_enum_variant, reason = "parsed once")]
enum Kind {
    /// 长期整改事项进展表
    #[command(alias = "长期清单")]
    Standing(Common),
    /// 取出公文格式（字体、字号、页边、落款），改动后用于本单位
    #[command(alias = "公文格式")]
    Profile(look::ProfileArgs),
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
    #[command(flatten)]
    look: Look,
}

pub(super) fn run(args: Args, desk: &mut Desk) -> Result {
    match args.kind {
        Kind::Standing(common) => make(&Standing, "standing", &common, desk),
        Kind::Profile(args) => look::write_profile(&args, desk),
    }
}

/// Makes a paper that changes nothing in the ledger: as a file, or on the screen where `--format md` asks for it.
fn make(paper: &dyn Paper, kind: &str, common: &Common, desk: &mut Desk) -> Result {
    let day = common.as_of.day(desk.today())?;
    let wanted = common.selection.wanted(desk, Vec::new())?;
    let profile = common.look.profile(desk)?;
    let ledger = desk.open(Mode::Read)?;
    ledger.read(|reader| {
        let mut filter = select::filter(reader, &wanted, Purpose::Read)?;
        let scope = Scope::new(reader, &mut filter, day)?;
        let about = About::new(&scope, &filter)?.ok_or_else(|| several_rounds(&scope))?.signed(look::contact(&profile));
        if desk.is_markdown() && common.out.is_silent() {
            let mut page = desk.page()?;
            paper.page(&about, &mut *page)?;
            return Ok(Exit::Done);
        }
        let title = paper.title(&about);
        let path = common.out.path(&title, look::ENDING);
        let bytes = common.out.write(&path, |out| look::write_as(&path, &profile, paper, &about, out))?;
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
