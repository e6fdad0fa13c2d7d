//! Figures in SQL are the figures of the domain, for now and for days gone by.

mod board;

use super::office::{Office, feedback};
use chrono::Days;
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use std::collections::BTreeMap;
use taizhang::{
    domain::{
        Day,
        figures::{Figure, Figures},
        filter::Filter,
        ids::{ItemId, RoundId},
        item::{Item, ItemKind, ItemType, Origin, WithdrawGround},
        lifecycle::{Closure, Light, LightDays, Progress},
        recheck::{Due, Looked},
        round::{CloseLevel, SignOff},
    },
    service::{
        self,
        closure::{Closing, Returning, Signing},
        extension::Extension,
        filing::Filing,
        recheck::{Found, LookBack},
        responsibility::Assignment,
        session::Run,
    },
    store::{
        Ledger, StoreError,
        query::{AsOf, GroupBy, Order, rule::OverdueSection},
    },
};

const DAYS: LightDays = LightDays { yellow: 5, blue: 20 };

/// A random ledger, made by commands of which many are refused; the clock only goes forward.
fn random_office(runner: &mut TestRunner, steps: usize) -> Office {
    let mut office = Office::with_round(|round| {
        round.light_days = DAYS;
        round.close_level = CloseLevel::Both;
        round.policy = vec![SignOff::Office];
    });
    let mut codes: Vec<String> = Vec::new();
    let steps = prop::collection::vec(any::<(u8, u8, u8)>(), steps).new_tree(runner).unwrap().current();
    for step in steps {
        random_step(&mut office, &mut codes, step);
    }
    office
}

fn random_step(office: &mut Office, codes: &mut Vec<String>, (verb, a, b): (u8, u8, u8)) {
    let verb = verb % 16;
    if verb == 0 {
        office.today = office.today + Days::new(u64::from(b % 7));
        return;
    }
    let mut ctx = office.at(None);
    if verb <= 5 || codes.is_empty() {
        let kind = [
            ItemKind::Issue,
            ItemKind::Measure,
            ItemKind::Issue,
            ItemKind::Measure,
            ItemKind::Opinion,
            ItemKind::Category,
            ItemKind::Case,
        ][usize::from(b) % 7];
        let parent = (a % 3 > 0 && !codes.is_empty()).then(|| codes[usize::from(a) % codes.len()].clone());
        let words = ["立行立改", "长期坚持", "2025年4月底前", "2025年3月底前，并长期坚持", "尽快", "2025年3月20日前"];
        let due = (a % 5 > 0).then(|| words[usize::from(b) % 6]);
        let origin = Origin::ALL[usize::from(a) % Origin::ALL.len()];
        let mut addition = super::office::addition(kind, origin, parent.as_deref(), due, &[]);
        if a % 2 == 0 {
            addition.draft.item_type = Some(ItemType::ALL[usize::from(b) % ItemType::ALL.len()]);
        }
        if let Ok(done) = service::item::add(&mut office.ledger, &mut ctx, &addition, Run::Record) {
            codes.push(done.done[0].code.clone());
        }
        return;
    }
    let code = codes[usize::from(a) % codes.len()].clone();
    let Ok(id) = office.ledger.read(|r| service::select::code(r, None, &code)) else { return };
    let (ledger, ids) = (&mut office.ledger, [id]);
    // Many are refused; what the rules allow is what is counted.
    let _ = match verb {
        6..=8 => {
            let progress = Progress::ALL[usize::from(b) % 4];
            let filing = Filing { progress: Some(progress), situation: Some("推进中".into()), ..Default::default() };
            service::filing::file(ledger, &mut ctx, &ids, &filing, Run::Record)
        }
        9 => service::closure::submit(ledger, &mut ctx, &ids, None, Run::Record),
        10 | 11 => {
            let closing = Closing {
                without_evidence: (b % 2 == 0).then(|| "涉密".into()),
                taken_over: (b % 2 == 1).then(|| "原台账".into()),
                meeting: None,
            };
            let done = [Progress::Completed, Progress::Staged];
            let ids = one_that_is(ledger, &done, &[Closure::None, Closure::Requested], ctx.today(), a);
            let _ = service::closure::sign(ledger, &mut ctx, &ids, &Signing::default(), Run::Record);
            service::closure::close(ledger, &mut ctx, &ids, &closing, Run::Record)
        }
        12 => {
            let returning = Returning { words: "材料不足".into(), keep_due: true, ..Default::default() };
            service::closure::give_back(ledger, &mut ctx, &ids, &returning, Run::Record)
        }
        13 if b % 4 == 0 => service::item::withdraw(
            ledger,
            &mut ctx,
            &ids,
            WithdrawGround::EntryError,
            "重复",
            (None, None),
            Run::Record,
        ),
        13 if b % 8 < 6 => {
            let ids = one_that_is(ledger, &[], &[Closure::Closed], ctx.today(), b);
            let found = if a % 4 > 0 {
                let next = (b % 3 > 0).then(|| ctx.today() + Days::new(u64::from(b % 40)));
                Found::Held { next }
            } else {
                Found::Rebound { open_again: Vec::new() }
            };
            let (by, words) = ("纪检监察组".into(), "实地查看".into());
            let look = LookBack { found, by, words, evidence: Vec::new(), sample: None };
            service::recheck::look_back(ledger, &mut ctx, &ids, &look, Run::Record)
        }
        13 => service::closure::reopen(ledger, &mut ctx, &ids, "反弹", &[], Run::Record),
        14 => {
            let extension = Extension {
                to: if b % 3 == 0 { "长期坚持".into() } else { "2025年9月底前".into() },
                review: (b % 3 == 0).then(|| feedback() + Days::new(u64::from(b))),
                reason: "需协调".into(),
                applicant: None,
                meeting: None,
                approval: Some("批示".into()),
            };
            service::extension::extend(ledger, &mut ctx, &ids, &extension, Run::Record)
        }
        _ => {
            let names = ["立案庭", "执行局", "政治部"];
            let names = names.iter().take(usize::from(b) % 4).map(|n| (*n).to_owned()).collect();
            let roles = vec![(taizhang::domain::party::Role::Department, names)];
            let assignment = Assignment { roles, ..Default::default() };
            service::responsibility::assign(ledger, &mut ctx, &ids, &assignment, Run::Record)
        }
    };
}

