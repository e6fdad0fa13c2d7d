//! A stretch of a sentence with its numbers, each with the words around it.

use super::super::{plan::FigureKind, stated};
use crate::{
    domain::stated::State,
    zh::quantity::{Quantity, Unit, quantities},
};

/// A stretch of a sentence between semicolons.
pub(super) struct Segment<'t> {
    /// Its words.
    pub(super) words: &'t str,
    /// Its numbers outside of quotes and titles, in order.
    pub(super) figures: Vec<Figure<'t>>,
    /// The sentence ends with it.
    pub(super) last: bool,
    /// The first number stands in an earlier stretch: a total that this one goes on with.
    pub(super) goes_on: bool,
}

/// A number of a sentence.
#[derive(Clone, Copy)]
pub(super) struct Figure<'t> {
    /// The number; it has no place where it stands in an earlier stretch.
    pub(super) quantity: Quantity,
    /// As it stands.
    pub(super) said: &'t str,
    /// The words before it, up to the last mark or number.
    pub(super) lead: &'t str,
    /// The words behind it, up to the next mark or number.
    pub(super) noun: &'t str,
    /// Everything between the number before it and it.
    pub(super) gap: &'t str,
    /// How many brackets are open.
    pub(super) depth: usize,
    /// The level it counts, where its words name one.
    pub(super) level: Option<FigureKind>,
    /// The state of what it counts.
    pub(super) state: Option<State>,
}

impl Figure<'_> {
    /// A count or an amount that says how many, not about how many.
    pub(super) fn is_exact(&self) -> bool {
        !self.quantity.about && self.quantity.unit != Unit::Percent
    }

    /// Whether both count the same kind of thing, as far as their counters tell.
    pub(super) fn counts_like(&self, other: &Self) -> bool {
        self.quantity.unit == other.quantity.unit
    }
}

const MARKS: [char; 12] = ['，', ',', '、', '：', ':', '（', '(', '）', ')', '；', '。', ' '];

/// More numbers than any sentence holds: a table that lost its lines, whose numbers say nothing of one another.
const MOST: usize = 60;

impl<'t> Segment<'t> {
    pub(super) fn read(words: &'t str, last: bool) -> Self {
        let mut found: Vec<Quantity> = quantities(words);
        if found.len() > MOST {
            found.clear();
        }
        let quoted = quoted(words);
        found.retain(|q| !quoted.iter().any(|(open, close)| (*open..*close).contains(&q.at)));
        let mut figures: Vec<Figure<'t>> = Vec::with_capacity(found.len());
        let (mut depth, mut seen) = (0_usize, 0);
        for (at, quantity) in found.iter().enumerate() {
            let from = if at == 0 { 0 } else { found[at - 1].end };
            let to = found.get(at + 1).map_or(words.len(), |next| next.at);
            let gap = &words[from..quantity.at];
            let lead = gap.rfind(MARKS).map_or(gap, |mark| gap[mark..].trim_start_matches(MARKS));
            let behind = &words[quantity.end..to];
            let noun = behind.find(MARKS).map_or(behind, |mark| &behind[..mark]);
            for c in words[seen..quantity.at].chars() {
                match c {
                    '（' | '(' => depth += 1,
                    '）' | ')' => depth = depth.saturating_sub(1),
                    _ => {}
                }
            }
            seen = quantity.at;
            let counter = matches!(quantity.unit, Unit::Count(_));
            let level = counter.then(|| stated::level(lead, noun)).flatten();
            let state = state(lead).or_else(|| state(noun));
            let said = &words[quantity.at..quantity.end];
            figures.push(Figure { quantity: *quantity, said, lead, noun, gap, depth, level, state });
        }
        Self { words, figures, last, goes_on: false }
    }

    /// Hands a total of an earlier stretch to one that says nothing but states of it: 截至6月30日，已完成20个、未完成8个.
    pub(super) fn going_on_with(mut self, totals: &Totals<'t>) -> Self {
        let total = self
            .figures
            .first()
            .filter(|first| first.state.is_some() && is_bare(first.gap))
            .and_then(|first| totals.0.iter().find(|total| total.counts_like(first)).copied());
        if let Some(mut total) = total {
            (total.quantity.at, total.quantity.end, total.depth) = (0, 0, 0);
            self.figures.insert(0, total);
            self.goes_on = true;
        }
        self
    }
}

/// The totals of a passage that a later stretch may go on with, one for each counter.
#[derive(Default)]
pub(super) struct Totals<'t>(Vec<Figure<'t>>);

impl<'t> Totals<'t> {
    /// Takes in the totals of a stretch. Another number of the same counter that names no level makes unclear what is spoken of.
    pub(super) fn take(&mut self, segment: &Segment<'t>) {
        for figure in segment.figures.iter().skip(usize::from(segment.goes_on)).filter(|figure| figure.state.is_none())
        {
            self.0.retain(|total| !total.counts_like(figure));
            if figure.level.is_some() && figure.is_exact() {
                self.0.push(*figure);
            }
        }
    }
}

/// Whether words say nothing but a day and a state.
fn is_bare(words: &str) -> bool {
    const SAID: [&str; 21] = [
        "截至",
        "截止到",
        "截止",
        "目前",
        "至今",
        "年",
        "月",
        "日",
        "底",
        "末",
        "阶段性",
        "基本",
        "未",
        "已",
        "均",
        "其中",
        "整改",
        "完成",
        "销号",
        "落实",
        "累计",
    ];
    let mut rest: String =
        words.chars().filter(|c| !c.is_whitespace() && !c.is_ascii_digit() && !MARKS.contains(c)).collect();
    for said in SAID {
        rest = rest.replace(said, "");
    }
    rest.is_empty()
}

/// What stands in quotes and titles: figures there are names.
fn quoted(words: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut open: Option<(char, usize)> = None;
    for (at, c) in words.char_indices() {
        match (c, open) {
            ('“', None) => open = Some(('”', at)),
            ('《', None) => open = Some(('》', at)),
            ('「', None) => open = Some(('」', at)),
            (c, Some((close, from))) if c == close => {
                found.push((from, at));
                open = None;
            }
            _ => {}
        }
    }
    found
}

/// Whether words name a state.
pub(super) fn names_state(words: &str) -> bool {
    state(words).is_some()
}

/// The state that words name, the longer and stricter words first: 未完成 holds 完成.
pub(super) fn state(words: &str) -> Option<State> {
    const WORDS: [(&str, State); 24] = [
        ("未销号", State::Unclosed),
        ("待销号", State::Unclosed),
        ("尚未销号", State::Unclosed),
        ("销号", State::Closed),
        ("未完成", State::Unfinished),
        ("未整改", State::Unfinished),
        ("未办结", State::Unfinished),
        ("未按期", State::Unfinished),
        ("尚未", State::Unfinished),
        ("正在整改", State::Unfinished),
        ("正在推进", State::Unfinished),
        ("持续推进", State::Unfinished),
        ("持续整改", State::Unfinished),
        ("推进中", State::Unfinished),
        ("正在办理", State::Unfinished),
        ("在办", State::Unfinished),
        ("基本完成", State::Staged),
        ("阶段性完成", State::Staged),
        ("部分完成", State::Staged),
        ("完成", State::Completed),
        ("整改到位", State::Completed),
        ("办结", State::Completed),
        ("已落实", State::Completed),
        ("延期", State::Extended),
    ];
    WORDS.iter().find(|(word, _)| words.contains(word)).map(|(_, state)| *state)
}
