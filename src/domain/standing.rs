//! What an event writes and what it stands on: the rule by which an undo is allowed or refused.
//!
//! A command may be reversed only when no later event wrote or stands on something that it wrote. This is decided from
//! the events alone, so it holds for every kind of command alike.

use crate::domain::{
    event::{DisclosureSubject, Event},
    ids::{
        ConsultationId, EvidenceId, ExtensionId, FilingId, ItemId, MeetingId, OutcomeId, PaperId, PartyId, RecheckId,
        RoundId, SampleId, SourceId,
    },
    item::ItemField,
    link::LinkKind,
    meeting::{Approval, DecisionOn},
    party::Role,
};

/// One thing in the ledger that an event can write or stand on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each names the thing it is")]
pub enum Subject {
    Ledger,
    RosterOrder,
    Party(PartyId),
    PartyName(PartyId),
    PartyEnd(PartyId),
    Round(RoundId),
    RoundSettings(RoundId),
    RoundAdoption(RoundId),
    RoundEnd(RoundId),
    RoundLock(RoundId),
    Consultation(ConsultationId),
    Meeting(MeetingId),
    MeetingFacts(MeetingId),
    Source(SourceId),
    Item(ItemId),
    Wording(ItemId, ItemField),
    Place(ItemId),
    Withdrawal(ItemId),
    Link(LinkKind, ItemId, ItemId),
    Disclosure(DisclosureKey),
    Role(ItemId, Role),
    Deadline(ItemId),
    Extension(ExtensionId),
    /// The place of the one application that may wait for an item.
    Waiting(ItemId),
    Filing(FilingId),
    FilingState(FilingId),
    Progress(ItemId),
    Closure(ItemId),
    Recheck(RecheckId),
    Outcome(OutcomeId),
    OutcomeFacts(OutcomeId),
    Evidence(EvidenceId),
    EvidenceEnd(EvidenceId),
    Paper(PaperId),
    Sample(SampleId),
}

/// A disclosure subject, comparable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each names the thing it is")]
pub enum DisclosureKey {
    Item(ItemId),
    Filing(FilingId),
    Outcome(OutcomeId),
    Evidence(EvidenceId),
}

impl From<DisclosureSubject> for DisclosureKey {
    fn from(subject: DisclosureSubject) -> Self {
        match subject {
            DisclosureSubject::Item(id) => Self::Item(id),
            DisclosureSubject::Filing(id) => Self::Filing(id),
            DisclosureSubject::Outcome(id) => Self::Outcome(id),
            DisclosureSubject::Evidence(id) => Self::Evidence(id),
        }
    }
}

/// What an event writes, and what else must be there for it to make sense.
#[derive(Debug, Default)]
pub struct Standing {
    /// Written by the event.
    pub writes: Vec<Subject>,
    /// Only relied on.
    pub rests_on: Vec<Subject>,
}

impl Standing {
    fn writes(mut self, subjects: impl IntoIterator<Item = Subject>) -> Self {
        self.writes.extend(subjects);
        self
    }

    fn on(mut self, subjects: impl IntoIterator<Item = Subject>) -> Self {
        self.rests_on.extend(subjects);
        self
    }

    fn on_approval(self, approval: Option<&Approval>) -> Self {
        match approval {
            Some(Approval::Meeting(meeting)) => self.on([Subject::Meeting(*meeting)]),
            Some(Approval::Words(_)) | None => self,
        }
    }
}

