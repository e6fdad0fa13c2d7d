//! The reports about a whole round: `paper monthly`, `progress`, `leader`, `lookback`.

use super::{bulletin::numbering, look::Look, make_of};
use crate::{
    cli::{Result, day::AsOfDay, desk::Desk, error::CliError, out::Out},
    domain::{
        ids::PartyId,
        party::{PartyKind, Role},
    },
    report::paper::{
        leader::Leader,
        lookback::Lookback,
        monthly::{Monthly, last_of_month},
        progress::Progress,
        script::Numbering,
    },
    service::{
        self,
        select::{self, Purpose, Wanted},
    },
    store::Mode,
    zh::date,
};
use std::collections::BTreeMap;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "例：\n  taizhang paper monthly\n  taizhang 材料 月报 --month 2025年8月\n本月还没过完的，统计到今天"
)]
pub(super) struct MonthlyArgs {
    /// 哪个月，如 2025-08、8月、本月（默认上月）
    #[arg(long, value_name = "月份", default_value = "上月")]
    month: String,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    look: Look,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "例：\n  taizhang paper progress --to 区委巡察工作领导小组办公室\n不写 --to 时主送巡察机构")]
pub(super) struct ProgressArgs {
    /// 主送机关
    #[arg(long, value_name = "机关")]
    to: Option<String>,
    /// 编号样式：分级、分节、连续
    #[arg(long, value_name = "样式", default_value = "分级", value_parser = numbering)]
    numbering: Numbering,
    #[command(flatten)]
    as_of: AsOfDay,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    look: Look,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "例：\n  taizhang paper leader --leader 院长\n只有一位牵头领导时可以不写 --leader")]
pub(super) struct LeaderArgs {
    /// 主要负责人
    #[arg(long, value_name = "姓名")]
    leader: Option<String>,
    /// 主送机关
    #[arg(long, value_name = "机关")]
    to: Option<String>,
    #[command(flatten)]
    as_of: AsOfDay,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    look: Look,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "例：\n  taizhang paper lookback --as-of 2025-12-31")]
pub(super) struct LookbackArgs {
    #[command(flatten)]
    as_of: AsOfDay,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    look: Look,
}

/// The round that was named, whole.
fn whole(desk: &Desk) -> Wanted {
    Wanted { round: desk.round().map(ToOwned::to_owned), ..Wanted::default() }
}

pub(super) fn monthly(args: &MonthlyArgs, desk: &mut Desk) -> Result {
    let today = desk.today();
    let month = date::parse_month(&args.month, today).map_err(|bad| {
        CliError::usage(
            "bad_month",
            "--month 的月份不对",
            bad.to_string(),
            "按 2025-08 或 2025年8月 的样子写，也可以写 本月、上月",
        )
    })?;
    if month > today {
        return Err(CliError::usage(
            "month_ahead",
            format!("{}还没有到", date::format_month_zh(month)),
            format!("今天是 {today}"),
            "写一个已经开始的月份，如 --month 本月",
        ));
    }
    let day = last_of_month(month).min(today);
    make_of(&Monthly { month }, "monthly", (&whole(desk), day), (&args.out, &args.look), desk)
}

pub(super) fn progress(args: &ProgressArgs, desk: &mut Desk) -> Result {
    let day = args.as_of.day(desk.today())?;
    let paper = Progress { addressee: args.to.clone(), numbering: args.numbering };
    make_of(&paper, "progress", (&whole(desk), day), (&args.out, &args.look), desk)
}

pub(super) fn lookback(args: &LookbackArgs, desk: &mut Desk) -> Result {
    let day = args.as_of.day(desk.today())?;
    make_of(&Lookback, "lookback", (&whole(desk), day), (&args.out, &args.look), desk)
}

pub(super) fn leader(args: &LeaderArgs, desk: &mut Desk) -> Result {
    let day = args.as_of.day(desk.today())?;
    let wanted = Wanted { leaders: args.leader.iter().cloned().collect(), ..whole(desk) };
    let ledger = desk.open(Mode::Read)?;
    let found = ledger.read(|reader| {
        let filter = select::filter(reader, &wanted, Purpose::Read)?;
        let mut leading: BTreeMap<PartyId, String> = BTreeMap::new();
        if filter.leaders.is_empty() {
            for item in reader.items(&filter, reader.as_of(day)?)? {
                leading.extend(item.in_role(Role::Leader).map(|party| (party.id, party.name.clone())));
            }
        }
        for id in filter.leaders {
            let party = reader.party(id)?;
            if matches!(party.kind, PartyKind::Leader | PartyKind::Person) {
                leading.insert(id, party.name);
            }
        }
        Ok::<_, service::Error>(leading)
    })?;
    drop(ledger);
    let mut found = found.into_iter();
    let (Some((party, name)), None) = (found.next(), found.next()) else {
        return Err(CliError::usage(
            "which_leader",
            "不知道谁是主要负责人",
            "没有写 --leader 而牵头领导不止一位或者还没有，或者写的不是院领导",
            "用 --leader 写明，如 --leader 院长；查看名册用 taizhang party list",
        ));
    };
    let paper = Leader { addressee: args.to.clone(), party, name };
    make_of(&paper, "leader", (&whole(desk), day), (&args.out, &args.look), desk)
}
