//! A paper on its way into the ledger, item by item: placed, or added to what stands.

use super::{
    super::{
        Error, Result,
        item::{self, Draft, Given},
        link, plan, repeat,
        responsibility::{self, Assignment},
        roster::NameChoices,
        session::{MAX_NAME, MAX_TEXT, Session, text},
    },
    Because, Difference, Fate, Field, OnConflict, Paper, PaperItem, Read, Settled, Skip, Taken, Told,
    matching::{Standing, opening},
    names::Names,
    retelling::{Untold, clean},
};
use crate::{
    domain::{
        self, Day,
        deadline::Deadline,
        event::{Event, GivenRole, SourcePlace},
        ids::{ItemId, MeetingId, PartyId, SourceId},
        item::{Item, ItemField, ItemKind},
        lifecycle::{Closure, Progress},
        link::LinkKind,
        meeting::{Approval, MeetingFacts},
        party::Role,
        plan::{Needs, PlanChange},
        refusal::{Refusal, Warning},
    },
    store::query::Round,
    zh::{
        self,
        deadline::{Frame, holds},
        fold::fold_heading,
        label::Label as _,
    },
};

/// A paper on its way into the ledger.
pub(super) struct Reading<'p> {
    pub(super) paper: &'p Paper<'p>,
    pub(super) round: Round,
    pub(super) standing: Standing,
    matched: Vec<Option<usize>>,
    numbers: Vec<Option<u32>>,
    needed: Vec<bool>,
    names: Names,
    source: SourceId,
    approval: Option<Approval>,
    /// The item that each one became or was; none for what was filed or passed over.
    pub(super) ids: Vec<Option<ItemId>>,
    pub(super) taken: Vec<Taken>,
    /// 整改情况 by item, in the order of the paper.
    pub(super) situations: Vec<Vec<&'p str>>,
    /// Which items the paper brought something to.
    pub(super) brought: Vec<bool>,
    pub(super) told: Told,
    doubles: Vec<(String, String, String)>,
    /// Whether everything that was done is told, and nothing stood in the round before: then it is done again, act by act.
    pub(super) anew: bool,
    /// The meetings that the paper names, as far as they are in this ledger.
    pub(super) meetings: Vec<Option<MeetingId>>,
    /// The names that were declared for it.
    pub(super) declared: Vec<PartyId>,
    /// What could not be done again.
    pub(super) untold: Vec<Untold>,
    /// The item last placed or found that others stand below: most rows follow the one they belong to.
    last_parent: Option<Item>,
}

impl<'p> Reading<'p> {
    #[expect(clippy::too_many_arguments, reason = "called once, where all of it was just worked out")]
    pub(super) fn new(
        paper: &'p Paper<'p>,
        round: Round,
        standing: Standing,
        matched: Vec<Option<usize>>,
        numbers: Vec<Option<u32>>,
        needed: Vec<bool>,
        names: Names,
        source: SourceId,
        approval: Option<Approval>,
        meetings: Vec<Option<MeetingId>>,
    ) -> Self {
        let count = paper.items.len();
        let (anew, declared) = (names.with_roster, names.declared.clone());
        Self {
            paper,
            round,
            standing,
            matched,
            numbers,
            needed,
            names,
            source,
            approval,
            ids: vec![None; count],
            taken: Vec::with_capacity(count),
            situations: vec![Vec::new(); count],
            brought: vec![false; count],
            told: Told::default(),
            doubles: Vec::new(),
            anew,
            meetings,
            declared,
            untold: Vec::new(),
            last_parent: None,
        }
    }

    /// Takes one item; those before it were taken.
    pub(super) fn take(&mut self, session: &mut Session<'_, '_>, at: usize) -> Result<()> {
        let taken = self.taking(session, at)?;
        self.taken.push(taken);
        Ok(())
    }

