//! What a paper brings, row by row as it will stand: shown before it is recorded, and told in short afterwards.

mod compared;
mod items;
mod told;
mod words;

use super::{
    super::{Result, desk::Desk},
    document, paper_words,
    source::Source,
    tables,
};
use crate::{
    domain::{Day, deadline::Deadline, item::ItemKind, meeting::MeetingFacts, receipt::Receipt},
    intake::plan::PlannedItem,
    report::page::{Block, Cell, Column, PageSink},
    service::paper::{Fate, NewName, Read, Taken, Told, Untold},
    zh::{
        deadline::{Frame, parse_deadline},
        label::Label as _,
    },
};
pub(super) use words::{fate_key, reasons, warnings};

/// Rows shown unless all are asked for.
const ROWS: usize = 20;
/// Lines of what was left out or is to be looked at, shown unless all are asked for.
const LINES: usize = 60;

/// One item of the paper as it will stand.
pub(super) struct Row<'a> {
    /// As planned.
    pub(super) item: &'a PlannedItem,
    /// What became, or would become, of it.
    pub(super) taken: Taken,
    /// How its deadline was read.
    pub(super) deadline: Option<Deadline>,
}

/// A paper with everything that a person should see before agreeing.
pub(super) struct Preview<'a> {
    /// The file.
    pub(super) source: &'a Source,
    /// Its items.
    pub(super) rows: Vec<Row<'a>>,
    /// The round's key; `None` when there is none yet.
    pub(super) round: Option<String>,
    /// Whether items stood in the round before.
    pub(super) into_standing: bool,
    /// The day of effect; `None` without a round.
    pub(super) on: Option<Day>,
    /// What it tells of the work.
    pub(super) told: Told,
    /// Issues that another one in the round may double: code, the other's code, its words.
    pub(super) doubles: Vec<(String, String, String)>,
    /// What another ledger tells and the rules did not let be done again.
    pub(super) untold: Vec<Untold>,
    /// Whether history was left aside because items stand in the round already.
    pub(super) history_left: bool,
    /// Names that are not in the roster.
    pub(super) new_names: Vec<NewName>,
    /// Meetings that are registered with it.
    pub(super) new_meetings: Vec<MeetingFacts>,
    /// When, and under which name, the same bytes were read before.
    pub(super) read_before: Option<(String, Day)>,
    /// What was or would be done.
    pub(super) receipt: Receipt,
}

impl<'a> Preview<'a> {
    /// Without a round: the codes of an empty one, deadlines counted from the day of the feedback.
    pub(super) fn without_round(source: &'a Source, feedback_on: Day) -> Self {
        let plan = &source.plan;
        let codes = plan.codes();
        let frame = Frame { feedback_on, milestones: Vec::new(), now_days: 30, in_table: !plan.tables.is_empty() };
        let rows = plan.items.iter().zip(&codes).map(|(item, code)| Row {
            item,
            taken: Taken {
                code: code.to_string(),
                parent: item.parent.map(|at| codes[at].to_string()),
                kind: item.kind,
                fate: Fate::Added,
                deadline: None,
                differences: Vec::new(),
            },
            deadline: item.deadline_raw.as_deref().map(|words| parse_deadline(words, &frame)),
        });
        let receipt = Receipt { dry_run: true, ..Receipt::default() };
        Self {
            source,
            rows: rows.collect(),
            round: None,
            into_standing: false,
            on: None,
            told: Told::default(),
            doubles: Vec::new(),
            untold: Vec::new(),
            history_left: false,
            new_names: Vec::new(),
            new_meetings: Vec::new(),
            read_before: None,
            receipt,
        }
    }

    /// In a round: as the service took it.
    pub(super) fn of(source: &'a Source, on: Day, read: Read, receipt: Receipt) -> Self {
        let rows = source.plan.items.iter().zip(read.items).map(|(item, mut taken)| {
            let deadline = taken.deadline.take();
            Row { item, taken, deadline }
        });
        Self {
            source,
            rows: rows.collect(),
            round: Some(read.round),
            into_standing: read.into_standing,
            on: Some(on),
            told: read.told,
            doubles: read.doubles,
            untold: read.untold,
            history_left: read.history_left,
            new_names: read.new_names,
            new_meetings: read.new_meetings,
            read_before: read.read_before,
            receipt,
        }
    }

    /// Shows it, as a page or as a document.
    pub(super) fn show(&self, desk: &mut Desk, all: bool) -> Result<()> {
        if desk.is_json() {
            return document::write(self, desk);
        }
        let mut page = desk.page()?;
        self.page(&mut *page, all)?;
        page.finish()?;
        drop(page);
        Ok(())
    }

    /// Pushes it as a page; `all` of its rows, or the first ones.
    pub(super) fn page(&self, page: &mut dyn PageSink, all: bool) -> std::io::Result<()> {
        let plan = &self.source.plan;
        page.title(&format!("导入：{}", self.source.name), None)?;
        page.block(Block::KeyValues(self.facts()))?;
        if self.history_left {
            page.block(Block::Note(
                "这个轮次里已有事项：只补台账没有的事项和最近的办理情况，办理经过没有读入。要全部读入，请导入到还没有事项的轮次。".into(),
            ))?;
        }
        if plan.items.is_empty() {
            page.block(Block::Note("文中没有读出问题。新闻稿、会议讲话等不含问题清单的文件不能导入。".into()))?;
        } else {
            page.block(Block::Heading { level: 1, text: "将要录入的事项".into() })?;
            self.grid(page, if all { usize::MAX } else { ROWS })?;
            if !all && self.rows.len() > ROWS {
                let rest = self.rows.len() - ROWS;
                page.block(Block::Note(format!("另有 {rest} 行，加 --all 全部列出。")))?;
            }
        }
        tables::show(&plan.tables, page, all)?;
        self.readings(page)?;
        self.names(page)?;
        self.meetings(page)?;
        self.passed_over(page)?;
        self.differences(page)?;
        self.untold(page, if all { usize::MAX } else { LINES })?;
        self.doubled(page)?;
        self.repeated(page)?;
        let most = if all { usize::MAX } else { LINES };
        if !plan.left_out.is_empty() {
            page.block(Block::Heading {
                level: 1, text: format!("未录入的部分（{} 处）", plan.left_out.len())
            })?;
            page.begin_grid(&[Column::rigid("位置"), Column::text("开头文字", 1)])?;
            for left in plan.left_out.iter().take(most) {
                page.row(vec![left.place.clone().into(), left.first_words(40).into()])?;
            }
            page.end_grid()?;
            further(page, plan.left_out.len(), most)?;
        }
        self.to_check(page, most)?;
        self.stated(page)
    }

