//! What another ledger of this program tells, in a few words each.

use crate::{
    domain::{Day, chronicle::Deed, event::DisclosureSubject},
    zh::{date::format_day, label::Label as _, receipt::subject_words},
};

/// A withdrawal.
#[must_use]
pub const fn withdrawn() -> &'static str {
    "撤项"
}

/// What was done, as it is called in a list of what could not be done again.
#[must_use]
pub fn deed(deed: &Deed) -> String {
    match deed {
        Deed::Consulted { .. } => "方案征求意见".into(),
        Deed::Adopted { .. } => "方案通过".into(),
        Deed::Finished => "轮次办结".into(),
        Deed::Assigned { role, names } if names.is_empty() => format!("{}置空", role.label()),
        Deed::Assigned { role, names } => format!("{}改为{}", role.label(), names.join("、")),
        Deed::DeadlineSet { deadline, .. } => format!("时限定为{}", deadline.raw),
        Deed::ReviewSet(_) => "下次复核日".into(),
        Deed::Moved { .. } => "移到现在的位置".into(),
        Deed::Withdrawn { .. } => withdrawn().into(),
        Deed::Linked { kind, .. } => format!("关联（{}）", kind.label()),
        Deed::Filed(_) => "填报".into(),
        Deed::FilingAccepted(_) => "采用填报".into(),
        Deed::FilingReturned(..) => "退回填报".into(),
        Deed::ExtensionApplied { deadline, .. } => format!("申请延期到{}", deadline.raw),
        Deed::ExtensionApproved { .. } => "批准延期".into(),
        Deed::ExtensionRefused { .. } => "不批准延期".into(),
        Deed::Requested { .. } => "申请销号".into(),
        Deed::Signed { step, .. } => step.label().into(),
        Deed::Returned { .. } => "退回整改".into(),
        Deed::Deferred { .. } => "暂缓审议".into(),
        Deed::Closed { .. } => "销号".into(),
        Deed::Ratified { .. } => "补办党组会审议".into(),
        Deed::LookedBack { .. } => "回头看".into(),
        Deed::Reopened { .. } => "撤销销号".into(),
        Deed::Decided { on, .. } => format!("会议对{}的决定", on.label()),
        Deed::Evidence { facts, .. } => format!("佐证材料“{}”", facts.title),
        Deed::EvidenceWithdrawn { .. } => "撤下佐证材料".into(),
        Deed::Outcome { .. } => "成效".into(),
        Deed::OutcomeLinked { .. } => "成效归入更多事项".into(),
    }
}

/// Where a file is kept whose bytes did not come along.
#[must_use]
pub fn bytes_elsewhere(name: &str, sha256: &str) -> String {
    format!("文件“{name}”在原台账，SHA-256 {sha256}")
}

/// A mark that could not be set.
#[must_use]
pub fn marked(subject: DisclosureSubject) -> String {
    format!("{}的公开范围", subject_words(subject))
}

/// A name that could not be taken from the roster.
#[must_use]
pub fn retired(name: &str) -> String {
    format!("“{name}”不再使用")
}

/// The days that a deadline has come to.
#[must_use]
pub fn days(first: Option<Day>, due: Option<Day>, review: Option<Day>) -> String {
    let day = |day: Option<Day>| day.map_or_else(|| "无".to_owned(), format_day);
    let first = if first == due { String::new() } else { format!("（首次 {}）", day(first)) };
    let review = review.map(|review| format!("，下次复核 {}", format_day(review))).unwrap_or_default();
    format!("{}{first}{review}", day(due))
}
