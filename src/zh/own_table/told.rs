//! What was done to an item, each act in words that say everything of it: a cell is written, and read back as it was.

use crate::{
    domain::{
        Day,
        item::WithdrawGround,
        lifecycle::Closure,
        meeting::{MeetingFacts, MeetingKind},
        reported::{ExtensionTold, SteppedTold, WithdrawnTold},
    },
    zh::label::Label as _,
};

const TO: &str = "延至";
const BY: &str = "；批准：";
const WHY: &str = "；原因：";

/// The extensions of an item as one cell, each on a line of its own: on which day, to what, by whom, why.
#[must_use]
pub fn extensions_as_cell(extensions: &[ExtensionTold]) -> String {
    let lines = extensions.iter().map(|one| {
        let ExtensionTold { on, to, approval, reason, .. } = one;
        // A line is an extension.
        format!("{on}{TO}{to}{BY}{approval}{WHY}{reason}").replace('\n', " ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The extensions of a cell that [`extensions_as_cell`] wrote; none where a line says something else.
#[must_use]
pub fn extensions_of_cell(cell: &str) -> Option<Vec<ExtensionTold>> {
    let line = |line: &str| {
        let (day, rest) = line.trim().split_once(TO)?;
        let on: Day = day.trim().parse().ok()?;
        let (to, rest) = rest.split_once(BY)?;
        let (approval, reason) = rest.split_once(WHY)?;
        let whole = [to, approval, reason].iter().all(|words| !words.trim().is_empty());
        whole.then(|| ExtensionTold { on, to: to.into(), approval: approval.into(), met: None, reason: reason.into() })
    };
    cell.lines().filter(|words| !words.trim().is_empty()).map(line).collect()
}

const ASKED: &str = "申请销号";
const SAYING: char = '：';

/// An application for 销号, or a return, as one cell: on which day, which of them, and what was said.
#[must_use]
pub fn stepped_as_cell(told: &SteppedTold) -> String {
    let what = if told.closure == Closure::Requested { ASKED } else { Closure::Returned.label() };
    let words = told.words.as_ref().map(|words| format!("{SAYING}{words}")).unwrap_or_default();
    format!("{}{what}{words}", told.on)
}

/// The application or the return of a cell that [`stepped_as_cell`] wrote.
#[must_use]
pub fn stepped_of_cell(cell: &str) -> Option<SteppedTold> {
    let (on, rest) = day_first(cell)?;
    let (what, words) = match rest.split_once(SAYING) {
        Some((what, words)) => (what, Some(words.trim().to_owned()).filter(|words| !words.is_empty())),
        None => (rest, None),
    };
    let closure = match what.trim() {
        ASKED => Closure::Requested,
        what if what == Closure::Returned.label() => Closure::Returned,
        _ => return None,
    };
    Some(SteppedTold { on, closure, words })
}

const FOR: &str = "因";
const GONE: &str = "撤项";

/// A withdrawal as one cell: on which day, on what ground, why, by whom.
#[must_use]
pub fn withdrawn_as_cell(told: &WithdrawnTold) -> String {
    let WithdrawnTold { on, ground, reason, approval, .. } = told;
    let approval = match approval {
        Some(approval) => format!("{BY}{approval}"),
        // A reason may hold what stands in front of an approval.
        None if reason.contains(BY) => BY.to_owned(),
        None => String::new(),
    };
    format!("{on}{FOR}{}{GONE}{WHY}{reason}{approval}", ground.label())
}

/// The withdrawal of a cell that [`withdrawn_as_cell`] wrote.
#[must_use]
pub fn withdrawn_of_cell(cell: &str) -> Option<WithdrawnTold> {
    let (on, rest) = day_first(cell)?;
    let (ground, rest) = rest.strip_prefix(FOR)?.split_once(WHY)?;
    let ground = ground.strip_suffix(GONE)?;
    let ground = WithdrawGround::ALL.iter().copied().find(|known| known.label() == ground)?;
    let (reason, approval) = rest.rsplit_once(BY).unwrap_or((rest, ""));
    let (reason, approval) = (reason.trim(), Some(approval.trim().to_owned()).filter(|words| !words.is_empty()));
    (!reason.is_empty()).then(|| WithdrawnTold { on, ground, reason: reason.to_owned(), approval, met: None })
}

const MINUTES: &str = "；纪要号：";

/// A meeting as one cell: its day and title, and the number of its minutes. Its kind stands in front, unless the title says that it
/// was a 党组会: so no other words behind a day are taken for a meeting.
#[must_use]
pub fn meeting_as_cell(facts: &MeetingFacts) -> String {
    let MeetingFacts { kind, held_on, title, minutes_no } = facts;
    let named = *kind == MeetingKind::PartyGroup && title.contains(kind.label()) && kind_first(title).is_none();
    let kind = if named { String::new() } else { format!("{}{SAYING}", kind.label()) };
    let number = match minutes_no {
        Some(number) => format!("{MINUTES}{number}"),
        // A title may hold what stands in front of a number.
        None if title.contains(MINUTES) => MINUTES.to_owned(),
        None => String::new(),
    };
    format!("{held_on} {kind}{title}{number}")
}

/// The meeting of a cell that [`meeting_as_cell`] wrote.
#[must_use]
pub fn meeting_of_cell(cell: &str) -> Option<MeetingFacts> {
    let (held_on, rest) = day_first(cell)?;
    let (rest, number) = rest.rsplit_once(MINUTES).unwrap_or((rest, ""));
    let says_so = |title: &&str| title.contains(MeetingKind::PartyGroup.label());
    let unnamed = || Some(rest.trim()).filter(says_so).map(|title| (MeetingKind::PartyGroup, title));
    let (kind, title) = kind_first(rest.trim()).or_else(unnamed)?;
    let title = title.trim().to_owned();
    let minutes_no = Some(number.trim().to_owned()).filter(|number| !number.is_empty());
    (!title.is_empty()).then_some(MeetingFacts { kind, held_on, title, minutes_no })
}

/// A kind in front of a title: 专题会：….
fn kind_first(title: &str) -> Option<(MeetingKind, &str)> {
    let (kind, rest) = title.split_once(SAYING)?;
    let kind = MeetingKind::ALL.iter().copied().find(|known| known.label() == kind)?;
    Some((kind, rest))
}

/// A day in front of words, and the words.
pub(super) fn day_first(cell: &str) -> Option<(Day, &str)> {
    const LONG: usize = "2025-01-01".len();
    let cell = cell.trim();
    let day = cell.get(..LONG)?.parse().ok()?;
    Some((day, cell[LONG..].trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_come_back_from_one_cell() {
        let told = |on: &str, to: &str, approval: &str, reason: &str| ExtensionTold {
            on: on.parse().unwrap(),
            to: to.to_owned(),
            approval: approval.to_owned(),
            met: None,
            reason: reason.to_owned(),
        };
        let both = [
            told("2025-03-20", "2025年6月底前", "第3次党组会", "人手不足；原因：待补"),
            told("2025-06-20", "2025-09-30", "院党组〔2025〕9号", "系统未上线"),
        ];
        let cell = extensions_as_cell(&both);
        assert_eq!(cell.lines().count(), 2);
        assert_eq!(extensions_of_cell(&cell).unwrap(), both);
        assert_eq!(extensions_of_cell(""), Some(Vec::new()));
        for words in ["已延期一次", "2025-03-20延至6月底", "2025-13-01延至6月底；批准：甲；原因：乙"]
        {
            assert_eq!(extensions_of_cell(words), None, "{words}");
        }
    }

    #[test]
    fn an_application_and_a_return_come_back_from_one_cell() {
        let told = |closure, words: Option<&str>| SteppedTold {
            on: "2025-06-06".parse().unwrap(),
            closure,
            words: words.map(str::to_owned),
        };
        for (one, cell) in [
            (told(Closure::Requested, None), "2025-06-06申请销号"),
            (told(Closure::Requested, Some("材料齐备")), "2025-06-06申请销号：材料齐备"),
            (told(Closure::Returned, Some("仍有漏登：两件\n请补")), "2025-06-06退回整改：仍有漏登：两件\n请补"),
        ] {
            assert_eq!(stepped_as_cell(&one), cell);
            assert_eq!(stepped_of_cell(cell).unwrap(), one);
        }
        for words in ["", "申请销号", "2025-06-06", "2025-06-06已销号", "2025年6月6日申请销号", "二〇二五年六月"]
        {
            assert_eq!(stepped_of_cell(words), None, "{words}");
        }
    }

    #[test]
    fn a_withdrawal_comes_back_from_one_cell() {
        let told = |ground, reason: &str, approval: Option<&str>| WithdrawnTold {
            on: "2025-06-06".parse().unwrap(),
            ground,
            reason: reason.to_owned(),
            approval: approval.map(str::to_owned),
            met: None,
        };
        use WithdrawGround::{EntryError, Letter, PlanChange};
        for (one, cell) in [
            (told(EntryError, "重复登记", None), "2025-06-06因录入差错撤项；原因：重复登记"),
            (
                told(Letter, "来函；批准：已转", Some("区委巡察〔2025〕2号")),
                "2025-06-06因巡视巡察机构来函撤项；原因：来函；批准：已转；批准：区委巡察〔2025〕2号",
            ),
            (told(PlanChange, "并入；批准：后办", None), "2025-06-06因方案调整撤项；原因：并入；批准：后办；批准："),
        ] {
            assert_eq!(withdrawn_as_cell(&one), cell);
            assert_eq!(withdrawn_of_cell(cell).unwrap(), one);
        }
        for words in
            ["", "已撤项", "2025-06-06撤项", "2025-06-06因故撤项；原因：不明", "2025-06-06因录入差错撤项；原因："]
        {
            assert_eq!(withdrawn_of_cell(words), None, "{words}");
        }
    }

    #[test]
    fn a_meeting_comes_back_from_one_cell() {
        let met = |kind, title: &str, minutes_no: Option<&str>| MeetingFacts {
            kind,
            held_on: "2025-06-06".parse().unwrap(),
            title: title.to_owned(),
            minutes_no: minutes_no.map(str::to_owned),
        };
        use MeetingKind::{PartyGroup, Special};
        for (one, cell) in [
            (met(PartyGroup, "第6次党组会", Some("〔2025〕6号")), "2025-06-06 第6次党组会；纪要号：〔2025〕6号"),
            (met(PartyGroup, "第6次党组会", None), "2025-06-06 第6次党组会"),
            (met(Special, "整改专题会", None), "2025-06-06 专题会：整改专题会"),
            (met(PartyGroup, "专题会：扩大", None), "2025-06-06 党组会：专题会：扩大"),
            (met(PartyGroup, "甲；纪要号：乙", None), "2025-06-06 党组会：甲；纪要号：乙；纪要号："),
            (met(PartyGroup, "第六次会议", None), "2025-06-06 党组会：第六次会议"),
        ] {
            assert_eq!(meeting_as_cell(&one), cell);
            assert_eq!(meeting_of_cell(cell).unwrap(), one, "{cell}");
        }
        for words in ["", "第6次党组会", "2025-06-06", "2025年6月6日党组会", "党组会〔2025〕6号", "2025-06-06 院长批示"]
        {
            assert_eq!(meeting_of_cell(words), None, "{words}");
        }
    }
}
