//! Integer keys inside the ledger. They are handed out by stored counters, never reused, and never leave the file:
//! what leaves it carries a `uid`.

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident = $counter:literal,)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl $name {
            /// The name of the stored counter that hands these keys out.
            pub const COUNTER: &'static str = $counter;
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

id! {
    /// Key of a round (轮次).
    RoundId = "round",
    /// Key of an item (整改事项).
    ItemId = "item",
    /// Key of a party (责任单位及人员).
    PartyId = "party",
    /// Key of a meeting (会议); also the number that people type after `--meeting`.
    MeetingId = "meeting",
    /// Key of a paper that was read in (来源文件).
    SourceId = "source",
    /// Key of a filing (填报).
    FilingId = "filing",
    /// Key of an application for extension (延期申请).
    ExtensionId = "extension",
    /// Key of an outcome (成效); also the number that people type.
    OutcomeId = "outcome",
    /// Key of a piece of evidence (佐证材料); also the number that people type.
    EvidenceId = "evidence",
    /// Key of a look-back (回头看).
    RecheckId = "recheck",
    /// Key of a recorded consultation on the plan (征求意见).
    ConsultationId = "consultation",
    /// Key of an issued paper (印发材料).
    PaperId = "paper",
    /// Key of a recorded draw of closed items (销号抽查).
    SampleId = "sample",
}
