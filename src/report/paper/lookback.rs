//! 回头看情况报告: what was drawn and looked at again after it was struck off, what held, and what came back.

use super::{
    About, Paper,
    story::{NOT_TOLD, Story},
    tables::{self, kind_word},
};
use crate::{
    domain::{
        disclosure::Audience,
        figures::Figure,
        item::{Item, ItemKind},
        rate::Rate,
        recheck::{Due, Finding, MONTHS},
    },
    report::{
        ReportError, Result,
        page::{Block, Cell, Column, PageSink, Tone, Value},
        row::{closure_cell, progress_cell},
        summary::Summary,
    },
    store::query::RecheckRow,
    zh::{
        date::format_day_zh,
        label::Label as _,
        prose::{Mark, phrase},
    },
};

/// The report.
pub struct Lookback;

/// An item that was looked at again, with the look-backs at it by the day of the report.
struct Looked {
    item: Item,
    rechecks: Vec<RecheckRow>,
}

/// What may be struck off, and looked at again.
const KINDS: [ItemKind; 4] = [ItemKind::Issue, ItemKind::Measure, ItemKind::Opinion, ItemKind::Case];

impl Lookback {
    fn looked(about: &About<'_>) -> Result<Vec<Looked>> {
        let mut items = Vec::new();
        let (reader, filter) = (about.scope.reader, about.of_kinds(&KINDS));
        reader.each_member(&filter, about.scope.as_of, Figure::LookedAt, None, None, |item| {
            items.push(item);
            Ok::<_, ReportError>(())
        })?;
        let with = |item: Item| {
            let rechecks = reader.rechecks_of(item.id)?.into_iter().filter(|row| row.on <= about.day()).collect();
            Ok(Looked { item, rechecks })
        };
        items.into_iter().map(with).collect()
    }

    fn draws(about: &About<'_>, looked: &[Looked], number: &mut Sections, sink: &mut dyn PageSink) -> Result<()> {
        let reader = about.scope.reader;
        let of_round = |row: &crate::store::query::SampleRow| row.round.is_none_or(|round| round == about.round.id);
        let draws: Vec<_> =
            reader.samples()?.into_iter().filter(|row| of_round(row) && row.on <= about.day()).collect();
        number.section("抽查情况", sink)?;
        let drawn: i64 = draws.iter().map(|row| row.drawn).sum();
        sink.block(Block::Paragraph(format!("已销号事项抽查{}次，共抽取{drawn}项次。", draws.len())))?;
        if draws.is_empty() {
            return Ok(());
        }
        sink.begin_grid(&[
            Column::number("第几次"),
            Column::day("日期"),
            Column::number("范围"),
            Column::number("抽取"),
            Column::number("巩固"),
            Column::number("反弹"),
        ])?;
        for row in &draws {
            let answers = |finding: Finding| {
                let of = |one: &&RecheckRow| one.sample == Some(row.id) && one.finding == finding;
                let count = looked.iter().flat_map(|one| &one.rechecks).filter(of).count();
                Cell::number(i64::try_from(count).unwrap_or(i64::MAX))
            };
            sink.row(vec![
                row.id.0.into(),
                row.on.into(),
                row.population.into(),
                row.drawn.into(),
                answers(Finding::Held),
                answers(Finding::Rebound),
            ])?;
        }
        Ok(sink.end_grid()?)
    }

    fn figures(summary: &Summary, looked: &[Looked], number: &mut Sections, sink: &mut dyn PageSink) -> Result<()> {
        number.section("回头看结果", sink)?;
        let times: usize = looked.iter().map(|one| one.rechecks.len()).sum();
        let rebounds =
            looked.iter().flat_map(|one| &one.rechecks).filter(|row| row.finding == Finding::Rebound).count();
        sink.block(Block::Paragraph(format!(
            "对{}项事项开展回头看{times}次，其中结论为巩固{}次、反弹{rebounds}次。",
            looked.len(),
            times - rebounds
        )))?;
        sink.begin_grid(&[
            Column::rigid("口径"),
            Column::number("现已\n销号"),
            Column::number("看过"),
            Column::number("未反弹"),
            Column::number("曾反弹"),
            Column::number("反弹率"),
        ])?;
        let sets = [
            ("问题", &summary.issues),
            ("措施", &summary.measures),
            ("整改意见", &summary.opinions),
            ("个案", &summary.cases),
        ];
        for (label, set) in sets {
            let get = |figure: Figure| set.figures.get(figure);
            let (seen, back) = (get(Figure::LookedAt), get(Figure::Rebounded));
            if get(Figure::Closed) + seen == 0 && label != "问题" {
                continue;
            }
            sink.row(vec![
                Cell::text(label),
                Cell::number(get(Figure::Closed)),
                Cell::number(seen),
                Cell::number(seen - back),
                Cell::number(back).toned(if back > 0 { Tone::Late } else { Tone::Plain }),
                Cell::from(Value::Rate(Rate::new(back, seen))),
            ])?;
        }
        Ok(sink.end_grid()?)
    }

