//! The 核对 as a page: what was found first, on request also what agrees.

use super::{Reconciliation, Result, StateRow, States, WordRow};
use crate::{
    domain::{
        reconcile::Verdict,
        stated::{Fault, FigureCheck, Weight},
    },
    report::page::{Block, Cell, Column, PageSink, Tone},
    zh::{
        collate::{FOLDED, marked},
        date::format_day_zh,
        label::Label as _,
    },
};

impl Reconciliation {
    /// The page; with `all` also what agrees.
    ///
    /// # Errors
    /// Trouble with the place written to.
    pub fn page(&self, all: bool, sink: &mut dyn PageSink) -> Result<()> {
        sink.title(&format!("核对《{}》", self.name), Some(self.as_of))?;
        if let Some(rows) = &self.words {
            sink.block(Block::Paragraph(self.words_said(rows)))?;
        }
        if let Some(checks) = &self.figures {
            sink.block(Block::Paragraph(self.figures_said(checks.len())))?;
        }
        if let Some(states) = &self.states {
            sink.block(Block::Paragraph(states_said(states)))?;
        }
        let ordinal = |at: usize| ["一", "二", "三"][at];
        let mut section = 0;
        let shown: Vec<&WordRow> =
            self.words.iter().flatten().filter(|row| all || row.verdict != Verdict::Same).collect();
        if !shown.is_empty() {
            heading(sink, &format!("{}、文字", ordinal(section)))?;
            section += 1;
            words_grid(sink, &shown)?;
        }
        let shown: Vec<&FigureCheck> =
            self.figures.iter().flatten().filter(|check| all || check.weight != Weight::Agrees).collect();
        if !shown.is_empty() {
            heading(sink, &format!("{}、数字", ordinal(section)))?;
            section += 1;
            figures_grid(sink, &shown)?;
        }
        if let Some(states) = self.states.as_ref().filter(|states| !states.rows.is_empty()) {
            heading(sink, &format!("{}、办理", ordinal(section)))?;
            states_grid(sink, &states.rows)?;
        }
        if self.words.is_some() {
            sink.block(Block::Note(format!("逐字比对，不计{FOLDED}；【】内是有出入的文字")))?;
        }
        sink.finish()?;
        Ok(())
    }

    fn words_said(&self, rows: &[WordRow]) -> String {
        let of_paper: usize = rows.iter().map(|row| row.paper.len()).sum();
        if of_paper == 0 {
            return "文字：文件中没有可以核对的事项。".to_owned();
        }
        let counts: Vec<String> = Verdict::ALL
            .iter()
            .map(|verdict| (verdict, self.count(*verdict)))
            .filter(|(verdict, count)| *count > 0 || **verdict == Verdict::Same)
            .map(|(verdict, count)| format!("{}{count}项", verdict.label()))
            .collect();
        let end = if rows.iter().any(|row| row.finding) {
            ""
        } else {
            "；文件中的事项在台账中都有，一字不差"
        };
        format!("文字：文件中{of_paper}项，{}{end}。", counts.join("、"))
    }

    fn figures_said(&self, checked: usize) -> String {
        if checked == 0 {
            return "数字：文件中没有可以核对的数字。".to_owned();
        }
        let [findings, remarks, agreeing] =
            [Weight::Finding, Weight::Remark, Weight::Agrees].map(|weight| self.weighing(weight));
        format!("数字：核对{checked}处，相符{agreeing}处、出入{findings}处、提示{remarks}处。")
    }
}

fn states_said(states: &States) -> String {
    let day = format_day_zh(states.as_of);
    let later = match states.later.len() {
        0 => String::new(),
        count => format!("；{count}项那天还不在台账里，没有比"),
    };
    if states.compared == 0 {
        return format!("办理：文件中没有可以与台账（截至{day}）比的进度、销号、时限和责任{later}。");
    }
    let differing: std::collections::BTreeSet<&str> = states.rows.iter().map(|row| row.code.as_str()).collect();
    let differing = differing.len();
    let agreeing = states.compared - differing;
    format!(
        "办理：与台账截至{day}的进度、销号、时限、责任比，{}项，相符{agreeing}项、出入{differing}项{later}。",
        states.compared
    )
}

fn states_grid(sink: &mut dyn PageSink, rows: &[StateRow]) -> Result<()> {
    sink.begin_grid(&[
        Column::rigid("位置").at_most(14),
        Column::code("台账"),
        Column::rigid("栏目"),
        Column::text("文件写的", 1),
        Column::text("台账", 1),
    ])?;
    let dash = |text: &str| if text.is_empty() { "—".to_owned() } else { text.to_owned() };
    for row in rows {
        sink.row(vec![
            Cell::text(row.place.clone()),
            Cell::text(row.code.clone()).toned(Tone::Strong),
            Cell::text(row.label),
            Cell::text(dash(&row.paper)),
            Cell::text(dash(&row.ledger)),
        ])?;
    }
    Ok(sink.end_grid()?)
}

fn heading(sink: &mut dyn PageSink, text: &str) -> Result<()> {
    Ok(sink.block(Block::Heading { level: 1, text: text.to_owned() })?)
}

