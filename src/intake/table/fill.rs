//! A cell's words into the fields of the items it speaks of; what is not understood is noted with its place, and kept.

use super::block::add_source;
use super::column::{Column, is_text};
use super::ledger::{Ledger, is_ticked, says_nothing, shown};
use super::status::{self, Asked, Status};
use super::{day, names, split};
use crate::domain::item::ItemType;
use crate::domain::lifecycle::{Closure, Progress};
use crate::domain::reported::MonthTold;
use crate::intake::field::Field;
use crate::intake::grid::{Cell, Grid};
use crate::intake::plan::{PlannedItem, Reported, TableField};
use crate::zh::own_table;

/// One cell on its way into items.
pub(super) struct Fill<'a> {
    /// The grid, for places.
    pub(super) grid: &'a Grid,
    /// The cell's row.
    pub(super) row: usize,
    /// Its column.
    pub(super) column: &'a Column,
    /// The items.
    pub(super) ledger: &'a mut Ledger,
}

impl Fill<'_> {
    /// Reads a cell into these items; `source` are its words as they stood.
    pub(super) fn apply(&mut self, cell: &Cell, source: &str, targets: &[usize]) {
        let line = format!("{}：{source}", self.column.heading);
        if let Some(first) = targets.first() {
            add_source(&mut self.ledger.items[*first], &line);
        }
        let words = cell.words();
        if let Cell::Fault(_) = cell {
            return self.note(format!("“{}”列的值是 {words}，没有读入", self.column.heading));
        }
        let Some(field) = self.column.field else { return };
        if self.ledger.own && self.literal(field, &words, targets) {
            return;
        }
        if self.column.ticked {
            return self.tick(field, cell, targets);
        }
        if let Some((year, month)) = self.column.filed_month.filter(|_| !says_nothing(&words)) {
            let words = words.into_owned();
            return self.report(targets, &|reported| add_month(reported, (year, month), field, &words));
        }
        if says_nothing(&words) {
            // 无 in a later month says that what an earlier one told is over.
            return match field {
                TableField::Problems => self.report(targets, &|reported| reported.problems = None),
                TableField::Next => self.report(targets, &|reported| reported.next = None),
                _ => {}
            };
        }
        let field = if self.column.mixed { self.of_mixed(field, cell) } else { field };
        match field {
            TableField::Leader => self.names(&words, Field::Leader, targets),
            TableField::CoLeader => {
                let named = names::read(&words, Field::Leader);
                self.each(targets, &|item| {
                    for name in &named.leaders {
                        if !item.co_leaders.contains(name) {
                            item.co_leaders.push(name.clone());
                        }
                    }
                });
            }
            TableField::Department => self.names(&words, Field::Department, targets),
            TableField::CoDepartment => self.names(&words, Field::CoDepartment, targets),
            TableField::Person => self.names(&words, Field::Person, targets),
            TableField::Deadline => self.deadline(cell, targets),
            TableField::FirstDue | TableField::Review => self.other_day(field, cell, targets),
            TableField::Stepped => match own_table::stepped_of_cell(&words) {
                Some(told) => self.report(targets, &|reported| reported.stepped = Some(told.clone())),
                None => self.not_understood("看不出哪天申请销号、哪天退回整改", &words),
            },
            TableField::Outcomes => match own_table::outcomes_of_cell(&words) {
                Some(told) => self.report(targets, &|reported| reported.outcomes.extend(told.iter().cloned())),
                // Elsewhere the column tells in words what was done.
                None if !self.ledger.own => self.each(targets, &|item| add_line(&mut item.situation, &words)),
                None => self.not_understood("看不出哪天有什么成效", &words),
            },
            TableField::Withdrawn => self.withdrawn(&words, targets),
            TableField::Extended => self.extended(&words, targets),
            TableField::Type => match status::type_of(&words) {
                Some(kind) => self.each(targets, &|item| item.item_type = Some(kind)),
                None => self.not_understood("看不出整改类型", &words),
            },
            TableField::Goal => self.each(targets, &|item| add_line(&mut item.goal, &words)),
            TableField::Situation => {
                let words = self.with_month(&words);
                self.each(targets, &|item| add_line(&mut item.situation, &words));
            }
            TableField::Problems => self.report(targets, &|reported| reported.problems = Some(words.to_string())),
            TableField::Next => self.report(targets, &|reported| reported.next = Some(words.to_string())),
            TableField::Progress | TableField::Closure => self.status(field, cell, targets),
            TableField::CompletedOn | TableField::ClosedOn => self.day(field, cell, targets),
            TableField::Meeting => {
                let meeting = status::meeting(&words).unwrap_or_else(|| words.trim().to_owned());
                self.report(targets, &|reported| reported.meeting = Some(meeting.clone()));
            }
            TableField::Evidence => {
                let titles = titles(&words);
                self.report(targets, &|reported| reported.evidence.extend(titles.iter().cloned()));
            }
            TableField::Remark => self.report(targets, &|reported| add_line(&mut reported.remark, &words)),
            TableField::Unit => self.report(targets, &|reported| reported.unit = Some(words.to_string())),
            TableField::Number
            | TableField::MeasureNumber
            | TableField::SymptomNumber
            | TableField::Related
            | TableField::Category
            | TableField::Origin
            | TableField::Issue
            | TableField::Symptom
            | TableField::Measure
            | TableField::Case
            | TableField::Ignored => {}
        }
    }

    /// Extensions; in a table of ours a meeting that approved one is named with its day.
    fn extended(&mut self, words: &str, targets: &[usize]) {
        let Some(mut told) = own_table::extensions_of_cell(words) else {
            return self.not_understood("看不出哪天延期、延到哪天、谁批准、为什么", words);
        };
        for one in &mut told {
            let met = own_table::meeting_of_cell(&one.approval).filter(|_| self.ledger.own);
            if let Some(facts) = met {
                one.approval.clone_from(&facts.title);
                one.met = Some(self.ledger.met(facts));
            }
        }
        self.report(targets, &|reported| reported.extended.clone_from(&told));
    }

    /// A withdrawal, and the meeting that approved it, as extensions name theirs.
    fn withdrawn(&mut self, words: &str, targets: &[usize]) {
        let Some(mut told) = own_table::withdrawn_of_cell(words) else {
            return self.not_understood("看不出哪天撤项、为什么", words);
        };
        let met = told.approval.as_deref().and_then(own_table::meeting_of_cell).filter(|_| self.ledger.own);
        if let Some(facts) = met {
            told.approval = Some(facts.title.clone());
            told.met = Some(self.ledger.met(facts));
        }
        self.report(targets, &|reported| reported.withdrawn = Some(told.clone()));
    }

    /// In a table of ours words are words: nothing is taken out of them, none of them says nothing. Whether it was such a cell.
    fn literal(&mut self, field: TableField, words: &str, targets: &[usize]) -> bool {
        if words.is_empty() {
            return true;
        }
        let one = || Some(words.to_owned());
        match field {
            TableField::Goal => self.each(targets, &|item| item.goal = one()),
            TableField::Situation => self.each(targets, &|item| item.situation = one()),
            TableField::Problems => self.report(targets, &|reported| reported.problems = one()),
            TableField::Next => self.report(targets, &|reported| reported.next = one()),
            TableField::Remark => self.report(targets, &|reported| reported.remark = one()),
            TableField::Evidence => {
                let titles = || words.lines().map(|title| title.trim().to_owned()).filter(|title| !title.is_empty());
                self.report(targets, &|reported| reported.evidence.extend(titles()));
            }
            TableField::Meeting => {
                // Somebody may have typed another one, as other tables have it.
                let Some(facts) = own_table::meeting_of_cell(words) else { return false };
                let met = self.ledger.met(facts);
                self.report(targets, &|reported| reported.met = Some(met));
            }
            TableField::Leader
            | TableField::CoLeader
            | TableField::Department
            | TableField::CoDepartment
            | TableField::Person => self.each(targets, &|item| {
                let named = match field {
                    TableField::Leader => &mut item.leaders,
                    TableField::CoLeader => &mut item.co_leaders,
                    TableField::Department => &mut item.departments,
                    TableField::CoDepartment => &mut item.co_departments,
                    _ => &mut item.persons,
                };
                *named = own_table::names_of_cell(words);
            }),
            _ => return false,
        }
        true
    }

    /// 原定时限 and 复核日期: days beside the deadline.
    fn other_day(&mut self, field: TableField, cell: &Cell, targets: &[usize]) {
        let Some(found) = day::of_cell(cell, self.grid.since_1904) else {
            let words = cell.words().into_owned();
            return self.not_understood("读不出日期", &words);
        };
        if found.month_only {
            self.month_only(found.day);
        }
        self.report(targets, &|reported| {
            let day = if field == TableField::Review { &mut reported.review } else { &mut reported.first_due };
            *day = Some(found.day);
        });
    }

    /// What a cell is where states and texts stand in one column.
    fn of_mixed(&self, field: TableField, cell: &Cell) -> TableField {
        let state = match field {
            TableField::Progress => !is_text(cell),
            _ => status::is_state(cell),
        };
        if state { TableField::Progress } else { TableField::Situation }
    }

    fn note(&mut self, reason: String) {
        self.ledger.note(self.grid.place_of_cell(self.row, self.column.at), reason);
    }

    fn not_understood(&mut self, why: &str, words: &str) {
        self.note(format!("“{}”列的“{}”{why}，没有读入，原文已保留", self.column.heading, shown(words)));
    }

    fn each(&mut self, targets: &[usize], change: &dyn Fn(&mut PlannedItem)) {
        for target in targets {
            change(&mut self.ledger.items[*target]);
        }
    }

    fn report(&mut self, targets: &[usize], change: &dyn Fn(&mut Reported)) {
        self.each(targets, &|item| change(item.reported.get_or_insert_default()));
    }

    /// Where several months stand side by side each says which it is.
    fn with_month(&self, words: &str) -> String {
        self.column.month.as_ref().map_or_else(|| words.to_owned(), |month| format!("{month}：{words}"))
    }

    fn tick(&mut self, field: TableField, cell: &Cell, targets: &[usize]) {
        if !is_ticked(cell) {
            return;
        }
        let word = self.column.heading.rsplit('/').next().unwrap_or_default().to_owned();
        match field {
            TableField::Type => {
                let kind = status::type_of(&word);
                self.each(targets, &|item| item.item_type = kind.or(item.item_type));
            }
            field => self.status(field, &Cell::words_of(&word), targets),
        }
    }

    fn names(&mut self, words: &str, role: Field, targets: &[usize]) {
        let named = names::read(words, role);
        for several in &named.several {
            self.note(format!("“{}”代表几个单位，没有逐个写明，照原样作为一个名称", shown(several)));
        }
        self.each(targets, &|item| {
            for (list, names) in [
                (&mut item.leaders, &named.leaders),
                (&mut item.departments, &named.departments),
                (&mut item.co_departments, &named.co_departments),
                (&mut item.persons, &named.persons),
            ] {
                for name in names {
                    if !list.contains(name) {
                        list.push(name.clone());
                    }
                }
            }
        });
    }

    fn deadline(&mut self, cell: &Cell, targets: &[usize]) {
        let (words, note) = day::deadline(cell, self.column.counts_days, self.grid.since_1904);
        if let Some(note) = note {
            self.note(note);
        }
        self.each(targets, &|item| add_line(&mut item.deadline_raw, &words));
    }

    fn status(&mut self, field: TableField, cell: &Cell, targets: &[usize]) {
        let asked = if field == TableField::Closure { Asked::Closure } else { Asked::Progress };
        let status = status::read(cell, asked);
        if status.is_empty() {
            let why = if asked == Asked::Closure { "看不出是否销号" } else { "看不出进度" };
            let words = cell.words().into_owned();
            self.not_understood(why, &words);
            return self.report(targets, &|reported| add_line(&mut reported.remark, &words));
        }
        if let Some(found) = status.day.filter(|found| found.month_only) {
            self.month_only(found.day);
        }
        let closes = status.closure == Some(Closure::Closed);
        self.each(targets, &|item| {
            item.item_type = item.item_type.or(status.item_type);
            let reported = item.reported.get_or_insert_default();
            merge(reported, &status);
            match status.on() {
                Some(day) if closes => reported.closed_on = reported.closed_on.or(Some(day)),
                Some(day) if status.progress == Some(Progress::Completed) => {
                    reported.completed_on = reported.completed_on.or(Some(day));
                }
                _ => {}
            }
        });
    }

    fn day(&mut self, field: TableField, cell: &Cell, targets: &[usize]) {
        let words = cell.words().into_owned();
        let asked = if field == TableField::ClosedOn { Asked::Closure } else { Asked::Progress };
        let Some(found) = day::of_cell(cell, self.grid.since_1904) else {
            // 未完成 under 完成日期 is a status all the same.
            let status = status::read(cell, asked);
            if status.is_empty() {
                return self.not_understood("读不出日期", &words);
            }
            return self.status(
                if asked == Asked::Closure { TableField::Closure } else { TableField::Progress },
                cell,
                targets,
            );
        };
        if found.month_only {
            self.month_only(found.day);
        }
        let meeting = status::meeting(&words);
        self.report(targets, &|reported| {
            if asked == Asked::Closure {
                reported.closed_on = Some(found.day);
                reported.closure.get_or_insert(Closure::Closed);
                reported.meeting = reported.meeting.take().or_else(|| meeting.clone());
            } else {
                reported.completed_on = Some(found.day);
            }
        });
    }

    fn month_only(&mut self, day: crate::domain::Day) {
        self.note(format!("“{}”列只写到月，按月末 {day} 计，请核对", self.column.heading));
    }
}

