//! Which of several sheets is the ledger, what stands above its headings, and the plan that comes of it.

use super::column;
use super::heading::{self, Headings};
use super::ledger::Ledger;
use super::{TableError, day, reference, status};
use crate::domain::Day;
use crate::domain::item::ItemType;
use crate::domain::meeting::{MeetingFacts, MeetingKind};
use crate::intake::Options;
use crate::intake::grid::{Cell, Grid};
use crate::intake::header;
use crate::intake::plan::{Header, LeftOut, Note, PaperKind, Plan, PlannedItem, PlannedTable, TableField};
use crate::zh::label::Label as _;
use crate::zh::own_table;

/// What is done when several sheets look like ledgers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Several {
    /// The clerk is asked.
    Ask,
    /// They are read one behind the other: tables of one Word paper.
    Together,
}

/// Makes a plan of the grids of one file.
///
/// # Errors
/// See [`TableError`].
pub(super) fn read(grids: Vec<Grid>, options: &Options, several: Several) -> Result<Plan, TableError> {
    let all = options.sheet.as_deref().is_some_and(|sheet| matches!(sheet.trim(), "全部" | "所有" | "all" | "*"));
    let grids = match options.sheet.as_deref().filter(|_| !all) {
        Some(sheet) => vec![named(grids, sheet)?],
        None => grids,
    };
    let one = grids.len() == 1;
    let mut found: Vec<(Grid, Headings)> = Vec::new();
    // What goes on with the columns of the table before it, by that table's place in `found`.
    let mut further: Vec<(usize, Grid)> = Vec::new();
    let mut others: Vec<Grid> = Vec::new();
    for grid in grids {
        match heading::find(&grid, &options.columns) {
            Some(headings) => found.push((grid, headings)),
            None => match found.last() {
                Some((above, _)) if several == Several::Together && goes_on(above, &grid) => {
                    further.push((found.len() - 1, grid));
                }
                _ => others.push(grid),
            },
        }
    }
    if found.len() > 1 && !all && several == Several::Ask {
        // A sheet with hardly any headings beside a whole ledger is a summary of it.
        let best = found.iter().map(|(_, headings)| headings.score).max().unwrap_or(0);
        let (kept, weak): (Vec<_>, Vec<_>) = found.into_iter().partition(|(_, headings)| headings.score * 2 > best);
        others.extend(weak.into_iter().map(|(grid, _)| grid));
        found = kept;
        if found.len() > 1 {
            return Err(TableError::WhichSheet {
                sheets: found.into_iter().map(|(grid, _)| bare_name(&grid)).collect(),
            });
        }
    }
    if found.is_empty() {
        if let Some(cases) = others.iter().find(|grid| heading::lists_cases(grid)) {
            return Err(TableError::CasesWithoutIssue { place: cases.place.clone() });
        }
        let place = if one { others.first().map(|grid| grid.place.clone()).unwrap_or_default() } else { String::new() };
        return Err(TableError::NoHeadings { place });
    }
    let mut plan = empty_plan();
    let mut ledger = Ledger::default();
    let mut further = further.into_iter().peekable();
    for (at, (grid, headings)) in found.into_iter().enumerate() {
        let columns = column::resolve(&grid, &headings, &options.columns)?;
        above(&grid, &headings, &mut plan);
        ledger.unit.clone_from(&plan.header.unit);
        let place = grid.place.clone();
        ledger.read(grid, Some(&headings), &columns);
        while let Some((_, grid)) = further.next_if(|(above, _)| *above == at) {
            let reason = format!("没有表头，列数与{place}相同，按{place}的列接着读");
            plan.notes.push(Note { place: grid.place.clone(), reason });
            ledger.read(grid, None, &columns);
        }
    }
    if ledger.own {
        let (own, rest): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|grid| own_table::is_own_sheet(&bare_name(grid)));
        for grid in own.iter().filter(|grid| bare_name(grid) == own_table::MEETINGS_SHEET) {
            for facts in grid.rows.iter().filter_map(|row| meeting(row, grid.since_1904)) {
                ledger.met(facts);
            }
        }
        others = rest;
    }
    if several == Several::Together {
        // Tables of one paper are all of them before the reader's eyes; what is no ledger is shown row by row.
        let rows: Vec<LeftOut> = others.drain(..).flat_map(|grid| grid.rows_left_out()).collect();
        plan.left_out.extend(rows);
    }
    for grid in others.iter().filter(|grid| !grid.rows.is_empty()) {
        plan.notes.push(Note {
            place: grid.place.clone(),
            reason: "没有台账的表头，没有读；需要读入的，加 --sheet 指明".to_owned(),
        });
    }
    let Ledger { mut items, left_out, notes, more_notes, tables, numbering, related, meetings, .. } = ledger;
    plan.header.meetings = meetings;
    let numbered = numbering.numbered.clone();
    plan.notes.extend(numbering.keep(&mut items));
    plan.notes.extend(reference::relate(&mut items, &related, &numbered));
    plan.notes.extend(untyped(&items, &tables));
    plan.items = items;
    plan.left_out.extend(left_out);
    plan.notes.extend(notes);
    if more_notes > 0 {
        plan.notes.push(Note {
            place: "全表".to_owned(),
            reason: format!("另有 {more_notes} 处需要核对，没有逐一列出，原文都已保留"),
        });
    }
    plan.tables = tables;
    if plan.counts().issue == 0 {
        plan.notes.push(Note {
            place: "全表".to_owned(), reason: "表头下面没有读出问题，未形成整改事项".to_owned()
        });
    }
    Ok(plan)
}

