//! `log` 办理记录: the journal as people read it, newest first.

use super::{Exit, Result, desk::Desk, help};
use crate::{
    domain::{
        event::Event,
        ids::{ItemId, MeetingId, PartyId, RoundId},
        meeting::MeetingFacts,
    },
    report::page::{Block, Cell, Column, Tone},
    service::select,
    store::{Mode, Reader, query::LogEntry},
    zh::{
        date::format_day,
        event::{Names, sentence},
        label::Label as _,
    },
};
use serde::Serialize;
use std::collections::HashMap;

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

/// The names of the ledger as it stands. What was undone is gone from its tables: the events at hand still name it.
pub(super) struct Known<'r> {
    reader: &'r Reader<'r>,
    items: HashMap<ItemId, String>,
    parties: HashMap<PartyId, String>,
    rounds: HashMap<RoundId, String>,
    meetings: HashMap<MeetingId, String>,
}

impl<'r> Known<'r> {
    pub(super) fn new<'e>(reader: &'r Reader<'r>, events: impl IntoIterator<Item = &'e Event>) -> Result<Self> {
        let mut known = Self {
            reader,
            items: HashMap::new(),
            parties: HashMap::new(),
            rounds: HashMap::new(),
            meetings: HashMap::new(),
        };
        for event in events {
            known.learn(event);
        }
        known.parties.extend(reader.parties()?.into_iter().map(|p| (p.id, p.name)));
        known.rounds.extend(reader.rounds()?.into_iter().map(|r| (r.id, r.key)));
        known.meetings.extend(reader.meetings()?.into_iter().map(|m| (m.id, meeting_words(m.id, &m.facts))));
        Ok(known)
    }

    fn learn(&mut self, event: &Event) {
        match event {
            Event::ItemAdded(new) => {
                self.items.insert(new.item, new.code.clone());
            }
            Event::PartyAdded { party, name, .. } => {
                self.parties.insert(*party, name.clone());
            }
            Event::RoundOpened { round, key, .. } => {
                self.rounds.insert(*round, key.clone());
            }
            Event::MeetingAdded { meeting, facts, .. } => {
                self.meetings.insert(*meeting, meeting_words(*meeting, facts));
            }
            _ => {}
        }
    }
}

fn meeting_words(id: MeetingId, facts: &MeetingFacts) -> String {
    format!("{} {}（第 {id} 号会议）", format_day(facts.held_on), facts.kind.label())
}

impl Names for Known<'_> {
    fn item(&self, id: ItemId) -> String {
        let gone = || self.items.get(&id).cloned().unwrap_or_else(|| format!("（已撤销的事项 {id}）"));
        self.reader.item(id).map_or_else(|_| gone(), |item| item.code)
    }

    fn item_of_round(&self, id: ItemId) -> String {
        let item = self.reader.item(id).ok();
        let round = item.and_then(|item| self.rounds.get(&item.round));
        round.map_or_else(|| self.item(id), |key| format!("{key}:{}", self.item(id)))
    }

    fn party(&self, id: PartyId) -> String {
        self.parties.get(&id).cloned().unwrap_or_else(|| format!("（已撤销的名称 {id}）"))
    }

    fn round(&self, id: RoundId) -> String {
        self.rounds.get(&id).cloned().unwrap_or_else(|| format!("（已撤销的轮次 {id}）"))
    }

    fn meeting(&self, id: MeetingId) -> String {
        self.meetings.get(&id).cloned().unwrap_or_else(|| format!("第 {id} 号会议"))
    }
}
