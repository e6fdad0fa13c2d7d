//! The Chinese words for the domain's terms: one label each to print, and the further words by which people name them.
//!
//! Each enumeration has one table in `label/`: variant, label, variants of the label. Printing takes the label; reading takes
//! the English key, the label or any variant. Within one enumeration a word stands for one variant only.

mod check;
mod figure;
mod item;
mod lock;
mod outcome;
mod plan;
mod reconcile;
mod round;
mod work;

pub use figure::{figure_meaning, rate_meaning};
pub use item::{level, link_word};
pub use outcome::{outcome_figure, outcome_figure_label, outcome_sum_words};
pub use reconcile::{field, said};

use crate::zh::numeral::fold_char;

/// A term of the domain that has a Chinese name.
pub trait Label: Copy + Sized + 'static {
    /// Every variant, in the order in which people list them.
    const VARIANTS: &'static [Self];

    /// The word that is printed.
    fn label(self) -> &'static str;

    /// Other words under which people know it; the label itself is not among them.
    fn other_words(self) -> &'static [&'static str];

    /// The stable English key, as the domain has it.
    fn english(self) -> &'static str;
}

/// Reads a term as people type it: by English key, label or one of its other words.
///
/// Blanks and width do not count, nor upper case or `-` for `_` in keys. `None` when the word is not known: the caller says so
/// and lists [`Label::VARIANTS`].
#[must_use]
pub fn from_words<T: Label>(text: &str) -> Option<T> {
    // No word is longer; a page of text is not folded to find that out.
    let word: String = text.chars().filter(|c| !c.is_whitespace()).take(32).map(fold_char).collect();
    let key = word.to_ascii_lowercase().replace('-', "_");
    T::VARIANTS.iter().copied().find(|term| {
        term.english() == key || term.label() == word || term.other_words().iter().any(|other| *other == word)
    })
}

/// The labels of all variants, joined by 、 for messages that say what could have been typed.
#[must_use]
pub fn all_labels<T: Label>() -> String {
    T::VARIANTS.iter().map(|term| term.label()).collect::<Vec<_>>().join("、")
}

/// The labels of these terms, joined by 、.
#[must_use]
pub fn all_of<T: Label>(terms: &[T]) -> String {
    terms.iter().map(|term| term.label()).collect::<Vec<_>>().join("、")
}

/// Declares an enumeration's table of words: `Variant => "label", ["other word", …];`.
macro_rules! labels {
    ($name:ident { $($variant:ident => $label:literal, [$($other:literal),* $(,)?];)+ }) => {
        impl $crate::zh::label::Label for $name {
            const VARIANTS: &'static [Self] = Self::ALL;

            fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }

            fn other_words(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($other),*],)+ }
            }

            fn english(self) -> &'static str {
                self.key()
            }
        }
    };
}
use labels;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        check::{CheckRule, Severity},
        deadline::DeadlineClass,
        disclosure::Audience,
        filing::FilingState,
        item::{Disclosure, ItemField, ItemKind, ItemType, Origin, WithdrawGround},
        lifecycle::{Closure, Light, Progress},
        link::LinkKind,
        lock::AdjustmentKind,
        meeting::{Decision, DecisionOn, MeetingKind},
        outcome::{AccountabilityForm, MoneyDirection, OutcomeKind},
        party::{PartyKind, Role},
        recheck::{Due, Finding},
        reconcile::Verdict,
        reminder::Tier,
        reported::OnConflict,
        round::{CategoryWord, CloseLevel, MilestoneKind, Rhythm, RoundKind, SignOff},
        stated::{Fault, State, Weight},
    };
    use std::{collections::HashSet, fmt::Debug};

    fn words_lead_back_to_their_term<T: Label + PartialEq + Debug>() {
        let mut seen = HashSet::new();
        for term in T::VARIANTS.iter().copied() {
            for word in [term.english(), term.label()].iter().chain(term.other_words()) {
                assert!(seen.insert(*word), "{word} stands twice, last for {term:?}");
                assert_eq!(from_words(word), Some(term), "{word}");
                let folded: String = word.chars().filter(|c| !c.is_whitespace()).map(fold_char).collect();
                assert_eq!(&folded, word, "words are written folded");
            }
            assert!(!term.label().is_ascii(), "{term:?} has a Chinese label");
        }
    }

    #[test]
    fn every_word_of_every_table_stands_for_one_term() {
        words_lead_back_to_their_term::<ItemKind>();
        words_lead_back_to_their_term::<Origin>();
        words_lead_back_to_their_term::<ItemType>();
        words_lead_back_to_their_term::<Audience>();
        words_lead_back_to_their_term::<Disclosure>();
        words_lead_back_to_their_term::<ItemField>();
        words_lead_back_to_their_term::<WithdrawGround>();
        words_lead_back_to_their_term::<LinkKind>();
        words_lead_back_to_their_term::<AdjustmentKind>();
        words_lead_back_to_their_term::<PartyKind>();
        words_lead_back_to_their_term::<Role>();
        words_lead_back_to_their_term::<MeetingKind>();
        words_lead_back_to_their_term::<DecisionOn>();
        words_lead_back_to_their_term::<Decision>();
        words_lead_back_to_their_term::<DeadlineClass>();
        words_lead_back_to_their_term::<Progress>();
        words_lead_back_to_their_term::<Closure>();
        words_lead_back_to_their_term::<FilingState>();
        words_lead_back_to_their_term::<Light>();
        words_lead_back_to_their_term::<Finding>();
        words_lead_back_to_their_term::<Tier>();
        words_lead_back_to_their_term::<Due>();
        words_lead_back_to_their_term::<RoundKind>();
        words_lead_back_to_their_term::<MilestoneKind>();
        words_lead_back_to_their_term::<SignOff>();
        words_lead_back_to_their_term::<CloseLevel>();
        words_lead_back_to_their_term::<Rhythm>();
        words_lead_back_to_their_term::<CategoryWord>();
        words_lead_back_to_their_term::<OutcomeKind>();
        words_lead_back_to_their_term::<AccountabilityForm>();
        words_lead_back_to_their_term::<MoneyDirection>();
        words_lead_back_to_their_term::<CheckRule>();
        words_lead_back_to_their_term::<Severity>();
        words_lead_back_to_their_term::<Verdict>();
        words_lead_back_to_their_term::<OnConflict>();
        words_lead_back_to_their_term::<Weight>();
        words_lead_back_to_their_term::<Fault>();
        words_lead_back_to_their_term::<State>();
    }

    #[test]
    fn people_are_understood_as_they_type() {
        assert_eq!(from_words(" 整改 到位 "), Some(Progress::Completed));
        assert_eq!(from_words("In-Progress"), Some(Progress::InProgress));
        assert_eq!(from_words("党组会议"), Some(MeetingKind::PartyGroup));
        assert_eq!(from_words("即知即改"), Some(ItemType::Immediate));
        assert_eq!(from_words("反馈"), Some(Origin::Feedback));
        assert_eq!(from_words("ｓｅｌｆ"), Some(Origin::SelfCheck));
        assert_eq!(from_words::<Progress>("销号"), None);
        assert_eq!(from_words::<Progress>(""), None);
        assert_eq!(from_words::<Progress>(&"已完成".repeat(100_000)), None);
    }

    #[test]
    fn a_message_can_list_what_could_be_typed() {
        assert_eq!(all_labels::<Progress>(), "未启动、整改中、阶段性完成、已完成");
    }
}
