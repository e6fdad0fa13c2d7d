//! `show` 详情: one item whole.

use super::{Exit, Result, desk::Desk};
use crate::{
    domain::{event::DisclosureSubject, filter::Filter, item::Disclosure},
    report::{Scope, row::ItemRow, show::Show},
    service::select,
    store::{Mode, query::FilingRow},
    zh::issuing::document_number,
};
use serde_json::json;

/// 一项事项的全部情况
#[derive(Debug, clap::Args)]
#[command(after_help = "例：\n  taizhang show 12\n  taizhang 详情 J1 12.3")]
pub(super) struct Args {
    /// 编号
    #[arg(value_name = "编号", required = true)]
    codes: Vec<String>,
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let day = desk.today();
    let round = desk.round().map(str::to_owned);
    let ledger = desk.open(Mode::Read)?;
    ledger.read(|reader| {
        let items = select::codes(reader, round.as_deref(), &args.codes)?;
        // An empty variable in a script is no answer.
        if items.is_empty() {
            return Err(crate::domain::refusal::Refusal::BadCode(args.codes.join(" ")).into());
        }
        let mut filter = Filter { items: items.clone(), ..Filter::default() };
        let scope = Scope::new(reader, &mut filter, day)?;
        let shown = items.iter().map(|id| Show::new(&scope, *id)).collect::<Result<Vec<_>, _>>()?;
        if desk.is_json() {
            let mut json = desk.json("taizhang.show/1")?;
            json.field("as_of", &day)?;
            json.begin_array("items")?;
            for one in &shown {
                json.element(&document(&scope, one)?)?;
            }
            json.end_array()?;
            json.finish()?;
            return Ok(Exit::Done);
        }
        for one in &shown {
            let mut page = desk.page()?;
            one.page(&scope, &mut *page)?;
        }
        Ok(Exit::Done)
    })
}

fn filing(f: &FilingRow) -> serde_json::Value {
    json!({
        "id": f.id, "on": f.on, "department": f.department, "filled_by": f.filled_by, "entered_by": f.entered_by,
        "situation": f.situation, "problems": f.problems, "next": f.next, "progress": f.progress,
        "completed_on": f.completed_on, "leading": f.leading, "state": f.state, "decided_on": f.decided_on,
        "words": f.words,
    })
}

/// Everything known of an item: its row as in `list`, and its history.
fn document(scope: &Scope<'_>, one: &Show) -> Result<serde_json::Value> {
    let mark = |subject| match one.mark(subject) {
        Some(facts) => json!(facts),
        None => json!({"disclosure": Disclosure::Party}),
    };
    let below = one.below.iter().map(|item| ItemRow::new(scope, item)).collect::<Result<Vec<_>, _>>()?;
    Ok(json!({
        "item": one.row,
        "goal": one.item.goal,
        "note": one.item.note,
        "disclosure": one.disclosure.disclosure,
        "public_words": one.disclosure.public_words,
        "source_no": one.item.source_no,
        "deadline_note": one.item.deadline.as_ref().and_then(|d| d.now.note.clone()),
        "above": one.above.iter().map(|(code, text)| json!({"code": code, "text": text})).collect::<Vec<_>>(),
        "below": below,
        "source": one.source.as_ref().map(|stood| json!({
            "name": stood.name, "place": stood.place, "words": stood.words, "unit": stood.unit,
        })),
        "links": one.links.iter().map(|l| json!({
            "kind": l.kind, "since": l.since,
            "from": l.from_end.code, "from_round": l.from_end.round, "from_text": l.from_end.text,
            "to": l.to_end.code, "to_round": l.to_end.round, "to_text": l.to_end.text,
        })).collect::<Vec<_>>(),
        "filings": one.filings.iter().map(|f| {
            let mut filing = filing(f);
            filing["disclosure"] = mark(DisclosureSubject::Filing(f.id));
            filing
        }).collect::<Vec<_>>(),
        "filings_below": one.filings_below.iter().map(|(code, f)| {
            let mut filing = filing(f);
            filing["code"] = json!(code);
            filing
        }).collect::<Vec<_>>(),
        "extensions": one.extensions.iter().map(|e| json!({
            "applied_on": e.applied_on, "before": e.before_due, "raw": e.deadline.raw, "due": e.deadline.due, "reason": e.reason,
            "applicant": e.applicant, "after_expiry": e.after_expiry, "on_return": e.on_return, "state": e.state, "decided_on": e.decided_on,
            "granted": e.granted.as_ref().map(|(raw, due)| json!({"raw": raw, "due": due})),
            "approval": e.approval, "words": e.words,
        })).collect::<Vec<_>>(),
        "closure": one.closure.iter().map(|s| json!({
            "on": s.on, "closure": s.closure, "cycle": s.cycle, "meeting": s.meeting, "words": s.words, "ratified": s.ratified,
        })).collect::<Vec<_>>(),
        "reminders": one.reminders.iter().map(|r| json!({
            "number": document_number(&r.register, r.year, r.number), "tier": r.tier, "on": r.sent.on, "reply_by": r.sent.reply_by,
            "addressee": r.addressee,
        })).collect::<Vec<_>>(),
        "rechecks": one.rechecks.iter().map(|r| json!({
            "id": r.id, "on": r.on, "cycle": r.cycle, "finding": r.finding, "by": r.by, "words": r.words,
            "next_look_on": r.next, "evidence": r.evidence, "sample": r.sample,
        })).collect::<Vec<_>>(),
        "sign_offs": one.sign_offs.iter().map(|s| json!({
            "step": s.step, "stands": one.stands(s), "cycle": s.cycle, "party": s.party, "on": s.on, "agreed": s.agreed, "words": s.words,
        })).collect::<Vec<_>>(),
        "policy": one.walk,
        "decisions": one.decisions.iter().map(|(d, meeting)| json!({
            "meeting": d.meeting, "title": meeting, "on": d.on, "decision": d.decision, "words": d.words,
        })).collect::<Vec<_>>(),
        "undone": one.undone.iter().map(|u| json!({
            "against": u.against, "words": u.words, "decided_on": u.decided_on, "undone_on": u.undone_on, "by": u.by, "reason": u.reason,
        })).collect::<Vec<_>>(),
        "evidence": one.evidence.iter().map(|e| json!({
            "id": e.id, "on": e.on, "facts": e.facts, "disclosure": mark(DisclosureSubject::Evidence(e.id)),
        })).collect::<Vec<_>>(),
        "outcomes": one.outcomes.iter().map(|o| json!({
            "id": o.id, "on": o.on, "facts": o.facts, "codes": o.codes, "disclosure": o.disclosure,
        })).collect::<Vec<_>>(),
    }))
}
