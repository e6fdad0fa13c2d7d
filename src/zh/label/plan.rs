//! Words for the plan: what it lacks, and how it is adjusted.

use super::labels;
use crate::domain::plan::{Gap, PlanChangeKind};

labels! { PlanChangeKind {
    Added => "增加措施", ["新增措施"];
    Reworded => "修改表述", ["改写措施"];
    Moved => "调整归属", ["移动措施"];
    Withdrawn => "撤项", ["撤减措施", "减少措施"];
    Deadline => "调整时限", ["提前时限"];
    Linked => "调整对应问题", ["调整关联"];
} }

labels! { Gap {
    NoMeasure => "没有措施的问题", [];
    NoDeadline => "没有时限的", [];
    UnclearDeadline => "时限不明确的", [];
    DeadlineToConfirm => "时限待确认的", [];
    NoLeader => "没有牵头领导的", [];
    NoDepartment => "没有责任部门的", [];
} }
