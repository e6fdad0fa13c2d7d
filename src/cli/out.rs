//! Files that leave the office: named after what they hold, written whole or not at all, never over another one unasked.

use super::{Result, error::CliError};
use crate::store::file::is_of_ledger;
use std::{
    fs,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

/// Where a file is written to; flatten it into `Args`.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Out {
    /// 写到哪个文件，或放进哪个已有的文件夹
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    /// 覆盖已有的同名文件
    #[arg(long)]
    force: bool,
}

/// The most characters of a file's name: with its ending well below 255 bytes, the least that file systems allow.
const MOST_OF_A_NAME: usize = 60;

/// Names that Windows keeps for devices, whatever their ending.
const DEVICES: [&str; 22] = [
    "CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "LPT1", "LPT2",
    "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
];

impl Out {
    /// Whether nothing was said of a file.
    pub(super) fn is_silent(&self) -> bool {
        self.output.is_none()
    }

    /// The file: as named; in the named folder or, where nothing was named, here, after its title. A name without an ending is
    /// a folder, which must be there.
    pub(super) fn path(&self, title: &str, ending: &str) -> PathBuf {
        self.named(&format!("{}.{ending}", file_name(title)))
    }

    /// The folder for several files: as named, made where it does not stand yet; here where nothing was named.
    /// It is gone again unless it is kept.
    pub(super) fn folder(&self) -> Result<Folder> {
        let Some(path) = &self.output else { return Ok(Folder::default()) };
        let is_file_name = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("docx") || ending == "md");
        if path.as_os_str() == "-" || is_file_name && !path.is_dir() {
            return Err(CliError::usage(
                "not_a_folder",
                format!("-o 这里写文件夹：{}", path.display()),
                "每份各成一个文件，按文号和标题取名",
                "如 -o 催办函；没有这个文件夹的，会新建",
            ));
        }
        let new = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.exists();
        let made = path.ancestors().take_while(new).map(Path::to_owned).collect();
        let folder = Folder { path: path.clone(), made };
        fs::create_dir_all(path).map_err(|error| CliError::file(path, &error))?;
        Ok(folder)
    }

    /// The file of that name in the named folder, the named file, or the file of that name here.
    pub(super) fn named(&self, name: &str) -> PathBuf {
        match &self.output {
            Some(path) if path.is_dir() || path.extension().is_none() => path.join(name),
            Some(path) => path.clone(),
            None => PathBuf::from(name),
        }
    }

    /// Refuses a file that stands there already and a folder that does not, before anything is recorded for it.
    pub(super) fn check(&self, path: &Path) -> Result<()> {
        if let Some(named) = self.output.as_ref().filter(|named| named.extension().is_none() && !named.is_dir()) {
            return Err(CliError::usage(
                "bad_ending",
                format!("不知道写成什么文件：{}", named.display()),
                "看文件名的后缀决定格式；没有后缀的是文件夹，没有的文件夹不会自行新建",
                match path.extension() {
                    Some(ending) => format!(
                        "写成一个文件的加上后缀，如 -o 文件名.{}；要放进文件夹的，先新建这个文件夹",
                        ending.to_string_lossy()
                    ),
                    None => "写成一个文件的加上后缀；要放进文件夹的，先新建这个文件夹".to_owned(),
                },
            ));
        }
        check(path, self.force, "加 --force 覆盖，或用 -o 写明另一个文件名")
    }

    /// Writes a file; gives its size in bytes. What stands there is only replaced when that was said, and only by a whole file.
    pub(super) fn write(&self, path: &Path, fill: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<u64> {
        self.check(path)?;
        write(path, self.force, fill)
    }
}

/// A folder for files. What of it was made and is not kept is taken away again, for a refusal leaves nothing behind.
#[derive(Debug, Default)]
pub(super) struct Folder {
    path: PathBuf,
    /// What did not stand before, the innermost first.
    made: Vec<PathBuf>,
}

impl Folder {
    /// The folder, to stay.
    pub(super) fn keep(mut self) -> PathBuf {
        self.made.clear();
        std::mem::take(&mut self.path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        for made in &self.made {
            // Only empty folders go; one that others use meanwhile stays.
            let _ = fs::remove_dir(made);
        }
    }
}

/// A title as the name of a file, on every system: without what paths are made of, without anything hidden.
pub(super) fn file_name(title: &str) -> String {
    let plain = crate::zh::sanitize::clean_line(title);
    let named: String =
        plain
            .chars()
            .map(|c| {
                if matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') || c.is_control() {
                    '_'
                } else {
                    c
                }
            })
            .take(MOST_OF_A_NAME)
            .collect();
    let named = named.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let stem = named.split('.').next().unwrap_or_default().trim_end();
    match named {
        "" => "材料".to_owned(),
        _ if DEVICES.iter().any(|device| device.eq_ignore_ascii_case(stem)) => format!("_{named}"),
        _ => named.to_owned(),
    }
}

