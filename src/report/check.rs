//! The 自查: which rules found something, and their rows, each with what is wrong and the next command.

use super::{
    Result, Scope,
    page::{Block, Cell, Column, PageSink, Tone},
};
use crate::{
    domain::{
        check::{
            self, Aside, CheckRule, ClosingFacts, FileFacts, FilingFacts, Finding, LastDay, Looks, REPEAT_CHARS,
            Severity,
        },
        filter::Filter,
        ids::{ItemId, RoundId},
        item::{Item, ItemKind},
        lifecycle::Progress,
        party::Role,
        round::RoundSettings,
    },
    zh::{
        self,
        check::{explain, finding, next},
        fold::fold_words,
        label::Label as _,
        numeral::to_chinese,
        phrase::{comparable, emptiness},
    },
};
use serde::Serialize;
use std::collections::HashMap;

/// How many rows each rule shows unless told otherwise.
pub const FIRST_ROWS: usize = 100;

/// A 自查 to be made.
pub struct Check<'a> {
    /// The moment.
    pub scope: &'a Scope<'a>,
    /// Of these items.
    pub filter: &'a Filter,
    /// By these rules, in this order.
    pub rules: &'a [CheckRule],
    /// At most so many rows per rule; `None` for all.
    pub limit: Option<usize>,
    /// The keys of all rounds: what is compared may stand in another one.
    keys: HashMap<RoundId, String>,
}

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    Item(ItemId),
    Round(RoundId),
}

/// One row that a rule found.
#[derive(Debug, Clone)]
pub struct Hit {
    about: About,
    finding: Finding,
}

/// What one rule found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The rule.
    pub rule: CheckRule,
    /// How many rows there are, kept or not.
    pub total: usize,
    /// The rows, as many as were asked for.
    pub hits: Vec<Hit>,
}

impl Found {
    const fn new(rule: CheckRule) -> Self {
        Self { rule, total: 0, hits: Vec::new() }
    }

    fn push(&mut self, limit: Option<usize>, about: About, finding: Finding) {
        self.total += 1;
        if limit.is_none_or(|limit| self.hits.len() < limit) {
            self.hits.push(Hit { about, finding });
        }
    }
}

/// A rule in a JSON document.
#[derive(Debug, Clone, Serialize)]
pub struct RuleRow {
    /// Its key.
    pub rule: CheckRule,
    /// Its name.
    pub name: &'static str,
    /// How grave what it finds is.
    pub severity: Severity,
    /// How many rows it found.
    pub rows: usize,
}

/// A row in a JSON document.
#[derive(Debug, Clone, Serialize)]
pub struct HitRow {
    /// The rule that found it.
    pub rule: CheckRule,
    /// How grave it is.
    pub severity: Severity,
    /// The round's key.
    pub round: String,
    /// The item's code; null where the row is about the round.
    pub code: Option<String>,
    /// What it is.
    pub kind: Option<ItemKind>,
    /// Its words.
    pub text: Option<String>,
    /// 责任部门 as of now, the leading one first.
    pub departments: Vec<String>,
    /// What is wrong, in words.
    pub words: String,
    /// The facts behind the words.
    pub facts: Finding,
    /// The next command; `…` stands for what the clerk knows.
    pub next: String,
}

/// A rule explained, in a JSON document.
#[derive(Debug, Clone, Serialize)]
pub struct ExplainedRow {
    /// Its key.
    pub rule: CheckRule,
    /// Its name.
    pub name: &'static str,
    /// How grave what it finds is.
    pub severity: Severity,
    /// What it looks for.
    pub looks_for: String,
    /// Why that matters.
    pub why: &'static str,
    /// What to do.
    pub to_do: &'static str,
}

impl ExplainedRow {
    /// A rule explained.
    #[must_use]
    pub fn new(rule: CheckRule) -> Self {
        let said = explain(rule);
        Self {
            rule,
            name: rule.label(),
            severity: rule.severity(),
            looks_for: said.looks_for,
            why: said.why,
            to_do: said.to_do,
        }
    }
}

