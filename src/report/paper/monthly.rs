//! 月度督查通报: what changed in a month, who filed, how departments and leaders stand, and what is late.
//!
//! Two days are compared, the end of the month and the day before it began, by the rules that the figures are counted by. Praise
//! and criticism are facts: who filed everything and has nothing late, and who has not.

mod change;
mod filings;

use self::{change::Change, filings::Filed};
use super::{
    About, Paper,
    story::Story,
    tables::{self, kind_word},
};
use crate::{
    domain::{
        Day,
        disclosure::Audience,
        figures::{Figure, Figures, Grouping, RateKind},
        filter::Filter,
        ids::PartyId,
        item::{Item, ItemKind, Origin},
        lifecycle::LightDays,
        party::Role,
    },
    report::{
        Result, Scope,
        page::{Block, Cell, Column, PageSink, Tone, Value},
        row::{due_cell, joined, progress_cell},
        sentence::word,
        summary::{GroupRow, Set, Summary},
    },
    store::query::Party,
    zh::{
        date::{format_day_zh, format_month_zh},
        label::Label as _,
        prose::Mark,
    },
};
use chrono::{Datelike as _, Months};
use std::collections::{BTreeMap, HashMap};

/// The report of a month.
pub struct Monthly {
    /// The month's first day.
    pub month: Day,
}

/// The last day of a month, by its first.
#[must_use]
pub fn last_of_month(first: Day) -> Day {
    first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(first)
}

/// A month as the ledger knows it.
struct Told {
    now: Summary,
    before: Summary,
    departments: Summary,
    leaders: Summary,
    changes: Vec<(Change, Item)>,
    late: Vec<Item>,
    filed: Filed,
    /// In the office's order.
    parties: Vec<Party>,
    story: Story,
}

const KINDS: [ItemKind; 4] = [ItemKind::Issue, ItemKind::Measure, ItemKind::Opinion, ItemKind::Case];

impl Monthly {
    fn told(&self, about: &About<'_>) -> Result<Told> {
        let (reader, scope, day) = (about.scope.reader, about.scope, about.day());
        let eve = self.month.pred_opt().unwrap_or(self.month);
        let mut filter = about.filter.clone();
        let past = Scope::new(reader, &mut filter, eve)?;
        let all = Filter { with_withdrawn: true, ..about.of_kinds(&KINDS) };
        let stood: BTreeMap<_, Item> =
            reader.items(&all, past.as_of)?.into_iter().map(|item| (item.id, item)).collect();
        let items = reader.items(&all, scope.as_of)?;
        let mut changes = Vec::new();
        for change in Change::ALL {
            for item in &items {
                if change.happened((stood.get(&item.id), eve), (item, day)) {
                    changes.push((change, item.clone()));
                }
            }
        }
        let late = items.into_iter().filter(|item| Figure::Overdue.counts(item, LightDays::default(), day)).collect();
        Ok(Told {
            now: Summary::new(scope, about.filter, None)?,
            before: Summary::new(&past, about.filter, None)?,
            departments: Summary::new(scope, about.filter, Some(Grouping::Department))?,
            leaders: Summary::new(scope, about.filter, Some(Grouping::Leader))?,
            changes,
            late,
            filed: Filed::of_month(self.month, about)?,
            parties: reader.parties()?,
            story: Story::new(about, Audience::Party)?,
        })
    }

