//! Filings, extensions, outcomes, evidence.

use super::{Chance, Verb, is_leaf, items, plan};
use crate::all::core::office::Office;
use chrono::Days;
use taizhang::{
    domain::{
        disclosure::DisclosureEdit,
        event::DisclosureSubject,
        evidence::RegisterEntry,
        filing::FilingState,
        ids::{EvidenceId, FilingId, ItemId, OutcomeId},
        item::{Disclosure, Item, ItemKind, Origin},
        lifecycle::{Closure, Progress},
        link::LinkKind,
        outcome::{AccountabilityForm, MoneyDirection, OutcomeEdit, OutcomeFacts, OutcomeKind},
    },
    service::{
        self,
        acceptance::Which,
        attachment::Kept,
        extension::{Extension, Ruling},
        filing::Filing,
        link::Approved,
        session::Run,
    },
    store::query::AsOf,
};

fn is_work(item: &Item) -> bool {
    item.kind != ItemKind::Category && item.withdrawn_on.is_none() && item.closure != Closure::Closed
}

/// The evidence that stands.
pub(super) fn evidence(office: &Office) -> Vec<EvidenceId> {
    let last = office.read(|r| r.counter(EvidenceId::COUNTER));
    (1..=last).map(EvidenceId).filter(|id| office.read(|r| r.evidence_stands(*id))).collect()
}

/// An outcome, the last ones rather than the first; not all of them stand, and there is no number 0.
fn outcome(office: &Office, by: Chance) -> OutcomeId {
    let last = office.read(|r| r.counter(OutcomeId::COUNTER));
    OutcomeId((last - i64::from(by.a % 4)).max(0))
}

/// An item for which an application waits.
fn waiting(office: &Office, by: Chance) -> Option<ItemId> {
    let waits = |i: &Item| office.read(|r| r.extensions_of(i.id)).iter().any(|e| e.state == "applied");
    let waiting: Vec<ItemId> = items(office).iter().filter(|i| waits(i)).map(|i| i.id).collect();
    by.one(&waiting)
}

