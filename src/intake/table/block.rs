//! The rows of one issue, turned into items: the issue, its symptoms, its measures, and who does what until when.
//!
//! A cell speaks of what it stands beside: one that is merged over all rows of the issue speaks of the issue, one beside a
//! measure of that measure. An issue with a single row answers for itself; what is counted up in step with its measures
//! (three measures, three deadlines) is theirs.

use super::column::Column;
use super::fill::Fill;
use super::ledger::{Ledger, of_field, says_nothing, shown, words};
use super::leveled::Leveled;
use super::line::Fresh;
use super::reference::{self, Related};
use super::several::{self, Held};
use super::split::{self, Part};
use crate::domain::code::{Code, Series};
use crate::domain::item::{ItemKind, Origin};
use crate::intake::grid::{Cell, Grid};
use crate::intake::marker::{self, Style};
use crate::intake::plan::{LeftOut, Note, PlannedItem, TableField};
use crate::intake::{repeated, wording};
use crate::zh::numeral::fold_digits;
use std::collections::{HashMap, HashSet};

/// A cell as a row holds it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Seen {
    /// What stands in it; a merged cell's words stand in every row.
    pub(super) cell: Cell,
    /// The merge it belongs to, counted from 1; 0 for none.
    pub(super) merge: u32,
    /// Whether it begins in this row.
    pub(super) fresh: bool,
}

/// A row of data.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// Its place in the grid.
    pub(super) at: usize,
    /// Its cells, one for each column.
    pub(super) cells: Vec<Seen>,
    /// What stands where no heading is, with its column.
    pub(super) extras: Vec<String>,
    /// It says of itself that it is a case: what stands under the issue's heading is one.
    pub(super) is_case: bool,
}

/// The rows of one issue.
#[derive(Debug)]
pub(super) struct Block {
    /// At least one row; the first holds the issue's words.
    pub(super) rows: Vec<Row>,
    /// The category they stand in.
    pub(super) category: Option<usize>,
    /// Where the issue comes from.
    pub(super) origin: Origin,
    /// What it is: an issue, an opinion of the inspecting body, or what stands apart from the item that its code belongs to.
    pub(super) kind: ItemKind,
    /// Whether it stands apart.
    pub(super) apart: bool,
    /// The band above that names what it stems from.
    pub(super) stems: Option<String>,
}

/// The numbers in front of issues: they are kept as codes only if they count issues, and count them through.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// Issues with the number in front of them, in order.
    pub(super) numbered: Vec<(usize, u32)>,
    /// Whether the numbers count rows and not issues.
    pub(super) counts_rows: bool,
    /// Numbers of two levels, issue by issue.
    pub(super) leveled: Leveled,
}

impl Numbering {
    /// Gives issues their numbers, if the ledger numbers its issues through; notes numbers that stand in front of two.
    pub(super) fn keep(self, items: &mut [PlannedItem]) -> Vec<Note> {
        let told = self.leveled.note(items);
        if self.counts_rows {
            return told.into_iter().collect();
        }
        let mut notes = repeated::notes(items, &self.numbered);
        notes.extend(told);
        // Their order may be that of the categories: what names one issue each is its number.
        let mut seen = HashSet::new();
        if self.numbered.iter().all(|(_, number)| seen.insert(*number)) {
            for (item, number) in self.numbered {
                items[item].number = Some(number);
            }
            self.leveled.keep(items);
        }
        notes
    }
}

/// First and last row of a cell, both included.
type Run = (usize, usize);

/// Turns the rows of one issue into items; or of several, where one cell holds them with their measures.
pub(super) fn flush(block: Block, grid: &Grid, columns: &[Column], with_merges: bool, ledger: &mut Ledger) {
    let place = grid.place_of(block.rows[0].at);
    if ledger.own {
        return one(block, grid, columns, with_merges, ledger);
    }
    match several::apart(block, columns) {
        Held::One(block) => one(block, grid, columns, with_merges, ledger),
        Held::Unsure(block, count) => {
            let reason = format!(
                "问题一格里编了 {count} 个号，措施没有一一对应的编号，按一个问题读入；是几个问题的，请分行后再导入"
            );
            ledger.note(place, reason);
            one(block, grid, columns, with_merges, ledger);
        }
        Held::Several(blocks) => {
            // The number in front is of the row, not of each of them.
            ledger.numbering.counts_rows = true;
            ledger.note(place, format!("问题和措施各有 {} 个相同的编号，按 {0} 个问题读入", blocks.len()));
            for block in blocks {
                one(block, grid, columns, with_merges, ledger);
            }
        }
    }
}

