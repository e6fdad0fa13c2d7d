//! Tables of a web page: what many office systems (OA) write under the name of .xls.
//!
//! Such pages are hardly ever well-formed: attributes without quotes, cells that nobody closes, text with a bare `<`. So the
//! tags are read one by one, nothing is expected to match, and a cell ends where the next one begins. A table inside of a
//! cell is a table of its own: pages are often laid out by one.

use super::sheet::{self, Several};
use super::workbook::{LIMITS, MAX_CELLS, MAX_COLUMNS, MAX_WORDS};
use super::{TableError, fault, heading};
use crate::intake::decode;
use crate::intake::grid::{Cell, Grid, Merge};
use crate::intake::plan::Plan;
use crate::intake::{IntakeError, Options};
use quick_xml::escape::resolve_html5_entity;

/// How deep tables may stand in each other.
const MAX_DEPTH: usize = 32;
/// More tables than any page of a ledger has.
const MAX_TABLES: usize = 1_000;

/// Reads the tables of a web page into a plan; none when it has no table. `name` is only used in messages.
///
/// # Errors
/// When the bytes are no text, or none of the tables is a ledger.
pub fn read(name: &str, bytes: &[u8], options: &Options) -> Result<Option<Plan>, IntakeError> {
    let decoded = decode::decode(name, bytes, options)?;
    let grids = grids(&decoded.text).map_err(|error| error.in_file(name))?;
    if grids.iter().all(|grid| grid.place == OUTSIDE) {
        return Ok(None);
    }
    let grids = under_their_titles(grids, options);
    // A page is one paper, whatever --sheet says of the workbooks read beside it.
    let options = Options { sheet: None, ..options.clone() };
    let mut plan = sheet::read(grids, &options, Several::Together).map_err(|error| error.in_file(name))?;
    plan.notes.splice(0..0, decoded.notes);
    Ok(Some(plan))
}

/// Where words stand that are in no table.
const OUTSIDE: &str = "表格外";

/// Puts title and unit, which a page has in front of its table or in a table of their own, above the headings.
fn under_their_titles(grids: Vec<Grid>, options: &Options) -> Vec<Grid> {
    let Some(first) = grids.iter().position(|grid| heading::find(grid, &options.columns).is_some()) else {
        return grids;
    };
    let mut grids = grids.into_iter();
    let titles: Vec<Vec<Cell>> = grids.by_ref().take(first).flat_map(|grid| grid.rows).collect();
    let mut rest: Vec<Grid> = grids.collect();
    if let (Some(ledger), Ok(down)) = (rest.first_mut(), u32::try_from(titles.len())) {
        for merge in &mut ledger.merges {
            merge.top = merge.top.saturating_add(down);
            merge.bottom = merge.bottom.saturating_add(down);
        }
        ledger.rows.splice(0..0, titles);
    }
    rest
}

/// A tag: its name in lower case, whether it closes, and what stands behind the name.
struct Tag<'t> {
    name: String,
    closes: bool,
    attributes: &'t str,
}

impl Tag<'_> {
    /// A number among its attributes, quoted or not.
    fn number(&self, wanted: &str) -> Option<usize> {
        let mut rest = self.attributes;
        while let Some(at) = rest.find('=') {
            let (name, behind) = (rest[..at].trim_end(), rest[at + 1..].trim_start());
            let (value, next) = match behind.chars().next() {
                Some(quote @ ('"' | '\'')) => behind[1..].split_once(quote).unwrap_or((&behind[1..], "")),
                _ => behind.split_once(char::is_whitespace).unwrap_or((behind, "")),
            };
            let is_name = name.rsplit(char::is_whitespace).next().is_some_and(|name| name.eq_ignore_ascii_case(wanted));
            if is_name {
                return value.trim().trim_end_matches('/').parse().ok();
            }
            rest = next;
        }
        None
    }
}

