//! The progress summary (汇总): figures per origin and altogether, rates with their fractions, groups, outcomes, sentences.
//!
//! Issue figures count issues with no issue above them; 问题表现, measures, opinions and cases are counted apart and never
//! added. Every figure can be explained: its members are listed by the condition that counted it.

use super::{
    Result, Scope,
    adjustment::Adjustments,
    outcome::{self, Outcomes},
    page::{Bars, Block, Cell, Column, PageSink, Tone},
    sentence,
};
use crate::{
    domain::{
        figures::{Figure, Figures, Grouping, RateKind},
        filter::Filter,
        gate,
        ids::RoundId,
        item::{ItemKind, ItemType, Origin},
        lifecycle::Light,
        meeting::MeetingKind,
        rate::Rate,
    },
    store::query::{FigureRow, GroupBy, OutcomeRow, OutcomeShare, SourceFigureRow},
    zh::label::Label as _,
};
use serde::{Serialize, Serializer, ser::SerializeMap};
use std::collections::{BTreeMap, BTreeSet};

/// The figures of one set of items, with its rates.
#[derive(Debug, Clone, Default)]
pub struct Set {
    /// The counts.
    pub figures: Figures,
    /// Whether items of this kind are struck off in these rounds at all; if not, 销号率 is “—”.
    pub is_closed: bool,
    /// Cases: their 完成率 is stated as 清结率, too.
    pub of_cases: bool,
}

impl Set {
    /// A rate of this set; 销号率 is 0/0 where the level is not closed.
    #[must_use]
    pub fn rate(&self, kind: RateKind) -> Rate {
        if kind == RateKind::Closure && !self.is_closed {
            return Rate::new(0, 0);
        }
        if kind == RateKind::Clearance && !self.of_cases {
            return Rate::new(0, 0);
        }
        let (part, whole) = self.figures.fraction(kind);
        Rate::new(part, whole)
    }
}

impl Serialize for Set {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for figure in Figure::ALL {
            map.serialize_entry(figure.key(), &self.figures.get(*figure))?;
        }
        for rate in RateKind::ALL.iter().filter(|rate| self.of_cases || rate.only_of().is_none()) {
            map.serialize_entry(rate.key(), &self.rate(*rate))?;
        }
        map.end()
    }
}

/// One group of a breakdown.
#[derive(Debug, Clone, Serialize)]
pub struct GroupRow {
    /// The group's key in the file, or the origin's key; `null` for items without one.
    pub key: Option<String>,
    /// Its name.
    pub label: String,
    /// Its issues.
    pub issues: Set,
    /// Its measures.
    pub measures: Set,
    /// Its outcomes: one that belongs to items of several groups stands in each, and once in the whole.
    pub outcomes: Outcomes,
}

impl GroupRow {
    fn name(&self) -> Cell {
        Cell::text(self.label.clone()).toned(if self.key.is_none() { Tone::Muted } else { Tone::Plain })
    }
}

/// A whole summary.
#[derive(Debug, Clone)]
pub struct Summary {
    /// All issues.
    pub issues: Set,
    /// Issues of type 长期坚持 that the feedback counts apart (需长期整改事项).
    pub long_term: Set,
    /// Issues by origin, those that occur.
    pub by_origin: Vec<(Origin, Set)>,
    /// Measures, counted apart.
    pub measures: Set,
    /// Opinions.
    pub opinions: Set,
    /// Cases.
    pub cases: Set,
    /// The breakdown, if asked.
    pub groups: Vec<GroupRow>,
    /// The groups' totals add up to more than the whole.
    pub groups_overlap: bool,
    /// Issues that an earlier round had already fed back (屡改屡犯).
    pub repeated: i64,
    /// Outcomes.
    pub outcomes: Outcomes,
    /// The groups' outcomes add up to more than the whole.
    pub outcomes_overlap: bool,
    /// Meetings held, by kind, zeros included.
    pub meetings: BTreeMap<MeetingKind, i64>,
    /// Closings by month as they happened, and how many of them were taken back since.
    pub closings: Vec<(String, i64, i64)>,
    /// Sentences in the wording of reports.
    pub sentences: Vec<String>,
    /// Figures that papers state of themselves and their text does not bear out.
    pub differing: Vec<SourceFigureRow>,
    /// What belongs to the period of an earlier report that was locked, and was not known then.
    pub adjustments: Vec<Adjustments>,
}

