//! 本期应填报未填报: about which issues and opinions nothing was handed in yet in the period of filing that is on.

use super::{Levels, Overdue};
use crate::{
    domain::{
        Day,
        filter::Filter,
        ids::RoundId,
        item::{Item, ItemKind},
        party::Role,
        rhythm::{FilingDue, Period},
        round::Rhythm,
    },
    report::{
        ReportError, Result,
        page::{Block, Cell, Column, PageSink, Tone},
        row::{ItemRow, due_cell, filed_cell, last_filing, progress_cell, responsible_cell},
    },
    store::{
        Reader, StoreError,
        query::{AsOf, Round},
    },
    zh::label::Label as _,
};
use serde::Serialize;

/// How many filings are due in the period that is on. Keys are an interface.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct FilingCounts {
    /// 应填报.
    pub due: i64,
    /// 已填报: handed in, accepted or not; what was sent back is not among them.
    pub filed: i64,
    /// 未填报.
    pub unfiled: i64,
}

/// The period of filing that a round is in. Keys are an interface.
#[derive(Debug, Clone, Serialize)]
pub struct RoundPeriod {
    /// The round's key.
    pub round: String,
    /// How often departments file.
    pub rhythm: Rhythm,
    /// First and last day.
    #[serde(flatten)]
    pub period: Period,
}

/// The unfiled of a department. Keys are an interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnfiledOf {
    /// The leading department; none where nobody was given the item.
    pub department: Option<String>,
    /// How many items.
    pub count: i64,
}

/// The periods of filing that contain a day, of those rounds that are going on then.
#[must_use]
pub fn periods(rounds: &[Round], day: Day) -> Vec<(RoundId, Period)> {
    rounds.iter().filter_map(|round| Some((round.id, round.filing_period(day)?))).collect()
}

fn in_state(filter: &Filter, due: FilingDue, periods: &[(RoundId, Period)]) -> Filter {
    Filter { filing: Some((due, periods.to_vec())), ..filter.clone() }
}

/// How many filings are due, of the items that a filter finds.
///
/// # Errors
/// When the ledger cannot be read.
pub fn filing_counts(
    reader: &Reader<'_>,
    filter: &Filter,
    as_of: AsOf,
    periods: &[(RoundId, Period)],
) -> std::result::Result<FilingCounts, StoreError> {
    let filed = reader.count_items(&in_state(filter, FilingDue::Filed, periods), as_of)?;
    let unfiled = reader.count_items(&in_state(filter, FilingDue::Unfiled, periods), as_of)?;
    Ok(FilingCounts { due: filed + unfiled, filed, unfiled })
}

