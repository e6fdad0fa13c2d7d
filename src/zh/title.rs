//! Where the title of a paper goes on in the next line: at a sensible place, with lines of about the same length (GB/T 9704:
//! 回行时词意完整、排列对称、长短适宜).
//!
//! The words that our own titles are made of are known; what stands between them, the name of an office mostly, stays whole.

use super::width::{display_width, wrap};
use std::ops::Range;

/// Words inside which a title is not broken; where one begins in another, the longer counts.
const WORDS: [&str; 69] = [
    "巡视整改",
    "巡察整改",
    "审计整改",
    "关于",
    "主要负责人",
    "组织落实",
    "巡视",
    "巡察",
    "审计",
    "督查",
    "督办",
    "整改",
    "整治",
    "落实",
    "进展情况",
    "情况",
    "进展",
    "工作",
    "问题清单",
    "任务清单",
    "责任清单",
    "制度清单",
    "落实清单",
    "补办清单",
    "事项清单",
    "清单",
    "问题",
    "任务",
    "责任",
    "通报",
    "报告",
    "方案",
    "台账",
    "纪要",
    "议定事项",
    "拟销号",
    "已销号",
    "销号",
    "审批表",
    "举一反三",
    "推动改革",
    "改革",
    "长期",
    "事项",
    "进展表",
    "意见",
    "会议",
    "研究",
    "一览",
    "未经",
    "党组会",
    "个案",
    "清结",
    "回头看",
    "提醒函",
    "督办函",
    "的函",
    "提请",
    "约谈",
    "建议",
    "逾期",
    "到期",
    "提醒",
    "反馈",
    "集中",
    "专项",
    "年度",
    "月度",
    "调整",
];

/// How an office ends: what stands before it belongs to its name.
const OFFICES: [&str; 12] = [
    "整改工作领导小组办公室",
    "整改领导小组办公室",
    "领导小组办公室",
    "整改工作领导小组",
    "整改领导小组",
    "领导小组",
    "整改办公室",
    "整改办",
    "办公室",
    "委员会",
    "党组",
    "党委",
];

/// More lines than these are no title; they are filled as running text is.
const MOST_LINES: usize = 4;

/// What a break costs that tears something that belongs together.
const TEARS: usize = 8;

/// A title on lines of at most `columns` columns, a Chinese character two.
#[must_use]
pub fn title_lines(title: &str, columns: usize) -> Vec<String> {
    let whole = || vec![title.to_owned()];
    if printed_width(title) <= columns || title.contains('\n') {
        return whole();
    }
    let least = printed_width(title).div_ceil(columns.max(1));
    let breaks = breaks(title);
    let found = (least..=least + 1)
        .filter(|lines| *lines <= MOST_LINES)
        .filter_map(|lines| best(title, &breaks, columns, lines).map(|(cost, at)| (cost + 3 * (lines - least), at)))
        .min_by_key(|(cost, _)| *cost);
    match found {
        Some((_, at)) => {
            let ends = at.iter().copied().chain([title.len()]);
            let starts = [0].into_iter().chain(at.iter().copied());
            starts.zip(ends).map(|(start, end)| title[start..end].to_owned()).collect()
        }
        None => wrap(title, columns),
    }
}

/// Columns on paper: digits and Latin letters are wider than half a character, and stand a little apart from those beside them.
fn printed_width(text: &str) -> usize {
    let latin = text.chars().filter(char::is_ascii_alphanumeric).count();
    let beside = |pair: &[char]| pair[0].is_ascii_alphanumeric() != pair[1].is_ascii_alphanumeric();
    let chars: Vec<char> = text.chars().collect();
    let changes = chars.windows(2).filter(|pair| beside(pair)).count();
    display_width(text) + (latin * 28).div_ceil(100) + changes.div_ceil(2)
}

