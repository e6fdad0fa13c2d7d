//! Locks (锁定): what a published figure rests on cannot change any more.
//!
//! When a report is issued its round is locked through the report's day (DESIGN §3.4: what was published stays). From then
//! on nothing may take effect in that round on or before that day, and nothing that took effect by then may be reversed.
//! What is found out later is recorded with a later effect; the next report lists it as 补报调整. Here stands, for every
//! kind of event, which rounds it concerns and since when it changes what a report of a day would say.

use crate::domain::{
    Day,
    event::{DisclosureSubject, Event},
    ids::{EvidenceId, FilingId, ItemId, MeetingId, OutcomeId, PartyId, RoundId},
};

keyed! {
    /// What was recorded too late for a locked report: the kinds of 补报调整.
    AdjustmentKind {
        /// An issue of the feedback that was entered late.
        Added = "added",
        /// Completed within the locked period, entered after it.
        Completed = "completed",
        /// Struck off by a meeting held within the locked period, entered after it.
        Closed = "closed",
        /// Withdrawn, after the report had counted it.
        Withdrawn = "withdrawn",
        /// Another origin than the report counted it under.
        Origin = "origin",
        /// Another 整改类型 than the report counted it under.
        Type = "type",
        /// In another category than the report counted it under.
        Moved = "moved",
        /// A meeting held within the locked period, entered after it.
        Meeting = "meeting",
        /// An outcome whose facts the report had counted otherwise.
        OutcomeAmended = "outcome_amended",
        /// A party that was renamed, though the report had named it otherwise.
        Renamed = "renamed",
        /// An item that was reworded, though the report had printed other words.
        Reworded = "reworded",
        /// An outcome taken back, after the report had counted it.
        OutcomeWithdrawn = "outcome_withdrawn",
    }
}

/// By what an event belongs to rounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Concern {
    /// To none: no published figure rests on it. Names and wordings are today's, whatever day a report speaks of.
    Nothing,
    /// To this round.
    Round(RoundId),
    /// To the rounds of these items.
    Items(Vec<ItemId>),
    /// To the rounds whose items name the party.
    Party(PartyId),
    /// To the rounds of the outcome's items.
    Outcome(OutcomeId),
    /// To the rounds of the items that the evidence belongs to.
    Evidence(EvidenceId),
    /// To the round of the filing's item.
    Filing(FilingId),
    /// To the meeting's round, and to the rounds of the items that it decided about.
    Meeting(MeetingId),
}

/// What of an event a lock looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// Whom it concerns.
    pub of: Concern,
    /// The first day for which a report would say something else.
    pub since: Day,
}

/// Whether a round that is locked through `through` refuses what changes reports from `since` on.
#[must_use]
pub fn refuses(through: Option<Day>, since: Day) -> bool {
    through.is_some_and(|through| since <= through)
}

