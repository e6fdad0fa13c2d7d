//! Responsibility (分工) and deadlines (时限): first given, then extended.

use super::{
    Result, meeting,
    roster::{self, NameChoices},
    session::{MAX_NAME, Run, Session, all_or_refusals, run, text},
};
use crate::{
    domain::{
        Day,
        context::Context,
        deadline::{Deadline, DeadlineClass},
        event::Event,
        ids::{ExtensionId, ItemId},
        item::{HeldDeadline, Item, ItemKind},
        lifecycle::Closure,
        meeting::Approval,
        party::Role,
        plan::{self, DeadlineStep, Needs, PlanChange},
        receipt::{Change, Receipt},
        refusal::{Refusal, Warning},
    },
    store::{
        Ledger,
        query::{Axis, Round},
    },
    zh::deadline::{Frame, impossible_day, parse_deadline},
};
use std::collections::HashSet;

/// What is given to items.
#[derive(Debug, Clone, Default)]
pub struct Assignment {
    /// Roles with the names that take them; no name empties the role.
    pub roles: Vec<(Role, Vec<String>)>,
    /// The deadline's words.
    pub deadline: Option<String>,
    /// The next review day; overrides the one the words give.
    pub review: Option<Day>,
    /// Whether the words stand in a table cell.
    pub in_table: bool,
    /// How names that are not declared are to be taken.
    pub choices: NameChoices,
    /// The meeting that approved an earlier day than the adopted plan has.
    pub meeting: Option<String>,
    /// Or the document.
    pub approval: Option<String>,
}

impl Assignment {
    /// Whether nothing is given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.roles.is_empty() && self.deadline.is_none() && self.review.is_none()
    }
}

/// Gives items to parties, and a first deadline.
///
/// # Errors
/// Unknown names all at once; two leading leaders; a deadline that was extended before or fixed by the adopted plan.
pub fn assign(
    ledger: &mut Ledger,
    context: &mut Context,
    items: &[ItemId],
    assignment: &Assignment,
    how: Run,
) -> Result<Receipt> {
    if assignment.is_empty() {
        return Err(Refusal::NothingToDo.into());
    }
    let (_, receipt) = run(ledger, context, "assign", how, |session| {
        if let Some(first) = items.first() {
            let round = session.item(*first)?.round;
            check_typed(&session.round(round)?, assignment)?;
        }
        let approval = meeting::approval(session, assignment.meeting.as_deref(), assignment.approval.as_deref())?;
        assign_within(session, items, assignment, approval.as_ref())
    })?;
    Ok(receipt)
}

/// What was typed by hand names no day that the calendar does not have.
pub(super) fn check_typed(round: &Round, assignment: &Assignment) -> Result<(), Refusal> {
    let Some(raw) = &assignment.deadline else { return Ok(()) };
    match impossible_day(raw, &Frame::of_round(&round.settings)) {
        Some(note) => Err(Refusal::UnclearDeadline { raw: raw.clone(), note }),
        None => Ok(()),
    }
}

/// Assigns within a command.
pub(super) fn assign_within(
    session: &mut Session<'_, '_>,
    items: &[ItemId],
    assignment: &Assignment,
    approval: Option<&Approval>,
) -> Result<()> {
    let targets = all_or_refusals(items.iter().map(|id| session.workable(*id)))?;
    let roles = roster::resolve(session, &assignment.roles, &assignment.choices)?;
    for item in &targets {
        for (role, parties) in &roles {
            let reach =
                reach(session, item, |session, below| Ok(session.role_set_on(below.id, *role)? == Some(below.id)))?;
            check_days(session, &reach, Axis::Role(*role))?;
            session.record(&Event::ResponsibilitySet {
                item: item.id,
                role: *role,
                parties: parties.clone(),
                reach: reach.iter().map(|i| i.id).collect(),
            })?;
            let names = parties.iter().map(|p| session.party_name(*p)).collect::<Result<Vec<_>>>()?;
            session.done(item, Change::Assigned { role: *role, names });
        }
        let round = session.open_round(item.round)?;
        match (&assignment.deadline, assignment.review) {
            (Some(words), review) => {
                let deadline = read(&round, words, review, assignment.in_table)?;
                set_first(session, &round, item, deadline, approval)?;
            }
            (None, Some(review)) => set_review(session, item, Some(review))?,
            (None, None) => {}
        }
    }
    Ok(())
}