/// The tag at the start of `text` and how long it is; none where `<` is a mark like any other.
fn tag(text: &str) -> Option<(Tag<'_>, usize)> {
    let inner = text.strip_prefix('<')?;
    let closes = inner.starts_with('/');
    let named = inner.strip_prefix('/').unwrap_or(inner);
    let len = named.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_'))).unwrap_or(named.len());
    if !named.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let behind = &named[len..];
    let mut quote = None;
    let end = behind.char_indices().find(|(_, c)| match quote {
        Some(open) => {
            if *c == open {
                quote = None;
            }
            false
        }
        None => {
            quote = Some(*c).filter(|c| matches!(c, '"' | '\''));
            *c == '>'
        }
    });
    // A quote that nobody closes does not swallow the page.
    let end = end.map(|(at, _)| at).or_else(|| behind.find('>'))?;
    let whole = text.len() - behind.len() + end + 1;
    Some((Tag { name: named[..len].to_ascii_lowercase(), closes, attributes: &behind[..end] }, whole))
}

/// A table that is being read.
#[derive(Default)]
struct Open {
    rows: Vec<Vec<Cell>>,
    merges: Vec<Merge>,
    /// For each column: up to which row, excluded, a cell from above reaches.
    taken: Vec<usize>,
    row_open: bool,
    cell: Option<OpenCell>,
}

#[derive(Default)]
struct OpenCell {
    words: String,
    across: usize,
    down: usize,
}

impl Open {
    fn begin_row(&mut self) {
        self.end_cell();
        self.rows.push(Vec::new());
        self.row_open = true;
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        if !self.row_open {
            self.rows.push(Vec::new());
            self.row_open = true;
        }
        let row = self.rows.len() - 1;
        let mut column = self.rows[row].len();
        while self.taken.get(column).is_some_and(|until| *until > row) {
            column += 1;
        }
        let across = cell.across.clamp(1, MAX_COLUMNS);
        // Too wide is told once the table is whole.
        let right = (column + across - 1).min(MAX_COLUMNS);
        if self.taken.len() <= right {
            self.taken.resize(right + 1, 0);
        }
        self.taken[column.min(right)..=right].fill(row + cell.down.max(1));
        let words: Vec<&str> = cell.words.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect();
        self.rows[row].resize(column.min(MAX_COLUMNS), Cell::Empty);
        self.rows[row].push(fault::or_words(&words.join("\n")));
        self.rows[row].resize(right + 1, Cell::Empty);
        if cell.down > 1 || across > 1 {
            let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            self.merges.push(Merge {
                top: number(row),
                left: number(column),
                bottom: number(row.saturating_add(cell.down.max(1) - 1)),
                right: number(right),
            });
        }
    }

    fn finish(mut self, place: String) -> Option<Grid> {
        self.end_cell();
        if self.rows.iter().flatten().all(Cell::is_empty) {
            return None;
        }
        let mut grid = Grid { place, first_row: 1, rows: self.rows, merges: self.merges, ..Grid::default() };
        grid.fill_merges();
        Some(grid)
    }
}

