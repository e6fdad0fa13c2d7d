//! The walk down a ledger: each row is told apart, rows of one issue are gathered, and become items together.

use super::block::{self, Block, Numbering, Row, Seen};
use super::category::Categories;
use super::column::Column;
use super::heading::Headings;
use super::leveled::Leveled;
use super::line::{self, Fresh, Kind, MergeWalk};
use super::reference::Related;
use super::status;
use super::synonym;
use super::total::Totals;
use crate::domain::code::{Code, Series};
use crate::domain::item::{ItemKind, Origin};
use crate::domain::meeting::MeetingFacts;
use crate::intake::grid::{Cell, Grid, letters};
use crate::intake::plan::{LeftOut, Note, PlannedColumn, PlannedItem, PlannedTable, PlannedTotal, TableField};
use crate::zh::{label, own_table};
use std::collections::HashMap;

/// What is noted of single cells; beyond that their number is told, and their words stand in the items all the same.
const MOST_NOTES: usize = 500;

/// What the rows of one or several tables become.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// The items, parents first.
    pub(super) items: Vec<PlannedItem>,
    /// What no item was made of.
    pub(super) left_out: Vec<LeftOut>,
    /// What a reader should look at.
    pub(super) notes: Vec<Note>,
    /// How many more there were to look at.
    pub(super) more_notes: usize,
    /// The tables as they were understood.
    pub(super) tables: Vec<PlannedTable>,
    /// The numbers in front of issues.
    pub(super) numbering: Numbering,
    /// Whether the table that is being read is one of ours: its words are read as they stand.
    pub(super) own: bool,
    /// Whose ledger it is, where the sheet says so above its headings.
    pub(super) unit: Option<String>,
    /// What names other items: under 关联问题, or as 由第3条举一反三 elsewhere.
    pub(super) related: Vec<Related>,
    /// The meetings that decided, where a table of ours names them with their day.
    pub(super) meetings: Vec<MeetingFacts>,
    categories: Categories,
    codes: Codes,
}

/// Items by their codes, and how many of them are in it by now.
#[derive(Debug, Default)]
struct Codes {
    by_code: HashMap<Code, usize>,
    items: usize,
    numbered: usize,
}

impl Ledger {
    /// Notes what a reader should look at.
    pub(super) fn note(&mut self, place: String, reason: String) {
        if self.notes.len() < MOST_NOTES {
            self.notes.push(Note { place, reason });
        } else {
            self.more_notes += 1;
        }
    }

    /// The place of a meeting among those of the file.
    pub(super) fn met(&mut self, facts: MeetingFacts) -> usize {
        let known = self.meetings.iter().position(|known| *known == facts);
        known.unwrap_or_else(|| {
            self.meetings.push(facts);
            self.meetings.len() - 1
        })
    }

    /// The item of that code, among those read so far.
    pub(super) fn coded(&mut self, code: &Code) -> Option<usize> {
        let Codes { by_code, items, numbered } = &mut self.codes;
        for (at, item) in self.items.iter().enumerate().skip(*items) {
            if let Some(code) = &item.code {
                by_code.entry(code.clone()).or_insert(at);
            }
        }
        for (at, number) in &self.numbering.numbered[*numbered..] {
            by_code.entry(Code::top(Series::PLAIN, *number)).or_insert(*at);
        }
        (*items, *numbered) = (self.items.len(), self.numbering.numbered.len());
        by_code.get(code).copied()
    }

