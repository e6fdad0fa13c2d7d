//! `man`: the manual page, of the program or of one verb.

use super::{Cli, Exit, Result, desk::Desk, error::CliError, help};
use clap::CommandFactory as _;

/// 生成 man 手册页
#[derive(Debug, clap::Args)]
#[command(after_help = "例：\n  taizhang man > taizhang.1\n  taizhang man due > taizhang-due.1")]
pub(super) struct Args {
    /// 哪个命令（默认总览）
    #[arg(value_name = "命令")]
    verb: Option<String>,
}

/// The headings that the generator writes, in Chinese.
const HEADINGS: &[(&str, &str)] = &[
    (".SH NAME", ".SH 名称"),
    (".SH SYNOPSIS", ".SH 用法"),
    (".SH DESCRIPTION", ".SH 说明"),
    (".SH OPTIONS", ".SH 选项"),
    (".SH SUBCOMMANDS", ".SH 命令"),
    (".SH EXTRA", ".SH 示例"),
    (".SH VERSION", ".SH 版本"),
];

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let mut root = help::localize(Cli::command());
    root.build();
    let command = match &args.verb {
        None => root,
        Some(name) => root.find_subcommand(name).cloned().ok_or_else(|| {
            CliError::usage(
                "unknown_verb",
                format!("没有“{name}”这个命令"),
                "命令名写错了",
                "用 taizhang --help 查看全部命令",
            )
        })?,
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    let mut page = String::from_utf8_lossy(&page).into_owned();
    for (english, chinese) in HEADINGS {
        page = page.replace(english, chinese);
    }
    desk.raw().write_all(help::translate(&page).as_bytes())?;
    Ok(Exit::Done)
}
