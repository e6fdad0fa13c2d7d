//! The course of the work: how many issues were open on each of many days, and what happened to every item, each in one go
//! over the dated rows instead of one question per day or item.

use super::{Reader, item::AsOf, read_day, read_day_opt, read_key, read_key_opt, select::Selection};
use crate::{
    domain::{
        Day,
        filing::FilingState,
        filter::Filter,
        ids::{ItemId, RoundId},
        item::ItemKind,
        lifecycle::{Closure, Progress},
        meeting::{Decision, DecisionOn, MeetingKind},
        reminder::Tier,
        round::SignOff,
    },
    store::StoreError,
};
use std::collections::HashMap;

/// The most characters of a report's words that are fetched for a history: it is looked over, not read out.
const MOST_WORDS: u32 = 1_000;

/// What happened on one day is told in the order in which it usually happens.
const FILED: i64 = 1;
const ATTACHED: i64 = 2;
const MOVED: i64 = 3;
const ASKED: i64 = 4;
const REDATED: i64 = 5;
/// A meeting heard an application for extension.
const HEARD: i64 = 6;
const DECIDED: i64 = 7;
/// Somebody asked for it to be struck off.
const REQUESTED: i64 = 8;
const SIGNED: i64 = 9;
/// A closing, or anything else, was tabled at a meeting.
const TABLED: i64 = 10;
const STRUCK: i64 = 11;
const RATIFIED: i64 = 12;
const LOOKED: i64 = 13;
const REMINDED: i64 = 14;

/// How far the issues were on a day. Both ways of being through are told: 完成 is not 销号.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoursePoint {
    /// The day.
    pub day: Day,
    /// Issues in the ledger, not withdrawn.
    pub total: i64,
    /// Neither completed nor struck off.
    pub open: i64,
    /// Not completed.
    pub uncompleted: i64,
    /// Not struck off.
    pub unclosed: i64,
    /// How many may still be open when every deadline that holds on the day of the question is kept.
    pub planned: i64,
}

/// What happened to an item on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// To which item.
    pub item: ItemId,
    /// When it took effect.
    pub on: Day,
    /// What it was.
    pub what: Happened,
    /// In words.
    pub words: Option<String>,
}

/// The kinds of what happens to an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happened {
    /// A department reported.
    Filed {
        /// Who.
        department: Option<String>,
        /// What the office made of it by that day.
        state: FilingState,
        /// The progress it claims.
        progress: Option<Progress>,
    },
    /// A piece of evidence was attached.
    Attached {
        /// What it is called.
        title: String,
        /// Its number in the register.
        number: Option<String>,
        /// Where it is kept, when in no file of the ledger.
        kept_at: Option<String>,
        /// The name of the file that the ledger keeps.
        file: Option<String>,
        /// The day that it bears.
        dated_on: Option<Day>,
    },
    /// A meeting, held on that day, decided about it.
    Decided {
        /// What kind of meeting.
        kind: MeetingKind,
        /// Its title.
        title: String,
        /// What was asked.
        on: DecisionOn,
        /// What was decided.
        decision: Decision,
    },
    /// Its progress changed, other than by its own report.
    Progress(Progress),
    /// A later deadline was asked for.
    ExtensionAsked {
        /// The day asked for.
        until: Option<Day>,
    },
    /// A later deadline was set by whoever returned the item.
    Redated {
        /// The new day.
        until: Option<Day>,
    },
    /// The application for a later deadline was granted.
    Extended {
        /// The day before.
        before: Option<Day>,
        /// The new day.
        until: Option<Day>,
    },
    /// It was refused.
    ExtensionRefused,
    /// Somebody signed on its way to being struck off.
    Signed {
        /// Which step.
        step: SignOff,
        /// Agreed or not.
        agreed: bool,
    },
    /// Its closure changed; `none` after it was struck off is a reopening.
    Closure(Closure),
    /// A meeting agreed to a closing that stood already.
    Ratified,
    /// A letter of 催办 spoke of it.
    Reminded {
        /// Which letter.
        tier: Tier,
        /// The register of its number.
        register: String,
        /// The year of its number.
        year: i64,
        /// Its number.
        number: i64,
        /// By which day it is to be answered.
        reply_by: Option<Day>,
    },
    /// It was looked at again; whether the problem had come back.
    Looked {
        /// It had.
        rebound: bool,
    },
}

impl Happened {
    /// A closing was taken back.
    #[must_use]
    pub const fn is_reopening(&self) -> bool {
        matches!(self, Self::Closure(Closure::None))
    }

    /// Somebody looked again and the problem had come back.
    #[must_use]
    pub const fn is_rebound(&self) -> bool {
        matches!(self, Self::Looked { rebound: true })
    }
}

/// An issue's dated rows while they are collected.
struct Line {
    added_on: Day,
    withdrawn_on: Option<Day>,
    under_issue: bool,
    due: Option<Day>,
    /// Until which day it stood below another issue, or not.
    places: Vec<(Day, bool)>,
    completed: Vec<(Day, bool)>,
    closed: Vec<(Day, bool)>,
}

