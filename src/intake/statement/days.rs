//! Days that a paper names: whether the calendar has them, and whether they stand in their order.

use super::{Passage, excerpt};
use crate::{
    domain::{
        Day,
        stated::{Fault, FigureCheck, Weight},
    },
    intake::plan::Header,
    zh::{
        date::{format_day_zh, parse_day},
        numeral::{fold_char, is_chinese_numeral, parse_number},
    },
};

/// A day as it is written: the year where it is named, the day of the month where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Written {
    at: usize,
    end: usize,
    year: Option<i32>,
    month: u32,
    day: Option<u32>,
}

impl Written {
    /// Whether the calendar has it; without its year any year may.
    fn exists(self) -> bool {
        const LEAP: i32 = 2024;
        Day::from_ymd_opt(self.year.unwrap_or(LEAP), self.month, self.day.unwrap_or(1)).is_some()
    }
}

/// Looks at the days of a passage.
pub(super) fn find(passage: &Passage<'_>, checks: &mut Vec<FigureCheck>) {
    for sentence in passage.text.split(['。', '\n']) {
        let days = written(sentence);
        let mut tell = |fault, (from, to): (usize, usize), against: &str| {
            checks.push(FigureCheck {
                weight: Weight::Finding,
                fault,
                place: passage.place.to_owned(),
                words: excerpt(sentence, from, to),
                stated: sentence[from..to].to_owned(),
                computed: "—".to_owned(),
                against: against.to_owned(),
            });
        };
        for day in days.iter().filter(|day| !day.exists()) {
            tell(Fault::NoSuchDay, (day.at, day.end), "日历上没有这一天");
        }
        for pair in days.windows(2).filter(|pair| pair.iter().all(|day| day.exists())) {
            let [from, to] = pair else { continue };
            let joined = ["至", "到", "—", "——", "-", "－", "–", "~", "～"].contains(&sentence[from.end..to.at].trim());
            if let (true, Some(year)) = (joined, from.year)
                && reversed(year, *from, *to)
            {
                let against = if to.year.is_some() {
                    "终止日早于起始日"
                } else {
                    "按同一年读，终止日早于起始日；跨年的请写明年份"
                };
                tell(Fault::DaysOutOfOrder, (from.at, to.end), against);
            }
        }
    }
}

fn reversed(year: i32, from: Written, to: Written) -> bool {
    let key = |day: Written, year: i32, whole: bool| (year, day.month, if whole { day.day.unwrap_or(1) } else { 1 });
    let whole = from.day.is_some() && to.day.is_some();
    key(to, to.year.unwrap_or(year), whole) < key(from, year, whole)
}

/// Every month of a text that a number names, with its year before it and its day behind it.
fn written(text: &str) -> Vec<Written> {
    let is_part = |c: char| fold_char(c).is_ascii_digit() || is_chinese_numeral(c);
    let run_before = |end: usize| -> usize {
        text[..end].char_indices().rev().take(6).take_while(|(_, c)| is_part(*c)).last().map_or(end, |(at, _)| at)
    };
    let mut found: Vec<Written> = Vec::new();
    for (at, mark) in text.match_indices(['月', '日']) {
        let from = run_before(at);
        let Some(number) = parse_number(&text[from..at]).filter(|_| from < at) else { continue };
        if mark == "日" {
            // 3月1日至15日: the month is the one before.
            let connected = found.last().filter(|last| {
                last.day.is_some() && ["至", "到", "-", "—", "－"].contains(&&text[last.end.min(from)..from])
            });
            if let Some(last) = connected.copied() {
                found.push(Written { at: from, end: at + mark.len(), day: Some(number), ..last });
            }
            continue;
        }
        let mut day = Written { at: from, end: at + mark.len(), year: None, month: number, day: None };
        if let Some(before) = text[..from].strip_suffix('年') {
            let begin = run_before(before.len());
            let digits = text[begin..before.len()].chars().count();
            let year = parse_number(&before[begin..]).and_then(|year| i32::try_from(year).ok()).filter(|_| digits == 4);
            (day.year, day.at) = (year, if year.is_some() { begin } else { from });
        }
        let behind = &text[day.end..];
        let len: usize = behind.chars().take(3).take_while(|c| is_part(*c)).map(char::len_utf8).sum();
        if let Some(mark) = behind[len..].chars().next().filter(|c| len > 0 && matches!(c, '日' | '号')) {
            day.day = parse_number(&behind[..len]);
            day.end += len + mark.len_utf8();
        }
        // 历时15月 is no date.
        if day.year.is_some() || day.day.is_some() {
            found.push(day);
        }
    }
    // A day behind its month was met again at its own mark.
    found.dedup_by(|later, earlier| later.end == earlier.end);
    found
}

