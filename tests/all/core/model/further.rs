//! Further commands of the model: what an item counts as, review days, closings taken over and ratified, evidence taken back.

use super::{Pair, RunsBack, State, feedback};
use chrono::Days;
use taizhang::{
    domain::{
        Day,
        ids::EvidenceId,
        item::{Item, ItemField, ItemKind, ItemType, Origin},
        lifecycle::Closure,
    },
    service::{self, closure::Closing, responsibility::Assignment, session::Run},
};

/// What the model keeps of an item beside its [`super::Node`].
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct More {
    pub(super) item_type: Option<ItemType>,
    pub(super) origin: Option<Origin>,
    /// The last day on which type or origin changed.
    pub(super) facets_day: Option<Day>,
    pub(super) review: Option<Day>,
    pub(super) unratified: bool,
    pub(super) without_evidence: bool,
    pub(super) evidence: Vec<EvidenceId>,
}

/// What one of these commands did.
#[derive(Debug, Clone)]
pub(super) enum Further {
    Type { at: usize, to: ItemType },
    Origin { at: usize, to: Origin },
    Review { at: usize, day: Day },
    TakenOver { at: usize },
    Ratified { at: usize },
    EvidenceBack { at: usize, id: EvidenceId },
}

impl State {
    pub(super) fn take_further(&mut self, on: Day, effect: &Further) -> Result<(), RunsBack> {
        match effect {
            Further::Type { at, to } => {
                self.count_otherwise(*at, on)?;
                self.node(*at).more.item_type = Some(*to);
            }
            Further::Origin { at, to } => {
                self.count_otherwise(*at, on)?;
                self.node(*at).more.origin = Some(*to);
            }
            Further::Review { at, day } => {
                for reached in self.deadline_reach(*at) {
                    let n = self.node(reached);
                    if n.deadline_day.is_some_and(|last| on < last) {
                        return Err(RunsBack);
                    }
                    (n.more.review, n.deadline_day) = (Some(*day), Some(on));
                }
            }
            Further::TakenOver { at } => {
                self.set_closure(*at, on, Closure::Closed)?;
                self.node(*at).more.unratified = true;
            }
            Further::Ratified { at } => {
                let n = self.node(*at);
                if n.closure_day.is_some_and(|last| on < last) {
                    return Err(RunsBack);
                }
                (n.more.unratified, n.closure_day) = (false, Some(on));
            }
            Further::EvidenceBack { at, id } => {
                let n = self.node(*at);
                n.more.evidence.retain(|e| e != id);
                n.evidence -= 1;
            }
        }
        Ok(())
    }

    fn count_otherwise(&mut self, at: usize, on: Day) -> Result<(), RunsBack> {
        let n = self.node(at);
        if n.more.facets_day.is_some_and(|last| on < last) {
            return Err(RunsBack);
        }
        n.more.facets_day = Some(on);
        Ok(())
    }

    /// The evidence that the gate sees: the item's own and that of what is directly below.
    pub(super) fn evidence_at_gate(&self, at: usize) -> usize {
        self.items[&at].evidence + self.live_children(at).iter().map(|i| self.items[i].evidence).sum::<usize>()
    }

    /// Whether something at or above the item is struck off on this one piece of evidence.
    fn closing_rests_on_one(&self, at: usize) -> bool {
        let mut above = Some(at);
        while let Some(i) = above {
            let n = &self.items[&i];
            let evidence: usize = self.subtree(i).iter().map(|b| self.items[b].evidence).sum();
            if n.closure == Closure::Closed && !n.more.without_evidence && evidence == 1 {
                return true;
            }
            above = n.parent;
        }
        false
    }
}

impl Pair {
    /// Every other time, an item for which the rarer commands have a chance.
    fn fitting(&self, verb: u8, b: u8) -> Option<usize> {
        let fits = |at: &usize| {
            let n = &self.state.items[at];
            match verb {
                4 | 5 => n.kind != ItemKind::Measure && n.closure != Closure::Closed && self.state.is_complete(*at),
                6 => n.more.unratified,
                7 => !n.more.evidence.is_empty(),
                _ => false,
            }
        };
        let fitting: Vec<usize> = self.state.items.keys().copied().filter(fits).collect();
        fitting.get(usize::from(b / 2) % fitting.len().max(1)).copied().filter(|_| b.is_multiple_of(2))
    }

