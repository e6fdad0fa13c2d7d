//! Word files (.docx): what a reader of the printed page sees, as lines and tables.
//!
//! The package's parts are found by their relations; the body is read in order with styles and automatic numbering resolved,
//! tracked changes as if accepted. Paragraphs go through the same outline reader as text, their places counted in
//! paragraphs; tables become grids. Everything is bounded: inflated sizes, depth, text, cells, definitions.

mod aside;
mod body;
mod joined;
mod label;
mod numbering;
mod style;
mod symbol;
mod tables;
pub(super) mod xml;

use super::embedded::{self, Embedded, Relation};
use super::grid::Grid;
use super::outline::{self, Place};
use super::package::{Package, PackageError};
use super::plan::{LeftOut, Note, Plan};
use super::table::{self, TableError};
use super::{IntakeError, Options, paper};
use body::{Block, Body, Tally};
use numbering::Numbering;
use style::Styles;
use tables::Layout;
use xml::{Space, Xml};

/// Why a Word file cannot be read. The message says what, and behind the first full stop what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Trouble {
    /// The package around it.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// A part is no XML, or ends too early.
    #[error("文件内部的内容已损坏。请用 WPS 或 Word 打开后另存一份再导入；打不开的，请来文单位重新发送")]
    NotXml,
    /// The main part has no body.
    #[error("文件里没有找到正文。请用 WPS 或 Word 打开后另存一份再导入")]
    NoBody,
    /// A document type or an entity: no Word file has any, and they can be made to grow without end.
    #[error("文件内部含有自定义实体，不像是正常的 Word 文档。请用 WPS 或 Word 打开，核对内容后另存一份再导入")]
    Dtd,
    /// Elements nest deeper than any page does.
    #[error("文件内部的嵌套层数过多，不像是正常的 Word 文档。请把文字复制到新文档，另存为 .docx 后再导入")]
    TooDeep,
    /// More text than a paper can hold.
    #[error("文件的文字太多（超过 {} MB）。请只保留需要导入的部分，另存为 .docx 后再导入", super::decode::MAX_BYTES / (1024 * 1024))]
    TooMuchText,
    /// More cells than a ledger has, or merged cells that would repeat their words without end.
    #[error("文件里的表格过大，或合并单元格过多。请把表格复制到 Excel，另存为 .xlsx 后再导入")]
    TooManyCells,
    /// More styles or lists than any document defines.
    #[error("文件里的样式或编号定义过多，不像是正常的 Word 文档。请把文字复制到新文档，另存为 .docx 后再导入")]
    TooManyDefinitions,
}

/// A Word file as lines and tables.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// Its lines, automatic numbers included; a paragraph with manual line breaks is several.
    pub lines: Vec<(Place, String)>,
    /// Its tables, in order; a frame of one column is no table, its paragraphs are lines.
    pub tables: Vec<Grid>,
    /// The lines of its table of contents.
    pub contents: Vec<LeftOut>,
    /// Footnotes, endnotes, heads and feet of pages.
    pub aside: Vec<LeftOut>,
    /// Pictures, files and charts, each by its name.
    pub embedded: Vec<LeftOut>,
    /// What was not read, or read in another form.
    pub notes: Vec<Note>,
}

impl Document {
    /// Opens a Word file.
    ///
    /// # Errors
    /// When the package or one of its parts is damaged, locked or larger than agreed.
    pub fn open(bytes: &[u8]) -> Result<Self, Trouble> {
        let mut package = Package::open(bytes)?;
        let main = main_part(&mut package)?;
        let related = relations(&mut package, &main)?;
        let mut part = |kind: &str, usual: &str| -> Result<Option<String>, Trouble> {
            let named = related.iter().find(|(found, _)| found == kind).map(|(_, target)| target.as_str());
            let Some(bytes) = package.read(named.unwrap_or(usual))? else { return Ok(None) };
            text(bytes).map(Some)
        };
        let styles = part("styles", "word/styles.xml")?;
        let numbering = part("numbering", "word/numbering.xml")?;
        let styles = styles.as_deref().map(Styles::read).transpose()?.unwrap_or_default();
        let numbering = numbering.as_deref().map(Numbering::read).transpose()?.unwrap_or_default();
        let document = package.read(&main)?.ok_or(Trouble::NoBody)?;
        let mut body = Body::new(&styles, numbering);
        let blocks = body.read(&text(document)?)?;
        let mut notes = notes(&body.tally);
        let aside = aside::read(&mut package, &related, &styles)?;
        let noted = aside.words.iter().filter(|left| left.place.contains('注')).count();
        if let Some(bare) = body.tally.note_marks.checked_sub(noted).filter(|bare| *bare > 0) {
            let reason = format!("脚注、尾注另有 {bare} 处只有标号，文件里没有文字");
            notes.push(Note { place: "全文".to_owned(), reason });
        }
        notes.extend(aside.notes);
        let mut document = Self { notes, aside: aside.words, ..Self::default() };
        let (mut layout, mut embedded) = (Layout::default(), Vec::new());
        document.add(blocks, &mut layout, &mut 0, &mut embedded)?;
        embedded.append(&mut layout.embedded);
        if !embedded.is_empty() {
            document.embedded = embedded::named(embedded, &all_relations(&mut package, &main)?, &mut package);
        }
        Ok(document)
    }

