//! Further commands of the model: what an item counts as, review days, closings taken over and ratified, evidence taken back.

use super::{Pair, RunsBack, State, feedback};
use chrono::Days;
use taizhang::{
    domain::{
        Day,
        ids::EvidenceId,
        item::{Item, ItemField, ItemKind, ItemType, Origin},
        lifecycle::{Closure, Progress},
    },
    service::{self, closure::Closing, filing::Filing, responsibility::Assignment, session::Run},
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
    /// Every piece ever kept: by which effect, and when.
    pub(super) kept: Vec<(EvidenceId, usize, Day)>,
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

    /// The day of completion as the gate counts it: for 边巡边改 the feedback stands in for an earlier day.
    pub(super) fn completion(&self, at: usize) -> Option<Day> {
        let n = &self.items[&at];
        let on_the_spot = n.more.item_type == Some(ItemType::OnTheSpot);
        match n.progress.1 {
            Some(completed) if completed < feedback() => on_the_spot.then(feedback),
            other => other,
        }
    }

    /// The evidence that the gate sees: the item's own and that of what is directly below.
    pub(super) fn evidence_at_gate(&self, at: usize) -> usize {
        let mut of = self.live_children(at);
        of.push(at);
        self.of_cycle(at, &of).len()
    }

    /// The evidence of these items that counts for `at`: in a new cycle what was kept after the reopening, by effect and by day.
    fn of_cycle(&self, at: usize, of: &[usize]) -> Vec<EvidenceId> {
        let reopened = self.items[&at].reopened;
        let counts = |(_, clock, on): &&(EvidenceId, usize, Day)| {
            reopened.is_none_or(|(reopened, day)| *clock > reopened && *on >= day)
        };
        let kept = of.iter().map(|i| &self.items[i].more);
        kept.flat_map(|more| more.kept.iter().filter(counts).filter(|k| more.evidence.contains(&k.0)))
            .map(|k| k.0)
            .collect()
    }

    /// Whether something at or above the item is struck off on this one piece of evidence.
    fn closing_rests_on_one(&self, at: usize, id: EvidenceId) -> bool {
        let mut above = Some(at);
        while let Some(i) = above {
            let n = &self.items[&i];
            let evidence = self.of_cycle(i, &self.subtree(i));
            if n.closure == Closure::Closed && !n.more.without_evidence && evidence == [id] {
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
                5 => {
                    let open = n.progress.0 != Progress::Completed && self.state.live_children(*at).is_empty();
                    open && !matches!(n.kind, ItemKind::Measure | ItemKind::Category) && self.state.workable(*at)
                }
                4 => {
                    let done = self.state.completion(*at).is_some_and(|done| done <= n.known);
                    done && n.kind != ItemKind::Measure && n.closure != Closure::Closed && self.state.is_complete(*at)
                }
                6 => n.more.unratified,
                7 => !n.more.evidence.is_empty(),
                _ => false,
            }
        };
        let fitting: Vec<usize> = self.state.items.keys().copied().filter(fits).collect();
        fitting.get(usize::from(b / 2) % fitting.len().max(1)).copied().filter(|_| b.is_multiple_of(2))
    }

    /// Work that was done when the ledger came to know it, as what is taken over was.
    fn done_before(&mut self, at: usize, on: Day, before: &str) {
        let n = &self.state.items[&at];
        let (progress, completed) = (Progress::Completed, Some(on));
        let fine = self.state.workable(at)
            && n.kind != ItemKind::Category
            && n.again_on.is_none_or(|again| on >= again)
            && self.state.live_children(at).is_empty();
        let filing = Filing { progress: Some(progress), completed_on: completed, ..Filing::default() };
        let (ids, mut ctx) = ([self.office.id(&n.code)], self.office.at(Some(on)));
        let done = service::filing::file(&mut self.office.ledger, &mut ctx, &ids, &filing, Run::Record);
        let effect = fine.then_some(super::Effect::File { at, progress, completed });
        self.settle("progress", on, effect.as_ref(), done.map(|r| r.records.unwrap().0), before);
    }

    /// One of these commands, on `at`.
    pub(super) fn further(&mut self, verb: u8, b: u8, on: Day, at: usize, before: &str) {
        let at = self.fitting(verb % 8, b).unwrap_or(at);
        let n = self.state.items[&at].clone();
        let ids = [self.office.id(&n.code)];
        // What is taken over was struck off by the day on which the ledger came to know it.
        let on = if matches!(verb % 8, 4 | 5) && !b.is_multiple_of(5) { n.known } else { on };
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
            5 => return self.done_before(at, on, before),
            4 => {
                let fine = n.closure != Closure::Closed
                    && on <= n.known
                    && !self.state.closed_above(at)
                    && n.withdrawn.is_none()
                    && !matches!(n.kind, ItemKind::Category | ItemKind::Measure)
                    && self.state.is_complete(at)
                    && self
                        .state
                        .completion(at)
                        .is_some_and(|completed| completed <= on && n.fell_on.is_none_or(|fell| fell <= completed));
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
                let fine = !self.state.closing_rests_on_one(at, id);
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
