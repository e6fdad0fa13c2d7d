//! A ledger of ours as a document (`taizhang.export/1`), read back into a plan of items.
//!
//! Items come back with their codes, words, responsibility and deadlines as they were set on them, and with the state of their
//! work; rounds with their settings, meetings by kind, day and title. What a plan cannot carry (histories, sign-offs, outcomes,
//! files) is counted in the notes, so that nobody takes the new ledger for the old one.

use super::plan::{Header, LeftOut, Note, PaperKind, Plan, PlannedItem, Reported};
use super::{IntakeError, Options};
use crate::domain::{
    Day,
    code::{Code, Series},
    item::{ItemKind, ItemType, Origin},
    lifecycle::{Closure, Progress},
    link::LinkKind,
    meeting::MeetingFacts,
    party::Role,
    round::RoundSettings,
};
use serde::Deserialize;
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

#[derive(Deserialize)]
struct Document {
    schema: String,
    as_of: Day,
    rounds: Vec<Round>,
    #[serde(default)]
    meetings: Vec<Meeting>,
    items: Vec<Item>,
    #[serde(default)]
    evidence: Vec<Evidence>,
    #[serde(default)]
    outcomes: Vec<Placed>,
    #[serde(default)]
    papers: Vec<Issued>,
}

#[derive(Deserialize)]
struct Round {
    key: String,
    settings: RoundSettings,
    adopted_on: Option<Day>,
    #[serde(default)]
    locks: Vec<serde::de::IgnoredAny>,
    #[serde(default)]
    consultations: Vec<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
struct Meeting {
    number: i64,
    round: Option<String>,
    #[serde(flatten)]
    facts: MeetingFacts,
    #[serde(default)]
    decisions: Vec<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
struct Item {
    round: String,
    code: String,
    kind: ItemKind,
    origin: Origin,
    #[serde(rename = "type")]
    item_type: Option<ItemType>,
    parent: Option<String>,
    text: String,
    goal: Option<String>,
    note: Option<String>,
    source_no: Option<String>,
    source: Option<Source>,
    withdrawn: Option<serde::de::IgnoredAny>,
    #[serde(default)]
    links: Vec<Link>,
    #[serde(default)]
    responsibility: HashMap<String, Vec<String>>,
    #[serde(default)]
    own_roles: Vec<Role>,
    deadline: Option<Deadline>,
    progress: Option<Progress>,
    completed_on: Option<Day>,
    closure: Option<Closure>,
    closed_on: Option<Day>,
    closed_meeting: Option<i64>,
    #[serde(default)]
    unratified: bool,
    #[serde(default)]
    filings: Vec<Filing>,
    #[serde(default)]
    extensions: Vec<serde::de::IgnoredAny>,
    #[serde(default)]
    sign_offs: Vec<serde::de::IgnoredAny>,
    #[serde(default)]
    look_backs: Vec<serde::de::IgnoredAny>,
    #[serde(default)]
    evidence: Vec<i64>,
}

#[derive(Deserialize)]
struct Source {
    words: Option<String>,
    unit: Option<String>,
}

#[derive(Deserialize)]
struct Link {
    kind: LinkKind,
    round: String,
    code: String,
}

#[derive(Deserialize)]
struct Deadline {
    raw: String,
    set_on: Option<String>,
    due: Option<Day>,
    first_due: Option<Day>,
}

#[derive(Deserialize)]
struct Filing {
    on: Day,
    situation: Option<String>,
    problems: Option<String>,
    next: Option<String>,
    state: String,
}

#[derive(Deserialize)]
struct Evidence {
    number: i64,
    title: String,
    file: Option<serde::de::IgnoredAny>,
    withdrawn_on: Option<Day>,
    #[serde(default)]
    items: Vec<Place>,
}

#[derive(Deserialize)]
struct Placed {
    #[serde(default)]
    items: Vec<Place>,
}

#[derive(Deserialize)]
struct Place {
    round: Option<String>,
}

#[derive(Deserialize)]
struct Issued {
    round: Option<String>,
}

/// Reads a document into a plan. Of several rounds the one that `--sheet` names is read.
///
/// # Errors
/// When it is damaged, of a later version, or holds several rounds and none is named.
pub fn read(name: &str, bytes: &[u8], options: &Options) -> Result<Plan, IntakeError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let damaged = |what: String| IntakeError::Document { name: name.to_owned(), what };
    let document: Document = serde_json::from_slice(bytes).map_err(|error| {
        damaged(format!("第{}行第{}列读不通，文件可能不完整或被改动过", error.line(), error.column()))
    })?;
    if document.schema != SCHEMA {
        return Err(damaged(format!("它的格式是 {}，本程序读 {SCHEMA}；请用较新版本的程序读入", document.schema)));
    }
    let keys: Vec<&str> = document.rounds.iter().map(|round| round.key.as_str()).collect();
    let round = match (options.sheet.as_deref().map(str::trim), document.rounds.as_slice()) {
        (Some(wanted), rounds) if rounds.iter().any(|round| round.key == wanted) => {
            rounds.iter().find(|round| round.key == wanted)
        }
        (_, [only]) => Some(only),
        _ => None,
    };
    let Some(round) = round else {
        return Err(damaged(if keys.is_empty() {
            "里面没有轮次".to_owned()
        } else {
            format!("里面有几个轮次（{}），请用 --sheet 指明读哪一轮，如 --sheet {}", keys.join("、"), keys[0])
        }));
    };
    Ok(plan(&document, round))
}

fn plan(document: &Document, round: &Round) -> Plan {
    let own = |key: Option<&str>| key.is_none_or(|key| key == round.key);
    let meetings: Vec<&Meeting> = document.meetings.iter().filter(|meeting| own(meeting.round.as_deref())).collect();
    let mut plan = Plan {
        paper: PaperKind::Ledger,
        items: Vec::new(),
        left_out: Vec::new(),
        notes: Vec::new(),
        stated: Vec::new(),
        header: Header {
            title: Some(round.settings.title.clone()),
            feedback_on: Some(round.settings.feedback_on),
            onsite_from: round.settings.onsite_from,
            onsite_to: round.settings.onsite_to,
            body: round.settings.body.clone(),
            party_group: round.settings.party_group.clone(),
            round_kind: Some(round.settings.kind),
            as_of: Some(document.as_of),
            settings: Some(Box::new(round.settings.clone())),
            meetings: meetings.iter().map(|meeting| meeting.facts.clone()).collect(),
            ..Header::default()
        },
        tables: Vec::new(),
    };
    let items: Vec<&Item> =
        document.items.iter().filter(|item| item.round == round.key && item.withdrawn.is_none()).collect();
    let codes: HashMap<&str, usize> = items.iter().enumerate().map(|(at, item)| (item.code.as_str(), at)).collect();
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); items.len()];
    let mut top = Vec::new();
    for (at, item) in items.iter().enumerate() {
        match item.parent.as_deref().map(|parent| codes.get(parent)) {
            None => top.push(at),
            Some(Some(parent)) if *parent != at => below[*parent].push(at),
            // What stood below something that is not there has no place.
            Some(_) => plan.left_out.push(LeftOut { place: place(item), text: item.text.clone() }),
        }
    }
    // Parents first, whatever the order of the document.
    let mut placed: HashMap<usize, usize> = HashMap::new();
    let mut waiting: Vec<usize> = top.into_iter().rev().collect();
    let mut order = Vec::new();
    while let Some(at) = waiting.pop() {
        placed.insert(at, order.len());
        order.push(at);
        waiting.extend(below[at].iter().rev());
    }
    let titles: HashMap<i64, &Evidence> = document.evidence.iter().map(|entry| (entry.number, entry)).collect();
    let met: HashMap<i64, &str> =
        document.meetings.iter().map(|meeting| (meeting.number, meeting.facts.title.as_str())).collect();
    for at in &order {
        let item = items[*at];
        let parent = item.parent.as_deref().and_then(|parent| codes.get(parent)).and_then(|at| placed.get(at)).copied();
        plan.items.push(planned(item, parent, &titles, &met));
    }
    for (place, at) in order.iter().enumerate() {
        let linked = |kind: LinkKind| {
            items[*at]
                .links
                .iter()
                .filter(move |link| link.kind == kind && link.round == round.key)
                .filter_map(|link| codes.get(link.code.as_str()).and_then(|at| placed.get(at)).copied())
        };
        let answers: Vec<usize> = linked(LinkKind::Answers).collect();
        let stems_from = linked(LinkKind::StemsFrom).next();
        (plan.items[place].answers, plan.items[place].stems_from) = (answers, stems_from);
    }
    for item in items.iter().enumerate().filter(|(at, _)| !placed.contains_key(at)).map(|(_, item)| item) {
        if item.parent.as_deref().is_none_or(|parent| codes.contains_key(parent)) {
            plan.left_out.push(LeftOut { place: place(item), text: item.text.clone() });
        }
    }
    plan.notes = not_carried(document, round, &items, &meetings);
    plan
}

