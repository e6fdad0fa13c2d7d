//! Filings (填报): which of them moves progress, and what must still be so when one is accepted.
//!
//! Practice: the leading department (牵头单位) answers for the item and reports how far it is; a department that takes part
//! reports what it did, and its report stands beside. The office (整改办) checks what was reported before it counts.

use crate::domain::{
    Day,
    ids::FilingId,
    item::Item,
    lifecycle::{Closure, Progress},
};

keyed! {
    /// What the office made of a filing.
    FilingState {
        /// 待采用: handed in, counts for nothing yet.
        Pending = "pending",
        /// 已采用.
        Accepted = "accepted",
        /// 已退回: filed anew, never accepted later.
        Returned = "returned",
    }
}

/// A filing as far as the rules look at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// The day it was handed in.
    pub on: Day,
    /// In which cycle of the item.
    pub cycle: i64,
    /// By the department that led when it was handed in.
    pub leading: bool,
    /// What the office made of it.
    pub state: FilingState,
    /// The progress it claims.
    pub progress: Option<Progress>,
    /// The day of completion it claims.
    pub completed_on: Option<Day>,
}

impl Filed {
    /// The progress that the item has by this filing: only that which the leading department claims, once accepted.
    /// `overtaken`: a later filing of the leading department was accepted before, and what it says holds.
    #[must_use]
    pub fn moves(&self, overtaken: bool) -> Option<Progress> {
        let counts = self.leading && self.state == FilingState::Accepted && !overtaken;
        self.progress.filter(|_| counts)
    }

    /// The first thing that stands in the way of accepting it on a day. `below` are the codes of live measures and 表现 below
    /// the item.
    #[must_use]
    pub fn objection(&self, item: &Item, below: &[String], on: Day) -> Option<Objection> {
        if self.state != FilingState::Pending {
            return Some(Objection::Decided(self.state));
        }
        if item.withdrawn_on.is_some() {
            return Some(Objection::ItemWithdrawn);
        }
        if item.closure == Closure::Closed {
            return Some(Objection::ItemClosed);
        }
        if self.cycle != item.cycle {
            return Some(Objection::EarlierCycle { filed: self.cycle, now: item.cycle });
        }
        if on < self.on {
            return Some(Objection::BeforeFiled { filed: self.on, on });
        }
        if self.progress.is_some() && !below.is_empty() {
            return Some(Objection::ProgressIsDerived(below.to_vec()));
        }
        self.completed_on
            .filter(|completed| *completed > on)
            .map(|completed| Objection::CompletedAhead { completed, on })
    }
}

/// A completion that lies before the day on which the work was taken up again, with that day: what was returned or reopened was
/// found not to be done by then, whatever is said of it afterwards.
#[must_use]
pub fn before_taken_up(completed: Option<Day>, again: Option<Day>) -> Option<(Day, Day)> {
    completed.zip(again).filter(|(completed, again)| completed < again)
}

/// Work that was taken up again (重新整改), because it was returned or reopened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenUp {
    /// From which day.
    pub on: Day,
    /// The last filing that was recorded before.
    pub after: Option<FilingId>,
}

impl TakenUp {
    /// Whether what was filed then is refuted by it: what speaks of an earlier day, and of the same day what was filed before.
    #[must_use]
    pub fn refutes(self, on: Day, filing: FilingId) -> bool {
        on < self.on || (on == self.on && self.after.is_some_and(|last| filing <= last))
    }
}

