//! The ledger as a table (整改台账): an issue over its measures, category by category, everything of an item in its row.
//!
//! Its headings are those that our own reader knows, and its cells stand where that reader looks for them: what is exported can
//! be edited in a spreadsheet and read in again.

mod fact;

use super::{
    Export,
    layout::{Facts, Shape, shape},
};
use crate::{
    domain::{
        ids::{ItemId, MeetingId},
        item::{Item, ItemKind, Origin},
        link::LinkKind,
        reported::{ExtensionTold, OutcomeTold},
        round::CloseLevel,
    },
    report::{
        Result,
        conditions::scope_words,
        page::{Align, Block, Cell, Column, PageSink, Tone, Value},
    },
    store::query::{ApprovedStep, ItemExtra, LinkFact, Outlook},
    zh::{
        label::Label as _,
        own_table::{self, meeting_as_cell},
    },
};
use fact::{FACTS, Stepped, Width};
use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
};

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
    outlooks: HashMap<ItemId, Outlook>,
    extensions: HashMap<ItemId, Vec<ExtensionTold>>,
    evidence: HashMap<ItemId, Vec<String>>,
    links: HashMap<ItemId, Vec<LinkFact>>,
    meetings: HashMap<MeetingId, String>,
    /// The applications and returns that stand.
    stepped: HashMap<ItemId, Stepped>,
    outcomes: HashMap<ItemId, Vec<OutcomeTold>>,
    /// Why items were withdrawn, and what approved it.
    extras: HashMap<ItemId, ItemExtra>,
    approved: HashMap<ItemId, Vec<ApprovedStep>>,
    /// How deep categories nest; at least one column shows them.
    depth: usize,
    with_symptoms: bool,
    with_origin: bool,
    with_links: bool,
    /// Which facts have a column: those that are hardly ever used have one when they are.
    with_fact: [bool; FACTS.len()],
    /// How wide their columns are.
    widths: [Width; FACTS.len()],
    /// How wide the columns of 反馈问题, 问题表现 and 整改措施 are.
    text_widths: [Width; 3],
}

