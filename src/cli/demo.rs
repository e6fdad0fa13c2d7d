//! `demo` 演示: a sample office to look around in, made by playing the main job.
//!
//! Every step is the command a clerk would type, run through the very same verbs, so what is shown can be typed. The days
//! are counted back from today: whenever it runs, something is late, due soon, to be reviewed, and without a deadline.

mod story;

use super::{Cli, Exit, Result, desk::Desk, error::CliError, usage};
use clap::Parser as _;
use std::{
    cell::RefCell,
    fs, io,
    path::{Path, PathBuf},
    rc::Rc,
};
use story::{Show, Step};

/// 造一个示例台账，演示主要流程
#[derive(Debug, clap::Args)]
#[command(
    after_help = "例：\n  taizhang demo\n  taizhang 演示 --into 试用\n\n只新建文件夹，不改动已有的台账；同名的文件夹已在时换下一个名字。"
)]
pub(super) struct Args {
    /// 放进哪个新文件夹
    #[arg(long, value_name = "文件夹", default_value = "taizhang-demo")]
    into: PathBuf,
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let today = desk.today();
    let folder = new_folder(&desk.settings().folder().join(&args.into))?;
    let name = folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned();
    desk.say(&format!("在新文件夹 {name}/ 里造一个示例台账：某区人民法院的巡察整改。"))?;
    desk.say("下面每一行都是可以照着输入的命令。")?;
    for (file, text) in story::files(today) {
        let path = folder.join(file);
        fs::write(&path, text).map_err(|e| CliError::file(&path, &e))?;
    }
    // Commands are typed in the new folder; the papers and the ledger are named as they lie there.
    std::env::set_current_dir(&folder).map_err(|e| CliError::file(&folder, &e))?;
    let settings = desk.settings().in_folder(&folder);
    for step in story::steps(today) {
        match step {
            Step::Say(words) => desk.say(&format!("\n【{words}】"))?,
            Step::Type(command, show) => {
                desk.say(&format!("\n$ taizhang {}", command.join(" ")))?;
                desk.flush()?;
                let verb = Cli::try_parse_from(std::iter::once("taizhang").chain(command.iter().map(String::as_str)))
                    .map_err(|e| usage::explain(&e, &usage::Typed::default()))?
                    .verb;
                if show == Show::All {
                    verb.run(&mut Desk::new(settings.clone()))?;
                } else {
                    let heard = Heard::default();
                    let mut aside = Desk::writing_to(settings.clone(), Box::new(heard.clone()));
                    verb.run(&mut aside)?;
                    aside.flush()?;
                    for line in show.shorten(&heard.text()) {
                        desk.say(&line)?;
                    }
                }
            }
        }
    }
    desk.say("\n示例台账已经造好。接下来可以试试：")?;
    desk.say(&format!("  cd {name}"))?;
    for (command, what) in [
        ("taizhang list", "全部事项"),
        ("taizhang show 4", "一个问题的来龙去脉，包括延期"),
        ("taizhang overdue --by leader", "按领导看逾期"),
        ("taizhang summary --explain 完成率", "数字是怎么来的"),
        ("taizhang close 3 --meeting 2", "没有完成的问题销不了号：看它缺什么"),
        ("taizhang undo", "撤销上一条命令"),
        ("taizhang verify", "核验台账没有被改动过"),
        ("taizhang --help", "全部命令"),
    ] {
        let gap = " ".repeat(36_usize.saturating_sub(crate::zh::width::display_width(command)));
        desk.say(&format!("  {command}{gap}{what}"))?;
    }
    desk.say("正式使用：在自己的文件夹里执行 taizhang init。")?;
    Ok(Exit::Done)
}

/// A folder that was not there before: of that name, or with the next free number behind it.
fn new_folder(wanted: &Path) -> Result<PathBuf> {
    let name = wanted.file_name().unwrap_or(wanted.as_os_str()).to_string_lossy().into_owned();
    for number in 1..=999 {
        let path = if number == 1 { wanted.to_owned() } else { wanted.with_file_name(format!("{name}-{number}")) };
        match fs::create_dir(&path) {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(CliError::file(&path, &error)),
        }
    }
    Err(CliError::file(wanted, &io::Error::from(io::ErrorKind::AlreadyExists)))
}

/// What a verb said, kept so that it can be shown in short.
#[derive(Debug, Clone, Default)]
struct Heard(Rc<RefCell<Vec<u8>>>);

impl Heard {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.borrow()).into_owned()
    }
}

impl io::Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
