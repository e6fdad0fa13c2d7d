//! Figures (数字): what each one counts, as a rule over one item on one day.
//!
//! The store repeats these rules as SQL conditions in one file (`store/query/rule.rs`), so that a figure's count and the
//! list of its members come from one condition; a test holds the two against each other on random ledgers.

use crate::domain::{
    Day,
    deadline::DeadlineClass,
    item::{Item, ItemKind, ItemType},
    lifecycle::{Closure, Light, LightDays, Progress},
};

keyed! {
    /// A figure that a summary states and `--explain` lists the members of.
    Figure {
        /// 总数: in the ledger that day and not withdrawn; issues with no issue above.
        Total = "total",
        /// 未启动.
        NotStarted = "not_started",
        /// 整改中.
        InProgress = "in_progress",
        /// 阶段性完成.
        Staged = "staged",
        /// 已完成.
        Completed = "completed",
        /// 待审定.
        Requested = "requested",
        /// 退回整改.
        Returned = "returned",
        /// 已销号.
        Closed = "closed",
        /// 已销号待补党组会审议.
        ClosedUnratified = "closed_unratified",
        /// 无佐证销号.
        ClosedWithoutEvidence = "closed_without_evidence",
        /// 逾期未完成.
        Overdue = "overdue",
        /// 逾期完成, against the current due day.
        CompletedLate = "completed_late",
        /// 逾期完成, against the first due day.
        CompletedLateFirst = "completed_late_first",
        /// 到期应完成: the due day has come.
        Due = "due",
        /// 到期已完成.
        DueCompleted = "due_completed",
        /// 按期完成: completed on or before the current due day that has come.
        OnTime = "on_time",
        /// 按期完成 against the first due day.
        OnTimeFirst = "on_time_first",
        /// 序时推进: not done and not late.
        OnSchedule = "on_schedule",
        /// 曾延期.
        Extended = "extended",
        /// 无时限或时限不明: open, with neither due day nor review day.
        NoDeadline = "no_deadline",
        /// 长期坚持: standing work.
        Standing = "standing",
        /// 已回头看: struck off and looked at again, whatever was found and whatever came after.
        LookedAt = "looked_at",
        /// 其中反弹: a look-back found the problem come back.
        Rebounded = "rebounded",
        /// 已撤项: out of every other figure.
        Withdrawn = "withdrawn",
        /// 办结.
        LightDone = "light_done",
        /// 红灯.
        LightRed = "light_red",
        /// 黄灯.
        LightYellow = "light_yellow",
        /// 蓝灯.
        LightBlue = "light_blue",
        /// 绿灯.
        LightGreen = "light_green",
        /// 灰灯.
        LightGrey = "light_grey",
        /// 边巡边改.
        TypeOnTheSpot = "type_on_the_spot",
        /// 立行立改.
        TypeImmediate = "type_immediate",
        /// 限期整改.
        TypeTimeLimited = "type_time_limited",
        /// 分阶段整改.
        TypeStaged = "type_staged",
        /// 长期坚持 as a type.
        TypeLongTerm = "type_long_term",
        /// 未定类型.
        TypeNone = "type_none",
    }
}

impl Figure {
    /// The figure that counts a light.
    #[must_use]
    pub const fn of_light(light: Light) -> Self {
        match light {
            Light::Done => Self::LightDone,
            Light::Red => Self::LightRed,
            Light::Yellow => Self::LightYellow,
            Light::Blue => Self::LightBlue,
            Light::Green => Self::LightGreen,
            Light::Grey => Self::LightGrey,
        }
    }

    /// The figure that counts a type, or its absence.
    #[must_use]
    pub const fn of_type(item_type: Option<ItemType>) -> Self {
        match item_type {
            Some(ItemType::OnTheSpot) => Self::TypeOnTheSpot,
            Some(ItemType::Immediate) => Self::TypeImmediate,
            Some(ItemType::TimeLimited) => Self::TypeTimeLimited,
            Some(ItemType::Staged) => Self::TypeStaged,
            Some(ItemType::LongTerm) => Self::TypeLongTerm,
            None => Self::TypeNone,
        }
    }

