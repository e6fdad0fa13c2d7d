//! What a report says of a past day is the same before and after everything that takes effect later, whatever that is.
//!
//! Random histories, made by every verb through the use cases. After each command with effect on a day E, what is read as of
//! every earlier day is held against what was read before; the same after an undo.

use super::{
    history::{self, Step, act, begin, cases, steps, undo},
    office::{Office, feedback},
};
use chrono::Days;
use proptest::test_runner::TestRunner;
use std::{collections::BTreeMap, fmt::Write as _};
use taizhang::{
    domain::{
        Day,
        event::DisclosureFacts,
        figures::Figure,
        filter::Filter,
        ids::RoundId,
        item::{Disclosure, Item, ItemKind},
        lifecycle::{Light, LightDays},
    },
    report::{Scope, summary::Summary},
    store::{
        Reader, StoreError,
        query::{Adjusted, AsOf, GroupBy, rule::OverdueSection},
    },
};

fn everything() -> Filter {
    Filter { with_withdrawn: true, ..Filter::default() }
}

fn light_days(reader: &Reader<'_>, as_of: AsOf) -> Result<BTreeMap<RoundId, LightDays>, StoreError> {
    Ok(reader.rounds_as_of(as_of)?.into_iter().map(|r| (r.id, r.settings.light_days)).collect())
}

const SECTIONS: [OverdueSection; 4] =
    [OverdueSection::Late, OverdueSection::DueSoon(10), OverdueSection::ReviewDue, OverdueSection::NoDeadline];

/// Everything that reports say as of a day, but for names and wording, which are today's.
fn said(office: &Office, day: Day) -> String {
    office
        .ledger
        .read(|reader| {
            let as_of = reader.as_of(day)?;
            let mut said = String::new();
            for by in [GroupBy::Nothing, GroupBy::Department, GroupBy::Leader, GroupBy::Category, GroupBy::Round] {
                let mut rows: Vec<String> = reader
                    .figures(&everything(), as_of, by)?
                    .iter()
                    .map(|row| format!("{by:?} {:?} {} {} {:?}", row.group, row.kind, row.origin, row.figures))
                    .collect();
                rows.sort();
                said.push_str(&rows.join("\n"));
                said.push('\n');
            }
            for section in SECTIONS {
                writeln!(said, "{section:?} {:?}", reader.count_overdue(&Filter::default(), as_of, section)?).unwrap();
            }
            let lights = light_days(reader, as_of)?;
            for item in reader.items(&everything(), as_of)? {
                let light = item.light(lights[&item.round], day);
                let parties: Vec<_> = item.parties.iter().map(|(role, p)| (role, p.id)).collect();
                // Names and wording are today's; where it stands in the tree is not said by any report but for its category.
                let item = Item {
                    text: String::new(),
                    goal: None,
                    note: None,
                    source_no: None,
                    parent: None,
                    parties: Vec::new(),
                    ..item
                };
                writeln!(said, "{light:?} {parties:?} {item:?}").unwrap();
            }
            for mut outcome in reader.outcomes(as_of, None)? {
                // What may be published is decided anew for each paper: the mark is today's, like wording.
                outcome.disclosure = DisclosureFacts { disclosure: Disclosure::Party, public_words: None };
                // Remarks and marks of 公开范围 are today's.
                writeln!(said, "{} {} {:?} {:?}", outcome.id, outcome.on, outcome.facts, outcome.codes).unwrap();
            }
            let scope = Scope::new(reader, &mut Filter { rounds: vec![RoundId(1)], ..Filter::default() }, day)?;
            let mut summary = Summary::new(&scope, &Filter { rounds: vec![RoundId(1)], ..Filter::default() }, None)?;
            for row in summary.adjustments.iter_mut().flat_map(|adjusted| &mut adjusted.rows) {
                match &mut row.of {
                    Adjusted::Item { text, .. } => text.clear(),
                    Adjusted::Party { name } => name.clear(),
                    Adjusted::Meeting { .. } | Adjusted::Outcome { .. } => {}
                }
            }
            writeln!(said, "{summary:?}").unwrap();
            Ok::<_, taizhang::report::ReportError>(said)
        })
        .unwrap()
}

/// The days asked about: those on which something may have changed lately, and the first ones.
fn probes(office: &Office) -> Vec<Day> {
    let span = (office.today - feedback()).num_days();
    feedback()
        .iter_days()
        .take(usize::try_from(span).unwrap() + 1)
        .filter(|day| (office.today - *day).num_days() < 4 || (*day - feedback()).num_days() % 9 == 1)
        .collect()
}

/// Holds what is said of each earlier day against what was said of it before.
struct Witness {
    said: BTreeMap<Day, String>,
}

