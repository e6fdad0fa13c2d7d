//! The dated axes of an item: responsibility, deadline, progress, closure.
//!
//! Each change adds a dated row and writes what is now effective onto the item; taking it back drops the row and reads
//! what is effective from the last row left.

use super::{Stamp, day, day_opt, round, run, spend};
use crate::{
    domain::{
        Day,
        deadline::Deadline,
        event::{Event, MovedDeadline, MovedRole},
        ids::{ExtensionId, ItemId, MeetingId, PartyId},
        lifecycle::{Closure, Progress},
        meeting::{Approval, Decision, DecisionOn},
        party::Role,
    },
    store::{StoreError, tables::Tables},
};

pub(super) fn apply(conn: &Tables<'_>, stamp: &Stamp<'_>, event: &Event) -> Result<(), StoreError> {
    let on = day(stamp.effective_on);
    match event {
        Event::ResponsibilitySet { item, role, parties, reach } => {
            for reached in reach {
                set_role(conn, stamp, *reached, *item, *role, parties)?;
            }
        }
        Event::DeadlineSet { item, deadline, reach, approval, keeps_first } => {
            let first = if *keeps_first { First::Kept } else { First::Anew };
            for reached in reach {
                set_deadline(conn, stamp, *reached, *item, deadline, first)?;
            }
            round::change_plan(conn, stamp, *item, "deadline", approval.as_ref())?;
        }
        Event::ReviewSet { reach, review, .. } => {
            for reached in reach {
                // The row before it with another review day: due day, words and extensions stay.
                run(
                    conn,
                    "INSERT INTO deadline_row (item_id, seq, from_on, set_item_id, raw, class, first_due, due, review, extensions, note)
                     SELECT item_id, ?2, ?3, set_item_id, raw, class, first_due, due, ?4, extensions, note
                     FROM deadline_row WHERE item_id = ?1 ORDER BY seq DESC LIMIT 1",
                    &[&reached.0, &stamp.seq, &on, &day_opt(*review)],
                )?;
                refresh_deadline(conn, *reached)?;
            }
        }
        Event::ExtensionApplied { extension, item, applicant, deadline, reason, after_expiry, on_return } => {
            spend(conn, ExtensionId::COUNTER, extension.0)?;
            run(
                conn,
                "INSERT INTO extension (id, item_id, applicant_id, applied_on, before_due, raw, class, due, review, note, reason,
                   after_expiry, on_return, state)
                 VALUES (?1, ?2, ?3, ?4, (SELECT due FROM item WHERE id = ?2), ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 'applied')",
                &[
                    &extension.0,
                    &item.0,
                    &applicant.map(|p| p.0),
                    &on,
                    &deadline.raw,
                    &deadline.class.key(),
                    &day_opt(deadline.due),
                    &day_opt(deadline.review),
                    &deadline.note,
                    reason,
                    after_expiry,
                    on_return,
                ],
            )?;
        }
        Event::ExtensionApproved { extension, item, deadline, approval, reach } => {
            decide_extension(conn, stamp, *extension, "approved", approval, None)?;
            run(
                conn,
                "UPDATE extension SET granted_raw = ?2, granted_due = ?3 WHERE id = ?1 AND (raw <> ?2 OR due IS NOT ?3)",
                &[&extension.0, &deadline.raw, &day_opt(deadline.due)],
            )?;
            if let Approval::Meeting(meeting) = approval {
                round::decide(conn, stamp.seq, *meeting, *item, DecisionOn::Extension, Decision::Agreed, None)?;
            }
            for reached in reach {
                set_deadline(conn, stamp, *reached, *item, deadline, First::Extended)?;
            }
        }
        Event::ExtensionRefused { extension, item, approval, words } => {
            decide_extension(conn, stamp, *extension, "refused", approval, Some(words))?;
            if let Approval::Meeting(meeting) = approval {
                round::decide(
                    conn,
                    stamp.seq,
                    *meeting,
                    *item,
                    DecisionOn::Extension,
                    Decision::Returned,
                    Some(words),
                )?;
            }
        }
        Event::ProgressSet { item, progress, completed_on, filing, derived } => {
            run(
                conn,
                "INSERT INTO progress_row (item_id, seq, from_on, progress, completed_on, derived, filing_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                &[&item.0, &stamp.seq, &on, &progress.key(), &day_opt(*completed_on), derived, &filing.map(|f| f.0)],
            )?;
            write_progress(conn, *item, *progress, day_opt(*completed_on).as_deref())?;
        }
        Event::ClosureRequested { item, words, .. } => {
            let row = Row { closure: Closure::Requested, words: words.as_deref(), ..Row::default() };
            set_closure(conn, stamp, *item, &row)?;
        }
        Event::ClosureSigned { item, step, party, agreed, words } => {
            run(
                conn,
                "INSERT INTO sign_off (seq, item_id, cycle, step, party_id, on_day, agreed, words)
                 SELECT ?1, ?2, cycle, ?3, ?4, ?5, ?6, ?7 FROM item WHERE id = ?2",
                &[&stamp.seq, &item.0, &step.key(), &party.map(|p| p.0), &on, agreed, words],
            )?;
        }
        Event::Closed { item, meeting, unratified, without_evidence, words, .. } => {
            let row = Row {
                closure: Closure::Closed,
                closed_on: Some(stamp.effective_on),
                meeting: *meeting,
                unratified: *unratified,
                without_evidence: without_evidence.as_deref(),
                words: words.as_deref(),
                ..Row::default()
            };
            set_closure(conn, stamp, *item, &row)?;
            if let Some(meeting) = meeting {
                round::decide(conn, stamp.seq, *meeting, *item, DecisionOn::Closure, Decision::Agreed, None)?;
            }
        }
        Event::ClosureReturned { item, meeting, words, .. } => {
            let row = Row { closure: Closure::Returned, meeting: *meeting, words: Some(words), ..Row::default() };
            set_closure(conn, stamp, *item, &row)?;
            if let Some(meeting) = meeting {
                round::decide(conn, stamp.seq, *meeting, *item, DecisionOn::Closure, Decision::Returned, Some(words))?;
            }
        }
        Event::ClosureDeferred { item, meeting, words } => {
            let (item, words) = (*item, words.as_deref());
            round::decide(conn, stamp.seq, *meeting, item, DecisionOn::Closure, Decision::Deferred, words)?;
        }
        Event::ClosureRatified { item, meeting } => {
            // Closed as before, but now by a meeting; the day of closing stays.
            run(
                conn,
                "INSERT INTO closure_row (item_id, seq, from_on, closure, cycle, closed_on, meeting_id, unratified, without_evidence, words)
                 SELECT item_id, ?2, ?3, closure, cycle, closed_on, ?4, 0, without_evidence, words
                 FROM closure_row WHERE item_id = ?1 ORDER BY seq DESC LIMIT 1",
                &[&item.0, &stamp.seq, &on, &meeting.0],
            )?;
            refresh_closure(conn, *item)?;
            round::decide(conn, stamp.seq, *meeting, *item, DecisionOn::Ratification, Decision::Agreed, None)?;
        }
        Event::Reopened { item, cycle, reason, .. } => {
            let row = Row { words: Some(reason), cycle: Some(*cycle), ..Row::default() };
            set_closure(conn, stamp, *item, &row)?;
        }
        _ => unreachable!("dispatched by apply"),
    }
    Ok(())
}

