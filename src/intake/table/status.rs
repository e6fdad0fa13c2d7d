//! Status cells: type, progress, closure, days and a meeting, all mixed into a few words, told apart.

use super::day;
use crate::domain::Day;
use crate::domain::item::ItemType;
use crate::domain::lifecycle::{Closure, Progress};
use crate::intake::grid::Cell;
use crate::zh::label;
use crate::zh::numeral::fold_char;

/// What a status cell says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Status {
    /// 整改类型, where it is mixed in.
    pub(super) item_type: Option<ItemType>,
    /// How far the work is.
    pub(super) progress: Option<Progress>,
    /// Whether it is struck off.
    pub(super) closure: Option<Closure>,
    /// The day in the cell, and whether only its month was written.
    pub(super) day: Option<day::Found>,
    /// The meeting or paper that is named.
    pub(super) meeting: Option<String>,
}

impl Status {
    /// Whether nothing was understood.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The day, as a day.
    pub(super) fn on(&self) -> Option<Day> {
        self.day.map(|found| found.day)
    }
}

/// What a bare yes or no answers: the column's heading asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// 是否完成.
    Progress,
    /// 是否销号.
    Closure,
}

/// Reads a status cell under a heading that asks for progress or for closure.
pub(super) fn read(cell: &Cell, asked: Asked) -> Status {
    match cell {
        Cell::Number(number) => {
            Status { progress: (asked == Asked::Progress).then(|| of_share(*number)).flatten(), ..Status::default() }
        }
        Cell::Bool(yes) => answer(*yes, asked),
        Cell::Day(day) => {
            let day = Some(day::Found { day: *day, month_only: false });
            match asked {
                Asked::Progress => Status { progress: Some(Progress::Completed), day, ..Status::default() },
                Asked::Closure => Status { closure: Some(Closure::Closed), day, ..Status::default() },
            }
        }
        Cell::Text(words) => of_words(words, asked),
        Cell::Empty | Cell::Fault(_) => Status::default(),
    }
}

fn answer(yes: bool, asked: Asked) -> Status {
    match asked {
        Asked::Progress => {
            let progress = if yes { Progress::Completed } else { Progress::InProgress };
            Status { progress: Some(progress), ..Status::default() }
        }
        Asked::Closure => {
            let closure = if yes { Closure::Closed } else { Closure::None };
            Status { closure: Some(closure), ..Status::default() }
        }
    }
}

/// 1 and 100% are done, 0 is not begun; spreadsheets hold 50% as 0.5.
fn of_share(number: f64) -> Option<Progress> {
    let percent = if number <= 1.0 { number * 100.0 } else { number };
    match percent {
        p if !(0.0..=100.0).contains(&p) => None,
        p if p >= 100.0 => Some(Progress::Completed),
        p if p <= 0.0 => Some(Progress::NotStarted),
        _ => Some(Progress::InProgress),
    }
}

/// Whether a cell is a tick, and which way.
pub(super) fn tick(words: &str) -> Option<bool> {
    match words.trim() {
        "√" | "✓" | "✔" | "☑" | "■" | "●" | "是" | "Y" | "y" | "有" | "已" | "对" | "yes" | "Yes" | "YES" | "∨"
        | "V" | "v" => Some(true),
        "×" | "✗" | "✘" | "☒" | "□" | "○" | "否" | "N" | "n" | "无" | "未" | "no" | "No" | "NO" | "X" | "x" | "不" => {
            Some(false)
        }
        _ => None,
    }
}

fn of_words(words: &str, asked: Asked) -> Status {
    if let Some(yes) = tick(words) {
        return answer(yes, asked);
    }
    let plain: String = words.chars().map(fold_char).filter(|c| !c.is_whitespace()).collect();
    let mut status = Status { day: day::find(&plain), meeting: meeting(words), ..Status::default() };
    status.closure = closure(&plain);
    status.progress = progress(&plain);
    status.item_type = item_type(&plain, status.progress);
    // 已完成60% is not done.
    if let Some(share) = share(&plain).filter(|_| asked == Asked::Progress) {
        status.progress = of_share(if share <= 1.0 && share > 0.0 { share / 100.0 } else { share });
    }
    // A day alone, or a meeting with its day, is when it was done.
    if (status.day.is_some() || status.meeting.is_some()) && status.progress.is_none() && status.closure.is_none() {
        match asked {
            Asked::Closure => status.closure = Some(Closure::Closed),
            Asked::Progress if is_bare_day(&plain) => status.progress = Some(Progress::Completed),
            Asked::Progress => {}
        }
    }
    // 已完成 under 是否销号 says nothing of closing; 完成 in front of a closing does.
    status
}

