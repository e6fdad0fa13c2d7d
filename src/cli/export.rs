//! `export` 导出: the ledger as a file for others, its format by the file's ending.

use super::{Exit, Result, day::AsOfDay, desk::Desk, error::CliError, out, selection::Selection};
use crate::{
    domain::filter::Filter,
    render::{
        html,
        ics::{self, Calendar},
    },
    report::{Scope, board::Board, schedule::schedule},
    service::select::{self, Purpose},
    store::Mode,
};
use std::path::PathBuf;

/// 导出看板和日历
#[derive(Debug, clap::Args)]
#[command(after_help = "\
例：
  taizhang export 看板.html          一页看板，可离线打开、打印
  taizhang 导出 日历.ics --dept 立案庭    到期日、复核日和节点，导入手机或日历软件
  taizhang export 日历.ics --alarm 14,3,0")]
pub(super) struct Args {
    /// 写到哪个文件；后缀决定格式：html 看板、ics 日历
    #[arg(value_name = "文件")]
    file: PathBuf,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    as_of: AsOfDay,
    /// 日历提前几天提醒（上午九点），0 为当天；写“无”不提醒
    #[arg(long, value_name = "天数", default_value = "7,1")]
    alarm: String,
    /// 覆盖已有的同名文件
    #[arg(long)]
    force: bool,
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let ending = args.file.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let day = args.as_of.day(desk.today())?;
    let wanted = args.selection.wanted(desk, Vec::new())?;
    let alarms = alarms(&args.alarm)?;
    let ledger = desk.open(Mode::Read)?;
    ledger.read(|reader| {
        let mut filter = select::filter(reader, &wanted, Purpose::Read)?;
        let scope = Scope::new(reader, &mut filter, day)?;
        let bytes = match ending.as_str() {
            "html" | "htm" => {
                let board = Board::new(&scope, &filter)?;
                out::write(&args.file, args.force, |out| Ok(html::write(&board, out)?))?
            }
            "ics" => out::write(&args.file, args.force, |out| calendar(&scope, &filter, &alarms, out))?,
            _ => return Err(bad_ending(&args.file)),
        };
        let file = args.file.display();
        if desk.is_json() {
            let mut json = desk.json("taizhang.export_receipt/1")?;
            json.field("format", &ending)?;
            json.field("as_of", &day)?;
            json.field("file", &args.file.to_string_lossy())?;
            json.field("bytes", &bytes)?;
            json.finish()?;
        } else {
            desk.say(&format!("已写入 {file}"))?;
        }
        Ok(Exit::Done)
    })
}

/// The calendar bears the instant of the ledger's last entry, not the clock's.
fn calendar(scope: &Scope<'_>, filter: &Filter, alarms: &[u32], out: &mut dyn std::io::Write) -> Result<()> {
    let entries = schedule(scope, filter)?;
    let name = match scope.rounds.as_slice() {
        [only] => format!("{}整改日程", only.settings.title),
        _ => "整改日程".to_owned(),
    };
    let stamp = scope.reader.last_entry()?.map(|(_, at)| at).unwrap_or_default();
    Ok(ics::write(&Calendar { name: &name, stamp, alarms }, &entries, out)?)
}

/// Days before the event: `7,1`, `7天、1天`, `无`.
fn alarms(text: &str) -> Result<Vec<u32>> {
    if matches!(text.trim(), "无" | "不提醒" | "none") {
        return Ok(Vec::new());
    }
    let wrong = || {
        CliError::usage(
            "bad_value",
            format!("--alarm 的值“{text}”不是天数"),
            "要 0 到 365 之间的天数，几个之间用逗号隔开",
            "写成 7,1 或 0，不要提醒就写 无",
        )
    };
    let mut days = Vec::new();
    for word in super::term::list(text) {
        let digits = word.trim().trim_end_matches(['天', '日', 'd']);
        let day = digits.parse::<u32>().ok().filter(|day| *day <= 365).ok_or_else(wrong)?;
        if !days.contains(&day) {
            days.push(day);
        }
    }
    if days.is_empty() { Err(wrong()) } else { Ok(days) }
}

fn bad_ending(file: &std::path::Path) -> CliError {
    CliError::usage(
        "bad_ending",
        format!("不知道导出成什么格式：{}", file.display()),
        "看文件名的后缀决定格式",
        "后缀用 .html（看板）或 .ics（日历）",
    )
}
