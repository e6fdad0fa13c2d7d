//! The plan (整改方案): comments asked, adopted, adjusted afterwards.
//!
//! [`allow`] is the one gate through which every use case goes that could change the plan; the rule itself stands in
//! [`crate::domain::plan`].

use super::{
    Error, Result, select,
    session::{MAX_NAME, MAX_TEXT, Run, Session, run, text},
};
use crate::{
    domain::{
        context::Context,
        event::{Event, MovedDeadline, MovedRole},
        filter::Filter,
        ids::{ConsultationId, MeetingId, RoundId},
        item::{HeldDeadline, Item, ItemKind},
        link::LinkKind,
        meeting::Approval,
        party::Role,
        plan::{self, Gap, Needs, PlanChange},
        receipt::{Change, Receipt},
        refusal::{Refusal, Warning},
    },
    store::{
        Ledger,
        query::{AsOf, Axis, Meeting, Round},
    },
};

/// A plan once it is adopted.
#[derive(Debug, Clone)]
pub struct Adopted {
    /// The round's key.
    pub round: String,
    /// The meeting that adopted it.
    pub meeting: Meeting,
    /// What it lacks, with the codes concerned.
    pub lacks: Vec<(Gap, Vec<String>)>,
}

/// Adopts a round's plan: first due days stand from now on, and changes of its measures are 方案调整.
///
/// # Errors
/// When it was adopted before, nothing stands in the round, or the meeting is no party group meeting held between the
/// feedback and the day of effect.
pub fn adopt(
    ledger: &mut Ledger,
    context: &mut Context,
    key: Option<&str>,
    meeting: &str,
    how: Run,
) -> Result<(Adopted, Receipt)> {
    run(ledger, context, "round", how, |session| {
        let round = select::round(session, key)?.id;
        adopt_within(session, round, |session| select::meeting(session, meeting))
    })
}

/// Adopts a round's plan within a command.
///
/// # Errors
/// As [`adopt`].
pub(super) fn adopt_within(
    session: &mut Session<'_, '_>,
    round: RoundId,
    meeting: impl FnOnce(&Session<'_, '_>) -> Result<Meeting>,
) -> Result<Adopted> {
    let round = session.open_round(round)?;
    if round.finished_on.is_some() {
        return Err(Refusal::RoundFinished(round.key).into());
    }
    if let Some(on) = round.adopted_on {
        return Err(Refusal::AdoptedAlready { round: round.key, on }.into());
    }
    let mut refused = Vec::new();
    if !session.has_items(round.id)? {
        refused.push(Refusal::EmptyPlan(round.key.clone()));
    }
    let meeting = meeting(session)?;
    let (held_on, kind, feedback) = (meeting.facts.held_on, meeting.facts.kind, round.settings.feedback_on);
    if !plan::can_adopt(kind) {
        refused.push(Refusal::CannotDecidePlan { meeting: meeting.id.0, kind });
    }
    if held_on < feedback {
        refused.push(Refusal::MeetingBeforeFeedback { meeting: held_on, feedback });
    }
    if held_on > session.on {
        refused.push(Refusal::DayAhead { what: "meeting", day: held_on, on: session.on });
    }
    if !refused.is_empty() {
        return Err(Error::Refused(refused));
    }
    let filter = Filter { rounds: vec![round.id], ..Filter::default() };
    let items = session.items(&filter, AsOf { day: session.today, current: true })?;
    let mut answered = std::collections::HashSet::new();
    for item in items.iter().filter(|item| item.kind == ItemKind::Measure) {
        let links = session.links_of(item.id)?;
        answered.extend(links.iter().filter(|l| l.kind == LinkKind::AlsoAnswers && l.from == item.id).map(|l| l.to));
    }
    let lacks = plan::gaps(&items, &answered);
    session.record(&Event::RoundAdopted { round: round.id, meeting: meeting.id })?;
    for (gap, codes) in &lacks {
        session.warn(Warning::PlanLacks { gap: *gap, codes: codes.clone() });
    }
    Ok(Adopted { round: round.key, meeting, lacks })
}

/// Records whose comments on the plan were asked (征求意见), what they said, and what was taken up (采纳).
///
/// # Errors
/// When the round is locked on that day or a text is empty.
pub fn consult(
    ledger: &mut Ledger,
    context: &mut Context,
    key: Option<&str>,
    asked: &str,
    words: &str,
    taken_up: &str,
) -> Result<(String, Receipt)> {
    run(ledger, context, "round", Run::Record, |session| {
        let round = select::round(session, key)?.id;
        consult_within(session, round, asked, words, taken_up)
    })
}