pub(super) fn unapply(conn: &Tables<'_>, stamp: &Stamp<'_>, event: &Event) -> Result<(), StoreError> {
    match event {
        Event::ResponsibilitySet { role, reach, .. } => {
            for item in reach {
                drop_role(conn, stamp, *item, *role)?;
            }
        }
        Event::DeadlineSet { reach, .. } | Event::ReviewSet { reach, .. } => {
            round::unchange_plan(conn, stamp.seq)?;
            drop_deadlines(conn, stamp, reach)?;
        }
        Event::ExtensionApplied { extension, .. } => {
            run(conn, "DELETE FROM extension WHERE id = ?1", &[&extension.0])?;
        }
        Event::ExtensionApproved { extension, reach, .. } => {
            undecide_extension(conn, stamp, *extension)?;
            drop_deadlines(conn, stamp, reach)?;
        }
        Event::ExtensionRefused { extension, .. } => undecide_extension(conn, stamp, *extension)?,
        Event::ProgressSet { item, .. } => {
            run(conn, "DELETE FROM progress_row WHERE item_id = ?1 AND seq = ?2", &[&item.0, &stamp.seq])?;
            refresh_progress(conn, *item)?;
        }
        Event::ClosureSigned { .. } => {
            run(conn, "DELETE FROM sign_off WHERE seq = ?1", &[&stamp.seq])?;
        }
        Event::ClosureRequested { item, .. }
        | Event::Closed { item, .. }
        | Event::ClosureReturned { item, .. }
        | Event::ClosureDeferred { item, .. }
        | Event::ClosureRatified { item, .. }
        | Event::Reopened { item, .. } => {
            run(conn, "DELETE FROM closure_row WHERE item_id = ?1 AND seq = ?2", &[&item.0, &stamp.seq])?;
            refresh_closure(conn, *item)?;
            round::undecide(conn, stamp.seq)?;
        }
        _ => unreachable!("dispatched by unapply"),
    }
    Ok(())
}

