//! Random histories of an office: every verb, filled in by chance, through the use cases that the desk calls.
//!
//! A step is four numbers; what they come to depends on the ledger as it stands, so that most commands have a chance and a
//! good part of them is refused. Nothing here knows a rule: what must hold whatever the rules say stands in [`check`].

mod check;
mod closing;
mod paper;
mod plan;
mod unspoken;
mod work;

use super::office::{Office, feedback};
use chrono::Days;
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use std::collections::{BTreeMap, BTreeSet};
use taizhang::{
    domain::{
        Day,
        context::Context,
        filter::Filter,
        ids::MeetingId,
        item::Item,
        lifecycle::LightDays,
        receipt::Receipt,
        round::{CloseLevel, RoundSettings, SignOff},
    },
    service::{self, Error, ledger::Which, session::Run},
    store::{
        StoreError,
        query::{AsOf, Meeting},
    },
};

pub(crate) use check::{assert_as_if_never, kinds};

/// Which verb, and three numbers that fill it in.
pub(crate) type Step = (u16, u8, u8, u8);

/// What a command came to: `None` when there was nothing that it could have been about.
type Answer = Option<Result<Receipt, Error>>;
/// A verb filled in by chance.
type Verb = fn(&mut Office, &mut Context, Chance) -> Answer;

/// The numbers of a step.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chance {
    a: u8,
    b: u8,
}

impl Chance {
    /// One of a list, by the first number.
    fn one<T: Clone>(self, list: &[T]) -> Option<T> {
        list.get(usize::from(self.a) % list.len().max(1)).cloned()
    }

    /// One of a list, by the second number.
    fn other<T: Clone>(self, list: &[T]) -> Option<T> {
        list.get(usize::from(self.b) % list.len().max(1)).cloned()
    }

    /// One item of those that fit, or, one time in eight, any at all.
    fn item(self, office: &Office, fits: impl Fn(&Item) -> bool) -> Option<Item> {
        let mut all = items(office);
        if self.b % 8 < 7 {
            all.retain(fits);
        }
        self.one(&all)
    }
}

/// Every item as it stands, withdrawn ones included.
pub(crate) fn items(office: &Office) -> Vec<Item> {
    let filter = Filter { with_withdrawn: true, ..Filter::default() };
    office.read(|r| r.items(&filter, AsOf { day: office.today, current: true }))
}

fn meetings(office: &Office) -> Vec<Meeting> {
    office.read(|r| r.meetings())
}

/// A meeting, the last ones rather than the first.
fn meeting(office: &Office, n: u8) -> Option<MeetingId> {
    let all = meetings(office);
    let back = usize::from(n) % all.len().clamp(1, 4);
    all.iter().rev().nth(back).map(|m| m.id)
}

/// Whether nothing stands below an item from which its progress follows.
fn is_leaf(office: &Office, item: &Item) -> bool {
    office.read(|r| r.live_children(item.id)).is_empty()
}

/// What happened at one step.
pub(crate) struct Acted {
    /// The verb.
    pub(crate) verb: &'static str,
    /// The day of effect.
    pub(crate) on: Day,
    /// Whether it was recorded, or why not.
    pub(crate) answer: Result<(), Error>,
}

/// Every verb with its weight.
const VERBS: &[&[(&str, usize, Verb)]] = &[plan::VERBS, work::VERBS, closing::VERBS, paper::VERBS, unspoken::VERBS];

/// An office in which a few things can happen at every level. In every other one a closing needs more sign-offs than one.
pub(crate) fn begin(number: usize) -> Office {
    Office::with_round(|round: &mut RoundSettings| {
        if number % 2 == 1 {
            round.policy = vec![SignOff::Office, SignOff::PartyGroup];
        }
        round.close_level = CloseLevel::Both;
        round.light_days = LightDays { yellow: 5, blue: 20 };
    })
}

/// Takes one step. `None` when only time went by or there was nothing to act on.
pub(crate) fn act(office: &mut Office, (verb, a, b, back): Step) -> Option<Acted> {
    if verb.is_multiple_of(8) {
        office.today = office.today + Days::new(u64::from(b % 6));
        return None;
    }
    let on = (office.today - Days::new(u64::from(if back > 190 { back % 7 } else { 0 }))).max(feedback());
    let mut ctx = office.at(Some(on));
    let whole: usize = VERBS.iter().flat_map(|part| part.iter()).map(|(_, weight, _)| weight).sum();
    let mut left = usize::from(verb / 8) % whole;
    for (name, weight, fill_in) in VERBS.iter().flat_map(|part| part.iter()) {
        if left < *weight {
            let answer = fill_in(office, &mut ctx, Chance { a, b })?.map(|_| ());
            return Some(Acted { verb: name, on, answer });
        }
        left -= weight;
    }
    unreachable!("less than the sum of the weights")
}

/// The last record of an office as it begins: the office itself is not undone.
const BEGINNING: i64 = 11;

