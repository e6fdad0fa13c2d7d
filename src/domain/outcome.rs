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
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
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

/// Whether two documents of one round, each by title and document number, are the same: it is counted once. `fold` makes equal
/// what is only spelled otherwise; a document without a number is like none for that.
#[must_use]
pub fn is_same_document(one: (&str, Option<&str>), other: (&str, Option<&str>), fold: impl Fn(&str) -> String) -> bool {
    let number = |number: Option<&str>| number.map(&fold).filter(|folded| !folded.is_empty());
    let numbered = number(one.1);
    fold(one.0) == fold(other.0) || (numbered.is_some() && numbered == number(other.1))
}

/// What is to be put right in an outcome; what is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutcomeEdit {
    /// Title of a rule.
    pub title: Option<String>,
    /// Document number of a rule; `Some(None)` takes it away.
    pub number: Option<Option<String>>,
    /// 修订 rather than 新建.
    pub revised: Option<bool>,
    /// Counts among 其中制度.
    pub institution: Option<bool>,
    /// Form of accountability.
    pub form: Option<AccountabilityForm>,
    /// People.
    pub people: Option<i64>,
    /// Times; follows the people when both were the same.
    pub times: Option<i64>,
    /// Which way the money went.
    pub direction: Option<MoneyDirection>,
    /// How much, in cents.
    pub cents: Option<i64>,
    /// What else was counted.
    pub name: Option<String>,
    /// How many.
    pub count: Option<i64>,
    /// In which unit.
    pub unit: Option<String>,
}

impl OutcomeEdit {
    /// The fields it names, by the names that refusals use, each with the kind of outcome that has it.
    fn fields(&self) -> impl Iterator<Item = (OutcomeKind, &'static str)> {
        use OutcomeKind as K;
        [
            (self.title.is_some(), K::Rule, "title"),
            (self.number.is_some(), K::Rule, "document_number"),
            (self.revised.is_some(), K::Rule, "revised"),
            (self.institution.is_some(), K::Rule, "institution"),
            (self.form.is_some(), K::Accountability, "form"),
            (self.people.is_some(), K::Accountability, "people"),
            (self.times.is_some(), K::Accountability, "times"),
            (self.direction.is_some(), K::Money, "direction"),
            (self.cents.is_some(), K::Money, "amount"),
            (self.name.is_some(), K::Other, "name"),
            (self.count.is_some(), K::Other, "count"),
            (self.unit.is_some(), K::Other, "unit"),
        ]
        .into_iter()
        .filter_map(|(named, kind, field)| named.then_some((kind, field)))
    }

    /// The named fields that an outcome of this kind does not have.
    #[must_use]
    pub fn unfit(&self, kind: OutcomeKind) -> Vec<&'static str> {
        self.fields().filter(|(of, _)| *of != kind).map(|(_, field)| field).collect()
    }
}

impl OutcomeFacts {
    /// The facts with what is to be put right; fields that this kind does not have are passed over.
    #[must_use]
    pub fn amended(&self, edit: &OutcomeEdit) -> Self {
        match self.clone() {
            Self::Rule { title, number, revised, institution } => Self::Rule {
                title: edit.title.clone().unwrap_or(title),
                number: edit.number.clone().unwrap_or(number),
                revised: edit.revised.unwrap_or(revised),
                institution: edit.institution.unwrap_or(institution),
            },
            Self::Accountability { form, people, times } => {
                let counted = edit.people.unwrap_or(people);
                let follows = if times == people { counted } else { times };
                Self::Accountability {
                    form: edit.form.unwrap_or(form),
                    people: counted,
                    times: edit.times.unwrap_or(follows),
                }
            }
            Self::Money { direction, cents } => {
                Self::Money { direction: edit.direction.unwrap_or(direction), cents: edit.cents.unwrap_or(cents) }
            }
            Self::Other { name, count, unit } => Self::Other {
                name: edit.name.clone().unwrap_or(name),
                count: edit.count.unwrap_or(count),
                unit: edit.unit.clone().unwrap_or(unit),
            },
        }
    }
}

/// A figure of outcomes, as reports state it. What counts towards it and how much is said here once: the sum and the list
/// that explains it go by the same words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutcomeFigure {
    /// 规范性文件.
    Rules,
    /// Of these, newly made.
    Made,
    /// Of these, revised.
    Revised,
    /// Of these, 制度.
    Institutions,
    /// People held to account, in one form or in any.
    People(Option<AccountabilityForm>),
    /// Times people were held to account.
    Times(Option<AccountabilityForm>),
    /// Cents, one way or any.
    Money(Option<MoneyDirection>),
    /// Anything else that was counted; a number only together with its name and unit.
    Other,
}