impl Event {
    /// What the event writes and stands on.
    #[must_use]
    pub fn standing(&self) -> Standing {
        use Subject as S;
        let base = Standing::default();
        let items = |ids: &[ItemId]| ids.iter().copied().map(S::Item).collect::<Vec<_>>();
        let meeting = |m: &Option<MeetingId>| m.map(S::Meeting);
        let party = |p: &Option<PartyId>| p.map(S::Party);
        match self {
            Self::LedgerOpened { .. } => base.writes([S::Ledger]),
            Self::PartyAdded { party, .. } => base.writes([S::Party(*party)]),
            Self::PartyRenamed { party, .. } => base.writes([S::PartyName(*party)]).on([S::Party(*party)]),
            Self::PartyAliased { party, .. } => base.on([S::Party(*party)]),
            Self::PartyMerged { from, into } => {
                base.writes([S::PartyEnd(*from)]).on([S::Party(*from), S::Party(*into), S::PartyEnd(*into)])
            }
            Self::PartySucceeded { from, to, .. } => {
                base.writes(from.iter().map(|p| S::PartyEnd(*p))).on(from.iter().chain(to).map(|p| S::Party(*p)))
            }
            Self::PartyOrdered { after, .. } => {
                base.writes([S::RosterOrder]).on(after.iter().map(|(p, _)| S::Party(*p)))
            }
            Self::PartyRetired { party, .. } => base.writes([S::PartyEnd(*party)]).on([S::Party(*party)]),
            Self::RoundOpened { round, .. } => base.writes([S::Round(*round)]),
            Self::RoundAmended { round, approval, .. } => {
                base.writes([S::RoundSettings(*round)]).on([S::Round(*round)]).on_approval(approval.as_ref())
            }
            Self::RoundAdopted { round, meeting } => {
                base.writes([S::RoundAdoption(*round)]).on([S::Round(*round), S::Meeting(*meeting)])
            }
            Self::RoundFinished { round, .. } => base.writes([S::RoundEnd(*round)]).on([S::Round(*round)]),
            Self::RoundLocked { round, paper, .. } => {
                base.writes([S::RoundLock(*round)]).on([S::Round(*round)]).on(paper.map(S::Paper))
            }
            Self::ConsultationRecorded { consultation, round, .. } => {
                base.writes([S::Consultation(*consultation)]).on([S::Round(*round)])
            }
            Self::MeetingAdded { meeting, round, .. } => base.writes([S::Meeting(*meeting)]).on(round.map(S::Round)),
            Self::MeetingAmended { meeting, .. } => base.writes([S::MeetingFacts(*meeting)]).on([S::Meeting(*meeting)]),
            Self::MeetingDecided { meeting, item, on, .. } => {
                base.on([S::Meeting(*meeting), S::Item(*item)]).on(match on {
                    DecisionOn::Closure | DecisionOn::Ratification => Some(S::Closure(*item)),
                    DecisionOn::Extension => Some(S::Deadline(*item)),
                    DecisionOn::Plan => None,
                })
            }
            Self::SourceRead { source, round, .. } => base.writes([S::Source(*source)]).on([S::Round(*round)]),
            Self::ItemAdded(new) => base
                .writes([S::Item(new.item)])
                .on([S::Round(new.round)])
                // A new item takes over what holds for its parent that day; the parent's progress follows from it from then on.
                .on(new.parent.into_iter().flat_map(|parent| {
                    [S::Item(parent), S::Deadline(parent), S::Progress(parent)]
                        .into_iter()
                        .chain(Role::ALL.iter().map(move |role| S::Role(parent, *role)))
                }))
                .on(new.source.as_ref().map(|s| S::Source(s.source)))
                .on(new.roles.iter().flat_map(|given| given.parties.iter().copied().map(S::Party)))
                .on_approval(new.approval.as_ref()),
            Self::ItemEdited { item, field, approval, .. } => {
                base.writes([S::Wording(*item, *field)]).on([S::Item(*item)]).on_approval(approval.as_ref())
            }
            Self::ItemMoved { item, before, after, reach, approval, .. } => base
                // What it inherits comes from elsewhere from then on, also where nothing is otherwise that day.
                .writes([S::Place(*item), S::Deadline(*item)])
                .writes(Role::ALL.iter().map(|role| S::Role(*item, *role)))
                .on(items(reach))
                // The progress of both items above was brought in line with what stands below them since.
                .on(before.iter().chain(after).chain([item]).flat_map(|i| [S::Item(*i), S::Progress(*i)]))
                // As a new item does, it takes over what holds that day.
                .on(after.iter().flat_map(|i| {
                    [S::Deadline(*i)].into_iter().chain(Role::ALL.iter().map(move |role| S::Role(*i, *role)))
                }))
                .on_approval(approval.as_ref()),
            Self::ItemWithdrawn { reach, approval, .. } => {
                // Progress is derived from live items only: what is withdrawn keeps the progress that it had then.
                base.writes(reach.iter().copied().map(S::Withdrawal))
                    .on(items(reach))
                    .on(reach.iter().copied().map(S::Progress))
                    .on_approval(approval.as_ref())
            }
            Self::LinkAdded { link, from, to, approval } | Self::LinkRemoved { link, from, to, approval, .. } => base
                .writes([S::Link(*link, *from, *to)])
                .on([S::Item(*from), S::Item(*to)])
                .on_approval(approval.as_ref()),
            Self::DisclosureSet { subject, .. } => {
                base.writes([S::Disclosure((*subject).into())]).on([match subject {
                    DisclosureSubject::Item(id) => S::Item(*id),
                    DisclosureSubject::Filing(id) => S::Filing(*id),
                    DisclosureSubject::Outcome(id) => S::Outcome(*id),
                    DisclosureSubject::Evidence(id) => S::Evidence(*id),
                }])
            }
            Self::ResponsibilitySet { role, parties, reach, .. } => base
                .writes(reach.iter().map(|item| S::Role(*item, *role)))
                .on(items(reach))
                .on(parties.iter().copied().map(S::Party)),
            Self::DeadlineSet { reach, .. } | Self::ReviewSet { reach, .. } => {
                base.writes(reach.iter().copied().map(S::Deadline)).on(items(reach))
            }
            Self::ExtensionApplied { extension, item, applicant, .. } => base
                .writes([S::Extension(*extension), S::Waiting(*item)])
                .on([S::Item(*item), S::Deadline(*item)])
                .on(party(applicant)),
            Self::ExtensionApproved { extension, item, approval, reach, .. } => base
                .writes(reach.iter().copied().map(S::Deadline))
                // Taken back, the application waits again: none may have been made since.
                .writes([S::Waiting(*item)])
                .on([S::Extension(*extension)])
                .on(items(reach))
                .on_approval(Some(approval)),
            Self::ExtensionRefused { extension, item, approval, .. } => base
                .writes([S::Waiting(*item)])
                .on([S::Extension(*extension), S::Item(*item)])
                .on_approval(Some(approval)),
            // Whether a filing leads follows from who is responsible that day.
            Self::FilingRecorded(new) => base
                .writes([S::Filing(new.filing)])
                .on([S::Item(new.item), S::Role(new.item, Role::Department)])
                .on(party(&new.department)),
            Self::FilingAccepted { filing, item } | Self::FilingReturned { filing, item, .. } => {
                base.writes([S::FilingState(*filing)]).on([S::Filing(*filing), S::Item(*item)])
            }
            Self::ProgressSet { item, filing, .. } => {
                base.writes([S::Progress(*item)]).on([S::Item(*item)]).on(filing.map(S::Filing))
            }
            Self::ClosureRequested { item, department, .. } => {
                base.writes([S::Closure(*item)]).on([S::Item(*item), S::Progress(*item)]).on(party(department))
            }
            Self::ClosureSigned { item, party: by, .. } => {
                base.writes([S::Closure(*item)]).on([S::Item(*item), S::Progress(*item)]).on(party(by))
            }
            Self::Closed { item, meeting: at, rests_on, evidence, open_cases, .. } => base
                .writes([S::Closure(*item)])
                .on([S::Item(*item), S::Progress(*item), S::Deadline(*item)])
                // What is struck off by itself below it went first.
                .on(rests_on.iter().flat_map(|i| [S::Item(*i), S::Place(*i), S::Progress(*i), S::Closure(*i)]))
                .on(items(open_cases))
                .on(evidence.iter().copied().map(S::Evidence))
                .on(meeting(at)),
            Self::ClosureReturned { item, meeting: at, .. } => {
                base.writes([S::Closure(*item)]).on([S::Item(*item)]).on(meeting(at))
            }
            Self::ClosureDeferred { item, meeting, .. } | Self::ClosureRatified { item, meeting } => {
                base.writes([S::Closure(*item)]).on([S::Item(*item), S::Meeting(*meeting)])
            }
            Self::Reopened { item, recheck, .. } => {
                base.writes([S::Closure(*item)]).on([S::Item(*item)]).on(recheck.map(S::Recheck))
            }
            Self::RecheckRecorded { recheck, item, evidence, sample, .. } => base
                .writes([S::Recheck(*recheck)])
                .on([S::Item(*item), S::Closure(*item)])
                .on(evidence.iter().copied().map(S::Evidence))
                .on(sample.map(S::Sample)),
            Self::OutcomeAdded { outcome, items: of, .. } => base.writes([S::Outcome(*outcome)]).on(items(of)),
            Self::OutcomeAmended { outcome, .. } | Self::OutcomeWithdrawn { outcome, .. } => {
                base.writes([S::OutcomeFacts(*outcome)]).on([S::Outcome(*outcome)])
            }
            Self::OutcomeLinked { outcome, item } => base.on([S::Outcome(*outcome), S::Item(*item)]),
            Self::EvidenceAdded { evidence, items: of, filing, .. } => {
                base.writes([S::Evidence(*evidence)]).on(items(of)).on(filing.map(S::Filing))
            }
            Self::EvidenceLinked { evidence, item } => base.on([S::Evidence(*evidence), S::Item(*item)]),
            Self::EvidenceWithdrawn { evidence, .. } => {
                base.writes([S::EvidenceEnd(*evidence)]).on([S::Evidence(*evidence)])
            }
            Self::PaperIssued { paper, round, items: of, addressee, .. } => {
                base.writes([S::Paper(*paper)]).on(items(of)).on(round.map(S::Round)).on(party(addressee))
            }
            Self::PaperKept { paper, .. } => base.on([S::Paper(*paper)]),
            // What was drawn stays struck off by the closing that stood then; what it was drawn from stays in the ledger.
            Self::SampleDrawn { sample, round, items: of, among, .. } => base
                .writes([S::Sample(*sample)])
                .on(items(of))
                .on(of.iter().copied().map(S::Closure))
                .on(among.iter().flat_map(|stratum| items(&stratum.items)))
                .on(round.map(S::Round)),
            Self::Undone { .. } => base,
        }
    }
}