    fn compare(told: &Told, sink: &mut dyn PageSink) -> Result<()> {
        sink.begin_grid(&[
            Column::text("口径", 1),
            Column::number("上月末"),
            Column::number("本月末"),
            Column::number("增减"),
        ])?;
        // Issues of different origins are never added.
        let of_origin = |origin: Origin| {
            let set = |summary: &Summary| Set { is_closed: summary.issues.is_closed, ..summary.origin(origin) };
            (issues_of(origin), "个", set(&told.before), set(&told.now))
        };
        let (before, now) = (&told.before, &told.now);
        let lines = Origin::ALL.iter().map(|origin| of_origin(*origin)).chain([
            ("措施", "条", before.measures.clone(), now.measures.clone()),
            ("整改意见", "条", before.opinions.clone(), now.opinions.clone()),
            ("个案", "件", before.cases.clone(), now.cases.clone()),
        ]);
        let figures = [
            (Figure::Total, "总数"),
            (Figure::Completed, "已完成"),
            (Figure::Closed, "已销号"),
            (Figure::Overdue, "逾期"),
        ];
        for (label, unit, before, now) in lines {
            if before.figures.get(Figure::Total) + now.figures.get(Figure::Total) == 0 {
                continue;
            }
            for (figure, name) in figures {
                if figure == Figure::Closed && !now.is_closed && !before.is_closed {
                    continue;
                }
                let (was, is) = (before.figures.get(figure), now.figures.get(figure));
                sink.row(vec![
                    Cell::text(format!("{label}{name}（{unit}）")),
                    was.into(),
                    is.into(),
                    signed(is - was),
                ])?;
            }
        }
        Ok(sink.end_grid()?)
    }

    fn changes(&self, told: &Told, sink: &mut dyn PageSink) -> Result<()> {
        // Completed, struck off and late are told of every month.
        let always = [Change::Completed, Change::Closed, Change::Late];
        let said: Vec<String> = Change::ALL
            .into_iter()
            .filter(|change| always.contains(change) || told.changes.iter().any(|(c, _)| c == change))
            .map(|change| counted(told, change))
            .collect();
        sink.block(Block::Paragraph(format!("本月{}。", said.join("；"))))?;
        let key = format!("{:04}-{:02}", self.month.year(), self.month.month());
        if let Some((_, all, taken_back)) = told.now.closings.iter().find(|(month, ..)| *month == key) {
            let listed = told.changes.iter().filter(|(c, item)| *c == Change::Closed && is_counted(item));
            if i64::try_from(listed.count()).unwrap_or(i64::MAX) != *all {
                let words = format!("当月办理问题销号{all}个，其中{taken_back}个后来又撤销销号，不在月末已销号之内。");
                sink.block(Block::Note(words))?;
            }
        }
        Ok(())
    }

    /// What changed, item by item.
    fn change_table(about: &About<'_>, told: &Told, sink: &mut dyn PageSink) -> Result<()> {
        sink.begin_grid(&[
            Column::code("编号"),
            Column::rigid("类别"),
            Column::text("内容", 4),
            Column::text("牵头领导", 1).at_most(16),
            Column::text("责任部门", 2).at_most(16),
            Column::rigid("进度"),
            Column::day("日期"),
        ])?;
        let mut band = None;
        for (change, item) in &told.changes {
            if band != Some(*change) {
                sink.band(&counted(told, *change), Tone::Strong)?;
                band = Some(*change);
            }
            // Of a reopening the item knows only that it was.
            let day = match change {
                Change::Reopened => {
                    about.scope.reader.reopened(item.id)?.map(|(_, on)| on).filter(|on| *on <= about.day())
                }
                _ => change.day(item),
            };
            sink.row(vec![
                Cell::text(item.code.clone()),
                Cell::text(kind_word(item)),
                Cell::text(told.story.shown(item).to_owned()),
                Cell::text(joined(item, Role::Leader)),
                Cell::text(joined(item, Role::Department)),
                progress_cell(item),
                day.into(),
            ])?;
        }
        sink.end_grid()?;
        sink.block(Block::Note("日期：完成、销号、撤销销号、新增、撤项的日子；逾期、延期的为现行时限。".into()))?;
        Ok(())
    }

