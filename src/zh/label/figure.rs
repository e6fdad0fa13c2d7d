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

/// What a figure counts, in one sentence, for those who check it.
#[must_use]
pub const fn figure_meaning(figure: Figure) -> &'static str {
    match figure {
        Figure::Total => "当日在台账内、未撤项的；问题只计本级，问题表现不单独计数",
        Figure::NotStarted => "进度为未启动的",
        Figure::InProgress => "进度为整改中的",
        Figure::Staged => "进度为阶段性完成的，不计入已完成",
        Figure::Completed => "进度为已完成的，不论是否销号",
        Figure::Requested => "已申请销号、等待审定的",
        Figure::Returned => "申请销号后被退回整改的",
        Figure::Closed => "已销号的，含待补党组会审议的",
        Figure::ClosedUnratified => "已销号、还没有党组会审议的",
        Figure::ClosedWithoutEvidence => "已销号、没有佐证材料的",
        Figure::Overdue => "时限已过、未完成也未销号的；到期当日不算",
        Figure::CompletedLate => "已完成、完成日晚于现行时限的",
        Figure::CompletedLateFirst => "已完成、完成日晚于首次时限的，不因延期改变",
        Figure::Due => "时限在当日或以前的",
        Figure::DueCompleted => "时限在当日或以前、已完成的",
        Figure::OnTime => "时限在当日或以前、完成日不晚于现行时限的",
        Figure::OnTimeFirst => "时限在当日或以前、完成日不晚于首次时限的",
        Figure::OnSchedule => "未完成、未销号，时限未过或没有时限的",
        Figure::Extended => "延过期的，不论几次",
        Figure::NoDeadline => "未完成、未销号，既没有时限也没有下次研判日的",
        Figure::Standing => "时限为长期坚持或到期并长期坚持的",
        Figure::LookedAt => "销号后回头看过的",
        Figure::Rebounded => "回头看发现问题反弹过的",
        Figure::Withdrawn => "已撤项的，不计入其他任何数字",
        Figure::LightDone => "已完成或已销号的",
        Figure::LightRed => "逾期未完成的",
        Figure::LightYellow => "距到期日不超过黄灯天数的；没有到期日的看复核日，已到、已过的也在内",
        Figure::LightBlue => "距到期日不超过蓝灯天数、没到黄灯的；没有到期日的看复核日",
        Figure::LightGreen => "距到期日超过蓝灯天数的；没有到期日的看复核日",
        Figure::LightGrey => "既没有到期日也没有复核日的",
        Figure::TypeOnTheSpot => "整改类型为边巡边改的",
        Figure::TypeImmediate => "整改类型为立行立改的",
        Figure::TypeTimeLimited => "整改类型为限期整改的",
        Figure::TypeStaged => "整改类型为分阶段整改的",
        Figure::TypeLongTerm => "整改类型为长期坚持的",
        Figure::TypeNone => "没有写明整改类型的",
    }
}

/// How a rate is worked out.
#[must_use]
pub const fn rate_meaning(rate: RateKind) -> &'static str {
    match rate {
        RateKind::Completion => "已完成÷总数，阶段性完成不计入已完成",
        RateKind::Clearance => "已清结个案÷交办个案",
        RateKind::Closure => "已销号÷总数；本轮不在这一级销号的记作“—”",
        RateKind::DueCompletion => "到期已完成÷到期应完成",
        RateKind::OnTime => "按期完成÷到期应完成，按现行时限",
        RateKind::OnTimeFirst => "按首次时限按期完成÷到期应完成",
    }
}
