//! What of a text is looked at a second time before the public reads it: persons where they are named, the parties of a case,
//! where somebody lives, the numbers by which people, cases, cars, companies and accounts are found, and words of the ledger or of
//! the party's own that are not for outside.
//!
//! Nothing is changed here: a name may be that of a public person and a case may have been published. A person decides; the
//! program finds. It finds what is written as such things are written; a name in the middle of a sentence, a nickname, or what
//! somebody is known by without a name, it does not ([`WHAT_IS_KNOWN`] says so to the clerk).

mod affair;
mod inner;
mod name;
mod number;
mod person;
mod place;

use crate::zh::numeral::fold_char;
use std::ops::Range;

/// What [`find`] finds and what it cannot, told to whoever has to read the paper through.
pub const WHAT_IS_KNOWN: &str = "认得的是：名册里的人名，当事人、法官等称谓前后和并列的姓名，被约谈、受处分的姓名，某某案、某某诉某某的案件，公司名，住址，\
     出生日期，案号，纪检监察和检察文号，证件、信用代码、车牌、电话、账号、微信、邮箱，台账编号，不公开、涉密等内部用语；\
     认不得的是：句子中间没有称谓的姓名、不常见的姓、绰号、单位简称，以及不写姓名也认得出人的情节，请通读一遍";

/// What is told where nothing was found: that is no proof.
pub const NOTHING_FOUND: &str =
    "没有认出要再看的字样，但只认得若干写法：没有称谓的姓名、绰号、不写姓名也认得出人的情节认不得，请通读一遍";

/// Why words are looked at a second time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The name of a person: of the roster, or where persons are named.
    Person,
    /// The parties of a case (甲诉乙…案).
    Parties,
    /// The name of a company.
    Company,
    /// Where somebody lives.
    Address,
    /// When somebody was born.
    Birth,
    /// A case number (案号).
    CaseNumber,
    /// The number of an identity card.
    IdentityCard,
    /// The unified social credit code of an organisation.
    CreditCode,
    /// The plate of a vehicle.
    Plate,
    /// The number of a telephone.
    Telephone,
    /// A number as long as those of accounts.
    LongNumber,
    /// A mail address.
    Mail,
    /// The number of a document of discipline, supervision or prosecution.
    FileNumber,
    /// The number of a passport or the like.
    Document,
    /// An account by which somebody is written to.
    Handle,
    /// A code or a record of the ledger itself.
    Ledger,
    /// Words that are said inside only.
    Inside,
}

impl Reason {
    /// The word that is printed.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Person => "人员姓名",
            Self::Parties => "案件当事人",
            Self::Company => "公司名称",
            Self::Address => "住址",
            Self::Birth => "出生日期",
            Self::CaseNumber => "案号",
            Self::IdentityCard => "身份证号",
            Self::CreditCode => "信用代码",
            Self::Plate => "车牌号",
            Self::Telephone => "电话号码",
            Self::LongNumber => "卡号、账号等长号码",
            Self::Mail => "邮箱",
            Self::FileNumber => "纪检监察、检察文号",
            Self::Document => "护照等证件号",
            Self::Handle => "微信、QQ等账号",
            Self::Ledger => "台账编号",
            Self::Inside => "内部用语",
        }
    }
}

/// Words to be looked at, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Found {
    /// Why.
    pub reason: Reason,
    /// The words as they stand.
    pub words: String,
}

/// Everything in a text that is looked at a second time, each once; `names` are the persons that the roster knows.
#[must_use]
pub fn find(text: &str, names: &[String]) -> Vec<Found> {
    // Lines stay apart: numbers that stand below each other are not one.
    let chars: Vec<char> = text.chars().filter(|c| *c == '\n' || !c.is_whitespace()).collect();
    let folded: Vec<char> = chars.iter().copied().map(fold_char).collect();
    let mut found: Vec<Found> = Vec::new();
    let mut add = |reason, words: String| {
        let one = Found { reason, words };
        if !found.contains(&one) {
            found.push(one);
        }
    };
    for name in names {
        let bare: Vec<char> = name.chars().filter(|c| !c.is_whitespace()).collect();
        if bare.len() > 1 && !person::is_post(&bare) && chars.windows(bare.len()).any(|part| part == bare) {
            add(Reason::Person, name.clone());
        }
    }
    let mut spans: Vec<(Range<usize>, Reason)> = Vec::new();
    spans.extend(person::find(&chars).into_iter().map(|range| (range, Reason::Person)));
    spans.extend(person::unknown(&chars, affair::find(&chars)).map(|range| (range, Reason::Person)));
    for at in 0..chars.len() {
        let to = |end: Option<usize>| end.map(|end| at..end);
        let here = [
            (to(number::case(&folded, at)), Reason::CaseNumber),
            (to(number::bare_case(&folded, at)), Reason::CaseNumber),
            (number::file(&folded, at), Reason::FileNumber),
            (inner::reference(&folded, at), Reason::Ledger),
            (inner::said(&chars, at), Reason::Inside),
            (place::parties(&chars, at), Reason::Parties),
            (place::company(&chars, at), Reason::Company),
            (place::address(&folded, at), Reason::Address),
            (number::birth(&folded, at), Reason::Birth),
            (to(number::telephone(&folded, at)), Reason::Telephone),
            (to(number::card(&folded, at)), Reason::LongNumber),
            (to(number::plate(&folded, at)), Reason::Plate),
            (to(number::credit_code(&folded, at)), Reason::CreditCode),
            (number::mail(&folded, at), Reason::Mail),
        ];
        spans.extend(number::called(&folded, at));
        spans.extend(here.into_iter().filter_map(|(range, reason)| range.map(|range| (range, reason))));
    }
    let mut at = 0;
    while at < folded.len() {
        let within = |end: usize| spans.iter().any(|(range, _)| range.contains(&at) && range.contains(&(end - 1)));
        if let Some((reason, end)) = number::run(&folded, at).filter(|(_, end)| !within(*end)) {
            spans.push((at..end, reason));
        }
        at += number::digits(&folded, at).max(1);
    }
    // What stands within longer words is read with them.
    spans.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut read = 0;
    for (range, reason) in spans {
        if range.end > read {
            read = range.end;
            add(reason, chars[range].iter().collect());
        }
    }
    found
}

#[cfg(test)]
mod tests;
