//! `intake` 导入: other people's papers into the round, shown before they are recorded.
//!
//! Each file is a command of its own: read, tried out (the dry run is the same code path), shown, asked about, recorded.

mod document;
mod preview;
pub(super) mod source;
mod tables;

use super::{Exit, Result, bar::Bar, day, desk::Desk, error::CliError, out, term};
use crate::{
    domain::{
        Day,
        context::Context,
        filter::Filter,
        refusal::Refusal,
        round::{RoundKind, RoundSettings},
    },
    intake::{
        Options, length,
        plan::{Header, PaperKind, TableField},
        table::{field_label, field_named},
    },
    render::xlsx::XlsxPage,
    report::page::PageSink as _,
    service::{
        self,
        paper::{self, OnConflict, Paper, Target},
        roster::NameChoices,
        session::Run,
    },
    store::{Ledger, Mode, query::AsOf},
    zh::{label::Label as _, name_list},
};
use preview::Preview;
use source::Source;
use std::path::{Path, PathBuf};

/// 导入反馈意见、整改方案、整改通报、台账
#[derive(Debug, clap::Args)]
#[command(
    after_help = "例：\n  taizhang intake 反馈意见.txt --dry-run\n  taizhang intake 反馈意见.txt --open-round 2024巡察\n  taizhang 导入 整改方案.docx --new-parties\n  taizhang intake 台账.xlsx --sheet 问题清单 --map 存在问题=问题\n\n能读 .txt、.docx、.xlsx、.xls、.ods、.csv，以及 export 导出的 .json；台账的表头、合并单元格、一格多条措施等会自动识别，先列出来供核对。\n先列出将要录入的内容，确认后才记录；记录是一次完成的，可用 taizhang undo 整体撤销。\n轮次里已有的问题按编号和文字对应，只补充文件带来的内容，不重复录入。\n生效日：首次导入默认为反馈日，这样按反馈日之后任何一天统计（--as-of）都有这些事项；以后的文件默认为今天。"
)]
pub(super) struct Args {
    /// 文件，可以写几个
    #[arg(value_name = "文件", required = true)]
    files: Vec<PathBuf>,
    /// 只看结果，不记录
    #[arg(long)]
    dry_run: bool,
    /// 导入计划写成 Excel 文件，供圈改（不记录）
    #[arg(long, value_name = "文件.xlsx")]
    plan: Option<PathBuf>,
    /// 不再询问
    #[arg(long, short)]
    yes: bool,
    /// 列出全部事项（默认前 20 行）
    #[arg(long)]
    all: bool,
    /// 文件编码（默认自动识别）
    #[arg(long, value_name = "编码")]
    encoding: Option<String>,
    /// 读哪个工作表（名称、第几个、全部）
    #[arg(long, value_name = "工作表")]
    sheet: Option<String>,
    /// 把这一列当作哪个字段
    #[arg(long, value_name = "列名=字段")]
    map: Vec<String>,
    /// 生效日（首次导入默认反馈日）
    #[arg(long, value_name = "日期")]
    on: Option<String>,
    /// 按文件抬头开立这个轮次
    #[arg(long, value_name = "轮次")]
    open_round: Option<String>,
    /// 反馈日（抬头没有写明时）
    #[arg(long, value_name = "日期")]
    feedback: Option<String>,
    /// 名册里的另一种写法
    #[arg(long, value_name = "新=旧")]
    party: Vec<String>,
    /// 把这个名称登记进名册
    #[arg(long, value_name = "名称")]
    new_party: Vec<String>,
    /// 未登记的名称全部登记
    #[arg(long)]
    new_parties: bool,
    /// 不一致时：停下、以台账为准、以文件为准
    #[arg(long, value_name = "做法", default_value = "停下", value_parser = term::one::<OnConflict>)]
    on_conflict: OnConflict,
    /// 这是哪个单位的台账（分册并入时）
    #[arg(long, value_name = "单位")]
    unit: Option<String>,
    /// 同意方案调整的会议
    #[arg(long, value_name = "会议")]
    meeting: Option<String>,
    /// 同意方案调整的文件
    #[arg(long, value_name = "文号")]
    approval: Option<String>,
}