impl Summary {
    /// Counts everything.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn new(scope: &Scope<'_>, filter: &Filter, by: Option<Grouping>) -> Result<Self> {
        let rows = scope.reader.figures(filter, scope.as_of, GroupBy::Nothing)?;
        let set = |pick: &dyn Fn(&FigureRow) -> bool, kind: ItemKind| sum(scope, &rows, pick, kind);
        let issues = set(&|_| true, ItemKind::Issue);
        let by_origin: Vec<(Origin, Set)> = Origin::ALL
            .iter()
            .map(|origin| (*origin, set(&|row| row.origin == *origin, ItemKind::Issue)))
            .filter(|(_, set)| set.figures.get(Figure::Total) + set.figures.get(Figure::Withdrawn) > 0)
            .collect();
        let long = Filter {
            types: vec![ItemType::LongTerm],
            origins: vec![Origin::Feedback],
            kinds: vec![ItemKind::Issue],
            ..filter.clone()
        };
        let long_rows = scope.reader.figures(&long, scope.as_of, GroupBy::Nothing)?;
        let outcomes = scope.reader.outcomes_among(filter, scope.as_of)?;
        let groups = match by {
            Some(by) => groups(scope, filter, by, &by_origin, &outcomes)?,
            None => Vec::new(),
        };
        let shared: usize = groups.iter().map(|g| g.outcomes.members).sum();
        let grouped: i64 =
            groups.iter().map(|g| g.issues.figures.get(Figure::Total) + g.measures.figures.get(Figure::Total)).sum();
        let measures = set(&|_| true, ItemKind::Measure);
        let whole = issues.figures.get(Figure::Total) + measures.figures.get(Figure::Total);
        let round_ids: Vec<_> = scope.rounds.iter().map(|r| r.id).collect();
        let mut summary = Self {
            long_term: sum(scope, &long_rows, &|_| true, ItemKind::Issue),
            by_origin,
            opinions: set(&|_| true, ItemKind::Opinion),
            cases: set(&|_| true, ItemKind::Case),
            groups_overlap: grouped > whole,
            groups,
            repeated: scope.reader.count_items(&repeated(filter), scope.as_of)?,
            outcomes_overlap: shared > outcomes.len(),
            outcomes: Outcomes::new(outcomes.iter().map(|o| &o.facts)),
            meetings: meetings(scope, &round_ids)?,
            closings: scope.reader.closings_by_month(filter, scope.as_of, &[ItemKind::Issue])?,
            sentences: Vec::new(),
            differing: scope.reader.differing_source_figures(scope.as_of, &round_ids)?,
            adjustments: Adjustments::of_rounds(scope.reader, &scope.rounds, scope.as_of.day)?,
            issues,
            measures,
        };
        summary.sentences = sentence::sentences(scope, &summary);
        Ok(summary)
    }

    /// The figures of one origin; all zero when it does not occur.
    #[must_use]
    pub fn origin(&self, origin: Origin) -> Set {
        self.by_origin.iter().find(|(o, _)| *o == origin).map(|(_, set)| set.clone()).unwrap_or_default()
    }

    /// The months of which closings were taken back since, with how many.
    pub fn reopened(&self) -> impl Iterator<Item = (&str, i64)> {
        self.closings
            .iter()
            .filter(|(.., reopened)| *reopened > 0)
            .map(|(month, _, reopened)| (month.as_str(), *reopened))
    }

    /// The summary as a page.
    ///
    /// # Errors
    /// Trouble with the place written to.
    pub fn page(&self, scope: &Scope<'_>, by: Option<Grouping>, sink: &mut dyn PageSink) -> Result<()> {
        let title = match scope.rounds.as_slice() {
            [only] => format!("{}整改进展汇总", only.settings.title),
            _ => "整改进展汇总".to_owned(),
        };
        sink.title(&title, Some(scope.as_of.day))?;
        let lines = self.lines();
        if lines.is_empty() {
            let rounds = Filter { rounds: scope.rounds.iter().map(|round| round.id).collect(), ..Filter::default() };
            let words = match scope.rounds.is_empty() || scope.reader.count_items(&rounds, scope.as_of)? == 0 {
                true => "台账里还没有问题。先用 taizhang intake 导入反馈意见，或用 taizhang add 录入。",
                false => "没有符合条件的事项。去掉或放宽条件再看；有哪些事项用 taizhang list 查看。",
            };
            sink.block(Block::Paragraph(words.into()))?;
            sink.finish()?;
            return Ok(());
        }
        heading(sink, "一、表述")?;
        for sentence in &self.sentences {
            sink.block(Block::Paragraph(sentence.clone()))?;
        }
        heading(sink, "二、进度与销号（各层分别计数，不相加）")?;
        counts(sink, "口径", &lines, &PROGRESS)?;
        self.unratified_note(sink)?;
        heading(sink, "三、比率")?;
        rates(sink, &lines)?;
        self.case_page(sink)?;
        heading(sink, "四、时限与亮灯")?;
        counts(sink, "口径", &lines, &LATENESS)?;
        let lights: Vec<(String, Figure)> =
            Light::ALL.iter().map(|l| (l.label().to_owned(), Figure::of_light(*l))).collect();
        counts(sink, "口径", &lines, &lights)?;
        heading(sink, "五、整改类型")?;
        let types: Vec<(String, Figure)> = ItemType::ALL
            .iter()
            .map(|t| (t.label().to_owned(), Figure::of_type(Some(*t))))
            .chain([("未定".to_owned(), Figure::of_type(None))])
            .collect();
        counts(sink, "口径", &lines, &types)?;
        let mut ordinal = ["六", "七", "八", "九", "十"].into_iter();
        let mut next = |text: &str| format!("{}、{text}", ordinal.next().unwrap_or("附"));
        if by.is_some() {
            heading(sink, &next(&format!("分{}情况", by.map_or("", |g| g.label()))))?;
            self.group_page(by, sink)?;
        }
        if lines.iter().any(|(_, set)| set.figures.get(Figure::LookedAt) > 0) {
            heading(sink, &next("销号后回头看"))?;
            counts(sink, "口径", &lines, &LOOKED)?;
        }
        heading(sink, &next("整改成效"))?;
        sink.block(Block::Paragraph(outcome::meeting_words(&self.meetings)))?;
        sink.block(Block::Paragraph(self.outcomes.words()))?;
        if by.is_some() {
            self.group_outcomes_page(by, sink)?;
        }
        if !self.closings.is_empty() {
            heading(sink, &next("各月销号问题数"))?;
            let rows = self.closings.iter().map(|(month, closings, _)| (month.clone(), *closings)).collect();
            sink.block(Block::Chart(Bars { title: String::new(), rows }))?;
            let reopened: Vec<String> = self.reopened().map(|(month, count)| format!("{month} {count}个")).collect();
            if !reopened.is_empty() {
                sink.block(Block::Note(format!("其中后来撤销销号的，仍计在当月：{}", reopened.join("、"))))?;
            }
        }
        if self.adjustments.iter().any(|adjusted| !adjusted.rows.is_empty()) {
            heading(sink, &next("补报调整"))?;
            for adjusted in self.adjustments.iter().filter(|adjusted| !adjusted.rows.is_empty()) {
                adjusted.page(sink)?;
            }
        }
        if !self.differing.is_empty() {
            heading(sink, &next("文内口径差异"))?;
            for row in &self.differing {
                let found = row.found.map_or_else(
                    || "正文没有逐项列出，台账不据此记数".to_owned(),
                    |found| format!("文中可数的是{found}，台账按可数的记"),
                );
                sink.block(Block::Paragraph(format!("《{}》自述“{}”，{found}。", row.source, row.words)))?;
            }
        }
        sink.block(Block::Note(
            "完成率＝已完成÷总数（阶段性完成不计）；到期完成率、按期完成率的分母是到期应完成；两位小数四舍五入；0/0 记作“—”。任一数字可用 --explain 列出明细，如 --explain 完成率".into(),
        ))?;
        sink.finish()?;
        Ok(())
    }

    /// What was struck off without a meeting stands in 已销号 and is named here, so that nobody takes it for agreed.
    pub(super) fn unratified_note(&self, sink: &mut dyn PageSink) -> Result<()> {
        let sets = [
            ("个问题", &self.issues),
            ("条措施", &self.measures),
            ("条整改意见", &self.opinions),
            ("件个案", &self.cases),
        ];
        let waiting: Vec<String> = sets
            .iter()
            .map(|(unit, set)| (set.figures.get(Figure::ClosedUnratified), unit))
            .filter(|(count, _)| *count > 0)
            .map(|(count, unit)| format!("{count}{unit}"))
            .collect();
        if !waiting.is_empty() {
            sink.block(Block::Paragraph(format!(
                "已销号中待补党组会审议：{}。查看用 taizhang list --unratified。",
                waiting.join("、")
            )))?;
        }
        Ok(())
    }

    /// Cases under issues, stated apart: how many were given, how many are cleared, and the rate of that.
    pub(super) fn case_page(&self, sink: &mut dyn PageSink) -> Result<()> {
        let figures = &self.cases.figures;
        let given = figures.get(Figure::Total);
        if given == 0 {
            return Ok(());
        }
        let cleared = figures.get(Figure::Completed);
        sink.begin_grid(&[
            Column::rigid("口径"),
            Column::number("交办"),
            Column::number("已清结"),
            Column::number("未清结"),
            Column::number("清结率"),
        ])?;
        let rate = self.cases.rate(RateKind::Clearance);
        sink.row(vec![
            Cell::text("个案"),
            Cell::number(given),
            Cell::number(cleared),
            Cell::number(given - cleared),
            Cell::text(format!("{rate}\n{}", rate.fraction())),
        ])?;
        Ok(sink.end_grid()?)
    }

    fn group_page(&self, by: Option<Grouping>, sink: &mut dyn PageSink) -> Result<()> {
        let mut columns = vec![Column::text(by.map_or("", |g| g.label()), 3)];
        // Where bars are drawn the rates stand beside theirs, below.
        let drawn = sink.draws_bars();
        let rate = |set: &Set| Cell::from(super::page::Value::Percent(set.rate(RateKind::Completion)));
        for title in ["问题", "已完成", "已销号", "逾期", "完成率", "措施", "已完成", "逾期", "完成率"]
        {
            if !drawn || title != "完成率" {
                columns.push(Column::number(title));
            }
        }
        sink.begin_grid(&columns)?;
        for group in &self.groups {
            let (issues, measures) = (&group.issues, &group.measures);
            let mut cells = vec![
                group.name(),
                Cell::number(issues.figures.get(Figure::Total)),
                Cell::number(issues.figures.get(Figure::Completed)),
                Cell::number(issues.figures.get(Figure::Closed)),
                late(issues.figures.get(Figure::Overdue)),
            ];
            cells.extend((!drawn).then(|| rate(issues)));
            cells.extend([
                Cell::number(measures.figures.get(Figure::Total)),
                Cell::number(measures.figures.get(Figure::Completed)),
                late(measures.figures.get(Figure::Overdue)),
            ]);
            cells.extend((!drawn).then(|| rate(measures)));
            sink.row(cells)?;
        }
        sink.end_grid()?;
        if drawn {
            let bar = |set: &Set| Cell::from(super::page::Value::Bar(set.rate(RateKind::Completion))).toned(Tone::Good);
            sink.begin_grid(&[
                Column::text(by.map_or("", |g| g.label()), 3),
                Column::number("问题完成率"),
                Column::rigid(""),
                Column::number("措施完成率"),
                Column::rigid(""),
            ])?;
            for group in &self.groups {
                let (issues, measures) = (&group.issues, &group.measures);
                sink.row(vec![group.name(), rate(issues), bar(issues), rate(measures), bar(measures)])?;
            }
            sink.end_grid()?;
        }
        if self.groups_overlap {
            let word = by.map_or("", |g| g.label());
            sink.block(Block::Note(format!(
                "分{word}合计大于总数：一项事项有几个{word}的，在每个{word}各计一次，总数只计一次"
            )))?;
        }
        Ok(())
    }

    /// What each group's items brought about, for groups whose items brought about anything.
    fn group_outcomes_page(&self, by: Option<Grouping>, sink: &mut dyn PageSink) -> Result<()> {
        let word = by.map_or("", |g| g.label());
        let with: Vec<&GroupRow> = self.groups.iter().filter(|g| g.outcomes.members > 0).collect();
        if with.is_empty() {
            return Ok(());
        }
        sink.begin_grid(&[
            Column::text(word, 2),
            Column::number("规范性\n文件"),
            Column::number("其中\n制度"),
            Column::number("问责\n人数"),
            Column::text("资金", 3),
        ])?;
        for group in with {
            let outcomes = &group.outcomes;
            sink.row(vec![
                Cell::text(group.label.clone()).toned(if group.key.is_none() { Tone::Muted } else { Tone::Plain }),
                Cell::number(outcomes.rules),
                Cell::number(outcomes.institutions),
                Cell::number(outcomes.people.values().sum::<i64>()),
                Cell::text(outcomes.money_words(false)),
            ])?;
        }
        sink.end_grid()?;
        if self.outcomes_overlap {
            sink.block(Block::Note(format!("一件成效属于几个{word}的事项的，在每个{word}各计一次，总数只计一次")))?;
        }
        Ok(())
    }

    /// The lines of the tables: issues altogether, by origin, measures, opinions, cases; those that occur.
    pub(super) fn lines(&self) -> Vec<(String, &Set)> {
        let mut lines = Vec::new();
        let occurs = |set: &Set| set.figures.get(Figure::Total) + set.figures.get(Figure::Withdrawn) > 0;
        if occurs(&self.issues) {
            lines.push(("问题合计".to_owned(), &self.issues));
        }
        for (origin, set) in &self.by_origin {
            lines.push((format!("  {}", origin.label()), set));
        }
        for (label, set) in [("措施", &self.measures), ("整改意见", &self.opinions), ("个案", &self.cases)] {
            if occurs(set) {
                lines.push((label.to_owned(), set));
            }
        }
        lines
    }
}

