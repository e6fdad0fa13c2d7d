//! `add` 录入: one item by hand.

use super::{Exit, Result, assign::Given, day::OnDay, desk::Desk, error::CliError, term};
use crate::{
    domain::item::{ItemKind, ItemType, Origin},
    service::{
        self,
        item::{self, Addition, Draft},
        repeat::{self, Earlier},
        select,
        session::Run,
    },
    store::{Mode, Reader, query::EarlierIssue},
    zh::{
        label::{Label as _, from_words},
        width::truncate,
    },
};

/// 录入一个问题、措施、意见或方面
#[derive(Debug, clap::Args)]
#[command(after_help = "\
例：
  taizhang add 政治建设方面 --kind 方面
  taizhang add 理论学习不深入 --under C1 --dept 政治部 --due 集中整改期内
  taizhang add 修订学习制度 --kind 措施 --under 1 --due 2025年9月底前
  taizhang 录入 其他庭室也有类似情况 --from-issue 1          （举一反三，编号 J1）
  taizhang add 健全长效机制 --kind 意见 --answers 1,3
  taizhang add 公务用车管理松散 --same-as 2023巡察:12         （往轮已反馈过的同一问题）")]
pub(super) struct Args {
    /// 内容（写 @文件 则读文件）
    #[arg(value_name = "内容", required = true)]
    text: Vec<String>,
    /// 类别：方面、问题、措施、意见、个案
    #[arg(long, value_name = "类别", value_parser = term::one::<ItemKind>, default_value = "问题")]
    kind: ItemKind,
    /// 上级编号，也可写 --parent
    #[arg(long, aliases = ["parent", "category"], value_name = "编号")]
    under: Option<String>,
    /// 来源（默认随上级或反馈问题）
    #[arg(long, value_name = "来源", value_parser = term::one::<Origin>)]
    origin: Option<Origin>,
    /// 整改类型，如 立行立改
    #[arg(long = "type", value_name = "类型", value_parser = term::one::<ItemType>)]
    item_type: Option<ItemType>,
    /// 整改目标
    #[arg(long, value_name = "文字")]
    goal: Option<String>,
    /// 原文连续编号中的号数
    #[arg(long, value_name = "号数", value_parser = clap::value_parser!(u32).range(1..=999_999))]
    number: Option<u32>,
    /// 原文的编号文字，如 （三）2.
    #[arg(long, value_name = "文字")]
    source_no: Option<String>,
    /// 由哪个问题举一反三而来
    #[arg(long, alias = "stems-from", value_name = "编号")]
    from_issue: Option<String>,
    /// 意见对应哪些问题
    #[arg(long, value_name = "编号")]
    answers: Vec<String>,
    /// 往轮的同一问题，如 2023巡察:12
    #[arg(long, value_name = "编号")]
    same_as: Vec<String>,
    /// 与往轮相近的都不是同一问题
    #[arg(long, conflicts_with = "same_as")]
    not_same: bool,
    /// 批准方案调整的会议
    #[arg(long, value_name = "会议")]
    meeting: Option<String>,
    /// 批准方案调整的文号
    #[arg(long, value_name = "文号", conflicts_with = "meeting")]
    approval: Option<String>,
    /// 只预演，不记录
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    on: OnDay,
    #[command(flatten)]
    given: Given,
}

pub(super) fn run(args: Args, desk: &mut Desk) -> Result {
    if args.from_issue.as_ref().is_some_and(|code| code.trim().is_empty()) {
        return Err(term::empty("--from-issue"));
    }
    kind_before_text(&args)?;
    let mut context = desk.context_on(&args.on)?;
    let assignment = args.given.assignment(desk.today())?;
    let text = term::text("内容", &args.text.join(" "))?;
    let mut ledger = desk.open(Mode::Write)?;
    let origin = match args.origin {
        Some(origin) => origin,
        None => ledger.read(|reader| usual_origin(reader, desk.round(), &args))?,
    };
    let how = if args.dry_run { Run::Dry } else { Run::Record };
    let undecided = args.same_as.is_empty() && !args.not_same && !args.dry_run;
    let same_as = if undecided && desk.settings().interactive && args.kind == ItemKind::Issue {
        let earlier = ledger.read(|reader| look_alikes(reader, desk.round(), &args, &text))?;
        repeats_which(desk, &earlier)?
    } else {
        (args.same_as, args.not_same)
    };
    let addition = Addition {
        round: desk.round().map(ToOwned::to_owned),
        parent: args.under,
        draft: Draft {
            kind: args.kind,
            origin,
            item_type: args.item_type,
            text,
            goal: args.goal,
            source_no: args.source_no,
            note: None,
            source: None,
            number: args.number,
            code: None,
        },
        stems_from: args.from_issue,
        answers: args.answers,
        same_as: same_as.0,
        not_same: same_as.1,
        assignment,
        meeting: args.meeting,
        approval: args.approval,
    };
    let receipt = item::add(&mut ledger, &mut context, &addition, how)?;
    desk.receipt(&receipt)?;
    Ok(Exit::Done)
}