    /// Whether `item` is counted by this figure on `on`. The item is as of that day. Categories are in no figure.
    #[must_use]
    pub fn counts(self, item: &Item, lights: LightDays, on: Day) -> bool {
        if item.added_on > on || !item.kind.is_work() || (item.kind == ItemKind::Issue && item.under_issue) {
            return false;
        }
        if item.withdrawn_on.is_some_and(|day| day <= on) {
            return self == Self::Withdrawn;
        }
        let completed = item.progress == Progress::Completed;
        let closed = item.closure == Closure::Closed;
        let open = !completed && !closed;
        let late = |due: Option<Day>| completed && matches!((due, item.completed_on), (Some(d), Some(c)) if c > d);
        let come = item.due().is_some_and(|due| due <= on);
        let in_time = |due: Option<Day>| completed && matches!((due, item.completed_on), (Some(d), Some(c)) if c <= d);
        match self {
            Self::Total => true,
            Self::Withdrawn => false,
            Self::NotStarted => item.progress == Progress::NotStarted,
            Self::InProgress => item.progress == Progress::InProgress,
            Self::Staged => item.progress == Progress::Staged,
            Self::Completed => completed,
            Self::Requested => item.closure == Closure::Requested,
            Self::Returned => item.closure == Closure::Returned,
            Self::Closed => closed,
            Self::ClosedUnratified => closed && item.unratified,
            Self::ClosedWithoutEvidence => closed && item.without_evidence,
            Self::Overdue => open && item.due().is_some_and(|due| due < on),
            Self::CompletedLate => late(item.due()),
            Self::CompletedLateFirst => late(item.first_due()),
            Self::Due => come,
            Self::DueCompleted => come && completed,
            Self::OnTime => come && in_time(item.due()),
            Self::OnTimeFirst => come && in_time(item.first_due()),
            Self::OnSchedule => open && item.due().is_none_or(|due| due >= on),
            Self::Extended => item.deadline.as_ref().is_some_and(|d| d.extensions > 0),
            Self::NoDeadline => open && item.due().is_none() && item.review().is_none(),
            Self::LookedAt => item.looked_on.is_some(),
            Self::Rebounded => item.rebounded_on.is_some(),
            Self::Standing => item.class().is_some_and(DeadlineClass::is_standing),
            Self::LightDone => item.light(lights, on) == Some(Light::Done),
            Self::LightRed => item.light(lights, on) == Some(Light::Red),
            Self::LightYellow => item.light(lights, on) == Some(Light::Yellow),
            Self::LightBlue => item.light(lights, on) == Some(Light::Blue),
            Self::LightGreen => item.light(lights, on) == Some(Light::Green),
            Self::LightGrey => item.light(lights, on) == Some(Light::Grey),
            Self::TypeOnTheSpot => item.item_type == Some(ItemType::OnTheSpot),
            Self::TypeImmediate => item.item_type == Some(ItemType::Immediate),
            Self::TypeTimeLimited => item.item_type == Some(ItemType::TimeLimited),
            Self::TypeStaged => item.item_type == Some(ItemType::Staged),
            Self::TypeLongTerm => item.item_type == Some(ItemType::LongTerm),
            Self::TypeNone => item.item_type.is_none(),
        }
    }
}

keyed! {
    /// A rate, with its fraction (DESIGN §3.11): two places, half up, “—” for 0/0.
    RateKind {
        /// 完成率 = 已完成/总数; 阶段性完成 is outside.
        Completion = "completion_rate",
        /// 清结率 = 已清结（已完成）/交办个案数: the 完成率 of cases, stated apart and never of anything else.
        Clearance = "clearance_rate",
        /// 销号率 = 已销号/总数.
        Closure = "closure_rate",
        /// 到期完成率 = 到期已完成/到期应完成.
        DueCompletion = "due_completion_rate",
        /// 按期完成率 = 按期完成/到期应完成.
        OnTime = "on_time_rate",
        /// 按期完成率 against the first due day.
        OnTimeFirst = "on_time_first_rate",
    }
}

impl RateKind {
    /// The kind of item whose rate it is, when it is not for all of them.
    #[must_use]
    pub const fn only_of(self) -> Option<ItemKind> {
        match self {
            Self::Clearance => Some(ItemKind::Case),
            Self::Completion | Self::Closure | Self::DueCompletion | Self::OnTime | Self::OnTimeFirst => None,
        }
    }

    /// The figures above and below the line.
    #[must_use]
    pub const fn parts(self) -> (Figure, Figure) {
        match self {
            Self::Completion | Self::Clearance => (Figure::Completed, Figure::Total),
            Self::Closure => (Figure::Closed, Figure::Total),
            Self::DueCompletion => (Figure::DueCompleted, Figure::Due),
            Self::OnTime => (Figure::OnTime, Figure::Due),
            Self::OnTimeFirst => (Figure::OnTimeFirst, Figure::Due),
        }
    }
}

keyed! {
    /// By what a report groups its rows or breaks down its figures.
    Grouping {
        /// 责任部门, in the office's order.
        Department = "department",
        /// 牵头领导.
        Leader = "leader",
        /// 责任人.
        Person = "person",
        /// 方面.
        Category = "category",
        /// 来源.
        Origin = "origin",
        /// 轮次.
        Round = "round",
    }
}

/// How many items each figure counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures([i64; Figure::ALL.len()]);

impl Default for Figures {
    fn default() -> Self {
        Self([0; Figure::ALL.len()])
    }
}

impl Figures {
    /// The count of one figure.
    #[must_use]
    pub const fn get(&self, figure: Figure) -> i64 {
        self.0[figure as usize]
    }

    /// Sets the count of one figure.
    pub fn set(&mut self, figure: Figure, count: i64) {
        self.0[figure as usize] = count;
    }

    /// Adds the counts of another part of the same whole.
    pub fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine += theirs;
        }
    }

    /// Numerator and denominator of a rate.
    #[must_use]
    pub const fn fraction(&self, rate: RateKind) -> (i64, i64) {
        let (part, whole) = rate.parts();
        (self.get(part), self.get(whole))
    }
}
