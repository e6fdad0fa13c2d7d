//! Words for what a locked report did not know.

use super::labels;
use crate::domain::lock::AdjustmentKind;

labels! { AdjustmentKind {
    Added => "补录反馈问题", ["补录"];
    Completed => "补报完成", ["已完成"];
    Closed => "补报销号", ["已销号"];
    Withdrawn => "撤项", [];
    Origin => "来源更正", ["来源"];
    Type => "整改类型更正", ["类型"];
    Moved => "所属方面更正", ["方面"];
    Meeting => "补录会议", ["会议"];
    OutcomeAmended => "成效更正", [];
    Renamed => "名称变更", ["更名"];
    Reworded => "表述变更", ["改写"];
    OutcomeWithdrawn => "成效撤回", [];
} }
