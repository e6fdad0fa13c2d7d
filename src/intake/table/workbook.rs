//! Workbooks (.xlsx, .xls) to grids: sheet by sheet, merged cells filled, days as days, within limits.

use super::guard::guarded;
use super::sheet::{self, Several};
use super::{TableError, biff, day, fault, inside, ods};
use crate::domain::Day;
use crate::intake::decode;
use crate::intake::grid::{Cell, Grid, Merge, letters};
use crate::intake::plan::{Note, Plan};
use crate::intake::{IntakeError, Options, package};
use calamine::{Data, DataRef, Dimensions, Reader as _, SheetType, SheetVisible, Xls, Xlsx};
use std::collections::HashMap;
use std::io::Cursor;
use std::sync::Arc;

/// Cells of all sheets, blank ones between filled ones included: a ledger of 100,000 rows has two million.
pub(super) const MAX_CELLS: usize = 6_000_000;
/// The limits on cells and words, for messages.
pub(super) const LIMITS: &str = "600 万个单元格、256 MB 文字";
/// More columns than any ledger has.
pub(super) const MAX_COLUMNS: usize = 512;
/// Bytes of words in all cells, counted as often as they are shown.
pub(super) const MAX_WORDS: usize = 256 * 1024 * 1024;
/// More sheets than any ledger has.
const MAX_SHEETS: usize = 256;

/// The formats of workbooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkbookFormat {
    /// Excel since 2007.
    Xlsx,
    /// Excel before that.
    Xls,
    /// OpenDocument.
    Ods,
}

/// Reads a workbook into a plan. `name` is only used in messages.
///
/// # Errors
/// When the file is damaged, locked or too large, or none of its sheets is a ledger; see [`TableError`].
pub fn read(name: &str, bytes: &[u8], format: WorkbookFormat, options: &Options) -> Result<Plan, IntakeError> {
    if bytes.len() > decode::MAX_BYTES {
        return Err(IntakeError::TooLarge { name: name.to_owned(), size: bytes.len(), limit: decode::MAX_BYTES });
    }
    match format {
        WorkbookFormat::Xlsx => package::check_workbook(bytes).map_err(|error| error.in_file(name))?,
        WorkbookFormat::Ods => package::check(bytes).map_err(|error| error.in_file(name))?,
        WorkbookFormat::Xls => {}
    }
    let told = options.sheet.as_deref();
    let inside = |plan: &mut Plan| {
        let found = if format == WorkbookFormat::Xlsx { inside::of_workbook(bytes) } else { Vec::new() };
        if !found.is_empty() {
            let reason = format!(
                "图片、图表和嵌入的文件 {} 个未读，列在未录入的部分；其中有台账的，请打开后另存为文件再导入",
                found.len()
            );
            plan.notes.push(Note { place: "全文".to_owned(), reason });
        }
        plan.left_out.extend(found);
    };
    let book = match format {
        WorkbookFormat::Xlsx => guarded(|| xlsx(bytes, told)),
        WorkbookFormat::Xls => guarded(|| xls(bytes, told)),
        WorkbookFormat::Ods => {
            return ods::book(bytes, told).and_then(|book| plan(book, options)).map_err(|error| error.in_file(name));
        }
    };
    let mut plan = book.and_then(|book| plan(book, options)).map_err(|error| error.in_file(name))?;
    inside(&mut plan);
    Ok(plan)
}

/// The sheets of a workbook, and what was noticed of others.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) grids: Vec<Grid>,
    pub(super) notes: Vec<Note>,
    /// Names of sheets that are there but were not read.
    pub(super) unread: Vec<String>,
    /// Why a sheet was not read; told when nothing else is a ledger.
    pub(super) refused: Option<TableError>,
}

impl Book {
    /// Whether a sheet is to be read: those that are shown, or the one that was named. What is not is told.
    pub(super) fn wants(&mut self, name: &str, shown: bool, at: usize, told: Option<&str>) -> bool {
        let named = told.is_some_and(|told| told.trim() == name.trim() || told.trim().parse() == Ok(at + 1));
        let all = told.is_none_or(|told| matches!(told.trim(), "全部" | "所有" | "all" | "*"));
        if named || (all && shown) {
            return true;
        }
        if !shown {
            let reason = "是隐藏的工作表，没有读；需要读入的，加 --sheet 指明".to_owned();
            self.notes.push(Note { place: place(name), reason });
        }
        self.unread.push(name.to_owned());
        false
    }

