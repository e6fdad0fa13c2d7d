//! The figures that go with the table: 汇总, as `summary` has them, and 数字说明, which says of each what it counts and which
//! items these are. Counts and codes come from the very conditions of `summary --explain`.

use crate::{
    domain::{
        figures::{Figure, RateKind},
        filter::Filter,
        ids::{MeetingId, RoundId},
        item::{ItemKind, ItemType},
        lifecycle::Light,
        meeting::MeetingFacts,
    },
    report::{
        Result, Scope,
        outcome::meeting_words,
        page::{Bars, Block, Cell, Column, PageSink, Tone, Value},
        summary::{self, LATENESS, LOOKED, PROGRESS, Set, Summary},
    },
    zh::{
        label::{Label as _, figure_meaning, rate_meaning},
        own_table::{EXPLAINED_SHEET, MEETINGS_SHEET, SUMMARY_SHEET},
    },
};

/// How many codes stand beside a figure, so that all are seen in the highest row; the others are counted.
const MOST_CODES: usize = 200;

/// The figures of a summary as sections of a page.
///
/// # Errors
/// Trouble with the ledger or the place written to.
pub fn push(scope: &Scope<'_>, filter: &Filter, sink: &mut dyn PageSink) -> Result<()> {
    let summary = Summary::new(scope, filter, None)?;
    summed(scope, &summary, sink)?;
    explained(scope, filter, &summary, sink)
}

/// The meetings of the round, by their days: those that the summary counts, and those of no round.
///
/// # Errors
/// Trouble with the ledger or the place written to.
pub fn meetings(scope: &Scope<'_>, sink: &mut dyn PageSink) -> Result<()> {
    let rounds: Vec<RoundId> = scope.rounds.iter().map(|round| round.id).collect();
    let counted: Vec<MeetingId> =
        scope.reader.meetings_held(&rounds, scope.as_of.day)?.iter().map(|meeting| meeting.id).collect();
    let mut held = scope.reader.meetings()?;
    held.retain(|meeting| {
        let is_shown = meeting.round.is_none_or(|id| scope.round(id).is_some()) || counted.contains(&meeting.id);
        is_shown && meeting.facts.held_on <= scope.as_of.day
    });
    held.sort_by_key(|meeting| (meeting.facts.held_on, meeting.id));
    if held.is_empty() {
        return Ok(());
    }
    sink.block(Block::Heading { level: 1, text: MEETINGS_SHEET.into() })?;
    sink.begin_grid(&[
        Column::day("日期"),
        Column::rigid("种类"),
        Column::text("会议名称", 2),
        Column::text("纪要号", 1),
    ])?;
    for meeting in held {
        let MeetingFacts { kind, held_on, title, minutes_no } = meeting.facts;
        sink.row(vec![held_on.into(), kind.label().into(), title.into(), minutes_no.map(Cell::text).into()])?;
    }
    Ok(sink.end_grid()?)
}