    fn taking(&mut self, session: &mut Session<'_, '_>, at: usize) -> Result<Taken> {
        let paper = self.paper;
        let item = &paper.items[at];
        let parent = self.above(at).map(|id| self.parent(session, id)).transpose()?;
        let parent_code = parent.as_ref().map(|p| p.code.clone());
        let passed = |code: String, skip: Skip| Taken {
            code,
            parent: parent_code.clone(),
            kind: item.kind,
            fate: Fate::Skipped(skip),
            deadline: None,
            differences: Vec::new(),
        };
        if let Some(same) = self.matched[at] {
            let same = self.standing.items[same].id;
            self.ids[at] = Some(same);
            return self.complete(session, at, same);
        }
        if !self.needed[at] {
            return Ok(passed(String::new(), Skip::NothingNew));
        }
        if let Some(skip) = parent.as_ref().and_then(|p| self.closed_to(p, item.kind)) {
            return Ok(passed(parent_code.clone().unwrap_or_default(), skip));
        }
        // Below something that was passed over there is no place.
        if let Some(Taken { fate: Fate::Skipped(skip), code, .. }) =
            item.parent.filter(|_| parent.is_none()).and_then(|at| self.taken.get(at))
            && *skip != Skip::NothingNew
        {
            return Ok(passed(code.clone(), *skip));
        }
        let filed = |code: String, parent: Option<String>| Taken {
            code,
            parent,
            kind: item.kind,
            fate: Fate::Filed,
            deadline: None,
            differences: Vec::new(),
        };
        let under = item.parent.and_then(|above| self.matched[above]);
        if paper.tells_results
            && item.kind == ItemKind::Measure
            && under.is_some_and(|under| self.standing.has_measures(under))
            && let (Some(above), Some(code)) = (item.parent, &parent_code)
        {
            self.situations[above].push(if item.words.is_empty() { item.text } else { item.words });
            let code = code.clone();
            return Ok(filed(code, parent_code));
        }
        // The ledger divides the matter otherwise than the paper: not everything has a place below what stands there.
        if let Some(above) = parent.as_ref()
            && item::check_parent(item.kind, Some(above)).is_err()
        {
            let told = item.parent.filter(|_| paper.tells_results && above.kind.is_work());
            let Some(told) = told else { return Ok(passed(above.code.clone(), Skip::NoPlace)) };
            self.situations[told].push(if item.words.is_empty() { item.text } else { item.words });
            return Ok(filed(above.code.clone(), parent_code));
        }
        self.add(session, at, parent.as_ref())
    }

    /// The item above in the ledger: of the nearest one above in the paper that has a place.
    fn above(&self, at: usize) -> Option<ItemId> {
        let mut above = self.paper.items[at].parent;
        while let Some(parent) = above {
            if let Some(id) = self.ids[parent] {
                // What the paper has in a category is counted by itself, also where the ledger has an issue in its place.
                let otherwise = self.paper.items[parent].kind == ItemKind::Category;
                return if otherwise { self.category_at(parent) } else { Some(id) };
            }
            if self.paper.items[parent].kind != ItemKind::Category {
                return None;
            }
            above = self.paper.items[parent].parent;
        }
        None
    }

    /// The category in the ledger that a category of the paper is, or in which what it is stands.
    fn category_at(&self, at: usize) -> Option<ItemId> {
        let Some(same) = self.matched[at] else { return self.ids[at] };
        let mut item = &self.standing.items[same];
        while item.kind != ItemKind::Category {
            item = self.standing.get(item.parent?)?;
        }
        Some(item.id)
    }

    /// What an item is: in the ledger, where it stands there.
    pub(super) fn kind(&self, at: usize) -> ItemKind {
        self.matched[at].map_or(self.paper.items[at].kind, |same| self.standing.items[same].kind)
    }

    fn parent(&mut self, session: &Session<'_, '_>, id: ItemId) -> Result<Item> {
        match &self.last_parent {
            Some(item) if item.id == id => Ok(item.clone()),
            _ => {
                let item = session.item(id)?;
                self.last_parent = Some(item.clone());
                Ok(item)
            }
        }
    }

    /// Why nothing may be put below an item that stands.
    fn closed_to(&self, parent: &Item, kind: ItemKind) -> Option<Skip> {
        if parent.closure == Closure::Closed {
            Some(Skip::Closed)
        } else if parent.withdrawn_on.is_some() {
            Some(Skip::Withdrawn)
        } else {
            let opens = matches!(kind, ItemKind::Measure | ItemKind::Issue) && parent.kind == ItemKind::Issue;
            let completed = opens && parent.progress == Progress::Completed;
            (completed && self.standing.has(parent.id)).then_some(Skip::Completed)
        }
    }

