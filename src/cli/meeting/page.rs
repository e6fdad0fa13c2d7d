//! Meetings as pages and documents: what was tabled, and how it went.

use super::super::{Result, desk::Desk, error::CliError, log::Known};
use crate::{
    report::{
        meeting::{Decided, Matter, Tally},
        page::{Block, Column},
    },
    service::select,
    store::{
        Mode,
        query::{DecisionRow, Meeting},
    },
    zh::label::Label as _,
};
use serde_json::{Value, json};

fn facts_json(meeting: &Meeting, round: Option<&String>) -> Value {
    let Meeting { id, facts, .. } = meeting;
    json!({
        "number": id, "held_on": facts.held_on, "kind": facts.kind, "title": facts.title, "minutes_no": facts.minutes_no,
        "round": round,
    })
}

pub(super) fn list(desk: &mut Desk) -> Result<()> {
    let ledger = desk.open(Mode::Read)?;
    let (only, today) = (desk.round().map(ToOwned::to_owned), desk.today());
    let rows: Vec<Decided> = ledger.read(|reader| {
        let Some(only) = only else {
            let all = reader.meetings()?.into_iter().map(|meeting| Ok(Decided::new(reader, meeting)?));
            return all.collect::<Result<Vec<_>>>();
        };
        let round = select::round(reader, Some(&only))?.id;
        let mut held = reader.meetings_held(&[round], today)?;
        held.sort_by_key(|meeting| (meeting.facts.held_on, meeting.id));
        let here = |meeting| Ok::<_, CliError>(Decided::new(reader, meeting)?.in_round(reader, round, today)?.0);
        held.into_iter().map(here).collect()
    })?;
    if desk.is_json() {
        let mut json = desk.json("taizhang.meetings/1")?;
        json.begin_array("meetings")?;
        for decided in &rows {
            let mut element = facts_json(&decided.meeting, decided.round.as_ref());
            let mut all = Tally::default();
            for matter in Matter::ALL {
                let tally = decided.tally(matter);
                all = all.with(tally);
                element[matter.key()] = tally.json();
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
    let several = rows.iter().any(|decided| decided.round != rows[0].round);
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
    for decided in rows {
        let tallies: Vec<String> =
            decided.tabled().iter().map(|(matter, tally)| tally.words_of(matter.label())).collect();
        let Decided { meeting, round, .. } = decided;
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
    ledger.read(|reader| {
        let meeting = select::meeting(reader, typed)?;
        let shown = Decided::new(reader, meeting)?;
        let names = Known::new(reader, [])?;
        if desk.is_json() { shown.json(&names, desk) } else { shown.page(&names, desk) }
    })
}

/// A meeting with all that it decided, as the desk shows it.
trait Shown {
    fn json(&self, names: &Known<'_>, desk: &mut Desk) -> Result<()>;
    fn page(&self, names: &Known<'_>, desk: &mut Desk) -> Result<()>;
}

impl Shown for Decided {
    fn json(&self, names: &Known<'_>, desk: &mut Desk) -> Result<()> {
        let mut json = desk.json("taizhang.meeting/1")?;
        if let Value::Object(fields) = facts_json(&self.meeting, self.round.as_ref()) {
            for (key, value) in fields {
                json.field(&key, &value)?;
            }
        }
        for matter in Matter::ALL {
            json.field(matter.key(), &self.tally(matter).json())?;
        }
        let adopted: Vec<Value> =
            self.adopted.iter().map(|r| json!({ "round": r.key, "adopted_on": r.adopted_on })).collect();
        json.field("adopted", &adopted)?;
        json.field("adjustments", &self.plan.adjustments_json(names))?;
        json.begin_array("decisions")?;
        for d in &self.decisions {
            let mut row = json!({ "code": d.code, "text": d.text, "on": d.on, "decision": d.decision, "words": d.words,
                    "without_evidence": d.without_evidence });
            if let Some((before, after)) = self.days(d) {
                row["due_before"] = json!(before);
                row["due_after"] = json!(after);
            }
            json.element(&row)?;
        }
        json.end_array()?;
        Ok(json.finish()?)
    }

    fn page(&self, names: &Known<'_>, desk: &mut Desk) -> Result<()> {
        let (meeting, round) = (&self.meeting, self.round.clone());
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
        let tabled = self.tabled();
        if tabled.is_empty() {
            page.block(Block::Paragraph("没有对事项作过决定。".into()))?;
            return Ok(page.finish()?);
        }
        for (matter, tally) in tabled {
            let Tally { agreed, returned, deferred } = tally;
            let sum = format!("上会 {} 项 = 同意 {agreed} + 退回 {returned} + 暂缓 {deferred}", tally.tabled());
            page.block(Block::Heading { level: 1, text: format!("{}：{sum}", matter.label()) })?;
            match matter {
                Matter::Adoption => {
                    for round in &self.adopted {
                        let on = round.adopted_on.map(|on| on.to_string()).unwrap_or_default();
                        let text = format!("审定整改方案：{} {}（{on} 起）", round.key, round.settings.title);
                        page.block(Block::Paragraph(text))?;
                    }
                }
                Matter::Adjustment => self.plan.show_adjustments(&mut *page, names)?,
                Matter::Closure | Matter::Extension | Matter::Ratification => {}
            }
            let about: Vec<&DecisionRow> = self.decisions.iter().filter(|d| Some(d.on) == matter.on()).collect();
            if about.is_empty() {
                continue;
            }
            page.begin_grid(&[
                Column::code("编号"),
                Column::text("内容", 3),
                Column::rigid("决定"),
                Column::text("说明", 2),
            ])?;
            for d in about {
                page.row(vec![
                    d.code.clone().into(),
                    d.text.clone().into(),
                    d.decision.label().into(),
                    self.remark(d).into(),
                ])?;
            }
            page.end_grid()?;
        }
        Ok(page.finish()?)
    }
}
