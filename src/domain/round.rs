//! A round (轮次; 项目 for audits): one inspection, audit or review, and how its closings are governed.

use crate::domain::{Day, lifecycle::LightDays, reminder::ReminderRules};
use serde::{Deserialize, Serialize};

keyed! {
    /// What kind of feedback the round answers.
    RoundKind {
        /// 巡视.
        Inspection = "inspection",
        /// 巡察.
        Patrol = "patrol",
        /// 审计.
        Audit = "audit",
        /// 督查 or another review by a superior.
        Review = "review",
        /// 专项 (case rounds among them).
        Special = "special",
    }
}

keyed! {
    /// A milestone (节点) of the round, on which deadline words such as 集中整改期内 rest.
    MilestoneKind {
        /// 整改方案上报.
        Plan = "plan",
        /// 集中整改结束.
        Focused = "focused",
        /// 深度整改结束.
        Deep = "deep",
        /// 整改进展报告上报.
        Report = "report",
    }
}

/// A milestone and its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// Which one.
    pub kind: MilestoneKind,
    /// Its day.
    pub on: Day,
}

keyed! {
    /// One sign-off that a closing needs (审签程序).
    SignOff {
        /// 责任部门申请.
        Department = "department",
        /// 牵头领导审签.
        Leader = "leader",
        /// 整改办初审.
        Office = "office",
        /// 纪检监察组意见.
        Discipline = "discipline",
        /// 党组会审定.
        PartyGroup = "party_group",
        /// 上级备案.
        Superior = "superior",
    }
}

keyed! {
    /// The level at which items of the round are struck off.
    CloseLevel {
        /// Issues (and opinions) only; the default.
        Issue = "issue",
        /// Measures only.
        Measure = "measure",
        /// Both.
        Both = "both",
        /// None: 结案即销, in case rounds.
        None = "none",
    }
}

keyed! {
    /// How often departments file (填报频次).
    Rhythm {
        /// 每周.
        Weekly = "weekly",
        /// 每两周.
        Fortnightly = "fortnightly",
        /// 每月.
        Monthly = "monthly",
        /// 每两月.
        Bimonthly = "bimonthly",
    }
}

keyed! {
    /// What the top level of the tree is called in this round.
    CategoryWord {
        /// 方面.
        Aspect = "aspect",
        /// 重点问题.
        KeyIssue = "key_issue",
        /// 大类.
        Class = "class",
    }
}

/// Everything about a round that can be set and amended; kept whole in the event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundSettings {
    /// The round's full name.
    pub title: String,
    /// What kind of feedback it answers.
    pub kind: RoundKind,
    /// The inspecting body (巡察组 etc.).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The inspected party group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party_group: Option<String>,
    /// First day of the on-site period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onsite_from: Option<Day>,
    /// Last day of the on-site period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onsite_to: Option<Day>,
    /// The day of the feedback meeting, from which relative deadlines count.
    pub feedback_on: Day,
    /// Milestones, at most one of each kind.
    #[serde(default)]
    pub milestones: Vec<Milestone>,
    /// The sign-offs a closing needs, in order. Empty: 结案即销.
    pub policy: Vec<SignOff>,
    /// The level that is struck off.
    pub close_level: CloseLevel,
    /// When the lights change.
    pub light_days: LightDays,
    /// Days allowed for 立行立改.
    pub now_days: i64,
    /// What categories are called.
    pub category_word: CategoryWord,
    /// How often departments file.
    pub rhythm: Rhythm,
    /// When who is late is reminded, and how.
    #[serde(default, skip_serializing_if = "ReminderRules::are_usual")]
    pub reminders: ReminderRules,
}

impl RoundSettings {
    /// Settings with the defaults of practice: 党组会审定, closing at the level of issues, 30 days for 立行立改, monthly filing.
    #[must_use]
    pub fn new(title: impl Into<String>, kind: RoundKind, feedback_on: Day) -> Self {
        Self {
            title: title.into(),
            kind,
            body: None,
            party_group: None,
            onsite_from: None,
            onsite_to: None,
            feedback_on,
            milestones: Vec::new(),
            policy: vec![SignOff::PartyGroup],
            close_level: CloseLevel::Issue,
            light_days: LightDays::default(),
            now_days: 30,
            category_word: CategoryWord::Aspect,
            rhythm: Rhythm::Monthly,
            reminders: ReminderRules::default(),
        }
    }

    /// Whether these settings let items through the closing gate otherwise than `before` did: other sign-offs, another level.
    #[must_use]
    pub fn changes_gate(&self, before: &Self) -> bool {
        self.policy != before.policy || self.close_level != before.close_level
    }

    /// 结案即销: neither sign-offs nor a meeting stand between completion and closing, so completing strikes off.
    #[must_use]
    pub fn closes_at_once(&self) -> bool {
        self.close_level == CloseLevel::None && self.policy.is_empty()
    }

    /// Whether policy and level say the same: no sign-offs exactly where completing strikes off.
    #[must_use]
    pub fn gate_is_consistent(&self) -> bool {
        self.policy.is_empty() == (self.close_level == CloseLevel::None)
    }

    /// The day of a milestone, if it is set.
    #[must_use]
    pub fn milestone(&self, kind: MilestoneKind) -> Option<Day> {
        self.milestones.iter().find(|m| m.kind == kind).map(|m| m.on)
    }
}
