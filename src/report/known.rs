//! The names that events are told with: of items, parties, rounds and meetings.

use crate::{
    domain::{
        event::Event,
        ids::{ItemId, MeetingId, PartyId, RoundId},
        meeting::MeetingFacts,
    },
    store::{Reader, StoreError},
    zh::{date::format_day, event::Names, label::Label as _},
};
use std::collections::HashMap;

/// The names of the ledger as it stands. What was undone is gone from its tables: the events at hand still name it.
pub struct Known<'r> {
    reader: &'r Reader<'r>,
    items: HashMap<ItemId, String>,
    parties: HashMap<PartyId, String>,
    rounds: HashMap<RoundId, String>,
    meetings: HashMap<MeetingId, String>,
}

impl<'r> Known<'r> {
    /// The names that the ledger knows, and those that these events gave.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn new<'e>(reader: &'r Reader<'r>, events: impl IntoIterator<Item = &'e Event>) -> Result<Self, StoreError> {
        let mut known = Self {
            reader,
            items: HashMap::new(),
            parties: HashMap::new(),
            rounds: HashMap::new(),
            meetings: HashMap::new(),
        };
        for event in events {
            known.learn(event);
        }
        known.parties.extend(reader.parties()?.into_iter().map(|p| (p.id, p.name)));
        known.rounds.extend(reader.rounds()?.into_iter().map(|r| (r.id, r.key)));
        known.meetings.extend(reader.meetings()?.into_iter().map(|m| (m.id, meeting_words(m.id, &m.facts))));
        Ok(known)
    }

    fn learn(&mut self, event: &Event) {
        match event {
            Event::ItemAdded(new) => {
                self.items.insert(new.item, new.code.clone());
            }
            Event::PartyAdded { party, name, .. } => {
                self.parties.insert(*party, name.clone());
            }
            Event::RoundOpened { round, key, .. } => {
                self.rounds.insert(*round, key.clone());
            }
            Event::MeetingAdded { meeting, facts, .. } => {
                self.meetings.insert(*meeting, meeting_words(*meeting, facts));
            }
            _ => {}
        }
    }
}

fn meeting_words(id: MeetingId, facts: &MeetingFacts) -> String {
    format!("{} {}（第 {id} 号会议）", format_day(facts.held_on), facts.kind.label())
}

impl Names for Known<'_> {
    fn item(&self, id: ItemId) -> String {
        let gone = || self.items.get(&id).cloned().unwrap_or_else(|| format!("（已撤销的事项 {id}）"));
        self.reader.item(id).map_or_else(|_| gone(), |item| item.code)
    }

    fn item_of_round(&self, id: ItemId) -> String {
        let item = self.reader.item(id).ok();
        let round = item.and_then(|item| self.rounds.get(&item.round));
        round.map_or_else(|| self.item(id), |key| format!("{key}:{}", self.item(id)))
    }

    fn party(&self, id: PartyId) -> String {
        self.parties.get(&id).cloned().unwrap_or_else(|| format!("（已撤销的名称 {id}）"))
    }

    fn round(&self, id: RoundId) -> String {
        self.rounds.get(&id).cloned().unwrap_or_else(|| format!("（已撤销的轮次 {id}）"))
    }

    fn meeting(&self, id: MeetingId) -> String {
        self.meetings.get(&id).cloned().unwrap_or_else(|| format!("第 {id} 号会议"))
    }
}
