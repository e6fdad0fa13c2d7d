//! Why a deadline is not put off, in words.

use super::{Said, zh};
use crate::{
    domain::{Day, refusal::Refusal},
    zh::date::format_day,
};

/// A day as it is written, or that there is none.
fn or_for_ever(day: Option<Day>) -> String {
    day.map_or_else(|| "长期坚持".to_owned(), zh)
}

/// Says a refusal that has to do with extensions; the others are said elsewhere.
pub(super) fn explain(refusal: &Refusal) -> Said {
    use Refusal as R;
    match refusal {
        R::NoDueDay(code) => Said::new(
            "no_due_day",
            format!("{code} 的时限没有到期日，谈不上延期"),
            "长期坚持或时限不明的，没有可以推迟的日期",
            format!("要定下日期的，用 taizhang assign {code} --due 时限"),
        ),
        R::ExtendCompleted(code) => Said::new(
            "extend_completed",
            format!("{code} 已经完成，不用延期"),
            "完成日已经记下，延期会掩盖是否按期完成",
            format!("用 taizhang show {code} 查看；在等批准的申请，用 taizhang extend {code} --refuse 了结"),
        ),
        R::DueAfterAbove { code, asked, above, above_due } => Said::new(
            "due_after_above",
            format!("{code} 的时限不能晚于 {above} 的时限"),
            format!("写的是 {}，{above} 最迟 {}", or_for_ever(*asked), zh(*above_due)),
            format!("{above} 也要推迟的，先用 taizhang extend {above} --to 时限 --reason 理由 延期"),
        ),
        R::DueBeforeBelow { code, asked, below } => {
            const SHOWN: usize = 10;
            let mut codes: Vec<&str> = below.iter().map(|(code, _)| code.as_str()).take(SHOWN).collect();
            codes.insert(0, code);
            Said {
                code: "due_before_below",
                what: format!("{code} 的时限不能早于它下面的措施"),
                why: below
                    .iter()
                    .take(SHOWN)
                    .map(|(below, due)| format!("写的是 {}，{below} 的时限是 {}", zh(*asked), zh(*due)))
                    .chain((below.len() > SHOWN).then(|| format!("共 {} 项", below.len())))
                    .collect(),
                hint: Some(format!("措施也要提前的，写在一起：taizhang assign {} --due 时限", codes.join(" "))),
            }
        }
        R::ExtensionWaits { code, applied_on, applicant, to } => Said::new(
            "extension_waits",
            format!("{code} 已有一份延期申请在等批准"),
            format!("{}于{}申请延到“{to}”", applicant.as_deref().unwrap_or("申请人未写明，"), zh(*applied_on)),
            format!("用 taizhang extend {code} --approve 或 --refuse，加 --meeting 会议编号，先作决定"),
        ),
        R::DecidedBeforeApplied { code, applied_on, decided_on, at_once } => Said::new(
            "decided_before_applied",
            format!("{code} 的批准早于申请"),
            format!("申请日 {}，批准或会议的日期 {}", zh(*applied_on), zh(*decided_on)),
            if *at_once {
                format!(
                    "当时就申请并批准的，加 --on {}；那天已锁定或另有记录的，改用 --approval 写纪要文号",
                    format_day(*decided_on)
                )
            } else {
                format!("写 {} 或以后的会议；写了 --on 的，--on 不能早于申请日", format_day(*applied_on))
            },
        ),
        R::ExtendedBeforeAdoption { code, on, adopted } => Said::new(
            "extended_before_adoption",
            format!("{code} 的延期不能早于方案审定"),
            format!("生效日 {}，而方案 {} 审定，时限那时才定下来", zh(*on), zh(*adopted)),
            "--on 写审定那天或以后的日期，不写就是今天",
        ),
        R::NoExtensionWaits(code) => Said::new(
            "no_extension_waits",
            format!("{code} 没有在等批准的延期申请"),
            "没有申请过，或已经作了决定",
            format!("申请用 taizhang extend {code} --to 时限 --reason 理由；在等批准的用 taizhang extend 查看"),
        ),
        _ => unreachable!("sent here by explain"),
    }
}
