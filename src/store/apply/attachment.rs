//! What hangs on items: filings, look-backs, outcomes, evidence, papers, draws.

use super::{Stamp, day, day_opt, run, spend};
use crate::{
    domain::{
        disclosure::Audience,
        event::{Event, NewFiling},
        ids::{EvidenceId, FilingId, ItemId, OutcomeId, PaperId, RecheckId, SampleId},
        item::Disclosure,
        outcome::{AccountabilityForm, MoneyDirection, OutcomeFacts},
    },
    store::{StoreError, tables::Tables},
};

pub(super) fn apply(conn: &Tables<'_>, stamp: &Stamp<'_>, event: &Event) -> Result<(), StoreError> {
    let on = day(stamp.effective_on);
    match event {
        Event::FilingRecorded(new) => file(conn, stamp, new)?,
        Event::FilingAccepted { filing, .. } => set_filing(conn, *filing, "accepted", Some(&on), None)?,
        Event::FilingReturned { filing, item, words } => {
            set_filing(conn, *filing, "returned", Some(&on), Some(words))?;
            refresh_last_filing(conn, *item)?;
        }
        Event::RecheckRecorded { recheck, item, by, rebound, words, next_review, evidence, sample } => {
            spend(conn, RecheckId::COUNTER, recheck.0)?;
            run(
                conn,
                "INSERT INTO recheck (id, item_id, cycle, on_day, by, rebound, words, next_review, sample_id)
                 SELECT ?1, ?2, cycle, ?3, ?4, ?5, ?6, ?7, ?8 FROM item WHERE id = ?2",
                &[&recheck.0, &item.0, &on, by, rebound, words, &day_opt(*next_review), &sample.map(|s| s.0)],
            )?;
            for named in evidence {
                run(
                    conn,
                    "INSERT INTO recheck_evidence (recheck_id, evidence_id) VALUES (?1, ?2)",
                    &[&recheck.0, &named.0],
                )?;
            }
            refresh_looked(conn, *item)?;
        }
        Event::OutcomeAdded { outcome, facts, items, words } => {
            spend(conn, OutcomeId::COUNTER, outcome.0)?;
            run(
                conn,
                "INSERT INTO outcome (id, on_day, kind, words, disclosure) VALUES (?1, ?2, ?3, ?4, ?5)",
                &[&outcome.0, &on, &facts.kind().key(), words, &Disclosure::Party.key()],
            )?;
            set_outcome(conn, *outcome, facts)?;
            for item in items {
                link_outcome(conn, *outcome, *item, &on)?;
            }
        }
        Event::OutcomeAmended { outcome, after, .. } => {
            run(
                conn,
                "INSERT INTO outcome_before (outcome_id, seq, until_on, kind, title, number, revised, institution, form, people,
                   times, direction, cents, count, unit)
                 SELECT id, ?2, ?3, kind, title, number, revised, institution, form, people, times, direction, cents, count, unit
                 FROM outcome WHERE id = ?1",
                &[&outcome.0, &stamp.seq, &on],
            )?;
            set_outcome(conn, *outcome, after)?;
        }
        Event::OutcomeLinked { outcome, item } => link_outcome(conn, *outcome, *item, &on)?,
        Event::OutcomeWithdrawn { outcome, reason } => {
            run(
                conn,
                "UPDATE outcome SET withdrawn_on = ?2, withdrawn_reason = ?3 WHERE id = ?1",
                &[&outcome.0, &on, reason],
            )?;
        }
        Event::EvidenceAdded { evidence, facts, items, filing } => {
            spend(conn, EvidenceId::COUNTER, evidence.0)?;
            let (file, register) = (facts.file.as_ref(), facts.register.as_ref());
            let bytes = file.map(|f| i64::try_from(f.bytes)).transpose();
            run(
                conn,
                "INSERT INTO evidence (id, on_day, title, dated_on, file_name, sha256, bytes, register_no, register_pages,
                   kept_at, filing_id, disclosure)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
                &[
                    &evidence.0,
                    &on,
                    &facts.title,
                    &day_opt(facts.dated_on),
                    &file.map(|f| f.name.as_str()),
                    &file.map(|f| f.sha256.as_str()),
                    &bytes.map_err(|e| StoreError::Value(e.to_string()))?,
                    &register.and_then(|r| r.number.as_deref()),
                    &register.and_then(|r| r.pages),
                    &register.map(|r| r.kept_at.as_str()),
                    &filing.map(|f| f.0),
                    &Disclosure::Party.key(),
                ],
            )?;
            for item in items {
                link_evidence(conn, *evidence, *item)?;
            }
        }
        Event::EvidenceLinked { evidence, item } => link_evidence(conn, *evidence, *item)?,
        Event::EvidenceWithdrawn { evidence, reason } => {
            run(
                conn,
                "UPDATE evidence SET withdrawn_on = ?2, withdrawn_reason = ?3 WHERE id = ?1",
                &[&evidence.0, &on, reason],
            )?;
        }
        Event::PaperIssued {
            paper,
            round,
            register,
            year,
            number,
            title,
            as_of,
            items,
            addressee,
            letter,
            audience,
            looked_at,
        } => {
            spend(conn, PaperId::COUNTER, paper.0)?;
            spend(conn, &format!("paper:{register}:{year}"), *number)?;
            run(
                conn,
                "INSERT INTO paper (id, round_id, register, year, number, title, as_of, issued_on, addressee_id, tier, reply_by,
                   role, audience, looked_at, seq)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
                &[
                    &paper.0,
                    &round.map(|r| r.0),
                    register,
                    year,
                    number,
                    title,
                    &day(*as_of),
                    &on,
                    &addressee.map(|p| p.0),
                    &letter.map(|l| l.tier.key()),
                    &letter.map(|l| day(l.reply_by)),
                    &letter.map(|l| l.role.key()),
                    &audience.map(Audience::key),
                    looked_at,
                    &stamp.seq,
                ],
            )?;
            for item in items {
                run(conn, "INSERT INTO paper_item (paper_id, item_id) VALUES (?1, ?2)", &[&paper.0, &item.0])?;
            }
        }
        Event::PaperKept { paper, original } => {
            let bytes = i64::try_from(original.bytes).map_err(|e| StoreError::Value(e.to_string()))?;
            run(
                conn,
                "UPDATE paper SET sha256 = ?2, bytes = ?3, ending = ?4 WHERE id = ?1",
                &[&paper.0, &original.sha256, &bytes, &original.ending],
            )?;
        }
        // What it was drawn from stands in the record, for those who draw again.
        Event::SampleDrawn { sample, round, seed, items, population, among: _, filter: _ } => {
            spend(conn, SampleId::COUNTER, sample.0)?;
            run(
                conn,
                "INSERT INTO sample (id, round_id, on_day, seed, population, seq) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                &[&sample.0, &round.map(|r| r.0), &on, seed, population, &stamp.seq],
            )?;
            for (ord, item) in (1_i64..).zip(items) {
                run(
                    conn,
                    "INSERT INTO sample_item (sample_id, ord, item_id) VALUES (?1, ?2, ?3)",
                    &[&sample.0, &ord, &item.0],
                )?;
            }
        }
        _ => unreachable!("dispatched by apply"),
    }
    Ok(())
}