impl<'a> Table<'a> {
    /// Reads what the table shows beside the items.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn new(export: &'a Export<'a>, layout: Layout) -> Result<Self> {
        let (scope, rounds) = (export.scope, export.rounds());
        let (reader, day) = (scope.reader, scope.as_of.day);
        let links = reader.links_from(&rounds, day)?;
        let meetings = reader.meetings()?.iter().map(|held| (held.id, meeting_as_cell(&held.facts))).collect();
        let issues = || export.items.iter().filter(|item| matches!(item.kind, ItemKind::Issue | ItemKind::Opinion));
        let mut apart = export.items.iter().filter(|item| stands_apart(export, item));
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
            outlooks: reader.outlooks_in(&rounds, day)?,
            extensions: fact::extensions(export, &meetings)?,
            evidence: reader.evidence_titles_in(&rounds, day)?,
            meetings,
            stepped: fact::stepped(export)?,
            outcomes: fact::outcomes(export)?,
            extras: reader.item_extras_in(&rounds)?,
            approved: reader.approved_steps_in(&rounds, day)?,
            depth: issues().map(depth_of).max().unwrap_or(0).max(1),
            with_symptoms: export.items.iter().any(|item| item.kind == ItemKind::Issue && item.under_issue),
            with_origin: issues().any(|item| item.origin != Origin::Feedback || item.kind == ItemKind::Opinion)
                || apart.clone().next().is_some(),
            with_links: issues().any(|item| !related(export, &links, item).is_empty()) || apart.next().is_some(),
            with_fact: [true; FACTS.len()],
            widths: fact::widths(),
            text_widths: [Width::new((26, 44)), Width::new((20, 40)), Width::new((32, 60))],
            links,
            export,
        };
        let mut used = [false; FACTS.len()];
        for item in export.items.iter().filter(|item| item.kind.is_work()) {
            let facts = table.facts(item);
            fact::hold(&mut table.widths, &facts);
            let column = match item.kind {
                ItemKind::Measure => 2,
                ItemKind::Issue => usize::from(item.under_issue),
                _ => 0,
            };
            table.text_widths[column].hold(&item.text);
            for (used, cell) in used.iter_mut().zip(facts) {
                *used |= cell.value != Value::Empty;
            }
        }
        for (at, fact) in FACTS.iter().enumerate() {
            table.with_fact[at] = used[at] || !fact.occasional;
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
        for at in self.of_top(ItemKind::Category) {
            self.category(at, 0, sink, &mut |at| tick(bump(&mut done, self, at)))?;
        }
        // What stands in no category stands apart: below a category's band it would be taken for one of its own.
        let sorted = self.of_top(ItemKind::Category).any(|at| self.holds_issues(at));
        let unsorted: Vec<usize> = self.of_top(ItemKind::Issue).collect();
        if sorted && !unsorted.is_empty() && self.layout == Layout::Sheet {
            sink.band(own_table::UNSORTED, Tone::Strong)?;
        }
        for at in unsorted {
            self.issue(at, None, sink)?;
            tick(bump(&mut done, self, at));
        }
        let opinions: Vec<usize> = (0..self.export.items.len())
            .filter(|at| self.live(*at) && self.export.items[*at].kind == ItemKind::Opinion)
            .collect();
        if !opinions.is_empty() && self.layout == Layout::Sheet {
            sink.band(own_table::OPINIONS, Tone::Strong)?;
        }
        for at in opinions {
            self.issue(at, None, sink)?;
            tick(bump(&mut done, self, at));
        }
        let all = 0..self.export.items.len();
        let cases = all.clone().filter(|at| self.live(*at) && self.export.items[*at].kind == ItemKind::Case);
        self.apart(own_table::CASES, cases.collect(), sink)?;
        let withdrawn = all.filter(|at| !self.live(*at) && self.export.items[*at].kind != ItemKind::Category);
        self.apart(own_table::WITHDRAWN, withdrawn.filter(|at| !self.went_with_another(*at)).collect(), sink)?;
        Ok(sink.end_grid()?)
    }

    /// What is listed behind everything else, below a band of its own.
    fn apart(&self, band: &str, places: Vec<usize>, sink: &mut dyn PageSink) -> Result<()> {
        if !places.is_empty() && self.layout == Layout::Sheet {
            sink.band(band, Tone::Strong)?;
        }
        places.into_iter().try_for_each(|at| self.issue(at, None, sink))
    }

    fn live(&self, at: usize) -> bool {
        self.export.items[at].withdrawn_on.is_none()
    }

    /// Whether a withdrawn item stands below one that was withdrawn, too, and is listed there.
    fn went_with_another(&self, at: usize) -> bool {
        let above = self.export.items[at].parent.and_then(|id| self.export.item(id));
        above.is_some_and(|above| above.withdrawn_on.is_some() && above.kind != ItemKind::Category)
    }

    /// What stands directly below an item and is listed with it.
    fn below<'s>(&'s self, at: usize, kinds: &'s [ItemKind]) -> impl Iterator<Item = usize> + 's {
        self.export.children(at, kinds).filter(move |child| self.live(*child) == self.live(at))
    }

    /// Of which part of the round the table is, in words; nothing where it is of the whole.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn scope(&self) -> Result<Option<String>> {
        let words = scope_words(self.export.scope.reader, self.export.filter)?;
        Ok((!words.is_empty()).then(|| format!("范围：{words}")))
    }

    fn of_top(&self, kind: ItemKind) -> impl Iterator<Item = usize> + '_ {
        self.export.top.iter().copied().filter(move |at| self.live(*at) && self.export.items[*at].kind == kind)
    }

    fn category(&self, at: usize, depth: usize, sink: &mut dyn PageSink, done: &mut dyn FnMut(usize)) -> Result<()> {
        let shown = |at: usize| self.holds_issues(at);
        if !shown(at) {
            return Ok(());
        }
        if self.layout == Layout::Sheet {
            sink.band(&self.category_words(at, depth), Tone::Strong)?;
        }
        for child in self.below(at, &[ItemKind::Issue]) {
            self.issue(child, Some(at), sink)?;
            done(child);
        }
        for child in self.below(at, &[ItemKind::Category]) {
            self.category(child, depth + 1, sink, done)?;
        }
        Ok(())
    }

    fn holds_issues(&self, at: usize) -> bool {
        self.below(at, &[ItemKind::Issue]).next().is_some()
            || self.below(at, &[ItemKind::Category]).any(|below| self.holds_issues(below))
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
                    Some(above) => self.below(*above, &[ItemKind::Category]).collect(),
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
        let measures: Vec<usize> = self.below(at, &[ItemKind::Measure]).collect();
        let symptoms: Vec<usize> = self.below(at, &[ItemKind::Issue]).collect();
        let lead = self.lead(item, category.or_else(|| self.category_of(item)));
        let mut rows: Vec<Row> = Vec::new();
        let readings = FACTS.each_ref().map(|fact| fact.reading);
        let above: Vec<Facts> = measures.iter().map(|at| self.facts(&self.export.items[*at])).collect();
        let own = self.facts(item);
        match shape(&own, &above, &readings, self.layout == Layout::Sheet) {
            Shape::Compact(cells) if symptoms.is_empty() => {
                for (row, facts) in cells.into_iter().enumerate() {
                    let none = if row == 0 { Cell::EMPTY } else { Value::Above.into() };
                    let measure = measures.get(row).copied();
                    rows.push(Row { symptom: [none.clone(), none], measure, facts });
                }
            }
            _ => {
                rows.push(Row { symptom: NO_SYMPTOM, measure: None, facts: own });
                for (measure, facts) in measures.iter().zip(above) {
                    rows.push(Row { symptom: NO_SYMPTOM, measure: Some(*measure), facts });
                }
                for symptom in symptoms {
                    self.symptom(symptom, &mut rows);
                }
            }
        }
        for (row, Row { symptom, measure, facts }) in rows.into_iter().enumerate() {
            let mut cells: Vec<Cell> =
                if row == 0 { lead.clone() } else { lead.iter().map(|_| Value::Above.into()).collect() };
            if self.with_symptoms {
                cells.extend(symptom);
            }
            let (number, text) = match measure.map(|at| &self.export.items[at]) {
                Some(measure) => (Cell::text(&*measure.code), Cell::text(&*measure.text)),
                None => (Cell::EMPTY, Cell::EMPTY),
            };
            // The goal stands between the issue and its measures, as papers have it.
            let shown = facts.into_iter().zip(self.with_fact).enumerate().filter(|(_, (_, shown))| *shown);
            let mut facts = shown.map(|(at, (cell, _))| (at, cell)).peekable();
            cells.extend(facts.next_if(|(at, _)| *at == 0).map(|(_, cell)| cell));
            cells.extend([number, text]);
            cells.extend(facts.map(|(_, cell)| cell));
            sink.row(cells)?;
        }
        Ok(())
    }

    /// A 问题表现 and its measures: always a row of its own.
    fn symptom(&self, at: usize, rows: &mut Vec<Row>) {
        let item = &self.export.items[at];
        let symptom = [Cell::text(&*item.code), Cell::text(&*item.text)];
        rows.push(Row { symptom, measure: None, facts: self.facts(item) });
        for measure in self.below(at, &[ItemKind::Measure]) {
            let symptom = [Value::Above.into(), Value::Above.into()];
            rows.push(Row { symptom, measure: Some(measure), facts: self.facts(&self.export.items[measure]) });
        }
        // A 表现 of a 表现 comes behind it, its number says whose it is.
        for below in self.below(at, &[ItemKind::Issue]) {
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
        cells.extend((0..self.depth).map(|at| path.get(at).map(|text| Cell::text(*text)).into()));
        if self.with_origin {
            let origin = match item.kind {
                ItemKind::Opinion => own_table::OPINIONS,
                _ if stands_apart(self.export, item) => own_table::apart_as_cell(item.kind, item.under_issue),
                _ => item.origin.label(),
            };
            cells.push(origin.into());
        }
        if self.with_links {
            let codes = related(self.export, &self.links, item);
            cells.push(if codes.is_empty() { Cell::EMPTY } else { Cell::text(codes.join("、")) });
        }
        cells.push(Cell::text(&*item.text));
        cells
    }

    fn columns(&self) -> Vec<Column> {
        let text = |title: &'static str, width: Width| Column::text(title, 1).of_width(width.now());
        let fixed = |title: &'static str, width: usize| Column::text(title, 1).of_width(width);
        let [issue, symptom, measure] = self.text_widths;
        let mut columns = vec![fixed("编号", 6).aligned(Align::Centre).leading()];
        columns.extend((1..=self.depth).map(|level| {
            let title = if level == 1 { "方面".to_owned() } else { format!("方面（{level}级）") };
            Column::text(title, 1).of_width(10).leading()
        }));
        if self.with_origin {
            columns.push(fixed("问题来源", 8).leading());
        }
        if self.with_links {
            columns.push(fixed("关联问题", 7).leading());
        }
        columns.push(text("反馈问题", issue).leading());
        if self.with_symptoms {
            columns.push(fixed("表现编号", 7).aligned(Align::Centre).leading());
            columns.push(text("问题表现", symptom));
        }
        let facts = FACTS.iter().zip(self.widths).zip(self.with_fact).filter(|(_, shown)| *shown);
        let mut facts = facts.map(|((fact, width), _)| (fact.title, fact::column(fact, width))).peekable();
        columns.extend(facts.next_if(|(title, _)| *title == FACTS[0].title).map(|(_, column)| column));
        // Where it stands beside the issue it is on each sheet of paper: rows below one issue are told apart by it.
        columns.push(fixed("措施编号", 7).aligned(Align::Centre).leading());
        columns.push(text("整改措施", measure));
        columns.extend(facts.map(|(_, column)| column));
        columns
    }
}

