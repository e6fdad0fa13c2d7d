//! Links (关联) between items that stand in different places of the tree.

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
