//! Succession (承接): one party followed by another, split among several, several merged into one. One code path: the
//! domain says what passes on ([`crate::domain::succession`]), here it is read, checked and recorded.

use super::{
    Error, Result, responsibility, roster, select,
    session::{Run, Session, all_or_refusals, run},
};
use crate::{
    domain::{
        context::Context,
        event::Event,
        ids::{ItemId, PartyId},
        item::Item,
        lifecycle::Closure,
        party::{PartyKind, Role},
        receipt::{Change, Receipt},
        refusal::{Refusal, Warning},
        succession::{self, Holding, Standing},
    },
    store::{
        Ledger,
        query::{Axis, Party},
    },
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What passed from whom to whom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Handover {
    /// Who is followed.
    pub from: Vec<String>,
    /// Who follows.
    pub to: Vec<String>,
    /// What passed, by round, role and successor.
    pub moved: Vec<Moved>,
    /// Items struck off that keep the earlier name.
    pub kept: i64,
}

/// So many items of a round passed in a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The round's key.
    pub round: String,
    /// The role.
    pub role: Role,
    /// The successor.
    pub to: String,
    /// How many items, those that inherit included.
    pub items: i64,
}

/// How a succession is to be recorded.
#[derive(Debug, Clone, Default)]
pub struct How {
    /// Whether it stands or only shows what it would do.
    pub run: Run,
    /// Successors that are not in the roster are declared as what the earlier party is.
    pub declare: bool,
    /// What was shown before; when that is no longer what would pass, nothing is recorded.
    pub shown: Option<Handover>,
}

/// One party follows another: everything open passes, in every round and every role, and standing work under what was
/// struck off. What was struck off keeps the earlier name, and so does the past.
///
/// # Errors
/// When a name is not offered any more, the two cannot stand in for each other, a round is locked on the day, or a later
/// assignment stands.
pub fn succeed(
    ledger: &mut Ledger,
    context: &mut Context,
    earlier: &str,
    later: &str,
    reason: &str,
    how: &How,
) -> Result<(Handover, Receipt)> {
    let reason = super::session::reason("reason", reason)?;
    run(ledger, context, "party", how.run, |session| {
        let mut made = Making::default();
        let (mut from, mut to) = (Vec::new(), Vec::new());
        for old in followed(session, earlier)? {
            let new = successor(session, &old, later, how.declare)?;
            made.hand_over(session, &old, |_| Ok(new.id))?;
            from.push(old);
            to.push(new);
        }
        session.record(&succeeded(&from, &to, reason))?;
        made.finish(session, &from, &to, how)
    })
}

/// What of a party passes to one of its successors.
#[derive(Debug, Clone)]
pub struct Part {
    /// The successor.
    pub name: String,
    /// Codes and ranges; each stands for the item and everything below it that is not named by itself.
    pub codes: Vec<String>,
}

/// How a party is split.
#[derive(Debug, Clone)]
pub struct Split {
    /// The party.
    pub earlier: String,
    /// Who takes over what.
    pub parts: Vec<Part>,
    /// Who takes over everything else.
    pub rest: Option<String>,
    /// The round that bare codes mean.
    pub round: Option<String>,
    /// Why.
    pub reason: String,
}

