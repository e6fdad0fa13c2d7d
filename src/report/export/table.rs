//! The ledger as a table (整改台账): an issue over its measures, category by category, everything of an item in its row.
//!
//! Its headings are those that our own reader knows, and its cells stand where that reader looks for them: what is exported can
//! be edited in a spreadsheet and read in again.

use super::{
    Export,
    layout::{Facts, Reading, Shape, shape},
};
use crate::{
    domain::{
        gate,
        ids::ItemId,
        item::{Item, ItemKind, ItemType, Origin},
        lifecycle::{Closure, Light, Progress},
        link::LinkKind,
        party::Role,
        round::CloseLevel,
    },
    report::{
        Result,
        conditions::scope_words,
        page::{Align, Block, Cell, Column, PageSink, Tone, Value},
        row::{joined, light_tone},
    },
    store::query::LinkFact,
    zh::label::Label as _,
};
use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
};

/// Closings that were taken over without a meeting, in the column of closings.
pub const CLOSED_UNRATIFIED: &str = "已销号（待补审议）";
/// The heading of the section of opinions, and their origin in the table.
pub const OPINIONS: &str = "整改意见";

/// What is asked of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Title, unit and day above; categories as bands; for people.
    Sheet,
    /// Headings and rows, nothing else; categories in columns; for sorting and other programs.
    Flat,
}

/// The ledger of one round as a table.
pub struct Table<'a> {
    export: &'a Export<'a>,
    layout: Layout,
    level: CloseLevel,
    situations: HashMap<ItemId, String>,
    evidence: HashMap<ItemId, Vec<String>>,
    links: HashMap<ItemId, Vec<LinkFact>>,
    meetings: HashMap<i64, String>,
    /// How deep categories nest; at least one column shows them.
    depth: usize,
    with_symptoms: bool,
    with_origin: bool,
    with_links: bool,
    /// Which facts have a column: those that are hardly ever used have one when they are.
    with_fact: [bool; READINGS.len()],
}

/// The facts that have a column only where something stands in it.
const OCCASIONAL: [usize; 5] = [0, 2, 4, 16, 18];

/// The facts of an item, in the order of their columns.
const READINGS: [Reading; 19] = {
    use Reading::{Derived, Inherited, Lasting, Own, Shown};
    [
        // 整改目标; 牵头领导 协助领导 责任部门 配合部门 责任人 整改时限 整改类型
        Lasting, Inherited, Inherited, Inherited, Inherited, Inherited, Inherited, Lasting, //
        // 到期日 进度 整改情况 完成日期 销号状态 销号日期 销号会议
        Shown, Derived, Own, Derived, Own, Own, Own, //
        // 佐证材料 备注 亮灯 延期情况
        Own, Own, Shown, Shown,
    ]
};

