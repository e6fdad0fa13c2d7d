//! How wide the columns of a table are, and on how many lines words stand in them.
//!
//! Numbers, days and percentages are never broken: a column is at least as wide as the longest of them that stands in it.

mod level;

use super::table::PADDING;
use crate::{
    report::page::Column,
    zh::width::{display_width, wrap},
};
use std::{borrow::Cow, collections::BTreeSet};

/// A column of words is not narrower than this, in letters, if it has so many.
const LEAST: u32 = 13;
/// A column of words no longer than one of these keeps them whole: the first that leaves two fifths of the room to the others.
const SHORT: [u32; 4] = [20, 16, 12, 8];
/// A rigid column claims at most so many letters; what is longer wraps.
const MOST_RIGID: u32 = 26;
/// What has no blank for so many letters is no number and no day, and is broken where it must be.
const LONGEST_WHOLE: u32 = 18;
/// A line does not end behind these.
const OPENING: &str = "（《“〔【";
/// A line does not begin with these.
const CLOSING: &str = "）》”〕】，。、；：";
/// Words of a narrow column longer than this are looked at no closer.
const LONGEST_NAMES: usize = 40;

/// The room for a table: its width and that of a Latin letter, half a Chinese character, in twips.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    pub(super) letter: u32,
    pub(super) width: u32,
}

impl Room {
    /// The width of a cell that shows so many letters on a line.
    const fn twips(self, letters: u32) -> u32 {
        letters.saturating_mul(self.letter).saturating_add(2 * PADDING + self.letter / 2)
    }

    /// How many letters a line of a cell so wide shows.
    pub(super) const fn letters(self, width: u32) -> u32 {
        width.saturating_sub(2 * PADDING) / self.letter
    }
}

/// What the known rows want of a column.
struct Wants<'a> {
    /// The letters of its longest line.
    need: u32,
    /// The letters of the longest number, day or word that no line may break.
    whole: u32,
    /// Short words that stand in it, names mostly, where it is a narrow column of words.
    names: BTreeSet<Cow<'a, str>>,
}

impl<'a> Wants<'a> {
    fn new(column: &Column) -> Self {
        let need = heading_need(letters(&column.title), column.weight == 0);
        Self { need, whole: 0, names: BTreeSet::new() }
    }

    fn see(&mut self, words: Cow<'a, str>, column: &Column) {
        for line in words.lines() {
            self.need = self.need.max(letters(line));
            // A short line with a day in it stays whole.
            let is_short = line.contains('-') && letters(line) <= LONGEST_WHOLE;
            self.whole = self.whole.max(if is_short { letters(line) } else { longest_whole(line) });
        }
        if column.weight > 0 && column.max.is_some() && words.chars().nth(LONGEST_NAMES).is_none() {
            self.names.insert(words);
        }
    }
}

impl Wants<'_> {
    /// How many of its short words go on in a line of a single character, on lines of so many letters.
    fn lonely(&self, letters: u32) -> usize {
        let letters = usize::try_from(letters).unwrap_or(usize::MAX);
        self.names.iter().flat_map(|words| words.lines()).filter(|line| ends_lonely(line, letters)).count()
    }
}

