//! `export` 导出: the ledger as a file, in the format that its ending asks for.

mod view;

use super::{Exit, Result, bar::Bar, day::AsOfDay, desk::Desk, error::CliError, out, selection::Selection};
use crate::{
    domain::{Day, filter::Filter, round::SignOff},
    render::{
        csv::CsvPage,
        json::{JsonLayout, JsonWriter},
        markdown::MarkdownPage,
        xlsx::{SheetPaper, XlsxPage},
    },
    report::{
        Scope,
        export::{
            Export, Found,
            document::{Document, SCHEMA},
            figures,
            table::{Layout, Table},
        },
        page::{Block, PageSink as _},
        schedule::schedule,
    },
    service::select::{self, Purpose},
    store::{Mode, query::Order},
};
use chrono::{DateTime, FixedOffset};
use clap::ValueEnum;
use std::{io::Write, path::PathBuf};

/// 导出台账、看板、日历，格式看后缀
#[derive(Debug, clap::Args)]
#[command(after_help = "\
例：
  taizhang export 台账.xlsx
  taizhang 导出 立案庭.xlsx --dept 立案庭 --paper a4
  taizhang export 台账.json --as-of 2025-06-30
  taizhang export 看板.html
  taizhang export 日历.ics --dept 立案庭 --alarm 14,3,0

.xlsx 整改台账，另附汇总和数字说明，改好后可用 taizhang intake 读回
.csv、.md 同一张表，一行一条；.json 全部内容，供程序使用，也可读回
.html 一页看板，可离线打开、打印；.ics 到期日、复核日和节点，导入手机或日历软件；
再次导出并导入，旧的日程随之更新，办结的取消；按部门等条件导出的，改由别的部门后要删去旧日历重新导入
同一台账、同一天导出的文件逐字节相同。")]
pub(super) struct Args {
    /// 写到哪个文件，如 台账.xlsx
    #[arg(value_name = "文件")]
    file: PathBuf,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    as_of: AsOfDay,
    /// 打印用纸，a3 或 a4，默认 a3（只对 .xlsx）
    #[arg(long, value_name = "纸张", value_enum, hide_possible_values = true)]
    paper: Option<PrintedOn>,
    /// 提前几天提醒，默认 7,1，也可写 无（.ics）
    #[arg(long, value_name = "天数")]
    alarm: Option<String>,
    /// 覆盖已有的同名文件
    #[arg(long)]
    force: bool,
}

/// The paper for which sheets are set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PrintedOn {
    A3,
    A4,
}

/// What a file is to be, by its ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Ledger(Written),
    View(View),
}

/// The ledger written out, item by item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    Xlsx,
    Csv,
    Md,
    Json,
}

/// Something to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    Board,
    Calendar,
}

