//! `reconcile` 核对: does a paper stand in the ledger, word for word, and do its figures hold? Reads only; exit code 1 when
//! anything was found.

use super::{
    Exit, Result, day,
    desk::Desk,
    intake::source::{Source, roles},
};
use crate::{
    domain::{filter::Filter, item::ItemKind, reconcile::Verdict, stated::Weight},
    intake::{
        Options,
        plan::{PaperKind, Plan, PlannedItem},
        statement,
    },
    report::{
        Scope,
        reconcile::{Paper, PaperItem, PaperState, Reconciliation, whole},
    },
    service::select,
    store::Mode,
};
use serde_json::{Map, Value, json};
use std::path::PathBuf;

/// 文件与台账逐字核对，并核对文中数字
#[derive(Debug, clap::Args)]
#[command(
    after_help = "例：\n  taizhang reconcile 反馈意见.txt\n  taizhang 核对 整改方案.txt --round 2024巡察\n  taizhang reconcile 整改通报.txt --as-of 2025-06-30 --all\n  taizhang reconcile 整改通报.txt --only 数字\n\n文字：文件中的每个问题、整改意见（整改方案还有措施）在台账中是否恰有一项、一字不差；\n　　　列出缺失、重复、合并、拆分、多出、已撤项和文字有出入的，有出入的字用【】标出。\n数字：文中的合计、比率、日期自相核对，再与台账核对；比率四舍五入、舍去尾数都认。\n办理：文件是台账的，每行写的进度、销号、时限、责任与台账在文件所述日期（截至…）的情况核对；\n　　　没有写的不比，时限写法不同而日期相同的算相符。\n只读不写。有出入时退出码为 1，没有为 0；提示不算出入。"
)]
pub(super) struct Args {
    /// 要核对的文件
    #[arg(value_name = "文件")]
    file: PathBuf,
    /// 文件编码（默认自动识别）
    #[arg(long, value_name = "编码")]
    encoding: Option<String>,
    /// 读哪个工作表（名称、第几个、全部）
    #[arg(long, value_name = "工作表")]
    sheet: Option<String>,
    /// 把这一列当作哪个字段
    #[arg(long, value_name = "列名=字段")]
    map: Vec<String>,
    /// 截至哪一天（默认今天，进度按文件所述日期）
    #[arg(long, value_name = "日期")]
    as_of: Option<String>,
    /// 措施也核对（整改方案本来就核对）
    #[arg(long)]
    measures: bool,
    /// 只核对一样：文字、数字、办理
    #[arg(long, value_name = "哪一样", value_parser = only)]
    only: Option<Only>,
    /// 相符的也列出
    #[arg(long)]
    all: bool,
}

/// What alone is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Only {
    Words,
    Figures,
    States,
}

fn only(typed: &str) -> std::result::Result<Only, String> {
    match typed.trim() {
        "文字" | "words" => Ok(Only::Words),
        "数字" | "figures" => Ok(Only::Figures),
        "办理" | "states" => Ok(Only::States),
        _ => Err("可写 文字、数字 或 办理".to_owned()),
    }
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let told = day::parse_opt("--as-of", args.as_of.as_deref(), desk.today())?;
    let day = told.unwrap_or(desk.today());
    let columns = super::intake::columns(&args.map)?;
    let options = Options { encoding: args.encoding.clone(), sheet: args.sheet.clone(), columns };
    let source = Source::read(&args.file, &options)?;
    let paper = paper(args, &source.name, &source.plan);
    let ledger = desk.open(Mode::Read)?;
    let round = desk.round().map(str::to_owned);
    ledger.read(|reader| {
        let round = select::round(reader, round.as_deref())?;
        let mut filter = Filter { rounds: vec![round.id], ..Filter::default() };
        let scope = Scope::new(reader, &mut filter, day)?;
        let answer = Reconciliation::new(&scope, &paper, told)?;
        if desk.is_json() {
            document(desk, &answer, &round.key, source.plan.paper)?;
        } else {
            let mut page = desk.page()?;
            answer.page(args.all, &mut *page)?;
        }
        Ok(if answer.found() { Exit::Found } else { Exit::Done })
    })
}

