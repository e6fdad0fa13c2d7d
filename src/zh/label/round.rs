//! Words for a round and how it is governed.

use super::labels;
use crate::domain::round::{CategoryWord, CloseLevel, MilestoneKind, Rhythm, RoundKind, SignOff};

labels! { RoundKind {
    Inspection => "巡视", ["巡视整改", "巡视反馈"];
    Patrol => "巡察", ["巡察整改", "巡察反馈", "司法巡查", "巡查"];
    Audit => "审计", ["审计整改", "审计项目"];
    Review => "督查", ["督察", "检查", "督导", "考核"];
    Special => "专项", ["专项整治", "专项检查", "专项治理"];
} }

labels! { MilestoneKind {
    Plan => "整改方案上报", ["方案", "整改方案", "方案上报", "上报方案"];
    Focused => "集中整改结束", ["集中整改", "集中整改期", "集中整改到期"];
    Deep => "深度整改结束", ["深度整改", "深化整改", "深度整改到期"];
    Report => "整改进展报告上报", ["报告", "整改报告", "进展报告", "报告上报", "整改进展报告"];
} }

labels! { SignOff {
    Department => "责任部门申请", ["部门申请", "责任部门", "部门"];
    Leader => "牵头领导审签", ["领导审签", "牵头领导", "领导"];
    Office => "整改办初审", ["整改办", "初审", "整改办审核"];
    Discipline => "纪检监察组意见", ["纪检监察组", "派驻纪检监察组意见", "派驻纪检监察组", "纪检组"];
    PartyGroup => "党组会审定", ["党组会", "党组审定", "党组会议审定", "党组会议"];
    Superior => "上级备案", ["备案", "巡察办备案", "巡视办备案"];
} }

labels! { CloseLevel {
    Issue => "问题", ["按问题销号", "问题级"];
    Measure => "措施", ["按措施销号", "措施级"];
    Both => "问题和措施", ["两级", "均销号", "问题及措施", "问题、措施"];
    None => "结案即销", ["不设销号", "不销号"];
} }

labels! { Rhythm {
    Weekly => "每周", ["周报", "一周", "按周"];
    Fortnightly => "每两周", ["双周", "每半月", "两周", "半月报"];
    Monthly => "每月", ["月报", "一月", "按月"];
    Bimonthly => "每两月", ["双月", "两月", "每两个月"];
} }

labels! { CategoryWord {
    Aspect => "方面", [];
    KeyIssue => "重点问题", ["重点"];
    Class => "大类", ["类", "类别"];
} }
