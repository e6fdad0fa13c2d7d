//! Words for items, their links and the parties that answer for them.

use super::labels;
use crate::domain::{
    disclosure::Audience,
    item::{Disclosure, ItemField, ItemKind, ItemType, Origin, WithdrawGround},
    link::LinkKind,
    party::{PartyKind, Role},
};

labels! { ItemKind {
    Category => "方面", ["类别", "大类", "重点问题"];
    Issue => "问题", ["反馈问题", "问题表现", "整改事项", "整改问题", "表现"];
    Measure => "措施", ["整改措施", "整改举措", "举措", "任务"];
    Opinion => "整改意见", ["意见", "意见建议", "整改建议", "建议"];
    Case => "个案", ["案件", "具体案件"];
} }

/// The word for an item at its level: an issue below an issue is a 问题表现.
#[must_use]
pub fn level(kind: ItemKind, under_issue: bool) -> &'static str {
    use super::Label as _;
    if kind == ItemKind::Issue && under_issue { "问题表现" } else { kind.label() }
}

labels! { Origin {
    Feedback => "反馈问题", ["反馈", "本轮反馈", "巡察反馈", "巡视反馈"];
    Extension => "举一反三", ["举一反三问题", "延伸"];
    Reform => "推动改革促进发展", ["推动改革", "改革", "促进发展"];
    SelfCheck => "自查", ["自查问题", "自查发现", "自查自纠", "自行发现"];
    Prior => "上轮遗留", ["上轮", "上轮巡察", "上轮巡视", "历史遗留", "遗留问题", "上轮未整改到位"];
    Audit => "审计", ["审计反馈", "审计发现", "审计问题"];
    Lookback => "回头看发现", ["回头看", "“回头看”发现", "“回头看”"];
    Meeting => "民主生活会检视", ["民主生活会", "民主生活会查摆", "组织生活会"];
} }

labels! { ItemType {
    OnTheSpot => "边巡边改", ["边查边改", "边审边改", "未巡先改", "边督边改"];
    Immediate => "立行立改", ["即知即改", "立知立改", "即查即改", "即行即改", "立查立改", "立即整改", "立整立改"];
    TimeLimited => "限期整改", ["限期", "限时整改", "限期完成", "限时", "限期改"];
    Staged => "分阶段整改", ["分阶段", "分步整改", "分阶段推进", "阶段整改"];
    LongTerm => "长期坚持", ["长期整改", "长期", "持续整改", "持续推进", "常态化", "长期推进", "长期坚持整改"];
} }

labels! { Disclosure {
    Public => "可公开", ["公开", "社会公开", "向社会公开", "主动公开"];
    Party => "党内通报", ["党内", "党内公开", "内部通报", "内部"];
    Closed => "不公开", ["不予公开", "保密", "涉密", "不宜公开"];
} }

labels! { Audience {
    Party => "党内版", ["党内通报版"];
    Public => "公开版", ["向社会公开版"];
} }

labels! { ItemField {
    Text => "内容", ["表述", "文字", "事项内容", "问题内容", "措施内容"];
    Goal => "整改目标", ["目标", "整改要求", "整改标准"];
    Type => "整改类型", ["类型"];
    Origin => "来源", ["问题来源"];
    SourceNo => "原编号", ["原文编号", "文件编号", "原序号"];
    Note => "备注", ["说明"];
} }

labels! { WithdrawGround {
    EntryError => "录入差错", ["录入错误", "误录", "录错", "重复录入"];
    Letter => "巡视巡察机构来函", ["巡察机构来函", "巡视机构来函", "来函", "上级来函"];
    Merged => "并入其他事项", ["并入", "合并", "并入其他"];
    PlanChange => "方案调整", ["调整方案", "整改方案调整"];
} }

labels! { LinkKind {
    Answers => "对应问题", ["对应", "回应", "意见对应问题"];
    StemsFrom => "源于", ["举一反三自", "引申自", "来源于"];
    AlsoAnswers => "同时整改", ["兼顾", "同时对应", "一并整改"];
    SameAs => "同一问题", ["屡改屡犯", "同一事项", "相同问题"];
} }

/// What an item is to the one at the other end of a link: seen from where the link starts (`away`), or from where it points to.
#[must_use]
pub const fn link_word(link: LinkKind, away: bool) -> &'static str {
    match (link, away) {
        (LinkKind::Answers, true) => "对应问题",
        (LinkKind::Answers, false) => "对应意见",
        (LinkKind::StemsFrom, true) => "源于",
        (LinkKind::StemsFrom, false) => "举一反三",
        (LinkKind::AlsoAnswers, true) => "同时整改",
        (LinkKind::AlsoAnswers, false) => "他项措施",
        (LinkKind::SameAs, true) => "往轮同一问题",
        (LinkKind::SameAs, false) => "后轮再现",
    }
}

labels! { PartyKind {
    Leader => "院领导", ["领导", "班子成员", "校领导", "单位领导"];
    Department => "部门", ["单位", "科室", "处室", "庭室", "内设机构"];
    Person => "责任人", ["个人", "人员", "责任人员"];
    Collective => "集体", ["集合", "各支部", "各部门"];
    Operator => "经办人", ["操作员", "录入人"];
} }

labels! { Role {
    Leader => "牵头领导", ["责任领导", "牵头院领导", "分管领导", "牵头校领导", "责任校领导", "包案领导", "整改第一责任人", "领导"];
    CoLeader => "协助领导", ["配合领导", "协管领导"];
    Department => "责任部门", ["责任单位", "牵头部门", "牵头单位", "主责部门", "主责单位", "责任科室", "整改责任单位", "具体责任单位", "部门"];
    CoDepartment => "配合部门", ["配合单位", "协办单位", "协办部门", "协助部门", "协同部门"];
    Person => "责任人", ["责任人员", "整改责任人", "直接责任人", "具体责任人", "联络人", "联络员"];
} }
