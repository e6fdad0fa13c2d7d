//! The catalogue of events (记录): everything that can happen in a ledger, one variant each.
//!
//! Events are kept for ever, so a variant is never removed and a field never changes its meaning: what has to change gets
//! a new version `v` and is upcast in [`decode`]. They carry decided facts: codes, resolved days, the items that inherit
//! (`reach`). Whoever applies them needs no clock, no holiday table, no policy and no Chinese. The day of effect stands on
//! the journal's record, not in the event. Amounts are integers.

use crate::domain::{
    Day,
    deadline::Deadline,
    disclosure::Audience,
    evidence::EvidenceFacts,
    filter::Filter,
    ids::{
        ConsultationId, EvidenceId, ExtensionId, FilingId, ItemId, MeetingId, OutcomeId, PaperId, PartyId, RecheckId,
        RoundId, SampleId, SourceId,
    },
    issuing::Original,
    item::{Disclosure, ItemField, ItemKind, ItemType, Origin, WithdrawGround},
    lifecycle::Progress,
    link::LinkKind,
    meeting::{Approval, Decision, DecisionOn, MeetingFacts},
    outcome::OutcomeFacts,
    party::{PartyKind, Role},
    reminder::Letter,
    round::{RoundSettings, SignOff},
    sample::Stratum,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The version that new events are written in.
pub const EVENT_VERSION: u32 = 1;

/// One thing that happened. Field docs give units; days are calendar days, ids the ledger's integer keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields whose name says all need no second sentence")]
pub enum Event {
    /// The ledger was begun. Always the first record.
    LedgerOpened {
        /// The ledger's own id, born with it.
        ledger_id: Uuid,
        /// The office that keeps it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        office: Option<String>,
    },

    // Parties.
    /// A name was declared in the roster.
    PartyAdded {
        party: PartyId,
        uid: Uuid,
        name: String,
        party_kind: PartyKind,
        /// Place in the office's own order, 1 first.
        ord: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// A party goes by another name from this day on.
    PartyRenamed { party: PartyId, before: String, after: String },
    /// Another spelling of the same name, accepted when typed or read.
    PartyAliased { party: PartyId, alias: String },
    /// Two roster entries were the same party: `from` is no longer offered. Responsibilities move by their own events.
    PartyMerged { from: PartyId, into: PartyId },
    /// One or more parties were succeeded by others (机构改革). Responsibilities move by their own events.
    PartySucceeded { from: Vec<PartyId>, to: Vec<PartyId>, reason: String },
    /// The office's order of names was set: each party's place before and after.
    PartyOrdered { before: Vec<(PartyId, i64)>, after: Vec<(PartyId, i64)> },
    /// A party is no longer offered.
    PartyRetired { party: PartyId, reason: String },

    // Rounds.
    /// A round was opened.
    RoundOpened { round: RoundId, uid: Uuid, key: String, settings: RoundSettings },
    /// A round's settings were amended.
    RoundAmended {
        round: RoundId,
        before: RoundSettings,
        after: RoundSettings,
        reason: String,
        /// Needed when the gate itself changes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approval: Option<Approval>,
    },
    /// The plan was adopted: from now on changes to it need an approval.
    RoundAdopted { round: RoundId, meeting: MeetingId },
    /// The round was finished (办结) or taken up again.
    RoundFinished { round: RoundId, before: Option<Day>, finished: bool, reason: String },
    /// What takes effect up to `through` can no longer be changed.
    RoundLocked {
        round: RoundId,
        before: Option<Day>,
        through: Day,
        paper: Option<PaperId>,
        /// What was published, when it is no paper of the register.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
    },
    /// Comments on the plan were asked from a superior, and what was taken up.
    ConsultationRecorded {
        consultation: ConsultationId,
        round: RoundId,
        asked: String,
        words: String,
        taken_up: String,
    },

    // Meetings.
    /// A meeting was held.
    MeetingAdded { meeting: MeetingId, uid: Uuid, round: Option<RoundId>, facts: MeetingFacts },
    /// What is known of a meeting was amended.
    MeetingAmended { meeting: MeetingId, before: MeetingFacts, after: MeetingFacts },
    /// What a meeting decided about an item, where no other event carries the decision (deferred, plan).
    MeetingDecided { meeting: MeetingId, item: ItemId, on: DecisionOn, decision: Decision, words: Option<String> },

    // Items.
    /// A paper was read in. Its items name it as their source.
    SourceRead {
        source: SourceId,
        round: RoundId,
        name: String,
        /// SHA-256 of the file's bytes, lower-case hex.
        sha256: String,
        bytes: u64,
        /// What kind of paper it was taken for.
        paper: String,
        /// Figures that the paper states of itself, with what was found in its text.
        stated: Vec<StatedFigure>,
    },
    /// An item was recorded.
    ItemAdded(Box<NewItem>),
    /// A wording was edited.
    ItemEdited {
        item: ItemId,
        field: ItemField,
        before: Option<String>,
        after: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approval: Option<Approval>,
    },
    /// An item moved below another parent. Its code stays. `reach` names it and all below it, parents first.
    ItemMoved {
        item: ItemId,
        before: Option<ItemId>,
        after: Option<ItemId>,
        reach: Vec<ItemId>,
        approval: Option<Approval>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// The roles that hold otherwise from now on, because they had been inherited.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        roles: Vec<MovedRole>,
        /// The deadline, likewise.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deadline: Option<Box<MovedDeadline>>,
    },
    /// Items were withdrawn: out of every total, listed apart. `reach` names the item and all below it.
    ItemWithdrawn {
        item: ItemId,
        reach: Vec<ItemId>,
        ground: WithdrawGround,
        reason: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approval: Option<Approval>,
    },
    /// Two items were linked.
    LinkAdded {
        link: LinkKind,
        from: ItemId,
        to: ItemId,
        /// What approved it, when it changed the adopted plan.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approval: Option<Approval>,
    },
    /// A link that had stood since a day was taken away.
    LinkRemoved {
        link: LinkKind,
        from: ItemId,
        to: ItemId,
        since: Day,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// What approved it, when it changed the adopted plan.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approval: Option<Approval>,
    },
    /// 公开范围 and public wording of an item, filing, outcome or piece of evidence were set.
    DisclosureSet { subject: DisclosureSubject, before: DisclosureFacts, after: DisclosureFacts },

    // Responsibility and deadline.
    /// A role was given to parties (none: the role is empty from now on). `reach` names the items for which this is effective.
    ResponsibilitySet { item: ItemId, role: Role, parties: Vec<PartyId>, reach: Vec<ItemId> },
    /// A deadline was set that is no extension. `reach` names the items for which this is effective.
    DeadlineSet {
        item: ItemId,
        deadline: Deadline,
        reach: Vec<ItemId>,
        /// What approved it, when the plan had been adopted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approval: Option<Approval>,
        /// The first due day stays what it was: it had been fixed by the plan's adoption.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        keeps_first: bool,
    },
    /// The next review day was set; due day and extensions stay.
    ReviewSet { item: ItemId, review: Option<Day>, reach: Vec<ItemId> },
    /// A later deadline was applied for.
    ExtensionApplied {
        extension: ExtensionId,
        item: ItemId,
        applicant: Option<PartyId>,
        deadline: Deadline,
        reason: String,
        /// Applied for when the due day had passed.
        after_expiry: bool,
        /// Nobody applied: the item was returned, and the decision named another day.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        on_return: bool,
    },
    /// The application was approved: the deadline is effective for `reach`.
    ExtensionApproved {
        extension: ExtensionId,
        item: ItemId,
        deadline: Deadline,
        approval: Approval,
        reach: Vec<ItemId>,
    },
    /// The application was refused.
    ExtensionRefused { extension: ExtensionId, item: ItemId, approval: Approval, words: String },

    // Filing and progress.
    /// A department reported.
    FilingRecorded(Box<NewFiling>),
    /// The office accepted a filing that was pending. What was sent back is filed anew, never accepted later.
    FilingAccepted { filing: FilingId, item: ItemId },
    /// The office sent a pending filing back.
    FilingReturned { filing: FilingId, item: ItemId, words: String },
    /// Progress changed: by a filing, or derived from the items below.
    ProgressSet {
        item: ItemId,
        progress: Progress,
        completed_on: Option<Day>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        filing: Option<FilingId>,
        /// Follows from the items below.
        derived: bool,
    },

    // Closure.
    /// 销号 was applied for.
    ClosureRequested { item: ItemId, department: Option<PartyId>, words: Option<String> },
    /// One sign-off of the policy was given or denied.
    ClosureSigned { item: ItemId, step: SignOff, party: Option<PartyId>, agreed: bool, words: Option<String> },
    /// The item was struck off.
    Closed {
        item: ItemId,
        /// The cycle it closes, 1 first.
        cycle: i64,
        meeting: Option<MeetingId>,
        /// Taken over without a meeting: 待补党组会审议.
        unratified: bool,
        /// 无佐证销号, with the words that stand for the evidence.
        without_evidence: Option<String>,
        /// From where it was taken over.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<String>,
        /// The items whose completion the gate looked at.
        rests_on: Vec<ItemId>,
        /// The evidence that was there.
        evidence: Vec<EvidenceId>,
        /// The cases (个案) below it that had not been cleared.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        open_cases: Vec<ItemId>,
    },
    /// 退回整改: the closing was not agreed to. Falls back to in progress what is open again.
    ClosureReturned { item: ItemId, meeting: Option<MeetingId>, words: String, open_again: Vec<ItemId> },
    /// The meeting put it off (暂缓).
    ClosureDeferred { item: ItemId, meeting: MeetingId, words: Option<String> },
    /// A meeting ratified a closing that had been taken over without one.
    ClosureRatified { item: ItemId, meeting: MeetingId },
    /// 撤销销号: a new cycle begins; `open_again` names what is open again.
    Reopened { item: ItemId, cycle: i64, reason: String, recheck: Option<RecheckId>, open_again: Vec<ItemId> },
    /// A closed item was looked at again (回头看).
    RecheckRecorded {
        recheck: RecheckId,
        item: ItemId,
        by: String,
        /// Whether the problem was found to have come back.
        rebound: bool,
        words: String,
        next_review: Option<Day>,
        evidence: Vec<EvidenceId>,
        /// The draw that it answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sample: Option<SampleId>,
    },

    // Outcomes and evidence.
    /// An outcome was recorded with the items it belongs to.
    OutcomeAdded { outcome: OutcomeId, facts: OutcomeFacts, items: Vec<ItemId>, words: Option<String> },
    /// An outcome's facts were amended.
    OutcomeAmended { outcome: OutcomeId, before: OutcomeFacts, after: OutcomeFacts },
    /// An outcome was linked to a further item.
    OutcomeLinked { outcome: OutcomeId, item: ItemId },
    /// An outcome was taken back.
    OutcomeWithdrawn { outcome: OutcomeId, reason: String },
    /// A piece of evidence was kept. The file's bytes stand beside the journal, under their hash.
    EvidenceAdded { evidence: EvidenceId, facts: EvidenceFacts, items: Vec<ItemId>, filing: Option<FilingId> },
    /// Evidence was linked to a further item.
    EvidenceLinked { evidence: EvidenceId, item: ItemId },
    /// Evidence was taken back; its bytes stay.
    EvidenceWithdrawn { evidence: EvidenceId, reason: String },

    // Papers and draws.
    /// A paper left the office under a register number.
    PaperIssued {
        paper: PaperId,
        round: Option<RoundId>,
        register: String,
        year: i64,
        number: i64,
        title: String,
        /// The day that the paper speaks of.
        as_of: Day,
        items: Vec<ItemId>,
        addressee: Option<PartyId>,
        /// What makes it a letter of 催办.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        letter: Option<Letter>,
        /// What makes it a 通报: for whom it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        audience: Option<Audience>,
        /// How many of its words were looked at a second time, and passed, before the public read them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        looked_at: Option<i64>,
    },
    /// The file as which a paper was issued was kept. Its bytes stand beside the journal, under their hash.
    PaperKept { paper: PaperId, original: Original },
    /// Closed items were drawn for re-checking (销号抽查).
    SampleDrawn {
        sample: SampleId,
        round: Option<RoundId>,
        seed: String,
        items: Vec<ItemId>,
        /// From how many items it was drawn; 0 in records of a version that did not note it.
        #[serde(default, skip_serializing_if = "is_unknown")]
        population: i64,
        /// By leading department, in the office's order of that day: all the items it was drawn from.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        among: Vec<Stratum>,
        /// The conditions that these met.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        filter: Option<Box<Filter>>,
    },

    /// An earlier command was reversed whole. `records` are its journal numbers, last first.
    Undone { command: Uuid, records: Vec<i64>, reason: Option<String> },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over by reference")]
fn is_unknown(population: &i64) -> bool {
    *population == 0
}

/// A figure that a paper states of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedFigure {
    /// The paper's words.
    pub words: String,
    /// What is counted: a stable key such as `issue` or `measure`.
    pub what: String,
    /// The number stated.
    pub number: u32,
    /// The number found in the text, when it can be counted.
    pub found: Option<u32>,
}

/// Who is in a role once an item has moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedRole {
    /// The role.
    pub role: Role,
    /// Who; nobody where the role is emptied above.
    pub parties: Vec<PartyId>,
    /// The item on which this was set: above when it is inherited, the item itself when it took it along.
    pub set_on: ItemId,
}

/// The deadline that holds once an item has moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedDeadline {
    /// The deadline.
    pub deadline: Deadline,
    /// The first due day: its own once the plan was adopted.
    pub first_due: Option<Day>,
    /// How many times it was extended so far.
    pub extensions: i64,
    /// The item on which this was set: above when it is inherited, the item itself when it took it along.
    pub set_on: ItemId,
}

