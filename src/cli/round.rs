//! `round` 轮次: one inspection, audit or review, and how its closings are governed.

mod lock;
mod plan;

use super::{
    Exit, Result,
    day::{self, OnDay},
    desk::Desk,
    error::CliError,
    log::Known,
    term,
};
use crate::{
    domain::{
        Day,
        filter::Filter,
        item::ItemKind,
        lifecycle::{Closure, Progress},
        reminder::ReminderRules,
        rhythm::Period,
        round::{CategoryWord, CloseLevel, Milestone, MilestoneKind, Rhythm, RoundKind, RoundSettings, SignOff},
    },
    report::{
        adjustment::Adjustments,
        overdue::{FilingCounts, filing_counts},
        page::{Block, Cell, Column},
        plan::Plan,
    },
    service::{round, select},
    store::{
        Mode, Reader, StoreError,
        query::{AsOf, Round},
    },
    zh::label::{Label as _, from_words},
};
use serde_json::{Value, json};

/// 开立、查看、调整、办结轮次，审定方案
#[derive(Debug, clap::Args)]
#[command(after_help = "\
例：
  taizhang round open 2025巡察 --feedback 2025-06-13 --body 某区委第一巡察组 --milestone 集中整改=2025-09-13
  taizhang round show
  taizhang round lock --through 2025-08-31 --title 八月整改进展报告
  taizhang round amend --milestone 深度整改=2026-03-13 --reason 巡察办通知
  taizhang round consult --asked 某区委巡察办 --words 措施要可检查 --taken-up 已采纳，补充检查办法
  taizhang round adopt --meeting 2 --dry-run
  taizhang 轮次 办结 2025巡察 --reason 全部销号
节点：方案、集中整改、深度整改、报告；写 报告=无 删去这个节点
审签：责任部门申请、牵头领导审签、整改办初审、纪检监察组意见、党组会审定、上级备案；写 无 为结案即销")]
pub(super) struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, clap::Subcommand)]
enum Act {
    /// 开立轮次，同时登记反馈会
    #[command(alias = "开立")]
    Open {
        /// 轮次名称，要短，如 2025巡察
        #[arg(value_name = "轮次名称")]
        key: String,
        /// 反馈日
        #[arg(long, value_name = "日期")]
        feedback: String,
        #[command(flatten)]
        on: OnDay,
        #[command(flatten)]
        settings: Settings,
    },
    /// 列出轮次
    #[command(alias = "列表")]
    List,
    /// 一个轮次的设定和办理情况
    #[command(alias = "详情")]
    Show {
        /// 轮次名称（默认正在整改的）
        #[arg(value_name = "轮次名称")]
        key: Option<String>,
    },
    /// 调整设定
    #[command(alias = "调整")]
    Amend {
        /// 轮次名称（默认正在整改的）
        #[arg(value_name = "轮次名称")]
        key: Option<String>,
        /// 反馈日
        #[arg(long, value_name = "日期")]
        feedback: Option<String>,
        /// 理由
        #[arg(long, value_name = "文字")]
        reason: String,
        /// 批准改动的会议编号
        #[arg(long, value_name = "会议")]
        meeting: Option<String>,
        /// 批准改动的文号或批准人
        #[arg(long, value_name = "依据", conflicts_with = "meeting")]
        approval: Option<String>,
        #[command(flatten)]
        on: OnDay,
        #[command(flatten)]
        settings: Settings,
    },
    /// 报告印发后锁定，不能撤回
    #[command(alias = "锁定")]
    Lock(lock::LockArgs),
    /// 锁定后才录入的补报调整
    #[command(alias = "补报调整")]
    Adjustments(lock::AdjustmentsArgs),
    /// 登记方案征求的意见和采纳情况
    #[command(alias = "征求意见")]
    Consult(plan::Consult),
    /// 审定整改方案，以后的改动为方案调整
    #[command(alias = "审定")]
    Adopt(plan::Adopt),
    /// 办结轮次
    #[command(alias = "办结")]
    Finish {
        /// 轮次名称
        #[arg(value_name = "轮次名称")]
        key: String,
        /// 理由
        #[arg(long, value_name = "文字")]
        reason: String,
        #[command(flatten)]
        on: OnDay,
    },
    /// 重新启用办结的轮次
    #[command(alias = "启用")]
    Resume {
        /// 轮次名称
        #[arg(value_name = "轮次名称")]
        key: String,
        /// 理由
        #[arg(long, value_name = "文字")]
        reason: String,
        #[command(flatten)]
        on: OnDay,
    },
}

