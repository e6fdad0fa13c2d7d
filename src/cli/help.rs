//! Help in Chinese: clap's own words, and the verbs in groups.

use crate::zh::width::display_width;
use clap::{Arg, ArgAction, Command, CommandFactory as _};
use std::ffi::OsString;

/// The verbs in the order in which an office needs them. Names that are no verbs (yet) are passed over.
const GROUPS: &[(&str, &[&str])] = &[
    ("建账与名册", &["init", "demo", "round", "meeting", "party"]),
    ("导入与录入", &["intake", "reconcile", "add", "edit", "withdraw", "link"]),
    ("分工与推进", &["assign", "extend", "progress", "accept", "outcome", "attach"]),
    ("销号", &["submit", "sign", "close", "return", "reopen", "recheck"]),
    ("查询与报表", &["list", "show", "overdue", "summary", "log", "due"]),
    ("材料", &["paper", "export", "form", "check", "sample"]),
    ("台账安全", &["verify", "backup", "restore", "undo"]),
    ("其他", &["completions", "man"]),
];

const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// What clap has no setting for, and its Chinese. None of it stands in our own words.
const CLAPS_OWN_WORDS: &[(&str, &str)] = &[
    ("[OPTIONS]", "[选项]"),
    ("选项:", "选项："),
    ("参数:", "参数："),
    ("子命令:", "子命令："),
    ("筛选条件:", "筛选条件："),
    ("分工与时限:", "分工与时限："),
    ("设定:", "设定："),
    ("[default: ", "［默认："),
    ("[possible values: ", "［可选："),
    ("[aliases: ", "［别名："),
    ("[alias: ", "［别名："),
];

/// The same command, speaking Chinese.
pub(super) fn localize(command: Command) -> Command {
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version).help("显示版本");
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).global(true).help("显示帮助");
    let overview = overview(&command);
    dress(command.arg(help.help_heading("通用选项")).arg(version.help_heading("通用选项")))
        .disable_version_flag(true)
        .max_term_width(100)
        .help_template(format!("{{about-with-newline}}\n用法：{{usage}}\n\n{overview}\n{{options}}{{after-help}}"))
}

/// Words and headings of a command and all below it.
fn dress(command: Command) -> Command {
    command
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading("子命令")
        .subcommand_value_name("命令")
        .help_template(TEMPLATE)
        .mut_args(|arg| match (arg.get_help_heading().is_some(), arg.is_positional()) {
            (true, _) => arg,
            (false, true) => arg.help_heading("参数"),
            (false, false) => arg.help_heading("选项"),
        })
        .mut_subcommands(|sub| {
            let sub = dress(sub);
            let alias = sub.get_all_aliases().next().map(|alias| format!("别名：{alias}"));
            match (alias, sub.get_about().map(ToString::to_string)) {
                (Some(alias), Some(about)) => sub.about(format!("{about}（{alias}）")),
                _ => sub,
            }
        })
}

/// `taizhang help overdue` and `taizhang 帮助` mean `--help`.
pub(super) fn asked_as_verb(mut args: Vec<OsString>) -> Vec<OsString> {
    if args.get(1).is_some_and(|word| word == "help" || word == "帮助") {
        args.remove(1);
        args.push("--help".into());
    }
    args
}

/// A verb's Chinese alias, for lists of what was done; the verb itself when it has none.
pub(super) fn alias_of(verb: &str) -> String {
    let command = super::Cli::command();
    let alias = command.find_subcommand(verb).and_then(|sub| sub.get_all_aliases().next().map(str::to_owned));
    alias.unwrap_or_else(|| verb.to_owned())
}

/// The groups of verbs, one line each: name, alias, what it does.
fn overview(command: &Command) -> String {
    let mut text = String::new();
    for (group, names) in GROUPS {
        let verbs: Vec<&Command> = names.iter().filter_map(|name| command.find_subcommand(name)).collect();
        if verbs.is_empty() {
            continue;
        }
        text.push_str(&format!("{group}：\n"));
        for verb in verbs {
            let alias = verb.get_all_aliases().next().unwrap_or_default();
            let about = verb.get_about().map(ToString::to_string).unwrap_or_default();
            text.push_str(&format!("  {:<12} {}{}\n", verb.get_name(), pad(alias, 10), about));
        }
    }
    text
}

fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(display_width(text)).max(1)))
}

/// Puts the rest of clap's own words into Chinese.
pub(super) fn translate(help: &str) -> String {
    let mut text = help.to_owned();
    for (english, chinese) in CLAPS_OWN_WORDS {
        let mut parts = text.split(english);
        let mut done = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            done.push_str(chinese);
            // The bracket that clap opened is closed in kind.
            match (chinese.starts_with('［'), part.split_once(']')) {
                (true, Some((inside, rest))) => done.push_str(&format!("{}］{rest}", inside.replace(", ", "、"))),
                _ => done.push_str(part),
            }
        }
        text = done;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_command(command: &Command, each: &mut impl FnMut(&Command)) {
        each(command);
        command.get_subcommands().for_each(|sub| every_command(sub, each));
    }

    #[test]
    fn every_verb_stands_in_a_group_with_a_chinese_alias_and_an_example() {
        for verb in super::super::Cli::command().get_subcommands() {
            let name = verb.get_name();
            assert!(GROUPS.iter().any(|(_, names)| names.contains(&name)), "{name} is in no group");
            assert!(verb.get_all_aliases().any(|alias| !alias.is_ascii()), "{name} has no Chinese alias");
            let example = verb.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(example.contains("taizhang "), "{name} has no example");
        }
    }

    #[test]
    fn every_line_of_help_is_chinese_and_short() {
        every_command(&super::super::Cli::command(), &mut |command| {
            let name = command.get_name().to_owned();
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            assert!(!about.is_ascii(), "{name} has no Chinese help");
            assert!(about.chars().count() < 30, "{name}: {about}");
            for arg in command.get_arguments() {
                let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
                assert!(!help.is_ascii(), "{name} {} has no Chinese help", arg.get_id());
                let first = help.lines().next().unwrap_or_default();
                assert!(first.chars().count() < 30, "{name} {}: {first}", arg.get_id());
            }
        });
    }

    #[test]
    fn no_english_of_clap_is_left_in_any_help() {
        let mut root = localize(super::super::Cli::command());
        root.build();
        every_command(&root, &mut |command| {
            let help = translate(&command.clone().render_long_help().to_string());
            for word in
                ["Usage", "Options", "Commands", "Arguments", "OPTIONS", "possible", "default", "Print", "alias"]
            {
                assert!(!help.contains(word), "{word} in the help of {}:\n{help}", command.get_name());
            }
        });
    }
}
