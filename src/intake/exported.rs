//! A ledger of ours as a document (`taizhang.export/1`), read back into a plan of items.
//!
//! Items come back with their codes, words, responsibility and deadlines, and with everything that was done to them: a
//! [`Chronicle`] of acts, each on its day, to be done again by the rules of whoever reads it. Rounds come with their settings
//! and meetings. What is history of the other ledger alone (locks, papers it issued, the bytes of files) is counted in the
//! notes, each beside the part of the document where it stands, so that nobody takes the new ledger for the old one.

mod acts;
mod document;
mod left;

use super::plan::{Header, LeftOut, PaperKind, Plan, PlannedItem, Reported};
use super::{IntakeError, Options};
use crate::domain::{
    Day,
    chronicle::{Chronicle, Marked},
    code::{Code, Series},
    filing::FilingState,
    item::ItemKind,
    lifecycle::Closure,
    link::LinkKind,
    party::Role,
    plan::PlanChangeKind,
};
use acts::Frame;
use document::{Document, Evidence, Item};
use std::collections::HashMap;

/// The document's format.
pub const SCHEMA: &str = "taizhang.export/1";

/// The largest document that is read: a ledger of more items than any office has.
pub const MAX_BYTES: usize = 512 * 1024 * 1024;

/// Whether a file is such a document, or a later version of it: by how it begins.
#[must_use]
pub fn is_document(bytes: &[u8]) -> bool {
    let head = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let head = String::from_utf8_lossy(&head[..head.len().min(200)]).into_owned();
    let head: String = head.chars().filter(|c| !c.is_whitespace()).collect();
    head.starts_with("{\"schema\":\"taizhang.export/")
}

/// Reads a document into a plan. Of several rounds the one that `--sheet` names is read.
///
/// # Errors
/// When it is damaged, of a later version, or holds several rounds and none is named.
pub fn read(name: &str, bytes: &[u8], options: &Options) -> Result<Plan, IntakeError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let damaged = |what: String| IntakeError::Document { name: name.to_owned(), what };
    let document: Document = serde_json::from_slice(bytes).map_err(|error| {
        damaged(format!("第{}行第{}列读不通，文件可能不完整或被改动过。重新导出一份再读", error.line(), error.column()))
    })?;
    if document.schema != SCHEMA {
        return Err(damaged(format!("它的格式是 {}，本程序读 {SCHEMA}。用较新版本的程序读入", document.schema)));
    }
    let keys: Vec<&str> = document.rounds.iter().map(|round| round.key.as_str()).collect();
    let wanted = options.sheet.as_deref().map(str::trim);
    let named = keys.iter().position(|key| Some(*key) == wanted);
    let order = in_time(&document);
    let Some(round) = named.or_else(|| (keys.len() == 1).then_some(0)) else {
        return Err(damaged(match &order[..] {
            [] => "里面没有轮次".to_owned(),
            [first, later @ ..] => format!(
                "里面有几个轮次：{}，一次读一轮。先读反馈最早的：taizhang intake {name} --sheet {first} --open-round {first}，\
                 再依次换成 {}",
                order.join("、"),
                later.join("、")
            ),
        }));
    };
    let later = order.iter().skip_while(|key| **key != document.rounds[round].key).skip(1).cloned().collect();
    let mut plan = plan(document, round);
    plan.header.later_rounds = later;
    Ok(plan)
}

/// The keys of the rounds in the order in which they are read: what a later round says of an earlier one needs that one.
fn in_time(document: &Document) -> Vec<String> {
    let mut rounds: Vec<_> = document.rounds.iter().collect();
    rounds.sort_by_key(|round| round.settings.feedback_on);
    rounds.into_iter().map(|round| round.key.clone()).collect()
}

/// Where an item stands in the document, and since when in its ledger.
struct Place {
    /// Its place in the document's list.
    item: usize,
    /// Its parent's place in the plan.
    parent: Option<usize>,
    /// Since which day it stood, and whether as a change of the adopted plan.
    since: (Day, bool),
}