fn place(item: &Item) -> String {
    format!("编号{}", item.code)
}

fn planned(
    item: &Item,
    parent: Option<usize>,
    titles: &HashMap<i64, &Evidence>,
    met: &HashMap<i64, &str>,
) -> PlannedItem {
    let mut planned = PlannedItem::new(item.kind, item.origin, item.text.clone(), place(item));
    let code: Option<Code> = item.code.parse().ok();
    planned.number = code
        .as_ref()
        .filter(|code| item.kind == ItemKind::Issue && code.series == Series::PLAIN && code.path.len() == 1)
        .map(|code| code.path[0]);
    planned.code = code;
    planned.item_type = item.item_type;
    planned.parent = parent;
    planned.source_no.clone_from(&item.source_no);
    planned.goal.clone_from(&item.goal);
    let words = item.source.as_ref().and_then(|source| source.words.clone());
    planned.source_text = words.unwrap_or_else(|| item.text.clone());
    let names = |role: Role| {
        let own = item.own_roles.contains(&role);
        item.responsibility.get(role.key()).filter(|_| own).cloned().unwrap_or_default()
    };
    planned.leaders = names(Role::Leader);
    planned.co_leaders = names(Role::CoLeader);
    planned.departments = names(Role::Department);
    planned.co_departments = names(Role::CoDepartment);
    planned.persons = names(Role::Person);
    let own = item.deadline.as_ref().filter(|held| held.set_on.as_deref().is_none_or(|code| code == item.code));
    planned.deadline_raw = own.map(|held| held.raw.clone()).filter(|raw| !raw.is_empty());
    let accepted = || item.filings.iter().filter(|filed| filed.state == "accepted");
    planned.situation = accepted()
        .filter(|filed| filed.situation.is_some())
        .max_by_key(|filed| filed.on)
        .and_then(|f| f.situation.clone());
    let last = accepted().max_by_key(|filed| filed.on);
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
    if reported != Reported::default() {
        planned.reported = Some(Box::new(reported));
    }
    planned
}