/// A row of our own sheet of meetings: day, kind, title, number of the minutes.
fn meeting(row: &[Cell], since_1904: bool) -> Option<MeetingFacts> {
    let words = |at: usize| row.get(at).map(|cell| cell.words().trim().to_owned()).filter(|words| !words.is_empty());
    let held_on = day::of_cell(row.first()?, since_1904)?.day;
    let kind = words(1)?;
    let kind = MeetingKind::ALL.iter().copied().find(|known| known.label() == kind)?;
    Some(MeetingFacts { kind, held_on, title: words(2)?, minutes_no: words(3) })
}

/// Whether a table without headings is the rest of the one above it, as a page break leaves it: as wide, and full of cells.
pub(super) fn goes_on(above: &Grid, grid: &Grid) -> bool {
    let width = grid.width();
    width >= 3 && width == above.width()
}

/// Types are an axis of their own: deadlines that are worded like one are told, where no column says of what type the items are,
/// and nothing is made of it.
fn untyped(items: &[PlannedItem], tables: &[PlannedTable]) -> Vec<Note> {
    const MOST: usize = 8;
    let typed = |table: &PlannedTable| table.columns.iter().any(|column| column.field == Some(TableField::Type));
    if tables.iter().any(typed) {
        return Vec::new();
    }
    let mut found: Vec<(ItemType, Vec<&str>)> = Vec::new();
    for item in items.iter().filter(|item| item.item_type.is_none()) {
        let Some(kind) = item.deadline_raw.as_deref().and_then(status::type_in_deadline) else { continue };
        match found.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, places)) => places.push(&item.place),
            None => found.push((kind, vec![&item.place])),
        }
    }
    let told = |(kind, places): (ItemType, Vec<&str>)| {
        let kind = kind.label();
        let more = if places.len() > MOST { format!("等 {} 处", places.len()) } else { String::new() };
        let shown = places[..places.len().min(MOST)].join("、");
        Note {
            place: "全表".to_owned(),
            reason: format!(
                "时限写着“{kind}”，类型未写：{shown}{more}；整改类型没有据此录入，确是这一类型的，导入后用 taizhang edit 编号 --set 类型={kind} 补上"
            ),
        }
    };
    found.into_iter().map(told).collect()
}

fn empty_plan() -> Plan {
    Plan {
        paper: PaperKind::Ledger,
        items: Vec::new(),
        left_out: Vec::new(),
        notes: Vec::new(),
        stated: Vec::new(),
        header: Header::default(),
        tables: Vec::new(),
    }
}

