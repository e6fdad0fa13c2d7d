//! The plan of items: what a paper would bring into a round, before anyone has agreed to it.

use crate::domain::Day;
use crate::domain::chronicle::{Chronicle, FirstStood};
use crate::domain::code::{Code, Series};
use crate::domain::item::{ItemKind, ItemType, Origin};
use crate::domain::meeting::MeetingFacts;
pub use crate::domain::reported::Reported;
use crate::domain::round::{RoundKind, RoundSettings};

keyed! {
    /// What kind of paper was read.
    PaperKind {
        /// 反馈意见: brings issues and opinions.
        Feedback = "feedback",
        /// 整改方案: brings measures, people and deadlines.
        Plan = "plan",
        /// 整改进展情况通报: brings results.
        Report = "report",
        /// 整改台账: a table of issues, measures, people, deadlines and how far the work is.
        Ledger = "ledger",
        /// None of them, or it cannot be told.
        Unknown = "unknown",
    }
}

keyed! {
    /// What a stated figure counts.
    FigureKind {
        /// 重点问题.
        KeyIssue = "key_issue",
        /// 具体问题, 反馈问题.
        Issue = "issue",
        /// 问题表现.
        Symptom = "symptom",
        /// 整改措施.
        Measure = "measure",
        /// 整改意见.
        Opinion = "opinion",
        /// 举一反三整改事项.
        Extension = "extension",
        /// 推动改革促进发展事项.
        Reform = "reform",
        /// 方面.
        Category = "category",
        /// 制度, which are outcomes and are not counted in an outline.
        Rule = "rule",
    }
}

/// The mark of an issue that stands for a category with text but without numbered issues.
pub const MARK_WHOLE_CATEGORY: &str = "本方面无编号问题，按一个问题录入";
/// The mark of an opinion that is quoted in the words of an issue, and not a paragraph of its own.
pub const MARK_QUOTED_OPINION: &str = "整改意见引自问题标题";
/// The mark of a measure that stands for an issue's text without numbered measures.
pub const MARK_WHOLE_TEXT: &str = "无编号措施，整段按一条措施录入";
/// The mark of an item whose heading was a number without words.
pub const MARK_NAMELESS: &str = "原文编号后没有文字";
/// The mark of a reform issue that is told apart only by the figures that the lead states.
pub const MARK_REFORM_BY_COUNT: &str = "按文内口径列为推动改革促进发展事项";

/// A place in the source and the words that no item was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Where it stands, e.g. 第15行.
    pub place: String,
    /// The words as they stood, whole; a reader is shown [`LeftOut::first_words`].
    pub text: String,
}

impl LeftOut {
    /// The first `count` characters, with … when there is more.
    #[must_use]
    pub fn first_words(&self, count: usize) -> String {
        let mut chars = self.text.chars().map(|c| if c == '\n' { ' ' } else { c });
        let mut words: String = chars.by_ref().take(count).collect();
        if chars.next().is_some() {
            words.push('…');
        }
        words
    }
}

/// Something a reader should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where, e.g. 第15行.
    pub place: String,
    /// What and why.
    pub reason: String,
}

/// A figure that the paper states about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedFigure {
    /// The words that state it, e.g. 28个具体问题.
    pub words: String,
    /// What it counts.
    pub what: FigureKind,
    /// The stated number.
    pub number: u32,
    /// How many were found in the text; none for what an outline does not show.
    pub found: Option<u32>,
}

/// What the paper says about its round.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// The paper's title, when its first line is one.
    pub title: Option<String>,
    /// The day of the feedback meeting.
    pub feedback_on: Option<Day>,
    /// First day on site.
    pub onsite_from: Option<Day>,
    /// Last day on site.
    pub onsite_to: Option<Day>,
    /// The inspecting body.
    pub body: Option<String>,
    /// The inspected party group.
    pub party_group: Option<String>,
    /// The kind of round.
    pub round_kind: Option<RoundKind>,
    /// 填报单位: whose ledger it is.
    pub unit: Option<String>,
    /// 截至日期: the day of which a ledger speaks.
    pub as_of: Option<Day>,
    /// The round's settings, where another ledger of this program names them.
    pub settings: Option<Box<RoundSettings>>,
    /// The meetings that it names.
    pub meetings: Vec<MeetingFacts>,
    /// What was done to its items, where another ledger of this program tells.
    pub chronicle: Option<Box<Chronicle>>,
    /// The rounds of that ledger that are read after this one, in their order.
    pub later_rounds: Vec<String>,
}

