//! Responsibility (分工) and deadlines (时限) as they are first given; [`super::extension`] moves them out.

use super::{
    Result, meeting,
    roster::{self, NameChoices},
    session::{MAX_NAME, Run, Session, all_or_refusals, run, text},
};
use crate::{
    domain::{
        Day,
        context::Context,
        deadline::Deadline,
        event::Event,
        extension,
        ids::{ItemId, PartyId},
        item::{HeldDeadline, Item, ItemKind},
        lifecycle::Closure,
        meeting::Approval,
        party::{Role, twice},
        plan::{self, DeadlineStep, Needs, PlanChange},
        receipt::{Change, Receipt},
        refusal::{Refusal, Warning},
    },
    store::{
        Ledger,
        query::{Axis, Round},
    },
    zh::{
        deadline::{Frame, impossible_day, parse_deadline},
        name_list,
    },
};

/// What is given to items.
#[derive(Debug, Clone, Default)]
pub struct Assignment {
    /// Roles with the names that take them, as typed or as a cell has them; no name empties the role.
    pub roles: Vec<(Role, Vec<String>)>,
    /// The deadline's words.
    pub deadline: Option<String>,
    /// The next review day; overrides the one the words give.
    pub review: Option<Day>,
    /// Whether the words stand in a table cell.
    pub in_table: bool,
    /// Whether it stands in a paper that is read in: a paper states what was adopted, so that a measure's day after its
    /// issue's is taken as it stands and only warned of.
    pub from_paper: bool,
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
        let assignment = &typed(session, assignment)?;
        if let Some(first) = items.first() {
            let round = session.item(*first)?.round;
            check_typed(&session.round(round)?, assignment)?;
        }
        let approval = meeting::approval(session, assignment.meeting.as_deref(), assignment.approval.as_deref())?;
        assign_within(session, items, assignment, approval.as_ref())
    })?;
    Ok(receipt)
}

/// The same with its names parted as people type them: at commas, where no declared name holds one. 无 stands for nobody.
pub(super) fn typed(session: &Session<'_, '_>, assignment: &Assignment) -> Result<Assignment> {
    let new = &assignment.choices.new;
    let spelled = &assignment.choices.same_as;
    let parties = session.parties()?;
    let names = session.party_names()?;
    let declared = |name: &str| {
        parties.iter().any(|party| party.name == name)
            || names.iter().any(|(_, other)| other == name)
            || new.iter().any(|other| other == name)
            || spelled.iter().any(|(typed, _)| typed == name)
    };
    let roles: Vec<(Role, Vec<String>)> = assignment
        .roles
        .iter()
        .map(|(role, typed)| {
            let names = typed.iter().flat_map(|typed| name_list::split(typed, declared));
            (*role, names.filter(|name| name != "无").collect())
        })
        .collect();
    // Who is declared does not matter when two are named.
    match roles.iter().find(|(role, names)| role.is_single() && names.len() > 1) {
        Some((_, names)) => Err(Refusal::TwoLeaders(names.clone()).into()),
        None => Ok(Assignment { roles, ..assignment.clone() }),
    }
}

/// What was typed by hand names no day that the calendar does not have.
pub(super) fn check_typed(round: &Round, assignment: &Assignment) -> Result<(), Refusal> {
    assignment.deadline.as_deref().map_or(Ok(()), |raw| impossible(round, raw))
}

