//! `completions` and `man`: what a shell and `man` need to know of the verbs.

use super::{Cli, Exit, Result, desk::Desk, help};
use clap::{CommandFactory as _, ValueEnum};

/// 生成命令补全脚本
#[derive(Debug, clap::Args)]
#[command(after_help = "例：\n  taizhang completions bash > ~/.local/share/bash-completion/completions/taizhang")]
pub(super) struct Args {
    /// 哪种命令行
    #[arg(value_name = "命令行", value_enum)]
    shell: Shell,
}

/// The shells that there are completions for.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
    #[value(name = "powershell")]
    PowerShell,
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let generator = match args.shell {
        Shell::Bash => clap_complete::Shell::Bash,
        Shell::Zsh => clap_complete::Shell::Zsh,
        Shell::Fish => clap_complete::Shell::Fish,
        Shell::PowerShell => clap_complete::Shell::PowerShell,
    };
    // The generator panics where it cannot write; memory always can be written.
    let mut script = Vec::new();
    clap_complete::generate(generator, &mut help::localize(Cli::command()), "taizhang", &mut script);
    desk.raw().write_all(&script)?;
    Ok(Exit::Done)
}
