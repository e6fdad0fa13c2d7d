//! What clap finds wrong with the arguments, said in Chinese: by its kind and context, never by parsing its English.

use super::{error::CliError, help};
use clap::{
    ArgMatches, Command, Error,
    error::{ContextKind, ContextValue, ErrorKind},
};
use std::ffi::OsString;

/// Why there is nothing to do after the arguments were read.
pub(super) enum Answer {
    /// Help or version, to be shown, and the exit code: 2 where nothing was said that could be done.
    Shown(String, u8),
    /// The arguments were wrong.
    Wrong(CliError),
}

/// Whether the arguments ask for JSON: errors in the arguments themselves are then said in JSON too.
pub(super) fn asks_for_json(args: &[OsString]) -> bool {
    args.iter().any(|arg| arg == "--format=json")
        || args.windows(2).any(|pair| pair[0] == "--format" && pair[1] == "json")
}

/// Reads the arguments.
pub(super) fn read(command: Command, args: Vec<OsString>) -> Result<ArgMatches, Answer> {
    if args.iter().any(|arg| arg.to_str().is_none()) {
        return Err(Answer::Wrong(CliError::usage(
            "not_utf8",
            "命令里有无法识别的文字",
            "文字不是 UTF-8 编码，多半是终端或脚本用了 GBK",
            "把终端编码（或脚本文件）改为 UTF-8 后重试",
        )));
    }
    let typed = Typed::new(&command, &args);
    command.try_get_matches_from(args).map_err(|error| {
        let shown = |code| Answer::Shown(help::translate(&error.render().ansi().to_string()), code);
        match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => shown(0),
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => shown(2),
            _ => Answer::Wrong(explain(&error, &typed)),
        }
    })
}

/// What the arguments tell besides what is wrong with them.
#[derive(Default)]
pub(super) struct Typed {
    /// The verb, when it is one, with the one below it.
    verb: Option<String>,
    /// The Chinese names of all verbs.
    aliases: Vec<String>,
    /// The flags that the verb takes, without dashes.
    flags: Vec<String>,
}

/// What people type, and the flags that they may mean: the first one that the verb has.
const MEANT: [(&str, &[&str]); 16] = [
    ("due until deadline due-date duedate end expire 截止 截至 时限 期限 到期 延至 延到", &["to", "due", "due-before"]),
    ("date day when time since 日期 日子 时间 生效日", &["on", "as-of"]),
    ("done-on finished completed completed-at finish-date 完成日 完成日期", &["completed-on", "done", "on"]),
    ("department departments unit office org 部门 单位 责任部门", &["dept", "applicant", "unit"]),
    ("leaders boss head 领导 责任领导 牵头领导", &["leader"]),
    ("people owner assignee who 责任人 人员", &["person"]),
    ("because why comment memo message note 理由 原因 说明", &["reason", "words", "note"]),
    ("minutes conference 会议 党组会", &["meeting"]),
    ("document letter doc-no 文号 批准", &["approval"]),
    ("status state stage 状态 进度 进展", &["state", "progress", "closure"]),
    ("content result report did 情况 整改情况", &["situation", "words", "text"]),
    ("keyword search query grep find contains 关键字 关键词", &["text"]),
    ("preview try simulate test look plan-only 预览 预演 试", &["dry-run"]),
    ("force confirm assume-yes no-confirm 确认 同意", &["yes"]),
    ("output file out save 输出 文件", &["plan"]),
    ("full everything 全部 所有", &["all"]),
];

/// What people type to look at something: many of the verbs show, and none has this name.
const LOOK: &str = "查看 看 显示 打开 view see cat";

impl Typed {
    fn new(command: &Command, args: &[OsString]) -> Self {
        let verb = args.iter().skip(1).find_map(|arg| command.find_subcommand(arg));
        let aliases = command.get_subcommands().flat_map(Command::get_all_aliases).map(str::to_owned);
        // `round open` has flags of its own.
        let below = verb.and_then(|verb| args.iter().skip(1).find_map(|arg| verb.find_subcommand(arg)));
        let taken = [Some(command), verb, below].into_iter().flatten().flat_map(Command::get_arguments);
        let flags = taken.filter(|arg| !arg.is_hide_set()).filter_map(|arg| arg.get_long().map(str::to_owned));
        let named: Vec<&str> = [verb, below].into_iter().flatten().map(Command::get_name).collect();
        let verb = (!named.is_empty()).then(|| named.join(" "));
        Self { verb, aliases: aliases.collect(), flags: flags.collect() }
    }

