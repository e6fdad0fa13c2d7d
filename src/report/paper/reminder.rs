//! 催办函: 提醒函, 督办函 and 提请约谈建议, each about what one department or leader is late with.
//!
//! A letter is printed from what is on record of it: its tier, its items, its days. Printed again it says the same, as far as
//! names and wordings, which are today's, are the same.

use super::{About, Paper};
use crate::{
    domain::{
        Day,
        ids::ItemId,
        item::{Item, ItemKind, Named},
        party::Role,
        reminder::{Letter, Tier},
    },
    report::{
        ReportError, Result,
        page::{Block, Cell, Column, PageSink, Tone},
        row::{due_cell, last_filing},
    },
    store::query::{IssuedPaper, Order},
    zh::{date::format_day_zh, issuing::document_number, label::Label as _},
};

/// A letter of 催办 that was issued.
pub struct Reminder<'a> {
    /// The paper.
    pub paper: &'a IssuedPaper,
    /// What makes it a letter.
    pub letter: Letter,
    /// Whose items it is about.
    pub party: Named,
}

impl<'a> Reminder<'a> {
    /// A letter of the register; `None` when it is another paper, or was taken back.
    #[must_use]
    pub fn of(paper: &'a IssuedPaper) -> Option<Self> {
        let (letter, party) = (paper.letter?, paper.addressee.clone()?);
        (!paper.withdrawn).then_some(Self { paper, letter, party })
    }

    fn addressee(&self, about: &About<'_>, items: &[Item]) -> String {
        let persons = names(items, Role::Person);
        match (self.letter.tier, self.letter.role, persons.is_empty()) {
            (Tier::Interview, _, _) => about.party_group().to_owned(),
            (_, Role::Leader, _) | (_, _, true) => self.party.name.clone(),
            (_, _, false) => format!("{}（责任人：{}）", self.party.name, persons.join("、")),
        }
    }

    /// Who else gets it: the leader from 督办函 on, where the letter is not to the leader.
    fn copied(&self, items: &[Item]) -> Vec<String> {
        let mut copied = match (self.letter.tier, self.letter.role) {
            (Tier::Notice | Tier::Supervision, Role::Leader) => names(items, Role::Department),
            (Tier::Notice, _) => Vec::new(),
            (Tier::Supervision, _) | (Tier::Interview, Role::Leader) => names(items, Role::Leader),
            (Tier::Interview, _) => {
                let mut both = names(items, Role::Leader);
                both.push(self.party.name.clone());
                both
            }
        };
        copied.dedup();
        copied
    }

    /// What is late and what is due soon, said before the table.
    fn opening(&self, about: &About<'_>, items: &[Item]) -> String {
        let day = about.day();
        let late = items.iter().filter(|item| days_past(item, day) > 0).count();
        let soon = items.len() - late;
        let whose = match (self.letter.tier, self.letter.role) {
            (Tier::Interview, Role::Leader) => format!("由{}牵头", self.party.name),
            (Tier::Interview, _) => format!("由{}负责", self.party.name),
            (_, Role::Leader) => "由您牵头".to_owned(),
            (_, _) => "由你部门负责".to_owned(),
        };
        let how = match (late, soon) {
            (late, 0) => format!("{late}项已经逾期"),
            (0, soon) => format!("{soon}项即将到期"),
            (late, soon) => format!("{late}项已经逾期、{soon}项即将到期"),
        };
        let round = &about.round.settings.title;
        format!("截至{}，{round}中{whose}的整改事项有{how}，具体如下：", format_day_zh(day))
    }

    fn demand(&self) -> String {
        let by = format_day_zh(self.letter.reply_by);
        let who = &self.party.name;
        match (self.letter.tier, self.letter.role) {
            (Tier::Notice, Role::Leader) => format!(
                "请督促责任部门抓紧办理，于{by}前填报进展、报送佐证材料；确因客观原因不能按期完成的，按程序申请延期。"
            ),
            (Tier::Notice, _) => format!(
                "请抓紧办理，于{by}前填报进展、报送佐证材料；确因客观原因不能按期完成的，说明原因并按程序申请延期。"
            ),
            (Tier::Supervision, Role::Leader) => {
                format!("请牵头研究，督促责任部门逐项明确完成措施和时间，于{by}前书面答复。")
            }
            (Tier::Supervision, _) => format!(
                "请主要负责人研究，逐项说明逾期原因，明确完成措施和时间，于{by}前书面答复，并填报进展、报送佐证材料。"
            ),
            (Tier::Interview, Role::Leader) => {
                format!("按照催办分级，建议由党组主要负责人约谈{who}，逐项明确完成措施和时间。请于{by}前研究确定。")
            }
            (Tier::Interview, _) => {
                format!(
                    "按照催办分级，建议约谈{who}主要负责人，逐项说明逾期原因，明确完成措施和时间。请于{by}前研究确定。"
                )
            }
        }
    }