/// Refuses words that name a day which the calendar does not have.
pub(super) fn impossible(round: &Round, raw: &str) -> Result<(), Refusal> {
    match impossible_day(raw, &Frame::of_round(&round.settings)) {
        Some(note) => Err(Refusal::UnclearDeadline { raw: raw.to_owned(), note }),
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
    let stood = if roles.is_empty() { Vec::new() } else { helping_leaders(session, items)? };
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
    // Looked at when all is given: roles, and an issue and its measures, may be set in one go, in whatever order.
    if !roles.is_empty() {
        let mut both = helping_leaders(session, items)?;
        both.retain(|one| !stood.contains(one));
        if assignment.from_paper {
            drop_helpers(session, &both)?;
        } else {
            all_or_refusals(both.iter().map(|(id, helps, party)| {
                let (code, name) = (session.item(*id)?.code, session.party_name(*party)?);
                Err::<(), _>(Refusal::RoleTwice { code, name, helps: *helps }.into())
            }))?;
        }
    }
    if assignment.deadline.is_some() && !assignment.from_paper {
        all_or_refusals(targets.iter().map(|before| parts_within_whole(session, before)))?;
    }
    Ok(())
}

/// Who leads and helps at the same time, of these items and everything open below them, the item above first.
pub(super) fn helping_leaders(session: &Session<'_, '_>, items: &[ItemId]) -> Result<Vec<(ItemId, Role, PartyId)>> {
    let mut found = Vec::new();
    for id in items {
        for item in session.subtree(*id)? {
            if item.closure == Closure::Closed || item.withdrawn_on.is_some() {
                continue;
            }
            // Read by itself: a subtree leaves parties out.
            let held: Vec<_> = session.item(item.id)?.parties.iter().map(|(role, party)| (*role, party.id)).collect();
            for (helps, party) in twice(&held) {
                if !found.contains(&(item.id, helps, party)) {
                    found.push((item.id, helps, party));
                }
            }
        }
    }
    Ok(found)
}

/// Who leads helps no longer: where others decided who leads (a paper, a succession, a move) the helping role gives way, said
/// aloud and recorded as what it is, a role set anew.
pub(super) fn drop_helpers(session: &mut Session<'_, '_>, both: &[(ItemId, Role, PartyId)]) -> Result<()> {
    for (id, helps, party) in both {
        let item = session.item(*id)?;
        let left: Vec<PartyId> = item.in_role(*helps).map(|one| one.id).filter(|one| one != party).collect();
        // An item above may have taken this one along.
        if left.len() == item.in_role(*helps).count() {
            continue;
        }
        let reach =
            reach(session, &item, |session, below| Ok(session.role_set_on(below.id, *helps)? == Some(below.id)))?;
        check_days(session, &reach, Axis::Role(*helps))?;
        let reach = reach.iter().map(|i| i.id).collect();
        session.record(&Event::ResponsibilitySet { item: *id, role: *helps, parties: left.clone(), reach })?;
        let names = left.iter().map(|p| session.party_name(*p)).collect::<Result<Vec<_>>>()?;
        session.done(&item, Change::Assigned { role: *helps, names });
        let name = session.party_name(*party)?;
        session.warn(Warning::RoleDropped { code: item.code.clone(), name, helped: *helps });
    }
    Ok(())
}

/// A role with everyone in it, the leading one first.
pub(super) type InRole = (Role, Vec<PartyId>);

/// The roles that a paper gives to a new item, without those who lead it among those who help: by what it says, or by what the
/// item above passes on. Who was left out is told.
pub(super) fn one_role_each(roles: Vec<InRole>, parent: Option<&Item>) -> (Vec<InRole>, Vec<(Role, PartyId)>) {
    if roles.is_empty() {
        return (roles, Vec::new());
    }
    let above = |role: Role| parent.iter().flat_map(|p| p.in_role(role)).map(|party| party.id).collect::<Vec<_>>();
    let mut held: Vec<(Role, PartyId)> = Vec::new();
    for role in Role::ALL.iter().copied() {
        let own = roles.iter().find(|(given, _)| *given == role).map(|(_, parties)| parties.clone());
        held.extend(own.unwrap_or_else(|| above(role)).into_iter().map(|party| (role, party)));
    }
    let dropped = twice(&held);
    let mut given = roles;
    for (helps, party) in &dropped {
        if !given.iter().any(|(role, _)| role == helps) {
            given.push((*helps, above(*helps)));
        }
        for (_, parties) in given.iter_mut().filter(|(role, _)| role == helps) {
            parties.retain(|one| one != party);
        }
    }
    (given, dropped)
}

/// Whether a deadline may be given to an item that is being recorded; says what is odd about it. `parent` is the item above as
/// it stands.
pub(super) fn first_deadline(
    session: &mut Session<'_, '_>,
    round: &Round,
    code: &str,
    deadline: &Deadline,
    parent: Option<&Item>,
    approval: Option<&Approval>,
) -> Result<()> {
    // What is added to an adopted plan brings its own deadline along: nothing of the kind was adopted before.
    super::plan::allow(session, round, code, &PlanChange::Deadline(DeadlineStep::First), approval)?;
    warn_of_days(session, round, code, deadline, parent);
    Ok(())
}

/// A measure is not due after its issue. Looks up and down from an item whose deadline was just set; `before` is the item as
/// it was: what a paper had adopted otherwise is not held against a command that did not make it so.
fn parts_within_whole(session: &Session<'_, '_>, before: &Item) -> Result<()> {
    let item = session.item(before.id)?;
    let Some(due) = item.due() else { return Ok(()) };
    if let Some(parent) = item.parent {
        let parent = session.item(parent)?;
        if extension::is_part(item.kind, parent.kind)
            && let Some(above_due) = parent.due().filter(|whole| due > *whole)
        {
            let asked = Some(due);
            return Err(Refusal::DueAfterAbove { code: item.code, asked, above: parent.code, above_due }.into());
        }
    }
    if item.kind == ItemKind::Category {
        return Ok(());
    }
    // By days only: a plan may well go on with a measure for ever (长期坚持) under an issue that is struck off on its day.
    let mut below = Vec::new();
    for part in session.subtree(item.id)?.into_iter().skip(1) {
        let bound = extension::is_part(part.kind, item.kind) && part.is_open();
        let made_so = |own: &Day| *own > due && before.due().is_none_or(|before| *own <= before);
        if bound && let Some(own) = part.due().filter(made_so) {
            below.push((part.code, own));
        }
    }
    if below.is_empty() { Ok(()) } else { Err(Refusal::DueBeforeBelow { code: item.code, asked: due, below }.into()) }
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

pub(super) fn set_first(
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
    let parent = item.parent.map(|id| session.item(id)).transpose()?;
    warn_of_days(session, round, &item.code, deadline, parent.as_ref());
    Ok(())
}

fn warn_of_days(session: &mut Session<'_, '_>, round: &Round, code: &str, deadline: &Deadline, parent: Option<&Item>) {
    let code = code.to_owned();
    if let Some(note) = &deadline.note {
        session.warn(Warning::DeadlineReading { code: code.clone(), raw: deadline.raw.clone(), note: note.clone() });
    }
    let feedback = round.settings.feedback_on;
    if let Some(due) = deadline.due.filter(|due| *due < feedback) {
        session.warn(Warning::DueBeforeFeedback { code: code.clone(), due, feedback });
    }
    if let (Some(due), Some(parent)) = (deadline.due, parent) {
        // A category's deadline is only a default for what stands below it.
        if parent.kind != ItemKind::Category
            && let Some(parent_due) = parent.due().filter(|p| due > *p)
        {
            session.warn(Warning::DueAfterParent { code, due, parent: parent.code.clone(), parent_due });
        }
    }
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