    /// Takes a sheet, or the reason why it cannot be read.
    pub(super) fn take(&mut self, name: &str, sheet: Result<Filling, TableError>) -> Result<(), TableError> {
        match sheet {
            Ok(filling) => self.grids.push(filling.finish(place(name))),
            Err(error @ TableError::TooLarge { .. }) => {
                self.unread.push(name.to_owned());
                self.notes
                    .push(Note { place: place(name), reason: "内容超过台账的上限，没有读".to_owned() });
                self.refused.get_or_insert(error);
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

fn plan(mut book: Book, options: &Options) -> Result<Plan, TableError> {
    let mut options = options.clone();
    if let Some(told) = options.sheet.as_deref().map(str::trim)
        && book.grids.len() == 1
        && told.parse::<usize>().is_ok()
    {
        // The sheet of that number is the only one that was read.
        options.sheet = None;
    }
    if book.grids.is_empty()
        && let Some(error) = book.refused
    {
        return Err(error);
    }
    if let (true, Some(sheet)) = (book.grids.is_empty(), &options.sheet) {
        return Err(TableError::NoSuchSheet { sheet: sheet.clone(), sheets: book.unread });
    }
    if let Some(of) = own_plan(&book.grids) {
        return Err(TableError::OwnPlan { of });
    }
    match sheet::read(book.grids, &options, Several::Ask) {
        Ok(mut plan) => {
            book.notes.append(&mut plan.notes);
            plan.notes = book.notes;
            Ok(plan)
        }
        Err(TableError::NoHeadings { place }) => Err(book.refused.unwrap_or(TableError::NoHeadings { place })),
        Err(error) => Err(error),
    }
}

/// Whether this is the plan of an earlier look (`intake --plan`), and of which file: its title, and its columns in their order.
fn own_plan(grids: &[Grid]) -> Option<Option<String>> {
    let begins = |grid: &Grid, words: &[&str]| {
        let row = grid.rows.first().map_or(&[][..], Vec::as_slice);
        row.len() >= words.len() && row.iter().zip(words).all(|(cell, words)| cell.words() == *words)
    };
    let items = place("将要录入的事项");
    if !grids.iter().any(|grid| grid.place == items && begins(grid, &["编号", "类别", "内容"])) {
        return None;
    }
    let title =
        grids.iter().find_map(|grid| grid.rows.first()?.first()?.words().strip_prefix("导入：").map(str::to_owned));
    Some(title.map(|name| format!("“{name}”")))
}

/// Where a sheet stands, for a reader.
pub(super) fn place(name: &str) -> String {
    let name: String = name.chars().filter(|c| !decode::is_hidden(*c)).take(64).collect();
    format!("工作表“{name}”")
}

/// A grid that is being filled, within what is left of the file's limits.
pub(super) struct Filling {
    rows: Vec<Vec<Cell>>,
    merges: Vec<Merge>,
    since_1904: bool,
    place: String,
    cells: usize,
    words: usize,
}

impl Filling {
    /// Begins a sheet.
    pub(super) fn new(name: &str, since_1904: bool) -> Self {
        Self { rows: Vec::new(), merges: Vec::new(), since_1904, place: place(name), cells: 0, words: 0 }
    }

    /// Puts a cell into its place. Nothing is allocated for blank cells behind the last filled one of a row.
    pub(super) fn put(&mut self, row: usize, column: usize, cell: Cell) -> Result<(), TableError> {
        if cell.is_empty() {
            return Ok(());
        }
        if column >= MAX_COLUMNS {
            return Err(self.too_large(format!("{}列有内容", letters(column)), format!("{MAX_COLUMNS} 列")));
        }
        if let Cell::Text(words) = &cell {
            self.words += words.len();
        }
        if row >= self.rows.len() {
            // A row that stands alone far below costs its empty rows.
            self.cells += (row + 1 - self.rows.len()) / 4;
            if self.cells <= MAX_CELLS {
                self.rows.resize_with(row + 1, Vec::new);
            }
        }
        let width = self.rows.get(row).map_or(0, Vec::len);
        self.cells += (column + 1).saturating_sub(width);
        if self.cells > MAX_CELLS || self.words > MAX_WORDS {
            return Err(self.too_large("内容过多".to_owned(), LIMITS.to_owned()));
        }
        let row = &mut self.rows[row];
        if row.len() <= column {
            row.resize(column + 1, Cell::Empty);
        }
        row[column] = cell;
        Ok(())
    }

    /// Adds a merge.
    pub(super) fn merge(&mut self, merge: Merge) {
        // Merges cost their entry; beyond as many as there may be cells they are no work of a person.
        if self.merges.len() < MAX_CELLS {
            self.merges.push(merge);
        }
    }

    fn too_large(&self, what: String, limit: String) -> TableError {
        TableError::TooLarge { place: self.place.clone(), what, limit }
    }

    fn finish(self, place: String) -> Grid {
        let mut grid = Grid {
            place,
            first_row: 1,
            rows: self.rows,
            merges: self.merges,
            since_1904: self.since_1904,
            ..Grid::default()
        };
        grid.fill_merges();
        grid
    }
}

fn damaged(error: &dyn std::fmt::Display) -> TableError {
    let what: String = error.to_string().chars().filter(|c| !c.is_control()).take(80).collect();
    TableError::Damaged { what }
}

fn xlsx(bytes: &[u8], told: Option<&str>) -> Result<Book, TableError> {
    let mut file: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsxError::Password => TableError::Locked,
        error => damaged(&error),
    })?;
    let since_1904 = file.has_1904_epoch();
    let sheets = file.sheets_metadata().to_vec();
    too_many(sheets.len())?;
    let mut book = Book::default();
    for (at, sheet) in sheets.iter().enumerate() {
        if sheet.typ != SheetType::WorkSheet
            || !book.wants(&sheet.name, sheet.visible == SheetVisible::Visible, at, told)
        {
            continue;
        }
        // Merges stand behind the cells in the file; they are few and read by themselves.
        let merges = file.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        let filled = xlsx_sheet(&mut file, &sheet.name, since_1904).map(|mut filling| {
            merges.into_iter().for_each(|dimensions| filling.merge(merge_of(dimensions)));
            filling
        });
        book.take(&sheet.name, filled)?;
    }
    Ok(book)
}

fn xlsx_sheet(file: &mut Xlsx<Cursor<&[u8]>>, name: &str, since_1904: bool) -> Result<Filling, TableError> {
    let mut filling = Filling::new(name, since_1904);
    let mut reader = file.worksheet_cells_reader(name).map_err(|error| damaged(&error))?;
    // Strings that the workbook holds once are held once here, too: by where they stand in its table.
    let mut shared: HashMap<*const u8, Cell> = HashMap::new();
    while let Some(record) = reader.next_cell_with_formula_metadata().map_err(|error| damaged(&error))? {
        let cell = match record.value {
            DataRef::SharedString(words) => shared.entry(words.as_ptr()).or_insert_with(|| text(words)).clone(),
            DataRef::Empty if record.formula.is_some() => Cell::Fault("公式没有算出的值".into()),
            DataRef::Empty => Cell::Empty,
            value => cell(value.into(), since_1904),
        };
        filling.put(record.pos.0 as usize, record.pos.1 as usize, cell)?;
    }
    Ok(filling)
}

fn xls(bytes: &[u8], told: Option<&str>) -> Result<Book, TableError> {
    biff::check(bytes)?;
    let mut file: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsError::Password => TableError::Locked,
        error => damaged(&error),
    })?;
    let since_1904 = file.has_1904_epoch();
    let sheets = file.sheets_metadata().to_vec();
    too_many(sheets.len())?;
    let mut book = Book::default();
    for (at, sheet) in sheets.iter().enumerate() {
        if sheet.typ != SheetType::WorkSheet
            || !book.wants(&sheet.name, sheet.visible == SheetVisible::Visible, at, told)
        {
            continue;
        }
        let range = file.worksheet_range(&sheet.name).map_err(|error| damaged(&error))?;
        let merges = file.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        let (top, left) = range.start().unwrap_or_default();
        let mut filling = Filling::new(&sheet.name, since_1904);
        let filled = range
            .used_cells()
            .try_for_each(|(row, column, value)| {
                filling.put(top as usize + row, left as usize + column, cell(value.clone(), since_1904))
            })
            .map(|()| {
                merges.into_iter().for_each(|dimensions| filling.merge(merge_of(dimensions)));
                filling
            });
        book.take(&sheet.name, filled)?;
    }
    Ok(book)
}

