//! Text to a tree of headings.
//!
//! A physical line is not a paragraph: whole papers come in three lines with their headings separated by single blanks, and
//! newspapers break a paragraph between columns. And no style of heading has a fixed level: the level order is the order in
//! which this document opens its series. A heading inside a line must carry its series on (or begin one) to be believed; at
//! the start of a line it is believed anyway, and noted when its number does not fit.

pub use super::field::Field;
use super::marker;
pub use super::marker::{Marker, Style};
use super::plan::{LeftOut, Note};
use super::span::{Inside, bracketed};
use super::{newsprint, wording};

/// Where words stand in their file, as a reader of that file would look for them; counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A physical line of a text.
    Line(usize),
    /// A paragraph of a Word file; empty ones are not counted, since nobody sees them.
    Paragraph(usize),
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Line(number) => write!(f, "第{number}行"),
            Self::Paragraph(number) => write!(f, "第{number}段"),
        }
    }
}

/// A heading with its words, or a paragraph without a marker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Where it begins.
    pub place: Place,
    /// Its marker; none for a plain paragraph.
    pub marker: Option<Marker>,
    /// Its words as they stood, marker included.
    pub text: String,
    /// The heading it stands under.
    pub parent: Option<usize>,
}

impl Node {
    /// Its words without the marker.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.text[self.marker.map_or(0, |marker| marker.len)..]
    }

    /// The marker as it stood.
    #[must_use]
    pub fn marker_text(&self) -> &str {
        self.text[..self.marker.map_or(0, |marker| marker.len)].trim_end()
    }

    /// Where it stands, for a reader.
    #[must_use]
    pub fn place(&self) -> String {
        self.place.to_string()
    }
}

/// A text's headings and paragraphs in their order; a parent always comes before its children.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// Every heading and paragraph, in the order of the text.
    pub nodes: Vec<Node>,
    /// Words that were taken out because they belong to the printed page, not to the paper.
    pub left_out: Vec<LeftOut>,
    /// What was doubtful.
    pub notes: Vec<Note>,
}

/// Reads a cleaned text into its outline.
#[must_use]
pub fn read(text: &str) -> Outline {
    read_lines(text.split('\n').enumerate().map(|(at, line)| (Place::Line(at + 1), line)))
}

/// Reads cleaned lines into their outline, each standing where the caller says.
#[must_use]
pub fn read_lines<'a>(lines: impl Iterator<Item = (Place, &'a str)> + Clone) -> Outline {
    let width = newsprint::wrapped_at(lines.clone().map(|(_, line)| line));
    let mut builder = Builder { width, ..Builder::default() };
    for (place, line) in lines {
        let line = line.trim();
        if !line.is_empty() {
            builder.line(place, line);
        }
    }
    builder.outline.head_by_labels();
    builder.outline.set_tail_apart();
    builder.outline
}

impl Outline {
    /// Word's automatic numbers are lost in a text copy: then the short line above each block's first label is its heading.
    fn head_by_labels(&mut self) {
        let style = |node: &Node| node.marker.map(|marker| marker.style);
        if self.nodes.iter().any(|node| style(node).is_some_and(Style::is_numbered)) {
            return;
        }
        let Some(first) = self.nodes.iter().filter_map(style).find(|style| matches!(style, Style::Field(_))) else {
            return;
        };
        let mut heading = None;
        for at in 0..self.nodes.len() {
            let labelled = self.nodes.get(at + 1).is_some_and(|next| style(next) == Some(first));
            let node = &mut self.nodes[at];
            if node.marker.is_none() && labelled && is_title(&node.text) {
                node.marker = Some(Marker { style: Style::IssueLabel, number: 0, len: 0 });
                node.parent = None;
                heading = Some(at);
            } else if matches!(style(node), Some(Style::Field(_))) {
                node.parent = heading;
            }
        }
        if let Some(heading) = heading {
            self.notes.push(Note {
                place: self.nodes[heading].place(),
                reason: "全文没有编号（可能是自动编号未随文字复制），按标签前的一行识别问题，请逐项核对".to_owned(),
            });
        }
    }