    /// The flag of the verb that was meant: by what it is about, else one that is near enough to be a slip of the hand.
    fn meant(&self, arg: &str) -> Option<String> {
        let typed = arg.strip_prefix("--")?.split(['=', '＝']).next()?.to_lowercase().replace('_', "-");
        let has = |flag: &str| self.flags.iter().any(|known| known == flag);
        let themes = MEANT.iter().filter(|(words, _)| words.split(' ').any(|word| word == typed));
        // What narrows a list is no day of a verb that writes.
        let fits = |flag: &&&str| has(flag) && (**flag != "due-before" || !has("dry-run"));
        if let Some(flag) = themes.flat_map(|(_, flags)| flags.iter()).find(fits) {
            return Some(format!("--{flag}"));
        }
        let long = typed.chars().count();
        // A third of the letters may be wrong, in short words one.
        let slip = |flag: &str| strsim::damerau_levenshtein(flag, &typed).saturating_mul(3) <= long.max(3);
        let begun = |flag: &str| long >= 3 && flag.starts_with(&typed);
        let near = self.flags.iter().filter(|flag| slip(flag) || begun(flag));
        near.min_by_key(|flag| (!begun(flag), strsim::damerau_levenshtein(flag, &typed)))
            .map(|flag| format!("--{flag}"))
    }

    /// The verbs that show, where that was asked for.
    fn looks(&self, word: &str) -> Option<String> {
        let asked = self.verb.is_none() && LOOK.split(' ').any(|look| look == word);
        asked.then(|| near("查询（列出事项）、详情（一项的来龙去脉）"))?
    }

    /// How a word that stands by itself narrows what the verb shows.
    fn narrowing(&self, word: &str) -> Option<String> {
        let narrows = ["dept", "text"].iter().all(|flag| self.flags.iter().any(|known| known == flag));
        (narrows && !word.starts_with('-') && !word.is_ascii())
            .then(|| format!("按部门看写 --dept {word}，按内容里的文字找写 --text {word}"))
    }

    /// The verb whose Chinese name shares most characters with a word: clap compares names as long as English ones.
    fn nearest_alias(&self, word: &str) -> Option<String> {
        let shared = |alias: &str| alias.chars().filter(|c| word.contains(*c)).count();
        let nearest = self.aliases.iter().max_by_key(|alias| shared(alias))?;
        (shared(nearest) * 2 >= nearest.chars().count()).then(|| nearest.clone())
    }
}

/// Says an error of clap in Chinese.
pub(super) fn explain(error: &Error, typed: &Typed) -> CliError {
    let said = |kind: ContextKind| error.get(kind).map(words).unwrap_or_default();
    let arg = said(ContextKind::InvalidArg);
    let see_help = format!("用 taizhang {} --help 查看写法", typed.verb.as_deref().unwrap_or("<命令>"));
    let (code, what, why, hint) = match error.kind() {
        ErrorKind::InvalidSubcommand => (
            "unknown_verb",
            format!("没有“{}”这个命令", said(ContextKind::InvalidSubcommand)),
            "命令名写错了，或本版本还没有这个命令".to_owned(),
            typed
                .looks(&said(ContextKind::InvalidSubcommand))
                .or_else(|| near(&said(ContextKind::SuggestedSubcommand)))
                .or_else(|| near(&typed.nearest_alias(&said(ContextKind::InvalidSubcommand))?))
                .unwrap_or_else(|| "用 taizhang --help 查看全部命令".into()),
        ),
        ErrorKind::UnknownArgument => (
            "unknown_flag",
            format!("不认识“{arg}”"),
            if arg.starts_with('-') { "这个命令没有这个选项" } else { "这个命令不需要更多内容" }.to_owned(),
            typed.meant(&arg).and_then(|flag| near(&flag)).or_else(|| typed.narrowing(&arg)).unwrap_or(see_help),
        ),
        ErrorKind::InvalidValue if said(ContextKind::InvalidValue).is_empty() => {
            ("missing_value", format!("“{arg}”后面缺少内容"), "这个选项要带一个值".to_owned(), see_help)
        }
        ErrorKind::InvalidValue => (
            "bad_value",
            format!("“{}”不能用于“{arg}”", said(ContextKind::InvalidValue)),
            format!("可以写的是：{}", said(ContextKind::ValidValue)),
            near(&said(ContextKind::SuggestedValue)).unwrap_or(see_help),
        ),
        ErrorKind::ValueValidation => {
            ("bad_value", format!("“{}”不能用于“{arg}”", said(ContextKind::InvalidValue)), reason_of(error), see_help)
        }
        ErrorKind::MissingRequiredArgument => {
            ("missing_argument", format!("还缺：{arg}"), "这个命令需要写明这些内容".to_owned(), see_help)
        }
        ErrorKind::MissingSubcommand => (
            "missing_subcommand",
            "没有写要做什么".to_owned(),
            format!("可以写的是：{}", said(ContextKind::ValidSubcommand)),
            see_help,
        ),
        ErrorKind::ArgumentConflict if arg == said(ContextKind::PriorArg) => {
            ("given_twice", format!("“{arg}”写了两次"), "只能写一次".to_owned(), "删去其中一个后重试".to_owned())
        }
        ErrorKind::ArgumentConflict => (
            "conflict",
            format!("“{arg}”不能和“{}”一起用", said(ContextKind::PriorArg)),
            "两者只能取其一".to_owned(),
            "删去其中一个后重试".to_owned(),
        ),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            ("wrong_count", format!("“{arg}”后面内容的个数不对"), "多了或少了".to_owned(), see_help)
        }
        _ => ("usage", "命令写得不对".to_owned(), "无法理解这一行".to_owned(), see_help),
    };
    CliError::usage(code, what, why, hint)
}

