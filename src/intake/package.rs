//! An opened zip package (.docx, .xlsx, .ods) from which nothing larger than agreed comes out.
//!
//! Sizes that a package declares are not believed: every part is inflated through a reader that stops at the limit. Parts
//! are found by folded names, since producers differ in case and slashes; two parts of one folded name are refused, because
//! two programs would then read two different papers.

use super::IntakeError;
use std::collections::HashMap;
use std::io::{Cursor, Read as _, copy, sink};
use zip::ZipArchive;
use zip::result::ZipError;

/// The largest number of parts: real papers have dozens, a paper full of pictures a few hundred.
pub const MAX_PARTS: usize = 5_000;

/// The largest inflated size of one part.
pub const MAX_PART_BYTES: u64 = 96 * 1024 * 1024;

/// The largest inflated size of all parts that are read together.
pub const MAX_TOTAL_BYTES: u64 = 192 * 1024 * 1024;

/// How many times its packed size a large part may be: XML of real ledgers stays below a hundred.
const MAX_RATIO: u64 = 400;

/// Parts below this size may be packed as well as they like.
const RATIO_COUNTS_FROM: u64 = 16 * 1024 * 1024;

/// What is wrong with a package. The message says what, and behind the first full stop what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PackageError {
    /// The zip's directory or one of its parts cannot be read: cut off, or changed on the way.
    #[error("文件不完整或已损坏（{what}）。请用 WPS 或 Office 打开后另存一份再导入；打不开的，请来文单位重新发送")]
    Damaged {
        /// What exactly could not be read.
        what: String,
    },
    /// More parts than [`MAX_PARTS`].
    #[error("文件内部有 {parts} 个以上的部件，不像是正常的文档。请用 WPS 或 Office 打开后，把文字复制到新文档再导入")]
    TooManyParts {
        /// The limit.
        parts: usize,
    },
    /// A part that inflates beyond [`MAX_PART_BYTES`], or parts that together exceed [`MAX_TOTAL_BYTES`].
    #[error(
        "文件解开后的内容（{part}）超过 {limit} MB，不像是正常的文档。请用 WPS 或 Office 打开后，只把需要的内容复制到新文档再导入"
    )]
    TooLarge {
        /// The part at which the limit was reached.
        part: String,
        /// The limit in megabytes.
        limit: u64,
    },
    /// Two parts of one name.
    #[error(
        "文件内部有两个同名部件（{part}），不同软件会读出不同内容。请用 WPS 或 Office 打开，核对内容后另存一份再导入"
    )]
    Twice {
        /// Their name.
        part: String,
    },
    /// A part's name leads out of the package.
    #[error(
        "文件内部的部件名（{part}）指向文件之外，不像是正常的文档。请用 WPS 或 Office 打开，核对内容后另存一份再导入"
    )]
    OutsideName {
        /// The name.
        part: String,
    },
    /// Its parts are locked with a password.
    #[error("文件设有密码。请用 WPS 或 Office 打开，取消密码后另存一份再导入")]
    Locked,
}

impl PackageError {
    /// The same error, about a file of that name.
    #[must_use]
    pub fn in_file(self, name: &str) -> IntakeError {
        IntakeError::Package { name: name.to_owned(), error: self }
    }
}

/// An opened package.
#[derive(Debug)]
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Part names as they are compared, and where each stands in the archive.
    parts: HashMap<String, usize>,
    /// How much was inflated up to now.
    inflated: u64,
}

impl<'a> Package<'a> {
    /// Opens a package: its directory only, nothing is inflated.
    ///
    /// # Errors
    /// When the directory cannot be read, has too many parts, parts of one name, or names that lead outside.
    pub fn open(bytes: &'a [u8]) -> Result<Self, PackageError> {
        // Counted before the directory is read, which takes memory for each entry.
        let headers = bytes.windows(4).filter(|window| window == b"PK\x01\x02").take(MAX_PARTS + 1).count();
        if headers > MAX_PARTS {
            return Err(PackageError::TooManyParts { parts: MAX_PARTS });
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged("目录", &error))?;
        let mut parts = HashMap::with_capacity(archive.len());
        for at in 0..archive.len() {
            let entry = archive.by_index_raw(at).map_err(|error| damaged("目录", &error))?;
            let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
            if entry.is_dir() {
                continue;
            }
            let folded = fold(&name);
            if folded.split('/').any(|step| step == "..") {
                return Err(PackageError::OutsideName { part: short(&name) });
            }
            if parts.insert(folded, at).is_some() {
                return Err(PackageError::Twice { part: short(&name) });
            }
        }
        if archive.has_duplicate_names() {
            return Err(PackageError::Twice { part: "名称不详".to_owned() });
        }
        Ok(Self { archive, parts, inflated: 0 })
    }

    /// Whether there is a part of that name.
    #[must_use]
    pub fn holds(&self, part: &str) -> bool {
        self.parts.contains_key(&fold(part))
    }

