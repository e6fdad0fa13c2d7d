//! The 自查 in words: what each rule looks for, why it matters, what to do; what a row found; the next command.

use crate::{
    domain::{
        Day,
        check::{
            ANSWER_DAYS, AT_ONCE_HOURS, BUNCH_LEAST, BUNCH_PERCENT, Begun, CheckRule, Finding, HOLLOW_PERCENT,
            IMMEDIATE_DAYS, LastDay, NOT_CLOSED_DAYS, OFTEN, PENDING_DAYS, REPEAT_CHARS, SAME_PERIOD_DAYS, SILENT_DAYS,
        },
    },
    zh::label::Label as _,
};

/// A rule in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// What it looks for, thresholds included.
    pub looks_for: String,
    /// Why that matters.
    pub why: &'static str,
    /// What to do.
    pub to_do: &'static str,
}

/// What a rule looks for, why it matters and what to do.
#[must_use]
pub fn explain(rule: CheckRule) -> Explained {
    let (looks_for, why, to_do) = match rule {
        CheckRule::EvidenceBeforeFeedback => (
            "佐证材料自身的日期早于反馈日（边巡边改的事项除外）".to_owned(),
            "反馈之前的材料证明不了反馈之后的整改，是拿旧材料充数的常见痕迹",
            "换成整改中形成的材料；确是边巡边改的，把整改类型改为边巡边改",
        ),
        CheckRule::EvidenceAfterClosing => (
            "佐证材料的日期（未载明日期的看收存日）晚于销号日，回头看带来的材料除外".to_owned(),
            "销号凭的是当时已有的材料；事后补的材料说明审定时依据不足",
            "核对材料日期；审定时确无依据的，撤销销号后重新审定",
        ),
        CheckRule::FileShared => (
            "同一份文件（内容完全相同）用在两个以上问题下，同一问题的几条措施共用不算".to_owned(),
            "一份材料很少能同时证明几个问题都改好了",
            "逐个问题核对这份材料能否证明，不能证明的另补材料",
        ),
        CheckRule::OutcomeDoubled => (
            "同一轮次里名称相同或文号相同的文件，登记了不止一次".to_owned(),
            "一件成效只计一次，重复登记会虚增制度数",
            "确是同一件的，撤回后一件，把它的事项关联到前一件",
        ),
        CheckRule::FilingRepeated => (
            format!(
                "整改情况逐字相同（不计标点和空格，{REPEAT_CHARS}字以上）：在不同事项之间，或同一事项相隔{SAME_PERIOD_DAYS}天以上的两次填报之间"
            ),
            "照抄别的事项或上期内容，等于没有填报",
            "请责任部门按实际进展重新填报",
        ),
        CheckRule::FilingHollow => (
            format!("填报已完成，而整改情况{HOLLOW_PERCENT}%以上是表态的话，没有数字，也没有文件名称"),
            "只有态度没有做法，看不出改了什么",
            "请责任部门写明做了什么、形成了什么、结果怎样",
        ),
        CheckRule::MeasureHollow => (
            format!("措施内容{HOLLOW_PERCENT}%以上是表态的话，没有数字和文件名称，也没有成效和佐证"),
            "措施不可检查，完成与否就没有标准",
            "按方案调整程序把措施改写成可检查的做法，或补上成效、佐证",
        ),
        CheckRule::ClosingsBunched => (
            format!(
                "同一天有{BUNCH_LEAST}项以上、且占本轮已销号{BUNCH_PERCENT}%以上的销号，都落在时限当天、节点当天或报告上报的前一天"
            ),
            "赶在最后一天成批销号，审定容易走过场",
            "从当天销号的事项中抽查，核对会议记录和佐证",
        ),
        CheckRule::ClosedAtOnce => (
            format!(
                "从录入事项（或首次分工）到录入销号不到{AT_ONCE_HOURS}小时，生效日也在前后一天之内；从旧台账转入的除外"
            ),
            "没有整改的时间",
            "核对实际办理经过；没有整改的，撤销销号",
        ),
        CheckRule::ClosedBackfilled => (
            format!("从录入事项（或首次分工）到录入销号不到{AT_ONCE_HOURS}小时，生效日却相隔更久；从旧台账转入的除外"),
            "是事后一次补录的，台账没有随办随记，各个日期只凭补录人所写",
            "凭会议记录和材料核对各个日期，在备注中写明补录",
        ),
        CheckRule::ClosedUnratified => (
            "从旧台账转入、已销号而未补党组会审议".to_owned(),
            "未经党组会审定的销号不能算数，对外的销号数里要单列",
            "提交党组会审议后补办",
        ),
        CheckRule::ClosedWithoutMeeting => (
            "问题、意见销号时没有党组会，因为本轮的审签程序不要求党组会审定".to_owned(),
            "党组对整改负主体责任，销号一般由党组会审定",
            "核对审签程序是否经批准；需要时修改程序，撤销后重新审定",
        ),
        CheckRule::ClosedWithoutEvidence => (
            "没有佐证材料、只凭文字说明销号".to_owned(),
            "没有材料的销号经不起核查",
            "补存材料，或登记材料的文号和存放处",
        ),
        CheckRule::NeverRechecked => (
            format!("问题销号满{}个月，从未回头看", crate::domain::recheck::MONTHS),
            "整改要防反弹，销号之后要看是否巩固",
            "安排回头看并记录结果，或列入抽查",
        ),
        CheckRule::CompletedBeforeFeedback => (
            "完成日早于反馈日，而整改类型不是边巡边改".to_owned(),
            "反馈之前完成的只能是边巡边改；否则日期有误，或不是针对反馈整改的",
            "核对完成日；确是边巡边改的，改整改类型",
        ),
        CheckRule::CompletedNotClosed => (
            format!("已完成满{NOT_CLOSED_DAYS}天，没有申请销号"),
            "完成不是销号；久不提请审定，可能是部门自己也拿不准",
            "申请销号，提请下次党组会审定；没有真正完成的改回整改中",
        ),
        CheckRule::RequestWaiting => {
            (format!("申请销号超过{ANSWER_DAYS}天，没有审定"), "申请该有答复：同意、退回或暂缓", "提请下次党组会审定")
        }
        CheckRule::ReturnedNotFiled => (
            format!("退回整改满{ANSWER_DAYS}天，此后没有填报"),
            "退回之后没有动静，等于没有接着改",
            "督促责任部门按退回意见整改并填报",
        ),
        CheckRule::DeadlineRedated => (
            "未经延期，时限被改到更晚或改成没有日期，而录入时原时限已过、事项没有完成（录入当天改正的除外）".to_owned(),
            "倒填生效日就能绕开延期，逾期的事项看上去从未逾期",
            "核对办理记录和审定的方案；确属推迟的，按延期补办批准",
        ),
        CheckRule::ExtensionBackfilled => (
            "延期的生效日在时限之内，录入却在时限过后".to_owned(),
            "可能是事后补录，也可能是倒填日期，逾期后才申请的就看不出来",
            "凭申请书和会议纪要核对申请日期",
        ),
        CheckRule::ExtendedAfterExpiry => (
            "时限过了才申请延期，已批准的或还未批复的".to_owned(),
            "先逾期再延期，时限就没有约束力；延期不抹去曾逾期",
            "写明逾期原因，由批准的会议知悉；已逾期的照实列入报告",
        ),
        CheckRule::ExtendedOften => (
            format!("同一事项延期{OFTEN}次以上"),
            "一再延期，当初的时限或措施可能不切实际",
            "提请专题研究，调整措施或明确最后时限",
        ),
        CheckRule::ExtensionWaiting => (
            format!("延期申请超过{ANSWER_DAYS}天，没有批复"),
            "批复之前仍按原时限计算，部门会误以为已经延期",
            "提请批准或不予批准",
        ),
        CheckRule::ImmediateOpen => (
            format!("立行立改的事项，反馈后超过{IMMEDIATE_DAYS}天仍未完成"),
            "立行立改拖了几个月，就不是立行立改",
            "限期办结，或按程序说明原因并调整时限",
        ),
        CheckRule::DeadlineMissing => (
            "没有完成的事项没有时限（上级事项也没有的，只列上级）".to_owned(),
            "没有时限就没有逾期，也就没有人催",
            "补定时限",
        ),
        CheckRule::DeadlineUnclear => (
            "没有完成的事项，时限文字读不出日期，或从严读作某一天而未经确认".to_owned(),
            "时限说不清，是否逾期就有争议",
            "与责任部门确认后写成日期",
        ),
        CheckRule::LeaderMissing => (
            "没有完成的事项没有牵头领导（上级事项也没有的，只列上级）".to_owned(),
            "整改责任要落实到领导班子成员",
            "明确牵头领导",
        ),
        CheckRule::DepartmentMissing => (
            "没有完成的事项没有责任部门（上级事项也没有的，只列上级）".to_owned(),
            "没有责任部门，就没有人填报",
            "明确责任部门，第一个为主责",
        ),
        CheckRule::LongSilent => (
            format!("没有完成的问题、个案，连同其下各项，满{SILENT_DAYS}天没有填报（长期坚持、未到复核日的除外）"),
            "两期没有填报，不知道是否还在整改",
            "督促责任部门填报",
        ),
        CheckRule::FilingPending => (
            format!("部门填报超过{PENDING_DAYS}天，整改办没有采用，也没有退回"),
            "填报不采用，进度就不动，台账与实际脱节",
            "审核后采用或退回",
        ),
        CheckRule::FeedbackWithdrawn => (
            "本轮反馈问题被撤项的，逐项列出依据和理由".to_owned(),
            "反馈问题只能因录入差错或巡视巡察机构来函撤项，撤项会减少总数",
            "核对依据原件",
        ),
        CheckRule::SameAsRemoved => (
            "曾标为往轮的同一问题（屡改屡犯），后来取消了".to_owned(),
            "屡改屡犯的问题从严追究，取消标记会让问题看上去是第一次反馈",
            "对照往轮的反馈意见核对理由；仍是同一问题的，重新关联",
        ),
    };
    Explained { looks_for, why, to_do }
}