    /// Departments or leaders by 完成率 of their issues, then by how many are late, then in the office's order.
    fn ranking(told: &Told, role: Role, groups: &[GroupRow], overlap: bool, sink: &mut dyn PageSink) -> Result<()> {
        let mut rows: Vec<&GroupRow> = groups.iter().collect();
        rows.sort_by_key(|row| (row.key.is_none(), standing(&row.issues)));
        sink.begin_grid(&[
            Column::number("名次"),
            Column::text(if role == Role::Department { "责任部门" } else { "牵头领导" }, 3),
            Column::number("问题"),
            Column::number("已完成"),
            Column::number("完成率"),
            Column::number("已销号"),
            Column::number("逾期"),
            Column::number("本月\n完成"),
            Column::number("新增\n逾期"),
            Column::number("措施"),
            Column::number("已完成"),
            Column::number("逾期"),
        ])?;
        let (mut rank, mut last) = (0, None);
        for (at, row) in (1_i64..).zip(&rows) {
            let place = standing(&row.issues);
            if last.as_ref() != Some(&place) {
                rank = at;
            }
            last = Some(place);
            let has_issues = row.issues.figures.get(Figure::Total) > 0;
            let month = |change: Change| {
                let of = |(c, item): &&(Change, Item)| {
                    *c == change && is_counted(item) && belongs(item, role, row.key.as_deref())
                };
                Cell::number(i64::try_from(told.changes.iter().filter(of).count()).unwrap_or(i64::MAX))
            };
            let get = |set: &Set, figure: Figure| Cell::number(set.figures.get(figure));
            let late = |set: &Set| {
                let count = set.figures.get(Figure::Overdue);
                Cell::number(count).toned(if count > 0 { Tone::Late } else { Tone::Plain })
            };
            sink.row(vec![
                if has_issues && row.key.is_some() { Cell::number(rank) } else { Cell::text("—") },
                Cell::text(row.label.clone()),
                get(&row.issues, Figure::Total),
                get(&row.issues, Figure::Completed),
                Cell::from(Value::Percent(row.issues.rate(RateKind::Completion))),
                get(&row.issues, Figure::Closed),
                late(&row.issues),
                month(Change::Completed),
                month(Change::Late),
                get(&row.measures, Figure::Total),
                get(&row.measures, Figure::Completed),
                late(&row.measures),
            ])?;
        }
        sink.end_grid()?;
        let shared = if overlap { "一项事项有几个责任主体的，各计一次；" } else { "" };
        let origins = told.now.by_origin.iter().filter(|(_, set)| set.figures.get(Figure::Total) > 0).count();
        let all = if origins > 1 { "问题数含举一反三等各种来源；" } else { "" };
        sink.block(Block::Note(format!(
            "{shared}{all}按问题完成率排名，相同的看逾期问题数，再相同的并列；没有问题的不排名。"
        )))?;
        Ok(())
    }

    fn late(told: &Told, sink: &mut dyn PageSink) -> Result<()> {
        let words = if told.late.is_empty() {
            "没有逾期未完成的事项。".to_owned()
        } else {
            format!("逾期未完成的有{}。", counts(&told.late.iter().collect::<Vec<_>>()))
        };
        Ok(sink.block(Block::Paragraph(words))?)
    }

    /// What is late, item by item.
    fn late_table(told: &Told, day: Day, sink: &mut dyn PageSink) -> Result<()> {
        sink.begin_grid(&[
            Column::code("编号"),
            Column::rigid("类别"),
            Column::text("内容", 4),
            Column::text("牵头领导", 1).at_most(16),
            Column::text("责任部门", 2).at_most(16),
            Column::day("时限").at_most(12),
            Column::number("逾期\n天数"),
            Column::rigid("进度"),
        ])?;
        for item in &told.late {
            sink.row(vec![
                Cell::text(item.code.clone()),
                Cell::text(kind_word(item)),
                Cell::text(told.story.shown(item).to_owned()),
                Cell::text(joined(item, Role::Leader)),
                Cell::text(joined(item, Role::Department)),
                due_cell(item),
                Cell::number(item.days_late(day)).toned(Tone::Late),
                progress_cell(item),
            ])?;
        }
        Ok(sink.end_grid()?)
    }

