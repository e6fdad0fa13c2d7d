//! One event of every kind, each fit to be applied after those before it.

use super::office::day;
use taizhang::domain::{
    deadline::{Deadline, DeadlineClass},
    disclosure::Audience,
    event::{
        DisclosureFacts, DisclosureSubject, Event, GivenRole, MovedDeadline, MovedRole, NewFiling, NewItem,
        SourcePlace, StatedFigure,
    },
    evidence::{EvidenceFacts, EvidenceFile},
    filter::Filter,
    ids::*,
    issuing::Original,
    item::{Disclosure, ItemField, ItemKind, ItemType, Origin, WithdrawGround},
    lifecycle::{Closure, Progress},
    link::LinkKind,
    meeting::{Approval, Decision, DecisionOn, MeetingFacts, MeetingKind},
    outcome::{MoneyDirection, OutcomeFacts},
    party::{PartyKind, Role},
    reminder::{Letter, ReminderRules, Tier},
    round::{Milestone, MilestoneKind, RoundKind, RoundSettings, SignOff},
    sample::Stratum,
};
use uuid::Uuid;

fn uid(number: u128) -> Uuid {
    Uuid::from_u128(0x0195_0000_0000_7000_8000_0000_0000_0000 | number)
}

fn settings() -> RoundSettings {
    RoundSettings {
        milestones: vec![Milestone { kind: MilestoneKind::Focused, on: day("2025-09-03") }],
        ..RoundSettings::new("2025年区委巡察整改", RoundKind::Patrol, day("2025-03-03"))
    }
}

fn deadline(due: &str) -> Deadline {
    Deadline {
        raw: format!("{due}前"),
        class: DeadlineClass::Date,
        due: Some(day(due)),
        review: None,
        note: Some("待确认".into()),
    }
}

fn item(item: i64, parent: Option<i64>, kind: ItemKind, code: &str, sort_key: &str, counter: (&str, i64)) -> Event {
    Event::ItemAdded(Box::new(NewItem {
        item: ItemId(item),
        uid: uid(100 + u128::try_from(item).unwrap()),
        round: RoundId(1),
        parent: parent.map(ItemId),
        item_kind: kind,
        origin: Origin::Feedback,
        item_type: Some(ItemType::TimeLimited),
        code: code.into(),
        counter: (counter.0.into(), counter.1),
        sort_key: sort_key.into(),
        text: "立案窗口服务不够规范".into(),
        goal: None,
        note: None,
        source_no: Some("（一）1.".into()),
        source: Some(SourcePlace {
            source: SourceId(1),
            place: "第3段".into(),
            words: "立案窗口服务不够规范。".into(),
            unit: None,
        }),
        approval: None,
        roles: Vec::new(),
        deadline: None,
    }))
}

fn party(party: i64, name: &str, kind: PartyKind) -> Event {
    Event::PartyAdded {
        party: PartyId(party),
        uid: uid(u128::try_from(party).unwrap()),
        name: name.into(),
        party_kind: kind,
        ord: party,
        note: None,
    }
}

fn meeting_facts(title: &str) -> MeetingFacts {
    MeetingFacts {
        kind: MeetingKind::PartyGroup,
        held_on: day("2025-03-03"),
        title: title.into(),
        minutes_no: Some("〔2025〕3号".into()),
    }
}

fn money(cents: i64) -> OutcomeFacts {
    OutcomeFacts::Money { direction: MoneyDirection::Recovered, cents }
}

fn marks(disclosure: Disclosure) -> DisclosureFacts {
    DisclosureFacts { disclosure, public_words: (disclosure == Disclosure::Public).then(|| "窗口服务".into()) }
}

/// The hash of `b"kept"`.
pub(crate) const KEPT: &[u8] = b"kept";

/// What every ledger of these tests begins with.
pub(crate) fn opened() -> Vec<Event> {
    vec![
        Event::LedgerOpened { ledger_id: uid(9000), office: Some("某区人民法院整改办".into()) },
        party(1, "经办甲", PartyKind::Operator),
        party(2, "立案庭", PartyKind::Department),
        party(3, "立案一庭", PartyKind::Department),
    ]
}

