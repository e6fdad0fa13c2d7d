//! `party` 名册: who can be named as responsible, in the office's own order.

mod show;
mod succession;

use super::{Exit, Result, day::OnDay, desk::Desk, error::CliError};
use crate::{
    domain::{Day, party::PartyKind},
    report::page::{Cell, Column, Tone},
    service::roster::{self, NewParty},
    store::{Mode, query::Party},
    zh::label::{self, Label as _},
};
use serde::Serialize;

/// 领导、部门、责任人、经办人的登记
#[derive(Debug, clap::Args)]
#[command(
    after_help = "例：\n  taizhang party add 政治部 办公室 --kind 部门\n  taizhang party list\n  taizhang party succeed 政治处 政治部 --reason 机构改革\n  taizhang 名册 合并 政治处 政治部"
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
    /// 一个名称的来历和责任
    #[command(alias = "详情")]
    Show {
        /// 名称，停用的、用过的也可以
        #[arg(value_name = "名称")]
        name: String,
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
    /// 由另一个承接全部未了责任
    #[command(aliases = ["承接", "接任", "承继"])]
    Succeed(succession::SucceedArgs),
    /// 拆分，写明各项由谁承接
    #[command(alias = "拆分")]
    Split(succession::SplitArgs),
    /// 并入另一个，可以几个并一个
    #[command(alias = "合并")]
    Merge(succession::MergeArgs),
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
    /// Who holds today what it once held.
    successors: &'a [String],
}

/// Reads a kind as people call it.
fn kind(word: &str) -> Result<PartyKind, String> {
    label::from_words(word).ok_or_else(|| format!("种类有：{}", label::all_labels::<PartyKind>()))
}

pub(super) fn run(args: Args, desk: &mut Desk) -> Result {
    match args.act {
        Act::List { kind, all } => return list(kind, all, desk),
        Act::Show { name } => show::run(&name, desk)?,
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
        Act::Succeed(args) => return succession::succeed(&args, desk),
        Act::Split(args) => return succession::split(&args, desk),
        Act::Merge(args) => return succession::merge(&args, desk),
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
    let parties: Vec<(Party, Vec<String>)> = ledger.read(|reader| {
        let parties = reader.parties()?.into_iter().filter(asked_for);
        let with_successors = parties.map(|party| {
            let successors = roster::successors(reader, party.id)?.into_iter().map(|p| p.name).collect();
            Ok((party, successors))
        });
        with_successors.collect::<Result<Vec<_>, CliError>>()
    })?;
    if desk.is_json() {
        let mut json = desk.json("taizhang.party/1")?;
        json.begin_array("parties")?;
        for (p, successors) in &parties {
            json.element(&Row {
                name: &p.name,
                kind: p.kind,
                order: p.ord,
                note: p.note.as_deref(),
                retired_on: p.retired_on,
                successors,
            })?;
        }
        json.end_array()?;
        json.finish()?;
        return Ok(Exit::Done);
    }
    let mut page = desk.page()?;
    let mut columns = vec![
        Column::number("顺序"),
        Column::text("名称", 2),
        Column::rigid("种类"),
        Column::text("备注", 2),
        Column::day("停用日"),
    ];
    let followed = parties.iter().any(|(_, successors)| !successors.is_empty());
    if followed {
        columns.push(Column::text("现由", 2));
    }
    page.begin_grid(&columns)?;
    for (p, successors) in parties {
        let tone = if p.retired_on.is_some() { Tone::Muted } else { Tone::Plain };
        let mut row = vec![
            p.ord.into(),
            Cell::text(p.name).toned(tone),
            p.kind.label().into(),
            p.note.into(),
            p.retired_on.into(),
        ];
        if followed {
            row.push(successors.join("、").into());
        }
        page.row(row)?;
    }
    page.end_grid()?;
    page.finish()?;
    Ok(Exit::Done)
}
