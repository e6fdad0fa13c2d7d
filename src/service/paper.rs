//! A paper read into a round: its items recorded in one command, matched with what stands there already.
//!
//! What a paper brings is added; what it says differently is shown field by field and changed only when the clerk says so
//! ([`OnConflict`]); what is struck off is never touched. Read again, a paper that brings nothing new records nothing.

mod counted;
mod difference;
mod matching;
mod names;
mod reading;
mod retelling;
mod state;
mod step;

pub use retelling::Untold;

pub use difference::{Because, Difference, Field, OnConflict, Settled};

use super::{
    Result, meeting,
    roster::NameChoices,
    round, select,
    session::{MAX_NAME, Run, Session, run, text},
};
use crate::{
    domain::{
        Day,
        chronicle::{Chronicle, FirstStood},
        code::{Code, Series},
        context::Context,
        deadline::Deadline,
        event::{Event, StatedFigure},
        ids::{MeetingId, SourceId},
        item::{ItemKind, ItemType, Origin},
        meeting::{MeetingFacts, MeetingKind},
        party::Role,
        receipt::Receipt,
        refusal::{Refusal, UnknownParty},
        reported::Reported,
        round::RoundSettings,
    },
    store::{Ledger, query::Round},
};
use matching::Standing;
use names::Names;
use reading::Reading;

/// From so many items on it is cheaper to order them for lists at the end than one by one.
const MANY: usize = 2_000;

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
pub struct Paper<'a> {
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
    pub items: Vec<PaperItem<'a>>,
    /// How names that are not declared are to be taken.
    pub choices: NameChoices,
    /// Declares every name that is not declared and not nearly a declared one.
    pub declare_all: bool,
    /// What becomes of that about which the ledger says something else.
    pub on_conflict: OnConflict,
    /// Whose ledger it is, for rows that do not say so themselves.
    pub unit: Option<String>,
    /// Whether its deadlines stand in the cells of a table.
    pub in_table: bool,
    /// The day on which what it tells of the work is filed; the day of entry when not named.
    pub filed_on: Option<Day>,
    /// The meetings that it names; those that the ledger does not know are recorded.
    pub meetings: Vec<MeetingFacts>,
    /// What was done to its items, where another ledger of this program tells: done again where nothing stands in the round yet.
    pub chronicle: Option<&'a Chronicle>,
    /// The meeting that approved new measures of an adopted plan.
    pub meeting: Option<String>,
    /// Or the document.
    pub approval: Option<String>,
}

/// One item of a paper. It borrows its words from whoever read the paper: a large ledger is not held twice.
#[derive(Debug, Clone)]
pub struct PaperItem<'a> {
    /// What it is.
    pub kind: ItemKind,
    /// Where it comes from.
    pub origin: Origin,
    /// 整改类型.
    pub item_type: Option<ItemType>,
    /// Its words.
    pub text: &'a str,
    /// 整改目标.
    pub goal: Option<&'a str>,
    /// The paper's own numbering.
    pub source_no: Option<&'a str>,
    /// The number it has in the paper, when the paper numbers its issues throughout.
    pub number: Option<u32>,
    /// The code that it had in another ledger of this program.
    pub code: Option<Code>,
    /// Where it stands in the paper.
    pub place: &'a str,
    /// The words as they stood.
    pub words: &'a str,
    /// The item above, by its place in the list.
    pub parent: Option<usize>,
    /// For 举一反三: the issue it stems from.
    pub stems_from: Option<usize>,
    /// For opinions: the issues it is answered by.
    pub answers: &'a [usize],
    /// Codes of further issues, which stand in the round, that it stems from or answers.
    pub related: &'a [String],
    /// Who is to answer for it; a name that stands twice in a role counts once.
    pub roles: Vec<(Role, &'a [String])>,
    /// The words of its deadline.
    pub deadline: Option<&'a str>,
    /// 整改情况, where the paper tells it apart from measures.
    pub situation: Option<&'a str>,
    /// What an earlier ledger says of the work.
    pub reported: Option<&'a Reported>,
    /// How it stood when it was first recorded, where another ledger of this program tells.
    pub stood: Option<&'a FirstStood>,
}

