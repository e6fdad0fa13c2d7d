//! The facts of an item that the table shows: how each column is called, how it may be read back, how wide it is.

use super::Table;
use crate::{
    domain::{
        gate,
        ids::{ItemId, MeetingId, RoundId},
        item::{Item, ItemType},
        lifecycle::{Closure, Light, Progress},
        party::Role,
        plan::PlanChangeKind,
        reported::{ExtensionTold, OutcomeTold, SteppedTold, WithdrawnTold},
    },
    report::{
        Result,
        export::{
            Export,
            layout::{Facts, Reading},
        },
        page::{Align, Cell, Column, Tone, Value},
        row::light_tone,
    },
    zh::{
        label::Label as _,
        own_table::{
            CLOSED_UNRATIFIED, extensions_as_cell, names_as_cell, outcomes_as_cell, stepped_as_cell, withdrawn_as_cell,
        },
        width::display_width,
    },
};
use std::collections::HashMap;

/// A fact of an item.
pub(super) struct Fact {
    /// The heading of its column.
    pub(super) title: &'static str,
    /// How it may be read back.
    pub(super) reading: Reading,
    /// Whether its column is there only when something stands in it.
    pub(super) occasional: bool,
    /// How wide its column is, and how wide it may become for long words, counted in Latin letters.
    width: (usize, usize),
}

/// The facts in the order of their columns.
pub(super) const FACTS: [Fact; 26] = {
    use Reading::{Decided, Derived, Inherited, Lasting, Own, Shown};
    const fn fact(title: &'static str, reading: Reading, least: usize, most: usize) -> Fact {
        Fact { title, reading, occasional: false, width: (least, most) }
    }
    const fn rare(title: &'static str, reading: Reading, least: usize, most: usize) -> Fact {
        Fact { title, reading, occasional: true, width: (least, most) }
    }
    [
        rare("整改目标", Lasting, 16, 36),
        fact("牵头领导", Inherited, 9, 16),
        rare("协助领导", Inherited, 9, 16),
        fact("责任部门", Inherited, 10, 24),
        rare("配合部门", Inherited, 10, 24),
        rare("责任人", Inherited, 9, 16),
        fact("整改时限", Inherited, 12, 24),
        rare("原定时限", Inherited, 10, 10),
        rare("复核日期", Inherited, 10, 10),
        rare("延期情况", Inherited, 20, 36),
        fact("整改类型", Lasting, 9, 9),
        fact("到期日", Shown, 10, 10),
        fact("亮灯", Shown, 6, 6),
        fact("进度", Derived, 8, 8),
        fact("整改情况", Own, 28, 170),
        rare("存在问题", Own, 20, 44),
        rare("下步措施", Own, 20, 44),
        rare("完成日期", Derived, 10, 10),
        fact("销号状态", Decided, 9, 9),
        rare("销号日期", Decided, 10, 10),
        rare("申请退回情况", Decided, 14, 30),
        rare("审议会议", Decided, 14, 30),
        rare("佐证材料", Own, 14, 30),
        rare("成效", Own, 16, 36),
        rare("撤项情况", Inherited, 16, 36),
        rare("备注", Own, 12, 36),
    ]
};

/// So many lines of a cell are surely seen: the highest row has room for a few more.
const LINES: usize = 26;

/// Widths of columns that grow with the longest words in them, from the least to the most that a column may have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Width {
    now: usize,
    most: usize,
}

impl Width {
    /// A column that is at least and at most so wide.
    pub(super) const fn new((least, most): (usize, usize)) -> Self {
        Self { now: least, most }
    }

    /// How wide it is.
    pub(super) const fn now(self) -> usize {
        self.now
    }

    /// Makes room for a text.
    pub(super) fn hold(&mut self, text: &str) {
        // Lines that end end early: a tenth of a line is left blank on average.
        let lines = |wide: usize| -> usize {
            let room = (wide * 9 / 10).max(2);
            text.split('\n').map(|line| display_width(line).div_ceil(room).max(1)).sum()
        };
        while self.now < self.most && lines(self.now) > LINES {
            self.now = (self.now + 4).min(self.most);
        }
    }
}

/// The widths of all facts, as narrow as they may be.
pub(super) fn widths() -> [Width; FACTS.len()] {
    FACTS.each_ref().map(|fact| Width::new(fact.width))
}

