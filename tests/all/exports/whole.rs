//! A whole ledger leaves as a document and is done again from it, act by act: every story comes back as it went.
//!
//! What is another ledger's own is left aside on both sides, field by field ([`told`]): its id, office, anchor and record numbers, the
//! day a round was opened in it, its locks and papers with their register numbers, the files it read and where in them an item
//! stood, its operators, the numbers of filings, outcomes, evidence and meetings, draws, and the bytes of files, which come
//! back as entries of the register. All else is equal, or stands in the list of differences that a story names.

use crate::all::office::Office;
use serde_json::{Map, Value, json};

fn list<'a>(of: &'a Value, part: &str) -> impl Iterator<Item = &'a Value> {
    of[part].as_array().into_iter().flatten()
}

fn without(value: &Value, keys: &[&str]) -> Map<String, Value> {
    let mut kept = value.as_object().unwrap().clone();
    for key in keys {
        assert!(kept.remove(*key).is_some(), "{key} is not there: {value}");
    }
    kept
}

fn by_words(mut rows: Vec<Value>) -> Vec<Value> {
    rows.sort_by_cached_key(Value::to_string);
    rows
}

/// The number of something of which only the title is the same in both ledgers.
fn title_of(document: &Value, part: &str, number: &Value) -> Value {
    let found = list(document, part).find(|row| row["number"] == *number);
    found.map_or(Value::Null, |row| json!([row["title"], row["held_on"], row["on"]]))
}

/// What a document tells of one round beyond what is its own ledger's.
fn told(document: &Value, round: &str) -> Value {
    let meeting = |number: &Value| title_of(document, "meetings", number);
    let is_own = |row: &Value| row["round"] == round;
    let placed = |row: &Value| by_words(list(row, "items").filter(|place| is_own(place)).cloned().collect());
    let steps = |item: &Value, part: &str, dropped: &[&str]| -> Vec<Value> {
        let step = |step: &Value| {
            let mut kept = without(step, dropped);
            if let Some(number) = kept.get("meeting").cloned() {
                kept.insert("meeting".into(), meeting(&number));
            }
            Value::Object(kept)
        };
        list(item, part).map(step).collect()
    };
    let evidence = |item: &Value, part: &str| -> Vec<Value> {
        by_words(list(item, part).map(|number| title_of(document, "evidence", number)).collect())
    };
    let items: Vec<Value> = list(document, "items")
        .filter(|item| is_own(item))
        .map(|item| {
            let mut kept = item.as_object().unwrap().clone();
            let source = &item["source"];
            kept.insert("source".into(), json!([source["words"], source["unit"]]));
            kept.insert("approvals".into(), steps(item, "approvals", &[]).into());
            kept.insert("deadline_steps".into(), steps(item, "deadline_steps", &[]).into());
            if item["kind"] != "category" {
                kept.insert("filings".into(), steps(item, "filings", &["number", "entered_by"]).into());
                kept.insert("extensions".into(), steps(item, "extensions", &[]).into());
                kept.insert("closures".into(), steps(item, "closures", &[]).into());
                kept.insert("closed_meeting".into(), meeting(&item["closed_meeting"]));
                kept.insert("evidence".into(), evidence(item, "evidence").into());
                let looked = list(item, "look_backs").map(|look| {
                    let mut kept = without(look, &["sample"]);
                    kept.insert("evidence".into(), evidence(look, "evidence").into());
                    Value::Object(kept)
                });
                let looked: Vec<Value> = looked.collect();
                kept.insert("look_backs".into(), looked.into());
            }
            (item["code"].clone(), Value::Object(kept))
        })
        .map(|(code, kept)| json!({ "code": code, "is": kept }))
        .collect();
    let meetings = list(document, "meetings").filter(|held| held["round"].is_null() || is_own(held)).map(|held| {
        let mut kept = without(held, &["number", "round"]);
        kept.insert(
            "decisions".into(),
            by_words(list(held, "decisions").filter(|made| is_own(made)).cloned().collect()).into(),
        );
        Value::Object(kept)
    });
    let kept = list(document, "evidence").filter(|row| !placed(row).is_empty()).map(|row| {
        let mut kept = without(row, &["number", "file", "register"]);
        kept.insert("items".into(), placed(row).into());
        // A file is an entry of the register now, which names it and its hash.
        let register = &row["register"];
        let words = match &row["file"] {
            Value::Null => register["kept_at"].clone(),
            file => format!(
                "文件“{}”在原台账，SHA-256 {}",
                file["name"].as_str().unwrap(),
                file["sha256"].as_str().unwrap()
            )
            .into(),
        };
        kept.insert("kept_at".into(), json!([register["number"], register["pages"], words]));
        Value::Object(kept)
    });
    let counted = list(document, "outcomes").filter(|row| !placed(row).is_empty()).map(|row| {
        let mut kept = without(row, &["number"]);
        kept.insert("items".into(), placed(row).into());
        Value::Object(kept)
    });
    let own = list(document, "rounds").find(|row| row["key"] == round).unwrap();
    let mut settled = without(own, &["opened_on", "sources", "locks"]);
    settled.insert("adopted_meeting".into(), meeting(&own["adopted_meeting"]));
    json!({
        "as_of": document["as_of"], "round": settled,
        "parties": list(document, "parties").filter(|party| party["kind"] != "operator").collect::<Vec<_>>(),
        "meetings": meetings.collect::<Vec<_>>(), "items": items,
        "evidence": by_words(kept.collect()), "outcomes": by_words(counted.collect()),
    })
}

