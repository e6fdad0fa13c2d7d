//! An undo and the adopted plan: neither goes from under the other.
//!
//! An adoption stands on what was adopted, though its event names no item; and what was adjusted or extended since stands
//! on the adoption, though its event names no round. [`crate::domain::standing`] sees events alone, so both are looked at here.

use crate::{
    domain::{
        deadline::DeadlineClass,
        event::Event,
        ids::{ItemId, RoundId},
        item::ItemKind,
        plan::{self, DeadlineStep, Needs, PlanChange},
    },
    service::{Result, session::Session},
    store::StoreError,
};
use std::collections::HashSet;

/// What a command that is to be undone did to plans.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Rounds whose plan it adopted.
    adopted: HashSet<RoundId>,
    /// Rounds of whose plan it wrote something that cannot be taken back without an approval once it is adopted.
    written: HashSet<RoundId>,
}

impl Plan {
    /// Of the events of one command, which still stand.
    pub(super) fn of(session: &Session<'_, '_>, events: &[Event]) -> Result<Self> {
        let mut plan = Self::default();
        for event in events {
            if let Event::RoundAdopted { round, .. } = event {
                plan.adopted.insert(*round);
            }
            if let Some(round) = writes_plan_of(session, event)? {
                plan.written.insert(round);
            }
        }
        Ok(plan)
    }

    /// Whether a later event stands on what the command did.
    pub(super) fn is_rested_on_by(&self, session: &Session<'_, '_>, later: &Event) -> Result<bool> {
        if let Event::RoundAdopted { round, .. } = later {
            return Ok(self.written.contains(round));
        }
        if self.adopted.is_empty() {
            return Ok(false);
        }
        match on_adoption(later) {
            Some(item) => Ok(round_of(session, item)?.is_some_and(|round| self.adopted.contains(&round))),
            None => Ok(false),
        }
    }
}

/// The round of whose plan an event wrote something. Taking it back is the change the other way round, and asks the same rule.
fn writes_plan_of(session: &Session<'_, '_>, event: &Event) -> Result<Option<RoundId>> {
    let kind = |id: &ItemId| kind_of(session, *id);
    let (item, needs) = match event {
        Event::ItemAdded(new) => (new.item, plan::rule(true, &PlanChange::Withdrawn(&[new.item_kind]))),
        Event::ItemEdited { item, field, after, .. } => {
            let Some(kind) = kind(item)? else { return Ok(None) };
            let stood = after.is_some();
            (*item, plan::rule(true, &PlanChange::Reworded { kind, field: *field, stood }))
        }
        Event::ItemMoved { item, .. } => {
            let Some(kind) = kind(item)? else { return Ok(None) };
            (*item, plan::rule(true, &PlanChange::Moved(kind)))
        }
        Event::ItemWithdrawn { item, reach, .. } => {
            let mut needs = Needs::Nothing;
            for id in reach {
                if let Some(kind) = kind(id)?
                    && plan::rule(true, &PlanChange::Added(kind)) != Needs::Nothing
                {
                    needs = Needs::Approval;
                }
            }
            (*item, needs)
        }
        Event::LinkAdded { link, from, .. } | Event::LinkRemoved { link, from, .. } => {
            (*from, plan::rule(true, &PlanChange::Linked(*link)))
        }
        // Whichever way it goes back, the day that was adopted would be another one.
        Event::DeadlineSet { item, deadline, .. } | Event::ExtensionApproved { item, deadline, .. }
            if deadline.class != DeadlineClass::Unclear =>
        {
            (*item, plan::rule(true, &PlanChange::Deadline(DeadlineStep::Same)))
        }
        _ => return Ok(None),
    };
    if needs == Needs::Nothing { Ok(None) } else { round_of(session, item) }
}

/// The item of an event that only an adopted plan makes sense of: an adjustment under an approval, or an extension; and work
/// that was reported or decided on under it, for which the adopted days are the measure.
const fn on_adoption(event: &Event) -> Option<ItemId> {
    match event {
        Event::ItemAdded(new) if new.approval.is_some() => Some(new.item),
        Event::ItemEdited { item, approval: Some(_), .. }
        | Event::ItemMoved { item, approval: Some(_), .. }
        | Event::ItemWithdrawn { item, approval: Some(_), .. }
        | Event::DeadlineSet { item, approval: Some(_), .. }
        | Event::LinkAdded { from: item, approval: Some(_), .. }
        | Event::LinkRemoved { from: item, approval: Some(_), .. }
        | Event::ExtensionApplied { item, .. }
        | Event::ExtensionApproved { item, .. }
        | Event::ExtensionRefused { item, .. }
        | Event::FilingAccepted { item, .. }
        | Event::ProgressSet { item, .. }
        | Event::ClosureRequested { item, .. }
        | Event::ClosureSigned { item, .. }
        | Event::Closed { item, .. } => Some(*item),
        Event::FilingRecorded(new) => Some(new.item),
        _ => None,
    }
}

fn kind_of(session: &Session<'_, '_>, id: ItemId) -> Result<Option<ItemKind>> {
    look(session.item(id).map(|item| item.kind))
}

fn round_of(session: &Session<'_, '_>, id: ItemId) -> Result<Option<RoundId>> {
    look(session.item(id).map(|item| item.round))
}

/// Items undone since are gone.
fn look<T>(found: Result<T, StoreError>) -> Result<Option<T>> {
    match found {
        Ok(value) => Ok(Some(value)),
        Err(StoreError::Value(_)) => Ok(None),
        Err(other) => Err(other.into()),
    }
}
