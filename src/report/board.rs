//! The board (看板): everything that a party group looks at on one page. Its model is typed and whole; it is small enough to be
//! kept (some ten megabytes for 10,000 issues), and the page is looked at as a whole.
//!
//! Figures come from [`Summary`], the members of each from the same rule of the domain; the course of the work, the days
//! ahead and what happened to every item come from one question each.

mod course;
mod matter;
mod tile;

pub use course::{Course, month_words};
pub use matter::{Below, Event, Matter, Section};
pub use tile::{Members, Tile, Tiles};

use super::{
    ReportError, Result, Scope,
    conditions::scope_words,
    overdue::Levels,
    row::joined,
    schedule::{self, DateKind, Entry},
    summary::{GroupRow, Set, Summary},
    typed::Typed,
};
use crate::{
    domain::{
        Day,
        figures::{Figure, Grouping},
        filter::Filter,
        ids::ItemId,
        item::{Item, ItemKind},
        lifecycle::Light,
        party::Role,
        round::SignOff,
    },
    store::query::Order,
    zh::{date::format_day_zh, label::Label as _},
};
use chrono::Days;
use std::collections::HashMap;

/// How far ahead the board looks.
pub const AHEAD_DAYS: u64 = 90;

/// So many late rows are listed; their number is always the full one.
pub const MOST_LATE: usize = 1_000;

/// The lights of one kind of items, by who answers for them.
#[derive(Debug, Clone)]
pub struct Lights {
    /// What is shown: `按责任部门（问题）`.
    pub title: String,
    /// What a row is: 部门 or 领导.
    pub by: &'static str,
    /// Per party the number of each light, in the order of [`Board::LIGHTS`], and their sum.
    pub rows: Vec<LightRow>,
    /// An item with several parties stands with each of them, so that the sums exceed the whole.
    pub overlap: bool,
}

/// The lights of one party.
#[derive(Debug, Clone)]
pub struct LightRow {
    /// Who.
    pub name: String,
    /// How many of each light.
    pub counts: [i64; Board::LIGHTS.len()],
    /// How many items.
    pub total: i64,
}

/// Something that was to be looked at again and was not.
#[derive(Debug, Clone)]
pub struct PastReview {
    /// What it is, and the day.
    pub entry: Entry,
    /// The matter under which it is told, to be jumped to.
    pub matter: i64,
    /// Days since.
    pub days: i64,
}

/// A row of the list of late items.
#[derive(Debug, Clone)]
pub struct Late {
    /// The matter under which it is told, to be jumped to.
    pub matter: i64,
    /// Its code.
    pub code: String,
    /// What it is.
    pub kind: &'static str,
    /// Its words.
    pub words: String,
    /// Who leads.
    pub leader: String,
    /// The departments.
    pub departments: String,
    /// The due day.
    pub due: Day,
    /// The first due day, where it was put off.
    pub first_due: Option<Day>,
    /// Days late.
    pub days: i64,
    /// How far the work is.
    pub progress: &'static str,
}

/// The whole board.
#[derive(Debug, Clone)]
pub struct Board {
    /// Its title.
    pub title: String,
    /// How many rounds it is about.
    pub rounds: usize,
    /// The office that keeps the ledger.
    pub office: Option<String>,
    /// The day it speaks of.
    pub as_of: Day,
    /// That day in words.
    pub as_of_words: String,
    /// The code by which the ledger behind it can be verified.
    pub anchor: String,
    /// How the page is asked for again, and what it shows is listed.
    pub typed: Typed,
    /// The figures that stand first, issues origin by origin.
    pub tiles: Vec<Tiles>,
    /// How many issues of each origin there are, where there are several: what counts them together says so.
    pub origins: String,
    /// All figures, rates and sentences.
    pub summary: Summary,
    /// Lights by department and by leader.
    pub lights: Vec<Lights>,
    /// How the work went on.
    pub course: Course,
    /// Months of which closings were taken back since are marked; from the first closing to the board's day, empty months included.
    pub closings: Vec<(String, i64, i64)>,
    /// The days ahead, the board's day included.
    pub ahead: Vec<Entry>,
    /// What was to be looked at again by now, with the days since: the longest first.
    pub review_past: Vec<PastReview>,
    /// The last of the days ahead.
    pub ahead_until: Day,
    /// How many items are late, level by level.
    pub late_levels: Levels,
    /// Those that are listed, the latest first.
    pub late: Vec<Late>,
    /// Every issue and opinion with what stands below it, in the order of the ledger.
    pub sections: Vec<Section>,
}

impl Board {
    /// The lights in the order in which they are looked at: what is late first.
    pub const LIGHTS: [Light; 6] = [Light::Red, Light::Yellow, Light::Blue, Light::Green, Light::Grey, Light::Done];