    /// Reads the rows below the headings; the grid is used up row by row. A table that goes on has no headings of its own.
    pub(super) fn read(&mut self, mut grid: Grid, headings: Option<&Headings>, columns: &[Column]) {
        let rows = std::mem::take(&mut grid.rows);
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut walk = MergeWalk::new(std::mem::take(&mut grid.merges), width);
        let with_merges = !walk.is_empty();
        let end = rows.iter().rposition(|row| row.iter().any(|cell| !cell.is_empty())).map_or(0, |last| last + 1);
        let begin = headings.map_or(0, |headings| headings.last + 1);
        let mut table = PlannedTable {
            place: grid.place.clone(),
            heading_rows: headings.map_or((0, 0), |rows| (grid.number(rows.first), grid.number(rows.last))),
            columns: columns.iter().map(planned).collect(),
            rows: u32::try_from(end.saturating_sub(begin)).unwrap_or(u32::MAX),
            used: 0,
            skipped: Vec::new(),
            reported: Vec::new(),
            totals: Vec::new(),
        };
        self.own = own_table::is_own(columns.iter().map(|column| column.heading.as_str()));
        let mut totals = Totals::new(self.items.len(), columns.len());
        let mut block: Option<Block> = None;
        let (mut gathered, mut sorted) = (Vec::new(), HashMap::new());
        let mut first = true;
        let mut hanging = Hanging::default();
        for (at, cells) in rows.into_iter().enumerate().take(end) {
            walk.step(at);
            if at < begin {
                continue;
            }
            let fresh = walk.fresh(at, &cells);
            let continued = block.is_some()
                && columns.iter().any(|column| walk.of(column.at).is_some_and(|(_, merge)| (merge.top as usize) < at));
            let ours = self.own && (continued || block::is_coded(&fresh, columns));
            let kind = match fresh.as_slice() {
                [band] if self.own && !continued && band.column == 0 && band.width >= 3 => {
                    Kind::Band(band.words.clone())
                }
                _ if ours => Kind::Data,
                _ => line::kind(&fresh, columns, continued, first),
            };
            first &= kind == Kind::Blank;
            let number = grid.number(at);
            match kind {
                Kind::Blank => table.skipped.push((number, "空行".to_owned())),
                Kind::Skipped(why) => {
                    self.leave_out(&grid, at, &fresh);
                    table.skipped.push((number, why.to_owned()));
                    // Behind a total, a note or an empty numbered row nothing continues what stood above; a heading divides nothing.
                    if !matches!(why, "重复的表头" | "列号") {
                        self.close(block.take(), &grid, columns, with_merges);
                    }
                    if why == line::TOTAL {
                        totals.total(number, grid.place_of(at), &fresh, self.items.len());
                    }
                }
                Kind::Unknown(why) => {
                    self.leave_out(&grid, at, &fresh);
                    table.reported.push((number, why.to_owned()));
                    self.close(block.take(), &grid, columns, with_merges);
                }
                Kind::Band(words) => {
                    self.close(block.take(), &grid, columns, with_merges);
                    if self.own {
                        self.categories.heading(words, grid.place_of(at));
                    } else {
                        self.categories.band(&words, &grid.place_of(at), &mut self.items);
                    }
                    table.used += 1;
                }
                Kind::Data => {
                    totals.add(&fresh, &cells, columns);
                    let mut row = row_of(at, cells, columns, &walk);
                    row.is_case = !self.own && is_case(&row, columns);
                    // Each row of a flat table of ours says whose it is: somebody may have sorted them.
                    if let Some(code) = block::code_of(&row, columns).filter(|_| self.own && !with_merges) {
                        table.used += 1;
                        if let Some(place) = sorted.get(&code) {
                            let of: &mut Block = &mut gathered[*place];
                            self.reworded(&row, of, &grid, columns);
                            of.rows.push(row);
                        } else {
                            sorted.insert(code, gathered.len());
                            gathered.push(self.open(row, &grid, columns));
                        }
                        continue;
                    }
                    match begins(&row, block.as_ref(), columns) {
                        Begins::Issue => {
                            self.close(block.take(), &grid, columns, with_merges);
                            block = Some(self.open(row, &grid, columns));
                            table.used += 1;
                        }
                        Begins::Nothing => {
                            if let Some(block) = &mut block {
                                hanging.look(&row, number, columns);
                                block.rows.push(row);
                                table.used += 1;
                            }
                        }
                        Begins::Orphan(why) => {
                            self.faults(&row, &grid, columns);
                            self.leave_out(&grid, at, &fresh);
                            table.reported.push((number, why.to_owned()));
                            self.close(block.take(), &grid, columns, with_merges);
                        }
                    }
                }
            }
        }
        self.close(block.take(), &grid, columns, with_merges);
        for mut block in gathered {
            block::sort(&mut block.rows, columns);
            self.close(Some(block), &grid, columns, with_merges);
        }
        self.left_out.append(&mut self.categories.unnamed());
        self.notes.append(&mut grid.notes);
        table.totals = totals.settle(&self.items, columns);
        for total in table.totals.iter().filter(|total| total.stated != total.computed) {
            let PlannedTotal { label, heading, stated, computed, .. } = total;
            let reason = format!("{label}行“{heading}”写 {stated}，各行合计 {computed}，请核对");
            self.note(total.place.clone(), reason);
        }
        for column in columns.iter().filter(|column| column.mixed) {
            let reason = format!(
                "“{}”列里既有状态（如“已完成”），也有整改情况的文字：只写状态的按进度读入，其余按整改情况读入；要一律照文字读入的，加 --map {0}=整改情况",
                column.heading
            );
            let place = if table.place.is_empty() { "全表".to_owned() } else { table.place.clone() };
            self.note(format!("{place}{}列", letters(column.at)), reason);
        }
        for reason in hanging.reasons() {
            let place = if grid.place.is_empty() { "全表".to_owned() } else { grid.place.clone() };
            self.note(place, reason);
        }
        self.tables.push(table);
    }