    fn add(&mut self, session: &mut Session<'_, '_>, at: usize, parent: Option<&Item>) -> Result<Taken> {
        let item = &self.paper.items[at];
        let above = parent.map(|p| p.code.as_str()).unwrap_or_default();
        let stood = item.stood.filter(|_| self.anew);
        let own = session.on;
        session.on = match stood {
            Some(stood) => parent.map_or(stood.on, |parent| parent.added_on.max(stood.on)).min(session.today),
            None => own,
        };
        let approval = match stood {
            Some(stood) => self.approved(session, stood.approval.as_ref())?,
            None => self.approval.clone(),
        };
        plan::allow(session, &self.round, above, &PlanChange::Added(item.kind), approval.as_ref())?;
        let owned = |words: Option<&str>| words.map(ToOwned::to_owned);
        let draft = Draft {
            kind: item.kind,
            origin: item.origin,
            item_type: item.item_type,
            text: item.text.to_owned(),
            goal: owned(item.goal),
            source_no: owned(item.source_no),
            note: item.reported.and_then(|reported| reported.remark.clone()),
            source: Some(self.source_place(item)),
            number: self.numbers[at],
            code: item.code.clone(),
        };
        let roles = match stood {
            Some(stood) => {
                let roles = stood.roles.iter().map(|(role, names)| (*role, names.as_slice()));
                self.names.of(&roles.collect::<Vec<_>>())
            }
            None => self.names.of(&item.roles),
        };
        let (roles, dropped) = responsibility::one_role_each(roles, parent);
        let mut given = Given {
            roles: roles.into_iter().map(|(role, parties)| GivenRole { role, parties }).collect(),
            deadline: None,
            approval: approval.clone().filter(|_| stood.is_some() || item.kind == ItemKind::Measure),
        };
        match (stood, item.deadline) {
            (Some(stood), _) => given.deadline = stood.deadline.as_ref().map(clean).transpose()?,
            (None, Some(words)) => {
                let told = item.reported.filter(|told| !told.extended.is_empty());
                given.deadline = Some(match told.and_then(|told| told.first_due) {
                    // What it was before the extensions, which are told behind.
                    Some(day) => responsibility::read(&self.round, &day.to_string(), None, true)?,
                    None => {
                        let review = item.reported.and_then(|reported| reported.review);
                        responsibility::read(&self.round, words, review, self.paper.in_table)?
                    }
                });
            }
            (None, None) => {}
        }
        let deadline = given.deadline.clone();
        if stood.is_none() {
            session.on = self.known_since(session, parent);
        }
        let added = item::place(session, &self.round, parent, draft, given)?;
        if stood.is_none() {
            session.on = own;
        }
        for (helped, party) in dropped {
            let name = session.party_name(party)?;
            session.warn(Warning::RoleDropped { code: added.code.clone(), name, helped });
        }
        if let Some(deadline) = &deadline {
            responsibility::first_deadline(session, &self.round, &added.code, deadline, parent, approval.as_ref())?;
        }
        session.on = own;
        self.ids[at] = Some(added.id);
        self.brought[at] = true;
        self.situations[at].extend(item.situation);
        let counted = item.kind == ItemKind::Issue && parent.is_none_or(|p| p.kind == ItemKind::Category);
        if counted && let Some(other) = self.standing.double_of(item) {
            self.doubles.push((added.code.clone(), other.code.clone(), other.text.clone()));
        }
        let mut differences = Vec::new();
        if let Some(number) = item.number
            && item.kind == ItemKind::Issue
            && added.code != number.to_string()
        {
            differences.push(Difference {
                field: Field::Number,
                ledger: added.code.clone(),
                paper: number.to_string(),
                settled: Settled::Held(Because::NumberTaken),
            });
        }
        if parent.is_some_and(item::is_begun) {
            self.last_parent = None;
        }
        let parent = parent.map(|p| p.code.clone());
        Ok(Taken { code: added.code, parent, kind: item.kind, fate: Fate::Added, deadline, differences })
    }

