//! `restore` 恢复: a backup takes the ledger's place.

use super::{Exit, Result, desk::Desk};
use crate::store::backup;
use std::path::PathBuf;

/// 用备份恢复台账
#[derive(Debug, clap::Args)]
#[command(
    after_help = "例：\n  taizhang restore taizhang-20260301.db\n  taizhang --ledger 新位置.db 恢复 taizhang-20260301.db"
)]
pub(super) struct Args {
    /// 备份文件
    #[arg(value_name = "文件")]
    from: PathBuf,
    /// 不再询问
    #[arg(long)]
    yes: bool,
    /// 换成另一本台账也可以
    #[arg(long)]
    other: bool,
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let to = desk.ledger_path().unwrap_or_else(|_| desk.new_ledger_path());
    let compared = backup::compare(&args.from, &to, args.other)?;
    if compared.replaces {
        let behind = match compared.behind {
            0 => String::new(),
            records => format!("（备份少 {records} 条记录）"),
        };
        let rows = [format!("{} 将换成备份 {} 的内容{behind}，原文件会留在旁边", to.display(), args.from.display())];
        desk.ask("恢复台账", &rows, args.yes)?;
    }
    let kept = backup::restore(&args.from, &to, args.other)?.map(|path| path.display().to_string());
    let path = to.display().to_string();
    if desk.is_json() {
        let mut json = desk.json("taizhang.restore/1")?;
        json.field("ledger", &path)?;
        json.field("kept", &kept)?;
        json.finish()?;
        return Ok(Exit::Done);
    }
    desk.say(&format!("已恢复：{path}（来自 {}）", args.from.display()))?;
    if let Some(kept) = kept {
        desk.say(&format!("原来的文件留在 {kept}"))?;
    }
    Ok(Exit::Done)
}