fn near(suggestion: &str) -> Option<String> {
    (!suggestion.is_empty()).then(|| format!("是不是要写：{suggestion}"))
}

/// Why a value was not accepted, where the program itself said so in Chinese.
fn reason_of(error: &Error) -> String {
    let said = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    if said.is_ascii() { "应写数字，或数字超出范围".to_owned() } else { said }
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::String(one) => one.clone(),
        ContextValue::Strings(many) => many.join("、"),
        ContextValue::Number(number) => number.to_string(),
        ContextValue::StyledStr(text) => text.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(flags: &[&str]) -> Typed {
        Typed { flags: flags.iter().map(|flag| (*flag).to_owned()).collect(), ..Typed::default() }
    }

    #[test]
    fn a_flag_is_suggested_by_what_it_is_about_or_not_at_all() {
        let extend = typed(&["to", "reason", "applicant", "unfiled", "unratified", "due-before", "on", "dept", "yes"]);
        let list = typed(&["due-before", "due-after", "text", "all"]);
        let close = typed(&["dry-run", "due-before", "meeting", "on", "reason", "leader", "dept", "situation"]);
        for (verb, arg, meant) in [
            (&extend, "--until", Some("--to")),
            (&extend, "--deadline=2026-01-01", Some("--to")),
            (&extend, "--due", Some("--to")),
            (&extend, "--截止", Some("--to")),
            (&extend, "--date", Some("--on")),
            (&extend, "--reson", Some("--reason")),
            (&extend, "--force", Some("--yes")),
            (&close, "--until", None),
            (&list, "--until", Some("--due-before")),
            (&close, "--department", Some("--dept")),
            (&close, "--situ", Some("--situation")),
            (&close, "--laeder", Some("--leader")),
            (&close, "--xyz", None),
            (&close, "--m", None),
            (&close, "-x", None),
        ] {
            assert_eq!(verb.meant(arg).as_deref(), meant, "{arg}");
        }
    }

    #[test]
    fn a_word_by_itself_is_taken_for_a_condition_where_the_verb_has_some() {
        let overdue = typed(&["dept", "text", "within"]);
        assert!(overdue.narrowing("执行局").unwrap().contains("--dept 执行局"));
        assert_eq!(overdue.narrowing("--部门"), None);
        assert_eq!(overdue.narrowing("y.csv"), None);
        assert_eq!(typed(&["text"]).narrowing("执行局"), None);
    }

    #[test]
    fn no_word_is_listed_twice_and_every_flag_exists() {
        let mut words: Vec<&str> = MEANT.iter().flat_map(|(words, _)| words.split(' ')).collect();
        let count = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), count);
        let command = <crate::cli::Cli as clap::CommandFactory>::command();
        let all = || command.get_subcommands().flat_map(|verb| std::iter::once(verb).chain(verb.get_subcommands()));
        for flag in MEANT.iter().flat_map(|(_, flags)| flags.iter()) {
            let known = all().flat_map(Command::get_arguments).any(|arg| arg.get_long() == Some(flag));
            assert!(known, "no verb has --{flag}");
        }
    }
}
