//! What a paper tells of the work: filings, progress, evidence, closings, each on its own day.
//!
//! Rows of a ledger stand in the order of issues, their days in any order; the journal wants the days of an item, and of
//! what follows from it, to run forward. So everything is collected first and told in the order of days. A fact whose
//! day has passed on its axis is entered on the next day that is open; the day of completion stays what it was.

use super::{
    super::{
        Result, extension, filing,
        filing::Filing,
        responsibility,
        session::{MAX_TEXT, Session, text},
    },
    Because, Difference, Fate, Field, Settled,
    reading::Reading,
};
use crate::{
    domain::{
        Day,
        ids::ItemId,
        item::{Item, ItemKind},
        lifecycle::{Closure, Progress},
        reported::{ExtensionTold, Reported, filing_days},
    },
    store::query::Axis,
    zh::label::Label as _,
};

/// What is told of one item on one day.
struct Statement {
    at: usize,
    id: ItemId,
    on: Day,
    progress: Option<Progress>,
    completed_on: Option<Day>,
    situation: Option<String>,
    problems: Option<String>,
    next: Option<String>,
}

impl Reading<'_> {
    /// Tells everything that the paper says of the work, evidence first, closings last.
    pub(super) fn tell_state(&mut self, session: &mut Session<'_, '_>) -> Result<()> {
        let base = self.paper.filed_on.unwrap_or(session.today);
        let (own, on) = (session.on, base);
        let below = self.below();
        self.register_evidence(session)?;
        self.tell_deadlines(session)?;
        session.on = own;
        let mut statements = Vec::new();
        for at in 0..self.taken.len() {
            self.state(session, at, on, &below, &mut statements)?;
        }
        for statement in &mut statements {
            // Nothing is filed about what was withdrawn.
            let gone = self.paper.items[statement.at].reported.and_then(|told| told.withdrawn.as_ref());
            statement.on = gone.map_or(statement.on, |told| statement.on.min(told.on));
        }
        self.tell_outcomes(session)?;
        statements.sort_by_key(|statement| (statement.on, statement.at));
        let mut withdrawals = self.withdrawals().into_iter().peekable();
        for statement in &statements {
            while let Some((at, told)) = withdrawals.next_if(|(_, told)| told.on < statement.on) {
                self.withdraw(session, at, told)?;
            }
            self.tell(session, statement)?;
        }
        for (at, told) in withdrawals {
            self.withdraw(session, at, told)?;
        }
        let mut steps = self.steps(&below);
        steps.sort_by_key(|step| (step.on.unwrap_or(base), !step.measure, step.at));
        let (steps, elsewhere): (Vec<_>, Vec<_>) = steps.into_iter().partition(|step| step.here);
        for step in &steps {
            if step.told.closure == Some(Closure::Closed) {
                self.close(session, step, base)?;
            } else {
                self.apply_or_return(session, step)?;
            }
        }
        for step in &elsewhere {
            self.at_another_level(session, step)?;
        }
        session.on = own;
        Ok(())
    }

    /// For each item of the paper the measures and 表现 below it, without those that were withdrawn.
    fn below(&self) -> Vec<Vec<usize>> {
        let mut below = vec![Vec::new(); self.paper.items.len()];
        for (at, item) in self.paper.items.iter().enumerate() {
            let withdrawn = item.reported.is_some_and(|told| told.withdrawn.is_some());
            if let Some(parent) = item.parent
                && !withdrawn
                && matches!(self.kind(at), ItemKind::Measure | ItemKind::Issue)
            {
                below[parent].push(at);
            }
        }
        below
    }

    /// The item in the ledger about which the paper may tell something.
    pub(super) fn subject(&self, at: usize) -> Option<ItemId> {
        let work = self.kind(at).is_work();
        let passed = matches!(self.taken[at].fate, Fate::Skipped(_) | Fate::Filed);
        // Where everything that was done is told, the state follows from it.
        self.ids[at].filter(|_| work && !passed && !self.anew)
    }

    /// Extensions that led to the deadlines that stand, each on its day; then the days of review.
    fn tell_deadlines(&mut self, session: &mut Session<'_, '_>) -> Result<()> {
        let added = |at: usize| self.taken[at].fate == Fate::Added;
        let reported = |at: usize| self.paper.items[at].reported;
        let mut extended: Vec<(usize, usize, &ExtensionTold)> = Vec::new();
        for at in (0..self.taken.len()).filter(|at| added(*at)) {
            let told = reported(at).filter(|told| told.first_due.is_some() && self.paper.items[at].deadline.is_some());
            let told = told.map_or(&[][..], |told| told.extended.as_slice()).iter().enumerate();
            extended.extend(told.map(|(nth, told)| (at, nth, told)));
        }
        extended.sort_by_key(|(at, nth, told)| (told.on, *at, *nth));
        for (at, nth, told) in extended {
            let Some(id) = self.subject(at) else { continue };
            let item = &self.paper.items[at];
            let last = item.reported.is_some_and(|all| all.extended.len() == nth + 1);
            // The last one led to what the item has now, review day and all.
            let (words, review) = match item.deadline.filter(|_| last) {
                Some(words) => (words, item.reported.and_then(|told| told.review)),
                None => (told.to.as_str(), None),
            };
            let deadline = responsibility::read(&self.round, words, review, self.paper.in_table)?;
            let met = self.met_at(session, told.met)?;
            extension::take_over(session, id, told, met, deadline)?;
            self.told.extensions += 1;
        }
        for at in 0..self.taken.len() {
            let Some(review) = reported(at).and_then(|told| told.review) else { continue };
            let Some(id) = self.subject(at) else { continue };
            let item = session.item(id)?;
            let held = item.deadline.as_ref().map(|held| held.now.review);
            if held.is_none() || held == Some(Some(review)) {
                continue;
            }
            if self.taken[at].fate != Fate::Added {
                let settled = self.settle();
                let update = settled == Settled::Updated;
                let stands = held.flatten().map(|day| day.to_string()).unwrap_or_default();
                self.differ(at, Field::Review, &stands, &review.to_string(), settled);
                if !update {
                    continue;
                }
            }
            session.on = session.last_day(id, Axis::Deadline)?.map_or(item.added_on, |last| last.max(item.added_on));
            responsibility::set_review(session, &item, Some(review))?;
            self.brought[at] = true;
        }
        Ok(())
    }

    /// What is told of one item: its own filing, and the state of what stands below it where that has none of its own.
    fn state(
        &mut self,
        session: &Session<'_, '_>,
        at: usize,
        on: Day,
        below: &[Vec<usize>],
        statements: &mut Vec<Statement>,
    ) -> Result<()> {
        let Some(id) = self.subject(at) else { return Ok(()) };
        let item = &self.paper.items[at];
        let reported = item.reported;
        let words = |field: &'static str, words: Option<&String>| words.map(|w| text(field, w, MAX_TEXT)).transpose();
        let situation = self.situations[at].join("\n");
        let mut statement = Statement {
            at,
            id,
            on,
            progress: None,
            completed_on: None,
            situation: if situation.is_empty() { None } else { Some(text("situation", &situation, MAX_TEXT)?) },
            problems: words("problems", reported.and_then(|r| r.problems.as_ref()))?,
            next: words("next", reported.and_then(|r| r.next.as_ref()))?,
        };
        let own_day = |r: &Reported| r.completed_on.or(r.closed_on);
        // A measure that is done without a day was done by the day that its issue names.
        let issue_day = || self.paper.items[item.parent?].reported.and_then(own_day);
        let mut state = reported.and_then(|r| Some((r.effective_progress()?, own_day(r).or_else(issue_day))));
        let above = item.parent.filter(|_| matches!(self.kind(at), ItemKind::Measure | ItemKind::Issue));
        if state.is_none() {
            // An issue's state, where the paper states none for its measures, is theirs: its own follows from them.
            state = above.and_then(|above| {
                let reported = self.paper.items[above].reported?;
                let kind = self.kind(above);
                let state = (reported.effective_progress()?, reported.completed_on.or(reported.closed_on));
                (kind != ItemKind::Category).then_some(state)
            });
        }
        let leaf = below[at].is_empty() && (!self.standing.has(id) || session.live_children(id)?.is_empty());
        if let Some((progress, day)) = state.filter(|_| leaf) {
            let ahead = day.filter(|day| progress == Progress::Completed && *day > session.today);
            if let Some(day) = ahead {
                let settled = Settled::Held(Because::DayAhead(day));
                self.differ(at, Field::Progress, "", progress.label(), settled);
            } else {
                statement.progress = Some(progress);
            }
            if statement.progress == Some(Progress::Completed) {
                statement.completed_on = Some(day.unwrap_or(on));
                statement.on = day.unwrap_or(on);
                self.told.completed_undated += usize::from(day.is_none());
            }
        }
        let months = reported.map_or(&[][..], |reported| reported.months.as_slice());
        let mut filed: Vec<Statement> = Vec::with_capacity(months.len());
        for (told, day) in months.iter().zip(filing_days(months, on)) {
            filed.push(Statement {
                at,
                id,
                on: day,
                progress: None,
                completed_on: None,
                situation: words("situation", told.situation.as_ref())?,
                problems: words("problems", told.problems.as_ref())?,
                next: words("next", told.next.as_ref())?,
            });
        }
        // How far the work is, the last month tells, unless it ended on a day of its own.
        if let Some(last) = filed.iter_mut().max_by_key(|told| told.on)
            && let Some(progress) = statement.progress.filter(|progress| *progress != Progress::Completed)
        {
            last.progress = Some(progress);
            statement.progress = None;
        }
        statements.append(&mut filed);
        let begins = |progress| progress == Progress::NotStarted && !self.standing.has(id);
        let silent = statement.progress.is_none_or(begins)
            && statement.situation.is_none()
            && statement.problems.is_none()
            && statement.next.is_none();
        if !silent {
            statements.push(statement);
        }
        Ok(())
    }

    /// Files one statement, unless the ledger has it already.
    fn tell(&mut self, session: &mut Session<'_, '_>, statement: &Statement) -> Result<()> {
        let item = session.item(statement.id)?;
        let mut progress = statement.progress.filter(|p| *p != item.progress);
        let stood = self.standing.has(item.id);
        if let Some(other) = progress.filter(|_| stood && item.progress != Progress::NotStarted) {
            let settled = self.settle();
            if settled != Settled::Updated {
                progress = None;
            }
            self.differ(statement.at, Field::Progress, item.progress.label(), other.label(), settled);
        }
        // A file that does not say everything of a filing says nothing new by that.
        let repeats = |held: &Option<String>, told: &Option<String>| told.is_none() || held == told;
        let known = stood
            && session.filings_of(item.id)?.iter().any(|filed| {
                repeats(&filed.situation, &statement.situation)
                    && repeats(&filed.problems, &statement.problems)
                    && repeats(&filed.next, &statement.next)
            });
        let says = statement.situation.is_some() || statement.problems.is_some() || statement.next.is_some();
        if progress.is_none() && (known || !says) {
            return Ok(());
        }
        session.on = self.open_day(session, &item, statement.on, progress.is_some())?;
        let said = |words: &Option<String>| words.clone().filter(|_| !known);
        filing::record(
            session,
            &item,
            &Filing {
                situation: said(&statement.situation),
                problems: said(&statement.problems),
                next: said(&statement.next),
                progress,
                completed_on: statement.completed_on.filter(|_| progress == Some(Progress::Completed)),
                ..Filing::default()
            },
        )?;
        self.told.filings += 1;
        self.brought[statement.at] = true;
        Ok(())
    }

    /// The day on which a fact can be entered: its own, or the first one that is still open for the item and what follows.
    fn open_day(&self, session: &Session<'_, '_>, item: &Item, on: Day, moves: bool) -> Result<Day> {
        let mut open = on.max(item.added_on);
        let mut at = Some(item.id).filter(|_| moves);
        // Categories have no progress.
        while let Some(id) = at.filter(|id| Some(*id) != item.category) {
            open = session.last_day(id, Axis::Progress)?.map_or(open, |last| open.max(last));
            at = if id == item.id { item.parent } else { session.work_state(id)?.parent };
        }
        Ok(open.min(session.today))
    }

    pub(super) fn differ(&mut self, at: usize, field: Field, ledger: &str, paper: &str, settled: Settled) {
        let taken = &mut self.taken[at];
        taken.differences.push(Difference { field, ledger: ledger.to_owned(), paper: paper.to_owned(), settled });
        if taken.fate == Fate::Unchanged {
            taken.fate = Fate::Matched;
        }
    }
}
