//! `link` 关联: opinions and issues, 举一反三, measures for several issues, the same matter in earlier rounds.

use super::{
    Result,
    bulk::{Aim, Chosen},
    desk::Desk,
    error::CliError,
    term,
};
use crate::{
    domain::link::LinkKind,
    service::link::{self, Approved, Targets},
};

/// 意见与问题、举一反三、屡改屡犯等关联
#[derive(Debug, clap::Args)]
#[command(after_help = "\
例：
  taizhang link Y1 --answers 1,3               意见 Y1 对应问题 1、3
  taizhang 关联 J2 --stems-from 5              J2 由问题 5 举一反三而来
  taizhang link 3.2 --also-answers 7           措施 3.2 同时整改问题 7
  taizhang link 3 --same-as 2023巡察:12        往轮反馈过的同一问题
  taizhang link Y1 --answers 3 --remove --reason 对应错了
措施同时整改的问题，销号时也看这条措施；措施只计一次")]
pub(super) struct Args {
    /// 意见对应的问题
    #[arg(long, value_name = "编号")]
    answers: Vec<String>,
    /// 举一反三源于的问题
    #[arg(long, alias = "from-issue", value_name = "编号")]
    stems_from: Vec<String>,
    /// 措施同时整改的问题
    #[arg(long, value_name = "编号")]
    also_answers: Vec<String>,
    /// 往轮的同一问题，如 2023巡察:12
    #[arg(long, value_name = "编号")]
    same_as: Vec<String>,
    /// 取消关联，要写理由
    #[arg(long, requires = "reason")]
    remove: bool,
    /// 取消的理由
    #[arg(long, value_name = "文字", requires = "remove")]
    reason: Option<String>,
    /// 方案审定后调整措施对应的问题，写批准的会议
    #[arg(long, value_name = "会议", conflicts_with = "approval")]
    meeting: Option<String>,
    /// 或批准文号
    #[arg(long, value_name = "文号")]
    approval: Option<String>,
    #[command(flatten)]
    chosen: Chosen,
}

impl Args {
    fn targets(&self) -> Result<Targets> {
        let given = [
            (LinkKind::Answers, &self.answers, "--answers"),
            (LinkKind::StemsFrom, &self.stems_from, "--stems-from"),
            (LinkKind::AlsoAnswers, &self.also_answers, "--also-answers"),
            (LinkKind::SameAs, &self.same_as, "--same-as"),
        ];
        let mut targets = Targets::new();
        for (kind, codes, flag) in given {
            if codes.iter().any(|code| code.trim().is_empty()) {
                return Err(term::empty(flag));
            }
            if !codes.is_empty() {
                targets.push((kind, codes.clone()));
            }
        }
        if targets.is_empty() {
            return Err(CliError::usage(
                "nothing_given",
                "没有写关联到哪里",
                "要写明关联的种类和另一端的编号",
                "如 taizhang link Y1 --answers 3；种类有 --answers、--stems-from、--also-answers、--same-as",
            ));
        }
        Ok(targets)
    }
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let targets = args.targets()?;
    let round = desk.round().map(ToOwned::to_owned);
    let approved = Approved { meeting: args.meeting.as_deref(), approval: args.approval.as_deref() };
    args.chosen.carry_out(Aim::Open, desk, |ledger, context, items, how| match args.reason.as_deref() {
        Some(reason) => link::unlink(ledger, context, items, &targets, round.as_deref(), reason, approved, how),
        None => link::link(ledger, context, items, &targets, round.as_deref(), approved, how),
    })
}