/// What of an event that takes effect `on` a lock looks at.
#[must_use]
pub fn bound(event: &Event, on: Day) -> Bound {
    let of = match event {
        // The roster: who is responsible moves by its own events, which name their items. A lock does not bind itself, it
        // is never taken back at all. What was undone is bound by what it undoes.
        Event::LedgerOpened { .. }
        | Event::PartyAdded { .. }
        | Event::PartyAliased { .. }
        | Event::PartyMerged { .. }
        | Event::PartySucceeded { .. }
        | Event::PartyOrdered { .. }
        | Event::PartyRetired { .. }
        | Event::RoundLocked { .. }
        // A paper that is no letter is what the lock is for: no report says anything else because of it.
        | Event::PaperIssued { letter: None, .. }
        | Event::PaperKept { .. }
        | Event::Undone { .. } => Concern::Nothing,
        // Pages print today's names: another one is told as 补报调整, by the day from which it holds.
        Event::PartyRenamed { party, .. } => Concern::Party(*party),
        Event::RoundOpened { round, .. }
        | Event::RoundAmended { round, .. }
        | Event::RoundAdopted { round, .. }
        | Event::RoundFinished { round, .. }
        | Event::ConsultationRecorded { round, .. }
        | Event::SourceRead { round, .. } => Concern::Round(*round),
        // Not by its item: while it is being recorded there is none yet.
        Event::ItemAdded(new) => Concern::Round(new.round),
        Event::MeetingAdded { round, .. } => round.map_or(Concern::Nothing, Concern::Round),
        Event::MeetingAmended { meeting, before, after } => {
            // Meetings are counted by the day they were held: another day or kind changes what was counted by then.
            let counted = (before.held_on, before.kind) == (after.held_on, after.kind);
            let since = if counted { on } else { on.min(before.held_on).min(after.held_on) };
            return Bound { of: Concern::Meeting(*meeting), since };
        }
        Event::DisclosureSet { subject, .. } => match subject {
            DisclosureSubject::Item(item) => Concern::Items(vec![*item]),
            DisclosureSubject::Filing(filing) => Concern::Filing(*filing),
            DisclosureSubject::Outcome(outcome) => Concern::Outcome(*outcome),
            DisclosureSubject::Evidence(evidence) => Concern::Evidence(*evidence),
        },
        Event::OutcomeAmended { outcome, .. } | Event::OutcomeWithdrawn { outcome, .. } => Concern::Outcome(*outcome),
        Event::EvidenceWithdrawn { evidence, .. } => Concern::Evidence(*evidence),
        Event::PaperIssued { round: Some(round), letter: Some(_), .. } | Event::SampleDrawn { round: Some(round), .. } => {
            Concern::Round(*round)
        }
        Event::MeetingDecided { .. }
        | Event::ItemEdited { .. }
        | Event::ItemMoved { .. }
        | Event::ItemWithdrawn { .. }
        | Event::LinkAdded { .. }
        | Event::LinkRemoved { .. }
        | Event::ResponsibilitySet { .. }
        | Event::DeadlineSet { .. }
        | Event::ReviewSet { .. }
        | Event::ExtensionApplied { .. }
        | Event::ExtensionApproved { .. }
        | Event::ExtensionRefused { .. }
        | Event::FilingRecorded(_)
        | Event::FilingAccepted { .. }
        | Event::FilingReturned { .. }
        | Event::ProgressSet { .. }
        | Event::ClosureRequested { .. }
        | Event::ClosureSigned { .. }
        | Event::Closed { .. }
        | Event::ClosureReturned { .. }
        | Event::ClosureDeferred { .. }
        | Event::ClosureRatified { .. }
        | Event::Reopened { .. }
        | Event::RecheckRecorded { .. }
        | Event::OutcomeAdded { .. }
        | Event::OutcomeLinked { .. }
        | Event::EvidenceAdded { .. }
        | Event::EvidenceLinked { .. }
        | Event::PaperIssued { round: None, letter: Some(_), .. }
        | Event::SampleDrawn { round: None, .. } => Concern::Items(event.items()),
    };
    Bound { of, since: on }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::meeting::{MeetingFacts, MeetingKind};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_lock_refuses_its_own_day_and_every_day_before() {
        let through = Some(day("2025-08-31"));
        for (since, refused) in [("2025-08-30", true), ("2025-08-31", true), ("2025-09-01", false)] {
            assert_eq!(refuses(through, day(since)), refused, "{since}");
            assert!(!refuses(None, day(since)));
        }
    }

    #[test]
    fn a_meeting_is_bound_by_its_own_day_only_where_day_or_kind_changes() {
        let facts = |held_on: &str, kind, title: &str| MeetingFacts {
            kind,
            held_on: day(held_on),
            title: title.into(),
            minutes_no: None,
        };
        let on = day("2025-09-10");
        let was = facts("2025-08-20", MeetingKind::PartyGroup, "第12次党组会");
        for (after, since) in [
            (facts("2025-08-20", MeetingKind::PartyGroup, "第十二次党组会"), "2025-09-10"),
            (facts("2025-08-20", MeetingKind::Special, "第12次党组会"), "2025-08-20"),
            (facts("2025-09-02", MeetingKind::PartyGroup, "第12次党组会"), "2025-08-20"),
            (facts("2025-08-01", MeetingKind::PartyGroup, "第12次党组会"), "2025-08-01"),
        ] {
            let event = Event::MeetingAmended { meeting: MeetingId(1), before: was.clone(), after };
            assert_eq!(bound(&event, on), Bound { of: Concern::Meeting(MeetingId(1)), since: day(since) });
        }
    }
}
