//! What stands in a round's tree, where it came from and how it is to be rectified.

use crate::domain::{
    Day,
    deadline::{Deadline, DeadlineClass},
    ids::{ItemId, MeetingId, PartyId, RoundId, SourceId},
    lifecycle::{self, Closure, Light, LightDays, Progress},
    party::Role,
};

keyed! {
    /// What a node of a round's tree is.
    ItemKind {
        /// 方面: groups issues, may nest, has no progress of its own.
        Category = "category",
        /// 问题; an issue inside an issue is a 问题表现.
        Issue = "issue",
        /// 措施.
        Measure = "measure",
        /// 整改意见 of the inspecting body.
        Opinion = "opinion",
        /// 个案, under an issue and counted apart.
        Case = "case",
    }
}

impl ItemKind {
    /// Whether items of this kind are worked on: have responsibility, deadline, progress.
    #[must_use]
    pub const fn is_work(self) -> bool {
        !matches!(self, Self::Category)
    }
}

keyed! {
    /// Where an issue comes from. Totals are stated per origin; 本轮反馈 means `feedback`.
    Origin {
        /// 反馈问题.
        Feedback = "feedback",
        /// 举一反三.
        Extension = "extension",
        /// 推动改革促进发展.
        Reform = "reform",
        /// 自查.
        SelfCheck = "self",
        /// 上轮遗留.
        Prior = "prior",
        /// 审计.
        Audit = "audit",
        /// 回头看发现.
        Lookback = "lookback",
        /// 民主生活会检视.
        Meeting = "meeting",
    }
}

keyed! {
    /// 整改类型: an axis of its own, apart from deadline and progress.
    ItemType {
        /// 边巡边改: rectified while the inspection was still on.
        OnTheSpot = "on_the_spot",
        /// 立行立改.
        Immediate = "immediate",
        /// 限期整改.
        TimeLimited = "time_limited",
        /// 分阶段整改.
        Staged = "staged",
        /// 长期坚持.
        LongTerm = "long_term",
    }
}

keyed! {
    /// 公开范围 of an item, a filing, an outcome or a piece of evidence.
    Disclosure {
        /// 可公开: may stand in public papers.
        Public = "public",
        /// 党内通报: inside the party only; the default.
        Party = "party",
        /// 不公开: counted, never printed.
        Closed = "closed",
    }
}

keyed! {
    /// A wording of an item that can be edited; each edit keeps what stood there before.
    ItemField {
        /// The item's words.
        Text = "text",
        /// 整改目标.
        Goal = "goal",
        /// 整改类型, by key.
        Type = "type",
        /// 来源, by key (issues only).
        Origin = "origin",
        /// The paper's own numbering, as text.
        SourceNo = "source_no",
        /// 备注.
        Note = "note",
    }
}

keyed! {
    /// Why an item is withdrawn (撤项). A feedback issue is withdrawn only for the first two.
    WithdrawGround {
        /// 录入差错: it should never have stood there.
        EntryError = "entry_error",
        /// 巡视巡察机构来函: the inspecting body's letter.
        Letter = "letter",
        /// 并入其他事项.
        Merged = "merged",
        /// 方案调整 approved by a meeting.
        PlanChange = "plan_change",
    }
}

/// A party's key and the name it goes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its key.
    pub id: PartyId,
    /// Its name as of now.
    pub name: String,
}

/// The deadline that holds for an item, with its history in figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldDeadline {
    /// Words, class, due day, review day, note.
    pub now: Deadline,
    /// The first due day: what it was before any extension.
    pub first_due: Option<Day>,
    /// How many times it was extended.
    pub extensions: i64,
    /// The item on which it was set; another one when it is inherited.
    pub set_on: ItemId,
}