/// What stands in the document and in no plan, kind by kind.
fn not_carried(document: &Document, round: &Round, items: &[&Item], meetings: &[&Meeting]) -> Vec<Note> {
    let own = |places: &[Place]| places.iter().any(|place| place.round.as_deref() == Some(round.key.as_str()));
    let shown: usize = items.iter().filter(|item| item.filings.iter().any(|filed| filed.state == "accepted")).count();
    let filings: usize = items.iter().map(|item| item.filings.len()).sum();
    let withdrawn = document.items.iter().filter(|item| item.round == round.key && item.withdrawn.is_some()).count();
    let extended =
        items.iter().filter(|item| item.deadline.as_ref().is_some_and(|held| held.due != held.first_due)).count();
    let linked: usize = items
        .iter()
        .flat_map(|item| &item.links)
        .filter(|link| matches!(link.kind, LinkKind::AlsoAnswers | LinkKind::SameAs) || link.round != round.key)
        .count();
    let counted = [
        (withdrawn, "项已撤项的事项"),
        (filings.saturating_sub(shown), "次较早或未采用的填报（每项只读入最近一次采用的）"),
        (items.iter().map(|item| item.extensions.len()).sum(), "次延期申请"),
        (extended, "项延过期的首次时限（只读入现行时限）"),
        (items.iter().map(|item| item.sign_offs.len()).sum(), "次审签"),
        (meetings.iter().map(|meeting| meeting.decisions.len()).sum(), "项会议决定（只读入会议和销号）"),
        (items.iter().map(|item| item.look_backs.len()).sum(), "次回头看"),
        (linked, "条“同时整改”和跨轮次的关联"),
        (
            document.evidence.iter().filter(|entry| entry.file.is_some() && own(&entry.items)).count(),
            "份佐证材料的文件（只登记名称，文件用 taizhang attach 补）",
        ),
        (document.outcomes.iter().filter(|outcome| own(&outcome.items)).count(), "项成效"),
        (round.consultations.len(), "次方案征求意见"),
        (round.locks.len(), "次锁定"),
        (usize::from(round.adopted_on.is_some()), "次方案通过（用 taizhang round adopt 补）"),
        (
            document.papers.iter().filter(|paper| paper.round.as_deref() == Some(round.key.as_str())).count(),
            "份已编号的材料",
        ),
    ];
    counted
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| Note { place: "文件".to_owned(), reason: format!("有{count}{what}，没有读入") })
        .collect()
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
