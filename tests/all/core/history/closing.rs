//! Closing and what comes after it.

use super::{Verb, meeting, meetings};
use crate::all::core::office::Office;
use chrono::Days;
use taizhang::{
    domain::{
        context::Context,
        item::{Item, ItemKind},
        lifecycle::{Closure, Progress},
        meeting::{Decision, DecisionOn, MeetingFacts, MeetingKind},
        receipt::Receipt,
        round::{RoundSettings, SignOff},
    },
    service::{
        self, Error,
        closure::{Closing, Returning, Signing},
        filing::Filing,
        recheck::{Found, LookBack},
        select::Wanted,
        session::Run,
    },
    store::query::Meeting,
};

fn is_done(item: &Item) -> bool {
    item.progress == Progress::Completed
        && item.closure != Closure::Closed
        && item.withdrawn_on.is_none()
        && item.kind != ItemKind::Category
}

/// A meeting that may have decided about an item, or now and then any.
fn deciding(office: &Office, item: &Item, n: u8) -> Option<String> {
    let fits = |m: &&Meeting| {
        m.facts.kind == MeetingKind::PartyGroup && item.completed_on.is_none_or(|done| done <= m.facts.held_on)
    };
    let fitting = meetings(office).iter().rfind(fits).map(|m| m.id);
    let id = if n % 6 == 5 { meeting(office, n) } else { fitting };
    id.map(|m| m.to_string())
}

/// The meeting that is wanting, held today.
fn hold(office: &mut Office, ctx: &mut Context) -> Result<Receipt, Error> {
    let facts = MeetingFacts {
        kind: MeetingKind::PartyGroup,
        held_on: office.today,
        title: format!("党组会{}", office.today),
        minutes_no: None,
    };
    service::meeting::add(&mut office.ledger, ctx, Some("2025巡察"), facts).map(|(_, receipt)| receipt)
}

