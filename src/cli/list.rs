//! `list` 查询: items that meet a filter, in order.

use super::{Exit, Result, day::AsOfDay, desk::Desk, selection::Selection};
use crate::{
    domain::{filter::Filter, item::ItemKind},
    report::{
        Scope,
        list::{FIRST_PAGE, List},
    },
    service::select::{self, Purpose},
    store::{Mode, query::Order},
};

/// 查询事项
#[derive(Debug, clap::Args)]
#[command(
    // Nothing is set here, so the condition may go by the name of the flag that sets it elsewhere.
    mut_arg("disclosed", |arg| arg.alias("disclosure")),
    after_help = "例：\n  taizhang list                          问题、措施和整改意见\n  taizhang 查询 --dept 立案庭 --light 红\n  taizhang list --unfiled                本期还没有填报的\n  taizhang list 1-5 --as-of 2025-06-30"
)]
pub(super) struct Args {
    /// 编号，如 12、12.3、J1、1-5
    #[arg(value_name = "编号")]
    codes: Vec<String>,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    as_of: AsOfDay,
    /// 最多显示几条
    #[arg(long, value_name = "条数", conflicts_with = "all")]
    limit: Option<u64>,
    /// 显示全部
    #[arg(long)]
    all: bool,
    /// 连同已撤项的
    #[arg(long)]
    withdrawn: bool,
}

pub(super) fn run(args: Args, desk: &mut Desk) -> Result {
    let day = args.as_of.day(desk.today())?;
    let mut wanted = args.selection.wanted(desk, args.codes)?;
    wanted.withdrawn_too |= args.withdrawn;
    wanted.unfiled_on = wanted.unfiled_on.map(|_| day);
    let limit = if args.all { None } else { Some(args.limit.unwrap_or(FIRST_PAGE)) };
    let ledger = desk.open(Mode::Read)?;
    ledger.read(|reader| {
        let mut filter = work_only(select::filter(reader, &wanted, Purpose::Read)?);
        let scope = Scope::new(reader, &mut filter, day)?;
        let list = List { scope: &scope, filter: &filter, order: Order::Code, limit };
        if !desk.is_json() {
            let mut page = desk.page()?;
            list.page(&mut *page)?;
            return Ok(Exit::Done);
        }
        let mut json = desk.json("taizhang.list/1")?;
        json.field("as_of", &day)?;
        json.field("total", &list.total()?)?;
        json.begin_array("items")?;
        list.each(|_, row| Ok(json.element(&row)?))?;
        json.end_array()?;
        json.finish()?;
        Ok(Exit::Done)
    })
}

/// Categories are shown when asked for; otherwise a list is of work.
fn work_only(mut filter: Filter) -> Filter {
    if filter.kinds.is_empty() && filter.items.is_empty() {
        filter.kinds = ItemKind::ALL.iter().copied().filter(|kind| kind.is_work()).collect();
    }
    filter
}
