//! Links (关联) between items that stand in different places of the tree, and the table of what may be linked to what.

use crate::domain::{
    Day,
    deadline::DeadlineClass,
    ids::{ItemId, RoundId},
    item::{Item, ItemKind, Origin},
    lifecycle::Progress,
};

keyed! {
    /// What a link says about the item it starts from.
    LinkKind {
        /// An opinion answers an issue.
        Answers = "answers",
        /// A 举一反三 or reform issue stems from an issue.
        StemsFrom = "stems_from",
        /// A measure also answers a further issue: counted once, seen by each one's gate.
        AlsoAnswers = "also_answers",
        /// The same matter in another round (屡改屡犯).
        SameAs = "same_as",
    }
}

impl LinkKind {
    /// The kind of item that such a link starts from; it always points to an issue.
    #[must_use]
    pub const fn starts_from(self) -> ItemKind {
        match self {
            Self::Answers => ItemKind::Opinion,
            Self::StemsFrom | Self::SameAs => ItemKind::Issue,
            Self::AlsoAnswers => ItemKind::Measure,
        }
    }
}

/// One end of a link, as far as the table asks.
#[derive(Debug, Clone)]
pub struct LinkEnd {
    /// The item.
    pub item: ItemId,
    /// What it is.
    pub kind: ItemKind,
    /// Where it comes from.
    pub origin: Origin,
    /// Its round.
    pub round: RoundId,
    /// The day of that round's feedback, by which rounds are earlier and later.
    pub feedback_on: Day,
    /// Everything above it, nearest first.
    pub above: Vec<ItemId>,
}

impl LinkEnd {
    /// The end that an item makes.
    #[must_use]
    pub const fn new(item: &Item, feedback_on: Day, above: Vec<ItemId>) -> Self {
        Self { item: item.id, kind: item.kind, origin: item.origin, round: item.round, feedback_on, above }
    }
}

/// Whether an issue holds up the opinions that are carried out through it: it is open. What is withdrawn holds up nothing,
/// and standing work (长期坚持) has done its part once its stage goal is met.
#[must_use]
pub fn unanswered(issue: &Item) -> bool {
    let stage_met = issue.progress == Progress::Staged && issue.class().is_some_and(DeadlineClass::is_standing);
    issue.is_open() && !stage_met
}

/// Why two items cannot be linked in a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkFault {
    /// An item is linked to itself.
    Itself,
    /// Links of this kind do not start from such an item.
    From(ItemKind),
    /// Only 举一反三 and 推动改革 issues stem from another one.
    FromOrigin(Origin),
    /// Links point to issues only.
    To(ItemKind),
    /// Both ends must be of one round.
    OtherRound,
    /// The same matter is one of another round.
    SameRound,
    /// The same matter is one of an earlier round: typed the wrong way round.
    LaterRound,
    /// The measure stands below that issue anyway.
    Own,
    /// The link stands already.
    Stands,
    /// Stands the other way round, directly or through others.
    Circle,
}

