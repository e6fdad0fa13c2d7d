//! The items of a paper as they will stand: the list, how their deadlines and names were read, and what the paper states of itself.

use super::{
    Preview, Row,
    words::{fate_words, figure_words, who},
};
use crate::{
    domain::{
        deadline::{Deadline, DeadlineClass},
        item::ItemKind,
        meeting::MeetingFacts,
    },
    intake::plan::PlannedItem,
    report::page::{Block, Cell, Column, PageSink, Tone},
    service::paper::NewName,
    zh::{self, label::Label as _, width::truncate},
};

impl Preview<'_> {
    pub(super) fn grid(&self, page: &mut dyn PageSink, limit: usize) -> std::io::Result<()> {
        let mut columns = vec![Column::code("编号"), Column::rigid("类别"), Column::text("内容", 4)];
        let named = self.rows.iter().any(|row| !who(row.item).is_empty());
        let dated = self.rows.iter().any(|row| row.item.deadline_raw.is_some());
        let origins = self.source.plan.by_origin().len() > 1;
        for (wanted, column) in [
            (origins, Column::rigid("来源")),
            (named, Column::text("责任", 2)),
            (dated, Column::text("时限", 1)),
            (self.into_standing, Column::rigid("处理")),
        ] {
            if wanted {
                columns.push(column);
            }
        }
        page.begin_grid(&columns)?;
        for row in self.rows.iter().take(limit) {
            let item = row.item;
            let mut cells: Vec<Cell> = vec![
                row.taken.code.clone().into(),
                row.taken.kind.label().into(),
                truncate(&item.text.replace('\n', " "), 80).into(),
            ];
            if origins {
                cells.push(self.origin(item));
            }
            if named {
                cells.push(who(item).into());
            }
            if dated {
                let day = row.deadline.as_ref().and_then(|d| d.due.or(d.review));
                cells.push(day.map_or_else(|| item.deadline_raw.clone().into(), Cell::from));
            }
            if self.into_standing {
                let (words, tone) = fate_words(&row.taken.fate);
                cells.push(Cell::text(words).toned(tone));
            }
            page.row(cells)?;
        }
        page.end_grid()
    }

    /// Where an issue comes from, with the issue that it stems from; which issues an opinion answers.
    fn origin(&self, item: &PlannedItem) -> Cell {
        let code = |at: &usize| self.rows[*at].taken.code.clone();
        let named: Vec<String> =
            item.stems_from.iter().chain(&item.answers).map(code).chain(item.related.clone()).collect();
        let named = named.into_iter().filter(|code| !code.is_empty()).collect::<Vec<_>>().join("、");
        match (item.kind, named.is_empty()) {
            (ItemKind::Issue, true) => item.origin.label().into(),
            (ItemKind::Issue, false) => format!("{}（源自{named}）", item.origin.label()).into(),
            (ItemKind::Opinion, false) => format!("对应{named}").into(),
            _ => Cell::EMPTY,
        }
    }

    /// Deadlines that are no plain day, with how they were read.
    pub(super) fn readings(&self, page: &mut dyn PageSink) -> std::io::Result<()> {
        let rows: Vec<(&Row<'_>, &Deadline)> = self
            .rows
            .iter()
            .filter_map(|row| Some((row, row.deadline.as_ref()?)))
            .filter(|(_, deadline)| deadline.class != DeadlineClass::Date || deadline.note.is_some())
            .collect();
        if rows.is_empty() {
            return Ok(());
        }
        page.block(Block::Heading { level: 1, text: "时限的理解".into() })?;
        page.begin_grid(&[
            Column::code("编号"),
            Column::text("原文", 2),
            Column::rigid("类别"),
            Column::day("到期日"),
            Column::day("复核日"),
            Column::text("说明", 2),
        ])?;
        for (row, deadline) in rows {
            page.row(vec![
                row.taken.code.clone().into(),
                deadline.raw.clone().into(),
                deadline.class.label().into(),
                deadline.due.into(),
                deadline.review.into(),
                deadline.note.clone().into(),
            ])?;
        }
        page.end_grid()
    }

    /// Names that are not in the roster, with what is declared and nearly the same.
    pub(super) fn names(&self, page: &mut dyn PageSink) -> std::io::Result<()> {
        if self.new_names.is_empty() {
            return Ok(());
        }
        page.block(Block::Heading {
            level: 1, text: format!("名册里没有的名称（{} 个）", self.new_names.len())
        })?;
        page.begin_grid(&[
            Column::text("名称", 2),
            Column::rigid("用作"),
            Column::text("名册里相近的", 2),
            Column::rigid("处理"),
        ])?;
        for NewName { party, decided } in &self.new_names {
            page.row(vec![
                party.name.clone().into(),
                party.role.map(zh::label::Label::label).unwrap_or_default().into(),
                party.near.join("、").into(),
                if *decided { Cell::text("登记") } else { Cell::text("待定").toned(Tone::Soon) },
            ])?;
        }
        page.end_grid()?;
        if self.new_names.iter().any(|name| !name.decided) {
            page.block(Block::Note(
                "待定的要先决定：是名册里的加 --party 文件写法=名册名称，是新的加 --new-party 名称，全部是新的加 --new-parties。"
                    .into(),
            ))?;
        }
        Ok(())
    }

    /// Meetings that the file names with their day and the ledger does not know: they are registered, and have decided the same.
    pub(super) fn meetings(&self, page: &mut dyn PageSink) -> std::io::Result<()> {
        if self.new_meetings.is_empty() {
            return Ok(());
        }
        page.block(Block::Heading {
            level: 1, text: format!("一并登记的会议（{} 次）", self.new_meetings.len())
        })?;
        page.begin_grid(&[
            Column::day("日期"),
            Column::rigid("种类"),
            Column::text("名称", 2),
            Column::text("纪要号", 1),
        ])?;
        for MeetingFacts { kind, held_on, title, minutes_no } in &self.new_meetings {
            page.row(vec![
                (*held_on).into(),
                kind.label().into(),
                title.clone().into(),
                minutes_no.clone().map(Cell::text).into(),
            ])?;
        }
        page.end_grid()
    }

    /// 文内口径: what the paper states of itself beside what was found in its text.
    pub(super) fn stated(&self, page: &mut dyn PageSink) -> std::io::Result<()> {
        let stated = &self.source.plan.stated;
        if stated.is_empty() {
            return Ok(());
        }
        page.block(Block::Heading { level: 1, text: "文内口径".into() })?;
        page.begin_grid(&[
            Column::text("文中的话", 2),
            Column::rigid("所指"),
            Column::number("文内数"),
            Column::number("可数出"),
            Column::rigid("比较"),
        ])?;
        for figure in stated {
            let compared = match figure.found {
                None => Cell::text("文中无法逐项数出").toned(Tone::Muted),
                Some(found) if found == figure.number => Cell::text("一致").toned(Tone::Good),
                Some(found) => {
                    let difference = i64::from(found) - i64::from(figure.number);
                    Cell::text(format!("相差 {difference:+}")).toned(Tone::Soon)
                }
            };
            page.row(vec![
                figure.words.clone().into(),
                figure_words(figure.what).into(),
                i64::from(figure.number).into(),
                figure.found.map(i64::from).into(),
                compared,
            ])?;
        }
        page.end_grid()
    }
}