/// Why a filing cannot be accepted. It can still be sent back, unless it was decided on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Objection {
    /// It was accepted or sent back.
    Decided(FilingState),
    /// The item is withdrawn.
    ItemWithdrawn,
    /// The item is struck off.
    ItemClosed,
    /// It was filed before the item was reopened: a new cycle is reported on anew.
    EarlierCycle {
        /// The cycle it speaks of.
        filed: i64,
        /// The cycle that is on.
        now: i64,
    },
    /// Accepted before it was handed in.
    BeforeFiled {
        /// The day it was handed in.
        filed: Day,
        /// The day of acceptance.
        on: Day,
    },
    /// Measures were put below the item since: its progress follows from them.
    ProgressIsDerived(Vec<String>),
    /// It claims a completion after the day of acceptance.
    CompletedAhead {
        /// The day of completion.
        completed: Day,
        /// The day of acceptance.
        on: Day,
    },
    /// It claims a completion before the work was taken up again.
    CompletedBeforeReturn {
        /// The day of completion.
        completed: Day,
        /// The day of the return or reopening.
        returned: Day,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn what_was_filed_before_the_work_was_taken_up_again_is_refuted() {
        let again = TakenUp { on: day("2025-08-21"), after: Some(FilingId(4)) };
        for (on, filing, refuted) in [
            ("2025-08-20", 3, true),
            ("2025-08-21", 4, true),
            ("2025-08-21", 5, false),
            ("2025-08-22", 6, false),
            // Entered afterwards, of a day before.
            ("2025-08-20", 7, true),
        ] {
            assert_eq!(again.refutes(day(on), FilingId(filing)), refuted, "{on} {filing}");
        }
        assert!(!TakenUp { after: None, ..again }.refutes(day("2025-08-21"), FilingId(5)));
    }

    fn filed() -> Filed {
        Filed {
            on: day("2025-08-10"),
            cycle: 1,
            leading: true,
            state: FilingState::Pending,
            progress: Some(Progress::Completed),
            completed_on: Some(day("2025-08-08")),
        }
    }

    fn item() -> Item {
        Item { progress: Progress::InProgress, ..Item::plain("1", "2025-06-13") }
    }

    #[test]
    fn only_an_accepted_filing_of_the_leading_department_moves_progress() {
        for (leading, state, overtaken, moves) in [
            (true, FilingState::Accepted, false, true),
            (false, FilingState::Accepted, false, false),
            (true, FilingState::Pending, false, false),
            (true, FilingState::Returned, false, false),
            // A later one was accepted before.
            (true, FilingState::Accepted, true, false),
        ] {
            let filed = Filed { leading, state, ..filed() };
            assert_eq!(filed.moves(overtaken), moves.then_some(Progress::Completed), "{filed:?} {overtaken}");
            assert_eq!(Filed { progress: None, ..filed }.moves(overtaken), None);
        }
    }

    #[test]
    fn what_stands_in_the_way_of_accepting_is_named() {
        let on = day("2025-08-20");
        let none: &[String] = &[];
        assert_eq!(filed().objection(&item(), none, on), None);
        for state in [FilingState::Accepted, FilingState::Returned] {
            let decided = Filed { state, ..filed() };
            assert_eq!(decided.objection(&item(), none, on), Some(Objection::Decided(state)));
        }
        let closed = Item { closure: Closure::Closed, ..item() };
        assert_eq!(filed().objection(&closed, none, on), Some(Objection::ItemClosed));
        let withdrawn = Item { withdrawn_on: Some(on), ..item() };
        assert_eq!(filed().objection(&withdrawn, none, on), Some(Objection::ItemWithdrawn));
        let reopened = Item { cycle: 2, ..item() };
        assert_eq!(filed().objection(&reopened, none, on), Some(Objection::EarlierCycle { filed: 1, now: 2 }));
        let early = day("2025-08-09");
        let before = Objection::BeforeFiled { filed: day("2025-08-10"), on: early };
        assert_eq!(filed().objection(&item(), none, early), Some(before));
        let below = ["1.1".to_owned()];
        assert_eq!(filed().objection(&item(), &below, on), Some(Objection::ProgressIsDerived(below.to_vec())));
        // Without a claim it only tells of the work, whatever stands below.
        assert_eq!(Filed { progress: None, completed_on: None, ..filed() }.objection(&item(), &below, on), None);
        let ahead = Filed { completed_on: Some(day("2025-08-21")), ..filed() };
        let completed = Objection::CompletedAhead { completed: day("2025-08-21"), on };
        assert_eq!(ahead.objection(&item(), none, on), Some(completed));
    }

    #[test]
    fn work_taken_up_again_is_not_completed_before() {
        let (before, on, after) = (day("2025-06-30"), day("2025-07-01"), day("2025-07-02"));
        for (completed, again, found) in [
            (Some(before), Some(on), Some((before, on))),
            // On the very day it may be put right.
            (Some(on), Some(on), None),
            (Some(after), Some(on), None),
            (Some(before), None, None),
            (None, Some(on), None),
        ] {
            assert_eq!(before_taken_up(completed, again), found, "{completed:?} {again:?}");
        }
    }
}