fn exists(path: &Path, hint: &str) -> CliError {
    CliError::refused("file_exists", format!("{} 已经存在", path.display()), "不会自行覆盖已有的文件", hint)
}

/// Refuses to write over what stands there, unless it is said; over a ledger whatever is said.
pub(super) fn check(path: &Path, force: bool, hint: &str) -> Result<()> {
    spare_ledger(path)?;
    if force || !path.exists() { Ok(()) } else { Err(exists(path, hint)) }
}

/// A ledger is all there is: nothing that can be made of one may take its place.
fn spare_ledger(path: &Path) -> Result<()> {
    if !is_of_ledger(path) {
        return Ok(());
    }
    Err(CliError::refused(
        "is_a_ledger",
        format!("{} 是台账的文件，不能写成别的", path.display()),
        "一覆盖，里面的记录和佐证材料就都没有了，加 --force 也不覆盖",
        "换一个文件名；台账要另存一份，用 taizhang backup",
    ))
}

/// Writes a file; what stands there is replaced only by `force`.
pub(super) fn write(path: &Path, force: bool, fill: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<u64> {
    check(path, force, "加 --force 覆盖，或换一个文件名")?;
    whole(path, fill)
}

/// Writes a file that must be new, for verbs that replace none.
pub(super) fn write_new(path: &Path, fill: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<u64> {
    check(path, false, "换一个文件名，或先把已有的移走")?;
    whole(path, fill)
}

/// Writes beside the target first, so that a half-written file never bears its name.
fn whole(path: &Path, fill: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<u64> {
    let failed = |error: std::io::Error| CliError::file(path, &error);
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists()) {
        return Err(CliError::no_folder(folder));
    }
    let name = path.file_name().ok_or_else(|| failed(std::io::ErrorKind::IsADirectory.into()))?;
    let mut beside = std::ffi::OsString::from(".");
    beside.push(name);
    beside.push(format!(".{}.tmp", std::process::id()));
    let beside = path.with_file_name(beside);
    let written = (|| {
        let mut file = BufWriter::new(fs::File::create_new(&beside).map_err(failed)?);
        fill(&mut file)?;
        let file = file.into_inner().map_err(|error| failed(error.into_error()))?;
        file.sync_all().map_err(failed)?;
        let size = file.metadata().map_err(failed)?.len();
        drop(file);
        fs::rename(&beside, path).map_err(failed)?;
        Ok(size)
    })();
    if written.is_err() {
        // Whatever went wrong is told; what is left of the attempt is only in the way.
        let _ = fs::remove_file(&beside);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_name_that_every_system_takes() {
        for (title, name) in [
            ("关于2024巡察的督办函", "关于2024巡察的督办函"),
            ("../../etc/passwd", "_.._etc_passwd"),
            ("甲/乙:丙\n丁", "甲_乙_丙 丁"),
            ("con", "_con"),
            ("NUL.txt", "_NUL.txt"),
            ("。", "。"),
            (" . ", "材料"),
            ("\u{202e}反向", "反向"),
        ] {
            assert_eq!(file_name(title), name, "{title}");
        }
        assert_eq!(file_name(&"长".repeat(200)).chars().count(), MOST_OF_A_NAME);
    }

    #[test]
    fn a_file_is_not_replaced_unasked_and_never_by_half_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("甲.md");
        assert_eq!(write(&path, false, |out| Ok(out.write_all(b"one")?)).unwrap(), 3);
        assert!(write(&path, false, |out| Ok(out.write_all(b"two")?)).unwrap_err().says("file_exists"));
        let failed = write(&path, true, |out| {
            out.write_all(b"half")?;
            Err(CliError::cancelled())
        });
        assert!(failed.unwrap_err().says("cancelled"));
        assert_eq!(fs::read(&path).unwrap(), b"one");
        assert_eq!(write(&path, true, |out| Ok(out.write_all(b"three")?)).unwrap(), 5);
        assert_eq!(fs::read(&path).unwrap(), b"three");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
