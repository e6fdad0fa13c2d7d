//! Other people's papers, read by their outline into a reviewed plan of items.
//!
//! A feedback paper (反馈意见), a plan (整改方案) or a published report (整改进展情况通报) comes in as bytes and leaves as a
//! [`plan::Plan`]: categories, issues, opinions and measures with the words as they stood, plus everything that was not
//! made into an item, with its place. The desk shows the plan; only when a person has agreed does the service layer record it.
//!
//! What a file is, [`format`] tells by its content. The way through for a text: [`decode`] (bytes to text) → [`outline`] (text to a tree of headings) → [`paper`] (tree to plan).
//! A Word file is unpacked ([`package`]) and laid out as lines and tables ([`word`]); its lines go the way of a text.
//! For a ledger: a sheet becomes a [`grid`], and the grid a plan, column by column.
//!
//! Architecture invariant: knows nothing of the store, of rounds that exist, of the clock or the terminal. It imports only
//! [`crate::domain`] and [`crate::zh`]. Nothing that stood in the text is lost: it is in an item, in `left_out` or in `notes`.

pub mod decode;
pub mod exported;
pub mod format;
pub mod grid;
pub mod length;
pub mod outline;
pub mod package;
pub mod paper;
pub mod plan;
pub mod statement;
pub mod table;
pub mod word;

mod embedded;
mod field;
mod header;
mod marker;
mod newsprint;
mod numeral;
mod repeated;
mod series;
mod span;
mod stated;
mod wording;

use format::Format;
use plan::Plan;
use table::WorkbookFormat;

/// How a file is to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The text's encoding, by any label browsers know (`utf-8`, `gbk`, `big5`, `utf-16le`); found out when absent.
    pub encoding: Option<String>,
    /// The sheet to read, by name or by number from 1; found out when absent.
    pub sheet: Option<String>,
    /// Columns that are to be taken for a field whatever their heading says: heading (as typed, folded when compared) and field.
    pub columns: Vec<(String, plan::TableField)>,
}

/// Why a file cannot be read. The message is for the clerk: what, where, why, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IntakeError {
    /// An office file without a single byte: it was never saved, or lost on the way.
    #[error("{name}：文件是空的（0 字节）。请核对是否保存成功，或请来文单位重新发送。")]
    Empty {
        /// The file's name.
        name: String,
    },
    /// The file is larger than [`decode::MAX_BYTES`].
    #[error(
        "{name}：文件有 {size} 字节，超过 {limit} 字节的上限。请只保留需要导入的部分（图片先去掉），另存后再导入。"
    )]
    TooLarge {
        /// The file's name.
        name: String,
        /// Its size in bytes.
        size: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// A format that is not read.
    #[error("{name}：这是{format}，不能直接导入。{remedy}")]
    Binary {
        /// The file's name.
        name: String,
        /// What it is.
        format: &'static str,
        /// What to do about it.
        remedy: &'static str,
    },
    /// A package (.docx, .xlsx, .ods) that is damaged, locked or hostile.
    #[error("{name}：{error}。")]
    Package {
        /// The file's name.
        name: String,
        /// What is wrong with it.
        error: package::PackageError,
    },
    /// A Word file whose content is damaged or hostile.
    #[error("{name}：{error}。")]
    Word {
        /// The file's name.
        name: String,
        /// What is wrong with it.
        error: word::Trouble,
    },
    /// A workbook or CSV file that is no ledger, or one that cannot be told.
    #[error("{name}：{error}。")]
    Table {
        /// The file's name.
        name: String,
        /// What is wrong with it.
        error: table::TableError,
    },
    /// A ledger of ours as a document that is damaged, of a later version, or holds several rounds.
    #[error("{name}：这是导出的台账（JSON），但{what}。")]
    Document {
        /// The file's name.
        name: String,
        /// What is wrong with it, and what to do.
        what: String,
    },
    /// Words that are longer than a ledger takes; see [`length::check`].
    #[error(
        "{name}：有 {} 处文字太长：{}。是否误把整份材料贴进了一格？请在原文件里删减后再导入，长材料用 taizhang attach 作佐证保存。",
        cells.len(), first_of(cells)
    )]
    TooLong {
        /// The file's name.
        name: String,
        /// Every one of them.
        cells: Vec<length::TooLong>,
    },
    /// A zero byte and no byte order mark: UTF-16 without a mark, or no text at all.
    #[error(
        "{name}：第 {at} 个字节是空字节，而且没有编码标记，可能是 UTF-16 文本。请用 --encoding utf-16le 指明编码，或另存为 UTF-8 文本。"
    )]
    ZeroByte {
        /// The file's name.
        name: String,
        /// Which byte, counted from 1.
        at: usize,
    },
    /// Some lines are UTF-8 only, others GB18030 only: two files were put together.
    #[error(
        "{name}：文件里混有两种编码：第 {utf8} 行是 UTF-8，第 {gb} 行却是 GBK。多半是几份文件直接拼在了一起；请分成几份分别导入，或用记事本、WPS 逐份打开，复制到同一个新文件，另存为 UTF-8 文本。"
    )]
    MixedText {
        /// The file's name.
        name: String,
        /// The first line of Chinese in UTF-8, counted from 1.
        utf8: usize,
        /// The first line that is no UTF-8, counted from 1.
        gb: usize,
    },
    /// A line that is neither UTF-8 nor GB18030.
    #[error(
        "{name}：第 {line} 行既不是 UTF-8，也不是 GBK（GB18030）。请用 --encoding 指明编码（如 big5），或用记事本、WPS 打开，另存为 UTF-8 文本。"
    )]
    UnknownText {
        /// The file's name.
        name: String,
        /// The first line that fits neither, counted from 1.
        line: usize,
    },
    /// The encoding that was named does not fit the bytes.
    #[error(
        "{name}：按 {encoding} 读不通，文中有不属于这种编码的字节。请改用 --encoding 指明别的编码，或不加这个参数。"
    )]
    WrongEncoding {
        /// The file's name.
        name: String,
        /// The encoding that was named.
        encoding: String,
    },
    /// No encoding has that name.
    #[error("{name}：不认识编码名称“{label}”。可用 utf-8、gb18030、gbk、big5、utf-16le、utf-16be。")]
    UnknownEncoding {
        /// The file's name.
        name: String,
        /// The name that was given.
        label: String,
    },
}

