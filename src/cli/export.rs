//! `export` 导出: the ledger as a file, in the format that its ending asks for.

mod view;

use super::{Exit, Result, day::AsOfDay, desk::Desk, error::CliError, out, selection::Selection};
use crate::{
    report::Scope,
    service::select::{self, Purpose},
    store::{Mode, query::Order},
};
use std::path::PathBuf;

/// 导出看板和日历，格式看文件后缀
#[derive(Debug, clap::Args)]
#[command(after_help = "\
例：
  taizhang export 看板.html
  taizhang 导出 立案庭.ics --dept 立案庭
  taizhang export 日历.ics --alarm 14,3,0

.html 一页看板，可离线打开、打印；.ics 到期日、复核日和节点，导入手机或日历软件
同一台账、同一天导出的文件逐字节相同。")]
pub(super) struct Args {
    /// 写到哪个文件，如 看板.html
    #[arg(value_name = "文件")]
    file: PathBuf,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    as_of: AsOfDay,
    /// 提前几天提醒，0 为当天（只对 .ics）
    #[arg(long, value_name = "天数", default_value = "7,1")]
    alarm: String,
    /// 覆盖已有的同名文件
    #[arg(long)]
    force: bool,
}

/// The formats, by ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Html,
    Ics,
}

impl Format {
    fn of(args: &Args) -> Result<Self> {
        let ending = args.file.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("html" | "htm") => Ok(Self::Html),
            Some("ics") => Ok(Self::Ics),
            _ => Err(CliError::usage(
                "bad_ending",
                format!("不知道导出成什么格式：{}", args.file.display()),
                "看文件名的后缀决定格式",
                "后缀用 .html 或 .ics，如 taizhang export 看板.html",
            )),
        }
    }
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let format = Format::of(args)?;
    let alarms = view::alarms(&args.alarm)?;
    let day = args.as_of.day(desk.today())?;
    let mut wanted = args.selection.wanted(desk, Vec::new())?;
    wanted.unfiled_on = wanted.unfiled_on.map(|_| day);
    let ledger = desk.open(Mode::Read)?;
    ledger.read(|reader| {
        let mut filter = select::filter(reader, &wanted, Purpose::Read)?;
        let scope = Scope::new(reader, &mut filter, day)?;
        let mut items = 0;
        reader.each_item(&filter, scope.as_of, Order::Code, None, |item| {
            items += i64::from(item.kind.is_work());
            Ok::<_, CliError>(())
        })?;
        let bytes = out::write(&args.file, args.force, |out| match format {
            Format::Html => view::board(&scope, &filter, out),
            Format::Ics => view::calendar(&scope, &filter, &alarms, out),
        })?;
        if desk.is_json() {
            let mut json = desk.json("taizhang.exported/1")?;
            json.field("as_of", &day)?;
            json.field("rounds", &scope.rounds.iter().map(|round| &round.key).collect::<Vec<_>>())?;
            json.field("file", &args.file.to_string_lossy())?;
            json.field("bytes", &bytes)?;
            json.field("items", &items)?;
            json.finish()?;
        } else {
            desk.say(&format!("截至{day}的 {items} 项已写入 {}", args.file.display()))?;
        }
        Ok(Exit::Done)
    })
}
