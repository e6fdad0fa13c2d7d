//! How the columns of a table share the width of the terminal.

/// The space between two columns.
pub(super) const GAP: usize = 2;

/// The room a column of words should have: eight characters.
const COMFORTABLE: usize = 16;

/// The least room a column of words can do with: five characters.
const LEAST: usize = 10;

/// What one column asks for.
#[derive(Debug, Clone)]
pub(super) struct Claim {
    /// The width of its title.
    pub(super) title: usize,
    /// The width of its widest cell.
    pub(super) content: usize,
    /// Its share of the free room; 0 for a column that must have what it asks for.
    pub(super) weight: u16,
    /// The most it may take.
    pub(super) max: Option<usize>,
}

/// How a grid is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Layout {
    /// As a table with these column widths.
    Table(Vec<usize>),
    /// As a list of names and values for each row, for lack of room.
    List,
}

impl Layout {
    /// Finds the best layout that is no wider than `width`: with whole titles, else with titles folded in two, else as
    /// a list.
    pub(super) fn decide(claims: &[Claim], width: usize) -> Self {
        let whole = claims.iter().map(|claim| claim.title);
        // A folded title gets one column more than its half, so that a Chinese character is not split between them.
        let folded = claims.iter().map(|claim| claim.title.min((claim.title / 2 + 1).max(4)));
        share(claims, &whole.collect::<Vec<_>>(), width, COMFORTABLE)
            .or_else(|| share(claims, &folded.collect::<Vec<_>>(), width, LEAST))
            .map_or(Self::List, Self::Table)
    }
}

/// The widths of the columns, or `None` when a column of words would get less than `floor` and less than it asks for.
fn share(claims: &[Claim], titles: &[usize], width: usize, floor: usize) -> Option<Vec<usize>> {
    let asked = |at: usize| {
        let claim: &Claim = &claims[at];
        // Two columns are the least in which a Chinese character can stand.
        titles[at].max(claim.content).min(claim.max.unwrap_or(usize::MAX)).max(2)
    };
    let mut widths: Vec<usize> = (0..claims.len()).map(asked).collect();
    let fixed = (0..claims.len()).filter(|at| claims[*at].weight == 0).map(|at| widths[at]).sum::<usize>();
    let mut room = width.checked_sub(fixed + GAP * claims.len().saturating_sub(1))?;
    let mut open: Vec<usize> = (0..claims.len()).filter(|at| claims[*at].weight > 0).collect();
    let least = |at: usize| asked(at).min(floor);
    if open.iter().map(|at| least(*at)).sum::<usize>() > room {
        return None;
    }
    // Who gets too little by weight gets the least; who needs less than its share gets what it needs; the others share
    // what is left. The order matters: needs are met only when every share is at least the least.
    loop {
        let weights = open.iter().map(|at| usize::from(claims[*at].weight)).sum::<usize>();
        let part = |at: usize| room * usize::from(claims[at].weight) / weights;
        let settled =
            open.iter().position(|at| part(*at) < least(*at)).map(|place| (place, least(open[place]))).or_else(|| {
                open.iter().position(|at| part(*at) >= asked(*at)).map(|place| (place, asked(open[place])))
            });
        if let Some((place, granted)) = settled {
            widths[open.remove(place)] = granted;
            room -= granted;
            continue;
        }
        let parts: Vec<usize> = open.iter().map(|at| part(*at)).collect();
        let mut odd = room - parts.iter().sum::<usize>();
        for (at, part) in open.into_iter().zip(parts) {
            let extra = usize::from(odd > 0);
            odd -= extra;
            widths[at] = part + extra;
        }
        return Some(widths);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn claim(title: usize, content: usize, weight: u16) -> Claim {
        Claim { title, content, weight, max: None }
    }

    #[test]
    fn rigid_columns_keep_their_width_and_words_share_the_rest() {
        let claims = [claim(4, 4, 0), claim(4, 60, 3), claim(8, 60, 1), claim(4, 10, 0)];
        for (width, expected) in [
            (200, Layout::Table(vec![4, 60, 60, 10])),
            (120, Layout::Table(vec![4, 60, 40, 10])),
            (80, Layout::Table(vec![4, 44, 16, 10])),
            (40, Layout::Table(vec![4, 10, 10, 10])),
            (39, Layout::List),
        ] {
            assert_eq!(Layout::decide(&claims, width), expected, "{width}");
        }
    }

    #[test]
    fn long_titles_of_narrow_columns_are_folded_when_room_is_short() {
        let claims = [claim(12, 2, 0), claim(12, 3, 0), claim(4, 60, 1)];
        assert_eq!(Layout::decide(&claims, 44), Layout::Table(vec![12, 12, 16]));
        assert_eq!(Layout::decide(&claims, 40), Layout::Table(vec![7, 7, 22]));
    }

    #[test]
    fn limits_are_kept() {
        let mut claims = [claim(4, 60, 1), claim(4, 60, 1)];
        claims[0].max = Some(12);
        assert_eq!(Layout::decide(&claims, 80), Layout::Table(vec![12, 60]));
    }

    proptest! {
        #[test]
        fn tables_never_exceed_the_width(
            claims in proptest::collection::vec((0..20_usize, 0..90_usize, 0..4_u16, proptest::option::of(2..40_usize)), 0..9),
            width in 20..220_usize,
        ) {
            let claims: Vec<Claim> =
                claims.into_iter().map(|(title, content, weight, max)| Claim { title, content, weight, max }).collect();
            if let Layout::Table(widths) = Layout::decide(&claims, width) {
                prop_assert_eq!(widths.len(), claims.len());
                prop_assert!(widths.iter().sum::<usize>() + GAP * claims.len().saturating_sub(1) <= width);
                prop_assert!(widths.iter().all(|w| *w >= 2));
            }
        }
    }
}