/// The widths of columns whose first rows are known: rigid ones take what they need, the others shares of the rest by weight,
/// none more than its words need as long as another could use it; then room goes where it makes the table lower. `cells` are the
/// words row by row with the number of their column, those of a merged cell only where it begins; `complete` when no other rows
/// follow.
pub(super) fn widths<'a>(
    columns: &[Column],
    cells: impl Iterator<Item = (usize, Cow<'a, str>)>,
    complete: bool,
    room: Room,
) -> Vec<u32> {
    let mut wants: Vec<Wants<'a>> = columns.iter().map(Wants::new).collect();
    let mut seen = level::Seen::default();
    for (at, words) in cells {
        seen.cell(at, &words);
        wants[at].see(words, &columns[at]);
    }
    let is_rigid = |at: usize| columns[at].weight == 0;
    let mut widths: Vec<u32> = columns
        .iter()
        .zip(&wants)
        .map(|(column, wants)| {
            let unseen = if complete { 0 } else { u32::try_from(column.min).unwrap_or(0) };
            room.twips(wants.need.max(unseen).min(if column.weight == 0 { MOST_RIGID } else { u32::MAX / 4096 }))
        })
        .collect();
    if columns.iter().all(|column| column.weight == 0) {
        return scaled(&widths, room.width);
    }
    let most = |column: &Column| column.max.map(|max| room.twips(u32::try_from(max).unwrap_or(u32::MAX)));
    let wanted: Vec<u32> = columns
        .iter()
        .zip(widths.iter().zip(&wants))
        .map(|(column, (width, wants))| {
            let own = if complete { *width } else { u32::MAX };
            own.min(most(column).unwrap_or(u32::MAX)).max(room.twips(wants.whole))
        })
        .collect();
    // Words keep two fifths of the sheet, if they need so much.
    let words: u32 = (0..columns.len()).filter(|at| !is_rigid(*at)).fold(0, |sum, at| sum.saturating_add(wanted[at]));
    let most_rigid = room.width - words.min(room.width * 2 / 5);
    let rigid: u32 = (0..columns.len()).filter(|at| is_rigid(*at)).map(|at| widths[at]).sum();
    if rigid > most_rigid {
        let only: Vec<u32> = (0..columns.len()).map(|at| if is_rigid(at) { widths[at] } else { 0 }).collect();
        for (width, small) in widths.iter_mut().zip(scaled(&only, most_rigid)).filter(|(_, small)| *small > 0) {
            *width = small;
        }
    }
    let free = room.width - rigid.min(most_rigid);
    let usual = room.twips(LEAST).min(free / 6);
    let at_least = |short: u32| -> Vec<u32> {
        let least = |(wanted, own): (&u32, &Wants<'_>)| {
            let least = if own.need <= short { *wanted } else { usual.max(room.twips(own.whole)) };
            least.min(*wanted)
        };
        wanted.iter().zip(&wants).map(least).collect()
    };
    // Short words are not broken, the longer of them only where they leave room enough to the long ones.
    let kept = |short: u32| {
        let is_kept = |at: &usize| !is_rigid(*at) && wants[*at].need <= short;
        (0..columns.len()).filter(is_kept).map(|at| wanted[at]).sum::<u32>()
    };
    let short = SHORT.into_iter().find(|short| kept(*short) <= free * 3 / 5).unwrap_or(0);
    let least = at_least(short);
    for (at, share) in shares(columns, &wanted, &least, free) {
        widths[at] = share;
    }
    let mut widths = scaled(&widths, room.width);
    suit(&mut widths, columns, &wants, room);
    level::level(&mut widths, columns, &wants, &seen, room);
    widths
}

