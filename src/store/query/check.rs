//! The facts that the 自查 decides about: one question per rule, streamed. Each narrows to what the rule can possibly
//! find; whether it does find something is said in [`crate::domain::check`], never here.
//!
//! All of them answer for any day `?1`: what was kept, filed, applied for or decided later does not count.

use super::{
    AsOf, Reader,
    item::{COLUMNS, from_row},
    read_day, read_day_opt, read_key_opt,
    select::{Order, Selection},
};
use crate::{
    domain::{
        check::{
            Aside, CheckRule, ClosingFacts, DeadlineFacts, DoubleFacts, EvidenceFacts, ExtensionFacts, FileFacts,
            FilingFacts, LinkFacts,
        },
        filter::Filter,
        ids::{EvidenceId, FilingId, ItemId, OutcomeId, RoundId},
        item::{Item, WithdrawGround},
        outcome::OutcomeFacts,
        party::Role,
    },
    store::StoreError,
};
use chrono::{DateTime, FixedOffset};
use rusqlite::Row;

/// How many columns stand beside the item's own; they come last.
const ASIDE: usize = 12;

/// The condition under which somebody holds the rule's role for the item with that key.
fn holds(rule: CheckRule, key: &str, as_of: AsOf) -> String {
    let role = if rule == CheckRule::DepartmentMissing { Role::Department } else { Role::Leader };
    if as_of.current {
        format!("EXISTS (SELECT 1 FROM item_party x WHERE x.item_id = {key} AND x.role = '{role}')")
    } else {
        format!(
            "EXISTS (SELECT 1 FROM responsibility_row x WHERE x.item_id = {key} AND x.role = '{role}' AND x.party_id IS NOT NULL
               AND x.seq = (SELECT y.seq FROM responsibility_row y WHERE y.item_id = x.item_id AND y.role = x.role AND y.from_on <= ?1
                 ORDER BY y.seq DESC LIMIT 1))"
        )
    }
}

/// What the rule can possibly find.
fn narrow(rule: CheckRule, as_of: AsOf) -> String {
    let open = "i.progress <> 'completed' AND i.closure <> 'closed'";
    match rule {
        CheckRule::ClosedAtOnce | CheckRule::ClosedBackfilled => "i.closure = 'closed'".into(),
        CheckRule::ClosedUnratified => "i.closure = 'closed' AND i.unratified".into(),
        CheckRule::ClosedWithoutMeeting => "i.closure = 'closed' AND i.closed_meeting_id IS NULL".into(),
        CheckRule::ClosedWithoutEvidence => "i.closure = 'closed' AND i.without_evidence".into(),
        CheckRule::NeverRechecked => "i.closure = 'closed' AND i.kind = 'issue' AND NOT i.under_issue".into(),
        CheckRule::CompletedBeforeFeedback => {
            "i.completed_on < (SELECT r.feedback_on FROM round r WHERE r.id = i.round_id)".into()
        }
        CheckRule::CompletedNotClosed => "i.progress = 'completed' AND i.closure IN ('none', 'returned')".into(),
        CheckRule::RequestWaiting => "i.closure = 'requested'".into(),
        CheckRule::ReturnedNotFiled => "i.closure = 'returned'".into(),
        CheckRule::ExtendedOften => "i.extensions > 1 AND i.deadline_item_id = i.id".into(),
        CheckRule::ImmediateOpen => format!("{open} AND (i.type = 'immediate' OR i.deadline_class = 'now')"),
        CheckRule::DeadlineMissing => format!("{open} AND i.deadline_class IS NULL"),
        CheckRule::DeadlineUnclear => format!(
            "{open} AND i.deadline_item_id = i.id AND (i.deadline_class = 'unclear' OR i.deadline_note IS NOT NULL)"
        ),
        CheckRule::LeaderMissing | CheckRule::DepartmentMissing => {
            format!("{open} AND NOT {}", holds(rule, "i.id", as_of))
        }
        CheckRule::LongSilent => {
            format!("{open} AND i.kind IN ('issue', 'case') AND NOT (i.kind = 'issue' AND i.under_issue)")
        }
        CheckRule::MeasureHollow => "i.kind = 'measure'".into(),
        CheckRule::FeedbackWithdrawn => {
            "i.withdrawn_on IS NOT NULL AND (i.kind = 'case' OR (i.kind = 'issue' AND i.origin = 'feedback'))".into()
        }
        _ => "1".into(),
    }
}