fn words_grid(sink: &mut dyn PageSink, rows: &[&WordRow]) -> Result<()> {
    sink.begin_grid(&[
        Column::rigid("文件").at_most(16),
        Column::code("台账"),
        Column::rigid("结果"),
        Column::text("内容", 1),
    ])?;
    for row in rows {
        let numbers: Vec<String> = row
            .paper
            .iter()
            .map(|item| {
                let own = item.source_no.as_ref().map(|no| no.trim_end_matches(['.', '．', '、']).to_owned());
                item.number.map(|number| number.to_string()).or(own).unwrap_or_else(|| item.place.clone())
            })
            .collect();
        let codes: Vec<&str> = row.ledger.iter().map(|item| item.code.as_str()).collect();
        let dash = |text: String| if text.is_empty() { "—".to_owned() } else { text };
        let tone = match (row.verdict, row.finding) {
            (Verdict::Same, _) => Tone::Plain,
            (_, true) => Tone::Late,
            (_, false) => Tone::Soon,
        };
        sink.row(vec![
            Cell::text(dash(numbers.join("、"))).toned(Tone::Strong),
            Cell::text(dash(codes.join("、"))).toned(Tone::Strong),
            Cell::text(row.verdict.label()).toned(tone),
            Cell::text(said(row)),
        ])?;
    }
    Ok(sink.end_grid()?)
}

/// What a row says beside its verdict.
fn said(row: &WordRow) -> String {
    let own = || row.paper.iter().map(|item| item.text.as_str()).collect::<Vec<_>>();
    let held = || row.ledger.iter().map(|item| format!("台账 {}：{}", item.code, item.text)).collect::<Vec<_>>();
    let words = || {
        let (first, second) = marked(&row.stretches);
        format!("原文：{first}\n台账：{second}")
    };
    let first = own().first().map(ToString::to_string).unwrap_or_default();
    match row.verdict {
        Verdict::Reworded => words(),
        Verdict::Missing => match &row.near {
            Some(code) => format!("{first}\n（台账中最相近的是 {code}）"),
            None => first,
        },
        Verdict::Doubled if !row.stretches.is_empty() => words(),
        Verdict::Misplaced if row.paper.first().map(|item| item.kind) != row.ledger.first().map(|item| item.kind) => {
            let kind = row.ledger.first().map_or("", |item| item.kind.label());
            let own = row.paper.first().map_or("", |item| item.kind.label());
            format!("{first}\n（文件里是{own}，台账里是{kind}）")
        }
        Verdict::Same | Verdict::Misplaced | Verdict::Doubled => first,
        Verdict::Merged | Verdict::Split => {
            let own = own().iter().map(|text| format!("原文：{text}")).collect::<Vec<_>>();
            [own, held()].concat().join("\n")
        }
        Verdict::Withdrawn => {
            let item = row.ledger.first();
            let day = item.and_then(|item| item.withdrawn_on).map(format_day_zh).unwrap_or_default();
            let ground = item.and_then(|item| item.withdrawn_ground).map_or("", |ground| ground.label());
            let reason = item.and_then(|item| item.withdrawn_reason.clone()).unwrap_or_default();
            format!("{first}\n（{day}撤项，{ground}：{reason}）")
        }
        Verdict::Extra => row.ledger.iter().map(|item| item.text.clone()).collect::<Vec<_>>().join("\n"),
    }
}

fn figures_grid(sink: &mut dyn PageSink, checks: &[&FigureCheck]) -> Result<()> {
    sink.begin_grid(&[
        Column::rigid("结果"),
        Column::rigid("核对什么"),
        Column::rigid("位置").at_most(14),
        Column::text("原句", 3),
        Column::text("所述与核对", 3),
    ])?;
    for check in checks {
        let tone = match check.weight {
            Weight::Finding => Tone::Late,
            Weight::Remark => Tone::Soon,
            Weight::Agrees => Tone::Plain,
        };
        sink.row(vec![
            Cell::text(check.weight.label()).toned(tone),
            Cell::text(check.fault.label()),
            Cell::text(check.place.clone()),
            Cell::text(check.words.clone()),
            Cell::text(compared(check)),
        ])?;
    }
    Ok(sink.end_grid()?)
}

/// What is stated beside what it was compared with. Against the ledger neither is called right.
fn compared(check: &FigureCheck) -> String {
    let FigureCheck { stated, computed, against, .. } = check;
    match check.fault {
        Fault::Sum => format!("所述 {stated}，合计 {computed}；{against}"),
        Fault::PartOverWhole => format!("整体 {stated}，部分 {computed}；{against}"),
        Fault::Rate => format!("所述 {stated}，算得 {computed}；{against}"),
        Fault::StatedTwice => format!("此处 {stated}，前文 {computed}；{against}"),
        Fault::Outline => format!("自述 {stated}，{against} {computed}"),
        Fault::Ledger => format!("文件 {stated}，台账 {computed}；{against}"),
        Fault::Slip => format!("写作 {stated}，应是 {computed}；{against}"),
        Fault::NoSuchDay | Fault::DaysOutOfOrder => format!("{stated}；{against}"),
    }
}
