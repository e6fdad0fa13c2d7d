//! Words for what a paper and the ledger say of one another.

use super::{Label as _, labels};
use crate::domain::{
    reconcile::Verdict,
    reported::{Field, OnConflict, Said},
    stated::{Fault, State, Weight},
};

labels! { OnConflict {
    Stop => "停下", [];
    Skip => "以台账为准", ["台账"];
    Update => "以文件为准", ["文件"];
} }

labels! { Verdict {
    Same => "一致", ["相同"];
    Reworded => "文字有出入", ["文字出入"];
    Misplaced => "位置不符", ["挂错"];
    Missing => "缺失", ["遗漏"];
    Doubled => "重复", [];
    Merged => "合并", [];
    Split => "拆分", [];
    Withdrawn => "已撤项", ["撤项"];
    Extra => "多出", [];
} }

labels! { Weight {
    Finding => "出入", [];
    Remark => "提示", [];
    Agrees => "相符", [];
} }

labels! { Fault {
    Sum => "合计", [];
    PartOverWhole => "部分大于整体", [];
    Rate => "比率", [];
    StatedTwice => "前后不一", [];
    Outline => "文内口径", [];
    Ledger => "台账数字", [];
    Slip => "笔误", [];
    NoSuchDay => "无此日期", [];
    DaysOutOfOrder => "日期先后", [];
} }

labels! { State {
    Total => "总数", [];
    Completed => "已完成", [];
    Staged => "阶段性完成", [];
    Unfinished => "未完成", [];
    Closed => "已销号", [];
    Unclosed => "未销号", [];
    Extended => "延期", [];
} }

/// What differs, as a column would be headed.
#[must_use]
pub fn field(field: Field) -> &'static str {
    match field {
        Field::Kind => "级别",
        Field::Text => "内容",
        Field::Goal => "整改目标",
        Field::Type => "整改类型",
        Field::Note => "备注",
        Field::Role(role) => role.label(),
        Field::Deadline => "时限",
        Field::Review => "复核日期",
        Field::Number => "编号",
        Field::Progress => "进度",
        Field::Closure => "销号",
    }
}

/// A state in words.
#[must_use]
pub fn said(said: Said) -> String {
    match said {
        Said::Progress(progress) => progress.label().to_owned(),
        Said::Closure(closure) => closure.label().to_owned(),
        Said::Day(day) => day.to_string(),
    }
}
