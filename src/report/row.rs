//! An item as a row: what JSON documents and tables say of it.

use super::{
    Result, Scope,
    page::{Cell, Tone},
};
use crate::{
    domain::{
        Day,
        deadline::DeadlineClass,
        item::{Item, ItemKind, ItemType, Origin},
        lifecycle::{Closure, Light, Progress},
        party::Role,
    },
    zh::label::Label as _,
};
use serde::Serialize;

/// An item in a JSON document. Keys are an interface.
#[derive(Debug, Clone, Serialize)]
pub struct ItemRow {
    /// The round's key.
    pub round: String,
    /// What people type.
    pub code: String,
    /// What it is.
    pub kind: ItemKind,
    /// Where it comes from.
    pub origin: Origin,
    /// 整改类型.
    #[serde(rename = "type")]
    pub item_type: Option<ItemType>,
    /// The words of the nearest category.
    pub category: Option<String>,
    /// Its words.
    pub text: String,
    /// 牵头领导.
    pub leader: Option<String>,
    /// 协助领导.
    pub co_leaders: Vec<String>,
    /// 责任部门, the leading one first.
    pub departments: Vec<String>,
    /// 配合部门.
    pub co_departments: Vec<String>,
    /// 责任人; several joined by 、.
    pub person: Option<String>,
    /// Its deadline.
    pub deadline: DeadlineRow,
    /// 进度.
    pub progress: Progress,
    /// 销号.
    pub closure: Closure,
    /// Day of completion.
    pub completed_on: Option<Day>,
    /// Day of closing.
    pub closed_on: Option<Day>,
    /// 待补党组会审议.
    pub unratified: bool,
    /// The cycle that is on.
    pub cycle: i64,
    /// 亮灯; none for categories.
    pub light: Option<Light>,
    /// Days late, 0 when not.
    pub days_late: i64,
    /// Day of the last filing that was not sent back.
    pub last_filing_on: Option<Day>,
    /// That filing waits to be accepted.
    pub last_filing_waits: bool,
    /// The day it was withdrawn.
    pub withdrawn_on: Option<Day>,
}

/// A deadline in a JSON document; all null when there is none.
#[derive(Debug, Clone, Serialize)]
pub struct DeadlineRow {
    /// Its words.
    pub raw: Option<String>,
    /// How understood.
    pub class: Option<DeadlineClass>,
    /// The first due day.
    pub first_due: Option<Day>,
    /// The due day.
    pub due: Option<Day>,
    /// The next review day.
    pub review: Option<Day>,
    /// How many times extended.
    pub extensions: i64,
}

fn names(item: &Item, role: Role) -> Vec<String> {
    item.in_role(role).map(|p| p.name.clone()).collect()
}

/// The names in a role, joined for people.
#[must_use]
pub fn joined(item: &Item, role: Role) -> String {
    names(item, role).join("、")
}

impl ItemRow {
    /// The row of an item on the scope's day.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn new(scope: &Scope<'_>, item: &Item) -> Result<Self> {
        let held = item.deadline.as_ref();
        let person = joined(item, Role::Person);
        let filed = last_filing(scope, item)?;
        Ok(Self {
            round: scope.round(item.round).map(|r| r.key.clone()).unwrap_or_default(),
            code: item.code.clone(),
            kind: item.kind,
            origin: item.origin,
            item_type: item.item_type,
            category: scope.category(item).map(|c| c.text.clone()),
            text: item.text.clone(),
            leader: names(item, Role::Leader).into_iter().next(),
            co_leaders: names(item, Role::CoLeader),
            departments: names(item, Role::Department),
            co_departments: names(item, Role::CoDepartment),
            person: (!person.is_empty()).then_some(person),
            deadline: DeadlineRow {
                raw: held.map(|d| d.now.raw.clone()),
                class: item.class(),
                first_due: item.first_due(),
                due: item.due(),
                review: item.review(),
                extensions: held.map_or(0, |d| d.extensions),
            },
            progress: item.progress,
            closure: item.closure,
            completed_on: item.completed_on,
            closed_on: item.closed_on,
            unratified: item.unratified,
            cycle: item.cycle,
            light: item.light(scope.lights(item.round), scope.as_of.day),
            days_late: item.days_late(scope.as_of.day),
            last_filing_on: filed.map(|(on, _)| on),
            last_filing_waits: filed.is_some_and(|(_, waits)| waits),
            withdrawn_on: item.withdrawn_on,
        })
    }
}

