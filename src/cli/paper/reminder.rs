//! `paper reminder` 催办: letters to those who are late, issued under a number each; and any of them printed again.

use super::look::{self, Look};
use crate::{
    cli::{
        Exit, Result,
        day::{self, OnDay},
        desk::Desk,
        error::CliError,
        out::Out,
        selection::Selection,
    },
    domain::{Day, filter::Filter, party::Role, reminder::Tier},
    render::docx::profile::Profile,
    report::{
        Scope,
        page::{Block, Cell, Column, Tone},
        paper::{About, Paper as _, reminder::Reminder},
        row::{ItemRow, due_cell},
    },
    service::{
        issuing::{self, Asked, Numbering},
        reminder::{self, Aim, Plan},
        select::{self, Purpose},
        session::Run,
    },
    store::{Mode, Reader, query::IssuedPaper},
    zh::{issuing::document_number, label::Label as _},
};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// 催办：提醒函、督办函、提请约谈建议，编号登记
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
例：
  taizhang paper reminder --dry-run                          看哪些部门该发什么函
  taizhang paper reminder --register 某法整改督 -o 催办函     编号、登记、写成文件
  taizhang 材料 催办 --per 牵头领导 --within 7 --reply-by 2025-09-12
  taizhang paper reminder --no 3 -o 补打                      按登记的原样再打一份
逾期几天、几次没有回音升级，用 taizhang round amend --reminder-days --reminder-unanswered 调整；
答复期限没到的不重复发，确需再发加 --again")]
pub(super) struct Args {
    /// 每份发给谁：责任部门、牵头领导
    #[arg(long, value_name = "对象", default_value = "责任部门", value_parser = per)]
    per: Role,
    /// 几天内到期的也提醒
    #[arg(long, value_name = "天数", value_parser = clap::value_parser!(u16).range(0..=3650))]
    within: Option<u16>,
    /// 答复期限没到的也再发
    #[arg(long)]
    again: bool,
    /// 答复期限（默认提醒函 5 个、其他 3 个工作日）
    #[arg(long, value_name = "日期")]
    reply_by: Option<String>,
    /// 发文字，如 某法整改督（默认沿用上次的）
    #[arg(long, value_name = "发文字")]
    register: Option<String>,
    /// 从几号编起，以前的号在台账外编过时用
    #[arg(long, value_name = "号数", value_parser = clap::value_parser!(i64).range(1..=99_999))]
    start: Option<i64>,
    /// 只看该发什么函，不编号、不登记
    #[arg(long, conflicts_with = "no")]
    dry_run: bool,
    /// 按登记的原样再打一份
    #[arg(long, value_name = "号数", conflicts_with_all = ["within", "again", "reply_by", "start", "on"])]
    no: Option<i64>,
    /// 哪一年的号，同号不止一个时用
    #[arg(long, value_name = "年份", requires = "no")]
    year: Option<i64>,
    #[command(flatten)]
    on: OnDay,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    look: Look,
    #[command(flatten)]
    selection: Selection,
}

fn per(word: &str) -> Result<Role, String> {
    match crate::cli::term::one::<Role>(word) {
        Ok(role @ (Role::Department | Role::Leader)) => Ok(role),
        _ => Err("可以写的是：责任部门、牵头领导".to_owned()),
    }
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    if let Some(number) = args.no {
        return again(args, number, desk);
    }
    let aim = Aim { role: args.per, within: args.within.map(i64::from), again: args.again };
    let wanted = args.selection.wanted(desk, Vec::new())?;
    let mut context = desk.context_on(&args.on)?;
    let on = context.effective_on();
    if args.dry_run {
        let ledger = desk.open(Mode::Read)?;
        return ledger.read(|reader| {
            let round = select::round(reader, wanted.round.as_deref())?;
            let mut filter = select::filter(reader, &wanted, Purpose::Read)?;
            let plan = reminder::plan(reader, &round, &filter, on, aim)?;
            filter.rounds = vec![round.id];
            let scope = Scope::new(reader, &mut filter, on)?;
            show(&plan, &scope, desk)
        });
    }
    // Whatever may be wrong with files is found out before a number is spent.
    let profile = args.look.profile(desk)?;
    let reply_by = day::parse_opt("--reply-by", args.reply_by.as_deref(), desk.today())?;
    let numbering = Numbering { register: args.register.clone(), start: args.start };
    let folder = args.out.folder()?;
    let mut ledger = desk.open(Mode::Write)?;
    let (issued, receipt) =
        reminder::issue(&mut ledger, &mut context, &wanted, aim, reply_by, &numbering, Run::Record)?;
    if issued.papers.is_empty() {
        return ledger.read(|reader| {
            let mut filter = select::filter(reader, &wanted, Purpose::Read)?;
            show(&issued.plan, &Scope::new(reader, &mut filter, on)?, desk)
        });
    }
    let ending = if desk.is_markdown() { "md" } else { look::ENDING };
    let mut written = Vec::new();
    for paper in &issued.papers {
        let path = folder.join(file_name(paper, ending));
        let print = ledger.read(|reader| print(reader, paper, &profile, &path, &args.out));
        written.push(print.map_err(|error| {
            error.after_recording(format!(
                "各份函已经编号登记，没有写成的用 taizhang paper reminder --no 号数 再打（从 {} 起）",
                paper.number
            ))
        })?);
    }
    let mut lines: Vec<String> = Vec::new();
    for (paper, path) in issued.papers.iter().zip(&written) {
        let number = document_number(&paper.register, paper.year, paper.number);
        lines.push(format!("{number}《{}》{}项，已写入 {}", paper.title, paper.items.len(), path.file.display()));
    }
    lines.extend(left_out(&issued.plan));
    let papers: Vec<Value> = issued.papers.iter().zip(&written).map(|(paper, file)| document(paper, file)).collect();
    desk.receipt_with(&receipt, &lines, &[("papers", json!(papers))])?;
    Ok(Exit::Done)
}