impl Format {
    fn of(args: &Args) -> Result<Self> {
        let ending = args.file.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("xlsx") => Ok(Self::Ledger(Written::Xlsx)),
            Some("csv") => Ok(Self::Ledger(Written::Csv)),
            Some("md") => Ok(Self::Ledger(Written::Md)),
            Some("json") => Ok(Self::Ledger(Written::Json)),
            Some("html" | "htm") => Ok(Self::View(View::Board)),
            Some("ics") => Ok(Self::View(View::Calendar)),
            Some("xls" | "et" | "ods") => Err(CliError::usage(
                "bad_ending",
                format!("不能导出成 .{}：{}", ending.unwrap_or_default(), args.file.display()),
                "表格导出为 .xlsx，Excel、WPS、LibreOffice 都能打开",
                format!("改写为 {}", args.file.with_extension("xlsx").display()),
            )),
            Some("doc" | "docx" | "wps" | "pdf") => Err(CliError::usage(
                "bad_ending",
                format!("台账不导出成这种格式：{}", args.file.display()),
                "Word 材料由另一个命令出，PDF 由看表、看网页的程序打印",
                "出材料用 taizhang paper，如 taizhang paper plan；要打印或存成 PDF，导出 .xlsx 或 .html 后打印",
            )),
            _ => Err(CliError::usage(
                "bad_ending",
                format!("不知道导出成什么格式：{}", args.file.display()),
                "看文件名的后缀决定格式",
                "后缀用 .xlsx、.csv、.md、.json、.html 或 .ics，如 taizhang export 台账.xlsx",
            )),
        }
    }
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let format = Format::of(args)?;
    only_for(args.paper.is_some() && format != Format::Ledger(Written::Xlsx), "--paper", "台账.xlsx")?;
    only_for(args.alarm.is_some() && format != Format::View(View::Calendar), "--alarm", "日历.ics")?;
    let alarms = view::alarms(args.alarm.as_deref().unwrap_or("7,1"))?;
    out::check(&args.file, args.force, "加 --force 覆盖，或换一个文件名")?;
    let day = args.as_of.day(desk.today())?;
    let mut wanted = args.selection.wanted(desk, Vec::new())?;
    wanted.unfiled_on = wanted.unfiled_on.map(|_| day);
    wanted.withdrawn_too = matches!(format, Format::Ledger(_));
    let ledger = desk.open(Mode::Read)?;
    ledger.read(|reader| {
        let mut filter = select::filter(reader, &wanted, Purpose::Read)?;
        let narrow = !filter.is_empty();
        let scope = match format {
            Format::View(View::Calendar) => Scope::with_finished(reader, &mut filter, day)?,
            _ => Scope::new(reader, &mut filter, day)?,
        };
        let written = match format {
            Format::View(View::Calendar) => return calendar(args, (&scope, &filter, narrow), &alarms, desk),
            Format::View(View::Board) => return board(args, (&scope, &filter, &wanted.next_steps), desk),
            Format::Ledger(written) => written,
        };
        // A table is of one round.
        if written != Written::Json && scope.rounds.len() > 1 {
            let besides = "；几轮一起导出用 .json、.html 或 .ics";
            return Err(CliError::several_rounds(&scope.rounds, "导出哪一轮的台账", besides));
        }
        let export = Export::new(&scope, &filter)?;
        if export.work() == 0 {
            return Err(nothing(&scope));
        }
        let Found { work: items, withdrawn } = export.found;
        let mut remarks = Vec::new();
        if withdrawn > 0 {
            remarks.push(format!("另列撤项 {withdrawn} 项"));
        }
        let mut bar = Bar::new("导出", export.items.len());
        let mut tick = |done| bar.tick(done);
        let bytes = out::write(&args.file, args.force, |out| match written {
            Written::Xlsx => xlsx(&export, args.paper, out, &mut tick, &mut remarks),
            Written::Csv => {
                let mut page = CsvPage::new(out)?;
                Table::new(&export, Layout::Flat)?.push(&mut page, &mut tick)?;
                Ok(page.finish()?)
            }
            Written::Md => {
                let mut page = MarkdownPage::new(out);
                let table = Table::new(&export, Layout::Flat)?;
                page.title(&table.title(), Some(day))?;
                if let Some(words) = table.scope()? {
                    page.block(Block::Paragraph(words))?;
                }
                table.push(&mut page, &mut tick)?;
                Ok(page.finish()?)
            }
            Written::Json => json(&export, out, &mut tick),
        });
        bar.finish();
        acknowledge(args, &scope, items, bytes?, &remarks, desk)
    })
}

fn xlsx(
    export: &Export<'_>,
    paper: Option<PrintedOn>,
    out: &mut dyn Write,
    tick: &mut dyn FnMut(usize),
    remarks: &mut Vec<String>,
) -> Result<()> {
    let paper = match paper {
        None | Some(PrintedOn::A3) => SheetPaper::A3,
        Some(PrintedOn::A4) => SheetPaper::A4,
    };
    let day = export.scope.as_of.day;
    let table = Table::new(export, Layout::Sheet)?;
    let mut page = XlsxPage::new(out, midnight(day))?.laid_out(paper, "整改台账");
    table.push(&mut page, tick)?;
    // What was withdrawn is listed, and in no figure.
    let counted = Filter { with_withdrawn: false, ..export.filter.clone() };
    figures::push(export.scope, &counted, &mut page)?;
    let shown_only: Vec<String> = Table::shown_only().map(|title| format!("“{title}”")).collect();
    page.block(Block::Note(format!(
        "整改台账中{}由程序算出，只供查看：改了不读回；要改时限请改“整改时限”。",
        shown_only.join("、")
    )))?;
    if let Some(words) = not_all_seen(page.cut()) {
        page.block(Block::Note(words.clone()))?;
        remarks.push(words);
    }
    figures::meetings(export.scope, &mut page)?;
    Ok(page.finish()?)
}

/// Which cells hold more than the highest row shows, in words; nothing where all is seen.
fn not_all_seen(cut: &[(String, String)]) -> Option<String> {
    const SHOWN: usize = 20;
    let places: Vec<String> = cut.iter().take(SHOWN).map(|(row, column)| format!("{row}“{column}”")).collect();
    let more = if cut.len() > SHOWN { format!("等 {} 格", cut.len()) } else { String::new() };
    (!cut.is_empty()).then(|| {
        format!("文字太长，打印出来或不展开时看不全：{}{more}；全文用 taizhang show 编号 查看", places.join("、"))
    })
}

/// The instant that a workbook says it was made: it depends on the day it speaks of, so that the same ledger gives the same file.
fn midnight(day: Day) -> DateTime<FixedOffset> {
    day.and_time(chrono::NaiveTime::MIN).and_utc().fixed_offset()
}

