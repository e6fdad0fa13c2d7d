//! What another ledger of this program tells of the work: what was done, act by act, each on its day.
//!
//! Facts of another journal are not copied: they are done again, each by the use case that a clerk would call for it, in the
//! order of their days. What the rules do not let through is told. Items are named by their places in the plan that
//! the acts come with, meetings by their places in its list of meetings; filings, outcomes and evidence by the numbers that
//! they had.

use crate::domain::{
    Day,
    deadline::Deadline,
    event::DisclosureFacts,
    evidence::EvidenceFacts,
    item::{ItemKind, WithdrawGround},
    lifecycle::Progress,
    link::LinkKind,
    meeting::{Decision, DecisionOn},
    outcome::OutcomeFacts,
    party::{PartyKind, Role},
    round::SignOff,
};

/// Everything that was done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chronicle {
    /// The names of the other ledger, in its office's order.
    pub roster: Vec<Declared>,
    /// What was done, in the order in which it is done again.
    pub acts: Vec<Act>,
    /// 公开范围: undated, and set when everything stands.
    pub marks: Vec<(Marked, DisclosureFacts)>,
    /// For each item of the plan the first due day, the current one and the next review day that it had come to.
    pub days: Vec<(Option<Day>, Option<Day>, Option<Day>)>,
}

/// A name of the other ledger's roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// The name.
    pub name: String,
    /// What it is.
    pub kind: PartyKind,
    /// Remark.
    pub note: Option<String>,
    /// Other spellings, and names that it went by.
    pub other_names: Vec<String>,
    /// From this day on it was no longer offered.
    pub retired_on: Option<Day>,
}

/// How an item stood when it was first recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstStood {
    /// From this day on it stood in the ledger.
    pub on: Day,
    /// What approved it, where the plan had been adopted.
    pub approval: Option<Approved>,
    /// Who was given it.
    pub roles: Vec<(Role, Vec<String>)>,
    /// Its own deadline, as it was understood.
    pub deadline: Option<Deadline>,
}

/// What an approval rested on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Approved {
    /// A meeting.
    Meeting(usize),
    /// A document, in words.
    Words(String),
}

/// What a mark stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marked {
    /// An item.
    Item(usize),
    /// A filing.
    Filing(i64),
    /// An outcome.
    Outcome(i64),
    /// A piece of evidence.
    Evidence(i64),
}

/// One thing that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// On which day.
    pub on: Day,
    /// Whose turn it is done in: its own day, or an earlier one where it was entered before something that lies before it.
    pub turn: Day,
    /// To which item; the first of several; none where it was done to the round.
    pub item: Option<usize>,
    /// What.
    pub deed: Deed,
}