/// Everything that is decided when an item is recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewItem {
    /// Its key.
    pub item: ItemId,
    /// Its id outside this ledger.
    pub uid: Uuid,
    /// The round it belongs to.
    pub round: RoundId,
    /// The item above; its responsibility and deadline are inherited.
    pub parent: Option<ItemId>,
    /// What it is.
    pub item_kind: ItemKind,
    /// Where it comes from.
    pub origin: Origin,
    /// 整改类型.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item_type: Option<ItemType>,
    /// Its code, as people type it.
    pub code: String,
    /// The counter the code came from (the series' letter, or the parent's code) and the number taken from it.
    pub counter: (String, i64),
    /// Sorts codes as people list them.
    pub sort_key: String,
    /// Its words.
    pub text: String,
    /// 整改目标.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<String>,
    /// 备注, where an earlier ledger had one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The paper's own numbering.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_no: Option<String>,
    /// Where it stood in which paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourcePlace>,
    /// Approval, when the plan had been adopted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Approval>,
    /// Who answers for it, where its paper says so: instead of what it would take over from the item above.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<GivenRole>,
    /// Its deadline, where its paper names one: instead of the one that it would take over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Deadline>,
}

/// The parties that an item is given to in a role when it is recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenRole {
    /// The role.
    pub role: Role,
    /// Who takes it, in order.
    pub parties: Vec<PartyId>,
}

