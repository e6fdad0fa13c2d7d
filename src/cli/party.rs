//! `party` 名册: who can be named as responsible, in the office's own order.

use super::{Exit, Result, day::OnDay, desk::Desk, error::CliError};
use crate::{
    domain::{Day, party::PartyKind},
    report::page::{Cell, Column, Tone},
    service::roster::{self, NewParty},
    store::{Mode, query::Party},
    zh::label::{self, Label as _},
};
use serde::Serialize;
use serde_json::json;

/// 领导、部门、责任人、经办人的登记
#[derive(Debug, clap::Args)]
#[command(
    after_help = "例：\n  taizhang party add 政治部 办公室 --kind 部门\n  taizhang party list\n  taizhang 名册 合并 政治处 政治部"
)]
pub(super) struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, clap::Subcommand)]
enum Act {
    /// 登记名称
    #[command(alias = "登记")]
    Add {
        /// 名称，可以写多个
        #[arg(value_name = "名称", required = true)]
        names: Vec<String>,
        /// 种类：院领导、部门、责任人、集体、经办人
        #[arg(long, value_name = "种类", value_parser = kind)]
        kind: PartyKind,
        /// 备注
        #[arg(long, value_name = "文字")]
        note: Option<String>,
        #[command(flatten)]
        on: OnDay,
    },
    /// 列出名册
    #[command(alias = "列表")]
    List {
        /// 只列这一种类
        #[arg(long, value_name = "种类", value_parser = kind)]
        kind: Option<PartyKind>,
        /// 停用的也列出
        #[arg(long)]
        all: bool,
    },
    /// 更名，旧名仍能查到
    #[command(alias = "更名")]
    Rename {
        /// 现在的名称
        #[arg(value_name = "原名")]
        name: String,
        /// 新的名称
        #[arg(value_name = "新名")]
        to: String,
        #[command(flatten)]
        on: OnDay,
    },
    /// 把重复的名称并入另一个
    #[command(alias = "合并")]
    Merge {
        /// 重复的名称
        #[arg(value_name = "重复的")]
        from: String,
        /// 保留的名称
        #[arg(value_name = "保留的")]
        into: String,
        #[command(flatten)]
        on: OnDay,
    },
    /// 停用，不再承担新的责任
    #[command(alias = "停用")]
    Retire {
        /// 名称
        #[arg(value_name = "名称")]
        name: String,
        /// 理由
        #[arg(long, value_name = "文字")]
        reason: String,
        #[command(flatten)]
        on: OnDay,
    },
    /// 把这些名称依次排在最前
    #[command(alias = "排序")]
    Order {
        /// 名称，依次写
        #[arg(value_name = "名称", required = true)]
        names: Vec<String>,
        #[command(flatten)]
        on: OnDay,
    },
}

/// A name in the document.
#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    kind: PartyKind,
    order: i64,
    note: Option<&'a str>,
    retired_on: Option<Day>,
}

/// Reads a kind as people call it.
fn kind(word: &str) -> Result<PartyKind, String> {
    label::from_words(word).ok_or_else(|| format!("种类有：{}", label::all_labels::<PartyKind>()))
}

pub(super) fn run(args: Args, desk: &mut Desk) -> Result {
    match args.act {
        Act::List { kind, all } => return list(kind, all, desk),
        Act::Add { names, kind, note, on } => {
            let context = &mut desk.context_on(&on)?;
            let parties: Vec<NewParty> =
                names.into_iter().map(|name| NewParty { name, kind, note: note.clone() }).collect();
            let receipt = roster::add(&mut desk.open(Mode::Write)?, context, &parties)?;
            let lines: Vec<String> = parties.iter().map(|p| format!("{} {}", kind.label(), p.name.trim())).collect();
            desk.receipt_with(&receipt, &lines, &[])?;
        }
        Act::Rename { name, to, on } => {
            let context = &mut desk.context_on(&on)?;
            let receipt = roster::rename(&mut desk.open(Mode::Write)?, context, &name, &to)?;
            desk.receipt_with(&receipt, &[format!("{name} 更名为 {to}")], &[])?;
        }
        Act::Merge { from, into, on } => {
            let context = &mut desk.context_on(&on)?;
            let (moved, receipt) = roster::merge(&mut desk.open(Mode::Write)?, context, &from, &into)?;
            let line = format!("{from} 并入 {into}，改动责任分工 {moved} 处");
            desk.receipt_with(&receipt, &[line], &[("moved", json!(moved))])?;
        }
        Act::Retire { name, reason, on } => {
            let context = &mut desk.context_on(&on)?;
            let receipt = roster::retire(&mut desk.open(Mode::Write)?, context, &name, &reason)?;
            desk.receipt_with(&receipt, &[format!("{name} 停用")], &[])?;
        }
        Act::Order { names, on } => {
            let context = &mut desk.context_on(&on)?;
            let receipt = roster::order(&mut desk.open(Mode::Write)?, context, &names)?;
            desk.receipt_with(&receipt, &[format!("排在最前：{}", names.join("、"))], &[])?;
        }
    }
    Ok(Exit::Done)
}

fn list(kind: Option<PartyKind>, all: bool, desk: &mut Desk) -> Result {
    let ledger = desk.open(Mode::Read)?;
    let asked_for = |p: &Party| kind.is_none_or(|kind| p.kind == kind) && (all || p.retired_on.is_none());
    let parties: Vec<Party> =
        ledger.read(|reader| Ok::<_, CliError>(reader.parties()?.into_iter().filter(asked_for).collect()))?;
    if desk.is_json() {
        let mut json = desk.json("taizhang.party/1")?;
        json.begin_array("parties")?;
        for p in &parties {
            json.element(&Row {
                name: &p.name,
                kind: p.kind,
                order: p.ord,
                note: p.note.as_deref(),
                retired_on: p.retired_on,
            })?;
        }
        json.end_array()?;
        json.finish()?;
        return Ok(Exit::Done);
    }
    let mut page = desk.page()?;
    page.begin_grid(&[
        Column::number("顺序"),
        Column::text("名称", 2),
        Column::rigid("种类"),
        Column::text("备注", 2),
        Column::day("停用日"),
    ])?;
    for p in parties {
        let tone = if p.retired_on.is_some() { Tone::Muted } else { Tone::Plain };
        page.row(vec![
            p.ord.into(),
            Cell::text(p.name).toned(tone),
            p.kind.label().into(),
            p.note.into(),
            p.retired_on.into(),
        ])?;
    }
    page.end_grid()?;
    page.finish()?;
    Ok(Exit::Done)
}