/// What a status cell adds; what another column said before stands.
fn merge(reported: &mut Reported, status: &Status) {
    reported.progress = reported.progress.or(status.progress);
    // 未销号 beside 已销号 in the progress column: the column that asks for it decides, and comes later in most ledgers.
    reported.closure = status.closure.or(reported.closure);
    if reported.meeting.is_none() {
        reported.meeting.clone_from(&status.meeting);
    }
}

/// What follows from a row's columns together: what was struck off was done, what has a day of completion is completed.
pub(super) fn finish(items: &mut [PlannedItem]) {
    for item in items {
        // Whoever stands behind the one who leads assists, too.
        if !item.co_leaders.is_empty() && item.leaders.len() > 1 {
            let further = item.leaders.split_off(1);
            item.co_leaders.splice(0..0, further);
        }
        let standing = item.item_type == Some(ItemType::LongTerm);
        let Some(reported) = &mut item.reported else { continue };
        if reported.progress.is_none() && reported.completed_on.is_some() {
            reported.progress = Some(Progress::Completed);
        }
        // Standing work is struck off with its stage done and goes on.
        if reported.closure == Some(Closure::Closed) {
            match reported.progress {
                None | Some(Progress::InProgress) if standing => reported.progress = Some(Progress::Staged),
                None => reported.progress = Some(Progress::Completed),
                Some(_) => {}
            }
        }
    }
}

