//! Succession (承接): when a department, leader or person is followed by another, who takes over what.
//!
//! In a reform of offices (机构改革) or when a leader leaves, everything that is still on passes to the successor by one
//! decision; what was struck off keeps the name under which it was done. Standing work (长期坚持, a review day) goes on after
//! its issue was struck off, so it passes too.

use crate::domain::{
    deadline::DeadlineClass,
    ids::{ItemId, PartyId},
    party::{PartyKind, Role},
};
use std::collections::HashMap;

/// Where an item stands, as far as passing on asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// It was withdrawn.
    pub withdrawn: bool,
    /// It, or an item above it, was struck off.
    pub struck_off: bool,
    /// The class of its deadline.
    pub class: Option<DeadlineClass>,
    /// It has a next review day.
    pub review: bool,
}

impl Standing {
    /// Whether responsibility for it passes to a successor.
    #[must_use]
    pub fn passes_on(self) -> bool {
        let standing = self.review || self.class.is_some_and(DeadlineClass::is_standing);
        !self.withdrawn && (!self.struck_off || standing)
    }
}

/// A party in a role of an item, effective now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// The item.
    pub item: ItemId,
    /// The item above it.
    pub parent: Option<ItemId>,
    /// The item on which the role was set; another one when it is inherited.
    pub set_on: ItemId,
    /// The role.
    pub role: Role,
    /// Everyone in that role, the leading one first.
    pub parties: Vec<PartyId>,
}

/// A role set anew on an item, for what inherits it from there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passing {
    /// The item on which it is set.
    pub set_on: ItemId,
    /// The role.
    pub role: Role,
    /// Everyone in that role from now on.
    pub parties: Vec<PartyId>,
    /// The items for which it becomes effective, in the order of the holdings.
    pub reach: Vec<ItemId>,
}

/// Whether one kind of party can stand in for another: departments and collectives, leaders and persons.
#[must_use]
pub const fn can_follow(earlier: PartyKind, later: PartyKind) -> bool {
    const fn family(kind: PartyKind) -> u8 {
        match kind {
            PartyKind::Department | PartyKind::Collective => 0,
            PartyKind::Leader | PartyKind::Person => 1,
            PartyKind::Operator => 2,
        }
    }
    family(earlier) == family(later)
}

/// The list with `to` in the place of `from`. Where `to` stood already it keeps the better of the two places, once.
#[must_use]
pub fn replaced(parties: &[PartyId], from: PartyId, to: PartyId) -> Vec<PartyId> {
    let mut after: Vec<PartyId> = Vec::with_capacity(parties.len());
    for party in parties {
        let party = if *party == from { to } else { *party };
        if !after.contains(&party) {
            after.push(party);
        }
    }
    after
}

