//! Total rows (小计, 合计) of a ledger, held against the rows that they sum up.
//!
//! Under the issues and the measures a total counts them; under a column that is not a field of ledgers, or that is ticked, it
//! adds up what stands there. A 小计 speaks of the rows since the one before; any other total may speak of these or of the whole
//! table, and is wrong only where it is neither. Where nothing can be added up, nothing is said.

use super::column::Column;
use super::ledger::is_ticked;
use super::line::Fresh;
use super::synonym;
use crate::domain::item::ItemKind;
use crate::intake::grid::Cell;
use crate::intake::plan::{PlannedItem, PlannedTotal, TableField, Totalled};
use crate::zh::numeral::fold_digits;

/// Numbers are added up in ten-thousandths: sums of amounts in 万元 have no rounding of their own.
const SCALE: f64 = 10_000.0;

/// What was added up over a stretch of rows.
#[derive(Debug, Clone, Default)]
struct Stretch {
    /// The first item of it.
    from: usize,
    rows: usize,
    /// For each column the sum, and whether anything was added.
    sums: Vec<(i128, bool)>,
}

/// A total as it stands, before it is known what it sums up.
#[derive(Debug)]
struct Stated {
    place: String,
    row: u32,
    label: String,
    cells: Vec<(usize, String)>,
    /// The rows since the total before it, and where their items end.
    part: Stretch,
    until: usize,
}

/// The totals of one table.
#[derive(Debug)]
pub(super) struct Totals {
    part: Stretch,
    all: Stretch,
    stated: Vec<Stated>,
}

impl Totals {
    /// Above the first row of a table; `items` stand already.
    pub(super) fn new(items: usize, columns: usize) -> Self {
        let stretch = Stretch { from: items, rows: 0, sums: vec![(0, false); columns] };
        Self { part: stretch.clone(), all: stretch, stated: Vec::new() }
    }

    /// Adds a row of data.
    pub(super) fn add(&mut self, fresh: &[Fresh], cells: &[Cell], columns: &[Column]) {
        for stretch in [&mut self.part, &mut self.all] {
            stretch.rows += 1;
            for (column, sum) in columns.iter().zip(&mut stretch.sums) {
                let begins = fresh.iter().find(|cell| cell.column == column.at && cell.width == 1);
                let Some(cell) = begins.and_then(|_| cells.get(column.at)) else { continue };
                let number = match adds(column) {
                    Some(Totalled::Ticks) => is_ticked(cell).then_some(10_000),
                    Some(Totalled::Sum) => number(&cell.words()),
                    _ => None,
                };
                if let Some(number) = number {
                    *sum = (sum.0 + number, true);
                }
            }
        }
    }

    /// Takes a total row; the items above it stand.
    pub(super) fn total(&mut self, row: u32, place: String, fresh: &[Fresh], items: usize) {
        let label = fresh.first().map(|cell| cell.words.trim().to_owned()).unwrap_or_default();
        let cells = fresh.iter().skip(1).filter(|cell| cell.width == 1).map(|cell| (cell.column, cell.words.clone()));
        let empty = Stretch { from: items, rows: 0, sums: vec![(0, false); self.part.sums.len()] };
        let part = std::mem::replace(&mut self.part, empty);
        self.stated.push(Stated { place, row, label, cells: cells.collect(), part, until: items });
    }

    /// What every total comes to, once the whole table was read.
    pub(super) fn settle(self, items: &[PlannedItem], columns: &[Column]) -> Vec<PlannedTotal> {
        let mut found = Vec::new();
        for stated in &self.stated {
            let partial = synonym::fold(&stated.label).contains("小计");
            for (column, words) in &stated.cells {
                let Some((at, column)) = columns.iter().enumerate().find(|(_, other)| other.at == *column) else {
                    continue;
                };
                let (Some(of), Some(said)) = (adds(column), number(words)) else { continue };
                let sum = |stretch: &Stretch, until: usize| -> Option<i128> {
                    let counted = |kind: ItemKind| {
                        let within = items.get(stretch.from..until)?;
                        let top = |item: &&PlannedItem| {
                            item.parent.is_none_or(|parent| items[parent].kind != ItemKind::Issue)
                                || kind != ItemKind::Issue
                        };
                        let count = within.iter().filter(|item| item.kind == kind).filter(top).count();
                        Some(i128::try_from(count).ok()? * 10_000)
                    };
                    let known = stretch.rows > 0;
                    match of {
                        Totalled::Issues => counted(ItemKind::Issue).filter(|_| known),
                        Totalled::Measures => counted(ItemKind::Measure).filter(|_| known),
                        Totalled::Sum | Totalled::Ticks => stretch.sums.get(at).filter(|sum| sum.1).map(|sum| sum.0),
                    }
                };
                let part = sum(&stated.part, stated.until);
                let all = sum(&self.all, items.len()).filter(|_| !partial);
                let Some(computed) = all.or(part) else { continue };
                let whole = all == Some(said) || part != Some(said) && !partial;
                found.push(PlannedTotal {
                    row: stated.row,
                    place: stated.place.clone(),
                    label: stated.label.clone(),
                    heading: column.heading.clone(),
                    of,
                    whole,
                    stated: shown(said),
                    computed: shown(if whole { computed } else { part.unwrap_or(computed) }),
                });
            }
        }
        found
    }
}

/// What a total under a column adds up; none where it cannot be told.
fn adds(column: &Column) -> Option<Totalled> {
    match column.field {
        _ if column.ticked => Some(Totalled::Ticks),
        Some(TableField::Issue) => Some(Totalled::Issues),
        Some(TableField::Measure) => Some(Totalled::Measures),
        // Rates and means are not added up.
        None | Some(TableField::Ignored) if column.heading.contains(['率', '比', '均', '%']) => None,
        None | Some(TableField::Ignored) => Some(Totalled::Sum),
        Some(_) => None,
    }
}

/// 12, 1,234.5, 12个, 共30条: a number and nothing else but its counter.
#[expect(clippy::cast_possible_truncation, reason = "rounded, and within what a cell of a ledger holds")]
fn number(words: &str) -> Option<i128> {
    let words = fold_digits(words.trim());
    let words = words.trim_start_matches(['共', '计']).trim();
    let words =
        words.trim_end_matches(['个', '项', '条', '件', '份', '人', '次', '元', '万']).trim().replace([',', '，'], "");
    let plain =
        !words.is_empty() && words.len() <= 18 && words.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
    let number: f64 = words.parse().ok().filter(|_| plain)?;
    Some((number * SCALE).round() as i128)
}

/// The number as people write it.
fn shown(scaled: i128) -> String {
    let (sign, scaled) = if scaled < 0 { ("-", -scaled) } else { ("", scaled) };
    let fraction = format!("{:04}", scaled % 10_000);
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{fraction}", scaled / 10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_with_its_counter_and_nothing_else() {
        for (words, read) in [
            ("12", Some("12")),
            ("12个", Some("12")),
            ("共 30 条", Some("30")),
            ("１２", Some("12")),
            ("1,234.50", Some("1234.5")),
            ("-3.125", Some("-3.125")),
            ("0", Some("0")),
            ("", None),
            ("个", None),
            ("12个已完成", None),
            ("2025-06-30", None),
            ("1e9", None),
        ] {
            assert_eq!(number(words).map(shown).as_deref(), read, "{words}");
        }
    }
}