/// The cheapest way to set the title on so many lines: its cost and where they end. A break costs what it tears, and lines of
/// different length what they differ by.
fn best(title: &str, breaks: &[(usize, usize)], columns: usize, lines: usize) -> Option<(usize, Vec<usize>)> {
    let mut found: Option<(usize, Vec<usize>)> = None;
    let mut chosen: Vec<usize> = Vec::new();
    choose(breaks, lines - 1, &mut chosen, &mut |chosen| {
        let ends = chosen.iter().map(|at| breaks[*at].0).chain([title.len()]);
        let (mut start, mut shortest, mut longest) = (0, usize::MAX, 0);
        for end in ends {
            let width = printed_width(&title[start..end]);
            (shortest, longest, start) = (shortest.min(width), longest.max(width), end);
        }
        if longest > columns {
            return;
        }
        let torn: usize = chosen.iter().map(|at| breaks[*at].1).sum();
        // A line of one character or two is none.
        let alone = if shortest <= 4 { 80 } else { 0 };
        let cost = 4 * torn + (longest - shortest) + alone;
        if found.as_ref().is_none_or(|(least, _)| cost < *least) {
            found = Some((cost, chosen.iter().map(|at| breaks[*at].0).collect()));
        }
    });
    found
}

/// Every choice of so many breaks in their order.
fn choose(breaks: &[(usize, usize)], count: usize, chosen: &mut Vec<usize>, each: &mut dyn FnMut(&[usize])) {
    if count == 0 {
        each(chosen);
        return;
    }
    for at in chosen.last().map_or(0, |last| last + 1)..breaks.len() {
        chosen.push(at);
        choose(breaks, count - 1, chosen, each);
        chosen.pop();
    }
}

/// Where a line may end, each place with what it costs.
fn breaks(title: &str) -> Vec<(usize, usize)> {
    let pieces = pieces(title);
    let mut breaks = Vec::new();
    for pair in pieces.windows(2) {
        let (left, right) = (&title[pair[0].clone()], &title[pair[1].clone()]);
        let cost = match (left, right) {
            (_, "关于") => 0,
            (_, right) if right.starts_with(['（', '(']) => {
                if pair[1].end == title.len() {
                    0
                } else {
                    6
                }
            }
            ("关于", _) => TEARS,
            (left, _) if left.ends_with(['、', '，']) => 1,
            // 的 leaves a single word behind it.
            (left, _) if left.ends_with('的') => 6,
            (left, _) if OFFICES.iter().any(|office| left.ends_with(office)) => 1,
            (_, "主要负责人") => 1,
            (left, right) if is_known(left) && is_known(right) => 4,
            (left, _) if left.ends_with(['年', '月', '日', '次', '号']) => 5,
            _ => TEARS,
        };
        breaks.push((pair[1].start, cost));
    }
    breaks
}

fn is_known(piece: &str) -> bool {
    WORDS.contains(&piece.trim_end_matches(['的', '、', '，']))
}

/// The title in pieces that stay whole.
fn pieces(title: &str) -> Vec<Range<usize>> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    // Whether the last piece may still grow by what is not known.
    let mut is_name = false;
    let mut at = 0;
    while at < title.len() {
        let rest = &title[at..];
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let grow = |pieces: &mut Vec<Range<usize>>, by: usize| match pieces.last_mut() {
            Some(last) => last.end = at + by,
            None => pieces.push(at..at + by),
        };
        let word = WORDS.iter().filter(|word| rest.starts_with(**word)).map(|word| word.len()).max();
        if let Some(office) = office(rest).filter(|office| word.is_none_or(|word| word <= *office)) {
            grow(&mut pieces, office);
            (at, is_name) = (at + office, false);
        } else if rest.starts_with(['的', '、', '，', '）', '》', '”', ')', '之']) {
            grow(&mut pieces, first);
            at += first;
        } else if let Some(length) = bracketed(rest).or_else(|| dated(rest)) {
            pieces.push(at..at + length);
            (at, is_name) = (at + length, false);
        } else if let Some(word) = word {
            pieces.push(at..at + word);
            (at, is_name) = (at + word, false);
        } else {
            if is_name {
                grow(&mut pieces, first);
            } else {
                pieces.push(at..at + first);
            }
            (at, is_name) = (at + first, true);
        }
    }
    pieces
}

