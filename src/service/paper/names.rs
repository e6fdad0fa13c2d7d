//! The names of a paper: each is resolved once, declared where that was asked for, and refused together with all others.

use super::{
    super::{
        Error, Result,
        roster::{self, NameChoices},
        session::{MAX_NAME, Run, Session, text},
    },
    NewName, Paper,
};
use crate::{
    domain::{
        chronicle::Chronicle,
        event::Event,
        ids::PartyId,
        party::{PartyKind, Role},
        refusal::{Refusal, UnknownParty},
    },
    zh::fold::names_several,
};
use std::collections::{HashMap, HashSet};

/// The parties behind the names of a paper.
pub(super) struct Names {
    parties: HashMap<(Role, String), PartyId>,
    /// Those that were not declared before.
    pub(super) new: Vec<NewName>,
    /// Those of them that came with a roster.
    pub(super) declared: Vec<PartyId>,
    /// Whether the names of a whole roster were asked for.
    pub(super) with_roster: bool,
}

impl Names {
    /// Resolves every name of the paper, and declares those that are to be; all others are refused at once. Where it is only
    /// looked at, they are taken for new ones and told: a plan is shown before every name is decided.
    /// The names of a chronicle come in the order of its office.
    pub(super) fn resolve(
        session: &mut Session<'_, '_>,
        paper: &Paper<'_>,
        chronicle: Option<&Chronicle>,
        how: Run,
    ) -> Result<Self> {
        let mut seen: HashSet<(PartyKind, &str)> = HashSet::new();
        let mut unknown: Vec<UnknownParty> = Vec::new();
        let mut new: Vec<NewName> = Vec::new();
        let choices = NameChoices { new: Vec::new(), ..paper.choices.clone() };
        let named = || {
            let at_first = paper.items.iter().filter_map(|item| item.stood).flat_map(|stood| &stood.roles);
            let at_first = at_first.map(|(role, names)| (*role, names.as_slice()));
            let roles = paper.items.iter().flat_map(|item| &item.roles).copied().chain(at_first);
            roles.flat_map(|(role, names)| names.iter().map(move |name| (role, name)))
        };
        let mut declared: Vec<PartyId> = Vec::new();
        for entry in chronicle.iter().flat_map(|told| &told.roster) {
            let renamed = choices.same_as.iter().any(|(typed, _)| *typed == entry.name);
            if renamed || roster::find(session, &entry.name, |kind| kind == entry.kind)?.is_some() {
                continue;
            }
            let role = entry.kind.usual_role();
            let near = roster::near(session, &entry.name, role)?;
            let decided = paper.choices.new.contains(&entry.name) || (paper.declare_all && near.is_empty());
            let party = UnknownParty { name: entry.name.clone(), role: Some(role), near };
            if !decided && how != Run::Dry {
                unknown.push(party);
                continue;
            }
            new.push(NewName { party, decided });
            let party = roster::declare(session, &entry.name, entry.kind, entry.note.as_deref())?;
            declared.push(party);
            for alias in &entry.other_names {
                session.record(&Event::PartyAliased { party, alias: text("name", alias, MAX_NAME)? })?;
            }
        }
        for (role, name) in named() {
            let kind = role.usual_kind();
            if !seen.insert((kind, name)) {
                continue;
            }
            // Names one by one, so that a single leading role does not mistake all leaders of the paper for its own.
            let missing = match roster::resolve(session, &[(role, vec![name.clone()])], &choices) {
                Ok(_) => continue,
                Err(Error::Refused(refusals)) => refusals,
                Err(other) => return Err(other),
            };
            // What the roster's names leave undecided is asked once.
            if unknown.iter().any(|party| party.name == *name) {
                continue;
            }
            for refusal in missing {
                let Refusal::UnknownParties(missing) = refusal else { return Err(refusal.into()) };
                let named_new = paper.choices.new.contains(name);
                let plainly_new = paper.declare_all && missing.iter().all(|party| party.near.is_empty());
                let decided = named_new || plainly_new;
                if decided || how == Run::Dry {
                    new.extend(missing.into_iter().map(|party| NewName { party, decided }));
                    let kind =
                        if kind == PartyKind::Department && names_several(name) { PartyKind::Collective } else { kind };
                    roster::declare(session, name, kind, None)?;
                } else {
                    unknown.extend(missing);
                }
            }
        }
        if !unknown.is_empty() {
            return Err(Refusal::UnknownParties(unknown).into());
        }
        let mut parties: HashMap<(Role, String), PartyId> = HashMap::new();
        for (role, name) in named() {
            let key = (role, name.clone());
            if let std::collections::hash_map::Entry::Vacant(free) = parties.entry(key) {
                let resolved = roster::resolve(session, &[(role, vec![name.clone()])], &choices)?;
                if let Some(party) = resolved.first().and_then(|(_, parties)| parties.first()) {
                    free.insert(*party);
                }
            }
        }
        Ok(Self { parties, new, declared, with_roster: chronicle.is_some() })
    }

    /// The parties of an item, role by role, each once.
    pub(super) fn of(&self, roles: &[(Role, &[String])]) -> Vec<(Role, Vec<PartyId>)> {
        let party = |role: Role, name: &String| self.parties.get(&(role, name.clone())).copied();
        let parties = |role: Role, names: &[String]| {
            let mut once: Vec<PartyId> = Vec::new();
            for id in names.iter().filter_map(|name| party(role, name)) {
                if !once.contains(&id) {
                    once.push(id);
                }
            }
            once
        };
        roles
            .iter()
            .map(|(role, names)| (*role, parties(*role, names)))
            .filter(|(_, parties)| !parties.is_empty())
            .collect()
    }
}
