//! What another ledger of this program tells, done again: items and acts in the order of their days, each act by the use case
//! that a clerk would call for it.
//!
//! Every rule is asked as if the act were typed. What is refused leaves nothing behind and is told with its reasons; on its own
//! day it is tried once more behind the others, since a document does not say in which order a day's work was entered. A
//! closing that the gate does not let through is taken over as from any earlier ledger: 待补党组会审议.

mod act;

use super::{
    super::{Result, closure, disclosure, roster, session::Session},
    Because, Field, Settled,
    reading::Reading,
};
use crate::{
    domain::{
        Day,
        chronicle::{Act, Chronicle, Deed, Marked},
        event::DisclosureSubject,
        filter::Filter,
        ids::ItemId,
        item::Item,
        refusal::Refusal,
    },
    store::query::{AsOf, Order},
    zh,
};
use act::Numbers;
pub(super) use act::clean;
use std::collections::HashMap;

/// An act that could not be done again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untold {
    /// The code of its item; empty where it was done to the round.
    pub code: String,
    /// On which day it was done.
    pub on: Day,
    /// What it was, by key.
    pub act: &'static str,
    /// The same in words.
    pub words: String,
    /// Why not; nothing where what it speaks of is not there.
    pub why: Vec<Refusal>,
    /// The closing was taken over instead, to be ratified.
    pub taken_over: bool,
}