    /// One of these commands, on `at`.
    pub(super) fn further(&mut self, verb: u8, b: u8, on: Day, at: usize, before: &str) {
        let at = self.fitting(verb % 8, b).unwrap_or(at);
        let n = self.state.items[&at].clone();
        let ids = [self.office.id(&n.code)];
        let mut ctx = self.office.at(Some(on));
        let ledger = &mut self.office.ledger;
        let (name, effect, done) = match verb % 8 {
            0 | 1 => {
                let to = ItemType::ALL[usize::from(b) % ItemType::ALL.len()];
                let edits = vec![(ItemField::Type, Some(to.key().to_owned()))];
                let fine = self.state.workable(at) && n.more.item_type != Some(to);
                let done = service::item::edit(ledger, &mut ctx, &ids, &edits, Some("校对"), (None, None), Run::Record);
                ("edit type", fine.then_some(Further::Type { at, to }), done)
            }
            2 => {
                let to = Origin::ALL[usize::from(b) % Origin::ALL.len()];
                let edits = vec![(ItemField::Origin, Some(to.key().to_owned()))];
                let fine = self.state.workable(at) && n.kind == ItemKind::Issue && n.more.origin != Some(to);
                let done = service::item::edit(ledger, &mut ctx, &ids, &edits, Some("校对"), (None, None), Run::Record);
                ("edit origin", fine.then_some(Further::Origin { at, to }), done)
            }
            3 => {
                let day = feedback() + Days::new(u64::from(b));
                let assignment = Assignment { review: Some(day), ..Assignment::default() };
                let fine = self.state.workable(at) && n.deadline.is_some();
                let done = service::responsibility::assign(ledger, &mut ctx, &ids, &assignment, Run::Record);
                ("review", fine.then_some(Further::Review { at, day }), done)
            }
            4 | 5 => {
                let fine = n.closure != Closure::Closed
                    && n.withdrawn.is_none()
                    && !matches!(n.kind, ItemKind::Category | ItemKind::Measure)
                    && self.state.is_complete(at)
                    && n.progress.1.is_some_and(|completed| feedback() <= completed && completed <= on);
                let closing = Closing { taken_over: Some("原台账".into()), ..Closing::default() };
                let done = service::closure::close(ledger, &mut ctx, &ids, &closing, Run::Record);
                ("take over", fine.then_some(Further::TakenOver { at }), done)
            }
            6 => {
                let Some((id, held)) = self.state.meetings.get(usize::from(b) % self.state.meetings.len().max(1))
                else {
                    return;
                };
                let fine = n.closure == Closure::Closed
                    && n.more.unratified
                    && (feedback()..=on).contains(held)
                    && n.progress.1.is_none_or(|completed| completed <= *held);
                let done = service::closure::ratify(ledger, &mut ctx, &ids, &id.to_string(), Run::Record);
                ("ratify", fine.then_some(Further::Ratified { at }), done)
            }
            _ => {
                let Some(id) = n.more.evidence.get(usize::from(b) % n.more.evidence.len().max(1)).copied() else {
                    return;
                };
                let fine = !self.state.closing_rests_on_one(at);
                let done = service::attachment::withdraw_evidence(ledger, &mut ctx, id, "放错");
                ("evidence back", fine.then_some(Further::EvidenceBack { at, id }), done)
            }
        };
        let effect = effect.map(super::Effect::Further);
        self.settle(name, on, effect.as_ref(), done.map(|r| r.records.unwrap().0), before);
    }
}

/// The ledger's item is as the model has it.
pub(super) fn agrees(item: &Item, more: &More) {
    assert_eq!((item.item_type, Some(item.origin)), (more.item_type, more.origin), "{}", item.code);
    assert_eq!(item.review(), more.review, "{}", item.code);
    let closing = (item.unratified, item.without_evidence);
    assert_eq!(closing, (more.unratified, more.without_evidence), "{}", item.code);
}