    /// What a reader should look at.
    fn to_check(&self, page: &mut dyn PageSink, most: usize) -> std::io::Result<()> {
        let notes = &self.source.plan.notes;
        if notes.is_empty() {
            return Ok(());
        }
        page.block(Block::Heading { level: 1, text: "请核对".into() })?;
        page.begin_grid(&[Column::rigid("位置"), Column::text("说明", 1)])?;
        for note in notes.iter().take(most) {
            page.row(vec![note.place.clone().into(), note.reason.clone().into()])?;
        }
        page.end_grid()?;
        further(page, notes.len(), most)
    }

    fn facts(&self) -> Vec<(String, Cell)> {
        let header = &self.source.plan.header;
        let mut facts: Vec<(String, Cell)> = vec![("文件类别".into(), paper_words(self.source.plan.paper).into())];
        let mut fact = |name: &str, cell: Option<Cell>| facts.extend(cell.map(|cell| (name.to_owned(), cell)));
        fact("轮次", self.round.clone().map(Into::into));
        fact("生效日", self.on.map(Into::into));
        fact("巡察机构", header.body.clone().map(Into::into));
        fact("被巡察党组", header.party_group.clone().map(Into::into));
        fact("反馈日", header.feedback_on.map(Into::into));
        fact("填报单位", header.unit.clone().map(Into::into));
        fact("截至日期", header.as_of.map(Into::into));
        fact("内容", Some(self.counts().into()));
        let origins = self.source.plan.by_origin();
        if origins.len() > 1 {
            let words: Vec<String> = origins.iter().map(|(origin, n)| format!("{} {n}", origin.label())).collect();
            fact("问题来源", Some(words.join("、").into()));
        }
        if self.into_standing {
            fact("与台账对应", Some(self.fates().into()));
        }
        fact("办理情况", self.told_words().map(Into::into));
        facts
    }

    /// 方面 5 个、问题 28 个、措施 94 条: every level by itself.
    fn counts(&self) -> String {
        let counts = self.source.plan.counts();
        let parts: Vec<String> = [
            (ItemKind::Category, counts.category, "个"),
            (ItemKind::Issue, counts.issue, "个"),
            (ItemKind::Opinion, counts.opinion, "条"),
            (ItemKind::Measure, counts.measure, "条"),
            (ItemKind::Case, counts.case, "件"),
        ]
        .iter()
        .filter(|(_, n, _)| *n > 0)
        .map(|(kind, n, unit)| format!("{} {n} {unit}", kind.label()))
        .collect();
        if parts.is_empty() { "没有读出问题".into() } else { parts.join("、") }
    }

    /// 新增 12 项、已有 6 项…
    fn fates(&self) -> String {
        let count = |is: &dyn Fn(&Fate) -> bool| self.rows.iter().filter(|row| is(&row.taken.fate)).count();
        let parts: Vec<String> = [
            ("新增", count(&|fate| *fate == Fate::Added)),
            ("台账已有", count(&|fate| *fate == Fate::Matched)),
            ("没有变化", count(&|fate| *fate == Fate::Unchanged)),
            ("作为整改情况填报", count(&|fate| *fate == Fate::Filed)),
            ("略过", count(&|fate| matches!(fate, Fate::Skipped(_)))),
        ]
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(words, n)| format!("{words} {n} 项"))
        .collect();
        parts.join("、")
    }

    /// What it tells of the work: filings, evidence, closings.
    fn told_words(&self) -> Option<String> {
        let told = &self.told;
        let mut parts = Vec::new();
        let mut part = |count: usize, words: &str, apart: &[(usize, &str)]| {
            if count == 0 {
                return;
            }
            let apart: Vec<String> =
                apart.iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{words} {n}")).collect();
            let apart = if apart.is_empty() { String::new() } else { format!("（{}）", apart.join("，")) };
            parts.push(format!("{words} {count}{apart}"));
        };
        part(told.filings, "填报", &[(told.completed_undated, "已完成而未写完成日、按导入日计")]);
        part(told.extensions, "延期", &[]);
        part(told.evidence, "佐证登记", &[]);
        part(told.outcomes, "成效", &[]);
        part(told.look_backs, "回头看", &[]);
        part(
            told.closings,
            "原已销号",
            &[
                (told.unratified, "待补党组会审议"),
                (told.without_evidence, "无佐证"),
                (told.closed_undated, "未写销号日、按导入日计"),
            ],
        );
        if parts.is_empty() { None } else { Some(parts.join("；")) }
    }
}

/// Says that there is more than was shown.
fn further(page: &mut dyn PageSink, count: usize, shown: usize) -> std::io::Result<()> {
    match count.checked_sub(shown).filter(|rest| *rest > 0) {
        Some(rest) => page.block(Block::Note(format!("另有 {rest} 处，加 --all 全部列出。"))),
        None => Ok(()),
    }
}