/// The tables of a page in the order in which they begin.
fn grids(text: &str) -> Result<Vec<Grid>, TableError> {
    let mut open: Vec<(usize, Open)> = Vec::new();
    let mut done: Vec<(usize, Grid)> = Vec::new();
    let (mut begun, mut cells, mut bytes) = (0, 0, 0);
    let mut rest = text;
    let too_large =
        || TableError::TooLarge {
            place: String::new(), what: "网页里的表格过大".to_owned(), limit: LIMITS.to_owned()
        };
    let mut outside = String::new();
    let close = |open: &mut Vec<(usize, Open)>, done: &mut Vec<(usize, Grid)>| {
        if let Some((at, table)) = open.pop() {
            done.extend(table.finish(format!("表{at}")).map(|grid| (at, grid)));
        }
    };
    while !rest.is_empty() {
        let at = rest.find('<').unwrap_or(rest.len());
        say(&mut open, &mut outside, &rest[..at], &mut bytes);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        if rest.starts_with("<!") || rest.starts_with("<?") {
            rest = rest.find('>').map_or("", |end| &rest[end + 1..]);
            continue;
        }
        let Some((found, len)) = tag(rest) else {
            // A bare < in the words.
            let len = rest.chars().next().map_or(0, char::len_utf8);
            say(&mut open, &mut outside, &rest[..len], &mut bytes);
            rest = &rest[len..];
            continue;
        };
        rest = &rest[len..];
        match (found.name.as_str(), found.closes) {
            ("script" | "style" | "title" | "xml", false) if !found.attributes.ends_with('/') => {
                let end = find_close(rest, &found.name);
                rest = &rest[end..];
            }
            ("table", false) => {
                begun += 1;
                if begun > MAX_TABLES || open.len() >= MAX_DEPTH {
                    return Err(too_large());
                }
                done.extend(lines(&mut outside).map(|grid| (begun, grid)));
                open.push((begun, Open::default()));
            }
            ("table", true) => close(&mut open, &mut done),
            ("tr", false) => {
                cells += 1;
                if let Some((_, table)) = open.last_mut() {
                    table.begin_row();
                }
            }
            ("tr", true) => {
                if let Some((_, table)) = open.last_mut() {
                    table.end_cell();
                    table.row_open = false;
                }
            }
            ("td" | "th", false) => {
                let across = found.number("colspan").unwrap_or(1);
                cells += across.min(MAX_COLUMNS);
                if let Some((_, table)) = open.last_mut() {
                    table.end_cell();
                    table.cell =
                        Some(OpenCell { across, down: found.number("rowspan").unwrap_or(1), ..OpenCell::default() });
                }
            }
            ("td" | "th", true) => {
                if let Some((_, table)) = open.last_mut() {
                    table.end_cell();
                }
            }
            ("br" | "p" | "div" | "li" | "h1" | "h2" | "h3" | "center", _) => {
                open.last_mut()
                    .and_then(|(_, table)| table.cell.as_mut())
                    .map_or(&mut outside, |cell| &mut cell.words)
                    .push('\n');
            }
            _ => {}
        }
        if cells > MAX_CELLS || bytes > MAX_WORDS {
            return Err(too_large());
        }
    }
    while !open.is_empty() {
        close(&mut open, &mut done);
    }
    done.extend(lines(&mut outside).map(|grid| (usize::MAX, grid)));
    done.sort_by_key(|(at, _)| *at);
    let mut grids: Vec<Grid> = done.into_iter().map(|(_, grid)| grid).collect();
    if let Some(wide) = grids.iter().find(|grid| grid.width() > MAX_COLUMNS) {
        let what = format!("有 {MAX_COLUMNS} 列以上");
        return Err(TableError::TooLarge { place: wide.place.clone(), what, limit: format!("{MAX_COLUMNS} 列") });
    }
    // One table needs no number.
    let mut tables = grids.iter_mut().filter(|grid| grid.place != OUTSIDE);
    if let (Some(only), None) = (tables.next(), tables.next()) {
        "表格".clone_into(&mut only.place);
    }
    Ok(grids)
}

/// Words in no table, line by line, as rows of one cell.
fn lines(outside: &mut String) -> Option<Grid> {
    let rows: Vec<Vec<Cell>> =
        outside.split('\n').map(Cell::words_of).filter(|cell| !cell.is_empty()).map(|cell| vec![cell]).collect();
    outside.clear();
    (!rows.is_empty()).then(|| Grid { place: OUTSIDE.to_owned(), first_row: 1, rows, ..Grid::default() })
}

/// Adds words to the innermost open cell, or to those in no table; blanks count as one, and line breaks of the source mean
/// nothing on a page.
fn say(open: &mut [(usize, Open)], outside: &mut String, text: &str, bytes: &mut usize) {
    let words = open.last_mut().and_then(|(_, table)| table.cell.as_mut()).map_or(outside, |cell| &mut cell.words);
    let before = words.len();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let entity: Option<(String, usize)> = rest.strip_prefix('&').and_then(|inner| {
            let end = inner.bytes().take(12).position(|byte| byte == b';')?;
            Some((resolved(&inner[..end])?, end + 2))
        });
        if let Some((meant, len)) = entity {
            // &nbsp; is a blank.
            words.extend(meant.chars().map(|c| if c == '\u{A0}' { ' ' } else { c }));
            rest = &rest[len..];
            continue;
        }
        if !c.is_whitespace() {
            words.push(c);
        } else if !words.ends_with([' ', '\n']) {
            words.push(' ');
        }
        rest = &rest[c.len_utf8()..];
    }
    *bytes += words.len() - before;
}