    /// From which day on an item of the paper stands in the ledger: a ledger tells of work that was there since the feedback,
    /// as long as no plan was adopted and what stands above was not begun since.
    fn known_since(&self, session: &Session<'_, '_>, parent: Option<&Item>) -> Day {
        let free = self.paper.in_table
            && self.round.adopted_on.is_none()
            && self.round.locked_through.is_none()
            && parent.is_none_or(|parent| !item::is_begun(parent));
        let since = parent.map_or(self.round.settings.feedback_on, |parent| parent.added_on);
        if free { since.min(session.on) } else { session.on }
    }

    fn source_place(&self, item: &PaperItem<'_>) -> SourcePlace {
        let unit = item.reported.and_then(|reported| reported.unit.clone());
        let unit = unit.or_else(|| self.paper.unit.clone());
        SourcePlace { source: self.source, place: item.place.to_owned(), words: item.words.to_owned(), unit }
    }

    /// Adds to an item that stands what the paper brings and the item does not have.
    fn complete(&mut self, session: &mut Session<'_, '_>, at: usize, same: ItemId) -> Result<Taken> {
        let item = &self.paper.items[at];
        let (same, skip) = match session.workable(same) {
            Ok(same) => (same, None),
            Err(Error::Refused(why)) => {
                let skip = match why[..] {
                    [Refusal::ItemWithdrawn(_)] => Skip::Withdrawn,
                    [Refusal::ItemClosed(_) | Refusal::AboveClosed { .. }] => Skip::Closed,
                    _ => return Err(Error::Refused(why)),
                };
                (session.item(same)?, Some(skip))
            }
            Err(other) => return Err(other),
        };
        let same = &same;
        let parent = same.parent.map(|id| self.parent(session, id)).transpose()?.map(|p| p.code);
        let mut taken = Taken {
            code: same.code.clone(),
            parent,
            kind: same.kind,
            fate: Fate::Unchanged,
            deadline: None,
            differences: Vec::new(),
        };
        if let Some(skip) = skip {
            taken.fate = Fate::Skipped(skip);
            if skip == Skip::Closed {
                taken.differences = self.told_of_closed(at, same);
            }
            return Ok(taken);
        }
        self.level(at, same, &mut taken);
        if same.kind == ItemKind::Category && item.kind != ItemKind::Category {
            return Ok(taken);
        }
        self.situations[at].extend(item.situation);
        if item.kind == ItemKind::Measure && same.kind != ItemKind::Measure {
            // Behind the issue's words the paragraph tells what was done.
            let told = opening(item.text).filter(|_| fold_heading(item.text) != fold_heading(&same.text));
            self.situations[at].extend(told.map(|(_, rest)| rest));
        }
        self.words(session, at, same, &mut taken)?;
        self.responsibility(session, at, same, &mut taken)?;
        self.deadline(session, at, same, &mut taken)?;
        if self.brought[at] {
            self.last_parent = None;
        }
        Ok(taken)
    }

    /// Tells where the ledger divides the matter otherwise than the paper.
    fn level(&self, at: usize, same: &Item, taken: &mut Taken) {
        let item = &self.paper.items[at];
        let above = |above: usize| self.paper.items[above].kind == ItemKind::Issue;
        let under_issue = item.kind == ItemKind::Issue && item.parent.is_some_and(above);
        if item.kind == same.kind && (item.kind != ItemKind::Issue || under_issue == same.under_issue) {
            return;
        }
        let said = |kind: ItemKind, under_issue: bool| zh::label::level(kind, under_issue).to_owned();
        let left = same.kind == ItemKind::Category
            && (item.situation.is_some()
                || item.deadline.is_some()
                || !item.roles.is_empty()
                || item.reported.is_some());
        taken.differences.push(Difference {
            field: Field::Kind,
            ledger: said(same.kind, same.under_issue),
            paper: said(item.kind, under_issue),
            settled: Settled::Held(Because::OtherLevel { left }),
        });
        taken.fate = Fate::Matched;
    }

