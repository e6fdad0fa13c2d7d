//! `restore` 恢复: a backup takes the ledger's place.

use super::{Exit, Result, desk::Desk, error::CliError};
use crate::store::{Ledger, Mode, backup, query::LedgerInfo};
use std::path::{Path, PathBuf};

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
    if to.exists() {
        let (now, then) = (identity(&to), identity(&args.from));
        if let (Some(now), Some(then)) = (&now, &then)
            && now.0 != then.0
            && !args.other
        {
            let what = "备份和现在的台账不是同一本";
            let why = format!("现在的是 {}，备份的是 {}", now.1, then.1);
            return Err(CliError::refused("other_ledger", what, why, "核对文件；确要换成另一本台账，加 --other"));
        }
        let behind = match (now, then) {
            (Some((_, _, now)), Some((_, _, then))) if then < now => format!("（备份少 {} 条记录）", now - then),
            _ => String::new(),
        };
        let rows = [format!("{} 将换成备份 {} 的内容{behind}，原文件会留在旁边", to.display(), args.from.display())];
        desk.ask("恢复台账", &rows, args.yes)?;
    }
    let kept = backup::restore(&args.from, &to)?.map(|path| path.display().to_string());
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

/// Whose ledger a file is, as far as it can be read: its id, the office, how many records it has.
fn identity(path: &Path) -> Option<(String, String, i64)> {
    let ledger = Ledger::open(path, Mode::AsIs).ok()?;
    let named =
        |info: LedgerInfo| (info.ledger_id, info.office.unwrap_or_else(|| "未写单位的台账".into()), info.records);
    ledger.read(|reader| reader.ledger().map(|info| info.map(named))).ok()?
}