impl Overdue<'_> {
    fn unfiled(&self) -> Filter {
        in_state(self.filter, FilingDue::Unfiled, &self.filing_periods())
    }

    fn filing_periods(&self) -> Vec<(RoundId, Period)> {
        periods(&self.scope.rounds, self.scope.as_of.day)
    }

    /// The period of filing that each round of the report is in.
    #[must_use]
    pub fn round_periods(&self) -> Vec<RoundPeriod> {
        let day = self.scope.as_of.day;
        let rounds = self.scope.rounds.iter().filter_map(|round| Some((round, round.filing_period(day)?)));
        rounds
            .map(|(round, period)| RoundPeriod { round: round.key.clone(), rhythm: round.settings.rhythm, period })
            .collect()
    }

    /// How many filings are due, were handed in, and are missing.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn filing_counts(&self) -> Result<FilingCounts> {
        Ok(filing_counts(self.scope.reader, self.filter, self.scope.as_of, &self.filing_periods())?)
    }

    /// The counts of the section.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn unfiled_levels(&self) -> Result<Levels> {
        let (filter, as_of) = (self.unfiled(), self.scope.as_of);
        let of = |kind: ItemKind| {
            let asked = filter.kinds.is_empty() || filter.kinds.contains(&kind);
            let filter = Filter { kinds: vec![kind], ..filter.clone() };
            if asked { self.scope.reader.count_items(&filter, as_of) } else { Ok(0) }
        };
        Ok(Levels { issues: of(ItemKind::Issue)?, opinions: of(ItemKind::Opinion)?, ..Levels::default() })
    }

    /// How many of them each leading department has, in the office's order.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn unfiled_by_department(&self) -> Result<Vec<UnfiledOf>> {
        let counts = self.scope.reader.count_by_party(&self.unfiled(), self.scope.as_of, Role::Department)?;
        Ok(counts.into_iter().map(|(department, count)| UnfiledOf { department, count }).collect())
    }

    /// Hands every row of the section to `each`, in the order of the groups.
    ///
    /// # Errors
    /// What `each` returns, or trouble with the ledger.
    pub fn each_unfiled(&self, mut each: impl FnMut(&Item, ItemRow) -> Result<()>) -> Result<()> {
        let scope = self.scope;
        scope.reader.each_item(&self.unfiled(), scope.as_of, self.order(), self.limit, |item| {
            each(&item, ItemRow::new(scope, &item)?)
        })
    }

    /// The section as part of the page.
    pub(super) fn unfiled_page(&self, ordinal: &str, sink: &mut dyn PageSink) -> Result<()> {
        let levels = self.unfiled_levels()?;
        let text = format!("{ordinal}、本期应填报未填报：{}", levels.words());
        sink.block(Block::Heading { level: 1, text })?;
        let periods = self.round_periods();
        if periods.is_empty() {
            return Ok(());
        }
        let several = periods.len() > 1;
        let said: Vec<String> = periods
            .iter()
            .map(|p| {
                let round = if several { p.round.as_str() } else { "" };
                format!("{round}{}填报，本期 {} 至 {}", p.rhythm.label(), p.period.from, p.period.to)
            })
            .collect();
        let FilingCounts { due, filed, unfiled } = self.filing_counts()?;
        let mut words = format!("{}。应填报{due}项，已填报{filed}项，未填报{unfiled}项", said.join("；"));
        if unfiled > 0 {
            let by: Vec<String> = self
                .unfiled_by_department()?
                .into_iter()
                .map(|of| format!("{}{}项", of.department.as_deref().unwrap_or("未定责任部门"), of.count))
                .collect();
            words.push_str(&format!("：{}", by.join("、")));
        }
        words.push('。');
        sink.block(Block::Paragraph(words))?;
        if levels.is_empty() {
            return Ok(());
        }
        sink.begin_grid(&[
            Column::code("编号"),
            Column::text("内容", 5),
            Column::text("责任", 3).at_most(24),
            Column::day("时限").at_most(12),
            Column::rigid("进度"),
            Column::day("最近填报"),
        ])?;
        let (mut group, mut shown) = (None, 0);
        self.each_unfiled(|item, _| {
            shown += 1;
            let name = self.group_of(item);
            if group.as_ref() != Some(&name) {
                sink.band(&name, Tone::Strong)?;
                group = Some(name);
            }
            sink.row(self.unfiled_cells(item)?).map_err(ReportError::from)
        })?;
        sink.end_grid()?;
        if shown < levels.all() {
            sink.block(Block::Note(format!("本节只显示前{shown}行，标题中的数字为全部；加 --all 显示全部")))?;
        }
        Ok(())
    }

    fn unfiled_cells(&self, item: &Item) -> Result<Vec<Cell>> {
        let last = last_filing(self.scope, item)?;
        Ok(vec![
            Cell::text(self.scope.code_of(item)).toned(Tone::Strong),
            Cell::text(item.text.clone()),
            responsible_cell(item, self.names_department(item), !self.by_leader()),
            due_cell(item),
            progress_cell(item),
            if last.is_none() { filed_cell(last).toned(Tone::Soon) } else { filed_cell(last) },
        ])
    }
}