pub(super) const PROGRESS: [(&str, Figure); 9] = [
    ("总数", Figure::Total),
    ("未启动", Figure::NotStarted),
    ("整改中", Figure::InProgress),
    ("阶段性\n完成", Figure::Staged),
    ("已完成", Figure::Completed),
    ("待审定", Figure::Requested),
    ("退回", Figure::Returned),
    ("已销号", Figure::Closed),
    ("撤项", Figure::Withdrawn),
];

pub(super) const LATENESS: [(&str, Figure); 8] = [
    ("到期应\n完成", Figure::Due),
    ("到期已\n完成", Figure::DueCompleted),
    ("按期\n完成", Figure::OnTime),
    ("逾期\n完成", Figure::CompletedLate),
    ("逾期\n未完", Figure::Overdue),
    ("序时\n推进", Figure::OnSchedule),
    ("曾延期", Figure::Extended),
    ("无时限", Figure::NoDeadline),
];

pub(super) const LOOKED: [(&str, Figure); 3] =
    [("已销号", Figure::Closed), ("已回头看", Figure::LookedAt), ("其中\n反弹", Figure::Rebounded)];

fn heading(sink: &mut dyn PageSink, text: &str) -> Result<()> {
    Ok(sink.block(Block::Heading { level: 1, text: text.to_owned() })?)
}

