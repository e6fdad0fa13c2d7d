//! The ledger as a document for programs, `taizhang.export/1`: everything that stands in it, in parts that are written one by one.
//!
//! Keys are an interface. What has no value is `null`, lists are there even when empty, days are ISO, money is in cents. Evidence
//! comes as its register, without bytes. What is known of a past day is what was known then; wording is today's.

use super::Export;
use crate::{
    domain::{
        Day,
        event::DisclosureFacts,
        ids::{FilingId, ItemId, MeetingId, RoundId},
        item::{Disclosure, Item, ItemKind},
        party::Role,
    },
    report::Result,
    store::query::{
        ApprovedStep, ClosureFact, DeadlineStep, EvidenceEntry, ExtensionRow, FilingRow, IssuedPaper, ItemExtra,
        LinkFact, OutcomeRow, RecheckFact, ReviewStep, RoleStep, SignOffFact,
    },
};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// The name of the document's format.
pub const SCHEMA: &str = "taizhang.export/1";

/// Everything that hangs on the items of an export.
pub struct Document<'a> {
    export: &'a Export<'a>,
    extras: HashMap<ItemId, ItemExtra>,
    own_roles: HashMap<ItemId, Vec<Role>>,
    role_steps: HashMap<ItemId, Vec<RoleStep>>,
    deadline_steps: HashMap<ItemId, Vec<DeadlineStep>>,
    review_steps: HashMap<ItemId, Vec<ReviewStep>>,
    approved: HashMap<ItemId, Vec<ApprovedStep>>,
    taken_up: HashMap<ItemId, Vec<Day>>,
    links: HashMap<ItemId, Vec<LinkFact>>,
    filings: HashMap<ItemId, Vec<FilingRow>>,
    filing_marks: HashMap<FilingId, DisclosureFacts>,
    extensions: HashMap<ItemId, Vec<ExtensionRow>>,
    closures: HashMap<ItemId, Vec<ClosureFact>>,
    sign_offs: HashMap<ItemId, Vec<SignOffFact>>,
    rechecks: HashMap<ItemId, Vec<RecheckFact>>,
    evidence: Vec<EvidenceEntry>,
    evidence_of: HashMap<(RoundId, String), Vec<i64>>,
    titles: HashMap<MeetingId, String>,
}

