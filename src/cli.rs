//! The front desk: arguments in, a call of the library, Chinese words out.
//!
//! Arguments become a `Cli` (this file), then `settings::Settings` (the only place that looks at environment, clock and
//! terminal), then work: each verb is one file with its `Args` and under it its `run`. The doc comments of `Args` and its
//! fields are the help that clerks read, hence in Chinese. To add a verb: a file, a line in `Verb` with its Chinese
//! alias, a line in `Verb::run`, and its name in a group of `help`.
//!
//! Architecture invariant: knows no SQL and no rules of practice. Only here something is printed or asked.

mod accept;
mod add;
mod assign;
mod attach;
mod backup;
mod bar;
mod bulk;
mod check;
mod close;
mod completions;
mod day;
mod demo;
mod desk;
mod disclosure;
mod due;
mod edit;
mod error;
mod export;
mod extend;
mod give_back;
mod help;
mod init;
mod intake;
mod link;
mod list;
mod log;
mod man;
mod meeting;
mod out;
mod outcome;
mod overdue;
mod paper;
mod party;
mod progress;
mod receipt;
mod recheck;
mod reconcile;
mod reopen;
mod restore;
mod round;
mod sample;
mod selection;
mod settings;
mod show;
mod sign;
mod submit;
mod summary;
mod term;
mod undo;
mod usage;
mod verify;
mod waiting;
mod withdraw;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use desk::Desk;
use error::CliError;
use std::{path::PathBuf, process::ExitCode};

/// What every verb returns.
type Result<T = Exit, E = CliError> = std::result::Result<T, E>;

/// How a verb ended that came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// Done: exit code 0.
    Done,
    /// It was to look for something and found it, and has said so: exit code 1.
    Found,
}

/// 整改台账：从反馈会到整改通报，一个文件、一个程序
#[derive(Debug, Parser)]
#[command(
    name = "taizhang",
    version,
    arg_required_else_help = true,
    after_help = "例：\n  taizhang init --office 某区人民法院整改办\n  taizhang overdue\n每个命令的说明：taizhang <命令> --help"
)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    verb: Verb,
}

/// What may be said with every verb.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "通用选项")]
struct Global {
    /// 台账文件（默认向上查找 taizhang.db）
    #[arg(long, global = true, value_name = "文件")]
    ledger: Option<PathBuf>,
    /// 轮次，如 2024巡察
    #[arg(long, global = true, value_name = "轮次")]
    round: Option<String>,
    /// 经办人
    #[arg(long, global = true, value_name = "经办人")]
    by: Option<String>,
    /// 输出格式
    #[arg(long, global = true, value_name = "格式", value_enum, default_value_t)]
    format: Format,
    /// 颜色
    #[arg(long, global = true, value_name = "何时", value_enum, default_value_t)]
    color: Color,
    /// 表格线用 ASCII 字符
    #[arg(long, global = true)]
    ascii: bool,
}

/// How the answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    #[default]
    Table,
    Json,
    Csv,
    Md,
}

/// When there is colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

/// The verbs, each with its Chinese alias.
#[derive(Debug, Subcommand)]
enum Verb {
    #[command(alias = "建账")]
    Init(init::Args),
    #[command(alias = "演示")]
    Demo(demo::Args),
    #[command(alias = "导入")]
    Intake(intake::Args),
    #[command(alias = "核对")]
    Reconcile(reconcile::Args),
    #[command(alias = "轮次")]
    Round(round::Args),
    #[command(alias = "会议")]
    Meeting(meeting::Args),
    #[command(alias = "名册")]
    Party(party::Args),
    #[command(alias = "录入")]
    Add(add::Args),
    #[command(alias = "修改")]
    Edit(edit::Args),
    #[command(alias = "撤项")]
    Withdraw(withdraw::Args),
    #[command(alias = "关联")]
    Link(link::Args),
    #[command(alias = "分工")]
    Assign(assign::Args),
    #[command(alias = "延期")]
    Extend(extend::Args),
    #[command(alias = "填报")]
    Progress(progress::Args),
    #[command(alias = "采用")]
    Accept(accept::Args),
    #[command(alias = "成效")]
    Outcome(outcome::Args),
    #[command(alias = "佐证")]
    Attach(attach::Args),
    #[command(alias = "申请销号")]
    Submit(submit::Args),
    #[command(alias = "审签")]
    Sign(sign::Args),
    #[command(alias = "销号")]
    Close(close::Args),
    #[command(alias = "退回整改")]
    Return(give_back::Args),
    #[command(alias = "撤销销号")]
    Reopen(reopen::Args),
    #[command(alias = "回头看")]
    Recheck(recheck::Args),
    #[command(alias = "抽查")]
    Sample(sample::Args),
    #[command(alias = "查询")]
    List(list::Args),
    #[command(alias = "详情")]
    Show(show::Args),
    #[command(alias = "逾期")]
    Overdue(overdue::Args),
    #[command(alias = "汇总")]
    Summary(summary::Args),
    #[command(alias = "办理记录")]
    Log(log::Args),
    #[command(alias = "材料")]
    Paper(paper::Args),
    #[command(alias = "导出")]
    Export(export::Args),
    #[command(alias = "时限")]
    Due(due::Args),
    #[command(alias = "自查")]
    Check(check::Args),
    #[command(alias = "核验")]
    Verify(verify::Args),
    #[command(alias = "备份")]
    Backup(backup::Args),
    #[command(alias = "恢复")]
    Restore(restore::Args),
    #[command(alias = "撤销")]
    Undo(undo::Args),
    #[command(alias = "补全")]
    Completions(completions::Args),
    #[command(alias = "手册")]
    Man(man::Args),
}