    /// Takes signature, day and page furniture at the end of the text out of the last section.
    fn set_tail_apart(&mut self) {
        for node in self.nodes.iter_mut().rev().take(12) {
            if node.marker.is_some() || !wording::is_signature(&node.text) {
                break;
            }
            node.parent = None;
        }
    }
}

/// One open series: the heading that stands open, its style and number.
#[derive(Debug, Clone, Copy)]
struct Open {
    style: Style,
    number: u32,
    node: usize,
}

/// Where a marker belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// It carries on the series that is open at this height of the stack.
    Next(usize),
    /// It begins a series under the innermost open heading.
    Child,
    /// The same as `Next`, but the number does not follow.
    Odd(usize),
    /// The same as `Child`, but the series does not begin with 1.
    OddChild,
}

#[derive(Debug, Default)]
struct Builder {
    outline: Outline,
    stack: Vec<Open>,
    /// The last number of each style anywhere, for series that run on across headings.
    last: Vec<(Style, u32)>,
    /// The last paragraph ended at a column break: what follows may be its other half.
    broken: bool,
    /// The width in columns at which the text's lines break, if they do.
    width: Option<usize>,
    /// The last line was full and broke off.
    full_line: bool,
    /// The note about that break, until its other half is found.
    broken_note: Option<usize>,
}

impl Builder {
    fn line(&mut self, place: Place, line: &str) {
        let (joined, rest) = self.without_column_breaks(place, line);
        let rest = rest.trim();
        if rest.is_empty() {
            return;
        }
        if joined
            && self.marker(rest).is_none()
            && let Some(last) = self.outline.nodes.last_mut()
        {
            last.text.push_str(rest);
            if let Some(note) = self.broken_note.take() {
                self.outline.notes.remove(note);
            }
            return;
        }
        if !self.broken {
            self.broken_note = None;
        }
        if self.is_wrapped(rest)
            && let Some(last) = self.outline.nodes.last_mut()
        {
            last.text.push_str(rest);
        } else {
            self.segments(place, rest);
        }
        self.full_line =
            self.width.is_some_and(|width| newsprint::columns(rest) + 4 >= width) && !wording::ends_sentence(rest);
    }

    /// Whether a line only goes on with the one before it, in a text whose lines break at the edge of a page.
    fn is_wrapped(&self, line: &str) -> bool {
        self.full_line
            && self.marker(line).is_none_or(|found| {
                found.style.is_numbered() && !matches!(self.fit(found, false), Some(Fit::Next(_) | Fit::Child))
            })
    }

    /// Takes (下转第七版) and (上接第六版) out of a line. Says whether the line goes on with the paragraph before it.
    fn without_column_breaks(&mut self, place: Place, line: &str) -> (bool, String) {
        let mut joined = std::mem::take(&mut self.broken);
        let breaks = newsprint::column_breaks(line);
        if breaks.is_empty() {
            return (joined, line.to_owned());
        }
        let mut rest = String::with_capacity(line.len());
        let mut from = 0;
        for (open, close) in breaks {
            let before = &line[from..open];
            // Blanks around the notice belong to the notice, not to the words that it cut apart.
            rest.push_str(if from > 0 { before.trim() } else { before.trim_end() });
            let words = &line[open..close];
            joined |= open == 0 && words.contains("上接");
            self.outline.left_out.push(LeftOut { place: place.to_string(), text: words.to_owned() });
            from = close;
        }
        let tail = line[from..].trim_start();
        rest.push_str(tail);
        self.broken =
            if rest.trim().is_empty() { joined } else { tail.is_empty() && !wording::ends_sentence(rest.trim_end()) };
        if self.broken && !rest.trim().is_empty() {
            self.broken_note = Some(self.outline.notes.len());
        }
        if rest.trim().is_empty() {
            return (joined, rest);
        }
        self.outline.notes.push(Note {
            place: place.to_string(),
            reason: if self.broken {
                "报纸转版处的提示语已去除；转版处可能缺字，请对照原件".to_owned()
            } else {
                "报纸转版处的提示语已去除，前后文字已接上".to_owned()
            },
        });
        (joined, rest)
    }

