//! `sign` 审签: the sign-offs of a round's policy, one after the other.

use super::{
    Result,
    bulk::{Aim, Chosen},
    desk::Desk,
    term,
};
use crate::{
    domain::round::SignOff,
    service::closure::{self, Returning, Signing},
};

/// 按审签程序逐步签，或不同意退回
#[derive(Debug, clap::Args)]
#[command(after_help = "\
例：
  taizhang sign 12 --step 牵头领导审签
  taizhang 审签 --closure 待审定 --step 整改办初审 --words 材料齐全
  taizhang sign 12 --step 纪检监察组意见 --deny --words 台账不实 --open 12.2 --until 2025-10-31 --approval 院长批示
责任部门申请用 submit；党组会审定在 close --meeting 里写")]
pub(super) struct Args {
    /// 哪一步（默认轮到的一步），如 整改办初审
    #[arg(long, value_name = "环节", value_parser = term::one::<SignOff>)]
    step: Option<SignOff>,
    /// 谁签的；牵头领导审签默认牵头领导
    #[arg(long, value_name = "名称")]
    party: Option<String>,
    /// 意见；不同意的必写
    #[arg(long, value_name = "文字")]
    words: Option<String>,
    /// 不同意，退回整改
    #[arg(long, requires = "words")]
    deny: bool,
    /// 不同意时重新整改的下级编号
    #[arg(long, value_name = "编号", requires = "deny")]
    open: Vec<String>,
    /// 不同意时重新整改的新时限
    #[arg(long, value_name = "时限", requires_all = ["deny", "approval"], conflicts_with = "keep_due")]
    until: Option<String>,
    /// 批准新时限的文号或批准人
    #[arg(long, value_name = "文号", requires = "until")]
    approval: Option<String>,
    /// 时限已过的不延，保持逾期
    #[arg(long, requires = "deny")]
    keep_due: bool,
    #[command(flatten)]
    chosen: Chosen,
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let denial = args.deny.then(|| Returning {
        meeting: None,
        words: args.words.clone().unwrap_or_default(),
        open_again: args.open.clone(),
        until: args.until.clone(),
        approval: args.approval.clone(),
        keep_due: args.keep_due,
    });
    let signing = Signing { step: args.step, party: args.party.clone(), words: args.words.clone(), denial };
    args.chosen
        .carry_out(Aim::Open, desk, |ledger, context, items, how| closure::sign(ledger, context, items, &signing, how))
}