impl Args {
    /// Whether nothing is to be recorded.
    const fn looks(&self) -> bool {
        self.dry_run || self.plan.is_some()
    }
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let choices = choices(args)?;
    if args.plan.is_some() && args.files.len() > 1 {
        return Err(CliError::usage(
            "one_plan",
            "--plan 一次只写一个文件的导入计划",
            format!("写了 {} 个要导入的文件", args.files.len()),
            "逐个文件执行，每个各写一份计划",
        ));
    }
    // A file that cannot be read is told before anything of the others is recorded.
    let options = options(args)?;
    let sources = args.files.iter().map(|path| Source::read(path, &options)).collect::<Result<Vec<_>>>()?;
    for source in &sources {
        length::check(&source.name, &source.plan)?;
    }
    let mut recorded: Vec<String> = Vec::new();
    for (at, source) in sources.iter().enumerate() {
        if let Err(error) = one(args, &choices, source, at, desk) {
            if !recorded.is_empty() {
                desk.remark(&format!("已经导入：{}；“{}”没有导入", recorded.join("、"), source.name))?;
            }
            return Err(error);
        }
        if !args.looks() {
            recorded.push(source.name.clone());
        }
    }
    Ok(Exit::Done)
}

/// What to do where every name is new.
const ALL_NEW: &str = "全部按新名称登记，加 --new-parties";

/// One file: tried out, shown, asked about, recorded.
fn one(args: &Args, choices: &NameChoices, source: &Source, at: usize, desk: &mut Desk) -> Result<()> {
    let explicit = day::parse_opt("--on", args.on.as_deref(), desk.today())?;
    // A text without items has nothing to be tried out: how it was read is shown as it is.
    let nothing = args.looks() && source.plan.items.is_empty();
    let Some((mut ledger, target)) = (if nothing { None } else { target(args, source, at, desk)? }) else {
        return look(args, source, desk);
    };
    let mut paper = source.paper(target, choices.clone());
    paper.declare_all = args.new_parties;
    paper.on_conflict = args.on_conflict;
    paper.unit.clone_from(&args.unit);
    // A ledger speaks of the day that it names; a day to come is no day of a filing.
    paper.filed_on = explicit.or(source.plan.header.as_of.filter(|day| *day <= desk.today()));
    paper.meeting.clone_from(&args.meeting);
    paper.approval.clone_from(&args.approval);
    let mut context = desk.context();
    context.on = Some(explicit.map_or_else(|| day_of_effect(&ledger, &paper, desk), Ok)?);
    // Where nobody is asked, it is recorded at once and shown as it was recorded. What differs is shown below.
    if args.yes && !args.looks() {
        match carry_out(&mut ledger, &mut context, &paper, Run::Record) {
            Err(error) if error.says("paper_differs") || error.says("unknown_parties") => {}
            done => {
                let (read, receipt) = done?;
                let (news, round) = (read.news, read.round.clone());
                let preview = Preview::of(source, context.effective_on(), read, receipt);
                if !news {
                    return preview.nothing_new(desk, args.all);
                }
                if !desk.is_json() {
                    preview.show(desk, args.all)?;
                }
                preview.acknowledge(desk)?;
                return propose(&ledger, &round, (source, &args.files[at]), desk);
            }
        }
    }
    let (read, receipt) = carry_out(&mut ledger, &mut context, &paper, Run::Dry)?;
    let (undecided, names, news) = (read.undecided(), read.undecided_names(), read.news);
    let preview = Preview::of(source, context.effective_on(), read, receipt);
    if let Some(path) = &args.plan {
        return write_plan(&preview, path, desk);
    }
    if !news && undecided.is_empty() && !args.looks() {
        return preview.nothing_new(desk, args.all);
    }
    if args.looks() || !desk.is_json() {
        preview.show(desk, args.all)?;
        desk.flush()?;
    }
    if args.looks() {
        return if desk.is_json() { Ok(()) } else { desk.say("以上为预演，没有记录。") };
    }
    // What counts, and who is who, is to be said before anything is agreed to.
    if !names.is_empty() {
        let refused = CliError::from(service::Error::from(Refusal::UnknownParties(names)));
        return Err(refused.hinting("unknown_parties", ALL_NEW));
    }
    if !undecided.is_empty() {
        return Err(service::Error::from(Refusal::PaperDiffers { codes: undecided }).into());
    }
    desk.ask(&preview.question(), &preview.lines(), args.yes)?;
    let (read, receipt) = carry_out(&mut ledger, &mut context, &paper, Run::Record)?;
    let round = read.round.clone();
    Preview::of(source, context.effective_on(), read, receipt).acknowledge(desk)?;
    propose(&ledger, &round, (source, &args.files[at]), desk)
}

