//! Measures that move about at random, before and after the adoption, with undos in between: what is inherited is what holds
//! above, progress follows from what stands below, and a fixed first due day stays.

use crate::all::core::office::{Office, day, feedback};
use chrono::Days;
use proptest::prelude::*;
use std::collections::BTreeMap;
use taizhang::{
    domain::{
        Day,
        ids::ItemId,
        item::{Item, ItemKind, WithdrawGround},
        lifecycle::{Progress, derive_progress},
        party::Role,
    },
    service::{
        self, Error, extension::Extension, filing::Filing, item::Revision, ledger::Which, responsibility::Assignment,
        session::Run,
    },
};

/// Three issues with two measures each and an opinion, codes in order.
fn office() -> Office {
    let mut office = Office::with_round(|_| {});
    for due in [Some("2025年6月底前"), Some("2025年9月底前"), None] {
        let issue = office.add(ItemKind::Issue, None, due);
        office.add(ItemKind::Measure, Some(&issue), None);
        office.add(ItemKind::Measure, Some(&issue), None);
    }
    office.add(ItemKind::Opinion, None, None);
    office
}

const PARENTS: [&str; 4] = ["1", "2", "3", "Y1"];
const MEASURES: [&str; 6] = ["1.1", "1.2", "2.1", "2.2", "3.1", "3.2"];
const DEPARTMENTS: [&str; 3] = ["立案庭", "执行局", "政治部"];

fn step(office: &mut Office, begun: i64, op: u8, a: usize, b: usize) -> Result<(), Error> {
    let code = |n: usize| if n.is_multiple_of(3) { PARENTS[n / 3 % 4] } else { MEASURES[n / 3 % 6] };
    let id = office.id(code(a));
    let approval = Some("某整办〔2025〕4号".to_owned());
    let mut ctx = office.at(None);
    let ledger = &mut office.ledger;
    match op {
        0..=4 => {
            let measure = office.ledger.read(|r| service::select::code(r, None, MEASURES[a % 6])).unwrap();
            let under = Some(PARENTS[b % 4].to_owned());
            let revision = Revision { under, approval, ..Revision::default() };
            service::item::revise(&mut office.ledger, &mut ctx, &[measure], &revision, Run::Record).map(drop)
        }
        5 | 6 => {
            let roles = vec![(Role::Department, vec![DEPARTMENTS[b % 3].to_owned()])];
            let assignment = Assignment { roles, ..Assignment::default() };
            service::responsibility::assign(ledger, &mut ctx, &[id], &assignment, Run::Record).map(drop)
        }
        7 | 8 => {
            let deadline = Some((feedback() + Days::new(40 + 30 * (b as u64 % 6))).to_string());
            let assignment = Assignment { deadline, approval, ..Assignment::default() };
            service::responsibility::assign(ledger, &mut ctx, &[id], &assignment, Run::Record).map(drop)
        }
        9 => {
            let to = (feedback() + Days::new(250 + b as u64)).to_string();
            let extension =
                Extension { to, review: None, applicant: None, reason: "需协调".into(), meeting: None, approval };
            service::extension::extend(ledger, &mut ctx, &[id], &extension, Run::Record).map(drop)
        }
        10 | 11 => {
            let progress = [Progress::InProgress, Progress::Completed, Progress::Staged][b % 3];
            let filing = Filing { progress: Some(progress), ..Filing::default() };
            service::filing::file(ledger, &mut ctx, &[id], &filing, Run::Record).map(drop)
        }
        12 => {
            let ground = WithdrawGround::EntryError;
            let none = (None, approval.as_deref());
            service::item::withdraw(ledger, &mut ctx, &[id], ground, "重复", none, Run::Record).map(drop)
        }
        13 => service::plan::adopt(ledger, &mut ctx, None, "2", Run::Record).map(drop),
        _ => {
            // What the office begins with stays.
            let last = ledger.read(|r| r.ledger()).unwrap().unwrap().records;
            let which = Which::Record((last - b as i64 % 12).max(begun + 1));
            service::ledger::undo(ledger, &mut ctx, which, None, Run::Record).map(drop)
        }
    }
}

