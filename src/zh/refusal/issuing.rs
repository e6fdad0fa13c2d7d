//! Why a paper is not issued, in words.

use super::{Said, zh};
use crate::{domain::refusal::Refusal as R, zh::issuing::document_number};

pub(super) fn explain(refusal: &R) -> Said {
    match refusal {
        R::ReminderTiers => Said::new(
            "reminder_tiers",
            "催办分级的天数或次数不对",
            "提醒函、督办函、约谈建议要依次推后，从 1 起",
            "如 --reminder-days 1,15,30 --reminder-unanswered 1,2",
        ),
        R::NoRegister => Said::new(
            "no_register",
            "没有写发文字号",
            "这个轮次还没有发过这一类文，不知道用哪个发文字",
            "加 --register 发文字，如 --register 某法整改督；以后默认沿用",
        ),
        R::BadRegister(text) => Said::new(
            "bad_register",
            format!("“{text}”不能作发文字"),
            "发文字写在年份前面，年份和序号由程序编；文件也按它取名，不能有数字、括号、斜杠、点号这类符号",
            "只写发文字，如 --register 某法整改督",
        ),
        R::NumberSpent { number, last } => Said::new(
            "number_spent",
            format!("不能从 {number} 号编起"),
            format!("这个发文字今年已经编到 {last} 号，编过的不再用"),
            format!("去掉 --start，接着编 {} 号", last + 1),
        ),
        R::DatedBack { register, year, number, last, on } => Said::new(
            "dated_back",
            format!("发文日期不能写 {}", zh(*on)),
            format!("{} 的日期是 {}，后编的号不能比它早", document_number(register, *year, *number), zh(*last)),
            format!("去掉 --on，或写 {} 及以后；那一号日期写错了的，先用 taizhang undo 撤销", zh(*last)),
        ),
        R::IssuedAlready { register, year, number } => Said::new(
            "issued_already",
            format!("已经印发，{}", document_number(register, *year, *number)),
            "同一轮次、同一截止日的党内版、公开版各印发一次",
            format!("用 taizhang paper register --no {number} 取印发时的原件"),
        ),
        R::PaperTooLarge { title, most } => Said::new(
            "paper_too_large",
            format!("《{title}》太大，不能印发"),
            format!("印发的原件要留在台账里，一份不超过 {} MB", most / (1024 * 1024)),
            "缩小范围分几份发",
        ),
        R::OriginalDiffers { title } => Said::new(
            "original_differs",
            format!("《{title}》留存的原件不能用"),
            "它和印发时登记的校验值不符，或者不见了",
            "用 taizhang verify 核验台账，再用 taizhang restore 从备份恢复",
        ),
        R::ReplyBeforeLetter { reply_by, on } => Said::new(
            "reply_before_letter",
            format!("答复期限 {} 不对", zh(*reply_by)),
            format!("要晚于发函日 {}", zh(*on)),
            "改写 --reply-by；不写的按工作日推算",
        ),
        R::BadDigest(typed) => Said::new(
            "bad_digest",
            format!("“{typed}”不是审批表的校验码"),
            "校验码印在审批表上，四组，每组四个字母或数字",
            "照审批表写，如 --signed 9F3K-0011-ZZZZ-ABCD",
        ),
        // The right code is not told: it is to be read off the sheet that was signed.
        // Words and names are those of today on every day: a sheet printed before they were changed has a code of its own.
        R::FormDiffers { code, typed } => Said {
            code: "form_differs",
            what: format!("签字的审批表和台账里的 {code} 对不上"),
            why: vec![
                format!("校验码 {typed} 和 {code} 按现有表述、名称算出的对不上，今天的、以前各天的都核对过"),
                "编号或校验码写错了，或印出以后当天又有改动".to_owned(),
                "也可能是表述、部门等名称改过：校验码按印出时的表述和名称算，改过以后旧表对不上".to_owned(),
            ],
            hint: Some(format!(
                "核对编号和校验码；确有变化的，用 taizhang paper closing-form {code} 重新出表送签，或去掉 --signed，作一般佐证存入"
            )),
        },
        R::OneSignedForm => Said::new(
            "one_signed_form",
            "签字的审批表要一项一份地存",
            "校验码只对应一个事项、一份表",
            "如 taizhang attach 3 审批表.pdf --signed 校验码",
        ),
        R::NoArrangement(year) => Said::new(
            "no_arrangement",
            "算不出答复期限",
            format!("没有 {year} 年的放假安排，数不了工作日"),
            "加 --reply-by 日期",
        ),
        _ => unreachable!("dispatched by the caller"),
    }
}
