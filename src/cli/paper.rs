//! `paper` 材料: official papers, made of the ledger.

mod bulletin;
mod issued;
mod look;
mod meeting;
mod register;
mod reminder;
mod whole;

use self::look::Look;
use super::{
    Exit, Result,
    day::{AsOfDay, DatedDay},
    desk::Desk,
    error::CliError,
    out::Out,
    selection::Selection,
};
use crate::{
    domain::{Day, filter::Filter},
    render::docx::profile::Profile,
    report::{
        Scope,
        paper::{
            About, Paper,
            cases::Cases,
            extensions::Extensions,
            lists::{List, Lists},
            opinions::Opinions,
            plan::PlanPaper,
            rules::Rules,
            script::{Gap, GapKind},
            standing::Standing,
            unratified::Unratified,
        },
    },
    service::select::{self, Purpose, Wanted},
    store::{
        Mode,
        query::{Reworded, Round},
    },
    zh::width::truncate,
};

/// 出材料：清单、督办函、上会材料、通报
#[derive(Debug, clap::Args)]
#[command(
    subcommand_value_name = "材料",
    after_help = "\
例：
  taizhang paper plan
  taizhang paper lists --only 责任
  taizhang 材料 长期清单 --as-of 2025-06-30 -o 长期.md
  taizhang paper profile
写成 Word 文件（.docx），按 GB/T 9704 排版；字体、页边等用 paper profile 取出改动。
不写 -o 时按标题取名，放在当前文件夹；加 --format md 直接显示，不写文件"
)]
pub(super) struct Args {
    #[command(subcommand)]
    kind: Kind,
}

/// The papers, each with its Chinese alias.
#[derive(Debug, clap::Subcommand)]
enum Kind {
    /// 整改方案及任务分解表
    #[command(alias = "整改方案", alias = "方案")]
    Plan {
        #[command(flatten)]
        dated: DatedDay,
        #[command(flatten)]
        common: Common,
    },
    /// 问题清单、任务清单、责任清单
    #[command(alias = "清单", alias = "三张清单")]
    Lists {
        /// 只出一张：问题、任务、责任
        #[arg(long, value_name = "清单")]
        only: Option<OneList>,
        #[command(flatten)]
        common: Common,
    },
    /// 整改意见落实清单
    #[command(alias = "整改意见", alias = "意见清单")]
    Opinions(Common),
    /// 举一反三、推动改革清单
    #[command(alias = "举一反三", alias = "推动改革")]
    Extensions(Common),
    /// 长期整改事项进展表
    #[command(alias = "长期清单")]
    Standing(Common),
    /// 制度清单
    #[command(alias = "制度清单", alias = "制度")]
    Rules(Common),
    /// 会议研究情况一览
    #[command(alias = "会议情况", alias = "会议")]
    Meetings(whole::MeetingsArgs),
    /// 未经党组会销号补办清单
    #[command(alias = "补办清单", alias = "补办")]
    Unratified(Common),
    /// 个案清结情况
    #[command(alias = "个案清结", alias = "个案")]
    Cases(Common),
    /// 整改进展情况通报：党内、公开两种
    #[command(alias = "通报")]
    Bulletin(bulletin::Args),
    /// 月度督查通报
    #[command(alias = "月报")]
    Monthly(whole::MonthlyArgs),
    /// 整改进展情况报告
    #[command(alias = "进展报告")]
    Progress(whole::ProgressArgs),
    /// 主要负责人组织落实整改情况报告
    #[command(alias = "负责人报告")]
    Leader(whole::LeaderArgs),
    /// 已销号事项回头看情况报告
    #[command(alias = "回头看报告")]
    Lookback(whole::LookbackArgs),
    /// 催办：提醒函、督办函、提请约谈建议，编号登记
    #[command(alias = "催办")]
    Reminder(reminder::Args),
    /// 拟销号事项清单，提请党组会审议
    #[command(alias = "上会清单")]
    Agenda(meeting::AgendaArgs),
    /// 销号审批表，一项一张，签齐后存回台账
    #[command(alias = "销号审批表")]
    ClosingForm(meeting::FormArgs),
    /// 会议纪要（议定事项）
    #[command(alias = "会议纪要")]
    Minutes(meeting::MinutesArgs),
    /// 发文登记：编过的号，连同作废的
    #[command(alias = "发文登记")]
    Register(register::Args),
    /// 取出公文格式（字体、字号、页边、落款），改动后用于本单位
    #[command(alias = "公文格式")]
    Profile(look::ProfileArgs),
}