/// What a row found, in words.
#[must_use]
pub fn finding(finding: &Finding) -> String {
    match finding {
        Finding::EvidenceBeforeFeedback { evidence, title, dated_on, feedback_on, days } => {
            format!("佐证{evidence}《{title}》日期{dated_on}，早于反馈日{feedback_on}，早{days}天")
        }
        Finding::EvidenceAfterClosing { evidence, title, dated_on, kept_on, closed_on, days } => {
            let when = match dated_on {
                Some(day) => format!("日期{day}"),
                None => format!("未载明日期，收存于{kept_on}"),
            };
            format!("佐证{evidence}《{title}》{when}，晚于销号日{closed_on}，晚{days}天")
        }
        Finding::FileShared { evidence, title, others, with } => {
            format!("佐证{evidence}《{title}》另用于{others}个问题：{}", named(with, *others))
        }
        Finding::OutcomeDoubled { outcome, title, number, earlier } => {
            let number = number.as_deref().map(|number| format!("（{number}）")).unwrap_or_default();
            let earlier: Vec<String> = earlier.iter().map(|number| format!("第{number}号")).collect();
            format!("成效第{outcome}号《{title}》{number}与{}相同", earlier.join("、"))
        }
        Finding::FilingRepeated { filed_on, others, with, earlier } => {
            let mut said = Vec::new();
            if *others > 0 {
                said.push(format!("与另外{others}项逐字相同：{}", named(with, *others)));
            }
            if !earlier.is_empty() {
                said.push(format!("与本项{}的填报逐字相同", days(earlier)));
            }
            format!("{filed_on}的填报{}", said.join("，又"))
        }
        Finding::FilingHollow { filed_on, phrases, percent } => {
            format!("{filed_on}填报已完成，整改情况{percent}%是表态：{}", some(phrases))
        }
        Finding::MeasureHollow { phrases, percent } => {
            format!("{percent}%是表态：{}；无成效、无佐证", some(phrases))
        }
        Finding::ClosingsBunched { closed_on, closings, of, last_days, with } => {
            let last: Vec<&str> = last_days.iter().map(|day| last_day(*day)).collect();
            let percent = (*closings * 100).checked_div(*of).unwrap_or(0);
            format!(
                "{closed_on}（{}）销号{closings}项，占已销号{of}项的{percent}%：{}",
                last.join("、"),
                with.join("、")
            )
        }
        Finding::ClosedAtOnce { begun, minutes, closed_on } => {
            format!("{}后{}即录入销号（销号日{closed_on}）", since(*begun), span(*minutes))
        }
        Finding::ClosedBackfilled { begun, minutes, added_on, closed_on } => {
            format!("{}后{}即录入销号，而录入生效日{added_on}，销号日{closed_on}", since(*begun), span(*minutes))
        }
        Finding::ClosedUnratified { closed_on, days } => {
            format!("{}，已{days}天未补党组会审议", closed(*closed_on))
        }
        Finding::ClosedWithoutMeeting { closed_on } => format!("{}，没有审定的会议", closed(*closed_on)),
        Finding::ClosedWithoutEvidence { closed_on, words } => {
            let words = words.as_deref().map(|words| format!("，说明：{words}")).unwrap_or_default();
            format!("{}，没有佐证{words}", closed(*closed_on))
        }
        Finding::NeverRechecked { closed_on, days } => format!("{closed_on}销号，{days}天未回头看"),
        Finding::CompletedBeforeFeedback { completed_on, feedback_on, days } => {
            format!("完成日{completed_on}早于反馈日{feedback_on}，早{days}天")
        }
        Finding::CompletedNotClosed { completed_on, days, returned } => {
            let after = if *returned { "退回后没有再申请销号" } else { "没有申请销号" };
            format!("{completed_on}完成，{days}天{after}")
        }
        Finding::RequestWaiting { requested_on, days } => format!("{requested_on}申请销号，{days}天未审定"),
        Finding::ReturnedNotFiled { returned_on, days } => format!("{returned_on}退回整改，{days}天没有填报"),
        Finding::DeadlineRedated { before_due, due, effective_on, entered_on, days } => {
            let to = due.map_or_else(|| "没有日期".to_owned(), |due| due.to_string());
            format!("时限由{before_due}改为{to}，{entered_on}录入（到期后{days}天），生效日写的是{effective_on}")
        }
        Finding::ExtensionBackfilled { due, applied_on, entered_on, days, approved } => {
            let state = if *approved { "已批准" } else { "未批复" };
            format!("时限{due}，申请日写的是{applied_on}，{entered_on}才录入（到期后{days}天），{state}")
        }
        Finding::ExtendedAfterExpiry { due, applied_on, days, approved } => {
            let due = due.map(|due| format!("时限{due}，逾期{days}天后")).unwrap_or_default();
            format!("{due}于{applied_on}申请延期，{}", if *approved { "已批准" } else { "未批复" })
        }
        Finding::ExtendedOften { times, first_due, due } => {
            let day = |day: &Option<Day>| day.map_or_else(|| "无日期".to_owned(), |day| day.to_string());
            format!("延期{times}次，最初时限{}，现为{}", day(first_due), day(due))
        }
        Finding::ExtensionWaiting { applied_on, days, asked } => {
            format!("{applied_on}申请延至“{asked}”，{days}天未批复")
        }
        Finding::ImmediateOpen { feedback_on, days, progress } => {
            format!("反馈日{feedback_on}，已{days}天，{}", progress.label())
        }
        Finding::DeadlineMissing {} => "没有时限".to_owned(),
        Finding::DeadlineUnclear { raw, note } => match note {
            Some(note) => format!("时限“{raw}”：{note}"),
            None => format!("时限“{raw}”读不出日期"),
        },
        Finding::LeaderMissing {} => "没有牵头领导".to_owned(),
        Finding::DepartmentMissing {} => "没有责任部门".to_owned(),
        Finding::LongSilent { last_filing_on, days } => match last_filing_on {
            Some(day) => format!("最近填报{day}，已{days}天"),
            None => format!("从未填报，已{days}天"),
        },
        Finding::FilingPending { filed_on, days } => format!("{filed_on}填报，{days}天未采用"),
        Finding::FeedbackWithdrawn { withdrawn_on, ground, reason } => {
            format!("{withdrawn_on}撤项，{}：{reason}", ground.label())
        }
        Finding::SameAsRemoved { removed_on, earlier, reason } => {
            let reason = reason.as_deref().map(|reason| format!("：{reason}")).unwrap_or_default();
            format!("{removed_on}取消与{earlier}的“同一问题”关联{reason}")
        }
    }
}