fn late(count: i64) -> Cell {
    Cell::number(count).toned(if count > 0 { Tone::Late } else { Tone::Plain })
}

pub(super) fn counts<T: AsRef<str>>(
    sink: &mut dyn PageSink,
    first: &'static str,
    lines: &[(String, &Set)],
    figures: &[(T, Figure)],
) -> Result<()> {
    let mut columns = vec![Column::rigid(first)];
    columns.extend(figures.iter().map(|(title, _)| Column::number(title.as_ref().to_owned())));
    sink.begin_grid(&columns)?;
    for (label, set) in lines {
        let mut cells = vec![Cell::text(label.clone())];
        cells.extend(figures.iter().map(|(_, figure)| {
            let count = set.figures.get(*figure);
            if matches!(figure, Figure::Overdue | Figure::LightRed) { late(count) } else { Cell::number(count) }
        }));
        sink.row(cells)?;
    }
    Ok(sink.end_grid()?)
}

pub(super) fn rates(sink: &mut dyn PageSink, lines: &[(String, &Set)]) -> Result<()> {
    let mut columns = vec![Column::rigid("口径")];
    let drawn = sink.draws_bars();
    for title in ["完成率", "销号率", "到期完成率", "按期完成率", "按首次时限"] {
        columns.push(Column::number(title));
    }
    // The first rate as a bar, after the last number.
    columns.extend(drawn.then(|| Column::rigid("完成率")));
    sink.begin_grid(&columns)?;
    for (label, set) in lines {
        let mut cells = vec![Cell::text(label.clone())];
        cells.extend(RateKind::ALL.iter().filter(|kind| kind.only_of().is_none()).map(|kind| {
            let rate = set.rate(*kind);
            match rate.hundredths() {
                Some(_) => Cell::text(format!("{rate}\n{}", rate.fraction())),
                None => Cell::text("—"),
            }
        }));
        let completion = super::page::Value::Bar(set.rate(RateKind::Completion));
        cells.extend(drawn.then(|| Cell::from(completion).toned(Tone::Good)));
        sink.row(cells)?;
    }
    Ok(sink.end_grid()?)
}

