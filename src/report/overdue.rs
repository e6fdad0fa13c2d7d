//! The overdue report (逾期): what is late, what is due soon, what is to be reviewed, what has no day at all, and about what
//! nothing was filed.
//!
//! Where an issue has measures, they are the rows and its own line stands above them. Issues and measures are counted
//! apart and never added.

mod unfiled;

pub use unfiled::{FilingCounts, RoundPeriod, UnfiledOf, filing_counts, periods};

use super::{
    ReportError, Result, Scope,
    page::{Block, Cell, Column, PageSink, Tone, Value},
    row::{ItemRow, due_cell, filed_cell, last_filing, progress_cell, responsible_cell},
};
use crate::{
    domain::{
        figures::Grouping,
        filter::Filter,
        ids::ItemId,
        item::{Item, ItemKind},
        lifecycle::Progress,
        party::Role,
        rate::Rate,
    },
    store::query::{Order, rule::OverdueSection},
    zh::label::Label as _,
};
use serde::Serialize;

/// How many rows each section shows unless told otherwise.
pub const FIRST_ROWS: u64 = 1_000;

/// An overdue report to be made.
pub struct Overdue<'a> {
    /// The moment.
    pub scope: &'a Scope<'a>,
    /// Of these items.
    pub filter: &'a Filter,
    /// By what they are grouped.
    pub group: Grouping,
    /// How many days ahead “soon” is.
    pub within: i64,
    /// At most so many rows per section; `None` streams all.
    pub limit: Option<u64>,
}

/// How many items of each level a section has. Levels are never added.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Levels {
    /// Issues with no issue above.
    pub issues: i64,
    /// Measures.
    pub measures: i64,
    /// 问题表现.
    pub sub_issues: i64,
    /// Opinions.
    pub opinions: i64,
    /// Cases.
    pub cases: i64,
}

impl Levels {
    pub(super) const fn add(&mut self, kind: ItemKind, under_issue: bool, count: i64) {
        match (kind, under_issue) {
            (ItemKind::Issue, false) => self.issues += count,
            (ItemKind::Issue, true) => self.sub_issues += count,
            (ItemKind::Measure, _) => self.measures += count,
            (ItemKind::Opinion, _) => self.opinions += count,
            (ItemKind::Case, _) => self.cases += count,
            (ItemKind::Category, _) => {}
        }
    }

    /// Whether there is nothing at any level.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// How many rows they are together. Never a figure of the report, only whether all rows are shown.
    #[must_use]
    pub const fn all(&self) -> i64 {
        self.issues + self.measures + self.sub_issues + self.opinions + self.cases
    }

    /// The counts in words: `3个问题、5条措施`.
    #[must_use]
    pub fn words(&self) -> String {
        let parts = [
            (self.issues, "个问题"),
            (self.sub_issues, "个问题表现"),
            (self.measures, "条措施"),
            (self.opinions, "条整改意见"),
            (self.cases, "件个案"),
        ];
        let said: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n}{unit}")).collect();
        if said.is_empty() { "无".into() } else { said.join("、") }
    }
}