/// Where an item stood in the paper it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourcePlace {
    /// The paper.
    pub source: SourceId,
    /// The place in it, in words.
    pub place: String,
    /// The words as they stood.
    pub words: String,
    /// Whose ledger it was, where several are read into one round.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// A filing as it was handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewFiling {
    /// Its key.
    pub filing: FilingId,
    /// The item it is about.
    pub item: ItemId,
    /// The department that reports.
    pub department: Option<PartyId>,
    /// Who filled it in, as named.
    pub filled_by: Option<String>,
    /// 整改情况.
    pub situation: Option<String>,
    /// 存在问题.
    pub problems: Option<String>,
    /// 下步措施.
    pub next: Option<String>,
    /// The progress it claims.
    pub progress: Option<Progress>,
    /// The day of completion it claims.
    pub completed_on: Option<Day>,
    /// Whether the department leads: only then can it move progress.
    pub leading: bool,
    /// Entered by the office, hence accepted at once.
    pub accepted: bool,
}

/// What a disclosure mark stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisclosureSubject {
    /// An item.
    Item(ItemId),
    /// A filing.
    Filing(FilingId),
    /// An outcome.
    Outcome(OutcomeId),
    /// A piece of evidence.
    Evidence(EvidenceId),
}

/// A disclosure mark and the wording for the public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisclosureFacts {
    /// The mark.
    pub disclosure: Disclosure,
    /// What public papers print instead of the item's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_words: Option<String>,
}

