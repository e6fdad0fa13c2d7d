//! Files, pictures and charts that stand in a Word file or in a workbook: none of them is read, each is named with its place, so
//! that nobody takes a ledger with its evidence inside for one without.

use super::decode;
use super::package::Package;
use super::plan::LeftOut;
use encoding_rs::GB18030;

/// So many are named one by one; how many there are is told all the same.
const MOST: usize = 300;
/// No name of a file is longer.
const LONGEST: usize = 80;

/// What is embedded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// A picture.
    Picture,
    /// A file, or an object of another program.
    Object,
    /// A chart or a diagram.
    Chart,
}

/// Something embedded, as the page names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Embedded {
    /// What it is.
    pub(super) what: What,
    /// What its writer calls it: a title, a description, a name.
    pub(super) called: Option<String>,
    /// The program that opens it, as the file names it: Excel.Sheet.12.
    pub(super) program: Option<String>,
    /// The relation that leads to its bytes.
    pub(super) relation: Option<String>,
}

/// A relation of a part: its id, the last word of its type, and the part or address that it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Relation {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) target: String,
    /// Outside of the package.
    pub(super) external: bool,
}

/// Names what is embedded, each at its place. `related` are the relations of the part in which they stand.
pub(super) fn named(found: Vec<(String, Embedded)>, related: &[Relation], package: &mut Package<'_>) -> Vec<LeftOut> {
    let all = found.len();
    let one = |(place, embedded): (String, Embedded)| LeftOut { place, text: words(&embedded, related, package) };
    let mut named: Vec<LeftOut> = found.into_iter().take(MOST).map(one).collect();
    if all > MOST {
        named.push(LeftOut {
            place: "全文".to_owned(), text: format!("另有 {} 个嵌入的图片、文件未列", all - MOST)
        });
    }
    named
}

fn words(embedded: &Embedded, related: &[Relation], package: &mut Package<'_>) -> String {
    let relation = related.iter().find(|relation| Some(&relation.id) == embedded.relation.as_ref());
    let file = relation.map(|relation| file_name(&relation.target));
    // Where an icon stands for any file, its own name is inside the object.
    let inside = relation
        .filter(|relation| embedded.what == What::Object && !relation.external && relation.target.ends_with(".bin"))
        .and_then(|relation| package.read(&relation.target).ok().flatten())
        .and_then(|bytes| packed_name(&bytes));
    let what = match (embedded.what, relation.is_some_and(|relation| relation.external)) {
        (What::Picture, false) => "图片",
        (What::Picture, true) => "链接的图片",
        (What::Object, false) => "嵌入的文件",
        (What::Object, true) => "链接的文件",
        (What::Chart, _) => "图表",
    };
    let called = embedded.called.as_deref().map(short).filter(|called| !called.is_empty());
    let mut names: Vec<String> = Vec::new();
    for name in inside.into_iter().chain(called).chain(file).chain(embedded.program.as_deref().map(program)) {
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    match names.split_first() {
        None => format!("〔{what}〕"),
        Some((first, [])) => format!("〔{what}〕{first}"),
        Some((first, rest)) => format!("〔{what}〕{first}（{}）", rest.join("，")),
    }
}

/// What people call the program.
fn program(id: &str) -> String {
    let known = [
        ("Excel.", "Excel 表格"),
        ("ET.", "WPS 表格"),
        ("Word.", "Word 文档"),
        ("WPS.", "WPS 文字"),
        ("KWPS.", "WPS 文字"),
        ("PowerPoint.", "演示文稿"),
        ("WPP.", "演示文稿"),
        ("AcroExch.", "PDF"),
        ("Foxit", "PDF"),
        ("Visio.", "Visio 图"),
        ("Equation.", "公式"),
        ("Package", "其他程序的文件"),
    ];
    let found = known.iter().find(|(prefix, _)| id.starts_with(prefix));
    found.map_or_else(|| short(id), |(_, words)| (*words).to_owned())
}

fn file_name(target: &str) -> String {
    short(target.rsplit(['/', '\\']).next().unwrap_or(target))
}

/// A name that fits into a line, whatever it holds.
fn short(name: &str) -> String {
    let shown = name.chars().filter(|c| !decode::is_hidden(*c)).map(|c| if c.is_whitespace() { ' ' } else { c });
    let mut shown: String = shown.take(LONGEST).collect();
    if shown.trim().len() < shown.len() {
        shown = shown.trim().to_owned();
    }
    shown
}

/// The name of the file that a wrapping of Windows (`Ole10Native`) holds: behind four bytes of size and the mark 2 stand the name
/// that the icon shows and the path from which it was taken. Streams begin at multiples of 64 bytes.
fn packed_name(bytes: &[u8]) -> Option<String> {
    const REACH: usize = 1024 * 1024;
    let text = |from: usize| -> Option<(&[u8], usize)> {
        let rest = bytes.get(from..bytes.len().min(from + 512))?;
        let len = rest.iter().position(|byte| *byte == 0)?;
        Some((&rest[..len], from + len + 1))
            .filter(|(text, _)| !text.is_empty() && text.iter().all(|byte| *byte >= 0x20))
    };
    let decoded = |bytes: &[u8]| match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.to_owned()),
        Err(_) => GB18030.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned),
    };
    (0..bytes.len().min(REACH)).step_by(64).find_map(|at| {
        if bytes.get(at + 4..at + 6) != Some(&[2, 0]) {
            return None;
        }
        let (label, behind) = text(at + 6)?;
        let (path, _) = text(behind)?;
        let (label, path) = (decoded(label)?, decoded(path)?);
        path.contains(['\\', '/', '.']).then(|| file_name(&label)).filter(|name| !name.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::packed_name;

    #[test]
    fn the_name_of_a_wrapped_file_is_read_where_it_stands() {
        let wrapped = |label: &[u8], path: &[u8]| {
            let mut bytes = vec![0; 512];
            bytes.extend([9, 1, 0, 0, 2, 0]);
            bytes.extend(label);
            bytes.push(0);
            bytes.extend(path);
            bytes.extend([0; 80]);
            bytes
        };
        let gbk = encoding_rs::GB18030.encode("整改佐证.pdf").0.into_owned();
        assert_eq!(packed_name(&wrapped(&gbk, b"C:\\a\\b.pdf")).as_deref(), Some("整改佐证.pdf"));
        assert_eq!(packed_name(&wrapped("台账.zip".as_bytes(), b"/tmp/x.zip")).as_deref(), Some("台账.zip"));
        assert_eq!(packed_name(&wrapped(b"", b"C:\\a")), None);
        assert_eq!(packed_name(&wrapped(b"a", b"b")), None);
        assert_eq!(packed_name(&[2; 5_000]), None);
        for cut in 0..600 {
            let _ = packed_name(&wrapped(b"a.txt", b"C:\\a.txt")[..cut.min(610)]);
        }
    }
}
