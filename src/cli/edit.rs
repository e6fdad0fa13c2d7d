//! `edit` 修改: the wordings of items; what stood there before is kept.

use super::{
    Result,
    bulk::{Aim, Chosen},
    desk::Desk,
    disclosure::Marks,
    error::CliError,
    term,
};
use crate::{
    domain::{
        event::DisclosureSubject,
        ids::FilingId,
        item::{ItemField, ItemType, Origin},
    },
    service::{
        disclosure,
        item::{self, Edits, Revision},
    },
    zh::label::{Label, all_labels, from_words},
};

/// 修改表述、类型、公开范围，或移动措施
#[derive(Debug, clap::Args)]
#[command(after_help = "\
例：
  taizhang edit 5 --set 表述=学习制度落实不严 --reason 校对原文
  taizhang 修改 --text 临聘 --set 类型=立行立改 --yes
  taizhang edit 5 --set 备注=          （等号后面不写就是清空）
  taizhang edit 1-5 --disclosure 可公开
  taizhang edit 5 --disclosure 可公开 --public-words 学习制度不健全
  taizhang edit --filing 12 --disclosure 不公开
成效、佐证的公开范围用 outcome edit、attach edit 改
  taizhang edit 5.2 --under 7 --reason 归属调整 --meeting 4          （移到第7项下面，编号不变）
字段：表述、目标、类型、来源、原编号、备注；值写 @文件 则读文件内容")]
pub(super) struct Args {
    /// 要改的内容，写成 字段=值，可多次
    #[arg(
        long,
        value_name = "字段=值",
        required_unless_present_any = ["under", "disclosure", "public_words"],
        conflicts_with_all = ["disclosure", "public_words"]
    )]
    set: Vec<String>,
    #[command(flatten)]
    marks: Marks,
    /// 改的是这一号填报的公开范围
    #[arg(long, value_name = "号数", conflicts_with_all = ["set", "under", "codes"])]
    filing: Option<i64>,
    /// 措施移到这个问题或意见下面
    #[arg(long, alias = "parent", value_name = "编号", conflicts_with_all = ["disclosure", "public_words"])]
    under: Option<String>,
    /// 理由
    #[arg(long, value_name = "文字")]
    reason: Option<String>,
    /// 批准方案调整的会议
    #[arg(long, value_name = "会议")]
    meeting: Option<String>,
    /// 批准方案调整的文号
    #[arg(long, value_name = "文号", conflicts_with = "meeting")]
    approval: Option<String>,
    #[command(flatten)]
    chosen: Chosen,
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    if let Some(filing) = args.filing {
        return args.chosen.mark(DisclosureSubject::Filing(FilingId(filing)), "edit", &args.marks, desk);
    }
    if let Some(edit) = args.marks.edit()? {
        return args.chosen.carry_out(Aim::Open, desk, |ledger, context, items, how| {
            let subjects: Vec<_> = items.iter().map(|item| DisclosureSubject::Item(*item)).collect();
            disclosure::set(ledger, context, "edit", &subjects, &edit, how).map(|(_, receipt)| receipt)
        });
    }
    let edits = args.set.iter().map(|set| edit(set)).collect::<Result<Edits>>()?;
    let revision = Revision {
        edits,
        under: args.under.clone(),
        round: desk.round().map(ToOwned::to_owned),
        reason: args.reason.clone(),
        meeting: args.meeting.clone(),
        approval: args.approval.clone(),
    };
    args.chosen
        .carry_out(Aim::Open, desk, |ledger, context, items, how| item::revise(ledger, context, items, &revision, how))
}

/// One `字段=值`; no value empties the field.
fn edit(set: &str) -> Result<(ItemField, Option<String>)> {
    let Some((name, value)) = set.split_once(['=', '＝']) else {
        return Err(CliError::usage(
            "bad_set",
            format!("--set 的“{}”写得不对", crate::zh::width::truncate(set, 40)),
            "要写成 字段=值",
            "如 --set 备注=已与巡察办核对",
        ));
    };
    let field: ItemField = from_words(name).ok_or_else(|| {
        CliError::usage(
            "unknown_field",
            format!("没有“{}”这个字段", crate::zh::width::truncate(name, 40)),
            format!("可以写的是：{}", all_labels::<ItemField>()),
            "时限用 taizhang assign --due，责任用 taizhang assign，进度用 taizhang progress",
        )
    })?;
    let value = term::text("--set", value)?;
    let value = value.trim();
    let after = match field {
        _ if value.is_empty() => None,
        ItemField::Type => Some(key::<ItemType>(field, value)?),
        ItemField::Origin => Some(key::<Origin>(field, value)?),
        ItemField::Text | ItemField::Goal | ItemField::SourceNo | ItemField::Note => Some(value.to_owned()),
    };
    Ok((field, after))
}

/// The English key of a term.
fn key<T: Label>(field: ItemField, word: &str) -> Result<String> {
    let known = from_words::<T>(word).map(|term| term.english().to_owned());
    known.ok_or_else(|| {
        CliError::usage(
            "bad_value",
            format!("“{}”不能作{}", crate::zh::width::truncate(word, 40), field.label()),
            format!("可以写的是：{}", all_labels::<T>()),
            "改写后重试",
        )
    })
}
