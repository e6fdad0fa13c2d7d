//! `restore` 恢复: a backup takes the ledger's place.

use super::{Exit, Result, desk::Desk};
use crate::{store::backup, zh::issuing::document_number};
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
    let lost: Vec<String> =
        compared.issued.iter().map(|(register, year, number)| document_number(register, *year, *number)).collect();
    let again = (!lost.is_empty())
        .then(|| format!("备份里没有已编出的文号：{}。恢复以后会重号，再编号时用 --start 跳过", lost.join("、")));
    if compared.replaces {
        let behind = match compared.behind {
            0 => String::new(),
            records => format!("（备份少 {records} 条记录）"),
        };
        let mut rows =
            vec![format!("{} 将换成备份 {} 的内容{behind}，原文件会留在旁边", to.display(), args.from.display())];
        rows.extend(again.clone());
        desk.ask("恢复台账", &rows, args.yes)?;
    }
    let kept = backup::restore(&args.from, &to, args.other)?.map(|path| path.display().to_string());
    let path = to.display().to_string();
    if desk.is_json() {
        let mut json = desk.json("taizhang.restore/1")?;
        json.field("ledger", &path)?;
        json.field("kept", &kept)?;
        json.field("numbers_lost", &lost)?;
        json.finish()?;
        return Ok(Exit::Done);
    }
    desk.say(&format!("已恢复：{path}（来自 {}）", args.from.display()))?;
    if let Some(kept) = kept {
        desk.say(&format!("原来的文件留在 {kept}"))?;
    }
    // Who restores with --yes was not shown it before.
    if let Some(again) = again {
        desk.remark(&format!("注意：{again}"))?;
    }
    Ok(Exit::Done)
}
