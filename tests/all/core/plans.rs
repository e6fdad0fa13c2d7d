//! Everyday questions are answered through indexes: closed history does not slow them down.

use super::office::{Office, feedback};
use rusqlite::Connection;
use std::fmt::Write as _;
use taizhang::{
    domain::{
        Day,
        check::{CheckRule, Looks},
        filter::{Filter, Waits},
        ids::{ItemId, PartyId, RoundId},
        item::{ItemType, Origin},
        lifecycle::Light,
        party::Role,
        rhythm::FilingDue,
        round::Rhythm,
    },
    store::query::{AsOf, Order, rule::OverdueSection},
};

/// A ledger of a few thousand items. The rows are written straight into the tables: plans do not depend on the journal.
fn office() -> Office {
    let office = Office::with_round(|_| {});
    let conn = Connection::open(&office.path).unwrap();
    let mut sql = String::from("BEGIN;");
    for id in 1..=3000 {
        let open = id % 10 == 0;
        write!(
            sql,
            "INSERT INTO item (id, uid, round_id, under_issue, kind, origin, code, sort_key, text, disclosure, added_on,
               due, progress, closure)
             VALUES ({id}, 'u{id}', 1, 0, 'issue', 'feedback', '{id}', '01.{id:06}', 't', 'party', '2025-03-03',
               '2025-0{}-01', '{}', '{}');
             INSERT INTO item_party (item_id, role, ord, party_id) VALUES ({id}, 'department', 1, {});",
            4 + id % 5,
            if open { "in_progress" } else { "completed" },
            if open { "none" } else { "closed" },
            4 + id % 3,
        )
        .unwrap();
    }
    sql.push_str("COMMIT;");
    conn.execute_batch(&sql).unwrap();
    office
}

/// No step reads a whole table that grows with the years; `allowed` names steps that are bounded otherwise.
fn assert_searches(what: &str, plan: &[String]) {
    println!("{what}\n  {}", plan.join("\n  "));
    for step in plan {
        let reads_all = step.starts_with("SCAN");
        // What a step scans besides tables: lists bound as values, the rows of a subquery.
        let harmless =
            ["json_each", "CONSTANT ROW", "(subquery", "below", "SCAN filed"].iter().any(|h| step.contains(h));
        assert!(!reads_all || harmless, "{what}: {step}\n{plan:#?}");
    }
}

#[test]
fn listing_searches_an_index() {
    let office = office();
    let as_of = AsOf { day: feedback(), current: true };
    let round = Filter { rounds: vec![RoundId(1)], ..Filter::default() };
    let cases = [
        ("one round", round.clone(), Order::Code),
        ("open only", Filter { skip_closed: true, ..round.clone() }, Order::Code),
        ("by department", Filter { departments: vec![PartyId(5)], ..round.clone() }, Order::Code),
        ("by department in any round", Filter { departments: vec![PartyId(5)], ..Filter::default() }, Order::Code),
        ("in the office's order", round.clone(), Order::Party(Role::Department)),
        ("named items", Filter { items: vec![ItemId(1), ItemId(2)], ..Filter::default() }, Order::Code),
        ("below one", Filter { parents: vec![ItemId(1)], ..Filter::default() }, Order::Code),
        ("due before", Filter { due_before: Some(feedback()), ..round }, Order::Code),
    ];
    for (what, filter, order) in cases {
        assert_searches(what, &office.read(|r| r.explain_items(&filter, as_of, order)));
    }
    // The first page of a round needs no sorting: the index has the order.
    let round = Filter { rounds: vec![RoundId(1)], ..Filter::default() };
    let plan = office.read(|r| r.explain_items(&round, as_of, Order::Code));
    assert!(
        plan.iter().any(|s| s.contains("item_by_sort")) && !plan.iter().any(|s| s.contains("TEMP B-TREE")),
        "{plan:?}"
    );
}