/// What the table says against a link: everything at once, nothing when it may be made.
///
/// Which links there are follows the practice of published plans and reports: opinions are reported by the issues they are
/// carried out through, 举一反三 names the issue that gave rise to it, a measure may serve several issues of its plan, and what
/// an earlier inspection had already fed back is stated as 屡改屡犯.
#[must_use]
pub fn faults(link: LinkKind, from: &LinkEnd, to: &LinkEnd) -> Vec<LinkFault> {
    if from.item == to.item {
        return vec![LinkFault::Itself];
    }
    let mut found = Vec::new();
    if from.kind != link.starts_from() {
        found.push(LinkFault::From(from.kind));
    } else if link == LinkKind::StemsFrom && !matches!(from.origin, Origin::Extension | Origin::Reform) {
        found.push(LinkFault::FromOrigin(from.origin));
    }
    if to.kind != ItemKind::Issue {
        found.push(LinkFault::To(to.kind));
    }
    match link {
        LinkKind::SameAs if from.round == to.round => found.push(LinkFault::SameRound),
        LinkKind::SameAs if to.feedback_on > from.feedback_on => found.push(LinkFault::LaterRound),
        LinkKind::Answers | LinkKind::StemsFrom | LinkKind::AlsoAnswers if from.round != to.round => {
            found.push(LinkFault::OtherRound);
        }
        LinkKind::AlsoAnswers if from.above.contains(&to.item) => found.push(LinkFault::Own),
        LinkKind::Answers | LinkKind::StemsFrom | LinkKind::AlsoAnswers | LinkKind::SameAs => {}
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{deadline::Deadline, item::HeldDeadline, lifecycle::Closure};

    fn end(item: i64, kind: ItemKind, origin: Origin, round: i64) -> LinkEnd {
        let feedback_on = format!("202{round}-03-01").parse().unwrap_or_default();
        LinkEnd { item: ItemId(item), kind, origin, round: RoundId(round), feedback_on, above: vec![ItemId(50)] }
    }

    #[test]
    fn an_open_issue_holds_up_the_opinion_that_it_answers() {
        use {DeadlineClass as C, Progress as P};
        for (progress, class, closure, withdrawn, holds_up) in [
            (P::NotStarted, C::Date, Closure::None, false, true),
            (P::InProgress, C::Date, Closure::None, false, true),
            (P::Staged, C::Date, Closure::None, false, true),
            (P::Staged, C::Long, Closure::None, false, false),
            (P::Staged, C::Combo, Closure::None, false, false),
            (P::InProgress, C::Long, Closure::None, false, true),
            // 完成 is enough: an opinion is struck off by its own closing.
            (P::Completed, C::Date, Closure::None, false, false),
            (P::Completed, C::Date, Closure::Closed, false, false),
            (P::InProgress, C::Date, Closure::Returned, false, true),
            (P::InProgress, C::Date, Closure::None, true, false),
        ] {
            let day = "2025-06-30".parse().ok();
            let now = Deadline { raw: "时限".into(), class, due: day, review: None, note: None };
            let deadline = Some(HeldDeadline { now, first_due: day, extensions: 0, set_on: ItemId(1) });
            let withdrawn_on = day.filter(|_| withdrawn);
            let issue = Item { progress, closure, deadline, withdrawn_on, ..Item::plain("1", "2025-06-13") };
            assert_eq!(unanswered(&issue), holds_up, "{progress:?} {class:?} {closure:?} {withdrawn}");
        }
    }

    #[test]
    fn what_may_be_linked_to_what() {
        use {ItemKind as K, LinkFault as F, LinkKind as L, Origin as O};
        let issue = |id, round| end(id, K::Issue, O::Feedback, round);
        let of = |kind, origin| end(1, kind, origin, 5);
        for (link, from, to, faults_expected) in [
            (L::Answers, of(K::Opinion, O::Feedback), issue(2, 5), vec![]),
            (L::Answers, of(K::Issue, O::Feedback), issue(2, 5), vec![F::From(K::Issue)]),
            (L::Answers, of(K::Opinion, O::Feedback), end(2, K::Measure, O::Feedback, 5), vec![F::To(K::Measure)]),
            (L::Answers, of(K::Opinion, O::Feedback), issue(2, 3), vec![F::OtherRound]),
            (L::StemsFrom, of(K::Issue, O::Extension), issue(2, 5), vec![]),
            (L::StemsFrom, of(K::Issue, O::Reform), issue(2, 5), vec![]),
            (L::StemsFrom, of(K::Issue, O::Feedback), issue(2, 5), vec![F::FromOrigin(O::Feedback)]),
            (L::StemsFrom, of(K::Measure, O::Extension), issue(2, 5), vec![F::From(K::Measure)]),
            (L::AlsoAnswers, of(K::Measure, O::Feedback), issue(2, 5), vec![]),
            (L::AlsoAnswers, of(K::Measure, O::Feedback), issue(50, 5), vec![F::Own]),
            (L::AlsoAnswers, of(K::Case, O::Feedback), issue(2, 3), vec![F::From(K::Case), F::OtherRound]),
            (L::SameAs, of(K::Issue, O::Feedback), issue(2, 3), vec![]),
            (L::SameAs, of(K::Issue, O::Extension), issue(2, 3), vec![]),
            (L::SameAs, of(K::Issue, O::Feedback), issue(2, 5), vec![F::SameRound]),
            (L::SameAs, of(K::Issue, O::Feedback), issue(2, 6), vec![F::LaterRound]),
            (L::SameAs, of(K::Issue, O::Feedback), issue(1, 5), vec![F::Itself]),
            (L::SameAs, of(K::Opinion, O::Feedback), of(K::Case, O::Feedback), vec![F::Itself]),
        ] {
            assert_eq!(faults(link, &from, &to), faults_expected, "{link:?} {from:?} {to:?}");
        }
    }
}
