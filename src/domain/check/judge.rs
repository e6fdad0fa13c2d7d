//! The decisions of the 自查: facts in, a finding or nothing out.

use super::{
    ANSWER_DAYS, AT_ONCE_HOURS, BUNCH_LEAST, BUNCH_PERCENT, Begun, CheckRule, Finding, HOLLOW_PERCENT, IMMEDIATE_DAYS,
    LastDay, NAMED, NOT_CLOSED_DAYS, OFTEN, PENDING_DAYS, SAME_PERIOD_DAYS, SILENT_DAYS,
};
use crate::domain::{
    Day,
    deadline::DeadlineClass,
    extension::is_later,
    gate::is_closed_at,
    ids::{EvidenceId, FilingId, ItemId, RoundId},
    item::{Item, ItemKind, ItemType, Origin, WithdrawGround},
    lifecycle::{Closure, Progress},
    recheck,
    round::{MilestoneKind, RoundSettings, SignOff},
};
use chrono::{DateTime, FixedOffset};
use std::collections::HashSet;

/// What is known of an item beside itself. Only what the rule at hand asks for is filled in.
#[derive(Debug, Clone, Default)]
pub struct Aside {
    /// When the item was recorded.
    pub recorded_at: Option<DateTime<FixedOffset>>,
    /// When its first role was given.
    pub assigned_at: Option<DateTime<FixedOffset>>,
    /// When the closing of this cycle was entered.
    pub closed_at: Option<DateTime<FixedOffset>>,
    /// The closing was taken over from an earlier ledger, ratified since or not.
    pub taken_over: bool,
    /// The last look-back of this cycle.
    pub rechecked_on: Option<Day>,
    /// Since when the closure stands where it stands.
    pub closure_since: Option<Day>,
    /// The last filing about it or what stands below it.
    pub last_filing_on: Option<Day>,
    /// Somebody has the role the rule asks about.
    pub has_role: bool,
    /// Nor has the item above what is missing, or it is an opinion that answers issues: then that one is named.
    pub gap_above: bool,
    /// An outcome or a piece of evidence stands for it.
    pub backed: bool,
    /// The deadline's reading has to be confirmed (待确认), as its note says.
    pub to_confirm: bool,
    /// The words of attitude in its text and their share in percent, when it is made of little else ([`is_hollow`]).
    pub hollow: Option<(Vec<String>, usize)>,
    /// Ground and reason of its withdrawal.
    pub withdrawn: Option<(WithdrawGround, String)>,
    /// The words that stand for evidence.
    pub words: Option<String>,
    /// The steps of the round's policy that are not there, in order.
    pub lacks: Vec<SignOff>,
}

/// One piece of evidence under one item.
#[derive(Debug, Clone)]
pub struct EvidenceFacts {
    /// Its number.
    pub evidence: EvidenceId,
    /// What it is called.
    pub title: String,
    /// The day it bears.
    pub dated_on: Option<Day>,
    /// The day it was kept.
    pub kept_on: Day,
    /// The item it stands for.
    pub item: ItemId,
    /// The item's round.
    pub round: RoundId,
    /// The item's type.
    pub item_type: Option<ItemType>,
    /// The day on which the item, or else what stands above it, was struck off.
    pub closed_on: Option<Day>,
    /// That closing was taken over: then the evidence of the earlier ledger is kept afterwards, of necessity.
    pub taken_over: bool,
    /// A look-back brought it.
    pub of_recheck: bool,
}

/// A file under one item.
#[derive(Debug, Clone)]
pub struct FileFacts {
    /// Hash of its bytes.
    pub sha256: String,
    /// The evidence's number.
    pub evidence: EvidenceId,
    /// What it is called there.
    pub title: String,
    /// The item.
    pub item: ItemId,
    /// The item's round.
    pub round: RoundId,
    /// The item's code.
    pub code: String,
    /// The topmost item above it that is no category, or itself.
    pub top: ItemId,
    /// The item is among those asked about; the others are what it is compared with.
    pub selected: bool,
}

