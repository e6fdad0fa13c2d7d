//! What a lock looks at, for every kind of event that the catalogue has.

use super::{
    catalogue::{catalogue, later, opened},
    office::day,
};
use std::collections::BTreeMap;
use taizhang::domain::{
    ids::{EvidenceId, MeetingId, OutcomeId, RoundId},
    lock::{Concern, bound},
};

/// How each kind belongs to rounds: by nothing, by its round, by its items, or by what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Nothing,
    Round,
    Party,
    Items,
    Outcome,
    Evidence,
    Meeting,
}

const RULE: &[(&str, By)] = &[
    ("ledger_opened", By::Nothing),
    ("party_added", By::Nothing),
    ("party_renamed", By::Party),
    ("party_aliased", By::Nothing),
    ("party_merged", By::Nothing),
    ("party_succeeded", By::Nothing),
    ("party_ordered", By::Nothing),
    ("party_retired", By::Nothing),
    ("round_opened", By::Round),
    ("round_amended", By::Round),
    ("round_adopted", By::Round),
    ("round_finished", By::Round),
    ("round_locked", By::Nothing),
    ("consultation_recorded", By::Round),
    ("meeting_added", By::Round),
    ("meeting_amended", By::Meeting),
    ("meeting_decided", By::Items),
    ("source_read", By::Round),
    ("item_added", By::Round),
    ("item_edited", By::Items),
    ("item_moved", By::Items),
    ("item_withdrawn", By::Items),
    ("link_added", By::Items),
    ("link_removed", By::Items),
    ("disclosure_set", By::Items),
    ("responsibility_set", By::Items),
    ("deadline_set", By::Items),
    ("review_set", By::Items),
    ("extension_applied", By::Items),
    ("extension_approved", By::Items),
    ("extension_refused", By::Items),
    ("filing_recorded", By::Items),
    ("filing_accepted", By::Items),
    ("filing_returned", By::Items),
    ("progress_set", By::Items),
    ("closure_requested", By::Items),
    ("closure_signed", By::Items),
    ("closed", By::Items),
    ("closure_returned", By::Items),
    ("closure_deferred", By::Items),
    ("closure_ratified", By::Items),
    ("reopened", By::Items),
    ("recheck_recorded", By::Items),
    ("outcome_added", By::Items),
    ("outcome_amended", By::Outcome),
    ("outcome_linked", By::Items),
    ("outcome_withdrawn", By::Outcome),
    ("evidence_added", By::Items),
    ("evidence_linked", By::Items),
    ("evidence_withdrawn", By::Evidence),
    ("paper_issued", By::Round),
    ("paper_kept", By::Nothing),
    ("sample_drawn", By::Round),
];

#[test]
fn every_kind_of_event_says_whether_a_lock_binds_it() {
    let rule: BTreeMap<&str, By> = RULE.iter().copied().collect();
    let on = day("2025-03-05");
    let mut seen: BTreeMap<&str, bool> = BTreeMap::new();
    for event in opened().iter().chain(&catalogue()).chain(&later()) {
        let by = *rule.get(event.kind()).unwrap_or_else(|| panic!("{} is in no rule", event.kind()));
        let bound = bound(event, on);
        let as_said = match &bound.of {
            Concern::Nothing => By::Nothing,
            Concern::Round(RoundId(_)) => By::Round,
            Concern::Party(_) => By::Party,
            Concern::Items(items) => {
                assert!(!items.is_empty(), "{} concerns no item", event.kind());
                By::Items
            }
            Concern::Outcome(OutcomeId(_)) => By::Outcome,
            Concern::Evidence(EvidenceId(_)) => By::Evidence,
            Concern::Meeting(MeetingId(_)) => By::Meeting,
            Concern::Filing(_) => By::Items,
        };
        // What says its subject may say another one, and a meeting or a draw may be of no round.
        let other = match event.kind() {
            "disclosure_set" => true,
            "meeting_added" => as_said == By::Nothing,
            "sample_drawn" => as_said == By::Items,
            // A letter counts in reports; a bulletin is what the lock is for.
            "paper_issued" => matches!(as_said, By::Items | By::Nothing),
            _ => false,
        };
        assert!(as_said == by || other, "{}: {:?}", event.kind(), bound.of);
        assert!(bound.since <= on, "{}", event.kind());
        *seen.entry(event.kind()).or_default() |= as_said == by;
    }
    let unseen: Vec<_> = RULE.iter().filter(|(kind, _)| !seen.get(kind).copied().unwrap_or(false)).collect();
    assert!(unseen.is_empty(), "no event as the rule says: {unseen:?}");
}