/// Proposes what the paper says of the round and the round does not say of itself yet, and the round that is read next.
fn propose(ledger: &Ledger, round: &str, (source, path): (&Source, &Path), desk: &mut Desk) -> Result<()> {
    let next = ledger.read(|reader| {
        let known = reader.rounds()?;
        let later = &source.plan.header.later_rounds;
        Ok::<_, service::Error>(later.iter().find(|key| known.iter().all(|round| round.key != **key)).cloned())
    })?;
    if let Some(next) = next.filter(|_| !desk.is_json()) {
        desk.say(&format!(
            "  taizhang intake {} --sheet {next} --open-round {next}      接着读下一轮",
            path.display()
        ))?;
    }
    let settings = ledger.read(|reader| service::select::round(reader, Some(round)).map(|round| round.settings))?;
    let header = &source.plan.header;
    let missing =
        [("--body", &header.body, &settings.body), ("--party-group", &header.party_group, &settings.party_group)];
    let flags: Vec<String> = missing
        .iter()
        .filter(|(_, _, stands)| stands.is_none())
        .filter_map(|(flag, said, _)| Some(format!("{flag} {}", said.as_ref()?)))
        .collect();
    if flags.is_empty() || desk.is_json() {
        return Ok(());
    }
    desk.say(&format!("  taizhang round amend {round} {} --reason 据文件抬头补上", flags.join(" ")))
}

/// The file by itself, where there is no round yet or nothing for one.
fn look(args: &Args, source: &Source, desk: &mut Desk) -> Result<()> {
    let today = desk.today();
    let named = day::parse_opt("--feedback", args.feedback.as_deref(), today)?;
    let known = named.or(source.plan.header.feedback_on);
    let preview = Preview::without_round(source, known.unwrap_or(today));
    if let Some(path) = &args.plan {
        return write_plan(&preview, path, desk);
    }
    preview.show(desk, args.all)?;
    if desk.is_json() || source.plan.items.is_empty() {
        return Ok(());
    }
    if known.is_none() {
        desk.say("文中没有写明反馈日，时限暂从今天起算；可加 --feedback 日期。")?;
    }
    desk.say("没有写明轮次，以上为预览，没有记录。")
}

/// The whole plan as a workbook. What stands there is never written over.
fn write_plan(preview: &Preview<'_>, path: &Path, desk: &mut Desk) -> Result<()> {
    let made_at = desk.context().now;
    out::write_new(path, |out| {
        let mut page = XlsxPage::new(out, made_at)?;
        preview.page(&mut page, true)?;
        Ok(page.finish()?)
    })?;
    desk.say(&format!("导入计划已写入 {}，没有记录。", path.display()))
}

fn carry_out(
    ledger: &mut Ledger,
    context: &mut Context,
    paper: &Paper<'_>,
    how: Run,
) -> Result<(paper::Read, crate::domain::receipt::Receipt)> {
    let mut bar = Bar::new("导入", paper.items.len());
    let done = paper::read(ledger, context, paper, how, &mut |done| bar.tick(done));
    bar.finish();
    done.map_err(|error| CliError::from(error).hinting("unknown_parties", ALL_NEW))
}

/// How the files are to be read.
fn options(args: &Args) -> Result<Options> {
    let columns = columns(&args.map)?;
    Ok(Options { encoding: args.encoding.clone(), sheet: args.sheet.clone(), columns })
}

/// What `--map` says of columns.
pub(super) fn columns(told: &[String]) -> Result<Vec<(String, TableField)>> {
    told.iter()
        .map(|pair| {
            let parts = pair.rsplit_once(['=', '＝']).map(|(name, field)| (name.trim(), field_named(field)));
            match parts {
                Some((name, Some(field))) if !name.is_empty() => Ok((name.to_owned(), field)),
                _ => {
                    let fields: Vec<&str> = TableField::ALL.iter().map(|field| field_label(*field)).collect();
                    Err(CliError::usage(
                        "bad_value",
                        format!("“{pair}”不能用于“--map”"),
                        format!("应写成 列名=字段，字段有：{}", fields.join("、")),
                        "例：--map 存在问题=问题 --map C=措施（C 是列的字母）",
                    ))
                }
            }
        })
        .collect()
}

fn choices(args: &Args) -> Result<NameChoices> {
    let same_as = args
        .party
        .iter()
        .map(|pair| match pair.split_once(['=', '＝']) {
            Some((typed, declared)) if !typed.trim().is_empty() && !declared.trim().is_empty() => {
                Ok((typed.trim().to_owned(), declared.trim().to_owned()))
            }
            _ => Err(CliError::usage(
                "bad_value",
                format!("“{pair}”不能用于“--party”"),
                "应写成 新=旧，等号后面是名册里的名称",
                "例：--party 办公室（党组办）=办公室",
            )),
        })
        .collect::<Result<_>>()?;
    Ok(NameChoices { same_as, new: args.new_party.iter().map(|name| name_list::one(name)).collect() })
}

