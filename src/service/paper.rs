//! Papers (反馈意见, 整改方案, 整改进展情况通报): a reviewed plan of items recorded by one command.
//!
//! Into an empty round the paper's items are recorded as they stand. Into a round that has items it brings what is missing:
//! see `matching` for what counts as the same. What was matched, added and passed over is handed back line by line.

mod matching;

use super::{
    Error, Result,
    item::{self, Draft},
    link, meeting, plan, repeat,
    responsibility::{self, Assignment},
    roster::{self, NameChoices},
    round, select,
    session::{MAX_NAME, MAX_TEXT, Run, Session, run, text},
};
use crate::{
    domain::{
        self, Day,
        code::Series,
        context::Context,
        event::{Event, NewFiling, SourcePlace, StatedFigure},
        filter::Filter,
        ids::{FilingId, ItemId, SourceId},
        item::{Item, ItemField, ItemKind},
        lifecycle::{Closure, Progress},
        link::LinkKind,
        meeting::Approval,
        party::{PartyKind, Role},
        plan::{Needs, PlanChange},
        receipt::{Change, Receipt},
        refusal::{Refusal, UnknownParty, Warning},
        round::RoundSettings,
    },
    store::{
        Ledger,
        query::{AsOf, Round},
    },
    zh::fold::names_several,
};
use matching::Standing;

/// Where the items go.
#[derive(Debug, Clone)]
pub enum Target {
    /// The round of that key, or the only open one.
    Round(Option<String>),
    /// A round that is opened by the same command.
    Opened {
        /// Its key.
        key: String,
        /// What the paper says of it.
        settings: Box<RoundSettings>,
    },
}

/// A paper as it is to be recorded.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Where its items go.
    pub into: Target,
    /// The file's name, without folders.
    pub name: String,
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    /// What kind of paper it was taken for, by key.
    pub kind: String,
    /// Whether it tells results: then what it says below an issue that has its measures already is 整改情况, not further
    /// measures.
    pub tells_results: bool,
    /// The figures it states of itself.
    pub stated: Vec<StatedFigure>,
    /// Its items, a parent always before its children.
    pub items: Vec<PaperItem>,
    /// How names that are not declared are to be taken.
    pub choices: NameChoices,
    /// Declares every name that is not declared and not nearly a declared one.
    pub declare_all: bool,
    /// Reads it although the same bytes were read before.
    pub again: bool,
    /// The day on which what it tells of the work is filed; the day of entry when not named.
    pub filed_on: Option<Day>,
    /// The meeting that approved new measures of an adopted plan.
    pub meeting: Option<String>,
    /// Or the document.
    pub approval: Option<String>,
}

/// One item of a paper.
#[derive(Debug, Clone)]
pub struct PaperItem {
    /// The item itself; its `source` is filled in here.
    pub draft: Draft,
    /// Where it stands in the paper.
    pub place: String,
    /// The words as they stood.
    pub words: String,
    /// The item above, by its place in the list.
    pub parent: Option<usize>,
    /// For 举一反三: the issue it stems from.
    pub stems_from: Option<usize>,
    /// For opinions: the issues it is answered by.
    pub answers: Vec<usize>,
    /// Who is to answer for it.
    pub roles: Vec<(Role, Vec<String>)>,
    /// The words of its deadline.
    pub deadline: Option<String>,
    /// 整改情况, where the paper tells it apart from measures.
    pub situation: Option<String>,
}

/// What became of one item of the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Recorded.
    Added,
    /// It stood already; what it brings was added to it.
    Matched,
    /// Filed as 整改情况 of the item above, which has its measures already.
    Filed,
    /// Passed over.
    Skipped(Skip),
}

/// Why something was passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skip {
    /// The item it is, or stands below, is struck off.
    Closed,
    /// The item it is, or stands below, is withdrawn.
    Withdrawn,
    /// The issue is completed by its own filing: a measure would open it again.
    Completed,
    /// A category below which nothing is new.
    NothingNew,
}

/// What was kept as the ledger has it, though the paper says something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// A role has other parties.
    Role(Role),
    /// The deadline is another one.
    Deadline(String),
    /// The paper's number belongs to an issue of other words.
    Number(u32),
}

/// One item of the paper after it was read in.
#[derive(Debug, Clone)]
pub struct Taken {
    /// Its code in the ledger; of the item above when it has none of its own; empty for a category that was passed over.
    pub code: String,
    /// The item above, by code.
    pub parent: Option<String>,
    /// What became of it.
    pub fate: Fate,
    /// What the ledger keeps instead of what the paper says.
    pub kept: Vec<Kept>,
}

