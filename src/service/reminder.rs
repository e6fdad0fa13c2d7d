//! 催办: who is to get which letter about what, and the letters issued.

use super::{
    Result, issuing,
    issuing::{Draft, Numbering, Printing},
    select::{self, Purpose, Wanted},
    session::{Run, Session, run},
};
use crate::{
    domain::{
        Day,
        context::Context,
        filter::Filter,
        ids::{ItemId, PartyId},
        item::{Item, ItemKind, Named},
        party::Role,
        receipt::{Change, Receipt},
        refusal::Refusal,
        reminder::{Letter, Matter, Sent, Tier, Turn},
    },
    store::{
        Ledger, Reader, StoreError,
        query::{IssuedPaper, Order, Round, rule::OverdueSection},
    },
    zh::{
        issuing::{document_number, letter_title},
        workday::add_working_days,
    },
};
use std::collections::{BTreeMap, HashSet};

/// So many working days are left for the answer unless told otherwise: fewer, the further it has come.
const fn days_to_answer(tier: Tier) -> i64 {
    match tier {
        Tier::Notice => 5,
        Tier::Supervision | Tier::Interview => 3,
    }
}

/// Whom letters are written to and about what.
#[derive(Debug, Clone, Copy)]
pub struct Aim {
    /// One letter for each party in this role: 责任部门 or 牵头领导.
    pub role: Role,
    /// What is due within so many days is told of it, too.
    pub within: Option<i64>,
    /// Also where a letter is out that may still be answered.
    pub again: bool,
}

/// An item of a letter to be written.
#[derive(Debug, Clone)]
pub struct Late {
    /// The item.
    pub item: Item,
    /// How many letters of 催办 were sent about it.
    pub reminded: usize,
}

/// A letter to be written.
#[derive(Debug, Clone)]
pub struct Planned {
    /// Its tier.
    pub tier: Tier,
    /// Whose items they are.
    pub party: Named,
    /// The items, in the order of their codes.
    pub items: Vec<Late>,
}

/// What is to be written on a day, and what is not.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The letters, the furthest tier first, within it in the office's order.
    pub letters: Vec<Planned>,
    /// Items about which a letter is out, and until when it may be answered.
    pub waiting: Vec<(Item, Day)>,
    /// Items for which nobody answers in that role: no letter can be written about them.
    pub unassigned: Vec<Item>,
}

/// Who is to get which letter about what on a day. What is late is asked of the query that the overdue report asks.
///
/// # Errors
/// When the ledger cannot be read.
pub fn plan(reader: &Reader<'_>, round: &Round, filter: &Filter, on: Day, aim: Aim) -> Result<Plan> {
    let as_of = reader.as_of(on)?;
    let filter = Filter { rounds: vec![round.id], ..filter.clone() };
    let mut found: Vec<Item> = Vec::new();
    let order = Order::Party(aim.role);
    let mut sections = vec![OverdueSection::Late];
    sections.extend(aim.within.map(OverdueSection::DueSoon));
    for section in sections {
        reader.each_overdue(&filter, as_of, section, order, None, |item| {
            found.push(item);
            Ok::<_, StoreError>(())
        })?;
    }
    let mut plan = Plan::default();
    // In the order in which parties were met, which is the office's.
    let mut groups: Vec<(Tier, Named, Vec<Late>)> = Vec::new();
    for item in told_by_its_parts(reader, found, aim.role)? {
        let Some(due) = item.due() else { continue };
        let sent: Vec<Sent> = reader.reminders_of(item.id, on)?.into_iter().map(|letter| letter.sent).collect();
        let below = matches!(item.kind, ItemKind::Issue | ItemKind::Opinion);
        let last_filed = reader.last_filing(item.id, below, on)?.map(|(day, _)| day);
        let matter = Matter { due, last_filed, sent: &sent };
        match matter.turn(&round.settings.reminders, on, aim.within, aim.again) {
            Turn::NotYet => {}
            Turn::Waits(until) => plan.waiting.push((item, until)),
            Turn::Due(tier) => {
                let Some(party) = item.in_role(aim.role).next().cloned() else {
                    plan.unassigned.push(item);
                    continue;
                };
                let late = Late { item, reminded: sent.len() };
                match groups.iter_mut().find(|(of, who, _)| *of == tier && who.id == party.id) {
                    Some((_, _, items)) => items.push(late),
                    None => groups.push((tier, party, vec![late])),
                }
            }
        }
    }
    for tier in Tier::ALL.iter().rev() {
        for (_, party, items) in groups.iter().filter(|(of, _, _)| of == tier) {
            let mut items = items.clone();
            items.sort_by(|a, b| a.item.sort_key.cmp(&b.item.sort_key));
            plan.letters.push(Planned { tier: *tier, party: party.clone(), items });
        }
    }
    Ok(plan)
}

