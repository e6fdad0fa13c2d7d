//! 自查: what an inspector would ask about, rule by rule. Each looks for the traces of rectification on paper only (纸面整改、
//! 虚假整改): proof that does not fit the days, words copied, closings in a rush, work that nobody looked at again.
//!
//! A rule never refuses anything and changes nothing. It decides about facts that the ledger holds, on a day, and says what it
//! found; where the gate already refuses (`domain::gate`), the rule finds what was let through knowingly. The
//! rules themselves are what 巡察整改 offices list as 整改不力 in their own notices; thresholds are ours, named below, each
//! with its reason.

mod double;
mod judge;

pub use double::{DoubleFacts, doubles};
pub use judge::{
    Aside, ClosingFacts, DeadlineFacts, EvidenceFacts, ExtensionFacts, FileFacts, FilingFacts, LinkFacts, bunched,
    deadline_redated, evidence_after_closing, evidence_before_feedback, extension_after_expiry, extension_backfilled,
    extension_waiting, filing_pending, is_hollow, item, last_minute, repeats, shared,
};

use crate::domain::{Day, item::WithdrawGround, lifecycle::Progress, round::MilestoneKind};
use serde::Serialize;

/// 24 hours: work that was given out and struck off within a day was not done in between.
pub const AT_ONCE_HOURS: i64 = 24;
/// So many closings on one day are more than a meeting's ordinary list.
pub const BUNCH_LEAST: usize = 5;
/// And so large a part, in percent, of all closings of the round.
pub const BUNCH_PERCENT: usize = 30;
/// 立行立改 is allowed 30 days by default; three times that is no longer “at once”.
pub const IMMEDIATE_DAYS: i64 = 90;
/// Two meetings' time (党组会 on rectification are held monthly) to table what is completed.
pub const NOT_CLOSED_DAYS: i64 = 60;
/// One month for a department to answer a 退回整改, one for a meeting to take up an application.
pub const ANSWER_DAYS: i64 = 30;
/// A monthly filing that is not looked at for half its rhythm comes too late for the next.
pub const PENDING_DAYS: i64 = 15;
/// Two monthly filings left out.
pub const SILENT_DAYS: i64 = 60;
/// From the second extension on a deadline no longer binds.
pub const OFTEN: i64 = 2;
/// Shorter filings repeat by chance (“已完成。”); counted in characters without marks and blanks.
pub const REPEAT_CHARS: usize = 20;
/// Filings of one item nearer to each other are one period's filing and its correction: weekly is the shortest rhythm.
pub const SAME_PERIOD_DAYS: i64 = 7;
/// So many others are named in a row; the rest is counted.
pub const NAMED: usize = 5;
/// From this share on, in percent, a text is more attitude than act.
pub const HOLLOW_PERCENT: usize = 50;

keyed! {
    /// How grave what a rule finds is.
    Severity {
        /// 问题: has to be put right.
        Problem = "problem",
        /// 提示: has to be looked at; there may be a good reason.
        Notice = "notice",
    }
}

keyed! {
    /// The rules of the 自查, in the order in which they are reported.
    CheckRule {
        /// Evidence that bears a day before the feedback: made for something else. 边巡边改 is exempt, as at the gate.
        EvidenceBeforeFeedback = "evidence_before_feedback",
        /// Evidence made after the closing that it should have stood for. What a look-back brought is exempt.
        EvidenceAfterClosing = "evidence_after_closing",
        /// The same file under several issues; under several measures of one issue it is ordinary.
        FileShared = "file_shared",
        /// The same document counted as an outcome more than once in a round.
        OutcomeDoubled = "outcome_doubled",
        /// Word for word the same 整改情况 about different items, or about one item period after period.
        FilingRepeated = "filing_repeated",
        /// A filing that says completed in words of attitude only.
        FilingHollow = "filing_hollow",
        /// A measure in words of attitude, with neither outcome nor evidence.
        MeasureHollow = "measure_hollow",
        /// Closings bunched on the last day: the due day, a milestone, or the eve of the report.
        ClosingsBunched = "closings_bunched",
        /// Struck off within a day of being recorded or given out, by the journal's instants of entry and by its days.
        ClosedAtOnce = "closed_at_once",
        /// The same by the instants of entry, while its days of effect lie further back: entered afterwards (补录), which proves
        /// nothing and hides everything.
        ClosedBackfilled = "closed_backfilled",
        /// Taken over as struck off, still without its meeting.
        ClosedUnratified = "closed_unratified",
        /// Struck off without a meeting because the round's sign-offs ask for none.
        ClosedWithoutMeeting = "closed_without_meeting",
        /// Struck off without evidence, on words.
        ClosedWithoutEvidence = "closed_without_evidence",
        /// Struck off and never looked at again.
        NeverRechecked = "never_rechecked",
        /// Completed before the feedback, and not 边巡边改.
        CompletedBeforeFeedback = "completed_before_feedback",
        /// Completed and not struck off.
        CompletedNotClosed = "completed_not_closed",
        /// 销号 applied for and not decided.
        RequestWaiting = "request_waiting",
        /// Given back and nothing filed since.
        ReturnedNotFiled = "returned_not_filed",
        /// A deadline that another, later one took the place of, not by an extension, in a record entered when the old due day had
        /// passed and the item was not completed.
        DeadlineRedated = "deadline_redated",
        /// An extension that was applied for when the due day had passed.
        ExtendedAfterExpiry = "extended_after_expiry",
        /// An extension whose day of application lies before the due day, entered when that had passed.
        ExtensionBackfilled = "extension_backfilled",
        /// Extended again and again.
        ExtendedOften = "extended_often",
        /// An application for extension nobody decided about.
        ExtensionWaiting = "extension_waiting",
        /// 立行立改 open for months.
        ImmediateOpen = "immediate_open",
        /// Open, and no deadline at all.
        DeadlineMissing = "deadline_missing",
        /// Open, and the deadline's words are unclear or were read on the strict side (待确认).
        DeadlineUnclear = "deadline_unclear",
        /// Open, and no leader.
        LeaderMissing = "leader_missing",
        /// Open, and no department.
        DepartmentMissing = "department_missing",
        /// Open, and nothing filed for two periods.
        LongSilent = "long_silent",
        /// A filing the office neither accepted nor gave back.
        FilingPending = "filing_pending",
        /// An issue of the feedback, or a case, that was withdrawn: each with its ground, for inspectors to see.
        FeedbackWithdrawn = "feedback_withdrawn",
        /// An issue that was marked as fed back in an earlier round already (屡改屡犯), and is no longer.
        SameAsRemoved = "same_as_removed",
    }
}