/// A file that was written.
struct Written {
    file: PathBuf,
    bytes: u64,
    anchor: String,
}

/// Named after number and title: letters of later days lie beside it.
fn file_name(paper: &IssuedPaper, ending: &str) -> String {
    let number = document_number(&paper.register, paper.year, paper.number);
    format!("{}.{ending}", crate::cli::out::file_name(&format!("{number} {}", paper.title)))
}

/// Writes a letter from what is on record of it.
fn print(reader: &Reader<'_>, paper: &IssuedPaper, profile: &Profile, path: &Path, out: &Out) -> Result<Written> {
    let number = document_number(&paper.register, paper.year, paper.number);
    let letter = Reminder::of(paper).ok_or_else(|| not_a_letter(paper, &number))?;
    let mut filter = Filter {
        rounds: paper.round.into_iter().collect(),
        items: paper.items.clone(),
        with_withdrawn: true,
        ..Filter::default()
    };
    let scope = Scope::new(reader, &mut filter, paper.as_of)?;
    let about = About::new(&scope, &filter)?.ok_or_else(|| super::several_rounds(&scope))?;
    let about = about.signed(look::contact(profile)).issued(paper.seq)?;
    let bytes = out.write(path, |to| look::write_as(path, profile, &letter, &about, to))?;
    debug_assert_eq!(letter.title(&about), paper.title);
    Ok(Written { file: path.to_owned(), bytes, anchor: about.anchor })
}

fn not_a_letter(paper: &IssuedPaper, number: &str) -> CliError {
    let (what, why) = match paper.withdrawn {
        true => (format!("{number} 已经作废"), "发文后撤销了登记，号数留着不再用"),
        false => (format!("{number} 不是催办函"), "这个号是别的材料用的"),
    };
    CliError::refused("not_a_letter", what, why, "用 taizhang paper register 查看发文登记")
}

fn document(paper: &IssuedPaper, written: &Written) -> Value {
    json!({
        "kind": "reminder", "number": document_number(&paper.register, paper.year, paper.number),
        "register": paper.register, "year": paper.year, "no": paper.number, "title": paper.title, "as_of": paper.as_of,
        "addressee": paper.addressee.as_ref().map(|party| &party.name),
        "tier": paper.letter.map(|letter| letter.tier), "reply_by": paper.letter.map(|letter| letter.reply_by),
        "file": written.file.to_string_lossy(), "bytes": written.bytes, "anchor": written.anchor,
    })
}

/// Prints a letter again.
fn again(args: &Args, number: i64, desk: &mut Desk) -> Result {
    let profile = args.look.profile(desk)?;
    let asked = Asked { number, register: args.register.clone(), year: args.year };
    let ledger = desk.open(Mode::Read)?;
    ledger.read(|reader| {
        let paper = one(issuing::find(reader, &asked)?, number)?;
        let ending = if desk.is_markdown() { "md" } else { look::ENDING };
        let path = args.out.named(&file_name(&paper, ending));
        let written = print(reader, &paper, &profile, &path, &args.out)?;
        if desk.is_json() {
            let mut json = desk.json("taizhang.paper/1")?;
            if let Value::Object(fields) = document(&paper, &written) {
                for (key, value) in fields {
                    json.field(&key, &value)?;
                }
            }
            json.finish()?;
        } else {
            desk.say(&format!("《{}》已写入 {}", paper.title, path.display()))?;
            desk.say(&format!("  按 {} 的情况再打，没有另编号；名称和表述是现在的", paper.as_of))?;
        }
        Ok(Exit::Done)
    })
}