/// Why bytes are no event.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    /// Written by a later version of the program.
    #[error("event version {0} is newer than this program's {EVENT_VERSION}")]
    Newer(u32),
    /// Not an event at all.
    #[error("not an event: {0}")]
    Malformed(#[from] serde_json::Error),
}

#[derive(Serialize)]
struct Written<'a> {
    v: u32,
    #[serde(flatten)]
    event: &'a Event,
}

/// The bytes that stand in the journal. They are hashed as they are and never re-serialised.
#[must_use]
pub fn encode(event: &Event) -> String {
    serde_json::to_string(&Written { v: EVENT_VERSION, event }).expect("events hold nothing that JSON cannot say")
}

/// Reads an event of this or an earlier version.
///
/// # Errors
/// [`DecodeError::Newer`] when a later program wrote it, [`DecodeError::Malformed`] when it is no event.
pub fn decode(bytes: &str) -> Result<Event, DecodeError> {
    #[derive(Deserialize)]
    struct Version {
        v: u32,
    }
    let Version { v } = serde_json::from_str(bytes)?;
    match v {
        // Version 1 is the first: nothing to upcast yet. A later version adds its arm here.
        1 => Ok(serde_json::from_str(bytes)?),
        0 => Err(DecodeError::Malformed(serde::de::Error::custom("there is no version 0"))),
        newer => Err(DecodeError::Newer(newer)),
    }
}

