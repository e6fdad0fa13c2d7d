//! Words for the rules of the 自查 and how grave they are.

use super::labels;
use crate::domain::check::{CheckRule, Severity};

labels! { Severity {
    Problem => "问题", ["错误"];
    Notice => "提示", ["提醒"];
} }

labels! { CheckRule {
    EvidenceBeforeFeedback => "佐证早于反馈", [];
    EvidenceAfterClosing => "佐证晚于销号", ["补佐证"];
    FileShared => "一件多用", ["同一材料多处使用"];
    OutcomeDoubled => "成效重复登记", ["成效重复"];
    FilingRepeated => "填报雷同", ["雷同"];
    FilingHollow => "填报空泛", [];
    MeasureHollow => "措施空泛", ["空话套话"];
    ClosingsBunched => "集中突击销号", ["突击销号"];
    ClosedAtOnce => "录入即销号", ["分工即销号"];
    ClosedBackfilled => "补录销号", ["补录"];
    ClosedUnratified => "销号待补审议", ["待补审议"];
    ClosedWithoutMeeting => "未经会议销号", [];
    ClosedWithoutEvidence => "无佐证销号", ["无佐证"];
    NeverRechecked => "销号后未回头看", ["未回头看"];
    CompletedBeforeFeedback => "完成早于反馈", [];
    CompletedNotClosed => "完成久未销号", ["完成未销号"];
    RequestWaiting => "申请久未审定", [];
    ReturnedNotFiled => "退回后未填报", [];
    DeadlineRedated => "期限事后重定", ["时限事后重定"];
    ExtendedAfterExpiry => "逾期后延期", [];
    ExtensionBackfilled => "延期事后补录", ["补录延期"];
    ExtendedOften => "多次延期", [];
    ExtensionWaiting => "延期久未批复", [];
    ImmediateOpen => "立行立改久拖", [];
    DeadlineMissing => "未定时限", ["无时限"];
    DeadlineUnclear => "时限待确认", ["时限不明"];
    LeaderMissing => "未定牵头领导", ["无牵头领导"];
    DepartmentMissing => "未定责任部门", ["无责任部门"];
    LongSilent => "长期无填报", [];
    FilingPending => "填报久未采用", [];
    FeedbackWithdrawn => "反馈问题撤项", [];
    SameAsRemoved => "撤销屡犯标记", ["撤销屡改屡犯标记"];
} }