/// The item and everything below it that does not have its own: those for which what is set on the item becomes effective.
/// Items struck off or withdrawn, and what is below them, stay as they are.
fn reach(
    session: &Session<'_, '_>,
    item: &Item,
    has_own: impl Fn(&Session<'_, '_>, &Item) -> Result<bool>,
) -> Result<Vec<Item>> {
    let mut found = vec![item.clone()];
    let mut at = 0;
    while at < found.len() {
        for below in session.children(found[at].id)? {
            if below.closure != Closure::Closed && below.withdrawn_on.is_none() && !has_own(session, &below)? {
                found.push(below);
            }
        }
        at += 1;
    }
    Ok(found)
}

pub(super) fn deadline_reach(session: &Session<'_, '_>, item: &Item) -> Result<Vec<Item>> {
    reach(session, item, |_, below| Ok(below.deadline.as_ref().is_some_and(|d| d.set_on == below.id)))
}

pub(super) fn check_days(session: &Session<'_, '_>, items: &[Item], axis: Axis) -> Result<()> {
    all_or_refusals(items.iter().map(|item| session.check_day(item, axis))).map(drop)
}

/// Reads deadline words for a round; an explicit review day overrides the one they give.
pub(super) fn read(round: &Round, words: &str, review: Option<Day>, in_table: bool) -> Result<Deadline> {
    let words = text("deadline", words, MAX_NAME)?;
    let frame = Frame { in_table, ..Frame::of_round(&round.settings) };
    let mut deadline = parse_deadline(&words, &frame);
    if review.is_some() {
        deadline.review = review;
    }
    Ok(deadline)
}

fn set_first(
    session: &mut Session<'_, '_>,
    round: &Round,
    item: &Item,
    deadline: Deadline,
    approval: Option<&Approval>,
) -> Result<()> {
    let adopted = round.adopted_on.is_some();
    // What this command records brings its own deadline along: nothing of the kind was adopted before.
    let fresh = adopted && session.receipt.done.iter().any(|d| d.item == item.id && d.change == Change::Added);
    let held = item.deadline.as_ref().filter(|_| !fresh);
    // What is inherited may be made stricter for an item; a later day, or none, is an extension all the same.
    let stricter = |due: Option<Day>| matches!((deadline.due, due), (Some(asked), Some(due)) if asked <= due);
    let own_or_looser = |held: &&HeldDeadline| held.set_on == item.id || !stricter(held.now.due);
    let step = plan::deadline_step(held.map(|held| &held.now), &deadline);
    if held.filter(own_or_looser).is_some_and(|held| held.extensions > 0) && !(adopted && step == DeadlineStep::Earlier)
    {
        return Err(Refusal::AlreadyExtended(item.code.clone()).into());
    }
    if adopted && step == DeadlineStep::Later {
        let due = held.and_then(|held| held.now.due);
        return Err(Refusal::LaterIsExtension { code: item.code.clone(), due, asked: deadline.due }.into());
    }
    let change = PlanChange::Deadline(step);
    super::plan::allow(session, round, &item.code, &change, approval)?;
    let keeps_first = adopted && held.is_some_and(|held| held.first_due.is_some());
    // Only what needed the approval carries it: everything that does is listed as 方案调整.
    let approval = approval.filter(|_| plan::rule(adopted, &change) == Needs::Approval).cloned();
    let reached = deadline_reach(session, item)?;
    // Work that is late stays late: only an extension moves a day that has passed. A day that was typed wrong, or stood above
    // before the work was there, never made it late and may be put right.
    let late = |work: &&Item| {
        let passed = work.due().is_some_and(|due| session.on > due && due >= work.added_on && !stricter(Some(due)));
        passed && work.kind.is_work() && work.is_open()
    };
    if let Some((work, due)) = reached.iter().find(late).and_then(|work| Some((work, work.due()?))) {
        return Err(Refusal::DuePassed { code: work.code.clone(), due }.into());
    }
    check_days(session, &reached, Axis::Deadline)?;
    warn_about(session, round, item, &deadline)?;
    let reach = reached.iter().map(|i| i.id).collect();
    session.record(&Event::DeadlineSet { item: item.id, deadline: deadline.clone(), reach, approval, keeps_first })?;
    session.done(item, Change::DeadlineSet { deadline });
    Ok(())
}