    /// Who filed everything and has nothing late, who has something late, who did not file. What is late is what the section
    /// before counted, level by level: the departments' counts add up to it.
    fn facts(told: &Told) -> Vec<String> {
        let order: HashMap<PartyId, usize> =
            told.parties.iter().enumerate().map(|(at, party)| (party.id, at)).collect();
        // By their place in the office's order; what is nobody's comes last.
        let mut departments: BTreeMap<(usize, PartyId), LateOf<'_>> = BTreeMap::new();
        let mut nobodys: Vec<&Item> = Vec::new();
        for item in &told.late {
            let mut named = item.in_role(Role::Department).peekable();
            if named.peek().is_none() {
                nobodys.push(item);
            }
            for party in named {
                let place = order.get(&party.id).copied().unwrap_or(usize::MAX);
                let found = departments.entry((place, party.id));
                found.or_insert_with(|| (Some(party.name.as_str()), Vec::new())).1.push(item);
            }
        }
        let mut late: Vec<LateOf<'_>> = departments.into_values().collect();
        late.extend((!nobodys.is_empty()).then_some((None, nobodys)));
        let shared = late.iter().map(|(_, items)| items.len()).sum::<usize>() > told.late.len();
        let is_late = |name: &str| late.iter().any(|(department, _)| *department == Some(name));
        let filed = || told.filed.by_department.iter();
        // Who had nothing to file is not praised for it.
        let clean: Vec<String> = filed()
            .filter(|(_, filings)| filings.due > 0 && filings.filed == filings.due)
            .filter_map(|(name, _)| name.clone().filter(|name| !is_late(name)))
            .collect();
        let unfiled: Vec<String> = filed()
            .filter(|(_, filings)| filings.due > filings.filed)
            .map(|(name, filings)| {
                format!("{}（{}项次）", department_name(name.as_deref()), filings.due - filings.filed)
            })
            .collect();
        let late = late
            .iter()
            .map(|(name, items)| format!("{}（{}）", department_name(*name), kinds_of(items).join("、")))
            .collect::<Vec<_>>();
        let each = if shared { "；一项事项有几个责任部门的，各计一次" } else { "" };
        [
            ("没有逾期、应填报均已填报的部门", clean, ""),
            ("有逾期事项的部门", late, each),
            ("有应填报未填报的部门", unfiled, ""),
        ]
        .into_iter()
        .filter(|(_, names, _)| !names.is_empty())
        .map(|(what, names, more)| format!("{what}：{}{more}。", names.join("、")))
        .collect()
    }
}

/// A department's name, none where nobody is named, and what of its is late.
type LateOf<'a> = (Option<&'a str>, Vec<&'a Item>);

/// A department by its name, or that there is none.
fn department_name(name: Option<&str>) -> &str {
    name.unwrap_or("未定责任部门")
}

/// How often something happened, in words.
fn counted(told: &Told, change: Change) -> String {
    let items: Vec<&Item> = told.changes.iter().filter(|(c, _)| *c == change).map(|(_, item)| item).collect();
    format!("{}{}", change.label(), counts(&items))
}

/// How many items of each kind, issues by origin: those fed back always, the others where there are any.
fn counts(items: &[&Item]) -> String {
    let mut parts = kinds_of(items);
    if !items.iter().any(|item| is_counted(item) && item.origin == Origin::Feedback) {
        parts.insert(0, format!("{}0个", issues_of(Origin::Feedback)));
    }
    parts.join("、")
}

/// The same, each kind that there is.
fn kinds_of(items: &[&Item]) -> Vec<String> {
    let count = |counts: &dyn Fn(&Item) -> bool| items.iter().filter(|item| counts(item)).count();
    let of_origin = |origin: Origin| count(&|item| is_counted(item) && item.origin == origin);
    let of_kind = |kind: ItemKind| count(&|item| item.kind == kind);
    let mut found: Vec<(&str, usize, &str)> =
        Origin::ALL.iter().map(|origin| (issues_of(*origin), of_origin(*origin), "个")).collect();
    found.push(("问题表现", count(&|item| item.kind == ItemKind::Issue && !is_counted(item)), "个"));
    for (kind, unit) in [(ItemKind::Measure, "条"), (ItemKind::Opinion, "条"), (ItemKind::Case, "件")] {
        found.push((kind.label(), of_kind(kind), unit));
    }
    let some = found.into_iter().filter(|(_, count, _)| *count > 0);
    some.map(|(what, count, unit)| format!("{what}{count}{unit}")).collect()
}

/// Whether an item is counted as an issue: an issue inside another is a 问题表现.
fn is_counted(item: &Item) -> bool {
    item.kind == ItemKind::Issue && !item.under_issue
}

