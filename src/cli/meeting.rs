//! `meeting` 会议: meetings, and what they decided.

use super::{
    Exit, Result,
    day::{self, OnDay},
    desk::Desk,
    term,
};
use crate::{
    domain::meeting::{Decision, DecisionOn, MeetingFacts, MeetingKind},
    report::page::{Block, Column},
    service::{meeting, select},
    store::{
        Mode, StoreError,
        query::{DecisionRow, Meeting},
    },
    zh::label::Label as _,
};
use serde_json::{Value, json};

/// 登记会议，看审议了什么
#[derive(Debug, clap::Args)]
#[command(after_help = "\
例：
  taizhang meeting add 2025-08-20 --kind 党组会 --title 第12次党组会 --no 〔2025〕12号
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
        Act::List => list(desk)?,
        Act::Show { meeting } => show(&meeting, desk)?,
    }
    Ok(Exit::Done)
}

/// How many items were tabled, and how it went: tabled = agreed + returned + deferred.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    agreed: i64,
    returned: i64,
    deferred: i64,
}

impl Tally {
    fn of<'a>(decisions: impl IntoIterator<Item = &'a DecisionRow>) -> Self {
        let mut tally = Self::default();
        for row in decisions {
            match row.decision {
                Decision::Agreed => tally.agreed += 1,
                Decision::Returned => tally.returned += 1,
                Decision::Deferred => tally.deferred += 1,
            }
        }
        tally
    }

    const fn tabled(self) -> i64 {
        self.agreed + self.returned + self.deferred
    }

    /// How many, and how it went, leaving out what did not happen.
    fn words(self) -> String {
        let parts = [("同意", self.agreed), ("退回", self.returned), ("暂缓", self.deferred)];
        let parts: Vec<String> =
            parts.iter().filter(|(_, count)| *count > 0).map(|(word, count)| format!("{word}{count}")).collect();
        if parts.is_empty() { String::new() } else { format!("{}项：{}", self.tabled(), parts.join("、")) }
    }

    fn json(self) -> Value {
        json!({ "tabled": self.tabled(), "agreed": self.agreed, "returned": self.returned, "deferred": self.deferred })
    }
}

fn facts_json(meeting: &Meeting, round: Option<&String>) -> Value {
    let Meeting { id, facts, .. } = meeting;
    json!({
        "number": id, "held_on": facts.held_on, "kind": facts.kind, "title": facts.title, "minutes_no": facts.minutes_no,
        "round": round,
    })
}

fn list(desk: &mut Desk) -> Result<()> {
    let ledger = desk.open(Mode::Read)?;
    let only = desk.round().map(ToOwned::to_owned);
    let rows: Vec<(Meeting, Option<String>, Tally)> = ledger.read(|reader| {
        let rounds = reader.rounds()?;
        let mut rows = Vec::new();
        for meeting in reader.meetings()? {
            let round = meeting.round.and_then(|id| rounds.iter().find(|r| r.id == id)).map(|r| r.key.clone());
            if only.is_none() || round == only {
                let tally = Tally::of(&reader.decisions_of_meeting(meeting.id)?);
                rows.push((meeting, round, tally));
            }
        }
        Ok::<_, StoreError>(rows)
    })?;
    if desk.is_json() {
        let mut json = desk.json("taizhang.meetings/1")?;
        json.begin_array("meetings")?;
        for (meeting, round, tally) in &rows {
            let mut element = facts_json(meeting, round.as_ref());
            element["decisions"] = tally.json();
            json.element(&element)?;
        }
        json.end_array()?;
        return Ok(json.finish()?);
    }
    let mut page = desk.page()?;
    page.title("会议", None)?;
    if rows.is_empty() {
        page.block(Block::Paragraph("还没有登记会议。登记用 taizhang meeting add 日期 --kind 种类。".into()))?;
        return Ok(page.finish()?);
    }
    let several = rows.iter().any(|(_, round, _)| *round != rows[0].1);
    let mut columns = vec![
        Column::number("编号"),
        Column::day("日期"),
        Column::rigid("种类"),
        Column::text("名称", 3),
        Column::text("纪要号", 2),
        Column::text("上会事项", 3),
    ];
    if several {
        columns.push(Column::rigid("轮次"));
    }
    page.begin_grid(&columns)?;
    for (meeting, round, tally) in rows {
        let mut cells = vec![
            meeting.id.0.into(),
            meeting.facts.held_on.into(),
            meeting.facts.kind.label().into(),
            meeting.facts.title.into(),
            meeting.facts.minutes_no.into(),
            tally.words().into(),
        ];
        if several {
            cells.push(round.into());
        }
        page.row(cells)?;
    }
    page.end_grid()?;
    Ok(page.finish()?)
}

fn show(typed: &str, desk: &mut Desk) -> Result<()> {
    let ledger = desk.open(Mode::Read)?;
    let (meeting, round, decisions) = ledger.read(|reader| {
        let meeting = select::meeting(reader, typed)?;
        let round = meeting.round.map(|id| reader.round(id)).transpose()?.map(|r| r.key);
        let decisions = reader.decisions_of_meeting(meeting.id)?;
        Ok::<_, crate::service::Error>((meeting, round, decisions))
    })?;
    let about = |on: DecisionOn| Tally::of(decisions.iter().filter(|d| d.on == on));
    if desk.is_json() {
        let mut json = desk.json("taizhang.meeting/1")?;
        if let Value::Object(fields) = facts_json(&meeting, round.as_ref()) {
            for (key, value) in fields {
                json.field(&key, &value)?;
            }
        }
        for on in DecisionOn::ALL {
            json.field(on.key(), &about(*on).json())?;
        }
        json.begin_array("decisions")?;
        for d in &decisions {
            json.element(
                &json!({ "code": d.code, "text": d.text, "on": d.on, "decision": d.decision, "words": d.words }),
            )?;
        }
        json.end_array()?;
        return Ok(json.finish()?);
    }
    let mut page = desk.page()?;
    let facts = &meeting.facts;
    page.title(&format!("第 {} 号会议", meeting.id), None)?;
    page.block(Block::KeyValues(vec![
        ("日期".into(), facts.held_on.into()),
        ("种类".into(), facts.kind.label().into()),
        ("名称".into(), facts.title.clone().into()),
        ("纪要号".into(), facts.minutes_no.clone().unwrap_or_else(|| "无".into()).into()),
        ("轮次".into(), round.unwrap_or_else(|| "无".into()).into()),
    ]))?;
    if decisions.is_empty() {
        page.block(Block::Paragraph("没有对事项作过决定。".into()))?;
        return Ok(page.finish()?);
    }
    let sums: Vec<String> = DecisionOn::ALL
        .iter()
        .map(|on| (on.label(), about(*on)))
        .filter(|(_, tally)| tally.tabled() > 0)
        .map(|(on, t)| {
            let Tally { agreed, returned, deferred } = t;
            format!("{on}：上会 {} 项 = 同意 {agreed} + 退回 {returned} + 暂缓 {deferred}", t.tabled())
        })
        .collect();
    page.block(Block::Paragraph(sums.join("\n")))?;
    page.begin_grid(&[
        Column::code("编号"),
        Column::text("内容", 3),
        Column::rigid("事由"),
        Column::rigid("决定"),
        Column::text("说明", 2),
    ])?;
    for d in decisions {
        page.row(vec![d.code.into(), d.text.into(), d.on.label().into(), d.decision.label().into(), d.words.into()])?;
    }
    page.end_grid()?;
    Ok(page.finish()?)
}