impl<'a> Check<'a> {
    /// A 自查 of the items that the filter finds.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn new(scope: &'a Scope<'a>, filter: &'a Filter, rules: &'a [CheckRule], limit: Option<usize>) -> Result<Self> {
        let keys = scope.reader.rounds()?.into_iter().map(|round| (round.id, round.key)).collect();
        Ok(Self { scope, filter, rules, limit, keys })
    }

    /// What every rule found, rules that found nothing included.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn run(&self) -> Result<Vec<Found>> {
        self.rules.iter().map(|rule| self.ask(*rule)).collect()
    }

    fn ask(&self, rule: CheckRule) -> Result<Found> {
        let (reader, as_of, on) = (self.scope.reader, self.scope.as_of, self.scope.as_of.day);
        let mut found = Found::new(rule);
        let mut push = |item: ItemId, finding: Option<Finding>| -> Result<()> {
            if let Some(finding) = finding {
                found.push(self.limit, About::Item(item), finding);
            }
            Ok(())
        };
        match rule.looks_at() {
            Looks::Items => reader.each_checked_item(rule, self.filter, as_of, |item, mut aside| {
                read_words(rule, &item, &mut aside);
                let found = self.settings(item.round).and_then(|r| check::item(rule, &item, &aside, r, on));
                push(item.id, found)
            })?,
            Looks::Evidence => reader.each_checked_evidence(self.filter, as_of, |facts| {
                let found = match rule {
                    CheckRule::EvidenceBeforeFeedback => {
                        self.settings(facts.round).and_then(|r| check::evidence_before_feedback(&facts, r))
                    }
                    _ => check::evidence_after_closing(&facts),
                };
                push(facts.item, found)
            })?,
            Looks::Deadlines => reader
                .each_checked_deadline(self.filter, as_of, |facts| push(facts.item, check::deadline_redated(&facts)))?,
            Looks::Links => reader.each_removed_mark(self.filter, as_of, |facts| {
                let earlier = self.label(facts.to_round, &facts.to_code);
                let (removed_on, reason) = (facts.removed_on, facts.reason);
                push(facts.item, Some(Finding::SameAsRemoved { removed_on, earlier, reason }))
            })?,
            Looks::Outcomes => {
                let documents = reader.documents_counted(self.filter, as_of)?;
                for (one, finding) in check::doubles(&documents, fold_words) {
                    push(one.item, Some(finding))?;
                }
            }
            Looks::Extensions => reader.each_checked_extension(self.filter, as_of, |facts| {
                let found = match rule {
                    CheckRule::ExtendedAfterExpiry => check::extension_after_expiry(&facts),
                    CheckRule::ExtensionBackfilled => check::extension_backfilled(&facts),
                    _ => check::extension_waiting(&facts, on),
                };
                push(facts.item, found)
            })?,
            Looks::Filings if rule == CheckRule::FilingRepeated => {
                for (item, finding) in self.repeated()? {
                    push(item, Some(finding))?;
                }
            }
            Looks::Filings => {
                reader.each_checked_filing(self.filter, as_of, rule == CheckRule::FilingPending, |facts| {
                    let found = match rule {
                        CheckRule::FilingPending => check::filing_pending(&facts, on),
                        _ => hollow_filing(&facts),
                    };
                    push(facts.item, found.filter(|_| facts.selected))
                })?;
            }
            Looks::Files => {
                for (item, finding) in self.shared()? {
                    push(item, Some(finding))?;
                }
            }
            Looks::Closings => self.bunched(&mut found)?,
        }
        Ok(found)
    }

    fn settings(&self, round: RoundId) -> Option<&RoundSettings> {
        self.scope.round(round).map(|round| &round.settings)
    }

    /// A code as people must type it here, also that of an item in a round that is not looked at.
    fn label(&self, round: RoundId, code: &str) -> String {
        let alone = self.scope.rounds.len() == 1 && self.scope.round(round).is_some();
        match self.keys.get(&round).filter(|_| !alone) {
            Some(key) => format!("{key}:{code}"),
            None => code.to_owned(),
        }
    }

    /// Filings whose words stand elsewhere, too, in the order of the items.
    fn repeated(&self) -> Result<Vec<(ItemId, Finding)>> {
        let mut by_words = HashMap::<String, Vec<FilingFacts>>::new();
        let mut place = HashMap::<ItemId, usize>::new();
        self.scope.reader.each_checked_filing(self.filter, self.scope.as_of, false, |mut facts| -> Result<()> {
            if let Some(words) = facts.situation.take().and_then(|words| comparable(&words, REPEAT_CHARS)) {
                facts.code = self.label(facts.round, &facts.code);
                let next = place.len();
                place.entry(facts.item).or_insert(next);
                by_words.entry(words).or_default().push(facts);
            }
            Ok(())
        })?;
        let mut found: Vec<(ItemId, Finding)> = by_words
            .values()
            .flat_map(|same| check::repeats(same))
            .map(|(filing, finding)| (filing.item, finding))
            .collect();
        // The same item may repeat itself in two ways: its findings stand in the order of their words.
        found.sort_by_cached_key(|(item, found)| (place.get(item).copied(), finding(found)));
        Ok(found)
    }

    /// Files that stand under several issues, file by file.
    fn shared(&self) -> Result<Vec<(ItemId, Finding)>> {
        let mut found = Vec::new();
        let mut uses = Vec::<FileFacts>::new();
        let mut done = |uses: &mut Vec<FileFacts>| {
            found.extend(check::shared(uses).into_iter().map(|(one, finding)| (one.item, finding)));
            uses.clear();
        };
        self.scope.reader.each_file_use(self.filter, self.scope.as_of, |mut one| -> Result<()> {
            if uses.last().is_some_and(|last| last.sha256 != one.sha256) {
                done(&mut uses);
            }
            one.code = self.label(one.round, &one.code);
            uses.push(one);
            Ok(())
        })?;
        done(&mut uses);
        Ok(found)
    }

    fn bunched(&self, found: &mut Found) -> Result<()> {
        let mut closings = Vec::<ClosingFacts>::new();
        self.scope.reader.each_closing(self.filter, self.scope.as_of, |closing| -> Result<()> {
            closings.push(closing);
            Ok(())
        })?;
        for of_round in closings.chunk_by(|a, b| a.round == b.round) {
            let round = of_round[0].round;
            let Some(settings) = self.settings(round) else { continue };
            for of_day in of_round.chunk_by(|a, b| a.closed_on == b.closed_on) {
                let last: Vec<(&ClosingFacts, LastDay)> =
                    of_day.iter().filter_map(|c| Some((c, check::last_minute(c, settings)?))).collect();
                if !check::bunched(last.len(), of_round.len()) {
                    continue;
                }
                let mut last_days = Vec::new();
                for (_, day) in &last {
                    if !last_days.contains(day) {
                        last_days.push(*day);
                    }
                }
                let finding = Finding::ClosingsBunched {
                    closed_on: of_day[0].closed_on,
                    closings: last.len(),
                    of: of_round.len(),
                    last_days,
                    with: last.iter().map(|(closing, _)| closing.code.clone()).collect(),
                };
                found.push(self.limit, About::Round(round), finding);
            }
        }
        Ok(())
    }

    /// A row with its item.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn row(&self, rule: CheckRule, hit: &Hit) -> Result<HitRow> {
        let item = match hit.about {
            About::Item(id) => Some(self.scope.reader.item(id)?),
            About::Round(_) => None,
        };
        let round = match (hit.about, &item) {
            (About::Round(round), _) => round,
            (About::Item(_), Some(item)) => item.round,
            (About::Item(_), None) => RoundId(0),
        };
        let key = self.keys.get(&round).cloned().unwrap_or_default();
        let typed = item.as_ref().map_or_else(|| key.clone(), |item| self.label(round, &item.code));
        Ok(HitRow {
            rule,
            severity: rule.severity(),
            round: key,
            code: item.as_ref().map(|item| item.code.clone()),
            kind: item.as_ref().map(|item| item.kind),
            departments: item
                .iter()
                .flat_map(|item| item.in_role(Role::Department))
                .map(|party| party.name.clone())
                .collect(),
            text: item.map(|item| item.text),
            words: finding(&hit.finding),
            facts: hit.finding.clone(),
            next: next(rule, &typed),
        })
    }

    /// The 自查 as a page.
    ///
    /// # Errors
    /// Trouble with the ledger or the place written to.
    pub fn page(&self, found: &[Found], sink: &mut dyn PageSink) -> Result<()> {
        sink.title("整改自查", Some(self.scope.as_of.day))?;
        let run = found.len();
        let with_rows: Vec<&Found> = found.iter().filter(|found| found.total > 0).collect();
        if with_rows.is_empty() {
            sink.block(Block::Paragraph(format!("自查未发现问题（共执行{run}条规则）")))?;
            sink.finish()?;
            return Ok(());
        }
        sink.begin_grid(&[
            Column::rigid("规则"),
            Column::rigid("级别"),
            Column::number("发现"),
            Column::text("查什么", 1),
        ])?;
        for found in &with_rows {
            sink.row(vec![
                Cell::text(found.rule.label()).toned(Tone::Strong),
                severity_cell(found.rule.severity()),
                Cell::number(i64::try_from(found.total).unwrap_or(i64::MAX)),
                Cell::text(explain(found.rule).looks_for),
            ])?;
        }
        sink.end_grid()?;
        let clean = match run - with_rows.len() {
            0 => String::new(),
            clean => format!("，其中{clean}条没有发现"),
        };
        sink.block(Block::Note(format!("共执行{run}条规则{clean}；规则说明用 taizhang check --rules")))?;
        for (at, found) in (1..).zip(with_rows) {
            self.section(at, found, sink)?;
        }
        sink.finish()?;
        Ok(())
    }

    fn section(&self, at: u32, found: &Found, sink: &mut dyn PageSink) -> Result<()> {
        let (rule, severity) = (found.rule.label(), found.rule.severity().label());
        let text = format!("{}、{rule}（{severity}）：{}处", to_chinese(at), found.total);
        sink.block(Block::Heading { level: 1, text })?;
        sink.begin_grid(&[
            Column::code("编号"),
            Column::text("内容", 3),
            Column::text("情况", 4),
            Column::text("下一步", 3).at_most(30),
        ])?;
        for hit in &found.hits {
            let row = self.row(found.rule, hit)?;
            let round = self.scope.rounds.iter().find(|round| round.key == row.round);
            let code = match (&row.code, round) {
                (Some(code), Some(round)) => self.label(round.id, code),
                _ => row.round,
            };
            sink.row(vec![
                Cell::text(code).toned(Tone::Strong),
                Cell::text(row.text.or_else(|| round.map(|round| round.settings.title.clone())).unwrap_or_default()),
                Cell::text(row.words),
                Cell::text(row.next),
            ])?;
        }
        sink.end_grid()?;
        if found.hits.len() < found.total {
            let (shown, total) = (found.hits.len(), found.total);
            sink.block(Block::Note(format!("共{total}处，以上为前{shown}处；加 --all 显示全部")))?;
        }
        sink.block(Block::Paragraph(format!("办法：{}", explain(found.rule).to_do)))?;
        Ok(())
    }
}

