//! How papers are set: the office's profile, and the format that a file's ending asks for.

use crate::{
    cli::{Exit, Result, desk::Desk, error::CliError, out::Out},
    render::{
        docx::{DocxPage, profile, profile::Profile},
        markdown::MarkdownPage,
    },
    report::{
        page::PageSink,
        paper::{About, Contact, Paper},
    },
};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

/// The profile's name beside the ledger.
const NAME: &str = "公文格式.toml";

/// The ending of papers that were given no other.
pub(super) const ENDING: &str = "docx";

/// Longer files are no profile.
const LONGEST: u64 = 1 << 20;

/// How a paper is set; flatten it into `Args`.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Look {
    /// 公文格式文件（默认用台账旁的 公文格式.toml）
    #[arg(long, value_name = "文件")]
    profile: Option<PathBuf>,
}

impl Look {
    /// The profile: as named, else the one beside the ledger, else the default.
    pub(super) fn profile(&self, desk: &Desk) -> Result<Profile> {
        let path = match &self.profile {
            Some(path) => path.clone(),
            None => match beside_ledger(desk)? {
                path if path.exists() => path,
                _ => return Ok(Profile::default()),
            },
        };
        if CliError::unless_regular(&path)?.len() > LONGEST {
            return Err(unusable(&path, "文件过大，不是公文格式文件".into(), "核对文件名".into()));
        }
        let bytes = fs::read(&path).map_err(|error| CliError::file(&path, &error))?;
        let text = String::from_utf8(bytes)
            .map_err(|_| unusable(&path, "不是 UTF-8 编码的文字".into(), "用记事本另存，编码选 UTF-8".into()))?;
        Profile::parse(&text).map_err(|bad| unusable(&path, format!("第 {} 行：{}", bad.line, bad.reason), bad.remedy))
    }
}

/// Where the profile lies that holds for a ledger's papers.
fn beside_ledger(desk: &Desk) -> Result<PathBuf> {
    Ok(desk.ledger_path()?.with_file_name(NAME))
}

/// Whether papers are set by this file without being told.
fn is_beside_ledger(path: &Path, desk: &Desk) -> bool {
    let same = |found: PathBuf| fs::canonicalize(found).ok() == fs::canonicalize(path).ok();
    beside_ledger(desk).is_ok_and(same)
}

fn unusable(path: &Path, why: String, remedy: String) -> CliError {
    CliError::refused("bad_profile", format!("公文格式文件用不了：{}", path.display()), why, remedy)
}

/// How the office signs and where it is reached, as the profile says; the ledger knows its name otherwise.
pub(super) fn contact(profile: &Profile) -> Contact {
    let said = |words: &str| Some(words.trim()).filter(|words| !words.is_empty()).map(ToOwned::to_owned);
    let office = &profile.office;
    Contact {
        name: said(&office.name),
        phone: said(&office.phone),
        mailbox: said(&office.mailbox),
        address: said(&office.address),
    }
}

/// Writes a paper in the format that the file's ending asks for.
pub(super) fn write_as(
    path: &Path,
    profile: &Profile,
    paper: &dyn Paper,
    about: &About<'_>,
    out: &mut dyn Write,
) -> Result<()> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let mut page: Box<dyn PageSink + '_> = match ending.as_deref() {
        Some("docx") => Box::new(DocxPage::new(out, profile.clone())?),
        Some("md") => Box::new(MarkdownPage::new(out)),
        _ => {
            return Err(CliError::usage(
                "bad_ending",
                format!("不知道把材料写成什么格式：{}", path.display()),
                "看文件名的后缀决定格式",
                "后缀用 .docx（Word、WPS）或 .md（纯文本）",
            ));
        }
    };
    Ok(paper.page(about, &mut *page)?)
}

/// Writes the default profile with its comments, to be changed by hand.
#[derive(Debug, clap::Args)]
pub(super) struct ProfileArgs {
    #[command(flatten)]
    out: Out,
}

/// Puts it beside the ledger, where papers look for it.
pub(super) fn write_profile(args: &ProfileArgs, desk: &mut Desk) -> Result {
    let path = if args.out.is_silent() { beside_ledger(desk)? } else { args.out.path("公文格式", "toml") };
    args.out.check(&path)?;
    if path.extension().is_none_or(|ending| !ending.eq_ignore_ascii_case("toml")) {
        return Err(CliError::usage(
            "bad_ending",
            format!("公文格式不写成这种文件：{}", path.display()),
            "公文格式是用记事本改的文字，不是 Word 文件",
            format!("后缀用 .toml，如 -o {}", path.with_extension("toml").display()),
        ));
    }
    let bytes = args.out.write(&path, |out| Ok(out.write_all(profile::DEFAULT.as_bytes())?))?;
    if desk.is_json() {
        let mut json = desk.json("taizhang.paper/1")?;
        json.field("kind", "profile")?;
        json.field("file", &path.to_string_lossy())?;
        json.field("bytes", &bytes)?;
        json.finish()?;
    } else {
        let (path, used) = (path.display(), is_beside_ledger(&path, desk));
        desk.say(&match used {
            true => format!("公文格式已写入 {path}，改动后出材料即按它排版"),
            false => format!(
                "公文格式已写入 {path}，改动后出材料时加 --profile {path} 才按它排版；改名 {NAME} 放在台账旁的不用加"
            ),
        })?;
    }
    Ok(Exit::Done)
}
