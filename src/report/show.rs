//! One item whole (详情): its words, who answers, its deadline and how it changed, filings, decisions, evidence, links.

mod walk;

pub use walk::Step;

use super::{
    Result, Scope,
    page::{Block, Cell, Column, PageSink, Tone},
    row::{ItemRow, joined},
};
use crate::{
    domain::{
        Day,
        event::{DisclosureFacts, DisclosureSubject},
        filing::FilingState,
        ids::ItemId,
        item::{Disclosure, Item, ItemKind, Origin},
        lifecycle::{Closure, Progress},
        meeting::DecisionOn,
        party::Role,
        rate::Rate,
    },
    store::query::{
        ClosureStep, DecisionRow, EvidenceRow, ExtensionRow, FilingRow, LinkRow, OutcomeRow, RecheckRow, Reminded,
        SignOffRow, StoodIn, UndoneDecision,
    },
    zh::{
        event::outcome_words,
        issuing::document_number,
        label::{Label as _, link_word},
        width::truncate,
    },
};

/// So many filings about what stands below are shown: departments file about measures, and an issue is asked about.
pub const FILINGS_BELOW: i64 = 5;
/// The columns that the first words of a linked item may take.
const LINK_WORDS: usize = 48;

/// Everything known of an item.
pub struct Show {
    /// The item.
    pub item: Item,
    /// Its row.
    pub row: ItemRow,
    /// The items above it, nearest first: code and words.
    pub above: Vec<(String, String)>,
    /// The items directly below it.
    pub below: Vec<Item>,
    /// Where it stood in the paper it came from.
    pub source: Option<StoodIn>,
    /// Its links.
    pub links: Vec<LinkRow>,
    /// Its filings.
    pub filings: Vec<FilingRow>,
    /// The latest filings about what stands below it, the last first, each with the code of its item.
    pub filings_below: Vec<(String, FilingRow)>,
    /// Its extensions.
    pub extensions: Vec<ExtensionRow>,
    /// The letters of 催办 about it.
    pub reminders: Vec<Reminded>,
    /// The steps of its closure.
    pub closure: Vec<ClosureStep>,
    /// The look-backs at it, in whichever cycle.
    pub rechecks: Vec<RecheckRow>,
    /// Its sign-offs, those that no longer stand among them.
    pub sign_offs: Vec<SignOffRow>,
    /// The steps of the policy, in order; none where the item is not struck off by itself.
    pub walk: Vec<Step>,
    /// The records of the sign-offs that still stand.
    standing: Vec<i64>,
    /// What meetings decided about it.
    pub decisions: Vec<(DecisionRow, String)>,
    /// Decisions against whoever asked that were undone.
    pub undone: Vec<UndoneDecision>,
    /// Its evidence.
    pub evidence: Vec<EvidenceRow>,
    /// Its outcomes.
    pub outcomes: Vec<OutcomeRow>,
    /// Its 公开范围 and public wording.
    pub disclosure: DisclosureFacts,
    /// The same of its filings and evidence, where it is not the usual 党内通报.
    pub marks: Vec<(DisclosureSubject, DisclosureFacts)>,
}

impl Show {
    /// Reads everything known of an item.
    ///
    /// # Errors
    /// When there is no such item or the ledger cannot be read.
    pub fn new(scope: &Scope<'_>, id: ItemId) -> Result<Self> {
        let reader = scope.reader;
        let item = reader.item(id)?;
        let mut above = Vec::new();
        let mut at = item.parent;
        while let Some(parent) = at {
            let parent = reader.item(parent)?;
            above.push((parent.code, parent.text));
            at = parent.parent;
        }
        let mut decisions = Vec::new();
        for decision in reader.decisions_about(id)? {
            let meeting = reader.meeting(decision.meeting)?;
            let title = meeting.map(|m| format!("{} {}", m.facts.held_on, m.facts.title)).unwrap_or_default();
            decisions.push((decision, title));
        }
        let (steps, standing) = walk::walk(scope, &item)?;
        let (filings, evidence) = (reader.filings_of(id)?, reader.evidence_of(id)?);
        let marked = filings.iter().map(|f| DisclosureSubject::Filing(f.id));
        let mut marks = Vec::new();
        for subject in marked.chain(evidence.iter().map(|e| DisclosureSubject::Evidence(e.id))) {
            let facts = reader.disclosure_of(subject)?.filter(|facts| facts.disclosure != Disclosure::Party);
            marks.extend(facts.map(|facts| (subject, facts)));
        }
        let usual = DisclosureFacts { disclosure: Disclosure::Party, public_words: None };
        Ok(Self {
            disclosure: reader.disclosure_of(DisclosureSubject::Item(id))?.unwrap_or(usual),
            marks,
            row: ItemRow::new(scope, &item)?,
            above,
            // Read one by one: the children's rows come without those who answer for them.
            below: reader
                .children(id)?
                .iter()
                .map(|child| reader.item(child.id))
                .collect::<std::result::Result<_, _>>()?,
            source: reader.source_place(id)?,
            links: reader.links_of(id)?,
            filings,
            filings_below: reader.filings_below(id, FILINGS_BELOW)?,
            extensions: reader.extensions_of(id)?,
            reminders: reader.reminders_of(id, scope.as_of.day)?,
            closure: reader.closure_steps(id)?,
            walk: steps,
            standing,
            rechecks: reader.rechecks_of(id)?,
            sign_offs: reader.sign_offs_of(id)?,
            decisions,
            undone: reader.undone_decisions_of(id)?,
            evidence,
            outcomes: reader.outcomes(scope.as_of, Some(id))?,
            item,
        })
    }