/// The command with which a row is looked into or put right. `code` is the item's, or the round's where a row is about one.
#[must_use]
pub fn next(rule: CheckRule, code: &str) -> String {
    match rule {
        CheckRule::EvidenceBeforeFeedback
        | CheckRule::EvidenceAfterClosing
        | CheckRule::FileShared
        | CheckRule::FilingRepeated
        | CheckRule::FilingHollow
        | CheckRule::ClosedAtOnce
        | CheckRule::ClosedBackfilled
        | CheckRule::ClosedWithoutMeeting
        | CheckRule::CompletedBeforeFeedback
        | CheckRule::ImmediateOpen
        | CheckRule::ExtendedAfterExpiry
        | CheckRule::DeadlineRedated
        | CheckRule::ExtensionBackfilled
        | CheckRule::ExtendedOften
        | CheckRule::ExtensionWaiting
        | CheckRule::OutcomeDoubled
        | CheckRule::FeedbackWithdrawn
        | CheckRule::SameAsRemoved => format!("taizhang show {code}"),
        CheckRule::MeasureHollow => format!("taizhang edit {code} --set 内容=…"),
        CheckRule::ClosingsBunched => format!("taizhang list --round {code} --closure 已销号"),
        CheckRule::ClosedUnratified => format!("taizhang close {code} --ratify --meeting …"),
        CheckRule::ClosedWithoutEvidence => format!("taizhang attach {code} …"),
        CheckRule::NeverRechecked => format!("taizhang recheck {code} --result …"),
        CheckRule::CompletedNotClosed => format!("taizhang submit {code}"),
        CheckRule::RequestWaiting => format!("taizhang close {code} --meeting …"),
        CheckRule::ReturnedNotFiled | CheckRule::LongSilent => format!("taizhang progress {code} --situation …"),
        CheckRule::DeadlineMissing | CheckRule::DeadlineUnclear => format!("taizhang assign {code} --due …"),
        CheckRule::LeaderMissing => format!("taizhang assign {code} --leader …"),
        CheckRule::DepartmentMissing => format!("taizhang assign {code} --dept …"),
        CheckRule::FilingPending => format!("taizhang accept {code}"),
    }
}

