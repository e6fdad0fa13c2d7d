//! Why a rule refuses a command, and what it warns of. The words stand in `zh/refusal.rs`.

use crate::domain::{
    Day,
    decision::Against,
    filing,
    gate::Missing,
    item::{ItemKind, WithdrawGround},
    lifecycle::{Closure, Progress},
    link::{LinkFault, LinkKind},
    meeting::{Decision, DecisionOn, MeetingKind},
    outcome::OutcomeKind,
    party::{PartyKind, Role},
    plan::{Gap, PlanChangeKind},
    policy::Obstacle,
    recheck,
    round::SignOff,
    sample,
};

/// A rule said no. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// Nobody is at the desk: several operators are declared and none was named.
    NoOperator {
        /// Who is declared.
        known: Vec<String>,
    },
    /// The operator is not declared.
    UnknownOperator {
        /// As named.
        name: String,
        /// Who is declared.
        known: Vec<String>,
    },
    /// The day of effect lies after the day of entry.
    FutureDay {
        /// Day of effect.
        on: Day,
        /// Day of entry.
        today: Day,
    },
    /// What is referred to lies after the day on which it would have to be over.
    DayAhead {
        /// Which day: `meeting`, `feedback`.
        what: &'static str,
        /// The day.
        day: Day,
        /// The last day it may be: that of effect or of entry.
        on: Day,
    },
    /// The day lies before the last one on this axis of the item.
    DayRunsBack {
        /// The item.
        code: String,
        /// Day of effect.
        on: Day,
        /// The last day on the axis.
        last: Day,
    },
    /// The round is locked through this day.
    Locked {
        /// Its key.
        round: String,
        /// Through which day.
        through: Day,
    },
    /// What is to be undone took effect while its round is locked.
    LockedRecord {
        /// Its record.
        seq: i64,
        /// Its verb.
        verb: String,
        /// The round's key.
        round: String,
        /// Through which day.
        through: Day,
    },
    /// A lock is never taken back: what was published stays.
    LockStays {
        /// The round's key.
        round: String,
        /// Through which day.
        through: Day,
    },
    /// A round can be locked only from its feedback to the day of effect.
    LockDay {
        /// Its key.
        round: String,
        /// The day asked for.
        through: Day,
        /// Day of feedback.
        from: Day,
        /// Day of effect.
        to: Day,
    },
    /// The round is locked through that day or a later one already.
    LockRunsBack {
        /// Its key.
        round: String,
        /// The day asked for.
        through: Day,
        /// The day up to which it is locked.
        last: Day,
    },
    /// No round was named and not exactly one is open.
    WhichRound {
        /// Keys of open rounds.
        open: Vec<String>,
    },
    /// No such round.
    UnknownRound {
        /// As named.
        key: String,
        /// Keys of all rounds.
        known: Vec<String>,
    },
    /// A round of this key stands already.
    RoundExists(String),
    /// A key that cannot be typed as part of a code.
    BadRoundKey(String),
    /// The round was published as what it is: its kind stays.
    KindLocked {
        /// Its key.
        round: String,
        /// Through which day it is locked.
        through: Day,
    },
    /// The round is finished.
    RoundFinished(String),
    /// Open items stand in the way of finishing the round.
    RoundHasOpenItems {
        /// Its key.
        round: String,
        /// How many.
        open: i64,
    },
    /// Sign-offs, closing level or the feedback day change while items stand in the round: that needs an approval.
    GateNeedsApproval(String),
    /// The feedback would lie after what is recorded as done since.
    FeedbackTooLate {
        /// The day asked for.
        feedback: Day,
        /// The first completion, decision or closing.
        fact: Day,
    },
    /// The due day has passed: only an extension moves it.
    DuePassed {
        /// The item.
        code: String,
        /// Its due day.
        due: Day,
    },
    /// The plan was adopted: this is a 方案调整 and needs an approval.
    NeedsApproval {
        /// The round's key.
        round: String,
        /// The item; the one above for one that is to be added.
        code: String,
        /// What kind of adjustment.
        change: PlanChangeKind,
    },
    /// The plan was adopted already.
    AdoptedAlready {
        /// The round's key.
        round: String,
        /// Since when.
        on: Day,
    },
    /// Nothing stands in the round that could be adopted.
    EmptyPlan(String),
    /// A meeting that cannot adopt the plan, or approve an adjustment of it.
    CannotDecidePlan {
        /// The meeting's number.
        meeting: i64,
        /// Its kind.
        kind: MeetingKind,
    },
    /// An adjustment takes effect, or was approved, before the plan was adopted.
    BeforeAdoption {
        /// The round's key.
        round: String,
        /// What lies before: `effect`, `meeting`.
        what: &'static str,
        /// The day of that.
        day: Day,
        /// The day that it may not lie before.
        adopted: Day,
    },
    /// The meeting that adopted the plan, named as the approval of a later adjustment of it.
    AdoptedNotAdjusted {
        /// The round's key.
        round: String,
        /// The meeting's number.
        meeting: i64,
        /// The day of adoption.
        adopted: Day,
        /// The day on which the adjustment would take effect.
        on: Day,
    },
    /// A later day, or none, for a deadline of the adopted plan: an extension.
    LaterIsExtension {
        /// The item.
        code: String,
        /// The day that holds.
        due: Option<Day>,
        /// The day asked for.
        asked: Option<Day>,
    },
    /// Only measures move.
    CannotMove {
        /// The item.
        code: String,
        /// What it is.
        kind: ItemKind,
    },
    /// An item cannot go below one of another round.
    OtherRound {
        /// The item.
        code: String,
        /// The other one.
        other: String,
        /// The round of the first.
        round: String,
    },
    /// The measure would be due after the item that it is to stand below.
    MovedPastDue {
        /// The measure.
        code: String,
        /// Its due day.
        due: Day,
        /// The item above.
        parent: String,
        /// Its due day.
        parent_due: Day,
    },
    /// Not a code, or no item of that code.
    UnknownCode {
        /// As typed.
        code: String,
        /// The round that was looked in.
        round: String,
    },
    /// Not a code at all.
    BadCode(String),
    /// A category is asked for by the code of something else.
    NotACategory {
        /// The code.
        code: String,
        /// What it is.
        kind: ItemKind,
    },
    /// No such meeting.
    UnknownMeeting(String),
    /// Several meetings on that day or of that number.
    WhichMeeting {
        /// As typed.
        text: String,
        /// The numbers of those meant.
        numbers: Vec<i64>,
    },
    /// A meeting that decides lies before the round's feedback.
    MeetingBeforeFeedback {
        /// Day of the meeting.
        meeting: Day,
        /// Day of feedback.
        feedback: Day,
    },
    /// The meeting is of a kind that cannot decide this.
    WrongMeeting(i64),
    /// A meeting of these facts stands already.
    MeetingExists(i64),
    /// Names that are not declared, all at once.
    UnknownParties(Vec<UnknownParty>),
    /// A name is declared already.
    PartyExists {
        /// The name.
        name: String,
        /// As what.
        kind: PartyKind,
    },
    /// A party that is no longer offered.
    PartyRetired {
        /// Its name.
        name: String,
        /// Since when.
        on: Day,
        /// Who took over, as of now.
        successors: Vec<String>,
    },
    /// The party that is to follow is not declared.
    NoSuccessor {
        /// As named.
        name: String,
        /// Declared names that it nearly equals.
        near: Vec<String>,
    },
    /// A party cannot be followed by itself.
    FollowsItself(String),
    /// Parties of such kinds cannot stand in for each other.
    PartyKindsDiffer {
        /// The earlier one.
        name: String,
        /// What it is.
        kind: PartyKind,
        /// The later one.
        other: String,
        /// What that is.
        other_kind: PartyKind,
    },
    /// A split must say of every item who takes it over.
    SplitUndecided {
        /// The party that is split.
        name: String,
        /// The codes of the items of which nothing was said.
        codes: Vec<String>,
    },
    /// A split names an item to two successors.
    SplitTwice {
        /// The item.
        code: String,
        /// The two successors.
        names: Vec<String>,
    },
    /// Nothing that passes on is held by the party at or below that item.
    NotHeld {
        /// The item.
        code: String,
        /// The party.
        name: String,
    },
    /// A party that open items still name.
    PartyInUse {
        /// Its name.
        name: String,
        /// How many open items name it.
        open: i64,
    },
    /// What was shown before the question is no longer what would be recorded.
    ChangedSinceShown,
    /// More than one leading leader.
    TwoLeaders(Vec<String>),
    /// The same party twice in one role.
    PartyTwice(String),
    /// A party that leads an item and helps with it: who is answerable does not stand beside himself.
    RoleTwice {
        /// The item.
        code: String,
        /// The party.
        name: String,
        /// The role that helps.
        helps: Role,
    },
    /// The same document is counted as an outcome of the round already.
    OutcomeDoubled {
        /// The number under which it is counted.
        outcome: i64,
        /// What is counted there, in words.
        words: String,
        /// The items it belongs to.
        items: Vec<String>,
    },
    /// The filter asks nothing.
    EmptyFilter,
    /// The filter finds nothing.
    NothingFound,
    /// Found, but all of them struck off.
    OnlyClosed(i64),
    /// The item is struck off: only evidence, look-back and reopening are possible.
    ItemClosed(String),
    /// An item above is struck off.
    AboveClosed {
        /// The item.
        code: String,
        /// The one above.
        above: String,
    },
    /// The item is withdrawn.
    ItemWithdrawn(String),
    /// The item is not struck off.
    ItemNotClosed {
        /// The item.
        code: String,
        /// Where it stands.
        closure: Closure,
    },
    /// Items of this kind cannot be used so.
    WrongKind {
        /// The item.
        code: String,
        /// What it is.
        kind: ItemKind,
    },
    /// A kind that cannot stand below this parent.
    WrongParent {
        /// What is to be recorded.
        kind: ItemKind,
        /// The code above.
        parent: String,
        /// What that is.
        parent_kind: ItemKind,
    },
    /// A kind that must stand below another item.
    NeedsParent(ItemKind),
    /// Two items cannot be linked so.
    CannotLink {
        /// In which way.
        link: LinkKind,
        /// The item it would start from.
        from: String,
        /// The item it would point to.
        to: String,
        /// What the table says against it.
        faults: Vec<LinkFault>,
    },
    /// No such link stands.
    NotLinked {
        /// Of which kind.
        link: LinkKind,
        /// The item it would start from.
        from: String,
        /// The item it would point to.
        to: String,
    },
    /// The measure also answers an issue that is struck off: the work under that closing cannot fall back.
    CarriesClosed {
        /// The measure.
        code: String,
        /// The issue that is struck off.
        closed: String,
    },
    /// The progress of an item with measures follows from them.
    ProgressIsDerived {
        /// The item.
        code: String,
        /// The codes below it.
        below: Vec<String>,
    },
    /// The opinion would be 已落实 while issues are open through which it is carried out.
    AnswersOpen {
        /// The opinion.
        code: String,
        /// The open issues.
        open: Vec<String>,
        /// It is completed, and is to be linked to an open issue; else it is to be completed.
        linking: bool,
    },
    /// Completed after the day of effect.
    CompletedInFuture {
        /// The item.
        code: String,
        /// Day of completion.
        completed: Day,
        /// Day of effect.
        on: Day,
    },
    /// A filing says nothing.
    EmptyFiling,
    /// A filing cannot be accepted, or was decided on before.
    CannotAccept {
        /// Its number.
        number: i64,
        /// The item it is about.
        code: String,
        /// Why.
        objection: filing::Objection,
    },
    /// A review day is set together with a filing that waits for acceptance.
    ReviewBeforeAcceptance,
    /// No filing about the item waits to be accepted.
    NoFilingWaits(String),
    /// Nothing to change was said.
    NothingToDo,
    /// Neither an approval nor a meeting was named.
    NoApproval,
    /// A reason is needed.
    NoReason,
    /// The item has no deadline that could be extended.
    NoDeadline(String),
    /// The deadline was extended: it is extended again, not set.
    AlreadyExtended(String),
    /// The new day is not after the old one.
    NotLater {
        /// The item.
        code: String,
        /// The day now.
        due: Day,
        /// The day asked for.
        asked: Day,
    },
    /// The deadline has no due day that could be put off.
    NoDueDay(String),
    /// What is completed needs no later day.
    ExtendCompleted(String),
    /// The new day lies after that of the item above.
    DueAfterAbove {
        /// The item.
        code: String,
        /// The day asked for; none for 长期坚持.
        asked: Option<Day>,
        /// The code above.
        above: String,
        /// Its day.
        above_due: Day,
    },
    /// The new day lies before days that measures below have of their own.
    DueBeforeBelow {
        /// The item.
        code: String,
        /// The day asked for.
        asked: Day,
        /// Their codes and days.
        below: Vec<(String, Day)>,
    },
    /// An application for extension waits already.
    ExtensionWaits {
        /// The item.
        code: String,
        /// When it was applied for.
        applied_on: Day,
        /// By whom.
        applicant: Option<String>,
        /// The words asked for.
        to: String,
    },
    /// No application for extension waits to be decided on.
    NoExtensionWaits(String),
    /// Decided, or the meeting held, before it was applied for.
    DecidedBeforeApplied {
        /// The item.
        code: String,
        /// When it was applied for.
        applied_on: Day,
        /// The day of the decision.
        decided_on: Day,
        /// Applied for and approved by one command: then the day of application is the one that was typed.
        at_once: bool,
    },
    /// The extension would take effect before the plan was adopted.
    ExtendedBeforeAdoption {
        /// The item.
        code: String,
        /// Day of effect.
        on: Day,
        /// Day of adoption.
        adopted: Day,
    },
    /// The words of a deadline give no day.
    UnclearDeadline {
        /// The words.
        raw: String,
        /// Why.
        note: String,
    },
    /// The gate: everything missing at once.
    Gate {
        /// The item.
        code: String,
        /// What is missing.
        missing: Vec<Missing>,
    },
    /// Completed before the work was taken up again, because it was returned or reopened.
    CompletedBeforeReturn {
        /// The item.
        code: String,
        /// Day of completion.
        completed: Day,
        /// The day of the return or reopening.
        returned: Day,
    },
    /// Nothing was tabled that a meeting could put off: neither applied for nor signed.
    NothingTabled(String),
    /// Everything below is struck off: what is open again has to be named.
    NameOpenAgain {
        /// The item.
        code: String,
        /// The codes that are struck off.
        closed: Vec<String>,
    },
    /// Already applied for.
    AlreadyRequested(String),
    /// A sign-off cannot be recorded now.
    SignOff {
        /// The item.
        code: String,
        /// The step that was named or would be next.
        step: Option<SignOff>,
        /// What stands in the way.
        obstacle: Obstacle,
    },
    /// Nobody leads the item who could sign as its 牵头领导.
    NoLeader(String),
    /// Somebody else leads the item.
    NotTheLeader {
        /// The item.
        code: String,
        /// Who was named.
        name: String,
        /// Who leads it.
        leader: String,
    },
    /// Whoever is responsible for the work gives no opinion on it.
    SignsOwnWork {
        /// The item.
        code: String,
        /// Who was named.
        name: String,
        /// Which step.
        step: SignOff,
    },
    /// It is not said who gave the opinion.
    SignerUnnamed {
        /// The item.
        code: String,
        /// Which step.
        step: SignOff,
    },
    /// 结案即销: completing an item strikes it off, there is nothing to apply for, sign or return.
    ClosesAtOnce {
        /// The item.
        code: String,
        /// Its round.
        round: String,
    },
    /// A policy and 结案即销 exclude each other, as do a level that is struck off and no policy.
    PolicyAgainstLevel {
        /// Sign-offs were named for a round that strikes off at once; otherwise none for one that does not.
        at_once: bool,
    },
    /// What is open again is late from the first day on: a new day, or the word that it stays late.
    NeedsNewDay {
        /// The item returned.
        code: String,
        /// Codes and due days that have passed.
        late: Vec<(String, Day)>,
        /// The return is a denied sign-off.
        denied: bool,
    },
    /// The meeting has decided this matter of the item already.
    DecidedAlready {
        /// The item.
        code: String,
        /// The meeting's number.
        meeting: i64,
        /// What was asked.
        on: DecisionOn,
        /// How it decided.
        decision: Decision,
    },
    /// The decision is carried by a verb of its own.
    DecidedByVerb {
        /// What was asked.
        on: DecisionOn,
        /// How it was decided.
        decision: Decision,
    },
    /// The closing was agreed to by a meeting: there is nothing to ratify.
    NothingToRatify(String),
    /// Nothing to return: neither applied for nor completed.
    NothingToReturn {
        /// The item.
        code: String,
        /// How far it is.
        progress: Progress,
    },
    /// The meeting was held before the work was done: it cannot have returned it, put it off or ratified its closing.
    DecidedBeforeDone {
        /// The item.
        code: String,
        /// The day of the meeting.
        meeting: Day,
        /// The day of completion.
        completed: Day,
        /// What it is said to have decided.
        decision: Decision,
    },
    /// What is to be open again does not stand below the item.
    NotBelow {
        /// The item.
        code: String,
        /// The other one.
        other: String,
    },
    /// A look-back cannot be recorded.
    Recheck(recheck::Obstacle),
    /// A draw of closed items, or a look-back that answers one, cannot be recorded.
    Sample(sample::Obstacle),
    /// A feedback issue is withdrawn only for certain grounds.
    WithdrawGround {
        /// The item.
        code: String,
        /// The ground given.
        ground: WithdrawGround,
    },
    /// Later records stand on what is to be undone.
    LaterStandsOn {
        /// The first of them.
        seq: i64,
        /// Its verb.
        verb: String,
        /// What kind of event.
        kind: String,
    },
    /// A decision that went against whoever asked is not undone without a reason.
    UndoNeedsReason(Against),
    /// No such command, or none left to undo.
    NothingToUndo,
    /// Undone already.
    UndoneAlready,
    /// Cannot be undone: the first record of the ledger.
    CannotUndo,
    /// A text is longer than may be kept in a field.
    TooLong {
        /// The field.
        field: &'static str,
        /// Its length in characters.
        length: usize,
        /// The most there may be.
        most: usize,
    },
    /// A text holds control or bidi characters.
    HiddenCharacters {
        /// The field.
        field: &'static str,
        /// The first of them, by its code point.
        code_point: u32,
    },
    /// A text that must not be empty.
    EmptyText(&'static str),
    /// A file larger than may be kept.
    FileTooLarge {
        /// Its name.
        name: String,
        /// Its size in bytes.
        bytes: u64,
    },
    /// The lights would not change in their order: blue comes before yellow, neither below zero.
    LightDays {
        /// Days left when yellow begins.
        yellow: i64,
        /// Days left when blue begins.
        blue: i64,
    },
    /// A number that must be greater than zero.
    NotPositive(&'static str),
    /// Fewer times (人次) than people: everyone is held to account at least once.
    FewerTimes {
        /// People.
        people: i64,
        /// Times.
        times: i64,
    },
    /// The ledger says something else than the paper, and nobody said what counts.
    PaperDiffers {
        /// The codes of the items concerned.
        codes: Vec<String>,
    },
    /// Nothing in the paper becomes an item.
    NothingInPaper,
    /// One wording for the public was given for several things at once.
    PublicWordsForMany(usize),
    /// Wording for the public without the mark 可公开.
    PublicWordsNotPublic,
    /// An outcome of this kind has no such field.
    OutcomeField {
        /// What it counts.
        kind: OutcomeKind,
        /// The field.
        field: &'static str,
    },
    /// The tiers of 催办 do not follow one another.
    ReminderTiers,
    /// No register is named, and none was used before.
    NoRegister,
    /// No name of a register: it stands before 〔2025〕3号.
    BadRegister(String),
    /// The number to begin with was given already.
    NumberSpent {
        /// As asked.
        number: i64,
        /// The last one given.
        last: i64,
    },
    /// The paper would bear an earlier day than one whose number comes before its own.
    DatedBack {
        /// The register.
        register: String,
        /// Of which year.
        year: i64,
        /// The number that was given.
        number: i64,
        /// The day that it bears.
        last: Day,
        /// The day asked for.
        on: Day,
    },
    /// The bulletin was issued for that day and these readers.
    IssuedAlready {
        /// The register.
        register: String,
        /// Of which year.
        year: i64,
        /// Its number.
        number: i64,
    },
    /// The paper as printed is larger than what is kept.
    PaperTooLarge {
        /// Its title.
        title: String,
        /// The largest size, in bytes.
        most: usize,
    },
    /// What is kept of an issued paper is not what was issued.
    OriginalDiffers {
        /// The paper's title.
        title: String,
    },
    /// The day to answer by lies before the letter.
    ReplyBeforeLetter {
        /// The day to answer by.
        reply_by: Day,
        /// The letter's day.
        on: Day,
    },
    /// What is typed is no code of a 销号审批表.
    BadDigest(String),
    /// The item is not, and was on no day, as the signed form says.
    FormDiffers {
        /// The item.
        code: String,
        /// The form's code as typed.
        typed: String,
    },
    /// A signed form is one file about one item.
    OneSignedForm,
    /// No holiday arrangement of that year: working days cannot be counted.
    NoArrangement(i32),
    /// Evidence or outcome of that number does not stand.
    UnknownNumber {
        /// Which kind of number.
        what: &'static str,
        /// The number.
        number: i64,
    },
}

/// A name that is not declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownParty {
    /// As typed.
    pub name: String,
    /// The role it was typed for; `None` outside a role.
    pub role: Option<Role>,
    /// Declared names that it nearly equals.
    pub near: Vec<String>,
}

