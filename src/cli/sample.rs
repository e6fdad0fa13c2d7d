//! `sample` 抽查: a recorded draw of closed items, to be looked at again.

use super::{Exit, Result, day::OnDay, desk::Desk, error::CliError, selection::Selection};
use crate::{
    domain::{filter::Filter, ids::SampleId, refusal::Refusal},
    report::{
        Scope,
        page::{Block, Column},
        sample::{Draw, taken_back},
    },
    service::{
        sample::{self, Redrawn},
        session::Run,
    },
    store::{Mode, Reader, StoreError, query::SampleRow},
};
use serde_json::{Value, json};

/// 从已销号的里面抽取复查对象
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
例：
  taizhang sample 5                      抽 5 个已销号问题，按责任部门分配
  taizhang 抽查 3 --dept 立案庭 --seed 纪检组给定的一串字
  taizhang sample list
  taizhang sample show 1 --redraw        按记录的种子重抽，核对名单
抽取即记录；撤销和重抽都留在办理记录里，号数不再使用"
)]
pub(super) struct Args {
    #[command(subcommand)]
    act: Option<Act>,
    /// 抽几项
    #[arg(value_name = "项数")]
    count: Option<u32>,
    /// 种子，由他人给定时写明（默认随机）
    #[arg(long, value_name = "文字")]
    seed: Option<String>,
    /// 只预演，不记录；要有种子
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    on: OnDay,
    #[command(flatten)]
    selection: Selection,
}

#[derive(Debug, clap::Subcommand)]
enum Act {
    /// 列出历次抽查
    #[command(alias = "列表")]
    List,
    /// 一次抽查的名单和回头看结果
    #[command(alias = "详情")]
    Show {
        /// 抽查的号数
        #[arg(value_name = "号数")]
        number: i64,
        /// 按记录的种子重抽一遍，核对名单
        #[arg(long)]
        redraw: bool,
    },
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    match (&args.act, args.count) {
        (Some(Act::List), _) => list(desk),
        (Some(Act::Show { number, redraw }), _) => show(*number, *redraw, desk),
        (None, Some(count)) => draw(args, count, desk),
        (None, None) => Err(CliError::usage(
            "missing_argument",
            "没有写抽几项",
            "抽查要写明项数",
            "如 taizhang sample 5；查看历次抽查用 taizhang sample list",
        )),
    }
}

fn draw(args: &Args, count: u32, desk: &mut Desk) -> Result {
    let wanted = args.selection.wanted(desk, Vec::new())?;
    let context = &mut desk.context_on(&args.on)?;
    let mut ledger = desk.open(Mode::Write)?;
    let how = if args.dry_run { Run::Dry } else { Run::Record };
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    let (drawn, receipt) = sample::draw(&mut ledger, context, &wanted, count, args.seed.as_deref(), how)?;
    let number = drawn.sample;
    let name = |department: &Option<String>| department.clone().unwrap_or_else(|| "未定责任部门".into());
    let shares: Vec<String> =
        drawn.departments.iter().map(|(of, all, picked)| format!("{} {picked}/{all}", name(of))).collect();
    let mut lines = vec![
        format!("第 {number} 号抽查：{} 项里抽 {} 项（{}）", drawn.population, receipt.done.len(), shares.join("，")),
        format!("种子 {}（{}）", drawn.seed, if drawn.named { "写明的" } else { "随机产生" }),
    ];
    if !args.dry_run {
        lines.push(format!("登记回头看时写 --sample {number}；进展用 taizhang sample show {number} 查看"));
    }
    let departments: Vec<Value> = drawn
        .departments
        .iter()
        .map(|(of, all, picked)| json!({ "department": of, "population": all, "drawn": picked }))
        .collect();
    let fields = [
        ("sample", json!(number)),
        ("seed", json!(drawn.seed)),
        ("seed_named", json!(drawn.named)),
        ("population", json!(drawn.population)),
        ("departments", json!(departments)),
    ];
    desk.receipt_with(&receipt, &lines, &fields)?;
    Ok(Exit::Done)
}

fn list(desk: &mut Desk) -> Result {
    let day = desk.today();
    let ledger = desk.open(Mode::Read)?;
    let (draws, gone) = ledger.read(|reader| {
        let rows = reader.samples()?;
        let gone = taken_back(reader, &rows)?;
        let draws = rows.into_iter().map(|row| whole(reader, row, day)).collect::<Result<Vec<_>>>()?;
        Ok::<_, CliError>((draws, gone))
    })?;
    if desk.is_json() {
        let mut json = desk.json("taizhang.samples/1")?;
        json.begin_array("samples")?;
        for (draw, round) in &draws {
            json.element(&facts(draw, round.as_deref()))?;
        }
        json.end_array()?;
        json.field("taken_back", &gone)?;
        json.finish()?;
        return Ok(Exit::Done);
    }
    let mut page = desk.page()?;
    page.title("销号抽查", None)?;
    if draws.is_empty() {
        page.block(Block::Paragraph("还没有抽查。抽取用 taizhang sample 项数。".into()))?;
    } else {
        page.begin_grid(&[
            Column::number("号数"),
            Column::day("抽取日"),
            Column::rigid("轮次"),
            Column::text("范围", 1),
            Column::number("总体"),
            Column::number("抽中"),
            Column::number("已看"),
            Column::number("反弹"),
        ])?;
        for (draw, round) in &draws {
            let (looked, rebound) = draw.looked_at();
            let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX).into();
            page.row(vec![
                draw.row.id.0.into(),
                draw.row.on.into(),
                round.clone().into(),
                draw.conditions.clone().into(),
                draw.row.population.into(),
                draw.row.drawn.into(),
                number(looked),
                number(rebound),
            ])?;
        }
        page.end_grid()?;
    }
    if !gone.is_empty() {
        let numbers: Vec<String> = gone.iter().map(ToString::to_string).collect();
        page.block(Block::Note(format!("第 {} 号抽查已撤销，经过见 taizhang log", numbers.join("、"))))?;
    }
    page.finish()?;
    Ok(Exit::Done)
}

