//! The matters of the board: the part of the page that grows with the ledger.
//!
//! Lean markup (end tags that HTML lets out are left out), one closed `details` per matter, so that a browser lays out only
//! what is opened. Where a ledger is so large that the page would be, words are cut and old history is left out, step by
//! step, and the page says so: whoever needs a word whole asks the ledger.

use super::push;
use crate::{
    domain::lifecycle::Light,
    report::board::{Below, Event, Matter, Section},
    zh::label::Label as _,
};
use std::{borrow::Cow, fmt::Write as _};

/// The most bytes that the matters may take, so that the page stays below ten megabytes.
const MOST_BYTES: usize = 8_500_000;

/// How much of a matter is told.
struct Detail {
    /// Characters of a matter's or measure's words.
    words: usize,
    /// Events, the last ones.
    events: usize,
    /// Characters of what is told of an event.
    event_words: usize,
    /// Who answers, what is below and what happened is told of matters that are done, too.
    done: bool,
    /// Things below a matter.
    below: usize,
    /// What the page says of it.
    said: &'static str,
}

const DETAILS: [Detail; 6] = [
    Detail { words: usize::MAX, events: usize::MAX, event_words: usize::MAX, done: true, below: usize::MAX, said: "" },
    Detail {
        words: usize::MAX,
        events: 20,
        event_words: 100,
        done: true,
        below: usize::MAX,
        said: "事项较多：每项只列最近20条经过，填报情况只印前100字。",
    },
    Detail {
        words: 120,
        events: 6,
        event_words: 30,
        done: true,
        below: usize::MAX,
        said: "事项很多：内容只印前120字，每项只列最近6条经过。",
    },
    Detail {
        words: 80,
        events: 3,
        event_words: 0,
        done: false,
        below: usize::MAX,
        said: "事项很多：内容只印前80字，每项只列最近3条经过；已办结的不列分工、措施和经过。",
    },
    Detail {
        words: 40,
        events: 1,
        event_words: 0,
        done: false,
        below: 40,
        said: "事项极多：内容只印前40字，只列最近1条经过；已办结的不列分工、措施和经过，措施最多列40条。",
    },
    Detail {
        words: 20,
        events: 0,
        event_words: 0,
        done: false,
        below: 3,
        said: "事项极多：内容只印前20字，不列经过；已办结的不列分工和措施，措施最多列3条。",
    },
];

/// The matters, and what the page must say of what they leave out. `show` is what to type to see one whole.
pub(super) fn matters(sections: &[Section], show: &str) -> (String, String) {
    for detail in &DETAILS {
        if let Some(html) = told(sections, detail, MOST_BYTES) {
            let said = match detail.said {
                "" => String::new(),
                said => format!("{said}全文用 {show} 查看。"),
            };
            return (html, said);
        }
    }
    let count: usize = sections.iter().map(|section| section.matters.len()).sum();
    (String::new(), format!("事项太多（{count}项），看板上不逐项列出；请用筛选条件分部门、分方面导出。"))
}

/// The matters in so much detail; `None` when that takes too much room.
fn told(sections: &[Section], detail: &Detail, most: usize) -> Option<String> {
    let mut out = String::new();
    for section in sections {
        out.push_str("<section class=cat><h3>");
        push(&mut out, &section.title);
        let _ = write!(out, " <span class=n>{}项</span></h3>", section.matters.len());
        for matter in &section.matters {
            tell(&mut out, matter, detail);
            if out.len() > most {
                return None;
            }
        }
        out.push_str("</section>");
    }
    Some(out)
}

/// The class of a light; its word always stands beside it.
pub(super) const fn light_class(light: Option<Light>) -> &'static str {
    match light {
        Some(Light::Red) => "r",
        Some(Light::Yellow) => "y",
        Some(Light::Blue) => "b",
        Some(Light::Green) => "g",
        Some(Light::Grey) => "x",
        Some(Light::Done) => "d",
        None => "w",
    }
}

fn light(out: &mut String, light: Option<Light>) {
    let word = light.map_or("撤项", |light| light.label());
    let _ = write!(out, "<i class={}></i>{word}", light_class(light));
}

fn cut(words: &str, most: usize) -> Cow<'_, str> {
    match words.char_indices().nth(most) {
        Some((at, _)) => Cow::Owned(format!("{}…", &words[..at])),
        None => Cow::Borrowed(words),
    }
}

