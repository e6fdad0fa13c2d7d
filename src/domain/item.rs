//! What stands in a round's tree, where it came from and how it is to be rectified.

keyed! {
    /// What a node of a round's tree is.
    ItemKind {
        /// 方面: groups issues, may nest, has no progress of its own.
        Category = "category",
        /// 问题; an issue inside an issue is a 问题表现.
        Issue = "issue",
        /// 措施.
        Measure = "measure",
        /// 整改意见 of the inspecting body.
        Opinion = "opinion",
        /// 个案, under an issue and counted apart.
        Case = "case",
    }
}

impl ItemKind {
    /// Whether items of this kind are worked on: have responsibility, deadline, progress.
    #[must_use]
    pub const fn is_work(self) -> bool {
        !matches!(self, Self::Category)
    }
}

keyed! {
    /// Where an issue comes from. Totals are stated per origin; 本轮反馈 means `feedback`.
    Origin {
        /// 反馈问题.
        Feedback = "feedback",
        /// 举一反三.
        Extension = "extension",
        /// 推动改革促进发展.
        Reform = "reform",
        /// 自查.
        SelfCheck = "self",
        /// 上轮遗留.
        Prior = "prior",
        /// 审计.
        Audit = "audit",
        /// 回头看发现.
        Lookback = "lookback",
        /// 民主生活会检视.
        Meeting = "meeting",
    }
}

keyed! {
    /// 整改类型: an axis of its own, apart from deadline and progress.
    ItemType {
        /// 边巡边改: rectified while the inspection was still on.
        OnTheSpot = "on_the_spot",
        /// 立行立改.
        Immediate = "immediate",
        /// 限期整改.
        TimeLimited = "time_limited",
        /// 分阶段整改.
        Staged = "staged",
        /// 长期坚持.
        LongTerm = "long_term",
    }
}

keyed! {
    /// 公开范围 of an item, a filing, an outcome or a piece of evidence.
    Disclosure {
        /// 可公开: may stand in public papers.
        Public = "public",
        /// 党内通报: inside the party only; the default.
        Party = "party",
        /// 不公开: counted, never printed.
        Closed = "closed",
    }
}

keyed! {
    /// A wording of an item that can be edited; each edit keeps what stood there before.
    ItemField {
        /// The item's words.
        Text = "text",
        /// 整改目标.
        Goal = "goal",
        /// 整改类型, by key.
        Type = "type",
        /// 来源, by key (issues only).
        Origin = "origin",
        /// The paper's own numbering, as text.
        SourceNo = "source_no",
        /// 备注.
        Note = "note",
    }
}

keyed! {
    /// Why an item is withdrawn (撤项). A feedback issue is withdrawn only for the first two.
    WithdrawGround {
        /// 录入差错: it should never have stood there.
        EntryError = "entry_error",
        /// 巡视巡察机构来函: the inspecting body's letter.
        Letter = "letter",
        /// 并入其他事项.
        Merged = "merged",
        /// 方案调整 approved by a meeting.
        PlanChange = "plan_change",
    }
}
