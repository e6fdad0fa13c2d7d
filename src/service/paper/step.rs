//! What a paper tells of 销号 and 撤项: applied for, returned, struck off, withdrawn, each by whom it was decided.

use super::{
    super::{
        Result, closure, item, meeting, select,
        session::{Session, reason as a_reason},
    },
    Because, Fate, Field, Settled,
    reading::Reading,
    retelling::Untold,
};
use crate::{
    domain::{
        Day,
        gate::{self, Missing},
        ids::ItemId,
        item::ItemKind,
        lifecycle::Closure,
        meeting::Approval,
        refusal::{Refusal, Warning},
        reported::{Reported, WithdrawnTold},
        round::CloseLevel,
    },
    store::query::{Axis, Meeting},
    zh::{self, label::Label as _},
};

/// A step towards or away from 销号 that the paper tells of.
pub(super) struct Step<'a> {
    pub(super) at: usize,
    id: ItemId,
    pub(super) on: Option<Day>,
    /// What is told of it, maybe beside another item.
    pub(super) told: &'a Reported,
    pub(super) measure: bool,
    /// Whether this round strikes off at its level; else it is told, where what is struck off there was not.
    pub(super) here: bool,
}

impl<'a> Reading<'a> {
    /// What the paper says was applied for, returned or struck off; what was struck off at the levels at which this round does.
    pub(super) fn steps(&self, below: &[Vec<usize>]) -> Vec<Step<'a>> {
        let level = self.round.settings.close_level;
        let reported = |at: usize| self.paper.items[at].reported;
        let closed = |at: usize| reported(at).filter(|told| told.closure == Some(Closure::Closed));
        let mut steps = Vec::new();
        for (at, item) in self.paper.items.iter().enumerate() {
            let Some(id) = self.subject(at) else { continue };
            let measure = self.kind(at) == ItemKind::Measure;
            // What an item says of itself is not taken from others.
            let silent = reported(at).is_none_or(|told| told.closure.is_none());
            let told = closed(at)
                // An issue is struck off when all its measures are; a measure with its issue.
                .or_else(|| {
                    let each: Option<Vec<_>> = below[at].iter().map(|below| closed(*below)).collect();
                    let each = each.filter(|each| !each.is_empty() && self.kind(at) == ItemKind::Issue && silent)?;
                    each.into_iter().max_by_key(|told| told.closed_on)
                })
                .or_else(|| item.parent.filter(|_| measure && silent).and_then(&closed));
            let here = level != CloseLevel::None && gate::is_closed_at(self.kind(at), level);
            let mut push = |on: Option<Day>, told: &'a Reported, here: bool| {
                steps.push(Step { at, id, on, told, measure, here });
            };
            match told {
                Some(told) if here => push(told.closed_on, told, true),
                _ => {
                    if let Some(told) = closed(at) {
                        push(told.closed_on, told, false);
                    }
                }
            }
            let waiting = |at: usize| {
                reported(at).filter(|told| matches!(told.closure, Some(Closure::Requested | Closure::Returned)))
            };
            // One row speaks of an issue and of its only measure alike.
            let only = |parent: &usize| measure && silent && below[*parent].len() == 1;
            let told = waiting(at).or_else(|| item.parent.filter(only).and_then(waiting)).filter(|_| here);
            let of_the_only = level == CloseLevel::Measure && below[at].len() == 1;
            if let Some(told) = told.or_else(|| waiting(at).filter(|_| !of_the_only)) {
                push(told.stepped.as_ref().map(|stepped| stepped.on), told, true);
            }
        }
        steps
    }

    /// A meeting of the paper, where it was held by now.
    pub(super) fn met_at(&self, session: &Session<'_, '_>, met: Option<usize>) -> Result<Option<Meeting>> {
        let known = met.and_then(|at| self.meetings.get(at).copied().flatten());
        Ok(known.map(|id| session.meeting(id)).transpose()?.flatten())
    }

    /// The meeting that decided, as far as it is in this ledger: by its day and title, or by what the paper calls it.
    fn meeting_of(&self, session: &mut Session<'_, '_>, told: &Reported) -> Result<Option<Meeting>> {
        if told.met.is_some() {
            return self.met_at(session, told.met);
        }
        let Some(words) = &told.meeting else { return Ok(None) };
        // A meeting that is not in the ledger agreed to nothing that anyone could look up.
        if let Ok(meeting) = select::meeting(session, words) {
            return Ok(Some(meeting));
        }
        session.warn(Warning::MeetingUnknown { words: words.clone() });
        Ok(None)
    }

    /// 待审定 and 退回整改 are somebody's act on a day: done again where the day is told, else told and not recorded.
    pub(super) fn apply_or_return(&mut self, session: &mut Session<'_, '_>, step: &Step<'_>) -> Result<()> {
        let item = session.item(step.id)?;
        let Some(said) = step.told.closure else { return Ok(()) };
        if item.closure == said {
            return Ok(());
        }
        let stepped = step.told.stepped.as_ref().filter(|stepped| stepped.closure == said);
        let last = session.last_day(item.id, Axis::Closure)?;
        let held = match stepped {
            None => Because::NotApplied,
            Some(stepped) if stepped.on > session.today => Because::DayAhead(stepped.on),
            // What came later stands.
            Some(stepped) if last.is_some_and(|last| stepped.on < last) => Because::NotApplied,
            Some(stepped) => {
                session.on = stepped.on.max(item.added_on);
                let meeting = self.meeting_of(session, step.told)?;
                let done = session.attempt(|session| match said {
                    Closure::Requested => closure::submit_one(session, item.id, stepped.words.clone()),
                    _ => closure::return_as_told(session, &item, meeting.as_ref(), stepped.words.as_deref()),
                })?;
                match done {
                    Ok(()) => {
                        self.brought[step.at] = true;
                        return Ok(());
                    }
                    Err(reasons) => match reasons.into_iter().next() {
                        Some(Refusal::Gate { missing, .. }) => Because::Gate(missing),
                        _ => Because::NotApplied,
                    },
                }
            }
        };
        self.differ(step.at, Field::Closure, item.closure.label(), said.label(), Settled::Held(held));
        Ok(())
    }

    /// What is said to be struck off at a level at which this round does not, and was not struck off where it does.
    pub(super) fn at_another_level(&mut self, session: &Session<'_, '_>, step: &Step<'_>) -> Result<()> {
        let item = session.item(step.id)?;
        let mut others = session.live_children(item.id)?;
        if let Some(parent) = item.parent.filter(|_| step.measure) {
            others = vec![session.item(parent)?];
        }
        if others.is_empty() || !others.iter().all(|other| other.closure == Closure::Closed) {
            let settled = Settled::Held(Because::Gate(vec![Missing::WrongLevel(self.round.settings.close_level)]));
            self.differ(step.at, Field::Closure, item.closure.label(), Closure::Closed.label(), settled);
        }
        Ok(())
    }

    pub(super) fn close(&mut self, session: &mut Session<'_, '_>, step: &Step<'_>, base: Day) -> Result<()> {
        let item = session.item(step.id)?;
        if item.closure == Closure::Closed || (item.under_issue && item.kind == ItemKind::Issue) {
            return Ok(());
        }
        if let Some(day) = step.on.filter(|day| *day > session.today) {
            let settled = Settled::Held(Because::DayAhead(day));
            self.differ(step.at, Field::Closure, item.closure.label(), Closure::Closed.label(), settled);
            return Ok(());
        }
        let last = session.last_day(item.id, Axis::Closure)?;
        let on = step.on.unwrap_or(base).max(item.added_on);
        session.on = last.map_or(on, |last| on.max(last)).min(session.today);
        let meeting = self.meeting_of(session, step.told)?;
        // It was struck off without a meeting, which agreed afterwards.
        let (meeting, later) = match meeting {
            Some(met) if step.told.met.is_some() && met.facts.held_on > session.on => (None, Some(met)),
            meeting => (meeting, None),
        };
        let place = &self.paper.items[step.at].place;
        let met = meeting.as_ref().map(|meeting| meeting.facts.title.as_str()).or(step.told.meeting.as_deref());
        let words = zh::receipt::struck_off_in(&self.paper.name, place, met);
        match closure::take_over(session, &item, meeting.as_ref(), &words)? {
            Ok(taken) => {
                let mut agreed = meeting.is_some();
                if let Some(later) = later {
                    session.on = later.facts.held_on;
                    agreed = session.attempt(|session| closure::ratify_one(session, step.id, &later))?.is_ok();
                }
                self.told.closings += 1;
                self.told.unratified += usize::from(!agreed);
                self.told.without_evidence += usize::from(taken.without_evidence);
                self.told.closed_undated += usize::from(step.on.is_none());
                self.brought[step.at] = true;
            }
            Err(missing) => {
                let settled = Settled::Held(Because::Gate(missing));
                self.differ(step.at, Field::Closure, item.closure.label(), Closure::Closed.label(), settled);
            }
        }
        Ok(())
    }

    /// What the paper says was withdrawn, in the order of days; what stands below an item may have gone before it.
    pub(super) fn withdrawals(&self) -> Vec<(usize, &'a WithdrawnTold)> {
        let told = |at: usize| Some((at, self.paper.items[at].reported?.withdrawn.as_ref()?));
        let mut told: Vec<_> = (0..self.taken.len()).filter_map(told).collect();
        told.sort_by_key(|(at, told)| (told.on, *at));
        told
    }

    /// Withdraws an item that came with the paper, by the rules that hold for everyone; what stands in the ledger is withdrawn by
    /// hand.
    pub(super) fn withdraw(&mut self, session: &mut Session<'_, '_>, at: usize, told: &WithdrawnTold) -> Result<()> {
        let Some(id) = self.subject(at) else { return Ok(()) };
        let item = session.item(id)?;
        // It may have gone with what stands above it.
        if item.withdrawn_on.is_some() {
            return Ok(());
        }
        let why = match told {
            _ if self.taken[at].fate != Fate::Added => Vec::new(),
            told if told.on > session.today => vec![Refusal::FutureDay { on: told.on, today: session.today }],
            told => {
                session.on = told.on.max(item.added_on);
                let met = self.met_at(session, told.met)?;
                let words = told.approval.as_deref().filter(|_| met.is_none());
                let done = session.attempt(|session| {
                    let approval = match &met {
                        Some(meeting) => Some(Approval::Meeting(meeting.id)),
                        None => meeting::approval(session, None, words)?,
                    };
                    let reason = a_reason("reason", &told.reason)?;
                    item::withdraw_one(session, &item, told.ground, &reason, approval.as_ref())
                })?;
                let Err(why) = done else {
                    self.brought[at] = true;
                    return Ok(());
                };
                why
            }
        };
        let words = zh::chronicle::withdrawn().to_owned();
        let code = self.taken[at].code.clone();
        self.untold.push(Untold { code, on: told.on, act: "withdrawn", words, why, taken_over: false });
        Ok(())
    }
}
