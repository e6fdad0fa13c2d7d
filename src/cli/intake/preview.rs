//! What a paper brings, row by row as it will stand: shown before it is recorded, and told in short afterwards.

use super::{
    super::{Result, desk::Desk},
    document, paper_words,
    source::Source,
    tables,
};
use crate::{
    domain::{
        Day,
        deadline::{Deadline, DeadlineClass},
        item::ItemKind,
        party::Role,
        receipt::Receipt,
        refusal::Warning,
    },
    intake::plan::{FigureKind, PlannedItem},
    report::page::{Block, Cell, Column, PageSink, Tone},
    service::paper::{Because, Difference, Fate, NewName, Read, Settled, Skip, Taken, Told},
    zh::{
        self,
        deadline::{Frame, parse_deadline},
        label::Label as _,
        width::truncate,
    },
};

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
    /// Names that are not in the roster.
    pub(super) new_names: Vec<NewName>,
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
            new_names: Vec::new(),
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
            new_names: read.new_names,
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
        self.passed_over(page)?;
        self.differences(page)?;
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
        if !plan.notes.is_empty() {
            page.block(Block::Heading { level: 1, text: "请核对".into() })?;
            page.begin_grid(&[Column::rigid("位置"), Column::text("说明", 1)])?;
            for note in plan.notes.iter().take(most) {
                page.row(vec![note.place.clone().into(), note.reason.clone().into()])?;
            }
            page.end_grid()?;
            further(page, plan.notes.len(), most)?;
        }
        self.stated(page)
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
        part(told.evidence, "佐证登记", &[]);
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

    fn grid(&self, page: &mut dyn PageSink, limit: usize) -> std::io::Result<()> {
        let mut columns = vec![Column::code("编号"), Column::rigid("类别"), Column::text("内容", 4)];
        let named = self.rows.iter().any(|row| !who(row.item).is_empty());
        let dated = self.rows.iter().any(|row| row.item.deadline_raw.is_some());
        let origins = self.source.plan.by_origin().len() > 1;
        for (wanted, column) in [
            (origins, Column::rigid("来源")),
            (named, Column::text("责任", 2)),
            (dated, Column::text("时限", 1)),
            (self.into_standing, Column::rigid("处理")),
        ] {
            if wanted {
                columns.push(column);
            }
        }
        page.begin_grid(&columns)?;
        for row in self.rows.iter().take(limit) {
            let item = row.item;
            let mut cells: Vec<Cell> = vec![
                row.taken.code.clone().into(),
                row.taken.kind.label().into(),
                truncate(&item.text.replace('\n', " "), 80).into(),
            ];
            if origins {
                cells.push(if item.kind == ItemKind::Issue { item.origin.label().into() } else { Cell::EMPTY });
            }
            if named {
                cells.push(who(item).into());
            }
            if dated {
                let day = row.deadline.as_ref().and_then(|d| d.due.or(d.review));
                cells.push(day.map_or_else(|| item.deadline_raw.clone().into(), Cell::from));
            }
            if self.into_standing {
                let (words, tone) = fate_words(&row.taken.fate);
                cells.push(Cell::text(words).toned(tone));
            }
            page.row(cells)?;
        }
        page.end_grid()
    }

    /// Deadlines that are no plain day, with how they were read.
    fn readings(&self, page: &mut dyn PageSink) -> std::io::Result<()> {
        let rows: Vec<(&Row<'_>, &Deadline)> = self
            .rows
            .iter()
            .filter_map(|row| Some((row, row.deadline.as_ref()?)))
            .filter(|(_, deadline)| deadline.class != DeadlineClass::Date || deadline.note.is_some())
            .collect();
        if rows.is_empty() {
            return Ok(());
        }
        page.block(Block::Heading { level: 1, text: "时限的理解".into() })?;
        page.begin_grid(&[
            Column::code("编号"),
            Column::text("原文", 2),
            Column::rigid("类别"),
            Column::day("到期日"),
            Column::day("复核日"),
            Column::text("说明", 2),
        ])?;
        for (row, deadline) in rows {
            page.row(vec![
                row.taken.code.clone().into(),
                deadline.raw.clone().into(),
                deadline.class.label().into(),
                deadline.due.into(),
                deadline.review.into(),
                deadline.note.clone().into(),
            ])?;
        }
        page.end_grid()
    }

    /// Names that are not in the roster, with what is declared and nearly the same.
    fn names(&self, page: &mut dyn PageSink) -> std::io::Result<()> {
        if self.new_names.is_empty() {
            return Ok(());
        }
        page.block(Block::Heading {
            level: 1, text: format!("名册里没有的名称（{} 个）", self.new_names.len())
        })?;
        page.begin_grid(&[
            Column::text("名称", 2),
            Column::rigid("用作"),
            Column::text("名册里相近的", 2),
            Column::rigid("处理"),
        ])?;
        for NewName { party, decided } in &self.new_names {
            page.row(vec![
                party.name.clone().into(),
                party.role.map(zh::label::Label::label).unwrap_or_default().into(),
                party.near.join("、").into(),
                if *decided { Cell::text("登记") } else { Cell::text("待定").toned(Tone::Soon) },
            ])?;
        }
        page.end_grid()?;
        if self.new_names.iter().any(|name| !name.decided) {
            page.block(Block::Note(
                "待定的要先决定：是名册里的加 --party 文件写法=名册名称，是新的加 --new-party 名称，全部是新的加 --new-parties。"
                    .into(),
            ))?;
        }
        Ok(())
    }

    /// What was passed over, and why.
    fn passed_over(&self, page: &mut dyn PageSink) -> std::io::Result<()> {
        let passed = |row: &&Row<'_>| matches!(row.taken.fate, Fate::Skipped(skip) if skip != Skip::NothingNew);
        let rows: Vec<&Row<'_>> = self.rows.iter().filter(passed).collect();
        if rows.is_empty() {
            return Ok(());
        }
        page.block(Block::Heading { level: 1, text: "略过的".into() })?;
        page.begin_grid(&[Column::code("编号"), Column::text("文件内容", 1), Column::rigid("原因")])?;
        for row in rows {
            let Fate::Skipped(skip) = row.taken.fate else { continue };
            let words = truncate(&row.item.text.replace('\n', " "), 40);
            page.row(vec![row.taken.code.clone().into(), words.into(), skip_words(skip).into()])?;
        }
        page.end_grid()
    }

    /// What ledger and paper say differently, field by field, and what becomes of it.
    fn differences(&self, page: &mut dyn PageSink) -> std::io::Result<()> {
        let differing =
            || self.rows.iter().flat_map(|row| row.taken.differences.iter().map(move |one| (&row.taken.code, one)));
        if differing().next().is_none() {
            return Ok(());
        }
        page.block(Block::Heading { level: 1, text: "与台账不一致的".into() })?;
        page.begin_grid(&[
            Column::code("编号"),
            Column::rigid("栏目"),
            Column::text("台账", 2),
            Column::text("文件", 2),
            Column::text("处理", 2),
        ])?;
        for (code, one) in differing() {
            page.row(vec![
                code.as_str().into(),
                zh::label::field(one.field).into(),
                from_difference(&one.ledger, &one.paper).into(),
                from_difference(&one.paper, &one.ledger).into(),
                settled_words(code, one).into(),
            ])?;
        }
        page.end_grid()?;
        if differing().any(|(_, one)| one.settled == Settled::Open) {
            page.block(Block::Note(
                "待定的要先决定：以台账为准加 --on-conflict skip，以文件为准加 --on-conflict update。".into(),
            ))?;
        }
        Ok(())
    }

    /// Issues with the words of another one in the round: of another unit's ledger, most likely.
    fn doubled(&self, page: &mut dyn PageSink) -> std::io::Result<()> {
        if self.doubles.is_empty() {
            return Ok(());
        }
        page.block(Block::Heading { level: 1, text: "可能重复的".into() })?;
        page.begin_grid(&[Column::code("编号"), Column::code("已有编号"), Column::text("已有问题", 1)])?;
        for (code, other, text) in &self.doubles {
            page.row(vec![code.as_str().into(), other.as_str().into(), truncate(text, 60).into()])?;
        }
        page.end_grid()
    }

    /// Which new issues may be the same matter as one that an earlier round had struck off (屡改屡犯).
    fn repeated(&self, page: &mut dyn PageSink) -> std::io::Result<()> {
        let alike: Vec<(&String, &String, &String)> = self
            .receipt
            .warnings
            .iter()
            .filter_map(|warning| match warning {
                Warning::LooksAlike { code, earlier, text } => Some((code, earlier, text)),
                _ => None,
            })
            .collect();
        if alike.is_empty() {
            return Ok(());
        }
        page.block(Block::Heading { level: 1, text: "与往轮已销号问题相近的".into() })?;
        page.begin_grid(&[Column::code("编号"), Column::code("往轮编号"), Column::text("往轮问题", 1)])?;
        for (code, earlier, text) in &alike {
            page.row(vec![code.as_str().into(), earlier.as_str().into(), text.as_str().into()])?;
        }
        page.end_grid()?;
        let (code, earlier, _) = alike[0];
        page.block(Block::Note(format!(
            "确是同一问题（屡改屡犯）的，导入后关联，如 taizhang link {code} --same-as {earlier}"
        )))
    }

    /// 文内口径: what the paper states of itself beside what was found in its text.
    fn stated(&self, page: &mut dyn PageSink) -> std::io::Result<()> {
        let stated = &self.source.plan.stated;
        if stated.is_empty() {
            return Ok(());
        }
        page.block(Block::Heading { level: 1, text: "文内口径".into() })?;
        page.begin_grid(&[
            Column::text("文中的话", 2),
            Column::rigid("所指"),
            Column::number("文内数"),
            Column::number("可数出"),
            Column::rigid("比较"),
        ])?;
        for figure in stated {
            let compared = match figure.found {
                None => Cell::text("文中无法逐项数出").toned(Tone::Muted),
                Some(found) if found == figure.number => Cell::text("一致").toned(Tone::Good),
                Some(found) => {
                    let difference = i64::from(found) - i64::from(figure.number);
                    Cell::text(format!("相差 {difference:+}")).toned(Tone::Soon)
                }
            };
            page.row(vec![
                figure.words.clone().into(),
                figure_words(figure.what).into(),
                i64::from(figure.number).into(),
                figure.found.map(i64::from).into(),
                compared,
            ])?;
        }
        page.end_grid()
    }

    /// What is asked before it is recorded.
    pub(super) fn question(&self) -> String {
        let round = self.round.as_deref().unwrap_or_default();
        format!("将把“{}”导入 {round}（{}）", self.source.name, self.counts())
    }

    /// The rows, a line each, for the question.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if self.into_standing {
            lines.push(self.fates());
        }
        let origins: Vec<String> =
            self.source.plan.by_origin().iter().map(|(origin, n)| format!("{} {n} 个", origin.label())).collect();
        lines.extend((!origins.is_empty()).then(|| origins.join("、")));
        lines.extend(
            (!self.source.plan.left_out.is_empty())
                .then(|| format!("未录入的部分 {} 处", self.source.plan.left_out.len())),
        );
        lines
    }

    /// Says that there was nothing to record.
    pub(super) fn nothing_new(&self, desk: &mut Desk, all: bool) -> Result<()> {
        if desk.is_json() {
            return document::write(self, desk);
        }
        let differing = self.rows.iter().filter(|row| !row.taken.differences.is_empty()).count();
        if differing > 0 {
            self.show(desk, all)?;
            return desk.say(&format!(
                "“{}”有 {differing} 项与台账不一致，都保留台账；没有新的内容，没有记录。",
                self.source.name
            ));
        }
        let before = self.read_before.as_ref().map(|(name, on)| format!("（{on} 导入过同一文件“{name}”）"));
        let before = before.unwrap_or_default();
        desk.say(&format!("“{}”与台账一致{before}，没有新的内容，没有记录。", self.source.name))
    }

    /// Says what was recorded, and what comes next.
    pub(super) fn acknowledge(&self, desk: &mut Desk) -> Result<()> {
        if desk.is_json() {
            return document::write(self, desk);
        }
        let round = self.round.as_deref().unwrap_or_default();
        let records = match self.receipt.records {
            Some((first, last)) => format!("（第 {first}–{last} 号）"),
            None => String::new(),
        };
        desk.say(&format!("已记录{records}：“{}”导入 {round}，{}", self.source.name, self.fates()))?;
        for line in warnings(&self.receipt) {
            desk.say(&format!("注意：{line}"))?;
        }
        let open: Vec<&Row<'_>> = self
            .rows
            .iter()
            .filter(|row| {
                row.item.kind == ItemKind::Issue && row.taken.fate == Fate::Added && row.item.departments.is_empty()
            })
            .collect();
        desk.say("下一步：")?;
        if let Some(first) = open.first() {
            desk.say(&format!("  taizhang assign {} --leader 领导 --dept 部门 --due 时限", first.taken.code))?;
        }
        desk.say("  taizhang list")?;
        desk.say("  taizhang undo          整体撤销这次导入")
    }
}