    /// What a file says otherwise about something that is struck off: told, and never recorded.
    fn told_of_closed(&self, at: usize, same: &Item) -> Vec<Difference> {
        let item = &self.paper.items[at];
        let mut told = Vec::new();
        let own = same.deadline.as_ref().filter(|held| held.set_on == same.id);
        let mut tell = |field, ledger: &str, paper: &str| {
            if fold_heading(ledger) != fold_heading(paper) {
                let (ledger, paper) = (ledger.to_owned(), paper.to_owned());
                told.push(Difference { field, ledger, paper, settled: Settled::Held(Because::Closed) });
            }
        };
        if !self.paper.tells_results {
            tell(Field::Text, &same.text, item.text);
        }
        if let Some(goal) = item.goal {
            tell(Field::Goal, same.goal.as_deref().unwrap_or_default(), goal);
        }
        for (role, names) in &item.roles {
            let given: Vec<PartyId> = self.names.of(&[(*role, *names)]).into_iter().flat_map(|(_, p)| p).collect();
            if !same.in_role(*role).map(|party| party.id).eq(given) {
                let held: Vec<&str> = same.in_role(*role).map(|party| party.name.as_str()).collect();
                tell(Field::Role(*role), &held.join("、"), &names.join("、"));
            }
        }
        if let (Some(held), Some(words)) = (own, item.deadline)
            && !holds(&held.now, words, &self.frame())
        {
            tell(Field::Deadline, &held.now.raw, words);
        }
        let closes_here = same.closure == Closure::Closed;
        for one in item.reported.iter().flat_map(|reported| reported.partings(same, closes_here, true)) {
            tell(one.field, &zh::label::said(one.ledger), &zh::label::said(one.paper));
        }
        told
    }

    /// Goal, type, remark where there are none; the words themselves where they differ.
    fn words(&mut self, session: &mut Session<'_, '_>, at: usize, same: &Item, taken: &mut Taken) -> Result<()> {
        let item = &self.paper.items[at];
        let remark = item.reported.and_then(|reported| reported.remark.as_deref());
        let type_words = |key: Option<domain::item::ItemType>| key.map(|t| (t.key().to_owned(), t.label().to_owned()));
        let plain = |words: Option<&str>| words.map(|w| (w.to_owned(), w.to_owned()));
        // A report words its headings anew: only lists of issues and measures are held to their words.
        let reworded = !self.paper.tells_results
            && item.kind != ItemKind::Category
            && fold_heading(item.text) != fold_heading(&same.text);
        for (what, field, before, after) in [
            (Field::Text, ItemField::Text, plain(Some(&same.text)), plain(reworded.then_some(item.text))),
            (Field::Goal, ItemField::Goal, plain(same.goal.as_deref()), plain(item.goal)),
            (Field::Type, ItemField::Type, type_words(same.item_type), type_words(item.item_type)),
            (Field::Note, ItemField::Note, plain(same.note.as_deref()), plain(remark)),
        ] {
            let Some((after, after_words)) = after else { continue };
            let after = text(field.key(), &after, MAX_TEXT)?;
            if let Some((before, before_words)) = &before {
                if fold_heading(before) == fold_heading(&after) {
                    continue;
                }
                let settled = self.settle();
                let update = settled == Settled::Updated;
                taken.differences.push(Difference {
                    field: what,
                    ledger: before_words.clone(),
                    paper: after_words,
                    settled,
                });
                taken.fate = Fate::Matched;
                if !update {
                    continue;
                }
                let change = PlanChange::Reworded { kind: same.kind, field, stood: true };
                plan::allow(session, &self.round, &same.code, &change, self.approval.as_ref())?;
            }
            let reason = Some(text("reason", &self.paper.name, MAX_NAME)?);
            session.record(&Event::ItemEdited {
                item: same.id,
                field,
                before: before.map(|(key, _)| key),
                after: Some(after),
                reason,
                approval: self.approval.clone(),
            })?;
            self.bring(at, taken);
        }
        Ok(())
    }