/// Gives an item to other parties of a role, which was set on `set_on`.
fn set_role(
    conn: &Tables<'_>,
    stamp: &Stamp<'_>,
    item: ItemId,
    set_on: ItemId,
    role: Role,
    parties: &[PartyId],
) -> Result<(), StoreError> {
    run(conn, "DELETE FROM item_party WHERE item_id = ?1 AND role = ?2", &[&item.0, &role.key()])?;
    give_role(conn, stamp, item, set_on, role, parties)
}

/// Gives an item to the parties of a role that nobody has, which was set on `set_on`.
pub(super) fn give_role(
    conn: &Tables<'_>,
    stamp: &Stamp<'_>,
    item: ItemId,
    set_on: ItemId,
    role: Role,
    parties: &[PartyId],
) -> Result<(), StoreError> {
    let row = "INSERT INTO responsibility_row (item_id, role, seq, ord, party_id, from_on, set_item_id)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let on = day(stamp.effective_on);
    if parties.is_empty() {
        run(conn, row, &[&item.0, &role.key(), &stamp.seq, &0_i64, &None::<i64>, &on, &set_on.0])?;
    }
    for (ord, party) in (1_i64..).zip(parties) {
        run(conn, row, &[&item.0, &role.key(), &stamp.seq, &ord, &party.0, &on, &set_on.0])?;
        run(
            conn,
            "INSERT INTO item_party (item_id, role, ord, party_id) VALUES (?1, ?2, ?3, ?4)",
            &[&item.0, &role.key(), &ord, &party.0],
        )?;
    }
    Ok(())
}

/// What holds for an item that has moved: the event says all of it.
pub(super) fn take_over(
    conn: &Tables<'_>,
    stamp: &Stamp<'_>,
    item: ItemId,
    roles: &[MovedRole],
    deadline: Option<&MovedDeadline>,
) -> Result<(), StoreError> {
    for MovedRole { role, parties, set_on } in roles {
        set_role(conn, stamp, item, *set_on, *role, parties)?;
    }
    if let Some(MovedDeadline { deadline, first_due, extensions, set_on }) = deadline {
        run(
            conn,
            "INSERT INTO deadline_row (item_id, seq, from_on, set_item_id, raw, class, first_due, due, review, extensions, note)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            &[
                &item.0,
                &stamp.seq,
                &day(stamp.effective_on),
                &set_on.0,
                &deadline.raw,
                &deadline.class.key(),
                &day_opt(*first_due),
                &day_opt(deadline.due),
                &day_opt(deadline.review),
                extensions,
                &deadline.note,
            ],
        )?;
        refresh_deadline(conn, item)?;
    }
    Ok(())
}

/// Takes back what [`take_over`] wrote.
pub(super) fn give_up(
    conn: &Tables<'_>,
    stamp: &Stamp<'_>,
    item: ItemId,
    roles: &[MovedRole],
    deadline: Option<&MovedDeadline>,
) -> Result<(), StoreError> {
    for MovedRole { role, .. } in roles {
        drop_role(conn, stamp, item, *role)?;
    }
    if deadline.is_some() {
        drop_deadlines(conn, stamp, &[item])?;
    }
    Ok(())
}