impl OutcomeFigure {
    /// Its stable English key.
    #[must_use]
    pub fn key(self) -> String {
        let of = |what: &str, which: Option<&'static str>| match which {
            Some(which) => format!("{what}.{which}"),
            None => what.to_owned(),
        };
        match self {
            Self::Rules => "rules".into(),
            Self::Made => "made".into(),
            Self::Revised => "revised".into(),
            Self::Institutions => "institutions".into(),
            Self::People(form) => of("people", form.map(AccountabilityForm::key)),
            Self::Times(form) => of("times", form.map(AccountabilityForm::key)),
            Self::Money(way) => of("money_cents", way.map(MoneyDirection::key)),
            Self::Other => "other".into(),
        }
    }

    /// What an outcome adds to the figure; `None` when it is no member.
    #[must_use]
    pub fn adds(self, facts: &OutcomeFacts) -> Option<i64> {
        match (self, facts) {
            (Self::Rules, OutcomeFacts::Rule { .. })
            | (Self::Made, OutcomeFacts::Rule { revised: false, .. })
            | (Self::Revised, OutcomeFacts::Rule { revised: true, .. })
            | (Self::Institutions, OutcomeFacts::Rule { institution: true, .. }) => Some(1),
            (Self::People(asked), OutcomeFacts::Accountability { form, people, .. }) => {
                asked.is_none_or(|asked| asked == *form).then_some(*people)
            }
            (Self::Times(asked), OutcomeFacts::Accountability { form, times, .. }) => {
                asked.is_none_or(|asked| asked == *form).then_some(*times)
            }
            (Self::Money(asked), OutcomeFacts::Money { direction, cents }) => {
                asked.is_none_or(|asked| asked == *direction).then_some(*cents)
            }
            (Self::Other, OutcomeFacts::Other { count, .. }) => Some(*count),
            _ => None,
        }
    }

    /// Its sum over outcomes, each of which must stand in the list once.
    #[must_use]
    pub fn sum<'o>(self, outcomes: impl IntoIterator<Item = &'o OutcomeFacts>) -> i64 {
        outcomes.into_iter().filter_map(|facts| self.adds(facts)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(revised: bool, institution: bool) -> OutcomeFacts {
        OutcomeFacts::Rule { title: "印章管理办法".into(), number: None, revised, institution }
    }

    fn people(form: AccountabilityForm, people: i64, times: i64) -> OutcomeFacts {
        OutcomeFacts::Accountability { form, people, times }
    }

    #[test]
    fn one_document_is_one_by_its_title_or_its_number() {
        let fold = |words: &str| words.replace(['《', '》', ' '], "");
        for (one, other, same) in [
            (("《印章管理办法》", None), ("印章 管理办法", Some("办发3号")), true),
            (("印章管理办法", Some("办发 3号")), ("印章使用办法", Some("办发3号")), true),
            (("印章管理办法", Some("办发3号")), ("公车管理办法", Some("办发4号")), false),
            (("印章管理办法", None), ("公车管理办法", None), false),
            (("印章管理办法", Some(" ")), ("公车管理办法", Some("")), false),
        ] {
            assert_eq!(is_same_document(one, other, fold), same, "{one:?} {other:?}");
        }
    }

    #[test]
    fn figures_count_rules_people_times_and_money_apart() {
        use {AccountabilityForm as F, MoneyDirection as D, OutcomeFigure as O};
        let outcomes = [
            rule(false, true),
            rule(true, true),
            rule(false, false),
            people(F::Reminder, 3, 4),
            people(F::Admonition, 1, 1),
            OutcomeFacts::Money { direction: D::Recovered, cents: 1_250 },
            OutcomeFacts::Money { direction: D::Refunded, cents: 50 },
            OutcomeFacts::Other { name: "专题培训".into(), count: 2, unit: "场".into() },
        ];
        for (figure, sum) in [
            (O::Rules, 3),
            (O::Made, 2),
            (O::Revised, 1),
            (O::Institutions, 2),
            (O::People(None), 4),
            (O::People(Some(F::Reminder)), 3),
            (O::People(Some(F::Criticism)), 0),
            (O::Times(Some(F::Reminder)), 4),
            (O::Money(None), 1_300),
            (O::Money(Some(D::Recovered)), 1_250),
            (O::Other, 2),
        ] {
            assert_eq!(figure.sum(&outcomes), sum, "{figure:?}");
        }
    }

    #[test]
    fn only_what_is_named_is_put_right() {
        let edit = OutcomeEdit { people: Some(5), ..OutcomeEdit::default() };
        assert_eq!(
            people(AccountabilityForm::Reminder, 3, 3).amended(&edit),
            people(AccountabilityForm::Reminder, 5, 5),
            "times follow people while they are the same"
        );
        assert_eq!(
            people(AccountabilityForm::Reminder, 3, 9).amended(&edit),
            people(AccountabilityForm::Reminder, 5, 9)
        );
        let edit = OutcomeEdit { number: Some(None), revised: Some(true), ..OutcomeEdit::default() };
        assert_eq!(rule(false, true).amended(&edit), rule(true, true));
        assert_eq!(edit.unfit(OutcomeKind::Rule), [""; 0]);
        assert_eq!(edit.unfit(OutcomeKind::Money), ["document_number", "revised"]);
    }
}