/// A draw with the key of its round, as a scope of its own sees it.
fn whole(reader: &Reader<'_>, row: SampleRow, day: crate::domain::Day) -> Result<(Draw, Option<String>)> {
    let mut filter = Filter { rounds: row.round.into_iter().collect(), ..Filter::default() };
    let scope = Scope::new(reader, &mut filter, day)?;
    let round = row.round.and_then(|id| scope.round(id)).map(|r| r.key.clone());
    Ok((Draw::new(&scope, row)?, round))
}

fn facts(draw: &Draw, round: Option<&str>) -> Value {
    let (looked, rebound) = draw.looked_at();
    json!({
        "sample": draw.row.id, "round": round, "on": draw.row.on, "entered_at": draw.entered_at,
        "operator": draw.operator, "seed": draw.row.seed, "seed_named": !draw.by_chance(),
        "conditions": draw.conditions, "population": draw.row.population, "drawn": draw.row.drawn,
        "looked_at": looked, "rebounded": rebound,
    })
}

fn show(number: i64, redraw: bool, desk: &mut Desk) -> Result {
    let day = desk.today();
    let ledger = desk.open(Mode::Read)?;
    ledger.read(|reader| {
        let Some(row) = reader.sample(SampleId(number))? else {
            return Err(Refusal::UnknownNumber { what: "sample", number }.into());
        };
        let mut filter = Filter { rounds: row.round.into_iter().collect(), ..Filter::default() };
        let scope = Scope::new(reader, &mut filter, day)?;
        let redrawn = if redraw { Some(Codes::of(reader, &sample::redraw(reader, &row)?)?) } else { None };
        let draw = Draw::new(&scope, row)?;
        if desk.is_json() {
            let round = draw.row.round.and_then(|id| scope.round(id)).map(|r| r.key.as_str());
            let mut json = desk.json("taizhang.sample/1")?;
            if let Value::Object(fields) = facts(&draw, round) {
                for (key, value) in fields {
                    json.field(&key, &value)?;
                }
            }
            json.field("departments", &draw.departments)?;
            json.begin_array("items")?;
            for (_, row) in &draw.items {
                json.element(row)?;
            }
            json.end_array()?;
            json.field("redraw", &redrawn.as_ref().map(Codes::json))?;
            json.finish()?;
        } else {
            let lines = redrawn.as_ref().map(Codes::words).unwrap_or_default();
            let mut page = desk.page()?;
            draw.page(&scope, &lines, &mut *page)?;
        }
        Ok(if redrawn.is_none_or(|codes| codes.redrawn.agrees()) { Exit::Done } else { Exit::Found })
    })
}

/// What came of making a draw again, with the codes of the items it speaks of.
struct Codes {
    redrawn: Redrawn,
    not_drawn: Vec<String>,
    not_recorded: Vec<String>,
    no_longer: Vec<String>,
    found_since: Vec<String>,
}

impl Codes {
    fn of(reader: &Reader<'_>, redrawn: &Redrawn) -> Result<Self> {
        let codes = |ids: &[crate::domain::ids::ItemId]| {
            ids.iter().map(|id| Ok(reader.item(*id)?.code)).collect::<Result<Vec<_>, StoreError>>()
        };
        Ok(Self {
            not_drawn: codes(&redrawn.not_drawn)?,
            not_recorded: codes(&redrawn.not_recorded)?,
            no_longer: codes(&redrawn.no_longer)?,
            found_since: codes(&redrawn.found_since)?,
            redrawn: redrawn.clone(),
        })
    }

    fn words(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if self.redrawn.agrees() {
            lines.push("重抽：复核一致，按记录的种子和总体抽出的就是这份名单。".to_owned());
        } else {
            let (left, right) = (self.not_drawn.join("、"), self.not_recorded.join("、"));
            lines.push(format!("重抽：不一致。名单里有而没有抽中的：{left}；抽中而名单里没有的：{right}。"));
        }
        if !self.redrawn.same_population() {
            let said = [("已不在其中的", &self.no_longer), ("当时没有列入的", &self.found_since)];
            let said: Vec<String> = said
                .iter()
                .filter(|(_, codes)| !codes.is_empty())
                .map(|(what, codes)| format!("{what}：{}", codes.join("、")))
                .collect();
            lines.push(format!("总体与今天按抽取日重查的不同（抽取后补录或撤销过销号）：{}。", said.join("；")));
        }
        lines
    }

    fn json(&self) -> Value {
        json!({
            "agrees": self.redrawn.agrees(), "same_population": self.redrawn.same_population(),
            "not_drawn": self.not_drawn, "not_recorded": self.not_recorded,
            "no_longer": self.no_longer, "found_since": self.found_since,
        })
    }
}
