//! From what people type to rounds, items, meetings: the one way in for every verb.

use super::{Result, roster, session::all_or_refusals};
use crate::{
    domain::{
        Day,
        code::CodeRange,
        filter::{Filter, Waits},
        gate,
        ids::{ItemId, MeetingId, PartyId, RoundId},
        item::{Disclosure, Item, ItemKind, ItemType, Origin},
        lifecycle::{Closure, Light, Progress},
        party::Role,
        policy::Walk,
        refusal::{Refusal, UnknownParty},
        rhythm::FilingDue,
        round::SignOff,
    },
    store::{
        Reader,
        query::{AsOf, Meeting, Party, Round},
    },
    zh::{date::parse_day, name_list, sanitize::nearly_equal},
};

/// So many unknown codes are named at once.
const MAX_UNKNOWN: usize = 20;

/// What names the items of a command: codes, or conditions, or both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The round's key (`--round`).
    pub round: Option<String>,
    /// Codes and ranges as typed.
    pub codes: Vec<String>,
    /// Codes of categories.
    pub categories: Vec<String>,
    /// Kinds.
    pub kinds: Vec<ItemKind>,
    /// Origins.
    pub origins: Vec<Origin>,
    /// Types.
    pub types: Vec<ItemType>,
    /// Names of leaders.
    pub leaders: Vec<String>,
    /// Names of departments.
    pub departments: Vec<String>,
    /// Names of persons.
    pub persons: Vec<String>,
    /// Progress.
    pub progress: Vec<Progress>,
    /// Closure.
    pub closures: Vec<Closure>,
    /// Lights.
    pub lights: Vec<Light>,
    /// Due on or before.
    pub due_before: Option<Day>,
    /// Due on or after.
    pub due_after: Option<Day>,
    /// Struck off without a meeting.
    pub unratified: bool,
    /// The step of the policy that is next.
    pub next_steps: Vec<SignOff>,
    /// Words contained.
    pub text: Option<String>,
    /// Marks of 公开范围.
    pub disclosures: Vec<Disclosure>,
    /// 屡改屡犯.
    pub repeated: bool,
    /// Only work that is not done and says its own progress: what can be filed about in bulk.
    pub unfinished_only: bool,
    /// Nothing was filed about them in the period of filing that contains this day.
    pub unfiled_on: Option<Day>,
    /// Only those about which something waits; what is named by code is taken as it is.
    pub waits: Option<Waits>,
    /// Items struck off, too.
    pub closed_too: bool,
    /// Withdrawn items, too.
    pub withdrawn_too: bool,
}

/// What the selection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To be shown: everything unless told otherwise.
    Read,
    /// To be changed: items struck off are left alone unless named by code, and something must be asked.
    Write,
}

/// The round that is meant: the one named, or the only open one.
///
/// # Errors
/// [`Refusal::UnknownRound`], [`Refusal::WhichRound`].
pub fn round(reader: &Reader<'_>, key: Option<&str>) -> Result<Round> {
    let rounds = reader.rounds()?;
    match key {
        Some(key) => match rounds.iter().find(|r| r.key == key) {
            Some(round) => Ok(round.clone()),
            None => {
                let known = rounds.into_iter().map(|r| r.key).collect();
                Err(Refusal::UnknownRound { key: key.to_owned(), known }.into())
            }
        },
        None => {
            let open: Vec<Round> = rounds.into_iter().filter(|r| r.finished_on.is_none()).collect();
            match <[Round; 1]>::try_from(open) {
                Ok([only]) => Ok(only),
                Err(open) => Err(Refusal::WhichRound { open: open.into_iter().map(|r| r.key).collect() }.into()),
            }
        }
    }
}

/// The items that codes and ranges name. Every unknown code is named at once.
///
/// # Errors
/// [`Refusal::BadCode`], [`Refusal::UnknownCode`] and those of [`round`].
pub fn codes(reader: &Reader<'_>, round_key: Option<&str>, typed: &[String]) -> Result<Vec<ItemId>> {
    let mut found = Vec::new();
    let parts = typed.iter().flat_map(|t| t.split([',', '，', '、', ' '])).filter(|t| !t.is_empty());
    let ranges =
        all_or_refusals(parts.map(|part| part.parse::<CodeRange>().map_err(|e| Refusal::BadCode(e.0).into())))?;
    let mut unknown = Vec::new();
    for range in ranges {
        let round = round(reader, range.round.as_deref().or(round_key))?;
        for code in range.codes() {
            match reader.item_by_code(round.id, &code)? {
                Some(id) if found.contains(&id) => {}
                Some(id) => found.push(id),
                None => unknown.push(Refusal::UnknownCode { code: code.to_string(), round: round.key.clone() }),
            }
            // A slip such as 1-99999 is told after a few, not after a hundred thousand look-ups.
            if unknown.len() >= MAX_UNKNOWN {
                return Err(super::Error::Refused(unknown));
            }
        }
    }
    if unknown.is_empty() { Ok(found) } else { Err(super::Error::Refused(unknown)) }
}