/// A party is split: for every item that passes on it must be said to whom.
///
/// # Errors
/// As [`succeed`]; when something is undecided, named twice or not held, all of it at once.
pub fn split(ledger: &mut Ledger, context: &mut Context, split: &Split, how: &How) -> Result<(Handover, Receipt)> {
    let reason = super::session::reason("reason", &split.reason)?;
    run(ledger, context, "party", how.run, |session| {
        let mut made = Making::default();
        let (mut from, mut to): (Vec<Party>, Vec<Party>) = (Vec::new(), Vec::new());
        let named = named_parts(session, split)?;
        let mut held = BTreeSet::new();
        for old in followed(session, &split.earlier)? {
            let mut parts = Vec::new();
            for name in split.parts.iter().map(|part| &part.name).chain(&split.rest) {
                let new = successor(session, &old, name, how.declare)?;
                parts.push(new.id);
                if !to.contains(&new) {
                    to.push(new);
                }
            }
            let rest = split.rest.as_ref().and(parts.last().copied());
            let mut undecided = Vec::new();
            made.hand_over(session, &old, |above| {
                held.extend(above.iter().map(|item| item.id).filter(|id| named.contains_key(id)));
                let part = above.iter().find_map(|item| named.get(&item.id)).map(|part| parts[*part]);
                match part.or(rest) {
                    Some(party) => Ok(party),
                    None => {
                        undecided.extend(above.first().map(|item| (item.round, item.sort_key.clone(), item.id)));
                        Err(Undecided)
                    }
                }
            })?;
            refuse_undecided(session, &old, undecided)?;
            from.push(old);
        }
        let unheld = named.keys().filter(|id| !held.contains(*id));
        let codes = unheld.map(|id| Ok(session.item(*id)?.code)).collect::<Result<BTreeSet<_>>>()?;
        if !codes.is_empty() {
            let name = &split.earlier;
            return Err(Error::Refused(
                codes.into_iter().map(|code| Refusal::NotHeld { code, name: name.clone() }).collect(),
            ));
        }
        session.record(&succeeded(&from, &to, reason))?;
        made.finish(session, &from, &to, how)
    })
}

/// Several parties become one (合并), or a double goes: the last name is kept, and the others' names lead to it.
///
/// # Errors
/// As [`succeed`].
pub fn merge(ledger: &mut Ledger, context: &mut Context, names: &[String], how: &How) -> Result<(Handover, Receipt)> {
    let (kept, merged) = names.split_last().ok_or(Refusal::NothingToDo)?;
    if merged.is_empty() {
        return Err(Refusal::NothingToDo.into());
    }
    run(ledger, context, "party", how.run, |session| {
        let mut made = Making::default();
        let (mut from, mut to): (Vec<Party>, Vec<Party>) = (Vec::new(), Vec::new());
        for name in merged {
            for old in followed(session, name)? {
                let new = successor(session, &old, kept, how.declare)?;
                made.hand_over(session, &old, |_| Ok(new.id))?;
                session.record(&Event::PartyMerged { from: old.id, into: new.id })?;
                from.push(old);
                to.push(new);
            }
        }
        made.finish(session, &from, &to, how)
    })
}