impl<'a> Document<'a> {
    /// Reads what hangs on the items.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn new(export: &'a Export<'a>) -> Result<Self> {
        let (reader, rounds, day) = (export.scope.reader, export.rounds(), export.scope.as_of.day);
        let evidence = reader.evidence_in(&rounds, day)?;
        let mut evidence_of: HashMap<(RoundId, String), Vec<i64>> = HashMap::new();
        for entry in &evidence {
            for item in &entry.items {
                evidence_of.entry(item.clone()).or_default().push(entry.evidence.id.0);
            }
        }
        Ok(Self {
            extras: reader.item_extras_in(&rounds)?,
            own_roles: reader.own_roles_in(&rounds, day)?,
            role_steps: reader.role_steps_in(&rounds, day)?,
            deadline_steps: reader.deadline_steps_in(&rounds, day)?,
            review_steps: reader.review_steps_in(&rounds, day)?,
            approved: reader.approved_steps_in(&rounds, day)?,
            taken_up: reader.days_taken_up_in(&rounds, day)?,
            links: reader.links_from(&rounds, day)?,
            filings: reader.filings_in(&rounds, day)?,
            filing_marks: reader.filing_marks_in(&rounds)?,
            extensions: reader.extensions_in(&rounds, day)?,
            closures: reader.closure_facts_in(&rounds, day)?,
            sign_offs: reader.sign_off_facts_in(&rounds, day)?,
            rechecks: reader.recheck_facts_in(&rounds, day)?,
            titles: reader.meetings()?.into_iter().map(|meeting| (meeting.id, meeting.facts.title)).collect(),
            evidence,
            evidence_of,
            export,
        })
    }

    /// The ledger and the state of its journal.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn ledger(&self) -> Result<Value> {
        let reader = self.export.scope.reader;
        let ledger = reader.ledger()?;
        Ok(json!({
            "id": ledger.as_ref().map(|ledger| ledger.ledger_id.clone()),
            "office": self.export.office,
            "records": ledger.map(|ledger| ledger.records),
            "anchor": reader.anchor()?,
        }))
    }

    /// The rounds with their settings, locks, papers read in and comments asked for.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn rounds(&self) -> Result<Vec<Value>> {
        let scope = self.export.scope;
        let day = scope.as_of.day;
        let sources = scope.reader.sources_in(&self.export.rounds(), day)?;
        let mut rounds = Vec::new();
        for round in &scope.rounds {
            let by = |on: Option<crate::domain::Day>| on.filter(|on| *on <= day);
            let locks = scope.reader.locks(round.id)?;
            let asked = scope.reader.consultations(round.id)?;
            rounds.push(json!({
                "key": round.key,
                "settings": serde_json::to_value(&round.settings).unwrap_or_default(),
                "opened_on": round.opened_on,
                "adopted_on": by(round.adopted_on),
                "adopted_meeting": by(round.adopted_on).and(round.adopted_meeting.map(|id| id.0)),
                "finished_on": by(round.finished_on),
                "locks": locks.iter().filter(|lock| lock.on <= day).map(|lock| json!({
                    "on": lock.on, "through": lock.through, "title": lock.title,
                })).collect::<Vec<_>>(),
                "sources": sources.iter().filter(|source| source.round == round.id).map(|source| json!({
                    "name": source.name, "sha256": source.sha256, "paper": source.paper, "read_on": source.read_on,
                })).collect::<Vec<_>>(),
                "consultations": asked.iter().filter(|asked| asked.on <= day).map(|asked| json!({
                    "on": asked.on, "asked": asked.asked, "words": asked.words, "taken_up": asked.taken_up,
                })).collect::<Vec<_>>(),
            }));
        }
        Ok(rounds)
    }

    /// The roster in the office's order, with the names that each party goes and went by.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn parties(&self) -> Result<Vec<Value>> {
        let reader = self.export.scope.reader;
        let mut spellings: HashMap<_, Vec<String>> = HashMap::new();
        for (id, name) in reader.party_names()? {
            spellings.entry(id).or_default().push(name);
        }
        let parties = reader.parties()?;
        let name_of = |id| parties.iter().find(|party| party.id == id).map(|party| party.name.clone());
        Ok(parties
            .iter()
            .map(|party| {
                let mut other = spellings.remove(&party.id).unwrap_or_default();
                other.retain(|name| *name != party.name);
                json!({
                    "name": party.name, "kind": party.kind, "note": party.note, "other_names": other,
                    "retired_on": party.retired_on, "merged_into": party.into.and_then(name_of),
                })
            })
            .collect())
    }

    /// The meetings with what they decided.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn meetings(&self) -> Result<Vec<Value>> {
        let scope = self.export.scope;
        let mut meetings = Vec::new();
        for meeting in scope.reader.meetings()? {
            let round = meeting.round.map(|id| scope.round(id));
            let mut made = scope.reader.decisions_of_meeting(meeting.id)?;
            // A meeting about a round that is not shown belongs elsewhere, unless it decided about what is shown.
            let is_elsewhere =
                matches!(round, Some(None)) && !made.iter().any(|made| self.export.item(made.item).is_some());
            if is_elsewhere || meeting.facts.held_on > scope.as_of.day {
                continue;
            }
            // By place, not by entry: a ledger that did the same again says the same.
            made.sort_by_key(|made| (made.made_on, self.export.item(made.item).map(|item| item.sort_key.clone())));
            let decisions: Vec<Value> = made
                .iter()
                .filter_map(|made| {
                    let item = self.export.item(made.item)?;
                    Some(json!({
                        "round": self.key_of(item), "code": made.code, "on": made.on, "decision": made.decision,
                        "words": made.words, "made_on": made.made_on,
                    }))
                })
                .collect();
            meetings.push(json!({
                "number": meeting.id.0, "round": round.flatten().map(|round| round.key.clone()),
                "kind": meeting.facts.kind, "held_on": meeting.facts.held_on, "title": meeting.facts.title,
                "minutes_no": meeting.facts.minutes_no, "decisions": decisions,
            }));
        }
        Ok(meetings)
    }

    /// One item with everything that hangs on it.
    #[must_use]
    pub fn item(&self, item: &Item) -> Value {
        let extra = self.extras.get(&item.id);
        let held = item.deadline.as_ref();
        let own = self.own_roles.get(&item.id).map(Vec::as_slice).unwrap_or_default();
        let names = |role: Role| item.in_role(role).map(|party| party.name.clone()).collect::<Vec<_>>();
        let responsibility: Map<String, Value> =
            Role::ALL.iter().map(|role| (role.key().to_owned(), json!(names(*role)))).collect();
        let code = |id: ItemId| self.export.item(id).map(|item| item.code.clone());
        let key = (item.round, item.code.clone());
        let mut row = json!({
            "round": self.key_of(item), "code": item.code, "kind": item.kind, "origin": item.origin,
            "type": item.item_type, "parent": item.parent.and_then(code), "text": item.text, "goal": item.goal,
            "note": item.note, "source_no": item.source_no, "added_on": item.added_on,
            "source": extra.and_then(|extra| extra.source.as_ref()).map(|stood| json!({
                "name": stood.name, "place": stood.place, "unit": stood.unit,
                "words": Some(&stood.words).filter(|words| **words != item.text && !words.is_empty()),
            })),
            "disclosure": extra.map(|extra| extra.disclosure),
            "public_words": extra.and_then(|extra| extra.public_words.clone()),
            "withdrawn": item.withdrawn_on.map(|on| {
                let why = extra.and_then(|extra| extra.withdrawn.as_ref());
                json!({ "on": on, "ground": why.map(|(ground, _)| ground), "reason": why.and_then(|(_, words)| words.clone()) })
            }),
            "links": self.links.get(&item.id).into_iter().flatten().map(|link| json!({
                "kind": link.kind, "round": link.round, "code": link.code, "on": link.on,
            })).collect::<Vec<_>>(),
            "approvals": self.approved.get(&item.id).into_iter().flatten().map(|step| json!({
                "on": step.on, "change": step.change, "meeting": step.meeting.map(|id| id.0), "approval": step.approval,
            })).collect::<Vec<_>>(),
        });
        // A category passes both on to what stands below it.
        let given = json!({
            "responsibility": responsibility,
            "own_roles": own,
            "role_steps": self.role_steps.get(&item.id).into_iter().flatten().map(|step| json!({
                "on": step.on, "role": step.role, "names": step.names,
            })).collect::<Vec<_>>(),
            "deadline": held.map(|held| json!({
                "raw": held.now.raw, "class": held.now.class, "first_due": held.first_due, "due": held.now.due,
                "review": held.now.review, "extensions": held.extensions, "note": held.now.note,
                "set_on": code(held.set_on),
            })),
            "deadline_steps": self.deadline_steps.get(&item.id).into_iter().flatten()
                .map(|step| self.deadline_step(item, step)).collect::<Vec<_>>(),
        });
        extend(&mut row, given);
        if item.kind == ItemKind::Category {
            return row;
        }
        let day = self.export.scope.as_of.day;
        let work = json!({
            "review_steps": self.review_steps.get(&item.id).into_iter().flatten().map(|step| json!({
                "on": step.on, "review": step.review,
            })).collect::<Vec<_>>(),
            "taken_up_on": self.taken_up.get(&item.id).map(Vec::as_slice).unwrap_or_default(),
            "progress": item.progress, "completed_on": item.completed_on,
            "closure": item.closure, "closed_on": item.closed_on,
            "closed_meeting": item.closed_meeting.map(|id| id.0), "unratified": item.unratified,
            "without_evidence": item.without_evidence, "cycle": item.cycle,
            "light": item.light(self.export.scope.lights(item.round), day), "days_late": item.days_late(day),
            "filings": self.filings.get(&item.id).into_iter().flatten().map(|filed| self.filing(filed)).collect::<Vec<_>>(),
            "extensions": self.extensions.get(&item.id).into_iter().flatten().map(extension).collect::<Vec<_>>(),
            "closures": self.closures.get(&item.id).into_iter().flatten().map(|fact| self.closure(fact)).collect::<Vec<_>>(),
            "sign_offs": self.sign_offs.get(&item.id).into_iter().flatten().map(sign_off).collect::<Vec<_>>(),
            "look_backs": self.rechecks.get(&item.id).into_iter().flatten().map(look_back).collect::<Vec<_>>(),
            "evidence": self.evidence_of.get(&key).cloned().unwrap_or_default(),
        });
        extend(&mut row, work);
        row
    }

    /// The register of evidence, without bytes: what belongs to an item that is shown.
    #[must_use]
    pub fn evidence(&self) -> Vec<Value> {
        let rows = self.evidence.iter().filter_map(|entry| {
            let items = self.shown(&entry.items);
            let facts = &entry.evidence.facts;
            (!items.is_empty()).then(|| {
                json!({
                    "number": entry.evidence.id.0, "on": entry.evidence.on, "title": facts.title,
                    "dated_on": facts.dated_on, "file": facts.file, "register": facts.register, "items": items,
                    "disclosure": entry.disclosure, "public_words": entry.public_words,
                    "withdrawn_on": entry.withdrawn_on, "withdrawn_reason": entry.withdrawn_reason,
                })
            })
        });
        rows.collect()
    }

    /// The outcomes of the items that are shown.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn outcomes(&self) -> Result<Vec<Value>> {
        let scope = self.export.scope;
        let mut codes = scope.reader.outcome_codes_in(&self.export.rounds(), scope.as_of.day)?;
        let rows = scope.reader.outcomes_among(self.export.filter, scope.as_of)?;
        let row = |outcome: &OutcomeRow| {
            let of = codes.remove(&outcome.id).unwrap_or_default();
            let shown = of.iter().filter(|place| self.export.shows(place.round, &place.code));
            let items: Vec<Value> = shown
                .map(|place| {
                    let round = scope.round(place.round).map(|round| &round.key);
                    json!({ "round": round, "code": place.code, "on": place.on })
                })
                .collect();
            json!({
                "number": outcome.id.0, "on": outcome.on, "facts": outcome.facts, "words": outcome.words, "items": items,
                "disclosure": outcome.disclosure.disclosure, "public_words": outcome.disclosure.public_words,
            })
        };
        Ok(rows.iter().map(row).collect())
    }

    /// The papers that left the office under a register number.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn papers(&self) -> Result<Vec<Value>> {
        let scope = self.export.scope;
        let row = |paper: &IssuedPaper| {
            let items: Vec<&str> = paper.items.iter().map(|item| item.code.as_str()).collect();
            json!({
                "register": paper.register, "year": paper.year, "number": paper.number, "title": paper.title,
                "round": paper.round.and_then(|id| scope.round(id)).map(|round| round.key.clone()),
                "as_of": paper.as_of, "issued_on": paper.issued_on, "issued_by": paper.by,
                "addressee": paper.addressee.as_ref().map(|party| &party.name), "audience": paper.audience,
                "looked_at": paper.looked_at, "original": paper.original, "withdrawn": paper.withdrawn, "items": items,
            })
        };
        Ok(scope.reader.issued_in(&self.export.rounds(), scope.as_of.day)?.iter().map(row).collect())
    }

    fn key_of(&self, item: &Item) -> String {
        self.export.scope.round(item.round).map(|round| round.key.clone()).unwrap_or_default()
    }

    /// Those of these items that are shown, as round and code.
    fn shown(&self, items: &[(RoundId, String)]) -> Vec<Value> {
        let shown = items.iter().filter(|(round, code)| self.export.shows(*round, code));
        shown
            .map(|(round, code)| {
                json!({ "round": self.export.scope.round(*round).map(|round| round.key.clone()), "code": code })
            })
            .collect()
    }

    fn filing(&self, filed: &FilingRow) -> Value {
        let mark = self.filing_marks.get(&filed.id);
        json!({
            "number": filed.id.0, "on": filed.on, "cycle": filed.cycle, "department": filed.department,
            "filled_by": filed.filled_by, "entered_by": filed.entered_by, "situation": filed.situation,
            "problems": filed.problems, "next": filed.next, "progress": filed.progress,
            "completed_on": filed.completed_on, "leading": filed.leading, "state": filed.state,
            "decided_on": filed.decided_on, "words": filed.words,
            "disclosure": mark.map_or(Disclosure::Party, |mark| mark.disclosure),
            "public_words": mark.and_then(|mark| mark.public_words.as_deref()),
        })
    }

    /// A deadline as it was set on the item itself on a day, with what approved it.
    fn deadline_step(&self, item: &Item, step: &DeadlineStep) -> Value {
        let approved = self.approved.get(&item.id).into_iter().flatten().find(|approved| approved.seq == step.seq);
        json!({
            "on": step.on, "raw": step.deadline.raw, "class": step.deadline.class, "due": step.deadline.due,
            "review": step.deadline.review, "note": step.deadline.note, "extensions": step.extensions,
            "meeting": approved.and_then(|approved| approved.meeting).map(|id| id.0),
            "approval": approved.and_then(|approved| approved.approval.as_deref()),
        })
    }

    fn closure(&self, fact: &ClosureFact) -> Value {
        json!({
            "on": fact.on, "closure": fact.closure, "cycle": fact.cycle, "closed_on": fact.closed_on,
            "meeting": fact.meeting.map(|id| id.0),
            "meeting_title": fact.meeting.and_then(|id| self.titles.get(&id)),
            "unratified": fact.unratified, "without_evidence": fact.without_evidence, "words": fact.words,
        })
    }
}

