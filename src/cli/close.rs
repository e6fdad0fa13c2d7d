//! `close` 销号: struck off, once everything the gate asks for is there.

use super::{
    Result,
    bulk::{Aim, Chosen},
    desk::Desk,
};
use crate::service::closure::{self, Closing};

/// 由党组会审定销号，可一次多项
#[derive(Debug, clap::Args)]
#[command(after_help = "\
例：
  taizhang close 1-5 8 --meeting 3
  taizhang 销号 --closure 待审定 --meeting 2025-08-20
  taizhang close 7 --taken-over 上轮台账第7项 --without-evidence 材料在档案室
  taizhang close --ratify --unratified --meeting 4")]
pub(super) struct Args {
    /// 审定的会议：编号、日期或纪要号
    #[arg(long, value_name = "会议")]
    meeting: Option<String>,
    /// 没有佐证的理由，计入无佐证销号
    #[arg(long, value_name = "理由")]
    without_evidence: Option<String>,
    /// 从旧台账转入、未经会议的说明
    #[arg(long, value_name = "说明", conflicts_with = "ratify")]
    taken_over: Option<String>,
    /// 补办党组会审议
    #[arg(long, requires = "meeting", conflicts_with = "without_evidence")]
    ratify: bool,
    #[command(flatten)]
    chosen: Chosen,
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    if args.ratify {
        let meeting = args.meeting.as_deref().unwrap_or_default();
        return args.chosen.carry_out(Aim::Closed, desk, |ledger, context, items, how| {
            closure::ratify(ledger, context, items, meeting, how)
        });
    }
    let closing = Closing {
        meeting: args.meeting.clone(),
        without_evidence: args.without_evidence.clone(),
        taken_over: args.taken_over.clone(),
    };
    args.chosen
        .carry_out(Aim::Open, desk, |ledger, context, items, how| closure::close(ledger, context, items, &closing, how))
}