/// Where two documents differ, and how.
fn differences(at: &str, one: &Value, two: &Value, found: &mut Vec<String>) {
    match (one, two) {
        (Value::Object(a), Value::Object(b)) => {
            let keys: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for key in keys {
                differences(&format!("{at}.{key}"), &one[key.as_str()], &two[key.as_str()], found);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (place, (one, two)) in a.iter().zip(b).enumerate() {
                let name = one["code"].as_str().or(one["name"].as_str()).map_or(place.to_string(), str::to_owned);
                differences(&format!("{at}[{name}]"), one, two, found);
            }
        }
        _ if one == two => {}
        (Value::Array(a), Value::Array(b)) => {
            let name = |row: &Value| {
                let named = ["code", "name", "change"].iter().find_map(|key| row[*key].as_str());
                named.map_or_else(|| row.to_string(), str::to_owned)
            };
            found.extend(a.iter().filter(|row| !b.contains(row)).map(|row| format!("{at}: − {}", name(row))));
            found.extend(b.iter().filter(|row| !a.contains(row)).map(|row| format!("{at}: + {}", name(row))));
            if a.iter().all(|row| b.contains(row)) && b.iter().all(|row| a.contains(row)) {
                found.push(format!("{at}: {} → {}", a.len(), b.len()));
            }
        }
        _ => found.push(format!("{at}: {one} → {two}")),
    }
}

/// Exports these rounds of a ledger, reads them into a new one, one after the other, exports them again, and holds documents and
/// figures of both against each other. `known` are the differences that there are. Locks are the other ledger's, and so is what
/// came after them (补报调整).
#[track_caller]
pub(crate) fn comes_back(office: &Office, rounds: &[&str], known: &[&str]) {
    let said = |office: &Office, line: String| office.run(line.split(' ')).went_well();
    let document = |office: &Office, round: &str| -> Value {
        said(office, format!("export {round}.json --round {round} --force"));
        serde_json::from_slice(&office.bytes(&format!("{round}.json"))).unwrap()
    };
    let figures = |office: &Office, round: &str| {
        let mut summary = said(office, format!("summary --round {round} --format json")).json();
        for own in ["anchor", "late_adjustments"] {
            summary.as_object_mut().unwrap().remove(own);
        }
        summary
    };
    let mut other = Office::empty();
    let mut found = Vec::new();
    for (at, round) in rounds.iter().enumerate() {
        let first = document(office, round);
        if at == 0 {
            other.on(first["as_of"].as_str().unwrap());
            other.run(["init", "--office", "某机关"]).ok();
        }
        other.write(&format!("{round}.json"), office.bytes(&format!("{round}.json")));
        let read = said(&other, format!("intake {round}.json --open-round {round} --new-parties --yes"));
        assert!(read.out.contains("已记录"), "{read}");
        let second = document(&other, round);
        assert_eq!(list(&second, "papers").count(), 0, "papers are the other ledger's");
        differences(round, &told(&first, round), &told(&second, round), &mut found);
        differences(&format!("{round} 汇总"), &figures(office, round), &figures(&other, round), &mut found);
    }
    other.run(["verify"]).ok();
    assert!(found == known, "{} differences\n{}", found.len(), found.join("\n"));
}