/// The length of the end of an office's name at the beginning: 整改办, 巡察整改办.
fn office(rest: &str) -> Option<usize> {
    let lead = ["巡视", "巡察", "审计"].iter().find(|lead| rest.starts_with(**lead)).map_or(0, |lead| lead.len());
    OFFICES.iter().find(|office| rest[lead..].starts_with(**office)).map(|office| lead + office.len())
}

/// The length of what stands in brackets at the beginning.
fn bracketed(rest: &str) -> Option<usize> {
    let close = match rest.chars().next()? {
        '（' => '）',
        '《' => '》',
        '〔' => '〕',
        '“' => '”',
        '(' => ')',
        _ => return None,
    };
    rest.find(close).map(|at| at + close.len_utf8())
}

/// The length of a number with what it counts at the beginning: 2025年8月, 第12次.
fn dated(rest: &str) -> Option<usize> {
    let mut end = if rest.starts_with('第') { '第'.len_utf8() } else { 0 };
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if digits(&rest[end..]) == 0 {
        return None;
    }
    loop {
        let run = digits(&rest[end..]);
        if run == 0 {
            return Some(end);
        }
        end += run;
        let counted = rest[end..].chars().next().filter(|c| "年月日次号项轮届期批季".contains(*c));
        end += counted.map_or(0, char::len_utf8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn titles_are_broken_at_sensible_places() {
        for (title, expected) in [
            ("某区人民法院整改方案", vec!["某区人民法院整改方案"]),
            ("某区人民法院党组关于巡察整改进展情况的报告", vec!["某区人民法院党组", "关于巡察整改进展情况的报告"]),
            (
                "某区人民法院党组关于巡察整改进展情况的通报（征求意见稿）",
                vec!["某区人民法院党组", "关于巡察整改进展情况的通报", "（征求意见稿）"],
            ),
            (
                "某区人民法院整改办关于2025年8月巡察整改督查情况的通报",
                vec!["某区人民法院整改办", "关于2025年8月巡察整改督查情况的通报"],
            ),
            (
                "某区人民法院党组主要负责人组织落实巡察整改情况的报告",
                vec!["某区人民法院党组主要负责人", "组织落实巡察整改情况的报告"],
            ),
            (
                "某区人民法院2025年巡察整改问题清单任务清单责任清单",
                vec!["某区人民法院2025年巡察整改", "问题清单任务清单责任清单"],
            ),
            (
                "某区人民法院巡察整改工作领导小组办公室关于2025年8月巡察整改督查情况的通报",
                vec!["某区人民法院巡察整改工作领导小组办公室", "关于2025年8月巡察整改督查情况的通报"],
            ),
            ("第12次党组会（扩大）会议纪要（议定事项）", vec!["第12次党组会（扩大）会议纪要", "（议定事项）"]),
        ] {
            assert_eq!(title_lines(title, 40), expected, "{title}");
        }
    }

    proptest! {
        #[test]
        fn no_word_is_lost_and_no_line_too_wide(
            words in prop::collection::vec(prop::sample::select(vec![
                "某区人民法院", "党组", "关于", "2025年8月", "整改", "情况", "的", "通报", "、", "（试行）", "一", "对外联络", "office",
            ]), 1..24),
            columns in 8_usize..=44,
        ) {
            let title = words.concat();
            let lines = title_lines(&title, columns);
            prop_assert_eq!(lines.concat(), title.clone());
            for line in &lines[1..] {
                prop_assert!(!line.starts_with(['、', '）']), "{:?}", lines);
            }
            if lines.len() > 1 && lines.len() <= MOST_LINES {
                prop_assert!(lines.iter().all(|line| display_width(line) <= columns), "{:?}", lines);
            }
        }
    }
}