fn tell(out: &mut String, matter: &Matter, detail: &Detail) {
    let _ = write!(out, "<details class=m id=i{}><summary><b>", matter.id);
    push(out, &matter.code);
    out.push_str("</b> <span class=w>");
    push(out, &cut(&matter.words, detail.words));
    out.push_str("</span><small>");
    light(out, matter.light);
    for words in [&matter.state, &matter.departments, &matter.due] {
        if !words.is_empty() {
            out.push_str(" · ");
            push(out, words);
        }
    }
    out.push_str("</small></summary>");
    let is_done = matches!(matter.light, Some(Light::Done) | None);
    let told = detail.done || !is_done;
    if told && !matter.facts.is_empty() {
        out.push_str("<dl>");
        for (label, words) in &matter.facts {
            let _ = write!(out, "<dt>{label}<dd>");
            push(out, &cut(words, detail.words));
        }
        out.push_str("</dl>");
    }
    if told {
        below(out, &matter.below, detail);
        events(out, &matter.events, detail);
    } else if !matter.below.is_empty() {
        let _ = write!(out, "<p class=q>下列{}条，见台账", matter.below.len());
    }
    out.push_str("</details>");
}

fn below(out: &mut String, below: &[Below], detail: &Detail) {
    if below.is_empty() {
        return;
    }
    let word = if below.iter().all(|part| part.kind.is_none()) { "整改措施" } else { "下级事项" };
    let _ = write!(out, "<h4>{word}（{}）</h4><ol class=s>", below.len());
    for part in below.iter().take(detail.below) {
        out.push_str("<li><b>");
        push(out, &part.code);
        out.push_str("</b>");
        if let Some(kind) = part.kind {
            let _ = write!(out, "<em>{kind}</em>");
        }
        push(out, &cut(&part.words, detail.words));
        out.push_str("<small>");
        light(out, part.light);
        for words in [&part.state, &part.who, &part.due] {
            if !words.is_empty() {
                out.push_str(" · ");
                push(out, words);
            }
        }
        out.push_str("</small>");
    }
    out.push_str("</ol>");
    if below.len() > detail.below {
        let _ = write!(out, "<p class=q>另有{}条未列", below.len() - detail.below);
    }
}

fn events(out: &mut String, events: &[Event], detail: &Detail) {
    let from = events.len().saturating_sub(detail.events);
    if from == events.len() {
        return;
    }
    out.push_str("<h4>办理经过</h4><ol class=t>");
    if from > 0 {
        let _ = write!(out, "<li class=q>此前{from}条未列");
    }
    for event in &events[from..] {
        let _ = write!(out, "<li><time>{}</time>", event.on);
        if let Some(code) = &event.code {
            out.push_str("<b>");
            push(out, code);
            out.push_str("</b>");
        }
        push(out, &event.what);
        if let Some(words) = event.words.as_deref().filter(|_| detail.event_words > 0) {
            out.push('：');
            push(out, &cut(words, detail.event_words));
        }
    }
    out.push_str("</ol>");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ledger(issues: usize) -> Vec<Section> {
        let matter = |at: usize| Matter {
            id: i64::try_from(at).unwrap(),
            code: at.to_string(),
            kind: "问题",
            words: "窗口一次性告知不到位的问题".repeat(4),
            light: Some(if at.is_multiple_of(2) { Light::Red } else { Light::Done }),
            state: "整改中".into(),
            departments: "立案庭".into(),
            due: "2025-09-30".into(),
            facts: vec![("时限", "2025年9月底前".into())],
            below: (1..4)
                .map(|n| Below {
                    code: format!("{at}.{n}"),
                    kind: None,
                    words: "修订办法，明确责任".repeat(6),
                    light: Some(Light::Green),
                    who: String::new(),
                    due: String::new(),
                    state: "整改中".into(),
                })
                .collect(),
            events: (1..10)
                .map(|_| Event {
                    on: "2025-03-01".parse().unwrap(),
                    code: None,
                    what: "立案庭填报".into(),
                    words: Some("已开展自查".repeat(40)),
                })
                .collect(),
        };
        vec![Section { title: "C1 履行职责".into(), matters: (0..issues).map(matter).collect() }]
    }

    #[test]
    fn a_page_stays_within_its_size_and_says_what_it_leaves_out() {
        let (small, said) = matters(&ledger(10), "taizhang show 编号");
        assert!(said.is_empty() && small.matches("<details").count() == 10 && small.matches("<time>").count() == 90);
        for issues in [3_000, 10_000, 60_000] {
            let (html, said) = matters(&ledger(issues), "taizhang show 编号");
            assert!(html.len() <= MOST_BYTES && said.contains('多'), "{issues} {} {said}", html.len());
        }
        assert_eq!(matters(&ledger(10_000), "taizhang show 编号").0.matches("<details").count(), 10_000);
    }
}