pub(super) fn unapply(conn: &Tables<'_>, stamp: &Stamp<'_>, event: &Event) -> Result<(), StoreError> {
    match event {
        Event::FilingRecorded(new) => {
            run(conn, "DELETE FROM filing WHERE id = ?1", &[&new.filing.0])?;
            refresh_last_filing(conn, new.item)?;
        }
        Event::FilingAccepted { filing, item } | Event::FilingReturned { filing, item, .. } => {
            set_filing(conn, *filing, "pending", None, None)?;
            refresh_last_filing(conn, *item)?;
        }
        Event::RecheckRecorded { recheck, item, .. } => {
            run(conn, "DELETE FROM recheck_evidence WHERE recheck_id = ?1", &[&recheck.0])?;
            run(conn, "DELETE FROM recheck WHERE id = ?1", &[&recheck.0])?;
            refresh_looked(conn, *item)?;
        }
        Event::OutcomeAdded { outcome, .. } => {
            run(conn, "DELETE FROM outcome_item WHERE outcome_id = ?1", &[&outcome.0])?;
            run(conn, "DELETE FROM outcome WHERE id = ?1", &[&outcome.0])?;
        }
        Event::OutcomeAmended { outcome, before, .. } => {
            run(conn, "DELETE FROM outcome_before WHERE outcome_id = ?1 AND seq = ?2", &[&outcome.0, &stamp.seq])?;
            set_outcome(conn, *outcome, before)?;
        }
        Event::OutcomeLinked { outcome, item } => {
            run(conn, "DELETE FROM outcome_item WHERE outcome_id = ?1 AND item_id = ?2", &[&outcome.0, &item.0])?;
        }
        Event::OutcomeWithdrawn { outcome, .. } => {
            run(conn, "UPDATE outcome SET withdrawn_on = NULL, withdrawn_reason = NULL WHERE id = ?1", &[&outcome.0])?;
        }
        Event::EvidenceAdded { evidence, .. } => {
            // The bytes stay: kept files are never deleted, and another record may name them.
            run(conn, "DELETE FROM evidence_item WHERE evidence_id = ?1", &[&evidence.0])?;
            run(conn, "DELETE FROM evidence WHERE id = ?1", &[&evidence.0])?;
        }
        Event::EvidenceLinked { evidence, item } => {
            run(conn, "DELETE FROM evidence_item WHERE evidence_id = ?1 AND item_id = ?2", &[&evidence.0, &item.0])?;
        }
        Event::EvidenceWithdrawn { evidence, .. } => {
            run(
                conn,
                "UPDATE evidence SET withdrawn_on = NULL, withdrawn_reason = NULL WHERE id = ?1",
                &[&evidence.0],
            )?;
        }
        Event::PaperIssued { paper, .. } => {
            // The number stays spent, and what it was about stays visible: no undo takes that away under it.
            run(conn, "UPDATE paper SET withdrawn = 1 WHERE id = ?1", &[&paper.0])?;
        }
        Event::PaperKept { paper, .. } => {
            // The bytes stay, as all kept files do; nothing leads to them any more.
            run(conn, "UPDATE paper SET sha256 = NULL, bytes = NULL, ending = NULL WHERE id = ?1", &[&paper.0])?;
        }
        Event::SampleDrawn { sample, .. } => {
            run(conn, "DELETE FROM sample_item WHERE sample_id = ?1", &[&sample.0])?;
            run(conn, "DELETE FROM sample WHERE id = ?1", &[&sample.0])?;
        }
        _ => unreachable!("dispatched by unapply"),
    }
    Ok(())
}

