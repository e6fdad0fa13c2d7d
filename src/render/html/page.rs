//! The page around the matters: a template and what it is filled with.

use super::{counted, matters, source_hash};
use crate::{
    domain::{
        Day,
        figures::{Figure, RateKind},
        item::ItemKind,
        lifecycle::Light,
    },
    render::svg,
    report::{
        board::{Board, Lights, PastReview, month_words},
        schedule::{DateKind, Entry},
    },
    zh::{date::format_day_zh, label::Label as _, workday::is_working_day},
};
use askama::Template;
use chrono::{Datelike as _, Months, Weekday};

const STYLE: &str = include_str!("../templates/board.css");
const SCRIPT: &str = include_str!("../templates/board.js");

/// So many entries are named for one day, and so many whose review day has passed; their number is always the full one.
const MOST_OF_A_DAY: usize = 60;

#[derive(Template)]
#[template(path = "board.html")]
pub(super) struct BoardPage<'a> {
    board: &'a Board,
    style: &'static str,
    script: &'static str,
    policy: String,
    figures: Figures,
    lights: Vec<LightTable<'a>>,
    course: String,
    closings: String,
    closing_rows: Vec<(String, i64, i64)>,
    months: Vec<Month>,
    days: Vec<DayList<'a>>,
    review_past: &'a [PastReview],
    matters: String,
    left_out: String,
    count: usize,
}

/// A table of figures, ready to be written.
struct Figures {
    heads: Vec<&'static str>,
    rows: Vec<(String, bool, Vec<String>)>,
}

struct LightTable<'a> {
    lights: &'a Lights,
    bars: Vec<String>,
}

/// A month of the days ahead, week by week.
struct Month {
    title: String,
    weeks: Vec<Vec<Option<CalendarDay>>>,
}

struct CalendarDay {
    day: Day,
    number: u32,
    class: String,
    said: String,
    marks: String,
}

/// What one day brings.
struct DayList<'a> {
    day: Day,
    words: String,
    off: bool,
    entries: Vec<&'a Entry>,
    /// What is due that day and not named here.
    more: usize,
    /// What is to be looked at again that day and not named here.
    more_reviews: usize,
    /// What to type to see all that is due.
    command: String,
}

impl<'a> BoardPage<'a> {
    pub(super) fn new(board: &'a Board) -> Self {
        let (matters, left_out) = matters::matters(&board.sections, &board.typed.in_round("show 编号"));
        let days = days(board);
        Self {
            board,
            style: STYLE,
            script: SCRIPT,
            policy: format!(
                "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
                source_hash(STYLE),
                source_hash(SCRIPT)
            ),
            figures: figures(board),
            lights: board
                .lights
                .iter()
                .map(|lights| LightTable {
                    lights,
                    bars: lights
                        .rows
                        .iter()
                        .map(|row| {
                            let parts: Vec<(&str, i64)> = Board::LIGHTS
                                .iter()
                                .zip(row.counts)
                                .map(|(light, count)| (matters::light_class(Some(*light)), count))
                                .collect();
                            svg::stack(&parts)
                        })
                        .collect(),
                })
                .collect(),
            course: if board.course.is_drawn() { svg::course(&board.course) } else { String::new() },
            closings: if board.closings.is_empty() { String::new() } else { svg::closings(&board.closings) },
            closing_rows: board.closings.iter().map(|(month, n, back)| (month_words(month), *n, *back)).collect(),
            months: months(board, &days),
            days,
            review_past: &board.review_past[..board.review_past.len().min(MOST_OF_A_DAY)],
            matters,
            left_out,
            count: board.sections.iter().map(|section| section.matters.len()).sum(),
        }
    }

    fn light_heads(&self) -> [(&'static str, &'static str); Board::LIGHTS.len()] {
        Board::LIGHTS.map(|light: Light| (matters::light_class(Some(light)), light.label()))
    }

    fn kind_of(&self, entry: &Entry) -> &'static str {
        match entry.kind {
            DateKind::Milestone(_) => "节点",
            DateKind::Due => "到期",
            DateKind::Review => "复核",
        }
    }

    /// What stands below and has the same day.
    fn along(&self, entry: &Entry) -> String {
        let what = if entry.kind == DateKind::Review { "复核" } else { "到期" };
        format!("同日{what}的下级事项{}条", entry.along.len())
    }

    fn item_kind(&self, entry: &Entry) -> &'static str {
        entry.item_kind.map_or("", |kind: ItemKind| kind.label())
    }
}