/// What can be set when a round is opened, and amended later.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "设定")]
struct Settings {
    /// 全称（默认同轮次名称）
    #[arg(long, value_name = "名称")]
    title: Option<String>,
    /// 种类：巡视、巡察、审计、督查、专项
    #[arg(long, value_name = "种类", value_parser = term::one::<RoundKind>)]
    kind: Option<RoundKind>,
    /// 巡视巡察（审计）机构
    #[arg(long, value_name = "名称")]
    body: Option<String>,
    /// 被巡察党组
    #[arg(long, value_name = "名称")]
    party_group: Option<String>,
    /// 进驻第一天
    #[arg(long, value_name = "日期")]
    onsite_from: Option<String>,
    /// 进驻最后一天
    #[arg(long, value_name = "日期")]
    onsite_to: Option<String>,
    /// 节点，可多次，如 集中整改=2025-09-13
    #[arg(long, value_name = "节点=日期")]
    milestone: Vec<String>,
    /// 审签程序，依次写，默认 党组会审定；无 即结案即销
    #[arg(long, value_name = "程序")]
    policy: Option<String>,
    /// 按什么销号：问题、措施、两级、结案即销
    #[arg(long, value_name = "级别", value_parser = term::one::<CloseLevel>)]
    close_level: Option<CloseLevel>,
    /// 剩几天亮黄灯，默认 7
    #[arg(long, value_name = "天数")]
    yellow: Option<i64>,
    /// 剩几天亮蓝灯，默认 30
    #[arg(long, value_name = "天数")]
    blue: Option<i64>,
    /// 立行立改的天数，默认 30
    #[arg(long, value_name = "天数")]
    now_days: Option<i64>,
    /// 大类叫什么：方面、重点问题、大类
    #[arg(long, value_name = "叫法", value_parser = term::one::<CategoryWord>)]
    category_word: Option<CategoryWord>,
    /// 填报频次，默认每月
    #[arg(long, value_name = "频次", value_parser = term::one::<Rhythm>)]
    rhythm: Option<Rhythm>,
    /// 逾期几天起发提醒函、督办函、约谈建议，默认 1,15,30
    #[arg(long, value_name = "天数", value_parser = three_days)]
    reminder_days: Option<[u16; 3]>,
    /// 几次催办没有回音，升为督办函、约谈建议，默认 1,2
    #[arg(long, value_name = "次数", value_parser = two_times)]
    reminder_unanswered: Option<[u16; 2]>,
}

/// Numbers typed with commas between them, exactly so many.
fn numbers<const N: usize>(typed: &str) -> Option<[u16; N]> {
    let found: Vec<u16> = term::list(typed).map(|word| word.parse().ok()).collect::<Option<_>>()?;
    found.try_into().ok()
}

fn three_days(typed: &str) -> Result<[u16; 3], String> {
    numbers(typed).ok_or_else(|| "要三个天数，如 1,15,30".to_owned())
}

fn two_times(typed: &str) -> Result<[u16; 2], String> {
    numbers(typed).ok_or_else(|| "要两个次数，如 1,2".to_owned())
}

/// The same, read.
struct Change {
    typed: Settings,
    feedback_on: Option<Day>,
    onsite_from: Option<Day>,
    onsite_to: Option<Day>,
    milestones: Vec<(MilestoneKind, Option<Day>)>,
    policy: Option<Vec<SignOff>>,
}