/// What the words of an item mean for a rule: read here, decided about in [`check`].
fn read_words(rule: CheckRule, item: &Item, aside: &mut Aside) {
    match rule {
        CheckRule::DeadlineUnclear => {
            let note = item.deadline.as_ref().and_then(|held| held.now.note.as_deref());
            aside.to_confirm = note.is_some_and(zh::deadline::wants_confirmation);
        }
        CheckRule::MeasureHollow if !aside.backed => {
            let words = emptiness(&item.text);
            aside.hollow = check::is_hollow(words.percent, words.concrete)
                .then(|| (words.phrases.into_iter().map(ToOwned::to_owned).collect(), words.percent));
        }
        _ => {}
    }
}

/// A filing that says completed in words of attitude only.
fn hollow_filing(facts: &FilingFacts) -> Option<Finding> {
    let situation = facts.situation.as_deref().filter(|_| facts.progress == Some(Progress::Completed))?;
    let words = emptiness(situation);
    check::is_hollow(words.percent, words.concrete).then(|| Finding::FilingHollow {
        filed_on: facts.on,
        phrases: words.phrases.into_iter().map(ToOwned::to_owned).collect(),
        percent: words.percent,
    })
}

fn severity_cell(severity: Severity) -> Cell {
    Cell::text(severity.label()).toned(match severity {
        Severity::Problem => Tone::Late,
        Severity::Notice => Tone::Soon,
    })
}

