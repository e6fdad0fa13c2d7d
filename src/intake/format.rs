//! What a file is: by its first bytes, then by what it holds; its ending is only a hint, and a wrong one is noted.

mod compound;

use super::package::Package;
use super::plan::Note;
use super::{IntakeError, decode::MAX_BYTES};

keyed! {
    /// A format that is read.
    Format {
        /// Text, of any encoding.
        Text = "text",
        /// A Word file: a package with WordprocessingML.
        Docx = "docx",
        /// An Excel workbook.
        Xlsx = "xlsx",
        /// An Excel workbook of before 2007; WPS writes the same as .et.
        Xls = "xls",
        /// An OpenDocument spreadsheet.
        Ods = "ods",
        /// A ledger of this program, exported as JSON.
        Exported = "exported",
        /// Text in columns: ended .csv or .tsv, or with tabs in every line.
        Csv = "csv",
        /// Tables of a web page: office systems write them under .xls.
        Html = "html",
    }
}

impl Format {
    /// What a clerk calls it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Text => "文本",
            Self::Docx => "Word 文档",
            Self::Xlsx => "Excel 工作簿",
            Self::Xls => "旧版 Excel 工作簿",
            Self::Ods => "ODS 电子表格",
            Self::Exported => "导出的台账（JSON）",
            Self::Csv => "分列的文本（CSV）",
            Self::Html => "网页表格（HTML）",
        }
    }

    /// The endings under which it usually comes; none for text, which comes under any.
    const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Text => &[],
            Self::Docx => &["docx", "docm", "dotx", "dotm"],
            Self::Xlsx => &["xlsx", "xlsm", "xltx", "xltm"],
            Self::Xls => &["xls", "et", "xlt", "ett"],
            Self::Ods => &["ods", "ots"],
            Self::Exported => &["json"],
            Self::Csv => &["csv", "tsv", "txt", "tab"],
            Self::Html => &["html", "htm"],
        }
    }
}

const AS_DOCX: &str = "请用 WPS 或 Word 打开，另存为 .docx 后再导入。";
const AS_XLSX: &str = "请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入。";
const AS_EITHER: &str = "请用 WPS 或 Office 打开，文字另存为 .docx，表格另存为 .xlsx 后再导入。";
const SCAN: &str = "图片和扫描件请先识别文字，存为 .txt 或 .docx 后再导入。";
const UNPACK: &str = "请先解压，再逐个导入其中的文件。";

const NO_WORKBOOK: &str = "读不出内容的文件，不是工作簿（既不是 .xlsx 的压缩包，也不是旧版 .xls）";
const NO_DOCUMENT: &str = "读不出内容的文件，不是 Word 文档（既不是 .docx 的压缩包，也不是旧版 .doc）";
const DAMAGED: &str = "它可能已损坏，或被单位的文件加密软件加了密：请在能正常打开它的电脑上解密后另存一份再导入；打不开的，请来文单位重新发送。";

/// A web page, and what to do with one that holds no table.
const WEB_PAGE: (&str, &str) = ("网页（HTML）文件，里面没有表格", AS_EITHER);

/// Formats known by their first bytes that are not read: what they are, and what to do.
const OTHERS: [(&[u8], &str, &str); 15] = [
    (b"%PDF", "PDF 文件", "请从 PDF 中复制文字，存为 .txt 后再导入；扫描件请先识别文字。"),
    (b"{\\rtf", "RTF 文件", AS_DOCX),
    (b"\x89PNG", "图片", SCAN),
    (b"\xFF\xD8\xFF", "图片", SCAN),
    (b"GIF8", "图片", SCAN),
    (b"II*\0", "图片", SCAN),
    (b"MM\0*", "图片", SCAN),
    (b"RIFF", "图片或音像文件", SCAN),
    (b"Rar!", "RAR 压缩包", UNPACK),
    (b"7z\xBC\xAF\x27\x1C", "7z 压缩包", UNPACK),
    (b"\x1F\x8B", "GZ 压缩包", UNPACK),
    (b"SQLite format 3\0", "数据库文件", "台账文件请用 --ledger 指明，不用导入。"),
    (b"MIME-Version:", "网页存档（MHT）", AS_EITHER),
    (b"\x7FELF", "程序文件", "请选择要导入的文档。"),
    (b"MZ\x90\0", "程序文件", "请选择要导入的文档。"),
];

