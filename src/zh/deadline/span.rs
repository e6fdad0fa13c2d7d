//! Spans of time in deadline words: 反馈后3个月内, 10个工作日内, 半年内.

use super::scan::{Finding, Scanner};
use crate::{
    domain::{Day, round::MilestoneKind},
    zh::{date::format_day, workday::add_working_days},
};
use chrono::{Days, Months};

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Length {
    WorkingDays(u32),
    Days(u32),
    /// Months, and days on top of them (一个半月).
    Months(u32, u32),
}

impl Length {
    /// The last day of the span after `from`, or why there is none.
    fn after(self, from: Day) -> Result<Day, String> {
        // Fifty years: longer spans are slips of the hand.
        let in_reason = match self {
            Self::WorkingDays(n) | Self::Days(n) => n <= 18_300,
            Self::Months(n, _) => n <= 600,
        };
        let due = match self {
            _ if !in_reason => None,
            Self::WorkingDays(n) => return add_working_days(from, i64::from(n)).map_err(|e| e.to_string()),
            Self::Days(n) => from.checked_add_days(Days::new(u64::from(n))),
            Self::Months(n, days) => {
                from.checked_add_months(Months::new(n)).and_then(|day| day.checked_add_days(Days::new(u64::from(days))))
            }
        };
        due.ok_or_else(|| "时间过长，推不出日期".to_owned())
    }
}

/// From which day a span is counted.
enum Base {
    /// From a day that is known.
    On(Day),
    /// From something whose day is not known; the feedback is the earliest it can be.
    Unknown,
    /// From a milestone that the round does not have.
    NoMilestone(&'static str),
}

impl Scanner<'_> {
    /// Reads a span of time at this place.
    pub(super) fn span(&mut self) -> bool {
        let from = self.at;
        let Some((length, open)) = self.length() else {
            self.at = from;
            return false;
        };
        // 一个月一次 is a rhythm.
        let after = self.at;
        if self.number().is_some() && self.peek() == Some('次') {
            self.found.recurring = true;
            return true;
        }
        self.at = after;
        self.eat_any(&["之内", "以内", "内"]);
        let open = self.eat("左右") || open;
        let words = self.words(from, self.at);
        let (base, unsure) = match self.base(from) {
            Base::On(day) => (day, false),
            Base::Unknown => (self.frame.feedback_on, true),
            Base::NoMilestone(name) => {
                self.found.problem = Some(format!("本轮次未设“{name}”节点，推不出日期"));
                return true;
            }
        };
        match length.after(base) {
            Ok(due) => {
                let note = if unsure {
                    Some(format!("待确认：起算日不详，从严自反馈日起算，“{words}”读作{}", format_day(due)))
                } else {
                    open.then(|| format!("待确认：“{words}”从严读作{}", format_day(due)))
                };
                self.found.findings.push(Finding { due, relative: true, note });
            }
            Err(problem) => self.found.problem = Some(problem),
        }
        true
    }

    /// The length, and whether the words left it open (3至6个月: the shorter counts).
    fn length(&mut self) -> Option<(Length, bool)> {
        if matches!(self.before(self.at), Some('上' | '下')) {
            return None;
        }
        if self.eat("半年") {
            return Some((Length::Months(6, 0), false));
        }
        if self.eat_any(&["半个月", "半月"]) {
            return Some((Length::Days(15), false));
        }
        let first = self.number()?;
        let value = first.value?;
        let mut open = false;
        // 二三 and 三五 are not 23 and 35 when they count.
        if !first.arabic && first.len == 2 && value > 9 && !self.counts_plainly() {
            return None;
        }
        let end = self.at;
        if self.eat_any(&["-", "~", "～", "至", "到", "—"]) {
            if self.number().is_some_and(|n| n.value.is_some_and(|second| second > value)) {
                open = true;
            } else {
                self.at = end;
            }
        }
        if value == 0 {
            return None;
        }
        self.unit(value).map(|length| (length, open))
    }

    /// Whether the Chinese number just read has a unit in it (廿五) rather than two digits in a row (二五).
    fn counts_plainly(&self) -> bool {
        self.chars[self.at - 2..self.at].iter().any(|c| matches!(c, '十' | '廿' | '卅'))
    }

    fn unit(&mut self, value: u32) -> Option<Length> {
        if self.eat_any(&["个工作日", "工作日", "个工作天"]) {
            return Some(Length::WorkingDays(value));
        }
        if self.eat_any(&["个自然日", "自然日", "日历天", "天"]) {
            return Some(Length::Days(value));
        }
        if self.eat("个半月") {
            return Some(Length::Months(value, 15));
        }
        if self.eat("个月") {
            return Some(Length::Months(value, 0));
        }
        if self.eat("个季度") {
            return Some(Length::Months(value.checked_mul(3)?, 0));
        }
        if self.eat_any(&["个小时", "小时"]) {
            return Some(Length::Days(value.div_ceil(24)));
        }
        if self.eat_any(&["个星期", "个礼拜", "星期", "礼拜", "周"]) && self.span_may_end() {
            return Some(Length::Days(value.checked_mul(7)?));
        }
        if self.eat("年半") && self.span_may_end() {
            return Some(Length::Months(value.checked_mul(12)?.checked_add(6)?, 0));
        }
        if self.eat_any(&["周年", "个年度", "年"]) && self.span_may_end() {
            return Some(Length::Months(value.checked_mul(12)?, 0));
        }
        // 3日 is a day of the month; 3日内 is a span.
        (self.eat("日") && ["内", "之内", "以内"].iter().any(|word| self.looks_at(word))).then_some(Length::Days(value))
    }

    /// Words with 年 and 周 are spans only when nothing follows that makes them something else (三年行动, 一周一次).
    fn span_may_end(&self) -> bool {
        match self.peek() {
            None => true,
            Some(c) => "内之以完整时期左，,。；;、（()）".contains(c) || self.looks_at("的集中"),
        }
    }

    /// What the words before the span count from: looks back over one clause, at most 24 characters.
    fn base(&self, from: usize) -> Base {
        let start = (from.saturating_sub(24)..from)
            .rev()
            .find(|at| matches!(self.chars[*at], '，' | ',' | '。' | '；' | ';' | '（' | '('))
            .map_or(from.saturating_sub(24), |at| at + 1);
        if let Some((day, end)) = self.begins_on
            && end >= start
        {
            return Base::On(day);
        }
        let words = self.words(start, from);
        let counts = words.contains('后') || words.contains('起');
        if !counts {
            return Base::On(self.frame.feedback_on);
        }
        for (kind, name) in [(MilestoneKind::Focused, "集中整改"), (MilestoneKind::Deep, "深度整改")] {
            if words.contains(name) {
                return self.frame.milestone(kind).map_or(Base::NoMilestone(name), Base::On);
            }
        }
        if words.contains("反馈") {
            Base::On(self.frame.feedback_on)
        } else if words.contains("方案") {
            self.frame.milestone(MilestoneKind::Plan).map_or(Base::Unknown, Base::On)
        } else {
            Base::Unknown
        }
    }
}
