//! `outcome` 成效: counted things, each counted once however many items it belongs to.

use super::{
    Exit, Result,
    bulk::{Aim, Chosen},
    day::{AsOfDay, OnDay},
    desk::Desk,
    error::CliError,
    selection::Parties,
    term,
};
use crate::{
    domain::{
        ids::OutcomeId,
        outcome::{AccountabilityForm, MoneyDirection, OutcomeFacts},
    },
    report::page::{Block, Column},
    service::attachment,
    store::Mode,
    zh::{event::outcome_words, label::Label as _, money::parse_cents},
};
use serde_json::json;

/// 登记制度、问责、资金，一件计一次
#[derive(Debug, clap::Args)]
#[command(after_help = "\
例：
  taizhang outcome rule 3 5 --title 《印章管理办法》 --institution
  taizhang 成效 问责 3 --form 提醒谈话 --people 2
  taizhang 成效 资金 8 --direction 追缴 --amount 12.5万元
  taizhang outcome other 8 --name 专题培训 --count 3 --unit 场
  taizhang outcome withdraw 2 --reason 重复登记")]
pub(super) struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, clap::Subcommand)]
enum Act {
    /// 规范性文件，其中制度另计
    #[command(aliases = ["制度", "规范性文件"])]
    Rule {
        #[command(flatten)]
        chosen: Chosen<Parties>,
        /// 文件名称
        #[arg(long, value_name = "名称")]
        title: String,
        /// 文号
        #[arg(long, value_name = "文号")]
        number: Option<String>,
        /// 修订的（默认新建）
        #[arg(long)]
        revised: bool,
        /// 计入制度
        #[arg(long)]
        institution: bool,
        /// 说明
        #[arg(long, value_name = "文字")]
        words: Option<String>,
    },
    /// 问责处理
    #[command(alias = "问责")]
    Accountability {
        #[command(flatten)]
        chosen: Chosen<Parties>,
        /// 方式，如 提醒谈话、诫勉、党纪处分
        #[arg(long, value_name = "方式", value_parser = term::one::<AccountabilityForm>)]
        form: AccountabilityForm,
        /// 人数
        #[arg(long, value_name = "人数")]
        people: i64,
        /// 人次（默认同人数）
        #[arg(long, value_name = "人次")]
        times: Option<i64>,
        /// 说明
        #[arg(long, value_name = "文字")]
        words: Option<String>,
    },
    /// 资金
    #[command(alias = "资金")]
    Money {
        #[command(flatten)]
        chosen: Chosen<Parties>,
        /// 去向：追缴、清退、上缴、发放、节约
        #[arg(long, value_name = "去向", value_parser = term::one::<MoneyDirection>)]
        direction: MoneyDirection,
        /// 金额，如 12.5万元、3646.75元
        #[arg(long, value_name = "金额")]
        amount: String,
        /// 说明
        #[arg(long, value_name = "文字")]
        words: Option<String>,
    },
    /// 其他能计数的成效
    #[command(alias = "其他")]
    Other {
        #[command(flatten)]
        chosen: Chosen<Parties>,
        /// 名称，如 专题培训
        #[arg(long, value_name = "名称")]
        name: String,
        /// 数量
        #[arg(long, value_name = "数量")]
        count: i64,
        /// 计量单位，如 场、件、次
        #[arg(long, value_name = "单位")]
        unit: String,
        /// 说明
        #[arg(long, value_name = "文字")]
        words: Option<String>,
    },
    /// 列出成效
    #[command(alias = "列表")]
    List {
        #[command(flatten)]
        as_of: AsOfDay,
    },
    /// 撤回一项成效
    #[command(alias = "撤回")]
    Withdraw {
        /// 成效的号数
        #[arg(value_name = "号数")]
        number: i64,
        /// 理由
        #[arg(long, value_name = "文字")]
        reason: String,
        #[command(flatten)]
        on: OnDay,
    },
}

pub(super) fn run(args: Args, desk: &mut Desk) -> Result {
    let (chosen, facts, words) = match args.act {
        Act::Rule { chosen, title, number, revised, institution, words } => {
            let title = title.trim().trim_matches(['《', '》']).to_owned();
            (chosen, OutcomeFacts::Rule { title, number, revised, institution }, words)
        }
        Act::Accountability { chosen, form, people, times, words } => {
            (chosen, OutcomeFacts::Accountability { form, people, times: times.unwrap_or(people) }, words)
        }
        Act::Money { chosen, direction, amount, words } => {
            (chosen, OutcomeFacts::Money { direction, cents: cents(&amount)? }, words)
        }
        Act::Other { chosen, name, count, unit, words } => (chosen, OutcomeFacts::Other { name, count, unit }, words),
        Act::List { as_of } => return list(&as_of, desk),
        Act::Withdraw { number, reason, on } => {
            let context = &mut desk.context_on(&on)?;
            let mut ledger = desk.open(Mode::Write)?;
            let receipt = attachment::withdraw_outcome(&mut ledger, context, OutcomeId(number), &reason)?;
            let line = format!("撤回成效第 {number} 号");
            desk.receipt_with(&receipt, &[line], &[("outcome", json!(number))])?;
            return Ok(Exit::Done);
        }
    };
    chosen.carry_out_saying(outcome_words(&facts), Aim::Open, desk, |ledger, context, items, how| {
        attachment::add_outcome(ledger, context, items, facts, words.as_deref(), how).map(|(_, receipt)| receipt)
    })
}

fn cents(amount: &str) -> Result<i64> {
    parse_cents(amount).map_err(|bad| {
        CliError::usage("bad_amount", "--amount 的金额不对", bad.to_string(), "按 12.5万元 或 3646.75元 的样子写")
    })
}

fn list(as_of: &AsOfDay, desk: &mut Desk) -> Result {
    let day = as_of.day(desk.today())?;
    let ledger = desk.open(Mode::Read)?;
    let outcomes = ledger.read(|reader| reader.outcomes(reader.as_of(day)?, None))?;
    if desk.is_json() {
        let mut json = desk.json("taizhang.outcomes/1")?;
        json.field("as_of", &day)?;
        json.begin_array("outcomes")?;
        for o in &outcomes {
            json.element(&json!({
                "number": o.id, "on": o.on, "facts": o.facts, "words": o.words, "items": o.codes,
            }))?;
        }
        json.end_array()?;
        json.finish()?;
        return Ok(Exit::Done);
    }
    let mut page = desk.page()?;
    page.title("成效", Some(day))?;
    if outcomes.is_empty() {
        page.block(Block::Paragraph("还没有登记成效。登记用 taizhang outcome rule、money 等。".into()))?;
    } else {
        page.begin_grid(&[
            Column::number("号数"),
            Column::day("日期"),
            Column::rigid("类别"),
            Column::text("内容", 3),
            Column::text("事项", 1),
        ])?;
        for o in outcomes {
            let what = outcome_words(&o.facts);
            page.row(vec![
                o.id.0.into(),
                o.on.into(),
                o.facts.kind().label().into(),
                what.into(),
                o.codes.join("、").into(),
            ])?;
        }
        page.end_grid()?;
    }
    page.finish()?;
    drop(page);
    Ok(Exit::Done)
}
