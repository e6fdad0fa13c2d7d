//! Calendar days in deadline words: 6月30日前, 2025.6, 本季度末, 2025年3月1日至6月30日.

use super::{
    NO_SUCH_DAY,
    calendar::{Expression, Unit},
    scan::{Finding, Scanner},
};
use crate::{
    domain::Day,
    zh::date::{YEARS, format_day},
};
use chrono::{Datelike, Months};

/// What joins the two ends of a period.
const JOINTS: &[&str] = &["——", "--", "—", "–", "-", "~", "～", "至", "到"];

/// What may follow a day that is written without 日.
const DAY_MAY_END: &str = "前之以止，,。；;、）)至到~～—–-";

/// What may follow a year that is meant as a whole: its end, or the work that is due in it. 2025年国庆节前 is not its end.
const YEAR_MAY_END: &str = "前之以内期止起开始后左至到~～—–-、，,。；;：（()）完整实落取基力达见建形全每";

/// Feasts with a fixed day by which offices date things. 春节 moves and is left to the clerk.
const FEASTS: &[(&str, u32, u32)] =
    &[("国庆节", 10, 1), ("国庆", 10, 1), ("元旦", 1, 1), ("五一", 5, 1), ("七一", 7, 1)];

/// A part of the calendar, and what its words say beside.
pub(super) struct Read {
    expression: Expression,
    /// The words leave open which day they mean.
    open: bool,
    /// The words make a beginning of it (2025年3月起).
    begins: bool,
}

/// A unit, and what its words already say about its end.
struct Part {
    unit: Unit,
    /// Its end is named (6月底), so that 前 behind it does not mean the time before it.
    closed: bool,
    /// The words leave open which day they mean (6月初).
    open: bool,
}

impl Part {
    const fn of(unit: Unit) -> Self {
        Self { unit, closed: false, open: false }
    }

    const fn closed(unit: Unit) -> Self {
        Self { unit, closed: true, open: false }
    }

    const fn open(unit: Unit) -> Self {
        Self { unit, closed: false, open: true }
    }
}

