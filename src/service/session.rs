//! One command under way: who, when, in one transaction, with its receipt.

use crate::{
    domain::{
        Day,
        context::Context,
        event::{Event, NewItem},
        ids::{ItemId, PartyId, RoundId},
        item::{Item, ItemKind},
        lifecycle::{self, Closure},
        party::PartyKind,
        receipt::{Change, Done, Receipt},
        refusal::{Refusal, Warning},
    },
    service::{Error, Result, lock},
    store::{
        Command, Ledger, Reader, Writer,
        query::{Axis, Party, Round, WorkState},
    },
    zh::sanitize::is_hidden,
};
use std::{collections::HashSet, ops::Deref};
use uuid::Uuid;

pub use crate::domain::length::{MAX_NAME, MAX_TEXT};

/// Whether a command stands or only shows what it would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Run {
    /// It stands.
    #[default]
    Record,
    /// The whole way, then back.
    Dry,
}

/// One command under way.
pub struct Session<'w, 'c> {
    writer: &'w mut Writer<'c>,
    new_uid: &'w mut dyn FnMut() -> Uuid,
    /// The day of effect.
    pub on: Day,
    /// The day of entry.
    pub today: Day,
    /// What was done so far.
    pub receipt: Receipt,
    /// Whether the receipt tells what was done item by item; a paper of thousands of items has its own account of them.
    pub(super) item_by_item: bool,
    /// Warnings given so far, each once.
    warned: HashSet<Warning>,
    /// Nothing of it is to stand, whoever asked.
    turned_back: bool,
    /// The rounds that are locked, and through which day.
    pub(super) locks: Vec<(RoundId, String, Day)>,
}

/// Carries out one command: everything `act` records stands, or nothing does.
///
/// # Errors
/// When the operator or the day is refused, or what `act` returns.
pub fn run<T>(
    ledger: &mut Ledger,
    context: &mut Context,
    verb: &str,
    run: Run,
    act: impl FnOnce(&mut Session<'_, '_>) -> Result<T>,
) -> Result<(T, Receipt)> {
    let (on, today) = (context.effective_on(), context.today());
    if on > today {
        return Err(Refusal::FutureDay { on, today }.into());
    }
    let operator = ledger.read(|reader| operator(reader, context.operator.as_deref()))?;
    let command =
        Command { id: (context.new_uid)(), verb: verb.to_owned(), entered_at: context.now, effective_on: on, operator };
    let new_uid = &mut *context.new_uid;
    ledger.write(&command, |writer| {
        let locks = lock::standing(writer)?;
        let mut session = Session {
            writer,
            new_uid,
            on,
            today,
            receipt: Receipt::default(),
            item_by_item: true,
            warned: HashSet::new(),
            turned_back: false,
            locks,
        };
        let answer = act(&mut session)?;
        let turned_back = session.turned_back;
        let mut receipt = session.receipt;
        if run == Run::Dry || turned_back {
            receipt.dry_run = run == Run::Dry;
            receipt.records = None;
            writer.discard();
        }
        Ok((answer, receipt))
    })
}

/// Who is at the desk: the operator named, or the only one declared.
fn operator(reader: &Reader<'_>, named: Option<&str>) -> Result<String> {
    let known: Vec<String> = reader
        .parties()?
        .into_iter()
        .filter(|p| p.kind == PartyKind::Operator && p.retired_on.is_none())
        .map(|p| p.name)
        .collect();
    match named {
        Some(name) if known.iter().any(|k| k == name) => Ok(name.to_owned()),
        Some(name) => Err(Refusal::UnknownOperator { name: name.to_owned(), known }.into()),
        None => match <[String; 1]>::try_from(known) {
            Ok([only]) => Ok(only),
            Err(known) => Err(Refusal::NoOperator { known }.into()),
        },
    }
}

impl<'c> Deref for Session<'_, 'c> {
    type Target = Reader<'c>;
    fn deref(&self) -> &Reader<'c> {
        self.writer
    }
}

