//! Rounds and meetings.

use super::{Stamp, day, day_opt, run, spend};
use crate::{
    domain::{
        event::Event,
        ids::{ConsultationId, ItemId, MeetingId, RoundId},
        meeting::{Approval, Decision, DecisionOn, MeetingFacts},
        round::RoundSettings,
    },
    store::{StoreError, tables::Tables},
};

pub(super) fn apply(conn: &Tables<'_>, stamp: &Stamp<'_>, event: &Event) -> Result<(), StoreError> {
    let on = day(stamp.effective_on);
    match event {
        Event::RoundOpened { round, uid, key, settings } => {
            spend(conn, RoundId::COUNTER, round.0)?;
            run(
                conn,
                "INSERT INTO round (id, uid, key, title, kind, feedback_on, close_level, yellow_days, blue_days, now_days,
                   category_word, rhythm, notice_days, supervision_days, interview_days, supervision_after, interview_after,
                   opened_on)
                 VALUES (?1, ?2, ?3, '', 'special', '', 'issue', 0, 0, 0, 'aspect', 'monthly', 0, 0, 0, 0, 0, ?4)",
                &[&round.0, &uid.to_string(), key, &on],
            )?;
            set(conn, *round, settings)?;
        }
        Event::RoundAmended { round, after, .. } => {
            // What reports as of an earlier day go by.
            run(
                conn,
                "INSERT INTO round_before (round_id, seq, until_on, yellow_days, blue_days, close_level, feedback_on, rhythm)
                 SELECT id, ?2, ?3, yellow_days, blue_days, close_level, feedback_on, rhythm FROM round WHERE id = ?1",
                &[&round.0, &stamp.seq, &on],
            )?;
            set(conn, *round, after)?;
        }
        Event::RoundAdopted { round, meeting } => {
            run(
                conn,
                "UPDATE round SET adopted_on = ?2, adopted_meeting = ?3, adopted_seq = ?4 WHERE id = ?1",
                &[&round.0, &on, &meeting.0, &stamp.seq],
            )?;
        }
        Event::RoundFinished { round, finished, .. } => {
            let finished_on = finished.then(|| on.clone());
            run(conn, "UPDATE round SET finished_on = ?2 WHERE id = ?1", &[&round.0, &finished_on])?;
        }
        Event::RoundLocked { round, through, paper, title, .. } => {
            run(
                conn,
                "INSERT INTO round_lock (seq, round_id, on_day, through, title, paper_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                &[&stamp.seq, &round.0, &on, &day(*through), title, &paper.map(|p| p.0)],
            )?;
            run(conn, "UPDATE round SET locked_through = ?2 WHERE id = ?1", &[&round.0, &day(*through)])?;
        }
        Event::ConsultationRecorded { consultation, round, asked, words, taken_up } => {
            spend(conn, ConsultationId::COUNTER, consultation.0)?;
            run(
                conn,
                "INSERT INTO consultation (id, round_id, on_day, asked, words, taken_up) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                &[&consultation.0, &round.0, &on, asked, words, taken_up],
            )?;
        }
        Event::MeetingAdded { meeting, uid, round, facts } => {
            spend(conn, MeetingId::COUNTER, meeting.0)?;
            run(
                conn,
                "INSERT INTO meeting (id, uid, round_id, kind, held_on, added_on, title, minutes_no)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                &[
                    &meeting.0,
                    &uid.to_string(),
                    &round.map(|r| r.0),
                    &facts.kind.key(),
                    &day(facts.held_on),
                    &on,
                    &facts.title,
                    &facts.minutes_no,
                ],
            )?;
        }
        Event::MeetingAmended { meeting, after, .. } => set_meeting(conn, *meeting, after)?,
        Event::MeetingDecided { meeting, item, on, decision, words } => {
            decide(conn, stamp.seq, *meeting, *item, *on, *decision, words.as_deref())?;
        }
        _ => unreachable!("dispatched by apply"),
    }
    Ok(())
}

pub(super) fn unapply(conn: &Tables<'_>, stamp: &Stamp<'_>, event: &Event) -> Result<(), StoreError> {
    match event {
        Event::RoundOpened { round, .. } => {
            run(conn, "DELETE FROM round_milestone WHERE round_id = ?1", &[&round.0])?;
            run(conn, "DELETE FROM round_policy WHERE round_id = ?1", &[&round.0])?;
            run(conn, "DELETE FROM round WHERE id = ?1", &[&round.0])?;
        }
        Event::RoundAmended { round, before, .. } => {
            run(conn, "DELETE FROM round_before WHERE round_id = ?1 AND seq = ?2", &[&round.0, &stamp.seq])?;
            set(conn, *round, before)?;
        }
        Event::RoundAdopted { round, .. } => {
            run(
                conn,
                "UPDATE round SET adopted_on = NULL, adopted_meeting = NULL, adopted_seq = NULL WHERE id = ?1",
                &[&round.0],
            )?;
        }
        Event::RoundFinished { round, before, .. } => {
            run(conn, "UPDATE round SET finished_on = ?2 WHERE id = ?1", &[&round.0, &day_opt(*before)])?;
        }
        Event::RoundLocked { round, before, .. } => {
            run(conn, "DELETE FROM round_lock WHERE seq = ?1", &[&stamp.seq])?;
            run(conn, "UPDATE round SET locked_through = ?2 WHERE id = ?1", &[&round.0, &day_opt(*before)])?;
        }
        Event::ConsultationRecorded { consultation, .. } => {
            run(conn, "DELETE FROM consultation WHERE id = ?1", &[&consultation.0])?;
        }
        Event::MeetingAdded { meeting, .. } => {
            run(conn, "DELETE FROM meeting WHERE id = ?1", &[&meeting.0])?;
        }
        Event::MeetingAmended { meeting, before, .. } => set_meeting(conn, *meeting, before)?,
        Event::MeetingDecided { .. } => undecide(conn, stamp.seq)?,
        _ => unreachable!("dispatched by unapply"),
    }
    Ok(())
}