/// One filing.
#[derive(Debug, Clone)]
pub struct FilingFacts {
    /// Its key.
    pub filing: FilingId,
    /// The item it is about.
    pub item: ItemId,
    /// The item's round.
    pub round: RoundId,
    /// The item's code.
    pub code: String,
    /// Its day.
    pub on: Day,
    /// 整改情况.
    pub situation: Option<String>,
    /// The progress it claims.
    pub progress: Option<Progress>,
    /// Not decided about on the day.
    pub pending: bool,
    /// Its item is among those asked about; the others are what it is compared with.
    pub selected: bool,
}

/// One application for a later deadline.
#[derive(Debug, Clone)]
pub struct ExtensionFacts {
    /// The item.
    pub item: ItemId,
    /// When it was applied for.
    pub applied_on: Day,
    /// The due day at that time.
    pub before_due: Option<Day>,
    /// The words asked for.
    pub raw: String,
    /// The day on which the application was entered.
    pub entered_on: Day,
    /// Applied for when the due day had passed.
    pub after_expiry: bool,
    /// Nobody applied: a return named another day.
    pub on_return: bool,
    /// What became of it by the day: `None` when nothing yet.
    pub approved: Option<bool>,
}

/// A deadline that took the place of another one, not by an extension.
#[derive(Debug, Clone)]
pub struct DeadlineFacts {
    /// The item.
    pub item: ItemId,
    /// The day from which the item stood in the ledger.
    pub added_on: Day,
    /// The due day before.
    pub before_due: Day,
    /// When that had been entered.
    pub before_entered_on: Day,
    /// The due day since.
    pub due: Option<Day>,
    /// The day from which it holds.
    pub on: Day,
    /// When it was entered.
    pub entered_on: Day,
    /// The item was completed at that time.
    pub completed: bool,
}

/// A link that was taken away.
#[derive(Debug, Clone)]
pub struct LinkFacts {
    /// The item it started from.
    pub item: ItemId,
    /// The round of the item it pointed to.
    pub to_round: RoundId,
    /// That item's code.
    pub to_code: String,
    /// The day from which it stood no longer.
    pub removed_on: Day,
    /// Why.
    pub reason: Option<String>,
}

/// One closing of a round.
#[derive(Debug, Clone)]
pub struct ClosingFacts {
    /// The item's round.
    pub round: RoundId,
    /// The item's code.
    pub code: String,
    /// The day of closing.
    pub closed_on: Day,
    /// The item's due day.
    pub due: Option<Day>,
}

/// What a rule about items finds on `on`; `None` when nothing, or when the rule looks at something else.
#[must_use]
pub fn item(rule: CheckRule, item: &Item, aside: &Aside, round: &RoundSettings, on: Day) -> Option<Finding> {
    if rule == CheckRule::FeedbackWithdrawn {
        return feedback_withdrawn(item, aside, on);
    }
    if item.withdrawn_on.is_some_and(|day| day <= on) || !item.kind.is_work() {
        return None;
    }
    match rule {
        CheckRule::CompletedBeforeFeedback => completed_before_feedback(item, round),
        CheckRule::ExtendedOften => {
            let held = item.deadline.as_ref().filter(|held| held.extensions >= OFTEN)?;
            // What stands below inherits the deadline with its history: it is told where it was set.
            (held.set_on == item.id).then_some(Finding::ExtendedOften {
                times: held.extensions,
                first_due: held.first_due,
                due: held.now.due,
            })
        }
        CheckRule::MeasureHollow => {
            let (phrases, percent) =
                aside.hollow.clone().filter(|_| item.kind == ItemKind::Measure && !aside.backed)?;
            Some(Finding::MeasureHollow { phrases, percent })
        }
        _ if item.closure == Closure::Closed => closed(rule, item, aside, round, on),
        _ if item.progress == Progress::Completed => completed(rule, item, aside, round, on),
        _ => open(rule, item, aside, round, on),
    }
}