    /// Tells where a row says other words of an issue than the first one that bears its number.
    fn reworded(&mut self, row: &Row, of: &Block, grid: &Grid, columns: &[Column]) {
        let said = |row: &Row| of_field(columns, row, TableField::Issue).next().map(|(_, seen)| words(seen));
        let (own, first) = (said(row).unwrap_or_default(), said(&of.rows[0]).unwrap_or_default());
        if !own.is_empty() && own != first {
            let reason = format!("同一编号的问题，文字与{}不同，按那一行读入", grid.place_of(of.rows[0].at));
            self.note(grid.place_of(row.at), reason);
        }
    }

    fn leave_out(&mut self, grid: &Grid, at: usize, fresh: &[Fresh]) {
        let text = fresh.iter().map(|cell| cell.words.as_str()).collect::<Vec<_>>().join(" | ");
        if !text.is_empty() {
            self.left_out.push(LeftOut { place: grid.place_of(at), text });
        }
    }

    /// Notes every error value of a row of which nothing is made.
    fn faults(&mut self, row: &Row, grid: &Grid, columns: &[Column]) {
        for (column, seen) in columns.iter().zip(&row.cells) {
            if let Cell::Fault(words) = &seen.cell {
                let reason = format!("“{}”列的值是 {words}，没有读入", column.heading);
                self.note(grid.place_of_cell(row.at, column.at), reason);
            }
        }
    }

    /// An issue's first row: its category and its origin hold for all its rows.
    fn open(&mut self, row: Row, grid: &Grid, columns: &[Column]) -> Block {
        let place = grid.place_of(row.at);
        // An error value names no category; it is told when the row is read cell by cell.
        let named = |seen: &Seen| if matches!(seen.cell, Cell::Fault(_)) { String::new() } else { words(seen) };
        let cells = of_field(columns, &row, TableField::Category).map(|(_, seen)| named(seen)).collect::<Vec<_>>();
        if self.own {
            self.categories.literal(&cells, &place, &mut self.items);
        } else {
            self.categories.columns(&cells, &place, &mut self.items);
        }
        let mut origin = self.categories.origin().unwrap_or(Origin::Feedback);
        let mut opinion = self.categories.of_opinions();
        let mut apart = None;
        let said: Vec<(usize, String)> = of_field(columns, &row, TableField::Origin)
            .filter(|(_, seen)| !matches!(seen.cell, Cell::Fault(_)))
            .map(|(column, seen)| (column.at, words(seen)))
            .filter(|(_, words)| !words.is_empty())
            .collect();
        for (column, words) in said {
            apart = own_table::apart_of_cell(&words).filter(|_| self.own);
            opinion |= label::from_words(&words) == Some(ItemKind::Opinion);
            if opinion || apart.is_some() {
                continue;
            }
            match origin_of(&words) {
                Some(found) => origin = found,
                None => self.note(
                    grid.place_of_cell(row.at, column),
                    format!("问题来源“{}”不在已知的来源之内，按“反馈问题”录入", shown(&words)),
                ),
            }
        }
        // An opinion is about the whole, unless its own row says where it stands.
        let category = self.categories.current().filter(|_| !opinion || cells.iter().any(|cell| !cell.is_empty()));
        let stems = self.categories.stems().filter(|_| !opinion).map(str::to_owned);
        let kind = apart.unwrap_or(if opinion { ItemKind::Opinion } else { ItemKind::Issue });
        Block { rows: vec![row], category, origin, kind, apart: apart.is_some(), stems }
    }

    fn close(&mut self, block: Option<Block>, grid: &Grid, columns: &[Column], with_merges: bool) {
        if let Some(block) = block {
            block::flush(block, grid, columns, with_merges, self);
        }
    }
}

