//! The figures that stand first: each with its rate, what it means and who its members are. Issues are stated per origin, as in
//! the sentences beside them: what was fed back first.

use crate::{
    domain::{
        figures::{Figure, RateKind},
        item::{Item, ItemKind, Origin},
    },
    report::{
        Scope,
        summary::{Set, Summary},
        typed::Typed,
    },
    zh::label::{Label as _, figure_meaning, rate_meaning},
};

/// So many members are named; their number is always the full one.
const MOST_MEMBERS: usize = 300;

/// Figures of the same things.
#[derive(Debug, Clone)]
pub struct Tiles {
    /// What they count: 反馈问题, 举一反三, 措施…
    pub title: String,
    /// The figures.
    pub tiles: Vec<Tile>,
}

/// A figure with everything that explains it.
#[derive(Debug, Clone)]
pub struct Tile {
    /// Its name.
    pub label: &'static str,
    /// What it counts: 反馈问题, 措施…
    pub of: &'static str,
    /// What kind of items.
    pub kind: ItemKind,
    /// Issues of which origin.
    pub origin: Option<Origin>,
    /// The figure or the percentage.
    pub value: String,
    /// The fraction of a rate, the unit of a count.
    pub beside: String,
    /// The count above the line, for a bar; none for counts.
    pub rate: Option<(i64, i64)>,
    /// It tells of something that is not as it should be.
    pub alarming: bool,
    /// What it means.
    pub definition: &'static str,
    /// Its members, and for a rate those that are only below the line.
    pub members: Vec<Members>,
    /// What to type to have all of it.
    pub command: String,
}

/// The members of a figure.
#[derive(Debug, Clone)]
pub struct Members {
    /// What they are called.
    pub label: String,
    /// How many there are.
    pub count: i64,
    /// The first of them: the matter under which each is told, and its code.
    pub codes: Vec<(i64, String)>,
}

/// The tiles of the board: issues origin by origin, then measures, opinions and cases, each where there are any.
pub(super) fn tiles(scope: &Scope<'_>, summary: &Summary, typed: &Typed, items: &[Item]) -> Vec<Tiles> {
    let maker = Maker { scope, typed, items, roots: super::matter::Roots::new(items) };
    let mut found = Vec::new();
    for (origin, set) in summary.by_origin.iter().filter(|(_, set)| occurs(set)) {
        let of = Of { kind: ItemKind::Issue, origin: Some(*origin), set };
        // What stands first is told whole.
        let first = found.is_empty();
        let mut tiles = vec![maker.count(&of, Figure::Total)];
        for rate in [RateKind::Completion, RateKind::Closure, RateKind::DueCompletion, RateKind::OnTime] {
            if first || matches!(rate, RateKind::Completion | RateKind::Closure) {
                tiles.push(maker.rate(&of, rate));
            }
        }
        for (figure, always) in [
            (Figure::Overdue, true),
            (Figure::Extended, first),
            (Figure::ClosedUnratified, false),
            (Figure::Rebounded, false),
            (Figure::NoDeadline, false),
        ] {
            if always || set.figures.get(figure) > 0 {
                tiles.push(maker.count(&of, figure));
            }
        }
        found.push(Tiles { title: origin.label().to_owned(), tiles });
    }
    for (kind, set) in [
        (ItemKind::Measure, &summary.measures),
        (ItemKind::Opinion, &summary.opinions),
        (ItemKind::Case, &summary.cases),
    ] {
        if !occurs(set) {
            continue;
        }
        let of = Of { kind, origin: None, set };
        let rate = if kind == ItemKind::Case { RateKind::Clearance } else { RateKind::Completion };
        let tiles = vec![maker.count(&of, Figure::Total), maker.rate(&of, rate), maker.count(&of, Figure::Overdue)];
        found.push(Tiles { title: kind.label().to_owned(), tiles });
    }
    found
}

fn occurs(set: &Set) -> bool {
    set.figures.get(Figure::Total) > 0
}

/// What is counted.
struct Of<'a> {
    kind: ItemKind,
    origin: Option<Origin>,
    set: &'a Set,
}

impl Of<'_> {
    fn label(&self) -> &'static str {
        self.origin.map_or(self.kind.label(), |origin| origin.label())
    }
}

struct Maker<'a> {
    scope: &'a Scope<'a>,
    typed: &'a Typed,
    items: &'a [Item],
    roots: super::matter::Roots<'a>,
}

impl Maker<'_> {
    fn count(&self, of: &Of<'_>, figure: Figure) -> Tile {
        let count = of.set.figures.get(figure);
        Tile {
            label: figure.label(),
            of: of.label(),
            kind: of.kind,
            origin: of.origin,
            value: count.to_string(),
            beside: unit(of.kind).to_owned(),
            rate: None,
            alarming: count > 0
                && matches!(
                    figure,
                    Figure::Overdue | Figure::Rebounded | Figure::ClosedUnratified | Figure::NoDeadline
                ),
            definition: figure_meaning(figure),
            members: vec![self.members(figure.label().to_owned(), of, figure, None)],
            command: self.command(of, figure.label()),
        }
    }

    fn rate(&self, of: &Of<'_>, rate: RateKind) -> Tile {
        let stated = of.set.rate(rate);
        let (part, whole) = rate.parts();
        let named = stated.hundredths().is_some();
        let members = vec![
            self.members(part.label().to_owned(), of, part, None),
            self.members(format!("{}中其余的", whole.label()), of, whole, Some(part)),
        ];
        Tile {
            label: rate.label(),
            of: of.label(),
            kind: of.kind,
            origin: of.origin,
            value: stated.to_string(),
            beside: if named { stated.fraction() } else { "没有可算的".to_owned() },
            rate: named.then_some((stated.part, stated.whole)),
            alarming: false,
            definition: rate_meaning(rate),
            members: if named { members } else { Vec::new() },
            command: self.command(of, rate.label()),
        }
    }

    /// What to type to have every member listed: as the page was asked for, of this kind and origin.
    fn command(&self, of: &Of<'_>, label: &str) -> String {
        self.typed.of(of.kind, of.origin).command(&format!("summary --explain {label} --all"))
    }

    /// The members of a figure that are not members of `without`, by the domain's own rule.
    fn members(&self, label: String, of: &Of<'_>, figure: Figure, without: Option<Figure>) -> Members {
        let day = self.scope.as_of.day;
        let mut codes = Vec::new();
        let counted = |item: &&Item| item.kind == of.kind && of.origin.is_none_or(|origin| item.origin == origin);
        for item in self.items.iter().filter(counted) {
            let lights = self.scope.lights(item.round);
            let counts = |figure: Figure| figure.counts(item, lights, day);
            if counts(figure) && !without.is_some_and(counts) {
                codes.push((self.roots.of(item).id.0, self.scope.code_of(item)));
                if codes.len() == MOST_MEMBERS {
                    break;
                }
            }
        }
        let figures = &of.set.figures;
        let count = figures.get(figure) - without.map_or(0, |without| figures.get(without));
        Members { label, count, codes }
    }
}

/// The word by which things of a kind are counted.
fn unit(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Issue | ItemKind::Category => "个",
        ItemKind::Measure | ItemKind::Opinion => "条",
        ItemKind::Case => "件",
    }
}
