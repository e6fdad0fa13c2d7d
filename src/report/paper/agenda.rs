//! 拟销号事项清单（提请党组会审议）: what can be tabled, each with what it rests on; and apart from it what cannot, with the reason.

use super::{About, Paper, tables::review_words};
use crate::{
    domain::{
        filter::Filter,
        gate::Missing,
        ids::{EvidenceId, ItemId},
        item::Item,
        party::Role,
        policy::Walk,
        round::SignOff,
    },
    report::{
        Result,
        page::{Block, Cell, Column, PageSink},
        row::joined,
    },
    store::query::{EvidenceRow, Meeting},
    zh::{
        date::format_day_zh,
        label::{Label as _, all_of},
        numeral::to_chinese,
        refusal::missing_line,
    },
};

/// An item with what the gate says of it.
pub struct Candidate {
    /// The item.
    pub item: Item,
    /// What keeps it from being tabled; nothing when it can be.
    pub missing: Vec<Missing>,
    /// The evidence that counts for it.
    pub evidence: Vec<EvidenceId>,
    /// How far it has come on the way of the policy.
    pub walk: Walk,
}

/// The list for the meeting.
pub struct Agenda {
    /// Everything that is done or applied for.
    pub candidates: Vec<Candidate>,
    /// The meeting, where it is entered already.
    pub meeting: Option<Meeting>,
}

impl Agenda {
    fn tabled(&self) -> impl Iterator<Item = &Candidate> {
        self.candidates.iter().filter(|candidate| candidate.missing.is_empty())
    }

    fn kept_back(&self) -> impl Iterator<Item = &Candidate> {
        self.candidates.iter().filter(|candidate| !candidate.missing.is_empty())
    }

    fn tabled_page(&self, about: &About<'_>, sink: &mut dyn PageSink) -> Result<()> {
        sink.begin_grid(&[
            Column::code("编号"),
            Column::text("整改事项", 3),
            Column::text("牵头领导、责任部门", 1).at_most(16),
            Column::text("完成情况", 4),
            Column::text("佐证材料", 3),
            Column::text("审签情况", 3),
        ])?;
        for Candidate { item, evidence, walk, .. } in self.tabled() {
            let cycle = if item.cycle > 1 { format!("\n（第{}次整改）", item.cycle) } else { String::new() };
            sink.row(vec![
                item.code.as_str().into(),
                Cell::text(format!("{}{cycle}", item.text)),
                who_cell(item),
                self.result_cell(about, item)?,
                evidence_cell(about, item, evidence)?,
                Cell::text(signed_words(about, item, walk)?),
            ])?;
        }
        Ok(sink.end_grid()?)
    }

    /// What the department last reported and the office accepted, of the item or else of each part of it; with the day of completion.
    fn result_cell(&self, about: &About<'_>, item: &Item) -> Result<Cell> {
        let filings = about.scope.reader.accepted_filings(item.id, about.day())?;
        let mut last: Vec<(ItemId, String)> = Vec::new();
        // Each item's filings come first to last: the later words take the place of the earlier.
        for filing in filings {
            let Some(words) = filing.situation else { continue };
            match last.iter_mut().find(|(of, _)| *of == filing.item) {
                Some(known) => known.1 = words,
                None => last.push((filing.item, words)),
            }
        }
        let own = last.iter().find(|(of, _)| *of == item.id).map(|(_, words)| words.clone());
        let told = match own {
            Some(own) => Some(own),
            None => {
                let mut lines = Vec::new();
                for (of, words) in &last {
                    lines.push(format!("{} {words}", about.scope.reader.item(*of)?.code));
                }
                (!lines.is_empty()).then(|| lines.join("\n"))
            }
        };
        let on = item.completed_on.map_or_else(
            || item.review().map(|day| item.progress.label().to_owned() + &review_words(day, about.day())),
            |day| Some(format!("{}完成", format_day_zh(day))),
        );
        let words: Vec<String> =
            [Some(told.unwrap_or_else(|| "没有采用的填报".to_owned())), on].into_iter().flatten().collect();
        Ok(Cell::text(words.join("\n")))
    }

    fn kept_back_page(&self, sink: &mut dyn PageSink) -> Result<()> {
        sink.begin_grid(&[Column::code("编号"), Column::text("整改事项", 3), Column::text("还缺什么", 4)])?;
        for Candidate { item, missing, .. } in self.kept_back() {
            let lines: Vec<String> = missing.iter().map(|one| plain(&missing_line(&item.code, one))).collect();
            sink.row(vec![item.code.as_str().into(), item.text.as_str().into(), Cell::text(lines.join("\n"))])?;
        }
        Ok(sink.end_grid()?)
    }
}

/// Without the next command, which is nothing for a meeting.
fn plain(line: &str) -> String {
    let end = line.find("：taizhang").or_else(|| line.find("：先用 taizhang")).or_else(|| line.find("：用 taizhang"));
    end.map_or(line, |end| &line[..end]).to_owned()
}

