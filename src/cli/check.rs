//! `check` 自查: what an inspector would ask about. Reads only; exit code 1 when anything was found.

use super::{
    Exit, Result,
    day::AsOfDay,
    desk::Desk,
    error::CliError,
    selection::Selection,
    term::{self, Terms},
};
use crate::{
    domain::check::CheckRule,
    report::{
        Scope,
        check::{Check, ExplainedRow, FIRST_ROWS, Found, RuleRow, explain_page, rules_page},
    },
    service::select::{self, Purpose},
    store::Mode,
};

/// 查纸面整改的痕迹，逐条列出
#[derive(Debug, clap::Args)]
#[command(
    after_help = "例：\n  taizhang check\n  taizhang 自查 --dept 执行局 --skip 销号后未回头看\n  taizhang check --rule 填报雷同,一件多用 --all\n  taizhang check --explain 录入即销号\n发现问题时退出码为 1，没有发现为 0"
)]
pub(super) struct Args {
    /// 编号，如 12、12.3、J1、1-5
    #[arg(value_name = "编号")]
    codes: Vec<String>,
    /// 只查这些规则，名称或代号
    #[arg(long, value_name = "规则", value_parser = term::many::<CheckRule>)]
    rule: Vec<Terms<CheckRule>>,
    /// 不查这些规则
    #[arg(long, value_name = "规则", value_parser = term::many::<CheckRule>)]
    skip: Vec<Terms<CheckRule>>,
    /// 列出全部规则
    #[arg(long, conflicts_with_all = ["rule", "skip", "explain"])]
    rules: bool,
    /// 说明这些规则
    #[arg(long, value_name = "规则", value_parser = term::many::<CheckRule>, conflicts_with_all = ["rule", "skip"])]
    explain: Vec<Terms<CheckRule>>,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    as_of: AsOfDay,
    /// 每条规则显示全部行
    #[arg(long)]
    all: bool,
}

pub(super) fn run(args: Args, desk: &mut Desk) -> Result {
    if args.rules || !args.explain.is_empty() {
        return explained(&args, desk);
    }
    let rules = chosen(&args)?;
    let day = args.as_of.day(desk.today())?;
    let wanted = args.selection.wanted(desk, args.codes)?;
    let ledger = desk.open(Mode::Read)?;
    ledger.read(|reader| {
        let mut filter = select::filter(reader, &wanted, Purpose::Read)?;
        let scope = Scope::new(reader, &mut filter, day)?;
        let limit = (!args.all && !desk.is_json()).then_some(FIRST_ROWS);
        let check = Check::new(&scope, &filter, &rules, limit)?;
        let found = check.run()?;
        if desk.is_json() {
            let mut json = desk.json("taizhang.check/1")?;
            json.field("as_of", &day)?;
            json.field("rules", &found.iter().map(RuleRow::new).collect::<Vec<_>>())?;
            json.field("total", &found.iter().map(|found| found.total).sum::<usize>())?;
            json.begin_array("rows")?;
            for Found { rule, hits, .. } in &found {
                for hit in hits {
                    json.element(&check.row(*rule, hit)?)?;
                }
            }
            json.end_array()?;
            json.finish()?;
        } else {
            let mut page = desk.page()?;
            check.page(&found, &mut *page)?;
        }
        Ok(if found.iter().any(|found| found.total > 0) { Exit::Found } else { Exit::Done })
    })
}

/// The rules that are asked for, in their own order and each once.
fn chosen(args: &Args) -> Result<Vec<CheckRule>> {
    let (only, without) = (term::all(&args.rule), term::all(&args.skip));
    let asked = |rule: &CheckRule| (only.is_empty() || only.contains(rule)) && !without.contains(rule);
    let rules: Vec<CheckRule> = CheckRule::ALL.iter().copied().filter(asked).collect();
    if rules.is_empty() {
        let hint = "去掉一些 --skip；全部规则用 taizhang check --rules";
        return Err(CliError::usage("no_rules", "没有要查的规则", "--skip 去掉了全部规则", hint));
    }
    Ok(rules)
}

fn explained(args: &Args, desk: &mut Desk) -> Result {
    let rules = if args.rules { CheckRule::ALL.to_vec() } else { term::all(&args.explain) };
    if desk.is_json() {
        let mut json = desk.json("taizhang.check_rules/1")?;
        json.begin_array("rules")?;
        for rule in rules {
            json.element(&ExplainedRow::new(rule))?;
        }
        json.end_array()?;
        json.finish()?;
        return Ok(Exit::Done);
    }
    let mut page = desk.page()?;
    if args.rules {
        rules_page(&mut *page)?;
    } else {
        explain_page(&rules, &mut *page)?;
    }
    Ok(Exit::Done)
}
