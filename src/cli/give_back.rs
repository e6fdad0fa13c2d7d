//! `return` 退回整改: not agreed to, or put off (暂缓).

use super::{
    Result,
    bulk::{Aim, Chosen},
    desk::Desk,
};
use crate::service::closure::{self, Returning};

/// 没有同意销号的，退回或暂缓
#[derive(Debug, clap::Args)]
#[command(after_help = "\
例：
  taizhang return 4 --meeting 3 --words 台账不全，补齐后再报 --open 4.2
  taizhang return 5 --meeting 3 --words 尚未见效 --until 2025-10-31
  taizhang 退回整改 6 --meeting 3 --defer")]
pub(super) struct Args {
    /// 作决定的会议：编号、日期或纪要号
    #[arg(long, value_name = "会议")]
    meeting: Option<String>,
    /// 退回理由和要求
    #[arg(long, value_name = "文字", required_unless_present = "defer")]
    words: Option<String>,
    /// 重新整改的下级编号（默认全部）
    #[arg(long, value_name = "编号", conflicts_with = "defer")]
    open: Vec<String>,
    /// 重新整改的新时限，时限已过的必写
    #[arg(long, value_name = "时限", conflicts_with_all = ["defer", "keep_due"])]
    until: Option<String>,
    /// 没有会议时，批准新时限的文号
    #[arg(long, value_name = "文号", requires = "until", conflicts_with = "meeting")]
    approval: Option<String>,
    /// 时限已过的不延，保持逾期
    #[arg(long, conflicts_with = "defer")]
    keep_due: bool,
    /// 暂缓审议，进度不变
    #[arg(long, requires = "meeting")]
    defer: bool,
    #[command(flatten)]
    chosen: Chosen,
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    if args.defer {
        let meeting = args.meeting.as_deref().unwrap_or_default();
        return args.chosen.carry_out(Aim::Open, desk, |ledger, context, items, how| {
            closure::defer(ledger, context, items, meeting, args.words.as_deref(), how)
        });
    }
    let returning = Returning {
        meeting: args.meeting.clone(),
        words: args.words.clone().unwrap_or_default(),
        open_again: args.open.clone(),
        until: args.until.clone(),
        approval: args.approval.clone(),
        keep_due: args.keep_due,
    };
    args.chosen.carry_out(Aim::Open, desk, |ledger, context, items, how| {
        closure::give_back(ledger, context, items, &returning, how)
    })
}
