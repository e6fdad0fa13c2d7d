//! `due` 时限: how deadline words would be read. Needs no ledger.

use super::{Exit, Result, day, desk::Desk};
use crate::{
    domain::round::{Milestone, MilestoneKind},
    report::page::{Block, Cell},
    service::select,
    store::Mode,
    zh::{
        deadline::{Frame, parse_deadline, parse_deadline_from},
        label::Label as _,
    },
};

/// 看一条时限会怎样理解
#[derive(Debug, clap::Args)]
#[command(
    after_help = "例：\n  taizhang due 立行立改 --from 2024-12-20\n  taizhang 时限 集中整改期内 --focus 2025-06-20"
)]
pub(super) struct Args {
    /// 时限的文字
    #[arg(value_name = "时限", required = true)]
    words: Vec<String>,
    /// 反馈日（默认今天）
    #[arg(long, value_name = "日期")]
    from: Option<String>,
    /// 集中整改结束日
    #[arg(long, value_name = "日期")]
    focus: Option<String>,
    /// 按表格单元格理解（裸数字算日期）
    #[arg(long)]
    in_table: bool,
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let frame = frame(args, desk)?;
    let words = args.words.join(" ");
    // Where nobody named a feedback day, no day is too early for it.
    let known = args.from.is_some() || desk.round().is_some();
    let deadline = if known { parse_deadline(&words, &frame) } else { parse_deadline_from(&words, &frame) };
    if desk.is_json() {
        let mut json = desk.json("taizhang.due/1")?;
        json.field("raw", &deadline.raw)?;
        json.field("class", &deadline.class)?;
        json.field("due", &deadline.due)?;
        json.field("review", &deadline.review)?;
        json.field("note", &deadline.note)?;
        json.finish()?;
        return Ok(Exit::Done);
    }
    let or_none = |day| Option::map_or(day, Cell::text("无"), Cell::from);
    let mut facts = vec![
        ("时限".into(), deadline.raw.into()),
        ("类别".into(), deadline.class.label().into()),
        ("到期日".into(), or_none(deadline.due)),
        ("复核日".into(), or_none(deadline.review)),
    ];
    facts.extend(deadline.note.map(|note| ("说明".into(), note.into())));
    let mut page = desk.page()?;
    page.block(Block::KeyValues(facts))?;
    page.finish()?;
    Ok(Exit::Done)
}

/// What the reading rests on: the round that was named, else the days given, else today.
fn frame(args: &Args, desk: &mut Desk) -> Result<Frame> {
    let today = desk.today();
    let mut frame = match desk.round().map(str::to_owned) {
        Some(key) => {
            let round = desk.open(Mode::Read)?.read(|reader| select::round(reader, Some(&key)))?;
            Frame::of_round(&round.settings)
        }
        None => Frame { feedback_on: today, milestones: Vec::new(), now_days: 30, in_table: false },
    };
    if let Some(from) = day::parse_opt("--from", args.from.as_deref(), today)? {
        frame.feedback_on = from;
    }
    if let Some(on) = day::parse_opt("--focus", args.focus.as_deref(), today)? {
        frame.milestones.retain(|m| m.kind != MilestoneKind::Focused);
        frame.milestones.push(Milestone { kind: MilestoneKind::Focused, on });
    }
    frame.in_table = args.in_table;
    Ok(frame)
}
