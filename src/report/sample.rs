//! Draws of closed items (销号抽查): from what they were drawn, what was drawn, and what was found when it was looked at.

use super::{
    Result, Scope,
    conditions::conditions,
    page::{Block, Cell, Column, PageSink, Tone},
    row::ItemRow,
};
use crate::{
    domain::{Day, ids::SampleId, item::Item, recheck::Finding},
    store::{
        Reader,
        query::{RecheckRow, SampleRow},
    },
    zh::label::Label,
};
use serde::Serialize;

/// A draw whole.
#[derive(Debug, Clone)]
pub struct Draw {
    /// The draw.
    pub row: SampleRow,
    /// The instant at which it was entered.
    pub entered_at: String,
    /// By whom.
    pub operator: String,
    /// Its conditions in words.
    pub conditions: String,
    /// By leading department, in the office's order of that time: how many it was drawn from, how many were drawn.
    pub departments: Vec<DepartmentRow>,
    /// The items drawn, in their order.
    pub items: Vec<(Item, DrawnRow)>,
}

/// A department in a draw.
#[derive(Debug, Clone, Serialize)]
pub struct DepartmentRow {
    /// Its name; `null` for items without a leading department.
    pub department: Option<String>,
    /// How many of its items it was drawn from.
    pub population: usize,
    /// How many were drawn.
    pub drawn: usize,
}

/// An item of a draw in the document.
#[derive(Debug, Clone, Serialize)]
pub struct DrawnRow {
    /// The item as everywhere.
    #[serde(flatten)]
    pub item: ItemRow,
    /// Its leading department when it was drawn.
    pub drawn_from: Option<String>,
    /// The look-back that answers the draw.
    pub look_back: Option<LookBackRow>,
}

/// A look-back at an item of a draw.
#[derive(Debug, Clone, Serialize)]
pub struct LookBackRow {
    /// When.
    pub on: Day,
    /// What it found.
    pub finding: Finding,
    /// By whom.
    pub by: String,
    /// In words.
    pub words: String,
}

/// The look-back that answers a draw: the one that names it, else the first after its day (on the day itself it may have come before).
fn answer(looks: &[RecheckRow], draw: &SampleRow) -> Option<LookBackRow> {
    looks
        .iter()
        .find(|look| look.sample == Some(draw.id))
        .or_else(|| looks.iter().find(|look| look.on > draw.on))
        .map(|look| LookBackRow { on: look.on, finding: look.finding, by: look.by.clone(), words: look.words.clone() })
}