/// What became of one item of the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Recorded.
    Added,
    /// It stood already; what it brings was added to it, or the two differ.
    Matched,
    /// It stood already, and the paper brings nothing that it does not have.
    Unchanged,
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
    /// The item above is of another kind in the ledger, where nothing of this kind can stand below it.
    NoPlace,
}

/// One item of the paper after it was read in.
#[derive(Debug, Clone)]
pub struct Taken {
    /// Its code in the ledger; of the item above when it has none of its own; empty for a category that was passed over.
    pub code: String,
    /// The item above, by code.
    pub parent: Option<String>,
    /// What it is in the ledger, which may divide the matter otherwise.
    pub kind: ItemKind,
    /// What became of it.
    pub fate: Fate,
    /// How its deadline was read, where the paper set one.
    pub deadline: Option<Deadline>,
    /// What the ledger and the paper say differently.
    pub differences: Vec<Difference>,
}

/// What a paper became.
#[derive(Debug, Clone)]
pub struct Read {
    /// The key of the round.
    pub round: String,
    /// Whether items stood in the round before.
    pub into_standing: bool,
    /// Whether it brings anything that the ledger does not have; without news nothing is recorded.
    pub news: bool,
    /// When and under which name the same bytes were read before.
    pub read_before: Option<(String, Day)>,
    /// Item by item, as in the paper.
    pub items: Vec<Taken>,
    /// What it told of the work.
    pub told: Told,
    /// Issues that another one in the round may double: code, the other's code, its words.
    pub doubles: Vec<(String, String, String)>,
    /// What another ledger of this program tells and the rules did not let be done again.
    pub untold: Vec<Untold>,
    /// Another ledger of this program tells what was done, and items stand in the round already: that was left aside.
    pub history_left: bool,
    /// Names that were not declared before.
    pub new_names: Vec<NewName>,
    /// Meetings that the paper names with their day and that were not registered before.
    pub new_meetings: Vec<MeetingFacts>,
}

/// A name of a paper that was not declared before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewName {
    /// The name, for which role it was named, and declared names that it nearly equals.
    pub party: UnknownParty,
    /// Whether someone said that it is to be declared; in a dry run it is only taken for new.
    pub decided: bool,
}

/// What a paper told of the work, in figures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Filings recorded.
    pub filings: usize,
    /// Items said to be completed without a day: they count as completed on the day of reading.
    pub completed_undated: usize,
    /// Register entries of 佐证材料.
    pub evidence: usize,
    /// Outcomes.
    pub outcomes: usize,
    /// Extensions: taken over from a table, or applied for in a document that is done again.
    pub extensions: usize,
    /// Look-backs.
    pub look_backs: usize,
    /// Closings taken over.
    pub closings: usize,
    /// Those without a meeting: 待补党组会审议.
    pub unratified: usize,
    /// Those without evidence: 无佐证销号.
    pub without_evidence: usize,
    /// Those without a day of their own: struck off on the day of reading.
    pub closed_undated: usize,
}

impl Read {
    /// Names about which nobody has decided yet.
    #[must_use]
    pub fn undecided_names(&self) -> Vec<UnknownParty> {
        self.new_names.iter().filter(|name| !name.decided).map(|name| name.party.clone()).collect()
    }

    /// The codes of the items about which ledger and paper differ, each once, and nobody has decided yet.
    #[must_use]
    pub fn undecided(&self) -> Vec<String> {
        let waits = |taken: &&Taken| taken.differences.iter().any(|one| one.settled == Settled::Open);
        self.items.iter().filter(waits).map(|taken| taken.code.clone()).collect()
    }
}