/// Tells what a file is.
///
/// # Errors
/// When it is too large, a damaged package, or a format that is not read; the message says what to do about it.
pub fn of(name: &str, bytes: &[u8]) -> Result<Format, IntakeError> {
    if super::exported::is_document(bytes) && bytes.len() <= super::exported::MAX_BYTES {
        return Ok(Format::Exported);
    }
    if bytes.len() > MAX_BYTES {
        return Err(IntakeError::TooLarge { name: name.to_owned(), size: bytes.len(), limit: MAX_BYTES });
    }
    let other =
        |format: &'static str, remedy: &'static str| Err(IntakeError::Binary { name: name.to_owned(), format, remedy });
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return packaged(name, bytes);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return match legacy(bytes, ending(name).as_deref()) {
            Ok(format) => Ok(format),
            Err((format, remedy)) => other(format, remedy),
        };
    }
    if let Some((_, format, remedy)) = OTHERS.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return other(format, remedy);
    }
    match markup(bytes) {
        Some(WEB_PAGE) => return Ok(Format::Html),
        Some((format, remedy)) => return other(format, remedy),
        None => {}
    }
    // What its name calls an office file and is no package, no compound file and no text, is damaged or was made unreadable.
    if let Some((format, remedy)) = named_office(name).filter(|_| super::decode::is_no_text(bytes)) {
        return other(format, remedy);
    }
    Ok(if is_named_table(name) || is_tabular(bytes) { Format::Csv } else { Format::Text })
}

/// A note about an ending that says another format than the file has.
#[must_use]
pub fn wrong_ending(name: &str, format: Format) -> Option<Note> {
    let ending = ending(name)?;
    let known = || Format::ALL.iter().flat_map(|format| format.endings()).chain(&["doc", "wps", "pdf", "rtf", "zip"]);
    let fits = match format {
        // A text may end in anything that is no other format's ending.
        Format::Text => ending == "txt" || !known().any(|known| *known == ending),
        _ => format.endings().contains(&ending.as_str()),
    };
    (!fits).then(|| Note {
        place: "文件".to_owned(),
        reason: format!("文件名以 .{ending} 结尾，内容却是“{}”，按内容读入", format.words()),
    })
}

/// What a file whose name says that Office wrote it is told where nothing of Office is in it.
fn named_office(name: &str) -> Option<(&'static str, &'static str)> {
    let ending = ending(name)?;
    let is = |format: Format| format.endings().contains(&ending.as_str());
    if [Format::Xlsx, Format::Xls, Format::Ods].into_iter().any(is) {
        Some((NO_WORKBOOK, DAMAGED))
    } else if is(Format::Docx) || matches!(ending.as_str(), "doc" | "wps" | "wpt" | "dot") {
        Some((NO_DOCUMENT, DAMAGED))
    } else {
        None
    }
}

/// Whether a name says that the file is a table: then its text is one, in columns, and never prose.
pub(super) fn is_named_table(name: &str) -> bool {
    let sheets = [Format::Xlsx, Format::Xls, Format::Ods];
    ending(name).is_some_and(|ending| {
        matches!(ending.as_str(), "csv" | "tsv")
            || sheets.iter().any(|format| format.endings().contains(&ending.as_str()))
    })
}

/// What a page without a table is answered.
pub(super) fn no_table(name: &str) -> IntakeError {
    let (format, remedy) = WEB_PAGE;
    IntakeError::Binary { name: name.to_owned(), format, remedy }
}

fn ending(name: &str) -> Option<String> {
    let (stem, ending) = name.rsplit_once('.')?;
    (!stem.is_empty() && ending.len() <= 8).then(|| ending.to_ascii_lowercase())
}

fn packaged(name: &str, bytes: &[u8]) -> Result<Format, IntakeError> {
    let mut package = Package::open(bytes).map_err(|error| error.in_file(name))?;
    let mut text = |part: &str| -> Result<String, IntakeError> {
        let read = package.read(part).map_err(|error| error.in_file(name))?;
        Ok(String::from_utf8_lossy(&read.unwrap_or_default()).into_owned())
    };
    let types = text("[Content_Types].xml")?;
    let mimetype = text("mimetype")?;
    let main = |kind: &str| types.contains(kind);
    let (format, remedy) = if main("wordprocessingml.document.main+xml")
        || main("wordprocessingml.template.main+xml")
        || main("ms-word.document.macroEnabled.main+xml")
        || main("ms-word.template.macroEnabledTemplate.main+xml")
    {
        return Ok(Format::Docx);
    } else if main("spreadsheetml.sheet.main+xml")
        || main("spreadsheetml.template.main+xml")
        || main("ms-excel.sheet.macroEnabled.main+xml")
        || main("ms-excel.template.macroEnabled.main+xml")
    {
        return Ok(Format::Xlsx);
    } else if mimetype.starts_with("application/vnd.oasis.opendocument.spreadsheet") {
        return Ok(Format::Ods);
    } else if main("ms-excel.sheet.binary") {
        ("二进制工作簿（.xlsb）", AS_XLSX)
    } else if main("presentationml") {
        ("演示文稿", "请把要导入的文字复制到 Word 文档，另存为 .docx 后再导入。")
    } else if mimetype.starts_with("application/vnd.oasis.opendocument.text") {
        ("OpenDocument 文本（.odt）", AS_DOCX)
    } else if mimetype.starts_with("application/vnd.oasis.opendocument") {
        ("OpenDocument 文件", AS_EITHER)
    } else if package.holds("OFD.xml") {
        ("OFD 版式文件", "请用版式阅读软件复制文字，存为 .txt 后再导入；扫描件请先识别文字。")
    // Some writers leave the list of types out or incomplete; the main part tells, too.
    } else if package.holds("word/document.xml") {
        return Ok(Format::Docx);
    } else if package.holds("xl/workbook.xml") {
        return Ok(Format::Xlsx);
    } else {
        ("压缩包", UNPACK)
    };
    Err(IntakeError::Binary { name: name.to_owned(), format, remedy })
}