/// An item with everything that is effective for it on a day.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its key.
    pub id: ItemId,
    /// Its id outside the ledger.
    pub uid: String,
    /// Its round.
    pub round: RoundId,
    /// The item above.
    pub parent: Option<ItemId>,
    /// The nearest category above.
    pub category: Option<ItemId>,
    /// An issue stands above it.
    pub under_issue: bool,
    /// What it is.
    pub kind: ItemKind,
    /// Where it comes from.
    pub origin: Origin,
    /// 整改类型.
    pub item_type: Option<ItemType>,
    /// What people type.
    pub code: String,
    /// Sorts as people list.
    pub sort_key: String,
    /// Its words.
    pub text: String,
    /// 整改目标.
    pub goal: Option<String>,
    /// 备注.
    pub note: Option<String>,
    /// The paper's own numbering.
    pub source_no: Option<String>,
    /// The paper it came from.
    pub source: Option<SourceId>,
    /// From this day on it stands in the ledger.
    pub added_on: Day,
    /// From this day on it is out of every total.
    pub withdrawn_on: Option<Day>,
    /// Its deadline; `None` when none was ever set.
    pub deadline: Option<HeldDeadline>,
    /// How far the work is.
    pub progress: Progress,
    /// The day of completion.
    pub completed_on: Option<Day>,
    /// Where it stands on the way to being struck off.
    pub closure: Closure,
    /// The day it was struck off.
    pub closed_on: Option<Day>,
    /// The meeting that agreed.
    pub closed_meeting: Option<MeetingId>,
    /// 待补党组会审议.
    pub unratified: bool,
    /// 无佐证销号.
    pub without_evidence: bool,
    /// The cycle that is on, 1 first.
    pub cycle: i64,
    /// The day of the last filing.
    pub last_filing_on: Option<Day>,
    /// The day of the last look-back (回头看), in whichever cycle.
    pub looked_on: Option<Day>,
    /// The day of the last look-back that found the problem come back.
    pub rebounded_on: Option<Day>,
    /// Who answers for it, by role, in order.
    pub parties: Vec<(Role, Named)>,
}

impl Item {
    /// The parties in a role, the leading one first.
    pub fn in_role(&self, role: Role) -> impl Iterator<Item = &Named> {
        self.parties.iter().filter(move |(r, _)| *r == role).map(|(_, party)| party)
    }

    /// The current due day.
    #[must_use]
    pub fn due(&self) -> Option<Day> {
        self.deadline.as_ref().and_then(|d| d.now.due)
    }

    /// The first due day.
    #[must_use]
    pub fn first_due(&self) -> Option<Day> {
        self.deadline.as_ref().and_then(|d| d.first_due)
    }

    /// The next review day.
    #[must_use]
    pub fn review(&self) -> Option<Day> {
        self.deadline.as_ref().and_then(|d| d.now.review)
    }

    /// The class of its deadline.
    #[must_use]
    pub fn class(&self) -> Option<DeadlineClass> {
        self.deadline.as_ref().map(|d| d.now.class)
    }

    /// Whether the work is still on: neither completed nor struck off nor withdrawn.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.progress != Progress::Completed && self.closure != Closure::Closed && self.withdrawn_on.is_none()
    }

    /// Days by which it is late on `on`; 0 when it is not.
    #[must_use]
    pub fn days_late(&self, on: Day) -> i64 {
        if self.is_open() { lifecycle::days_late(self.due(), self.completed_on, on) } else { 0 }
    }

    /// Days by which its review day has passed on `on`; 0 when it has not, and when the item is late anyway. Standing work is
    /// looked at again after it was struck off, too.
    #[must_use]
    pub fn days_past_review(&self, on: Day) -> i64 {
        let asked = self.withdrawn_on.is_none() && self.days_late(on) == 0;
        self.review().filter(|review| asked && *review < on).map_or(0, |review| (on - review).num_days())
    }

    /// Its light on `on`; categories have none.
    #[must_use]
    pub fn light(&self, days: LightDays, on: Day) -> Option<Light> {
        let done = self.closure == Closure::Closed || self.progress == Progress::Completed;
        self.kind.is_work().then(|| lifecycle::light(self.due(), self.review(), None, done, days, on))
    }
}

#[cfg(test)]
impl Item {
    /// An issue of the feedback about which nothing was done yet; tests of rules say what else is so.
    pub(crate) fn plain(code: &str, added_on: &str) -> Self {
        Self {
            id: ItemId(1),
            uid: String::new(),
            round: RoundId(1),
            parent: None,
            category: None,
            under_issue: false,
            kind: ItemKind::Issue,
            origin: Origin::Feedback,
            item_type: None,
            code: code.into(),
            sort_key: String::new(),
            text: "立案窗口服务不够规范".into(),
            goal: None,
            note: None,
            source_no: None,
            source: None,
            added_on: added_on.parse().unwrap(),
            withdrawn_on: None,
            deadline: None,
            progress: Progress::NotStarted,
            completed_on: None,
            closure: Closure::None,
            closed_on: None,
            closed_meeting: None,
            unratified: false,
            without_evidence: false,
            cycle: 1,
            last_filing_on: None,
            looked_on: None,
            rebounded_on: None,
            parties: Vec::new(),
        }
    }
}
