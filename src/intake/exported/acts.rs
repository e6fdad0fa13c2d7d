//! From what a document says of each item to what was done to it, act by act.

use super::document::{
    Approval, ClosureStep, DeadlineStep, Document, Evidence, Extension, Filing, Item, Outcome, Place,
};
use crate::domain::{
    Day,
    chronicle::{Act, Approved, Chronicle, Declared, Deed, FirstStood, LinkedTo, Marked, ToldFiling},
    deadline::Deadline,
    event::DisclosureFacts,
    evidence::EvidenceFacts,
    filing::FilingState,
    item::{Disclosure, ItemKind},
    lifecycle::Closure,
    meeting::{Decision, DecisionOn},
    party::{PartyKind, Role},
    plan::PlanChangeKind,
    recheck::Finding,
};
use std::{collections::HashMap, mem::take};

/// What all items of a round have in common.
pub(super) struct Frame {
    /// The round's key.
    pub(super) key: String,
    /// The items' places in the plan, by code.
    pub(super) places: HashMap<String, usize>,
    /// The meetings' places in the plan, by number.
    pub(super) meetings: HashMap<i64, usize>,
    /// Below each item, by place.
    pub(super) below: Vec<Vec<usize>>,
    /// On which days the work on each item was taken up again.
    pub(super) taken_up: Vec<Vec<Day>>,
    /// From when until when each item was struck off.
    pub(super) closed: Vec<Vec<(Day, Option<Day>)>>,
    /// The item above each one.
    pub(super) above: Vec<Option<usize>>,
    /// Deadlines that a return named for each item: day, words, approval.
    pub(super) on_return: Vec<Vec<(Day, String, Option<Approved>)>>,
}

impl Frame {
    fn approved(&self, meeting: Option<i64>, words: Option<&String>) -> Option<Approved> {
        let meeting = meeting.and_then(|number| self.meetings.get(&number));
        meeting.map(|at| Approved::Meeting(*at)).or_else(|| words.cloned().map(Approved::Words))
    }

    /// What approved a change of an item on a day.
    fn approval(&self, of: &[Approval], change: PlanChangeKind, on: Day) -> Option<Approved> {
        let step = of.iter().find(|step| step.change == change && step.on == on)?;
        self.approved(step.meeting, step.approval.as_ref())
    }

    /// Everything below an item.
    fn under(&self, at: usize) -> Vec<usize> {
        let mut found = self.below[at].clone();
        let mut next = 0;
        while next < found.len() {
            found.extend(&self.below[found[next]]);
            next += 1;
        }
        found
    }

    /// What below an item was open again from a day on.
    fn open_again(&self, at: usize, on: Day) -> Vec<usize> {
        self.under(at).into_iter().filter(|below| self.taken_up[*below].contains(&on)).collect()
    }

    /// The deadline that the return of an item named.
    fn until(&self, at: usize, on: Day) -> Option<(String, Option<Approved>)> {
        let named = std::iter::once(at).chain(self.under(at)).flat_map(|at| &self.on_return[at]);
        named.filter(|(day, ..)| *day == on).map(|(_, raw, approval)| (raw.clone(), approval.clone())).next()
    }

    /// What approved an extension.
    pub(super) fn granted_by(&self, asked: &Extension) -> Option<Approved> {
        self.approved(asked.meeting, asked.approval.as_ref())
    }

    fn of_round(&self, places: &[Place]) -> Vec<(usize, Option<Day>)> {
        let own = places.iter().filter(|place| place.round.as_deref() == Some(self.key.as_str()));
        own.filter_map(|place| Some((*self.places.get(&place.code)?, place.on))).collect()
    }
}

/// How an item stood at first: who was given it, and its deadline.
pub(super) fn first_stood(item: &Item, frame: &Frame, on: Day) -> FirstStood {
    let mut roles: Vec<(Role, Vec<String>)> = Vec::new();
    for step in item.role_steps.iter().filter(|step| step.on <= on) {
        roles.retain(|(role, _)| *role != step.role);
        roles.push((step.role, step.names.clone()));
    }
    if item.role_steps.is_empty() {
        roles = item.own_roles.iter().map(|role| (*role, item.responsibility.of(*role).to_vec())).collect();
    }
    roles.retain(|(_, names)| !names.is_empty());
    let deadline = match first_deadlines(item, on) {
        _ if item.deadline_steps.is_empty() => {
            let own = |held: &&super::document::Deadline| held.set_on.as_ref().is_none_or(|code| *code == item.code);
            item.deadline.as_ref().filter(own).map(|held| held.now.clone())
        }
        0 => None,
        count => Some(item.deadline_steps[count - 1].deadline.clone()),
    };
    let deadline = deadline.filter(|deadline| !deadline.raw.is_empty());
    FirstStood { on, approval: frame.approval(&item.approvals, PlanChangeKind::Added, on), roles, deadline }
}