fn named(codes: &[String], of: usize) -> String {
    let more = if of > codes.len() { "等" } else { "" };
    format!("{}{more}", codes.join("、"))
}

fn some(phrases: &[String]) -> String {
    let more = if phrases.len() > 4 { "等" } else { "" };
    format!("{}{more}", phrases.iter().take(4).cloned().collect::<Vec<_>>().join("、"))
}

fn days(days: &[Day]) -> String {
    let said: Vec<String> = days.iter().rev().take(3).rev().map(ToString::to_string).collect();
    format!("{}{}", said.join("、"), if days.len() > 3 { "等" } else { "" })
}

const fn since(begun: Begun) -> &'static str {
    match begun {
        Begun::Recorded => "录入事项",
        Begun::Assigned => "首次分工",
    }
}

fn span(minutes: i64) -> String {
    match minutes {
        0 => "不到1分钟".to_owned(),
        1..60 => format!("{minutes}分钟"),
        _ => format!("{}小时", minutes / 60),
    }
}

fn closed(on: Option<Day>) -> String {
    on.map_or_else(|| "已销号".to_owned(), |day| format!("{day}销号"))
}

fn last_day(day: LastDay) -> &'static str {
    match day {
        LastDay::Due => "时限当天",
        LastDay::Milestone(kind) => kind.label(),
        LastDay::EveOfReport => "报告上报前一天",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::check::CheckRule;

    #[test]
    fn every_rule_says_what_why_and_what_to_do() {
        for rule in CheckRule::ALL {
            let said = explain(*rule);
            for words in [said.looks_for.as_str(), said.why, said.to_do] {
                assert!(!words.is_empty() && !words.ends_with('。'), "{rule}: {words}");
            }
            assert!(next(*rule, "12").contains("12") && next(*rule, "12").starts_with("taizhang "), "{rule}");
            assert!(crate::zh::width::display_width(rule.label()) <= 14, "{rule}: {}", rule.label());
        }
    }

    #[test]
    fn rows_speak_in_days() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        for (found, words) in [
            (
                Finding::EvidenceAfterClosing {
                    evidence: 3,
                    title: "签到表".into(),
                    dated_on: None,
                    kept_on: day("2025-08-05"),
                    closed_on: day("2025-08-01"),
                    days: 4,
                },
                "佐证3《签到表》未载明日期，收存于2025-08-05，晚于销号日2025-08-01，晚4天",
            ),
            (
                Finding::FilingRepeated {
                    filed_on: day("2025-08-05"),
                    others: 9,
                    with: vec!["1.1".into(), "2".into()],
                    earlier: vec![day("2025-06-05"), day("2025-07-05")],
                },
                "2025-08-05的填报与另外9项逐字相同：1.1、2等，又与本项2025-06-05、2025-07-05的填报逐字相同",
            ),
            (
                Finding::ClosedAtOnce { begun: Begun::Assigned, minutes: 130, closed_on: day("2025-08-05") },
                "首次分工后2小时即录入销号（销号日2025-08-05）",
            ),
        ] {
            assert_eq!(finding(&found), words);
        }
    }
}
