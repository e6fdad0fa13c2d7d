//! Filings, extensions, outcomes, evidence.

use super::{Verb, is_leaf, plan};
use chrono::Days;
use taizhang::{
    domain::{
        evidence::RegisterEntry,
        ids::{EvidenceId, OutcomeId},
        item::{Item, ItemKind},
        lifecycle::{Closure, Progress},
        outcome::{AccountabilityForm, MoneyDirection, OutcomeFacts},
    },
    service::{self, attachment::Kept, extension::Extension, filing::Filing, session::Run},
};

fn is_work(item: &Item) -> bool {
    item.kind != ItemKind::Category && item.withdrawn_on.is_none() && item.closure != Closure::Closed
}

pub(super) const VERBS: &[(&str, usize, Verb)] = &[
    ("progress", 16, |office, ctx, by| {
        let item = by.item(office, |i| is_work(i) && i.progress != Progress::Completed && is_leaf(office, i))?;
        let progress =
            [Progress::Completed, Progress::Completed, Progress::Completed, Progress::InProgress, Progress::Staged]
                [usize::from(by.b) % 5];
        let completed_on = (progress == Progress::Completed && by.b.is_multiple_of(3))
            .then(|| ctx.effective_on() - Days::new(u64::from(by.b / 5 % 4)));
        let filing = Filing {
            situation: Some("推进中".into()),
            progress: (by.b % 13 > 0).then_some(progress),
            completed_on: completed_on.filter(|_| by.b % 13 > 0),
            department: (by.a.is_multiple_of(11)).then(|| "政治部".into()),
            ..Filing::default()
        };
        Some(service::filing::file(&mut office.ledger, ctx, &[item.id], &filing, Run::Record))
    }),
    ("extend", 4, |office, ctx, by| {
        let item = by.item(office, |i| is_work(i) && i.due().is_some())?;
        let (meeting, approval) = plan::approval(office, by);
        let to = if by.b % 9 == 8 { "长期坚持".into() } else { format!("2025年{}月底前", 5 + by.b % 7) };
        let extension = Extension { to, review: None, applicant: None, reason: "需协调".into(), meeting, approval };
        Some(service::extension::extend(&mut office.ledger, ctx, &[item.id], &extension, Run::Record))
    }),
    ("attach", 4, |office, ctx, by| {
        let item = by.item(office, |i| i.withdrawn_on.is_none() && i.kind != ItemKind::Category)?;
        let kept = if by.b.is_multiple_of(2) {
            Kept::Register(RegisterEntry { number: None, pages: Some(2), kept_at: "档案室".into() })
        } else {
            Kept::File(format!("制度{}.txt", by.b % 5), vec![by.b % 5])
        };
        let kept = service::attachment::attach(
            &mut office.ledger,
            ctx,
            &[item.id],
            Some("会议记录"),
            None,
            &kept,
            Run::Record,
        );
        Some(kept.map(|(_, receipt)| receipt))
    }),
    ("attach withdraw", 1, |office, ctx, by| {
        let last = office.read(|r| r.counter(EvidenceId::COUNTER));
        let evidence = EvidenceId(i64::from(by.a) % (last + 1));
        Some(service::attachment::withdraw_evidence(&mut office.ledger, ctx, evidence, "放错"))
    }),
    ("outcome", 4, |office, ctx, by| {
        let (one, other) = (by.item(office, is_work)?, by.item(office, is_work)?);
        let mut ids = vec![one.id];
        if one.id != other.id {
            ids.push(other.id);
        }
        let number = i64::from(by.b);
        let facts = match by.b % 4 {
            0 => OutcomeFacts::Other { name: "培训".into(), count: number + 1, unit: "场".into() },
            1 => OutcomeFacts::Money { direction: MoneyDirection::Recovered, cents: number * 100 },
            2 => OutcomeFacts::Accountability { form: AccountabilityForm::Criticism, people: number, times: number },
            _ => OutcomeFacts::Rule {
                title: format!("办法{number}"),
                number: None,
                revised: by.b % 8 == 3,
                institution: true,
            },
        };
        let added = service::outcome::add(&mut office.ledger, ctx, &ids, facts, None, Run::Record);
        Some(added.map(|(_, receipt)| receipt))
    }),
    ("outcome withdraw", 1, |office, ctx, by| {
        // The last ones rather than the first; not all of them stand, and there is no number 0.
        let last = office.read(|r| r.counter(OutcomeId::COUNTER));
        let outcome = OutcomeId((last - i64::from(by.a % 4)).max(0));
        Some(service::outcome::withdraw(&mut office.ledger, ctx, outcome, "重复", Run::Record))
    }),
];
