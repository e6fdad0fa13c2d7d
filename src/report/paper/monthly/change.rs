//! What changed about an item between two days, by the rules that the figures are counted by.

use crate::domain::{Day, figures::Figure, item::Item, lifecycle::LightDays};

/// What may change about an item in a month, in the order in which it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Change {
    /// Completed at the end and not at the beginning.
    Completed,
    /// The other way round.
    Fallen,
    /// Struck off.
    Closed,
    /// 撤销销号.
    Reopened,
    /// Sent back by a meeting.
    Returned,
    /// Late at the end and not at the beginning.
    Late,
    /// Given a later deadline.
    Extended,
    /// New in the ledger.
    Added,
    /// Out of every total.
    Withdrawn,
}

impl Change {
    pub(super) const ALL: [Self; 9] = [
        Self::Completed,
        Self::Fallen,
        Self::Closed,
        Self::Reopened,
        Self::Returned,
        Self::Late,
        Self::Extended,
        Self::Added,
        Self::Withdrawn,
    ];

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Completed => "完成整改",
            Self::Fallen => "完成后又退回",
            Self::Closed => "销号",
            Self::Reopened => "撤销销号",
            Self::Returned => "审议退回整改",
            Self::Late => "新增逾期",
            Self::Extended => "延期",
            Self::Added => "新增",
            Self::Withdrawn => "撤项",
        }
    }

    /// Whether it happened to an item between two days; as it stood on the first, if it stood then.
    pub(super) fn happened(self, (before, then): (Option<&Item>, Day), (now, day): (&Item, Day)) -> bool {
        let lights = LightDays::default();
        let is = |figure: Figure| figure.counts(now, lights, day);
        let was = |figure: Figure| before.is_some_and(|item| figure.counts(item, lights, then));
        let times = |item: &Item| item.deadline.as_ref().map_or(0, |held| held.extensions);
        let again = before.is_some_and(|item| now.cycle > item.cycle);
        match self {
            Self::Completed => is(Figure::Completed) && !was(Figure::Completed),
            Self::Fallen => was(Figure::Completed) && is(Figure::Total) && !is(Figure::Completed),
            Self::Closed => is(Figure::Closed) && (!was(Figure::Closed) || again),
            Self::Reopened => again && is(Figure::Total),
            Self::Returned => is(Figure::Returned) && !was(Figure::Returned),
            Self::Late => is(Figure::Overdue) && !was(Figure::Overdue),
            Self::Extended => is(Figure::Total) && times(now) > before.map_or(0, times),
            Self::Added => is(Figure::Total) && !was(Figure::Total),
            Self::Withdrawn => is(Figure::Withdrawn) && !was(Figure::Withdrawn),
        }
    }

    /// The day that tells most about it.
    pub(super) fn day(self, item: &Item) -> Option<Day> {
        match self {
            Self::Completed => item.completed_on,
            Self::Closed => item.closed_on,
            Self::Late | Self::Extended => item.due(),
            Self::Added => Some(item.added_on),
            Self::Withdrawn => item.withdrawn_on,
            Self::Fallen | Self::Reopened | Self::Returned => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn item(change: impl FnOnce(&mut Item)) -> Item {
        let mut item = Item::plain("1", "2025-06-13");
        change(&mut item);
        item
    }

    #[test]
    fn a_change_is_what_one_day_says_and_the_other_does_not() {
        use crate::domain::lifecycle::{Closure, Progress};
        let (eve, end) = (day("2025-07-31"), day("2025-08-31"));
        let plain = item(|_| {});
        let done = item(|item| {
            item.progress = Progress::Completed;
            item.completed_on = Some(day("2025-08-05"));
        });
        let closed = item(|item| {
            item.progress = Progress::Completed;
            item.closure = Closure::Closed;
        });
        let again = item(|item| item.cycle = 2);
        let reclosed = Item { cycle: 2, ..closed.clone() };
        let withdrawn = item(|item| item.withdrawn_on = Some(day("2025-08-02")));
        let born = item(|item| item.added_on = day("2025-08-02"));
        let returned = item(|item| item.closure = Closure::Returned);
        for (before, now, expected) in [
            (Some(&plain), &plain, vec![]),
            (Some(&plain), &done, vec![Change::Completed]),
            (Some(&done), &plain, vec![Change::Fallen]),
            (Some(&done), &closed, vec![Change::Closed]),
            (Some(&closed), &closed, vec![]),
            (Some(&closed), &again, vec![Change::Fallen, Change::Reopened]),
            (Some(&closed), &reclosed, vec![Change::Closed, Change::Reopened]),
            (Some(&plain), &returned, vec![Change::Returned]),
            (Some(&plain), &withdrawn, vec![Change::Withdrawn]),
            (None, &born, vec![Change::Added]),
        ] {
            let happened: Vec<Change> =
                Change::ALL.into_iter().filter(|change| change.happened((before, eve), (now, end))).collect();
            assert_eq!(happened, expected, "{before:?}\n{now:?}");
        }
    }
}
