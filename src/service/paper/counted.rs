//! What a paper lists beside the work: 佐证材料 and 成效, each once.

use super::{
    super::{Result, attachment, outcome, session::Session},
    Fate,
    reading::Reading,
    retelling::Untold,
};
use crate::{
    domain::{
        ids::{ItemId, OutcomeId},
        refusal::Refusal,
        reported::OutcomeTold,
    },
    store::query::{AsOf, OutcomeRow},
    zh,
};
use std::collections::{HashMap, HashSet};

impl<'a> Reading<'a> {
    pub(super) fn register_evidence(&mut self, session: &mut Session<'_, '_>) -> Result<()> {
        let kept_at = zh::receipt::listed_in(&self.paper.name);
        for at in 0..self.taken.len() {
            let Some(reported) = self.paper.items[at].reported.filter(|r| !r.evidence.is_empty()) else {
                continue;
            };
            let Some(id) = self.subject(at) else { continue };
            let mut stands = Vec::new();
            if self.standing.has(id) {
                stands = session.evidence_of(id)?;
                // A flat table repeats what is kept for the issue beside each of its measures.
                if let Some(above) = session.work_state(id)?.parent {
                    stands.append(&mut session.evidence_of(above)?);
                }
            }
            for title in &reported.evidence {
                if !stands.iter().any(|held| held.facts.title == *title) {
                    attachment::register(session, id, title, &kept_at)?;
                    self.told.evidence += 1;
                    self.brought[at] = true;
                }
            }
        }
        Ok(())
    }

    /// Outcomes, each once however many items name it; what the ledger has already is only tied to further items.
    pub(super) fn tell_outcomes(&mut self, session: &mut Session<'_, '_>) -> Result<()> {
        let mut told: Vec<(&'a OutcomeTold, Vec<usize>)> = Vec::new();
        let mut known: HashMap<&'a OutcomeTold, usize> = HashMap::new();
        for at in 0..self.taken.len() {
            let here = self.paper.items[at].reported.filter(|_| self.subject(at).is_some());
            for one in here.into_iter().flat_map(|reported| &reported.outcomes) {
                let place = *known.entry(one).or_insert_with(|| {
                    told.push((one, Vec::new()));
                    told.len() - 1
                });
                told[place].1.push(at);
            }
        }
        told.sort_by_key(|(one, _)| one.on);
        let mut matched: HashSet<OutcomeId> = HashSet::new();
        for (one, places) in told {
            let items: Vec<ItemId> = places.iter().filter_map(|at| self.subject(*at)).collect();
            let mut stands = Vec::new();
            for id in items.iter().filter(|id| self.standing.has(**id)) {
                stands.extend(session.outcomes(AsOf { day: session.today, current: true }, Some(*id))?);
            }
            let same = |row: &&OutcomeRow| (row.on, &row.facts, &row.words) == (one.on, &one.facts, &one.words);
            let held = stands.iter().filter(same).map(|row| row.id).find(|id| matched.insert(*id));
            let why = if one.on > session.today {
                vec![Refusal::FutureDay { on: one.on, today: session.today }]
            } else {
                session.on = one.on;
                // What another ledger counted is counted; beside what stands here the rule that each is counted once is asked.
                let again = one.nth > 1 || places.iter().all(|at| self.taken[*at].fate == Fate::Added);
                let done = session.attempt(|session| match held {
                    Some(outcome) => outcome::tie(session, outcome, &items),
                    None => {
                        let words = one.words.as_deref();
                        outcome::add_within(session, &items, one.facts.clone(), words, again).map(|_| true)
                    }
                })?;
                match done {
                    Ok(news) => {
                        self.told.outcomes += usize::from(news && held.is_none());
                        for at in places.iter().filter(|_| news) {
                            self.brought[*at] = true;
                        }
                        continue;
                    }
                    Err(why) => why,
                }
            };
            let words = zh::event::outcome_words(&one.facts);
            let code = self.taken[places[0]].code.clone();
            self.untold.push(Untold { code, on: one.on, act: "outcome", words, why, taken_over: false });
        }
        Ok(())
    }
}
