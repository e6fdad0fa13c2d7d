//! What was done, in the words of an acknowledgement: changes and warnings.

use crate::{
    domain::{
        Day,
        deadline::Deadline,
        event::DisclosureSubject,
        item::{Disclosure, ItemField, ItemType, Origin},
        lifecycle::Progress,
        receipt::Change,
        refusal::Warning,
    },
    zh::{
        date::format_day,
        label::{Label as _, from_words},
    },
};

/// So many open cases are named; the rest is counted.
const CASES_NAMED: usize = 10;

/// A change in a few words, to stand behind the item's own.
#[must_use]
pub fn change(change: &Change) -> String {
    match change {
        Change::Added => "已录入".into(),
        Change::Edited { field, before, after } => {
            format!(
                "{} {} → {}",
                field.label(),
                field_words(*field, before.as_deref()),
                field_words(*field, after.as_deref())
            )
        }
        Change::Withdrawn => "已撤项".into(),
        Change::Moved { before, after } => format!("从 {before} 移到 {after} 下面"),
        Change::Linked { link, to } => format!("{} {to}", link.label()),
        Change::Unlinked { link, to } => format!("不再{} {to}", link.label()),
        Change::Disclosed { disclosure, public_words } => disclosed(*disclosure, public_words.as_deref()),
        Change::Assigned { role, names } if names.is_empty() => format!("{} 置空", role.label()),
        Change::Assigned { role, names } => format!("{} {}", role.label(), names.join("、")),
        Change::DeadlineSet { deadline } => format!("时限 {}", deadline_words(deadline)),
        Change::ReviewSet { review } => format!("下次复核日 {}", day_or_none(*review)),
        Change::Extended { before, deadline, times } => {
            format!("第 {times} 次延期 {} → {}", day_or_none(*before), deadline_words(deadline))
        }
        Change::ExtensionApplied { before, deadline } => {
            format!("申请延期 {} → {}，待批准", day_or_none(*before), deadline_words(deadline))
        }
        Change::ExtensionRefused { due } => format!("延期未批准，时限仍为 {}", day_or_none(*due)),
        Change::Filed => "已填报，进度不变".into(),
        Change::FilingWaits { filing } => format!("第 {filing} 号填报，待采用"),
        Change::FilingAccepted { filing } => format!("采用第 {filing} 号填报"),
        Change::FilingReturned { filing } => format!("退回第 {filing} 号填报，请部门重新填报"),
        Change::Progress { before, after, completed_on } => {
            let on = completed_on.map(|on| format!("（{} 完成）", format_day(on))).unwrap_or_default();
            format!("进度 {}{on}", from_to(*before, *after))
        }
        Change::Derived { before, after } => format!("进度随下级 {}", from_to(*before, *after)),
        Change::Requested => "已申请销号，待审定".into(),
        Change::Signed { step, agreed, by } => format!(
            "{}{}{}",
            step.label(),
            by.as_ref().map(|who| format!("（{who}）")).unwrap_or_default(),
            if *agreed { "：同意" } else { "：不同意" }
        ),
        Change::Closed { cycle: 1 } => "已销号".into(),
        Change::Closed { cycle } => format!("已销号（第 {cycle} 次整改）"),
        Change::Ratified => "已补办党组会审议".into(),
        Change::Returned => "退回整改".into(),
        Change::Deferred => "暂缓审议".into(),
        Change::Decided { on, decision } => format!("会议对{}的决定：{}", on.label(), decision.label()),
        Change::Reopened { cycle } => format!("已撤销销号，开始第 {cycle} 次整改"),
        Change::LookedBack { finding } => format!("回头看：{}", finding.label()),
        Change::Drawn { department } => format!("抽中（{}）", department.as_deref().unwrap_or("未定责任部门")),
        Change::Reminded { number } => number.clone(),
        Change::Evidence { evidence, title } => format!("佐证材料第 {evidence} 号 {title}"),
        Change::Outcome { outcome } => format!("成效第 {outcome} 号"),
    }
}

/// A mark of 公开范围 with its wording for the public.
#[must_use]
pub fn disclosed(disclosure: Disclosure, public_words: Option<&str>) -> String {
    let words = public_words.map(|words| format!("，公开表述 {}", quoted(Some(words)))).unwrap_or_default();
    format!("公开范围 {}{words}", disclosure.label())
}

