//! `progress` 填报: what departments report, and how far the work is.

use super::{
    Result,
    bulk::{Aim, Chosen},
    day,
    desk::Desk,
    selection::OfParties,
    term,
};
use crate::{
    domain::lifecycle::Progress,
    service::filing::{self, Filing},
};

/// 填报整改情况和进度
#[derive(Debug, clap::Args)]
#[command(after_help = "\
例：
  taizhang progress 3.1 --state 整改中 --situation 已制定学习计划 --next 8月底前学完一轮
  taizhang 填报 3.1 --done --completed-on 2025-08-10 --situation @整改情况.txt
  taizhang progress 3.1 --done --dept 政治部 --filled-by 部门内勤 --pending
  taizhang progress --of-dept 政治部 --kind 措施 --state 整改中 --yes")]
pub(super) struct Args {
    /// 进度：整改中、阶段性完成、已完成等
    #[arg(long, value_name = "进度", value_parser = term::one::<Progress>)]
    state: Option<Progress>,
    /// 已完成，同 --state 已完成
    #[arg(long, conflicts_with = "state")]
    done: bool,
    /// 完成日（默认生效日）
    #[arg(long, value_name = "日期")]
    completed_on: Option<String>,
    /// 整改情况（写 @文件 则读文件）
    #[arg(long, value_name = "文字")]
    situation: Option<String>,
    /// 存在问题（写 @文件 则读文件）
    #[arg(long, value_name = "文字")]
    problems: Option<String>,
    /// 下步措施（写 @文件 则读文件）
    #[arg(long, value_name = "文字")]
    next: Option<String>,
    /// 填报部门（默认主责部门）
    #[arg(long, value_name = "部门")]
    dept: Option<String>,
    /// 填报人
    #[arg(long, value_name = "姓名")]
    filled_by: Option<String>,
    /// 部门报来、待整改办采用（须写填报人）
    #[arg(long, requires = "filled_by", conflicts_with = "review")]
    pending: bool,
    /// 下次复核日
    #[arg(long, value_name = "日期")]
    review: Option<String>,
    #[command(flatten)]
    chosen: Chosen<OfParties>,
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let today = desk.today();
    let completed_on = day::parse_opt("--completed-on", args.completed_on.as_deref(), today)?;
    // A day of completion without a word on progress says it, too.
    let done = args.done || (args.state.is_none() && completed_on.is_some());
    let filing = Filing {
        department: args.dept.clone(),
        filled_by: args.filled_by.clone(),
        situation: term::text_opt("--situation", args.situation.as_deref())?,
        problems: term::text_opt("--problems", args.problems.as_deref())?,
        next: term::text_opt("--next", args.next.as_deref())?,
        progress: if done { Some(Progress::Completed) } else { args.state },
        completed_on,
        review: day::parse_opt("--review", args.review.as_deref(), today)?,
        pending: args.pending,
    };
    args.chosen.carry_out(
        if filing.progress.is_some() { Aim::Unfinished } else { Aim::Open },
        desk,
        |ledger, context, items, how| filing::file(ledger, context, items, &filing, how),
    )
}
