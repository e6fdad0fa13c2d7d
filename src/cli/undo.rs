//! `undo` 撤销: the last command, or a named one, reversed whole.

use super::{
    Exit, Result,
    desk::Desk,
    error::CliError,
    help,
    log::{Known, minute},
};
use crate::{
    service::{
        ledger::{self, Which},
        session::Run,
    },
    store::{Mode, Record},
    zh::event::sentence,
};
use serde_json::json;

/// 撤销上一条命令，或指定的一条
#[derive(Debug, clap::Args)]
#[command(after_help = "例：\n  taizhang undo --dry-run\n  taizhang 撤销 --record 12 --reason 录错了编号")]
pub(super) struct Args {
    /// 写下这一号记录的命令
    #[arg(long, value_name = "记录号")]
    record: Option<i64>,
    /// 理由
    #[arg(long, value_name = "文字")]
    reason: Option<String>,
    /// 只预演，不记录
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let which = args.record.map_or(Which::Last, Which::Record);
    let how = if args.dry_run { Run::Dry } else { Run::Record };
    let mut ledger = desk.open(Mode::Write)?;
    let (undone, receipt) = ledger::undo(&mut ledger, &mut desk.context(), which, args.reason.as_deref(), how)?;
    let events = undone.records.iter().map(Record::event).collect::<Result<Vec<_>, _>>()?;
    let words: Vec<String> = ledger.read(|reader| {
        let names = Known::new(reader, &events)?;
        let numbered = undone.records.iter().zip(&events);
        Ok::<_, CliError>(numbered.map(|(r, event)| format!("第 {} 号 {}", r.seq, sentence(event, &names))).collect())
    })?;
    let mut lines = vec![format!(
        "撤销 {} 于 {} 的“{}”：",
        undone.operator,
        minute(&undone.entered_at),
        help::alias_of(&undone.verb)
    )];
    lines.extend(words);
    let seqs: Vec<i64> = undone.records.iter().map(|r| r.seq).collect();
    desk.receipt_with(&receipt, &lines, &[("undone", json!({ "verb": undone.verb, "records": seqs }))])?;
    Ok(Exit::Done)
}