impl Act {
    /// Something done in the turn of its own day.
    #[must_use]
    pub const fn new(on: Day, item: Option<usize>, deed: Deed) -> Self {
        Self { on, turn: on, item, deed }
    }
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Comments on the plan were asked.
    Consulted {
        /// Whose.
        asked: String,
        /// What they said.
        words: String,
        /// What was taken up.
        taken_up: String,
    },
    /// The plan was adopted.
    Adopted {
        /// By which meeting.
        meeting: Option<usize>,
    },
    /// The round was finished.
    Finished,
    /// A role was given, or emptied.
    Assigned {
        /// The role.
        role: Role,
        /// Who took it.
        names: Vec<String>,
    },
    /// A deadline was set that was no extension.
    DeadlineSet {
        /// As it was understood.
        deadline: Box<Deadline>,
        /// What approved it.
        approval: Option<Approved>,
    },
    /// The next review day was set.
    ReviewSet(Option<Day>),
    /// It went below another item.
    Moved {
        /// Which.
        under: usize,
        /// What approved it.
        approval: Option<Approved>,
    },
    /// It was withdrawn, with what stood below.
    Withdrawn {
        /// The ground.
        ground: WithdrawGround,
        /// Why.
        reason: String,
        /// What approved it.
        approval: Option<Approved>,
    },
    /// It was linked.
    Linked {
        /// How.
        kind: LinkKind,
        /// To what.
        to: LinkedTo,
        /// What approved it.
        approval: Option<Approved>,
    },
    /// A department reported.
    Filed(Box<ToldFiling>),
    /// A filing that had waited was accepted.
    FilingAccepted(i64),
    /// A filing that had waited was sent back, with these words.
    FilingReturned(i64, String),
    /// A later deadline was applied for.
    ExtensionApplied {
        /// By whom.
        applicant: Option<String>,
        /// The deadline asked for.
        deadline: Box<Deadline>,
        /// Why.
        reason: String,
    },
    /// The application was approved.
    ExtensionApproved {
        /// Words and day of the deadline, where another one was approved than asked for.
        granted: Option<(String, Option<Day>)>,
        /// By what.
        approval: Option<Approved>,
    },
    /// The application was refused.
    ExtensionRefused {
        /// With which words.
        words: String,
        /// By what.
        approval: Option<Approved>,
    },
    /// 销号 was applied for.
    Requested {
        /// Remark.
        words: Option<String>,
    },
    /// A sign-off was given.
    Signed {
        /// Which.
        step: SignOff,
        /// By whom.
        party: Option<String>,
        /// In words.
        words: Option<String>,
    },
    /// 退回整改.
    Returned {
        /// By which meeting.
        meeting: Option<usize>,
        /// Why.
        words: String,
        /// Because this sign-off was denied, by whom.
        denied: Option<(SignOff, Option<String>)>,
        /// What below it was open again.
        open_again: Vec<usize>,
        /// The new deadline that was named, and what approved it.
        until: Option<(String, Option<Approved>)>,
    },
    /// 暂缓.
    Deferred {
        /// By which meeting.
        meeting: usize,
        /// In words.
        words: Option<String>,
    },
    /// It was struck off.
    Closed {
        /// By which meeting.
        meeting: Option<usize>,
        /// 待补党组会审议.
        unratified: bool,
        /// The words that stood for evidence.
        without_evidence: Option<String>,
        /// From where it had been taken over.
        words: Option<String>,
    },
    /// A meeting ratified the closing.
    Ratified {
        /// Which.
        meeting: usize,
    },
    /// 回头看.
    LookedBack {
        /// Who looked.
        by: String,
        /// What was seen.
        words: String,
        /// The problem had come back.
        rebound: bool,
        /// When to look again.
        next: Option<Day>,
        /// The evidence that it names.
        evidence: Vec<i64>,
        /// What below it was open again.
        open_again: Vec<usize>,
    },
    /// 撤销销号 by itself.
    Reopened {
        /// The cycle that began.
        cycle: i64,
        /// Why.
        reason: String,
        /// What below it was open again.
        open_again: Vec<usize>,
    },
    /// A meeting decided what no other act carries.
    Decided {
        /// Which.
        meeting: usize,
        /// What was asked.
        on: DecisionOn,
        /// What was decided.
        decision: Decision,
        /// In words.
        words: Option<String>,
    },
    /// Evidence was kept.
    Evidence {
        /// Its number.
        number: i64,
        /// For which items.
        items: Vec<usize>,
        /// What is known of it.
        facts: Box<EvidenceFacts>,
    },
    /// Evidence was taken back.
    EvidenceWithdrawn {
        /// Its number.
        number: i64,
        /// Why.
        reason: String,
    },
    /// An outcome was recorded.
    Outcome {
        /// Its number.
        number: i64,
        /// For which items.
        items: Vec<usize>,
        /// What is counted.
        facts: Box<OutcomeFacts>,
        /// Remark.
        words: Option<String>,
    },
    /// An outcome was linked to further items.
    OutcomeLinked {
        /// Its number.
        number: i64,
        /// To which.
        items: Vec<usize>,
    },
}

/// What an item was linked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkedTo {
    /// An item of the same plan.
    Item(usize),
    /// One of another round: its key, and the item's code.
    Elsewhere(String, String),
}

/// A filing as it was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldFiling {
    /// Its number.
    pub number: i64,
    /// Who reported.
    pub department: Option<String>,
    /// Who filled it in.
    pub filled_by: Option<String>,
    /// 整改情况.
    pub situation: Option<String>,
    /// 存在问题.
    pub problems: Option<String>,
    /// 下步措施.
    pub next: Option<String>,
    /// The progress that it claims.
    pub progress: Option<Progress>,
    /// The day of completion that it claims.
    pub completed_on: Option<Day>,
    /// By the department that led when it was handed in.
    pub leading: bool,
    /// It waited for acceptance.
    pub pending: bool,
}

impl Deed {
    /// The place of the plan's adoption: what changes it comes behind.
    pub const ADOPTION: (u8, bool) = (3, false);