/// The paper as it is held against the ledger.
fn paper(args: &Args, name: &str, plan: &Plan) -> Paper {
    let measures = args.measures || matches!(plan.paper, PaperKind::Plan | PaperKind::Ledger);
    let asked = |kind: ItemKind| match kind {
        ItemKind::Category | ItemKind::Issue | ItemKind::Opinion | ItemKind::Case => true,
        ItemKind::Measure => measures,
    };
    // Who reads a ledger file asks about what its rows state; a paper tells a story.
    let is = |one: Only| args.only.is_none_or(|only| only == one);
    let states = is(Only::States) && plan.paper == PaperKind::Ledger;
    let mut moved: Vec<Option<usize>> = Vec::with_capacity(plan.items.len());
    let mut items: Vec<PaperItem> = Vec::new();
    for item in &plan.items {
        moved.push(asked(item.kind).then_some(items.len()));
        if asked(item.kind) {
            items.push(PaperItem {
                kind: item.kind,
                origin: item.origin,
                number: item.number,
                source_no: item.source_no.clone(),
                place: item.place.clone(),
                text: item.text.clone(),
                whole: whole(&item.source_text, &item.text).to_owned(),
                parent: item.parent.and_then(|parent| moved[parent]),
                state: states.then(|| state(item)),
            });
        }
    }
    let read = is(Only::Figures).then(|| statement::read(plan));
    let (checks, claims, dated) = match read {
        Some(read) => (Some(read.checks), read.claims, read.dated),
        None => (None, Vec::new(), None),
    };
    Paper {
        name: name.to_owned(),
        is_feedback: plan.paper == PaperKind::Feedback,
        divides: matches!(plan.paper, PaperKind::Feedback | PaperKind::Ledger),
        words: is(Only::Words),
        items: (args.only != Some(Only::Figures)).then_some(items),
        states,
        speaks_of: plan.header.as_of,
        checks,
        claims,
        dated,
    }
}

/// What a row states beside its words.
fn state(item: &PlannedItem) -> PaperState {
    let roles = roles(item).into_iter().map(|(role, names)| (role, names.to_vec()));
    PaperState {
        reported: item.reported.as_deref().cloned(),
        deadline: item.deadline_raw.clone(),
        roles: roles.collect(),
    }
}

/// The document `taizhang.reconcile/1`. All rows stand in it; what agrees is told by its verdict.
fn document(desk: &mut Desk, answer: &Reconciliation, round: &str, kind: PaperKind) -> Result<()> {
    let counts = |pairs: Vec<(&str, usize)>| -> Map<String, Value> {
        pairs.into_iter().map(|(key, count)| (key.to_owned(), count.into())).collect()
    };
    let of_words = counts(Verdict::ALL.iter().map(|verdict| (verdict.key(), answer.count(*verdict))).collect());
    let of_figures = counts(Weight::ALL.iter().map(|weight| (weight.key(), answer.weighing(*weight))).collect());
    let of_states = answer.states.as_ref().map(
        |states| json!({ "compared": states.compared, "later": states.later.len(), "differing": states.rows.len() }),
    );
    let mut json = desk.json("taizhang.reconcile/1")?;
    json.field("file", &answer.name)?;
    json.field("paper", &kind)?;
    json.field("round", &round)?;
    json.field("as_of", &answer.as_of)?;
    json.field("found", &answer.found())?;
    json.field("counts", &json!({ "words": of_words, "figures": of_figures, "states": of_states }))?;
    json.begin_array("words")?;
    for row in answer.words.iter().flatten() {
        json.element(row)?;
    }
    json.end_array()?;
    json.begin_array("figures")?;
    for check in answer.figures.iter().flatten() {
        json.element(check)?;
    }
    json.end_array()?;
    let states = answer.states.as_ref();
    json.field("states_as_of", &states.map(|states| states.as_of))?;
    json.begin_array("states")?;
    for row in states.iter().flat_map(|states| &states.rows) {
        json.element(row)?;
    }
    json.end_array()?;
    Ok(json.finish()?)
}
