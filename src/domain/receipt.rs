//! What a command did, for its acknowledgement: code, kind, first words and the change, item by item.

use crate::domain::{
    Day,
    deadline::Deadline,
    ids::{EvidenceId, FilingId, ItemId, OutcomeId},
    item::{Disclosure, ItemField, ItemKind},
    lifecycle::Progress,
    link::LinkKind,
    meeting::{Decision, DecisionOn},
    party::Role,
    recheck::Finding,
    refusal::Warning,
    round::SignOff,
};

/// One change to one item.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields whose name says all need no second sentence")]
pub enum Change {
    /// Recorded.
    Added,
    /// A wording was edited.
    Edited { field: ItemField, before: Option<String>, after: Option<String> },
    /// Withdrawn.
    Withdrawn,
    /// Below another item, by code, from now on.
    Moved { before: String, after: String },
    /// Linked to another item.
    Linked { link: LinkKind, to: String },
    /// A link was taken away.
    Unlinked { link: LinkKind, to: String },
    /// 公开范围 and public wording were set.
    Disclosed { disclosure: Disclosure, public_words: Option<String> },
    /// A role was given or emptied.
    Assigned { role: Role, names: Vec<String> },
    /// A deadline was set.
    DeadlineSet { deadline: Deadline },
    /// The next review day was set.
    ReviewSet { review: Option<Day> },
    /// The deadline was extended for the nth time.
    Extended { before: Option<Day>, deadline: Deadline, times: i64 },
    /// A later deadline was applied for and waits.
    ExtensionApplied { before: Option<Day>, deadline: Deadline },
    /// The application was refused: the deadline stays.
    ExtensionRefused { due: Option<Day> },
    /// A filing was recorded that leaves progress as it was.
    Filed,
    /// A filing was handed in and waits for acceptance.
    FilingWaits { filing: FilingId },
    /// A filing was accepted.
    FilingAccepted { filing: FilingId },
    /// A filing was sent back.
    FilingReturned { filing: FilingId },
    /// Progress changed.
    Progress { before: Progress, after: Progress, completed_on: Option<Day> },
    /// Progress followed from the items below.
    Derived { before: Progress, after: Progress },
    /// 销号 was applied for.
    Requested,
    /// A sign-off was given or denied.
    Signed { step: SignOff, agreed: bool, by: Option<String> },
    /// Struck off.
    Closed { cycle: i64 },
    /// A closing was ratified.
    Ratified,
    /// 退回整改.
    Returned,
    /// 暂缓.
    Deferred,
    /// A meeting decided what no other verb carries.
    Decided { on: DecisionOn, decision: Decision },
    /// 撤销销号.
    Reopened { cycle: i64 },
    /// 回头看.
    LookedBack { finding: Finding },
    /// Drawn for re-checking, with its leading department.
    Drawn { department: Option<String> },
    /// A letter of 催办 was issued about it, under this 文号.
    Reminded { number: String },
    /// Evidence was kept.
    Evidence { evidence: EvidenceId, title: String },
    /// An outcome was recorded.
    Outcome { outcome: OutcomeId },
}

/// A change, with enough of its item to recognise it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The item.
    pub item: ItemId,
    /// Its code.
    pub code: String,
    /// What it is.
    pub kind: ItemKind,
    /// Its words.
    pub text: String,
    /// What changed.
    pub change: Change,
}

/// What a command did as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Receipt {
    /// Item by item, in the order in which it was done.
    pub done: Vec<Done>,
    /// What the clerk should know.
    pub warnings: Vec<Warning>,
    /// Numbers of the first and last journal record; `None` when nothing was recorded.
    pub records: Option<(i64, i64)>,
    /// Went the whole way and turned back: nothing was recorded.
    pub dry_run: bool,
}
