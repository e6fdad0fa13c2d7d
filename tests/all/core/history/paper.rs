//! Papers that leave the office.

use super::{Verb, plan::round_key};
use crate::all::core::office::feedback;
use chrono::Days;
use taizhang::{
    domain::{disclosure::Audience, filter::Filter, ids::PaperId, party::Role},
    service::{
        bulletin,
        issuing::{self, Numbering, Printing},
        reminder::{self, Aim},
        select::Wanted,
        session::Run,
    },
};

const TITLE: &str = "关于整改进展情况的通报";

/// Prints a title: what stands in a paper is the business of others.
fn printing() -> Printing<'static> {
    Printing { ending: "md".into(), print: Box::new(|_, paper, out| Ok(out.write_all(paper.title.as_bytes())?)) }
}

pub(super) const VERBS: &[(&str, usize, Verb)] = &[
    ("paper reminder", 2, |office, ctx, by| {
        let role = if by.a.is_multiple_of(4) { Role::Leader } else { Role::Department };
        let aim = Aim { role, within: (by.a % 3 == 0).then(|| i64::from(by.b)), again: by.b.is_multiple_of(2) };
        let register = (by.b % 5 < 4).then(|| "某法整改督".to_owned());
        let start = (by.b % 32 == 1).then(|| i64::from(by.a));
        let before = office.read(|r| r.counter(PaperId::COUNTER));
        let numbering = Numbering { register, start };
        let wanted = Wanted::default();
        let sent = reminder::issue(&mut office.ledger, ctx, &wanted, aim, None, &numbering, &mut printing());
        if let Ok((issued, receipt)) = &sent {
            // Nobody to be written to: nothing is recorded, which is no command at all.
            receipt.records?;
            let (all, held) = (office.read(|r| r.issued_papers()), office.read(|r| r.counter(PaperId::COUNTER)));
            assert_eq!(held - before, i64::try_from(issued.papers.len()).unwrap());
            let mut numbers: Vec<_> = all.iter().map(|p| (p.register.clone(), p.year, p.number)).collect();
            numbers.dedup();
            assert_eq!(numbers.len(), all.len(), "a number was given twice");
            let mut standing = all.iter().filter(|p| !p.withdrawn);
            while let Some(paper) = standing.next() {
                let later = |p: &taizhang::store::query::IssuedPaper| {
                    (&p.register, p.year) == (&paper.register, paper.year) && p.issued_on < paper.issued_on
                };
                assert!(!standing.clone().any(later), "{} is dated behind", paper.number);
            }
        }
        Some(sent.map(|(_, receipt)| receipt))
    }),
    // Of early days only, as locks are.
    ("paper bulletin", 1, |office, ctx, by| {
        let as_of = feedback() + Days::new(u64::from(by.b % 3));
        let items = office.read(|r| r.items(&Filter::default(), r.as_of(as_of)?));
        let wanted = bulletin::Wanted {
            audience: by.one(Audience::ALL)?,
            as_of,
            title: TITLE.into(),
            items: items.iter().map(|item| item.id).collect(),
            looked_at: Some(i64::from(by.a)),
        };
        let numbering = Numbering { register: Some("某法整改".into()), start: None };
        let key = round_key(office, by);
        let ledger = &mut office.ledger;
        let issued = bulletin::issue(ledger, ctx, Some(&key), wanted, &numbering, &mut printing(), Run::Record);
        if let Ok((issued, _)) = &issued {
            let kept = office.read(|r| Ok(issuing::original(r, &issued.paper).unwrap()));
            assert_eq!(kept.as_deref(), Some(TITLE.as_bytes()));
        }
        Some(issued.map(|(_, receipt)| receipt))
    }),
];
