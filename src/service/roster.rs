//! The roster (名册): declaring names, finding them, the office's order. Who follows whom stands in
//! [`super::succession`].

use super::{
    Error, Result,
    session::{MAX_NAME, Run, Session, run, text, text_opt},
};
use crate::{
    domain::{
        Day,
        context::Context,
        event::Event,
        ids::PartyId,
        party::{PartyKind, Role},
        receipt::Receipt,
        refusal::{Refusal, UnknownParty, Warning},
    },
    store::{Ledger, Reader, query::Party},
    zh::sanitize::{nearly_equal, normalize_name},
};

/// A name to be declared.
#[derive(Debug, Clone)]
pub struct NewParty {
    /// The name.
    pub name: String,
    /// What it is.
    pub kind: PartyKind,
    /// Remark.
    pub note: Option<String>,
}

/// How names that are not declared are to be taken (`--party 新=旧`, `--new-party 新`).
#[derive(Debug, Clone, Default)]
pub struct NameChoices {
    /// Another spelling of a declared name: `(as typed, declared)`.
    pub same_as: Vec<(String, String)>,
    /// Names to be declared.
    pub new: Vec<String>,
}

/// Declares names at the end of the office's order.
///
/// # Errors
/// When a name stands already, or cannot be used.
pub fn add(ledger: &mut Ledger, context: &mut Context, parties: &[NewParty]) -> Result<Receipt> {
    let (_, receipt) = run(ledger, context, "party", Run::Record, |session| {
        for new in parties {
            declare(session, &new.name, new.kind, new.note.as_deref())?;
        }
        Ok(())
    })?;
    Ok(receipt)
}

/// Declares one name within a command.
pub(super) fn declare(
    session: &mut Session<'_, '_>,
    name: &str,
    kind: PartyKind,
    note: Option<&str>,
) -> Result<PartyId> {
    let name = text("name", name, MAX_NAME)?;
    let note = text_opt("note", note, MAX_NAME)?;
    let roster = session.parties()?;
    // A leader and a person may be the same human being and stand twice; within a kind a name stands once.
    if let Some(same) = roster.iter().find(|p| p.retired_on.is_none() && p.kind == kind && p.name == name) {
        return Err(Refusal::PartyExists { name, kind: same.kind }.into());
    }
    let party = PartyId(session.next(PartyId::COUNTER)?);
    let ord = roster.iter().map(|p| p.ord).max().unwrap_or(0) + 1;
    let uid = session.uid();
    session.record(&Event::PartyAdded { party, uid, name, party_kind: kind, ord, note })?;
    Ok(party)
}

/// A party by name among those still offered: by its name first, then by another spelling of it.
pub(super) fn find(reader: &Reader<'_>, name: &str, accepts: impl Fn(PartyKind) -> bool) -> Result<Option<Party>> {
    let name = name.trim();
    let roster = reader.parties()?;
    let offered = |p: &&Party| p.retired_on.is_none() && accepts(p.kind);
    if let Some(party) = roster.iter().filter(offered).find(|p| p.name == name) {
        return Ok(Some(party.clone()));
    }
    let spelled: Vec<PartyId> =
        reader.party_names()?.into_iter().filter(|(_, n)| n == name).map(|(id, _)| id).collect();
    // A merged party's names lead to the one it was merged into.
    let leads_to = |mut id: PartyId| {
        while let Some(into) = roster.iter().find(|p| p.id == id).and_then(|p| p.into) {
            id = into;
        }
        id
    };
    let found = spelled.into_iter().map(leads_to).find_map(|id| roster.iter().filter(offered).find(|p| p.id == id));
    Ok(found.cloned())
}

/// Why a declared name is not offered any more, and who took over; `None` when it was never declared.
pub(super) fn ended(reader: &Reader<'_>, name: &str, accepts: impl Fn(PartyKind) -> bool) -> Result<Option<Refusal>> {
    let name = name.trim();
    let spelled = reader.party_names()?;
    let known_as = |p: &Party| p.name == name || spelled.iter().any(|(id, n)| *id == p.id && n == name);
    let mut retired: Vec<(Day, Party)> = reader
        .parties()?
        .into_iter()
        .filter(|p| accepts(p.kind) && known_as(p))
        .filter_map(|p| Some((p.retired_on?, p)))
        .collect();
    retired.sort_by_key(|(on, party)| (*on, party.id));
    let Some((on, party)) = retired.pop() else { return Ok(None) };
    let successors = successors(reader, party.id)?.into_iter().map(|p| p.name).collect();
    Ok(Some(Refusal::PartyRetired { name: party.name, on, successors }))
}

