//! 会议研究情况一览: which meetings were held, and what they decided; tabled is agreed, returned and deferred.

use super::{About, Paper};
use crate::{
    domain::meeting::{Decision, DecisionOn, MeetingKind},
    report::{
        Result,
        meeting::Tally,
        outcome::meeting_words,
        page::{Block, Cell, Column, PageSink, Tone},
        summary::Summary,
    },
    store::query::{DecisionRow, Meeting},
    zh::{date::format_day_zh, label::Label as _},
};

/// The meetings of a round.
pub struct Meetings;

impl Paper for Meetings {
    fn title(&self, about: &About<'_>) -> String {
        format!("{}会议研究情况一览", about.round.settings.title)
    }

    fn page(&self, about: &About<'_>, sink: &mut dyn PageSink) -> Result<()> {
        sink.title(&self.title(about), Some(about.day()))?;
        let reader = about.scope.reader;
        let mut held: Vec<(Meeting, Vec<DecisionRow>)> = Vec::new();
        for meeting in reader.meetings_held(&[about.round.id], about.day())? {
            let decisions = counted(reader.decisions_of_meeting(meeting.id)?);
            held.push((meeting, decisions));
        }
        if held.is_empty() {
            sink.block(Block::Paragraph("没有登记会议。".into()))?;
            return about.end(sink);
        }
        let summary = Summary::new(about.scope, about.filter, None)?;
        sink.block(Block::Paragraph(meeting_words(&summary.meetings)))?;
        sink.block(Block::Paragraph(altogether(&held)))?;
        sink.block(Block::Heading { level: 1, text: "一、召开会议情况".into() })?;
        overview(about, &held, sink)?;
        if held.iter().any(|(_, decisions)| !decisions.is_empty()) {
            sink.block(Block::Heading { level: 1, text: "二、研究事项及决定".into() })?;
            decisions(&held, sink)?;
        }
        about.end(sink)
    }
}

/// The decisions that count: the last one about an item and a matter.
fn counted(decisions: Vec<DecisionRow>) -> Vec<DecisionRow> {
    let later = |at: usize, row: &DecisionRow| {
        decisions[at + 1..].iter().any(|other| (other.item, other.on) == (row.item, row.on))
    };
    let keep: Vec<bool> = decisions.iter().enumerate().map(|(at, row)| !later(at, row)).collect();
    decisions.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(row, _)| row).collect()
}

/// What all meetings decided together.
fn altogether(held: &[(Meeting, Vec<DecisionRow>)]) -> String {
    let all = held
        .iter()
        .flat_map(|(_, decisions)| DecisionOn::ALL.iter().map(|on| Tally::of(decisions, *on)))
        .fold(Tally::default(), Tally::with);
    format!(
        "会议研究事项{}项次，其中同意{}项次、退回{}项次、暂缓{}项次；一项事项几次上会的，每次各计一次。",
        all.tabled(),
        all.agreed,
        all.returned,
        all.deferred
    )
}

/// Every meeting in a row, by kind and day.
fn overview(about: &About<'_>, held: &[(Meeting, Vec<DecisionRow>)], sink: &mut dyn PageSink) -> Result<()> {
    sink.begin_grid(&[
        Column::number("序号"),
        Column::day("日期"),
        Column::text("会议名称", 3),
        Column::text("纪要号", 2),
        Column::text("研究情况", 3),
    ])?;
    let mut number = 0;
    for kind in MeetingKind::ALL {
        let of_kind: Vec<_> = held.iter().filter(|(meeting, _)| meeting.facts.kind == *kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        sink.band(&format!("{}（{}次）", kind.label(), of_kind.len()), Tone::Strong)?;
        for (meeting, decisions) in of_kind {
            number += 1;
            sink.row(vec![
                Cell::number(number),
                meeting.facts.held_on.into(),
                meeting.facts.title.as_str().into(),
                meeting.facts.minutes_no.clone().into(),
                studied(about, meeting, decisions).into(),
            ])?;
        }
    }
    Ok(sink.end_grid()?)
}

/// What a meeting was about, a line for each matter.
fn studied(about: &About<'_>, meeting: &Meeting, decisions: &[DecisionRow]) -> String {
    let adopted =
        about.round.adopted_meeting == Some(meeting.id) && about.round.adopted_on.is_some_and(|on| on <= about.day());
    let mut lines: Vec<String> = adopted.then(|| "审议通过整改方案".to_owned()).into_iter().collect();
    lines.extend(DecisionOn::ALL.iter().filter_map(|on| Tally::of(decisions, *on).words(*on)));
    if lines.is_empty() { "未登记研究事项".to_owned() } else { lines.join("\n") }
}

/// Every decision in a row, meeting by meeting.
fn decisions(held: &[(Meeting, Vec<DecisionRow>)], sink: &mut dyn PageSink) -> Result<()> {
    sink.begin_grid(&[
        Column::code("编号"),
        Column::text("事项", 4),
        Column::rigid("事由"),
        Column::rigid("决定"),
        Column::text("会议意见", 2),
    ])?;
    let mut by_day: Vec<_> = held.iter().filter(|(_, decisions)| !decisions.is_empty()).collect();
    by_day.sort_by_key(|(meeting, _)| (meeting.facts.held_on, meeting.id));
    for (meeting, decisions) in by_day {
        let facts = &meeting.facts;
        let minutes = facts.minutes_no.as_deref().map(|no| format!("（{no}）")).unwrap_or_default();
        sink.band(&format!("{}　{}{minutes}", format_day_zh(facts.held_on), facts.title), Tone::Strong)?;
        for row in decisions {
            let tone = if row.decision == Decision::Agreed { Tone::Plain } else { Tone::Strong };
            sink.row(vec![
                row.code.as_str().into(),
                row.text.as_str().into(),
                row.on.label().into(),
                Cell::text(row.decision.label()).toned(tone),
                row.words.clone().into(),
            ])?;
        }
    }
    Ok(sink.end_grid()?)
}