fn one(block: Block, grid: &Grid, columns: &[Column], with_merges: bool, ledger: &mut Ledger) {
    let Block { rows, category, origin, kind, apart, stems } = block;
    let place = grid.place_of(rows[0].at);
    let issue = ledger.items.len();
    let raw = of_field(columns, &rows[0], TableField::Issue).map(|(_, seen)| words(seen)).next().unwrap_or_default();
    let (no, text) = if ledger.own { ("", raw.clone()) } else { issue_words(&raw) };
    let mut item = PlannedItem::new(kind, origin, text, &place);
    item.parent = category;
    item.source_no = Some(no.to_owned()).filter(|no| !no.is_empty());
    item.source_text = raw.clone();
    if apart {
        let Some((code, above)) = belongs(&rows[0], columns, ledger) else {
            let reason = format!("“{}”所属的问题不在文件里，没有读入；请连同所属的问题一起导出", shown(&raw));
            ledger.note(place.clone(), reason);
            ledger.left_out.push(LeftOut { place, text: raw });
            return;
        };
        (item.code, item.parent, item.origin) = (Some(code), Some(above), ledger.items[above].origin);
        ledger.items.push(item);
    } else {
        ledger.items.push(item);
        number(&rows, columns, issue, no, ledger);
        related(&rows[0], columns, issue, stems, ledger);
    }

    let symptoms = symptoms(&rows, grid, columns, issue, origin, ledger);
    let measures = measures(&rows, grid, columns, issue, &symptoms, origin, ledger);
    leveled(&rows, columns, issue, &measures, ledger);
    let cases = cases(&rows, grid, columns, issue, &symptoms, origin, ledger);
    let work = Work { issue, symptoms, measures, cases, rows: rows.len() };
    // Ticks and lasting fields go to the level that their run covers.
    for (at, column) in columns.iter().enumerate() {
        if matches!(
            column.field,
            Some(TableField::Issue | TableField::Symptom | TableField::Measure | TableField::Case)
        ) {
            again(&rows, at, &raw, column, issue, ledger);
            continue;
        }
        for run in runs(&rows, at, column, columns, with_merges) {
            let seen = &rows[run.0].cells[at];
            if seen.cell.is_empty() {
                continue;
            }
            let mut fill = Fill { grid, row: rows[run.0].at, column, ledger };
            work.put(&seen.cell, run, &mut fill);
        }
    }
    for (at, row) in rows.iter().enumerate() {
        for extra in &row.extras {
            let target =
                work.cases[at].first().copied().filter(|_| at > 0).unwrap_or_else(|| work.targets((at, at))[0]);
            add_source(&mut ledger.items[target], extra);
        }
    }
    super::fill::finish(&mut ledger.items[issue..]);
    if ledger.own {
        let below = if apart { issue } else { issue + 1 };
        (below..ledger.items.len()).for_each(|at| inherit(&mut ledger.items, at));
    }
    for at in issue..ledger.items.len() {
        let moved =
            ledger.items[at].reported.as_ref().filter(|told| told.extended.is_empty()).and_then(|t| t.first_due);
        if let Some(day) = moved {
            let reason = format!("原定时限 {day}，没有写哪天延期、谁批准，只读入现在的时限；延期用 taizhang extend 补");
            let place = ledger.items[at].place.clone();
            ledger.note(place, reason);
        }
    }
    if let Some(unit) = ledger.unit.clone() {
        let reported = ledger.items[issue].reported.get_or_insert_default();
        reported.unit.get_or_insert(unit);
    }
}

