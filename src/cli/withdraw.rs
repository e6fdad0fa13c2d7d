//! `withdraw` 撤项: out of every total from that day on, listed apart.

use super::{
    Result,
    bulk::{Aim, Chosen},
    desk::Desk,
    term,
};
use crate::{domain::item::WithdrawGround, service::item};

/// 连同下级退出统计，另行列示
#[derive(Debug, clap::Args)]
#[command(after_help = "\
例：
  taizhang withdraw 9 --ground 录入差错 --reason 与第8项重复
  taizhang 撤项 12 --ground 来函 --reason 巡察办同意并入 --approval 某巡办函〔2025〕7号")]
pub(super) struct Args {
    /// 情形：录入差错、来函、并入、方案调整
    #[arg(long, value_name = "情形", value_parser = term::one::<WithdrawGround>)]
    ground: WithdrawGround,
    /// 理由
    #[arg(long, value_name = "文字")]
    reason: String,
    /// 批准的会议：编号、日期或纪要号
    #[arg(long, value_name = "会议")]
    meeting: Option<String>,
    /// 批准文号或来函文号
    #[arg(long, value_name = "文号", conflicts_with = "meeting")]
    approval: Option<String>,
    #[command(flatten)]
    chosen: Chosen,
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let approval = (args.meeting.as_deref(), args.approval.as_deref());
    args.chosen.carry_out(Aim::Open, desk, |ledger, context, items, how| {
        item::withdraw(ledger, context, items, args.ground, &args.reason, approval, how)
    })
}