/// Whether a cell says how far the work is and nothing else: 已完成, 正在推进, 已完成（2025.6.30），长期坚持, 60%.
pub(super) fn is_state(cell: &Cell) -> bool {
    let words = match cell {
        Cell::Text(words) => words,
        Cell::Number(share) => return (0.0..=1.0).contains(share),
        Cell::Empty | Cell::Day(_) | Cell::Bool(_) | Cell::Fault(_) => return false,
    };
    const LONGEST: usize = 24;
    if words.chars().nth(LONGEST).is_some() || read(cell, Asked::Progress).progress.is_none() {
        return false;
    }
    let plain: String =
        words.chars().map(fold_char).filter(|c| c.is_alphanumeric() || matches!(c, '%' | '％')).collect();
    let mut rest = plain.as_str();
    // Days and shares stand between the words of a state, and are none of the work.
    let beside = |c: char| c.is_ascii_digit() || "年月日号底前已于至并且但且的%％".contains(c);
    let mut worded = false;
    while !rest.is_empty() {
        let word = STATES.iter().filter(|word| rest.starts_with(**word)).max_by_key(|word| word.len());
        rest = match (word, rest.strip_prefix(beside)) {
            (Some(word), _) => &rest[word.len()..],
            (None, Some(rest)) => rest,
            (None, None) => return false,
        };
        worded |= word.is_some();
    }
    worded || share(&plain).is_some()
}

/// The words of which states are made.
const STATES: [&str; 70] = [
    "已完成",
    "完成",
    "已完成整改",
    "完成整改",
    "整改完成",
    "已整改",
    "整改",
    "已整改完成",
    "整改完毕",
    "整改到位",
    "已整改到位",
    "基本完成",
    "基本整改到位",
    "阶段性完成",
    "部分完成",
    "全部完成",
    "按期完成",
    "如期完成",
    "提前完成",
    "取得阶段性成果",
    "取得阶段性成效",
    "取得阶段性进展",
    "已取得阶段性成果",
    "已取得阶段性成效",
    "正在推进",
    "推进中",
    "持续推进",
    "正在整改",
    "整改中",
    "持续整改",
    "正在进行",
    "进行中",
    "正在办理",
    "办理中",
    "落实中",
    "正在落实",
    "未完成",
    "尚未完成",
    "未按期完成",
    "未整改到位",
    "未办结",
    "未启动",
    "未整改",
    "尚未启动",
    "未开始",
    "滞后",
    "逾期",
    "达到序时进度",
    "长期坚持",
    "办结",
    "销号",
    "立行立改",
    "已结案",
    "结案",
    "已结",
    "审结",
    "清结",
    "执结",
    "未结",
    "未结案",
    "尚未结案",
    "未审结",
    "未清结",
    "未执结",
    "尚未审结",
    "尚未清结",
    "在办",
    "审理中",
    "执行中",
    "正在审理",
];

/// 60%, 已完成60%, 完成约60％ and nothing else.
fn share(plain: &str) -> Option<f64> {
    let number = plain
        .strip_suffix(['%', '％'])?
        .trim_start_matches(['已', '完', '成', '进', '度', '约', '达', '到', ':', '：']);
    number.parse().ok()
}

fn is_bare_day(plain: &str) -> bool {
    plain.chars().all(|c| c.is_ascii_digit() || "年月日号.-/底前".contains(c) || "〇○一二三四五六七八九十".contains(c))
}

fn closure(plain: &str) -> Option<Closure> {
    let has = |words: &[&str]| words.iter().any(|word| plain.contains(word));
    if let Some(found) = label::from_words::<Closure>(plain) {
        return Some(found);
    }
    if has(&["不予销号", "不同意销号", "暂不销号", "退回整改", "退回"]) {
        return Some(Closure::Returned);
    }
    if has(&["未销号", "尚未销号", "没有销号", "未申请销号", "不具备销号"]) {
        return Some(Closure::None);
    }
    if has(&[
        "待销号",
        "拟销号",
        "申请销号",
        "申报销号",
        "提请销号",
        "销号审核中",
        "建议销号",
        "报请销号",
        "可销号",
        "待审定",
        "待审议",
    ]) {
        return Some(Closure::Requested);
    }
    has(&["已销号", "予以销号", "同意销号", "完成销号", "销号完成", "审议通过", "审定通过", "销号"])
        .then_some(Closure::Closed)
}