    fn rebounds(
        (about, story): (&About<'_>, &Story),
        looked: &[Looked],
        number: &mut Sections,
        sink: &mut dyn PageSink,
    ) -> Result<()> {
        let back: Vec<&Looked> = looked.iter().filter(|one| one.item.rebounded_on.is_some()).collect();
        if back.is_empty() {
            return Ok(());
        }
        number.section("反弹事项及处理", sink)?;
        for (at, one) in (1..).zip(back) {
            let item = &one.item;
            let mut words = format!("{}{}（编号{}）", Mark::Arabic.at(at), phrase(story.shown(item)), item.code);
            for row in one.rechecks.iter().filter(|row| row.finding == Finding::Rebound) {
                words.push_str(&format!(
                    "；{}{}发现反弹：{}",
                    format_day_zh(row.on),
                    row.by,
                    phrase(story.words(item).map_or(NOT_TOLD, |_| &row.words))
                ));
            }
            let again = about.scope.reader.reopened(item.id)?.filter(|(_, on)| *on <= about.day());
            if let Some((_, on)) = again {
                words.push_str(&format!("；{}撤销销号重新整改", format_day_zh(on)));
            }
            words.push_str(&format!("，目前{}、销号状态{}。", item.progress.label(), item.closure.label()));
            sink.block(Block::Paragraph(words))?;
        }
        Ok(())
    }

    fn waiting((about, story): (&About<'_>, &Story), number: &mut Sections, sink: &mut dyn PageSink) -> Result<()> {
        let filter = about.of_kinds(&KINDS);
        let mut rows: Vec<(Due, Item)> = Vec::new();
        for due in Due::ALL {
            let reader = about.scope.reader;
            reader.each_look_back(&filter, about.scope.as_of, (*due, MONTHS), None, |item, _| {
                rows.push((*due, item));
                Ok::<_, ReportError>(())
            })?;
        }
        if rows.is_empty() {
            return Ok(());
        }
        number.section("应看未看事项", sink)?;
        let reasons: Vec<String> = Due::ALL
            .iter()
            .map(|due| format!("{}{}项", due.label(), rows.iter().filter(|(of, _)| of == due).count()))
            .collect();
        sink.block(Block::Paragraph(format!(
            "已销号事项中{}（最近一次回头看满{MONTHS}个月的记作久未回头看）。",
            reasons.join("、")
        )))?;
        sink.begin_grid(&[
            Column::code("编号"),
            Column::rigid("类别"),
            Column::text("内容", 4),
            Column::day("销号"),
            Column::rigid("原因"),
        ])?;
        for (due, item) in &rows {
            sink.row(vec![
                Cell::text(item.code.clone()),
                Cell::text(kind_word(item)),
                Cell::text(story.shown(item).to_owned()),
                item.closed_on.into(),
                Cell::text(due.label()),
            ])?;
        }
        Ok(sink.end_grid()?)
    }
}

/// The sections of the report, numbered as they come.
struct Sections(usize);

impl Sections {
    fn section(&mut self, words: &str, sink: &mut dyn PageSink) -> Result<()> {
        self.0 += 1;
        Ok(sink.block(Block::Heading { level: 1, text: format!("{}{words}", Mark::Chinese.at(self.0)) })?)
    }
}

impl Paper for Lookback {
    fn title(&self, about: &About<'_>) -> String {
        format!("{}关于已销号事项回头看情况的报告", about.office)
    }

    fn page(&self, about: &About<'_>, sink: &mut dyn PageSink) -> Result<()> {
        let looked = Self::looked(about)?;
        let summary = Summary::new(about.scope, about.filter, None)?;
        let story = Story::new(about, Audience::Party)?;
        let mut number = Sections(0);
        sink.title(&self.title(about), None)?;
        sink.block(Block::Paragraph(format!(
            "现将{}整改已销号事项回头看情况报告如下，统计数字截至{}。",
            about.round.settings.title,
            format_day_zh(about.day())
        )))?;
        Self::draws(about, &looked, &mut number, sink)?;
        Self::figures(&summary, &looked, &mut number, sink)?;
        Self::rebounds((about, &story), &looked, &mut number, sink)?;
        Self::waiting((about, &story), &mut number, sink)?;
        sink.block(about.signature(&about.office))?;
        if !looked.is_empty() {
            tables::appendix(1, "回头看明细", sink)?;
            sink.begin_grid(&[
                Column::code("编号"),
                Column::rigid("类别"),
                Column::text("内容", 3),
                Column::day("日期"),
                Column::text("由谁", 1).at_most(12),
                Column::rigid("结论"),
                Column::text("情况", 3),
                Column::rigid("进度"),
                Column::rigid("销号"),
            ])?;
            for one in &looked {
                for row in &one.rechecks {
                    let tone = if row.finding == Finding::Rebound { Tone::Late } else { Tone::Plain };
                    sink.row(vec![
                        Cell::text(one.item.code.clone()),
                        Cell::text(kind_word(&one.item)),
                        Cell::text(story.shown(&one.item).to_owned()),
                        row.on.into(),
                        Cell::text(row.by.clone()),
                        Cell::text(row.finding.label()).toned(tone),
                        Cell::text(if story.words(&one.item).is_some() { row.words.as_str() } else { NOT_TOLD }),
                        progress_cell(&one.item),
                        closure_cell(&one.item),
                    ])?;
                }
            }
            sink.end_grid()?;
        }
        about.end(sink)
    }
}