/// One of every kind but the first, in an order in which they can be applied; the last two kinds stand at their places.
pub(crate) fn catalogue() -> Vec<Event> {
    let (one, two, three) = (ItemId(1), ItemId(2), ItemId(3));
    let meeting = MeetingId(1);
    let approval = Approval::Meeting(meeting);
    let file = EvidenceFile {
        name: "制度.pdf".into(),
        sha256: taizhang::store::journal::sha256_hex(KEPT),
        bytes: KEPT.len() as u64,
    };
    vec![
        party(4, "执行局", PartyKind::Department),
        Event::PartyRenamed {
            party: PartyId(2), before: "立案庭".into(), after: "立案庭（诉讼服务中心）".into()
        },
        Event::PartyAliased { party: PartyId(2), alias: "诉服中心".into() },
        Event::PartyOrdered {
            before: vec![(PartyId(2), 2), (PartyId(4), 4)],
            after: vec![(PartyId(2), 4), (PartyId(4), 2)],
        },
        Event::RoundOpened { round: RoundId(1), uid: uid(50), key: "2025巡察".into(), settings: settings() },
        Event::RoundAmended {
            round: RoundId(1),
            before: settings(),
            after: RoundSettings {
                policy: vec![SignOff::Office, SignOff::PartyGroup],
                milestones: Vec::new(),
                ..settings()
            },
            reason: "补审签程序".into(),
            approval: None,
        },
        Event::MeetingAdded { meeting, uid: uid(60), round: Some(RoundId(1)), facts: meeting_facts("党组会") },
        Event::MeetingAmended { meeting, before: meeting_facts("党组会"), after: meeting_facts("党组会第3次") },
        Event::SourceRead {
            source: SourceId(1),
            round: RoundId(1),
            name: "反馈意见.txt".into(),
            sha256: "00".repeat(32),
            bytes: 1234,
            paper: "feedback".into(),
            stated: vec![StatedFigure { words: "2个问题".into(), what: "issue".into(), number: 2, found: Some(3) }],
        },
        item(1, None, ItemKind::Issue, "1", "01.000001", ("", 1)),
        item(2, Some(1), ItemKind::Measure, "1.1", "01.000001.000001", ("1", 1)),
        item(3, None, ItemKind::Issue, "2", "01.000002", ("", 2)),
        Event::RoundAdopted { round: RoundId(1), meeting },
        Event::ConsultationRecorded {
            consultation: ConsultationId(1),
            round: RoundId(1),
            asked: "区委巡察办".into(),
            words: "同意".into(),
            taken_up: "无".into(),
        },
        Event::MeetingDecided { meeting, item: one, on: DecisionOn::Plan, decision: Decision::Agreed, words: None },
        Event::ItemEdited {
            item: one,
            field: ItemField::Text,
            before: Some("立案窗口服务不够规范".into()),
            after: Some("诉讼服务窗口不规范".into()),
            reason: Some("校对".into()),
            approval: None,
        },
        Event::ItemMoved {
            item: two,
            before: Some(one),
            after: Some(three),
            reach: vec![two],
            approval: None,
            reason: None,
            roles: Vec::new(),
            deadline: None,
        },
        Event::LinkAdded { link: LinkKind::SameAs, from: three, to: one, approval: None },
        Event::LinkRemoved {
            link: LinkKind::SameAs,
            from: three,
            to: one,
            since: day("2025-03-05"),
            reason: None,
            approval: None,
        },
        Event::DisclosureSet {
            subject: DisclosureSubject::Item(one),
            before: marks(Disclosure::Party),
            after: marks(Disclosure::Public),
        },
        Event::ResponsibilitySet {
            item: one,
            role: Role::Department,
            parties: vec![PartyId(2), PartyId(4)],
            reach: vec![one],
        },
        Event::DeadlineSet {
            item: one,
            deadline: deadline("2025-06-30"),
            reach: vec![one],
            approval: None,
            keeps_first: false,
        },
        Event::ReviewSet { item: one, review: Some(day("2025-05-01")), reach: vec![one] },
        Event::ExtensionApplied {
            extension: ExtensionId(1),
            item: one,
            applicant: Some(PartyId(2)),
            deadline: deadline("2025-09-30"),
            reason: "需协调财政".into(),
            after_expiry: false,
            on_return: false,
        },
        Event::ExtensionApproved {
            extension: ExtensionId(1),
            item: one,
            deadline: deadline("2025-09-30"),
            approval: approval.clone(),
            reach: vec![one],
        },
        Event::ExtensionApplied {
            extension: ExtensionId(2),
            item: one,
            applicant: None,
            deadline: deadline("2025-12-31"),
            reason: "再延".into(),
            after_expiry: true,
            on_return: false,
        },
        Event::ExtensionRefused { extension: ExtensionId(2), item: one, approval, words: "抓紧办理".into() },
        Event::FilingRecorded(Box::new(NewFiling {
            filing: FilingId(1),
            item: one,
            department: Some(PartyId(2)),
            filled_by: Some("填报人".into()),
            situation: Some("已开展培训".into()),
            problems: None,
            next: Some("继续推进".into()),
            progress: Some(Progress::Completed),
            completed_on: Some(day("2025-03-04")),
            leading: true,
            accepted: false,
        })),
        Event::FilingAccepted { filing: FilingId(1), item: one },
        Event::FilingRecorded(Box::new(NewFiling {
            filing: FilingId(2),
            item: one,
            department: None,
            filled_by: None,
            situation: None,
            problems: Some("人手不足".into()),
            next: None,
            progress: None,
            completed_on: None,
            leading: false,
            accepted: false,
        })),
        Event::FilingReturned { filing: FilingId(2), item: one, words: "请补材料".into() },
        Event::ProgressSet {
            item: one,
            progress: Progress::Completed,
            completed_on: Some(day("2025-03-04")),
            filing: Some(FilingId(1)),
            derived: false,
        },
        Event::OutcomeAdded { outcome: OutcomeId(1), facts: money(12_000), items: vec![one], words: None },
        Event::OutcomeAmended { outcome: OutcomeId(1), before: money(12_000), after: money(12_050) },
        Event::OutcomeLinked { outcome: OutcomeId(1), item: three },
        Event::OutcomeWithdrawn { outcome: OutcomeId(1), reason: "重复".into() },
        Event::EvidenceAdded {
            evidence: EvidenceId(1),
            facts: EvidenceFacts {
                title: "制度".into(),
                dated_on: Some(day("2025-03-04")),
                file: Some(file),
                register: None,
            },
            items: vec![one],
            filing: Some(FilingId(1)),
        },
        Event::EvidenceLinked { evidence: EvidenceId(1), item: three },
        Event::EvidenceWithdrawn { evidence: EvidenceId(1), reason: "放错".into() },
        Event::ClosureRequested { item: one, department: Some(PartyId(2)), words: None },
        Event::ClosureSigned {
            item: one,
            step: SignOff::Office,
            party: Some(PartyId(1)),
            agreed: true,
            words: Some("同意".into()),
        },
        Event::ClosureDeferred { item: one, meeting, words: Some("再议".into()) },
        Event::ClosureReturned { item: one, meeting: Some(meeting), words: "补材料".into(), open_again: vec![one] },
        Event::Closed {
            item: one,
            cycle: 1,
            meeting: None,
            unratified: true,
            without_evidence: Some("见原台账".into()),
            words: None,
            rests_on: vec![two],
            evidence: vec![EvidenceId(1)],
            open_cases: vec![],
        },
        Event::ClosureRatified { item: one, meeting },
        Event::RecheckRecorded {
            recheck: RecheckId(1),
            item: one,
            by: "整改办".into(),
            rebound: true,
            words: "反弹".into(),
            next_review: None,
            evidence: vec![EvidenceId(1)],
            sample: None,
        },
        Event::Reopened {
            item: one,
            cycle: 2,
            reason: "回头看反弹".into(),
            recheck: Some(RecheckId(1)),
            open_again: vec![one],
        },
        Event::ItemWithdrawn {
            item: three,
            reach: vec![three, two],
            ground: WithdrawGround::EntryError,
            reason: "重复录入".into(),
            approval: Some(Approval::Words("整改办〔2025〕7号".into())),
        },
        Event::SampleDrawn {
            sample: SampleId(1),
            round: Some(RoundId(1)),
            seed: "2025Q1".into(),
            items: vec![three, one],
            population: 0,
            among: Vec::new(),
            filter: None,
        },
        Event::PaperIssued {
            paper: PaperId(1),
            round: Some(RoundId(1)),
            register: "整改办".into(),
            year: 2025,
            number: 1,
            title: "整改进展情况".into(),
            as_of: day("2025-03-05"),
            items: vec![one],
            addressee: Some(PartyId(2)),
            letter: None,
            audience: None,
            looked_at: None,
        },
        Event::RoundLocked {
            round: RoundId(1),
            before: None,
            through: day("2025-03-04"),
            paper: Some(PaperId(1)),
            title: None,
        },
        Event::RoundFinished { round: RoundId(1), before: None, finished: true, reason: "全部办结".into() },
        Event::PartyMerged { from: PartyId(3), into: PartyId(2) },
        Event::PartySucceeded { from: vec![PartyId(2)], to: vec![PartyId(4)], reason: "机构改革".into() },
        Event::PartyRetired { party: PartyId(4), reason: "撤并".into() },
    ]
}

