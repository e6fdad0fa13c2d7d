//! What is said where the adopted plan stands against a change.

use super::{Said, zh};
use crate::{
    domain::{meeting::MeetingKind, refusal::Refusal},
    zh::label::Label as _,
};

/// Says a refusal about the plan.
pub(super) fn explain(refusal: &Refusal) -> Said {
    use Refusal as R;
    match refusal {
        R::NeedsApproval { round, code, change } => Said::new(
            "needs_approval",
            format!("{code} {}属于方案调整，需要写明批准", change.label()),
            format!("“{round}”的整改方案已经审定，录入差错也一样"),
            "加 --meeting 会议编号，或 --approval 批准文号；审定时就是这样定的，写审定方案的会议，--on 写审定那天",
        ),
        R::AdoptedAlready { round, on } => Said::new(
            "adopted_already",
            format!("“{round}”的整改方案已经审定"),
            format!("{} 审定，方案只审定一次", zh(*on)),
            "以后的改动都是方案调整：执行时加 --meeting 会议编号 或 --approval 批准文号",
        ),
        R::EmptyPlan(round) => Said::new(
            "empty_plan",
            format!("“{round}”还没有可以审定的方案"),
            "轮次里没有问题和措施",
            "先用 taizhang intake 导入整改方案，或用 taizhang add 逐项录入",
        ),
        R::CannotDecidePlan { meeting, kind } => Said::new(
            "cannot_decide_plan",
            format!("第 {meeting} 号会议不能作这个决定"),
            match kind {
                MeetingKind::Feedback | MeetingKind::DemocraticLife => {
                    format!("它是{}，不审议整改方案", kind.label())
                }
                kind => format!("它是{}，整改方案由党组会审定", kind.label()),
            },
            "换用审议方案的会议，用 taizhang meeting list 查看；没有登记的先用 taizhang meeting add 登记",
        ),
        R::BeforeAdoption { round, what, day, adopted } => Said::new(
            "before_adoption",
            "方案调整不能早于方案审定",
            match *what {
                "meeting" => format!("批准的会议在 {}，而审定“{round}”方案的会议在 {}", zh(*day), zh(*adopted)),
                _ => format!("生效日 {}，而“{round}”的方案 {} 审定", zh(*day), zh(*adopted)),
            },
            match *what {
                "meeting" => "换用审定方案的那次或以后的会议，用 taizhang meeting list 查看",
                _ => "--on 写审定那天或以后的日期，不写就是今天",
            },
        ),
        R::AdoptedNotAdjusted { round, meeting, adopted, on } => Said::new(
            "adopted_not_adjusted",
            format!("第 {meeting} 号会议不能批准这次方案调整"),
            format!("它是 {} 审定“{round}”方案的那次会议，调整自 {} 起，是它以后的事", zh(*adopted), zh(*on)),
            format!(
                "--meeting 写决定调整的那次会议，没有登记的先用 taizhang meeting add 登记，没有上会的写 --approval 批准文号；审定时就是这样定、只是录错的，加 --on {adopted}"
            ),
        ),
        R::LaterIsExtension { code, due, asked } => Said::new(
            "later_is_extension",
            format!("{code} 的时限只能用延期推后"),
            match (due, asked) {
                (Some(due), Some(asked)) => format!("方案已经审定，时限 {}，不能直接改到 {}", zh(*due), zh(*asked)),
                (Some(due), None) => format!("方案已经审定，时限 {}，不能改成没有到期日的", zh(*due)),
                (None, _) => "方案已经审定，时限不能直接改".to_owned(),
            },
            format!("用 taizhang extend {code} --to 时限 --reason 理由 --meeting 会议编号"),
        ),
        R::CannotMove { code, kind } => Said::new(
            "cannot_move",
            format!("{code} 不能移到别处"),
            format!("它是{}；只有措施能移到别的问题或意见下面", kind.label()),
            "录错了位置的，先用 taizhang withdraw 撤项，再用 taizhang add 录入",
        ),
        R::OtherRound { code, other, round } => Said::new(
            "other_round",
            format!("{code} 不能移到 {other} 下面"),
            format!("{other} 不在“{round}”这个轮次里"),
            format!("用 taizhang list --round {round} 查看编号"),
        ),
        R::MovedPastDue { code, due, parent, parent_due } => Said::new(
            "moved_past_due",
            format!("{code} 不能移到 {parent} 下面"),
            format!("{code} 的时限 {}，晚于 {parent} 的时限 {}", zh(*due), zh(*parent_due)),
            format!("先用 taizhang assign {code} --due 把时限提前，或用 taizhang extend {parent} 延期"),
        ),
        _ => unreachable!("dispatched by refusal::explain"),
    }
}