/// What an entity stands for: &nbsp; &#8220; &#x201C;
fn resolved(name: &str) -> Option<String> {
    let Some(number) = name.strip_prefix('#') else { return resolve_html5_entity(name).map(str::to_owned) };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code).filter(|c| !decode::is_hidden(*c)).map(String::from)
}

/// Where the closing tag of that name stands; the end of the text when nobody closes it.
fn find_close(text: &str, name: &str) -> usize {
    let mut from = 0;
    while let Some(at) = text[from..].find("</") {
        let at = from + at;
        let named = text.as_bytes().get(at + 2..at + 2 + name.len());
        if named.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes())) {
            return at;
        }
        from = at + 2;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(html: &str) -> Vec<Vec<String>> {
        let grids = grids(html).unwrap();
        let rows = grids.into_iter().flat_map(|grid| grid.rows);
        rows.map(|row| row.iter().map(|cell| cell.words().into_owned()).collect()).collect()
    }

    #[test]
    fn tables_are_read_as_offices_write_them() {
        for (html, expected) in [
            ("<table><tr><td>甲</td><td>乙</td></tr></table>", vec![vec!["甲", "乙"]]),
            ("<TABLE border=1><TR><TD>甲<TD>乙<TR><TD>丙<td>丁", vec![vec!["甲", "乙"], vec!["丙", "丁"]]),
            (
                "<table><tr><td rowspan=2>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>",
                vec![vec!["甲", "乙"], vec!["甲", "丙"]],
            ),
            ("<table><tr><th colspan='2'>甲</th><td>乙</td></tr></table>", vec![vec!["甲", "甲", "乙"]]),
            ("<table><tr><td>甲<br>乙<p>丙&nbsp;</p></td></tr></table>", vec![vec!["甲\n乙\n丙"]]),
            (
                "<style>td{a:b}</style><!--[if mso]><xml><td>无</td></xml><![endif]--><table><tr><td>甲 &lt; 乙&#8221; 3<5 & 6\n  7</td></tr></table>",
                vec![vec!["甲 < 乙” 3<5 & 6 7"]],
            ),
            ("<table><tr><td>外<table><tr><td>内</td></tr></table></td></tr></table>", vec![vec!["外"], vec!["内"]]),
            ("<table><tr><td title=\"a>b\" style='x'>甲</td></tr></table>", vec![vec!["甲"]]),
            ("<p>没有表格</p><td>甲</td>", vec![vec!["没有表格"], vec!["甲"]]),
            ("<h1>题</h1><table><tr><td>甲</table>尾", vec![vec!["题"], vec!["甲"], vec!["尾"]]),
        ] {
            assert_eq!(rows(html), expected, "{html}");
        }
    }

    #[test]
    fn a_page_without_end_and_without_measure_is_bounded() {
        for html in ["<table>".repeat(2_000), format!("<table><tr>{}", "<td colspan=999999999>".repeat(20_000))] {
            assert!(matches!(grids(&html), Err(TableError::TooLarge { .. })));
        }
        let tall = format!("<table><tr><td rowspan=4294967295>甲{}", "<tr><td>乙".repeat(1_000));
        assert_eq!(grids(&tall).unwrap()[0].rows.len(), 1_001);
        for html in ["<", "<table", "<table><tr><td a=\"", "<!--", "</", "<table><tr><td>&", "<script>"] {
            let _ = grids(html);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_page_is_read_or_refused(pieces in proptest::collection::vec(proptest::sample::select(vec![
            "<table>", "</table>", "<tr>", "<td>", "<td rowspan=3>", "<td colspan=\"2\">", "</td>", "<br>", "甲", "&amp;", "<", ">", "\"", "<!--", "-->", "<style>",
        ]), 0..60)) {
            let _ = grids(&pieces.concat());
        }
    }
}
