//! Figures and rates.

use super::labels;
use crate::domain::figures::{Figure, Grouping, RateKind};

labels! { Figure {
    Total => "总数", ["合计", "总计", "全部"];
    NotStarted => "未启动", ["未开始"];
    InProgress => "整改中", ["正在整改"];
    Staged => "阶段性完成", ["阶段完成"];
    Completed => "已完成", ["完成", "完成数", "完成整改", "已完成整改", "已落实"];
    Requested => "待审定", ["申请销号", "已申请销号"];
    Returned => "退回整改", ["退回"];
    Closed => "已销号", ["销号", "销号数"];
    ClosedUnratified => "待补党组会审议", ["待补审议", "未经党组会销号"];
    ClosedWithoutEvidence => "无佐证销号", ["无佐证"];
    Overdue => "逾期未完成", ["逾期", "已逾期"];
    CompletedLate => "逾期完成", ["超期完成"];
    CompletedLateFirst => "按首次时限逾期完成", ["首次时限逾期完成"];
    Due => "到期应完成", ["到期"];
    DueCompleted => "到期已完成", ["到期完成"];
    OnTime => "按期完成", ["如期完成"];
    OnTimeFirst => "按首次时限按期完成", ["首次时限按期完成"];
    OnSchedule => "序时推进", ["序时", "达到序时进度"];
    Extended => "曾延期", ["延期", "已延期"];
    NoDeadline => "无时限", ["无时限或时限不明", "时限不明"];
    Standing => "长期事项", ["长期坚持事项"];
    LookedAt => "已回头看", ["回头看"];
    Rebounded => "回头看反弹", ["反弹"];
    Withdrawn => "已撤项", ["撤项"];
    LightDone => "办结", ["已办结"];
    LightRed => "红灯", ["红"];
    LightYellow => "黄灯", ["黄"];
    LightBlue => "蓝灯", ["蓝"];
    LightGreen => "绿灯", ["绿"];
    LightGrey => "灰灯", ["灰"];
    TypeOnTheSpot => "边巡边改", [];
    TypeImmediate => "立行立改", [];
    TypeTimeLimited => "限期整改", ["限期"];
    TypeStaged => "分阶段整改", ["分阶段"];
    TypeLongTerm => "长期坚持", ["长期"];
    TypeNone => "未定类型", ["无类型"];
} }

labels! { RateKind {
    Completion => "完成率", ["整改完成率"];
    Clearance => "清结率", ["个案清结率", "结案率"];
    Closure => "销号率", [];
    DueCompletion => "到期完成率", ["到期整改完成率"];
    OnTime => "按期完成率", ["如期完成率"];
    OnTimeFirst => "按首次时限按期完成率", ["首次时限按期完成率"];
} }

labels! { Grouping {
    Department => "部门", ["责任部门", "dept"];
    Leader => "领导", ["牵头领导"];
    Person => "责任人", ["人员"];
    Category => "方面", ["类别"];
    Origin => "来源", [];
    Round => "轮次", [];
} }
