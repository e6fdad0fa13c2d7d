//! `extend` 延期: a later deadline, with its reason and approval; the first one stays in sight.

use super::{
    Result,
    bulk::{Aim, Chosen},
    day,
    desk::Desk,
};
use crate::service::responsibility::{self, Extension};

/// 延长时限，写明理由和批准
#[derive(Debug, clap::Args)]
#[command(after_help = "\
例：
  taizhang extend 6 --to 2025年12月底前 --reason 审批未办结 --meeting 2
  taizhang 延期 6 --to 长期坚持 --reason 转为常态 --approval 某巡整办〔2025〕3号 --review 2026-03-31")]
pub(super) struct Args {
    /// 新的时限，文字或日期
    #[arg(long, value_name = "时限")]
    to: String,
    /// 延期理由
    #[arg(long, value_name = "文字")]
    reason: String,
    /// 批准的会议：编号、日期或纪要号
    #[arg(long, value_name = "会议")]
    meeting: Option<String>,
    /// 批准文号或批准人
    #[arg(long, value_name = "文号", conflicts_with = "meeting")]
    approval: Option<String>,
    /// 下次复核日
    #[arg(long, value_name = "日期")]
    review: Option<String>,
    #[command(flatten)]
    chosen: Chosen,
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let extension = Extension {
        to: args.to.clone(),
        review: day::parse_opt("--review", args.review.as_deref(), desk.today())?,
        reason: args.reason.clone(),
        meeting: args.meeting.clone(),
        approval: args.approval.clone(),
    };
    args.chosen.carry_out(Aim::Open, desk, |ledger, context, items, how| {
        responsibility::extend(ledger, context, items, &extension, how)
    })
}
