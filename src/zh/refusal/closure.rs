//! What stands in the way of sign-offs, returns and decisions of meetings.

use super::{Said, zh};
use crate::{
    domain::{
        Day,
        meeting::{Decision, DecisionOn},
        policy::Obstacle,
        round::SignOff,
    },
    zh::label::Label as _,
};

/// The steps of a policy in order.
fn steps(policy: &[SignOff]) -> String {
    if policy.is_empty() {
        return "无".into();
    }
    policy.iter().map(|step| step.label()).collect::<Vec<_>>().join(" → ")
}

/// The command that gives a step.
pub(super) fn command(code: &str, step: SignOff) -> String {
    match step {
        SignOff::Department => format!("taizhang submit {code}"),
        SignOff::PartyGroup => format!("taizhang close {code} --meeting 会议编号"),
        step => format!("taizhang sign {code} --step {}", step.label()),
    }
}

/// A meeting held before the work was done was not asked about it.
pub(super) fn decided_before_done(code: &str, (meeting, completed): (Day, Day), decision: Decision) -> Said {
    let by = match decision {
        Decision::Agreed => "补办审议",
        Decision::Returned => "退回",
        Decision::Deferred => "暂缓",
    };
    Said::new(
        "decided_before_done",
        format!("{code} 不能由这次会议{by}"),
        format!("这次会议 {} 早于完成日 {}", zh(meeting), zh(completed)),
        format!("核对两个日期，换完成以后的会议；用 taizhang show {code} 查看现状"),
    )
}

/// A sign-off that cannot be recorded now.
pub(super) fn sign_off(code: &str, step: Option<SignOff>, obstacle: &Obstacle) -> Said {
    let named = step.map_or("审签", |step| step.label());
    match obstacle {
        Obstacle::NotInPolicy(policy) => Said::new(
            "sign_off",
            format!("{code} 的审签程序里没有“{named}”"),
            format!("本轮次的审签程序：{}", steps(policy)),
            "用 taizhang round show 查看；程序要改的，经批准后用 taizhang round amend --policy 调整",
        ),
        Obstacle::ByApplication => Said::new(
            "sign_off",
            "“责任部门申请”不在这里登记",
            "申请销号就是这一步",
            format!("用 {}", command(code, SignOff::Department)),
        ),
        Obstacle::ByMeeting { then } => Said::new(
            "sign_off",
            if step.is_some() {
                "“党组会审定”不在这里登记".to_owned()
            } else {
                format!("{code} 的下一步是党组会审定，没有要签的")
            },
            "党组会在销号时写明",
            match then {
                Some(then) => {
                    format!("党组会后先用 {}，再用 {}", command(code, *then), command(code, SignOff::PartyGroup))
                }
                None => format!("用 {}", command(code, SignOff::PartyGroup)),
            },
        ),
        Obstacle::Twice(on) => Said::new(
            "sign_off",
            format!("{code} 的“{named}”已经签过"),
            format!("{} 已签，退回以前不用再签", zh(*on)),
            format!("用 taizhang show {code} 查看；签错了的用 taizhang undo 撤销"),
        ),
        Obstacle::Before(missing) => {
            let first = missing.first().copied().unwrap_or(SignOff::Department);
            Said::new(
                "sign_off",
                format!("{code} 还不能{}", step.map_or_else(|| "审签".to_owned(), |s| format!("办“{}”", s.label()))),
                format!(
                    "审签要按程序的顺序，前面还缺：{}",
                    missing.iter().map(|s| s.label()).collect::<Vec<_>>().join("、")
                ),
                format!("先用 {}", command(code, first)),
            )
        }
        Obstacle::NoMeetingYet => Said::new(
            "sign_off",
            format!("{code} 还不能办“{named}”"),
            "它在党组会审定之后，而上一步以后到这一天还没有登记党组会",
            "先用 taizhang meeting add 日期 --kind 党组会 登记；写了 --on 的核对日期",
        ),
        Obstacle::RunsBack(last) => Said::new(
            "sign_off",
            format!("{code} 的“{named}”日期倒退了"),
            format!("上一步是 {}", zh(*last)),
            "核对 --on",
        ),
        Obstacle::AllGiven => Said::new(
            "sign_off",
            format!("{code} 的审签已经齐全"),
            "程序里的每一步都签了",
            format!("用 taizhang close {code} 销号"),
        ),
    }
}

/// Late from the first day on.
pub(super) fn needs_new_day(code: &str, late: &[(String, Day)], denied: bool) -> Said {
    Said {
        code: "needs_new_day",
        what: format!("{code} 退回后的时限没有写明"),
        why: late.iter().map(|(code, due)| format!("{code} 的时限 {} 已经过了", zh(*due))).collect(),
        hint: Some(format!(
            "加 --until 新时限{}；有意让它保持逾期的，加 --keep-due",
            if denied {
                "，并用 --approval 写明批准"
            } else {
                "（由退回的会议批准；没有会议的加 --approval 批准文号）"
            }
        )),
    }
}

/// One meeting, one item, one matter: one decision.
pub(super) fn decided_already(code: &str, meeting: i64, on: DecisionOn, decision: Decision) -> Said {
    Said::new(
        "decided_already",
        format!("第 {meeting} 号会议已经对 {code} 的{}作过决定", on.label()),
        format!("决定是“{}”；一次会议对一件事只作一次决定，上会的数才对得上", decision.label()),
        "再次上会的，换那一次会议；录错了的，先用 taizhang undo 撤销再录",
    )
}

/// The decision has a verb of its own.
pub(super) fn decided_by_verb(on: DecisionOn, decision: Decision) -> Said {
    let verb = match (on, decision) {
        (DecisionOn::Closure, Decision::Agreed) => "taizhang close 编号 --meeting 会议编号",
        (DecisionOn::Closure, Decision::Returned) => "taizhang return 编号 --meeting 会议编号 --words 要求",
        (DecisionOn::Closure, Decision::Deferred) => "taizhang return 编号 --meeting 会议编号 --defer",
        (DecisionOn::Extension, _) => "taizhang extend 编号 --to 时限 --reason 理由 --meeting 会议编号",
        (DecisionOn::Ratification, _) => "taizhang close 编号 --ratify --meeting 会议编号",
        (DecisionOn::Plan, _) => "录入、修改措施的命令，加 --meeting 会议编号",
    };
    Said::new(
        "decided_by_verb",
        format!("{}的“{}”不在这里登记", on.label(), decision.label()),
        "这样的决定要连同它的结果一起登记",
        format!("用 {verb}"),
    )
}