fn progress(plain: &str) -> Option<Progress> {
    let has = |words: &[&str]| words.iter().any(|word| plain.contains(word));
    if let Some(found) = label::from_words::<Progress>(plain) {
        return Some(found);
    }
    // What is denied, and what holds for a stage only, comes before what is affirmed.
    if has(&["未启动", "未开始", "未开展", "尚未启动", "未整改"]) && !has(&["未整改到位"]) {
        return Some(Progress::NotStarted);
    }
    if has(&[
        "阶段性完成",
        "阶段性成果",
        "阶段性成效",
        "阶段性目标",
        "阶段性进展",
        "基本完成",
        "基本整改",
        "阶段完成",
        "部分完成",
        "序时完成",
    ]) {
        return Some(Progress::Staged);
    }
    if has(&[
        "未完成",
        "未按期完成",
        "尚未完成",
        "没有完成",
        "未整改到位",
        "未办结",
        "未结",
        "未审结",
        "未清结",
        "未执结",
        "在办",
        "审理中",
        "执行中",
        "未到位",
        "滞后",
        "逾期",
        "超期",
        "延期",
    ]) {
        return Some(Progress::InProgress);
    }
    if has(&[
        "已完成",
        "完成整改",
        "整改完成",
        "整改到位",
        "已整改",
        "全部完成",
        "按期完成",
        "如期完成",
        "办结",
        "已结",
        "结案",
        "审结",
        "清结",
        "执结",
        "整改完毕",
        "落实到位",
        "完成并",
        "完成，",
        "完成,",
        "已办理",
        "已落实",
        "提前完成",
    ]) || plain.ends_with("完成")
        || (plain.starts_with("完成") && plain.chars().count() <= 4)
    {
        return Some(Progress::Completed);
    }
    if has(&[
        "正在",
        "推进",
        "整改中",
        "进行中",
        "办理中",
        "持续",
        "序时进度",
        "正常",
        "落实中",
        "长期坚持",
        "常态化",
        "已启动",
        "开展中",
    ]) {
        return Some(Progress::InProgress);
    }
    // Struck off under a heading of progress: the work is done, else it were not.
    (closure(plain) == Some(Closure::Closed)).then_some(Progress::Completed)
}

fn item_type(plain: &str, progress: Option<Progress>) -> Option<ItemType> {
    let has = |words: &[&str]| words.iter().any(|word| plain.contains(word));
    if has(&["边巡边改", "边查边改", "边审边改"]) {
        return Some(ItemType::OnTheSpot);
    }
    if has(&["立行立改", "即知即改", "立知立改"]) {
        return Some(ItemType::Immediate);
    }
    let standing = has(&["长期坚持", "长期整改", "常态化", "长期推进", "坚持长期"]);
    // 取得阶段性成果并持续整改 tells of progress, not of standing work.
    (standing || (has(&["持续整改"]) && progress != Some(Progress::Staged))).then_some(ItemType::LongTerm)
}

/// The words that name a meeting or its paper: 2024年5月党组会, 党组会〔2024〕5号.
pub(super) fn meeting(words: &str) -> Option<String> {
    words
        .split(['，', ',', '；', ';', '。', '\n'])
        .map(str::trim)
        .find(|piece| {
            ["党组会", "党委会", "领导小组会", "专题会", "推进会", "办公会", "会议", "支委会", "常委会", "会纪"]
                .iter()
                .any(|word| piece.contains(word))
                || (piece.contains('〔') && piece.ends_with('号'))
        })
        .map(|piece| {
            let piece = ["已销号", "同意销号", "经"]
                .iter()
                .fold(piece, |piece, word| piece.strip_prefix(word).unwrap_or(piece));
            let piece = piece.trim_start_matches(['（', '(', '：', ':']);
            let cut =
                ["审议通过", "审定同意", "审议同意", "研究同意", "审定", "审议", "研究", "同意销号", "同意", "销号"]
                    .iter()
                    .filter_map(|word| piece.find(word))
                    .filter(|at| *at > 0)
                    .min();
            let piece = cut.map_or(piece, |at| &piece[..at]);
            let piece = if piece.contains(['（', '(']) { piece } else { piece.trim_end_matches(['）', ')']) };
            piece.trim().to_owned()
        })
        .filter(|piece| !piece.is_empty())
}