    /// The item as a page.
    ///
    /// # Errors
    /// Trouble with the place written to.
    pub fn page(&self, scope: &Scope<'_>, sink: &mut dyn PageSink) -> Result<()> {
        let item = &self.item;
        sink.title(&format!("{} {}", item.kind.label(), scope.code_of(item)), Some(scope.as_of.day))?;
        sink.block(Block::Paragraph(item.text.clone()))?;
        sink.block(Block::KeyValues(self.facts(scope)))?;
        self.below_page(scope, sink)?;
        self.filing_page(sink)?;
        self.history_page(sink)?;
        self.undone_page(sink)?;
        self.attachment_page(sink)?;
        if let Some(StoodIn { name, place, words, unit }) = &self.source {
            heading(sink, "出处")?;
            let unit = unit.as_ref().map(|unit| format!("（{unit}）")).unwrap_or_default();
            sink.block(Block::Paragraph(format!("《{name}》{unit}{place}：{words}")))?;
        }
        sink.finish()?;
        Ok(())
    }

    fn facts(&self, scope: &Scope<'_>) -> Vec<(String, Cell)> {
        let item = &self.item;
        let mut facts: Vec<(String, Cell)> = Vec::new();
        let mut add = |name: &str, cell: Cell| facts.push((name.to_owned(), cell));
        if let Some(round) = scope.round(item.round) {
            let (key, title) = (&round.key, &round.settings.title);
            add("轮次", Cell::text(if key == title { key.clone() } else { format!("{key} {title}") }));
        }
        for (code, text) in &self.above {
            add("上级事项", Cell::text(format!("{code} {text}")));
        }
        if item.kind == ItemKind::Issue || item.origin != Origin::Feedback {
            add("来源", item.origin.label().into());
        }
        if let Some(kind) = item.item_type {
            add("整改类型", kind.label().into());
        }
        for (name, text) in [("原编号", &item.source_no), ("整改目标", &item.goal), ("备注", &item.note)] {
            if let Some(text) = text {
                add(name, Cell::text(text.clone()));
            }
        }
        if self.disclosure.disclosure != Disclosure::Party {
            add("公开范围", self.disclosure.disclosure.label().into());
        }
        if let Some(words) = &self.disclosure.public_words {
            add("公开表述", Cell::text(words.clone()));
        }
        if !item.kind.is_work() {
            return facts;
        }
        for role in Role::ALL {
            let names = joined(item, *role);
            if !names.is_empty() {
                add(role.label(), names.into());
            } else if matches!(role, Role::Leader | Role::Department) {
                add(role.label(), Cell::text("未定").toned(Tone::Soon));
            }
        }
        match &item.deadline {
            None => add("时限", Cell::text("未定").toned(Tone::Soon)),
            Some(held) => {
                let (raw, class) = (&held.now.raw, held.now.class.label());
                add("时限", Cell::text(if raw == class { raw.clone() } else { format!("{raw}（{class}）") }));
                if let Some(due) = held.now.due {
                    let late = item.days_late(scope.as_of.day);
                    let words = if late > 0 { format!("{due}，已逾期{late}天") } else { due.to_string() };
                    add("到期日", Cell::text(words).toned(if late > 0 { Tone::Late } else { Tone::Plain }));
                }
                if held.extensions > 0 {
                    let first = held.first_due.map_or_else(|| "无".to_owned(), |d| d.to_string());
                    add("首次时限", Cell::text(format!("{first}，已延期{}次", held.extensions)));
                }
                if let Some(review) = held.now.review {
                    add("复核日", review.into());
                }
                if let Some(note) = &held.now.note {
                    add("时限说明", Cell::text(note.clone()).toned(Tone::Soon));
                }
            }
        }
        let completed = item.completed_on.map(|d| format!("（{d}）")).unwrap_or_default();
        add("进度", Cell::text(format!("{}{completed}", item.progress.label())));
        let mut closure = item.closure.label().to_owned();
        if let Some(on) = item.closed_on {
            closure.push_str(&format!("（{on}）"));
        }
        if item.unratified {
            closure.push_str("，待补党组会审议");
        }
        if item.without_evidence {
            closure.push_str("，无佐证销号");
        }
        if item.cycle > 1 {
            closure.push_str(&format!("，第{}轮整改", item.cycle));
        }
        add("销号", closure.into());
        let cases: Vec<&Item> =
            self.below.iter().filter(|b| b.kind == ItemKind::Case && b.withdrawn_on.is_none()).collect();
        if !cases.is_empty() {
            let cleared = cases.iter().filter(|case| case.progress == Progress::Completed).count();
            let (part, whole) = (i64::try_from(cleared).unwrap_or(0), i64::try_from(cases.len()).unwrap_or(0));
            let rate = Rate::new(part, whole);
            add("个案", Cell::text(format!("交办{whole}件，已清结{part}件，清结率{rate}（{}）", rate.fraction())));
        }
        if let Some(light) = item.light(scope.lights(item.round), scope.as_of.day) {
            add("亮灯", super::list::light_cell(Some(light)));
        }
        if let Some(on) = item.withdrawn_on {
            add("撤项", Cell::text(on.to_string()).toned(Tone::Muted));
        }
        for link in &self.links {
            let away = link.from == item.id;
            let end = if away { &link.to_end } else { &link.from_end };
            let here = scope.round(item.round).is_some_and(|round| round.key == end.round);
            let code = if here { end.code.clone() } else { format!("{}:{}", end.round, end.code) };
            let gone = if end.withdrawn { "（已撤项）" } else { "" };
            let words = truncate(&end.text.replace('\n', " "), LINK_WORDS);
            let tone = if end.withdrawn { Tone::Muted } else { Tone::Plain };
            add(link_word(link.kind, away), Cell::text(format!("{code} {gone}{words}")).toned(tone));
        }
        facts
    }