/// Something that a clerk should know, though it was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Warning {
    /// A file names a meeting that the ledger does not know: what was struck off there is taken over, to be ratified.
    MeetingUnknown {
        /// As the file names it.
        words: String,
    },
    /// The signed form tells of the item as it was on an earlier day; it has changed since.
    FormOfEarlier {
        /// The item.
        code: String,
        /// The last day on which it was so.
        on: Day,
    },
    /// The same bytes are kept as evidence of the same items already.
    KeptAlready {
        /// The evidence that stands.
        number: i64,
        /// The evidence that is kept now.
        again: i64,
        /// The items, by code.
        codes: Vec<String>,
    },
    /// Another scan of a signed form of which one is kept already.
    ScannedAgain {
        /// The item.
        code: String,
        /// The first scan that is kept.
        number: i64,
        /// The one that is kept now.
        again: i64,
    },
    /// Several rounds are open and none was named: the meeting counts in none of them.
    MeetingOfNoRound {
        /// The meeting.
        meeting: i64,
        /// The keys of the open rounds.
        open: Vec<String>,
    },
    /// The deadline lies before the feedback (边巡边改?).
    DueBeforeFeedback {
        /// The item.
        code: String,
        /// Due day.
        due: Day,
        /// Day of feedback.
        feedback: Day,
    },
    /// The completion lies before the feedback (边巡边改?).
    CompletedBeforeFeedback {
        /// The item.
        code: String,
        /// Day of completion.
        completed: Day,
        /// Day of feedback.
        feedback: Day,
    },
    /// How a deadline was read needs a second look.
    DeadlineReading {
        /// The item.
        code: String,
        /// The words.
        raw: String,
        /// What to know.
        note: String,
    },
    /// The extension was applied for after the due day.
    ExtendedAfterExpiry {
        /// The item.
        code: String,
        /// The due day that had passed.
        due: Day,
    },
    /// An extension took the place of a deadline whose review day had passed.
    ReviewPassed {
        /// The item.
        code: String,
        /// The review day that had passed.
        review: Day,
    },
    /// A measure is due after its issue.
    DueAfterParent {
        /// The measure.
        code: String,
        /// Its due day.
        due: Day,
        /// The issue.
        parent: String,
        /// Its due day.
        parent_due: Day,
    },
    /// What the plan lacks that was adopted.
    PlanLacks {
        /// What.
        gap: Gap,
        /// The codes of the items concerned.
        codes: Vec<String>,
    },
    /// The filing is not by the leading department: progress stays.
    NotLeading {
        /// The item.
        code: String,
    },
    /// A later filing, or a return since, holds: progress stays.
    Overtaken {
        /// The item.
        code: String,
        /// The filing.
        number: i64,
    },
    /// Filings about the item or what is below it have not been accepted.
    FilingsWait {
        /// The item.
        code: String,
        /// How many.
        count: i64,
    },
    /// Struck off over cases that have not been cleared.
    CasesOpen {
        /// The item.
        code: String,
        /// Their codes.
        cases: Vec<String>,
    },
    /// Struck off without evidence.
    WithoutEvidence(String),
    /// Struck off without a meeting.
    Unratified(String),
    /// The item was drawn for re-checking, and the look-back does not say that it answers the draw.
    DrawWaits {
        /// The item.
        code: String,
        /// The draw's number.
        sample: i64,
    },
    /// More items were to be drawn than there are: all of them were.
    SampleIsAll {
        /// How many were asked for.
        asked: i64,
        /// How many there are.
        population: i64,
    },
    /// Closed items among those found were left alone.
    ClosedSkipped(i64),
    /// Evidence is dated before the feedback.
    EvidenceBeforeFeedback {
        /// The item.
        code: String,
        /// The day it bears.
        dated: Day,
    },
    /// What is open again is still held by a party that others have followed.
    HeldByRetired {
        /// The item.
        code: String,
        /// The party.
        name: String,
        /// Who took over, as of now.
        successors: Vec<String>,
    },
    /// A party was renamed that a locked report named otherwise: as of a day pages print the name of today.
    RenamedSinceLock {
        /// Its name so far.
        name: String,
        /// The round.
        round: String,
        /// Through which day it is locked.
        through: Day,
    },
    /// An item was reworded that a locked report printed otherwise: as of a day pages print the words of today.
    RewordedSinceLock {
        /// Its code.
        code: String,
        /// The round.
        round: String,
        /// Through which day it is locked.
        through: Day,
    },
    /// A party that leads an item helps with it no longer.
    RoleDropped {
        /// The item.
        code: String,
        /// The party.
        name: String,
        /// The role that it lost.
        helped: Role,
    },
    /// Items below with responsibility of their own keep it.
    KeptBelow(i64),
    /// An issue struck off in an earlier round is worded much like a new one (屡改屡犯?).
    LooksAlike {
        /// The new issue.
        code: String,
        /// The earlier one, as it is typed from another round.
        earlier: String,
        /// Its words.
        text: String,
    },
    /// The wording for the public went with the mark 可公开.
    PublicWordsGone(String),
}