/// One of the three lists, as it is typed.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum OneList {
    /// 问题清单
    #[value(name = "问题", aliases = ["问题清单", "issues"])]
    Issues,
    /// 任务清单
    #[value(name = "任务", aliases = ["任务清单", "tasks"])]
    Tasks,
    /// 责任清单
    #[value(name = "责任", aliases = ["责任清单", "duties"])]
    Duties,
}

impl From<OneList> for List {
    fn from(typed: OneList) -> Self {
        match typed {
            OneList::Issues => Self::Issues,
            OneList::Tasks => Self::Tasks,
            OneList::Duties => Self::Duties,
        }
    }
}

/// What may be said with every paper.
#[derive(Debug, Clone, clap::Args)]
struct Common {
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    as_of: AsOfDay,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    look: Look,
}

pub(super) fn run(args: Args, desk: &mut Desk) -> Result {
    match args.kind {
        Kind::Plan { dated, common } => plan(&dated, &common, desk),
        Kind::Lists { only, common } => make(&Lists { only: only.map(List::from) }, "lists", &common, desk),
        Kind::Opinions(common) => make(&Opinions, "opinions", &common, desk),
        Kind::Extensions(common) => make(&Extensions, "extensions", &common, desk),
        Kind::Rules(common) => make(&Rules, "rules", &common, desk),
        Kind::Meetings(args) => whole::meetings(&args, desk),
        Kind::Unratified(common) => make(&Unratified, "unratified", &common, desk),
        Kind::Cases(common) => make(&Cases, "cases", &common, desk),
        Kind::Standing(common) => make(&Standing, "standing", &common, desk),
        Kind::Bulletin(args) => bulletin::run(&args, desk),
        Kind::Monthly(args) => whole::monthly(&args, desk),
        Kind::Progress(args) => whole::progress(&args, desk),
        Kind::Leader(args) => whole::leader(&args, desk),
        Kind::Lookback(args) => whole::lookback(&args, desk),
        Kind::Reminder(args) => reminder::run(&args, desk),
        Kind::Agenda(args) => meeting::agenda(&args, desk),
        Kind::ClosingForm(args) => meeting::closing_form(&args, desk),
        Kind::Minutes(args) => meeting::minutes(&args, desk),
        Kind::Register(args) => register::run(&args, desk),
        Kind::Profile(args) => look::write_profile(&args, desk),
    }
}

/// The plan, which the party group signs.
fn plan(dated: &DatedDay, common: &Common, desk: &mut Desk) -> Result {
    let (today, wanted) = (desk.today(), common.selection.wanted(desk, Vec::new())?);
    let day = common.as_of.day(today)?;
    let dated = dated.day(day, today)?;
    make_of(&PlanPaper, "plan", (&wanted, day, Some(dated)), (&common.out, &common.look), desk)
}

/// Makes a paper that changes nothing in the ledger and that nobody signs: as a file, or on the screen where `--format md` asks for it.
fn make(paper: &dyn Paper, kind: &str, common: &Common, desk: &mut Desk) -> Result {
    let day = common.as_of.day(desk.today())?;
    let wanted = common.selection.wanted(desk, Vec::new())?;
    make_of(paper, kind, (&wanted, day, None), (&common.out, &common.look), desk)
}

/// The same, about these items as of that day, signed on another. What the clerk has to see to is told on standard error.
fn make_of(
    paper: &dyn Paper,
    kind: &str,
    (wanted, day, dated): (&Wanted, Day, Option<Day>),
    (out, look): (&Out, &Look),
    desk: &mut Desk,
) -> Result {
    let profile = look.profile(desk)?;
    let ledger = desk.open(Mode::Read)?;
    ledger.read(|reader| {
        let mut filter = select::filter(reader, wanted, Purpose::Read)?;
        let scope = Scope::new(reader, &mut filter, day)?;
        let about = about(&scope, &filter)?.signed(look::contact(&profile)).dated(dated);
        hand_out(paper, kind, &about, out, &profile, desk)
    })
}