/// How many of an item's deadlines are those that it was recorded with.
fn first_deadlines(item: &Item, on: Day) -> usize {
    item.deadline_steps.iter().take_while(|step| step.on <= on && step.extensions == 0).count()
}

/// What was done to one item. Its words are taken out of it.
pub(super) fn of_item(
    item: &mut Item,
    at: usize,
    stood_on: Day,
    frame: &Frame,
    parent_withdrawn: Option<Day>,
) -> Vec<Act> {
    let mut acts: Vec<Act> = Vec::new();
    let mut act = |on: Day, deed: Deed| acts.push(Act::new(on, Some(at), deed));
    // What it took along when it was moved is given by the move.
    let moved = |on: Day| item.approvals.iter().any(|step| step.change == PlanChangeKind::Moved && step.on == on);
    for step in take(&mut item.role_steps).into_iter().filter(|step| step.on > stood_on && !moved(step.on)) {
        act(step.on, Deed::Assigned { role: step.role, names: step.names });
    }
    let first = first_deadlines(item, stood_on);
    let mut before: Option<DeadlineStep> = None;
    for (place, step) in take(&mut item.deadline_steps).into_iter().enumerate() {
        let extended = before.as_ref().map_or(0, |before| before.extensions) < step.extensions;
        if place >= first && !extended && !moved(step.on) {
            let same = before.as_ref().is_some_and(|before| {
                Deadline { review: None, ..before.deadline.clone() }
                    == Deadline { review: None, ..step.deadline.clone() }
            });
            act(
                step.on,
                if same {
                    Deed::ReviewSet(step.deadline.review)
                } else {
                    let approval = frame.approved(step.meeting, step.approval.as_ref());
                    Deed::DeadlineSet { deadline: Box::new(step.deadline.clone()), approval }
                },
            );
        }
        before = Some(step);
    }
    for step in take(&mut item.review_steps) {
        act(step.on, Deed::ReviewSet(step.review));
    }
    if let Some(withdrawn) = item.withdrawn.as_ref().filter(|withdrawn| parent_withdrawn != Some(withdrawn.on))
        && let Some(ground) = withdrawn.ground
    {
        let approval = frame.approval(&item.approvals, PlanChangeKind::Withdrawn, withdrawn.on);
        let reason = withdrawn.reason.clone().unwrap_or_default();
        act(withdrawn.on, Deed::Withdrawn { ground, reason, approval });
    }
    for link in take(&mut item.links) {
        let on = link.on.unwrap_or(stood_on);
        let to = match frame.places.get(&link.code) {
            Some(to) if link.round == frame.key => LinkedTo::Item(*to),
            _ => LinkedTo::Elsewhere(link.round, link.code),
        };
        let approval = frame.approval(&item.approvals, PlanChangeKind::Linked, on);
        act(on, Deed::Linked { kind: link.kind, to, approval });
    }
    take(&mut item.filings).into_iter().for_each(|filed| of_filing(filed, &mut act));
    take(&mut item.extensions).into_iter().for_each(|asked| of_extension(asked, frame, &mut act));
    for signed in item.sign_offs.iter().filter(|signed| signed.agreed) {
        let (party, words) = (signed.party.clone(), signed.words.clone());
        act(signed.on, Deed::Signed { step: signed.step, party, words });
    }
    let mut before: Option<ClosureStep> = None;
    for step in take(&mut item.closures) {
        let cycle = before.as_ref().map_or(1, |before| before.cycle);
        let meeting = step.meeting.and_then(|number| frame.meetings.get(&number)).copied();
        match step.closure {
            Closure::Requested => act(step.on, Deed::Requested { words: step.words.clone() }),
            Closure::Returned => {
                let words = step.words.clone().unwrap_or_default();
                let denial = |signed: &&super::document::SignedOff| {
                    !signed.agreed && signed.on == step.on && signed.words.as_ref() == Some(&words)
                };
                let denied = item.sign_offs.iter().find(denial).map(|signed| (signed.step, signed.party.clone()));
                let (open_again, until) = (frame.open_again(at, step.on), frame.until(at, step.on));
                act(step.on, Deed::Returned { meeting, words, denied, open_again, until });
            }
            Closure::Closed => {
                let ratified = before.as_ref().is_some_and(|before| {
                    before.unratified
                        && !step.unratified
                        && (before.cycle, before.closed_on) == (step.cycle, step.closed_on)
                });
                match (ratified, meeting) {
                    (true, Some(meeting)) => act(step.on, Deed::Ratified { meeting }),
                    (true, None) => {}
                    (false, meeting) => act(
                        step.on,
                        Deed::Closed {
                            meeting,
                            unratified: step.unratified,
                            without_evidence: step.without_evidence.clone(),
                            words: step.words.clone(),
                        },
                    ),
                }
            }
            Closure::None => {
                let rebound = |look: &super::document::LookBack| {
                    look.finding == Finding::Rebound && (look.on, look.cycle + 1) == (step.on, step.cycle)
                };
                if step.cycle > cycle && !item.look_backs.iter().any(rebound) {
                    let reason = step.words.clone().unwrap_or_default();
                    let open_again = frame.open_again(at, step.on);
                    act(step.on, Deed::Reopened { cycle: step.cycle, reason, open_again });
                }
            }
        }
        before = Some(step);
    }
    for look in take(&mut item.look_backs) {
        let rebound = look.finding == Finding::Rebound;
        let open_again = if rebound { frame.open_again(at, look.on) } else { Vec::new() };
        let (by, words, next, evidence) = (look.by, look.words, look.next, look.evidence);
        act(look.on, Deed::LookedBack { by, words, rebound, next, evidence, open_again });
    }
    acts
}

