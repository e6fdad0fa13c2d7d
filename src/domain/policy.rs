//! Walking a policy (审签程序): which sign-offs stand, which is next, and whether a step may be signed now.
//!
//! A round's policy is an ordered list. An item walks it once per attempt: what was signed before the last return, denial or
//! reopening, or before the work was taken up again, was said of another state of the work and no longer counts. A returned
//! item walks the whole way again, as offices do whose 销号 forms are filled in anew after 退回整改.
//!
//! 责任部门申请 is the application itself; 党组会审定 is the meeting named when the item is struck off. Every other step is a
//! sign-off of its own. A sign-off stands when every step before it in the policy had been given before it, so a policy that is
//! amended on the way keeps the sign-offs that are still in it and still in order, and no others.

use crate::domain::{Day, lifecycle::Progress, round::SignOff};

/// Something that happened to an item on its way to being struck off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// 销号 was applied for.
    Applied,
    /// A sign-off was given or denied.
    Signed {
        /// Which one.
        step: SignOff,
        /// Given; otherwise denied.
        agreed: bool,
    },
    /// 退回整改.
    Returned,
    /// 撤销销号: a new cycle.
    Reopened,
    /// Progress became this.
    Progress(Progress),
}

/// An act with its day; acts are handed over in the order of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dated {
    /// The record that says it.
    pub seq: i64,
    /// The day it took effect.
    pub on: Day,
    /// What happened.
    pub act: Act,
}

/// A step that was given and still stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// Which one.
    pub step: SignOff,
    /// The record that gave it.
    pub seq: i64,
    /// The day it was given.
    pub on: Day,
}

/// Why a step may not be signed now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// The policy does not have it; these it has.
    NotInPolicy(Vec<SignOff>),
    /// It is the application for 销号.
    ByApplication,
    /// It is the meeting that is named when the item is struck off.
    ByMeeting {
        /// The policy has a step after it.
        then: Option<SignOff>,
    },
    /// It was given already.
    Twice(Day),
    /// Steps before it are not there.
    Before(Vec<SignOff>),
    /// It follows 党组会审定, and no such meeting was held since the last step before.
    NoMeetingYet,
    /// It would lie before the last step given.
    RunsBack(Day),
    /// Every step is there.
    AllGiven,
}

/// Why somebody cannot give a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It is the opinion of others on work that is their own.
    OwnWork,
    /// It is not said whose opinion it is.
    Unnamed,
}

/// Whether a step may be given so: by a party that is `responsible` for the item as its 责任部门 or 配合部门, by somebody who is
/// `named` as a party or in words. The office's check and the opinion of the discipline inspectors are others' looks at the
/// work: nobody gives them on his own. And an opinion that is nobody's cannot be asked about later.
///
/// # Errors
/// What is wrong with it.
pub const fn may_give(step: SignOff, responsible: bool, named: bool) -> Result<(), Unfit> {
    match step {
        SignOff::Office | SignOff::Discipline if responsible => Err(Unfit::OwnWork),
        SignOff::Discipline if !named => Err(Unfit::Unnamed),
        _ => Ok(()),
    }
}

/// How far an item has come on the way that its round's policy sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    policy: Vec<SignOff>,
    standing: Vec<Given>,
    /// 销号 is applied for, and the work has not been taken up again since.
    pub applied_on: Option<Day>,
    /// The last return, denial or reopening: completion and meeting must not lie before it.
    pub fell_on: Option<Day>,
}

impl Walk {
    /// Follows what happened, first to last.
    #[must_use]
    pub fn new(policy: &[SignOff], acts: &[Dated]) -> Self {
        let mut given: Vec<Given> = Vec::new();
        let (mut applied_on, mut fell_on) = (None, None);
        let mut progress = Progress::NotStarted;
        for dated in acts {
            let Dated { seq, on, act } = *dated;
            let step = match act {
                Act::Applied => {
                    applied_on = Some(on);
                    Some(SignOff::Department)
                }
                Act::Signed { step, agreed: true } => Some(step),
                Act::Signed { agreed: false, .. } | Act::Returned | Act::Reopened => {
                    (given, applied_on, fell_on) = (Vec::new(), None, Some(on));
                    None
                }
                Act::Progress(now) => {
                    if now < progress {
                        (given, applied_on) = (Vec::new(), None);
                    }
                    progress = now;
                    None
                }
            };
            if let Some(step) = step {
                given.retain(|g| g.step != step);
                given.push(Given { step, seq, on });
            }
        }
        let mut standing: Vec<Given> = Vec::new();
        for step in policy.iter().filter(|step| **step != SignOff::PartyGroup) {
            let after = standing.last().map_or(0, |g| g.seq);
            match given.iter().find(|g| g.step == *step && g.seq > after) {
                Some(found) => standing.push(*found),
                None => break,
            }
        }
        Self { policy: policy.to_vec(), standing, applied_on, fell_on }
    }

