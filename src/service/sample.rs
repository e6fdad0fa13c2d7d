//! Draws of closed items (销号抽查): recorded with seed, conditions and everything they were drawn from, so that anybody can make
//! them again.

use super::{
    Result, select,
    session::{MAX_NAME, Run, run, text_opt},
};
use crate::{
    domain::{
        Day,
        context::Context,
        event::Event,
        filter::Filter,
        gate,
        ids::{ItemId, PartyId, SampleId},
        item::{Item, ItemKind},
        lifecycle::Closure,
        party::Role,
        receipt::{Change, Receipt},
        refusal::{Refusal, Warning},
        round::CloseLevel,
        sample::{self, Obstacle, Stratum},
    },
    store::{Ledger, Reader, query::SampleRow},
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A draw that was made.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// Its number.
    pub sample: SampleId,
    /// What it was made from.
    pub seed: String,
    /// Whether somebody named the seed; otherwise it is a new one by chance.
    pub named: bool,
    /// From how many items.
    pub population: usize,
    /// By leading department, in the office's order: its name, how many closed items it has, how many of them were drawn.
    pub departments: Vec<(Option<String>, usize, usize)>,
}

/// Draws `count` of the closed items of a round that the conditions find as of the day of effect, spread over leading departments.
///
/// # Errors
/// When nothing is to be drawn or there is nothing to draw from; a dry run without a named seed; a named seed that looks like the
/// program's own.
pub fn draw(
    ledger: &mut Ledger,
    context: &mut Context,
    wanted: &select::Wanted,
    count: usize,
    seed: Option<&str>,
    how: Run,
) -> Result<(Drawn, Receipt)> {
    if count == 0 {
        return Err(Refusal::NotPositive("sample").into());
    }
    let named = text_opt("seed", seed, MAX_NAME)?;
    match &named {
        None if how == Run::Dry => return Err(Refusal::Sample(Obstacle::DryWithoutSeed).into()),
        Some(words) if Uuid::parse_str(words).is_ok() => {
            return Err(Refusal::Sample(Obstacle::SeedOfProgram).into());
        }
        _ => {}
    }
    run(ledger, context, "sample", how, |session| {
        let round = select::round(session, wanted.round.as_deref())?;
        session.open_round(round.id)?;
        let mut filter = select::filter(session, wanted, select::Purpose::Read)?;
        filter.rounds = vec![round.id];
        closed_only(&mut filter, round.settings.close_level);
        let items = population(session, &filter, session.on)?;
        let among = strata(session, &items)?;
        if among.is_empty() {
            return Err(Refusal::Sample(Obstacle::NothingToDraw).into());
        }
        let seed = named.clone().unwrap_or_else(|| session.uid().to_string());
        let picked = pick(session, &seed, &among, count)?;
        let id = SampleId(session.next(SampleId::COUNTER)?);
        let population = items.len();
        session.record(&Event::SampleDrawn {
            sample: id,
            round: Some(round.id),
            seed: seed.clone(),
            items: picked.concat(),
            population: i64::try_from(population).unwrap_or(i64::MAX),
            among: among.clone(),
            filter: Some(Box::new(filter)),
        })?;
        if count > population {
            let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
            session.warn(Warning::SampleIsAll { asked: number(count), population: number(population) });
        }
        let mut departments = Vec::new();
        for (stratum, drawn) in among.iter().zip(&picked) {
            let department = stratum.department.map(|id| session.party_name(id)).transpose()?;
            for item in drawn {
                let item = session.item(*item)?;
                session.done(&item, Change::Drawn { department: department.clone() });
            }
            departments.push((department, stratum.items.len(), drawn.len()));
        }
        Ok(Drawn { sample: id, seed, named: named.is_some(), population, departments })
    })
}

/// Closed items of one level, since levels are never added: issues unless another kind is asked for, measures where only these are
/// struck off.
fn closed_only(filter: &mut Filter, level: CloseLevel) {
    if filter.kinds.is_empty() {
        let issues = gate::is_closed_at(ItemKind::Issue, level);
        filter.kinds = vec![if issues { ItemKind::Issue } else { ItemKind::Measure }];
    }
    if filter.closures.is_empty() || filter.closures.contains(&Closure::Closed) {
        filter.closures = vec![Closure::Closed];
    }
    filter.top_issues_only = true;
    filter.with_withdrawn = false;
}

