//! Meetings as pages and documents: what was tabled, and how it went.

use super::super::{Result, desk::Desk};
use crate::{
    domain::{
        ids::ItemId,
        meeting::{Decision, DecisionOn},
    },
    report::page::{Block, Column},
    service::select,
    store::{
        Mode, StoreError,
        query::{DecisionRow, Meeting},
    },
    zh::label::Label as _,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How many items were tabled, and how it went: tabled = agreed + returned + deferred.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    agreed: i64,
    returned: i64,
    deferred: i64,
}

impl Tally {
    /// An item counts once per matter; its last decision is the one that counts.
    fn of(decisions: &[DecisionRow], on: DecisionOn) -> Self {
        let mut last: BTreeMap<ItemId, Decision> = BTreeMap::new();
        for row in decisions.iter().filter(|row| row.on == on) {
            last.insert(row.item, row.decision);
        }
        let mut tally = Self::default();
        for decision in last.into_values() {
            match decision {
                Decision::Agreed => tally.agreed += 1,
                Decision::Returned => tally.returned += 1,
                Decision::Deferred => tally.deferred += 1,
            }
        }
        tally
    }

    const fn with(self, other: Self) -> Self {
        Self {
            agreed: self.agreed + other.agreed,
            returned: self.returned + other.returned,
            deferred: self.deferred + other.deferred,
        }
    }

    const fn tabled(self) -> i64 {
        self.agreed + self.returned + self.deferred
    }

    /// How many, and how it went, leaving out what did not happen.
    fn words(self, on: DecisionOn) -> Option<String> {
        let parts = [("同意", self.agreed), ("退回", self.returned), ("暂缓", self.deferred)];
        let parts: Vec<String> =
            parts.iter().filter(|(_, count)| *count > 0).map(|(word, count)| format!("{word}{count}")).collect();
        (!parts.is_empty()).then(|| format!("{}{}项：{}", on.label(), self.tabled(), parts.join("、")))
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

pub(super) fn list(desk: &mut Desk) -> Result<()> {
    let ledger = desk.open(Mode::Read)?;
    let only = desk.round().map(ToOwned::to_owned);
    let rows: Vec<(Meeting, Option<String>, Vec<DecisionRow>)> = ledger.read(|reader| {
        let rounds = reader.rounds()?;
        let mut rows = Vec::new();
        for meeting in reader.meetings()? {
            let round = meeting.round.and_then(|id| rounds.iter().find(|r| r.id == id)).map(|r| r.key.clone());
            if only.is_none() || round == only {
                let decisions = reader.decisions_of_meeting(meeting.id)?;
                rows.push((meeting, round, decisions));
            }
        }
        Ok::<_, StoreError>(rows)
    })?;
    if desk.is_json() {
        let mut json = desk.json("taizhang.meetings/1")?;
        json.begin_array("meetings")?;
        for (meeting, round, decisions) in &rows {
            let mut element = facts_json(meeting, round.as_ref());
            let mut all = Tally::default();
            for on in DecisionOn::ALL {
                let tally = Tally::of(decisions, *on);
                all = all.with(tally);
                element[on.key()] = tally.json();
            }
            element["decisions"] = all.json();
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
    for (meeting, round, decisions) in rows {
        let tallies: Vec<String> =
            DecisionOn::ALL.iter().filter_map(|on| Tally::of(&decisions, *on).words(*on)).collect();
        let mut cells = vec![
            meeting.id.0.into(),
            meeting.facts.held_on.into(),
            meeting.facts.kind.label().into(),
            meeting.facts.title.into(),
            meeting.facts.minutes_no.into(),
            tallies.join("\n").into(),
        ];
        if several {
            cells.push(round.into());
        }
        page.row(cells)?;
    }
    page.end_grid()?;
    Ok(page.finish()?)
}

pub(super) fn show(typed: &str, desk: &mut Desk) -> Result<()> {
    let ledger = desk.open(Mode::Read)?;
    let (meeting, round, decisions) = ledger.read(|reader| {
        let meeting = select::meeting(reader, typed)?;
        let round = meeting.round.map(|id| reader.round(id)).transpose()?.map(|r| r.key);
        let decisions = reader.decisions_of_meeting(meeting.id)?;
        Ok::<_, crate::service::Error>((meeting, round, decisions))
    })?;
    let about = |on: DecisionOn| Tally::of(&decisions, on);
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
    for on in DecisionOn::ALL {
        let Tally { agreed, returned, deferred } = about(*on);
        let tabled = about(*on).tabled();
        if tabled == 0 {
            continue;
        }
        page.block(Block::Heading {
            level: 1,
            text: format!("{}：上会 {tabled} 项 = 同意 {agreed} + 退回 {returned} + 暂缓 {deferred}", on.label()),
        })?;
        page.begin_grid(&[
            Column::code("编号"),
            Column::text("内容", 3),
            Column::rigid("决定"),
            Column::text("说明", 2),
        ])?;
        for d in decisions.iter().filter(|d| d.on == *on) {
            page.row(vec![
                d.code.clone().into(),
                d.text.clone().into(),
                d.decision.label().into(),
                d.words.clone().into(),
            ])?;
        }
        page.end_grid()?;
    }
    Ok(page.finish()?)
}