impl<'a> Table<'a> {
    /// Reads what the table shows beside the items.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn new(export: &'a Export<'a>, layout: Layout) -> Result<Self> {
        let (scope, rounds) = (export.scope, export.rounds());
        let (reader, day) = (scope.reader, scope.as_of.day);
        let links = reader.links_from(&rounds, day)?;
        let issues = || export.items.iter().filter(|item| matches!(item.kind, ItemKind::Issue | ItemKind::Opinion));
        let depth_of = |item: &Item| {
            let mut depth = 0;
            let mut category = item.category.and_then(|id| scope.category_by_id(id.0));
            while let Some(above) = category {
                depth += 1;
                category = above.parent.and_then(|id| scope.category_by_id(id.0));
            }
            depth
        };
        let mut table = Self {
            layout,
            level: scope.rounds.first().map_or(CloseLevel::Issue, |round| round.settings.close_level),
            situations: reader.situations_in(&rounds, day)?,
            evidence: reader.evidence_titles_in(&rounds, day)?,
            meetings: reader.meetings()?.into_iter().map(|meeting| (meeting.id.0, meeting.facts.title)).collect(),
            depth: issues().map(depth_of).max().unwrap_or(0).max(1),
            with_symptoms: export.items.iter().any(|item| item.kind == ItemKind::Issue && item.under_issue),
            with_origin: issues().any(|item| item.origin != Origin::Feedback || item.kind == ItemKind::Opinion),
            with_links: issues().any(|item| !related(export, &links, item).is_empty()),
            with_fact: [true; READINGS.len()],
            links,
            export,
        };
        let mut used = [false; READINGS.len()];
        for item in export.items.iter().filter(|item| item.kind.is_work()) {
            for (used, cell) in used.iter_mut().zip(table.facts(item)) {
                *used |= cell.value != Value::Empty;
            }
        }
        for fact in OCCASIONAL {
            table.with_fact[fact] = used[fact];
        }
        Ok(table)
    }

    /// The title of the table, which its file is named after.
    #[must_use]
    pub fn title(&self) -> String {
        let round = self.export.scope.rounds.first();
        format!("{}整改台账", round.map(|round| round.settings.title.as_str()).unwrap_or_default())
    }

    /// Pushes the table, without what comes behind it. `tick` is told how many of the items are done.
    ///
    /// # Errors
    /// Trouble with the place written to.
    pub fn push(&self, sink: &mut dyn PageSink, tick: &mut dyn FnMut(usize)) -> Result<()> {
        if self.layout == Layout::Sheet {
            sink.title(&self.title(), Some(self.export.scope.as_of.day))?;
            if let Some(office) = &self.export.office {
                sink.block(Block::Paragraph(format!("制表：{office}")))?;
            }
            if let Some(words) = self.scope()? {
                sink.block(Block::Paragraph(words))?;
            }
        }
        sink.begin_grid(&self.columns())?;
        let mut done = 0;
        // What stands in no category comes first: below a band it would be taken for the band's.
        for at in self.of_top(ItemKind::Issue) {
            self.issue(at, None, sink)?;
            tick(bump(&mut done, self, at));
        }
        for at in self.of_top(ItemKind::Category) {
            self.category(at, 0, sink, &mut |at| tick(bump(&mut done, self, at)))?;
        }
        let opinions: Vec<usize> =
            (0..self.export.items.len()).filter(|at| self.export.items[*at].kind == ItemKind::Opinion).collect();
        if !opinions.is_empty() && self.layout == Layout::Sheet {
            sink.band(OPINIONS, Tone::Strong)?;
        }
        for at in opinions {
            self.issue(at, None, sink)?;
            tick(bump(&mut done, self, at));
        }
        Ok(sink.end_grid()?)
    }

    /// Of which part of the round the table is, in words; nothing where it is of the whole.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn scope(&self) -> Result<Option<String>> {
        let words = scope_words(self.export.scope.reader, self.export.filter)?;
        Ok((!words.is_empty()).then(|| format!("范围：{words}")))
    }

    /// What the table leaves out, in words; nothing where it leaves out nothing.
    #[must_use]
    pub fn left_out(&self) -> Option<String> {
        let cases = self.export.items.iter().filter(|item| item.kind == ItemKind::Case).count();
        (cases > 0).then(|| format!("另有个案{cases}件，不在本表；用 taizhang list --kind 个案 查看，或导出为 .json。"))
    }

    fn of_top(&self, kind: ItemKind) -> impl Iterator<Item = usize> + '_ {
        self.export.top.iter().copied().filter(move |at| self.export.items[*at].kind == kind)
    }

    fn category(&self, at: usize, depth: usize, sink: &mut dyn PageSink, done: &mut dyn FnMut(usize)) -> Result<()> {
        let shown = |at: usize| self.holds_issues(at);
        if !shown(at) {
            return Ok(());
        }
        if self.layout == Layout::Sheet {
            sink.band(&self.category_words(at, depth), Tone::Strong)?;
        }
        for child in self.export.children(at, &[ItemKind::Issue]) {
            self.issue(child, Some(at), sink)?;
            done(child);
        }
        for child in self.export.children(at, &[ItemKind::Category]) {
            self.category(child, depth + 1, sink, done)?;
        }
        Ok(())
    }

    fn holds_issues(&self, at: usize) -> bool {
        self.export.children(at, &[ItemKind::Issue]).next().is_some()
            || self.export.children(at, &[ItemKind::Category]).any(|below| self.holds_issues(below))
    }

    /// A category as a band: its own number in the paper before its words. Where categories nest and have none, a number by
    /// their depth says so.
    fn category_words(&self, at: usize, depth: usize) -> String {
        let item = &self.export.items[at];
        let number = match &item.source_no {
            Some(number) => Cow::Borrowed(number.as_str()),
            None if self.depth > 1 => {
                let above = &self.export.items[at].parent.and_then(|id| self.export.at.get(&id).copied());
                let siblings: Vec<usize> = match above {
                    Some(above) => self.export.children(*above, &[ItemKind::Category]).collect(),
                    None => self.of_top(ItemKind::Category).collect(),
                };
                let place = siblings.iter().position(|sibling| *sibling == at).unwrap_or(0) + 1;
                let words = crate::zh::numeral::to_chinese(u32::try_from(place).unwrap_or(1));
                Cow::Owned(match depth {
                    0 => format!("{words}、"),
                    1 => format!("（{words}）"),
                    _ => format!("{place}."),
                })
            }
            None => Cow::Borrowed(""),
        };
        format!("{number}{}", item.text)
    }

    /// An issue or an opinion with all that stands below it.
    fn issue(&self, at: usize, category: Option<usize>, sink: &mut dyn PageSink) -> Result<()> {
        let item = &self.export.items[at];
        let measures: Vec<usize> = self.export.children(at, &[ItemKind::Measure]).collect();
        let symptoms: Vec<usize> = self.export.children(at, &[ItemKind::Issue]).collect();
        let lead = self.lead(item, category.or_else(|| self.category_of(item)));
        let mut rows: Vec<(Option<Cell>, Option<usize>, Facts)> = Vec::new();
        let above: Vec<Facts> = measures.iter().map(|at| self.facts(&self.export.items[*at])).collect();
        let own = self.facts(item);
        match shape(&own, &above, &READINGS) {
            Shape::Compact(cells) if symptoms.is_empty() => {
                for (row, facts) in cells.into_iter().enumerate() {
                    let none = if row == 0 { Cell::EMPTY } else { Value::Above.into() };
                    rows.push((Some(none), measures.get(row).copied(), facts));
                }
            }
            _ => {
                rows.push((None, None, own));
                for (measure, facts) in measures.iter().zip(above) {
                    rows.push((None, Some(*measure), facts));
                }
                for symptom in symptoms {
                    self.symptom(symptom, &mut rows);
                }
            }
        }
        for (row, (symptom, measure, facts)) in rows.into_iter().enumerate() {
            let mut cells: Vec<Cell> =
                if row == 0 { lead.clone() } else { lead.iter().map(|_| Value::Above.into()).collect() };
            if self.with_symptoms {
                cells.push(symptom.unwrap_or(Cell::EMPTY));
            }
            let (number, text) = match measure.map(|at| &self.export.items[at]) {
                Some(measure) => (Cell::text(&*measure.code), Cell::text(&*measure.text)),
                None => (Cell::EMPTY, Cell::EMPTY),
            };
            // The goal stands between the issue and its measures, as papers have it.
            let mut facts = facts.into_iter().zip(self.with_fact).filter(|(_, shown)| *shown).map(|(cell, _)| cell);
            cells.extend(facts.next());
            cells.extend([number, text]);
            cells.extend(facts);
            sink.row(cells)?;
        }
        Ok(())
    }

    /// A 问题表现 and its measures: always a row of its own.
    fn symptom(&self, at: usize, rows: &mut Vec<(Option<Cell>, Option<usize>, Facts)>) {
        let item = &self.export.items[at];
        rows.push((Some(Cell::text(&*item.text)), None, self.facts(item)));
        for measure in self.export.children(at, &[ItemKind::Measure]) {
            rows.push((Some(Value::Above.into()), Some(measure), self.facts(&self.export.items[measure])));
        }
        // A 表现 of a 表现 comes behind it: ledgers know one level.
        for below in self.export.children(at, &[ItemKind::Issue]) {
            self.symptom(below, rows);
        }
    }

    fn category_of(&self, item: &Item) -> Option<usize> {
        item.category.and_then(|id| self.export.at.get(&id).copied())
    }

    /// What stands over all rows of an issue.
    fn lead(&self, item: &Item, category: Option<usize>) -> Vec<Cell> {
        let mut path: Vec<&str> = Vec::new();
        let mut next = category;
        while let Some(at) = next {
            path.insert(0, &self.export.items[at].text);
            next = self.export.items[at].parent.and_then(|id| self.export.at.get(&id).copied());
        }
        let mut cells = vec![Cell::text(&*item.code)];
        match self.layout {
            Layout::Sheet => cells.push(path.last().map(|text| Cell::text(*text)).into()),
            Layout::Flat => cells.extend((0..self.depth).map(|at| path.get(at).map(|text| Cell::text(*text)).into())),
        }
        if self.with_origin {
            let origin = if item.kind == ItemKind::Opinion { OPINIONS } else { item.origin.label() };
            cells.push(origin.into());
        }
        if self.with_links {
            let codes = related(self.export, &self.links, item);
            cells.push(if codes.is_empty() { Cell::EMPTY } else { Cell::text(codes.join("、")) });
        }
        cells.push(Cell::text(&*item.text));
        cells
    }

    fn facts(&self, item: &Item) -> Facts {
        let scope = self.export.scope;
        let role = |role: Role| {
            let names = joined(item, role);
            if names.is_empty() { Cell::EMPTY } else { Cell::text(names) }
        };
        let held = item.deadline.as_ref();
        let closes = gate::is_closed_at(item.kind, self.level);
        let closure = match item.closure {
            Closure::None if !closes => Cell::EMPTY,
            Closure::Closed if item.unratified => CLOSED_UNRATIFIED.into(),
            state => state.label().into(),
        };
        let meeting = item.closed_meeting.filter(|_| item.closure == Closure::Closed && !item.unratified);
        let light = item.light(scope.lights(item.round), scope.as_of.day);
        let extended = held.filter(|held| held.extensions > 0).map(|held| {
            let first = held.first_due.map_or_else(|| "无日期".to_owned(), |day| day.to_string());
            Cell::text(format!("原{first}，延{}次", held.extensions))
        });
        let words = |words: Option<&String>| words.filter(|words| !words.is_empty()).map(|words| Cell::text(&**words));
        vec![
            words(item.goal.as_ref()).into(),
            role(Role::Leader),
            role(Role::CoLeader),
            role(Role::Department),
            role(Role::CoDepartment),
            role(Role::Person),
            words(held.map(|held| &held.now.raw)).into(),
            item.item_type.map(|kind| Cell::from(kind.label())).into(),
            item.due().into(),
            item.progress.label().into(),
            words(self.situations.get(&item.id)).into(),
            item.completed_on.into(),
            closure,
            item.closed_on.filter(|_| item.closure == Closure::Closed).into(),
            words(meeting.and_then(|id| self.meetings.get(&id.0))).into(),
            self.evidence.get(&item.id).map(|titles| Cell::text(titles.join("\n"))).into(),
            words(item.note.as_ref()).into(),
            light.map(|light| Cell::from(light.label())).into(),
            extended.into(),
        ]
    }

    fn columns(&self) -> Vec<Column> {
        let narrow = |title: &'static str, width: usize| Column::text(title, 1).at_most(width);
        let mut columns = vec![Column::rigid("编号").at_most(6).aligned(Align::Centre)];
        match self.layout {
            Layout::Sheet => columns.push(narrow("方面", 9)),
            Layout::Flat => columns.extend((1..=self.depth).map(|level| {
                Column::text(if level == 1 { "方面".to_owned() } else { format!("方面（{level}级）") }, 1)
            })),
        }
        if self.with_origin {
            columns.push(narrow("问题来源", 8));
        }
        if self.with_links {
            columns.push(narrow("关联问题", 7));
        }
        columns.push(Column::text("反馈问题", 2).at_most(26));
        if self.with_symptoms {
            columns.push(Column::text("问题表现", 1).at_most(20));
        }
        let mut facts = fact_columns().into_iter().zip(self.with_fact).filter(|(_, shown)| *shown);
        columns.extend(facts.next().map(|(column, _)| column));
        columns.push(Column::rigid("措施编号").at_most(7).aligned(Align::Centre));
        columns.push(Column::text("整改措施", 3).at_most(32));
        columns.extend(facts.map(|(column, _)| column));
        columns
    }
}