pub(super) fn warn_about(session: &mut Session<'_, '_>, round: &Round, item: &Item, deadline: &Deadline) -> Result<()> {
    let code = item.code.clone();
    if let Some(note) = &deadline.note {
        session.warn(Warning::DeadlineReading { code: code.clone(), raw: deadline.raw.clone(), note: note.clone() });
    }
    let feedback = round.settings.feedback_on;
    if let Some(due) = deadline.due.filter(|due| *due < feedback) {
        session.warn(Warning::DueBeforeFeedback { code: code.clone(), due, feedback });
    }
    if let (Some(due), Some(parent)) = (deadline.due, item.parent) {
        let parent = session.item(parent)?;
        // A category's deadline is only a default for what stands below it.
        if parent.kind != ItemKind::Category
            && let Some(parent_due) = parent.due().filter(|p| due > *p)
        {
            session.warn(Warning::DueAfterParent { code, due, parent: parent.code, parent_due });
        }
    }
    Ok(())
}

/// Sets the next review day of an item that has a deadline.
pub(super) fn set_review(session: &mut Session<'_, '_>, item: &Item, review: Option<Day>) -> Result<()> {
    if item.deadline.is_none() {
        return Err(Refusal::NoDeadline(item.code.clone()).into());
    }
    let reached = deadline_reach(session, item)?;
    check_days(session, &reached, Axis::Deadline)?;
    session.record(&Event::ReviewSet { item: item.id, review, reach: reached.iter().map(|i| i.id).collect() })?;
    session.done(item, Change::ReviewSet { review });
    Ok(())
}

/// A later deadline, as it is asked for.
#[derive(Debug, Clone)]
pub struct Extension {
    /// The words of the new deadline.
    pub to: String,
    /// The next review day; overrides the one the words give.
    pub review: Option<Day>,
    /// Why.
    pub reason: String,
    /// The meeting that approved.
    pub meeting: Option<String>,
    /// Or the document.
    pub approval: Option<String>,
}

/// Extends deadlines: applied for and approved in one go. The first due day stays for ever visible.
///
/// # Errors
/// Without an approval, without a deadline to extend, or when the new day is not later.
pub fn extend(
    ledger: &mut Ledger,
    context: &mut Context,
    items: &[ItemId],
    extension: &Extension,
    how: Run,
) -> Result<Receipt> {
    let reason = super::session::reason("reason", &extension.reason)?;
    let (_, receipt) = run(ledger, context, "extend", how, |session| {
        let approval = meeting::approval(session, extension.meeting.as_deref(), extension.approval.as_deref())?
            .ok_or(Refusal::NoApproval)?;
        all_or_refusals(items.iter().map(|id| session.workable(*id)))?;
        let mut extended: HashSet<ItemId> = HashSet::new();
        for id in items {
            let item = &session.item(*id)?;
            if extended.contains(id) {
                // Went with the item above whose deadline it inherits: told, but not extended twice.
                if let Some(held) = item.deadline.clone() {
                    let before = session.due_before_last(*id)?;
                    session.done(item, Change::Extended { before, deadline: held.now, times: held.extensions });
                }
                continue;
            }
            let round = session.open_round(item.round)?;
            let held = item.deadline.clone().ok_or_else(|| Refusal::NoDeadline(item.code.clone()))?;
            let deadline = read(&round, &extension.to, extension.review, false)?;
            if deadline.class == DeadlineClass::Unclear {
                let note = deadline.note.unwrap_or_default();
                return Err(Refusal::UnclearDeadline { raw: deadline.raw, note }.into());
            }
            if let (Some(due), Some(asked)) = (held.now.due, deadline.due)
                && asked <= due
            {
                return Err(Refusal::NotLater { code: item.code.clone(), due, asked }.into());
            }
            let reached = deadline_reach(session, item)?;
            check_days(session, &reached, Axis::Deadline)?;
            let after_expiry = held.now.due.is_some_and(|due| session.on > due);
            if let (true, Some(due)) = (after_expiry, held.now.due) {
                session.warn(Warning::ExtendedAfterExpiry { code: item.code.clone(), due });
            }
            warn_about(session, &round, item, &deadline)?;
            let id = ExtensionId(session.next(ExtensionId::COUNTER)?);
            session.record(&Event::ExtensionApplied {
                extension: id,
                item: item.id,
                applicant: item.in_role(Role::Department).next().map(|d| d.id),
                deadline: deadline.clone(),
                reason: reason.clone(),
                after_expiry,
            })?;
            session.record(&Event::ExtensionApproved {
                extension: id,
                item: item.id,
                deadline: deadline.clone(),
                approval: approval.clone(),
                reach: reached.iter().map(|i| i.id).collect(),
            })?;
            extended.extend(reached.iter().map(|i| i.id));
            let times = held.extensions + 1;
            session.done(item, Change::Extended { before: held.now.due, deadline, times });
        }
        Ok(())
    })?;
    Ok(receipt)
}
