//! `accept` 采用: what departments handed in is accepted or sent back.

use super::{
    Result,
    bulk::{Aim, Chosen},
    desk::Desk,
    error::CliError,
    waiting,
};
use crate::{
    domain::filter::Waits,
    report,
    service::acceptance::{self, Which},
};

/// 采用或退回部门报来的填报
#[derive(Debug, clap::Args)]
#[command(after_help = "\
例：
  taizhang accept                       列出待采用的填报
  taizhang accept 3.1 5                 采用这些事项待采用的填报
  taizhang 采用 --filing 12 --filing 13
  taizhang 采用 3.1 --return --words 缺佐证材料，补齐后再报
  taizhang accept --dept 政治部 --yes")]
pub(super) struct Args {
    /// 填报的编号，可写多次
    #[arg(long, value_name = "编号")]
    filing: Vec<i64>,
    /// 退回，不采用
    #[arg(long = "return", requires = "words")]
    give_back: bool,
    /// 退回的理由和要求
    #[arg(long, value_name = "文字", requires = "give_back")]
    words: Option<String>,
    #[command(flatten)]
    chosen: Chosen,
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let bare = args.chosen.is_empty(desk)?;
    if bare && args.filing.is_empty() {
        if args.give_back {
            return Err(CliError::usage(
                "nothing_named",
                "没有写明退回哪些填报",
                "不写编号等于全部，为免误退不予执行",
                "写事项编号，或 --filing 填报编号；待采用的用 taizhang accept 查看",
            ));
        }
        return waiting::list(desk, "taizhang.filings/1", report::waiting::filings, report::waiting::filings_page);
    }
    let words = args.words.as_deref().filter(|_| args.give_back);
    if args.filing.is_empty() {
        return args.chosen.carry_out(Aim::Waiting(Waits::Filing), desk, |ledger, context, items, how| match words {
            Some(words) => acceptance::give_back(ledger, context, Which::About(items), words, how),
            None => acceptance::accept(ledger, context, Which::About(items), how),
        });
    }
    if !bare {
        return Err(CliError::usage(
            "two_ways_of_naming",
            "事项编号和填报编号不能同时写",
            "两种写法各指一批填报，放在一起说不清是哪些",
            "只写事项编号（连同筛选条件），或只写 --filing",
        ));
    }
    let which = Which::Numbers(&args.filing);
    args.chosen.carry_out_named(desk, |ledger, context, how| match words {
        Some(words) => acceptance::give_back(ledger, context, which, words, how),
        None => acceptance::accept(ledger, context, which, how),
    })
}
