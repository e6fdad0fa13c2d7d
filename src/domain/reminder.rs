//! 催办: who is late is reminded, first by 提醒函, then by 督办函, then the party group is asked for an interview (提请约谈).
//!
//! Which of the three an item has come to follows from how late it is and from how many letters about this lateness went
//! unanswered, by thresholds that a round sets. A letter is answered by a filing handed in since, and by a deadline that was put
//! off since: then its own day lies on or before the day that is due now. While the time to answer runs, nothing further is sent.

use crate::domain::{Day, party::Role};
use serde::{Deserialize, Serialize};

keyed! {
    /// The tiers of 催办, the mildest first.
    Tier {
        /// 提醒函: to the department and the person.
        Notice = "notice",
        /// 督办函: to the leader, too.
        Supervision = "supervision",
        /// 提请约谈建议: to the party group, about who leads the department.
        Interview = "interview",
    }
}

/// A round's thresholds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReminderRules {
    /// 提醒函 from so many days late.
    pub notice_days: u16,
    /// 督办函 from so many days late.
    pub supervision_days: u16,
    /// 提请约谈建议 from so many days late, once a letter went unanswered.
    pub interview_days: u16,
    /// 督办函 after so many letters unanswered.
    pub supervision_after: u16,
    /// 提请约谈建议 after so many letters unanswered.
    pub interview_after: u16,
}

impl Default for ReminderRules {
    fn default() -> Self {
        Self { notice_days: 1, supervision_days: 15, interview_days: 30, supervision_after: 1, interview_after: 2 }
    }
}

impl ReminderRules {
    /// Whether these are the thresholds of a round that set none.
    #[must_use]
    pub fn are_usual(&self) -> bool {
        *self == Self::default()
    }

    /// Whether each tier begins no sooner than the one before it, and none before anything is late or unanswered.
    #[must_use]
    pub const fn are_in_order(&self) -> bool {
        1 <= self.notice_days
            && self.notice_days <= self.supervision_days
            && self.supervision_days <= self.interview_days
            && 1 <= self.supervision_after
            && self.supervision_after <= self.interview_after
    }

    /// The tier that an item has come to that is so many days late, after so many letters unanswered. However late it is, nobody
    /// is to be interviewed about what no letter has asked for.
    #[must_use]
    pub fn tier(&self, days_late: i64, unanswered: i64) -> Option<Tier> {
        if days_late < i64::from(self.notice_days) {
            None
        } else if (days_late >= i64::from(self.interview_days) && unanswered > 0)
            || unanswered >= i64::from(self.interview_after)
        {
            Some(Tier::Interview)
        } else if days_late >= i64::from(self.supervision_days) || unanswered >= i64::from(self.supervision_after) {
            Some(Tier::Supervision)
        } else {
            Some(Tier::Notice)
        }
    }
}

/// What makes a paper of the register a letter of 催办.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Its tier.
    pub tier: Tier,
    /// By which day it is to be answered.
    pub reply_by: Day,
    /// In which role its party answers for the items: 责任部门 or 牵头领导.
    pub role: Role,
}

/// A letter that was sent about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    /// Its day.
    pub on: Day,
    /// By which day it is to be answered.
    pub reply_by: Day,
}

/// What an item has come to on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Neither late enough nor, where that was asked, due soon.
    NotYet,
    /// A letter is out and may be answered until that day.
    Waits(Day),
    /// A letter of this tier is due.
    Due(Tier),
}

/// The item's side of the rule.
#[derive(Debug, Clone, Copy)]
pub struct Matter<'a> {
    /// Its due day.
    pub due: Day,
    /// The day of the last filing that was not sent back.
    pub last_filed: Option<Day>,
    /// The letters sent about it, first to last.
    pub sent: &'a [Sent],
}