impl Witness {
    fn new(office: &Office) -> Self {
        Self { said: probes(office).into_iter().map(|day| (day, said(office, day))).collect() }
    }

    fn hear(&mut self, office: &Office, from: Day, what: &str) {
        for day in probes(office) {
            let now = said(office, day);
            if let Some(before) = self.said.get(&day)
                && day < from
            {
                let differs: Vec<(&str, &str)> =
                    before.lines().zip(now.lines()).filter(|(then, now)| then != now).collect();
                assert!(
                    *before == now,
                    "{what} with effect on {from} changed what was said as of {day}:\n{differs:#?}"
                );
            }
            self.said.insert(day, now);
        }
    }
}

fn live_through(office: &mut Office, steps: &[Step]) -> usize {
    let mut witness = Witness::new(office);
    let mut told = 0;
    for step in steps {
        let today = office.today;
        let last = office.read(|r| r.ledger()).unwrap().records;
        if step.0 % 16 == 9 {
            if let Some(Ok(from)) = undo(office, step.2) {
                witness.hear(office, from, "an undo of what took effect");
                told += 1;
            }
        } else if let Some(acted) = act(office, *step) {
            if acted.answer.is_ok() {
                // A command may reach further back than its own day: a meeting counts from the day it was held.
                let from = history::effective_since(office, last).unwrap_or(acted.on);
                witness.hear(office, from, acted.verb);
                told += 1;
            }
        } else if office.today != today {
            witness.hear(office, office.today, "time");
        }
    }
    told
}

#[test]
fn what_is_said_of_a_past_day_stays_whatever_takes_effect_later() {
    let mut runner = TestRunner::deterministic();
    let mut told = 0;
    for number in 0..cases(4) {
        let mut office = begin(number);
        told += live_through(&mut office, &steps(&mut runner, 160));
        hold_against_the_domain(&office);
    }
    assert!(told > 100, "only {told} commands were recorded");
}

/// The figures of every probe day, counted by the domain over the items as of that day with that day's light days.
fn hold_against_the_domain(office: &Office) {
    for day in probes(office) {
        office.read(|reader| {
            let as_of = reader.as_of(day)?;
            let lights = light_days(reader, as_of)?;
            let items = reader.items(&everything(), as_of)?;
            let counts = |figure: Figure, pick: &dyn Fn(&Item) -> bool| -> i64 {
                let counted = items.iter().filter(|i| pick(i) && figure.counts(i, lights[&i.round], day));
                i64::try_from(counted.count()).unwrap()
            };
            for row in reader.figures(&everything(), as_of, GroupBy::Category)? {
                for figure in Figure::ALL {
                    let of_row =
                        |i: &Item| i.kind == row.kind && i.origin == row.origin && i.category.map(|c| c.0) == row.group;
                    assert_eq!(row.figures.get(*figure), counts(*figure, &of_row), "{figure} on {day}: {row:?}");
                }
            }
            for light in Light::ALL {
                let filter = Filter { lights: vec![*light], ..everything() };
                let found = reader.items(&filter, as_of)?.len();
                let expected = items.iter().filter(|i| i.light(lights[&i.round], day) == Some(*light)).count();
                assert_eq!(found, expected, "{light} on {day}");
            }
            Ok(())
        });
    }
}

mod named {
    //! The cases by which figures once were not those of their day, one by one.

    use super::*;
    use crate::all::core::office::day;
    use taizhang::{
        domain::{
            item::{ItemField, ItemType, Origin},
            round::CloseLevel,
        },
        service::{self, session::Run},
    };

    fn edit(office: &mut Office, code: &str, field: ItemField, to: &str) {
        let (id, mut ctx) = (office.id(code), office.at(None));
        let edits = vec![(field, Some(to.to_owned()))];
        service::item::edit(&mut office.ledger, &mut ctx, &[id], &edits, Some("校对"), (None, None), Run::Record)
            .unwrap();
    }

    fn figure(office: &Office, day: Day, origin: Origin, figure: Figure) -> i64 {
        let rows = office.read(|r| r.figures(&everything(), r.as_of(day)?, GroupBy::Nothing));
        let of = rows.iter().filter(|row| row.kind == ItemKind::Issue && row.origin == origin);
        of.map(|row| row.figures.get(figure)).sum()
    }