/// The sheet of that name, or of that number from 1.
fn named(mut grids: Vec<Grid>, sheet: &str) -> Result<Grid, TableError> {
    let sheet = sheet.trim();
    let at = grids
        .iter()
        .position(|grid| bare_name(grid) == sheet)
        .or_else(|| grids.iter().position(|grid| bare_name(grid).trim() == sheet))
        .or_else(|| {
            sheet.parse::<usize>().ok().and_then(|number| number.checked_sub(1)).filter(|at| *at < grids.len())
        });
    match at {
        Some(at) => Ok(grids.swap_remove(at)),
        None => Err(TableError::NoSuchSheet { sheet: sheet.to_owned(), sheets: grids.iter().map(bare_name).collect() }),
    }
}

/// 台账 of 工作表“台账”.
fn bare_name(grid: &Grid) -> String {
    let inner = grid.place.split_once('“').and_then(|(_, rest)| rest.rsplit_once('”')).map(|(name, _)| name);
    inner.unwrap_or(&grid.place).to_owned()
}

/// Title, 填报单位 and 截至日期 above the headings; all of it stays readable in `left_out`.
fn above(grid: &Grid, headings: &Headings, plan: &mut Plan) {
    let mut lines: Vec<String> = Vec::new();
    let mut places: Vec<String> = Vec::new();
    for (at, row) in grid.rows.iter().enumerate().take(headings.first) {
        let mut cells: Vec<String> = Vec::new();
        for cell in row {
            let words = cell.words().into_owned();
            if !words.is_empty() && cells.last() != Some(&words) {
                cells.push(words);
            }
        }
        if cells.is_empty() {
            continue;
        }
        for cell in &cells {
            plan.header.unit = plan
                .header
                .unit
                .take()
                .or_else(|| behind(cell, &["填报单位", "报送单位", "填报部门", "单位名称", "单位"]));
            plan.header.as_of = plan.header.as_of.or_else(|| as_of(cell));
        }
        // 填报单位：| 某区人民法院 in cells of their own.
        for pair in cells.windows(2) {
            let label = pair[0].trim_end_matches(['：', ':']);
            if matches!(label, "填报单位" | "报送单位" | "单位名称") && !pair[1].contains(['：', ':']) {
                plan.header.unit.get_or_insert_with(|| pair[1].clone());
            }
            if matches!(label, "截至日期" | "统计截至" | "截止日期" | "填报日期") {
                plan.header.as_of = plan.header.as_of.or_else(|| day::find(&pair[1]).map(|found| found.day));
            }
        }
        let text = cells.join(" | ");
        plan.left_out.push(LeftOut { place: grid.place_of(at), text: text.clone() });
        places.push(grid.place_of(at));
        lines.push(cells.join(" "));
    }
    let (found, notes) = header::read(&lines.join("\n"), &places, "");
    let header = &mut plan.header;
    header.title = header.title.take().or(found.title);
    header.feedback_on = header.feedback_on.or(found.feedback_on);
    header.onsite_from = header.onsite_from.or(found.onsite_from);
    header.onsite_to = header.onsite_to.or(found.onsite_to);
    header.body = header.body.take().or(found.body);
    header.party_group = header.party_group.take().or(found.party_group);
    header.round_kind = header.round_kind.or(found.round_kind);
    plan.notes.extend(notes);
}

/// What stands behind a label and its colon, up to a blank.
fn behind(cell: &str, labels: &[&str]) -> Option<String> {
    labels.iter().find_map(|label| {
        let at = cell.find(label)?;
        let rest = cell[at + label.len()..].trim_start_matches(['（', '盖', '章', '）', '(', ')', ' ']);
        let rest = rest.strip_prefix(['：', ':'])?.trim();
        let name = rest.split([' ', '\u{3000}', '\t', '\n', '；', '，']).next()?.trim();
        // 单位：万元 says in what the figures are.
        let counts = matches!(
            name,
            "元" | "万元" | "亿元" | "件" | "个" | "项" | "条" | "人" | "次" | "人次" | "%" | "％" | "天"
        );
        (!name.is_empty() && !counts && name.chars().count() <= 40).then(|| name.to_owned())
    })
}

/// 截至2025年6月30日, 填报日期：2025-06-30.
fn as_of(cell: &str) -> Option<Day> {
    ["截至", "截止", "填报日期", "统计日期", "填报时间", "更新日期", "更新时间"].iter().find_map(|word| {
        let at = cell.find(word)?;
        day::find(&cell[at + word.len()..]).map(|found| found.day)
    })
}