/// Makes room for the cells of an item.
pub(super) fn hold(widths: &mut [Width], facts: &[Cell]) {
    for (width, cell) in widths.iter_mut().zip(facts) {
        if let Value::Text(text) = &cell.value {
            width.hold(text);
        }
    }
}

/// The column of a fact.
pub(super) fn column(fact: &Fact, width: Width) -> Column {
    let column = Column::text(fact.title, 1).of_width(width.now);
    match fact.title {
        "整改类型" => column.one_of(ItemType::ALL.iter().map(|kind| (kind.label(), Tone::Plain))),
        "亮灯" => {
            let lights = Light::ALL.iter().map(|light| (light.label(), light_tone(Some(*light))));
            column.aligned(Align::Centre).marking(lights)
        }
        "进度" => column.opening().one_of(Progress::ALL.iter().map(|progress| {
            let tone = match progress {
                Progress::Completed => Tone::Good,
                Progress::NotStarted => Tone::Muted,
                Progress::InProgress | Progress::Staged => Tone::Plain,
            };
            (progress.label(), tone)
        })),
        "销号状态" => column.opening().one_of([
            (Closure::None.label(), Tone::Plain),
            (Closure::Requested.label(), Tone::Soon),
            (Closure::Returned.label(), Tone::Late),
            (Closure::Closed.label(), Tone::Good),
            (CLOSED_UNRATIFIED, Tone::Soon),
        ]),
        _ => column,
    }
}

impl Table<'_> {
    /// What its columns are called that only show what is worked out, and are not read back.
    pub fn shown_only() -> impl Iterator<Item = &'static str> {
        FACTS.iter().filter(|fact| fact.reading == Reading::Shown).map(|fact| fact.title)
    }

    /// The facts of an item, in the order of [`FACTS`].
    pub(super) fn facts(&self, item: &Item) -> Facts {
        let scope = self.export.scope;
        let role = |role: Role| {
            let names: Vec<&str> = item.in_role(role).map(|party| party.name.as_str()).collect();
            if names.is_empty() { Cell::EMPTY } else { Cell::text(names_as_cell(&names)) }
        };
        let held = item.deadline.as_ref();
        let closes = gate::is_closed_at(item.kind, self.level);
        let closure = match item.closure {
            Closure::None if !closes => Cell::EMPTY,
            Closure::Closed if item.unratified => CLOSED_UNRATIFIED.into(),
            state => state.label().into(),
        };
        let stepped = self.stepped.get(&item.id);
        let agreed = item.closed_meeting.filter(|_| item.closure == Closure::Closed && !item.unratified);
        let met = agreed.or(stepped.and_then(|stepped| stepped.meeting));
        // What was withdrawn is in no light.
        let live = item.withdrawn_on.is_none();
        let light = item.light(scope.lights(item.round), scope.as_of.day);
        let extended = held.filter(|held| held.extensions > 0);
        let extensions = extended.and_then(|held| self.extensions.get(&held.set_on));
        let words = |words: Option<&String>| words.filter(|words| !words.is_empty()).map(|words| Cell::text(&**words));
        let outlook = self.outlooks.get(&item.id);
        vec![
            words(item.goal.as_ref()).into(),
            role(Role::Leader),
            role(Role::CoLeader),
            role(Role::Department),
            role(Role::CoDepartment),
            role(Role::Person),
            words(held.map(|held| &held.now.raw)).into(),
            extended.and_then(|held| held.first_due).into(),
            held.and_then(|held| held.now.review).into(),
            extensions.map(|told| Cell::text(extensions_as_cell(told))).into(),
            item.item_type.map(|kind| Cell::from(kind.label())).into(),
            item.due().into(),
            light.filter(|_| live).map(|light| Cell::from(light.label())).into(),
            item.progress.label().into(),
            words(self.situations.get(&item.id)).into(),
            words(outlook.and_then(|filed| filed.problems.as_ref())).into(),
            words(outlook.and_then(|filed| filed.next.as_ref())).into(),
            item.completed_on.into(),
            closure,
            item.closed_on.filter(|_| item.closure == Closure::Closed).into(),
            stepped.map(|stepped| Cell::text(stepped_as_cell(&stepped.told))).into(),
            words(met.and_then(|id| self.meetings.get(&id))).into(),
            self.evidence.get(&item.id).map(|titles| Cell::text(titles.join("\n"))).into(),
            self.outcomes.get(&item.id).map(|told| Cell::text(outcomes_as_cell(told))).into(),
            self.withdrawn(item).map(|told| Cell::text(withdrawn_as_cell(&told))).into(),
            words(item.note.as_ref()).into(),
        ]
    }
}

