//! `meeting` 会议: meetings, and what they decided.

mod page;

use super::{
    Exit, Result,
    bulk::{Aim, Chosen},
    day::{self, OnDay},
    desk::Desk,
    term,
};
use crate::{
    domain::meeting::{Decision, DecisionOn, MeetingFacts, MeetingKind},
    service::meeting,
    store::Mode,
    zh::label::Label as _,
};
use serde_json::json;

/// 登记会议，看审议了什么
#[derive(Debug, clap::Args)]
#[command(after_help = "\
例：
  taizhang meeting add 2025-08-20 --kind 党组会 --title 第12次党组会 --no 〔2025〕12号
  taizhang meeting decide 3 6 --about 延期 --as 暂缓 --words 方案不具体
  taizhang meeting list
  taizhang 会议 详情 3")]
pub(super) struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, clap::Subcommand)]
enum Act {
    /// 登记一次开过的会议
    #[command(alias = "登记")]
    Add {
        /// 开会日期
        #[arg(value_name = "日期")]
        held: String,
        /// 种类，如 党组会、推进会、民主生活会
        #[arg(long, value_name = "种类", value_parser = term::one::<MeetingKind>)]
        kind: MeetingKind,
        /// 名称（默认种类）
        #[arg(long, value_name = "名称")]
        title: Option<String>,
        /// 会议纪要号
        #[arg(long, value_name = "纪要号")]
        no: Option<String>,
        #[command(flatten)]
        on: OnDay,
    },
    /// 登记对延期、补办审议、方案的退回或暂缓
    #[command(alias = "决定")]
    Decide {
        /// 编号、日期或纪要号
        #[arg(value_name = "会议")]
        meeting: String,
        /// 事由：延期、补办审议、方案
        #[arg(long, value_name = "事由", value_parser = term::one::<DecisionOn>)]
        about: DecisionOn,
        /// 决定：退回、暂缓
        #[arg(long = "as", value_name = "决定", value_parser = term::one::<Decision>)]
        decision: Decision,
        /// 会议意见
        #[arg(long, value_name = "文字")]
        words: Option<String>,
        #[command(flatten)]
        chosen: Box<Chosen>,
    },
    /// 列出会议
    #[command(alias = "列表")]
    List,
    /// 一次会议审议了什么
    #[command(alias = "详情")]
    Show {
        /// 编号、日期或纪要号
        #[arg(value_name = "会议")]
        meeting: String,
    },
}

pub(super) fn run(args: Args, desk: &mut Desk) -> Result {
    match args.act {
        Act::Add { held, kind, title, no, on } => {
            let held_on = day::parse("开会日期", &held, desk.today())?;
            let title = title.unwrap_or_else(|| kind.label().to_owned());
            let facts = MeetingFacts { kind, held_on, title: title.clone(), minutes_no: no };
            let context = &mut desk.context_on(&on)?;
            let mut ledger = desk.open(Mode::Write)?;
            let round = desk.round().map(ToOwned::to_owned);
            let (id, receipt) = meeting::add(&mut ledger, context, round.as_deref(), facts)?;
            let line = format!("第 {id} 号会议 {held_on} {} {}；引用时写 --meeting {id}", kind.label(), title.trim());
            desk.receipt_with(&receipt, &[line], &[("meeting", json!(id))])?;
        }
        Act::Decide { meeting, about, decision, words, chosen } => {
            // A ratification speaks of what is struck off, everything else of what is not.
            let aim = if about == DecisionOn::Ratification { Aim::Closed } else { Aim::Open };
            return chosen.carry_out(aim, desk, |ledger, context, items, how| {
                meeting::decide(ledger, context, items, &meeting, (about, decision), words.as_deref(), how)
            });
        }
        Act::List => page::list(desk)?,
        Act::Show { meeting } => page::show(&meeting, desk)?,
    }
    Ok(Exit::Done)
}