impl Overdue<'_> {
    /// The four sections, in the order in which they are read.
    #[must_use]
    pub fn sections(&self) -> [OverdueSection; 4] {
        [
            OverdueSection::Late,
            OverdueSection::DueSoon(self.within),
            OverdueSection::ReviewDue,
            OverdueSection::NoDeadline,
        ]
    }

    /// The counts of a section, full whatever is shown.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn levels(&self, section: OverdueSection) -> Result<Levels> {
        let mut levels = Levels::default();
        for (kind, under_issue, count) in self.scope.reader.count_overdue(self.filter, self.scope.as_of, section)? {
            levels.add(kind, under_issue, count);
        }
        Ok(levels)
    }

    /// Hands every row of a section to `each`, in the order of the groups.
    ///
    /// # Errors
    /// What `each` returns, or trouble with the ledger.
    pub fn each(&self, section: OverdueSection, mut each: impl FnMut(&Item, ItemRow) -> Result<()>) -> Result<()> {
        let scope = self.scope;
        scope.reader.each_overdue(self.filter, scope.as_of, section, self.order(), self.limit, |item| {
            each(&item, ItemRow::new(scope, &item)?)
        })
    }

    fn order(&self) -> Order {
        match self.group {
            Grouping::Department => Order::Party(Role::Department),
            Grouping::Leader => Order::Party(Role::Leader),
            Grouping::Person => Order::Party(Role::Person),
            Grouping::Category => Order::Category,
            Grouping::Origin => Order::Origin,
            Grouping::Round => Order::Code,
        }
    }

    /// The name of the group an item stands in.
    fn group_of(&self, item: &Item) -> String {
        let first = |role| item.in_role(role).next().map(|p| p.name.clone());
        match self.group {
            Grouping::Department => first(Role::Department).unwrap_or_else(|| "（未定责任部门）".into()),
            Grouping::Leader => first(Role::Leader).unwrap_or_else(|| "（未定牵头领导）".into()),
            Grouping::Person => first(Role::Person).unwrap_or_else(|| "（未定责任人）".into()),
            Grouping::Category => self
                .scope
                .category(item)
                .map_or_else(|| "（不属任何方面）".into(), |c| format!("{} {}", c.code, c.text)),
            Grouping::Origin => item.origin.label().to_owned(),
            Grouping::Round => self.scope.round(item.round).map(|r| r.settings.title.clone()).unwrap_or_default(),
        }
    }

    /// Whether the departments of an item are to be said in its row: the first one is the group's name already.
    fn names_department(&self, item: &Item) -> bool {
        self.group != Grouping::Department
            || item.in_role(Role::Department).count() > 1
            || item.in_role(Role::CoDepartment).next().is_some()
    }

    fn by_leader(&self) -> bool {
        self.group == Grouping::Leader
    }

    /// The report as a page.
    ///
    /// # Errors
    /// Trouble with the ledger or the place written to.
    pub fn page(&self, sink: &mut dyn PageSink) -> Result<()> {
        sink.title("整改逾期情况", Some(self.scope.as_of.day))?;
        for (ordinal, section) in ["一", "二", "三", "四"].into_iter().zip(self.sections()) {
            let levels = self.levels(section)?;
            let title = match section {
                OverdueSection::Late => "已逾期".to_owned(),
                OverdueSection::DueSoon(days) => format!("{days}天内到期"),
                OverdueSection::ReviewDue => "长期坚持事项到复核日".to_owned(),
                OverdueSection::NoDeadline => "无时限或时限不明".to_owned(),
            };
            sink.block(Block::Heading { level: 1, text: format!("{ordinal}、{title}：{}", levels.words()) })?;
            if levels.is_empty() {
                continue;
            }
            if section == OverdueSection::Late && sink.draws_bars() {
                self.late_bars(sink)?;
            }
            self.grid(section, levels.all(), sink)?;
        }
        self.unfiled_page("五", sink)?;
        self.unratified_page(sink)?;
        sink.finish()?;
        Ok(())
    }

    /// How many are late in each group, where that can be seen at a glance and there is something to compare.
    fn late_bars(&self, sink: &mut dyn PageSink) -> Result<()> {
        let mut groups: Vec<(String, Levels)> = Vec::new();
        let (reader, as_of) = (self.scope.reader, self.scope.as_of);
        reader.each_overdue(self.filter, as_of, OverdueSection::Late, self.order(), None, |item| {
            let name = self.group_of(&item);
            if groups.last().is_none_or(|(last, _)| *last != name) {
                groups.push((name, Levels::default()));
            }
            if let Some((_, levels)) = groups.last_mut() {
                levels.add(item.kind, item.under_issue, 1);
            }
            Ok::<_, ReportError>(())
        })?;
        if groups.len() < 2 {
            return Ok(());
        }
        let most = |of: fn(&Levels) -> i64| groups.iter().map(|(_, levels)| of(levels)).max().unwrap_or(0);
        let (issues, measures) = (most(|levels| levels.issues), most(|levels| levels.measures));
        let bar = |count: i64, most: i64| Cell::from(Value::Bar(Rate::new(count, most))).toned(Tone::Late);
        sink.begin_grid(&[
            Column::text(self.group.label(), 1),
            Column::number("逾期问题"),
            Column::rigid(""),
            Column::number("逾期措施"),
            Column::rigid(""),
        ])?;
        for (name, levels) in &groups {
            sink.row(vec![
                Cell::text(name.clone()),
                levels.issues.into(),
                bar(levels.issues, issues),
                levels.measures.into(),
                bar(levels.measures, measures),
            ])?;
        }
        Ok(sink.end_grid()?)
    }

    /// Closings taken over without a meeting, of which the office still owes the 党组会审议.
    fn unratified(&self) -> Filter {
        Filter { unratified_only: true, ..self.filter.clone() }
    }

    /// How many closings wait for a meeting.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn unratified_levels(&self) -> Result<Levels> {
        let mut levels = Levels::default();
        let filter = self.unratified();
        self.scope.reader.each_item(&filter, self.scope.as_of, Order::Code, None, |item| {
            levels.add(item.kind, item.under_issue, 1);
            Ok::<_, ReportError>(())
        })?;
        Ok(levels)
    }

    /// Hands every closing that waits for a meeting to `each`.
    ///
    /// # Errors
    /// What `each` returns, or trouble with the ledger.
    pub fn each_unratified(&self, mut each: impl FnMut(&Item, ItemRow) -> Result<()>) -> Result<()> {
        let (scope, filter) = (self.scope, self.unratified());
        scope
            .reader
            .each_item(&filter, scope.as_of, Order::Code, self.limit, |item| each(&item, ItemRow::new(scope, &item)?))
    }

    /// A section of its own, only where there is something to make up for.
    fn unratified_page(&self, sink: &mut dyn PageSink) -> Result<()> {
        let levels = self.unratified_levels()?;
        if levels.is_empty() {
            return Ok(());
        }
        sink.block(Block::Heading { level: 1, text: format!("已销号待补党组会审议：{}", levels.words()) })?;
        sink.begin_grid(&[
            Column::code("编号"),
            Column::text("内容", 5),
            Column::text("责任", 3).at_most(24),
            Column::day("销号日"),
        ])?;
        self.each_unratified(|item, _| {
            sink.row(vec![
                Cell::text(self.scope.code_of(item)),
                Cell::text(item.text.clone()),
                responsible_cell(item, true, true),
                Cell::from(item.closed_on),
            ])
            .map_err(ReportError::from)
        })?;
        sink.end_grid()?;
        sink.block(Block::Note(
            "补办：taizhang close --ratify --unratified --meeting 会议编号；会议不同意的，用 taizhang reopen 撤销销号"
                .into(),
        ))?;
        Ok(())
    }

    fn grid(&self, section: OverdueSection, all: i64, sink: &mut dyn PageSink) -> Result<()> {
        sink.begin_grid(&columns(section))?;
        let mut group = None;
        let mut line = None::<ItemId>;
        let mut shown = 0;
        self.each(section, |item, _| {
            shown += 1;
            let name = self.group_of(item);
            if group.as_ref() != Some(&name) {
                sink.band(&name, Tone::Strong)?;
                group = Some(name);
                line = None;
            }
            // A measure's issue stands above it, whether or not the issue itself belongs to the section.
            match item.parent {
                Some(parent) if item.kind == ItemKind::Measure && line != Some(parent) => {
                    let above = self.scope.reader.item(parent)?;
                    sink.band(&format!("{} {}", self.scope.code_of(&above), above.text), Tone::Muted)?;
                    line = Some(parent);
                }
                _ => {}
            }
            if item.kind == ItemKind::Issue {
                line = Some(item.id);
            }
            sink.row(self.cells(section, item)?).map_err(ReportError::from)
        })?;
        sink.end_grid()?;
        if shown < all {
            sink.block(Block::Note(format!("本节只显示前{shown}行，标题中的数字为全部；加 --all 显示全部")))?;
        }
        Ok(())
    }

    fn cells(&self, section: OverdueSection, item: &Item) -> Result<Vec<Cell>> {
        let day = self.scope.as_of.day;
        let strong = if item.kind == ItemKind::Measure { Tone::Plain } else { Tone::Strong };
        let mut cells = vec![
            Cell::text(self.scope.code_of(item)).toned(strong),
            Cell::text(item.text.clone()),
            responsible_cell(item, self.names_department(item), !self.by_leader()),
        ];
        match section {
            OverdueSection::Late => {
                cells.push(due_cell(item));
                cells.push(Cell::number(item.days_late(day)).toned(Tone::Late));
            }
            OverdueSection::DueSoon(_) => {
                cells.push(due_cell(item));
                let left = item.due().map(|due| (due - day).num_days());
                let tone = if left.is_some_and(|n| n <= self.scope.lights(item.round).yellow) {
                    Tone::Soon
                } else {
                    Tone::Plain
                };
                cells.push(Cell::from(left).toned(tone));
            }
            OverdueSection::ReviewDue => {
                cells.push(Cell::from(item.review()));
                cells.push(Cell::text(item.deadline.as_ref().map(|d| d.now.raw.clone()).unwrap_or_default()));
            }
            OverdueSection::NoDeadline => {
                let held = item.deadline.as_ref();
                cells.push(Cell::text(held.map_or_else(|| "未填".to_owned(), |d| d.now.raw.clone())));
                let why = held.and_then(|d| d.now.note.clone()).unwrap_or_else(|| "未录入时限".into());
                cells.push(Cell::text(why).toned(Tone::Muted));
            }
        }
        cells.push(progress_cell(item));
        let last = last_filing(self.scope, item)?;
        let filed = filed_cell(last);
        let silent = last.is_none() && item.progress != Progress::Completed;
        cells.push(if silent { filed.toned(Tone::Soon) } else { filed });
        Ok(cells)
    }
}

fn columns(section: OverdueSection) -> Vec<Column> {
    let (third, fourth) = match section {
        OverdueSection::Late => (Column::day("时限").at_most(12), Column::number("逾期\n天数")),
        OverdueSection::DueSoon(_) => (Column::day("时限").at_most(12), Column::number("剩余\n天数")),
        OverdueSection::ReviewDue => (Column::day("复核日"), Column::text("时限", 1)),
        OverdueSection::NoDeadline => (Column::text("时限", 1), Column::text("原因", 2)),
    };
    vec![
        Column::code("编号"),
        Column::text("内容", 5),
        Column::text("责任", 3).at_most(24),
        third,
        fourth,
        Column::rigid("进度"),
        Column::day("最近填报"),
    ]
}