/// What a paper became.
#[derive(Debug, Clone)]
pub struct Read {
    /// The key of the round.
    pub round: String,
    /// Whether items stood in the round before.
    pub into_standing: bool,
    /// Item by item, as in the paper.
    pub items: Vec<Taken>,
}

/// Records a paper: everything of it, or nothing. `tick` is told how many items are done.
///
/// # Errors
/// When it was read before, nothing in it becomes an item, names are not declared (all of them at once), or what
/// [`super::item::add`] and [`super::responsibility::assign`] refuse.
pub fn read(
    ledger: &mut Ledger,
    context: &mut Context,
    paper: &Paper,
    how: Run,
    tick: &mut dyn FnMut(usize),
) -> Result<(Read, Receipt)> {
    run(ledger, context, "intake", how, |session| {
        if paper.items.is_empty() {
            return Err(Refusal::NothingInPaper.into());
        }
        let round = match &paper.into {
            Target::Round(key) => session.open_round(select::round(session, key.as_deref())?.id)?,
            Target::Opened { key, settings } => {
                let (id, _) = round::open_within(session, key, (**settings).clone())?;
                session.round(id)?
            }
        };
        if round.finished_on.is_some() {
            return Err(Refusal::RoundFinished(round.key).into());
        }
        if let Some(before) = session.sources(round.id)?.into_iter().find(|s| s.sha256 == paper.sha256)
            && !paper.again
        {
            return Err(Refusal::PaperReadBefore { name: before.name, on: before.read_on }.into());
        }
        declare(session, paper)?;
        let source = SourceId(session.next(SourceId::COUNTER)?);
        // Items may be known since the feedback; the paper was read on the day of entry.
        session.record_on(
            session.today,
            &Event::SourceRead {
                source,
                round: round.id,
                name: text("file_name", &paper.name, MAX_NAME)?,
                sha256: paper.sha256.clone(),
                bytes: paper.bytes,
                paper: paper.kind.clone(),
                stated: paper.stated.clone(),
            },
        )?;
        let filter = Filter { rounds: vec![round.id], with_withdrawn: true, ..Filter::default() };
        let standing = Standing::new(session.items(&filter, AsOf { day: session.today, current: true })?);
        let approval = meeting::approval(session, paper.meeting.as_deref(), paper.approval.as_deref())?;
        let matched = standing.matches(&paper.items);
        let needed = needed(paper, &standing, &matched);
        let numbers = numbers(session, &round, paper, &matched)?;
        let mut reading = Reading {
            paper,
            round,
            standing,
            matched,
            numbers,
            needed,
            source,
            approval,
            ids: vec![None; paper.items.len()],
            taken: Vec::with_capacity(paper.items.len()),
            told: vec![Vec::new(); paper.items.len()],
        };
        for at in 0..paper.items.len() {
            let taken = reading.take(session, at)?;
            reading.taken.push(taken);
            tick(at + 1);
        }
        reading.tell_repeated(session)?;
        reading.link(session)?;
        reading.file(session)?;
        Ok(Read { round: reading.round.key.clone(), into_standing: !reading.standing.is_empty(), items: reading.taken })
    })
}

/// Resolves every name of the paper, and declares those that are to be; all others are refused at once.
fn declare(session: &mut Session<'_, '_>, paper: &Paper) -> Result<()> {
    let mut seen: Vec<(PartyKind, &str)> = Vec::new();
    let mut unknown: Vec<UnknownParty> = Vec::new();
    for (role, names) in paper.items.iter().flat_map(|item| &item.roles) {
        for name in names {
            let kind = role.usual_kind();
            if seen.contains(&(kind, name)) {
                continue;
            }
            seen.push((kind, name));
            // Names one by one, so that a single leading role does not mistake all leaders of the paper for its own.
            let one = [(*role, vec![name.clone()])];
            let missing =
                match roster::resolve(session, &one, &NameChoices { new: Vec::new(), ..paper.choices.clone() }) {
                    Ok(_) => continue,
                    Err(Error::Refused(refusals)) => refusals,
                    Err(other) => return Err(other),
                };
            for refusal in missing {
                let Refusal::UnknownParties(missing) = refusal else { return Err(refusal.into()) };
                let named_new = paper.choices.new.contains(name);
                let plainly_new = paper.declare_all && missing.iter().all(|party| party.near.is_empty());
                if named_new || plainly_new {
                    let kind =
                        if kind == PartyKind::Department && names_several(name) { PartyKind::Collective } else { kind };
                    roster::declare(session, name, kind, None)?;
                } else {
                    unknown.extend(missing);
                }
            }
        }
    }
    if unknown.is_empty() { Ok(()) } else { Err(Refusal::UnknownParties(unknown).into()) }
}