/// Rows without an issue's words that go with the issue above and are not merged with it: usual, and where an issue's words were
/// forgotten not to be seen in what becomes of them.
#[derive(Default)]
struct Hanging {
    /// Rows without a number of their own.
    plain: Vec<u32>,
    /// Rows with one.
    numbered: Vec<u32>,
}

impl Hanging {
    fn look(&mut self, row: &Row, number: u32, columns: &[Column]) {
        let alone = |seen: &Seen| seen.cell.is_empty() && seen.merge == 0;
        if row.is_case || !of_field(columns, row, TableField::Issue).all(|(_, seen)| alone(seen)) {
            return;
        }
        let mut own = of_field(columns, row, TableField::Number);
        let is_numbered = own.any(|(_, seen)| seen.fresh && !seen.cell.is_empty());
        if is_numbered { self.numbered.push(number) } else { self.plain.push(number) }
    }

    fn reasons(&self) -> impl Iterator<Item = String> {
        let reason = |rows: &[u32], what: &str| {
            (!rows.is_empty()).then(|| format!("第{}行{what}，归到上面的问题；不是的请补上问题再导入", ranges(rows)))
        };
        let numbered = reason(&self.numbered, "有序号而没有问题文字");
        numbered.into_iter().chain(reason(&self.plain, "没有问题文字"))
    }
}

/// 5—7、9: numbers of rows, runs of them in short.
fn ranges(rows: &[u32]) -> String {
    const MOST: usize = 12;
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for row in rows.iter().copied() {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == row => *last = row,
            _ => runs.push((row, row)),
        }
    }
    let shown: Vec<String> = runs
        .iter()
        .take(MOST)
        .map(|(first, last)| if first == last { first.to_string() } else { format!("{first}—{last}") })
        .collect();
    let more = if runs.len() > MOST { format!("……（共{}行）", rows.len()) } else { String::new() };
    format!("{}{more}", shown.join("、"))
}

/// What a row of data is to the rows above it.
enum Begins {
    Issue,
    Nothing,
    Orphan(&'static str),
}

fn begins(row: &Row, block: Option<&Block>, columns: &[Column]) -> Begins {
    let Some((at, issue)) = columns
        .iter()
        .zip(&row.cells)
        .enumerate()
        .find_map(|(at, (column, seen))| (column.field == Some(TableField::Issue)).then_some((at, seen)))
    else {
        return Begins::Orphan("没有问题列");
    };
    if matches!(issue.cell, Cell::Fault(_)) {
        return Begins::Orphan("问题列是错误值");
    }
    let above = block.map(|block| &block.rows[block.rows.len() - 1]);
    if issue.cell.is_empty() {
        return if above.is_some() {
            Begins::Nothing
        } else {
            Begins::Orphan("问题列是空的，上面也没有问题可归")
        };
    }
    if row.is_case {
        return if above.is_some() { Begins::Nothing } else { Begins::Orphan("个案上面没有问题可归") };
    }
    let Some(above) = above else { return Begins::Issue };
    if issue.merge != 0 && above.cells[at].merge == issue.merge {
        return Begins::Nothing;
    }
    // The same words again are the same issue only when nothing numbers them apart.
    let head =
        block.and_then(|block| block.rows.iter().rev().find(|row| !row.cells[at].cell.is_empty() && !row.is_case));
    let same_words =
        head.is_some_and(|head| synonym::fold(&head.cells[at].cell.words()) == synonym::fold(&issue.cell.words()));
    let number =
        |row: &Row| of_field(columns, row, TableField::Number).next().map(|(_, seen)| (words(seen), seen.merge));
    let unnumbered = match (number(row), head.and_then(number)) {
        (Some((own, merge)), Some((other, other_merge))) => {
            // 1.1 and 1.2 beside the same words number what is done about it.
            let above = |words: &str| Leveled::read(words).map(|(above, _)| above);
            let of_one = above(&own).is_some_and(|number| above(&other) == Some(number));
            own.is_empty() || own == other || of_one || (merge != 0 && merge == other_merge)
        }
        _ => true,
    };
    // A list of cases repeats the issue beside each of them, and numbers the cases.
    let lists_cases = of_field(columns, row, TableField::Case).any(|(_, seen)| seen.fresh);
    // Cells that are merged on purpose end where the issue ends.
    if same_words && (unnumbered || lists_cases) && issue.merge == 0 { Begins::Nothing } else { Begins::Issue }
}

/// A row's cells under the columns, and what stands beside them.
fn row_of(at: usize, mut cells: Vec<Cell>, columns: &[Column], walk: &MergeWalk) -> Row {
    let mut seen = Vec::with_capacity(columns.len());
    for column in columns {
        let mut cell = cells.get_mut(column.at).map(std::mem::take).unwrap_or_default();
        let mut merge = 0;
        let mut fresh = !cell.is_empty();
        if let Some((index, span)) = walk.of(column.at) {
            merge = u32::try_from(index + 1).unwrap_or(u32::MAX);
            fresh &= span.top as usize == at;
            // A cell over several columns says its words for the first of them.
            let left = span.left as usize;
            if left < column.at
                && columns.iter().any(|other| other.field.is_some() && (left..column.at).contains(&other.at))
            {
                (cell, merge, fresh) = (Cell::Empty, 0, false);
            }
        }
        seen.push(Seen { cell, merge, fresh });
    }
    let extras = cells
        .iter()
        .enumerate()
        .filter(|(column, cell)| {
            !cell.is_empty()
                && walk.of(*column).is_none_or(|(_, span)| span.top as usize == at && span.left as usize == *column)
        })
        .map(|(column, cell)| format!("{}列：{}", letters(column), cell.words()))
        .collect();
    Row { at, cells: seen, extras, is_case: false }
}

/// Whether a row says that it is a case: where others name their category, their origin or their level.
fn is_case(row: &Row, columns: &[Column]) -> bool {
    let says = |(column, seen): (&Column, &Seen)| {
        let kind = match column.field {
            Some(TableField::Category | TableField::Origin | TableField::Type) => true,
            None | Some(TableField::Ignored) => KINDS.contains(&synonym::fold(&column.heading).as_str()),
            _ => false,
        };
        kind && seen.fresh && label::from_words(words(seen).as_str()) == Some(ItemKind::Case)
    };
    columns.iter().zip(&row.cells).any(says)
}

/// Headings under which a ledger says what kind of item a row is.
const KINDS: [&str; 6] = ["层级", "级别", "事项类别", "事项类型", "事项性质", "条目类别"];

/// The cells of a row under the columns of a field.
pub(super) fn of_field<'a>(
    columns: &'a [Column],
    row: &'a Row,
    field: TableField,
) -> impl Iterator<Item = (&'a Column, &'a Seen)> {
    columns.iter().zip(&row.cells).filter(move |(column, _)| column.field == Some(field))
}