    /// Reads everything that the board shows. `next` is what the filter's items were chosen by, when it was whose turn it is.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn new(scope: &Scope<'_>, filter: &Filter, next: &[SignOff]) -> Result<Self> {
        let (reader, day) = (scope.reader, scope.as_of.day);
        let mut items = Vec::new();
        let all = Filter { with_withdrawn: true, ..filter.clone() };
        reader.each_item(&all, scope.as_of, Order::Code, None, |item| {
            items.push(item);
            Ok::<_, ReportError>(())
        })?;
        let summary = Summary::new(scope, filter, Some(Grouping::Department))?;
        let by_leader = Summary::new(scope, filter, Some(Grouping::Leader))?;
        let mut lights = lights_of(&summary, Grouping::Department);
        lights.extend(lights_of(&by_leader, Grouping::Leader));
        let until = day.checked_add_days(Days::new(AHEAD_DAYS)).unwrap_or(day);
        let live: Vec<&Item> = items.iter().filter(|item| item.withdrawn_on.is_none()).collect();
        let mut ahead = schedule::of_items(scope, live.iter().copied())?;
        let review_past = review_past(day, &items, &ahead);
        ahead.retain(|entry| (day..=until).contains(&entry.on));
        let typed = Typed::new(scope, filter, next)?;
        let (late_levels, late) = late(scope, &items);
        let title = match scope.rounds.as_slice() {
            [only] => only.settings.title.clone(),
            rounds => rounds.iter().map(|round| round.settings.title.as_str()).collect::<Vec<_>>().join("、"),
        };
        let part = scope_words(reader, filter)?;
        let title = if part.is_empty() { title } else { format!("{title}（{part}）") };
        Ok(Self {
            title,
            rounds: scope.rounds.len(),
            office: reader.ledger()?.and_then(|ledger| ledger.office),
            as_of: day,
            as_of_words: format_day_zh(day),
            anchor: reader.anchor()?.to_string(),
            tiles: tile::tiles(scope, &summary, &typed, &items),
            typed,
            origins: origins(&summary),
            lights,
            course: Course::new(scope, filter)?,
            closings: course::every_month(&summary.closings, day),
            ahead,
            review_past,
            ahead_until: until,
            late_levels,
            late,
            sections: matter::sections(scope, &items)?,
            summary,
        })
    }

    /// The lines of the tables of figures: issues altogether, by origin, measures, opinions, cases; those that occur.
    #[must_use]
    pub fn lines(&self) -> Vec<(String, &Set)> {
        self.summary.lines()
    }
}

fn review_past(day: Day, items: &[Item], schedule: &[Entry]) -> Vec<PastReview> {
    let roots = matter::Roots::new(items);
    let by_id: HashMap<ItemId, &Item> = items.iter().map(|item| (item.id, item)).collect();
    let reviews = schedule.iter().filter(|entry| entry.kind == DateKind::Review);
    reviews
        .filter_map(|entry| {
            let item = *by_id.get(&entry.item?)?;
            let days = item.days_past_review(day);
            (days > 0).then(|| PastReview { entry: entry.clone(), matter: roots.of(item).id.0, days })
        })
        .collect()
}

/// `反馈问题29个、举一反三3个`, or nothing where one origin is all.
fn origins(summary: &Summary) -> String {
    let total = |set: &Set| set.figures.get(Figure::Total);
    let parts: Vec<String> = summary
        .by_origin
        .iter()
        .filter(|(_, set)| total(set) > 0)
        .map(|(origin, set)| format!("{}{}个", origin.label(), total(set)))
        .collect();
    if parts.len() > 1 { parts.join("、") } else { String::new() }
}

fn lights_of(summary: &Summary, by: Grouping) -> Vec<Lights> {
    let mut found = Vec::new();
    type Pick = fn(&GroupRow) -> &Set;
    let picks: [(ItemKind, Pick, &Set); 2] = [
        (ItemKind::Issue, |group| &group.issues, &summary.issues),
        (ItemKind::Measure, |group| &group.measures, &summary.measures),
    ];
    for (kind, pick, whole) in picks {
        let rows: Vec<LightRow> = summary
            .groups
            .iter()
            .map(|group| {
                let figures = &pick(group).figures;
                LightRow {
                    name: group.label.clone(),
                    counts: Board::LIGHTS.map(|light| figures.get(Figure::of_light(light))),
                    total: figures.get(Figure::Total),
                }
            })
            .filter(|row| row.total > 0)
            .collect();
        let sum: i64 = rows.iter().map(|row| row.total).sum();
        if !rows.is_empty() {
            found.push(Lights {
                title: format!("按{}（{}）", by.label(), kind.label()),
                by: by.label(),
                rows,
                overlap: sum > whole.figures.get(Figure::Total),
            });
        }
    }
    found
}

/// What is late: how much of it at each level, and the rows, the latest first.
fn late(scope: &Scope<'_>, items: &[Item]) -> (Levels, Vec<Late>) {
    let day = scope.as_of.day;
    let roots = matter::Roots::new(items);
    let mut levels = Levels::default();
    let mut rows: Vec<Late> = Vec::new();
    for item in items {
        let (days, Some(due)) = (item.days_late(day), item.due()) else { continue };
        if days == 0 || !item.kind.is_work() {
            continue;
        }
        levels.add(item.kind, item.under_issue, 1);
        rows.push(Late {
            matter: roots.of(item).id.0,
            code: scope.code_of(item),
            kind: if item.kind == ItemKind::Issue && item.under_issue { "问题表现" } else { item.kind.label() },
            words: item.text.clone(),
            leader: joined(item, Role::Leader),
            departments: joined(item, Role::Department),
            due,
            first_due: item.first_due().filter(|first| *first != due),
            days,
            progress: item.progress.label(),
        });
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.days));
    rows.truncate(MOST_LATE);
    (levels, rows)
}