/// A past day is answered from dated rows found by the item's key: never a replay, never a table read through per item.
#[test]
fn past_days_search_by_key() {
    let office = office();
    let as_of = AsOf { day: feedback(), current: false };
    for filter in [
        Filter { rounds: vec![RoundId(1)], ..Filter::default() },
        Filter { lights: vec![Light::Yellow], rounds: vec![RoundId(1)], ..Filter::default() },
        Filter {
            types: vec![ItemType::LongTerm],
            origins: vec![Origin::Feedback],
            rounds: vec![RoundId(1)],
            ..Filter::default()
        },
    ] {
        let plan = office.read(|r| r.explain_items(&filter, as_of, Order::Code));
        assert_searches("a past day", &plan);
        assert!(plan.iter().any(|s| s.contains("SEARCH b USING PRIMARY KEY")), "{plan:#?}");
    }
}

#[test]
fn every_section_of_the_overdue_report_reads_open_work_only() {
    let office = office();
    let as_of = AsOf { day: "2025-05-05".parse::<Day>().unwrap(), current: true };
    for rounds in [Vec::new(), vec![RoundId(1)]] {
        let filter = Filter { rounds, ..Filter::default() };
        for section in
            [OverdueSection::Late, OverdueSection::DueSoon(30), OverdueSection::NoDeadline, OverdueSection::ReviewDue]
        {
            for order in [Order::Party(Role::Department), Order::Due, Order::Category, Order::Code] {
                let plan = office.read(|r| r.explain_overdue(&filter, as_of, section, order));
                let what = format!("{section:?} {order:?} {}", filter.rounds.len());
                assert_searches(&what, &plan);
                let index = if section == OverdueSection::ReviewDue { "item_review" } else { "item_open_due" };
                assert!(plan.iter().any(|s| s.contains(index)), "{what}: {plan:#?}");
            }
        }
    }
}

#[test]
fn what_waits_and_what_is_unfiled_search_an_index() {
    let office = office();
    let as_of = AsOf { day: feedback(), current: true };
    let period = Rhythm::Monthly.period(feedback(), feedback());
    let round = Filter { rounds: vec![RoundId(1)], ..Filter::default() };
    let cases = [
        ("applications", Filter { waits: Some(Waits::Extension), ..round.clone() }),
        ("pending filings", Filter { waits: Some(Waits::Filing), ..round.clone() }),
        ("unfiled", Filter { filing: Some((FilingDue::Unfiled, vec![(RoundId(1), period)])), ..round.clone() }),
        ("filed", Filter { filing: Some((FilingDue::Filed, vec![(RoundId(1), period)])), ..round }),
    ];
    for (what, filter) in cases {
        let plan = office.read(|r| r.explain_items(&filter, as_of, Order::Code));
        // A partial index of what waits is read whole: it holds nothing else.
        let waits = |step: &String| {
            step.contains("USING COVERING INDEX filing_pending") || step.contains("INDEX extension_open")
        };
        assert_searches(what, &plan.into_iter().filter(|step| !waits(step)).collect::<Vec<_>>());
    }
}