fn closed(rule: CheckRule, item: &Item, aside: &Aside, round: &RoundSettings, on: Day) -> Option<Finding> {
    let closed_on = item.closed_on;
    match rule {
        CheckRule::ClosedAtOnce => at_once(item, aside).filter(|found| matches!(found, Finding::ClosedAtOnce { .. })),
        CheckRule::ClosedBackfilled => {
            at_once(item, aside).filter(|found| matches!(found, Finding::ClosedBackfilled { .. }))
        }
        CheckRule::ClosedUnratified => item
            .unratified
            .then_some(Finding::ClosedUnratified { closed_on, days: closed_on.map_or(0, |day| (on - day).num_days()) }),
        CheckRule::ClosedWithoutSignOff => {
            // The meeting is owed until it has ratified: that is told by a rule of its own. What passed this ledger's gate lacks nothing.
            let lacks: Vec<SignOff> = aside.lacks.iter().copied().filter(|step| *step != SignOff::PartyGroup).collect();
            (aside.taken_over && !lacks.is_empty()).then_some(Finding::ClosedWithoutSignOff {
                closed_on,
                lacks,
                ratified: !item.unratified && item.closed_meeting.is_some(),
            })
        }
        CheckRule::ClosedWithoutMeeting => {
            let asked = round.policy.contains(&SignOff::PartyGroup);
            // Measures are struck off with their issue, and where everything is when it is done (结案即销) no meeting is missing.
            let of_issue = matches!(item.kind, ItemKind::Issue | ItemKind::Opinion);
            (item.closed_meeting.is_none() && !item.unratified && !asked && of_issue && !round.closes_at_once())
                .then_some(Finding::ClosedWithoutMeeting { closed_on })
        }
        CheckRule::ClosedWithoutEvidence => {
            item.without_evidence.then(|| Finding::ClosedWithoutEvidence { closed_on, words: aside.words.clone() })
        }
        CheckRule::NeverRechecked => {
            let closed_on = closed_on?;
            let came = closed_on <= recheck::months_before(on, recheck::MONTHS);
            // 问题表现 and measures are looked at with their issue.
            let alone = matches!(item.kind, ItemKind::Issue) && !item.under_issue;
            let looked = aside.rechecked_on.is_some_and(|day| recheck::looks_back(day, closed_on));
            (alone && !looked && came).then(|| Finding::NeverRechecked { closed_on, days: (on - closed_on).num_days() })
        }
        _ => None,
    }
}

fn at_once(item: &Item, aside: &Aside) -> Option<Finding> {
    let (closed_at, closed_on) = (aside.closed_at?, item.closed_on?);
    if aside.taken_over {
        return None;
    }
    let since = |at: Option<DateTime<FixedOffset>>| at.map(|at| (closed_at - at).num_minutes()).filter(|m| *m >= 0);
    let recorded = since(aside.recorded_at).map(|minutes| (Begun::Recorded, minutes));
    let assigned = since(aside.assigned_at).map(|minutes| (Begun::Assigned, minutes));
    // Recorded and given out by one command: the recording says more.
    let (begun, minutes) = match (recorded, assigned) {
        (Some(recorded), Some(assigned)) if assigned.1 < recorded.1 => assigned,
        (Some(recorded), _) => recorded,
        (None, assigned) => assigned?,
    };
    if minutes >= AT_ONCE_HOURS * 60 {
        return None;
    }
    // By its days it had more time than by the clock: then it was entered afterwards.
    let added_on = item.added_on;
    Some(if (closed_on - added_on).num_days() > 1 {
        Finding::ClosedBackfilled { begun, minutes, added_on, closed_on }
    } else {
        Finding::ClosedAtOnce { begun, minutes, closed_on }
    })
}

fn completed(rule: CheckRule, item: &Item, aside: &Aside, round: &RoundSettings, on: Day) -> Option<Finding> {
    match rule {
        CheckRule::RequestWaiting => request_waiting(item, aside, on),
        CheckRule::CompletedNotClosed => {
            let completed_on = item.completed_on?;
            let days = (on - completed_on).num_days();
            // A case is cleared when it is done, and counted by that.
            let by_itself =
                is_closed_at(item.kind, round.close_level) && !item.under_issue_alone() && item.kind != ItemKind::Case;
            (by_itself && item.closure != Closure::Requested && days >= NOT_CLOSED_DAYS).then_some(
                Finding::CompletedNotClosed { completed_on, days, returned: item.closure == Closure::Returned },
            )
        }
        _ => None,
    }
}