fn succeeded(from: &[Party], to: &[Party], reason: String) -> Event {
    let ids = |parties: &[Party]| {
        let mut ids: Vec<PartyId> = Vec::new();
        ids.extend(parties.iter().map(|p| p.id));
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    Event::PartySucceeded { from: ids(from), to: ids(to), reason }
}

/// The parties of that name that are followed: a leader who is a person responsible, too, goes as both. Who makes entries
/// is another matter, unless nobody else bears the name.
fn followed(session: &Session<'_, '_>, name: &str) -> Result<Vec<Party>> {
    let name = name.trim();
    let mut named = offered(session, name)?;
    if named.iter().any(|p| p.kind != PartyKind::Operator) {
        named.retain(|p| p.kind != PartyKind::Operator);
    }
    if named.is_empty() { Ok(vec![roster::known(session, name)?]) } else { Ok(named) }
}

fn offered(session: &Session<'_, '_>, name: &str) -> Result<Vec<Party>> {
    Ok(session.parties()?.into_iter().filter(|p| p.retired_on.is_none() && p.name == name).collect())
}

/// The party that follows `old`: of its own kind first, else of one that can stand in; declared where that was asked for.
fn successor(session: &mut Session<'_, '_>, old: &Party, name: &str, declare: bool) -> Result<Party> {
    let name = name.trim();
    let named = offered(session, name)?;
    let same = named.iter().find(|p| p.kind == old.kind);
    let found = match same.or_else(|| named.iter().find(|p| succession::can_follow(old.kind, p.kind))) {
        Some(party) => Some(party.clone()),
        None => session.find_party(name, |kind| succession::can_follow(old.kind, kind))?,
    };
    if let Some(party) = found {
        if party.id == old.id {
            return Err(Refusal::FollowsItself(party.name).into());
        }
        return Ok(party);
    }
    if declare {
        let id = roster::declare(session, name, old.kind, None)?;
        return Ok(session.party(id)?);
    }
    if let Some(other) = named.into_iter().next() {
        let (name, kind) = (old.name.clone(), old.kind);
        return Err(Refusal::PartyKindsDiffer { name, kind, other: other.name, other_kind: other.kind }.into());
    }
    if let Some(ended) = roster::ended(session, name, |_| true)? {
        return Err(ended.into());
    }
    let near = roster::near(session, name, old.kind.usual_role())?;
    Err(Refusal::NoSuccessor { name: name.to_owned(), near }.into())
}

/// Says who of those responsible for an item that is open again is not there any more: what had been struck off kept the
/// earlier name.
pub(super) fn warn_of_retired(session: &mut Session<'_, '_>, item: &Item) -> Result<()> {
    for (_, named) in &session.item(item.id)?.parties {
        let party = session.party(named.id)?;
        if party.retired_on.is_some() {
            let successors = roster::successors(session, party.id)?.into_iter().map(|p| p.name).collect();
            session.warn(Warning::HeldByRetired { code: item.code.clone(), name: party.name, successors });
        }
    }
    Ok(())
}

/// Nobody was named for an item.
struct Undecided;

fn refuse_undecided(
    session: &Session<'_, '_>,
    old: &Party,
    mut undecided: Vec<(crate::domain::ids::RoundId, String, ItemId)>,
) -> Result<()> {
    undecided.sort();
    undecided.dedup();
    if undecided.is_empty() {
        return Ok(());
    }
    let several = undecided.iter().any(|(round, ..)| *round != undecided[0].0);
    let mut codes = Vec::new();
    for (round, _, id) in undecided {
        let code = session.item(id)?.code;
        codes.push(if several { format!("{}:{code}", session.round(round)?.key) } else { code });
    }
    Err(Refusal::SplitUndecided { name: old.name.clone(), codes }.into())
}

/// The items that a split names, each with the place of its successor in the list of parts.
fn named_parts(session: &Session<'_, '_>, split: &Split) -> Result<HashMap<ItemId, usize>> {
    let mut named: HashMap<ItemId, usize> = HashMap::new();
    let mut refused = Vec::new();
    for (at, part) in split.parts.iter().enumerate() {
        for id in select::codes(session, split.round.as_deref(), &part.codes)? {
            match named.insert(id, at).map(|earlier| &split.parts[earlier].name) {
                Some(earlier) if *earlier != part.name => {
                    let names = vec![earlier.clone(), part.name.clone()];
                    refused.push(Refusal::SplitTwice { code: session.item(id)?.code, names });
                }
                _ => {}
            }
        }
    }
    if refused.is_empty() { Ok(named) } else { Err(Error::Refused(refused)) }
}

/// A handover under way.
#[derive(Default)]
struct Making {
    moved: BTreeMap<(crate::domain::ids::RoundId, Role, PartyId), BTreeSet<ItemId>>,
    kept: BTreeSet<ItemId>,
}

impl Making {
    /// Passes on what `old` holds. `to` is asked with the item and all above it, the item first.
    fn hand_over(
        &mut self,
        session: &mut Session<'_, '_>,
        old: &Party,
        mut to: impl FnMut(&[Item]) -> Result<PartyId, Undecided>,
    ) -> Result<()> {
        let mut holdings: Vec<Holding> = Vec::new();
        let mut successors: HashMap<ItemId, PartyId> = HashMap::new();
        let mut items: HashMap<ItemId, Item> = HashMap::new();
        for (id, role) in session.roles_of_party(old.id)? {
            let above = with_all_above(session, id)?;
            let item = &above[0];
            if !standing(&above).passes_on() {
                if item.withdrawn_on.is_none() {
                    self.kept.insert(id);
                }
                continue;
            }
            let Ok(successor) = to(&above) else { continue };
            successors.insert(id, successor);
            holdings.push(Holding {
                item: id,
                parent: item.parent,
                set_on: session.role_set_on(id, role)?.unwrap_or(id),
                role,
                parties: item.in_role(role).map(|p| p.id).collect(),
            });
            items.insert(id, item.clone());
        }
        let rounds: BTreeSet<_> = items.values().map(|item| item.round).collect();
        all_or_refusals(rounds.iter().map(|round| session.open_round(*round)))?;
        all_or_refusals(holdings.iter().map(|h| session.check_day(&items[&h.item], Axis::Role(h.role))))?;
        holdings.sort_by(|a, b| {
            let key = |h: &Holding| (items[&h.item].round, items[&h.item].sort_key.clone(), h.role);
            key(a).cmp(&key(b))
        });
        let reached: Vec<ItemId> = items.keys().copied().collect();
        let stood = responsibility::helping_leaders(session, &reached)?;
        let passings = succession::passings(&holdings, old.id, |h| successors[&h.item]);
        for passing in passings {
            let item = &items[&passing.set_on];
            for reached in &passing.reach {
                let key = (item.round, passing.role, successors[reached]);
                self.moved.entry(key).or_default().insert(*reached);
            }
            let names = passing.parties.iter().map(|p| session.party_name(*p)).collect::<Result<Vec<_>>>()?;
            session.record(&Event::ResponsibilitySet {
                item: passing.set_on,
                role: passing.role,
                parties: passing.parties,
                reach: passing.reach,
            })?;
            session.done(item, Change::Assigned { role: passing.role, names });
        }
        // The successor may help with what it leads from now on.
        let mut both = responsibility::helping_leaders(session, &reached)?;
        both.retain(|one| !stood.contains(one));
        both.sort_by(|a, b| {
            let key = |id: &ItemId| items.get(id).map(|item| (item.round, item.sort_key.clone()));
            key(&a.0).cmp(&key(&b.0))
        });
        responsibility::drop_helpers(session, &both)
    }

    fn finish(self, session: &Session<'_, '_>, from: &[Party], to: &[Party], how: &How) -> Result<Handover> {
        let names = |parties: &[Party]| {
            let mut names: Vec<String> = Vec::new();
            for party in parties {
                if !names.contains(&party.name) {
                    names.push(party.name.clone());
                }
            }
            names
        };
        let moved = self.moved.into_iter().map(|((round, role, to), items)| {
            let items = i64::try_from(items.len()).unwrap_or(i64::MAX);
            Ok(Moved { round: session.round(round)?.key, role, to: session.party_name(to)?, items })
        });
        let moved = moved.collect::<Result<Vec<_>>>()?;
        let kept = i64::try_from(self.kept.len()).unwrap_or(i64::MAX);
        let handover = Handover { from: names(from), to: names(to), moved, kept };
        match &how.shown {
            Some(shown) if *shown != handover => Err(Refusal::ChangedSinceShown.into()),
            _ => Ok(handover),
        }
    }
}

/// The item, then what stands above it, one level after the other.
fn with_all_above(session: &Session<'_, '_>, id: ItemId) -> Result<Vec<Item>> {
    let mut found = vec![session.item(id)?];
    while let Some(parent) = found.last().and_then(|item| item.parent) {
        found.push(session.item(parent)?);
    }
    Ok(found)
}

fn standing(above: &[Item]) -> Standing {
    let item = &above[0];
    Standing {
        withdrawn: item.withdrawn_on.is_some(),
        struck_off: above.iter().any(|i| i.closure == Closure::Closed),
        class: item.class(),
        review: item.review().is_some(),
    }
}
