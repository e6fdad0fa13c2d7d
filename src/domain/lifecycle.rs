//! Progress (进度) and closure (销号): two axes that never stand for each other.

use crate::domain::Day;

keyed! {
    /// How far the work is. 完成 is not 销号.
    Progress {
        /// 未启动.
        NotStarted = "not_started",
        /// 整改中.
        InProgress = "in_progress",
        /// 阶段性完成: outside the completion rate.
        Staged = "staged",
        /// 已完成.
        Completed = "completed",
    }
}

keyed! {
    /// Where the item stands on the way to being struck off.
    Closure {
        /// 未申请.
        None = "none",
        /// 待审定.
        Requested = "requested",
        /// 退回整改.
        Returned = "returned",
        /// 已销号.
        Closed = "closed",
    }
}

keyed! {
    /// 亮灯: computed for a day, never stored.
    Light {
        /// 办结.
        Done = "done",
        /// 红: late.
        Red = "red",
        /// 黄: due very soon.
        Yellow = "yellow",
        /// 蓝: due soon.
        Blue = "blue",
        /// 绿: on course.
        Green = "green",
        /// 灰: no deadline.
        Grey = "grey",
    }
}

/// How many days before the due day the lights change (per round).
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LightDays {
    /// Yellow when at most this many days are left.
    pub yellow: i64,
    /// Blue when at most this many days are left.
    pub blue: i64,
}

impl Default for LightDays {
    fn default() -> Self {
        Self { yellow: 7, blue: 30 }
    }
}

/// Days by which an open item is late on `on`: 0 when it is not. The due day itself is still in time.
#[must_use]
pub fn days_late(due: Option<Day>, completed_on: Option<Day>, on: Day) -> i64 {
    match due {
        Some(due) if completed_on.is_none_or(|done| done > on) && on > due => (on - due).num_days(),
        _ => 0,
    }
}

/// Whether it was completed after `due` (逾期完成). Ask with the current and with the first due day.
#[must_use]
pub fn completed_late(due: Option<Day>, completed_on: Option<Day>) -> bool {
    matches!((due, completed_on), (Some(due), Some(done)) if done > due)
}

/// The light of an item on `on`.
#[must_use]
pub fn light(
    due: Option<Day>,
    review: Option<Day>,
    completed_on: Option<Day>,
    closed: bool,
    days: LightDays,
    on: Day,
) -> Light {
    if closed || completed_on.is_some_and(|done| done <= on) {
        return Light::Done;
    }
    let Some(day) = due.or(review) else { return Light::Grey };
    let left = (day - on).num_days();
    if left < 0 && due.is_some() {
        Light::Red
    } else if left <= days.yellow {
        Light::Yellow
    } else if left <= days.blue {
        Light::Blue
    } else {
        Light::Green
    }
}

/// The progress that an item's children add up to, and the day of completion when all are completed.
///
/// All completed → completed, on the last one's day. All at least staged → staged. Any begun → in progress.
/// `None` without children: then the item's own filing says.
#[must_use]
pub fn derive_progress(children: &[(Progress, Option<Day>)]) -> Option<(Progress, Option<Day>)> {
    if children.is_empty() {
        return None;
    }
    if children.iter().all(|(p, _)| *p == Progress::Completed) {
        return Some((Progress::Completed, children.iter().filter_map(|(_, on)| *on).max()));
    }
    if children.iter().all(|(p, _)| matches!(p, Progress::Completed | Progress::Staged)) {
        return Some((Progress::Staged, None));
    }
    let begun = children.iter().any(|(p, _)| *p != Progress::NotStarted);
    Some((if begun { Progress::InProgress } else { Progress::NotStarted }, None))
}

#[cfg(test)]
mod tests;