    #[test]
    fn type_and_origin_are_those_of_the_day() {
        let mut office = begin(0);
        let code = office.add(ItemKind::Issue, None, None);
        let first = office.today;
        office.today = first + Days::new(10);
        edit(&mut office, &code, ItemField::Type, ItemType::LongTerm.key());
        office.today = first + Days::new(20);
        edit(&mut office, &code, ItemField::Origin, Origin::Audit.key());
        office.today = first + Days::new(30);
        edit(&mut office, &code, ItemField::Type, ItemType::Immediate.key());
        let on = |days: u64| first + Days::new(days);
        let find = |days: u64, filter: Filter| office.read(|r| r.count_items(&filter, r.as_of(on(days))?));
        for (days, origin, type_figure) in [
            (0, Origin::Feedback, Figure::TypeNone),
            (9, Origin::Feedback, Figure::TypeNone),
            (10, Origin::Feedback, Figure::TypeLongTerm),
            (19, Origin::Feedback, Figure::TypeLongTerm),
            (20, Origin::Audit, Figure::TypeLongTerm),
            (29, Origin::Audit, Figure::TypeLongTerm),
            (30, Origin::Audit, Figure::TypeImmediate),
        ] {
            assert_eq!(figure(&office, on(days), origin, type_figure), 1, "{days}");
            assert_eq!(find(days, Filter { origins: vec![origin], ..Filter::default() }), 1, "{days}");
            let typed = find(days, Filter { types: vec![ItemType::LongTerm], ..Filter::default() });
            assert_eq!(typed, i64::from(type_figure == Figure::TypeLongTerm), "{days}");
        }
        office.assert_sound();
    }

    #[test]
    fn undoing_an_edit_under_a_later_one_leaves_nothing_of_it_on_any_day() {
        let mut office = begin(0);
        let code = office.add(ItemKind::Issue, None, None);
        let first = office.today;
        office.today = first + Days::new(10);
        edit(&mut office, &code, ItemField::Type, ItemType::LongTerm.key());
        let record = office.read(|r| r.ledger()).unwrap().records;
        office.today = first + Days::new(20);
        edit(&mut office, &code, ItemField::Origin, Origin::Audit.key());
        let mut ctx = office.at(None);
        let which = service::ledger::Which::Record(record);
        service::ledger::undo(&mut office.ledger, &mut ctx, which, None, Run::Record).unwrap();
        for days in [0, 10, 15, 20, 25] {
            let on = first + Days::new(days);
            let origin = if days < 20 { Origin::Feedback } else { Origin::Audit };
            assert_eq!(figure(&office, on, origin, Figure::TypeNone), 1, "{days}");
        }
        history::assert_as_if_never(&office);
        office.assert_sound();
    }

    #[test]
    fn lights_and_levels_are_those_of_the_day() {
        let mut office = begin(0);
        office.add(ItemKind::Issue, None, Some("2025年3月31日前"));
        let amend = |office: &mut Office, on: &str, change: &dyn Fn(&mut taizhang::domain::round::RoundSettings)| {
            office.today = day(on);
            let mut ctx = office.at(None);
            let approval = (None, Some("整改办〔2025〕3号"));
            service::round::amend(&mut office.ledger, &mut ctx, None, "按来文调整", approval, change).unwrap();
        };
        amend(&mut office, "2025-03-20", &|s| s.light_days = LightDays { yellow: 15, blue: 16 });
        amend(&mut office, "2025-03-24", &|s| s.light_days = LightDays { yellow: 1, blue: 2 });
        amend(&mut office, "2025-03-25", &|s| (s.close_level, s.policy) = (CloseLevel::None, Vec::new()));
        for (on, light, level) in [
            ("2025-03-10", Light::Green, CloseLevel::Both),
            ("2025-03-12", Light::Blue, CloseLevel::Both),
            ("2025-03-19", Light::Blue, CloseLevel::Both),
            ("2025-03-20", Light::Yellow, CloseLevel::Both),
            ("2025-03-23", Light::Yellow, CloseLevel::Both),
            ("2025-03-24", Light::Green, CloseLevel::Both),
            ("2025-03-25", Light::Green, CloseLevel::None),
        ] {
            let on = day(on);
            assert_eq!(figure(&office, on, Origin::Feedback, Figure::of_light(light)), 1, "{on}");
            let lit = Filter { lights: vec![light], ..Filter::default() };
            assert_eq!(office.read(|r| r.count_items(&lit, r.as_of(on)?)), 1, "{on}");
            let settings = office.read(|r| r.rounds_as_of(r.as_of(on)?)).remove(0).settings;
            assert_eq!(settings.close_level, level, "{on}");
        }
        // Once counted, days do not run backwards.
        let mut ctx = office.at(Some(day("2025-03-22")));
        let back = service::round::amend(&mut office.ledger, &mut ctx, None, "补记", (None, None), |s| {
            s.light_days.blue = 40;
        });
        assert!(matches!(back, Err(service::Error::Refused(_))), "{back:?}");
        office.assert_sound();
    }
}