impl Scanner<'_> {
    /// Reads a day, or the period that begins with one, at this place.
    pub(super) fn point(&mut self) -> bool {
        let from = self.at;
        let Some(mut read) = self.expression() else {
            self.at = from;
            return false;
        };
        let Some((mut year, mut due)) = read.expression.resolve(self.said_year, self.frame.feedback_on) else {
            self.found.problem = Some(format!("{NO_SUCH_DAY}：{}", self.words(from, self.at)));
            return true;
        };
        if read.expression.year.is_some() {
            self.said_year = Some(year);
        }
        if let Some(end) = self.period_end(&read) {
            let said = end.expression.year;
            let resolved = Expression { year: Some(said.unwrap_or(year)), ..end.expression }
                .resolve(None, self.frame.feedback_on)
                .and_then(|(y, d)| {
                    let turns = said.is_none() && d < due;
                    if turns {
                        Expression { year: Some(y + 1), ..end.expression }.resolve(None, d)
                    } else {
                        Some((y, d))
                    }
                });
            let Some(resolved) = resolved else {
                self.found.problem = Some(format!("{NO_SUCH_DAY}：{}", self.words(from, self.at)));
                return true;
            };
            if read.expression.year.is_some() || said.is_some() {
                self.said_year = Some(resolved.0);
            }
            (year, due) = resolved;
            read = end;
        }
        if read.begins {
            self.found.begins = true;
            self.begins_on = read.expression.unit.days(year).map(|(first, _)| (first, self.at));
            return true;
        }
        // 国庆节前 is open only in its form: its day is known.
        let unit = read.expression.unit;
        let strict = read.expression.before && !unit.is_day() && !matches!(unit, Unit::Feast(..));
        let note = (strict || read.open)
            .then(|| format!("待确认：“{}”从严读作{}", self.words(from, self.at), format_day(due)));
        self.found.findings.push(Finding { due, relative: false, note });
        true
    }

    /// Reads a part of the calendar with what its words say about its end.
    pub(super) fn expression(&mut self) -> Option<Read> {
        let (year, part) = match self.year() {
            Some(year) => (Some(year), self.part_of_year()?),
            None => self.part_without_year()?,
        };
        let mut open = part.open | self.eat_any(&["左右", "前后", "上下"]);
        let inside = self.eat_but(&["期间", "之内", "以内", "内"], "部容外");
        // 3月内 may be meant for 3个月内.
        open |= inside && year.is_none() && matches!(part.unit, Unit::Month(_)) && !part.closed;
        let before = self.eat_but(&["之前", "以前", "前"], "往期端述三置");
        if !before {
            self.eat_any(&["截止", "止"]);
        }
        self.eat("之日");
        let begins = !before
            && (self.eat_but(&["之后", "以后", "后"], "续期勤") || self.eat_but(&["开始", "以来", "起"], "草诉动底步"));
        let expression = Expression { year, unit: part.unit, before: before && !part.closed && !inside };
        Some(Read { expression, open, begins })
    }

    /// Reads the end of a period of which `start` is the beginning; leaves the place where it was when there is none.
    fn period_end(&mut self, start: &Read) -> Option<Read> {
        let from = self.at;
        if start.expression.before || !self.eat_any(JOINTS) {
            return None;
        }
        let end = self.bare_end(start.expression.unit).or_else(|| self.expression());
        if end.is_none() {
            self.at = from;
        }
        end
    }

    /// The end of a period given by a number alone: 3月1日至30日, 2025.3-6.
    fn bare_end(&mut self, start: Unit) -> Option<Read> {
        let from = self.at;
        let number = self.number().filter(|n| n.len <= 3).and_then(|n| n.value);
        let unit = match (start, number) {
            (Unit::Day(month, _), Some(day)) if self.eat_any(&["日", "号"]) => Some(Unit::Day(month, day)),
            (Unit::Month(_), Some(month)) if month <= 12 && self.day_may_end() => Some(Unit::Month(month)),
            _ => None,
        };
        let Some(unit) = unit else {
            self.at = from;
            return None;
        };
        self.eat_any(&["之前", "以前", "前", "止"]);
        Some(Read { expression: Expression { year: None, unit, before: false }, open: false, begins: false })
    }

    fn day_may_end(&self) -> bool {
        self.peek().is_none_or(|c| DAY_MAY_END.contains(c))
    }

    /// Reads a year that is said: 2025年, 25年6月, 二〇二五年, 今年, 明年.
    pub(super) fn year(&mut self) -> Option<i32> {
        const WORDS: &[(&str, i32)] = &[
            ("今年", 0),
            ("本年", 0),
            ("当年", 0),
            ("明年", 1),
            ("来年", 1),
            ("翌年", 1),
            ("下一年", 1),
            ("后年", 2),
            ("去年", -1),
        ];
        let from = self.at;
        let year = if let Some((_, years)) = WORDS.iter().find(|(word, _)| self.eat(word)) {
            self.this_year() + years
        } else if self.eat("次年") {
            self.said_year.unwrap_or_else(|| self.this_year()) + 1
        } else {
            // 2024-2026年: the last of them.
            let first = self.number();
            let end = self.at;
            let last = if self.eat_any(JOINTS) { self.number().filter(|n| n.len == 4) } else { None };
            if last.is_none() {
                self.at = end;
            }
            let year = last.or(first).and_then(|n| self.numbered_year(n.value?, n.len, n.arabic));
            let Some(year) = year else {
                self.at = from;
                return None;
            };
            year
        };
        self.eat("度");
        // 今年年底, 2025年年底.
        if ["年底", "年末", "年终", "年初", "年中", "年内"].iter().any(|word| self.looks_at(word)) {
            self.eat("年");
        }
        Some(year)
    }

    fn numbered_year(&mut self, value: u32, len: usize, arabic: bool) -> Option<i32> {
        if !self.eat("年") {
            return None;
        }
        let value = i32::try_from(value).ok()?;
        match len {
            4 if YEARS.contains(&value) => Some(value),
            // 25年6月; but 20年内 is a span.
            2 if arabic && (20..50).contains(&value) => {
                let goes_on = self.peek().is_some_and(|c| {
                    c.is_ascii_digit() || crate::zh::numeral::is_chinese_numeral(c) || "底末上下第".contains(c)
                });
                goes_on.then_some(2000 + value)
            }
            _ => None,
        }
    }

    /// What of a said year is meant; the whole of it when nothing follows.
    fn part_of_year(&mut self) -> Option<Part> {
        if self.eat_any(&["底", "末", "终"]) {
            return Some(Part::closed(Unit::Year));
        }
        if self.eat("初") {
            return Some(Part::open(Unit::Month(1)));
        }
        if self.eat_but(&["中"], "央国心间共级层院旬期") {
            return Some(Part::open(Unit::Day(6, 30)));
        }
        if let Some(part) = self.feast().or_else(|| self.quarter_or_half()) {
            return Some(part);
        }
        if self.eat("元月") {
            return Some(self.part_of_month(1));
        }
        let from = self.at;
        if let Some(first) = self.number().filter(|n| n.len <= 3) {
            // 2025年3-6月, 2025年3、4月: the last month of them.
            let end = self.at;
            let joined = self.eat_any(JOINTS) || self.eat_any(&["、", "和", "及"]);
            let last = if joined { self.number().filter(|n| n.len <= 3) } else { None };
            if last.is_none() {
                self.at = end;
            }
            if let Some(month) = last.unwrap_or(first).value
                && self.eat("月")
            {
                return Some(self.part_of_month(month));
            }
        }
        self.at = from;
        self.peek().is_none_or(|c| YEAR_MAY_END.contains(c)).then_some(Part::of(Unit::Year))
    }

    /// 国庆节前: feasts date things only as what must be done before them.
    fn feast(&mut self) -> Option<Part> {
        let from = self.at;
        let feast = FEASTS.iter().find(|(name, ..)| self.eat(name));
        if let Some((_, month, day)) = feast
            && ["前", "之前", "以前"].iter().any(|word| self.looks_at(word))
        {
            return Some(Part::of(Unit::Feast(*month, *day)));
        }
        self.at = from;
        None
    }

    /// A part of the calendar whose year is unsaid, or given by its digits (2025-06-30) or by words such as 本月.
    fn part_without_year(&mut self) -> Option<(Option<i32>, Part)> {
        if let Some(part) = self.feast().or_else(|| self.quarter_or_half()) {
            return Some((None, part));
        }
        if self.eat("元月") {
            return Some((None, self.part_of_month(1)));
        }
        if let Some(found) = self.named_month().or_else(|| self.named_quarter()) {
            return Some(found);
        }
        let from = self.at;
        let preceded = self.before(from);
        let counts_years = preceded
            .is_some_and(|c| c.is_ascii_digit() || crate::zh::numeral::is_chinese_numeral(c) || "半每".contains(c));
        if !counts_years && self.eat_any(&["年底", "年末", "年终", "岁末", "年内", "全年"]) {
            return Some((None, Part::closed(Unit::Year)));
        }
        // 月底前: the month of the feedback, most likely.
        let on = self.frame.feedback_on;
        if !counts_years && !preceded.is_some_and(|c| "各个逐".contains(c)) {
            if self.eat_any(&["月底", "月末"]) {
                return Some((Some(on.year()), Part { closed: true, ..Part::open(Unit::Month(on.month())) }));
            }
            if self.eat_any(&["季度末", "季度底", "季末"]) {
                let quarter = Unit::Quarter(on.month().div_ceil(3));
                return Some((Some(on.year()), Part { closed: true, ..Part::open(quarter) }));
            }
        }
        let number = self.number()?;
        let value = number.value?;
        if number.arabic && matches!(number.len, 4 | 6 | 8) {
            return self.digits(value, number.len);
        }
        if number.len <= 3 && self.eat("月") {
            return Some((None, self.part_of_month(value)));
        }
        if number.arabic && number.len <= 2 && !preceded.is_some_and(|c| ".-/".contains(c)) {
            return self.short_date(value).or_else(|| self.month_and_day(value)).or_else(|| self.bare_day(value));
        }
        self.bare_day(value)
    }

    /// 第二季度, 三季度末, 前三季度, 上半年.
    fn quarter_or_half(&mut self) -> Option<Part> {
        let from = self.at;
        let unit = if self.eat("上半年") {
            Some(Unit::Half(1))
        } else if self.eat("下半年") {
            Some(Unit::Half(2))
        } else {
            self.eat_any(&["第", "前"]);
            let number = self.number().filter(|n| n.len == 1).and_then(|n| n.value);
            number.filter(|_| self.eat("季度") || self.eat_but(&["季"], "节")).map(Unit::Quarter)
        };
        let Some(unit) = unit else {
            self.at = from;
            return None;
        };
        Some(if self.eat_any(&["底", "末"]) { Part::closed(unit) } else { Part::of(unit) })
    }

    /// 本月, 下月: months counted from the feedback.
    fn named_month(&mut self) -> Option<(Option<i32>, Part)> {
        const WORDS: &[(&str, u32)] =
            &[("本月", 0), ("当月", 0), ("这个月", 0), ("下个月", 1), ("下月", 1), ("次月", 1)];
        let (_, months) = WORDS.iter().find(|(word, _)| self.eat(word))?;
        let day = self.frame.feedback_on.checked_add_months(Months::new(*months))?;
        Some((Some(day.year()), self.part_of_month(day.month())))
    }

    /// 本季度, 下季度: quarters counted from the feedback.
    fn named_quarter(&mut self) -> Option<(Option<i32>, Part)> {
        const WORDS: &[(&str, u32)] =
            &[("本季度", 0), ("这个季度", 0), ("当季度", 0), ("本季", 0), ("下个季度", 3), ("下季度", 3), ("下季", 3)];
        let (_, months) = WORDS.iter().find(|(word, _)| self.eat(word))?;
        let day = self.frame.feedback_on.checked_add_months(Months::new(*months))?;
        let unit = Unit::Quarter(day.month().div_ceil(3));
        let part = if self.eat_any(&["底", "末"]) { Part::closed(unit) } else { Part::of(unit) };
        Some((Some(day.year()), part))
    }

    /// What of a month is meant, the place being behind its 月.
    fn part_of_month(&mut self, month: u32) -> Part {
        self.eat("份");
        for (word, third) in [("上旬", 1), ("中旬", 2), ("下旬", 3)] {
            if self.eat(word) {
                return Part::of(Unit::Third(month, third));
            }
        }
        if self.eat_any(&["月底", "月末", "底", "末"]) {
            return Part::closed(Unit::Month(month));
        }
        if self.eat("初") {
            return Part::open(Unit::Third(month, 1));
        }
        if self.eat_but(&["中"], "央国心间共级层院期") {
            return Part::open(Unit::MidMonth(month));
        }
        let from = self.at;
        if let Some(day) = self.number().filter(|n| n.len <= 3).and_then(|n| n.value)
            && (self.eat_any(&["日", "号"]) || self.day_may_end())
        {
            return Part::of(Unit::Day(month, day));
        }
        self.at = from;
        Part::of(Unit::Month(month))
    }

    /// 2025-06-30, 2025.6, 20250630, 202506: the place is behind the first run of digits.
    fn digits(&mut self, value: u32, len: usize) -> Option<(Option<i32>, Part)> {
        let year_of = |value: u32| i32::try_from(value).ok().filter(|year| YEARS.contains(year));
        match len {
            8 => Some((Some(year_of(value / 10_000)?), Part::of(Unit::Day(value / 100 % 100, value % 100)))),
            6 => {
                let month = Some(value % 100).filter(|m| (1..=12).contains(m))?;
                Some((Some(year_of(value / 100)?), Part::of(Unit::Month(month))))
            }
            _ => {
                let year = year_of(value)?;
                let separator = ["-", ".", "/"].into_iter().find(|s| self.eat(s))?;
                let month = self.number().filter(|n| n.arabic && n.len <= 2)?.value?;
                let end = self.at;
                if self.eat(separator)
                    && let Some(day) = self.number().filter(|n| n.arabic && n.len <= 2).and_then(|n| n.value)
                {
                    self.eat_any(&["日", "号"]);
                    return Some((Some(year), Part::of(Unit::Day(month, day))));
                }
                self.at = end;
                let closed = self.eat_any(&["底", "末"]);
                let part = match (closed, self.eat("月")) {
                    (true, _) => Part::closed(Unit::Month(month)),
                    (_, true) => self.part_of_month(month),
                    _ => Part::of(Unit::Month(month)),
                };
                Some((Some(year), part))
            }
        }
    }

    /// 25.6.30: the year by its last two digits, which is marked.
    fn short_date(&mut self, year: u32) -> Option<(Option<i32>, Part)> {
        let from = self.at;
        let mut next = |separator: &[&str]| {
            let there = self.eat_any(separator);
            there.then(|| self.number()).flatten().filter(|n| n.arabic && n.len <= 2).and_then(|n| n.value)
        };
        let (month, day) = (next(&["-", ".", "/"]), next(&["-", ".", "/"]));
        if let (Some(month @ 1..=12), Some(day @ 1..=31), 20..50) = (month, day, year)
            && self.day_may_end()
        {
            let year = i32::try_from(2000 + year).ok()?;
            return Some((Some(year), Part::open(Unit::Day(month, day))));
        }
        self.at = from;
        None
    }

    /// 6.30前, 6/30, 6-30: only where nothing follows that makes it a list number or a range of months.
    fn month_and_day(&mut self, month: u32) -> Option<(Option<i32>, Part)> {
        let from = self.at;
        let day = if self.eat_any(&["-", ".", "/"]) {
            self.number().filter(|n| n.arabic && n.len <= 2).and_then(|n| n.value)
        } else {
            None
        };
        match day {
            Some(day) if (1..=12).contains(&month) && (1..=31).contains(&day) && self.day_may_end() => {
                // 1.5 and 3-6 may be meant for something else; 6.30 can only be a day, and 前 says it is one.
                let open = day <= 12 && self.peek() != Some('前');
                Some((None, Part { open, ..Part::of(Unit::Day(month, day)) }))
            }
            _ => {
                self.at = from;
                None
            }
        }
    }

    /// 20日前: the first such day on or after the feedback. It may be meant for 20日内, and is marked.
    fn bare_day(&mut self, day: u32) -> Option<(Option<i32>, Part)> {
        if !self.eat_any(&["日", "号"]) || !["前", "之前", "以前"].iter().any(|word| self.looks_at(word)) {
            return None;
        }
        let from = self.frame.feedback_on;
        let month = if day >= from.day() { from } else { from.checked_add_months(Months::new(1))? };
        Day::from_ymd_opt(month.year(), month.month(), day)?;
        Some((Some(month.year()), Part::open(Unit::Day(month.month(), day))))
    }
}
