//! 销号 is a gate: what must be there before an item may be struck off (DESIGN §3.5), the same whichever verb asks.

use crate::domain::{
    Day,
    item::{Item, ItemKind, ItemType},
    lifecycle::{Closure, Progress},
    link::unanswered,
    meeting::{MeetingFacts, MeetingKind},
    policy::Walk,
    round::{CloseLevel, RoundSettings, SignOff},
};

/// Everything the gate looks at.
#[derive(Debug)]
pub struct Gate<'a> {
    /// The item to be struck off, as of now.
    pub item: &'a Item,
    /// What its completion rests on: live measures and 表现 below it, and measures that also answer it.
    pub below: &'a [Item],
    /// The issues through which an opinion is carried out.
    pub answers: &'a [Item],
    /// Codes of what is struck off before it ([`goes_first`]) and is neither so yet nor by this command.
    pub open_below: &'a [String],
    /// The round's settings.
    pub round: &'a RoundSettings,
    /// How many pieces of evidence stand for the item or what is below it.
    pub evidence: usize,
    /// Words that stand for evidence: counted as 无佐证销号.
    pub without_evidence: Option<&'a str>,
    /// How far it has come on the way of the round's policy.
    pub walk: &'a Walk,
    /// The meeting that is said to have agreed.
    pub meeting: Option<&'a MeetingFacts>,
    /// Taken over from an earlier ledger, without a meeting: 待补党组会审议.
    pub taken_over: bool,
    /// The day on which this ledger came to know the item.
    pub known_since: Day,
    /// The day of closing.
    pub closing_on: Day,
    /// The day of entry.
    pub today: Day,
}

/// One thing that stands in the way of a closing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// It is struck off already.
    AlreadyClosed(Option<Day>),
    /// It is withdrawn.
    Withdrawn,
    /// Its kind is not struck off in this round.
    WrongLevel(CloseLevel),
    /// It is not completed.
    NotCompleted(Progress),
    /// What is struck off by itself below it is not struck off yet: afterwards it never could be.
    BelowNotClosed(Vec<String>),
    /// What stands above it is struck off.
    AboveClosed(String),
    /// Said to have been struck off in an earlier ledger, on a day when the item stood in this one already.
    NotTakenOver {
        /// Day of closing.
        closing: Day,
        /// The day on which the item was recorded here.
        known: Day,
    },
    /// Something below it is not completed.
    BelowOpen {
        /// Its code.
        code: String,
        /// How far it is.
        progress: Progress,
    },
    /// An issue through which the opinion is carried out is open.
    AnswersOpen {
        /// Its code.
        code: String,
        /// How far it is.
        progress: Progress,
    },
    /// Standing work: the stage goal must be met at least.
    StageGoal(Progress),
    /// Standing work must be looked at again on some day.
    NoReviewDay(String),
    /// There is neither evidence nor a word why not.
    NoEvidence,
    /// No meeting is named.
    NoMeeting,
    /// The meeting is of a kind that cannot agree.
    WrongMeeting(MeetingKind),
    /// A sign-off of the policy is not there.
    NoSignOff(SignOff),
    /// A step lies before the one that comes before it in the policy.
    OutOfOrder {
        /// The later step.
        step: SignOff,
        /// Its day.
        on: Day,
        /// The step before it.
        before: SignOff,
        /// That one's day.
        given: Day,
    },
    /// Signed, or applied for, before the completion.
    SignedBeforeCompletion {
        /// Which step.
        step: SignOff,
        /// Its day.
        signed: Day,
        /// Day of completion.
        completed: Day,
    },
    /// The closing lies before the last sign-off.
    ClosingBeforeSignOff {
        /// Day of closing.
        closing: Day,
        /// Which step.
        step: SignOff,
        /// Its day.
        signed: Day,
    },
    /// Returned, denied or reopened since the day on which it is said to be completed.
    CompletedBeforeReturn {
        /// Day of completion.
        completed: Day,
        /// Day of the return.
        returned: Day,
    },
    /// The meeting was held before the last return, denial or reopening.
    MeetingBeforeReturn {
        /// Day of the meeting.
        meeting: Day,
        /// Day of the return.
        returned: Day,
    },
    /// The feedback came after the completion.
    CompletedBeforeFeedback {
        /// Day of completion.
        completed: Day,
        /// Day of feedback.
        feedback: Day,
    },
    /// The meeting was held before the completion.
    MeetingBeforeCompletion {
        /// Day of the meeting.
        meeting: Day,
        /// Day of completion.
        completed: Day,
    },
    /// The meeting was held before the feedback.
    MeetingBeforeFeedback {
        /// Day of the meeting.
        meeting: Day,
        /// Day of feedback.
        feedback: Day,
    },
    /// The closing lies before the meeting.
    ClosingBeforeMeeting {
        /// Day of closing.
        closing: Day,
        /// Day of the meeting.
        meeting: Day,
    },
    /// The closing lies before the completion (closings taken over without a meeting).
    ClosingBeforeCompletion {
        /// Day of closing.
        closing: Day,
        /// Day of completion.
        completed: Day,
    },
    /// The closing lies in the future.
    ClosingInFuture(Day),
}

