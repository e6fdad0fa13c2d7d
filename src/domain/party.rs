//! Who is responsible: parties and the roles they take.

keyed! {
    /// What kind of name stands in the roster (名册).
    PartyKind {
        /// 院领导.
        Leader = "leader",
        /// 部门.
        Department = "department",
        /// 责任人.
        Person = "person",
        /// 集体, such as 各支部.
        Collective = "collective",
        /// 经办人: who may make entries in this ledger.
        Operator = "operator",
    }
}

keyed! {
    /// The role in which a party answers for an item.
    Role {
        /// 牵头领导, one.
        Leader = "leader",
        /// 协助领导.
        CoLeader = "co_leader",
        /// 责任部门; the first leads.
        Department = "department",
        /// 配合部门.
        CoDepartment = "co_department",
        /// 责任人.
        Person = "person",
    }
}

impl PartyKind {
    /// The role that a party of this kind usually takes.
    #[must_use]
    pub const fn usual_role(self) -> Role {
        match self {
            Self::Leader => Role::Leader,
            Self::Department | Self::Collective => Role::Department,
            Self::Person | Self::Operator => Role::Person,
        }
    }
}

impl Role {
    /// The kind of party that a name typed for this role is declared as.
    #[must_use]
    pub const fn usual_kind(self) -> PartyKind {
        match self {
            Self::Leader | Self::CoLeader => PartyKind::Leader,
            Self::Department | Self::CoDepartment => PartyKind::Department,
            Self::Person => PartyKind::Person,
        }
    }

    /// Whether the role takes at most one party.
    #[must_use]
    pub const fn is_single(self) -> bool {
        matches!(self, Self::Leader)
    }
}
