//! 会议研究情况一览: which meetings were held, and what they decided; tabled is agreed, returned and deferred.

use super::{About, Paper, bulletin::met};
use crate::{
    domain::meeting::{Decision, MeetingKind},
    report::{
        Known, Result,
        meeting::{Decided, Matter, Tally},
        page::{Block, Cell, Column, PageSink, Tone},
        summary::Summary,
    },
    zh::{date::format_day_zh, label::Label as _, plan},
};

/// The meetings of a round.
pub struct Meetings;

impl Paper for Meetings {
    fn title(&self, about: &About<'_>) -> String {
        format!("{}会议研究情况一览", about.round.settings.title)
    }

    fn page(&self, about: &About<'_>, sink: &mut dyn PageSink) -> Result<()> {
        sink.title(&self.title(about), Some(about.day()))?;
        let held = held(about)?;
        if held.is_empty() {
            sink.block(Block::Paragraph("没有登记会议。".into()))?;
            return about.end(sink);
        }
        let summary = Summary::new(about.scope, about.filter, None)?;
        sink.block(Block::Paragraph(met(&summary)))?;
        sink.block(Block::Paragraph(altogether(&held)))?;
        sink.block(Block::Heading { level: 1, text: "一、召开会议情况".into() })?;
        overview(&held, sink)?;
        if held.iter().any(|decided| !decided.tabled().is_empty()) {
            sink.block(Block::Heading { level: 1, text: "二、研究事项及决定".into() })?;
            decisions(about, &held, sink)?;
        }
        about.end(sink)
    }
}

/// The meetings of the round by a paper's day, by kind of meeting and day as the ledger lists them, with what they decided for it.
pub(super) fn held(about: &About<'_>) -> Result<Vec<Decided>> {
    let reader = about.scope.reader;
    let mut held = Vec::new();
    for meeting in reader.meetings_held(&[about.round.id], about.day())? {
        held.push(Decided::new(reader, meeting)?.in_round(reader, about.round.id, about.day())?.0);
    }
    Ok(held)
}

/// What all meetings decided together.
fn altogether(held: &[Decided]) -> String {
    let all = held.iter().flat_map(Decided::tabled).fold(Tally::default(), |all, (_, tally)| all.with(tally));
    format!(
        "会议研究事项{}项次，其中同意{}项次、退回{}项次、暂缓{}项次；一项事项几次上会的，每次各计一次。",
        all.tabled(),
        all.agreed,
        all.returned,
        all.deferred
    )
}

/// Every meeting in a row, by kind and day.
fn overview(held: &[Decided], sink: &mut dyn PageSink) -> Result<()> {
    sink.begin_grid(&[
        Column::number("序号"),
        Column::day("日期"),
        Column::text("会议名称", 3),
        Column::text("纪要号", 2),
        Column::text("研究情况", 3),
    ])?;
    let mut number = 0;
    for kind in MeetingKind::ALL {
        let of_kind: Vec<_> = held.iter().filter(|decided| decided.meeting.facts.kind == *kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        sink.band(&format!("{}（{}次）", kind.label(), of_kind.len()), Tone::Strong)?;
        for decided in of_kind {
            number += 1;
            let facts = &decided.meeting.facts;
            sink.row(vec![
                Cell::number(number),
                facts.held_on.into(),
                facts.title.as_str().into(),
                facts.minutes_no.clone().into(),
                studied(decided).into(),
            ])?;
        }
    }
    Ok(sink.end_grid()?)
}

/// What a meeting was about, a line for each matter.
pub(super) fn studied(decided: &Decided) -> String {
    let lines: Vec<String> = decided
        .tabled()
        .iter()
        .map(|(matter, tally)| match matter {
            Matter::Adoption => "审议通过整改方案".to_owned(),
            _ => tally.words_of(matter.label()),
        })
        .collect();
    if lines.is_empty() { "未登记研究事项".to_owned() } else { lines.join("\n") }
}

/// Every decision in a row, meeting by meeting.
fn decisions(about: &About<'_>, held: &[Decided], sink: &mut dyn PageSink) -> Result<()> {
    let names = Known::new(about.scope.reader, [])?;
    sink.begin_grid(&[
        Column::code("编号"),
        Column::text("事项", 4),
        Column::rigid("事由"),
        Column::rigid("决定"),
        Column::text("会议意见", 2),
    ])?;
    let mut by_day: Vec<_> = held.iter().filter(|decided| !decided.tabled().is_empty()).collect();
    by_day.sort_by_key(|decided| (decided.meeting.facts.held_on, decided.meeting.id));
    for decided in by_day {
        let facts = &decided.meeting.facts;
        let minutes = facts.minutes_no.as_deref().map(|no| format!("（{no}）")).unwrap_or_default();
        sink.band(&format!("{}　{}{minutes}", format_day_zh(facts.held_on), facts.title), Tone::Strong)?;
        let agreed = || Cell::text(Decision::Agreed.label());
        for round in &decided.adopted {
            let plan = format!("{}整改方案", round.settings.title);
            sink.row(vec!["—".into(), plan.into(), "审定方案".into(), agreed(), Cell::EMPTY])?;
        }
        for row in &decided.plan.adjustments {
            let what = format!("{}：{}", row.change.label(), plan::adjustment(&row.event, &row.text, &names));
            let reason = plan::reason(&row.event);
            sink.row(vec![row.code.as_str().into(), what.into(), "方案调整".into(), agreed(), reason.into()])?;
        }
        for row in decided.counted() {
            let tone = if row.decision == Decision::Agreed { Tone::Plain } else { Tone::Strong };
            let matter = Matter::ALL.iter().find(|matter| matter.on() == Some(row.on));
            sink.row(vec![
                row.code.as_str().into(),
                row.text.as_str().into(),
                matter.map_or_else(|| row.on.label(), |matter| matter.label()).into(),
                Cell::text(row.decision.label()).toned(tone),
                Cell::text(decided.remark(row)),
            ])?;
        }
    }
    Ok(sink.end_grid()?)
}
