//! Words for outcomes.

use super::labels;
use super::{Label as _, from_words};
use crate::domain::outcome::{AccountabilityForm, MoneyDirection, OutcomeFigure, OutcomeKind};

labels! { OutcomeKind {
    Rule => "规范性文件", ["制度", "建章立制", "制度文件", "文件"];
    Accountability => "问责处理", ["问责", "追责问责", "处理人员", "处分"];
    Money => "资金", ["金额", "款项"];
    Other => "其他成效", ["其他", "其它"];
} }

labels! { AccountabilityForm {
    Criticism => "批评教育", ["批评"];
    Reminder => "提醒谈话", ["谈话提醒", "提醒", "谈话"];
    WrittenSelfCriticism => "责令检查", ["责令作出检查", "书面检查", "检查"];
    Admonition => "诫勉", ["诫勉谈话"];
    Organisational => "组织处理", ["组织调整"];
    PartyDiscipline => "党纪处分", ["党内处分", "党纪"];
    AdministrativeSanction => "政务处分", ["政务", "行政处分"];
    Transferred => "移送司法", ["移送司法机关", "移送"];
} }

labels! { MoneyDirection {
    Recovered => "追缴", ["追回", "收缴", "挽回"];
    Refunded => "清退", ["退还", "退回", "退赔"];
    PaidIn => "上缴", ["缴入", "上交", "上缴财政"];
    PaidOut => "发放", ["兑付", "支付", "发还"];
    Saved => "节约", ["节省", "压减"];
} }

/// Reads a figure of outcomes as people name it: 规范性文件, 制度, 诫勉, 追缴.
#[must_use]
pub fn outcome_figure(words: &str) -> Option<OutcomeFigure> {
    match words.trim() {
        "规范性文件" | "规范性文件数" | "rules" => Some(OutcomeFigure::Rules),
        "新建" | "新制定" | "制定" | "made" => Some(OutcomeFigure::Made),
        "修订" | "revised" => Some(OutcomeFigure::Revised),
        "制度" | "其中制度" | "institutions" => Some(OutcomeFigure::Institutions),
        "问责" | "问责人数" | "问责处理" | "people" => Some(OutcomeFigure::People(None)),
        "资金" | "money_cents" => Some(OutcomeFigure::Money(None)),
        "其他成效" | "other" => Some(OutcomeFigure::Other),
        other => from_words::<AccountabilityForm>(other)
            .map(|form| OutcomeFigure::People(Some(form)))
            .or_else(|| from_words::<MoneyDirection>(other).map(|way| OutcomeFigure::Money(Some(way)))),
    }
}

/// What a figure of outcomes is called.
#[must_use]
pub fn outcome_figure_label(figure: OutcomeFigure) -> String {
    match figure {
        OutcomeFigure::Rules => "规范性文件".into(),
        OutcomeFigure::Made => "新建规范性文件".into(),
        OutcomeFigure::Revised => "修订规范性文件".into(),
        OutcomeFigure::Institutions => "其中制度".into(),
        OutcomeFigure::People(None) => "问责人数".into(),
        OutcomeFigure::People(Some(form)) => format!("{}人数", form.label()),
        OutcomeFigure::Times(None) => "问责人次".into(),
        OutcomeFigure::Times(Some(form)) => format!("{}人次", form.label()),
        OutcomeFigure::Money(None) => "资金".into(),
        OutcomeFigure::Money(Some(way)) => format!("{}资金", way.label()),
        OutcomeFigure::Other => "其他成效".into(),
    }
}

/// A figure of outcomes with its unit, as papers print it.
#[must_use]
pub fn outcome_sum_words(figure: OutcomeFigure, sum: i64) -> String {
    match figure {
        OutcomeFigure::Rules | OutcomeFigure::Made | OutcomeFigure::Revised | OutcomeFigure::Institutions => {
            format!("{sum}件")
        }
        OutcomeFigure::People(_) => format!("{sum}人"),
        OutcomeFigure::Times(_) => format!("{sum}人次"),
        OutcomeFigure::Money(_) => crate::zh::money::format_cents(sum),
        OutcomeFigure::Other => format!("{sum}"),
    }
}
