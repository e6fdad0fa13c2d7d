//! The plan (整改方案): what it lacks before the party group adopts it, and what changes it afterwards (方案调整).
//!
//! Source: DESIGN §3.6 and the practice that published reports tell of: comments are asked from the superior and the
//! discipline inspectors, the plan is amended, the party group deliberates and adopts it, and from then on the office
//! carries out what was adopted. Every door through which the plan could change asks [`rule`] and nothing else.

use crate::domain::{
    Day,
    deadline::{Deadline, DeadlineClass},
    ids::{ItemId, MeetingId},
    item::{Item, ItemField, ItemKind},
    link::LinkKind,
    meeting::MeetingKind,
    party::Role,
};
use std::collections::HashSet;

keyed! {
    /// A kind of 方案调整, as it is listed.
    PlanChangeKind {
        /// A measure more.
        Added = "added",
        /// Other words.
        Reworded = "reworded",
        /// Below another issue.
        Moved = "moved",
        /// Measures fewer.
        Withdrawn = "withdrawn",
        /// An earlier deadline.
        Deadline = "deadline",
        /// A measure answers a further issue, or one less.
        Linked = "linked",
    }
}

/// A change that may touch the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanChange<'a> {
    /// An item of this kind is recorded.
    Added(ItemKind),
    /// A wording is edited.
    Reworded {
        /// Of an item of this kind.
        kind: ItemKind,
        /// Which wording.
        field: ItemField,
        /// Whether something stood there: filling in a blank takes nothing from what was adopted.
        stood: bool,
    },
    /// An item of this kind goes below another one.
    Moved(ItemKind),
    /// Items of these kinds are withdrawn together: the one named, and everything live below it.
    Withdrawn(&'a [ItemKind]),
    /// A deadline is set.
    Deadline(DeadlineStep),
    /// A link is made or taken away.
    Linked(LinkKind),
}

impl PlanChange<'_> {
    /// As what it is listed.
    #[must_use]
    pub const fn kind(&self) -> PlanChangeKind {
        match self {
            Self::Added(_) => PlanChangeKind::Added,
            Self::Reworded { .. } => PlanChangeKind::Reworded,
            Self::Moved(_) => PlanChangeKind::Moved,
            Self::Withdrawn(_) => PlanChangeKind::Withdrawn,
            Self::Deadline(_) => PlanChangeKind::Deadline,
            Self::Linked(_) => PlanChangeKind::Linked,
        }
    }
}

/// How a deadline that is asked for stands to the one that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeadlineStep {
    /// No day held yet.
    First,
    /// An earlier day; or a day where the work was to go on for ever.
    Earlier,
    /// Other words for the same day.
    Same,
    /// A later day, or none.
    Later,
}

/// How `asked` stands to the deadline that holds. Open words without a day (时限不明确) hold nothing yet.
#[must_use]
pub fn deadline_step(held: Option<&Deadline>, asked: &Deadline) -> DeadlineStep {
    let Some(held) = held else { return DeadlineStep::First };
    match (held.due, asked.due) {
        (Some(due), Some(asked)) if asked < due => DeadlineStep::Earlier,
        (Some(due), Some(asked)) if asked == due => DeadlineStep::Same,
        (Some(_), _) => DeadlineStep::Later,
        (None, Some(_)) if held.class == DeadlineClass::Long => DeadlineStep::Earlier,
        (None, None) if held.class == DeadlineClass::Long => DeadlineStep::Same,
        (None, _) => DeadlineStep::First,
    }
}

/// What a change to the plan needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// An approval: it is a 方案调整, and is listed.
    Approval,
    /// It is an extension: applied for, approved, and for ever visible.
    Extension,
}

/// What a change needs, given whether the plan was adopted.
///
/// Until then everything may be edited. Afterwards measures are what was adopted: one more or one less, other words for
/// it or for a goal, another place, an earlier day, a further issue that it answers are each a 方案调整. The ground does not matter: that a measure was
/// entered by mistake is for whoever approves to find, not for whoever wants it gone; where the meeting that adopted the
/// plan adopted the right words, that meeting is the approval, as of the day of adoption ([`only_adopted`]). Issues, opinions and cases are the inspecting body's, not the
/// plan's: they come and go by rules of their own, but take the measures below them along.
#[must_use]
pub fn rule(adopted: bool, change: &PlanChange<'_>) -> Needs {
    let touches = match change {
        PlanChange::Added(kind) | PlanChange::Moved(kind) => *kind == ItemKind::Measure,
        PlanChange::Reworded { kind, field, stood } => match field {
            ItemField::Text => *kind == ItemKind::Measure,
            ItemField::Goal => *stood && kind.is_work(),
            // Out of 反馈问题 is out of what was adopted and is reported on.
            ItemField::Origin => *kind == ItemKind::Issue,
            ItemField::Type | ItemField::SourceNo | ItemField::Note => false,
        },
        PlanChange::Withdrawn(kinds) => kinds.contains(&ItemKind::Measure),
        PlanChange::Deadline(DeadlineStep::Earlier | DeadlineStep::Same) => true,
        // The other links say what belongs together, not what is to be done.
        PlanChange::Linked(link) => *link == LinkKind::AlsoAnswers,
        PlanChange::Deadline(DeadlineStep::First) => false,
        PlanChange::Deadline(DeadlineStep::Later) => return if adopted { Needs::Extension } else { Needs::Nothing },
    };
    if adopted && touches { Needs::Approval } else { Needs::Nothing }
}