fn request_waiting(item: &Item, aside: &Aside, on: Day) -> Option<Finding> {
    let requested_on = aside.closure_since?;
    let days = (on - requested_on).num_days();
    (item.closure == Closure::Requested && days > ANSWER_DAYS).then_some(Finding::RequestWaiting { requested_on, days })
}

fn open(rule: CheckRule, item: &Item, aside: &Aside, round: &RoundSettings, on: Day) -> Option<Finding> {
    let counted = !item.under_issue_alone();
    match rule {
        // Standing work is applied for with its stage goal met.
        CheckRule::RequestWaiting => request_waiting(item, aside, on),
        CheckRule::ReturnedNotFiled => {
            let returned_on = aside.closure_since?;
            let days = (on - returned_on).num_days();
            let filed = aside.last_filing_on.is_some_and(|day| day >= returned_on);
            (item.closure == Closure::Returned && !filed && days >= ANSWER_DAYS)
                .then_some(Finding::ReturnedNotFiled { returned_on, days })
        }
        CheckRule::ImmediateOpen => {
            let days = (on - round.feedback_on).num_days();
            // What stands below inherits the deadline: it is told where it was set.
            let own_words = item.deadline.as_ref().is_some_and(|held| held.set_on == item.id);
            let at_once =
                item.item_type == Some(ItemType::Immediate) || (item.class() == Some(DeadlineClass::Now) && own_words);
            (at_once && days > IMMEDIATE_DAYS).then_some(Finding::ImmediateOpen {
                feedback_on: round.feedback_on,
                days,
                progress: item.progress,
            })
        }
        CheckRule::DeadlineMissing => {
            (counted && item.deadline.is_none() && !aside.gap_above).then_some(Finding::DeadlineMissing {})
        }
        CheckRule::DeadlineUnclear => {
            let held = item.deadline.as_ref().filter(|held| held.set_on == item.id)?;
            (held.now.class == DeadlineClass::Unclear || aside.to_confirm)
                .then(|| Finding::DeadlineUnclear { raw: held.now.raw.clone(), note: held.now.note.clone() })
        }
        CheckRule::LeaderMissing => {
            (counted && !aside.has_role && !aside.gap_above).then_some(Finding::LeaderMissing {})
        }
        CheckRule::DepartmentMissing => {
            (counted && !aside.has_role && !aside.gap_above).then_some(Finding::DepartmentMissing {})
        }
        CheckRule::LongSilent => {
            let since = aside.last_filing_on.unwrap_or(item.added_on.max(round.feedback_on));
            let days = (on - since).num_days();
            // Departments file about measures; the issue hears of them.
            let alone = matches!(item.kind, ItemKind::Issue | ItemKind::Case) && counted;
            // Standing work is filed about when it is reviewed.
            let reviewed =
                item.class().is_some_and(DeadlineClass::is_standing) && item.review().is_some_and(|day| day >= on);
            (alone && !reviewed && days >= SILENT_DAYS)
                .then_some(Finding::LongSilent { last_filing_on: aside.last_filing_on, days })
        }
        _ => None,
    }
}

fn completed_before_feedback(item: &Item, round: &RoundSettings) -> Option<Finding> {
    let (completed_on, feedback_on) = (item.completed_on?, round.feedback_on);
    (completed_on < feedback_on && item.item_type != Some(ItemType::OnTheSpot)).then(|| {
        Finding::CompletedBeforeFeedback { completed_on, feedback_on, days: (feedback_on - completed_on).num_days() }
    })
}

fn feedback_withdrawn(item: &Item, aside: &Aside, on: Day) -> Option<Finding> {
    let withdrawn_on = item.withdrawn_on.filter(|day| *day <= on)?;
    let (ground, reason) = aside.withdrawn.clone()?;
    // A case left out makes its 清结率 better just as an issue left out does the figures of the feedback.
    let given = item.kind == ItemKind::Case || (item.kind == ItemKind::Issue && item.origin == Origin::Feedback);
    given.then_some(Finding::FeedbackWithdrawn { withdrawn_on, ground, reason })
}