/// Without what stands above something that is late by itself under the same party: its measures are what is to be done.
fn told_by_its_parts(reader: &Reader<'_>, found: Vec<Item>, role: Role) -> Result<Vec<Item>> {
    let party = |item: &Item| item.in_role(role).next().map(|party| party.id);
    let mut parents: BTreeMap<ItemId, Option<ItemId>> = BTreeMap::new();
    let mut told: HashSet<(ItemId, Option<PartyId>)> = HashSet::new();
    for item in &found {
        let mut above = item.parent;
        while let Some(id) = above {
            told.insert((id, party(item)));
            above = match parents.get(&id) {
                Some(known) => *known,
                None => {
                    let parent = reader.work_state(id)?.parent;
                    parents.insert(id, parent);
                    parent
                }
            };
        }
    }
    Ok(found.into_iter().filter(|item| !told.contains(&(item.id, party(item)))).collect())
}

/// Letters that were issued, with what was left out.
#[derive(Debug, Clone)]
pub struct Issued {
    /// What had been planned.
    pub plan: Plan,
    /// The letters, in the order of the plan.
    pub papers: Vec<IssuedPaper>,
}

/// Issues the letters of a day: numbers, records and what is kept of them, by one command. Where nobody is to be written to
/// nothing is recorded.
///
/// # Errors
/// When the round is not clear, no register is known, a number was given already, a day does not fit, or a letter cannot be printed.
pub fn issue(
    ledger: &mut Ledger,
    context: &mut Context,
    wanted: &Wanted,
    aim: Aim,
    reply_by: Option<Day>,
    numbering: &Numbering,
    printing: &mut Printing<'_>,
) -> Result<(Issued, Receipt)> {
    run(ledger, context, "paper", Run::Record, |session| {
        let round = select::round(session, wanted.round.as_deref())?;
        let filter = select::filter(session, wanted, Purpose::Read)?;
        let plan = plan(session, &round, &filter, session.on, aim)?;
        let mut papers = Vec::new();
        if plan.letters.is_empty() {
            return Ok(Issued { plan, papers });
        }
        session.open_round(round.id)?;
        let register = issuing::register(session, round.id, issuing::Kind::Letter, numbering.register.as_deref())?;
        for letter in &plan.letters {
            let start = numbering.start.filter(|_| papers.is_empty());
            let paper = record(session, &round, &register, start, letter, aim.role, reply_by)?;
            papers.push(issuing::keep(session, &paper, printing)?);
        }
        Ok(Issued { plan, papers })
    })
}

fn record(
    session: &mut Session<'_, '_>,
    round: &Round,
    register: &str,
    start: Option<i64>,
    planned: &Planned,
    role: Role,
    reply_by: Option<Day>,
) -> Result<IssuedPaper> {
    let on = session.on;
    let reply_by = match reply_by {
        Some(day) => day,
        None => add_working_days(on, days_to_answer(planned.tier)).map_err(|none| Refusal::NoArrangement(none.year))?,
    };
    if reply_by <= on {
        return Err(Refusal::ReplyBeforeLetter { reply_by, on }.into());
    }
    let late = planned.items.iter().any(|late| late.item.days_late(on) > 0);
    let draft = Draft {
        round: Some(round.id),
        title: letter_title(planned.tier, &planned.party.name, late),
        as_of: on,
        items: planned.items.iter().map(|late| late.item.id).collect(),
        addressee: Some(planned.party.id),
        letter: Some(Letter { tier: planned.tier, reply_by, role }),
        audience: None,
        looked_at: None,
    };
    let paper = issuing::record(session, register, start, draft)?;
    let number = document_number(&paper.register, paper.year, paper.number);
    for late in &planned.items {
        session.done(&late.item, Change::Reminded { number: number.clone() });
    }
    Ok(paper)
}