/// Reverses the last command or an earlier one. Answers with the day from which on something changes.
pub(crate) fn undo(office: &mut Office, b: u8) -> Option<Result<Day, Error>> {
    let standing = office.read(|r| {
        let mut standing = Vec::new();
        r.each_record::<StoreError>(BEGINNING + 1, |record| {
            if record.verb != "undo" && !r.is_undone(&record.command_id)? {
                standing.push(record.seq);
            }
            Ok(())
        })?;
        Ok(standing)
    });
    let last = *standing.last()?;
    let which = match b % 3 {
        0 => Which::Last,
        _ => Which::Record(standing.iter().rev().nth(usize::from(b) % standing.len().min(40)).copied().unwrap_or(last)),
    };
    let mut ctx = office.at(None);
    let undone = service::ledger::undo(&mut office.ledger, &mut ctx, which, Some("录错"), Run::Record);
    if matches!(undone, Err(Error::Store(_))) {
        println!("cannot be undone: {which:?}");
    }
    Some(undone.map(|(undone, _)| undone.records.iter().map(|r| r.day().unwrap()).min().unwrap()))
}

/// The first day on which something took effect that was recorded after a number.
pub(crate) fn effective_since(office: &Office, last: i64) -> Option<Day> {
    let mut first: Option<Day> = None;
    office.read(|r| {
        r.each_record::<StoreError>(last + 1, |record| {
            let day = record.day()?;
            first = Some(first.map_or(day, |earlier| earlier.min(day)));
            Ok(())
        })
    });
    first
}

/// Steps out of a runner.
pub(crate) fn steps(runner: &mut TestRunner, count: usize) -> Vec<Step> {
    prop::collection::vec(any::<Step>(), count).new_tree(runner).unwrap().current()
}

/// The kinds of event that no verb brings about yet.
const WITHOUT_VERB: &[&str] = &[];

/// Whatever the rules say of each command: a refused one changes nothing, an undo leaves no trace, replay gives the same tables,
/// the chain holds.
fn live_through(office: &mut Office, steps: &[Step], seen: &mut Seen) {
    let watch = check::Watch::new(office);
    for (number, step) in steps.iter().enumerate() {
        let before = watch.version();
        // Now and then the command is undone at once, and the tables must be as they were.
        let tables = step.3.is_multiple_of(4).then(|| office.tables(&[]));
        if step.0 % 16 == 9 {
            if let Some(undone) = undo(office, step.2) {
                seen.count("undo", undone.is_ok());
                watch.answered(office, "undo", undone.map(|_| ()), before);
            }
        } else if let Some(acted) = act(office, *step) {
            let recorded = acted.answer.is_ok();
            seen.count(acted.verb, recorded);
            watch.answered(office, acted.verb, acted.answer, before);
            if let Some(tables) = tables.filter(|_| recorded) {
                check::undone_at_once(office, acted.verb, &tables);
            }
        }
        if number % 40 == 39 {
            assert_as_if_never(office);
        }
    }
    office.assert_sound();
    assert_as_if_never(office);
    seen.kinds.extend(kinds(office));
}

/// What came about in all histories.
#[derive(Default)]
struct Seen {
    kinds: BTreeSet<String>,
    /// How often each verb was recorded, and refused.
    verbs: BTreeMap<&'static str, (usize, usize)>,
}

impl Seen {
    /// What never came about: kinds of event, and verbs that were always refused.
    fn never(&self) -> Vec<String> {
        let idle = self.verbs.iter().filter(|(_, (recorded, _))| *recorded == 0).map(|(verb, _)| (*verb).to_owned());
        let wanted = super::events::kinds().into_iter().filter(|k| !WITHOUT_VERB.contains(&k.as_str()));
        wanted.filter(|k| !self.kinds.contains(k)).chain(idle).collect()
    }

    fn count(&mut self, verb: &'static str, recorded: bool) {
        let (accepted, refused) = self.verbs.entry(verb).or_default();
        *(if recorded { accepted } else { refused }) += 1;
    }
}

/// The most histories that are lived through until everything has happened once.
const MOST: usize = 40;

/// A command is recorded whole or not at all, and every kind of event is brought about by some verb.
#[test]
fn every_kind_of_event_happens_and_nothing_is_recorded_in_part() {
    let mut runner = TestRunner::deterministic();
    let mut seen = Seen::default();
    let mut number = 0;
    // What happens rarely may need some more histories, whenever a rule has changed what is refused.
    while number < cases(6) || (number < MOST && !seen.never().is_empty()) {
        let mut office = begin(number);
        live_through(&mut office, &steps(&mut runner, 260), &mut seen);
        number += 1;
    }
    println!("{number} histories, recorded and refused: {:?}", seen.verbs);
    assert!(seen.never().is_empty(), "never happened: {:?}", seen.never());
    let after_all: Vec<&&str> = WITHOUT_VERB.iter().filter(|k| seen.kinds.contains(**k)).collect();
    assert!(after_all.is_empty(), "has a verb now: {after_all:?}");
}

/// How many histories: `TAIZHANG_MODEL_CASES`, or so many.
pub(crate) fn cases(usually: usize) -> usize {
    std::option_env!("TAIZHANG_MODEL_CASES").and_then(|n| n.parse().ok()).unwrap_or(usually)
}
