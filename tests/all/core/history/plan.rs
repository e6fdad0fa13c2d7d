//! Roster, rounds, meetings, and the items themselves.

use super::{Chance, Verb, items, meeting};
use crate::all::core::office::{Office, addition, feedback};
use chrono::Days;
use taizhang::{
    domain::{
        item::{Item, ItemField, ItemKind, ItemType, Origin, WithdrawGround},
        lifecycle::{Closure, Progress},
        meeting::{MeetingFacts, MeetingKind},
        party::{PartyKind, Role},
        reported::Reported,
        round::{CloseLevel, RoundKind, RoundSettings, SignOff},
    },
    service::{
        self,
        item::Revision,
        lock::Locking,
        paper::{OnConflict, Paper, PaperItem, Target},
        responsibility::Assignment,
        roster::{NameChoices, NewParty},
        session::Run,
        succession::{How, Part, Split},
    },
    store::query::Party,
};

pub(super) const VERBS: &[(&str, usize, Verb)] = &[
    ("party add", 2, |office, ctx, by| {
        let kind =
            [PartyKind::Department, PartyKind::Department, PartyKind::Leader, PartyKind::Person][usize::from(by.a) % 4];
        let new = NewParty { name: format!("新增{}号", by.b), kind, note: None };
        Some(service::roster::add(&mut office.ledger, ctx, &[new]))
    }),
    ("party rename", 1, |office, ctx, by| {
        let party = offered(office, by)?;
        Some(service::roster::rename(&mut office.ledger, ctx, &party.name, &format!("更名{}号", by.b)))
    }),
    ("party merge", 1, |office, ctx, by| {
        let from = offered(office, by)?;
        let into: Vec<Party> =
            parties(office).into_iter().filter(|p| p.kind == from.kind && p.retired_on.is_none()).collect();
        let into = by.other(&into)?;
        Some(
            service::succession::merge(
                &mut office.ledger,
                ctx,
                &[from.name.clone(), into.name.clone()],
                &How::default(),
            )
            .map(|(_, receipt)| receipt),
        )
    }),
    ("party succeed", 2, |office, ctx, by| {
        let from = offered(office, by)?;
        let how = How { declare: by.a % 2 == 0, ..How::default() };
        let to = by.other(&parties(office).into_iter().filter(|p| p.kind == from.kind).collect::<Vec<_>>())?;
        let to = if how.declare { format!("承接{}号", by.b) } else { to.name };
        let followed = service::succession::succeed(&mut office.ledger, ctx, &from.name, &to, "机构改革", &how);
        Some(followed.map(|(_, receipt)| receipt))
    }),
    ("party split", 2, |office, ctx, by| {
        let from = offered(office, by)?;
        let (item, _) = by.other(&office.read(|r| r.roles_of_party(from.id)))?;
        let item = office.read(|r| r.item(item));
        let key = office.read(|r| r.round(item.round)).key;
        let split = Split {
            earlier: from.name,
            parts: vec![Part { name: format!("分出{}号", by.b), codes: vec![format!("{key}:{}", item.code)] }],
            rest: Some(format!("其余{}号", by.b)),
            round: None,
            reason: "机构改革".into(),
        };
        let how = How { declare: true, ..How::default() };
        Some(service::succession::split(&mut office.ledger, ctx, &split, &how).map(|(_, receipt)| receipt))
    }),
    ("party retire", 1, |office, ctx, by| {
        let party = offered(office, by)?;
        Some(service::roster::retire(&mut office.ledger, ctx, &party.name, "撤并"))
    }),
    ("party order", 1, |office, ctx, by| {
        let party = offered(office, by)?;
        Some(service::roster::order(&mut office.ledger, ctx, &[party.name]))
    }),
    ("round open", 1, |office, ctx, by| {
        let kind = [RoundKind::Patrol, RoundKind::Audit][usize::from(by.a) % 2];
        let mut settings = RoundSettings::new("另一轮整改", kind, feedback() + Days::new(u64::from(by.b % 8)));
        if by.a % 2 == 1 {
            // 结案即销.
            (settings.close_level, settings.policy) = (CloseLevel::None, Vec::new());
        }
        let opened = service::round::open(&mut office.ledger, ctx, &format!("另轮{}", by.a % 2), settings);
        Some(opened.map(|(_, receipt)| receipt))
    }),
    // Early days only, so that the history goes on.
    ("lock", 1, |office, ctx, by| {
        let through = feedback() + Days::new(u64::from(by.b % 3));
        let key = round_key(office, by);
        let locking = Locking { through, title: Some("进展报告".into()) };
        let locked = service::lock::lock(&mut office.ledger, ctx, Some(&key), &locking, Run::Record);
        Some(locked.map(|(_, receipt)| receipt))
    }),
    ("round amend", 3, |office, ctx, by| {
        let key = round_key(office, by);
        let approval = (by.b % 3 > 0).then_some("整改办〔2025〕3号");
        let amended = service::round::amend(
            &mut office.ledger,
            ctx,
            Some(&key),
            "按来文调整",
            (None, approval),
            |settings| match by.b % 8 {
                0 | 4 => settings.light_days.yellow = i64::from(by.a % 10),
                1 | 5 | 6 => settings.light_days.blue = 10 + i64::from(by.a % 40),
                2 | 7 => {
                    settings.close_level =
                        [CloseLevel::Both, CloseLevel::Issue, CloseLevel::Measure][usize::from(by.a) % 3];
                }
                _ => {
                    settings.policy = match by.a % 3 {
                        0 => vec![SignOff::PartyGroup],
                        1 => vec![SignOff::Office, SignOff::PartyGroup],
                        _ => vec![SignOff::Department, SignOff::Leader, SignOff::PartyGroup],
                    };
                }
            },
        );
        Some(amended.map(|(_, receipt)| receipt))
    }),
    ("round finish", 1, |office, ctx, by| {
        // The last one rather than the first: it is the emptier.
        let key = office.read(|r| r.rounds()).pop()?.key;
        let finished = service::round::finish(&mut office.ledger, ctx, Some(&key), by.b.is_multiple_of(2), "办结");
        Some(finished.map(|(_, receipt)| receipt))
    }),
    ("round adopt", 2, |office, ctx, by| {
        let key = round_key(office, by);
        let meeting = meeting(office, by.a)?.to_string();
        let adopted = service::plan::adopt(&mut office.ledger, ctx, Some(&key), &meeting, Run::Record);
        Some(adopted.map(|(_, receipt)| receipt))
    }),
    ("round consult", 1, |office, ctx, by| {
        let key = round_key(office, by);
        let asked = service::plan::consult(&mut office.ledger, ctx, Some(&key), "区委巡察办", "同意", "已采纳");
        Some(asked.map(|(_, receipt)| receipt))
    }),
    ("meeting add", 5, |office, ctx, by| {
        let kind = if by.a.is_multiple_of(4) { MeetingKind::Progress } else { MeetingKind::PartyGroup };
        let held_on = office.today - Days::new(u64::from(by.b % 3));
        let facts = MeetingFacts { kind, held_on, title: format!("第{}次会", by.a), minutes_no: None };
        let added = service::meeting::add(&mut office.ledger, ctx, Some("2025巡察"), facts);
        Some(added.map(|(_, receipt)| receipt))
    }),
    ("intake", 1, |office, ctx, by| {
        let read = service::paper::read(&mut office.ledger, ctx, &paper(by), Run::Record, &mut |_| ());
        Some(read.map(|(_, receipt)| receipt))
    }),
    ("add", 14, |office, ctx, by| {
        use ItemKind as K;
        let kind = [K::Issue, K::Measure, K::Measure, K::Issue, K::Category, K::Opinion, K::Case, K::Measure]
            [usize::from(by.b) % 8];
        let above = |wanted: &[ItemKind]| {
            by.item(office, |i| wanted.contains(&i.kind) && i.closure != Closure::Closed && i.withdrawn_on.is_none())
        };
        let parent = match kind {
            K::Measure => above(&[K::Issue, K::Opinion]),
            K::Case => above(&[K::Issue]),
            _ if by.a.is_multiple_of(3) => None,
            K::Issue => above(&[K::Category, K::Issue]),
            K::Category | K::Opinion => above(&[K::Category]),
        };
        // An item of another round is below its parent there.
        let parent = parent.map(|p| (round_of(office, &p), p.code));
        let words = ["立行立改", "长期坚持", "2025年4月底前", "2025年3月底前，并长期坚持", "尽快", "2025年3月20日前"];
        let due = (by.a % 5 > 0).then(|| words[usize::from(by.b) % 6]);
        let departments: &[&str] = if by.b.is_multiple_of(5) { &["执行局"] } else { &[] };
        let origin =
            if by.a.is_multiple_of(7) { Origin::ALL[usize::from(by.b) % Origin::ALL.len()] } else { Origin::Feedback };
        let code = parent.as_ref().map(|(_, code)| code.as_str());
        let mut addition = addition(kind, origin, code, due, departments);
        addition.round = Some(parent.as_ref().map_or_else(|| round_key(office, by), |(round, _)| round.clone()));
        addition.draft.item_type =
            (by.a.is_multiple_of(2)).then(|| ItemType::ALL[usize::from(by.b) % ItemType::ALL.len()]);
        addition.approval = (by.a.is_multiple_of(2)).then(|| "整改办〔2025〕5号".into());
        if kind == K::Issue && origin != Origin::Feedback {
            addition.stems_from = items(office).iter().find(|i| i.kind == K::Issue).map(|i| i.code.clone());
        }
        Some(service::item::add(&mut office.ledger, ctx, &addition, Run::Record))
    }),
    ("edit", 6, |office, ctx, by| {
        let item = by.item(office, |i| i.kind == ItemKind::Issue)?;
        let edit = match by.b % 5 {
            0 | 1 => {
                (ItemField::Type, Some(ItemType::ALL[usize::from(by.b / 5) % ItemType::ALL.len()].key().to_owned()))
            }
            2 => (ItemField::Origin, Some(Origin::ALL[usize::from(by.b / 5) % Origin::ALL.len()].key().to_owned())),
            3 => (ItemField::Text, Some(format!("第{}种写法", by.b))),
            _ => (ItemField::Note, (by.b.is_multiple_of(2)).then(|| "另有说明".to_owned())),
        };
        let approval = (None, (by.a.is_multiple_of(2)).then_some("整改办〔2025〕6号"));
        Some(service::item::edit(&mut office.ledger, ctx, &[item.id], &vec![edit], Some("校对"), approval, Run::Record))
    }),
    ("edit under", 4, |office, ctx, by| {
        let item = by.item(office, |i| i.kind == ItemKind::Measure && i.withdrawn_on.is_none())?;
        let open = |i: &Item| i.closure != Closure::Closed && i.withdrawn_on.is_none() && i.round == item.round;
        let fitting: Vec<Item> = items(office)
            .into_iter()
            .filter(|i| matches!(i.kind, ItemKind::Issue | ItemKind::Opinion) && Some(i.id) != item.parent && open(i))
            .collect();
        let revision = Revision {
            under: Some(by.other(&fitting)?.code),
            approval: (by.a % 3 > 0).then(|| "整改办〔2025〕4号".into()),
            reason: Some("归并".into()),
            ..Revision::default()
        };
        Some(service::item::revise(&mut office.ledger, ctx, &[item.id], &revision, Run::Record))
    }),
    ("withdraw", 2, |office, ctx, by| {
        let item = by.item(office, |i| i.withdrawn_on.is_none() && i.kind != ItemKind::Category)?;
        let ground = WithdrawGround::ALL[usize::from(by.b) % WithdrawGround::ALL.len()];
        let approval = (None, (by.a.is_multiple_of(2)).then_some("区委巡察办函"));
        Some(service::item::withdraw(&mut office.ledger, ctx, &[item.id], ground, "重复录入", approval, Run::Record))
    }),
    ("assign", 5, |office, ctx, by| {
        let item = by.item(office, |i| i.withdrawn_on.is_none())?;
        let role =
            [Role::Department, Role::Department, Role::Leader, Role::CoDepartment, Role::Person][usize::from(by.b) % 5];
        let fitting: Vec<String> = parties(office)
            .into_iter()
            .filter(|p| p.retired_on.is_none() && p.kind == role.usual_kind())
            .map(|p| p.name)
            .collect();
        let mut names: Vec<String> = by.other(&fitting).into_iter().collect();
        if role != Role::Leader && by.a.is_multiple_of(4) {
            names.extend(by.one(&fitting));
        }
        if by.b % 11 == 10 {
            names.clear();
        }
        let mut choices = NameChoices::default();
        if by.a.is_multiple_of(9)
            && let Some(name) = names.first_mut()
        {
            // Another spelling, said to be the same.
            choices.same_as.push((format!("{name}（别称{}）", by.b), name.clone()));
            *name = format!("{name}（别称{}）", by.b);
        }
        let assignment = Assignment { roles: vec![(role, names)], choices, ..Assignment::default() };
        Some(service::responsibility::assign(&mut office.ledger, ctx, &[item.id], &assignment, Run::Record))
    }),
    ("deadline", 4, |office, ctx, by| {
        let item = by.item(office, |i| i.withdrawn_on.is_none())?;
        let words = ["立行立改", "长期坚持", "2025年4月底前", "2025年5月10日前", "尽快", "2025年3月25日前"];
        let review = (by.b.is_multiple_of(7)).then(|| office.today + Days::new(u64::from(by.a)));
        let deadline = (review.is_none() || by.b.is_multiple_of(2)).then(|| words[usize::from(by.b) % 6].to_owned());
        let (meeting, approval) = approval(office, by);
        let assignment = Assignment { deadline, review, meeting, approval, ..Assignment::default() };
        Some(service::responsibility::assign(&mut office.ledger, ctx, &[item.id], &assignment, Run::Record))
    }),
];