fn set(conn: &Tables<'_>, round: RoundId, settings: &RoundSettings) -> Result<(), StoreError> {
    run(
        conn,
        "UPDATE round SET title = ?2, kind = ?3, body = ?4, party_group = ?5, onsite_from = ?6, onsite_to = ?7,
           feedback_on = ?8, close_level = ?9, yellow_days = ?10, blue_days = ?11, now_days = ?12, category_word = ?13,
           rhythm = ?14, notice_days = ?15, supervision_days = ?16, interview_days = ?17, supervision_after = ?18,
           interview_after = ?19
         WHERE id = ?1",
        &[
            &round.0,
            &settings.title,
            &settings.kind.key(),
            &settings.body,
            &settings.party_group,
            &day_opt(settings.onsite_from),
            &day_opt(settings.onsite_to),
            &day(settings.feedback_on),
            &settings.close_level.key(),
            &settings.light_days.yellow,
            &settings.light_days.blue,
            &settings.now_days,
            &settings.category_word.key(),
            &settings.rhythm.key(),
            &settings.reminders.notice_days,
            &settings.reminders.supervision_days,
            &settings.reminders.interview_days,
            &settings.reminders.supervision_after,
            &settings.reminders.interview_after,
        ],
    )?;
    run(conn, "DELETE FROM round_milestone WHERE round_id = ?1", &[&round.0])?;
    for milestone in &settings.milestones {
        run(
            conn,
            "INSERT INTO round_milestone (round_id, kind, on_day) VALUES (?1, ?2, ?3)",
            &[&round.0, &milestone.kind.key(), &day(milestone.on)],
        )?;
    }
    run(conn, "DELETE FROM round_policy WHERE round_id = ?1", &[&round.0])?;
    for (ord, step) in (1_i64..).zip(&settings.policy) {
        run(
            conn,
            "INSERT INTO round_policy (round_id, ord, step) VALUES (?1, ?2, ?3)",
            &[&round.0, &ord, &step.key()],
        )?;
    }
    Ok(())
}

fn set_meeting(conn: &Tables<'_>, meeting: MeetingId, facts: &MeetingFacts) -> Result<(), StoreError> {
    run(
        conn,
        "UPDATE meeting SET kind = ?2, held_on = ?3, title = ?4, minutes_no = ?5 WHERE id = ?1",
        &[&meeting.0, &facts.kind.key(), &day(facts.held_on), &facts.title, &facts.minutes_no],
    )?;
    Ok(())
}

/// Notes what a meeting decided about an item; the record that carries the decision keys the row.
pub(super) fn decide(
    conn: &Tables<'_>,
    seq: i64,
    meeting: MeetingId,
    item: ItemId,
    on: DecisionOn,
    decision: Decision,
    words: Option<&str>,
) -> Result<(), StoreError> {
    run(
        conn,
        "INSERT INTO meeting_decision (seq, meeting_id, item_id, decision_on, decision, words) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        &[&seq, &meeting.0, &item.0, &on.key(), &decision.key(), &words],
    )?;
    Ok(())
}

/// Takes back what [`decide`] noted, if it did.
pub(super) fn undecide(conn: &Tables<'_>, seq: i64) -> Result<(), StoreError> {
    run(conn, "DELETE FROM meeting_decision WHERE seq = ?1", &[&seq])?;
    Ok(())
}

/// Notes a change of the plan by the approval it carries, if it carries one.
pub(super) fn change_plan(
    conn: &Tables<'_>,
    stamp: &Stamp<'_>,
    item: ItemId,
    change: &str,
    approval: Option<&Approval>,
) -> Result<(), StoreError> {
    let (meeting, words) = match approval {
        None => return Ok(()),
        Some(Approval::Meeting(meeting)) => (Some(meeting.0), None),
        Some(Approval::Words(words)) => (None, Some(words.as_str())),
    };
    run(
        conn,
        "INSERT INTO plan_change (seq, item_id, change, on_day, meeting_id, approval) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        &[&stamp.seq, &item.0, &change, &day(stamp.effective_on), &meeting, &words],
    )?;
    Ok(())
}

/// Takes back what [`change_plan`] noted, if it did.
pub(super) fn unchange_plan(conn: &Tables<'_>, seq: i64) -> Result<(), StoreError> {
    run(conn, "DELETE FROM plan_change WHERE seq = ?1", &[&seq])?;
    Ok(())
}