    fn responsibility(
        &mut self,
        session: &mut Session<'_, '_>,
        at: usize,
        same: &Item,
        taken: &mut Taken,
    ) -> Result<()> {
        let mut roles: Vec<(Role, Vec<String>)> = Vec::new();
        for (role, names) in &self.paper.items[at].roles {
            let given: Vec<PartyId> = self.names.of(&[(*role, *names)]).into_iter().flat_map(|(_, p)| p).collect();
            let held: Vec<&domain::item::Named> = same.in_role(*role).collect();
            if held.iter().map(|party| party.id).eq(given.iter().copied()) {
                continue;
            }
            if session.role_set_on(same.id, *role)? == Some(same.id) {
                let settled = self.settle();
                let update = settled == Settled::Updated;
                let ledger: Vec<&str> = held.iter().map(|party| party.name.as_str()).collect();
                taken.differences.push(Difference {
                    field: Field::Role(*role),
                    ledger: ledger.join("、"),
                    paper: names.join("、"),
                    settled,
                });
                taken.fate = Fate::Matched;
                if !update {
                    continue;
                }
            }
            let mut once: Vec<String> = Vec::new();
            for name in *names {
                if !once.contains(name) {
                    once.push(name.clone());
                }
            }
            roles.push((*role, once));
        }
        if !roles.is_empty() {
            let choices = NameChoices { new: Vec::new(), ..self.paper.choices.clone() };
            let assignment = Assignment { roles, from_paper: true, choices, ..Assignment::default() };
            responsibility::assign_within(session, &[same.id], &assignment, self.approval.as_ref())?;
            self.bring(at, taken);
        }
        Ok(())
    }

    fn deadline(&mut self, session: &mut Session<'_, '_>, at: usize, same: &Item, taken: &mut Taken) -> Result<()> {
        let Some(words) = self.paper.items[at].deadline else { return Ok(()) };
        let review = self.paper.items[at].reported.and_then(|told| told.review);
        let read = responsibility::read(&self.round, words, review, self.paper.in_table)?;
        let own = same.deadline.as_ref().filter(|held| held.set_on == same.id);
        if own.is_some_and(|held| holds(&held.now, words, &self.frame())) {
            return Ok(());
        }
        // A day that has passed is moved by an extension only, whether the work was done late or is late.
        let due = own.and_then(|held| held.now.due).filter(|due| *due < session.today);
        let passed = domain::extension::is_later(due, read.due);
        let may = !passed && self.may_set(same, &read, own.is_some_and(|held| held.extensions > 0));
        // What holds for it anyway needs no day of its own, and is none that could not be set.
        let inherited = same.deadline.as_ref().filter(|_| own.is_none() && !may);
        if inherited.is_some_and(|held| held.now.comes_to(&read)) {
            return Ok(());
        }
        if own.is_some() || !may {
            let settled = if may { self.settle() } else { Settled::Held(Because::NeedsExtension) };
            let update = settled == Settled::Updated;
            let ledger = same.deadline.as_ref().map(|held| held.now.raw.clone()).unwrap_or_default();
            taken.differences.push(Difference { field: Field::Deadline, ledger, paper: words.to_owned(), settled });
            taken.fate = Fate::Matched;
            if !update {
                return Ok(());
            }
        }
        let assignment = Assignment {
            deadline: Some(words.to_owned()),
            review,
            in_table: self.paper.in_table,
            from_paper: true,
            ..Assignment::default()
        };
        responsibility::assign_within(session, &[same.id], &assignment, self.approval.as_ref())?;
        taken.deadline = Some(read);
        self.bring(at, taken);
        Ok(())
    }

    /// What of the round bears on the paper's deadlines.
    fn frame(&self) -> Frame {
        Frame { in_table: self.paper.in_table, ..Frame::of_round(&self.round.settings) }
    }

    /// Whether a deadline that a paper names for an item may be set: an adopted plan moves forward with an approval only, and
    /// back by an extension only; so does a day that was extended before.
    fn may_set(&self, same: &Item, asked: &Deadline, extended: bool) -> bool {
        let step = domain::plan::deadline_step(same.deadline.as_ref().map(|held| &held.now), asked);
        !extended
            && match domain::plan::rule(self.round.adopted_on.is_some(), &PlanChange::Deadline(step)) {
                Needs::Nothing => true,
                Needs::Approval => self.approval.is_some(),
                Needs::Extension => false,
            }
    }