fn plan(mut document: Document, at: usize) -> Plan {
    let round = &document.rounds[at];
    let (key, settings, adopted_on) = (round.key.clone(), round.settings.clone(), round.adopted_on);
    let own = |key_of: Option<&str>| key_of.is_none_or(|key_of| key_of == key);
    let meetings: Vec<usize> =
        (0..document.meetings.len()).filter(|at| own(document.meetings[*at].round.as_deref())).collect();
    let mut plan = Plan {
        paper: PaperKind::Ledger,
        items: Vec::new(),
        left_out: Vec::new(),
        notes: left::notes(&document, at),
        stated: Vec::new(),
        header: Header {
            title: Some(settings.title.clone()),
            feedback_on: Some(settings.feedback_on),
            onsite_from: settings.onsite_from,
            onsite_to: settings.onsite_to,
            body: settings.body.clone(),
            party_group: settings.party_group.clone(),
            round_kind: Some(settings.kind),
            as_of: Some(document.as_of),
            meetings: meetings.iter().map(|at| document.meetings[*at].facts.clone()).collect(),
            settings: Some(Box::new(settings)),
            ..Header::default()
        },
        tables: Vec::new(),
    };
    let feedback_on = plan.header.feedback_on.unwrap_or(document.as_of);
    let mut items: Vec<Option<Item>> =
        std::mem::take(&mut document.items).into_iter().filter(|item| item.round == key).map(Some).collect();
    let order = in_order(&items, (feedback_on, adopted_on), &mut plan.left_out);
    let mut below = vec![Vec::new(); order.len()];
    for (place, stood) in order.iter().enumerate() {
        if let Some(parent) = stood.parent {
            below[parent].push(place);
        }
    }
    let of = |place: &Place| items[place.item].as_ref();
    let mut frame = Frame {
        places: order.iter().enumerate().filter_map(|(at, place)| Some((of(place)?.code.clone(), at))).collect(),
        meetings: meetings.iter().enumerate().map(|(at, held)| (document.meetings[*held].number, at)).collect(),
        taken_up: order
            .iter()
            .map(|place| of(place).map(|item| item.taken_up_on.clone()).unwrap_or_default())
            .collect(),
        closed: order.iter().map(|place| of(place).map(acts::closed).unwrap_or_default()).collect(),
        above: order.iter().map(|place| place.parent).collect(),
        on_return: Vec::new(),
        below,
        key,
    };
    frame.on_return = order
        .iter()
        .map(|place| {
            let returned = of(place).into_iter().flat_map(|item| &item.extensions).filter(|asked| asked.on_return);
            returned.map(|asked| (asked.applied_on, asked.raw.clone(), frame.granted_by(asked))).collect()
        })
        .collect();
    let titles: HashMap<i64, &Evidence> = document.evidence.iter().map(|entry| (entry.number, entry)).collect();
    let met: HashMap<i64, &str> =
        document.meetings.iter().map(|meeting| (meeting.number, meeting.facts.title.as_str())).collect();
    let mut told = Chronicle::default();
    let (mut answers, mut withdrawn) = (Vec::new(), Vec::new());
    for (at, place) in order.iter().enumerate() {
        let Some(mut item) = items[place.item].take() else { continue };
        answers.push(linked(&item, &frame));
        withdrawn.push(item.withdrawn.as_ref().map(|withdrawn| withdrawn.on));
        told.days.push(
            item.deadline.as_ref().map_or((None, None, None), |held| (held.first_due, held.now.due, held.now.review)),
        );
        let (on, parent) = (place.since.0, place.parent);
        let stood = acts::first_stood(&item, &frame, on);
        let under = under_at_first(&item, at, parent, &frame);
        let marks = item.filings.iter_mut().filter_map(|filed| {
            Some((Marked::Filing(filed.number), acts::mark(filed.disclosure, filed.public_words.take())?))
        });
        told.marks.extend(marks);
        let mark = acts::mark(item.disclosure, item.public_words.take()).filter(|_| item.withdrawn.is_none());
        told.marks.extend(mark.map(|mark| (Marked::Item(at), mark)));
        let reported = reported(&item, &titles, &met);
        let told_of = item.filings.iter().filter(|filed| filed.state == FilingState::Accepted);
        let situation = told_of.filter(|filed| filed.situation.is_some()).max_by_key(|filed| filed.on);
        let situation = situation.and_then(|filed| filed.situation.clone());
        let gone = parent.and_then(|parent| withdrawn.get(parent)).copied().flatten();
        told.acts.extend(acts::of_item(&mut item, at, on, &frame, gone));
        told.acts.extend(under.and(parent).map(|parent| acts::moved(&item, at, parent, on, &frame)));
        plan.items.push(PlannedItem {
            stood: Some(Box::new(stood)),
            reported,
            situation,
            ..planned(item, under.or(parent))
        });
    }
    for (item, (answered, stems_from)) in plan.items.iter_mut().zip(answers) {
        (item.answers, item.stems_from) = (answered, stems_from);
    }
    acts::of_round(&mut document, at, &frame, &mut told);
    let kinds: Vec<ItemKind> = plan.items.iter().map(|item| item.kind).collect();
    acts::in_order(&mut told.acts, &kinds, &frame);
    plan.header.chronicle = Some(Box::new(told));
    plan
}

