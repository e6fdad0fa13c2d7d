//! `summary` 汇总: figures, rates, groups, outcomes, sentences; and the members of any figure.

use super::{Exit, Result, day::AsOfDay, desk::Desk, error::CliError, selection::Selection, term};
use crate::{
    domain::{
        figures::{Figure, RateKind},
        filter::Filter,
        item::{ItemKind, Origin},
        outcome::{AccountabilityForm, MoneyDirection, OutcomeFigure},
    },
    report::{
        self, Scope,
        adjustment::Adjustments,
        list::{self, FIRST_PAGE, List},
        page::Block,
        summary::{Summary, repeated},
    },
    service::select::{self, Purpose},
    store::{Mode, query::Order},
    zh::label::{Label as _, all_labels, from_words, outcome_figure, outcome_figure_label, outcome_sum_words},
};
use std::collections::BTreeMap;

/// 整改进展汇总
#[derive(Debug, clap::Args)]
#[command(
    after_help = "例：\n  taizhang summary\n  taizhang 汇总 --by department --as-of 2025-06-30\n  taizhang summary --explain 完成率\n  taizhang summary --explain 逾期未完成 --kind 措施"
)]
pub(super) struct Args {
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    as_of: AsOfDay,
    /// 分组：部门、领导、责任人、方面、来源、轮次
    // The same id as the global `--by` (经办人), which means nothing to a reading verb and gives way to this one.
    #[arg(id = "by", long = "by", value_name = "分组")]
    by: Option<String>,
    /// 列出某个数字的明细，如 完成率、逾期未完成
    #[arg(long, value_name = "数字")]
    explain: Option<String>,
    /// 明细显示全部
    #[arg(long)]
    all: bool,
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let day = args.as_of.day(desk.today())?;
    let mut wanted = args.selection.wanted(desk, Vec::new())?;
    wanted.unfiled_on = wanted.unfiled_on.map(|_| day);
    let by = args.by.as_deref().map(term::grouping).transpose()?;
    let ledger = desk.open(Mode::Read)?;
    ledger.read(|reader| {
        let mut filter = select::filter(reader, &wanted, Purpose::Read)?;
        let scope = Scope::new(reader, &mut filter, day)?;
        if let Some(words) = &args.explain {
            return explain(desk, &scope, &filter, words, args.all);
        }
        let summary = Summary::new(&scope, &filter, by)?;
        if !desk.is_json() {
            let mut page = desk.page()?;
            summary.page(&scope, by, &mut *page)?;
            return Ok(Exit::Done);
        }
        let mut json = desk.json("taizhang.summary/1")?;
        json.field("as_of", &day)?;
        json.field("issues", &summary.issues)?;
        json.field("long_term", &summary.long_term)?;
        let feedback = summary.origin(Origin::Feedback);
        let mut by_origin: BTreeMap<&str, _> = summary.by_origin.iter().map(|(o, set)| (o.key(), set)).collect();
        by_origin.entry(Origin::Feedback.key()).or_insert(&feedback);
        json.field("by_origin", &by_origin)?;
        json.field("measures", &summary.measures)?;
        json.field("opinions", &summary.opinions)?;
        json.field("cases", &summary.cases)?;
        json.field("groups", &summary.groups)?;
        json.field("groups_overlap", &summary.groups_overlap)?;
        json.field("repeated", &summary.repeated)?;
        json.field("outcomes", &summary.outcomes)?;
        json.field("outcomes_overlap", &summary.outcomes_overlap)?;
        json.field("meetings", &summary.meetings)?;
        json.field("closings_by_month", &summary.closings.iter().map(|(m, n, _)| (m, n)).collect::<BTreeMap<_, _>>())?;
        json.field("reopened_by_month", &summary.reopened().collect::<BTreeMap<_, _>>())?;
        json.field("sentences", &summary.sentences)?;
        let differing: Vec<_> = summary
            .differing
            .iter()
            .map(|f| serde_json::json!({"source": f.source, "words": f.words, "what": f.what, "stated": f.number, "found": f.found}))
            .collect();
        json.field("differing_figures", &differing)?;
        let adjustments: Vec<_> = summary.adjustments.iter().map(adjustments_document).collect();
        json.field("late_adjustments", &adjustments)?;
        json.finish()?;
        Ok(Exit::Done)
    })
}

/// What a locked report did not know, in the document.
pub(super) fn adjustments_document(adjusted: &Adjustments) -> serde_json::Value {
    serde_json::json!({
        "round": adjusted.round,
        "locked_through": adjusted.lock.through,
        "locked_on": adjusted.lock.on,
        "title": adjusted.lock.title,
        "rows": adjusted.document().collect::<Vec<_>>(),
    })
}

/// What was asked to be explained.
enum Asked {
    Figure(Figure),
    Rate(RateKind),
    Outcomes(OutcomeFigure),
    /// 屡改屡犯.
    Repeated,
}

