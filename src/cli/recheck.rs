//! `recheck` 回头看: closed items are looked at again; without a result, which of them are due.

use super::{
    Exit, Result,
    bulk::{Aim, Chosen},
    day::{self, AsOfDay},
    desk::Desk,
    error::CliError,
    term,
};
use crate::{
    domain::recheck::{Due, Finding, MONTHS},
    report::{Scope, list::FIRST_PAGE, recheck::LookBacks},
    service::{
        recheck::{self, Found, LookBack},
        select::{self, Purpose},
    },
    store::Mode,
};
use serde_json::json;

/// 对已销号的回头看；不写结果则列出待看的
#[derive(Debug, clap::Args)]
#[command(after_help = "\
例：
  taizhang recheck                       待回头看的已销号事项
  taizhang recheck --months 3 --dept 立案庭
  taizhang recheck 1-5 --result 巩固 --checker 纪检监察组 --words 台账齐全
  taizhang 回头看 6 --result 巩固 --checker 整改办 --words 落实 --next 2026-03-31
  taizhang recheck 2 --result 反弹 --checker 纪检监察组 --words 又有缺页 --open 2.1
--checker 是回头看的单位或人员，--by 是经办人；反弹的当即撤销销号，重新整改")]
pub(super) struct Args {
    /// 结果：巩固、反弹
    #[arg(long, value_name = "结果", value_parser = term::one::<Finding>)]
    result: Option<Finding>,
    /// 谁回头看的，如 纪检监察组
    #[arg(long, value_name = "单位", requires = "result")]
    checker: Option<String>,
    /// 看到的情况
    #[arg(long, value_name = "文字", requires = "result")]
    words: Option<String>,
    /// 佐证材料的号数
    #[arg(long, value_name = "号数", value_delimiter = ',', requires = "result")]
    evidence: Vec<i64>,
    /// 下次回头看的日期，长期事项必写
    #[arg(long, value_name = "日期", requires = "result")]
    next: Option<String>,
    /// 反弹后重新整改的下级（默认全部）
    #[arg(long, value_name = "编号", requires = "result")]
    open: Vec<String>,
    /// 对应的抽查号数
    #[arg(long, value_name = "号数", requires = "result")]
    sample: Option<i64>,
    /// 几个月没看算久未回头看
    #[arg(long, value_name = "月数", conflicts_with = "result", default_value_t = MONTHS, value_parser = clap::value_parser!(u32).range(0..=1200))]
    months: u32,
    #[command(flatten)]
    as_of: AsOfDay,
    /// 每节显示全部行
    #[arg(long, conflicts_with = "result")]
    all: bool,
    #[command(flatten)]
    chosen: Chosen,
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let Some(finding) = args.result else { return list(args, desk) };
    if args.as_of.as_of.is_some() {
        return Err(CliError::usage(
            "conflict",
            "登记回头看不用 --as-of",
            "--as-of 是查看时的截至日",
            "回头看的日期写在 --on",
        ));
    }
    let look = look_back(args, finding, desk)?;
    args.chosen.carry_out(Aim::Closed, desk, |ledger, context, items, how| {
        recheck::look_back(ledger, context, items, &look, how)
    })
}

fn look_back(args: &Args, finding: Finding, desk: &Desk) -> Result<LookBack> {
    let missing = |flag: &str, hint: &str| {
        CliError::usage("missing_argument", format!("没有写 {flag}"), "回头看要写明谁看的、看到什么", hint)
    };
    let by = args.checker.clone().ok_or_else(|| missing("--checker", "加 --checker 单位，如 --checker 纪检监察组"))?;
    let words =
        term::text_opt("--words", args.words.as_deref())?.ok_or_else(|| missing("--words", "加 --words 看到的情况"))?;
    let next = day::parse_opt("--next", args.next.as_deref(), desk.today())?;
    let found = match finding {
        Finding::Held if !args.open.is_empty() => {
            return Err(CliError::usage(
                "conflict",
                "巩固的不用 --open",
                "没有反弹就没有要重新整改的",
                "去掉 --open，或把结果改为 反弹",
            ));
        }
        Finding::Held => Found::Held { next },
        Finding::Rebound if next.is_some() => {
            return Err(CliError::usage(
                "conflict",
                "反弹的不用 --next",
                "要重新整改、重新销号，那以后再定下次回头看的日期",
                "去掉 --next；重新整改的时限用 taizhang extend 或 taizhang assign 设定",
            ));
        }
        Finding::Rebound => Found::Rebound { open_again: args.open.clone() },
    };
    Ok(LookBack { found, by, words, evidence: args.evidence.clone(), sample: args.sample })
}

fn list(args: &Args, desk: &mut Desk) -> Result {
    let day = args.as_of.day(desk.today())?;
    let wanted = args.chosen.wanted_to_read(desk)?;
    // Codes without a result are a result forgotten, not a list asked for.
    if !wanted.codes.is_empty() || args.chosen.is_write() {
        return Err(CliError::usage(
            "missing_argument",
            "没有写 --result",
            "写了编号、--on、--dry-run 或 --yes 的，是要登记回头看",
            "加 --result 巩固 或 --result 反弹；查看待回头看的，只写筛选条件",
        ));
    }
    let ledger = desk.open(Mode::Read)?;
    ledger.read(|reader| {
        let mut filter = select::filter(reader, &wanted, Purpose::Read)?;
        // What was struck off in a finished round is looked at again all the same.
        if filter.rounds.is_empty() {
            filter.rounds = reader.rounds()?.iter().map(|round| round.id).collect();
        }
        let scope = Scope::new(reader, &mut filter, day)?;
        let limit = (!args.all && !desk.is_json()).then_some(FIRST_PAGE);
        let due = LookBacks { scope: &scope, filter: &filter, months: args.months, limit };
        if !desk.is_json() {
            let mut page = desk.page()?;
            due.page(&mut *page)?;
            return Ok(Exit::Done);
        }
        let mut json = desk.json("taizhang.recheck/1")?;
        json.field("as_of", &day)?;
        json.field("months", &args.months)?;
        let mut totals = serde_json::Map::new();
        for reason in Due::ALL {
            totals.insert(reason.key().to_owned(), json!(due.levels(*reason)?));
        }
        json.field("totals", &totals)?;
        for reason in Due::ALL {
            json.begin_array(reason.key())?;
            due.each(*reason, |_, row| Ok(json.element(&row)?))?;
            json.end_array()?;
        }
        json.finish()?;
        Ok(Exit::Done)
    })
}
