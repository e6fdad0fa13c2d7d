//! Rounds (轮次): opened, amended, finished.

use super::{
    Result, select,
    session::{MAX_NAME, Run, Session, run, text, text_opt},
};
use crate::{
    domain::{
        context::Context,
        event::Event,
        filter::Filter,
        ids::{MeetingId, RoundId},
        item::ItemKind,
        lifecycle::LightDays,
        meeting::{MeetingFacts, MeetingKind},
        receipt::Receipt,
        refusal::Refusal,
        round::{CloseLevel, RoundSettings},
    },
    service::meeting,
    store::{
        Ledger,
        query::{AsOf, Round},
    },
};

/// Opens a round and records its feedback meeting.
///
/// # Errors
/// When the key stands already or cannot be part of a code, or the feedback lies in the future.
pub fn open(
    ledger: &mut Ledger,
    context: &mut Context,
    key: &str,
    settings: RoundSettings,
) -> Result<((RoundId, MeetingId), Receipt)> {
    run(ledger, context, "round", Run::Record, |session| open_within(session, key, settings))
}

/// Opens a round within a command.
pub(super) fn open_within(
    session: &mut Session<'_, '_>,
    key: &str,
    settings: RoundSettings,
) -> Result<(RoundId, MeetingId)> {
    let key = text("key", key, 30)?;
    // The key stands before a colon in `2024巡察:12` and must not itself look like codes.
    if key.chars().any(|c| c.is_whitespace() || ":：,，、-~".contains(c)) {
        return Err(Refusal::BadRoundKey(key).into());
    }
    let settings = checked(settings, None)?;
    if session.rounds()?.iter().any(|r| r.key == key) {
        return Err(Refusal::RoundExists(key).into());
    }
    if settings.feedback_on > session.today {
        return Err(Refusal::DayAhead { what: "feedback", day: settings.feedback_on, on: session.today }.into());
    }
    let round = RoundId(session.next(RoundId::COUNTER)?);
    let uid = session.uid();
    let facts = MeetingFacts {
        kind: MeetingKind::Feedback,
        held_on: settings.feedback_on,
        title: format!("{}反馈会", settings.title),
        minutes_no: None,
    };
    session.record(&Event::RoundOpened { round, uid, key, settings })?;
    let meeting = meeting::record(session, Some(round), facts)?;
    Ok((round, meeting))
}

fn checked(mut settings: RoundSettings, before: Option<&RoundSettings>) -> Result<RoundSettings> {
    settings.title = text("title", &settings.title, MAX_NAME)?;
    settings.body = text_opt("body", settings.body.as_deref(), MAX_NAME)?;
    settings.party_group = text_opt("party_group", settings.party_group.as_deref(), MAX_NAME)?;
    if settings.now_days <= 0 {
        return Err(Refusal::NotPositive("now_days").into());
    }
    if settings.light_days.yellow < 0 || settings.light_days.blue < settings.light_days.yellow {
        let LightDays { yellow, blue } = settings.light_days;
        return Err(Refusal::LightDays { yellow, blue }.into());
    }
    if !settings.reminders.are_in_order() {
        return Err(Refusal::ReminderTiers.into());
    }
    settings.milestones.sort_by_key(|m| m.on);
    // A round of an earlier version that says neither clearly may be amended otherwise; a gate is never set so.
    if before.is_none_or(|before| settings.changes_gate(before)) && !settings.gate_is_consistent() {
        return Err(Refusal::PolicyAgainstLevel { at_once: settings.close_level == CloseLevel::None }.into());
    }
    Ok(settings)
}

/// Amends a round's settings. Deadlines that were resolved stand as they were resolved.
///
/// # Errors
/// When there is no such round or nothing changes, the gate changes without an approval, or the feedback would lie after what
/// was completed, decided or closed since.
pub fn amend(
    ledger: &mut Ledger,
    context: &mut Context,
    key: Option<&str>,
    reason: &str,
    approval: (Option<&str>, Option<&str>),
    change: impl FnOnce(&mut RoundSettings),
) -> Result<(String, Receipt)> {
    let reason = super::session::reason("reason", reason)?;
    run(ledger, context, "round", Run::Record, |session| {
        let round = select::round(session, key)?;
        let mut after = round.settings.clone();
        change(&mut after);
        let after = checked(after, Some(&round.settings))?;
        if after == round.settings {
            return Err(Refusal::NothingToDo.into());
        }
        if after.feedback_on > session.today {
            return Err(Refusal::DayAhead { what: "feedback", day: after.feedback_on, on: session.today }.into());
        }
        let approval = meeting::approval(session, approval.0, approval.1)?;
        if let Some(fact) = session.first_fact_since(round.id, round.settings.feedback_on)?
            && after.feedback_on > fact
        {
            return Err(Refusal::FeedbackTooLate { feedback: after.feedback_on, fact }.into());
        }
        session.open_round(round.id)?;
        if let Some(through) = round.locked_through.filter(|_| after.kind != round.settings.kind) {
            return Err(Refusal::KindLocked { round: round.key, through }.into());
        }
        // Days are held against the feedback, at the gate and by 自查: it does not move with a reason alone.
        let moves = after.feedback_on != round.settings.feedback_on;
        if (moves || after.changes_gate(&round.settings)) && approval.is_none() && session.has_items(round.id)? {
            return Err(Refusal::GateNeedsApproval(round.key).into());
        }
        // Lights and levels are counted as of a day: days do not run backwards.
        if let Some(last) = session.last_amended(round.id)?.filter(|last| session.on < *last) {
            return Err(Refusal::DayRunsBack { code: round.key, on: session.on, last }.into());
        }
        session.record(&Event::RoundAmended { round: round.id, before: round.settings, after, reason, approval })?;
        Ok(round.key)
    })
}

/// Finishes a round, so that bare codes mean the next one; or takes it up again.
///
/// # Errors
/// When open items stand in it, or it is as asked already.
pub fn finish(
    ledger: &mut Ledger,
    context: &mut Context,
    key: Option<&str>,
    finished: bool,
    reason: &str,
) -> Result<(String, Receipt)> {
    run(ledger, context, "round", Run::Record, |session| {
        let round = select::round(session, key)?;
        finish_within(session, round, finished, reason)
    })
}

/// Finishes a round, or takes it up again, within a command. Returns its key.
///
/// # Errors
/// As [`finish`].
pub(super) fn finish_within(
    session: &mut Session<'_, '_>,
    round: Round,
    finished: bool,
    reason: &str,
) -> Result<String> {
    let reason = super::session::reason("reason", reason)?;
    if round.finished_on.is_some() == finished {
        return Err(Refusal::NothingToDo.into());
    }
    if finished {
        let filter = Filter {
            rounds: vec![round.id],
            skip_closed: true,
            kinds: vec![ItemKind::Issue, ItemKind::Opinion, ItemKind::Case],
            top_issues_only: true,
            ..Filter::default()
        };
        let open = session
            .items(&filter, AsOf { day: session.today, current: true })?
            .iter()
            .filter(|item| item.is_open())
            .count();
        if open > 0 {
            let open = i64::try_from(open).unwrap_or(i64::MAX);
            return Err(Refusal::RoundHasOpenItems { round: round.key, open }.into());
        }
    }
    session.record(&Event::RoundFinished { round: round.id, before: round.finished_on, finished, reason })?;
    Ok(round.key)
}
