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
        ids::ItemId,
        item::{Item, ItemKind, Origin},
        lifecycle::Progress,
        party::Role,
        rate::Rate,
    },
    store::query::{
        ClosureStep, DecisionRow, EvidenceRow, ExtensionRow, FilingRow, LinkRow, OutcomeRow, RecheckRow, SignOffRow,
    },
    zh::{event::outcome_words, label::Label as _},
};

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
    /// Where it stood in the paper it came from: name, place, words.
    pub source: Option<(String, String, String)>,
    /// Its links.
    pub links: Vec<LinkRow>,
    /// Its filings.
    pub filings: Vec<FilingRow>,
    /// Its extensions.
    pub extensions: Vec<ExtensionRow>,
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
    /// Its evidence.
    pub evidence: Vec<EvidenceRow>,
    /// Its outcomes.
    pub outcomes: Vec<OutcomeRow>,
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
        Ok(Self {
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
            filings: reader.filings_of(id)?,
            extensions: reader.extensions_of(id)?,
            closure: reader.closure_steps(id)?,
            walk: steps,
            standing,
            rechecks: reader.rechecks_of(id)?,
            sign_offs: reader.sign_offs_of(id)?,
            decisions,
            evidence: reader.evidence_of(id)?,
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
        self.attachment_page(sink)?;
        if let Some((name, place, words)) = &self.source {
            heading(sink, "出处")?;
            sink.block(Block::Paragraph(format!("《{name}》{place}：{words}")))?;
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
            let words = if link.from == item.id {
                format!("{} {}", link.kind.label(), link.to_code)
            } else {
                format!("{} {}本项", link.from_code, link.kind.label())
            };
            add("关联", words.into());
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
        if self.filings.is_empty() {
            return Ok(());
        }
        heading(sink, "填报")?;
        sink.begin_grid(&[
            Column::day("日期"),
            Column::rigid("部门").at_most(16),
            Column::text("情况", 1),
            Column::rigid("进度"),
            Column::rigid("经办").at_most(12),
        ])?;
        for filing in &self.filings {
            let mut words = Vec::new();
            for (label, text) in
                [("", &filing.situation), ("存在问题：", &filing.problems), ("下步措施：", &filing.next)]
            {
                if let Some(text) = text {
                    words.push(format!("{label}{text}"));
                }
            }
            sink.row(vec![
                filing.on.into(),
                Cell::text(filing.department.clone().unwrap_or_default()),
                Cell::text(words.join("\n")),
                Cell::text(filing.progress.map_or("", |p| p.label())),
                Cell::text(filing.filled_by.clone().unwrap_or_else(|| filing.entered_by.clone())),
            ])?;
        }
        Ok(sink.end_grid()?)
    }

    fn history_page(&self, sink: &mut dyn PageSink) -> Result<()> {
        if !self.extensions.is_empty() {
            heading(sink, "延期")?;
            for extension in &self.extensions {
                let before = extension.before_due.map_or_else(|| "无日期".to_owned(), |d| d.to_string());
                let after = extension.due.map_or_else(|| extension.raw.clone(), |d| d.to_string());
                let late = if extension.after_expiry { "（到期后申请）" } else { "" };
                let approval = extension.approval.clone().unwrap_or_default();
                sink.block(Block::Paragraph(format!(
                    "{} {before} → {after}{late}，原因：{}，依据：{approval}",
                    extension.applied_on, extension.reason
                )))?;
            }
        }
        if !self.closure.is_empty() {
            heading(sink, "销号经过")?;
            for step in &self.closure {
                let words = step.words.as_ref().map(|w| format!("：{w}")).unwrap_or_default();
                let label = match step.closure {
                    crate::domain::lifecycle::Closure::None => "撤销销号",
                    other => other.label(),
                };
                sink.block(Block::Paragraph(format!("{} 第{}轮 {label}{words}", step.on, step.cycle)))?;
            }
        }
        self.walk_page(sink)?;
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
                sink.block(Block::Paragraph(format!("佐证{} {}{dated}：{kept}", evidence.id, evidence.facts.title)))?;
            }
        }
        if !self.outcomes.is_empty() {
            heading(sink, "成效")?;
            for outcome in &self.outcomes {
                sink.block(Block::Paragraph(format!("成效{} {}", outcome.id, outcome_words(&outcome.facts))))?;
            }
        }
        Ok(())
    }
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
