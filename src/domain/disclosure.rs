//! 公开范围: what may be told to whom, and in which words.
//!
//! Reports on rectification are first given inside the party and then, shortened, to the public; what is told to the public
//! must have been marked for it (《中国共产党党务公开条例（试行）》 asks for scope and manner to be settled beforehand). The
//! mark is no fact of the work: it changes no figure, and counts include what is never printed.

use crate::domain::{event::DisclosureFacts, item::Disclosure, refusal::Refusal};

keyed! {
    /// Who reads a paper.
    Audience {
        /// 党内通报.
        Party = "party",
        /// 向社会公开.
        Public = "public",
    }
}

/// What is to become of a mark; what is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DisclosureEdit {
    /// The mark.
    pub disclosure: Option<Disclosure>,
    /// The wording for the public; `Some(None)` takes it away.
    pub public_words: Option<Option<String>>,
}

impl DisclosureFacts {
    /// The mark after an edit. A wording for the public goes with the mark 可公开, and goes away with it.
    ///
    /// # Errors
    /// [`Refusal::PublicWordsNotPublic`] when a wording is given for what is not to be public.
    pub fn amended(&self, edit: &DisclosureEdit) -> Result<Self, Refusal> {
        let disclosure = edit.disclosure.unwrap_or(self.disclosure);
        let public = disclosure == Disclosure::Public;
        if !public && matches!(edit.public_words, Some(Some(_))) {
            return Err(Refusal::PublicWordsNotPublic);
        }
        let words = edit.public_words.clone().unwrap_or_else(|| self.public_words.clone());
        Ok(Self { disclosure, public_words: words.filter(|_| public) })
    }

    /// What a public paper prints instead of `words`: the wording for the public where there is one, the words themselves
    /// where they may be public, and otherwise nothing.
    #[must_use]
    pub fn public_text<'a>(&'a self, words: &'a str) -> Option<&'a str> {
        match self.disclosure {
            Disclosure::Public => Some(self.public_words.as_deref().unwrap_or(words)),
            Disclosure::Party | Disclosure::Closed => None,
        }
    }

    /// What a paper for these readers prints instead of `words`: inside the party everything but 不公开, in its own words.
    #[must_use]
    pub fn words_for<'a>(&'a self, audience: Audience, words: &'a str) -> Option<&'a str> {
        match audience {
            Audience::Public => self.public_text(words),
            Audience::Party => (self.disclosure != Disclosure::Closed).then_some(words),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(disclosure: Disclosure, words: Option<&str>) -> DisclosureFacts {
        DisclosureFacts { disclosure, public_words: words.map(Into::into) }
    }

    #[test]
    fn a_wording_for_the_public_goes_with_the_mark() {
        use Disclosure as D;
        let edit = |disclosure, words: Option<Option<&str>>| DisclosureEdit {
            disclosure,
            public_words: words.map(|w| w.map(Into::into)),
        };
        for (before, edit, after) in [
            (facts(D::Party, None), edit(Some(D::Public), None), Ok(facts(D::Public, None))),
            (facts(D::Party, None), edit(Some(D::Public), Some(Some("甲"))), Ok(facts(D::Public, Some("甲")))),
            (facts(D::Public, None), edit(None, Some(Some("甲"))), Ok(facts(D::Public, Some("甲")))),
            (facts(D::Public, Some("甲")), edit(None, Some(None)), Ok(facts(D::Public, None))),
            (facts(D::Public, Some("甲")), edit(Some(D::Closed), None), Ok(facts(D::Closed, None))),
            (facts(D::Party, None), edit(None, Some(Some("甲"))), Err(Refusal::PublicWordsNotPublic)),
            (facts(D::Public, None), edit(Some(D::Party), Some(Some("甲"))), Err(Refusal::PublicWordsNotPublic)),
        ] {
            assert_eq!(before.amended(&edit), after, "{before:?} {edit:?}");
        }
    }

    #[test]
    fn the_public_reads_only_what_was_marked_for_it() {
        assert_eq!(facts(Disclosure::Public, Some("甲")).public_text("乙"), Some("甲"));
        assert_eq!(facts(Disclosure::Public, None).public_text("乙"), Some("乙"));
        assert_eq!(facts(Disclosure::Party, None).public_text("乙"), None);
        assert_eq!(facts(Disclosure::Closed, None).public_text("乙"), None);
    }

    #[test]
    fn each_reader_is_told_what_is_meant_for_him() {
        for (mark, words, party, public) in [
            (Disclosure::Public, None, Some("乙"), Some("乙")),
            (Disclosure::Public, Some("甲"), Some("乙"), Some("甲")),
            (Disclosure::Party, None, Some("乙"), None),
            (Disclosure::Closed, None, None, None),
        ] {
            assert_eq!(facts(mark, words).words_for(Audience::Party, "乙"), party, "{mark}");
            assert_eq!(facts(mark, words).words_for(Audience::Public, "乙"), public, "{mark}");
        }
    }
}
