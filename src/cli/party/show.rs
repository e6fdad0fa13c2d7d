//! `party show` 详情: the names a party went by, whom it followed, who followed it, what it holds.

use crate::{
    cli::{Result, desk::Desk, error::CliError},
    domain::{
        Day,
        party::Role,
        refusal::{Refusal, UnknownParty},
    },
    report::page::{Block, Cell},
    service::{Error, roster},
    store::{
        Mode, Reader,
        query::{Party, SuccessionRow},
    },
    zh::label::Label as _,
};
use serde_json::{Value, json};

/// What is told of a party.
struct Card {
    party: Party,
    names: Vec<(String, Day)>,
    /// Whom it followed: name, day, reason.
    followed: Vec<(String, Day, Option<String>)>,
    /// Who followed it.
    followed_by: Vec<(String, Day, Option<String>)>,
    /// Who holds today what it once held.
    successors: Vec<String>,
    /// Items by role, struck off included.
    roles: Vec<(Role, usize)>,
}

impl Card {
    fn new(reader: &Reader<'_>, party: Party) -> Result<Self, Error> {
        let steps = reader.successions()?;
        let told = |row: &SuccessionRow, other| Ok((reader.party(other)?.name, row.on, row.reason.clone()));
        let followed = steps.iter().filter(|s| s.to == party.id).map(|s| told(s, s.from));
        let followed_by = steps.iter().filter(|s| s.from == party.id).map(|s| told(s, s.to));
        let held = reader.roles_of_party(party.id)?;
        let count = |role: &Role| held.iter().filter(|(_, r)| r == role).count();
        Ok(Self {
            names: reader.names_of_party(party.id)?,
            followed: followed.collect::<Result<_, Error>>()?,
            followed_by: followed_by.collect::<Result<_, Error>>()?,
            successors: roster::successors(reader, party.id)?.into_iter().map(|p| p.name).collect(),
            roles: Role::ALL.iter().map(|role| (*role, count(role))).filter(|(_, count)| *count > 0).collect(),
            party,
        })
    }

    fn document(&self) -> Value {
        let told = |rows: &[(String, Day, Option<String>)]| {
            rows.iter()
                .map(|(name, on, reason)| json!({ "name": name, "on": on, "reason": reason }))
                .collect::<Vec<_>>()
        };
        json!({
            "name": self.party.name, "kind": self.party.kind, "order": self.party.ord, "note": self.party.note,
            "retired_on": self.party.retired_on,
            "names": self.names.iter().map(|(name, from)| json!({ "name": name, "from": from })).collect::<Vec<_>>(),
            "followed": told(&self.followed), "followed_by": told(&self.followed_by),
            "successors": self.successors,
            "items": self.roles.iter().map(|(role, count)| (role.key().to_owned(), json!(count))).collect::<serde_json::Map<_, _>>(),
        })
    }

    fn facts(&self) -> Vec<(String, Cell)> {
        let mut facts: Vec<(String, Cell)> = vec![("种类".into(), self.party.kind.label().into())];
        let told = |(name, on, reason): &(String, Day, Option<String>)| {
            let why = reason.as_ref().map_or_else(|| "合并".to_owned(), ToOwned::to_owned);
            format!("{name}（{on} 起，{why}）")
        };
        if let Some(note) = &self.party.note {
            facts.push(("备注".into(), note.clone().into()));
        }
        if self.names.len() > 1 {
            let names: Vec<String> = self.names.iter().map(|(name, from)| format!("{name}（{from} 起）")).collect();
            facts.push(("用过的名称".into(), names.join("、").into()));
        }
        for (title, rows) in [("承接自", &self.followed), ("由谁承接", &self.followed_by)] {
            if !rows.is_empty() {
                facts.push((title.into(), rows.iter().map(told).collect::<Vec<_>>().join("、").into()));
            }
        }
        match self.party.retired_on {
            Some(on) => facts.push(("状态".into(), format!("{on} 起停用").into())),
            None => facts.push(("状态".into(), "在用".into())),
        }
        let current: Vec<&str> = self.followed_by.iter().map(|(name, ..)| name.as_str()).collect();
        if self.successors != current && !self.successors.is_empty() {
            facts.push(("现由".into(), self.successors.join("、").into()));
        }
        let roles: Vec<String> =
            self.roles.iter().map(|(role, count)| format!("{} {count} 项", role.label())).collect();
        let held = if roles.is_empty() { "无".to_owned() } else { roles.join("，") };
        let title = if self.party.retired_on.is_some() { "留在名下" } else { "责任分工" };
        facts.push((title.into(), held.into()));
        facts
    }
}

/// The parties of a name, those no longer offered included; by an earlier name when none bears it now.
fn named(reader: &Reader<'_>, name: &str) -> Result<Vec<Party>, Error> {
    let name = name.trim();
    let roster = reader.parties()?;
    let mut found: Vec<Party> = roster.iter().filter(|p| p.name == name).cloned().collect();
    if found.is_empty() {
        let spelled = reader.party_names()?;
        let known_as = |p: &&Party| spelled.iter().any(|(id, spelling)| *id == p.id && spelling == name);
        found.extend(roster.iter().filter(known_as).cloned());
    }
    if found.is_empty() {
        let near = roster
            .iter()
            .filter(|p| crate::zh::sanitize::nearly_equal(&p.name, name))
            .map(|p| p.name.clone())
            .collect();
        return Err(Refusal::UnknownParties(vec![UnknownParty { name: name.to_owned(), role: None, near }]).into());
    }
    Ok(found)
}

pub(super) fn run(name: &str, desk: &mut Desk) -> Result<()> {
    let ledger = desk.open(Mode::Read)?;
    let cards: Vec<Card> = ledger.read(|reader| {
        named(reader, name)?.into_iter().map(|party| Card::new(reader, party)).collect::<Result<_, Error>>()
    })?;
    if desk.is_json() {
        let mut json = desk.json("taizhang.party_card/1")?;
        json.begin_array("parties")?;
        for card in &cards {
            json.element(&card.document())?;
        }
        json.end_array()?;
        return Ok(json.finish()?);
    }
    let today = desk.today();
    let mut page = desk.page()?;
    page.title(&format!("名册 {}", name.trim()), Some(today))?;
    for card in &cards {
        if cards.len() > 1 || card.party.name != name.trim() {
            page.block(Block::Heading { level: 1, text: format!("{} {}", card.party.kind.label(), card.party.name) })?;
        }
        page.block(Block::KeyValues(card.facts()))?;
    }
    page.finish()?;
    Ok::<_, CliError>(())
}
