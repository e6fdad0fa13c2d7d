//! `paper reminder` 催办: letters to those who are late, issued under a number each.

use super::{
    issued,
    look::{self, Look},
};
use crate::{
    cli::{
        Exit, Result,
        day::{self, OnDay},
        desk::Desk,
        error::CliError,
        out::Out,
        selection::Selection,
    },
    domain::{Day, party::Role, reminder::Tier},
    report::{
        Scope,
        page::{Block, Cell, Column, Tone},
        row::{ItemRow, due_cell},
    },
    service::{
        issuing::{Asked, Numbering, Printing},
        reminder::{self, Aim, Plan},
        select::{self, Purpose},
    },
    store::Mode,
    zh::label::Label as _,
};
use serde_json::{Value, json};
use std::path::Path;

/// 催办：提醒函、督办函、提请约谈建议，编号登记
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
例：
  taizhang paper reminder --dry-run                          看哪些部门该发什么函
  taizhang paper reminder --register 某法整改督 -o 催办函     编号、登记、写成文件
  taizhang 材料 催办 --per 牵头领导 --within 7 --reply-by 2025-09-12
  taizhang paper reminder --no 3 -o 补打.docx                 取 3 号印发时的原件
几份函各成一个文件，放进 -o 的文件夹，没有的会新建；
逾期几天、几次没有回音升级，用 taizhang round amend --reminder-days --reminder-unanswered 调整；
答复期限没到的不重复发，确需再发加 --again；印发的原件留在台账里，--no 同 taizhang paper register --no")]
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
    /// 取这一号印发时的原件
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
        let asked = Asked { number, register: args.register.clone(), year: args.year };
        issued::again(&asked, &args.out, &args.look, desk)?;
        return Ok(Exit::Done);
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
    let profile = args.look.profile(desk)?;
    let reply_by = day::parse_opt("--reply-by", args.reply_by.as_deref(), desk.today())?;
    let numbering = Numbering { register: args.register.clone(), start: args.start };
    // Whatever may be wrong with the folder is found out before a number is spent.
    let folder = args.out.folder()?;
    let mut ledger = desk.open(Mode::Write)?;
    let ending = if desk.is_markdown() { "md" } else { look::ENDING };
    let in_format = Path::new("函").with_extension(ending);
    let mut printing = Printing {
        ending: ending.to_owned(),
        print: Box::new(|reader, paper, to| {
            issued::print_letter(reader, paper, &profile, &in_format, false, to).map_err(issued::handed_on)
        }),
    };
    let (issued, receipt) =
        reminder::issue(&mut ledger, &mut context, &wanted, aim, reply_by, &numbering, &mut printing)?;
    if issued.papers.is_empty() {
        return ledger.read(|reader| {
            let mut filter = select::filter(reader, &wanted, Purpose::Read)?;
            show(&issued.plan, &Scope::new(reader, &mut filter, on)?, desk)
        });
    }
    let folder = folder.keep();
    let mut lines: Vec<String> = Vec::new();
    let mut papers: Vec<Value> = Vec::new();
    for paper in &issued.papers {
        let path = folder.join(issued::file_name(paper, ending));
        ledger
            .read(|reader| {
                let written = issued::write_original(reader, paper, &path, &args.out)?;
                papers.push(issued::document(reader, paper, &written)?);
                Ok::<_, CliError>(())
            })
            .map_err(|error| {
                error.after_recording(format!(
                    "各份函已经编号登记，没有写成的用 taizhang paper reminder --no 号数 取原件（从 {} 起）",
                    paper.number
                ))
            })?;
        let (number, count) = (issued::number(paper), paper.items.len());
        lines.push(format!("{number}《{}》{count}项，已写入 {}", paper.title, path.display()));
    }
    lines.extend(left_out(&issued.plan));
    desk.receipt_with(&receipt, &lines, &[("papers", json!(papers))])?;
    Ok(Exit::Done)
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