/// First due days that the adoption fixed.
type Fixed = BTreeMap<ItemId, Day>;

fn hold(office: &Office, fixed: &mut Option<Fixed>) {
    let ids: Vec<ItemId> = PARENTS.iter().chain(&MEASURES).map(|code| office.id(code)).collect();
    office.read(|r| {
        let all = ids.iter().map(|id| r.item(*id)).collect::<Result<Vec<Item>, _>>()?;
        let adopted = r.rounds()?[0].adopted_on.is_some();
        let firsts = || all.iter().filter_map(|i| Some((i.id, i.first_due()?))).collect::<Fixed>();
        match (adopted, fixed.as_ref()) {
            (true, None) => *fixed = Some(firsts()),
            (true, Some(before)) => {
                let now = firsts();
                for (id, day) in before {
                    assert_eq!(now.get(id), Some(day), "first due of {id}");
                }
            }
            (false, _) => *fixed = None,
        }
        for item in all.iter().filter(|i| i.withdrawn_on.is_none()) {
            let below: Vec<_> = r.live_children(item.id)?.iter().map(|c| (c.progress, c.completed_on)).collect();
            if let Some(derived) = derive_progress(&below) {
                assert_eq!((item.progress, item.completed_on), derived, "progress of {}", item.code);
            }
            let Some(parent) = item.parent.map(|id| r.item(id)).transpose()? else { continue };
            for role in Role::ALL {
                let set_on = r.role_set_on(item.id, *role)?;
                if set_on != Some(item.id) {
                    assert_eq!(set_on, r.role_set_on(parent.id, *role)?, "{role} of {}", item.code);
                    let names = |i: &Item| i.in_role(*role).map(|p| p.id).collect::<Vec<_>>();
                    assert_eq!(names(item), names(&parent), "{role} of {}", item.code);
                }
            }
            let held = |i: &Item| i.deadline.as_ref().map(|d| (d.set_on, d.now.clone()));
            if item.deadline.as_ref().is_none_or(|d| d.set_on != item.id) {
                assert_eq!(held(item), held(&parent), "deadline of {}", item.code);
            }
        }
        Ok(())
    });
}

/// Found at random: what is taken back twice leaves nothing behind that follows from what is no longer there.
#[test]
fn a_move_is_not_undone_once_another_undo_changed_what_follows_from_it() {
    let steps = [
        (0, 1, 43),
        (0, 10, 1),
        (10, 37, 1),
        (5, 13, 0),
        (0, 3, 18),
        (0, 5, 43),
        (5, 1, 0),
        (0, 16, 12),
        (14, 0, 10),
        (14, 0, 1),
    ];
    play(&steps);
}

/// Plays the steps, each four days after the one before, and looks after each.
fn play(steps: &[(u8, usize, usize)]) {
    let mut office = office();
    office.meet();
    let begun = office.read(|r| r.ledger()).unwrap().records;
    let mut fixed = None;
    hold(&office, &mut fixed);
    for (at, (op, a, b)) in steps.iter().enumerate() {
        office.today = day("2025-03-04") + Days::new(at as u64 * 4);
        let before = office.anchor();
        match step(&mut office, begun, *op, *a, *b) {
            Ok(()) => hold(&office, &mut fixed),
            Err(Error::Refused(_)) => assert_eq!(office.anchor(), before),
            Err(other) => panic!("{other:?}"),
        }
    }
    office.assert_sound();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 2000, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn whatever_moves_and_is_undone_what_is_inherited_holds_above(
        steps in prop::collection::vec((0_u8..18, 0_usize..60, 0_usize..60), 10..60)
    ) {
        play(&steps);
    }
}
