//! Draws of closed items for re-checking (销号抽查): spread over departments, made from a seed, so that anybody can make them again.
//!
//! Within a department items stand in the order of SHA-256(seed ‖ uid of the item), both as UTF-8: `printf '%s%s' SEED UID | sha256sum`
//! gives the same. Who knows the seed beforehand knows the draw beforehand: a seed of one's own choice is for draws that somebody
//! else asked for with it.

use crate::domain::{
    Day,
    ids::{ItemId, PartyId},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The closed items of one leading department, from which a draw was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stratum {
    /// The leading department; `None` for items without one.
    pub department: Option<PartyId>,
    /// Its closed items, in the order of their codes.
    pub items: Vec<ItemId>,
}

/// Why a draw, or a look-back that answers one, cannot be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// No closed item meets the conditions.
    NothingToDraw,
    /// Looking at a draw beforehand that is made from chance shows another draw, and could be repeated until one pleases.
    DryWithoutSeed,
    /// A seed of the office's own choice that looks like one the program makes.
    SeedOfProgram,
    /// The item was not drawn.
    NotDrawn {
        /// The item.
        code: String,
        /// The draw's number.
        sample: i64,
    },
    /// The look-back would lie before the draw that it answers.
    BeforeDraw {
        /// The draw's number.
        sample: i64,
        /// The day of the draw.
        drawn: Day,
        /// Day of effect.
        on: Day,
    },
}

/// How many to draw from each of several groups of these sizes, `wanted` in all: in proportion, by largest remainder, at least one
/// from each while there are enough; ties go to the group named first. Everything when more are wanted than there are.
#[must_use]
pub fn shares(sizes: &[usize], wanted: usize) -> Vec<usize> {
    let all: usize = sizes.iter().sum();
    if wanted >= all {
        return sizes.to_vec();
    }
    let groups = sizes.iter().filter(|size| **size > 0).count();
    // Over the common denominator `all`: how far a group's share lies below its due (above, when negative).
    let short = |at: usize, share: usize| {
        i128::try_from(sizes[at] * wanted).unwrap_or_default() - i128::try_from(share * all).unwrap_or_default()
    };
    let mut shares: Vec<usize> = sizes
        .iter()
        .map(|size| match size * wanted / all.max(1) {
            // Too few to give each group one: those with the most get one each.
            _ if wanted < groups => 0,
            0 if *size > 0 => 1,
            floor => floor,
        })
        .collect();
    loop {
        let given: usize = shares.iter().sum();
        if given == wanted {
            return shares;
        }
        let open: Vec<usize> = (0..sizes.len())
            .filter(|at| {
                if given < wanted {
                    shares[*at] < sizes[*at] && (wanted >= groups || shares[*at] == 0)
                } else {
                    shares[*at] > 1
                }
            })
            .collect();
        let pick = if given < wanted {
            open.into_iter()
                .reduce(|best, at| if short(at, shares[at]) > short(best, shares[best]) { at } else { best })
        } else {
            open.into_iter()
                .reduce(|best, at| if short(at, shares[at]) <= short(best, shares[best]) { at } else { best })
        };
        // There is always one: fewer are wanted than there are, and one each was given only where it fits.
        let Some(at) = pick else { return shares };
        if given < wanted { shares[at] += 1 } else { shares[at] -= 1 }
    }
}

/// The draw: for each group, which of its members, by their places in it, first to last. Groups are given by the uids of their items;
/// the order of these does not matter.
#[must_use]
pub fn draw(seed: &str, groups: &[Vec<String>], wanted: usize) -> Vec<Vec<usize>> {
    let sizes: Vec<usize> = groups.iter().map(Vec::len).collect();
    groups
        .iter()
        .zip(shares(&sizes, wanted))
        .map(|(uids, share)| {
            let mut order: Vec<([u8; 32], usize)> =
                uids.iter().enumerate().map(|(at, uid)| (place(seed, uid), at)).collect();
            order.sort_unstable();
            let mut drawn: Vec<usize> = order.into_iter().take(share).map(|(_, at)| at).collect();
            drawn.sort_unstable();
            drawn
        })
        .collect()
}

