//! Who is responsible: parties and the roles they take.

use crate::domain::ids::PartyId;

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

    /// The role that this one stands beside: who has that one does not have this one, too.
    #[must_use]
    pub const fn helped(self) -> Option<Self> {
        match self {
            Self::CoLeader => Some(Self::Leader),
            Self::CoDepartment => Some(Self::Department),
            Self::Leader | Self::Department | Self::Person => None,
        }
    }

    /// Whether the role takes at most one party.
    #[must_use]
    pub const fn is_single(self) -> bool {
        matches!(self, Self::Leader)
    }
}

/// Of everyone who answers for an item, those who help with what they lead, each with the role that helps. Practice: the leading
/// department answers for the item alone; a department that stands in both lists is counted twice and answers for nothing.
#[must_use]
pub fn twice(roles: &[(Role, PartyId)]) -> Vec<(Role, PartyId)> {
    let leads = |helps: Role, party: PartyId| {
        helps.helped().is_some_and(|helped| roles.iter().any(|(role, one)| (*role, *one) == (helped, party)))
    };
    roles.iter().copied().filter(|(role, party)| leads(*role, *party)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_leads_does_not_help_as_well() {
        use Role as R;
        let (one, two) = (PartyId(1), PartyId(2));
        for (roles, both) in [
            (vec![(R::Department, one), (R::CoDepartment, two)], vec![]),
            (vec![(R::Department, one), (R::CoDepartment, one)], vec![(R::CoDepartment, one)]),
            // Also one that is responsible without leading.
            (vec![(R::Department, two), (R::Department, one), (R::CoDepartment, one)], vec![(R::CoDepartment, one)]),
            (vec![(R::Leader, one), (R::CoLeader, two), (R::CoLeader, one)], vec![(R::CoLeader, one)]),
            // A leader may be the person responsible, too.
            (vec![(R::Leader, one), (R::Person, one)], vec![]),
            (vec![(R::Leader, one), (R::CoDepartment, one)], vec![]),
        ] {
            assert_eq!(twice(&roles), both, "{roles:?}");
        }
    }
}