fn who_cell(item: &Item) -> Cell {
    let names = [joined(item, Role::Leader), joined(item, Role::Department)];
    let named: Vec<&str> = names.iter().map(String::as_str).filter(|names| !names.is_empty()).collect();
    Cell::text(if named.is_empty() { "未分工".to_owned() } else { named.join("\n") })
}

/// The titles of these pieces of evidence, which belong to the item, to what stands below it, or to what also answers it.
fn evidence_cell(about: &About<'_>, item: &Item, counted: &[EvidenceId]) -> Result<Cell> {
    let reader = about.scope.reader;
    let mut of: Vec<ItemId> = reader.subtree(item.id)?.iter().map(|below| below.id).collect();
    of.extend(reader.links_of(item.id)?.iter().map(|link| link.from));
    let mut found: Vec<EvidenceRow> = Vec::new();
    for id in of {
        for row in reader.evidence_of(id)? {
            if counted.contains(&row.id) && !found.iter().any(|known| known.id == row.id) {
                found.push(row);
            }
        }
    }
    found.sort_by_key(|row| row.id);
    let titles: Vec<String> =
        found.iter().enumerate().map(|(at, row)| format!("{}.{}", at + 1, row.facts.title)).collect();
    Ok(Cell::text(if titles.is_empty() { "无".to_owned() } else { titles.join("\n") }))
}

/// The sign-offs that stand, each with day, signer and words.
fn signed_words(about: &About<'_>, item: &Item, walk: &Walk) -> Result<String> {
    let rows = about.scope.reader.sign_offs_of(item.id)?;
    let mut lines = Vec::new();
    for step in walk.policy().iter().filter(|step| **step != SignOff::PartyGroup) {
        let Some(given) = walk.given(*step) else { continue };
        let row = rows.iter().find(|row| row.seq == given.seq);
        let by = row.and_then(|row| row.party.as_ref()).map(|who| format!("（{who}）")).unwrap_or_default();
        let words = row.and_then(|row| row.words.as_ref()).map(|words| format!("：{words}")).unwrap_or_default();
        lines.push(format!("{} {}{by}{words}", given.on, step.label()));
    }
    Ok(if lines.is_empty() { "—".to_owned() } else { lines.join("\n") })
}

impl Paper for Agenda {
    fn title(&self, about: &About<'_>) -> String {
        format!("{}拟销号事项清单", about.round.settings.title)
    }

    fn page(&self, about: &About<'_>, sink: &mut dyn PageSink) -> Result<()> {
        about.begin(&self.title(about), sink)?;
        let policy = &about.round.settings.policy;
        if !policy.contains(&SignOff::PartyGroup) {
            let steps = if policy.is_empty() { "结案即销".to_owned() } else { all_of(policy) };
            sink.block(Block::Paragraph(format!("本轮次的审签程序（{steps}）没有党组会审定，没有要提请审议的事项。")))?;
            return about.end(sink);
        }
        if let Some(meeting) = &self.meeting {
            let (day, title) = (format_day_zh(meeting.facts.held_on), &meeting.facts.title);
            sink.block(Block::Paragraph(format!("提请{day}{title}审议。")))?;
        }
        let mut unratified: Vec<Item> = Vec::new();
        let filter = Filter { unratified_only: true, ..about.filter.clone() };
        about.scope.reader.each_item(&filter, about.scope.as_of, crate::store::query::Order::Code, None, |item| {
            unratified.push(item);
            Ok::<_, crate::report::ReportError>(())
        })?;
        let (tabled, kept_back) = (self.tabled().count(), self.kept_back().count());
        sink.block(Block::Heading { level: 1, text: format!("一、拟销号事项{tabled}项") })?;
        if tabled == 0 {
            sink.block(Block::Paragraph(format!("{}没有符合条件、轮到党组会审定的事项。", about.within()?)))?;
        } else {
            self.tabled_page(about, sink)?;
        }
        // What there is none of has no section.
        let mut number = 1;
        let mut section = |what: &str, count: usize, sink: &mut dyn PageSink| {
            number += 1;
            sink.block(Block::Heading { level: 1, text: format!("{}、{what}{count}项", to_chinese(number)) })
        };
        if !unratified.is_empty() {
            section("已销号待补党组会审议事项", unratified.len(), sink)?;
            sink.begin_grid(&[
                Column::code("编号"),
                Column::text("整改事项", 3),
                Column::text("牵头领导、责任部门", 1).at_most(16),
                Column::text("完成情况", 3),
                Column::day("销号日"),
            ])?;
            for item in &unratified {
                sink.row(vec![
                    item.code.as_str().into(),
                    item.text.as_str().into(),
                    who_cell(item),
                    self.result_cell(about, item)?,
                    item.closed_on.into(),
                ])?;
            }
            sink.end_grid()?;
        }
        if kept_back > 0 {
            section("已完成或已申请、暂不具备上会条件的事项", kept_back, sink)?;
            self.kept_back_page(sink)?;
        }
        about.end(sink)
    }
}