fn extend(row: &mut Value, more: Value) {
    if let (Value::Object(row), Value::Object(more)) = (row, more) {
        row.extend(more);
    }
}

fn extension(asked: &ExtensionRow) -> Value {
    json!({
        "applied_on": asked.applied_on, "applicant": asked.applicant, "before_due": asked.before_due,
        "raw": asked.deadline.raw, "class": asked.deadline.class, "due": asked.deadline.due,
        "review": asked.deadline.review, "note": asked.deadline.note, "reason": asked.reason, "after_expiry": asked.after_expiry,
        "on_return": asked.on_return, "state": asked.state, "decided_on": asked.decided_on,
        "granted_raw": asked.granted.as_ref().map(|(raw, _)| raw), "granted_due": asked.granted.as_ref().and_then(|(_, due)| *due),
        "approval": asked.approval, "meeting": asked.meeting.map(|id| id.0), "words": asked.words,
    })
}

fn sign_off(fact: &SignOffFact) -> Value {
    json!({
        "step": fact.step, "cycle": fact.cycle, "party": fact.party, "on": fact.on, "agreed": fact.agreed,
        "words": fact.words,
    })
}

fn look_back(fact: &RecheckFact) -> Value {
    json!({
        "on": fact.on, "cycle": fact.cycle, "by": fact.by, "finding": fact.finding, "words": fact.words,
        "next": fact.next, "evidence": fact.evidence, "sample": fact.sample,
    })
}
