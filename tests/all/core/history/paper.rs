//! Letters that leave the office.

use super::Verb;
use taizhang::{
    domain::{ids::PaperId, party::Role},
    service::{
        issuing::{Numbering, Printing},
        reminder::{self, Aim},
        select::Wanted,
    },
};

pub(super) const VERBS: &[(&str, usize, Verb)] = &[("paper reminder", 2, |office, ctx, by| {
    let role = if by.a.is_multiple_of(4) { Role::Leader } else { Role::Department };
    let aim = Aim { role, within: (by.a % 3 == 0).then(|| i64::from(by.b)), again: by.b.is_multiple_of(2) };
    let register = (by.b % 5 < 4).then(|| "某法整改督".to_owned());
    let start = (by.b % 32 == 1).then(|| i64::from(by.a));
    let before = office.read(|r| r.counter(PaperId::COUNTER));
    let numbering = Numbering { register, start };
    let mut printing =
        Printing { ending: "md".into(), print: Box::new(|_, paper, out| Ok(out.write_all(paper.title.as_bytes())?)) };
    let sent = reminder::issue(&mut office.ledger, ctx, &Wanted::default(), aim, None, &numbering, &mut printing);
    if let Ok((issued, receipt)) = &sent {
        // Nobody to be written to: nothing is recorded, which is no command at all.
        receipt.records?;
        let (all, held) = (office.read(|r| r.issued_papers()), office.read(|r| r.counter(PaperId::COUNTER)));
        assert_eq!(held - before, i64::try_from(issued.papers.len()).unwrap());
        let mut numbers: Vec<_> = all.iter().map(|p| (p.register.clone(), p.year, p.number)).collect();
        numbers.dedup();
        assert_eq!(numbers.len(), all.len(), "a number was given twice");
    }
    Some(sent.map(|(_, receipt)| receipt))
})];