/// How holdings that pass on are recorded: where a role was set, it is set anew, and what inherited it goes along.
///
/// An item becomes a place of setting of its own where the one above it does not pass on (it was struck off), or passes to
/// someone else (a split).
#[must_use]
pub fn passings(holdings: &[Holding], from: PartyId, to: impl Fn(&Holding) -> PartyId) -> Vec<Passing> {
    let after: Vec<Vec<PartyId>> = holdings.iter().map(|h| replaced(&h.parties, from, to(h))).collect();
    let at: HashMap<(ItemId, Role), usize> = holdings.iter().zip(0..).map(|(h, i)| ((h.item, h.role), i)).collect();
    let goes_with = |i: usize| -> Option<usize> {
        let holding = &holdings[i];
        if holding.set_on == holding.item {
            return None;
        }
        let above = *at.get(&(holding.parent?, holding.role))?;
        (holdings[above].set_on == holding.set_on && after[above] == after[i]).then_some(above)
    };
    let mut made: Vec<Passing> = Vec::new();
    let mut place: HashMap<(ItemId, Role), usize> = HashMap::new();
    for (i, holding) in holdings.iter().enumerate() {
        let mut top = i;
        while let Some(above) = goes_with(top) {
            top = above;
        }
        let key = (holdings[top].item, holding.role);
        let index = *place.entry(key).or_insert_with(|| {
            made.push(Passing { set_on: key.0, role: key.1, parties: after[i].clone(), reach: Vec::new() });
            made.len() - 1
        });
        made[index].reach.push(holding.item);
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: PartyId = PartyId(1);
    const NEW: PartyId = PartyId(2);
    const OTHER: PartyId = PartyId(3);

    #[test]
    fn what_is_open_or_standing_passes_on_and_what_was_struck_off_keeps_its_name() {
        use DeadlineClass as C;
        for (withdrawn, struck_off, class, review, passes) in [
            (false, false, None, false, true),
            (false, false, Some(C::Date), false, true),
            (false, false, Some(C::Long), true, true),
            (false, true, None, false, false),
            (false, true, Some(C::Date), false, false),
            (false, true, Some(C::Stages), false, false),
            (false, true, Some(C::Unclear), false, false),
            (false, true, Some(C::Long), false, true),
            (false, true, Some(C::Combo), false, true),
            (false, true, Some(C::Date), true, true),
            (true, false, None, false, false),
            (true, false, Some(C::Long), true, false),
            (true, true, Some(C::Combo), true, false),
        ] {
            let standing = Standing { withdrawn, struck_off, class, review };
            assert_eq!(standing.passes_on(), passes, "{standing:?}");
        }
    }

    #[test]
    fn nobody_stands_twice_in_a_role() {
        for (before, after) in [
            (vec![OLD], vec![NEW]),
            (vec![OTHER, OLD], vec![OTHER, NEW]),
            (vec![OLD, NEW], vec![NEW]),
            (vec![NEW, OTHER, OLD], vec![NEW, OTHER]),
            (vec![OLD, OTHER, NEW], vec![NEW, OTHER]),
        ] {
            assert_eq!(replaced(&before, OLD, NEW), after, "{before:?}");
        }
    }

    #[test]
    fn only_like_follows_like() {
        use PartyKind as K;
        for (earlier, later, fits) in [
            (K::Department, K::Department, true),
            (K::Department, K::Collective, true),
            (K::Leader, K::Person, true),
            (K::Person, K::Leader, true),
            (K::Operator, K::Operator, true),
            (K::Department, K::Leader, false),
            (K::Collective, K::Person, false),
            (K::Operator, K::Person, false),
        ] {
            assert_eq!(can_follow(earlier, later), fits, "{earlier} {later}");
        }
    }

    fn holding(item: i64, parent: Option<i64>, set_on: i64) -> Holding {
        Holding {
            item: ItemId(item),
            parent: parent.map(ItemId),
            set_on: ItemId(set_on),
            role: Role::Department,
            parties: vec![OLD, OTHER],
        }
    }

    fn told(passings: &[Passing]) -> Vec<(i64, Vec<i64>, i64)> {
        let told = |p: &Passing| (p.set_on.0, p.reach.iter().map(|i| i.0).collect(), p.parties[0].0);
        passings.iter().map(told).collect()
    }

    #[test]
    fn what_is_inherited_moves_where_it_is_set() {
        let all = [holding(1, None, 1), holding(2, Some(1), 1), holding(3, Some(2), 1), holding(4, Some(1), 4)];
        assert_eq!(told(&passings(&all, OLD, |_| NEW)), [(1, vec![1, 2, 3], 2), (4, vec![4], 2)]);
    }

    #[test]
    fn standing_work_below_something_struck_off_is_set_by_itself() {
        // 1 was struck off and stays; 2 and what is below it goes on.
        let all = [holding(2, Some(1), 1), holding(3, Some(2), 1), holding(5, Some(1), 1)];
        assert_eq!(told(&passings(&all, OLD, |_| NEW)), [(2, vec![2, 3], 2), (5, vec![5], 2)]);
    }

    #[test]
    fn a_split_parts_what_was_inherited_together() {
        let all = [holding(1, None, 1), holding(2, Some(1), 1), holding(3, Some(2), 1), holding(4, Some(1), 1)];
        let to = |h: &Holding| if matches!(h.item.0, 2 | 3) { PartyId(9) } else { NEW };
        assert_eq!(told(&passings(&all, OLD, to)), [(1, vec![1, 4], 2), (2, vec![2, 3], 9)]);
    }
}