    /// The folded names of all parts, in no order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.keys().map(String::as_str)
    }

    /// Inflates a part; none when there is no such part.
    ///
    /// # Errors
    /// When it is damaged, locked or larger than agreed.
    pub fn read(&mut self, part: &str) -> Result<Option<Vec<u8>>, PackageError> {
        let Some(at) = self.parts.get(&fold(part)).copied() else { return Ok(None) };
        let mut bytes = Vec::new();
        self.inflate(at, &mut |reader| reader.read_to_end(&mut bytes).map(|size| size as u64))?;
        Ok(Some(bytes))
    }

    /// Inflates every part once, to nowhere: what a reader that does not know our limits will meet.
    ///
    /// # Errors
    /// As [`Package::read`], for whichever part fails first.
    pub fn check_all(&mut self) -> Result<(), PackageError> {
        for at in 0..self.archive.len() {
            self.inflate(at, &mut |reader| copy(reader, &mut sink()))?;
        }
        Ok(())
    }

    fn inflate(
        &mut self,
        at: usize,
        take: &mut dyn FnMut(&mut dyn std::io::Read) -> std::io::Result<u64>,
    ) -> Result<(), PackageError> {
        let entry = self.archive.by_index(at).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
                PackageError::Locked
            }
            error => damaged("部件", &error),
        })?;
        let part = short(&String::from_utf8_lossy(entry.name_raw()));
        let packed = entry.compressed_size();
        let limit = MAX_PART_BYTES.min(MAX_TOTAL_BYTES - self.inflated);
        let too_large = |limit: u64| PackageError::TooLarge { part: part.clone(), limit: limit / (1024 * 1024) };
        let mut reader = entry.take(limit + 1);
        let size = take(&mut reader).map_err(|_| PackageError::Damaged { what: format!("{part} 解不开") })?;
        if size > limit {
            return Err(too_large(if limit == MAX_PART_BYTES { MAX_PART_BYTES } else { MAX_TOTAL_BYTES }));
        }
        if size > RATIO_COUNTS_FROM && size / packed.max(1) > MAX_RATIO {
            return Err(too_large(RATIO_COUNTS_FROM));
        }
        self.inflated += size;
        Ok(())
    }
}

/// Checks a package before bytes go to a reader that does not know our limits (a workbook's).
///
/// # Errors
/// When it is damaged, locked, or anything in it is larger, more or other than agreed.
pub fn check(bytes: &[u8]) -> Result<(), PackageError> {
    Package::open(bytes)?.check_all()
}

/// A part's name as it is compared.
fn fold(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

/// A name that fits into a message, whatever it holds.
fn short(name: &str) -> String {
    let mut short: String = name.chars().filter(|c| !super::decode::is_hidden(*c) && *c != '\n').take(40).collect();
    if short.len() < name.len() {
        short.push('…');
    }
    short
}

fn damaged(what: &str, error: &ZipError) -> PackageError {
    let why = match error {
        ZipError::CompressionMethodNotSupported(_) => "用了不支持的压缩方法",
        ZipError::UnsupportedArchive(_) => "用了不支持的压缩格式",
        _ => "读不出来",
    };
    PackageError::Damaged { what: format!("{what}{why}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;
    use zip::write::{SimpleFileOptions, ZipWriter};

    fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn parts_are_found_whatever_their_case_and_slashes() {
        let bytes = package(&[("Word\\Document.XML", b"<a/>"), ("_rels/.rels", b"<b/>")]);
        let mut package = Package::open(&bytes).unwrap();
        assert_eq!(package.read("/word/document.xml").unwrap().as_deref(), Some(&b"<a/>"[..]));
        assert!(package.holds("_RELS/.rels") && !package.holds("rels"));
        assert_eq!(package.read("nothing").unwrap(), None);
        assert_eq!(check(&bytes), Ok(()));
    }

    #[test]
    fn names_that_mislead_are_refused() {
        let twice = package(&[("word/a.xml", b"1"), ("WORD/A.xml", b"2")]);
        assert!(matches!(Package::open(&twice), Err(PackageError::Twice { .. })));
        let outside = package(&[("word/../../a.xml", b"1")]);
        assert!(matches!(Package::open(&outside), Err(PackageError::OutsideName { .. })));
    }

    #[test]
    fn a_part_that_inflates_without_end_is_stopped() {
        let zeros = vec![0_u8; 120 * 1024 * 1024];
        let bomb = package(&[("word/document.xml", &zeros)]);
        assert!(bomb.len() < 200 * 1024);
        let mut opened = Package::open(&bomb).unwrap();
        assert!(matches!(opened.read("word/document.xml"), Err(PackageError::TooLarge { limit: 96, .. })));
        let thirty: Vec<u8> = zeros[..30 * 1024 * 1024].to_vec();
        let dense = package(&[("a", &thirty)]);
        assert!(matches!(check(&dense), Err(PackageError::TooLarge { limit: 16, .. })));
    }

    #[test]
    fn many_parts_are_counted_before_they_are_opened() {
        let names: Vec<String> = (0..=MAX_PARTS).map(|at| at.to_string()).collect();
        let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
        assert!(matches!(Package::open(&package(&parts)), Err(PackageError::TooManyParts { .. })));
    }

    #[test]
    fn a_package_cut_anywhere_is_damaged() {
        let whole = package(&[("word/document.xml", &b"<w:document/>".repeat(50))]);
        for end in 0..whole.len() {
            assert!(matches!(check(&whole[..end]), Err(PackageError::Damaged { .. })), "{end}");
        }
    }
}