fn too_many(sheets: usize) -> Result<(), TableError> {
    if sheets <= MAX_SHEETS {
        return Ok(());
    }
    let (what, limit) = (format!("有 {sheets} 个工作表"), format!("{MAX_SHEETS} 个"));
    Err(TableError::TooLarge { place: "文件里".to_owned(), what, limit })
}

fn merge_of(dimensions: Dimensions) -> Merge {
    Merge { top: dimensions.start.0, left: dimensions.start.1, bottom: dimensions.end.0, right: dimensions.end.1 }
}

fn cell(value: Data, since_1904: bool) -> Cell {
    match value {
        Data::Int(number) => {
            #[expect(clippy::cast_precision_loss, reason = "spreadsheets hold every number as a float")]
            let number = number as f64;
            Cell::Number(number)
        }
        Data::Float(number) => Cell::Number(number),
        Data::String(words) => text(&words),
        Data::Bool(yes) => Cell::Bool(yes),
        Data::DateTime(date) if date.is_datetime() => {
            day::of_serial(date.as_f64(), since_1904).map_or(Cell::Number(date.as_f64()), Cell::Day)
        }
        Data::DateTime(duration) => Cell::Number(duration.as_f64()),
        Data::DateTimeIso(words) | Data::DurationIso(words) => iso(&words).map_or_else(|| text(&words), Cell::Day),
        Data::Error(error) => Cell::Fault(Arc::from(error.to_string())),
        Data::Empty => Cell::Empty,
    }
}

/// The day of 2025-06-30T00:00:00.
pub(super) fn iso(words: &str) -> Option<Day> {
    words.get(..10)?.parse().ok()
}

/// A cell of words, without control characters, its line breaks as `\n`.
pub(super) fn text(words: &str) -> Cell {
    if words.contains(|c: char| c == '\r' || c == '\u{0B}' || decode::is_hidden(c)) {
        return fault::or_words(&decode::clean(words).0);
    }
    fault::or_words(words)
}