impl<'c> Session<'_, 'c> {
    /// The writer itself, for bytes of evidence.
    pub(crate) fn writer(&mut self) -> &mut Writer<'c> {
        self.writer
    }

    /// Appends an event on the command's day.
    pub(crate) fn record(&mut self, event: &Event) -> Result<()> {
        self.record_on(self.on, event)
    }

    /// Appends an event that takes effect on a day of its own. What a lock binds is refused here, whichever use case asks.
    pub(crate) fn record_on(&mut self, on: Day, event: &Event) -> Result<()> {
        lock::check(self, on, event)?;
        let seq = self.writer.append_on(on, event)?;
        let first = self.receipt.records.map_or(seq, |(first, _)| first);
        self.receipt.records = Some((first, seq));
        Ok(())
    }

    /// The next number of a counter.
    pub(crate) fn next(&self, counter: &str) -> Result<i64> {
        Ok(self.writer.next_number(counter)?)
    }

    /// A new uuid.
    pub(crate) fn uid(&mut self) -> Uuid {
        (self.new_uid)()
    }

    /// Carries out a part of the command that may be refused by itself: then nothing of it stands, and the command goes on.
    pub(crate) fn attempt<T>(
        &mut self,
        act: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<std::result::Result<T, Vec<Refusal>>> {
        let part = self.writer.begin_part()?;
        let (records, done, warnings) = (self.receipt.records, self.receipt.done.len(), self.receipt.warnings.len());
        match act(self) {
            Ok(answer) => {
                self.writer.keep_part()?;
                Ok(Ok(answer))
            }
            Err(Error::Refused(why)) => {
                self.writer.drop_part(part)?;
                self.receipt.records = records;
                self.receipt.done.truncate(done);
                self.receipt.warnings.truncate(warnings);
                Ok(Err(why))
            }
            Err(other) => Err(other),
        }
    }

    /// Notes what was done to an item.
    pub(crate) fn done(&mut self, item: &Item, change: Change) {
        if !self.item_by_item {
            return;
        }
        self.receipt.done.push(Done {
            item: item.id,
            code: item.code.clone(),
            kind: item.kind,
            text: item.text.clone(),
            change,
        });
    }

    /// Notes that an item was recorded.
    pub(crate) fn added(&mut self, new: &NewItem) {
        if self.item_by_item {
            let (code, text) = (new.code.clone(), new.text.clone());
            self.receipt.done.push(Done { item: new.item, code, kind: new.item_kind, text, change: Change::Added });
        }
    }

    /// Notes what the clerk should know.
    pub(crate) fn warn(&mut self, warning: Warning) {
        if self.warned.insert(warning.clone()) {
            self.receipt.warnings.push(warning);
        }
    }

    /// Leaves the ledger as it was when the command ends, although nothing was refused.
    pub(crate) fn turn_back(&mut self) {
        self.turned_back = true;
    }

    /// The item's round, which must not be locked on the day of effect.
    pub(crate) fn open_round(&self, id: RoundId) -> Result<Round> {
        let round = self.round(id)?;
        if let Some(through) = round.locked_through
            && self.on <= through
        {
            return Err(Refusal::Locked { round: round.key, through }.into());
        }
        Ok(round)
    }

    /// An item that may be worked on: not withdrawn, not struck off, and nothing above it struck off.
    pub(crate) fn workable(&self, id: ItemId) -> Result<Item> {
        let item = self.item(id)?;
        self.open_round(item.round)?;
        if item.withdrawn_on.is_some() {
            return Err(Refusal::ItemWithdrawn(item.code).into());
        }
        if item.closure == Closure::Closed {
            return Err(Refusal::ItemClosed(item.code).into());
        }
        self.nothing_closed_above(&item)?;
        Ok(item)
    }

    /// Nothing above the item may be struck off. A case goes its own way under its issue, which does not wait for it.
    pub(crate) fn nothing_closed_above(&self, item: &Item) -> Result<()> {
        if item.kind == ItemKind::Case {
            return Ok(());
        }
        let mut above = item.parent;
        while let Some(parent) = above {
            let parent = self.item(parent)?;
            if parent.closure == Closure::Closed {
                return Err(Refusal::AboveClosed { code: item.code.clone(), above: parent.code }.into());
            }
            above = parent.parent;
        }
        Ok(())
    }

    /// The day of effect must not lie before the last one on this axis of the item.
    pub(crate) fn check_day(&self, item: &Item, axis: Axis) -> Result<()> {
        match self.last_day(item.id, axis)? {
            Some(last) if self.on < last => {
                Err(Refusal::DayRunsBack { code: item.code.clone(), on: self.on, last }.into())
            }
            _ => Ok(()),
        }
    }

    /// Brings the progress of an item and of everything above it in line with what stands below, one level after the other.
    pub(crate) fn derive_up(&mut self, from: Option<ItemId>) -> Result<()> {
        let mut at = from;
        while let Some(id) = at {
            let state = self.work_state(id)?;
            if state.kind == ItemKind::Category {
                return Ok(());
            }
            self.derive(id, &state)?;
            at = state.parent;
        }
        Ok(())
    }

    /// Brings an item's progress in line with the live measures and 表现 below it.
    fn derive(&mut self, id: ItemId, state: &WorkState) -> Result<()> {
        let below = self.progress_below(id)?;
        let (progress, completed_on) = match lifecycle::derive_progress(&below) {
            Some(derived) => derived,
            // The last one below was withdrawn: what had followed from it holds no longer, the item's own filing says.
            None if self.progress_is_derived(id)? => self.own_progress(id)?,
            None => return Ok(()),
        };
        if (progress, completed_on) == (state.progress, state.completed_on) {
            return Ok(());
        }
        let item = self.item(id)?;
        self.check_day(&item, Axis::Progress)?;
        let derived = !below.is_empty();
        self.record(&Event::ProgressSet { item: id, progress, completed_on, filing: None, derived })?;
        if progress != item.progress {
            self.done(&item, Change::Derived { before: item.progress, after: progress });
        }
        super::closure::close_at_once(self, id)
    }

    /// A party by name among those still offered, by its name or another spelling of it.
    pub(crate) fn find_party(&self, name: &str, accepts: impl Fn(PartyKind) -> bool) -> Result<Option<Party>> {
        super::roster::find(self, name, accepts)
    }

    /// The name of a party.
    pub(crate) fn party_name(&self, id: PartyId) -> Result<String> {
        Ok(self.party(id)?.name)
    }
}