/// One item by its code.
///
/// # Errors
/// As [`codes`]; a range is refused as no code.
pub fn code(reader: &Reader<'_>, round_key: Option<&str>, typed: &str) -> Result<ItemId> {
    match codes(reader, round_key, &[typed.to_owned()])?[..] {
        [id] => Ok(id),
        _ => Err(Refusal::BadCode(typed.to_owned()).into()),
    }
}

/// The filter that says what was typed.
///
/// # Errors
/// Unknown codes, rounds and names; for writing also [`Refusal::EmptyFilter`].
pub fn filter(reader: &Reader<'_>, wanted: &Wanted, purpose: Purpose) -> Result<Filter> {
    let rounds: Vec<RoundId> = match &wanted.round {
        Some(key) => vec![round(reader, Some(key))?.id],
        None => Vec::new(),
    };
    let key = wanted.round.as_deref();
    let mut filter = Filter {
        rounds,
        items: codes(reader, key, &wanted.codes)?,
        categories: categories(reader, key, &wanted.categories)?,
        parents: Vec::new(),
        kinds: wanted.kinds.clone(),
        origins: wanted.origins.clone(),
        types: wanted.types.clone(),
        leaders: parties(reader, &wanted.leaders, Role::Leader)?,
        departments: parties(reader, &wanted.departments, Role::Department)?,
        persons: parties(reader, &wanted.persons, Role::Person)?,
        progress: match wanted.unfinished_only && wanted.progress.is_empty() {
            true => vec![Progress::NotStarted, Progress::InProgress, Progress::Staged],
            false => wanted.progress.clone(),
        },
        closures: wanted.closures.clone(),
        lights: wanted.lights.clone(),
        due_before: wanted.due_before,
        due_after: wanted.due_after,
        unratified_only: wanted.unratified,
        text: wanted.text.clone(),
        disclosures: wanted.disclosures.clone(),
        repeated: wanted.repeated,
        top_issues_only: false,
        own_progress_only: wanted.unfinished_only,
        skip_closed: false,
        with_withdrawn: wanted.withdrawn_too,
        waits: wanted.waits,
        filing: match wanted.unfiled_on {
            Some(day) => {
                let rounds = reader.rounds_as_of(reader.as_of(day)?)?;
                let periods = rounds.iter().filter_map(|round| Some((round.id, round.filing_period(day)?)));
                Some((FilingDue::Unfiled, periods.collect()))
            }
            None => None,
        },
    };
    if !wanted.next_steps.is_empty() {
        filter.items = next_is(reader, &filter, &wanted.next_steps)?;
    }
    if purpose == Purpose::Write {
        if filter.is_empty() {
            return Err(Refusal::EmptyFilter.into());
        }
        // An item named by its code is not passed over in silence: the rule that protects it speaks.
        let named = !wanted.codes.is_empty();
        filter.skip_closed = !wanted.closed_too && !named;
        filter.with_withdrawn = named;
        if filter.rounds.is_empty() && !named {
            filter.rounds = vec![round(reader, None)?.id];
        }
    }
    Ok(filter)
}

/// The items of a filter that are done, are struck off by themselves, and wait for one of these steps.
fn next_is(reader: &Reader<'_>, filter: &Filter, steps: &[SignOff]) -> Result<Vec<ItemId>> {
    // A key that no item has: a condition that nothing meets must not become one that asks nothing.
    let mut found = vec![ItemId(0)];
    for round in reader.rounds()? {
        let asked = match filter.rounds.is_empty() {
            true => round.finished_on.is_none(),
            false => filter.rounds.contains(&round.id),
        };
        if !asked || round.settings.closes_at_once() {
            continue;
        }
        let done = Filter {
            rounds: vec![round.id],
            progress: vec![Progress::Completed, Progress::Staged],
            skip_closed: true,
            // What depends on the day is asked again with the day that is spoken of.
            lights: Vec::new(),
            ..filter.clone()
        };
        let Some(day) = reader.last_entry_day()? else { continue };
        let as_of = AsOf { day, current: true };
        for item in reader.items(&done, as_of)? {
            let walk = Walk::new(&round.settings.policy, &reader.trail_of(item.id)?);
            let level = gate::is_closed_at(item.kind, round.settings.close_level);
            if level && walk.next().is_some_and(|next| steps.contains(&next)) {
                found.push(item.id);
            }
        }
    }
    Ok(found)
}