/// A row of a table of ours also says what an item has from above: that is inherited, and not set again.
fn inherit(items: &mut [PlannedItem], at: usize) {
    let (before, rest) = items.split_at_mut(at);
    let Some(item) = rest.first_mut() else { return };
    let above = || std::iter::successors(item.parent, |parent| before[*parent].parent).map(|at| &before[at]);
    let held = above().find(|above| above.deadline_raw.is_some());
    let same_deadline = held.is_some_and(|above| above.deadline_raw == item.deadline_raw);
    let told = |item: &PlannedItem| item.reported.as_ref().and_then(|told| told.review);
    let same_review = held.is_some_and(|above| told(above) == told(item));
    let names: [fn(&PlannedItem) -> &Vec<String>; 5] = [
        |item| &item.leaders,
        |item| &item.co_leaders,
        |item| &item.departments,
        |item| &item.co_departments,
        |item| &item.persons,
    ];
    let same = names.map(|of| above().map(of).find(|names| !names.is_empty()).is_some_and(|held| held == of(item)));
    if same_deadline {
        item.deadline_raw = None;
        if let Some(told) = &mut item.reported {
            (told.first_due, told.extended) = (None, Vec::new());
            told.review = told.review.filter(|_| !same_review);
        }
    }
    let own =
        [&mut item.leaders, &mut item.co_leaders, &mut item.departments, &mut item.co_departments, &mut item.persons];
    own.into_iter().zip(same).filter(|(_, same)| *same).for_each(|(names, _)| names.clear());
}

/// The code of what stands apart, and the item of the file that it belongs to.
fn belongs(row: &Row, columns: &[Column], ledger: &mut Ledger) -> Option<(Code, usize)> {
    let (_, seen) = of_field(columns, row, TableField::Number).next()?;
    let own = code(&number_words(&seen.cell))?;
    let above = ledger.coded(&own.parent()?)?;
    Some((own, above))
}

/// What the row says of other rows: in a column for that, else in the words about where the issue comes from.
fn related(row: &Row, columns: &[Column], issue: usize, stems: Option<String>, ledger: &mut Ledger) {
    let said = |field: TableField| {
        of_field(columns, row, field)
            .map(|(column, seen)| (column.heading.clone(), words(seen)))
            .filter(|(_, words)| !says_nothing(words))
    };
    let mut found: Vec<Related> = said(TableField::Related)
        .map(|(heading, words)| Related { item: issue, heading, words, own_column: true })
        .collect();
    // A table of ours has a column for it, and says nothing of it in words.
    if found.is_empty() && !ledger.own {
        let elsewhere = [TableField::Origin, TableField::Remark, TableField::Issue].into_iter().flat_map(said);
        let band = stems.map(|words| ("分类".to_owned(), words));
        let named = elsewhere.chain(band).find(|(_, words)| reference::names_source(words));
        found.extend(named.map(|(heading, words)| Related { item: issue, heading, words, own_column: false }));
    }
    ledger.related.append(&mut found);
}

/// An issue's number and words. Details on further lines stay with the words.
fn issue_words(raw: &str) -> (&str, String) {
    let marker = marker::read(raw).filter(|marker| marker.style.is_numbered() && marker.style != Style::Shi);
    let len = marker.map_or(0, |marker| marker.len);
    let rest = raw[len..].trim();
    if rest.is_empty() {
        return ("", raw.to_owned());
    }
    let text = if rest.contains('\n') || rest.chars().take(121).count() > 120 {
        wording::tidy(rest)
    } else {
        wording::issue(&wording::tidy(rest))
    };
    (raw[..len].trim(), text)
}

/// The number column's words: the issue's number, or what numbers its rows.
fn number(rows: &[Row], columns: &[Column], issue: usize, own: &str, ledger: &mut Ledger) {
    let has_column = columns.iter().any(|column| column.field == Some(TableField::Number));
    let cells: Vec<String> = rows
        .iter()
        .filter(|row| !row.is_case)
        .filter_map(|row| of_field(columns, row, TableField::Number).next())
        .filter(|(_, seen)| seen.fresh)
        .map(|(_, seen)| number_words(&seen.cell))
        .collect();
    let whole = |words: &str| fold_digits(words.trim_end_matches(['.', '．', '、'])).parse::<u32>().ok();
    let numbers: Vec<u32> = cells.iter().filter_map(|words| whole(words)).collect();
    if numbers.windows(2).any(|pair| pair[0] != pair[1]) {
        ledger.numbering.counts_rows = true;
    }
    let item = &mut ledger.items[issue];
    match cells.first() {
        Some(words) if !words.is_empty() => match whole(words) {
            Some(number) if number > 0 => ledger.numbering.numbered.push((issue, number)),
            _ if code(words).is_some_and(|code| {
                code.path.len() == 1 && (ledger.own || code.series == Series::of(item.kind, item.origin))
            }) =>
            {
                item.code = code(words);
            }
            _ => {
                if let Some(number) = Leveled::read(words) {
                    let Numbering { leveled, numbered, .. } = &mut ledger.numbering;
                    leveled.below(number, issue, &mut ledger.items, numbered);
                }
                let item = &mut ledger.items[issue];
                // 1-1 and （一）1 are the paper's own numbers, and no codes.
                let above = item.source_no.take().unwrap_or_default();
                item.source_no = Some(format!("{words}{above}"));
            }
        },
        _ if !has_column => {
            let number = marker::read(own).filter(|marker| marker.style == Style::Digit).map(|marker| marker.number);
            ledger.numbering.numbered.extend(number.map(|number| (issue, number)));
        }
        _ => {}
    }
}