/// Evidence that bears a day before the feedback, unless its item was rectified while the inspection was on.
#[must_use]
pub fn evidence_before_feedback(facts: &EvidenceFacts, round: &RoundSettings) -> Option<Finding> {
    let (dated_on, feedback_on) = (facts.dated_on?, round.feedback_on);
    (dated_on < feedback_on && facts.item_type != Some(ItemType::OnTheSpot)).then(|| Finding::EvidenceBeforeFeedback {
        evidence: facts.evidence.0,
        title: facts.title.clone(),
        dated_on,
        feedback_on,
        days: (feedback_on - dated_on).num_days(),
    })
}

/// Evidence made after the closing. The day it bears counts; without one, the day on which it was kept.
#[must_use]
pub fn evidence_after_closing(facts: &EvidenceFacts) -> Option<Finding> {
    let closed_on = facts.closed_on?;
    if facts.of_recheck || (facts.taken_over && facts.dated_on.is_none()) {
        return None;
    }
    let days = (facts.dated_on.unwrap_or(facts.kept_on) - closed_on).num_days();
    (days > 0).then(|| Finding::EvidenceAfterClosing {
        evidence: facts.evidence.0,
        title: facts.title.clone(),
        dated_on: facts.dated_on,
        kept_on: facts.kept_on,
        closed_on,
        days,
    })
}

/// Of the uses of one file, those that stand under several issues. Under several measures of one issue it is ordinary.
#[must_use]
pub fn shared(uses: &[FileFacts]) -> Vec<(&FileFacts, Finding)> {
    let (firsts, tops) = first_of_each(uses, |one| one.top);
    if tops < 2 {
        return Vec::new();
    }
    let finding = |one: &FileFacts| Finding::FileShared {
        evidence: one.evidence.0,
        title: one.title.clone(),
        others: tops - 1,
        with: firsts.iter().filter(|first| first.top != one.top).map(|first| first.code.clone()).take(NAMED).collect(),
    };
    uses.iter().filter(|one| one.selected).map(|one| (one, finding(one))).collect()
}

/// Of filings with the same words, in the order of their items and days, those that repeat: about other items, or
/// about the same item in another period. One for each item, its last.
#[must_use]
pub fn repeats(same_words: &[FilingFacts]) -> Vec<(&FilingFacts, Finding)> {
    let (firsts, items) = first_of_each(same_words, |filing| filing.item);
    let mut found = Vec::new();
    for of_item in same_words.chunk_by(|a, b| a.item == b.item) {
        let Some(last) = of_item.last().filter(|last| last.selected) else { continue };
        let earlier: Vec<Day> = of_item
            .iter()
            .map(|filing| filing.on)
            .filter(|on| (last.on - *on).num_days() >= SAME_PERIOD_DAYS)
            .collect();
        if items < 2 && earlier.is_empty() {
            continue;
        }
        let with = firsts.iter().filter(|first| first.item != last.item).map(|first| first.code.clone());
        let with = with.take(NAMED).collect();
        found.push((last, Finding::FilingRepeated { filed_on: last.on, others: items - 1, with, earlier }));
    }
    found
}

/// The first of each group, for as many groups as are ever named, and how many groups there are. What belongs to a group
/// need not stand together.
fn first_of_each<T, K: Copy + Eq + std::hash::Hash>(all: &[T], key: impl Fn(&T) -> K) -> (Vec<&T>, usize) {
    let mut seen = HashSet::new();
    let firsts = all.iter().filter(|one| seen.insert(key(one))).take(NAMED + 1).collect();
    (firsts, all.iter().map(key).collect::<HashSet<_>>().len())
}

/// Whether a text is more attitude than act: from half of it on, unless it names a figure or a paper.
#[must_use]
pub const fn is_hollow(percent: usize, concrete: bool) -> bool {
    percent >= HOLLOW_PERCENT && !concrete
}

/// A filing the office has neither accepted nor given back for too long.
#[must_use]
pub fn filing_pending(facts: &FilingFacts, on: Day) -> Option<Finding> {
    let days = (on - facts.on).num_days();
    (facts.pending && days > PENDING_DAYS).then_some(Finding::FilingPending { filed_on: facts.on, days })
}

