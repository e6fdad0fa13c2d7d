//! `round lock` 锁定 and `round adjustments` 补报调整: what was published stays, and what was not known then is listed.

use crate::{
    cli::{
        Exit, Result,
        day::{self, AsOfDay, OnDay},
        desk::Desk,
        summary::adjustments_document,
    },
    domain::Day,
    report::{
        adjustment::Adjustments,
        page::{Block, Cell},
    },
    service::{
        self,
        lock::{self, Locking},
        select,
        session::Run,
    },
    store::{Mode, query::Lock},
};
use serde_json::{Value, json};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
例：
  taizhang round lock --through 2025-08-31 --title 八月整改进展报告
锁定后，这一天及以前的内容不能再录入、修改或撤销；锁定不能撤回。后来才知道的按知道的那天录入，列为补报调整")]
pub(super) struct LockArgs {
    /// 轮次名称（默认正在整改的）
    #[arg(value_name = "轮次名称")]
    key: Option<String>,
    /// 锁定到哪一天：报告的截止日
    #[arg(long, value_name = "日期")]
    through: String,
    /// 印发的报告叫什么
    #[arg(long, value_name = "标题")]
    title: Option<String>,
    /// 只预演，不记录
    #[arg(long)]
    dry_run: bool,
    /// 不再询问
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    on: OnDay,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "例：\n  taizhang round adjustments\n  taizhang 轮次 补报调整 2025巡察 --as-of 2025-09-30")]
pub(super) struct AdjustmentsArgs {
    /// 轮次名称（默认正在整改的）
    #[arg(value_name = "轮次名称")]
    key: Option<String>,
    #[command(flatten)]
    as_of: AsOfDay,
}

pub(super) fn lock(args: &LockArgs, desk: &mut Desk) -> Result {
    let today = desk.today();
    let through = day::parse("--through", &args.through, today)?;
    let locking = Locking { through, title: args.title.clone() };
    let key = args.key.clone().or_else(|| desk.round().map(ToOwned::to_owned));
    let mut ledger = desk.open(Mode::Write)?;
    let dry = &mut desk.context_on(&args.on)?;
    let (shown, preview) = lock::lock(&mut ledger, dry, key.as_deref(), &locking, Run::Dry)?;
    let mut lines = vec![
        format!("轮次 {} 锁定到 {through}", shown.round),
        "这一天及以前的内容不能再录入、修改或撤销".to_owned(),
        "后来才知道的按知道的那天录入，列为补报调整".to_owned(),
    ];
    if through == today {
        lines.push("今天之内不能再录入这个轮次，明天起可以".into());
    }
    let receipt = if args.dry_run {
        preview
    } else {
        desk.ask("锁定后不能撤回", &lines, args.yes)?;
        let context = &mut desk.context_on(&args.on)?;
        lock::lock(&mut ledger, context, key.as_deref(), &locking, Run::Record)?.1
    };
    let fields = [
        ("round", json!(shown.round)),
        ("locked_before", json!(shown.before)),
        ("locked_through", json!(shown.through)),
    ];
    desk.receipt_with(&receipt, &lines, &fields)?;
    Ok(Exit::Done)
}

pub(super) fn adjustments(args: &AdjustmentsArgs, desk: &mut Desk) -> Result {
    let day = args.as_of.day(desk.today())?;
    let key = args.key.clone().or_else(|| desk.round().map(ToOwned::to_owned));
    let ledger = desk.open(Mode::Read)?;
    let (round, adjusted) = ledger.read(|reader| {
        let round = select::round(reader, key.as_deref())?;
        let adjusted = Adjustments::of_round(reader, &round, day)?;
        Ok::<_, service::Error>((round, adjusted))
    })?;
    if desk.is_json() {
        let mut json = desk.json("taizhang.adjustments/1")?;
        json.field("as_of", &day)?;
        json.field("round", &round.key)?;
        json.field("adjustments", &adjusted.as_ref().map(adjustments_document))?;
        json.finish()?;
        return Ok(Exit::Done);
    }
    let mut page = desk.page()?;
    page.title(&format!("轮次 {} 补报调整", round.key), Some(day))?;
    match adjusted {
        Some(adjusted) => adjusted.page(&mut *page)?,
        None => page.block(Block::Paragraph(
            "这一天以前没有锁定过，没有补报调整。印发报告后用 taizhang round lock --through 截止日 锁定。".into(),
        ))?,
    }
    page.finish()?;
    Ok(Exit::Done)
}

/// The locks of a round in its document.
pub(super) fn document(locks: &[Lock]) -> Vec<Value> {
    let one = |lock: &Lock| json!({ "through": lock.through, "on": lock.on, "title": lock.title, "paper": lock.paper });
    locks.iter().map(one).collect()
}

/// The locks of a round among its facts, with what was adjusted since the last one.
pub(super) fn facts(locks: &[Lock], adjustments: usize, today: Day) -> Vec<(String, Cell)> {
    let Some(last) = locks.last() else { return Vec::new() };
    let told = |lock: &Lock| {
        let title = lock.title.as_ref().map(|title| format!("，{title}")).unwrap_or_default();
        format!("{}（{} 锁定{title}）", lock.through, lock.on)
    };
    let mut facts = vec![("锁定到".to_owned(), locks.iter().map(told).collect::<Vec<_>>().join("；").into())];
    if last.through < today {
        let words = match adjustments {
            0 => "无".to_owned(),
            n => format!("{n} 项，用 taizhang round adjustments 列出"),
        };
        facts.push(("补报调整".into(), words.into()));
    }
    facts
}