pub(super) fn parties(office: &Office) -> Vec<Party> {
    office.read(|r| r.parties())
}

fn offered(office: &Office, by: Chance) -> Option<Party> {
    let offered: Vec<Party> =
        parties(office).into_iter().filter(|p| p.retired_on.is_none() && p.kind != PartyKind::Operator).collect();
    by.one(&offered)
}

/// The first round, or now and then another.
pub(super) fn round_key(office: &Office, by: Chance) -> String {
    let rounds = office.read(|r| r.rounds());
    let at = if by.b % 6 == 5 { usize::from(by.a) % rounds.len() } else { 0 };
    rounds[at].key.clone()
}

fn round_of(office: &Office, item: &Item) -> String {
    office.read(|r| r.round(item.round)).key
}

/// A meeting and a document that may have approved something: one of them, or neither.
pub(super) fn approval(office: &Office, by: Chance) -> (Option<String>, Option<String>) {
    match by.b % 3 {
        0 => (meeting(office, by.a).map(|m| m.to_string()), None),
        1 => (None, Some("整改办〔2025〕9号".into())),
        _ => (None, None),
    }
}

fn paper(by: Chance) -> Paper<'static> {
    // What an earlier ledger tells of the work, now and then with a closing. A test's paper may live as long as the test.
    let reported: &'static Reported = Box::leak(Box::new(Reported {
        progress: by.b.is_multiple_of(2).then_some(Progress::Completed),
        closure: by.b.is_multiple_of(4).then_some(Closure::Closed),
        evidence: vec!["整改台账复印件".into()],
        remark: by.a.is_multiple_of(2).then(|| "由原台账转入".into()),
        ..Reported::default()
    }));
    let departments: &'static [String] = Box::leak(Box::new(["立案庭".to_owned()]));
    let issue: &'static str = Box::leak(format!("窗口服务事项第{}类不规范", by.b).into_boxed_str());
    let line = |kind, text: &'static str, parent| PaperItem {
        kind,
        origin: Origin::Feedback,
        item_type: None,
        text,
        goal: None,
        source_no: None,
        number: None,
        code: None,
        place: "第1段",
        words: text,
        parent,
        stems_from: None,
        answers: &[],
        related: &[],
        roles: vec![(Role::Department, departments)],
        deadline: Some("2025年6月底前"),
        situation: None,
        reported: Some(reported),
    };
    Paper {
        into: Target::Round(Some("2025巡察".into())),
        name: format!("反馈意见{}.txt", by.a),
        sha256: format!("{:064x}", by.a),
        bytes: 100,
        kind: "feedback".into(),
        tells_results: false,
        stated: Vec::new(),
        items: vec![line(ItemKind::Issue, issue, None), line(ItemKind::Measure, "完善窗口服务制度", Some(0))],
        choices: NameChoices::default(),
        declare_all: true,
        on_conflict: [OnConflict::Skip, OnConflict::Update, OnConflict::Stop][usize::from(by.a) % 3],
        unit: by.b.is_multiple_of(3).then(|| "第一支部".into()),
        in_table: false,
        filed_on: None,
        meetings: Vec::new(),
        meeting: None,
        approval: (by.b.is_multiple_of(2)).then(|| "整改办〔2025〕8号".into()),
    }
}
