//! What the gate misses, a line each with how to mend it.

use super::{Said, closure::command, zh};
use crate::{domain::gate::Missing, zh::label::Label as _};

/// Everything that stands in the way of a closing, in one message.
pub(super) fn explain(code: &str, missing: &[Missing]) -> Said {
    let what = match missing {
        [Missing::AlreadyClosed(_)] => format!("{code} 已经销号"),
        [Missing::Withdrawn] => format!("{code} 已撤项，不能销号"),
        [Missing::WrongLevel(_)] => format!("{code} 不需要单独销号"),
        _ => format!("{code} 还不能销号，缺 {} 样", missing.len()),
    };
    let why = missing.iter().map(|one| line(code, one)).collect();
    let hint = match missing {
        [Missing::AlreadyClosed(_) | Missing::Withdrawn | Missing::WrongLevel(_)] => {
            format!("用 taizhang show {code} 查看现状")
        }
        _ => format!("逐样补齐后再办；用 taizhang show {code} 查看现状"),
    };
    Said { code: "gate", what, why, hint: Some(hint) }
}

/// One thing that stands in the way of a closing, in words.
#[must_use]
pub fn line(code: &str, missing: &Missing) -> String {
    use Missing as M;
    match missing {
        M::AlreadyClosed(Some(on)) => format!("{} 已销号，不用重复办理", zh(*on)),
        M::AlreadyClosed(None) => "已销号，不用重复办理".into(),
        M::Withdrawn => format!("用 taizhang log {code} 查看撤项经过"),
        M::WrongLevel(level) => format!("本轮次按“{}”销号", level.label()),
        M::NotCompleted(progress) => {
            format!("整改没有完成（现为{}）：taizhang progress {code} --done", progress.label())
        }
        M::BelowOpen { code, progress } => {
            format!("{code} 没有完成（现为{}）：taizhang progress {code} --done", progress.label())
        }
        M::AnswersOpen { code, progress } => {
            format!("对应的问题 {code} 没有完成（现为{}），意见靠它落实", progress.label())
        }
        M::StageGoal(progress) => {
            format!("长期事项没有达到阶段目标（现为{}）：taizhang progress {code} --state 阶段性完成", progress.label())
        }
        M::NoReviewDay(code) => format!("{code} 是长期事项，没有定下次复核日：taizhang assign {code} --review 日期"),
        M::NoEvidence => {
            format!("没有佐证材料：taizhang attach {code} 文件；确实没有的，销号时加 --without-evidence 理由")
        }
        M::NoMeeting => "没有党组会审定：加 --meeting 会议编号（先用 taizhang meeting add 登记）".into(),
        M::WrongMeeting(kind) => format!("所写的会议是{}，销号要由党组会审定：换一个 --meeting", kind.label()),
        M::NoSignOff(step) => format!("审签程序缺“{}”：{}", step.label(), command(code, *step)),
        M::OutOfOrder { step, on, before, given } => format!(
            "“{}”{} 早于前一步“{}”{}：核对日期，或换以后的会议",
            step.label(),
            zh(*on),
            before.label(),
            zh(*given)
        ),
        M::SignedBeforeCompletion { step, signed, completed } => {
            format!("“{}”{} 早于完成日 {}：核对两个日期", step.label(), zh(*signed), zh(*completed))
        }
        M::ClosingBeforeSignOff { closing, step, signed } => {
            format!("销号日 {} 早于“{}”{}：改写 --on", zh(*closing), step.label(), zh(*signed))
        }
        M::CompletedBeforeReturn { completed, returned } => format!(
            "完成日 {} 早于最近一次退回或撤销销号 {}：重新整改的完成日要在那以后，用 taizhang progress {code} --done 重填",
            zh(*completed),
            zh(*returned)
        ),
        M::MeetingBeforeReturn { meeting, returned } => {
            format!("会议 {} 早于最近一次退回或撤销销号 {}：换以后的会议", zh(*meeting), zh(*returned))
        }
        M::CompletedBeforeFeedback { completed, feedback } => format!(
            "完成日 {} 早于反馈日 {}：核对完成日；确属边巡边改的，用 taizhang edit {code} --set 类型=边巡边改",
            zh(*completed),
            zh(*feedback)
        ),
        M::MeetingBeforeCompletion { meeting, completed } => {
            format!("会议 {} 早于完成日 {}：核对两个日期，或换完成以后的会议", zh(*meeting), zh(*completed))
        }
        M::MeetingBeforeFeedback { meeting, feedback } => {
            format!("会议 {} 早于反馈日 {}：换反馈以后的会议", zh(*meeting), zh(*feedback))
        }
        M::ClosingBeforeMeeting { closing, meeting } => {
            format!("销号日 {} 早于会议 {}：改写 --on", zh(*closing), zh(*meeting))
        }
        M::ClosingBeforeCompletion { closing, completed } => {
            format!("销号日 {} 早于完成日 {}：改写 --on", zh(*closing), zh(*completed))
        }
        M::ClosingInFuture(day) => format!("销号日 {} 还没有到：改写 --on", zh(*day)),
    }
}
