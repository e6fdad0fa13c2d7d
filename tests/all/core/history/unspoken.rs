//! Events that no verb brings about yet, through the store's writer: what is kept for ever must be applied, undone and replayed
//! like the rest before the first verb writes it.

use super::{Verb, meetings, work::evidence};
use crate::all::core::office::Office;
use taizhang::{
    domain::{context::Context, event::Event, meeting::MeetingFacts, receipt::Receipt},
    service::Error,
    store::{Command, StoreError},
};

pub(super) const VERBS: &[(&str, usize, Verb)] = &[
    ("(meeting amend)", 1, |office, ctx, by| {
        let meeting = by.one(&meetings(office))?;
        let after = MeetingFacts { minutes_no: Some(format!("〔2025〕{}号", by.b)), ..meeting.facts.clone() };
        Some(write(office, ctx, &Event::MeetingAmended { meeting: meeting.id, before: meeting.facts, after }))
    }),
    ("(evidence link)", 2, |office, ctx, by| {
        let evidence = by.one(&evidence(office))?;
        let linked = office.read(|r| r.evidence_items(evidence));
        let item = by.item(office, |i| !linked.contains(&i.id) && i.withdrawn_on.is_none())?;
        if linked.contains(&item.id) {
            return None;
        }
        Some(write(office, ctx, &Event::EvidenceLinked { evidence, item: item.id }))
    }),
];

fn write(office: &mut Office, ctx: &mut Context, event: &Event) -> Result<Receipt, Error> {
    let command = Command {
        id: (ctx.new_uid)(),
        verb: "test".into(),
        entered_at: ctx.now,
        effective_on: ctx.effective_on(),
        operator: "经办甲".into(),
    };
    office.ledger.write::<_, StoreError>(&command, |writer| writer.append(event))?;
    Ok(Receipt::default())
}