fn drop_role(conn: &Tables<'_>, stamp: &Stamp<'_>, item: ItemId, role: Role) -> Result<(), StoreError> {
    run(
        conn,
        "DELETE FROM responsibility_row WHERE item_id = ?1 AND role = ?2 AND seq = ?3",
        &[&item.0, &role.key(), &stamp.seq],
    )?;
    refresh_role(conn, item, role)
}

fn refresh_role(conn: &Tables<'_>, item: ItemId, role: Role) -> Result<(), StoreError> {
    run(conn, "DELETE FROM item_party WHERE item_id = ?1 AND role = ?2", &[&item.0, &role.key()])?;
    run(
        conn,
        "INSERT INTO item_party (item_id, role, ord, party_id)
         SELECT item_id, role, ord, party_id FROM responsibility_row
         WHERE item_id = ?1 AND role = ?2 AND party_id IS NOT NULL
           AND seq = (SELECT max(seq) FROM responsibility_row WHERE item_id = ?1 AND role = ?2)",
        &[&item.0, &role.key()],
    )?;
    Ok(())
}

/// What becomes of the first due day and the count of extensions when a deadline is set.
#[derive(Clone, Copy, PartialEq)]
enum First {
    /// It begins again with this deadline.
    Anew,
    /// It stays, and so does the count: moved forward after the plan was adopted.
    Kept,
    /// It stays, and one extension more is counted.
    Extended,
}

fn set_deadline(
    conn: &Tables<'_>,
    stamp: &Stamp<'_>,
    item: ItemId,
    set_on: ItemId,
    deadline: &Deadline,
    first: First,
) -> Result<(), StoreError> {
    run(
        conn,
        "INSERT INTO deadline_row (item_id, seq, from_on, set_item_id, raw, class, first_due, due, review, extensions, note)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, CASE WHEN ?10 THEN i.first_due ELSE ?7 END, ?7, ?8,
           CASE WHEN ?10 THEN i.extensions + ?11 ELSE 0 END, ?9
         FROM item i WHERE i.id = ?1",
        &[
            &item.0,
            &stamp.seq,
            &day(stamp.effective_on),
            &set_on.0,
            &deadline.raw,
            &deadline.class.key(),
            &day_opt(deadline.due),
            &day_opt(deadline.review),
            &deadline.note,
            &(first != First::Anew),
            &i64::from(first == First::Extended),
        ],
    )?;
    refresh_deadline(conn, item)
}

fn drop_deadlines(conn: &Tables<'_>, stamp: &Stamp<'_>, reach: &[ItemId]) -> Result<(), StoreError> {
    for item in reach {
        run(conn, "DELETE FROM deadline_row WHERE item_id = ?1 AND seq = ?2", &[&item.0, &stamp.seq])?;
        refresh_deadline(conn, *item)?;
    }
    Ok(())
}

/// Writes the last row of the deadline axis onto the item.
fn refresh_deadline(conn: &Tables<'_>, item: ItemId) -> Result<(), StoreError> {
    run(
        conn,
        "UPDATE item SET (deadline_raw, deadline_class, first_due, due, review, extensions, deadline_note, deadline_item_id) =
           (SELECT max(r.raw), max(r.class), max(r.first_due), max(r.due), max(r.review), coalesce(max(r.extensions), 0),
              max(r.note), max(r.set_item_id)
            FROM deadline_row r
            WHERE r.item_id = ?1 AND r.seq = (SELECT max(seq) FROM deadline_row WHERE item_id = ?1))
         WHERE id = ?1",
        &[&item.0],
    )?;
    Ok(())
}