    fn below_page(&self, scope: &Scope<'_>, sink: &mut dyn PageSink) -> Result<()> {
        if self.below.is_empty() {
            return Ok(());
        }
        heading(sink, "下级事项")?;
        sink.begin_grid(&[
            Column::code("编号"),
            Column::rigid("类别"),
            Column::text("内容", 1),
            Column::day("到期日"),
            Column::rigid("进度"),
            Column::rigid("销号"),
        ])?;
        for item in &self.below {
            let withdrawn = item.withdrawn_on.is_some();
            let text = if withdrawn { format!("（已撤项）{}", item.text) } else { item.text.clone() };
            sink.row(vec![
                Cell::text(scope.code_of(item)),
                item.kind.label().into(),
                Cell::text(text).toned(if withdrawn { Tone::Muted } else { Tone::Plain }),
                Cell::from(item.due()),
                super::row::progress_cell(item),
                super::row::closure_cell(item),
            ])?;
        }
        Ok(sink.end_grid()?)
    }

    fn filing_page(&self, sink: &mut dyn PageSink) -> Result<()> {
        if !self.filings.is_empty() {
            heading(sink, "填报")?;
            self.filing_grid(sink, self.filings.iter().map(|filing| (None, filing)))?;
        }
        if !self.filings_below.is_empty() {
            heading(sink, &format!("下级事项的填报（最近{}份）", self.filings_below.len()))?;
            self.filing_grid(sink, self.filings_below.iter().map(|(code, filing)| (Some(code.as_str()), filing)))?;
        }
        Ok(())
    }

