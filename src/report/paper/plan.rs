//! 整改方案: what was resolved for every issue, who answers for it and until when; who adopted it, and what was adjusted since.

use super::{
    About, Paper,
    rows::{
        Bands, UNSET_MEANS, deadline, departments, each_group, issue_words, leaders, origin_words, persons, unless,
    },
};
use crate::{
    domain::{
        figures::Figure,
        filter::Filter,
        item::{ItemType, Origin},
    },
    report::{
        Known, Result,
        page::{Block, Column, PageSink},
        plan::Plan,
        summary::Summary,
    },
    zh::{date::format_day_zh, label::Label as _, numeral::to_chinese},
};

/// The plan with its table.
pub struct PlanPaper;

impl Paper for PlanPaper {
    fn title(&self, about: &About<'_>) -> String {
        format!("{}整改方案", about.round.settings.title)
    }

    fn page(&self, about: &About<'_>, sink: &mut dyn PageSink) -> Result<()> {
        about.begin(&self.title(about), sink)?;
        let summary = Summary::new(about.scope, about.filter, None)?;
        if summary.by_origin.iter().all(|(_, set)| set.figures.get(Figure::Total) == 0) {
            sink.block(Block::Paragraph(match about.within()? {
                "" => "台账里还没有问题，列不出整改方案。".to_owned(),
                within => format!("{within}没有问题。"),
            }))?;
            return about.end(sink);
        }
        for words in lead(about, &summary)? {
            sink.block(Block::Paragraph(words))?;
        }
        let origins: Vec<Origin> = summary
            .by_origin
            .iter()
            .filter(|(_, set)| set.figures.get(Figure::Total) > 0)
            .map(|(origin, _)| *origin)
            .collect();
        for (number, origin) in (1..).zip(&origins) {
            let text = match origins.len() {
                1 => "整改任务分解表".to_owned(),
                _ => format!("{}、{}整改任务分解表", to_chinese(number), origin.label()),
            };
            sink.block(Block::Heading { level: 1, text })?;
            table(about, *origin, sink)?;
        }
        sink.block(Block::Note(UNSET_MEANS.into()))?;
        since(about, sink)?;
        sink.block(about.signature(about.party_group()))?;
        about.end(sink)
    }
}

/// What the plan answers, how much it holds, and who adopted it.
fn lead(about: &About<'_>, summary: &Summary) -> Result<Vec<String>> {
    let settings = &about.round.settings;
    let body = settings.body.as_deref().unwrap_or("有关机构");
    let issues = &summary.issues.figures;
    let measures = summary.measures.figures.get(Figure::Total);
    // What the party group listed altogether is told where the whole is shown.
    let who = match about.within()? {
        "" => format!("{}共列", about.party_group()),
        within => format!("{}制定方案，{within}列", about.party_group()),
    };
    let mut words = format!(
        "针对{body}{}反馈的意见，{who}问题{}个{}，制定整改措施{measures}条。",
        format_day_zh(settings.feedback_on),
        issues.get(Figure::Total),
        origin_words(&summary.by_origin),
    );
    let types: Vec<String> = ItemType::ALL
        .iter()
        .map(|kind| format!("{}{}个", kind.label(), issues.get(Figure::of_type(Some(*kind)))))
        .chain(std::iter::once(format!("未定类型{}个", issues.get(Figure::of_type(None)))))
        .collect();
    words.push_str(&format!("问题按整改类型分：{}。", types.join("、")));
    let mut lead = vec![words];
    let (opinions, cases) = (summary.opinions.figures.get(Figure::Total), summary.cases.figures.get(Figure::Total));
    if opinions + cases > 0 {
        let within = about.within()?;
        lead.push(format!("{within}另有整改意见{opinions}条、个案{cases}件，分别列表，不计入问题数。"));
    }
    let adjusted = Plan::new(about.scope.reader, about.round)?.adjustments;
    let adjusted = adjusted.iter().filter(|change| change.on <= about.day()).count();
    let since = match adjusted {
        0 => String::new(),
        count => format!("此后按程序调整{count}处，表中为调整后的内容，调整情况列在表后。"),
    };
    lead.push(adopted(about)? + &since);
    Ok(lead)
}

/// By whom and when the plan was adopted by the paper's day.
fn adopted(about: &About<'_>) -> Result<String> {
    let Some(on) = about.round.adopted_on.filter(|on| *on <= about.day()) else {
        return Ok("本方案尚未经党组会审议通过。".into());
    };
    let meeting = about.round.adopted_meeting.map(|id| about.scope.reader.meeting(id)).transpose()?.flatten();
    let on = format_day_zh(on);
    Ok(match meeting {
        None => format!("本方案于{on}审议通过。"),
        Some(meeting) => {
            let minutes = meeting.facts.minutes_no.map(|no| format!("（{no}）")).unwrap_or_default();
            format!("本方案于{on}经{}{minutes}审议通过。", meeting.facts.kind.label())
        }
    })
}

/// The table of one origin: an issue over its measures.
fn table(about: &About<'_>, origin: Origin, sink: &mut dyn PageSink) -> Result<()> {
    let filter = Filter { origins: vec![origin], ..about.filter.clone() };
    let with_origin = origin != Origin::Feedback;
    let mut columns = vec![Column::code("编号")];
    if with_origin {
        columns.push(Column::rigid("来源"));
    }
    columns.extend([
        Column::text("问题", 4),
        Column::text("整改目标", 2),
        Column::code("措施编号"),
        Column::text("整改措施", 5),
        Column::text("牵头领导", 1).at_most(16),
        Column::text("责任部门", 1).at_most(14),
        Column::text("责任人", 1).at_most(14),
        Column::text("时限", 2).at_most(16),
    ]);
    sink.begin_grid(&columns)?;
    let mut bands = Bands::default();
    each_group(about, &filter, &mut |group| {
        bands.before(about, &group.head, sink)?;
        let rows = group.measures.len().max(1);
        for at in 0..rows {
            let measure = group.measures.get(at);
            // An issue without measures answers for itself.
            let duty = measure.unwrap_or(&group.head);
            let mut cells = vec![unless(at > 0, group.head.code.as_str())];
            if with_origin {
                cells.push(unless(at > 0, group.head.origin.label()));
            }
            cells.extend([
                unless(at > 0, issue_words(group)),
                unless(at > 0, group.head.goal.clone()),
                measure.map(|measure| measure.code.clone()).into(),
                measure.map(|measure| measure.text.clone()).into(),
                leaders(duty),
                departments(duty),
                persons(duty),
                deadline(duty),
            ]);
            sink.row(cells)?;
        }
        Ok(())
    })?;
    Ok(sink.end_grid()?)
}

/// Whose comments were asked, and what was adjusted, by the paper's day.
fn since(about: &About<'_>, sink: &mut dyn PageSink) -> Result<()> {
    let mut plan = Plan::new(about.scope.reader, about.round)?;
    plan.consultations.retain(|row| row.on <= about.day());
    plan.adjustments.retain(|row| row.on <= about.day());
    let names = Known::new(about.scope.reader, [])?;
    plan.show(sink, &names)
}