fn summed(scope: &Scope<'_>, summary: &Summary, sink: &mut dyn PageSink) -> Result<()> {
    let part = |sink: &mut dyn PageSink, text: &str| sink.block(Block::Heading { level: 2, text: text.to_owned() });
    sink.block(Block::Heading { level: 1, text: SUMMARY_SHEET.into() })?;
    let title = scope.rounds.first().map(|round| round.settings.title.as_str()).unwrap_or_default();
    let day = crate::zh::date::format_day_zh(scope.as_of.day);
    sink.block(Block::Paragraph(format!("{title}整改进展汇总（截至{day}）")))?;
    let lines = summary.lines();
    if lines.is_empty() {
        return Ok(sink.block(Block::Paragraph("没有可以汇总的事项。".into()))?);
    }
    part(sink, "进度与销号（各层分别计数，不相加）")?;
    summary::counts(sink, "口径", &lines, &PROGRESS)?;
    summary.unratified_note(sink)?;
    part(sink, "比率")?;
    summary::rates(sink, &lines)?;
    summary.case_page(sink)?;
    part(sink, "时限")?;
    summary::counts(sink, "口径", &lines, &LATENESS)?;
    part(sink, "亮灯")?;
    let lights: Vec<(String, Figure)> =
        Light::ALL.iter().map(|light| (light.label().to_owned(), Figure::of_light(*light))).collect();
    summary::counts(sink, "口径", &lines, &lights)?;
    part(sink, "整改类型")?;
    let types = ItemType::ALL.iter().map(|kind| (kind.label().to_owned(), Figure::of_type(Some(*kind))));
    let types: Vec<(String, Figure)> = types.chain([("未定".to_owned(), Figure::of_type(None))]).collect();
    summary::counts(sink, "口径", &lines, &types)?;
    if lines.iter().any(|(_, set)| set.figures.get(Figure::LookedAt) > 0) {
        part(sink, "销号后回头看")?;
        summary::counts(sink, "口径", &lines, &LOOKED)?;
    }
    part(sink, "整改成效")?;
    sink.block(Block::Paragraph(meeting_words(&summary.meetings)))?;
    sink.block(Block::Paragraph(summary.outcomes.words()))?;
    let progress = [Figure::NotStarted, Figure::InProgress, Figure::Staged, Figure::Completed];
    let rows = progress.iter().map(|figure| (figure.label().to_owned(), summary.issues.figures.get(*figure)));
    sink.block(Block::Chart(Bars { title: "问题整改进度（个）".into(), rows: rows.collect() }))?;
    if !summary.closings.is_empty() {
        let rows = summary.closings.iter().map(|(month, closings, _)| (month.clone(), *closings)).collect();
        sink.block(Block::Chart(Bars { title: "各月销号问题（个）".into(), rows }))?;
    }
    Ok(())
}

/// Every figure that is not nothing, for issues, measures, opinions and cases apart.
fn explained(scope: &Scope<'_>, filter: &Filter, summary: &Summary, sink: &mut dyn PageSink) -> Result<()> {
    sink.block(Block::Heading { level: 1, text: EXPLAINED_SHEET.into() })?;
    sink.begin_grid(&[
        Column::text("口径", 1).of_width(10),
        Column::text("数字", 1).of_width(22),
        Column::number("数值"),
        Column::text("怎样计算", 3).of_width(44),
        Column::text("事项编号", 4).of_width(62),
    ])?;
    let sets: [(ItemKind, &Set); 4] = [
        (ItemKind::Issue, &summary.issues),
        (ItemKind::Measure, &summary.measures),
        (ItemKind::Opinion, &summary.opinions),
        (ItemKind::Case, &summary.cases),
    ];
    for (kind, set) in sets {
        if set.figures.get(Figure::Total) + set.figures.get(Figure::Withdrawn) == 0 {
            continue;
        }
        let of_kind = Filter { kinds: vec![kind], ..filter.clone() };
        sink.band(kind.label(), Tone::Strong)?;
        for figure in Figure::ALL {
            let count = set.figures.get(*figure);
            let codes = if count == 0 { String::new() } else { codes(scope, &of_kind, *figure, count)? };
            sink.row(vec![
                kind.label().into(),
                figure.label().into(),
                Cell::number(count),
                figure_meaning(*figure).into(),
                Cell::text(codes),
            ])?;
        }
        for rate in RateKind::ALL.iter().filter(|rate| rate.only_of().is_none_or(|only| only == kind)) {
            let value = set.rate(*rate);
            sink.row(vec![
                kind.label().into(),
                rate.label().into(),
                Value::Percent(value).into(),
                rate_meaning(*rate).into(),
                Cell::text(if value.whole == 0 { String::new() } else { format!("{}÷{}", value.part, value.whole) }),
            ])?;
        }
    }
    sink.end_grid()?;
    Ok(sink.block(Block::Note(
        "数字与 taizhang summary 相同；任一数字的明细用 taizhang summary --explain 数字 列出。比率两位小数四舍五入，0÷0 记作“—”。".into(),
    ))?)
}

fn codes(scope: &Scope<'_>, filter: &Filter, figure: Figure, count: i64) -> Result<String> {
    // Everything is everything: the codes stand in the table.
    let most = u64::try_from(MOST_CODES).unwrap_or(u64::MAX);
    let codes = scope.reader.member_codes(filter, scope.as_of, figure, most)?;
    let shown = i64::try_from(codes.len()).unwrap_or(i64::MAX);
    let mut words = codes.join("、");
    if shown < count {
        words.push_str(&format!("……共{count}项，其余用 --explain 查看"));
    }
    Ok(words)
}
