//! What another ledger of this program tells, done again: items and acts in the order of their days, each act by the use case
//! that a clerk would call for it.
//!
//! Every rule is asked as if the act were typed. What is refused leaves nothing behind and is told with its reasons; on its own
//! day it is tried once more behind the others, since a document does not say in which order a day's work was entered. A
//! closing that the gate does not let through is taken over as from any earlier ledger: 待补党组会审议.

use super::{
    super::{
        Error, Result, acceptance, attachment,
        attachment::Kept,
        closure,
        closure::{Grounds, Returning, Signing},
        disclosure, extension,
        extension::Asked,
        filing,
        filing::Filing,
        item, link, meeting, outcome, plan, recheck,
        recheck::{Found, LookBack},
        responsibility,
        responsibility::Assignment,
        roster, round, select,
        session::{MAX_NAME, Session},
    },
    Because, Fate, Field, Settled,
    reading::Reading,
};
use crate::{
    domain::{
        Day,
        chronicle::{Act, Approved, Chronicle, Deed, LinkedTo, Marked, ToldFiling},
        deadline::Deadline,
        event::DisclosureSubject,
        evidence::{EvidenceFacts, RegisterEntry},
        filter::Filter,
        ids::{EvidenceId, FilingId, ItemId, OutcomeId, PartyId},
        item::Item,
        lifecycle::Closure,
        meeting::Approval,
        refusal::Refusal,
    },
    store::query::{AsOf, Meeting, Order},
    zh,
};
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

/// What the numbers of the other ledger are in this one.
#[derive(Default)]
struct Numbers {
    filings: HashMap<i64, FilingId>,
    outcomes: HashMap<i64, OutcomeId>,
    evidence: HashMap<i64, EvidenceId>,
    departments: HashMap<String, PartyId>,
}