impl Change {
    fn read(typed: Settings, feedback: Option<&str>, today: Day) -> Result<Self> {
        Ok(Self {
            feedback_on: day::parse_opt("--feedback", feedback, today)?,
            onsite_from: day::parse_opt("--onsite-from", typed.onsite_from.as_deref(), today)?,
            onsite_to: day::parse_opt("--onsite-to", typed.onsite_to.as_deref(), today)?,
            milestones: typed.milestone.iter().map(|one| milestone(one, today)).collect::<Result<_>>()?,
            policy: typed.policy.as_deref().map(policy).transpose()?,
            typed,
        })
    }

    fn apply(self, settings: &mut RoundSettings) {
        fn set<T>(to: &mut T, value: Option<T>) {
            if let Some(value) = value {
                *to = value;
            }
        }
        set(&mut settings.title, self.typed.title);
        set(&mut settings.kind, self.typed.kind);
        set(&mut settings.body, self.typed.body.map(Some));
        set(&mut settings.party_group, self.typed.party_group.map(Some));
        set(&mut settings.onsite_from, self.onsite_from.map(Some));
        set(&mut settings.onsite_to, self.onsite_to.map(Some));
        set(&mut settings.feedback_on, self.feedback_on);
        for (kind, on) in self.milestones {
            settings.milestones.retain(|m| m.kind != kind);
            settings.milestones.extend(on.map(|on| Milestone { kind, on }));
        }
        // 结案即销 is said by either of the two: no sign-offs, or no level.
        let at_once = self.typed.close_level == Some(CloseLevel::None);
        let policy = self.policy.or_else(|| at_once.then(Vec::new));
        let level =
            self.typed.close_level.or_else(|| policy.as_ref().filter(|p| p.is_empty()).map(|_| CloseLevel::None));
        set(&mut settings.policy, policy);
        set(&mut settings.close_level, level);
        set(&mut settings.light_days.yellow, self.typed.yellow);
        set(&mut settings.light_days.blue, self.typed.blue);
        set(&mut settings.now_days, self.typed.now_days);
        set(&mut settings.category_word, self.typed.category_word);
        set(&mut settings.rhythm, self.typed.rhythm);
        if let Some([notice, supervision, interview]) = self.typed.reminder_days {
            settings.reminders.notice_days = notice;
            settings.reminders.supervision_days = supervision;
            settings.reminders.interview_days = interview;
        }
        if let Some([supervision, interview]) = self.typed.reminder_unanswered {
            settings.reminders.supervision_after = supervision;
            settings.reminders.interview_after = interview;
        }
    }
}

/// `节点=日期`; 无 for a day takes the milestone away.
fn milestone(typed: &str, today: Day) -> Result<(MilestoneKind, Option<Day>)> {
    let known = || "可以写的是：方案、集中整改、深度整改、报告";
    let Some((name, on)) = typed.split_once(['=', '＝']) else {
        return Err(CliError::usage(
            "bad_milestone",
            format!("--milestone 的“{typed}”写得不对"),
            "要写成 节点=日期",
            "如 --milestone 集中整改=2025-09-13",
        ));
    };
    let kind = from_words(name)
        .ok_or_else(|| CliError::usage("bad_milestone", format!("没有“{name}”这个节点"), known(), "改写后重试"))?;
    let on = if on.trim() == "无" { None } else { Some(day::parse("--milestone", on, today)?) };
    Ok((kind, on))
}