/// Whether items of this kind are struck off at this level.
#[must_use]
#[expect(clippy::match_same_arms, reason = "read as a table, kind by kind")]
pub const fn is_closed_at(kind: ItemKind, level: CloseLevel) -> bool {
    match (kind, level) {
        (ItemKind::Category, _) => false,
        (_, CloseLevel::Both | CloseLevel::None) => true,
        (ItemKind::Measure, CloseLevel::Issue) => false,
        (ItemKind::Measure, CloseLevel::Measure) => true,
        (ItemKind::Issue, CloseLevel::Measure) => false,
        // Opinions and cases have no other level to be struck off at.
        (ItemKind::Issue | ItemKind::Opinion | ItemKind::Case, _) => true,
    }
}

/// Whether items of this kind are struck off before what stands above them: where the round strikes measures off by themselves,
/// a measure under a closed issue or opinion would be out of reach for ever. 结案即销 goes from below anyway, and a 表现 that nobody
/// tables by itself is struck off with its issue.
#[must_use]
pub const fn goes_first(kind: ItemKind, level: CloseLevel) -> bool {
    matches!((kind, level), (ItemKind::Measure, CloseLevel::Measure | CloseLevel::Both))
}

/// Whether a closing on `closing` can have been taken over from an earlier ledger: it had taken effect by the day on which this
/// one came to know the item. Whatever is struck off later walks the round's own way.
#[must_use]
pub fn may_take_over(closing: Day, known_since: Day) -> bool {
    closing <= known_since
}