/// Moves narrow columns of words by a character or two where that spares them a line of a single character.
fn suit(widths: &mut [u32], columns: &[Column], wants: &[Wants<'_>], room: Room) {
    let Some(widest) = (0..columns.len()).filter(|at| columns[*at].max.is_none()).max_by_key(|at| widths[*at]) else {
        return;
    };
    for (at, own) in wants.iter().enumerate().filter(|(_, own)| !own.names.is_empty()) {
        let lonely = |width: u32| own.lonely(room.letters(width));
        let now = widths[at];
        let (least, most) = (room.twips(own.whole), now + widths[widest] / 4);
        let near = [0_i64, 2, -2, 4, -4].map(|letters| i64::from(now) + letters * i64::from(room.letter));
        let near = near.into_iter().filter_map(|width| u32::try_from(width).ok());
        // Of equals the nearest comes first.
        let best = near.filter(|width| (least..=most).contains(width)).min_by_key(|width| lonely(*width));
        if let Some(best) = best {
            widths[widest] = widths[widest] + now - best;
            widths[at] = best;
        }
    }
}

/// Whether a line goes on in further lines of which the last has one character only.
fn ends_lonely(line: &str, letters: usize) -> bool {
    let lines = wrap(line, letters);
    lines.len() > 1 && lines.last().is_some_and(|last| display_width(last) <= 2)
}

/// The letters that a line takes, a Chinese character two. Digits and Latin letters of many fonts are wider than half a character,
/// and a percent sign is nearly a whole one.
pub(super) fn letters(line: &str) -> u32 {
    let hundredths = |c: char| match c {
        '%' => 190,
        '-' | '.' | ',' | '/' | ':' | ' ' => 70,
        c if c.is_ascii_alphanumeric() => 128,
        c if c.is_ascii() => 110,
        c if unicode_width::UnicodeWidthChar::width(c) == Some(0) => 0,
        _ => 200,
    };
    let longest = line.lines().map(|line| line.chars().map(hundredths).sum::<u32>()).max().unwrap_or(0);
    longest.div_ceil(100)
}

/// The letters of the longest run of a line that is a number, a day, a code, with the marks that may not leave it.
fn longest_whole(line: &str) -> u32 {
    let whole = |(at, run): (usize, &str)| {
        let own = letters(run);
        let before = line[..at].chars().next_back().filter(|c| OPENING.contains(*c));
        let after = line[at + run.len()..].chars().next().filter(|c| CLOSING.contains(*c));
        let marks = u32::from(before.is_some()) + u32::from(after.is_some());
        if own <= LONGEST_WHOLE { own + 2 * marks } else { 0 }
    };
    let mut at = 0;
    let mut longest = 0;
    for piece in around_days(line) {
        if piece.starts_with(|c: char| c.is_ascii_graphic()) {
            longest = longest.max(whole((at, piece.trim_end_matches(|c: char| !c.is_ascii()))));
        }
        at += piece.len();
    }
    longest
}

/// A long heading goes on in a second line about as long as the first; that of a rigid column sooner.
const fn heading_need(letters: u32, is_rigid: bool) -> u32 {
    let whole = if is_rigid { 6 } else { 8 };
    if letters <= whole { letters } else { letters.div_ceil(4) * 2 }
}

/// A heading on lines of about the same length.
pub(super) fn heading(title: &str, room: u32) -> Cow<'_, str> {
    let all = letters(title);
    if all <= room || title.contains('\n') || title.chars().any(|c| c.is_ascii()) {
        return Cow::Borrowed(title);
    }
    let lines = all.div_ceil(room.max(2) / 2 * 2);
    let per_line = usize::try_from((all / 2).div_ceil(lines)).unwrap_or(usize::MAX).max(1);
    let chars: Vec<char> = title.chars().collect();
    let lines: Vec<String> = chars.chunks(per_line).map(|line| line.iter().collect()).collect();
    Cow::Owned(lines.join("\n"))
}

/// Shares of the free room by weight; who wants less than its share leaves the rest to the others. What nobody wants is
/// shared out all the same: a table fills the sheet.
fn shares(columns: &[Column], wanted: &[u32], least: &[u32], free: u32) -> Vec<(usize, u32)> {
    let mut left: Vec<usize> = (0..columns.len()).filter(|at| columns[*at].weight > 0).collect();
    let mut shares: Vec<(usize, u32)> = Vec::new();
    let mut room = free;
    while !left.is_empty() {
        let weights = left.iter().map(|at| u32::from(columns[*at].weight)).sum();
        let share = |at: usize| part(room, u32::from(columns[at].weight), weights);
        // Who has only the least it can do with is out of the sharing first, then who has all it wants.
        let too_little = |at: &&usize| share(**at) < wanted[**at].min(least[**at]);
        let mut settled: Vec<(usize, u32)> =
            left.iter().filter(too_little).map(|at| (*at, wanted[*at].min(least[*at]))).collect();
        if settled.is_empty() {
            settled = left.iter().filter(|at| wanted[**at] <= share(**at)).map(|at| (*at, wanted[*at])).collect();
        }
        if settled.is_empty() {
            shares.extend(left.iter().map(|at| (*at, share(*at))));
            return shares;
        }
        left.retain(|at| settled.iter().all(|(other, _)| other != at));
        room = room.saturating_sub(settled.iter().map(|(_, own)| own).sum());
        shares.extend(settled);
    }
    let weights = shares.iter().map(|(at, _)| u32::from(columns[*at].weight)).sum();
    for (at, share) in &mut shares {
        *share += part(room, u32::from(columns[*at].weight), weights);
    }
    shares
}

/// So much of a whole.
fn part(whole: u32, weight: u32, weights: u32) -> u32 {
    u32::try_from(u64::from(whole) * u64::from(weight) / u64::from(weights.max(1))).unwrap_or(whole)
}