/// What an act speaks of is not there.
fn absent<T>() -> Result<T> {
    Err(Error::Refused(Vec::new()))
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
            let day = first.on;
            let (of_day, later) = acts.split_at(acts.partition_point(|act| act.on <= day));
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

    /// The item in this ledger, where it was recorded.
    fn id(&self, at: usize) -> Result<ItemId> {
        match self.ids.get(at).copied().flatten() {
            Some(id) if self.taken.get(at).is_some_and(|taken| taken.fate == Fate::Added) => Ok(id),
            _ => absent(),
        }
    }

    fn ids_of(&self, items: &[usize]) -> Result<Vec<ItemId>> {
        items.iter().map(|at| self.id(*at)).collect()
    }

    fn codes_of(&self, items: &[usize]) -> Vec<String> {
        items.iter().filter_map(|at| self.taken.get(*at)).map(|taken| taken.code.clone()).collect()
    }

    fn met(&self, session: &Session<'_, '_>, meeting: usize) -> Result<Meeting> {
        match self.meetings.get(meeting).copied().flatten().map(|id| session.meeting(id)).transpose()?.flatten() {
            Some(meeting) => Ok(meeting),
            None => absent(),
        }
    }

    /// An approval as this ledger knows it.
    pub(super) fn approved(&self, session: &Session<'_, '_>, by: Option<&Approved>) -> Result<Option<Approval>> {
        match by {
            None => Ok(None),
            Some(Approved::Words(words)) => meeting::approval(session, None, Some(words)),
            Some(Approved::Meeting(at)) => {
                let number = self.met(session, *at)?.id.0.to_string();
                meeting::approval(session, Some(&number), None)
            }
        }
    }

    fn approval_of(&self, session: &Session<'_, '_>, by: Option<&Approved>) -> Result<Approval> {
        Ok(self.approved(session, by)?.ok_or(Refusal::NoApproval)?)
    }

    fn act(&mut self, session: &mut Session<'_, '_>, act: &Act, numbers: &mut Numbers) -> Result<()> {
        match act.item {
            None => self.act_on_round(session, &act.deed),
            Some(at) => {
                let id = self.id(at)?;
                self.act_on_item(session, id, &act.deed, numbers)?;
                self.brought[at] = true;
                Ok(())
            }
        }
    }

    fn act_on_round(&mut self, session: &mut Session<'_, '_>, deed: &Deed) -> Result<()> {
        match deed {
            Deed::Consulted { asked, words, taken_up } => {
                plan::consult_within(session, self.round.id, asked, words, taken_up).map(drop)
            }
            Deed::Adopted { meeting } => {
                let Some(meeting) = meeting else { return absent() };
                let meeting = self.met(session, *meeting)?;
                plan::adopt_within(session, self.round.id, |_| Ok(meeting))?;
                self.round = session.round(self.round.id)?;
                Ok(())
            }
            Deed::Finished => {
                let reason = zh::receipt::listed_in(&self.paper.name);
                round::finish_within(session, self.round.clone(), true, &reason).map(drop)
            }
            _ => absent(),
        }
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each kind of act")]
    fn act_on_item(
        &mut self,
        session: &mut Session<'_, '_>,
        id: ItemId,
        deed: &Deed,
        numbers: &mut Numbers,
    ) -> Result<()> {
        match deed {
            Deed::Assigned { role, names } => {
                let roles = vec![(*role, names.clone())];
                let assignment = Assignment { roles, from_paper: true, ..Assignment::default() };
                responsibility::assign_within(session, &[id], &assignment, None)
            }
            Deed::DeadlineSet { deadline, approval } => {
                let item = session.workable(id)?;
                let (round, approval) = (session.open_round(item.round)?, self.approved(session, approval.as_ref())?);
                responsibility::set_first(session, &round, &item, (**deadline).clone(), approval.as_ref())
            }
            Deed::ReviewSet(review) => {
                // A look-back or an extension may have set it already.
                if session.item(id)?.review() == *review {
                    return Ok(());
                }
                let item = session.workable(id)?;
                responsibility::set_review(session, &item, *review)
            }
            Deed::Moved { under, approval } => {
                let (item, under) = (session.workable(id)?, session.workable(self.id(*under)?)?);
                let (reason, approval) =
                    (zh::receipt::listed_in(&self.paper.name), self.approved(session, approval.as_ref())?);
                plan::move_below(session, &item, &under, Some(&reason), approval.as_ref()).map(drop)
            }
            Deed::Withdrawn { ground, reason, approval } => {
                let item = session.workable(id)?;
                let approval = self.approved(session, approval.as_ref())?;
                item::withdraw_one(session, &item, *ground, reason, approval.as_ref())
            }
            Deed::Linked { kind, to, approval } => {
                let to = match to {
                    LinkedTo::Item(at) => self.id(*at)?,
                    LinkedTo::Elsewhere(round, code) => select::code(session, Some(round), code)?,
                };
                let approval = self.approved(session, approval.as_ref())?;
                link::within(session, *kind, id, to, approval.as_ref())
            }
            Deed::Filed(told) => self.filed(session, id, told, numbers),
            Deed::FilingAccepted(number) => {
                let Some(row) = waiting(session, numbers, *number)? else { return absent() };
                acceptance::accept_one(session, &row)
            }
            Deed::FilingReturned(number, words) => {
                let Some(row) = waiting(session, numbers, *number)? else { return absent() };
                acceptance::give_back_one(session, &row, words)
            }
            Deed::ExtensionApplied { applicant, deadline, reason } => {
                let item = session.workable(id)?;
                let applicant = applicant.as_deref().map(|name| numbers.department(session, name)).transpose()?;
                let asked = Asked {
                    to: &deadline.raw,
                    review: deadline.review,
                    told: Some(deadline),
                    reason,
                    applicant,
                    on_return: None,
                };
                extension::apply(session, &item, &asked, true)?;
                self.told.extensions += 1;
                Ok(())
            }
            Deed::ExtensionApproved { granted, approval } => {
                let approval = self.approval_of(session, approval.as_ref())?;
                extension::approve_one(session, id, &approval, |round, asked| match granted {
                    None => Ok(asked.clone()),
                    Some((raw, due)) => {
                        Ok(Deadline { due: *due, ..responsibility::read(round, raw, None, false)? })
                    }
                })
            }
            Deed::ExtensionRefused { words, approval } => {
                let approval = self.approval_of(session, approval.as_ref())?;
                extension::refuse_one(session, id, words, &approval)
            }
            Deed::Requested { words } => closure::submit_one(session, id, words.clone()),
            Deed::Signed { step, party, words } => {
                let signing =
                    Signing { step: Some(*step), party: party.clone(), words: words.clone(), denial: None };
                closure::sign_one(session, id, &signing)
            }
            Deed::Returned { meeting, words, denied, open_again, until } => {
                let approval = match until {
                    Some((_, Some(Approved::Words(words)))) => Some(words.clone()),
                    _ => None,
                };
                let returning = Returning {
                    meeting: None,
                    words: words.clone(),
                    open_again: self.typed(open_again),
                    until: until.as_ref().map(|(raw, _)| raw.clone()),
                    approval,
                    keep_due: until.is_none(),
                };
                match denied {
                    Some((step, party)) => {
                        let (step, party) = (Some(*step), party.clone());
                        closure::sign_one(session, id, &Signing { step, party, words: None, denial: Some(returning) })
                    }
                    None => {
                        let meeting = meeting.map(|at| self.met(session, at)).transpose()?;
                        closure::give_back_one(session, id, meeting.as_ref(), &returning)
                    }
                }
            }
            Deed::Deferred { meeting, words } => {
                let meeting = self.met(session, *meeting)?;
                closure::defer_one(session, id, &meeting, words.clone())
            }
            Deed::Closed { meeting, unratified, without_evidence, words } => {
                let item = session.item(id)?;
                // 结案即销 struck it off as it was completed.
                if item.closure == Closure::Closed && item.closed_on == Some(session.on) {
                    return Ok(());
                }
                let meeting = meeting.map(|at| self.met(session, at)).transpose()?;
                let grounds = Grounds {
                    without_evidence: without_evidence.clone(),
                    taken_over: *unratified || words.is_some(),
                    words: words.clone(),
                };
                closure::close_as_told(session, &item, meeting.as_ref(), grounds)?;
                self.told.closings += 1;
                self.told.unratified += usize::from(*unratified);
                self.told.without_evidence += usize::from(without_evidence.is_some());
                Ok(())
            }
            Deed::Ratified { meeting } => {
                let meeting = self.met(session, *meeting)?;
                closure::ratify_one(session, id, &meeting)?;
                self.told.unratified = self.told.unratified.saturating_sub(1);
                Ok(())
            }
            Deed::LookedBack { by, words, rebound, next, evidence, open_again } => {
                let found = if *rebound {
                    Found::Rebound { open_again: self.typed(open_again) }
                } else {
                    Found::Held { next: *next }
                };
                let known = |number: &i64| numbers.evidence.get(number).map(|id| id.0);
                let evidence = evidence.iter().filter_map(known).collect();
                let look = LookBack { found, by: by.clone(), words: words.clone(), evidence, sample: None };
                recheck::look_back_one(session, id, &look)?;
                self.told.look_backs += 1;
                Ok(())
            }
            Deed::Reopened { cycle, reason, open_again } => {
                // With what stands above it, it may have been reopened already.
                if session.item(id)?.cycle >= *cycle {
                    return Ok(());
                }
                closure::reopen_item(session, id, reason, &self.typed(open_again))
            }
            Deed::Decided { meeting, on, decision, words } => {
                let meeting = self.met(session, *meeting)?;
                let mut known = session.decisions_about(id)?.into_iter();
                // The refusal of an extension carries its decision.
                if known.any(|made| (made.meeting, made.on, made.decision) == (meeting.id, *on, *decision)) {
                    return Ok(());
                }
                meeting::decide_one(session, id, &meeting, (*on, *decision), words.clone())
            }
            Deed::Evidence { number, items, facts } => {
                let targets = attachment::attachable(session, &self.ids_of(items)?)?;
                let (title, dated_on) = (Some(facts.title.clone()), facts.dated_on);
                let kept = attachment::keep(session, &targets, title, dated_on, &Kept::Register(entry(facts)))?;
                numbers.evidence.insert(*number, kept);
                self.told.evidence += 1;
                Ok(())
            }
            Deed::EvidenceWithdrawn { number, reason } => match numbers.evidence.get(number) {
                Some(id) => attachment::withdraw_within(session, *id, reason),
                None => absent(),
            },
            Deed::Outcome { number, items, facts, words } => {
                let items = self.ids_of(items)?;
                let counted = outcome::add_within(session, &items, (**facts).clone(), words.as_deref(), true)?;
                numbers.outcomes.insert(*number, counted);
                self.told.outcomes += 1;
                Ok(())
            }
            Deed::OutcomeLinked { number, items } => match numbers.outcomes.get(number) {
                Some(counted) => outcome::link_within(session, *counted, &self.ids_of(items)?),
                None => absent(),
            },
            Deed::Consulted { .. } | Deed::Adopted { .. } | Deed::Finished => absent(),
        }
    }

    /// Codes as they are typed.
    fn typed(&self, items: &[usize]) -> Vec<String> {
        self.codes_of(items)
    }

    fn filed(
        &mut self,
        session: &mut Session<'_, '_>,
        id: ItemId,
        told: &ToldFiling,
        numbers: &mut Numbers,
    ) -> Result<()> {
        let item = filing::fileable(session, id, told.progress)?;
        let department = told.department.as_deref().map(|name| numbers.department(session, name)).transpose()?;
        let filing = Filing {
            department: None,
            filled_by: told.filled_by.clone(),
            situation: told.situation.clone(),
            problems: told.problems.clone(),
            next: told.next.clone(),
            progress: told.progress,
            completed_on: told.completed_on,
            review: None,
            pending: told.pending,
        };
        let number = filing::record_of(session, &item, &filing, department, told.leading)?;
        numbers.filings.insert(told.number, number);
        self.told.filings += 1;
        Ok(())
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
            if let Err(why) = session.attempt(|session| disclosure::mark(session, subject, facts.clone()))? {
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
                let held = (item.first_due(), item.due());
                if let Some(told) = chronicle.due.get(at).filter(|told| **told != held) {
                    let words = |(first, due): (Option<Day>, Option<Day>)| zh::chronicle::due(first, due);
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

impl Numbers {
    /// A department by its name, looked up once.
    fn department(&mut self, session: &Session<'_, '_>, name: &str) -> Result<PartyId> {
        if let Some(id) = self.departments.get(name) {
            return Ok(*id);
        }
        let id = filing::department(session, name)?;
        self.departments.insert(name.to_owned(), id);
        Ok(id)
    }
}

fn waiting(
    session: &Session<'_, '_>,
    numbers: &Numbers,
    number: i64,
) -> Result<Option<crate::store::query::FilingRow>> {
    Ok(numbers.filings.get(&number).map(|id| session.filing(*id)).transpose()?.flatten())
}

/// A file comes back as an entry of the register: its bytes are where they were.
fn entry(facts: &EvidenceFacts) -> RegisterEntry {
    match (&facts.register, &facts.file) {
        (Some(entry), _) => entry.clone(),
        (None, Some(file)) => {
            let kept_at = zh::chronicle::bytes_elsewhere(&file.name, &file.sha256);
            let fits = kept_at.chars().count() <= MAX_NAME;
            let kept_at = if fits { kept_at } else { zh::chronicle::bytes_elsewhere("", &file.sha256) };
            RegisterEntry { number: None, pages: None, kept_at }
        }
        (None, None) => {
            RegisterEntry { number: None, pages: None, kept_at: zh::chronicle::bytes_elsewhere("", "") }
        }
    }
}