/// Whether a row begins with the code of an item, as every issue's first row in a table of ours does.
pub(super) fn is_coded(fresh: &[Fresh], columns: &[Column]) -> bool {
    let number = columns.iter().find(|column| column.field == Some(TableField::Number));
    fresh.len() > 1
        && fresh.iter().any(|cell| number.is_some_and(|n| n.at == cell.column) && code(&cell.words).is_some())
}

/// The code of the issue, or of what stands apart, that a row of a table of ours bears.
pub(super) fn code_of(row: &Row, columns: &[Column]) -> Option<Code> {
    of_field(columns, row, TableField::Number).next().and_then(|(_, seen)| code(&number_words(&seen.cell)))
}

/// Brings the rows of one issue of a table of ours into their order: its own first, then those of its measures, then its 表现, each
/// with its own.
pub(super) fn sort(rows: &mut [Row], columns: &[Column]) {
    let coded = |row: &Row, field: TableField| {
        of_field(columns, row, field).next().and_then(|(_, seen)| code(&number_words(&seen.cell))).map(|code| code.path)
    };
    let worded = |row: &Row, field: TableField| of_field(columns, row, field).any(|(_, seen)| !seen.cell.is_empty());
    rows.sort_by_cached_key(|row| {
        let measure = coded(row, TableField::MeasureNumber);
        // A measure that somebody added has no number yet.
        let added = measure.is_none() && worded(row, TableField::Measure);
        (coded(row, TableField::SymptomNumber), added, measure)
    });
}

/// Collects the numbers of two levels in front of an issue's rows.
fn leveled(rows: &[Row], columns: &[Column], issue: usize, measures: &[Vec<usize>], ledger: &mut Ledger) {
    let number = |row: &Row| {
        let (_, seen) =
            of_field(columns, row, TableField::Number).next().filter(|(_, seen)| seen.fresh && !row.is_case)?;
        Leveled::read(&number_words(&seen.cell))
    };
    let fresh = |at: usize| at == 0 || measures[at] != measures[at - 1];
    let of_rows = rows.iter().zip(measures).enumerate().filter_map(|(at, (row, own))| match own.as_slice() {
        [only] if fresh(at) => Some((*only, number(row))),
        _ => None,
    });
    let of_rows: Vec<_> = of_rows.collect();
    ledger.numbering.leveled.issue(issue, number(&rows[0]), of_rows);
}

/// A code as this program prints it: 3.2, J1.
fn code(words: &str) -> Option<Code> {
    words.parse().ok()
}

/// 1-1 that a spreadsheet took for a day is 1-1 again.
fn number_words(cell: &Cell) -> String {
    match cell {
        Cell::Day(day) => {
            use chrono::Datelike as _;
            format!("{}-{}", day.month(), day.day())
        }
        Cell::Fault(_) => String::new(),
        other => other.words().trim().to_owned(),
    }
}

/// The items of a block, and which rows they stand in.
struct Work {
    issue: usize,
    /// For each row: its symptom.
    symptoms: Vec<Option<usize>>,
    /// For each row: its measures.
    measures: Vec<Vec<usize>>,
    /// For each row: its cases.
    cases: Vec<Vec<usize>>,
    rows: usize,
}