/// The last filing about an item, or about what stands below it (departments file about measures), that was not sent back: its
/// day, and whether it waits to be accepted.
///
/// # Errors
/// When the ledger cannot be read.
pub fn last_filing(scope: &Scope<'_>, item: &Item) -> Result<Option<(Day, bool)>> {
    let below = matches!(item.kind, ItemKind::Issue | ItemKind::Opinion);
    if !below && item.last_filing_on.is_none() {
        return Ok(None);
    }
    Ok(scope.reader.last_filing(item.id, below, scope.as_of.day)?)
}

/// The last filing in words; what waits to be accepted is marked.
#[must_use]
pub fn filed_cell(last: Option<(Day, bool)>) -> Cell {
    match last {
        None => Cell::text("未填报"),
        Some((on, false)) => Cell::from(on),
        Some((on, true)) => Cell::text(format!("{on}\n待采用")).toned(Tone::Soon),
    }
}

/// The tone in which something is said of an item with this light.
#[must_use]
pub fn light_tone(light: Option<Light>) -> Tone {
    match light {
        Some(Light::Done) => Tone::Good,
        Some(Light::Red) => Tone::Late,
        Some(Light::Yellow) => Tone::Soon,
        Some(Light::Blue | Light::Green) => Tone::Plain,
        Some(Light::Grey) | None => Tone::Muted,
    }
}

/// Progress in words; with the day once completed.
#[must_use]
pub fn progress_cell(item: &Item) -> Cell {
    if item.kind == ItemKind::Category {
        return Cell::EMPTY;
    }
    let tone = match item.progress {
        Progress::Completed => Tone::Good,
        Progress::NotStarted => Tone::Muted,
        Progress::InProgress | Progress::Staged => Tone::Plain,
    };
    Cell::text(item.progress.label()).toned(tone)
}

/// Closure in words. 完成 is not 销号: both are always shown.
#[must_use]
pub fn closure_cell(item: &Item) -> Cell {
    if item.kind == ItemKind::Category {
        return Cell::EMPTY;
    }
    match item.closure {
        Closure::Closed if item.unratified => Cell::text("已销号（待补审议）").toned(Tone::Soon),
        Closure::Closed => Cell::text(item.closure.label()).toned(Tone::Good),
        Closure::Returned => Cell::text(item.closure.label()).toned(Tone::Late),
        Closure::Requested => Cell::text(item.closure.label()).toned(Tone::Soon),
        Closure::None => Cell::text("—").toned(Tone::Muted),
    }
}

/// The due day as people read it: the day, or the words where there is no day; an extension keeps the first day in sight.
#[must_use]
pub fn due_cell(item: &Item) -> Cell {
    let Some(held) = &item.deadline else { return Cell::text("未定").toned(Tone::Muted) };
    let mut words = match held.now.due {
        Some(due) => due.to_string(),
        None if held.now.raw.is_empty() => "未定".to_owned(),
        None => held.now.raw.clone(),
    };
    if held.extensions > 0 {
        let first = held.first_due.map_or_else(|| "无日期".to_owned(), |d| d.to_string());
        words.push_str(&format!("\n原{first}\n延{}次", held.extensions));
    }
    Cell::text(words)
}

/// Who answers: leader, departments, person, one below the other.
#[must_use]
pub fn responsible_cell(item: &Item, with_department: bool, with_leader: bool) -> Cell {
    let mut lines = Vec::new();
    if with_leader {
        lines.push(joined(item, Role::Leader));
    }
    if with_department {
        let (own, with) = (joined(item, Role::Department), joined(item, Role::CoDepartment));
        lines.push(if with.is_empty() { own } else { format!("{own}（配合：{with}）") });
    }
    lines.push(joined(item, Role::Person));
    lines.retain(|line| !line.is_empty());
    match (lines.is_empty(), item.parties.is_empty()) {
        (false, _) => Cell::text(lines.join("\n")),
        (true, true) => Cell::text("未分工").toned(Tone::Late),
        // Somebody answers for it and is named above the rows; a leader is not.
        (true, false) => Cell::text(if with_leader { "领导未定" } else { "—" }).toned(Tone::Muted),
    }
}