fn json(export: &Export<'_>, out: &mut dyn Write, tick: &mut dyn FnMut(usize)) -> Result<()> {
    let document = Document::new(export)?;
    let mut json = JsonWriter::begin(out, SCHEMA, JsonLayout::Lines)?;
    json.field("as_of", &export.scope.as_of.day)?;
    json.field("ledger", &document.ledger()?)?;
    for (key, elements) in
        [("rounds", document.rounds()?), ("parties", document.parties()?), ("meetings", document.meetings()?)]
    {
        array(&mut json, key, &elements)?;
    }
    json.begin_array("items")?;
    for (at, item) in export.items.iter().enumerate() {
        json.element(&document.item(item))?;
        tick(at + 1);
    }
    json.end_array()?;
    for (key, elements) in
        [("evidence", document.evidence()), ("outcomes", document.outcomes()?), ("papers", document.papers()?)]
    {
        array(&mut json, key, &elements)?;
    }
    Ok(json.finish()?)
}

fn array(json: &mut JsonWriter<'_>, key: &str, elements: &[serde_json::Value]) -> Result<()> {
    json.begin_array(key)?;
    elements.iter().try_for_each(|element| json.element(element))?;
    Ok(json.end_array()?)
}

/// The board, which shows items without collecting them.
fn board(args: &Args, (scope, filter, next): (&Scope<'_>, &Filter, &[SignOff]), desk: &mut Desk) -> Result {
    let items = work(scope, filter)?;
    if items == 0 {
        return Err(nothing(scope));
    }
    let bytes = out::write(&args.file, args.force, |out| view::board(scope, filter, next, out))?;
    acknowledge(args, scope, items, bytes, &[], desk)
}

/// The calendar. Where nothing is left to be done it is written all the same: who took it over must learn what was cancelled.
fn calendar(
    args: &Args,
    (scope, filter, narrow): (&Scope<'_>, &Filter, bool),
    alarms: &[u32],
    desk: &mut Desk,
) -> Result {
    let items = work(scope, filter)?;
    let entries = schedule(scope, filter)?;
    if items == 0 && entries.iter().all(|entry| entry.item.is_none()) {
        return Err(nothing(scope));
    }
    let mut remarks = Vec::new();
    if entries.iter().all(|entry| entry.over.is_some()) {
        remarks.push("没有还要提醒的日子：日历里都是取消的日程，导入后旧的提醒随之取消".to_owned());
    }
    remarks.extend(narrow.then(|| view::PART_ONLY.to_owned()));
    let bytes = out::write(&args.file, args.force, |out| view::calendar(scope, &entries, alarms, out))?;
    acknowledge(args, scope, items, bytes, &remarks, desk)
}

/// How many items of work there are.
fn work(scope: &Scope<'_>, filter: &Filter) -> Result<usize> {
    let mut found = Found::default();
    scope.reader.each_item(filter, scope.as_of, Order::Code, None, |item| {
        found.count(&item);
        Ok::<_, CliError>(())
    })?;
    Ok(found.work)
}

fn acknowledge(
    args: &Args,
    scope: &Scope<'_>,
    items: usize,
    bytes: u64,
    remarks: &[String],
    desk: &mut Desk,
) -> Result {
    let day = scope.as_of.day;
    if desk.is_json() {
        let mut json = desk.json("taizhang.exported/1")?;
        json.field("as_of", &day)?;
        json.field("rounds", &scope.rounds.iter().map(|round| &round.key).collect::<Vec<_>>())?;
        json.field("file", &args.file.to_string_lossy())?;
        json.field("bytes", &bytes)?;
        json.field("items", &items)?;
        json.field("remarks", &remarks)?;
        json.finish()?;
    } else {
        desk.say(&format!("截至{day}的 {items} 项已写入 {}", args.file.display()))?;
        remarks.iter().try_for_each(|remark| desk.say(remark))?;
    }
    Ok(Exit::Done)
}

/// An option of one format is not left unheard with another.
fn only_for(wrong: bool, option: &str, file: &str) -> Result<()> {
    if !wrong {
        return Ok(());
    }
    let ending = file.rsplit('.').next().unwrap_or_default();
    Err(CliError::usage(
        "other_format",
        format!("{option} 只用于 .{ending}"),
        "后缀决定格式，这个格式没有这一项",
        format!("去掉 {option}，或导出为 .{ending}，如 taizhang export {file}"),
    ))
}

/// Nothing to be exported: an empty file would look like a ledger in which nothing is to be done.
fn nothing(scope: &Scope<'_>) -> CliError {
    let (why, remedy) = if scope.rounds.is_empty() {
        ("台账里还没有轮次".to_owned(), "先用 taizhang intake 导入反馈意见，或用 taizhang round open 开一轮".to_owned())
    } else {
        (
            format!("截至{}，没有符合条件的事项", scope.as_of.day),
            "放宽筛选条件或换一个 --as-of；先看有哪些事项用 taizhang list".to_owned(),
        )
    };
    CliError::refused("nothing_to_export", "没有可以导出的事项，没有写文件", why, remedy)
}