    /// What becomes of a difference that no rule decides.
    pub(super) fn settle(&self) -> Settled {
        match self.paper.on_conflict {
            OnConflict::Stop => Settled::Open,
            OnConflict::Skip => Settled::Kept,
            OnConflict::Update => Settled::Updated,
        }
    }

    fn bring(&mut self, at: usize, taken: &mut Taken) {
        self.brought[at] = true;
        taken.fate = Fate::Matched;
    }

    /// Ties opinions and 举一反三 to the issues they belong to.
    pub(super) fn link(&mut self, session: &mut Session<'_, '_>) -> Result<()> {
        if self.anew {
            return Ok(());
        }
        for (at, item) in self.paper.items.iter().enumerate() {
            let Some(from) = self.ids[at].filter(|_| !matches!(self.taken[at].fate, Fate::Skipped(_))) else {
                continue;
            };
            let stems = item.stems_from.map(|to| (LinkKind::StemsFrom, to));
            let answers = item.answers.iter().map(|to| (LinkKind::Answers, *to));
            let named = stems.into_iter().chain(answers).filter_map(|(kind, to)| Some((kind, self.ids[to]?)));
            let mut links: Vec<(LinkKind, ItemId)> = named.collect();
            let kind = if item.kind == ItemKind::Opinion { LinkKind::Answers } else { LinkKind::StemsFrom };
            for code in item.related {
                links.extend(self.issue_called(session, code)?.map(|to| (kind, to)));
            }
            for (kind, to) in links {
                if link::where_possible(session, kind, from, to)? {
                    self.brought[at] = true;
                }
            }
        }
        Ok(())
    }

    /// The issue that people call so in the round; one that this paper numbers so comes first.
    fn issue_called(&self, session: &Session<'_, '_>, code: &str) -> Result<Option<ItemId>> {
        let numbered = |item: &PaperItem<'_>| {
            item.kind == ItemKind::Issue && item.number.is_some_and(|number| number.to_string() == code)
        };
        if let Some(at) = self.paper.items.iter().position(numbered)
            && let Some(id) = self.ids[at]
        {
            return Ok(Some(id));
        }
        let Ok(code) = code.parse() else { return Ok(None) };
        Ok(session.item_by_code(self.round.id, &code)?)
    }

    /// Tells which new issues may be the same matter as one that an earlier round had struck off; the most alike of each.
    pub(super) fn tell_repeated(&self, session: &mut Session<'_, '_>) -> Result<()> {
        let earlier = repeat::Earlier::than(session, self.round.id)?;
        if earlier.is_empty() {
            return Ok(());
        }
        for (at, taken) in self.taken.iter().enumerate() {
            let item = &self.paper.items[at];
            let under_issue = item.parent.is_some_and(|above| self.paper.items[above].kind == ItemKind::Issue);
            if taken.fate != Fate::Added || item.kind != ItemKind::Issue || under_issue {
                continue;
            }
            if let Some(most) = earlier.resembling(item.text).first() {
                let (earlier, text) = (repeat::typed(most), most.text.clone());
                session.warn(Warning::LooksAlike { code: taken.code.clone(), earlier, text });
            }
        }
        Ok(())
    }

    /// Whether the ledger is otherwise than before.
    pub(super) fn brought_anything(&self) -> bool {
        self.brought.contains(&true)
    }

    /// What became of the paper.
    pub(super) fn finish(
        mut self,
        news: bool,
        read_before: Option<(String, Day)>,
        new_meetings: Vec<MeetingFacts>,
    ) -> Read {
        for (taken, brought) in self.taken.iter_mut().zip(&self.brought) {
            if *brought && taken.fate == Fate::Unchanged {
                taken.fate = Fate::Matched;
            }
        }
        Read {
            round: self.round.key.clone(),
            into_standing: !self.standing.is_empty(),
            news,
            read_before,
            items: self.taken,
            told: self.told,
            doubles: self.doubles,
            untold: self.untold,
            history_left: self.paper.chronicle.is_some() && !self.anew,
            new_names: self.names.new,
            new_meetings,
        }
    }
}