/// The same proportions, adding up to `total`.
fn scaled(widths: &[u32], total: u32) -> Vec<u32> {
    let sum = widths.iter().sum();
    if sum == 0 {
        return widths.to_vec();
    }
    let mut scaled: Vec<u32> = widths.iter().map(|width| part(total, *width, sum)).collect();
    let rest = total - scaled.iter().sum::<u32>();
    if let Some(widest) = scaled.iter_mut().max() {
        *widest += rest;
    }
    scaled
}

/// A line for a column so narrow that it goes on in further lines: none of them ends inside a name of a list, nor inside a day.
pub(super) fn set_narrow(line: &str, room: u32) -> String {
    if letters(line) <= room {
        return line.to_owned();
    }
    let name = |piece: &str| letters(piece.trim_end_matches('、'));
    let names: Vec<&str> = line.split_inclusive('、').collect();
    let are_names = names.len() > 1 && names.iter().all(|piece| name(piece) <= room);
    let pieces = if are_names { names } else { around_days(line) };
    let (mut out, mut used) = (String::with_capacity(line.len() + 4), 0);
    for piece in pieces {
        // The mark behind the last name of a line may hang over.
        let stays_whole = are_names || piece.starts_with(|c: char| c.is_ascii_graphic());
        let own = if are_names { name(piece) } else { letters(piece) };
        if stays_whole && used > 0 && used + own > room {
            out.push('\n');
            used = 0;
        }
        for c in piece.chars() {
            let own = letters(c.encode_utf8(&mut [0; 4]));
            used = if used + own > room && !stays_whole { own } else { used + own };
        }
        out.push_str(piece);
    }
    out
}