fn asked(words: &str) -> Result<Asked> {
    from_words::<RateKind>(words)
        .map(Asked::Rate)
        .or_else(|| from_words::<Figure>(words).map(Asked::Figure))
        .or_else(|| (words.trim() == "屡改屡犯" || words.trim() == "repeated").then_some(Asked::Repeated))
        .or_else(|| outcome_figure(words).map(Asked::Outcomes))
        .ok_or_else(|| {
            let known = format!(
                "{}、{}、屡改屡犯；成效如 规范性文件、制度、问责、{}、{}",
                all_labels::<RateKind>(),
                all_labels::<Figure>(),
                all_labels::<AccountabilityForm>(),
                all_labels::<MoneyDirection>()
            );
            CliError::usage(
                "bad_value",
                format!("没有叫“{words}”的数字"),
                "汇总里没有这个名称",
                format!("可以写：{known}"),
            )
        })
}

/// Lists the members of a figure, by the very condition that counted it. Of a rate: those above the line, then those that are
/// only below it.
fn explain(desk: &mut Desk, scope: &Scope<'_>, filter: &Filter, words: &str, all: bool) -> Result {
    let asked_of = filter;
    let (label, key, only_of, parts) = match asked(words)? {
        Asked::Figure(figure) => (figure.label(), figure.key(), None, vec![(figure, None)]),
        Asked::Rate(rate) => {
            let (part, whole) = rate.parts();
            (rate.label(), rate.key(), rate.only_of(), vec![(part, None), (whole, Some(part))])
        }
        Asked::Outcomes(figure) => return explain_outcomes(desk, scope, asked_of, figure),
        Asked::Repeated => return explain_repeated(desk, scope, asked_of, all),
    };
    let kinds = match (only_of, filter.kinds.is_empty()) {
        (Some(kind), _) => vec![kind],
        (None, true) => vec![ItemKind::Issue],
        (None, false) => filter.kinds.clone(),
    };
    let filter = Filter { kinds, ..filter.clone() };
    let limit = (!all).then_some(FIRST_PAGE);
    if desk.is_json() {
        let mut json = desk.json("taizhang.explain/1")?;
        json.field("as_of", &scope.as_of.day)?;
        json.field("figure", key)?;
        json.field("label", label)?;
        for (figure, without) in parts {
            json.begin_array(if without.is_none() { "members" } else { "others" })?;
            list::each_member(scope, &filter, figure, without, None, |_, row| Ok(json.element(&row)?))?;
            json.end_array()?;
        }
        json.finish()?;
        return Ok(Exit::Done);
    }
    let mut page = desk.page()?;
    page.title(&format!("{label}的明细"), Some(scope.as_of.day))?;
    for (figure, without) in parts {
        let total = scope.reader.count_members(&filter, scope.as_of, figure, without)?;
        let heading = match without {
            None => format!("{}：{total}", figure.label()),
            Some(part) => format!("计入{}、不属{}：{total}", figure.label(), part.label()),
        };
        page.block(Block::Heading { level: 1, text: heading })?;
        if total > 0 {
            list::members_page(scope, &filter, figure, without, limit, total, &mut *page)?;
        }
    }
    page.finish()?;
    Ok(Exit::Done)
}

/// Lists the issues that an earlier round had already fed back, by the filter that counted them.
fn explain_repeated(desk: &mut Desk, scope: &Scope<'_>, filter: &Filter, all: bool) -> Result {
    let filter = repeated(filter);
    let limit = (!all).then_some(FIRST_PAGE);
    if desk.is_json() {
        let list = List { scope, filter: &filter, order: Order::Code, limit: None };
        let mut json = desk.json("taizhang.explain/1")?;
        json.field("as_of", &scope.as_of.day)?;
        json.field("figure", "repeated")?;
        json.field("label", "屡改屡犯")?;
        json.begin_array("members")?;
        list.each(|_, row| Ok(json.element(&row)?))?;
        json.end_array()?;
        json.finish()?;
        return Ok(Exit::Done);
    }
    let mut page = desk.page()?;
    List { scope, filter: &filter, order: Order::Code, limit }.page(&mut *page)?;
    drop(page);
    Ok(Exit::Done)
}

/// Lists the outcomes that a figure sums up: the very rows of the summary, told apart by the very rule.
fn explain_outcomes(desk: &mut Desk, scope: &Scope<'_>, filter: &Filter, figure: OutcomeFigure) -> Result {
    let outcomes = scope.reader.outcomes_among(filter, scope.as_of)?;
    let members: Vec<_> = outcomes.into_iter().filter(|o| figure.adds(&o.facts).is_some()).collect();
    let sum = figure.sum(members.iter().map(|o| &o.facts));
    let label = outcome_figure_label(figure);
    if desk.is_json() {
        let mut json = desk.json("taizhang.explain/1")?;
        json.field("as_of", &scope.as_of.day)?;
        json.field("figure", &figure.key())?;
        json.field("label", &label)?;
        json.field("sum", &sum)?;
        json.begin_array("outcomes")?;
        for outcome in &members {
            json.element(&super::outcome::document(outcome))?;
        }
        json.end_array()?;
        json.finish()?;
        return Ok(Exit::Done);
    }
    let mut page = desk.page()?;
    page.title(&format!("{label}的明细"), Some(scope.as_of.day))?;
    let total = format!("{label}：{}", outcome_sum_words(figure, sum));
    page.block(Block::Heading { level: 1, text: total })?;
    if !members.is_empty() {
        report::outcome::grid(&members, &mut *page)?;
    }
    page.finish()?;
    drop(page);
    Ok(Exit::Done)
}