/// What goes by a number, named with it.
#[must_use]
pub fn subject_words(subject: DisclosureSubject) -> String {
    match subject {
        DisclosureSubject::Item(id) => format!("事项 {id}"),
        DisclosureSubject::Filing(id) => format!("第 {id} 号填报"),
        DisclosureSubject::Outcome(id) => format!("第 {id} 号成效"),
        DisclosureSubject::Evidence(id) => format!("第 {id} 号佐证材料"),
    }
}

/// What stands in a field of an item, as people read it: terms are kept by their keys.
#[must_use]
pub fn field_words(field: ItemField, words: Option<&str>) -> String {
    let term = words.and_then(|key| match field {
        ItemField::Type => from_words::<ItemType>(key).map(ItemType::label),
        ItemField::Origin => from_words::<Origin>(key).map(Origin::label),
        ItemField::Text | ItemField::Goal | ItemField::SourceNo | ItemField::Note => None,
    });
    term.map_or_else(|| quoted(words), |label| format!("“{label}”"))
}

/// A warning in one sentence.
#[must_use]
pub fn warning(warning: &Warning) -> String {
    match warning {
        Warning::FormOfEarlier { code, on } => {
            format!("签字的审批表说的是 {} 时的 {code}，以后又有变化，请核对", format_day(*on))
        }
        Warning::KeptAlready { number, again, codes } => format!(
            "{} 已有内容相同的佐证材料（第 {number} 号）；存重了的：taizhang attach withdraw {again} --reason 重复",
            few(codes)
        ),
        Warning::ScannedAgain { code, number, again } => format!(
            "{code} 的这张审批表已存有扫描件（第 {number} 号），内容不同，这份作为另一份扫描件存为第 {again} 号；\
             存错了的：taizhang attach withdraw {again} --reason 存错"
        ),
        Warning::MeetingOfNoRound { meeting, open } => format!(
            "在办的轮次有几个（{}），第 {meeting} 号会议没有写是哪一轮的，哪一轮的汇总和材料都不计它；\
             要计入的，用 taizhang undo 撤销，加 --round {} 重新登记",
            open.join("、"),
            open.first().map_or("轮次", String::as_str)
        ),
        Warning::DueBeforeFeedback { code, due, feedback } => {
            format!("{code} 的时限 {due} 早于反馈日 {feedback}，属边巡边改的请核对整改类型")
        }
        Warning::MeetingUnknown { words } => format!(
            "“{words}”没有登记，由它销号的按待补党组会审议录入；要照原样录入，先撤销，用 taizhang meeting add 日期 --kind 党组会 --title {words} 登记，再导入；或登记后用 taizhang close 编号 --ratify --meeting 补办"
        ),
        Warning::CompletedBeforeFeedback { code, completed, feedback } => {
            format!("{code} 的完成日 {completed} 早于反馈日 {feedback}，属边巡边改的请核对整改类型")
        }
        Warning::DeadlineReading { code, raw, note } => format!("{code} 的时限“{raw}”：{note}"),
        Warning::ExtendedAfterExpiry { code, due } => format!("{code} 的时限 {due} 已过，逾期后才申请延期"),
        Warning::ReviewPassed { code, review } => format!(
            "{code} 的复核日 {review} 已过，随原时限不再保留；还要复核的用 taizhang assign {code} --review 日期 另定"
        ),
        Warning::DueAfterParent { code, due, parent, parent_due } => {
            format!("{code} 的时限 {due} 晚于 {parent} 的时限 {parent_due}")
        }
        Warning::PlanLacks { gap, codes } => {
            format!("{} {} 项：{}", gap.label(), codes.len(), few(codes))
        }
        Warning::NotLeading { code } => format!("{code} 不是由第一责任部门填报，进度不变"),
        Warning::Overtaken { code, number } => {
            format!("{code} 在第 {number} 号填报之后另有填报或退回，进度以后来的为准")
        }
        Warning::FilingsWait { code, count } => {
            format!("{code} 还有 {count} 份填报没有采用，销号后只能退回；用 taizhang accept 查看")
        }
        Warning::CasesOpen { code, cases } => {
            let (count, more) = (cases.len(), if cases.len() > CASES_NAMED { "等" } else { "" });
            let named = cases.iter().take(CASES_NAMED).cloned().collect::<Vec<_>>().join("、");
            format!("{code} 下面还有 {count} 件个案没有清结：{named}{more}；继续办理，另计清结率")
        }
        Warning::WithoutEvidence(code) => format!("{code} 没有佐证材料，计入无佐证销号"),
        Warning::Unratified(code) => format!("{code} 未经党组会审议，计入待补党组会审议"),
        Warning::DrawWaits { code, sample } => {
            format!("{code} 在第 {sample} 号抽查里；就是为那次抽查看的，撤销后加 --sample {sample} 重录")
        }
        Warning::SampleIsAll { asked, population } => {
            format!("要抽 {asked} 项，符合条件的只有 {population} 项，已全部列入")
        }
        Warning::ClosedSkipped(count) => format!("已销号的 {count} 项没有改动"),
        Warning::EvidenceBeforeFeedback { code, dated } => format!("{code} 的佐证材料日期 {dated} 早于反馈日"),
        Warning::HeldByRetired { code, name, successors } => {
            let now = if successors.is_empty() {
                String::new()
            } else {
                format!("，现由{}承接", successors.join("、"))
            };
            format!("{code} 还记在已停用的 {name} 名下{now}，请用 taizhang assign 重新分工")
        }
        Warning::LooksAlike { code, earlier, text } => format!(
            "{code} 与往轮已销号的 {earlier}{} 相近；确是同一问题（屡改屡犯）的：taizhang link {code} --same-as {earlier}",
            quoted(Some(text))
        ),
        Warning::PublicWordsGone(what) => format!("{what} 不再公开，原来的公开表述一并去掉"),
        Warning::RenamedSinceLock { name, round, through } => format!(
            "“{round}”已锁定到 {}，印发的报告里写的是“{name}”；以后各页都写新名称，列为补报调整",
            format_day(*through)
        ),
        Warning::RewordedSinceLock { code, round, through } => format!(
            "“{round}”已锁定到 {}，印发的报告里 {code} 写的是原来的表述；以后各页都写新表述，列为补报调整",
            format_day(*through)
        ),
        Warning::RoleDropped { code, name, helped } => {
            let leads = helped.helped().unwrap_or(*helped).label();
            format!("{code} 的{}里去掉了“{name}”：它已是{leads}", helped.label())
        }
        Warning::KeptBelow(count) => format!("下级有 {count} 项另有分工，保持不变"),
    }
}