    fn grid(&self, about: &About<'_>, items: &[Item], sink: &mut dyn PageSink) -> Result<()> {
        let day = about.day();
        sink.begin_grid(&[
            Column::code("编号"),
            Column::text("整改事项", 4),
            Column::day("时限").at_most(12),
            Column::rigid("逾期天数"),
            Column::day("进度和上次填报").at_most(12),
            Column::number("已催办次数"),
        ])?;
        let mut under: Option<ItemId> = None;
        for item in items {
            match item.parent {
                Some(parent) if item.kind == ItemKind::Measure => {
                    if under != Some(parent) {
                        let above = about.scope.reader.item(parent)?;
                        sink.band(&format!("{} {}", above.code, above.text), Tone::Strong)?;
                    }
                    under = Some(parent);
                }
                _ => under = None,
            }
            let earlier = about.scope.reader.reminders_of(item.id, day)?;
            let times = earlier.iter().filter(|letter| letter.paper < self.paper.id).count();
            let late = match (days_past(item, day), item.due()) {
                (0, Some(due)) => Cell::text(format!("还剩{}天", (due - day).num_days())),
                (days, _) => Cell::number(days).toned(Tone::Late),
            };
            sink.row(vec![
                item.code.as_str().into(),
                item.text.as_str().into(),
                due_cell(item),
                late,
                work_cell(item, last_filing(about.scope, item)?),
                Cell::number(i64::try_from(times).unwrap_or(i64::MAX)),
            ])?;
        }
        Ok(sink.end_grid()?)
    }
}

/// By how many days its due day had passed. What a letter was written about was open on its day, also where a completion of that
/// very day was entered after it: printed again, it must not say that something past is due soon.
fn days_past(item: &Item, day: Day) -> i64 {
    item.due().map_or(0, |due| (day - due).num_days().max(0))
}

/// Progress and the last filing in one cell: a table of more columns would not stand upright on the sheet.
fn work_cell(item: &Item, filed: Option<(Day, bool)>) -> Cell {
    let filed = match filed {
        None => "未填报".to_owned(),
        Some((on, false)) => on.to_string(),
        Some((on, true)) => format!("{on}（待采用）"),
    };
    Cell::text(format!("{}\n{filed}", item.progress.label()))
}

/// The names in a role over all items, each once, in the order in which they are met.
fn names(items: &[Item], role: Role) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for party in items.iter().flat_map(|item| item.in_role(role)) {
        if !found.contains(&party.name) {
            found.push(party.name.clone());
        }
    }
    found
}

impl Paper for Reminder<'_> {
    fn title(&self, _: &About<'_>) -> String {
        self.paper.title.clone()
    }

    fn page(&self, about: &About<'_>, sink: &mut dyn PageSink) -> Result<()> {
        let mut items: Vec<Item> = Vec::new();
        about.scope.reader.each_item(about.filter, about.scope.as_of, Order::Code, None, |item| {
            items.push(item);
            Ok::<_, ReportError>(())
        })?;
        sink.title(&self.paper.title, None)?;
        sink.block(Block::DocumentNumber(document_number(&self.paper.register, self.paper.year, self.paper.number)))?;
        sink.block(Block::Addressee(self.addressee(about, &items)))?;
        sink.block(Block::Paragraph(self.opening(about, &items)))?;
        self.grid(about, &items, sink)?;
        sink.block(Block::Paragraph(self.demand()))?;
        sink.block(Block::Signature { office: about.office.clone(), day: Some(self.paper.issued_on) })?;
        let copied = self.copied(&items);
        if !copied.is_empty() {
            sink.block(Block::Paragraph(format!("抄送：{}。", copied.join("、"))))?;
        }
        about.end(sink)
    }
}