impl Reading<'_> {
    /// Takes every item and does every act, day by day.
    pub(super) fn retell(
        &mut self,
        session: &mut Session<'_, '_>,
        chronicle: &Chronicle,
        tick: &mut dyn FnMut(usize),
    ) -> Result<()> {
        let own = session.on;
        let mut numbers = Numbers::default();
        let mut acts = chronicle.acts.as_slice();
        while let Some(first) = acts.first() {
            let day = first.turn;
            let (of_day, later) = acts.split_at(acts.partition_point(|act| act.turn <= day));
            acts = later;
            self.take_until(session, tick, |on, approved| on < day || (on == day && !approved))?;
            let mut refused: Vec<(&Act, Vec<Refusal>)> = Vec::new();
            for act in of_day {
                if act.deed.rank(None) > Deed::ADOPTION {
                    self.take_until(session, tick, |on, _| on <= day)?;
                }
                if let Err(why) = self.attempt(session, act, &mut numbers)? {
                    refused.push((act, why));
                }
            }
            self.take_until(session, tick, |on, _| on <= day)?;
            let mut count = usize::MAX;
            while refused.len() < count {
                count = refused.len();
                let mut still = Vec::new();
                for (act, _) in refused {
                    if let Err(why) = self.attempt(session, act, &mut numbers)? {
                        still.push((act, why));
                    }
                }
                refused = still;
            }
            for (act, why) in refused {
                self.could_not(session, act, why)?;
            }
        }
        session.on = own;
        self.take_until(session, tick, |_, _| true)?;
        self.set_marks(session, chronicle, &numbers)?;
        self.retire(session, chronicle)?;
        session.on = own;
        self.compare(session, chronicle)
    }

    /// Takes the items, in the order of the plan, that were there by then.
    fn take_until(
        &mut self,
        session: &mut Session<'_, '_>,
        tick: &mut dyn FnMut(usize),
        by_then: impl Fn(Day, bool) -> bool,
    ) -> Result<()> {
        while let Some(item) = self.paper.items.get(self.taken.len()) {
            let there = item.stood.is_none_or(|stood| by_then(stood.on, stood.approval.is_some()));
            if !there {
                break;
            }
            self.take(session, self.taken.len())?;
            tick(self.taken.len());
        }
        Ok(())
    }

    fn attempt(
        &mut self,
        session: &mut Session<'_, '_>,
        act: &Act,
        numbers: &mut Numbers,
    ) -> Result<std::result::Result<(), Vec<Refusal>>> {
        if act.on > session.today {
            return Ok(Err(vec![Refusal::FutureDay { on: act.on, today: session.today }]));
        }
        session.on = act.on;
        // What the rules remarked on then is history.
        let warnings = session.receipt.warnings.len();
        let done = session.attempt(|session| self.act(session, act, numbers));
        session.receipt.warnings.truncate(warnings);
        done
    }

    /// Tells an act that was refused; a closing is taken over from the other ledger's word, where that passes.
    fn could_not(&mut self, session: &mut Session<'_, '_>, act: &Act, why: Vec<Refusal>) -> Result<()> {
        let mut taken_over = false;
        if let (Deed::Closed { meeting, .. }, Some(at)) = (&act.deed, act.item)
            && let Ok(id) = self.id(at)
            && act.on <= session.today
        {
            session.on = act.on;
            let item = session.item(id)?;
            let met = meeting.and_then(|at| self.paper.meetings.get(at)).map(|facts| facts.title.as_str());
            let words = zh::receipt::struck_off_in(&self.paper.name, self.paper.items[at].place, met);
            let warnings = session.receipt.warnings.len();
            let taken = session.attempt(|session| match closure::take_over(session, &item, None, &words)? {
                Ok(taken) => Ok(taken),
                Err(missing) => Err(Refusal::Gate { code: item.code.clone(), missing }.into()),
            })?;
            session.receipt.warnings.truncate(warnings);
            if let Ok(taken) = taken {
                taken_over = true;
                self.told.closings += 1;
                self.told.unratified += 1;
                self.told.without_evidence += usize::from(taken.without_evidence);
            }
        }
        let code = act.item.and_then(|at| self.taken.get(at)).map(|taken| taken.code.clone()).unwrap_or_default();
        let (key, words) = (act.deed.key(), zh::chronicle::deed(&act.deed));
        self.untold.push(Untold { code, on: act.on, act: key, words, why, taken_over });
        Ok(())
    }

    /// 公开范围, when everything stands that it may stand on.
    fn set_marks(&mut self, session: &mut Session<'_, '_>, chronicle: &Chronicle, numbers: &Numbers) -> Result<()> {
        session.on = session.today;
        for (marked, facts) in &chronicle.marks {
            let subject = match marked {
                Marked::Item(at) => self.id(*at).ok().map(DisclosureSubject::Item),
                Marked::Filing(number) => numbers.filings.get(number).map(|id| DisclosureSubject::Filing(*id)),
                Marked::Outcome(number) => numbers.outcomes.get(number).map(|id| DisclosureSubject::Outcome(*id)),
                Marked::Evidence(number) => numbers.evidence.get(number).map(|id| DisclosureSubject::Evidence(*id)),
            };
            // What it stands on could not be recorded, and was told.
            let Some(subject) = subject else { continue };
            if let Err(why) = session.attempt(|session| disclosure::mark(session, subject, facts))? {
                let code = match marked {
                    Marked::Item(at) => self.codes_of(&[*at]).pop().unwrap_or_default(),
                    _ => String::new(),
                };
                let words = zh::chronicle::marked(subject);
                self.untold.push(Untold { code, on: session.on, act: "marked", words, why, taken_over: false });
            }
        }
        Ok(())
    }

    /// Names that were declared for this document only because they had been in use are no longer offered, as there.
    fn retire(&mut self, session: &mut Session<'_, '_>, chronicle: &Chronicle) -> Result<()> {
        let reason = zh::receipt::listed_in(&self.paper.name);
        for gone in &chronicle.roster {
            let Some(on) = gone.retired_on.filter(|on| *on <= session.today) else { continue };
            let Some(party) = roster::find(session, &gone.name, |kind| kind == gone.kind)? else { continue };
            if !self.declared.contains(&party.id) {
                continue;
            }
            session.on = on;
            if let Err(why) = session.attempt(|session| roster::retire_within(session, party, &reason))? {
                let words = zh::chronicle::retired(&gone.name);
                self.untold.push(Untold { code: String::new(), on, act: "retired", words, why, taken_over: false });
            }
        }
        Ok(())
    }

    /// Holds what the items have come to against what the document says of them.
    fn compare(&mut self, session: &Session<'_, '_>, chronicle: &Chronicle) -> Result<()> {
        let filter = Filter { rounds: vec![self.round.id], ..Filter::default() };
        let places: HashMap<ItemId, usize> =
            self.ids.iter().enumerate().filter_map(|(at, id)| Some(((*id)?, at))).collect();
        let mut found: Vec<(usize, Field, String, String)> = Vec::new();
        let day = AsOf { day: session.today, current: true };
        session.each_item(&filter, day, Order::Code, None, |item: Item| {
            if let Some(at) = places.get(&item.id).copied() {
                for one in self.paper.items[at].reported.iter().flat_map(|told| told.partings(&item, true, false)) {
                    found.push((at, one.field, zh::label::said(one.ledger), zh::label::said(one.paper)));
                }
                let held = (item.first_due(), item.due(), item.review());
                if let Some(told) = chronicle.days.get(at).filter(|told| **told != held) {
                    let words = |(first, due, review)| zh::chronicle::days(first, due, review);
                    found.push((at, Field::Deadline, words(held), words(*told)));
                }
            }
            Ok::<_, crate::store::StoreError>(())
        })?;
        for (at, field, ledger, paper) in found {
            self.differ(at, field, &ledger, &paper, Settled::Held(Because::Retold));
        }
        Ok(())
    }
}