/// One item in such a state: few are, and most others would be refused.
fn one_that_is(ledger: &Ledger, progress: &[Progress], closures: &[Closure], today: Day, which: u8) -> Vec<ItemId> {
    let filter = Filter { progress: progress.to_vec(), closures: closures.to_vec(), ..everything() };
    let found = ledger.read(|r| r.items(&filter, AsOf { day: today, current: true })).unwrap();
    let ids = found.iter().filter(|i| i.kind != ItemKind::Category).map(|i| i.id);
    ids.clone().cycle().skip(usize::from(which)).take(ids.count().min(1)).collect()
}

fn everything() -> Filter {
    Filter { rounds: vec![RoundId(1)], with_withdrawn: true, ..Filter::default() }
}

type Counted = BTreeMap<(String, String), Vec<i64>>;

fn as_counts(figures: &Figures) -> Vec<i64> {
    Figure::ALL.iter().map(|f| figures.get(*f)).collect()
}

fn in_store(office: &Office, as_of: AsOf) -> Counted {
    let rows = office.read(|r| r.figures(&everything(), as_of, GroupBy::Nothing));
    rows.iter().map(|row| ((row.kind.to_string(), row.origin.to_string()), as_counts(&row.figures))).collect()
}

fn in_domain(items: &[Item], on: Day) -> Counted {
    let mut counted = Counted::new();
    for item in items.iter().filter(|i| i.kind != ItemKind::Category) {
        let counts = counted
            .entry((item.kind.to_string(), item.origin.to_string()))
            .or_insert_with(|| vec![0; Figure::ALL.len()]);
        for (at, figure) in Figure::ALL.iter().enumerate() {
            counts[at] += i64::from(figure.counts(item, DAYS, on));
        }
    }
    // What no figure counts (问题表现 alone) makes no row.
    counted.retain(|_, counts| counts.iter().any(|n| *n > 0));
    counted
}