/// The sign-offs in order; 无 for none.
fn policy(typed: &str) -> Result<Vec<SignOff>> {
    if matches!(typed.trim(), "无" | "none") {
        return Ok(Vec::new());
    }
    let mut steps = Vec::new();
    for word in term::list(typed) {
        let step = term::one(word).map_err(|known| {
            CliError::usage("bad_policy", format!("没有“{word}”这个审签环节"), known, "改写后重试；不设审签写 无")
        })?;
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
    Ok(steps)
}

/// The kind that a round's own name tells; 巡察 when it tells none.
fn kind_told_by(key: &str) -> RoundKind {
    RoundKind::ALL.iter().copied().find(|kind| key.contains(kind.label())).unwrap_or(RoundKind::Patrol)
}

pub(super) fn run(args: Args, desk: &mut Desk) -> Result {
    let today = desk.today();
    match args.act {
        Act::Open { key, feedback, settings, on } => {
            let feedback_on = day::parse("--feedback", &feedback, today)?;
            let change = Change::read(settings, None, today)?;
            let mut settings = RoundSettings::new(key.trim(), kind_told_by(&key), feedback_on);
            change.apply(&mut settings);
            let context = &mut desk.context_on(&on)?;
            let mut ledger = desk.open(Mode::Write)?;
            let (kind, level) = (settings.kind.label(), settings.close_level.label());
            let ((_, meeting), receipt) = round::open(&mut ledger, context, &key, settings)?;
            let key = key.trim();
            let lines = [
                format!("开立轮次 {key}（{kind}，反馈日 {feedback_on}，按{level}销号）"),
                format!("反馈会登记为第 {meeting} 号会议"),
                "下一步：taizhang intake 反馈意见.txt --dry-run 预览导入，或用 taizhang add 逐项录入".into(),
            ];
            desk.receipt_with(&receipt, &lines, &[("round", json!(key)), ("meeting", json!(meeting))])?;
        }
        Act::Amend { key, feedback, settings, reason, meeting, approval, on } => {
            let change = Change::read(settings, feedback.as_deref(), today)?;
            let key = key.or_else(|| desk.round().map(ToOwned::to_owned));
            let context = &mut desk.context_on(&on)?;
            let mut ledger = desk.open(Mode::Write)?;
            let (key, receipt) = round::amend(
                &mut ledger,
                context,
                key.as_deref(),
                &reason,
                (meeting.as_deref(), approval.as_deref()),
                |settings| {
                    change.apply(settings);
                },
            )?;
            let lines = [format!("调整轮次 {key}"), "已经定下的到期日不随之改变".into()];
            desk.receipt_with(&receipt, &lines, &[("round", json!(key))])?;
        }
        Act::Lock(args) => return lock::lock(&args, desk),
        Act::Adjustments(args) => return lock::adjustments(&args, desk),
        Act::Consult(args) => plan::consult(&args, desk)?,
        Act::Adopt(args) => plan::adopt(&args, desk)?,
        Act::Finish { key, reason, on } => finish(&key, true, &reason, &on, desk)?,
        Act::Resume { key, reason, on } => finish(&key, false, &reason, &on, desk)?,
        Act::List => list(desk)?,
        Act::Show { key } => show(key, desk)?,
    }
    Ok(Exit::Done)
}

fn finish(key: &str, finished: bool, reason: &str, on: &OnDay, desk: &mut Desk) -> Result<()> {
    let context = &mut desk.context_on(on)?;
    let mut ledger = desk.open(Mode::Write)?;
    let (key, receipt) = round::finish(&mut ledger, context, Some(key), finished, reason)?;
    let line = if finished { format!("办结轮次 {key}") } else { format!("重新启用轮次 {key}") };
    desk.receipt_with(&receipt, &[line], &[("round", json!(key))])
}

/// Since when the plan stands, and by which meeting.
fn adopted(round: &Round, plan: &Plan) -> String {
    match (round.adopted_on, &plan.adopted_by) {
        (None, _) => "未审定".to_owned(),
        (Some(on), None) => on.to_string(),
        (Some(on), Some(meeting)) => format!("{on}，{}（第 {} 号会议）", meeting.facts.title, meeting.id),
    }
}

/// How many issues a round has, how many of them are completed and struck off.
#[derive(Clone, Copy)]
struct Issues {
    total: i64,
    completed: i64,
    closed: i64,
}

impl Issues {
    fn of(reader: &Reader<'_>, round: &Round, today: Day) -> Result<Self, StoreError> {
        let all =
            Filter { rounds: vec![round.id], kinds: vec![ItemKind::Issue], top_issues_only: true, ..Filter::default() };
        let as_of = AsOf { day: today, current: true };
        Ok(Self {
            total: reader.count_items(&all, as_of)?,
            completed: reader.count_items(&Filter { progress: vec![Progress::Completed], ..all.clone() }, as_of)?,
            closed: reader.count_items(&Filter { closures: vec![Closure::Closed], ..all }, as_of)?,
        })
    }

    fn json(self) -> Value {
        json!({ "total": self.total, "completed": self.completed, "closed": self.closed })
    }
}

/// The period of filing that a round is in, and how many filings are due in it; none once it is finished.
type Filing = Option<(Period, FilingCounts)>;

fn filing(reader: &Reader<'_>, round: &Round, today: Day) -> Result<Filing, StoreError> {
    let Some(period) = round.filing_period(today) else { return Ok(None) };
    let all = Filter { rounds: vec![round.id], ..Filter::default() };
    let counts = filing_counts(reader, &all, AsOf { day: today, current: true }, &[(round.id, period)])?;
    Ok(Some((period, counts)))
}

fn state(round: &Round) -> String {
    round.finished_on.map_or_else(|| "正在整改".into(), |on| format!("{on} 办结"))
}

fn list(desk: &mut Desk) -> Result<()> {
    let today = desk.today();
    let ledger = desk.open(Mode::Read)?;
    let rounds: Vec<(Round, Issues)> = ledger.read(|reader| {
        let rounds = reader.rounds()?.into_iter();
        rounds
            .map(|round| Issues::of(reader, &round, today).map(|issues| (round, issues)))
            .collect::<Result<_, StoreError>>()
    })?;
    if desk.is_json() {
        let mut json = desk.json("taizhang.rounds/1")?;
        json.begin_array("rounds")?;
        for (round, issues) in &rounds {
            json.element(&document(round, *issues))?;
        }
        json.end_array()?;
        return Ok(json.finish()?);
    }
    let mut page = desk.page()?;
    page.title("轮次", Some(today))?;
    if rounds.is_empty() {
        page.block(Block::Paragraph("还没有轮次。开立用 taizhang round open 名称 --feedback 反馈日。".into()))?;
        return Ok(page.finish()?);
    }
    page.begin_grid(&[
        Column::rigid("轮次"),
        Column::rigid("种类"),
        Column::text("全称", 2),
        Column::day("反馈日"),
        Column::rigid("问题"),
        Column::rigid("已完成"),
        Column::rigid("已销号"),
        Column::rigid("状态"),
    ])?;
    for (round, issues) in rounds {
        let state = state(&round);
        page.row(vec![
            round.key.into(),
            round.settings.kind.label().into(),
            round.settings.title.into(),
            round.settings.feedback_on.into(),
            issues.total.into(),
            issues.completed.into(),
            issues.closed.into(),
            state.into(),
        ])?;
    }
    page.end_grid()?;
    Ok(page.finish()?)
}

/// A round in a JSON document. Keys are an interface.
fn document(round: &Round, issues: Issues) -> Value {
    let s = &round.settings;
    json!({
        "key": round.key, "title": s.title, "kind": s.kind, "body": s.body, "party_group": s.party_group,
        "onsite_from": s.onsite_from, "onsite_to": s.onsite_to, "feedback_on": s.feedback_on,
        "milestones": s.milestones, "policy": s.policy, "close_level": s.close_level,
        "yellow_days": s.light_days.yellow, "blue_days": s.light_days.blue, "now_days": s.now_days,
        "category_word": s.category_word, "rhythm": s.rhythm, "reminders": s.reminders, "opened_on": round.opened_on,
        "adopted_on": round.adopted_on, "adopted_meeting": round.adopted_meeting, "finished_on": round.finished_on, "locked_through": round.locked_through,
        "issues": issues.json(),
    })
}

fn show(key: Option<String>, desk: &mut Desk) -> Result<()> {
    let today = desk.today();
    let key = key.or_else(|| desk.round().map(ToOwned::to_owned));
    let ledger = desk.open(Mode::Read)?;
    ledger.read(|reader| {
        let round = select::round(reader, key.as_deref())?;
        let issues = Issues::of(reader, &round, today)?;
        let adjusted = Adjustments::of_round(reader, &round, today)?.map_or(0, |adjusted| adjusted.rows.len());
        let locks = reader.locks(round.id)?;
        let filing = filing(reader, &round, today)?;
        let plan = Plan::new(reader, &round)?;
        let names = Known::new(reader, [])?;
        if desk.is_json() {
            let mut json = desk.json("taizhang.round/1")?;
            if let Value::Object(fields) = document(&round, issues) {
                for (key, value) in fields {
                    json.field(&key, &value)?;
                }
            }
            json.field("filing", &filing.map(|(period, counts)| json!({ "period": period, "counts": counts })))?;
            json.field("consultations", &plan.consultations_json())?;
            json.field("adjustments", &plan.adjustments_json(&names))?;
            json.field("locks", &lock::document(&locks))?;
            json.field("late_adjustments", &adjusted)?;
            return Ok(json.finish()?);
        }
        let mut page = desk.page()?;
        page.title(&format!("轮次 {}", round.key), Some(today))?;
        let mut told = facts(&round, issues, filing, &plan);
        told.extend(lock::facts(&locks, adjusted, today));
        page.block(Block::KeyValues(told))?;
        plan.show(&mut *page, &names)?;
        Ok(page.finish()?)
    })
}

/// From when on which letter is sent.
fn reminder_words(rules: &ReminderRules) -> String {
    format!(
        "逾期 {} 天提醒；{} 天或无回音 {} 次督办；{} 天无回音或 {} 次约谈",
        rules.notice_days, rules.supervision_days, rules.supervision_after, rules.interview_days, rules.interview_after
    )
}

fn facts(round: &Round, issues: Issues, filing: Filing, plan: &Plan) -> Vec<(String, Cell)> {
    let s = &round.settings;
    let or_none = |text: Option<&String>| Cell::text(text.cloned().unwrap_or_else(|| "无".into()));
    let day = |on: Option<Day>| on.map_or_else(|| "未写".to_owned(), |on| on.to_string());
    let steps: Vec<&str> = s.policy.iter().map(|step| step.label()).collect();
    let mut facts: Vec<(String, Cell)> = vec![
        ("全称".into(), s.title.clone().into()),
        ("种类".into(), s.kind.label().into()),
        ("巡察机构".into(), or_none(s.body.as_ref())),
        ("被巡察党组".into(), or_none(s.party_group.as_ref())),
    ];
    if s.onsite_from.is_some() || s.onsite_to.is_some() {
        facts.push(("进驻".into(), format!("{} 至 {}", day(s.onsite_from), day(s.onsite_to)).into()));
    }
    facts.push(("反馈日".into(), s.feedback_on.into()));
    facts.extend(s.milestones.iter().map(|m| (m.kind.label().to_owned(), Cell::from(m.on))));
    let policy = if steps.is_empty() { "结案即销".to_owned() } else { steps.join(" → ") };
    facts.extend([
        ("审签程序".to_owned(), policy.into()),
        ("按什么销号".to_owned(), s.close_level.label().into()),
        ("亮灯".to_owned(), format!("剩 {} 天黄，剩 {} 天蓝", s.light_days.yellow, s.light_days.blue).into()),
        ("立行立改".to_owned(), format!("反馈后 {} 天", s.now_days).into()),
        ("填报".to_owned(), s.rhythm.label().into()),
        ("催办".to_owned(), reminder_words(&s.reminders).into()),
        ("方案审定".to_owned(), adopted(round, plan).into()),
        ("状态".to_owned(), state(round).into()),
        (
            "问题".to_owned(),
            format!("{} 个，已完成 {}，已销号 {}", issues.total, issues.completed, issues.closed).into(),
        ),
    ]);
    if let Some((Period { from, to }, FilingCounts { due, filed, unfiled })) = filing.filter(|(_, n)| n.due > 0) {
        let words = format!("{from} 至 {to}，应填报 {due} 项，已填报 {filed} 项，未填报 {unfiled} 项");
        facts.push(("本期填报".to_owned(), words.into()));
    }
    facts
}