/// An extension applied for, and perhaps granted, when the due day had passed.
#[must_use]
pub fn extension_after_expiry(facts: &ExtensionFacts) -> Option<Finding> {
    let days = facts.before_due.map_or(0, |due| (facts.applied_on - due).num_days());
    // What was refused has been answered; what a return named nobody applied for.
    (facts.after_expiry && !facts.on_return && facts.approved != Some(false)).then_some(Finding::ExtendedAfterExpiry {
        due: facts.before_due,
        applied_on: facts.applied_on,
        days,
        approved: facts.approved == Some(true),
    })
}

/// An extension applied for in time by its day of effect, and entered when the due day had passed: written down later as it
/// happened, or dated back so as not to look late. What was refused has been answered.
#[must_use]
pub fn extension_backfilled(facts: &ExtensionFacts) -> Option<Finding> {
    let due = facts.before_due?;
    let days = (facts.entered_on - due).num_days();
    (!facts.after_expiry && !facts.on_return && facts.approved != Some(false) && days > 0).then_some(
        Finding::ExtensionBackfilled {
            due,
            applied_on: facts.applied_on,
            entered_on: facts.entered_on,
            days,
            approved: facts.approved == Some(true),
        },
    )
}

/// A due day that had passed by the clock when a later one, or none, was put in its place without an extension.
///
/// The day of effect cannot refuse it: whoever enters history afterwards writes earlier days, too. Put right on the day on
/// which it was entered it was a slip of the pen; a day that lay before the item stood in the ledger never bound it.
#[must_use]
pub fn deadline_redated(facts: &DeadlineFacts) -> Option<Finding> {
    let days = (facts.entered_on - facts.before_due).num_days();
    let bound = facts.before_due >= facts.added_on && facts.before_entered_on != facts.entered_on;
    let redated = is_later(Some(facts.before_due), facts.due) && days > 0;
    (redated && bound && !facts.completed).then_some(Finding::DeadlineRedated {
        before_due: facts.before_due,
        due: facts.due,
        effective_on: facts.on,
        entered_on: facts.entered_on,
        days,
    })
}

/// Another day that a return named.
#[must_use]
pub fn day_on_return(facts: &ExtensionFacts) -> Option<Finding> {
    facts.on_return.then(|| Finding::DayOnReturn {
        due: facts.before_due,
        returned_on: facts.applied_on,
        until: facts.raw.clone(),
    })
}

/// An application for extension that nobody has decided about for too long.
#[must_use]
pub fn extension_waiting(facts: &ExtensionFacts, on: Day) -> Option<Finding> {
    let days = (on - facts.applied_on).num_days();
    (facts.approved.is_none() && days > ANSWER_DAYS).then(|| Finding::ExtensionWaiting {
        applied_on: facts.applied_on,
        days,
        asked: facts.raw.clone(),
    })
}

/// Which last day a closing fell on; `None` when it came in time.
#[must_use]
pub fn last_minute(closing: &ClosingFacts, round: &RoundSettings) -> Option<LastDay> {
    if let Some(milestone) =
        round.milestones.iter().find(|m| m.kind != MilestoneKind::Plan && m.on == closing.closed_on)
    {
        return Some(LastDay::Milestone(milestone.kind));
    }
    if round.milestone(MilestoneKind::Report).and_then(|day| day.pred_opt()) == Some(closing.closed_on) {
        return Some(LastDay::EveOfReport);
    }
    (closing.due == Some(closing.closed_on)).then_some(LastDay::Due)
}

/// Whether so many last-minute closings on one day are a rush, of all closings of the round.
#[must_use]
pub const fn bunched(closings: usize, of: usize) -> bool {
    closings >= BUNCH_LEAST && closings * 100 >= of * BUNCH_PERCENT
}

impl Item {
    /// An issue below an issue (问题表现): not counted, and answered for with the issue above.
    const fn under_issue_alone(&self) -> bool {
        matches!(self.kind, ItemKind::Issue) && self.under_issue
    }
}

#[cfg(test)]
mod tests;