/// The figures and rates of each line, as the summary states them.
fn figures(board: &Board) -> Figures {
    let counts = [
        ("总数", Figure::Total),
        ("未启动", Figure::NotStarted),
        ("整改中", Figure::InProgress),
        ("阶段性完成", Figure::Staged),
        ("已完成", Figure::Completed),
        ("待审定", Figure::Requested),
        ("退回整改", Figure::Returned),
        ("已销号", Figure::Closed),
        ("逾期未完成", Figure::Overdue),
        ("已撤项", Figure::Withdrawn),
    ];
    let rates =
        [RateKind::Completion, RateKind::Closure, RateKind::DueCompletion, RateKind::OnTime, RateKind::OnTimeFirst];
    let heads = counts.iter().map(|(head, _)| *head).chain(rates.iter().map(|rate| rate.label())).collect();
    let rows = board
        .lines()
        .into_iter()
        .map(|(label, set)| {
            let part_of = label.starts_with(' ');
            let mut cells: Vec<String> =
                counts.iter().map(|(_, figure)| set.figures.get(*figure).to_string()).collect();
            cells.extend(rates.iter().map(|rate| set.rate(*rate).with_fraction()));
            (label.trim().to_owned(), part_of, cells)
        })
        .collect();
    Figures { heads, rows }
}

fn days(board: &Board) -> Vec<DayList<'_>> {
    let mut days: Vec<DayList<'_>> = Vec::new();
    for entry in &board.ahead {
        if days.last().is_none_or(|list| list.day != entry.on) {
            days.push(DayList {
                day: entry.on,
                words: format!("{} 周{}", format_day_zh(entry.on), weekday(entry.on)),
                off: is_off(entry.on),
                entries: Vec::new(),
                more: 0,
                more_reviews: 0,
                command: board.typed.due_on(entry.on).command("list --all"),
            });
        }
        if let Some(list) = days.last_mut() {
            if list.entries.len() < MOST_OF_A_DAY {
                list.entries.push(entry);
            } else if entry.kind == DateKind::Review {
                list.more_reviews += 1;
            } else {
                list.more += 1;
            }
        }
    }
    days
}

/// The months of the days ahead as they hang on the wall.
fn months(board: &Board, days: &[DayList<'_>]) -> Vec<Month> {
    let mut months = Vec::new();
    let mut first = board.as_of.with_day(1);
    while let Some(begin) = first.filter(|begin| *begin <= board.ahead_until) {
        let next = begin.checked_add_months(Months::new(1));
        let blank = usize::try_from(begin.weekday().num_days_from_monday()).unwrap_or(0);
        let mut cells: Vec<Option<CalendarDay>> = (0..blank).map(|_| None).collect();
        let mut day = Some(begin);
        while let Some(at) = day.filter(|at| next.is_none_or(|next| *at < next)) {
            cells.push(Some(calendar_day(board, days, at)));
            day = at.succ_opt();
        }
        while !cells.len().is_multiple_of(7) {
            cells.push(None);
        }
        let mut weeks = Vec::new();
        while !cells.is_empty() {
            let rest = cells.split_off(7.min(cells.len()));
            weeks.push(std::mem::replace(&mut cells, rest));
        }
        months.push(Month { title: format!("{}年{}月", begin.year(), begin.month()), weeks });
        first = next;
    }
    months
}

fn calendar_day(board: &Board, days: &[DayList<'_>], day: Day) -> CalendarDay {
    let list = days.binary_search_by_key(&day, |list| list.day).ok().map(|at| &days[at]);
    let mut class = String::new();
    if day < board.as_of || day > board.ahead_until {
        class.push_str(" out");
    }
    if day == board.as_of {
        class.push_str(" now");
    }
    if is_off(day) {
        class.push_str(" off");
    }
    let (mut said, mut marks) = (String::new(), String::new());
    if let Some(list) = list {
        let count =
            |is: fn(&Entry) -> bool| i64::try_from(list.entries.iter().filter(|entry| is(entry)).count()).unwrap_or(0);
        let milestones = count(|entry| matches!(entry.kind, DateKind::Milestone(_)));
        let reviews = count(|entry| entry.kind == DateKind::Review) + i64::try_from(list.more_reviews).unwrap_or(0);
        let due = count(|entry| entry.kind == DateKind::Due) + i64::try_from(list.more).unwrap_or(0);
        class.push_str(match due {
            0 => "",
            1..=2 => " k1",
            3..=9 => " k2",
            _ => " k3",
        });
        if milestones > 0 {
            class.push_str(" mile");
        }
        if reviews > 0 {
            class.push_str(" look");
        }
        let parts = [counted(milestones, "个节点"), counted(due, "项到期"), counted(reviews, "项复核")];
        said = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("、");
        marks = if due > 0 { due.to_string() } else { String::new() };
    }
    CalendarDay { day, number: day.day(), class: class.trim_start().to_owned(), said, marks }
}

/// Whether nobody works that day: by the published arrangement, where its year is known, else on weekends.
fn is_off(day: Day) -> bool {
    is_working_day(day).map_or_else(|_| matches!(day.weekday(), Weekday::Sat | Weekday::Sun), |works| !works)
}

fn weekday(day: Day) -> &'static str {
    ["一", "二", "三", "四", "五", "六", "日"][day.weekday().num_days_from_monday() as usize]
}