/// The one paper that is meant.
fn one(mut found: Vec<IssuedPaper>, number: i64) -> Result<IssuedPaper> {
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err(CliError::refused(
            "unknown_number",
            format!("没有编过 {number} 号"),
            "号数写错了，或在别的年份、别的发文字里",
            "用 taizhang paper register 查看发文登记",
        )),
        _ => {
            let all: Vec<String> =
                found.iter().map(|paper| document_number(&paper.register, paper.year, paper.number)).collect();
            Err(CliError::refused(
                "several_numbers",
                format!("{number} 号不止一个"),
                format!("有 {}", all.join("、")),
                "加 --register 发文字 或 --year 年份",
            ))
        }
    }
}

/// What no letter was written about, and why.
fn left_out(plan: &Plan) -> Vec<String> {
    let mut lines = Vec::new();
    let codes = |items: &mut dyn Iterator<Item = &str>| items.collect::<Vec<_>>().join("、");
    if !plan.waiting.is_empty() {
        let named = codes(&mut plan.waiting.iter().map(|(item, _)| item.code.as_str()));
        lines.push(format!("答复期限没到，没有再发 {} 项：{named}", plan.waiting.len()));
    }
    if !plan.unassigned.is_empty() {
        let named = codes(&mut plan.unassigned.iter().map(|item| item.code.as_str()));
        lines.push(format!("没有可发的对象 {} 项：{named}；先用 taizhang assign 分工", plan.unassigned.len()));
    }
    lines
}

/// Who would get what.
fn show(plan: &Plan, scope: &Scope<'_>, desk: &mut Desk) -> Result {
    let day = scope.as_of.day;
    if desk.is_json() {
        return show_json(plan, scope, day, desk);
    }
    let mut page = desk.page()?;
    page.title("拟发催办函", Some(day))?;
    if plan.letters.is_empty() {
        page.block(Block::Paragraph("没有要催办的事项，没有发函。".into()))?;
    } else {
        page.begin_grid(&[
            Column::code("编号"),
            Column::text("整改事项", 3),
            Column::day("时限").at_most(12),
            Column::number("逾期天数"),
            Column::number("已催办"),
        ])?;
        for letter in &plan.letters {
            let (party, count) = (&letter.party.name, letter.items.len());
            let tone = if letter.tier == Tier::Notice { Tone::Strong } else { Tone::Late };
            page.band(&format!("{} → {party}，{count}项", letter.tier.label()), tone)?;
            for late in &letter.items {
                page.row(vec![
                    Cell::text(scope.code_of(&late.item)),
                    Cell::text(late.item.text.clone()),
                    due_cell(&late.item),
                    Cell::number(late.item.days_late(day)),
                    Cell::number(i64::try_from(late.reminded).unwrap_or(i64::MAX)),
                ])?;
            }
        }
        page.end_grid()?;
    }
    for line in left_out(plan) {
        page.block(Block::Note(line))?;
    }
    page.finish()?;
    Ok(Exit::Done)
}

fn show_json(plan: &Plan, scope: &Scope<'_>, day: Day, desk: &mut Desk) -> Result {
    let mut json = desk.json("taizhang.reminder/1")?;
    json.field("as_of", &day)?;
    json.begin_array("letters")?;
    for letter in &plan.letters {
        let items = letter
            .items
            .iter()
            .map(|late| Ok(json!({ "item": ItemRow::new(scope, &late.item)?, "reminded": late.reminded })))
            .collect::<Result<Vec<Value>>>()?;
        json.element(&json!({ "tier": letter.tier, "addressee": letter.party.name, "items": items }))?;
    }
    json.end_array()?;
    json.begin_array("waiting")?;
    for (item, until) in &plan.waiting {
        json.element(&json!({ "item": ItemRow::new(scope, item)?, "reply_by": until }))?;
    }
    json.end_array()?;
    json.begin_array("unassigned")?;
    for item in &plan.unassigned {
        json.element(&ItemRow::new(scope, item)?)?;
    }
    json.end_array()?;
    json.finish()?;
    Ok(Exit::Done)
}