impl Gate<'_> {
    /// Everything that stands in the way, all at once; empty when the item may be struck off.
    #[must_use]
    pub fn missing(&self) -> Vec<Missing> {
        let mut missing = Vec::new();
        if self.item.closure == Closure::Closed {
            return vec![Missing::AlreadyClosed(self.item.closed_on)];
        }
        if self.item.withdrawn_on.is_some() {
            return vec![Missing::Withdrawn];
        }
        if !is_closed_at(self.item.kind, self.round.close_level) {
            return vec![Missing::WrongLevel(self.round.close_level)];
        }
        self.completion(&mut missing);
        if !self.open_below.is_empty() {
            missing.push(Missing::BelowNotClosed(self.open_below.to_vec()));
        }
        if self.taken_over && !may_take_over(self.closing_on, self.known_since) {
            missing.push(Missing::NotTakenOver { closing: self.closing_on, known: self.known_since });
        }
        if self.evidence == 0 && self.without_evidence.is_none_or(|words| words.trim().is_empty()) {
            missing.push(Missing::NoEvidence);
        }
        self.sign_offs(&mut missing);
        self.days(&mut missing);
        missing
    }

    /// What keeps the item from being tabled at the party group meeting: everything in the way but that meeting and the steps
    /// that follow it.
    #[must_use]
    pub fn missing_before_meeting(&self) -> Vec<Missing> {
        let place = |step| self.round.policy.iter().position(|s| *s == step);
        let follows = |step| place(step) > place(SignOff::PartyGroup);
        let mut missing = self.missing();
        missing.retain(|one| match one {
            Missing::NoMeeting => false,
            Missing::NoSignOff(step) => !follows(*step),
            _ => true,
        });
        missing
    }

    /// What stands in the way of completion: also asked when 销号 is applied for.
    pub fn completion(&self, missing: &mut Vec<Missing>) {
        // Measures of other issues that also answer this one do not stand for its own work.
        if !self.below.iter().any(|below| below.parent == Some(self.item.id))
            && let Some(reason) = unfinished(self.item)
        {
            missing.push(match reason {
                Unfinished::Open
                    if self.item.class().is_some_and(crate::domain::deadline::DeadlineClass::is_standing) =>
                {
                    Missing::StageGoal(self.item.progress)
                }
                Unfinished::Open => Missing::NotCompleted(self.item.progress),
                Unfinished::NoReview => Missing::NoReviewDay(self.item.code.clone()),
            });
        }
        for below in self.below {
            match unfinished(below) {
                Some(Unfinished::Open) => {
                    missing.push(Missing::BelowOpen { code: below.code.clone(), progress: below.progress });
                }
                Some(Unfinished::NoReview) => missing.push(Missing::NoReviewDay(below.code.clone())),
                None => {}
            }
        }
        // Completed while they were, the opinion is not 已落实 any more when one is open again. An earlier ledger answers for its
        // own closings.
        for issue in self.answers.iter().filter(|issue| !self.taken_over && unanswered(issue)) {
            missing.push(Missing::AnswersOpen { code: issue.code.clone(), progress: issue.progress });
        }
    }

    fn sign_offs(&self, missing: &mut Vec<Missing>) {
        if self.taken_over {
            // The earlier ledger answers for its own sign-offs; a meeting that is named must still be one that can agree.
            if let Some(meeting) = self.meeting.filter(|m| m.kind != MeetingKind::PartyGroup)
                && self.round.policy.contains(&SignOff::PartyGroup)
            {
                missing.push(Missing::WrongMeeting(meeting.kind));
            }
            return;
        }
        for step in &self.round.policy {
            match step {
                SignOff::PartyGroup => match self.meeting {
                    None => missing.push(Missing::NoMeeting),
                    Some(meeting) if meeting.kind != MeetingKind::PartyGroup => {
                        missing.push(Missing::WrongMeeting(meeting.kind));
                    }
                    Some(_) => {}
                },
                step if self.walk.given(*step).is_some() => {}
                step => missing.push(Missing::NoSignOff(*step)),
            }
        }
    }

    /// feedback ≤ completion ≤ sign-offs and meeting, in the policy's order ≤ closing ≤ today. What was rectified on the spot (边巡边改) may be completed before
    /// the feedback: then the feedback day stands in for the completion.
    fn days(&self, missing: &mut Vec<Missing>) {
        let feedback = self.round.feedback_on;
        let completed = self.completed_on(missing);
        self.sign_off_days(completed, missing);
        let fell = self.walk.fell_on;
        match (completed, fell) {
            (Some(completed), Some(returned)) if completed < returned => {
                missing.push(Missing::CompletedBeforeReturn { completed, returned });
            }
            _ => {}
        }
        if let Some(meeting) = self.meeting {
            let held = meeting.held_on;
            if held < feedback {
                missing.push(Missing::MeetingBeforeFeedback { meeting: held, feedback });
            } else if let Some(completed) = completed.filter(|day| held < *day) {
                missing.push(Missing::MeetingBeforeCompletion { meeting: held, completed });
            } else if let Some(returned) = fell.filter(|fell| held < *fell) {
                missing.push(Missing::MeetingBeforeReturn { meeting: held, returned });
            }
            if self.closing_on < held {
                missing.push(Missing::ClosingBeforeMeeting { closing: self.closing_on, meeting: held });
            }
        } else {
            // Standing work has no day of completion; it is still not struck off before the feedback.
            let completed = completed.unwrap_or(feedback);
            if self.closing_on < completed {
                missing.push(Missing::ClosingBeforeCompletion { closing: self.closing_on, completed });
            }
        }
        if self.closing_on > self.today {
            missing.push(Missing::ClosingInFuture(self.closing_on));
        }
    }

    /// The day of completion that counts; none when there is none, or when it is wrong and has been said to be.
    fn completed_on(&self, missing: &mut Vec<Missing>) -> Option<Day> {
        let feedback = self.round.feedback_on;
        // A measure of another issue that also answers this one counts with its day, too.
        let last = |own: Day| self.below.iter().filter_map(|b| b.completed_on).fold(own, Day::max);
        match self.item.completed_on.map(last) {
            Some(day) if day < feedback && self.item.item_type == Some(ItemType::OnTheSpot) => Some(feedback),
            Some(day) if day < feedback => {
                missing.push(Missing::CompletedBeforeFeedback { completed: day, feedback });
                None
            }
            other => other,
        }
    }

    /// The steps of the policy follow the completion and one another. A closing taken over answers for its own.
    fn sign_off_days(&self, completed: Option<Day>, missing: &mut Vec<Missing>) {
        if self.taken_over {
            return;
        }
        let mut last: Option<(SignOff, Day)> = None;
        for (step, on) in self.walk.days(self.meeting.map(|m| m.held_on)) {
            match (last, completed) {
                (Some((before, given)), _) if on < given => {
                    missing.push(Missing::OutOfOrder { step, on, before, given });
                }
                (None, Some(completed)) if on < completed && step != SignOff::PartyGroup => {
                    missing.push(Missing::SignedBeforeCompletion { step, signed: on, completed });
                }
                _ => {}
            }
            last = Some((step, last.map_or(on, |(_, day)| day.max(on))));
        }
        if let Some((step, signed)) = last.filter(|(step, on)| *step != SignOff::PartyGroup && self.closing_on < *on) {
            missing.push(Missing::ClosingBeforeSignOff { closing: self.closing_on, step, signed });
        }
    }

    /// What stands in the way of applying or of a sign-off on the day of closing: the work must be done by then.
    #[must_use]
    pub fn missing_work(&self, step: SignOff) -> Vec<Missing> {
        let mut missing = Vec::new();
        if !is_closed_at(self.item.kind, self.round.close_level) {
            return vec![Missing::WrongLevel(self.round.close_level)];
        }
        self.completion(&mut missing);
        if missing.is_empty() {
            // That the completion lies before the feedback is for the closing to refuse; its day counts here all the same.
            let mut early = Vec::new();
            let completed = self.completed_on(&mut early).or(match early.first() {
                Some(Missing::CompletedBeforeFeedback { completed, .. }) => Some(*completed),
                _ => None,
            });
            if let Some(completed) = completed.filter(|day| self.closing_on < *day) {
                missing.push(Missing::SignedBeforeCompletion { step, signed: self.closing_on, completed });
            }
            if let (Some(completed), Some(returned)) = (completed, self.walk.fell_on)
                && completed < returned
            {
                missing.push(Missing::CompletedBeforeReturn { completed, returned });
            }
        }
        missing
    }
}

enum Unfinished {
    Open,
    NoReview,
}

/// Whether an item's own work still stands in the way: completed, or standing work with its stage goal met and a review day.
fn unfinished(item: &Item) -> Option<Unfinished> {
    if item.progress == Progress::Completed {
        return None;
    }
    let standing = item.class().is_some_and(crate::domain::deadline::DeadlineClass::is_standing);
    if !standing || item.progress != Progress::Staged {
        return Some(Unfinished::Open);
    }
    item.review().is_none().then_some(Unfinished::NoReview)
}

#[cfg(test)]
mod tests;