/// Whether a meeting of this kind can adopt the plan: the party group is answerable for it.
#[must_use]
pub const fn can_adopt(kind: MeetingKind) -> bool {
    matches!(kind, MeetingKind::PartyGroup)
}

/// Whether a meeting of this kind can approve an adjustment. Offices leave it to the leading group, too, and to special
/// meetings; where feedback is given or members criticise themselves nothing is decided about the plan.
#[must_use]
pub const fn can_adjust(kind: MeetingKind) -> bool {
    !matches!(kind, MeetingKind::Feedback | MeetingKind::DemocraticLife)
}

/// Whether a meeting that is named for an adjustment decided something else: it adopted the plan as it stood, and what changes
/// on a later day it cannot have decided. On the day of adoption itself it may be named: it adopted other words than were
/// entered, and those stand from that day on.
#[must_use]
pub fn only_adopted(approving: MeetingId, on: Day, adopted: Option<(MeetingId, Day)>) -> bool {
    adopted.is_some_and(|(adopting, day)| approving == adopting && on > day)
}

keyed! {
    /// What a plan can lack.
    Gap {
        /// An issue without measures.
        NoMeasure = "no_measure",
        /// Work without a deadline.
        NoDeadline = "no_deadline",
        /// A deadline from which no day can be told.
        UnclearDeadline = "unclear_deadline",
        /// A deadline whose reading is to be confirmed.
        DeadlineToConfirm = "deadline_to_confirm",
        /// Work without a leader.
        NoLeader = "no_leader",
        /// Work without a department.
        NoDepartment = "no_department",
    }
}

/// What a plan lacks, by gap in order: the codes of the items concerned. Gaps that no item has are left out.
///
/// `items` are a round's items with their parties, `answered` those that a measure elsewhere answers as well. A deadline is
/// told where it was set, not again at everything that inherits it; leader and department where the work is done: at
/// measures, and at issues without any.
#[must_use]
pub fn gaps(items: &[Item], answered: &HashSet<ItemId>) -> Vec<(Gap, Vec<String>)> {
    let live: Vec<&Item> = items.iter().filter(|i| i.withdrawn_on.is_none()).collect();
    // An issue has measures when any stands below it, at whatever depth.
    let mut provided: HashSet<ItemId> = answered.clone();
    for measure in live.iter().filter(|i| i.kind == ItemKind::Measure) {
        let mut above = measure.parent;
        while let Some(id) = above {
            provided.insert(id);
            above = live.iter().find(|i| i.id == id).and_then(|i| i.parent);
        }
    }
    let open_issue = |item: &Item| item.kind == ItemKind::Issue && !provided.contains(&item.id);
    let done = |item: &Item| item.kind == ItemKind::Measure || open_issue(item);
    let planned = |item: &Item| matches!(item.kind, ItemKind::Issue | ItemKind::Measure);
    let set_here =
        |item: &Item| item.deadline.as_ref().filter(|held| held.set_on == item.id).map(|held| held.now.clone());
    let lacks = |gap: Gap, item: &Item| match gap {
        // A 表现 is rectified by what stands below its issue.
        Gap::NoMeasure => open_issue(item) && !item.under_issue,
        Gap::NoDeadline => planned(item) && item.deadline.is_none(),
        Gap::UnclearDeadline => set_here(item).is_some_and(|d| d.class == DeadlineClass::Unclear),
        Gap::DeadlineToConfirm => set_here(item).is_some_and(|d| d.class != DeadlineClass::Unclear && d.note.is_some()),
        Gap::NoLeader => done(item) && item.in_role(Role::Leader).next().is_none(),
        Gap::NoDepartment => done(item) && item.in_role(Role::Department).next().is_none(),
    };
    let found = Gap::ALL.iter().map(|gap| {
        let codes = live.iter().filter(|item| lacks(*gap, item)).map(|item| item.code.clone()).collect::<Vec<_>>();
        (*gap, codes)
    });
    found.filter(|(_, codes)| !codes.is_empty()).collect()
}

#[cfg(test)]
mod tests;
