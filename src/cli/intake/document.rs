//! The document `taizhang.intake/1`.

use super::{
    super::{Result, desk::Desk},
    preview::{Preview, fate_key, reasons, warnings},
    tables,
};
use crate::domain::{
    deadline::Deadline,
    item::{ItemKind, ItemType, Origin},
    reported::{OutcomeTold, Reported},
};
use crate::service::paper::Difference;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// One element of `items`, its keys in the order in which they are written.
#[derive(Serialize)]
struct Item<'a> {
    code: Option<&'a str>,
    kind: ItemKind,
    origin: Origin,
    #[serde(rename = "type")]
    item_type: Option<ItemType>,
    parent: Option<&'a str>,
    source_no: Option<&'a str>,
    text: &'a str,
    place: &'a str,
    fate: &'static str,
    stems_from: Option<&'a str>,
    answers: Vec<&'a str>,
    related: &'a [String],
    goal: Option<&'a str>,
    leaders: &'a [String],
    co_leaders: &'a [String],
    departments: &'a [String],
    co_departments: &'a [String],
    persons: &'a [String],
    deadline: Option<&'a Deadline>,
    marks: &'a [String],
    reported: Option<Value>,
    differences: Vec<Value>,
}

/// Writes what a paper brings, or brought.
pub(super) fn write(preview: &Preview<'_>, desk: &mut Desk) -> Result<()> {
    let plan = &preview.source.plan;
    let counts = plan.counts();
    let by_origin: Map<String, Value> =
        plan.by_origin().into_iter().map(|(o, n)| (o.key().to_owned(), n.into())).collect();
    let code = |at: usize| preview.rows[at].taken.code.as_str();
    let mut json = desk.json("taizhang.intake/1")?;
    json.field("file", &preview.source.name)?;
    json.field("paper", &plan.paper)?;
    json.field("round", &preview.round)?;
    json.field("on", &preview.on)?;
    json.field("recorded", &!preview.receipt.dry_run)?;
    json.field("records", &preview.receipt.records.map(|(first, last)| json!({ "first": first, "last": last })))?;
    json.field(
        "counts",
        &json!({
            "category": counts.category, "issue": counts.issue, "opinion": counts.opinion, "measure": counts.measure,
            "case": counts.case,
        }),
    )?;
    json.field("by_origin", &by_origin)?;
    json.begin_array("items")?;
    for row in &preview.rows {
        let item = row.item;
        let code_or_none = Some(row.taken.code.as_str()).filter(|code| !code.is_empty());
        json.element(&Item {
            code: code_or_none,
            kind: row.taken.kind,
            origin: item.origin,
            item_type: item.item_type,
            parent: row.taken.parent.as_deref(),
            source_no: item.source_no.as_deref(),
            text: &item.text,
            place: &item.place,
            fate: fate_key(&row.taken.fate),
            stems_from: item.stems_from.map(code),
            answers: item.answers.iter().map(|at| code(*at)).collect(),
            related: &item.related,
            goal: item.goal.as_deref(),
            leaders: &item.leaders,
            co_leaders: &item.co_leaders,
            departments: &item.departments,
            co_departments: &item.co_departments,
            persons: &item.persons,
            deadline: row.deadline.as_ref(),
            marks: &item.marks,
            reported: item.reported.as_deref().map(reported),
            differences: row.taken.differences.iter().map(difference).collect(),
        })?;
    }
    json.end_array()?;
    json.begin_array("left_out")?;
    for left in &plan.left_out {
        json.element(&json!({ "place": left.place, "text": left.text }))?;
    }
    json.end_array()?;
    json.begin_array("tables")?;
    for table in &plan.tables {
        json.element(&tables::document(table))?;
    }
    json.end_array()?;
    json.begin_array("notes")?;
    for note in &plan.notes {
        json.element(&json!({ "place": note.place, "reason": note.reason }))?;
    }
    json.end_array()?;
    json.begin_array("stated")?;
    for figure in &plan.stated {
        json.element(&json!({
            "words": figure.words, "what": figure.what, "number": figure.number, "found": figure.found,
        }))?;
    }
    json.end_array()?;
    let header = &plan.header;
    json.field(
        "header",
        &json!({
            "title": header.title, "kind": header.round_kind, "body": header.body, "party_group": header.party_group,
            "feedback_on": header.feedback_on, "onsite_from": header.onsite_from, "onsite_to": header.onsite_to,
            "unit": header.unit, "as_of": header.as_of,
        }),
    )?;
    let told = &preview.told;
    json.field(
        "told",
        &json!({
            "filings": told.filings, "completed_undated": told.completed_undated, "evidence": told.evidence,
            "outcomes": told.outcomes, "extensions": told.extensions, "look_backs": told.look_backs,
            "closings": told.closings, "unratified": told.unratified, "without_evidence": told.without_evidence,
            "closed_undated": told.closed_undated,
        }),
    )?;
    json.begin_array("new_names")?;
    for name in &preview.new_names {
        json.element(&json!({
            "name": name.party.name, "role": name.party.role, "near": name.party.near, "decided": name.decided,
        }))?;
    }
    json.end_array()?;
    json.begin_array("new_meetings")?;
    for meeting in &preview.new_meetings {
        json.element(meeting)?;
    }
    json.end_array()?;
    json.begin_array("doubles")?;
    for (code, other, text) in &preview.doubles {
        json.element(&json!({ "code": code, "other": other, "text": text }))?;
    }
    json.end_array()?;
    json.begin_array("untold")?;
    for untold in &preview.untold {
        json.element(&json!({
            "code": Some(untold.code.as_str()).filter(|code| !code.is_empty()), "on": untold.on, "act": untold.act,
            "words": untold.words, "why": reasons(untold), "taken_over": untold.taken_over,
        }))?;
    }
    json.end_array()?;
    json.field("history_left", &preview.history_left)?;
    let read_before = preview.read_before.as_ref();
    json.field("read_before", &read_before.map(|(name, on)| json!({ "name": name, "on": on })))?;
    json.field("warnings", &warnings(&preview.receipt))?;
    Ok(json.finish()?)
}