    /// The steps of the policy, in order.
    #[must_use]
    pub fn policy(&self) -> &[SignOff] {
        &self.policy
    }

    /// The step as it was given, when it still stands. 党组会审定 is never given before the closing.
    #[must_use]
    pub fn given(&self, step: SignOff) -> Option<Given> {
        self.standing.iter().find(|g| g.step == step).copied()
    }

    /// The last step given that still stands.
    #[must_use]
    pub fn last(&self) -> Option<Given> {
        self.standing.last().copied()
    }

    /// The step that is next; `None` when only the closing is left. 党组会审定 is past once a step after it stands.
    #[must_use]
    pub fn next(&self) -> Option<SignOff> {
        let past = self.last().and_then(|g| self.place(g.step)).map_or(0, |at| at + 1);
        self.policy.get(past..).and_then(|rest| rest.first()).copied()
    }

    /// Whether a step may be signed on a day, when party group meetings were held on these days.
    ///
    /// # Errors
    /// What stands in the way.
    pub fn may_sign(&self, step: SignOff, on: Day, meetings: &[Day]) -> Result<(), Obstacle> {
        let Some(place) = self.place(step) else { return Err(Obstacle::NotInPolicy(self.policy.clone())) };
        match step {
            SignOff::Department => return Err(Obstacle::ByApplication),
            SignOff::PartyGroup => return Err(Obstacle::ByMeeting { then: self.policy.get(place + 1).copied() }),
            SignOff::Leader | SignOff::Office | SignOff::Discipline | SignOff::Superior => {}
        }
        if let Some(given) = self.given(step) {
            return Err(Obstacle::Twice(given.on));
        }
        let before = &self.policy[..place];
        let missing: Vec<SignOff> =
            before.iter().copied().filter(|s| *s != SignOff::PartyGroup && self.given(*s).is_none()).collect();
        if !missing.is_empty() {
            return Err(Obstacle::Before(missing));
        }
        let last = self.last().map(|g| g.on).or(self.fell_on);
        if let Some(last) = last.filter(|last| on < *last) {
            return Err(Obstacle::RunsBack(last));
        }
        let met = meetings.iter().any(|held| *held <= on && last.is_none_or(|last| *held >= last));
        if before.contains(&SignOff::PartyGroup) && !met {
            return Err(Obstacle::NoMeetingYet);
        }
        Ok(())
    }

    /// The step to be signed when none is named: the next one, if it is one that is signed.
    ///
    /// # Errors
    /// When the next step is the application or the meeting, or every step is there.
    pub fn step_to_sign(&self) -> Result<SignOff, Obstacle> {
        match self.next() {
            None => Err(Obstacle::AllGiven),
            Some(SignOff::Department) => Err(Obstacle::Before(vec![SignOff::Department])),
            Some(SignOff::PartyGroup) => {
                let after = self.place(SignOff::PartyGroup).and_then(|at| self.policy.get(at + 1).copied());
                Err(Obstacle::ByMeeting { then: after })
            }
            Some(step) => Ok(step),
        }
    }

    /// The days of the steps in the policy's order, with the day of the meeting in its place.
    pub fn days(&self, meeting: Option<Day>) -> impl Iterator<Item = (SignOff, Day)> {
        self.policy.iter().filter_map(move |step| match step {
            SignOff::PartyGroup => meeting.map(|held| (*step, held)),
            step => self.given(*step).map(|given| (*step, given.on)),
        })
    }

    fn place(&self, step: SignOff) -> Option<usize> {
        self.policy.iter().position(|s| *s == step)
    }
}

#[cfg(test)]
mod tests;