/// Which items of the paper have a place in the ledger: a category only when it stands there or something new comes below.
fn needed(paper: &Paper, standing: &Standing, matched: &[Option<usize>]) -> Vec<bool> {
    let mut needed: Vec<bool> = paper
        .items
        .iter()
        .zip(matched)
        .map(|(item, same)| standing.is_empty() || same.is_some() || item.draft.kind != ItemKind::Category)
        .collect();
    for (at, item) in paper.items.iter().enumerate().rev() {
        // Work below an issue goes where the issue is; only what hangs on the category itself asks for it.
        let new = matched[at].is_none() && needed[at];
        if let Some(parent) = item.parent.filter(|_| new) {
            needed[parent] = true;
        }
    }
    needed
}

/// The paper's own numbers; issues of the plain series without one go behind the highest, so that no later number is taken.
fn numbers(
    session: &Session<'_, '_>,
    round: &Round,
    paper: &Paper,
    matched: &[Option<usize>],
) -> Result<Vec<Option<u32>>> {
    let spent = session.counter(&format!("code:{}:{}", round.id, Series::PLAIN.letter()))?;
    let highest = paper.items.iter().filter_map(|item| item.draft.number).max().unwrap_or(0);
    let mut last = u32::try_from(spent).unwrap_or(u32::MAX).max(highest);
    let mut numbers = Vec::with_capacity(paper.items.len());
    for (item, same) in paper.items.iter().zip(matched) {
        let below_issue = item.parent.is_some_and(|at| paper.items[at].draft.kind == ItemKind::Issue);
        let plain = item.draft.kind == ItemKind::Issue
            && !below_issue
            && Series::of(ItemKind::Issue, item.draft.origin) == Series::PLAIN;
        let number = match item.draft.number {
            None if plain && same.is_none() => {
                last = last.saturating_add(1);
                Some(last)
            }
            number => number,
        };
        numbers.push(number);
    }
    Ok(numbers)
}

/// A paper on its way into the ledger.
struct Reading<'p> {
    paper: &'p Paper,
    round: Round,
    standing: Standing,
    matched: Vec<Option<usize>>,
    numbers: Vec<Option<u32>>,
    needed: Vec<bool>,
    source: SourceId,
    approval: Option<Approval>,
    /// The item that each one became or was; none for what was filed or passed over.
    ids: Vec<Option<ItemId>>,
    taken: Vec<Taken>,
    /// 整改情况 by item, in the order of the paper.
    told: Vec<Vec<String>>,
}