/// What a ledger's row says of the work.
fn reported(reported: &Reported) -> Value {
    let months: Vec<Value> = reported
        .months
        .iter()
        .map(|told| {
            json!({
                "year": told.year, "month": told.month, "situation": told.situation, "problems": told.problems,
                "next": told.next,
            })
        })
        .collect();
    let extended: Vec<Value> = reported
        .extended
        .iter()
        .map(|told| json!({ "on": told.on, "to": told.to, "approval": told.approval, "reason": told.reason }))
        .collect();
    let stepped = reported.stepped.as_ref();
    let stepped = stepped.map(|told| json!({ "on": told.on, "closure": told.closure, "words": told.words }));
    let outcome = |told: &OutcomeTold| json!({ "on": told.on, "facts": told.facts, "words": told.words });
    let outcomes: Vec<Value> = reported.outcomes.iter().map(outcome).collect();
    let withdrawn = reported
        .withdrawn
        .as_ref()
        .map(|told| json!({ "on": told.on, "ground": told.ground, "reason": told.reason, "approval": told.approval }));
    json!({
        "progress": reported.progress, "completed_on": reported.completed_on, "closure": reported.closure,
        "closed_on": reported.closed_on, "meeting": reported.meeting, "problems": reported.problems,
        "next": reported.next, "evidence": reported.evidence, "remark": reported.remark, "unit": reported.unit,
        "months": months, "review": reported.review, "first_due": reported.first_due, "extended": extended,
        "stepped": stepped, "outcomes": outcomes, "withdrawn": withdrawn,
    })
}

fn difference(one: &Difference) -> Value {
    json!({ "field": one.field.key(), "ledger": one.ledger, "paper": one.paper, "settled": one.settled.key() })
}