/// The columns beside the item, each only where the rule asks for it: a subquery per row is paid for by those that need it.
fn aside(rule: CheckRule, as_of: AsOf) -> String {
    let when = |rules: &[CheckRule], sql: String| if rules.contains(&rule) { sql } else { "NULL".to_owned() };
    let at_once = &[CheckRule::ClosedAtOnce, CheckRule::ClosedBackfilled];
    let closing = |column: &str| {
        format!(
            "(SELECT {column} FROM closure_row c JOIN journal j ON j.seq = c.seq WHERE c.item_id = i.id AND c.closure = 'closed'
               AND c.cycle = i.cycle ORDER BY c.seq LIMIT 1)"
        )
    };
    let no_one = match rule {
        CheckRule::DeadlineMissing => {
            "NOT EXISTS (SELECT 1 FROM deadline_row d WHERE d.item_id = p.id AND d.from_on <= ?1)".to_owned()
        }
        _ => format!("NOT {}", holds(rule, "p.id", as_of)),
    };
    let gaps = &[CheckRule::DeadlineMissing, CheckRule::LeaderMissing, CheckRule::DepartmentMissing];
    let answers = &[CheckRule::ReturnedNotFiled, CheckRule::LongSilent];
    let decided = &[CheckRule::RequestWaiting, CheckRule::ReturnedNotFiled];
    let withdrawn = &[CheckRule::FeedbackWithdrawn];
    [
        when(
            at_once,
            "(SELECT j.entered_at FROM journal j WHERE j.seq = (SELECT min(x.seq) FROM item_record x WHERE x.item_id = i.id))".into(),
        ),
        when(
            at_once,
            "(SELECT j.entered_at FROM journal j
               WHERE j.seq = (SELECT min(x.seq) FROM responsibility_row x WHERE x.item_id = i.id))".into(),
        ),
        when(at_once, closing("j.entered_at")),
        when(at_once, closing("c.unratified")),
        when(
            &[CheckRule::NeverRechecked],
            "(SELECT max(x.on_day) FROM recheck x WHERE x.item_id = i.id AND x.cycle = i.cycle AND x.on_day <= ?1)".into(),
        ),
        when(
            decided,
            "(SELECT c.from_on FROM closure_row c WHERE c.item_id = i.id AND c.from_on <= ?1 ORDER BY c.seq DESC LIMIT 1)".into(),
        ),
        when(
            answers,
            "(SELECT max(f.on_day) FROM filing f WHERE f.on_day <= ?1 AND f.item_id IN (WITH RECURSIVE below (id) AS
               (SELECT i.id UNION ALL SELECT x.id FROM item x JOIN below ON x.parent_id = below.id) SELECT id FROM below))".into(),
        ),
        when(
            gaps,
            format!(
                "EXISTS (SELECT 1 FROM item p WHERE p.id = i.parent_id AND p.kind <> 'category' AND {no_one})
                 OR EXISTS (SELECT 1 FROM link l WHERE l.kind = 'answers' AND l.from_id = i.id AND l.from_on <= ?1)"
            ),
        ),
        when(
            &[CheckRule::MeasureHollow],
            "EXISTS (SELECT 1 FROM evidence_item x JOIN evidence e ON e.id = x.evidence_id WHERE x.item_id = i.id
                AND e.on_day <= ?1 AND (e.withdrawn_on IS NULL OR e.withdrawn_on > ?1))
              OR EXISTS (SELECT 1 FROM outcome_item x JOIN outcome o ON o.id = x.outcome_id WHERE x.item_id = i.id
                AND o.on_day <= ?1 AND (o.withdrawn_on IS NULL OR o.withdrawn_on > ?1))".into(),
        ),
        when(withdrawn, "(SELECT x.withdrawn_ground FROM item x WHERE x.id = i.id)".into()),
        when(withdrawn, "(SELECT x.withdrawn_reason FROM item x WHERE x.id = i.id)".into()),
        when(
            &[CheckRule::ClosedWithoutEvidence],
            "(SELECT c.without_evidence FROM closure_row c WHERE c.item_id = i.id AND c.from_on <= ?1 ORDER BY c.seq DESC LIMIT 1)"
                .into(),
        ),
    ]
    .join(", ")
}

