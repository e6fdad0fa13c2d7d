//! Makes a ledger of many items, for measuring: `cargo run --release --example big_ledger -- FILE ITEMS [OPEN_PER_CENT]`.
//!
//! Appends events through the library in commands of a thousand issues, the way an import does. One issue in five items, four
//! measures each; all but the last tenth of the issues (or as asked) are completed and closed.

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use std::{error::Error, path::Path, process::ExitCode};
use taizhang::{
    domain::{
        code::{Code, Series},
        context::Context,
        deadline::{Deadline, DeadlineClass},
        event::{Event, NewItem},
        ids::{ItemId, MeetingId, PartyId, RoundId},
        item::{ItemKind, Origin},
        lifecycle::Progress,
        meeting::{MeetingFacts, MeetingKind},
        party::{PartyKind, Role},
        round::{RoundKind, RoundSettings},
    },
    service::ledger::init,
    store::{Command, Ledger, StoreError, Writer},
};
use uuid::Uuid;

const DEPARTMENTS: i64 = 40;
const LEADERS: i64 = 8;

#[allow(dead_code, reason = "the tests take this file in as a module and call what stands below")]
fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.as_slice() {
        [file, items, rest @ ..] => match make(file, items, rest.first().map_or("10", String::as_str)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        },
        _ => ExitCode::from(2),
    }
}

fn day(text: &str) -> Result<NaiveDate, chrono::ParseError> {
    text.parse()
}

pub(crate) fn make(file: &str, items: &str, open: &str) -> Result<(), Box<dyn Error>> {
    let issues = items.parse::<i64>()? / 5;
    let open_from = issues - issues * open.parse::<i64>()? / 100;
    let now: DateTime<FixedOffset> = DateTime::parse_from_rfc3339("2025-11-30T09:00:00+08:00")?;
    let mut context = Context { now, operator: None, on: None, new_uid: Box::new(Uuid::now_v7) };
    let mut ledger = init(Path::new(file), &mut context, Some("某市某局"), "整改办")?;
    let feedback = day("2025-01-13")?;
    let command = |on: NaiveDate| Command {
        id: Uuid::now_v7(),
        verb: "intake".into(),
        entered_at: now,
        effective_on: on,
        operator: "整改办".into(),
    };
    ledger.write(&command(feedback), |writer| {
        for at in 0..DEPARTMENTS + LEADERS {
            let (name, kind) = if at < DEPARTMENTS {
                (format!("第{}部门", at + 1), PartyKind::Department)
            } else {
                (format!("分管领导{}", at + 1 - DEPARTMENTS), PartyKind::Leader)
            };
            let party = PartyId(at + 2);
            writer.append(&Event::PartyAdded {
                party,
                uid: Uuid::now_v7(),
                name,
                party_kind: kind,
                ord: at + 2,
                note: None,
            })?;
        }
        let settings = RoundSettings::new("某市委巡察", RoundKind::Patrol, feedback);
        writer.append(&Event::RoundOpened {
            round: RoundId(1),
            uid: Uuid::now_v7(),
            key: "2024巡察".into(),
            settings,
        })?;
        let facts = MeetingFacts {
            kind: MeetingKind::PartyGroup,
            held_on: day("2025-09-01").unwrap_or(feedback),
            title: "党组会".into(),
            minutes_no: None,
        };
        writer.append(&Event::MeetingAdded {
            meeting: MeetingId(1),
            uid: Uuid::now_v7(),
            round: Some(RoundId(1)),
            facts,
        })?;
        Ok::<_, StoreError>(())
    })?;
    let mut next = 1;
    for chunk in (0..issues).collect::<Vec<_>>().chunks(1000) {
        add(&mut ledger, &command(feedback), chunk, &mut next)?;
    }
    for chunk in (0..open_from).collect::<Vec<_>>().chunks(1000) {
        ledger.write(&command(day("2025-09-10")?), |writer| {
            chunk.iter().try_for_each(|issue| finish(writer, ItemId(issue * 5 + 1)))
        })?;
    }
    Ok(())
}

fn add(ledger: &mut Ledger, command: &Command, issues: &[i64], next: &mut i64) -> Result<(), StoreError> {
    ledger.write(command, |writer| {
        for issue in issues {
            let number = u32::try_from(issue + 1).unwrap_or(u32::MAX);
            let code = Code::top(Series::PLAIN, number);
            let id = item(writer, None, ItemKind::Issue, &code, (String::new(), i64::from(number)), next)?;
            let mut reach = vec![id];
            for measure in 1..=4 {
                let below = code.child(measure);
                reach.push(item(
                    writer,
                    Some(id),
                    ItemKind::Measure,
                    &below,
                    (code.to_string(), i64::from(measure)),
                    next,
                )?);
            }
            for (role, party) in
                [(Role::Department, 2 + issue % DEPARTMENTS), (Role::Leader, 2 + DEPARTMENTS + issue % LEADERS)]
            {
                let parties = vec![PartyId(party)];
                writer.append(&Event::ResponsibilitySet { item: id, role, parties, reach: reach.clone() })?;
            }
            let due = command.effective_on.checked_add_days(Days::new(60 + u64::from(number % 360)));
            let raw = due.map(|d| d.to_string()).unwrap_or_default();
            let deadline = Deadline { raw, class: DeadlineClass::Date, due, review: None, note: None };
            writer.append(&Event::DeadlineSet { item: id, deadline, reach, approval: None, keeps_first: false })?;
        }
        Ok(())
    })
}

fn item(
    writer: &mut Writer<'_>,
    parent: Option<ItemId>,
    item_kind: ItemKind,
    code: &Code,
    counter: (String, i64),
    next: &mut i64,
) -> Result<ItemId, StoreError> {
    let item = ItemId(*next);
    *next += 1;
    writer.append(&Event::ItemAdded(Box::new(NewItem {
        item,
        uid: Uuid::now_v7(),
        round: RoundId(1),
        parent,
        item_kind,
        origin: Origin::Feedback,
        item_type: None,
        code: code.to_string(),
        counter,
        sort_key: code.sort_key(),
        text: format!("第{code}项：有关制度执行不够严格，台账登记不够及时，个别环节责任没有落到具体岗位"),
        goal: None,
        note: None,
        source_no: None,
        source: None,
        approval: None,
        roles: Vec::new(),
        deadline: None,
    })))?;
    Ok(item)
}

fn finish(writer: &mut Writer<'_>, issue: ItemId) -> Result<(), StoreError> {
    let completed_on = Some(writer.command().effective_on - Days::new(20));
    let measures: Vec<ItemId> = (1..=4).map(|at| ItemId(issue.0 + at)).collect();
    for (item, derived) in measures.iter().map(|m| (*m, false)).chain([(issue, true)]) {
        writer.append(&Event::ProgressSet {
            item,
            progress: Progress::Completed,
            completed_on,
            filing: None,
            derived,
        })?;
    }
    writer.append(&Event::Closed {
        item: issue,
        cycle: 1,
        meeting: Some(MeetingId(1)),
        unratified: false,
        without_evidence: Some("见会议材料".into()),
        words: None,
        rests_on: measures,
        evidence: Vec::new(),
        open_cases: Vec::new(),
    })?;
    Ok(())
}