/// What of the looking back at a closed item the rows say, put together without any condition in SQL.
fn looked(office: &Office, items: &[Item], item: &Item, on: Day) -> Looked {
    let looks = office.read(|r| r.rechecks_of(item.id));
    let of_cycle: Vec<_> = looks.iter().filter(|look| look.cycle == item.cycle && look.on <= on).collect();
    let mut along = vec![item];
    let mut at = 0;
    while at < along.len() {
        let above = along[at].id;
        along.extend(items.iter().filter(|i| {
            i.parent == Some(above) && i.closure != Closure::Closed && i.withdrawn_on.is_none_or(|day| day > on)
        }));
        at += 1;
    }
    let review = along.iter().filter_map(|i| i.review()).min();
    Looked {
        last: of_cycle.iter().map(|look| look.on).max(),
        next: review.or_else(|| of_cycle.last().and_then(|look| look.next)),
    }
}

/// The closed items that are due to be looked at again are those of the domain's rule.
fn look_backs_agree(office: &Office, as_of: AsOf, items: &[Item]) -> [usize; 3] {
    let live = Filter { with_withdrawn: false, ..everything() };
    let mut found = [0; 3];
    for months in [0, 1] {
        for (at, due) in Due::ALL.iter().enumerate() {
            let mut rows = Vec::new();
            office.read(|r| {
                r.each_look_back(&live, as_of, (*due, months), None, |item, seen| {
                    rows.push((item, seen));
                    Ok::<_, StoreError>(())
                })
            });
            for (item, seen) in &rows {
                assert_eq!(*seen, looked(office, items, item, as_of.day), "{} {as_of:?}", item.code);
            }
            let listed: Vec<String> = rows.into_iter().map(|(item, _)| item.code).collect();
            let expected: Vec<String> = items
                .iter()
                .filter(|i| Figure::Closed.counts(i, DAYS, as_of.day))
                .filter(|i| looked(office, items, i, as_of.day).due(months, as_of.day) == Some(*due))
                .map(|i| i.code.clone())
                .collect();
            assert_eq!(listed, expected, "{due} {months} {as_of:?}");
            let counted: i64 =
                office.read(|r| r.count_look_backs(&live, as_of, *due, months)).iter().map(|(_, n)| n).sum();
            assert_eq!(counted, i64::try_from(listed.len()).unwrap());
            found[at] += listed.len();
        }
    }
    found
}

/// Returns how many look-backs were due, by reason.
fn hold_against_each_other(office: &Office, as_of: AsOf) -> [usize; 3] {
    let items = office.read(|r| r.items(&everything(), as_of));
    let on = as_of.day;
    let due = look_backs_agree(office, as_of, &items);
    assert_eq!(in_store(office, as_of), in_domain(&items, on), "{as_of:?}");

    for figure in Figure::ALL {
        let mut members = Vec::new();
        office.read(|r| {
            r.each_member(&everything(), as_of, *figure, None, None, |item| {
                members.push(item.code);
                Ok::<_, StoreError>(())
            })
        });
        let expected: Vec<String> =
            items.iter().filter(|i| figure.counts(i, DAYS, on)).map(|i| i.code.clone()).collect();
        assert_eq!(members, expected, "{figure} {as_of:?}");
    }

    for light in Light::ALL {
        let filter = Filter { lights: vec![*light], ..everything() };
        let found: Vec<String> = office.read(|r| r.items(&filter, as_of)).into_iter().map(|i| i.code).collect();
        let expected: Vec<String> =
            items.iter().filter(|i| i.light(DAYS, on) == Some(*light)).map(|i| i.code.clone()).collect();
        assert_eq!(found, expected, "{light} {as_of:?}");
    }

    let live = Filter { with_withdrawn: false, ..everything() };
    let standing: Vec<&Item> =
        items.iter().filter(|i| i.withdrawn_on.is_none() && i.kind != ItemKind::Category).collect();
    type Rule = Box<dyn Fn(&Item) -> bool>;
    let sections: [(OverdueSection, Rule); 4] = [
        (OverdueSection::Late, Box::new(move |i| i.days_late(on) > 0)),
        (
            OverdueSection::DueSoon(10),
            Box::new(move |i| i.is_open() && i.due().is_some_and(|d| d >= on && d <= on + Days::new(10))),
        ),
        (OverdueSection::ReviewDue, Box::new(move |i| i.review().is_some_and(|d| d <= on) && i.days_late(on) == 0)),
        (OverdueSection::NoDeadline, Box::new(|i| i.is_open() && i.due().is_none() && i.review().is_none())),
    ];
    for (section, rule) in &sections {
        let mut found = Vec::new();
        office.read(|r| {
            r.each_overdue(&live, as_of, *section, Order::Code, None, |item| {
                found.push(item.code);
                Ok::<_, StoreError>(())
            })
        });
        let expected: Vec<String> = standing.iter().filter(|i| rule(i)).map(|i| i.code.clone()).collect();
        assert_eq!(found, expected, "{section:?} {as_of:?}");
        let counted: i64 = office.read(|r| r.count_overdue(&live, as_of, *section)).iter().map(|(_, _, n)| n).sum();
        assert_eq!(counted, i64::try_from(found.len()).unwrap(), "{section:?}");
    }
    // No open item falls between the sections: it has a day, or stands among those without one.
    for item in standing.iter().filter(|i| i.is_open()) {
        assert!(item.due().is_some() || item.review().is_some() || sections[3].1(item), "{}", item.code);
    }
    due
}

