//! Words for how far the work is: progress, closure, lights, deadlines, and what meetings decide about them.

use super::labels;
use crate::domain::{
    deadline::DeadlineClass,
    decision::Against,
    filing::FilingState,
    lifecycle::{Closure, Light, Progress},
    meeting::{Decision, DecisionOn, MeetingKind},
    recheck::{Due, Finding},
    reminder::Tier,
};

labels! { Progress {
    NotStarted => "未启动", ["未开始", "未开展", "尚未启动", "尚未开始", "未整改", "待启动"];
    InProgress => "整改中", ["正在整改", "进行中", "推进中", "正在推进", "办理中", "已启动"];
    Staged => "阶段性完成", ["阶段完成", "阶段性整改完成", "取得阶段性成果", "取得阶段性成效", "基本完成"];
    Completed => "已完成", ["完成", "整改到位", "完成整改", "已完成整改", "已整改", "整改完成", "已整改到位", "整改完毕"];
} }

labels! { Closure {
    None => "未申请", ["未销号", "未申请销号"];
    Requested => "待审定", ["待销号", "申请销号", "已申请", "已申请销号", "待审议", "待党组会审定"];
    Returned => "退回整改", ["退回", "已退回", "继续整改"];
    Closed => "已销号", ["销号", "予以销号", "同意销号", "结案"];
} }

labels! { Against {
    Denied => "审签不同意", ["不同意"];
    Returned => "会议退回整改", [];
    NotRatified => "补办审议未同意", [];
    Rebound => "回头看反弹", [];
    ExtensionRefused => "延期未批准", ["延期不批准"];
} }

labels! { FilingState {
    Pending => "待采用", ["未采用", "待审核"];
    Accepted => "已采用", ["采用"];
    Returned => "已退回", ["退回", "退回重报"];
} }

labels! { Light {
    Done => "办结", ["已办结"];
    Red => "红", ["红灯"];
    Yellow => "黄", ["黄灯"];
    Blue => "蓝", ["蓝灯"];
    Green => "绿", ["绿灯"];
    Grey => "灰", ["灰灯", "无时限"];
} }

labels! { DeadlineClass {
    Date => "具体日期", ["日期", "定期"];
    Now => "立行立改", ["即知即改"];
    Relative => "相对时限", ["相对期限", "推算"];
    Long => "长期坚持", ["长期"];
    Combo => "到期并长期坚持", ["完成并长期坚持", "到期后长期坚持"];
    Stages => "分阶段", ["分阶段完成"];
    Unclear => "时限不明确", ["不明确", "无时限", "未明确"];
} }

labels! { MeetingKind {
    Feedback => "反馈会", ["反馈会议", "巡察反馈会", "巡视反馈会", "情况反馈会"];
    PartyGroup => "党组会", ["党组会议", "党委会", "党委会议", "党组扩大会议", "党组（扩大）会议", "党组(扩大)会议"];
    Progress => "推进会", ["推进会议", "整改推进会", "调度会", "工作推进会"];
    Special => "专题会", ["专题会议", "专题研究会"];
    LeadingGroup => "领导小组会", ["领导小组会议", "整改领导小组会", "整改领导小组会议", "巡察整改领导小组会议"];
    DemocraticLife => "民主生活会", ["专题民主生活会", "巡察整改专题民主生活会", "巡视整改专题民主生活会"];
    Other => "其他会议", ["其他", "其它", "其它会议"];
} }

labels! { DecisionOn {
    Closure => "销号", ["审议销号", "销号审定"];
    Extension => "延期", ["延期申请", "审议延期"];
    Ratification => "补办审议", ["补审", "补党组会审议", "补会议审议"];
    Plan => "方案", ["整改方案", "方案调整"];
} }

labels! { Decision {
    Agreed => "同意", ["通过", "审议通过", "批准", "予以同意"];
    Returned => "退回", ["不同意", "未通过", "退回整改"];
    Deferred => "暂缓", ["缓议", "暂缓审议", "暂不审议"];
} }

labels! { Finding {
    Held => "巩固", ["已巩固", "未反弹", "没有反弹", "无反弹"];
    Rebound => "反弹", ["问题反弹", "已反弹", "回潮"];
} }

labels! { Due {
    Review => "到复核日", [];
    Never => "销号后未回头看", [];
    LongAgo => "久未回头看", [];
} }

labels! { Tier {
    Notice => "提醒函", ["提醒", "催办函"];
    Supervision => "督办函", ["督办", "督办单"];
    Interview => "提请约谈建议", ["约谈", "约谈建议", "提请约谈"];
} }
