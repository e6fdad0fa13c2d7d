//! What waits for a decision: applications for extension (延期申请) and filings (待采用的填报).

use super::{
    Result, Scope,
    page::{Block, Cell, Column, PageSink, Tone},
};
use crate::{
    domain::{
        Day,
        ids::{FilingId, RoundId},
        lifecycle::Progress,
    },
    store::query::{WaitingExtension, WaitingFiling},
    zh::label::Label as _,
};
use serde::Serialize;

/// An application for extension that waits. Keys are an interface.
#[derive(Debug, Clone, Serialize)]
pub struct ExtensionWaits {
    /// The round's key.
    pub round: String,
    /// The item's code.
    pub code: String,
    /// Its words.
    pub text: String,
    /// When it was applied for.
    pub applied_on: Day,
    /// By whom.
    pub applicant: Option<String>,
    /// The due day then.
    pub before: Option<Day>,
    /// The words asked for.
    pub raw: String,
    /// The day asked for.
    pub due: Option<Day>,
    /// Why.
    pub reason: String,
    /// Applied for when the due day had passed.
    pub after_expiry: bool,
    /// Days since it was applied for.
    pub days_waiting: i64,
    /// Whether the item still needs it: neither completed nor struck off nor withdrawn since.
    pub needed: bool,
}

/// A filing that waits. Keys are an interface.
#[derive(Debug, Clone, Serialize)]
pub struct FilingWaits {
    /// Its number.
    pub filing: FilingId,
    /// The round's key.
    pub round: String,
    /// The item's code.
    pub code: String,
    /// Its words.
    pub text: String,
    /// The day it was handed in.
    pub on: Day,
    /// Who reports.
    pub department: Option<String>,
    /// Who filled it in.
    pub filled_by: Option<String>,
    /// Who entered it.
    pub entered_by: String,
    /// By the leading department: only then it moves progress.
    pub leading: bool,
    /// The progress it claims.
    pub progress: Option<Progress>,
    /// The day of completion it claims.
    pub completed_on: Option<Day>,
    /// 整改情况.
    pub situation: Option<String>,
    /// 存在问题.
    pub problems: Option<String>,
    /// 下步措施.
    pub next: Option<String>,
    /// Days since it was handed in.
    pub days_waiting: i64,
}

fn key(scope: &Scope<'_>, round: RoundId) -> String {
    scope.round(round).map(|r| r.key.clone()).unwrap_or_default()
}

fn code(scope: &Scope<'_>, round: &str, code: &str) -> String {
    if scope.rounds.len() > 1 { format!("{round}:{code}") } else { code.to_owned() }
}

/// The applications of the scope's rounds that wait, first to last.
///
/// # Errors
/// When the ledger cannot be read.
pub fn extensions(scope: &Scope<'_>) -> Result<Vec<ExtensionWaits>> {
    let rounds: Vec<RoundId> = scope.rounds.iter().map(|r| r.id).collect();
    let row = |waits: WaitingExtension| ExtensionWaits {
        round: key(scope, waits.round),
        code: waits.code,
        text: waits.text,
        applied_on: waits.extension.applied_on,
        applicant: waits.extension.applicant,
        before: waits.extension.before_due,
        raw: waits.extension.deadline.raw,
        due: waits.extension.deadline.due,
        reason: waits.extension.reason,
        after_expiry: waits.extension.after_expiry,
        days_waiting: (scope.as_of.day - waits.extension.applied_on).num_days(),
        needed: waits.needed,
    };
    Ok(scope.reader.extensions_waiting(&rounds)?.into_iter().map(row).collect())
}

