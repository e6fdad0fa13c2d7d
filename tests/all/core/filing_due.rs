//! What is due in a period of filing, in SQL against the domain, on random ledgers and their past days.

use super::office::{Office, feedback};
use chrono::Days;
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use std::collections::BTreeMap;
use taizhang::{
    domain::{
        Day,
        filing::FilingState,
        filter::Filter,
        ids::ItemId,
        item::{Item, ItemKind, Origin, WithdrawGround},
        lifecycle::Progress,
        rhythm::{FiledOn, FilingDue, Period, Reporting},
        round::{CloseLevel, Rhythm},
    },
    service::{self, acceptance::Which, filing::Filing, session::Run},
    store::query::AsOf,
};

fn everything() -> Filter {
    Filter { with_withdrawn: true, ..Filter::default() }
}

/// A random ledger, made by commands of which some are refused; the clock only goes forward.
fn random_office(runner: &mut TestRunner, rhythm: Rhythm) -> Office {
    let mut office = Office::with_round(|round| {
        round.rhythm = rhythm;
        round.close_level = CloseLevel::Both;
        round.policy = Vec::new();
    });
    let mut codes: Vec<String> = Vec::new();
    let steps = prop::collection::vec(any::<(u8, u8, u8)>(), 90).new_tree(runner).unwrap().current();
    for (verb, a, b) in steps {
        if verb % 12 < 2 {
            office.today = office.today + Days::new(u64::from(b % 9));
            continue;
        }
        let back = Days::new(u64::from(b % 4));
        let mut ctx = office.at(Some((office.today - back).max(feedback())));
        if verb % 12 < 5 || codes.is_empty() {
            let kinds = [ItemKind::Issue, ItemKind::Measure, ItemKind::Issue, ItemKind::Opinion, ItemKind::Case];
            let parent = (a % 3 > 0 && !codes.is_empty()).then(|| codes[usize::from(a) % codes.len()].clone());
            let kind = kinds[usize::from(b) % kinds.len()];
            let new = super::office::addition(kind, Origin::Feedback, parent.as_deref(), None, &[]);
            if let Ok(done) = service::item::add(&mut office.ledger, &mut ctx, &new, Run::Record) {
                codes.push(done.done[0].code.clone());
            }
            continue;
        }
        let ids = [office.id(&codes[usize::from(a) % codes.len()])];
        let ledger = &mut office.ledger;
        let filing = |pending: bool, progress: Option<Progress>| Filing {
            filled_by: Some("内勤".into()),
            situation: Some("推进中".into()),
            progress,
            pending,
            ..Filing::default()
        };
        // Refused as often as not: what stands is what counts.
        let _ = match verb % 12 {
            5 | 6 => service::filing::file(ledger, &mut ctx, &ids, &filing(true, None), Run::Record),
            7 => service::filing::file(ledger, &mut ctx, &ids, &filing(false, None), Run::Record),
            8 => service::filing::file(
                ledger,
                &mut ctx,
                &ids,
                &filing(b % 2 == 0, Some(Progress::Completed)),
                Run::Record,
            ),
            9 => service::acceptance::accept(ledger, &mut ctx, Which::About(&ids), Run::Record),
            10 => service::acceptance::give_back(ledger, &mut ctx, Which::About(&ids), "写清数量", Run::Record),
            _ if b % 5 == 0 => {
                let ground = WithdrawGround::EntryError;
                service::item::withdraw(ledger, &mut ctx, &ids, ground, "重复", (None, None), Run::Record)
            }
            _ => {
                let closing = service::closure::Closing {
                    without_evidence: Some("材料在档案室".into()),
                    ..Default::default()
                };
                service::closure::close(ledger, &mut ctx, &ids, &closing, Run::Record)
            }
        };
    }
    office
}

/// The codes of those who stand so, as the domain has it.
fn in_domain(office: &Office, as_of: AsOf, period: Period) -> BTreeMap<&'static str, Vec<String>> {
    let items = office.read(|r| r.items(&everything(), as_of));
    let by_id: BTreeMap<ItemId, &Item> = items.iter().map(|item| (item.id, item)).collect();
    let mut filings: BTreeMap<ItemId, Vec<FiledOn>> = BTreeMap::new();
    for item in &items {
        for filing in office.read(|r| r.filings_of(item.id)) {
            if filing.on > as_of.day {
                continue;
            }
            let decided = filing.decided_on.is_some_and(|on| on <= as_of.day);
            let filed = FiledOn { on: filing.on, state: if decided { filing.state } else { FilingState::Pending } };
            let mut at = Some(item.id);
            while let Some(id) = at {
                filings.entry(id).or_default().push(filed);
                at = by_id.get(&id).and_then(|item| item.parent);
            }
        }
    }
    let mut found: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for item in &items {
        let counted = item.kind == ItemKind::Opinion || (item.kind == ItemKind::Issue && !item.under_issue);
        if counted && item.withdrawn_on.is_none() {
            let reporting = Reporting { added_on: item.added_on, open: item.is_open() };
            let due = reporting.in_period(period, filings.get(&item.id).map_or(&[], Vec::as_slice));
            found.entry(due.key()).or_default().push(item.code.clone());
        }
    }
    found
}

fn in_store(office: &Office, as_of: AsOf) -> BTreeMap<&'static str, Vec<String>> {
    let round = office.read(|r| r.rounds()).remove(0);
    let period = round.filing_period(as_of.day).unwrap();
    let mut found = BTreeMap::new();
    for due in FilingDue::ALL {
        let filter = Filter { filing: Some((*due, vec![(round.id, period)])), ..Filter::default() };
        let codes: Vec<String> = office.read(|r| r.items(&filter, as_of)).into_iter().map(|i| i.code).collect();
        if !codes.is_empty() {
            found.insert(due.key(), codes);
        }
    }
    found
}

#[test]
fn what_is_due_in_sql_is_what_the_domain_says_now_and_on_past_days() {
    let mut runner = TestRunner::deterministic();
    let mut seen: BTreeMap<&'static str, usize> = BTreeMap::new();
    for rhythm in Rhythm::ALL {
        for _ in 0..2 {
            let office = random_office(&mut runner, *rhythm);
            let days: Vec<Day> = feedback().iter_days().take_while(|day| *day <= office.today).step_by(3).collect();
            for day in days.into_iter().chain([office.today]) {
                let as_of = office.read(|r| r.as_of(day));
                let period = rhythm.period(feedback(), day);
                let expected = in_domain(&office, as_of, period);
                assert_eq!(in_store(&office, as_of), expected, "{rhythm} {as_of:?}");
                for (due, codes) in expected {
                    *seen.entry(due).or_default() += codes.len();
                }
            }
            office.assert_sound();
        }
    }
    for due in FilingDue::ALL {
        assert!(seen.get(due.key()).is_some_and(|n| *n > 20), "hardly ever {due}: {seen:?}");
    }
}
