//! `completions`: what a shell needs to know of the verbs.

use super::{Cli, Exit, Result, desk::Desk, help};
use clap::CommandFactory as _;
use clap_complete::Shell;

/// 生成命令补全脚本
#[derive(Debug, clap::Args)]
#[command(after_help = "例：\n  taizhang completions bash > ~/.local/share/bash-completion/completions/taizhang")]
pub(super) struct Args {
    /// 哪种命令行
    #[arg(value_name = "命令行", value_enum)]
    shell: Shell,
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    // The generator panics where it cannot write; memory always can be written.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut help::localize(Cli::command()), "taizhang", &mut script);
    desk.raw().write_all(&script)?;
    Ok(Exit::Done)
}