/// Who holds today what a party that is no longer offered once held: its successors, and theirs.
///
/// # Errors
/// When SQLite refuses.
pub fn successors(reader: &Reader<'_>, party: PartyId) -> Result<Vec<Party>> {
    let (roster, steps) = (reader.parties()?, reader.successions()?);
    let mut reached: Vec<PartyId> = vec![party];
    let mut at = 0;
    while at < reached.len() {
        let here = reached[at];
        for step in steps.iter().filter(|s| s.from == here) {
            if !reached.contains(&step.to) {
                reached.push(step.to);
            }
        }
        at += 1;
    }
    Ok(roster.into_iter().filter(|p| p.id != party && p.retired_on.is_none() && reached.contains(&p.id)).collect())
}

/// Which kinds of party may take a role.
pub(super) fn fits(role: Role, kind: PartyKind) -> bool {
    match role {
        Role::Leader | Role::CoLeader => matches!(kind, PartyKind::Leader | PartyKind::Person),
        Role::Department | Role::CoDepartment => matches!(kind, PartyKind::Department | PartyKind::Collective),
        Role::Person => matches!(kind, PartyKind::Person | PartyKind::Leader),
    }
}

/// Finds or, where the choices say so, declares the parties named for roles. All unknown names are refused at once.
pub(super) fn resolve(
    session: &mut Session<'_, '_>,
    named: &[(Role, Vec<String>)],
    choices: &NameChoices,
) -> Result<Vec<(Role, Vec<PartyId>)>> {
    let (mut unknown, mut refused) = (Vec::new(), Vec::new());
    let mut resolved = Vec::new();
    for (role, names) in named {
        let mut parties = Vec::new();
        for name in names {
            match resolve_one(session, *role, name, choices)? {
                Ok(party) if parties.contains(&party) => return Err(Refusal::PartyTwice(name.clone()).into()),
                Ok(party) => parties.push(party),
                Err(missing) => match ended(session, &missing.name, |kind| fits(*role, kind))? {
                    Some(ended) if !refused.contains(&ended) => refused.push(ended),
                    Some(_) => {}
                    None => unknown.push(missing),
                },
            }
        }
        if role.is_single() && parties.len() > 1 {
            return Err(Refusal::TwoLeaders(names.clone()).into());
        }
        resolved.push((*role, parties));
    }
    unknown.dedup_by(|a, b| a.name == b.name);
    if !unknown.is_empty() {
        refused.insert(0, Refusal::UnknownParties(unknown));
    }
    if refused.is_empty() { Ok(resolved) } else { Err(Error::Refused(refused)) }
}

fn resolve_one(
    session: &mut Session<'_, '_>,
    role: Role,
    name: &str,
    choices: &NameChoices,
) -> Result<Result<PartyId, UnknownParty>> {
    let name = text("name", name, MAX_NAME)?;
    if let Some(party) = session.find_party(&name, |kind| fits(role, kind))? {
        return Ok(Ok(party.id));
    }
    if let Some((_, declared)) = choices.same_as.iter().find(|(typed, _)| *typed == name) {
        if let Some(party) = session.find_party(declared, |kind| fits(role, kind))? {
            session.record(&Event::PartyAliased { party: party.id, alias: name })?;
            return Ok(Ok(party.id));
        }
        return Ok(Err(UnknownParty {
            name: declared.clone(),
            role: Some(role),
            near: near(session, declared, role)?,
        }));
    }
    if choices.new.contains(&name) {
        return Ok(Ok(declare(session, &name, role.usual_kind(), None)?));
    }
    let near = near(session, &name, role)?;
    Ok(Err(UnknownParty { name, role: Some(role), near }))
}