impl Line {
    fn counts_on(&self, day: Day) -> bool {
        let under = self.places.iter().find(|(until, _)| *until > day).map_or(self.under_issue, |(_, under)| *under);
        self.added_on <= day && self.withdrawn_on.is_none_or(|on| on > day) && !under
    }
}

/// What the last row on or before a day says.
fn holds(rows: &[(Day, bool)], day: Day) -> bool {
    rows.iter().rev().find(|(from, _)| *from <= day).is_some_and(|(_, holds)| *holds)
}

impl Reader<'_> {
    /// How far the issues that the filter finds were on each of these days, none of them after the day of the question.
    ///
    /// What the figures of each day say, from one reading of the dated rows. The filter is asked as of the question's day.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn course(&self, filter: &Filter, as_of: AsOf, days: &[Day]) -> Result<Vec<CoursePoint>, StoreError> {
        // Issues that were withdrawn or put below others since were counted then.
        let filter =
            Filter { kinds: vec![ItemKind::Issue], with_withdrawn: true, top_issues_only: false, ..filter.clone() };
        let selection = Selection::new(&filter, as_of);
        let chosen = format!("SELECT i.id FROM {} i WHERE {}", as_of.items(), selection.conditions());
        let params = selection.params();
        let mut lines: HashMap<i64, Line> = HashMap::new();
        let sql = format!(
            "SELECT x.id, x.added_on, x.withdrawn_on, x.under_issue, x.due FROM {} x WHERE x.id IN ({chosen})",
            as_of.items()
        );
        for (id, line) in self.all(&sql, params.as_slice(), |row| {
            let line = Line {
                added_on: read_day(row, 1)?,
                withdrawn_on: read_day_opt(row, 2)?,
                under_issue: row.get(3)?,
                due: read_day_opt(row, 4)?,
                places: Vec::new(),
                completed: Vec::new(),
                closed: Vec::new(),
            };
            Ok((row.get::<_, i64>(0)?, line))
        })? {
            lines.insert(id, line);
        }
        // The first row whose until_on lies after a day says what held on it; of the others the last one until the day.
        for (table, day, state) in [
            ("item_before", "until_on", "under_issue"),
            ("progress_row", "from_on", "progress = 'completed'"),
            ("closure_row", "from_on", "closure = 'closed'"),
        ] {
            let sql = format!(
                "SELECT item_id, {day}, {state} FROM {table} WHERE item_id IN ({chosen}) ORDER BY item_id, seq"
            );
            for (id, row) in self.all(&sql, params.as_slice(), |row| {
                Ok((row.get::<_, i64>(0)?, (read_day(row, 1)?, row.get::<_, bool>(2)?)))
            })? {
                let Some(line) = lines.get_mut(&id) else { continue };
                match table {
                    "item_before" => line.places.push(row),
                    "progress_row" => line.completed.push(row),
                    _ => line.closed.push(row),
                }
            }
        }
        Ok(days
            .iter()
            .map(|day| {
                let mut point = CoursePoint { day: *day, total: 0, open: 0, uncompleted: 0, unclosed: 0, planned: 0 };
                for line in lines.values().filter(|line| line.counts_on(*day)) {
                    let (completed, closed) = (holds(&line.completed, *day), holds(&line.closed, *day));
                    point.total += 1;
                    point.open += i64::from(!completed && !closed);
                    point.uncompleted += i64::from(!completed);
                    point.unclosed += i64::from(!closed);
                    point.planned += i64::from(line.due.is_none_or(|due| due >= *day));
                }
                point
            })
            .collect())
    }

    /// What happened to the items of these rounds by the day of the question: item by item, each from first to last.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn happenings(&self, rounds: &[RoundId], as_of: AsOf) -> Result<Vec<Happening>, StoreError> {
        let keys: Vec<i64> = rounds.iter().map(|round| round.0).collect();
        let day = as_of.day.to_string();
        // One branch per table. A look-back that found a rebound is told before the reopening that followed from it.
        let sql = format!(
            "SELECT h.item_id, h.day, h.place, h.state, h.name, h.before, h.until, h.words, h.number, h.kept FROM (
               SELECT f.item_id, f.on_day AS day, {FILED} AS place, f.id AS ord,
                 CASE WHEN f.decided_on > ?1 THEN 'pending' ELSE f.state END AS state, p.name AS name,
                 f.progress AS before, NULL AS until, substr(f.situation, 1, {MOST_WORDS}) AS words, NULL AS number, NULL AS kept
                 FROM filing f LEFT JOIN party p ON p.id = f.department_id
               UNION ALL SELECT x.item_id, e.on_day, {ATTACHED}, e.id, '', e.title, e.file_name, e.dated_on, NULL, e.register_no, e.kept_at
                 FROM evidence_item x JOIN evidence e ON e.id = x.evidence_id WHERE e.withdrawn_on IS NULL OR e.withdrawn_on > ?1
               UNION ALL SELECT item_id, from_on, {MOVED}, seq, progress, NULL, NULL, NULL, NULL, NULL, NULL
                 FROM progress_row WHERE filing_id IS NULL
               UNION ALL SELECT item_id, applied_on, CASE WHEN on_return THEN {REDATED} ELSE {ASKED} END, id, '', NULL, before_due, due,
                   reason, NULL, NULL FROM extension
               UNION ALL SELECT d.item_id, m.held_on, CASE d.decision_on WHEN 'extension' THEN {HEARD} ELSE {TABLED} END, d.seq, m.kind,
                   m.title, d.decision_on, d.decision, d.words, NULL, NULL
                 FROM meeting_decision d JOIN meeting m ON m.id = d.meeting_id JOIN journal j ON j.seq = d.seq
                 WHERE j.effective_on <= ?1
               UNION ALL SELECT item_id, decided_on, {DECIDED}, id, state, NULL, before_due, coalesce(granted_due, due), words, NULL, NULL
                 FROM extension WHERE decided_on IS NOT NULL AND NOT on_return
               UNION ALL SELECT item_id, on_day, {SIGNED}, seq, step, NULL, NULL, agreed, words, NULL, NULL FROM sign_off
               UNION ALL SELECT item_id, from_on, CASE WHEN ratified THEN {RATIFIED} WHEN closure = 'requested' THEN {REQUESTED} ELSE {STRUCK} END, seq, closure, NULL, NULL, NULL,
                   CASE WHEN ratified THEN NULL ELSE words END, NULL, NULL FROM (
                 SELECT item_id, from_on, seq, closure, coalesce(words, without_evidence) AS words,
                   closure = 'closed' AND coalesce(lag(closure) OVER (PARTITION BY item_id ORDER BY seq), '') = 'closed' AS ratified
                   FROM closure_row)
               UNION ALL SELECT r.item_id, r.on_day, {LOOKED}, CASE WHEN r.rebound THEN
                   (SELECT min(c.seq) FROM closure_row c WHERE c.item_id = r.item_id AND c.from_on = r.on_day AND c.closure = 'none'
                      AND c.cycle > r.cycle) - 0.5 ELSE r.id END, '', NULL, NULL, r.rebound, r.words, NULL, NULL FROM recheck r
               UNION ALL SELECT x.item_id, p.issued_on, {REMINDED}, p.id, p.tier, NULL, p.year, p.reply_by, NULL, p.register, p.number
                 FROM paper_item x JOIN paper p ON p.id = x.paper_id WHERE p.tier IS NOT NULL AND NOT p.withdrawn) h
             JOIN item i ON i.id = h.item_id
             WHERE i.round_id IN (SELECT value FROM json_each(?2)) AND h.day <= ?1 AND i.added_on <= ?1
             ORDER BY h.item_id, h.day, CASE WHEN h.place = {LOOKED} AND h.until THEN {STRUCK} ELSE h.place END, h.ord"
        );
        let json = serde_json::to_string(&keys).unwrap_or_default();
        self.all(&sql, (day, json), |row| {
            let what = match row.get::<_, i64>(2)? {
                FILED => Happened::Filed {
                    department: row.get(4)?,
                    state: read_key(row, 3)?,
                    progress: read_key_opt(row, 5)?,
                },
                ATTACHED => Happened::Attached {
                    title: row.get(4)?,
                    number: row.get(8)?,
                    kept_at: row.get(9)?,
                    file: row.get(5)?,
                    dated_on: read_day_opt(row, 6)?,
                },
                MOVED => Happened::Progress(read_key(row, 3)?),
                ASKED => Happened::ExtensionAsked { until: read_day_opt(row, 6)? },
                REDATED => Happened::Redated { until: read_day_opt(row, 6)? },
                HEARD | TABLED => Happened::Decided {
                    kind: read_key(row, 3)?,
                    title: row.get(4)?,
                    on: read_key(row, 5)?,
                    decision: read_key(row, 6)?,
                },
                DECIDED if row.get::<_, String>(3)? == "refused" => Happened::ExtensionRefused,
                DECIDED => Happened::Extended { before: read_day_opt(row, 5)?, until: read_day_opt(row, 6)? },
                SIGNED => Happened::Signed { step: read_key(row, 3)?, agreed: row.get::<_, i64>(6)? != 0 },
                REQUESTED | STRUCK => Happened::Closure(read_key(row, 3)?),
                RATIFIED => Happened::Ratified,
                REMINDED => Happened::Reminded {
                    tier: read_key(row, 3)?,
                    register: row.get(8)?,
                    year: row.get(5)?,
                    number: row.get(9)?,
                    reply_by: read_day_opt(row, 6)?,
                },
                _ => Happened::Looked { rebound: row.get::<_, i64>(6)? != 0 },
            };
            Ok(Happening { item: ItemId(row.get(0)?), on: read_day(row, 1)?, what, words: row.get(7)? })
        })
    }
}