    fn filing_grid<'f>(
        &self,
        sink: &mut dyn PageSink,
        filings: impl Iterator<Item = (Option<&'f str>, &'f FilingRow)> + Clone,
    ) -> Result<()> {
        let coded = filings.clone().any(|(code, _)| code.is_some());
        let mut columns = vec![
            Column::day("日期"),
            Column::rigid("部门").at_most(16),
            Column::text("情况", 1),
            Column::rigid("进度"),
            Column::rigid("经办").at_most(12),
        ];
        if coded {
            columns.insert(0, Column::code("编号"));
        }
        sink.begin_grid(&columns)?;
        for (code, filing) in filings {
            let mut words = Vec::new();
            for (label, text) in
                [("", &filing.situation), ("存在问题：", &filing.problems), ("下步措施：", &filing.next)]
            {
                if let Some(text) = text {
                    words.push(format!("{label}{text}"));
                }
            }
            if let Some(mark) = self.mark(DisclosureSubject::Filing(filing.id)) {
                words.push(format!("（第{}号填报，{}）", filing.id, disclosure_words(mark)));
            }
            if let Some(back) = &filing.words {
                words.push(format!("退回：{back}"));
            }
            let mut cells: Vec<Cell> = code.iter().map(|code| Cell::text(*code).toned(Tone::Strong)).collect();
            cells.extend([
                filing.on.into(),
                Cell::text(filing.department.clone().unwrap_or_default()),
                Cell::text(words.join("\n")),
                Cell::text(filing.progress.map_or("", |p| p.label())),
                Cell::text(filed_by(filing)).toned(match filing.state {
                    FilingState::Accepted => Tone::Plain,
                    FilingState::Pending | FilingState::Returned => Tone::Soon,
                }),
            ]);
            sink.row(cells)?;
        }
        Ok(sink.end_grid()?)
    }

    fn history_page(&self, sink: &mut dyn PageSink) -> Result<()> {
        if !self.extensions.is_empty() {
            heading(sink, "延期")?;
            for extension in &self.extensions {
                sink.block(Block::Paragraph(extension_words(extension)))?;
            }
        }
        if !self.closure.is_empty() {
            heading(sink, "销号经过")?;
            for step in &self.closure {
                // A ratification takes the words of the closing along; they are said there.
                let words = step.words.as_ref().filter(|_| !step.ratified);
                let words = words.map(|w| format!("：{w}")).unwrap_or_default();
                let label = match step.closure {
                    _ if step.ratified => DecisionOn::Ratification.label(),
                    Closure::None => "撤销销号",
                    other => other.label(),
                };
                sink.block(Block::Paragraph(format!("{} 第{}轮 {label}{words}", step.on, step.cycle)))?;
            }
        }
        self.walk_page(sink)?;
        if !self.reminders.is_empty() {
            heading(sink, "催办")?;
            for letter in &self.reminders {
                sink.block(Block::Paragraph(reminded_words(letter)))?;
            }
        }
        if !self.rechecks.is_empty() {
            heading(sink, "回头看")?;
            for look in &self.rechecks {
                let mut words = format!("{} 第{}轮 {}：{}", look.on, look.cycle, look.finding.label(), look.words);
                words.push_str(&format!("（{}", look.by));
                if !look.evidence.is_empty() {
                    let numbers: Vec<String> = look.evidence.iter().map(ToString::to_string).collect();
                    words.push_str(&format!("，佐证{}", numbers.join("、")));
                }
                if let Some(number) = look.sample {
                    words.push_str(&format!("，第{number}号抽查"));
                }
                if let Some(next) = look.next {
                    words.push_str(&format!("，下次 {next}"));
                }
                words.push('）');
                sink.block(Block::Paragraph(words))?;
            }
        }
        if !self.decisions.is_empty() {
            heading(sink, "会议决定")?;
            for (decision, title) in &self.decisions {
                let words = decision.words.as_ref().map(|w| format!("：{w}")).unwrap_or_default();
                sink.block(Block::Paragraph(format!(
                    "{title}（会议{}）{}：{}{words}",
                    decision.meeting,
                    decision.on.label(),
                    decision.decision.label()
                )))?;
            }
        }
        Ok(())
    }

    /// What was decided against whoever asked and taken back: the tables forget it, the history does not.
    fn undone_page(&self, sink: &mut dyn PageSink) -> Result<()> {
        if self.undone.is_empty() {
            return Ok(());
        }
        heading(sink, "撤销过的决定")?;
        for undone in &self.undone {
            let words = undone.words.as_ref().map(|w| format!("：{w}")).unwrap_or_default();
            let reason = undone.reason.as_deref().unwrap_or("没有写");
            sink.block(Block::Paragraph(format!(
                "{} {}{words}；{} 由{}撤销，理由：{reason}",
                undone.decided_on,
                undone.against.label(),
                undone.undone_on,
                undone.by
            )))?;
        }
        Ok(())
    }

    fn attachment_page(&self, sink: &mut dyn PageSink) -> Result<()> {
        if !self.evidence.is_empty() {
            heading(sink, "佐证材料")?;
            for evidence in &self.evidence {
                let kept = match (&evidence.facts.file, &evidence.facts.register) {
                    (Some(file), _) if file.name == evidence.facts.title => size(file.bytes),
                    (Some(file), _) => format!("{}（{}）", file.name, size(file.bytes)),
                    (None, Some(entry)) => format!("存于{}", entry.kept_at),
                    (None, None) => String::new(),
                };
                let dated = evidence.facts.dated_on.map(|d| format!("，{d}")).unwrap_or_default();
                let mark = self.mark(DisclosureSubject::Evidence(evidence.id));
                let mark = mark.map(|mark| format!("（{}）", disclosure_words(mark))).unwrap_or_default();
                let title = &evidence.facts.title;
                sink.block(Block::Paragraph(format!("佐证{} {title}{dated}：{kept}{mark}", evidence.id)))?;
            }
        }
        if !self.outcomes.is_empty() {
            heading(sink, "成效")?;
            for outcome in &self.outcomes {
                let mark = Some(&outcome.disclosure).filter(|mark| mark.disclosure != Disclosure::Party);
                let mark = mark.map(|mark| format!("（{}）", disclosure_words(mark))).unwrap_or_default();
                let words = outcome_words(&outcome.facts);
                sink.block(Block::Paragraph(format!("成效{} {words}{mark}", outcome.id)))?;
            }
        }
        Ok(())
    }

    /// The mark of a filing or a piece of evidence, where it is not the usual one.
    #[must_use]
    pub fn mark(&self, subject: DisclosureSubject) -> Option<&DisclosureFacts> {
        self.marks.iter().find(|(of, _)| *of == subject).map(|(_, facts)| facts)
    }
}

