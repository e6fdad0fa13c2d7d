//! `reopen` 撤销销号: a new cycle begins, the earlier one stands.

use super::{
    Result,
    bulk::{Aim, Chosen},
    desk::Desk,
};
use crate::service::closure;

/// 撤销销号，重新整改
#[derive(Debug, clap::Args)]
#[command(
    after_help = "例：\n  taizhang reopen 5 --reason 回头看发现反弹 --open 5.1\n  taizhang 撤销销号 5 --reason 问题反弹"
)]
pub(super) struct Args {
    /// 理由
    #[arg(long, value_name = "文字")]
    reason: String,
    /// 重新整改的下级编号（默认全部）
    #[arg(long, value_name = "编号")]
    open: Vec<String>,
    #[command(flatten)]
    chosen: Chosen,
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    args.chosen.carry_out(Aim::Closed, desk, |ledger, context, items, how| {
        closure::reopen(ledger, context, items, &args.reason, &args.open, how)
    })
}