/// Says that there is more than was shown.
fn further(page: &mut dyn PageSink, count: usize, shown: usize) -> std::io::Result<()> {
    match count.checked_sub(shown).filter(|rest| *rest > 0) {
        Some(rest) => page.block(Block::Note(format!("另有 {rest} 处，加 --all 全部列出。"))),
        None => Ok(()),
    }
}

/// Who answers for an item, leaders first.
fn who(item: &PlannedItem) -> String {
    let mut parts = Vec::new();
    for (role, names) in [(Role::Leader, &item.leaders), (Role::Department, &item.departments)] {
        if !names.is_empty() {
            parts.push(names.join("、"));
        }
        if role == Role::Department && !item.co_departments.is_empty() {
            parts.push(format!("配合：{}", item.co_departments.join("、")));
        }
    }
    if !item.persons.is_empty() {
        parts.push(item.persons.join("、"));
    }
    parts.join("；")
}

const fn fate_words(fate: &Fate) -> (&'static str, Tone) {
    match fate {
        Fate::Added => ("新增", Tone::Good),
        Fate::Matched => ("已有", Tone::Plain),
        Fate::Unchanged => ("未变", Tone::Muted),
        Fate::Filed => ("填报", Tone::Plain),
        Fate::Skipped(Skip::NothingNew) => ("不需要", Tone::Muted),
        Fate::Skipped(_) => ("略过", Tone::Soon),
    }
}

