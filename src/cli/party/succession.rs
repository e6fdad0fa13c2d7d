//! `party succeed` 承接, `party split` 拆分, `party merge` 合并: who takes over, shown before it is recorded.

use crate::{
    cli::{Exit, Result, day::OnDay, desk::Desk, error::CliError, selection},
    domain::{context::Context, receipt::Receipt},
    service::{
        self,
        session::Run,
        succession::{self, Handover, How, Part, Split},
    },
    store::{Ledger, Mode},
    zh::{self, label::Label as _, width::truncate},
};
use serde_json::{Value, json};

/// What all three have in common.
#[derive(Debug, clap::Args)]
pub(super) struct Common {
    /// 承接的名称不在名册里的，同时登记
    #[arg(long)]
    new: bool,
    /// 只预演，不记录
    #[arg(long)]
    dry_run: bool,
    /// 移交多项时不再询问
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    on: OnDay,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
例：
  taizhang party succeed 政治处 政治部 --new --reason 机构改革
  taizhang 名册 接任 院领导甲 院领导乙 --on 2025-09-01 --reason 分工调整
没有销号的、销号后仍要长期坚持或定期复核的，在各轮次一并移交；已销号的保留原名")]
pub(super) struct SucceedArgs {
    /// 原来的名称
    #[arg(value_name = "原名称")]
    earlier: String,
    /// 承接的名称
    #[arg(value_name = "承接的")]
    later: String,
    /// 理由
    #[arg(long, value_name = "文字")]
    reason: String,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
例：
  taizhang party split 综合办 --into 办公室=1-5,8 --into 督察室=9 --rest 办公室 --new --reason 机构改革
编号管到它的下级，下级另有承接的单独写；几个轮次都有的，写成 轮次:编号")]
pub(super) struct SplitArgs {
    /// 原来的名称
    #[arg(value_name = "原名称")]
    earlier: String,
    /// 承接的名称和编号，可多次
    #[arg(long, value_name = "名称=编号", value_parser = part)]
    into: Vec<(String, Vec<String>)>,
    /// 其余的都归谁
    #[arg(long, value_name = "名称")]
    rest: Option<String>,
    /// 理由
    #[arg(long, value_name = "文字")]
    reason: String,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
例：
  taizhang party merge 政治处 政治部
  taizhang 名册 合并 立案一庭 立案二庭 立案庭 --new")]
pub(super) struct MergeArgs {
    /// 并入的名称，最后写保留的
    #[arg(value_name = "名称", required = true, num_args = 2..)]
    names: Vec<String>,
    #[command(flatten)]
    common: Common,
}

/// `名称=编号,编号`; 其余 says `--rest`.
fn part(typed: &str) -> Result<(String, Vec<String>), String> {
    let (name, codes) = typed.split_once(['=', '＝']).ok_or("要写成 名称=编号，如 办公室=1-5,8")?;
    let codes: Vec<String> = codes
        .split([',', '，', '、', ' '])
        .map(|code| code.trim().to_owned())
        .filter(|code| !code.is_empty())
        .collect();
    if name.trim().is_empty() || codes.is_empty() {
        return Err("名称和编号都要写；其余的都归一个的，用 --rest 名称".into());
    }
    Ok((name.trim().to_owned(), codes))
}

pub(super) fn succeed(args: &SucceedArgs, desk: &mut Desk) -> Result {
    hand_over(&args.common, desk, "承接", |ledger, context, how| {
        succession::succeed(ledger, context, &args.earlier, &args.later, &args.reason, how)
    })
}

pub(super) fn split(args: &SplitArgs, desk: &mut Desk) -> Result {
    const REST: [&str; 4] = ["其余", "其它", "其他", "rest"];
    let is_rest = |codes: &[String]| matches!(codes, [only] if REST.contains(&only.as_str()));
    let (rest, parts): (Vec<_>, Vec<_>) = args.into.iter().partition(|(_, codes)| is_rest(codes));
    let mut rest: Vec<&String> = rest.into_iter().map(|(name, _)| name).chain(&args.rest).collect();
    rest.dedup();
    if let [one, other, ..] = rest[..] {
        return Err(CliError::usage(
            "two_rests",
            format!("其余的写给了 {one} 和 {other}"),
            "其余的只能归一个",
            "留下一个 --rest，别的写明编号",
        ));
    }
    if parts.is_empty() && rest.is_empty() {
        return Err(CliError::usage(
            "no_parts",
            "没有写明由谁承接",
            "拆分要写明每一项归谁",
            "加 --into 名称=编号（可多次），其余的用 --rest 名称",
        ));
    }
    let split = Split {
        earlier: args.earlier.clone(),
        parts: parts.into_iter().map(|(name, codes)| Part { name: name.clone(), codes: codes.clone() }).collect(),
        rest: rest.first().map(|name| (*name).clone()),
        round: desk.round().map(ToOwned::to_owned),
        reason: args.reason.clone(),
    };
    hand_over(&args.common, desk, "拆分", |ledger, context, how| succession::split(ledger, context, &split, how))
}

pub(super) fn merge(args: &MergeArgs, desk: &mut Desk) -> Result {
    hand_over(&args.common, desk, "合并", |ledger, context, how| succession::merge(ledger, context, &args.names, how))
}

/// Goes the whole way dry, shows what would pass and asks where it is more than one thing, then records just that.
fn hand_over(
    common: &Common,
    desk: &mut Desk,
    verb: &str,
    act: impl Fn(&mut Ledger, &mut Context, &How) -> service::Result<(Handover, Receipt)>,
) -> Result {
    let mut ledger = desk.open(Mode::Write)?;
    let mut how = How { run: Run::Dry, declare: common.new, shown: None };
    let (shown, preview) = act(&mut ledger, &mut desk.context_on(&common.on)?, &how)?;
    if common.dry_run {
        return acknowledge(&shown, &preview, verb, desk);
    }
    let items: i64 = shown.moved.iter().map(|moved| moved.items).sum();
    if items > 1 {
        let mut rows = summary(&shown, verb);
        rows.extend(preview.done.iter().map(|done| {
            let words = truncate(&done.text.replace('\n', " "), selection::FIRST_WORDS);
            format!("{} {} {words}  {}", done.code, done.kind.label(), zh::receipt::change(&done.change))
        }));
        desk.ask(&format!("将移交责任 {items} 处"), &rows, common.yes)?;
    }
    how = How { run: Run::Record, shown: Some(shown), ..how };
    let (handover, receipt) = act(&mut ledger, &mut desk.context_on(&common.on)?, &how)?;
    acknowledge(&handover, &receipt, verb, desk)
}

fn acknowledge(handover: &Handover, receipt: &Receipt, verb: &str, desk: &mut Desk) -> Result {
    let moved: i64 = handover.moved.iter().map(|moved| moved.items).sum();
    let by_role: Vec<Value> = handover
        .moved
        .iter()
        .map(|m| json!({ "round": m.round, "role": m.role, "to": m.to, "items": m.items }))
        .collect();
    let fields = [
        ("from", json!(handover.from)),
        ("to", json!(handover.to)),
        ("moved", json!(moved)),
        ("moved_by_role", json!(by_role)),
        ("kept", json!(handover.kept)),
    ];
    desk.receipt_with(receipt, &summary(handover, verb), &fields)?;
    Ok(Exit::Done)
}

/// Who follows whom, and how much passed by round and role.
fn summary(handover: &Handover, verb: &str) -> Vec<String> {
    let (from, to) = (handover.from.join("、"), handover.to.join("、"));
    let mut lines = vec![match verb {
        "合并" => format!("{from} 并入 {to}"),
        "拆分" => format!("{from} 拆分，由 {to} 承接"),
        _ => format!("{from} 由 {to} 承接"),
    }];
    lines.extend(
        handover
            .moved
            .iter()
            .map(|m| format!("{}：{} {} 项归 {}（含下级随同的）", m.round, m.role.label(), m.items, m.to)),
    );
    if handover.moved.is_empty() {
        lines.push("没有要移交的责任".into());
    }
    if handover.kept > 0 {
        lines.push(format!("已销号的 {} 项保留原名", handover.kept));
    }
    lines
}