/// What later versions of the program added to kinds that were there: they follow [`catalogue`], whose bytes never change.
pub(crate) fn later() -> Vec<Event> {
    let one = ItemId(1);
    let approval = || Some(Approval::Meeting(MeetingId(1)));
    vec![
        Event::RoundAmended {
            round: RoundId(1),
            before: RoundSettings {
                policy: vec![SignOff::Office, SignOff::PartyGroup],
                milestones: Vec::new(),
                ..settings()
            },
            after: RoundSettings { now_days: 20, ..settings() },
            reason: "缩短立行立改天数".into(),
            approval: None,
        },
        Event::ItemEdited {
            item: one,
            field: ItemField::Type,
            before: Some("time_limited".into()),
            after: Some("staged".into()),
            reason: None,
            approval: approval(),
        },
        Event::DeadlineSet {
            item: one,
            deadline: deadline("2025-05-31"),
            reach: vec![one],
            approval: approval(),
            keeps_first: true,
        },
        Event::ItemMoved {
            item: ItemId(2),
            before: Some(ItemId(3)),
            after: Some(one),
            reach: vec![ItemId(2)],
            approval: approval(),
            reason: Some("职责划分".into()),
            roles: vec![
                MovedRole { role: Role::Department, parties: vec![PartyId(2), PartyId(4)], set_on: one },
                MovedRole { role: Role::Leader, parties: Vec::new(), set_on: ItemId(2) },
            ],
            deadline: Some(Box::new(MovedDeadline {
                deadline: deadline("2025-05-31"),
                first_due: Some(day("2025-06-30")),
                extensions: 1,
                set_on: one,
            })),
        },
        Event::SampleDrawn {
            sample: SampleId(2),
            round: Some(RoundId(1)),
            seed: "2025Q2".into(),
            items: vec![one],
            population: 3,
            among: Vec::new(),
            filter: None,
        },
        Event::RecheckRecorded {
            recheck: RecheckId(2),
            item: one,
            by: "纪检监察组".into(),
            rebound: false,
            words: "成效巩固".into(),
            next_review: None,
            evidence: Vec::new(),
            sample: Some(SampleId(2)),
        },
        Event::RoundLocked {
            round: RoundId(1),
            before: Some(day("2025-03-04")),
            through: day("2025-03-05"),
            paper: None,
            title: Some("整改进展情况报告".into()),
        },
        Event::LinkAdded { link: LinkKind::AlsoAnswers, from: ItemId(2), to: one, approval: None },
        Event::LinkRemoved {
            link: LinkKind::AlsoAnswers,
            from: ItemId(2),
            to: one,
            since: day("2025-03-05"),
            reason: Some("措施对应错了".into()),
            approval: None,
        },
        Event::SampleDrawn {
            sample: SampleId(3),
            round: Some(RoundId(1)),
            seed: "2025Q3".into(),
            items: vec![one],
            population: 2,
            among: vec![
                Stratum { department: Some(PartyId(2)), items: vec![one] },
                Stratum { department: None, items: vec![ItemId(2)] },
            ],
            filter: Some(Box::new(Filter {
                rounds: vec![RoundId(1)],
                closures: vec![Closure::Closed],
                top_issues_only: true,
                ..Filter::default()
            })),
        },
        Event::ItemAdded(Box::new(NewItem {
            item: ItemId(9),
            uid: uid(109),
            round: RoundId(1),
            parent: Some(one),
            item_kind: ItemKind::Measure,
            origin: Origin::Feedback,
            item_type: None,
            code: "1.9".into(),
            counter: ("1".into(), 9),
            sort_key: "0.00000001.00000009".into(),
            text: "当日登记并由专人复核".into(),
            goal: None,
            note: Some("由原台账转入".into()),
            source_no: None,
            source: Some(SourcePlace {
                source: SourceId(1),
                place: "工作表“台账”第5行".into(),
                words: "当日登记并由专人复核".into(),
                unit: Some("第一分院".into()),
            }),
            approval: None,
            roles: vec![GivenRole { role: Role::Department, parties: vec![PartyId(2), PartyId(4)] }],
            deadline: Some(deadline("2025-05-31")),
        })),
        Event::PaperIssued {
            paper: PaperId(2),
            round: Some(RoundId(1)),
            register: "某法整改督".into(),
            year: 2025,
            number: 3,
            title: "关于立案庭逾期整改事项的提醒函".into(),
            as_of: day("2025-03-05"),
            items: vec![one],
            addressee: Some(PartyId(2)),
            letter: Some(Letter { tier: Tier::Notice, reply_by: day("2025-03-12"), role: Role::Department }),
            audience: None,
            looked_at: None,
        },
        Event::RoundAmended {
            round: RoundId(1),
            before: RoundSettings { now_days: 20, ..settings() },
            after: RoundSettings {
                now_days: 20,
                reminders: ReminderRules { supervision_days: 20, ..ReminderRules::default() },
                ..settings()
            },
            reason: "催办放宽".into(),
            approval: None,
        },
        Event::PaperIssued {
            paper: PaperId(3),
            round: Some(RoundId(1)),
            register: "某法整改督".into(),
            year: 2025,
            number: 4,
            title: "关于巡察整改进展情况的通报".into(),
            as_of: day("2025-03-05"),
            items: vec![one],
            addressee: None,
            letter: None,
            audience: Some(Audience::Public),
            looked_at: Some(2),
        },
        Event::PaperKept {
            paper: PaperId(3),
            original: Original {
                sha256: taizhang::store::journal::sha256_hex(KEPT),
                bytes: KEPT.len() as u64,
                ending: "docx".into(),
            },
        },
    ]
}