/// 整改类型 in a column of its own; 立行立改并长期坚持 is the first of its words.
pub(super) fn type_of(words: &str) -> Option<ItemType> {
    let plain: String = words.chars().map(fold_char).filter(|c| !c.is_whitespace()).collect();
    label::from_words(&plain).or_else(|| {
        use crate::zh::label::Label as _;
        let mut found: Vec<(usize, ItemType)> = Vec::new();
        for kind in ItemType::VARIANTS.iter().copied() {
            for word in [kind.label()].iter().chain(kind.other_words()) {
                found.extend(plain.find(word).map(|at| (at, kind)));
            }
        }
        found.into_iter().min_by_key(|(at, _)| *at).map(|(_, kind)| kind)
    })
}

/// The type that the words of a deadline name; none where they name a day as well, which says by when and not what for.
pub(super) fn type_in_deadline(words: &str) -> Option<ItemType> {
    let plain: String = words.chars().map(fold_char).filter(|c| !c.is_whitespace()).collect();
    item_type(&plain, None).filter(|_| !plain.contains(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Closure as C;
    use Progress as P;

    fn text(words: &str) -> Cell {
        Cell::Text(words.into())
    }

    #[test]
    fn the_axes_of_a_status_cell_are_told_apart() {
        use ItemType::{Immediate, LongTerm};
        for (words, progress, closure, kind) in [
            ("已完成", Some(P::Completed), None, None),
            ("完成整改", Some(P::Completed), None, None),
            ("整改到位", Some(P::Completed), None, None),
            ("完成", Some(P::Completed), None, None),
            ("已整改完成", Some(P::Completed), None, None),
            ("按期完成", Some(P::Completed), None, None),
            ("办结", Some(P::Completed), None, None),
            ("基本完成", Some(P::Staged), None, None),
            ("阶段性完成", Some(P::Staged), None, None),
            ("取得阶段性成果并持续整改", Some(P::Staged), None, None),
            ("取得阶段性成效，持续推进", Some(P::Staged), None, None),
            ("持续推进", Some(P::InProgress), None, None),
            ("正在整改", Some(P::InProgress), None, None),
            ("正在推进", Some(P::InProgress), None, None),
            ("未完成", Some(P::InProgress), None, None),
            ("已结案", Some(P::Completed), None, None),
            ("已清结", Some(P::Completed), None, None),
            ("已审结", Some(P::Completed), None, None),
            ("尚未结案", Some(P::InProgress), None, None),
            ("未清结", Some(P::InProgress), None, None),
            ("审理中", Some(P::InProgress), None, None),
            ("未完成但达到序时进度", Some(P::InProgress), None, None),
            ("达到序时进度", Some(P::InProgress), None, None),
            ("滞后", Some(P::InProgress), None, None),
            ("未启动", Some(P::NotStarted), None, None),
            ("未整改", Some(P::NotStarted), None, None),
            ("未整改到位", Some(P::InProgress), None, None),
            ("长期坚持", Some(P::InProgress), None, Some(LongTerm)),
            ("已完成并长期坚持", Some(P::Completed), None, Some(LongTerm)),
            ("立行立改，已完成", Some(P::Completed), None, Some(Immediate)),
            ("已销号", Some(P::Completed), Some(C::Closed), None),
            ("已完成已销号", Some(P::Completed), Some(C::Closed), None),
            ("已完成，待销号", Some(P::Completed), Some(C::Requested), None),
            ("待销号", None, Some(C::Requested), None),
            ("已完成，未销号", Some(P::Completed), Some(C::None), None),
            ("不予销号，退回整改", None, Some(C::Returned), None),
            ("√", Some(P::Completed), None, None),
            ("是", Some(P::Completed), None, None),
            ("否", Some(P::InProgress), None, None),
            ("100%", Some(P::Completed), None, None),
            ("60％", Some(P::InProgress), None, None),
            ("完成 60%", Some(P::InProgress), None, None),
            ("已完成60%", Some(P::InProgress), None, None),
            ("已完成100%", Some(P::Completed), None, None),
            ("0%", Some(P::NotStarted), None, None),
            ("1%", Some(P::InProgress), None, None),
            ("大概差不多", None, None, None),
            ("", None, None, None),
        ] {
            let status = read(&text(words), Asked::Progress);
            assert_eq!((status.progress, status.closure, status.item_type), (progress, closure, kind), "{words}");
        }
    }

    #[test]
    fn a_state_is_told_from_a_text_about_the_work() {
        for words in [
            "已完成",
            "正在推进",
            "未完成",
            "长期坚持",
            "已完成，长期坚持",
            "已完成并长期坚持。",
            "完成 60%",
            "80%",
            "2024.6.30已完成",
            "已于2024年6月30日完成",
            "（已办结）",
            "未完成但达到序时进度",
            "取得阶段性成效，持续推进",
            "已完成、已销号",
            "立行立改，已完成",
        ] {
            assert!(is_state(&text(words)), "{words}");
        }
        for words in [
            "",
            "已建账",
            "已完成制度修订",
            "正在推进信息系统建设",
            "2024年6月30日",
            "2024",
            "已完成整改方案的起草，正在推进",
            "整改",
            "长期坚持学习制度",
            "无",
        ] {
            assert!(!is_state(&text(words)), "{words}");
        }
        assert!(is_state(&Cell::Number(0.8)) && !is_state(&Cell::Number(45_000.0)));
    }

    #[test]
    fn days_stand_in_status_cells() {
        let day = |text: &str| text.parse::<Day>().ok();
        for (words, on) in [
            ("2024.6.30已完成", day("2024-06-30")),
            ("已于2024年6月30日完成", day("2024-06-30")),
            ("已完成（2024-06-30）", day("2024-06-30")),
            ("20240630", day("2024-06-30")),
            ("2024年6月完成", day("2024-06-30")),
        ] {
            let status = read(&text(words), Asked::Progress);
            assert_eq!((status.progress, status.on()), (Some(P::Completed), on), "{words}");
        }
    }

    #[test]
    fn closings_bring_their_day_and_the_meeting_when_the_cell_names_one() {
        for (words, closure, on, meeting) in [
            ("是", C::Closed, None, None),
            ("√", C::Closed, None, None),
            ("否", C::None, None, None),
            ("×", C::None, None, None),
            ("2024.6.30", C::Closed, Some("2024-06-30"), None),
            ("已销号（2024年6月30日）", C::Closed, Some("2024-06-30"), None),
            ("2024年5月党组会", C::Closed, Some("2024-05-31"), Some("2024年5月党组会")),
            ("党组会〔2024〕5号", C::Closed, None, Some("党组会〔2024〕5号")),
            ("经2024年6月20日党组会审议同意销号", C::Closed, Some("2024-06-20"), Some("2024年6月20日党组会")),
            ("待销号", C::Requested, None, None),
            ("未销号", C::None, None, None),
        ] {
            let status = read(&text(words), Asked::Closure);
            assert_eq!(status.closure, Some(closure), "{words}");
            assert_eq!(status.on(), on.map(|day| day.parse().unwrap()), "{words}");
            assert_eq!(status.meeting.as_deref(), meeting, "{words}");
        }
    }

    #[test]
    fn numbers_and_spreadsheet_days_are_understood() {
        let day: Day = "2024-06-30".parse().unwrap();
        assert_eq!(read(&Cell::Number(1.0), Asked::Progress).progress, Some(P::Completed));
        assert_eq!(read(&Cell::Number(0.6), Asked::Progress).progress, Some(P::InProgress));
        assert_eq!(read(&Cell::Number(0.0), Asked::Progress).progress, Some(P::NotStarted));
        assert!(read(&Cell::Number(500.0), Asked::Progress).is_empty());
        assert_eq!(read(&Cell::Day(day), Asked::Closure).on(), Some(day));
        assert_eq!(read(&Cell::Bool(true), Asked::Closure).closure, Some(C::Closed));
    }

    #[test]
    fn types_of_a_column_are_read() {
        use ItemType as T;
        for (words, kind) in [
            ("立行立改", Some(T::Immediate)),
            ("限期整改", Some(T::TimeLimited)),
            ("立行立改并长期坚持", Some(T::Immediate)),
            ("长期坚持类", Some(T::LongTerm)),
            ("分阶段", Some(T::Staged)),
            ("作风问题", None),
        ] {
            assert_eq!(type_of(words), kind, "{words}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_words_are_read(words in "[完成销号已未整改2024年月日.%√，。党组会〔〕 ]{0,20}|.{0,20}") {
            let _ = read(&text(&words), Asked::Progress);
            let _ = read(&text(&words), Asked::Closure);
        }
    }
}
