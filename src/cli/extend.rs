//! `extend` 延期: a later deadline is applied for, approved or refused; the first one stays in sight.

use super::{
    Result,
    bulk::{Aim, Chosen},
    day,
    desk::Desk,
    error::CliError,
    waiting,
};
use crate::{
    domain::filter::Waits,
    report,
    service::extension::{self, Extension, Ruling},
};

/// 申请、批准或不批准延期
#[derive(Debug, clap::Args)]
#[command(after_help = "\
例：
  taizhang extend                                  列出在等批准的申请
  taizhang extend 6 --to 2025年12月底前 --reason 审批未办结 --applicant 立案庭
  taizhang 延期 6 --approve --meeting 2
  taizhang 延期 6 --approve --to 2025-11-30 --meeting 2     批准到另一天
  taizhang 延期 6 --refuse --meeting 2 --words 按原时限办结
  taizhang 延期 6 --to 长期坚持 --reason 转为常态 --approval 某巡整办〔2025〕3号")]
pub(super) struct Args {
    /// 新的时限，文字或日期
    #[arg(long, value_name = "时限")]
    to: Option<String>,
    /// 延期理由
    #[arg(long, value_name = "文字")]
    reason: Option<String>,
    /// 申请部门（默认主责部门）
    #[arg(long, value_name = "部门")]
    applicant: Option<String>,
    /// 批准在等的申请
    #[arg(long, conflicts_with_all = ["reason", "applicant"])]
    approve: bool,
    /// 不批准在等的申请
    #[arg(long, conflicts_with_all = ["approve", "to", "reason", "applicant", "review"], requires = "words")]
    refuse: bool,
    /// 不批准的理由和要求
    #[arg(long, value_name = "文字", requires = "refuse")]
    words: Option<String>,
    /// 作决定的会议：编号、日期或纪要号
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

impl Args {
    /// Nothing is to be done: what waits is shown.
    fn only_looks(&self, desk: &Desk) -> Result<bool> {
        let said = self.approve || self.refuse || self.to.is_some() || self.reason.is_some();
        let by = self.applicant.is_some() || self.meeting.is_some() || self.approval.is_some() || self.review.is_some();
        Ok(!said && !by && self.chosen.is_empty(desk)?)
    }
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    if args.only_looks(desk)? {
        return waiting::list(
            desk,
            "taizhang.extensions/1",
            report::waiting::extensions,
            report::waiting::extensions_page,
        );
    }
    let review = day::parse_opt("--review", args.review.as_deref(), desk.today())?;
    let (meeting, approval) = (args.meeting.clone(), args.approval.clone());
    if args.approve {
        let ruling = Ruling { to: args.to.clone(), review, meeting, approval };
        return args.chosen.carry_out(Aim::Waiting(Waits::Extension), desk, |ledger, context, items, how| {
            extension::approve(ledger, context, items, &ruling, how)
        });
    }
    if args.refuse {
        let words = args.words.as_deref().unwrap_or_default();
        return args.chosen.carry_out(Aim::Waiting(Waits::Extension), desk, |ledger, context, items, how| {
            extension::refuse(ledger, context, items, words, (meeting.as_deref(), approval.as_deref()), how)
        });
    }
    let (Some(to), Some(reason)) = (args.to.clone(), args.reason.clone()) else {
        return Err(CliError::usage(
            "nothing_asked",
            "没有写明延到什么时候、为什么",
            "申请延期要有新的时限和理由",
            "加 --to 时限 --reason 理由；批准在等的申请用 --approve，不批准用 --refuse",
        ));
    };
    let asked = Extension { to, review, reason, applicant: args.applicant.clone(), meeting, approval };
    args.chosen.carry_out(Aim::Open, desk, |ledger, context, items, how| {
        extension::extend(ledger, context, items, &asked, how)
    })
}