fn read_instant(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<DateTime<FixedOffset>>> {
    let text: Option<String> = row.get(at)?;
    text.map(|text| DateTime::parse_from_rfc3339(&text).map_err(|e| super::bad_value(at, e))).transpose()
}

fn read_aside(row: &Row<'_>) -> rusqlite::Result<Aside> {
    let first = row.as_ref().column_count() - ASIDE;
    let at = |n: usize| first + n;
    let flag = |n: usize| row.get::<_, Option<bool>>(at(n)).map(|flag| flag.unwrap_or(false));
    let ground: Option<WithdrawGround> = read_key_opt(row, at(9))?;
    let reason: Option<String> = row.get(at(10))?;
    Ok(Aside {
        recorded_at: read_instant(row, at(0))?,
        assigned_at: read_instant(row, at(1))?,
        closed_at: read_instant(row, at(2))?,
        taken_over: flag(3)?,
        rechecked_on: read_day_opt(row, at(4))?,
        closure_since: read_day_opt(row, at(5))?,
        last_filing_on: read_day_opt(row, at(6))?,
        // Only items without anybody are asked for.
        has_role: false,
        gap_above: flag(7)?,
        backed: flag(8)?,
        withdrawn: ground.zip(reason),
        words: row.get(at(11))?,
        ..Aside::default()
    })
}

/// The statement behind a rule about items.
fn items_of(rule: CheckRule, selection: &Selection, as_of: AsOf) -> String {
    format!(
        "SELECT {COLUMNS}, {} FROM {} i WHERE {} ORDER BY {}",
        aside(rule, as_of),
        as_of.items(),
        selection.conditions(),
        Order::Code.by()
    )
}

/// What a rule about items asks among those that the filter finds.
fn asked(rule: CheckRule, filter: &Filter, as_of: AsOf) -> Selection {
    let withdrawn = filter.with_withdrawn || rule == CheckRule::FeedbackWithdrawn;
    Selection::new(&Filter { with_withdrawn: withdrawn, ..filter.clone() }, as_of).and(&narrow(rule, as_of))
}

/// Live items, whatever else is asked: what others a row is compared with.
const LIVE: &str = "i.added_on <= ?1 AND i.withdrawn_on IS NULL";
const EVIDENCE_STANDS: &str = "e.on_day <= ?1 AND (e.withdrawn_on IS NULL OR e.withdrawn_on > ?1)";

impl Reader<'_> {
    /// Every item about which a rule may find something, in order, with what it asks for beside. Parties are left out.
    ///
    /// # Errors
    /// What `each` returns, or trouble with the file.
    pub fn each_checked_item<E: From<StoreError>>(
        &self,
        rule: CheckRule,
        filter: &Filter,
        as_of: AsOf,
        mut each: impl FnMut(Item, Aside) -> Result<(), E>,
    ) -> Result<(), E> {
        let selection = asked(rule, filter, as_of);
        self.each_row(
            &items_of(rule, &selection, as_of),
            &selection,
            |row| Ok((from_row(row)?, read_aside(row)?)),
            |(item, aside)| each(item, aside),
        )
    }

    /// The steps that SQLite takes for a rule about items: what the tests pin.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn explain_checked_items(
        &self,
        rule: CheckRule,
        filter: &Filter,
        as_of: AsOf,
    ) -> Result<Vec<String>, StoreError> {
        let selection = asked(rule, filter, as_of);
        let sql = format!("EXPLAIN QUERY PLAN {}", items_of(rule, &selection, as_of));
        self.all(&sql, selection.params().as_slice(), |row| row.get(3))
    }

    /// Every piece of evidence under every item, in the order of the items.
    ///
    /// # Errors
    /// What `each` returns, or trouble with the file.
    pub fn each_checked_evidence<E: From<StoreError>>(
        &self,
        filter: &Filter,
        as_of: AsOf,
        each: impl FnMut(EvidenceFacts) -> Result<(), E>,
    ) -> Result<(), E> {
        let selection = Selection::new(filter, as_of);
        // Struck off itself, or with what stands above it; three levels are what trees have below their categories.
        let closing = |column: &str, key: &str| {
            format!(
                "(SELECT CASE c.closure WHEN 'closed' THEN {column} END FROM closure_row c WHERE c.item_id = {key} AND c.from_on <= ?1
                   ORDER BY c.seq DESC LIMIT 1)"
            )
        };
        let sql = format!(
            "SELECT e.id, e.title, e.dated_on, e.on_day, i.id, i.round_id, i.type,
               coalesce({own}, {above}, {over}),
               EXISTS (SELECT 1 FROM closure_row c WHERE c.item_id IN (i.id, p.id, p.parent_id) AND c.closure = 'closed' AND c.unratified),
               EXISTS (SELECT 1 FROM recheck_evidence x WHERE x.evidence_id = e.id)
             FROM evidence e JOIN evidence_item x ON x.evidence_id = e.id JOIN {items} i ON i.id = x.item_id
               LEFT JOIN item p ON p.id = i.parent_id
             WHERE {conditions} AND {EVIDENCE_STANDS} ORDER BY {order}, e.id",
            own = closing("c.closed_on", "i.id"),
            above = closing("c.closed_on", "p.id"),
            over = closing("c.closed_on", "p.parent_id"),
            items = as_of.items(),
            conditions = selection.conditions(),
            order = Order::Code.by(),
        );
        self.each_row(
            &sql,
            &selection,
            |row| {
                Ok(EvidenceFacts {
                    evidence: EvidenceId(row.get(0)?),
                    title: row.get(1)?,
                    dated_on: read_day_opt(row, 2)?,
                    kept_on: read_day(row, 3)?,
                    item: ItemId(row.get(4)?),
                    round: RoundId(row.get(5)?),
                    item_type: read_key_opt(row, 6)?,
                    closed_on: read_day_opt(row, 7)?,
                    taken_over: row.get(8)?,
                    of_recheck: row.get(9)?,
                })
            },
            each,
        )
    }

    /// Every use of a file that is used more than once, file by file. Uses under items that were not asked about come too:
    /// what is compared has two sides.
    ///
    /// # Errors
    /// What `each` returns, or trouble with the file.
    pub fn each_file_use<E: From<StoreError>>(
        &self,
        filter: &Filter,
        as_of: AsOf,
        each: impl FnMut(FileFacts) -> Result<(), E>,
    ) -> Result<(), E> {
        let selection = Selection::new(filter, as_of);
        let sql = format!(
            "SELECT e.sha256, e.id, e.title, i.id, i.round_id, i.code,
               CASE WHEN g.kind <> 'category' THEN g.id WHEN p.kind <> 'category' THEN p.id ELSE i.id END,
               coalesce({conditions}, 0)
             FROM evidence e JOIN evidence_item x ON x.evidence_id = e.id JOIN {items} i ON i.id = x.item_id
               LEFT JOIN item p ON p.id = i.parent_id LEFT JOIN item g ON g.id = p.parent_id
             WHERE e.sha256 IN (SELECT y.sha256 FROM evidence y JOIN evidence_item z ON z.evidence_id = y.id
                 WHERE y.sha256 IS NOT NULL GROUP BY y.sha256 HAVING count(*) > 1)
               AND {LIVE} AND {EVIDENCE_STANDS}
             ORDER BY e.sha256, {order}, e.id",
            conditions = selection.conditions(),
            items = as_of.items(),
            order = Order::Code.by(),
        );
        self.each_row(
            &sql,
            &selection,
            |row| {
                Ok(FileFacts {
                    sha256: row.get(0)?,
                    evidence: EvidenceId(row.get(1)?),
                    title: row.get(2)?,
                    item: ItemId(row.get(3)?),
                    round: RoundId(row.get(4)?),
                    code: row.get(5)?,
                    top: ItemId(row.get(6)?),
                    selected: row.get(7)?,
                })
            },
            each,
        )
    }

    /// Every filing that was not sent back, in the order of the items; as for files those of other items, too, unless only
    /// waiting ones are asked for.
    ///
    /// # Errors
    /// What `each` returns, or trouble with the file.
    pub fn each_checked_filing<E: From<StoreError>>(
        &self,
        filter: &Filter,
        as_of: AsOf,
        pending_only: bool,
        each: impl FnMut(FilingFacts) -> Result<(), E>,
    ) -> Result<(), E> {
        let selection = Selection::new(filter, as_of);
        let pending = "(f.decided_on IS NULL OR f.decided_on > ?1)";
        // Of today the partial index of waiting filings answers.
        let which = match (pending_only, as_of.current) {
            (true, true) => "f.state = 'pending'".to_owned(),
            (true, false) => pending.to_owned(),
            (false, _) => format!("NOT (f.state = 'returned' AND NOT {pending})"),
        };
        let sql = format!(
            "SELECT f.id, i.id, i.round_id, i.code, f.on_day, f.situation, f.progress, {pending}, coalesce({conditions}, 0)
             FROM filing f JOIN {items} i ON i.id = f.item_id
             WHERE {which} AND f.on_day <= ?1 AND {LIVE} ORDER BY {order}, f.on_day, f.id",
            conditions = selection.conditions(),
            items = as_of.items(),
            order = Order::Code.by(),
        );
        self.each_row(
            &sql,
            &selection,
            |row| {
                Ok(FilingFacts {
                    filing: FilingId(row.get(0)?),
                    item: ItemId(row.get(1)?),
                    round: RoundId(row.get(2)?),
                    code: row.get(3)?,
                    on: read_day(row, 4)?,
                    situation: row.get(5)?,
                    progress: read_key_opt(row, 6)?,
                    pending: row.get(7)?,
                    selected: row.get(8)?,
                })
            },
            each,
        )
    }

    /// Every application for a later deadline, in the order of the items.
    ///
    /// # Errors
    /// What `each` returns, or trouble with the file.
    pub fn each_checked_extension<E: From<StoreError>>(
        &self,
        filter: &Filter,
        as_of: AsOf,
        each: impl FnMut(ExtensionFacts) -> Result<(), E>,
    ) -> Result<(), E> {
        let selection = Selection::new(filter, as_of);
        let sql = format!(
            "SELECT i.id, e.applied_on, e.before_due, e.raw, e.after_expiry,
               CASE WHEN e.state <> 'applied' AND e.decided_on <= ?1 THEN e.state = 'approved' END,
               (SELECT substr(j.entered_at, 1, 10) FROM item_record x JOIN journal j ON j.seq = x.seq
                 WHERE x.item_id = e.item_id AND j.body ->> 'kind' = 'extension_applied' AND j.body ->> 'extension' = e.id)
             FROM extension e JOIN {items} i ON i.id = e.item_id
             WHERE e.applied_on <= ?1 AND {conditions} ORDER BY {order}, e.id",
            items = as_of.items(),
            conditions = selection.conditions(),
            order = Order::Code.by(),
        );
        self.each_row(
            &sql,
            &selection,
            |row| {
                Ok(ExtensionFacts {
                    item: ItemId(row.get(0)?),
                    applied_on: read_day(row, 1)?,
                    before_due: read_day_opt(row, 2)?,
                    raw: row.get(3)?,
                    after_expiry: row.get(4)?,
                    approved: row.get(5)?,
                    entered_on: read_day(row, 6)?,
                })
            },
            each,
        )
    }

    /// Every deadline of work that a later one, or one without a day, took the place of without an extension, where it was
    /// set, in the order of the items.
    ///
    /// # Errors
    /// What `each` returns, or trouble with the file.
    pub fn each_checked_deadline<E: From<StoreError>>(
        &self,
        filter: &Filter,
        as_of: AsOf,
        each: impl FnMut(DeadlineFacts) -> Result<(), E>,
    ) -> Result<(), E> {
        let selection = Selection::new(filter, as_of);
        let entered = |seq: &str| format!("(SELECT substr(j.entered_at, 1, 10) FROM journal j WHERE j.seq = {seq})");
        let sql = format!(
            "SELECT i.id, i.added_on, b.due, {before}, d.due, d.from_on, {now},
               'completed' IS (SELECT p.progress FROM progress_row p WHERE p.item_id = i.id AND p.seq < d.seq ORDER BY p.seq DESC LIMIT 1)
             FROM deadline_row d JOIN {items} i ON i.id = d.item_id
               JOIN deadline_row b ON b.item_id = d.item_id
                 AND b.seq = (SELECT max(x.seq) FROM deadline_row x WHERE x.item_id = d.item_id AND x.seq < d.seq)
             WHERE d.from_on <= ?1 AND d.extensions = b.extensions AND (d.due > b.due OR (d.due IS NULL AND b.due IS NOT NULL))
               AND (d.set_item_id = i.id OR (SELECT c.kind FROM item c WHERE c.id = d.set_item_id) = 'category')
               AND i.kind <> 'category' AND {conditions} ORDER BY {order}, d.seq",
            // The same day may have been set again, or reviewed, since it was first entered.
            before = entered(
                "(SELECT min(x.seq) FROM deadline_row x WHERE x.item_id = i.id AND x.due = b.due AND x.seq < d.seq)"
            ),
            now = entered("d.seq"),
            items = as_of.items(),
            conditions = selection.conditions(),
            order = Order::Code.by(),
        );
        self.each_row(
            &sql,
            &selection,
            |row| {
                Ok(DeadlineFacts {
                    item: ItemId(row.get(0)?),
                    added_on: read_day(row, 1)?,
                    before_due: read_day(row, 2)?,
                    before_entered_on: read_day(row, 3)?,
                    due: read_day_opt(row, 4)?,
                    on: read_day(row, 5)?,
                    entered_on: read_day(row, 6)?,
                    completed: row.get(7)?,
                })
            },
            each,
        )
    }

    /// Every mark of 屡改屡犯 that was taken away and does not stand again, in the order of the items.
    ///
    /// # Errors
    /// What `each` returns, or trouble with the file.
    pub fn each_removed_mark<E: From<StoreError>>(
        &self,
        filter: &Filter,
        as_of: AsOf,
        each: impl FnMut(LinkFacts) -> Result<(), E>,
    ) -> Result<(), E> {
        let selection = Selection::new(filter, as_of);
        let sql = format!(
            "SELECT i.id, t.round_id, t.code, b.until_on, (SELECT j.body ->> 'reason' FROM journal j WHERE j.seq = b.seq)
             FROM link_before b JOIN {items} i ON i.id = b.from_id JOIN item t ON t.id = b.to_id
             WHERE b.kind = 'same_as' AND b.until_on <= ?1 AND {conditions}
               AND b.seq = (SELECT max(x.seq) FROM link_before x WHERE x.kind = b.kind AND x.from_id = b.from_id AND x.to_id = b.to_id
                 AND x.until_on <= ?1)
               AND NOT EXISTS (SELECT 1 FROM link l WHERE l.kind = b.kind AND l.from_id = b.from_id AND l.to_id = b.to_id
                 AND l.from_on <= ?1)
               AND NOT EXISTS (SELECT 1 FROM link_before y WHERE y.kind = b.kind AND y.from_id = b.from_id AND y.to_id = b.to_id
                 AND y.seq > b.seq AND y.from_on <= ?1)
             ORDER BY {order}, b.seq",
            items = as_of.items(),
            conditions = selection.conditions(),
            order = Order::Code.by(),
        );
        self.each_row(
            &sql,
            &selection,
            |row| {
                Ok(LinkFacts {
                    item: ItemId(row.get(0)?),
                    to_round: RoundId(row.get(1)?),
                    to_code: row.get(2)?,
                    removed_on: read_day(row, 3)?,
                    reason: row.get(4)?,
                })
            },
            each,
        )
    }

    /// Every document that counts as an outcome, by its number, once in each round under the first of its items; of items that were
    /// not asked about, too.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn documents_counted(&self, filter: &Filter, as_of: AsOf) -> Result<Vec<DoubleFacts>, StoreError> {
        let rules = self.outcomes(as_of, None)?;
        let selection = Selection::new(filter, as_of);
        let sql = format!(
            "SELECT x.outcome_id, i.round_id, i.id, coalesce({conditions}, 0) FROM outcome_item x JOIN {items} i ON i.id = x.item_id
             WHERE x.from_on <= ?1 AND {LIVE} ORDER BY x.outcome_id, i.round_id, coalesce({conditions}, 0) DESC, {order}",
            conditions = selection.conditions(),
            items = as_of.items(),
            order = Order::Code.by(),
        );
        let mut found: Vec<DoubleFacts> = Vec::new();
        self.each_row(
            &sql,
            &selection,
            |row| Ok((OutcomeId(row.get(0)?), RoundId(row.get(1)?), ItemId(row.get(2)?), row.get::<_, bool>(3)?)),
            |(outcome, round, item, selected)| -> Result<(), StoreError> {
                let told = found.last().is_some_and(|last| (last.outcome, last.round) == (outcome, round));
                if !told
                    && let Some(row) = rules.iter().find(|row| row.id == outcome)
                    && let OutcomeFacts::Rule { title, number, .. } = &row.facts
                {
                    let (title, number) = (title.clone(), number.clone());
                    found.push(DoubleFacts { outcome, round, item, title, number, selected });
                }
                Ok(())
            },
        )?;
        Ok(found)
    }

    /// Every closing that stands, round by round and day by day.
    ///
    /// # Errors
    /// What `each` returns, or trouble with the file.
    pub fn each_closing<E: From<StoreError>>(
        &self,
        filter: &Filter,
        as_of: AsOf,
        each: impl FnMut(ClosingFacts) -> Result<(), E>,
    ) -> Result<(), E> {
        let selection = Selection::new(filter, as_of).and("i.closure = 'closed' AND i.closed_on IS NOT NULL");
        let sql = format!(
            "SELECT i.round_id, i.code, i.closed_on, i.due FROM {} i WHERE {} ORDER BY i.round_id, i.closed_on, i.sort_key",
            as_of.items(),
            selection.conditions()
        );
        self.each_row(
            &sql,
            &selection,
            |row| {
                Ok(ClosingFacts {
                    round: RoundId(row.get(0)?),
                    code: row.get(1)?,
                    closed_on: read_day(row, 2)?,
                    due: read_day_opt(row, 3)?,
                })
            },
            each,
        )
    }

    fn each_row<T, E: From<StoreError>>(
        &self,
        sql: &str,
        selection: &Selection,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
        mut each: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement = self.conn.prepare_cached(sql).map_err(StoreError::from)?;
        let mut rows = statement.query(selection.params().as_slice()).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            each(read(row).map_err(StoreError::from)?)?;
        }
        Ok(())
    }
}
