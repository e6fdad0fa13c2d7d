//! `submit` 申请销号: the work is done, the closing is asked for.

use super::{
    Result,
    bulk::{Aim, Chosen},
    desk::Desk,
};
use crate::service::closure;

/// 整改做完，提请审定销号
#[derive(Debug, clap::Args)]
#[command(after_help = "例：\n  taizhang submit 3 5\n  taizhang 申请销号 --dept 政治部 --progress 已完成")]
pub(super) struct Args {
    /// 申请说明
    #[arg(long, value_name = "文字")]
    words: Option<String>,
    #[command(flatten)]
    chosen: Chosen,
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    args.chosen.carry_out(Aim::Open, desk, |ledger, context, items, how| {
        closure::submit(ledger, context, items, args.words.as_deref(), how)
    })
}