/// The ledger and where in it the items go; `None` when there is nothing yet and only a look was asked for.
fn target(args: &Args, source: &Source, at: usize, desk: &mut Desk) -> Result<Option<(Ledger, Target)>> {
    let path = match desk.ledger_path() {
        Ok(path) if args.looks() && !path.exists() => return Ok(None),
        Ok(path) => path,
        Err(_) if args.looks() => return Ok(None),
        Err(error) => return Err(error),
    };
    debug_assert!(!path.as_os_str().is_empty());
    let ledger = desk.open(Mode::Write)?;
    // The first file opens the round; those behind it go into the same one.
    if let Some(key) = args.open_round.as_deref().filter(|_| at == 0 || args.looks()) {
        let settings = Box::new(settings(args, source, desk.today())?);
        return Ok(Some((ledger, Target::Opened { key: key.to_owned(), settings })));
    }
    let named = args.open_round.as_deref().or(desk.round()).map(str::to_owned);
    match ledger.read(|reader| service::select::round(reader, named.as_deref())) {
        Ok(round) => Ok(Some((ledger, Target::Round(Some(round.key))))),
        // Which of several open rounds is asked only where something is to be recorded: a look needs no round.
        Err(service::Error::Refused(why)) if matches!(&why[..], [Refusal::WhichRound { open }] if open.is_empty() || args.looks()) => {
            if args.looks() {
                Ok(None)
            } else {
                Err(no_round(source))
            }
        }
        Err(error) => Err(error.into()),
    }
}

/// What the paper's opening paragraphs say of the round.
fn settings(args: &Args, source: &Source, today: Day) -> Result<RoundSettings> {
    let header = &source.plan.header;
    let named = day::parse_opt("--feedback", args.feedback.as_deref(), today)?;
    let Some(feedback_on) = named.or(header.feedback_on) else {
        return Err(CliError::refused(
            "no_feedback_day",
            format!("“{}”没有写明反馈日，不能据此开立轮次", source.name),
            "时限从反馈日起算，不能猜",
            "加 --feedback 日期，如 --feedback 2025-01-13",
        ));
    };
    if let Some(settings) = &header.settings {
        return Ok(RoundSettings { feedback_on, ..(**settings).clone() });
    }
    let kind = header.round_kind.unwrap_or(RoundKind::Patrol);
    Ok(RoundSettings {
        body: header.body.clone(),
        party_group: header.party_group.clone(),
        onsite_from: header.onsite_from,
        onsite_to: header.onsite_to,
        ..RoundSettings::new(args.open_round.clone().unwrap_or_default(), kind, feedback_on)
    })
}

/// Says how to open the round, filled in from what the paper says.
fn no_round(source: &Source) -> CliError {
    let header = &source.plan.header;
    let key = key_for(header);
    let mut command = format!("taizhang round open {key}");
    match header.feedback_on {
        Some(day) => command.push_str(&format!(" --feedback {day}")),
        None => command.push_str(" --feedback 反馈日"),
    }
    if let Some(kind) = header.round_kind {
        command.push_str(&format!(" --kind {}", kind.label()));
    }
    for (flag, words) in [("--body", &header.body), ("--party-group", &header.party_group)] {
        if let Some(words) = words {
            command.push_str(&format!(" {flag} {words}"));
        }
    }
    CliError::refused(
        "no_round",
        "还没有开立轮次，问题无处可记",
        format!("“{}”的问题要记在一个轮次之下", source.name),
        format!("先执行 {command}\n或在导入时加 --open-round {key}，按文件抬头开立；只看内容加 --dry-run"),
    )
}

/// A key as offices name their rounds: 2024巡察, by the year on site, else of the feedback.
fn key_for(header: &Header) -> String {
    use chrono::Datelike as _;
    let year = header.onsite_from.or(header.feedback_on).map(|day| day.year().to_string()).unwrap_or_default();
    format!("{year}{}", header.round_kind.unwrap_or(RoundKind::Patrol).label())
}

/// Items exist from the feedback on, so the first paper takes effect that day; what a later one brings is known from today.
fn day_of_effect(ledger: &Ledger, paper: &Paper<'_>, desk: &Desk) -> Result<Day> {
    let today = desk.today();
    let feedback = match &paper.into {
        Target::Opened { settings, .. } => Some(settings.feedback_on),
        Target::Round(key) => ledger.read(|reader| {
            let round = service::select::round(reader, key.as_deref())?;
            let filter = Filter { rounds: vec![round.id], with_withdrawn: true, ..Filter::default() };
            let stands = reader.count_items(&filter, AsOf { day: today, current: true })?;
            Ok::<_, service::Error>((stands == 0).then_some(round.settings.feedback_on))
        })?,
    };
    Ok(feedback.filter(|day| *day <= today).unwrap_or(today))
}

/// What kind of paper it is, in words.
const fn paper_words(kind: PaperKind) -> &'static str {
    match kind {
        PaperKind::Feedback => "反馈意见",
        PaperKind::Plan => "整改方案",
        PaperKind::Report => "整改进展情况通报",
        PaperKind::Ledger => "整改台账",
        PaperKind::Unknown => "未能判断",
    }
}