/// Refuses a kind as the first of several words: it would be recorded as part of the text, and of another kind than was meant.
fn kind_before_text(args: &Args) -> Result<()> {
    let [first, rest @ ..] = args.text.as_slice() else { return Ok(()) };
    let Some(kind) = from_words::<ItemKind>(first).filter(|_| !rest.is_empty()) else { return Ok(()) };
    let words = rest.join(" ");
    let under = args.under.as_deref().unwrap_or("1");
    let how = match kind {
        ItemKind::Issue => args.under.as_ref().map(|under| format!(" --under {under}")).unwrap_or_default(),
        ItemKind::Category => " --kind 方面".to_owned(),
        ItemKind::Opinion => " --kind 意见".to_owned(),
        ItemKind::Measure | ItemKind::Case => format!(" --kind {} --under {under}", kind.label()),
    };
    Err(CliError::usage(
        "kind_before_text",
        format!("“{first}”写在了内容前面"),
        "照这样录入，它会记成内容的一部分；类别用 --kind 写",
        format!("用 taizhang add {}{how}；内容确以“{first}”开头的，整段加引号", truncate(&quoted(&words), 40)),
    ))
}

/// The words as they can be typed again.
fn quoted(words: &str) -> String {
    if words.contains(char::is_whitespace) { format!("\"{words}\"") } else { words.to_owned() }
}

/// The issues struck off in earlier rounds that are worded much like the new one.
fn look_alikes(
    reader: &Reader<'_>,
    round: Option<&str>,
    args: &Args,
    text: &str,
) -> service::Result<Vec<EarlierIssue>> {
    let parent = match &args.under {
        Some(code) => Some(reader.item(select::code(reader, round, code)?)?),
        None => None,
    };
    if !item::may_repeat(args.kind, parent.as_ref()) {
        return Ok(Vec::new());
    }
    let round = match parent {
        Some(parent) => parent.round,
        None => select::round(reader, round)?.id,
    };
    Ok(Earlier::than(reader, round)?.resembling(text).into_iter().cloned().collect())
}

/// Shows what the new issue may repeat and asks which of them it does: the codes of those, or that it was looked at and
/// repeats none.
fn repeats_which(desk: &mut Desk, earlier: &[EarlierIssue]) -> Result<(Vec<String>, bool)> {
    if earlier.is_empty() {
        return Ok((Vec::new(), false));
    }
    let rows: Vec<String> = earlier
        .iter()
        .map(|issue| format!("{} {}", repeat::typed(issue), truncate(&issue.text.replace('\n', " "), 60)))
        .collect();
    let Some(which) = desk.choose("往轮已销号的相近问题，是否关联为同一问题（屡改屡犯）？", &rows)?
    else {
        // Not understood: nothing is taken for granted, the acknowledgement tells how to link.
        return Ok((Vec::new(), false));
    };
    Ok((which.iter().map(|at| repeat::typed(&earlier[*at])).collect(), which.is_empty()))
}

/// Where an item comes from when nothing is said: as the one above it; 举一反三 when it stems from an issue; else 反馈.
fn usual_origin(reader: &Reader<'_>, round: Option<&str>, args: &Args) -> service::Result<Origin> {
    if args.from_issue.is_some() && args.kind == ItemKind::Issue {
        return Ok(Origin::Extension);
    }
    match &args.under {
        Some(code) => Ok(reader.item(select::code(reader, round, code)?)?.origin),
        None => Ok(Origin::Feedback),
    }
}