const fn skip_words(skip: Skip) -> &'static str {
    match skip {
        Skip::Closed => "事项已销号，未改动",
        Skip::Withdrawn => "事项已撤项，未改动",
        Skip::Completed => "问题已完成，未增加措施",
        Skip::NothingNew => "下面没有新内容",
        Skip::NoPlace => "台账里上一级的类别不同，放不下；用 add 或 progress 补录",
    }
}

/// A text from shortly before the place where it first differs from the other, so that the difference is on the page.
fn from_difference(text: &str, other: &str) -> String {
    const BEFORE: usize = 8;
    const SHOWN: usize = 60;
    let same = text.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let skipped = if text.chars().count() > SHOWN / 2 { same.saturating_sub(BEFORE) } else { 0 };
    let shown: String = text.chars().skip(skipped).collect();
    let lead = if skipped > 0 { "…" } else { "" };
    truncate(&format!("{lead}{}", shown.replace('\n', " ")), SHOWN)
}

/// What becomes of a difference.
fn settled_words(code: &str, difference: &Difference) -> String {
    match &difference.settled {
        Settled::Open => "待定".into(),
        Settled::Kept => "保留台账".into(),
        Settled::Updated => "改用文件".into(),
        Settled::Held(Because::NumberTaken) => {
            "该编号在台账里是另一个问题，本问题另编；如是同一问题，先改台账文字再导入".into()
        }
        Settled::Held(Because::NeedsExtension) => format!("保留台账；改期用 taizhang extend {code}"),
        Settled::Held(Because::Gate(missing)) => {
            let lines: Vec<String> = missing.iter().map(|one| zh::refusal::missing_line(code, one)).collect();
            format!("没有记为销号：{}", lines.join("；"))
        }
        Settled::Held(Because::NotApplied) => {
            format!("没有记录；申请用 taizhang submit {code}，退回用 taizhang return {code}")
        }
        Settled::Held(Because::Closed) => "已销号，不改动；要改先 taizhang reopen".into(),
        Settled::Held(Because::OtherLevel { left }) => {
            let left = if *left {
                "；文件写在它名下的整改情况、责任、时限没有录入，请逐项填报"
            } else {
                ""
            };
            format!("文字相同，是同一事项，按台账的级别{left}")
        }
        Settled::Held(Because::DayAhead(day)) => format!("{day} 还没有到，没有记录；核对文件里的日期"),
    }
}

/// What a stated figure counts, in words.
const fn figure_words(kind: FigureKind) -> &'static str {
    match kind {
        FigureKind::KeyIssue => "重点问题",
        FigureKind::Issue => "问题",
        FigureKind::Symptom => "问题表现",
        FigureKind::Measure => "措施",
        FigureKind::Opinion => "整改意见",
        FigureKind::Extension => "举一反三",
        FigureKind::Reform => "推动改革促进发展",
        FigureKind::Category => "方面",
        FigureKind::Rule => "制度",
    }
}

/// What a clerk should know beyond the readings of deadlines, which are shown by themselves.
pub(super) fn warnings(receipt: &Receipt) -> Vec<String> {
    let shown_apart = |warning: &&Warning| matches!(warning, Warning::DeadlineReading { .. });
    receipt.warnings.iter().filter(|warning| !shown_apart(warning)).map(zh::receipt::warning).collect()
}

/// A fate's stable English key.
pub(super) const fn fate_key(fate: &Fate) -> &'static str {
    match fate {
        Fate::Added => "added",
        Fate::Matched => "matched",
        Fate::Unchanged => "unchanged",
        Fate::Filed => "filed",
        Fate::Skipped(_) => "skipped",
    }
}