/// Declared names that a name nearly equals. Two persons are never near each other.
pub(super) fn near(reader: &Reader<'_>, name: &str, role: Role) -> Result<Vec<String>> {
    if matches!(role.usual_kind(), PartyKind::Leader | PartyKind::Person) {
        return Ok(Vec::new());
    }
    let folded = normalize_name(name);
    Ok(reader
        .parties()?
        .into_iter()
        .filter(|p| p.retired_on.is_none() && fits(role, p.kind))
        .filter(|p| nearly_equal(&p.name, name) || normalize_name(&p.name) == folded)
        .map(|p| p.name)
        .collect())
}

/// Gives a party another name from a day on. Earlier names stay known.
///
/// # Errors
/// When there is none of that name, the new name stands already, or the day lies within a lock of a round that names it.
pub fn rename(ledger: &mut Ledger, context: &mut Context, name: &str, to: &str) -> Result<Receipt> {
    let to = text("name", to, MAX_NAME)?;
    let (_, receipt) = run(ledger, context, "party", Run::Record, |session| {
        let party = known(session, name)?;
        if session.parties()?.iter().any(|p| p.retired_on.is_none() && p.kind == party.kind && p.name == to) {
            return Err(Refusal::PartyExists { name: to.clone(), kind: party.kind }.into());
        }
        let named = session.rounds_naming(party.id)?;
        let locked: Vec<_> = session.locks.iter().filter(|(id, ..)| named.contains(id)).cloned().collect();
        for (_, round, through) in locked {
            session.warn(Warning::RenamedSinceLock { name: party.name.clone(), round, through });
        }
        session.record(&Event::PartyRenamed { party: party.id, before: party.name, after: to })
    })?;
    Ok(receipt)
}

/// Takes a party from the roster. Refused while open items name it.
///
/// # Errors
/// When there is none of that name or open items name it.
pub fn retire(ledger: &mut Ledger, context: &mut Context, name: &str, reason: &str) -> Result<Receipt> {
    let (_, receipt) = run(ledger, context, "party", Run::Record, |session| {
        let party = known(session, name)?;
        retire_within(session, party, reason)
    })?;
    Ok(receipt)
}

/// Takes a party from the roster within a command.
///
/// # Errors
/// As [`retire`].
pub(super) fn retire_within(session: &mut Session<'_, '_>, party: Party, reason: &str) -> Result<()> {
    let reason = super::session::reason("reason", reason)?;
    let open = session.open_items_of(party.id)?;
    if open > 0 {
        return Err(Refusal::PartyInUse { name: party.name, open }.into());
    }
    session.record(&Event::PartyRetired { party: party.id, reason })
}

/// Puts the named parties first, in this order; the rest follow as before.
///
/// # Errors
/// When a name is not declared or stands twice.
pub fn order(ledger: &mut Ledger, context: &mut Context, names: &[String]) -> Result<Receipt> {
    let (_, receipt) = run(ledger, context, "party", Run::Record, |session| {
        let mut first: Vec<PartyId> = Vec::new();
        for name in names {
            let party = known(session, name)?;
            if first.contains(&party.id) {
                return Err(Refusal::PartyTwice(party.name).into());
            }
            first.push(party.id);
        }
        let roster = session.parties()?;
        let before: Vec<(PartyId, i64)> = roster.iter().map(|p| (p.id, p.ord)).collect();
        let rest = roster.iter().map(|p| p.id).filter(|id| !first.contains(id));
        let after: Vec<(PartyId, i64)> = first.iter().copied().chain(rest).zip(1..).collect();
        if before == after {
            return Err(Refusal::NothingToDo.into());
        }
        session.record(&Event::PartyOrdered { before, after })
    })?;
    Ok(receipt)
}

/// A party of any kind that is still offered.
pub(super) fn known(session: &Session<'_, '_>, name: &str) -> Result<Party> {
    if let Some(party) = session.find_party(name, |_| true)? {
        return Ok(party);
    }
    let unknown =
        || Refusal::UnknownParties(vec![UnknownParty { name: name.to_owned(), role: None, near: Vec::new() }]);
    Err(ended(session, name, |_| true)?.unwrap_or_else(unknown).into())
}