fn sum(scope: &Scope<'_>, rows: &[FigureRow], pick: &dyn Fn(&FigureRow) -> bool, kind: ItemKind) -> Set {
    let mut figures = Figures::default();
    for row in rows.iter().filter(|row| row.kind == kind && pick(row)) {
        figures.add(&row.figures);
    }
    let is_closed = scope.rounds.iter().any(|r| gate::is_closed_at(kind, r.settings.close_level));
    Set { figures, is_closed, of_cases: kind == ItemKind::Case }
}

/// The filter of the issues that an earlier round had already fed back: it counts them and lists them. Where no issues are asked
/// for there are none.
#[must_use]
pub fn repeated(filter: &Filter) -> Filter {
    let asked = filter.kinds.is_empty() || filter.kinds.contains(&ItemKind::Issue);
    // Nothing else is fed back twice.
    let kinds = if asked { vec![ItemKind::Issue] } else { filter.kinds.clone() };
    Filter { kinds, top_issues_only: true, repeated: true, ..filter.clone() }
}

fn meetings(scope: &Scope<'_>, rounds: &[RoundId]) -> Result<BTreeMap<MeetingKind, i64>> {
    let mut held: BTreeMap<_, _> = MeetingKind::ALL.iter().map(|kind| (*kind, 0)).collect();
    held.extend(scope.reader.meetings_by_kind(rounds, scope.as_of.day)?);
    Ok(held)
}