    fn add(
        &mut self,
        blocks: Vec<Block>,
        layout: &mut Layout,
        paragraphs: &mut usize,
        embedded: &mut Vec<(String, Embedded)>,
    ) -> Result<(), Trouble> {
        for block in blocks {
            match block {
                Block::Paragraph { text, contents } => {
                    *paragraphs += 1;
                    let place = Place::Paragraph(*paragraphs);
                    if contents {
                        self.contents.push(LeftOut { place: place.to_string(), text });
                    } else {
                        let lines = text.split('\n').filter(|line| !line.trim().is_empty());
                        self.lines.extend(lines.map(|line| (place, line.to_owned())));
                    }
                }
                Block::Table(rows) if tables::is_frame(&rows) => {
                    for cell in rows.into_iter().flat_map(|row| row.cells) {
                        self.add(cell.blocks, layout, paragraphs, embedded)?;
                    }
                }
                Block::Table(rows) => self.tables.extend(layout.grids(rows)?),
                Block::Embedded(one) => {
                    // A picture that stands alone in its paragraph follows the one before it.
                    let place = Place::Paragraph((*paragraphs).max(1)).to_string();
                    embedded.push((place, one));
                }
            }
        }
        Ok(())
    }
}

/// Reads a Word file into a plan of items.
///
/// # Errors
/// When the file is damaged, locked, or larger than agreed.
pub fn read(name: &str, bytes: &[u8], options: &Options) -> Result<Plan, IntakeError> {
    let document = Document::open(bytes).map_err(|error| match error {
        Trouble::Package(error) => error.in_file(name),
        error => IntakeError::Word { name: name.to_owned(), error },
    })?;
    let outline = outline::read_lines(document.lines.iter().map(|(place, line)| (*place, line.as_str())));
    let mut plan = paper::read(&outline);
    plan.notes.splice(0..0, document.notes);
    plan.left_out.splice(0..0, document.contents);
    plan.left_out.extend(document.aside);
    plan.left_out.extend(document.embedded);
    let (mut ledgers, mut others) = (Vec::new(), Vec::new());
    for grid in document.tables {
        match table::read_grids(vec![grid.clone()], options) {
            Ok(_) => ledgers.push(grid),
            Err(TableError::NoHeadings { .. }) if ledgers.last().is_some_and(|above| table::goes_on(above, &grid)) => {
                ledgers.push(grid);
            }
            Err(TableError::NoHeadings { .. }) => others.push((grid, "没有台账的表头".to_owned())),
            Err(TableError::CasesWithoutIssue { .. }) => {
                others.push((grid, "是案件清单，没有一列写明各案属于哪个问题".to_owned()));
            }
            // Where the paragraphs have nothing to offer, the clerk is asked what the table means.
            Err(error) if plan.counts().issue == 0 => return Err(error.in_file(name)),
            Err(error) => others.push((grid, error.to_string())),
        }
    }
    for (grid, why) in others {
        let rows = grid.rows_left_out();
        if !rows.is_empty() {
            let reason = format!("{why}，没有读成台账，各行原样列在未录入的部分");
            plan.notes.push(Note { place: grid.place.clone(), reason });
        }
        plan.left_out.extend(rows);
    }
    if ledgers.is_empty() {
        return Ok(plan);
    }
    let ledger = table::read_grids(ledgers, options).map_err(|error| error.in_file(name))?;
    Ok(joined::join(plan, ledger))
}

