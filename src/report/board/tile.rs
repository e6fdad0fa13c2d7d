//! The figures that stand first: each with its rate, what it means and who its members are.

use crate::{
    domain::{
        figures::{Figure, RateKind},
        item::{Item, ItemKind},
    },
    report::{
        Scope,
        summary::{Set, Summary},
    },
    zh::label::{Label as _, figure_meaning, rate_meaning},
};

/// So many members are named; their number is always the full one.
const MOST_MEMBERS: usize = 300;

/// A figure with everything that explains it.
#[derive(Debug, Clone)]
pub struct Tile {
    /// Its name.
    pub label: &'static str,
    /// What it counts: 问题, 措施…
    pub of: &'static str,
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

/// The tiles of the board: issues first, then measures, opinions and cases where there are any.
pub(super) fn tiles(scope: &Scope<'_>, summary: &Summary, items: &[Item]) -> Vec<Tile> {
    let maker = Maker { scope, items, roots: super::matter::Roots::new(items) };
    let mut tiles = Vec::new();
    let issues = &summary.issues;
    tiles.push(maker.count(issues, ItemKind::Issue, Figure::Total));
    for rate in [RateKind::Completion, RateKind::Closure, RateKind::DueCompletion, RateKind::OnTime] {
        tiles.push(maker.rate(issues, ItemKind::Issue, rate));
    }
    tiles.push(maker.count(issues, ItemKind::Issue, Figure::Overdue));
    for (figure, always) in [
        (Figure::Extended, true),
        (Figure::ClosedUnratified, false),
        (Figure::Rebounded, false),
        (Figure::NoDeadline, false),
    ] {
        if always || issues.figures.get(figure) > 0 {
            tiles.push(maker.count(issues, ItemKind::Issue, figure));
        }
    }
    for (kind, set) in [
        (ItemKind::Measure, &summary.measures),
        (ItemKind::Opinion, &summary.opinions),
        (ItemKind::Case, &summary.cases),
    ] {
        if set.figures.get(Figure::Total) == 0 {
            continue;
        }
        let rate = if kind == ItemKind::Case { RateKind::Clearance } else { RateKind::Completion };
        tiles.push(maker.rate(set, kind, rate));
        tiles.push(maker.count(set, kind, Figure::Overdue));
    }
    tiles
}

struct Maker<'a> {
    scope: &'a Scope<'a>,
    items: &'a [Item],
    roots: super::matter::Roots<'a>,
}

impl Maker<'_> {
    fn count(&self, set: &Set, kind: ItemKind, figure: Figure) -> Tile {
        let count = set.figures.get(figure);
        Tile {
            label: figure.label(),
            of: kind.label(),
            value: count.to_string(),
            beside: unit(kind).to_owned(),
            rate: None,
            alarming: count > 0
                && matches!(
                    figure,
                    Figure::Overdue | Figure::Rebounded | Figure::ClosedUnratified | Figure::NoDeadline
                ),
            definition: figure_meaning(figure),
            members: vec![self.members(figure.label().to_owned(), set, kind, figure, None)],
            command: command(figure.label(), kind),
        }
    }

    fn rate(&self, set: &Set, kind: ItemKind, rate: RateKind) -> Tile {
        let stated = set.rate(rate);
        let (part, whole) = rate.parts();
        let named = stated.hundredths().is_some();
        let members = vec![
            self.members(part.label().to_owned(), set, kind, part, None),
            self.members(format!("{}中其余的", whole.label()), set, kind, whole, Some(part)),
        ];
        Tile {
            label: rate.label(),
            of: kind.label(),
            value: stated.to_string(),
            beside: if named { stated.fraction() } else { "没有可算的".to_owned() },
            rate: named.then_some((stated.part, stated.whole)),
            alarming: false,
            definition: rate_meaning(rate),
            members: if named { members } else { Vec::new() },
            command: command(rate.label(), kind),
        }
    }

    /// The members of a figure that are not members of `without`, by the domain's own rule.
    fn members(&self, label: String, set: &Set, kind: ItemKind, figure: Figure, without: Option<Figure>) -> Members {
        let day = self.scope.as_of.day;
        let mut codes = Vec::new();
        for item in self.items.iter().filter(|item| item.kind == kind) {
            let lights = self.scope.lights(item.round);
            let counts = |figure: Figure| figure.counts(item, lights, day);
            if counts(figure) && !without.is_some_and(counts) {
                codes.push((self.roots.of(item).id.0, self.scope.code_of(item)));
                if codes.len() == MOST_MEMBERS {
                    break;
                }
            }
        }
        let count = set.figures.get(figure) - without.map_or(0, |without| set.figures.get(without));
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

fn command(label: &str, kind: ItemKind) -> String {
    let kind = if kind == ItemKind::Issue { String::new() } else { format!(" --kind {}", kind.label()) };
    format!("taizhang summary --explain {label}{kind} --all")
}