impl Draw {
    /// Reads a draw.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn new(scope: &Scope<'_>, row: SampleRow) -> Result<Self> {
        let reader = scope.reader;
        let (filter, among) = reader.sample_basis(&row)?;
        let record = reader.record(row.seq)?;
        let drawn = reader.sample_items(row.id)?;
        let mut departments = Vec::new();
        let mut from = std::collections::HashMap::new();
        for stratum in &among {
            let department = stratum.department.map(|id| reader.party(id)).transpose()?.map(|p| p.name);
            departments.push(DepartmentRow {
                department: department.clone(),
                population: stratum.items.len(),
                drawn: stratum.items.iter().filter(|id| drawn.contains(id)).count(),
            });
            from.extend(stratum.items.iter().map(|id| (*id, department.clone())));
        }
        let mut items = Vec::new();
        for id in drawn {
            let item = reader.item(id)?;
            let look_back = answer(&reader.rechecks_of(id)?, &row);
            let drawn_from = from.get(&id).cloned().flatten();
            let shown = DrawnRow { item: ItemRow::new(scope, &item)?, drawn_from, look_back };
            items.push((item, shown));
        }
        let conditions = match filter {
            Some(filter) => conditions(reader, &filter)?,
            None => String::new(),
        };
        let (entered_at, operator) = (record.entered_at, record.operator);
        Ok(Self { row, entered_at, operator, conditions, departments, items })
    }

    /// How many were looked at since, and at how many the problem had come back.
    #[must_use]
    pub fn looked_at(&self) -> (usize, usize) {
        let looks = || self.items.iter().filter_map(|(_, row)| row.look_back.as_ref());
        (looks().count(), looks().filter(|look| look.finding == Finding::Rebound).count())
    }

    /// Whether the seed is one that the program made by chance.
    #[must_use]
    pub fn by_chance(&self) -> bool {
        uuid::Uuid::parse_str(&self.row.seed).is_ok()
    }

    /// The draw as a page; `redrawn` is what came of making it again, if that was asked.
    ///
    /// # Errors
    /// Trouble with the place written to.
    pub fn page(&self, scope: &Scope<'_>, redrawn: &[String], sink: &mut dyn PageSink) -> Result<()> {
        sink.title(&format!("第 {} 号销号抽查", self.row.id), Some(scope.as_of.day))?;
        let round = self.row.round.and_then(|id| scope.round(id));
        let origin = if self.by_chance() { "程序随机产生" } else { "事先写明" };
        let entered = self.entered_at.get(..10).unwrap_or(&self.entered_at);
        let entered = if entered == self.row.on.to_string() { String::new() } else { format!("，{entered} 录入") };
        let (looked, rebound) = self.looked_at();
        let (drawn, left) = (self.row.drawn, self.items.len() - looked);
        sink.block(Block::KeyValues(vec![
            ("轮次".into(), Cell::text(round.map(|r| r.key.clone()).unwrap_or_default())),
            ("抽取".into(), Cell::text(format!("{}{entered}，经办 {}", self.row.on, self.operator))),
            ("范围".into(), Cell::text(format!("已销号的{}", self.conditions))),
            ("总体".into(), Cell::text(format!("{} 项，抽 {drawn} 项", self.row.population))),
            ("种子".into(), Cell::text(format!("{}（{origin}）", self.row.seed))),
            ("回头看".into(), Cell::text(format!("已看 {looked} 项，其中反弹 {rebound} 项；未看 {left} 项"))),
        ]))?;
        sink.begin_grid(&[Column::text("责任部门", 1).at_most(30), Column::number("已销号"), Column::number("抽中")])?;
        for row in &self.departments {
            let name = row.department.clone().unwrap_or_else(|| "（未定责任部门）".into());
            let number = |n: usize| Cell::number(i64::try_from(n).unwrap_or(i64::MAX));
            sink.row(vec![Cell::text(name), number(row.population), number(row.drawn)])?;
        }
        sink.end_grid()?;
        sink.begin_grid(&[
            Column::code("编号"),
            Column::text("内容", 3),
            Column::rigid("责任部门").at_most(14),
            Column::rigid("结果"),
            Column::day("回头看"),
            Column::text("单位和情况", 2),
        ])?;
        for (item, row) in &self.items {
            let mut cells = vec![
                Cell::text(scope.code_of(item)).toned(Tone::Strong),
                Cell::text(item.text.clone()),
                Cell::text(row.drawn_from.clone().unwrap_or_else(|| "未定".into())),
            ];
            match &row.look_back {
                Some(look) => cells.extend([
                    finding_cell(look.finding),
                    Cell::from(look.on),
                    Cell::text(format!("{}：{}", look.by, look.words)),
                ]),
                None => cells.push(Cell::text("未看").toned(Tone::Soon)),
            }
            sink.row(cells)?;
        }
        sink.end_grid()?;
        for line in redrawn {
            sink.block(Block::Paragraph(line.clone()))?;
        }
        sink.finish()?;
        Ok(())
    }
}

/// What a look-back found, in a word.
#[must_use]
pub fn finding_cell(finding: Finding) -> Cell {
    Cell::text(finding.label()).toned(match finding {
        Finding::Held => Tone::Good,
        Finding::Rebound => Tone::Late,
    })
}

/// The numbers of draws that were made and taken back: numbers are never given twice.
///
/// # Errors
/// When the ledger cannot be read.
pub fn taken_back(reader: &Reader<'_>, rows: &[SampleRow]) -> Result<Vec<i64>> {
    let last = reader.counter(SampleId::COUNTER)?;
    Ok((1..=last).filter(|number| !rows.iter().any(|row| row.id.0 == *number)).collect())
}