/// A row of the table beside what stands over all rows of its issue.
struct Row {
    /// Number and words of the 问题表现.
    symptom: [Cell; 2],
    measure: Option<usize>,
    facts: Facts,
}

const NO_SYMPTOM: [Cell; 2] = [Cell::EMPTY, Cell::EMPTY];

/// Counts an item and what stands below it.
fn bump(done: &mut usize, table: &Table<'_>, at: usize) -> usize {
    *done += 1 + table.export.below[at].len();
    *done
}

/// Whether an item is listed apart from the one that it belongs to: a case, or what was withdrawn from an item that goes on.
fn stands_apart(export: &Export<'_>, item: &Item) -> bool {
    let above = || item.parent.and_then(|id| export.item(id)).is_some_and(|above| above.withdrawn_on.is_none());
    match item.kind {
        ItemKind::Category | ItemKind::Opinion => false,
        ItemKind::Case => item.withdrawn_on.is_none() || above(),
        ItemKind::Measure => item.withdrawn_on.is_some() && above(),
        ItemKind::Issue => item.under_issue && item.withdrawn_on.is_some() && above(),
    }
}

/// The issues that an opinion answers, that an issue stems from, or to which belongs what stands apart.
fn related(export: &Export<'_>, links: &HashMap<ItemId, Vec<LinkFact>>, item: &Item) -> Vec<String> {
    if stands_apart(export, item) {
        return item.parent.and_then(|id| export.item(id)).map(|above| above.code.clone()).into_iter().collect();
    }
    let kind = if item.kind == ItemKind::Opinion { LinkKind::Answers } else { LinkKind::StemsFrom };
    let mut codes = export.linked(links, item, kind);
    let mut seen = BTreeSet::new();
    codes.retain(|code| seen.insert(code.clone()));
    codes
}