impl Event {
    /// The event's stable name, as in its JSON `kind`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::LedgerOpened { .. } => "ledger_opened",
            Self::PartyAdded { .. } => "party_added",
            Self::PartyRenamed { .. } => "party_renamed",
            Self::PartyAliased { .. } => "party_aliased",
            Self::PartyMerged { .. } => "party_merged",
            Self::PartySucceeded { .. } => "party_succeeded",
            Self::PartyOrdered { .. } => "party_ordered",
            Self::PartyRetired { .. } => "party_retired",
            Self::RoundOpened { .. } => "round_opened",
            Self::RoundAmended { .. } => "round_amended",
            Self::RoundAdopted { .. } => "round_adopted",
            Self::RoundFinished { .. } => "round_finished",
            Self::RoundLocked { .. } => "round_locked",
            Self::ConsultationRecorded { .. } => "consultation_recorded",
            Self::MeetingAdded { .. } => "meeting_added",
            Self::MeetingAmended { .. } => "meeting_amended",
            Self::MeetingDecided { .. } => "meeting_decided",
            Self::SourceRead { .. } => "source_read",
            Self::ItemAdded(_) => "item_added",
            Self::ItemEdited { .. } => "item_edited",
            Self::ItemMoved { .. } => "item_moved",
            Self::ItemWithdrawn { .. } => "item_withdrawn",
            Self::LinkAdded { .. } => "link_added",
            Self::LinkRemoved { .. } => "link_removed",
            Self::DisclosureSet { .. } => "disclosure_set",
            Self::ResponsibilitySet { .. } => "responsibility_set",
            Self::DeadlineSet { .. } => "deadline_set",
            Self::ReviewSet { .. } => "review_set",
            Self::ExtensionApplied { .. } => "extension_applied",
            Self::ExtensionApproved { .. } => "extension_approved",
            Self::ExtensionRefused { .. } => "extension_refused",
            Self::FilingRecorded(_) => "filing_recorded",
            Self::FilingAccepted { .. } => "filing_accepted",
            Self::FilingReturned { .. } => "filing_returned",
            Self::ProgressSet { .. } => "progress_set",
            Self::ClosureRequested { .. } => "closure_requested",
            Self::ClosureSigned { .. } => "closure_signed",
            Self::Closed { .. } => "closed",
            Self::ClosureReturned { .. } => "closure_returned",
            Self::ClosureDeferred { .. } => "closure_deferred",
            Self::ClosureRatified { .. } => "closure_ratified",
            Self::Reopened { .. } => "reopened",
            Self::RecheckRecorded { .. } => "recheck_recorded",
            Self::OutcomeAdded { .. } => "outcome_added",
            Self::OutcomeAmended { .. } => "outcome_amended",
            Self::OutcomeLinked { .. } => "outcome_linked",
            Self::OutcomeWithdrawn { .. } => "outcome_withdrawn",
            Self::EvidenceAdded { .. } => "evidence_added",
            Self::EvidenceLinked { .. } => "evidence_linked",
            Self::EvidenceWithdrawn { .. } => "evidence_withdrawn",
            Self::PaperIssued { .. } => "paper_issued",
            Self::PaperKept { .. } => "paper_kept",
            Self::SampleDrawn { .. } => "sample_drawn",
            Self::Undone { .. } => "undone",
        }
    }

    /// The items that the event speaks of by itself, not those it only reaches down to.
    #[must_use]
    pub fn items(&self) -> Vec<ItemId> {
        match self {
            Self::ItemAdded(new) => vec![new.item],
            Self::FilingRecorded(new) => vec![new.item],
            Self::MeetingDecided { item, .. }
            | Self::ItemEdited { item, .. }
            | Self::ItemMoved { item, .. }
            | Self::ItemWithdrawn { item, .. }
            | Self::ResponsibilitySet { item, .. }
            | Self::DeadlineSet { item, .. }
            | Self::ReviewSet { item, .. }
            | Self::ExtensionApplied { item, .. }
            | Self::ExtensionApproved { item, .. }
            | Self::ExtensionRefused { item, .. }
            | Self::FilingAccepted { item, .. }
            | Self::FilingReturned { item, .. }
            | Self::ProgressSet { item, .. }
            | Self::ClosureRequested { item, .. }
            | Self::ClosureSigned { item, .. }
            | Self::Closed { item, .. }
            | Self::ClosureReturned { item, .. }
            | Self::ClosureDeferred { item, .. }
            | Self::ClosureRatified { item, .. }
            | Self::Reopened { item, .. }
            | Self::RecheckRecorded { item, .. }
            | Self::OutcomeLinked { item, .. }
            | Self::EvidenceLinked { item, .. }
            | Self::DisclosureSet { subject: DisclosureSubject::Item(item), .. } => vec![*item],
            Self::LinkAdded { from, to, .. } | Self::LinkRemoved { from, to, .. } => vec![*from, *to],
            Self::OutcomeAdded { items, .. }
            | Self::EvidenceAdded { items, .. }
            | Self::PaperIssued { items, .. }
            | Self::SampleDrawn { items, .. } => items.clone(),
            Self::LedgerOpened { .. }
            | Self::PartyAdded { .. }
            | Self::PartyRenamed { .. }
            | Self::PartyAliased { .. }
            | Self::PartyMerged { .. }
            | Self::PartySucceeded { .. }
            | Self::PartyOrdered { .. }
            | Self::PartyRetired { .. }
            | Self::RoundOpened { .. }
            | Self::RoundAmended { .. }
            | Self::RoundAdopted { .. }
            | Self::RoundFinished { .. }
            | Self::RoundLocked { .. }
            | Self::ConsultationRecorded { .. }
            | Self::MeetingAdded { .. }
            | Self::MeetingAmended { .. }
            | Self::SourceRead { .. }
            | Self::DisclosureSet { .. }
            | Self::OutcomeAmended { .. }
            | Self::OutcomeWithdrawn { .. }
            | Self::EvidenceWithdrawn { .. }
            | Self::PaperKept { .. }
            | Self::Undone { .. } => Vec::new(),
        }
    }
}
