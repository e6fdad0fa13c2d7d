//! `backup` 备份: a whole copy of the ledger, also while others write.

use super::{Exit, Result, desk::Desk};
use crate::store::Mode;
use std::path::{Path, PathBuf};

/// 备份台账
#[derive(Debug, clap::Args)]
#[command(after_help = "例：\n  taizhang backup\n  taizhang 备份 台账备份.db")]
pub(super) struct Args {
    /// 备份文件（默认 taizhang-年月日.db）
    #[arg(value_name = "文件")]
    to: Option<PathBuf>,
}

pub(super) fn run(args: Args, desk: &mut Desk) -> Result {
    let ledger = desk.open(Mode::Read)?;
    let to = args.to.unwrap_or_else(|| free_name(ledger.path(), &desk.today().format("%Y%m%d").to_string()));
    ledger.backup(&to)?;
    let path = to.display().to_string();
    if desk.is_json() {
        let mut json = desk.json("taizhang.backup/1")?;
        json.field("backup", &path)?;
        json.finish()?;
    } else {
        desk.say(&format!("已备份到 {path}"))?;
    }
    Ok(Exit::Done)
}

/// `taizhang-20260301.db` beside the ledger; with a number where that stands already.
fn free_name(ledger: &Path, day: &str) -> PathBuf {
    let stem = ledger.file_stem().unwrap_or_default().to_string_lossy();
    let first = ledger.with_file_name(format!("{stem}-{day}.db"));
    if !first.exists() {
        return first;
    }
    let numbered = (2..).map(|n: u32| ledger.with_file_name(format!("{stem}-{day}-{n}.db")));
    numbered.into_iter().find(|name| !name.exists()).unwrap_or(first)
}
