//! Large ledgers: how long things take. Run with `--ignored --nocapture`, best in release.

use super::office::{Office, addition, day};
use std::time::Instant;
use taizhang::{
    domain::{
        filter::Filter,
        ids::{ItemId, RoundId},
        item::{ItemKind, Origin},
        lifecycle::Progress,
        party::Role,
    },
    service::{self, filing::Filing, session::Run},
    store::{
        Mode, StoreError,
        query::{AsOf, GroupBy, Order, rule::OverdueSection},
    },
};

fn timed<T>(what: &str, act: impl FnOnce() -> T) -> T {
    let from = Instant::now();
    let answer = act();
    println!("{what:<40} {:>10.2} ms", from.elapsed().as_secs_f64() * 1000.0);
    answer
}

#[test]
#[ignore = "measures; TAIZHANG_BIG says how many items"]
#[expect(clippy::disallowed_methods, reason = "the measurer says how large")]
fn big_ledger() {
    let count: usize = std::env::var("TAIZHANG_BIG").ok().and_then(|n| n.parse().ok()).unwrap_or(2_000);
    let mut office = Office::with_round(|_| {});
    // What is measured is the program, not the disk's sync.
    let from = Instant::now();
    let departments = ["立案庭", "执行局", "政治部"];
    let mut parent = String::new();
    for at in 0..count {
        // One command each, as at the desk: an issue with its department and deadline, then three measures that inherit.
        let (kind, above, due, who) = if at % 4 == 0 {
            (
                ItemKind::Issue,
                None,
                Some(["立行立改", "2025年6月底前", "2026年12月底前"][at / 4 % 3]),
                &departments[at % 3..=at % 3],
            )
        } else {
            (ItemKind::Measure, Some(parent.clone()), None, &departments[..0])
        };
        let mut ctx = office.at(None);
        let new = addition(kind, Origin::Feedback, above.as_deref(), due, who);
        let receipt = service::item::add(&mut office.ledger, &mut ctx, &new, Run::Record).unwrap();
        if at % 4 == 0 {
            parent.clone_from(&receipt.done[0].code);
        }
    }
    let records = office.read(|r| r.ledger()).unwrap().records;
    let seconds = from.elapsed().as_secs_f64();
    println!(
        "{count} items, {records} records in {seconds:.1} s: {:.0} commands/s",
        f64::from(u32::try_from(count).unwrap()) / seconds
    );
    // Nine tenths are history: completed by one command.
    let most: Vec<ItemId> =
        (1..=i64::try_from(count).unwrap()).filter(|id| id % 4 != 1 && id % 40 > 4).map(ItemId).collect();
    let filing = Filing { progress: Some(Progress::Completed), ..Default::default() };
    let mut ctx = office.at(None);
    timed("one filing for most of them", || {
        service::filing::file(&mut office.ledger, &mut ctx, &most, &filing, Run::Record).unwrap()
    });
    office.today = day("2025-08-01");
    let now = AsOf { day: office.today, current: true };
    let round = Filter { rounds: vec![RoundId(1)], ..Filter::default() };
    let each = |_| Ok::<_, StoreError>(());
    timed("list, first page", || office.read(|r| r.each_item(&round, now, Order::Code, Some(50), each)));
    timed("list, count", || office.read(|r| r.count_items(&round, now)));
    for section in
        [OverdueSection::Late, OverdueSection::DueSoon(30), OverdueSection::NoDeadline, OverdueSection::ReviewDue]
    {
        timed(&format!("overdue {section:?}, 1000 rows and count"), || {
            office.read(|r| {
                r.count_overdue(&round, now, section)?;
                r.each_overdue(&round, now, section, Order::Party(Role::Department), Some(1000), each)
            });
        });
    }
    timed("summary, now", || office.read(|r| r.figures(&round, now, GroupBy::Nothing)));
    timed("summary by department, now", || office.read(|r| r.figures(&round, now, GroupBy::Department)));
    let past = AsOf { day: day("2025-03-10"), current: false };
    timed("summary, past day", || office.read(|r| r.figures(&round, past, GroupBy::Nothing)));
    timed("show", || {
        let id = office.id("7.2");
        office.read(|r| {
            r.item(id)?;
            r.filings_of(id)?;
            r.log(Some(id), None)
        })
    });
    let meeting = office.meet();
    office.register("2");
    let open: Vec<String> = (1..=3).map(|n| format!("2.{n}")).collect();
    for code in &open {
        office.complete(code);
    }
    timed("close", || office.close("2", meeting));
    timed("undo", || {
        let mut ctx = office.at(None);
        service::ledger::undo(&mut office.ledger, &mut ctx, service::ledger::Which::Last, None, Run::Record).unwrap()
    });
    timed("verify", || office.assert_sound());
    let copy = office.dir.path().join("older.db");
    timed("backup", || office.ledger.backup(&copy).unwrap());
    println!("file: {} MB", std::fs::metadata(&copy).unwrap().len() / 1_000_000);
    let conn = rusqlite::Connection::open(&copy).unwrap();
    conn.execute_batch("PRAGMA user_version = 0").unwrap();
    drop(conn);
    let ledger = timed("upgrade (backup, two replays)", || taizhang::store::Ledger::open(&copy, Mode::Write).unwrap());
    assert!(ledger.upgraded().unwrap().changed.is_empty(), "{:?}", ledger.upgraded().unwrap().changed);
}