/// The items a writing verb is about to change, in order, and how many struck off were left alone.
///
/// # Errors
/// As [`filter`]; [`Refusal::NothingFound`], [`Refusal::OnlyClosed`].
pub fn items(reader: &Reader<'_>, wanted: &Wanted, today: Day) -> Result<(Vec<Item>, i64)> {
    let filter = filter(reader, wanted, Purpose::Write)?;
    let as_of = AsOf { day: today, current: true };
    let found = reader.items(&filter, as_of)?;
    let asked = filter.closures.is_empty() || filter.closures.contains(&Closure::Closed);
    let skipped = if filter.skip_closed && asked {
        let closed = Filter {
            closures: vec![Closure::Closed],
            skip_closed: false,
            // What is struck off is done: it is told of whatever work was asked for.
            progress: wanted.progress.clone(),
            own_progress_only: false,
            ..filter
        };
        reader.count_items(&closed, as_of)?
    } else {
        0
    };
    match (found.is_empty(), skipped) {
        (false, _) => Ok((found, skipped)),
        (true, 0) => Err(Refusal::NothingFound.into()),
        (true, closed) => Err(Refusal::OnlyClosed(closed).into()),
    }
}

/// Categories by code: what stands in an issue is asked for otherwise.
fn categories(reader: &Reader<'_>, round_key: Option<&str>, typed: &[String]) -> Result<Vec<ItemId>> {
    let found = codes(reader, round_key, typed)?;
    for id in &found {
        let item = reader.item(*id)?;
        if item.kind != ItemKind::Category {
            return Err(Refusal::NotACategory { code: item.code, kind: item.kind }.into());
        }
    }
    Ok(found)
}

/// Declared parties by name, of any kind and also those no longer offered: for looking back. Proposed are those of the role only.
fn parties(reader: &Reader<'_>, names: &[String], role: Role) -> Result<Vec<PartyId>> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let (roster, spelled) = (reader.parties()?, reader.party_names()?);
    let mut found = Vec::new();
    let mut unknown = Vec::new();
    let declared = |name: &str| roster.iter().any(|p| p.name == name) || spelled.iter().any(|(_, n)| n == name);
    for name in names.iter().flat_map(|typed| name_list::split(typed, declared)) {
        let by_name: Vec<PartyId> = roster.iter().filter(|p| p.name == name).map(|p| p.id).collect();
        let by_spelling = || spelled.iter().filter(|(_, n)| *n == name).map(|(id, _)| *id).collect::<Vec<_>>();
        let ids = if by_name.is_empty() { by_spelling() } else { by_name };
        if ids.is_empty() {
            let fits = |p: &&Party| roster::fits(role, p.kind) && may_be_meant(&p.name, &name);
            let near = roster.iter().filter(fits).map(|p| p.name.clone()).collect();
            unknown.push(UnknownParty { name, role: None, near });
        }
        found.extend(ids);
    }
    if unknown.is_empty() { Ok(found) } else { Err(Refusal::UnknownParties(unknown).into()) }
}

/// Whether a name that nobody bears may be this one: written otherwise, half typed, or with one character mistaken. It is
/// proposed to whoever looks something up, never taken.
fn may_be_meant(declared: &str, typed: &str) -> bool {
    let long = typed.chars().count();
    let half = long > 1 && (declared.contains(typed) || typed.contains(declared));
    let other = |(a, b): (char, char)| a != b;
    let slip = || {
        long > 2
            && declared.chars().count() == long
            && declared.chars().zip(typed.chars()).filter(|pair| other(*pair)).count() == 1
    };
    half || nearly_equal(declared, typed) || slip()
}

/// The meeting that is meant: by its number, its day, or the number of its minutes.
///
/// # Errors
/// [`Refusal::UnknownMeeting`], [`Refusal::WhichMeeting`].
pub fn meeting(reader: &Reader<'_>, typed: &str) -> Result<Meeting> {
    let typed = typed.trim();
    if let Ok(number) = typed.parse::<i64>()
        && let Some(meeting) = reader.meeting(MeetingId(number))?
    {
        return Ok(meeting);
    }
    let day = parse_day(typed, None).ok();
    let mut found: Vec<Meeting> = reader
        .meetings()?
        .into_iter()
        .filter(|m| {
            Some(m.facts.held_on) == day || m.facts.minutes_no.as_deref() == Some(typed) || m.facts.title == typed
        })
        .collect();
    match found.len() {
        0 => Err(Refusal::UnknownMeeting(typed.to_owned()).into()),
        1 => Ok(found.remove(0)),
        _ => {
            let numbers = found.iter().map(|m| m.id.0).collect();
            Err(Refusal::WhichMeeting { text: typed.to_owned(), numbers }.into())
        }
    }
}