/// Writes a paper to its file and says so, or shows it where `--format md` asks for that.
fn hand_out(paper: &dyn Paper, kind: &str, about: &About<'_>, to: &Out, profile: &Profile, desk: &mut Desk) -> Result {
    let reworded = about.reworded()?;
    if desk.is_markdown() && to.is_silent() {
        let mut page = desk.page()?;
        paper.page(about, &mut *page)?;
        drop(page);
        tell_reworded(reworded, about.day(), desk)?;
        return Ok(Exit::Done);
    }
    let title = paper.title(about);
    let path = to.path(&title, look::ENDING);
    let gaps = paper.remarks(about)?;
    let bytes = to.write(&path, |out| look::write_as(&path, profile, paper, about, out))?;
    if desk.is_json() {
        let mut json = desk.json("taizhang.paper/1")?;
        json.field("kind", kind)?;
        json.field("title", &title)?;
        json.field("as_of", &about.day())?;
        json.field("dated", &about.dated)?;
        json.field("file", &path.to_string_lossy())?;
        json.field("bytes", &bytes)?;
        json.field("anchor", &about.anchor)?;
        json.field("gaps", &gaps)?;
        json.field("reworded_since", &reworded)?;
        json.finish()?;
    } else {
        tell(&gaps, desk)?;
        tell_reworded(reworded, about.day(), desk)?;
        desk.say(&format!("《{title}》已写入 {}", path.display()))?;
    }
    Ok(Exit::Done)
}

/// Tells on standard error what the ledger lacks for a paper.
fn tell(gaps: &[Gap], desk: &mut Desk) -> Result<()> {
    for (kind, opinion, lead) in [
        (GapKind::NoFiling, false, "以下问题尚无经采用的填报"),
        (GapKind::NoFiling, true, "以下整改意见尚无经采用的填报"),
        (GapKind::MeasureWithoutFiling, false, "以下措施尚无经采用的填报"),
        (GapKind::Setting, false, "以下内容台账里没有"),
    ] {
        let of_kind: Vec<&Gap> = gaps.iter().filter(|gap| gap.kind == kind && gap.is_opinion() == opinion).collect();
        if !of_kind.is_empty() {
            desk.remark(&format!("{lead}："))?;
        }
        for gap in of_kind {
            desk.remark(&format!("  {}", truncate(&gap.line(), 76)))?;
        }
    }
    Ok(())
}

/// Tells on standard error that a paper of a past day reads otherwise than one that was printed on it.
fn tell_reworded(Reworded { items, parties }: Reworded, day: Day, desk: &mut Desk) -> Result<()> {
    let changed: Vec<String> = [(items, "项改过表述"), (parties, "个部门或人员改过名称")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    if changed.is_empty() {
        return Ok(());
    }
    desk.remark(&format!("{day} 以后有 {}，印的是现在的，与当时印出的不同", changed.join("、")))
}

/// What a paper is about: one round, which stood on its day.
fn about<'a>(scope: &'a Scope<'a>, filter: &'a Filter) -> Result<About<'a>> {
    let about = About::new(scope, filter)?.ok_or_else(|| several_rounds(scope))?;
    // A round that was named is in the scope on every day; before it was entered there is nothing to be said of it.
    if !scope.reader.round_stood(about.round, scope.as_of.day)? {
        return Err(not_yet(std::slice::from_ref(about.round), scope.as_of.day, about.round.opened_on));
    }
    Ok(about)
}

/// A paper is about one round; several were meant, or none.
fn several_rounds(scope: &Scope<'_>) -> CliError {
    if scope.rounds.is_empty() {
        let later = match scope.reader.rounds() {
            Ok(later) => later,
            Err(error) => return error.into(),
        };
        if let Some(first) = later.iter().map(|round| round.opened_on).min() {
            return not_yet(&later, scope.as_of.day, first);
        }
        return CliError::refused(
            "no_round",
            "还没有轮次，出不了材料",
            "材料是某一轮整改的材料",
            "先用 taizhang intake 导入反馈意见，或用 taizhang round open 开一轮",
        );
    }
    CliError::several_rounds(&scope.rounds, "出哪一轮的材料", "")
}

/// There are rounds, but on that day the ledger knew of none of them.
fn not_yet(rounds: &[Round], day: Day, first: Day) -> CliError {
    let keys: Vec<&str> = rounds.iter().map(|round| round.key.as_str()).collect();
    let since: Vec<String> = rounds
        .iter()
        .map(|round| format!("{} 反馈日 {}，{} 起录入", round.key, round.settings.feedback_on, round.opened_on))
        .collect();
    CliError::refused(
        "round_not_yet",
        format!("轮次 {} 在 {day} 那天还没有录入，出不了材料", keys.join("、")),
        since.join("；"),
        format!("换一个 --as-of（月度督查通报换 --month），写 {first} 及以后"),
    )
}
