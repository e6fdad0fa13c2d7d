//! `overdue` 逾期: what is late, due soon, to be reviewed, without a day.

use super::{Exit, Result, day::AsOfDay, desk::Desk, error::CliError, selection::Selection, term};
use crate::{
    domain::figures::Grouping,
    report::{
        Scope,
        overdue::{FIRST_ROWS, Overdue},
    },
    service::select::{self, Purpose},
    store::{Mode, query::rule::OverdueSection},
};

/// 逾期、将到期、到复核日、无时限、未填报
#[derive(Debug, clap::Args)]
#[command(
    after_help = "例：\n  taizhang overdue\n  taizhang 逾期 --by leader --within 15d\n  taizhang overdue --dept 立案庭 --as-of 2025-06-30\n  taizhang overdue --fail      有逾期时退出码为 1"
)]
pub(super) struct Args {
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    as_of: AsOfDay,
    /// 分组：部门（默认）、领导、责任人、方面、来源、轮次
    // The same id as the global `--by` (经办人), which means nothing to a reading verb and gives way to this one.
    #[arg(id = "by", long = "by", value_name = "分组")]
    by: Option<String>,
    /// 几天内算即将到期，如 30d
    #[arg(long, value_name = "天数", default_value = "30d")]
    within: String,
    /// 每节显示全部行
    #[arg(long)]
    all: bool,
    /// 有逾期时退出码为 1
    #[arg(long)]
    fail: bool,
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let day = args.as_of.day(desk.today())?;
    let within = days(&args.within)?;
    let group = args.by.as_deref().map_or(Ok(Grouping::Department), term::grouping)?;
    let mut wanted = args.selection.wanted(desk, Vec::new())?;
    wanted.unfiled_on = wanted.unfiled_on.map(|_| day);
    let ledger = desk.open(Mode::Read)?;
    ledger.read(|reader| {
        let mut filter = select::filter(reader, &wanted, Purpose::Read)?;
        let scope = Scope::new(reader, &mut filter, day)?;
        let limit = (!args.all).then_some(FIRST_ROWS);
        let overdue = Overdue { scope: &scope, filter: &filter, group, within, limit };
        let late = overdue.levels(OverdueSection::Late)?;
        if desk.is_json() {
            let mut json = desk.json("taizhang.overdue/1")?;
            json.field("as_of", &day)?;
            json.field("counts", &late)?;
            let keys = ["overdue", "due_soon", "review_due", "no_deadline"];
            let mut totals = serde_json::Map::new();
            for (key, section) in keys.into_iter().zip(overdue.sections()) {
                totals.insert(key.to_owned(), serde_json::json!(overdue.levels(section)?));
                json.begin_array(key)?;
                overdue.each(section, |_, row| Ok(json.element(&row)?))?;
                json.end_array()?;
            }
            totals.insert("unratified".to_owned(), serde_json::json!(overdue.unratified_levels()?));
            json.begin_array("unratified")?;
            overdue.each_unratified(|_, row| Ok(json.element(&row)?))?;
            json.end_array()?;
            json.begin_array("unfiled")?;
            overdue.each_unfiled(|_, row| Ok(json.element(&row)?))?;
            json.end_array()?;
            totals.insert("unfiled".to_owned(), serde_json::json!(overdue.unfiled_levels()?));
            let filing = serde_json::json!({
                "periods": overdue.round_periods(), "counts": overdue.filing_counts()?,
                "unfiled_by_department": overdue.unfiled_by_department()?,
            });
            json.field("filing", &filing)?;
            json.field("totals", &totals)?;
            json.finish()?;
        } else {
            let mut page = desk.page()?;
            overdue.page(&mut *page)?;
        }
        Ok(if args.fail && !late.is_empty() { Exit::Found } else { Exit::Done })
    })
}

/// A number of days: `30d`, `30天`, `30`.
fn days(text: &str) -> Result<i64> {
    let digits = text.trim().trim_end_matches(['d', 'D', '天', '日']);
    let wrong = || {
        CliError::usage(
            "bad_value",
            format!("--within 的值“{text}”不是天数"),
            "要一个 0 到 3650 之间的天数",
            "写成 30d、30天 或 30",
        )
    };
    let days: i64 = digits.trim().parse().map_err(|_| wrong())?;
    if (0..=3650).contains(&days) { Ok(days) } else { Err(wrong()) }
}