keyed! {
    /// What a column of a ledger holds.
    TableField {
        /// 序号.
        Number = "number",
        /// 方面, 问题类别.
        Category = "category",
        /// 问题来源.
        Origin = "origin",
        /// 关联问题: the issues that an opinion answers, or that an issue stems from, by number.
        Related = "related",
        /// 反馈问题.
        Issue = "issue",
        /// 表现编号, beside a column of 问题表现.
        SymptomNumber = "symptom_number",
        /// 问题表现, where it stands beside the issue.
        Symptom = "symptom",
        /// 案号, 案件名称: a case below the issue.
        Case = "case",
        /// 整改目标.
        Goal = "goal",
        /// 措施编号, beside a column of the numbers of issues: each cell of measures holds one.
        MeasureNumber = "measure_number",
        /// 整改措施.
        Measure = "measure",
        /// 责任领导.
        Leader = "leader",
        /// 协助领导, beside a column of who leads.
        CoLeader = "co_leader",
        /// 责任部门.
        Department = "department",
        /// 配合部门.
        CoDepartment = "co_department",
        /// 责任人.
        Person = "person",
        /// 整改时限.
        Deadline = "deadline",
        /// 原定时限: the due day before any extension.
        FirstDue = "first_due",
        /// 延期情况: the extensions by which the deadline came to be what it is.
        Extended = "extended",
        /// 复核日期: when standing or staged work is looked at next.
        Review = "review",
        /// 整改类型.
        Type = "type",
        /// 整改情况.
        Situation = "situation",
        /// 存在问题, of a month's filing.
        Problems = "problems",
        /// 下步措施.
        Next = "next",
        /// 状态: progress, and whatever of type and closure is mixed into it.
        Progress = "progress",
        /// 完成日期.
        CompletedOn = "completed_on",
        /// 是否销号, and the day or meeting when the cell names one.
        Closure = "closure",
        /// 销号时间.
        ClosedOn = "closed_on",
        /// 成效: rules, people held to account, money, counted things.
        Outcomes = "outcomes",
        /// 撤项情况: when and why the item was withdrawn.
        Withdrawn = "withdrawn",
        /// 申请退回情况: when 销号 was applied for, or the item returned.
        Stepped = "stepped",
        /// 销号会议.
        Meeting = "meeting",
        /// 佐证材料.
        Evidence = "evidence",
        /// 填报单位: whose ledger the row comes from.
        Unit = "unit",
        /// 备注.
        Remark = "remark",
        /// Not read, but kept with the row's words.
        Ignored = "ignored",
    }
}

/// How a column of a ledger was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedColumn {
    /// As people call it in the program that wrote the file: A, B … AA.
    pub letter: String,
    /// Its heading, of all heading rows, as it stood.
    pub heading: String,
    /// What it was taken for; none when no field has such a heading.
    pub field: Option<TableField>,
    /// Whether the clerk said so (`--map`).
    pub told: bool,
}

/// A sheet or a table as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedTable {
    /// Where it stands: 工作表“台账”, 表2.
    pub place: String,
    /// First and last heading row, counted from 1 as the program that wrote the file counts; 0 for a table that goes on with
    /// the columns of the one above it.
    pub heading_rows: (u32, u32),
    /// Its columns, in their order.
    pub columns: Vec<PlannedColumn>,
    /// Rows below the headings, down to the last one that holds anything.
    pub rows: u32,
    /// How many of them brought something into the plan.
    pub used: u32,
    /// Empty rows, repeated headings, totals, notes: row and why. What they say stands in `left_out` unless they are empty.
    pub skipped: Vec<(u32, String)>,
    /// Rows that were not understood: row and why. Their words stand in `left_out`. `used + skipped + reported = rows`.
    pub reported: Vec<(u32, String)>,
    /// What its total rows state, and what comes out.
    pub totals: Vec<PlannedTotal>,
}

keyed! {
    /// What a number in a total row adds up.
    Totalled {
        /// The issues above it.
        Issues = "issues",
        /// The measures.
        Measures = "measures",
        /// The numbers in its column.
        Sum = "sum",
        /// The ticks in its column.
        Ticks = "ticks",
    }
}

/// One number of a total row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedTotal {
    /// Its row, as the program that wrote the file counts.
    pub row: u32,
    /// Where it stands.
    pub place: String,
    /// What the row calls itself: 小计, 合计.
    pub label: String,
    /// Its column's heading.
    pub heading: String,
    /// What it adds up.
    pub of: Totalled,
    /// Whether the whole table is summed up, and not only the rows since the total before.
    pub whole: bool,
    /// The number that stands there.
    pub stated: String,
    /// The number that comes out.
    pub computed: String,
}

