//! Why a filing is not accepted, in words.

use super::{Said, list, zh};
use crate::{
    domain::filing::{FilingState, Objection},
    zh::label::Label as _,
};

/// What stands in the way of accepting filing `number` about item `code`.
pub(super) fn explain(number: i64, code: &str, objection: &Objection) -> Said {
    let back = format!("不再采用的，用 taizhang accept --filing {number} --return --words 理由 退回");
    let (key, why, hint) = match objection {
        Objection::Decided(state) => {
            let hint = match state {
                FilingState::Returned => format!("请部门重新填报：taizhang progress {code} --pending"),
                FilingState::Accepted | FilingState::Pending => format!("用 taizhang show {code} 查看"),
            };
            ("filing_decided", format!("这份填报{}", state.label()), hint)
        }
        Objection::ItemWithdrawn => ("filing_item_withdrawn", format!("{code} 已撤项，不再办理"), back),
        Objection::ItemClosed => ("filing_item_closed", format!("{code} 已销号，进度不再变动"), back),
        Objection::EarlierCycle { filed, now } => (
            "filing_earlier_cycle",
            format!("填报的是第 {filed} 次整改，{code} 撤销销号后已是第 {now} 次"),
            format!("{back}，请部门按新一次整改填报"),
        ),
        Objection::BeforeFiled { filed, on } => (
            "accepted_before_filed",
            format!("填报日 {}，采用日 {}", zh(*filed), zh(*on)),
            format!("--on 不能早于 {filed}"),
        ),
        Objection::ProgressIsDerived(below) => (
            "filing_progress_is_derived",
            format!("填报之后 {code} 下面有了 {}，进度由它们得出", list(below)),
            format!("{back}，请部门填报下面各项"),
        ),
        Objection::CompletedBeforeReturn { completed, returned } => (
            "filing_completed_before_return",
            format!("填报的完成日 {} 早于最近一次退回或撤销销号 {}", zh(*completed), zh(*returned)),
            format!("{back}，请部门按重新整改后的完成日填报"),
        ),
        Objection::CompletedAhead { completed, on } => (
            "filing_completed_ahead",
            format!("填报的完成日 {}，采用日 {}", zh(*completed), zh(*on)),
            format!("--on 不能早于 {completed}；{back}"),
        ),
    };
    let verb = match objection {
        Objection::Decided(_) => "不能再采用或退回",
        _ => "不能采用",
    };
    Said::new(key, format!("{code} 的第 {number} 号填报{verb}"), why, hint)
}