fn disclosure_words(facts: &DisclosureFacts) -> String {
    let words = facts.public_words.as_ref().map(|words| format!("，公开表述：{words}")).unwrap_or_default();
    format!("{}{words}", facts.disclosure.label())
}

/// An application for extension and what became of it: `2025-09-10 立案庭申请 2025-09-30 → 2025-12-31（到期前），原因：…；…批准，依据：…`.
fn extension_words(extension: &ExtensionRow) -> String {
    let day = |due: Option<Day>, raw: &str| due.map_or_else(|| raw.to_owned(), |d| d.to_string());
    let before = day(extension.before_due, "无日期");
    let asked = day(extension.deadline.due, &extension.deadline.raw);
    let late = if extension.after_expiry { "到期后" } else { "到期前" };
    let mut words = if extension.on_return {
        format!("{} 退回后重定期限 {before} → {asked}", extension.applied_on)
    } else {
        format!(
            "{} {}申请 {before} → {asked}（{late}），原因：{}",
            extension.applied_on,
            extension.applicant.as_deref().unwrap_or_default(),
            extension.reason
        )
    };
    let Some(decided_on) = extension.decided_on else {
        words.push_str("；待批准");
        return words;
    };
    words.push_str(&format!("；{decided_on} "));
    match (&extension.words, &extension.granted) {
        (Some(why), _) => words.push_str(&format!("未批准：{why}")),
        (None, Some((raw, due))) => words.push_str(&format!("批准延到 {}", day(*due, raw))),
        (None, None) => words.push_str("批准"),
    }
    words.push_str(&format!("，依据：{}", extension.approval.as_deref().unwrap_or_default()));
    words
}

/// A letter of 催办 in one line.
fn reminded_words(letter: &Reminded) -> String {
    let number = document_number(&letter.register, letter.year, letter.number);
    let to = letter.addressee.as_ref().map(|who| format!("（{who}）")).unwrap_or_default();
    format!("{} {}{to} {number}，答复期限 {}", letter.sent.on, letter.tier.label(), letter.sent.reply_by)
}

/// Who filled it in and who entered it; what the office made of it, unless it was accepted.
fn filed_by(filing: &FilingRow) -> String {
    let mut words = filing.filled_by.clone().unwrap_or_else(|| filing.entered_by.clone());
    if filing.filled_by.is_some() {
        words.push_str(&format!("\n{}录入", filing.entered_by));
    }
    match filing.state {
        FilingState::Accepted => {}
        FilingState::Pending => words.push_str(&format!("\n第{}号{}", filing.id, filing.state.label())),
        FilingState::Returned => words.push_str(&format!("\n{}", filing.state.label())),
    }
    words
}

/// A file's size as people say it.
fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes}字节"),
        1024..1_048_576 => format!("{}KB", bytes.div_ceil(1024)),
        _ => format!("{}.{}MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}

fn heading(sink: &mut dyn PageSink, text: &str) -> Result<()> {
    Ok(sink.block(Block::Heading { level: 1, text: text.to_owned() })?)
}