/// The numbers of the filings that wait.
fn pending(office: &Office) -> Vec<i64> {
    let of = |i: &Item| office.read(|r| r.filings_of(i.id));
    let all = items(office).iter().flat_map(of).collect::<Vec<_>>();
    all.iter().filter(|f| f.state == FilingState::Pending).map(|f| f.id.0).collect()
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
    ("attach withdraw", 2, |office, ctx, by| {
        let evidence = by.other(&evidence(office)).unwrap_or(EvidenceId(0));
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
        let added = service::outcome::add(&mut office.ledger, ctx, &ids, facts, None, false, Run::Record);
        Some(added.map(|(_, receipt)| receipt))
    }),
    ("outcome withdraw", 2, |office, ctx, by| {
        let outcome = outcome(office, by);
        Some(service::outcome::withdraw(&mut office.ledger, ctx, outcome, "重复", Run::Record))
    }),
    ("link", 7, |office, ctx, by| {
        let kind = LinkKind::ALL[usize::from(by.a) % LinkKind::ALL.len()];
        let from = match kind {
            LinkKind::Answers => by.item(office, |i| i.kind == ItemKind::Opinion)?,
            LinkKind::StemsFrom => by.item(office, |i| i.kind == ItemKind::Issue && i.origin != Origin::Feedback)?,
            LinkKind::AlsoAnswers => by.item(office, |i| i.kind == ItemKind::Measure && is_work(i))?,
            LinkKind::SameAs => by.item(office, |i| i.kind == ItemKind::Issue)?,
        };
        let to: Vec<Item> = items(office)
            .into_iter()
            .filter(|i| i.kind == ItemKind::Issue && Some(i.id) != from.parent && i.id != from.id)
            .filter(|i| (i.round == from.round) != (kind == LinkKind::SameAs))
            .collect();
        let to = by.other(&to)?;
        let round = office.read(|r| r.round(to.round)).key;
        let targets = vec![(kind, vec![to.code])];
        let approved = Approved { meeting: None, approval: (by.b % 3 > 0).then_some("党组批示") };
        Some(service::link::link(&mut office.ledger, ctx, &[from.id], &targets, Some(&round), approved, Run::Record))
    }),
    ("link --remove", 5, |office, ctx, by| {
        let links: Vec<_> = items(office).iter().flat_map(|i| office.read(|r| r.links_of(i.id))).collect();
        let link = by.one(&links)?;
        let to = office.read(|r| r.item(link.to));
        let round = office.read(|r| r.round(to.round)).key;
        let targets = vec![(link.kind, vec![to.code])];
        let (ids, key, why) = ([link.from], Some(round.as_str()), "关联有误");
        let approved = Approved { meeting: None, approval: (by.b % 3 > 0).then_some("党组批示") };
        Some(service::link::unlink(&mut office.ledger, ctx, &ids, &targets, key, why, approved, Run::Record))
    }),
    ("outcome edit", 4, |office, ctx, by| {
        let outcome = outcome(office, by);
        let number = 1 + i64::from(by.b);
        let as_of = AsOf { day: office.today, current: true };
        let edit =
            match office.read(|r| r.outcomes(as_of, None)).iter().find(|o| o.id == outcome).map(|o| o.facts.kind()) {
                Some(OutcomeKind::Money) => OutcomeEdit { cents: Some(number), ..OutcomeEdit::default() },
                Some(OutcomeKind::Accountability) => {
                    OutcomeEdit { people: Some(number), times: Some(number + 1), ..OutcomeEdit::default() }
                }
                Some(OutcomeKind::Other) => OutcomeEdit { count: Some(number), ..OutcomeEdit::default() },
                _ => OutcomeEdit { revised: Some(by.b % 2 == 0), ..OutcomeEdit::default() },
            };
        let amended = service::outcome::amend(&mut office.ledger, ctx, outcome, &edit, false, Run::Record);
        Some(amended.map(|(_, receipt)| receipt))
    }),
    ("outcome link", 3, |office, ctx, by| {
        let item = by.item(office, is_work)?;
        let outcome = outcome(office, by);
        Some(service::outcome::link(&mut office.ledger, ctx, outcome, &[item.id], Run::Record))
    }),
    ("disclosure", 4, |office, ctx, by| {
        let one = |n: i64| 1 + i64::from(by.a) % n.max(1);
        let counter = |name: &str| office.read(|r| r.counter(name));
        let subject = match by.b % 4 {
            0 => DisclosureSubject::Item(by.item(office, |i| i.withdrawn_on.is_none())?.id),
            1 => DisclosureSubject::Filing(FilingId(one(counter(FilingId::COUNTER)))),
            2 => DisclosureSubject::Outcome(OutcomeId(one(counter(OutcomeId::COUNTER)))),
            _ => DisclosureSubject::Evidence(EvidenceId(one(counter(EvidenceId::COUNTER)))),
        };
        let edit = DisclosureEdit {
            disclosure: Some(Disclosure::ALL[usize::from(by.a) % Disclosure::ALL.len()]),
            public_words: (by.b % 3 == 0).then(|| Some("窗口服务".to_owned())),
        };
        let set = service::disclosure::set(&mut office.ledger, ctx, "edit", &[subject], &edit, Run::Record);
        Some(set.map(|(_, receipt)| receipt))
    }),
    ("extend --approve", 3, |office, ctx, by| {
        let item = waiting(office, by)?;
        let (meeting, approval) = plan::approval(office, by);
        let to = (by.a % 4 == 0).then(|| format!("2025年{}月底前", 6 + by.b % 6));
        let ruling = Ruling { to, meeting, approval, ..Ruling::default() };
        Some(service::extension::approve(&mut office.ledger, ctx, &[item], &ruling, Run::Record))
    }),
    ("extend --refuse", 3, |office, ctx, by| {
        let item = waiting(office, by)?;
        let (meeting, approval) = plan::approval(office, by);
        let approval = (meeting.as_deref(), approval.as_deref());
        Some(service::extension::refuse(&mut office.ledger, ctx, &[item], "抓紧办理", approval, Run::Record))
    }),
    ("progress --pending", 5, |office, ctx, by| {
        let item = by.item(office, |i| is_work(i) && i.progress != Progress::Completed && is_leaf(office, i))?;
        let filing = Filing {
            situation: Some("报送整改情况".into()),
            progress: (by.b % 5 > 0).then_some([Progress::Completed, Progress::Staged][usize::from(by.a) % 2]),
            filled_by: Some("填报人".into()),
            department: (by.a % 3 == 0).then(|| "政治部".into()),
            pending: true,
            ..Filing::default()
        };
        Some(service::filing::file(&mut office.ledger, ctx, &[item.id], &filing, Run::Record))
    }),
    ("accept", 5, |office, ctx, by| {
        let filing = i64::from(by.a) % (office.read(|r| r.counter(FilingId::COUNTER)) + 1);
        let pending = pending(office);
        let numbers = [by.other(&pending).filter(|_| by.a % 6 > 0).unwrap_or(filing)];
        Some(service::acceptance::accept(&mut office.ledger, ctx, Which::Numbers(&numbers), Run::Record))
    }),
    ("accept --return", 2, |office, ctx, by| {
        let numbers = [by.other(&pending(office))?];
        Some(service::acceptance::give_back(&mut office.ledger, ctx, Which::Numbers(&numbers), "请补材料", Run::Record))
    }),
];
