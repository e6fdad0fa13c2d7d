//! Meetings (会议) and what they decide.

use crate::domain::Day;
use serde::{Deserialize, Serialize};

keyed! {
    /// What kind of meeting it was.
    MeetingKind {
        /// 反馈会: where the feedback was given.
        Feedback = "feedback",
        /// 党组会: the only one that can agree to a closing under the default policy.
        PartyGroup = "party_group",
        /// 推进会.
        Progress = "progress",
        /// 专题会.
        Special = "special",
        /// 领导小组会.
        LeadingGroup = "leading_group",
        /// 民主生活会.
        DemocraticLife = "democratic_life",
        /// 其他会议.
        Other = "other",
    }
}

/// What is known of a meeting; kept whole in the event so that an amendment can be read and undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingFacts {
    /// What kind of meeting.
    pub kind: MeetingKind,
    /// The day it was held.
    pub held_on: Day,
    /// Its title, as the minutes have it.
    pub title: String,
    /// The number of its minutes (会议纪要号).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes_no: Option<String>,
}

keyed! {
    /// What a meeting was asked to decide about an item.
    DecisionOn {
        /// 销号.
        Closure = "closure",
        /// 延期.
        Extension = "extension",
        /// 补办审议 of a closure taken over without a meeting.
        Ratification = "ratification",
        /// 方案 and its adjustments.
        Plan = "plan",
    }
}

keyed! {
    /// How it decided. Tabled = agreed + returned + deferred.
    Decision {
        /// 同意.
        Agreed = "agreed",
        /// 退回.
        Returned = "returned",
        /// 暂缓.
        Deferred = "deferred",
    }
}

/// What an approval rests on: a meeting in the ledger, or a document named in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Approval {
    /// A meeting of this ledger.
    Meeting(crate::domain::ids::MeetingId),
    /// A letter or approval outside it, in words (文号、批准人).
    Words(String),
}