impl Work {
    /// Whom the cells of these rows speak of; never empty.
    fn targets(&self, run: Run) -> Vec<usize> {
        if run == (0, self.rows - 1) {
            return vec![self.issue];
        }
        let mut targets: Vec<usize> = Vec::new();
        for row in run.0..=run.1 {
            let own = &self.measures[row];
            let symptom = self.symptoms[row];
            // A cell over all rows of a symptom speaks of the symptom.
            let all_of = symptom.filter(|symptom| {
                let all = (0..self.rows).filter(|row| self.symptoms[*row] == Some(*symptom));
                run.1 > run.0 && all.clone().min() == Some(run.0) && all.max() == Some(run.1)
            });
            let found: &[usize] = match (&all_of, own.as_slice()) {
                (Some(symptom), _) => std::slice::from_ref(symptom),
                (None, []) => symptom.as_slice(),
                (None, own) => own,
            };
            for target in found {
                if !targets.contains(target) {
                    targets.push(*target);
                }
            }
        }
        if targets.is_empty() { vec![self.issue] } else { targets }
    }

    /// The cases of which the cells of these rows speak: those of a column about cases; and of any other that tells of the work,
    /// where no measure stands beside them.
    fn cases_of(&self, run: Run, column: &Column) -> Vec<usize> {
        let mut cases: Vec<usize> = self.cases[run.0..=run.1].concat();
        cases.dedup();
        let of_cases = ["案", "承办", "清结", "审结", "执结"].iter().any(|word| column.heading.contains(word));
        let alone = self.measures[run.0..=run.1].iter().all(Vec::is_empty);
        let told = match column.field {
            Some(TableField::Progress | TableField::CompletedOn) => run.0 == run.1,
            Some(
                TableField::Category | TableField::Origin | TableField::Type | TableField::Goal | TableField::Unit,
            ) => false,
            _ => self.rows > 1 && run.0 == run.1,
        };
        if of_cases || self.own_row(run) || alone && told { cases } else { Vec::new() }
    }

    /// Whether a row holds nothing but a case of its own.
    fn own_row(&self, run: Run) -> bool {
        run.0 == run.1 && run.0 > 0 && self.measures[run.0].is_empty() && !self.cases[run.0].is_empty()
    }

    /// The only measure of an issue that takes one row of a table of ours: what was done stands there beside the measure.
    fn only_measure(&self, column: &Column) -> Option<Vec<usize>> {
        let done = matches!(
            column.field,
            Some(
                TableField::Situation
                    | TableField::Problems
                    | TableField::Next
                    | TableField::Evidence
                    | TableField::Outcomes
                    | TableField::Remark
            )
        );
        (done && self.rows == 1 && self.measures[0].len() == 1).then(|| self.measures[0].clone())
    }

    /// Puts a cell where it belongs; what is counted up in step with the measures is theirs one by one.
    fn put(&self, cell: &Cell, run: Run, fill: &mut Fill<'_>) {
        let cases = self.cases_of(run, fill.column);
        let targets = if cases.is_empty() { self.targets(run) } else { cases };
        let targets = if fill.ledger.own { self.only_measure(fill.column).unwrap_or(targets) } else { targets };
        let words = cell.words();
        let group = &self.measures[run.0];
        let of_one_cell = (run.0..=run.1).all(|row| self.measures[row] == *group) && group.len() > 1;
        let in_step = matches!(
            fill.column.field,
            Some(
                TableField::Deadline
                    | TableField::Leader
                    | TableField::Department
                    | TableField::CoDepartment
                    | TableField::CoLeader
                    | TableField::Person
                    | TableField::Progress
                    | TableField::CompletedOn
                    | TableField::Situation
                    | TableField::Evidence
            )
        );
        if of_one_cell && in_step {
            let parts = in_step_with(&words, group.len(), fill.column.field == Some(TableField::Deadline));
            if let Some(parts) = parts {
                for (target, part) in group.iter().zip(parts) {
                    fill.apply(&Cell::words_of(part.words), part.source, &[*target]);
                }
                return;
            }
        }
        fill.apply(cell, &words, &targets);
    }
}