/// What showing, closing and undoing ask. The statements are those of `store/query`; a copy that drifts apart fails to find
/// its text there.
#[test]
fn showing_and_closing_search_by_key() {
    let office = office();
    let sources = [
        include_str!("../../../src/store/query/item.rs"),
        include_str!("../../../src/store/query/link.rs"),
        include_str!("../../../src/store/query/attachment.rs"),
        include_str!("../../../src/store/query/extension.rs"),
        include_str!("../../../src/store/query/filing.rs"),
        include_str!("../../../src/store/query/figures.rs"),
        include_str!("../../../src/store/query/round.rs"),
        include_str!("../../../src/store/query/roster.rs"),
        include_str!("../../../src/store/query/log.rs"),
        include_str!("../../../src/store/journal.rs"),
    ];
    let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let written = squeeze(&sources.join("\n"));
    let conn = Connection::open(&office.path).unwrap();
    for (from, conditions) in [
        ("item", "WHERE round_id = ?1 AND code = ?2"),
        ("item i", "WHERE i.id = ?1"),
        ("item i", "WHERE i.parent_id = ?1 ORDER BY i.sort_key"),
        ("item_party x JOIN party p ON p.id = x.party_id", "WHERE x.item_id = ?1 ORDER BY x.role, x.ord"),
        ("filing f LEFT JOIN party p ON p.id = f.department_id", "WHERE f.item_id = ?1 ORDER BY f.on_day, f.id"),
        (
            "extension e LEFT JOIN party p ON p.id = e.applicant_id LEFT JOIN meeting m ON m.id = e.meeting_id",
            "WHERE e.item_id = ?1 ORDER BY e.id",
        ),
        (
            "extension e LEFT JOIN party p ON p.id = e.applicant_id LEFT JOIN meeting m ON m.id = e.meeting_id",
            "WHERE e.item_id = ?1 AND e.state = 'applied'",
        ),
        ("filing f LEFT JOIN party p ON p.id = f.department_id", "WHERE f.id = ?1"),
        ("sign_off s LEFT JOIN party p ON p.id = s.party_id", "WHERE s.item_id = ?1 ORDER BY s.seq"),
        (
            "evidence e JOIN evidence_item x ON x.evidence_id = e.id",
            "WHERE x.item_id = ?1 AND e.withdrawn_on IS NULL ORDER BY e.id",
        ),
        ("meeting_decision d JOIN item i ON i.id = d.item_id", "WHERE d.item_id = ?1 ORDER BY d.seq"),
        ("meeting_decision d JOIN item i ON i.id = d.item_id", "WHERE d.meeting_id = ?1 ORDER BY d.seq"),
        ("item_record x JOIN journal j ON j.seq = x.seq", "WHERE x.item_id = ?2 ORDER BY x.seq DESC LIMIT ?1"),
        ("journal", "WHERE command_id = ?1 ORDER BY seq"),
        ("journal", "WHERE seq >= ?1 ORDER BY seq"),
        ("responsibility_row", "WHERE item_id = ?1 AND role = ?2 ORDER BY seq DESC LIMIT 1"),
        ("progress_row", "WHERE item_id = ?1 ORDER BY seq DESC LIMIT 1"),
        (
            "link l JOIN item f ON f.id = l.from_id JOIN item t ON t.id = l.to_id JOIN round fr ON fr.id = f.round_id JOIN round tr ON tr.id = t.round_id",
            "WHERE l.from_id = ?1 AND l.kind IN ('answers', 'stems_from', 'also_answers', 'same_as')",
        ),
        (
            "link l JOIN item f ON f.id = l.from_id JOIN item t ON t.id = l.to_id JOIN round fr ON fr.id = f.round_id JOIN round tr ON tr.id = t.round_id",
            "WHERE l.to_id = ?1",
        ),
    ] {
        let text = format!("FROM {from} {conditions}");
        let known = written.contains(&text)
            // Assembled from parts.
            || (written.contains(&format!("FROM {from}")) && written.contains(conditions.split(" ORDER BY").next().unwrap().trim_start_matches("WHERE ")));
        assert!(known, "no such question any more: {text}");
        let mut statement = conn.prepare(&format!("EXPLAIN QUERY PLAN SELECT * {text}")).unwrap();
        let values = vec![1; statement.parameter_count()];
        let plan: Vec<String> = statement
            .query_map(rusqlite::params_from_iter(values), |row| row.get(3))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        assert_searches(&text, &plan);
    }
}

#[test]
fn the_rules_of_the_check_search_an_index() {
    let office = office();
    let as_of = AsOf { day: feedback(), current: true };
    let round = Filter { rounds: vec![RoundId(1)], ..Filter::default() };
    for rule in CheckRule::ALL.iter().filter(|rule| rule.looks_at() == Looks::Items) {
        assert_searches(rule.key(), &office.read(|r| r.explain_checked_items(*rule, &round, as_of)));
    }
}
