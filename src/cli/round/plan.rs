//! `round adopt` 审定 and `round consult` 征求意见: the plan on its way to being adopted.

use super::super::{Result, day::OnDay, desk::Desk, term};
use crate::{
    service::{plan, session::Run},
    store::Mode,
    zh::label::Label as _,
};
use serde_json::json;

/// The adoption of the plan.
#[derive(Debug, clap::Args)]
pub(super) struct Adopt {
    /// 轮次名称（默认正在整改的）
    #[arg(value_name = "轮次名称")]
    key: Option<String>,
    /// 审定方案的党组会
    #[arg(long, value_name = "会议")]
    meeting: String,
    /// 只预演，不记录
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    on: OnDay,
}

/// Comments on the plan.
#[derive(Debug, clap::Args)]
pub(super) struct Consult {
    /// 轮次名称（默认正在整改的）
    #[arg(value_name = "轮次名称")]
    key: Option<String>,
    /// 征求了谁的意见
    #[arg(long, value_name = "单位")]
    asked: String,
    /// 提了什么意见（可写 @文件）
    #[arg(long, value_name = "文字")]
    words: String,
    /// 采纳情况（可写 @文件）
    #[arg(long, value_name = "文字")]
    taken_up: String,
    #[command(flatten)]
    on: OnDay,
}

pub(super) fn adopt(args: &Adopt, desk: &mut Desk) -> Result<()> {
    let context = &mut desk.context_on(&args.on)?;
    let key = args.key.clone().or_else(|| desk.round().map(ToOwned::to_owned));
    let mut ledger = desk.open(Mode::Write)?;
    let how = if args.dry_run { Run::Dry } else { Run::Record };
    let (adopted, receipt) = plan::adopt(&mut ledger, context, key.as_deref(), &args.meeting, how)?;
    let plan::Adopted { round, meeting, lacks } = adopted;
    let facts = &meeting.facts;
    let lines = [
        format!("{round} 的整改方案审定：{} {}（第 {} 号会议）", facts.held_on, facts.title, meeting.id),
        "首次时限就此固定；以后增减、修改、移动措施都是方案调整，要写明批准".to_owned(),
    ];
    let lacks: Vec<_> = lacks
        .iter()
        .map(|(gap, codes)| json!({ "gap": gap, "label": gap.label(), "count": codes.len(), "codes": codes }))
        .collect();
    let fields = [("round", json!(round)), ("meeting", json!(meeting.id)), ("lacks", json!(lacks))];
    desk.receipt_with(&receipt, &lines, &fields)
}

pub(super) fn consult(args: &Consult, desk: &mut Desk) -> Result<()> {
    let context = &mut desk.context_on(&args.on)?;
    let key = args.key.clone().or_else(|| desk.round().map(ToOwned::to_owned));
    let words = term::text("--words", &args.words)?;
    let taken_up = term::text("--taken-up", &args.taken_up)?;
    let mut ledger = desk.open(Mode::Write)?;
    let (key, receipt) = plan::consult(&mut ledger, context, key.as_deref(), &args.asked, &words, &taken_up)?;
    let line = format!("{key} 的整改方案征求 {} 意见，用 taizhang round show 查看", args.asked.trim());
    desk.receipt_with(&receipt, &[line], &[("round", json!(key))])
}
