//! One act of a chronicle, done again by the use case that a clerk would call for it.

use super::super::{
    super::{
        Error, Result, acceptance, attachment,
        attachment::Kept,
        closure,
        closure::{Grounds, Returning, Signing},
        extension,
        extension::Asked,
        filing,
        filing::Filing,
        item, link, meeting, outcome, plan, recheck,
        recheck::{Found, LookBack},
        responsibility,
        responsibility::Assignment,
        round, select,
        session::{MAX_NAME, MAX_TEXT, Session, reason as a_reason, text, text_opt},
    },
    Fate,
    reading::Reading,
};
use crate::{
    domain::{
        chronicle::{Act, Approved, Deed, LinkedTo, ToldFiling},
        deadline::Deadline,
        evidence::{EvidenceFacts, RegisterEntry},
        ids::{EvidenceId, FilingId, ItemId, OutcomeId, PartyId},
        lifecycle::Closure,
        meeting::Approval,
        refusal::Refusal,
    },
    store::query::Meeting,
    zh,
};
use std::collections::HashMap;

/// What the numbers of the other ledger are in this one.
#[derive(Default)]
pub(super) struct Numbers {
    pub(super) filings: HashMap<i64, FilingId>,
    pub(super) outcomes: HashMap<i64, OutcomeId>,
    pub(super) evidence: HashMap<i64, EvidenceId>,
    departments: HashMap<String, PartyId>,
}

/// What an act speaks of is not there.
fn absent<T>() -> Result<T> {
    Err(Error::Refused(Vec::new()))
}

impl Reading<'_> {
    /// The item in this ledger, where it was recorded.
    pub(super) fn id(&self, at: usize) -> Result<ItemId> {
        match self.ids.get(at).copied().flatten() {
            Some(id) if self.taken.get(at).is_some_and(|taken| taken.fate == Fate::Added) => Ok(id),
            _ => absent(),
        }
    }

    fn ids_of(&self, items: &[usize]) -> Result<Vec<ItemId>> {
        items.iter().map(|at| self.id(*at)).collect()
    }

    pub(super) fn codes_of(&self, items: &[usize]) -> Vec<String> {
        items.iter().filter_map(|at| self.taken.get(*at)).map(|taken| taken.code.clone()).collect()
    }

    fn met(&self, session: &Session<'_, '_>, meeting: usize) -> Result<Meeting> {
        match self.met_at(session, Some(meeting))? {
            Some(meeting) => Ok(meeting),
            None => absent(),
        }
    }

    /// An approval as this ledger knows it.
    pub(in crate::service::paper) fn approved(
        &self,
        session: &Session<'_, '_>,
        by: Option<&Approved>,
    ) -> Result<Option<Approval>> {
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

    pub(super) fn act(&mut self, session: &mut Session<'_, '_>, act: &Act, numbers: &mut Numbers) -> Result<()> {
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
                responsibility::set_first(session, &round, &item, clean(deadline)?, approval.as_ref())
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
                item::withdraw_one(session, &item, *ground, &a_reason("reason", reason)?, approval.as_ref())
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
                acceptance::give_back_one(session, &row, &text("words", words, MAX_NAME)?)
            }
            Deed::ExtensionApplied { applicant, deadline, reason } => {
                let item = session.workable(id)?;
                let applicant = applicant.as_deref().map(|name| numbers.department(session, name)).transpose()?;
                let (deadline, reason) = (clean(deadline)?, a_reason("reason", reason)?);
                let asked = Asked {
                    to: &deadline.raw,
                    review: deadline.review,
                    told: Some(&deadline),
                    reason: &reason,
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
                    Some((raw, due)) => Ok(Deadline { due: *due, ..responsibility::read(round, raw, None, false)? }),
                })
            }
            Deed::ExtensionRefused { words, approval } => {
                let approval = self.approval_of(session, approval.as_ref())?;
                extension::refuse_one(session, id, &text("words", words, MAX_NAME)?, &approval)
            }
            Deed::Requested { words } => {
                closure::submit_one(session, id, text_opt("words", words.as_deref(), MAX_NAME)?)
            }
            Deed::Signed { step, party, words } => {
                let signing = Signing { step: Some(*step), party: party.clone(), words: words.clone(), denial: None };
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
                    open_again: self.codes_of(open_again),
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
                closure::defer_one(session, id, &meeting, text_opt("words", words.as_deref(), MAX_NAME)?)
            }
            Deed::Closed { meeting, unratified, without_evidence, words } => {
                let item = session.item(id)?;
                // 结案即销 struck it off as it was completed.
                if item.closure == Closure::Closed && item.closed_on == Some(session.on) {
                    return Ok(());
                }
                let meeting = meeting.map(|at| self.met(session, at)).transpose()?;
                let said =
                    |field, words: &Option<String>| words.as_deref().map(|words| a_reason(field, words)).transpose();
                let grounds = Grounds {
                    without_evidence: said("without_evidence", without_evidence)?,
                    taken_over: *unratified,
                    words: said("taken_over", words)?,
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
                    Found::Rebound { open_again: self.codes_of(open_again) }
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
                closure::reopen_item(session, id, &a_reason("reason", reason)?, &self.codes_of(open_again))
            }
            Deed::Decided { meeting, on, decision, words } => {
                let meeting = self.met(session, *meeting)?;
                let mut known = session.decisions_about(id)?.into_iter();
                // The refusal of an extension carries its decision.
                if known.any(|made| (made.meeting, made.on, made.decision) == (meeting.id, *on, *decision)) {
                    return Ok(());
                }
                let words = text_opt("words", words.as_deref(), MAX_NAME)?;
                meeting::decide_one(session, id, &meeting, (*on, *decision), words)
            }
            Deed::Evidence { number, items, facts } => {
                let targets = attachment::attachable(session, &self.ids_of(items)?)?;
                let (title, dated_on) = (Some(text("title", &facts.title, MAX_NAME)?), facts.dated_on);
                if let Some(day) = dated_on.filter(|day| *day > session.today) {
                    return Err(Refusal::DayAhead { what: "evidence", day, on: session.today }.into());
                }
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
            filled_by: text_opt("filled_by", told.filled_by.as_deref(), MAX_NAME)?,
            situation: text_opt("situation", told.situation.as_deref(), MAX_TEXT)?,
            problems: text_opt("problems", told.problems.as_deref(), MAX_TEXT)?,
            next: text_opt("next", told.next.as_deref(), MAX_TEXT)?,
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

/// A deadline whose words may stand in a field.
pub(in crate::service::paper) fn clean(deadline: &Deadline) -> Result<Deadline> {
    let raw = text("deadline", &deadline.raw, MAX_NAME)?;
    let note = text_opt("note", deadline.note.as_deref(), MAX_TEXT)?;
    Ok(Deadline { raw, note, ..*deadline })
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
        (None, None) => RegisterEntry { number: None, pages: None, kept_at: zh::chronicle::bytes_elsewhere("", "") },
    }
}
