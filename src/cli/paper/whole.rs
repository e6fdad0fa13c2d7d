//! The reports about a whole round: `paper monthly`, `progress`, `leader`, `lookback`, `meetings`.

use super::{bulletin::numbering, look::Look, make_of};
use crate::{
    cli::{
        Result,
        day::{AsOfDay, DatedDay},
        desk::Desk,
        error::CliError,
        out::Out,
    },
    domain::party::PartyKind,
    report::paper::{
        leader::Leader,
        lookback::Lookback,
        meetings::Meetings,
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

#[derive(Debug, clap::Args)]
#[command(
    after_help = "例：\n  taizhang paper monthly\n  taizhang 材料 月报 --month 2025年8月\n本月还没过完的，统计到今天"
)]
pub(super) struct MonthlyArgs {
    /// 哪个月，如 2025-08、8月、本月（默认上月）
    #[arg(long, value_name = "月份", default_value = "上月")]
    month: String,
    #[command(flatten)]
    dated: DatedDay,
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
    dated: DatedDay,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    look: Look,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
例：
  taizhang paper leader                        名册里写明党组书记的，即主要负责人
  taizhang paper leader --head 院长            主要负责人的报告：整体进展、会议、牵头事项、审签
  taizhang paper leader --leader 分管副院长    其他牵头领导的报告：只讲本人牵头和审签的")]
pub(super) struct LeaderArgs {
    /// 主要负责人（默认名册里的党组书记）
    #[arg(long, value_name = "姓名", conflicts_with = "leader")]
    head: Option<String>,
    /// 其他牵头领导，出本人牵头整改情况的报告
    #[arg(long, value_name = "姓名")]
    leader: Option<String>,
    /// 主送机关
    #[arg(long, value_name = "机关")]
    to: Option<String>,
    #[command(flatten)]
    as_of: AsOfDay,
    #[command(flatten)]
    dated: DatedDay,
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
    dated: DatedDay,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    look: Look,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "例：\n  taizhang paper meetings\n会议是全轮的，不按部门、领导筛选")]
pub(super) struct MeetingsArgs {
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
    let dated = Some(args.dated.day(day, today)?);
    make_of(&Monthly { month }, "monthly", (&whole(desk), day, dated), (&args.out, &args.look), desk)
}

pub(super) fn progress(args: &ProgressArgs, desk: &mut Desk) -> Result {
    let day = args.as_of.day(desk.today())?;
    let dated = Some(args.dated.day(day, desk.today())?);
    let paper = Progress { addressee: args.to.clone(), numbering: args.numbering };
    make_of(&paper, "progress", (&whole(desk), day, dated), (&args.out, &args.look), desk)
}

pub(super) fn lookback(args: &LookbackArgs, desk: &mut Desk) -> Result {
    let day = args.as_of.day(desk.today())?;
    let dated = Some(args.dated.day(day, desk.today())?);
    make_of(&Lookback, "lookback", (&whole(desk), day, dated), (&args.out, &args.look), desk)
}

/// What meetings decided is a statement about the round; a part of it would pass for the whole.
pub(super) fn meetings(args: &MeetingsArgs, desk: &mut Desk) -> Result {
    let day = args.as_of.day(desk.today())?;
    make_of(&Meetings, "meetings", (&whole(desk), day, None), (&args.out, &args.look), desk)
}

pub(super) fn leader(args: &LeaderArgs, desk: &mut Desk) -> Result {
    let day = args.as_of.day(desk.today())?;
    let dated = Some(args.dated.day(day, desk.today())?);
    let named = args.head.as_ref().or(args.leader.as_ref());
    let wanted = Wanted { leaders: named.cloned().into_iter().collect(), ..whole(desk) };
    let ledger = desk.open(Mode::Read)?;
    let found = ledger.read(|reader| {
        let filter = select::filter(reader, &wanted, Purpose::Read)?;
        let mut found = reader.parties()?;
        found.retain(|party| {
            let is_meant = if named.is_some() { filter.leaders.contains(&party.id) } else { heads(&party.name) };
            is_meant && matches!(party.kind, PartyKind::Leader | PartyKind::Person)
        });
        Ok::<_, service::Error>(found)
    })?;
    drop(ledger);
    let [party] = found.as_slice() else {
        let why = match named {
            Some(_) => "写的不是院领导",
            None => "没有写 --head，名册的院领导里也没有写明党组书记的，或者不止一位",
        };
        return Err(CliError::usage(
            "which_leader",
            "不知道是谁的报告",
            why,
            "主要负责人用 --head 写明，如 --head 院长；其他牵头领导用 --leader；查看名册用 taizhang party list",
        ));
    };
    if args.head.is_some() && is_deputy(&party.name) {
        return Err(CliError::usage(
            "not_the_head",
            format!("{}不是主要负责人", party.name),
            "这份报告以党组主要负责人的名义写整改的全面情况",
            format!("出本人牵头整改情况的报告用 --leader {}；主持工作的，在名册里写明“主持工作”", party.name),
        ));
    }
    let is_head = args.leader.is_none();
    let paper = Leader { addressee: args.to.clone(), party: party.id, name: party.name.clone(), is_head };
    make_of(&paper, "leader", (&whole(desk), day, dated), (&args.out, &args.look), desk)
}

/// Whether a post is that of the head of the party group.
fn heads(post: &str) -> bool {
    ["党组书记", "党委书记"].iter().any(|head| post.contains(head))
}

/// Whether a post is that of a deputy who does not act as the head.
fn is_deputy(post: &str) -> bool {
    (post.contains('副') || post.starts_with("分管")) && !heads(post) && !post.contains("主持工作")
}