/// The breakdown, in the office's order for parties, in the paper's order for categories; those without a group last.
fn groups(
    scope: &Scope<'_>,
    filter: &Filter,
    by: Grouping,
    by_origin: &[(Origin, Set)],
    outcomes: &[OutcomeRow],
) -> Result<Vec<GroupRow>> {
    let query = match by {
        Grouping::Department => GroupBy::Department,
        Grouping::Leader => GroupBy::Leader,
        Grouping::Person => GroupBy::Person,
        Grouping::Category => GroupBy::Category,
        Grouping::Round => GroupBy::Round,
        Grouping::Origin => GroupBy::Nothing,
    };
    let rows = scope.reader.figures(filter, scope.as_of, query)?;
    let shares = scope.reader.outcome_shares(filter, scope.as_of, query)?;
    // An outcome with several items in a group still counts once there.
    let of_group = |in_group: &dyn Fn(&OutcomeShare) -> bool| {
        let ids: BTreeSet<_> = shares.iter().filter(|share| in_group(share)).map(|share| share.outcome).collect();
        Outcomes::new(outcomes.iter().filter(|o| ids.contains(&o.id)).map(|o| &o.facts))
    };
    if by == Grouping::Origin {
        return Ok(by_origin
            .iter()
            .map(|(origin, issues)| GroupRow {
                key: Some(origin.key().to_owned()),
                label: origin.label().to_owned(),
                issues: issues.clone(),
                measures: sum(scope, &rows, &|row| row.origin == *origin, ItemKind::Measure),
                outcomes: of_group(&|share| share.origin == *origin),
            })
            .collect());
    }
    let mut keys: BTreeMap<(i64, String), (Option<i64>, String)> = BTreeMap::new();
    // Nested categories are added up under the top one.
    let top = |key: Option<i64>| match by {
        Grouping::Category => key.and_then(|k| scope.top_category(k)).map(|c| c.id.0),
        _ => key,
    };
    for row in &rows {
        let key = top(row.group);
        let (order, name) = match (by, key) {
            (_, None) => ((i64::MAX, String::new()), format!("（无{}）", by.label())),
            (Grouping::Category, Some(id)) => {
                let category = scope.category_by_id(id);
                let sort = category.map(|c| (c.round.0, c.sort_key.clone())).unwrap_or_default();
                (sort, category.map(|c| format!("{} {}", c.code, c.text)).unwrap_or_default())
            }
            (Grouping::Round, Some(id)) => {
                let round = scope.rounds.iter().find(|r| r.id.0 == id);
                ((id, String::new()), round.map(|r| r.settings.title.clone()).unwrap_or_default())
            }
            (_, Some(id)) => {
                let party = scope.reader.party(crate::domain::ids::PartyId(id))?;
                ((party.ord, format!("{id:012}")), party.name)
            }
        };
        keys.insert(order, (key, name));
    }
    Ok(keys
        .into_values()
        .map(|(key, label)| GroupRow {
            issues: sum(scope, &rows, &|row| top(row.group) == key, ItemKind::Issue),
            measures: sum(scope, &rows, &|row| top(row.group) == key, ItemKind::Measure),
            outcomes: of_group(&|share| top(share.group) == key),
            key: key.map(|k| match by {
                Grouping::Category => scope.category_by_id(k).map_or_else(|| k.to_string(), |c| c.code.clone()),
                Grouping::Round => {
                    scope.rounds.iter().find(|r| r.id.0 == k).map_or_else(|| k.to_string(), |r| r.key.clone())
                }
                Grouping::Department | Grouping::Leader | Grouping::Person | Grouping::Origin => k.to_string(),
            }),
            label,
        })
        .filter(|g| g.issues.figures.get(Figure::Total) + g.measures.figures.get(Figure::Total) > 0)
        .collect())
}
