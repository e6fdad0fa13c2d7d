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

/// How the kept scan of a signed 销号审批表 is called, with the code that it bears.
#[must_use]
pub fn signed_form_title(code: &str, digest: &str) -> String {
    format!("{SIGNED_FORM}（{code}，校验码 {digest}）")
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