/// A line in pieces: what is a day or the like with the mark behind it, and what stands around it.
fn around_days(line: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let in_run = |c: char| c.is_ascii_graphic();
    while let Some(from) = line[start..].find(in_run).map(|at| start + at) {
        let end = line[from..].find(|c| !in_run(c)).map_or(line.len(), |at| from + at);
        let end = end + line[end..].chars().next().filter(|c| CLOSING.contains(*c)).map_or(0, char::len_utf8);
        if start < from {
            pieces.push(&line[start..from]);
        }
        pieces.push(&line[from..end]);
        start = end;
    }
    pieces.extend(Some(&line[start..]).filter(|rest| !rest.is_empty()));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: Room = Room { letter: 120, width: 8845 };

    fn measured(columns: &[Column], rows: &[&[&'static str]]) -> Vec<u32> {
        let cells = rows.iter().flat_map(|row| row.iter().enumerate().map(|(at, words)| (at, Cow::Borrowed(*words))));
        let widths = widths(columns, cells, true, ROOM);
        assert_eq!(widths.iter().sum::<u32>(), ROOM.width);
        widths.into_iter().map(|width| ROOM.letters(width)).collect()
    }

    #[test]
    fn no_number_and_no_day_is_broken_in_its_cell() {
        let long = "对照反馈意见列出的情形逐一检查，形成检查报告并建立问题台账，限期整改、逐一销号";
        let columns = [
            Column::code("编号"),
            Column::text("问题", 3),
            Column::text("整改目标", 2),
            Column::code("措施编号"),
            Column::text("整改措施", 5),
            Column::text("时限", 2).at_most(16),
            Column::number("完成率"),
        ];
        let widths = measured(&columns, &[&["9", long, long, "9.12", long, "2025-12-15", "100.00%"]]);
        assert!(widths[5] >= letters("2025-12-15"), "{widths:?}");
        assert!(widths[6] >= letters("100.00%"), "{widths:?}");
        assert!(widths[3] >= letters("9.12"), "{widths:?}");
    }

    #[test]
    fn short_columns_leave_days_and_numbers_their_room() {
        let columns = [
            Column::number("序号"),
            Column::text("名称", 5),
            Column::text("文号", 2),
            Column::rigid("新建或修订"),
            Column::day("日期"),
            Column::text("对应事项", 1).at_most(16),
        ];
        let widths =
            measured(&columns, &[&["2", "《长期未结案件督办规程》", "某法发〔2025〕18号", "修订", "2025-09-01", "3"]]);
        assert!(widths[4] >= letters("2025-09-01") && widths[0] >= 4, "{widths:?}");
    }

    #[test]
    fn words_have_the_room_that_short_names_beside_them_can_spare() {
        let tasks = [
            "开展干警违规经商办企业专项排查并逐人填报、逐人谈话、逐人承诺",
            "每月抽查支部组织生活记录，发现补造的当月通报并责令作出检查",
            "清理超审限案件",
        ];
        let columns = [
            Column::code("编号"),
            Column::text("整改任务", 4),
            Column::text("牵头领导", 1).at_most(16),
            Column::text("责任部门", 1).at_most(16),
            Column::text("责任人", 1).at_most(14),
            Column::text("时限", 2).at_most(16),
        ];
        let rows: Vec<[&'static str; 6]> = tasks
            .iter()
            .map(|task| ["6.2", *task, "派驻纪检监察组组长", "民事审判庭", "—", "2025-08-25\n原2025-07-31\n延期1次"])
            .collect();
        let rows: Vec<&[&'static str]> = rows.iter().map(|row| &row[..]).collect();
        let widths = measured(&columns, &rows);
        assert!(widths[1] > widths[2] && widths[1] >= 16, "{widths:?}");
        assert!(widths[5] >= letters("2025-08-25"), "{widths:?}");
        // What was done is told at length, what proves it in a few words.
        let columns = [
            Column::code("编号"),
            Column::text("整改事项", 3),
            Column::text("完成情况", 4),
            Column::text("佐证材料", 3),
            Column::text("审签情况", 3),
        ];
        let told =
            "制定年度学习计划，安排专题学习十二次，中心组集中研讨四次，撰写心得体会二十四篇，组织应知应会测试两次";
        let widths =
            measured(&columns, &[&["1", "理论学习不深入", told, "1.学习计划", "2025-07-13 整改办初审：材料齐全"]]);
        assert!(widths[2] > 2 * widths[3], "{widths:?}");
    }

    #[test]
    fn a_narrow_column_spares_a_line_of_one_character() {
        let columns = [Column::text("内容", 4), Column::text("牵头领导", 1).at_most(14)];
        let widths = measured(&columns, &[&["案款到账后发放偏慢".repeat(9).leak(), "分管审判的院领导"]]);
        assert!(!ends_lonely("分管审判的院领导", usize::try_from(widths[1]).unwrap()), "{widths:?}");
    }

    #[test]
    fn headings_of_three_characters_stay_whole_and_longer_ones_are_halved() {
        for (heading, is_rigid, need) in
            [("未启动", true, 6), ("责任部门", true, 4), ("阶段性完成", true, 6), ("责任部门", false, 8)]
        {
            assert_eq!(heading_need(letters(heading), is_rigid), need, "{heading}");
        }
    }

    #[test]
    fn headings_are_set_on_lines_of_about_the_same_length() {
        for (title, room, expected) in [
            ("进度和上次填报", 12, "进度和上\n次填报"),
            ("责任部门", 8, "责任部门"),
            ("责任部门", 6, "责任\n部门"),
            ("本月\n完成", 2, "本月\n完成"),
            ("牵头领导、责任部门", 6, "牵头领\n导、责\n任部门"),
            ("xx率", 2, "xx率"),
        ] {
            assert_eq!(heading(title, room), expected, "{title}");
        }
    }

    #[test]
    fn names_and_days_stay_whole_in_a_narrow_column() {
        for (line, room, expected) in [
            ("执行局、财务科", 10, "执行局、\n财务科"),
            ("执行局、财务科", 14, "执行局、财务科"),
            ("办公室、政治部、审管办", 14, "办公室、政治部、\n审管办"),
            ("机关党委", 4, "机关党委"),
            ("分管审判的院领导、办公室", 10, "分管审判的院领导、办公室"),
            ("（已延期1次，原2025-09-13）", 16, "（已延期1次，原\n2025-09-13）"),
            ("收到反馈意见后两个月内", 16, "收到反馈意见后两个月内"),
        ] {
            assert_eq!(set_narrow(line, room), expected, "{line}");
        }
    }
}