impl CheckRule {
    /// How grave what it finds is. A problem contradicts a rule of practice; a notice may have a good reason.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::EvidenceBeforeFeedback
            | Self::EvidenceAfterClosing
            | Self::FilingRepeated
            | Self::ClosedAtOnce
            | Self::ClosedUnratified
            | Self::ClosedWithoutEvidence
            | Self::CompletedBeforeFeedback
            | Self::ReturnedNotFiled
            | Self::ExtendedAfterExpiry
            | Self::ImmediateOpen
            | Self::DeadlineMissing
            | Self::LeaderMissing
            | Self::DepartmentMissing => Severity::Problem,
            Self::FileShared
            | Self::OutcomeDoubled
            | Self::FilingHollow
            | Self::MeasureHollow
            | Self::ClosingsBunched
            | Self::ClosedBackfilled
            | Self::ClosedWithoutMeeting
            | Self::NeverRechecked
            | Self::CompletedNotClosed
            | Self::RequestWaiting
            | Self::DeadlineRedated
            | Self::ExtensionBackfilled
            | Self::ExtendedOften
            | Self::ExtensionWaiting
            | Self::DeadlineUnclear
            | Self::LongSilent
            | Self::FilingPending
            | Self::FeedbackWithdrawn
            | Self::SameAsRemoved => Severity::Notice,
        }
    }

    /// What the ledger is asked for.
    #[must_use]
    pub const fn looks_at(self) -> Looks {
        match self {
            Self::EvidenceBeforeFeedback | Self::EvidenceAfterClosing => Looks::Evidence,
            Self::FileShared => Looks::Files,
            Self::FilingRepeated | Self::FilingHollow | Self::FilingPending => Looks::Filings,
            Self::ClosingsBunched => Looks::Closings,
            Self::DeadlineRedated => Looks::Deadlines,
            Self::ExtendedAfterExpiry | Self::ExtensionBackfilled | Self::ExtensionWaiting => Looks::Extensions,
            Self::SameAsRemoved => Looks::Links,
            Self::OutcomeDoubled => Looks::Outcomes,
            _ => Looks::Items,
        }
    }
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looks {
    /// Items, one by one.
    Items,
    /// Evidence, item by item.
    Evidence,
    /// Files that stand under several issues.
    Files,
    /// Filings.
    Filings,
    /// Deadlines that took the place of others.
    Deadlines,
    /// Applications for extension.
    Extensions,
    /// Links that were taken away.
    Links,
    /// Outcomes, together.
    Outcomes,
    /// The closings of a round, together.
    Closings,
}

/// What was recorded or given out shortly before the closing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Begun {
    /// The item was recorded.
    Recorded,
    /// Its first role was given.
    Assigned,
}

/// Which last day a closing fell on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LastDay {
    /// The item's own due day.
    Due,
    /// The day of a milestone.
    Milestone(MilestoneKind),
    /// The day before the report was due.
    EveOfReport,
}