#[test]
fn figures_in_sql_are_those_of_the_domain_now_and_on_past_days() {
    let mut runner = TestRunner::deterministic();
    let mut seen = vec![0; Figure::ALL.len()];
    let mut due = [0; 3];
    for _ in 0..10 {
        let office = random_office(&mut runner, 160);
        let now = AsOf { day: office.today, current: true };
        hold_against_each_other(&office, now);
        // A later day is answered by the current rows as well.
        let later = office.today + Days::new(40);
        hold_against_each_other(&office, office.read(|r| r.as_of(later)));
        let span = (office.today - feedback()).num_days();
        for day in feedback().iter_days().take(usize::try_from(span).unwrap() + 1).step_by(5) {
            hold_against_each_other(&office, office.read(|r| r.as_of(day)));
        }
        // The dated rows and the current ones say the same about today.
        assert_eq!(in_store(&office, now), in_store(&office, AsOf { day: office.today, current: false }));
        let much_later = AsOf { day: office.today + Days::new(90), current: true };
        for counts in in_store(&office, now).values().chain(in_store(&office, much_later).values()) {
            for (at, count) in counts.iter().enumerate() {
                seen[at] += count;
            }
        }
        for (at, count) in hold_against_each_other(&office, much_later).into_iter().enumerate() {
            due[at] += count;
        }
        office.assert_sound();
    }
    assert!(due.iter().all(|n| *n > 0), "no look-back was ever due for one of the reasons: {due:?}");
    let never: Vec<&Figure> = Figure::ALL.iter().zip(&seen).filter(|(_, n)| **n == 0).map(|(f, _)| f).collect();
    assert!(never.is_empty(), "nothing was ever counted by {never:?}");
}

#[test]
fn figures_of_a_past_day_are_not_moved_by_what_takes_effect_later() {
    let mut runner = TestRunner::deterministic();
    let mut office = random_office(&mut runner, 150);
    let past = office.today;
    office.today = past + Days::new(1);
    let before = in_store(&office, AsOf { day: past, current: false });
    let mut codes: Vec<String> = office
        .read(|r| r.items(&everything(), AsOf { day: past, current: true }))
        .into_iter()
        .map(|i| i.code)
        .collect();
    let steps = prop::collection::vec(any::<(u8, u8, u8)>(), 150).new_tree(&mut runner).unwrap().current();
    for step in steps {
        random_step(&mut office, &mut codes, step);
        assert_eq!(in_store(&office, office.read(|r| r.as_of(past))), before, "{step:?}");
    }
    assert_ne!(in_store(&office, AsOf { day: office.today, current: true }), before);
}

#[test]
fn groups_add_up_to_the_whole_or_more() {
    let mut runner = TestRunner::deterministic();
    let office = random_office(&mut runner, 200);
    for current in [true, false] {
        let as_of = AsOf { day: office.today, current };
        let total = |by: GroupBy| -> i64 {
            office.read(|r| r.figures(&everything(), as_of, by)).iter().map(|row| row.figures.get(Figure::Total)).sum()
        };
        let whole = total(GroupBy::Nothing);
        for by in [GroupBy::Leader, GroupBy::Category, GroupBy::Round] {
            assert_eq!(total(by), whole, "{by:?}");
        }
        // An item of several departments stands in each of their groups.
        assert!(total(GroupBy::Department) > whole);
    }
}