pub(super) const VERBS: &[(&str, usize, Verb)] = &[
    ("submit", 4, |office, ctx, by| {
        let item = by.item(office, is_done)?;
        Some(service::closure::submit(&mut office.ledger, ctx, &[item.id], None, Run::Record))
    }),
    ("sign", 4, |office, ctx, by| {
        let item = by.item(office, is_done)?;
        let round = office.read(|r| r.round(item.round));
        if round.settings.policy == [SignOff::PartyGroup] {
            // Most rounds have nothing to be signed: now and then that changes.
            let policy = |settings: &mut RoundSettings| settings.policy = vec![SignOff::Office, SignOff::PartyGroup];
            let (ledger, key) = (&mut office.ledger, Some(round.key.as_str()));
            let amend = || service::round::amend(ledger, ctx, key, "按来文调整", (None, Some("批示")), policy);
            return by.b.is_multiple_of(3).then(amend).map(|amended| amended.map(|(_, receipt)| receipt));
        }
        let denial =
            (by.b % 5 == 4).then(|| Returning { words: "材料不足".into(), keep_due: true, ..Default::default() });
        let signing = Signing { denial, ..Default::default() };
        Some(service::closure::sign(&mut office.ledger, ctx, &[item.id], &signing, Run::Record))
    }),
    ("close", 16, |office, ctx, by| {
        let taken_over = (by.b % 4 == 1).then(|| "原台账已销号".to_owned());
        // What was struck off in an old ledger was so when this one came to know it, and what is below it went first.
        let on = ctx.effective_on();
        let old = |i: &Item| office.read(|r| Ok(r.known_since(i.id)?.is_some_and(|known| on <= known)));
        let bare = |i: &Item| office.read(|r| r.live_children(i.id)).iter().all(|b| b.closure == Closure::Closed);
        let item = by.item(office, |i| is_done(i) && (taken_over.is_none() || (old(i) && bare(i))))?;
        let meeting = deciding(office, &item, by.a);
        if meeting.is_none() && by.b % 8 < 6 {
            return Some(hold(office, ctx));
        }
        let closing = Closing {
            meeting: meeting.filter(|_| taken_over.is_none()),
            without_evidence: (by.b % 4 < 2).then(|| "涉密不便留存".into()),
            taken_over,
        };
        Some(service::closure::close(&mut office.ledger, ctx, &[item.id], &closing, Run::Record))
    }),
    ("done before", 6, |office, ctx, by| {
        // Work that was done when the ledger came to know it, as what is taken over was.
        let on = ctx.effective_on();
        let old = |i: &Item| office.read(|r| Ok(r.known_since(i.id)?.is_some_and(|known| on <= known)));
        let open = |i: &Item| i.kind.is_work() && i.progress != Progress::Completed && i.withdrawn_on.is_none();
        let item = by.item(office, |i| open(i) && super::is_leaf(office, i) && old(i))?;
        let filing = Filing { progress: Some(Progress::Completed), ..Filing::default() };
        Some(service::filing::file(&mut office.ledger, ctx, &[item.id], &filing, Run::Record))
    }),
    ("return", 3, |office, ctx, by| {
        let item = by.item(office, |i| i.closure == Closure::Requested || is_done(i))?;
        let returning = Returning {
            meeting: (by.b.is_multiple_of(2)).then(|| deciding(office, &item, by.a)).flatten(),
            words: "材料不足".into(),
            keep_due: by.a % 3 > 0,
            until: (by.a % 3 == 0).then(|| "2025年12月底前".into()),
            approval: Some("批示".into()),
            ..Default::default()
        };
        Some(service::closure::give_back(&mut office.ledger, ctx, &[item.id], &returning, Run::Record))
    }),
    ("defer", 2, |office, ctx, by| {
        let item = by.item(office, |i| i.closure == Closure::Requested || is_done(i))?;
        let Some(meeting) = deciding(office, &item, by.a) else { return Some(hold(office, ctx)) };
        Some(service::closure::defer(&mut office.ledger, ctx, &[item.id], &meeting, Some("再议"), Run::Record))
    }),
    ("decide", 2, |office, ctx, by| {
        let item = by.item(office, |i| i.unratified || i.deadline.is_some())?;
        let Some(meeting) = deciding(office, &item, by.a) else { return Some(hold(office, ctx)) };
        let on = if item.unratified { DecisionOn::Ratification } else { DecisionOn::ALL[usize::from(by.b) % 4] };
        let decision = if by.a % 2 == 0 { Decision::Returned } else { Decision::Deferred };
        let (ledger, ids) = (&mut office.ledger, [item.id]);
        Some(service::meeting::decide(ledger, ctx, &ids, &meeting, (on, decision), Some("再议"), Run::Record))
    }),
    ("ratify", 2, |office, ctx, by| {
        let item = by.item(office, |i| i.unratified)?;
        let Some(meeting) = deciding(office, &item, by.a) else { return Some(hold(office, ctx)) };
        Some(service::closure::ratify(&mut office.ledger, ctx, &[item.id], &meeting, Run::Record))
    }),
    ("reopen", 2, |office, ctx, by| {
        let item = by.item(office, |i| i.closure == Closure::Closed)?;
        Some(service::closure::reopen(&mut office.ledger, ctx, &[item.id], "反弹", &[], Run::Record))
    }),
    ("recheck", 5, |office, ctx, by| {
        let item = by.item(office, |i| i.closure == Closure::Closed)?;
        let next = (by.a % 4 > 0).then(|| ctx.effective_on() + Days::new(1 + u64::from(by.a)));
        let found = if by.b % 3 == 0 { Found::Rebound { open_again: Vec::new() } } else { Found::Held { next } };
        let of_item: Vec<i64> = office.read(|r| r.evidence_of(item.id)).iter().map(|e| e.id.0).collect();
        let drawn: Vec<i64> = office
            .read(|r| r.samples())
            .into_iter()
            .filter(|sample| office.read(|r| r.sample_items(sample.id)).contains(&item.id))
            .map(|sample| sample.id.0)
            .collect();
        let look = LookBack {
            found,
            by: "纪检监察组".into(),
            words: "实地查看".into(),
            evidence: by.other(&of_item).into_iter().filter(|_| by.a % 2 == 0).collect(),
            sample: by.one(&drawn),
        };
        Some(service::recheck::look_back(&mut office.ledger, ctx, &[item.id], &look, Run::Record))
    }),
    ("sample", 4, |office, ctx, by| {
        let wanted = Wanted { round: Some("2025巡察".into()), ..Wanted::default() };
        let count = 1 + usize::from(by.a % 3);
        let seed = (by.b % 2 == 0).then(|| format!("第{}次抽查", by.b));
        let drawn = service::sample::draw(&mut office.ledger, ctx, &wanted, count, seed.as_deref(), Run::Record);
        Some(drawn.map(|(_, receipt)| receipt))
    }),
    ("meeting decide", 3, |office, ctx, by| {
        let item = by.item(office, |i| i.kind != ItemKind::Category && i.withdrawn_on.is_none())?;
        let meeting = deciding(office, &item, by.a)?;
        let on = [DecisionOn::Extension, DecisionOn::Ratification, DecisionOn::Plan][usize::from(by.b) % 3];
        let decided = (on, [Decision::Deferred, Decision::Returned][usize::from(by.a) % 2]);
        Some(service::meeting::decide(&mut office.ledger, ctx, &[item.id], &meeting, decided, None, Run::Record))
    }),
];
