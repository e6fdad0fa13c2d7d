//! The words of a preview: what became of an item, what differs and what becomes of that, who answers.

use crate::{
    domain::{party::Role, receipt::Receipt, refusal::Warning},
    intake::plan::{FigureKind, PlannedItem},
    report::page::Tone,
    service::paper::{Because, Difference, Fate, Settled, Skip, Untold},
    zh::{self, width::truncate},
};

/// Who answers for an item, leaders first.
pub(super) fn who(item: &PlannedItem) -> String {
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

pub(super) const fn fate_words(fate: &Fate) -> (&'static str, Tone) {
    match fate {
        Fate::Added => ("新增", Tone::Good),
        Fate::Matched => ("已有", Tone::Plain),
        Fate::Unchanged => ("未变", Tone::Muted),
        Fate::Filed => ("填报", Tone::Plain),
        Fate::Skipped(Skip::NothingNew) => ("不需要", Tone::Muted),
        Fate::Skipped(_) => ("略过", Tone::Soon),
    }
}

pub(super) const fn skip_words(skip: Skip) -> &'static str {
    match skip {
        Skip::Closed => "事项已销号，未改动",
        Skip::Withdrawn => "事项已撤项，未改动",
        Skip::Completed => "问题已完成，未增加措施",
        Skip::NothingNew => "下面没有新内容",
        Skip::NoPlace => "台账里上一级的类别不同，放不下；用 add 或 progress 补录",
    }
}

/// A text from shortly before the place where it first differs from the other, so that the difference is on the page.
pub(super) fn from_difference(text: &str, other: &str) -> String {
    const BEFORE: usize = 8;
    const SHOWN: usize = 60;
    let same = text.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let skipped = if text.chars().count() > SHOWN / 2 { same.saturating_sub(BEFORE) } else { 0 };
    let shown: String = text.chars().skip(skipped).collect();
    let lead = if skipped > 0 { "…" } else { "" };
    truncate(&format!("{lead}{}", shown.replace('\n', " ")), SHOWN)
}

/// What becomes of a difference.
pub(super) fn settled_words(code: &str, difference: &Difference) -> String {
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
        Settled::Held(Because::Retold) => "照办理经过逐条重记后得出的与文件所记不同，以台账为准，请核对".into(),
        Settled::Held(Because::DayAhead(day)) => format!("{day} 还没有到，没有记录；核对文件里的日期"),
    }
}

/// What a stated figure counts, in words.
pub(super) const fn figure_words(kind: FigureKind) -> &'static str {
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
pub(in crate::cli::intake) fn warnings(receipt: &Receipt) -> Vec<String> {
    let shown_apart = |warning: &&Warning| matches!(warning, Warning::DeadlineReading { .. });
    receipt.warnings.iter().filter(|warning| !shown_apart(warning)).map(zh::receipt::warning).collect()
}

/// Why something was not done again.
pub(in crate::cli::intake) fn reasons(untold: &Untold) -> Vec<String> {
    let mut reasons: Vec<String> =
        untold.why.iter().map(zh::refusal::explain).flat_map(|said| [said.what].into_iter().chain(said.why)).collect();
    if reasons.is_empty() {
        reasons.push("它所说的事项、会议或填报没有读入".into());
    }
    if untold.taken_over {
        reasons.push("按原已销号读入，待补党组会审议".into());
    }
    reasons
}

/// A fate's stable English key.
pub(in crate::cli::intake) const fn fate_key(fate: &Fate) -> &'static str {
    match fate {
        Fate::Added => "added",
        Fate::Matched => "matched",
        Fate::Unchanged => "unchanged",
        Fate::Filed => "filed",
        Fate::Skipped(_) => "skipped",
    }
}