fn file(conn: &Tables<'_>, stamp: &Stamp<'_>, new: &NewFiling) -> Result<(), StoreError> {
    spend(conn, FilingId::COUNTER, new.filing.0)?;
    run(
        conn,
        "INSERT INTO filing (id, item_id, cycle, on_day, department_id, filled_by, entered_by, situation, problems, next,
           progress, completed_on, leading, state, decided_on, disclosure)
         VALUES (?1, ?2, (SELECT cycle FROM item WHERE id = ?2), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,
           CASE ?13 WHEN 'accepted' THEN ?3 END, ?14)",
        &[
            &new.filing.0,
            &new.item.0,
            &day(stamp.effective_on),
            &new.department.map(|p| p.0),
            &new.filled_by,
            &stamp.operator,
            &new.situation,
            &new.problems,
            &new.next,
            &new.progress.map(crate::domain::lifecycle::Progress::key),
            &day_opt(new.completed_on),
            &new.leading,
            &if new.accepted { "accepted" } else { "pending" },
            &Disclosure::Party.key(),
        ],
    )?;
    run(
        conn,
        "UPDATE item SET last_filing_on = max(coalesce(last_filing_on, ?2), ?2) WHERE id = ?1",
        &[&new.item.0, &day(stamp.effective_on)],
    )?;
    Ok(())
}