/// One item as it would be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedItem {
    /// What it is.
    pub kind: ItemKind,
    /// Where it comes from.
    pub origin: Origin,
    /// 整改类型, when the paper says so.
    pub item_type: Option<ItemType>,
    /// The item above: an index into the plan, always an earlier one.
    pub parent: Option<usize>,
    /// For 举一反三: the issue it stems from.
    pub stems_from: Option<usize>,
    /// For opinions: the issues they are answered by.
    pub answers: Vec<usize>,
    /// Numbers of issues that it stems from or answers and the paper does not hold: they may be the round's.
    pub related: Vec<String>,
    /// The paper's own numbering, e.g. （三）2.（1）.
    pub source_no: Option<String>,
    /// The paper's number of this issue, when it numbers its issues continuously.
    pub number: Option<u32>,
    /// The code that a ledger of ours gives it.
    pub code: Option<Code>,
    /// The item's words.
    pub text: String,
    /// Where it stands, e.g. 第15行.
    pub place: String,
    /// The words as they stood: heading, details and labelled lines. Together with `left_out` they are the whole text.
    pub source_text: String,
    /// 整改情况, where a report brings results apart from measures.
    pub situation: Option<String>,
    /// 整改目标.
    pub goal: Option<String>,
    /// 责任领导, the first one leads.
    pub leaders: Vec<String>,
    /// 协助领导, where they are told apart from those who lead; else they stand behind the first of `leaders`.
    pub co_leaders: Vec<String>,
    /// 责任部门, the first one leads.
    pub departments: Vec<String>,
    /// 配合部门.
    pub co_departments: Vec<String>,
    /// 责任人.
    pub persons: Vec<String>,
    /// 整改时限 as it is written.
    pub deadline_raw: Option<String>,
    /// What a ledger says of the work.
    pub reported: Option<Box<Reported>>,
    /// How it stood when it was first recorded, where another ledger of this program tells.
    pub stood: Option<Box<FirstStood>>,
    /// What a reader should know about how this item was made.
    pub marks: Vec<String>,
}

impl PlannedItem {
    /// An item with words and a place, and nothing else yet.
    #[must_use]
    pub fn new(kind: ItemKind, origin: Origin, text: impl Into<String>, place: impl Into<String>) -> Self {
        Self {
            kind,
            origin,
            item_type: None,
            parent: None,
            stems_from: None,
            answers: Vec::new(),
            related: Vec::new(),
            source_no: None,
            number: None,
            code: None,
            text: text.into(),
            place: place.into(),
            source_text: String::new(),
            situation: None,
            goal: None,
            leaders: Vec::new(),
            co_leaders: Vec::new(),
            departments: Vec::new(),
            co_departments: Vec::new(),
            persons: Vec::new(),
            deadline_raw: None,
            reported: None,
            stood: None,
            marks: Vec::new(),
        }
    }

    /// Whether it repeats words that another item already holds as its source, so that they count once.
    #[must_use]
    pub fn repeats_source(&self) -> bool {
        self.marks.iter().any(|mark| mark == MARK_QUOTED_OPINION)
    }
}

/// How many items of each kind a plan holds, each counted at its own level (口径).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Top-level categories.
    pub category: u32,
    /// Issues with no issue above them, of every origin.
    pub issue: u32,
    /// Opinions.
    pub opinion: u32,
    /// Measures.
    pub measure: u32,
    /// Cases.
    pub case: u32,
}

/// What a paper would bring into a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What kind of paper it is.
    pub paper: PaperKind,
    /// The items, a parent always before its children.
    pub items: Vec<PlannedItem>,
    /// What no item was made of.
    pub left_out: Vec<LeftOut>,
    /// What a reader should look at.
    pub notes: Vec<Note>,
    /// The figures the paper states about itself.
    pub stated: Vec<StatedFigure>,
    /// What it says about its round.
    pub header: Header,
    /// Its tables, where it is a ledger or holds one.
    pub tables: Vec<PlannedTable>,
}