/// As many numbered parts as there are measures; deadlines also line by line or between semicolons.
pub(super) fn in_step_with(words: &str, count: usize, dated: bool) -> Option<Vec<Part<'_>>> {
    let (lead, parts) = split::parts(words);
    if lead.is_empty() && parts.len() == count {
        return Some(parts);
    }
    if !dated {
        return None;
    }
    ['\n', '；', ';'].into_iter().find_map(|separator| {
        let pieces: Vec<&str> = words.split(separator).map(str::trim).filter(|piece| !piece.is_empty()).collect();
        // 1.6月底 is June as the first of several, where all of them are numbered so.
        let mark = |at: usize| {
            let rest = pieces[at].strip_prefix(&(at + 1).to_string())?.strip_prefix(['.', '．', '、'])?;
            Some(pieces[at].len() - rest.len())
        };
        let marks: Option<Vec<usize>> = (0..pieces.len()).map(mark).collect();
        let marks = marks.unwrap_or_else(|| vec![0; pieces.len()]);
        let parts: Vec<Part<'_>> = pieces
            .iter()
            .zip(marks)
            .map(|(piece, len)| Part { source: piece, marker: &piece[..len], words: piece[len..].trim_start() })
            .collect();
        (parts.len() == count).then_some(parts)
    })
}

/// The cells of a column: each with the rows it covers.
fn runs(rows: &[Row], at: usize, column: &Column, columns: &[Column], with_merges: bool) -> Vec<Run> {
    let last = rows.len() - 1;
    let seen = |row: usize| &rows[row].cells[at];
    let mut runs: Vec<Run> = Vec::new();
    for row in 0..rows.len() {
        let merge = seen(row).merge;
        match runs.last_mut() {
            Some(run) if merge != 0 && seen(run.1).merge == merge => run.1 = row,
            _ => runs.push((row, row)),
        }
    }
    if runs.len() == 1 {
        return runs;
    }
    let filled: Vec<&Run> = runs.iter().filter(|run| !seen(run.0).cell.is_empty()).collect();
    let lasting = matches!(
        column.field,
        Some(
            TableField::Leader
                | TableField::Department
                | TableField::CoDepartment
                | TableField::CoLeader
                | TableField::Person
                | TableField::Deadline
                | TableField::FirstDue
                | TableField::Extended
                | TableField::Review
                | TableField::Type
                | TableField::Goal
                | TableField::Origin
                | TableField::Unit
                | TableField::Category
                // Struck off in every row is the issue struck off.
                | TableField::Closure
                | TableField::ClosedOn
                | TableField::Stepped
                | TableField::Withdrawn
                | TableField::Meeting
        )
    );
    // The same in every row is said once of the issue.
    let same = lasting && filled.len() == runs.len() && runs.iter().all(|run| seen(run.0).cell == seen(0).cell);
    // Where the issue's words stand in its first row only, so does what holds for all of it.
    let issue_once = !with_merges
        && columns
            .iter()
            .zip(0..)
            .filter(|(column, _)| column.field == Some(TableField::Issue))
            .all(|(_, at)| rows[1..].iter().all(|row| row.cells[at].cell.is_empty()));
    let once = issue_once && filled.len() == 1 && !seen(0).cell.is_empty();
    if same || once {
        return vec![(0, last)];
    }
    runs
}

/// 问题表现 below the issue, for each row.
fn symptoms(
    rows: &[Row],
    grid: &Grid,
    columns: &[Column],
    issue: usize,
    origin: Origin,
    ledger: &mut Ledger,
) -> Vec<Option<usize>> {
    let mut of_row = vec![None; rows.len()];
    let Some(column) = columns.iter().position(|column| column.field == Some(TableField::Symptom)) else {
        return of_row;
    };
    for (at, row) in rows.iter().enumerate() {
        let seen = &row.cells[column];
        let numbered = |row: &Row| {
            of_field(columns, row, TableField::SymptomNumber).next().map(|(_, seen)| number_words(&seen.cell))
        };
        let again = at > 0
            && of_row[at - 1].is_some()
            && seen.merge == 0
            && rows[at - 1].cells[column].cell == seen.cell
            && numbered(&rows[at - 1]) == numbered(row);
        if !seen.fresh || again {
            // Merged, blank or repeated below: the symptom above goes on.
            of_row[at] = if at > 0 { of_row[at - 1] } else { None };
            continue;
        }
        let cell = words(seen);
        if let Some(coded) = numbered(row).and_then(|words| code(&words)).filter(|code| code.path.len() > 1) {
            // A code of its own: it is one, and stands below the 表现 whose code says so.
            let above = of_row.iter().flatten().find(|above| ledger.items[**above].code == coded.parent());
            let mut item = PlannedItem::new(ItemKind::Issue, origin, cell.clone(), grid.place_of(row.at));
            item.parent = Some(above.copied().unwrap_or(issue));
            (item.code, item.source_text) = (Some(coded), cell);
            ledger.items.push(item);
            of_row[at] = Some(ledger.items.len() - 1);
            continue;
        }
        if wording::folded(&cell) == wording::folded(&ledger.items[issue].text) || matches!(seen.cell, Cell::Fault(_)) {
            add_source(&mut ledger.items[issue], &cell);
            fault(seen, row, Some(column), grid, columns, ledger);
            continue;
        }
        let (lead, parts) = split::parts(&cell);
        if !lead.is_empty() {
            add_source(&mut ledger.items[issue], lead);
        }
        let several = parts.len() > 1;
        for part in parts {
            let mut item = PlannedItem::new(ItemKind::Issue, origin, part.words, grid.place_of(row.at));
            item.parent = Some(issue);
            item.source_no = Some(part.marker.to_owned()).filter(|no| !no.is_empty());
            part.source.clone_into(&mut item.source_text);
            ledger.items.push(item);
            of_row[at] = (!several).then_some(ledger.items.len() - 1);
        }
    }
    of_row
}