/// Records comments on a round's plan within a command. Returns the round's key.
///
/// # Errors
/// As [`consult`].
pub(super) fn consult_within(
    session: &mut Session<'_, '_>,
    round: RoundId,
    asked: &str,
    words: &str,
    taken_up: &str,
) -> Result<String> {
    let asked = text("asked", asked, MAX_NAME)?;
    let words = text("words", words, MAX_TEXT)?;
    let taken_up = text("taken_up", taken_up, MAX_TEXT)?;
    let round = session.open_round(round)?;
    let consultation = ConsultationId(session.next(ConsultationId::COUNTER)?);
    session.record(&Event::ConsultationRecorded { consultation, round: round.id, asked, words, taken_up })?;
    Ok(round.key)
}

/// Refuses a change that the plan does not allow as it stands; `code` names the item in the refusal.
///
/// Whether the plan was adopted is asked as of now, whatever the day of effect: a change that is dated back before the
/// adoption would have the party group adopt what it never saw.
pub(super) fn allow(
    session: &Session<'_, '_>,
    round: &Round,
    code: &str,
    change: &PlanChange<'_>,
    approval: Option<&Approval>,
) -> Result<()> {
    match plan::rule(round.adopted_on.is_some(), change) {
        Needs::Nothing => Ok(()),
        Needs::Extension => Err(Refusal::LaterIsExtension { code: code.to_owned(), due: None, asked: None }.into()),
        Needs::Approval => approved(session, round, code, change, approval),
    }
}

fn approved(
    session: &Session<'_, '_>,
    round: &Round,
    code: &str,
    change: &PlanChange<'_>,
    approval: Option<&Approval>,
) -> Result<()> {
    let mut refused = Vec::new();
    if let Some(adopted) = round.adopted_on.filter(|adopted| session.on < *adopted) {
        refused.push(Refusal::BeforeAdoption { round: round.key.clone(), what: "effect", day: session.on, adopted });
    }
    match approval {
        None => refused.push(Refusal::NeedsApproval {
            round: round.key.clone(),
            code: code.to_owned(),
            change: change.kind(),
        }),
        Some(Approval::Words(_)) => {}
        Some(Approval::Meeting(id)) => {
            let facts = meeting_of(session, *id)?.facts;
            if !plan::can_adjust(facts.kind) {
                refused.push(Refusal::CannotDecidePlan { meeting: id.0, kind: facts.kind });
            }
            let adoption = round.adopted_meeting.zip(round.adopted_on);
            if let Some((_, adopted)) = adoption.filter(|_| plan::only_adopted(*id, session.on, adoption)) {
                let (round, meeting, on) = (round.key.clone(), id.0, session.on);
                refused.push(Refusal::AdoptedNotAdjusted { round, meeting, adopted, on });
            }
            // A meeting before the one that adopted the plan cannot have adjusted what did not stand yet.
            if let Some(adopted) = round.adopted_meeting
                && let adopted = meeting_of(session, adopted)?.facts.held_on
                && facts.held_on < adopted
            {
                let (round, day) = (round.key.clone(), facts.held_on);
                refused.push(Refusal::BeforeAdoption { round, what: "meeting", day, adopted });
            }
        }
    }
    if refused.is_empty() { Ok(()) } else { Err(Error::Refused(refused)) }
}

fn meeting_of(session: &Session<'_, '_>, id: MeetingId) -> Result<Meeting> {
    Ok(session.meeting(id)?.ok_or_else(|| Refusal::UnknownMeeting(id.to_string()))?)
}