    /// Splits a line where headings stand inside it, and puts each piece into the tree.
    fn segments(&mut self, place: Place, line: &str) {
        let spans = bracketed(line);
        let mut inside = Inside::new(&spans);
        let first = self.outline.nodes.len();
        let mut start = 0;
        self.open_at(place, line);
        let mut previous = '。';
        let mut previous_char = '。';
        for (at, c) in line.char_indices() {
            let after_blank = previous.is_whitespace();
            if at > 0
                && !c.is_whitespace()
                && (after_blank || matches!(previous, '。' | '；' | ';'))
                && !inside.holds(at)
                && let Some(found) = marker::read(&line[at..])
                && self.may_split(found, after_blank, previous_char, &line[start..at])
            {
                self.close(&line[start..at]);
                start = at;
                self.place_marker(place, found, false);
            }
            previous = c;
            if !c.is_whitespace() {
                previous_char = c;
            }
        }
        self.close(&line[start..]);
        if self.outline.nodes.len() > first + 1 {
            self.set_bodies_apart(first);
        }
    }

    /// Whether a marker inside a line begins a heading there.
    fn may_split(&self, found: Marker, after_blank: bool, previous: char, piece: &str) -> bool {
        match found.style {
            Style::Field(_) => true,
            Style::Closing | Style::Extension => after_blank,
            _ => {
                after_blank
                    && (wording::is_clause_end(previous) || is_title(piece))
                    && matches!(self.fit(found, false), Some(Fit::Next(_) | Fit::Child))
            }
        }
    }

    /// Puts the heading or paragraph that begins a line into the tree; its text is set when its end is known.
    fn open_at(&mut self, place: Place, text: &str) {
        match self.marker(text) {
            Some(found) => self.place_marker(place, found, true),
            None => {
                let parent = self.stack.last().map(|open| open.node);
                self.outline.nodes.push(Node { place, marker: None, text: String::new(), parent });
            }
        }
    }

    /// The marker at the start of a line. 1.1 is one below an open 1., and only where it is the next to be expected there.
    fn marker(&self, text: &str) -> Option<Marker> {
        if let Some(found) = marker::read(text) {
            return Some(found);
        }
        let (numbers, len) = marker::decimal(text)?;
        let (number, above) = numbers.split_last()?;
        let mut from = 0;
        for (at, wanted) in above.iter().enumerate() {
            let style = level_of(at + 1);
            let height = self.stack[from..].iter().rposition(|open| open.style == style)?;
            if self.stack[from + height].number != *wanted {
                return None;
            }
            from += height + 1;
        }
        let style = level_of(numbers.len());
        let before = self.stack[from..].iter().rev().find(|open| open.style == style).map_or(0, |open| open.number);
        (*number == before + 1).then_some(Marker { style, number: *number, len })
    }

    fn close(&mut self, text: &str) {
        if let Some(node) = self.outline.nodes.last_mut() {
            text.trim_end().clone_into(&mut node.text);
            // A marker without words loses the blanks that were counted as part of it.
            if let Some(marker) = &mut node.marker {
                marker.len = marker.len.min(node.text.len());
            }
        }
    }

    fn place_marker(&mut self, place: Place, found: Marker, at_line_start: bool) {
        if matches!(found.style, Style::Field(field) if !field.opens_a_block()) {
            let parent = self.stack.last().map(|open| open.node);
            return self.outline.nodes.push(Node { place, marker: Some(found), text: String::new(), parent });
        }
        let fit = self.fit(found, at_line_start).unwrap_or(Fit::OddChild);
        match fit {
            Fit::Next(height) => self.stack.truncate(height),
            Fit::Child => {}
            Fit::Odd(height) => {
                let before = self.stack[height].number;
                // 一是 begins anew under every paragraph; for headings a break in the numbering is worth a look.
                if found.style != Style::Shi || found.number != 1 {
                    self.outline.notes.push(Note {
                        place: place.to_string(),
                        reason: format!("编号由 {before} 接到 {}，不连续", found.number),
                    });
                }
                self.stack.truncate(height);
            }
            Fit::OddChild => {
                self.outline.notes.push(Note {
                    place: place.to_string(),
                    reason: format!("编号从 {} 开始，前面的编号未找到", found.number),
                });
            }
        }
        let parent = self.stack.last().map(|open| open.node);
        let node = self.outline.nodes.len();
        self.stack.push(Open { style: found.style, number: found.number, node });
        if found.style.is_numbered() {
            match self.last.iter_mut().find(|(style, _)| *style == found.style) {
                Some((_, last)) => *last = found.number,
                None => self.last.push((found.style, found.number)),
            }
        }
        self.outline.nodes.push(Node { place, marker: Some(found), text: String::new(), parent });
    }