/// The measures of each row, under its symptom or the issue.
fn measures(
    rows: &[Row],
    grid: &Grid,
    columns: &[Column],
    issue: usize,
    symptoms: &[Option<usize>],
    origin: Origin,
    ledger: &mut Ledger,
) -> Vec<Vec<usize>> {
    let mut of_row: Vec<Vec<usize>> = Vec::with_capacity(rows.len());
    let column = columns.iter().position(|column| column.field == Some(TableField::Measure));
    for (at, row) in rows.iter().enumerate() {
        let Some(seen) = column.map(|column| &row.cells[column]) else {
            of_row.push(Vec::new());
            continue;
        };
        if !seen.fresh {
            of_row.push(if at > 0 && symptoms[at] == symptoms[at - 1] { of_row[at - 1].clone() } else { Vec::new() });
            continue;
        }
        let cell = words(seen);
        // A measure with a code of its own is one, whatever it counts up.
        let coded = of_field(columns, row, TableField::MeasureNumber)
            .next()
            .filter(|(_, seen)| seen.fresh)
            .and_then(|(_, seen)| code(&number_words(&seen.cell)))
            .filter(|code| code.path.len() > 1);
        let nothing = says_nothing(&cell) && !(ledger.own && coded.is_some());
        if matches!(seen.cell, Cell::Fault(_)) || nothing {
            add_source(&mut ledger.items[symptoms[at].unwrap_or(issue)], &cell);
            fault(seen, row, column, grid, columns, ledger);
            of_row.push(Vec::new());
            continue;
        }
        let parent = symptoms[at].unwrap_or(issue);
        let (lead, parts) = match &coded {
            Some(_) => ("", vec![Part { source: &cell, marker: "", words: &cell }]),
            None => split::parts(&cell),
        };
        if !lead.is_empty() {
            add_source(&mut ledger.items[parent], lead);
        }
        let numbered = of_field(columns, row, TableField::Number)
            .next()
            .filter(|(_, seen)| seen.fresh && at > 0 && !seen.cell.is_empty())
            .map(|(_, seen)| number_words(&seen.cell))
            .filter(|own| {
                of_field(columns, &rows[0], TableField::Number)
                    .next()
                    .is_none_or(|(_, seen)| number_words(&seen.cell) != *own)
            });
        let one = parts.len() == 1;
        let mut own = Vec::with_capacity(parts.len());
        for part in parts {
            let mut item = PlannedItem::new(ItemKind::Measure, origin, part.words, grid.place_of(row.at));
            item.parent = Some(parent);
            let no =
                if part.marker.is_empty() { numbered.clone().filter(|_| one) } else { Some(part.marker.to_owned()) };
            item.source_no = no;
            item.code.clone_from(&coded);
            part.source.clone_into(&mut item.source_text);
            ledger.items.push(item);
            own.push(ledger.items.len() - 1);
        }
        of_row.push(own);
    }
    of_row
}