impl Reading<'_> {
    fn take(&mut self, session: &mut Session<'_, '_>, at: usize) -> Result<Taken> {
        let item = &self.paper.items[at];
        let above = self.above(at);
        let parent = above.map(|id| session.item(id)).transpose()?;
        let parent_code = parent.as_ref().map(|p| p.code.clone());
        let passed = |code: String, skip: Skip| Taken {
            code,
            parent: parent_code.clone(),
            fate: Fate::Skipped(skip),
            kept: Vec::new(),
        };
        if let Some(same) = self.matched[at] {
            let same = self.standing.items[same].clone();
            self.ids[at] = Some(same.id);
            return self.complete(session, at, &same);
        }
        if !self.needed[at] {
            return Ok(passed(String::new(), Skip::NothingNew));
        }
        if let Some(skip) = parent.as_ref().and_then(|p| self.closed_to(p, item.draft.kind)) {
            return Ok(passed(parent_code.clone().unwrap_or_default(), skip));
        }
        // Below something that was passed over there is no place.
        if let Some(Taken { fate: Fate::Skipped(skip), code, .. }) =
            item.parent.filter(|_| parent.is_none()).and_then(|at| self.taken.get(at))
            && *skip != Skip::NothingNew
        {
            return Ok(passed(code.clone(), *skip));
        }
        let under = item.parent.and_then(|above| self.matched[above]);
        if self.paper.tells_results
            && item.draft.kind == ItemKind::Measure
            && under.is_some_and(|under| self.standing.has_measures(under))
            && let (Some(above), Some(code)) = (item.parent, &parent_code)
        {
            self.told[above].push(if item.words.is_empty() { item.draft.text.clone() } else { item.words.clone() });
            return Ok(Taken { code: code.clone(), parent: parent_code, fate: Fate::Filed, kept: Vec::new() });
        }
        self.add(session, at, parent.as_ref())
    }

    /// The item above in the ledger: of the nearest one above in the paper that has a place.
    fn above(&self, at: usize) -> Option<ItemId> {
        let mut above = self.paper.items[at].parent;
        while let Some(parent) = above {
            if let Some(id) = self.ids[parent] {
                return Some(id);
            }
            if self.paper.items[parent].draft.kind != ItemKind::Category {
                return None;
            }
            above = self.paper.items[parent].parent;
        }
        None
    }

    /// Why nothing may be put below an item that stands.
    fn closed_to(&self, parent: &Item, kind: ItemKind) -> Option<Skip> {
        if parent.closure == Closure::Closed {
            Some(Skip::Closed)
        } else if parent.withdrawn_on.is_some() {
            Some(Skip::Withdrawn)
        } else {
            let stood = self.standing.items.iter().any(|item| item.id == parent.id);
            let opens = matches!(kind, ItemKind::Measure | ItemKind::Issue) && parent.kind == ItemKind::Issue;
            (stood && opens && parent.progress == Progress::Completed).then_some(Skip::Completed)
        }
    }

    fn add(&mut self, session: &mut Session<'_, '_>, at: usize, parent: Option<&Item>) -> Result<Taken> {
        let item = &self.paper.items[at];
        let code = parent.map(|p| p.code.as_str()).unwrap_or_default();
        plan::allow(session, &self.round, code, &PlanChange::Added(item.draft.kind), self.approval.as_ref())?;
        let draft = Draft {
            source: Some(SourcePlace { source: self.source, place: item.place.clone(), words: item.words.clone() }),
            number: self.numbers[at],
            ..item.draft.clone()
        };
        let approval = if item.draft.kind == ItemKind::Measure { self.approval.clone() } else { None };
        let id = item::place(session, &self.round, parent, &draft, approval)?;
        self.ids[at] = Some(id);
        if let Some(situation) = &item.situation {
            self.told[at].push(situation.clone());
        }
        let assignment = Assignment {
            roles: item.roles.clone(),
            deadline: item.deadline.clone(),
            from_paper: true,
            ..Assignment::default()
        };
        if !assignment.is_empty() {
            responsibility::assign_within(session, &[id], &assignment, self.approval.as_ref())?;
        }
        let code = session.item(id)?.code;
        let other = item.draft.number.filter(|n| item.draft.kind == ItemKind::Issue && code != n.to_string());
        Ok(Taken {
            code,
            parent: parent.map(|p| p.code.clone()),
            fate: Fate::Added,
            kept: other.map(Kept::Number).into_iter().collect(),
        })
    }

    /// Adds to an item that stands what the paper brings and the item does not have.
    fn complete(&mut self, session: &mut Session<'_, '_>, at: usize, same: &Item) -> Result<Taken> {
        let item = &self.paper.items[at];
        let parent = same.parent.map(|id| session.item(id)).transpose()?.map(|p| p.code);
        let skip = match session.workable(same.id) {
            Ok(_) => None,
            Err(Error::Refused(why)) if matches!(why[..], [Refusal::ItemWithdrawn(_)]) => Some(Skip::Withdrawn),
            Err(Error::Refused(why)) if matches!(why[..], [Refusal::ItemClosed(_) | Refusal::AboveClosed { .. }]) => {
                Some(Skip::Closed)
            }
            Err(other) => return Err(other),
        };
        if let Some(skip) = skip {
            return Ok(Taken { code: same.code.clone(), parent, fate: Fate::Skipped(skip), kept: Vec::new() });
        }
        if let Some(situation) = &item.situation {
            self.told[at].push(situation.clone());
        }
        let kept = self.fill(session, item, same)?;
        Ok(Taken { code: same.code.clone(), parent, fate: Fate::Matched, kept })
    }

    fn fill(&self, session: &mut Session<'_, '_>, item: &PaperItem, same: &Item) -> Result<Vec<Kept>> {
        let mut kept = Vec::new();
        for (field, before, after) in [
            (ItemField::Goal, same.goal.clone(), item.draft.goal.clone()),
            (
                ItemField::Type,
                same.item_type.map(|t| t.key().to_owned()),
                item.draft.item_type.map(|t| t.key().to_owned()),
            ),
        ] {
            if before.is_none()
                && let Some(after) = after
            {
                let after = Some(text("goal", &after, MAX_TEXT)?);
                let reason = Some(text("reason", &self.paper.name, MAX_NAME)?);
                session.record(&Event::ItemEdited {
                    item: same.id,
                    field,
                    before: None,
                    after: after.clone(),
                    reason,
                    approval: self.approval.clone(),
                })?;
                session.done(same, Change::Edited { field, before: None, after });
            }
        }
        let mut assignment = Assignment { from_paper: true, ..Assignment::default() };
        for (role, names) in &item.roles {
            if session.role_set_on(same.id, *role)? != Some(same.id) {
                assignment.roles.push((*role, names.clone()));
                continue;
            }
            let resolved = roster::resolve(session, &[(*role, names.clone())], &NameChoices::default())?;
            let held: Vec<_> = session.item(same.id)?.in_role(*role).map(|party| party.id).collect();
            if resolved.first().is_some_and(|(_, parties)| *parties != held) {
                kept.push(Kept::Role(*role));
            }
        }
        match (&item.deadline, same.deadline.as_ref().filter(|held| held.set_on == same.id)) {
            (Some(words), None) if self.may_set(same, words)? => assignment.deadline = Some(words.clone()),
            (Some(words), None) => kept.push(Kept::Deadline(words.clone())),
            (Some(words), Some(held)) if held.now.raw != *words => kept.push(Kept::Deadline(words.clone())),
            _ => {}
        }
        if !assignment.is_empty() {
            responsibility::assign_within(session, &[same.id], &assignment, self.approval.as_ref())?;
        }
        Ok(kept)
    }

    /// Whether the deadline that a paper names for an item that inherits its own may be set: an adopted plan moves forward
    /// with an approval only, and back by an extension only.
    fn may_set(&self, same: &Item, words: &str) -> Result<bool> {
        let deadline = responsibility::read(&self.round, words, None, false)?;
        let step = domain::plan::deadline_step(same.deadline.as_ref().map(|held| &held.now), &deadline);
        Ok(match domain::plan::rule(self.round.adopted_on.is_some(), &PlanChange::Deadline(step)) {
            Needs::Nothing => true,
            Needs::Approval => self.approval.is_some(),
            Needs::Extension => false,
        })
    }

    fn link(&self, session: &mut Session<'_, '_>) -> Result<()> {
        for (at, item) in self.paper.items.iter().enumerate() {
            let Some(from) = self.ids[at].filter(|_| !matches!(self.taken[at].fate, Fate::Skipped(_))) else {
                continue;
            };
            let stems = item.stems_from.map(|to| (LinkKind::StemsFrom, to));
            let answers = item.answers.iter().map(|to| (LinkKind::Answers, *to));
            for (kind, to) in stems.into_iter().chain(answers) {
                if let Some(to) = self.ids[to] {
                    link::where_possible(session, kind, from, to)?;
                }
            }
        }
        Ok(())
    }

    /// Tells which new issues may be the same matter as one that an earlier round had struck off; the most alike of each.
    fn tell_repeated(&self, session: &mut Session<'_, '_>) -> Result<()> {
        let earlier = repeat::Earlier::than(session, self.round.id)?;
        for (at, taken) in self.taken.iter().enumerate() {
            let Some(id) = self.ids[at].filter(|_| taken.fate == Fate::Added) else { continue };
            let item = session.item(id)?;
            if item.kind != ItemKind::Issue || item.under_issue {
                continue;
            }
            if let Some(most) = earlier.resembling(&item.text).first() {
                let (earlier, text) = (repeat::typed(most), most.text.clone());
                session.warn(Warning::LooksAlike { code: item.code, earlier, text });
            }
        }
        Ok(())
    }

    /// Files what the paper tells of the work, one filing per item. Progress stays: a paper's words are no acceptance.
    fn file(&self, session: &mut Session<'_, '_>) -> Result<()> {
        let on = self.paper.filed_on.unwrap_or(session.today);
        for (at, told) in self.told.iter().enumerate() {
            let Some(id) = self.ids[at].filter(|_| !told.is_empty()) else { continue };
            let item = session.item(id)?;
            if !item.kind.is_work() {
                continue;
            }
            let filing = FilingId(session.next(FilingId::COUNTER)?);
            let department = item.in_role(Role::Department).next().map(|party| party.id);
            session.record_on(
                on,
                &Event::FilingRecorded(Box::new(NewFiling {
                    filing,
                    item: id,
                    department,
                    filled_by: None,
                    situation: Some(text("situation", &told.join("\n"), MAX_TEXT)?),
                    problems: None,
                    next: None,
                    progress: None,
                    completed_on: None,
                    leading: true,
                    accepted: true,
                })),
            )?;
            session.done(&item, Change::Filed);
        }
        Ok(())
    }
}