impl Plan {
    /// The codes the items would get in an empty round.
    ///
    /// Issues keep the paper's continuous numbers; without them they get 1, 2, 3… (behind the highest kept number), and
    /// issues of another origin a series of their own. Children of categories and issues append a number.
    #[must_use]
    pub fn codes(&self) -> Vec<Code> {
        let mut counters: Vec<(Series, u32)> = Vec::new();
        let highest = self.items.iter().filter_map(|item| item.number).max().unwrap_or(0);
        counters.push((Series::PLAIN, highest));
        let mut children = vec![0_u32; self.items.len()];
        let mut codes: Vec<Code> = Vec::with_capacity(self.items.len());
        for item in &self.items {
            let above = item.parent.filter(|parent| {
                let parent = self.items[*parent].kind;
                // An issue stands under a category but is numbered through; only categories and work items nest in codes.
                parent != ItemKind::Category || item.kind == ItemKind::Category
            });
            let code = match (above, item.number) {
                (above, _) if item.code.is_some() => {
                    let code = item.code.clone().unwrap_or_else(|| Code::top(Series::PLAIN, 1));
                    // What comes behind it below the same item takes the next number.
                    if let (Some(parent), Some(last)) = (above, code.path.last()) {
                        children[parent] = children[parent].max(*last);
                    }
                    code
                }
                (Some(parent), _) => {
                    children[parent] += 1;
                    codes[parent].child(children[parent])
                }
                (None, Some(number)) => Code::top(Series::PLAIN, number),
                (None, None) => {
                    let series = Series::of(item.kind, item.origin);
                    Code::top(series, next(&mut counters, series))
                }
            };
            codes.push(code);
        }
        codes
    }

    /// How many items there are of each kind.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for item in &self.items {
            match item.kind {
                ItemKind::Category if item.parent.is_none() => counts.category += 1,
                ItemKind::Issue if !self.under_issue(item) => counts.issue += 1,
                ItemKind::Opinion => counts.opinion += 1,
                ItemKind::Measure => counts.measure += 1,
                ItemKind::Case => counts.case += 1,
                ItemKind::Category | ItemKind::Issue => {}
            }
        }
        counts
    }

    /// Issues with no issue above them, per origin, in the order of origins; origins without issues are left out.
    #[must_use]
    pub fn by_origin(&self) -> Vec<(Origin, u32)> {
        let count = |origin: Origin| {
            let issues = self.items.iter().filter(|item| item.kind == ItemKind::Issue && item.origin == origin);
            u32::try_from(issues.filter(|item| !self.under_issue(item)).count()).unwrap_or(u32::MAX)
        };
        Origin::ALL.iter().map(|origin| (*origin, count(*origin))).filter(|(_, count)| *count > 0).collect()
    }

    fn under_issue(&self, item: &PlannedItem) -> bool {
        item.parent.is_some_and(|parent| self.items[parent].kind == ItemKind::Issue)
    }
}

fn next(counters: &mut Vec<(Series, u32)>, series: Series) -> u32 {
    if let Some((_, last)) = counters.iter_mut().find(|(known, _)| *known == series) {
        *last += 1;
        return *last;
    }
    counters.push((series, 1));
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(kind: ItemKind, origin: Origin, parent: Option<usize>, number: Option<u32>) -> PlannedItem {
        PlannedItem { parent, number, ..PlannedItem::new(kind, origin, "文字", "第1行") }
    }

    #[test]
    fn codes_keep_continuous_numbers_and_give_the_rest_their_series() {
        use ItemKind::{Category, Issue, Measure, Opinion};
        use Origin::{Extension, Feedback};
        let plan = Plan {
            paper: PaperKind::Report,
            items: vec![
                item(Category, Feedback, None, None),
                item(Category, Feedback, Some(0), None),
                item(Issue, Feedback, Some(1), Some(7)),
                item(Measure, Feedback, Some(2), None),
                item(Measure, Feedback, Some(2), None),
                item(Issue, Extension, Some(1), None),
                item(Measure, Extension, Some(5), None),
                item(Opinion, Feedback, None, None),
                item(Issue, Feedback, None, None),
            ],
            left_out: Vec::new(),
            notes: Vec::new(),
            stated: Vec::new(),
            header: Header::default(),
            tables: Vec::new(),
        };
        let codes: Vec<String> = plan.codes().iter().map(ToString::to_string).collect();
        assert_eq!(codes, ["C1", "C1.1", "7", "7.1", "7.2", "J1", "J1.1", "Y1", "8"]);
        assert_eq!(plan.counts(), Counts { category: 1, issue: 3, opinion: 1, measure: 3, case: 0 });
        assert_eq!(plan.by_origin(), [(Feedback, 2), (Extension, 1)]);
    }
}