/// Codes in a sentence: the first few.
fn few(codes: &[String]) -> String {
    const SHOWN: usize = 5;
    let more = if codes.len() > SHOWN { " 等" } else { "" };
    format!("{}{more}", codes[..codes.len().min(SHOWN)].join("、"))
}

/// A deadline with its raw words and what was made of them.
#[must_use]
pub fn deadline_words(deadline: &Deadline) -> String {
    let mut words = format!("“{}”（{}", deadline.raw, deadline.class.label());
    if let Some(due) = deadline.due {
        words.push_str(&format!("，到期日 {}", format_day(due)));
    }
    if let Some(review) = deadline.review {
        words.push_str(&format!("，复核日 {}", format_day(review)));
    }
    words.push('）');
    words
}

fn from_to(before: Progress, after: Progress) -> String {
    if before == after { after.label().into() } else { format!("{} → {}", before.label(), after.label()) }
}

fn day_or_none(day: Option<Day>) -> String {
    day.map_or_else(|| "无".into(), format_day)
}

/// Words of an item in a line that speaks of them: cut where they are long.
#[must_use]
pub fn quoted(words: Option<&str>) -> String {
    words.map_or_else(|| "无".into(), |words| format!("“{}”", crate::zh::width::truncate(words, 40)))
}

/// Where evidence is kept that an earlier ledger only names.
#[must_use]
pub fn listed_in(file: &str) -> String {
    format!("见“{file}”所列")
}

/// On what a closing rests that an earlier ledger tells of; `meeting` is what it says of one.
#[must_use]
pub fn struck_off_in(file: &str, place: &str, meeting: Option<&str>) -> String {
    let meeting = meeting.map(|words| format!("，载明会议：{words}")).unwrap_or_default();
    format!("“{file}”{place}记为已销号{meeting}")
}
