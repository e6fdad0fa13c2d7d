//! What the gate looks at, read from the ledger.

use super::super::{Result, session::Session};
use crate::{
    domain::{
        Day,
        gate::{Gate, Missing, goes_first},
        ids::{EvidenceId, ItemId},
        item::{Item, ItemKind},
        lifecycle::{Closure, Progress},
        link::LinkKind,
        policy::Walk,
        refusal::Refusal,
        round::SignOff,
    },
    store::{
        Reader, StoreError,
        query::{Meeting, Round},
    },
    zh::issuing::is_signed_form,
};

/// What a closing rests on.
pub(super) struct Basis {
    /// The item's round, open on the day of effect.
    pub(super) round: Round,
    /// What its completion rests on.
    pub(super) below: Vec<Item>,
    /// The issues through which an opinion is carried out.
    answers: Vec<Item>,
    /// What is struck off by itself below it, and is not yet.
    pub(super) goes_first: Vec<Item>,
    /// Cases below it that have not been cleared.
    pub(super) open_cases: Vec<Item>,
    /// The evidence for the item and what is below it, of this cycle.
    pub(super) evidence: Vec<EvidenceId>,
    /// How far it has come on the way of the policy.
    pub(super) walk: Walk,
    /// The day on which this ledger came to know the item.
    known_since: Day,
}

/// The evidence of the item's cycle on which a closing may rest, of these items. The signed form is none: it tells that people
/// agreed, not that the work was done, and the gate is not met by its own paper.
pub(in crate::service) fn evidence_of_work(
    reader: &Reader<'_>,
    item: &Item,
    of: &[ItemId],
) -> Result<Vec<EvidenceId>, StoreError> {
    let mut evidence = reader.evidence_of_cycle(item, of.iter().copied())?;
    for id in of {
        for form in reader.evidence_of(*id)?.iter().filter(|kept| is_signed_form(&kept.facts.title)) {
            evidence.retain(|one| *one != form.id);
        }
    }
    Ok(evidence)
}

impl Basis {
    pub(super) fn of(session: &Session<'_, '_>, item: &Item) -> Result<Self> {
        let round = session.open_round(item.round)?;
        Ok(Self::read(session, item, round)?)
    }

    /// The same for those who only ask, whether or not the round is locked.
    pub(super) fn read(reader: &Reader<'_>, item: &Item, round: Round) -> Result<Self, StoreError> {
        let mut below = reader.live_children(item.id)?;
        // A measure of another issue that also answers this one is counted there, but this gate sees it, too.
        for link in reader.links_of(item.id)? {
            if link.kind == LinkKind::AlsoAnswers && link.to == item.id {
                let measure = reader.item(link.from)?;
                if measure.withdrawn_on.is_none() {
                    below.push(measure);
                }
            }
        }
        let mut answers = Vec::new();
        for link in reader.links_of(item.id)? {
            if link.kind == LinkKind::Answers && link.from == item.id {
                answers.push(reader.item(link.to)?);
            }
        }
        let (mut first, mut open_cases) = (Vec::new(), Vec::new());
        for part in reader.subtree(item.id)?.into_iter().filter(|part| part.withdrawn_on.is_none()) {
            if part.kind == ItemKind::Case && part.progress != Progress::Completed {
                open_cases.push(part);
            } else if part.id != item.id
                && part.closure != Closure::Closed
                && goes_first(part.kind, round.settings.close_level)
            {
                first.push(part);
            }
        }
        let of = std::iter::once(item.id).chain(below.iter().map(|b| b.id));
        let evidence = evidence_of_work(reader, item, &of.collect::<Vec<_>>())?;
        let walk = Walk::new(&round.settings.policy, &reader.trail_of(item.id)?);
        let known_since = reader.known_since(item.id)?.unwrap_or(item.added_on);
        Ok(Self { round, below, answers, goes_first: first, open_cases, evidence, walk, known_since })
    }

    /// The gate for a closing on a day.
    pub(super) fn gate<'a>(&'a self, closing_on: Day, today: Day, item: &'a Item) -> Gate<'a> {
        Gate {
            item,
            below: &self.below,
            answers: &self.answers,
            open_below: &[],
            round: &self.round.settings,
            evidence: self.evidence.len(),
            without_evidence: None,
            walk: &self.walk,
            meeting: None,
            taken_over: false,
            known_since: self.known_since,
            closing_on,
            today,
        }
    }

    /// Everything that stands in the way of a closing. `along` is struck off by the same command.
    pub(super) fn missing(
        &self,
        session: &Session<'_, '_>,
        item: &Item,
        meeting: Option<&Meeting>,
        (without_evidence, taken_over): (Option<&str>, bool),
        along: &[ItemId],
    ) -> Vec<Missing> {
        let meeting = meeting.map(|m| &m.facts);
        let waits = self.goes_first.iter().filter(|part| !along.contains(&part.id));
        let open_below: Vec<String> = waits.map(|part| part.code.clone()).collect();
        let gate = self.gate(session.on, session.today, item);
        Gate { meeting, without_evidence, taken_over, open_below: &open_below, ..gate }.missing()
    }

    /// The item's work must be done on the day of effect: asked when 销号 is applied for and at every sign-off.
    pub(super) fn work_is_done(&self, session: &Session<'_, '_>, item: &Item, step: SignOff) -> Result<()> {
        if self.round.settings.closes_at_once() {
            return Err(Refusal::ClosesAtOnce { code: item.code.clone(), round: self.round.key.clone() }.into());
        }
        let missing = self.gate(session.on, session.today, item).missing_work(step);
        if missing.is_empty() { Ok(()) } else { Err(Refusal::Gate { code: item.code.clone(), missing }.into()) }
    }

    /// The keys of what the completion rests on.
    pub(super) fn rests_on(&self) -> Vec<ItemId> {
        self.below.iter().map(|b| b.id).collect()
    }
}
