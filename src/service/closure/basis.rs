//! What the gate looks at, read from the ledger.

use super::super::{Result, session::Session};
use crate::{
    domain::{
        gate::{Gate, Missing},
        ids::{EvidenceId, ItemId},
        item::Item,
        link::LinkKind,
        policy::Walk,
        refusal::Refusal,
        round::SignOff,
    },
    store::query::{Meeting, Round},
};

/// What a closing rests on.
pub(super) struct Basis {
    /// The item's round, open on the day of effect.
    pub(super) round: Round,
    /// What its completion rests on.
    pub(super) below: Vec<Item>,
    /// The issues through which an opinion is carried out.
    answers: Vec<Item>,
    /// The evidence for the item and what is below it.
    pub(super) evidence: Vec<EvidenceId>,
    /// How far it has come on the way of the policy.
    pub(super) walk: Walk,
}

impl Basis {
    pub(super) fn of(session: &Session<'_, '_>, item: &Item) -> Result<Self> {
        let round = session.open_round(item.round)?;
        let mut below = session.live_children(item.id)?;
        // A measure of another issue that also answers this one is counted there, but this gate sees it, too.
        for link in session.links_of(item.id)? {
            if link.kind == LinkKind::AlsoAnswers && link.to == item.id {
                let measure = session.item(link.from)?;
                if measure.withdrawn_on.is_none() {
                    below.push(measure);
                }
            }
        }
        let mut answers = Vec::new();
        for link in session.links_of(item.id)? {
            if link.kind == LinkKind::Answers && link.from == item.id {
                answers.push(session.item(link.to)?);
            }
        }
        let mut evidence = Vec::new();
        for id in std::iter::once(item.id).chain(below.iter().map(|b| b.id)) {
            evidence.extend(session.evidence_of(id)?.into_iter().map(|e| e.id));
        }
        evidence.sort_unstable();
        evidence.dedup();
        let walk = Walk::new(&round.settings.policy, &session.trail_of(item.id)?);
        Ok(Self { round, below, answers, evidence, walk })
    }

    /// The gate for a closing on the day of effect.
    fn gate<'a>(&'a self, session: &Session<'_, '_>, item: &'a Item) -> Gate<'a> {
        Gate {
            item,
            below: &self.below,
            answers: &self.answers,
            round: &self.round.settings,
            evidence: self.evidence.len(),
            without_evidence: None,
            walk: &self.walk,
            meeting: None,
            taken_over: false,
            closing_on: session.on,
            today: session.today,
        }
    }

    /// Everything that stands in the way of a closing.
    pub(super) fn missing(
        &self,
        session: &Session<'_, '_>,
        item: &Item,
        meeting: Option<&Meeting>,
        without_evidence: Option<&str>,
        taken_over: bool,
    ) -> Vec<Missing> {
        let meeting = meeting.map(|m| &m.facts);
        Gate { meeting, without_evidence, taken_over, ..self.gate(session, item) }.missing()
    }

    /// The item's work must be done on the day of effect: asked when 销号 is applied for and at every sign-off.
    pub(super) fn work_is_done(&self, session: &Session<'_, '_>, item: &Item, step: SignOff) -> Result<()> {
        if self.round.settings.closes_at_once() {
            return Err(Refusal::ClosesAtOnce { code: item.code.clone(), round: self.round.key.clone() }.into());
        }
        let missing = self.gate(session, item).missing_work(step);
        if missing.is_empty() { Ok(()) } else { Err(Refusal::Gate { code: item.code.clone(), missing }.into()) }
    }

    /// The keys of what the completion rests on.
    pub(super) fn rests_on(&self) -> Vec<ItemId> {
        self.below.iter().map(|b| b.id).collect()
    }
}