impl Matter<'_> {
    /// How many letters about the present lateness went unanswered by a day.
    #[must_use]
    pub fn unanswered(&self, on: Day) -> i64 {
        let open = |sent: &&Sent| {
            sent.on > self.due && sent.reply_by < on && self.last_filed.is_none_or(|filed| filed < sent.on)
        };
        i64::try_from(self.sent.iter().filter(open).count()).unwrap_or(i64::MAX)
    }

    /// What it has come to on a day. What is due `within` so many days is told of it, too (临期提醒); `again` sends a further
    /// letter though one may still be answered.
    #[must_use]
    pub fn turn(&self, rules: &ReminderRules, on: Day, within: Option<i64>, again: bool) -> Turn {
        let late = (on - self.due).num_days();
        let soon = || within.filter(|days| late <= 0 && -late <= *days).map(|_| Tier::Notice);
        let Some(tier) = rules.tier(late, self.unanswered(on)).or_else(soon) else { return Turn::NotYet };
        // A letter from before the due day told of something else than of lateness.
        let about_this = |sent: &&Sent| late <= 0 || sent.on > self.due;
        match self.sent.iter().filter(about_this).map(|sent| sent.reply_by).max() {
            Some(reply_by) if reply_by >= on && !again => Turn::Waits(reply_by),
            _ => Turn::Due(tier),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn the_tier_follows_from_days_late_and_letters_unanswered() {
        let rules = ReminderRules::default();
        for (late, unanswered, tier) in [
            (0, 0, None),
            (0, 5, None),
            (1, 0, Some(Tier::Notice)),
            (14, 0, Some(Tier::Notice)),
            (1, 1, Some(Tier::Supervision)),
            (15, 0, Some(Tier::Supervision)),
            (29, 1, Some(Tier::Supervision)),
            (300, 0, Some(Tier::Supervision)),
            (30, 1, Some(Tier::Interview)),
            (2, 2, Some(Tier::Interview)),
        ] {
            assert_eq!(rules.tier(late, unanswered), tier, "{late} {unanswered}");
        }
        let strict = ReminderRules { notice_days: 5, supervision_days: 5, interview_days: 90, ..rules };
        for (late, tier) in [(4, None), (5, Some(Tier::Supervision)), (89, Some(Tier::Supervision))] {
            assert_eq!(strict.tier(late, 0), tier, "{late}");
        }
    }

    #[test]
    fn thresholds_stand_in_order() {
        let usual = ReminderRules::default();
        assert!(usual.are_in_order() && usual.are_usual());
        for wrong in [
            ReminderRules { notice_days: 0, ..usual },
            ReminderRules { supervision_days: 31, ..usual },
            ReminderRules { notice_days: 16, ..usual },
            ReminderRules { supervision_after: 0, ..usual },
            ReminderRules { interview_after: 0, ..usual },
        ] {
            assert!(!wrong.are_in_order() && !wrong.are_usual(), "{wrong:?}");
        }
    }

    #[test]
    fn a_letter_counts_until_it_is_answered_and_nothing_is_sent_while_it_may_be() {
        let rules = ReminderRules::default();
        let letter = |on: &str, by: &str| Sent { on: day(on), reply_by: day(by) };
        let first = letter("2025-09-02", "2025-09-09");
        let second = letter("2025-09-10", "2025-09-15");
        for (due, filed, sent, on, turn) in [
            ("2025-08-31", None, vec![], "2025-08-31", Turn::NotYet),
            ("2025-08-31", None, vec![], "2025-09-01", Turn::Due(Tier::Notice)),
            ("2025-08-31", None, vec![first], "2025-09-09", Turn::Waits(day("2025-09-09"))),
            ("2025-08-31", None, vec![first], "2025-09-10", Turn::Due(Tier::Supervision)),
            // Answered on the very day: the next letter is as mild as the first.
            ("2025-08-31", Some("2025-09-02"), vec![first], "2025-09-10", Turn::Due(Tier::Notice)),
            ("2025-08-31", Some("2025-09-01"), vec![first], "2025-09-10", Turn::Due(Tier::Supervision)),
            // Answered too late to undo the first, the second stands alone.
            ("2025-08-31", Some("2025-09-09"), vec![first, second], "2025-09-16", Turn::Due(Tier::Supervision)),
            ("2025-08-31", None, vec![first, second], "2025-09-14", Turn::Waits(day("2025-09-15"))),
            // The deadline was put off since: what was sent before was about another day.
            ("2025-09-05", None, vec![first], "2025-09-06", Turn::Due(Tier::Notice)),
            ("2025-08-31", None, vec![first, second], "2025-09-16", Turn::Due(Tier::Interview)),
        ] {
            let matter = Matter { due: day(due), last_filed: filed.map(day), sent: &sent };
            assert_eq!(matter.turn(&rules, day(on), None, false), turn, "{due} {filed:?} {on}");
        }
        let matter = Matter { due: day("2025-08-31"), last_filed: None, sent: &[first] };
        assert_eq!(matter.turn(&rules, day("2025-09-05"), None, true), Turn::Due(Tier::Notice));
    }

    #[test]
    fn what_is_due_soon_is_told_once_and_only_where_that_is_asked() {
        let rules = ReminderRules::default();
        let sent = [Sent { on: day("2025-08-28"), reply_by: day("2025-09-03") }];
        for (on, within, sent, turn) in [
            ("2025-08-24", Some(7), &sent[..0], Turn::Due(Tier::Notice)),
            ("2025-08-31", Some(7), &sent[..0], Turn::Due(Tier::Notice)),
            ("2025-08-23", Some(7), &sent[..0], Turn::NotYet),
            ("2025-08-30", None, &sent[..0], Turn::NotYet),
            ("2025-08-30", Some(7), &sent[..], Turn::Waits(day("2025-09-03"))),
            // Once it is late that letter is neither waited for nor counted.
            ("2025-09-01", Some(7), &sent[..], Turn::Due(Tier::Notice)),
            ("2025-09-04", Some(7), &sent[..], Turn::Due(Tier::Notice)),
        ] {
            let matter = Matter { due: day("2025-08-31"), last_filed: None, sent };
            assert_eq!(matter.turn(&rules, day(on), within, false), turn, "{on} {within:?}");
        }
    }
}
