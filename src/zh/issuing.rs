//! The words of issued papers: their number, and what letters of 催办 are called.

use crate::domain::reminder::Tier;

/// The number under which a paper leaves the office (发文字号): `某法整改督〔2025〕3号`.
#[must_use]
pub fn document_number(register: &str, year: i64, number: i64) -> String {
    format!("{register}〔{year}〕{number}号")
}

/// What a letter of 催办 is called: by its tier, to whom it is addressed, and whether anything of it is late already.
#[must_use]
pub fn letter_title(tier: Tier, addressee: &str, late: bool) -> String {
    match (tier, late) {
        (Tier::Notice, true) => format!("关于{addressee}逾期整改事项的提醒函"),
        (Tier::Notice, false) => format!("关于{addressee}即将到期整改事项的提醒函"),
        (Tier::Supervision, _) => format!("关于{addressee}逾期整改事项的督办函"),
        (Tier::Interview, _) => format!("关于{addressee}逾期整改事项的提请约谈建议"),
    }
}

/// How the kept scan of a signed 销号审批表 is called, with the code that it bears; of further scans of the sheet, which one it is.
#[must_use]
pub fn signed_form_title(code: &str, digest: &str, scan: usize) -> String {
    let further = if scan > 1 { format!("，第 {scan} 份扫描件") } else { String::new() };
    format!("{SIGNED_FORM}（{code}，校验码 {digest}{further}）")
}

/// Whether a piece of evidence is a scan of the sheet that bears this code.
#[must_use]
pub fn is_scan_of(title: &str, digest: &str) -> bool {
    is_signed_form(title) && title.contains(digest)
}

/// Whether a piece of evidence is such a scan: it tells of the signatures, not of the work.
#[must_use]
pub fn is_signed_form(title: &str) -> bool {
    title.starts_with(SIGNED_FORM)
}

const SIGNED_FORM: &str = "已签销号审批表";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scan_of_a_sheet_is_known_as_one() {
        for (scan, title) in [
            (1, "已签销号审批表（3，校验码 9F3K-0011-ZZZZ-ABCD）"),
            (2, "已签销号审批表（3，校验码 9F3K-0011-ZZZZ-ABCD，第 2 份扫描件）"),
        ] {
            assert_eq!(signed_form_title("3", "9F3K-0011-ZZZZ-ABCD", scan), title);
            assert!(is_signed_form(title) && is_scan_of(title, "9F3K-0011-ZZZZ-ABCD"));
            assert!(!is_scan_of(title, "9F3K-0011-ZZZZ-ABCE"));
        }
        assert!(!is_scan_of("签到表 9F3K-0011-ZZZZ-ABCD", "9F3K-0011-ZZZZ-ABCD"));
    }

    #[test]
    fn papers_are_called_as_offices_call_them() {
        assert_eq!(document_number("某法整改督", 2025, 3), "某法整改督〔2025〕3号");
        for (tier, late, title) in [
            (Tier::Notice, true, "关于立案庭逾期整改事项的提醒函"),
            (Tier::Notice, false, "关于立案庭即将到期整改事项的提醒函"),
            (Tier::Supervision, true, "关于立案庭逾期整改事项的督办函"),
            (Tier::Interview, true, "关于立案庭逾期整改事项的提请约谈建议"),
        ] {
            assert_eq!(letter_title(tier, "立案庭", late), title);
        }
    }
}