    fn fit(&self, found: Marker, at_line_start: bool) -> Option<Fit> {
        if found.style == Style::Closing {
            return Some(Fit::Next(0));
        }
        let like = |open: &Open| open.style.is_like(found.style);
        if !found.style.is_numbered() {
            return Some(match self.stack.iter().rposition(like) {
                Some(height) => Fit::Next(height),
                // A block of its own after 四是 belongs to what 四是 belongs to.
                None if found.style == Style::Extension => self
                    .stack
                    .iter()
                    .rposition(|open| open.style != Style::Shi)
                    .map_or(Fit::Child, |height| Fit::Next(height + 1)),
                None => Fit::Child,
            });
        }
        let Some(innermost) = self.stack.iter().rposition(like) else {
            let runs_on = self.last.iter().any(|(style, last)| *style == found.style && last + 1 == found.number);
            return match found.number {
                1 => Some(Fit::Child),
                _ if runs_on => Some(Fit::Child),
                _ if at_line_start => Some(Fit::OddChild),
                _ => None,
            };
        };
        if let Some(height) = (0..=innermost)
            .rev()
            .find(|height| like(&self.stack[*height]) && self.stack[*height].number + 1 == found.number)
        {
            return Some(Fit::Next(height));
        }
        // Under a label or a 举一反三 block a series begins anew, whatever is open above it.
        if found.number == 1 && self.stack[innermost..].iter().any(|open| !open.style.is_numbered()) {
            return Some(Fit::Child);
        }
        at_line_start.then_some(Fit::Odd(innermost))
    }

    /// In a line that holds several headings, a short heading ends at its first blank; what follows is its body.
    fn set_bodies_apart(&mut self, first: usize) {
        let tail = self.outline.nodes.split_off(first);
        // Bodies take places between the headings, so the parents behind them move.
        let mut moved: Vec<usize> = Vec::with_capacity(tail.len());
        for mut node in tail {
            node.parent = node.parent.map(|parent| if parent >= first { moved[parent - first] } else { parent });
            let here = self.outline.nodes.len();
            moved.push(here);
            let body = node.marker.filter(|marker| marker.style.is_numbered() && marker.style != Style::Shi).and_then(
                |marker| {
                    let words = &node.text[marker.len..];
                    let blank = words.find(char::is_whitespace)?;
                    is_title(&words[..blank]).then_some(marker.len + blank)
                },
            );
            let body = body.map(|at| (node.text[at..].trim().to_owned(), at));
            let place = node.place;
            if let Some((_, at)) = &body {
                node.text.truncate(*at);
            }
            self.outline.nodes.push(node);
            if let Some((text, _)) = body.filter(|(text, _)| !text.is_empty()) {
                self.outline.nodes.push(Node { place, marker: None, text, parent: Some(here) });
            }
        }
        for open in &mut self.stack {
            if open.node >= first {
                open.node = moved[open.node - first];
            }
        }
    }
}

/// The style of a number with that many parts: 1. is the first, 1.1 the second.
fn level_of(parts: usize) -> Style {
    if parts == 1 { Style::Digit } else { Style::Decimal(u8::try_from(parts).unwrap_or(u8::MAX)) }
}

