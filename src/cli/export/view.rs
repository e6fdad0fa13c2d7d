//! What is exported to be looked at: the board and the calendar.

use super::super::{Result, error::CliError, term};
use crate::{
    domain::{filter::Filter, round::SignOff},
    render::{
        html,
        ics::{self, Calendar},
    },
    report::{Scope, board::Board, schedule::Entry},
};
use std::io::Write;

/// 看板: one page. `next` is whose turn it is, where items were chosen by that.
pub(super) fn board(scope: &Scope<'_>, filter: &Filter, next: &[SignOff], out: &mut dyn Write) -> Result<()> {
    let board = Board::new(scope, filter, next)?;
    Ok(html::write(&board, out)?)
}

/// What a calendar that shows a part cannot take back by itself.
pub(super) const PART_ONLY: &str = "按条件导出的日历，办结、销号、撤项的下次导出会取消；改由别的部门等原因不再符合条件的，日历里还留着：删去旧日历，重新导入";

/// 日历. It bears the instant of the ledger's last entry, not the clock's.
pub(super) fn calendar(scope: &Scope<'_>, entries: &[Entry], alarms: &[u32], out: &mut dyn Write) -> Result<()> {
    let name = match scope.rounds.as_slice() {
        [only] => format!("{}整改日程", only.settings.title),
        _ => "整改日程".to_owned(),
    };
    let stamp = scope.reader.last_entry()?.map(|(_, at)| at).unwrap_or_default();
    Ok(ics::write(&Calendar { name: &name, stamp, alarms }, entries, out)?)
}

/// Days before the event: `7,1`, `7天、1天`, `无`.
pub(super) fn alarms(text: &str) -> Result<Vec<u32>> {
    if matches!(text.trim(), "无" | "不提醒" | "none") {
        return Ok(Vec::new());
    }
    let wrong = || {
        CliError::usage(
            "bad_value",
            format!("--alarm 的值“{text}”不是天数"),
            "要 0 到 365 之间的天数，几个之间用逗号隔开",
            "写成 7,1 或 0，不要提醒就写 无",
        )
    };
    let mut days = Vec::new();
    for word in term::list(text) {
        let digits = word.trim().trim_end_matches(['天', '日', 'd']);
        let day = digits.parse::<u32>().ok().filter(|day| *day <= 365).ok_or_else(wrong)?;
        if !days.contains(&day) {
            days.push(day);
        }
    }
    if days.is_empty() { Err(wrong()) } else { Ok(days) }
}