/// What one row of the 自查 found: the facts from which its words are made. Days that count are in days, shares in percent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "fields whose name says all need no second sentence")]
pub enum Finding {
    /// [`CheckRule::EvidenceBeforeFeedback`].
    EvidenceBeforeFeedback { evidence: i64, title: String, dated_on: Day, feedback_on: Day, days: i64 },
    /// [`CheckRule::EvidenceAfterClosing`]; without a day of its own the day on which it was kept counts.
    EvidenceAfterClosing {
        evidence: i64,
        title: String,
        dated_on: Option<Day>,
        kept_on: Day,
        closed_on: Day,
        days: i64,
    },
    /// [`CheckRule::FileShared`]: with how many other issues, and the codes of the first.
    FileShared { evidence: i64, title: String, others: usize, with: Vec<String> },
    /// [`CheckRule::OutcomeDoubled`]: the numbers of the earlier ones.
    OutcomeDoubled { outcome: i64, title: String, number: Option<String>, earlier: Vec<i64> },
    /// [`CheckRule::FilingRepeated`]: of how many other items, the codes of the first, and the days of earlier ones of its own.
    FilingRepeated { filed_on: Day, others: usize, with: Vec<String>, earlier: Vec<Day> },
    /// [`CheckRule::FilingHollow`].
    FilingHollow { filed_on: Day, phrases: Vec<String>, percent: usize },
    /// [`CheckRule::MeasureHollow`].
    MeasureHollow { phrases: Vec<String>, percent: usize },
    /// [`CheckRule::ClosingsBunched`]: one row per round and day.
    ClosingsBunched { closed_on: Day, closings: usize, of: usize, last_days: Vec<LastDay>, with: Vec<String> },
    /// [`CheckRule::ClosedAtOnce`].
    ClosedAtOnce { begun: Begun, minutes: i64, closed_on: Day },
    /// [`CheckRule::ClosedBackfilled`].
    ClosedBackfilled { begun: Begun, minutes: i64, added_on: Day, closed_on: Day },
    /// [`CheckRule::ClosedUnratified`].
    ClosedUnratified { closed_on: Option<Day>, days: i64 },
    /// [`CheckRule::ClosedWithoutMeeting`].
    ClosedWithoutMeeting { closed_on: Option<Day> },
    /// [`CheckRule::ClosedWithoutEvidence`].
    ClosedWithoutEvidence { closed_on: Option<Day>, words: Option<String> },
    /// [`CheckRule::NeverRechecked`].
    NeverRechecked { closed_on: Day, days: i64 },
    /// [`CheckRule::CompletedBeforeFeedback`].
    CompletedBeforeFeedback { completed_on: Day, feedback_on: Day, days: i64 },
    /// [`CheckRule::CompletedNotClosed`].
    CompletedNotClosed { completed_on: Day, days: i64, returned: bool },
    /// [`CheckRule::RequestWaiting`].
    RequestWaiting { requested_on: Day, days: i64 },
    /// [`CheckRule::ReturnedNotFiled`].
    ReturnedNotFiled { returned_on: Day, days: i64 },
    /// [`CheckRule::DeadlineRedated`]: no day any more where `due` is none.
    DeadlineRedated { before_due: Day, due: Option<Day>, effective_on: Day, entered_on: Day, days: i64 },
    /// [`CheckRule::ExtensionBackfilled`].
    ExtensionBackfilled { due: Day, applied_on: Day, entered_on: Day, days: i64, approved: bool },
    /// [`CheckRule::ExtendedAfterExpiry`].
    ExtendedAfterExpiry { due: Option<Day>, applied_on: Day, days: i64, approved: bool },
    /// [`CheckRule::ExtendedOften`].
    ExtendedOften { times: i64, first_due: Option<Day>, due: Option<Day> },
    /// [`CheckRule::ExtensionWaiting`].
    ExtensionWaiting { applied_on: Day, days: i64, asked: String },
    /// [`CheckRule::ImmediateOpen`].
    ImmediateOpen { feedback_on: Day, days: i64, progress: Progress },
    /// [`CheckRule::DeadlineMissing`].
    DeadlineMissing {},
    /// [`CheckRule::DeadlineUnclear`].
    DeadlineUnclear { raw: String, note: Option<String> },
    /// [`CheckRule::LeaderMissing`].
    LeaderMissing {},
    /// [`CheckRule::DepartmentMissing`].
    DepartmentMissing {},
    /// [`CheckRule::LongSilent`]: since the last filing, or since it was recorded when there is none.
    LongSilent { last_filing_on: Option<Day>, days: i64 },
    /// [`CheckRule::FilingPending`].
    FilingPending { filed_on: Day, days: i64 },
    /// [`CheckRule::FeedbackWithdrawn`].
    FeedbackWithdrawn { withdrawn_on: Day, ground: WithdrawGround, reason: String },
    /// [`CheckRule::SameAsRemoved`].
    SameAsRemoved { removed_on: Day, earlier: String, reason: Option<String> },
}