/// The cases of each row: what stands in the columns for them, or under the issue's heading where the row says that it is one.
fn cases(
    rows: &[Row],
    grid: &Grid,
    columns: &[Column],
    issue: usize,
    symptoms: &[Option<usize>],
    origin: Origin,
    ledger: &mut Ledger,
) -> Vec<Vec<usize>> {
    let held = |column: &Column, row: &Row| match column.field {
        Some(TableField::Case) => true,
        Some(TableField::Issue) => row.is_case,
        _ => false,
    };
    let listed = columns.iter().any(|column| column.field == Some(TableField::Case));
    if !listed && !rows.iter().any(|row| row.is_case) {
        return vec![Vec::new(); rows.len()];
    }
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut of_row: Vec<Vec<usize>> = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        let cells = columns.iter().enumerate().zip(&row.cells).filter(|((_, column), _)| held(column, row));
        let mut named: Vec<String> = Vec::new();
        let mut goes_on = false;
        for ((column, _), seen) in cells {
            if matches!(seen.cell, Cell::Fault(_)) {
                fault(seen, row, Some(column), grid, columns, ledger);
            } else if seen.fresh && !says_nothing(&words(seen)) {
                named.push(words(seen));
            } else {
                goes_on |= seen.merge != 0 && !seen.cell.is_empty();
            }
        }
        if named.is_empty() {
            // A case that is merged over several rows goes on.
            of_row.push(if goes_on && at > 0 { of_row[at - 1].clone() } else { Vec::new() });
            continue;
        }
        let several = if let [only] = named.as_slice() { case_numbers(only) } else { Vec::new() };
        let texts = if several.is_empty() { vec![named.join(" ")] } else { several };
        let mut own = Vec::with_capacity(texts.len());
        for text in texts {
            // A case beside each of several rows is one.
            if let Some(again) = known.get(&text) {
                own.push(*again);
                continue;
            }
            known.insert(text.clone(), ledger.items.len());
            let mut item = PlannedItem::new(ItemKind::Case, origin, &text, grid.place_of(row.at));
            item.parent = Some(symptoms[at].unwrap_or(issue));
            item.source_text = text;
            item.source_no = of_field(columns, row, TableField::Number)
                .next()
                .filter(|(_, seen)| row.is_case && seen.fresh)
                .map(|(_, seen)| number_words(&seen.cell))
                .filter(|no| !no.is_empty());
            ledger.items.push(item);
            own.push(ledger.items.len() - 1);
        }
        of_row.push(own);
    }
    of_row
}

/// The numbers of several cases in one cell: （2024）某0101民初1号、（2024）某0101民初2号. Anything else is one case.
fn case_numbers(words: &str) -> Vec<String> {
    let pieces: Vec<&str> = words
        .split(['、', '，', ',', '；', ';', '\n'])
        .map(|piece| piece.trim().trim_end_matches('。'))
        .filter(|piece| !piece.is_empty())
        .collect();
    let is_number = |piece: &&str| {
        piece.starts_with(['(', '（', '〔', '[']) && piece.ends_with('号') && piece.contains(|c: char| c.is_numeric())
    };
    if pieces.len() > 1 && pieces.iter().all(is_number) {
        pieces.into_iter().map(str::to_owned).collect()
    } else {
        Vec::new()
    }
}

/// Notes an error value where words were to be.
fn fault(seen: &Seen, row: &Row, column: Option<usize>, grid: &Grid, columns: &[Column], ledger: &mut Ledger) {
    if let (Cell::Fault(words), Some(column)) = (&seen.cell, column) {
        let reason = format!("“{}”列的值是 {words}，没有读入", columns[column].heading);
        ledger.note(grid.place_of_cell(row.at, columns[column].at), reason);
    }
}

/// Words of the issue's own columns that stand in further rows and made no item: kept with the issue.
fn again(rows: &[Row], at: usize, raw: &str, column: &Column, issue: usize, ledger: &mut Ledger) {
    if column.field != Some(TableField::Issue) {
        return;
    }
    for row in &rows[1..] {
        let seen = &row.cells[at];
        if seen.fresh && !row.is_case && words(seen) != raw {
            add_source(&mut ledger.items[issue], &words(seen));
        }
    }
}

/// Keeps words as they stood.
pub(super) fn add_source(item: &mut PlannedItem, words: &str) {
    if !item.source_text.is_empty() {
        item.source_text.push('\n');
    }
    item.source_text.push_str(words);
}