fn legacy(bytes: &[u8], ending: Option<&str>) -> Result<Format, (&'static str, &'static str)> {
    let names = compound::root_names(bytes);
    let holds = |wanted: &str| names.iter().any(|name| name.eq_ignore_ascii_case(wanted));
    if holds("EncryptedPackage") {
        Err(("设有密码的 Office 文件", "请用 WPS 或 Office 打开，取消密码后另存一份再导入。"))
    } else if holds("WordDocument") {
        Err(("旧版 Word 或 WPS 文档（.doc、.wps）", AS_DOCX))
    } else if holds("Workbook") || holds("Book") {
        Ok(Format::Xls)
    } else if holds("PowerPoint Document") {
        Err(("旧版演示文稿（.ppt、.dps）", "请把要导入的文字复制到 Word 文档，另存为 .docx 后再导入。"))
    } else {
        // The directory cannot be read, or holds nothing known: then the ending is the best guess at the remedy.
        match ending {
            Some("doc" | "wps" | "wpt" | "dot") => Err(("旧版 Word 或 WPS 文档（.doc、.wps），可能已损坏", AS_DOCX)),
            Some("xls" | "et") => Err(("旧版 Excel 工作簿，可能已损坏", AS_XLSX)),
            _ => Err(("旧版 Office 一类的文件", AS_EITHER)),
        }
    }
}

/// HTML and XML that Office programs write under .doc and .xls, known by how they open.
fn markup(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let head = &bytes[..bytes.len().min(2048)];
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let wide = super::decode::tag_of_utf16(head);
    let head = wide.map_or_else(|| String::from_utf8_lossy(head), Into::into).trim_start().to_ascii_lowercase();
    let opens = |with: &str| head.starts_with(with);
    // A comment or a style may stand in front of everything else.
    let page = ["<html", "<!doctype html", "<table", "<meta", "<style", "<head", "<body", "<!--", "<div", "<center"];
    if page.iter().any(|with| opens(with)) {
        return Some(WEB_PAGE);
    }
    if !opens("<?xml") {
        return None;
    }
    Some(if head.contains("word.document") || head.contains("wordml") {
        ("Word 的 XML 文件", AS_DOCX)
    } else if head.contains("excel.sheet") || head.contains("office:spreadsheet") {
        ("Excel 的 XML 表格", AS_XLSX)
    } else if head.contains("<html") {
        WEB_PAGE
    } else {
        ("XML 文件", AS_EITHER)
    })
}