/// The closed items that a draw's conditions find as of a day, in the order of their codes.
fn population(reader: &Reader<'_>, filter: &Filter, on: Day) -> Result<Vec<Item>> {
    let mut items = reader.items(filter, reader.as_of(on)?)?;
    items.retain(|item| item.kind.is_work() && item.closure == Closure::Closed);
    Ok(items)
}

/// The items by leading department, in the office's order of names; those without one last.
fn strata(reader: &Reader<'_>, items: &[Item]) -> Result<Vec<Stratum>> {
    let order: BTreeMap<PartyId, usize> = reader.parties()?.iter().enumerate().map(|(at, p)| (p.id, at)).collect();
    let mut groups: BTreeMap<(usize, Option<PartyId>), Vec<ItemId>> = BTreeMap::new();
    for item in items {
        let department = item.in_role(Role::Department).next().map(|p| p.id);
        let place = department.and_then(|id| order.get(&id).copied()).unwrap_or(usize::MAX);
        groups.entry((place, department)).or_default().push(item.id);
    }
    Ok(groups.into_iter().map(|((_, department), items)| Stratum { department, items }).collect())
}

/// What the seed draws from these groups.
fn pick(reader: &Reader<'_>, seed: &str, among: &[Stratum], count: usize) -> Result<Vec<Vec<ItemId>>> {
    let mut uids = Vec::new();
    for stratum in among {
        uids.push(stratum.items.iter().map(|id| Ok(reader.item(*id)?.uid)).collect::<Result<Vec<String>>>()?);
    }
    let drawn = sample::draw(seed, &uids, count);
    Ok(drawn.iter().zip(among).map(|(places, stratum)| places.iter().map(|at| stratum.items[*at]).collect()).collect())
}

/// A draw made again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Redrawn {
    /// Recorded as drawn, though the seed does not draw them.
    pub not_drawn: Vec<ItemId>,
    /// Drawn by the seed, though not recorded as drawn.
    pub not_recorded: Vec<ItemId>,
    /// Among what it was drawn from, but today not found as of that day: their closing was taken back since.
    pub no_longer: Vec<ItemId>,
    /// Found today as of that day, but not among what it was drawn from: entered since, or left out.
    pub found_since: Vec<ItemId>,
}

impl Redrawn {
    /// Whether the seed draws, from what was recorded, what was recorded.
    #[must_use]
    pub const fn agrees(&self) -> bool {
        self.not_drawn.is_empty() && self.not_recorded.is_empty()
    }

    /// Whether what it was drawn from is what the conditions find today as of that day.
    #[must_use]
    pub const fn same_population(&self) -> bool {
        self.no_longer.is_empty() && self.found_since.is_empty()
    }
}

/// Makes a draw again: from the recorded seed and what it was drawn from, and looks up what its conditions find today as of that day.
///
/// # Errors
/// When the ledger cannot be read.
pub fn redraw(reader: &Reader<'_>, row: &SampleRow) -> Result<Redrawn> {
    let (filter, among) = reader.sample_basis(row)?;
    let recorded = reader.sample_items(row.id)?;
    let again = pick(reader, &row.seed, &among, recorded.len())?.concat();
    let without = |these: &[ItemId], those: &[ItemId]| -> Vec<ItemId> {
        let those: BTreeSet<&ItemId> = those.iter().collect();
        these.iter().filter(|id| !those.contains(id)).copied().collect()
    };
    let then: Vec<ItemId> = among.iter().flat_map(|stratum| stratum.items.clone()).collect();
    let now: Vec<ItemId> = match filter {
        Some(filter) => population(reader, &filter, row.on)?.iter().map(|item| item.id).collect(),
        None => then.clone(),
    };
    Ok(Redrawn {
        not_drawn: without(&recorded, &again),
        not_recorded: without(&again, &recorded),
        no_longer: without(&then, &now),
        found_since: without(&now, &then),
    })
}