    /// Its place among what was done on one day: what others rest on first. `kind` is that of its item.
    #[must_use]
    pub fn rank(&self, kind: Option<ItemKind>) -> (u8, bool) {
        let place = match self {
            Self::Consulted { .. } => 0,
            Self::Assigned { .. } => 1,
            Self::DeadlineSet { .. } => 2,
            Self::Adopted { .. } => 3,
            Self::Moved { .. } => 4,
            Self::Linked { .. } => 5,
            Self::ExtensionApplied { .. } => 6,
            Self::ExtensionApproved { .. } | Self::ExtensionRefused { .. } => 7,
            Self::Decided { on, .. } if *on != DecisionOn::Ratification => 8,
            // Where completing strikes off, what it rests on is there before.
            Self::Evidence { .. } => 9,
            Self::Filed(_) => 10,
            Self::FilingAccepted(_) | Self::FilingReturned(..) => 11,
            Self::Withdrawn { .. } | Self::Outcome { .. } => 12,
            Self::OutcomeLinked { .. } => 13,
            Self::Requested { .. } => 14,
            Self::Signed { .. } => 15,
            Self::Deferred { .. } | Self::Closed { .. } | Self::Returned { .. } => 16,
            Self::Ratified { .. } => 17,
            // A closing that a meeting did not ratify is often reopened the same day.
            Self::Decided { .. } => 18,
            Self::LookedBack { .. } => 19,
            Self::Reopened { .. } => 20,
            Self::ReviewSet(_) => 21,
            Self::EvidenceWithdrawn { .. } => 22,
            Self::Finished => 23,
        };
        // An opinion is carried out through its issues; a measure is struck off before its issue.
        let later = match self {
            Self::Filed(_) | Self::FilingAccepted(_) => kind == Some(ItemKind::Opinion),
            Self::Closed { .. } => kind != Some(ItemKind::Measure),
            _ => false,
        };
        (place, later)
    }

    /// The stable English key.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Consulted { .. } => "consulted",
            Self::Adopted { .. } => "adopted",
            Self::Finished => "finished",
            Self::Assigned { .. } => "assigned",
            Self::DeadlineSet { .. } => "deadline_set",
            Self::ReviewSet(_) => "review_set",
            Self::Moved { .. } => "moved",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Linked { .. } => "linked",
            Self::Filed(_) => "filed",
            Self::FilingAccepted(_) => "filing_accepted",
            Self::FilingReturned(..) => "filing_returned",
            Self::ExtensionApplied { .. } => "extension_applied",
            Self::ExtensionApproved { .. } => "extension_approved",
            Self::ExtensionRefused { .. } => "extension_refused",
            Self::Requested { .. } => "requested",
            Self::Signed { .. } => "signed",
            Self::Returned { .. } => "returned",
            Self::Deferred { .. } => "deferred",
            Self::Closed { .. } => "closed",
            Self::Ratified { .. } => "ratified",
            Self::LookedBack { .. } => "looked_back",
            Self::Reopened { .. } => "reopened",
            Self::Decided { .. } => "decided",
            Self::Evidence { .. } => "evidence",
            Self::EvidenceWithdrawn { .. } => "evidence_withdrawn",
            Self::Outcome { .. } => "outcome",
            Self::OutcomeLinked { .. } => "outcome_linked",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_one_day_what_others_rest_on_is_done_first() {
        let closed = || Deed::Closed { meeting: Some(0), unratified: false, without_evidence: None, words: None };
        let evidence = Deed::Evidence {
            number: 1,
            items: vec![0],
            facts: Box::new(EvidenceFacts { title: "审核单".into(), dated_on: None, file: None, register: None }),
        };
        let decided = |on| Deed::Decided { meeting: 0, on, decision: Decision::Returned, words: None };
        let looked = Deed::LookedBack {
            by: "机关纪委".into(),
            words: "抽查".into(),
            rebound: false,
            next: None,
            evidence: Vec::new(),
            open_again: Vec::new(),
        };
        let reopened = Deed::Reopened { cycle: 2, reason: "反弹".into(), open_again: Vec::new() };
        let issue = Some(ItemKind::Issue);
        for (first, then) in [
            (Deed::Adopted { meeting: Some(0) }.rank(None), Deed::FilingAccepted(1).rank(issue)),
            (evidence.rank(issue), closed().rank(issue)),
            (Deed::FilingAccepted(1).rank(issue), Deed::FilingAccepted(2).rank(Some(ItemKind::Opinion))),
            (Deed::Requested { words: None }.rank(issue), closed().rank(issue)),
            (closed().rank(Some(ItemKind::Measure)), closed().rank(issue)),
            (closed().rank(issue), Deed::Ratified { meeting: 0 }.rank(issue)),
            (closed().rank(issue), looked.rank(issue)),
            (decided(DecisionOn::Ratification).rank(issue), reopened.rank(issue)),
            (decided(DecisionOn::Extension).rank(issue), closed().rank(issue)),
            (reopened.rank(issue), Deed::Finished.rank(None)),
        ] {
            assert!(first < then, "{first:?} {then:?}");
        }
        assert_eq!(Deed::Adopted { meeting: None }.rank(None), Deed::ADOPTION);
    }
}
