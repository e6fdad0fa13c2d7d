//! `outcome` 成效: counted things, each counted once however many items it belongs to.

use super::{
    Exit, Result,
    bulk::{self, Aim, Chosen},
    day::{AsOfDay, OnDay},
    desk::Desk,
    disclosure::Marks,
    error::CliError,
    selection::Parties,
    term,
};
use crate::{
    domain::{
        event::DisclosureSubject,
        ids::OutcomeId,
        outcome::{AccountabilityForm, MoneyDirection, OutcomeEdit, OutcomeFacts},
    },
    report::{self, page::Block},
    service::{outcome, session::Run},
    store::{Mode, query::OutcomeRow},
    zh::{event::outcome_words, money::parse_cents},
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
  taizhang outcome link 2 5,7                （一件成效属于几个事项，仍计一次）
  taizhang outcome edit 2 --people 3 --times 4
  taizhang outcome edit 1 --disclosure 可公开
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
        /// 同名或同文号的已登记过，仍另计一件
        #[arg(long)]
        again: bool,
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
    /// 更正一项成效
    #[command(alias = "更正")]
    Edit(Box<Edit>),
    /// 一项成效也属于别的事项，仍计一次
    #[command(alias = "关联")]
    Link {
        /// 成效的号数
        #[arg(value_name = "号数", help_heading = "参数")]
        number: i64,
        #[command(flatten)]
        chosen: Chosen<Parties>,
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
        /// 只预演，不记录
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        on: OnDay,
    },
}

/// What can be put right; which of it an outcome has depends on its kind.
#[derive(Debug, clap::Args)]
struct Edit {
    /// 成效的号数
    #[arg(value_name = "号数")]
    number: i64,
    /// 文件名称
    #[arg(long, value_name = "名称")]
    title: Option<String>,
    /// 文号（空值则去掉）
    #[arg(long = "number", id = "document_number", value_name = "文号")]
    document_number: Option<String>,
    /// 是否修订：是、否（否即新建）
    #[arg(long, value_name = "是否", value_parser = yes_or_no)]
    revised: Option<bool>,
    /// 是否计入制度：是、否
    #[arg(long, value_name = "是否", value_parser = yes_or_no)]
    institution: Option<bool>,
    /// 问责方式
    #[arg(long, value_name = "方式", value_parser = term::one::<AccountabilityForm>)]
    form: Option<AccountabilityForm>,
    /// 人数
    #[arg(long, value_name = "人数")]
    people: Option<i64>,
    /// 人次（原与人数相同的随人数改）
    #[arg(long, value_name = "人次")]
    times: Option<i64>,
    /// 资金去向
    #[arg(long, value_name = "去向", value_parser = term::one::<MoneyDirection>)]
    direction: Option<MoneyDirection>,
    /// 金额，如 12.5万元
    #[arg(long, value_name = "金额")]
    amount: Option<String>,
    /// 其他成效的名称
    #[arg(long, value_name = "名称")]
    name: Option<String>,
    /// 数量
    #[arg(long, value_name = "数量")]
    count: Option<i64>,
    /// 计量单位
    #[arg(long, value_name = "单位")]
    unit: Option<String>,
    /// 更正后与已登记的同名或同文号，仍另计一件
    #[arg(long)]
    again: bool,
    /// 只预演，不记录
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    marks: Marks,
    #[command(flatten)]
    on: OnDay,
}

fn yes_or_no(word: &str) -> Result<bool, String> {
    match word.trim() {
        "是" | "yes" | "true" => Ok(true),
        "否" | "no" | "false" => Ok(false),
        _ => Err("可以写的是：是、否".into()),
    }
}

impl Edit {
    fn facts(&self) -> Result<OutcomeEdit> {
        Ok(OutcomeEdit {
            title: self.title.clone(),
            number: self.document_number.as_ref().map(|n| Some(n.trim().to_owned()).filter(|n| !n.is_empty())),
            revised: self.revised,
            institution: self.institution,
            form: self.form,
            people: self.people,
            times: self.times,
            direction: self.direction,
            cents: self.amount.as_deref().map(cents).transpose()?,
            name: self.name.clone(),
            count: self.count,
            unit: self.unit.clone(),
        })
    }

    fn run(&self, desk: &mut Desk) -> Result {
        let facts = self.facts()?;
        let id = OutcomeId(self.number);
        let marked = self.marks.edit()?.is_some();
        match (facts == OutcomeEdit::default(), marked) {
            (true, true) => {
                let subject = DisclosureSubject::Outcome(id);
                return bulk::mark(subject, "outcome", &self.marks, &self.on, self.dry_run, desk);
            }
            (false, true) => {
                return Err(CliError::usage(
                    "conflict",
                    "更正内容和公开范围要分开改",
                    "一个是更正数字，一个只管能不能公开",
                    "分两条命令：一条更正，一条写 --disclosure",
                ));
            }
            (true, false) => {
                return Err(CliError::usage(
                    "nothing_given",
                    "没有写要更正什么",
                    "号数后面要写更正的内容",
                    "如 taizhang outcome edit 2 --people 3，或 --disclosure 可公开",
                ));
            }
            (false, false) => {}
        }
        let mut context = desk.context_on(&self.on)?;
        let mut ledger = desk.open(Mode::Write)?;
        let how = if self.dry_run { Run::Dry } else { Run::Record };
        let (after, receipt) = outcome::amend(&mut ledger, &mut context, id, &facts, self.again, how)?;
        let line = format!("成效第 {id} 号更正为：{}", outcome_words(&after));
        desk.receipt_with(&receipt, &[line], &[("outcome", json!(id)), ("facts", json!(after))])?;
        Ok(Exit::Done)
    }
}

pub(super) fn run(args: Args, desk: &mut Desk) -> Result {
    let mut insists = false;
    let (chosen, facts, words) = match args.act {
        Act::Rule { chosen, title, number, revised, institution, again, words } => {
            insists = again;
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
        Act::Edit(edit) => return edit.run(desk),
        Act::Link { number, chosen } => {
            return chosen.carry_out(Aim::Open, desk, |ledger, context, items, how| {
                outcome::link(ledger, context, OutcomeId(number), items, how)
            });
        }
        Act::Withdraw { number, reason, dry_run, on } => {
            let context = &mut desk.context_on(&on)?;
            let mut ledger = desk.open(Mode::Write)?;
            let how = if dry_run { Run::Dry } else { Run::Record };
            let receipt = outcome::withdraw(&mut ledger, context, OutcomeId(number), &reason, how)?;
            let line = format!("撤回成效第 {number} 号");
            desk.receipt_with(&receipt, &[line], &[("outcome", json!(number))])?;
            return Ok(Exit::Done);
        }
    };
    chosen.carry_out_saying(outcome_words(&facts), Aim::Open, desk, |ledger, context, items, how| {
        outcome::add(ledger, context, items, facts, words.as_deref(), insists, how).map(|(_, receipt)| receipt)
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
            json.element(&document(o))?;
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
        report::outcome::grid(&outcomes, &mut *page)?;
    }
    page.finish()?;
    drop(page);
    Ok(Exit::Done)
}

/// An outcome in a document.
pub(super) fn document(o: &OutcomeRow) -> serde_json::Value {
    json!({
        "number": o.id, "on": o.on, "facts": o.facts, "words": o.words, "items": o.codes,
        "disclosure": o.disclosure.disclosure, "public_words": o.disclosure.public_words,
    })
}
