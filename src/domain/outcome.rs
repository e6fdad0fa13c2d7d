//! Outcomes (成效): counted things that rectification brought about, each counted once however many items it belongs to.

use serde::{Deserialize, Serialize};

keyed! {
    /// What kind of thing is counted.
    OutcomeKind {
        /// 规范性文件, 其中制度 apart.
        Rule = "rule",
        /// 问责处理.
        Accountability = "accountability",
        /// 资金.
        Money = "money",
        /// Anything else with a name and a number.
        Other = "other",
    }
}

keyed! {
    /// The form of holding someone to account.
    AccountabilityForm {
        /// 批评教育.
        Criticism = "criticism",
        /// 提醒谈话.
        Reminder = "reminder",
        /// 责令检查.
        WrittenSelfCriticism = "written_self_criticism",
        /// 诫勉.
        Admonition = "admonition",
        /// 组织处理.
        Organisational = "organisational",
        /// 党纪处分.
        PartyDiscipline = "party_discipline",
        /// 政务处分.
        AdministrativeSanction = "administrative_sanction",
        /// 移送司法.
        Transferred = "transferred",
    }
}

keyed! {
    /// Which way the money went.
    MoneyDirection {
        /// 追缴.
        Recovered = "recovered",
        /// 清退.
        Refunded = "refunded",
        /// 上缴.
        PaidIn = "paid_in",
        /// 发放.
        PaidOut = "paid_out",
        /// 节约.
        Saved = "saved",
    }
}

/// What was counted. Amounts are integers: cents (分), people, times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum OutcomeFacts {
    /// A rule made or revised.
    Rule {
        /// Its title, without 《》.
        title: String,
        /// Its document number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<String>,
        /// 修订 rather than 新建.
        revised: bool,
        /// Counts among 其中制度.
        institution: bool,
    },
    /// People held to account.
    Accountability {
        /// In which form.
        form: AccountabilityForm,
        /// How many people (人).
        people: i64,
        /// How many times (人次).
        times: i64,
    },
    /// Money moved.
    Money {
        /// Which way.
        direction: MoneyDirection,
        /// How much, in cents.
        cents: i64,
    },
    /// Anything else.
    Other {
        /// What was counted.
        name: String,
        /// How many.
        count: i64,
        /// In which unit (件, 次, 场…).
        unit: String,
    },
}

impl OutcomeFacts {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> OutcomeKind {
        match self {
            Self::Rule { .. } => OutcomeKind::Rule,
            Self::Accountability { .. } => OutcomeKind::Accountability,
            Self::Money { .. } => OutcomeKind::Money,
            Self::Other { .. } => OutcomeKind::Other,
        }
    }
}