/// What the issues of an origin are called.
fn issues_of(origin: Origin) -> &'static str {
    match origin {
        Origin::Feedback => "反馈问题",
        Origin::Extension => "举一反三事项",
        Origin::Reform => "推动改革事项",
        Origin::SelfCheck => "自查问题",
        Origin::Prior => "上轮遗留问题",
        Origin::Audit => "审计问题",
        Origin::Lookback => "回头看发现问题",
        Origin::Meeting => "民主生活会检视问题",
    }
}

/// By what groups are ranked: completed per total, the greater first; then late, the fewer first. Those without issues last.
fn standing(set: &Set) -> (bool, i64, i64) {
    let get = |figure| Figures::get(&set.figures, figure);
    let total = get(Figure::Total);
    let rate = set.rate(RateKind::Completion).hundredths().unwrap_or(0);
    (total == 0, -rate, get(Figure::Overdue))
}

/// Whether an item belongs to a group of a breakdown.
fn belongs(item: &Item, role: Role, key: Option<&str>) -> bool {
    match key {
        Some(key) => item.in_role(role).any(|party| party.id.0.to_string() == key),
        None => item.in_role(role).next().is_none(),
    }
}

fn signed(difference: i64) -> Cell {
    Cell::text(if difference > 0 { format!("+{difference}") } else { difference.to_string() })
}

impl Paper for Monthly {
    fn title(&self, about: &About<'_>) -> String {
        let (month, kind) = (format_month_zh(self.month), word(about.round.settings.kind));
        format!("{}关于{month}{kind}整改督查情况的通报", about.office)
    }

    fn page(&self, about: &About<'_>, sink: &mut dyn PageSink) -> Result<()> {
        let told = self.told(about)?;
        let mut number = 0;
        let mut section = |words: &str, sink: &mut dyn PageSink| -> Result<()> {
            number += 1;
            Ok(sink.block(Block::Heading { level: 1, text: format!("{}{words}", Mark::Chinese.at(number)) })?)
        };
        sink.title(&self.title(about), None)?;
        sink.block(Block::Paragraph(format!(
            "现将{}整改{}督查情况通报如下，统计数字截至{}。",
            about.round.settings.title,
            format_month_zh(self.month),
            format_day_zh(about.day())
        )))?;
        section("总体进展", sink)?;
        if !told.now.sentences.is_empty() {
            sink.block(Block::Paragraph(told.now.sentences.concat()))?;
        }
        Self::compare(&told, sink)?;
        section("本月变化", sink)?;
        self.changes(&told, sink)?;
        section("填报情况", sink)?;
        told.filed.page(sink)?;
        section("逾期事项", sink)?;
        Self::late(&told, sink)?;
        let facts = Self::facts(&told);
        if !facts.is_empty() {
            section("通报事项", sink)?;
            for fact in facts {
                sink.block(Block::Paragraph(fact))?;
            }
        }
        sink.block(about.signature(&about.office))?;
        let mut number = 0;
        let mut append = |words: &str, sink: &mut dyn PageSink| {
            number += 1;
            tables::appendix(number, words, sink)
        };
        if !told.changes.is_empty() {
            append("本月变化明细", sink)?;
            Self::change_table(about, &told, sink)?;
        }
        for (role, words, summary) in [
            (Role::Department, "责任部门进展排名", &told.departments),
            (Role::Leader, "牵头领导进展排名", &told.leaders),
        ] {
            if summary.groups.iter().any(|group| group.key.is_some()) {
                append(words, sink)?;
                Self::ranking(&told, role, &summary.groups, summary.groups_overlap, sink)?;
            }
        }
        if !told.late.is_empty() {
            append("逾期事项明细", sink)?;
            Self::late_table(&told, about.day(), sink)?;
        }
        tables::adjustments(&told.now, &told.story, "附：补报调整", sink)?;
        about.end(sink)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_of_a_month_is_the_calendars() {
        for (first, last) in [("2025-08-01", "2025-08-31"), ("2024-02-01", "2024-02-29"), ("2025-12-01", "2025-12-31")]
        {
            assert_eq!(last_of_month(first.parse().unwrap()), last.parse().unwrap());
        }
    }
}