/// The columns of the facts, in their order.
fn fact_columns() -> [Column; READINGS.len()] {
    let narrow = |title: &'static str, width: usize| Column::text(title, 1).at_most(width);
    let day = |title: &'static str| Column::day(title).at_most(11);
    let progress = Progress::ALL.iter().map(|progress| {
        let tone = match progress {
            Progress::Completed => Tone::Good,
            Progress::NotStarted => Tone::Muted,
            Progress::InProgress | Progress::Staged => Tone::Plain,
        };
        (progress.label(), tone)
    });
    let closures = [
        (Closure::None.label(), Tone::Plain),
        (Closure::Requested.label(), Tone::Soon),
        (Closure::Returned.label(), Tone::Late),
        (Closure::Closed.label(), Tone::Good),
        (CLOSED_UNRATIFIED, Tone::Soon),
    ];
    let lights = Light::ALL.iter().map(|light| (light.label(), light_tone(Some(*light))));
    [
        narrow("整改目标", 16),
        narrow("牵头领导", 9),
        narrow("协助领导", 9),
        narrow("责任部门", 10),
        narrow("配合部门", 10),
        narrow("责任人", 9),
        narrow("整改时限", 12),
        narrow("整改类型", 9).one_of(ItemType::ALL.iter().map(|kind| (kind.label(), Tone::Plain))),
        day("到期日"),
        narrow("进度", 8).one_of(progress),
        Column::text("整改情况", 3).at_most(32),
        day("完成日期"),
        narrow("销号状态", 9).one_of(closures),
        day("销号日期"),
        narrow("销号会议", 11),
        narrow("佐证材料", 16),
        narrow("备注", 12),
        Column::rigid("亮灯").at_most(6).aligned(Align::Centre).one_of(lights),
        narrow("延期情况", 12),
    ]
}

/// Counts an item and what stands below it.
fn bump(done: &mut usize, table: &Table<'_>, at: usize) -> usize {
    *done += 1 + table.export.below[at].len();
    *done
}

/// The issues that an opinion answers, or that an issue stems from.
fn related(export: &Export<'_>, links: &HashMap<ItemId, Vec<LinkFact>>, item: &Item) -> Vec<String> {
    let kind = if item.kind == ItemKind::Opinion { LinkKind::Answers } else { LinkKind::StemsFrom };
    let mut codes = export.linked(links, item, kind);
    let mut seen = BTreeSet::new();
    codes.retain(|code| seen.insert(code.clone()));
    codes
}