/// Adds to what a month tells; the columns of one month are one filing.
fn add_month(reported: &mut Reported, (year, month): (Option<i32>, u32), field: TableField, words: &str) {
    let of_month = |told: &MonthTold| (told.year, told.month) == (year, month);
    let at = reported.months.iter().position(of_month).unwrap_or_else(|| {
        reported.months.push(MonthTold { year, month, ..MonthTold::default() });
        reported.months.len() - 1
    });
    let told = &mut reported.months[at];
    let lines = match field {
        TableField::Problems => &mut told.problems,
        TableField::Next => &mut told.next,
        _ => &mut told.situation,
    };
    add_line(lines, words);
}

/// Titles of evidence: numbered, line by line, between semicolons, or 《…》 by 《…》.
fn titles(words: &str) -> Vec<String> {
    let (lead, parts) = split::parts(words);
    let pieces: Vec<&str> = if parts.len() > 1 {
        std::iter::once(lead).chain(parts.iter().map(|part| part.words)).collect()
    } else {
        words.split(['\n', '；', ';']).flat_map(|line| split_titles(line)).collect()
    };
    let titles = pieces.into_iter().map(|piece| piece.trim().trim_end_matches(['。', '，', '、']).to_owned());
    titles.filter(|title| !title.is_empty()).collect()
}

/// 《甲》、《乙》 are two; 《甲》及附件、清单 is one.
fn split_titles(line: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for (at, c) in line.char_indices() {
        if matches!(c, '、' | '，' | ',') && line[..at].ends_with('》') && line[at + c.len_utf8()..].starts_with('《')
        {
            pieces.push(&line[from..at]);
            from = at + c.len_utf8();
        }
    }
    pieces.push(&line[from..]);
    pieces
}

/// Adds words to an optional text, on a line of their own.
fn add_line(field: &mut Option<String>, words: &str) {
    match field {
        Some(lines) => {
            lines.push('\n');
            lines.push_str(words);
        }
        None => *field = Some(words.to_owned()),
    }
}
