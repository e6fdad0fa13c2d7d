//! Decisions that went against whoever asked (不利的决定): what an inspector wants to see again when it was taken back.
//!
//! A slip of the pen may be undone like any other. But where what is undone is that somebody said no, the ledger would look
//! afterwards as if nobody had: so the undo has to give its reason, the item's history keeps both, and the 自查 lists them.

use crate::domain::{
    event::Event,
    ids::ItemId,
    meeting::{Decision, DecisionOn},
};

keyed! {
    /// What was decided against whoever asked.
    Against {
        /// A sign-off was denied (审签不同意).
        Denied = "denied",
        /// A meeting returned the item (退回整改).
        Returned = "returned",
        /// A meeting did not ratify a closing taken over (补办审议未同意).
        NotRatified = "not_ratified",
        /// A look-back found that the problem had come back (反弹).
        Rebound = "rebound",
        /// An extension was refused (延期未批准).
        ExtensionRefused = "extension_refused",
    }
}

impl Event {
    /// Against whom the event decides: about which item, what, and in which words; `None` for every other event. What the
    /// office returned on its own, without a meeting, is its own to correct.
    #[must_use]
    pub fn against(&self) -> Option<(ItemId, Against, Option<&str>)> {
        match self {
            Self::ClosureSigned { item, agreed: false, words, .. } => Some((*item, Against::Denied, words.as_deref())),
            Self::ClosureReturned { item, meeting: Some(_), words, .. } => {
                Some((*item, Against::Returned, Some(words)))
            }
            Self::MeetingDecided {
                item, on: DecisionOn::Ratification, decision: Decision::Returned, words, ..
            } => Some((*item, Against::NotRatified, words.as_deref())),
            Self::RecheckRecorded { item, rebound: true, words, .. } => Some((*item, Against::Rebound, Some(words))),
            Self::ExtensionRefused { item, words, .. } => Some((*item, Against::ExtensionRefused, Some(words))),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        ids::{ExtensionId, MeetingId, RecheckId},
        meeting::Approval,
        round::SignOff,
    };

    #[test]
    fn what_was_said_no_to_is_told_from_everything_else() {
        let item = ItemId(1);
        let signed = |agreed| Event::ClosureSigned {
            item,
            step: SignOff::Office,
            party: None,
            agreed,
            words: Some("材料不足".into()),
        };
        let returned =
            |meeting| Event::ClosureReturned { item, meeting, words: "重做".into(), open_again: Vec::new() };
        let decided = |on, decision| Event::MeetingDecided { meeting: MeetingId(1), item, on, decision, words: None };
        let looked = |rebound| Event::RecheckRecorded {
            recheck: RecheckId(1),
            item,
            by: "纪检监察组".into(),
            rebound,
            words: "又有缺页".into(),
            next_review: None,
            evidence: Vec::new(),
            sample: None,
        };
        let refused = Event::ExtensionRefused {
            extension: ExtensionId(1),
            item,
            approval: Approval::Words("批示".into()),
            words: "按期办结".into(),
        };
        for (event, against) in [
            (signed(false), Some((Against::Denied, Some("材料不足")))),
            (signed(true), None),
            (returned(Some(MeetingId(1))), Some((Against::Returned, Some("重做")))),
            (returned(None), None),
            (decided(DecisionOn::Ratification, Decision::Returned), Some((Against::NotRatified, None))),
            (decided(DecisionOn::Ratification, Decision::Deferred), None),
            (looked(true), Some((Against::Rebound, Some("又有缺页")))),
            (looked(false), None),
            (refused, Some((Against::ExtensionRefused, Some("按期办结")))),
        ] {
            assert_eq!(event.against().map(|(_, what, words)| (what, words)), against, "{event:?}");
        }
    }
}