/// The first places as a sentence shows them.
fn first_of(cells: &[length::TooLong]) -> String {
    const MOST: usize = 8;
    let shown: Vec<String> = cells.iter().take(MOST).map(ToString::to_string).collect();
    let rest = cells.len().saturating_sub(MOST);
    let rest = if rest > 0 { format!("，另有 {rest} 处") } else { String::new() };
    format!("{}{rest}", shown.join("、"))
}

impl IntakeError {
    /// The file that it is about.
    #[must_use]
    pub fn file(&self) -> &str {
        match self {
            Self::TooLarge { name, .. }
            | Self::Empty { name }
            | Self::Binary { name, .. }
            | Self::Package { name, .. }
            | Self::Word { name, .. }
            | Self::Table { name, .. }
            | Self::Document { name, .. }
            | Self::TooLong { name, .. }
            | Self::ZeroByte { name, .. }
            | Self::MixedText { name, .. }
            | Self::UnknownText { name, .. }
            | Self::WrongEncoding { name, .. }
            | Self::UnknownEncoding { name, .. } => name,
        }
    }
}

/// Reads a file of any format into a plan of items: the one way in. `name` is used in messages, and its ending as a hint.
///
/// # Errors
/// When the format is not read, or the file is damaged, locked, too large, or in an encoding that cannot be told.
pub fn read(name: &str, bytes: &[u8], options: &Options) -> Result<Plan, IntakeError> {
    let format = format::of(name, bytes)?;
    if bytes.is_empty() && format::wrong_ending(name, format).is_some() {
        return Err(IntakeError::Empty { name: name.to_owned() });
    }
    let mut plan = match format {
        Format::Text => read_text(name, bytes, options)?,
        Format::Docx => word::read(name, bytes, options)?,
        Format::Csv => match table::read_csv(name, bytes, options) {
            // Columns were only a guess where the name does not say so: a paper may be full of tabs.
            Err(IntakeError::Table { error: table::TableError::NoHeadings { .. }, .. })
                if !format::is_named_table(name) =>
            {
                read_text(name, bytes, options)?
            }
            result => result?,
        },
        Format::Html => table::read_html(name, bytes, options)?.ok_or_else(|| format::no_table(name))?,
        Format::Xlsx => table::read_workbook(name, bytes, WorkbookFormat::Xlsx, options)?,
        Format::Xls => table::read_workbook(name, bytes, WorkbookFormat::Xls, options)?,
        Format::Exported => exported::read(name, bytes, options)?,
        Format::Ods => table::read_workbook(name, bytes, WorkbookFormat::Ods, options)?,
    };
    plan.notes.splice(0..0, format::wrong_ending(name, format));
    Ok(plan)
}

/// Reads one text file into a plan of items. `name` is only used in messages.
///
/// # Errors
/// When the bytes are no text, are too many, or are in an encoding that cannot be told.
pub fn read_text(name: &str, bytes: &[u8], options: &Options) -> Result<Plan, IntakeError> {
    let decoded = decode::decode(name, bytes, options)?;
    let outline = outline::read(&decoded.text);
    let mut plan = paper::read(&outline);
    plan.notes.splice(0..0, decoded.notes);
    Ok(plan)
}