/// The items in the order in which they came into the other ledger, parents first whatever the order of the document. What stood
/// below something that is not there has no place.
fn in_order(items: &[Option<Item>], days: (Day, Option<Day>), left_out: &mut Vec<LeftOut>) -> Vec<Place> {
    let (feedback_on, adopted_on) = days;
    let of = |at: usize| items[at].as_ref();
    let codes: HashMap<&str, usize> = (0..items.len()).filter_map(|at| Some((of(at)?.code.as_str(), at))).collect();
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); items.len()];
    let mut waiting: Vec<(usize, Option<usize>)> = Vec::new();
    for (at, item) in items.iter().enumerate().filter_map(|(at, item)| Some((at, item.as_ref()?))) {
        match item.parent.as_deref().map(|parent| codes.get(parent)) {
            None => waiting.push((at, None)),
            Some(Some(parent)) if *parent != at => below[*parent].push(at),
            Some(_) => {}
        }
    }
    waiting.reverse();
    let mut since: Vec<Option<(Day, bool)>> = vec![None; items.len()];
    let mut found: Vec<(usize, Option<usize>)> = Vec::with_capacity(items.len());
    while let Some((at, parent)) = waiting.pop() {
        let Some(item) = of(at) else { continue };
        let day = item.added_on.unwrap_or(feedback_on);
        let approved = item.approvals.iter().any(|step| step.change == PlanChangeKind::Added && step.on == day);
        let own = (day, approved && adopted_on.is_some_and(|adopted| adopted <= day));
        since[at] = Some(parent.and_then(|parent| since[parent]).map_or(own, |above| above.max(own)));
        found.push((at, parent));
        waiting.extend(below[at].iter().rev().map(|child| (*child, Some(at))));
    }
    let lost = items.iter().zip(&since).filter(|(_, since)| since.is_none()).filter_map(|(item, _)| item.as_ref());
    left_out.extend(lost.map(|item| LeftOut { place: place(item), text: item.text.clone() }));
    found.sort_by_key(|(at, _)| since[*at]);
    let mut placed: HashMap<usize, usize> = HashMap::new();
    let mut order = Vec::with_capacity(found.len());
    for (at, parent) in found {
        placed.insert(at, order.len());
        let parent = parent.and_then(|parent| placed.get(&parent).copied());
        order.push(Place { item: at, parent, since: since[at].unwrap_or((feedback_on, false)) });
    }
    order
}

fn place(item: &Item) -> String {
    format!("编号{}", item.code)
}

/// The item below which a measure stood at first, where it was moved since: its code says.
fn under_at_first(item: &Item, at: usize, parent: Option<usize>, frame: &Frame) -> Option<usize> {
    let code: Code = item.code.parse().ok()?;
    let above = code.parent().filter(|_| item.kind == ItemKind::Measure)?;
    let first = frame.places.get(&above.to_string()).copied()?;
    (Some(first) != parent && first < at).then_some(first)
}