/// The name of the part that is the document: what the package's relations say, else where it always is.
fn main_part(package: &mut Package<'_>) -> Result<String, Trouble> {
    let related = relations(package, "")?;
    let named = related.into_iter().find(|(kind, _)| kind == "officeDocument").map(|(_, target)| target);
    Ok(named.filter(|part| package.holds(part)).unwrap_or_else(|| "word/document.xml".to_owned()))
}

/// What a part refers to inside the package: the last word of the relation's type, and the target part. Relations of
/// those parts are never followed, so no circle of them can hold the reader.
fn relations(package: &mut Package<'_>, of: &str) -> Result<Vec<(String, String)>, Trouble> {
    let inside = all_relations(package, of)?.into_iter().filter(|relation| !relation.external);
    Ok(inside.map(|relation| (relation.kind, relation.target)).collect())
}

/// The relations of a part with their ids; those that lead out of the package, too.
pub(super) fn all_relations(package: &mut Package<'_>, of: &str) -> Result<Vec<Relation>, Trouble> {
    let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
    let slash = if folder.is_empty() { "" } else { "/" };
    let Some(bytes) = package.read(&format!("{folder}{slash}_rels/{file}.rels"))? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    Xml::new(&text(bytes)?).children(|xml, _| {
        xml.children(|_, tag| {
            let external = tag.get("TargetMode").is_some_and(|mode| mode == "External");
            if let (Space::Relations, Some(kind), Some(target)) = (tag.space, tag.get("Type"), tag.get("Target")) {
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                let target = if external { target } else { resolved(folder, &target) };
                found.push(Relation { id: tag.get("Id").unwrap_or_default(), kind, target, external });
            }
            Ok(())
        })
    })?;
    Ok(found)
}

/// A relation's target as a part name: from the folder of the part that names it, or from the root with a slash.
fn resolved(folder: &str, target: &str) -> String {
    let mut steps: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.retain(|step| !step.is_empty());
    steps.join("/")
}

/// A part's text: UTF-8, or UTF-16 with its mark.
pub(super) fn text(bytes: Vec<u8>) -> Result<String, Trouble> {
    match encoding_rs::Encoding::for_bom(&bytes) {
        Some((encoding, mark)) => encoding
            .decode_without_bom_handling_and_without_replacement(&bytes[mark..])
            .map(std::borrow::Cow::into_owned)
            .ok_or(Trouble::NotXml),
        None => String::from_utf8(bytes).map_err(|_| Trouble::NotXml),
    }
}

fn notes(tally: &Tally) -> Vec<Note> {
    let Tally { pictures, objects, charts, comments, hidden_characters, controls, placeholders, .. } = tally;
    let mut notes = Vec::new();
    let mut note = |count: usize, reason: String| {
        if count > 0 {
            notes.push(Note { place: "全文".to_owned(), reason });
        }
    };
    note(
        tally.deletions + tally.insertions,
        format!(
            "文中有修订：删除的 {} 处已略去，插入的 {} 处已计入；修订尚未定稿的，请先在 Word 中接受或拒绝修订",
            tally.deletions, tally.insertions
        ),
    );
    note(*pictures, format!("图片 {pictures} 张未读：扫描件请先识别文字"));
    note(
        objects + charts,
        format!("嵌入的文件、对象和图表 {} 个未读；其中有台账的，请打开后另存为文件再导入", objects + charts),
    );
    note(tally.imports, format!("嵌入的其他文档 {} 个未读，请用 Word 打开后另存一份再导入", tally.imports));
    note(*comments, format!("批注 {comments} 处未读"));
    note(*hidden_characters, format!("隐藏文字 {hidden_characters} 个字未读"));
    note(*controls, format!("去除了 {controls} 个看不见的控制字符、零宽字符或双向排版字符"));
    note(*placeholders, format!("未填写的内容控件 {placeholders} 处已略去"));
    note(tally.symbols, format!("符号字体中的 {} 个符号认不出，以 □ 代替", tally.symbols));
    note(tally.bare_labels, format!("只有自动编号、没有文字的段落 {} 处已略去，后面的编号照原文", tally.bare_labels));
    notes
}

#[cfg(test)]
mod tests;