/// Moves a measure below another issue or opinion within a command. Its code stays. Returns whether it stood elsewhere.
///
/// What it had inherited follows the new item above. What that one does not have, the measure takes along as its own: a
/// move leaves nobody without a department. And a move is no extension: where the new item above is due later, the measure
/// keeps its day once the plan was adopted, was extended, or the day has passed; its first due day stays.
pub(super) fn move_below(
    session: &mut Session<'_, '_>,
    item: &Item,
    under: &Item,
    reason: Option<&str>,
    approval: Option<&Approval>,
) -> Result<bool> {
    if item.kind != ItemKind::Measure {
        return Err(Refusal::CannotMove { code: item.code.clone(), kind: item.kind }.into());
    }
    let round = session.open_round(item.round)?;
    if under.round != item.round {
        let (code, other) = (item.code.clone(), under.code.clone());
        return Err(Refusal::OtherRound { code, other, round: round.key }.into());
    }
    super::item::check_parent(item.kind, Some(under))?;
    if item.parent == Some(under.id) {
        return Ok(false);
    }
    allow(session, &round, &item.code, &PlanChange::Moved(item.kind), approval)?;
    let roles = moved_roles(session, item, under)?;
    let deadline = moved_deadline(session, &round, item, under)?;
    let before = item.parent.map(|id| session.item(id)).transpose()?;
    check_place_day(session, item, under)?;
    session.check_day(item, Axis::Facets)?;
    for moved in &roles {
        session.check_day(item, Axis::Role(moved.role))?;
    }
    if deadline.is_some() {
        session.check_day(item, Axis::Deadline)?;
    }
    let mut told = vec![Change::Moved {
        before: before.as_ref().map(|b| b.code.clone()).unwrap_or_default(),
        after: under.code.clone(),
    }];
    for MovedRole { role, parties, .. } in &roles {
        let names = parties.iter().map(|id| session.party_name(*id)).collect::<Result<_>>()?;
        told.push(Change::Assigned { role: *role, names });
    }
    told.extend(deadline.iter().map(|moved| Change::DeadlineSet { deadline: moved.deadline.clone() }));
    session.record(&Event::ItemMoved {
        item: item.id,
        before: item.parent,
        after: Some(under.id),
        reach: session.subtree(item.id)?.iter().map(|below| below.id).collect(),
        approval: approval.cloned(),
        reason: reason.map(ToOwned::to_owned),
        roles,
        deadline: deadline.map(Box::new),
    })?;
    told.into_iter().for_each(|change| session.done(item, change));
    let both = super::responsibility::helping_leaders(session, &[item.id])?;
    super::responsibility::drop_helpers(session, &both)?;
    // Both places: what is left behind may be done without it, what it comes to is not done before it.
    session.derive_up(item.parent)?;
    session.derive_up(Some(under.id))?;
    Ok(true)
}

/// Days of its place run forwards, too: it cannot have stood below what was not there yet.
fn check_place_day(session: &Session<'_, '_>, item: &Item, under: &Item) -> Result<()> {
    let last = session.last_move(item.id)?.unwrap_or(item.added_on).max(item.added_on).max(under.added_on);
    if session.on < last {
        return Err(Refusal::DayRunsBack { code: item.code.clone(), on: session.on, last }.into());
    }
    Ok(())
}

/// The roles that hold otherwise for a measure below `under`: those that it had not been given itself.
fn moved_roles(session: &Session<'_, '_>, item: &Item, under: &Item) -> Result<Vec<MovedRole>> {
    let mut moved = Vec::new();
    for role in Role::ALL.iter().copied() {
        let own = session.role_set_on(item.id, role)?;
        if own == Some(item.id) {
            continue;
        }
        let parties = |of: &Item| of.in_role(role).map(|party| party.id).collect::<Vec<_>>();
        let taken = match (session.role_set_on(under.id, role)?, own) {
            (Some(set_on), _) => Some(MovedRole { role, parties: parties(under), set_on }),
            (None, Some(_)) => Some(MovedRole { role, parties: parties(item), set_on: item.id }),
            (None, None) => None,
        };
        // Both may inherit from the same category: then nothing changes.
        moved.extend(taken.filter(|t| own != Some(t.set_on) || t.parties != parties(item)));
    }
    Ok(moved)
}

/// The deadline that holds otherwise for a measure below `under`.
fn moved_deadline(
    session: &Session<'_, '_>,
    round: &Round,
    item: &Item,
    under: &Item,
) -> Result<Option<MovedDeadline>> {
    let along = |held: &HeldDeadline| MovedDeadline {
        deadline: held.now.clone(),
        first_due: held.first_due,
        extensions: held.extensions,
        set_on: item.id,
    };
    let (held, above) = match (&item.deadline, &under.deadline) {
        (None, None) => return Ok(None),
        (None, Some(above)) => return Ok(Some(MovedDeadline { set_on: above.set_on, ..along(above) })),
        (Some(held), None) => return Ok((held.set_on != item.id).then(|| along(held))),
        (Some(held), Some(above)) => (held, above),
    };
    if held.set_on == item.id {
        return match (held.now.due, above.now.due) {
            (Some(due), Some(parent_due)) if due > parent_due => {
                let (code, parent) = (item.code.clone(), under.code.clone());
                Err(Refusal::MovedPastDue { code, due, parent, parent_due }.into())
            }
            _ => Ok(None),
        };
    }
    if held == above {
        return Ok(None);
    }
    let later = match (held.now.due, above.now.due) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(due), Some(parent_due)) => parent_due > due,
    };
    let fixed = round.adopted_on.is_some() || held.extensions > 0;
    let passed = item.is_open() && held.now.due.is_some_and(|due| session.on > due && due >= item.added_on);
    Ok(Some(if later && (fixed || passed) {
        along(held)
    } else if fixed {
        let first_due = held.first_due.or(above.first_due);
        MovedDeadline { set_on: above.set_on, first_due, extensions: held.extensions, ..along(above) }
    } else {
        MovedDeadline { set_on: above.set_on, ..along(above) }
    }))
}