/// Records a paper: everything of it, or nothing. `tick` is told how many items are done.
///
/// # Errors
/// When nothing in it becomes an item, names are not declared (all of them at once), it differs from the ledger and nobody
/// said what counts, or what [`super::item::add`] and [`super::responsibility::assign`] refuse.
pub fn read(
    ledger: &mut Ledger,
    context: &mut Context,
    paper: &Paper<'_>,
    how: Run,
    tick: &mut dyn FnMut(usize),
) -> Result<(Read, Receipt)> {
    run(ledger, context, "intake", how, |session| {
        session.item_by_item = false;
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
        let before = session.sources(round.id)?.into_iter().find(|s| s.sha256 == paper.sha256);
        let read_before = before.map(|before| (before.name, before.read_on));
        let anew = if session.has_items(round.id)? { None } else { paper.chronicle };
        let names = Names::resolve(session, paper, anew, how)?;
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
        let (new_meetings, meetings) = meetings(session, paper, &round)?;
        let standing = Standing::of(session, round.id, session.today)?;
        if paper.items.len() > MANY {
            session.writer().expect_many()?;
        }
        let approval = meeting::approval(session, paper.meeting.as_deref(), paper.approval.as_deref())?;
        let matched = standing.matches(&paper.items, paper.unit.as_deref(), paper.tells_results);
        let needed = needed(paper, &standing, &matched);
        let numbers = numbers(session, &round, paper, &matched)?;
        let mut reading =
            Reading::new(paper, round, standing, matched, numbers, needed, names, source, approval, meetings);
        match anew {
            Some(told) => reading.retell(session, told, tick)?,
            None => {
                for at in 0..paper.items.len() {
                    reading.take(session, at)?;
                    tick(at + 1);
                }
            }
        }
        reading.tell_repeated(session)?;
        reading.link(session)?;
        reading.tell_state(session)?;
        let news = !new_meetings.is_empty() || reading.brought_anything();
        let read = reading.finish(news, read_before, new_meetings);
        let undecided = read.undecided();
        if how == Run::Record && !undecided.is_empty() {
            return Err(Refusal::PaperDiffers { codes: undecided }.into());
        }
        if !news {
            // A paper that brings nothing leaves no trace, not even that it was read again.
            session.turn_back();
        }
        Ok(read)
    })
}

/// Records the meetings that the paper names and the ledger does not know: these, and which each one is.
fn meetings(
    session: &mut Session<'_, '_>,
    paper: &Paper<'_>,
    round: &Round,
) -> Result<(Vec<MeetingFacts>, Vec<Option<MeetingId>>)> {
    let (own, today) = (session.on, session.today);
    session.on = today;
    let (mut new, mut ids) = (Vec::new(), Vec::with_capacity(paper.meetings.len()));
    for facts in &paper.meetings {
        // One that has not been held yet has decided nothing.
        if facts.held_on > today {
            ids.push(None);
            continue;
        }
        let known = session.meetings()?.into_iter().find(|known| {
            let of_round = known.round.is_none_or(|id| id == round.id);
            of_round
                && (known.facts.kind, known.facts.held_on) == (facts.kind, facts.held_on)
                // Each round has one where the feedback was given, whatever it is called.
                && (known.facts.title == facts.title || facts.kind == MeetingKind::Feedback)
        });
        ids.push(Some(match known {
            Some(known) => known.id,
            None => {
                new.push(facts.clone());
                meeting::record(session, Some(round.id), facts.clone())?
            }
        }));
    }
    session.on = own;
    Ok((new, ids))
}

/// Which items of the paper have a place in the ledger: a category only when it stands there or something new comes below.
fn needed(paper: &Paper<'_>, standing: &Standing, matched: &[Option<usize>]) -> Vec<bool> {
    let mut needed: Vec<bool> = paper
        .items
        .iter()
        .zip(matched)
        .map(|(item, same)| standing.is_empty() || same.is_some() || item.kind != ItemKind::Category)
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
    paper: &Paper<'_>,
    matched: &[Option<usize>],
) -> Result<Vec<Option<u32>>> {
    let spent = session.counter(&format!("code:{}:{}", round.id, Series::PLAIN.letter()))?;
    let highest = paper.items.iter().filter_map(|item| item.number).max().unwrap_or(0);
    let mut last = u32::try_from(spent).unwrap_or(u32::MAX).max(highest);
    let mut numbers = Vec::with_capacity(paper.items.len());
    for (item, same) in paper.items.iter().zip(matched) {
        let below_issue = item.parent.is_some_and(|at| paper.items[at].kind == ItemKind::Issue);
        let plain =
            item.kind == ItemKind::Issue && !below_issue && Series::of(ItemKind::Issue, item.origin) == Series::PLAIN;
        let number = match item.number {
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
