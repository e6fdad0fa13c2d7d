//! `log` 办理记录: the journal as people read it, newest first.

use super::{Exit, Result, desk::Desk, help};
pub(super) use crate::report::Known;
use crate::{
    report::page::{Block, Cell, Column, Tone},
    service::select,
    store::{Mode, query::LogEntry},
    zh::event::sentence,
};
use serde::Serialize;

/// 办理记录，最新的在前
#[derive(Debug, clap::Args)]
#[command(after_help = "例：\n  taizhang log\n  taizhang 办理记录 12.3\n  taizhang log --all --format csv")]
pub(super) struct Args {
    /// 只看这个事项，如 12.3
    #[arg(value_name = "编号")]
    code: Option<String>,
    /// 最多列几条
    #[arg(long, value_name = "条数", default_value_t = 50, conflicts_with = "all")]
    limit: u64,
    /// 全部列出
    #[arg(long)]
    all: bool,
}

/// A record in the document.
#[derive(Serialize)]
struct Row<'a> {
    seq: i64,
    command_id: &'a str,
    verb: &'a str,
    entered_at: &'a str,
    effective_on: &'a str,
    operator: &'a str,
    kind: &'a str,
    words: String,
    undone: bool,
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let round = desk.round().map(str::to_owned);
    let limit = (!args.all).then_some(args.limit);
    let ledger = desk.open(Mode::Read)?;
    ledger.read(|reader| {
        let item = args.code.as_deref().map(|code| select::code(reader, round.as_deref(), code)).transpose()?;
        let entries = reader.log(item, limit)?;
        let total = reader.ledger()?.map_or(0, |ledger| ledger.records);
        let names = Known::new(reader, entries.iter().map(|entry| &entry.event))?;
        let shown = if desk.is_json() {
            print_json(desk, &entries, total, &names)
        } else {
            let more = item.is_none() && i64::try_from(entries.len()).is_ok_and(|shown| shown < total);
            print_page(desk, &entries, more.then_some(total), &names)
        };
        shown.map(|()| Exit::Done)
    })
}

fn print_json(desk: &mut Desk, entries: &[LogEntry], total: i64, names: &Known<'_>) -> Result<()> {
    let mut json = desk.json("taizhang.log/1")?;
    json.field("total", &total)?;
    json.begin_array("entries")?;
    for LogEntry { record, event, undone } in entries {
        json.element(&Row {
            seq: record.seq,
            command_id: &record.command_id,
            verb: &record.verb,
            entered_at: &record.entered_at,
            effective_on: &record.effective_on,
            operator: &record.operator,
            kind: event.kind(),
            words: sentence(event, names),
            undone: *undone,
        })?;
    }
    json.end_array()?;
    Ok(json.finish()?)
}

fn print_page(desk: &mut Desk, entries: &[LogEntry], total: Option<i64>, names: &Known<'_>) -> Result<()> {
    let mut page = desk.page()?;
    page.begin_grid(&[
        Column::number("记录"),
        Column::day("录入时间"),
        Column::day("生效日"),
        Column::rigid("经办人").at_most(12),
        Column::rigid("命令"),
        Column::text("内容", 1),
        Column::rigid("状态"),
    ])?;
    for LogEntry { record, event, undone } in entries {
        let words = Cell::text(sentence(event, names));
        page.row(vec![
            record.seq.into(),
            minute(&record.entered_at).into(),
            record.effective_on.as_str().into(),
            record.operator.as_str().into(),
            help::alias_of(&record.verb).into(),
            if *undone { words.toned(Tone::Muted) } else { words },
            if *undone { "已撤销" } else { "" }.into(),
        ])?;
    }
    page.end_grid()?;
    if let Some(total) = total {
        page.block(Block::Note(format!("共 {total} 条，这里是最新的 {} 条；全部列出用 --all。", entries.len())))?;
    }
    Ok(page.finish()?)
}

/// An instant to the minute, in the zone in which it was entered.
pub(super) fn minute(instant: &str) -> String {
    chrono::DateTime::parse_from_rfc3339(instant)
        .map_or_else(|_| instant.to_owned(), |at| at.format("%Y-%m-%d %H:%M").to_string())
}