/// The applications as a page.
///
/// # Errors
/// Trouble with the place written to.
pub fn extensions_page(scope: &Scope<'_>, rows: &[ExtensionWaits], sink: &mut dyn PageSink) -> Result<()> {
    sink.title("待批准的延期申请", Some(scope.as_of.day))?;
    if rows.is_empty() {
        sink.block(Block::Paragraph("没有待批准的延期申请。".into()))?;
        return Ok(sink.finish()?);
    }
    sink.begin_grid(&[
        Column::code("编号"),
        Column::day("申请日"),
        Column::text("申请部门", 1).at_most(12),
        Column::day("原时限"),
        Column::text("申请延到", 1).at_most(14),
        Column::text("理由", 3),
        Column::number("已等\n天数"),
    ])?;
    for row in rows {
        let mut reason = row.reason.clone();
        if row.after_expiry {
            reason.push_str("\n（到期后申请）");
        }
        if !row.needed {
            reason.push_str("\n（事项已办结或撤项，已不需要）");
        }
        sink.row(vec![
            Cell::text(code(scope, &row.round, &row.code)).toned(Tone::Strong),
            row.applied_on.into(),
            Cell::text(row.applicant.clone().unwrap_or_default()),
            row.before.map_or_else(|| Cell::text("无日期"), Cell::from),
            Cell::text(row.due.map_or_else(|| row.raw.clone(), |due| due.to_string())),
            Cell::text(reason).toned(match (row.needed, row.after_expiry) {
                (false, _) => Tone::Muted,
                (true, true) => Tone::Late,
                (true, false) => Tone::Plain,
            }),
            Cell::number(row.days_waiting),
        ])?;
    }
    sink.end_grid()?;
    let moot = rows.iter().filter(|row| !row.needed).count();
    let mut note = format!("共{}份", rows.len());
    if moot > 0 {
        note.push_str(&format!("，其中已不需要的{moot}份"));
    }
    note.push_str("。批准用 taizhang extend 编号 --approve --meeting 会议编号，不批准用 --refuse");
    sink.block(Block::Note(note))?;
    Ok(sink.finish()?)
}

/// The filings of the scope's rounds that wait, first to last.
///
/// # Errors
/// When the ledger cannot be read.
pub fn filings(scope: &Scope<'_>) -> Result<Vec<FilingWaits>> {
    let rounds: Vec<RoundId> = scope.rounds.iter().map(|r| r.id).collect();
    let row = |waits: WaitingFiling| FilingWaits {
        filing: waits.filing.id,
        round: key(scope, waits.round),
        code: waits.code,
        text: waits.text,
        on: waits.filing.on,
        department: waits.filing.department,
        filled_by: waits.filing.filled_by,
        entered_by: waits.filing.entered_by,
        leading: waits.filing.leading,
        progress: waits.filing.progress,
        completed_on: waits.filing.completed_on,
        situation: waits.filing.situation,
        problems: waits.filing.problems,
        next: waits.filing.next,
        days_waiting: (scope.as_of.day - waits.filing.on).num_days(),
    };
    Ok(scope.reader.filings_waiting(&rounds)?.into_iter().map(row).collect())
}

/// The filings as a page.
///
/// # Errors
/// Trouble with the place written to.
pub fn filings_page(scope: &Scope<'_>, rows: &[FilingWaits], sink: &mut dyn PageSink) -> Result<()> {
    sink.title("待采用的填报", Some(scope.as_of.day))?;
    if rows.is_empty() {
        sink.block(Block::Paragraph("没有待采用的填报。".into()))?;
        return Ok(sink.finish()?);
    }
    sink.begin_grid(&[
        Column::number("填报\n编号"),
        Column::code("编号"),
        Column::day("填报日"),
        Column::text("部门", 1).at_most(12),
        Column::text("填报人", 1).at_most(12),
        Column::text("填报内容", 3),
        Column::number("已等\n天数"),
    ])?;
    for row in rows {
        let mut said = Vec::new();
        if let Some(progress) = row.progress {
            let on = row.completed_on.map(|day| format!("（{day}）")).unwrap_or_default();
            said.push(format!("{}{on}", progress.label()));
            if !row.leading {
                said.push("（非主责部门，进度不变）".to_owned());
            }
        }
        for (name, text) in [("", &row.situation), ("存在问题：", &row.problems), ("下步措施：", &row.next)] {
            said.extend(text.iter().map(|text| format!("{name}{text}")));
        }
        let filled_by = row.filled_by.clone().unwrap_or_default();
        sink.row(vec![
            Cell::number(row.filing.0),
            Cell::text(code(scope, &row.round, &row.code)).toned(Tone::Strong),
            row.on.into(),
            Cell::text(row.department.clone().unwrap_or_default()),
            Cell::text(format!("{filled_by}\n{}录入", row.entered_by)),
            Cell::text(said.join("\n")),
            Cell::number(row.days_waiting),
        ])?;
    }
    sink.end_grid()?;
    sink.block(Block::Note(format!(
        "共{}份。采用用 taizhang accept 编号，退回用 taizhang accept 编号 --return --words 理由",
        rows.len()
    )))?;
    Ok(sink.finish()?)
}