/// Whether words look like a heading's title: short, and without the end of a sentence.
fn is_title(words: &str) -> bool {
    let mut count = 0;
    words.chars().all(|c| {
        count += 1;
        count <= 80 && !matches!(c, '。' | '；' | ';' | '！' | '？')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> Vec<String> {
        let outline = read(text);
        let depth = |mut at: usize| {
            let mut depth = 0;
            while let Some(parent) = outline.nodes[at].parent {
                depth += 1;
                at = parent;
            }
            depth
        };
        (0..outline.nodes.len()).map(|at| format!("{}{}", "·".repeat(depth(at)), outline.nodes[at].text)).collect()
    }

    #[test]
    fn levels_follow_the_order_in_which_the_document_opens_them() {
        assert_eq!(
            tree("一、甲\n（一）乙\n1.丙\n(1)丁\n2.戊\n(1)己\n（二）庚\n1.辛\n二、壬"),
            ["一、甲", "·（一）乙", "··1.丙", "···(1)丁", "··2.戊", "···(1)己", "·（二）庚", "··1.辛", "二、壬"]
        );
        assert_eq!(tree("1.甲\n一、乙\n二、丙\n2.丁"), ["1.甲", "·一、乙", "·二、丙", "2.丁"]);
    }

    #[test]
    fn a_line_with_many_headings_is_split_where_the_numbers_fit() {
        assert_eq!(
            tree("导语。 一、甲（境外） (一)乙 1.丙 先说一句: 一是丁。 二是戊率5.5% 9.其他。 2.己 庚。"),
            [
                "导语。",
                "一、甲（境外）",
                "·(一)乙",
                "··1.丙",
                "···先说一句:",
                "···一是丁。",
                "···二是戊率5.5% 9.其他。",
                "··2.己",
                "···庚。"
            ]
        );
    }

    #[test]
    fn no_heading_begins_inside_brackets_or_quotes() {
        assert_eq!(tree("1.印发《规定 2.补充》和（一 2.二）。"), ["1.印发《规定 2.补充》和（一 2.二）。"]);
    }

    #[test]
    fn numbering_may_run_on_across_headings() {
        assert_eq!(
            tree("（一）甲\n1.乙\n2.丙\n（二）丁\n3.戊\n4.己"),
            ["（一）甲", "·1.乙", "·2.丙", "（二）丁", "·3.戊", "·4.己"]
        );
        assert!(read("（一）甲\n1.乙\n（二）丁\n2.戊").notes.is_empty());
    }

    #[test]
    fn a_column_break_is_taken_out_and_the_paragraph_joined() {
        let outline = read("1.甲卷宗(下转第七版)\n(上接第六版)归档及时。\n2.乙 (下转第3版) (上接第2版)\n3.丙");
        let texts: Vec<&str> = outline.nodes.iter().map(|node| node.text.as_str()).collect();
        assert_eq!(texts, ["1.甲卷宗归档及时。", "2.乙", "3.丙"]);
        assert_eq!(outline.left_out.len(), 4);
        assert!(outline.notes.iter().any(|note| note.reason.contains("缺字")));
    }

    #[test]
    fn lines_broken_at_the_edge_of_a_page_are_joined() {
        let line = "（1）把年度学习计划分解到月，由政治部逐月提醒并登";
        let mut text = String::from("1.学习贯彻上级会议精神不够及时，结合本院实际研究\n落实举措不够\n");
        for _ in 0..15 {
            text.push_str(&format!("{line}\n记缺课情况，月底补学。\n"));
        }
        text.push_str("2.督办不力\n");
        let outline = read(&text);
        assert_eq!(outline.nodes[0].text, "1.学习贯彻上级会议精神不够及时，结合本院实际研究落实举措不够");
        assert_eq!(outline.nodes[1].text, format!("{line}记缺课情况，月底补学。"));
        assert_eq!(outline.nodes.len(), 17);
    }

    #[test]
    fn a_series_begins_anew_under_a_label_or_an_extension() {
        assert_eq!(
            tree(
                "1.甲\n整改措施：\n1.乙\n2.丙\n责任领导：丁 责任部门：戊\n2.己\n一是庚。\n针对“举一反三”整改事项“辛”问题\n一是壬。"
            ),
            [
                "1.甲",
                "·整改措施：",
                "··1.乙",
                "··2.丙",
                "···责任领导：丁",
                "···责任部门：戊",
                "2.己",
                "·一是庚。",
                "·针对“举一反三”整改事项“辛”问题",
                "··一是壬。"
            ]
        );
    }

    #[test]
    fn a_break_in_the_numbering_is_noted_and_the_heading_kept() {
        let outline = read("1.甲\n2.乙\n4.丙");
        assert_eq!(outline.nodes.len(), 3);
        assert_eq!(outline.notes.len(), 1);
        assert_eq!(outline.notes[0].place, "第3行");
    }
}