/// Whether every one of the first lines has tabs, as cells copied out of a sheet have. Works on bytes: no encoding
/// that is read uses a tab or a line feed for anything else.
fn is_tabular(bytes: &[u8]) -> bool {
    const LINES: usize = 5;
    const TABS: usize = 3;
    let mut lines = bytes
        .split(|byte| matches!(byte, b'\n' | b'\r'))
        .filter(|line| line.iter().any(|byte| !matches!(byte, 0 | b' ' | b'\t')))
        .take(LINES)
        .map(|line| line.iter().filter(|byte| **byte == b'\t').count())
        .peekable();
    let mut count = 0;
    lines.peek().is_some()
        && lines.all(|tabs| {
            count += 1;
            tabs >= TABS
        })
        && count >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A compound file whose root folder holds these names.
    fn compound(names: &[&str]) -> Vec<u8> {
        let mut bytes = vec![0_u8; 512];
        bytes[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
        bytes[30..32].copy_from_slice(&9_u16.to_le_bytes());
        bytes[48..52].copy_from_slice(&1_u32.to_le_bytes());
        bytes[68..72].copy_from_slice(&0xFFFF_FFFE_u32.to_le_bytes());
        bytes[76..80].copy_from_slice(&0_u32.to_le_bytes());
        bytes[80..512].fill(0xFF);
        let sectors = u32::try_from((names.len() + 1).div_ceil(4)).unwrap();
        let mut table = vec![0xFF_u8; 512];
        table[..4].copy_from_slice(&0xFFFF_FFFD_u32.to_le_bytes());
        for at in 1..=sectors {
            let next = if at == sectors { 0xFFFF_FFFE } else { at + 1 };
            table[at as usize * 4..][..4].copy_from_slice(&next.to_le_bytes());
        }
        bytes.extend(table);
        for at in 0..sectors as usize * 4 {
            let mut entry = [0_u8; 128];
            let name = if at == 0 { "Root Entry" } else { names.get(at - 1).copied().unwrap_or_default() };
            for (to, unit) in entry.chunks_exact_mut(2).zip(name.encode_utf16()) {
                to.copy_from_slice(&unit.to_le_bytes());
            }
            let none = u32::MAX.to_le_bytes();
            entry[68..72].copy_from_slice(&none);
            let right = if at > 0 && at < names.len() { u32::try_from(at + 1).unwrap().to_le_bytes() } else { none };
            entry[72..76].copy_from_slice(&right);
            entry[76..80].copy_from_slice(&if at == 0 { 1_u32.to_le_bytes() } else { none });
            bytes.extend(entry);
        }
        bytes
    }

    #[test]
    fn legacy_files_are_told_apart_by_their_root_folder() {
        for (names, words) in [
            (&["\u{5}SummaryInformation", "1Table", "WordDocument", "CompObj", "Data"][..], "另存为 .docx"),
            (&["EncryptionInfo", "EncryptedPackage"], "取消密码"),
            (&["PowerPoint Document"], "复制到 Word 文档"),
            (&["Something"], "旧版 Office"),
        ] {
            let message = of("甲.bin", &compound(names)).unwrap_err().to_string();
            assert!(message.contains(words), "{names:?}: {message}");
        }
        assert_eq!(of("甲.xls", &compound(&["Workbook", "WordDocument2"])), Ok(Format::Xls));
        for end in 4..compound(&["Workbook"]).len() {
            let _ = of("甲.xls", &compound(&["Workbook"])[..end]);
        }
    }

    #[test]
    fn what_is_not_read_is_refused_with_what_to_do() {
        for (bytes, words) in [
            (&b"%PDF-1.7"[..], "复制文字"),
            (b"{\\rtf1", "另存为 .docx"),
            (b"\x89PNG\r\n", "识别文字"),
            (b"Rar!\x1A", "解压"),
            (b"<?xml version='1.0'?><?mso-application progid=\"Word.Document\"?>", "另存为 .docx"),
            (b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "解压"),
            (b"PK\x03\x04rest", "损坏"),
        ] {
            let message = of("样本.docx", bytes).unwrap_err().to_string();
            assert!(message.contains(words) && message.contains("样本.docx"), "{message}");
        }
    }

    #[test]
    fn text_in_columns_is_told_from_text() {
        let of = |name: &str, text: &str| of(name, text.as_bytes()).unwrap();
        assert_eq!(of("甲.csv", "一，二"), Format::Csv);
        assert_eq!(of("甲.txt", "序号\t问题\t措施\t时限\r\n1\t甲\t乙\t丙\r\n"), Format::Csv);
        assert_eq!(of("甲.txt", "通报\n一、\t甲\n1\t2\t3\t4\n"), Format::Text);
        assert_eq!(of("甲", ""), Format::Text);
        // What is named a workbook and is text is a table all the same.
        for name in ["甲.xlsx", "甲.XLS", "甲.et", "甲.ods"] {
            assert_eq!(of(name, "序号,问题,措施\n1,甲,乙\n"), Format::Csv, "{name}");
        }
        for page in [
            "\u{FEFF} <HTML><table>",
            "<!DOCTYPE html><html>",
            "<table border=1>",
            "<?xml version='1.0'?><html xmlns='x'>",
        ] {
            assert_eq!(of("甲.xls", page), Format::Html, "{page}");
        }
    }

    #[test]
    fn a_wrong_ending_is_noted() {
        for (name, format, noted) in [
            ("通报.txt", Format::Docx, true),
            ("通报.DOCX", Format::Docx, false),
            ("通报", Format::Docx, false),
            ("通报.doc", Format::Text, true),
            ("2024.6通报", Format::Text, false),
            ("台账.xlsx", Format::Xls, true),
            ("台账.et", Format::Xls, false),
        ] {
            assert_eq!(wrong_ending(name, format).is_some(), noted, "{name}");
        }
    }
}