/// The feedback comes after the time on site.
pub(super) fn header(header: &Header) -> Option<FigureCheck> {
    let (to, feedback) = (header.onsite_to?, header.feedback_on?);
    (feedback < to).then(|| FigureCheck {
        weight: Weight::Finding,
        fault: Fault::DaysOutOfOrder,
        place: "抬头".to_owned(),
        words: format!("{}反馈", format_day_zh(feedback)),
        stated: format_day_zh(feedback),
        computed: format!("{}以后", format_day_zh(to)),
        against: "现场工作结束以前不会反馈".to_owned(),
    })
}

/// The day under the signature.
pub(super) fn signed(passages: &[Passage<'_>]) -> Option<Day> {
    let lines = passages.iter().rev().filter(|passage| passage.apart).take(12);
    let day = |text: &str| parse_day(text, None).ok().filter(|_| text.contains('月'));
    lines
        .flat_map(|passage| passage.text.lines().rev())
        .find_map(|line| day(line.trim()).or_else(|| day(line.trim().rsplit(char::is_whitespace).next()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(Fault, String)> {
        let mut checks = Vec::new();
        find(&Passage { place: "第1行", text, apart: true }, &mut checks);
        checks.into_iter().map(|check| (check.fault, check.stated)).collect()
    }

    #[test]
    fn days_that_do_not_exist_are_found_in_every_writing() {
        for (text, stated) in [
            ("2024年2月30日召开", "2024年2月30日"),
            ("截至2023年2月29日，", "2023年2月29日"),
            ("于４月31日前", "４月31日"),
            ("二〇二五年九月三十一日", "二〇二五年九月三十一日"),
            ("2024年13月起", "2024年13月"),
        ] {
            assert_eq!(told(text), [(Fault::NoSuchDay, stated.to_owned())], "{text}");
        }
    }

    #[test]
    fn a_period_that_ends_before_it_begins_is_found() {
        for text in
            ["2024年9月23日至2024年3月20日", "2024年9月23日至3月20日", "2024年5月至2023年7月", "2024年3月15日至1日"]
        {
            assert_eq!(told(text), [(Fault::DaysOutOfOrder, text.to_owned())], "{text}");
        }
    }

    #[test]
    fn days_in_their_order_are_not_accused() {
        for text in [
            "2019年9月6日至11月28日，巡察组进驻。12月16日反馈",
            "2024年2月29日",
            "2月29日",
            "11月1日至2月1日",
            "2024年11月1日至2025年2月1日",
            "2024年3月至5月",
            "2024年8月4日至6日",
            "2024年3月，2023年5月",
            "历时15月",
            "3个月内",
            "每月30日前",
            "2024717日",
            "岁月",
        ] {
            assert_eq!(told(text), [], "{text}");
        }
    }

    #[test]
    fn the_day_under_the_signature_is_the_papers_day() {
        let line = |text| Passage { place: "第1行", text, apart: true };
        for text in ["2025年4月29日", "中共某局党组 2025年4月29日", "二〇二五年四月二十九日"] {
            assert_eq!(signed(&[line("正文"), line(text)]), "2025-04-29".parse().ok(), "{text}");
        }
        assert_eq!(signed(&[line("2025年4月29日召开会议")]), None);
    }
}
