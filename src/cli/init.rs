//! `init` 建账: a new ledger with its first operator.

use super::{Exit, Result, desk::Desk};
use crate::service::ledger;
use chrono::Datelike as _;

/// 新建台账文件
#[derive(Debug, clap::Args)]
#[command(
    after_help = "例：\n  taizhang init --office 某区人民法院整改办 --by 整改办\n  taizhang --ledger 2026年整改.db 建账"
)]
pub(super) struct Args {
    /// 记账的单位
    #[arg(long, value_name = "名称")]
    office: Option<String>,
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let path = desk.new_ledger_path();
    let operator = desk.operator().unwrap_or("整改办").to_owned();
    let ledger = ledger::init(&path, &mut desk.context(), args.office.as_deref(), &operator)?;
    let path = ledger.path().display().to_string();
    if desk.is_json() {
        let mut json = desk.json("taizhang.init/1")?;
        json.field("ledger", &path)?;
        json.field("office", &args.office)?;
        json.field("operator", operator.trim())?;
        json.finish()?;
        return Ok(Exit::Done);
    }
    desk.say(&format!("已建账：{path}"))?;
    desk.say(&format!("经办人：{}", operator.trim()))?;
    desk.say("下一步：")?;
    let year = desk.today().year();
    desk.say(&format!("  taizhang round open {year}巡察 --feedback 反馈日      开立轮次"))?;
    desk.say("  taizhang intake 反馈意见.txt --dry-run              预览导入")?;
    desk.say("  taizhang --help                                     全部命令")?;
    Ok(Exit::Done)
}