fn refresh_last_filing(conn: &Tables<'_>, item: ItemId) -> Result<(), StoreError> {
    run(
        conn,
        "UPDATE item SET last_filing_on = (SELECT max(on_day) FROM filing WHERE item_id = ?1 AND state <> 'returned') WHERE id = ?1",
        &[&item.0],
    )?;
    Ok(())
}

fn refresh_looked(conn: &Tables<'_>, item: ItemId) -> Result<(), StoreError> {
    run(
        conn,
        "UPDATE item SET (looked_on, rebounded_on) =
           (SELECT max(on_day), max(CASE WHEN rebound THEN on_day END) FROM recheck WHERE item_id = ?1)
         WHERE id = ?1",
        &[&item.0],
    )?;
    Ok(())
}

fn set_filing(
    conn: &Tables<'_>,
    filing: FilingId,
    state: &str,
    decided_on: Option<&str>,
    words: Option<&str>,
) -> Result<(), StoreError> {
    run(
        conn,
        "UPDATE filing SET state = ?2, decided_on = ?3, words = ?4 WHERE id = ?1",
        &[&filing.0, &state, &decided_on, &words],
    )?;
    Ok(())
}

fn link_outcome(conn: &Tables<'_>, outcome: OutcomeId, item: ItemId, on: &str) -> Result<(), StoreError> {
    run(
        conn,
        "INSERT INTO outcome_item (outcome_id, item_id, from_on) VALUES (?1, ?2, ?3)",
        &[&outcome.0, &item.0, &on],
    )?;
    Ok(())
}

fn link_evidence(conn: &Tables<'_>, evidence: EvidenceId, item: ItemId) -> Result<(), StoreError> {
    run(conn, "INSERT INTO evidence_item (evidence_id, item_id) VALUES (?1, ?2)", &[&evidence.0, &item.0])?;
    Ok(())
}

/// The columns of an outcome, of which each kind fills its own.
#[derive(Default)]
struct OutcomeColumns<'a> {
    title: Option<&'a str>,
    number: Option<&'a str>,
    revised: Option<bool>,
    institution: Option<bool>,
    form: Option<&'static str>,
    people: Option<i64>,
    times: Option<i64>,
    direction: Option<&'static str>,
    cents: Option<i64>,
    count: Option<i64>,
    unit: Option<&'a str>,
}

fn set_outcome(conn: &Tables<'_>, outcome: OutcomeId, facts: &OutcomeFacts) -> Result<(), StoreError> {
    let columns = match facts {
        OutcomeFacts::Rule { title, number, revised, institution } => OutcomeColumns {
            title: Some(title),
            number: number.as_deref(),
            revised: Some(*revised),
            institution: Some(*institution),
            ..OutcomeColumns::default()
        },
        OutcomeFacts::Accountability { form, people, times } => OutcomeColumns {
            form: Some(AccountabilityForm::key(*form)),
            people: Some(*people),
            times: Some(*times),
            ..OutcomeColumns::default()
        },
        OutcomeFacts::Money { direction, cents } => OutcomeColumns {
            direction: Some(MoneyDirection::key(*direction)),
            cents: Some(*cents),
            ..OutcomeColumns::default()
        },
        OutcomeFacts::Other { name, count, unit } => {
            OutcomeColumns { title: Some(name), count: Some(*count), unit: Some(unit), ..OutcomeColumns::default() }
        }
    };
    run(
        conn,
        "UPDATE outcome SET kind = ?2, title = ?3, number = ?4, revised = ?5, institution = ?6, form = ?7, people = ?8,
           times = ?9, direction = ?10, cents = ?11, count = ?12, unit = ?13
         WHERE id = ?1",
        &[
            &outcome.0,
            &facts.kind().key(),
            &columns.title,
            &columns.number,
            &columns.revised,
            &columns.institution,
            &columns.form,
            &columns.people,
            &columns.times,
            &columns.direction,
            &columns.cents,
            &columns.count,
            &columns.unit,
        ],
    )?;
    Ok(())
}
