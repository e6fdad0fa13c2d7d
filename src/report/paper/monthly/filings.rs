//! Who had to file in a month, and who did.

use super::last_of_month;
use crate::{
    domain::{
        Day,
        filter::Filter,
        party::Role,
        rate::Rate,
        rhythm::{FilingDue, Period},
    },
    report::{
        Result,
        page::{Block, Cell, Column, PageSink, Tone, Value},
        paper::About,
    },
};

/// What a department had to file, and what it filed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Filings {
    /// 应填报.
    pub(super) due: i64,
    /// 已填报.
    pub(super) filed: i64,
}

/// The filings of a month.
pub(super) struct Filed {
    /// By leading department in the office's order; those without one last.
    pub(super) by_department: Vec<(Option<String>, Filings)>,
    /// A period still runs.
    running: bool,
}

impl Filed {
    /// What was to be filed in the periods that end in the month, or run on its last day; whether one still runs.
    pub(super) fn of_month(month: Day, about: &About<'_>) -> Result<Self> {
        let reader = about.scope.reader;
        let mut sums: Vec<(Option<String>, Filings)> = Vec::new();
        let mut running = false;
        for period in periods(month, about) {
            let as_of = reader.as_of(period.to.min(about.day()))?;
            running |= period.to > about.day();
            for state in [FilingDue::Filed, FilingDue::Unfiled] {
                let filter = Filter { filing: Some((state, vec![(about.round.id, period)])), ..about.filter.clone() };
                for (department, count) in reader.count_by_party(&filter, as_of, Role::Department)? {
                    let at = sums.iter().position(|(name, _)| *name == department).unwrap_or_else(|| {
                        sums.push((department, Filings::default()));
                        sums.len() - 1
                    });
                    sums[at].1.due += count;
                    sums[at].1.filed += if state == FilingDue::Filed { count } else { 0 };
                }
            }
        }
        let parties = reader.parties()?;
        let place = |name: &Option<String>| {
            let party = parties.iter().find(|party| Some(&party.name) == name.as_ref());
            party.map_or((i64::MAX, i64::MAX), |party| (party.ord, party.id.0))
        };
        sums.sort_by_key(|(name, _)| place(name));
        Ok(Self { by_department: sums, running })
    }

    pub(super) fn page(&self, sink: &mut dyn PageSink) -> Result<()> {
        let sum = self
            .by_department
            .iter()
            .fold(Filings::default(), |sum, (_, one)| Filings { due: sum.due + one.due, filed: sum.filed + one.filed });
        let running = if self.running { "（本期未满，按截至日统计）" } else { "" };
        sink.block(Block::Paragraph(format!(
            "本月应填报{}项次，已填报{}项次，未填报{}项次，填报率{}{running}。",
            sum.due,
            sum.filed,
            sum.due - sum.filed,
            Rate::new(sum.filed, sum.due)
        )))?;
        if self.by_department.is_empty() {
            return Ok(());
        }
        sink.begin_grid(&[
            Column::text("责任部门", 3),
            Column::number("应填报"),
            Column::number("已填报"),
            Column::number("未填报"),
            Column::number("填报率"),
        ])?;
        for (department, filings) in &self.by_department {
            let missing = filings.due - filings.filed;
            sink.row(vec![
                Cell::text(department.clone().unwrap_or_else(|| "未定责任部门".to_owned())),
                filings.due.into(),
                filings.filed.into(),
                Cell::number(missing).toned(if missing > 0 { Tone::Late } else { Tone::Plain }),
                Cell::from(Value::Percent(Rate::new(filings.filed, filings.due))),
            ])?;
        }
        sink.end_grid()?;
        sink.block(Block::Note("按牵头的责任部门统计；交来即计已填报，被退回的不计。".into()))?;
        Ok(())
    }
}

fn periods(month: Day, about: &About<'_>) -> Vec<Period> {
    let end = last_of_month(month);
    let mut periods = Vec::new();
    let mut day = month;
    while day <= about.day() {
        let Some(period) = about.round.filing_period(day) else { break };
        if period.to <= end || (period.contains(about.day()) && about.day() < end) {
            periods.push(period);
        }
        let Some(next) = period.to.succ_opt() else { break };
        day = next;
    }
    periods
}