/// A cell's words, in one piece.
pub(super) fn words(seen: &Seen) -> String {
    seen.cell.words().trim().to_owned()
}

/// Words as a note shows them.
pub(super) fn shown(words: &str) -> String {
    let mut chars = words.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    let mut shown: String = chars.by_ref().take(24).collect();
    if chars.next().is_some() {
        shown.push('…');
    }
    shown
}

fn origin_of(words: &str) -> Option<Origin> {
    if let Some(origin) = label::from_words(words) {
        return Some(origin);
    }
    [
        ("举一反三", Origin::Extension),
        ("回头看", Origin::Lookback),
        ("自查", Origin::SelfCheck),
        ("审计", Origin::Audit),
        ("民主生活会", Origin::Meeting),
        ("组织生活会", Origin::Meeting),
        ("上轮", Origin::Prior),
        ("上一轮", Origin::Prior),
        ("遗留", Origin::Prior),
        ("推动改革", Origin::Reform),
        ("巡察", Origin::Feedback),
        ("巡视", Origin::Feedback),
        ("反馈", Origin::Feedback),
    ]
    .into_iter()
    .find(|(word, _)| words.contains(word))
    .map(|(_, origin)| origin)
}

fn planned(column: &Column) -> PlannedColumn {
    PlannedColumn {
        letter: letters(column.at),
        heading: column.heading.clone(),
        field: column.field,
        told: column.told,
    }
}

/// Whether words only say that there is nothing: / — 无.
pub(super) fn says_nothing(words: &str) -> bool {
    matches!(
        words.trim(),
        "" | "/" | "／" | "\\" | "-" | "--" | "—" | "——" | "－" | "无" | "无。" | "暂无" | "暂无。" | "不涉及"
    )
}

/// Whether a ticked column's cell says yes.
pub(super) fn is_ticked(cell: &Cell) -> bool {
    match cell {
        Cell::Bool(yes) => *yes,
        Cell::Number(number) => *number > 0.0,
        Cell::Text(words) => status::tick(words).unwrap_or(!says_nothing(words)),
        _ => false,
    }
}
