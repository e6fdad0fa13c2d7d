//! What is due to be looked at again (回头看): closed items whose review day has come, that nobody looked at since they were struck
//! off, or not for so many months.

use super::{
    ReportError, Result, Scope,
    list::more,
    overdue::Levels,
    page::{Block, Cell, Column, PageSink, Tone},
    row::{ItemRow, joined},
};
use crate::{
    domain::{
        Day,
        filter::Filter,
        item::{Item, ItemKind},
        party::Role,
        recheck::{Due, Looked},
    },
    zh::label::Label as _,
};
use serde::Serialize;

/// A list to be made.
pub struct LookBacks<'a> {
    /// The moment.
    pub scope: &'a Scope<'a>,
    /// Of these items.
    pub filter: &'a Filter,
    /// How many months without a look-back are too many.
    pub months: u32,
    /// At most so many rows per section; `None` streams all.
    pub limit: Option<u64>,
}

/// A closed item in the document.
#[derive(Debug, Clone, Serialize)]
pub struct LookBackRow {
    /// The item as everywhere.
    #[serde(flatten)]
    pub item: ItemRow,
    /// The last look-back since it was last struck off.
    pub last_looked_on: Option<Day>,
    /// When it is to be looked at next.
    pub next_look_on: Option<Day>,
}

impl LookBacks<'_> {
    /// How many are due for this reason, each level apart.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn levels(&self, due: Due) -> Result<Levels> {
        let mut levels = Levels::default();
        let scope = self.scope;
        for (kind, count) in scope.reader.count_look_backs(self.filter, scope.as_of, due, self.months)? {
            match kind {
                ItemKind::Issue => levels.issues += count,
                ItemKind::Measure => levels.measures += count,
                ItemKind::Opinion => levels.opinions += count,
                ItemKind::Case => levels.cases += count,
                ItemKind::Category => {}
            }
        }
        Ok(levels)
    }

    /// Hands every item that is due for this reason to `each`.
    ///
    /// # Errors
    /// What `each` returns, or trouble with the ledger.
    pub fn each(&self, due: Due, mut each: impl FnMut(&Item, LookBackRow) -> Result<()>) -> Result<()> {
        let scope = self.scope;
        let rule = (due, self.months);
        scope.reader.each_look_back(self.filter, scope.as_of, rule, self.limit, |item, looked| {
            let Looked { last, next } = looked;
            let row = LookBackRow { item: ItemRow::new(scope, &item)?, last_looked_on: last, next_look_on: next };
            each(&item, row)
        })
    }

    /// The list as a page.
    ///
    /// # Errors
    /// Trouble with the ledger or the place written to.
    pub fn page(&self, sink: &mut dyn PageSink) -> Result<()> {
        sink.title("待回头看的已销号事项", Some(self.scope.as_of.day))?;
        for (ordinal, due) in ["一", "二", "三"].into_iter().zip(Due::ALL.iter().copied()) {
            let levels = self.levels(due)?;
            let title = match due {
                Due::LongAgo => format!("{}个月没有回头看", self.months),
                other => other.label().to_owned(),
            };
            sink.block(Block::Heading { level: 1, text: format!("{ordinal}、{title}：{}", levels.words()) })?;
            if !levels.is_empty() {
                self.grid(due, levels.all(), sink)?;
            }
        }
        sink.block(Block::Note("登记回头看：taizhang recheck 编号 --result 巩固 --checker 单位 --words 情况".into()))?;
        sink.finish()?;
        Ok(())
    }

    fn grid(&self, due: Due, all: i64, sink: &mut dyn PageSink) -> Result<()> {
        sink.begin_grid(&[
            Column::code("编号"),
            Column::text("内容", 1),
            Column::rigid("责任部门").at_most(14),
            Column::day("销号日"),
            Column::day("上次\n回头看"),
            Column::day("下次\n回头看"),
        ])?;
        let mut shown = 0;
        self.each(due, |item, row| {
            shown += 1;
            let next = Cell::from(row.next_look_on);
            let none = || Cell::text("—").toned(Tone::Muted);
            sink.row(vec![
                Cell::text(self.scope.code_of(item)).toned(Tone::Strong),
                Cell::text(item.text.clone()),
                Cell::text(joined(item, Role::Department)),
                Cell::from(item.closed_on),
                row.last_looked_on.map_or_else(none, Cell::from),
                match due {
                    Due::Review => next.toned(Tone::Soon),
                    Due::Never | Due::LongAgo => row.next_look_on.map_or_else(none, |_| next),
                },
            ])
            .map_err(ReportError::from)
        })?;
        sink.end_grid()?;
        if shown < all {
            sink.block(Block::Note(more(shown, all)))?;
        }
        Ok(())
    }
}