/// The place of an item in a draw: what it is sorted by.
fn place(seed: &str, uid: &str) -> [u8; 32] {
    Sha256::new().chain_update(seed.as_bytes()).chain_update(uid.as_bytes()).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn shares_are_in_proportion_with_one_from_each_while_there_are_enough() {
        for (sizes, wanted, expected) in [
            // In proportion.
            (&[50, 30, 20][..], 10, &[5, 3, 2][..]),
            // Largest remainder: 1.5, 1.0, 0.5 with one from each.
            (&[6, 4, 2], 3, &[1, 1, 1]),
            (&[6, 4, 2], 4, &[2, 1, 1]),
            // A tie goes to the one named first: 1.5, 1.5.
            (&[5, 5], 3, &[2, 1]),
            // One from each though the proportion gives none: 4.85, 0.10, 0.05.
            (&[97, 2, 1], 5, &[3, 1, 1]),
            // Fewer than groups: one from each of the largest, ties in the office's order.
            (&[1, 9, 9, 3], 2, &[0, 1, 1, 0]),
            (&[4, 4, 4], 1, &[1, 0, 0]),
            (&[90, 1, 1], 2, &[1, 1, 0]),
            // All, and more than all.
            (&[2, 1], 3, &[2, 1]),
            (&[2, 1], 99, &[2, 1]),
            // Nothing to draw from, nothing wanted.
            (&[], 3, &[]),
            (&[0, 4], 2, &[0, 2]),
            (&[3, 4], 0, &[0, 0]),
        ] {
            assert_eq!(shares(sizes, wanted), expected, "{wanted} of {sizes:?}");
        }
    }

    #[test]
    fn shares_add_up_and_never_exceed_a_group() {
        let mut state = 1_u64;
        let mut next = move |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from((state >> 33) % below).unwrap()
        };
        for _ in 0..3_000 {
            let sizes: Vec<usize> = (0..=next(7)).map(|_| next(40)).collect();
            let wanted = next(120);
            let (shares, all) = (shares(&sizes, wanted), sizes.iter().sum::<usize>());
            let groups = sizes.iter().filter(|s| **s > 0).count();
            assert_eq!(shares.iter().sum::<usize>(), wanted.min(all), "{wanted} of {sizes:?}: {shares:?}");
            for (share, size) in shares.iter().zip(&sizes) {
                assert!(share <= size, "{wanted} of {sizes:?}: {shares:?}");
                assert!(*size == 0 || *share > 0 || wanted < groups, "{wanted} of {sizes:?}: {shares:?}");
                assert!(*share <= 1 || wanted >= groups, "{wanted} of {sizes:?}: {shares:?}");
                // Nobody gives more than his due rounded up, except the one that each gives.
                assert!(
                    wanted >= all || *share <= 1.max((size * wanted).div_ceil(all)),
                    "{wanted} of {sizes:?}: {shares:?}"
                );
            }
        }
    }

    fn uids(from: usize, count: usize) -> Vec<String> {
        (from..from + count).map(|n| format!("0195-{n:04}")).collect()
    }

    fn drawn(groups: &[Vec<String>], draw: &[Vec<usize>]) -> Vec<String> {
        groups.iter().zip(draw).flat_map(|(group, picked)| picked.iter().map(|at| group[*at].clone())).collect()
    }

    #[test]
    fn the_same_seed_draws_the_same_whatever_the_order_of_input() {
        let groups = [uids(0, 30), uids(100, 12)];
        let first = drawn(&groups, &draw("种子甲", &groups, 9));
        let mut turned = groups.clone();
        turned.iter_mut().for_each(|group| group.reverse());
        let sorted = |mut uids: Vec<String>| {
            uids.sort_unstable();
            uids
        };
        assert_eq!(sorted(drawn(&turned, &draw("种子甲", &turned, 9))), first);
        assert_ne!(drawn(&groups, &draw("种子乙", &groups, 9)), first);
        assert_eq!(first.len(), 9);
        assert_eq!(first.iter().collect::<BTreeSet<_>>().len(), 9);
    }

    #[test]
    fn the_order_is_the_published_one() {
        // printf '%s%s' abc 0195-0000 | sha256sum, and so on.
        let place = |uid: &str| place("abc", uid).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        assert_eq!(place("0195-0000"), HASHES[0]);
        assert_eq!(place("0195-0001"), HASHES[1]);
    }

    const HASHES: [&str; 2] = [
        "e26f380bf5d8367338a8fa813fb9d1a2cf1d4add72c1bf0de7013bb92a9dff97",
        "e0324a33b66ff2bbf057eaae1890d55790c4ec3ce3103f71123ca9292dfc50c4",
    ];

    #[test]
    fn every_item_is_drawn_about_as_often_as_any_other() {
        let groups = [uids(0, 10)];
        let mut counts = [0_u32; 10];
        for n in 0..2_000 {
            for at in &draw(&format!("种子{n}"), &groups, 3)[0] {
                counts[*at] += 1;
            }
        }
        // 600 each are to be expected.
        assert!(counts.iter().all(|n| (500..700).contains(n)), "{counts:?}");
    }
}