fn decide_extension(
    conn: &Tables<'_>,
    stamp: &Stamp<'_>,
    extension: ExtensionId,
    state: &str,
    approval: &Approval,
    words: Option<&str>,
) -> Result<(), StoreError> {
    let (meeting, document) = match approval {
        Approval::Meeting(meeting) => (Some(meeting.0), None),
        Approval::Words(document) => (None, Some(document.as_str())),
    };
    run(
        conn,
        "UPDATE extension SET state = ?2, decided_on = ?3, meeting_id = ?4, approval = ?5, words = ?6 WHERE id = ?1",
        &[&extension.0, &state, &day(stamp.effective_on), &meeting, &document, &words],
    )?;
    Ok(())
}

fn undecide_extension(conn: &Tables<'_>, stamp: &Stamp<'_>, extension: ExtensionId) -> Result<(), StoreError> {
    run(
        conn,
        "UPDATE extension SET state = 'applied', decided_on = NULL, granted_raw = NULL, granted_due = NULL, meeting_id = NULL,
           approval = NULL, words = NULL WHERE id = ?1",
        &[&extension.0],
    )?;
    round::undecide(conn, stamp.seq)
}

fn write_progress(
    conn: &Tables<'_>,
    item: ItemId,
    progress: Progress,
    completed_on: Option<&str>,
) -> Result<(), StoreError> {
    run(
        conn,
        "UPDATE item SET progress = ?2, completed_on = ?3 WHERE id = ?1",
        &[&item.0, &progress.key(), &completed_on],
    )?;
    Ok(())
}

fn refresh_progress(conn: &Tables<'_>, item: ItemId) -> Result<(), StoreError> {
    write_progress(conn, item, Progress::NotStarted, None)?;
    run(
        conn,
        "UPDATE item SET (progress, completed_on) =
           (SELECT progress, completed_on FROM progress_row WHERE item_id = ?1 ORDER BY seq DESC LIMIT 1)
         WHERE id = ?1 AND EXISTS (SELECT 1 FROM progress_row WHERE item_id = ?1)",
        &[&item.0],
    )?;
    Ok(())
}

/// A row of the closure axis.
struct Row<'a> {
    closure: Closure,
    /// `None`: the cycle that is on.
    cycle: Option<i64>,
    closed_on: Option<Day>,
    meeting: Option<MeetingId>,
    unratified: bool,
    without_evidence: Option<&'a str>,
    words: Option<&'a str>,
}

impl Default for Row<'_> {
    fn default() -> Self {
        Self {
            closure: Closure::None,
            cycle: None,
            closed_on: None,
            meeting: None,
            unratified: false,
            without_evidence: None,
            words: None,
        }
    }
}

fn set_closure(conn: &Tables<'_>, stamp: &Stamp<'_>, item: ItemId, row: &Row<'_>) -> Result<(), StoreError> {
    run(
        conn,
        "INSERT INTO closure_row (item_id, seq, from_on, closure, cycle, closed_on, meeting_id, unratified, without_evidence, words)
         SELECT ?1, ?2, ?3, ?4, coalesce(?5, cycle), ?6, ?7, ?8, ?9, ?10 FROM item WHERE id = ?1",
        &[
            &item.0,
            &stamp.seq,
            &day(stamp.effective_on),
            &row.closure.key(),
            &row.cycle,
            &day_opt(row.closed_on),
            &row.meeting.map(|m| m.0),
            &row.unratified,
            &row.without_evidence,
            &row.words,
        ],
    )?;
    refresh_closure(conn, item)
}

fn refresh_closure(conn: &Tables<'_>, item: ItemId) -> Result<(), StoreError> {
    run(
        conn,
        "UPDATE item SET closure = 'none', closed_on = NULL, closed_meeting_id = NULL, unratified = 0, without_evidence = 0, cycle = 1
         WHERE id = ?1",
        &[&item.0],
    )?;
    run(
        conn,
        "UPDATE item SET (closure, closed_on, closed_meeting_id, unratified, without_evidence, cycle) =
           (SELECT closure, closed_on, CASE closure WHEN 'closed' THEN meeting_id END, unratified, without_evidence IS NOT NULL, cycle
            FROM closure_row WHERE item_id = ?1 ORDER BY seq DESC LIMIT 1)
         WHERE id = ?1 AND EXISTS (SELECT 1 FROM closure_row WHERE item_id = ?1)",
        &[&item.0],
    )?;
    Ok(())
}