/// A text as it may stand in a field: trimmed, not empty, not too long, nothing hidden in it.
///
/// # Errors
/// [`Refusal::EmptyText`], [`Refusal::TooLong`], [`Refusal::HiddenCharacters`].
pub fn text(field: &'static str, words: &str, most: usize) -> Result<String, Refusal> {
    let words = words.trim();
    if words.is_empty() {
        return Err(Refusal::EmptyText(field));
    }
    let length = words.chars().count();
    if length > most {
        return Err(Refusal::TooLong { field, length, most });
    }
    // A name stands in one line of every list.
    let broken = |c: char| field == "name" && matches!(c, '\n' | '\r');
    match words.chars().find(|c| broken(*c) || (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || is_hidden(*c)) {
        Some(hidden) => Err(Refusal::HiddenCharacters { field, code_point: u32::from(hidden) }),
        None => Ok(words.replace("\r\n", "\n").replace(['\r', '\t'], " ")),
    }
}

/// As [`text`], for a reason: marks alone say nothing, and a full stop is no reason.
///
/// # Errors
/// As [`text`].
pub fn reason(field: &'static str, words: &str) -> Result<String, Refusal> {
    let words = text(field, words, MAX_NAME)?;
    if words.chars().any(char::is_alphanumeric) { Ok(words) } else { Err(Refusal::EmptyText(field)) }
}

/// As [`text`], for a field that may be left out.
///
/// # Errors
/// As [`text`].
pub fn text_opt(field: &'static str, words: Option<&str>, most: usize) -> Result<Option<String>, Refusal> {
    words.map(|w| text(field, w, most)).transpose()
}

/// Collects every refusal of a list of attempts, so that all are named at once.
pub(crate) fn all_or_refusals<T>(attempts: impl IntoIterator<Item = Result<T>>) -> Result<Vec<T>> {
    let (mut made, mut refused) = (Vec::new(), Vec::new());
    for attempt in attempts {
        match attempt {
            Ok(value) => made.push(value),
            Err(Error::Refused(reasons)) => refused.extend(reasons),
            Err(other) => return Err(other),
        }
    }
    if refused.is_empty() { Ok(made) } else { Err(Error::Refused(refused)) }
}