/// That a measure went from where its code was given to the item below which it stands now.
pub(super) fn moved(item: &Item, at: usize, under: usize, stood_on: Day, frame: &Frame) -> Act {
    let step = item.approvals.iter().rev().find(|step| step.change == PlanChangeKind::Moved);
    let approval = step.and_then(|step| frame.approved(step.meeting, step.approval.as_ref()));
    Act::new(step.map_or(stood_on, |step| step.on), Some(at), Deed::Moved { under, approval })
}

fn of_filing(filed: Filing, act: &mut impl FnMut(Day, Deed)) {
    let decided_on = filed.decided_on.unwrap_or(filed.on);
    let (number, on, state) = (filed.number, filed.on, filed.state);
    let words = filed.words;
    act(
        on,
        Deed::Filed(Box::new(ToldFiling {
            number,
            department: filed.department,
            filled_by: filed.filled_by,
            situation: filed.situation,
            problems: filed.problems,
            next: filed.next,
            progress: filed.progress,
            completed_on: filed.completed_on,
            leading: filed.leading,
            pending: state != FilingState::Accepted || decided_on > on,
        })),
    );
    match state {
        FilingState::Accepted if decided_on > on => act(decided_on, Deed::FilingAccepted(number)),
        FilingState::Returned => act(decided_on, Deed::FilingReturned(number, words.unwrap_or_default())),
        FilingState::Accepted | FilingState::Pending => {}
    }
}

fn of_extension(asked: Extension, frame: &Frame, act: &mut impl FnMut(Day, Deed)) {
    if asked.on_return {
        return;
    }
    let approval = frame.granted_by(&asked);
    let decided_on = asked.decided_on.unwrap_or(asked.applied_on);
    let Extension { raw, class, due, review, note, .. } = asked;
    let deadline = Box::new(Deadline { raw, class, due, review, note });
    act(asked.applied_on, Deed::ExtensionApplied { applicant: asked.applicant, deadline, reason: asked.reason });
    match asked.state.as_str() {
        "approved" => {
            let granted = asked.granted_raw.map(|raw| (raw, asked.granted_due));
            act(decided_on, Deed::ExtensionApproved { granted, approval });
        }
        "refused" => {
            act(decided_on, Deed::ExtensionRefused { words: asked.words.unwrap_or_default(), approval });
        }
        _ => {}
    }
}

/// A mark that is not the one that everything has at first.
pub(super) fn mark(disclosure: Option<Disclosure>, words: Option<String>) -> Option<DisclosureFacts> {
    let disclosure = disclosure.filter(|mark| *mark != Disclosure::Party)?;
    Some(DisclosureFacts { disclosure, public_words: words })
}