/// What an item answers and stems from within its round.
fn linked(item: &Item, frame: &Frame) -> (Vec<usize>, Option<usize>) {
    let of = |kind: LinkKind| {
        let links = item.links.iter().filter(move |link| link.kind == kind && link.round == frame.key);
        links.filter_map(|link| frame.places.get(&link.code).copied())
    };
    (of(LinkKind::Answers).collect(), of(LinkKind::StemsFrom).next())
}

fn planned(item: Item, parent: Option<usize>) -> PlannedItem {
    let place = place(&item);
    let source = item.source.and_then(|source| source.words);
    let mut planned = PlannedItem::new(item.kind, item.origin, item.text, place);
    let code: Option<Code> = item.code.parse().ok();
    planned.number = code
        .as_ref()
        .filter(|code| item.kind == ItemKind::Issue && code.series == Series::PLAIN && code.path.len() == 1)
        .map(|code| code.path[0]);
    planned.code = code;
    planned.item_type = item.item_type;
    planned.parent = parent;
    planned.source_no = item.source_no;
    planned.goal = item.goal;
    planned.source_text = source.unwrap_or_else(|| planned.text.clone());
    let mut responsibility = item.responsibility;
    let mut names = |role: Role| {
        let own = item.own_roles.contains(&role);
        if own { responsibility.take(role) } else { Vec::new() }
    };
    planned.leaders = names(Role::Leader);
    planned.co_leaders = names(Role::CoLeader);
    planned.departments = names(Role::Department);
    planned.co_departments = names(Role::CoDepartment);
    planned.persons = names(Role::Person);
    let own = item.deadline.filter(|held| held.set_on.as_ref().is_none_or(|code| *code == item.code));
    planned.deadline_raw = own.map(|held| held.now.raw).filter(|raw| !raw.is_empty());
    planned
}

/// The state that an item has come to, for where the ledger has the item already.
fn reported(item: &Item, titles: &HashMap<i64, &Evidence>, met: &HashMap<i64, &str>) -> Option<Box<Reported>> {
    let last = item.filings.iter().filter(|filed| filed.state == FilingState::Accepted).max_by_key(|filed| filed.on);
    let evidence = item.evidence.iter().filter_map(|number| titles.get(number));
    let closed = item.closure == Some(Closure::Closed);
    let reported = Reported {
        progress: item.progress,
        completed_on: item.completed_on,
        closure: item.closure,
        closed_on: item.closed_on.filter(|_| closed),
        meeting: item
            .closed_meeting
            .filter(|_| closed && !item.unratified)
            .and_then(|number| met.get(&number))
            .map(|title| (*title).to_owned()),
        problems: last.and_then(|filed| filed.problems.clone()),
        next: last.and_then(|filed| filed.next.clone()),
        evidence: evidence.filter(|entry| entry.withdrawn_on.is_none()).map(|entry| entry.title.clone()).collect(),
        remark: item.note.clone(),
        unit: item.source.as_ref().and_then(|source| source.unit.clone()),
        ..Reported::default()
    };
    (reported != Reported::default()).then(|| Box::new(reported))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<Plan, IntakeError> {
        read("台账.json", text.as_bytes(), &Options::default())
    }

    #[test]
    fn a_document_is_known_by_how_it_begins() {
        assert!(is_document(b"{\n  \"schema\": \"taizhang.export/1\","));
        assert!(is_document("\u{feff}{\"schema\":\"taizhang.export/2\"}".as_bytes()));
        assert!(!is_document(b"{\"schema\":\"taizhang.list/1\"}"));
        assert!(!is_document(b"\"schema\":\"taizhang.export/1\""));
    }

    #[test]
    fn what_is_damaged_or_of_another_version_is_refused_in_words() {
        for (text, words) in [
            ("{\"schema\":\"taizhang.export/1\",", "读不通"),
            ("{\"schema\":\"taizhang.export/2\",\"as_of\":\"2025-06-30\",\"rounds\":[],\"items\":[]}", "较新版本"),
            ("{\"schema\":\"taizhang.export/1\",\"as_of\":\"2025-06-30\",\"rounds\":[],\"items\":[]}", "没有轮次"),
        ] {
            let message = read_text(text).unwrap_err().to_string();
            assert!(message.contains(words) && message.contains("台账.json"), "{message}");
        }
    }
}