/// All rules in a list: name, key, how grave, what they look for.
///
/// # Errors
/// Trouble with the place written to.
pub fn rules_page(sink: &mut dyn PageSink) -> Result<()> {
    sink.title("自查规则", None)?;
    sink.begin_grid(&[Column::rigid("名称"), Column::rigid("级别"), Column::text("查什么", 1)])?;
    for rule in CheckRule::ALL {
        sink.row(vec![
            Cell::text(rule.label()).toned(Tone::Strong),
            severity_cell(rule.severity()),
            Cell::text(explain(*rule).looks_for),
        ])?;
    }
    sink.end_grid()?;
    sink.block(Block::Note("只查几条：--rule 名称；不查几条：--skip 名称；为什么查、怎么办：--explain 名称".into()))?;
    sink.finish()?;
    Ok(())
}

/// Rules explained: what they look for, why it matters, what to do.
///
/// # Errors
/// Trouble with the place written to.
pub fn explain_page(rules: &[CheckRule], sink: &mut dyn PageSink) -> Result<()> {
    sink.title("自查规则说明", None)?;
    for rule in rules {
        let said = explain(*rule);
        sink.block(Block::Heading { level: 1, text: format!("{}（{}）", rule.label(), rule.severity().label()) })?;
        sink.block(Block::KeyValues(vec![
            ("代号".into(), Cell::text(rule.key())),
            ("查什么".into(), Cell::text(said.looks_for)),
            ("为什么".into(), Cell::text(said.why)),
            ("怎么办".into(), Cell::text(said.to_do)),
        ]))?;
    }
    sink.finish()?;
    Ok(())
}

impl RuleRow {
    /// What a rule found, in figures.
    #[must_use]
    pub fn new(found: &Found) -> Self {
        let rule = found.rule;
        Self { rule, name: rule.label(), severity: rule.severity(), rows: found.total }
    }
}