/// What was done to the round, and to several items at once; how many decisions name no meeting of the document.
pub(super) fn of_round(document: &mut Document, round: usize, frame: &Frame, told: &mut Chronicle) {
    let round = &mut document.rounds[round];
    let acts = &mut told.acts;
    for asked in take(&mut round.consultations) {
        let deed = Deed::Consulted { asked: asked.asked, words: asked.words, taken_up: asked.taken_up };
        acts.push(Act::new(asked.on, None, deed));
    }
    if let Some(on) = round.adopted_on {
        let meeting = round.adopted_meeting.and_then(|number| frame.meetings.get(&number)).copied();
        acts.push(Act::new(on, None, Deed::Adopted { meeting }));
    }
    acts.extend(round.finished_on.map(|on| Act::new(on, None, Deed::Finished)));
    for meeting in &mut document.meetings {
        let Some(place) = frame.meetings.get(&meeting.number).copied() else { continue };
        let held_on = meeting.facts.held_on;
        for made in take(&mut meeting.decisions) {
            let Some(at) = frame.places.get(&made.code).copied().filter(|_| made.round == frame.key) else { continue };
            let (on, words) = (made.made_on.unwrap_or(held_on), made.words);
            let deed = match (made.on, made.decision) {
                (DecisionOn::Closure, Decision::Deferred) => Deed::Deferred { meeting: place, words },
                (DecisionOn::Closure, _) | (_, Decision::Agreed) => continue,
                (on, decision) => Deed::Decided { meeting: place, on, decision, words },
            };
            acts.push(Act::new(on, Some(at), deed));
        }
    }
    take(&mut document.evidence).into_iter().for_each(|kept| of_evidence(kept, frame, told));
    take(&mut document.outcomes).into_iter().for_each(|counted| of_outcome(counted, frame, told));
    for party in take(&mut document.parties).into_iter().filter(|party| party.kind != PartyKind::Operator) {
        told.roster.push(Declared {
            name: party.name,
            kind: party.kind,
            note: party.note,
            other_names: party.other_names,
            retired_on: party.retired_on,
        });
    }
}

fn of_evidence(kept: Evidence, frame: &Frame, told: &mut Chronicle) {
    let items: Vec<usize> = frame.of_round(&kept.items).into_iter().map(|(at, _)| at).collect();
    let Some(first) = items.first().copied() else { return };
    let facts = EvidenceFacts { title: kept.title, dated_on: kept.dated_on, file: kept.file, register: kept.register };
    let (number, facts) = (kept.number, Box::new(facts));
    told.acts.push(Act::new(kept.on, Some(first), Deed::Evidence { number, items, facts }));
    let mark = mark(kept.disclosure, kept.public_words);
    if let Some(on) = kept.withdrawn_on {
        let reason = kept.withdrawn_reason.unwrap_or_default();
        told.acts.push(Act::new(on, Some(first), Deed::EvidenceWithdrawn { number, reason }));
    } else {
        told.marks.extend(mark.map(|mark| (Marked::Evidence(number), mark)));
    }
}

fn of_outcome(counted: Outcome, frame: &Frame, told: &mut Chronicle) {
    let mut places = frame.of_round(&counted.items);
    places.sort_by_key(|(_, on)| on.unwrap_or(counted.on));
    let number = counted.number;
    let Some(begun) = places.first().map(|(_, on)| on.unwrap_or(counted.on)) else { return };
    let from = |(_, on): &(usize, Option<Day>)| on.unwrap_or(begun);
    let items: Vec<usize> = places.iter().filter(|place| from(place) == begun).map(|(at, _)| *at).collect();
    let first = items[0];
    let (facts, words) = (Box::new(counted.facts), counted.words);
    told.acts.push(Act::new(counted.on, Some(first), Deed::Outcome { number, items, facts, words }));
    for place in places.iter().filter(|place| from(place) > begun) {
        let deed = Deed::OutcomeLinked { number, items: vec![place.0] };
        told.acts.push(Act::new(from(place), Some(place.0), deed));
    }
    let mark = mark(counted.disclosure, counted.public_words);
    told.marks.extend(mark.map(|mark| (Marked::Outcome(number), mark)));
}

/// From when until when an item was struck off.
pub(super) fn closed(item: &Item) -> Vec<(Day, Option<Day>)> {
    let mut found: Vec<(Day, Option<Day>)> = Vec::new();
    for step in &item.closures {
        match (step.closure, found.last_mut()) {
            (Closure::Closed, Some((_, None))) => {}
            (Closure::Closed, _) => found.push((step.on, None)),
            (_, Some((_, until @ None))) => *until = Some(step.on),
            _ => {}
        }
    }
    found
}

/// Puts the acts into the order in which they are done again. Those of one day: what others rest on first. What bears a day on
/// which its item was struck off had been entered before the closing.
pub(super) fn in_order(acts: &mut [Act], kinds: &[ItemKind], frame: &Frame) {
    for act in acts.iter_mut().filter(|act| matches!(act.deed, Deed::Filed(_) | Deed::Outcome { .. })) {
        let mut at = act.item;
        while let Some(item) = at {
            let under =
                |(from, until): &&(Day, Option<Day>)| *from < act.on && until.is_none_or(|until| act.on < until);
            if let Some((from, _)) = frame.closed[item].iter().find(under) {
                act.turn = act.turn.min(*from);
            }
            at = frame.above[item];
        }
    }
    acts.sort_by_key(|act| (act.turn, act.deed.rank(act.item.and_then(|at| kinds.get(at)).copied())));
}