impl Verb {
    fn run(self, desk: &mut Desk) -> Result {
        match self {
            Self::Init(args) => init::run(&args, desk),
            Self::Demo(args) => demo::run(&args, desk),
            Self::Intake(args) => intake::run(&args, desk),
            Self::Reconcile(args) => reconcile::run(&args, desk),
            Self::Round(args) => round::run(args, desk),
            Self::Meeting(args) => meeting::run(args, desk),
            Self::Party(args) => party::run(args, desk),
            Self::Add(args) => add::run(args, desk),
            Self::Edit(args) => edit::run(&args, desk),
            Self::Withdraw(args) => withdraw::run(&args, desk),
            Self::Link(args) => link::run(&args, desk),
            Self::Assign(args) => assign::run(&args, desk),
            Self::Extend(args) => extend::run(&args, desk),
            Self::Progress(args) => progress::run(&args, desk),
            Self::Accept(args) => accept::run(&args, desk),
            Self::Outcome(args) => outcome::run(args, desk),
            Self::Attach(args) => attach::run(args, desk),
            Self::Submit(args) => submit::run(&args, desk),
            Self::Sign(args) => sign::run(&args, desk),
            Self::Close(args) => close::run(&args, desk),
            Self::Return(args) => give_back::run(&args, desk),
            Self::Reopen(args) => reopen::run(&args, desk),
            Self::Recheck(args) => recheck::run(&args, desk),
            Self::Sample(args) => sample::run(&args, desk),
            Self::List(args) => list::run(args, desk),
            Self::Show(args) => show::run(&args, desk),
            Self::Overdue(args) => overdue::run(&args, desk),
            Self::Summary(args) => summary::run(&args, desk),
            Self::Log(args) => log::run(&args, desk),
            Self::Paper(args) => paper::run(args, desk),
            Self::Export(args) => export::run(&args, desk),
            Self::Due(args) => due::run(&args, desk),
            Self::Check(args) => check::run(args, desk),
            Self::Verify(args) => verify::run(&args, desk),
            Self::Backup(args) => backup::run(args, desk),
            Self::Restore(args) => restore::run(&args, desk),
            Self::Undo(args) => undo::run(&args, desk),
            Self::Completions(args) => completions::run(&args, desk),
            Self::Man(args) => man::run(&args, desk),
        }
    }
}

/// The program: reads the arguments, does what they say, and gives the exit code.
///
/// 0 done · 1 a rule refused it, or a check found something · 2 usage · 3 file or database trouble. A reader that closes
/// its end of the pipe early has what it wanted: that is success.
#[must_use]
pub fn run() -> ExitCode {
    // What a reader of workbooks trips over is caught and told in Chinese; nobody is to read it twice.
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !crate::intake::table::is_guarded() {
            tell(panic);
        }
    }));
    let args = help::asked_as_verb(std::env::args_os().collect());
    let json_asked = usage::asks_for_json(&args);
    let command = help::localize(Cli::command());
    let cli = match usage::read(command, args) {
        Ok(matches) => Cli::from_arg_matches(&matches).map_err(|e| usage::explain(&e, &usage::Typed::default())),
        Err(usage::Answer::Shown(text, code)) => return desk::show(&text, code),
        Err(usage::Answer::Wrong(error)) => Err(error),
    };
    let cli = match cli {
        Ok(cli) => cli,
        Err(error) => return error.report(json_asked),
    };
    let json = cli.global.format == Format::Json;
    let done = settings::Settings::resolve(&cli.global).and_then(|settings| {
        let mut desk = Desk::new(settings);
        let exit = cli.verb.run(&mut desk)?;
        desk.flush()?;
        Ok(exit)
    });
    match done {
        Ok(Exit::Done) => ExitCode::SUCCESS,
        Ok(Exit::Found) => ExitCode::from(1),
        Err(error) => error.report(json),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clap_finds_nothing_wrong_with_the_arguments() {
        help::localize(Cli::command()).debug_assert();
    }
}