impl Table<'_> {
    /// The withdrawal of an item: what went with the item above it went by that one's.
    fn withdrawn(&self, item: &Item) -> Option<WithdrawnTold> {
        let on = item.withdrawn_on?;
        let above = item.parent.and_then(|id| self.export.item(id)).filter(|above| above.withdrawn_on == Some(on));
        if let Some(told) = above.and_then(|above| self.withdrawn(above)) {
            return Some(told);
        }
        let (ground, reason) = self.extras.get(&item.id)?.withdrawn.as_ref()?;
        let steps = self.approved.get(&item.id).into_iter().flatten();
        let step = steps.rev().find(|step| step.change == PlanChangeKind::Withdrawn && step.on == on);
        let met = step.and_then(|step| step.meeting).and_then(|id| self.meetings.get(&id).cloned());
        let approval = met.or_else(|| step.and_then(|step| step.approval.clone()));
        Some(WithdrawnTold { on, ground: *ground, reason: reason.clone().unwrap_or_default(), approval, met: None })
    }
}

/// The outcomes of each item that is shown; one that belongs to several stands beside each of them.
pub(super) fn outcomes(export: &Export<'_>) -> Result<HashMap<ItemId, Vec<OutcomeTold>>> {
    let (scope, rounds) = (export.scope, export.rounds());
    let places = scope.reader.outcome_codes_in(&rounds, scope.as_of.day)?;
    let shown: HashMap<(RoundId, &str), ItemId> =
        export.items.iter().map(|item| ((item.round, item.code.as_str()), item.id)).collect();
    let mut alike: HashMap<OutcomeTold, u32> = HashMap::new();
    let mut found: HashMap<ItemId, Vec<OutcomeTold>> = HashMap::new();
    for row in scope.reader.outcomes(scope.as_of, None)? {
        let items: Vec<ItemId> = places
            .get(&row.id)
            .into_iter()
            .flatten()
            .filter_map(|place| shown.get(&(place.round, place.code.as_str())).copied())
            .collect();
        if items.is_empty() {
            continue;
        }
        let mut told = OutcomeTold { on: row.on, facts: row.facts, words: row.words, nth: 1 };
        let nth = alike.entry(told.clone()).or_insert(0);
        *nth += 1;
        told.nth = *nth;
        for item in items {
            found.entry(item).or_default().push(told.clone());
        }
    }
    Ok(found)
}

/// An application or a return that stands, and the meeting that decided it.
pub(super) struct Stepped {
    told: SteppedTold,
    meeting: Option<MeetingId>,
}

/// The applications and returns that stand on that day.
pub(super) fn stepped(export: &Export<'_>) -> Result<HashMap<ItemId, Stepped>> {
    let all = export.scope.reader.closure_facts_in(&export.rounds(), export.scope.as_of.day)?;
    let standing = all.into_iter().filter_map(|(item, mut steps)| {
        let last = steps.pop().filter(|step| matches!(step.closure, Closure::Requested | Closure::Returned))?;
        let told = SteppedTold { on: last.on, closure: last.closure, words: last.words };
        Some((item, Stepped { told, meeting: last.meeting }))
    });
    Ok(standing.collect())
}

/// The approved extensions of each item, by that day.
pub(super) fn extensions(
    export: &Export<'_>,
    meetings: &HashMap<MeetingId, String>,
) -> Result<HashMap<ItemId, Vec<ExtensionTold>>> {
    let all = export.scope.reader.extensions_in(&export.rounds(), export.scope.as_of.day)?;
    let told = all.into_iter().map(|(item, rows)| {
        let approved = rows.into_iter().filter_map(|row| {
            let on = row.decided_on.filter(|_| row.state == "approved")?;
            let to = row.granted.map_or(row.deadline.raw, |(raw, _)| raw);
            let met = row.meeting.and_then(|id| meetings.get(&id).cloned());
            let approval = met.or(row.approval).unwrap_or_default();
            Some(ExtensionTold { on, to, approval, met: None, reason: row.reason })
        });
        (item, approved.collect::<Vec<_>>())
    });
    Ok(told.filter(|(_, told)| !told.is_empty()).collect())
}
