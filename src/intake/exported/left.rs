//! What stands in a document and does not come along: counted, each beside the part where it stands.

use super::{
    super::plan::Note,
    document::{Document, Item, Place},
};
use crate::domain::{filing::FilingState, meeting::Decision, party::PartyKind, plan::PlanChangeKind};

/// What of a round's part of the document is history of the other ledger, kind by kind.
pub(super) fn notes(document: &Document, round: usize) -> Vec<Note> {
    let round = &document.rounds[round];
    let key = round.key.as_str();
    let is_own = |of: Option<&str>| of == Some(key);
    let own = |places: &[Place]| places.iter().any(|place| is_own(place.round.as_deref()));
    let shared = |places: &[Place]| own(places) && places.iter().any(|place| !is_own(place.round.as_deref()));
    let items = || document.items.iter().filter(|item| item.round == key);
    let count = |of: &dyn Fn(&Item) -> usize| items().map(of).sum::<usize>();
    let adjusted = |item: &Item| {
        let told = |change| matches!(change, PlanChangeKind::Reworded);
        item.approvals.iter().filter(|step| told(step.change)).count()
    };
    let held = |number: Option<i64>| {
        let meetings = &document.meetings;
        number.is_none_or(|number| meetings.iter().any(|meeting| meeting.number == number))
    };
    let unheard = |item: &Item| item.closures.iter().filter(|step| !held(step.meeting)).count();
    let agreed = document.meetings.iter().filter(|meeting| meeting.round.as_deref().is_some_and(|of| of != key));
    let elsewhere = agreed
        .flat_map(|meeting| &meeting.decisions)
        .filter(|made| made.round == key && made.decision != Decision::Agreed)
        .count();
    let counted = [
        ("rounds", document.rounds.len() - 1, "个轮次没有选读，可用 --sheet 另读"),
        ("rounds.locks", round.locks.len(), "次锁定没有读入：锁的是原台账"),
        ("rounds.sources", round.sources.len(), "份导入过的文件没有读入：这里的出处是本文件"),
        (
            "papers",
            document.papers.iter().filter(|paper| is_own(paper.round.as_deref())).count(),
            "份已编号的材料没有读入：文号是原台账的",
        ),
        (
            "parties",
            document.parties.iter().filter(|party| party.kind == PartyKind::Operator).count(),
            "位经办人没有读入，填报一律记为本次的经办人录入",
        ),
        (
            "parties.merged_into",
            document.parties.iter().filter(|party| party.merged_into.is_some()).count(),
            "个合并过的单位只读入为不再使用",
        ),
        (
            "evidence.file",
            document.evidence.iter().filter(|entry| entry.file.is_some() && own(&entry.items)).count(),
            "份佐证材料的文件不在其中：登记名称和 SHA-256，文件用 taizhang attach 补",
        ),
        (
            "evidence.items",
            document.evidence.iter().filter(|entry| shared(&entry.items)).count(),
            "份佐证材料也属于别的轮次，只归入这一轮",
        ),
        (
            "outcomes.items",
            document.outcomes.iter().filter(|outcome| shared(&outcome.items)).count(),
            "项成效也属于别的轮次，只归入这一轮",
        ),
        (
            "items.look_backs.sample",
            count(&|item| item.look_backs.iter().filter(|look| look.sample.is_some()).count()),
            "次回头看对应的抽查没有读入",
        ),
        ("items.approvals", count(&adjusted), "次文字调整的经过没有读入：文字按现在的读入"),
        ("items.closures.meeting", count(&unheard), "处会议不在文件里，无从核对"),
        ("meetings.decisions", elsewhere, "项别的轮次的会议所作的决定没有读入"),
    ];
    let withdrawn = count(&|item| usize::from(item.withdrawn.is_some()));
    let waiting = count(&|item| item.filings.iter().filter(|filed| filed.state == FilingState::Pending).count());
    let told = [
        ("items.withdrawn", withdrawn, "项事项已撤项，读入后仍是撤项，不计入总数"),
        ("items.filings", waiting, "次填报还没有采用，读入后待采用"),
    ];
    let notes = counted.iter().chain(&told).filter(|(_, count, _)| *count > 0);
    notes.map(|(part, count, what)| Note { place: (*part).to_owned(), reason: format!("有{count}{what}") }).collect()
}
